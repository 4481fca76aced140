"""Questions that stand by themselves beside a plan: how machine learning and data work, or what no handbook of that knows.

They are about no part of the plan, whatever words of ours stand in them, and change nothing: neither plan nor facts.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.asking import asks
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.text import words
from advisor.dialogue.reading.wishes import asked_for, wishes_apart
from advisor.domain.brief import Fact
from advisor.domain.conversation import Intent


class Kind(StrEnum):
    """What a question that stands by itself is about; the names are the labels of the examples."""

    GENERAL = "general"
    ELSEWHERE = "elsewhere"


SURE = 0.6
"""Share from which a message is such a question, whatever its form."""
ASKED = 0.3
"""The same if it is formed as a question."""
SURELY_ELSEWHERE = 0.6
"""Share from which a question is no business of ours."""
LIKE_AN_ORDER = 0.6
"""Share of a wish for something to be done below which a long question is taken for a question all the same."""
SURELY_WHATEVER_IT_NAMES = 0.8
"""The same for a question that names something of ours: 'which version of pandas came out this week?'"""
PLAINLY = 0.7
"""Share from which another sentence of the message changes something without telling words."""
HALF = 0.5
"""Share of general questions from which a part of a message is one of them."""
LONG = 6
"""Words from which a question says enough to stand by itself."""
OF_THEIR_CASE = 3
"""Words beyond the names of tools, and beyond those that ask, from which a question is about a case and not about the plan."""
TO_KNOW = (Intent.EXPLAIN, Intent.COMPARE, Intent.DO_I_NEED, Intent.WHY_ITEM, Intent.RESOURCES)
"""Wishes to know something."""
SAYS_ITSELF = (*TO_KNOW, Intent.STUCK)
"""What the question itself may seem to want; a question tells a trouble as well."""
_CHANGES = (Intent.MARK_DONE, Intent.UNDO, Intent.AGREE, Intent.CHANGE_GOAL, Intent.TOO_HARD, Intent.TOO_EASY)
"""What changes much: 'I deleted it in the next commit' takes nothing back here."""
_ORDERS = re.compile(r"\b(?:please|pls|can you|could (?:you|we)|would you|let'?s|(?:i|we) want|i'?d like|instead of)\b", re.IGNORECASE)
"""Asks for something to be done: 'could we swap it'."""
_OF_PLAN = frozenset(
    "plan plans plan's step steps project projects milestone milestones week weeks hour hours version stack here list learn learnt learning course book "
    "books read tutorial tutorials video".split()
)
"""Words of which one stands in a question about the plan, or about how to learn."""
_SAY_LITTLE = frozenset(
    "a an the this that these those it its i me my we our us you your he she they them their one is are was were be been being am do does did done have has "
    "had can could may might must shall should will would not no nor and or but so if then than as of in on at by to for from with without about into "
    "over how what why when where which who whose whom there here all any some more most less least much many also too very really just only even ever "
    "still now well need needs needed necessary use using used better best worse good bad gain gained instead compared compare versus vs difference "
    "between make sense worth enough skip drop must-have actually please pls know knows think say speaks mind tell me want something anything everything "
    "whole thing things overkill excel spreadsheet easier quicker faster simpler nicer rather is it's i'm don't doesn't isn't can't what's".split()
)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")
_ASKS_AT_THE_END = re.compile(r"(?:\?|,? (?:why|right|or not|or what|tricks|ideas|advice|how))\W*$", re.IGNORECASE)
_KNOWS = re.compile(r"\b(?:know|knows|learn(?:t|ed)|experience|beginner|never|new to|fluent|good at|taught)\b", re.IGNORECASE)
"""Tells of skill, and not only of what one works with."""
_NEWS = frozenset({"hours_per_week", "deadline_weeks", "hardware", "known_skills", "preferences", "background"})
"""What may be told beside a question. Its data and circumstances are those of the case that it asks about."""
_OF_THE_PLAN = frozenset({"hours_per_week", "deadline_weeks", "preferences"})
"""Facts that are told to change the plan, be it by asking: 'can we make it ten hours?'"""


def asked_freely(searcher: Searcher, names: Names, text: str, telling: Collection[Intent], facts: Sequence[Fact]) -> Kind | None:
    """What kind of such question a message is or holds; None if it holds none.

    `telling`: what it wants in so many words. `facts`: what was read in it.
    """
    asking = questions_in(text)
    shares = searcher.labels(text, "question")
    by_part = [searcher.labels(s, "question") for s in asking if s != text.strip()]
    least = SURELY_WHATEVER_IT_NAMES if names.find(" ".join(asking) or text) else SURELY_ELSEWHERE
    if _is_elsewhere(shares, by_part, least):
        return Kind.ELSEWHERE
    if Intent.STUCK in telling or _OF_PLAN & {word for s in asking or [text] for word in words(s)}:
        return None
    if _general(shares) >= SURE or (asking and max(map(_general, (shares, *by_part))) >= ASKED):
        return None if _of_tools(searcher, names, text) else Kind.GENERAL
    told = {f.name for f in facts}
    return Kind.GENERAL if asking and not told & _OF_THE_PLAN and _says_enough(searcher, names, text, telling) else None


def questions_in(text: str) -> list[str]:
    """The sentences that ask, with their marks."""
    return [s.strip() for s in _SENTENCE.findall(text) if s.strip() and (asks(s) or _ASKS_AT_THE_END.search(s))]


def wanted_with_it(searcher: Searcher, text: str, seems: Sequence[Intent], telling: Collection[Intent]) -> tuple[Intent, ...]:
    """The wishes of a message that holds a general question: that question, and what its other sentences want.

    `seems`: what the message seems to want as a whole. `telling`: what it wants in so many words.
    """
    itself = next((i for i in seems if i in SAYS_ITSELF), Intent.EXPLAIN)
    found = wishes_apart(searcher, text, questions_in(text) or [text])
    others = [
        intent for intent, part in found.items()
        if intent not in (*SAYS_ITSELF, Intent.ANSWER, Intent.OFF_TOPIC) and _general(searcher.labels(part, "question")) < HALF
        and (intent not in _CHANGES or intent in telling or asked_for(searcher, part, PLAINLY) is intent)
    ]  # fmt: skip
    return (*others, itself)


def news_beside(text: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that a message with a free question tells of the person in a sentence of their own: 'I bought a GPU. …?'"""
    asking = questions_in(text)
    told = [s for s in _SENTENCE.findall(text) if s.strip() and s.strip() not in asking] if asking else []
    return [
        f for f in facts
        if f.name in _NEWS and any(f.quote in s and (f.name not in ("known_skills", "background") or _KNOWS.search(s)) for s in told)
    ]  # fmt: skip


def without_their_data(text: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts without data that stand in a question: 'is a laptop enough for 80k rows?' tells nothing of the plan's data."""
    asking = questions_in(text)
    return [f for f in facts if f.name != "data" or not any(f.quote in s for s in asking)]


def about_a_case(names: Names, text: str) -> bool:
    """Whether a question says more than names of tools and that it asks."""
    said = words(text)
    named = {place for m in names.find(text) for place in range(m.start, m.end)}
    return len({w for n, w in enumerate(said) if n not in named and w not in _SAY_LITTLE}) >= OF_THEIR_CASE


def _general(shares: Mapping[str, float]) -> float:
    return shares.get(Kind.GENERAL, 0.0)


def _is_elsewhere(whole: Mapping[str, float], by_part: Sequence[Mapping[str, float]], least: float) -> bool:
    most = max(shares.get(Kind.ELSEWHERE, 0.0) for shares in (whole, *by_part))
    return most >= least and max(map(_general, (whole, *by_part))) < HALF


def _of_tools(searcher: Searcher, names: Names, text: str) -> bool:
    """Whether it asks of tools whether or why the plan has them, and of nothing else."""
    weighs = asked_for(searcher, text) in (Intent.DO_I_NEED, Intent.WHY_ITEM, Intent.COMPARE)
    return weighs and bool(names.find(text)) and not about_a_case(names, text)


def _says_enough(searcher: Searcher, names: Names, text: str, telling: Collection[Intent]) -> bool:
    """Whether a long question asks of a case, and wants nothing to be done."""
    if len(words(text)) < LONG or _ORDERS.search(text) or not about_a_case(names, text):
        return False
    best = asked_for(searcher, text)
    if best is None or best in TO_KNOW:
        return True
    return best not in (Intent.OFF_TOPIC, Intent.SMALLTALK, *telling) and asked_for(searcher, text, LIKE_AN_ORDER) is None
