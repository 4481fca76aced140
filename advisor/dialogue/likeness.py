"""How well words name one of several things: by the share of what they say that the thing's own words hold."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor.dialogue.reading.text import words

ENOUGH = 0.6
"""Likeness from which a thing is taken to be named."""
MARGIN = 0.12
"""By how much the likest has to lead, or it is asked which is meant."""
_SAME_START = 4


@dataclass(frozen=True)
class Likeness:
    """One thing and how much of what was said it holds, from 0 to 1."""

    id: str
    score: float


def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: 'label', 'labels', 'labelling'; 'miss', 'misses'."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return start >= _SAME_START and start >= 0.7 * shorter and abs(len(one) - len(other)) <= 5


def likest(said: Sequence[str], things: Mapping[str, str]) -> list[Likeness]:
    """All things that share a word with what was said, the likest first; rarer words count more."""
    held = {key: set(words(text)) for key, text in things.items()}
    weight = {word: _rarity(word, held.values()) for word in dict.fromkeys(said)}
    total = sum(weight.values())
    found: list[tuple[float, float, str]] = []
    for key, own in held.items():
        shared = sum(w for word, w in weight.items() if any(alike(word, o) for o in own))
        if shared:
            found.append((shared / total, -len(own), key))
    return [Likeness(key, score) for score, _, key in sorted(found, key=lambda f: (-f[0], -f[1]))]


def _rarity(word: str, texts: Iterable[set[str]]) -> float:
    every = list(texts)
    count = sum(any(alike(word, o) for o in own) for own in every)
    return math.log((len(every) + 1) / (count + 0.5)) + 0.1 if count else math.log(len(every) + 1)


def named(said: Sequence[str], things: Mapping[str, str]) -> list[str]:
    """The things that may be meant: one if it is clear, several if not, none if nothing fits."""
    found = [f for f in likest(said, things) if f.score >= ENOUGH]
    return [f.id for f in found if found[0].score - f.score < MARGIN]
