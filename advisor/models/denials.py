"""Whether a reworded sentence denies what its template affirms, or the reverse. English only."""

from collections.abc import Sequence

from advisor.models.alignment import tokens
from advisor.models.claim_words import NEGATORS
from advisor.models.guard import foreign, stems

MUCH_IN_COMMON = 0.5
"""Share of the telling words of the shorter of two sentences from which they are about the same."""
_KINDNESSES = ("no problem", "no worries", "no pressure", "no hurry", "no rush", "not bad", "don't worry")


def denies(text: str) -> bool:
    """Whether a text holds a word that denies something, apart from kindnesses such as 'no worries'."""
    low = text.lower().replace("’", "'")
    for kindness in _KINDNESSES:
        low = low.replace(kindness, " ")
    return bool(NEGATORS & set(tokens(low)))


def turned_round(sentence: str, template: Sequence[str]) -> str | None:
    """The sentence of the template that `sentence` turns into its opposite; None if there is none.

    Of several with as much in common, one that agrees is enough.
    """
    if foreign(sentence):
        return None
    new, denied = stems(sentence), denies(sentence)
    shares = {t: _in_common(new, stems(t)) for t in template}
    most = max(shares.values(), default=0.0)
    if most < MUCH_IN_COMMON:
        return None
    nearest = [t for t, share in shares.items() if share == most]
    return nearest[0] if all(denies(t) is not denied for t in nearest) else None


def _in_common(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / max(1, min(len(some), len(others)))
