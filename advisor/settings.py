"""Every setting, in one place: from the environment (`ADVISOR_…`) or a `.env` file beside the project."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings with their defaults; read when an instance is made, never on import."""

    model_config = SettingsConfigDict(env_prefix="ADVISOR_", env_file=".env", env_file_encoding="utf-8", extra="ignore")

    data_dir: Path = Field(default=ROOT / ".data", description="Where the database and the search index live.")
    corpus_dir: Path = Field(default=ROOT / "corpus", description="The knowledge base.")
    model: str = Field(
        default="none",
        description="The language model: 'none' for rules alone, a LangChain name such as 'openai:gpt-4o-mini', or the address "
        "of an OpenAI-compatible server such as 'http://127.0.0.1:8080/v1' (with '#name' behind it if it serves several).",
    )
    model_key: SecretStr | None = Field(default=None, description="The model's API key, if it needs one.")
    model_seconds: float = Field(default=60.0, gt=0, description="Seconds within which a model must have answered.")
    first_word_seconds: float = Field(default=20.0, gt=0, description="Seconds within which a model must have begun to answer.")
    embedding_model: str = Field(default="packaged", description="'packaged' for the MiniLM that is installed with the advisor, or a name or directory for sentence-transformers.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="WARNING", description="How much is logged.")

    @property
    def database(self) -> Path:
        """The file with conversations, plans and progress."""
        return self.data_dir / "advisor.sqlite3"
