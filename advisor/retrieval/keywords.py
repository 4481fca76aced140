"""Finds texts by the words that they share with a query: BM25, as a share of what the query says.

Pure: built in memory from texts in a fraction of a second, so that nothing has to be kept on disk.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
STOP_WORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being but by can can't could did do
    does doing don't done each either else ever every few for from get gets getting give go going good got had has have
    having he help her here him his how i i'd i'll i'm i've if in into is isn't it it's its itself just know let like
    look lot make many may me mean means might more most much must my myself need needs no not of off on once one only
    or other our out over own please really s same say see she should so some someone something still such sure t take
    tell than that that's the their them then there these they thing things think this those through to too try up us
    use used useful using very want was way we well were what what's when where whether which while who whom whose why
    will with without won't would yes yet you your yourself s t d m ll re ve""".split()
)
"""Words that say how something is asked and not what about."""


SHORTEST_MENDED, LONG, LEAST_HELD = 5, 8, 3
"""Letters from which a word that nothing has may be a misspelt one; from which two slips are forgiven instead of one; texts
that must hold the word that is meant."""


class Sharing(NamedTuple):
    """A text and the share (0 to 1) of the query's information that it carries."""

    id: str
    share: float


class WordIndex:
    """BM25 (in Lucene's form, k1 = 1.2, b = 0.75) over texts by id.

    In this form a word adds at most its inverse document frequency, so a score divided by the sum of those of the
    query's words lies between 0 and 1 and means the same for every query. A word that no text has counts as the
    rarest of all: a query about something else gets low shares, however well its ordinary words are matched.
    """

    def __init__(self, texts: Mapping[str, str], is_word: Callable[[str], bool] = lambda _word: False) -> None:
        """`is_word`: whether something is a word of the language, so that it is not mended though no text has it."""
        import bm25s
        import numpy as np

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to tell every step

        self._ids = list(texts)
        self._is_word = is_word
        self._written: dict[str, str] = {}
        words = []
        for text in texts.values():
            told = telling_words(text)
            for word in told:
                self._written.setdefault(_stem(word), word)
            words.append([_stem(word) for word in told] or [""])
        self._index: Any = None
        self._weight: dict[str, float] = {}
        self._held: dict[str, int] = {}
        self._mendable: list[str] = []
        self._unknown = float(np.log(1 + (len(words) + 0.5) / 0.5))
        if not words:
            return
        self._index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        self._index.index(words, show_progress=False)
        held: dict[str, int] = {}
        for few in words:
            for word in set(few):
                held[word] = held.get(word, 0) + 1
        self._held = held
        self._mendable = [word for word, n in held.items() if n >= LEAST_HELD and len(word) >= SHORTEST_MENDED - 1]
        self._weight = {w: float(np.log(1 + (len(words) - n + 0.5) / (n + 0.5))) for w, n in held.items()}

    def nearest(self, query: str, k: int) -> list[Sharing]:
        """The k texts that share most with `query`, best first; those that share nothing are left out."""
        import numpy as np

        asked = list(dict.fromkeys(self._meant(word) for word in telling_words(query)))
        known = [word for word in asked if word in self._weight]
        if not known or self._index is None or k < 1:
            return []
        scores: NDArray[np.float32] = self._index.get_scores(known) / self.weight(asked)
        most = min(k, len(scores))
        best = np.argpartition(-scores, most - 1)[:most]
        best = best[np.argsort(-scores[best], kind="stable")]
        return [Sharing(self._ids[i], float(scores[i])) for i in best if scores[i] > 0]

    def weight(self, words: Sequence[str]) -> float:
        """How much information these stems carry: the sum of their inverse document frequencies."""
        return sum(self._weight.get(word, self._unknown) for word in words)

    def mended(self, query: str) -> str:
        """`query` with slips of the hand mended by words that the texts use."""

        def mend(found: re.Match[str]) -> str:
            word = found.group(0).lower()
            if word in STOP_WORDS:
                return found.group(0)
            stem, meant = _stem(word), self._meant(word)
            return found.group(0) if meant == stem else self._spelt(meant)

        return _WORD.sub(mend, query)

    def _spelt(self, stem: str) -> str:
        """A word of which it is the stem, as the texts write it."""
        return self._written.get(stem, stem)

    def _meant(self, told: str) -> str:
        """The stem of a word, or of the one that it is most likely a slip of the hand for."""
        word = _stem(told)
        if word in self._weight or len(word) < SHORTEST_MENDED or self._is_word(told):
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 1 if len(word) < LONG else 2
        near = process.extract(word, self._mendable, scorer=OSA.distance, score_cutoff=most, limit=8)
        nearest = [w for w, distance, _ in near if distance == near[0][1] and w[0] == word[0]]
        return max(nearest, key=lambda w: (self._held[w], w)) if nearest else word

    def uses(self, word: str, least: int = 3) -> bool:
        """Whether at least so many texts have the word, in any form; words that say only how one asks count as unused."""
        return any(self._held.get(stem, 0) >= least for stem in stems(word))


def telling_words(text: str) -> list[str]:
    """The words of `text` that say what it is about, lower-cased."""
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]


def stems(text: str) -> list[str]:
    """The same, cut to their stems."""
    return [stem for word in telling_words(text) if (stem := _stem(word))]


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english", 0)  # thread-safe without its own cache, which is not; ours is
