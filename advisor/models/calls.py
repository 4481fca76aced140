"""Keeps the accounts of calls: times, tokens, and what became of each."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from typing import Any

from advisor.domain.calls import Call, Purpose

CHARACTERS_A_TOKEN = 4
"""A rule of thumb for English; used where a server reports no tokens, and said to be an estimate."""
CONVERSATIONS = 50
CALLS = 60
"""Of how many conversations, and how many calls of each, a ledger remembers the last."""

__all__ = ["Attempt", "Call", "Ledger", "estimated_tokens"]


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has."""
    return -(-len(text) // CHARACTERS_A_TOKEN)


class Attempt:
    """A call while it runs."""

    def __init__(self, model: str, purpose: Purpose, messages: Sequence[tuple[str, str]]) -> None:
        self.outcome = ""
        """What became of it; may be told until `call` is asked for."""
        self.purpose: Purpose = purpose
        self._model = model
        self._messages = tuple((role, text) for role, text in messages)
        self._pieces: list[str] = []
        self._began = time.perf_counter()
        self._first: float | None = None
        self._ended: float | None = None
        self._prompt_tokens = self._answer_tokens = 0
        self._reported = False

    def came(self, text: str) -> None:
        """A piece came; an empty one is a thought that the server keeps to itself."""
        if self._first is None:
            self._first = time.perf_counter() - self._began
        self._pieces.append(text)

    def counted(self, usage: Mapping[str, Any]) -> None:
        """The server reported tokens, in LangChain's form. Several reports of one call say the same or add up to it."""
        self._reported = True
        self._prompt_tokens = max(self._prompt_tokens, int(usage.get("input_tokens") or 0))
        self._answer_tokens = max(self._answer_tokens, int(usage.get("output_tokens") or 0))

    def ended(self, outcome: str) -> None:
        """It is over."""
        self._ended = time.perf_counter() - self._began
        self.outcome = outcome

    @property
    def call(self) -> Call:
        """The account of it. A request that never got as far as a first piece may have cost its prompt: it counts."""
        output = "".join(self._pieces)
        prompt = sum(estimated_tokens(text) for _, text in self._messages)
        refused = self._first is None and self.outcome.startswith(("HTTP 4", "HTTP 5", "not reached"))
        return Call(
            self._model, self.purpose, self._messages, output, self._first,
            time.perf_counter() - self._began if self._ended is None else self._ended,
            self._prompt_tokens if self._reported else 0 if refused else prompt,
            self._answer_tokens if self._reported else max(estimated_tokens(output), sum(not p for p in self._pieces)),
            not self._reported, self.outcome,
        )  # fmt: skip


class Ledger:
    """The last calls of the last conversations, in memory only. Safe to share between threads."""

    def __init__(self, conversations: int = CONVERSATIONS, calls: int = CALLS) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, deque[Call]] = OrderedDict()
        self._conversations = conversations
        self._calls = calls

    def add(self, conversation: str, call: Call) -> None:
        """Remembers a call."""
        with self._lock:
            self._kept.setdefault(conversation, deque(maxlen=self._calls)).append(call)
            self._kept.move_to_end(conversation)
            while len(self._kept) > self._conversations:
                self._kept.popitem(last=False)

    def of(self, conversation: str) -> tuple[Call, ...]:
        """The calls of a conversation, oldest first."""
        with self._lock:
            return tuple(self._kept.get(conversation, ()))

    def forget(self, conversation: str) -> None:
        """Drops a conversation's calls."""
        with self._lock:
            self._kept.pop(conversation, None)
