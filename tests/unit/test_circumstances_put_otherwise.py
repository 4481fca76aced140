"""Background, machine and conditions as more people put them, read by wordings alone."""

import pytest

from advisor.dialogue.reading.backgrounds import background_facts
from advisor.dialogue.reading.conditions import condition_facts
from advisor.dialogue.reading.hardware import hardware_facts
from advisor.domain.catalog import Catalog

BACKGROUNDS = [
    ("im a ward sister in Hull, our forms get typed up", "ward sister"),
    ("Forecasting sales of bread, bakery owner, 3 hours weekly", "bakery owner"),
    ("Tell good welds from bad, 4 hours a week, five weeks, welder.", "welder"),
    ("Driver at a brewery, 3 hours a week", "Driver at a brewery"),
    ("SQL strong (DBA, 9 years)", "DBA"),
]
NO_BACKGROUND = ["C is what I do for a living", "We serve florists, bakers, butchers, 3 hours a week"]
MACHINES = [
    ("I am having only a mobile, computer is not there.", "none"),
    ("The library has a PC with two A4000s that members may use.", "gpu"),
    ("The lab's GPU is broken, so it is my laptop only.", "cpu"),
    ("There is a gaming PC of a friend with an RTX card available to me.", "gpu"),
]
CONDITIONS = [
    ("The records mustnt leave the clinic", "offline", True),
    ("The letters may leave the clinic now.", "offline", False),
    ("It has to work when the internet is down.", "offline", True),
    ("an old phone is where it has to live", "on-device", True),
    ("It must answer in the blink of an eye", "real-time", True),
    ("We want bad transfers stopped before they go through", "real-time", True),
    ("There are a mere 25 scans", "small-data", True),
    ("30 photos is all we have", "small-data", True),
]


@pytest.mark.parametrize(("text", "quote"), BACKGROUNDS)
def test_what_people_are_is_read(catalog: Catalog, text: str, quote: str) -> None:
    facts = background_facts(catalog.backgrounds.values(), text, turn=1)
    assert facts
    assert quote in facts[0].quote


@pytest.mark.parametrize("text", NO_BACKGROUND)
def test_what_is_no_background_is_none(catalog: Catalog, text: str) -> None:
    assert background_facts(catalog.backgrounds.values(), text, turn=1) == []


@pytest.mark.parametrize(("text", "machine"), MACHINES)
def test_the_machine_is_read(text: str, machine: str) -> None:
    assert [str(fact.value) for fact in hardware_facts(text, turn=1)] == [machine]


@pytest.mark.parametrize(("text", "condition", "holds"), CONDITIONS)
def test_conditions_are_read(text: str, condition: str, holds: bool) -> None:
    assert {fact.key: fact.value for fact in condition_facts(text, turn=1)}.get(condition) is holds


@pytest.mark.parametrize("text", ["None of the letters may leave the clinic.", "No files may leave the building.", "None of our data may go outside the hospital."])
def test_what_may_not_leave_is_not_free_to(text: str) -> None:
    assert {fact.key: fact.value for fact in condition_facts(text, turn=1)}.get("offline") is not False
