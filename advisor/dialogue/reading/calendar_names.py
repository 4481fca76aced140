"""Days that have names: feasts on fixed dates, those that go by Easter and those that go by the moon."""

import re
from datetime import date
from functools import cache

from advisor.dialogue.reading.lexicon import alternation, groups, table

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


@cache
def moon_pattern() -> str:
    """Any name of a feast that goes by the moon, in a group `moon`."""
    return rf"(?:the\s+)?(?P<moon>{alternation(table('moon_names'))})"


def next_of_moon(name: str, today: date) -> date:
    """The next day on which such a feast begins; a `ValueError` beyond the years that the table knows."""
    feast = table("moon_names")[re.sub(r"[\s-]+", " ", name.lower())]
    ahead = [day for day in map(date.fromisoformat, groups("feasts_by_moon")[feast]) if day > today]
    if not ahead:
        raise ValueError(f"no day of {feast} is known after {today}")
    return ahead[0]


def feast_name(found: re.Match[str]) -> str:
    """The name as the tables have it."""
    return re.sub(r"[\s-]+", " ", found["feast"].lower().replace("’", "'"))
