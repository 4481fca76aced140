"""A real server on a free port with a data directory of its own, and a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright import sync_api as playwright

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = Path(__file__).parent / "artefacts"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
"""The installed browser; None leaves it to playwright, which knows the one that it fetched."""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
PATIENCE = 120_000
"""Milliseconds: the first message of a run waits until the models are loaded, on a machine that may be busy."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[str]:
    """The address of a running advisor, started as the README says, with an index that is built already."""
    with running(tmp_path_factory.mktemp("data"), data_dir) as address:
        yield address


@contextmanager
def running(data: Path, data_dir: Path, **environment: str) -> Iterator[str]:
    """An advisor with its data in `data` and the index of `data_dir`; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copytree(data_dir / "index", data / "index")
    ARTEFACTS.mkdir(exist_ok=True)
    with (ARTEFACTS / "server.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.headless=true"],
            cwd=ROOT, env={**os.environ, "ADVISOR_DATA_DIR": str(data), **environment}, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            address = f"http://localhost:{port}"
            _wait_for(f"{address}/_stcore/health", process)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped; see {ARTEFACTS / 'server.log'}")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start in a minute")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser."""
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


Visit = Callable[..., Any]


@pytest.fixture
def visit(server: str, chromium: Any) -> Iterator[Visit]:
    """Opens the advisor as a new visitor; notes what went elsewhere or wrong, and fails for it in the end."""
    wrong: list[str] = []
    ours = (server, "data:", "blob:")
    with ExitStack() as stack:

        def opened(
            size: Literal["desktop", "phone"] = "desktop", scheme: Literal["light", "dark"] = "light", address: str = ""
        ) -> Any:
            width, height = SIZES[size]
            context = chromium.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, is_mobile=size == "phone",
                has_touch=size == "phone", accept_downloads=True,
            )  # fmt: skip
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.on("request", lambda r: wrong.extend([] if r.url.startswith(ours) else [f"asked {r.url}"]))
            page.on("console", lambda m: wrong.extend([f"console: {m.text}"] if m.type == "error" else []))
            page.on("pageerror", lambda e: wrong.append(f"page error: {e}"))
            page.goto(address or server)
            return page

        yield opened
    assert not wrong
