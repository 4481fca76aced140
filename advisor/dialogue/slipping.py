"""Falling behind: what it means for the plan, the ways out with their numbers, and carrying out the one chosen."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import floor

from advisor.dialogue import change_words, wording
from advisor.dialogue.choosing import chosen
from advisor.dialogue.reading.dates import dates_in
from advisor.dialogue.reading.text import digits, words
from advisor.dialogue.reviewing import nothing_changed
from advisor.dialogue.turn import Turn
from advisor.dialogue.versions import replan
from advisor.domain.brief import Fact
from advisor.domain.conversation import OpenQuestion
from advisor.planning.next_step import next_step
from advisor.planning.slippage import Slippage, lost_fact, slippage, unseen

QUESTION = "slippage"
SUPPOSED_WEEKS = 2
"""Weeks beyond what there is to spare by which somebody is supposed to be late."""
LATE = re.compile(
    r"\b(?:behind|late|lost|missed|ill|sick|hospital|no time|nothing done|did nothing|fell back|slipped|skip that week|on hold|holiday|away|"
    r"travelling|took a break|(?:off|busy|back) (?:for|until|till|in)|can'?t (?:start|go on|continue) (?:until|till|before))\b", re.IGNORECASE
)  # fmt: skip
"""Speaks of time that was lost or will be."""
_BEFORE = re.compile(r"\b(?:until|till|til|before|back (?:on|in))\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(?:more\s+)?(day|week|fortnight|month)s?\b")
_WEEKS = {"day": 1 / 7, "week": 1.0, "fortnight": 2.0, "month": 4.35}
_TELLING: Mapping[str, Sequence[str]] = {
    "date": ("date", "later", "deadline", "postpone", "push", "extend", "move"),
    "cut": ("cut", "less", "scope", "leave", "smaller", "drop", "shrink"),
    "hours": ("hours", "harder", "faster"),
}
"""The words that tell which way out is meant."""


def late(turn: Turn) -> None:
    """Says where the plan stands now, and asks which way out, where there has to be one."""
    plan = turn.plan
    assert plan is not None
    weeks = weeks_lost(turn.reading.text) or weeks_away(turn.reading.text, turn.today)
    began = turn.dialogue.began or turn.today
    lost = unseen(weeks, plan, began, turn.today, plan.hours.done)
    if lost > 0:
        turn.brief = turn.brief.with_facts(lost_fact(lost, turn.reading.text, turn.dialogue.turn, turn.today))
    found = slippage(turn.situation(), plan)
    turn.say(change_words.behind(found, plan, turn.today))
    if found.short > 0:
        _ask(turn, found)
        return
    step = next_step(plan)
    turn.say(wording.step(step) if step else wording.all_done())


def if_late(turn: Turn) -> None:
    """Says what would be done if the time did not suffice, with the numbers of this plan: nothing is changed or asked."""
    plan = turn.plan
    assert plan is not None
    now = slippage(turn.situation(), plan)
    if now.available is None or now.due is None:
        turn.say(change_words.late_without_date(plan, now))
        return
    supposed, found = 0.0, now
    if now.short <= 0:
        spare = (now.available - now.hours) / plan.hours_per_week
        supposed = floor(spare) + SUPPOSED_WEEKS
        lost = lost_fact(turn.brief.pause_left(turn.today) + supposed, turn.reading.text, turn.dialogue.turn, turn.today)
        found = slippage(turn.situation(brief=turn.brief.with_facts(lost)), plan)
    turn.say(change_words.if_late(now, found, supposed))
    turn.say(change_words.ways_out(found, _ways(found, turn.today, plan.hours_per_week), turn.today), voice=False)
    turn.say("When it comes to that, tell me how much time you lost, and I work it out again. What you have done stays done.")


def weeks_lost(text: str) -> float:
    """The weeks that a message says were lost, 0 if it does not say how many."""
    low = re.sub(r"\b(?:a|an|last|this|next|the) (?=(?:week|month|fortnight)\b)", "1 ", digits(text.lower()))
    low = re.sub(r"\b(?:last|past|next) (?=\d)", "", low)
    return sum(float(n) * _WEEKS[unit] for n, unit in _SPAN.findall(low)[:1])


def weeks_away(text: str, today: date) -> float:
    """The weeks until the day from which the person has time again, 0 if the message names none: 'no time until January'."""
    found = next((d for d in dates_in(text, today) if _BEFORE.search(text[: d.start])), None)
    return max(0.0, (found.day - today).days / 7) if found else 0.0


def take_way_out(turn: Turn) -> bool:
    """Carries out the way out that was chosen; whether the message chose one."""
    question, plan = turn.dialogue.question, turn.plan
    assert question is not None
    assert plan is not None
    if turn.reading.why_ask:
        turn.say(question.why)
        turn.say(wording.question(question.text, lead=False))
        return True
    turn.set(question=None)
    brief = turn.before.brief
    found = slippage(turn.situation(brief=brief), plan)
    ways = _ways(found, turn.today, plan.hours_per_week)
    answer = chosen(list(ways.values()), turn.reading.text, {label: _TELLING[kind] for kind, label in ways.items()})
    kind = next((k for k, label in ways.items() if label == answer), None)
    if answer is None and "cut" not in ways and set(_TELLING["cut"]) & set(words(turn.reading.text)):
        turn.say("Nothing that could go is left to cut.")
        turn.set(question=question)
        turn.say(wording.question(question.text, lead=False))
        return True
    if answer is None and nothing_changed(turn.reading.text):
        turn.say("Good. One thing is still open.")
        turn.set(question=question)
        turn.say(wording.question(question.text, lead=False))
        return True
    given = any(f.name in ("hours_per_week", "deadline_weeks") for f in turn.reading.facts)
    if kind is None or (given and turn.reading.text.strip(" .").lower() != str(answer).lower()):
        return False  # their own number counts, read like any other message
    turn.brief = brief
    if kind == "date":
        turn.brief = brief.with_facts([_fact(turn, "deadline_weeks", found.new_due_weeks)])
        turn.say(f"Moved: due on {change_words.day(found.new_due(turn.today))}.")
    elif kind == "hours":
        turn.brief = brief.with_facts([_fact(turn, "hours_per_week", found.more_hours)])
        turn.say(f"Then {wording.num(found.more_hours or 0)} hours a week.")
    if not replan(turn, {"date": "moving the date", "cut": "cutting to fit", "hours": "more hours a week"}[kind]):
        turn.say("The plan stays as it is; it fits again.")
    step = next_step(turn.plan) if turn.plan else None
    turn.say(wording.step(step) if step else wording.all_done())
    return True


def _ask(turn: Turn, found: Slippage) -> None:
    assert turn.plan is not None
    ways = _ways(found, turn.today, turn.plan.hours_per_week)
    text = "Which way out?"
    turn.set(question=OpenQuestion(
        id=QUESTION, fact=QUESTION, text=text, answers=tuple(ways.values()),
        why="Only you know which of date, content and hours can give.",
    ))  # fmt: skip
    turn.say(change_words.ways_out(found, ways, turn.today), voice=False)
    turn.say(wording.question(text, lead=False))


def _ways(found: Slippage, today: date, pace: float) -> dict[str, str]:
    """The ways out that there are, with the labels of their answers."""
    ways = {"date": f"Move the date to {change_words.day(found.new_due(today))}"}
    if found.cut and found.saved > 0:
        ways["cut"] = f"Cut {wording.hours(found.saved)} of content"
    if found.more_hours is not None:
        ways["hours"] = f"{wording.num(found.more_hours)} hours a week instead of {wording.num(pace)}"
    return ways


def _fact(turn: Turn, name: str, value: object) -> Fact:
    return Fact(name=name, value=value, quote=turn.reading.text, turn=turn.dialogue.turn, on=turn.today)
