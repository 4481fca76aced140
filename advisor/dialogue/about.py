"""Answers questions about the advisor itself, from facts of this product."""

from collections.abc import Callable, Mapping

from advisor.dialogue import wording
from advisor.dialogue.turn import Turn, ask_problem

RULES = "rules"
"""Who speaks where no language model is connected."""


def answer_about(turn: Turn) -> None:
    """Says what was asked about the advisor, then takes up the open question again."""
    turn.say(_ANSWERS[turn.reading.about or "method"](turn), voice=False)
    if turn.reading.framing and turn.dialogue.frame is None:
        turn.set(verdict=turn.reading.framing.verdict)
    question = turn.dialogue.question
    if question and (turn.plan is not None or question.id != "problem" or question.answers):
        turn.say(f"Back to my question. {wording.question(question.text, lead=False)}")
    elif turn.plan is None:
        turn.say("And which problem would you like to solve? One sentence is enough.")
        ask_problem(turn)


def _privacy(turn: Turn) -> str:
    kept = "What you write is kept in a database file on the computer that this advisor runs on, and shown to nobody but you; whoever runs that computer could open the file."
    counted = "Questions that I find nothing on are counted by single words of my own knowledge base; the question itself is not kept for that. There are no usage statistics."
    if turn.speaker == RULES:
        return f"{kept} Rules read and answer there, so nothing is sent anywhere. {counted}"
    return (
        f"{kept} A language model is connected ({turn.speaker}): it gets your messages, to read what the rules are unsure of and to word my replies, "
        f"so they go to wherever that model runs. {counted}"
    )


def _storage(_: Turn) -> str:
    return (
        "In an SQLite file in the advisor's data directory (`.data`, unless another was chosen) on the computer that it runs on: your messages, what I "
        "noted of you, each version of the plan and what you have done. It is still there after a restart, until you delete it."
    )


def _delete(_: Turn) -> str:
    return (
        "Yes. In the browser, open the list of conversations and choose “Delete for good” for this one: messages, notes and plans go with it, and are "
        "overwritten in the file. Deleting the advisor's data directory removes everything. A single thing that I noted can be changed or taken out beside the chat."
    )


def _identity(turn: Turn) -> str:
    if turn.speaker == RULES:
        return (
            "A program, no person, and not ChatGPT: no language model is connected. Exact rules and a curated knowledge base decide and answer; a small model "
            "on the same computer only compares sentences, to find which problem yours is like."
        )
    return (
        f"A program, no person. A language model ({turn.speaker}) reads what the rules are unsure of and words replies; it cannot change a plan. What you "
        "should learn is computed by exact rules from a curated knowledge base. Below each reply it says who worded it."
    )


def _cost(turn: Turn) -> str:
    free = "Nothing. It is free software (licence Apache-2.0), runs without an account, and plans on free tools and data wherever there are any."
    return free if turn.speaker == RULES else f"{free} The language model that is connected ({turn.speaker}) may cost whoever connected it something."


def _method(turn: Turn) -> str:
    catalog = turn.catalog
    return (
        "Tell me a problem, and I work out whether it needs machine learning, the least you would have to learn for it, and small projects that fit your time; "
        f"then I go through them with you. I compare your words with {len(catalog.patterns)} kinds of problem, and compute the smallest set of the "
        f"{len(catalog.components)} things in my knowledge base that meets what yours needs. Each rests on sources, which plans name, and hours are estimates. "
        "I can misread you, so I say back what I noted, and you can correct it."
    )


def _orders(_: Turn) -> str:
    return (
        "I go by your own words about your problem and your plan; other orders in a message change nothing here. If you want something changed, say it "
        "plainly, such as “make it 6 hours a week” or “step 2 is done”."
    )


def _unsure(_: Turn) -> str:
    return (
        "Nothing here asks for an age, a degree or a talent: every step says what you can do when it is done, and the first project is small, so you "
        "see within two weeks whether it suits you. If a step is too hard, say so and I make it smaller."
    )


def _pasted(_: Turn) -> str:
    return "That looks like something copied from elsewhere, so I took no facts about you from it. What would you like to know about it?"


_ANSWERS: Mapping[str, Callable[[Turn], str]] = {
    "privacy": _privacy, "storage": _storage, "delete": _delete, "identity": _identity, "cost": _cost, "method": _method,
    "orders": _orders, "pasted": _pasted, "unsure": _unsure,
}  # fmt: skip
