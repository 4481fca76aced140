"""Finds where people say of themselves, or of their firm, what they are, do, study and where they work.

A small grammar over the words of one statement: who speaks ('I', 'we', nobody as in 'Nurse, 12 years'), a word that tells
(a trade, a verb of work, a place, a title), and how far the phrase reaches.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from advisor.dialogue.reading.livelihoods import Livelihoods, livelihoods
from advisor.dialogue.reading.phrases import (
    ADVERBS,
    CLAUSE,
    DETERMINERS,
    FUNCTION,
    MOST_DESCRIBING,
    NUMBER,
    PREPOSITIONS,
    clause_end,
    described_from,
    ends_noun,
    ends_phrase,
    place_in,
    reach,
    skip,
    trade_at,
)  # fmt: skip
from advisor.dialogue.reading.statements import Statement

MOST_BETWEEN = 5
"""Words between 'work' and the place: 'I work forty hours a week in a bakery'."""


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


_SELF_BE = frozenset({"i'm", "we're", "im"})
_BE = frozenset({"am", "are", "was", "were", "be", "been"})
_SELF = frozenset({"i", "we", "i've", "we've", "i'd"})
_OWN = _SELF | _SELF_BE | {"my", "me", "our", "us", "mine"}
_BEFORE_TRADE = ADVERBS | DETERMINERS | {"of", "team", "group", "pair", "couple", "by", "profession", "trade", "training"}
"""Words between 'I am' and the trade that are no part of it: 'we are a team of three midwives'."""
_OTHERS = frozenset(
    "he she they his her their who brother sister son daughter wife husband friend mate colleague colleagues neighbour neighbor boss cousin uncle aunt father "
    "mother dad mum mom girlfriend boyfriend partner chief supervisor nephew niece flatmate roommate grandfather grandmother nobody somebody someone everybody everyone".split()
)
"""People who are not the one who writes."""
_GREETING = frozenset("hi hello hallo helo hey hiya there ther all dear sir sirs madam good morning evening afternoon day greetings moin so well ok okay salam jambo bonjour hola ciao me yes team everyone folks advisor just".split())
_YEARS = frozenset({"years", "yrs", "year", "decades", "yr"})
_TRAINING = frozenset({"study", "studying", "learning", "training", "train", "apprenticed", "retraining"})
_WORK = frozenset({"work", "worked", "working", "works", "employed", "wrk", "workin"})
_OF_WORK = ("in", "at", "for", "with", "on", "as", "like")
_ASKING = frozenset("if whether should how what which why do can could would does did when'll or".split())
_OF_FIRMS = frozenset({"make", "print", "build", "design", "produce", "deliver", "supply", "service", "maintain"})
_INTRANSITIVE = frozenset({"teach", "lecture", "farm", "garden", "nurse", "translate", "coach", "referee", "volunteer", "freelance", "tutor", "interpret"})
_NAMELESS = frozenset("company team group firm office department business organisation organization place centre center small big large little medium-sized tiny".split())
"""Places of work that say nothing: 'I work in a small company'."""
_LIVING_THINGS = frozenset("children kids patients animals horses dogs refugees elderly disabled adults teenagers teens youth pupils prisoners clients wood glass steel leather metal stone farmers families birds cattle sheep bees seniors migrants victims offenders".split())
"""What one works with for a living."""
_CHORES = frozenset("do handle deal help keep cook clean write process plan answer sort prepare check make play sing wash pack stack sweep cover load weigh test assemble record type file print buy order cut build design serve monitor organise organize manage supervise run drive take care teach fix sew repair volunteer intern read".split())
_OF_PLACE = frozenset({"for", "at", "in", "of"})
_NOT_OWNED = frozenset("bank gym library church hospital university school college council supermarket station airline airport police court port market embassy insurer hall prison railway press plant ward parish mosque temple synagogue helpline hotline team group centre center trust union store".split())
"""Places that 'my' does not make one's own, or that say too little."""
_STUDIED = re.compile(r"(?:ology|ics|graphy|nomy|istry|ering|ature|ology)$")
_PRESENT = frozenset("am i'm im do doing make making study studying year pursuing currently semester term course now start started begin student writing write".split())
_HELD = frozenset("did have has hold finished left from had got since completed done after once 've i've".split())
_NAMED = (("i'm",), ("i", "am"), ("this", "is"), ("here", "is"), ("my", "name", "is"), ("name",), ("name's",))
"""Words before one's name."""
_POST_IS = frozenset({"is", "was", "as", "being", "="})


def tellings(statement: Statement) -> Iterator[Telling]:
    """What a statement tells of the person, by all rules; phrases may overlap."""
    for rule in _RULES:
        yield from rule(statement)


def _after_self_be(statement: Statement) -> Iterator[tuple[int, bool]]:
    """Where what follows 'I am' begins, and whether it is past."""
    said = statement.words
    for at, word in enumerate(said):
        dropped = word in ("am", "was") and bool(statement.tokens[at].mark) and bool(set(said[:at]) & (_SELF | _SELF_BE))
        if dropped or word in _SELF_BE or (word in ("am", "being", "were") and at == 0):
            yield at + 1, word == "was"
        elif word == "used" and said[at + 1 : at + 3] == ("to", "be") and (at == 0 or said[at - 1] in _SELF):
            yield at + 3, True
        elif word in ("we", "us") and at + 1 < len(said) and statement.tokens[at + 1].mark == ",":
            yield at + 1, False
        elif word in ("i", "we", "i've", "we've"):
            be = skip(statement, at + 1, ADVERBS | {"have"})
            if be < len(said) and said[be] in _BE:
                yield be + 1, said[be] in ("was", "were")


def _is(statement: Statement) -> Iterator[Telling]:
    """'I'm a ward nurse', 'I am optician in Plzen', 'we, three geographers', 'I'm in HR', 'I'm with the fire brigade'."""
    lists = livelihoods()
    said = statement.words
    for after, past in _after_self_be(statement):
        start = skip(statement, after, _BEFORE_TRADE | frozenset(w for w in said if w.isdigit()))
        if start >= len(said) or any(w in ("no", "any") for w in said[after:start]):
            continue
        rank = Rank.FIRM if past else Rank.TRADE
        found = trade_at(statement, start, lists)
        if found:
            yield Telling(statement, found[0], reach(statement, found[1]), rank)
        elif also := _and_a_trade(statement, start, lists):
            yield Telling(statement, also[0], reach(statement, also[1]), rank)
        elif said[start - 1] in ("a", "an"):
            yield from _like_trade(statement, start, lists, rank)
        if said[start] in ("in", "at", "with", "from", "on"):
            yield from _is_at(statement, start, lists)
        elif said[start : start + 2] in (("part", "of"), ("member", "of"), ("members", "of")):
            yield from _is_at(statement, start + 1, lists)
        elif start > after:
            end = clause_end(statement, start)
            place = place_in(statement, start, min(end, start + MOST_DESCRIBING + 1))
            if place and not set(said[start:place]) & PREPOSITIONS and ends_noun(statement, place):
                yield Telling(statement, start, reach(statement, place), Rank.FIRM)
        if said[start] == "responsible" or said[start : start + 2] == ("in", "charge"):
            yield Telling(statement, start, clause_end(statement, start), Rank.DOING)


def _and_a_trade(statement: Statement, start: int, lists: Livelihoods) -> tuple[int, int] | None:
    """The trade of 'a mother of three and a part-time florist', for what stands behind 'I'm a'."""
    said = statement.words
    for at in range(start + 1, min(start + MOST_BETWEEN + 1, len(said) - 2)):
        if said[at] == "and" and said[at + 1] in ("a", "an"):
            return trade_at(statement, at + 2, lists)
    return None


def _like_trade(statement: Statement, start: int, lists: Livelihoods, rank: Rank) -> Iterator[Telling]:
    said = statement.words
    for at in (start, start + 1):
        if at < len(said) and (at == start or (statement.joined(at) and said[start] not in FUNCTION)) and lists.like_trade(said[at]) and ends_noun(statement, at + 1):
            if said[at + 1 : at + 2] != ("than",) and said[at + 1 : at + 3] != ("of", "a"):
                yield Telling(statement, start, reach(statement, at + 1), rank)
            return


def _is_at(statement: Statement, at: int, lists: Livelihoods) -> Iterator[Telling]:
    said = statement.words
    noun = skip(statement, at + 1, DETERMINERS | ADVERBS)
    end = clause_end(statement, at + 1)
    if noun >= end or (said[at] == "from" and noun == at + 1):
        return
    if place_in(statement, noun, end) or (said[at] in ("in", "at") and any(lists.field(said, i) for i in range(noun, min(noun + 5, end)))):
        yield Telling(statement, at, end, Rank.DOING, learning="year" in said[at:end])


def _works(statement: Statement) -> Iterator[Telling]:
    """'I work at a housing association', 'working as a porter', 'I work the door at a club'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        joined_on = at > 0 and said[at - 1] == "and" and bool(set(said[:at]) & (_SELF | _SELF_BE)) and not set(said[:at]) & _OTHERS
        if word not in _WORK or not (joined_on or _by_self(statement, at)):
            continue
        for place in range(at + 1, min(at + MOST_BETWEEN + 2, len(said))):
            if said[place] in CLAUSE - {"as", "like"} or not statement.joined(place):
                break
            if said[place] in _OF_WORK and (told := _works_at(statement, at, place, lists)):
                yield told
                break


def _works_at(statement: Statement, at: int, place: int, lists: Livelihoods) -> Telling | None:
    said = statement.words
    noun = skip(statement, place + 1, DETERMINERS | ADVERBS)
    if noun >= len(said):
        return None
    if said[place] in ("as", "like"):
        found = trade_at(statement, noun, lists)
        if found:
            return Telling(statement, found[0], reach(statement, found[1]), Rank.TRADE)
        return next(_like_trade(statement, noun, lists, Rank.TRADE), None) if said[place] == "as" else None
    end = clause_end(statement, noun)
    named = bool(place_in(statement, noun, end)) or any(lists.field(said, i) or lists.trade(said, i) for i in range(noun, end))
    if said[noun] in FUNCTION or said[noun] in lists.lists["computing"] or end <= noun:
        return None
    if not named and (said[noun] in lists.lists["no_place"] or said[noun][0].isdigit() or all(w in _NAMELESS or w in FUNCTION for w in said[noun:end])):
        return None
    if not named and said[place] in ("with", "on", "for") and not (said[place] == "for" or set(said[noun:end]) & _LIVING_THINGS):
        return None
    if not named and any(w in lists.lists["computing"] for w in said[noun:end]):
        return None
    return Telling(statement, at, end, Rank.DOING)


def _by_self(statement: Statement, at: int) -> bool:
    """Whether the verb at `at` is what 'I' or 'we' do, or heads the statement without anybody."""
    said = statement.words
    before = at - 1
    while before >= 0 and said[before] in ADVERBS | {"have", "been", "am", "was", "are", "were", "had"} and said[before] != "not":
        before -= 1
    heads = said[at].endswith("ing") and (before < 0 or statement.tokens[at].mark == "," or all(w in _GREETING for w in said[: before + 1]))
    if before < 0:
        return heads
    if said[before] in _SELF | _SELF_BE:
        return before == 0 or said[before - 1] not in _ASKING
    return heads and not set(said[:at]) & _OTHERS


def _does(statement: Statement) -> Iterator[Telling]:
    """'I inspect steel bridges', 'we keep about 140 hives', 'I do the rota for three kindergartens', 'and drive a school bus'."""
    lists = livelihoods()
    said = statement.words
    for at in range(len(said)):
        base, length = lists.verb(said, at)
        if not length:
            continue
        joined_on = at > 1 and said[at - 1] == "and" and any(_done_at(statement, i, at - 1, lists) for i in range(at - 1))
        if not (_by_self(statement, at) or joined_on):
            continue
        if _is_done_to(statement, base, at + length, lists):
            we = any(w in ("we", "we're", "we've") for w in said[max(0, at - 2) : at])
            past = said[at].endswith("ed")
            yield Telling(statement, at, max(clause_end(statement, at + length), at + length), Rank.FIRM if we or past else Rank.DOING)


def _done_at(statement: Statement, at: int, end: int, lists: Livelihoods) -> bool:
    length = lists.verb(statement.words, at)[1]
    return bool(length) and _by_self(statement, at) and (at + length < end)


def _is_done_to(statement: Statement, base: str, at: int, lists: Livelihoods) -> bool:
    """Whether what follows the verb makes it work: buses are driven for a living, cars are not."""
    said = statement.words
    noun = skip(statement, at, DETERMINERS | ADVERBS | frozenset({"own", "small", "little", "old", "up"}))
    if noun >= len(said) or (noun == at and not statement.joined(noun)):
        return base in _INTRANSITIVE
    end = clause_end(statement, noun)
    own = "my" in said[at:noun] and bool(set(said[noun:end]) & lists.lists["family"])
    if base in lists.done_to:
        things = lists.done_to[base]
        noun_end = next((i for i in range(noun, end) if said[i] in PREPOSITIONS), end)
        named = any(" ".join(said[i : i + n]) in things for i in range(noun, min(noun + 5, noun_end)) for n in (1, 2, 3))
        return (named or _is_product(statement, base, at, noun_end, lists)) and not own
    if base in _INTRANSITIVE and said[noun] in ("at", "in", "part-time"):
        return True
    timed = bool(NUMBER.match(said[noun])) and any(w in lists.lists["no_place"] for w in said[noun : noun + 3])
    tool = any(w in lists.lists["computing"] for w in said[noun : min(end, noun + 2)])
    return not (own or timed or tool or said[noun] in lists.lists["not_objects"] or said[noun] in FUNCTION or end <= noun)


def _is_product(statement: Statement, base: str, at: int, end: int, lists: Livelihoods) -> bool:
    """Whether 'we' make things in numbers: 'we make bicycle bells', 'we print wallpapers'."""
    said = statement.words
    if base not in _OF_FIRMS or "we" not in said[max(0, at - 3) : at] or not 0 < end - at <= MOST_DESCRIBING or said[at] in FUNCTION:
        return False
    unfit = lists.lists["computing"] | lists.lists["not_objects"] | lists.lists["no_products"]
    return said[end - 1].endswith("s") and not set(said[at:end]) & unfit


def _helps_at(statement: Statement) -> Iterator[Telling]:
    """'I do data for a food bank', 'I help at a hospice': nearly anything done at a place of work."""
    said = statement.words
    for at, word in enumerate(said):
        if not {word, word.removesuffix("ing")} & _CHORES or not _by_self(statement, at):
            continue
        for place in range(at + 1, min(at + MOST_BETWEEN + 2, len(said))):
            if said[place] in CLAUSE or not statement.joined(place):
                break
            if said[place] in _OF_PLACE and _works_for(statement, place + 1):
                yield Telling(statement, at, clause_end(statement, at + 1), Rank.DOING)
                break


def _works_for(statement: Statement, at: int) -> bool:
    """Whether a place of work stands at `at`, one of them or several: 'a clinic', 'restaurants'."""
    if at >= len(statement.words):
        return False
    several = statement.words[at].endswith("s") and bool(livelihoods().workplace(statement.words, at))
    return several or (statement.words[at] in DETERMINERS and bool(place_in(statement, at, clause_end(statement, at), _NAMELESS)))


def _for_a_living(statement: Statement) -> Iterator[Telling]:
    """'I splice cables for a living', whatever it is, unless it is computing."""
    lists = livelihoods()
    said = statement.words
    for at in range(2, len(said) - 2):
        if said[at : at + 3] != ("for", "a", "living"):
            continue
        first = max((i + 1 for i in range(at) if said[i] in _SELF), default=-1)
        if first > 0 and first < at and not set(said[first:at]) & lists.lists["computing"]:
            yield Telling(statement, first, at, Rank.DOING)


def _earns(statement: Statement) -> Iterator[Telling]:
    """'I make a living selling honey', 'I earn my bread with wedding photos', 'I live from my goats'."""
    lists = livelihoods()
    said = statement.words
    for at in range(1, len(said) - 2):
        earns = said[at] in ("make", "earn", "making", "earning") and said[at + 1] in ("a", "my", "our") and said[at + 2] in ("living", "bread", "money")
        lives = said[at] == "live" and said[at + 1] in ("from", "off")
        start = at + 3 if earns else at + 2
        if (earns or lives) and _by_self(statement, at) and start < len(said) and not set(said[start:]) & lists.lists["computing"]:
            yield Telling(statement, at, clause_end(statement, start), Rank.DOING)


def _where_i_work(statement: Statement) -> Iterator[Telling]:
    """'The vet clinic where I work'."""
    said = statement.words
    for at in range(1, len(said) - 2):
        if said[at] == "where" and said[at + 1] in _SELF and any(w in _WORK | {"teach", "volunteer"} for w in said[at + 2 : at + 4]):
            first = described_from(statement, at)
            if first < at and place_in(statement, first, at, _NAMELESS):
                yield Telling(statement, first, at, Rank.DOING)


def _becomes(statement: Statement) -> Iterator[Telling]:
    """'I study to be a midwife', 'training as a paramedic'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        if word not in _TRAINING or not _by_self(statement, at):
            continue
        behind = next((len(link) for link in (("to", "be"), ("to", "become"), ("as",)) if said[at + 1 : at + 1 + len(link)] == link), 0)
        found = trade_at(statement, skip(statement, at + 1 + behind, DETERMINERS), lists) if behind else None
        if found:
            yield Telling(statement, at, reach(statement, found[1]), Rank.DOING, learning=True)


def _belongs(statement: Statement) -> Iterator[Telling]:
    """'I belong to a mountain rescue team'."""
    said = statement.words
    for at, word in enumerate(said[:-2]):
        if word in ("belong", "belonging") and said[at + 1] == "to" and _by_self(statement, at) and place_in(statement, at + 2, clause_end(statement, at + 2)):
            yield Telling(statement, at, clause_end(statement, at + 2), Rank.DOING)


def _studies(statement: Statement) -> Iterator[Telling]:
    """'I study the economy', 'I was studying pharmacy'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        if word not in lists.lists["learning"] or not word.startswith("stud") or not _by_self(statement, at):
            continue
        noun = skip(statement, at + 1, DETERMINERS | ADVERBS)
        if noun < len(said) and (any(lists.field(said, i) for i in (noun, noun + 1)) or (_STUDIED.search(said[noun]) and said[noun] not in lists.lists["computing"])):
            past = word == "studied" or said[at - 1] in ("was", "were")
            yield Telling(statement, at, max(clause_end(statement, noun), noun + 1), Rank.LEARNT if past else Rank.DOING, learning=True)


def _titles(statement: Statement) -> Iterator[Telling]:
    """'Master's in sociology', 'I make PhD in civil engineering', 'from my agronomy degree', 'my ecology papers'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        if set(said[:at]) & _OTHERS:
            return
        own = bool(set(said[:at]) & _OWN) or at <= 2 or bool(statement.tokens[at].mark)
        if word in lists.lists["titles"] and own and (behind := _subject_of_title(said, at)):
            noun = skip(statement, behind, DETERMINERS)
            if noun < len(said) and said[noun] not in FUNCTION | lists.lists["computing"] and not (word in ("ma", "ba", "thesis") and not lists.field(said, noun)):
                goes_on = bool(set(said[:at]) & _PRESENT) and not set(said[:at]) & _HELD
                yield Telling(statement, at, clause_end(statement, noun), Rank.DOING if goes_on else Rank.LEARNT, learning=goes_on)
        elif at > 0 and own and word in lists.lists["titles"] | lists.lists["papers"]:
            first = next((i for i in range(max(0, at - 3), at) if lists.field(said, i) and i + lists.field(said, i) == at), None)
            if first is not None and (word in lists.lists["titles"] or said[first - 1 : first] == ("my",)):
                yield Telling(statement, first, at + 1, Rank.LEARNT)


def _subject_of_title(said: Sequence[str], at: int) -> int:
    """Where the subject of the title at `at` begins: 'PhD in entomology', 'my PhD is in entomology'; 0 if it is not told."""
    at += 1 + (said[at + 1 : at + 2] in (("is",), ("was",)))
    return at + 1 if said[at : at + 1] and said[at] in ("in", "of", "on") else 0


def _heads(statement: Statement) -> Iterator[Telling]:
    """'Lab technician, blood bank, Porto', 'Retired surveyor; AutoCAD', 'security guard here', 'Physiotherapy practice, Tromsø'."""
    lists = livelihoods()
    said = statement.words
    start = _behind_name(statement, skip(statement, 0, _GREETING))
    if said[start : start + 1] == ("responsible",) and start < len(said) - 2:
        yield Telling(statement, start, clause_end(statement, start), Rank.DOING)
    if start >= len(said) or said[start] in FUNCTION or start > 6:
        return
    found = trade_at(statement, start, lists)
    here = next((i for i in range(start, min(start + 4, len(said) - 1)) if said[i + 1] == "here"), None)
    if not found and here is not None and lists.like_trade(said[here]) and not set(said[start:here]) & FUNCTION:
        found = start, here + 1
    if found and _stands_alone(statement, *found, lists):
        yield Telling(statement, found[0], _with_next(statement, reach(statement, found[1])), Rank.TRADE)
    elif not statement.asks:
        place = place_in(statement, start + 1, start + MOST_DESCRIBING + 2)
        described = place and not set(said[start:place]) & FUNCTION and all(statement.joined(i) for i in range(start + 1, place))
        if described and (place == len(said) or statement.tokens[place].mark in (",", "-", "–", "—")):
            yield Telling(statement, start, place, Rank.FIRM)


def _behind_name(statement: Statement, at: int) -> int:
    """Where 'I'm Ana,', 'This is Mehmet, a' or 'Tom,' ends, if a statement begins so."""
    said = statement.words
    named = next((len(lead) for lead in _NAMED if said[at : at + len(lead)] == lead), 0)
    comma = next((i for i in range(at + 1, min(at + named + 3, len(said))) if statement.tokens[i].mark == ","), 0)
    if not comma or (not named and (comma > at + 1 or livelihoods().trade(said, at) or said[at] in FUNCTION)):
        return at
    behind = skip(statement, comma, frozenset({"a", "an", "now", "formerly", "previously", "once"}))
    return behind if behind < len(said) and trade_at(statement, behind, livelihoods()) else at


def _stands_alone(statement: Statement, first: int, end: int, lists: Livelihoods) -> bool:
    """Whether a trade at the head of a statement is what the writer is, and no part of a sentence about others."""
    said = statement.words
    if said[end : end + 1] == ("here",) or said[end : end + 2] in (("by", "training"), ("by", "trade"), ("by", "profession")):
        return True
    last = said[end - 1]
    plural = last.endswith("s") and last[:-1] in lists.trades
    if statement.asks or plural:
        return False
    bare = end - first == 1 and last in lists.not_alone
    if end == len(said) or not statement.joined(end):
        return not bare or (end < len(said) and (said[end][0].isdigit() or bool(NUMBER.match(said[end]))))
    if said[end] in ("since", "turned") or (said[end] in ("for", "with") and end + 1 < len(said) and bool(NUMBER.match(said[end + 1])) and bool(set(said[end + 1 : end + 4]) & _YEARS)):
        return True
    return not bare and (said[end] in ("in", "at", "of", "from") or (said[end] == "for" and last not in lists.not_alone)) and not _ends_phrase_at(statement, end)


def _ends_phrase_at(statement: Statement, at: int) -> bool:
    return at + 1 >= len(statement.words) or ends_phrase(statement, at) or bool(set(statement.words[at:]) & {"is", "are", "has", "have", "will", "can", "should"})


def _with_next(statement: Statement, end: int) -> int:
    """The phrase with the place that follows behind a comma: 'Lab technician, blood bank'."""
    said = statement.words
    if end >= len(said) or statement.tokens[end].mark != ",":
        return end
    until = next((i for i in range(end + 1, len(said)) if not statement.joined(i)), len(said))
    lists = livelihoods()
    tells = place_in(statement, end, until) or any(lists.field(said, i) for i in range(end, until))
    return until if until - end <= 5 and tells and not set(said[end:until]) & CLAUSE else end


def _as(statement: Statement) -> Iterator[Telling]:
    """'As a vet I see many dogs', 'my day job as plumber', 'profession: midwife', 'my job is teacher'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        noun = skip(statement, at + 1, DETERMINERS | ADVERBS)
        found = trade_at(statement, noun, lists) if noun < len(said) else None
        if not found:
            continue
        before = said[at - 1] if at else ""
        if word == "as" and (noun > at + 1 or at == 0):
            begins = at == 0 or bool(statement.tokens[at].mark) or before in ("speaking", "being", "but", "and", "that")
            if begins or said[found[1] : found[1] + 1] == ("i",):
                yield Telling(statement, found[0], reach(statement, found[1]), Rank.TRADE)
        post = before in lists.lists["posts"] and (at < 2 or said[at - 2] in ("my", "day", "main", "me") or bool(statement.tokens[at - 1].mark))
        if word in _POST_IS and post and not set(said[:at]) & _OTHERS:
            yield Telling(statement, found[0], reach(statement, found[1]), Rank.TRADE)
        if word in lists.lists["posts"] and statement.tokens[at + 1].mark in (":", "=", "-"):
            yield Telling(statement, found[0], reach(statement, found[1]), Rank.TRADE)


def _works_is(statement: Statement) -> Iterator[Telling]:
    """'My work is in the post office'."""
    lists = livelihoods()
    said = statement.words
    for at in range(1, len(said) - 2):
        if said[at] in lists.lists["posts"] and said[at - 1] == "my" and said[at + 1] in ("is", "was") and said[at + 2] in ("in", "at", "with", "to"):
            end = clause_end(statement, at + 3)
            if said[at + 2] == "to" or place_in(statement, at + 3, end, _NAMELESS) or any(lists.field(said, i) for i in range(at + 3, end)):
                yield Telling(statement, at, end, Rank.DOING)


def _by_training(statement: Statement) -> Iterator[Telling]:
    """'Cooper by trade', whatever it is."""
    said = statement.words
    for at in range(1, len(said) - 1):
        if said[at] == "by" and said[at + 1] in ("training", "trade", "profession", "education"):
            first = described_from(statement, at)
            if first < at and said[first - 1 : first] not in (("not",), ("no",)) and not set(said[:first]) & _OTHERS:
                yield Telling(statement, first, at, Rank.TRADE)


def _for_years(statement: Statement) -> Iterator[Telling]:
    """'Ten years agency work', 'fifteen years in logistics'."""
    lists = livelihoods()
    said = statement.words
    for at in range(1, len(said)):
        if said[at] not in _YEARS or not NUMBER.match(said[at - 1]) or set(said[:at]) & _OTHERS:
            continue
        noun = skip(statement, at + 1, frozenset({"of", "in", "as", "at", "a", "an", "the", "with"}))
        if noun >= len(said) or noun > at + 3 or not statement.joined(noun):
            continue
        length = lists.field(said, noun) or lists.workplace(said, noun) or lists.trade(said, noun)
        if said[noun] not in _NAMELESS and length and (ends_noun(statement, noun + length) or said[noun + length] in ("work", "experience", "practice")):
            yield Telling(statement, noun, reach(statement, noun + length), Rank.FIRM)


def _ours(statement: Statement) -> Iterator[Telling]:
    """'Our bakery in Sarajevo', 'our whole glaciology group', 'my vineyard'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        if word not in ("our", "my") or set(said[max(0, at - 4) : at]) & _OTHERS:
            continue
        for place in range(at + 1, min(at + MOST_DESCRIBING + 2, len(said))):
            length = lists.workplace(said, place)
            if length:
                if place_in(statement, place, place + 1) and (word == "our" or said[place + length - 1] not in _NOT_OWNED):
                    yield Telling(statement, at, reach(statement, place + length), Rank.PLACE)
                break
            if said[place] in FUNCTION | _OTHERS | lists.lists["computing"] or not statement.joined(place) or said[place].endswith("'s"):
                break


def _mentions_place(statement: Statement) -> Iterator[Telling]:
    """'Every commit at the newspaper goes through me'."""
    said = statement.words
    if statement.asks or not set(said) & _OWN or set(said) & _OTHERS:
        return
    for at in range(len(said) - 2):
        if said[at] == "at" and said[at + 1] in ("the", "our"):
            place = place_in(statement, at + 2, at + 5)
            if place and not set(said[at + 2 : place]) & FUNCTION:
                yield Telling(statement, at, reach(statement, place), Rank.PLACE)


_RULES: tuple[Callable[[Statement], Iterator[Telling]], ...] = (
    _is, _works, _does, _helps_at, _for_a_living, _earns, _where_i_work, _becomes, _belongs,
    _studies, _titles, _heads, _as, _works_is, _by_training, _for_years, _ours, _mentions_place,
)  # fmt: skip
