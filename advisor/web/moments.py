"""Days and times as the person's browser writes them."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from advisor.web.dates import locale


def when(moment: datetime, now: datetime | None = None) -> str:
    """The time if it was today, else the day, with its year if that is another one."""
    from babel.dates import format_date, format_skeleton, format_time

    zone, written = _zone(), locale()
    local, today = moment.astimezone(zone), (now or datetime.now(UTC)).astimezone(zone)
    if local.date() == today.date():
        return format_time(local, "short", tzinfo=zone, locale=written)
    if local.year == today.year:
        return format_skeleton("MMMd", local, tzinfo=zone, locale=written)
    return format_date(local.date(), "medium", locale=written)


def _zone() -> tzinfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (KeyError, ValueError, OSError):  # no such zone, or no name of one
        return UTC
