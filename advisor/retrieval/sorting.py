"""Sorts short texts by labels, taught by example messages."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.domain.passage import PROBLEM, Example, ExampleKind, LabelKind

if TYPE_CHECKING:
    from advisor.retrieval.embedding import Vectors

STRENGTH = 10.0
"""Inverse of the regularisation; chosen on the examples themselves (five folds)."""
STEPS: Mapping[str, Any] = {"max_iter": 100, "tol": 1e-3}
"""Where the fitting may stop."""
_WORD = r"[a-z0-9']+|[?]"
_LONGEST = 2
"""Words of the longest sequence that is looked at."""
COMMON = ((3000, 4), (100, 2))
"""From so many examples on, a sequence must occur in so many of them to count; rarer ones cost time and teach chance."""
TAUGHT_BY: Mapping[LabelKind, tuple[ExampleKind, ...]] = {
    "intent": ("intent",), "stance": ("stance",), "condition": ("condition",), "about": ("about",), "retold": ("retold",),
    "problem": ("pattern", "composition", "boundary", "person"), "boundary": ("pattern", "composition", "boundary", "person"),
}  # fmt: skip
"""The kinds of example that teach each kind of label."""
AS_ONE: Mapping[LabelKind, Mapping[ExampleKind, str]] = {"boundary": {"pattern": PROBLEM, "composition": PROBLEM}}
"""Kinds of example that count as one label. What is no problem for us is told from all problems together: beside 129
kinds of problem, a text that resembles none of them much would seem to be one of them."""
NOT_OF_KIND: Mapping[LabelKind, str] = {"condition": "none", "about": "none", "retold": "none"}
"""Kinds that most sentences say nothing of, and their label for it. The ways of putting a problem are examples of that
too: with them, 55 of 2000 sentences about problems are taken to state a condition, and nearly all of these do."""
MOST_OTHERS = 3
"""How many of these there are at most for each example of the kind itself; more would drown it."""
ALIKE = 0.5
"""Similarity to an example from which a way of putting a problem may itself say something of that kind."""
METHOD = f"{NOT_OF_KIND} {MOST_OTHERS} {ALIKE} {STRENGTH} {STEPS} {_LONGEST} {_WORD} {COMMON} {TAUGHT_BY} {AS_ONE}"
"""How sorters are taught, beside the examples: sorters taught in another way are taught again."""


class Sorter:
    """Multinomial logistic regression on what a text means (its vector) and on its sequences of one or two words.

    The vector carries over to other words, the sequences tell what it blurs: 'not', 'already', 'instead'. Of the example
    messages by intent, a fifth at a time guessed from the others (with sequences of up to three words), vectors alone
    name 65 % right, sequences alone 45 %, both 70 %.
    """

    def __init__(self, labels: Sequence[str], weights: "Vectors", offsets: "Vectors", words: Sequence[str], rarity: "Vectors") -> None:
        """`weights`: one row a label, for the vector's numbers and then for each of `words`; `rarity`: their idf."""
        self.labels, self.weights, self.offsets, self.words, self.rarity = tuple(labels), weights, offsets, tuple(words), rarity
        self._place = {word: i for i, word in enumerate(self.words)}

    @classmethod
    def taught(cls, texts: Sequence[str], labels: Sequence[str], vectors: "Vectors", balanced: bool = False) -> "Sorter":
        """Fitted to examples; `vectors` holds one row a text. Takes seconds for some thousand texts.

        `balanced`: every label counts the same, however many examples it has.
        """
        import numpy as np
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        sequences: Any = TfidfVectorizer(analyzer=_sequences, sublinear_tf=True, dtype=np.float32, min_df=next((n for many, n in COMMON if len(texts) >= many), 1))
        shared = sequences.fit_transform(texts)
        model: Any = LogisticRegression(C=STRENGTH, class_weight="balanced" if balanced else None, **STEPS)
        model.fit(np.hstack([vectors.astype(np.float32, copy=False), shared.toarray()]), list(labels))
        weights, offsets = model.coef_, model.intercept_
        if len(model.classes_) == 2:  # the library keeps one row for two classes
            weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
        return cls(
            [str(label) for label in model.classes_], weights.astype(np.float32), offsets.astype(np.float32),
            [str(word) for word in sequences.get_feature_names_out()], sequences.idf_.astype(np.float32),
        )  # fmt: skip

    def shares(self, text: str, vector: "Vectors") -> Mapping[str, float]:
        """How probable each label is; together 1."""
        import numpy as np

        width = len(vector)
        scores = self.weights[:, :width] @ vector + self.offsets
        counts: dict[int, int] = {}
        for word in _sequences(text):
            if (place := self._place.get(word)) is not None:
                counts[place] = counts.get(place, 0) + 1
        if counts:
            places = np.fromiter(counts, dtype=int)
            values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self.rarity[places]
            scores = scores + self.weights[:, width + places] @ (values / np.linalg.norm(values))
        exponents = np.exp(scores - scores.max())
        found = exponents / exponents.sum()
        return {label: float(share) for label, share in zip(self.labels, found, strict=True)}


def teach(examples: Mapping[str, Example], vectors: Mapping[str, "Vectors"]) -> dict[LabelKind, Sorter]:
    """A sorter for each kind of label that has examples of at least two labels. `vectors`: by id of example."""
    import numpy as np

    made: dict[LabelKind, Sorter] = {}
    for kind, taught_by in TAUGHT_BY.items():
        names = [name for name, example in examples.items() if example.kind in taught_by and name in vectors]
        labels = [label_of(kind, examples[name]) for name in names]
        if kind in NOT_OF_KIND:
            others = _some(_unlike([n for n, label in zip(names, labels, strict=True) if label != NOT_OF_KIND[kind]], examples, vectors), MOST_OTHERS * len(names))
            names, labels = [*names, *others], [*labels, *[NOT_OF_KIND[kind]] * len(others)]
        if len(set(labels)) > 1:
            made[kind] = Sorter.taught(
                [examples[name].text for name in names], labels, np.stack([vectors[name] for name in names]), balanced=kind in AS_ONE
            )
    return made


def _some(names: Sequence[str], most: int) -> list[str]:
    """At most so many, taken evenly."""
    every = max(1, -(-len(names) // max(1, most)))
    return list(names[::every])


def _unlike(names: Sequence[str], examples: Mapping[str, Example], vectors: Mapping[str, "Vectors"]) -> list[str]:
    """Ways of putting a problem that are like none of the examples named."""
    import numpy as np

    problems = [name for name, example in examples.items() if example.kind == "pattern" and name in vectors]
    if not problems or not names:
        return []
    nearest = (np.stack([vectors[n] for n in problems]) @ np.stack([vectors[n] for n in names]).T).max(axis=1)
    return [name for name, similarity in zip(problems, nearest, strict=True) if similarity < ALIKE]


def label_of(kind: LabelKind, example: Example) -> str:
    """What an example is an example of, among the labels of that kind: 'boundary/vague' among problems."""
    if len(TAUGHT_BY[kind]) == 1:
        return example.entry
    return AS_ONE.get(kind, {}).get(example.kind) or f"{example.kind}/{example.entry}"


def write_sorters(path: Path, sorters: Mapping[LabelKind, Sorter]) -> None:
    """Keeps sorters in a file, numbers and words only."""
    import numpy as np

    held: dict[str, Any] = {}
    for kind, s in sorters.items():
        held |= {
            f"{kind}.labels": np.array(s.labels), f"{kind}.weights": s.weights.astype(np.float16), f"{kind}.offsets": s.offsets,
            f"{kind}.words": np.array(s.words), f"{kind}.rarity": s.rarity,
        }  # fmt: skip
    np.savez(path, **held)


def read_sorters(path: Path) -> dict[LabelKind, Sorter]:
    """Sorters from a file; none if there is no such file or it cannot be read."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as held:
            return {
                kind: Sorter(
                    [str(label) for label in held[f"{kind}.labels"]], held[f"{kind}.weights"].astype(np.float32), held[f"{kind}.offsets"],
                    [str(word) for word in held[f"{kind}.words"]], held[f"{kind}.rarity"],
                )
                for kind in TAUGHT_BY if f"{kind}.labels" in held
            }  # fmt: skip
    except (OSError, ValueError, KeyError):
        return {}


def _sequences(text: str) -> list[str]:
    """The words of a text, and each pair of neighbours."""
    words = re.findall(_WORD, re.sub("[’`]", "'", text.lower()))
    return [" ".join(words[i : i + n]) for n in range(1, _LONGEST + 1) for i in range(len(words) - n + 1)]
