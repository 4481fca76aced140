"""How a row of the table becomes a connection: a chat model, and how it is asked for answers of a given shape."""

import importlib.util
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from advisor.errors import ModelError
from advisor.models.chat import Chat, ShapedAnswer

if TYPE_CHECKING:
    from advisor.models.providers import Provider

TEMPERATURE = 0.2
MOST_TOKENS = 1024
"""Tokens of an answer at the most; replies are short and a runaway answer is of no use."""

HERE = ("localhost", "127.0.0.1", "::1")
"""Hosts that are this machine; they are never asked through a proxy."""


@dataclass(frozen=True)
class Connection:
    """A chat model, ready to be asked. Nothing was sent to it yet."""

    name: str
    """What the screen calls it."""
    chat: Chat
    shaped: ShapedAnswer | None
    load: Callable[[float], object] | None = field(default=None, repr=False)
    """For a model that runs in this process: loads it, waiting so many seconds at the most, or raises ModelError."""


@dataclass(frozen=True)
class Wanted:
    """What a connection is made from, beside its row of the table."""

    name: str
    """What stands behind the provider's name: a model, an address or a file."""
    key: str | None = field(repr=False)
    seconds: float
    models_dir: Path | None
    guarded: bool = False
    """Whether its address was typed by somebody who need not be trusted; see `typed`."""


Connect = Callable[["Provider", Wanted], Connection]


def missing(row: "Provider") -> str:
    """What to run so that the row can be used; empty if it can be."""
    if all(importlib.util.find_spec(package.replace("-", "_")) is not None for package in row.packages):
        return ""
    plain = " ".join(row.packages)
    if not row.extra:
        return f"pip install {plain}"
    return f"pip install 'problem-first-advisor[{row.extra}]' (or: pip install {plain})"


def installed(row: "Provider") -> None:
    """Raises ModelError, with the line that helps, if the row's package is not there."""
    if hint := missing(row):
        raise ModelError(f"The package for language models of '{row.name}' is not installed.", remedy=f"Run: {hint}")


def hosted(row: "Provider", wanted: Wanted) -> Connection:
    """One of the providers that LangChain knows by name."""
    installed(row)
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": TEMPERATURE, **row.options(wanted.seconds)}
    if wanted.key and row.needs_key:
        options["api_key"] = wanted.key
    try:
        made: Chat = init_chat_model(wanted.name, model_provider=row.name, **options)
    except Exception as wrong:
        raise ModelError(
            f"The language model '{shown(wanted.name)}' of '{row.name}' cannot be set up.",
            remedy="Check its name (ADVISOR_MODEL)."
            if wanted.key or not row.needs_key
            else "It needs your key for it (ADVISOR_MODEL_KEY).",
            detail=type(wrong).__name__,
        ) from None
    return Connection(wanted.name, made, row.shaped)


def server(row: "Provider", wanted: Wanted) -> Connection:
    """Any OpenAI-compatible server, by its address; '#name' behind it picks one of several models."""
    url, _, name = wanted.name.partition("#")
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
            "a key goes into the field for it (ADVISOR_MODEL_KEY).",
        )
    installed(row)
    host = str(parts.hostname)
    if wanted.guarded:
        from advisor.models.typed import refuse

        refuse(host)
    here = host in HERE
    base = url.rstrip("/") if parts.path.strip("/") else f"{url.rstrip('/')}/v1"
    # Never the key of another service that happens to stand in the environment.
    chat = openai_compatible(base, name or "default", wanted.key or "none", wanted.seconds, proxies=not here, guarded=wanted.guarded)
    return Connection(name or ("local model" if here else f"{host}:{port}" if port else host), chat, row.shaped)


def openai_compatible(base: str, name: str, key: str, seconds: float, *, proxies: bool, guarded: bool = False) -> Chat:
    """The client for a server that speaks as OpenAI's does. It follows no redirect; `guarded` also means no proxy."""
    import httpx
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    transport = None
    if guarded:
        from advisor.models.typed import GuardedTransport

        transport = GuardedTransport()
    client: dict[str, Any] = {"timeout": seconds, "trust_env": proxies and not guarded, "follow_redirects": False}

    return ChatOpenAI(
        model=name,
        base_url=base,
        api_key=SecretStr(key),
        temperature=TEMPERATURE,
        max_tokens=MOST_TOKENS,
        timeout=seconds,
        max_retries=0,
        use_responses_api=False,
        stream_chunk_timeout=None,  # `stream.kept_to` is stricter, and this one may swallow a cancellation
        http_client=httpx.Client(**client),  # never asked: all calls are asynchronous
        http_async_client=httpx.AsyncClient(**client, transport=transport),
    )


def in_process(row: "Provider", wanted: Wanted) -> Connection:
    """A GGUF file that this process runs itself."""
    installed(row)
    from advisor.models.local import LocalChat

    path = gguf_path(wanted.name, wanted.models_dir)
    chat = LocalChat(path, wanted.seconds)
    return Connection(path.stem, chat, row.shaped, chat.load)


def gguf_path(name: str, models_dir: Path | None) -> Path:
    """The file that 'gguf:…' names: a path, or the recommended one. Raises ModelError if it is not there."""
    from advisor.models.download import RECOMMENDED, place

    if name.strip().lower() == "recommended":
        path = place(RECOMMENDED, models_dir or Path(".data") / "models")
        if not path.is_file():
            raise ModelError(
                f"The recommended model, {RECOMMENDED.title}, has not been downloaded yet ({RECOMMENDED.told}).",
                remedy="Run: advisor model download",
            )
        return path
    path = Path(name).expanduser()
    if not path.is_file():
        raise ModelError(
            f"There is no file '{shown(name, 200)}'.",
            remedy="Set ADVISOR_MODEL to 'gguf:' and the path of a GGUF file, or to 'gguf:recommended'.",
        )
    return path


def local_address(address: str) -> bool:
    """Whether a server's address is on this machine."""
    try:
        return urlsplit(address).hostname in HERE
    except ValueError:
        return False


def ollama_elsewhere() -> bool:
    """Whether Ollama is set to be on another machine, and so may be asked through a proxy."""
    host = os.environ.get("OLLAMA_HOST", "")
    parts = urlsplit(host if "://" in host else f"//{host}")
    return bool(host) and parts.hostname not in (*HERE, "0.0.0.0", None)  # noqa: S104


def shown(text: str, most: int = 60) -> str:
    """What was set; hidden if it may be a key that landed in the wrong place."""
    return "…" if len(text) > most or may_be_key(text) else text


def may_be_key(text: str) -> bool:
    """Whether a part of it begins as keys do."""
    return re.search(r"\b(sk|gsk|key|aiza)[-_a-z0-9]{6}", text, re.IGNORECASE) is not None
