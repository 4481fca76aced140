"""Turns once there is a plan: agree, next step, done, stuck, changes, another problem, undo."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from advisor.dialogue import (
    change_words,
    fact_words,
    pacing,
    plan_words,
    reviewing,
    scoping,
    slipping,
    sticking,
    ticking,
    unsure,
    wording,
)
from advisor.dialogue.asides import answer_aside, explain_choice
from advisor.dialogue.asking_anew import ask_anew
from advisor.dialogue.looking_back import speaks_of_versions, take_versions
from advisor.dialogue.pacing import take_easier, too_easy, too_hard
from advisor.dialogue.plan_questions import fears_being_late
from advisor.dialogue.reading.around import stands_alone
from advisor.dialogue.reading.asking import asks, supposes
from advisor.dialogue.reading.framing import Framing, frame_problem
from advisor.dialogue.reading.intents import DRAFT_NOW, FAREWELL, THANKS
from advisor.dialogue.reading.sitting import sitting_told
from advisor.dialogue.reading.text import words
from advisor.dialogue.reading.wishes import PartWish
from advisor.dialogue.reviewing import ask_review, came_back, take_answer
from advisor.dialogue.scoping import speaks_of_scope, take_choice, take_scope
from advisor.dialogue.skipping import speaks_of_skipping, take_skip
from advisor.dialogue.slipping import LATE, if_late, late, take_way_out
from advisor.dialogue.sticking import stuck, take_symptom, works_now
from advisor.dialogue.supposing import answer_supposed
from advisor.dialogue.ticking import mark_done, mark_only, take_back_marks, take_which
from advisor.dialogue.turn import Turn, ask_problem
from advisor.dialogue.unsure import ask_meant, forget_meant
from advisor.dialogue.versions import fit_words, new_version, present, replan, snapshot
from advisor.domain.brief import Brief, Fact
from advisor.domain.conversation import Intent
from advisor.domain.progress import Progress
from advisor.domain.vocabulary import Verdict
from advisor.planning.compare import compare
from advisor.planning.diff import diff
from advisor.planning.interview import outline
from advisor.planning.knowledge import learnt
from advisor.planning.next_step import next_step
from advisor.planning.planner import with_progress

NO_PROBLEM = (Intent.UNDO, Intent.STATUS, Intent.EXPORT, Intent.AGREE, Intent.MARK_DONE, Intent.SMALLTALK)
"""What a message may want instead of answering which problem it is to be."""


QUESTIONS = (Intent.WHY_ITEM, Intent.DO_I_NEED, Intent.COMPARE, Intent.EXPLAIN)
"""Wishes to understand; one answer serves them all."""
ANSWERS: Mapping[str, Callable[[Turn], bool]] = {
    reviewing.QUESTION: take_answer, ticking.QUESTION: take_which, sticking.QUESTION: take_symptom, slipping.QUESTION: take_way_out,
    pacing.QUESTION: take_easier, scoping.QUESTION: take_choice, unsure.QUESTION: forget_meant,
}  # fmt: skip
"""What takes the answer to each question; it says whether the message was one."""


TOLD_AT_LENGTH = (reviewing.QUESTION, sticking.QUESTION)
"""Questions whose answer is a story, all of which belongs to it."""


def follow(turn: Turn) -> None:
    question = turn.dialogue.question
    if question and question.id in ("problem", "pattern"):
        turn.set(question=None)
        if turn.reading.intents[0] not in NO_PROBLEM:
            change_goal(turn, turn.reading.framing or frame_problem(turn.catalog, turn.searcher, turn.reading.text))
            return
    elif question and question.id in ANSWERS and turn.reading.text and ANSWERS[question.id](turn):
        if question.id not in TOLD_AT_LENGTH:
            answer_rest(turn, lambda _: False)
        return
    elif question and question.id in turn.catalog.questions:
        turn.set(question=None)
    taken = _taken(turn)
    if taken:
        answer_rest(turn, taken)
        return
    if turn.reading.intents[0] in (Intent.AGREE, Intent.SMALLTALK, Intent.ANSWER) and works_now(turn):
        mark_done(turn)
        return
    handlers = {
        Intent.AGREE: _agree, Intent.UNDO: _undo, Intent.STATUS: _status, Intent.WHAT_NEXT: _what_next,
        Intent.MARK_DONE: mark_done, Intent.STUCK: stuck, Intent.TOO_HARD: too_hard, Intent.TOO_EASY: too_easy,
        Intent.CHANGE_TIME: take_in, Intent.SWAP_TOOL: _swap, Intent.EXPORT: _export, Intent.SMALLTALK: _smalltalk,
    }  # fmt: skip
    if Intent.SMALLTALK in turn.reading.intents[1:]:
        turn.say(_to_smalltalk(turn.reading.text, alone=False))
    done: set[object] = set()
    for intent in _worth_following(turn):
        handler = handlers.get(intent)
        if intent is Intent.CHANGE_TIME and Intent.CHANGE_GOAL in turn.reading.intents:
            continue  # the plan for the other problem was made with it
        if intent is Intent.CHANGE_GOAL:
            change_goal(turn, turn.reading.framing)
        elif intent is Intent.ANSWER:
            take_in(turn)
        elif handler:
            if handler not in done:
                handler(turn)
            done.add(handler)
        else:
            if turn.reading.facts and intent not in QUESTIONS:
                take_in(turn)
            _answer(turn, next((w for w in turn.reading.apart if w.intent is intent and w.mentions and len(turn.reading.intents) > 1), None), intent)
    if came_back(turn) and turn.dialogue.question is None and not turn.plan_changed:
        ask_review(turn)


def _taken(turn: Turn) -> Callable[[str], bool] | None:
    """Answers what is told by more than the kind of wish: a fear, a supposition, a version, a part of the plan. If it was that:
    what tells whether a part of the message speaks of it."""
    if fears_being_late(turn.reading.text):
        if_late(turn)
        return fears_being_late
    takes = ((answer_supposed, supposes), (take_skip, speaks_of_skipping), (take_versions, speaks_of_versions), (take_scope, speaks_of_scope))
    return next((speaks for take, speaks in takes if take(turn)), None)


def answer_rest(turn: Turn, taken: Callable[[str], bool]) -> None:
    """Answers what other parts of the message ask, and how to go on, once that is answered which a part speaks of if it is
    `taken`. The question that this has led to stays last."""
    whole = turn.reading
    rest = [w for w in whole.apart if stands_alone(w) and not taken(w.text)]
    asked = turn.segments.pop() if rest and turn.dialogue.question and turn.segments else None
    for wish in rest:
        if wish.intent in TO_GO_ON:
            TO_GO_ON[wish.intent](turn)
        else:
            _answer(turn, wish, wish.intent)
    turn.reading = replace(whole, intents=tuple(dict.fromkeys((*whole.intents, *(w.intent for w in rest)))))
    if asked:
        turn.segments.append(asked)


def _answer(turn: Turn, wish: PartWish | None, intent: Intent) -> None:
    """Answers a question: that of a part of the message in its own words, without the rest."""
    whole = turn.reading
    if wish:
        turn.reading = replace(whole, text=wish.text, mentions=wish.mentions, intents=(intent,), facts=())
    answer_aside(turn, intent, whole.framing)
    turn.reading = whole


def _worth_following(turn: Turn) -> list[Intent]:
    """The wishes of the message without those that another one answers."""
    wanted = list(dict.fromkeys(turn.reading.intents))
    questions = [i for i in wanted if i in QUESTIONS]
    told = any(f.turn == turn.dialogue.turn for f in turn.brief.facts) or LATE.search(turn.reading.text)
    idle = [i for i in wanted if i is Intent.CHANGE_TIME and not told and len(wanted) > 1]
    spoken = [Intent.SMALLTALK] if wanted[0] is not Intent.SMALLTALK else []
    credited = [Intent.STATUS] if Intent.CHANGE_GOAL in wanted else []  # the plan for the other problem says what counts of it
    return [i for i in wanted if i not in (*questions[1:], *idle, *spoken, *credited)]


def _agree(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    if plan.agreed:
        turn.say(f"Version {plan.version} is agreed already. Say “what next” to go on.")
        return
    agreed = plan.model_copy(update={"agreed": True, "agreed_at": turn.now})
    turn.state = turn.state.model_copy(update={"plan": agreed})
    turn.say(wording.agreed(plan.version))
    if Intent.WHAT_NEXT not in turn.reading.intents:
        _what_next(turn)


def _undo(turn: Turn) -> None:
    if turn.reading.text and take_back_marks(turn):
        return
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
        turn.say(change_words.changed(diff(old, plan), plan.version, old.agreed), voice=False)
    elif old:
        turn.state = turn.state.model_copy(update={"plan": with_progress(old, progress)})
        mark_only(turn, shot.marks)


def _status(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    if DRAFT_NOW.search(turn.reading.text):
        present(turn)
        return
    turn.say(wording.status(plan, len(list(turn.state.progress.done()))))
    found = next_step(plan)
    if found:
        turn.say(f"Next is “{wording.short(found.milestone.text, 120)}” in “{found.project.title}”.")


def _what_next(turn: Turn) -> None:
    plan = turn.plan
    assert plan is not None
    found = next_step(plan, sitting_told(turn.reading.text))
    if found is None:
        turn.say(wording.all_done())
        return
    turn.set(topic=found.milestone.component or turn.dialogue.topic)
    turn.say(wording.step(found))


def take_in(turn: Turn) -> None:
    """Facts that came up: noted, and planned again if they change the plan."""
    new = [f for f in turn.brief.facts if f.turn == turn.dialogue.turn]
    if not new and LATE.search(turn.reading.text):
        late(turn)
        return
    if turn.reading.unsaid and ask_anew(turn):
        return
    if not new and turn.reading.unsure:
        ask_meant(turn)
        return
    if not new:
        turn.say("Tell me what changed: hours a week, the date, what you know, or what you want to do without.")
        return
    turn.say(fact_words.noted(turn.catalog, new), voice=False)
    what = wording.listed([fact_words.fact_words(turn.catalog, f) for f in new[:3]]).replace("*", "")
    if not replan(turn, what):
        snapshot(turn, what)
        turn.say("That does not change the plan.")


def _swap(turn: Turn) -> None:
    """Takes in a wish for or against a tool. Where something else is wanted without a word of what, the plan is solved without
    the tool; who only asks for it is told what that would come to."""
    if any(f.name == "preferences" and f.turn == turn.dialogue.turn for f in turn.brief.facts):
        take_in(turn)
        return
    plan, named = turn.plan, turn.reading.mentions
    given_up = named[0] if len(named) == 1 and plan and plan.choice(named[0]) else None
    if given_up is None:
        if named:
            explain_choice(turn)
        else:
            turn.say("Which tool would you like to swap, and for what? For example: “use Polars instead of pandas”.")
        return
    found = compare(turn.situation(), given_up)
    if asks(turn.reading.text) or not (found.comes or found.goes):
        turn.say(plan_words.comparison(turn.catalog, found))
        return
    turn.brief = turn.brief.with_facts([Fact(name="preferences", key=given_up, value="avoid", quote=turn.reading.text, turn=turn.dialogue.turn, on=turn.today)])
    take_in(turn)


def change_goal(turn: Turn, framing: Framing | None) -> None:
    """Plans another problem with what has been learnt by now; asks for it where it was not told."""
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
    turn.say(change_words.changed(diff(old, plan), plan.version, old.agreed), voice=False)
    turn.say(_credit(turn))
    turn.say(plan_words.plan_summary(plan))
    turn.say(fit_words(plan, old), voice=False)
    turn.say(wording.drafted())


def _credit(turn: Turn) -> str:
    """What of the work done counts for the new problem: the stack solved with it and without it."""
    situation = turn.situation()
    done = learnt(turn.catalog, situation.progress)
    now, from_nothing = outline(situation), outline(replace(situation, progress=Progress()))
    names = {c: turn.catalog.components[c].name for c in done}
    here = [names[c] for c in done if c in from_nothing.levels and from_nothing.hours[c] > now.hours.get(c, 0.0)]
    elsewhere = [name for name in names.values() if name not in here]
    return change_words.counts_here(here, round(from_nothing.learn - now.learn, 1), elsewhere, len(list(situation.progress.done())))


def _export(turn: Turn) -> None:
    plan = turn.plan
    if plan is None:
        turn.say("There is no plan to take away yet. Tell me your problem first.")
        return
    turn.say(
        f"Version {plan.version} is ready to take away: to read and print, for your calendar, as a table for a tracker, or as "
        "JSON, to keep and load again. The buttons stand beside the plan; on the command line it is `advisor export`."
    )


def _smalltalk(turn: Turn) -> None:
    turn.say(_to_smalltalk(turn.reading.text, alone=True))


def _to_smalltalk(text: str, alone: bool) -> str:
    """What is said to thanks, a farewell or chatter; beside other things, thanks alone are answered."""
    said = set(words(text))
    if said & THANKS:
        return "You're welcome. Say “what next” when you have time for a step, or ask about anything in the plan." if alone else "You're welcome."
    if not alone:
        return ""
    if said & FAREWELL:
        return "Until then. Your plan and your marks stay as they are; “what next” takes you on from here."
    return "Good to hear from you. I am of most use with the plan: say “what next”, or ask about anything in it."


TO_GO_ON: Mapping[Intent, Callable[[Turn], None]] = {Intent.WHAT_NEXT: _what_next, Intent.EXPORT: _export, Intent.STATUS: _status}
"""Wishes that are answered even beside what is told by more than the kind of wish."""
