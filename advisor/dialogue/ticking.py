"""Turns that say what is done or not done: marked, unmarked, or asked about."""

import re
from collections.abc import Collection, Sequence

from advisor.dialogue import wording
from advisor.dialogue.choosing import chosen
from advisor.dialogue.marking import Meant, steps_meant
from advisor.dialogue.reading.asking import asks, without_question
from advisor.dialogue.reading.text import sentences
from advisor.dialogue.reviewing import ask_review
from advisor.dialogue.slipping import LATE
from advisor.dialogue.turn import Turn
from advisor.dialogue.versions import snapshot
from advisor.domain.conversation import OpenQuestion
from advisor.domain.plan import Plan
from advisor.domain.progress import CLOSED, Mark, Status
from advisor.planning.next_step import next_step
from advisor.planning.planner import with_progress

QUESTION = "which-step"
NONE_OF_THESE = "None of these"
_CHOICES = 4
_ONLY = re.compile(r"\b(?:only|just)\b.{0,20}\b(?:step|steps|first|second|third|last|\d+)\b", re.IGNORECASE)


def mark_done(turn: Turn) -> None:
    """Marks the steps that the message says are done, unmarks those it says are not, asks where it is not clear."""
    plan = turn.plan
    assert plan is not None
    meant = steps_meant(plan, _told(turn.reading.text))
    if not meant.anything:
        if meant.unread:
            _ask_which(turn, meant)
        else:
            turn.say("Nothing of that was marked as done, so nothing changes.")
        return
    if meant.undone:
        unmark(turn, meant.undone)
    if meant.half:
        turn.say(f"I count the first half of “{meant.half}” by its hours.")
    if meant.done:
        mark(turn, meant.done, Status.DONE)
    if meant.before and (step := plan.milestone(meant.before)):
        turn.say(f"“{wording.short(step.text, 80)}” itself is not counted. If that is done too, say so.")
    if meant.asked:
        _ask_which(turn, meant)


def _told(text: str) -> str:
    """The message without its questions: 'git is done. Why was it on my list in the first place?' tells of git alone."""
    said = sentences(text)
    told = [without_question(s) for s in said if not asks(s)]
    return text if told == said else ". ".join(told) or text


def take_back_marks(turn: Turn) -> bool:
    """Unmarks steps that the message says are not done after all; whether it said so of any."""
    plan = turn.plan
    assert plan is not None
    meant = steps_meant(plan, turn.reading.text)
    if not meant.undone:
        return False
    unmark(turn, meant.undone)
    return True


def mark_only(turn: Turn, taken_back: Collection[str]) -> None:
    """After marks were taken back, marks again what the message leaves of them: 'no wait, only step 1'."""
    assert turn.plan is not None
    if _ONLY.search(turn.reading.text):
        left = [step for step in steps_meant(turn.plan, turn.reading.text).done if step in taken_back]
        if left:
            mark(turn, left, Status.DONE)


def take_which(turn: Turn) -> bool:
    """Marks the step that was chosen from those asked about; whether the message chose one."""
    question, plan = turn.dialogue.question, turn.plan
    assert question is not None
    assert plan is not None
    answer = chosen(question.answers, turn.reading.text)
    turn.set(question=None)
    if answer is None:
        return False
    found = {_label(plan, m.id): m.id for p in plan.projects for m in p.milestones}.get(answer)
    if found:
        mark(turn, [found], Status.DONE)
    else:
        turn.say("Then nothing is marked. Say for example “step 2 of project 1 is done”, or tick it in the plan.")
    return True


def _ask_which(turn: Turn, meant: Meant) -> None:
    plan = turn.plan
    assert plan is not None
    following = next_step(plan)
    ids = list(meant.asked)
    if following and following.milestone.id not in ids:
        ids.append(following.milestone.id)
    labels = tuple(dict.fromkeys(_label(plan, i) for i in ids[:_CHOICES]))
    text = "Which step do you mean?"
    turn.set(question=OpenQuestion(
        id=QUESTION, fact=QUESTION, text=text, answers=(*labels, NONE_OF_THESE),
        why="Only what is really done should count, because the next steps build on it.",
    ))  # fmt: skip
    turn.say("More than one step could be meant." if len(meant.asked) > 1 else "I could not tell which step that is.")
    turn.say(wording.question(text, lead=False))


def _label(plan: Plan, milestone: str) -> str:
    """'Project 2, step 3: …', as a quick answer."""
    for at, project in enumerate(plan.projects, start=1):
        for number, step in enumerate(project.milestones, start=1):
            if step.id == milestone:
                return f"Project {at}, step {number}: {wording.short(step.text, 60)}"
    return milestone


def mark(turn: Turn, ids: Sequence[str], status: Status) -> None:
    """Sets the marks of steps, kept for undo; says what is done now, and looks back when a project ends."""
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
        if finished and next_step(plan) and not LATE.search(turn.reading.text):  # being late is the more urgent talk
            ask_review(turn)


def unmark(turn: Turn, ids: Sequence[str]) -> None:
    """Takes the marks of steps away and says so."""
    plan = turn.plan
    assert plan is not None
    steps = [m for i in ids if (m := plan.milestone(i)) and m.status in CLOSED]
    mark(turn, [m.id for m in steps], Status.TODO)
    turn.say("No longer counted as done: " + "; ".join(wording.short(m.text, 100) for m in steps) + ".")
