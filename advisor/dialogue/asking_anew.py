"""Asks again for what a message says has changed without saying how: 'my hours are different now'."""

from advisor.dialogue import wording
from advisor.dialogue.turn import Turn, note
from advisor.domain.conversation import OpenQuestion

_CHANGED = {
    "hours_per_week": "So your time has changed.", "deadline_weeks": "So the date has changed.",
    "hardware": "So your computer has changed.", "known_skills": "So what you know is not as I noted it.",
}  # fmt: skip


def ask_anew(turn: Turn) -> bool:
    """Puts the catalogue's question for the fact; whether there is one. A question that was open may be put again later."""
    spec = next((q for q in turn.catalog.questions.values() if q.fact == turn.reading.unsaid), None)
    if spec is None:
        return False
    note(turn)
    open_one = turn.dialogue.question
    asked = tuple(i for i in turn.dialogue.asked if open_one is None or i != open_one.id)
    turn.set(
        asked=asked, unread=0, options=(),
        question=OpenQuestion(id=spec.id, fact=spec.fact, text=spec.text, why=spec.why, answers=tuple(a.label for a in spec.answers)),
    )  # fmt: skip
    turn.say(f"{_CHANGED.get(spec.fact, '')} {wording.question(spec.text, lead=False)}".strip())
    return True
