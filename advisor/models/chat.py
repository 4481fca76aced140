"""A chat model as the dialogue uses it: it reads messages and words replies, within its time and under guard."""

import copy
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing

from advisor.domain.calls import Stop
from advisor.domain.passage import Answered, Hit
from advisor.domain.reading import ModelReading
from advisor.domain.tongue import tongue
from advisor.errors import ModelError, ModelRestingError
from advisor.models import answer, prompts
from advisor.models.answering import Answering, task
from advisor.models.breaker import Breaker
from advisor.models.calls import Attempt
from advisor.models.clean import clean
from advisor.models.grounding import Embed
from advisor.models.note import noted
from advisor.models.requests import UNREAD, Chat, Messages, Observer, Purpose, Requests, ShapedAnswer
from advisor.models.sheet import sheet_of
from advisor.models.stream import STALL_SECONDS, Budget
from advisor.models.tongue import LABELS, NAMES
from advisor.models.translating import in_english, says_the_same
from advisor.models.wording import Wording

__all__ = ["Chat", "ChatLanguageModel", "ShapedAnswer"]

LONGEST_MESSAGE = 3_000
"""Characters of a person's message that are read; the beginning and the end of a longer one."""
LONGEST_CONTEXT = 500
"""Characters of it that go along when a reply is worded."""
LONGEST_TRANSLATED = 2_000
"""Characters of a text that is translated: half a translation would be none."""


def wording_prompt(text: str, person: str) -> Messages:
    """What a model is asked so that it words `text`, as an answer to what the `person` wrote."""
    fixed, turn = prompts.load("word").fill(
        reply=prompts.fenced(text, 10 * LONGEST_MESSAGE), message=prompts.fenced(person, LONGEST_CONTEXT)
    )
    return [("system", fixed), ("human", turn)]


class ChatLanguageModel:
    """A `LanguageModel` of the dialogue, over any chat model.

    Every call ends within `seconds`, with an answer or a ModelError; a failed request is repeated at most once, and
    only before anything of it was passed on. After a failure the model is left alone for a minute, longer if it goes on
    failing, or as long as its server asks for: calls fail at once then. A refused wording is no such failure. Every
    request is told to `observe`, which must not fail. May be shared by threads.
    """

    def __init__(
        self,
        name: str,
        chat: Chat,
        shaped: ShapedAnswer | None = None,
        seconds: float = 60.0,
        first_word_seconds: float = 20.0,
        *,
        tools: Collection[str] = (),
        embed: Embed | None = None,
        clock: Callable[[], float] = time.monotonic,
        observe: Observer | None = None,
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        self._name = name
        self._shaped = shaped
        self._seconds = seconds
        self._first = first_word_seconds
        self._stall = stall_seconds
        self._tools = frozenset(tools)
        self._embed = embed
        self._breaker = Breaker(clock=clock)
        self._reading = Breaker(clock=clock)
        self._requests = Requests(name, chat, self._breaker, (observe,) if observe else ())

    def for_turn(self, observe: Observer, stop: Stop) -> "ChatLanguageModel":
        """The same model for one turn: its calls are told to `observe` as well, and end when `stop` is wished."""
        other = copy.copy(self)
        other._requests = self._requests.for_turn(observe, stop)
        return other

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return self._name

    @property
    def resting(self) -> bool:
        """Whether calls would fail at once, because one has failed a moment ago."""
        return self._breaker.open

    def read(self, text: str, question: str | None, patterns: Mapping[str, str]) -> ModelReading:
        """What the model reads of a message: `question` is the one open, `patterns` titles by id.

        Only the form is checked here; whether the message says so is for the caller to check. Raises ModelError if the
        model cannot be reached, takes too long, or twice does not answer in the asked form.
        """
        if not self._reading.admit():
            raise ModelRestingError
        try:
            found = self._read(self._reading_prompt(text, question, patterns), patterns)
        except BaseException:
            self._reading.given_up()
            raise
        if found is not None:
            self._reading.succeeded()
            return found
        self._reading.failed()
        raise ModelError(
            "The language model did not answer in the form that was asked for.",
            remedy="The rules have read your message instead; another model may do better.",
        )

    def _read(self, messages: Messages, patterns: Mapping[str, str]) -> ModelReading | None:
        """The reading, asked for again if the first is not in the asked form; None if the second is not either."""
        shape = self._shaped(answer.schema(patterns)) if self._shaped else {}
        budget = self._budget()
        for attempt in (1, 2):
            calls: list[Attempt] = []
            try:
                return answer.parse("".join(self._answered(messages, budget, shape, "read", calls)), patterns)
            except answer.MalformedError as wrong:
                calls[-1].outcome = f"not in the asked form: {wrong}"
                if attempt == 1:
                    again = f"{messages[-1][1]}\nOnly the JSON object, complete and valid."
                    messages = [*messages[:-1], ("human", again)]
            finally:
                self._requests.tell(calls)
        return None

    def word(self, text: str, person: str) -> Iterator[str]:
        """Streams `text`, a reply made by templates, in better words, as an answer to what the `person` wrote.

        Yields what passed the guard: the first sentence word by word where that is safe, then whole sentences; put
        together they are the reply. Facts that the model lost are added in the template's words. Raises ModelError if
        the model fails or breaks a rule; `unsaid` is what is then still to say, in the place of what was `broken_off`.

        To somebody who writes in another language the text is said as it stands, and then translated: what counts
        stays exact, and can be understood.
        """
        if (language := tongue(person)) in LABELS:
            yield text
            yield f"\n\n*{LABELS[language]}* {self.translate(text, language)}"
            return
        wording = Wording(text, person, self._tools, early=not self._requests.learnt.thinks_aloud)
        calls: list[Attempt] = []
        try:
            messages = wording_prompt(text, person)
            with closing(self._answered(messages, self._budget(), {}, "word", calls)) as pieces:
                yield from wording.reworded(pieces)
        except ModelError as failure:
            failure.unsaid, failure.broken_off = wording.unsaid, wording.broken_off
            if calls and failure.detail.startswith("guard:"):
                calls[-1].outcome = f"refused by the {failure.detail}"
            raise
        finally:
            self._requests.learnt.thinks_aloud |= wording.thought_aloud
            self._requests.tell(calls)

    def answer(self, question: str, passages: Sequence[Hit]) -> Iterator[Answered]:
        """Streams an answer to `question` made of sentences of the `passages` that the model chooses.

        Raises ModelError if the model fails, or if too little of its answer is borne out; in the latter case, and where
        it failed before it wrote anything, nothing was yielded that is to be shown.
        """
        sheet = sheet_of(passages)
        if not sheet.sentences:
            raise ModelError("There is nothing that the language model could answer from.", detail="no passages")
        calls: list[Attempt] = []
        left_out: list[str] = []
        try:
            fixed, turn = prompts.load("answer").fill(
                passages=sheet.listed(), question=prompts.fenced(question, LONGEST_CONTEXT), task=task(question)
            )
            messages = [("system", fixed), ("human", turn)]
            with closing(self._answered(messages, self._budget(), {}, "answer", calls)) as pieces:
                for piece in Answering(question, sheet, sorted(self._tools), self._embed).answered(pieces):
                    left_out += [piece.left_out] if piece.left_out else []
                    yield piece
            if calls[-1].outcome == UNREAD:
                calls[-1].outcome = "answered, and ended when it was long enough"
        except ModelError as failure:
            if calls and failure.detail.startswith("grounding:"):
                calls[-1].outcome = f"refused by the {failure.detail}"
            raise
        finally:
            if calls and left_out:
                calls[-1].outcome += f"; left out: {' | '.join(left_out)}"
            self._requests.tell(calls)

    def translate(self, text: str, language: str) -> str:
        """`text` in another language: 'en', or a code of `tongue.NAMES` where `text` is English.

        Raises ModelError if the model fails, or if something speaks against its being a translation.
        """
        if len(text) > LONGEST_TRANSLATED:
            raise ModelError("That is too long for the language model to translate.", remedy="Say it in fewer words.", detail="translation: long")
        calls: list[Attempt] = []
        try:
            fixed, turn = prompts.load("translate").fill(
                text=prompts.fenced(text, LONGEST_TRANSLATED), language=NAMES.get(language, "English")
            )
            messages = [("system", fixed), ("human", turn)]
            written = clean("".join(self._answered(messages, self._budget(), {}, "translate", calls)))
            if language == "en":
                return in_english(written, text, self._tools)
            if not says_the_same(written, language, text, self._tools):
                raise ModelError("The language model could not translate this reply.", remedy="Nothing is lost.", detail="translation: differs")
            return written
        except ModelError as failure:
            if calls and failure.detail.startswith("translation:"):
                calls[-1].outcome = f"refused by the {failure.detail}"
            raise
        finally:
            self._requests.tell(calls)

    def note(self, tool: str) -> str:
        """One sentence on what a `tool` is that the knowledge base does not list. Nobody has checked it.

        Raises ModelError if the model fails, does not know the tool, or says more than that.
        """
        calls: list[Attempt] = []
        try:
            fixed, turn = prompts.load("note").fill(tool=prompts.fenced(tool, LONGEST_CONTEXT))
            messages = [("system", fixed), ("human", turn)]
            return noted("".join(self._answered(messages, self._budget(), {}, "note", calls)), tool, self._tools)
        except ModelError as failure:
            if calls and failure.detail.startswith("guard:"):
                calls[-1].outcome = f"refused by the {failure.detail}"
            raise
        finally:
            self._requests.tell(calls)

    def _answered(
        self,
        messages: Messages,
        budget: Budget,
        options: Mapping[str, object],
        purpose: Purpose,
        calls: list[Attempt] | None = None,
    ) -> Generator[str, None, None]:
        """The answer's text as it comes; see `Requests.answered`."""
        return self._requests.answered(messages, budget, options, purpose, calls)

    def _budget(self) -> Budget:
        return Budget(self._seconds, self._first, self._stall)

    @staticmethod
    def _reading_prompt(text: str, question: str | None, patterns: Mapping[str, str]) -> Messages:
        fixed, turn = prompts.load("read").fill(
            patterns=", ".join(patterns) or "(none)",
            question=question or "none",
            text=prompts.fenced(text, LONGEST_MESSAGE),
        )
        return [("system", fixed), ("human", turn)]
