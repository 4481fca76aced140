"""What kind of problem a text describes: a pattern, a composition, no ML, unclear, or not our business.

Each sentence is compared with the example messages of every pattern and boundary; telling words ("signals") add to it.
The confidence is the margin over the runners-up, squashed to 0…1.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.spelling import mend, vocabulary
from advisor.dialogue.reading.text import sentences, words
from advisor.domain.catalog import Catalog, Pattern
from advisor.domain.frame import Frame, RunnerUp
from advisor.domain.passage import PERSON
from advisor.domain.vocabulary import Modality, Task, Verdict

RELEVANT = 0.38
"""Similarity below which nothing in the catalogue resembles the text."""
MISSPELT = 0.4
"""Similarity below which the text is read again with its spelling mended."""
CLEARLY = 0.06
"""What mending must gain to be believed; a correct text of rare words would be bent otherwise."""
SIGNAL = 0.16
"""Added for the first telling word; a quarter of it for each further one, up to three."""
TEMPERATURE = 0.06
"""Sharpness of the confidence: a lead of this much similarity makes a reading e times as likely."""
CLOSE = 0.55
"""Confidence below which the runner-up is asked about."""
UNSURE, UNSURE_OF_TASK, DOUBTFUL = 0.2, 0.35, 0.4
"""Confidence below which a pattern gives way to what the text's own words say of modality and task: to any task, to
another task than its own, and to one of the telling tasks."""
NAMED = 0.48
"""Similarity from which a sentence names a problem, whatever else is said around it."""
WEAK_BOUNDARY = 0.5
"""A boundary of less similarity gives way to a telling task."""
SORTING = re.compile(r"\b(?:classify|classifying|categori[sz]e|categori[sz]ing|sort(?:ed|ing)? (?:\w+ ){1,4}(?:into|by))\b", re.IGNORECASE)
"""Says outright that things are to be put into classes."""
_TELLING = frozenset({Task.CLUSTERING, Task.TRANSLATION, Task.TRANSCRIPTION, Task.SUMMARISATION, Task.MATCHING, Task.REGRESSION, Task.SEGMENTATION})
MOST_SENTENCES = 6
_ON_TABLES = (Task.CLASSIFICATION, Task.REGRESSION, Task.RANKING, Task.CLUSTERING)
"""Tasks that are taken to be about rows of a table where the text does not say what the data is made of."""

MODALITY_CUES: Mapping[Modality, str] = {
    Modality.IMAGE: r"tiles|sentinel|photos?|pictures?|images?|pics?|camera|scans?|x-?rays?|drone|satellite",
    Modality.VIDEO: r"videos?|footage|cctv|clips?",
    Modality.AUDIO: r"audio|sounds?|voice|recordings?|recorder|hear|listen\w*|music|speech|calls? recordings?|noise|birdsong",
    Modality.TEXT: r"texts?|emails?|e-mails?|messages?|reviews?|comments?|documents?|tweets?|articles?|tickets?|contracts?|letters?|notes?|cvs?|resumes?",
    Modality.TIME_SERIES: r"per (?:day|hour|week|month)|daily|hourly|time series|sensors?|over time|next (?:week|month|year|quarter)|forecast\w*",
    Modality.TABULAR: r"rows?|tables?|csv|excel|customers?|patients?|employees?|students?|records?|database|spreadsheet|bookings?|appointments?|applicants?|loans?|houses?|prices?|claims?",
    Modality.GRAPH: r"network of|social graph|connections? between|links? between",
    Modality.GEOSPATIAL: r"maps?|gps|locations?|routes?|coordinates|regions? on",
}
TASK_CUES: Mapping[Task, str] = {
    Task.FORECASTING: r"forecast\w*|how (?:many|much) .* (?:next|tomorrow|will)|next (?:week|month|quarter|year)'?s?|demand",
    Task.REGRESSION: r"how much (?:is|does|will|would)|(?:fair|right|likely|selling) price|predict (?:\w+ ){0,2}(?:prices?|costs?|number|value|amount|duration|time)|estimate (?:the )?\w+|how long (?:will|does|do|until|patients|they will)|worth",
    Task.CLUSTERING: r"group(?:s|ing)? (?:of|similar|my|our)|segments?|segmentation of customers|cluster\w*",
    Task.ANOMALY_DETECTION: r"unusual|anomal\w+|outliers?|strange|suspicious|abnormal",
    Task.RANKING: r"rank\w*|prioriti[sz]e|order (?:them|the list) by|which (?:first|ones to)",
    Task.SEGMENTATION: r"pixel[- ]level|masks?|outlines? of|segment (?:the|each|every)",
    Task.TRANSCRIPTION: r"transcri\w+|speech to text|subtitles?|dictat\w+",
    Task.TRANSLATION: r"translat\w+",
    Task.SUMMARISATION: r"summar\w+|shorten|digest",
    Task.MATCHING: r"duplicates?|same (?:person|company|customer|product)|match(?:ing)? (?:records|cvs?|resumes?|names)",
    Task.DETECTION: r"where (?:in|on|is|are)|find (?:the |all )?\w+ (?:in|on) (?:the |a |my )?(?:photo|picture|image|video)s?|count (?:the )?\w+ (?:in|on)",
    Task.CLASSIFICATION: r"who will|which (?:of|customers?|patients?|students?|\w+) (?:will|are|is)|whether|won'?t (?:come|pay|show)|likely to|will (?:come|leave|fail|pay|cancel|quit|drop)|classif\w+|categor\w+|sort(?:ed|ing)? (?:\w+ ){0,4}(?:into|by)|which (?:animal|species|kind|type)|detect if|tell (?:if|whether)|recogni[sz]e|is it (?:a|an)|no[- ]?shows?|approve|diagnos\w+|predict (?:who|which|if|whether)",
}

_IMPLIED: Mapping[Task, Modality] = {
    Task.TRANSLATION: Modality.TEXT, Task.SUMMARISATION: Modality.TEXT, Task.TRANSCRIPTION: Modality.AUDIO, Task.SEGMENTATION: Modality.IMAGE,
}  # fmt: skip
"""What tasks say of the data by themselves."""


@dataclass(frozen=True)
class Framing:
    """The reading of a problem: a verdict, a frame if there is one, and the boundary entry that answers otherwise."""

    verdict: Verdict
    frame: Frame | None
    boundary: str | None = None
    score: float = 0.0


def frame_problem(catalog: Catalog, searcher: Searcher, text: str) -> Framing:
    """The framing of `text`."""
    ranked = sorted(_scores(catalog, searcher, text).items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < MISSPELT:
        mended = mend(text, vocabulary(catalog))
        if mended != text:
            again = sorted(_scores(catalog, searcher, mended).items(), key=lambda item: -item[1])
            if again and (not ranked or again[0][1] > ranked[0][1] + CLEARLY):
                ranked, text = again, mended
    if not ranked or ranked[0][1] < RELEVANT:
        composed = compose(text)
        if composed:
            same = _only_pattern(catalog, composed)
            return Framing(Verdict.PLAN, frame_of(same, 0.5) if same else composed, score=composed.confidence)
        return Framing(Verdict.UNCLEAR, None, None, ranked[0][1] if ranked else 0.0)
    (kind, entry), best = ranked[0]
    confidences = _confidences(ranked)
    if kind == "boundary":
        boundary = catalog.boundaries[entry]
        patterns = [(e, s) for (k, e), s in ranked if k == "pattern"]
        near = patterns and best - patterns[0][1] < (0.02 if boundary.verdict is Verdict.NO_ML else 0.03)
        if boundary.verdict is Verdict.UNCLEAR and not near and len(words(text)) >= 12:
            # "I want to move to ML, say by sorting photos": a wish to learn beside a problem does not hide the problem.
            named = [(e, s) for e, s in patterns if s >= NAMED and Task.ML_PLATFORM not in catalog.patterns[e].frame.task]
            close = [(e, s) for e, s in patterns if best - s <= 0.06]
            patterns = named or close or patterns
            near = bool(named or close)
        composed = compose(text)
        if not near and composed and best < WEAK_BOUNDARY and set(composed.task) & _TELLING:
            return Framing(Verdict.PLAN, composed, None, best)
        if not near:
            return Framing(Verdict(boundary.verdict), None, entry, best)
        entry = patterns[0][0]
    confidence = confidences.get(("pattern", entry), 0.0)
    composed = compose(text)
    if composed and _gives_way(composed, catalog.patterns[entry], confidence, text):
        same = _only_pattern(catalog, composed)
        return Framing(Verdict.PLAN, frame_of(same, 0.6) if same else composed, None, best)
    frame = frame_of(catalog.patterns[entry], confidence, [
        RunnerUp(pattern=e, confidence=round(c, 3))
        for (k, e), c in confidences.items() if k == "pattern" and e != entry and c >= 0.05
    ][:3])  # fmt: skip
    return Framing(Verdict.PLAN, frame, None, best)


def frame_of(pattern: Pattern, confidence: float, runners_up: Sequence[RunnerUp] = ()) -> Frame:
    """A pattern's frame."""
    spec = pattern.frame
    return Frame(
        modality=spec.modality, task=spec.task, domain=spec.domain, conditions=spec.conditions, pattern=pattern.id,
        confidence=round(confidence, 3), runners_up=tuple(runners_up),
    )  # fmt: skip


def compose(text: str) -> Frame | None:
    """A frame without a pattern, from words that tell modality and task; None if either is missing."""
    low = " ".join(words(text))
    modality = [m for m, cue in MODALITY_CUES.items() if re.search(rf"\b(?:{cue})\b", low)]
    task = [t for t, cue in TASK_CUES.items() if re.search(rf"\b(?:{cue})\b", low)]
    if task and task[0] in _IMPLIED:
        modality = [_IMPLIED[task[0]]]
    if not modality and task and task[0] in _ON_TABLES:
        modality = [Modality.TABULAR]
    if not modality or not task:
        return None
    return Frame(modality=(modality[0],), task=(task[0],), domain="", confidence=0.4)


def _agrees(composed: Frame, pattern: Pattern) -> bool:
    return bool(set(composed.modality) & set(pattern.frame.modality)) and bool(set(composed.task) & set(pattern.frame.task))


def _gives_way(composed: Frame, pattern: Pattern, confidence: float, text: str) -> bool:
    """Whether a pattern's claim is weaker than what the text says outright of modality and task."""
    if _signals(pattern.signals, words(text)) or _agrees(composed, pattern):
        return False
    if SORTING.search(text) and Task.CLASSIFICATION in composed.task and not set(pattern.frame.task) & {Task.CLASSIFICATION, Task.EXTRACTION}:
        return True
    if set(composed.task) & _TELLING:
        return confidence < DOUBTFUL
    other_task = not set(composed.task) & set(pattern.frame.task)
    return confidence < (UNSURE_OF_TASK if other_task else UNSURE)


def _only_pattern(catalog: Catalog, frame: Frame) -> Pattern | None:
    """The one pattern of just this modality and task, if there is exactly one; classes and numbers are too common to tell."""
    if frame.task[0] in (Task.CLASSIFICATION, Task.REGRESSION):
        return None
    same = [p for p in catalog.patterns.values() if p.frame.modality[0] in frame.modality and p.frame.task[0] in frame.task]
    return same[0] if len(same) == 1 else None


def _scores(catalog: Catalog, searcher: Searcher, text: str) -> dict[tuple[str, str], float]:
    """How well each pattern and boundary fits, as similarities.

    The nearest examples say how near the text comes to any pattern and to each boundary; which pattern it is, is told
    by the likeness to each problem as a whole, of the sentences that are about a problem: these are the differences
    between the patterns' scores.
    """
    parts = sentences(text)
    long = sorted(parts, key=len, reverse=True)[:MOST_SENTENCES]
    texts = list(dict.fromkeys([text[:600], *long])) if len(parts) > 1 else [text[:600]]
    texts = [part for part in texts if len(words(part)) >= 2] or [text[:600]]
    nearest = {part: _nearest(searcher, part) for part in texts}
    best: dict[tuple[str, str], float] = defaultdict(float)
    for scores in nearest.values():
        for key, score in scores.items():
            best[key] = max(best[key], score)
    kept = [part for part in long if part in nearest and _tells_of_a_problem(searcher, part, nearest[part])]
    told = ". ".join(part for part in parts if part in kept)[:600] or text[:600]
    like = [searcher.problems(part) for part in dict.fromkeys([told, *kept])]
    within = [nearest.get(part) or _nearest(searcher, part) for part in dict.fromkeys([told, *kept])]
    top = max((score for scores in within for (kind, _), score in scores.items() if kind == "pattern"), default=0.0)
    likeness = {name: (like[0][name] + max(one[name] for one in like)) / 2 for name in like[0]} if like and like[0] else {}
    most = max(likeness.values(), default=0.0)
    for name, value in likeness.items():
        best["pattern", name] = max(0.0, top - (most - value))
    tokens = words(text)
    for pattern in catalog.patterns.values():
        count = _signals(pattern.signals, tokens)
        if count:
            best["pattern", pattern.id] += SIGNAL * (1 + 0.25 * min(count - 1, 3))
    for boundary in catalog.boundaries.values():
        if _signals(boundary.signals, tokens):
            best["boundary", boundary.id] += SIGNAL
    return dict(best)


def _nearest(searcher: Searcher, part: str) -> dict[tuple[str, str], float]:
    """Patterns and boundaries by their examples nearest to a piece of text."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(list)
    for near in searcher.nearest(part, ("pattern", "boundary"), k=30):
        sums[near.example.kind, near.example.entry].append(near.score)
    found = {}
    for key, values in sums.items():
        top = sorted(values, reverse=True)[:3]
        found[key] = 0.7 * top[0] + 0.3 * sum(top) / len(top) if len(top) > 1 else 0.95 * top[0]
    return found


def _tells_of_a_problem(searcher: Searcher, part: str, nearest: Mapping[tuple[str, str], float]) -> bool:
    """Whether a sentence is nearer to some problem than to what people say of themselves, their time and their means."""
    person = searcher.nearest(part, (PERSON,), k=1)
    problem = max((score for (kind, _), score in nearest.items() if kind == "pattern"), default=0.0)
    return not person or person[0].score < problem


def _signals(signals: Sequence[str], tokens: Sequence[str]) -> int:
    joined = f" {' '.join(tokens)} "
    return sum(1 for s in signals if re.search(rf" {re.escape(' '.join(words(s)))}(?:s|es)? ", joined))


def _confidences(ranked: Sequence[tuple[tuple[str, str], float]]) -> dict[tuple[str, str], float]:
    top = ranked[0][1]
    weights = {key: math.exp((score - top) / TEMPERATURE) for key, score in ranked[:12]}
    whole = sum(weights.values())
    ceiling = min(1.0, 0.55 + (top - RELEVANT) * 1.6)
    return {key: ceiling * w / whole for key, w in weights.items()}
