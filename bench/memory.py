"""Resident memory of the server's process: an empty Streamlit chat page, and our app as it fills.

    python -m bench.memory
    python -m bench.memory --pages 5

Linux only, since it reads /proc.
"""

import argparse
import sys
import tempfile
import time
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from bench.common import (
    INPUT,
    PAGE_MS,
    SIZE,
    Server,
    chromium,
    echo_page,
    load,
    machine,
    our_app_held,
    prepared,
    say,
    table,
)

STATE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
MESSAGE = "[data-testid=stChatMessage]"
WARM_SECONDS = 300.0
SAY = "Our shop gets about {n} e-mails a day and I want to know which of them are complaints"


def open_page(browser: Any, server: Server) -> Any:
    """A new visitor's page, drawn in full."""
    page = browser.new_context(viewport=SIZE).new_page()
    page.set_default_timeout(PAGE_MS)
    page.goto(server.address)
    page.wait_for_selector(INPUT)
    page.wait_for_selector(STATE)
    return page


def write(page: Any, text: str) -> None:
    """Sends a message and waits for the whole answer."""
    page.fill(INPUT, text)
    page.press(INPUT, "Enter")
    page.wait_for_function(f"() => document.querySelectorAll('{MESSAGE}').length >= 2")
    page.wait_for_timeout(300)  # a drawing that follows at once has begun by then
    page.wait_for_selector(STATE)


def measure(browser: Any, server: Server, pages: int, warm_up: tuple[Path, Path] | None) -> list[tuple[str, float]]:
    """What the process holds, state by state. `warm_up`: the file that lets it begin, the file that says it is over."""
    found: list[tuple[str, float]] = []

    def note(state: str) -> None:
        server.settle()
        found.append((state, server.resident()))

    server.wait()
    with ExitStack() as stack:

        def another() -> Any:
            page = open_page(browser, server)
            stack.callback(page.context.close)
            return page

        opened = [another()]
        note("1 open page" if warm_up is None else "1 open page, before warm-up")
        if warm_up:
            _warm(*warm_up)
            note("1 open page, after warm-up")
        opened.extend(another() for _ in range(pages - 1))
        note(f"{pages} open pages")
        for n, page in enumerate(opened, start=1):
            write(page, SAY.format(n=10 * n))
        note(f"{pages} open pages, one answer each")
    return found


def _warm(go: Path, done: Path) -> None:
    go.touch()
    until = time.monotonic() + WARM_SECONDS
    while not done.exists():
        if time.monotonic() > until:
            raise SystemExit("Warming up did not end in time.")
        time.sleep(0.1)


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=20, help="pages open at the same time (20)")
    pages = options.parse_args().pages
    if not sys.platform.startswith("linux"):
        raise SystemExit("This benchmark reads /proc, which only Linux has.")
    before = load()
    with prepared() as settings, chromium() as browser, tempfile.TemporaryDirectory(prefix="held-bench-") as signals:
        go, done = Path(signals) / "go", Path(signals) / "done"
        runs: list[tuple[str, AbstractContextManager[Server], tuple[Path, Path] | None]] = [
            ("empty page", echo_page(), None),
            ("our app", our_app_held(settings, go, done), (go, done)),
        ]
        rows: list[list[str]] = []
        first = 0.0
        for name, running, warm_up in runs:
            say(f"Measuring {name} …")
            with running as server:
                for state, mib in measure(browser, server, pages, warm_up):
                    first = first or mib
                    rows.append([f"{name}: {state}", f"{mib:.0f}", f"{mib - first:+.0f}", f"{mib / first:.1f}"])
    print(machine("streamlit", "torch", "chromadb"))
    print(f"load before: {before}; after: {load()}\n")
    print(table(["resident memory of the server", "MiB", "more than the first", "ratio"], rows))


if __name__ == "__main__":
    main()
