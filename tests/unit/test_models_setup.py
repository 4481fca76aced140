"""Settings become models, or a sentence that says why not; and the small parts of the package."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.domain.vocabulary import Condition
from advisor.errors import ModelError
from advisor.models import make_model, prompts
from advisor.models.answer import FACTS
from advisor.models.breaker import Breaker
from advisor.models.clean import clean
from advisor.models.guard import foreign, numbers
from advisor.models.prompts import Prompt, load
from advisor.models.providers import PROVIDERS
from advisor.models.sentences import joined, split
from tests.support.model_server import model_server

KEY = "sk-verysecret123456"


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, advisor.models, advisor.models.chat; "
        "print(sorted({'langchain', 'langchain_core', 'langchain_openai', 'openai', 'httpx', 'text_to_num'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root).stdout == "[]\n"


@pytest.mark.parametrize("setting", ["none", "", " None "])
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
    assert caught.value.remedy == "Run: pip install langchain-ollama"


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


def test_every_provider_tells_what_to_install() -> None:
    assert all(p.package.startswith("langchain-") for p in PROVIDERS.values())


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
