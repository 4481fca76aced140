"""Reads what people say they are: a background of the catalogue, or any other trade, of which nothing is assumed known."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from rapidfuzz import fuzz

from advisor.dialogue.reading.text import words
from advisor.domain.brief import Fact
from advisor.domain.catalog import Background

EXPERT, STUDENT = "domain-expert", "student"
"""Ids of the backgrounds of which nothing is assumed known."""
WINDOW = 7
"""Words before a phrase of the catalogue in which the person must speak of themselves."""
MOST_DESCRIBING = 3
"""Words that may stand between 'a' and the trade: 'a retired ward nurse'."""

_WORD = re.compile(r"[a-z0-9]+(?:[.'’+#&/-][a-z0-9]+)*[+#]*", re.IGNORECASE)
_SELF = frozenset({"i'm", "im", "am", "as", "me", "being", "i", "we're", "i've", "background", "currently", "myself"})
_OTHERS = frozenset({"my", "our", "the", "his", "her", "their", "your", "some", "any", "every", "each", "ask", "asked", "for", "like", "with", "than", "needs", "is", "to", "by"})
_NEGATED = re.compile(r"(?:\b(?:not|no|never|neither|nor|hardly)|n['’]t)\b[^,.;:!?]{0,24}$", re.IGNORECASE)
_BREAK = re.compile(r"[.!?;:\n]")
_HEADLINE = re.compile(r"\s*(?:[,:;.!\n–—(/]|-\s|$|by (?:training|trade|profession)\b|here\b|for \w+ years|with \w+ years|since\b|from\b|turned\b|at an?\b|in an?\b)", re.IGNORECASE)
_ADVERBS = r"(?:(?:now|currently|still|actually|also|just|only|basically|originally|officially|both|well|really)\s+)*"
_I_AM = r"\b(?:i['’]?m|i am|i was|we are|we['’]re|i (?:\w+ )?(?:work|worked|trained|qualified)(?:ing)? as|(?:working|work|worked|trained|employed|job|trade) as|my (?:job|profession|trade) is|speaking as)\s+"
_DESCRIBED = rf"(?:[\w'’-]+\s+){{0,{MOST_DESCRIBING}}}?"

_KIND = re.compile(rf"(?:\b(?:an?|the)\s+|(?:^|[.!?\n]\s*)(?!(?:hi|hello|i|as|im|am|we)\b))((?:[\w'’-]+\s+){{1,{MOST_DESCRIBING}}})$", re.IGNORECASE)
_HEADING = r"(?:(?!(?:i|i['’]?m|im|as|we|my|our|a|an|the|no|not|which|find|for|of)\b)[\w'’-]+\s+){0,2}?"
"""Words before a trade at the head of a sentence: 'Ward nurse, 12 years'."""


@dataclass(frozen=True)
class _Lists:
    trades: str
    fields: str
    firms: str
    no_trade: re.Pattern[str]


@dataclass(frozen=True)
class _Claim:
    background: str
    quote: str
    at: int


def background_facts(backgrounds: Iterable[Background], text: str, turn: int) -> list[Fact]:
    """The person's background, if they name one: 'I'm a nurse', 'as a Java dev', 'I teach chemistry', 'Accountant, 15 yrs'.

    The longest phrase of the catalogue counts, and among equals the first; otherwise the first trade claimed, as an
    expert's or student's.
    """
    listed = list(_listed(backgrounds, text))
    if listed:
        best = max(listed, key=lambda claim: (len(claim.quote.split()), -claim.at))
    else:
        claimed = sorted(_claimed(text), key=lambda claim: claim.at)
        if not claimed:
            return []
        best = claimed[0]
    return [Fact(name="background", value=best.background, quote=_with_kind(text, best), turn=turn)]


def _listed(backgrounds: Iterable[Background], text: str) -> Iterator[_Claim]:
    """Phrases of the catalogue that the person says of themselves."""
    spans = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    tokens = words(text)
    if len(tokens) != len(spans):  # lower-casing made a letter two; the words no longer tell where they stand
        return
    for background in backgrounds:
        for phrase in background.phrases:
            parts = words(phrase)
            for at in _places(tokens, parts):
                start, end = spans[at][0], spans[at + len(parts) - 1][1]
                if _of_oneself(text, tokens, spans, at, end):
                    yield _Claim(background.id, text[start:end], start)


def _places(tokens: Sequence[str], parts: Sequence[str]) -> Iterator[int]:
    for start in range(len(tokens) - len(parts) + 1):
        window = tokens[start : start + len(parts)]
        if all(w == p or (len(p) > 5 and fuzz.ratio(w, p) > 90 and w[-2:] == p[-2:]) for w, p in zip(window, parts, strict=True)):
            yield start


def _of_oneself(text: str, tokens: Sequence[str], spans: Sequence[tuple[int, int]], at: int, end: int) -> bool:
    """Whether the phrase at word `at` follows 'I am', 'as a' or the like, or heads the sentence as in 'Nurse, 12 years'."""
    start = spans[at][0]
    begun = max((match.end() for match in _BREAK.finditer(text, 0, start)), default=0)
    before = [i for i in range(max(0, at - WINDOW), at) if spans[i][0] >= begun]
    if len(before) <= 1:
        return bool(_HEADLINE.match(text, end)) and not {tokens[i] for i in before} & _OTHERS
    heads = [i for i in before if tokens[i] in _SELF]
    if not heads or _NEGATED.search(text[begun:start]):
        return False
    # 'I'm the only developer' is of oneself, 'as our developer says' is not.
    return not {tokens[i] for i in before if i > heads[-1] + (tokens[min(heads[-1] + 1, at)] == "the")} & _OTHERS


def _claimed(text: str) -> Iterator[_Claim]:
    """Trades and roles that the catalogue does not list."""
    for pattern, only_known in _claims():
        for match in pattern.finditer(text):
            who = match["who"]
            if _NEGATED.search(text[: match.start("who")]) or (not only_known and _lists().no_trade.search(who)):
                continue
            learning = re.search(r"\b(?:students?|graduate|pupil|stud(?:y|ying|ied))\b", who, re.IGNORECASE)
            yield _Claim(STUDENT if learning else EXPERT, who, match.start("who"))


@cache
def _claims() -> Sequence[tuple[re.Pattern[str], bool]]:
    """Wordings of claims, and whether what they take for a trade is sure to be one."""
    lists = _lists()
    trade = rf"(?:{lists.trades})"
    by_ending = r"[\w-]*(?:ologist|[^l]ist|ician|ist|eer|er|or|ant|ian|man|woman)"
    found = (
        (rf"{_I_AM}{_ADVERBS}(?:an?|the)\s+(?P<who>{_DESCRIBED}{trade})\b(?!['’]s|\s+(?:of a way|than)\b)", True),
        (rf"{_I_AM}{_ADVERBS}(?P<who>{_DESCRIBED}{trade}s)\b", True),
        (rf"(?:^|[,.;:!?\n]\s*|\b(?:but|and|that)\s+)(?:speaking |being )?as\s+an?\s+(?P<who>{_DESCRIBED}{trade})\b", True),
        (rf"\bas\s+an?\s+(?P<who>{_DESCRIBED}{trade})\b(?=\s+i\b)", True),
        (rf"{_I_AM}{_ADVERBS}an?\s+(?P<who>(?:[\w-]+\s+)?{by_ending})\b(?!['’]s|\s+(?:of a way|than)\b)", False),
        (rf"(?:^|[.!?\n]\s*)(?P<who>{_HEADING}{trade})(?=\s+by (?:training|trade|profession)\b|\s+here\b|\s*[,:–—]\s*(?:\d|\w+ years|\w+ yrs|i\b|i['’]|been\b)|\s+(?:for|with) \w+ (?:years|yrs)\b)", True),
        (r"\bi\s+(?P<who>drive\s+an?\s+(?:bus|lorry|truck|taxi|cab|train|tram|ambulance))\b", True),
        (r"(?:^|[,.;:!?\n]\s*|\bi['’]?m (?:an? )?|\bam (?:an? )?)(?P<who>[\w-]+(?:\s+[\w-]+)?)(?=\s+by (?:training|trade|profession)\b)", True),
        (rf"\b(?:i|we)\s+{_ADVERBS}(?P<who>(?:teach|lecture|taught)\s+(?:in\s+)?(?:\w+\s+){{0,2}}?(?:{lists.fields}))\b", True),
        (rf"\b(?:i|i['’]?m|i am)\s+{_ADVERBS}(?P<who>(?:study|studying|studied)\s+(?:\w+\s+)?(?:{lists.fields}))\b", True),
        (r"\bi\s+(?:still\s+)?(?P<who>teach)(?=\s+(?:at|in|teenagers|children|kids|adults|pupils|a class))", True),
        (rf"\b(?:i|i['’]?m|i am|i have|i['’]ve|i['’]ve been)\s+(?:now\s+|currently\s+)?(?P<who>(?:work(?:ing|ed)?\s+)?in\s+(?:the\s+)?(?:\w+\s+)?(?:{lists.fields}))\b", True),
        (rf"\bi\s+{_ADVERBS}(?P<who>(?:run|own|manage|lead)\s+(?:an?|my own|our|the|two|three|my)\s+(?:[\w-]+\s+){{0,2}}?(?:{lists.firms}))\b", True),
        (r"\bi\s+(?P<who>(?:mend|repair|grow|breed|brew|bake|farm|restore)\s+(?:[\w-]+\s+)?[\w-]+s)\b", True),
    )  # fmt: skip
    return [(re.compile(pattern, re.IGNORECASE), known) for pattern, known in found]


def _with_kind(text: str, claim: _Claim) -> str:
    """The quote with the words before it that say what kind: 'medical student', not 'student'."""
    kind = _KIND.search(text[: claim.at])
    return f"{text[kind.start(1) : claim.at]}{claim.quote}" if kind else claim.quote


@cache
def _lists() -> _Lists:
    raw: Mapping[str, Sequence[str]] = yaml.safe_load(files("advisor.dialogue").joinpath("trades.yaml").read_text(encoding="utf-8"))
    joined = {name: "|".join(lines).replace(" ?", r"[\s-]*").replace(" ", r"[\s-]+") for name, lines in raw.items()}
    return _Lists(joined["trades"], joined["fields"], joined["firms"], re.compile(rf"\b(?:{joined['no_trade']})$", re.IGNORECASE))
