"""Hours told by shifts, by days of the month, in sentences of their own; dates beside feasts and occasions."""

from datetime import date

import pytest

from advisor.dialogue.reading.deadlines import deadline_in
from advisor.dialogue.reading.hours import hours_a_week

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Five on, two off. I can study three hours on my days off.", 6), ("I have the second Saturday of each month, eight hours.", 1.85),
        ("Every 2nd and 4th Sunday I could do four hours.", 1.85), ("Three free evenings. Two hours each.", 6), ("Seven hours. Weekly.", 7),
        ("Mondays an hour and a half, Thursdays likewise.", 3), ("In the mornings, one hour on 3 of them.", 3), ("15 hours a week, as I am between jobs.", 15),
        ("Tuesdays and Fridays are free, and I use those mornings, 2 hours each.", 4), ("4 hour one week is what I have", 4), ("an hour on each of the six days", 6),
        ("12+ hours? no, honestly 7 a week", 7), ("I hold 18 lessons of 45 minutes each per week. Sunday mornings, 9 till 11, are mine.", 2),
    ],
)  # fmt: skip
def test_hours_by_cycles_and_in_short_sentences(text: str, hours: float) -> None:
    told = hours_a_week(text)
    assert told is not None and told.hours == pytest.approx(hours, abs=0.05)


@pytest.mark.parametrize("text", ["Nine visits a week, an hour each. Can it be done at all?", "The first Friday of the month is our market.", "Our nurses work six on, three off."])
def test_what_others_do_or_is_counted_is_no_time_of_ours(text: str) -> None:
    assert hours_a_week(text) is None


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("It's for the summer party, 12 June.", 28.9), ("Ready by the week after Easter.", 19.0), ("The deadline is the 3rd Monday in February.", 12.1),
        ("It has to be done by the weekend of 12/13 December.", 3.0), ("We want a booking bot before the pool reopens on 1 May.", 22.9), ("Our boss wants a labelling tool in 7 weeks.", 7.0),
        ("The concert is on 9 May and I want a quiz for it.", 24.0),
    ],
)  # fmt: skip
def test_dates_beside_feasts_occasions_and_wants(text: str, weeks: float) -> None:
    told = deadline_in(text, TODAY)
    assert told is not None and told.weeks == pytest.approx(weeks, abs=0.15)


@pytest.mark.parametrize("text", ["We want to see the sales until 3 March.", "I want to know who leaves in 3 months.", "Our choir meets every second Friday.", "We want to predict demand before the fair on 3 May."])
def test_what_is_looked_at_or_comes_round_is_no_deadline(text: str) -> None:
    assert deadline_in(text, TODAY) is None
