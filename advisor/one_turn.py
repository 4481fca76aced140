"""One turn: the message is read, decided on, worded and answered; all that it changes is stored at once."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from advisor.dialogue import foreign
from advisor.dialogue.decide import decide
from advisor.dialogue.passages import cited
from advisor.dialogue.ports import Conversations, LanguageModel
from advisor.dialogue.reading.reader import Reader, Reading
from advisor.dialogue.second_reader import merge
from advisor.dialogue.turn import Asked, Decision, Segment
from advisor.dialogue.wording import short
from advisor.domain.calls import Call
from advisor.domain.conversation import Decided, Done, Event, Intent, Message, Notice, Reply, State, Text, Version
from advisor.domain.plan import Citation
from advisor.domain.tongue import spoken, tongue
from advisor.errors import AdvisorError, ModelError, ModelRestingError
from advisor.knowledge import Knowledge
from advisor.planning.planner import with_progress
from advisor.spending import Limits, Unbilled, summed

log = logging.getLogger(__name__)

READ_ALONE = "The rules read your message alone."
WORDED = "The rules worded this reply."
ANSWERED = "The rules answered."
SO_FAR = "What stands here so far is from my sources."
WITHOUT_MODEL = (READ_ALONE, WORDED, ANSWERED, SO_FAR)
"""How notices end that tell what became of a turn whose model failed."""
LONG_TEXT = 280
"""Characters from which a message is long enough for a second reader."""


@dataclass(frozen=True)
class Means:
    """What turns are taken with. Without a model the rules read and word alone."""

    knowledge: Knowledge
    store: Conversations
    clock: Callable[[], datetime]
    model: LanguageModel | None
    model_notice: str
    limits: Limits
    unbilled: Unbilled
    beyond: bool
    """Whether the model may say what a tool is that the knowledge base does not list."""


class OneTurn:
    """The answer to one message. `notices` and `calls` fill while its events are made."""

    def __init__(
        self, means: Means, conversation_id: str, owner: str, message: Message, notices: list[str], calls: Sequence[Call]
    ) -> None:
        self._means = means
        self._model = means.model
        self._conversation = conversation_id
        self._owner = owner
        self._message = message
        self._notices = notices
        self._calls = calls
        self._answers: dict[Asked, tuple[Citation, ...]] = {}
        """What the model answered from passages, with what it really cites."""

    def events(self) -> Iterator[Event]:
        """What happens, the rules' decision first. With `Done` everything is stored; before it, nothing is."""
        began = time.perf_counter()
        store, text = self._means.store, self._message.text
        state = carried_over(store.state(self._conversation, self._owner, self._message.id))
        if self._means.model_notice and state.dialogue.turn == 0:
            self._notices.append(self._means.model_notice)
        of_reading: list[str] = []
        decision = self._decide(text, state, of_reading)
        self._notices += [n for n in of_reading if self._new(n)]
        yield Decided(reply=as_reply(decision, decision.text, self._notices, began))
        worded = ""
        for event in self._word(decision):
            if isinstance(event, Notice):
                if not self._new(event.text):
                    continue
                self._notices.append(event.text)
            else:
                worded = event.after(worded)
            yield event
        worded = worded.strip()
        origin = self._speaking if worded != decision.text.strip() else "rules"
        final = as_reply(_citing(decision, self._answers), worded, self._notices, began, origin)
        taken = summed((self._means.limits.usage(self._calls), self._means.unbilled.of(self._conversation)))
        final = final.model_copy(update={"usage": taken if taken.calls else None})
        title = short(decision.state.brief.problem, 60) if decision.state.brief.problem else None
        store.commit_turn(self._conversation, self._owner, self._message.id, final, decision.state, title)
        if decision.unanswered:
            self._note_gap(text)
        yield Done(reply=final, state=decision.state)

    @property
    def _speaking(self) -> str:
        return self._model.name if self._model else "rules"

    # --- reading and deciding

    def _decide(self, text: str, state: State, notices: list[str]) -> Decision:
        knowledge, now = self._means.knowledge, self._means.clock()
        try:
            searcher = knowledge.searcher
            reader = Reader(knowledge.catalog, searcher, knowledge.names)
            reading = reader.read(text, state, now.date())
            if self._tongue != "en" and not foreign.plain_in_any(reading):
                reading = self._translated(lambda english: reader.read(english, state, now.date()), state, reading, notices)
            elif self._model and _worth_a_second_reading(reading):
                reading = self._second_reading(self._model, state, reading, notices)
            return decide(knowledge.catalog, searcher, reading, state, now.date(), now, self._speaking, self._history)
        except AdvisorError as error:
            log.warning("a turn failed: %s %s", error, error.detail)
            return _apology(state, error.sentence)
        except Exception:
            log.exception("a turn failed unexpectedly")
            return _apology(
                state, "Something went wrong on my side while I worked on that. Your message is kept; please try saying it another way."
            )

    def _translated(
        self, read: Callable[[str], Reading], state: State, reading: Reading, notices: list[str]
    ) -> Reading:
        """A message in another language as the model translates it; without that, the little that may be taken from it."""
        text = self._message.text
        try:
            if self._model is None:
                raise ModelError(foreign.ENGLISH_ONLY[self._tongue])
            english = self._model.translate(text, "en")
        except ModelError as error:
            log.info("no translation: %s", error.detail or "no model")
            notices.append(f"{error} {READ_ALONE}" if self._model else foreign.ENGLISH_ONLY[self._tongue])
            return foreign.by_guess(reading, fresh=state.dialogue.frame is None)
        return foreign.as_told(read(english), english, text)

    @cached_property
    def _tongue(self) -> str:
        """The language of the message, or of what the person said before, where it is too short to tell."""
        return spoken(self._message.text, lambda: self._said_before)

    @cached_property
    def _said_before(self) -> str:
        told = self._means.store.messages(self._conversation, self._owner, last=4)
        return next((m.text for m in reversed(told) if m.role == "person" and m.id != self._message.id), "")

    def _history(self) -> Sequence[Version]:
        return self._means.store.history(self._conversation, self._owner)

    def _second_reading(self, model: LanguageModel, state: State, reading: Reading, notices: list[str]) -> Reading:
        knowledge, question = self._means.knowledge, state.dialogue.question
        titles = {p.id: p.title for p in knowledge.catalog.patterns.values()}
        try:
            proposed = model.read(reading.text, question.text if question else None, titles)
        except ModelError as error:
            log.info("second reading failed: %s %s", error, error.detail)
            notices.append(f"{error} {READ_ALONE}")
            return reading
        return merge(
            reading, proposed, knowledge.names, knowledge.catalog, state.dialogue.turn + 1, self._means.clock().date(),
            fresh=state.dialogue.frame is None, question=question,
        )  # fmt: skip

    # --- wording

    def _word(self, decision: Decision) -> Iterator[Text | Notice]:
        """The reply's text, piece by piece: the voice's pieces by the model, if there is one, all else as it stands."""
        first = True
        failed = self._model is None
        alone = sum(s.asked is not None for s in decision.segments) == 1
        person = self._message.text if tongue(self._message.text) == self._tongue else f"{self._said_before}\n{self._message.text}"
        for text, voice, asked, beyond in _runs(decision.segments):
            if not first:
                yield Text(text="\n\n")
            first = False
            if beyond:
                yield Text(text=text)
                yield from self._noted(beyond)
                continue
            if failed or self._model is None or not (voice or (asked and alone)):
                yield Text(text=text)
                continue
            if asked:
                for event in self._answered(self._model, asked, text):
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
                    yield Text(text=error.unsaid, instead_of=error.broken_off)
                yield Notice(text=f"{error} {WORDED}")

    def _noted(self, tool: str) -> Iterator[Text]:
        """What the model says of a tool beyond the knowledge base, labelled as unchecked; nothing where it says nothing."""
        if self._model is None or not self._means.beyond or self._model.resting:
            return
        try:
            said = self._model.note(tool)
        except ModelError as error:
            log.info("no note on a tool: %s %s", error, error.detail)
            return
        yield Text(text=f"\n\n*Unverified, by {self._model.name}:* {said}")

    def _answered(self, model: LanguageModel, asked: Asked, template: str) -> Iterator[Text | Notice]:
        """The model's answer from passages as it comes; the template's if the model says nothing that holds."""
        said = False
        citations: list[Citation] = []
        try:
            for piece in model.answer(asked.question if self._tongue == "en" else self._message.text, asked.hits):
                if piece.left_out:
                    log.debug("left out of an answer: %s", piece.left_out)
                    continue
                said = True
                citations += [c for p in piece.passages if (c := cited(p)) not in citations]
                self._answers[asked] = tuple(citations)
                yield Text(text=piece.text)
        except ModelError as error:
            log.info("answering failed: %s %s", error, error.detail)
            if not said:
                yield Text(text=template)
            yield Notice(text=f"{error} {SO_FAR if said else ANSWERED}")

    # --- what is said once

    def _new(self, notice: str) -> bool:
        """Whether a notice tells news: a turn has one about the model; that it is at rest is not said every turn."""
        if not notice.endswith(WITHOUT_MODEL):
            return True
        if any(n.endswith(WITHOUT_MODEL) for n in self._notices):
            return False
        if not notice.startswith(ModelRestingError.SENTENCE):
            return True
        told = notices_told(self._means.store, self._conversation, self._owner, since_model=True)
        return not any(n.endswith(WITHOUT_MODEL) for n in told)

    def _note_gap(self, text: str) -> None:
        """Counts a question that found nothing. What goes wrong here must not spoil a reply that is already given."""
        try:
            gap = self._means.knowledge.searcher.gap(text)
            self._means.store.count_gap(gap, f"{self._means.clock():%Y-%m}")
        except AdvisorError as error:
            log.warning("a gap was not counted: %s %s", error, error.detail)
        except Exception:
            log.exception("a gap was not counted")


def carried_over(state: State) -> State:
    """The state with all that was done on its plan's steps, in whichever branch of the conversation that was."""
    plan, progress = state.plan, state.progress
    if plan is None or all(m.status is progress.status(m.id) for p in plan.projects for m in p.milestones):
        return state
    return state.model_copy(update={"plan": with_progress(plan, progress)})


def notices_told(store: Conversations, conversation_id: str, owner: str, since_model: bool = False) -> list[str]:
    """The notices of a conversation so far; `since_model`: from the last reply that a model had a part in."""
    told: list[str] = []
    for message in reversed(store.messages(conversation_id, owner)):
        reply = message.reply or {}
        told += reply.get("notices", ())
        if since_model and reply.get("origin", "rules") != "rules":
            break
    return told


def as_reply(decision: Decision, text: str, notices: Sequence[str], began: float, origin: str = "rules") -> Reply:
    """A decision, worded, as what is stored and shown; `began` is the reading of `time.perf_counter` at its start."""
    state = decision.state
    return Reply(
        reply=text, intents=decision.intents, verdict=state.dialogue.verdict, frame=state.dialogue.frame,
        facts=state.brief.facts, question=state.dialogue.question, plan=state.plan, plan_changed=decision.plan_changed,
        citations=decision.citations, origin=origin, notices=tuple(notices),
        elapsed_ms=round((time.perf_counter() - began) * 1000, 1),
    )  # fmt: skip


def _apology(state: State, sentence: str) -> Decision:
    dialogue = state.dialogue.model_copy(update={"turn": state.dialogue.turn + 1})
    return Decision(state.model_copy(update={"dialogue": dialogue}), (Intent.ANSWER,), (), (Segment(sentence),))


def _citing(decision: Decision, answers: Mapping[Asked, tuple[Citation, ...]]) -> Decision:
    """The decision with what the answers really cite, first and in the order of their marks, for what the templates cited."""
    dropped = {c for asked in answers for c in asked.citations}
    cited_now = [c for citations in answers.values() for c in citations]
    rest = [c for c in decision.citations if c not in dropped and c not in cited_now]
    return replace(decision, citations=(*cited_now, *rest)) if answers else decision


def _runs(segments: Sequence[Segment]) -> Iterator[tuple[str, bool, Asked | None, str]]:
    """Neighbouring segments of the same kind as one; answers from passages and what goes beyond them stand by themselves."""
    texts: list[str] = []
    voice = False
    for segment in segments:
        if not segment.text:
            continue
        if texts and (segment.asked or segment.beyond or segment.voice != voice):
            yield "\n\n".join(texts), voice, None, ""
            texts = []
        if segment.asked or segment.beyond:
            yield segment.text, False, segment.asked, segment.beyond
            continue
        voice = segment.voice
        texts.append(segment.text)
    if texts:
        yield "\n\n".join(texts), voice, None, ""


def _worth_a_second_reading(reading: Reading) -> bool:
    """Whether a model may see what the rules missed: long texts, and first messages that stayed unclear."""
    unclear = reading.framing is not None and reading.framing.frame is None and reading.framing.boundary is None
    unsure = reading.framing is not None and reading.framing.frame is not None and reading.framing.frame.confidence < 0.5
    return len(reading.text) > LONG_TEXT or unclear or unsure
