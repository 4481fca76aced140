"""Whether a wish that would change plan or progress is borne out by what the person wrote.

Sorting always finds a likeliest wish, for any sentence at all. To answer the wrong question costs a line; to mark a step,
cut one in two or agree to a plan that nobody spoke of costs trust. So such a wish counts only where a piece of the message
says it in telling words, tells the fact that goes with it, or is both surely sorted and like what people say who want it.
"""

import re
from collections.abc import Collection, Set

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading import intents
from advisor.dialogue.reading.asking import asks
from advisor.dialogue.reading.text import words
from advisor.dialogue.reading.wishes import IN_A_WORD, share_of, wish_parts
from advisor.domain.conversation import Intent

CHANGING = (
    Intent.MARK_DONE, Intent.STUCK, Intent.TOO_HARD, Intent.TOO_EASY, Intent.SWAP_TOOL, Intent.CHANGE_TIME, Intent.CHANGE_GOAL,
    Intent.UNDO, Intent.AGREE,
)  # fmt: skip
"""Wishes that change plan or progress."""
WITH_WORDS = 0.2
"""Share from which a piece with telling words means them."""
WITH_STEP = 0.35
"""The same where it names a step by its place, for what is done."""
LIKELY = 0.45
"""Share that a piece without any of these must have at least."""
TOGETHER = 1.1
"""What its share and its likeness to an example of the wish must reach, added up. Of what people say with a plan at hand
nearly all that is meant reaches 1.15; of odd sentences, which are like no example of anything, few reach 1.1."""
NEAREST = 60
"""Examples among which one of the wish is sought."""
FACTS = {
    Intent.CHANGE_TIME: {"hours_per_week", "deadline_weeks"}, Intent.SWAP_TOOL: {"preferences"}, Intent.TOO_EASY: {"known_skills"},
    Intent.CHANGE_GOAL: {"problem"},
}  # fmt: skip
"""Facts that go with a wish; another problem is noted only where it was read as one."""
_STEP = re.compile(
    r"\b(?:step|milestone|project|part|week|number|no\.?) ?(?:\d+|one|two|three|four|five|six)\b|\b(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|[4-9]th) (?:\w+ )?(?:step|milestone|project|part|item|one)s?\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:do n[o']t|don'?t|not|never|can'?t|cannot|couldn'?t|won'?t|wouldn'?t) (?:\w+ ){0,2}(?:agree|accept|sign|happy|content|convinced|on board|deal|approve)\b"
    r"|\b(?:everything|all(?: of it)?|most of it|fine) (?:bar|except|but|apart from|save)\b|\b(?:sleep on|sleep over|think about|mull over) (?:it|that|this)\b|\bthink (?:it|that|this) over\b",
    re.IGNORECASE,
)
"""Does not agree, or not to all of it, or not yet: 'I don't agree with the order', 'everything bar Docker', 'I'll sleep on it'."""
_LEADS_TO = re.compile(r":\s*$")
"""Ends a sentence that only announces what follows: 'the file begins so:'."""
_CODE = re.compile(r"[{}\[\]\\<>|]|\w=\w|\w_\w|[\"'`]\s*:")
"""Signs that sentences about one's own work do not have; errors do."""


def borne_out(searcher: Searcher, text: str, intent: Intent, facts: Set[str]) -> bool:
    """Whether a message wants `intent` by evidence of its own; `facts` are the names of those read in it."""
    return bool(FACTS.get(intent, set()) & facts) or any(_says(searcher, piece, intent) for piece in (text, *wish_parts(text)))


def without_evidence(searcher: Searcher, text: str, found: Collection[Intent], facts: Set[str]) -> list[Intent]:
    """Those of the wishes found that would change something and that nothing bears out."""
    return [intent for intent in found if intent in CHANGING and not borne_out(searcher, text, intent, facts)]


def _says(searcher: Searcher, piece: str, intent: Intent) -> bool:
    said = words(piece)
    if len(said) == 1 and IN_A_WORD.get(said[0]) is intent:
        return True
    if (intent is Intent.AGREE and _REFUSED.search(piece)) or (_CODE.search(piece) and intent is not Intent.STUCK):
        return False
    share = share_of(searcher, piece, intent)
    if share >= WITH_WORDS and intent in intents.telling(piece):
        return True
    if _LEADS_TO.search(piece):
        return False
    if intent is Intent.MARK_DONE and share >= WITH_STEP and _STEP.search(piece) and not asks(piece):
        return True
    return share >= LIKELY and share + _likeness(searcher, piece, intent) >= TOGETHER


def _likeness(searcher: Searcher, piece: str, intent: Intent) -> float:
    """To the nearest example of the wish."""
    return max((near.score for near in searcher.nearest(piece, ("intent",), NEAREST) if near.example.entry == intent.value), default=0.0)
