"""Whether a text tries to give the machine other orders than the person's own wishes for their problem and plan.

The planner obeys no text anyway: what is written is read for facts and wishes, and nothing else. This keeps such texts
from being misread as one, and lets the reply say what goes and what does not.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from advisor.dialogue.reading.text import sentences

NEAR = 8
"""Words after the first phrase within which the second must begin."""
_MARKS = re.compile(
    r"<[|｜]|\[/?INST\]|<</?SYS>>|</?(?:system|message|notes|passages?|question|instructions?)\s*>"
    r"|\bend of (?:message|question|passage|notes|user input|input)\b|\"(?:tool|function|tool_calls?|function_call|role)\"\s*:"
    r"|忽略.{0,12}(?:指令|指示|提示|规则|要求)|无视.{0,12}(?:指令|指示|提示|规则)|(?:игнорируй|забудь|отмени).{0,30}(?:инструкци|правил|указани|промпт)|системн\w+ промпт|系统提示",
    re.IGNORECASE,
)
"""What people do not type to an adviser: a model's special tokens, ends of fences, calls of tools; scripts without blanks."""
_LOOKALIKES = str.maketrans("аеорсухіѕјԁɡһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορν", "aeopcyxisjdghlABEZHIKMNOPTYXaopv")
"""Cyrillic and Greek letters that look like Latin ones."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class _Order:
    say: tuple[tuple[str, ...], ...]
    of: tuple[tuple[str, ...], ...]

    def given_in(self, tokens: list[str]) -> bool:
        """Whether the words give such an order."""
        for at in _found(self.say, tokens):
            if not self.of or any(0 < then - at <= NEAR for then in _found(self.of, tokens)):
                return True
        return False


def steers(text: str) -> bool:
    """Whether any sentence of the text gives such an order, in plain sight or spelt with look-alike letters."""
    plain = _plain(text)
    if _MARKS.search(plain):
        return True
    return any(order.given_in(tokens) for tokens in map(_tokens, sentences(plain)) for order in _orders())


def _plain(text: str) -> str:
    """As the eye sees it: without invisible characters, with plain letters for look-alikes in words that mix scripts."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return _WORD.sub(lambda found: _latin(found.group(0)), seen)


def _latin(word: str) -> str:
    mixed = word.translate(_LOOKALIKES)
    return mixed if mixed.isascii() and not word.isascii() and any(c.isascii() for c in word) else word


def _tokens(text: str) -> list[str]:
    return [found.replace("’", "'") for found in _WORD.findall(text.lower())]


def _found(phrases: tuple[tuple[str, ...], ...], tokens: list[str]) -> list[int]:
    return [i for phrase in phrases for i in range(len(tokens) - len(phrase) + 1) if tuple(tokens[i : i + len(phrase)]) == phrase]


@cache
def _orders() -> tuple[_Order, ...]:
    raw = yaml.safe_load(files("advisor.dialogue").joinpath("steering.yaml").read_text(encoding="utf-8"))
    return tuple(_Order(_phrases(entry["say"]), _phrases(entry.get("of", []))) for entry in raw)


def _phrases(given: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_tokens(phrase)) for phrase in given)
