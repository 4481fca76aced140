"""What a conversation may take of a language model, and what it has taken."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from advisor.domain.calls import Call
from advisor.domain.conversation import Usage


@dataclass(frozen=True)
class Limits:
    """The most that one conversation may take; 0 is no limit. Prices are per million tokens, None where not known.

    What a call will take is not known before: a turn that begins within the limits may end a little above them.
    """

    tokens: int = 0
    money: float = 0.0
    price_prompt: float | None = None
    price_answer: float | None = None

    def usage(self, calls: Iterable[Call]) -> Usage | None:
        """What these calls have taken; None if there were none."""
        made = list(calls)
        if not made:
            return None
        prompt, answer = sum(c.prompt_tokens for c in made), sum(c.answer_tokens for c in made)
        return Usage(
            prompt_tokens=prompt, answer_tokens=answer, calls=len(made), estimated=any(c.estimated for c in made),
            cost=self._cost(prompt, answer),
        )  # fmt: skip

    def _cost(self, prompt: int, answer: int) -> float | None:
        if self.price_prompt is None or self.price_answer is None:
            return None
        return round((prompt * self.price_prompt + answer * self.price_answer) / 1e6, 8)

    def used_up(self, spent: Usage) -> str:
        """A sentence if nothing is left, else empty."""
        if self.tokens and spent.tokens >= self.tokens:
            what = f"{self.tokens:,} tokens"
        elif self.money and spent.cost is not None and spent.cost >= self.money:
            what = f"{self.money:g} in money"
        else:
            return ""
        return f"This conversation has used up its budget of {what} for the language model. From here on the rules speak; nothing else changes."


@dataclass
class Unbilled:
    """What was spent on turns that were stopped before there was a reply to keep it with. Safe to share between threads."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: dict[str, Usage] = field(default_factory=dict)

    def add(self, conversation: str, usage: Usage | None) -> None:
        """Remembers it for the next reply."""
        if usage is not None:
            with self._lock:
                self._kept[conversation] = self._kept.get(conversation, Usage()) + usage

    def of(self, conversation: str) -> Usage | None:
        """What was remembered."""
        with self._lock:
            return self._kept.get(conversation)

    def billed(self, conversation: str) -> None:
        """It is kept with a reply now."""
        with self._lock:
            self._kept.pop(conversation, None)


def summed(usages: Iterable[Usage | None]) -> Usage:
    """All together."""
    return sum((u for u in usages if u is not None), Usage())
