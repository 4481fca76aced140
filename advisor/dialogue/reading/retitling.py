"""A background told anew: the title that is known is denied or only said to have been told, and another stands beside it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from advisor.dialogue.reading.backgrounds import EXPERT, background_facts
from advisor.dialogue.reading.livelihoods import livelihoods
from advisor.dialogue.reading.phrases import FUNCTION
from advisor.domain.brief import Brief, Fact
from advisor.domain.entries.questions import Background

_PIECE = re.compile(r"(?:(?![,.;:!?()\n]|\s+(?:but|rather|and)\s|\s[-–—]\s|\s+not\b).)+", re.IGNORECASE)
"""What stands between marks and words such as 'but'; 'not' begins a piece of its own."""
_WORD = re.compile(r"[^\W_]+(?:['’&/-][^\W_]+)*")
_OLD_LEADS = frozenset("i i'm im i've said wrote put typed told you called call calling myself a an the as am was not no never isn't wasn't it's its that's is it sorry oh well earlier before just of actually really my that correction don't didn't mean by mistake".split())
"""Words that beside the old title say no more than that it was told, or does not hold."""
_OLD_HOLDS_NOT = frozenset("said wrote put typed told called call calling not no never isn't wasn't".split())
_NEW_LEADS = frozenset("i i'm im i'd it's its am is a an the actually really in fact more like meant mean should be have been correction say call myself of or to exact precise properly strictly speaking".split())
_TELLS_NEW = frozenset("i'm im am meant mean should like it's its is say call correction exact precise".split())
_NEW_TAILS = frozenset("is was would be nearer closer better more accurate right correct exact precise the to truth word term fits describes it me what i am do really reality title job description actually mark".split())
_JUDGES = frozenset("nearer closer better accurate right correct exact precise fits truth what describes".split())
"""Without one of these the words behind a title do not prefer it to another."""
_MOST_WORDS = 3
"""Words of a title."""


@dataclass(frozen=True)
class _Piece:
    start: int
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Title:
    start: int
    end: int
    sure: bool
    """Whether words beside it make it the right one; else it only stands there."""


def background_anew(backgrounds: Iterable[Background], text: str, turn: int, brief: Brief) -> list[Fact]:
    """The background that replaces the one known: 'I said baker, but confectioner is nearer the truth', 'not nurse, midwife'.

    A title that no entry of the catalogue and no list holds keeps the person's word, as an expert's.
    """
    known = brief.fact("background")
    old = frozenset(word.lower() for word in _WORD.findall(known.quote)) - FUNCTION if known else frozenset()
    pieces = list(_pieces(text)) if old & {word.lower() for word in _WORD.findall(text)} else []
    for one, other in pairwise(pieces):
        for denied, beside in ((one, other), (other, one)):
            title = _title(beside, old) if _is_old(denied, old) else None
            if title and (title.sure or _is_trade(text[title.start : title.end])):
                return [_fact(list(backgrounds), text[title.start : title.end], turn)]
    return []


def _pieces(text: str) -> Iterator[_Piece]:
    for part in _PIECE.finditer(text):
        found = [(m.group(0).lower().replace("’", "'"), (part.start() + m.start(), part.start() + m.end())) for m in _WORD.finditer(part.group(0))]
        words = [word for word, _ in found]
        if words and words != ["but"] and words != ["rather"] and words != ["and"]:
            yield _Piece(part.start(), tuple(words), tuple(span for _, span in found))


def _is_old(piece: _Piece, old: frozenset[str]) -> bool:
    """Whether a piece says nothing but that the old title was told or does not hold."""
    words = set(piece.words)
    return bool(words & old) and bool(words & _OLD_HOLDS_NOT) and words - old <= _OLD_LEADS


def _title(piece: _Piece, old: frozenset[str]) -> _Title | None:
    """The title that a piece tells, between words that lead to it and words that prefer it."""
    words = piece.words
    first = next((i for i, word in enumerate(words) if word not in _NEW_LEADS | {"but", "rather", "and"}), len(words))
    end = next((i for i in range(first, len(words)) if words[i] in _NEW_TAILS), len(words))
    lead, title, tail = set(words[:first]), words[first:end], set(words[end:])
    if not 0 < len(title) <= _MOST_WORDS or set(title) & (FUNCTION | old) or not tail <= _NEW_TAILS or (tail and not tail & _JUDGES):
        return None
    return _Title(piece.spans[first][0], piece.spans[end - 1][1], bool(tail or lead & _TELLS_NEW))


def _is_trade(title: str) -> bool:
    said: Sequence[str] = title.lower().split()
    return any(livelihoods().trade(said, at) for at in range(len(said)))


def _fact(backgrounds: Sequence[Background], title: str, turn: int) -> Fact:
    """What the title stands for, as if it had been told by itself, in the person's words."""
    told = background_facts(backgrounds, f"I'm a {title}.", turn)
    return Fact(name="background", value=told[0].value if told else EXPERT, quote=title, turn=turn)
