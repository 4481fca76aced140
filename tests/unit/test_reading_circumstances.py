"""What the rules read of conditions, numbers, backgrounds, hardware and data."""

from typing import Any

import pytest

from advisor.dialogue.reading.backgrounds import background_facts
from advisor.dialogue.reading.circumstances import data_facts
from advisor.dialogue.reading.conditions import condition_facts
from advisor.dialogue.reading.hardware import hardware_facts
from advisor.dialogue.reading.magnitudes import told_by_numbers
from advisor.domain.catalog import Catalog


def settled(text: str, searcher: Any = None) -> dict[str, object]:
    facts = condition_facts(text, 1, searcher)
    assert all(fact.quote in text for fact in facts)
    return {fact.key: fact.value for fact in facts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The files must not leave the building.", {"offline": True}),
        ("nothing may leave the ward", {"offline": True}),
        ("we work air-gapped", {"offline": True}),
        ("runs on an old Android without internet", {"on-device": True, "offline": True}),
        ("it need not run on a tablet", {"on-device": False}),
        ("We have no GPU", {"no-gpu": True}),
        ("the supervisor will ask why", {"explainable": True}),
        ("no black box, please", {"explainable": True}),
        ("a nightly job is fine", {"batch": True, "real-time": False}),
        ("a daily job comes too late", {"batch": False}),
        ("Routing of packets, reply within 25 ms or the line is lost", {"real-time": True, "batch": False}),
        ("it is not multilingual", {"multilingual": False}),
        ("mails come in nine languages", {"multilingual": True}),
        ("nobody has ever tagged them", {"no-labels": True, "few-labels": True}),
        ("someone could get hurt", {"safety-critical": True}),
        ("events arrive through Kafka", {"streaming": True}),
        ("There isn't a box; not a single letter has been sorted by hand", {"no-labels": True, "few-labels": True}),
        ("tenants have a legal right to be told why", {"explainable": True}),
        ("Underwriting wants a justification for every premium", {"explainable": True}),
        ("every mark can be explained in simple words", {"explainable": True}),
        ("the surgeon has to see the reasons", {"explainable": True}),
        ("it should be possible to show a client why he got that offer", {"explainable": True}),
        ("no file may reach an external server", {"offline": True}),
        ("they won't allow us to use anything hosted", {"offline": True}),
        ("customer data never leaves their building", {"offline": True}),
        ("the word must be recognised in the telephone itself", {"on-device": True}),
        ("letters in Swedish, Dannish and Finnish", {"multilingual": True}),
        ("someone may lose a leg", {"safety-critical": True}),
        ("i have not any gpu", {"no-gpu": True}),
        ("interpretability isn't required", {"explainable": False}),
        ("overnight runs won't do", {"batch": False}),
    ],
)
def test_unmistakable_wordings_settle_conditions(text: str, expected: dict[str, bool]) -> None:
    assert settled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80 million clicks per day", {"large-scale"}),
        ("two million transactions every hour", {"large-scale"}),
        ("five billion rows", {"large-scale"}),
        ("6 TB of log files", {"large-scale"}),
        ("20k events a second", {"large-scale"}),
        ("we have only 120 photos", {"small-data"}),
        ("40 interviews in all", {"small-data"}),
        ("just 90 of the 12,000 slides have been annotated", {"few-labels"}),
        ("we must answer within 30 ms", {"real-time"}),
        ("the reply comes in under half a second", {"real-time"}),
        ("one in two thousand payments", {"imbalanced"}),
        ("0.4% of the cards are cloned", {"imbalanced"}),
        ("half a percent of the claims are staged", {"imbalanced"}),
        ("Only 5 from 2000 are really defective", {"imbalanced"}),
        ("roughly 0.4% bad", {"imbalanced"}),
        ("our shop has 280 clients, thats all the data", {"small-data"}),
        ("25 traced by a dentist out of roughly 4,000", {"few-labels"}),
        ("of 9,000 recordings a nurse has transcribed 40", {"few-labels"}),
        ("alarms must go off within seconds of a new reading", {"real-time"}),
        ("it has to brake within a quarter of a second", {"real-time"}),
        ("figure 4 of a 2021 paper", set()),
        ("40 readings per hour", set()),
        ("one in seven does not come", set()),
        ("300 customers a day", set()),
        ("it would save a million euros a year", set()),
        ("I may use 4% of my working time", set()),
        ("the shop is open 60 hours a week", set()),
        ("calls last 12 minutes", set()),
    ],
)
def test_numbers_tell_of_scale_speed_and_rarity(text: str, expected: set[str]) -> None:
    assert {told.condition.value for told in told_by_numbers(text)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The clerk must be able to follow how the figure came about.", {"explainable": True}),
        ("Our data protection people won't let us use anything hosted.", {"offline": True}),
        ("If it overlooks a cyclist, he may not survive.", {"safety-critical": True}),
        ("The scanners send values nonstop and each is handled as it arrives.", {"streaming": True}),
    ],
)
def test_other_wordings_are_told_by_likeness_to_examples(knowledge: Any, text: str, expected: dict[str, bool]) -> None:
    assert settled(text, knowledge.searcher) == expected


def test_one_sentence_states_several_conditions(knowledge: Any) -> None:
    text = "About 3 in 1,000 parts are cracked, nobody has ever labelled them, the line needs the answer at once, and nothing may leave the plant."
    read = settled(text, knowledge.searcher)
    assert {name for name, holds in read.items() if holds} == {"imbalanced", "no-labels", "few-labels", "real-time", "offline"}


@pytest.mark.parametrize(
    "text",
    [
        "Can you explain step three?", "I'd like to know which guests cancel", "Two evenings a week.", "A weekly newsletter goes to all members.",
        "One hour each working day", "an hour before each shift", "I speak French, Dutch and German", "We sell Greek, Italian and French wines",
        "each parcel has a reason code", "riders press delivered in the app records", "it cost me an arm and a leg", "I finished 3 of 40 courses",
        "boxes are sorted by hand every day", "my team answers within seconds", "customers need a reason to come back",
        "For years guests have written reviews about us.", "which of our parcels get damaged on the way?", "photos of leaves, taken with a phone",
    ],
)  # fmt: skip
def test_what_states_no_condition_settles_none(knowledge: Any, text: str) -> None:
    assert settled(text, knowledge.searcher) == {}


@pytest.mark.parametrize(
    ("text", "background", "quote"),
    [
        ("I'm a dental student and new to this", "student", "dental student"),
        ("I teach biology at a college", "domain-expert", "teach biology at a college"),
        ("Carpenter by training, now in purchasing", "domain-expert", "Carpenter"),
        ("Bookkeeper, 20 yrs", "domain-expert", "Bookkeeper"),
        ("as a vet I see many dogs", "domain-expert", "vet"),
        ("I'm a retired geography teacher", "domain-expert", "retired geography teacher"),
        ("Sysadmin: Linux in my sleep", "devops-engineer", "Sysadmin"),
        ("I run a small dairy", "domain-expert", "run a small dairy"),
        ("we're physiotherapists", "domain-expert", "physiotherapists"),
        ("I have worked in logistics for years", "domain-expert", "worked in logistics"),
    ],
)
def test_a_claimed_trade_is_the_background(catalog: Catalog, text: str, background: str, quote: str) -> None:
    [fact] = background_facts(catalog.backgrounds.values(), text, 1)
    assert (fact.value, fact.quote) == (background, quote)


@pytest.mark.parametrize(
    "text",
    [
        "we're a choir", "I'm a beginner", "don't call me a developer", "I'm not a developer", "my wife is a nurse", "Nurse scheduling for our ward",
        "I want to become a data scientist", "LLM as a judge, can I trust it", "as a result it fails", "I build models", "I teach myself Python",
    ],
)  # fmt: skip
def test_other_peoples_trades_are_no_background(catalog: Catalog, text: str) -> None:
    assert background_facts(catalog.backgrounds.values(), text, 1) == []


@pytest.mark.parametrize(
    ("text", "hardware"),
    [
        ("I've got a laptop", ["cpu"]), ("we have no GPU", ["cpu"]), ("a machine with an RTX 4070", ["gpu"]), ("we rent two GPU servers", ["cloud"]),
        ("I don't own a computer", ["none"]), ("my brother has a gaming pc", []), ("we sell laptops", []), ("no pc in the greenhouse", []),
    ],
)  # fmt: skip
def test_hardware_is_the_persons_own(text: str, hardware: list[str]) -> None:
    assert [fact.value for fact in hardware_facts(text, 1)] == hardware


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a folder of 700 rental contracts", ["700 rental contracts"]), ("ten years of hourly sales", ["ten years of hourly sales"]),
        ("for years guests have written reviews", []), ("I spend 5 hours reading emails", []), ("300 customers a day", []),
        ("there is no data scientist here", []), ("we have no data yet", ["none yet"]),
    ],
)  # fmt: skip
def test_data_at_hand_is_what_was_counted(text: str, data: list[str]) -> None:
    assert [fact.value for fact in data_facts(text, 1)] == data
