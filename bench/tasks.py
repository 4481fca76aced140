"""Five people's tasks, done in Chromium as a stranger would do them, with every step counted and a picture of each.

    python -m bench.tasks                              everybody, on a desktop and on a phone
    python -m bench.tasks --walks nurse-phone shop-desktop
    python -m bench.tasks --before counts.json         beside the counts of an earlier run

The script finds things by what one sees: visible words and what a screen reader calls buttons, links, tabs and fields. The
report goes to standard output and to bench/results/tasks.md, the counts to tasks.json beside it, pictures to tasks/.
"""

import argparse
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError

from bench.common import chromium, load, machine, our_app, prepared, say
from bench.people import PEOPLE, Person

RESULTS = Path(__file__).resolve().parent / "results"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
SECONDS_A_KEY = 60 / (35 * 5)
"""35 words a minute, five characters a word."""
SECONDS_A_CLICK, SECONDS_A_SCREEN = 2.65, 1.3
"""Thinking of it, pointing and pressing; scrolling by a screen: the keystroke-level model's M + P + 2B, and P + 2B."""
MOST_QUESTIONS = 8
PATIENCE = 60_000
"""Milliseconds after which somebody gives up."""
TABS_WORDS = re.compile("learn|stack|skills|tools", re.I)
"""What a tab may be called in which somebody looks for a tool."""
CALM = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[class*=st-key-live-]')"""
"""Nothing is coming any more. How long somebody waits is measured; this is no way to find things."""


@dataclass
class Count:
    """What a task took."""

    task: str
    clicks: int = 0
    keys: int = 0
    screens: int = 0
    waited: float = 0.0
    steps: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Of somebody's hands and of waiting; reading comes on top."""
        return self.clicks * SECONDS_A_CLICK + self.keys * SECONDS_A_KEY + self.screens * SECONDS_A_SCREEN + self.waited


class Walk:
    """Somebody at the page. Whatever they do is counted and kept as a picture."""

    def __init__(self, page: Any, pictures: Path) -> None:
        self.page = page
        self.counts: list[Count] = []
        self._pictures = pictures
        self._height = page.viewport_size["height"]

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Counts what is done inside as one task."""
        self.counts.append(Count(name))
        yield

    @property
    def now(self) -> Count:
        """The task that is being done."""
        return self.counts[-1]

    # --- looking

    def sees(self, what: Any) -> bool:
        """Whether it is drawn at all, on screen or further down."""
        return any(one.is_visible() for one in what.all())

    def look(self, what: Any, said: str, whole: bool = False) -> None:
        """Scrolls until it is in sight, if it is not: its beginning, or the whole of it."""
        before = what.bounding_box()
        assert before, f"{said} is not on the page"
        height = before["height"] if whole else min(before["height"], 40)
        if before["y"] >= 0 and before["y"] + height <= self._height and self._uncovered(what):
            return
        what.evaluate("e => e.scrollIntoView({block: 'center'})")
        self.page.wait_for_timeout(200)
        after = what.bounding_box()
        self.now.screens += max(1, ceil(abs(before["y"] - after["y"]) / self._height))
        self._keep(f"look for {said}")

    def _uncovered(self, what: Any) -> bool:
        """Whether it is what one would touch there, and not something that lies over it."""
        return bool(what.evaluate(
            """e => { const b = e.getBoundingClientRect(), t = document.elementFromPoint(b.x + b.width / 2, b.y + Math.min(b.height / 2, 20));
            return !!t && (e.contains(t) || t.contains(e)); }"""
        ))  # fmt: skip

    # --- doing

    def click(self, what: Any, said: str) -> None:
        """Clicks it and waits for what comes of it."""
        self.look(what, said)
        self.now.clicks += 1
        self._waiting(lambda: what.click())
        self._keep(f"click {said}")

    def write(self, text: str) -> None:
        """Types a message and sends it."""
        box = self.page.get_by_role("textbox").last
        self.look(box, "the place to write")
        box.fill(text)
        self.now.keys += len(text) + 1
        self._waiting(lambda: box.press("Enter"))
        self._keep(f"write “{text}”")

    def put(self, what: Any, text: str, said: str) -> None:
        """Puts something else into a field."""
        self.look(what, said)
        what.fill(text)
        self.now.clicks += 1
        self.now.keys += len(text) + 1  # one to take out what was there
        self._keep(f"put {text} into {said}")

    def download(self, what: Any, said: str) -> bytes:
        """Clicks it and waits for the file."""
        self.look(what, said)
        self.now.clicks += 1
        began = time.monotonic()
        with self.page.expect_download() as file:
            what.click()
        data = Path(file.value.path()).read_bytes()
        self.now.waited += time.monotonic() - began
        self._keep(f"click {said}")
        return data

    def _waiting(self, act: Callable[[], None]) -> None:
        began = time.monotonic()
        act()
        self.page.wait_for_timeout(150)  # until the page has heard of it
        self.page.wait_for_function(CALM)
        self.now.waited += time.monotonic() - began
        self.page.wait_for_timeout(700)  # until it has stopped moving; for the picture

    def _keep(self, said: str) -> None:
        self.now.steps.append(said)
        number = sum(len(c.steps) for c in self.counts)
        name = re.sub(r"[^a-z0-9]+", "-", said.lower())[:40].strip("-")
        self.page.screenshot(path=self._pictures / f"{number:02}-{name}.png")


# --- the tasks


def draft(walk: Walk, person: Person) -> None:
    """From the first page to a plan that one could agree to."""
    page = walk.page
    walk.write(person.problem)
    for _ in range(2 * MOST_QUESTIONS):
        if walk.sees(page.get_by_role("button", name="Agree")):
            return
        log = page.get_by_role("button")
        offered = [b for b in log.all() if b.is_visible() and _answers(b)]
        if not offered:  # on a slow machine answers and plan may come a moment after the words
            page.wait_for_timeout(1000)
            continue
        best = next((b for word in person.leanings for b in offered if word in b.inner_text().lower()), offered[0])
        walk.click(best, f"“{best.inner_text().strip()}”")
    raise AssertionError(f"{person.name} was asked more than {MOST_QUESTIONS} questions.")


def _answers(button: Any) -> bool:
    """Whether it stands right above the place to write, where the answers to a question are."""
    return bool(button.evaluate("""e => {
        const messages = [...document.querySelectorAll('[aria-label^="Chat message from"]')];
        const field = document.querySelector('textarea');
        const follows = (a, b) => !!(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);
        return messages.length > 0 && follows(messages.at(-1), e) && !messages.at(-1).contains(e) && follows(e, field) && !!e.innerText.trim();
    }"""))


def why(walk: Walk, person: Person) -> None:
    """Why something is in the plan: the words under its name."""
    page = walk.page
    to_plan(walk)
    name = re.compile(rf"^{person.tool}\b")
    tool = page.get_by_role("tabpanel").get_by_text(name).locator("visible=true")
    tabs = page.get_by_role("tab").all()
    for tab in sorted(tabs, key=lambda t: not TABS_WORDS.search(t.inner_text())):
        walk.click(tab, f"the tab “{tab.inner_text()}”")
        folded = page.get_by_text(re.compile("^You know it already"))
        if not walk.sees(tool) and walk.sees(folded):
            walk.click(folded, "“You know it already”")
        if walk.sees(tool):
            break
    else:
        raise AssertionError(f"{person.tool} is nowhere in the plan of {person.name}.")
    walk.look(tool.first, person.tool)
    walk.click(page.get_by_role("button", name=f"More about {person.tool}").first, f"“More about {person.tool}”")
    walk.look(page.get_by_text(f"{person.tool} is in your plan").or_(page.get_by_text("The chain:")).last, "the reason", whole=True)
    page.keyboard.press("Escape")
    walk.now.keys += 1


def tick(walk: Walk, _person: Person) -> None:
    """Two steps done, and what comes after them."""
    page = walk.page
    to_plan(walk)
    for _ in range(2):
        boxes = page.get_by_role("checkbox")
        if not walk.sees(boxes):
            tab = page.get_by_role("tab", name="Projects")
            walk.click(tab, "the tab “Projects”")
        label = page.locator("label").filter(has=page.get_by_role("checkbox", checked=False)).first
        walk.click(label, "the first open step")
    following = page.get_by_text(re.compile(r"^Next · ")).first
    walk.look(following, "the next step")
    assert "step 3" in following.inner_text() or "project 2" in following.inner_text(), following.inner_text()


def less_time(walk: Walk, person: Person) -> None:
    """Three hours a week instead of what was said."""
    page = walk.page
    size = page.get_by_text(re.compile("At 3 hours a week"))
    if person.changes == "words":
        for words in person.less_time:
            walk.write(words)
            if walk.sees(size):
                break
    else:
        to_plan(walk)
        walk.click(page.get_by_role("button", name="Change the plan"), "“Change the plan”")
        field = page.get_by_role("spinbutton", name="Hours a week").locator("visible=true")
        if not walk.sees(field):
            walk.click(page.get_by_role("button", name="My hours"), "“My hours, date, skills …”")
            walk.click(page.get_by_role("button", name=re.compile("Change .*hours", re.I)).first, "“Change” beside the hours")
        walk.put(field, "3", "“Hours a week”")
        walk.click(page.get_by_role("button", name="Save").locator("visible=true"), "“Save”")
    to_plan(walk)
    walk.look(size.locator("visible=true").last, "the new size of the plan")


def take_away(walk: Walk, _person: Person) -> None:
    """The plan as a PDF and as a calendar."""
    page = walk.page
    to_plan(walk)
    walk.click(page.get_by_role("button", name="Take it away"), "“Take it away”")
    assert walk.download(page.get_by_role("button", name="PDF"), "“PDF”").startswith(b"%PDF")
    assert walk.download(page.get_by_role("button", name="Calendar"), "“Calendar”").startswith(b"BEGIN:VCALENDAR")
    page.keyboard.press("Escape")
    walk.now.keys += 1


def to_plan(walk: Walk) -> None:
    """On a phone the plan stands under the talk; a link in the bar goes there."""
    link = walk.page.get_by_role("link", name="Plan", exact=True)
    if walk.sees(link):
        walk.click(link.first, "“Plan”")


TASKS: Sequence[tuple[str, Callable[[Walk, Person], None]]] = (
    ("draft a plan", draft), ("why is it in the plan", why), ("tick two steps, get the next", tick),
    ("three hours a week", less_time), ("PDF and calendar", take_away),
)  # fmt: skip


# --- all of them


def walked(browser: Any, address: str, who: str, size: str) -> list[Count]:
    """One person's tasks on a new browser."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=size == "phone", has_touch=size == "phone", accept_downloads=True
    )
    pictures = RESULTS / "tasks" / f"{who}-{size}"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.get_by_role("button", name="I have no problem yet").wait_for()
    walk = Walk(page, pictures)
    for name, do in TASKS:
        with walk.task(name):
            try:
                do(walk, PEOPLE[who])
            except (AssertionError, PlaywrightError) as stuck:  # a figure of its own: whoever cannot go on gives up
                walk.now.steps.append(f"GAVE UP: {str(stuck).splitlines()[0]}")
                page.screenshot(path=pictures / f"gave-up-{name.replace(' ', '-')}.png")
        page.mouse.move(0, 0)
    context.close()
    return walk.counts


Counts = Mapping[tuple[str, str], Sequence[Count]]
"""By person and size."""


def report(counts: Counts, before: Counts) -> str:
    """The table, and the steps of each task. `before` may have counts of the same tasks from another run."""
    earlier = {(who, size, c.task): c for (who, size), tasks in before.items() for c in tasks}
    lines = ["| person | on a | task | clicks | keys | screens scrolled | waiting, s | in all, s |", "| --- | --- | --- | --: | --: | --: | --: | --: |"]
    for (who, size), tasks in counts.items():
        for c in tasks:
            was = earlier.get((who, size, c.task))
            cells = (
                f"{f'{was_value:.0f} → ' if was_value is not None and round(was_value) != round(value) else ''}{value:.0f}"
                for value, was_value in zip(_figures(c), _figures(was) if was else [None] * len(_figures(c)), strict=True)
            )
            lines.append(f"| {who} | {size} | {c.task} | {' | '.join(cells)} |")
    lines += ["", "## Step by step"]
    for (who, size), tasks in counts.items():
        name = PEOPLE[who].name
        lines += ["", f"### {name[:1].upper()}{name[1:]}, {size}", ""]
        lines += [f"- **{c.task}**: {', '.join(c.steps)}." for c in tasks]
    return "\n".join(lines)


def _figures(count: Count) -> Sequence[float]:
    return count.clicks, count.keys, count.screens, count.waited, count.seconds


def _kept(path: Path) -> Counts:
    """What `_keep` wrote."""
    read = json.loads(path.read_text(encoding="utf-8"))
    return {(one["who"], one["size"]): [Count(**c) for c in one["tasks"]] for one in read}


def _keep(counts: Counts) -> None:
    kept = [{"who": who, "size": size, "tasks": [asdict(c) for c in tasks]} for (who, size), tasks in counts.items()]
    (RESULTS / "tasks.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = [f"{who}-{size}" for size in SIZES for who in PEOPLE]
    options.add_argument("--walks", nargs="+", choices=every, default=every, help="who, on what (everybody on both)")
    options.add_argument("--before", type=Path, help="counts of an earlier run, shown beside")
    chosen = options.parse_args()
    before = load()
    counts: dict[tuple[str, str], list[Count]] = {}
    with prepared() as settings, chromium() as browser, our_app(settings) as app:
        app.wait()
        app.settle()  # a first message would wait for it
        for walk in chosen.walks:
            who, _, size = walk.partition("-")
            say(f"{PEOPLE[who].name}, {size} …")
            counts[who, size] = walked(browser, app.address, who, size)
        where = f"{machine('streamlit')}, Chromium {browser.version}"
    earlier = _kept(chosen.before) if chosen.before else {}
    text = f"# Five people's tasks\n\n{where}; load before: {before}; after: {load()}.\n\n{report(counts, earlier)}\n"
    RESULTS.mkdir(exist_ok=True)
    _keep(counts)
    (RESULTS / "tasks.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
