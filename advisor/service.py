"""The advisor: one turn after another, for the browser, the command line and the tests alike."""

import copy
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from advisor.dialogue.decide import decide, decide_facts, decide_mark
from advisor.dialogue.passages import cited
from advisor.dialogue.ports import Conversations, LanguageModel, Ledger
from advisor.dialogue.reading.reader import Reader, Reading
from advisor.dialogue.reading.text import LONGEST, clean
from advisor.dialogue.second_reader import merge
from advisor.dialogue.turn import Asked, Decision, Segment
from advisor.dialogue.wording import short
from advisor.domain.brief import Fact
from advisor.domain.calls import Call, Stop, Stopped
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
    Usage,
)
from advisor.domain.passage import Hit
from advisor.domain.plan import Citation, Plan
from advisor.domain.progress import Status
from advisor.errors import AdvisorError, BadInput, ModelError, ModelRestingError
from advisor.knowledge import Knowledge, OnDemand
from advisor.spending import Limits, Unbilled, summed, usage_of

log = logging.getLogger(__name__)

Exporter = Callable[[Plan, str], tuple[str, str, bytes]]
"""Plan and format in; file name, media type and content out. Raises BadInput for an unknown format."""
READ_ALONE = "The rules read your message alone."
WORDED = "The rules worded this reply."
ANSWERED = "The rules answered."
SO_FAR = "What stands here so far is from my sources."
WITHOUT_MODEL = (READ_ALONE, WORDED, ANSWERED, SO_FAR)
"""How notices end that tell what became of a turn whose model failed."""
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
        *,
        limits: Limits = Limits(),  # noqa: B008  immutable
        ledger: Ledger | None = None,
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
        self._unbilled = Unbilled()
        self._locks: Mapping[int, threading.Lock] = {i: threading.Lock() for i in range(TURN_LOCKS)}

    @property
    def catalog(self) -> Catalog:
        """The knowledge base."""
        return self._knowledge.catalog

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
        stored = (usage_of(m) for m in self._store.messages(conversation_id, owner))
        return summed((*stored, self._unbilled.of(conversation_id)))

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
        if self._ledger:
            self._ledger.forget(conversation_id)

    # --- turns

    def reply(self, conversation_id: str, owner: str, text: str, message_id: str | None = None) -> "Answering":
        """Answers a message. The message is stored before anything else is done.

        Sending the same `message_id` twice answers it once. Raises NotFound and StorageError; all else that goes wrong
        becomes a reply that says so. Closing what is returned ends the turn; the message stays unanswered then.
        """
        return Answering(lambda stop: self._reply(conversation_id, owner, text, message_id, stop))

    def resume(self, conversation_id: str, owner: str) -> "Answering":
        """Answers what was left unanswered by a crash or a closed page."""
        return Answering(lambda stop: self._resume(conversation_id, owner, stop))

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
                for event in self._within_limits(conversation_id, owner, calls, notices, stop)._take(
                    conversation_id, owner, message, notices, calls
                ):
                    over = over or isinstance(event, Done)
                    yield event
            finally:
                if over:
                    self._unbilled.billed(conversation_id)
                else:
                    self._unbilled.add(conversation_id, self._limits.usage(calls))

    def _within_limits(
        self, conversation_id: str, owner: str, calls: list[Call], notices: list[str], stop: Stop
    ) -> "Advisor":
        """The advisor of one turn: its model's calls are put into `calls`; with the budget used up it has no model."""
        if self._model is None:
            return self
        exhausted = self._limits.used_up(self.usage(conversation_id, owner))
        if exhausted:
            if exhausted not in self._told(conversation_id, owner):
                notices.append(exhausted)
            return self.speaking_by(None, self._model_notice)

        def observe(call: Call) -> None:
            calls.append(call)
            if self._ledger:
                self._ledger.add(conversation_id, call)

        return self.speaking_by(self._model.for_turn(observe, stop), self._model_notice)

    def _told(self, conversation_id: str, owner: str, since_model: bool = False) -> list[str]:
        """The notices of a conversation so far; `since_model`: from the last reply that a model had a part in."""
        told: list[str] = []
        for message in reversed(self._store.messages(conversation_id, owner)):
            reply = message.reply or {}
            told += reply.get("notices", ())
            if since_model and reply.get("origin", "rules") != "rules":
                break
        return told

    def _new(self, notice: str, notices: Sequence[str], conversation_id: str, owner: str) -> bool:
        """Whether a notice tells news: a turn has one about the model; that it is at rest is not said every turn."""
        if not notice.endswith(WITHOUT_MODEL):
            return True
        if any(n.endswith(WITHOUT_MODEL) for n in notices):
            return False
        told = self._told(conversation_id, owner, since_model=True) if notice.startswith(ModelRestingError.SENTENCE) else []
        return not any(n.endswith(WITHOUT_MODEL) for n in told)

    def _take(
        self, conversation_id: str, owner: str, message: Message, notices: list[str], calls: Sequence[Call]
    ) -> Iterator[Event]:
        began = time.perf_counter()
        state = self._store.state(conversation_id, owner)
        if self._model_notice and state.dialogue.turn == 0:
            notices.append(self._model_notice)
        of_reading: list[str] = []
        decision = self._decide(message.text, state, of_reading)
        notices += [n for n in of_reading if self._new(n, notices, conversation_id, owner)]
        yield Decided(reply=self._as_reply(decision, decision.text, notices, began))
        parts: list[str] = []
        answers: dict[Asked, tuple[Citation, ...]] = {}
        for event in self._word(decision, message.text, answers):
            if isinstance(event, Notice):
                if not self._new(event.text, notices, conversation_id, owner):
                    continue
                notices.append(event.text)
            else:
                parts.append(event.text)
            yield event
        worded = "".join(parts).strip()
        origin = self.speaking if worded != decision.text.strip() else "rules"
        final = self._as_reply(_citing(decision, answers), worded, notices, began, origin)
        taken = summed((self._limits.usage(calls), self._unbilled.of(conversation_id)))
        final = final.model_copy(update={"usage": taken if taken.calls else None})
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
            notices.append(f"{error} {READ_ALONE}")
            return reading
        return merge(
            reading, proposed, self._knowledge.names, self.catalog, state.dialogue.turn + 1, self._clock().date(),
            fresh=state.dialogue.frame is None, question=question,
        )  # fmt: skip

    def _apology(self, state: State, sentence: str) -> Decision:
        dialogue = state.dialogue.model_copy(update={"turn": state.dialogue.turn + 1})
        return Decision(state.model_copy(update={"dialogue": dialogue}), (Intent.ANSWER,), (), (Segment(sentence),))

    def _word(
        self, decision: Decision, person: str, answers: dict[Asked, tuple[Citation, ...]]
    ) -> Iterator[Text | Notice]:
        """The reply's text, piece by piece: the voice's pieces by the model, if there is one, all else as it stands.

        What the model answered from passages is noted in `answers` with what it cites.
        """
        first = True
        failed = self._model is None
        alone = sum(s.asked is not None for s in decision.segments) == 1
        for text, voice, asked in _runs(decision.segments):
            if not first:
                yield Text(text="\n\n")
            first = False
            if failed or self._model is None or not (voice or (asked and alone)):
                yield Text(text=text)
                continue
            if asked:
                for event in self._answered(self._model, asked, text, answers):
                    failed = failed or (isinstance(event, Notice) and self._model.resting)
                    yield event
                continue
            try:
                for piece in self._model.word(text, short(person, 400)):
                    yield Text(text=piece)
            except ModelError as error:
                log.info("wording failed: %s %s", error, error.detail)
                failed = True
                if error.unsaid:
                    yield Text(text=error.unsaid)
                yield Notice(text=f"{error} {WORDED}")

    def _answered(
        self, model: LanguageModel, asked: Asked, template: str, answers: dict[Asked, tuple[Citation, ...]]
    ) -> Iterator[Text | Notice]:
        """The model's answer from passages as it comes; the template's if the model says nothing that holds."""
        said = False
        citations: list[Citation] = []
        try:
            for piece in model.answer(asked.question, asked.hits):
                if piece.left_out:
                    log.debug("left out of an answer: %s", piece.left_out)
                    continue
                said = True
                citations += [c for p in piece.passages if (c := cited(p)) not in citations]
                answers[asked] = tuple(citations)
                yield Text(text=piece.text)
        except ModelError as error:
            log.info("answering failed: %s %s", error, error.detail)
            if not said:
                yield Text(text=template)
            yield Notice(text=f"{error} {SO_FAR if said else ANSWERED}")

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


class Answering(Iterator[Event]):
    """The events of one turn. Any thread may close it: a call to the language model that is under way ends at once."""

    def __init__(self, events: Callable[[Stop], Iterator[Event]]) -> None:
        self._stop = Stop()
        self._events = events(self._stop)

    def __iter__(self) -> "Answering":
        return self

    def __next__(self) -> Event:
        if self._stop.wished:
            self.close()
            raise StopIteration
        try:
            return next(self._events)
        except Stopped:
            raise StopIteration from None

    def close(self) -> None:
        """Ends the turn; what was not committed yet is not, and the message stays unanswered. Harmless to repeat."""
        self._stop.wish()
        with suppress(ValueError):  # another thread is in it, and comes out of it by itself
            self._events.close()  # type: ignore[attr-defined]


def _citing(decision: Decision, answers: Mapping[Asked, tuple[Citation, ...]]) -> Decision:
    """The decision with what the answers really cite, first and in the order of their marks, for what the templates cited."""
    dropped = {c for asked in answers for c in asked.citations}
    cited_now = [c for citations in answers.values() for c in citations]
    rest = [c for c in decision.citations if c not in dropped and c not in cited_now]
    return replace(decision, citations=(*cited_now, *rest)) if answers else decision


def _runs(segments: Sequence[Segment]) -> Iterator[tuple[str, bool, Asked | None]]:
    """Neighbouring segments of the same kind as one; an answer from passages stands by itself."""
    texts: list[str] = []
    voice = False
    for segment in segments:
        if not segment.text:
            continue
        if texts and (segment.asked or segment.voice != voice):
            yield "\n\n".join(texts), voice, None
            texts = []
        if segment.asked:
            yield segment.text, False, segment.asked
            continue
        voice = segment.voice
        texts.append(segment.text)
    if texts:
        yield "\n\n".join(texts), voice, None


def _worth_a_second_reading(reading: Reading) -> bool:
    """Whether a model may see what the rules missed: long texts, and first messages that stayed unclear."""
    unclear = reading.framing is not None and reading.framing.frame is None and reading.framing.boundary is None
    unsure = reading.framing is not None and reading.framing.frame is not None and reading.framing.frame.confidence < 0.5
    return len(reading.text) > LONG_TEXT or unclear or unsure
