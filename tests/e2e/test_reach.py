"""Everything can be reached: no part of the bar lies over another, what pops up has room, and what is closed gives the focus back."""

from itertools import combinations
from typing import Any

import pytest

from tests.e2e.conftest import PATIENCE, Visit
from tests.e2e.test_story import PROBLEM, settled, write

pytestmark = pytest.mark.e2e


def planned(page: Any) -> Any:
    """A page with a plan."""
    page.get_by_role("button", name="I have no problem yet").wait_for(timeout=PATIENCE)
    write(page, f"{PROBLEM}. just draft it")
    settled(page, 2)
    return page


def focused(page: Any) -> str:
    """The words of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText"))


def test_on_a_phone_every_part_of_the_bar_has_a_place_of_its_own(visit: Visit) -> None:
    page = planned(visit("phone"))
    parts = [page.get_by_role("link", name=name) for name in ("Plan", "Voice", "Library")]
    parts += [page.get_by_role("button", name=name) for name in ("New", "Conversations")]
    boxes = [part.first.bounding_box() for part in parts]
    for one, other in combinations(boxes, 2):
        assert one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"], boxes
    assert all(box["width"] >= 40 and box["height"] >= 40 for box in boxes), "a finger needs as much"
    page.get_by_role("link", name="Voice").click()
    page.get_by_role("heading", name="Who words the replies").wait_for()


def test_what_pops_up_at_the_foot_of_the_window_opens_where_there_is_room(visit: Visit) -> None:
    page = planned(visit())
    page.get_by_role("tab", name="To learn").click()
    button = page.get_by_role("button", name="More about Python").first
    button.wait_for()
    button.evaluate("e => e.scrollIntoView({block: 'end'})")
    button.click()
    page.get_by_role("button", name="I know this").wait_for()
    page.wait_for_function("""() => { const e = [...document.querySelectorAll('[data-testid=stPopoverBody]')].at(-1), b = e.getBoundingClientRect();
        return b.top >= 0 && b.bottom <= innerHeight && e.scrollHeight <= e.clientHeight + 4; }""")


def test_what_leads_to_the_facts_brings_them_into_sight(visit: Visit) -> None:
    page = planned(visit("phone"))
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("button", name="Change the plan").click()
    page.get_by_role("button", name="My date, skills").click()
    page.wait_for_function("""() => { const row = document.querySelector('[class*=st-key-fact-]'), b = row && row.getBoundingClientRect();
        return b && b.top > 0 && b.bottom < innerHeight && !document.querySelector('[data-testid=stPopoverBody]'); }""")


def test_escape_closes_and_gives_the_focus_back(visit: Visit) -> None:
    page = planned(visit())
    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert "Conversations" in focused(page)
    page.get_by_role("button", name="Take it away").click()
    page.get_by_role("button", name="PDF").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="PDF").wait_for(state="hidden")
    assert "Take it away" in focused(page)
