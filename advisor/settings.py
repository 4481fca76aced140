"""Every setting, in one place: from the environment (`ADVISOR_…`), a `.env` file or `.streamlit/secrets.toml`."""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from advisor.errors import BadInput

ROOT = Path(__file__).resolve().parent.parent
SECRETS = Path(".streamlit") / "secrets.toml"
TABLE = "advisor"
"""The table in that file that is read; others belong to others."""


class Settings(BaseSettings):
    """Settings with their defaults; read when an instance is made, never on import.

    What is given directly wins over the environment, that over `.env`, and that over the table `[advisor]` in
    `.streamlit/secrets.toml`. Raises BadInput, in one sentence without the value, where one of them cannot be used.
    """

    model_config = SettingsConfigDict(
        env_prefix="ADVISOR_", env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    data_dir: Path = Field(default=ROOT / ".data", description="Where the database and the search index live.")
    corpus_dir: Path = Field(default=ROOT / "corpus", description="The knowledge base.")
    model: str = Field(
        default="none",
        description="The language model: 'none' for rules alone, a LangChain name such as 'openai:gpt-4o-mini', the address "
        "of an OpenAI-compatible server such as 'http://127.0.0.1:8080/v1' (with '#name' behind it if it serves several), or "
        "'gguf:' with the path of a GGUF file, or 'gguf:recommended' for the one that `advisor model download` fetches.",
    )
    model_key: SecretStr | None = Field(default=None, description="The model's API key, if it needs one.")
    model_seconds: float = Field(default=60.0, gt=0, description="Seconds within which a model must have answered.")
    first_word_seconds: float = Field(default=20.0, gt=0, description="Seconds within which a model must have begun to answer.")
    stall_seconds: float = Field(default=10.0, gt=0, description="Seconds that a model may be silent in the middle of an answer.")
    model_tokens: int = Field(default=200_000, ge=0, description="Tokens that a conversation may take of the language model; 0 for no limit.")
    model_money: float = Field(default=0.0, ge=0, description="Money that a conversation may take, in the currency of the prices; 0 for no limit. Needs both prices.")
    price_prompt: float | None = Field(default=None, ge=0, description="What your provider asks for a million tokens of prompt, in the currency you pay in.")
    price_answer: float | None = Field(default=None, ge=0, description="What it asks for a million tokens of answer.")
    visitors_choose: Literal["auto", "no", "providers", "any"] = Field(
        default="auto",
        description="Which language model people may choose in the page: 'no' other than the one set here, 'providers' with "
        "their own key, or 'any', which includes addresses, servers on this machine and files. 'auto' is 'any' where only this "
        "machine reaches the page, else 'providers'.",
    )
    beyond: bool = Field(default=True, description="Whether the model may say in one sentence what a tool is that the knowledge base does not list; labelled as unverified.")
    debug: bool = Field(default=False, description="Whether calls to the language model are kept in memory, to be looked at: prompts, raw answers, times, tokens.")
    embedding_model: str = Field(default="packaged", description="'packaged' for the MiniLM that is installed with the advisor, or a name or directory for sentence-transformers.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="WARNING", description="How much is logged.")

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as wrong:
            first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
            name = "_".join(str(part) for part in first["loc"])
            raise BadInput(
                f"The setting '{name}' cannot be used: {first['msg'][:1].lower()}{first['msg'][1:]}.",
                remedy=f"Set ADVISOR_{name.upper()}, or '{name}' in {SECRETS}, to something else.",
            ) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The sources in their order, the strongest first."""
        return init_settings, env_settings, dotenv_settings, _Secrets(settings_cls), file_secret_settings

    @property
    def database(self) -> Path:
        """The file with conversations, plans and progress."""
        return self.data_dir / "advisor.sqlite3"

    @property
    def models_dir(self) -> Path:
        """Where downloaded language models lie."""
        return self.data_dir / "models"


class _Secrets(InitSettingsSource):
    """The table `[advisor]` of Streamlit's file for secrets, so that keys need not stand in the environment.

    pydantic-settings' own source for TOML fails on a file that lacks the table, and such a file is fine here.
    """

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        super().__init__(settings_cls, _secrets_table())

    def __repr__(self) -> str:
        return "_Secrets()"


def _secrets_table() -> dict[str, Any]:
    try:
        table = tomllib.loads(SECRETS.read_text(encoding="utf-8")).get(TABLE, {})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as wrong:
        # The parser's own message is left out: it may quote what stands there.
        raise BadInput(
            f"{SECRETS} cannot be read.",
            remedy="Write it as TOML, e.g. a line [advisor] and below it model_key = \"…\".",
            detail=type(wrong).__name__,
        ) from None
    if not isinstance(table, dict):
        raise BadInput(f"In {SECRETS}, 'advisor' is not a table.", remedy="Write [advisor] on a line of its own.")
    return {name.lower(): value for name, value in table.items()}
