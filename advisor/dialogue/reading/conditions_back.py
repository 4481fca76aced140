"""Conditions that a later message withdraws by their name: 'drop the phone rule', 'forget about the explaining bit'."""

import re
from collections.abc import Sequence
from functools import cache

from advisor.dialogue.reading.cues import read_words
from advisor.dialogue.reading.lexicon import alternation
from advisor.domain.brief import Brief, Fact
from advisor.domain.vocabulary import Condition


def lifted(text: str, facts: Sequence[Fact], brief: Brief, turn: int) -> list[Fact]:
    """The facts, and of those conditions that hold the ones that the message withdraws as no longer holding."""
    found = [(condition, match) for match in _scrapped().finditer(text) for condition in _meant(match["name"]) if brief.conditions.get(condition)]
    gone = {condition.value for condition, _ in found}
    new = {c: Fact(name="conditions", key=c.value, value=False, quote=match[0].strip(), turn=turn) for c, match in found}
    return [*(f for f in facts if f.name != "conditions" or f.key not in gone), *new.values()]


def _meant(name: str) -> list[Condition]:
    return [condition for condition, pattern in _named_so() if pattern.search(name)]


@cache
def _scrapped() -> re.Pattern[str]:
    lists = read_words("retelling")
    begins, ends = alternation(lists["scrapping"]), alternation(lists["scrapped"])
    return re.compile(rf"{begins}\s+(?:the|that|this|my|our|all the)\s+(?P<name>(?:[\w'’-]+\s+){{1,4}}?){ends}", re.IGNORECASE)


@cache
def _named_so() -> tuple[tuple[Condition, re.Pattern[str]], ...]:
    return tuple((Condition(name), re.compile(alternation(words), re.IGNORECASE)) for name, words in read_words("retelling")["named_so"].items())
