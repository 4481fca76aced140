"""Requests to a chat model's server: made in time, repeated where that helps, accounted for, given up when told to."""

import copy
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Mapping
from contextlib import aclosing, closing
from dataclasses import dataclass
from typing import Any, Protocol

from advisor.domain.calls import Call, Purpose, Stop, Stopped
from advisor.errors import ModelRestingError
from advisor.models.breaker import Breaker
from advisor.models.calls import Attempt
from advisor.models.failures import (
    CutOffError,
    EmptyAnswerError,
    explained,
    in_short,
    rejected,
    status_of,
    wait_asked_for,
    worth_another_try,
)
from advisor.models.stream import Budget, EndlessError, LateError, kept_to

__all__ = ["Chat", "Messages", "Observer", "Purpose", "Requests", "ShapedAnswer"]

PAUSE = 0.2
"""Seconds before a failed request is repeated, unless the server names its own."""
LONGEST_PAUSE = 5.0
"""Seconds that a server may ask to wait before the request is repeated; if it asks for more, the rules go on."""

ShapedAnswer = Callable[[Mapping[str, Any]], dict[str, Any]]
Observer = Callable[[Call], None]
Messages = list[tuple[str, str]]

UNREAD = "not read to its end"
"""How an answer ended that the caller wanted no more of."""
_CUT = {"length", "max_tokens", "incomplete"}


class Chat(Protocol):
    """What is used of a LangChain chat model."""

    def astream(self, input: Any, config: Any = None, **kwargs: Any) -> AsyncIterator[Any]:
        """The answer's chunks."""


@dataclass
class Learnt:
    """What calls have shown of a server, for all that share the model."""

    shapes: bool = True
    """It takes a request for an answer of a given shape."""
    usage: bool = True
    """It takes a request to report tokens while it streams."""
    thinks_aloud: bool = False
    """It has written thoughts without saying that they begin."""


@dataclass(frozen=True)
class _Failed:
    """How a request ended, and whether anything of an answer had come."""

    cause: Exception
    begun: bool


class Requests:
    """Makes the requests of one model. May be shared by threads."""

    def __init__(self, name: str, chat: Chat, breaker: Breaker, observers: tuple[Observer, ...] = ()) -> None:
        self.learnt = Learnt()
        self._name = name
        self._chat = chat
        self._breaker = breaker
        self._observers = observers
        self._stop = Stop()

    def for_turn(self, observe: Observer, stop: Stop) -> "Requests":
        """The same, told to one more observer, and ended by `stop`."""
        other = copy.copy(self)
        other._observers = (*self._observers, observe)
        other._stop = stop
        return other

    def tell(self, calls: list[Attempt]) -> None:
        """Tells the observers of calls that are over."""
        for attempt in calls:
            for observe in self._observers:
                observe(attempt.call)

    def answered(
        self, messages: Messages, budget: Budget, options: Mapping[str, Any], purpose: Purpose, calls: list[Attempt] | None
    ) -> Generator[str, None, None]:
        """The answer's text as it comes; ModelError if there is none, or no end of it; Stopped when told so.

        `options` shape the answer; a server that does not take them is asked without. The requests are put into
        `calls` for the caller to tell of; without it, they are told of here.
        """
        if not self._breaker.admit():
            raise ModelRestingError
        kept: list[Attempt] = [] if calls is None else calls
        settled = False
        try:
            for last in (False, True):
                failure = yield from self._attempt(messages, budget, options, purpose, kept)
                wait = None if failure is None or last else _pause(failure, budget)
                if wait is not None:
                    self._stop.wait(wait)
                    continue
                settled = True
                if failure is None:
                    self._breaker.succeeded()
                    return
                self._breaker.failed(wait_asked_for(failure.cause))
                raise explained(failure.cause) from None
        finally:
            if not settled:
                self._breaker.given_up()
            if calls is None:
                self.tell(kept)

    def _attempt(
        self, messages: Messages, budget: Budget, options: Mapping[str, Any], purpose: Purpose, calls: list[Attempt]
    ) -> Generator[str, None, _Failed | None]:
        """One request, and the failure it ended in; made again without what the server does not take."""
        shape = dict(options) if self.learnt.shapes else {}
        usage = self._usage_options()
        left_out = []
        while True:
            failure = yield from self._request(messages, budget, {**shape, **usage}, purpose, calls)
            if failure is None or failure.begun or not rejected(failure.cause) or not (shape or usage):
                break
            if usage and (not shape or "stream_options" in str(failure.cause)):
                usage = {}
                left_out.append("usage")
            else:
                shape = {}
                left_out.append("shapes")
        if failure is None:
            for option in left_out:
                setattr(self.learnt, option, False)
        return failure

    def _usage_options(self) -> dict[str, Any]:
        """Asks for a report of tokens where LangChain's client can pass that on and does not do so by itself."""
        wanted = self.learnt.usage and getattr(self._chat, "stream_usage", True) in (None, False)
        return {"stream_usage": True} if wanted else {}

    def _request(
        self, messages: Messages, budget: Budget, options: Mapping[str, Any], purpose: Purpose, calls: list[Attempt]
    ) -> Generator[str, None, _Failed | None]:
        begun = False
        attempt = Attempt(self._name, purpose, messages)
        calls.append(attempt)
        try:
            with closing(kept_to(budget, lambda: self._pieces(messages, options, attempt), self._stop)) as pieces:
                for piece in pieces:
                    attempt.came(piece)
                    if piece:
                        begun = True
                        yield piece
        except Stopped:
            attempt.ended("stopped")
            raise
        except GeneratorExit:
            attempt.ended(UNREAD)
            raise
        except Exception as failure:
            attempt.ended(in_short(failure))
            lost = begun and status_of(failure) is None and not isinstance(failure, (LateError, EndlessError))
            return _Failed(CutOffError() if lost else failure, begun)
        attempt.ended("answered")
        return None

    async def _pieces(
        self, messages: Messages, options: Mapping[str, Any], attempt: Attempt
    ) -> AsyncGenerator[str, None]:
        """The answer's pieces; an empty one where the server keeps a thought to itself."""
        ended, written, opened = "", False, False
        config = {"run_name": f"advisor {attempt.purpose}", "tags": ["advisor", attempt.purpose]}
        chunks: Any = self._chat.astream(messages, config=config, **options)
        async with aclosing(chunks):
            async for chunk in chunks:
                ended = _reason(getattr(chunk, "response_metadata", None)) or ended
                if usage := getattr(chunk, "usage_metadata", None):
                    attempt.counted(usage)
                text = str(chunk.text)
                written = written or bool(text.strip())
                # The first chunk only names the role; LangChain leaves out what servers send as thoughts.
                if text or (opened and not ended and not usage):
                    yield text
                opened = True
        if not written:
            raise EmptyAnswerError
        if not ended or ended in _CUT:
            raise CutOffError


def _pause(failure: _Failed, budget: Budget) -> float | None:
    """Seconds after which to repeat a failed request; None if it is not to be repeated."""
    if failure.begun or not worth_another_try(failure.cause):
        return None
    wait = wait_asked_for(failure.cause)
    wait = PAUSE if wait is None else wait
    return wait if wait <= LONGEST_PAUSE and wait < budget.left else None


def _reason(metadata: Mapping[str, Any] | None) -> str:
    """Why an answer ended, as providers say it; empty while it goes on."""
    for name in ("finish_reason", "stop_reason", "done_reason", "status"):
        value = (metadata or {}).get(name)
        if value and value != "in_progress":
            return str(value).lower()
    return ""
