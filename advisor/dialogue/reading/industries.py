"""Where people work and spend their time, by the words for it, and whether a message tells of nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.text import words
from advisor.domain.catalog import Catalog
from advisor.domain.passage import PERSON
from advisor.domain.yaml_data import parsed

OF_PERSON = 0.45
"""Share from which a message without a wish tells of the person and of no problem."""
OF_PROBLEM = 0.3
"""Share of a problem from which a message about oneself tells of that problem as well."""
SHORT = 14
"""Words up to which a message may tell of the person alone."""


@dataclass(frozen=True)
class Idea:
    """A problem put in everyday words, completing 'you could …'."""

    pattern: str
    text: str


@dataclass(frozen=True)
class Industry:
    """Where people work, the words for it, and problems that others there have solved."""

    id: str
    words: tuple[str, ...]
    ideas: tuple[Idea, ...]
    button: str = ""


def tells_of_person(searcher: Searcher, text: str) -> bool:
    """Whether a message tells what somebody is or does, and nothing of a problem."""
    tokens = words(text)
    joined = f" {' '.join(tokens)} "
    if len(tokens) > SHORT or text.rstrip().endswith("?") or _holds(joined, "wishes"):
        return False
    if len(tokens) <= 3 and named(text) and _only_named(tokens):
        return True
    shares = searcher.labels(text, "problem")
    if shares.get(f"{PERSON}/{PERSON}", 0.0) >= OF_PERSON:
        return True
    problem = max((share for label, share in shares.items() if label.startswith("pattern/")), default=0.0)
    return problem < OF_PROBLEM and _holds(joined, "about_oneself") and bool(named(text))


def _only_named(tokens: list[str]) -> bool:
    """Whether each word is a word for an industry or says nothing."""
    known = {word for i in industries_known() for phrase in (*i.words, i.button.lower()) for word in words(phrase)}
    return all(token in known or token.removesuffix("s") in known or token in ("a", "an", "the", "in", "at", "small", "big", "my") for token in tokens)


def _holds(joined: str, group: str) -> bool:
    return any(f" {phrase} " in joined for phrase in _raw()[group])


def named(text: str) -> list[Industry]:
    """The industries that a text names, the one with the longest word for it first."""
    joined = f" {' '.join(words(text))} "
    found = [
        (max((len(w) for w in (*i.words, i.button.lower()) if w and (f" {_plain(w)} " in joined or f" {_plain(w)}s " in joined)), default=0), i)
        for i in industries_known()
    ]
    return [i for size, i in sorted(found, key=lambda pair: -pair[0]) if size][:2]


def is_curious(text: str) -> bool:
    """Whether somebody says that there is nothing in particular."""
    joined = f" {' '.join(words(text))} "
    return len(words(text)) <= 6 and any(f" {phrase} " in joined for phrase in _raw()["curious"])


def starters() -> tuple[Idea, ...]:
    """Good first problems with public data."""
    return _ideas(_raw()["starters"])


@cache
def industries_known() -> tuple[Industry, ...]:
    """All industries."""
    raw = parsed(files("advisor.dialogue").joinpath("industries.yaml").read_text(encoding="utf-8"))
    return tuple(Industry(i["id"], tuple(map(str, i["words"])), _ideas(i["ideas"]), i.get("button", "")) for i in raw)


def unknown_patterns(catalog: Catalog) -> list[str]:
    """Ids of patterns that ideas name and the catalogue does not have."""
    ideas = (*starters(), *(idea for i in industries_known() for idea in i.ideas))
    return sorted({idea.pattern for idea in ideas} - set(catalog.patterns))


def _ideas(raw: Iterable[Mapping[str, str]]) -> tuple[Idea, ...]:
    return tuple(Idea(idea["pattern"], idea["text"]) for idea in raw)


def _plain(phrase: str) -> str:
    return " ".join(words(phrase))


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = parsed(files("advisor.dialogue").joinpath("finding.yaml").read_text(encoding="utf-8"))
    return raw
