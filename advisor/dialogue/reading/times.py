"""Reads hours a week and deadlines, in any usual wording."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from rapidfuzz import process
from rapidfuzz.distance import OSA

from advisor.dialogue.reading.text import digits, sentences
from advisor.domain.brief import Fact

EVENING_HOURS = 2.0
"""Hours of an evening, where the person counts in evenings."""
WEEKEND_HOURS = 6.0
DAY_HOURS = 6.0
FULL_TIME_HOURS = 35.0
WORKING_DAY_HOURS = 7.0

_UNIT_HOURS = {
    "hour": 1.0, "hr": 1.0, "h": 1.0, "minute": 1 / 60, "min": 1 / 60, "evening": EVENING_HOURS, "night": EVENING_HOURS,
    "weekend": WEEKEND_HOURS, "afternoon": 3.0, "morning": 2.0, "day": DAY_HOURS, "saturday": DAY_HOURS, "sunday": DAY_HOURS,
}  # fmt: skip
_TIMES_A_WEEK = {
    "week": 1.0, "wk": 1.0, "w": 1.0, "day": 7.0, "night": 7.0, "evening": 7.0, "morning": 7.0, "weekend": 1.0, "month": 0.25,
    "workday": 5.0, "weekday": 5.0, "saturday": 1.0, "sunday": 1.0,
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)\s*(?:(?:-|–|to|or|bis)\s*(?P<high>\d+(?:\.\d+)?))?\s*"
    r"(?P<unit>hours?|hrs?|h|minutes?|mins?|evenings?|nights?|weekends?|afternoons?|mornings?|days?|saturdays?|sundays?)\b"
    r"(?:\s*(?:a|an|per|each|every|/|in the|in a)?\s*(?P<per>workday|weekday|week|wk|w|days?|nights?|evenings?|mornings?|weekends?|month|saturdays?|sundays?)\b)?",
    re.IGNORECASE,
)
_WEEKLY = re.compile(r"\b(weekly|a week|per week|each week|every week|a weekly|daily|a day|every day|per day)\b", re.IGNORECASE)
_BARE = {
    "full time": FULL_TIME_HOURS, "full-time": FULL_TIME_HOURS, "weekends": WEEKEND_HOURS, "on the weekend": WEEKEND_HOURS,
    "at weekends": WEEKEND_HOURS, "sundays": DAY_HOURS, "saturdays": DAY_HOURS, "evenings": 10.0, "every evening": 14.0,
}  # fmt: skip
_SPARE = re.compile(r"\b(have|spare|spend|free|give|invest|put in|available|time|manage|only|got|maybe|about|after work)\b", re.IGNORECASE)

_SPAN = re.compile(
    r"(?P<before>\b(?:in|within|by|have|got|due|deadline|next|for|over|under|takes?|left|until|now|is|finish|ready|be|about|around|only|to|the|maybe|moved|of|than)\b[^.\d]{0,24})?"
    r"(?P<low>\d+(?:\.\d+)?)\s*(?:(?:-|–|to|or)\s*(?P<high>\d+(?:\.\d+)?))?\s*(?P<unit>days?|weeks?|months?|years?)\b(?P<after>[^.]{0,24})",
    re.IGNORECASE,
)
_UNIT_WEEKS = {"day": 1 / 7, "week": 1.0, "month": 52 / 12, "year": 52.0}
_NOT_A_DEADLINE = re.compile(
    r"^\s*(of|ago|old|worth|experience|years?|in advance|ahead|before|later|history|data|records?|sales|readings)\b"
    r"|\bof (data|history|records|sales|readings|experience|bookings|logs)\b",
    re.IGNORECASE,
)
_DUE = re.compile(r"\b(by|before|until|till?|til|due(?: on| in| by| at)?|deadline (?:is|on|in)?|moved to|not later than|(?:live|ready|starts?|begins?|launch(?:es)?|opens?|present(?:ed)?|hand(?:ed)? in|finished|done|show it)(?: \w+){0,2} (?:on|in|at|by|from))\s+(?:the\s+)?(?P<when>[^,.;!?]{3,40})", re.IGNORECASE)
_FEASTS = {"christmas": (12, 24), "xmas": (12, 24), "new year": (12, 31), "end of the year": (12, 31), "year end": (12, 31), "end of year": (12, 31), "halloween": (10, 31), "summer": (6, 21), "autumn": (9, 22), "spring": (3, 20), "winter": (12, 1), "summer holidays": (7, 1)}  # fmt: skip
_MONTHS = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d{1,4}[./-]\d{1,2}|\bnext (week|month|year)\b|\bend of\b|\btomorrow\b", re.IGNORECASE)


def hours_facts(text: str, turn: int, asked: bool = False) -> list[Fact]:
    """Hours a week. Without 'a week' an amount counts only if it was asked for, or words such as 'spare' go with it.

    The last amount counts: 'seven hours. Sorry, no, four' means four; 'an hour on weekdays plus four on Sunday' is a sum.
    """
    found: Fact | None = None
    for sentence in sentences(text):
        plain = digits(_spelt(sentence))
        amounts = [(m, h) for m in _AMOUNT.finditer(plain) if (h := _weekly(m, plain, asked)) is not None and 0 < h <= 80]
        amounts = [(m, h) for m, h in amounts if not _NOT_MINE.search(plain[: m.start()]) or asked]
        if amounts:
            hours = sum(h for _, h in amounts) if len(amounts) > 1 and _PLUS.search(plain) else amounts[-1][1]
            found = _fact("hours_per_week", round(min(hours, 80), 1), _quote(sentence, amounts[-1][0].group(0)), turn, None)
            continue
        if found and _CORRECTED.search(plain) and (number := _CORRECTED.search(plain)):
            hours = float(number["number"])
            if 0 < hours <= 80:
                found = _fact("hours_per_week", hours, sentence, turn, None)
                continue
        low = plain.lower()
        for phrase, hours in _BARE.items():
            if re.search(rf"\b{phrase}\b", low) and (asked or _SPARE.search(low) or phrase.startswith(("full", "on ", "at "))):
                found = found or _fact("hours_per_week", hours, _quote(sentence, phrase), turn, None)
        whole = re.search(r"\b(?:every|each|1) (?:\w+day|week)\b.*\b(?:whole|full|all) (?:working )?day\b|\b(?:whole|full|1|a) (?:working )?day (?:a|per|each|every) week\b", low)
        if whole and not found:
            found = _fact("hours_per_week", WORKING_DAY_HOURS, whole.group(0) if whole.group(0) in sentence else sentence, turn, None)
        if asked and not found and (number := re.fullmatch(r"\D{0,20}(\d+(?:\.\d+)?)\D{0,20}", plain.strip())):
            hours = float(number[1])
            if 0 < hours <= 80:
                found = _fact("hours_per_week", hours, sentence, turn, None)
    return [found] if found else []


_NOT_MINE = re.compile(r"\b(?:open|opening|running|runs|takes us|lasts|shifts?|delivers?|they|machine|shop is)\b[^.]{0,25}$", re.IGNORECASE)
"""An amount after these words is not the person's time for learning."""
_PLUS = re.compile(r"\b(?:plus|and another|and also|as well as|in addition)\b|\+", re.IGNORECASE)
_CORRECTED = re.compile(r"\b(?:no|sorry|actually|rather|make (?:it|that)|i mean|well|honest(?:ly)?|instead|correction)\b[^\d]{0,20}(?P<number>\d+(?:\.\d+)?)\b(?!\s*(?:weeks?|months?|years?|days?|%))", re.IGNORECASE)
_UNITS = ("hours", "hour", "minutes", "evenings", "weekends", "weekend", "evening")


def _spelt(sentence: str) -> str:
    """The sentence with misspelt units mended: 'houers' → 'hours'."""

    def mend(found: re.Match[str]) -> str:
        word = found.group(0)
        near = process.extractOne(word.lower(), _UNITS, scorer=OSA.distance, score_cutoff=1 if len(word) < 7 else 2)
        return near[0] if near and word[0].lower() == near[0][0] else word

    return re.sub(r"(?<=\d )[A-Za-z]{4,9}\b", mend, sentence)


def _weekly(found: re.Match[str], plain: str, asked: bool) -> float | None:
    unit = _singular(found["unit"], _UNIT_HOURS)
    low = float(found["low"])
    amount = (low + float(found["high"])) / 2 if found["high"] else low
    per = _singular(found["per"], _TIMES_A_WEEK) if found["per"] else None
    hours = amount * _UNIT_HOURS[unit]
    before = plain[max(0, found.start() - 60) : found.start()].lower()
    after = plain[found.end() : found.end() + 60].lower()
    if re.search(r"\b(?:every (?:second|other)|each second) \w*$|\bevery (?:second|other) \w+,? *$", before):
        return hours / 2
    if unit in ("hour", "minute", "min", "hr", "h") and re.search(r"\bmonday (?:to|till|until|through|-|–) friday|\b(?:on )?(?:weekdays|workdays)\b", before[-30:] + after):
        return hours * 5
    if unit == per == "day" or (unit in ("day", "night") and per not in ("week", "wk", "month")):
        return None
    if per:
        rate = 5.0 if re.match(r"\s*(?:evening|night|morning)", after) and per in ("weekday", "workday") else _TIMES_A_WEEK[per]
        return hours * rate
    rest = plain[found.end() : found.end() + 30]
    weekly = _WEEKLY.search(rest) or _WEEKLY.search(plain)
    if weekly:
        return hours * (7 if "da" in weekly.group(0).lower() and unit in ("hour", "hr", "h", "minute", "min") else 1)
    if unit in ("weekend",):
        return None
    return hours if asked or (_SPARE.search(plain) and unit in ("hour", "hr", "h", "evening")) else None


def deadline_facts(text: str, turn: int, today: date, asked: bool = False) -> list[Fact]:
    """Weeks to a deadline, from a span ('in three months') or a date ('by Christmas', 'before 1 June')."""
    none = _NO_DATE.search(text)
    if none:
        return [Fact(name="deadline_weeks", value=None, quote=none.group(0), turn=turn, on=today)]
    for sentence in sentences(text):
        plain = digits(sentence)
        listed = bool(_AMOUNT.search(plain))
        for found in _SPAN.finditer(plain):
            if _NOT_A_DEADLINE.search(found["after"] or "") or not (
                found["before"] or asked or _trailing(found["after"]) or (listed and _stands_alone(found, plain))
            ):
                continue
            if re.search(r"\b(for|worked|over|past|last|previous)\b\W*$", (found["before"] or "").strip(), re.IGNORECASE) and not asked:
                continue
            low = float(found["low"])
            amount = (low + float(found["high"])) / 2 if found["high"] else low
            weeks = amount * _UNIT_WEEKS[_singular(found["unit"], _UNIT_WEEKS)]
            if _is_about_time(found, plain) and 0.1 < weeks <= 520:
                return [_fact("deadline_weeks", round(weeks, 1), _quote(sentence, found.group(0).strip()), turn, today)]
        for due in _DUE.finditer(sentence):
            when = _date(due["when"], today)
            if when and when > today:
                return [_fact("deadline_weeks", round((when - today).days / 7, 1), due.group(0), turn, today)]
    return []


def _is_about_time(found: re.Match[str], plain: str) -> bool:
    """'every 2 weeks' and 'each 3 days' say how often, not until when."""
    start = found.start("low")
    return not re.search(r"\b(every|each|per|a|last|past|previous|first)\s*$", plain[:start], re.IGNORECASE)


_NO_DATE = re.compile(r"\b(?:no|without(?: a| any)?|there(?:'s| is) no) (?:deadline|fixed date|due date|date|rush|hurry)\b|\bnot in a (?:rush|hurry)\b", re.IGNORECASE)


def _stands_alone(found: re.Match[str], plain: str) -> bool:
    """Whether a span is an item of a list: '6 hours a week, 3 months'."""
    start, end = found.start("low"), found.end("unit")
    before, after = plain[:start].rstrip(), plain[end:].lstrip()
    alone = (not before or before[-1] in ",;/·-" or before.lower().endswith((" for", " and"))) and (not after or after[0] in ",;.!/·-" or after.lower().startswith("and"))
    return alone and found["unit"].lower().rstrip("s") != "day"


def _trailing(after: str | None) -> bool:
    return bool(re.search(r"^\s*(from now|left|deadline|to go|time|max|at most)", after or "", re.IGNORECASE))


def _date(text: str, today: date) -> date | None:
    low = text.lower().strip()
    for feast, (month, day) in _FEASTS.items():
        if low.startswith(feast) or feast in low:
            when = date(today.year, month, day)
            return when if when > today else when.replace(year=today.year + 1)
    if low.startswith("easter") or "easter" in low[:12]:
        from dateutil.easter import easter

        when = easter(today.year)
        return when if when > today else easter(today.year + 1)
    if not _MONTHS.search(low):
        return None
    import dateparser

    for length in range(len(low.split()), 0, -1):
        part = " ".join(low.split()[:length])
        part = re.sub(r"^(the )?(end|beginning|start|middle) of ", "", part)
        found = dateparser.parse(
            part, languages=["en"],
            settings={"PREFER_DATES_FROM": "future", "PREFER_DAY_OF_MONTH": "last" if low.startswith("end") else "first",
                      "RELATIVE_BASE": datetime(today.year, today.month, today.day)},
        )  # fmt: skip
        if found:
            return date(found.year, found.month, found.day)
    return None


def _singular(unit: str, table: dict[str, float]) -> str:
    low = unit.lower()
    return low if low in table else low.rstrip("s")


def _quote(sentence: str, found: str) -> str:
    """The person's own words: the match where the sentence holds it unchanged, else the sentence."""
    return found.strip() if found.strip() in sentence else sentence


def _fact(name: str, value: float, quote: str, turn: int, on: date | None) -> Fact:
    return Fact(name=name, value=value, quote=quote, turn=turn, on=on)


def numbers_in(text: str) -> Iterator[float]:
    """Every number in a text, written in digits or words."""
    for found in re.finditer(r"\d+(?:[.,]\d+)?", digits(text)):
        yield float(found.group(0).replace(",", "."))
