"""Numbers as the browser's locale writes them, in English words."""

from types import SimpleNamespace

import pytest
import streamlit as st

from advisor.web import numbers, plan_timeline
from tests.app.test_plan_panel import COLOURS


@pytest.mark.parametrize(
    ("told", "half", "many", "time"),
    [
        ("en-GB", "7.5", "200,000", "7.5 hours"), ("de-DE", "7,5", "200.000", "7,5 hours"), ("", "7.5", "200,000", "7.5 hours"),
        ("fr-FR", "7,5", "200 000", "7,5 hours"), ("hi-IN", "7.5", "2,00,000", "7.5 hours"), ("xx-nonsense", "7.5", "200,000", "7.5 hours"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_person_writes_them(
    monkeypatch: pytest.MonkeyPatch, told: str, half: str, many: str, time: str
) -> None:
    monkeypatch.setattr(st, "context", SimpleNamespace(locale=told, timezone="UTC"))
    assert numbers.num(7.5) == half
    assert numbers.num(12.0) == "12"
    assert numbers.whole(200_000).replace("\u202f", " ") == many
    assert numbers.hours(7.5) == time
    assert numbers.hours(0.5) == "30 minutes"
    assert numbers.hours(1.0) == "1 hour"


def test_words_in_the_timeline_keep_clear_of_the_line_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from advisor.domain.brief import Brief
    from advisor.domain.progress import Progress
    from advisor.planning.calendar_view import calendar_view
    from tests.unit.plan_factory import small_plan

    monkeypatch.setattr(st, "context", SimpleNamespace(locale="en-GB", timezone="UTC"))
    seen = calendar_view(small_plan(), Brief(), Progress(), date(2026, 3, 2))
    layers = plan_timeline.chart(seen, COLOURS)["layer"]
    labels = [x for x in layers if x["mark"]["type"] == "text" and x["encoding"]["x"] != {"field": "x"} and "value" in x["encoding"]["x"]]
    assert labels
    assert all(x["encoding"]["x"]["value"] > 4 for x in labels)
