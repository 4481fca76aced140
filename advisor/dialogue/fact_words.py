"""Words for what is known of a person and their problem: each fact as a short clause. Pure."""

from collections.abc import Iterable

from advisor.dialogue.wording import num, short
from advisor.domain.brief import Fact
from advisor.domain.catalog import Catalog
from advisor.domain.plan import Plan
from advisor.domain.vocabulary import Condition, Hardware, Level
from advisor.planning.situation import CONDITION_WORDS, CONDITION_WORDS_DENIED

LEVEL_WORDS = {Level.NONE: "not yet", Level.AWARE: "a little", Level.WORKING: "well", Level.SOLID: "very well"}
HARDWARE_WORDS = {
    Hardware.NONE: "no computer of your own", Hardware.CPU: "a laptop without graphics card",
    Hardware.GPU: "a computer with a graphics card", Hardware.CLOUD: "rented or company machines",
}  # fmt: skip

_ANY_TRADE = ("domain-expert", "student")
"""Backgrounds that say less than the person did."""
_NONE_OF = {"programming-basics": "no programming yet"}
_WISH_WORDS = {"avoid": "rather without {}", "prefer": "with {}", "any": "{} or not, as it fits"}
_SCOPE_WORDS = {"keep": "keep", "drop": "leave out", "split": "smaller steps for"}


def fact_words(catalog: Catalog, fact: Fact) -> str:
    """A fact as a short clause."""
    value = fact.value
    if fact.name in ("known_skills", "preferences"):
        component = catalog.components.get(fact.key)
        name = component.name if component else fact.key
        if fact.name == "preferences":
            return _WISH_WORDS.get(str(value), "{}").format(name)
        if Level(value) is Level.NONE:
            return _NONE_OF.get(fact.key, f"no {name}")
        return f"{name} *{LEVEL_WORDS[Level(value)]}*"
    if fact.name == "conditions":
        return (CONDITION_WORDS if value else CONDITION_WORDS_DENIED)[Condition(fact.key)]
    if fact.name == "hours_per_week":
        return f"{num(float(value))} hours a week"
    if fact.name == "own_tool":
        component = catalog.components.get(fact.key)
        return f"{value} in the place of {component.name if component else fact.key}, your own choice"
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
