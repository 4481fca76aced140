"""Cuts a message into statements of words that know where they stand, misspelt words mended by a list of words."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from advisor.dialogue.reading.mentions import everyday_words

MENDED_FROM = 5
"""Letters from which on a word is mended; shorter ones only where they sound like a word of the list."""
TWO_SLIPS_FROM = 9
"""Letters from which on a word may hold two slips."""
_WORD = re.compile(r"[^\W_]+(?:['’´+#&/-][^\W_]+|\.\d+)*[+#]*['’]?")
_END = re.compile(r"[.!?;\n()…]")
_SOUNDS = tuple((re.compile(spelt), said) for spelt, said in (("ph", "f"), ("ch?k?", "k"), ("y", "i"), ("z", "s"), ("qu", "kw"), ("(.)\\1", "\\1")))


@dataclass(frozen=True)
class Token:
    """A word: in lower case and well spelt, where it stands in the message, and what stands before it beside blanks."""

    word: str
    start: int
    end: int
    mark: str


@dataclass(frozen=True)
class Statement:
    """The words between two full stops, question marks or brackets."""

    tokens: tuple[Token, ...]
    asks: bool

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words alone."""
        return tuple(token.word for token in self.tokens)

    def joined(self, at: int) -> bool:
        """Whether nothing but a blank stands between the words `at - 1` and `at`."""
        return 0 < at < len(self.tokens) and not self.tokens[at].mark


@dataclass(frozen=True)
class Spelling:
    """The words of a list and how they may be misspelt."""

    known: frozenset[str]
    spelt: Mapping[str, str]
    by_sound: Mapping[str, str]
    by_letter: Mapping[str, Sequence[str]]
    as_written: frozenset[str]

    @classmethod
    def of(cls, nouns: Collection[str], verbs: Collection[str], spelt: Mapping[str, str], as_written: frozenset[str] = frozenset()) -> "Spelling":
        """The spelling of these words, with slips that are known beforehand and words that are none.

        Verbs are mended only by their sound: too many other words are a letter away from them.
        """
        known = {*nouns, *verbs}
        by_letter: dict[str, list[str]] = {}
        for word in sorted(nouns):
            if len(word) >= MENDED_FROM:
                by_letter.setdefault(word[0], []).append(word)
        return cls(frozenset(known), spelt, {_sound(word): word for word in sorted(known) if len(word) >= 3}, by_letter, as_written)

    def mend(self, word: str) -> str:
        """The word of the list that is meant, or the word itself: everyday words are what they are."""
        if word in self.spelt:
            return self.spelt[word]
        if word in self.known or word in everyday() or word in self.as_written or not word.isalpha() or len(word) < 3:
            return word
        alike = self.by_sound.get(_sound(word))
        if alike:
            return alike
        if len(word) < MENDED_FROM:
            return word
        near = process.extractOne(word, self.by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=1 if len(word) < TWO_SLIPS_FROM else 2)
        return near[0] if near else word


@cache
def everyday() -> frozenset[str]:
    """Words that are no misspellings."""
    return everyday_words()


def statements(text: str, spelling: Spelling) -> list[Statement]:
    """The statements of a text, in order."""
    made: list[Statement] = []
    held: list[Token] = []
    at = 0
    for found in _WORD.finditer(text):
        between = text[at : found.start()]
        if _END.search(between) and held:
            made.append(Statement(tuple(held), "?" in between))
            held = []
        word = found.group(0).lower().replace("’", "'").replace("´", "'").rstrip("'")
        held.append(Token(spelling.mend(word), found.start(), found.end(), between.strip()))
        at = found.end()
    if held:
        made.append(Statement(tuple(held), "?" in text[at:]))
    return made


def forms(verb: str) -> Iterator[str]:
    """A verb and its '-ing' and '-ed': 'bake', 'baking', 'baked'; only the first of several words changes."""
    first, _, rest = verb.partition(" ")
    stem = first[:-1] if first.endswith("e") and not first.endswith("ee") else first
    doubled = [first + first[-1]] if re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", first) else []
    tail = f" {rest}" if rest else ""
    yield verb
    for base in (stem, *doubled):
        yield f"{base}ing{tail}"
        yield f"{base}ed{tail}"


def _sound(word: str) -> str:
    for spelt, said in _SOUNDS:
        word = spelt.sub(said, word)
    return word
