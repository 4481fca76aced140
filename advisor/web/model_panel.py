"""The page on which one chooses who words the replies: `/voice`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from pydantic import SecretStr
from streamlit.delta_generator import DeltaGenerator

from advisor.errors import AdvisorError
from advisor.voices import RULES, Rights, Voice
from advisor.web import model_now
from advisor.web.model_choice import advised, choose, chosen, visitor_rights
from advisor.web.session import UNEXPECTED, log, wiring
from advisor.web.text import safe

if TYPE_CHECKING:
    from advisor.models.detect import Running
    from advisor.models.fetching import Fetching
    from advisor.models.providers import Provider
    from advisor.models.trial import Trial
    from advisor.service import Advisor

TITLE = "Who words the replies"
WHAT_THIS_IS = (
    "Rules decide what is worth learning for your problem, and in which order, whoever speaks. A language model can say it in "
    "livelier words and helps to read long messages. What it says is checked against the plan before you see it."
)
LOOKING, DOWNLOADING = 0.5, 1.0
"""Seconds after which what goes on behind the page is looked at again."""
ADDRESS_LABEL = "Any other server, by its address"
_TRIAL, _ROUND = "voice-trial", "voice-round"


@dataclass(frozen=True)
class Wish:
    """A connection that is to be tried out, and where to tell of it."""

    place: DeltaGenerator
    name: str
    setting: str
    key: SecretStr | None


def draw() -> None:
    """The whole page."""
    base = wiring().advisor()
    rights, voices = visitor_rights(), wiring().voices()
    voices.prepare(rights)
    with st.container(key="voice"):
        st.markdown(f"## {TITLE}", anchors=False)
        st.markdown(WHAT_THIS_IS)
        model_now.now(advised(base))
        if rights.choosing == "no":
            st.caption("Whoever runs this server has settled who speaks.")
            return
        wishes = [_base(base), *_here(rights), *_by_key(rights)]
        if not rights.anything:
            st.caption(
                "This page can be reached from other machines, so servers and files on this one are not offered. "
                "Whoever runs it can change that with the setting ADVISOR_VISITORS_CHOOSE."
            )
    for wish in wishes:
        if wish is not None:
            _try(rights, wish)


# --- rules, or what the server was set up with


def _base(base: "Advisor") -> Wish | None:
    st.markdown("### Without a language model", anchors=False)
    st.caption("Always there, at once, and in English. Nothing is sent anywhere.")
    speaking = advised(base).speaking
    with st.container(key="voice-rules", horizontal=True, gap="xsmall"):
        spoken = speaking == RULES
        if st.button("In use" if spoken else "Use rules", key="use-rules", disabled=spoken):
            _use(lambda: None if base.speaking == RULES else wiring().voices().choose(visitor_rights(), RULES))
        if base.speaking != RULES and chosen() is not None and st.button(f"Use {safe(base.speaking)}", key="use-base"):
            _use(lambda: None)
    return None


# --- on this machine


def _here(rights: Rights) -> list[Wish | None]:
    if not rights.anything:
        return []
    st.markdown("### On this machine", anchors=False)
    st.caption("What you write stays here.")
    wishes = [_server(rights, server) for server in _found(rights)]
    return [*wishes, *(_file(rights, f"gguf:{path}", path.stem) for path in wiring().voices().files(rights)), _recommended(rights)]


def _found(rights: Rights) -> "Sequence[Running]":
    """The servers that run here; while they are looked for, the page goes on and hears of them later."""
    voices = wiring().voices()
    running, looking = voices.running(rights)

    @st.fragment(run_every=LOOKING)
    def waits() -> None:
        st.caption("Looking for Ollama, llama.cpp, LM Studio and vLLM …")
        if not voices.running(rights)[1]:
            st.rerun()

    if looking:
        waits()
        return running
    if not running:
        st.markdown("No Ollama, llama.cpp, LM Studio or vLLM answers here at the moment.")
    if st.button("Look again", key="look-again", type="tertiary", icon=":material/refresh:"):
        voices.prepare(rights, again=True)
        st.rerun()
    return running


def _server(rights: Rights, server: "Running") -> Wish | None:
    with st.container(key=f"voice-{server.name}", gap="xsmall"):
        if server.needs_key:
            st.markdown(f"**{safe(server.name)}** runs and asks for a key: enter it below, with the address {safe(server.address)}/v1.")
            return None
        if not server.offers:
            st.markdown(f"**{safe(server.name)}** runs, but has no model yet.")
            return None
        names = [offer.name for offer in server.offers]
        if len(names) > 1:
            at = st.selectbox(f"{server.name} has", range(len(names)), format_func=lambda n: names[n], key=f"of-{server.name}")
        else:
            at = 0
            st.markdown(f"**{safe(server.name)}** has {safe(names[0])}")
        return _offered(rights, server.name, server.offers[at or 0].setting)


def _file(rights: Rights, setting: str, name: str) -> Wish | None:
    with st.container(key=f"voice-file-{name}", gap="xsmall"):
        st.markdown(f"**{safe(name)}**, a file in the directory for models")
        hint = _missing_for_files()
        if hint:
            _hint(hint)
            return None
        return _offered(rights, name, setting)


def _missing_for_files() -> str:
    from advisor.models.connecting import missing
    from advisor.models.providers import GGUF

    return missing(GGUF)


def _hint(line: str) -> None:
    st.caption("Needs a package more. Run this, then start the advisor again:")
    st.code(line, language=None, wrap_lines=True)


# --- the model to download


def _recommended(rights: Rights) -> Wish | None:
    fetching = wiring().voices().fetching(rights)
    what, standing = fetching.what, fetching.standing
    with st.container(key="voice-download", gap="xsmall"):
        st.markdown(f"**{safe(what.title)}**: a small model, run by the advisor itself")
        if hint := _missing_for_files():
            _hint(hint)
            return None
        if standing.phase == "there":
            return _offered(rights, what.title, "gguf:recommended")
        st.caption(f"{what.size / 1e9:.1f} GB, licence {safe(what.licence)}, from [its publisher's page]({what.page}).")
        if standing.busy:
            _progress(fetching)
            return None
        if standing.failure:
            st.error(safe(standing.failure), icon=":material/error:")
        if standing.phase == "begun":
            st.progress(standing.done / standing.of, text=f"{_gigabytes(standing.done, standing.of)} are here from an earlier download")
        label = "Go on with the download" if standing.phase == "begun" else f"Download {what.size / 1e9:.1f} GB"
        if st.button(label, key="download-model", icon=":material/download:"):
            fetching.start()
            st.rerun()
    return None


def _progress(fetching: "Fetching") -> None:
    @st.fragment(run_every=DOWNLOADING)
    def shown() -> None:
        standing = fetching.standing
        if not standing.busy:
            st.rerun()
        what = "Checking that it is the right file …" if standing.phase == "checking" else f"{_gigabytes(standing.done, standing.of)}"
        st.progress(standing.done / standing.of, text=what)
        if st.button("Stop the download", key="stop-download", type="tertiary", icon=":material/stop_circle:"):
            fetching.stop()
            fetching.wait(2.0)
            st.rerun()

    shown()


def _gigabytes(done: int, of: int) -> str:
    if of < 1e8:
        return f"{done / 1e6:.1f} of {of / 1e6:.1f} MB"
    return f"{done / 1e9:.2f} of {of / 1e9:.2f} GB"


# --- with a key


def _by_key(rights: Rights) -> list[Wish | None]:
    rows = {row.title: row for row in wiring().voices().hosted(rights)}
    titles = [*rows, *([ADDRESS_LABEL] if rights.anything else [])]
    st.markdown("### With a key, or by address" if rights.anything else "### With a key", anchors=False)
    st.caption("What you write goes to whom you choose here. Your key is kept for this tab alone and stored nowhere.")
    title = st.selectbox("Provider", titles, key="voice-provider") or titles[0]
    row = rows.get(title)
    hint = _missing(row)
    if hint:
        _hint(hint)
        return []
    with st.form(f"voice-by-key-{row.name if row else 'address'}", border=False):
        if row:
            prefix, _, example = row.example.partition(":")
            name = st.text_input("Model", example, key=f"model-{row.name}", autocomplete="off", max_chars=100)
            setting = f"{prefix}:{name}"
        else:
            setting = st.text_input(
                "Address", "", key="model-address", placeholder="http://127.0.0.1:8080/v1", autocomplete="off", max_chars=200,
                help="Of a server that speaks as OpenAI's does; with #name behind it if it serves several models.",
            )  # fmt: skip
        # Another field after each use, so that the page no longer holds what was typed into this one.
        field = f"model-key-{row.name if row else 'address'}-{st.session_state.setdefault(_ROUND, 0)}"
        typed = st.text_input(_key_label(row, rights), "", type="password", key=field, autocomplete="off", max_chars=500)
        with st.container(horizontal=True, gap="xsmall"):
            used = st.form_submit_button("Use it")
            tried = st.form_submit_button("Test connection", type="tertiary")
    place = st.container()
    key = SecretStr(typed.strip()) if typed.strip() else None
    if used and _chose(lambda: wiring().voices().choose(rights, setting, key)):
        st.session_state[_ROUND] += 1
        st.rerun()
    _in_use(place, setting)
    return [_tested(place, title, setting, key, tried)]


def _in_use(place: DeltaGenerator, setting: str) -> None:
    """Says where the eye is, below the button, that the choice counts; the line at the top may be out of sight."""
    voice = chosen()
    if voice is not None and voice.setting == setting.strip():
        with place:
            st.markdown(f":material/check_circle: In use: from your next message on, {safe(voice.name)} words the replies.")


def _key_label(row: "Provider | None", rights: Rights) -> str:
    if row is None:
        return "Key, if it asks for one"
    return "Your key (empty: the one in the server's environment)" if rights.anything else "Your key"


def _missing(row: "Provider | None") -> str:
    from advisor.models.connecting import missing

    return missing(row) if row else ""


# --- using and trying


def _offered(rights: Rights, name: str, setting: str) -> Wish | None:
    """The two buttons that every choice without a key has."""
    voice = chosen()
    mine = voice is not None and voice.setting == setting
    with st.container(horizontal=True, gap="xsmall"):
        if st.button("In use" if mine else "Use it", key=f"use-{name}", disabled=mine):
            _use(lambda: wiring().voices().choose(rights, setting))
        tried = st.button("Test connection", key=f"test-{name}", type="tertiary")
    return _tested(st.container(), name, setting, None, tried)


def _use(make: Callable[[], Voice | None]) -> None:
    if _chose(make):
        st.rerun()


def _chose(make: Callable[[], Voice | None]) -> bool:
    """Whether it could be chosen; if not, the page says why."""
    try:
        with st.spinner("One moment …"):
            choose(make())
    except AdvisorError as error:
        log.info("no voice: %s %s", error, error.detail)
        st.error(safe(error.sentence), icon=":material/error:")
        return False
    st.session_state.pop(_TRIAL, None)
    return True


def _tested(place: DeltaGenerator, name: str, setting: str, key: SecretStr | None, tried: bool) -> Wish | None:
    """A wish to try it out; else what the last trial of it showed."""
    if tried:
        return Wish(place, name, setting, key)
    last = st.session_state.get(_TRIAL)
    if last and last[0] == (name, setting):
        with place:
            _findings(last[1])
    return None


def _try(rights: Rights, wish: Wish) -> None:
    """Tries it out when the rest of the page is there: it may take a while."""
    with wish.place:
        try:
            with st.spinner("Trying it out; a slow one takes up to a minute …"):
                trial = wiring().voices().try_out(rights, wish.setting, wish.key)
        except AdvisorError as error:
            st.error(safe(error.sentence), icon=":material/error:")
            return
        except Exception as error:
            log.error("a trial failed: %s", type(error).__name__)
            st.error(UNEXPECTED, icon=":material/error:")
            return
        st.session_state[_TRIAL] = ((wish.name, wish.setting), trial)
        _findings(trial)


def _findings(trial: "Trial") -> None:
    with st.container(key="voice-trial", gap="xsmall"):
        for finding in trial.findings:
            icon = ":material/check_circle:" if finding.works else ":material/cancel:"
            st.markdown(f"{icon} {safe(finding.sentence)}")
            st.caption(safe(finding.meaning))
