"""Mends misspelt words by the words of the knowledge base; used only where a text as written resembles nothing."""

import re
from collections import Counter
from collections.abc import Collection
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA

from advisor.domain.catalog import Catalog

SHORTEST = 4
"""Letters from which on a word is mended."""
_WORD = re.compile(r"[A-Za-z']{4,}")
_known: "WeakKeyDictionary[Catalog, frozenset[str]]" = WeakKeyDictionary()


def vocabulary(catalog: Catalog) -> frozenset[str]:
    """The words of the knowledge base's own prose that occur often enough to be no mistakes themselves.

    Not those of the example messages: many of these are misspelt on purpose.
    """
    if catalog not in _known:
        counts: Counter[str] = Counter()
        for pattern in catalog.patterns.values():
            for text in (*pattern.signals, pattern.summary, pattern.restate, pattern.need_ml.text, pattern.need_ml.rule):
                counts.update(dict.fromkeys(_words(text), 2))
        for project in catalog.projects.values():
            counts.update(_words(f"{project.goal} {project.baseline}"))
        for guide in catalog.guides.values():
            counts.update(_words(guide.body))
        _known[catalog] = frozenset(w for w, count in counts.items() if count >= 2)
    return _known[catalog]


def mend(text: str, known: Collection[str]) -> str:
    """`text` with each unknown word replaced by the nearest known one, at most one slip a word, two in long words."""
    ordered = sorted(known)

    def replace(found: re.Match[str]) -> str:
        word = found.group(0).lower()
        if word in known:
            return found.group(0)
        near = process.extractOne(word, ordered, scorer=OSA.distance, score_cutoff=1 if len(word) < 7 else 2)
        return near[0] if near and near[0][0] == word[0] else found.group(0)

    return _WORD.sub(replace, text)


def _words(text: str) -> list[str]:
    return [w.lower() for w in _WORD.findall(text)]
