"""Turns before there is a plan: finding the problem, asking what changes the plan, drafting."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from advisor.dialogue import close_calls, finding, several, wording
from advisor.dialogue.asides import answer_aside
from advisor.dialogue.asking_anew import ask_anew
from advisor.dialogue.problems import SURE, said_back
from advisor.dialogue.reading.framing import Framing
from advisor.dialogue.reading.industries import is_curious, named
from advisor.dialogue.rereading import read_again
from advisor.dialogue.turn import Turn, ask_problem, cite_sources, note
from advisor.dialogue.versions import new_version, present
from advisor.domain.conversation import Intent, OpenQuestion
from advisor.domain.vocabulary import Verdict
from advisor.planning.interview import next_question, weigh

DECISIVE = 10.0
"""Hours of difference from which a question is said to decide most of the plan."""
MOST_QUESTIONS = 6
"""Questions before the first draft at the most."""
_SETTLING: Mapping[str, Callable[[Turn], bool]] = {
    several.QUESTION: several.settle_several,
    close_calls.QUESTION: close_calls.settle_between,
    finding.QUESTION: finding.settle_offer,
}
"""The questions which problem it is, by what takes an answer to them and says whether it was one."""


def interview(turn: Turn) -> None:
    intent, framing = turn.reading.intents[0], turn.reading.framing
    question = turn.dialogue.question
    if turn.reading.why_ask and question:
        _why_ask(turn, question)
        return
    if question and question.id in _SETTLING:
        if _SETTLING[question.id](turn):
            if turn.dialogue.frame and turn.dialogue.question is None:
                go_on(turn, lead=True)
            return
        question = turn.dialogue.question
    if intent is Intent.CHANGE_GOAL and framing:
        turn.set(frame=None, question=None, options=(), verdict=None)
    if turn.dialogue.frame is None:
        _first_problem(turn, intent, framing)
        return
    if intent is Intent.ANSWER:
        _take_answer(turn, question)
        return
    if intent in (Intent.WHAT_NEXT, Intent.AGREE):
        turn.reading = replace(turn.reading, draft_now=True)
        go_on(turn, lead=False)
        return
    answer_aside(turn, intent, framing)
    if question:
        turn.say(f"Back to my question. {wording.question(question.text, lead=False)}")


def _take_answer(turn: Turn, question: OpenQuestion | None) -> None:
    """Takes in what a message says to the open question, or beside it."""
    if question and turn.reading.answered:
        turn.set(question=None, options=(), unread=0)
    elif turn.reading.unsaid and ask_anew(turn):
        return
    elif not turn.reading.draft_now and not turn.reading.put_right and read_again(turn):
        go_on(turn, lead=False)
        return
    elif question and turn.dialogue.unread >= 1 and question.id != "problem" and not turn.reading.draft_now:
        told = "I leave my question open" if turn.reading.facts else "I still cannot read that, so I go on without it"
        turn.say(f"{told}. You can tell me later.")
        turn.set(question=None, options=(), unread=0)
    elif question and not turn.reading.draft_now:
        turn.set(unread=turn.dialogue.unread + 1)
        if not turn.reading.facts:
            turn.say("I could not read an answer in that. You can click one, say “I don't know”, or “just draft it”.")
    note(turn)
    go_on(turn, lead=False)


def _first_problem(turn: Turn, intent: Intent, framing: Framing | None) -> None:
    if turn.reading.several:
        several.ask_several(turn, turn.reading.several)
        return
    if intent is Intent.ANSWER and framing is None:
        _without_problem(turn)
        return
    if intent is Intent.SMALLTALK or framing is None:
        turn.say(wording.greeting())
        ask_problem(turn)
        return
    turn.set(verdict=framing.verdict)
    entry = turn.catalog.boundaries.get(framing.boundary or "")
    if framing.verdict is Verdict.PLAN and framing.frame:
        turn.set(frame=framing.frame, question=None, options=())
        if close_calls.close_readings(framing.frame)[1:]:
            note(turn)
            close_calls.ask_between(turn, framing.frame)
            return
        turn.say(said_back(turn, framing.frame, sure=framing.frame.confidence >= SURE))
        note(turn)
        go_on(turn, lead=True)
        return
    if framing.verdict is Verdict.NO_ML and entry:
        turn.say(wording.boundary(entry))
        cite_sources(turn, entry.sources)
        note(turn)
        turn.say("If there is more to it than that, tell me, and I look again.")
        ask_problem(turn)
        return
    if framing.verdict is Verdict.OFF_TOPIC and finding.asked_what_they_do(turn):
        finding.find_problem(turn)
        return
    if framing.verdict is Verdict.OFF_TOPIC:
        turn.say(entry.reply if entry else "That is outside what I can help with.")
        turn.say("Is there something at work or home that you would like to predict, sort, find or recommend?")
        ask_problem(turn)
        return
    if intent not in (Intent.ANSWER, Intent.OFF_TOPIC):
        turn.set(verdict=turn.before.dialogue.verdict)
        answer_aside(turn, intent, framing)
        turn.say("And when you have a problem in mind that you would like to solve, tell me in a sentence.")
        ask_problem(turn)
        return
    note(turn)
    finding.find_problem(turn, lead=entry.reply if entry else "")


def _without_problem(turn: Turn) -> None:
    """A message that tells of the person, or nothing, where the problem is wanted."""
    turn.set(verdict=Verdict.UNCLEAR)
    note(turn)
    if turn.reading.facts and not named(turn.reading.text) and not is_curious(turn.reading.text):
        turn.say("And which problem would you like to solve? One sentence is enough.")
        ask_problem(turn)
        return
    finding.find_problem(turn, lead="I can draft a plan as soon as I know the problem." if turn.reading.draft_now else "")


def go_on(turn: Turn, lead: bool) -> None:
    """Asks the next question, or drafts the plan when none is worth asking."""
    if turn.dialogue.frame is None:
        return
    if turn.dialogue.question and not turn.reading.draft_now:
        turn.say(wording.question(turn.dialogue.question.text, lead=False))
        return
    asked = turn.dialogue.asked
    if not turn.reading.draft_now and len(asked) < MOST_QUESTIONS:
        found = next_question(turn.situation(), asked)
        if found:
            q = found.question
            turn.set(
                asked=(*asked, q.id),
                question=OpenQuestion(
                    id=q.id, fact=q.fact, text=q.text, why=q.why, answers=tuple(a.label for a in q.answers)
                ),
            )
            turn.say(wording.question(q.text, lead and not asked and found.value >= DECISIVE))
            return
    turn.set(question=None)
    turn.say("That is enough to draft.")
    new_version(turn)
    present(turn)


def _why_ask(turn: Turn, question: OpenQuestion) -> None:
    spec = turn.catalog.questions.get(question.id)
    if spec and turn.dialogue.frame:
        turn.say(wording.why_ask(question.why, weigh(turn.situation(), spec)))
    else:
        turn.say(question.why)
    turn.say(wording.question(question.text, lead=False))
