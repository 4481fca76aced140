"""Too hard, too easy: the level or the order changes, or a step is cut smaller."""

from advisor.dialogue import wording
from advisor.dialogue.choosing import chosen
from advisor.dialogue.passages import answer_from_passages
from advisor.dialogue.reading.asking import asks
from advisor.dialogue.reading.text import sentences, words
from advisor.dialogue.ticking import mark
from advisor.dialogue.turn import Turn
from advisor.dialogue.versions import replan
from advisor.domain.brief import Fact
from advisor.domain.conversation import Intent, OpenQuestion
from advisor.domain.progress import CLOSED, Status
from advisor.domain.vocabulary import TOOL_LAYERS, Level
from advisor.planning.compare import Comparison, compare
from advisor.planning.next_step import NextStep, next_step

QUESTION = "easier"
SMALLER = "Keep it, in smaller steps"
INSTEAD = "Use {} instead"
LEAST_SPLIT = 0.75
"""Hours below which a step is not cut any smaller."""
_MOST_SHAKY = 3


def too_hard(turn: Turn) -> None:
    """What was only assumed is taught first; else a simpler tool is offered; else the step is cut in two."""
    assert turn.plan is not None
    found = next_step(turn.plan)
    if found is None:
        turn.say(wording.all_done())
        return
    situation = turn.situation()
    shaky = [
        c for c in (*found.project.uses, *found.project.introduces)
        if (k := situation.known.get(c)) and k.grounds in ("background", "inferred", "implied")
    ][:_MOST_SHAKY]  # fmt: skip
    if shaky:
        names = wording.listed([turn.catalog.components[c].name for c in shaky])
        turn.brief = turn.brief.with_facts([_fact(turn, "known_skills", c, Level.NONE) for c in shaky])
        if replan(turn, "making it easier"):
            turn.say(f"I had taken it that you know {names}. I no longer do, and put it into the plan before this step.")
            _go_on(turn)
            return
    simpler = _simpler(turn, found)
    if simpler:
        _offer(turn, found, simpler)
    else:
        _smaller(turn, found)


def take_easier(turn: Turn) -> bool:
    """Uses the simpler tool or cuts the step, as was chosen; whether the message chose."""
    question = turn.dialogue.question
    assert question is not None
    assert turn.plan is not None
    instead = question.answers[0]
    answer = chosen(question.answers, turn.reading.text, {instead: ("instead", "swap", "yes", "switch", "simpler", "other"), SMALLER: ("smaller", "keep", "no", "split", "stay")})
    turn.set(question=None)
    found = next_step(turn.plan)
    if answer is None or found is None:
        return False
    simpler = _simpler(turn, found) if answer == instead else None
    if simpler:
        turn.brief = turn.before.brief.with_facts([_fact(turn, "preferences", simpler.component, "avoid")])
        name = turn.catalog.components[simpler.component].name
        if not replan(turn, f"doing without {name}"):
            turn.say("That does not change the plan.")
        _go_on(turn)
    else:
        _smaller(turn, found)
    return True


def too_easy(turn: Turn) -> None:
    """What is named, or taught by the next step, counts as known; else what is left of the project is skipped."""
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    named = [m for m in turn.reading.mentions if (c := plan.choice(m)) and c.status != "known"]
    said = [f.key for f in turn.brief.named("known_skills") if f.turn == turn.dialogue.turn and f.value != Level.NONE]
    asks_too = {Intent.WHY_ITEM, Intent.DO_I_NEED, Intent.COMPARE, Intent.EXPLAIN} & set(turn.reading.intents)
    if asks_too:  # what is asked about is not thereby known
        asked = _asked(turn.reading.text)
        named = [] if said else [m for m in named if turn.catalog.components[m].name.lower() not in asked and m not in asked]
    components = list(dict.fromkeys([*named, *said]))
    if not components and Intent.CHANGE_GOAL in turn.reading.intents:
        turn.say("Name what you know already, and the plan for the new problem leaves it out.")
        return
    if not components and found and found.milestone.component and not _whole_project(turn, found):
        components = [found.milestone.component]
    if components:
        facts = [_fact(turn, "known_skills", c, choice.level) for c in components if (choice := plan.choice(c))]
        turn.brief = turn.brief.with_facts(facts)
        names = wording.listed([turn.catalog.components[c].name for c in components])
        turn.say(f"Then I count {names} as known.")
        if not replan(turn, f"counting {names} as known"):
            turn.say("The plan had nothing of that left to learn, so it stays as it is.")
    elif found:
        _skip(turn, found)
    if Intent.CHANGE_GOAL not in turn.reading.intents and not asks_too:
        _go_on(turn)


def _asked(text: str) -> str:
    """The questions of a message, in small letters."""
    return " ".join(s for s in sentences(text) if asks(s) or text[text.find(s) + len(s) :].startswith("?")).lower()


def _skip(turn: Turn, found: NextStep) -> None:
    """Skips the step, or what is left to build of its project, and names it."""
    whole = _whole_project(turn, found)
    only_step = not whole and (" step" in f" {turn.reading.text.lower()}" or found.project.kind == "own")
    steps = [found.milestone] if only_step else [m for m in found.project.milestones if m.status not in CLOSED and (whole or m.kind == "build")]
    mark(turn, [m.id for m in steps], Status.SKIPPED)
    lines = "\n".join(f"- {wording.short(m.text, 120)}" for m in steps)
    hours = wording.hours(sum(m.hours for m in steps))
    where = "this step" if only_step else f"what was left of “{found.project.title}”"
    turn.say(f"I skip {where}, {hours}:\n\n{lines}\n\nIt stays in the plan, marked as skipped; “undo” brings it back.", voice=False)


def _whole_project(turn: Turn, found: NextStep) -> bool:
    """Whether the message speaks of the whole project, and not of the person's own problem at the end."""
    return "project" in words(turn.reading.text) and found.project.kind != "own"


def _simpler(turn: Turn, found: NextStep) -> Comparison | None:
    """The plan without the tool that the step is about, if something simpler does its job."""
    assert turn.plan is not None
    own = [found.milestone.component] if found.milestone.component else [*found.project.introduces, *found.project.uses]
    tools = [c for c in own if turn.catalog.components[c].layer in TOOL_LAYERS and turn.plan.choice(c)]
    for component in tools:
        result = compare(turn.situation(), component)
        complexity = turn.catalog.components[component].complexity
        replaced = [c for c in result.comes if turn.catalog.components[c].layer is turn.catalog.components[component].layer]
        if component in result.goes and replaced and turn.catalog.components[replaced[0]].complexity < complexity:
            return result
    return None


def _offer(turn: Turn, found: NextStep, simpler: Comparison) -> None:
    catalog = turn.catalog
    layer = catalog.components[simpler.component].layer
    name, other = catalog.components[simpler.component].name, next(c for c in simpler.comes if catalog.components[c].layer is layer)
    cost = (
        "and costs no more hours" if simpler.difference <= 0
        else f"and costs {wording.num(simpler.difference)} hours more, because you would have to learn it"
    )  # fmt: skip
    turn.say(f"{catalog.components[other].name} does the job of {name} here, is simpler {cost}.")
    text = "Which do you want?"
    turn.set(question=OpenQuestion(
        id=QUESTION, fact=QUESTION, text=text, answers=(INSTEAD.format(catalog.components[other].name), SMALLER),
        why=f"Both make it easier: the one changes the tool, the other the size of the steps at “{wording.short(found.milestone.text, 60)}”.",
    ))  # fmt: skip
    turn.say(wording.question(text, lead=False))


def _smaller(turn: Turn, found: NextStep) -> None:
    """Cuts the step in two; where it is short already, says how to take less of it."""
    if found.milestone.hours >= LEAST_SPLIT:
        before = turn.brief
        turn.brief = turn.before.brief.with_facts([_fact(turn, "scope", f"step/{found.milestone.id}", "split")])
        if replan(turn, "smaller steps"):
            turn.say(f"I cut this step in two: “{wording.short(found.milestone.text, 100)}”.")
            _go_on(turn)
            _passage(turn, found)
            return
        turn.brief = before
    half = wording.hours(min(found.sitting, found.milestone.hours) / 2)
    turn.say(
        f"This step is short already, so take less at a time. For the next {half}, do only the beginning of this: {found.milestone.text} "
        "Stop there and tell me what was unclear."
    )
    _passage(turn, found)
    if not any(f.name in ("hours_per_week", "deadline_weeks") and f.turn == turn.dialogue.turn for f in turn.brief.facts):
        turn.say("If all of it is too much, tell me a smaller number of hours a week or a later date, and I spread it out.")


def _passage(turn: Turn, found: NextStep) -> None:
    """Adds what is said of the component that the step is about; steps of one's own work have none."""
    component = found.milestone.component
    if not component:
        return
    pattern = turn.dialogue.frame.pattern if turn.dialogue.frame else None
    answer = answer_from_passages(turn.searcher, turn.catalog.components[component].name, pattern, most=1, about=component)
    if answer:
        turn.say(answer.text, voice=False)
        turn.citations.extend(answer.citations)


def _fact(turn: Turn, name: str, key: str, value: object) -> Fact:
    return Fact(name=name, key=key, value=value, quote=turn.reading.text, turn=turn.dialogue.turn, on=turn.today)


def _go_on(turn: Turn) -> None:
    assert turn.plan is not None
    found = next_step(turn.plan)
    turn.say(wording.step(found) if found else wording.all_done())
