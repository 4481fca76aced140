"""Whether a message tells of several problems, and of which."""

import re
from dataclasses import dataclass

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.framing import frame_problem
from advisor.dialogue.reading.lexicon import alternation
from advisor.dialogue.reading.text import sentences, words
from advisor.domain.catalog import Catalog
from advisor.domain.frame import Frame
from advisor.domain.vocabulary import Verdict

CLEAR = 0.3
"""Share of a pattern among all problems and none from which a part of a message tells of that problem by itself."""
UNMISTAKABLE = 0.65
"""The same without any word by which wishes are told."""
SURE = 0.5
"""Confidence in the part's pattern that is needed besides."""
SHORTEST = 2
"""Words of a part, without its opening."""
LONGEST = 700
"""Characters of a list that is looked at."""
LONGEST_STORY = 200
"""Characters of running text that is looked at; a longer one is a story, and a story has one subject."""
MOST = 4

_ITEM = re.compile(r"(?:^|\n|(?<=[.:;,?!])\s|\s(?=\(?\d\)))\s*(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+|\(?[a-d]\)\s+)")
"""What opens an item of a list."""
_ALSO = (
    "also", "maybe a", "maybe an", "second", "and maybe", "or maybe", "and perhaps", "or perhaps", "and possibly", "maybe also", "another", "another one", "a second one",
    "the other one", "the other is", "the other idea", "other idea", "second idea", "third idea", "besides", "besides that", "apart from that",
    "on top of that", "as well as", "and then there is", "then there is", "then there are", "and then there are", "in addition", "additionally",
    "secondly", "thirdly", "or else", "alternatively", "plus", "and another thing", "another thing", "something else", "either",
    "the second", "the third", "the first", "one is", "one would be", "one thing is", "the other thing is", "and one day", "later maybe", "and later",
)  # fmt: skip
_CUE = re.compile(alternation(_ALSO), re.IGNORECASE)
_CUT = re.compile(
    r"\s*[;]\s+|\s*,\s*(?:and|or)?\s*|\s+(?:and|or|plus)\s+(?=(?:also|maybe|perhaps|possibly|another|to|a|an|i|we)\b)|\s+(?:also|as well as|or)\s+|\s+[-–—]\s+",
    re.IGNORECASE,
)
"""Where a sentence may pass from one problem to the next."""
_OPENING = re.compile(rf"^\W*(?:(?:and|or|but|then|so|well|i would like|i'd like)\W+)*(?:{_CUE.pattern}\W+)*", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\b(?:two|2|three|3|several|a few|some|many|different|a couple of|four|4)\s+(?:\w+\s+)?(?:problems?|ideas?|things?|projects?|topics?|questions?|wishes|options?|tasks?)\b",
    re.IGNORECASE,
)
_OF_DATA = re.compile(r"^\W*(?:i|we)(?:['’]ve| have)(?! to\b)", re.IGNORECASE)
"""Tells what there is, not what is wanted."""
_TOLD = frozenset(
    "want wants like love need needs would could should can predict forecast know find read sort detect recognise recognize build make let "
    "have tell turn get see count classify translate summarise summarize recommend suggest answer extract estimate plan match group spot "
    "identify warn measure track transcribe search generate create chatbot assistant check filter automate flag map model understand which who how "
    "why something scan reading sorting finding predicting forecasting counting translating summarising recommending transcribing grouping "
    "detecting recognising estimating matching searching".split()
)
"""Words by which a wish is told; a part without any tells of circumstances."""


_OF_SKILLS = frozenset("know knows used learnt learned studied speak".split())
"""Verbs of parts that tell of the person: 'I also know Python and SQL'."""


@dataclass(frozen=True)
class Part:
    """A piece of a message that tells of a problem by itself."""

    text: str
    frame: Frame


def problems_in(catalog: Catalog, searcher: Searcher, text: str) -> tuple[Part, ...]:
    """The problems that a message tells of, in its order; empty unless there are at least two that are clearly different.

    A message counts as several only where it says so ('also', 'another', 'either … or', a list) and where two parts,
    each read by itself, are surely of different kinds.
    """
    if len(text) > LONGEST:
        return ()
    told = len(text) <= LONGEST_STORY and (_CUE.search(text) or _ANNOUNCED.search(text))
    parts = _items(text) or (_pieces(text) if told else [])
    if len(parts) < 2:
        return ()
    found: list[Part] = []
    for part in parts:
        frame = _told(catalog, searcher, part)
        if frame and all(_different(frame, other.frame) for other in found):
            found.append(Part(part, frame))
    return tuple(found[:MOST]) if len(found) > 1 else ()


def _items(text: str) -> list[str]:
    """The items of a list, if the text holds one of at least two."""
    marks = list(_ITEM.finditer(text))
    if len(marks) < 2:
        return []
    ends = [*(m.start() for m in marks[1:]), len(text)]
    return [text[m.end() : end].strip(" ,;\n") for m, end in zip(marks, ends, strict=True)]


def _pieces(text: str) -> list[str]:
    """The sentences, cut where they may pass to another problem."""
    return [part for sentence in sentences(text) if not _OF_DATA.search(sentence) or _ANNOUNCED.search(sentence) for part in _cut(sentence)]


def _cut(sentence: str) -> list[str]:
    """Pieces of a sentence; what is too short to stand alone stays with the piece before."""
    starts = [0, *(found.end() for found in _CUT.finditer(sentence))]
    ends = [*(found.start() for found in _CUT.finditer(sentence)), len(sentence)]
    kept: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        if kept and len(words(sentence[start:end])) < SHORTEST:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return [piece for start, end in kept if (piece := sentence[start:end].strip())]


def _told(catalog: Catalog, searcher: Searcher, part: str) -> Frame | None:
    """The reading of a part that tells of a problem by itself."""
    bare = _OPENING.sub("", part).strip()
    tokens = words(bare)
    if len(tokens) < SHORTEST or (tokens[1] if tokens[0] in ("i", "we") else tokens[0]) in _OF_SKILLS:
        return None
    framing = frame_problem(catalog, searcher, bare)
    frame = framing.frame
    if framing.verdict is not Verdict.PLAN or frame is None or frame.pattern is None or frame.confidence < SURE:
        return None
    share = searcher.labels(bare, "problem").get(f"pattern/{frame.pattern}", 0.0)
    return frame if share >= (CLEAR if _TOLD & set(tokens) else UNMISTAKABLE) else None


def _different(one: Frame, other: Frame) -> bool:
    """Whether two readings are of different kinds: other patterns, and other tasks or other data."""
    alike = set(one.task) & set(other.task) and set(one.modality) & set(other.modality)
    return one.pattern != other.pattern and not alike

