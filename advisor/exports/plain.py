"""Other people's words inside calendars and tables: the words as they are, without what only steers a machine."""

import re
import unicodedata

_STEERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Characters that turn the direction of what follows. Letters of any direction find theirs without them."""
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def block(text: str) -> str:
    """The text with its lines, each ended by a line feed, and spaces for tabs: no control characters, no halves of broken characters."""
    return "".join(c for c in _LINE_ENDS.sub("\n", text).replace("\t", " ") if c == "\n" or _shown(c)).strip()


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(block(text).split())


def _shown(character: str) -> bool:
    return character not in _STEERING and unicodedata.category(character) not in ("Cc", "Cs")
