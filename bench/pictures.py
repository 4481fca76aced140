"""Pictures of the app for the README, made by walking a conversation in Chromium.

    python -m bench.pictures

Writes docs/pictures/*.png, each in light and dark. It stops with an error if one is larger than it may be.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image

from bench.common import INPUT, PAGE_MS, ROOT, SIZE, Server, chromium, our_app, prepared, say

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"width": 390, "height": 844}
SCHEMES = ("light", "dark")
LARGEST, LARGEST_OF_ALL = 200_000, 1_000_000
"""Bytes."""
COLOURS = 96
"""So many are enough for type and flat colours, and make a file a third as large."""
PROBLEM = (
    "Spam comes in through our contact form, about 40 messages a day, and we lose real ones in it. I know Excel well, no "
    "coding. 4 hours a week, just draft it."
)
STILL = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[class*=st-key-live-]')"""


def main() -> None:
    """The command."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with prepared() as settings, chromium() as browser, our_app(settings) as app:
        app.wait()
        app.settle()
        for scheme in SCHEMES:
            say(f"{scheme} …")
            desktop(browser, app, scheme)
            phone(browser, app, scheme)
    total = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    if total > LARGEST_OF_ALL:
        raise SystemExit(f"The pictures take {total} bytes together; they may take {LARGEST_OF_ALL}.")
    say(f"{total} bytes in all")


def desktop(browser: Any, app: Server, scheme: str) -> None:
    """The first page, a talk with its plan, projects, timeline and the picture of what to learn."""
    with visited(browser, app, scheme, SIZE) as page:
        take(page, f"first-page-{scheme}")
        write(page, PROBLEM)
        take(page, f"talk-{scheme}")
        write(page, "done with the first two steps")
        tabs = page.get_by_role("tab", name="Projects")
        tabs.evaluate("e => e.scrollIntoView({block: 'start'})")
        take(page, f"projects-{scheme}")
        page.get_by_role("tab", name="Timeline").click()
        page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
        tabs.evaluate("e => e.scrollIntoView({block: 'start'})")
        take(page, f"timeline-{scheme}")
        page.get_by_role("tab", name="To learn").click()
        page.get_by_role("radio", name="Picture").click()
        page.wait_for_timeout(2000)  # until it is drawn at its full height
        page.mouse.move(SIZE["width"] * 0.75, SIZE["height"] / 2)
        page.mouse.wheel(0, SIZE["height"])
        take(page, f"stack-{scheme}")


def phone(browser: Any, app: Server, scheme: str) -> None:
    """The plan on a phone."""
    with visited(browser, app, scheme, PHONE, is_mobile=True, has_touch=True) as page:
        write(page, PROBLEM)
        page.wait_for_timeout(1500)  # until the talk has scrolled to its place
        page.get_by_role("link", name="Plan", exact=True).click()
        take(page, f"phone-{scheme}")


@contextmanager
def visited(browser: Any, app: Server, scheme: str, size: dict[str, int], **device: Any) -> Iterator[Any]:
    """The first page, as a new visitor sees it."""
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB", reduced_motion="reduce", **device)
    page = context.new_page()
    page.set_default_timeout(PAGE_MS)
    page.goto(app.address)
    page.get_by_role("button", name=re.compile("no problem yet")).wait_for()
    settle(page)
    yield page
    context.close()


def write(page: Any, text: str) -> None:
    """Says something and waits for the answer."""
    page.fill(INPUT, text)
    page.press(INPUT, "Enter")
    settle(page)


def settle(page: Any) -> None:
    """Returns when nothing more is coming."""
    page.wait_for_timeout(300)
    page.wait_for_function(STILL)


def take(page: Any, name: str) -> None:
    """Keeps what is on screen, with few colours."""
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    page.wait_for_timeout(900)  # until it has stopped moving
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    path = PICTURES / f"{name}.png"
    shot.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path.name} takes {size} bytes; it may take {LARGEST}.")
    say(f"  {path.relative_to(ROOT).as_posix()}: {size // 1000} kB")


if __name__ == "__main__":
    main()
