"""Days as the person writes them: their locale from the browser, British English where it says none."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_date_format

FALLBACK = "en_GB"


def today() -> date:
    """The day that it is where the person is."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.now(UTC).date()
    return datetime.now(zone).date()


def locale() -> str:
    """The person's locale as Babel calls it. English of no country is British: Babel would take it for American."""
    told = str(st.context.locale or "").replace("-", "_")
    if told in ("", "en"):
        return FALLBACK
    try:
        return str(Locale.parse(told))
    except (ValueError, UnknownLocaleError):
        return FALLBACK


def day(value: date) -> str:
    """'3 March 2026'."""
    return format_date(value, "long", locale=locale())


def day_in_year(value: date) -> str:
    """'3 Mar', for places that tell the year otherwise."""
    return format_skeleton("MMMd", value, locale=locale())


def short_day(value: date) -> str:
    """'3 Mar 2026'."""
    return format_date(value, "medium", locale=locale())


def month(value: date) -> str:
    """'Mar' or, in January, the year."""
    return str(value.year) if value.month == 1 else format_skeleton("MMM", value, locale=locale())


def input_format() -> str:
    """The order of day, month and year for a date field."""
    pattern = str(get_date_format("short", locale=locale()).pattern)
    mark = next((c for c in pattern if c in "./-"), "-")
    order = {"d": ("DD", "MM", "YYYY"), "M": ("MM", "DD", "YYYY")}.get(pattern[:1], ("YYYY", "MM", "DD"))
    return mark.join(order)
