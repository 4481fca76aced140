"""Finds where people say what they come from: 'retired from the fire brigade', 'changing careers from nursing', 'ex-teacher'."""

from collections.abc import Callable, Iterator

from advisor.dialogue.reading.livelihoods import livelihoods
from advisor.dialogue.reading.phrases import (
    ADVERBS,
    DETERMINERS,
    FUNCTION,
    NUMBER,
    clause_end,
    place_in,
    skip,
    trade_at,
)
from advisor.dialogue.reading.statements import Statement
from advisor.dialogue.reading.told import GREETING, OTHERS, SELF_BE, SPEAKER, Rank, Telling

_FROM_A_CAREER = ("retired", "retiring", "redundant")
"""Behind these 'from' names what somebody was, whatever it is."""
_CHANGES = frozenset({"changing", "switching", "change", "switch", "changed", "switched", "leaving"})
_CAREERS = frozenset({"career", "careers", "job", "jobs", "profession", "professions", "trade", "field", "fields"})
_COMES = frozenset({"come", "came", "coming", "moving", "moved", "left", "escaped"})
"""These tell as much only of what is known as a field or a place of work: one may come from Kent."""
_LINKS = frozenset({"from", "out", "of", "over", "away", "in"})
_PAST = frozenset({"formerly", "previously", "ex"})
_MOST_BETWEEN = 3
"""Words between 'changing' and 'careers', or 'retired' and 'from'."""


def _retires(statement: Statement) -> Iterator[Telling]:
    """'I retired from the statistics office', 'retired from teaching', 'acoustics, retired now'."""
    said = statement.words
    for at, word in enumerate(said):
        if word not in _FROM_A_CAREER or set(said[:at]) & OTHERS:
            continue
        link = next((i for i in range(at + 1, min(at + 1 + _MOST_BETWEEN, len(said))) if said[i] == "from"), 0)
        noun = skip(statement, link + 1, DETERMINERS | ADVERBS) if link else 0
        if noun and noun < len(said) and _of_self(statement, at) and not _is_no_work(statement, noun):
            yield Telling(statement, at, clause_end(statement, noun), Rank.DOING)
        elif not link and (comma := _first_comma(statement, at)) and not set(said[:comma]) & FUNCTION:
            yield Telling(statement, 0, at + 1, Rank.FIRM)


def _changes_career(statement: Statement) -> Iterator[Telling]:
    """'Changing careers from radiography', 'a career change, from law to data'."""
    said = statement.words
    for at, word in enumerate(said):
        around = set(said[max(0, at - 1) : at + 1 + _MOST_BETWEEN])
        if word not in _CHANGES or not around & _CAREERS or not _of_self(statement, at):
            continue
        link = next((i for i in range(at + 1, min(at + 3 + _MOST_BETWEEN, len(said) - 1)) if said[i] == "from"), 0)
        noun = skip(statement, link + 1, DETERMINERS | ADVERBS) if link else len(said)
        if noun < len(said) and not _is_no_work(statement, noun):
            yield Telling(statement, noun, max(_until_to(statement, noun), noun + 1), Rank.DOING)


def _comes_from(statement: Statement) -> Iterator[Telling]:
    """'I come from hotel management', 'I left the merchant navy', 'moving over from nursing'."""
    lists, said = livelihoods(), statement.words
    for at, word in enumerate(said):
        if word not in _COMES or not _of_self(statement, at):
            continue
        noun = skip(statement, at + 1, _LINKS | DETERMINERS | ADVERBS)
        end = _until_to(statement, noun)
        named = any(lists.field(said, i) for i in range(noun, end)) or bool(place_in(statement, noun, end))
        if (word == "left" or _LINKS & set(said[at + 1 : noun])) and named and not _is_no_work(statement, noun):
            yield Telling(statement, noun, end, Rank.FIRM)


def _was(statement: Statement) -> Iterator[Telling]:
    """'Formerly in shipping', 'ex-teacher', 'after a career in the navy'."""
    lists, said = livelihoods(), statement.words
    for at, word in enumerate(said):
        if word.startswith("ex-") and word[3:] in lists.trades and (at == 0 or said[at - 1] in SELF_BE | {"an", "am"}):
            yield Telling(statement, at, at + 1, Rank.FIRM)
        if at or word not in _PAST | {"after"}:
            continue
        start = skip(statement, 1, frozenset({"a", "an", "my", "in", "at", "with", "of", "career", "careers", "life", "the"}) | ADVERBS)
        told = word != "after" or "career" in said[:start]
        if told and start > 1 and start < len(said) and not _is_no_work(statement, start):
            yield Telling(statement, start, max(clause_end(statement, start), start + 1), Rank.FIRM)


def _is_department(statement: Statement) -> Iterator[Telling]:
    """'I'm HR, one-woman department', 'I'm the product person at a platform'."""
    lists, said = livelihoods(), statement.words
    for at, word in enumerate(said[:-1]):
        if word not in SELF_BE and said[max(0, at - 1) : at + 1] != ("i", "am"):
            continue
        start = skip(statement, at + 1, DETERMINERS | ADVERBS)
        length = lists.field(said, start) if start < len(said) else 0
        ends = start + length == len(said) or statement.tokens[start + length].mark == "," if length else False
        if start == at + 1 and ends:
            yield Telling(statement, start, clause_end(statement, start), Rank.DOING)
        head = next((i for i in range(start + 1, min(start + _MOST_BETWEEN, len(said) - 1)) if said[i] in lists.heads), 0)
        if head and said[head + 1] in ("at", "in", "for", "of") and not set(said[start:head]) & (FUNCTION | lists.lists["computing"]) and not trade_at(statement, start, lists):
            yield Telling(statement, start, clause_end(statement, head + 2), Rank.DOING)


def _first_comma(statement: Statement, at: int) -> int:
    """Before which of the first words up to `at` a comma stands; 0 if none does."""
    return next((i for i in range(1, min(at, _MOST_BETWEEN) + 1) if statement.tokens[i].mark == ","), 0)


def _of_self(statement: Statement, at: int) -> bool:
    """Whether the word is said of the person: 'I' stands before it, or nobody does."""
    before = set(statement.words[:at])
    return not before & OTHERS and (bool(before & (SPEAKER | SELF_BE)) or before <= GREETING | ADVERBS | {"a", "am"})


def _until_to(statement: Statement, at: int) -> int:
    """Where what is left ends: before 'into' or 'to' what comes next."""
    end = clause_end(statement, at)
    return next((i for i in range(at, end) if statement.words[i] in ("to", "into", "in")), end)


def _is_no_work(statement: Statement, at: int) -> bool:
    """Whether a time, a number or a tool stands there."""
    word = statement.words[at]
    lists = livelihoods().lists
    return bool(NUMBER.match(word)) or word in lists["no_place"] | lists["computing"] | FUNCTION


RULES: tuple[Callable[[Statement], Iterator[Telling]], ...] = (_retires, _changes_career, _comes_from, _was, _is_department)
