"""One turn's decision: what is read changes the state, and the reply is put together from templates.

Pure but for the searcher. `Decision.segments` keeps the reply in pieces: those marked `voice` may be reworded by a model,
the others (tables, quotes, lists of steps) stay as they are.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from advisor.dialogue import fact_words
from advisor.dialogue.about import answer_about
from advisor.dialogue.following import answer_rest, change_goal, follow
from advisor.dialogue.interviewing import go_on, interview
from advisor.dialogue.looking_back import restore
from advisor.dialogue.own_tools import speaks_of_tool, take_unlisted
from advisor.dialogue.ports import History, Searcher
from advisor.dialogue.problems import said_back
from advisor.dialogue.reading.framing import Framing, frame_problem
from advisor.dialogue.reading.reader import Reading
from advisor.dialogue.scoping import rescope
from advisor.dialogue.several import offer_waiting, recall
from advisor.dialogue.ticking import mark
from advisor.dialogue.turn import Decision, Turn, finish
from advisor.dialogue.versions import replan
from advisor.domain.brief import Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Intent, State, Version
from advisor.domain.progress import Status
from advisor.domain.vocabulary import Verdict


def decide(
    catalog: Catalog, searcher: Searcher, reading: Reading, state: State, today: date, now: datetime, speaker: str = "rules",
    history: History = tuple,
) -> Decision:
    """The decision on a message that was read as `reading`; `speaker` is who words replies, for whoever asks; `history`
    gives the versions of the plan so far."""
    turn = Turn(catalog, searcher, reading, state, today, now, speaker, history)
    turn.brief = state.brief.with_facts(_dated(reading.facts, today))
    if reading.about:
        answer_about(turn)
        return finish(turn)
    if recall(turn):
        return finish(turn)
    if take_unlisted(turn):
        if turn.plan is not None:
            answer_rest(turn, lambda part: speaks_of_tool(turn.reading, part))
        return finish(turn)
    if turn.plan is None:
        interview(turn)
    else:
        follow(turn)
        offer_waiting(turn)
    return finish(turn)


def _dated(facts: Iterable[Fact], today: date) -> list[Fact]:
    return [f if f.on else f.model_copy(update={"on": today}) for f in facts]


def decide_facts(
    catalog: Catalog,
    searcher: Searcher,
    state: State,
    facts: Sequence[Fact],
    remove: Sequence[tuple[str, str]],
    today: date,
    now: datetime,
) -> Decision:
    """The decision on facts edited by hand: set, or removed by their slots."""
    reading = Reading("", (Intent.ANSWER,))
    turn = Turn(catalog, searcher, reading, state, today, now)
    brief = state.brief
    for name, key in remove:
        brief = brief.without(name, key)
    edited = [
        f.model_copy(update={"provenance": Provenance.EDITED, "turn": turn.dialogue.turn, "on": today}) for f in facts
    ]
    turn.brief = brief.with_facts(edited)
    other = _another_problem(turn, edited)
    turn.say(_noted(turn, edited), voice=False)
    if turn.plan is None:
        _go_on(turn, edited, other)
    elif other:
        change_goal(turn, other)
    else:
        _replan(turn)
    return finish(turn)


def _another_problem(turn: Turn, edited: Sequence[Fact]) -> Framing | None:
    """How the problem reads in its new words, if they tell of another one."""
    told = next((f for f in edited if f.name == "problem"), None)
    if told is None or turn.dialogue.frame is None:
        return None
    framing = frame_problem(turn.catalog, turn.searcher, str(told.value))
    another = framing.verdict is Verdict.PLAN and framing.frame is not None and framing.frame.pattern != turn.dialogue.frame.pattern
    return framing if another else None


def _noted(turn: Turn, edited: Sequence[Fact]) -> str:
    problem = "I noted your problem in these words." if any(f.name == "problem" for f in edited) else ""
    return " ".join(filter(None, (problem, fact_words.noted(turn.catalog, edited)))) or "Taken out."


def _go_on(turn: Turn, edited: Sequence[Fact], other: Framing | None) -> None:
    """With the interview, after an edit before there is a plan."""
    question = turn.dialogue.question
    spec = turn.catalog.questions.get(question.id) if question else None
    if question and spec and any(f.name == spec.fact for f in edited):
        turn.set(question=None)
    if other and other.frame:
        turn.set(frame=other.frame, verdict=Verdict.PLAN, question=None, options=())
        turn.say(said_back(turn, other.frame))
    go_on(turn, lead=False)


def _replan(turn: Turn) -> None:
    if not replan(turn, "your edit"):
        turn.say("That does not change the plan.")
    plan, problem = turn.plan, turn.brief.problem
    if plan and problem and plan.problem != problem:
        turn.state = turn.state.model_copy(update={"plan": plan.model_copy(update={"problem": problem})})


def decide_scope(
    catalog: Catalog, searcher: Searcher, state: State, key: str, value: str, today: date, now: datetime
) -> Decision:
    """The decision on a part of the plan, as `scope` facts are keyed, that a click keeps or drops."""
    turn = Turn(catalog, searcher, Reading("", (Intent.ANSWER,)), state, today, now)
    rescope(turn, key, value)
    return finish(turn)


def decide_version(
    catalog: Catalog, searcher: Searcher, state: State, version: Version, today: date, now: datetime
) -> Decision:
    """The decision on a version that a click goes back to."""
    turn = Turn(catalog, searcher, Reading("", (Intent.UNDO,)), state, today, now)
    restore(turn, version)
    return finish(turn)


def decide_mark(
    catalog: Catalog, searcher: Searcher, state: State, milestone: str, status: Status, today: date, now: datetime
) -> Decision:
    """The decision on a milestone ticked, unticked or skipped by click."""
    turn = Turn(catalog, searcher, Reading("", (Intent.MARK_DONE,)), state, today, now)
    if turn.plan is None or turn.plan.milestone(milestone) is None:
        turn.say("That step is not in the plan any more.")
        return finish(turn)
    mark(turn, [milestone], status)
    if status is not Status.DONE:
        turn.say({"todo": "Unticked.", "skipped": "Skipped.", "stuck": "Noted as stuck."}[status.value])
    return finish(turn)
