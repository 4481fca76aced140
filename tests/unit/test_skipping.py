"""Steps skipped in words, as by click."""

from typing import Any

import pytest

from advisor.dialogue.skipping import speaks_of_skipping
from advisor.domain.conversation import Reply
from advisor.domain.progress import Status
from tests.unit.test_after_the_plan import plan_of, started


def skipped(reply: Reply) -> list[tuple[int, int]]:
    """Project and number of the steps that are skipped."""
    return [
        (at, number)
        for at, project in enumerate(plan_of(reply).projects, start=1)
        for number, step in enumerate(project.milestones, start=1)
        if step.status is Status.SKIPPED
    ]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("skip this one", [(1, 1)]),
        ("Let's leave this step out, please.", [(1, 1)]),
        ("skip step 2", [(1, 2)]),
        ("I skipped the first two", [(1, 1), (1, 2)]),
        ("mark step 3 as skipped", [(1, 3)]),
        ("skip step 2, and what is a threshold?", [(1, 2)]),
    ],
)
def test_a_step_told_by_its_place_is_skipped(advisor: Any, text: str, steps: list[tuple[int, int]]) -> None:
    ask = started(advisor)
    assert skipped(ask(text)) == steps
    assert skipped(ask("undo")) == []


@pytest.mark.parametrize(
    "text", ["I won't skip this one", "can I skip this step?", "never skip step 2", "we skip rows that are empty", "skip the interview"]
)
def test_what_is_no_order_skips_nothing(text: str) -> None:
    assert not speaks_of_skipping(text)


def test_whoever_is_stuck_on_the_first_step_is_helped_there(advisor: Any) -> None:
    assert started(advisor)("I'm stuck on the first step").intents[0].value == "stuck"
