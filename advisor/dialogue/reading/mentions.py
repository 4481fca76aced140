"""Finds components by name in free text: exact names and aliases, and near misses of longer ones."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from advisor.dialogue.reading.examples import example_messages
from advisor.dialogue.reading.text import word_spans, words
from advisor.domain.catalog import Catalog
from advisor.domain.vocabulary import TOOL_LAYERS, Layer
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
    "gymnasium", "airflow", "whisper", "prompt", "prompts", "retraining", "regression", "overfitting", "embedding", "topics", "sentiment", "recommendation", "database", "databases",
})  # fmt: skip
"""Names that are also ordinary words: they count as a component only where the text speaks of knowing or choosing tools.

Beside these, every name of one word that the knowledge base itself uses as an ordinary word (see `ordinary_names`).
"""
KNOWN_TOOLS = frozenset({"sklearn", "numpy", "excel", "http", "linux", "torch", "transformers", "programming", "coding", "cpp"})
"""Names that mean the tool however often our texts use them."""
_LETTERS = re.compile(r"[A-Za-z]+")
WRITTEN = 1
"""Texts of the knowledge base in which a word stands in lower case, from which on it is no misspelt name."""
USED = 3
"""Texts of the knowledge base in which a name stands in lower case, from which on it counts as an ordinary word."""

OTHER_MEANINGS = frozenset({
    "la scala", "monty python", "taylor swift", "rust belt", "ruby wedding", "island of java", "java sea", "java island", "java coffee", "java beans", "central java", "east java", "west java",
    "red panda", "red pandas", "giant panda", "giant pandas", "surface go", "pokemon go", "pok mon go", "go board", "game of go", "play go", "plays go", "playing go", "played go", "go club",
    "go player", "go players", "go stones", "go tournament", "go games", "ballet class", "drink java", "cup of java", "burmese python", "ball python", "royal python", "python skin", "docker union",
    "docker strike", "docker port", "vitamin c", "hepatitis c", "julia roberts", "aunt julia", "sister julia", "excel centre", "excel london", "rust spots", "rust stains", "rust removal", "rust protection",
    "wheat rust", "stem rust", "leaf rust", "yellow rust", "swift river", "swift nests", "on the go", "have a go", "had a go", "one go", "ready to go", "nil",
})
"""Phrases in which a name means no tool."""
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "aunt", "uncle", "sister", "brother", "daughter", "son", "wife", "husband", "captain", "saint", "lady", "sir"})
"""Before these a name is somebody's: 'Ms Scala', 'my wife Julia'."""
_A = frozenset({"a", "an"})
ARTICLES = _A | {"the"}
"""Behind these an ordinary word written large is itself: 'the Gymnasium where I teach'."""
_ENDS_NOUN = frozenset("in at on by from of with to for near is was has had and or who that which where".split())
"""Words before which a noun with its article is complete: 'a Gymnasium in Graz'."""

ORDINARY = frozenset(["carer", "carers", "dockers", "alphabet", "stats", "state", "states", "dates", "gates", "slack", "black", "block", "blocks", "clock", "cloud", "clouds", "place", "places", "plane", "planes", "training", "raining", "programme", "programmes", "spicy", "flash"])
"""Words that are one letter away from a name and still mean themselves."""

BEFORE_LANGUAGE = frozenset("write writing wrote written code coding program programming in know knew some mostly mainly of our learn learning use using embedded".split())
"""Before these 'go' and 'rust' are languages, whatever follows."""
BEFORE_VERB = frozenset("can could may might cannot can't couldn't to let's lets i we you they i'll we'll i'd we'd would should could can must will don't didn't doesn't no-".split())
_CODED_IN = frozenset("code coding coded program programming programmed write writing wrote embedded".split())
"""Before these an ordinary word is the language: 'I do embedded rust', 'coding go for money'."""
BEHIND_VERB = frozenset("rusty bad wild stale missing dead cold crazy mad bankrupt unnoticed unread off down up with for to ahead through on back into live wrong away out over from by without beyond there home".split())
"""Words beside which 'go' is a verb."""

EXTRA: Mapping[str, str] = {
    "coding": "programming-basics", "programming": "programming-basics", "code": "programming-basics", "program": "programming-basics",
    "coded": "programming-basics", "programmed": "programming-basics", "programming experience": "programming-basics", "programmer": "programming-basics", "coder": "programming-basics",
    "excel": "spreadsheets", "xls": "spreadsheets", "xlsx": "spreadsheets", "ms excel": "spreadsheets", "libreoffice calc": "spreadsheets", "survival models": "survival-analysis", "survival model": "survival-analysis", "exel": "spreadsheets", "exell": "spreadsheets", "xcel": "spreadsheets", "pivot table": "spreadsheets", "pivots": "spreadsheets", "google sheets": "spreadsheets", "spreadsheet": "spreadsheets", "statistics": "descriptive-statistics",
    "stats": "descriptive-statistics", "machine learning": "supervised-learning", "ml": "supervised-learning", "deep learning": "how-networks-learn",
    "neural networks": "how-networks-learn", "neural nets": "how-networks-learn", "rest apis": "http-basics", "rest api": "http-basics",
    "web services": "http-basics", "apis": "http-basics", "linux": "linux-shell", "maths": "linear-algebra", "math": "linear-algebra",
    "containers": "docker", "notebook": "jupyter", "notebooks": "jupyter", "aws": "cloud-platform", "azure": "cloud-platform", "gcp": "cloud-platform", "cloud": "cloud-platform",
}  # fmt: skip
"""Everyday words for components, beside the aliases of the catalogue."""


@dataclass(frozen=True)
class Wording:
    """In how many texts of the knowledge base each word stands in lower case, and in how many otherwise."""

    small: Counter[str]
    large: Counter[str]


def wording(catalog: Catalog) -> Wording:
    """The words of our own texts."""
    counted = Wording(Counter(), Counter())
    for written in prose(catalog):
        for word in set(_LETTERS.findall(written.text)):
            (counted.small if word.islower() else counted.large)[word.lower()] += 1
    return counted


def everyday_words() -> frozenset[str]:
    """The words of the example messages, which are how people write."""
    messages = (text for kind in ("intent", "condition", "stance") for texts in example_messages()[kind].values() for text in texts)
    return frozenset(word for text in messages for word in _LETTERS.findall(text.lower()))


def ordinary_names(catalog: Catalog, used: Wording) -> frozenset[str]:
    """Names of one word that our own texts use in lower case more often than as a proper name, such as 'sampling'.

    The name that a tool goes by itself ('pandas') is none of them.
    """
    small, large = used.small, used.large
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


_MADE_BY = frozenset("dev devs developer developers programmer programmers engineer coder coders".split())
"""Behind an ordinary word these make it the language: 'rust dev here'."""
_TAUGHT = frozenset("teacher teachers student students professor lecturer tutor department lesson lessons homework faculty".split())
"""Behind the name of a subject these speak of a school, not of knowing it: 'a maths teacher'."""
_BEHIND_IS = frozenset("gone fine ok okay out not still no too back easy new good great all already been my mine what never off dead alive rusty solid weak wrong right enough allowed welcome".split())
"""Behind a name and 's these make it 'is': 'Kafka's gone'."""
_SUBJECTS = frozenset({"maths", "math", "statistics", "stats"})


def _is_verb(mention: Mention, tokens: Sequence[str]) -> bool:
    """Whether 'go' is the verb: 'let's go with', 'where to go', 'go ahead'."""
    if mention.text != "go":
        return False
    before = tokens[mention.start - 1] if mention.start else ""
    behind = tokens[mention.end] if mention.end < len(tokens) else ""
    return before not in BEFORE_LANGUAGE and (before in BEFORE_VERB or behind in BEHIND_VERB)


def _means_else(mention: Mention, tokens: Sequence[str]) -> bool:
    """Whether the name is a person's, or stands in a phrase that means something else: 'the theatre La Scala'."""
    if mention.start and tokens[mention.start - 1] in _TITLES:
        return True
    if mention.text in _SUBJECTS and tokens[mention.end : mention.end + 1] and tokens[mention.end] in _TAUGHT:
        return True
    around = " ".join(tokens[max(mention.start - 2, 0) : mention.end + 1])
    return any(phrase in around and mention.text in phrase.split() for phrase in OTHER_MEANINGS)


def _is_one_of_many(mention: Mention, tokens: Sequence[str]) -> bool:
    """Whether an article alone makes the name a thing of its kind: 'I keep a python', 'at a Gymnasium in Graz'."""
    ends = mention.end == len(tokens) or tokens[mention.end] in _ENDS_NOUN
    return ends and mention.start > 0 and tokens[mention.start - 1] in (_A if mention.sure else ARTICLES)


def _letters(word: str) -> tuple[str, str, str]:
    """First and last letter, and all in order: the same for a word and its mistyped form."""
    return word[0], word[-1], "".join(sorted(word))


def _beside(one: Mention, other: Mention, written: Sequence[str]) -> bool:
    first, second = sorted((one, other), key=lambda m: m.start)
    return [w.lower() for w in written[first.end : second.start]] in ([], ["and"], ["or"], ["n"], ["plus"])


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
    def _wording(self) -> Wording:
        return wording(self.catalog)

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        return AMBIGUOUS | ordinary_names(self.catalog, self._wording)

    @cached_property
    def real_words(self) -> frozenset[str]:
        """Words that are no misspelt names, however near they come to one: 'fixed', 'touch', 'nodes'."""
        return ORDINARY | everyday_words() | {word for word, texts in self._wording.small.items() if texts >= WRITTEN}

    @cached_property
    def _single(self) -> list[str]:
        return [key[0] for key in self.table if len(key) == 1 and len(key[0]) >= FUZZY_FROM and key[0] not in self._ambiguous]

    def find(self, text: str) -> list[Mention]:
        """The components named, longest names first, none overlapping, in the order of the text."""
        tokens = words(text)
        found = [m for m in self.find_in(tokens) if not (_is_verb(m, tokens) or _means_else(m, tokens))]
        found = [m for m in found if not (self._is_proper(m) and _is_one_of_many(m, tokens))]
        if all(m.sure for m in found):
            return found
        written = [text[start:end] for start, end in word_spans(text)]
        return [m if m.sure else replace(m, sure=self._meant(m, found, written)) for m in found]

    def _is_proper(self, mention: Mention) -> bool:
        """Whether the name is a tool's own, such as 'Python', and no word for a thing, such as 'notebook'."""
        component = self.catalog.components[mention.component]
        return component.layer in TOOL_LAYERS and mention.text == component.name.lower() and component.id != "spreadsheets"

    def _meant(self, mention: Mention, found: Sequence[Mention], written: Sequence[str]) -> bool:
        """Whether an ordinary word means the tool: written large amid a text ('mostly Go'), or named beside a sure one."""
        if self.catalog.components[mention.component].layer not in TOOL_LAYERS or len(written) <= mention.start:
            return False
        word = written[mention.start]
        if mention.start and written[mention.start - 1].lower() in ARTICLES:
            return False
        if mention.start and written[mention.start - 1].lower() in _CODED_IN:
            return True
        if mention.end < len(written) and written[mention.end].lower() in _MADE_BY:
            return True
        shouted = len(written) > 1 and all(w.isupper() for w in written)
        large = word[0].isupper() and (mention.start > 0 or len(word) == 1) and not shouted
        return large or any(other.sure and _beside(other, mention, written) for other in found)

    def layer(self, mention: Mention) -> Layer:
        """What kind of component it names."""
        return self.catalog.components[mention.component].layer

    def may_be_known(self, mention: Mention) -> bool:
        """False for ordinary words such as 'scripts' or 'accuracy' where they hardly mean the habit or measure."""
        return mention.sure or self.catalog.components[mention.component].layer not in (Layer.METRIC, Layer.PRACTICE)

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
            if not taken[i] and ("/" in token or "+" in token.rstrip("+")):
                found.extend(self._of_parts(token, i))
        for i, token in enumerate(tokens):
            name = token.removesuffix("'s")
            if not taken[i] and name != token and (name,) in self.table and name not in self._ambiguous and tokens[i + 1 : i + 2] and tokens[i + 1] in _BEHIND_IS:
                found.append(Mention(self.table[name,], token, i, i + 1, sure=True))
                taken[i] = True
        for i, token in enumerate(tokens):
            if taken[i] or len(token) < FUZZY_FROM or token in self.real_words:
                continue
            near = self._near(token)
            if near and (i == 0 or token != f"{near}s"):  # "pythons fine" means the language, "we breed pythons" does not
                component = self.table[(near,)]
                found.append(Mention(component, token, i, i + 1, sure=self.catalog.components[component].layer in TOOL_LAYERS))
        return sorted(found, key=lambda m: m.start)

    def _near(self, token: str) -> str | None:
        """The name of which `token` is a slip: one letter, two in long ones, or the letters in disorder ('phyton')."""
        near = process.extractOne(token, self._single, scorer=OSA.distance, score_cutoff=1 if len(token) < 8 else 2)
        if near and token[0] == near[0][0]:
            return str(near[0])
        return self._by_letters.get(_letters(token)) if len(token) > FUZZY_FROM else None

    @cached_property
    def _by_letters(self) -> Mapping[tuple[str, str, str], str]:
        return {_letters(name): name for name in self._single}

    def _of_parts(self, token: str, at: int) -> list[Mention]:
        """The names in 'numpy/pandas', all in the place of the one word."""
        parts = [part for part in re.split(r"[/+]", token) if part]
        known = [self.table.get((part,)) for part in parts]
        sure = any(c and part not in self._ambiguous for c, part in zip(known, parts, strict=True))
        return [Mention(c, part, at, at + 1, True) for c, part in zip(known, parts, strict=True) if c and sure]
