"""Time to first paint and to a usable chat input, in Chromium: our app against an empty Streamlit chat page.

    python -m bench.page                    15 rounds, 3 starts
    python -m bench.page --rounds 5 --starts 0

A round visits both pages, in turn first and second: in a new browser context (cold), then again in the same (warm).
"""

import argparse
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from statistics import median
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
    our_app,
    prepared,
    say,
    spread,
    table,
)

OURS, EMPTY = "our app", "empty page"
MEASURES = ("first paint", "first content", "usable input", "all drawn")
WATCH = """
(() => {
  const seen = window.__bench = {};
  const look = () => {
    const input = document.querySelector('%s');
    if (input && !input.disabled && input.getClientRects().length && getComputedStyle(input).visibility === 'visible')
      seen.usable ??= performance.now();
    const app = document.querySelector('[data-testid="stApp"]');
    if (seen.usable && app && app.getAttribute('data-test-script-state') === 'notRunning') seen.drawn = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
""" % INPUT  # noqa: UP031  braces are JavaScript's here
READ = """() => ({
  usable: window.__bench.usable, drawn: window.__bench.drawn, origin: performance.timeOrigin,
  paint: performance.getEntriesByName('first-paint')[0].startTime,
  content: performance.getEntriesByName('first-contentful-paint')[0].startTime,
})"""
TYPED = "typed as soon as it was possible"


@dataclass(frozen=True)
class Visit:
    """One visit, in milliseconds from when the address was asked for."""

    paint: float
    content: float
    usable: float
    drawn: float
    since_start: float
    """From the start of the server's process to the usable input."""

    @property
    def measures(self) -> tuple[float, float, float, float]:
        """In the order of MEASURES."""
        return self.paint, self.content, self.usable, self.drawn


def visit(context: Any, server: Server) -> Visit:
    """Opens the page, types as soon as that works, and checks that what was typed is still there when all is drawn."""
    page = context.new_page()
    page.set_default_timeout(PAGE_MS)
    page.add_init_script(WATCH)
    page.goto(server.address, wait_until="commit")
    page.wait_for_function("() => window.__bench && window.__bench.usable")
    page.fill(INPUT, TYPED)
    page.wait_for_function("() => window.__bench.drawn && performance.getEntriesByName('first-contentful-paint').length")
    if page.input_value(INPUT) != TYPED:
        raise SystemExit("What was typed was lost while the page was drawn: the input was not usable yet.")
    seen = page.evaluate(READ)
    page.close()
    return Visit(
        seen["paint"], seen["content"], seen["usable"], seen["drawn"], seen["origin"] + seen["usable"] - server.started * 1000
    )  # fmt: skip


def rounds(browser: Any, servers: dict[str, Server], number: int) -> dict[tuple[str, str], list[Visit]]:
    """Visits by page and context, the pages taking turns to go first."""
    visits: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for i in range(number):
        for name in sorted(servers, reverse=bool(i % 2)):
            context = browser.new_context(viewport=SIZE)
            for kind in ("cold", "warm"):
                visits[name, kind].append(visit(context, servers[name]))
            context.close()
    return visits


def starts(browser: Any, pages: dict[str, Callable[[], AbstractContextManager[Server]]], number: int) -> dict[str, list[float]]:
    """Milliseconds from starting a server to its first visitor's usable input."""
    found: dict[str, list[float]] = defaultdict(list)
    for i in range(number):
        for name in sorted(pages, reverse=bool(i % 2)):
            with pages[name]() as server:
                server.wait()
                context = browser.new_context(viewport=SIZE)
                found[name].append(visit(context, server).since_start)
                context.close()
    return found


def report(visits: dict[tuple[str, str], list[Visit]], started: dict[str, list[float]]) -> str:
    """The tables."""
    rows: list[list[str]] = []
    for kind in ("cold", "warm"):
        measured = {name: list(zip(*(v.measures for v in visits[name, kind]), strict=True)) for name in (OURS, EMPTY)}
        for name in (OURS, EMPTY):
            rows.append([f"{kind}  {name}", *(spread(values) for values in measured[name])])
        paired = [[a / b for a, b in zip(x, y, strict=True)] for x, y in zip(measured[OURS], measured[EMPTY], strict=True)]
        rows.append([f"{kind}  ratio in pairs", *(spread(values, 2) for values in paired)])
    text = table(["ms: median (min–max)", *MEASURES], rows)
    if started:
        more = [[name, spread(started[name])] for name in (OURS, EMPTY)]
        more.append(["ratio of medians", f"{median(started[OURS]) / median(started[EMPTY]):.2f}"])
        text += "\n\n" + table(["ms: median (min–max)", "server started to usable input"], more)
    return text


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=15, help="visits of each kind (15)")
    options.add_argument("--starts", type=int, default=3, help="starts of each server (3)")
    chosen = options.parse_args()
    before = load()
    with prepared() as settings, chromium() as browser:
        pages: dict[str, Callable[[], AbstractContextManager[Server]]] = {OURS: lambda: our_app(settings), EMPTY: echo_page}
        say("Starting servers, one after another …")
        started = starts(browser, pages, chosen.starts)
        with ExitStack() as stack:
            servers = {name: stack.enter_context(page()) for name, page in pages.items()}
            for server in servers.values():
                server.wait()
            rounds(browser, servers, 1)  # not counted: a server's first visitor pays for what later ones find ready
            for server in servers.values():
                server.settle()
            say("Visiting …")
            visits = rounds(browser, servers, chosen.rounds)
        print(f"{machine('streamlit')}, Chromium {browser.version}")
        print(f"{chosen.rounds} rounds, {chosen.starts} starts; load before: {before}; after: {load()}\n")
        print(report(visits, started))


if __name__ == "__main__":
    main()
