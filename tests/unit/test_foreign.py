"""Messages in other languages: read in a model's translation, answered with one beside the English, never taken on trust."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from advisor.bootstrap import export
from advisor.dialogue.foreign import ENGLISH_ONLY, as_told
from advisor.dialogue.reading.reader import Reading
from advisor.domain.brief import Fact, Provenance
from advisor.domain.conversation import Done, Intent, Reply
from advisor.domain.tongue import spoken, tongue
from advisor.errors import ModelError
from advisor.models import make_model
from advisor.models.translating import in_english, says_the_same
from advisor.service import Advisor
from advisor.storage import Store
from tests.support.model_server import ModelServer, Script, model_server

ME = "somebody"
GERMAN = "Über unser Kontaktformular kommt viel Spam, den ich filtern will. Ich kann etwas Python. Ich habe 5 Stunden in der Woche."
ENGLISH = "We get a lot of spam through our contact form that I want to filter. I know some Python. I have 5 hours a week."


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


def advised(knowledge: Any, server: ModelServer | None, directory: Path) -> Advisor:
    model = make_model(server.url, seconds=5, first_word_seconds=2) if server else None
    return Advisor(knowledge, Store(directory / "v.sqlite3"), export, model=model, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))


def translator(english: Mapping[str, str], other: str = "Das ist auf Deutsch und nicht die Übersetzung.") -> Script:
    """A model that translates what it was taught, and everything else into one sentence."""

    def answer(messages: Sequence[Mapping[str, str]]) -> str:
        asked = messages[-1]["content"]
        return next((e for theirs, e in english.items() if theirs in asked), other)

    return Script(answer)


def turn(advisor: Advisor, conversation: str, text: str) -> Reply:
    done = list(advisor.reply(conversation, ME, text))[-1]
    assert isinstance(done, Done)
    return done.reply


# --- whole turns


def test_a_message_is_read_in_translation_as_if_it_had_been_said_in_english(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    server.otherwise = translator({GERMAN: ENGLISH})
    reply = turn(advisor := advised(knowledge, server, tmp_path), talk := advisor.new(ME).id, GERMAN)
    assert reply.frame is not None
    assert reply.frame.pattern == "spam-filtering"
    facts = {(f.name, f.key): f for f in reply.facts}
    hours, python = facts["hours_per_week", ""], facts["known_skills", "python"]
    assert (hours.value, hours.quote, hours.provenance) == (5, "Ich habe 5 Stunden in der Woche", Provenance.INFERRED)
    assert python.quote == "Ich kann etwas Python"
    assert facts["problem", ""].quote in GERMAN
    assert advisor.open(talk, ME).messages[0].text == GERMAN


def test_the_reply_stands_in_english_with_its_translation(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    alone = turn(ruled := advised(knowledge, None, tmp_path / "r"), ruled.new(ME).id, "hello")
    hallo = "Hallo, wie geht es dir und was ist das hier?"
    said = "Hallo. Erzähle mir von einem Problem, das du lösen willst, bei der Arbeit, in der Freizeit oder im Studium."
    server.otherwise = translator({hallo: "hello", alone.reply[:20]: said})
    reply = turn(advisor := advised(knowledge, server, tmp_path), advisor.new(ME).id, hallo)
    assert reply.reply == f"{alone.reply}\n\n*Vom Sprachmodell übersetzt:* {said}"
    assert reply.origin != "rules"


def test_what_cannot_be_a_translation_is_not_used_and_the_person_is_told(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    server.otherwise = translator({GERMAN: ENGLISH.replace("5 hours", "50 hours")})
    reply = turn(advisor := advised(knowledge, server, tmp_path), advisor.new(ME).id, GERMAN)
    assert not [f for f in reply.facts if f.value == 50]
    assert any("could not translate" in n for n in reply.notices)


def test_a_short_message_is_in_the_language_of_the_one_before(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    server.otherwise = translator({GERMAN: ENGLISH, "Entwirf bitte": "Please just draft it."})
    advisor = advised(knowledge, server, tmp_path)
    talk = advisor.new(ME).id
    assert turn(advisor, talk, GERMAN).plan is None
    assert turn(advisor, talk, "Entwirf bitte einen Plan.").plan is not None


def test_a_quick_answer_is_not_translated(knowledge: Any, server: ModelServer, tmp_path: Path) -> None:
    server.otherwise = translator({GERMAN: ENGLISH})
    advisor = advised(knowledge, server, tmp_path)
    talk = advisor.new(ME).id
    turn(advisor, talk, GERMAN)
    before = len(server.requests)
    assert turn(advisor, talk, "Just draft it").plan is not None
    asked = [r["messages"][-1]["content"] for r in server.requests[before:]]
    assert not [a for a in asked if a.startswith("Into English")]


def test_without_a_model_the_person_is_told_in_their_language_and_little_is_taken(knowledge: Any, tmp_path: Path) -> None:
    advisor = advised(knowledge, None, tmp_path)
    talk = advisor.new(ME).id
    reply = turn(advisor, talk, GERMAN)
    assert ENGLISH_ONLY["de"] in reply.notices
    assert {f.name for f in reply.facts if f.provenance is not Provenance.ASSUMED} <= {"problem", "hours_per_week", "known_skills"}
    assert reply.frame is None or reply.frame.confidence <= 0.3
    known = reply.frame
    assert turn(advisor, talk, "Das ist nicht das, was ich mit der Frage gemeint habe.").frame == known


# --- its parts


def test_facts_rest_on_the_persons_own_sentence_and_on_numbers_that_stand_there() -> None:
    original = "Wir haben wenig Zeit. Ich kann 3 Stunden in der Woche."
    english = "We have little time. I can do 3 hours a week."
    facts = (
        Fact(name="hours_per_week", value=3, quote="3 hours a week", provenance=Provenance.SAID),
        Fact(name="deadline_weeks", value=8, quote="in 8 weeks", provenance=Provenance.SAID),
    )
    (hours,) = as_told(Reading(english, (Intent.ANSWER,), facts), english, original).facts
    assert (hours.quote, hours.provenance) == ("Ich kann 3 Stunden in der Woche", Provenance.INFERRED)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("I have two evenings a week.", "Ich habe zwei Abende in der Woche."),
        ("I have 2 evenings a week.", "Ich habe zwei Abende in der Woche."),
        ("I do not know SQL.", "No sé SQL."),
        ("I know Excel well, but not much Python.", "Sé bastante Excel y muy poco Python para lo que es el trabajo."),
        ("I want to count the birds in my pictures.", "Je veux compter les oiseaux sur mes photos."),
    ],
)
def test_a_translation_into_english_is_taken(written: str, source: str) -> None:
    assert in_english(written, source, ["pandas", "excel"]) == written


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("I know SQL.", "No sé nada de SQL, ni de Excel tampoco."),
        ("I do not want the pictures to be sorted.", "Ich will, dass die Bilder von selbst sortiert werden, und zwar alle."),
        ("I have 12 hours a week for this.", "Ich habe 2 Stunden in der Woche dafür."),
        ("Use TensorFlow for the pictures.", "Ich will die Bilder sortieren und habe nicht viel Zeit."),
        ("Ich habe zwei Abende in der Woche, und das ist alles.", "Ich habe zwei Abende in der Woche, und das ist alles."),
        ("See https://example.org for it.", "Was ist das hier und wie geht es?"),
        ("", "Was ist das hier?"),
        ("Sure, I can help you with that. " * 9, "Was ist das hier?"),
    ],
)
def test_what_differs_from_its_source_is_not_taken(written: str, source: str) -> None:
    with pytest.raises(ModelError):
        in_english(written, source, ["tensorflow"])


def test_a_reply_in_another_language_keeps_numbers_denials_and_tools() -> None:
    source = "You do not need Docker for this. It takes 3 hours."
    assert says_the_same("Du brauchst Docker dafür nicht. Es dauert 3 Stunden.", "de", source, ["docker", "pandas"])
    assert not says_the_same("Du brauchst Docker dafür. Es dauert 3 Stunden.", "de", source, ["docker", "pandas"])
    assert not says_the_same("Du brauchst Docker dafür nicht. Es dauert 30 Stunden.", "de", source, ["docker", "pandas"])
    assert not says_the_same("Du brauchst pandas dafür nicht. Es dauert 3 Stunden.", "de", source, ["docker", "pandas"])
    assert not says_the_same("You do not need Docker for this. It takes 3 hours.", "de", source, ["docker"])


def test_a_language_is_told_from_small_words_and_else_from_what_came_before() -> None:
    assert tongue("Womit soll ich anfangen und was ist das?") == "de"
    assert tongue("что мне делать дальше") == "?"
    assert spoken("Entwirf bitte einen Plan.", lambda: GERMAN) == "de"
    assert spoken("It is for the shop that I have.", lambda: GERMAN) == "en"
    assert spoken("No", lambda: GERMAN) == "en"
