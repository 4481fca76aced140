"""The days that dates in words mean, counted from today: each function takes a match of one pattern of `dates`."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal

from dateutil import parser
from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter
from dateutil.relativedelta import relativedelta

from advisor.dialogue.reading.calendar_names import easter_feasts, feast_name, fixed_feasts, next_of_moon
from advisor.dialogue.reading.lexicon import values

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"month": 1, "quarter": 3, "term": 6, "semester": 6, "year": 12, "week": 0}
_SEASONS = {"spring": (3, 20), "summer": (6, 21), "autumn": (9, 22), "fall": (9, 22), "winter": (12, 1)}
_BREAKS = {"summer": (7, 1), "christmas": (12, 24), "winter": (12, 24), "spring": (3, 20), "autumn": (10, 15)}
_PLACES = {"early": 0.15, "mid": 0.5, "middle": 0.5, "late": 0.8, "end": 1.0, "close": 1.0, "last": 1.0, "second half": 1.0, "first half": 0.5}


def iso_date(match: re.Match[str], _: date) -> date:
    return parser.parse(match.group(0), yearfirst=True).date()


def numeric_date(match: re.Match[str], today: date) -> date | None:
    """15.2.2027, 15/2 and the like, the day first unless only the month can stand there."""
    parts = [int(n) for n in re.findall(r"\d+", match.group(0))]
    if len(parts) < 2 or ("/" in match.group(0) and len(parts) == 2 and min(parts) < 3 and max(parts) < 5):
        return None
    day = parser.parse("/".join(map(str, parts)), dayfirst=True, default=datetime(today.year, 1, 1)).date()
    return day if len(parts) > 2 else _coming(day, today)


def day_of_month(match: re.Match[str], today: date) -> date | None:
    day, month = _day_number(match["day"]), _month_number(match["month"])
    if match["year"]:
        return date(int(match["year"]), month, day)
    this = date(today.year, month, day)
    return _coming(this, today)


def day_of_some_month(match: re.Match[str], today: date) -> date | None:
    day = today.replace(day=int(re.sub(r"\D", "", match["day"])))
    return day + relativedelta(months=1) if match["which"].lower() == "next" else _coming_month(day, today)


def day_alone(match: re.Match[str], today: date) -> date | None:
    return _coming_month(today.replace(day=int(re.sub(r"\D", "", match["day"]))), today)


def quarter(match: re.Match[str], today: date) -> date | None:
    names = ("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th")
    nth = (match["nth"] or "").lower()
    number = int(match["q"]) if match["q"] else 4 if nth == "last" else names.index(nth) % 4 + 1
    year = int(match["year"] or today.year)
    first = date(year, 3 * number - 2, 1)
    last = first + relativedelta(months=3, days=-1)
    if not match["year"] and last <= today:
        first, last = first + relativedelta(years=1), last + relativedelta(years=1)
    return within(first, last, match["place"] or "end")


def month(match: re.Match[str], today: date) -> date | None:
    """A month or a part of one; 'may' and 'march' without a capital are verbs unless a part or a year stands beside."""
    word = match["month"]
    if word in ("may", "march", "mar", "sept", "dec", "jan") and not (match["place"] or match["which"] or match["year"]):
        lead = match.string[max(0, match.start() - 8) : match.start()].lower()
        if not re.search(r"\b(?:by|in|of|until|till|before|due|for)\s$", lead):
            return None
    number = _month_number(word)
    first = date(int(match["year"] or today.year), number, 1)
    day = within(first, first + relativedelta(months=1, days=-1), match["place"])
    return day if match["year"] else _coming(day, today, anew=lambda years: _month_day(number, today.year + years, match["place"]))


def _month_day(month: int, year: int, place: str | None) -> date:
    first = date(year, month, 1)
    return within(first, first + relativedelta(months=1, days=-1), place)


def fixed_feast(match: re.Match[str], today: date) -> date:
    month, day = fixed_feasts()[feast_name(match)]
    return date(int(match["year"]), month, day) if match["year"] else _coming(date(today.year, month, day), today)


def easter_feast(match: re.Match[str], today: date) -> date:
    year = match["year"]
    east: Literal[1, 2, 3] = EASTER_ORTHODOX if match["east"] else EASTER_WESTERN
    return _of_easter(feast_name(match), int(year), east) if year else _next_of_easter(feast_name(match), today, east)


def _of_easter(name: str, year: int, east: Literal[1, 2, 3] = EASTER_WESTERN) -> date:
    return easter(year, east) + timedelta(days=easter_feasts()[name])


def _next_of_easter(name: str, today: date, east: Literal[1, 2, 3] = EASTER_WESTERN) -> date:
    return _coming(_of_easter(name, today.year, east), today, anew=lambda years: _of_easter(name, today.year + years, east))


def moon_feast(match: re.Match[str], today: date) -> date:
    """The first day of a feast that goes by the moon."""
    return next_of_moon(match["moon"], today)


def beside_feast(match: re.Match[str], today: date) -> date:
    """'the Monday after Easter'."""
    feast = _next_of_easter(feast_name(match), today)
    day = _weekday_after(feast, _DAYS.index(match["name"].lower()[:3]))
    return day if match["side"].lower() != "before" else day - timedelta(weeks=1 if day - feast < timedelta(weeks=1) else 2)


def after_feast(match: re.Match[str], today: date) -> date:
    """'the week after Easter', until its end."""
    return _next_of_easter(feast_name(match), today) + timedelta(days=7)


def nth_weekday(match: re.Match[str], today: date) -> date:
    """'the last Friday in January'."""
    def of(year: int) -> date:
        first = date(year, _month_number(match["month"]), 1)
        if match["place"].lower() == "last":
            return _weekday_after(first + relativedelta(months=1) - timedelta(days=8), day)
        nth = _day_number(match["place"])
        return _weekday_after(first - timedelta(days=1), day) + timedelta(weeks=nth - 1)

    day = _DAYS.index(match["name"].lower()[:3])
    return of(int(match["year"])) if match["year"] else _coming(of(today.year), today, anew=lambda years: of(today.year + years))


def nth_weekday_of_some_month(match: re.Match[str], today: date) -> date:
    """'the last Friday of the month', 'the first Monday of next month'."""
    day = _DAYS.index(match["name"].lower()[:3])

    def of(first: date) -> date:
        if match["place"].lower() == "last":
            return _weekday_after(first + relativedelta(months=1) - timedelta(days=8), day)
        return _weekday_after(first - timedelta(days=1), day) + timedelta(weeks=_day_number(match["place"]) - 1)

    this = date(today.year, today.month, 1)
    ahead = (match["which"] or "").lower() in ("next", "coming", "following")
    found = of(this + relativedelta(months=int(ahead)))
    return found if found > today else of(this + relativedelta(months=1))


def nth_week(match: re.Match[str], today: date) -> date:
    """The Friday or so of 'the first week of March'."""
    nth = match["nth"].lower()
    day = 28 if nth == "last" else int(values("ordinals")[nth]) * 7 - 2
    first = date(int(match["year"] or today.year), _month_number(match["month"]), day)
    return first if match["year"] else _coming(first, today)


def _day_number(word: str) -> int:
    """Of '3rd', '3' and 'third'."""
    written = re.sub(r"\D", "", word)
    return int(written) if written else int(values("ordinals")[re.sub(r"[\s-]+", " ", word.lower())])


def thanksgiving(_: re.Match[str], today: date) -> date:
    def of(year: int) -> date:
        first = date(year, 11, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 21)

    return _coming(of(today.year), today, anew=lambda years: of(today.year + years))


def black_friday(match: re.Match[str], today: date) -> date:
    return thanksgiving(match, today - timedelta(days=1)) + timedelta(days=1)


def holidays(match: re.Match[str], today: date) -> date:
    month, day = _BREAKS[match["season"].lower()]
    return _coming(date(today.year, month, day), today)


def season(match: re.Match[str], today: date) -> date | None:
    month, day = _SEASONS[match["season"].lower()]
    first = date(int(match["year"] or today.year), month, day)
    day_ = within(first, first + relativedelta(months=3), match["place"])
    return day_ if match["year"] else _coming(day_, today)


def part_of_period(match: re.Match[str], today: date) -> date | None:
    """'the end of the month', 'end of next quarter', 'year-end'."""
    unit = (match["unit"] or match["unit2"]).lower()
    ahead = int("next" in (match["which"] or "").lower() or "following" in (match["which"] or "").lower())
    place = match["place"] or "end"
    first, last = _period(unit, today, ahead)
    day = within(first, last, place)
    return day if day > today else within(*_period(unit, today, ahead + 1), place)


def week_of_year(match: re.Match[str], today: date) -> date:
    """The Friday of 'week 8', 'calendar week 8 of 2027', 'KW 8'."""
    friday = date.fromisocalendar(int(match["year"] or today.year), int(match["number"]), 5)
    return friday if match["year"] else _coming(friday, today, anew=lambda years: date.fromisocalendar(today.year + years, int(match["number"]), 5))


def period_after_next(match: re.Match[str], today: date) -> date:
    """'the week after next', 'the Friday after next'."""
    name = match["unit"].lower()
    if name in _UNITS:
        first, last = _period(name, today, 2)
        return last if name == "week" else first
    return _weekday_after(today, _DAYS.index(name[:3])) + timedelta(weeks=1)


def this_time(match: re.Match[str], today: date) -> date:
    """'this time next year'."""
    return today + {"week": relativedelta(weeks=1), "month": relativedelta(months=1), "year": relativedelta(years=1)}[match["unit"].lower()]


def tomorrow(match: re.Match[str], today: date) -> date:
    """'tomorrow', 'tomorrow week'."""
    return today + timedelta(days=8 if match["week"] else 1)


def after_tomorrow(_: re.Match[str], today: date) -> date:
    """'the day after tomorrow'."""
    return today + timedelta(days=2)


def part_of_year(match: re.Match[str], _: date) -> date:
    """'the end of 2027'."""
    year = int(match["year"])
    return within(date(year, 1, 1), date(year, 12, 31), match["place"])


def next_period(match: re.Match[str], today: date) -> date:
    first, last = _period(match["unit"].lower(), today, 1)
    return last if match["unit"].lower() == "week" else first


def _period(unit: str, today: date, ahead: int) -> tuple[date, date]:
    """The first and last day of the week, month, quarter, half-year or year that lies so many ahead."""
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
        return first, first + timedelta(days=4)
    months = _UNITS[unit]
    if unit in ("term", "semester"):
        first = date(today.year, 2 if 2 <= today.month < 8 else 8, 1) - relativedelta(years=int(today.month < 2))
    else:
        first = date(today.year, (today.month - 1) // months * months + 1, 1)
    first += relativedelta(months=months * ahead)
    return first, first + relativedelta(months=months, days=-1)


def weekend(match: re.Match[str], today: date) -> date | None:
    if match["which"] is None:
        return None
    return _weekday_after(today, 6) + timedelta(weeks=int("next" in match["which"].lower() and today.weekday() < 5))


def weekday(match: re.Match[str], today: date) -> date:
    day = _weekday_after(today, _DAYS.index(match["name"].lower()[:3]))
    later = (match["later"] or "").lower()
    return day + timedelta(weeks=2 if "two" in later or later == "fortnight" else 1 if later else 0)


def _weekday_after(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def within(first: date, last: date, place: str | None) -> date:
    """The first day, or that part of the way to the last which 'mid', 'late' or 'end of' say."""
    share = next((s for word, s in _PLACES.items() if word in (place or "").lower()), 0.0)
    return first + timedelta(days=round((last - first).days * share))


def _coming(day: date, today: date, anew: Callable[[int], date] | None = None) -> date:
    """The day itself if it is ahead, else that of next year."""
    return day if day > today else anew(1) if anew else day + relativedelta(years=1)


def _coming_month(day: date, today: date) -> date:
    return day if day > today else day + relativedelta(months=1)


def _month_number(word: str) -> int:
    return _MONTHS.index(word.lower()[:3]) + 1
