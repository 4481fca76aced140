"""Whether a message asks about the advisor itself: what it is, what it does with what one writes, what it costs."""

import re

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.text import parts, words

NOT_ABOUT_US = "none"
SURE = 0.4
"""Share of a topic from which a message may ask for it."""
BESIDE = 0.6
"""What all that is not about us may have of that topic's share."""
LONGEST = 20
"""Words of such a question; a longer message tells of a problem."""
_US = frozenset(
    "you your yours yourself u this here it app application advisor tool site page website chatgpt gpt openai claude gemini llm ai bot "
    "robot human chat conversation conversations history account subscription fees server button pay cost costs free".split()
)
"""Words of which at least one stands in a question about us; 'may patient data leave the clinic' has none."""

ORDERS = "orders"
"""Attempts to have the advisor show what it was told, play a part, or obey what is wrapped up in signs."""
SURE_OF_ORDERS = 0.7
"""Share from which a sentence is such an attempt; nothing is lost that a second, plainer message would not bring."""
MOST_SENTENCES = 12

UNSURE = "unsure"
_LACKING = r"too (?:old|stupid|dumb|thick)|not (?:smart|clever|bright|good|young|gifted|talented) enough"
_UNSURE = re.compile(
    rf"\b(?:i'm|im|i am|i feel|i fear i'm) (?:(?:just|simply|probably|perhaps|maybe|already|really|far|way) )*(?:{_LACKING}|too slow for (?:this|that|it))\b(?! (?:at|in|with)\b)"
    rf"|\bam i (?:(?:just|simply|perhaps|maybe|already|even) )*(?:{_LACKING}|too (?:slow|late)|(?:smart|clever|bright|good|young|gifted|talented) enough)\b(?! (?:at|in|with)\b)"
    r"|\btoo late for me\b|\bis(?:n't)? it (?:already |not )?too late to (?:start|learn|begin)\b",
    re.IGNORECASE,
)
"""Doubts oneself: 'is it too late for me', 'am I smart enough for this'; not 'is Python too slow for this'."""


def gives_orders(searcher: Searcher, text: str) -> bool:
    """Whether a sentence of it sounds like such an attempt, in whatever words; the known wordings are found by `steers`."""
    return any(searcher.labels(part, "about").get(ORDERS, 0.0) >= SURE_OF_ORDERS for part in parts(text)[:MOST_SENTENCES])


def topic_about_us(searcher: Searcher, text: str) -> str | None:
    """The topic that a message asks about, or None if it is not about us. Doubts about oneself are a topic as well."""
    tokens = words(text)
    if len(tokens) <= LONGEST and _UNSURE.search(text.replace("’", "'")):
        return UNSURE
    if not 2 <= len(tokens) <= LONGEST or not _US & set(tokens):
        return None
    shares = searcher.labels(text, "about")
    shares = {topic: share for topic, share in shares.items() if topic != ORDERS}  # heard by `gives_orders`, with a problem at hand
    best = max(shares, key=lambda topic: shares[topic], default=NOT_ABOUT_US)
    return best if best != NOT_ABOUT_US and shares[best] >= SURE and shares.get(NOT_ABOUT_US, 0.0) <= BESIDE * shares[best] else None
