"""Hours a week as more people put them: told by cycles, by the day before, by what it comes to after all."""

import pytest

from advisor.dialogue.reading.hours import hours_a_week

OF_CYCLES = [
    ("five days out of every ten I am at home, and on each of those I have an hour", 3.5),
    ("Three on, three off at the mill. On my day off I can do two hours.", 7.0),
    ("on the bus 30 mins there, 30 mins back, two days out of seven", 2.0),
    ("I could learn an hour a day, two days in every four", 3.5),
]
OF_THE_DAY_BEFORE = [
    ("half an hour on Tuesdays, twice that on Thursdays", 1.5),
    ("Saturdays four hours, Sundays half of that.", 6.0),
    ("an hour on Mondays and twice as long on Wednesdays", 3.0),
    ("Tuesdays one hour, Thursdays one, Saturdays three.", 5.0),
    ("Wednesdays three hours, Fridays another two", 5.0),
    ("Mon 2h, Wed 3, Sat 4", 9.0),
    ("On Mondays I get an hour, Thursdays one and a half", 2.5),
    ("forty minutes on Mondays and three times as long on Sundays", 2.67),
]
AFTER_ALL = [
    ("It used to be eight hours a week, now it's only five.", 5.0),
    ("I'd planned fifteen hours a week, but with the new job it's seven and a half now", 7.5),
    ("I have six hours a week if my mother takes the kids, which she won't, so reckon with three", 3.0),
    ("Nine hours a week would be nice, but the shifts changed, so count on four.", 4.0),
    ("Thirty hours a month... I mean 30 a week.", 30.0),
    ("I'm on late shifts at present, so it's three hours a week", 3.0),
    ("in the mornings, four hours a week", 4.0),
    ("I spend twenty hours a week on the rota and can give six hours a week to this", 6.0),
    ("a dozen hours a week", 12.0),
    ("dozen hours a wk", 12.0),
    ("20% time, of a 30 hour week", 6.0),
    ("20% of my time; I'm on a 40-hour contract", 8.0),
]
STILL = [
    ("two hours in the evenings, five days a week", 10.0),
    ("half an hour every evening", 3.5),
    ("two hours a day, seven days a week", 14.0),
]
OF_OTHERS = [
    "Our three nurses need six hours a week for the rota.",
    "Both drivers lose four hours a week to it.",
    "The volunteers spend about twenty hours a week on this.",
    "Two colleagues spend eight hours a week copying forms.",
]


@pytest.mark.parametrize(("text", "hours"), [*OF_CYCLES, *OF_THE_DAY_BEFORE, *AFTER_ALL, *STILL])
def test_hours_are_read_however_they_are_put(text: str, hours: float) -> None:
    read = hours_a_week(text)
    assert read is not None, text
    assert read.hours == pytest.approx(hours, abs=0.01)


@pytest.mark.parametrize("text", OF_OTHERS)
def test_hours_of_others_are_not_the_persons(text: str) -> None:
    assert hours_a_week(text) is None
