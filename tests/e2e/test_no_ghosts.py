"""However one treats the page while a slow model speaks: every message is there once, with one reply, in its order."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import PATIENCE, SIZES, running
from tests.e2e.test_story import MESSAGES, settled, write
from tests.support.model_server import Script, model_server

pytestmark = pytest.mark.e2e

PROBLEM = "We get a lot of spam through our contact form."
FIELD = "[data-testid=stChatInputTextArea]"
SAID = "[class*=st-key-said-by-person] [data-testid=stChatMessage]"
Browse = Callable[..., Any]


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[str]:
    """The address of an advisor whose model takes its time."""
    with model_server() as model:
        model.otherwise = Script("Let me see. " * 6, wait=1.5, pace=0.1)
        with running(tmp_path_factory.mktemp("slow"), data_dir, ADVISOR_MODEL=model.url) as address:
            yield address


@pytest.fixture
def browse(slow: str, chromium: Any) -> Iterator[Browse]:
    """Opens pages as one visitor."""
    width, height = SIZES["desktop"]
    with ExitStack() as stack:
        context = chromium.new_context(viewport={"width": width, "height": height})
        stack.callback(context.close)

        def opened(address: str = "") -> Any:
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(address or slow)
            page.locator(FIELD).wait_for()
            return page

        yield opened


def said(page: Any) -> list[str]:
    """What the person said, as the page has it."""
    return [text.strip() for text in page.locator(SAID).all_inner_texts()]


def streaming(page: Any) -> None:
    """Waits until an answer is being made."""
    page.locator("[class*=st-key-live-]").first.wait_for(timeout=PATIENCE)


def once_each(page: Any, *texts: str) -> None:
    """These messages with a reply each, now and after a refresh."""
    settled(page, 2 * len(texts))
    assert said(page) == list(texts)
    page.reload()
    settled(page, 2 * len(texts))
    assert said(page) == list(texts)


def test_no_message_vanishes_for_a_moment(browse: Browse) -> None:
    page = browse()
    write(page, PROBLEM)
    settled(page, 2)
    page.evaluate("""selector => {
        window.counts = []
        const look = () => { window.counts.push(document.querySelectorAll(selector).length); requestAnimationFrame(look) }
        look()
    }""", MESSAGES)  # fmt: skip
    page.locator(".st-key-answers button").first.click()
    settled(page, 4)
    counts = page.evaluate("window.counts")
    assert counts == sorted(counts)
    assert counts[0] == 2
    assert counts[-1] == 4


def test_what_one_types_while_an_answer_streams_stays_and_is_sent_once(browse: Browse) -> None:
    page = browse()
    write(page, PROBLEM)
    streaming(page)
    page.locator(FIELD).fill("just draft it")
    settled(page, 2)
    assert page.input_value(FIELD) == "just draft it"
    page.keyboard.press("Enter")
    once_each(page, PROBLEM, "just draft it")


def test_what_one_sends_while_an_answer_streams_is_answered_after_it(browse: Browse) -> None:
    page = browse()
    write(page, PROBLEM)
    streaming(page)
    write(page, "just draft it")
    once_each(page, PROBLEM, "just draft it")


def test_double_clicks_send_once(browse: Browse) -> None:
    page = browse()
    page.locator(".st-key-starters button").first.wait_for()
    starter = page.locator(".st-key-starters button").first
    text = starter.inner_text()
    starter.dblclick()
    settled(page, 2)
    page.locator("[class*=st-key-acts-reply]").last.get_by_role("button", name="Answer again").dblclick()
    page.get_by_text("2 of 2").wait_for()
    once_each(page, text)


def test_a_refresh_in_the_middle_of_an_answer_changes_nothing(browse: Browse) -> None:
    page = browse()
    write(page, PROBLEM)
    streaming(page)
    page.reload()
    once_each(page, PROBLEM)


def test_two_tabs_show_the_same_talk(browse: Browse) -> None:
    first = browse()
    write(first, PROBLEM)
    streaming(first)
    second = browse(first.url)
    settled(first, 2)
    settled(second, 2)
    assert said(second) == [PROBLEM]
    write(second, "just draft it")
    once_each(second, PROBLEM, "just draft it")
    first.locator(".st-key-answers button").first.click()
    settled(first, 6)
    assert said(first)[:2] == [PROBLEM, "just draft it"]


def test_a_lost_network_loses_nothing(browse: Browse) -> None:
    page = browse()
    write(page, PROBLEM)
    streaming(page)
    page.context.set_offline(True)
    page.wait_for_timeout(4000)
    page.context.set_offline(False)
    once_each(page, PROBLEM)


def test_an_edited_message_branches_and_both_branches_can_be_had(browse: Browse) -> None:
    page = browse()
    write(page, PROBLEM)
    settled(page, 2)
    page.locator(SAID).first.hover()
    page.get_by_role("button", name="Edit and send again").click()
    field = page.get_by_label("Your message")
    field.fill("I want to count the birds in my garden.")
    page.keyboard.press("Escape")
    field.wait_for(state="detached")
    page.locator(SAID).first.hover()
    page.get_by_role("button", name="Edit and send again").click()
    field.fill("I want to count the birds in my garden.")
    page.locator("[class*=st-key-resend-] button").dblclick()
    once_each(page, "I want to count the birds in my garden.")
    page.get_by_role("button", name="Earlier wording").click()
    page.get_by_text("1 of 2").wait_for()
    once_each(page, PROBLEM)


def test_a_draft_survives_a_refresh_and_what_was_sent_does_not_come_back(browse: Browse) -> None:
    page = browse()
    page.locator(FIELD).fill("we bake too many croiss")
    page.reload()
    page.wait_for_function("selector => document.querySelector(selector)?.value", arg=FIELD)
    assert page.input_value(FIELD) == "we bake too many croiss"
    write(page, PROBLEM)
    settled(page, 2)
    page.reload()
    settled(page, 2)
    page.wait_for_timeout(500)
    assert page.input_value(FIELD) == ""
    assert page.evaluate("document.activeElement.tagName") in ("BODY", "TEXTAREA")
    assert page.locator(MESSAGES).count() == 2
