"""What a message wants once there is a plan; it may want several things at once."""

import re
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.asking import asks
from advisor.dialogue.reading.clauses import PRONOUNS
from advisor.dialogue.reading.intents import THANKS, telling
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.phrases import FUNCTION
from advisor.dialogue.reading.text import clauses, parts, sentences, words
from advisor.domain.conversation import Intent

SURE_OF_WISH = 0.6
"""Share from which a message is taken at its word, whatever else it resembles."""
BESIDE = 0.4
"""Share from which a sentence adds a wish of its own to what the message as a whole wants."""
BESIDE_IN_CLAUSE = 0.6
"""The same for a clause: out of its sentence it must be surer."""
SHORTEST = 2
"""Words from which a part is looked at by itself."""
MOST_CLAUSES = 8
TO_KNOW = (Intent.WHY_ITEM, Intent.DO_I_NEED, Intent.COMPARE, Intent.EXPLAIN, Intent.RESOURCES, Intent.STATUS)
"""Wishes to know something of the plan or of what it holds."""
WEIGHTY = (Intent.AGREE, Intent.UNDO, Intent.SWAP_TOOL, Intent.TOO_HARD, Intent.TOO_EASY, Intent.SMALLTALK)
"""What changes much; a part must be surer of it, by `MORE_SURE`."""
MORE_SURE = 0.15
FAR_FROM_IT = 0.4
"""The same for what is no business of ours: a sentence out of its message easily seems so."""
IDLE = (Intent.SMALLTALK, Intent.ANSWER, Intent.OFF_TOPIC)
"""What a clause does not add to the rest; a whole sentence may be small talk, or no business of ours."""
IN_A_WORD = {
    "done": Intent.MARK_DONE, "finished": Intent.MARK_DONE, "deal": Intent.AGREE, "agreed": Intent.AGREE, "approved": Intent.AGREE,
    "accepted": Intent.AGREE, "stuck": Intent.STUCK, "stuffed": Intent.STUCK, "undo": Intent.UNDO, "next": Intent.WHAT_NEXT,
}  # fmt: skip
"""What a part that is one word long says."""
WHEN_ASKED = {
    Intent.AGREE: 0.0, Intent.ANSWER: 0.0, Intent.MARK_DONE: 0.1, Intent.CHANGE_TIME: 0.2, Intent.CHANGE_GOAL: 0.2, Intent.UNDO: 0.4,
    Intent.TOO_EASY: 0.4, Intent.TOO_HARD: 0.7, Intent.SMALLTALK: 0.5,
}  # fmt: skip
"""What is left of the share of an intent if the sentence is formed as a question."""
OF_THINGS = {Intent.AGREE: 0.3, Intent.EXPORT: 0.3}
"""The same if it tells of some thing or somebody else: 'the model exports its scores', 'our agreement with them ends in March',
or of what one sees: 'I can see whether it works'."""
_SEEN = re.compile(r"\b(?:see|notice|know|tell|check|watch)(?:s|es|ing)?\s+(?:for myself\s+)?(?:if|whether|that|it|when)\b", re.IGNORECASE)
_THINGS = frozenset("the our my a an this these those their his her its some".split())
_WANTS = frozenset("i me us we you please pls want wants need needs like likes would could can for plan".split())
_LEAST_OF_THINGS = 6
OPPOSITE = {Intent.TOO_HARD: Intent.TOO_EASY, Intent.TOO_EASY: Intent.TOO_HARD}
"""Nobody means both at once; the surer stands."""
LEAST = 0.12
"""Share below which nothing was understood."""
TELLING = 0.05
"""Added for each word of a telling sequence, up to four."""
PLAINLY = 0.4
"""Added where somebody says one of these in so many words: 'stuck on the first step' names a step and asks for none."""
_PLAINLY: Mapping[Intent, re.Pattern[str]] = {
    Intent.STUCK: re.compile(
        r"\b(?:i'?m|i am|we'?re|we are|got|get|getting|still|again|completely|totally)\s+(?:\w+\s+)?stuck\b|^\W*stuck (?:on|at|in|with)\b", re.IGNORECASE
    ),
    Intent.TOO_EASY: re.compile(r"\b(?:this|that|it|step|one|project|part|plan|these|those)(?:'s| is| are)? (?:\w+ )?too (?:easy|simple|basic|trivial)\b|^\W*(?:\w+ )?too (?:easy|simple|basic|trivial)\b", re.IGNORECASE),
    Intent.TOO_HARD: re.compile(r"\b(?:this|that|it|step|one|project|part|plan|these|those)(?:'s| is| are)? (?:\w+ )?too (?:hard|difficult|tough|advanced|complicated)\b|^\W*(?:\w+ )?too (?:hard|difficult|tough|advanced|complicated)\b", re.IGNORECASE),
}  # fmt: skip
_NOT_SO = re.compile(r"\b(?:not|isn't|aren't|no longer|never|if|when|in case|was|were)\b[^.!?]*\b(?:stuck|too)\b", re.IGNORECASE)
_MOST = 3
_AND = re.compile(
    r"\b(?:and|so|also|then)\b[\s,]+(?=(?:now|then|also|please|kindly|can|could|would|will|what|whats|what's|how|why|where|when|which|who|do|does|did|"
    r"is|are|should|must|give|send|show|tell|explain|i|i've|i'm|i'd|let's|we)\b)",
    re.IGNORECASE,
)
"""Where a second wish may begin: 'done with that and what is a threshold'."""
_ALSO = re.compile(r"^(?:and|so|also|plus|then|besides|btw|by the way|oh and)\b[\s,:]+", re.IGNORECASE)
"""Joins a sentence to the one before it, and says nothing of what it wants."""
_SIGNS = re.compile(r"\s*(?:[()]|[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff])+\s*")
"""Brackets and pictures, which part what stands before from what follows as a comma does."""
_OF_THE_SAME = re.compile(r"\b(?:can'?t|cannot|couldn'?t|instead|rather|stay|stick|keep)\b", re.IGNORECASE)
"""In a question: that it sets one tool against another, which the question before named: 'why Python? Can't I stay in Java?'"""
_SUBORDINATE = frozenset("when whenever if while because since until unless as whereas".split())
"""First words of a clause that only tells when or why of what its sentence says: 'when the model says done'."""


@dataclass(frozen=True)
class PartWish:
    """What a part of a message wants by itself."""

    intent: Intent
    text: str
    mentions: tuple[str, ...]
    """Ids of the components that the part names."""
    sure: bool
    """Whether the part is formed as a question, or leaves little doubt."""

    @property
    def refers_back(self) -> bool:
        """Whether it speaks of what another part says: 'is that enough time?'"""
        return not self.mentions and bool(PRONOUNS & set(words(self.text)))


def part_wishes(searcher: Searcher, names: Names, text: str) -> tuple[PartWish, ...]:
    """What the parts of a message want by themselves, in its order; a clause counts within its sentence."""
    found: list[PartWish] = []
    for part, intent, share in _in_parts(searcher, text):
        if not any(intent is other.intent and (part in other.text or other.text in part) for other in found):
            mentions = tuple(dict.fromkeys(m.component for m in names.find(part)))
            found.append(PartWish(intent, part, mentions, asks(part) or share >= SURE_OF_WISH))
    for part in wish_parts(text):
        named = tuple(dict.fromkeys(m.component for m in names.find(part))) if asks(part) and not _OF_THE_SAME.search(part) and not any(part in w.text or w.text in part for w in found) else ()
        likeliest = asked_for(searcher, part, among=TO_KNOW) if named else None
        if likeliest:  # 'and what about X'
            found.append(PartWish(likeliest, part, named, True))
    return tuple(sorted(found, key=lambda wish: text.find(wish.text)))


def _in_parts(searcher: Searcher, text: str) -> Iterator[tuple[str, Intent, float]]:
    for part, least in wish_parts(text).items():
        for intent, share in _of_part(searcher, part, least).items():
            yield part, intent, share


def wishes(searcher: Searcher, text: str, facts: Set[str], told: Mapping[Intent, int]) -> list[tuple[Intent, float]]:
    """The intents of a message with their shares, the strongest first; empty if nothing was understood.

    `facts`: names of the facts that were read in it. `told`: intents whose telling word sequences it holds, with
    their lengths.
    """
    whole = _shares(searcher, text)
    for intent, length in told.items():
        whole[intent] = whole.get(intent, 0.0) + TELLING * min(length, 4)
    if not (_NOT_SO.search(text) or asks(text)):
        for intent, plainly in _PLAINLY.items():
            whole[intent] = whole.get(intent, 0.0) + (PLAINLY if plainly.search(text) else 0.0)
    if {"hours_per_week", "deadline_weeks"} & facts:
        whole[Intent.CHANGE_TIME] = whole.get(Intent.CHANGE_TIME, 0.0) + 0.25
    if "preferences" in facts:
        whole[Intent.SWAP_TOOL] = whole.get(Intent.SWAP_TOOL, 0.0) + 0.4
    best = max(whole, key=lambda i: whole[i], default=None)
    if best is None or whole[best] < LEAST:
        return []
    found = {best: whole[best]}
    for _, intent, share in _in_parts(searcher, text):
        found.setdefault(intent, share)
    if len(found) > 1:
        found = {i: share for i, share in found.items() if i is not Intent.ANSWER and (i is not Intent.SMALLTALK or share >= SURE_OF_WISH)}
    ranked = sorted(found.items(), key=lambda pair: -pair[1])
    return [(intent, share) for n, (intent, share) in enumerate(ranked) if not {OPPOSITE.get(intent)} & {i for i, _ in ranked[:n]}][:_MOST]


def wishes_apart(searcher: Searcher, text: str, quotes: Collection[str]) -> dict[Intent, str]:
    """What those parts of a message want that neither hold one of the quotes nor stand in one, each with the part."""
    told = [quote.lower() for quote in quotes if quote]
    found: dict[Intent, str] = {}
    for part, intent, _ in _in_parts(searcher, text):
        low = part.lower()
        if not any(quote in low or low in quote for quote in told):
            found.setdefault(intent, part)
    return found


def asked_for(searcher: Searcher, text: str, least: float = LEAST, among: Collection[Intent] = tuple(Intent)) -> Intent | None:
    """Which of these intents a message most likely has; None if none has a share of `least`."""
    shares = {intent: share for intent, share in _shares(searcher, text).items() if intent in among}
    best = max(shares, key=lambda i: shares[i], default=None)
    return best if best and shares[best] >= least else None


def share_of(searcher: Searcher, text: str, intent: Intent) -> float:
    """The share of one intent, its form taken into account."""
    return _shares(searcher, text).get(intent, 0.0)


def likeliest(searcher: Searcher, text: str) -> list[tuple[Intent, float]]:
    """All that a message may want, whatever its share, the likeliest first."""
    return sorted(_shares(searcher, text).items(), key=lambda pair: -pair[1])


def _of_part(searcher: Searcher, part: str, least: float) -> dict[Intent, float]:
    """The wish that a part of a message adds with its share, if it adds one."""
    said = words(part)
    if len(said) == 1:
        return {IN_A_WORD[said[0]]: SURE_OF_WISH} if said[0] in IN_A_WORD else {}
    shares = _shares(searcher, part)
    top = max(shares, key=lambda i: shares[i], default=None)
    if top is None or (top in IDLE and (least > BESIDE or top is Intent.ANSWER)):
        return {}
    if top is Intent.OFF_TOPIC and says_nothing_itself(part):
        return {}
    if top is Intent.SMALLTALK and THANKS & set(said):
        return {top: SURE_OF_WISH}
    more = FAR_FROM_IT if top is Intent.OFF_TOPIC else MORE_SURE if top in WEIGHTY else 0.0
    said_so = TELLING * min(telling(part).get(top, 0), 4)
    return {top: shares[top]} if shares[top] + said_so >= least + more else {}


def wish_parts(text: str) -> dict[str, float]:
    """The sentences of a message of several, and the clauses within them, each with the share from which it adds a wish."""
    whole = sentences(text)
    smaller = [
        " ".join(c.split()) for part in whole for piece in _SIGNS.split(part) for clause in clauses(piece) for c in _AND.split(clause)
    ]  # fmt: skip
    found = dict.fromkeys([c for c in smaller if c not in whole and _says_enough(c) and not _subordinate(c)][:MOST_CLAUSES], BESIDE_IN_CLAUSE)
    found |= dict.fromkeys([s for s in (_ALSO.sub("", one) for one in whole) if _says_enough(s)], BESIDE)
    found.pop(text.strip(), None)
    return found


def _subordinate(clause: str) -> bool:
    return words(clause)[0] in _SUBORDINATE and not asks(clause)


def says_nothing_itself(part: str) -> bool:
    """Whether a part has no word of its own by which it could be of anything: 'what do I tell him'."""
    return set(words(part)) <= FUNCTION


def _says_enough(part: str) -> bool:
    """Whether a part is looked at by itself: 'and yes' says too little."""
    said = words(part)
    told = said[1:] if said[:1] in (["and"], ["so"], ["but"]) else said
    return len(told) >= SHORTEST or (len(said) == 1 and said[0] in IN_A_WORD)


def _shares(searcher: Searcher, text: str) -> dict[Intent, float]:
    """The share of each intent; of one sentence, its form has a say."""
    shares = {Intent(label): share for label, share in searcher.labels(text, "intent").items()}
    if len(parts(text)) > 1:
        return shares
    by_form = WHEN_ASKED if asks(text) else OF_THINGS if _tells_of_things(text) else None
    if by_form is None:
        return shares
    left = {intent: share * by_form.get(intent, 1.0) for intent, share in shares.items()}
    total = sum(left.values()) or 1.0
    return {intent: share / total for intent, share in left.items()}


def _tells_of_things(sentence: str) -> bool:
    if _SEEN.search(sentence):
        return True
    said = words(sentence)
    return len(said) >= _LEAST_OF_THINGS and said[0] in _THINGS and not _WANTS & set(said) and not sentence.rstrip().endswith("?")
