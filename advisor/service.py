"""The advisor: one turn after another, for the browser, the command line and the tests alike."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from advisor.dialogue.decide import decide, decide_facts, decide_mark
from advisor.dialogue.ports import Conversations, LanguageModel
from advisor.dialogue.reading.reader import Reader, Reading
from advisor.dialogue.reading.text import LONGEST, clean
from advisor.dialogue.second_reader import merge
from advisor.dialogue.turn import Decision, Segment
from advisor.dialogue.wording import short
from advisor.domain.brief import Fact
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import (
    Conversation,
    Decided,
    Done,
    Event,
    Intent,
    Message,
    Notice,
    Reply,
    State,
    Text,
)
from advisor.domain.passage import Hit
from advisor.domain.plan import Plan
from advisor.domain.progress import Status
from advisor.errors import AdvisorError, BadInput, ModelError
from advisor.knowledge import Knowledge, OnDemand

log = logging.getLogger(__name__)

Exporter = Callable[[Plan, str], tuple[str, str, bytes]]
"""Plan and format in; file name, media type and content out. Raises BadInput for an unknown format."""
LONG_TEXT = 280
"""Characters from which a message is long enough for a second reader."""
TURN_LOCKS = 256


@dataclass(frozen=True)
class View:
    """A conversation as the screen shows it."""

    conversation: Conversation
    messages: tuple[Message, ...]
    state: State
    unanswered: tuple[Message, ...]


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
    ) -> None:
        self._knowledge = knowledge
        self._on_demand = OnDemand(knowledge)
        self._store = conversations
        self._exporter = exporter
        self._model = model
        self._model_notice = model_notice
        self._clock = clock
        self._locks: Mapping[int, threading.Lock] = {i: threading.Lock() for i in range(TURN_LOCKS)}

    @property
    def catalog(self) -> Catalog:
        """The knowledge base."""
        return self._knowledge.catalog

    @property
    def speaking(self) -> str:
        """Who words the replies: 'rules' or the model's name."""
        return self._model.name if self._model else "rules"

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

    def open(self, conversation_id: str, owner: str) -> View:
        """The conversation with all that the screen shows. Raises NotFound."""
        return View(
            self._store.get(conversation_id, owner),
            tuple(self._store.messages(conversation_id, owner)),
            self._store.state(conversation_id, owner),
            tuple(self._store.unanswered(conversation_id, owner)),
        )

    def conversations(self, owner: str) -> list[Conversation]:
        """The owner's conversations, newest first."""
        return list(self._store.conversations(owner))

    def rename(self, conversation_id: str, owner: str, title: str) -> None:
        """Gives a conversation another title."""
        self._store.rename(conversation_id, owner, short(clean(title), 80))

    def delete(self, conversation_id: str, owner: str) -> None:
        """Removes a conversation for good."""
        self._store.delete(conversation_id, owner)

    # --- turns

    def reply(self, conversation_id: str, owner: str, text: str, message_id: str | None = None) -> Iterator[Event]:
        """Answers a message. The message is stored before anything else is done.

        Sending the same `message_id` twice answers it once. Raises NotFound and StorageError; all else that goes wrong
        becomes a reply that says so.
        """
        kept = clean(text)
        message = self._store.add_message(conversation_id, owner, kept, message_id)
        notices = [f"Only the first {LONGEST:,} characters were kept."] if len(text) > LONGEST and len(kept) >= LONGEST else []
        yield from self._answer(conversation_id, owner, message, notices)

    def resume(self, conversation_id: str, owner: str) -> Iterator[Event]:
        """Answers what was left unanswered by a crash or a closed page."""
        for message in self._store.unanswered(conversation_id, owner):
            yield from self._answer(conversation_id, owner, message, [])

    def _answer(self, conversation_id: str, owner: str, message: Message, notices: list[str]) -> Iterator[Event]:
        with self._locks[hash(conversation_id) % TURN_LOCKS]:
            if all(m.id != message.id for m in self._store.unanswered(conversation_id, owner)):
                return
            began = time.perf_counter()
            state = self._store.state(conversation_id, owner)
            if self._model_notice and state.dialogue.turn == 0:
                notices.append(self._model_notice)
            decision = self._decide(message.text, state, notices)
            decided = self._as_reply(decision, decision.text, notices, began)
            yield Decided(reply=decided)
            parts: list[str] = []
            for event in self._word(decision, message.text):
                if isinstance(event, Notice):
                    notices.append(event.text)
                else:
                    parts.append(event.text)
                yield event
            worded = "".join(parts).strip()
            origin = self.speaking if worded != decision.text.strip() else "rules"
            final = self._as_reply(decision, worded, notices, began, origin)
            title = short(decision.state.brief.problem, 60) if decision.state.brief.problem else None
            self._store.commit_turn(conversation_id, owner, message.id, final, decision.state, title)
            if decision.unanswered:
                self._note_gap(message.text)
            yield Done(reply=final, state=decision.state)

    def _note_gap(self, text: str) -> None:
        """Counts a question that found nothing. What goes wrong here must not spoil a reply that is already given."""
        try:
            self._store.count_gap(self._knowledge.searcher.gap(text), f"{self._clock():%Y-%m}")
        except AdvisorError as error:
            log.warning("a gap was not counted: %s %s", error, error.detail)

    def _decide(self, text: str, state: State, notices: list[str]) -> Decision:
        now = self._clock()
        try:
            searcher = self._knowledge.searcher
            reading = Reader(self.catalog, searcher, self._knowledge.names).read(text, state, now.date())
            if self._model and _worth_a_second_reading(reading):
                reading = self._second_reading(state, reading, notices)
            return decide(self.catalog, searcher, reading, state, now.date(), now, self.speaking)
        except AdvisorError as error:
            log.warning("a turn failed: %s %s", error, error.detail)
            return self._apology(state, error.sentence)
        except Exception:
            log.exception("a turn failed unexpectedly")
            return self._apology(
                state, "Something went wrong on my side while I worked on that. Your message is kept; please try saying it another way."
            )

    def _second_reading(self, state: State, reading: Reading, notices: list[str]) -> Reading:
        assert self._model is not None
        question = state.dialogue.question
        titles = {p.id: p.title for p in self.catalog.patterns.values()}
        try:
            proposed = self._model.read(reading.text, question.text if question else None, titles)
        except ModelError as error:
            log.info("second reading failed: %s %s", error, error.detail)
            notices.append(f"{error} The rules read your message alone.")
            return reading
        return merge(
            reading, proposed, self._knowledge.names, self.catalog, state.dialogue.turn + 1, self._clock().date(),
            fresh=state.dialogue.frame is None, question=question,
        )  # fmt: skip

    def _apology(self, state: State, sentence: str) -> Decision:
        dialogue = state.dialogue.model_copy(update={"turn": state.dialogue.turn + 1})
        return Decision(state.model_copy(update={"dialogue": dialogue}), (Intent.ANSWER,), (), (Segment(sentence),))

    def _word(self, decision: Decision, person: str) -> Iterator[Text | Notice]:
        """The reply's text, piece by piece: the voice's pieces by the model, if there is one, all else as it stands."""
        first = True
        failed = self._model is None
        for text, voice in _runs(decision.segments):
            if not first:
                yield Text(text="\n\n")
            first = False
            if failed or not voice or self._model is None:
                yield Text(text=text)
                continue
            try:
                for piece in self._model.word(text, short(person, 400)):
                    yield Text(text=piece)
            except ModelError as error:
                log.info("wording failed: %s %s", error, error.detail)
                failed = True
                if error.unsaid:
                    yield Text(text=error.unsaid)
                yield Notice(text=f"{error} The rules worded this reply.")

    def _as_reply(self, decision: Decision, text: str, notices: Sequence[str], began: float, origin: str = "rules") -> Reply:
        state = decision.state
        return Reply(
            reply=text, intents=decision.intents, verdict=state.dialogue.verdict, frame=state.dialogue.frame,
            facts=state.brief.facts, question=state.dialogue.question, plan=state.plan, plan_changed=decision.plan_changed,
            citations=decision.citations, origin=origin, notices=tuple(notices),
            elapsed_ms=round((time.perf_counter() - began) * 1000, 1),
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

    def _click(self, conversation_id: str, owner: str, intent: Intent) -> Reply:
        def act(state: State, now: datetime) -> Decision:
            if state.plan is None:
                raise BadInput("There is no plan yet.", remedy="Tell your problem first.")
            return decide(self.catalog, self._on_demand, Reading("", (intent,)), state, now.date(), now)

        return self._act(conversation_id, owner, act)

    def _act(self, conversation_id: str, owner: str, act: Callable[[State, datetime], Decision]) -> Reply:
        with self._locks[hash(conversation_id) % TURN_LOCKS]:
            began = time.perf_counter()
            decision = act(self._store.state(conversation_id, owner), self._clock())
            reply = self._as_reply(decision, decision.text, (), began)
            self._store.commit_turn(conversation_id, owner, None, reply, decision.state)
            return reply

    # --- the rest

    def export(self, conversation_id: str, owner: str, format: str) -> tuple[str, str, bytes]:
        """The current plan as a file: name, media type, content. Raises BadInput if there is none."""
        plan = self._store.state(conversation_id, owner).plan
        if plan is None:
            raise BadInput("There is no plan to export yet.", remedy="Tell your problem first.")
        return self._exporter(plan, format)

    def search(self, query: str, k: int = 5) -> Sequence[Hit]:
        """The passages that fit a query best."""
        return self._knowledge.searcher.search(query, k)


def _runs(segments: Sequence[Segment]) -> Iterator[tuple[str, bool]]:
    """Neighbouring segments of the same kind as one."""
    texts: list[str] = []
    voice = False
    for segment in segments:
        if not segment.text:
            continue
        if texts and segment.voice != voice:
            yield "\n\n".join(texts), voice
            texts = []
        voice = segment.voice
        texts.append(segment.text)
    if texts:
        yield "\n\n".join(texts), voice


def _worth_a_second_reading(reading: Reading) -> bool:
    """Whether a model may see what the rules missed: long texts, and first messages that stayed unclear."""
    unclear = reading.framing is not None and reading.framing.frame is None and reading.framing.boundary is None
    unsure = reading.framing is not None and reading.framing.frame is not None and reading.framing.frame.confidence < 0.5
    return len(reading.text) > LONG_TEXT or unclear or unsure
