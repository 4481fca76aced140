"""Hours a week and deadlines, in many wordings; and amounts of time that are neither."""

from datetime import date

import pytest

from advisor.dialogue.reading.dates import dates_in
from advisor.dialogue.reading.times import deadline_facts, hours_facts

TODAY = date(2026, 11, 22)

HOURS = [
    ("two evenings per week, say 4 hours in total", 4),
    ("I could give it an hour on Mondays and Wednesdays and two on Sunday", 4),
    ("30 minutes a day Monday to Friday and an hour and a half on Sunday", 4),
    ("5 hours during the week and two more on Saturday", 7),
    ("an hour on Tuesday, another on Thursday", 2),
    ("an hour a day, five days a week", 5),
    ("2 hours an evening, three evenings a week", 6),
    ("half an hour, six times a week", 3),
    ("Mon, Wed and Fri 3h each", 9),
    ("Wensdays and Saterdays, 3 houers each", 6),
    ("every two weeks I get six hours", 3),
    ("thirty mins daily", 3.5),
    ("10% of my working hours are for this, and I have a 40-hour week", 4),
    ("I can manage 3, maybe 4 hours a week", 3.5),
    ("not 10 but 3 hours a week", 3),
    ("I said eight hours a week. Scratch that, four.", 4),
    ("I have 8 hours/week -> no, 4", 4),
    ("I can give this 3 hours a week, my job takes the other 40", 3),
]

OTHERS_TIME = [
    "I spend ten hours a week answering the same questions by email",
    "It takes our secretary three hours every day to sort the letters",
    "The kiln burns 16 hours a day, six days a week",
    "Parcels come in, 70 a day, four minutes each",
    "every morning we bake 80 cakes",
    "I work 40 hours a week as a nurse",
    "The videos are two hours each and we get ten a week",
    "I've been at it for three evenings",
    "I finished the second chapter during the weekend",
    "I've got an hour tonight, what should I do?",
]

DEADLINES = [
    ("6 hours a week, six weeks left", 6),
    ("I have nine weeks for this", 9),
    ("I allow myself five months", 21.7),
    ("the fair is at Easter, that is the deadline", 18),
    ("next Friday week is the demo", 1.7),
    ("it needs to be up and running by the end of Q1", 18.4),
    ("must be live by early March", 14.7),
    ("hand-in is March 15th", 16.1),
    ("originally due on 1 March, but it was moved to 26 April", 22.1),
    ("no deadline at first, but now my boss wants it in six months", 26),
    ("I want it done before we move to Lyon on 1 May", 22.9),
    ("until mid-March I can give it 3 hours a week", 16.1),
]

NO_DEADLINES = [
    "which tenants move out within a year?",
    "forecast which lifts break down in the next 20 days",
    "how many rolls will the canteen order over the next three weeks?",
    "We rent most skis before Easter",
    "A firm built theirs with ten people, eight months. I am alone, four hours a week.",
    "The archive holds films from 2015 until May",
    "the pump stopped working in April",
    "from March on I have 7 hours a week",
    "we are roughly two weeks behind",
]


@pytest.mark.parametrize(("text", "hours"), HOURS)
def test_hours_are_composed_of_amounts_slots_and_frequencies(text: str, hours: float) -> None:
    [fact] = hours_facts(text, 1)
    assert fact.value == pytest.approx(hours, abs=0.1)
    assert fact.quote and fact.quote in text


@pytest.mark.parametrize("text", OTHERS_TIME)
def test_time_that_is_not_the_persons_to_give_is_left_out(text: str) -> None:
    assert hours_facts(text, 1) == []


@pytest.mark.parametrize(
    ("text", "hours"), [("about ten I guess", 10), ("not much, 3ish", 3), ("five? seven if I'm lucky", 5), ("ten. no, eight", 8)]
)
def test_a_bare_number_answers_the_question_for_hours(text: str, hours: float) -> None:
    assert [f.value for f in hours_facts(text, 1, asked=True)] == [hours]
    assert hours_facts(text, 1) == []


@pytest.mark.parametrize(("text", "weeks"), DEADLINES)
def test_deadlines_are_spans_or_dates_by_which_something_must_be_done(text: str, weeks: float) -> None:
    [fact] = deadline_facts(text, 1, TODAY)
    assert fact.value == pytest.approx(weeks, abs=0.3)
    assert fact.quote and fact.quote in text


@pytest.mark.parametrize("text", NO_DEADLINES)
def test_what_is_foretold_past_or_usual_is_no_deadline(text: str) -> None:
    assert deadline_facts(text, 1, TODAY) == []


@pytest.mark.parametrize("text", ["There's no rush", "we don't have a deadline", "5 hours a week, open-ended"])
def test_no_deadline_is_a_fact_too(text: str) -> None:
    assert [f.value for f in deadline_facts(text, 1, TODAY)] == [None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Easter", date(2027, 3, 28)),
        ("late February", date(2027, 2, 23)),
        ("end of next month", date(2026, 12, 31)),
        ("3rd of June 2028", date(2028, 6, 3)),
        ("15.2.2027", date(2027, 2, 15)),
    ],
)
def test_dates_are_the_next_such_day(text: str, day: date) -> None:
    assert [f.day for f in dates_in(text, TODAY)] == [day]


def test_a_day_that_the_calendar_lacks_is_no_date() -> None:
    assert dates_in("on 31 June 2027", TODAY) == []
