"""Text as it came in, made fit for reading: cleaned, cut, split, with number words as digits."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 100_000
"""Characters of a message that are kept."""
READ = 6_000
"""Characters of a message that the rules read; the beginning and the end of a longer one."""

_SENTENCE = re.compile(r"(?<!\bincl)(?<!\besp)(?<!\bapprox)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)[.!?;\n]+(?:\s+|$)|\n+", re.IGNORECASE)
_CLAUSE = re.compile(r",\s+|(?<!anything)\s+(?:but|though|although|however|except|yet)\s+|\s+[-–—]\s+|:\s+|\s*·\s*", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+(?:[.'’+#&/-][a-z0-9]+)*[+#]*", re.IGNORECASE)


def clean(text: str) -> str:
    """The text without control characters, with plain line ends, at most `LONGEST` characters."""
    text = unicodedata.normalize("NFC", text[: LONGEST * 2]).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    return kept.strip()[:LONGEST]


def readable(text: str) -> str:
    """What the rules read of a text: all of it, or of a long one the beginning and the end."""
    return text if len(text) <= READ else f"{text[: READ * 2 // 3]}\n{text[-READ // 3 :]}"


def has_words(text: str) -> bool:
    """Whether there is anything to read in it: a letter or a digit."""
    return any(c.isalnum() for c in text)


def sentences(text: str) -> list[str]:
    """The sentences, without their closing marks."""
    return [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]


def parts(text: str) -> list[str]:
    """The sentences, or the text as it is where it is only one: what is read of both need not be read twice."""
    found = sentences(text)
    return found if len(found) > 1 else [text] if found else []


def clauses(sentence: str) -> list[str]:
    """The parts of a sentence between commas, dashes and words such as 'but'."""
    return [c.strip() for c in _CLAUSE.split(sentence) if c and c.strip()]


def words(text: str) -> list[str]:
    """The words in lower case; 'c++', 'scikit-learn' and 'don't' are one word each."""
    return [w.replace("’", "'") for w in _WORD.findall(text.lower())]


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where in the text the words stand, from and to."""
    return [found.span() for found in _WORD.finditer(text)]


@lru_cache(maxsize=512)
def digits(text: str) -> str:
    """The text with number words as digits: 'two evenings' → '2 evenings', 'half an hour' → '0.5 hour'."""
    from text_to_num import alpha2digit

    text = re.sub(r"\b(?:half an?|1/2 an?)\s+(?=hour|day)", "0.5 ", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(an?|one) hour and a half\b|\b(one|1) and a half hours?\b", "1.5 hours", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:a couple of|a couple|couple of)\b", "2", text, flags=re.IGNORECASE)
    text = re.sub(r"\ban?\s+(?=(?:hour|evening|weekend|month|year)s?\b)", "1 ", text, flags=re.IGNORECASE)
    # The library leaves 'one' and 'two' alone, because they are often no numbers; before a unit they are.
    text = re.sub(r"\bone\s+(?=[a-z])", "1 ", text, flags=re.IGNORECASE)
    text = re.sub(r"\btwo\b", "2", text, flags=re.IGNORECASE)
    return str(alpha2digit(text, "en"))
