"""What a turn costs late in a long conversation, against early: on the server, and in Chromium to the drawn page.

    python -m bench.long_conversation                  turns 5 and 200, 10 pairs
    python -m bench.long_conversation --turns 60 --pairs 3

Conversations of one visitor, the same problem and plan: some have five turns, one as many as asked for. A pair sends the
same question to a short and to the long one, the short one first in every other pair. So that the short one stays short,
the server's question takes the place of the one before, and the browser's goes to another short conversation each time.
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from typing import Any

from advisor.bootstrap import build
from advisor.domain.conversation import Message
from advisor.service import Advisor
from advisor.settings import Settings
from advisor.web.session import WINDOW
from advisor.web.visitor import COOKIE
from bench.common import INPUT, PAGE_MS, SIZE, chromium, load, machine, our_app, prepared, say, spread, table

OWNER = "b" * 43
PROBLEM = "We get a lot of spam through our contact form. I know some Python, 5 hours a week. just draft it"
TALK = ("What next?", "How far am I?", "What is recall?", "Why is SQL in it?", "What is a baseline?")
ASKED = "How far am I?"
SHORT = 5
MESSAGES = "[data-testid=stChatMessage]"


def held(advisor: Advisor, turns: int) -> str:
    """A conversation of so many turns."""
    made = advisor.new(OWNER).id
    for number in range(turns):
        list(advisor.reply(made, OWNER, PROBLEM if number == 0 else TALK[number % len(TALK)]))
    return made


class Shortened:
    """Asks a question in the place of the one asked before, so that a conversation keeps its length."""

    def __init__(self, advisor: Advisor, conversation: str) -> None:
        self.advisor = advisor
        self.conversation = conversation
        self.last: Message | None = None

    def turn(self) -> float:
        """Milliseconds from the sent message to all that the page then draws from."""
        began = time.perf_counter()
        self.last = self.advisor.hear(
            self.conversation, OWNER, ASKED, f"bench-{datetime.now(UTC).timestamp()}", self.last.id if self.last else None
        )
        list(self.advisor.reply(self.conversation, OWNER, ASKED, self.last.id))
        self.advisor.open(self.conversation, OWNER, WINDOW)
        return (time.perf_counter() - began) * 1000


@contextmanager
def at(browser: Any, address: str, conversation: str) -> Iterator[Any]:
    """A page at a conversation, drawn."""
    context = browser.new_context(viewport=SIZE)
    context.add_cookies([{"name": COOKIE, "value": OWNER, "url": address}])
    page = context.new_page()
    page.set_default_timeout(PAGE_MS)
    page.goto(f"{address}/?c={conversation}")
    page.locator(".st-key-answers button").first.wait_for()
    page.wait_for_timeout(1500)
    yield page
    context.close()


def shown_turn(page: Any) -> float:
    """Milliseconds from Enter to a page that is drawn and lets one answer."""
    newest = page.locator("[class*=st-key-acts-reply]").last.get_attribute("class")
    page.fill(INPUT, ASKED)
    began = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_function(
        """before => {
          const rows = document.querySelectorAll('[class*=st-key-acts-reply]');
          const app = document.querySelector('[data-testid="stApp"]');
          return rows.length && rows[rows.length - 1].className !== before && document.querySelector('.st-key-answers button')
            && app.getAttribute('data-test-script-state') === 'notRunning';
        }""",
        arg=newest,
    )
    return (time.perf_counter() - began) * 1000


def in_turns(pairs: int, short: Any, long: Any) -> tuple[list[float], list[float]]:
    """The times of both, the short one first in every other pair; the first pair is not counted."""
    found: dict[Any, list[float]] = {short: [], long: []}
    for number in range(pairs + 1):
        for one in (short, long) if number % 2 else (long, short):
            found[one].append(one())
    return found[short][1:], found[long][1:]


def row(name: str, short: list[float], long: list[float]) -> list[str]:
    """One line of the table."""
    ratios = [b / a for a, b in zip(short, long, strict=True)]
    return [name, spread(short), spread(long), f"{median(long) / median(short):.2f}", spread(ratios, 2)]


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--turns", type=int, default=200, help="turns of the long conversation (200)")
    options.add_argument("--pairs", type=int, default=10, help="pairs that are measured (10)")
    chosen = options.parse_args()
    before = load()
    with prepared() as settings:
        advisor = build(settings)
        advisor.warm()
        say(f"Holding a conversation of {SHORT} turns and one of {chosen.turns} …")
        short, long = [held(advisor, SHORT) for _ in range(chosen.pairs + 2)], held(advisor, chosen.turns)
        served = in_turns(chosen.pairs, Shortened(advisor, short.pop()).turn, Shortened(advisor, long).turn)
        say("In the browser …")
        drawn = _drawn(settings, short, long, chosen.pairs)
    print(f"{machine('streamlit')}; {chosen.pairs} pairs; load before: {before}; after: {load()}\n")
    heads = ["ms: median (min–max)", f"turn {SHORT + 1}", f"turn {chosen.turns + 1}", "ratio", "ratio in pairs"]
    print(table(heads, [row("server: message to view", *served), row("browser: Enter to drawn page", *drawn)]))


def _drawn(settings: Settings, short: list[str], long: str, pairs: int) -> tuple[list[float], list[float]]:
    with our_app(settings) as server, chromium() as browser:
        server.wait()
        server.settle()

        def in_another() -> float:
            with at(browser, server.address, short.pop()) as page:
                return shown_turn(page)

        with at(browser, server.address, long) as page:
            return in_turns(pairs, in_another, lambda: shown_turn(page))


if __name__ == "__main__":
    main()
