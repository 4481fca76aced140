"""The templates' voice: decisions as plain Markdown. Pure; every number comes from the plan or the solver."""

from collections.abc import Sequence

from advisor.domain.entries.patterns import Boundary, Pattern
from advisor.domain.plan import Plan, PlanMilestone, PlanProject
from advisor.domain.progress import CLOSED, Status
from advisor.planning.interview import Candidate
from advisor.planning.next_step import NextStep
from advisor.planning.review import Review


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


def short(text: str, most: int = 90) -> str:
    """The beginning of a text, cut at a word."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    return plain[:most].rsplit(" ", 1)[0] + " …"
