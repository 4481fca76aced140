"""Which servers for language models run on this machine, and what they offer; all are asked at once, in under half a second."""

import importlib.util
import json
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SECONDS = 0.4
"""How long everything may take; a server on the same machine answers in a few milliseconds."""
MOST_MODELS = 50
_MOST_BYTES = 2**20
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Offer:
    """A model that could be picked."""

    name: str
    setting: str
    """What ADVISOR_MODEL is to be set to."""


@dataclass(frozen=True)
class Running:
    """A server that answered."""

    name: str
    address: str
    """Without a path, e.g. 'http://127.0.0.1:11434'."""
    offers: tuple[Offer, ...]
    needs_key: bool = False
    """It answered, but says what it serves only to those who have its key."""

    @property
    def sentence(self) -> str:
        """What to say of it, e.g. 'Ollama, here: llama3.2:3b, qwen2.5:1.5b'."""
        if self.needs_key:
            return f"{self.name}, here: it asks for a key (ADVISOR_MODEL_KEY)"
        return f"{self.name}, here: {', '.join(offer.name for offer in self.offers) or 'no model yet'}"


@dataclass(frozen=True)
class Place:
    """Where a server listens unless told otherwise, and how it lists its models."""

    name: str
    port: int
    path: str
    names: Callable[[Mapping[str, Any]], Sequence[Any] | None]
    """The models in its answer; None if this is no such server."""
    setting: Callable[[str, str], str]
    """The setting, from address and model."""


def _listed(key: str, name: str) -> Callable[[Mapping[str, Any]], Sequence[Any] | None]:
    def names(body: Mapping[str, Any]) -> Sequence[Any] | None:
        rows = body.get(key)
        return [row.get(name) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else None

    return names


def _by_address(address: str, model: str) -> str:
    return f"{address}/v1#{model}"


def _llama_cpp(address: str, model: str) -> str:
    """By the address alone where one file is served, which it calls by its path."""
    return f"{address}/v1" if model.lower().endswith(".gguf") else _by_address(address, model)


def _ollama(address: str, model: str) -> str:
    """By its own client where that is installed and looks here; by the address otherwise."""
    own = importlib.util.find_spec("langchain_ollama") is not None and not os.environ.get("OLLAMA_HOST")
    return f"ollama:{model}" if own else _by_address(address, model)


PLACES: tuple[Place, ...] = (
    Place("Ollama", 11434, "/api/tags", _listed("models", "name"), _ollama),
    Place("llama.cpp", 8080, "/v1/models", _listed("data", "id"), _llama_cpp),
    Place("LM Studio", 1234, "/v1/models", _listed("data", "id"), _by_address),
    Place("vLLM", 8000, "/v1/models", _listed("data", "id"), _by_address),
)


def detect(places: Sequence[Place] = PLACES, seconds: float = SECONDS) -> tuple[Running, ...]:
    """The servers that answer on 127.0.0.1 within `seconds`, in the order of `places`. Never goes through a proxy."""
    import httpx

    found: queue.SimpleQueue[tuple[int, Running | None]] = queue.SimpleQueue()
    with httpx.Client(trust_env=False, timeout=httpx.Timeout(seconds)) as client:
        end = time.monotonic() + seconds  # from here on: making the client takes long on a busy machine

        def ask(number: int, place: Place) -> None:
            try:
                found.put((number, _asked(client, place, end)))
            except Exception:  # whatever listens there is no server of ours
                found.put((number, None))

        for number, place in enumerate(places):
            # Daemons: one that trickles its answer keeps nobody waiting.
            threading.Thread(target=ask, args=(number, place), name="detect-model", daemon=True).start()
        answers: dict[int, Running | None] = {}
        while len(answers) < len(places):
            try:
                number, running = found.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                break
            answers[number] = running
    return tuple(running for _, running in sorted(answers.items()) if running is not None)


def _asked(client: Any, place: Place, end: float) -> Running | None:
    address = f"http://127.0.0.1:{place.port}"
    with client.stream("GET", f"{address}{place.path}") as answer:
        refused = answer.status_code in (401, 403)
        if answer.status_code != 200 and not refused:
            return None
        data = b""
        for piece in answer.iter_bytes():
            data += piece
            if len(data) > _MOST_BYTES or time.monotonic() > end:
                return None
    body = json.loads(data)
    if refused:  # as such servers do it: other programs on these ports refuse with a page
        return Running(place.name, address, (), needs_key=True) if isinstance(body, dict) and "error" in body else None
    names = place.names(body) if isinstance(body, dict) else None
    if names is None:
        return None
    usable = [name for name in names if isinstance(name, str) and _usable(name)][:MOST_MODELS]
    return Running(place.name, address, tuple(Offer(_short(name), place.setting(address, name)) for name in usable))


def _usable(name: str) -> bool:
    """Whether the name can be shown and set, and is not that of a model for embeddings."""
    return bool(name.strip()) and len(name) <= _LONGEST_NAME and name.isprintable() and "embed" not in name.lower()


def _short(name: str) -> str:
    """A name to show: llama.cpp calls a model by its file's whole path."""
    return name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1] if name.lower().endswith(".gguf") else name
