"""The projects along the calendar: a chart with today and the deadline in it, and the same as a table."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import streamlit as st

from advisor.dialogue.wording import short
from advisor.domain.conversation import State
from advisor.planning.calendar_view import CalendarView, Span, calendar_view
from advisor.web.dates import day, month, short_day, today
from advisor.web.numbers import hours
from advisor.web.text import count, safe

ROW, TOP, BAR = 44, 28, 12
"""Pixels: height of a project's row, room for the words above, height of a bar."""
WHEN_WORDS = {"done": "done", "now": "now", "coming": "to come"}
_SUFFIX = {"done": " · done", "now": " · now", "coming": ""}
_MARK = {"done": "✓ ", "now": "▸ ", "coming": ""}
_MONTHS_AT_MOST = 6
_BESIDE = 8
"""Pixels by which words stand beside the line of today, which often is at the left edge."""
_APART = 0.07
"""Share of the width within which a month has no room for its name beside today or the date it is due."""


def timeline(state: State) -> None:
    """The chart, a sentence that says the same, and the table."""
    plan = state.plan
    assert plan is not None
    seen = calendar_view(plan, state.brief, state.progress, today())
    words = in_words(seen)
    st.markdown(words)
    st.vega_lite_chart(spec=chart(seen, _colours()), alt=words, key=f"timeline-{plan.version}", width="stretch")
    st.caption("Filled: done. Half filled: the project you are in. Outlined: to come.")
    with st.expander("The same as a table", key="timeline-table", type="compact"):
        st.markdown(table(seen))


def in_words(seen: CalendarView) -> str:
    """The timeline in two sentences."""
    done = sum(s.when == "done" for s in seen.spans)
    now = next((s for s in seen.spans if s.when == "now"), None)
    first = f"{done} of {count(len(seen.spans), 'project')} finished"
    if now is None:
        return f"{first}."
    second = f"you are in project {now.number}, “{safe(now.project.title)}”, until about {day(now.last)}"
    ends = f"All of it ends about {day(seen.end)}"
    if seen.due is None:
        return f"{first}; {second}. {ends}; there is no fixed date."
    if seen.late_days:
        return f"{first}; {second}. {ends}, {count(seen.late_days, 'day')} after your date, {day(seen.due)}."
    return f"{first}; {second}. {ends}, in time for your date, {day(seen.due)}."


def table(seen: CalendarView) -> str:
    """The timeline as a Markdown table."""
    rows = [
        f"| {s.number}. {safe(s.project.title)} | {WHEN_WORDS[s.when]} | {short_day(s.first)} | {short_day(s.last)} | {hours(s.project.hours)} |"
        for s in seen.spans
    ]
    return "\n".join(["| Project | State | From | To | Takes |", "| --- | --- | --- | --- | --- |", *rows])


# --- the chart


def chart(seen: CalendarView, colours: dict[str, str]) -> dict[str, Any]:
    """A Vega-Lite specification. Days are numbers, so that no time zone can move them; words are ours, for the locale."""
    begin = min([s.first for s in seen.spans] + [seen.today])
    last = max([seen.end, seen.today] + ([seen.due] if seen.due else []))
    height = TOP + ROW * len(seen.spans)
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [0, max((last - begin).days + 1, 7)], "nice": False}}
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [height, 0], "nice": False}}
    bars = [_bar(i, s, begin) for i, s in enumerate(seen.spans)]
    lines = _lines(seen, begin)
    near = {line["x"] for line in lines}
    months = [m for m in _months(begin, last) if all(abs(m["x"] - at) > _APART * (last - begin).days for at in near)]
    ink, accent = colours["ink"], colours["accent"]

    def layer(values: list[dict[str, Any]], mark: dict[str, Any], **encoding: Any) -> dict[str, Any]:
        return {"data": {"values": values}, "mark": {**mark, "aria": False}, "encoding": encoding}  # told in words beside it

    def at(field: str, scale: dict[str, Any] | None = None) -> dict[str, Any]:
        return {"field": field, **(scale or {})}

    box = {"x": at("x", x), "x2": at("x2"), "y": at("y", y), "y2": at("y2")}
    label = {"type": "text", "align": "left", "baseline": "alphabetic", "color": ink, "limit": {"expr": "width"}}
    layers = [
        layer(list(_months(begin, last)), {"type": "rule", "color": ink, "opacity": 0.15}, x=at("x", x)),
        layer(months, {**label, "align": "center", "dy": 10, "fontSize": 11, "opacity": 0.8}, x=at("x", x), y={"value": 0}, text=at("label")),
        layer([b for b in bars if b["when"] != "done"], {"type": "rect", "fill": colours["paper"], "stroke": accent, "cornerRadius": 3}, **box),
        layer([b for b in bars if b["when"] == "now"], {"type": "rect", "fill": accent, "opacity": 0.45, "cornerRadius": 3}, **box),
        layer([b for b in bars if b["when"] == "done"], {"type": "rect", "fill": accent, "cornerRadius": 3}, **box),
        layer(lines, {"type": "rule", "strokeWidth": 1.5}, x=at("x", x), y={"value": 14}, y2={"value": height}, strokeDash=_of_line([[1, 0], [5, 4]]), color=_of_line([ink, colours["warn"]])),
        layer(lines, {**label, "align": "center", "dy": 10, "fontSize": 11, "fontWeight": 600}, x=at("x", x), y={"value": 0}, text=at("label")),
        layer(bars, {**label, "fontSize": 12, "dy": -5, "stroke": colours["paper"], "strokeWidth": 4}, x={"value": _BESIDE}, y=at("y", y), text=at("label")),
        layer(bars, {**label, "fontSize": 12, "dy": -5}, x={"value": _BESIDE}, y=at("y", y), text=at("label")),
    ]  # fmt: skip
    return {
        "height": height, "layer": layers, "config": {"view": {"stroke": None}, "background": "transparent"},
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }  # fmt: skip


def _bar(index: int, span: Span, begin: date) -> dict[str, Any]:
    bottom = TOP + ROW * (index + 1) - 8
    return {
        "x": (span.first - begin).days, "x2": (span.last - begin).days + 1, "y": bottom - BAR, "y2": bottom, "when": span.when,
        "label": f"{_MARK[span.when]}{span.number}. {short(span.project.title, 50)}{_SUFFIX[span.when]}",
    }  # fmt: skip


def _lines(seen: CalendarView, begin: date) -> list[dict[str, Any]]:
    found = [{"x": (seen.today - begin).days, "line": "today", "label": "today"}]
    return found + ([{"x": (seen.due - begin).days, "line": "due", "label": "due"}] if seen.due else [])


def _of_line(range: list[Any]) -> dict[str, Any]:
    """What tells today from the date it is due."""
    return {"field": "line", "type": "nominal", "scale": {"domain": ["today", "due"], "range": range}, "legend": None}


def _months(begin: date, last: date) -> Iterator[dict[str, Any]]:
    """The first days of months, as many as have room."""
    firsts = []
    at = (begin.replace(day=1) + timedelta(days=32)).replace(day=1)
    while at <= last:
        firsts.append(at)
        at = (at + timedelta(days=32)).replace(day=1)
    step = max(1, -(-len(firsts) // _MONTHS_AT_MOST))
    for first in firsts[::step]:
        yield {"x": (first - begin).days, "label": month(first)}


def _colours() -> dict[str, str]:
    """The theme's colours, light or dark as the page is now."""
    kind = st.context.theme.type or "light"
    named = {"ink": "textColor", "paper": "backgroundColor", "accent": "primaryColor", "warn": "redColor"}
    spare = {"ink": "#23302f", "paper": "#fbfaf6", "accent": "#1f6b62", "warn": "#b3443c"}
    return {name: str(st.get_option(f"theme.{kind}.{option}") or spare[name]) for name, option in named.items()}
