"""Finds where people say what they study or have studied: 'I study pharmacy', 'my agronomy degree'."""

import re
from collections.abc import Iterator, Sequence

from advisor.dialogue.reading.livelihoods import livelihoods
from advisor.dialogue.reading.phrases import ADVERBS, DETERMINERS, FUNCTION, clause_end, reach, skip, trade_at
from advisor.dialogue.reading.statements import Statement
from advisor.dialogue.reading.told import OTHERS, OWN, Rank, Telling, by_self

_TRAINING = frozenset({"study", "studying", "learning", "training", "train", "apprenticed", "retraining"})
_STUDIED = re.compile(r"(?:ology|ics|graphy|nomy|istry|ering|ature|ology)$")
_PRESENT = frozenset("am i'm im do doing make making study studying year pursuing currently semester term course now start started begin student writing write".split())
_HELD = frozenset("did have has hold finished left from had got since completed done after once 've i've".split())


def _becomes(statement: Statement) -> Iterator[Telling]:
    """'I study to be a midwife', 'training as a paramedic'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        if word not in _TRAINING or not by_self(statement, at):
            continue
        behind = next((len(link) for link in (("to", "be"), ("to", "become"), ("as",)) if said[at + 1 : at + 1 + len(link)] == link), 0)
        found = trade_at(statement, skip(statement, at + 1 + behind, DETERMINERS), lists) if behind else None
        if found:
            yield Telling(statement, at, reach(statement, found[1]), Rank.DOING, learning=True)


def _studies(statement: Statement) -> Iterator[Telling]:
    """'I study the economy', 'I was studying pharmacy'."""
    lists = livelihoods()
    said = statement.words
    for at, word in enumerate(said):
        if word not in lists.lists["learning"] or not word.startswith("stud") or not by_self(statement, at):
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
        if set(said[:at]) & OTHERS:
            return
        own = bool(set(said[:at]) & OWN) or at <= 3 or bool(statement.tokens[at].mark)
        if word in lists.lists["titles"] and own and (behind := _subject_of_title(said, at) or (at + 1 if lists.field(said, at + 1) else 0)):
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


RULES = (_becomes, _studies, _titles)
