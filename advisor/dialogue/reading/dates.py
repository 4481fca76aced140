"""Finds dates in a text, as people write them, and resolves them to the next such day."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from dateutil import parser
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from advisor.dialogue.reading.calendar_names import easter_feasts, feast_name, feast_pattern, fixed_feasts
from advisor.dialogue.reading.lexicon import alternation, values, words_of

_MONTH = r"(?:jan(?:u?[ae]?ry)?|feb(?:r?u?[ae]?ry|urary)?|mar(?:ch)?|apr(?:il+)?|may|june?|july?|aug(?:ust)?|sept?(?:e?mber)?|oct(?:ober)?|nov(?:e?mber)?|dec(?:e?mber)?)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
_ORDINAL = alternation(values("ordinals"))
_NTH_DAY = r"(?:[12]\d|3[01]|0?[1-9])\s?(?:st|nd|rd|th)"
_YEAR = r"(?:20\d\d)"
_PLACE = r"(?P<place>(?:the\s+)?(?:very\s+)?(?:beginning|start|middle|end|close|mid|early|late|first half|second half)(?:\s+(?:of|in)(?:\s+the)?)?[\s-]+)"
_WHICH = r"(?P<which>this|next|the next|coming|the coming|the following|following|the)"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEASONS = {"spring": (3, 20), "summer": (6, 21), "autumn": (9, 22), "fall": (9, 22), "winter": (12, 1)}
_BREAKS = {"summer": (7, 1), "christmas": (12, 24), "winter": (12, 24), "spring": (3, 20), "autumn": (10, 15)}
_PLACES = {"early": 0.15, "mid": 0.5, "middle": 0.5, "late": 0.8, "end": 1.0, "close": 1.0, "second half": 1.0, "first half": 0.5}


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
            except (ValueError, OverflowError):  # a day that the calendar lacks, such as 31 June
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
        elif last and not last.exact and _is_day_alone(text, date_) and _names_month(text, last) and _apposition().fullmatch(text, last.end, date_.start):
            kept[-1] = replace(date_, start=last.start, day=last.day.replace(day=min(date_.day.day, 28)), exact=True)
        elif last and last.exact and _is_day_alone(text, date_) and date_.day.day <= 28:
            kept.append(replace(date_, day=last.day.replace(day=date_.day.day)))
        else:
            kept.append(date_)
    return kept


def _is_day_alone(text: str, found: FoundDate) -> bool:
    return re.fullmatch(rf"the\s+{_NTH_DAY}", text[found.start : found.end], re.IGNORECASE) is not None


def _names_month(text: str, found: FoundDate) -> bool:
    return re.fullmatch(rf"{_MONTH}(?:\s+{_YEAR})?", text[found.start : found.end].strip(), re.IGNORECASE) is not None


@cache
def _apposition() -> re.Pattern[str]:
    return re.compile(rf"\s*[,(–—-]?\s*(?:{alternation(words_of('apposition'))}[\s,]*)*", re.IGNORECASE)


_Resolver = Callable[[re.Match[str], date], date | None]


def _is_vague(resolve: _Resolver, match: re.Match[str]) -> bool:
    return resolve is _next_period or (resolve is _season and not match["place"])


@cache
def _readers() -> tuple[tuple[re.Pattern[str], _Resolver], ...]:
    """Patterns with what resolves them; the more exact first."""
    return tuple((re.compile(rf"(?<![\w./-])(?:{pattern})(?![\w/])", re.IGNORECASE), resolve) for pattern, resolve in _patterns())


def _patterns() -> Iterator[tuple[str, _Resolver]]:
    yield rf"{_YEAR}-\d\d?-\d\d?|{_YEAR}/\d\d?/\d\d?", _iso
    yield rf"\d\d?\.\s?\d\d?\.\s?(?:{_YEAR}|\d\d(?!\d))?|\d\d?/\d\d?(?:/(?:{_YEAR}|\d\d(?!\d)))?|\d\d?-\d\d?-{_YEAR}", _numeric
    yield rf"(?P<place>last|first|second|third|fourth)\s+(?P<name>{_WEEKDAY})\s+(?:in|of)\s+(?P<month>{_MONTH})\b(?:\s+(?P<year>{_YEAR}))?", _nth_weekday
    yield rf"(?:the\s+)?(?P<nth>first|second|third|last)\s+week\s+(?:in|of)\s+(?P<month>{_MONTH})\b(?:\s+(?P<year>{_YEAR}))?", _nth_week
    yield rf"(?:the\s+)?(?P<name>{_WEEKDAY})\s+(?P<side>after|before|following)\s+{feast_pattern(True)}", _beside_feast
    yield rf"(?:{_WEEKDAY},?\s+)?(?:the\s+)?(?P<day>{_DAY}|{_ORDINAL}(?=\s+of\b))\.?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>{_YEAR}))?", _day_of_month
    yield rf"(?:{_WEEKDAY},?\s+)?(?P<month>{_MONTH})\b\.?\s+(?:the\s+)?(?P<day>{_DAY})(?!\d)(?:,?\s+(?P<year>{_YEAR}))?", _day_of_month
    yield rf"(?:the\s+)?(?P<day>{_DAY})\s+of\s+(?P<which>next|this|the)\s+month", _day_of_some_month
    yield rf"(?:the\s+)?{_PLACE}?(?:q(?P<q>[1-4])|(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)\s+quarter)(?:\s+(?:of\s+)?(?P<year>{_YEAR}))?", _quarter
    yield rf"{_PLACE}?(?:{_WHICH}\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?:of\s+)?(?P<year>{_YEAR}))?", _month
    yield rf"{feast_pattern(False)}(?:\s+(?P<year>{_YEAR}))?", _fixed
    yield rf"{feast_pattern(True)}(?:\s+(?P<year>{_YEAR}))?", _by_easter
    yield r"black friday", _black_friday
    yield r"thanksgiving", _thanksgiving
    yield r"(?:the\s+)?(?P<season>summer|winter|spring|autumn|christmas)\s+(?:holidays?|break|vacation)", _holiday
    yield rf"{_PLACE}?(?:{_WHICH}\s+)?(?P<season>spring|summer|autumn|winter)(?:\s+(?P<year>{_YEAR}))?(?!\s+(?:term|semester|sale|clothes|night|fair|festival|concert|collection|ball|show|exhibition|school|game|catalogue|edition)s?\b)", _season
    yield rf"{_PLACE}(?:{_WHICH}\s+)?(?P<unit>week|month|quarter|year|term|semester)|(?:the\s+)?(?P<unit2>year|month|quarter|week)(?:'s)?[\s-]+end", _part_of_period
    yield r"(?P<which>next|the coming|coming|following)\s+(?P<unit>week|month|year|quarter)", _next_period
    yield r"(?:the\s+)?day\s+after\s+tomorrow", lambda _, t: t + timedelta(days=2)
    yield r"tomorrow(?:\s+(?P<week>week))?", lambda m, t: t + timedelta(days=8 if m["week"] else 1)
    yield r"(?:(?P<which>next|this|coming|the coming|the next)\s+)?(?:the\s+)?weekend", _weekend
    yield rf"(?:(?P<which>next|this|coming|the coming)\s+)?(?P<name>{_WEEKDAY})(?:\s+(?P<later>week|fortnight|in\s+(?:a\s+week|two\s+weeks)))?", _weekday
    yield rf"{_PLACE}(?P<year>{_YEAR})", lambda m, _: _within(date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31), m["place"])
    yield rf"the\s+(?P<day>{_NTH_DAY})(?!\s+(?:century|floor|grade|year|time|class|place))", _day_alone


def _iso(match: re.Match[str], _: date) -> date:
    return parser.parse(match.group(0), yearfirst=True).date()


def _numeric(match: re.Match[str], today: date) -> date | None:
    """15.2.2027, 15/2 and the like, the day first unless only the month can stand there."""
    parts = [int(n) for n in re.findall(r"\d+", match.group(0))]
    if len(parts) < 2 or ("/" in match.group(0) and len(parts) == 2 and min(parts) < 3 and max(parts) < 5):
        return None
    day = parser.parse("/".join(map(str, parts)), dayfirst=True, default=datetime(today.year, 1, 1)).date()
    return day if len(parts) > 2 else _coming(day, today)


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    day, month = _day_number(match["day"]), _month_number(match["month"])
    if match["year"]:
        return date(int(match["year"]), month, day)
    this = date(today.year, month, day)
    return _coming(this, today)


def _day_of_some_month(match: re.Match[str], today: date) -> date | None:
    day = today.replace(day=int(re.sub(r"\D", "", match["day"])))
    return day + relativedelta(months=1) if match["which"].lower() == "next" else _coming_month(day, today)


def _day_alone(match: re.Match[str], today: date) -> date | None:
    return _coming_month(today.replace(day=int(re.sub(r"\D", "", match["day"]))), today)


def _quarter(match: re.Match[str], today: date) -> date | None:
    names = ("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th")
    nth = (match["nth"] or "").lower()
    number = int(match["q"]) if match["q"] else 4 if nth == "last" else names.index(nth) % 4 + 1
    year = int(match["year"] or today.year)
    first = date(year, 3 * number - 2, 1)
    last = first + relativedelta(months=3, days=-1)
    if not match["year"] and last <= today:
        first, last = first + relativedelta(years=1), last + relativedelta(years=1)
    return _within(first, last, match["place"] or "end")


def _month(match: re.Match[str], today: date) -> date | None:
    """A month or a part of one; 'may' and 'march' without a capital are verbs unless a part or a year stands beside."""
    word = match["month"]
    if word in ("may", "march", "mar", "sept", "dec", "jan") and not (match["place"] or match["which"] or match["year"]):
        lead = match.string[max(0, match.start() - 8) : match.start()].lower()
        if not re.search(r"\b(?:by|in|of|until|till|before|due|for)\s$", lead):
            return None
    number = _month_number(word)
    first = date(int(match["year"] or today.year), number, 1)
    day = _within(first, first + relativedelta(months=1, days=-1), match["place"])
    return day if match["year"] else _coming(day, today, anew=lambda years: _month_day(number, today.year + years, match["place"]))


def _month_day(month: int, year: int, place: str | None) -> date:
    first = date(year, month, 1)
    return _within(first, first + relativedelta(months=1, days=-1), place)


def _fixed(match: re.Match[str], today: date) -> date:
    month, day = fixed_feasts()[feast_name(match)]
    return date(int(match["year"]), month, day) if match["year"] else _coming(date(today.year, month, day), today)


def _by_easter(match: re.Match[str], today: date) -> date:
    year = match["year"]
    return _of_easter(feast_name(match), int(year)) if year else _next_of_easter(feast_name(match), today)


def _of_easter(name: str, year: int) -> date:
    return easter(year) + timedelta(days=easter_feasts()[name])


def _next_of_easter(name: str, today: date) -> date:
    return _coming(_of_easter(name, today.year), today, anew=lambda years: _of_easter(name, today.year + years))


def _beside_feast(match: re.Match[str], today: date) -> date:
    """'the Monday after Easter'."""
    feast = _next_of_easter(feast_name(match), today)
    day = _weekday_after(feast, _DAYS.index(match["name"].lower()[:3]))
    return day if match["side"].lower() != "before" else day - timedelta(weeks=1 if day - feast < timedelta(weeks=1) else 2)


def _nth_weekday(match: re.Match[str], today: date) -> date:
    """'the last Friday in January'."""
    def of(year: int) -> date:
        first = date(year, _month_number(match["month"]), 1)
        if match["place"].lower() == "last":
            return _weekday_after(first + relativedelta(months=1) - timedelta(days=8), weekday)
        nth = int(values("ordinals")[match["place"].lower()])
        return _weekday_after(first - timedelta(days=1), weekday) + timedelta(weeks=nth - 1)

    weekday = _DAYS.index(match["name"].lower()[:3])
    return of(int(match["year"])) if match["year"] else _coming(of(today.year), today, anew=lambda years: of(today.year + years))


def _nth_week(match: re.Match[str], today: date) -> date:
    """The Friday or so of 'the first week of March'."""
    nth = match["nth"].lower()
    day = 28 if nth == "last" else int(values("ordinals")[nth]) * 7 - 2
    first = date(int(match["year"] or today.year), _month_number(match["month"]), day)
    return first if match["year"] else _coming(first, today)


def _day_number(word: str) -> int:
    """Of '3rd', '3' and 'third'."""
    written = re.sub(r"\D", "", word)
    return int(written) if written else int(values("ordinals")[re.sub(r"[\s-]+", " ", word.lower())])


def _thanksgiving(_: re.Match[str], today: date) -> date:
    def of(year: int) -> date:
        first = date(year, 11, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 21)

    return _coming(of(today.year), today, anew=lambda years: of(today.year + years))


def _black_friday(match: re.Match[str], today: date) -> date:
    return _thanksgiving(match, today - timedelta(days=1)) + timedelta(days=1)


def _holiday(match: re.Match[str], today: date) -> date:
    month, day = _BREAKS[match["season"].lower()]
    return _coming(date(today.year, month, day), today)


def _season(match: re.Match[str], today: date) -> date | None:
    month, day = _SEASONS[match["season"].lower()]
    first = date(int(match["year"] or today.year), month, day)
    day_ = _within(first, first + relativedelta(months=3), match["place"])
    return day_ if match["year"] else _coming(day_, today)


def _part_of_period(match: re.Match[str], today: date) -> date | None:
    """'the end of the month', 'end of next quarter', 'year-end'."""
    unit = (match["unit"] or match["unit2"]).lower()
    ahead = int("next" in (match["which"] or "").lower() or "following" in (match["which"] or "").lower())
    place = match["place"] or "end"
    first, last = _period(unit, today, ahead)
    day = _within(first, last, place)
    return day if day > today else _within(*_period(unit, today, ahead + 1), place)


def _next_period(match: re.Match[str], today: date) -> date:
    first, last = _period(match["unit"].lower(), today, 1)
    return last if match["unit"].lower() == "week" else first


def _period(unit: str, today: date, ahead: int) -> tuple[date, date]:
    """The first and last day of the week, month, quarter, half-year or year that lies so many ahead."""
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
        return first, first + timedelta(days=4)
    months = {"month": 1, "quarter": 3, "term": 6, "semester": 6, "year": 12}[unit]
    if unit in ("term", "semester"):
        first = date(today.year, 2 if 2 <= today.month < 8 else 8, 1) - relativedelta(years=int(today.month < 2))
    else:
        first = date(today.year, (today.month - 1) // months * months + 1, 1)
    first += relativedelta(months=months * ahead)
    return first, first + relativedelta(months=months, days=-1)


def _weekend(match: re.Match[str], today: date) -> date | None:
    if match["which"] is None:
        return None
    return _weekday_after(today, 6) + timedelta(weeks=int("next" in match["which"].lower() and today.weekday() < 5))


def _weekday(match: re.Match[str], today: date) -> date:
    day = _weekday_after(today, _DAYS.index(match["name"].lower()[:3]))
    later = (match["later"] or "").lower()
    return day + timedelta(weeks=2 if "two" in later or later == "fortnight" else 1 if later else 0)


def _weekday_after(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _within(first: date, last: date, place: str | None) -> date:
    """The first day, or that part of the way to the last which 'mid', 'late' or 'end of' say."""
    share = next((s for word, s in _PLACES.items() if word in (place or "").lower()), 0.0)
    return first + timedelta(days=round((last - first).days * share))


def _coming(day: date, today: date, anew: Callable[[int], date] | None = None) -> date:
    """The day itself if it is ahead, else that of next year."""
    return day if day > today else anew(1) if anew else day + relativedelta(years=1)


def _coming_month(day: date, today: date) -> date:
    return day if day > today else day + relativedelta(months=1)


_EXACT = frozenset({_iso, _numeric, _day_of_month, _day_of_some_month})


def _month_number(word: str) -> int:
    return _MONTHS.index(word.lower()[:3]) + 1
