"""What a later message withdraws or sets anew: wishes, conditions, dates, and bare numbers; and what it leaves as it is."""

from datetime import date

import pytest

from advisor.dialogue.reading import anew_deadline, anew_hours
from advisor.dialogue.reading.conditions_back import lifted
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.reckoning import change_in
from advisor.dialogue.reading.retelling import misjudges
from advisor.dialogue.reading.retold import Retold
from advisor.dialogue.reading.revising import set_alone
from advisor.dialogue.reading.sessions import other_days
from advisor.dialogue.reading.terms import Kind
from advisor.dialogue.reading.wishes_back import taken_back
from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return Names(catalog)


def _brief(**values: tuple[object, str, int]) -> Brief:
    return Brief(facts=tuple(Fact(name=name, value=value, quote=quote, turn=turn, on=TODAY) for name, (value, quote, turn) in values.items()))


def _wish(component: str, wish: str) -> Brief:
    return Brief(facts=(Fact(name="preferences", key=component, value=wish, quote=component, turn=1),))


@pytest.mark.parametrize(
    ("text", "number"),
    [("make that nine", 9), ("no wait, say 12", 12), ("hm, 6 instead please", 6), ("2 rather", 2)],
)
def test_a_message_of_a_number_and_a_word_of_setting_sets_it_anew(text: str, number: float) -> None:
    told = set_alone(text)
    assert told is not None and told[0] == number


@pytest.mark.parametrize("text", ["make that 3 projects", "say 3 or 4 people", "12", "I meant the 12 sensors", "make it simpler", "sorry, 2 hours"])
def test_a_number_of_something_else_is_not_set_alone(text: str) -> None:
    assert set_alone(text) is None


def test_a_bare_number_is_of_the_time_told_last() -> None:
    months = _brief(hours_per_week=(5.0, "5 hours a week", 1), deadline_weeks=(13.0, "three months", 2))
    assert [f.value for f in anew_deadline.deadline("make it five", 3, TODAY, months, Retold({"x": 0.0}))] == [pytest.approx(21.7)]
    assert anew_hours.hours("make it five", 3, TODAY, months, Retold({"x": 0.0})) == []
    hours = _brief(deadline_weeks=(13.0, "three months", 1), hours_per_week=(5.0, "5 hours a week", 2))
    assert [f.value for f in anew_hours.hours("make it six", 3, TODAY, hours, Retold({"x": 0.0}))] == [6]


def test_an_arrow_leads_to_the_new_number_of_weeks() -> None:
    brief = _brief(deadline_weeks=(12.0, "in 12 weeks", 1))
    assert [f.value for f in anew_deadline.deadline("12 -> 8, they changed the calendar", 2, TODAY, brief, Retold({"x": 0.0}))] == [8.0]


def test_a_date_that_is_said_to_stay_does_not_move() -> None:
    brief = _brief(deadline_weeks=(20.0, "by 12 April", 1))
    assert anew_deadline.deadline("I am away for three days now, the date stays the same", 2, TODAY, brief, Retold({"deadline": 0.3}, {})) == []


def test_the_last_change_counts_after_a_correction() -> None:
    change = change_in("an hour more, no wait, two hours more", Kind.DURATION)
    assert change is not None and change.of(5) == 7


def test_an_extension_adds_its_span() -> None:
    change = change_in("the council granted an extension, it is two weeks", Kind.SPAN)
    assert change is not None and change.added == 2
    assert change_in("an extension would be nice. It rains in two weeks", Kind.SPAN) is None


@pytest.mark.parametrize("text", ["double-check it for two hours", "they double the price every week", "it takes two hours of the machine"])
def test_other_doubling_and_taking_changes_no_hours(text: str) -> None:
    assert anew_hours.hours(text, 2, TODAY, _brief(hours_per_week=(5.0, "5 hours a week", 1)), Retold({"x": 0.0})) == []


def test_the_days_that_remain_keep_their_own_hours() -> None:
    assert other_days("Mondays are out, only Saturdays remain", "one hour on Mondays and three hours on Saturdays", 4.0) == (3.0, "Saturdays")


@pytest.mark.parametrize(
    ("text", "component", "wish", "left"),
    [
        ("I've reconsidered PyTorch, it can stay", "pytorch", "avoid", "any"), ("I have no objection to Docker", "docker", "avoid", "any"),
        ("it doesn't have to be Java", "java", "prefer", "any"), ("I can't stand Docker", "docker", "avoid", None), ("Is PyTorch fine?", "pytorch", "avoid", None),
        ("Docker is fine", "docker", "prefer", None), ("scikit-learn I meant, not PyTorch", "pytorch", "prefer", "any"),
    ],
)  # fmt: skip
def test_wishes_are_taken_back_by_name_and_only_then(names: Names, text: str, component: str, wish: str, left: str | None) -> None:
    found = [f.value for f in taken_back(names, text, [], _wish(component, wish), 2)]
    assert found == ([left] if left else [])


def test_a_condition_is_withdrawn_by_its_name_where_it_was_told() -> None:
    brief = Brief(facts=(Fact(name="conditions", key="on-device", value=True, quote="on a phone", turn=1),))
    [fact] = lifted("you can drop the phone requirement", [], brief, 2)
    assert (fact.key, fact.value) == ("on-device", False)
    assert lifted("drop the offline bit", [], brief, 2) == []
    assert lifted("did you drop the phone?", [], brief, 2) == []


def test_judging_what_was_told_tells_no_level() -> None:
    assert misjudges(("a", "little", "X", "isnt", "fair"))
    assert not misjudges(("a", "fair", "bit", "of", "X"))
