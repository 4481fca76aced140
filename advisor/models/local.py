"""A GGUF file run in this process by llama.cpp: loaded on first use, shared by all conversations, closed at exit.

The runtime is xllamacpp, which brings llama.cpp's own server; it listens on a free port of 127.0.0.1, so that the client
for OpenAI-compatible servers, schemas, streaming and stopping all work as with any other. Other users of the machine can
reach that port: it asks for a key that is made anew for each load and known to this process alone.
"""

import asyncio
import atexit
import os
import secrets
import threading
import time
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.domain.calls import Stop
from advisor.domain.passage import Answered, Hit
from advisor.domain.reading import ModelReading
from advisor.errors import ModelError
from advisor.models.chat import Chat, ChatLanguageModel
from advisor.models.connecting import Connection, openai_compatible
from advisor.models.machine import available_memory, threads
from advisor.models.requests import Observer

CONTEXT = 8192
BATCH = 128
"""Tokens of a prompt that are taken in at a time; a stop, or the end of the process, waits for no more than these."""
PROMPT_CACHE_MB = 256
"""Memory for prompts seen before: reading and wording have long fixed beginnings and take turns in the one slot."""
LEAST_STALL_SECONDS = 30.0
"""Of silence in the middle of an answer, at the least: what else this machine does takes the cores away for a while."""
LOAD_SECONDS = 300.0
"""How long somebody who has nothing else to do waits for a file to be loaded."""
_LOOK_SECONDS = 0.1
"""How often somebody who waits for a file looks whether the person still does."""
_EXIT_SECONDS = 10.0
_MAGIC = b"GGUF"
_LEAST_BYTES = 1024
_OVERHEAD_BYTES = 300 * 2**20


class StillLoadingError(ModelError):
    """The file is not loaded yet; loading goes on."""


@dataclass
class _Running:
    """A loaded file, and where llama.cpp's server offers it."""

    server: Any
    address: str
    key: str = field(repr=False)


class LocalModel:
    """One GGUF file. `load` may be called by many threads; the file is loaded once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._loading: threading.Event | None = None
        self._failure: ModelError | None = None
        self._users = 0

    @property
    def standing(self) -> str:
        """How far it is, in words for the screen."""
        if self._running is not None:
            return f"{self._path.stem} is loaded."
        if self._loading is not None:
            return f"Loading {self._path.stem} ({_gb(self._size())}) …"
        return f"{self._path.stem} will be loaded when it is first needed."

    def load(self, seconds: float = LOAD_SECONDS) -> tuple[str, str]:
        """Address and key of the loaded model. Loading goes on behind when `seconds` are over.

        Raises ModelError where the file cannot be loaded, or is not yet.
        """
        with self._lock:
            if self._running is not None:
                return self._running.address, self._running.key
            if self._loading is None:
                self._check()
                self._loading, self._failure = threading.Event(), None
                threading.Thread(target=self._load, args=(self._loading,), name="load-model", daemon=True).start()
            done = self._loading
        if not done.wait(seconds):
            raise StillLoadingError(
                f"The language model is still being loaded ({_gb(self._size())}).", remedy="The rules answer meanwhile."
            )
        with self._lock:
            if self._running is not None:
                return self._running.address, self._running.key
            raise self._failure or ModelError("The language model was unloaded.", remedy="Send the message again.")

    @contextmanager
    def used(self) -> Iterator[None]:
        """While it lasts, the memory is not given to another file."""
        with self._lock:
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1

    def close(self, seconds: float = LOAD_SECONDS) -> None:
        """Frees the memory; a load that is under way is waited for. The next `load` loads anew."""
        loading = self._loading
        if loading is not None:
            loading.wait(seconds)
        with self._lock:
            self._running = None  # its destructor stops the server and waits for its threads

    def close_if_idle(self) -> None:
        """Frees the memory unless an answer is being written."""
        with self._lock:
            if not self._users:
                self._running = None

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def _check(self) -> None:
        """What can be told about a file without loading it; llama.cpp itself only says that it failed."""
        name = self._path.name
        try:
            with self._path.open("rb") as file:
                magic = file.read(len(_MAGIC))
        except OSError as wrong:
            raise ModelError(
                f"The file '{name}' cannot be read.",
                remedy="Check the path in ADVISOR_MODEL and that you may read it.",
                detail=type(wrong).__name__,
            ) from None
        if magic != _MAGIC or self._size() < _LEAST_BYTES:
            raise ModelError(
                f"'{name}' is not a GGUF file, or is empty.",
                remedy="Fetch it again, or run: advisor model download",
            )
        needed, free = memory_needed(self._size()), available_memory()
        if free is not None and free < needed:
            _unload_others(self)
            free = available_memory()
        if free is not None and free < needed:
            raise ModelError(
                f"Too little memory is free for '{name}': it needs about {_gb(needed)}, and {_gb(free)} are free.",
                remedy="Close other programs, or use a smaller model.",
            )

    def _load(self, done: threading.Event) -> None:
        try:
            running = _start(self._path)
        except Exception as wrong:
            failure = ModelError(
                f"The language model in '{self._path.name}' cannot be loaded: the file is incomplete, or of a kind that this "
                "version of llama.cpp does not know.",
                remedy="Fetch it again, use another file, or update: pip install -U xllamacpp",
                detail=type(wrong).__name__,
            )
            with self._lock:
                self._failure, self._loading = failure, None
        else:
            with self._lock:
                self._running, self._loading = running, None
        done.set()


def _start(path: Path) -> _Running:
    _let_threads_sleep()
    import xllamacpp

    key = secrets.token_urlsafe(32)
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(path)
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = 0
    wanted.api_keys = [key]
    wanted.ui = False
    wanted.n_ctx = CONTEXT
    wanted.n_parallel = 1
    wanted.n_batch = wanted.n_ubatch = BATCH
    wanted.cache_ram_mib = PROMPT_CACHE_MB
    wanted.verbosity = 0  # it would log to the terminal, prompts included
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = threads()
    server = xllamacpp.Server(wanted)
    return _Running(server, f"{server.listening_address}/v1", key)


def _let_threads_sleep() -> None:
    """Says how OpenMP's threads wait; heard only if OpenMP is not loaded yet, which PyTorch does as well.

    They spin unless told otherwise. On a machine that does something else too, spinning made a token take more than a
    second instead of a twentieth of one.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")


def memory_needed(size: int) -> int:
    """About how many bytes a GGUF file of that size takes when it runs: weights, some of them twice, and the context."""
    return size * 3 // 2 + _OVERHEAD_BYTES


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{max(1, round(size / 1e6))} MB"


_models: dict[Path, LocalModel] = {}
_registry = threading.Lock()


def local_model(path: Path) -> LocalModel:
    """The one model of that file in this process, not loaded yet."""
    path = path.resolve()
    with _registry:
        return _models.setdefault(path, LocalModel(path))


def close_all(seconds: float = LOAD_SECONDS) -> None:
    """Unloads whatever is loaded; waits so long for what is just being loaded."""
    for model in _held():
        model.close(seconds)


def _held() -> list[LocalModel]:
    with _registry:
        return list(_models.values())


def _unload_others(but: LocalModel) -> None:
    for model in _held():
        if model is not but:
            model.close_if_idle()


atexit.register(close_all, _EXIT_SECONDS)


class LocalChat:
    """The chat model over a GGUF file; made without loading it."""

    stream_usage = None
    """Like its client, it is to be asked for a report of tokens."""

    def __init__(self, path: Path, seconds: float) -> None:
        _let_threads_sleep()
        self._model = local_model(path)
        self._seconds = seconds
        self._lock = threading.Lock()
        self._client: tuple[str, Chat] | None = None

    @property
    def standing(self) -> str:
        """How far the file is loaded, in words for the screen."""
        return self._model.standing

    def load(self, seconds: float = LOAD_SECONDS) -> Chat:
        """Loads the file, waiting so long at the most. Raises ModelError where that fails or takes longer."""
        return self._at(*self._model.load(seconds))  # the client as well: importing it takes seconds on a slow machine

    async def astream(self, input: Any, config: Any = None, **kwargs: Any) -> AsyncGenerator[Any, None]:
        """The answer's chunks."""
        with self._model.used():
            client = await asyncio.to_thread(self.load, self._seconds)  # at once, unless it was unloaded since
            chunks: Any = client.astream(input, config=config, **kwargs)
            async with aclosing(chunks):
                async for chunk in chunks:
                    yield chunk

    def _at(self, address: str, key: str) -> Chat:
        """The client for this load of the file: each load has its own port and key."""
        with self._lock:
            if self._client is None or self._client[0] != address:
                self._client = address, openai_compatible(address, "local", key, self._seconds, proxies=False)
            return self._client[1]


class LocalLanguageModel(ChatLanguageModel):
    """A `LanguageModel` over a GGUF file. Loading is no part of a call's time, and no failure of the model.

    A call waits for loading as long as for a first word; then it fails with a notice, the rules answer, and loading goes on.
    In one turn that is waited for once.
    """

    def __init__(self, connection: Connection, seconds: float, first_word_seconds: float, **more: Any) -> None:
        super().__init__(connection.name, connection.chat, connection.shaped, seconds, first_word_seconds, **more)
        assert isinstance(connection.chat, LocalChat)
        self._local = connection.chat
        self._patience = first_word_seconds
        self._stop = Stop()
        self._of_turn = False

    def for_turn(self, observe: Observer, stop: Stop) -> "LocalLanguageModel":
        """The same model for one turn, as with every model."""
        other = super().for_turn(observe, stop)
        assert isinstance(other, LocalLanguageModel)
        other._stop, other._of_turn = stop, True
        return other

    @property
    def standing(self) -> str:
        """How far the file is loaded, in words for the screen."""
        return self._local.standing

    def warm(self) -> None:
        """Loads the file; what goes wrong is said when the model is asked."""
        with suppress(ModelError):
            self._local.load()

    def read(self, text: str, question: str | None, patterns: Mapping[str, str]) -> ModelReading:
        """As every model reads, once the file is loaded."""
        self._load()
        return super().read(text, question, patterns)

    def word(self, text: str, person: str) -> Iterator[str]:
        """As every model words, once the file is loaded."""
        try:
            self._load()
        except ModelError as failure:
            failure.unsaid = text
            raise
        yield from super().word(text, person)

    def translate(self, text: str, language: str) -> str:
        """As every model translates, once the file is loaded."""
        self._load()
        return super().translate(text, language)

    def answer(self, question: str, passages: Sequence[Hit]) -> Iterator[Answered]:
        """As every model answers, once the file is loaded."""
        self._load()
        yield from super().answer(question, passages)

    def _load(self) -> None:
        """Waits for the file; no longer than the person does, who may stop. Raises ModelError, or Stopped."""
        until = time.monotonic() + self._patience
        while True:
            left = max(0.0, until - time.monotonic())
            try:
                self._local.load(min(left, _LOOK_SECONDS))
                return
            except StillLoadingError:
                self._stop.wait(0.0)
                if not left:
                    self._patience = 0.0 if self._of_turn else self._patience
                    raise
