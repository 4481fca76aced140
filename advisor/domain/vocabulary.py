"""The closed vocabularies of the product: every word that code, YAML and screen share.

A value that is not listed here is a mistake in the corpus or in a reply, never a new idea: adding one means adding it
here, where the checks, the JSON Schema and the screen all read it.
"""

from enum import StrEnum


class Modality(StrEnum):
    """What the data is made of."""

    TABULAR = "tabular"
    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    TIME_SERIES = "time-series"
    GRAPH = "graph"
    INTERACTIONS = "interactions"
    GEOSPATIAL = "geospatial"
    MOLECULAR = "molecular"
    ENVIRONMENT = "environment"
    MULTIMODAL = "multimodal"


class Task(StrEnum):
    """What is to be done with the data."""

    CLASSIFICATION = "classification"
    REGRESSION = "regression"
    RANKING = "ranking"
    RECOMMENDATION = "recommendation"
    RETRIEVAL = "retrieval"
    QUESTION_ANSWERING = "question-answering"
    GENERATION = "generation"
    SUMMARISATION = "summarisation"
    TRANSLATION = "translation"
    EXTRACTION = "extraction"
    FORECASTING = "forecasting"
    ANOMALY_DETECTION = "anomaly-detection"
    CLUSTERING = "clustering"
    DETECTION = "detection"
    SEGMENTATION = "segmentation"
    TRACKING = "tracking"
    POSE = "pose"
    MATCHING = "matching"
    CAUSAL = "causal"
    EXPERIMENTATION = "experimentation"
    SURVIVAL = "survival"
    CONTROL = "control"
    OPTIMISATION_SUPPORT = "optimisation-support"
    TRANSCRIPTION = "transcription"
    SIMILARITY = "similarity"
    AGENTS = "agents"
    ML_PLATFORM = "ml-platform"


class Condition(StrEnum):
    """A circumstance that changes what a good solution needs."""

    IMBALANCED = "imbalanced"
    FEW_LABELS = "few-labels"
    NO_LABELS = "no-labels"
    STREAMING = "streaming"
    REAL_TIME = "real-time"
    BATCH = "batch"
    ON_DEVICE = "on-device"
    OFFLINE = "offline"
    EXPLAINABLE = "explainable"
    NO_GPU = "no-gpu"
    LARGE_SCALE = "large-scale"
    MULTILINGUAL = "multilingual"
    SAFETY_CRITICAL = "safety-critical"
    SMALL_DATA = "small-data"


class Layer(StrEnum):
    """The part of a solution stack that a component belongs to, in the order in which a plan shows them."""

    LANGUAGE = "language"
    DATA = "data"
    LIBRARY = "library"
    CONCEPT = "concept"
    METRIC = "metric"
    PRACTICE = "practice"
    DEPLOYMENT = "deployment"


TOOL_LAYERS = (Layer.LANGUAGE, Layer.DATA, Layer.LIBRARY, Layer.DEPLOYMENT)
"""Layers of things that are installed or run; the others are ideas, measures and habits."""
LAYER_TITLES = {
    Layer.LANGUAGE: "Language", Layer.DATA: "Data handling", Layer.LIBRARY: "Libraries", Layer.CONCEPT: "Concepts",
    Layer.METRIC: "Metrics", Layer.PRACTICE: "Practices", Layer.DEPLOYMENT: "Putting it to work",
}  # fmt: skip
"""Each layer as a heading."""


class Level(StrEnum):
    """How well something is, or must be, known.

    aware: knows what it is for and when it would matter. working: can use it in a project with its documentation open.
    solid: can design with it, find its faults and explain them.
    """

    NONE = "none"
    AWARE = "aware"
    WORKING = "working"
    SOLID = "solid"

    @property
    def rank(self) -> int:
        """0 for none up to 3 for solid."""
        return _RANKS[self]

    def reaches(self, other: "Level") -> bool:
        """Whether this level is at least `other`."""
        return _RANKS[self] >= _RANKS[other]


_RANKS = {Level.NONE: 0, Level.AWARE: 1, Level.WORKING: 2, Level.SOLID: 3}
LEARNABLE = (Level.AWARE, Level.WORKING, Level.SOLID)


class Priority(StrEnum):
    """How much a need matters; when time is short, `could` is cut first, then `should`, never `must`."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class Verdict(StrEnum):
    """What the advisor concludes about a problem."""

    PLAN = "plan"
    NO_ML = "no-ml"
    UNCLEAR = "unclear"
    OFF_TOPIC = "off-topic"


class Hardware(StrEnum):
    """What the person can compute on: no computer of their own, a laptop without graphics card, with one, or rented."""

    NONE = "none"
    CPU = "cpu"
    GPU = "gpu"
    CLOUD = "cloud"


class SourceKind(StrEnum):
    """What kind of thing a source is."""

    DOCS = "docs"
    PAPER = "paper"
    CASE_STUDY = "case-study"
    COURSE = "course"
    DATASET = "dataset"
    ARTICLE = "article"
    BOOK = "book"
