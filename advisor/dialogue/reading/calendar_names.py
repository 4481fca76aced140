"""Days that have names: feasts on fixed dates and those that go by Easter."""

import re
from functools import cache

from advisor.dialogue.reading.lexicon import alternation, table

_NOT_THE_DAY = r"(?!\s+(?:cards?|trees?|presents?|sales?|market|party|season|eggs?)\b)"


def _day(written: str) -> tuple[int, int]:
    month, day = written.split("-")
    return int(month), int(day)


@cache
def fixed_feasts() -> dict[str, tuple[int, int]]:
    """Name → month and day."""
    return {name: _day(written) for name, written in table("feasts").items()}


@cache
def easter_feasts() -> dict[str, int]:
    """Name → days after Easter Sunday."""
    return {name: int(days) for name, days in table("feasts_by_easter").items()}


@cache
def feast_pattern(moving: bool) -> str:
    """Any of the names, in a group `feast`, but no 'Christmas tree'."""
    names = [*(easter_feasts() if moving else fixed_feasts())]
    return rf"(?:the\s+)?(?:st\.?\s+|saint\s+)?(?P<feast>{alternation(names)})(?:'?s)?(?:\s+day\b|\s+eve\b)?{_NOT_THE_DAY}"


def feast_name(found: re.Match[str]) -> str:
    """The name as the tables have it."""
    return re.sub(r"[\s-]+", " ", found["feast"].lower().replace("’", "'"))
