"""Turns once there is a plan: agree, next step, done, stuck, changes, another problem, undo."""

import re
from collections.abc import Sequence

from advisor.dialogue import wording
from advisor.dialogue.asides import answer_aside, explain_choice
from advisor.dialogue.marking import milestones_meant
from advisor.dialogue.passages import answer_from_passages
from advisor.dialogue.reading.framing import Framing, frame_problem
from advisor.dialogue.reading.intents import DRAFT_NOW
from advisor.dialogue.reviewing import QUESTION, ask_review, came_back, take_answer
from advisor.dialogue.turn import Turn, ask_problem
from advisor.dialogue.versions import fit_words, new_version, present, replan, snapshot
from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.conversation import Intent
from advisor.domain.progress import Mark, Status
from advisor.domain.vocabulary import Level, Verdict
from advisor.planning.diff import diff
from advisor.planning.next_step import next_step
from advisor.planning.planner import with_progress

NO_PROBLEM = (Intent.UNDO, Intent.STATUS, Intent.EXPORT, Intent.AGREE, Intent.MARK_DONE, Intent.SMALLTALK)
"""What a message may want instead of answering which problem it is to be."""


def follow(turn: Turn) -> None:
    question = turn.dialogue.question
    if question and question.id in ("problem", "pattern"):
        turn.set(question=None)
        if turn.reading.intents[0] not in NO_PROBLEM:
            _change_goal(turn, turn.reading.framing or frame_problem(turn.catalog, turn.searcher, turn.reading.text))
            return
    elif question and question.id == QUESTION and take_answer(turn):
        return
    handlers = {
        Intent.AGREE: _agree, Intent.UNDO: _undo, Intent.STATUS: _status, Intent.WHAT_NEXT: _what_next,
        Intent.MARK_DONE: _mark_done, Intent.STUCK: _stuck, Intent.TOO_HARD: _too_hard, Intent.TOO_EASY: _too_easy,
        Intent.CHANGE_TIME: take_in, Intent.SWAP_TOOL: _swap, Intent.EXPORT: _export, Intent.SMALLTALK: _smalltalk,
    }  # fmt: skip
    done: set[object] = set()
    for intent in turn.reading.intents:
        handler = handlers.get(intent)
        if intent is Intent.CHANGE_GOAL:
            _change_goal(turn, turn.reading.framing)
        elif intent is Intent.ANSWER:
            take_in(turn)
        elif handler:
            if handler not in done:
                handler(turn)
            done.add(handler)
        else:
            if turn.reading.facts and intent not in (Intent.WHY_ITEM, Intent.DO_I_NEED, Intent.COMPARE, Intent.EXPLAIN):
                take_in(turn)
            answer_aside(turn, intent, turn.reading.framing)


    if came_back(turn) and turn.dialogue.question is None and not turn.plan_changed:
        ask_review(turn)


def _agree(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    if plan.agreed:
        turn.say(f"Version {plan.version} is agreed already. Say “what next” to go on.")
        return
    agreed = plan.model_copy(update={"agreed": True, "agreed_at": turn.now})
    turn.state = turn.state.model_copy(update={"plan": agreed})
    turn.say(wording.agreed(plan.version))
    _what_next(turn)


def _undo(turn: Turn) -> None:
    if not turn.dialogue.undo:
        turn.say("There is nothing to take back.")
        return
    shot = turn.dialogue.undo[-1]
    turn.brief = Brief(facts=shot.brief.facts)
    progress = turn.state.progress
    if shot.marks:
        marks = dict(progress.marks)
        for milestone, mark in shot.marks.items():
            if mark is None:
                marks.pop(milestone, None)
            else:
                marks[milestone] = mark
        progress = progress.model_copy(update={"marks": marks})
    turn.state = turn.state.model_copy(update={"progress": progress})
    turn.set(undo=turn.dialogue.undo[:-1], frame=shot.frame or turn.dialogue.frame, verdict=shot.verdict)
    turn.say(f"Taken back: {shot.what}.")
    old = turn.plan
    if old and shot.plan_version != old.version:
        plan = new_version(turn)
        turn.say(wording.changed(diff(old, plan), plan.version, old.agreed), voice=False)
    elif old:
        turn.state = turn.state.model_copy(update={"plan": with_progress(old, progress)})


def _status(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    if DRAFT_NOW.search(turn.reading.text):
        present(turn)
        return
    turn.say(wording.status(plan))
    found = next_step(plan)
    if found:
        turn.say(f"Next is “{wording.short(found.milestone.text, 120)}” in “{found.project.title}”.")


def _what_next(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    if found is None:
        turn.say(wording.all_done())
        return
    turn.set(topic=found.milestone.component or turn.dialogue.topic)
    turn.say(wording.step(found))


def _mark_done(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    meant = milestones_meant(plan, turn.reading.text)
    if not meant:
        turn.say(
            "I could not tell which step you mean. Say for example “step 2 of project 1 is done”, or tick it in the plan."
        )
        return
    mark(turn, meant, Status.DONE)


def mark(turn: Turn, ids: Sequence[str], status: Status) -> None:
    plan = turn.plan
    assert plan is not None
    milestones = [m for i in ids if (m := plan.milestone(i))]
    marks = {m.id: Mark(status=status, at=turn.now, text=m.text, hours=m.hours) for m in milestones}
    snapshot(
        turn,
        f"{len(marks)} step{'s' if len(marks) > 1 else ''} marked {status.value}",
        {i: turn.state.progress.marks.get(i) for i in marks},
    )
    progress = turn.state.progress.marked(marks)
    finished_before = {p.id for p in plan.projects if p.finished}
    plan = with_progress(plan, progress)
    turn.state = turn.state.model_copy(update={"progress": progress, "plan": plan})
    if status is Status.DONE:
        finished = [p for p in plan.projects if p.finished and p.id not in finished_before]
        turn.say(wording.marked(milestones, finished))
        if finished and next_step(plan):
            ask_review(turn)


def _stuck(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    if found is None:
        turn.say(wording.all_done())
        return
    mark(turn, [found.milestone.id], Status.STUCK)
    turn.say(f"You are at “{wording.short(found.milestone.text, 140)}”.")
    if found.project.obstacles:
        lines = "\n".join(f"- *{o.symptom}* {o.teaches}" for o in found.project.obstacles)
        turn.say(f"What often bites in this project:\n\n{lines}", voice=False)
    _add_passage(turn, turn.reading.text)
    turn.say("What exactly do you see: which step, what did you expect, what came instead?")


def _add_passage(turn: Turn, query: str) -> None:
    """Adds the one passage that fits best, if any does."""
    pattern = turn.dialogue.frame.pattern if turn.dialogue.frame else None
    answer = answer_from_passages(turn.searcher, query, pattern, most=1)
    if answer:
        turn.say(answer.text, voice=False)
        turn.citations.extend(answer.citations)


def _too_hard(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    if found is None:
        turn.say(wording.all_done())
        return
    situation = turn.situation()
    shaky = [
        c for c in (*found.project.uses, *found.project.introduces)
        if (k := situation.known.get(c)) and k.grounds in ("background", "inferred", "implied")
    ]  # fmt: skip
    if shaky:
        names = wording.listed([turn.catalog.components[c].name for c in shaky[:3]])
        facts = [
            Fact(
                name="known_skills",
                key=c,
                value=Level.NONE,
                provenance=Provenance.SAID,
                quote=turn.reading.text,
                turn=turn.dialogue.turn,
            )
            for c in shaky[:3]
        ]
        turn.say(f"I had taken it that you know {names}. I no longer do, and put it into the plan before this step.")
        turn.brief = turn.brief.with_facts(facts)
        if replan(turn, "making it easier"):
            _what_next(turn)
        return
    half = wording.hours(min(found.sitting, found.milestone.hours) / 2)
    turn.say(
        f"Then take less at a time. For the next {half}, do only the beginning of this: {found.milestone.text} "
        "Stop there and tell me what was unclear; that is enough for one sitting."
    )
    topic = (
        turn.catalog.components[found.milestone.component].name if found.milestone.component else found.project.title
    )
    _add_passage(turn, topic)
    turn.say("If all of it is too much, tell me a smaller number of hours a week or a later date, and I spread it out.")


def _too_easy(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    named = [m for m in turn.reading.mentions if (c := plan.choice(m)) and c.status != "known"]
    component = named[0] if named else found.milestone.component if found else None
    if component:
        fact = Fact(
            name="known_skills", key=component, value=plan.choice(component).level if plan.choice(component) else Level.WORKING,  # type: ignore[union-attr]
            quote=turn.reading.text, turn=turn.dialogue.turn,
        )  # fmt: skip
        turn.brief = turn.brief.with_facts([fact])
        turn.say(f"Then I count {turn.catalog.components[component].name} as known.")
        replan(turn, f"counting {turn.catalog.components[component].name} as known")
    elif found:
        mark(turn, [found.milestone.id], Status.SKIPPED)
        turn.say(f"Skipped: “{wording.short(found.milestone.text, 120)}”. It stays in the plan, marked as skipped.")
    _what_next(turn)


LATE = re.compile(r"\b(?:behind|late|lost|missed|was ill|been ill|was sick|been sick|no time|fell back|slipped)\b", re.IGNORECASE)
"""Speaks of time that was lost."""


def _late(turn: Turn) -> None:
    """Slippage: what is left against the time that is left, and the two ways out."""
    plan = turn.plan
    assert plan is not None
    available = turn.situation().available
    if available is None:
        turn.say(
            f"Nothing is lost: there is no date, so the plan only ends later. {wording.hours(plan.hours.total)} of work are left, "
            f"about {wording.num(plan.weeks)} weeks at {wording.num(plan.hours_per_week)} hours a week."
        )
    elif plan.hours.total <= available:
        turn.say(
            f"It still fits: {wording.hours(plan.hours.total)} of work are left, and {wording.hours(available)} until your date."
        )
    elif not replan(turn, "falling behind"):
        turn.say(
            f"{wording.hours(plan.hours.total)} of work are left, and {wording.hours(available)} until your date. "
            "You can move the date, give it more hours a week, or make the problem smaller; tell me which."
        )
    else:
        turn.say("If you would rather keep all of it, tell me a later date or more hours a week.")
    _what_next(turn)


def take_in(turn: Turn) -> None:
    """Facts that came up: noted, and planned again if they change the plan."""
    new = [f for f in turn.brief.facts if f.turn == turn.dialogue.turn]
    if not new and LATE.search(turn.reading.text):
        _late(turn)
        return
    if not new:
        turn.say("Tell me what changed: hours a week, the date, what you know, or what you want to do without.")
        return
    turn.say(wording.noted(turn.catalog, new), voice=False)
    if not replan(turn, wording.listed([wording.fact_words(turn.catalog, f) for f in new[:3]]).replace("*", "")):
        turn.say("That does not change the plan.")


def _swap(turn: Turn) -> None:
    wishes = [f for f in turn.brief.facts if f.name == "preferences" and f.turn == turn.dialogue.turn]
    if wishes:
        take_in(turn)
    elif turn.reading.mentions:
        explain_choice(turn)
    else:
        turn.say("Which tool would you like to swap, and for what? For example: “use Polars instead of pandas”.")


def _change_goal(turn: Turn, framing: Framing | None) -> None:
    old = turn.plan
    assert old is not None
    if framing is None or framing.verdict is not Verdict.PLAN or framing.frame is None:
        entry = turn.catalog.boundaries.get(framing.boundary or "") if framing else None
        if framing and framing.verdict is Verdict.NO_ML and entry:
            turn.say(wording.boundary(entry))
            turn.say("Your plan stays as it is.")
            return
        turn.say("What is the new problem? One sentence is enough. What you have done counts there as well.")
        ask_problem(turn)
        return
    fact = turn.brief.fact("problem")
    if fact is None or fact.turn != turn.dialogue.turn:
        turn.brief = turn.brief.with_facts(
            [
                Fact(
                    name="problem",
                    value=turn.reading.text[:4000],
                    quote=turn.reading.text[:4000],
                    turn=turn.dialogue.turn,
                )
            ]
        )
    # Conditions and data were said of the old problem.
    kept = tuple(f for f in turn.brief.facts if f.name not in ("conditions", "data") or f.turn == turn.dialogue.turn)
    turn.brief = Brief(facts=kept)
    turn.set(frame=framing.frame, verdict=Verdict.PLAN)
    pattern = turn.catalog.patterns.get(framing.frame.pattern or "")
    turn.say(wording.restated(pattern, ", ".join(framing.frame.task)))
    snapshot(turn, "the change of problem")
    plan = new_version(turn)
    turn.say(wording.changed(diff(old, plan), plan.version, old.agreed), voice=False)
    turn.say(wording.plan_summary(plan))
    if plan.cut or plan.over > 0:
        turn.say(fit_words(plan), voice=False)
    turn.say(wording.drafted())


def _export(turn: Turn) -> None:
    plan = turn.plan
    if plan is None:
        turn.say("There is no plan to take away yet. Tell me your problem first.")
        return
    turn.say(
        f"Version {plan.version} is ready to take away as Markdown, to read and print, or as JSON, to keep and load again. "
        "The buttons stand beside the plan; on the command line it is `advisor export`."
    )


def _smalltalk(turn: Turn) -> None:
    turn.say("You're welcome. Say “what next” when you have time for a step, or ask about anything in the plan.")
