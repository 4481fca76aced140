"""Further ways of putting until when, around a date: by what is lost otherwise, in a list, by one's own end; and what is long past."""

import re
from functools import cache

from advisor.dialogue.reading.dates import FoundDate
from advisor.dialogue.reading.due import finishing, foretold, last_of
from advisor.dialogue.reading.lexicon import alternation, phrases, words_of
from advisor.dialogue.reading.quantities import Kind, terms

_ALONE = re.compile(r"(?:^|[,;(–—])\s*(?:(?:by|on|in|at|the|around|about|until|till)\s+)*$", re.IGNORECASE)
_OR_ELSE = re.compile(
    r"\s*[,;–—-]?\s*(?:or (?:else|i|we|they|it['’]?s|it is|he|she|the|my|our|there|nobody|all|no)\b|otherwise\b|after (?:that|which) (?:it['’]?s|it is|i|we|they|nobody|no|there|the)\b|"
    r"(?:and )?not (?:a|one) (?:day|week) (?:later|more|longer)\b|or bust\b)",
    re.IGNORECASE,
)
_LIST_ENDS = re.compile(r"\s*(?:$|[,;.)])")
_DAY_OF_WEEK = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?s?\b(?!\s*,?\s*\d)|week", re.IGNORECASE)
_BEGINS = r"(?:starts?|begins?|opens?|kicks? off|gets? going|comes?|arrives?|reopens?|resumes?|sets? in)"
_WHEN_BEGINS = re.compile(rf"\b(?P<when>when|once|as soon as|by the time|the moment)\b[^.;:!?]{{1,60}}?\b{_BEGINS}(?:\s+again)?\s+(?:(?:on|in|at|the|about|around)\s+)*$", re.IGNORECASE)
_ON = r"(?:\s+[\w'’-]+){0,4}?\s+(?:on|in|at|around|until|till|up to|through)\s+(?:the\s+)?$"


def is_past(before: str, after: str) -> bool:
    """Whether a date is that of something that the person or somebody else did: 'I retired on 30 June', 'until 2 May I drove a taxi'."""
    named = phrases("deadline_named").search(before)
    return named is None and bool(_did_on().search(before) or (_until().search(before) and _did().match(after)))


def is_cut(before: str, after: str) -> bool:
    """Whether a date is where data is divided: 'train on everything until 31 December', 'the sales before 3 March to fit'."""
    return bool(_divided().search(before)) or bool(re.match(r"\s*(?:and|then|,)?\s*(?:the rest |rest )?(?:to|for) (?:fit|train|training|fitting|test|testing)\b", after, re.IGNORECASE))


def told_otherwise(before: str, after: str) -> bool:
    """Whether a date stands alone, and behind it what happens if it is missed: 'end of May, or we lose the grant'."""
    return bool(_ALONE.search(before)) and bool(_OR_ELSE.match(after))


def listed(text: str, found: FoundDate, before: str, after: str, bounds: tuple[int, int]) -> bool:
    """Whether a date is one of a list that tells hours too: 'ten hours a week, end of April, my own laptop'."""
    if found.vague or not _ALONE.search(before) or not _LIST_ENDS.match(after) or _DAY_OF_WEEK.search(text[found.start : found.end]):
        return False
    low, high = bounds
    return any(t.kind is Kind.PER and low <= t.start < high for t in terms(text))


def own_end(before: str) -> int | None:
    """Where the words begin by which the person's time or money ends on the date behind them: 'my funding stops at the end of March'."""
    found = _own_end().search(before)
    return found.start() if found else None


def wanted_when(before: str) -> int | None:
    """Where 'when the season starts on' begins, if something is wanted by then: 'we want it in use when the season starts on 3 May'."""
    begins = _WHEN_BEGINS.search(before)
    if begins is None:
        return None
    lead = before[: begins.start()]
    wish = last_of(phrases("wanting"), lead)
    wanted = wish is not None and not foretold(lead[wish.end() :]) and not phrases("looking").search(lead[wish.end() :])
    return begins.start() if (wanted or finishing(lead)) and not phrases("foretelling").search(lead) else None


@cache
def _own_end() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:my|our|the|this)\s+(?:[\w'’-]+\s+){{0,2}}?{alternation(words_of('own_ends'))}\s+(?:[\w'’]+\s+)?{alternation(words_of('ending'))}\s+(?:(?:on|at|in|by|around|about|the)\s+)*$", re.IGNORECASE)


@cache
def _did_on() -> re.Pattern[str]:
    """'I finished on', 'we had a fair on', 'the old one was switched off on'."""
    did = rf"(?!{alternation(words_of('told_of_a_date'))})(?:{alternation(words_of('did'))}|(?!need)[a-z]{{2,}}ed\b)"
    return re.compile(rf"\b(?:i|we|he|she|they|who|which|that)\s+(?:(?:only|already|just|first|finally|then|last)\s+)?{did}{_ON}|\b(?:was|were)\s+(?:switched|closed|opened|founded|built|born|bought|sold|shut|installed|replaced|introduced|turned)\b{_ON}", re.IGNORECASE)


@cache
def _did() -> re.Pattern[str]:
    did = rf"(?!{alternation(words_of('told_of_a_date'))})(?:{alternation(words_of('did'))}|used to|(?!need)[a-z]{{2,}}ed\b)"
    return re.compile(rf"\s*,?\s*(?:i|we|he|she|they)\s+(?:(?:only|still|mostly|just|also)\s+)?{did}", re.IGNORECASE)


@cache
def _until() -> re.Pattern[str]:
    return re.compile(r"\b(?:until|till|til|up to|before)\s+(?:the\s+)?$", re.IGNORECASE)


@cache
def _divided() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:train(?:ed|ing)?|fit(?:ted|ting)?|learn|test(?:ed|ing)?|validat\w+|evaluat\w+|backtest\w*|calibrat\w+)\b(?: \w+)? (?:on|with|from|using) [^.;!?]{0,60}\b(?:until|till|up to|before|through|to)\s+(?:the\s+)?$"
        r"|\b(?:data|records|history|readings|figures|sales|logs?|everything|all)(?: \w+)? (?:until|till|up to|before|through)\s+(?:the\s+)?$", re.IGNORECASE)
