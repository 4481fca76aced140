"""Later messages change what is known by so much, by a part, or by a day; the words of the problem are no orders and no times."""

from datetime import date

import pytest

from advisor.dialogue.reading import anew_deadline, anew_hours
from advisor.dialogue.reading.circumstances import problem_text
from advisor.dialogue.reading.intents import DRAFT_NOW
from advisor.dialogue.reading.retold import Retold
from advisor.dialogue.reading.sessions import other_days
from advisor.domain.brief import Brief, Fact

TODAY = date(2026, 11, 22)


def _hours(text: str, known: float, share: float = 0.6) -> list[float]:
    brief = Brief(facts=(Fact(name="hours_per_week", value=known, quote=f"{known:g} hours a week", turn=1),))
    return [fact.value for fact in anew_hours.hours(text, 2, TODAY, brief, Retold({"hours": share}, {"hours": text}))]


def _weeks(text: str, known: float, quote: str, share: float) -> list[float]:
    brief = Brief(facts=(Fact(name="deadline_weeks", value=known, quote=quote, turn=1, on=TODAY),))
    return [fact.value for fact in anew_deadline.deadline(text, 2, TODAY, brief, Retold({"deadline": share}, {"deadline": text}))]


@pytest.mark.parametrize(
    ("text", "known", "hours"),
    [
        ("make it three hours more", 4, 7), ("take an hour off that", 6, 5), ("an hour more each day", 4, 11), ("raise it by a third", 6, 8),
        ("twenty minutes each, 20% less than before", 5, 4), ("no more than 3 hours", 4, 3), ("three hours, more or less", 4, 3), ("half an hour a day is all", 4, 3.5),
        ("four hours every day now, Monday to Friday", 4, 20),
    ],
)  # fmt: skip
def test_hours_are_reckoned_from_those_known_unless_they_stand_for_themselves(text: str, known: float, hours: float) -> None:
    assert _hours(text, known) == [pytest.approx(hours, abs=0.05)]


@pytest.mark.parametrize("text", ["half of it is done", "I have half of it done", "twice the nurse asked me", "it needed two hours more than the last run", "I lost two hours on that bug"])
def test_what_was_done_or_needed_changes_no_hours(text: str) -> None:
    assert _hours(text, 6, share=0.0) in ([], [6.0])


@pytest.mark.parametrize(
    ("text", "known", "quote", "share", "weeks"),
    [
        ("we lost four of those weeks", 16, "in 16 weeks", 0.0, 12), ("testers come four weeks before it and it must be ready", 25, "we open on 18 May", 0.25, 21),
        ("the opening is on 12 September now", 20.9, "for the opening on 17 April", 0.1, 42), ("I overlooked a holiday, so 18 really", 20, "20 weeks", 0.45, 18),
    ],
)  # fmt: skip
def test_a_date_moves_by_what_is_told_of_it_or_of_what_it_is_for(text: str, known: float, quote: str, share: float, weeks: float) -> None:
    assert _weeks(text, known, quote, share) == [pytest.approx(weeks, abs=0.1)]


def test_days_that_fall_away_take_their_hours_with_them() -> None:
    assert other_days("Thursday fell through", "two hours each on Tuesday and Thursday", 4) == (2, "Thursday")
    assert other_days("only on Monday and Tuesday", "an hour a day", 7) == (2, "Monday and Tuesday")
    assert other_days("see you on Thursday", "four hours a week", 4) is None


def test_the_words_of_a_problem_hold_no_orders_and_no_times() -> None:
    told = "I want to find cracks in welds. I have 5 hours a week, until 1 March, just draft it"
    facts = [Fact(name="hours_per_week", value=5, quote="5 hours a week", turn=1), Fact(name="deadline_weeks", value=14, quote="until 1 March", turn=1)]
    assert problem_text(told, (), DRAFT_NOW, facts) == "I want to find cracks in welds"
    assert problem_text("just draft it", (), DRAFT_NOW, ()) == "just draft it"
