"""A plan as a document to print and keep."""

from collections.abc import Iterable, Iterator

from advisor.domain.plan import (
    Choice,
    Citation,
    ExistingSolution,
    Plan,
    PlanDataset,
    PlanMilestone,
    PlanProject,
)
from advisor.domain.progress import Status
from advisor.domain.vocabulary import LAYER_TITLES, Layer
from advisor.exports.escaping import block_quote, line, link, web_address
from advisor.exports.words import (
    bare,
    day,
    effort,
    ended,
    heading,
    hours,
    inner,
    num,
    sentence,
    weeks,
    when,
    without,
)


def render(plan: Plan) -> bytes:
    """The plan as Markdown (CommonMark, tables, task lists) in UTF-8. Nothing in it acts but links to sources."""
    sources = _Sources()
    parts = (
        *_heading(plan), *_problem(plan), *_need(plan, sources), *_exists(plan, sources), *_hours(plan),
        *_stack(plan, sources), *_projects(plan), *_cut(plan), *_assumptions(plan), *_notes(plan), *_left_out(plan),
        *sources.section(), *_closing(plan),
    )  # fmt: skip
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


class _Sources:
    """Numbers sources in the order in which they are first named."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}

    def marks(self, citations: Iterable[Citation]) -> str:
        """Their numbers: '[1] [2]'."""
        numbers: list[int] = []
        for citation in citations:
            url = web_address(citation.url)
            title = line(ended(citation.title))
            key = url or f"{citation.title} {citation.url}"
            self._titles.setdefault(key, f"{title} <{url}>" if url else title)
            numbers.append(list(self._titles).index(key) + 1)
        return " ".join(f"[{number}]" for number in dict.fromkeys(numbers))

    def section(self) -> Iterator[str]:
        """All that were named."""
        if self._titles:
            yield "## Sources"
            yield "\n".join(f"{number}. {title}" for number, title in enumerate(self._titles.values(), start=1))


def _heading(plan: Plan) -> Iterator[str]:
    told = plan.about.restate if plan.frame.pattern else plan.problem
    title = line(inner(bare(heading(told))))
    yield f"# Plan: {title}" if title else "# Plan"
    yield f"*{_standing(plan)} Week 1 begins on {day(plan.started)}.*"


def _standing(plan: Plan) -> str:
    if not plan.agreed:
        return f"Version {plan.version}, a draft: not agreed yet."
    on = f" on {day(plan.agreed_at)}" if plan.agreed_at else ""
    return f"Version {plan.version}, agreed{on}."


def _problem(plan: Plan) -> Iterator[str]:
    yield "## The problem"
    if plan.problem.strip():
        yield "In your words:"
        yield block_quote(plan.problem)
    if plan.frame.pattern and plan.about.restate:
        yield f"Said another way: you want to {line(ended(inner(plan.about.restate)))}"
    if plan.about.in_ml_words:
        yield f"In ML words: {line(ended(inner(plan.about.in_ml_words)))}"
    kinds = ("Data", plan.frame.modality), ("Task", plan.frame.task), ("Conditions", plan.frame.conditions)
    named = ((label, ", ".join(value.replace("-", " ") for value in values)) for label, values in kinds)
    yield " · ".join(f"*{label}:* {names}" for label, names in named if names)


def _need(plan: Plan, sources: _Sources) -> Iterator[str]:
    about = plan.about
    lines = (
        _said("", about.need_ml, sources.marks(about.citations)),
        _said("Try this rule first", about.rule),
        _said("The baseline to beat", about.baseline),
        _said("The first version", about.first_version),
    )
    if any(lines):
        yield "## Is ML needed?"
        yield from lines
    if about.metrics:
        yield "**How to tell that it works**"
        yield _bullets(f"{_strong(metric.name)}: {line(sentence(metric.why))}" for metric in about.metrics)
    if about.pitfalls:
        yield "**What goes wrong most often**"
        yield _bullets(line(sentence(pitfall)) for pitfall in about.pitfalls)


def _exists(plan: Plan, sources: _Sources) -> Iterator[str]:
    if plan.about.exists:
        yield "## What exists already, and where it falls short"
        yield _bullets(_solution(found, sources) for found in plan.about.exists)
    if plan.about.case_studies:
        yield "**What others did**"
        yield _bullets(_solution(found, sources) for found in plan.about.case_studies)


def _solution(found: ExistingSolution, sources: _Sources) -> str:
    limits = f"*Falls short:* {line(sentence(found.limits))}" if found.limits else ""
    return _joined(f"{_strong(found.name)}:", line(sentence(found.what)), limits, sources.marks(found.citations))


def _hours(plan: Plan) -> Iterator[str]:
    amount = plan.hours
    parts = f"{hours(amount.learn)} to learn and {hours(amount.build)} to build"
    end = max((project.end_week for project in plan.projects if not project.finished), default=0)
    span = f"until the end of week {end}" if end else weeks(plan.weeks)
    yield "## Hours"
    yield _joined(
        f"**To go: {hours(amount.total)}, of which {parts}.**" if amount.total else "**Nothing left to do.**",
        f"At {hours(plan.hours_per_week)} a week that takes {span}." if amount.total else "",
        f"Done so far: {hours(amount.done)}." if amount.done else "",
    )
    if amount.available is not None:
        within = f" in {weeks(plan.weeks_available)}" if plan.weeks_available is not None else ""
        yield f"You have {hours(amount.available)}{within}."
    if plan.over:
        yield (
            f"**The plan needs {hours(plan.over)} more than you have**, even with all cut that can be cut: it takes "
            "more hours a week, a later date, or a smaller problem."
        )


def _stack(plan: Plan, sources: _Sources) -> Iterator[str]:
    if not plan.stack:
        return
    layers = list(Layer)
    rows = ["| layer | what | learn? | hours | why for you | sources |", "| --- | --- | --- | ---: | --- | --- |"]
    before: Layer | None = None
    for choice in sorted(plan.stack, key=lambda choice: layers.index(choice.layer)):
        layer = LAYER_TITLES[choice.layer] if choice.layer is not before else ""
        before = choice.layer
        time = num(choice.hours) if choice.hours >= 0.95 or not choice.hours else hours(choice.hours)
        cells = (
            layer, line(choice.name), effort(choice), time, line(sentence(choice.why)), sources.marks(choice.citations),
        )  # fmt: skip
        rows.append(f"| {' | '.join(cells)} |")
    yield "## The stack: all you need for it"
    yield "\n".join(rows)


def _left_out(plan: Plan) -> Iterator[str]:
    if not plan.left_out:
        return
    yield "## Left out, on purpose"
    yield "Not needed now; each says what would bring it in. A general roadmap would have begun with many of them."
    yield _bullets(
        _joined(
            f"{_strong(entry.name)}:", line(sentence(entry.why)),
            f"Comes in when {line(ended(inner(without(entry.when, 'comes in when ', 'when '))))}" if entry.when else "",
        )
        for entry in plan.left_out
    )  # fmt: skip


def _projects(plan: Plan) -> Iterator[str]:
    if not plan.projects:
        return
    names = {choice.component: choice for choice in plan.stack}
    yield "## Projects"
    for number, project in enumerate(plan.projects, start=1):
        yield f"### {number}. {line(project.title)} ({when(project)}, {hours(project.hours)})"
        yield from _project(project, names)


def _project(project: PlanProject, names: dict[str, Choice]) -> Iterator[str]:
    yield _said("Goal", project.goal)
    yield from _dataset(project.dataset)
    yield _said("Baseline", project.baseline)
    yield _said("Target", project.target)
    yield _said("New here", _named(project.introduces, names))
    yield _said("Used again", _named(project.uses, names))
    if project.milestones:
        yield "**Steps**"
        yield "\n".join(_milestone(step) for step in project.milestones)
    if project.obstacles:
        yield "**Likely to bite**"
        yield _bullets(
            f"*{line(bare(obstacle.symptom)) or 'Something'}.* {line(sentence(obstacle.teaches))}"
            for obstacle in project.obstacles
        )
    yield _said("To show at the end", project.artefact)


def _named(components: Iterable[str], names: dict[str, Choice]) -> str:
    return " · ".join(names[c].name if c in names else c for c in components)


def _dataset(data: PlanDataset) -> Iterator[str]:
    what = ", ".join(x for x in (link(data.name, data.url) if data.name else "", line(data.size or "")) if x)
    licence = f"Licence: {line(ended(data.licence))}" if data.licence else ""
    parts = (f"{what}." if what else "", licence, line(sentence(data.getting or "")))
    if any(parts):
        yield _joined("**Practise on:**", *parts)
    yield _said("Mind", data.caution or "")
    yield _said("Then" if any(parts) else "Data", data.then or "")


def _milestone(step: PlanMilestone) -> str:
    box = "[x]" if step.status is Status.DONE else "[ ]"
    note = {Status.STUCK: "*(stuck)*", Status.SKIPPED: "*(skipped)*"}.get(step.status, "")
    done_when = f"*Done when:* {line(sentence(step.done_when))}" if step.done_when else ""
    time = f"({hours(step.hours)})" if step.hours else ""
    return _joined(f"- {box}", line(sentence(step.text)), time, note, done_when)


def _cut(plan: Plan) -> Iterator[str]:
    if plan.cut:
        yield "## Cut to fit your time, and how to get it back"
        yield _bullets(
            _joined(
                f"{_strong(bare(entry.what))} (saves {hours(entry.saves)}):",
                line(sentence(entry.costs)), f"*To get it back:* {line(sentence(entry.back))}" if entry.back else "",
            )
            for entry in plan.cut
        )  # fmt: skip


def _assumptions(plan: Plan) -> Iterator[str]:
    if plan.assumptions:
        yield "## What I assumed"
        yield _bullets(line(sentence(entry.text)) for entry in plan.assumptions)
        yield "Wrong? Say so, and the plan is worked out again."


def _notes(plan: Plan) -> Iterator[str]:
    if plan.notes:
        yield "## Notes"
        yield _bullets(line(sentence(note)) for note in plan.notes)


def _closing(plan: Plan) -> Iterator[str]:
    maker = "exact rules from a curated catalogue" if plan.origin == "rules" else line(plan.origin)
    yield "---"
    yield f"*Version {plan.version}. Made by {maker}.*"


def _said(label: str, text: str, marks: str = "") -> str:
    """A paragraph with its label; nothing if there is nothing to say."""
    if not text.strip():
        return ""
    return _joined(f"**{label}:**" if label else "", line(sentence(text)), marks)


def _strong(text: str) -> str:
    plain = line(text)
    return f"**{plain}**" if plain else ""


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
