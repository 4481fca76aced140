"""Reads languages that are listed side by side, with slips of the pen."""

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LIST = re.compile(r"\b[a-z]+(?:\s*[,/&]\s*[a-z]+)*(?:\s*[,/&]\s*|\s*,?\s+(?:and|an|or|und|as well as)\s+)(?:some |a bit of |sometimes |also )?[a-z]+\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,/&]\s*|\s*,?\s+(?:and|an|or|und|as well as)\s+(?:some |a bit of |sometimes |also )?", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:in|into|from|languages?|mixed|both|mix of|between)[\s:(]+$", re.IGNORECASE)
"""After such a word a list of languages is one; 'French and Greek wines' are not."""
_END = re.compile(r"\s*(?:$|[,.;:)(!?]|-\s)")
SHORTEST = 5
"""Letters from which on a slip is looked for: 'that' is nearly 'thai'."""
FEWEST = 2


def languages_listed(sentence: str, known: Sequence[str]) -> str | None:
    """The words that list two languages or more of those `known`; None if there are none.

    One of them must be spelt right: 'green' alone is no 'greek'.
    """
    for match in _LIST.finditer(sentence):
        items = _BETWEEN.split(match[0].lower())
        exact = sum(item in known for item in items)
        if len(items) < FEWEST or not exact or not all(item in known or _nearly(item, known) for item in items):
            continue
        if _BEFORE.search(sentence[: match.start()]) or (len(items) > FEWEST and _END.match(sentence[match.end() :])):
            return match[0]
    return None


def _nearly(word: str, known: Sequence[str]) -> bool:
    """Whether the word is a language with one slip."""
    near = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1) if len(word) >= SHORTEST else None
    return near is not None and near[0][0] == word[0]
