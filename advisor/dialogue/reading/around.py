"""Several wishes in one message: which stand beside news and beside another problem, and in which order they are answered."""

from collections.abc import Sequence

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.framing import Framing, frame_problem
from advisor.dialogue.reading.given_up import without_given_up
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.retold import FACTS, Retold, Topic
from advisor.dialogue.reading.text import parts
from advisor.dialogue.reading.wishes import (
    BESIDE,
    TO_KNOW,
    PartWish,
    asked_for,
    says_nothing_itself,
    wish_parts,
    wishes_apart,
)
from advisor.domain.brief import Fact
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Intent, State
from advisor.domain.vocabulary import Verdict

SURE_ENOUGH = 0.5
"""Confidence of a frame from which a later message does not replace it by itself."""
SUPPOSED = 0.55
"""Similarity to an example from which 'what if' speaks of another problem, and not of this one."""
BOTH_SAY = 0.6
"""What a message must reach of likeness to problems that are not ours and of sounding like a request that is not ours,
added up, before a person who has a plan is told so."""
PLAINLY = 0.7
"""Share from which a part of a message is taken at its word beside others: it finds the plan too hard, it wants another problem."""
INSTEAD = frozenset({"instead"})
"""With this a supposed problem is one to be solved in the place of the other: 'what if I built … instead of this?'"""
FIRST_THINGS = (Intent.UNDO, Intent.AGREE, Intent.MARK_DONE, Intent.CHANGE_TIME, Intent.SWAP_TOOL, Intent.OFF_TOPIC)
"""What is answered before anything else that the same message wants."""
LAST_THINGS = (Intent.WHAT_NEXT, Intent.EXPORT, Intent.SMALLTALK)
"""What is answered after all else that the same message wants."""
BEFORE_GOAL = (Intent.MARK_DONE, Intent.TOO_EASY)
AFTER_GOAL = (Intent.CHANGE_TIME, Intent.DO_I_NEED, Intent.STATUS, Intent.EXPORT, Intent.WHAT_NEXT)
"""What a message may want beside another problem: of the old plan before it, of the new one after it."""
_MISREAD = (Intent.TOO_HARD, Intent.TOO_EASY, Intent.STUCK, Intent.CHANGE_GOAL, Intent.OFF_TOPIC, Intent.MARK_DONE, Intent.EXPORT, Intent.ANSWER, Intent.CHANGE_TIME)
"""What a message that puts something right only seems to want as a whole; a part of its own may want it."""


def beside_news(
    catalog: Catalog, searcher: Searcher, wants: Sequence[Intent], told: Retold, facts: Sequence[Fact], text: str, state: State,
    level: Intent | None, apart: Sequence[PartWish], other: Framing | None,
) -> tuple[tuple[Intent, ...], Framing | None]:  # fmt: skip
    """The wishes of a message that puts something right: to have it taken in, and what else its other parts want.

    `wants`: what the message seems to want as a whole. `level`: what it finds of the plan's level. `apart`: what its parts
    want by themselves. `other`: the other problem that it seems to tell as a whole.
    """
    if state.plan is None:
        return (Intent.ANSWER,), None
    topic = told.topic
    named = [f for f in facts if topic and f.name == FACTS[topic]]
    first = _for_news(topic, named, level)
    several = len(parts(text)) > 1
    where = told.quote(topic) if topic else ""
    quotes = [*(f.quote for f in named), *([where] if where != text.strip() else ())]
    elsewhere = wishes_apart(searcher, text, quotes)
    others = [i for i in wants if i not in _MISREAD] if several else []
    others = [*others, *(elsewhere if several else [w.intent for w in apart if stands_alone(w) and not any(q and (q in w.text or w.text in q) for q in quotes)])]
    if several and other and Intent.CHANGE_GOAL in wants and surely_another(other, state):
        return around_goal((first, *others)), other
    if Intent.CHANGE_GOAL in elsewhere:
        framing = new_goal(catalog, searcher, text, elsewhere[Intent.CHANGE_GOAL], state)
        if is_another(framing, state):
            return around_goal((first, *others)), framing
    # 'I know Python, so drop it' wants nothing in its place
    none = {Intent.CHANGE_GOAL, *([Intent.SWAP_TOOL] if first is Intent.TOO_EASY else ())}
    return in_order([first, *(i for i in others if i not in none)]), None


def _for_news(topic: Topic | None, named: Sequence[Fact], level: Intent | None) -> Intent:
    """What takes in that something is put right."""
    if topic in (Topic.HOURS, Topic.DEADLINE):
        return Intent.CHANGE_TIME
    if topic is Topic.WISH and named:
        return Intent.SWAP_TOOL
    return Intent.TOO_EASY if level is Intent.TOO_EASY else Intent.ANSWER


def stands_alone(wish: PartWish) -> bool:
    """Whether a part wants something whatever the rest of the message says: to go on, or to understand what it names itself."""
    return wish.intent in LAST_THINGS[:2] or (wish.sure and wish.intent in TO_KNOW and not wish.refers_back)


def level_found(searcher: Searcher, told: Retold, text: str) -> Intent | None:
    """Whether what seems to put a skill right plainly finds the plan too easy or too hard."""
    if told.topic is not Topic.SKILL:
        return None
    found = (asked_for(searcher, part, PLAINLY, among=(Intent.TOO_EASY, Intent.TOO_HARD)) for part in parts(text))
    return next(filter(None, found), None)


def new_goal(catalog: Catalog, searcher: Searcher, text: str, part: str, state: State) -> Framing:
    """The framing of another problem: of the message without what is given up in it, or of the part that tells it."""
    framing = frame_problem(catalog, searcher, without_given_up(text))
    return framing if is_another(framing, state) else frame_problem(catalog, searcher, part)


def elsewhere_told(catalog: Catalog, searcher: Searcher, names: Names, text: str) -> Framing | None:
    """The framing of a part of a message that is no business of ours, where the rest may be."""
    several = len(parts(text)) > 1
    for part, least in wish_parts(text).items():
        share = searcher.labels(part, "intent").get(Intent.OFF_TOPIC, 0.0)
        if share >= (BESIDE if several else least) and not says_nothing_itself(part) and not names.find(part):
            framing = frame_problem(catalog, searcher, part)
            if framing.verdict is Verdict.OFF_TOPIC and framing.score + share >= BOTH_SAY:
                return framing
    return None


def around_goal(found: Sequence[Intent]) -> tuple[Intent, ...]:
    """A change of the problem among the other wishes of its message."""
    first, after = ([i for i in wanted_too if i in found] for wanted_too in (BEFORE_GOAL, AFTER_GOAL))
    return (*first, Intent.CHANGE_GOAL, *after)


def in_order(found: Sequence[Intent]) -> tuple[Intent, ...]:
    """Wishes as they are answered: what changes the plan first, then questions, then how to go on; small talk last."""
    early, last = ([i for i in of if i in found] for of in (FIRST_THINGS, LAST_THINGS))
    return tuple(dict.fromkeys((*early, *(i for i in found if i not in (*early, *last)), *last)))


def is_another(framing: Framing, state: State) -> bool:
    """Whether what was read is a problem other than that of the plan."""
    ours = state.dialogue.frame.pattern if state.dialogue.frame else None
    return framing.frame is not None and framing.frame.pattern not in (None, ours)


def surely_another(framing: Framing, state: State) -> bool:
    """The same where nothing but a plain reading of another problem counts."""
    return is_another(framing, state) and framing.score >= SUPPOSED and framing.frame is not None and framing.frame.confidence >= SURE_ENOUGH
