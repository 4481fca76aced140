"""Whether a text tries to give the machine other orders than the person's own wishes for their problem and plan.

The planner obeys no text anyway: what is written is read for facts and wishes, and nothing else. This keeps such texts
from being misread as one, from being shown, and from being put before a model. Honest problems have the same words
('accounts that pretend to be our staff'), so people's own words are held to fewer of them than text from elsewhere.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from advisor.domain.yaml_data import parsed

NEAR = 8
"""Words after the first phrase within which the second must begin, where its entry does not tell otherwise."""
_MARKS = re.compile(
    r"<[|｜]|\[/?INST\]|<</?SYS>>|</?(?:system|message|notes|passages?|question|instructions?)\s*>"
    r"|\"(?:tool|function|tool_calls?|function_call|role)\"\s*:"
    r"|忽略.{0,12}(?:指令|指示|提示|规则|要求)|无视.{0,12}(?:指令|指示|提示|规则)|(?:игнорируй|забудь|отмени).{0,30}(?:инструкци|правил|указани|промпт)|системн\w+ промпт|系统提示",
    re.IGNORECASE,
)
"""What people do not type to an adviser: a model's special tokens, fences, calls of tools; scripts without blanks."""
_FOREIGN_MARKS = re.compile(
    r"\bend of (?:message|question|passage|notes|user input|input)\b|^\W*(?:assistant|system|human)\s*:", re.IGNORECASE | re.MULTILINE
)
"""Ends of fences and labels of roles, which honest messages may have: 'find the end of message in the radio log'."""
_LOOKALIKES = str.maketrans("аеорсухіѕјԁɡһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορν", "aeopcyxisjdghlABEZHIKMNOPTYXaopv")
"""Cyrillic and Greek letters that look like Latin ones."""
_WORD = re.compile(r"[^\W_]+")
_IN_SCRIPT = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE = re.compile(r".+?(?:[.!?]+(?=\s)|\n|\Z)\s*", re.DOTALL)
_PARAGRAPH = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s")
"""The mark of a list; what stands in one says what is wanted of the thing to be built."""


@dataclass(frozen=True)
class _Order:
    """Phrases that give an order, sought in words between single blanks."""

    say: re.Pattern[str]
    of: re.Pattern[str] | None
    near: int

    def places(self, said: str) -> Iterator[int]:
        """Where in what was said such an order begins."""
        then = [_word_at(said, found.start()) for found in self.of.finditer(said)] if self.of else []
        for found in self.say.finditer(said):
            at = _word_at(said, found.start())
            if self.of is None or any(0 < other - at <= self.near for other in then):
                yield found.start()


@dataclass(frozen=True)
class _Lexicon:
    clear: tuple[_Order, ...]
    opening: tuple[_Order, ...]
    foreign: tuple[_Order, ...]
    openers: re.Pattern[str]
    others: frozenset[str]


def steers(text: str, *, own: bool = False) -> bool:
    """Whether the text gives such an order, in plain sight or spelt with look-alike letters.

    `own`: it is what a person wrote themselves, where words that also tell of a problem do not count, or only as a command.
    """
    plain = _plain(text)
    if _MARKS.search(plain):
        return True
    if own:
        return any(_commands(sentence) for sentence in _SENTENCE.findall(plain))
    return bool(_FOREIGN_MARKS.search(plain)) or any(_given_in(_words(paragraph)) for paragraph in _PARAGRAPH.split(plain))


def without_orders(text: str) -> str:
    """A text from elsewhere without the sentences that give orders, and what follows them in the same paragraph."""
    kept = (_until_order(paragraph) if steers(paragraph) else paragraph.strip() for paragraph in _PARAGRAPH.split(text))
    return "\n\n".join(paragraph for paragraph in kept if paragraph)


def _until_order(paragraph: str) -> str:
    """The sentences before the one in which the first order begins."""
    said = _SENTENCE.findall(paragraph)
    end = next((n for n in range(1, len(said) + 1) if steers("".join(said[:n]))), 0)
    begin = next((n for n in range(end - 1, -1, -1) if steers("".join(said[n:end]))), 0)
    return "".join(said[:begin]).strip()


def _given_in(said: str) -> bool:
    """Whether words from elsewhere give any order at all."""
    known = _lexicon()
    return any(True for order in (*known.clear, *known.opening, *known.foreign) for _ in order.places(said))


def _commands(sentence: str) -> bool:
    """Whether one of a person's own sentences gives a clear order, or opens with a command."""
    known, said = _lexicon(), _words(sentence)
    if any(known.others.isdisjoint(said[:at].split()[-1:]) for order in known.clear for at in order.places(said)):
        return True
    if _ITEM.match(sentence):
        return False
    return any(known.openers.fullmatch(said, 0, at) for order in known.opening for at in order.places(said))


def _plain(text: str) -> str:
    """As the eye sees it: without invisible characters, with plain letters for look-alikes in words that mix scripts."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return _IN_SCRIPT.sub(lambda found: _latin(found.group(0)), seen)


def _latin(word: str) -> str:
    mixed = word.translate(_LOOKALIKES)
    return mixed if mixed.isascii() and not word.isascii() and any(c.isascii() for c in word) else word


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _word_at(said: str, place: int) -> int:
    return said.count(" ", 0, place)


@cache
def _lexicon() -> _Lexicon:
    raw: Mapping[str, Any] = parsed(files("advisor.domain").joinpath("orders.yaml").read_text(encoding="utf-8"))
    clear, opening, foreign = (tuple(map(_order, raw[tier])) for tier in ("clear", "opening", "foreign"))
    openers = re.compile(rf"(?:(?:{_any_of(raw['openers'])}) )*")
    return _Lexicon(clear, opening, foreign, openers, frozenset(raw["others"]))


def _order(entry: Mapping[str, Any]) -> _Order:
    of = entry.get("of")
    return _Order(_wherever(entry["say"]), _wherever(of) if of else None, entry.get("near", NEAR))


def _wherever(phrases: Sequence[str]) -> re.Pattern[str]:
    """Finds the beginning of each of the phrases, also where they overlap."""
    return re.compile(rf"(?<!\S)(?=(?:{_any_of(phrases)})(?!\S))")


def _any_of(phrases: Sequence[str]) -> str:
    return "|".join(_words(phrase) + (r"\S*" if phrase.endswith("*") else "") for phrase in phrases)
