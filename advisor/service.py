"""The advisor: one turn after another, for the browser, the command line and the tests alike."""

import copy
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from advisor import transfer
from advisor.dialogue.decide import decide, decide_facts, decide_mark, decide_scope, decide_version
from advisor.dialogue.passages import fit_to_show
from advisor.dialogue.ports import Conversations, LanguageModel, Ledger
from advisor.dialogue.reading.reader import Reading
from advisor.dialogue.reading.text import LONGEST, clean
from advisor.dialogue.turn import Decision
from advisor.dialogue.wording import short
from advisor.domain.brief import Fact
from advisor.domain.calls import Call, Stop
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import (
    Conversation,
    Done,
    Event,
    Found,
    Intent,
    Message,
    Rating,
    Reply,
    State,
    Usage,
    Version,
    View,
)
from advisor.domain.passage import Hit, Passage
from advisor.domain.plan import Plan
from advisor.domain.progress import Status
from advisor.errors import BadInput, NotFound
from advisor.knowledge import Knowledge, OnDemand
from advisor.one_turn import Means, OneTurn, as_reply, carried_over, notices_told
from advisor.spending import Limits, Unbilled, summed
from advisor.stoppable import StoppableTurn

log = logging.getLogger(__name__)

Exporter = Callable[[Plan, str, date], tuple[str, str, bytes]]
"""Plan, format and today in; file name, media type and content out. Raises BadInput for an unknown format."""
TURN_LOCKS = 256
LONGEST_REMARK = 500


class Advisor:
    """Answers messages, keeps conversations, plans. Safe to share between threads."""

    def __init__(
        self,
        knowledge: Knowledge,
        conversations: Conversations,
        exporter: Exporter,
        model: LanguageModel | None = None,
        model_notice: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        limits: Limits = Limits(),  # noqa: B008  immutable
        ledger: Ledger | None = None,
        beyond: bool = True,
    ) -> None:
        self._knowledge = knowledge
        self._on_demand = OnDemand(knowledge)
        self._store = conversations
        self._exporter = exporter
        self._model = model
        self._model_notice = model_notice
        self._clock = clock
        self._limits = limits
        self._ledger = ledger
        self._beyond = beyond
        self._unbilled = Unbilled()
        self._locks: Mapping[int, threading.Lock] = {i: threading.Lock() for i in range(TURN_LOCKS)}

    @property
    def catalog(self) -> Catalog:
        """The knowledge base."""
        return self._knowledge.catalog

    @property
    def tools(self) -> Collection[str]:
        """The names of tools that the knowledge base knows."""
        return self._knowledge.names.of_tools

    @property
    def speaking(self) -> str:
        """Who words the replies: 'rules' or the model's name."""
        return self._model.name if self._model else "rules"

    def speaking_by(self, model: LanguageModel | None, notice: str = "", limits: Limits | None = None) -> "Advisor":
        """The same advisor, with the same conversations and knowledge, speaking by another model; None is the rules.

        `notice` is shown in new conversations. `limits` are other ones, e.g. where another model has another price.
        """
        other = copy.copy(self)
        other._model, other._model_notice = model, notice
        other._limits = limits or self._limits
        return other

    @property
    def limits(self) -> Limits:
        """What a conversation may take of the model."""
        return self._limits

    def usage(self, conversation_id: str, owner: str) -> Usage:
        """What a conversation has taken of language models so far. Raises NotFound."""
        return summed((*self._store.usages(conversation_id, owner), self._unbilled.of(conversation_id)))

    def calls(self, conversation_id: str, owner: str) -> Sequence[Call]:
        """The conversation's calls that are still remembered; none unless debugging is on. Raises NotFound."""
        self._store.get(conversation_id, owner)
        return self._ledger.of(conversation_id) if self._ledger else ()

    @property
    def ready(self) -> bool:
        """Whether the search is loaded, so that a reply does not have to wait for it."""
        return self._knowledge.ready

    @property
    def whole(self) -> bool:
        """Whether the search knows all passages by their meaning; until then it goes by words."""
        return self._knowledge.whole

    @property
    def progress(self) -> tuple[str, float]:
        """What loading does now, and how far it is (0 to 1)."""
        return self._knowledge.progress

    def warm(self) -> None:
        """Loads what replies need. Harmless to call again."""
        _ = self._knowledge.searcher

    # --- conversations

    def new(self, owner: str) -> Conversation:
        """A new, empty conversation."""
        return self._store.create(owner)

    def open(self, conversation_id: str, owner: str, last: int | None = None) -> View:
        """The conversation with all that the screen shows, or `last` messages and up to nine before. Raises NotFound."""
        view = self._store.view(conversation_id, owner, last)
        return replace(view, state=carried_over(view.state))

    def conversations(self, owner: str, include_archived: bool = False, most: int | None = None) -> list[Conversation]:
        """The owner's conversations, or `most` of them, newest first."""
        return list(self._store.conversations(owner, include_archived, most))

    def find(self, owner: str, words: str) -> list[Found]:
        """The owner's conversations, archived ones too, in whose title or messages all these words stand."""
        return list(self._store.find(owner, words))

    def rename(self, conversation_id: str, owner: str, title: str) -> None:
        """Gives a conversation another title."""
        self._store.rename(conversation_id, owner, short(clean(title), 80))

    def archive(self, conversation_id: str, owner: str, archived: bool = True) -> None:
        """Puts a conversation away, or takes it out again."""
        self._store.archive(conversation_id, owner, archived)

    def delete(self, conversation_id: str, owner: str) -> None:
        """Removes a conversation for good."""
        self._store.delete(conversation_id, owner)
        if self._ledger:
            self._ledger.forget(conversation_id)

    def turn_to(self, conversation_id: str, owner: str, message_id: str) -> None:
        """Shows, and goes on with, the branch that a message of the person begins."""
        self._store.turn_to(conversation_id, owner, message_id)

    def rate(self, conversation_id: str, owner: str, message_id: str, rating: Rating | None, remark: str = "") -> None:
        """Keeps what the person thinks of a reply; None takes it back."""
        self._store.rate(conversation_id, owner, message_id, rating, clean(remark)[:LONGEST_REMARK])

    # --- turns

    def hear(
        self, conversation_id: str, owner: str, text: str, message_id: str | None = None, instead_of: str | None = None
    ) -> Message:
        """Stores a message, to be answered by `reply` with its id. In the place of another it begins a new branch.

        Storing the same `message_id` twice stores it once. Raises NotFound and StorageError.
        """
        return self._store.add_message(conversation_id, owner, clean(text), message_id, instead_of)

    def reply(self, conversation_id: str, owner: str, text: str, message_id: str | None = None) -> StoppableTurn:
        """Answers a message. The message is stored before anything else is done.

        Sending the same `message_id` twice answers it once. Raises NotFound and StorageError; all else that goes wrong
        becomes a reply that says so. Closing what is returned ends the turn; the message stays unanswered then.
        """
        return StoppableTurn(lambda stop: self._reply(conversation_id, owner, text, message_id, stop))

    def resume(self, conversation_id: str, owner: str) -> StoppableTurn:
        """Answers what was left unanswered by a crash or a closed page."""
        return StoppableTurn(lambda stop: self._resume(conversation_id, owner, stop))

    def _reply(self, conversation_id: str, owner: str, text: str, message_id: str | None, stop: Stop) -> Iterator[Event]:
        kept = clean(text)
        message = self._store.add_message(conversation_id, owner, kept, message_id)
        notices = [f"Only the first {LONGEST:,} characters were kept."] if len(text) > LONGEST and len(kept) >= LONGEST else []
        yield from self._answer(conversation_id, owner, message, notices, stop)

    def _resume(self, conversation_id: str, owner: str, stop: Stop) -> Iterator[Event]:
        for message in self._store.unanswered(conversation_id, owner):
            yield from self._answer(conversation_id, owner, message, [], stop)

    def _answer(
        self, conversation_id: str, owner: str, message: Message, notices: list[str], stop: Stop
    ) -> Iterator[Event]:
        with self._locks[hash(conversation_id) % TURN_LOCKS]:
            if all(m.id != message.id for m in self._store.unanswered(conversation_id, owner)):
                return
            calls: list[Call] = []
            over = False
            try:
                means = self._means(conversation_id, owner, message.id, calls, notices, stop)
                for event in OneTurn(means, conversation_id, owner, message, notices, calls).events():
                    over = over or isinstance(event, Done)
                    yield event
            finally:
                if over:
                    self._unbilled.billed(conversation_id)
                else:
                    self._unbilled.add(conversation_id, self._limits.usage(calls))

    def _means(
        self, conversation_id: str, owner: str, message_id: str, calls: list[Call], notices: list[str], stop: Stop
    ) -> Means:
        """What one turn is taken with: its model's calls are put into `calls`; with the budget used up it has no model."""

        def observe(call: Call) -> None:
            calls.append(call)
            if self._ledger:
                self._ledger.add(conversation_id, replace(call, message=message_id))

        model = self._model
        if model and (exhausted := self._limits.used_up(self.usage(conversation_id, owner))):
            model = None
            if exhausted not in notices_told(self._store, conversation_id, owner):
                notices.append(exhausted)
        return Means(
            self._knowledge, self._store, self._clock, model.for_turn(observe, stop) if model else None,
            self._model_notice, self._limits, self._unbilled, self._beyond,
        )  # fmt: skip

    # --- the same by click

    def edit(
        self, conversation_id: str, owner: str, facts: Sequence[Fact] = (), remove: Sequence[tuple[str, str]] = ()
    ) -> Reply:
        """Sets facts by hand, or takes them out."""
        return self._act(
            conversation_id, owner,
            lambda state, now: decide_facts(self.catalog, self._on_demand, state, facts, remove, now.date(), now),
        )  # fmt: skip

    def mark(self, conversation_id: str, owner: str, milestone_id: str, status: Status) -> Reply:
        """Marks a milestone."""
        return self._act(
            conversation_id, owner,
            lambda state, now: decide_mark(self.catalog, self._on_demand, state, milestone_id, status, now.date(), now),
        )  # fmt: skip

    def agree(self, conversation_id: str, owner: str) -> Reply:
        """Agrees to the current version."""
        return self._click(conversation_id, owner, Intent.AGREE)

    def undo(self, conversation_id: str, owner: str) -> Reply:
        """Takes back the last change."""
        return self._click(conversation_id, owner, Intent.UNDO)

    def rescope(self, conversation_id: str, owner: str, key: str, value: str) -> Reply:
        """Keeps ("keep") or leaves out ("drop") a need or project, `key` being `need/<id>` or `project/<id>`."""
        return self._act(
            conversation_id, owner, self._planned(
                lambda state, now: decide_scope(self.catalog, self._on_demand, state, key, value, now.date(), now)
            ),
        )  # fmt: skip

    def versions(self, conversation_id: str, owner: str) -> Sequence[Version]:
        """All versions of the plan with when and why they were made, oldest first. Raises NotFound."""
        return self._store.history(conversation_id, owner)

    def restore(self, conversation_id: str, owner: str, number: int) -> Reply:
        """Makes a new version of what was known for version `number`; what was done since stays done. Raises NotFound."""
        version = next((v for v in self.versions(conversation_id, owner) if v.number == number), None)
        if version is None:
            raise NotFound(f"There is no version {number} of this plan.")
        return self._act(
            conversation_id, owner, self._planned(
                lambda state, now: decide_version(self.catalog, self._on_demand, state, version, now.date(), now)
            ),
        )  # fmt: skip

    @staticmethod
    def _planned(act: Callable[[State, datetime], Decision]) -> Callable[[State, datetime], Decision]:
        """What needs a plan."""

        def checked(state: State, now: datetime) -> Decision:
            if state.plan is None:
                raise BadInput("There is no plan yet.", remedy="Tell your problem first.")
            return act(state, now)

        return checked

    def _click(self, conversation_id: str, owner: str, intent: Intent) -> Reply:
        def act(state: State, now: datetime) -> Decision:
            return decide(self.catalog, self._on_demand, Reading("", (intent,)), state, now.date(), now)

        return self._act(conversation_id, owner, self._planned(act))

    def _act(self, conversation_id: str, owner: str, act: Callable[[State, datetime], Decision]) -> Reply:
        with self._locks[hash(conversation_id) % TURN_LOCKS]:
            began = time.perf_counter()
            decision = act(self._state(conversation_id, owner), self._clock())
            reply = as_reply(decision, decision.text, (), began)
            self._store.commit_turn(conversation_id, owner, None, reply, decision.state)
            return reply

    # --- the rest

    def export(self, conversation_id: str, owner: str, format: str) -> tuple[str, str, bytes]:
        """The current plan as a file: name, media type, content. Raises BadInput if there is none."""
        plan = self._state(conversation_id, owner).plan
        if plan is None:
            raise BadInput("There is no plan to export yet.", remedy="Tell your problem first.")
        return self._exporter(transfer.named(plan, conversation_id), format, self._clock().date())

    def _state(self, conversation_id: str, owner: str) -> State:
        return carried_over(self._store.state(conversation_id, owner))

    def passage(self, id: str) -> Passage | None:
        """A passage that a reply cites, fit to be shown; None if there is none of that id, or search is not loaded yet."""
        found = self._knowledge.searcher.passage(id) if self.ready else None
        return fit_to_show(found) if found else None

    def search(self, query: str, k: int = 5) -> Sequence[Hit]:
        """The passages that fit a query best."""
        return self._knowledge.searcher.search(query, k)

    # --- taken away whole, brought back, deleted

    def take_out(self, conversation_id: str, owner: str) -> tuple[str, str, bytes]:
        """The conversation as a file that `import_` takes in, here or elsewhere: name, media type, content."""
        return transfer.take_out(self._store, conversation_id, owner)

    def import_(self, owner: str, content: bytes) -> Conversation:
        """A new conversation from such a file, or from a plan exported as JSON. Raises BadInput, saying what is wrong."""
        return transfer.take_in(self._store, self.catalog, owner, content)

    def everything(self, owner: str) -> bytes:
        """All that is kept of somebody, as a zip file."""
        return transfer.everything(self._store, owner)

    def forget(self, owner: str) -> int:
        """Deletes all that is kept of somebody for good; says how many conversations that were."""
        held = self._store.conversations(owner, include_archived=True)
        count = self._store.delete_all(owner)
        if self._ledger:
            for conversation in held:
                self._ledger.forget(conversation.id)
        return count

    def owners(self) -> Sequence[str]:
        """Everybody who has a conversation here; for whoever looks after the installation."""
        return self._store.owners()
