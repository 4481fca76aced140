"""Looking back with the person when a project ends or weeks have passed, and planning on from the answer."""

from advisor.dialogue import wording
from advisor.dialogue.choosing import chosen
from advisor.dialogue.reading.text import words
from advisor.dialogue.turn import Turn, ask_problem
from advisor.dialogue.versions import replan
from advisor.domain.brief import Fact
from advisor.domain.conversation import OpenQuestion
from advisor.planning.next_step import next_step
from advisor.planning.review import Review, is_due, look_back

QUESTION = "review"
GO_ON, CHANGED, HARDER, EASIER = "Yes, go on", "The problem has changed", "It was harder than planned", "It was easier than planned"
NEW_PACE = "Plan with {} hours a week"
TELLING = {HARDER: ("harder", "too hard", "difficult"), EASIER: ("easier", "too easy"), CHANGED: ("changed", "different", "another", "new")}
"""Further words for the quick answers."""
STILL = frozenset("yes yep yeah yup sure still same unchanged fits right correct".split())
IDLE = frozenset("it is its it's that that's the problem plan and all still same fits fine good ok okay so this as before go on please let's continue".split())
"""Words that may stand beside those of STILL and change nothing."""


def review_of(turn: Turn) -> Review:
    """What there is to look back on now."""
    assert turn.plan is not None
    return look_back(turn.plan, turn.state.progress, turn.dialogue.began or turn.today, turn.today)


def ask_review(turn: Turn) -> None:
    """Says what was done, and asks whether the plan still fits."""
    review = review_of(turn)
    turn.say(wording.review(review))
    pace = review.notable_pace
    answers = (GO_ON, *((NEW_PACE.format(wording.num(pace)),) if pace else ()), HARDER, EASIER, CHANGED)
    text = "Is this still the problem, and does the plan still fit?"
    turn.set(question=OpenQuestion(
        id=QUESTION, fact=QUESTION, text=text, answers=answers,
        why="What you learnt and the pace you really had say more about the rest of the plan than what we guessed at the start.",
    ))  # fmt: skip
    turn.say(wording.question(text, lead=False))


def came_back(turn: Turn) -> bool:
    """Whether the person is here again after weeks."""
    return is_due(turn.before.progress, turn.before.dialogue.last_seen, turn.today)


def take_answer(turn: Turn) -> bool:
    """Plans on from the answer to the review; whether the message was such an answer."""
    question = turn.dialogue.question
    assert question is not None
    if turn.reading.why_ask:
        turn.say(question.why)
        turn.say(wording.question(question.text, lead=False))
        return True
    answer = chosen(question.answers, turn.reading.text, TELLING)
    turn.set(question=None)
    if answer is None and (turn.reading.dont_know or nothing_changed(turn.reading.text)):
        answer = GO_ON
    if answer is None:
        return False
    if answer == CHANGED:
        turn.say("What is the problem now? One sentence is enough. What you have done counts there as well.")
        ask_problem(turn)
    elif answer == GO_ON:
        _go_on(turn)
    elif answer in (HARDER, EASIER):
        turn.say(
            "Which part was it? Name it, and I put what it rests on before it, or give it more time."
            if answer == HARDER
            else "Which parts did you know already? Name them, and I take them out of what is still to learn."
        )
    else:
        pace = review_of(turn).notable_pace
        fact = Fact(name="hours_per_week", value=pace, quote=turn.reading.text, turn=turn.dialogue.turn, on=turn.today)
        turn.brief = turn.brief.with_facts([fact])
        if not replan(turn, f"planning with {wording.num(pace or 0)} hours a week"):
            turn.say("That does not change the plan.")
        _go_on(turn)
    return True


def nothing_changed(text: str) -> bool:
    """'Yes, still the same problem': says so and nothing else."""
    tokens = set(words(text))
    return bool(tokens & STILL) and tokens <= STILL | IDLE


def _go_on(turn: Turn) -> None:
    assert turn.plan is not None
    found = next_step(turn.plan)
    turn.say(wording.step(found) if found else wording.all_done())
