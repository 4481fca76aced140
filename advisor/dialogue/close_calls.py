"""Two or three readings of a problem that are nearly as likely: one question settles it."""

from advisor.dialogue.contrast import contrast
from advisor.dialogue.problems import ask_which, drop_choice, picked, rough_hours, take, told_anew
from advisor.dialogue.reading.framing import CLOSE, frame_of, frame_problem
from advisor.dialogue.reading.text import words
from advisor.dialogue.turn import Turn, ask_problem, note
from advisor.domain.conversation import Intent, Option
from advisor.domain.frame import Frame
from advisor.domain.vocabulary import Verdict

QUESTION = "pattern"
NEAR = 0.4
"""Share of the best reading's confidence from which another is close."""
NEAR_TOO = 0.4
"""The same for a third one."""
CHOSEN = 0.9
"""Confidence in a reading that the person has picked."""


def close_readings(frame: Frame) -> tuple[str, ...]:
    """The patterns of the readings to choose from; fewer than two if nothing comes close to the best."""
    if frame.confidence >= CLOSE or not frame.pattern or not frame.runners_up:
        return ()
    near = [r.pattern for n, r in enumerate(frame.runners_up[:2]) if r.confidence >= (NEAR_TOO if n else NEAR) * frame.confidence]
    return (frame.pattern, *near)


def ask_between(turn: Turn, frame: Frame) -> bool:
    """Asks between close readings; whether there were any."""
    ids = close_readings(frame)
    if len(ids) < 2:
        return False
    patterns = [turn.catalog.patterns[i] for i in ids]
    found = contrast(patterns)
    options = [Option(label=label, frame=frame_of(p, CHOSEN)) for label, p in zip(found.labels, patterns, strict=True)]
    turn.say(f"I can read that in {'two' if len(ids) == 2 else 'three'} ways.")
    ask_which(turn, QUESTION, found.question, "They need different methods, so the plans share little.", options)
    return True


def settle_between(turn: Turn) -> bool:
    """Takes the reading that the message picks; whether it was an answer."""
    options = tuple(o.model_copy(update={"text": turn.before.brief.problem}) for o in turn.dialogue.options)
    if not options or turn.dialogue.frame is None:
        return False
    answer = picked(turn)
    if answer and answer.none:
        turn.set(frame=None, verdict=None)
        drop_choice(turn)
        turn.say("Then say it once more in other words: what do you have, and what should come out?")
        ask_problem(turn)
        return True
    chosen: Option | None = None
    if answer and answer.place is not None:
        chosen = options[answer.place]
    elif answer and answer.all:
        chosen = max(options, key=lambda o: rough_hours(turn, o.frame))
        turn.say(f"Then I take the one whose plan holds more: {chosen.label[:1].lower()}{chosen.label[1:]}.")
    elif (answer and answer.any) or turn.reading.draft_now:
        chosen = options[0]
        turn.say("Then I take what your words fit best; you can change it at any time.")
    elif turn.reading.intents[0] in (Intent.ANSWER, Intent.CHANGE_GOAL):
        return _from_more_words(turn, options)
    if chosen is None:
        return False
    take(turn, chosen)
    return True


def _from_more_words(turn: Turn, options: tuple[Option, ...]) -> bool:
    """Reads the problem again with what was added; whether that settles it."""
    told = told_anew(turn)
    if told:
        chosen = next(o for o in options if o.frame.pattern == told.frame.pattern)
        take(turn, chosen)
        return True
    if len(words(turn.reading.text)) < 3:
        return False
    both = f"{turn.before.brief.problem.rstrip('. ')}. {turn.reading.text}"
    framing = frame_problem(turn.catalog, turn.searcher, both)
    if framing.verdict is not Verdict.PLAN or framing.frame is None:
        return False
    if turn.reading.facts and framing.frame.pattern == turn.dialogue.frame.pattern and framing.frame.confidence < CLOSE:  # type: ignore[union-attr]
        note(turn)
        return False
    take(turn, Option(label="", frame=framing.frame.model_copy(update={"runners_up": ()}), text=both))
    return True
