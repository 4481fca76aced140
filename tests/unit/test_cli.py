"""The command line's published contract. All that needs no search, and one talk, is tried in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.shell import Shell

ROOT = Path(__file__).resolve().parents[2]


def run(data_dir: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "advisor.cli", *arguments],
        input=stdin, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False,
        env={**os.environ, "ADVISOR_DATA_DIR": str(data_dir), "ADVISOR_MODEL": "none"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def answers(data_dir: Path) -> list[dict[str, Any]]:
    lines = [
        {"message": "We get spam through our contact form. I know some Python, 5 hours a week."},
        {"message": "just draft it"},
        {"message": "what next?"},
        {"command": "new"},
        {"message": "hello"},
    ]
    done = run(data_dir, "chat", "--jsonl", "--model", "none", stdin="".join(json.dumps(line) + "\n" for line in lines) + "no json\n")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_message_gets_one_line_with_the_published_fields(answers: list[dict[str, Any]]) -> None:
    assert len(answers) == 5
    fields = {
        "reply", "intents", "verdict", "frame", "facts", "question", "plan", "plan_changed", "citations", "origin", "notices", "elapsed_ms",
    }  # fmt: skip
    assert all(set(a) == fields for a in answers[:4])
    assert "error" in answers[4]
    assert answers[0]["frame"]["pattern"] == "spam-filtering"
    skills = next(f for f in answers[0]["facts"] if f["name"] == "known_skills")
    assert skills["value"] == ["python"]
    assert skills["quote"]
    assert answers[3]["plan"] is None


def test_the_plan_conforms_to_its_published_schema(answers: list[dict[str, Any]]) -> None:
    schema = json.loads((ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(answers[1]["plan"], schema)
    assert answers[1]["plan"]["schema"] == "plan/1"
    assert answers[1]["plan_changed"] is True
    assert answers[2]["plan_changed"] is False


def test_the_published_schema_is_that_of_the_code() -> None:
    from advisor.exports import plan_json_schema

    assert json.loads((ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8")) == plan_json_schema()


@pytest.fixture
def shell(knowledge: Any, advisor: Any, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Shell:
    monkeypatch.setattr("advisor.bootstrap.knowledge", lambda _settings: knowledge)
    monkeypatch.setattr("advisor.bootstrap.build", lambda _settings: advisor)
    return Shell(monkeypatch, capsysbinary)


def test_search_prints_passages(shell: Shell) -> None:
    assert shell.run("search", "why does accuracy mislead on rare events", "--json", "-k", "3") == 0
    hits = json.loads(shell.out)
    assert len(hits) == 3
    assert set(hits[0]) == {"id", "title", "text", "score", "sources"}
    assert "accuracy" in hits[0]["title"].lower()
    assert hits[0]["sources"][0]["url"].startswith("https://")


def test_catalog_export_and_check(data_dir: Path) -> None:
    exported = json.loads(run(data_dir, "catalog", "export", "--json").stdout)
    assert {"patterns", "needs", "components", "datasets", "projects", "guides"} <= set(exported)
    assert {"id", "name", "layer", "aliases", "prerequisites", "hours"} <= set(exported["components"][0])
    checked = run(data_dir, "catalog", "check")
    assert checked.returncode == 0, checked.stdout
    assert "0 mistakes" in checked.stdout


def test_plan_and_export_agree(shell: Shell) -> None:
    assert shell.run("plan", "filter spam from our support inbox", "--json") == 0
    plan = json.loads(shell.out)
    assert shell.run("export", "json") == 0
    assert json.loads(shell.out) == plan


def test_a_plan_is_refused_where_none_is_needed(shell: Shell) -> None:
    assert shell.run("plan", "add up our sales per month") == 3
    assert b"You don't need machine learning" in shell.out


@pytest.mark.parametrize(
    ("arguments", "tells"),
    [
        (["catalog", "export", "--corpus-dir", "/nowhere/corpus"], "ADVISOR_CORPUS_DIR"),
        (["search", "x", "--data-dir", "/proc/nowhere"], "data"),
        (["export", "--conversation", "does-not-exist"], "conversation"),
    ],
)
def test_what_goes_wrong_is_one_plain_sentence_without_a_traceback(data_dir: Path, arguments: list[str], tells: str) -> None:
    done = run(data_dir, *arguments)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert tells.lower() in (done.stderr + done.stdout).lower()
