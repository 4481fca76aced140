"""The table of providers, and how a setting becomes a connected model."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.errors import ModelError
from advisor.models.chat import ChatLanguageModel, ShapedAnswer
from advisor.models.connecting import (
    MOST_TOKENS,
    Connect,
    Connection,
    Wanted,
    hosted,
    in_process,
    local_address,
    ollama_elsewhere,
    server,
    shown,
)
from advisor.models.grounding import Embed
from advisor.models.requests import Observer
from advisor.models.stream import STALL_SECONDS


def _response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"response_format": {"type": "json_schema", "json_schema": {"name": "reading", "schema": dict(schema)}}}


def _ollama_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"format": dict(schema)}


def _google_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"response_mime_type": "application/json", "response_json_schema": dict(schema)}


def _usual(seconds: float) -> dict[str, Any]:
    return {"max_tokens": MOST_TOKENS, "timeout": max(1, round(seconds)), "max_retries": 0}


def _google(seconds: float) -> dict[str, Any]:
    return {"max_output_tokens": MOST_TOKENS, "timeout": seconds, "max_retries": 0}


def _openrouter(seconds: float) -> dict[str, Any]:
    return {"max_tokens": MOST_TOKENS, "timeout": round(seconds * 1000), "max_retries": 0}


def _ollama(seconds: float) -> dict[str, Any]:
    client = {"timeout": seconds, "trust_env": ollama_elsewhere()}
    return {"num_predict": MOST_TOKENS, "client_kwargs": client, "reasoning": False}


@dataclass(frozen=True)
class Provider:
    """One row: what people and LangChain call it, the packages to install, and how its client is talked to."""

    name: str
    """The word before the colon in ADVISOR_MODEL; for hosted models the name in LangChain's `init_chat_model`."""
    title: str
    example: str
    """A setting that picks one of its models."""
    packages: tuple[str, ...] = ()
    extra: str = ""
    """The extra of this project that brings the packages; empty where they always come along."""
    connect: Connect | None = hosted
    """Makes the connection; None where there is nothing to connect to."""
    shaped: ShapedAnswer | None = None
    """How it is asked for an answer of a JSON schema; None where asking in words is the better way."""
    options: Callable[[float], dict[str, Any]] = _usual
    """What its client calls the cap on an answer, the seconds it may wait, and doing without retries of its own."""
    needs_key: bool = True
    stays_here: Callable[[str], bool] = lambda _name: False
    """Whether what is written stays on this machine, by what stands behind the provider's name."""
    aliases: tuple[str, ...] = ()

    @property
    def by_key(self) -> bool:
        """Whether it is a provider's own host on the internet, reached with a key."""
        return self.connect is hosted and self.needs_key


RULES = Provider("none", "Rules, without a language model", "none", connect=None, needs_key=False, stays_here=lambda _name: True, aliases=("rules",))
SERVER = Provider(
    "server", "OpenAI-compatible server: llama.cpp, LM Studio, vLLM …", "http://127.0.0.1:8080/v1",
    ("langchain-openai",), connect=server, shaped=_response_format, needs_key=False, stays_here=local_address,
)  # fmt: skip
GGUF = Provider(
    "gguf", "A GGUF file, run in this process", "gguf:recommended", ("xllamacpp", "langchain-openai"), "gguf",
    connect=in_process, shaped=_response_format, needs_key=False, stays_here=lambda _name: True,
)  # fmt: skip

TABLE: tuple[Provider, ...] = (
    RULES,
    Provider("openai", "OpenAI", "openai:gpt-4o-mini", ("langchain-openai",), shaped=_response_format),
    Provider("anthropic", "Anthropic", "anthropic:claude-haiku-4-5", ("langchain-anthropic",), "anthropic"),
    Provider(
        "google_genai", "Google", "google:gemini-2.5-flash", ("langchain-google-genai",), "google",
        shaped=_google_schema, options=_google, aliases=("google", "gemini"),
    ),
    Provider("mistralai", "Mistral", "mistral:mistral-small-latest", ("langchain-mistralai",), "mistral", shaped=_response_format, aliases=("mistral",)),
    Provider("groq", "Groq", "groq:llama-3.1-8b-instant", ("langchain-groq",), "groq"),
    Provider("deepseek", "DeepSeek", "deepseek:deepseek-chat", ("langchain-deepseek",), "deepseek"),
    Provider("openrouter", "OpenRouter", "openrouter:openai/gpt-4o-mini", ("langchain-openrouter",), "openrouter", shaped=_response_format, options=_openrouter),
    Provider("ollama", "Ollama", "ollama:llama3.2:3b", ("langchain-ollama",), "ollama", shaped=_ollama_format, options=_ollama, needs_key=False, stays_here=lambda _name: not ollama_elsewhere()),
    SERVER,
    GGUF,
)  # fmt: skip
"""Whoever can speak. A provider more is a row more."""

PROVIDERS: Mapping[str, Provider] = {row.name: row for row in TABLE if row not in (RULES, SERVER)}
"""Those that are picked by a word before a colon."""

_BY_PREFIX = {word: row for row in PROVIDERS.values() for word in (row.name, *row.aliases)}


def make_model(
    model: str,
    key: str | None = None,
    *,
    seconds: float = 60.0,
    first_word_seconds: float = 20.0,
    tools: Collection[str] = (),
    embed: Embed | None = None,
    clock: Callable[[], float] = time.monotonic,
    models_dir: Path | None = None,
    observe: Observer | None = None,
    stall_seconds: float = STALL_SECONDS,
    guarded: bool = False,
) -> ChatLanguageModel | None:
    """The language model that the setting names, or None for rules. Nothing is sent or loaded yet.

    `model`: 'none' or 'rules'; 'provider:model' with a provider of the table; 'gguf:' with a file's path, or
    'gguf:recommended' for the downloaded one in `models_dir`; or an http(s) address of an OpenAI-compatible server, with
    '#name' behind it if it serves several models. `seconds` bound a whole call, `first_word_seconds` the wait for its
    beginning, `stall_seconds` the silence between two pieces of an answer. `tools` are names that a reply may speak of
    only if the templates or the person did, beside those the guard knows. `embed` turns texts into vectors, for holding
    answers against passages. `clock` times the rest after a failure. `observe` is told of every request. `guarded`: an
    address in `model` was typed by somebody who need not be trusted.

    Raises ModelError if the setting cannot be understood, or the provider's package, file or key is missing.
    """
    connection = connect(model, key, seconds=seconds, models_dir=models_dir, guarded=guarded)
    if connection is None:
        return None
    times = (seconds, first_word_seconds)
    more: dict[str, Any] = {
        "tools": tools, "embed": embed, "clock": clock, "observe": observe, "stall_seconds": stall_seconds,
    }  # fmt: skip
    if connection.load is None:
        return ChatLanguageModel(connection.name, connection.chat, connection.shaped, *times, **more)
    from advisor.models.local import LEAST_STALL_SECONDS, LocalLanguageModel

    more["stall_seconds"] = max(stall_seconds, LEAST_STALL_SECONDS)
    return LocalLanguageModel(connection, *times, **more)


def connect(
    model: str, key: str | None = None, *, seconds: float = 60.0, models_dir: Path | None = None, guarded: bool = False
) -> Connection | None:
    """The connection that the setting names, or None for rules. Raises ModelError as `make_model` does."""
    row, name = find(model)
    return row.connect(row, Wanted(name, key, seconds, models_dir, guarded)) if row.connect else None


def find(model: str) -> tuple[Provider, str]:
    """The row that the setting names, and what it says to it. Raises ModelError if there is none."""
    model = model.strip()
    if model.lower() in ("", RULES.name, *RULES.aliases):
        return RULES, ""
    prefix, colon, name = model.partition(":")
    row = _BY_PREFIX.get(prefix.strip().lower().replace("-", "_"))
    if row is None and "://" in model:
        return SERVER, model
    if not colon or not name.strip() or row is None:
        raise ModelError(
            f"'{shown(model)}' names no language model.",
            remedy="Set ADVISOR_MODEL to 'none', to an address such as 'http://127.0.0.1:8080/v1', or to "
            f"'provider:model' with one of {', '.join(PROVIDERS)}.",
        )
    return row, name.strip()


def stays_here(model: str) -> bool:
    """Whether what is written to that model stays on this machine. Raises ModelError if the setting names none."""
    row, name = find(model)
    return row.stays_here(name)
