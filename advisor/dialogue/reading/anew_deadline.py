"""A deadline told anew in the middle of a conversation, beside the one that is known: a bare date or number may then be meant."""

import re
from calendar import monthrange
from datetime import date, timedelta

from advisor.dialogue.reading import times
from advisor.dialogue.reading.anew_words import (
    LATER,
    MOST_BESIDE_OLD,
    MOST_LETTERS,
    SHORT,
    conclusion,
    is_likely,
    sets,
    tells_span,
    unstarred,
)
from advisor.dialogue.reading.beside import ends_well
from advisor.dialogue.reading.dates import dates_in
from advisor.dialogue.reading.due import finishing, sentence_of
from advisor.dialogue.reading.lexicon import phrases, words_of
from advisor.dialogue.reading.quantities import Kind, terms
from advisor.dialogue.reading.reckoning import change_in
from advisor.dialogue.reading.retold import FAINT, HINTED, NOTHING, Retold, Topic
from advisor.dialogue.reading.revising import moved_to, replaced, set_alone, settled_on
from advisor.dialogue.reading.taken_back import (
    SAME_WEEK,
    Known,
    Remainder,
    changes,
    in_own_words,
    of_other_time,
    remainder,
    straight_after_mistake,
)
from advisor.dialogue.reading.terms import WEEKS
from advisor.dialogue.reading.text import words
from advisor.domain.brief import Brief, Fact

_DUE = re.compile(r"\b(?:deadline|date|due|extension|instead|until|till|make it|make that|say|weeks?|months?)\b", re.IGNORECASE)
"""Words of a message in which a date or a span may be the deadline, beside those of finishing."""
_SETS_DATE = re.compile(r"(?:\b(?:meant|mean|correction|make it|make that|rather)\b|^)\W*(?:(?:to say|on|by|the|at|it['’]?s|is|in|of|first|early|mid|middle|end|late|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?)\s+)*$", re.IGNORECASE)
"""Right before a date that replaces the one known: 'meant Friday'."""
_UNITS = re.compile(r"(?<!\d )\b(?P<new>days?|weeks?|months?|years?),? (?:and |but )?not (?:in )?(?P<old>days?|weeks?|months?|years?)\b", re.IGNORECASE)
"""One unit for another, without a number."""
_NAMED = re.compile(r"\b(?:dead ?line|due date|end date|(?:the|our|my) date)\b", re.IGNORECASE)
_LIMIT = re.compile(r"\b(?:by|before|until|till|due)\b", re.IGNORECASE)
_DAY_ALONE = re.compile(r"the\s+\d\d?\s?(?:st|nd|rd|th)\W*", re.IGNORECASE)
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)"
_MONTHS = re.compile(
    rf"\b(?P<new>{_MONTH})\b\W{{0,3}}(?:and |but )?(?:not|instead of|rather than) (?:in )?(?P<old>{_MONTH})\b|\bnot (?:in )?(?P<old2>{_MONTH})\b\W{{0,3}}(?:but |it['’]?s |i meant |rather |in )*(?P<new2>{_MONTH})\b",
    re.IGNORECASE,
)
_STEM = 5
"""Letters at the beginning of words that mean the same."""
OFTEN_GONE = 0.3
"""How likely, beside another date, that there is none must be where the old date is taken back and no other told."""


def deadline(text: str, turn: int, today: date, brief: Brief, told: Retold = NOTHING) -> list[Fact]:
    """The deadline that replaces the one known. `told`: what the message puts right."""
    known = brief.fact("deadline_weeks")
    if known is None:
        return []
    weeks = _weeks_left(known, today)
    if holds(text, brief, today):
        return []
    if alone := (set_alone(text) if sets(brief, told) is Topic.DEADLINE else None) or _replaced_span(text, known):
        unit = next(t.unit for t in (*terms(alone[1]), *terms(known.quote)) if t.kind is Kind.SPAN and t.unit in WEEKS)
        return [Fact(name="deadline_weeks", value=round(alone[0] * WEEKS[unit], 1), quote=alone[1], turn=turn, on=today)]
    told_span = next((t for t in terms(known.quote) if t.kind is Kind.SPAN and t.unit in WEEKS), None)
    if told_span and told.tells(Topic.DEADLINE) and sets(brief, told) is Topic.DEADLINE and not dates_in(text, today) and (settled := settled_on(text)):
        return [Fact(name="deadline_weeks", value=round(settled[0] * WEEKS[told_span.unit], 1), quote=settled[1], turn=turn, on=today)]
    if phrases("stays").search(text) and _NAMED.search(text) and not dates_in(text, today):
        return []
    if (lifted := phrases("deadline_gone").search(text)) and not dates_in(text[lifted.end() :], today) and not text.rstrip().endswith("?"):
        return [Fact(name="deadline_weeks", value=None, quote=lifted[0], turn=turn, on=today)]
    if swapped := _month_swapped(text, known, today) or _multiplied(text, weeks, told, brief, today):
        return [Fact(name="deadline_weeks", value=swapped[0], quote=swapped[1], turn=turn, on=today)]
    surely = told.tells(Topic.DEADLINE) or _speaks_of(known, text, told, today) or _takes_back(text, weeks, today)
    if len(text) > MOST_BESIDE_OLD and not surely:
        return []
    text, starred = unstarred(text)
    if swapped := _unit_swapped(text, known):
        return [Fact(name="deadline_weeks", value=swapped[0], quote=swapped[1], turn=turn, on=today)]
    left = remainder(text, today, Known(weeks=weeks) if surely else Known())
    if len(text) > MOST_LETTERS and not left.dates and not surely:
        return []
    moved = moved_to(text)
    to = times.deadline_facts(moved, turn, today, asked=True) if moved else []
    if to:
        return to
    shifted = _shifted(left.text, known, today, told, surely)
    if shifted:
        return [Fact(name="deadline_weeks", value=shifted[0], quote=in_own_words(shifted[1], text), turn=turn, on=today)]
    set_anew = any(_SETS_DATE.search(text[: day.start]) for day in dates_in(left.text, today))
    if not (surely or is_likely(told, Topic.DEADLINE) or _NAMED.search(text)):
        exact = changes(text) and any(day.exact for day in dates_in(text, today))
        set_by = exact and _LIMIT.search(text) and told.something < HINTED
        return times.deadline_facts(text, turn, today, asked=bool(set_by)) if exact else []
    if not (surely or starred or straight_after_mistake(text, today) or (changes(text) and (left.dates or finishing(text) or _DUE.search(text) or set_anew))):
        return []
    plain = _without_periods(_without_spans(left.text, today), today)
    if in_month := _in_known_month(plain, known, today):
        return [Fact(name="deadline_weeks", value=in_month[0], quote=in_own_words(in_month[1], text), turn=turn, on=today)]
    found = [f for part in (conclusion(plain), plain) for f in times.deadline_facts(part, turn, today, asked=True) if f.value is not None][:1]
    new = [f.model_copy(update={"quote": in_own_words(f.quote, text)}) for f in found] or _in_unit(left, known, turn, today)
    if new or not surely:
        return new
    gone = told.likest(Topic.DEADLINE) == "no deadline" or (left.dates and told.shares.get("no deadline", 0.0) >= OFTEN_GONE * told.shares.get("deadline", 0.0))
    return [Fact(name="deadline_weeks", value=None, quote=told.quote(Topic.DEADLINE), turn=turn, on=today)] if gone and told.tells(Topic.DEADLINE) else []


def holds(text: str, brief: Brief, today: date) -> bool:
    """Whether a message says in a sentence of its own that the known span or date still holds: 'five weeks still holds'."""
    stays, known = phrases("stays").search(text), brief.fact("deadline_weeks")
    weeks = _weeks_left(known, today) if known else None
    if stays is None or weeks is None:
        return False
    said = slice(*sentence_of(text, stays.start()))
    told = [(day.day - today).days / 7 for day in dates_in(text[said], today)] + [t.middle for t in terms(text[said]) if t.kind is Kind.SPAN]
    return bool(told) and all(abs(one - weeks) < SAME_WEEK for one in told)


def _month_swapped(text: str, known: Fact, today: date) -> tuple[float, str] | None:
    """'February, not January': the same day of the other month, where a day was told."""
    found = _MONTHS.search(text)
    was = dates_in(known.quote, today)
    if found is None or len(was) != 1 or not was[0].exact:
        return None
    names = {side: found[side] or found[f"{side}2"] for side in ("new", "old")}
    days = {side: dates_in(f"in {name}", today) for side, name in names.items()}
    if not (days["new"] and days["old"]) or days["old"][0].day.month != was[0].day.month or days["new"][0].day.month == was[0].day.month:
        return None
    month = days["new"][0].day
    new = month.replace(day=min(was[0].day.day, monthrange(month.year, month.month)[1]))
    return (round((new - today).days / 7, 1), found[0].strip()) if new > today else None


def _multiplied(text: str, weeks: float | None, told: Retold, brief: Brief, today: date) -> tuple[float, str] | None:
    """'Three months? We have twice that': the known span so many times, where it is named or nothing else can be meant."""
    change = change_in(text, Kind.SPAN)
    if weeks is None or change is None or change.factor == 1.0 or not change.of_known:
        return None
    named = remainder(text, today, Known(weeks=weeks)).text != remainder(text, today).text
    meant = named or (told.tells(Topic.DEADLINE) and told.share(Topic.DEADLINE) > told.share(Topic.HOURS)) or brief.fact("hours_per_week") is None
    return (round(weeks * change.factor, 1), text[change.start : change.end].strip()) if meant and not of_other_time(text) else None


def _replaced_span(text: str, known: Fact) -> tuple[float, str] | None:
    """'10 -> 8', '8, not 10': the number of weeks or months that replaces the one told."""
    spans = [t for t in terms(known.quote) if t.kind is Kind.SPAN and t.unit in WEEKS]
    return replaced(text, spans[0].middle / WEEKS[spans[0].unit]) if len(spans) == 1 else None


def _takes_back(text: str, weeks: float | None, today: date) -> bool:
    """Whether the message says itself that the known date is wrong: 'not July', 'Whitsun was wrong'."""
    if weeks is None or not remainder(text, today).dates:
        return False
    gone = remainder(text, today, Known(weeks=weeks)).text
    return gone == remainder(text, today).text and any(_same(day.day, today + timedelta(weeks=weeks)) for day in dates_in(text, today))


def _same(one: date, other: date) -> bool:
    return abs((one - other).days) < SAME_WEEK * 7 or (one.year, one.month) == (other.year, other.month)


def _speaks_of(known: Fact, text: str, told: Retold, today: date) -> bool:
    """Whether a message that names a day speaks of what the known date is for: the opening, the harvest, or 'the deadline' itself."""
    if of_other_time(text) or told.something - told.share(Topic.DEADLINE) > told.share(Topic.DEADLINE) + FAINT:
        return False
    days = [day for day in dates_in(text, today) if day.day > today]
    if not days and not tells_span(text):
        return False
    weeks = _weeks_left(known, today)
    if len(days) > 1 and weeks is not None and any(abs((day.day - today).days / 7 - weeks) < SAME_WEEK for day in days):
        return True
    named = _stems(known.quote) - _stems(" ".join(known.quote[day.start : day.end] for day in dates_in(known.quote, today)))
    return bool((named | {"deadl"}) & _stems(text)) or told.share(Topic.DEADLINE) >= HINTED


def _stems(text: str) -> set[str]:
    """The beginnings of the longer words, by which 'opening' and 'we open' are one."""
    return {word[:_STEM] for word in words(text) if len(word) >= _STEM} - {word[:_STEM] for word in words_of("of_no_event")}


def _weeks_left(known: Fact, today: date) -> float | None:
    """Weeks from today to the date that is known, if it is one."""
    return float(known.value) - ((today - known.on).days / 7 if known.on else 0.0) if isinstance(known.value, float | int) else None


def _unit_swapped(text: str, known: Fact) -> tuple[float, str] | None:
    """'Weeks, not months': the number that was told, in the other unit, with the words."""
    span = next((t for t in terms(known.quote) if t.kind is Kind.SPAN and t.unit in WEEKS), None)
    for match in _UNITS.finditer(text) if span else ():
        new, old = (match[name].lower().rstrip("s") for name in ("new", "old"))
        if span and span.unit == old and new != old:
            return round(span.middle / WEEKS[old] * WEEKS[new], 1), match[0]
    return None


def _in_unit(left: Remainder, known: Fact, turn: int, today: date) -> list[Fact]:
    """'Ten weeks was wrong, we have fourteen': a bare number in the unit of the span that it replaces."""
    spans = (t.unit for text in (left.text, known.quote) for t in terms(text) if t.kind is Kind.SPAN)
    unit = left.unit or next(spans, "")
    found = terms(left.text)
    following = (*found[1:], None)
    bare = (t for t, after in zip(found, following, strict=True) if t.kind is Kind.NUMBER and ends_well(left.text, t, after))
    number = next(bare, None) if unit in WEEKS else None
    if number is None:
        return []
    return [Fact(name="deadline_weeks", value=round(number.middle * WEEKS[unit], 1), quote=left.text[number.start : number.end], turn=turn, on=today)]


def _without_periods(text: str, today: date) -> str:
    """Beside a day that is written out a month or a season only tells why: 'it comes early this year, we need it on 10 March'."""
    days = dates_in(text, today)
    if any(day.exact for day in days):
        for day in days:
            if not day.exact and not any(letter.isdigit() for letter in text[day.start : day.end]):
                text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    return text


def _in_known_month(text: str, known: Fact, today: date) -> tuple[float, str] | None:
    """'The 8th' without a month is of the month that is known, with the words."""
    weeks = _weeks_left(known, today)
    days = dates_in(text, today)
    if weeks is None or len(days) != 1 or not _DAY_ALONE.fullmatch(text[days[0].start : days[0].end].strip()):
        return None
    was = today + timedelta(weeks=weeks)
    new = was.replace(day=min(days[0].day.day, monthrange(was.year, was.month)[1]))
    return (round((new - today).days / 7, 1), text[days[0].start : days[0].end]) if new > today else None


def _without_spans(text: str, today: date) -> str:
    """Beside a date 'three more weeks' only tells how far it moved."""
    spans = [t for t in terms(text) if t.kind is Kind.SPAN and LATER.search(text[t.start : t.end + 8])] if dates_in(text, today) else []
    for term in spans:
        text = text[: term.start] + " " * (term.end - term.start) + text[term.end :]
    return text


def _shifted(text: str, known: Fact, today: date, told: Retold, surely: bool) -> tuple[float, str] | None:
    """The deadline moved by a span, 'three more weeks', 'two weeks earlier', with the words; None where a date is told too."""
    weeks = _weeks_left(known, today)
    if weeks is None or dates_in(text, today) or of_other_time(text) or told.share(Topic.HOURS) > max(told.share(Topic.DEADLINE), HINTED):
        return None
    change = change_in(text, Kind.SPAN)
    if change is None or change.factor != 1.0 or not (surely or change.of_known or changes(text) or told.share(Topic.DEADLINE) >= FAINT or len(words(text)) <= SHORT):
        return None
    value = round(weeks + change.added, 1)
    return (value, text[change.start : change.end].strip()) if value > 0 else None
