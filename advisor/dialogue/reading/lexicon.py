"""The words by which times are read, from `times.yaml`, made into look-up tables and patterns once."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from advisor.domain.yaml_data import parsed


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The list of that name."""
    return tuple(str(word) for word in _raw()[name])


@cache
def word_set(name: str) -> frozenset[str]:
    """The list of that name, to look words up in."""
    return frozenset(words_of(name))


@cache
def table(name: str) -> Mapping[str, str]:
    """Word → what it stands for, where the list of that name groups words."""
    return {str(word): str(meaning) for meaning, group in _raw()[name].items() for word in group}


@cache
def groups(name: str) -> Mapping[str, tuple[str, ...]]:
    """What words stand for → the words, where the list of that name groups words."""
    return {str(meaning): tuple(str(word) for word in group) for meaning, group in _raw()[name].items()}


@cache
def values(name: str) -> Mapping[str, float]:
    """Word → number."""
    return {str(word): float(number) for word, number in _raw()[name].items()}


@cache
def phrases(name: str) -> re.Pattern[str]:
    """Any of the phrases of that list, as whole words."""
    return re.compile(alternation(words_of(name)), re.IGNORECASE)


@cache
def patterns(name: str) -> re.Pattern[str]:
    """Any of the patterns of that list, as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(words_of(name))})(?!\w)", re.IGNORECASE)


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a space may be any white space or a hyphen."""
    longest = sorted(words, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(re.escape(w).replace(chr(92) + ' ', '[ -]+') for w in longest)})(?!\w)"


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = parsed(files("advisor.dialogue").joinpath("times.yaml").read_text(encoding="utf-8"))
    return raw
