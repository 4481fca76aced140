"""What kind of problem a text describes: a pattern, a composition, no ML, unclear, or not our business.

A sorter, taught by the ways in which people put each problem and by what is no problem for us, gives shares to all of
them, for the text as a whole and for its sentences; telling words ("signals") add to a pattern's. The confidence is the
share of the best pattern among all patterns, sharpened until it is honest (see `SHARPER`).
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.spelling import mend, vocabulary
from advisor.dialogue.reading.text import sentences, words
from advisor.domain.catalog import Catalog
from advisor.domain.entries.patterns import Pattern
from advisor.domain.frame import Frame, RunnerUp
from advisor.domain.passage import COMPOSITION, PERSON, PROBLEM, LabelKind
from advisor.domain.vocabulary import Modality, Task, Verdict

RELEVANT = 0.38
"""Similarity to the nearest example below which nothing in the catalogue resembles the text."""
TELLING_SHARE = 0.3
"""Share from which a text is taken for what the sorter says although nothing resembles it closely."""
MISSPELT = 0.4
"""Similarity below which the text is read again with its spelling mended."""
CLEARLY = 0.06
"""What mending must gain to be believed; a correct text of rare words would be bent otherwise."""
SIGNAL = 2.5
"""What a pattern's share is multiplied by for its first telling word; the root of it for each further one, up to three."""
SHARPER = 1.7
"""Power to which shares are raised, so that what is read with a confidence of 0.8 is right eight times in ten."""
POSSIBLE = 0.05
"""Confidence from which another pattern is worth mentioning."""
CLOSE = 0.5
"""Confidence below which the runner-up is asked about."""
NO_PATTERN = 0.12
"""Confidence below which the text's own words for modality and task count for more than any pattern."""
SAID_OUTRIGHT = 0.35
"""The same where the text names a task outright that the pattern is not about."""
SORTING = re.compile(r"\b(?:classify|classifying|categori[sz]e|categori[sz]ing|sort(?:ed|ing)? (?:\w+ ){1,4}(?:into|by))\b", re.IGNORECASE)
"""Says outright that things are to be put into classes."""
_TELLING = frozenset({Task.CLUSTERING, Task.TRANSLATION, Task.TRANSCRIPTION, Task.SUMMARISATION, Task.MATCHING, Task.REGRESSION, Task.SEGMENTATION})
MOST_SENTENCES = 6
MANY = 3
"""Kinds of data from which a pattern is too general to tell what this problem's is made of."""
SHORTEST = 3
"""Words from which a sentence is read by itself."""
MOSTLY = 0.5
"""Share from which a sentence tells of the person, their time and means, and is left out of the problem."""
READ = 1200
"""Characters that are read as a whole; the model behind the vectors sees no more."""
_ON_TABLES = (Task.CLASSIFICATION, Task.REGRESSION, Task.RANKING, Task.CLUSTERING)
"""Tasks that are taken to be about rows of a table where the text does not say what the data is made of."""

_MODALITY_CUES: Mapping[Modality, str] = {
    Modality.IMAGE: r"tiles|sentinel|photos?|pictures?|images?|pics?|camera|scans?|x-?rays?|drone|satellite",
    Modality.VIDEO: r"videos?|footage|cctv|clips?",
    Modality.AUDIO: r"audio|sounds?|voice|recordings?|recorder|hear|listen\w*|music|speech|calls? recordings?|noise|birdsong",
    Modality.TEXT: r"texts?|emails?|e-mails?|messages?|reviews?|comments?|documents?|tweets?|articles?|tickets?|contracts?|letters?|notes?|cvs?|resumes?",
    Modality.TIME_SERIES: r"per (?:day|hour|week|month)|daily|hourly|time series|sensors?|over time|next (?:week|month|year|quarter)|forecast\w*",
    Modality.TABULAR: r"rows?|tables?|csv|excel|customers?|patients?|employees?|students?|records?|database|spreadsheet|bookings?|appointments?|applicants?|loans?|houses?|prices?|claims?",
    Modality.GRAPH: r"network of|social graph|connections? between|links? between",
    Modality.GEOSPATIAL: r"maps?|gps|locations?|routes?|coordinates|regions? on",
}
_TASK_CUES: Mapping[Task, str] = {
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

MODALITY_CUES = {modality: re.compile(rf"\b(?:{cue})\b") for modality, cue in _MODALITY_CUES.items()}
TASK_CUES = {task: re.compile(rf"\b(?:{cue})\b") for task, cue in _TASK_CUES.items()}

_IMPLIED: Mapping[Task, Modality] = {
    Task.TRANSLATION: Modality.TEXT, Task.SUMMARISATION: Modality.TEXT, Task.TRANSCRIPTION: Modality.AUDIO, Task.SEGMENTATION: Modality.IMAGE,
}  # fmt: skip
"""What tasks say of the data by themselves."""


FORESEES = re.compile(
    r"\b(?:who|which|whether|whom)\b[^.?!]{0,40}?\b(?:will|won't|going to|gonna|about to|likely to)\b[^.?!]{0,20}?"
    r"\b(?:leave|quit|cancel|stop|go|churn|drop out|come back|return|buy|pay|fail|resign|renew|switch)\b",
    re.IGNORECASE,
)
"""Asks who will do something, which no sum over a table and no look into a list tells, however much the words are about lists."""


@dataclass(frozen=True)
class Framing:
    """The reading of a problem: a verdict, a frame if there is one, and the boundary entry that answers otherwise."""

    verdict: Verdict
    frame: Frame | None
    boundary: str | None = None
    score: float = 0.0


def frame_problem(catalog: Catalog, searcher: Searcher, text: str) -> Framing:
    """The framing of `text`."""
    near = _nearness(searcher, text)
    if near < MISSPELT:
        mended = mend(text, vocabulary(catalog))
        if mended != text and (again := _nearness(searcher, mended)) > near + CLEARLY:
            near, text = again, mended
    composed = compose(text)
    shares = _shares(catalog, searcher, text)
    if near < RELEVANT and max(shares.values(), default=0.0) < TELLING_SHARE:
        if composed is None:
            return Framing(Verdict.UNCLEAR, None, None, near)
        same = _only_pattern(catalog, composed)
        return Framing(Verdict.PLAN, frame_of(same, 0.5) if same else composed, score=near)
    outside = _by_sentences(searcher, text, "boundary")
    verdict = _verdict_of(catalog, shares, {} if FORESEES.search(text) else outside)
    if verdict is not Verdict.PLAN:
        boundaries = {name: share * outside.get(name, 1.0) for name, share in shares.items() if _verdict(catalog, name) is verdict}
        best = max(boundaries, key=lambda name: boundaries[name])
        return Framing(verdict, None, best.removeprefix(_BOUNDARY), near)
    plans = _confidences({name: share for name, share in shares.items() if not name.startswith(_BOUNDARY)})
    best, confidence = next(iter(plans.items()))
    if best.startswith(_COMPOSITION):
        return Framing(Verdict.PLAN, _composed(best, confidence, _runners_up(plans)), None, near)
    entry = best.removeprefix(_PATTERN)
    if composed and _gives_way(catalog, composed, catalog.patterns[entry], confidence, text):
        same = _only_pattern(catalog, composed)
        return Framing(Verdict.PLAN, frame_of(same, 0.5) if same else composed, None, near)
    frame = frame_of(catalog.patterns[entry], confidence, _runners_up(plans))
    return Framing(Verdict.PLAN, _narrowed(frame, text), None, near)


def frame_of(pattern: Pattern, confidence: float, runners_up: Sequence[RunnerUp] = ()) -> Frame:
    """A pattern's frame."""
    spec = pattern.frame
    return Frame(
        modality=spec.modality, task=spec.task, domain=spec.domain, conditions=spec.conditions, pattern=pattern.id,
        confidence=round(confidence, 3), runners_up=tuple(runners_up),
    )  # fmt: skip


def _narrowed(frame: Frame, text: str) -> Frame:
    """Of a pattern for data of many kinds (one for small devices, say), only the kinds that the text names, if it names any."""
    if len(frame.modality) < MANY:
        return frame
    low = " ".join(words(text))
    named = tuple(m for m in frame.modality if m in MODALITY_CUES and MODALITY_CUES[m].search(low))
    return frame.model_copy(update={"modality": named or frame.modality})


def _composed(name: str, confidence: float, runners_up: Sequence[RunnerUp]) -> Frame:
    """The frame of a composition, named as the sorter does: 'composition/tabular+regression'."""
    modality, _, task = name.removeprefix(_COMPOSITION).partition("+")
    return Frame(modality=(Modality(modality),), task=(Task(task),), confidence=round(confidence, 3), runners_up=tuple(runners_up))


def _runners_up(plans: Mapping[str, float]) -> list[RunnerUp]:
    """The patterns that come next, at most three and none that is hardly possible."""
    others = [(name, share) for name, share in list(plans.items())[1:4] if share >= POSSIBLE and name.startswith(_PATTERN)]
    return [RunnerUp(pattern=name.removeprefix(_PATTERN), confidence=round(share, 3)) for name, share in others]


def compose(text: str) -> Frame | None:
    """A frame without a pattern, from words that tell modality and task; None if either is missing."""
    low = " ".join(words(text))
    modality = [m for m, cue in MODALITY_CUES.items() if cue.search(low)]
    task = [t for t, cue in TASK_CUES.items() if cue.search(low)]
    if task and task[0] in _IMPLIED:
        modality = [_IMPLIED[task[0]]]
    if not modality and task and task[0] in _ON_TABLES:
        modality = [Modality.TABULAR]
    if not modality or not task:
        return None
    return Frame(modality=(modality[0],), task=(task[0],), domain="", confidence=0.4)


def _agrees(composed: Frame, pattern: Pattern) -> bool:
    return bool(set(composed.modality) & set(pattern.frame.modality)) and bool(set(composed.task) & set(pattern.frame.task))


def _gives_way(catalog: Catalog, composed: Frame, pattern: Pattern, confidence: float, text: str) -> bool:
    """Whether a pattern's claim is weaker than what the text says outright of modality and task."""
    if Signals.of(catalog).told(words(text)).get(f"{_PATTERN}{pattern.id}") or _agrees(composed, pattern):
        return False
    if SORTING.search(text) and Task.CLASSIFICATION in composed.task and not set(pattern.frame.task) & {Task.CLASSIFICATION, Task.EXTRACTION}:
        return True
    return confidence < (SAID_OUTRIGHT if set(composed.task) & _TELLING else NO_PATTERN)


def _only_pattern(catalog: Catalog, frame: Frame) -> Pattern | None:
    """The one pattern of just this modality and task, if there is exactly one; classes and numbers are too common to tell."""
    if frame.task[0] in (Task.CLASSIFICATION, Task.REGRESSION):
        return None
    same = [p for p in catalog.patterns.values() if p.frame.modality[0] in frame.modality and p.frame.task[0] in frame.task]
    return same[0] if len(same) == 1 else None


_PATTERN, _BOUNDARY, _COMPOSITION, _OF_PERSON = "pattern/", "boundary/", f"{COMPOSITION}/", f"{PERSON}/{PERSON}"


def _verdict(catalog: Catalog, name: str) -> Verdict:
    if name.startswith(_BOUNDARY):
        return Verdict(catalog.boundaries[name.removeprefix(_BOUNDARY)].verdict)
    return Verdict.PLAN


def _verdict_of(catalog: Catalog, shares: Mapping[str, float], outside: Mapping[str, float]) -> Verdict:
    """The likeliest verdict by both sorters: the one that tells every problem apart, and the one that takes them as one."""
    fine: dict[Verdict, float] = defaultdict(float)
    coarse: dict[Verdict, float] = defaultdict(float)
    for name, share in shares.items():
        fine[_verdict(catalog, name)] += share
        coarse[_verdict(catalog, name)] += outside.get(name, 0.0)
    coarse[Verdict.PLAN] = outside.get(PROBLEM, 0.0)
    total = sum(fine.values())
    return max(fine, key=lambda v: fine[v] / total * (coarse[v] if outside else 1.0), default=Verdict.UNCLEAR)


def _by_sentences(searcher: Searcher, text: str, kind: LabelKind) -> dict[str, float]:
    """Shares of a kind of label: half by the text as a whole, half by the sentence that is surest of it.

    Sentences that tell of the person are left out of both.
    """
    whole = dict(searcher.labels(text[:READ], kind))
    parts = sorted((part for part in sentences(text) if len(words(part)) >= SHORTEST), key=len, reverse=True)[:MOST_SENTENCES]
    if len(parts) > 1 and whole:
        searcher.prepare([text[:READ], *parts])
        about = [part for part in parts if not of_person(searcher, part)]
        if about and len(about) < len(parts):
            whole = dict(searcher.labels(". ".join(part for part in sentences(text) if part in about)[:READ], kind))
        each = [searcher.labels(part, kind) for part in about or parts]
        surest = {name: max(one[name] for one in each) for name in whole}
        total = sum(surest.values())
        whole = {name: 0.5 * share + 0.5 * surest[name] / total for name, share in whole.items()}
    whole.pop(_OF_PERSON, None)
    return whole


def of_person(searcher: Searcher, sentence: str) -> bool:
    """Whether a sentence tells of the person, their time and means, and of no problem."""
    return searcher.labels(sentence, "problem").get(_OF_PERSON, 0.0) >= MOSTLY


def _shares(catalog: Catalog, searcher: Searcher, text: str) -> dict[str, float]:
    """How probable each pattern, composition and boundary is; telling words add to a pattern's."""
    whole = _by_sentences(searcher, text, "problem")
    known = {
        *(f"{_PATTERN}{name}" for name in catalog.patterns), *(f"{_BOUNDARY}{name}" for name in catalog.boundaries),
    }  # fmt: skip
    told = Signals.of(catalog).told(words(text))
    return {
        name: share * _bonus(told.get(name, 0))
        for name, share in whole.items() if name in known or name.startswith(_COMPOSITION)
    }  # fmt: skip


def _bonus(count: int) -> float:
    return 1.0 if count == 0 else float(SIGNAL * SIGNAL ** (0.5 * min(count - 1, 3)))


def _confidences(shares: Mapping[str, float]) -> dict[str, float]:
    """The patterns' shares, sharpened, the best first; together 1."""
    sharp = {name: share**SHARPER for name, share in shares.items()}
    total = sum(sharp.values()) or 1.0
    return {name: sharp[name] / total for name in sorted(sharp, key=lambda n: (-sharp[n], n))}


def _nearness(searcher: Searcher, text: str) -> float:
    """Similarity of the nearest example of a problem or boundary to the text or one of its longer sentences."""
    parts = list(dict.fromkeys([text[:READ], *sorted(sentences(text), key=len, reverse=True)[:2]]))
    searcher.prepare(parts)
    return max((near.score for part in parts for near in searcher.nearest(part, ("pattern", COMPOSITION, "boundary"), k=1)), default=0.0)


class Signals:
    """The telling words of all patterns and boundaries of a catalogue, to be looked up in a text at once."""

    def __init__(self, catalog: Catalog) -> None:
        self._tellers: dict[str, list[str]] = defaultdict(list)
        entries = [
            *((f"{_PATTERN}{p.id}", p.signals) for p in catalog.patterns.values()),
            *((f"{_BOUNDARY}{b.id}", b.signals) for b in catalog.boundaries.values()),
        ]
        for name, signals in entries:
            for phrase in dict.fromkeys(" ".join(words(signal)) for signal in signals):
                self._tellers[phrase].append(name)
        self._longest = max((len(phrase.split()) for phrase in self._tellers), default=0)

    @classmethod
    def of(cls, catalog: Catalog) -> "Signals":
        """Those of a catalogue, made once."""
        if catalog not in _signals:
            _signals[catalog] = cls(catalog)
        return _signals[catalog]

    def told(self, tokens: Sequence[str]) -> Mapping[str, int]:
        """How many of the telling words of each pattern or boundary, named as the sorter does, occur; plurals count too."""
        found: set[str] = set()
        for n in range(1, self._longest + 1):
            for i in range(len(tokens) - n + 1):
                phrase = " ".join(tokens[i : i + n])
                found.update(one for one in (phrase, phrase.removesuffix("s"), phrase.removesuffix("es")) if one in self._tellers)
        counts: dict[str, int] = defaultdict(int)
        for phrase in found:
            for name in self._tellers[phrase]:
                counts[name] += 1
        return counts


_signals: "WeakKeyDictionary[Catalog, Signals]" = WeakKeyDictionary()
