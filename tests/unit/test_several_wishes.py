"""Messages that want several things at once: all are heard, each is answered once, in an order that makes sense."""

from typing import Any

import pytest

from advisor.dialogue.reading.around import in_order
from advisor.dialogue.reading.framing import frame_problem
from advisor.dialogue.reading.given_up import without_given_up
from advisor.dialogue.reading.wishes import wish_parts
from advisor.domain.conversation import Intent
from advisor.domain.vocabulary import Verdict
from tests.unit.test_after_the_plan import plan_of, started
from tests.unit.test_conversation import ME, say


@pytest.mark.parametrize(("text", "wanted"), [
    ("docker is done. btw why was it in there at all? I sell cheese", {"mark_done", "why_item"}),
    ("We lost two weeks to flu, shift the end. Then export it for me.", {"change_time", "export"}),
    ("This goes over my head entirely, I am a gardener. From March it's three hours a week.", {"too_hard", "change_time"}),
    ("New topic: I'd like to count cars on photos. Three hours a week only from now on.", {"change_goal", "change_time"}),
    ("What's the weather in Lisbon tomorrow, and how much of the plan have I finished?", {"off_topic", "status"}),
    ("SQL is done. Could you give me the plan as a pdf?", {"mark_done", "export"}),
])  # fmt: skip
def test_every_wish_of_a_message_is_heard(advisor: Any, text: str, wanted: set[str]) -> None:
    assert wanted <= {intent.value for intent in started(advisor)(text).intents}


@pytest.mark.parametrize(("text", "unwanted"), [
    ("when the model says done, what does it mean", Intent.MARK_DONE),
    ("Our agreement with the hoster ends in March.", Intent.AGREE),
    ("We export spam reports every month and count them.", Intent.EXPORT),
    ("Docker isn't allowed in our office, give me another one", Intent.CHANGE_GOAL),
])  # fmt: skip
def test_what_only_sounds_like_a_wish_is_none(advisor: Any, text: str, unwanted: Intent) -> None:
    assert unwanted not in started(advisor)(text).intents


def test_what_is_known_is_counted_and_what_is_asked_about_is_not(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    say(advisor, conversation, "We want to filter spam from our contact form. I know some Python and SQL, 5 hours a week.")
    say(advisor, conversation, "just draft it")
    reply = say(advisor, conversation, "I know Python inside out by now, this is far too easy. And is Docker a must?")
    assert {Intent.TOO_EASY, Intent.DO_I_NEED} <= set(reply.intents)
    docker = plan_of(reply).choice("docker")
    assert docker is None or docker.status != "known"
    assert "**Docker**" in reply.reply


def test_a_new_goal_is_not_framed_by_the_one_that_is_given_up(advisor: Any) -> None:
    plan = plan_of(started(advisor)("Forget spam, I want to count cars on parking lot photos now, and the deadline is in six weeks."))
    assert plan.frame.pattern in ("object-detection", "traffic-counting")
    assert plan.weeks_available == pytest.approx(6, abs=0.5)


def test_a_question_beside_a_finished_step_marks_nothing(advisor: Any) -> None:
    reply = started(advisor)("git is done. Why was it on my list in the first place?")
    assert "Which step do you mean" not in reply.reply


def test_a_question_behind_a_comma_marks_nothing_either(advisor: Any) -> None:
    reply = started(advisor)("I finished the first project, how far am I?")
    assert "Which step do you mean" not in reply.reply
    assert {Intent.MARK_DONE, Intent.STATUS} <= set(reply.intents)


def test_the_first_version_has_none_before_it(advisor: Any) -> None:
    reply = started(advisor)("I didn't mean to change that, go back to the previous version")
    assert Intent.UNDO in reply.intents
    assert "There is no version" not in reply.reply


def test_answers_go_from_what_changes_to_how_to_go_on() -> None:
    found = [Intent.SMALLTALK, Intent.EXPORT, Intent.WHY_ITEM, Intent.OFF_TOPIC, Intent.MARK_DONE, Intent.WHY_ITEM]
    assert in_order(found) == (Intent.MARK_DONE, Intent.OFF_TOPIC, Intent.WHY_ITEM, Intent.EXPORT, Intent.SMALLTALK)


@pytest.mark.parametrize(("text", "left"), [
    ("not the bats any more, it's about who speaks in the recordings", "it's about who speaks in the recordings"),
    ("Forget the parcels. We count the lorries now", "We count the lorries now"),
    ("I'd do invoices instead of spam", "I'd do invoices"),
    ("I would sooner work on invoices than spam", "I would sooner work on invoices"),
    ("more of them than before are late", "more of them than before are late"),
    ("forget it", "forget it"),
])  # fmt: skip
def test_what_is_given_up_is_left_out(text: str, left: str) -> None:
    assert without_given_up(text) == left


def test_a_clause_that_tells_when_is_no_part_of_its_own() -> None:
    assert "when the model says done" not in wish_parts("when the model says done, what does it mean")


def test_pictures_and_brackets_part_wishes() -> None:
    assert "all of it is fine by me" in wish_parts("all of it is fine by me 👍 have a good week everybody")


@pytest.mark.parametrize("text", [
    "I work with a list of members of our gym in a database and want to know who will leave next month",
    "predict which gym members are going to quit",
])  # fmt: skip
def test_members_who_leave_are_customers(knowledge: Any, text: str) -> None:
    framing = frame_problem(knowledge.catalog, knowledge.searcher, text)
    assert framing.frame is not None
    assert framing.frame.pattern == "churn"


def test_a_list_of_those_who_left_needs_no_model(knowledge: Any) -> None:
    assert frame_problem(knowledge.catalog, knowledge.searcher, "list which members left last month").verdict is Verdict.NO_ML


@pytest.mark.parametrize(("text", "wanted", "said"), [
    ("make it three hours a week from now on, and what's next?", {"change_time", "what_next"}, "**Done when:**"),
    ("Only four hours a week from now on, and what about Docker?", {"change_time"}, "Docker.**"),
    ("The deadline has moved to the end of March, and what is a threshold?", {"change_time", "explain"}, "threshold"),
    ("I have four hours a week now, and can I skip Git?", {"change_time", "do_i_need"}, "**Git** is in your plan"),
    ("I know Docker already, and what is cross-validation?", {"explain"}, "**Cross-validation.**"),
    ("Drop Git, and do I need Docker?", {"do_i_need"}, "**Docker** is in your plan"),
    ("leave out Git, and what's next?", {"what_next"}, "**Done when:**"),
    ("what if I had no labels, and what's next?", {"what_next"}, "**Done when:**"),
])  # fmt: skip
def test_what_a_message_asks_beside_news_in_one_sentence_is_answered(advisor: Any, text: str, wanted: set[str], said: str) -> None:
    reply = started(advisor)(text)
    assert wanted <= {intent.value for intent in reply.intents}
    assert said in reply.reply


def test_hours_beside_a_question_are_taken_in(advisor: Any) -> None:
    assert plan_of(started(advisor)("only 2 hours a week from now on, plus can you explain what tf-idf is?")).hours_per_week == 2


def test_a_question_about_the_news_itself_is_answered_by_the_change(advisor: Any) -> None:
    assert set(started(advisor)("make it 3 hours a week, does that still work out?").intents) == {Intent.CHANGE_TIME}


def test_a_question_beside_a_tool_that_is_not_listed_is_answered_before_the_tool_is_asked_about(advisor: Any) -> None:
    reply = started(advisor)("Can I use Weka instead of scikit-learn? And why is SQL in there?")
    assert "SQL" in reply.reply
    assert reply.question is not None
    assert reply.reply.rstrip("*").endswith(reply.question.text)


def test_a_tool_to_be_swapped_for_something_else_is_solved_without(advisor: Any) -> None:
    plan = plan_of(started(advisor)("swap pytest for something else, please"))
    assert plan.choice("pytest") is None


@pytest.mark.parametrize("text", ["replace scikit-learn by another library", "I want something else than scikit-learn"])
def test_something_else_is_wanted_in_other_words_too(advisor: Any, text: str) -> None:
    assert plan_of(started(advisor)(text)).choice("scikit-learn") is None


def test_where_nothing_else_does_the_job_the_solver_says_so(advisor: Any) -> None:
    reply = started(advisor)("exchange Git for something simpler")
    assert "nothing else in the catalogue does its job here" in reply.reply


def test_a_question_that_names_nobody_is_not_foreign(advisor: Any) -> None:
    assert Intent.OFF_TOPIC not in started(advisor)("My boss keeps asking why it isn't a neural network. What do I tell her?").intents


def test_a_question_about_the_problem_is_no_other_problem(advisor: Any) -> None:
    assert Intent.CHANGE_GOAL not in started(advisor)("would this be unfair to people who write bad english? how can i check that").intents
