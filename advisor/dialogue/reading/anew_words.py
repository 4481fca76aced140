"""What tells, in the middle of a conversation, that a message sets hours or a deadline anew: which of them it means, and what of it."""

import re

from advisor.dialogue.reading.quantities import Kind, terms
from advisor.dialogue.reading.retold import FAINT, HINTED, NOTHING, TOLD, Retold, Topic
from advisor.dialogue.reading.text import words
from advisor.domain.brief import Brief

LATER = re.compile(r"\b(?:more|extra|longer|later|additional|on top)\b", re.IGNORECASE)
_STARRED = re.compile(r"\s*\*\s?(?=[\w'’])|(?<=\w)\*(?=\s*$)")
"""The mark by which typists put right what they wrote before: '*20 hrs'."""
_MOST_STARRED = 6
"""Words of such a message."""
_CONCLUDES = re.compile(r"\b(?:so|therefore|hence|which means|that means|meaning)\b[\s,:]*", re.IGNORECASE)
"""What follows is what is meant, whatever was told before as its reason."""
SHORT = 12
"""Words of a message that says little beside a change."""
MOST_LETTERS = 160
"""Letters of a message beyond which it tells too much else for a bare number to be meant so."""
MOST_BESIDE_OLD = 280
"""The same where it takes back what is known, word for word."""


def sets(brief: Brief, told: Retold) -> Topic | None:
    """Which time a bare number sets anew: the one that the sorter hears, the only one known, or the one told last."""
    due = brief.fact("deadline_weeks")
    span = due is not None and any(t.kind is Kind.SPAN for t in terms(due.quote))
    hours = brief.fact("hours_per_week")
    if hours is None or not span or due is None:
        return Topic.HOURS if hours is not None else Topic.DEADLINE if span else None
    apart = told.share(Topic.DEADLINE) - told.share(Topic.HOURS)
    return Topic.DEADLINE if apart > FAINT or (apart >= -FAINT and due.turn > hours.turn) else Topic.HOURS


def is_likely(told: Retold, topic: Topic) -> bool:
    """Whether the sorter does not speak against it: a time is told beside many things that put nothing right."""
    return told is NOTHING or told.share(topic) >= HINTED or told.something >= TOLD


def unstarred(text: str) -> tuple[str, bool]:
    """The message with a blank for the mark by which a short one puts right what was typed, and whether it has one."""
    mark = _STARRED.match(text) or _STARRED.search(text)
    if mark is None or len(words(text)) > _MOST_STARRED:
        return text, False
    return text.replace("*", " "), True


def conclusion(text: str) -> str:
    """What a message comes to after its reasons: 'I lost the other job, so ten hours a week'."""
    ends = [match.end() for match in _CONCLUDES.finditer(text)]
    return text[ends[-1] :] if ends else ""


def tells_span(text: str) -> bool:
    """Whether the message tells a span such as 'six weeks'."""
    return any(term.kind is Kind.SPAN for term in terms(text))
