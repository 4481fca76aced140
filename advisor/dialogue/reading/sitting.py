"""How much time somebody says there is right now: 'what do I do tonight, I have 40 minutes'."""

import re

from advisor.dialogue.reading.text import digits

LONGEST = 8.0
"""Hours of one sitting; more is said of a week."""
_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(hours?|hrs?|h|minutes?|mins?)\b(?!\s*(?:a|per|each|every)\b)", re.IGNORECASE)
_WORDS = {"quarter of an hour": "15 minutes", "a few minutes": "15 minutes"}


def sitting_told(text: str) -> float | None:
    """Hours, if the text names an amount of time that is not one of a week or day; the last one counts."""
    plain = text.lower()
    for wording, amount in _WORDS.items():
        plain = plain.replace(wording, amount)
    found = list(_AMOUNT.finditer(digits(plain)))
    if not found:
        return None
    hours = float(found[-1][1].replace(",", ".")) / (1 if found[-1][2].startswith("h") else 60)
    return hours if 0 < hours <= LONGEST else None
