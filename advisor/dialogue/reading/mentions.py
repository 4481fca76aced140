"""Finds components by name in free text: exact names and aliases, and near misses of longer ones."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from advisor.dialogue.reading.text import words
from advisor.domain.catalog import Catalog
from advisor.domain.vocabulary import TOOL_LAYERS
from advisor.domain.writing_checks import prose

LONGEST_ALIAS = 5
"""Words of the longest alias that is looked for."""
FUZZY_FROM = 5
"""Letters from which on a word may be misspelt."""

AMBIGUOUS = frozenset({
    "r", "go", "c", "code", "program", "home", "rust", "feast", "implicit", "table", "tables", "script", "scripts", "model", "models", "forecast", "search",
    "spark", "evidently", "optuna's", "shell", "terminal", "cloud", "api", "charts", "plots", "statistics", "stats", "container",
    "monitoring", "labels", "labelling", "labeling", "baseline", "baselines", "privacy", "cleaning", "features", "images", "accuracy",
    "precision", "recall", "drift", "threshold", "sensors", "pipelines", "pipeline", "clustering", "annotation", "a", "an", "the",
    "prompt", "prompts", "retraining", "regression", "overfitting", "embedding", "topics", "sentiment", "recommendation",
})  # fmt: skip
"""Names that are also ordinary words: they count as a component only where the text speaks of knowing or choosing tools.

Beside these, every name of one word that the knowledge base itself uses as an ordinary word (see `ordinary_names`).
"""
KNOWN_TOOLS = frozenset({"sklearn", "numpy", "excel", "http", "linux", "torch", "transformers", "programming", "coding", "databases", "cpp"})
"""Names that mean the tool however often our texts use them."""
_LETTERS = re.compile(r"[A-Za-z]+")
USED = 3
"""Texts of the knowledge base in which a name stands in lower case, from which on it counts as an ordinary word."""

ORDINARY = frozenset(["stats", "state", "states", "dates", "gates", "slack", "black", "block", "blocks", "clock", "cloud", "clouds", "place", "places", "plane", "planes", "training", "raining"])
"""Words that are one letter away from a name and still mean themselves."""

EXTRA: Mapping[str, str] = {
    "coding": "programming-basics", "programming": "programming-basics", "code": "programming-basics", "program": "programming-basics",
    "coded": "programming-basics", "programmed": "programming-basics", "programming experience": "programming-basics",
    "excel": "spreadsheets", "google sheets": "spreadsheets", "spreadsheet": "spreadsheets", "statistics": "descriptive-statistics",
    "stats": "descriptive-statistics", "machine learning": "supervised-learning", "ml": "supervised-learning", "deep learning": "how-networks-learn",
    "neural networks": "how-networks-learn", "neural nets": "how-networks-learn", "rest apis": "http-basics", "rest api": "http-basics",
    "web services": "http-basics", "apis": "http-basics", "linux": "linux-shell", "maths": "linear-algebra", "math": "linear-algebra",
    "containers": "docker", "aws": "cloud-platform", "azure": "cloud-platform", "gcp": "cloud-platform", "cloud": "cloud-platform",
}  # fmt: skip
"""Everyday words for components, beside the aliases of the catalogue."""


def ordinary_names(catalog: Catalog) -> frozenset[str]:
    """Names of one word that our own texts use in lower case more often than as a proper name, such as 'sampling'.

    The name that a tool goes by itself ('pandas') is none of them.
    """
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for written in prose(catalog):
        for word in set(_LETTERS.findall(written.text)):
            (small if word.islower() else large)[word.lower()] += 1
    found: set[str] = set()
    for component in catalog.components.values():
        for name in (component.id, component.name, *component.aliases):
            word = name.lower()
            own = word == component.name.lower() and component.layer in TOOL_LAYERS
            if not own and word not in KNOWN_TOOLS and small[word] >= USED and small[word] > large[word]:
                found.add(word)
    return frozenset(found)


@dataclass(frozen=True)
class Mention:
    """A component named in a text: its id, the words, and where among the text's words they stand."""

    component: str
    text: str
    start: int
    end: int
    sure: bool
    """False for ordinary words that may not mean the component."""


@dataclass(frozen=True)
class Names:
    """All names of components."""

    catalog: Catalog

    @cached_property
    def table(self) -> Mapping[tuple[str, ...], str]:
        """Component by the words of a name."""
        made: dict[tuple[str, ...], str] = {}
        for component in self.catalog.components.values():
            for name in (component.id.replace("-", " "), component.id, component.name, *component.aliases):
                key = tuple(words(name))
                if 0 < len(key) <= LONGEST_ALIAS:
                    made.setdefault(key, component.id)
        for name, component_id in EXTRA.items():
            if component_id in self.catalog.components:
                made[tuple(words(name))] = component_id
        return made

    @cached_property
    def of_tools(self) -> list[str]:
        """The names that can only mean a tool or language."""
        return [
            " ".join(key) for key, c in self.table.items()
            if self.catalog.components[c].layer in TOOL_LAYERS and (len(key) > 1 or key[0] not in self._ambiguous)
        ]  # fmt: skip

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        return AMBIGUOUS | ordinary_names(self.catalog)

    @cached_property
    def _single(self) -> list[str]:
        return [key[0] for key in self.table if len(key) == 1 and len(key[0]) >= FUZZY_FROM and key[0] not in self._ambiguous]

    def find(self, text: str) -> list[Mention]:
        """The components named, longest names first, none overlapping, in the order of the text."""
        return self.find_in(words(text))

    def find_in(self, tokens: Sequence[str]) -> list[Mention]:
        """The same for words already split."""
        found: list[Mention] = []
        taken = [False] * len(tokens)
        for length in range(LONGEST_ALIAS, 0, -1):
            for start in range(len(tokens) - length + 1):
                key = tuple(tokens[start : start + length])
                component = self.table.get(key)
                if component and not any(taken[start : start + length]):
                    sure = not (length == 1 and key[0] in self._ambiguous)
                    found.append(Mention(component, " ".join(key), start, start + length, sure))
                    taken[start : start + length] = [True] * length
        for i, token in enumerate(tokens):
            if taken[i] or len(token) < FUZZY_FROM:
                continue
            near = process.extractOne(token, self._single, scorer=OSA.distance, score_cutoff=1 if len(token) < 8 else 2)
            if near and token[0] == near[0][0] and token not in ORDINARY:
                found.append(Mention(self.table[(near[0],)], token, i, i + 1, True))
        return sorted(found, key=lambda m: m.start)
