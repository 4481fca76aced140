"""Tries a connection out: whether it can be reached, whether it streams and how fast, whether it answers in JSON.

Each finding is a plain sentence, a yes or no, and what it means for the person. All of it ends within a set time.
"""

import json
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from advisor.errors import ModelError
from advisor.models.clean import clean
from advisor.models.connecting import Connection
from advisor.models.failures import explained, rejected
from advisor.models.providers import connect
from advisor.models.stream import Budget, LateError, kept_to

SECONDS = 45.0
"""How long a trial takes at the most; loading a file in this process comes before it and has a bound of its own."""
USUAL_WORDS = 80
"""Words of a usual reply, to say what a speed means."""
FAST, SLOW = 10.0, 40.0
"""Seconds for such a reply up to which it is quick, and from which it is slow."""

_SPEAK = [
    ("system", "You are kind and speak plainly."),
    ("human", "In two or three sentences: why do people like to walk in a forest?"),
]
_SHAPE: Mapping[str, Any] = {
    "type": "object",
    # Bounded, so that a small model held to the form by force comes to an end.
    "properties": {"tool": {"type": "string", "maxLength": 40}, "hours": {"type": "integer", "minimum": 0, "maximum": 168}},
    "required": ["tool", "hours"],
    "additionalProperties": False,
}
_FILL_IN = [
    ("system", 'Answer with one JSON object only: {"tool": text, "hours": whole number}'),
    ("human", "Somebody writes: I know a little Excel and have 6 hours a week."),
]

Aspect = Literal["reach", "stream", "json"]


@dataclass(frozen=True)
class Finding:
    """One thing that was tried."""

    aspect: Aspect
    works: bool
    sentence: str
    meaning: str


@dataclass(frozen=True)
class Trial:
    """What a trial has shown. `first_word` and `words_a_second` are None where no words came."""

    name: str
    findings: tuple[Finding, ...]
    first_word: float | None = None
    words_a_second: float | None = None

    @property
    def usable(self) -> bool:
        """Whether it can word replies at all."""
        return any(f.works for f in self.findings if f.aspect == "stream")


def try_out(
    model: str, key: str | None = None, *, seconds: float = SECONDS, load_seconds: float = 300.0,
    models_dir: Path | None = None, guarded: bool = False,
) -> Trial:  # fmt: skip
    """The trial of what a setting names; never raises for what is wrong with it, and never shows the key."""
    try:
        connection = connect(model, key, seconds=seconds, models_dir=models_dir, guarded=guarded)
        if connection is None:
            return Trial("rules", (Finding("reach", True, "No language model is set.", "Rules read and templates speak; nothing is to be tried."),))
        if connection.load is not None:
            connection.load(load_seconds)
    except ModelError as wrong:
        return Trial(model_name(model), (_out_of_reach(wrong),))
    return _tried(connection, Budget(seconds, seconds, seconds))


def model_name(model: str) -> str:
    """How to call what could not be connected: by the provider alone, since a key may have landed in the setting."""
    prefix = model.strip().partition(":")[0]
    return prefix if prefix.isalpha() and len(prefix) <= 20 else "language model"


def _tried(connection: Connection, budget: Budget) -> Trial:
    spoken = _Spoken()
    try:
        spoken.take(_answer(connection, _SPEAK, budget, {}))
    except Exception as failure:
        if not spoken.text:
            return Trial(connection.name, (_out_of_reach(explained(failure)),))
        if not isinstance(failure, LateError):
            return Trial(connection.name, (_reached(connection), _broke_off(explained(failure))))
    if not spoken.text.strip():
        silent = Finding("stream", False, "It answered with nothing.", "It cannot word replies; choose another model.")
        return Trial(connection.name, (_reached(connection), silent))
    findings = (_reached(connection), _streams(spoken), _json(connection, budget))
    return Trial(connection.name, findings, round(spoken.first, 2), _rounded(spoken.speed))


class _Spoken:
    """An answer as it comes in, with its times."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.first = 0.0
        self.last = 0.0
        self.text = ""
        self.pieces = 0

    def take(self, pieces: Iterator[str]) -> None:
        """Takes in all of it; what came before a failure stays."""
        for piece in pieces:
            self.last = time.monotonic() - self.started
            if not self.pieces:
                self.first = self.last
            self.pieces += 1
            self.text += piece

    @property
    def streamed(self) -> bool:
        """Whether it came bit by bit."""
        return self.pieces > 2  # some servers send an end of their own

    @property
    def speed(self) -> float | None:
        """Words a second after the first; None where there are too few to tell."""
        words, took = len(self.text.split()), self.last - self.first
        return (words - 1) / took if words > 4 and took > 0.02 else None


def _answer(connection: Connection, messages: Any, budget: Budget, options: Mapping[str, Any]) -> Iterator[str]:
    async def start() -> AsyncGenerator[str, None]:
        chunks: Any = connection.chat.astream(messages, **options)
        async with aclosing(chunks):
            async for chunk in chunks:
                if text := str(chunk.text):
                    yield text

    with closing(kept_to(budget, start)) as pieces:
        yield from pieces


def _reached(connection: Connection) -> Finding:
    right = "The file could be loaded." if connection.load else "Address, key and name of the model are right."
    return Finding("reach", True, f"{connection.name} answers.", right)


def _out_of_reach(wrong: ModelError) -> Finding:
    return Finding("reach", False, wrong.sentence, "Rules go on reading and templates speaking until this is mended.")


def _broke_off(wrong: ModelError) -> Finding:
    return Finding("stream", False, f"It began to answer and broke off. {wrong.sentence}", "Replies may end in the template's words.")


def _streams(spoken: _Spoken) -> Finding:
    seconds, speed = spoken.first, spoken.speed
    if not spoken.streamed:
        return Finding(
            "stream", True, f"Its answer came in one piece, after {_seconds(spoken.last)}.", "Replies show all at once instead of growing."
        )
    how_fast = f", then about {_rounded(speed)} words a second" if speed else ""
    took = seconds + (USUAL_WORDS / speed if speed else 0.0)
    if not speed:
        meaning = "It said too little in this time to tell how fast it is."
    elif took <= FAST:
        meaning = f"A usual reply of {USUAL_WORDS} words takes about {_seconds(took)}: quick enough for a talk."
    elif took < SLOW:
        meaning = f"A usual reply of {USUAL_WORDS} words takes about {_seconds(took)}; you see it grow meanwhile."
    else:
        meaning = f"A usual reply of {USUAL_WORDS} words takes about {_seconds(took)}: a smaller model would be more pleasant."
    return Finding("stream", True, f"It streams: the first words after {_seconds(seconds)}{how_fast}.", meaning)


def _json(connection: Connection, budget: Budget) -> Finding:
    shape = connection.shaped(_SHAPE) if connection.shaped else {}
    forced = bool(shape)
    try:
        try:
            text = "".join(_answer(connection, _FILL_IN, budget, shape))
        except Exception as failure:
            if not forced or not rejected(failure):
                raise
            forced = False
            text = "".join(_answer(connection, _FILL_IN, budget, {}))
    except LateError:
        return Finding("json", False, "It did not end an answer in JSON in the time of this trial.", _READS_NOT)
    except Exception as failure:
        return Finding("json", False, f"An answer in JSON failed. {explained(failure).sentence}", _READS_NOT)
    if not _fits(text):
        return Finding("json", False, "It was asked for JSON and answered in another form.", _READS_NOT)
    how = "It answers in JSON of a given form" + (", by force of its schema." if forced else ", asked in words.")
    return Finding("json", True, how, "It can help to read long or unusual messages; what it reads is checked.")


_READS_NOT = "It can word replies; reading your messages stays with the rules."


def _fits(text: str) -> bool:
    text = clean(text).strip()
    start, end = text.find("{"), text.rfind("}")
    try:
        found = json.loads(text[start : end + 1])
    except ValueError:
        return False
    return isinstance(found, dict) and isinstance(found.get("tool"), str) and type(found.get("hours")) is int


def _seconds(amount: float) -> str:
    shown = f"{amount:.1f}" if amount < 10 else f"{amount:.0f}"
    return f"{shown} seconds"


def _rounded(speed: float | None) -> float | None:
    if speed is None:
        return None
    return round(speed) if speed >= 3 else round(speed, 1)
