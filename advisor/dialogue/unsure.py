"""Asks what was meant by a message that may want a change of plan or progress, but does not say so."""

from collections.abc import Mapping

from advisor.dialogue import wording
from advisor.dialogue.turn import Turn
from advisor.domain.conversation import Intent, OpenQuestion

QUESTION = "meant"
SAID_PLAINLY: Mapping[Intent, str] = {
    Intent.MARK_DONE: "I finished this step", Intent.STUCK: "I am stuck", Intent.TOO_HARD: "This is too hard for me",
    Intent.TOO_EASY: "This is too easy for me", Intent.SWAP_TOOL: "I want to use another tool", Intent.CHANGE_TIME: "My time has changed",
    Intent.CHANGE_GOAL: "I want another problem", Intent.UNDO: "Undo the last change", Intent.AGREE: "I agree with the plan",
    Intent.WHAT_NEXT: "What do I do next?",
}  # fmt: skip
"""What to say for each; as quick answers they are read like anything else that is said."""
_MOST = 2
"""Of the likely ones; what comes next is always offered beside them, and to be stuck is the commonest cause of odd messages."""


def ask_meant(turn: Turn) -> None:
    """One plain question; nothing is changed by it."""
    likely = [i for i in turn.reading.unsure if i in SAID_PLAINLY][:_MOST]
    offered = tuple(SAID_PLAINLY[i] for i in dict.fromkeys((*likely, Intent.STUCK, Intent.WHAT_NEXT)))
    text = "What would you like me to do?"
    turn.say("I am not sure how you mean that, so I have changed nothing.")
    turn.set(question=OpenQuestion(
        id=QUESTION, fact=QUESTION, text=text, answers=offered,
        why="I change your plan and your progress only where you plainly say so.",
    ))  # fmt: skip
    turn.say(wording.question(text, lead=False))


def forget_meant(turn: Turn) -> bool:
    """Whatever is said next is read like any message."""
    turn.set(question=None)
    return False
