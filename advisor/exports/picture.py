"""How it hangs together: from the problem to what it takes, what to learn for that, and where it is practised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.domain.plan import Choice, Plan, PlanProject
from advisor.exports.document import Figure, Runs, Text
from advisor.exports.drawing import BOLD, Drawing, Label, Path, Rect, Role, breadth, wrapped
from advisor.exports.words import bare

_MOST = 36
"""Rows; a picture with more fits no page. What is over is counted in its last row."""
_SIZE, _LEADING = 11.5, 14.0

Shapes = list[Rect | Path | Label]


@dataclass(frozen=True)
class _Row:
    """Something to learn, and what it is for."""

    what: str
    purpose: str


@dataclass(frozen=True)
class _Band:
    """A project and the rows that it teaches; `beside` is said of the rest."""

    number: int
    project: PlanProject
    rows: tuple[_Row, ...]
    beside: str

    @property
    def name(self) -> str:
        return f"{self.number}. {bare(self.project.title)}"


def picture(plan: Plan, problem: str) -> Figure | None:
    """The picture; None without projects. `problem` is the problem in a few words."""
    bands = _bands(plan)
    if not bands:
        return None
    shown = tuple(_limited(bands))
    return Figure(
        "picture", "From the problem to the projects", _wide(problem, shown), _narrow(problem, shown),
        tuple(_told(band) for band in bands),
    )  # fmt: skip


def _bands(plan: Plan) -> tuple[_Band, ...]:
    names = {choice.component: choice.name for choice in plan.stack}
    seen: set[str] = set()
    made: list[_Band] = []
    for number, project in enumerate(plan.projects, start=1):
        new = [c for c in plan.stack if c.component in project.introduces and c.component not in seen]
        seen.update(choice.component for choice in new)
        rows = tuple(_Row(choice.name, _purpose(choice, names)) for choice in new if choice.status == "learn")
        aware = [choice.name for choice in new if choice.status == "aware"]
        made.append(_Band(number, project, rows, _beside(rows, aware, project)))
    return tuple(made)


def _purpose(choice: Choice, names: dict[str, str]) -> str:
    if choice.needs:
        return choice.needs[0].replace("-", " ").replace("_", " ")
    rests = [names[other] for other in choice.required_by if other in names]
    return f"needed for {rests[0]}" if rests else ""


def _beside(rows: Sequence[_Row], aware: Sequence[str], project: PlanProject) -> str:
    if aware:
        return f"to know of: {', '.join(aware)}"
    if rows:
        return ""
    return "uses what you learnt before" if project.uses else "nothing new to learn"


def _limited(bands: Sequence[_Band]) -> Iterator[_Band]:
    room = _MOST
    for band in bands:
        rows, over = band.rows[: max(1, room)], len(band.rows[max(1, room) :])
        room -= len(rows) + bool(band.beside)
        yield _Band(band.number, band.project, rows, f"and {over} more" if over else band.beside)


def _told(band: _Band) -> Runs:
    learnt = "; ".join(f"{row.what} ({row.purpose})" if row.purpose else row.what for row in band.rows)
    parts = [part for part in (f"learn {learnt}" if learnt else "", band.beside) if part]
    return Text(band.name, "strong"), Text(f": {'; '.join(parts)}.")


def _wide(problem: str, bands: Sequence[_Band]) -> Drawing:
    """Four steps from left to right, the problem over all."""
    need, what, project, width = 24.0, 214.0, 436.0, 640.0
    shapes, y = _problem(problem, width)
    trunk = y
    y += 26
    heads = ((need, "what it takes"), (what, "what to learn for it"), (project, "where you practise it"))
    shapes += [Label(x, y, text, "quiet", 11) for x, text in heads]
    y += 12
    last = y
    for band in bands:
        top, purpose = y, ""
        for row in band.rows:
            names = wrapped(row.what, project - what - 44, _SIZE)
            purposes = wrapped(row.purpose, what - need - 30, _SIZE) if row.purpose != purpose else ()
            height = _LEADING * max(len(names), len(purposes), 1) + 7
            middle = y + height / 2
            if row.purpose and row.purpose == purpose:
                shapes.append(Path(((what - 12, last), (what - 12, middle), (what, middle)), "rule"))
            elif row.purpose:
                shapes += [Path(((8, middle), (need - 4, middle)), "rule"), *_lines(purposes, need, middle, "quiet")]
                end = need + max(breadth(line, _SIZE) for line in purposes) + 4
                shapes.append(Path(((min(end, what - 22), middle), (what, middle)), "rule"))
                last = middle
            shapes += [Rect(what, y + 1, project - what - 28, height - 2, "paper", "rule"), *_lines(names, what + 8, middle)]
            shapes.append(Path(((project - 28, middle), (project, middle)), "rule"))
            purpose = row.purpose
            y += height + 2
        if band.beside:
            beside = wrapped(band.beside, project - what - 40, 10.5, most=3)
            height = _LEADING * len(beside) + 4
            shapes += _lines(beside, what + 8, y + height / 2, "quiet", 10.5)
            y += height
        title = wrapped(band.name, width - project - 16, _SIZE, most=max(3, int((y - top - 12) / _LEADING)))
        y = max(y, top + _LEADING * len(title) + 12)
        shapes += [Rect(project, top, width - project, y - top, "tint"), *_lines(title, project + 8, (top + y) / 2)]
        y += 10
    if any(row.purpose for band in bands for row in band.rows):
        shapes.insert(0, Path(((8, trunk), (8, _lowest(shapes))), "rule"))
    return Drawing(width, y, tuple(shapes))


def _narrow(problem: str, bands: Sequence[_Band]) -> Drawing:
    """The same for a phone: each project over what it teaches."""
    what, need, width = 16.0, 190.0, 340.0
    shapes, y = _problem(problem, width)
    y += 24
    heads = ((what, "what to learn"), (need, "what for"))
    shapes += [Label(x, y, text, "quiet", 11) for x, text in heads]
    y += 12
    for band in bands:
        title = wrapped(band.name, width - 16, _SIZE)
        height = _LEADING * len(title) + 10
        shapes += [Rect(0, y, width, height, "tint"), *_lines(title, 8, y + height / 2)]
        y += height + 4
        for row in band.rows:
            names, purposes = wrapped(row.what, need - what - 20, _SIZE), wrapped(row.purpose, width - need, _SIZE)
            height = _LEADING * max(len(names), len(purposes), 1) + 8
            shapes += [Rect(what, y + 1, need - what - 8, height - 2, "paper", "rule"), *_lines(names, what + 6, y + height / 2)]
            shapes += _lines(purposes, need, y + height / 2, "quiet")
            y += height + 2
        if band.beside:
            beside = wrapped(band.beside, width - what, 10.5, most=3)
            height = _LEADING * len(beside) + 4
            shapes += _lines(beside, what, y + height / 2, "quiet", 10.5)
            y += height
        y += 8
    return Drawing(width, y, tuple(shapes))


def _problem(text: str, width: float) -> tuple[Shapes, float]:
    """The box with the problem, and where it ends."""
    lines = wrapped(text, width - 28, 13 * BOLD, most=3)
    height = 17.0 * len(lines) + 14
    labels = [Label(14, 20 + 17 * number, line, "paper", 13, bold=True) for number, line in enumerate(lines)]
    return [Rect(0, 0, width, height, "accent", radius=6), *labels], height


def _lines(lines: Sequence[str], x: float, middle: float, fill: Role = "ink", size: float = _SIZE) -> Shapes:
    """Lines of text around a height."""
    top = middle - _LEADING * (len(lines) - 1) / 2 + size * 0.34
    return [Label(x, top + _LEADING * number, line, fill, size) for number, line in enumerate(lines)]


def _lowest(shapes: Shapes) -> float:
    """Where the lowest branch leaves the trunk."""
    return max(shape.points[0][1] for shape in shapes if isinstance(shape, Path) and shape.points[0][0] == 8)
