"""Turns what can go wrong with a model into one plain sentence and a remedy. Never shows a key."""

import time
from email.utils import parsedate_to_datetime

from advisor.errors import ModelError
from advisor.models.stream import EndlessError, LateError, StalledError, ThinkingError


class CutOffError(Exception):
    """The answer broke off before its end."""


class EmptyAnswerError(Exception):
    """The model answered with nothing."""


_BY_STATUS: dict[int, tuple[str, str]] = {
    401: ("The language model's server refused the key.", "Check the key (ADVISOR_MODEL_KEY)."),
    403: ("The language model's server refused the key.", "Check the key (ADVISOR_MODEL_KEY)."),
    402: ("The language model's account has no credit left.", "Top it up, or use another model."),
    404: (
        "The language model's server does not know that model or address.",
        "Check its name or address (ADVISOR_MODEL); a server's address usually ends in /v1, and '#name' behind it names the model.",
    ),
    429: ("The language model's server takes no more requests for now.", "Wait a minute, or use another model."),
}
_SERVER = ("The language model's server had an error.", "Try again later; its own log says more.")
_REJECTED = ("The language model's server did not accept the request.", "Check its name (ADVISOR_MODEL), or use another model.")
_UNREACHABLE = ("The language model cannot be reached.", "Check that it runs and that the address is right (ADVISOR_MODEL).")
_UNREADABLE = ("The language model's server sent something that cannot be read.", "Check that its address is that of a chat server.")
_OWN: dict[type[Exception], tuple[str, str]] = {
    StalledError: (
        "The language model fell silent in the middle.",
        "Try again; if it happens often, use a smaller or nearer one, or raise ADVISOR_STALL_SECONDS.",
    ),
    ThinkingError: (
        "The language model thought for too long.",
        "Use one that answers without long thinking, or raise ADVISOR_FIRST_WORD_SECONDS.",
    ),
    LateError: (
        "The language model took too long.",
        "Use a smaller or nearer one, or raise ADVISOR_FIRST_WORD_SECONDS and ADVISOR_MODEL_SECONDS.",
    ),
    EndlessError: ("The language model would not stop writing.", "Use another model."),
    CutOffError: ("The language model's answer broke off.", "Try again; if it happens often, use another model."),
    EmptyAnswerError: (
        "The language model answered with nothing.",
        "Use another model, one that answers without long thinking.",
    ),
}


def status_of(failure: BaseException) -> int | None:
    """The HTTP status that a provider's error carries, if any."""
    for holder in (failure, getattr(failure, "response", None)):
        for name in ("status_code", "code"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return None


def rejected(failure: BaseException) -> bool:
    """Whether the server found the request itself wrong, as one does that knows no JSON schemas."""
    return status_of(failure) in (400, 415, 422, 501)


def wait_asked_for(failure: BaseException, now: float | None = None) -> float | None:
    """The seconds to wait that a server names in Retry-After, as a number or a date; None if it names none."""
    headers = getattr(getattr(failure, "response", None), "headers", None) or getattr(failure, "headers", None)
    try:
        value = str(headers.get("retry-after") or headers.get("Retry-After") or "").strip() if headers else ""
        if value.replace(".", "", 1).isdigit():
            return float(value)
        until = parsedate_to_datetime(value).timestamp() if value else None
    except (AttributeError, TypeError, ValueError):
        return None
    return None if until is None else max(0.0, until - (time.time() if now is None else now))


def in_short(failure: BaseException) -> str:
    """What happened, in few words, for an account; never what a provider's message says, which may repeat a key."""
    status = status_of(failure)
    if status is not None:
        return f"HTTP {status}"
    if isinstance(failure, LateError) or "Timeout" in type(failure).__name__:
        late: dict[type[BaseException], str] = {StalledError: "stalled", ThinkingError: "thought too long"}
        return late.get(type(failure), "too late")
    own: dict[type[BaseException], str] = {EndlessError: "endless", CutOffError: "broke off", EmptyAnswerError: "empty"}
    return own.get(type(failure), f"not reached or broken off ({type(failure).__name__})")


def worth_another_try(failure: BaseException) -> bool:
    """Whether the same request may well succeed at once: not after a refusal, and not after waiting in vain."""
    status = status_of(failure)
    if status is not None:
        return status == 429 or status >= 500
    return not isinstance(failure, (LateError, EndlessError, ModelError)) and "Timeout" not in type(failure).__name__


def explained(failure: Exception) -> ModelError:
    """The error to show. Its detail names kind and status only: providers repeat parts of keys in their messages."""
    if isinstance(failure, ModelError):
        return failure
    status = status_of(failure)
    kind = type(failure).__name__
    detail = f"{kind}, HTTP {status}" if status else kind
    if status is not None:
        sentence, remedy = _BY_STATUS.get(status) or (_SERVER if status >= 500 else _REJECTED)
    elif "Timeout" in kind:
        sentence, remedy = _OWN[LateError]
    elif kind == "LengthFinishReasonError":  # the OpenAI client's own, where an answer's shape was asked for
        sentence, remedy = _OWN[CutOffError]
    elif "JSON" in kind:
        sentence, remedy = _UNREADABLE
    else:
        sentence, remedy = next((text for own, text in _OWN.items() if isinstance(failure, own)), _UNREACHABLE)
    return ModelError(sentence, remedy=remedy, detail=detail)
