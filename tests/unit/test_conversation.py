"""Whole turns with the rules: interview, draft, agree, what next, done, stuck, change, undo."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor.domain.brief import Fact
from advisor.domain.conversation import Done, Intent, Reply
from advisor.domain.progress import Status
from advisor.domain.vocabulary import Condition, Verdict
from advisor.errors import NotFound
from advisor.planning.next_step import next_step
from advisor.planning.situation import CONDITION_WORDS, CONDITION_WORDS_DENIED

ME = "somebody"
SPAM = "We get a lot of spam through our contact form and I want to filter it."


def say(advisor: Any, conversation: str, text: str, **more: Any) -> Reply:
    events = list(advisor.reply(conversation, ME, text, **more))
    assert isinstance(events[-1], Done)
    assert "".join(e.text for e in events if e.kind == "text").strip() == events[-1].reply.reply
    return events[-1].reply


def drafted(advisor: Any, first: str = SPAM) -> tuple[str, Reply]:
    conversation = advisor.new(ME).id
    say(advisor, conversation, first)
    return conversation, say(advisor, conversation, "just draft it")


def components(reply: Reply, *status: str) -> set[str]:
    assert reply.plan is not None
    return {c.component for c in reply.plan.stack if not status or c.status in status}


def test_the_spam_plan_holds_what_an_expert_would_ask_for_and_no_more(advisor: Any) -> None:
    _, reply = drafted(advisor, SPAM + " I have never programmed.")
    assert reply.plan is not None
    have = components(reply)
    assert {"python", "pandas", "sql", "scikit-learn", "text-preprocessing", "tf-idf", "train-test-split"} <= have
    assert have & {"naive-bayes", "logistic-regression"}
    assert {"precision-recall-f1", "accuracy-limits", "fastapi", "docker"} <= have
    assert not have & {"pytorch", "tensorflow-keras", "kubernetes", "hugging-face-transformers", "airflow"}
    left = {o.component: o for o in reply.plan.left_out}
    assert "embeddings" in left or "sentence-transformers" in left
    deep = left.get("how-networks-learn") or left["pytorch"]
    assert deep.why
    assert deep.when


def test_a_backend_engineer_and_a_graduate_get_visibly_different_plans(advisor: Any) -> None:
    _, backend = drafted(advisor, SPAM + " I'm a backend engineer, Python, SQL, Docker and FastAPI every day.")
    _, graduate = drafted(advisor, SPAM + " I'm a data science graduate and never deployed anything.")
    learn_backend, learn_graduate = components(backend, "learn"), components(graduate, "learn")
    assert {"precision-recall-f1", "descriptive-statistics", "train-test-split"} <= learn_backend
    assert not learn_backend & {"python", "sql", "docker", "fastapi", "http-basics", "git", "programming-basics"}
    assert {"fastapi", "docker"} <= learn_graduate
    assert not learn_graduate & {"python", "pandas", "scikit-learn", "descriptive-statistics", "train-test-split"}


def test_the_interview_asks_little_never_what_was_said_and_takes_i_dont_know(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    reply = say(advisor, conversation, SPAM + " I know Python, 5 hours a week, no deadline, thousands of labelled messages.")
    asked: list[str] = []
    while reply.plan is None:
        assert reply.question is not None
        assert reply.question.fact not in ("hours_per_week", "known_skills")
        asked.append(reply.question.text)
        assert len(asked) <= 6
        reply = say(advisor, conversation, "I don't know")
    assert len(set(asked)) == len(asked)


def test_why_do_you_ask_is_answered_from_the_computation_and_the_question_stays(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    before = say(advisor, conversation, SPAM)
    reply = say(advisor, conversation, "why do you ask?")
    assert before.question is not None
    assert reply.question == before.question
    assert "hours" in reply.reply or "weeks" in reply.reply or "cut" in reply.reply


def test_agreeing_is_recorded_and_a_later_change_opens_a_new_version(advisor: Any) -> None:
    conversation, draft = drafted(advisor, SPAM + " I know Python. 6 hours a week.")
    assert draft.plan is not None
    assert not draft.plan.agreed
    agreed = say(advisor, conversation, "sounds good, I agree")
    assert Intent.AGREE in agreed.intents
    assert agreed.plan is not None
    assert agreed.plan.agreed
    assert agreed.plan.agreed_at is not None
    changed = say(advisor, conversation, "I only have 3 hours a week now")
    assert changed.plan_changed
    assert changed.plan is not None
    assert changed.plan.version == agreed.plan.version + 1
    assert not changed.plan.agreed
    assert changed.plan.hours_per_week == 3


def test_what_next_done_and_status(advisor: Any) -> None:
    conversation, _ = drafted(advisor, SPAM + " I know Python, pandas and SQL. 6 hours a week.")
    first = say(advisor, conversation, "what next?")
    assert first.plan is not None
    step = next_step(first.plan)
    assert step is not None
    assert step.milestone.text in first.reply
    assert step.milestone.done_when in first.reply
    done = say(advisor, conversation, "I finished the first two steps")
    assert done.plan is not None
    assert [m.status for m in done.plan.projects[0].milestones[:2]] == [Status.DONE, Status.DONE]
    after = next_step(done.plan)
    assert after is not None
    assert after.milestone.id == done.plan.projects[0].milestones[2].id
    assert "2 of" in say(advisor, conversation, "how far am I?").reply


def test_a_pivot_keeps_what_was_done_and_undo_brings_the_old_plan_back(advisor: Any) -> None:
    conversation, draft = drafted(advisor, SPAM + " I know Python. 6 hours a week.")
    assert draft.plan is not None
    say(advisor, conversation, "project 1 is done")
    finished = draft.plan.projects[0]
    pivot = say(advisor, conversation, "I changed my mind, I want to forecast how many loaves our bakery sells")
    assert pivot.frame is not None
    assert pivot.frame.pattern == "demand-forecasting"
    assert pivot.plan is not None
    assert pivot.plan.projects[0].id == finished.id
    assert pivot.plan.projects[0].finished
    assert "Kept" in pivot.reply
    undone = say(advisor, conversation, "undo that")
    assert undone.plan is not None
    assert undone.plan.frame.pattern == "spam-filtering"
    assert undone.plan.projects[0].finished


def test_swapping_a_tool_solves_again_with_it(advisor: Any) -> None:
    conversation, _ = drafted(advisor, SPAM + " I know Python. 6 hours a week.")
    reply = say(advisor, conversation, "use polars instead of pandas")
    assert "polars" in components(reply)
    assert "pandas" not in components(reply)


def test_why_an_item_is_in_or_out_shows_the_chain_and_the_solvers_comparison(advisor: Any) -> None:
    conversation, _ = drafted(advisor)
    inside = say(advisor, conversation, "why is sql in my plan?")
    assert "The chain:" in inside.reply
    assert inside.citations
    outside = say(advisor, conversation, "why not pytorch?")
    assert "left out" in outside.reply
    assert "hours instead of" in outside.reply


def test_stuck_names_obstacles_and_asks_for_the_symptom(advisor: Any) -> None:
    conversation, draft = drafted(advisor, SPAM + " I know Python, pandas and SQL. 6 hours a week.")
    reply = say(advisor, conversation, "I'm stuck, it does not work")
    assert draft.plan is not None
    assert draft.plan.projects[0].obstacles[0].symptom in reply.reply
    assert reply.reply.rstrip().endswith("?")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("I want to add up our sales per month", Verdict.NO_ML),
        ("I want to learn AI", Verdict.UNCLEAR),
        ("what is the capital of France", Verdict.OFF_TOPIC),
        (SPAM, Verdict.PLAN),
    ],
)
def test_verdicts(advisor: Any, text: str, verdict: Verdict) -> None:
    assert say(advisor, advisor.new(ME).id, text).verdict is verdict


@pytest.mark.parametrize(
    "text",
    ["", "   ", "🙂🙂🙂", "x" * 100_000, "spam " * 20_000, "<script>alert(1)</script>", "\x00\x01\x02", "我想过滤垃圾邮件", "؟؟؟", "[](javascript:1)", "{{7*7}}"],
)
def test_odd_input_gets_a_plain_reply_and_is_kept(advisor: Any, text: str) -> None:
    conversation = advisor.new(ME).id
    reply = say(advisor, conversation, text)
    assert reply.reply
    assert "Traceback" not in reply.reply
    assert "<script" not in reply.reply
    assert len(advisor.open(conversation, ME).messages) == 2


def test_a_question_off_the_corpus_is_not_answered_by_guessing(advisor: Any) -> None:
    conversation, _ = drafted(advisor)
    reply = say(advisor, conversation, "explain how to file my tax return please").reply
    assert "no guidance" in reply or "outside" in reply


def test_the_same_message_sent_twice_is_answered_once(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    list(advisor.reply(conversation, ME, SPAM, message_id="abc"))
    assert list(advisor.reply(conversation, ME, SPAM, message_id="abc")) == []
    assert len(advisor.open(conversation, ME).messages) == 2


def test_a_turn_cut_off_after_the_message_was_stored_is_resumed(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    running = advisor.reply(conversation, ME, SPAM)
    next(running)
    running.close()
    view = advisor.open(conversation, ME)
    assert [m.role for m in view.messages] == ["person"]
    assert len(view.unanswered) == 1
    assert isinstance(list(advisor.resume(conversation, ME))[-1], Done)
    assert [m.role for m in advisor.open(conversation, ME).messages] == ["person", "advisor"]


def test_nobody_else_can_open_a_conversation(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    with pytest.raises(NotFound):
        advisor.open(conversation, "somebody else")
    with pytest.raises(NotFound):
        list(advisor.reply(conversation, "somebody else", "hi"))


def test_editing_ticking_and_agreeing_by_click_do_what_chat_does(advisor: Any) -> None:
    conversation, draft = drafted(advisor, SPAM + " I know Python. 6 hours a week.")
    assert draft.plan is not None
    edited = advisor.edit(conversation, ME, [Fact(name="hours_per_week", value=3.0)])
    assert edited.plan is not None
    assert edited.plan.hours_per_week == 3
    assert edited.plan.version == draft.plan.version + 1
    milestone = edited.plan.projects[0].milestones[0].id
    marked = advisor.mark(conversation, ME, milestone, Status.DONE)
    assert marked.plan is not None
    assert marked.plan.projects[0].milestones[0].status is Status.DONE
    assert advisor.agree(conversation, ME).plan.agreed
    undone = advisor.undo(conversation, ME)
    assert undone.plan.projects[0].milestones[0].status is Status.TODO


def test_the_state_survives_a_new_process(advisor: Any, tmp_path: Any, knowledge: Any) -> None:
    from advisor.bootstrap import export
    from advisor.service import Advisor
    from advisor.storage import Store

    conversation, draft = drafted(advisor)
    again = Advisor(knowledge, Store(tmp_path / "t.sqlite3"), export)
    assert again.open(conversation, ME).state.plan == draft.plan


def test_an_exported_plan_marks_the_day_of_the_export(advisor: Any) -> None:
    conversation, draft = drafted(advisor)
    name, media, content = advisor.export(conversation, ME, "html")
    assert (name[-5:], media) == (".html", "text/html; charset=utf-8")
    assert f"today, {draft.plan.started.day} " in content.decode()


def test_a_problem_and_the_wish_for_a_draft_may_stand_in_one_message(advisor: Any) -> None:
    reply = say(advisor, advisor.new(ME).id, SPAM + " I know excel well, no coding, maybe 4 hrs a week. just draft it")
    assert reply.plan is not None
    assert reply.plan.hours_per_week == 4


def test_facts_alone_are_no_problem_and_are_kept_until_it_is_told(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    first = say(advisor, conversation, "8 h/week, no deadline")
    assert first.frame is None
    assert "8 hours a week" in first.reply
    second = say(advisor, conversation, SPAM)
    assert second.frame is not None
    assert {f.name for f in second.facts} >= {"hours_per_week", "deadline_weeks", "problem"}


def test_an_answer_that_cannot_be_read_twice_is_left_open(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    asked = say(advisor, conversation, SPAM).question
    assert asked is not None
    assert say(advisor, conversation, "xyzzy plugh frobnicate").question == asked
    assert say(advisor, conversation, "xyzzy plugh frobnicate").question != asked


def test_a_question_that_other_facts_answer_twice_is_left_open(advisor: Any) -> None:
    conversation = advisor.new(ME).id
    asked = say(advisor, conversation, SPAM).question
    assert asked is not None
    assert say(advisor, conversation, "The data must not leave our building.").question == asked
    reply = say(advisor, conversation, "It has to be able to explain itself.")
    assert reply.question != asked
    assert "I leave my question open" in reply.reply


def test_falling_behind_shows_what_is_left_against_the_time(advisor: Any) -> None:
    conversation, _ = drafted(advisor, SPAM + " I know Python. 6 hours a week.")
    reply = say(advisor, conversation, "I'm two weeks behind, I was ill")
    assert "of work are left" in reply.reply


def test_every_condition_can_be_said_and_denied_in_words() -> None:
    assert set(CONDITION_WORDS) == set(CONDITION_WORDS_DENIED) == set(Condition)


def test_a_message_said_anew_plans_from_before_it_and_keeps_what_was_done(advisor: Any) -> None:
    conversation, draft = drafted(advisor)
    say(advisor, conversation, "make it 3 hours a week", message_id="three")
    step = next_step(draft.plan).milestone.id  # type: ignore[arg-type, union-attr]
    advisor.mark(conversation, ME, step, Status.DONE)
    advisor.hear(conversation, ME, "make it 8 hours a week", "eight", instead_of="three")
    assert advisor.open(conversation, ME).state.plan.version == draft.plan.version  # type: ignore[union-attr]
    say(advisor, conversation, "make it 8 hours a week", message_id="eight")
    eight = advisor.open(conversation, ME)
    advisor.turn_to(conversation, ME, "three")
    three = advisor.open(conversation, ME)
    for view, hours, version in ((eight, 8, 3), (three, 3, 2)):
        assert (view.state.plan.hours_per_week, view.state.plan.version) == (hours, version)
        assert view.state.plan.milestone(step).status is Status.DONE
    assert {m.text for m in eight.messages} & {m.text for m in three.messages} > {SPAM}
    assert eight.forks.branches == {"eight": ("three", "eight")}


def test_only_the_newest_messages_are_opened_if_so_many_are_asked_for(advisor: Any) -> None:
    conversation, _ = drafted(advisor)
    for n in range(5):
        say(advisor, conversation, "thanks", message_id=f"thanks-{n}")
    whole, end = advisor.open(conversation, ME), advisor.open(conversation, ME, last=3)
    assert end.messages == whole.messages[10:]
    assert (whole.earlier, end.earlier) == (False, True)
    assert end.forks.editable == {m.id for m in end.messages if m.role == "person"}


def test_what_an_answer_cites_can_be_read(advisor: Any) -> None:
    conversation, _ = drafted(advisor)
    reply = say(advisor, conversation, "what is recall?")
    passage = advisor.passage(reply.citations[0].id)
    assert "recall" in passage.text.lower()
    assert advisor.passage("guide/that-never-was") is None


def test_a_page_opened_while_its_reply_is_stored_never_shows_a_message_that_nobody_answers(
    knowledge: Any, tmp_path: Path
) -> None:
    from advisor.bootstrap import export
    from advisor.service import Advisor
    from advisor.storage import Store

    class ReplyComesIn(Store):
        """Stores the reply to what waits between the two looks that opening a page takes."""

        meanwhile: Callable[[], object] | None = None

        def _come_in(self) -> None:
            act, self.meanwhile = self.meanwhile, None
            if act:
                act()

        def messages(self, *asked: Any, **how: Any) -> Any:
            found = super().messages(*asked, **how)
            self._come_in()
            return found

        def unanswered(self, *asked: Any, **how: Any) -> Any:
            found = super().unanswered(*asked, **how)
            self._come_in()
            return found

    store = ReplyComesIn(tmp_path / "t.sqlite3")
    advisor = Advisor(knowledge, store, export)
    conversation = advisor.new(ME).id
    heard = advisor.hear(conversation, ME, SPAM)
    store.meanwhile = lambda: say(advisor, conversation, SPAM, message_id=heard.id)
    view = advisor.open(conversation, ME)
    assert bool(view.unanswered) != any(m.answers == heard.id for m in view.messages)
