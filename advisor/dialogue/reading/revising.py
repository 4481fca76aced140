"""What was told before and is told anew: 'make it 5 instead of 8', '2 hours now, not 4', 'push it to the end of June'.

A number without a unit means hours only beside the hours that are known; then the old one, or the words of a
correction, tell which number is meant.
"""

import re
from collections.abc import Iterable, Iterator

from advisor.dialogue.reading.beside import ends_well, word_before
from advisor.dialogue.reading.lexicon import word_set
from advisor.dialogue.reading.quantities import Kind, terms
from advisor.dialogue.reading.text import digits, words
from advisor.domain.brief import MOST_HOURS_PER_WEEK

_N = r"(?P<{name}>\d+(?:\.\d+)?)"
_NEW, _OLD = _N.format(name="new"), _N.format(name="old")
_HOURS = r"(?:\s*-?\s*(?:hours?|hrs?|h)\b)?(?:\s*(?:/|a|per|each|every)\s*week\b|\s*weekly\b)?"
_NOW = r"(?:\s*(?:now|from now on|at (?:the )?most|really))?"
_OTHER = r"(?!\w|\.\d|\s+(?!hours?\b|hrs?\b)[a-z]{2,}s\b)"
"""Not followed by what else is counted: '3 projects, not 2 projects'."""
_SPAN = r"(?:\s*-?\s*(?:weeks?|wks?|months?|days?)\b)?"


def _wordings(unit: str) -> tuple[re.Pattern[str], ...]:
    """Wordings that name the new number and the old one, either with its unit."""
    return (
        re.compile(rf"(?<![\w.]){_NEW}{unit}{_NOW}\s*,?\s*(?:and |so |rather )?(?:not|instead of|rather than|in place of|no longer)\s+(?:the |my |those )?{_OLD}{_OTHER}", re.IGNORECASE),
        re.compile(rf"\b(?:not|instead of|rather than|no longer)\s+(?:the |my )?{_OLD}{unit}\s*,?\s*(?:but|it['’]?s|more like|rather|only|just|make it|i (?:have|can do))?\s*(?:rather |only |just |about )*{_NEW}{_OTHER}", re.IGNORECASE),
        re.compile(rf"(?:\bfrom\s+)?(?<![\w.]){_OLD}{unit}\s+(?:became|becomes|turned into|goes down to|drops? to|fell to|shrank to|went to|is now|are now|to)\s+(?:only |just |about )*{_NEW}{_OTHER}", re.IGNORECASE),
        re.compile(rf"(?<![\w.]){_OLD}{unit}\s*(?:->|=>|-->|→)\s*{_NEW}{_OTHER}", re.IGNORECASE),
    )  # fmt: skip


_REPLACED, _REPLACED_SPAN = _wordings(_HOURS), _wordings(_SPAN)
_SET = re.compile(
    rf"\b(?:make (?:it|that)|take|call it|let['’]?s say|lets say|say|put(?: down)?|count on|reckon with|i meant|meant)\s+(?:only |just |about |more like )*{_NEW}(?P<hours>\s*-?\s*(?:hours?|hrs?|h)\b)?{_OTHER}(?!\s*%)",
    re.IGNORECASE,
)
"""Wordings that set a number anew; they count with a unit, or beside the words of a correction."""
_CORRECTS = re.compile(
    r"\b(?:correct(?:ion|ing|ed)?|actually|in fact|sorry|wrong|mistake[n]?|mistyped|typo|wishful|recounted|counted again|thought again|on second thoughts?|"
    r"i was too|scrap that|instead|after all|realistic(?:ally)?|to be honest|honestly)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\b(?:make (?:it|that)|(?:gone|goes|going|went|came|come|cut|drop(?:s|ped)?|reduced|shrunk|shrank|fell|fallen) (?:back )?(?:down )?to|down to|up to|'d manage|would manage|i manage|left with|leaves me)\s+(?:only |just |about |around |maybe |at most )*$",
    re.IGNORECASE,
)
"""Right before a number that an amount has come to."""
_MOVES = re.compile(
    r"(?<!\bi )(?<!\bwe )(?<!\bmy )\b(?:push(?:ed|es)?|mov(?:e|ed|es)|shift(?:ed|s)?|postpon(?:e|ed)|extend(?:ed)?|delay(?:ed)?|brought|bring|put|reschedul(?:e|ed)|"
    r"slid(?:es)?|slip(?:ped|s)?)\s+(?:[\w'’]+\s+){0,4}?(?:to|until|till)\b|\b(?:became|becomes)\b",
    re.IGNORECASE,
)
# A date is moved 'to' another; 'we moved in March' and 'my shift on Monday' move none.


def hours_anew(text: str, known: float | None) -> tuple[float, str] | None:
    """The hours a week that replace the `known` ones, with the clause that says so; None if nothing does."""
    if known is None:
        return None
    plain = digits(text)
    for new, quote in _anew(plain, known):
        if 0 < new <= MOST_HOURS_PER_WEEK and new != known:
            # Where the number was written as a word, the clause in digits is not the person's own; the message is.
            return new, quote if quote in text else text.strip()
    return None


def replaced(text: str, known: float) -> tuple[float, str] | None:
    """The number that a message names beside the `known` one as that which replaces it: '10 -> 8', '8 instead of 10'."""
    return next(_instead(digits(text), known, _REPLACED_SPAN), None)


def set_alone(text: str) -> tuple[float, str] | None:
    """The number of a message that is nothing else but one set anew: 'make that nine', 'no wait, say seven'."""
    numbers = [term for term in terms(text) if term.kind not in (Kind.WORD, Kind.CORRECTION, Kind.COMMA, Kind.STOP)]
    if len(numbers) != 1 or numbers[0].kind is not Kind.NUMBER or numbers[0].high <= 0:
        return None
    beside = {*words(text[: numbers[0].start]), *words(text[numbers[0].end :])}
    if not beside & word_set("setting") or not beside <= word_set("setting") | word_set("beside_set_number"):
        return None
    return numbers[0].middle, text[numbers[0].start : numbers[0].end]


def settled_on(text: str) -> tuple[float, str] | None:
    """A number of hours that a message comes to whatever else it tells: 'I'm on nights now, so make it two a week', 'that's gone down to 3'."""
    found = terms(text)
    for n, term in enumerate(found):
        after = found[n + 1] if n + 1 < len(found) else None
        if term.kind is not Kind.NUMBER or not 0 < term.high <= MOST_HOURS_PER_WEEK:
            continue
        weekly = after is not None and after.kind is Kind.PER and after.unit == "week" and after.start - term.end <= 1
        led = word_before(text, term, "settling") or _LEADS.search(text[: term.start])
        if led and (weekly or ends_well(text, term, after)):
            return term.middle, text[term.start : after.end if weekly and after else term.end]
    return None


def _instead(plain: str, known: float, wordings: Iterable[re.Pattern[str]] = _REPLACED) -> Iterator[tuple[float, str]]:
    for pattern in wordings:
        for match in pattern.finditer(plain):
            if float(match["old"]) == known:
                yield float(match["new"]), match[0].strip()


def _anew(plain: str, known: float) -> Iterator[tuple[float, str]]:
    yield from _instead(plain, known)
    corrected = bool(_CORRECTS.search(plain))
    for match in _SET.finditer(plain):
        if match["hours"] or corrected:
            yield float(match["new"]), match[0].strip()


def moved_to(text: str) -> str | None:
    """The part of the message that tells where something is moved to in time, so that a bare date in it is the new one."""
    moved = _MOVES.search(text)
    return text[moved.end() :] if moved else None
