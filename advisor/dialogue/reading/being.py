"""Finds where people say what they are: 'I'm a ward nurse', 'as a vet', 'Lab technician, blood bank', 'cooper by trade'."""

from collections.abc import Iterator

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
)
from advisor.dialogue.reading.statements import Statement
from advisor.dialogue.reading.told import GREETING, MOST_BETWEEN, OTHERS, SELF_BE, SPEAKER, YEARS, Rank, Telling

_BE = frozenset({"am", "are", "was", "were", "be", "been"})
_BEFORE_TRADE = ADVERBS | DETERMINERS | {"of", "team", "group", "pair", "couple", "by", "profession", "trade", "training"}
"""Words between 'I am' and the trade that are no part of it: 'we are a team of three midwives'."""
_NAMED = (("i'm",), ("i", "am"), ("this", "is"), ("here", "is"), ("my", "name", "is"), ("name",), ("name's",))
"""Words before one's name."""
_POST_IS = frozenset({"is", "was", "as", "being", "="})


def _after_self_be(statement: Statement) -> Iterator[tuple[int, bool]]:
    """Where what follows 'I am' begins, and whether it is past."""
    said = statement.words
    for at, word in enumerate(said):
        dropped = word in ("am", "was") and bool(statement.tokens[at].mark) and bool(set(said[:at]) & (SPEAKER | SELF_BE))
        if dropped or word in SELF_BE or (word in ("am", "being", "were") and at == 0):
            yield at + 1, word == "was"
        elif word == "used" and said[at + 1 : at + 3] == ("to", "be") and (at == 0 or said[at - 1] in SPEAKER):
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
            yield from like_trade(statement, start, lists, rank)
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


def like_trade(statement: Statement, start: int, lists: Livelihoods, rank: Rank) -> Iterator[Telling]:
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


def _heads(statement: Statement) -> Iterator[Telling]:
    """'Lab technician, blood bank, Porto', 'Retired surveyor; AutoCAD', 'security guard here', 'Physiotherapy practice, Tromsø'."""
    lists = livelihoods()
    said = statement.words
    start = _behind_name(statement, skip(statement, 0, GREETING))
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
    plural = last.endswith("s") and (last[:-1] in lists.trades or last[:-1] in lists.heads)
    if statement.asks or plural:
        return False
    bare = end - first == 1 and last in lists.not_alone
    if end == len(said) or not statement.joined(end):
        return not bare or (end < len(said) and (said[end][0].isdigit() or bool(NUMBER.match(said[end]))))
    if said[end] in ("since", "turned") or (said[end] in ("for", "with") and end + 1 < len(said) and bool(NUMBER.match(said[end + 1])) and bool(set(said[end + 1 : end + 4]) & YEARS)):
        return True
    if bare and said[end] == "at" and said[end + 1 : end + 2] and said[end + 1] in DETERMINERS and place_in(statement, end + 1, end + MOST_BETWEEN, frozenset()):
        return True  # 'Cleaner at a school'
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
        if word in _POST_IS and post and not set(said[:at]) & OTHERS:
            yield Telling(statement, found[0], reach(statement, found[1]), Rank.TRADE)
        if word in lists.lists["posts"] and statement.tokens[at + 1].mark in (":", "=", "-"):
            yield Telling(statement, found[0], reach(statement, found[1]), Rank.TRADE)


def _by_training(statement: Statement) -> Iterator[Telling]:
    """'Cooper by trade', whatever it is."""
    said = statement.words
    for at in range(1, len(said) - 1):
        if said[at] == "by" and said[at + 1] in ("training", "trade", "profession", "education"):
            first = described_from(statement, at)
            if first < at and said[first - 1 : first] not in (("not",), ("no",)) and not set(said[:first]) & OTHERS:
                yield Telling(statement, first, at, Rank.TRADE)


def _in_list(statement: Statement) -> Iterator[Telling]:
    """'Forecasting sales, bakery owner, 3 hours weekly', 'six weeks, electrician': a trade by itself in a list that tells how much time there is."""
    said, lists = statement.words, livelihoods()
    if statement.asks or not (_TIMED | lists.lists["computing"]) & set(said):
        return
    starts = [at for at in range(len(said)) if at == 0 or statement.tokens[at].mark[:1] in _LISTING]
    items = list(zip(starts, [*starts[1:], len(said)], strict=True))
    found = [(at, end, trade) for at, end in items if (trade := _item_of_trade(statement, at, end, lists))]
    if len(found) == 1 and found[0][0] > 0:  # several are people that the problem is about
        _, end, trade = found[0]
        yield Telling(statement, trade[0], min(reach(statement, trade[1]), end), Rank.TRADE)


def _item_of_trade(statement: Statement, at: int, end: int, lists: Livelihoods) -> tuple[int, int] | None:
    start = skip(statement, at, frozenset({"a", "an", "retired", "former", "ex"}))
    trade = trade_at(statement, start, lists) if start < end else None
    if trade is None or trade[1] > end or (trade[1] < end and statement.words[trade[1]] not in ("with", "at", "in", "for", "here")):
        return None
    return trade if not statement.words[trade[1] - 1].endswith("s") or statement.words[trade[1] - 1] in lists.trades else None


_LISTING = (",", ";", "-", "–", "—", ":")
_TIMED = frozenset({"hour", "hours", "hrs", "hr", "h", "weekly", "weeks", "week", "wk", "months"})


RULES = (_is, _heads, _as, _by_training, _in_list)
