"""`advisor export`, `import` and `data`: files written whole or not at all, errors in one sentence, exit codes."""

import json
import zipfile
from pathlib import Path

import pytest

from advisor import exports
from advisor.cli.talk import OWNER
from advisor.domain.catalog import Catalog
from advisor.service import Advisor
from tests.support.shell import Shell
from tests.unit.transfer_factory import installation, keep, worked_on


@pytest.fixture
def here(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Advisor:
    made = installation(catalog, tmp_path / "data")
    monkeypatch.setattr("advisor.bootstrap.build", lambda _settings: made)
    return made


@pytest.fixture
def held(catalog: Catalog, here: Advisor) -> str:
    return keep(here, *worked_on(catalog), owner=OWNER)


@pytest.fixture
def shell(here: Advisor, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Shell:
    return Shell(monkeypatch, capsysbinary)


@pytest.mark.parametrize("name", sorted(exports.EXPORTS))
def test_every_format_is_written_to_standard_output_and_to_a_file(shell: Shell, here: Advisor, held: str, tmp_path: Path, name: str) -> None:
    assert shell.run("export", name) == 0
    assert shell.out
    assert shell.run("export", name, "--out", str(tmp_path / "plan")) == 0
    content = (tmp_path / "plan").read_bytes()
    assert content
    assert shell.out == b""
    assert "Written to" in shell.err
    if name in ("json", "csv", "markdown"):
        assert content == here.export(held, OWNER, name)[2]


def test_a_folder_gets_a_file_of_the_usual_name(shell: Shell, held: str, tmp_path: Path) -> None:
    assert shell.run("export", "ics", "--out", str(tmp_path)) == 0
    assert (tmp_path / "plan-too-much-spam-see-https-example-org-v2.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_file_that_is_there_stays_unless_forced(shell: Shell, held: str, tmp_path: Path) -> None:
    target = tmp_path / "plan.md"
    target.write_text("mine")
    assert shell.run("export", "--out", str(target)) == 1
    assert "there already" in shell.err
    assert "--force" in shell.err
    assert target.read_text() == "mine"
    assert shell.run("export", "--out", str(target), "--force") == 0
    assert target.read_text(encoding="utf-8").startswith("# Plan")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "plan.md"]


@pytest.mark.parametrize(
    ("arguments", "code", "tells"),
    [
        (["export", "wax-tablet"], 1, "Choose one of: markdown"),
        (["export", "--out", "/nowhere/at/all.md"], 1, "cannot be written"),
        (["export", "--conversation", "none"], 1, "no such conversation"),
        (["import"], 2, "FILE"),
        (["import", "/nowhere.json"], 1, "cannot be read: no such file"),
        (["data", "export"], 2, "--out"),
        (["data", "export", "--everyone", "--out", "-"], 1, "more than one file"),
        (["data", "burn"], 2, "burn"),
    ],
)
def test_what_goes_wrong_is_told_with_its_exit_code(shell: Shell, held: str, arguments: list[str], code: int, tells: str) -> None:
    assert shell.run(*arguments) == code
    assert tells in shell.err
    assert "Traceback" not in shell.err
    assert shell.out == b""


def test_without_a_plan_there_is_nothing_to_export(shell: Shell) -> None:
    assert shell.run("export") == 1
    assert "advisor chat" in shell.err


def test_a_conversation_goes_out_and_comes_in(shell: Shell, here: Advisor, held: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    assert shell.run("export", "conversation", "--out", str(file)) == 0
    assert json.loads(file.read_bytes())["schema"] == "advisor-conversation/1"
    assert shell.run("import", str(file)) == 0
    made = shell.out.decode().strip()
    assert made != held
    assert here.open(made, OWNER).state.progress == here.open(held, OWNER).state.progress
    assert "2 of " in shell.err
    assert shell.run("import", "-", stdin=file.read_bytes()) == 0
    assert len(here.conversations(OWNER)) == 3


def test_a_file_that_is_none_is_refused(shell: Shell, here: Advisor) -> None:
    assert shell.run("import", "-", stdin=b"hello") == 1
    assert "cannot be read as a conversation" in shell.err
    assert here.conversations(OWNER) == []


def test_a_conversation_held_in_the_browser_can_be_named(shell: Shell, here: Advisor, catalog: Catalog) -> None:
    theirs = keep(here, *worked_on(catalog), owner="somebody")
    assert shell.run("export", "json", "--conversation", theirs) == 0
    assert json.loads(shell.out)["version"] == 2


def test_all_data_is_written_and_deleted(shell: Shell, here: Advisor, catalog: Catalog, held: str, tmp_path: Path) -> None:
    theirs = keep(here, *worked_on(catalog), owner="somebody")
    assert shell.run("data", "export", "--out", str(tmp_path / "all.zip")) == 0
    assert "README.txt" in zipfile.ZipFile(tmp_path / "all.zip").namelist()
    (tmp_path / "out").mkdir()
    assert shell.run("data", "export", "--everyone", "--out", str(tmp_path / "out")) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["advisor-data-002.zip", "advisor-data-command-line.zip"]
    assert shell.run("data", "delete", stdin=b"n\n") == 130
    assert len(here.conversations(OWNER)) == 1
    assert shell.run("data", "delete", "--yes") == 0
    assert shell.out == b"1 conversation deleted.\n"
    assert here.conversations(OWNER) == []
    assert here.open(theirs, "somebody")
    assert shell.run("data", "delete", "--yes", "--everyone") == 0
    assert here.conversations("somebody") == []
