"""What a page needs between two drawings: the advisor of the process, the visit, and how clicks are carried out."""

import logging
import threading
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

log = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong on our side. What you wrote is kept; please try again, or reload the page."
NOT_YOURS = "That conversation does not exist, or it is not yours. You can start a new one here."
ADDRESS = "c"
"""The name under which the page's address holds the conversation."""
_VISIT = "visit"
T = TypeVar("T")


# --- the advisor


class Wiring:
    """The advisor of this process: built and warmed in the background, from the moment this is made."""

    def __init__(self) -> None:
        # Before there are two threads: the page and the warming both import numpy, and whoever meets it half imported
        # (its modules import each other) breaks it for the whole process.
        import numpy  # noqa: F401

        self.turns = Turns()
        self._advisor: Advisor | None = None
        self._error: Exception | None = None
        self._built = threading.Event()
        threading.Thread(target=self._build, name="warming", daemon=True).start()

    def _build(self) -> None:
        try:
            from advisor import bootstrap
            from advisor.settings import Settings

            self._advisor = bootstrap.build(Settings())
        except Exception as error:
            self._error = error
            return
        finally:
            self._built.set()
        try:
            self._advisor.warm()
        except Exception:
            log.exception("warming up failed; the first reply will try again")

    def advisor(self) -> "Advisor":
        """The advisor, as soon as the knowledge base is read. It may still be warming."""
        self._built.wait()
        if self._advisor is None:
            wiring.clear()
            raise self._error or AdvisorError("The advisor could not be started.")
        return self._advisor


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


@dataclass
class Visit:
    """What this browser tab has on its mind."""

    draft: str = field(default_factory=lambda: uuid4().hex)
    """Stands for the conversation until there is one."""
    left: str | None = None
    """The conversation that was open last, for the way back from the library."""
    pending: Pending | None = None
    given_back: str = ""
    """What was typed and could not be sent; goes back into the field."""
    failed: dict[str, str] = field(default_factory=dict)
    """Messages whose answer failed, and the sentence to show."""
    stopped: set[str] = field(default_factory=set)
    """Messages whose answer the person stopped."""
    notes: list[tuple[Literal["error", "toast"], str]] = field(default_factory=list)
    """Shown once, on the next drawing."""
    files: dict[tuple[str, str, int], tuple[str, str, bytes]] = field(default_factory=dict)
    """The plan as files, by conversation, format and the last message's number."""


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


def send(text: str, id: str | None = None) -> None:
    """Sends a message on the next drawing."""
    if text.strip():
        visit().pending = Pending(id or str(uuid4()), text)


def act(action: "Callable[[Advisor, str, str], Reply]") -> None:
    """Carries out a click that changes facts, plan or progress."""
    conversation = current()
    if conversation is None:
        return
    done = attempt(lambda: action(wiring().advisor(), conversation, owner()))
    if done is not None:
        visit().notes.append(("toast", done.reply))
