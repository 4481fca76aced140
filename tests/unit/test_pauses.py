"""Time that is lost ahead: a day from which there is time again is no deadline, and moves the end by itself."""

from datetime import date
from typing import Any

import pytest

from advisor.dialogue.reading.deadlines import deadline_in
from advisor.dialogue.slipping import weeks_away
from tests.unit.test_after_the_plan import plan_of, started

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "no time for it until January", "I'm abroad till 10 January", "I cannot go on with this before February",
        "busy until mid December", "won't start before the end of March",
    ],
)  # fmt: skip
def test_a_day_from_which_there_is_time_again_is_no_deadline(text: str) -> None:
    assert deadline_in(text, TODAY) is None
    assert weeks_away(text, TODAY) > 3


@pytest.mark.parametrize("text", ["I'm busy until May, so it has to be finished by June", "I have time until June"])
def test_a_deadline_beside_it_is_one(text: str) -> None:
    assert deadline_in(text, TODAY) is not None


def test_the_end_moves_by_the_time_away(advisor: Any) -> None:
    ask = started(advisor)
    before = plan_of(ask("how far am I"))
    after = plan_of(ask("I'm off for three weeks"))
    assert after.weeks == before.weeks  # the work is as long; only its end moves
    assert [f.value for f in ask("how far am I").facts if f.name == "pause_weeks"] == [3.0]


@pytest.mark.parametrize(
    ("text", "gone", "wanted"),
    [("swap pandas for polars", "pandas", "polars"), ("please exchange Python for R", "python", "r"), ("switch from Python to R", "python", "r")],
)
def test_of_a_swap_the_second_is_wanted(advisor: Any, text: str, gone: str, wanted: str) -> None:
    wishes = {f.key: str(f.value) for f in started(advisor)(text).facts if f.name == "preferences"}
    assert wishes == {gone: "avoid", wanted: "prefer"}
