"""Stuck: what often bites here, then what the symptom points to."""

from advisor.dialogue import wording
from advisor.dialogue.choosing import chosen
from advisor.dialogue.likeness import likest
from advisor.dialogue.marking_words import FILLER
from advisor.dialogue.passages import answer_from_passages
from advisor.dialogue.reading import intents
from advisor.dialogue.reading.text import words
from advisor.dialogue.ticking import mark
from advisor.dialogue.turn import Turn
from advisor.domain.conversation import Intent, OpenQuestion
from advisor.domain.plan import PlanObstacle
from advisor.domain.progress import Status
from advisor.planning.next_step import NextStep, next_step

QUESTION = "symptom"
LIKE = 0.34
"""Likeness from which a symptom is taken for a known obstacle."""
LIKE_ELSEWHERE = 0.5
"""The same for obstacles of other projects."""
OTHER = (
    Intent.MARK_DONE, Intent.WHAT_NEXT, Intent.UNDO, Intent.AGREE, Intent.EXPORT, Intent.STATUS, Intent.CHANGE_GOAL, Intent.CHANGE_TIME,
    Intent.TOO_HARD, Intent.TOO_EASY, Intent.SWAP_TOOL,
)  # fmt: skip
"""What a message may plainly want instead of telling a symptom."""
_SAYS_NOTHING = FILLER | frozenset("stuck help error problem something somehow happens happen doesn't doesnt does know why how keep keeps".split())


def stuck(turn: Turn) -> None:
    """Marks the step, names what often bites there, and answers the symptom if there is one, else asks for it."""
    plan = turn.plan
    assert plan is not None
    found = next_step(plan)
    if found is None:
        turn.say(wording.all_done())
        return
    mark(turn, [found.milestone.id], Status.STUCK)
    turn.say(f"You are at “{wording.short(found.milestone.text, 140)}”.")
    if _tells(turn.reading.text) and _answer(turn, found):
        _ask(turn, found, "If that is not it: what exactly do you see, what did you expect?")
        return
    if found.project.obstacles:
        lines = "\n".join(f"- *{o.symptom}* {o.teaches}" for o in found.project.obstacles)
        turn.say(f"What often bites in this project:\n\n{lines}", voice=False)
    _ask(turn, found, "What exactly do you see: which step, what did you expect, what came instead?")


def take_symptom(turn: Turn) -> bool:
    """Answers the symptom that was asked for; whether the message tells one."""
    question, plan = turn.dialogue.question, turn.plan
    assert question is not None
    assert plan is not None
    found = next_step(plan)
    text = turn.reading.text
    picked = chosen(question.answers, text)
    plainly = set(intents.telling(text)) & set(OTHER)
    if found is None or (picked is None and (plainly or turn.reading.intents[0] in (Intent.CHANGE_GOAL, Intent.AGREE, Intent.UNDO, Intent.OFF_TOPIC))):
        turn.set(question=None)
        return False
    if turn.reading.why_ask:
        turn.say(question.why)
        turn.say(wording.question(question.text, lead=False))
        return True
    turn.set(question=None)
    if not _answer(turn, found, picked):
        turn.unanswered = True
        turn.say(
            "That is not among what I know of this step. Two things that narrow it down: go back to the last point where it worked "
            "and change one thing at a time; and make the smallest piece that still goes wrong, three rows or three lines."
        )
    turn.say("When it works, say “done”. If not, tell me what you tried and what changed.")
    return True


def works_now(turn: Turn) -> bool:
    """Whether the message says that the step at which one was stuck is done."""
    found = next_step(turn.plan) if turn.plan else None
    return bool(found and found.milestone.status is Status.STUCK and Intent.MARK_DONE in intents.telling(turn.reading.text))


def _tells(text: str) -> bool:
    """Whether a message says more than that one is stuck."""
    return len([w for w in words(text) if w not in _SAYS_NOTHING]) >= 2


def _ask(turn: Turn, found: NextStep, text: str) -> None:
    symptoms = tuple(o.symptom for o in found.project.obstacles)
    turn.set(question=OpenQuestion(
        id=QUESTION, fact=QUESTION, text=text, answers=symptoms,
        why="The same words “it does not work” have different causes; what you see tells them apart.",
    ))  # fmt: skip
    turn.say(text)


def _answer(turn: Turn, found: NextStep, picked: str | None = None) -> bool:
    """Says what the symptom points to: a known obstacle of this project, a passage, or both."""
    text = turn.reading.text
    obstacle = next((o for o in found.project.obstacles if o.symptom == picked), None) or _obstacle(text, found.project.obstacles) or _obstacle(
        text, tuple(o for p in turn.plan.projects if p.id != found.project.id for o in p.obstacles) if turn.plan else (), LIKE_ELSEWHERE
    )
    if obstacle:
        turn.say(f"That sounds like this one: *{obstacle.symptom}* {obstacle.teaches}", voice=False)
    pattern = turn.dialogue.frame.pattern if turn.dialogue.frame else None
    answer = answer_from_passages(turn.searcher, f"{text} {obstacle.symptom}" if obstacle else text, pattern, most=1, question=text)
    if answer:
        turn.answer(answer.text, answer.asked)
    return bool(obstacle or answer)


def _obstacle(text: str, obstacles: tuple[PlanObstacle, ...], least: float = LIKE) -> PlanObstacle | None:
    """The obstacle whose words the symptom repeats, if one does clearly."""
    said = [w for w in words(text) if w not in _SAYS_NOTHING]
    found = likest(said, {str(i): f"{o.symptom} {o.teaches}" for i, o in enumerate(obstacles)}) if said else []
    if not found or found[0].score < least or (len(found) > 1 and found[0].score - found[1].score < 0.05):
        return None
    return obstacles[int(found[0].id)]
