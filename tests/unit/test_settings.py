"""Settings come from the environment, .env and Streamlit's secrets, in this order, and never show a key."""

from pathlib import Path

import pytest

from advisor.errors import BadInput
from advisor.settings import Settings

KEY = "sk-verysecret123456"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".streamlit").mkdir()
    return tmp_path


def secrets(project: Path, text: str) -> None:
    (project / ".streamlit" / "secrets.toml").write_text(text, encoding="utf-8")


def test_without_any_file_the_defaults_hold() -> None:
    assert Settings().model == "none"
    assert Settings().models_dir == Settings().data_dir / "models"


def test_secrets_are_read_from_the_advisor_s_table_only(project: Path) -> None:
    secrets(project, f'model = "wrong"\n[advisor]\nmodel = "openai:gpt-4o-mini"\nmodel_key = "{KEY}"\n[other]\nmodel = "x"\n')
    found = Settings()
    assert found.model == "openai:gpt-4o-mini"
    assert found.model_key is not None
    assert found.model_key.get_secret_value() == KEY


def test_a_file_of_secrets_for_somebody_else_is_no_mistake(project: Path) -> None:
    secrets(project, '[connections]\nurl = "x"\n')
    assert Settings().model == "none"


def test_the_environment_wins_over_env_file_over_secrets(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets(project, '[advisor]\nmodel = "a:secrets"\nmodel_seconds = 5\nlog_level = "ERROR"\n')
    (project / ".env").write_text("ADVISOR_MODEL=a:dotenv\nADVISOR_MODEL_SECONDS=6\n", encoding="utf-8")
    monkeypatch.setenv("ADVISOR_MODEL", "a:environment")
    found = Settings()
    assert (found.model, found.model_seconds, found.log_level) == ("a:environment", 6.0, "ERROR")
    assert Settings(model="a:given").model == "a:given"


def test_a_key_is_in_no_representation(project: Path) -> None:
    secrets(project, f'[advisor]\nmodel_key = "{KEY}"\n')
    assert KEY not in repr(Settings()) + str(Settings()) + Settings().model_dump_json()


@pytest.mark.parametrize(
    "text",
    [f'[advisor]\nmodel_key = "{KEY}', f'[advisor]\nmodel_key = {KEY}\n', f'advisor = "{KEY}"\n', "[advisor]\nmodel_key = 123456789123\n"],
)
def test_a_file_that_cannot_be_used_is_told_without_what_stands_in_it(project: Path, text: str) -> None:
    secrets(project, text)
    with pytest.raises(BadInput) as caught:
        Settings()
    told = caught.value.sentence + caught.value.detail + repr(caught.value.__cause__)
    assert "secrets.toml" in told
    assert KEY not in told
    assert "123456789123" not in told


def test_a_setting_that_cannot_be_used_is_told_by_name_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_MODEL_SECONDS", KEY)
    with pytest.raises(BadInput, match="model_seconds") as caught:
        Settings()
    assert "ADVISOR_MODEL_SECONDS" in caught.value.remedy
    assert KEY not in caught.value.sentence


def test_the_table_of_settings_is_the_one_that_is_published() -> None:
    from advisor.settings_table import DOCUMENT, document

    assert DOCUMENT.read_text(encoding="utf-8") == document(), "write it anew: python -m advisor.settings_table"


def test_the_table_names_every_setting_with_a_meaning_and_no_path_of_this_machine() -> None:
    from advisor.settings import ROOT
    from advisor.settings_table import document

    rows = [line for line in document().splitlines() if line.startswith("| `ADVISOR_")]
    assert len(rows) == len(Settings.model_fields)
    assert all(row.split(" | ")[2].strip(" |") for row in rows)
    assert str(ROOT) not in document()
