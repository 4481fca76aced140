"""Word sequences that tell what a message is: a greeting, a quick answer, a wish."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz

from advisor.dialogue.reading.text import words
from advisor.domain.conversation import Intent
from advisor.domain.entries.questions import Question, QuickAnswer
from advisor.domain.yaml_data import parsed

GREETING = frozenset(
    "um umm uhm er erm hi hello hey hallo yo thanks thank you thx cheers good morning evening afternoon bye goodbye ok "
    "okay cool nice haha lol great awesome there again very much so well alright hm hmm ah oh i see wow advisor".split()
)
THANKS = frozenset("thanks thank thx cheers ty merci danke gracias".split())
"""Words that thank."""
FAREWELL = frozenset("bye goodbye night tomorrow later ciao".split())
"""Words that part."""
DONT_KNOW = re.compile(
    r"^\W*(?:i(?:'m| am)? (?:really |honestly )?(?:do not|don'?t|dunno|not sure|have no idea)(?: know)?|no idea|not sure|dunno|idk|unsure|no clue|hard to say|can'?t say|skip(?: (?:it|this|that))?|pass|next question|whatever|doesn'?t matter|don'?t care|maybe|unknown|good question|you (?:decide|choose)|up to you|as you like|weiß nicht)\b(?:\W+\w+){0,4}\W*$",
    re.IGNORECASE,
)
DRAFT_NOW = re.compile(
    r"\b(?:just (?:draft|give|show|make|write) (?:it|me|the|a)|draft (?:it|the plan|a plan|now|something)|enough questions|stop asking|no more questions|skip (?:the|all) questions|give me (?:the|a|my) plan|show me (?:the|a) plan(?: now)?|(?:make|create|draw up|write) (?:me )?(?:the|a|my) (?:simple |quick |first |rough |little )?(?:plan|draft)|start (?:the )?plan(?:ning)?|let'?s see the plan|go ahead)\b",
    re.IGNORECASE,
)
WHY_ASK = re.compile(
    r"\b(?:why (?:do|are|would|did) you (?:ask|asking|want to know|need to know|need that|need this|care)|why (?:that|this) question|why is that (?:important|relevant)|why does (?:that|it|this) matter|what difference does (?:it|that) make|what do you need (?:that|this) for)\b|^\s*why\s*\??\s*$",
    re.IGNORECASE,
)


@cache
def telling_words() -> Mapping[Intent, tuple[str, ...]]:
    """For each intent the word sequences that tell it."""
    raw = parsed(files("advisor.dialogue").joinpath("telling.yaml").read_text(encoding="utf-8"))
    return {Intent(name): tuple(" ".join(words(sequence)) for sequence in sequences) for name, sequences in raw.items()}


def is_smalltalk(text: str) -> bool:
    """Whether the text holds nothing but greetings and thanks."""
    tokens = words(text)
    return bool(tokens) and len(tokens) <= 8 and all(t in GREETING for t in tokens)


def telling(text: str) -> dict[Intent, int]:
    """Intents whose deciding word sequences occur, with the length of the longest in words."""
    joined = f" {' '.join(words(text))} "
    found: dict[Intent, int] = {}
    for intent, sequences in telling_words().items():
        for plain in sequences:
            if f" {plain} " in joined:
                found[intent] = max(found.get(intent, 0), len(plain.split()))
    return found


OTHER_SUBJECTS = frozenset("they these those our the my you he she that this".split())
"""After a 'no', what shows that it answers something else: 'no, they may not leave our servers'."""


def match_answer(spec: Question | None, text: str) -> QuickAnswer | None:
    """The quick answer that a message gives, if it gives one."""
    if spec is None:
        return None
    plain = " ".join(words(text))
    best: tuple[float, QuickAnswer | None] = (0.0, None)
    for answer in spec.answers:
        for wording in (answer.label, *answer.matches):
            other = " ".join(words(wording))
            if not other:
                continue
            score = fuzz.ratio(plain, other)
            room = 6 if len(other) > len("three") else 2 if plain.startswith(other) else 0  # 'no, they may not leave' is no plain no
            contained = f" {other} " in f" {plain} " and (len(plain.split()) <= len(other.split()) + room)
            if contained and not _negated_before(plain, other):
                score = max(score, 84.0 + min(len(other), 12))
            if score > best[0]:
                best = (score, answer)
    return best[1] if best[0] >= 85 else _plain_yes_or_no(spec, plain)


def _plain_yes_or_no(spec: Question, plain: str) -> QuickAnswer | None:
    """What a message that goes on after its 'yes' or 'no' answers: 'no, it runs on a PC; we have 2000 photos'."""
    first, *rest = plain.split() or [""]
    if first == "no" and rest[:1] and rest[0] in OTHER_SUBJECTS:
        return None
    return next((answer for answer in spec.answers if first in ("yes", "no") and answer.label.lower() == first), None)


def _negated_before(plain: str, other: str) -> bool:
    if other.split()[0] in ("no", "not", "none", "nothing", "never"):
        return False
    before = plain[: plain.index(other)].split()[-3:]
    return bool({"no", "not", "don't", "dont", "never", "without", "isn't"} & set(before))
