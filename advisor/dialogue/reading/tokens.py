"""A message's raw terms, to be read from any place on: phrases, numbers and units that begin there."""

from collections.abc import Container
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from text_to_num import text2num

from advisor.dialogue.reading.lexicon import table, values, word_set, words_of
from advisor.dialogue.reading.terms import VULGAR, Kind, Term, raw_terms

LONGEST_PHRASE = 5
_SHARE_OF_HOUR = {"and a half": 0.5, "and a quarter": 0.25}
_HALF_AFTER = {**_SHARE_OF_HOUR, "and half": 0.5, "and quarter": 0.25, "& a half": 0.5, "& half": 0.5}
"""After 'one hour' the article may lack; after a mere number 'two and half' is as likely a slip of something else."""
_NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand and".split()
)

Unit = tuple[str, str, int]
"""('durations' | 'parts' | 'periods' | 'weekdays', its name, the place after it)."""


class Tokens:
    """The raw terms of a text. What reads at a place gives the place after what it read, or None."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.raw = raw_terms(text)
        self._phrases: dict[int, list[tuple[str, int]]] = {}

    def __len__(self) -> int:
        return len(self.raw)

    def word(self, i: int) -> str:
        """The word at a place, empty beyond the ends."""
        return self.raw[i].text if 0 <= i < len(self.raw) else ""

    def kind(self, i: int) -> Kind:
        """The kind of the raw term at a place; beyond the ends a stop."""
        return self.raw[i].kind if 0 <= i < len(self.raw) else Kind.STOP

    def words(self, i: int, count: int) -> str:
        """So many words from a place on."""
        return " ".join(self.word(k) for k in range(i, i + count))

    def phrases(self, i: int) -> list[tuple[str, int]]:
        """The phrases that begin at a place with the place after each, the longest first; hyphens count as spaces."""
        if i not in self._phrases:
            self._phrases[i] = self._phrases_at(i)
        return self._phrases[i]

    def _phrases_at(self, i: int) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        words: list[str] = []
        for j in range(i, len(self.raw)):
            if len(words) == LONGEST_PHRASE or self.kind(j) is Kind.STOP or (self.kind(j) is Kind.COMMA and words):
                break
            if self.word(j) != "-" or not words:
                words.append(self.word(j))
                found.append((" ".join(words), j + 1))
        return found[::-1]

    def find(self, i: int, known: Container[str]) -> tuple[str, int] | None:
        """The longest known phrase that begins at a place."""
        return next(((p, j) for p, j in self.phrases(i) if p in known), None)

    def make(self, kind: Kind, i: int, j: int, low: float = 0.0, high: float | None = None, **more: Any) -> tuple[Term, int]:
        """A term of the raw ones from `i` to before `j`, and `j`."""
        start, end = self.raw[i].start, self.raw[j - 1].end
        term = Term(kind, start, end, self.text[start:end].lower(), low, low if high is None else high)
        return replace(term, **more), j

    # --- numbers

    def number(self, i: int) -> tuple[float, float, int] | None:
        """A number or a range of two."""
        first = self.single(i)
        if first is None:
            return None
        low, j = first
        j += self.word(j) in ("ish", "odd")
        if self.word(j) == "-" and self.word(j + 1) == "ish":
            j += 2
        second = self._second(i, j)
        if second is None:
            return low, low, j
        high, end = second
        if high < low:
            return (high, high, end) if self.word(i - 1) == "from" else (low, low, j)
        return low, high, end + (self.word(end) == "ish")

    def _second(self, i: int, j: int) -> tuple[float, int] | None:
        """The upper end of a range whose lower end stands from `i` to `j`."""
        k = j + (self.word(j) == ",") if self.word(j + 1) in word_set("hedges") else j
        if link := self.find(k, word_set("between_numbers")):
            return self.single(link[1])
        if self.word(j) == "and" and "between" in (self.word(i - 1), self.word(i - 2)):
            return self.single(j + 1)
        if self.word(j) == "until" and (last := self.single(j + 1)) and (unit := self.unit(last[1])) and unit[0] == "durations":
            return last
        return None

    def single(self, i: int) -> tuple[float, int] | None:
        """One number, in digits or words, with a fraction after it."""
        if few := self.find(i, values("a_few")):
            return values("a_few")[few[0]], few[1]
        read = self._digits(i) if self.kind(i) is Kind.NUMBER else self._spelt(i)
        if read is None:
            return None
        number, j = read
        share = _SHARE_OF_HOUR.get(self.words(j, 3))
        return (number + share, j + 3) if share else (number, j)

    def _digits(self, i: int) -> tuple[float, int]:
        number, j = self.raw[i].low, i + 1
        if self.word(i) == "1" and self.word(j) == "/" and self.word(j + 1) in ("2", "4"):
            return 1 / self.raw[j + 1].low, j + 2
        if self.word(j) in VULGAR:
            return number + VULGAR[self.word(j)], j + 1
        return number, j

    def _spelt(self, i: int) -> tuple[float, int] | None:
        if self.word(i) not in _NUMBER_WORDS:
            return None
        return next(((n, j) for p, j in self.phrases(i) if (n := number_word(p)) is not None), None)

    def amount(self, i: int) -> tuple[float, float, int] | None:
        """A number, a fraction or an article before a unit."""
        fraction = self.find(i, values("fractions"))
        if fraction and self.unit(self.skip(fraction[1], 1)):
            number = values("fractions")[fraction[0]]
            return number, number, self.skip(fraction[1], 1)
        if read := self.number(i):
            low, high, j = read
            return low, high, j + (self.word(j) in ("-", "+", "~"))
        if self.word(i) in ("a", "an", "another") and self.unit(self.skip(i + 1, 2)):
            return 1.0, 1.0, i + 1
        return None

    def more_after(self, i: int) -> tuple[float, int]:
        """The part of a unit told after it: 'and a half', 'and quarter'; 0 where there is none."""
        for count in (3, 2):
            if share := _HALF_AFTER.get(self.words(i, count)):
                return share, i + count
        return 0.0, i

    def skip(self, i: int, most: int = 2) -> int:
        """The place after words such as 'free' and 'whole' that may stand between a number and its unit."""
        for _ in range(most):
            found = self.find(i, word_set("between"))
            i = found[1] if found else i
            i += bool(found) and self.word(i) == ","
        return i

    # --- units

    def unit(self, i: int, near: bool = False) -> Unit | None:
        """A unit of time; with `near` also a misspelt one."""
        for phrase, j in self.phrases(i)[-3:]:
            for kind in ("durations", "parts", "periods"):
                if phrase in table(kind):
                    return kind, table(kind)[phrase], j
            if phrase in word_set("weekdays"):
                return "weekdays", "weekday", j
        return self._misspelt(i) if near else None

    def _misspelt(self, i: int) -> Unit | None:
        word = self.word(i)
        if word == "ours":
            return "durations", "hour", i + 1
        if len(word) < 3 or word in _NUMBER_WORDS or word in word_set("no_units"):
            return None
        near = process.extractOne(word, _unit_words(), scorer=OSA.distance, score_cutoff=1 if len(word) < 7 else 2)
        if near is None or near[0][0] != word[0]:
            return None
        kind, name = _units()[near[0]]
        return kind, name, i + 1


@lru_cache(maxsize=4096)
def number_word(words: str) -> float | None:
    """The value of a number in words, None if it is none."""
    if not _NUMBER_WORDS.issuperset(words.split()):
        return None
    try:
        return float(text2num(words, "en"))
    except ValueError:
        return None


@cache
def _units() -> dict[str, tuple[str, str]]:
    """Long names of units, by which misspelt ones are mended."""
    return {
        word: (kind, name) for kind in ("durations", "parts", "periods") for word, name in table(kind).items()
        if len(word) > 3 and " " not in word and word not in words_of("never_meant")
    }  # fmt: skip


@cache
def _unit_words() -> tuple[str, ...]:
    return tuple(_units())
