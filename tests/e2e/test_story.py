"""The whole story in a real browser: a beginner with a problem, from the first sentence to the first step done."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import ARTEFACTS, PATIENCE, Visit

pytestmark = pytest.mark.e2e

PROBLEM = (
    "hi im a nurse and run the front desk of a clinic. about 40 junk messages a day come through our contact form and "
    "we lose real ones in it. i know excel pretty well, no coding. maybe 4 hrs a week"
)
MESSAGES = "[data-testid=stChatMessage]"
OVER = """messages => document.querySelectorAll('[data-testid=stChatMessage]').length >= messages
    && document.querySelector('.st-key-answers button') && !document.querySelector('[class*=st-key-live-]')
    && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""


def write(page: Any, text: str) -> None:
    """Types and sends."""
    page.get_by_test_id("stChatInputTextArea").fill(text)
    page.keyboard.press("Enter")


def settled(page: Any, messages: int) -> None:
    """Waits until that many messages are there, nothing more is coming, and something can be said next.

    What a turn has decided is shown while it is still being worded, so that answers to click are no sign of its end.
    """
    page.wait_for_function(OVER, arg=messages, timeout=PATIENCE)
    assert page.locator(MESSAGES).count() == messages


def keep(page: Any, name: str) -> None:
    """A screenshot for whoever wants to look."""
    page.wait_for_timeout(900)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def interview(page: Any) -> int:
    """Answers by clicking until there is a plan; returns how many messages there are then."""
    messages = 2
    settled(page, messages)
    for _ in range(8):
        answers = page.locator(".st-key-answers button")
        if answers.filter(has_text="Agree to this plan").count():
            return messages
        best = answers.filter(has_text=re.compile("six months|thousands|list now and then", re.I))
        (best if best.count() else answers).first.click()
        messages += 2
        settled(page, messages)
    raise AssertionError("more than eight questions")


def fits(page: Any) -> None:
    """Nothing is wider than the screen, and one can always write."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
    box = page.get_by_test_id("stChatInput").bounding_box()
    height = page.viewport_size["height"]
    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= height


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_from_a_problem_to_the_first_step_done(visit: Visit, tmp_path: Path, size: str, scheme: str) -> None:
    page, name = visit(size, scheme), f"{size}-{scheme}"
    page.get_by_text("What problem do you want to solve?").wait_for()
    page.get_by_role("button", name="I have no problem yet").wait_for()
    fits(page)
    keep(page, f"{name}-1-first-page")

    write(page, PROBLEM)
    settled(page, 2)
    assert "?c=" in page.url
    fits(page)
    keep(page, f"{name}-2-question")

    page.get_by_role("button", name="Why do you ask?").click()
    settled(page, 4)
    page.reload()
    settled(page, 4)

    messages = 4
    while not page.locator(".st-key-answers button").filter(has_text="Agree to this plan").count():
        answers = page.locator(".st-key-answers button")
        best = answers.filter(has_text=re.compile("six months|thousands|list now and then", re.I))
        (best if best.count() else answers).first.click()
        messages += 2
        settled(page, messages)
        assert messages < 20
    fits(page)
    keep(page, f"{name}-3-draft")

    page.get_by_role("tab", name="Understood").click()
    page.locator(".st-key-fact-hours_per_week").get_by_role("button", name="Change").click()
    field = page.get_by_test_id("stPopoverBody").get_by_test_id("stNumberInputField")
    field.wait_for()
    keep(page, f"{name}-4-change")
    field.fill("6")
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Save").click()
    page.locator(".st-key-fact-hours_per_week").get_by_text("set by you").wait_for()
    messages += 1
    settled(page, messages)
    page.get_by_text("6 hours a week it ends").wait_for()
    page.get_by_text("version 2", exact=True).wait_for()
    keep(page, f"{name}-5-changed")

    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_text("agreed", exact=True).wait_for()
    messages += 1
    settled(page, messages)

    page.locator(".st-key-answers").get_by_role("button", name="What next?").click()
    messages += 2
    settled(page, messages)
    assert "Done when" in page.locator(MESSAGES).last.inner_text()
    keep(page, f"{name}-6-next")

    page.get_by_role("tab", name="Projects").click()
    step = page.get_by_test_id("stCheckbox").first
    step.locator("label").first.click()
    page.get_by_text(re.compile(r"1 of \d+ steps done")).wait_for()
    messages += 1
    settled(page, messages)
    fits(page)
    page.get_by_role("tab", name="Projects").evaluate("e => e.scrollIntoView({block: 'center'})")
    keep(page, f"{name}-7-ticked")
    page.get_by_role("tab", name="To learn").click()
    page.get_by_role("tab", name="To learn").evaluate("e => e.scrollIntoView({block: 'start'})")
    keep(page, f"{name}-8-stack")

    page.reload()
    settled(page, messages)
    page.get_by_text(re.compile(r"1 of \d+ steps done")).wait_for()
    assert page.get_by_test_id("stCheckbox").first.locator("input").is_checked()
    page.get_by_text("agreed", exact=True).wait_for()
    keep(page, f"{name}-9-refreshed")

    page.get_by_role("button", name="Take it away").click()
    with page.expect_download() as markdown:
        page.get_by_role("button", name="Markdown").click()
    text = Path(markdown.value.path()).read_text(encoding="utf-8")
    assert markdown.value.suggested_filename.endswith(".md")
    assert "- [x]" in text
    with page.expect_download() as plan:
        page.get_by_role("button", name="JSON", exact=True).click()
    data = json.loads(Path(plan.value.path()).read_text(encoding="utf-8"))
    assert data["schema"] == "plan/1"
    assert data["agreed"] is True
    assert data["hours_per_week"] == 6


def test_another_visitor_does_not_see_the_conversation(visit: Visit) -> None:
    mine = visit()
    write(mine, PROBLEM)
    settled(mine, 2)
    other = visit(address=mine.url)
    other.get_by_text("it is not yours").wait_for()
    other.get_by_role("button", name="I have no problem yet").wait_for()
    assert other.locator(MESSAGES).count() == 0
    assert "?c=" not in other.url


def test_a_double_click_says_it_once(visit: Visit) -> None:
    page = visit()
    page.locator(".st-key-starters button").first.dblclick()
    settled(page, 2)
    page.locator(".st-key-answers button").first.dblclick()
    settled(page, 4)
    page.wait_for_timeout(1500)
    page.reload()
    settled(page, 4)


def test_a_refresh_in_the_middle_of_a_turn_loses_nothing(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="I have no problem yet").wait_for()
    write(page, PROBLEM)
    page.wait_for_url(re.compile("c="))
    page.reload()
    settled(page, 2)


def test_hostile_words_stay_words(visit: Visit) -> None:
    page = visit()
    hostile = "spam ![x](https://evil.example/p.png) <img src=https://evil.example/q.png> [a](https://evil.example) $x$"
    write(page, hostile)
    settled(page, 2)
    said = page.locator(MESSAGES).first
    assert said.inner_text().strip() == hostile
    assert page.locator("[data-testid=stMarkdownContainer] img, img[src*=evil]").count() == 0
