"""`advisor model`: what can speak, whether it works, and fetching a small model."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import advisor.cli  # noqa: F401  (its commands join the group)
from advisor.cli.options import main
from advisor.errors import ModelError
from advisor.models import download
from advisor.models.detect import Offer, Running
from advisor.models.providers import TABLE
from tests.support.hub_server import hub_server
from tests.support.model_server import ModelServer, Script, model_server

CONTENT = b"GGUF" + bytes(300_000)
KEY = "sk-verysecret123456"


def run(*arguments: str, **env: str) -> Result:
    return CliRunner().invoke(main, ["model", *arguments], env={"ADVISOR_MODEL": "none", **env})


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.models.detect.detect", lambda: ())


def test_the_list_shows_every_provider_and_the_download(tmp_path: Path, nothing_runs: None) -> None:
    shown = run("list", "--data-dir", str(tmp_path)).output
    assert all(row.title in shown and row.example in shown for row in TABLE)
    assert "1.1 GB, licence Apache-2.0" in shown
    assert "No server for language models runs" in shown


def test_the_list_shows_what_runs_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Running("Ollama", "http://127.0.0.1:11434", (Offer("llama3.2:3b", "ollama:llama3.2:3b"),))
    monkeypatch.setattr("advisor.models.detect.detect", lambda: (found,))
    assert "Ollama, here: llama3.2:3b" in run("list").output
    as_json = json.loads(run("list", "--json", ADVISOR_MODEL_KEY=KEY).output)
    assert as_json["running"][0]["models"] == [{"name": "llama3.2:3b", "setting": "ollama:llama3.2:3b"}]
    assert KEY not in json.dumps(as_json)


def test_a_test_says_yes_line_by_line(server: ModelServer) -> None:
    server.plays("People like the quiet and the smell of the trees in there.", '{"tool": "Excel", "hours": 6}')
    done = run("test", "--model", server.url)
    assert done.exit_code == 0
    assert [line[:3] for line in done.output.splitlines() if not line.startswith(" ")] == ["yes", "yes", "yes"]


def test_a_test_that_fails_ends_with_one_and_without_the_key(server: ModelServer) -> None:
    server.otherwise = Script(status=401, message=f"bad key {KEY}")
    done = run("test", "--model", server.url, "--json", ADVISOR_MODEL_KEY=KEY)
    assert done.exit_code == 1
    assert json.loads(done.output)["usable"] is False
    assert KEY not in done.output


def test_a_download_says_what_it_is_first_and_does_nothing_without_a_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(download.RECOMMENDED, size=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest())
    monkeypatch.setattr(download, "RECOMMENDED", small)
    with hub_server(CONTENT) as hub:
        common = ("download", "--data-dir", str(tmp_path), "--endpoint", hub.url)
        refused = CliRunner().invoke(main, ["model", *common], input="n\n")
        assert "licence Apache-2.0" in refused.output
        assert hub.asked == []
        done = run(*common, "--yes")
        assert done.exit_code == 0, done.output
        assert "ADVISOR_MODEL=gguf:recommended" in done.output
        assert (tmp_path / "models" / small.file).read_bytes() == CONTENT
        hub.status = 503
        (tmp_path / "models" / small.file).unlink()
        failed = run(*common, "--yes")
    assert isinstance(failed.exception, ModelError)
    assert "HTTP 503" in failed.exception.sentence
