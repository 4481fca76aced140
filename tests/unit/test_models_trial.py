"""A connection is tried out in plain words, in a set time, without showing a key."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.models.trial import Trial, try_out
from tests.support.model_server import ModelServer, Script, model_server

KEY = "sk-verysecret123456"
TALK = "People like the quiet, the smell of the trees and the soft light. It calms them and makes them glad to be alive."
JSON = '{"tool": "Excel", "hours": 6}'


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


def told(trial: Trial) -> str:
    return " ".join(f"{f.sentence} {f.meaning}" for f in trial.findings)


def standing(trial: Trial) -> list[tuple[str, bool]]:
    return [(f.aspect, f.works) for f in trial.findings]


def test_a_good_server_reaches_streams_and_answers_in_json(server: ModelServer) -> None:
    server.plays(TALK, JSON)
    trial = try_out(server.url, KEY)
    assert standing(trial) == [("reach", True), ("stream", True), ("json", True)]
    assert trial.usable
    assert trial.first_word is not None
    assert "by force of its schema" in told(trial)
    assert "It streams" in told(trial) or "one piece" in told(trial)
    assert server.requests[1]["response_format"]["type"] == "json_schema"
    assert server.keys == [f"Bearer {KEY}"] * 2
    assert KEY not in repr(trial)


def test_a_server_that_knows_no_schemas_is_asked_in_words(server: ModelServer) -> None:
    server.takes_schemas = False
    server.plays(TALK, JSON)
    trial = try_out(server.url)
    assert standing(trial)[-1] == ("json", True)
    assert "asked in words" in told(trial)


@pytest.mark.parametrize("answer", ["I cannot do that.", '{"tool": "Excel"}', '{"tool": "Excel", "hours": "six"}', "[1]"])
def test_a_model_that_writes_no_such_json_can_still_word_replies(server: ModelServer, answer: str) -> None:
    server.plays(TALK, answer)
    trial = try_out(server.url)
    assert standing(trial) == [("reach", True), ("stream", True), ("json", False)]
    assert trial.usable
    assert "reading your messages stays with the rules" in told(trial)


def test_an_answer_in_one_piece_is_told(server: ModelServer) -> None:
    server.plays(Script(TALK, size=1000), JSON)
    assert "in one piece" in told(try_out(server.url))


@pytest.mark.parametrize(
    ("script", "tells"),
    [
        (Script(status=401, message=f"Incorrect API key provided: {KEY}"), "refused the key"),
        (Script(status=404), "does not know that model"),
        (Script(status=429), "no more requests"),
        (Script(status=500), "had an error"),
        (Script(fault="drop"), "cannot be reached"),
    ],
)
def test_what_is_out_of_reach_says_why_and_what_goes_on(server: ModelServer, script: Script, tells: str) -> None:
    server.otherwise = script
    trial = try_out(server.url, KEY)
    assert standing(trial) == [("reach", False)]
    assert not trial.usable
    assert tells in told(trial)
    assert "Rules go on" in told(trial)
    assert KEY not in repr(trial)


def test_silence_and_an_empty_answer_are_told_apart(server: ModelServer) -> None:
    server.plays(Script(fault="empty"))
    assert standing(try_out(server.url)) == [("reach", True), ("stream", False)]


@pytest.mark.parametrize("fault", ["slow", "stall", "endless", "endless-space"])
def test_a_trial_ends_in_its_time(server: ModelServer, fault: str) -> None:
    try_out("none")
    server.otherwise = Script(TALK, fault=fault, seconds=20)  # type: ignore[arg-type]
    began = time.monotonic()
    trial = try_out(server.url, seconds=2)
    assert time.monotonic() - began < 7
    assert not all(f.works for f in trial.findings)


@pytest.mark.parametrize(
    ("setting", "tells"),
    [
        ("gguf:/nowhere/x.gguf", "There is no file"),
        ("gguf:recommended", "advisor model download"),
        ("groq:llama", "problem-first-advisor[groq]"),
        (KEY, "names no language model"),
        (f"openai:{KEY}", "ADVISOR_MODEL_KEY"),
    ],
)
def test_a_setting_that_cannot_be_connected_is_a_finding_not_an_error(
    setting: str, tells: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    trial = try_out(setting, models_dir=tmp_path)
    assert standing(trial) == [("reach", False)]
    assert tells in told(trial)
    assert "verysecret" not in repr(trial)


def test_rules_need_no_trial() -> None:
    assert standing(try_out("none")) == [("reach", True)]
