"""Whether a sentence says what another says, by its words in their order.

A sentence may be shown in a model's own wording only if it is one of the corpus's sentences up to words that do not
matter, or the first part of one that can stand by itself. The order makes a claim: 'raising it increases recall' and
'recall increases by raising it' may or may not mean the same; what is doubtful is not aligned.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from advisor.models import claim_words as say
from advisor.models.guard import STOP

LEAST_PART = 4
"""Strict words that a part of a sentence must have to stand by itself."""
_MARKUP = re.compile(r"[*_`#]+|^\s*[-+•]\s+", re.MULTILINE)
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_TOKEN = re.compile(r"n't|[^\W_][\w+#]*(?:[.,'’]\w[\w+#]*)*|%|×|÷|=|[;:,()–—]|\s-\s|\.\.\.|…")
_STOPS = frozenset(";:–—-")
_JOINT = re.compile(r";\s+|,\s+(?:and|then|and then)\s+|\s+and\s+", re.IGNORECASE)


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


_EMPTY = (
    STOP | say.NEGATORS | say.POINTERS
    | frozenset(
        "because since although though if when while until unless many some most few several can usually often sometimes "
        "may might could once same via per own use used using must need needs needed does did done being whether however "
        "rather even still other others another".split()
    )
)  # fmt: skip


def telling(words: Iterable[str]) -> tuple[str, ...]:
    """The stems of those words that say something, in their order."""
    return tuple(stem(re.sub(r"['’]s$", "", w)) for w in words if w not in _EMPTY and (len(w) > 1 or w.isdigit()))


def aligned(claim: str, source: str) -> bool:
    """Whether `claim` says, word for word but for what does not matter, what the sentence `source` says or begins with."""
    said = [w for w in _strict(claim) if w not in _STOPS and w not in ",()"]
    return bool(said) and any(_is_part(said, _strict(text)) for text in (source, _BRACKETED.sub("", source)))


def made_of(claim: str, sources: Sequence[str]) -> tuple[int, ...]:
    """The places of the sentences that `claim` is aligned with: one, or two that it joins; empty if there are none."""
    for i, source in enumerate(sources):
        if aligned(claim, source):
            return (i,)
    for joint in _JOINT.finditer(claim):
        first, second = claim[: joint.start()], claim[joint.end() :]
        # Under a condition or a negation of the first, the second would say something else.
        if not joint[0].startswith(";") and (say.CONDITIONAL | say.NEGATORS) & set(_strict(first)):
            continue
        found = [next((i for i, s in enumerate(sources) if aligned(part, s)), None) for part in (first, second)]
        if found[0] is not None and found[1] is not None and found[0] != found[1]:
            # What 'it' stands for is what was said last.
            if set(_words(second)[:2]) & say.POINTERS and found[1] != found[0] + 1:
                continue
            return (found[0], found[1])
    return ()


def _is_part(said: Sequence[str], source: Sequence[str]) -> bool:
    """Whether `said` are the words of `source`, or of a part of it that may stand by itself."""
    words = [(i, w) for i, w in enumerate(source) if w not in _STOPS and w not in ",()"]
    for start in range(len(words) - len(said) + 1):
        if [w for _, w in words[start : start + len(said)]] != list(said):
            continue
        begin, end = words[start][0], words[start + len(said) - 1][0] + 1
        whole = len(words) == len(said)
        if whole or (len(said) >= LEAST_PART and _head(source[:begin], said) and _tail(source[end:], said)):
            return True
    return False


def _head(head: Sequence[str], said: Sequence[str]) -> bool:
    """Whether what comes before may be left off: nothing, a word that only leads on, or what a colon ends."""
    if not any(w not in ",()" for w in head) or all(w in say.LEANING and w not in say.POINTERS for w in head if w != ","):
        return True
    return head[-1] in (";", ":") and not say.BINDING & set(head) and said[0] not in say.LEANING


def _tail(tail: Sequence[str], said: Sequence[str]) -> bool:
    """Whether what follows may be left off: it neither restricts what was said nor belongs to an enumeration."""
    if not tail:
        return True
    if (say.BINDING - say.NEGATORS) & set(tail) or {"both", "either", "neither", "between"} & set(said):
        return False
    first = next((w for w in tail if w != ","), "")
    return tail[0] in _STOPS or tail[0] == "(" or first in say.GOING_ON or (tail[0] == "," and first == "not")


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text as they stand, contractions resolved, with its punctuation."""
    plain = _MARKUP.sub("", text.lower()).replace("’", "'").replace("-", " ").replace("/", " ")
    found = _TOKEN.findall(plain)
    return tuple(w.strip() for token in found for w in say.CONTRACTED.get(token, (token,)))


@lru_cache(maxsize=2048)
def _strict(text: str) -> tuple[str, ...]:
    """What counts of a text: its words without the loose ones, each as the one that stands for its like."""
    words = [w for w in _words(text) if w not in say.LOOSE]
    return tuple(_key(w) for w, following in zip(words, [*words[1:], ""], strict=False) if (w, following) != ("and", "not"))


def _key(word: str) -> str:
    if word in say.SYNONYMS:
        return say.SYNONYMS[word]
    if word in say.BINDING or word in say.GOING_ON or word in _STOPS or not word[:1].isalpha():
        return word
    plain = stem(re.sub(r"'s$", "", word))
    return say.SYNONYMS.get(plain, plain)
