"""The table of providers, and how a setting becomes a connected model."""

import importlib.util
import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from advisor.errors import ModelError
from advisor.models.chat import Chat, ChatLanguageModel, ShapedAnswer

TEMPERATURE = 0.2
MOST_TOKENS = 1024
"""Tokens of an answer at the most; replies are short and a runaway answer is of no use."""


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
    return {"num_predict": MOST_TOKENS, "client_kwargs": {"timeout": seconds}, "reasoning": False}


@dataclass(frozen=True)
class Provider:
    """One row: LangChain's name of it, the package to install, and how its client is talked to."""

    name: str
    package: str
    shaped: ShapedAnswer | None = None
    """How it is asked for an answer of a JSON schema; None where asking in words is the better way."""
    options: Callable[[float], dict[str, Any]] = _usual
    """What its client calls the cap on an answer, the seconds it may wait, and doing without retries of its own."""
    needs_key: bool = True


PROVIDERS: Mapping[str, Provider] = {
    p.name: p
    for p in (
        Provider("openai", "langchain-openai", _response_format),
        Provider("anthropic", "langchain-anthropic"),
        Provider("google_genai", "langchain-google-genai", _google_schema, _google),
        Provider("mistralai", "langchain-mistralai", _response_format),
        Provider("groq", "langchain-groq"),
        Provider("deepseek", "langchain-deepseek"),
        Provider("openrouter", "langchain-openrouter", _response_format, _openrouter),
        Provider("ollama", "langchain-ollama", _ollama_format, _ollama, needs_key=False),
    )
}
"""A provider more is a row more. The names are those of LangChain's `init_chat_model`."""

SERVER = Provider("server", "langchain-openai", _response_format, needs_key=False)
"""Any OpenAI-compatible server, known by its address."""


def make_model(
    model: str,
    key: str | None = None,
    *,
    seconds: float = 60.0,
    first_word_seconds: float = 20.0,
    tools: Collection[str] = (),
    clock: Callable[[], float] = time.monotonic,
) -> ChatLanguageModel | None:
    """The language model that the setting names, or None for 'none'. Nothing is sent anywhere yet.

    `model`: 'none'; 'provider:model' with a provider of the table; or an http(s) address of an OpenAI-compatible
    server, with '#name' behind it if it serves several models. `seconds` bound a whole call, `first_word_seconds` the
    wait for its beginning. `tools` are names that a reply may speak of only if the templates or the person did, beside
    those the guard knows. `clock` times the rest after a failure.

    Raises ModelError if the setting cannot be understood, or the provider's package or key is missing.
    """
    model = model.strip()
    if model.lower() in ("", "none"):
        return None
    times = (seconds, first_word_seconds)
    if "://" in model:
        name, chat = _server(model, key, seconds)
        return ChatLanguageModel(name, chat, SERVER.shaped, *times, tools=tools, clock=clock)
    provider, name = _row(model)
    chat = _hosted(provider, name, key, seconds)
    return ChatLanguageModel(name, chat, provider.shaped, *times, tools=tools, clock=clock)


def _row(model: str) -> tuple[Provider, str]:
    prefix, colon, name = model.partition(":")
    provider = PROVIDERS.get(prefix.strip().lower().replace("-", "_"))
    if not colon or not name.strip() or provider is None:
        raise ModelError(
            f"'{_shown(model)}' names no language model.",
            remedy="Set ADVISOR_MODEL to 'none', to an address such as 'http://127.0.0.1:8080/v1', or to "
            f"'provider:model' with one of {', '.join(PROVIDERS)}.",
        )
    return provider, name.strip()


def _installed(provider: Provider) -> None:
    if importlib.util.find_spec(provider.package.replace("-", "_")) is None:
        raise ModelError(
            f"The package for language models of '{provider.name}' is not installed.",
            remedy=f"Run: pip install {provider.package}",
        )


def _hosted(provider: Provider, name: str, key: str | None, seconds: float) -> Chat:
    _installed(provider)
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": TEMPERATURE, **provider.options(seconds)}
    if key and provider.needs_key:
        options["api_key"] = key
    try:
        made: Chat = init_chat_model(name, model_provider=provider.name, **options)
    except Exception as wrong:
        raise ModelError(
            f"The language model '{_shown(name)}' of '{provider.name}' cannot be set up.",
            remedy="Check ADVISOR_MODEL."
            if key or not provider.needs_key
            else "Set ADVISOR_MODEL_KEY to your key for it.",
            detail=type(wrong).__name__,
        ) from None
    return made


def _server(address: str, key: str | None, seconds: float) -> tuple[str, Chat]:
    url, _, name = address.partition("#")
    try:
        parts = urlsplit(url)
        port = parts.port
        extra = parts.username or parts.password or parts.query
        good = parts.scheme in ("http", "https") and parts.hostname and not extra
    except ValueError:
        good = False
    if not good:
        raise ModelError(
            "The address of the language model's server cannot be understood.",
            remedy="Write it as 'http://127.0.0.1:8080/v1', with '#name' behind it if it serves several models; "
            "a key goes into ADVISOR_MODEL_KEY.",
        )
    _installed(SERVER)
    import httpx
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    host = str(parts.hostname)
    here = host in ("localhost", "127.0.0.1", "::1")
    base = url.rstrip("/") if parts.path.strip("/") else f"{url.rstrip('/')}/v1"
    chat = ChatOpenAI(
        model=name or "default",
        base_url=base,
        # Never the key of another service that happens to stand in the environment.
        api_key=SecretStr(key or "none"),
        temperature=TEMPERATURE,
        max_tokens=MOST_TOKENS,
        timeout=seconds,
        max_retries=0,
        use_responses_api=False,
        http_client=httpx.Client(timeout=seconds, trust_env=not here),
    )
    return name or ("local model" if here else f"{host}:{port}" if port else host), chat


def _shown(text: str) -> str:
    """What was set; hidden if it may be a key that landed in the wrong place."""
    return "…" if len(text) > 60 or re.search(r"\b(sk|gsk|key|aiza)[-_a-z0-9]{6}", text, re.IGNORECASE) else text
