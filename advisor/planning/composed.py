"""What can be said of a problem that no curated pattern covers: by its task, whether ML is needed and what to try first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from advisor.domain.vocabulary import Task


class FirstTry(NamedTuple):
    """When a model of this task pays, and the rule or habit to beat."""

    need_ml: str
    rule: str


FIRST_TRIES: Mapping[Task, FirstTry] = {
    Task.CLASSIFICATION: FirstTry(
        "A model pays when the kind cannot be told by one or two rules, and there are a few hundred cases whose kind is known.",
        "Always name the commonest kind, then add the one rule that an experienced colleague would use. Count on 100 cases how often it is right.",
    ),
    Task.REGRESSION: FirstTry(
        "A model pays when the number depends on several things at once, and there are a few hundred cases in which it was measured.",
        "Guess the average of similar cases. Note for 50 cases by how much that is off; a model has to be off by less.",
    ),
    Task.FORECASTING: FirstTry(
        "A model pays when the past repeats itself in ways that a simple copy of last week or last year misses.",
        "Take the value of the same day a week (or year) ago. Note for the last three months by how much that was off.",
    ),
    Task.CLUSTERING: FirstTry(
        "Groups found by a program are worth it when somebody will treat them differently; otherwise a sorted table does.",
        "Make groups by hand by the two columns that matter most, and name each. Would anybody act on them?",
    ),
    Task.ANOMALY_DETECTION: FirstTry(
        "A model pays when a fixed limit either misses too much or rings too often.",
        "Set a limit on one measured value from a month of good data. Count alarms and misses over the next month.",
    ),
    Task.CAUSAL: FirstTry(
        "First ask who or what could have been the comparison. Without a believable one, no method finds the effect.",
        "Compare the change in the places or people concerned with the change in similar ones that were not, over the same months.",
    ),
    Task.GENERATION: FirstTry(
        "A ready-made model or service may do as it is; training one of your own is the last resort.",
        "Try a ready-made model on ten of your cases and write down what is wrong with each result.",
    ),
    Task.QUESTION_ANSWERING: FirstTry(
        "A ready-made model may answer well enough; what is needed is a way to tell when it does not.",
        "Put thirty real questions to a ready-made model and have somebody who knows judge the answers.",
    ),
    Task.RETRIEVAL: FirstTry(
        "A model pays when people cannot find things by the words or folders that they have.",
        "Write down thirty real searches and what should be found; count how often a plain search by words finds it among the first ten.",
    ),
    Task.MATCHING: FirstTry(
        "A model pays when equal things are written in ways that no exact comparison catches.",
        "Compare cleaned-up spellings exactly, then with a few slips allowed. Count on 100 pairs what is missed and what is wrong.",
    ),
    Task.TRACKING: FirstTry(
        "A model pays when positions are noisy or many things move at once.",
        "Join each position to the nearest one before it, and count on one hour how often that goes wrong.",
    ),
    Task.SUMMARISATION: FirstTry(
        "A model pays when nobody has the time to look at all of it, and a wrong omission does no harm.",
        "Take the first and last part, or one picture a minute. Ask a reader what of importance is missing.",
    ),
    Task.RANKING: FirstTry(
        "A model pays when the order decides what is looked at first, and two or three plain criteria do not give a good one.",
        "Sort by the one column that an experienced colleague looks at first. Count how many of the right ones stand among the first ten.",
    ),
    Task.TRANSCRIPTION: FirstTry(
        "A ready-made program may write it down well enough; what is needed is a way to tell where it does not.",
        "Run a ready-made program on ten short pieces, correct the result by hand, and note how long that took against writing it down yourself.",
    ),
    Task.SIMILARITY: FirstTry(
        "A model pays when alike means more than the same values in the same columns.",
        "Compare by two or three plain properties, and ask somebody who knows whether the nearest ones are really alike.",
    ),
    Task.OPTIMISATION_SUPPORT: FirstTry(
        "First write down what is to be made best and what may not be broken; often trying a few settings by plan is enough.",
        "Try the settings that experience suggests and ten more on a grid; note the best.",
    ),
}  # fmt: skip
UNKNOWN = FirstTry(
    "That is not known: no curated pattern covers this problem, so try the simplest rule before any model.",
    "Write down the rule that an experienced colleague would use, and count how often it is right.",
)


def first_try(tasks: Sequence[Task]) -> FirstTry:
    """Of the first of the tasks of which something is known."""
    return next((FIRST_TRIES[task] for task in tasks if task in FIRST_TRIES), UNKNOWN)
