"""Tools that the knowledge base does not list: said plainly, and taken into the plan only by the person's own choice.

The plan keeps its component and hours; the choice only notes that its job is done with something else.
"""

from collections.abc import Sequence

from advisor.dialogue import wording
from advisor.dialogue.choosing import pick
from advisor.dialogue.reading.reader import Reading
from advisor.dialogue.reading.text import words
from advisor.dialogue.turn import Segment, Turn
from advisor.dialogue.versions import replan
from advisor.domain.brief import Brief, Fact
from advisor.domain.conversation import Intent, OpenQuestion
from advisor.domain.plan import Choice, Plan
from advisor.domain.vocabulary import TOOL_LAYERS, Layer

QUESTION = "own_tool"
KEEP = "Keep the plan as it is"
_IN_PLACE = " in place of "
_MOST = 5
_YES = frozenset("yes yeah yep sure ok okay please do ja sí si oui".split())
_NO = frozenset("no nope nah keep leave forget nein non".split())
_OF_STEPS = (Intent.MARK_DONE, Intent.STUCK, Intent.CHANGE_GOAL)
"""What a message wants that tells of a tool by the way."""
_BACK = ("back to", "after all", "return to", "rather with", "drop", "without", "forget", "undo")


def take_unlisted(turn: Turn) -> bool:
    """Answers about a tool that is not listed, or goes back from one; whether the message is about that."""
    question = turn.dialogue.question
    if question and question.id == QUESTION and turn.reading.text and take_answer(turn):
        return True
    if turn.plan is not None and _take_back(turn):
        return True
    meant = turn.reading.unlisted
    if meant is None or turn.reading.intents[0] in _OF_STEPS:
        return False
    # 'X instead of Y' is no wish to be without Y as long as X is no choice.
    turn.brief = Brief(facts=tuple(f for f in turn.brief.facts if f.turn != turn.dialogue.turn or f.name not in ("preferences", "goal", "problem")))
    turn.segments.append(Segment(f"I have no checked guidance on {meant.name}: it is not in my knowledge base, so I can say neither what it does well nor how long it takes to learn.", beyond=meant.name))
    if turn.plan is None:
        turn.say("The plan comes first, from what I have checked. Once it stands, you may put your own tool in the place of one of mine.")
        if question:
            turn.say(f"Back to my question. {wording.question(question.text, lead=False)}")
        return True
    _offer(turn, turn.plan, meant.name, meant.instead_of)
    return True


def speaks_of_tool(reading: Reading, part: str) -> bool:
    """Whether a part of a message is about the tool that is not listed."""
    return reading.unlisted is not None and reading.unlisted.name in part


def take_answer(turn: Turn) -> bool:
    """Notes the person's own choice, or leaves the plan; whether the message was an answer."""
    question = turn.dialogue.question
    plan = turn.plan
    assert question is not None
    assert plan is not None
    text = turn.reading.text
    told = set(words(text))
    uses = [a for a in question.answers if a != KEEP]
    picked = pick(text, [(answer,) for answer in question.answers])
    turn.set(question=None)
    if (picked and picked.none) or (picked and picked.place is not None and question.answers[picked.place] == KEEP) or (told & _NO and not told & _YES):
        turn.brief = turn.before.brief
        turn.say("The plan stays as it is.")
        return True
    answer = question.answers[picked.place] if picked and picked.place is not None else uses[0] if len(uses) == 1 and _agrees(turn, told) else None
    if answer is None:
        return False
    name, _, place = answer.removeprefix("Use ").rpartition(_IN_PLACE)
    choice = next((c for c in plan.stack if c.name == place), None)
    if choice is None:
        return False
    turn.brief = turn.before.brief
    _carry_out(turn, choice, name)
    return True


def _agrees(turn: Turn, told: set[str]) -> bool:
    return bool(told & _YES) or turn.reading.intents[0] is Intent.AGREE


def _offer(turn: Turn, plan: Plan, name: str, instead_of: str | None) -> None:
    """Says what does the job in the plan and why, and asks whether the person's own tool is to do it."""
    # What people want to swap is seldom the language.
    found = [c for c in plan.stack if c.layer in TOOL_LAYERS and (c.needs or c.status != "known")]
    tools = sorted(found, key=lambda c: c.layer is Layer.LANGUAGE)
    meant = plan.choice(instead_of) if instead_of else None
    if instead_of and meant is None:
        turn.say(f"{turn.catalog.components[instead_of].name} is not in your plan, so there is nothing to put it in the place of. The plan stays as it is.")
        return
    if meant:
        turn.say(f"In your plan {_job(turn, meant)}")
        places: Sequence[Choice] = [meant]
        text = f"Shall I note {name} as your own choice there?"
    else:
        places = tools[:_MOST]
        if not places:
            turn.say("Your plan has no tool whose place it could take. It stays as it is.")
            return
        turn.say(f"These tools do the work in your plan: {wording.listed([c.name for c in places])}.")
        text = f"In the place of which would you use {name}?"
    turn.say("If you take it, its steps stay as guidance for what has to be done, with hours that I reckoned for my tool and cannot vouch for with yours.")
    turn.set(question=OpenQuestion(
        id=QUESTION, fact=QUESTION, text=text, answers=(*(f"Use {name}{_IN_PLACE}{c.name}" for c in places), KEEP),
        why="I do not know your tool, so only you can say which part it would do.",
    ))  # fmt: skip
    turn.say(wording.question(text, lead=False))


def _job(turn: Turn, choice: Choice) -> str:
    needs = wording.listed([turn.catalog.needs[n].name for n in choice.needs if n in turn.catalog.needs])
    does = f"{choice.name} is there to {needs}." if needs else f"{choice.name} has a place: {choice.why}"
    return f"{does} For that I have sources."


def _carry_out(turn: Turn, choice: Choice, name: str) -> None:
    turn.brief = turn.brief.with_facts([Fact(
        name="own_tool", key=choice.component, value=name, quote=turn.reading.text, turn=turn.dialogue.turn, on=turn.today,
    )])  # fmt: skip
    turn.say(
        f"Noted: {name} in the place of {choice.name}, your own choice, not checked by me. The hours stay those of {choice.name}. "
        f"“Go back to {choice.name}” or “undo” takes it back."
    )
    replan(turn, f"{name} in the place of {choice.name}")


def _take_back(turn: Turn) -> bool:
    """Goes back from the person's own tool to the component, where the message says so."""
    text = turn.reading.text.lower()
    own = turn.before.brief.own_tools
    if not own or not any(cue in text for cue in _BACK):
        return False
    told = set(words(text))
    back = [c for c, tool in own.items() if c in turn.reading.mentions or set(words(tool)) <= told]
    if not back:
        return False
    turn.brief = turn.before.brief
    for component in back:
        turn.brief = turn.brief.without("own_tool", component)
    names = wording.listed([turn.catalog.components[c].name for c in back])
    turn.say(f"Back to {names}.")
    replan(turn, f"going back to {names}")
    return True
