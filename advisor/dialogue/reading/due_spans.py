"""Spans that are deadlines: 'six weeks left', 'in three months', but no history and no frequency."""

import re
from collections.abc import Iterator, Sequence

from advisor.dialogue.reading.beside import ends_well
from advisor.dialogue.reading.due import LONGEST_WEEKS, Due, foretold, last_of, sentence_of
from advisor.dialogue.reading.granted import feasible_within, is_granted
from advisor.dialogue.reading.lexicon import alternation, patterns, phrases, words_of
from advisor.dialogue.reading.quantities import Kind, Term, terms
from advisor.dialogue.reading.terms import WEEKS

_MOST_BETWEEN_LISTED = 6
_BARE_LEAD = re.compile(r"(?:(?:in|within|for|over|under)\b)?\s*(?:about|around|roughly|just|only|maybe)?")
"""What may stand before a span that begins a sentence."""
_LEAST_BEFORE = 2
"""Words from which on what stands before a span in a list is no single name: 'Python, 6 months' tells how long it was used."""
_FIRST_YEAR = 1900
"""A number from which on is a year, not a corrected count."""


def due_spans(text: str, asked: bool) -> Iterator[Due]:
    """The spans that may be deadlines, in order; those of strength 0 only where a correction leads to them."""
    found = terms(text)
    last: Term | None = None
    corrected = False
    for n, term in enumerate(found):
        if term.kind is Kind.SPAN and 0.1 < term.middle <= LONGEST_WEEKS:
            strength = _span_strength(text, found, n, asked)
            if strength is not None:
                last, corrected = term, False
                yield Due(*_with_lead(text, term), round(term.middle, 1), strength)
        elif term.kind is Kind.CORRECTION:
            corrected = last is not None
        elif term.kind is Kind.NUMBER and corrected and last and term.low < _FIRST_YEAR and ends_well(text, term, found[n + 1] if n + 1 < len(found) else None):
            corrected = False
            yield Due(term.start, term.end, round(term.middle * WEEKS[last.unit], 1), 0)


def _span_strength(text: str, found: Sequence[Term], n: int, asked: bool) -> int | None:
    """How surely a span is until when; None where it is a frequency, a history or something foretold."""
    term = found[n]
    low, high = sentence_of(text, term.start)
    before, after = text[low : term.start].lower(), text[term.end : high].lower()
    last = re.match(rf"[\s,]*(?:{alternation(words_of('left'))})", after)
    if patterns("others_have").search(before):
        return None
    if re.search(rf"(?:{alternation(words_of('not_before_span'))})\s*(?:about |around )?$", before) or (not last and re.match(rf"\s*(?:{alternation(words_of('not_after_span'))})", after)):
        return None
    if asked and len(before.split()) < 8:
        return 2
    if is_granted(before, text[term.end : high], text[high:]) and not _spent(before):
        return 2
    if foretold(before):
        return None
    if last and (_BARE_LEAD.fullmatch(before.strip()) or _lead(before) or not _spent(before)):
        return 2
    if re.search(r"\b(?:in|within|under|over)\s+(?:the next\s+)?(?:about |around |roughly |at most |maybe |less than |just )?$", before):
        near = phrases("finish").search(before) or _ends_with_event(before) or phrases("finish").search(after[:40])
        wish = last_of(phrases("wanting"), before)
        return 2 if near or (wish and not foretold(before[wish.end() :]) and not phrases("foretelling").search(before) and _closed(after)) or feasible_within(before, after) or _alone(text, term) else None
    if _lead(before) and _closed(after):
        return 2
    listed = term.unit in ("week", "month") and any(t.kind is Kind.DURATION and low <= t.start < high and _beside(text, t, term) for t in found)
    if any(t.kind is Kind.CORRECTION and t.start < term.start for t in found) and _alone(text, term):
        return 1 if listed else 0
    return 1 if _alone(text, term) and (listed or phrases("finish").search(before) or _stands_by_itself(text, term)) else None


def _ends_with_event(before: str) -> bool:
    """'The call closes in ...'."""
    return re.search(rf"{alternation(words_of('event_verbs'))}\s+(?:in|within)\s*(?:about |around |roughly )?$", before) is not None


def _beside(text: str, one: Term, other: Term) -> bool:
    """Whether two terms stand in one list: '6 hours a week, three months'."""
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    return len(between.split()) <= _MOST_BETWEEN_LISTED


def _lead(before: str) -> bool:
    """Whether 'I have', 'gave myself' or the like stands right before, hedges between allowed."""
    return bool(re.search(rf"(?:{alternation(words_of('allow'))})(?:\s+(?:about|around|roughly|only|just|got|now|maybe|is|of|:|myself|me|us|only about|like|at most|exactly|another|it|this|for it)|\s*[:=])*\s*$", before))


def _spent(before: str) -> bool:
    return bool(re.search(r"\b(?:worked|lasted|took|takes|lasts|for the|waits?|after|every|spent|been)\b[^,]*$", before))


def _closed(after: str) -> bool:
    """Whether nothing follows that makes a span of having one of something else: 'I have two years at a bank'."""
    return bool(re.match(r"\s*(?:$|[.,;:!?)\n–—-]|(?:to|for|and|but|until|till|before|left|now|max|at most|so|because|from|then|or so|in which|total|maximum)\b)", after))


def _alone(text: str, term: Term) -> bool:
    """Whether a span, with its preposition, is all that stands between two marks."""
    low = max((m.end() for m in re.finditer(r"[,;/·:(]|\s[-–—]\s|[.!?\n]+(?:\s|$)", text[: term.start])), default=0)
    rest = re.match(r"\s*(?:$|[,;./·)!?\n]|[-–—]\s|and\b)", text[term.end :])
    lead = text[low : term.start].strip().lower()
    return bool(rest) and bool(re.fullmatch(r"(?:(?:and|for|in|within|over|about|around|roughly|maybe|say|but|a|only|time|duration|max)\s*)*", lead))


def _stands_by_itself(text: str, term: Term) -> bool:
    """Whether weeks or months are a sentence of their own, or one of a list, and not how long the thing before them was done: 'sort mails, 20 weeks', 'I noted them: 14 months, every day'."""
    low, high = sentence_of(text, term.start)
    parts = text[low : term.start].rstrip(" ,;").rsplit(",", 1)
    own = not parts[-1].strip()
    listed = len(parts[-1].split()) >= _LEAST_BEFORE and not parts[-1].endswith(":") and "," in text[term.end : high]
    return term.unit in ("week", "month") and term.low > 1 and (own or listed)


def _with_lead(text: str, term: Term) -> tuple[int, int]:
    """The span with its preposition and with 'left' or the like after it."""
    lead = re.search(r"\b(?:in|within|under|over)\s+(?:about |around |roughly |at most |maybe )?$", text[: term.start], re.IGNORECASE)
    after = re.match(r"\s+(?:left|to go|from now)\b", text[term.end :], re.IGNORECASE)
    return lead.start() if lead else term.start, term.end + (after.end() if after else 0)
