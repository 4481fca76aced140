"""Judges how a clause speaks of what it names: by its cues and by its likeness to example clauses."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.cues import FILLERS, Cue, Cues, X, cues, read_words


class Stance(StrEnum):
    """How a clause speaks of what it names. The first four are levels of knowing."""

    SOLID = "solid"
    WORKING = "working"
    AWARE = "aware"
    NONE = "none"
    PREFER = "prefer"
    AVOID = "avoid"
    LEARN = "learn"
    OTHER = "other"


KNOWING = frozenset({Stance.SOLID, Stance.WORKING, Stance.AWARE, Stance.NONE})
WISHING = frozenset({Stance.PREFER, Stance.AVOID})

CUE = 0.4
"""What a cue adds to the share of its stance, and once more as far as the clause consists of cues.

Of the example clauses, guessed from the others (five folds), the examples alone name 70 % right, the cues 72 %, both 85 %;
for the cues that is kind, as they were collected with many of the examples in sight.
"""
_PLAIN_WORDS = frozenset({Cue.LITOTES, Cue.LAPSED, Cue.LOST, Cue.DOING})
"""Cues taken at their word, as likeness does not tell 'eight years of it' from 'eight years without it'."""
_EXCEPT_ME = frozenset({"except me", "except for me", "but me", "apart from me", "other than me"})
"""What others know, and the person does not."""
SURE = 0.5
"""Share from which a stance is taken; below, the clause says nothing."""
SURE_WITHOUT_CUE = 0.6
"""The same for a clause without any cue."""

_FIRST = (
    (Cue.BARRED, Stance.AVOID), (Cue.IMPOSED, Stance.PREFER), (Cue.OTHER, Stance.OTHER), (Cue.AVOID, Stance.AVOID),
    (Cue.LEARN, Stance.LEARN), (Cue.PREFER, Stance.PREFER),
)  # fmt: skip
"""What counts before anything that a clause says of knowing."""
_LEVELS = (
    (Cue.AWARE, Stance.AWARE), (Cue.SOLID, Stance.SOLID), (Cue.OFTEN, Stance.SOLID), (Cue.KNOW, Stance.WORKING),
    (Cue.REGULAR, Stance.WORKING),
)  # fmt: skip
_ONCE_THERE = frozenset({Cue.KNOW, Cue.SOLID, Cue.OFTEN, Cue.REGULAR, Cue.AWARE, Cue.LAPSED})
"""Beside a word such as 'gone' these tell that it was known once, so that a little of it is left."""
_PARTLY = frozenset({"yes", "no"})
"""Some of it is known, and some is not: 'Excel: formulas yes, macros no'."""
_GRADED = frozenset("well much great good strong fluent fluently really lot properly professionally very".split())
_NO_MORE = frozenset({"used to", "once", "hardly", "barely", "cant", "tried", "google", "googling", "copy", "copied"})
"""Beside these even what somebody does with a tool is little: 'once wrote my own scripts'."""
_SPANS = frozenset("years ages while long since months".split())
_DETERMINERS = frozenset("my our the a an one some their his her every each that this all half another two n N".split())
_ABOUT_SELF = frozenset("not no as am im be been was being call than like dont isnt become".split())
_PREPOSITIONS = frozenset("at in for from with to by on via as".split())
_COMPOUNDS = frozenset("tongue language course courses bootcamp degree certificate exam job role post position training program programme class work studies career".split())
"""Behind a person's title these make it a thing: 'an analyst course'."""
_SELF = frozenset("i im ive id ill we weve wed".split())
_ALL_BUT = frozenset({"everything but", "all but X", "anything but", "anything but X"})
_MADE = frozenset("built build made make trained fitted wrote written programmed coded developed scripted automated containerised containerized deployed dockerised implemented analysed analyzed simulated plotted modelled modeled prototyped ported".split())
"""What people do with a tool that they can use."""
_WRITTEN = frozenset("wrote written programmed coded scripted".split())
"""What is done to code itself."""
_WITH = frozenset("in with using on".split())
_BEHIND_CODE = frozenset("behind for of myself queries query scripts script code macros programs that which and to in on since".split())
_HYPOTHETICAL = frozenset("if would could should cant couldnt dont didnt never not want wants hope wish tried trying will ill lets".split())
_I = frozenset("i ive id we weve".split())
_ADVERBS = frozenset("have already even once also just then mostly always usually personally yes and so myself".split())
_THIRD_PERSON = frozenset("knows writes codes speaks masters".split())
"""What somebody else does."""
_WHO_DOES = _THIRD_PERSON | frozenset("knew can could uses used wrote understands spoke programs does did".split())
_NEAR = 3
"""Words after a determiner among which a person is looked for: 'a retired database man'."""


@dataclass(frozen=True)
class Judgement:
    """A stance and how sure it is."""

    stance: Stance
    share: float
    cue: Stance | None
    """What the cues alone say."""


def judge(said: str, tokens: Sequence[str], searcher: Searcher | None) -> Judgement:
    """The likeliest stance of a clause: `said` is its text with NAME for what it names, `tokens` its plain words with X.

    Without a searcher the cues alone decide.
    """
    found = cues(tokens)
    cue = by_cues(found, tokens)
    if cue is not None and found.share == 1.0:  # nothing is left that likeness could tell, and it costs milliseconds
        return Judgement(cue, 1.0, cue)
    if cue in (None, Stance.WORKING) and has_made(tokens):
        return Judgement(Stance.WORKING, 1.0, Stance.WORKING)
    shares = dict(searcher.labels(said, "stance")) if searcher else {}
    if cue is not None:
        shares[cue] = shares.get(cue, 0.0) + _weight(found, searcher is None)
    best = Stance(max(shares, key=lambda s: shares[s], default=Stance.OTHER))
    share = shares.get(best, 0.0)
    if best in (Stance.WORKING, Stance.SOLID) and cue in (Stance.SOLID, Stance.AWARE):
        best = cue  # both say that it is known, and only the cue says how well
    return Judgement(best, share, cue)


def _weight(found: Cues, alone: bool) -> float:
    if alone or found.found & _PLAIN_WORDS or _EXCEPT_ME.intersection(found.phrases):
        return 1.0
    return CUE * (1.0 + found.share)


def by_cues(found: Cues, tokens: Sequence[str]) -> Stance | None:
    """What the cues of a clause say together; None if there are none."""
    has = found.found
    if _ALL_BUT & set(found.phrases) and has & {Cue.KNOW, Cue.SOLID}:
        return Stance.OTHER  # 'everything but X I know well'
    for cue, stance in _FIRST:
        if cue in has:
            return stance
    words = set(tokens)
    if Cue.LITOTES in has:
        return Stance.WORKING
    if Cue.LOST in has:
        return Stance.AWARE if has & _ONCE_THERE or words & _SPANS else Stance.NONE
    if Cue.LAPSED in has:
        return Stance.AWARE if words & _SPANS or Cue.AWARE in has else Stance.NONE
    if Cue.DOING in has and not _NO_MORE & {*words, *found.phrases} and Cue.NONE not in has:
        return Stance.SOLID if has & {Cue.SOLID, Cue.OFTEN} and Cue.AWARE not in has else Stance.WORKING
    if Cue.NONE in has and words >= _PARTLY:
        return Stance.WORKING
    if Cue.NONE in has:
        denied = next(p for p in found.phrases if p in _denials())
        graded = denied.split()[0] in ("dont", "cant", "not", "didnt") and words & _GRADED
        return Stance.AWARE if graded or (Cue.AWARE in has and Cue.KNOW in has) else Stance.NONE
    return next((stance for cue, stance in _LEVELS if cue in has), None)


def has_made(tokens: Sequence[str]) -> bool:
    """Whether the clause tells of something that the person has made with what it names: 'I automated our payroll with X'."""
    for at, token in enumerate(tokens):
        if token not in _MADE or not _by_self(tokens[:at]):
            continue
        behind = tokens[at + 1 :]
        if X not in behind or _HYPOTHETICAL & set(tokens):
            return False
        place = behind.index(X)
        if place and behind[place - 1] in _WITH:
            return True
        directly = all(word in FILLERS | _DETERMINERS for word in behind[:place])
        return token in _WRITTEN and directly and (place + 1 == len(behind) or behind[place + 1] in _BEHIND_CODE)
    return False


def _by_self(before: Sequence[str]) -> bool:
    """Whether what stands before a verb makes it what the person has done: 'I have', or nobody as in 'made three bots'."""
    told = [word for word in before if word not in _ADVERBS]
    return not told or told[-1] in _I


def is_rule(tokens: Sequence[str]) -> bool:
    """Whether something must be used, or must not be, whoever says so: 'our IT department blocks X'."""
    return bool({Cue.BARRED, Cue.IMPOSED} & cues(tokens).found)


def of_others(tokens: Sequence[str]) -> bool:
    """Whether the clause's subject is somebody other than the person who writes: 'the interns are good at'."""
    people, they = _people()
    if "me" in tokens:
        return False
    if _who_knows(tokens):
        return True
    for at, token in enumerate(tokens):
        if token in _SELF:
            return False
        before = tokens[at - 1] if at else ""
        if token in they and (before, token) != ("at", "most"):
            return True
        if token in _THIRD_PERSON and at and before not in _DETERMINERS:
            return True
        if token in _DETERMINERS and before not in _ABOUT_SELF | _PREPOSITIONS and _names_person(tokens[at + 1 : at + 2 + _NEAR], people):
            return True
    return False


def _who_knows(tokens: Sequence[str]) -> bool:
    """Whether it tells of somebody who can do something: 'I'd need someone who knows', not 'I'm the one who knows'."""
    at = next((i for i, (who, does) in enumerate(pairwise(tokens)) if who == "who" and does in _WHO_DOES), None)
    return bool(at) and not {"im", "am", "ive"} & set(tokens[:at])


def _names_person(behind: Sequence[str], people: Container[str]) -> bool:
    """Whether somebody is among the words behind a determiner, and not only as part of 'analyst course'."""
    return any(
        token in people and (i + 1 == len(behind) or behind[i + 1] not in _COMPOUNDS) for i, token in enumerate(behind[:_NEAR])
    )


@cache
def _people() -> tuple[frozenset[str], frozenset[str]]:
    lists: Mapping[str, Sequence[str]] = read_words("people")
    return frozenset(lists["people"]), frozenset((*lists["they"], *lists["nobody_and_everybody"]))


@cache
def _denials() -> frozenset[str]:
    return frozenset(read_words("stance_cues")["none"])
