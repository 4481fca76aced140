"""A model's reading adds what the person's words bear out, and nothing else."""

from datetime import date

import pytest

from advisor.dialogue.model_cues import CUES
from advisor.dialogue.reading.framing import Framing
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.reader import Reading
from advisor.dialogue.second_reader import merge
from advisor.domain.brief import Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Intent, OpenQuestion
from advisor.domain.reading import ModelReading, ProposedFact
from advisor.domain.vocabulary import Condition, Hardware, Level, Verdict

TODAY = date(2026, 3, 2)
UNCLEAR = Framing(Verdict.UNCLEAR, None)


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return Names(catalog)


def proposed(name: str, value: str, quote: str, key: str = "") -> ModelReading:
    return ModelReading(facts=[ProposedFact(name=name, value=value, key=key, quote=quote)])


def reading(text: str, *facts: Fact, framing: Framing | None = None, intent: Intent = Intent.ANSWER) -> Reading:
    return Reading(text, (intent,), facts, framing=framing)


def added(text: str, proposal: ModelReading, names: Names, *facts: Fact) -> list[tuple[str, str, object]]:
    made = merge(reading(text, *facts), proposal, names, names.catalog, 3, TODAY)
    assert made.facts[: len(facts)] == facts
    return [(f.name, f.key, f.value) for f in made.facts[len(facts) :]]


def test_a_fact_borne_out_by_the_words_is_taken_as_inferred_with_its_quote_and_turn(names: Names) -> None:
    proposal = proposed("known_skills", "working", "Mostly  Pandas wrangling", key="pandas")
    made = merge(reading("my day is mostly pandas wrangling"), proposal, names, names.catalog, 3, TODAY)
    (fact,) = made.facts
    assert (fact.name, fact.key, fact.value) == ("known_skills", "pandas", Level.WORKING)
    assert (fact.provenance, fact.turn) == (Provenance.INFERRED, 3)
    assert fact.quote == "Mostly  Pandas wrangling"


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("I know nothing yet", proposed("known_skills", "solid", "years of pandas", key="pandas")),
        ("pandas all day", proposed("known_skills", "solid", "pandas all day", key="sql")),
        ("pandas all day", proposed("known_skills", "solid", "all day", key="pandas")),
        ("pandas all day", proposed("known_skills", "wizard", "pandas all day", key="pandas")),
        ("pandas all day", proposed("known_skills", "solid", "pandas all day", key="flux capacitor")),
        ("I would love to learn pandas", proposed("known_skills", "aware", "learn pandas", key="pandas")),
        ("never touched pandas", proposed("known_skills", "working", "touched pandas", key="pandas")),
        ("do I need pandas for it?", proposed("known_skills", "working", "need pandas", key="pandas")),
        ("a clinic with 40 no shows", proposed("hours_per_week", "40", "40 no shows")),
        ("four hours or so", proposed("hours_per_week", "5", "four hours or so")),
        ("open 24 hours a day", proposed("hours_per_week", "24", "24 hours")),
        ("120 hours", proposed("hours_per_week", "120", "120 hours")),
        ("0 hours", proposed("hours_per_week", "0", "0 hours")),
        ("we have 3 years of data", proposed("deadline_weeks", "156", "3 years of data")),
        ("started 3 weeks ago", proposed("deadline_weeks", "3", "3 weeks")),
        ("every 2 weeks", proposed("deadline_weeks", "2", "every 2 weeks")),
        ("ready in 900 weeks", proposed("deadline_weeks", "900", "900 weeks")),
        ("an old thinkpad", proposed("hardware", "thinkpad", "an old thinkpad")),
        ("a secret thing", proposed("conditions", "true", "a secret thing", key="top-secret")),
        ("a secret thing", proposed("conditions", "maybe", "a secret thing", key="offline")),
        ("a secret thing", proposed("conditions", "true", "secret", key="offline")),
        ("must it explain itself?", proposed("conditions", "true", "must it explain itself", key="explainable")),
        ("avoid pandas", proposed("preferences", "avoid", "avoid pandas", key="pandas")),
        ("sort my emails", proposed("problem", "sort my emails", "sort my emails")),
        ("hello there you", proposed("goal", "none", "hello there")),
        ("what i want is the text", proposed("goal", "the text", "what i want is the text")),
        ("the data stays on our own server", proposed("data", "server", "data stays on our own server")),
        ("my neighbour who programs in Python told me", proposed("known_skills", "aware", "programs in Python", key="Python")),
        ("the ferry takes about 9 hours when the sea is rough", proposed("hours_per_week", "9", "about 9 hours")),
        ("the ferry is full for 3 weeks and then it is empty again", proposed("deadline_weeks", "3", "3 weeks")),
        ("we heat the big greenhouse with wood and count the logs", proposed("hardware", "cpu", "big greenhouse")),
        ("my neighbour has a gaming laptop that he never uses at all", proposed("hardware", "gpu", "gaming laptop")),
        ("i am a wizard", proposed("background", "wizard", "i am a wizard")),
    ],
)  # fmt: skip
def test_what_the_words_do_not_bear_out_is_dropped(names: Names, text: str, proposal: ModelReading) -> None:
    assert added(text, proposal, names) == []


@pytest.mark.parametrize(
    ("text", "proposal", "fact"),
    [
        ("say six hours tops", proposed("hours_per_week", "6", "six hours tops"), ("hours_per_week", "", 6.0)),
        ("show it in 10 weeks", proposed("deadline_weeks", "10", "in 10 weeks"), ("deadline_weeks", "", 10.0)),
        ("boss wants it, three months max", proposed("deadline_weeks", "13", "three months max"), ("deadline_weeks", "", 13.0)),
        ("boss wants it, three months max", proposed("deadline_weeks", "3", "three months max"), ("deadline_weeks", "", 13.0)),
        ("an old thinkpad", proposed("hardware", "CPU", "old thinkpad"), ("hardware", "", Hardware.CPU)),
        ("the auditors want reasons", proposed("conditions", "true", "want reasons", key="explainable"), ("conditions", "explainable", True)),
        ("i do it for my thesis", proposed("goal", "thesis", "for my thesis"), ("goal", "", "for my thesis")),
        ("never opened python", proposed("known_skills", "none", "never opened python", key="Python"), ("known_skills", "python", Level.NONE)),
        ("boxes of old letters", proposed("data", "letters", "boxes of old letters"), ("data", "", "boxes of old letters")),
    ],
)  # fmt: skip
def test_what_they_bear_out_is_taken(
    names: Names, text: str, proposal: ModelReading, fact: tuple[str, str, object]
) -> None:
    assert added(text, proposal, names) == [fact]


def test_a_condition_needs_a_telling_word_in_its_quote(names: Names) -> None:
    assert set(CUES) == set(Condition)
    assert added("saturdays only then", proposed("conditions", "true", "saturdays only", key="offline"), names) == []


def test_a_background_of_the_catalogue_is_taken(names: Names) -> None:
    background = next(iter(names.catalog.backgrounds.values()))
    phrase = background.phrases[0]
    text = f"well, {phrase} these days"
    assert added(text, proposed("background", phrase, text), names) == [("background", "", background.id)]


def test_what_the_rules_read_stays(names: Names) -> None:
    said = Fact(name="hours_per_week", value=4.0, quote="4 hours", turn=3)
    assert added("4 hours, not 6 hours", proposed("hours_per_week", "6", "6 hours"), names, said) == []


def test_a_tool_to_avoid_is_not_credited_as_known(names: Names) -> None:
    wish = Fact(name="preferences", key="pandas", value="avoid", quote="no more pandas", turn=3)
    text = "ten years at it, no more pandas"
    assert added(text, proposed("known_skills", "solid", text, key="pandas"), names, wish) == []


def test_each_slot_is_filled_once(names: Names) -> None:
    twice = ModelReading(
        facts=proposed("hours_per_week", "6", "6 hours").facts + proposed("hours_per_week", "7", "7 hours").facts
    )
    assert added("6 hours or 7 hours", twice, names) == [("hours_per_week", "", 6.0)]


def test_the_answer_to_the_open_question_counts_as_one(names: Names) -> None:
    question = OpenQuestion(id="hours", fact="hours_per_week", text="?", why="")
    args = (reading("say six hours tops"), proposed("hours_per_week", "6", "six hours"), names, names.catalog, 3, TODAY)
    assert merge(*args, question=question).answered
    assert not merge(*args).answered


def test_a_pattern_is_taken_where_the_rules_found_nothing_like_it(names: Names) -> None:
    text = "unsere kunden kündigen ständig"
    made = merge(reading(text, framing=UNCLEAR), ModelReading(pattern="churn"), names, names.catalog, 1, TODAY)
    assert made.framing is not None
    assert made.framing.frame is not None
    assert (made.framing.verdict, made.framing.frame.pattern, made.framing.frame.confidence) == (
        Verdict.PLAN,
        "churn",
        0.5,
    )
    assert [(f.name, f.value) for f in made.facts] == [("problem", text)]


def test_a_pattern_is_not_taken_where_the_words_speak_for_another(names: Names) -> None:
    before = reading("our forklifts break down and we only notice when it's too late", framing=UNCLEAR)
    for pattern, taken in (("demand-forecasting", False), ("predictive-maintenance", True)):
        made = merge(before, ModelReading(pattern=pattern), names, names.catalog, 1, TODAY)
        assert (made.framing != before.framing) is taken


@pytest.mark.parametrize(
    ("framing", "intent", "fresh", "pattern"),
    [
        (None, Intent.ANSWER, True, "churn"),
        (UNCLEAR, Intent.ANSWER, True, "no-such-pattern"),
        (UNCLEAR, Intent.ANSWER, False, "churn"),
        (UNCLEAR, Intent.EXPLAIN, True, "churn"),
        (Framing(Verdict.UNCLEAR, None, "just-learn-ml"), Intent.ANSWER, True, "churn"),
        (Framing(Verdict.NO_ML, None, "x"), Intent.ANSWER, True, "churn"),
        (Framing(Verdict.OFF_TOPIC, None), Intent.ANSWER, True, "churn"),
    ],
)  # fmt: skip
def test_a_pattern_never_overrules_the_rules(
    names: Names, framing: Framing | None, intent: Intent, fresh: bool, pattern: str
) -> None:
    before = reading("our members quit all the time", framing=framing, intent=intent)
    made = merge(before, ModelReading(pattern=pattern), names, names.catalog, 1, TODAY, fresh=fresh)
    assert made == before
