"""What a message wants once there is a plan; it may want several things at once."""

from collections.abc import Mapping, Set

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.text import sentences, words
from advisor.domain.conversation import Intent

SURE_OF_WISH = 0.6
"""Share from which a message is taken at its word, whatever else it resembles."""
BESIDE = 0.4
"""Share from which a sentence adds a wish of its own to what the message as a whole wants."""
LEAST = 0.12
"""Share below which nothing was understood."""
TELLING = 0.05
"""Added for each word of a telling sequence, up to four."""
_MOST = 3


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
    parts = [part for part in sentences(text) if len(words(part)) >= 2]
    for part in parts if len(parts) > 1 else ():
        shares = _shares(searcher, part)
        top = max(shares, key=lambda i: shares[i], default=None)
        if top and shares[top] >= BESIDE and top not in (Intent.SMALLTALK, Intent.ANSWER, Intent.OFF_TOPIC):
            found.setdefault(top, shares[top])
    if len(found) > 1:
        found = {intent: share for intent, share in found.items() if intent not in (Intent.SMALLTALK, Intent.ANSWER)}
    return sorted(found.items(), key=lambda pair: -pair[1])[:_MOST]


def _shares(searcher: Searcher, text: str) -> dict[Intent, float]:
    return {Intent(label): share for label, share in searcher.labels(text, "intent").items()}
