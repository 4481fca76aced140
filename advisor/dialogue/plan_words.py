"""Words for a plan: what is in it, why, what is left out, and what would change. Pure; every number comes from the plan or the solver."""

from advisor.dialogue.wording import hours, listed, num, short, strip_when, weeks
from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component
from advisor.domain.plan import Choice, Omission, Plan
from advisor.planning.compare import Comparison


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
            rows.append(f"| {choice.layer.value} | {choice.name} · {hours(choice.hours)} | {_cell(choice.why)}{f' *{_cell(choice.own_words)}*' if choice.own_tool else ''} |")
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


def receipt(catalog: Catalog, plan: Plan, choice: Choice) -> str:
    """Why something is in the plan: words → need → component → source."""
    lines = [f"**{choice.name}** is in your plan: {choice.why}"]
    if choice.needs:
        needs = listed([catalog.needs[n].name for n in choice.needs if n in catalog.needs])
        lines.append(f"The chain: your problem (“{short(plan.problem)}”) → you need to {needs} → {choice.name}.")
    elif choice.required_by:
        names = [c.name for c in plan.stack if c.component in choice.required_by]
        lines.append(f"The chain: your problem (“{short(plan.problem)}”) → {listed(names[:3])} → {choice.name}.")
    if choice.own_tool:
        lines.append(f"It is {choice.own_words}.")
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
