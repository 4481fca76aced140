"""What a page needs between two drawings: the advisor of the process, the visit, and how clicks are carried out."""

import gc
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar
from uuid import NAMESPACE_URL, uuid4, uuid5

import streamlit as st

from advisor.domain.conversation import Reply
from advisor.errors import AdvisorError
from advisor.web.turns import Turns
from advisor.web.visitor import owner

if TYPE_CHECKING:
    from advisor.service import Advisor
    from advisor.settings import Settings
    from advisor.voices import Voice, Voices

log = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong on our side. What you wrote is kept; please try again, or reload the page."
NOT_YOURS = "That conversation does not exist, or it is not yours. You can start a new one here."
ADDRESS = "c"
"""The name under which the page's address holds the conversation."""
_VISIT = "visit"
T = TypeVar("T")


# --- the advisor


class Kept:
    """Choices of a voice that need no key, by visitor, so that a refresh does not undo them; in memory only."""

    MOST = 500

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by: OrderedDict[str, Voice] = OrderedDict()

    def get(self, visitor: str) -> "Voice | None":
        """What the visitor chose last."""
        with self._lock:
            return self._by.get(visitor)

    def put(self, visitor: str, voice: "Voice | None") -> None:
        """Remembers a choice; None forgets it."""
        with self._lock:
            self._by.pop(visitor, None)
            if voice is not None:
                self._by[visitor] = voice
            while len(self._by) > self.MOST:
                self._by.popitem(last=False)


class Wiring:
    """The advisor of this process: built and warmed in the background, from the moment this is made."""

    def __init__(self) -> None:
        # Before there are two threads: the page and the warming both import numpy, and whoever meets it half imported
        # (its modules import each other) breaks it for the whole process.
        import numpy  # noqa: F401

        self.turns = Turns()
        self._advisor: Advisor | None = None
        self._voices: Voices | None = None
        self._settings: Settings | None = None
        self.kept = Kept()
        self._error: Exception | None = None
        self._built = threading.Event()
        threading.Thread(target=self._build, name="warming", daemon=True).start()

    def _build(self) -> None:
        try:
            from advisor import bootstrap
            from advisor.settings import Settings

            settings = Settings()
            advisor = bootstrap.build(settings)
            self._voices, self._settings = bootstrap.voices(settings, advisor), settings
            self._advisor = advisor
        except Exception as error:
            self._error = error
            return
        finally:
            self._built.set()
        _set_aside()
        try:
            self._advisor.warm()
        except Exception:
            log.exception("warming up failed; the first reply will try again")
        _set_aside()

    def advisor(self) -> "Advisor":
        """The advisor, as soon as the knowledge base is read. It may still be warming."""
        self._built.wait()
        if self._advisor is None:
            wiring.clear()
            raise self._error or AdvisorError("The advisor could not be started.")
        return self._advisor

    def voices(self) -> "Voices":
        """The choice of who speaks, as soon as the advisor is there."""
        self.advisor()
        assert self._voices is not None
        return self._voices

    @property
    def settings(self) -> "Settings":
        """What the server was started with."""
        self.advisor()
        assert self._settings is not None
        return self._settings


def _set_aside() -> None:
    """Takes what is loaded, and stays, out of the garbage collector's sight.

    Streamlit collects garbage after each drawing, and until then the page waits; with the catalogue and the libraries
    of the embedding model to be looked through, that took half a second each time.
    """
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def wiring() -> Wiring:
    """One for all visitors."""
    return Wiring()


# --- the visit


@dataclass(frozen=True)
class Pending:
    """A message on its way: `id` stays the same however often it is sent."""

    id: str
    text: str
    instead_of: str | None = None
    """The message in whose place it is said, beginning a new branch."""


@dataclass(frozen=True)
class Editing:
    """A message that is being said anew: `id` is that of the one to be sent."""

    message: str
    id: str


WINDOW = 10
"""Messages that are shown at once, at least; earlier ones are asked for."""
EARLIER = 30
"""How many more are shown then."""


@dataclass
class Visit:
    """What this browser tab has on its mind."""

    draft: str = field(default_factory=lambda: uuid4().hex)
    """Stands for the conversation until there is one."""
    left: str | None = None
    """The conversation that was open last, for the way back from the library."""
    pending: Pending | None = None
    editing: Editing | None = None
    shown: int = WINDOW
    """How many of the newest messages are on the page."""
    turned_to: str | None = None
    """The message whose other wording was just turned to."""
    given_back: str = ""
    """What was typed and could not be sent; goes back into the field."""
    failed: dict[str, str] = field(default_factory=dict)
    """Messages whose answer failed, and the sentence to show."""
    stopped: set[str] = field(default_factory=set)
    """Messages whose answer the person stopped."""
    announced: set[str] = field(default_factory=set)
    """Messages for which the page was drawn anew when it was decided what to answer."""
    notes: list[tuple[Literal["error", "toast"], str]] = field(default_factory=list)
    """Shown once, on the next drawing."""


def visit() -> Visit:
    """This tab's visit."""
    found: Visit = st.session_state.setdefault(_VISIT, Visit())
    return found


def current() -> str | None:
    """The conversation that the address names."""
    return st.query_params.get(ADDRESS)


def go_to(conversation: str | None) -> None:
    """Turns to a conversation, or to a fresh start."""
    st.session_state[_VISIT] = Visit()
    if conversation is None:
        st.query_params.clear()
    else:
        st.query_params[ADDRESS] = conversation


# --- what people do


def attempt(action: Callable[[], T]) -> T | None:
    """Does it; says in one sentence what went wrong if it cannot be done."""
    try:
        return action()
    except AdvisorError as error:
        log.info("%s %s", error, error.detail)
        visit().notes.append(("error", error.sentence))
    except Exception:
        log.exception("an action failed")
        visit().notes.append(("error", UNEXPECTED))
    return None


def message_id(last: int, text: str) -> str:
    """The id of what a button sends: the same for every click on the same button."""
    return str(uuid5(NAMESPACE_URL, f"{current() or visit().draft}/{last}/{text}"))


def send(text: str, id: str | None = None, instead_of: str | None = None) -> None:
    """Sends a message on the next drawing; instead of another one, it begins a new branch."""
    if text.strip():
        visit().pending = Pending(id or str(uuid4()), text, instead_of)
        visit().editing = None


def act(action: "Callable[[Advisor, str, str], Reply]") -> None:
    """Carries out a click that changes facts, plan or progress."""
    conversation = current()
    if conversation is None:
        return
    done = attempt(lambda: action(wiring().advisor(), conversation, owner()))
    if done is not None:
        visit().notes.append(("toast", done.reply))
