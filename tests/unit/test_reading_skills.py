"""How people speak of what they know, do not know, want and do not want."""

from typing import Any

import pytest

from advisor.dialogue.reading.clauses import clause_of, read_sentences
from advisor.dialogue.reading.cues import Cue, cues, plain
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.skills import read_skills
from advisor.dialogue.reading.stances import of_others
from advisor.dialogue.reading.text import words
from advisor.domain.catalog import Catalog


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return Names(catalog)


def read(names: Names, knowledge: Any, text: str, fact: str, asked: bool = False) -> dict[str, str]:
    facts = read_skills(names, text, 1, asked=asked, searcher=knowledge.searcher).facts
    assert all(f.quote and f.quote in text for f in facts)
    return {f.key: str(f.value) for f in facts if f.name == fact}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Excel daily, SQL too", {"spreadsheets": "solid", "sql": "solid"}),
        ("Good at: Java, Scala, git", {"java": "solid", "scala": "solid", "git": "solid"}),
        ("I use SQL, git and Docker every day", {"sql": "solid", "git": "solid", "docker": "solid"}),
        ("Java very well and Python a little", {"java": "solid", "python": "aware"}),
        ("Experience: Java (6 years), Python (1 year), Docker (basics)", {"java": "solid", "python": "working", "docker": "aware"}),
        ("numpy/pandas for six years, docker none", {"numpy": "solid", "pandas": "solid", "docker": "none"}),
        ("PHP for a decade, some Go last year, SQL none", {"php": "solid", "go": "aware", "sql": "none"}),
    ],
)
def test_names_side_by_side_share_what_is_said_of_them(names: Names, knowledge: Any, text: str, expected: dict[str, str]) -> None:
    assert read(names, knowledge, text, "known_skills") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Docker? Never touched it.", {"docker": "none"}),
        ("pandas? Every day. Docker? Once, in a workshop.", {"pandas": "solid", "docker": "aware"}),
        ("I can do SQL. Or rather I once knew it, ages ago.", {"sql": "aware"}),
        ("I used to write MATLAB. I haven't touched it for nine years.", {"matlab": "aware"}),
        ("My boss is a Docker expert, I've barely opened it.", {"docker": "aware"}),
        ("Of Kubernetes I know nothing", {"kubernetes": "none"}),
        ("The agency used PHP. I have no clue about it.", {"php": "none"}),
    ],
)
def test_what_refers_back_is_said_of_the_name_before(names: Names, knowledge: Any, text: str, expected: dict[str, str]) -> None:
    assert read(names, knowledge, text, "known_skills") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm not bad at SQL", {"sql": "working"}),
        ("not unfamiliar with Docker", {"docker": "working"}),
        ("I wouldn't call myself good at R", {"r": "aware"}),
        ("I don't know pandas well", {"pandas": "aware"}),
        ("Scala from an online course", {"scala": "aware"}),
        ("I write R every week", {"r": "working"}),
        ("SQL in my sleep", {"sql": "solid"}),
        ("Next to no Python", {"python": "aware"}),
    ],
)
def test_litotes_and_levels_by_time(names: Names, knowledge: Any, text: str, expected: dict[str, str]) -> None:
    assert read(names, knowledge, text, "known_skills") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I learnt Python two years ago at an evening course and can write scripts with it fine", {"python": "working"}),
        ("I did a course in Python last spring. I write my own scripts in it now.", {"python": "working"}),
        ("I used to write my own scripts in Python, ten years ago", {"python": "aware"}),
        ("I never wrote my own scripts in Python", {"python": "none"}),
        ("I'm a dab hand at spreadsheets", {"spreadsheets": "solid"}),
        ("I do the books in Excel and I'm handy enough with it", {"spreadsheets": "working"}),
        ("used to git and docker", {"git": "working", "docker": "working"}),
        ("I'm not used to git", {"git": "none"}),
        ("I've trained a few models with scikit-learn", {"scikit-learn": "working"}),
    ],
)
def test_what_is_done_with_a_tool_to_this_day_counts_over_where_it_was_learnt(
    names: Names, knowledge: Any, text: str, expected: dict[str, str]
) -> None:
    assert read(names, knowledge, text, "known_skills") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Our apprentices are great with Python, and the neighbours have a Docker man",
        "Another bakery uses PyTorch and eleven engineers",
        "Nobody here knows SQL",
        "She has used R for ten years",
        "Does it matter how well I know Python?",
        "how do I use Docker for this",
        "the tickets are stored in Postgres",
        "Julia at the front desk thinks it cannot be done",
        "there is rust on every second bridge",
        "let's go and look at the fixed listings",
    ],
)
def test_others_skills_questions_and_other_words_are_no_skill(names: Names, knowledge: Any, text: str) -> None:
    assert {k: v for k, v in read(names, knowledge, text, "known_skills").items() if v != "none"} == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please use Keras. Oops, PyTorch I mean.", {"pytorch": "prefer"}),
        ("I'd rather use polars than pandas", {"polars": "prefer", "pandas": "avoid"}),
        ("PyTorch over Keras please", {"pytorch": "prefer", "tensorflow-keras": "avoid"}),
        ("Replace the Keras part with PyTorch", {"tensorflow-keras": "avoid", "pytorch": "prefer"}),
        ("keep me away from notebooks", {"jupyter": "avoid"}),
        ("Our IT department blocks Docker", {"docker": "avoid"}),
        ("Could we do it without Docker?", {"docker": "avoid"}),
        ("Let's go with R.", {"r": "prefer"}),
        ("MATLAB is banned at our institute", {"matlab": "avoid"}),
    ],
)
def test_wishes(names: Names, knowledge: Any, text: str, expected: dict[str, str]) -> None:
    assert read(names, knowledge, text, "preferences") == expected


def test_of_an_open_question_a_bare_list_is_an_answer(names: Names, knowledge: Any) -> None:
    assert read(names, knowledge, "java, sql", "known_skills", asked=True) == {"java": "working", "sql": "working"}
    assert read(names, knowledge, "a bit of python, no docker", "known_skills", asked=True) == {"python": "aware", "docker": "none"}


def test_of_cues_the_longest_counts() -> None:
    assert cues(plain(words("not bad at"))).found == {Cue.LITOTES}
    assert plain(words("I do not use it, 8yrs ago")) == ["i", "dont", "use", "it", "N", "years", "ago"]


def test_whose_skill_a_clause_speaks_of() -> None:
    assert of_others(plain(words("my retired colleague knows Excel")))
    assert of_others(plain(words("for Excel there's a database man")))
    assert not of_others(plain(words("as a developer I use Excel")))
    assert not of_others(plain(words("not an expert in Excel")))


def test_clauses_hold_what_they_say_without_the_names(names: Names) -> None:
    assert clause_of(names, "at home in pandas and numpy").said == "at home in Excel"
    (sentence,) = read_sentences(names, "Java, SQL: 8 years")
    assert [(c.text, [m.text for m in c.names]) for c in sentence.clauses] == [("Java, SQL: 8 years", ["java", "sql"])]
