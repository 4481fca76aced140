"""Finds dates in a text, as people write them, and resolves them to the next such day."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from advisor.dialogue.reading import calendar_days as days
from advisor.dialogue.reading.calendar_names import feast_pattern, moon_pattern
from advisor.dialogue.reading.lexicon import alternation, values, words_of

_MONTH = r"(?:jan(?:u?[ae]?ry)?|feb(?:r?u?[ae]?ry|urary)?|mar(?:ch)?|apr(?:il+)?|may|june?|july?|aug(?:ust)?|sept?(?:e?mber)?|oct(?:ober)?|nov(?:e?mber)?|dec(?:e?mber)?)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
_ORDINAL = alternation(values("ordinals"))
_NTH_DAY = r"(?:[12]\d|3[01]|0?[1-9])\s?(?:st|nd|rd|th)"
_YEAR = r"(?:20\d\d)"
_PLACE = r"(?P<place>(?:the\s+)?(?:very\s+)?(?:beginning|start|middle|end|close|mid|early|late|first half|second half)(?:\s+(?:of|in)(?:\s+the)?)?[\s-]+|(?:the\s+)?(?:very\s+)?last(?:\s+days?)?\s+of\s+(?:the\s+)?|ends?\s+with\s+(?:the\s+)?)"
_WHICH = r"(?P<which>this|next|the next|coming|the coming|the following|following|the)"


_NEAR_MONTH = 24
"""Letters after a month within which its day may follow."""


@dataclass(frozen=True)
class FoundDate:
    """A day and where the text names it."""

    start: int
    end: int
    day: date
    vague: bool = False
    """Whether it names a whole period that is as often foretold as it is a date: 'next week', 'the summer'."""
    exact: bool = False
    """Whether a day of the month is written out: '6 January', not 'Epiphany' or 'March'."""


def dates_in(text: str, today: date) -> list[FoundDate]:
    """The dates in `text`, in order, none within another; a date without a year is the next such day after today."""
    found: list[FoundDate] = []
    taken: list[tuple[int, int]] = []
    for pattern, resolve in _readers():
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            try:
                day = resolve(match, today)
            except (ValueError, OverflowError):  # a day that the calendar lacks, such as 31 June, or that our tables do
                taken.append(match.span())
                continue
            if day is not None:
                taken.append(match.span())
                found.append(FoundDate(match.start(), match.end(), day, _is_vague(resolve, match), resolve in _EXACT))
    return _settled(text, sorted(found, key=lambda f: f.start))


def _settled(text: str, found: list[FoundDate]) -> list[FoundDate]:
    """Dates in apposition as one, the one written out where a feast stands beside it; '18 June ... the 8th' is of June."""
    kept: list[FoundDate] = []
    for date_ in found:
        last = kept[-1] if kept else None
        if last and date_.exact and not last.exact and _apposition().fullmatch(text, last.end, date_.start):
            kept[-1] = replace(date_, start=last.start)
        elif last and not last.exact and _is_day_alone(text, date_) and _names_month(text, last) and (_apposition().fullmatch(text, last.end, date_.start) or _soon_after(text, last, date_)):
            kept[-1] = replace(date_, start=last.start, day=last.day.replace(day=min(date_.day.day, 28)), exact=True)
        elif last and last.exact and _is_day_alone(text, date_) and date_.day.day <= 28:
            kept.append(replace(date_, day=last.day.replace(day=date_.day.day)))
        else:
            kept.append(date_)
    return kept


def _soon_after(text: str, month: FoundDate, day: FoundDate) -> bool:
    """Whether a day is named in the sentence of its month: 'in October this year, on the 3rd'."""
    between = text[month.end : day.start]
    return len(between) <= _NEAR_MONTH and not re.search(r"[.!?;\n]|\b(?:not|no|instead|rather|but)\b", between, re.IGNORECASE)


def _is_day_alone(text: str, found: FoundDate) -> bool:
    return re.fullmatch(rf"the\s+{_NTH_DAY}", text[found.start : found.end], re.IGNORECASE) is not None


def _names_month(text: str, found: FoundDate) -> bool:
    return re.fullmatch(rf"(?:{_PLACE})?{_MONTH}(?:\s+{_YEAR})?", text[found.start : found.end].strip(), re.IGNORECASE) is not None


@cache
def _apposition() -> re.Pattern[str]:
    return re.compile(rf"\s*[,(–—-]?\s*(?:{alternation(words_of('apposition'))}[\s,.]*)*", re.IGNORECASE)


_Resolver = Callable[[re.Match[str], date], date | None]
_EXACT: frozenset[_Resolver] = frozenset({days.iso_date, days.numeric_date, days.day_of_month, days.day_of_some_month, days.nth_weekday, days.nth_weekday_of_some_month})


def _is_vague(resolve: _Resolver, match: re.Match[str]) -> bool:
    return resolve in (days.next_period, days.week_of_year) or (resolve is days.season and not match["place"])


@cache
def _readers() -> tuple[tuple[re.Pattern[str], _Resolver], ...]:
    """Patterns with what resolves them; the more exact first."""
    return tuple((re.compile(rf"(?<![\w./-])(?:{pattern})(?![\w/])", re.IGNORECASE), resolve) for pattern, resolve in _patterns())


def _patterns() -> Iterator[tuple[str, _Resolver]]:
    yield rf"{_YEAR}-\d\d?-\d\d?|{_YEAR}/\d\d?/\d\d?", days.iso_date
    yield rf"\d\d?\.\s?\d\d?\.\s?(?:{_YEAR}|\d\d(?!\d))?|\d\d?/\d\d?(?!\s+{_MONTH}\b)(?:/(?:{_YEAR}|\d\d(?!\d)))?|\d\d?-\d\d?-{_YEAR}", days.numeric_date
    yield rf"(?:the\s+)?(?P<place>last|first|second|third|fourth|1st|2nd|3rd|4th)\s+(?P<name>{_WEEKDAY})\s+(?:in|of)\s+(?:the\s+|this\s+)?(?P<which>next|coming|following|same)?\s*month", days.nth_weekday_of_some_month
    yield rf"(?:the\s+)?(?P<place>last|first|second|third|fourth|1st|2nd|3rd|4th)\s+(?P<name>{_WEEKDAY})\s+(?:in|of)\s+(?P<month>{_MONTH})\b(?:\s+(?P<year>{_YEAR}))?", days.nth_weekday
    yield rf"(?:the\s+)?(?P<nth>first|second|third|last)\s+week\s+(?:in|of)\s+(?P<month>{_MONTH})\b(?:\s+(?P<year>{_YEAR}))?", days.nth_week
    yield rf"(?:the\s+)?(?P<name>{_WEEKDAY})\s+(?P<side>after|before|following)\s+{feast_pattern(True)}", days.beside_feast
    yield rf"(?:the\s+)?week(?:end)?\s+after\s+{feast_pattern(True)}", days.after_feast
    yield rf"(?:{_WEEKDAY},?\s+)?(?:the\s+)?(?:weekend\s+of\s+(?:the\s+)?)?(?:{_DAY}\s?(?:/|-|–|&|and)\s?)?(?P<day>{_DAY}|{_ORDINAL}(?=\s+of\b))\.?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>{_YEAR}))?", days.day_of_month
    yield rf"(?:{_WEEKDAY},?\s+)?(?P<month>{_MONTH})\b\.?\s+(?:the\s+)?(?P<day>{_DAY})(?!\d)(?:,?\s+(?P<year>{_YEAR}))?", days.day_of_month
    yield rf"(?:the\s+)?(?P<day>{_DAY})\s+of\s+(?P<which>next|this|the)\s+month", days.day_of_some_month
    yield rf"(?:the\s+)?{_PLACE}?(?:q(?P<q>[1-4])|(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)\s+quarter)(?:\s+(?:of\s+)?(?P<year>{_YEAR}))?", days.quarter
    yield rf"{_PLACE}?(?:{_WHICH}\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?:of\s+)?(?P<year>{_YEAR}))?", days.month
    yield moon_pattern(), days.moon_feast
    yield rf"{feast_pattern(False)}(?:\s+(?P<year>{_YEAR}))?", days.fixed_feast
    yield rf"(?P<east>orthodox\s+)?{feast_pattern(True)}(?:\s+(?P<year>{_YEAR}))?", days.easter_feast
    yield r"black friday", days.black_friday
    yield r"thanksgiving", days.thanksgiving
    yield r"(?:the\s+)?(?P<season>summer|winter|spring|autumn|christmas)\s+(?:holidays?|break|vacation)", days.holidays
    yield rf"{_PLACE}?(?:{_WHICH}\s+)?(?P<season>spring|summer|autumn|winter)(?:\s+(?P<year>{_YEAR}))?(?!\s+(?:term|semester|sale|clothes|night|fair|festival|concert|collection|ball|show|exhibition|school|game|catalogue|edition|order|rush|campaign|exam|planting|sowing|season|market|peak|menu|stock|line|half|lambing|migration|flood|storm|fires)s?\b)", days.season
    yield rf"(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?(?P<unit>{_WEEKDAY}|week|month|quarter|year)\s+after\s+next", days.period_after_next
    yield r"(?:about\s+)?this\s+time\s+next\s+(?P<unit>week|month|year)", days.this_time
    yield rf"(?:(?:the\s+)?(?:end|start|beginning|middle)\s+of\s+)?(?:calendar\s+week|kw|cw|week|wk)\s*(?:no\.?\s*)?(?P<number>[1-4]\d|5[0-3]|[1-9])(?!\s*(?:\d|of\s+(?!{_YEAR})))(?:,?\s+(?:of\s+)?(?P<year>{_YEAR}))?", days.week_of_year
    yield rf"{_PLACE}(?:{_WHICH}\s+)?(?P<unit>week|month|quarter|year|term|semester)|(?:the\s+)?(?P<unit2>year|month|quarter|week)(?:'s)?[\s-]+end", days.part_of_period
    yield r"(?P<which>next|the coming|coming|following)\s+(?P<unit>week|month|year|quarter)", days.next_period
    yield r"(?:the\s+)?day\s+after\s+tomorrow", days.after_tomorrow
    yield r"tomorrow(?:\s+(?P<week>week))?", days.tomorrow
    yield r"(?:(?P<which>next|this|coming|the coming|the next)\s+)?(?:the\s+)?weekend", days.weekend
    yield rf"(?:(?P<which>next|this|coming|the coming)\s+)?(?P<name>{_WEEKDAY})(?:\s+(?P<later>week|fortnight|in\s+(?:a\s+week|two\s+weeks)))?", days.weekday
    yield rf"{_PLACE}(?P<year>{_YEAR})", days.part_of_year
    yield rf"the\s+(?P<day>{_NTH_DAY})(?!\s+(?:century|floor|grade|year|time|class|place))", days.day_alone
