"""The library in a real browser: from a search to an entry, from entry to entry, and back to the talk with a problem."""

from typing import Any

import pytest

from tests.e2e.conftest import PATIENCE, Visit
from tests.e2e.test_story import MESSAGES, keep

pytestmark = pytest.mark.e2e


def entry(page: Any, name: str) -> None:
    """Follows a link and waits until the page is that of its entry."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("heading", name=name, level=2).wait_for(timeout=PATIENCE)


def fits(page: Any) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_library_leads_from_a_search_to_a_problem_and_into_the_talk(visit: Visit, size: Any) -> None:
    page = visit(size)
    page.get_by_role("link", name="Library").click()
    page.get_by_placeholder("for example").fill("customers who cancel")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Customer churn", exact=True).first.wait_for(timeout=PATIENCE)
    keep(page, f"library-search-{size}")
    fits(page)
    entry(page, "Customer churn")
    page.wait_for_url("**entry=pattern%2Fchurn*")
    keep(page, f"library-problem-{size}")
    fits(page)
    entry(page, "Making features")
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0, "an entry begins at its top"
    page.go_back()
    page.get_by_role("heading", name="Customer churn", level=2).wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Plan this problem with the advisor").click()
    page.locator(MESSAGES).nth(1).wait_for(timeout=PATIENCE)
    assert "customers" in page.locator(MESSAGES).first.inner_text()
    assert "/library" not in page.url
