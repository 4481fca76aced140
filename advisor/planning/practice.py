"""Practice: what is done to learn one component, in steps that fit a sitting or a few."""

from math import ceil

from advisor.domain.entries.components import Component
from advisor.domain.plan import Choice, PlanMilestone
from advisor.domain.progress import Progress, learning_id, part_id
from advisor.domain.vocabulary import LEARNABLE, TOOL_LAYERS, Layer

LONGEST_STEP = 8.0
"""Hours of one step at the most."""
_MOST_PARTS = 40

TOOL_PARTS = (
    ("Install it, and run the first example of its official introduction.",
     "The example runs on your machine, and you changed one thing in it and saw the effect."),
    ("Go through the introduction up to reading in data, and read in a small file of your own.",
     "Three things that you print about the file are right; you checked one by hand."),
    ("Go on with the introduction, typing every example yourself, until you can follow a page that you have not seen before.",
     "You wrote one of its examples again without looking."),
    ("Break a working example in three ways and read what it says each time.",
     "For each of the three messages you can say what caused it."),
    ("Write a small program of your own that does one thing you need, with what you have so far.",
     "It does that one thing, and somebody else can run it from your note."),
    ("Tidy that program: names that say what is meant, one job for each function, one test.",
     "The test fails when you break the program on purpose."),
    ("Redo with it something that you have done before by other means, and compare the results.",
     "Both give the same result, or you can say why not."),
)  # fmt: skip
"""What the parts of learning a large tool are, in order; each with its test."""
IDEA_PARTS = (
    ("Read one introduction to it, and write down in your own words what it is for.",
     "Three sentences that a colleague understands without asking."),
    ("Follow one worked example with numbers small enough to check by hand.",
     "Your numbers and those of the example agree."),
    ("Do the same with some rows of your own data.",
     "You can say what each number of the result means for your problem."),
    ("Look for a case in which it misleads, and write down why.",
     "The case and the reason stand in your notes in two sentences."),
)  # fmt: skip
"""The same for large ideas, measures and habits."""


def practice_steps(component: Component, choice: Choice) -> list[PlanMilestone]:
    """The practice steps of a component for one person, sharing its hours evenly; unmarked and of any length."""
    level = choice.level
    numbered = [
        (level, n, p.text, p.done_when) for n, p in enumerate((p for p in component.practice if p.level is level), start=1)
    ]  # fmt: skip
    if not numbered:
        below = [p for at in LEARNABLE if at.rank < level.rank for p in component.practice if p.level is at]
        numbered = [(p.level, n, p.text, p.done_when) for n, p in enumerate(below[-1:], start=1)]
    if not numbered:
        numbered = [(level, 1, *_own_practice(component, choice.hours))]
    share = choice.hours / len(numbered)
    return [
        PlanMilestone(
            id=learning_id(component.id, at.value, number), text=f"{component.name}: {text}", hours=round(share, 2),
            done_when=done_when, kind="learn", component=component.id,
        )
        for at, number, text, done_when in numbered
    ]  # fmt: skip


def _own_practice(component: Component, hours: float) -> tuple[str, str]:
    """A step for a component that lists none: to know of it, or to do something with it."""
    if hours <= LONGEST_STEP or component.layer not in TOOL_LAYERS:
        return component.summary, f"You can say in two sentences what {component.name} is for."
    return (
        "Do the next step of this plan that needs it, with its documentation open.",
        "That step's own test is passed, and you wrote down what you had to look up.",
    )


def in_parts(step: PlanMilestone, layer: Layer | None, progress: Progress, split: frozenset[str]) -> list[PlanMilestone]:
    """A step as it is, or in parts: if it takes too long, if the person wants it smaller, or if parts of it are marked.

    The last part keeps the step's id and test, so whatever was said of the step stays true of it. `layer` is that of the
    component that it teaches, None for a step of building.
    """
    begun = max((n for n in range(1, _MOST_PARTS) if part_id(step.id, n) in progress.marks), default=0) if progress.marks else 0
    count = max(ceil(round(step.hours / LONGEST_STEP, 3)), 2 if step.id in split else 1, begun + 1 if begun else 1)
    if count == 1:
        return [step]
    hours = round(step.hours / count, 2)
    name, _, rest = step.text.partition(": ") if layer else ("", "", step.text)
    parts: list[PlanMilestone] = []
    for number in range(1, count):
        text, done_when = _part(number, count, layer, rest)
        part = step.model_copy(update={
            "id": part_id(step.id, number), "hours": hours, "done_when": done_when,
            "text": f"{name}, part {number} of {count}: {text}" if layer else f"Part {number} of {count}: {text}",
        })  # fmt: skip
        parts.extend(in_parts(part, None, progress, split))
    last = f"{name}, part {count} of {count}: {rest}" if layer else f"Part {count} of {count}, the rest: {rest}"
    return [*parts, step.model_copy(update={"text": last, "hours": round(step.hours - hours * (count - 1), 2)})]


def _part(number: int, count: int, layer: Layer | None, rest: str) -> tuple[str, str]:
    """Text and test of one part before the last."""
    if layer is None:
        return (
            f"Only the beginning of this, as far as it goes without trouble: {rest}",
            "You did the first bit, however rough, and wrote down in a line where you stopped and what was unclear.",
        )
    if count == 2:
        return (
            f"Prepare for it. Find an example in its documentation that does something alike, and get that to run. The aim is: {rest}",
            "The example runs, and you can say which of its lines you would change.",
        )
    listed = TOOL_PARTS if layer in TOOL_LAYERS else IDEA_PARTS
    text, done_when = listed[(number - 1) % len(listed)]
    again = (number - 1) // len(listed)
    return (f"{text[:-1]}, for the {_TIMES[min(again, 3)]} time, with other data and a harder example.", done_when) if again else (text, done_when)


_TIMES = ("first", "second", "third", "next")
