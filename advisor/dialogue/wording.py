"""The templates' voice: decisions as plain Markdown. Pure; every number comes from the plan or the solver."""

from collections.abc import Iterable, Sequence

from advisor.domain.brief import Fact
from advisor.domain.catalog import Boundary, Catalog, Component, Pattern
from advisor.domain.plan import Choice, Omission, Plan, PlanMilestone, PlanProject
from advisor.domain.progress import CLOSED, Status
from advisor.domain.vocabulary import Condition, Hardware, Level
from advisor.planning.compare import Comparison
from advisor.planning.interview import Candidate
from advisor.planning.next_step import NextStep
from advisor.planning.review import Review
from advisor.planning.situation import CONDITION_WORDS, CONDITION_WORDS_DENIED

LEVEL_WORDS = {Level.NONE: "not yet", Level.AWARE: "a little", Level.WORKING: "working", Level.SOLID: "strong"}
HARDWARE_WORDS = {
    Hardware.NONE: "no computer of your own", Hardware.CPU: "a laptop without graphics card",
    Hardware.GPU: "a computer with a graphics card", Hardware.CLOUD: "rented or company machines",
}  # fmt: skip


def num(value: float) -> str:
    """A number for people: 12, 7.5; whole from 10 on."""
    return f"{value:.0f}" if value >= 10 or abs(value - round(value)) < 0.05 else f"{value:.1f}"


def hours(value: float) -> str:
    """An amount of time: '40 minutes', '1 hour', '7.5 hours'."""
    if value < 0.95:
        return f"{max(5, round(value * 60 / 5) * 5):.0f} minutes"
    return "1 hour" if num(value) == "1" else f"{num(value)} hours"


def listed(names: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return "" if not names else names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_ANY_TRADE = ("domain-expert", "student")
"""Backgrounds that say less than the person did."""
_NONE_OF = {"programming-basics": "no programming yet"}


def fact_words(catalog: Catalog, fact: Fact) -> str:
    """A fact as a short clause."""
    value = fact.value
    if fact.name in ("known_skills", "preferences"):
        component = catalog.components.get(fact.key)
        name = component.name if component else fact.key
        if fact.name == "preferences":
            return f"rather without {name}" if value == "avoid" else f"with {name}"
        if Level(value) is Level.NONE:
            return _NONE_OF.get(fact.key, f"no {name}")
        return f"{name} *{LEVEL_WORDS[Level(value)]}*"
    if fact.name == "conditions":
        return (CONDITION_WORDS if value else CONDITION_WORDS_DENIED)[Condition(fact.key)]
    if fact.name == "hours_per_week":
        return f"{num(float(value))} hours a week"
    if fact.name == "scope":
        return f"{_SCOPE_WORDS.get(str(value), value)} {part_words(catalog, fact.key)}"
    if fact.name == "pause_weeks":
        weeks = float(value or 0)
        return f"{num(weeks)} week{'' if weeks == 1 else 's'} lost"
    if fact.name == "deadline_weeks":
        return "no fixed date" if value is None else f"{num(float(value))} weeks until it is due"
    if fact.name == "hardware":
        return HARDWARE_WORDS[Hardware(value)]
    if fact.name == "background":
        background = catalog.backgrounds.get(str(value))
        if fact.quote and value in _ANY_TRADE:
            return f"you: “{short(fact.quote, 60)}”"
        return f"you are {background.name}" if background else str(value)
    if fact.name == "data":
        return f"data: {value}"
    if fact.name == "goal":
        return f"goal: {value}"
    return f"{value}"


_SCOPE_WORDS = {"keep": "keep", "drop": "leave out", "split": "smaller steps for"}


def part_words(catalog: Catalog, key: str, plan: Plan | None = None) -> str:
    """A part of the plan, as `scope` facts are keyed, by name: of a need what meets it in the plan, where that is known."""
    kind, _, name = key.partition("/")
    if kind == "project" and name in catalog.projects:
        return f"the project “{catalog.projects[name].title}”"
    if kind == "need" and name in catalog.needs:
        meets = [c.name for c in plan.stack if name in c.needs] if plan else []
        meets = meets or [c.what.split(":")[0] for c in plan.cut if c.id == name and ":" in c.what] if plan else meets
        meets = meets or [c.name for c in catalog.meeting.get(name, ())]
        return meets[0] if len(meets) == 1 else f"the part that serves to {catalog.needs[name].name}"
    component = catalog.components.get(name.split("/")[1]) if name.startswith("learn/") else None
    return component.name if component else "a step"


def noted(catalog: Catalog, facts: Iterable[Fact]) -> str:
    """'I noted: …', without the problem itself; empty if there is nothing."""
    told = [f for f in facts if f.name != "problem"]
    if any(f.name == "hardware" for f in told):  # what it is says already what it is not
        told = [f for f in told if (f.name, f.key) != ("conditions", Condition.NO_GPU.value)]
    # "At once" settles "in a list" as well; saying both reads like a mistake.
    said_yes = any(f.name == "conditions" and f.value for f in told)
    parts = [fact_words(catalog, f) for f in told if not (said_yes and f.name == "conditions" and not f.value)]
    return f"I noted: {' · '.join(parts)}." if parts else ""


def greeting() -> str:
    """The first words."""
    return (
        "Hello. Tell me about a problem you would like to solve: at work, in a hobby, for a thesis. I work out whether it needs "
        "machine learning, the least you would have to learn for it, and a sequence of small projects that fits your time."
    )


def restated(pattern: Pattern | None, in_ml_words: str, sure: bool = True) -> str:
    """The problem said back."""
    if pattern:
        lead = "So you want to" if sure else "I am not sure that I read you right; it sounds as if you want to"
        return f"{lead} {pattern.restate.rstrip('.')}. In ML words: {pattern.in_ml_words.rstrip('.')}."
    return (
        "No curated kind of problem in my knowledge base is quite yours, so I compose the plan from its parts and am less sure of it. "
        f"In ML words, as far as I can tell: {in_ml_words}."
    )


def question(text: str, lead: bool) -> str:
    """A question, introduced if it opens the interview."""
    return f"**{text}**" if not lead else f"One thing decides most of the plan. **{text}**"


def why_ask(text: str, candidate: Candidate) -> str:
    """Why a question is asked: its reason, and the plans that its answers lead to."""
    lines = [text]
    ranked = sorted(candidate.outlines, key=lambda o: o[1].total)
    low, high = ranked[0], ranked[-1]
    if high[1].total - low[1].total >= 0.5:
        lines.append(
            f"I worked the plan out for each answer: “{low[0].label}” comes to about {num(low[1].total)} hours, "
            f"“{high[0].label}” to about {num(high[1].total)}."
        )
    over = [a.label for a, o in candidate.outlines if o.over > 0.5]
    if over:
        lines.append(
            f"With {listed([f'“{label}”' for label in over])} something would have to be cut to fit your time."
        )
    elif high[1].weeks - low[1].weeks >= 2:
        by_weeks = sorted(candidate.outlines, key=lambda o: o[1].weeks)
        lines.append(
            f"It would take about {num(by_weeks[0][1].weeks)} weeks with “{by_weeks[0][0].label}” and "
            f"{num(by_weeks[-1][1].weeks)} with “{by_weeks[-1][0].label}”."
        )
    changed = sorted(
        {
            c
            for _, o in candidate.outlines
            for c in o.levels
            if any(c not in other.levels for _, other in candidate.outlines)
        }
    )
    if changed and len(lines) == 1:
        lines.append("What would be in the plan or not: " + ", ".join(changed[:6]) + ".")
    return " ".join(lines)


def boundary(entry: Boundary) -> str:
    """The answer to what is no ML problem."""
    parts = [entry.reply]
    if entry.instead:
        parts.append(f"**Use instead:** {entry.instead}")
    if entry.would_change:
        parts.append(f"**What would change my answer:** {entry.would_change}")
    return "\n\n".join(parts)


def plan_summary(plan: Plan) -> str:
    """The first lines about a plan: problem, need of ML, hours, end."""
    learn = [c for c in plan.stack if c.status == "learn"]
    todo = [p for p in plan.projects if not p.finished]
    size = (
        f"**To learn: {len(learn)} things, {num(plan.hours.learn)} hours. To build: {len(todo)} small project{'' if len(todo) == 1 else 's'}, "
        f"{num(plan.hours.build)} hours.** At {num(plan.hours_per_week)} hours a week that ends in week {_last_week(plan)}"
    )
    if plan.weeks_available is not None:
        spare = plan.weeks_available - plan.weeks
        size += f", with {num(spare)} weeks to spare." if spare >= 1 else "."
        if plan.over > 0:
            size += (
                f" **That is {num(plan.over)} hours more than you have.** Even with everything cut that can be cut it does not fit: "
                "give it more hours a week, a later date, or a smaller problem."
            )
    else:
        size += "."
    need = f"**Is ML needed?** {plan.about.need_ml} Try first: {plan.about.rule}" if plan.about.need_ml else ""
    return "\n\n".join(x for x in (need, size) if x)


def _last_week(plan: Plan) -> int:
    return max((p.end_week for p in plan.projects), default=1)


def stack_table(plan: Plan) -> str:
    """What is to be learnt, by layer, as a table."""
    rows = ["| layer | learn | why for you |", "| --- | --- | --- |"]
    for choice in plan.stack:
        if choice.status == "learn":
            rows.append(f"| {choice.layer.value} | {choice.name} · {hours(choice.hours)} | {_cell(choice.why)} |")
    table = "\n".join(rows) if len(rows) > 2 else "Nothing new to learn: you can start building."
    aware = [c for c in plan.stack if c.status == "aware"]
    if aware:
        names = ", ".join(c.name for c in aware)
        table += f"\n\n*Only to know of, {hours(sum(c.hours for c in aware))} in all:* {names}."
    return table


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def plan_rest(plan: Plan) -> str:
    """What is known already, left out, cut, assumed; the projects in a line each."""
    known = [c.name for c in plan.stack if c.status == "known"]
    parts: list[str] = []
    if known:
        parts.append(f"*You already have:* {', '.join(known)}.")
    if plan.left_out:
        shown = "\n".join(f"- **{o.name}.** {_sentence(o.why)} Comes in when {strip_when(o.when)}." for o in plan.left_out[:3])
        more = len(plan.left_out) - 3
        parts.append("*Left out:*\n\n" + shown)
        if more > 0:
            parts.append(f"And {more} more that can wait or that a generic roadmap would add; the plan lists them.")
    if plan.cut:
        for label, some in (("Cut to fit your time", [c for c in plan.cut if not c.wished]), ("Left out as you asked", [c for c in plan.cut if c.wished])):
            if some:
                parts.append(f"*{label}:* {'; '.join(f'{c.what} (saves {hours(c.saves)})' for c in some)}.")
        parts.append("Ask “what did you cut?” for what each costs and how to get it back.")
    if plan.notes:
        parts.append("*Note:* " + " ".join(plan.notes))
    if plan.assumptions:
        parts.append("*I assumed:* " + " ".join(a.text for a in plan.assumptions) + " Wrong? Say so.")
    projects = "\n".join(
        f"{n}. **{p.title}** ({weeks(p)}, {hours(p.hours)}). {p.goal}" for n, p in enumerate(plan.projects, start=1)
    )
    return "\n\n".join(parts) + f"\n\n**Projects**\n\n{projects}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _lower(text: str) -> str:
    return text[0].lower() + text[1:] if len(text) > 1 and text[1].islower() else text


def strip_when(text: str) -> str:
    """What brings something in, as it follows 'when'."""
    cleaned = text.strip().rstrip(".")
    for lead in ("comes in when ", "when ", "Comes in when "):
        if cleaned.startswith(lead):
            return cleaned[len(lead) :]
    return _lower(cleaned)


def weeks(project: PlanProject) -> str:
    """'week 3' or 'weeks 3–5'."""
    if project.finished:
        return "done"
    if project.start_week == project.end_week:
        return f"week {project.start_week}"
    return f"weeks {project.start_week}–{project.end_week}"


def drafted() -> str:
    """What closes a draft."""
    return "Shall we agree on this, or change something? Ask “why” about anything, or say “what next” to begin."


def agreed(version: int) -> str:
    """What agreeing means."""
    return (
        f"Agreed. Version {version} is now your plan and stays as it is; if life changes it, I make a new version and show what changed. "
        "Nothing you have done is lost by that."
    )


def step(found: NextStep) -> str:
    """The next step."""
    m = found.milestone
    whole = "" if found.sitting >= m.hours - 0.05 else f" (the whole step takes about {hours(m.hours)})"
    lines = [
        f"Next, about {hours(found.sitting)}{whole}: {m.text}",
        f"**Done when:** {m.done_when}",
        f"*Project {found.project_number}, “{found.project.title}”, step {found.number} of {found.of}.*",
    ]
    if found.number == 1:
        data = found.project.dataset
        if data.name:
            lines.insert(2, f"Practise on: {data.name} ({data.size}). {data.getting or ''}".strip())
        elif data.then:
            lines.insert(2, f"Data: {data.then}")
    if m.status is Status.STUCK:
        lines.append("You were stuck here. Tell me what you see, and I look for what it could be.")
    return "\n\n".join(lines)


def all_done() -> str:
    """When every step is done."""
    return (
        "Every step of this plan is done. Look back for a moment: is this still the problem you want to solve? "
        "Tell me what changed, or name the next problem, and I plan on from what you know now."
    )


def marked(milestones: Sequence[PlanMilestone], finished_projects: Sequence[PlanProject]) -> str:
    """What was ticked."""
    if len(milestones) == 1:
        text = f"Noted as done: {milestones[0].text}"
    else:
        text = f"Noted as done: {len(milestones)} steps.\n\n" + "\n".join(f"- {short(m.text, 90)}" for m in milestones)
    for project in finished_projects:
        text += (
            f"\n\nThat finishes **{project.title}**. You can show: {project.artefact}"
        )
    return text


def review(found: Review) -> str:
    """What there is to look back on: weeks, steps, hours, pace, what was learnt."""
    steps = f"{found.steps} step{'' if found.steps == 1 else 's'}"
    parts = [f"Looking back: {steps} done, {hours(found.hours) if found.hours else 'no hours'} of work as planned."]
    if found.pace is not None:
        parts.append(
            f"In {num(found.weeks)} weeks that is about {num(found.pace)} hours a week; the plan counts on {num(found.planned)}."
        )
    if found.learnt:
        parts.append(f"You have learnt {listed(found.learnt[-8:])}.")
    return " ".join(parts)


def status(plan: Plan, done: int) -> str:
    """How far the person is. `done`: all steps done so far, those of earlier versions too."""
    to_go = sum(m.status not in CLOSED for p in plan.projects for m in p.milestones)
    finished = [p.title for p in plan.projects if p.finished]
    lines = [
        f"Done: {done} of {done + to_go} steps, {hours(plan.hours.done) if plan.hours.done else 'no hours'} of work. "
        f"To go: {hours(plan.hours.total)}, about {num(plan.weeks)} weeks at {num(plan.hours_per_week)} hours a week.",
    ]
    if finished:
        lines.append("Finished: " + ", ".join(f"“{title}”" for title in finished) + ".")
    lines.append(f"This is version {plan.version}, {'agreed' if plan.agreed else 'a draft, not agreed yet'}.")
    return "\n\n".join(lines)


def receipt(catalog: Catalog, plan: Plan, choice: Choice) -> str:
    """Why something is in the plan: words → need → component → source."""
    lines = [f"**{choice.name}** is in your plan: {choice.why}"]
    if choice.needs:
        needs = listed([catalog.needs[n].name for n in choice.needs if n in catalog.needs])
        lines.append(f"The chain: your problem (“{short(plan.problem)}”) → you need to {needs} → {choice.name}.")
    elif choice.required_by:
        names = [c.name for c in plan.stack if c.component in choice.required_by]
        lines.append(f"The chain: your problem (“{short(plan.problem)}”) → {listed(names[:3])} → {choice.name}.")
    if choice.status == "known":
        lines.append("You know it already, so it costs no hours.")
    else:
        lines.append(f"It costs you about {hours(choice.hours)}; without it, what rests on it would not work.")
    return " ".join(lines)


def no_substitute(catalog: Catalog, plan: Plan, known: Component, choice: Choice) -> str:
    """Why something that the person knows does not take the place of something to be learnt."""
    resting = [c.name for c in plan.stack if c.component in choice.required_by]
    if resting:
        return (
            f"{known.name} you know already, and it stays useful. It cannot take the place of {choice.name} here: {listed(resting[:4])} "
            f"{'rests' if len(resting) == 1 else 'rest'} on {choice.name}, and I know nothing in {known.name} that does their job in this plan."
        )
    needs = listed([catalog.needs[n].name for n in choice.needs if n in catalog.needs])
    return f"{known.name} you know already, and it stays useful. But I know of no way to {needs} with it." if needs else ""


def omission(entry: Omission) -> str:
    """Why something is left out."""
    return f"**{entry.name}** is left out: {entry.why} It comes in when {strip_when(entry.when)}."


def comparison(catalog: Catalog, result: Comparison) -> str:
    """The solver's comparison."""
    plain = catalog.components[result.component].name
    name = f"“{plain}”"
    comes = [catalog.components[c].name for c in result.comes if c != result.component]
    goes = [catalog.components[c].name for c in result.goes if c != result.component]
    if result.in_stack:
        if not result.comes and not result.goes:
            return f"I solved the plan without {name}: nothing else does its job here, so it stays."
        text = f"I solved the plan without {name}: learning comes to {num(result.hours_otherwise)} hours instead of {num(result.hours_as_is)}"
    elif abs(result.difference) < 0.05 and not result.goes:
        return f"{name} would cost you no hours, but it meets no need of this plan. If you want it all the same, say “use {plain}”."
    else:
        text = f"I solved the plan with {name} in it: learning comes to {num(result.hours_otherwise)} hours instead of {num(result.hours_as_is)}"
    if comes:
        text += f"; {listed(comes[:6])} would come in"
    if goes:
        text += f"; {listed(goes[:6])} would drop out"
    if not result.in_stack and not goes:
        text += f". It would meet no need that is not met already, so {name} is left out"
    return text + f". If you want it that way, say “{'avoid' if result.in_stack else 'use'} {plain}”."


def short(text: str, most: int = 90) -> str:
    """The beginning of a text, cut at a word."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    return plain[:most].rsplit(" ", 1)[0] + " …"
