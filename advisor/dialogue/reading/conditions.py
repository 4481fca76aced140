"""Reads the conditions that a text settles: by unmistakable wordings, by numbers, and by the likeness to examples."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.magnitudes import Told, told_by_numbers
from advisor.dialogue.reading.text import clauses, parts, words
from advisor.dialogue.reading.tongues import languages_listed
from advisor.domain.brief import Fact
from advisor.domain.vocabulary import Condition
from advisor.domain.yaml_data import parsed

LIKELY = 0.65
"""Share of a label from which the examples alone settle a condition."""
LIKELY_WITH_WORD = 0.3
"""The same where a word that belongs to the condition stands in the sentence."""
DOUBT = 0.45
"""Share of 'not …' from which a wording or a number is not taken at its word."""
CLEARER = 2.0
"""How many times likelier than its opposite it must be; otherwise nothing is said."""
DENIED = 3.0
"""How much likelier 'not' before such a word makes the opposite."""
LIKELY_WITH_NUMBER = 0.05
"""The same where a number tells it: '3 in 1000' may be fraud, or a price."""
MOST_SENTENCES = 40
MOST_CLAUSES = 12
LIKELY_IN_CLAUSE = 0.75
"""Share from which a clause settles a condition that its sentence left open; a few words out of their context need to be surer."""
LONG_SENTENCE = 14
"""Words from which the parts of a sentence are looked at as well: what is said of two things is blurred in the whole."""
SHORT_CLAUSE = 3

IMPLIED: Mapping[tuple[Condition, bool], tuple[tuple[Condition, bool], ...]] = {
    (Condition.REAL_TIME, True): ((Condition.BATCH, False),),
    (Condition.REAL_TIME, False): ((Condition.BATCH, True),),
    (Condition.BATCH, True): ((Condition.REAL_TIME, False),),
    (Condition.NO_LABELS, True): ((Condition.FEW_LABELS, True),),
    (Condition.FEW_LABELS, False): ((Condition.NO_LABELS, False),),
}
"""What else holds where a condition does or does not, as long as nothing else is said of it."""

EXCLUSIVE = (
    (Condition.FEW_LABELS, Condition.NO_LABELS),
    (Condition.SMALL_DATA, Condition.LARGE_SCALE),
    (Condition.REAL_TIME, Condition.BATCH),
)
"""Of two that cannot both be meant by one sentence, the surer stands."""
WORDED_WITHOUT_NOT = frozenset(
    {
        Condition.EXPLAINABLE, Condition.SAFETY_CRITICAL, Condition.MULTILINGUAL, Condition.LARGE_SCALE,
        Condition.STREAMING, Condition.BATCH,
    }
)  # fmt: skip
"""Conditions for which 'not' tells against them; 'not outside', 'no labels' and 'cannot wait' are how the others are put."""

WHEN_DUE = frozenset({Condition.BATCH.value, Condition.REAL_TIME.value})
"""Conditions on when an answer is due."""

_NEGATED = re.compile(r"(?:\b(?:not(?! only)|no|never|needn['’]?t|nobody|neither|nor|hardly)|n['’]t)\b[^,.;]{0,24}$", re.IGNORECASE)

_NEGATED_AFTER = re.compile(
    r"\s*,?\s*(?:(?:(?:is|are|was|be|would be)(?:n['’]t| not)|needn['’]?t be|need not be) (?:really |strictly |at all )?"
    r"(?:required|needed|necessary|wanted|important|enough|good enough)|(?:won['’]t|wouldn['’]t|will not|would not) (?:do|help|be enough|suffice)|"
    r"(?:is|are|would be|comes?) (?:of no use|useless|pointless|unnecessary|(?:far |much )?too late|too slow))\b",
    re.IGNORECASE,
)
"""What turns a wording round from behind: 'overnight won't do'."""


@dataclass(frozen=True)
class _Found:
    holds: bool
    quote: str
    strength: float
    """1 for a wording or a sure number, else how likely it is."""


Settled = dict[Condition, _Found]


@dataclass(frozen=True)
class _Wordings:
    certain: re.Pattern[str]
    telling: re.Pattern[str]
    against: re.Pattern[str] | None
    never: re.Pattern[str] | None

    def settle(self, condition: Condition, part: str, shares: Mapping[str, float], number: Told | None) -> _Found | None:
        """What `part` says of the condition by wording, by a number or by likeness to examples, in this order."""
        holds, fails = shares.get(condition.value, 0.0), shares.get(f"not {condition.value}", 0.0)
        if self.never and self.never.search(part):
            return None
        certain, against = self.certain.search(part), self.against.search(part) if self.against else None
        if against and len(against[0]) > len(certain[0] if certain else ""):
            return _Found(False, against[0], 1.0)
        if certain:
            doubted = condition in WORDED_WITHOUT_NOT and fails >= DOUBT and fails > CLEARER * holds
            return _Found(not (doubted or _negated(part, certain)), certain[0], 1.0)
        if number and (number.sure or not shares or holds >= LIKELY_WITH_NUMBER) and fails < max(holds, DOUBT):
            return _Found(number.holds, number.quote, 1.0)
        word = self.telling.search(part)
        likely = max(holds, fails)
        if likely < (LIKELY_WITH_WORD if word else LIKELY):
            return None
        if word and condition in WORDED_WITHOUT_NOT and _negated(part, word):
            fails *= DENIED
        clear = max(holds, fails) >= CLEARER * min(holds, fails)
        return _Found(holds > fails, part, likely) if clear else None


def condition_facts(text: str, turn: int, searcher: Searcher | None = None, own_time: Sequence[str] = ()) -> list[Fact]:
    """Conditions that the text settles; 'need not run on a phone' settles it the other way, and the last word counts.

    `own_time` are the words that tell of the person's hours and dates: '6 h a week till July' resembles 'a list once a
    week', and says nothing of when an answer is due. Without a `searcher`, by wordings and numbers alone.
    """
    settled: Settled = {}
    pieces = parts(text)[:MOST_SENTENCES]
    for part in pieces:
        shares = _shares(searcher, part)
        if any(quote in part for quote in own_time):
            shares = {label: share for label, share in shares.items() if label.removeprefix("not ") not in WHEN_DUE}
        settled |= _settled(part, shares)
    looked_at = _clauses_worth_a_look(pieces, settled)[:MOST_CLAUSES]
    if searcher:
        searcher.prepare(looked_at)
    for clause in looked_at:
        for condition, found in _settled(clause, _shares(searcher, clause)).items():
            if found.strength >= (LIKELY_IN_CLAUSE if found.holds else 1):  # out of context, no likeness tells what is not the case
                settled.setdefault(condition, found)
    return [
        Fact(name="conditions", key=condition.value, value=found.holds, quote=found.quote, turn=turn)
        for condition, found in _with_implied(settled).items()
    ]


def _settled(part: str, shares: Mapping[str, float]) -> Settled:
    """What one sentence or clause settles."""
    numbers = {told.condition: told for told in _told(part)}
    looked = {c: wordings.settle(c, part, shares, numbers.get(c)) for c, wordings in _wordings().items()}
    found = {c: it for c, it in looked.items() if it is not None}
    for one, other in EXCLUSIVE:
        if one in found and other in found and found[one].holds and found[other].holds:
            del found[min((other, one), key=lambda c: found[c].strength)]
    return found


def _told(part: str) -> list[Told]:
    """What numbers tell, and languages side by side."""
    listed = languages_listed(part, _languages())
    return [*told_by_numbers(part), *([Told(Condition.MULTILINGUAL, True, listed, sure=True)] if listed else [])]


def _negated(part: str, wording: re.Match[str]) -> bool:
    return bool(_NEGATED.search(part[: wording.start()]) or _NEGATED_AFTER.match(part, wording.end()))


def _clauses_worth_a_look(pieces: Sequence[str], settled: Settled) -> list[str]:
    """Clauses of long sentences with a word of a condition that nothing has settled: one sentence may state several."""
    unsettled = [wordings for condition, wordings in _wordings().items() if condition not in settled]
    long = [part for part in pieces if len(words(part)) >= LONG_SENTENCE]
    smaller = [clause for part in long for clause in clauses(part) if clause != part and len(words(clause)) >= SHORT_CLAUSE]
    return [clause for clause in smaller if any(wordings.telling.search(clause) for wordings in unsettled)]


def _with_implied(settled: Settled) -> Settled:
    implied = {
        other: _Found(value, found.quote, found.strength)
        for condition, found in settled.items()
        for other, value in IMPLIED.get((condition, found.holds), ())
    }
    return implied | settled


def _shares(searcher: Searcher | None, part: str) -> Mapping[str, float]:
    return searcher.labels(part, "condition") if searcher and len(words(part)) >= 2 else {}


@cache
def _written() -> Any:
    return parsed(files("advisor.dialogue").joinpath("conditions.yaml").read_text(encoding="utf-8"))


@cache
def _languages() -> tuple[str, ...]:
    return tuple(_written()["groups"]["language"].split("|"))


@cache
def _wordings() -> Mapping[Condition, _Wordings]:
    raw = _written()
    read = {name: {part: _pattern(lines, raw["groups"]) for part, lines in lists.items()} for name, lists in raw["conditions"].items()}
    return {
        Condition(name): _Wordings(of["certain"], of["telling"], against=of.get("against"), never=of.get("never"))
        for name, of in read.items()
    }


def _pattern(fragments: Sequence[str], groups: Mapping[str, str]) -> re.Pattern[str]:
    """One expression for all fragments: a blank stands for blanks or hyphens, <name> for a group, ' also for ’."""
    joined = "|".join(fragments)
    joined = re.sub(r"<(\w+)>", lambda m: f"(?:{groups[m[1]]})", joined)
    joined = joined.replace(" ?", r"[\s-]*").replace(" ", r"[\s-]+").replace("'", "['’]")
    joined = joined.replace("n['’]t", "n['’]?t")  # many leave it out
    return re.compile(rf"\b(?:{joined})(?!\w)", re.IGNORECASE)
