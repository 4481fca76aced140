"""Finds where people say what they do: 'I work at a housing association', 'we keep bees', 'I splice cables for a living'."""

from collections.abc import Iterator

from advisor.dialogue.reading.being import like_trade
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
    place_in,
    reach,
    skip,
    trade_at,
)
from advisor.dialogue.reading.statements import Statement
from advisor.dialogue.reading.told import MOST_BETWEEN, NAMELESS, OTHERS, SELF_BE, SPEAKER, WORK, Rank, Telling, by_self

_OF_WORK = ("in", "at", "for", "with", "on", "as", "like")
_OF_FIRMS = frozenset({"make", "print", "build", "design", "produce", "deliver", "supply", "service", "maintain"})
_INTRANSITIVE = frozenset({"teach", "lecture", "farm", "garden", "nurse", "translate", "coach", "referee", "volunteer", "freelance", "tutor", "interpret"})
_LIVING_THINGS = frozenset("children kids patients animals horses dogs refugees elderly disabled adults teenagers teens youth pupils prisoners clients wood glass steel leather metal stone farmers families birds cattle sheep bees seniors migrants victims offenders".split())
"""What one works with for a living."""
_CHORES = frozenset("do handle deal help keep cook clean write process plan answer sort prepare check make play sing wash pack stack sweep cover load weigh test assemble record type file print buy order cut build design serve monitor organise organize manage supervise run drive take care teach fix sew repair volunteer intern read".split())
_SAYS_NOTHING = frozenset({"do", "did", "work", "worked", "it", "this", "that"})
_OF_PLACE = frozenset({"for", "at", "in", "of"})


def _works(statement: Statement) -> Iterator[Telling]:
    """'I work at a housing association', 'working as a porter', 'I work the door at a club'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        joined_on = at > 0 and said[at - 1] == "and" and bool(set(said[:at]) & (SPEAKER | SELF_BE)) and not set(said[:at]) & OTHERS
        if word not in WORK or not (joined_on or by_self(statement, at)):
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
        return next(like_trade(statement, noun, lists, Rank.TRADE), None) if said[place] == "as" else None
    end = clause_end(statement, noun)
    named = bool(place_in(statement, noun, end)) or any(lists.field(said, i) or lists.trade(said, i) for i in range(noun, end))
    if said[noun] in FUNCTION or said[noun] in lists.lists["computing"] or end <= noun:
        return None
    if not named and (said[noun] in lists.lists["no_place"] or said[noun][0].isdigit() or all(w in NAMELESS or w in FUNCTION for w in said[noun:end])):
        return None
    if not named and said[place] in ("with", "on", "for") and not (said[place] == "for" or set(said[noun:end]) & _LIVING_THINGS):
        return None
    if not named and any(w in lists.lists["computing"] for w in said[noun:end]):
        return None
    return Telling(statement, at, end, Rank.DOING)


def _does(statement: Statement) -> Iterator[Telling]:
    """'I inspect steel bridges', 'we keep about 140 hives', 'I do the rota for three kindergartens', 'and drive a school bus'."""
    lists = livelihoods()
    said = statement.words
    for at in range(len(said)):
        base, length = lists.verb(said, at)
        if not length or (said[at] in ("grew", "grow", "growing") and said[at + length : at + length + 1] == ("up",)):
            continue
        joined_on = at > 1 and said[at - 1] == "and" and any(_done_at(statement, i, at - 1, lists) for i in range(at - 1))
        if not (by_self(statement, at) or joined_on):
            continue
        if _is_done_to(statement, base, at + length, lists):
            we = any(w in ("we", "we're", "we've") for w in said[max(0, at - 2) : at])
            past = said[at].endswith("ed")
            yield Telling(statement, at, max(clause_end(statement, at + length), at + length), Rank.FIRM if we or past else Rank.DOING)


def _done_at(statement: Statement, at: int, end: int, lists: Livelihoods) -> bool:
    length = lists.verb(statement.words, at)[1]
    return bool(length) and by_self(statement, at) and (at + length < end)


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
        if not {word, word.removesuffix("ing")} & _CHORES or not by_self(statement, at):
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
    return several or (statement.words[at] in DETERMINERS and bool(place_in(statement, at, clause_end(statement, at), NAMELESS)))


def _for_a_living(statement: Statement) -> Iterator[Telling]:
    """'I splice cables for a living', whatever it is, unless it is computing."""
    lists = livelihoods()
    said = statement.words
    for at in range(2, len(said) - 2):
        if said[at : at + 3] != ("for", "a", "living"):
            continue
        first = max((i + 1 for i in range(at) if said[i] in SPEAKER), default=-1)
        empty = set(said[first:at]) <= _SAYS_NOTHING  # 'that is what I do for a living'
        if first > 0 and first < at and not empty and not set(said[first:at]) & lists.lists["computing"]:
            yield Telling(statement, first, at, Rank.DOING)


def _earns(statement: Statement) -> Iterator[Telling]:
    """'I make a living selling honey', 'I earn my bread with wedding photos', 'I live from my goats'."""
    lists = livelihoods()
    said = statement.words
    for at in range(1, len(said) - 2):
        earns = said[at] in ("make", "earn", "making", "earning") and said[at + 1] in ("a", "my", "our") and said[at + 2] in ("living", "bread", "money")
        lives = said[at] == "live" and said[at + 1] in ("from", "off")
        start = at + 3 if earns else at + 2
        if (earns or lives) and by_self(statement, at) and start < len(said) and not set(said[start:]) & lists.lists["computing"]:
            yield Telling(statement, at, clause_end(statement, start), Rank.DOING)


RULES = (_works, _does, _helps_at, _for_a_living, _earns)
