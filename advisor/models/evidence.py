"""What speaks for and against a sentence being borne out by a passage, without asking a model.

A sentence is cut into clauses, each is held against the clause of the passage that shares most of its telling words.
Agreement alone proves little: 'raising it increases recall and lowers precision' has every word of its opposite. So
what counts against it is looked for as well: words taken from another clause in the place of this one's, a negation or
a direction turned round, an exception left out, a cause added.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from advisor.models import claim_words as say
from advisor.models.guard import STOP, claimed, numbers
from advisor.models.sentences import split

SCOPE = 2
"""Telling words after a negator that it is taken to deny."""
_CLAUSE = re.compile(r"[;:,()–—]|\b(?:and|but|or|while|whereas|because|although|so that|if|when|unless|until|which)\b", re.IGNORECASE)
_MARKUP = re.compile(r"[*_`#]+|^\s*[-+]\s+", re.MULTILINE)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word's stem: the same for its forms and most words derived from it."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, hyphened ones in parts, 'n't' as a word of its own."""
    plain = re.sub(r"n['’]t\b", " n't", _MARKUP.sub(" ", text.lower())).replace("-", " ").replace("/", " ")
    return tuple(t for t in re.findall(r"n't|[^\W_][\w+#]*(?:[.'’][\w+#]+)*", plain))


def telling(words: Iterable[str]) -> tuple[str, ...]:
    """The stems of those words that say something, in their order."""
    return tuple(stem(re.sub(r"['’]s$", "", w)) for w in words if w not in _EMPTY and (len(w) > 1 or w.isdigit()))


_EMPTY = (
    STOP | say.NEGATORS | say.POINTERS | say.CLAUSE_STARTS | say.HEDGES | say.QUANTITIES
    | frozenset(
        "once same well via per own use used using must need needs needed does did done being whether however rather even "
        "still such other others another".split()
    )
)  # fmt: skip

def leads_back(text: str) -> bool:
    """Whether it begins with a word that stands for what was said before."""
    return bool(say.LEADING_POINTERS & set(tokens(text)[:1]))


@dataclass(frozen=True)
class Clause:
    """A clause, and what it may borrow from what stands before it."""

    text: str
    before: str = ""
    subject: frozenset[str] = frozenset()
    """What the sentence began with, where the clause only goes on with 'and'."""
    leads_back: bool = False
    """Whether its sentence begins with a word that stands for what was said before."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its telling stems."""
        return telling(tokens(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The same as a set."""
        return frozenset(self.words)

    @cached_property
    def reach(self) -> frozenset[str]:
        """Its own stems and those that it refers back to."""
        return self.stems | frozenset(telling(tokens(self.before)))

    def meant(self, by: "Clause") -> frozenset[str]:
        """Its own stems, and where it begins with 'it' and says what `by` says, those of what that stands for."""
        stands_for = self.leads_back and 2 * len(self.stems & by.stems) >= len(self.stems)
        return self.reach if stands_for else self.stems

    @cached_property
    def denied(self) -> frozenset[str]:
        """The stems that stand close behind a negator."""
        found: set[str] = set()
        left = 0
        for word in tokens(self.text):
            if word in say.NEGATORS:
                left = SCOPE
            elif word in say.CLAUSE_STARTS:
                left = 0
            elif left and (one := telling((word,))):
                found.update(one)
                left -= 1
        return frozenset(found)


@lru_cache(maxsize=512)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text with one telling word or more."""
    found: list[Clause] = []
    last = ""
    for sentence in (p.text for p in split(_MARKUP.sub("", text))):
        start = 0
        begun = ""
        back = leads_back(sentence)
        cuts = [m.start() for m in _CLAUSE.finditer(sentence)] + [len(sentence)]
        for cut in cuts:
            piece = sentence[start:cut]
            if len(telling(tokens(piece))) < (1 if leads_back(piece) else 2) and cut != len(sentence):
                continue
            start = cut
            points = back or bool(set(tokens(piece)) & say.POINTERS)
            goes_on = begun and tokens(piece)[:1] in (("and",), ("but",), ("or",))
            subject = frozenset(telling(tokens(begun))[:2]) if goes_on else frozenset()
            found.append(Clause(piece, f"{last} {begun}" if back else (begun or last) if points else begun, subject, back))
            begun = f"{begun} {piece}"
        last = sentence
    return tuple(c for c in found if c.stems)


@dataclass(frozen=True)
class Evidence:
    """One sentence beside one passage."""

    coverage: float
    """Share of the sentence's telling words that stand together in one clause of the passage, or what it refers to."""
    against: frozenset[str]
    """What speaks against it: numbers, name, swapped, turned, widened, unhedged, compared, caused."""
    source: str = ""
    """The sentences of the passage that it was held against."""


def evidence(sentence: str, passage: str) -> Evidence:
    """What `passage` says of `sentence`."""
    known = Clause(passage)
    said = clauses(sentence)
    pairs = [(c, s) for c in said if (s := _nearest(c, clauses(passage))) is not None]
    if not pairs:
        return Evidence(0.0, frozenset({"words"}))
    sources = tuple(dict.fromkeys(_sentence_of(s, passage) for _, s in pairs))
    joined = " ".join(sources)
    if any(tokens(sentence) == tokens(s) for s in sources):
        return Evidence(1.0, frozenset(), joined)
    found = {
        "numbers": bool(claimed(sentence) - numbers(passage)),
        "name": bool(_named(sentence) - known.stems),
        "swapped": any(_swapped(c, s, known) for c, s in pairs),
        "turned": _denies_otherwise(said, clauses(joined)) or any(_opposite(c, s) for c, s in pairs),
        "widened": _widened(sentence, joined),
        "unhedged": _holds(say.HEDGES, joined) and not _holds(say.HEDGES | say.QUANTITIES, sentence),
        "compared": _holds(say.COMPARATIVES, sentence) and not _holds(say.COMPARATIVES, joined),
        "caused": _causal(sentence) and not _causal(joined),
    }
    share = sum(sum(w in s.reach for w in c.words) for c, s in pairs) / sum(len(c.words) for c, _ in pairs)
    return Evidence(share, frozenset(what for what, is_so in found.items() if is_so), joined)


def _nearest(clause: Clause, others: Sequence[Clause]) -> Clause | None:
    def fit(other: Clause) -> tuple[float, float]:
        own = len(clause.stems & other.meant(clause)) / len(clause.stems)
        return len(clause.stems & other.reach) / len(clause.stems) + own, -len(other.stems)

    return max(others, key=fit, default=None)


def _sentence_of(clause: Clause, passage: str) -> str:
    return next((p.text for p in split(_MARKUP.sub("", passage)) if clause.text in p.text), clause.text)


def _swapped(clause: Clause, source: Clause, known: Clause) -> bool:
    """Whether words from elsewhere in the passage stand where the nearest clause has others."""
    elsewhere = (clause.stems | clause.subject) & known.stems
    return bool(elsewhere - source.reach) and bool(source.reach - clause.reach)


def _denies_otherwise(said: Sequence[Clause], sources: Sequence[Clause]) -> bool:
    """Whether a word that both have is denied by one of them only."""
    def both_ways(found: Sequence[Clause]) -> tuple[set[str], set[str]]:
        denied = {w for c in found for w in c.denied}
        return denied, {w for c in found for w in c.stems - c.denied}

    denied, stated = both_ways(said)
    its_denied, its_stated = both_ways(sources)
    return bool(denied & its_stated - its_denied or stated & its_denied - its_stated)


def _opposite(clause: Clause, source: Clause) -> bool:
    mine, its = set(tokens(clause.text)), set(tokens(source.text))
    return any(
        (mine & a and its & b and not its & a) or (mine & b and its & a and not its & b) for a, b in say.OPPOSITES
    )


def _widened(sentence: str, source: str) -> bool:
    mine, its = set(tokens(sentence)), set(tokens(source))
    return bool(mine & say.WIDENING - its) or bool(re.search(r"\bwhether\b.*\bor\b", sentence, re.IGNORECASE)) > ("whether" in its)


def _holds(words: frozenset[str], text: str) -> bool:
    return not words.isdisjoint(tokens(text))


def _named(sentence: str) -> frozenset[str]:
    """The stems of what stands behind words such as 'library'."""
    return frozenset(s for a, b in pairwise(tokens(sentence)) if a in say.NAMING and b not in say.NAMING for s in telling((b,)))


def _causal(text: str) -> bool:
    plain = f" {' '.join(tokens(text))} "
    for phrase in say.NOT_CAUSAL:
        plain = plain.replace(f" {phrase} ", " ")
    return any(f" {phrase} " in plain for phrase in say.CAUSAL)
