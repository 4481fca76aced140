"""What all ways of coming to a problem share: taking it, saying it back, and saying how large its plan would be."""

from collections.abc import Sequence
from dataclasses import replace

from advisor.dialogue import wording
from advisor.dialogue.choosing import Pick, pick
from advisor.dialogue.contrast import in_short
from advisor.dialogue.turn import Turn, note
from advisor.domain.brief import Fact
from advisor.domain.conversation import Intent, OpenQuestion, Option
from advisor.domain.entries.patterns import Pattern
from advisor.domain.frame import Frame
from advisor.domain.vocabulary import Verdict
from advisor.planning.interview import outline

SURE = 0.5
"""Confidence from which the problem is said back without doubt."""


def pattern_of(turn: Turn, frame: Frame | None) -> Pattern | None:
    """The pattern of a frame, if it has one."""
    return turn.catalog.patterns.get(frame.pattern or "") if frame else None


def said_back(turn: Turn, frame: Frame, sure: bool = True) -> str:
    """The problem said back."""
    about = f"{' and '.join(t.value for t in frame.task)} on {' and '.join(m.value for m in frame.modality)} data"
    return wording.restated(pattern_of(turn, frame), about, sure=sure)


def rough_hours(turn: Turn, frame: Frame) -> float:
    """Hours of learning and building for this person, as far as they are known."""
    return outline(turn.situation(frame=frame)).total


def shortest(turn: Turn, options: Sequence[Option]) -> Option:
    """The option whose plan takes the fewest hours."""
    return min(options, key=lambda option: rough_hours(turn, option.frame))


def option_of(pattern: Pattern, frame: Frame, text: str = "") -> Option:
    """A pattern to choose, by a short label."""
    words = in_short(pattern)
    return Option(label=words[:1].upper() + words[1:], frame=frame, text=text)


def picked(turn: Turn) -> Pick | None:
    """What the message picks of the open question's options."""
    choices = []
    for option in turn.dialogue.options:
        pattern = pattern_of(turn, option.frame)
        choices.append((option.label, pattern.title if pattern else "", option.text))
    return pick(turn.reading.text, choices) if choices else None


def told_anew(turn: Turn) -> Option | None:
    """The option that the message tells of in its own words."""
    frame = turn.reading.framing.frame if turn.reading.framing else None
    return next((o for o in turn.dialogue.options if frame and frame.pattern and o.frame.pattern == frame.pattern), None)


def ask_which(turn: Turn, id: str, text: str, why: str, options: Sequence[Option]) -> None:
    """Opens the question which of some problems it is to be."""
    turn.set(options=tuple(options), unread=0, question=OpenQuestion(
        id=id, fact="problem", text=text, why=why, answers=tuple(option.label for option in options),
    ))  # fmt: skip
    turn.say(wording.question(text, lead=False))


def take(turn: Turn, option: Option) -> None:
    """Makes it the problem that is planned, and says it back."""
    told = option.text or turn.reading.text
    turn.brief = turn.brief.with_facts([Fact(name="problem", value=told[:4000], quote=told[:4000], turn=turn.dialogue.turn, on=turn.today)])
    turn.reading = replace(turn.reading, intents=(Intent.ANSWER,))
    turn.set(frame=option.frame, verdict=Verdict.PLAN, question=None, options=(), unread=0)
    turn.say(said_back(turn, option.frame))
    note(turn)


def drop_choice(turn: Turn) -> None:
    """Forgets what was offered."""
    turn.set(question=None, options=(), unread=0)
