"""When each project is at work, from hours and dates: as days, as a picture and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from advisor.domain.plan import Plan, PlanProject
from advisor.domain.progress import CLOSED, Status
from advisor.exports import schedule
from advisor.exports.document import Figure, Runs, Text
from advisor.exports.drawing import Drawing, Label, Path, Rect, Role, breadth, wrapped
from advisor.exports.words import bare, day, days, month, short_day, short_days, steps_done

_LONGEST = 20_000
"""Days; what takes longer than about fifty years is not drawn."""
_LATEST = 9000
"""The year from which calendars come to their end."""
_WIDE, _NARROW = 640.0, 340.0
_INSET = 5.0
"""By how much the words keep clear of the edges, on which today and the deadline often lie."""


@dataclass(frozen=True)
class Span:
    """The days of a project's open work; None where nothing is open."""

    number: int
    project: PlanProject
    days: tuple[date, date] | None

    @property
    def done(self) -> int:
        """How many of its steps are done."""
        return sum(step.status is Status.DONE for step in self.project.milestones)


def spans(plan: Plan) -> tuple[Span, ...]:
    """The days of each project's open steps, the same as in the calendar; empty if that takes longer than can be drawn."""
    if plan.started.year > _LATEST:
        return ()
    on = schedule.days(plan)
    made: list[Span] = []
    for number, project in enumerate(plan.projects, start=1):
        still = [on[step.id] for step in project.milestones if step.status not in CLOSED]
        if still and (still[-1].last - plan.started).days > _LONGEST:
            return ()
        made.append(Span(number, project, (still[0].first, still[-1].last) if still else None))
    return tuple(made)


def deadline(plan: Plan) -> date | None:
    """The day by which it must be done; None also where that lies too far away to be drawn."""
    due = schedule.due(plan)
    return due if due and plan.started.year <= _LATEST and 0 <= (due - plan.started).days <= _LONGEST else None


def timeline(plan: Plan, today: date | None) -> Figure | None:
    """The picture of all that, with today and the deadline; None if there is nothing to be dated."""
    held = spans(plan)
    if not any(span.days for span in held):
        return None
    due = deadline(plan)
    return Figure(
        "timeline", "Timeline", _Chart(held, today, due, plan.started, wide=True).drawing(),
        _Chart(held, today, due, plan.started, wide=False).drawing(), tuple(_told(held, today, due, plan.started)),
    )  # fmt: skip


def _told(held: tuple[Span, ...], today: date | None, due: date | None, started: date) -> Iterator[Runs]:
    for span in held:
        when = days(*span.days) if span.days else "nothing left to do"
        progress = f" ({steps_done(span.done, len(span.project.milestones))})" if span.done else ""
        yield Text(f"{bare(span.project.title)}:"), Text(f" {when}{progress}.")
    if today is not None and today >= started:
        week = (today - started).days // 7 + 1
        yield (Text(f"Today is {day(today)}, in week {week}."),)
    if due is not None:
        yield (Text(f"The weeks that you have end on {day(due)}."),)


class _Chart:
    """A bar for each project under its name, along an axis of months or weeks."""

    def __init__(self, held: tuple[Span, ...], today: date | None, due: date | None, start: date, *, wide: bool) -> None:
        self._held = held
        self._width = _WIDE if wide else _NARROW
        self._wide = wide
        end = max(span.days[1] for span in held if span.days) + timedelta(1)
        far = end + max((end - start) * 0.6, timedelta(14))  # what lies farther out would squeeze the bars
        self._due = due if due is not None and start < due <= far else None
        self._today = today if today is not None and start <= today <= far else None
        self._start = start
        self._end = max(day for day in (end, self._due, self._today) if day is not None)

    def drawing(self) -> Drawing:
        flags, top = self._flags()
        rows: list[Rect | Path | Label] = []
        y = top + 26
        for span in self._held:
            row = list(self._row(span, y))
            rows += row
            y = max(shape.y for shape in row if not isinstance(shape, Path)) + (22 if span.days else 15)
        grid = [*self._grid(top, y)]
        lines = [Path(((x, top), (x, y - 6)), role, dashed) for x, role, dashed in self._verticals()]
        return Drawing(self._width, y, (*grid, *lines, *rows, *flags))

    def _x(self, value: date) -> float:
        return self._width * (value - self._start).days / max(1, (self._end - self._start).days)

    def _row(self, span: Span, y: float) -> Iterator[Rect | Path | Label]:
        when = short_days(*span.days) if span.days else "nothing left to do"
        if span.done and self._wide:
            when = f"{when} · {steps_done(span.done, len(span.project.milestones))}"
        beside = breadth(when, 11) + 24 + 2 * _INSET if self._wide else _INSET
        title = wrapped(f"{span.number}. {bare(span.project.title)}", self._width - beside, 12.5)
        for number, line in enumerate(title):
            yield from _on_paper(Label(_INSET, y + 11 + 15 * number, line, size=12.5))
        low = y + 11 + 15 * (len(title) - 1)
        if self._wide:
            yield from _on_paper(Label(self._width - _INSET, y + 11, when, "quiet", 11, anchor="end"))
        else:
            low += 14
            yield from _on_paper(Label(_INSET, low, when, "quiet", 11))
        if span.days:
            first, last = self._x(span.days[0]), self._x(span.days[1] + timedelta(1))
            yield Rect(0, low + 7, self._width, 8, "tint", radius=4)
            yield Rect(first, low + 7, max(4.0, last - first), 8, "accent", radius=4)

    def _verticals(self) -> Iterator[tuple[float, Role, bool]]:
        if self._due is not None:
            yield self._x(self._due), "ink", False
        if self._today is not None:
            yield self._x(self._today), "mark", True

    def _flags(self) -> tuple[list[Label], float]:
        """The words over the vertical lines, and how far down they reach: two lines where they would touch."""
        due = self._flag(self._due, "your weeks end", "ink")
        now = self._flag(self._today, "today", "mark")
        if due and now and abs(due.x - now.x) < breadth(due.text, 11) + breadth(now.text, 11):
            return [_at(due, 11), _at(now, 26)], 32
        return [_at(label, 11) for label in (due, now) if label], 17 if due or now else 2

    def _flag(self, value: date | None, name: str, role: Role) -> Label | None:
        if value is None:
            return None
        text = f"{name}, {short_day(value)}"
        x, half = self._x(value), breadth(text, 11) / 2
        if x < half:
            return Label(0, 0, text, role, 11)
        if x > self._width - half:
            return Label(self._width, 0, text, role, 11, anchor="end")
        return Label(x, 0, text, role, 11, anchor="middle")

    def _grid(self, top: float, bottom: float) -> Iterator[Path | Label]:
        free = 0.0
        for value, name in self._ticks():
            x = self._x(value)
            yield Path(((x, top + 16), (x, bottom - 6)), "rule")
            if x >= free and x + breadth(name, 10.5) <= self._width:
                yield Label(x, top + 11, name, "quiet", 10.5)
                free = x + breadth(name, 10.5) + 8

    def _ticks(self) -> Iterator[tuple[date, str]]:
        if (self._end - self._start).days <= 70:
            value = self._start
            while value < self._end:
                yield value, short_day(value)
                value += timedelta(7)
            return
        months = (self._end.year - self._start.year) * 12 + self._end.month - self._start.month
        step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months / step <= (12 if self._wide else 6))
        for count in range(1, months + 1):
            index = self._start.month - 1 + count
            value = date(self._start.year + index // 12, index % 12 + 1, 1)
            if index % step == 0 and value <= self._end:
                yield value, f"{month(value)} {value.year}" if value.month == 1 or step > 3 else month(value)


def _on_paper(label: Label) -> tuple[Rect, Label]:
    """The words, not crossed by the lines behind them."""
    width = breadth(label.text, label.size)
    x = label.x - width if label.anchor == "end" else label.x
    return Rect(x, label.y - 11, width, 14, "paper", radius=0), label


def _at(label: Label, y: float) -> Label:
    return Label(label.x, y, label.text, label.fill, label.size, label.bold, label.anchor)
