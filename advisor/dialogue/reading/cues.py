"""Finds the word sequences by which a clause tells how it speaks of what it names."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from advisor.domain.yaml_data import parsed

X = "X"
"""Stands for what the clause names."""
MANY = 3
"""From how many years on somebody counts as good at a thing."""
_BEST = (5, 10)
"""Best marks by which people rate themselves."""
LOW, HIGH = 0.4, 0.75
"""Parts of the best mark up to which somebody knows little of a thing, and from which on they know it well."""
_ONES = {word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_NUMBERS = _ONES | {"couple": 2, "few": 3, "several": 4, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40}
_COUNT = re.compile(r"(\d+)(?:[.,]\d+)?\+?(?:[-–]\d+)?-?(y|yr|yrs|year|years)?")
_RATING = re.compile(r"(\d{1,2})(?:[.,]5)?/(5|10)")
_GROUP = re.compile(r"<(\w+)>")
_UNITS = {"y": "years", "yr": "years", "yrs": "years", "year": "years", "yeras": "years"}
_CONTRACTED = {
    ("do", "not"): "dont", ("does", "not"): "doesnt", ("did", "not"): "didnt", ("can", "not"): "cant", ("cannot",): "cant",
    ("have", "not"): "havent", ("ive", "not"): "havent", ("weve", "not"): "havent", ("has", "not"): "hasnt", ("is", "not"): "isnt", ("could", "not"): "couldnt", ("would", "not"): "wouldnt", ("was", "not"): "wasnt", ("are", "not"): "arent", ("am", "not"): "amnot",
    ("w",): "with", ("n",): "and", ("im", "not"): "not", ("dont", "no"): "dont know", ("didnt", "no"): "didnt know", ("do", "not", "no"): "dont know", ("id", "not"): "wouldnt", ("couple", "of"): "2", ("a", "couple"): "2", ("will", "not"): "wont",
}  # fmt: skip
_LONGEST_CONTRACTED = max(len(key) for key in _CONTRACTED)
_HEARD_AS_KNOW = frozenset({"i", "we"})
"""Before 'no', which is then 'know' as it sounds: 'i no a bit of SQL'."""
_VERBS = frozenset("know use have like want speak understand can need write code program do did touch".split())
"""Before these 'I no' is 'I don't', as in other languages."""
_DENIES = frozenset({"longer", "more"})
MENDED_FROM = 5
"""Letters from which on an unknown word is mended by the words of the lexicon."""


FILLERS = frozenset(
    "a an the and or also too plus as well of with in at on by to it them that this is are was am im ive its i my me we our be been have has just only "
    "even still so then now oh er um hm hmm ah ones though but for very quite really pretty please say like etc obviously naturally there both".split()
)
"""Words that say nothing of how well something is known; not counted in what part of a clause is cues."""
_ARTICLES = ("a", "an", "the")


class Cue(StrEnum):
    """How a word sequence speaks of what is named."""

    KNOW = "know"
    LITOTES = "litotes"
    SOLID = "solid"
    OFTEN = "often"
    REGULAR = "regular"
    AWARE = "aware"
    DOING = "doing"
    NONE = "none"
    LOST = "lost"
    LAPSED = "lapsed"
    PREFER = "prefer"
    AVOID = "avoid"
    IMPOSED = "imposed"
    BARRED = "barred"
    LEARN = "learn"
    OTHER = "other"
    REVISE = "revise"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Cues:
    """The cues found in a clause."""

    found: frozenset[Cue]
    phrases: tuple[str, ...]
    covered: int
    """Words that are part of a cue, or stand for what is named."""
    words: int

    @property
    def share(self) -> float:
        """The part of the clause that is cues and names: 1 for 'Excel every day'."""
        return self.covered / self.words if self.words else 0.0


def plain(tokens: Sequence[str]) -> list[str]:
    """Words as the lexicon writes them: 'I've' → 'ive', 'do not' → 'dont', '8yrs' → 'N years', 'two' → 'n'; no article before X."""
    tokens = _with_ratings(tokens)
    bare = [t if t == X else t.replace("'", "") for i, t in enumerate(tokens) if not (t in _ARTICLES and tokens[i + 1 : i + 2] == [X])]
    made: list[str] = []
    at = 0
    while at < len(bare):
        for length in range(_LONGEST_CONTRACTED, 0, -1):
            short = _CONTRACTED.get(tuple(bare[at : at + length]))
            if short:
                made.extend(part for word in short.split() for part in _counted(word))
                at += length
                break
        else:
            made.extend(_counted(bare[at]))
            at += 1
    return _heard(made)


def _heard(tokens: list[str]) -> list[str]:
    """'i no SQL' as 'i know SQL', and 'i no use SQL' as 'i dont use SQL'."""
    made = list(tokens)
    for at in range(1, len(made) - 1):
        if made[at] == "no" and made[at - 1] in _HEARD_AS_KNOW and made[at + 1] not in _DENIES:
            made[at] = "dont" if made[at + 1] in _VERBS else "know"
    return made


def mended(tokens: Sequence[str], real: Container[str]) -> list[str]:
    """Misspelt words as the lexicon writes them: 'bassics' → 'basics'; words that are `real` stay as they are."""
    spellings = _spellings()
    made: list[str] = []
    for token in tokens:
        made.extend(spellings.get(token, "").split() or [token if token in real or len(token) < MENDED_FROM else _nearest(token)])
    return made


@lru_cache(maxsize=4096)
def _nearest(word: str) -> str:
    """The word of the lexicon that is one slip away, two in long words; else `word` itself."""
    known = _lexicon_words()
    if word in known:
        return word
    near = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1 if len(word) < 8 else 2)
    return near[0] if near and near[0][0] == word[0] else word


@cache
def _lexicon_words() -> tuple[str, ...]:
    """The longer words by which clauses are judged, those for people among them."""
    people = (word for group in read_words("people").values() for word in group)
    cue_words = (word for key in _lexicon()[0] for word in key)
    return tuple(sorted({word for word in (*people, *cue_words) if len(word) >= MENDED_FROM - 1}))


@cache
def _spellings() -> Mapping[str, str]:
    """Common misspellings that no distance tells from other words."""
    return {wrong: right for right, group in read_words("spellings").items() for wrong in group}


def _counted(word: str) -> Iterator[str]:
    rating = _RATING.fullmatch(word)
    if rating:
        yield _rated(int(rating[1]), int(rating[2]))
        return
    number = _COUNT.fullmatch(word)
    value = int(number[1]) if number else _NUMBERS.get(word)
    if value is None:
        yield _UNITS.get(word, word)
        return
    yield "N" if value >= MANY else "n" if value else "0"
    if number and number[2]:
        yield "years"


def _with_ratings(tokens: Sequence[str]) -> list[str]:
    """'eight out of ten' as '8/10'."""
    made = list(tokens)
    for at in range(len(made) - 3, 0, -1):
        best = _value(made[at + 2])
        if made[at : at + 2] == ["out", "of"] and best in _BEST and (given := _value(made[at - 1])) is not None:
            made[at - 1 : at + 3] = [f"{given}/{best}"]
    return made


def _value(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _rated(given: int, best: int) -> str:
    """A mark as a word of the lexicon."""
    share = given / best
    return "unrated" if given == 0 else "rated-low" if share <= LOW else "rated-fair" if share < HIGH else "rated-high"


def cues(tokens: Sequence[str]) -> Cues:
    """The cues in words made `plain`; of overlapping ones the longest, so that 'not bad at' holds no 'not'."""
    table, longest = _lexicon()
    taken = [token == X for token in tokens]
    found: list[tuple[int, Cue, str]] = []
    for length in range(min(longest, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            part = tokens[start : start + length]
            cue = table.get(tuple(part))
            if cue and not any(t and w != X for t, w in zip(taken[start : start + length], part, strict=True)):
                taken[start : start + length] = [True] * length
                found.append((start, cue, " ".join(part)))
    found.sort()
    counted = [i for i, token in enumerate(tokens) if taken[i] or token not in FILLERS]
    return Cues(
        frozenset(cue for _, cue, _ in found), tuple(phrase for _, _, phrase in found),
        covered=sum(taken[i] for i in counted), words=len(counted),
    )  # fmt: skip


@cache
def _lexicon() -> tuple[Mapping[tuple[str, ...], Cue], int]:
    lists = dict(read_words("stance_cues"))
    groups = lists.pop("groups")
    table = {tuple(phrase.split()): Cue(label) for label, phrases in lists.items() for it in phrases for phrase in _spelt_out(it, groups)}
    return table, max(len(key) for key in table)


def _spelt_out(phrase: str, groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The phrases that one with groups stands for: '<some> <lessons>' is 'n lecture', 'a handful of videos' and so on."""
    group = _GROUP.search(phrase)
    if group is None:
        yield phrase
        return
    for word in groups[group[1]]:
        yield from _spelt_out(phrase[: group.start()] + word + phrase[group.end() :], groups)


def read_words(name: str) -> Mapping[str, Any]:
    """A word list that lies beside the examples."""
    text = files("advisor.dialogue").joinpath(f"examples/{name}.yaml").read_text(encoding="utf-8")
    return dict(parsed(text))
