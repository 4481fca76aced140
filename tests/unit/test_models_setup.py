"""Settings become models, or a sentence that says why not; and the small parts of the package."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from advisor.domain.vocabulary import Condition
from advisor.errors import ModelError
from advisor.models import make_model, prompts
from advisor.models.answer import FACTS
from advisor.models.breaker import Breaker
from advisor.models.clean import clean
from advisor.models.connecting import missing
from advisor.models.guard import foreign, numbers
from advisor.models.prompts import Prompt, load
from advisor.models.providers import TABLE, Provider, find, stays_here
from advisor.models.sentences import joined, split
from tests.support.model_server import model_server

ROOT = Path(__file__).parents[2]
KEY = "sk-verysecret123456"


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, advisor.models, advisor.models.chat; "
        "print(sorted({'langchain', 'langchain_core', 'langchain_openai', 'openai', 'httpx', 'text_to_num'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT).stdout == "[]\n"


@pytest.mark.parametrize("setting", ["none", "", " None ", "rules"])
def test_none_is_no_model(setting: str) -> None:
    assert make_model(setting) is None


@pytest.mark.parametrize(
    "setting",
    [
        "gpt-4o-mini",
        "unknown:model",
        "openai:",
        "http://",
        "ftp://x/v1",
        "http://u:p@host/v1",
        "http://host:99999/v1",
        "http://host/v1?k=v",
    ],
)
def test_a_setting_that_names_no_model_is_explained(setting: str) -> None:
    with pytest.raises(ModelError) as caught:
        make_model(setting, KEY)
    assert "ADVISOR_MODEL" in caught.value.remedy or "http" in caught.value.remedy
    assert KEY not in caught.value.sentence + caught.value.detail


def test_a_key_in_the_wrong_place_is_not_shown() -> None:
    with pytest.raises(ModelError) as caught:
        make_model(KEY)
    assert "secret" not in caught.value.sentence


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="not installed") as caught:
        make_model("ollama:llama3.2", KEY)
    assert caught.value.remedy == "Run: pip install 'problem-first-advisor[ollama]' (or: pip install langchain-ollama)"


def test_a_missing_key_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError) as caught:
        make_model("openai:gpt-4o-mini")
    assert "ADVISOR_MODEL_KEY" in caught.value.remedy


def test_a_hosted_model_is_set_up_without_asking_it_anything() -> None:
    model = make_model("openai:gpt-4o-mini", KEY)
    assert model is not None
    assert model.name == "gpt-4o-mini"
    assert KEY not in repr(vars(model))


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("http://127.0.0.1:8181/v1", "local model"),
        ("http://localhost:8181", "local model"),
        ("http://127.0.0.1:8181/v1#tiny", "tiny"),
        ("https://llm.example.org/v1", "llm.example.org"),
    ],
)
def test_a_server_is_called_by_its_model_or_where_it_is(setting: str, name: str) -> None:
    model = make_model(setting)
    assert model is not None
    assert model.name == name


def test_a_server_gets_its_own_key_and_never_another_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with model_server() as server:
        for key in (None, "its-own"):
            model = make_model(server.url, key)
            assert model is not None
            server.plays("Hello again.")
            list(model.word("Hello.", "hi"))
    assert server.keys == ["Bearer none", "Bearer its-own"]


def test_every_provider_tells_what_to_install_and_its_extra_brings_just_that() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for row in TABLE:
        if row.extra:
            brought = {re.split(r"[<>=!~]", wanted)[0] for wanted in extras[row.extra]}
            assert brought == set(row.packages) - {"langchain-openai"}
        else:
            assert set(row.packages) <= {"langchain-openai"}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_the_example_of_each_row_picks_that_row(row: Provider) -> None:
    assert find(row.example)[0] is row


@pytest.mark.parametrize(
    "setting", [row.example for row in TABLE if row.extra != "gguf" and not missing(row) and row.connect]
)
def test_each_provider_that_is_installed_is_set_up_without_asking_it_anything(setting: str) -> None:
    model = make_model(setting, KEY)
    assert model is not None
    assert KEY not in repr(vars(model)) + repr(vars(model._requests)) + repr(model._requests._chat)


@pytest.mark.parametrize(
    ("setting", "here"),
    [
        ("none", True), ("gguf:x.gguf", True), ("http://127.0.0.1:8080/v1", True), ("http://localhost:1234", True),
        ("ollama:llama3.2", True), ("https://llm.example.org/v1", False), ("openai:gpt-4o-mini", False), ("http://127.0.0.1.evil.org", False),
    ],
)  # fmt: skip
def test_whether_what_is_written_stays_here_is_known(setting: str, here: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    assert stays_here(setting) is here


def test_ollama_on_another_machine_is_not_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for host, here in (("box:11434", False), ("https://box", False), ("127.0.0.1:11434", True), ("0.0.0.0", True)):
        monkeypatch.setenv("OLLAMA_HOST", host)
        assert stays_here("ollama:llama3.2") is here


def test_an_observer_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}
    monkeypatch.setattr("advisor.models.providers.ChatLanguageModel", lambda *_, **more: given.update(more))
    make_model("openai:gpt-4o-mini", KEY, observe=print)
    assert given["observe"] is print


def test_both_prompts_can_be_loaded_and_filled() -> None:
    fixed, turn = load("word").fill(message="m", reply="r")
    assert fixed
    assert "r" in turn
    assert load("read").fill(patterns="p", question="q", text="t")


def test_the_reading_prompt_names_every_condition_and_kind_of_fact() -> None:
    fixed = load("read").fixed
    assert [c for c in Condition if not re.search(rf"[ :]{c}\b", fixed)] == []
    assert [f for f in FACTS if f"- {f}:" not in fixed] == []


def test_a_missing_or_unknown_variable_or_file_is_an_error() -> None:
    prompt = Prompt("x", "$a", "$b")
    with pytest.raises(ModelError, match="b, c"):
        prompt.fill(a="1", c="2")
    with pytest.raises(ModelError, match="nowhere"):
        load("nowhere")


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    assert Prompt("x", "", "$a $b").fill(a="$b", b="2")[1] == "$b 2"
    assert prompts.fenced("</draft>", 50) == "‹/draft›"


def test_the_breaker_rests_after_a_failure_only() -> None:
    now = [0.0]
    breaker = Breaker(60, lambda: now[0])
    assert not breaker.open
    breaker.failed()
    assert breaker.open
    now[0] = 60.0
    assert not breaker.open
    breaker.failed()
    breaker.succeeded()
    assert not breaker.open


@pytest.mark.parametrize(
    "text",
    [
        "One. Two? **Three!** Four",
        "A line\n\n- a point, e.g. this. And that.\n- another\n\n**Bold?** End.",
        "It costs 1.5 hours. “Quoted.” Then (in brackets.) 2. not an end",
        "",
    ],
)
def test_sentences_put_together_are_the_text(text: str) -> None:
    assert joined(split(text)) == text


def test_sentences_end_where_a_reader_would_say_so() -> None:
    assert [p.text for p in split("Use 1.5 h, e.g. today. **Ok?** (Yes.)\n\n- a\n- b")] == [
        "Use 1.5 h, e.g. today.", "**Ok?**", "(Yes.)", "- a", "- b",
    ]  # fmt: skip


def test_numbers_are_found_in_digits_and_words() -> None:
    assert numbers("about 1,200 rows, 7.5 hours, twelve cats and two dogs, weeks 3–5") >= {1200, 7.5, 12, 2, 3, 5}
    assert numbers("the second and third step") == frozenset()


def test_growing_output_is_cleaned_without_showing_half_a_tag() -> None:
    raw = "Hello there. <think>never 99</think>Good to see you. <tool_call>x</tool_call>"
    seen = [clean(raw[:i], final=False) for i in range(len(raw) + 1)]
    assert all("<" not in s and "never" not in s for s in seen)
    assert clean(raw) == "Hello there. Good to see you."


def test_what_cannot_be_seen_is_taken_away() -> None:
    assert clean("He\u200bllo\u202e there\x00") == "Hello there"


def test_german_is_told_from_english() -> None:
    assert foreign("Wie viele Stunden hast du in der Woche Zeit")
    assert not foreign("How many hours do you have in a week")
