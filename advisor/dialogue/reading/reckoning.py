"""What a later message reckons from what is known: 'two hours more', 'half of that', 'cut it to a third', 'we lost four of those weeks'."""

import re
from dataclasses import dataclass
from functools import cache

from advisor.dialogue.reading.lexicon import alternation, phrases, values, words_of
from advisor.dialogue.reading.quantities import Kind, Term, terms

_NEAR = 32
"""Letters before an amount in which the word stands that adds it or takes it away."""
_NOT_MORE = re.compile(r"\s*\S*\s*(?:more|less)\s+(?:or\s+(?:less|more)|like)\b", re.IGNORECASE)
"""'Three hours more or less' is three hours."""
_DENIED = re.compile(r"\b(?:no|not|never|nothing)\s*$", re.IGNORECASE)
"""'No more than three hours' is at most three."""
_ENDS = r"\s*(?:$|[.,;:!?)\n…–—-])"
_UNITS = {Kind.DURATION: r"(?:hours?|hrs?|h)\b", Kind.SPAN: r"(?:days?|weeks?|months?)\b"}


@dataclass(frozen=True)
class Change:
    """What becomes of an amount: it is multiplied, and then something is added to it."""

    factor: float = 1.0
    added: float = 0.0
    start: int = 0
    end: int = 0
    of_known: bool = False
    """Whether it says that it speaks of what was told: 'of those weeks', 'half of that'."""

    def of(self, known: float) -> float:
        """The amount that comes of it."""
        return round(known * self.factor + self.added, 2)


def change_in(text: str, kind: Kind) -> Change | None:
    """How a message changes an amount of that kind, hours (`DURATION`) or weeks (`SPAN`); None if it does not."""
    return _by_amount(text, kind) or _by_part(text)


def _by_amount(text: str, kind: Kind) -> Change | None:
    """'Two hours more', 'another week', 'takes away two of my hours'; of several the one that a correction leads to."""
    found, corrected = None, False
    for n, term in enumerate(terms(text)):
        corrected = corrected or term.kind is Kind.CORRECTION
        if found and not corrected:
            continue
        told = _of_those(kind).match(text, term.end) if term.kind in (kind, Kind.NUMBER) else None
        if term.kind is not kind and not told:
            continue
        after = terms(text)[n + 1 : n + 2]
        often = after[0].end if after and after[0].kind is Kind.PER else term.end
        end = told.end() if told else often
        sign = _sign(text, term, end, of_those=bool(told))
        if sign:
            weeks = told["unit"][:-1].lower() if told and told["unit"].lower().endswith("s") else ""
            amount = term.middle * (_WEEKS_OF.get(weeks, 1.0) if term.kind is Kind.NUMBER else 1.0)
            found = Change(added=sign * amount, start=term.start, end=end, of_known=bool(told))
            corrected = False
    return found or _prolonged(text, kind)


def _prolonged(text: str, kind: Kind) -> Change | None:
    """'there was an extension of ten days'."""
    longer = phrases("prolonging").search(text) if kind is Kind.SPAN else None
    spans = [t for t in terms(text) if t.kind is Kind.SPAN and longer and longer.end() <= t.start]
    behind = text[spans[0].end :] if len(spans) == 1 else ""
    if longer is None or len(spans) != 1 or re.search(r"[.!?;]\s", text[longer.end() : spans[0].start]) or not re.match(_ENDS, behind):
        return None
    return Change(added=spans[0].middle, start=longer.start(), end=spans[0].end, of_known=True)


_WEEKS_OF = {"day": 1 / 7, "week": 1.0, "month": 52 / 12}


def _sign(text: str, term: Term, end: int, of_those: bool) -> int:
    """1 where an amount is added to what is known, -1 where it is taken off, 0 where it stands for itself."""
    before, own = text[max(0, term.start - _NEAR) : term.start], text[term.start : term.end]
    if _DENIED.search(before) or _NOT_MORE.match(text, term.end):
        return 0
    if _word_of("amount_added").match(text, end) or _word_of("amount_added").search(own) or _last_word("adding").search(before):
        return 1
    if _word_of("amount_taken").match(text, end) or _last_word("taking").search(before):
        return -1
    return -1 if of_those and _last_word("taking_of_those").search(before) else 0


def _by_part(text: str) -> Change | None:
    """'Half of that', 'cut it to a third', 'add 50 %', 'double it'."""
    verb = _verb().search(text)
    if verb and not re.match(r"\s*-?check", text[verb.end() :]):
        return Change(factor=values("changing_verbs")[verb[0].lower()], start=verb.start(), end=verb.end(), of_known=True)
    for found in _part().finditer(text):
        share = float(found["percent"]) / 100 if found["percent"] else values("parts_of_whole")[found[0].lower()]
        before = text[max(0, found.start() - _NEAR) : found.start()]
        behind = _known_behind().match(text, found.end())
        to = re.search(r"\b(?:to|by)\s+(?:about\s+|only\s+|just\s+)?$", before, re.IGNORECASE)
        if not (behind or (to and re.match(_ENDS, text[found.end() :]))):
            continue
        if _word_of("amount_added").match(text, found.end()) or _last_word("adding").search(before):
            factor = 1 + share
        elif _word_of("amount_taken").match(text, found.end()) or _last_word("taking").search(before) or (to and to[0].lower().startswith("by")):
            factor = 1 - share
        else:
            factor = share
        return Change(factor=factor, start=found.start(), end=found.end(), of_known=True)
    return None


@cache
def _of_those(kind: Kind) -> re.Pattern[str]:
    return re.compile(rf"\s+{alternation(words_of('those_told'))}\s+(?P<unit>{_UNITS[kind]})", re.IGNORECASE)


@cache
def _word_of(name: str) -> re.Pattern[str]:
    """One of the words of a list, at the beginning of what is matched or anywhere in what is searched."""
    return re.compile(rf"\s*{alternation(words_of(name))}", re.IGNORECASE)


@cache
def _last_word(name: str) -> re.Pattern[str]:
    small = alternation(words_of("between_change"))
    return re.compile(rf"{alternation(words_of(name))}\s+(?:{small}\s+)*$", re.IGNORECASE)


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(alternation(values("changing_verbs")), re.IGNORECASE)


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"(?P<percent>\d{{1,3}})\s?(?:%|percent\b|per cent\b)|{alternation(values('parts_of_whole'))}", re.IGNORECASE)


@cache
def _known_behind() -> re.Pattern[str]:
    return re.compile(rf"\s*{alternation(words_of('of_what_is_known'))}", re.IGNORECASE)
