"""What a phrase tells of the person who writes, how plainly, and the words by which people speak of themselves."""

from dataclasses import dataclass
from enum import IntEnum

from advisor.dialogue.reading.phrases import ADVERBS
from advisor.dialogue.reading.statements import Statement


class Rank(IntEnum):
    """How plainly something tells what a person is, the plainest first."""

    TRADE = 1
    DOING = 2
    FIRM = 3
    """What 'we' do, what one was, a heading that names a place."""
    LEARNT = 4
    PLACE = 5
    """'Our clinic', 'at the steelworks': a place only mentioned."""


@dataclass(frozen=True)
class Telling:
    """A phrase of a statement, from which word and up to which, and how plainly it tells."""

    statement: Statement
    first: int
    end: int
    rank: Rank
    learning: bool = False
    """Whether it tells of studies that go on."""


SELF_BE = frozenset({"i'm", "we're", "im"})
SPEAKER = frozenset({"i", "we", "i've", "we've", "i'd"})
OWN = SPEAKER | SELF_BE | {"my", "me", "our", "us", "mine"}
OTHERS = frozenset(
    "he she they his her their who brother sister son daughter wife husband friend mate colleague colleagues neighbour neighbor boss cousin uncle aunt father "
    "mother dad mum mom girlfriend boyfriend partner chief supervisor nephew niece flatmate roommate grandfather grandmother nobody somebody someone everybody everyone".split()
)
"""People who are not the one who writes."""
GREETING = frozenset("hi hello hallo helo hey hiya there ther all dear sir sirs madam good morning evening afternoon day greetings moin so well ok okay salam jambo bonjour hola ciao me yes team everyone folks advisor just".split())
YEARS = frozenset({"years", "yrs", "year", "decades", "yr"})
WORK = frozenset({"work", "worked", "working", "works", "employed", "wrk", "workin"})
ASKING = frozenset("if whether should how what which why do can could would does did when'll or".split())
NAMELESS = frozenset("company team group firm office department business organisation organization place centre center small big large little medium-sized tiny".split())
"""Places of work that say nothing: 'I work in a small company'."""
MOST_BETWEEN = 5
"""Words between 'work' and the place: 'I work forty hours a week in a bakery'."""


def by_self(statement: Statement, at: int) -> bool:
    """Whether the verb at `at` is what 'I' or 'we' do, or heads the statement without anybody."""
    said = statement.words
    before = at - 1
    while before >= 0 and said[before] in ADVERBS | {"have", "been", "am", "was", "are", "were", "had"} and said[before] != "not":
        before -= 1
    heads = said[at].endswith("ing") and (before < 0 or statement.tokens[at].mark == "," or all(w in GREETING for w in said[: before + 1]))
    if before < 0:
        return heads
    if said[before] in SPEAKER | SELF_BE:
        return before == 0 or said[before - 1] not in ASKING
    return heads and not set(said[:at]) & OTHERS
