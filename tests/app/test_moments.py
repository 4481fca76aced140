"""Days and times as the browser writes them."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import streamlit as st

from advisor.web.moments import when

NOW = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "zone", "moment", "written"),
    [
        ("de-DE", "Europe/Berlin", datetime(2026, 3, 2, 13, 5, tzinfo=UTC), "14:05"),
        ("de-DE", "Europe/Berlin", datetime(2026, 3, 1, 23, 5, tzinfo=UTC), "00:05"),
        ("en-GB", "UTC", datetime(2026, 3, 2, 13, 5, tzinfo=UTC), "13:05"),
        ("en-US", "America/New_York", datetime(2026, 1, 5, 1, 0, tzinfo=UTC), "Jan 4"),
        ("en-GB", "UTC", datetime(2025, 1, 5, tzinfo=UTC), "5 Jan 2025"),
        ("xx-nonsense", "Nowhere/Land", datetime(2026, 3, 2, 13, 5, tzinfo=UTC), "13:05"),
        ("en", "UTC", datetime(2025, 1, 5, tzinfo=UTC), "5 Jan 2025"),
        (None, None, datetime(2026, 1, 5, tzinfo=UTC), "5 Jan"),
    ],
)
def test_moments_are_written_in_the_persons_own_way_and_zone(
    monkeypatch: pytest.MonkeyPatch, locale: str | None, zone: str | None, moment: datetime, written: str
) -> None:
    monkeypatch.setattr(st, "context", SimpleNamespace(locale=locale, timezone=zone))
    found = when(moment, NOW).replace("\u202f", " ")
    assert found == written
