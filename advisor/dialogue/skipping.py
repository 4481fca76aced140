"""Steps that the person wants to skip, in words: 'skip this one', 'let's leave out step 3', 'I skipped the first two'."""

import re
from dataclasses import replace

from advisor.dialogue import wording
from advisor.dialogue.marking import steps_meant
from advisor.dialogue.reading.asking import asks
from advisor.dialogue.reading.text import digits, sentences
from advisor.dialogue.ticking import mark
from advisor.dialogue.turn import Turn
from advisor.domain.conversation import Intent
from advisor.domain.plan import Plan
from advisor.domain.progress import CLOSED, Status
from advisor.planning.next_step import next_step

_STEP = r"(?:steps?|milestones?|tasks?|ones?|parts?)"
_WHICH = (
    rf"(?:(?:th(?:is|at|e|ese|ose)|it|them|my|current|next|first|second|third|fourth|fifth|sixth|last|\d(?:st|nd|rd|th)|\d+|and|of|to|–|-|,|for now|please|then|"
    rf"project|too|as well|altogether|entirely|{_STEP})(?:\s+|\W+|$))+"
)
_BEFORE = (
    r"(?:(?:ok(?:ay)?|please|pls|then|so|well|and|but|no|yes|let'?s|let us|just|can you|could you|i(?:'ll|'d| will| want to| wanna| would| have| had|'ve)?|"
    r"we(?:'ll| will)?|rather|like to|decided to|going to|gonna|better)\W+)*"
)
_ORDER = re.compile(rf"^\W*{_BEFORE}(?:skip(?:ped|ping)?|leave out|left out|pass over|jump over|omit|drop)\s+(?P<which>{_WHICH})\W*$", re.IGNORECASE)
_LEAVE = re.compile(rf"^\W*{_BEFORE}leave\s+(?P<which>{_WHICH})out(?:\W+(?:please|pls|for now|then|altogether))?\W*$", re.IGNORECASE)
_MARKED = re.compile(rf"^\W*{_BEFORE}(?:mark|count|tick)\s+(?P<which>{_WHICH})(?:as\s+)?skipped\W*$", re.IGNORECASE)
_THE_ONE = re.compile(r"\b(this|that|the next|next|the current|current|first|second|third|fourth|fifth|last) one\b")
_JOINT = re.compile(r"\s*[;,]\s*(?:and|but|so|then)\s+(?!\d|steps?\b)|\s*;\s*")
"""Where another wish begins within a sentence."""
_PROJECT = re.compile(r"\bprojects?\b")


def speaks_of_skipping(part: str) -> bool:
    """Whether a part of a message says that a step, told by its place, is to be skipped. A question does not."""
    return bool(_which(part))


def take_skip(turn: Turn) -> bool:
    """Marks as skipped the steps that the message wants skipped; whether it wants that of any."""
    plan = turn.plan
    if plan is None:
        return False
    parts = [part for sentence in sentences(turn.reading.text) for part in _JOINT.split(sentence)]
    found = [i for part in parts if (which := _which(part)) for i in _steps(plan, which)]
    if not found:
        return False
    steps = [m for i in dict.fromkeys(found) if (m := plan.milestone(i))]
    mark(turn, [m.id for m in steps], Status.SKIPPED)
    turn.say("Skipped: " + "; ".join(f"“{wording.short(m.text, 100)}”" for m in steps) + ". “Undo” brings it back.")
    following = next_step(turn.plan) if turn.plan else None
    turn.say(wording.step(following) if following else wording.all_done())
    turn.reading = replace(turn.reading, intents=(Intent.MARK_DONE, *turn.reading.intents[1:]))
    return True


def _which(part: str) -> str:
    """The words that tell which step, of a part that wants one skipped."""
    plain = digits(_THE_ONE.sub(r"\1 step", part.lower().replace("’", "'")))
    found = _ORDER.match(plain) or _LEAVE.match(plain) or _MARKED.match(plain)
    if not found or asks(part):
        return ""
    return str(found["which"])


def _steps(plan: Plan, which: str) -> list[str]:
    """The ids of the open steps that these words mean; 'this one' means the next.

    Of whole projects only warm-ups are skipped: others are left out of the plan, which is another thing.
    """
    if _PROJECT.search(which) and not re.search(r"\b(?:steps?|milestones?|tasks?|parts?)\b", which):
        named = steps_meant(plan, f"{which} done").done
        return named if all(any(m.id in named for m in p.milestones) <= p.id.startswith("warm-up-") for p in plan.projects) else []
    if not re.search(r"\d|first|second|third|fourth|fifth|sixth|last", which):
        following = next_step(plan)
        return [following.milestone.id] if following else []
    told = re.sub(r"\bones?\b", "step", which)
    meant = steps_meant(plan, told if re.search(r"\b(?:steps?|milestones?|tasks?|parts?)\b", told) else f"{told} steps")
    return [i for i in meant.done if (m := plan.milestone(i)) and m.status not in CLOSED]
