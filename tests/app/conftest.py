"""The page with a fake advisor behind it, put in through the one seam there is: `advisor.bootstrap.build`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor import bootstrap
from advisor.domain.catalog import Catalog
from advisor.web import session
from tests.app.fake_advisor import FakeAdvisor

PAGE = Path(__file__).resolve().parents[2] / "advisor" / "web" / "page.py"
ME = "m" * 43


@pytest.fixture
def advisor(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAdvisor]:
    """The fake behind the page."""
    fake = FakeAdvisor(catalog)
    monkeypatch.setattr(bootstrap, "build", lambda settings: fake)
    session.wiring.clear()
    yield fake
    fake.gate.set()
    session.wiring.clear()


@pytest.fixture
def page(advisor: FakeAdvisor) -> Callable[..., AppTest]:
    """Opens the page as a visitor, at a conversation if one is given."""

    def opened(conversation: str | None = None, visitor: str = ME) -> AppTest:
        at = AppTest.from_file(str(PAGE), default_timeout=20)
        at.session_state["visitor"] = visitor
        if conversation:
            at.query_params["c"] = conversation
        return at.run()

    return opened
