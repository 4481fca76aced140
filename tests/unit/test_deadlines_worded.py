"""Deadlines in the wordings of many kinds of people: said in two sentences, misspelt, corrected, or another's."""

from datetime import date

import pytest

from advisor.dialogue.reading.times import deadline_facts

TODAY = date(2026, 11, 22)

DEADLINES = [
    ("By Twelfth Night, 5 January, please.", 6.3),
    ("by 14 of April 2027", 20.4),
    ("I can do 5 hours a week through 19 March 2027", 16.7),
    ("4 hours weekly, until the second of April", 18.7),
    ("Before Candlemas, 2 of February", 10.3),
    ("Next funding round closes 30 June 2027", 31.4),
    ("Go-live is the Tuesday after Easter, 30 March.", 18.3),
    ("The exhibition opens on Liberation Day, 5 May 2027.", 23.4),
    ("deadline = christmas.. no sorry, the boss says already 15th of december", 3.3),
    ("Deadline's Easter. Oh wait, they moved it: mid-May now.", 24.9),
    ("We said by New Year; we've since agreed on 20 March.", 16.9),
    ("The paper's due in ten weeks; correction, the editor granted fourteen.", 14),
    ("I have a deadline in two months. Sorry, I've looked again: five weeks!", 5),
    ("until end of febuary i can do 3 hours", 14),
    ("untill 1 march", 14.1),
    ("I must finish until 3 February. Ah no, my boss said 17 February.", 12.4),
    ("The results must be handed in until the third of May 2027", 23.1),
    ("The audit is on 12 May 2027 and everything must be finished two weeks earlier.", 22.4),
    ("By Saint David's Day, 1 March, as agreed", 14.1),
    ("It has to be ready for Diwali, 29 October 2027", 48.7),
    ("The competition closes on 9 April.", 19.7),
    ("Applications close 31 January 2027", 10),
    ("must be done by Midsummer", 30.4),
    ("must be finshed befor 1st of june", 27.3),
    ("I'd like to finish before the storks return, so by 20 March", 16.9),
    ("The wedding is on 6 February; the slideshow should run by then", 10.9),
    ("Exam on 4 February.", 10.6),
    ("my deadlin is 3 march", 14.4),
    ("Deadline: the Friday before Easter", 17.7),
    ("due the last Friday in January", 9.7),
    ("by the twenty-first of March", 17),
    ("There are nine weeks till the fair", 9),
    ("finish line: 30.4.2027", 22.7),
    ("no later than the 15th of January", 7.7),
    ("We launch in the first week of March", 14.4),
    ("By the 1st of February", 10.1),
    ("by Imbolc, the first of February", 10.1),
    ("Kick-off is on the second of March 2027.", 14.3),
    ("Enrolment ends 15 January 2027.", 7.7),
    ("I've 4 hours a week until the end of February.", 14),
    ("Before Ramadan, so by 8 February 2027", 11.1),
    ("The season starts on 1 June, I need it before that.", 27.3),
    ("until 15 of january", 7.7),
    ("through the end of March", 18.4),
    ("We've agreed on 30 April as the deadline", 22.7),
    ("deadline was 1 Feb, they've extended it to 1 March", 14.1),
    ("deadline 1 Feb, no sorry, 1 March", 14.1),
    ("The vernissage is 20 February 2027.", 12.9),
    ("It's due on the Wednesday after Easter.", 18.4),
    ("My boss gave me six weeks, then said make it eight.", 8),
    ("I have four months, not three.", 17.3),
    ("the viva is on 5 may and the software has to be ready a week before that", 22.4),
    ("must be finished ten days before 1 April", 17.1),
    ("Deadline? 12 March.", 15.7),
    ("When: by 5 January 2027", 6.3),
    ("Seventh of February is when it must run", 11),
    ("It should be running by Ascension Day.", 23.7),
    ("The grant ends on 31 July 2027.", 35.9),
    ("before the 20th of december", 3.9),
    ("I have until the fifteenth of February.", 12.1),
    ("must hand it in by 15th feburary", 12.1),
    ("Three months, that's all I've got.", 13),
    ("six weeks from now it must run", 6),
    ("deadline in 10 wks", 10),
    ("The deadline was 1 March but it's been moved to 1 April.", 18.6),
    ("My defence is in May, on the 21st.", 25.7),
    ("due: 28/02/2027", 14),
    ("Finish: 28 Feb 2027", 14),
    ("The board meets on 17 January and wants to see it.", 8),
    ("end of the school year, 25 June 2027, latest", 30.7),
    ("two months tops", 8.7),
    ("I'd like it up and running for Hanukkah, 4 December", 1.7),
    ("The tender closes at noon on 22 January 2027.", 8.7),
    ("Everything has to be in place for the spring fair on 3 April.", 18.9),
    ("till Candlemas (2 February)", 10.3),
    ("The licence expires on 31 March 2027.", 18.4),
    ("not by May, by March 15", 16.1),
    ("I'm told the launch is 9 June", 28.4),
    ("I need it in 5 weeks, sorry, 7", 7),
    ("They want it for the AGM on 11 February", 11.6),
    ("My contract runs out at the end of June 2027, it should be done by then", 31.4),
    ("deadline is mid january", 7.9),
    ("by week's end", 0.7),
    ("Until the 24th of April I've time.", 21.9),
    ("The call for papers closes in eight weeks.", 8),
]

NO_DEADLINES = [
    "I wait at the stop Monday up to Friday.",
    "My cousin has a deadline in June.",
    "My colleague must hand hers in by May, I needn't.",
    "I don't want to scroll until Christmas.",
    "how many parcels will we hand out next week?",
    "The photos go back to 3 March 2019.",
    "I was born on 3 May 1980.",
    "we shut from 20 December until 6 January",
    "SQL starting in February, at the Open University.",
    "My course in R starts in January.",
    "The shop is closed from Christmas until 6 January.",
    "Our busiest day is 24 December.",
    "Harvest starts in August.",
    "I've worked here since 3 March 2020.",
    "My birthday is on 4 May.",
    "Deadline: none.",
    "My brother's deadline is 1 March, mine isn't fixed.",
    "I could sit here until Christmas and not find the error.",
    "By the time I retire I'd like to know Python.",
    "will the river flood before Easter?",
    "I can wait until the cows come home.",
    "who cancels by the end of March?",
    "In March we had 300 orders.",
    "The museum is open until 31 October.",
    "We've data until 1 November 2026.",
    "The lease was signed on 3 February.",
    "which customers will cancel by Easter",
    "Next year I retire.",
    "The campsite opens on 1 April every year.",
    "I've been learning since January.",
    "Summer is our busy season, from June until September.",
    "I go on holiday on 3 December.",
    "I've two years of sales up to 31 October.",
    "Last year the deadline was 1 March.",
    "From Christmas until Easter we're closed.",
    "Do people buy more before Christmas?",
    "I married on 4 June.",
    "The next train leaves on Monday.",
    "My friend's exam is on 3 February.",
    "Prices rise by May every year.",
    "I work Monday through Friday.",
    "Deadline? There isn't one.",
]

CALLED_OFF = [
    "No rush at all, no deadline either.",
    "There was a deadline, 1 March, but it has been cancelled.",
    "We had a deadline in April; it's been scrapped.",
    "Deadline none.",
    "The deadline of 1 February no longer applies.",
    "It used to be due by 1 March, but nobody cares any more.",
    "There was a deadline, but it fell through.",
    "they called off the 1 March deadline",
    "it isn't urgent at all",
]


@pytest.mark.parametrize(("text", "weeks"), DEADLINES, ids=[text for text, _ in DEADLINES])
def test_deadlines(text: str, weeks: float) -> None:
    [fact] = deadline_facts(text, 1, TODAY)
    assert fact.value == pytest.approx(weeks, abs=0.3)
    assert fact.quote and fact.quote in text


@pytest.mark.parametrize("text", NO_DEADLINES, ids=NO_DEADLINES)
def test_dates_that_are_no_deadline(text: str) -> None:
    assert deadline_facts(text, 1, TODAY) == []


@pytest.mark.parametrize("text", CALLED_OFF, ids=CALLED_OFF)
def test_no_deadline_or_none_any_more(text: str) -> None:
    assert [f.value for f in deadline_facts(text, 1, TODAY)] == [None]
