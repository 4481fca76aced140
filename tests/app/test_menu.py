"""The list of conversations."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from advisor.web import menu
from tests.app.conftest import ME
from tests.app.fake_advisor import FakeAdvisor

Opened = Callable[..., AppTest]


@pytest.fixture
def opened(advisor: FakeAdvisor) -> Opened:
    """Opens the list, at a conversation if one is given."""

    def at_conversation(conversation: str = "") -> AppTest:
        at = AppTest.from_file(str(Path(__file__).with_name("menu_script.py")), default_timeout=20)
        at.session_state["visitor"] = ME
        if conversation:
            at.query_params["c"] = conversation
        return at.run()

    return at_conversation


def held(advisor: FakeAdvisor, title: str) -> str:
    """A conversation with a title."""
    made = advisor.new(ME).id
    advisor.rename(made, ME, title)
    return made


def choose(at: AppTest, what: str) -> AppTest:
    """Chooses from the menu of the first conversation."""
    return at.menu_button[0].set_value(what).run()


def press(at: AppTest, label: str) -> AppTest:
    """Clicks the button of that name."""
    return next(b for b in at.button if b.label == label).click().run()


def field(at: AppTest, label: str) -> Any:
    """The field of that name."""
    return next(t for t in at.text_input if t.label == label)


def listed(at: AppTest) -> list[str]:
    """The titles."""
    return [b.label for b in at.button if str(b.key).startswith("open-")]


def test_a_conversation_is_renamed_put_away_and_brought_back(opened: Opened, advisor: FakeAdvisor) -> None:
    held(advisor, "Spam")
    at = choose(opened(), "Rename")
    field(at, "Name").set_value("Junk")
    at = press(at, "Save")
    assert listed(at) == ["Junk"]
    at = choose(at, "Archive")
    assert listed(at) == []
    at = at.segmented_control[0].set_value("Archived").run()
    assert listed(at) == ["Junk"]
    at = choose(at, "Bring back")
    assert [c.title for c in advisor.conversations(ME)] == ["Junk"]


def test_a_conversation_is_deleted_only_when_that_is_said_twice(opened: Opened, advisor: FakeAdvisor) -> None:
    made = held(advisor, "Spam")
    at = choose(opened(made), "Delete")
    assert "cannot be brought back" in at.markdown[-1].value
    at = choose(press(at, "Keep it"), "Delete")
    assert len(advisor.conversations(ME)) == 1
    at = press(at, "Delete for good")
    assert advisor.conversations(ME) == []
    assert "c" not in at.query_params


def test_hundreds_are_listed_in_pages_and_found_by_words(opened: Opened, advisor: FakeAdvisor) -> None:
    for n in range(300):
        held(advisor, f"Problem {n}")
    at = opened()
    first = listed(at)
    assert len(first) == menu.PAGE
    at = at.pagination[0].set_value(15).run()
    assert not set(first) & set(listed(at))
    field(at, "Search").set_value("Problem 299")
    at = at.run()
    assert listed(at) == ["Problem 299"]
    at = next(b for b in at.button if str(b.key).startswith("open-")).click().run()
    assert at.query_params["c"] == "c300"


def test_another_visitors_conversations_are_not_listed(opened: Opened, advisor: FakeAdvisor) -> None:
    advisor.new("o" * 43)
    assert listed(opened()) == []


# --- one's own data


def test_everything_can_be_deleted_and_is_asked_for_before(opened: Opened, advisor: FakeAdvisor) -> None:
    held(advisor, "Spam")
    at = press(opened(), "Delete all my data")
    assert not advisor.called("forget")
    at = press(at, "Keep it all")
    assert "Delete everything" not in [b.label for b in at.button]
    press(press(at, "Delete all my data"), "Delete everything")
    assert advisor.called("forget") == [("forget", ME)]
    assert not advisor.conversations(ME)


def test_a_file_that_was_taken_away_is_brought_in_and_one_that_is_none_is_refused(opened: Opened, advisor: FakeAdvisor) -> None:
    at = opened()
    at.file_uploader[0].upload("plan.json", b'{"schema": "advisor-conversation/1"}', "application/json").run()
    assert advisor.called("import_") == [("import_", ME, b'{"schema": "advisor-conversation/1"}')]
    assert at.query_params["c"]
    at = opened()
    at.file_uploader[0].upload("plan.json", b"nonsense", "application/json").run()
    assert "cannot be read" in at.error[0].value


def test_every_format_stands_in_one_group() -> None:
    from advisor.exports import EXPORTS
    from advisor.web.take_away import GROUPS

    assert sorted(f for formats in GROUPS.values() for f in formats) == sorted(EXPORTS)
