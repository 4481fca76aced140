"""What was told before is put right in more wordings, each against the fact that is held."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from advisor.dialogue.decide import decide
from advisor.dialogue.reading.reader import Reader
from advisor.domain.brief import Brief
from advisor.domain.conversation import State

TODAY = date(2026, 11, 22)
PROBLEM = "I want to sort parcels by photo."


def told(knowledge: Any, *texts: str) -> Brief:
    state = State()
    for text in texts:
        reading = Reader(knowledge.catalog, knowledge.searcher, knowledge.names).read(text, state, TODAY)
        state = decide(knowledge.catalog, knowledge.searcher, reading, state, TODAY, datetime(2026, 11, 22, tzinfo=UTC)).state
    return state.brief


@pytest.mark.parametrize(
    ("known", "anew", "slot", "value"),
    [
        ("9 hours a week.", "I got the night round as well, so that's gone down to four", ("hours_per_week", ""), 4),
        ("9 hours a week.", "My mother moved in, so make it three a week.", ("hours_per_week", ""), 3),
        ("10 hours a week.", "half of that please, the shop is busy", ("hours_per_week", ""), 5),
        ("I have weekends free, 3 hours a day.", "saturdays are out from now on", ("hours_per_week", ""), 3),
        ("8 hours a week.", "We are down to 3 drivers now", ("hours_per_week", ""), 8),
        ("10 hours a week, due 12 March.", "April, not March!", ("deadline_weeks", ""), 20),
        ("We need it within two months.", "two months? they gave us double that", ("deadline_weeks", ""), 17),
        ("5 hours a week. By 31 March.", "the boss says it can wait, there's no date any more", ("deadline_weeks", ""), None),
        ("5 hours a week, in six weeks.", "ten hours was the summer. I'd manage seven. six weeks still stands", ("deadline_weeks", ""), 6),
        ("5 hours a week, in six weeks.", "ten hours was the summer. I'd manage seven. six weeks still stands", ("hours_per_week", ""), 7),
        ("5 hours a week, ready on 20 December.", "20 December won't happen, make it 15 February", ("deadline_weeks", ""), 12),
        ("Docker solid, Python solid.", "the Docker was a mistake, the Python stands", ("known_skills", "docker"), "none"),
        ("Docker solid, Python solid.", "the Docker was a mistake, the Python stands", ("known_skills", "python"), "solid"),
        ("SQL strong, Java strong.", "leave SQL as it is. Java was overblown, call it basics", ("known_skills", "java"), "aware"),
        ("SQL strong, Java strong.", "leave SQL as it is. Java was overblown, call it basics", ("known_skills", "sql"), "solid"),
        ("Python basics.", "it's my son who knows Python, I've none whatsoever", ("known_skills", "python"), "none"),
        ("The photos mustn't leave the building.", "the lawyer says they may leave the building after all", ("conditions", "offline"), False),
        ("No Docker please, and no Kubernetes.", "Docker is fine now. Kubernetes is still a no.", ("preferences", "kubernetes"), "avoid"),
        ("No Docker please, and no Kubernetes.", "Docker is fine now. Kubernetes is still a no.", ("preferences", "docker"), "any"),
    ],
)
def test_a_fact_that_is_held_is_put_right(knowledge: Any, known: str, anew: str, slot: tuple[str, str], value: object) -> None:
    fact = told(knowledge, PROBLEM, known, anew).fact(*slot)
    assert fact is not None
    assert fact.value == (pytest.approx(value, abs=0.5) if isinstance(value, int) and not isinstance(value, bool) else value)
