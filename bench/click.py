"""From a click or a message to the updated page, in Chromium: our app with a plan against an empty Streamlit chat page.

    python -m bench.click                10 rounds
    python -m bench.click --rounds 5

A round ticks a step, opens another tab of the plan, and asks "what next" in ours, and says something to the echo, one
after another. Times are the browser's own, from the key or click to the frame in which the answer stands on the page.
"""

import argparse
from collections import defaultdict
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

ECHO, TICK, TAB, MESSAGE = "echo: a message", "ours: tick a step", "ours: open a tab", "ours: a message"
PLAN = "We get a lot of spam through our contact form. I know some Python, 5 hours a week. just draft it"
CHAT = "[data-testid=stChatMessage]"
WATCH = """(test) => {
  window.__began = window.__seen = null;
  const began = () => { window.__began ??= performance.now(); };
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, began, {capture: true, once: true});
  const met = new Function('return ' + test);
  const look = () => { if (window.__began !== null && met()) window.__seen = performance.now(); else requestAnimationFrame(look); };
  requestAnimationFrame(look);
}"""
STILL = "document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'"
REPLY = "([...document.querySelectorAll('[class*=st-key-acts-reply-]')].pop()?.className ?? '')"
"""The newest reply's name. A long talk shows its last messages alone, so that counting them would tell nothing."""
DONE_SO_FAR = "(document.querySelector('.st-key-panel')?.innerText.match(/(\\d+) of \\d+ steps? done/) ?? [0, '0'])[1]"


def timed(page: Any, test: str, act: Any) -> float:
    """Milliseconds from the first key or click of `act` to the frame in which `test` holds."""
    page.evaluate(WATCH, test)
    act()
    page.wait_for_function("() => window.__seen !== null")
    took: float = page.evaluate("window.__seen - window.__began")
    page.wait_for_function(f"() => {STILL}")
    page.wait_for_timeout(300)
    return took


def opened(browser: Any, server: Server) -> Any:
    """A new visitor's page, drawn in full."""
    page = browser.new_context(viewport=SIZE).new_page()
    page.set_default_timeout(PAGE_MS)
    page.goto(server.address)
    page.wait_for_selector(INPUT)
    page.wait_for_function(f"() => {STILL}")
    return page


def write(page: Any, text: str) -> float:
    """Sends a message; milliseconds until its answer stands there."""
    page.fill(INPUT, text)
    before = page.evaluate(REPLY)
    return timed(page, f"{REPLY} !== {before!r} && {STILL}", lambda: page.press(INPUT, "Enter"))


def echoed(page: Any, text: str) -> float:
    """Says something to the echo; milliseconds until it stands there."""
    page.fill(INPUT, text)
    return timed(page, f"document.querySelectorAll('{CHAT}').length === 2 && {STILL}", lambda: page.press(INPUT, "Enter"))


def tick(page: Any) -> float:
    """Ticks the first open step of the current project, or unticks it; milliseconds until the plan counts it."""
    before = page.evaluate(DONE_SO_FAR)
    box = page.locator(".st-key-panel [data-testid=stCheckbox] label").first
    return timed(page, f"{DONE_SO_FAR} !== '{before}'", box.click)


def turn(page: Any, tab: str, shows: str) -> float:
    """Opens a tab; milliseconds until its content is there."""
    return timed(page, f"document.querySelector('{shows}') !== null", page.get_by_role("tab", name=tab).click)


def measure(echo: Any, ours: Any, rounds: int) -> dict[str, list[float]]:
    """All times, the pages taking turns."""
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        # The echo keeps nothing, so each message replaces the one before: it starts anew.
        echo.reload()
        echo.wait_for_selector(INPUT)
        echo.wait_for_function(f"() => {STILL}")
        times[ECHO].append(echoed(echo, "what next"))
        times[TICK].append(tick(ours))
        times[TAB].append(turn(ours, "Problem", ".st-key-own-words"))
        turn(ours, "Projects", "[class*=st-key-project-]")
        times[MESSAGE].append(write(ours, "what next"))
    return times


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=10, help="how often each is done (10)")
    rounds = options.parse_args().rounds
    before = load()
    with prepared() as settings, chromium() as browser, echo_page() as empty, our_app(settings) as app:
        empty.wait()
        app.wait()
        echo, ours = opened(browser, empty), opened(browser, app)
        app.settle()  # warmed up: the first message would wait for it
        say("Drafting a plan …")
        write(ours, PLAN)
        measure(echo, ours, 1)  # not counted: what is drawn for the first time is fetched first
        say("Clicking …")
        times = measure(echo, ours, rounds)
        print(f"{machine('streamlit')}, Chromium {browser.version}")
    print(f"{rounds} rounds; load before: {before}; after: {load()}\n")
    rows = [
        [name, spread(times[name]), spread([a / b for a, b in zip(times[name], times[ECHO], strict=True)], 2)]
        for name in (ECHO, TICK, TAB, MESSAGE)
    ]  # fmt: skip
    print(table(["ms: median (min–max)", "to the updated page", "ratio in pairs"], rows))


if __name__ == "__main__":
    main()
