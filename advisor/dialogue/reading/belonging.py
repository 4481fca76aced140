"""Finds where people say where they belong, or only mention it: 'our bakery in Sarajevo', 'fifteen years in logistics'."""

from collections.abc import Iterator

from advisor.dialogue.reading.livelihoods import livelihoods
from advisor.dialogue.reading.phrases import (
    FUNCTION,
    MOST_DESCRIBING,
    NUMBER,
    clause_end,
    described_from,
    ends_noun,
    place_in,
    reach,
    skip,
)
from advisor.dialogue.reading.statements import Statement
from advisor.dialogue.reading.told import NAMELESS, OTHERS, OWN, SPEAKER, WORK, YEARS, Rank, Telling, by_self

_NOT_OWNED = frozenset("bank gym library church hospital university school college council supermarket station airline airport police court port market embassy insurer hall prison railway press plant ward parish mosque temple synagogue helpline hotline team group centre center trust union store".split())
"""Places that 'my' does not make one's own, or that say too little."""


def _where_i_work(statement: Statement) -> Iterator[Telling]:
    """'The vet clinic where I work'."""
    said = statement.words
    for at in range(1, len(said) - 2):
        if said[at] == "where" and said[at + 1] in SPEAKER and any(w in WORK | {"teach", "volunteer"} for w in said[at + 2 : at + 4]):
            first = described_from(statement, at)
            if first < at and place_in(statement, first, at, NAMELESS):
                yield Telling(statement, first, at, Rank.DOING)


def _belongs(statement: Statement) -> Iterator[Telling]:
    """'I belong to a mountain rescue team'."""
    said = statement.words
    for at, word in enumerate(said[:-2]):
        if word in ("belong", "belonging") and said[at + 1] == "to" and by_self(statement, at) and place_in(statement, at + 2, clause_end(statement, at + 2)):
            yield Telling(statement, at, clause_end(statement, at + 2), Rank.DOING)


def _works_is(statement: Statement) -> Iterator[Telling]:
    """'My work is in the post office'."""
    lists = livelihoods()
    said = statement.words
    for at in range(1, len(said) - 2):
        if said[at] in lists.lists["posts"] and said[at - 1] == "my" and said[at + 1] in ("is", "was") and said[at + 2] in ("in", "at", "with", "to"):
            end = clause_end(statement, at + 3)
            if said[at + 2] == "to" or place_in(statement, at + 3, end, NAMELESS) or any(lists.field(said, i) for i in range(at + 3, end)):
                yield Telling(statement, at, end, Rank.DOING)


def _for_years(statement: Statement) -> Iterator[Telling]:
    """'Ten years agency work', 'fifteen years in logistics'."""
    lists = livelihoods()
    said = statement.words
    for at in range(1, len(said)):
        if said[at] not in YEARS or not NUMBER.match(said[at - 1]) or set(said[:at]) & OTHERS:
            continue
        noun = skip(statement, at + 1, frozenset({"of", "in", "as", "at", "a", "an", "the", "with"}))
        if noun >= len(said) or noun > at + 3 or not statement.joined(noun):
            continue
        length = lists.field(said, noun) or lists.workplace(said, noun) or lists.trade(said, noun)
        if said[noun] not in NAMELESS and length and (ends_noun(statement, noun + length) or said[noun + length] in ("work", "experience", "practice")):
            yield Telling(statement, noun, reach(statement, noun + length), Rank.FIRM)


def _ours(statement: Statement) -> Iterator[Telling]:
    """'Our bakery in Sarajevo', 'our whole glaciology group', 'my vineyard'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        if word not in ("our", "my") or set(said[max(0, at - 4) : at]) & OTHERS:
            continue
        for place in range(at + 1, min(at + MOST_DESCRIBING + 2, len(said))):
            length = lists.workplace(said, place)
            if length:
                if place_in(statement, place, place + 1) and (word == "our" or said[place + length - 1] not in _NOT_OWNED):
                    yield Telling(statement, at, reach(statement, place + length), Rank.PLACE)
                break
            if said[place] in FUNCTION | OTHERS | lists.lists["computing"] or not statement.joined(place) or said[place].endswith("'s"):
                break


def _mentions_place(statement: Statement) -> Iterator[Telling]:
    """'Every commit at the newspaper goes through me'."""
    said = statement.words
    if statement.asks or not set(said) & OWN or set(said) & OTHERS:
        return
    for at in range(len(said) - 2):
        if said[at] == "at" and said[at + 1] in ("the", "our"):
            place = place_in(statement, at + 2, at + 5)
            if place and not set(said[at + 2 : place]) & FUNCTION:
                yield Telling(statement, at, reach(statement, place), Rank.PLACE)


RULES = (_where_i_work, _belongs, _works_is, _for_years, _ours, _mentions_place)
