"""Who words the replies: what visitors may choose and what they get, servers that run here, the model to download.

What may be chosen is decided here, not by what the page shows: whatever a visitor types passes `Voices.choose`.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import SecretStr

from advisor.dialogue.ports import LanguageModel
from advisor.errors import BadInput
from advisor.spending import Limits

if TYPE_CHECKING:
    from advisor.models.detect import Running
    from advisor.models.fetching import Fetching
    from advisor.models.providers import Provider
    from advisor.models.trial import Trial

log = logging.getLogger(__name__)

Choosing = Literal["no", "providers", "any"]
LONGEST_SETTING = 300
LONGEST_KEY = 500
LOOK_SECONDS = 10.0
"""How long servers on this machine may take to answer: nobody waits for it, and the machine may be busy."""
FRESH_SECONDS = 10.0
"""How long what was found on this machine is taken to be still so."""
RULES = "rules"


@dataclass(frozen=True)
class Rights:
    """What a visitor may choose: nothing, a hosted provider with a key of theirs, or anything.

    `alone`: only people at this machine reach the page, so that nothing can be asked for them that they cannot ask.
    """

    choosing: Choosing
    alone: bool = False

    @property
    def anything(self) -> bool:
        """Whether addresses, servers on this machine, files and downloads are theirs to choose."""
        return self.choosing == "any"


def rights(setting: Literal["auto", "no", "providers", "any"], alone: bool) -> Rights:
    """What the setting gives to a visitor."""
    if setting == "auto":
        return Rights("any" if alone else "providers", alone)
    return Rights(setting, alone)


@dataclass(frozen=True)
class Voice:
    """A choice that was made. Without a model the rules speak. The key is in the model's client alone."""

    setting: str
    name: str
    """What the screen calls the model."""
    title: str
    """Whose it is."""
    stays: bool
    """Whether what is written stays on this machine."""
    keyed: bool
    """Whether it was made with somebody's key."""
    model: LanguageModel | None = field(default=None, repr=False)
    limits: Limits = field(default_factory=Limits)

    @property
    def standing(self) -> str:
        """For a file run in this process: how far it is loaded; empty otherwise."""
        return str(getattr(self.model, "standing", ""))


Make = Callable[[str, str | None, bool], LanguageModel | None]
"""Setting, key, and whether its address needs to be guarded against; raises ModelError."""


class Voices:
    """The choice of who speaks. One in a process, safe to share between threads."""

    def __init__(
        self, make: Make, limits: Limits, models_dir: Path, *, fetching: "Fetching | None" = None,
        detect: "Callable[[], Sequence[Running]] | None" = None,
    ) -> None:  # fmt: skip
        self._make = make
        self._limits = limits
        self._models_dir = models_dir
        self._detect = detect
        self._fetching = fetching
        self._lock = threading.Lock()
        self._running: tuple[Running, ...] = ()
        self._looking = False
        self._looked = 0.0

    # --- choosing

    def hosted(self, rights: Rights) -> "tuple[Provider, ...]":
        """The providers that may be chosen by name and key."""
        from advisor.models.providers import TABLE

        return () if rights.choosing == "no" else tuple(row for row in TABLE if row.by_key)

    def choose(self, rights: Rights, setting: str, key: SecretStr | None = None) -> Voice:
        """The voice that a visitor asks for. Nothing is sent yet; a file begins to load.

        Raises BadInput where they may not, or where it cannot be meant; ModelError where it cannot be had.
        """
        from advisor.models.providers import find

        setting, secret = self._allowed(rights, setting, key)
        row, name = find(setting)
        model = self._make(setting, secret, not rights.alone)
        threading.Thread(target=self._warm, args=(model,), name="warm-model", daemon=True).start()
        return Voice(
            setting, model.name if model else RULES, row.title, row.stays_here(name), bool(secret), model, self._limits,
        )  # fmt: skip

    def try_out(self, rights: Rights, setting: str, key: SecretStr | None = None) -> "Trial":
        """What works of it and how fast. Raises BadInput as `choose` does."""
        from advisor.models.trial import try_out

        setting, secret = self._allowed(rights, setting, key)
        return try_out(setting, secret, models_dir=self._models_dir, guarded=not rights.alone)

    def _allowed(self, rights: Rights, setting: str, key: SecretStr | None) -> tuple[str, str | None]:
        """Setting and key, once it is clear that they may be used."""
        from advisor.models.connecting import may_be_key
        from advisor.models.providers import find

        if rights.choosing == "no":
            raise BadInput("Who speaks is settled here.", remedy="Ask whoever runs this server.")
        setting = setting.strip()
        if len(setting) > LONGEST_SETTING or not setting.isprintable() or may_be_key(setting):
            raise BadInput("That is no name of a model and no address.", remedy="A key belongs into the field for keys.")
        secret = key.get_secret_value().strip() if key else ""
        if secret and (len(secret) > LONGEST_KEY or not secret.isascii() or not secret.isprintable() or " " in secret):
            raise BadInput("That is no key.", remedy="Copy it again, without spaces or line breaks.")
        row, _ = find(setting)
        if row.connect is None or rights.anything:
            return setting, secret or None
        if not row.by_key:
            raise BadInput(
                "On this server, only providers with a key of your own can be chosen.",
                remedy="Ask whoever runs it, or run the advisor on your own machine.",
            )
        if not secret:  # the server's own keys are not for its visitors
            raise BadInput("It needs your key.", remedy=f"{row.title} gives you one in your account there.")
        return setting, secret

    @staticmethod
    def _warm(model: LanguageModel | None) -> None:
        if model is None:
            return
        from advisor.models.warming import warm

        warm()
        load = getattr(model, "warm", None)
        if load:
            load()

    # --- what runs on this machine

    def prepare(self, rights: Rights, again: bool = False) -> None:
        """Behind the page: looks which servers run here, then imports what a choice will need.

        What was found a moment ago is taken to be still so, unless `again`.
        """
        if rights.choosing == "no":
            return
        with self._lock:
            fresh = self._looked and time.monotonic() - self._looked < FRESH_SECONDS and not again
            if self._looking or fresh:
                return
            self._looking = True
        threading.Thread(target=self._prepare, args=(rights,), name="detect-models", daemon=True).start()

    def _prepare(self, rights: Rights) -> None:
        found = self._look() if rights.anything else None
        with self._lock:
            self._running = self._running if found is None else found
            self._looking, self._looked = False, time.monotonic()
        from advisor.models.warming import warm

        warm()

    def running(self, rights: Rights) -> "tuple[tuple[Running, ...], bool]":
        """What was found last, and whether it is still being looked for."""
        with self._lock:
            return (self._running, self._looking) if rights.anything else ((), False)

    def _look(self) -> "tuple[Running, ...]":
        try:
            from advisor.models.detect import detect

            return tuple(self._detect() if self._detect else detect(seconds=LOOK_SECONDS))
        except Exception:
            log.exception("looking for servers of language models failed")
            return ()

    def files(self, rights: Rights) -> list[Path]:
        """The GGUF files that lie where downloads go, but for the recommended one."""
        if not rights.anything or not self._models_dir.is_dir():
            return []
        known = self.fetching(rights).what.file
        return sorted(p for p in self._models_dir.glob("*.gguf") if p.is_file() and p.name != known)

    # --- the model to download

    def fetching(self, rights: Rights) -> "Fetching":
        """The download that all visitors share. Raises BadInput where it is not theirs to choose."""
        if not rights.anything:
            raise BadInput("Downloads are not offered on this server.", remedy="Ask whoever runs it.")
        with self._lock:
            if self._fetching is None:
                from advisor.models.download import RECOMMENDED
                from advisor.models.fetching import Fetching

                self._fetching = Fetching(RECOMMENDED, self._models_dir)
            return self._fetching

