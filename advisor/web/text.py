"""Text for the screen: what people, models and the corpus wrote, made harmless before Markdown sees it."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from advisor.domain.plan import Citation

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_IMAGE = re.compile(r"!\[")
_DOLLAR = re.compile(r"(?<!\\)\$")


def safe(text: str) -> str:
    """Text as it is, on one line: no character of it means anything to Markdown.

    Only a web address written out in it still becomes a link, to what can be read there.
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def safe_block(text: str) -> str:
    """Text as it is, with its line breaks."""
    return "  \n".join(safe(line) or "\u00a0" for line in text.strip().splitlines())


def prose(text: str) -> str:
    """Markdown of ours or of a model: formatting stays, pictures and formulas do not."""
    return _DOLLAR.sub(r"\\$", _IMAGE.sub(r"!\\[", text))


def link(title: str, url: str) -> str:
    """A link, if the address is one that we would send a person to; else only its title."""
    if not re.match(r"https?://[^\s]+$", url):
        return safe(title)
    return f"[{safe(title)}]({quote(url, safe=_IN_ADDRESSES)})"


_IN_ADDRESSES = ":/?#@!$&'*+,;=%~-._"


def links(citations: Iterable[Citation]) -> str:
    """Links in a row."""
    return " · ".join(link(c.title, c.url) for c in citations)


def sentence(text: str) -> str:
    """With a capital at its beginning."""
    stripped = text.strip()
    return stripped[:1].upper() + stripped[1:]


def count(number: int, one: str, many: str = "") -> str:
    """'1 step', '3 steps'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def shortened_around(text: str, words: Iterable[str], length: int = 120) -> str:
    """A piece of a text, around the first of the words that stands in it."""
    plain = " ".join(text.split())
    folded = plain.casefold()
    at = min((i for w in words if (i := folded.find(w.casefold())) >= 0), default=0)
    start = max(0, at - length // 3)
    piece = plain[start : start + length]
    if start:
        piece = f"… {piece.partition(' ')[2] or piece}"
    return f"{piece.rpartition(' ')[0] or piece} …" if start + length < len(plain) else piece
