"""What a message wants once there is a plan; it may want several things at once."""

import re
from collections.abc import Mapping, Set

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.text import clauses, sentences, words
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
WEIGHTY = (Intent.AGREE, Intent.UNDO, Intent.SWAP_TOOL)
"""What changes much; a part must be surer of it, by `MORE_SURE`."""
MORE_SURE = 0.15
IDLE = (Intent.SMALLTALK, Intent.ANSWER, Intent.OFF_TOPIC)
"""What a part of a message does not add to the rest."""
OPPOSITE = {Intent.TOO_HARD: Intent.TOO_EASY, Intent.TOO_EASY: Intent.TOO_HARD}
"""Nobody means both at once; the surer stands."""
LEAST = 0.12
"""Share below which nothing was understood."""
TELLING = 0.05
"""Added for each word of a telling sequence, up to four."""
_MOST = 3
_AND = re.compile(
    r"\b(?:and|so|also|then)\b[\s,]+(?=(?:now|then|also|please|kindly|can|could|would|will|what|whats|what's|how|why|where|when|which|who|do|does|did|"
    r"is|are|should|must|give|send|show|tell|explain|i|i've|i'm|i'd|let's|we)\b)",
    re.IGNORECASE,
)
"""Where a second wish may begin: 'done with that and what is a threshold'."""


def wishes(searcher: Searcher, text: str, facts: Set[str], telling: Mapping[Intent, int]) -> list[tuple[Intent, float]]:
    """The intents of a message with their shares, the strongest first; empty if nothing was understood.

    `facts`: names of the facts that were read in it. `telling`: intents whose telling word sequences it holds, with
    their lengths.
    """
    whole = _shares(searcher, text)
    for intent, length in telling.items():
        whole[intent] = whole.get(intent, 0.0) + TELLING * min(length, 4)
    if {"hours_per_week", "deadline_weeks"} & facts:
        whole[Intent.CHANGE_TIME] = whole.get(Intent.CHANGE_TIME, 0.0) + 0.25
    if "preferences" in facts:
        whole[Intent.SWAP_TOOL] = whole.get(Intent.SWAP_TOOL, 0.0) + 0.25
    best = max(whole, key=lambda i: whole[i], default=None)
    if best is None or whole[best] < LEAST:
        return []
    found = {best: whole[best]}
    for part, least in wish_parts(text).items():
        shares = _shares(searcher, part)
        top = max(shares, key=lambda i: shares[i], default=None)
        if top and shares[top] >= least + (MORE_SURE if top in WEIGHTY else 0.0) and top not in IDLE:
            found.setdefault(top, shares[top])
    if len(found) > 1:
        found = {intent: share for intent, share in found.items() if intent not in (Intent.SMALLTALK, Intent.ANSWER)}
    ranked = sorted(found.items(), key=lambda pair: -pair[1])
    return [(intent, share) for n, (intent, share) in enumerate(ranked) if not {OPPOSITE.get(intent)} & {i for i, _ in ranked[:n]}][:_MOST]


def wish_parts(text: str) -> dict[str, float]:
    """The sentences of a message of several, and the clauses within them, each with the share from which it adds a wish."""
    whole = [part for part in sentences(text) if len(words(part)) >= SHORTEST]
    smaller = [" ".join(c.split()) for part in whole for clause in clauses(part) for c in _AND.split(clause) if len(words(c)) >= SHORTEST]
    found = dict.fromkeys([c for c in smaller if c not in whole][:MOST_CLAUSES], BESIDE_IN_CLAUSE) | dict.fromkeys(whole, BESIDE)
    found.pop(text.strip(), None)
    return found


def _shares(searcher: Searcher, text: str) -> dict[Intent, float]:
    return {Intent(label): share for label, share in searcher.labels(text, "intent").items()}
