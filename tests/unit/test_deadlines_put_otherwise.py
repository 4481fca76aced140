"""Until when, as more people put it: by where it goes, what is lost otherwise, one's own end; and days that are no deadline."""

from datetime import date

import pytest

from advisor.dialogue.reading.deadlines import deadline_in

TODAY = date(2026, 11, 22)
DUE = [
    ("The catalogue goes to press on 30 December.", 5.4),
    ("The draft goes out to the reviewers on 30 December", 5.4),
    ("2 March, otherwise the grant is gone. Sorting seeds by photo.", 14.3),
    ("mid March, or we pay a fine. Sorting seeds by photo.", 16.1),
    ("A month from today we have the audit and it must run then", 4.3),
    ("Fortnight from now there is a demo, something must run.", 2.0),
    ("We'd like it in place when the season opens on 2 March.", 14.3),
    ("We want it running once lambing starts on 2 March", 14.3),
    ("The placement is over on 30 December and I must hand it in on that day.", 5.4),
    ("My placement ends with February and it has to be handed over on its last day.", 14.0),
    ("inspection's on March 14, want it done before that day", 16.0),
    ("I was given twelve weeks", 12.0),
    ("My scholarship stops at the end of March.", 18.4),
    ("by the last day of January please", 10.0),
    ("Retired tram driver. 9 hours a week, end of April, old laptop.", 22.7),
    ("The defence is on 8 January; till that time the rest must be ready.", 6.7),
]
NONE = [
    "The course I finished on 31 July took two years.",
    "Train on everything until 31 December and test on what comes after.",
    "Until 2 May I drove a lorry, now I learn Python.",
    "I retired on 30 June and have time now.",
    "The old scales were switched off on 1 April; since then we guess.",
    "We had a market on 3 October and sold little.",
    "Train on the rides before 1 March and predict those after.",
    "I take the readings up to 30 June to fit and the rest to test.",
    "Learning on Saturdays, 2 hours a week.",
]


@pytest.mark.parametrize(("text", "weeks"), DUE)
def test_a_deadline_is_read_however_it_is_put(text: str, weeks: float) -> None:
    read = deadline_in(text, TODAY)
    assert read is not None, text
    assert read.weeks == pytest.approx(weeks, abs=0.35)


@pytest.mark.parametrize("text", NONE)
def test_a_day_that_is_past_or_divides_data_is_no_deadline(text: str) -> None:
    assert deadline_in(text, TODAY) is None
