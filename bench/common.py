"""What the benchmarks share: a data directory with its index, servers, a browser, the machine line, tables."""

import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from advisor.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
ECHO = Path(__file__).resolve().parent / "echo_page.py"
KEPT = Path(__file__).resolve().parent / "results" / "index"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
SIZE = {"width": 1280, "height": 900}
INPUT = '[data-testid="stChatInputTextArea"]'
START_SECONDS = 120.0
PAGE_MS = 120_000
IDLE_SHARE, IDLE_SECONDS, IDLE_AT_MOST = 0.03, 2.0, 180.0
"""A server that uses less than this share of one core for so long has nothing left to do."""


# --- the machine


def machine(*packages: str) -> str:
    """Where the figures come from: cores, Python, the packages that matter, the load now."""
    parts = [
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})",
        f"Python {platform.python_version()}",
        *(f"{p} {version(p)}" for p in packages),
    ]
    return ", ".join(parts)


def load() -> str:
    """The load averages over 1 and 5 minutes: runnable processes; above the cores, figures are too high."""
    one, five, _ = os.getloadavg()
    return f"{one:.1f} over 1 min, {five:.1f} over 5 min"


# --- figures


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie, between neighbours in proportion."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def spread(values: Sequence[float], digits: int = 0) -> str:
    """Median, and the smallest and largest."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns under their heads: the first to the left, the others to the right."""
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True))).rstrip()

    return "\n".join([line(heads), "  ".join("-" * w for w in widths), *map(line, rows)])


def say(text: str) -> None:
    """What goes on, beside the table rather than in it."""
    print(text, file=sys.stderr, flush=True)


# --- the data directory


@contextmanager
def prepared() -> Iterator[Settings]:
    """Settings for rules alone, with a temporary data directory in which the search index is already built.

    The index is kept in bench/results (git-ignored); what is still right of it is not built again.
    """
    from advisor.bootstrap import build_index, knowledge

    with tempfile.TemporaryDirectory(prefix="advisor-bench-") as directory:
        settings = Settings(data_dir=Path(directory), model="none")
        index = settings.data_dir / "index"
        if KEPT.is_dir():
            shutil.copytree(KEPT, index)
        say("Building the search index …")
        report = build_index(settings, knowledge(settings).catalog, lambda *_: None)
        say(f"  {report.seconds:.1f} s, {report.added} texts embedded, load {load()}")
        shutil.rmtree(KEPT, ignore_errors=True)
        shutil.copytree(index, KEPT)
        yield settings


# --- servers


class Server:
    """A server process and its address."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, started: float) -> None:
        self.process = process
        self.address = f"http://localhost:{port}"
        self.started = started
        """Seconds since the epoch."""

    def wait(self) -> None:
        """Returns once it answers."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise SystemExit(f"The server stopped with exit code {self.process.returncode} before it answered.")
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.02)
        raise SystemExit("The server did not answer in time.")

    def settle(self) -> None:
        """Returns once it has nothing left to do, warming up included."""
        until, calm = time.monotonic() + IDLE_AT_MOST, 0.0
        while calm < IDLE_SECONDS:
            before, began = self._cpu_seconds(), time.monotonic()
            time.sleep(0.5)
            now = time.monotonic()
            calm = calm + now - began if self._cpu_seconds() - before < IDLE_SHARE * (now - began) else 0.0
            if now > until:
                raise SystemExit("The server never came to rest, so that nothing can be measured.")

    def resident(self) -> float:
        """MiB of memory in use by the process and those that it started."""
        return sum(_status(p, "VmRSS") for p in self._family()) / 1024

    def _family(self) -> list[int]:
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                todo.extend(map(int, task.read_text().split()))
        return found

    def _cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0


@contextmanager
def echo_page() -> Iterator[Server]:
    """A Streamlit page with a chat input that echoes, with Streamlit's defaults but for usage statistics."""
    command = [sys.executable, "-m", "streamlit", "run", str(ECHO)]
    with (
        tempfile.TemporaryDirectory(prefix="echo-bench-") as elsewhere,  # our config.toml is not for it
        _running(command, Path(elsewhere), {}) as server,
    ):
        yield server


@contextmanager
def our_app(settings: Settings) -> Iterator[Server]:
    """Our app, started as the README says."""
    with _running([sys.executable, "-m", "streamlit", "run", "app.py"], ROOT, _environment(settings)) as server:
        yield server


@contextmanager
def our_app_held(settings: Settings, go: Path, done: Path) -> Iterator[Server]:
    """Our app, its warming up put off until the file `go` exists; makes the file `done` after it."""
    held = [sys.executable, "-m", "bench.held_server", str(go), str(done)]
    with _running(held, ROOT, _environment(settings)) as server:
        yield server


def _environment(settings: Settings) -> dict[str, str]:
    return {"ADVISOR_DATA_DIR": str(settings.data_dir), "ADVISOR_MODEL": "none"}


@contextmanager
def _running(command: Sequence[str], directory: Path, environment: dict[str, str]) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [*command, *options], cwd=directory, env={**os.environ, **environment}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield Server(process, port, time.time())
        except BaseException:
            log.seek(0)
            say(log.read().decode(errors="replace")[-2000:])
            raise
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


# --- the browser


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:  # without one on the machine, playwright's own, if it has fetched it
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
