"""A message with several problems: they are told apart, one is chosen, and the others are kept for later."""

from collections.abc import Sequence
from dataclasses import replace

from advisor.dialogue import wording
from advisor.dialogue.choosing import pick
from advisor.dialogue.contrast import data_words, in_short
from advisor.dialogue.problems import (
    ask_which,
    drop_choice,
    option_of,
    pattern_of,
    picked,
    rough_hours,
    shortest,
    take,
    told_anew,
)
from advisor.dialogue.reading.framing import Framing
from advisor.dialogue.reading.several import Part
from advisor.dialogue.reading.text import words
from advisor.dialogue.turn import Turn, ask_problem, note
from advisor.domain.brief import Fact
from advisor.domain.conversation import Intent, Option
from advisor.domain.vocabulary import Verdict
from advisor.planning.next_step import next_step

QUESTION = "several"
TURN_TO = "Next problem"
"""What a message that turns to a problem that waits may begin with."""
NUMBERS = {2: "two", 3: "three", 4: "four"}
_TURNING = ("now", "next", "other", "others", "instead", "switch", "rather", "first", "remaining", "later", "about")
"""Words by which somebody turns to a problem that waits."""
_OTHERS = ("other problem", "other problems", "the others", "the other one", "other one", "other ones", "next problem", "second problem")
_LONGEST = 10


def ask_several(turn: Turn, parts: Sequence[Part]) -> None:
    """Says each problem back in few words, and asks which one first."""
    options = [option_of(turn.catalog.patterns[p.frame.pattern or ""], p.frame, p.text) for p in parts]
    turn.set(verdict=Verdict.PLAN, frame=None)
    note(turn)
    turn.say(f"Those are {NUMBERS[len(options)]} problems, and each needs a plan of its own:")
    turn.say("\n".join(f"{n}. {_line(turn, option)}" for n, option in enumerate(options, start=1)), voice=False)
    turn.say(
        "Start with the one whose data you have already, and where a small first version would soon help somebody. "
        "The others are not lost: I keep them and come back to them once this plan is agreed."
    )
    ask_which(turn, QUESTION, "Which one first?", "The problems need different methods, so one plan for all of them would be long and vague.", options)


def _line(turn: Turn, option: Option) -> str:
    pattern = pattern_of(turn, option.frame)
    title = f"**{pattern.title}**" if pattern else option.label
    about = f"you want to {in_short(pattern)}" if pattern else option.text
    return f"{title}: {about}. About {wording.num(rough_hours(turn, option.frame))} hours; it needs {data_words(option.frame.modality[0])}."


def settle_several(turn: Turn) -> bool:
    """Takes the problem that the message picks; whether it was an answer."""
    options = turn.dialogue.options
    answer = picked(turn)
    if answer and answer.none:
        drop_choice(turn)
        turn.say("Then tell me in a sentence which problem it is to be.")
        ask_problem(turn)
        return True
    chosen = options[answer.place] if answer and answer.place is not None else told_anew(turn)
    left_to_us = bool((answer and (answer.any or answer.all)) or turn.reading.draft_now)
    if chosen is None and not left_to_us and turn.reading.facts == () and turn.reading.intents[0] is Intent.ANSWER and turn.dialogue.unread:
        left_to_us = True
    if chosen is None and left_to_us:
        chosen = shortest(turn, options)
        lead = "One at a time. " if answer and answer.all else ""
        turn.say(f"{lead}Then I take the shortest: {chosen.label[:1].lower()}{chosen.label[1:]}, about {wording.num(rough_hours(turn, chosen.frame))} hours.")
    if chosen is None:
        return _not_picked(turn)
    turn.set(waiting=(*(o for o in turn.dialogue.waiting if o not in options), *(o for o in options if o != chosen)))
    take(turn, chosen)
    return True


def _not_picked(turn: Turn) -> bool:
    """Asks again where the message says nothing of any problem; whether that was all there was to it."""
    framing = turn.reading.framing
    another = framing is not None and framing.frame is not None and len(words(turn.reading.text)) > 4
    if another or turn.reading.intents[0] is not Intent.ANSWER:
        if another:
            turn.set(waiting=turn.dialogue.options)
            drop_choice(turn)
        return False
    note(turn)
    turn.set(unread=turn.dialogue.unread + 1)
    question = turn.dialogue.question
    assert question is not None
    turn.say(f"Say its number, a word of it, or “you choose”. {wording.question(question.text, lead=False)}")
    return True


def recall(turn: Turn) -> bool:
    """Turns to a problem that waits, if the message asks for one; whether the reply is complete with that.

    With a plan, the message becomes the wish to plan that problem instead, and the one planned so far waits.
    """
    waiting = turn.dialogue.waiting
    tokens = words(turn.reading.text)
    if not waiting or len(tokens) > _LONGEST or (turn.dialogue.question and turn.dialogue.options):
        return False
    others = any(f" {phrase} " in f" {' '.join(tokens)} " for phrase in _OTHERS)
    answer = pick(turn.reading.text, [(o.label, p.title if (p := pattern_of(turn, o.frame)) else "", o.text) for o in waiting])
    named = waiting[answer.place] if answer and answer.place is not None and (set(tokens) & set(_TURNING)) else None
    if named is None and others:
        if len(waiting) > 1:
            turn.say(_waiting_words(waiting))
            return True
        named = waiting[0]
    if named is None:
        return False
    _turn_to(turn, named)
    return False


def _turn_to(turn: Turn, option: Option) -> None:
    here = pattern_of(turn, turn.dialogue.frame)
    now = [option_of(here, turn.dialogue.frame, turn.brief.problem)] if here and turn.dialogue.frame else []
    turn.set(waiting=(*(o for o in turn.dialogue.waiting if o != option), *now), question=None)
    turn.brief = turn.brief.with_facts([Fact(name="problem", value=option.text, quote=option.text, turn=turn.dialogue.turn, on=turn.today)])
    turn.reading = replace(turn.reading, intents=(Intent.CHANGE_GOAL,), framing=Framing(Verdict.PLAN, option.frame))


def offer_waiting(turn: Turn) -> None:
    """Reminds of the problems that wait, when the plan is agreed or done."""
    plan, before = turn.plan, turn.before.plan
    if not turn.dialogue.waiting or plan is None or before is None or plan.frame.pattern != before.frame.pattern:
        return
    agreed = plan.agreed and not before.agreed
    done = next_step(plan) is None and next_step(before) is not None
    if agreed or done:
        turn.say(_waiting_words(turn.dialogue.waiting))


def _waiting_words(waiting: Sequence[Option]) -> str:
    lines = "\n".join(f"- {option.label}" for option in waiting)
    return (
        f"Still waiting from what you told me:\n\n{lines}\n\nSay for example “{TURN_TO}: {waiting[0].label[:1].lower()}{waiting[0].label[1:]}”, and I plan that; "
        "what you have learnt by then counts."
    )
