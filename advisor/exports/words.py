"""Numbers, dates and names of things as people read them."""

import unicodedata
from datetime import date

from advisor.domain.plan import Choice, PlanProject

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def num(value: float) -> str:
    """A number: 12, 7.5; whole from 10 on."""
    return f"{value:.0f}" if value >= 10 or abs(value - round(value)) < 0.05 else f"{value:.1f}"


def hours(value: float) -> str:
    """An amount of time: '40 minutes', '1 hour', '7.5 hours'."""
    if value <= 0:
        return "no hours"
    if value < 0.95:
        return f"{max(5, round(value * 60 / 5) * 5)} minutes"
    return "1 hour" if num(value) == "1" else f"{num(value)} hours"


def weeks(value: float) -> str:
    """'1 week', '7.5 weeks'."""
    return "1 week" if num(value) == "1" else f"{num(value)} weeks"


def day(value: date) -> str:
    """'3 March 2026'."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """'3 Mar'."""
    return f"{value.day} {month(value)}"


def month(value: date) -> str:
    """'Mar'."""
    return _MONTHS[value.month - 1][:3]


def days(first: date, last: date) -> str:
    """From one day to another: '3 March 2026', '3 to 9 March 2026', '30 March to 5 April 2026'."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    begin = day(first) if first.year != last.year else day(first).rpartition(" ")[0]
    return f"{begin} to {day(last)}"


def short_days(first: date, last: date) -> str:
    """The same, short: '3–9 Mar', '30 Mar – 5 Apr'."""
    if first == last:
        return short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last)}"
    return f"{short_day(first)} – {short_day(last)}"


def steps_done(done: int, of: int) -> str:
    """'2 of 5 steps done'."""
    return f"{done} of {of} {'step' if of == 1 else 'steps'} done"


def bare(text: str) -> str:
    """Without a full stop at the end."""
    return text.strip().rstrip(".")


def ended(text: str) -> str:
    """With a full stop at the end, unless it ends otherwise; empty stays empty."""
    plain = text.strip()
    return plain if not plain or plain.endswith((".", "!", "?", "…", ".”", ".)")) else f"{plain}."


def sentence(text: str) -> str:
    """Ended, and with a capital at the start."""
    plain = ended(text)
    return plain[:1].upper() + plain[1:]


def inner(text: str) -> str:
    """Fit to follow other words: a small letter at the start, except in abbreviations and the like."""
    plain = text.strip()
    return plain[0].lower() + plain[1:] if plain[1:2].islower() else plain


def without(text: str, *leads: str) -> str:
    """Without the first of `leads` that it begins with."""
    plain = text.strip()
    return next((plain[len(lead) :] for lead in leads if plain.lower().startswith(lead)), plain)


def heading(text: str, most: int = 80) -> str:
    """The beginning of a text, cut at the first comma or stop in a good place if there is one, else at a word."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    start = plain[:most]
    places = (start.find(mark, most // 3) for mark in (", ", ". ", "; ", ": "))
    whole = min((place for place in places if place >= 0), default=0)
    return start[:whole] or f"{start.rpartition(' ')[0] or start} …"


def when(project: PlanProject) -> str:
    """'week 3', 'weeks 3 to 5' or 'done'."""
    if project.finished:
        return "done"
    if project.start_week == project.end_week:
        return f"week {project.start_week}"
    return f"weeks {project.start_week} to {project.end_week}"


def effort(choice: Choice) -> str:
    """What a choice asks of the person: 'learn, working level'."""
    return {"known": "known", "aware": "know of it", "learn": f"learn, {choice.level.value} level"}[choice.status]


def from_right(text: str) -> bool:
    """Whether the text's first letter with a direction is of a script that runs from right to left."""
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)
