"""axe-core finds nothing serious or critical on any page, in any state, in both themes, at both widths; the keyboard is enough."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import PATIENCE, Visit
from tests.e2e.test_story import PROBLEM, fits, settled, write

pytestmark = pytest.mark.e2e

GRAVE = ("serious", "critical")
LOOKS = [("desktop", "light"), ("phone", "dark")]
"""Each width and each theme once: colours do not depend on the width, nor places on the theme."""


def check(page: Any, state: str) -> None:
    """Nothing grave in what is drawn now."""
    page.wait_for_timeout(700)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    # A toast is Streamlit's own and gone after some seconds; what it says stands in the talk as well. It lacks a name.
    found = Axe().run(page, context={"exclude": [[".stToast"]]}, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [
        f"{state}: {v['id']} ({v['impact']}): {v['help']}\n" + "\n".join(f"  {n['html'][:160]} {n['target']}" for n in v["nodes"][:3])
        for v in found if v["impact"] in GRAVE
    ]  # fmt: skip
    assert not grave, "\n".join(grave)


def tab(page: Any, name: str) -> None:
    """Turns the panel to a tab and waits until it is drawn."""
    page.get_by_role("tab", name=name).click()
    page.locator(f'[role="tabpanel"] >> visible=true >> {DRAWN[name]}').first.wait_for(timeout=PATIENCE)


DRAWN = {
    "Projects": "[class*=st-key-project-]", "Timeline": "[data-testid=stVegaLiteChart] svg", "To learn": ".st-key-stack-view",
    "Problem": ".st-key-own-words", "Understood": ".st-key-facts", "Versions": "text=to go then",
}  # fmt: skip
"""What shows that a tab has its content."""


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_nothing_grave_on_any_page_in_any_state(visit: Visit, size: str, scheme: str) -> None:
    page = visit(size, scheme)
    page.get_by_role("button", name="I have no problem yet").wait_for(timeout=PATIENCE)
    check(page, "first page")
    write(page, PROBLEM)
    settled(page, 2)
    check(page, "a question")
    write(page, "just draft it, in 60 weeks")
    settled(page, 4)
    check(page, "a draft")
    for name in DRAWN:
        tab(page, name)
        fits(page)
        check(page, name)
    tab(page, "To learn")
    page.get_by_role("button", name="More about").first.click()
    page.get_by_role("button", name="I know this").wait_for()
    check(page, "a menu in the stack")
    page.keyboard.press("Escape")
    page.get_by_text("Picture", exact=True).click()
    page.locator(".part").first.wait_for()
    check(page, "the picture")
    tab(page, "Understood")
    page.get_by_role("button", name="Change Hours a week").click()
    page.get_by_test_id("stNumberInputField").wait_for()
    check(page, "an editor")
    page.get_by_test_id("stNumberInputField").fill("6")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("version 2", exact=True).wait_for(timeout=PATIENCE)
    tab(page, "Versions")
    check(page, "two versions")
    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_text("agreed", exact=True).first.wait_for(timeout=PATIENCE)
    check(page, "an agreed plan")


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_nothing_grave_in_the_library(visit: Visit, size: str, scheme: str) -> None:
    page = visit(size, scheme)
    page.locator('a[href*="library"]').first.click(timeout=PATIENCE)
    page.locator(".st-key-library a").first.wait_for(timeout=PATIENCE)
    check(page, "the library")
    page.locator(".st-key-library a").first.click()
    page.wait_for_url("**entry=**")
    check(page, "an entry")


def test_a_step_is_ticked_and_a_part_explained_by_keyboard_alone(visit: Visit) -> None:
    page = visit()
    write(page, PROBLEM + ". just draft it")
    settled(page, 2)
    box = page.get_by_test_id("stCheckbox").first.locator("input")
    box.focus()
    page.keyboard.press("Space")
    page.get_by_text("1 of ").first.wait_for(timeout=PATIENCE)
    page.get_by_text("Noted as done").last.wait_for(timeout=PATIENCE)
    tab(page, "To learn")
    page.get_by_text("Picture", exact=True).click()
    page.locator(".part").nth(1).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Choose a part of the picture").wait_for(state="detached", timeout=PATIENCE)
    tab(page, "Understood")
    quote = page.locator("[class*=st-key-quote-]").first
    page.locator(".st-key-facts [data-testid=stPopover] button").nth(1).focus()
    assert quote.count() == 1 or quote.is_visible()


def test_nothing_moves_for_whoever_wants_it_still(visit: Visit) -> None:
    page = visit()
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="I have no problem yet").wait_for(timeout=PATIENCE)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0.001; }).length"
    )
    assert moving == 0


def test_the_browser_prints_the_plan_alone(visit: Visit) -> None:
    page = visit()
    write(page, PROBLEM + ". just draft it")
    settled(page, 2)
    page.emulate_media(media="print")
    page.get_by_text("hours to go").first.wait_for()
    for hidden in (".st-key-composer", ".st-key-bar", ".st-key-panel button:not([role=tab])"):
        assert not page.locator(hidden).first.is_visible(), hidden
