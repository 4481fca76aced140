"""What a warm-up is called, and what it is for, from what it contains."""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.domain.entries.components import Component
from advisor.domain.vocabulary import Layer


@dataclass(frozen=True)
class Theme:
    """One kind of warm-up: which layers it is about, and how it is spoken of."""

    layers: tuple[Layer, ...]
    title: str
    goal: str


THEMES = (
    Theme((Layer.LANGUAGE,), "First programs in {}", "Write and run small programs before a project asks for them: {}."),
    Theme((Layer.DATA, Layer.LIBRARY), "Get to know {}", "Get each tool to do something simple on a small file, before a project depends on it: {}."),
    Theme((Layer.CONCEPT,), "Ideas you will need next: {}", "Understand on small examples what the next project rests on: {}."),
    Theme((Layer.METRIC,), "Judge a result: {}", "Work out by hand once how a good result is told from a bad one: {}."),
    Theme((Layer.PRACTICE,), "Habits that save you later: {}", "Try on something small what pays off when the work gets larger: {}."),
    Theme((Layer.DEPLOYMENT,), "Get things to run elsewhere: {}", "Get a small example to run elsewhere, before your own work has to: {}."),
)
PROPER = frozenset(
    "Git Kalman Markov Brier Kaplan-Meier Bayes Bayes' Bayesian Poisson Cox Gaussian Dice Monte Shapley Qini Elo Python".split()
)
"""First words that keep their capital letter inside a sentence."""
_MOST_NAMED = 2
_LANGUAGE_WEIGHT = 10
"""What a language counts for: all else in its warm-up is written in it."""


def warm_up_words(components: Sequence[Component]) -> tuple[str, str]:
    """Title and goal of a warm-up: by what most of it is about, and what comes beside that."""
    theme = max(THEMES, key=lambda t: (_weight(t, components), -THEMES.index(t)))
    about = [_name(c) for c in components if c.layer in theme.layers]
    beside = [_name(c) for c in components if c.layer not in theme.layers]
    named = _joined(about) if len(about) <= _MOST_NAMED + 1 else f"{', '.join(about[:_MOST_NAMED])} and more"
    goal = theme.goal.format(_joined(about)) + (f" Beside that: {_joined(beside)}." if beside else "")
    return theme.title.format(named), goal


def _weight(theme: Theme, components: Sequence[Component]) -> int:
    count = sum(c.layer in theme.layers for c in components)
    return _LANGUAGE_WEIGHT * count if Layer.LANGUAGE in theme.layers else count


def _name(component: Component) -> str:
    """The name as it stands inside a sentence, without what it adds in brackets."""
    plain = component.name.split(" (")[0]
    first = plain.split()[0]
    proper = component.layer in (Layer.LANGUAGE, Layer.DEPLOYMENT) or first in PROPER or any(c.isupper() for c in first[1:])
    tool = component.layer in (Layer.DATA, Layer.LIBRARY) and first not in ("The", "A", "Text")
    return plain if proper or tool else plain[0].lower() + plain[1:]


def _joined(names: Sequence[str]) -> str:
    """'a, b and c'; with semicolons where a name has a comma or an 'and' of its own."""
    if len(names) > 1 and any("," in n or " and " in n for n in names):
        return "; ".join(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
