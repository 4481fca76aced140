"""What replaces hours and dates that were told before."""

from datetime import date

import pytest

from advisor.dialogue.reading import anew_deadline, anew_hours
from advisor.dialogue.reading.retitling import background_anew
from advisor.dialogue.reading.revising import hours_anew, moved_to
from advisor.dialogue.reading.times import deadline_facts, hours_facts
from advisor.domain.brief import Brief, Fact

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "known", "hours"),
    [
        ("actually 5, not 10", 10, 5),
        ("2 hours a week now, not 4", 4, 2),
        ("my boss wants me on Mondays too, so plan on 3 hours rather than 6", 6, 3),
        ("not eight, more like five", 8, 5),
        ("it went from 7 to 4", 7, 4),
        ("the 9 hours became 6 when the baby came", 9, 6),
        ("the nursery closes early, so make it 4 hours", 6, 4),
        ("that was wrong, take 2.5", 5, 2.5),
        ("honestly? call it three", 5, 3),
        ("I mistyped, I meant 12", 2, 12),
    ],
)
def test_hours_told_anew_replace_those_known(text: str, known: float, hours: float) -> None:
    found = hours_anew(text, known)
    assert found is not None
    assert found[0] == hours
    assert found[1] in text


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("make it 3", 5),
        ("make it two projects instead of five projects", 5),
        ("step 3, not 2", 6),
        ("5, not 10", None),
        ("I did 4 not 3 of them", 8),
        ("take 3 photos of each part, actually", 5),
        ("say 80 % is fine, honestly", 5),
        ("why 5 hours and not 10?", 5),
    ],
)
def test_other_numbers_replace_no_hours(text: str, known: float | None) -> None:
    assert hours_anew(text, known) is None


@pytest.mark.parametrize(("new", "told"), [(72, [72.0]), (80, [80.0]), (81, []), (95, [])])
def test_hours_told_anew_are_bounded_as_they_were_when_first_told(new: int, told: list[float]) -> None:
    assert [f.value for f in hours_facts(f"I have {new} hours a week", 1)] == told
    assert [f.value for f in anew_hours.hours(f"I have {new} hours a week, not 10", 2, TODAY, _told(hours_per_week=10.0))] == told
    assert [hours_anew(f"{new} hours now, not 10", 10.0) is not None] == [bool(told)]


@pytest.mark.parametrize(
    ("text", "weeks"),
    [("then move it to the end of June", 31.4), ("we have to push the date to 15 April", 20.6), ("3 May became 10 June", 28.6), ("the show was postponed to 15 April", 20.6)],
)
def test_a_moved_date_is_the_new_one(text: str, weeks: float) -> None:
    moved = moved_to(text)
    assert moved is not None
    [fact] = deadline_facts(moved, 1, TODAY, asked=True)
    assert fact.value == pytest.approx(weeks, abs=0.3)


@pytest.mark.parametrize("text", ["we moved to Leeds on 3 March", "my shift on 5 January lasts until noon", "can you move Git before pandas?", "I put it off"])
def test_what_is_moved_to_no_date_is_not_taken_for_one(text: str) -> None:
    assert moved_to(text) is None


def _told(**facts: object) -> Brief:
    return Brief(facts=tuple(Fact(name=name, value=value, quote="", turn=1, on=TODAY) for name, value in facts.items()))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Sorry, it's four hours a week, not six.", 4),
        ("Scrap the six hours, it'll be ten.", 10),
        ("Forget six, three is more like it.", 3),
        ("Six was too optimistic. Four.", 4),
        ("My hours went up to nine.", 9),
        ("Actually my boss cut it: two hours.", 2),
        ("Could we plan with nine hours?", 9),
    ],
)
def test_hours_corrected_amid_a_talk_replace_those_known(text: str, hours: float) -> None:
    [fact] = anew_hours.hours(text, 2, TODAY, _told(hours_per_week=6.0))
    assert fact.value == hours
    assert fact.quote in text


@pytest.mark.parametrize("text", ["That step took me three hours, not six.", "I did 4, not 3 of them.", "Why six hours?", "I have a question about step 3."])
def test_other_amounts_amid_a_talk_leave_the_hours_alone(text: str) -> None:
    assert anew_hours.hours(text, 2, TODAY, _told(hours_per_week=6.0)) == []


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("Deadline is 1 March now, not January.", 14.1),
        ("Sorry, I said end of January, I meant end of February.", 14),
        ("We only have two more weeks than planned.", 12),
        ("It's due two weeks earlier now.", 8),
        ("We got an extension: three more weeks, until 21 February.", 13),
    ],
)
def test_deadlines_corrected_amid_a_talk_replace_the_one_known(text: str, weeks: float) -> None:
    [fact] = anew_deadline.deadline(text, 2, TODAY, _told(deadline_weeks=10.0))
    assert fact.value == pytest.approx(weeks, abs=0.3)
    assert fact.quote in text


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("By the last Friday of the month it should be live.", 0.7),
        ("They wanted it by Easter, realistically Pentecost.", 25),
        ("My supervisor says 4 months should do.", 17.3),
    ],
)
def test_deadlines_of_some_weekday_put_right_or_judged_enough(text: str, weeks: float) -> None:
    [fact] = deadline_facts(text, 1, TODAY)
    assert fact.value == pytest.approx(weeks, abs=0.3)


@pytest.mark.parametrize(
    ("known", "text", "hours"),
    [
        (6, "I said 6 hours, but my uncle (he is 77) needs me now, so 4 a week is what I have.", 4),
        (9, "Three. Not nine. The keyboard took it wrong.", 3),
        (2, "*12 hrs", 12),
        (7, "I can only manage five now, there is the other thing.", 5),
        (8, "9? I wish. Make that 5 hours.", 5),
        (6, "no, Sunday mornings only, 9 till 11. Saturday is market", 2),
    ],
)  # fmt: skip
def test_hours_are_told_from_ages_denials_marks_and_single_days(known: float, text: str, hours: float) -> None:
    [fact] = anew_hours.hours(text, 2, TODAY, _told(hours_per_week=float(known)))
    assert fact.value == hours
    assert fact.quote in text


@pytest.mark.parametrize(
    ("text", "weeks"),
    [("A whole year in place of 10 weeks.", 52), ("I meant Friday 11 December", 2.7), ("*5 February", 10.7), ("Ten weeks was wrong, we have sixteen.", 16)],
)
def test_deadlines_are_told_in_place_of_the_old_one_or_by_a_mark(text: str, weeks: float) -> None:
    [fact] = anew_deadline.deadline(text, 2, TODAY, _told(deadline_weeks=10.0))
    assert fact.value == pytest.approx(weeks, abs=0.3)
    assert fact.quote in text


@pytest.mark.parametrize(
    ("text", "title"),
    [("I said surveyor, but cartographer is nearer the truth", "cartographer"), ("Not surveyor, geologist.", "geologist"), ("I'm not a surveyor, thanks", None)],
)
def test_a_trade_put_right_takes_the_place_of_the_known_one(text: str, title: str | None) -> None:
    brief = Brief(facts=(Fact(name="background", value="domain-expert", quote="surveyor", turn=1),))
    assert [fact.quote for fact in background_anew([], text, 2, brief)] == ([title] if title else [])
