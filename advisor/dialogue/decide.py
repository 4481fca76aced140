"""One turn's decision: what is read changes the state, and the reply is put together from templates.

Pure but for the searcher. `Decision.segments` keeps the reply in pieces: those marked `voice` may be reworded by a model,
the others (tables, quotes, lists of steps) stay as they are.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from advisor.dialogue import wording
from advisor.dialogue.about import answer_about
from advisor.dialogue.following import follow
from advisor.dialogue.interviewing import go_on, interview
from advisor.dialogue.ports import Searcher
from advisor.dialogue.reading.reader import Reading
from advisor.dialogue.several import offer_waiting, recall
from advisor.dialogue.ticking import mark
from advisor.dialogue.turn import Decision, Turn, finish
from advisor.dialogue.versions import replan
from advisor.domain.brief import Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Intent, State
from advisor.domain.progress import Status


def decide(
    catalog: Catalog, searcher: Searcher, reading: Reading, state: State, today: date, now: datetime, speaker: str = "rules"
) -> Decision:
    """The decision on a message that was read as `reading`; `speaker` is who words replies, for whoever asks."""
    turn = Turn(catalog, searcher, reading, state, today, now, speaker)
    turn.brief = state.brief.with_facts(_dated(reading.facts, today))
    if reading.about:
        answer_about(turn)
        return finish(turn)
    if recall(turn):
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
    if turn.plan is not None:
        turn.say(wording.noted(catalog, edited) or "Taken out.", voice=False)
        if not replan(turn, "your edit"):
            turn.say("That does not change the plan.")
    else:
        turn.say(wording.noted(catalog, edited) or "Taken out.", voice=False)
        spec = catalog.questions.get(turn.dialogue.question.id) if turn.dialogue.question else None
        if turn.dialogue.question and spec and any(f.name == spec.fact for f in edited):
            turn.set(question=None)
        go_on(turn, lead=False)
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
