"""What a message adds to the problem while another question is open: the same problem, told better, or another one."""

from advisor.dialogue import wording
from advisor.dialogue.problems import take
from advisor.dialogue.reading.framing import CLOSE, frame_problem
from advisor.dialogue.reading.text import words
from advisor.dialogue.turn import Turn
from advisor.domain.brief import Fact
from advisor.domain.conversation import Option
from advisor.domain.frame import Frame
from advisor.domain.vocabulary import Verdict

ANOTHER = 0.5
"""Share of another pattern from which a message that answers nothing tells of another problem."""
ANOTHER_WITH_FACTS = 0.75
"""The same where the message states facts, which it may have been written for."""
LEAST = 3
"""Words of a message that may add to a problem."""
LEAST_ALONE = 5
"""Words of a message that may tell of a problem by itself."""
OF_THE_PERSON = ("known_skills", "background", "hours_per_week", "deadline_weeks", "hardware")
"""What a question is about that makes sense whatever the problem is."""
RELATED = 0.45
"""Similarity to an example of the problem from which a message is taken to add to it."""


def read_again(turn: Turn) -> bool:
    """Takes the message as part of the problem or as another one, and says so; whether it was either."""
    text, old = turn.reading.text, turn.dialogue.frame
    if old is None or len(words(text)) < LEAST or text.rstrip().endswith("?"):
        return False
    alone = frame_problem(turn.catalog, turn.searcher, text)
    new = alone.frame if alone.verdict is Verdict.PLAN else None
    if new and new.pattern and new.pattern != old.pattern and len(words(text)) >= LEAST_ALONE:
        share = turn.searcher.labels(text, "problem").get(f"pattern/{new.pattern}", 0.0)
        if share >= (ANOTHER_WITH_FACTS if turn.reading.facts else ANOTHER):
            turn.say("That reads like another problem than before, so I take this one.")
            _take(turn, new, text)
            return True
    if turn.reading.facts:
        return False
    both = f"{turn.brief.problem.rstrip('. ')}. {text}"
    framing = frame_problem(turn.catalog, turn.searcher, both)
    joint = framing.frame if framing.verdict is Verdict.PLAN else None
    if joint and joint.pattern and joint.pattern != old.pattern and joint.confidence >= max(CLOSE, old.confidence):
        turn.say("With that I read your problem in another way.")
        _take(turn, joint, both)
        return True
    surer = joint is not None and joint.pattern == old.pattern and joint.confidence > old.confidence and alone.verdict is Verdict.PLAN
    same = new is not None and new.pattern == old.pattern and alone.score >= RELATED
    if not surer and not same:
        return False
    turn.brief = turn.brief.with_facts([Fact(name="problem", value=both[:4000], quote=both[:4000], turn=turn.dialogue.turn, on=turn.today)])
    turn.say(f"I added that to the problem: “{wording.short(text)}”. It stays the same kind of problem.")
    return True


def _take(turn: Turn, frame: Frame, text: str) -> None:
    """Takes another reading than before; what was just asked of the person stays open, for nothing answered it."""
    question = turn.dialogue.question
    take(turn, Option(label="", frame=frame.model_copy(update={"runners_up": ()}), text=text))
    if question and question.fact in OF_THE_PERSON:
        turn.set(question=question)
