"""What can be a tool's name where somebody proposes something: two lists, sixty of either."""

from typing import Any

import pytest

from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.unlisted import unlisted_tool

TOOLS = (
    ("what about Weka?", "Weka"), ("how about KNIME?", "KNIME"), ("What about RapidMiner?", "RapidMiner"), ("why not Dataiku?", "Dataiku"),
    ("how about Minitab instead?", "Minitab"), ("what about using Alteryx?", "Alteryx"), ("should I use SPSS Modeler?", "SPSS Modeler"),
    ("could I use Teradata instead of pandas?", "Teradata"), ("can we use Snowpark for that?", "Snowpark"), ("is Minitab good enough?", "Minitab"),
    ("why not just H2O?", "H2O"), ("how about JMP?", "JMP"), ("my company uses Qlik", "Qlik"), ("our firm has Domo", "Domo"),
    ("I'd rather use Mathematica", "Mathematica"), ("I already use Stata", "Stata"), ("we mostly use EViews", "EViews"),
    ("can I do it in gretl?", "gretl"), ("may I use orange3?", "orange3"), ("is Vaex better?", "Vaex"), ("what about cuML?", "cuML"),
    ("how about PaddlePaddle?", "PaddlePaddle"), ("why not MXNet?", "MXNet"), ("should we try Fiddler9?", "Fiddler9"), ("could we take Theano?", "Theano"),
    ("use fastText2 instead of spaCy", "fastText2"), ("what about Gensim2Vec instead of spaCy?", "Gensim2Vec"), ("why can't I use Obviously.AI?", "Obviously.AI"),
    ("how about using Akkio?", "Akkio"), ("what about MonkeyLearn?", "MonkeyLearn"), ("I want to use BigML", "BigML"), ("why don't we use Dataloop?", "Dataloop"),
    ("should we use Exasol?", "Exasol"), ("we currently use Sisense", "Sisense"), ("my boss pays for Palantir", "Palantir"), ("my university uses Origin2024", "Origin2024"),
    ("instead of pandas, use Siuba", "Siuba"), ("can I go with Ploomber?", "Ploomber"), ("how about Zingg?", "Zingg"), ("Dedoose instead of spaCy", "Dedoose"),
    ("what about NVivo?", "NVivo"), ("why not use MAXQDA?", "MAXQDA"), ("shall I try ATLAS.ti?", "ATLAS.ti"), ("how about Lobe.ai?", "Lobe.ai"),
    ("is Levity an option?", "Levity"), ("can we switch to Vertica?", "Vertica"), ("I would rather work with Clojure2D", "Clojure2D"),
    ("what about XLMiner?", "XLMiner"), ("how about XLSTAT?", "XLSTAT"), ("why not Statgraphics?", "Statgraphics"),
    ("do I have to use MedCalc?", "MedCalc"), ("we only use Tibco", "Tibco"), ("should I rather use Eureqa?", "Eureqa"),
    ("how about DataRobot?", "DataRobot"), ("what about SAP2Go?", "SAP2Go"), ("could I just use Peltarion?", "Peltarion"),
    ("my team uses Spotfire", "Spotfire"), ("what about Pluto.jl?", "Pluto.jl"), ("can I do everything in Octave?", "Octave"), ("how about EasyMorph?", "EasyMorph"),
)  # fmt: skip
NO_TOOLS = (
    "how about Berlin?", "what about Tuesdays?", "how about you?", "what about Paris?", "how about Monday?", "what about December?",
    "how about Christmas?", "what about Anna?", "how about Peter?", "what about my boss?", "what about Germany?", "how about Tokyo?",
    "why not Friday?", "why not London?", "what about New York?", "how about Maria?", "what about Spanish?", "how about German?",
    "what about Europe?", "what about Easter?", "how about lunch?", "what about July?", "how about Saturday morning?", "what about Mr Smith?",
    "how about Dr. Jones?", "what about our customers in Vienna?", "how about next Tuesday?", "what about HR?", "what about GDPR?", "how about Summer?",
    "what about Africa?", "why not tomorrow?", "how about John?", "What about Madrid?", "what about English?", "how about Chicago?", "what about Wednesdays and Fridays?",
    "how about Thursday instead of Tuesday?", "Monday instead of Friday", "what about Ramadan?", "how about Australia?", "how about Sarah?",
    "is Monday better?", "is Berlin good enough?", "is Anna any good?", "what about Sunday evenings?", "what about the NHS?", "how about Brazil?",
    "what about Turkish?", "how about Tom?", "what about Me?", "what about Women?", "How about It?", "what about Covid?", "how about Amsterdam?",
    "what about January?", "why not Italy?", "how about Dubai?", "can I take Monday off?", "we use Berlin as our hub",
)  # fmt: skip


@pytest.fixture(scope="module")
def names(knowledge: Any) -> Names:
    return Names(knowledge.catalog)


def test_tools_that_are_not_listed_are_told_by_their_names(names: Names) -> None:
    missed = [text for text, name in TOOLS if (found := unlisted_tool(names, text)) is None or found.name != name]

    assert len(TOOLS) == 60
    assert len(missed) <= 3, missed


def test_places_people_and_times_are_no_tools(names: Names) -> None:
    taken = [text for text in NO_TOOLS if unlisted_tool(names, text)]

    assert len(NO_TOOLS) == 60
    assert len(taken) <= 1, taken


def test_what_is_called_a_tool_is_one_whatever_else_bears_the_name(names: Names) -> None:
    found = unlisted_tool(names, "should I use the tool Dakota?")

    assert found is not None
    assert found.name == "Dakota"
