"""What a message gives up while it tells something new: 'forget the bats', 'not the bats any more', 'no longer spam'."""

import re

from advisor.dialogue.reading.text import clauses, sentences, words

_GIVES_UP = re.compile(
    r"^(?:please |ok |okay |so |and |but )*(?:forget|scrap|drop|leave|skip|enough of|no more|no longer|never mind)\b"
    r"|\b(?:not|n[o']t)\b.*\b(?:any ?more|any longer)\b|\bis (?:history|over|dead|cancelled|off the table)\b",
    re.IGNORECASE,
)
_INSTEAD_OF = re.compile(r"\b(?:instead of|rather than|in place of)\b.*$|(?<=\s)than\b.*$", re.IGNORECASE)
_PREFERS = re.compile(r"\b(?:instead|rather|sooner|prefer|place)\b", re.IGNORECASE)
_LEAST = 3
"""Words that must be left for there to be something new."""


def without_given_up(text: str) -> str:
    """The text without the clauses that give something up; as it is where nothing else is told."""
    kept = [
        ", ".join(_preferred(clause) for clause in clauses(sentence) if not _GIVES_UP.search(clause))
        for sentence in sentences(text)
    ]  # fmt: skip
    left = ". ".join(filter(None, kept))
    return left if len(words(left)) >= _LEAST else text


def _preferred(clause: str) -> str:
    """A clause without what it puts second: 'I'd sooner do invoices than spam'."""
    return _INSTEAD_OF.sub("", clause).strip() if _PREFERS.search(clause) else clause
