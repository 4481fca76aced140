"""Questions at any time: why, why not, what is; answered from the plan, the solver and the passages."""

from advisor.dialogue import plan_words, wording
from advisor.dialogue.passages import answer_from_passages
from advisor.dialogue.plan_questions import answer_from_plan
from advisor.dialogue.reading.framing import Framing
from advisor.dialogue.reading.phrases import FUNCTION
from advisor.dialogue.reading.text import words
from advisor.dialogue.turn import Turn
from advisor.domain.conversation import Intent
from advisor.domain.plan import Plan
from advisor.domain.vocabulary import TOOL_LAYERS
from advisor.planning.compare import compare

_ALL_OF_IT = frozenset("ml ai machine learning model models network networks algorithm algorithms program rule rules spreadsheet excel plan problem need needed".split())
"""Words of a 'why' that asks whether machine learning is needed at all."""


def answer_aside(turn: Turn, intent: Intent, framing: Framing | None) -> None:
    if intent is Intent.SMALLTALK:
        turn.say("Hello again." if turn.before.dialogue.turn else wording.greeting())
    elif intent is Intent.TOO_HARD and turn.plan is None:
        turn.say(
            "You need to know none of this beforehand: what you would have to learn is what the plan is for, step by step from where "
            "you are. To any question of mine “I don't know” is a good answer."
        )
    elif intent is Intent.OFF_TOPIC:
        entry = turn.catalog.boundaries.get(framing.boundary or "") if framing else None
        turn.say(entry.reply if entry else "That is outside what I can help with.")
    elif (
        intent in (Intent.UNDO, Intent.STATUS, Intent.EXPORT, Intent.AGREE, Intent.WHAT_NEXT, Intent.MARK_DONE)
        and turn.plan is None
    ):
        turn.say("There is no plan yet; a few answers from you, and there is.")
    elif intent is not Intent.RESOURCES and answer_from_plan(turn):
        return
    elif intent in (Intent.WHY_ITEM, Intent.DO_I_NEED):
        _why(turn, intent)
    elif intent is Intent.COMPARE or (turn.reading.mentions and "why not" in turn.reading.text.lower()):
        explain_choice(turn)
    else:
        _explain(turn)


def _why(turn: Turn, intent: Intent) -> None:
    plan = turn.plan
    named = [
        m for m in turn.reading.mentions if m != "supervised-learning" or "supervised" in turn.reading.text.lower()
    ]
    told = {f.key for f in turn.reading.facts if f.name in ("known_skills", "preferences")}
    named = [m for m in named if m not in told] or named  # 'I know Python. Do I need Docker?' asks of Docker
    if not named and intent is Intent.WHY_ITEM and turn.dialogue.topic:
        named = [turn.dialogue.topic]
    if not named or plan is None:
        if intent is Intent.WHY_ITEM and not _of_machine_learning(turn.reading.text) and _from_passages(turn):
            return
        if plan and plan.about.need_ml:
            turn.say(f"{plan.about.need_ml} Try first: {plan.about.rule}")
            turn.citations.extend(plan.about.citations)
        else:
            _explain(turn)
        return
    learnt = [c for m in named if (c := plan.choice(m)) and c.status != "known"]
    for component in named[:3]:
        choice = plan.choice(component)
        if learnt and (component in turn.situation().known or (choice and choice.status == "known")):
            turn.say(plan_words.no_substitute(turn.catalog, plan, turn.catalog.components[component], learnt[0]))
        else:
            _one_why(turn, plan, component)


def _of_machine_learning(text: str) -> bool:
    """Whether a 'why' asks for the point of all of it, and not of something with a name of its own: 'why measure?'"""
    own = [w for w in words(text) if w not in FUNCTION]
    return not own or bool(_ALL_OF_IT & set(own))


def _one_why(turn: Turn, plan: Plan, component: str) -> None:
    choice = plan.choice(component)
    turn.set(topic=component)
    if choice:
        turn.say(plan_words.receipt(turn.catalog, plan, choice))
        turn.citations.extend(choice.citations)
        return
    meant = ("pytorch", "tensorflow-keras", component) if component == "how-networks-learn" else (component,)
    entry = next((o for c in meant for o in plan.left_out if o.component == c), None)
    if entry:
        turn.say(plan_words.omission(entry))
    elif turn.catalog.components[component].layer not in TOOL_LAYERS:
        _explain(turn)  # nobody puts an idea in or out; what it is good for answers the question
        return
    if turn.dialogue.frame:
        turn.say(plan_words.comparison(turn.catalog, compare(turn.situation(), component)))


def explain_choice(turn: Turn) -> None:
    plan = turn.plan
    named = list(turn.reading.mentions)
    outside = [m for m in named if plan and not plan.choice(m)]
    if plan and outside:
        for component in outside[:2]:
            _one_why(turn, plan, component)
        return
    if plan and len(named) == 1 and "why not" in turn.reading.text.lower():
        _one_why(turn, plan, named[0])
        return
    _explain(turn)


def _explain(turn: Turn) -> None:
    if not _from_passages(turn):
        turn.unanswered = True
        turn.say("I have no guidance on that in my knowledge base, so I would rather not guess.")


def _from_passages(turn: Turn) -> bool:
    """Answers from what search finds; whether it found anything."""
    pattern = turn.dialogue.frame.pattern if turn.dialogue.frame else None
    query = turn.reading.text
    if turn.dialogue.topic and len(query.split()) <= 4 and turn.dialogue.topic in turn.catalog.components:
        query = f"{query} {turn.catalog.components[turn.dialogue.topic].name}"
    about = turn.reading.mentions[0] if len(turn.reading.mentions) == 1 else None
    answer = answer_from_passages(turn.searcher, query, pattern, about=about, question=turn.reading.text)
    if answer is None:
        return False
    if turn.reading.mentions:
        turn.set(topic=turn.reading.mentions[0])
    turn.answer(answer.text, answer.asked)
    return True
