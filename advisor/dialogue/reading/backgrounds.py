"""Reads what people say they are: a background of the catalogue, or whatever else they are, do, study or work at.

Of the latter nothing is assumed known, so any way of telling it counts that people use of themselves.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from advisor.dialogue.reading.livelihoods import livelihoods
from advisor.dialogue.reading.phrases import described_from, reach
from advisor.dialogue.reading.statements import Statement, statements
from advisor.dialogue.reading.tellings import tellings
from advisor.dialogue.reading.text import words
from advisor.dialogue.reading.told import Rank, Telling
from advisor.domain.brief import Fact, Provenance
from advisor.domain.entries.questions import Background
from advisor.domain.vocabulary import Level

EXPERT, STUDENT = "domain-expert", "student"
"""Ids of the backgrounds of which nothing is assumed known."""
WINDOW = 7
"""Words before a phrase of the catalogue in which the person must speak of themselves."""
SURE = Rank.DOING
"""What tells less plainly than this gives way to what somebody's skills suggest."""

TRADE_LANGUAGES = frozenset({"java", "csharp", "cpp", "go", "php", "javascript", "scala", "rust"})
"""Languages that hardly anybody knows well who does not program for a living."""
_SELF = frozenset({"i'm", "im", "am", "as", "me", "being", "i", "we're", "i've", "background", "currently", "myself"})
_OTHERS = frozenset({"my", "our", "the", "his", "her", "their", "your", "some", "any", "every", "each", "ask", "asked", "for", "like", "with", "than", "needs", "is", "to", "by", "know", "knew", "need", "want", "hire", "hired", "become", "met", "told", "who", "pay", "see", "saw", "call"})
_NEGATED = re.compile(r"(?:\b(?:not|no|never|neither|nor|hardly)|n['’]t)\b[^,.;:!?]{0,24}$", re.IGNORECASE)
_BREAK = re.compile(r"[.!?;:(\n]")
_HEADLINE = re.compile(r"\s*(?:[,:;.!\n–—(/]|-\s|$|by (?:training|trade|profession)\b|here\b|for \w+ years|with \w+ years|since\b|from\b|turned\b|(?:at|in|of) (?:(?!\d)\w+ ){0,2}(?!\d)\w+\s*(?:[,;.!\n]|$))", re.IGNORECASE)
_LEARNING = re.compile(r"\b(?:students?|graduate|pupil|undergrad(?:uate)?|stud(?:y|ying|ied)|phd candidate)\b")


@dataclass(frozen=True)
class _Claim:
    background: str
    words: int
    """Words of the catalogue's phrase."""
    telling: Telling


def background_facts(backgrounds: Iterable[Background], text: str, turn: int, inferred: Sequence[Fact] = ()) -> list[Fact]:
    """The person's background, if they tell one: 'I'm a nurse', 'as a Java dev', 'I work in customs', 'Accountant, 15 yrs'.

    The longest phrase of the catalogue counts, and among equals the first; otherwise what tells most plainly what they
    are, do or study, as an expert's or student's. `inferred` is what else suggests a background; it counts where the
    person only mentions where they work.
    """
    said = statements(text, livelihoods().spelling)
    listed = list(_listed(list(backgrounds), text, said))
    if listed:
        best = max(listed, key=lambda claim: (claim.words, -_start(claim.telling)))
        return [_fact(best.background, text, best.telling, turn)]
    told = sorted((it for statement in said for it in tellings(statement)), key=lambda it: (it.rank, _start(it), _start(it) - _end(it)))
    if not told or (inferred and (told[0].rank > SURE or set(_said(told[0])) & livelihoods().lists["computing"])):
        return list(inferred)
    learning = told[0].learning or _LEARNING.search(" ".join(_said(told[0])))
    return [_fact(STUDENT if learning else EXPERT, text, told[0], turn)]


def _start(telling: Telling) -> int:
    return telling.statement.tokens[telling.first].start


def _end(telling: Telling) -> int:
    return telling.statement.tokens[telling.end - 1].end


def _said(telling: Telling) -> Sequence[str]:
    return telling.statement.words[telling.first : telling.end]


def _fact(background: str, text: str, telling: Telling, turn: int) -> Fact:
    return Fact(name="background", value=background, quote=text[_start(telling) : _end(telling)], turn=turn)


def _listed(backgrounds: Collection[Background], text: str, said: Sequence[Statement]) -> Iterator[_Claim]:
    """Phrases of the catalogue that the person says of themselves."""
    places = [(statement, i) for statement in said for i in range(len(statement.tokens))]
    tokens = [statement.words[i] for statement, i in places]
    spans = [(statement.tokens[i].start, statement.tokens[i].end) for statement, i in places]
    at_word = {part: {i for i, token in enumerate(tokens) if _is_word(token, part)} for part in {p for b in backgrounds for p in _parts_of(b)}}
    for background in backgrounds:
        for phrase in background.phrases:
            parts = _words_of(phrase)
            for at in sorted(i for i in at_word[parts[0]] if all(i + n in at_word[part] for n, part in enumerate(parts))):
                if _of_oneself(text, tokens, spans, at, spans[at + len(parts) - 1][1]):
                    statement, first = places[at]
                    end = min(first + len(parts), len(statement.tokens))
                    yield _Claim(background.id, len(parts), Telling(statement, described_from(statement, first), reach(statement, end), Rank.TRADE))


@lru_cache(maxsize=1024)
def _words_of(phrase: str) -> Sequence[str]:
    return words(phrase)


def _parts_of(background: Background) -> Iterator[str]:
    return (part for phrase in background.phrases for part in _words_of(phrase))


def _is_word(word: str, meant: str) -> bool:
    """Whether a word is the one meant, but for a letter or so of a long one."""
    return word == meant or (len(meant) > 5 and word[0] == meant[0] and word[-2:] == meant[-2:] and fuzz.ratio(word, meant) > 90)


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


def by_trade(skills: Sequence[Fact], turn: int) -> list[Fact]:
    """'Twelve years of Java' is said by a software engineer; inferred, so that a word of theirs overrules it."""
    telling = next((f for f in skills if f.name == "known_skills" and f.key in TRADE_LANGUAGES and f.value == Level.SOLID), None)
    if telling is None:
        return []
    return [Fact(name="background", value="backend-engineer", quote=telling.quote, turn=turn, provenance=Provenance.INFERRED)]
