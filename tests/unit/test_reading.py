"""What the rules read of free text."""

from datetime import date

import pytest

from advisor.dialogue.reading.backgrounds import background_facts
from advisor.dialogue.reading.circumstances import data_facts
from advisor.dialogue.reading.conditions import condition_facts
from advisor.dialogue.reading.hardware import hardware_facts
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.skills import read_skills
from advisor.dialogue.reading.spelling import mend, vocabulary
from advisor.dialogue.reading.text import LONGEST, clean, digits, words
from advisor.dialogue.reading.times import deadline_facts, hours_facts
from advisor.domain.catalog import Catalog

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return Names(catalog)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("four hours a week", 4),
        ("two evenings a week", 4),
        ("40 min a day", 4.7),
        ("about 6-8 hours per week", 7),
        ("I can spare an hour a day", 7),
        ("only weekends free", 6),
        ("7 hours a week. Sorry, no, make that 3", 3),
        ("maybe 3 houers a week", 3),
    ],
)
def test_hours_are_read_in_many_wordings(text: str, hours: float) -> None:
    [fact] = hours_facts(text, 1)
    assert fact.value == pytest.approx(hours, abs=0.1)


@pytest.mark.parametrize(
    "text", ["we have 5000 photos", "two years of data", "in three months", "the shop is open 50 hours a week", "hello"]
)
def test_what_is_no_time_for_learning_is_not_read_as_such(text: str) -> None:
    assert hours_facts(text, 1) == []


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("it is due in three months", 13),
        ("within 6 weeks", 6),
        ("by Christmas", 42.4),
        ("before 1 June", 13),
        ("it has to be ready by the end of March", 4.1),
    ],
)
def test_deadlines_are_read_as_spans_and_dates(text: str, weeks: float) -> None:
    [fact] = deadline_facts(text, 1, TODAY)
    assert fact.value == pytest.approx(weeks, abs=0.3)


@pytest.mark.parametrize("text", ["I have two years of data", "ten years of Java", "every two weeks we bake", "for 3 years I worked there"])
def test_spans_that_are_no_deadline(text: str) -> None:
    assert deadline_facts(text, 1, TODAY) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I know Python and SQL", {"python": "working", "sql": "working"}),
        ("ten years of Java, some SQL", {"java": "solid", "sql": "aware"}),
        ("I don't know SQL but I am fluent in Python", {"sql": "none", "python": "solid"}),
        ("never used Docker", {"docker": "none"}),
        ("i know excel pretty well, no coding", {"spreadsheets": "solid", "programming-basics": "none"}),
        ("good at pyhton", {"python": "solid"}),
        ("Java, Postgres, Docker: 8 years", {"java": "solid", "sql": "solid", "postgres-server": "solid", "docker": "solid"}),
        ("python intermediate sql advanced docker basic", {"python": "working", "sql": "solid", "docker": "aware"}),
        ("no excell no pyhton no java", {"spreadsheets": "none", "python": "none", "java": "none"}),
        ("abit of phyton, lots of exel", {"python": "aware", "spreadsheets": "solid"}),
        ("I dont no python. sql i no quite wel", {"python": "none", "sql": "solid"}),
        ("Python twice a month, R every morning", {"python": "working", "r": "solid"}),
        ("Some R. I can give it five days a week.", {"r": "aware"}),
        ("Some Python. The pump runs every day, all day.", {"python": "aware"}),
        ("I know C++ a bit. Sorry, C#, not C++.", {"csharp": "aware"}),
        ("I meant Python not R. Python I use daily", {"python": "solid"}),
        ("I claimed to be fluent in R. In truth I know a few commands.", {"r": "aware"}),
        ("Never SQL? Not true, I did use it, two semesters in 2011", {"sql": "aware"}),
        ("Python: took a course in spring, nowadays I use it on my own", {"python": "working"}),
        ("Excel: formulas yes, macros no", {"spreadsheets": "working"}),
        ("Python I can read, not really write", {"python": "aware"}),
        ("Data engineer: Airflow and dbt daily. Postgres likewise.", {"airflow": "solid", "dbt": "solid", "sql": "solid", "postgres-server": "solid"}),
        ("Our whole lab works in R and I have for eight years", {"r": "solid"}),
        ("I was going to learn R but never did", {"r": "none"}),
        ("a bootcamp for data analysts where we used SQL for a month", {"sql": "aware"}),
        ("I did a bit of Java at school", {"java": "aware"}),
        ("Stata I know, R not", {"r": "none"}),
    ],
)
def test_skills_are_read_with_their_strength(names: Names, text: str, expected: dict[str, str]) -> None:
    read = read_skills(names, text, 1)
    assert {f.key: str(f.value) for f in read.facts if f.name == "known_skills"} == expected


@pytest.mark.parametrize(
    "text",
    ["I want to learn PyTorch", "why do I need Docker?", "my colleague knows Python very well", "should I use Kubernetes?",
     "SQL next semester", "I start with Python in January", "I keep a python in a terrarium", "we breed pythons",
     "at a Gymnasium in Linz", "our dog is called Ruby", "I am from La Scala", "Is Python hard? I know it is popular.",
     "the data goes to SQL since 2019", "customers wait five days a week for SQL reports"],
)
def test_what_is_wanted_asked_or_known_by_others_is_no_skill(names: Names, text: str) -> None:
    assert [f for f in read_skills(names, text, 1).facts if f.name == "known_skills"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no tensorflow please", {"tensorflow-keras": "avoid"}),
        ("use polars instead of pandas", {"polars": "prefer", "pandas": "avoid"}),
        ("anything but java", {"java": "avoid"}),
        ("I'd rather not use docker", {"docker": "avoid"}),
        ("not interested in Kubernetes", {"kubernetes": "avoid"}),
        ("No Java, and I have no plans to", {"java": "avoid"}),
        ("no PyTorch, thank you", {"pytorch": "avoid"}),
        ("whatever you do, not Java", {"java": "avoid"}),
        ("I prefer PyTorch, TensorFlow not", {"pytorch": "prefer", "tensorflow-keras": "avoid"}),
        ("I'd rather not install anything that needs R", {"r": "avoid"}),
        ("no wish on tools except DVC, which I'd like to use", {"dvc": "prefer"}),
    ],
)
def test_preferences_are_read(names: Names, text: str, expected: dict[str, str]) -> None:
    assert {f.key: f.value for f in read_skills(names, text, 1).facts if f.name == "preferences"} == expected


def test_every_fact_quotes_the_persons_own_words(names: Names) -> None:
    text = "I know Python well, never used SQL, two evenings a week, and it must run on the phone without internet by Christmas"
    facts = [*read_skills(names, text, 1).facts, *hours_facts(text, 1), *deadline_facts(text, 1, TODAY), *condition_facts(text, 1)]
    assert len(facts) >= 5
    assert all(f.quote and f.quote in text for f in facts)


def test_conditions_hardware_data_and_background(catalog: Catalog) -> None:
    assert {f.key: f.value for f in condition_facts("the data must not leave the hospital", 1)} == {"offline": True}
    assert {f.key: f.value for f in condition_facts("it does not need to run in real time", 1)} == {"real-time": False, "batch": True}
    assert hardware_facts("I only have an old laptop", 1)[0].value == "cpu"
    assert hardware_facts("I have an RTX 3060", 1)[0].value == "gpu"
    assert data_facts("we have about 3000 photos", 1)[0].value == "about 3000 photos"
    assert background_facts(catalog.backgrounds.values(), "I'm a nurse in a clinic", 1)[0].value == "domain-expert"
    assert background_facts(catalog.backgrounds.values(), "as a backend developer I know", 1)[0].value == "backend-engineer"
    assert background_facts(catalog.backgrounds.values(), "our developers are busy", 1) == []


def test_cleaning_drops_control_characters_and_bounds_the_length() -> None:
    assert clean("a\x00b\x1b[31m\r\nc\u202e") .startswith("ab[31m\nc")
    assert len(clean("x" * 300_000)) == LONGEST
    assert words("C++ and don't, scikit-learn!") == ["c++", "and", "don't", "scikit-learn"]
    assert digits("half an hour") == "0.5 hour"


def test_misspelt_words_are_mended_by_the_words_of_the_knowledge_base(catalog: Catalog) -> None:
    assert mend("our custmers complain", vocabulary(catalog)) == "our customers complain"
    assert mend("zzzzqqq", vocabulary(catalog)) == "zzzzqqq"
