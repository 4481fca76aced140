"""What a plan says, in its order, for all formats alike."""

from collections.abc import Iterable, Iterator
from datetime import date

from advisor.domain.plan import Choice, Citation, ExistingSolution, Plan, PlanDataset, PlanProject
from advisor.domain.progress import Status
from advisor.domain.vocabulary import LAYER_TITLES, Layer
from advisor.exports.characters import cleaned
from advisor.exports.document import (
    Block,
    Bullets,
    Column,
    Document,
    Fact,
    Facts,
    Group,
    Heading,
    Link,
    Marks,
    Paragraph,
    Quote,
    Run,
    Runs,
    Section,
    Source,
    Sources,
    Step,
    Steps,
    Table,
    Text,
)
from advisor.exports.escaping import web_address
from advisor.exports.picture import picture
from advisor.exports.timeline import spans, timeline
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
    steps_done,
    weeks,
    when,
    without,
)

_COLUMNS = (
    Column("what", 0.2), Column("learn?", 0.16), Column("hours", 0.09, numeric=True), Column("why for you", 0.44),
    Column("sources", 0.11),
)  # fmt: skip


def outline(plan: Plan, today: date | None = None) -> Document:
    """The plan as a document; `today` is marked in its timeline."""
    plan = cleaned(plan)
    told = inner(bare(heading(plan.about.restate if plan.frame.pattern else plan.problem)))
    numbered = _Numbered()
    sections = (
        _problem(plan), _need(plan, numbered), _exists(plan, numbered), _hours(plan, today),
        _stack(plan, told, numbered), _projects(plan), _cut(plan), _assumptions(plan), _notes(plan), _left_out(plan),
        numbered.section(),
    )  # fmt: skip
    maker = "exact rules from a curated catalogue" if plan.origin == "rules" else plan.origin
    return Document(
        title=f"Plan: {told}" if told else "Plan",
        standing=f"{_standing(plan)} Week 1 begins on {day(plan.started)}.",
        sections=tuple(section for section in sections if section is not None),
        colophon=f"Version {plan.version}. Made by {maker}.",
        made=today or plan.started,
    )


class _Numbered:
    """Numbers sources in the order in which they are first named."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}

    def marks(self, citations: Iterable[Citation]) -> Runs:
        """Their numbers, each once; nothing if there are none."""
        numbers: list[int] = []
        for citation in citations:
            url = web_address(citation.url)
            key = url or f"{citation.title} {citation.url}"
            self._sources.setdefault(key, Source(ended(citation.title), url))
            numbers.append(list(self._sources).index(key) + 1)
        return (Marks(tuple(dict.fromkeys(numbers))),) if numbers else ()

    def section(self) -> Section | None:
        """All that were named."""
        return Section("sources", "Sources", (Sources(tuple(self._sources.values())),)) if self._sources else None


def _standing(plan: Plan) -> str:
    if not plan.agreed:
        return f"Version {plan.version}, a draft: not agreed yet."
    on = f" on {day(plan.agreed_at)}" if plan.agreed_at else ""
    return f"Version {plan.version}, agreed{on}."


def _problem(plan: Plan) -> Section:
    blocks: list[Block] = []
    if plan.problem.strip():
        blocks += [Paragraph(_words("In your words:")), Quote(plan.problem)]
    if plan.frame.pattern and plan.about.restate:
        blocks.append(Paragraph(_words(f"Said another way: you want to {ended(inner(plan.about.restate))}")))
    if plan.about.in_ml_words:
        blocks.append(Paragraph(_words(f"In ML words: {ended(inner(plan.about.in_ml_words))}")))
    kinds = ("Data", plan.frame.modality), ("Task", plan.frame.task), ("Conditions", plan.frame.conditions)
    named = [(label, ", ".join(value.replace("-", " ") for value in values)) for label, values in kinds if values]
    runs: list[Run] = []
    for label, names in named:
        runs += [*([Text(" · ")] if runs else []), Text(f"{label}:", "quiet"), Text(f" {names}")]
    if runs:
        blocks.append(Paragraph(tuple(runs)))
    return Section("problem", "The problem", tuple(blocks))


def _need(plan: Plan, numbered: _Numbered) -> Section | None:
    about = plan.about
    blocks: list[Block] = []
    if about.need_ml.strip():
        blocks.append(Paragraph(_joined(_words(sentence(about.need_ml)), numbered.marks(about.citations))))
    blocks += _facts(
        _said("Try this rule first", about.rule), _said("The baseline to beat", about.baseline),
        _said("The first version", about.first_version),
    )  # fmt: skip
    if about.metrics:
        items = (_named(metric.name, sentence(metric.why)) for metric in about.metrics)
        blocks += [Heading("How to tell that it works"), Bullets(tuple(items))]
    if about.pitfalls:
        pitfalls = tuple(_words(sentence(pitfall)) for pitfall in about.pitfalls)
        blocks += [Heading("What goes wrong most often"), Bullets(pitfalls)]
    return Section("need", "Is ML needed?", tuple(blocks)) if blocks else None


def _exists(plan: Plan, numbered: _Numbered) -> Section | None:
    about = plan.about
    blocks: list[Block] = []
    if about.exists:
        blocks.append(Bullets(tuple(_solution(found, numbered) for found in about.exists)))
    if about.case_studies:
        blocks.append(Heading("What others did"))
        blocks.append(Bullets(tuple(_solution(found, numbered) for found in about.case_studies)))
    return Section("exists", "What exists already, and where it falls short", tuple(blocks)) if blocks else None


def _solution(found: ExistingSolution, numbered: _Numbered) -> Runs:
    limits = (Text("Falls short:", "quiet"), Text(f" {sentence(found.limits)}")) if found.limits else ()
    return _joined(_named(found.name, sentence(found.what)), limits, numbered.marks(found.citations))


def _hours(plan: Plan, today: date | None) -> Section:
    amount = plan.hours
    parts = f"{hours(amount.learn)} to learn and {hours(amount.build)} to build"
    end = max((project.end_week for project in plan.projects if not project.finished), default=0)
    span = f"until the end of week {end}" if end else weeks(plan.weeks)
    steps = [step for project in plan.projects for step in project.milestones]
    done = sum(step.status is Status.DONE for step in steps)
    blocks: list[Block] = [
        Paragraph(
            _joined(
                (Text(f"To go: {hours(amount.total)}, of which {parts}." if amount.total else "Nothing left to do.", "strong"),),
                _words(f"At {hours(plan.hours_per_week)} a week that takes {span}." if amount.total else ""),
                _words(f"Done so far: {hours(amount.done)}." if amount.done else ""),
                _words(f"{steps_done(done, len(steps)).capitalize()}." if done else ""),
            )
        )
    ]
    if amount.available is not None:
        within = f" in {weeks(plan.weeks_available)}" if plan.weeks_available is not None else ""
        blocks.append(Paragraph(_words(f"You have {hours(amount.available)}{within}.")))
    if plan.over:
        short = f"The plan needs {hours(plan.over)} more than you have"
        rest = ", even with all cut that can be cut: it takes more hours a week, a later date, or a smaller problem."
        blocks.append(Paragraph((Text(short, "strong"), Text(rest))))
    figure = timeline(plan, today)
    last = [held.days[1] for held in spans(plan) if held.days]
    if figure is not None and last:
        blocks += [Paragraph(_words(f"If you keep to that, the last step ends about {day(max(last))}.")), figure]
    return Section("hours", "Hours and dates", tuple(blocks))


def _stack(plan: Plan, told: str, numbered: _Numbered) -> Section | None:
    figure = picture(plan, told or "your problem")
    title = "What to learn: all you need for it"
    blocks: list[Block] = [figure] if figure else []
    groups = tuple(
        Group(LAYER_TITLES[layer], tuple(_row(choice, numbered) for choice in plan.stack if choice.layer is layer))
        for layer in Layer
    )
    if plan.stack:
        blocks.append(Table(title, "layer", _COLUMNS, tuple(group for group in groups if group.rows)))
    return Section("stack", title, tuple(blocks)) if blocks else None


def _row(choice: Choice, numbered: _Numbered) -> tuple[Runs, ...]:
    time = num(choice.hours) if choice.hours >= 0.95 or not choice.hours else hours(choice.hours).replace("minutes", "min")
    own: Runs = (Text(f" {sentence(choice.own_words)}", "quiet"),) if choice.own_tool else ()
    return (
        _words(choice.name), _words(effort(choice)), _words(time), (*_words(sentence(choice.why)), *own),
        numbered.marks(choice.citations),
    )  # fmt: skip


def _projects(plan: Plan) -> Section | None:
    names = {choice.component: choice.name for choice in plan.stack}
    told: dict[PlanDataset, int] = {}
    parts: list[Section] = []
    for number, project in enumerate(plan.projects, start=1):
        same = told.setdefault(project.dataset.model_copy(update={"then": None}), number)
        parts.append(Section(
            f"project-{number}", project.title, tuple(_project(project, names, same if same < number else 0)), number=number,
            aside=f"{when(project)}, {hours(project.hours)}",
        ))  # fmt: skip
    return Section("projects", "Projects", sections=tuple(parts)) if parts else None


def _project(project: PlanProject, names: dict[str, str], same: int) -> Iterator[Block]:
    """What is said of a project; `same` is the number of the one before it that told of the same data, 0 if none did."""
    yield from _facts(
        _said("Goal", project.goal), *_dataset(project.dataset, same), _said("Baseline", project.baseline),
        _said("Target", project.target), _said("New here", _listed(project.introduces, names)),
        _said("Used again", _listed(project.uses, names)),
    )  # fmt: skip
    if project.milestones:
        yield Heading("Steps")
        yield Steps(
            tuple(
                Step(sentence(step.text), step.status, hours(step.hours) if step.hours else "", sentence(step.done_when))
                for step in project.milestones
            )
        )
    if project.obstacles:
        yield Heading("Likely to go wrong")
        yield Bullets(
            tuple(
                (Text(f"{bare(obstacle.symptom) or 'Something'}.", "quiet"), Text(f" {sentence(obstacle.teaches)}"))
                for obstacle in project.obstacles
            )
        )
    yield from _facts(_said("To show at the end", project.artefact))


def _listed(components: Iterable[str], names: dict[str, str]) -> str:
    return " · ".join(names.get(component, component) for component in components)


def _dataset(data: PlanDataset, same: int) -> Iterator[Fact | None]:
    url = web_address(data.url)
    name: Runs = ()
    if data.name:
        name = (Link(data.name.strip() or "link", url) if url else Text(data.name),)
    if name and same:
        yield Fact("Practise on", (*name, Text(f", as in project {same}; what is said of it there holds here too.")))
        yield _said("Then", data.then or "")
        return
    size = f"{', ' if name else ''}{data.size}" if data.size else ""
    what = (*name, Text(f"{size}.")) if name or size else ()
    licence = f"Licence: {ended(data.licence)}" if data.licence else ""
    runs = _joined(what, _words(licence), _words(sentence(data.getting or "")))
    yield Fact("Practise on", runs) if runs else None
    yield _said("Mind", data.caution or "")
    yield _said("Then" if runs else "Data", data.then or "")


def _cut(plan: Plan) -> Section | None:
    if not plan.cut:
        return None
    items = (
        _joined(
            (Text(bare(entry.what), "strong"), Text(f" (saves {hours(entry.saves)}): {sentence(entry.costs)}")),
            (Text("To get it back:", "quiet"), Text(f" {sentence(entry.back)}")) if entry.back else (),
        )
        for entry in plan.cut
    )
    return Section("cut", "Cut to fit your time, and how to get it back", (Bullets(tuple(items)),))


def _assumptions(plan: Plan) -> Section | None:
    if not plan.assumptions:
        return None
    items = Bullets(tuple(_words(sentence(entry.text)) for entry in plan.assumptions))
    wrong = Paragraph(_words("Wrong? Say so, and the plan is worked out again."))
    return Section("assumptions", "What I assumed", (items, wrong))


def _notes(plan: Plan) -> Section | None:
    if not plan.notes:
        return None
    return Section("notes", "Notes", (Bullets(tuple(_words(sentence(note)) for note in plan.notes)),))


def _left_out(plan: Plan) -> Section | None:
    if not plan.left_out:
        return None
    intro = "Not needed now; each says what would bring it in. A general roadmap would have begun with many of them."
    items = (
        _joined(_named(entry.name, sentence(entry.why)), _words(_comes_in(entry.when))) for entry in plan.left_out
    )
    return Section("left-out", "Left out, on purpose", (Paragraph(_words(intro)), Bullets(tuple(items))))


def _comes_in(when: str) -> str:
    return f"Comes in when {ended(inner(without(when, 'comes in when ', 'when ')))}" if when else ""


def _facts(*rows: Fact | None) -> Iterator[Facts]:
    """Those that say something, in one block; nothing if none does."""
    held = tuple(row for row in rows if row is not None)
    if held:
        yield Facts(held)


def _said(label: str, text: str) -> Fact | None:
    return Fact(label, _words(sentence(text))) if text.strip() else None


def _named(name: str, text: str) -> Runs:
    return Text(name.strip(), "strong"), Text(f": {text}")


def _words(text: str) -> Runs:
    return (Text(text),) if text.strip() else ()


def _joined(*parts: Runs) -> Runs:
    """The parts that say something, with a space between; one that does not break before the numbers of sources."""
    runs: list[Run] = []
    for part in parts:
        if part:
            between = "\N{NO-BREAK SPACE}" if isinstance(part[0], Marks) else " "
            runs += [*([Text(between)] if runs else []), *part]
    return tuple(runs)
