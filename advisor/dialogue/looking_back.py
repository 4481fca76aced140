"""The versions of the plan in talk: listed, compared, gone back to. What is meant is told by the version's number."""

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor.dialogue import change_words
from advisor.dialogue.marking_words import ORDINALS
from advisor.dialogue.reading.asking import supposes
from advisor.dialogue.reading.text import clauses, sentences, words
from advisor.dialogue.turn import Turn
from advisor.dialogue.versions import fit_words, new_version, snapshot
from advisor.domain.brief import Brief
from advisor.domain.conversation import Intent, Version
from advisor.domain.vocabulary import Verdict
from advisor.planning.diff import diff
from advisor.planning.planner import make_plan

_NUMBERED = re.compile(
    r"\b(?:versions?|v)\W{0,2}(\d{1,3})\b(?:\W{1,3}(?:(?:and|to|with|or|vs|versus|against)\W{1,2})?(?:versions?\W|v)?(\d{1,3})\b)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"\b({'|'.join(ORDINALS)}|previous|earlier|old)\s+version\b", re.IGNORECASE)
_BEFORE = ("previous", "earlier", "old", "last")
_BACK = re.compile(
    r"\b(?:back to|return(?:ing)? to|restore|revert(?: to)?|bring back|reinstate|switch to|(?:take|use|want|prefer|like) (?:the )?(?:\w+ )?(?:version|v))\b|\bv?ersion \d+ (?:again|back|after all)\b",
    re.IGNORECASE,
)
_DIFFER = re.compile(r"\b(?:chang\w*|differ\w*|compar\w*|diff|versus|vs|between|new in)\b", re.IGNORECASE)
_SHOW = re.compile(r"\b(?:show|see|look at|what was|what is|what's|open)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:list|show|see|which|what|all|how many|are there|history)\b.{0,30}\bversions\b|\bversion history\b|\bhistory of (?:the|my) plan\b",
    re.IGNORECASE,
)
_NOT = frozenset("not don't dont never no without".split())


def take_versions(turn: Turn) -> bool:
    """Lists or compares versions, or goes back to one; whether the message is about that."""
    text, plan = turn.reading.text, turn.plan
    if plan is None or turn.reading.mentions or not speaks_of_versions(text):
        return False  # “Python version 3” is another matter
    back, differ = _BACK.search(text), _DIFFER.search(text)
    numbers = _numbers(plan.version, text, by_place=bool(back or differ))
    if not (numbers and (back or differ or _SHOW.search(text))) and not _ALL.search(text):
        return False
    found = {v.number: v for v in turn.history()}
    missing = [n for n in numbers if n not in found]
    if back and differ and Intent.UNDO in turn.reading.intents and not any(_DIFFER.search(s) for s in _naming(text)):
        differ = None  # 'I didn't mean to change that, go back to the previous version'
    wants_back = back is not None and not differ and not _wonders(text)
    if wants_back and plan.version == 1 and not _NUMBERED.search(text):
        return False  # there is none before it: a mark or a fact may be taken back
    turn.reading = replace(turn.reading, intents=(Intent.UNDO if wants_back else Intent.STATUS,))
    if not numbers:
        turn.say(change_words.versions(tuple(found.values()), plan.version), voice=False)
    elif missing:
        turn.say(_no_such(missing[0], sorted(found)))
    elif back and set(words(text[: back.start()])[-4:]) & _NOT:
        turn.say(f"Then version {plan.version} stays as it is.")
    elif wants_back:
        restore(turn, found[numbers[0]])
    else:
        _compare(turn, found[numbers[0]], found[numbers[1] if len(numbers) > 1 else plan.version])
    return True


def speaks_of_versions(part: str) -> bool:
    """Whether a part of a message is about versions of the plan."""
    return "version" in part.lower() or _NUMBERED.search(part) is not None


def restore(turn: Turn, version: Version) -> None:
    """Makes a new version of what was known then, with all that has been done by now."""
    old = turn.plan
    assert old is not None
    if version.number == old.version:
        turn.say(f"Version {version.number} is the one you have.")
        return
    if version.frame is None:
        turn.say(f"What version {version.number} was made from is not kept, so I can show it, but not go back to it.")
        return
    brief, frame = turn.brief, turn.dialogue.frame
    told = [f for f in brief.facts if f.turn == turn.dialogue.turn]  # 'back to version 2, but with five hours'
    turn.brief = Brief(facts=version.brief.facts).with_facts(told)
    turn.set(frame=version.frame, verdict=version.verdict or Verdict.PLAN, question=None, options=())
    trial = make_plan(turn.situation(), version=old.version, before=old)
    change = diff(old, trial)
    if change.empty and old.frame.pattern == trial.frame.pattern and old.hours_per_week == trial.hours_per_week and old.weeks_available == trial.weeks_available:
        turn.brief = brief
        turn.set(frame=frame)
        turn.say(f"What was known for version {version.number} leads to the plan that you have now, so nothing changes.")
        return
    snapshot(turn, f"the return to version {version.number}")
    plan = new_version(turn, trial)
    turn.say(f"Back to what held for version {version.number}; what you have done since then counts.")
    turn.say(change_words.changed(change, plan.version, old.agreed), voice=False)
    turn.say(fit_words(plan, old), voice=False)


def _compare(turn: Turn, old: Version, new: Version) -> None:
    if old.number == new.number:
        turn.say(f"Version {old.number} is the one you have. Name another one, and I tell you what differs.")
        return
    turn.say(change_words.compared(diff(old.plan, new.plan), old.number, new.number), voice=False)
    if new.reason:
        turn.say(f"What brought version {new.number}: {change_words.quoted(new.reason)}.", voice=False)


def _naming(text: str) -> list[str]:
    """The clauses that name a version."""
    return [c for sentence in sentences(text) for c in clauses(sentence) if "version" in c.lower() or _NUMBERED.search(c)]


def _wonders(text: str) -> bool:
    """Whether it only asks what going back would mean."""
    return supposes(text) or re.match(r"\W*(?:should|shall|would)\b", text, re.IGNORECASE) is not None


def _numbers(current: int, text: str, by_place: bool) -> list[int]:
    """The versions that are named, in the order of the text; by their place ('the first version') only where that can
    mean nothing else."""
    found = [(m.start(g), int(m.group(g))) for m in _NUMBERED.finditer(text) for g in (1, 2) if m.group(g)]
    for named in _ORDINAL.finditer(text) if by_place else ():
        word = named.group(1).lower()
        place = current - 1 if word in _BEFORE else ORDINALS[word]
        found.append((named.start(), place if place > 0 else current + 1 + place))
    return list(dict.fromkeys(number for _, number in sorted(found)))


def _no_such(number: int, kept: Sequence[int]) -> str:
    have = f"version {kept[0]} alone" if len(kept) == 1 else f"versions {kept[0]} to {kept[-1]}"
    return f"There is no version {number}; there is {have}." if len(kept) == 1 else f"There is no version {number}; there are {have}."
