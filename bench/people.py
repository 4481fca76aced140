"""Five people who have never seen the advisor: what they want, how they put it, and what they would look for on a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Person:
    """Somebody with a problem, in their own words."""

    name: str
    problem: str
    """The first message."""
    leanings: Sequence[str]
    """Words of the quick answers that suit them, best first; of others they take the first."""
    tool: str
    """What they wonder why it is in the plan."""
    changes: Literal["click", "words"]
    """How they go about having less time."""
    less_time: Sequence[str] = ()
    """The message, for those who write it, and other words for it if it is not understood."""


PEOPLE: Mapping[str, Person] = {
    "nurse": Person(
        "a nurse with Excel and four hours",
        "I'm a nurse and run the front desk of a physiotherapy practice. Some clients stop coming before their course of "
        "sessions is over, and I'd like to know who is about to. I'm good with Excel, I can't code. 4 hours a week.",
        ("no date", "hundred", "list now and then", "not sure"), "SQL", "click",
    ),
    "engineer": Person(
        "a backend engineer",
        "Backend engineer, Go and Postgres. Customers cancel their plans with us and sales want a weekly list of who is "
        "likely to be next, with reasons. 6 hours a week.",
        ("three months", "thousands", "yes"), "SQL", "click",
    ),
    "graduate": Person(
        "a data-science graduate who never deployed",
        "I studied data science but I have only worked in notebooks and never deployed anything. A streaming service I "
        "work for wants to know every week which subscribers will leave. Python, pandas, scikit-learn. 8 hrs/week",
        ("six months", "thousands", "yes"), "SQL", "words", ("I only have 3 hours a week from now on",),
    ),
    "mentor": Person(
        "a mentor at a bootcamp",
        "I mentor at a coding bootcamp. One of my students works at a gym and wants to predict which members are going to "
        "quit. She knows basic Python and has 5 hours a week.",
        ("six months", "hundred", "no"), "pandas", "words", ("she can only do three hours a week", "3 hours a week"),
    ),
    "shop": Person(
        "a shop owner",
        "i have a small shop and never know how much to order each week. the till saves what i sell. a bit of excel, 4 hours a week",
        ("no date", "don't know", "not sure"), "Python", "click",
    ),
}  # fmt: skip
