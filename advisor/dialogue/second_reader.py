"""Takes over from a language model's reading what the rules left open and the person's words bear out.

Whatever a model proposes is a guess about a text that is at hand, so it is held against that text: the quote must stand
in it, a number must stand in the quote, a name must be one of the catalogue's. What the rules have read is never
removed or overruled, and what is taken over counts as inferred, so that nothing said earlier gives way to it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from advisor.dialogue import model_cues as say
from advisor.dialogue.reading.clauses import clause_of
from advisor.dialogue.reading.cues import cues
from advisor.dialogue.reading.framing import Framing, frame_of
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.reader import Reading
from advisor.dialogue.reading.stances import Stance, by_cues
from advisor.dialogue.reading.text import clauses, digits, sentences, words
from advisor.dialogue.reading.times import numbers_in
from advisor.dialogue.reading.told import OTHERS
from advisor.domain.brief import MOST_HOURS_PER_WEEK, Fact, FactName, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Intent, OpenQuestion
from advisor.domain.entries.patterns import Pattern
from advisor.domain.reading import ModelReading, ProposedFact
from advisor.domain.tongue import tongue
from advisor.domain.vocabulary import Condition, Hardware, Level, Verdict

PROPOSED = 0.5
"""The confidence in a pattern that only the model has found."""
LIKELY = 8
"""Patterns, by words in common with the text, among which a proposed one must be."""
_ENGLISH = frozenset("the a an and or of to in is are was we our my i it for on at with that which who how".split())
MOST_WEEKS = 520.0
BARE = 6
"""Words up to which a message is an answer and nothing else."""

@dataclass(frozen=True)
class _Text:
    """The message, for holding proposals against it."""

    text: str

    def has(self, quote: str) -> bool:
        """Whether the quote stands in it, apart from case and blanks."""
        wanted = _level(quote)
        return len(wanted) > 1 and wanted in _level(self.text)

    def around(self, quote: str) -> str:
        """The sentence that holds the quote; the quote itself if it spans several."""
        return next((s for s in sentences(self.text) if _level(quote) in _level(s)), quote)

    def clause(self, quote: str) -> str:
        """The part of that sentence that holds the quote."""
        sentence = self.around(quote)
        return next((c for c in clauses(sentence) if _level(quote) in _level(c)), sentence)

    def speaks(self, cue: re.Pattern[str], quote: str) -> bool:
        """Whether the sentence of the quote holds a cue and tells of nobody else; of a bare answer, or in another language
        than English, nothing can be said."""
        sentence = self.around(quote)
        return tongue(self.text) != "en" or len(words(self.text)) <= BARE or bool(cue.search(sentence) and not _of_others(self.clause(quote)))

    def asks(self, quote: str) -> bool:
        """Whether the quote is part of a question."""
        at = _level(self.text).find(_level(quote))
        end = re.search(r"[.!?\n]", _level(self.text)[at + len(_level(quote)) :])
        return quote.rstrip().endswith("?") or bool(end and end.group(0) == "?")


def merge(
    reading: Reading,
    proposed: ModelReading,
    names: Names,
    catalog: Catalog,
    turn: int,
    today: date,
    *,
    fresh: bool = True,
    question: OpenQuestion | None = None,
) -> Reading:
    """`reading` with what of `proposed` the message bears out and the rules left open.

    A pattern is taken only where the problem is not known yet (`fresh`) or is being changed, nothing in the catalogue
    resembled the text, and the message tells something, rather than asking. Given the open `question`, a fact that
    answers it counts as the answer.
    """
    text = _Text(reading.text)
    taken = {f.slot for f in reading.facts}
    named = {f.key for f in reading.facts if f.name in ("known_skills", "preferences")}
    added: list[Fact] = []
    for proposal in proposed.facts:
        if not text.has(proposal.quote):
            continue
        fact = _fact(proposal, text, names, catalog, turn, today)
        if fact is None or fact.slot in taken or (fact.name == "known_skills" and fact.key in named):
            continue
        taken.add(fact.slot)
        added.append(fact)
    framing = _framing(reading, proposed, catalog, fresh)
    if framing is not reading.framing and ("problem", "") not in taken:
        problem = (reading.problem or reading.text)[:4000]
        added.append(Fact(name="problem", value=problem, quote=problem, turn=turn, on=today))
    answered = reading.answered or any(_answers(f, question, catalog) for f in added)
    return replace(reading, facts=(*reading.facts, *added), framing=framing, answered=answered)


def _framing(reading: Reading, proposed: ModelReading, catalog: Catalog, fresh: bool) -> Framing | None:
    framing = reading.framing
    pattern = catalog.patterns.get(proposed.pattern)
    if pattern is None or framing is None or framing.frame is not None:
        return framing
    unclear = framing.verdict is Verdict.UNCLEAR and framing.boundary is None
    telling = reading.intents[:1] in ((Intent.ANSWER,), (Intent.CHANGE_GOAL,))
    wanted = fresh or reading.intents[:1] == (Intent.CHANGE_GOAL,)
    if (
        not (unclear and telling and wanted)
        or len(words(reading.text)) < 4
        or not _likely(pattern, reading.text, catalog)
    ):
        return framing
    return Framing(Verdict.PLAN, frame_of(pattern, PROPOSED), None, PROPOSED)


def _likely(pattern: Pattern, text: str, catalog: Catalog) -> bool:
    """Whether the pattern is among the LIKELY that have the most telling words in common with the text.

    Of a text in another language, or one that has no word in common with any, the model's word stands alone.
    """
    if not _ENGLISH & set(words(text)):
        return True
    told = _stems(text)
    known = {
        p.id: _stems(" ".join((p.title, p.summary, p.restate, *p.asks, *p.signals))) for p in catalog.patterns.values()
    }
    common = Counter(stem for stems in known.values() for stem in stems)
    scores = {i: sum(1 / common[stem] for stem in told & stems) for i, stems in known.items()}
    better = sum(1 for score in scores.values() if score > scores[pattern.id])
    return not any(scores.values()) or (scores[pattern.id] > 0 and better < LIKELY)


def _stems(text: str) -> set[str]:
    return {w[:5] for w in words(text) if len(w) > 3}


def _answers(fact: Fact, question: OpenQuestion | None, catalog: Catalog) -> bool:
    if question is None:
        return False
    if fact.name != "conditions":
        return fact.name == question.fact
    spec = catalog.questions.get(question.id)
    return spec is not None and Condition(fact.key) in spec.settles


def _fact(proposal: ProposedFact, text: _Text, names: Names, catalog: Catalog, turn: int, today: date) -> Fact | None:
    """The proposal as a fact, if it is one."""
    value = proposal.value.strip().lower()
    quote = proposal.quote.strip()

    def made(name: FactName, what: object, key: str = "", on: date | None = None) -> Fact:
        return Fact(name=name, value=what, key=key, provenance=Provenance.INFERRED, quote=quote, turn=turn, on=on)

    match proposal.name.strip():
        case "known_skills":
            component = _component(proposal.key, quote, names)
            level = Level(value) if value in list(Level) else None
            if component and level and _knows(level, quote, text, names):
                return made("known_skills", level, component)
        case "hours_per_week":
            hours = _hours(value, quote, text)
            return None if hours is None else made("hours_per_week", hours)
        case "deadline_weeks":
            weeks = _weeks(value, quote, text)
            return None if weeks is None else made("deadline_weeks", weeks, on=today)
        case "hardware" if value in list(Hardware) and not text.asks(quote) and text.speaks(say.MACHINE, quote):
            return made("hardware", Hardware(value))
        case "background":
            background = None if _of_others(text.clause(quote)) else _background(value, quote, catalog)
            return made("background", background) if background else None
        case "conditions":
            key = proposal.key.strip().lower()
            if key in list(Condition) and value in ("true", "false") and _speaks_of(Condition(key), quote, text):
                return made("conditions", value == "true", key)
        case "goal" if len(words(quote)) > 1 and value not in say.NOTHING and say.PURPOSE.search(quote):
            return made("goal", quote)
        case "data" if len(words(quote)) > 1 and value not in say.NOTHING and not say.CONFINED.search(quote):
            return made("data", quote)
    return None


def _component(key: str, quote: str, names: Names) -> str | None:
    """The one component that the key names, if the quote names it too."""
    meant = {m.component for m in names.find(key)}
    spoken = {m.component for m in names.find(quote)}
    return next(iter(meant)) if len(meant) == 1 and meant <= spoken else None


def _knows(level: Level, quote: str, text: _Text, names: Names) -> bool:
    """Whether the sentence may speak of knowing: not of wishes, dislikes or questions, nor the reverse of the level."""
    tokens = clause_of(names, text.clause(quote)).tokens
    stance = by_cues(cues(tokens), tokens)
    if text.asks(quote) or stance in (Stance.LEARN, Stance.AVOID) or _of_others(text.clause(quote)):
        return False
    return (stance is Stance.NONE) == (level is Level.NONE)


def _of_others(clause: str) -> bool:
    """Whether a clause tells of somebody else: 'a colleague who programs in Python'."""
    said = set(words(clause))
    return bool(said & OTHERS) and not said & {"i", "i'm", "i've", "i'd"}


def _speaks_of(condition: Condition, quote: str, text: _Text) -> bool:
    """Whether a quote may be about a condition: two witnesses, the model and a telling word; and it is no question."""
    return len(words(quote)) > 1 and not text.asks(quote) and bool(say.CUES[condition].search(quote))


def _hours(value: str, quote: str, text: _Text) -> float | None:
    number = _number(value)
    if number is None or not 0 < number <= MOST_HOURS_PER_WEEK or number not in set(numbers_in(quote)):
        return None
    sentence = text.around(quote)
    if not say.HOURS.search(quote) or say.NOT_WEEKLY.search(sentence) or not text.speaks(say.TO_SPARE, quote):
        return None
    return number


def _weeks(value: str, quote: str, text: _Text) -> float | None:
    """Weeks from a quote that names a number of weeks or months, whichever of the two the model has given."""
    proposed = _number(value)
    sentence = text.around(quote)
    if proposed is None or say.PAST.search(sentence) or re.search(r"\b(?:every|each|per)\b", quote, re.IGNORECASE):
        return None
    if not text.speaks(say.DUE, quote):
        return None
    for unit, factor in say.SPANS:
        if not unit.search(quote):
            continue
        for number in numbers_in(quote):
            weeks = round(number * factor, 1)
            if 0 < weeks <= MOST_WEEKS and (proposed == number or abs(proposed - weeks) <= 0.1 * weeks + 1):
                return weeks
        return None
    return None


def _number(value: str) -> float | None:
    found = list(_numbers(value))
    return found[0] if len(found) == 1 else None


def _numbers(value: str) -> Iterator[float]:
    for match in re.findall(r"-?\d+(?:\.\d+)?", digits(value)):
        yield float(match)


def _background(value: str, quote: str, catalog: Catalog) -> str | None:
    """The background whose id, name or phrase the value is, if the quote bears it out."""
    wanted = words(value)
    for background in catalog.backgrounds.values():
        phrases = [words(p) for p in (background.id.replace("-", " "), *background.phrases)]
        if wanted in phrases and set(wanted) <= set(words(quote)):
            return background.id
    named = catalog.backgrounds.get(value)
    return named.id if named and any(_within(p, quote) for p in named.phrases) else None


def _within(phrase: str, quote: str) -> bool:
    return f" {' '.join(words(phrase))} " in f" {' '.join(words(quote))} "


def _level(text: str) -> str:
    """A text for comparing: lower case, single blanks, plain quotes."""
    return " ".join(text.lower().replace("’", "'").split())
