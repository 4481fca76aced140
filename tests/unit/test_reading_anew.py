"""What replaces hours and dates that were told before."""

from datetime import date

import pytest

from advisor.dialogue.reading.revising import hours_anew, moved_to
from advisor.dialogue.reading.times import deadline_facts

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "known", "hours"),
    [
        ("actually 5, not 10", 10, 5),
        ("2 hours a week now, not 4", 4, 2),
        ("my boss wants me on Mondays too, so plan on 3 hours rather than 6", 6, 3),
        ("not eight, more like five", 8, 5),
        ("it went from 7 to 4", 7, 4),
        ("the 9 hours became 6 when the baby came", 9, 6),
        ("the nursery closes early, so make it 4 hours", 6, 4),
        ("that was wrong, take 2.5", 5, 2.5),
        ("honestly? call it three", 5, 3),
        ("I mistyped, I meant 12", 2, 12),
    ],
)
def test_hours_told_anew_replace_those_known(text: str, known: float, hours: float) -> None:
    found = hours_anew(text, known)
    assert found is not None
    assert found[0] == hours
    assert found[1] in text


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("make it 3", 5),
        ("make it two projects instead of five projects", 5),
        ("step 3, not 2", 6),
        ("5, not 10", None),
        ("I did 4 not 3 of them", 8),
        ("take 3 photos of each part, actually", 5),
        ("say 80 % is fine, honestly", 5),
        ("why 5 hours and not 10?", 5),
    ],
)
def test_other_numbers_replace_no_hours(text: str, known: float | None) -> None:
    assert hours_anew(text, known) is None


@pytest.mark.parametrize(
    ("text", "weeks"),
    [("then move it to the end of June", 31.4), ("we have to push the date to 15 April", 20.6), ("3 May became 10 June", 28.6), ("the show was postponed to 15 April", 20.6)],
)
def test_a_moved_date_is_the_new_one(text: str, weeks: float) -> None:
    moved = moved_to(text)
    assert moved is not None
    [fact] = deadline_facts(moved, 1, TODAY, asked=True)
    assert fact.value == pytest.approx(weeks, abs=0.3)


@pytest.mark.parametrize("text", ["we moved to Leeds on 3 March", "my shift on 5 January lasts until noon", "can you move Git before pandas?", "I put it off"])
def test_what_is_moved_to_no_date_is_not_taken_for_one(text: str) -> None:
    assert moved_to(text) is None
