"""The words right before and after a term, by the lists of the lexicon."""

import re
from functools import cache

from advisor.dialogue.reading.lexicon import alternation, words_of
from advisor.dialogue.reading.quantities import Kind, Term

_NEAR = 40
"""Letters before a term in which a word is looked for that stands right before it."""


def ends_well(text: str, term: Term, after: Term | None) -> bool:
    """Whether a bare number may be an amount of hours: no noun of another kind stands after it."""
    measured = after is not None and after.kind in (Kind.SPAN, Kind.DURATION, Kind.SLOT) and after.start - term.end < 2
    return bool(_closed().match(text, term.end)) and not measured


@cache
def _closed() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:$|[.,;:!?)\n…–—-]|{alternation(words_of('after_bare'))})", re.IGNORECASE)


def word_before(text: str, term: Term, name: str) -> re.Match[str] | None:
    """One of the words of a list right before a term, small words between allowed."""
    return _lead(name).search(text[max(0, term.start - _NEAR) : term.start])


def word_after(text: str, term: Term, name: str) -> re.Match[str] | None:
    """One of the words of a list right after a term."""
    return _trail(name).match(text, term.end)


@cache
def _lead(name: str) -> re.Pattern[str]:
    small = alternation(words_of("small_words"))
    return re.compile(rf"{alternation(words_of(name))}\s*(?:{small}\s*)*$", re.IGNORECASE)


@cache
def _trail(name: str) -> re.Pattern[str]:
    return re.compile(rf"\s*\(?{alternation(words_of(name))}", re.IGNORECASE)


def says_amount(text: str, term: Term) -> bool:
    """Whether a bare number that a frequency follows may be an amount of hours said again, not a count of things."""
    return _lead("says_amount").search(text[max(0, term.start - _NEAR) : term.start]) is not None
