"""Questions that the plan itself answers: does it exist already, is a graphics card needed, how much of a subject is in it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from advisor.dialogue import plan_words, wording
from advisor.dialogue.reading.asking import supposes
from advisor.dialogue.reading.text import sentences, words
from advisor.dialogue.turn import Turn
from advisor.domain.conversation import Intent
from advisor.domain.plan import Choice, Plan
from advisor.domain.vocabulary import Condition, Hardware
from advisor.domain.yaml_data import parsed
from advisor.planning.compare import compare

_MOST_LEFT_OUT = 2
WHAT_IF = re.compile(r"\b(?:what|how|and)\b[\w\s']{0,24}\b(?:if|when|should)\b", re.IGNORECASE)
"""Asks what happens in a case: 'what happens if', 'what do I do when'."""
NEED = frozenset({Intent.WHY_ITEM, Intent.DO_I_NEED, Intent.COMPARE})
"""Wishes to know what of something the plan holds, and why."""


def answer_from_plan(turn: Turn) -> bool:
    """Answers the message if it is such a question; whether it was."""
    plan = turn.plan
    if plan is None:
        return False
    if _asks("exists", turn.reading.text) and plan.about.exists:
        _exists(turn, plan)
    elif not (NEED & set(turn.reading.intents) or _asks("need", turn.reading.text)):
        return False  # 'what is a neural network?' is no question about the plan
    elif _asks("graphics_card", turn.reading.text):
        turn.say(_graphics_card(turn, plan))
    elif subject := _subject(turn.reading.text):
        _of_subject(turn, plan, *subject)
    else:
        return False
    return True


def _exists(turn: Turn, plan: Plan) -> None:
    lines = "\n".join(f"- **{e.name}.** {e.what} *Falls short:* {e.limits}" for e in plan.about.exists)
    turn.say(f"There is. This exists, and here is where it falls short:\n\n{lines}", voice=False)
    turn.say("If one of these does what you need, use it and come back when it no longer does.")
    for one in plan.about.exists:
        turn.citations.extend(one.citations[:1])


def _graphics_card(turn: Turn, plan: Plan) -> str:
    catalog = turn.catalog
    heavy = [c.name for c in plan.stack if c.status == "learn" and catalog.components[c.component].hardware == "gpu"]
    have = turn.brief.hardware
    if not heavy:
        return "No. Nothing in this plan needs a graphics card; an ordinary laptop does."
    need = f"{wording.listed(heavy)} {'runs' if len(heavy) == 1 else 'run'} much faster on one"
    if have in (Hardware.GPU, Hardware.CLOUD):
        return f"{need}, and you have it."
    if turn.brief.conditions.get(Condition.OFFLINE):
        return f"{need}. Notebooks with a graphics card can be had on the web, but your data may not go there: practise on public data there, or plan for slow runs on your own computer."
    return f"{need}. You need not buy one to begin: free notebooks on the web lend a graphics card for some hours at a time."


def _of_subject(turn: Turn, plan: Plan, name: str, components: Sequence[str]) -> None:
    """How much of a subject the plan holds, and what of it is left out and why."""
    chosen = [choice for c in components if (choice := plan.choice(c))]
    learn = [c for c in chosen if c.status != "known"]
    known = [c.name for c in chosen if c.status == "known"]
    parts = [_amount(name, learn)]
    if known:
        parts.append(f"{wording.listed(known)} you know already.")
    turn.say(" ".join(parts))
    for choice in learn[:1]:
        turn.set(topic=choice.component)
        turn.say(plan_words.receipt(turn.catalog, plan, choice))
        turn.citations.extend(choice.citations[:1])
    left_out = [o for c in components for o in plan.left_out if o.component == c][:_MOST_LEFT_OUT]
    for entry in left_out:
        turn.say(plan_words.omission(entry))
    if left_out and not learn:
        turn.set(topic=left_out[0].component)
        turn.say(plan_words.comparison(turn.catalog, compare(turn.situation(), left_out[0].component)))


def _amount(name: str, learn: Sequence[Choice]) -> str:
    if not learn:
        return f"Nothing of {name} is to be learnt in this plan."
    hours = wording.hours(sum(c.hours for c in learn))
    listed = wording.listed([f"{c.name} ({wording.hours(c.hours)})" for c in learn])
    return f"Of {name} this plan takes {hours}: {listed}. No more than that."


def fears_being_late(text: str) -> bool:
    """Whether a message asks what is done if the time does not suffice: 'what if I don't finish in time?'"""
    return any(supposes(s) or WHAT_IF.search(s) for s in sentences(text)) and _asks("late", text)


def _asks(what: str, text: str) -> bool:
    return _occurs(_raw()[what], text)


def _subject(text: str) -> tuple[str, Sequence[str]] | None:
    subjects: Mapping[str, Any] = _raw()["subjects"]
    return next(((name, s["components"]) for name, s in subjects.items() if _occurs(s["words"], text)), None)


def _occurs(phrases: Sequence[str], text: str) -> bool:
    joined = f" {' '.join(words(text))} "
    return any(f" {phrase} " in joined for phrase in phrases)


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = parsed(files("advisor.dialogue").joinpath("plan_questions.yaml").read_text(encoding="utf-8"))
    return raw
