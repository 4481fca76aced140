"""One question between close readings of a problem, made of what parts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from advisor.domain.entries.patterns import Pattern
from advisor.domain.vocabulary import Modality, Task
from advisor.domain.yaml_data import parsed


@dataclass(frozen=True)
class Contrast:
    """A question, and for each reading the few words that pick it."""

    question: str
    labels: tuple[str, ...]


def contrast(patterns: Sequence[Pattern]) -> Contrast:
    """The question between two or three patterns."""
    if len(patterns) == 2:
        known = _known_pair(*patterns) or _by_data(*patterns)
        if known:
            return known
    return _asked("Do you want to", [in_short(p) for p in patterns])


def in_short(pattern: Pattern) -> str:
    """What the pattern is for, completing 'you want to …'."""
    return pattern.choice or task_words(pattern.frame.task[0])


def task_words(task: Task) -> str:
    """What a task is for, completing 'you want to …'."""
    return str(_raw()["tasks"][task.value])


def data_words(modality: Modality) -> str:
    """What data of that kind is."""
    return str(_raw()["data"][modality.value])


def _known_pair(one: Pattern, two: Pattern) -> Contrast | None:
    """The wording for a pair of tasks that people mix up, if the two patterns do these on the same data."""
    tasks = (one.frame.task[0], two.frame.task[0])
    for pair in _raw()["pairs"]:
        wanted = (pair["one"], pair["two"])
        if wanted not in (tasks, tasks[::-1]):
            continue
        if all(set(pair["data"]) & set(p.frame.modality) for p in (one, two)):
            labels = pair["labels"] if wanted == tasks else pair["labels"][::-1]
            return _asked("Do you want to know" if pair["lead"] == "know" else "Do you want to", labels)
    return None


def _by_data(one: Pattern, two: Pattern) -> Contrast | None:
    """What the data is, where both do the same with other data."""
    if set(one.frame.modality) & set(two.frame.modality) or one.frame.task[0] is not two.frame.task[0]:
        return None
    return _asked("What do you have:", [data_words(p.frame.modality[0]) for p in (one, two)])


def _asked(lead: str, labels: Sequence[str]) -> Contrast:
    *others, last = labels
    plain = tuple(_capital(label.replace("*", "")) for label in labels)
    return Contrast(f"{lead} {', '.join(others)}, or {last}?", plain)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = parsed(files("advisor.dialogue").joinpath("contrasts.yaml").read_text(encoding="utf-8"))
    return raw
