"""What a message wants: decided by telling word sequences, else by the nearest example messages."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import yaml
from rapidfuzz import fuzz

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.text import words
from advisor.domain.catalog import Question, QuickAnswer
from advisor.domain.conversation import Intent
from advisor.domain.passage import PERSON

NEAR = 0.42
"""Cosine similarity from which an example decides by itself."""

GREETING = frozenset(
    "um umm uhm er erm hi hello hey hallo yo thanks thank you thx cheers good morning evening afternoon bye goodbye ok "
    "okay cool nice haha lol great awesome there again very much so well alright hm hmm ah oh i see wow advisor".split()
)
DONT_KNOW = re.compile(
    r"^\W*(?:i(?:'m| am)? (?:really |honestly )?(?:do not|don'?t|dunno|not sure|have no idea)(?: know)?|no idea|not sure|dunno|idk|unsure|no clue|hard to say|can'?t say|skip(?: (?:it|this|that))?|pass|next question|whatever|doesn'?t matter|don'?t care|maybe|unknown|good question|weiß nicht)\b(?:\W+\w+){0,4}\W*$",
    re.IGNORECASE,
)
DRAFT_NOW = re.compile(
    r"\b(?:just (?:draft|give|show|make|write) (?:it|me|the|a)|draft (?:it|the plan|a plan|now|something)|enough questions|stop asking|no more questions|skip (?:the|all) questions|give me (?:the|a|my) plan|show me (?:the|a) plan(?: now)?|make (?:the|a|me a) plan|start (?:the )?plan(?:ning)?|let'?s see the plan|go ahead)\b",
    re.IGNORECASE,
)
WHY_ASK = re.compile(
    r"\b(?:why (?:do|are|would|did) you (?:ask|asking|want to know|need to know|need that|need this|care)|why (?:that|this) question|why is that (?:important|relevant)|why does (?:that|it|this) matter|what difference does (?:it|that) make|what do you need (?:that|this) for)\b|^\s*why\s*\??\s*$",
    re.IGNORECASE,
)


@cache
def wordings() -> Mapping[Intent, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each intent the word sequences that decide and the example messages."""
    raw = yaml.safe_load(files("advisor.dialogue").joinpath("intents.yaml").read_text(encoding="utf-8"))
    return {Intent(k): (tuple(v["contains"]), tuple(v["phrases"])) for k, v in raw.items()}


def example_messages() -> Mapping[str, Sequence[str]]:
    """The example messages by intent, and those that tell of the person only, for the index."""
    person = yaml.safe_load(files("advisor.dialogue").joinpath("person.yaml").read_text(encoding="utf-8"))
    return {**{intent.value: phrases for intent, (_, phrases) in wordings().items()}, PERSON: person}


def is_smalltalk(text: str) -> bool:
    """Whether the text holds nothing but greetings and thanks."""
    tokens = words(text)
    return bool(tokens) and len(tokens) <= 8 and all(t in GREETING for t in tokens)


def telling(text: str) -> dict[Intent, int]:
    """Intents whose deciding word sequences occur, with the length of the longest in words."""
    joined = f" {' '.join(words(text))} "
    found: dict[Intent, int] = {}
    for intent, (sequences, _) in wordings().items():
        for sequence in sequences:
            plain = " ".join(words(sequence))
            if f" {plain} " in joined:
                found[intent] = max(found.get(intent, 0), len(plain.split()))
    return found


def nearest_intents(searcher: Searcher, text: str) -> dict[Intent, float]:
    """The best similarity of an example message for each intent that is near at all."""
    best: dict[Intent, float] = defaultdict(float)
    for near in searcher.nearest(text, ("intent",), k=12):
        intent = Intent(near.example.entry)
        best[intent] = max(best[intent], near.score)
    return dict(best)


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
            contained = f" {other} " in f" {plain} " and (len(plain.split()) <= len(other.split()) + 6)
            if contained and not _negated_before(plain, other):
                score = max(score, 84.0 + min(len(other), 12))
            if score > best[0]:
                best = (score, answer)
    return best[1] if best[0] >= 85 else None


def _negated_before(plain: str, other: str) -> bool:
    if other.split()[0] in ("no", "not", "none", "nothing", "never"):
        return False
    before = plain[: plain.index(other)].split()[-3:]
    return bool({"no", "not", "don't", "dont", "never", "without", "isn't"} & set(before))
