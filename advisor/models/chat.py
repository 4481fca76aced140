"""A chat model as the dialogue uses it: it reads messages and words replies, within its time and under guard."""

import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import closing
from typing import Any, Protocol

from advisor.domain.reading import ModelReading
from advisor.errors import ModelError
from advisor.models import answer, prompts
from advisor.models.breaker import Breaker
from advisor.models.failures import CutOffError, EmptyAnswerError, explained, rejected, worth_another_try
from advisor.models.stream import Budget, kept_to
from advisor.models.wording import Wording

LONGEST_MESSAGE = 3_000
"""Characters of a person's message that are read; the beginning and the end of a longer one."""
LONGEST_CONTEXT = 500
"""Characters of it that go along when a reply is worded."""

ShapedAnswer = Callable[[Mapping[str, Any]], dict[str, Any]]
Messages = list[tuple[str, str]]

_CUT = {"length", "max_tokens", "incomplete"}


class Chat(Protocol):
    """What is used of a LangChain chat model."""

    def stream(self, input: Any, **kwargs: Any) -> Iterator[Any]:
        """The answer's chunks."""


class ChatLanguageModel:
    """A `LanguageModel` of the dialogue, over any chat model.

    Every call ends within `seconds`, with an answer or a ModelError; a failed request is repeated at most once, and
    only before anything of it was passed on. After a failure the model is left alone for a minute: calls fail at once
    then. A refused wording is no such failure. May be shared by threads.
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
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._chat = chat
        self._shaped = shaped
        self._seconds = seconds
        self._first = first_word_seconds
        self._tools = frozenset(tools)
        self._breaker = Breaker(clock=clock)
        self._reading = Breaker(clock=clock)

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
        self._awake(self._breaker)
        self._awake(self._reading)
        messages = self._reading_prompt(text, question, patterns)
        budget = Budget(self._seconds, self._first)
        for attempt in (1, 2):
            raw = self._read_once(messages, patterns, budget)
            try:
                return answer.parse(raw, patterns)
            except answer.MalformedError:
                if attempt == 1:
                    again = f"{messages[-1][1]}\nOnly the JSON object, complete and valid."
                    messages = [*messages[:-1], ("human", again)]
        self._reading.failed()
        raise ModelError(
            "The language model did not answer in the form that was asked for.",
            remedy="The rules have read your message instead; another model may do better.",
        )

    def word(self, text: str, person: str) -> Iterator[str]:
        """Streams `text`, a reply made by templates, in better words, as an answer to what the `person` wrote.

        Yields whole sentences that passed the guard, each with the white space before it; put together they are the
        reply. A short reply is yielded only when all of it has passed. Facts that the model lost are added in the
        template's words. Raises ModelError if the model fails or breaks a rule; `unsaid` is what is then still to say.
        """
        wording = Wording(text, person, self._tools)
        try:
            self._awake(self._breaker)
            fixed, turn = prompts.load("word").fill(
                reply=prompts.fenced(text, 10 * LONGEST_MESSAGE), message=prompts.fenced(person, LONGEST_CONTEXT)
            )
            pieces = self._answered([("system", fixed), ("human", turn)], Budget(self._seconds, self._first), {})
            yield from wording.reworded(pieces)
        except ModelError as failure:
            failure.unsaid = wording.unsaid
            raise

    def _awake(self, breaker: Breaker) -> None:
        if breaker.open:
            raise ModelError(
                "The language model is left alone for a minute, because it has just failed.",
                remedy="The rules answer meanwhile.",
                detail="resting",
            )

    @staticmethod
    def _reading_prompt(text: str, question: str | None, patterns: Mapping[str, str]) -> Messages:
        fixed, turn = prompts.load("read").fill(
            patterns=", ".join(patterns) or "(none)",
            question=question or "none",
            text=prompts.fenced(text, LONGEST_MESSAGE),
        )
        return [("system", fixed), ("human", turn)]

    def _read_once(self, messages: Messages, patterns: Mapping[str, str], budget: Budget) -> str:
        """One answer, in JSON by force where the server can; a server that cannot is not asked for it again."""
        shape = self._shaped(answer.schema(patterns)) if self._shaped else {}
        try:
            return "".join(self._answered(messages, budget, shape))
        except _RejectedError:
            self._shaped = None
            return "".join(self._answered(messages, budget, {}))

    def _answered(self, messages: Messages, budget: Budget, options: Mapping[str, Any]) -> Generator[str, None, None]:
        """The answer's text as it comes; ModelError if there is none, or no end of it."""
        for attempt in (1, 2):
            begun = False
            try:
                with closing(kept_to(budget, lambda: self._pieces(messages, options))) as pieces:
                    for piece in pieces:
                        begun = True
                        yield piece
                self._breaker.succeeded()
                return
            except Exception as failure:
                if options and not begun and rejected(failure):
                    raise _RejectedError from failure
                if attempt == 2 or begun or not worth_another_try(failure) or budget.left <= 0:
                    self._breaker.failed()
                    raise explained(failure) from None

    def _pieces(self, messages: Messages, options: Mapping[str, Any]) -> Generator[str, None, None]:
        ended, written = "", False
        chunks = self._chat.stream(messages, **options)
        try:
            for chunk in chunks:
                ended = _reason(getattr(chunk, "response_metadata", None)) or ended
                text = str(chunk.text)
                if text:
                    written = written or bool(text.strip())
                    yield text
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()
        if not written:
            raise EmptyAnswerError
        if not ended or ended in _CUT:
            raise CutOffError


class _RejectedError(Exception):
    """The server does not take a request for an answer of a given shape."""


def _reason(metadata: Mapping[str, Any] | None) -> str:
    """Why an answer ended, as providers say it; empty while it goes on."""
    for name in ("finish_reason", "stop_reason", "done_reason", "status"):
        value = (metadata or {}).get(name)
        if value and value != "in_progress":
            return str(value).lower()
    return ""


