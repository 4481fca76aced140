"""Which of several things that were offered an answer picks: by click, by its place, or by its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz

from advisor.dialogue.reading import intents
from advisor.dialogue.reading.text import words
from advisor.domain.yaml_data import parsed

SAME = 90.0
"""Likeness from which a message is one of the labels."""
SHORT = 9
"""Words up to which a message may pick by place ('the second one') or refuse; a longer one tells something."""
BRIEF = 7
"""Words up to which one word that only one choice has picks it; a longer message needs two."""
PART = 3
"""Letters from which the beginning or end of a word stands for it."""
LONGEST = 16
"""Words up to which a message may pick at all; a longer one tells a story of its own."""


@dataclass(frozen=True)
class Pick:
    """What an answer picks: one of the choices by its place, or one of the ways not to pick one."""

    place: int | None = None
    all: bool = False
    none: bool = False
    any: bool = False
    """Leaves the choice to us, 'I don't know' included."""


def pick(text: str, choices: Sequence[Sequence[str]]) -> Pick | None:
    """What `text` picks among `choices`, each given by its label and further words for it; None if that cannot be told."""
    if not choices:
        return None
    label = _by_label(text, [choice[0] for choice in choices])
    if label is not None:
        return Pick(label)
    tokens = words(text)
    short = len(tokens) <= SHORT
    if short and (_says(tokens, "none") or " ".join(tokens) in _raw()["refusals"]):
        return Pick(none=True)
    place = _by_place(tokens, len(choices)) if short else None
    if place is None and len(tokens) <= LONGEST:
        place = _by_words(tokens, choices)
    if place is not None:
        return Pick(place)
    if short and _says(tokens, "all"):
        return Pick(all=True)
    if short and (_says(tokens, "any") or intents.DONT_KNOW.search(text)):
        return Pick(any=True)
    return None


def chosen(answers: Sequence[str], text: str, telling: Mapping[str, Sequence[str]] | None = None) -> str | None:
    """The quick answer that `text` gives; None if it gives none. `telling`: for each answer further words for it."""
    picked = pick(text, [(answer, *(telling or {}).get(answer, ())) for answer in answers])
    return answers[picked.place] if picked and picked.place is not None else None


def _by_label(text: str, labels: Sequence[str]) -> int | None:
    plain = " ".join(words(text))
    likeness = [fuzz.ratio(plain, " ".join(words(label))) for label in labels]
    best = max(range(len(labels)), key=lambda i: likeness[i])
    return best if likeness[best] >= SAME else None


def _by_place(tokens: Sequence[str], count: int) -> int | None:
    named = {_places()[word] for i, word in enumerate(tokens) if word in _places() and _is_place(tokens, i)}
    if not named and tokens and tokens[0] in _raw()["bare"] and len(tokens) <= 2:
        named = {_raw()["bare"].index(tokens[0])}
    places = {count - 1 if place == -1 else place for place in named}
    only = places.pop() if len(places) == 1 else None
    return only if only is not None and only < count else None


def _is_place(tokens: Sequence[str], at: int) -> bool:
    """Whether a word stands for a place, and is no amount ('3 hours') and no time ('last year')."""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if tokens[at].lstrip("#").isdigit():
        return len(tokens) == 1 or after == "please" or (at > 0 and tokens[at - 1] in _raw()["before_a_number"])
    return after not in _raw()["times"]


def _by_words(tokens: Sequence[str], choices: Sequence[Sequence[str]]) -> int | None:
    """The one choice that has most of the words that no other choice has."""
    said = {stem(word) for word in tokens} - _idle()
    sets = [{stem(word) for wording in choice for word in words(wording)} - _idle() for choice in choices]
    owned = [own - set().union(*(other for other in sets if other is not own)) for own in sets]
    scores = [sum(any(_same(word, known) for known in own) for word in said - set().union(*sets) | said & own) for own in owned]
    best = max(scores, default=0)
    enough = best >= (1 if len(tokens) <= BRIEF else 2)
    return scores.index(best) if enough and scores.count(best) == 1 else None


def _same(word: str, known: str) -> bool:
    """Whether a word is one of a choice's, or a part of it as 'bot' of 'chatbot'."""
    return word == known or (len(word) >= PART and (known.startswith(word) or known.endswith(word)))


def stem(word: str) -> str:
    """A word without its endings, roughly: 'invoices' and 'invoice' are the same."""
    plain = word.removesuffix("'s")
    for ending in ("ing", "ers", "ed", "es", "er", "s", "e"):
        if len(plain) - len(ending) >= 3 and plain.endswith(ending):
            return plain.removesuffix(ending)
    return plain


def _says(tokens: Sequence[str], what: str) -> bool:
    joined = f" {' '.join(tokens)} "
    return any(f" {phrase} " in joined for phrase in _raw()[what])


@cache
def _places() -> dict[str, int]:
    return {word: int(place) for place, group in _raw()["places"].items() for word in group}


@cache
def _idle() -> frozenset[str]:
    return frozenset(stem(word) for word in str(_raw()["idle"]).split())


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = parsed(files("advisor.dialogue").joinpath("choosing.yaml").read_text(encoding="utf-8"))
    return raw
