"""Reads hours a week and deadlines, in any usual wording."""

import re
from collections.abc import Iterator
from datetime import date

from advisor.dialogue.reading.deadlines import deadline_in
from advisor.dialogue.reading.hours import hours_a_week
from advisor.dialogue.reading.text import digits
from advisor.domain.brief import Fact


def hours_facts(text: str, turn: int, asked: bool = False) -> list[Fact]:
    """Hours a week that the person can give. If they were asked for, a bare number counts too."""
    found = hours_a_week(text, asked)
    return [Fact(name="hours_per_week", value=found.hours, quote=found.quote, turn=turn)] if found else []


def deadline_facts(text: str, turn: int, today: date, asked: bool = False) -> list[Fact]:
    """Weeks to a deadline, from a span ('in three months') or a date ('by Christmas'); None where there is said to be none."""
    found = deadline_in(text, today, asked)
    return [Fact(name="deadline_weeks", value=found.weeks, quote=found.quote, turn=turn, on=today)] if found else []


def numbers_in(text: str) -> Iterator[float]:
    """Every number in a text, written in digits or words."""
    for found in re.finditer(r"\d+(?:[.,]\d+)?", digits(text)):
        yield float(found.group(0).replace(",", "."))
