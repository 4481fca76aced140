"""Skills and wishes as more people put them, read by cues alone."""

import pytest

from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.skills import read_skills
from advisor.domain.catalog import Catalog

TOLD = [
    ("I have never programmed anything, Java or whatever they teach now.", {"java": "none"}),
    ("No Docker or the like, please.", {"docker": "avoid"}),
    ("Platform engineer, Go every day for seven years.", {"go": "solid"}),
    ("xls fine, python nil", {"spreadsheets": "working"}),
    ("I'm ok w/ pandas n docker", {"pandas": "working", "docker": "working"}),
    ("rust developer, use it all day", {"rust": "solid"}),
    ("I'd love not to touch Kubernetes", {"kubernetes": "avoid"}),
    ("Python good, Docker small small", {"python": "solid", "docker": "aware"}),
    ("R daily, incl. ggplot2 in my sleep", {"r": "solid", "ggplot2": "solid"}),
    ("Never used Docker, embarrassingly.", {"docker": "none"}),
    ("I used Java as a student, barely remember it.", {"java": "aware"}),
    ("used matlab at university, remember precious little", {"matlab": "aware"}),
    ("What I lack is statistics.", {"descriptive-statistics": "none"}),
    ("I know Java, 15 years, and a bit of F# for fun", {"java": "solid"}),
    ("Docker: installed it, deinstalled it again.", {"docker": "aware"}),
    ("SQL was my thing once", {"sql": "aware"}),
    ("python: lesson three of a free course", {"python": "aware"}),
    ("I'd rather stay in R, which I use for my living.", {"r": "prefer+solid"}),
    ("Notebooks drive me mad, so no Jupyter.", {"jupyter": "avoid"}),
    ("No Docker please, and no Kubernetes.", {"docker": "avoid", "kubernetes": "avoid"}),
    ("I'd like to use Julia, dont know it yet.", {"julia": "prefer+none"}),
    ("Polars would please me.", {"polars": "prefer"}),
    ("My colleague knows Java, her friend knows Scala, and I know neither.", {"java": "none", "scala": "none"}),
    ("Python and SQL: I know neither of them.", {"python": "none", "sql": "none"}),
    ("My son does the SQL; mine is Python, strong.", {"python": "solid"}),
    ("TensorFlow can go.", {"tensorflow-keras": "avoid"}),
]
NAMED_ONLY = ["I am a maths teacher.", "We let things go stale.", "It could go off at night.", "Monks go to bed early every day."]


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return Names(catalog)


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_skills_and_wishes_are_read_however_they_are_put(names: Names, text: str, told: dict[str, str]) -> None:
    facts = read_skills(names, text, turn=1).facts
    read: dict[str, set[str]] = {}
    for fact in facts:
        read.setdefault(fact.key, set()).add(str(fact.value))
    assert {key: read.get(key) for key in told} == {key: set(value.split("+")) for key, value in told.items()}


@pytest.mark.parametrize("text", NAMED_ONLY)
def test_ordinary_words_tell_of_no_skill(names: Names, text: str) -> None:
    assert read_skills(names, text, turn=1).facts == ()
