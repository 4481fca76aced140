"""What would change if a circumstance were another: 'what if they ask for Spanish tickets too?' Nothing is changed by it."""

import re

from advisor.dialogue import change_words, wording
from advisor.dialogue.fact_words import fact_words
from advisor.dialogue.reading.asking import supposes
from advisor.dialogue.reading.conditions import condition_facts
from advisor.dialogue.turn import Turn
from advisor.domain.brief import Fact
from advisor.domain.conversation import Intent
from advisor.domain.vocabulary import Condition
from advisor.planning.diff import diff
from advisor.planning.planner import make_plan

LIKELY = 0.15
"""Share from which a thought is taken to suppose a condition."""
_SUPPOSING = re.compile(r"^.*?\b(?:what if|suppose|supposing|imagine)\s+(?:that\s+)?", re.IGNORECASE | re.DOTALL)
"""What stands before the thought that is played with."""


def answer_supposed(turn: Turn) -> bool:
    """Compares the plan with that for the circumstances supposed; whether the message supposes any that are not so."""
    plan, text = turn.plan, turn.reading.text
    if plan is None or not supposes(text) or Intent.CHANGE_GOAL in turn.reading.intents:
        return False
    known = turn.brief.conditions
    thought = _SUPPOSING.sub("", text).rstrip(" ?.!")
    told = condition_facts(thought, turn.dialogue.turn, turn.searcher) or _likest(turn, thought)
    news = [f for f in told if f.value != known.get(Condition(f.key), False)]
    if not news:
        return False
    trial = make_plan(turn.situation(brief=turn.brief.with_facts(news)), version=plan.version, before=plan)
    supposed = wording.listed([fact_words(turn.catalog, f) for f in news])
    turn.say(change_words.supposed(supposed, diff(plan, trial)), voice=False)
    return True


def _likest(turn: Turn, thought: str) -> list[Fact]:
    """The condition that a thought resembles most; what was read is said, and nothing is changed by it."""
    shares = {label: share for label, share in turn.searcher.labels(thought, "condition").items() if label != "none"}
    best = max(shares, key=lambda label: shares[label], default="")
    if shares.get(best, 0.0) < LIKELY:
        return []
    holds = not best.startswith("not ")
    return [Fact(name="conditions", key=best.removeprefix("not "), value=holds, quote=thought, turn=turn.dialogue.turn)]
