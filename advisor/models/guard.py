"""What a reworded sentence must not contain: anything that neither the template nor the person has said.

The checks are deliberately narrow-minded. A refused sentence costs a less lively reply; a wrong number or an invented
tool costs trust.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cached_property, lru_cache

from advisor.models.language import wrong_language
from advisor.models.sentences import split

MOST_LONGER = 1.6
"""Times the template's words that a rewording may have, and WORDS_MORE on top."""
WORDS_MORE = 40
SUPPORTED = 0.25
"""Share of a sentence's telling words that must come from the template or the person."""
MOST_OF_THEIRS = 2
"""How many of the person's telling words may come with one of the template's."""
SHORT = 6
"""Telling words up to which a sentence may be made of new ones, as 'Good to meet you' is."""

WELL_KNOWN = frozenset({
    "pytorch", "tensorflow", "keras", "pandas", "polars", "numpy", "scipy", "sklearn", "scikit-learn", "xgboost",
    "lightgbm", "catboost", "langchain", "llamaindex", "chroma", "chromadb", "faiss", "pinecone", "weaviate", "qdrant",
    "milvus", "elasticsearch", "opensearch", "postgres", "postgresql", "mysql", "sqlite", "mongodb", "redis", "duckdb",
    "bigquery", "snowflake", "databricks", "hadoop", "kafka", "pyspark", "airflow", "prefect", "dagster", "mlflow",
    "kubeflow", "dvc", "wandb", "docker", "kubernetes", "terraform", "jenkins", "github", "gitlab", "aws", "azure",
    "gcp", "sagemaker", "vertex", "colab", "kaggle", "jupyter", "streamlit", "gradio", "fastapi", "flask", "django",
    "onnx", "tensorrt", "cuda", "opencv", "yolo", "resnet", "bert", "llama", "mistral", "gemini", "chatgpt", "claude",
    "openai", "huggingface", "spacy", "nltk", "gensim", "prophet", "matplotlib", "seaborn", "plotly", "tableau",
    "powerbi", "excel", "python", "java", "javascript", "typescript", "matlab", "scala", "coursera", "udemy", "udacity",
    "datacamp", "youtube", "roboflow", "rapidminer", "knime", "weka", "h2o", "autogluon", "optuna", "dask", "bentoml",
    "seldon", "triton", "vllm", "ollama", "whisper",
})  # fmt: skip
"""Names of tools and sites, none of them an ordinary word, that a model likes to bring in."""

_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:one|an?(?= (?:hour|day|week|month|year|evening|minute)\b))", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(half|twice|thrice|double[sd]?|triple[sd]?|dozens?|thousands|millions|billions|percent|per cent)\b|%",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)\S+|[\w.+-]+@[\w-]+\.\w+|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:[a-z]{2,}|xn--\w+)\b"
    r"|(?<!\w)//[\w-]+\.\w+|\b(?:javascript|data|vbscript):\S",
)  # fmt: skip
_LINK = re.compile(r"!\[|\]\s*\(|\]\s*\[|\]:|<\s*[a-z!/?]|&(?:#\d+|#x[0-9a-f]+|lt|gt|quot);", re.IGNORECASE)
_FORMAT = re.compile(r"^\s*(?:#{1,6}\s|\||>|```|~~~)|`|\$|:[a-z-]+\[", re.MULTILINE)
_META = re.compile(
    r"\b(?:as an ai|language model|the user|the person|rewrit\w+|rewrote|rephras\w+|reword\w*|system prompt|"
    r"original (?:text|reply|message)|"
    r"these instructions|my instructions)\b",
    re.IGNORECASE,
)  # fmt: skip
TOKEN = re.compile(r"[^\W_][\w+#]*(?:[-'’./][\w+#]+)*", re.UNICODE)
_TECHNICAL = re.compile(r"[a-z]+[A-Z]|[A-Z]{2,}|[A-Z][a-z]+[A-Z]|[^\W\d_]+[-]?\d|\w_\w|\w[+#]$|[a-z]\.[a-z]")
_STARTS = re.compile(r"(?:^|[.!?:;…–—(\[\"“„‘«*_>\n-])\s*(?:[*_\"“„‘«(]+)?$")
_PLAIN_CAPITALS = frozenset({"i", "i'm", "i'll", "i've", "i'd", "ml", "ai", "ok", "okay", "e.g", "i.e"})
_COMMON_WORDS = "the to of and you your it for that with what do have are this is can will how if from be not on"
_ENGLISH = frozenset(_COMMON_WORDS.split())
_EMPTY_WORDS = (
    "a an or its does has in at as so but by we i me my our us they them their he she his her was were been than "
    "then there here which who when where why would could should just also too very more most some any all each "
    "every no yes get gets got let lets make makes up out about into over only one two want need like know tell "
    "think see say good great well nice hello hi thanks please sure really that's it's i'll you'll you're i'd "
    "let's"
)
STOP = _ENGLISH | frozenset(_EMPTY_WORDS.split())
"""Words that tell nothing by themselves."""


class ViolationError(Exception):
    """A rewording breaks a rule; the message says which, for logs."""


@lru_cache(maxsize=512)
def numbers(text: str) -> frozenset[float]:
    """Every number in a text, in digits or English words; 'one' and 'an hour' count, ordinals do not."""
    from text_to_num import alpha2digit

    spelt = re.sub(r"\btwo\b", "2", _ONE.sub("1", text), flags=re.IGNORECASE)
    return frozenset(_digits(_ORDINAL.sub(" ", str(alpha2digit(spelt, "en"))))) | frozenset(_digits(text))


def claimed(text: str) -> frozenset[float]:
    """The numbers that a sentence states: as `numbers`, without 'one', which is often none."""
    return frozenset(n for n in numbers(text) if n != 1 or 1.0 in _digits(text))


def _digits(text: str) -> set[float]:
    text = unicodedata.normalize("NFKC", text).replace("–", " ").replace("−", " ").replace("-", " ")
    found = set()
    for match in re.finditer(r"\d+(?:[.,]\d+)*", text):
        plain = match.group(0)
        if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
            plain = plain.replace(",", "")
        for part in [plain.replace(",", ".")] if plain.count(".") + plain.count(",") < 2 else re.split(r"[.,]", plain):
            found.add(float(part))
    return found


def foreign(text: str) -> bool:
    """Whether a text of some length is likely not English: then its capitals and words cannot be compared."""
    tokens = [t.lower() for t in TOKEN.findall(text)]
    return len(tokens) >= 4 and sum(t in _ENGLISH for t in tokens) < 0.12 * len(tokens)


def stems(text: str) -> frozenset[str]:
    """The beginnings of a text's telling words, for comparing wordings."""
    return frozenset(t.lower()[:5] for t in TOKEN.findall(text) if len(t) > 2 and t.lower() not in STOP)


def _level(text: str) -> str:
    return " ".join(t.lower() for t in TOKEN.findall(text))


class Guard:
    """The rules for rewording one template for one person. `tools` are further names of tools."""

    def __init__(self, template: str, person: str, tools: Collection[str] = ()) -> None:
        self.template = template
        self._person = person
        self._given = unicodedata.normalize("NFKC", f"{template}\n{person}")
        self._tools = frozenset(t.lower() for t in tools if len(t) > 2)
        self._numbers = numbers(template) | numbers(person)
        self._longest = MOST_LONGER * len(template.split()) + WORDS_MORE
        self.questions = sum(p.text.rstrip('*_ "”)').endswith("?") for p in split(template))

    @cached_property
    def _words(self) -> frozenset[str]:
        tokens = [t.lower() for t in TOKEN.findall(self._given)]
        parts = [p for t in tokens for p in re.split(r"[-/.'’]", t) if p]
        return frozenset({*tokens, *parts})

    @cached_property
    def _stems(self) -> frozenset[str]:
        return stems(self._given)

    @cached_property
    def _own(self) -> frozenset[str]:
        return stems(self.template)

    def length(self, text: str, slack: int = 1) -> None:
        """Raises ViolationError if `text`, all that was written so far, is longer than `slack` rewordings may be."""
        if len(text.split()) > slack * self._longest or len(text) > slack * 14 * self._longest:
            raise ViolationError("too long")

    def check(self, sentence: str) -> None:
        """Raises ViolationError if the sentence holds anything that nobody said."""
        text = unicodedata.normalize("NFKC", sentence)
        self._numbers_given(text)
        self._no_addresses(text)
        for pattern, what in ((_FORMAT, "formatting"), (_META, "talk about the task")):
            for found in pattern.finditer(text):
                if found.group(0).strip().lower() not in self._given.lower():
                    raise ViolationError(f"{what}: {found.group(0).strip()!r}")
        if wrong_language(text, self._person, self.template):
            raise ViolationError("wrong language")
        self._names_given(text)

    def supported(self, sentence: str) -> bool:
        """Whether a sentence says what was there to be said (in English): neither long and made of new words, nor what the
        person said, said back to them."""
        if foreign(sentence):
            return True
        new = stems(sentence)
        return not self._echoes(sentence, new) and (len(new) <= SHORT or len(new & self._stems) >= SUPPORTED * len(new))

    def _echoes(self, sentence: str, new: frozenset[str]) -> bool:
        """Whether it is the person's own words rather than the template's: orders in their message, say, or a pasted text."""
        words = f" {_level(sentence)} "
        if words in f" {_level(self._person)} " and words not in f" {_level(self.template)} ":
            return True
        return len(new & (stems(self._person) - self._own)) > MOST_OF_THEIRS * len(new & self._own)

    def _numbers_given(self, text: str) -> None:
        extra = claimed(text) - self._numbers
        if extra:
            raise ViolationError(f"number {min(extra):g}")
        for found in _VAGUE.finditer(text):
            if found.group(0).lower() not in self._given.lower():
                raise ViolationError(f"amount {found.group(0)!r}")

    def _no_addresses(self, text: str) -> None:
        for found in _ADDRESS.finditer(text.lower()):
            if found.group(0).rstrip(".,;:)*_") not in self._given.lower():
                raise ViolationError("address")
        for found in _LINK.finditer(text):
            # What the person pasted may hold links and mark-up; only the template's own are let through.
            if found.group(0) not in self.template or text not in self.template:
                raise ViolationError(f"mark-up {found.group(0)!r}")

    def _names_given(self, text: str) -> None:
        low = f" {' '.join(t.lower() for t in TOKEN.findall(text))} "
        given = f" {' '.join(t.lower() for t in TOKEN.findall(self._given))} "
        for tool in self._tools:
            if f" {tool} " in low and f" {tool} " not in given:
                raise ViolationError(f"tool {tool!r}")
        german_like = foreign(text)
        for found in TOKEN.finditer(text):
            word = re.sub(r"['’]s$", "", found.group(0))
            lower = word.lower()
            parts = [p for p in re.split(r"[-/]", lower) if p]
            if self._has(lower) or all(self._has(p) for p in parts):
                continue
            if lower in WELL_KNOWN or any(p in WELL_KNOWN for p in parts):
                raise ViolationError(f"tool {word!r}")
            if _TECHNICAL.search(word):
                raise ViolationError(f"technical name {word!r}")
            if word[0].isupper() and not german_like and not _STARTS.search(text[: found.start()]):
                raise ViolationError(f"name {word!r}")

    def _has(self, word: str) -> bool:
        return (
            word in _PLAIN_CAPITALS
            or word in self._words
            or (len(word) > 3 and ((word.endswith("s") and word[:-1] in self._words) or f"{word}s" in self._words))
        )
