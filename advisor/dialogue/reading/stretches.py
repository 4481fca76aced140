"""Clauses and sentences of a message by their places, and what stands beside a term."""

import re

_CLAUSE_MARK = re.compile(r"[,:;(]\s|\s[–—-]\s|[.!?\n]+(?:\s|$)|\.\.+|…")
_CLAUSE_END = re.compile(r"[,:;)]\s|\s[–—-]\s|[.!?\n]+(?:\s|$)|\.\.+|…")
_SENTENCE_MARK = re.compile(r"[.!?;\n]+(?:\s+|$)")


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the clause around a place: between commas, dashes and the ends of the sentence."""
    return _around(text, start, end, _CLAUSE_MARK, _CLAUSE_END)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence, or sentences, around a place."""
    return _around(text, start, end, _SENTENCE_MARK, _SENTENCE_MARK)


def _around(text: str, start: int, end: int, opening: re.Pattern[str], closing: re.Pattern[str]) -> tuple[int, int]:
    low = max((m.end() for m in opening.finditer(text, 0, start)), default=0)
    high = closing.search(text, end)
    return low, high.start() if high else len(text)
