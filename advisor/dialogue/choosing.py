"""Which of the quick answers a message gives: by its words, by its place in the list, or by a word that tells it."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from advisor.dialogue.reading.text import digits, words

ENOUGH = 86.0
"""Likeness from which a message is one of the quick answers."""
_PLACES = {
    "first": 1, "1st": 1, "1": 1, "a": 1, "second": 2, "2nd": 2, "2": 2, "b": 2, "third": 3, "3rd": 3, "3": 3, "c": 3, "4": 4, "fourth": 4,
    "4th": 4,
}  # fmt: skip
_AROUND = frozenset("the one option number nr no answer please i'd id i'll take let's lets do go with choose want would like prefer then ok okay".split())


def chosen(answers: Sequence[str], text: str, telling: Mapping[str, Sequence[str]] | None = None) -> str | None:
    """The answer that is given; None if none is, or more than one could be.

    `telling`: for each answer the words any of which tells it in a short message.
    """
    plain = text.lower().strip(" .!")
    best = max(answers, key=lambda a: fuzz.ratio(plain, a.lower().strip(" .!")), default=None)
    if best is not None and fuzz.ratio(plain, best.lower().strip(" .!")) >= ENOUGH:
        return best
    tokens = words(digits(plain))
    places = [w for w in tokens if w not in _AROUND]
    if len(places) == 1:
        if places[0] == "last" and answers:
            return answers[-1]
        place = _PLACES.get(places[0], 0)
        if 0 < place <= len(answers):
            return answers[place - 1]
    told = [a for a, cues in (telling or {}).items() if set(cues) & set(tokens)]
    return told[0] if len(told) == 1 and len(tokens) <= 10 else None
