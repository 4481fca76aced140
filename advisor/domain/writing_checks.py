"""How the knowledge base is written: words that we avoid, sentences that are too hard, the same thing said twice.

Pure, like `catalog_checks`, and reported in the same way.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from advisor.domain.catalog import Catalog
from advisor.domain.catalog_checks import Problem
from advisor.domain.entries.sources import Guide

AVOIDED = {
    "leverage": "use", "leverages": "uses", "leveraging": "using", "utilize": "use", "utilise": "use",
    "delve": "look", "seamless": "", "seamlessly": "", "effortless": "", "effortlessly": "", "game-changer": "",
    "game-changing": "", "cutting-edge": "new", "state-of-the-art": "the best published", "revolutionary": "new",
    "revolutionise": "change", "revolutionize": "change", "empower": "let", "empowers": "lets", "unlock": "open",
    "unlocks": "opens", "supercharge": "", "crucial": "say what depends on it", "crucially": "",
    "journey": "", "landscape of": "", "realm": "", "tapestry": "", "holistic": "whole", "paradigm": "way",
    "synergy": "", "world-class": "", "best-in-class": "", "blazing": "fast", "ever-evolving": "",
    "deep dive": "closer look", "harness": "use", "harnessing": "using", "moreover": "also", "furthermore": "also",
    "it is important to note": "", "it's important to note": "", "it is worth noting": "",
}  # fmt: skip
"""Words of advertising and filler, each with what to write instead; nothing means: leave it out."""
HARDEST = 50.0
"""LIX of a guide's section from which it counts as too hard to read."""
HARDEST_SENTENCE = 55
"""Words."""
GUIDE_WORDS = (280, 950)
SHINGLE = 8
"""Words in a row that two texts must share to count as alike there."""
ALIKE, LEAST_ALIKE = 0.4, 12
"""Share of the shorter text's runs of words that the longer one has as well, and their number, from which the two say
the same twice. Short formulas, such as the practice steps of two tools that do one job, may agree."""

_AVOIDED = re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in AVOIDED)})\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?:])[\"'”’)*]*\s+|\n\s*\n|\n\s*(?=[-*|\d])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FENCE = re.compile(r"^\s{0,3}```.*?^\s{0,3}```\s*$", re.MULTILINE | re.DOTALL)


class Written(NamedTuple):
    """A text of the catalogue and where it stands."""

    kind: str
    entry: str
    text: str


def check_writing(catalog: Catalog) -> list[Problem]:
    """All problems of wording, in the order of the catalogue."""
    texts = list(prose(catalog))
    return [*_avoided(texts), *_hard(catalog), *_long_sentences(texts), *_lengths(catalog), *_twice(texts)]


def prose(catalog: Catalog) -> Iterator[Written]:
    """Everything that people read, one piece at a time; not titles, names, or what people ask."""
    for guide in catalog.guides.values():
        for section in sections(guide):
            yield Written("guides", guide.id, section)
    for c in catalog.components.values():
        yield from (Written("components", c.id, t) for t in (c.summary, c.left_out, c.when, c.basis) if t)
        yield from (Written("components", c.id, f"{p.text} {p.done_when}") for p in c.practice)
    for p in catalog.patterns.values():
        yield from (Written("patterns", p.id, t) for t in (
            p.summary, p.restate, p.in_ml_words, p.need_ml.text, p.need_ml.rule, p.baseline, p.first_version,
            *(f"{e.what} {e.limits}" for e in p.exists), *(m.why for m in p.metrics), *(x.text for x in p.pitfalls),
            *(c.what for c in p.case_studies), *(n.why for n in p.needs if n.why), *(f"{x.why} {x.when}" for x in p.left_out),
        ))  # fmt: skip
    for project in catalog.projects.values():
        yield from (Written("projects", project.id, t) for t in (project.goal, project.baseline, project.target, project.artefact))
        yield from (Written("projects", project.id, f"{m.text} {m.done_when}") for m in project.milestones)
        yield from (Written("projects", project.id, f"{o.symptom} {o.teaches}") for o in project.obstacles)
    for d in catalog.datasets.values():
        yield from (Written("datasets", d.id, t) for t in (d.what, d.getting, d.caution) if t)
    for need in catalog.needs.values():
        yield Written("needs", need.id, f"{need.name}. {need.why}")
    for q in catalog.questions.values():
        yield Written("questions", q.id, f"{q.text} {q.why}")
    for b in catalog.boundaries.values():
        yield from (Written("boundaries", b.id, t) for t in (b.reply, b.instead, b.would_change) if t)


def sections(guide: Guide) -> list[str]:
    """The sections of a guide without headings and code."""
    plain = _FENCE.sub("", guide.body)
    return [text for part in re.split(r"^#{1,6} .*$", plain, flags=re.MULTILINE) if (text := part.strip())]


def lix(text: str) -> float:
    """How hard a text is to read: words a sentence, plus the percentage of words of more than six letters.

    Björnsson's readability index (1968): below 40 easy, 40 to 50 newspapers, above 60 for specialists. Chosen since it
    needs no dictionary of syllables.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for s in _SENTENCE_END.split(text) if _WORD.search(s))
    long = sum(1 for w in words if len(w) > 6)
    return len(words) / max(1, sentences) + 100 * long / len(words)


def _avoided(texts: Iterable[Written]) -> Iterator[Problem]:
    for kind, entry, text in texts:
        for found in sorted({m.group(0).lower() for m in _AVOIDED.finditer(text)}):
            instead = AVOIDED[found]
            yield Problem(kind, entry, f"says '{found}'; {f'write “{instead}”' if instead else 'leave it out'}")


def _hard(catalog: Catalog) -> Iterator[Problem]:
    for guide in catalog.guides.values():
        for section in sections(guide):
            if len(_WORD.findall(section)) >= 40 and (hard := lix(section)) > HARDEST:
                yield Problem("guides", guide.id, f"the section that begins “{_start(section)}” is hard to read (LIX "
                                                  f"{hard:.0f}, at most {HARDEST:.0f}); shorten its sentences")  # fmt: skip


def _long_sentences(texts: Iterable[Written]) -> Iterator[Problem]:
    for kind, entry, text in texts:
        for sentence in _SENTENCE_END.split(text):
            if (count := len(_WORD.findall(sentence))) > HARDEST_SENTENCE and "|" not in sentence:
                yield Problem(kind, entry, f"the sentence “{_start(sentence)}” has {count} words; cut it in two")


def _lengths(catalog: Catalog) -> Iterator[Problem]:
    least, most = GUIDE_WORDS
    for guide in catalog.guides.values():
        count = len(guide.body.split())
        if not least <= count <= most:
            yield Problem("guides", guide.id, f"has {count} words; guides have {least} to {most}")


def _twice(texts: Iterable[Written]) -> Iterator[Problem]:
    """Texts of which a good part stands elsewhere too; each is named once, with the entry that had it first."""
    first: dict[int, int] = {}
    held = list(texts)
    sizes: list[int] = []
    for number, (kind, entry, text) in enumerate(held):
        words = [w.lower() for w in _WORD.findall(text)]
        runs = {hash(tuple(words[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1)}
        sizes.append(len(runs))
        shared: dict[int, int] = defaultdict(int)
        for run in runs:
            if (other := first.setdefault(run, number)) != number:
                shared[other] += 1
        for other, count in shared.items():
            if count >= LEAST_ALIKE and count >= ALIKE * min(len(runs), sizes[other]):
                yield Problem(kind, entry, f"“{_start(text)}” says much the same as {held[other].kind}/{held[other].entry}: "
                                           f"“{_start(held[other].text)}”; say it in one place, or differently")  # fmt: skip
                break


def _start(text: str) -> str:
    return " ".join(text.split()[:9])
