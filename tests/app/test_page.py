"""What a visitor sees and does, without a browser."""

import re
from collections.abc import Callable
from typing import Any, cast

import pytest
from streamlit.testing.v1 import AppTest

from advisor import bootstrap
from advisor.domain.brief import Brief, Provenance
from advisor.domain.conversation import State
from advisor.domain.progress import Status
from advisor.errors import CatalogError, StorageError
from advisor.web import chat, session
from advisor.web.session import NOT_YOURS, UNEXPECTED
from tests.app.conftest import ME
from tests.app.fake_advisor import FACTS, FakeAdvisor
from tests.unit.plan_factory import small_plan

Page = Callable[..., AppTest]
PROBLEM = "we get junk through our contact form"


def texts(at: AppTest) -> str:
    """Everything that is written on the page."""
    kinds = (at.markdown, at.caption, at.subheader, at.error, at.warning, at.info)
    return "\n".join(str(e.value) for kind in kinds for e in kind)


def labels(at: AppTest) -> list[str]:
    """The buttons."""
    return [b.label for b in at.button]


def press(at: AppTest, label: str) -> AppTest:
    """Clicks the first button of that name."""
    return next(b for b in at.button if b.label == label).click().run()


def say(at: AppTest, text: str) -> AppTest:
    """Sends a message."""
    return at.chat_input[0].set_value(text).run()


def open_menu(at: AppTest, key: str) -> AppTest:
    """Opens a menu, whose content is drawn only then."""
    at.session_state[key] = True
    return at.run()


def with_plan(page: Page) -> AppTest:
    """A page with a drafted plan."""
    return press(say(page(), PROBLEM), "Thousands")


def test_the_first_page_says_what_this_is_and_offers_problems_to_start_from(page: Page) -> None:
    at = page()
    assert "What problem do you want to solve?" in texts(at)
    assert "whether it needs machine learning at all" in texts(at)
    assert "I have no problem yet" in labels(at)
    assert len(labels(at)) >= 4
    assert len(at.chat_input) == 1


def test_a_first_message_makes_a_conversation_and_its_address(page: Page, advisor: FakeAdvisor) -> None:
    at = say(page(), PROBLEM)
    assert at.query_params["c"] == "c1"
    assert [m.name for m in at.chat_message] == ["user", "assistant"]
    assert "What problem do you want to solve?" not in texts(at)
    assert "A quiet notice" in texts(at)
    assert "Worded by rules" not in texts(at), "that is what one expects, and told on demand"
    assert any("Worded by rules, " in h.value for h in at.html)


def test_a_starter_is_sent_by_a_click(page: Page, advisor: FakeAdvisor) -> None:
    at = page()
    starter = next(b for b in at.button if b.key and b.key.startswith("send-"))
    at = starter.click().run()
    assert len(advisor.called("reply")) == 1
    assert [m.name for m in at.chat_message] == ["user", "assistant"]


def test_a_second_click_on_the_same_button_changes_nothing(page: Page, advisor: FakeAdvisor) -> None:
    at = say(page(), PROBLEM)
    at = press(at, "Thousands")
    sent = advisor.called("reply")[-1]
    at.session_state["visit"].pending = session.Pending(sent[2], sent[1])  # the click that came too late
    at = at.run()
    assert [m.name for m in at.chat_message] == ["user", "assistant"] * 2


def test_quick_answers_stand_under_the_open_question(page: Page, advisor: FakeAdvisor) -> None:
    at = say(page(), PROBLEM)
    assert {"None yet", "Thousands", "I don't know", "Why do you ask?"} <= {
        b.label.replace("\\", "") for b in at.button
    }
    at = press(at, "Thousands")
    assert advisor.called("reply")[-1][1] == "Thousands"
    assert "Thousands" not in labels(at)


def test_every_fact_tells_where_it_comes_from(page: Page) -> None:
    at = say(page(), PROBLEM)
    written = texts(at).replace("\\", "")
    assert "4 hours a week" in written
    assert "You said “4 hrs a week”" in written
    assert "Inferred from “scripts”" in written
    assert "assumed" in written


def test_hours_are_changed_in_place(page: Page, advisor: FakeAdvisor) -> None:
    at = open_menu(say(page(), PROBLEM), "change-hours_per_week")
    at.number_input[0].set_value(7.5)
    next(b for b in at.button if b.key and b.key.startswith("save-hours_per_week")).click().run()
    (_, facts, _) = advisor.called("edit")[-1]
    assert [(f.name, f.value, f.provenance) for f in facts] == [("hours_per_week", 7.5, Provenance.EDITED)]


def test_a_circumstance_is_turned_to_no_and_a_skill_taken_out(page: Page, advisor: FakeAdvisor) -> None:
    at = open_menu(say(page(), PROBLEM), "change-conditions-offline")
    next(r for r in at.radio if str(r.key).startswith("field-conditions-offline")).set_value(False)
    at = next(b for b in at.button if b.key and b.key.startswith("save-conditions-offline")).click().run()
    assert advisor.called("edit")[-1][1][0].value is False
    at = open_menu(at, "change-known_skills-python")
    next(b for b in at.button if b.key and b.key.startswith("remove-known_skills-python")).click().run()
    assert advisor.called("edit")[-1][2] == (("known_skills", "python"),)


def test_an_assumption_of_the_plan_can_be_changed(page: Page, advisor: FakeAdvisor) -> None:
    at = with_plan(page)
    at.session_state["panel-tab"] = "Understood"
    assumed = advisor.plan.assumptions[0]
    slot = f"{assumed.fact}-{assumed.key}" if assumed.key else assumed.fact
    at = open_menu(at.run(), f"change-{slot}")
    assert any(str(b.key).startswith(f"save-{slot}") for b in at.button)


def test_the_plan_shows_where_it_stands_and_is_agreed_by_a_click(page: Page, advisor: FakeAdvisor) -> None:
    at = with_plan(page)
    assert "draft" in texts(at)
    assert "Agreeing keeps this version" in texts(at)
    at = press(at, "Agree")
    assert advisor.called("agree")
    assert ":green-badge[agreed]" in texts(at)
    assert "Agree" not in labels(at)


def test_ticking_and_unticking_a_step_marks_it(page: Page, advisor: FakeAdvisor) -> None:
    at = with_plan(page)
    boxes = {str(b.key): b for b in at.checkbox}
    assert boxes["tick-learn/python/working/1-done"].value is True
    boxes["tick-learn/python/working/1-done"].uncheck().run()
    assert advisor.called("mark")[-1] == ("mark", "learn/python/working/1", Status.TODO)
    at = with_plan(page)
    next(b for b in at.checkbox if str(b.key).startswith("tick-look/count")).check().run()
    assert advisor.called("mark")[-1] == ("mark", "look/count", Status.DONE)


def test_the_next_step_has_its_own_card(page: Page, advisor: FakeAdvisor) -> None:
    at = press(with_plan(page), "Skip")
    assert advisor.called("mark")[-1] == ("mark", "look/count", Status.SKIPPED)
    press(at, "What next?")
    assert advisor.called("reply")[-1][1] == "What next?"


def test_the_plan_can_be_taken_along(page: Page) -> None:
    at = open_menu(with_plan(page), "take-away")
    buttons: list[Any] = list(at.get("download_button"))
    from advisor.exports import EXPORTS

    assert {b.label for b in buttons} == {row.title for row in EXPORTS.values()} | {"This conversation"}


def test_a_refresh_restores_everything(page: Page) -> None:
    at = with_plan(page)
    again = page("c1")
    assert [m.name for m in again.chat_message] == [m.name for m in at.chat_message]
    assert len(again.checkbox) == len(at.checkbox)


@pytest.mark.parametrize("conversation", ["c1", "nonsense", "../etc/passwd", ""])
def test_what_is_not_yours_gives_one_sentence_and_a_fresh_start(page: Page, conversation: str) -> None:
    say(page(), PROBLEM)
    other = page(conversation, visitor="o" * 43)
    assert [e.value.replace("\\", "") for e in other.error] == ([NOT_YOURS] if conversation else [])
    assert not other.chat_message
    assert "What problem do you want to solve?" in texts(other)
    assert "c" not in other.query_params


def test_messages_left_unanswered_are_answered(page: Page, advisor: FakeAdvisor) -> None:
    conversation = advisor.new(ME)
    advisor.hear(conversation.id, ME, PROBLEM, "cut-off")
    at = page(conversation.id)
    assert advisor.called("reply") == [("reply", PROBLEM, "cut-off")]
    assert [m.name for m in at.chat_message] == ["user", "assistant"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            StorageError("The disk is full.", remedy="Make room, then try again."),
            "The disk is full. Make room, then try again.",
        ),
        (ZeroDivisionError("secret detail"), UNEXPECTED),
    ],
)
def test_a_failed_answer_is_one_sentence_and_can_be_tried_again(
    page: Page, advisor: FakeAdvisor, error: Exception, sentence: str
) -> None:
    advisor.fails = lambda text: error
    at = say(page(), PROBLEM)
    assert [e.value.replace("\\", "") for e in at.error] == [sentence]
    assert not at.exception
    assert PROBLEM in texts(at), "what was typed is kept"
    assert len(advisor.called("reply")) == 1, "no endless trying"
    advisor.fails = lambda text: None
    at = press(at, "Answer it now")
    assert [m.name for m in at.chat_message] == ["user", "assistant"]


def test_what_could_not_even_be_stored_goes_back_into_the_field(page: Page, advisor: FakeAdvisor) -> None:
    advisor.fails_to_hear = StorageError("The database is locked.")
    at = say(page(), PROBLEM)
    assert "The database is locked" in texts(at)
    assert at.chat_input[0].value == PROBLEM or PROBLEM in str(at.chat_input[0].proto)


def test_a_click_that_fails_says_so(page: Page, advisor: FakeAdvisor) -> None:
    at = with_plan(page)
    advisor.fails_to_act = StorageError("The database is locked.", remedy="Try again.")
    at = press(at, "Agree")
    assert [e.value.replace("\\", "") for e in at.error] == ["The database is locked. Try again."]
    assert not press(at, "Undo").error if "Undo" in labels(at) else True


def test_an_advisor_that_cannot_be_built_is_one_sentence(
    page: Page, advisor: FakeAdvisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(settings: Any) -> Any:
        raise CatalogError("The knowledge base has a mistake.", remedy="Run the check.")

    monkeypatch.setattr(bootstrap, "build", broken)
    session.wiring.clear()
    at = page()
    assert [e.value.replace("\\", "") for e in at.error] == ["The knowledge base has a mistake. Run the check."]
    assert len(at.chat_input) == 1


HOSTILE = "![x](https://evil.example/p.png) <img src=x onerror=alert(1)> [a](javascript:alert(1)) $x$ | `"


def test_nothing_that_people_or_the_corpus_write_becomes_a_picture(page: Page, advisor: FakeAdvisor) -> None:
    advisor.says = HOSTILE
    advisor.plan = small_plan(HOSTILE, version=1, agreed=False, agreed_at=None)
    at = press(say(page(), HOSTILE), "Thousands")
    everything = texts(at) + "\n".join(c.label for c in at.checkbox) + "\n".join(e.label for e in at.expander)
    assert "evil" in everything
    assert "![" not in everything
    assert not any(m.allow_html for m in at.markdown)


def test_a_visitor_sees_only_their_own_conversations(page: Page) -> None:
    say(page(), PROBLEM)
    theirs = page(visitor="o" * 43)
    assert not theirs.chat_message
    assert PROBLEM not in texts(theirs)


def by_key(at: AppTest, start: str) -> Any:
    """The first button whose key begins so."""
    return next(b for b in at.button if str(b.key).startswith(start))


def editors(at: AppTest) -> list[Any]:
    """The fields in which a message is said anew."""
    return [t for t in at.text_area if t.label == "Your message"]


def test_a_message_is_said_anew_in_its_place_once(page: Page, advisor: FakeAdvisor) -> None:
    at = with_plan(page)
    asked = advisor.called("hear")[-1][2]
    at = by_key(at, f"edit-{asked}").click().run()
    assert at.text_area[0].value == "Thousands"
    at.text_area[0].set_value("None yet")
    at = by_key(at, "resend-").click().run()
    (_, text, id, instead_of) = advisor.called("hear")[-1]
    assert (text, instead_of) == ("None yet", asked)
    assert not editors(at)
    at.session_state["visit"].pending = session.Pending(id, text, instead_of)  # the click that came too late
    at = at.run()
    assert [m.name for m in at.chat_message] == ["user", "assistant"] * 2
    assert "2 of 2" in texts(at)
    by_key(at, f"before-{id}").click().run()
    assert advisor.called("turn_to") == [("turn_to", asked)]


def test_saying_anew_can_be_called_off(page: Page, advisor: FakeAdvisor) -> None:
    at = by_key(with_plan(page), "edit-").click().run()
    at = by_key(at, "cancel-").click().run()
    assert not editors(at)
    assert len(advisor.called("hear")) == 2


def test_only_a_model_is_asked_for_other_words(page: Page, advisor: FakeAdvisor) -> None:
    at = say(page(), PROBLEM)
    assert "Answer again" not in labels(at)
    asked = advisor.called("hear")[-1][2]
    advisor.speaking = "scripted"
    at = press(at.run(), "Answer again")
    (_, text, _, instead_of) = advisor.called("hear")[-1]
    assert (text, instead_of) == (PROBLEM, asked)


def test_a_reply_is_rated_with_a_word_and_the_rating_changes(page: Page, advisor: FakeAdvisor) -> None:
    at = say(page(), PROBLEM)
    at = at.feedback[0].set_value(0).run()
    at.text_input[0].set_value("too long").run()
    at.feedback[0].set_value(1).run()
    assert [c[2:] for c in advisor.called("rate")] == [("down", ""), ("down", "too long"), ("up", "too long")]


def test_a_source_is_shown_in_place(page: Page, advisor: FakeAdvisor) -> None:
    advisor.says = "Count first. [1] Not `a[1]`, nor [7]."
    at = say(page(), PROBLEM)
    reply = next(m.value for m in at.markdown if "Count first" in m.value)
    assert re.fullmatch(r"Count first\. \[1\]\(#source-\w+-1\) Not `a\[1\]`, nor \[7\]\.", reply)
    assert "What the handbook says" not in texts(at)
    at = at.pills[0].set_value(1).run()
    assert "What the handbook says" in texts(at)
    assert "(https://example.org/handbook)" in texts(at)


def test_a_long_conversation_shows_its_end_and_more_when_asked(page: Page, advisor: FakeAdvisor) -> None:
    conversation = advisor.new(ME).id
    for n in range(15):
        list(advisor.reply(conversation, ME, f"message {n}", f"m{n}"))
    at = page(conversation)
    assert len(at.chat_message) == session.WINDOW
    assert len(press(at, "Show earlier messages").chat_message) == 30


def test_an_over_full_plan_says_so(page: Page, advisor: FakeAdvisor) -> None:
    advisor.plan = small_plan(version=1, over=12.0)
    assert "12 hours more than you have" in texts(with_plan(page))


def test_an_empty_conversation_is_no_mistake(page: Page, advisor: FakeAdvisor) -> None:
    conversation = advisor.new("m" * 43)
    advisor.put(conversation.id, State(brief=Brief(facts=FACTS[:1])))
    at = page(conversation.id)
    assert not at.error
    assert not at.exception


def test_a_stopped_answer_is_offered_again(page: Page, advisor: FakeAdvisor) -> None:
    conversation = advisor.new(ME)
    advisor.hear(conversation.id, ME, PROBLEM, "stopped")
    advisor.fails = lambda text: StorageError("Not now.")
    at = page(conversation.id)
    at.session_state["visit"].failed.clear()
    at.session_state["visit"].stopped.add("stopped")
    at = at.run()
    assert "You stopped this answer." in texts(at)
    advisor.fails = lambda text: None
    at = press(at, "Answer it now")
    assert [m.name for m in at.chat_message] == ["user", "assistant"]


def test_waiting_for_the_knowledge_base_says_what_it_is_doing(advisor: FakeAdvisor) -> None:
    advisor.ready, advisor.progress = False, ("Indexing 64 of 128 texts", 0.5)
    assert chat._waiting(cast("Any", advisor)) == "Getting ready: indexing 64 of 128 texts, 50 %. Your message is kept."
