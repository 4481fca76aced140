"""The plan beside the talk: what it shows, what a click does, and that all that is said by words can be clicked."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Dialogue, Intent, State, Version
from advisor.domain.plan import PlanHours
from advisor.domain.progress import Mark, Progress, Status
from advisor.planning.calendar_view import calendar_view, standing
from advisor.web import brief_fields, brief_panel, dates, plan_head, plan_picture, plan_timeline, plan_versions
from tests.app.fake_advisor import FACTS, FakeAdvisor
from tests.app.test_page import open_menu, press, texts, with_plan
from tests.unit.plan_factory import small_plan

Page = Callable[..., AppTest]
TODAY = date(2026, 3, 10)
COLOURS = {"ink": "#000", "paper": "#fff", "accent": "#080", "warn": "#800"}


def at_tab(page: Page, tab: str) -> AppTest:
    """A page with a plan, turned to a tab."""
    at = with_plan(page)
    at.session_state["panel-tab"] = tab
    return at.run()


def keys(at: AppTest) -> list[str]:
    """Of all buttons."""
    return [str(b.key) for b in at.button]


def click(at: AppTest, start: str) -> AppTest:
    """Clicks the button whose key begins so."""
    return next(b for b in at.button if str(b.key).startswith(start)).click().run()


# --- what is shown


def test_a_plan_says_when_it_ends_and_what_agreeing_means(page: Page, advisor: FakeAdvisor) -> None:
    at = with_plan(page)
    assert "1 hour to go" in texts(at)
    assert plan_head.AGREEING in texts(at)
    at = press(at, "Agree")
    assert "A change makes a new one" in texts(at)


def test_the_problem_stands_in_the_persons_own_words(page: Page) -> None:
    written = texts(at_tab(page, "Problem")).replace("\\", "")
    for told in ("My inbox is full of spam.", "Classifying short texts", "where it falls short", "Do you need ML?", "Doubled messages"):
        assert told in written


def test_only_the_open_tab_is_drawn(page: Page) -> None:
    assert "What exists already" not in texts(with_plan(page))
    assert not at_tab(page, "Problem").checkbox


# --- the calendar


def _state(**changes: Any) -> State:
    first, second = small_plan().projects[0], small_plan().projects[0]
    steps = tuple(m.model_copy(update={"status": Status.DONE}) for m in first.milestones)
    left = tuple(m.model_copy(update={"status": Status.TODO, "id": f"b/{m.id}"}) for m in second.milestones)
    plan = small_plan(
        projects=(
            first.model_copy(update={"milestones": steps}),
            second.model_copy(update={"id": "build", "title": "Build | it", "milestones": left}),
            second.model_copy(update={"id": "ship", "title": "Ship it", "milestones": tuple(m.model_copy(update={"id": f"c/{m.id}"}) for m in left)}),
        ),
        hours_per_week=2, hours=PlanHours(learn=4, build=4, total=8, done=4),
    )  # fmt: skip
    marks = {m.id: Mark(status=Status.DONE, at=datetime(2026, 3, 2 + n, 9, tzinfo=UTC), hours=m.hours) for n, m in enumerate(steps)}
    fields: dict[str, Any] = {"plan": plan, "progress": Progress(marks=marks), "dialogue": Dialogue(began=date(2026, 3, 1))}
    return State(**{**fields, **changes})


def test_what_is_done_lies_on_its_days_and_the_rest_goes_on_from_today() -> None:
    state = _state()
    assert state.plan
    seen = calendar_view(state.plan, state.brief, state.progress, TODAY)
    assert [s.when for s in seen.spans] == ["done", "now", "coming"]
    assert (seen.spans[0].first, seen.spans[0].last) == (date(2026, 3, 2), date(2026, 3, 4))
    assert seen.spans[1].first == TODAY
    assert seen.spans[1].last == TODAY + timedelta(days=13), "four hours at two a week"
    assert seen.spans[2].first == TODAY + timedelta(days=14)


def test_weeks_that_are_lost_move_all_that_is_to_come() -> None:
    state = _state(brief=Brief(facts=(Fact(name="pause_weeks", value=2, on=TODAY),)))
    assert state.plan
    assert calendar_view(state.plan, state.brief, state.progress, TODAY).spans[1].first == TODAY + timedelta(days=14)


@pytest.mark.parametrize(("weeks", "told"), [(3.0, "after your date"), (30.0, "in time for your date"), (None, "there is no fixed date")])
def test_the_timeline_says_in_words_whether_it_ends_in_time(weeks: float | None, told: str) -> None:
    state = _state(brief=Brief(facts=(Fact(name="deadline_weeks", value=weeks, on=TODAY),)))
    assert state.plan
    words = plan_timeline.in_words(calendar_view(state.plan, state.brief, state.progress, TODAY))
    assert told in words
    assert "1 of 3 projects finished" in words


def test_the_chart_tells_done_now_and_to_come_apart_by_shape_and_words() -> None:
    state = _state(brief=Brief(facts=(Fact(name="deadline_weeks", value=3, on=TODAY),)))
    assert state.plan
    chart = plan_timeline.chart(calendar_view(state.plan, state.brief, state.progress, TODAY), COLOURS)
    rects = [layer for layer in chart["layer"] if layer["mark"]["type"] == "rect"]
    assert [[v["when"] for v in layer["data"]["values"]] for layer in rects] == [["now", "coming"], ["now"], ["done"]]
    labels = [v["label"] for v in chart["layer"][-1]["data"]["values"]]
    assert labels == ["✓ 1. Look first · done", "▸ 2. Build | it · now", "3. Ship it"]
    assert any(v.get("label") == "today" for layer in chart["layer"] for v in layer["data"]["values"])
    assert any(v.get("label") == "due" for layer in chart["layer"] for v in layer["data"]["values"])


def test_the_table_of_the_timeline_keeps_its_cells_whatever_a_title_holds() -> None:
    state = _state()
    assert state.plan
    rows = plan_timeline.table(calendar_view(state.plan, state.brief, state.progress, TODAY)).split("\n")
    assert all(row.replace("\\|", "").count("|") == 6 for row in rows)


@pytest.mark.parametrize(
    ("days", "told"), [(3, None), (14, "On pace"), (42, "behind"), (7, "ahead")]
)
def test_the_pace_is_told_once_there_is_one(days: int, told: str | None) -> None:
    state = _state(dialogue=Dialogue(began=TODAY - timedelta(days=days)))
    assert state.plan
    found = standing(state.plan, state.brief, state.progress, state.dialogue.began, TODAY)
    assert (found is None) == (told is None)
    if found and told:
        assert told in plan_head.standing_words(found, state.plan)


@pytest.mark.parametrize(
    ("told", "written", "field"),
    [
        ("de-DE", "3. März 2026", "DD.MM.YYYY"), ("en-US", "March 3, 2026", "MM/DD/YYYY"), ("en-GB", "3 March 2026", "DD/MM/YYYY"),
        ("en", "3 March 2026", "DD/MM/YYYY"), ("", "3 March 2026", "DD/MM/YYYY"), ("xx-nonsense", "3 March 2026", "DD/MM/YYYY"),
        ("sv-SE", "3 mars 2026", "YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_days_are_written_as_the_person_writes_them(monkeypatch: pytest.MonkeyPatch, told: str, written: str, field: str) -> None:
    class Context:
        locale = told

    monkeypatch.setattr(dates.st, "context", Context())
    assert dates.day(date(2026, 3, 3)) == written
    assert dates.input_format() == field


# --- the picture


def test_the_picture_leads_from_needs_over_components_to_projects(catalog: Catalog) -> None:
    plan = small_plan()
    drawn = plan_picture.draw_for(catalog, plan, "look")
    assert drawn.components == {"component/python": "Python"}
    assert drawn.edges == (("need/write-programs", "component/python"), ("component/python", "project/look"))
    assert "Python, learnt in 1\\. Look first" in plan_picture.in_words(drawn)


@pytest.mark.parametrize(
    ("part", "told"),
    [("component/python", "The handbook"), ("need/write-programs", "What meets it here: Python"), ("project/look", "It teaches Python"), ("component/nope", "Choose a part"), ("", "Choose a part")],
)  # fmt: skip
def test_a_click_in_the_picture_tells_why_it_is_there(catalog: Catalog, part: str, told: str) -> None:
    plan = small_plan()
    assert told in plan_picture.told(catalog, plan, [plan_picture.draw_for(catalog, plan, "look")], part)


def test_what_only_carries_others_is_drawn_with_what_it_carries(catalog: Catalog) -> None:
    plan = small_plan()
    python = plan.stack[0]
    base = python.model_copy(update={"component": "files", "name": "Files", "needs": (), "required_by": ("python",)})
    project = plan.projects[0].model_copy(update={"introduces": ("python", "files")})
    plan = plan.model_copy(update={"stack": (*plan.stack, base), "projects": (project,)})
    assert ("need/write-programs", "component/files") in plan_picture.draw_for(catalog, plan, "look").edges


def test_the_script_of_the_picture_puts_text_in_as_text_only() -> None:
    script = (Path(plan_picture.__file__).parent / "picture.js").read_text(encoding="utf-8")
    assert "textContent" in script
    assert "innerHTML" not in script and "insertAdjacentHTML" not in script


# --- versions


def test_versions_are_listed_compared_and_gone_back_to(page: Page, advisor: FakeAdvisor) -> None:
    when = datetime(2026, 3, 3, 9, tzinfo=UTC)
    old, new = small_plan(version=1, agreed=False), small_plan(version=2, hours_per_week=6)
    frame = old.frame
    advisor.history = [
        Version(plan=old, made=when, reason="we get | junk", frame=frame), Version(plan=new, made=when, reason="six hours", frame=frame),
    ]  # fmt: skip
    advisor.plan = new
    at = at_tab(page, "Versions")
    written = texts(at).replace("\\", "")
    assert "six hours" in written
    assert "| Hours a week | 4 | 6 |" in written
    click(at, "restore-1")
    assert advisor.called("restore")[-1] == ("restore", 1)
    assert "restore-2" not in " ".join(keys(at)), "one is there already"


def test_side_by_side_says_why_something_went() -> None:
    old = small_plan()
    new = old.model_copy(update={"stack": old.stack[1:], "version": 3})
    rows = plan_versions.side_by_side(old, new, plan_versions.diff(old, new))
    assert "drops out" in rows or "Kept" in rows
    gone = plan_versions.side_by_side(new, old, plan_versions.diff(new, old))
    assert "| **Python** :small[:gray[comes in]] | — | 2 hours |" in gone


# --- what was understood


def test_every_kind_of_fact_has_a_name_a_place_and_a_way_in() -> None:
    from typing import get_args

    from advisor.domain.brief import FactName

    kinds = set(get_args(FactName))
    assert kinds == set(brief_fields.NAMES) == set(brief_panel.ORDER)
    assert kinds - set(brief_panel.ADDABLE) == {"problem", "scope", "own_tool"}


def test_uncertain_facts_are_marked_and_quotes_are_at_hand(page: Page, advisor: FakeAdvisor) -> None:
    written = texts(at_tab(page, "Understood")).replace("\\", "")
    assert ":orange-badge[inferred]" in written
    assert ":orange-badge[assumed]" in written
    assert "You said “4 hrs a week”" in written


def test_a_deadline_is_set_as_a_day_and_taken_away_again(page: Page, advisor: FakeAdvisor) -> None:
    conversation = advisor.new("m" * 43)
    due = Fact(name="deadline_weeks", value=4.0, provenance=Provenance.SAID, quote="in a month", on=dates.today())
    advisor.put(conversation.id, State(brief=Brief(facts=(*FACTS, due))))
    at = open_menu(page(conversation.id), "change-deadline_weeks")
    at.date_input[0].set_value(dates.today() + timedelta(weeks=6))
    at = click(at, "save-deadline_weeks")
    assert advisor.called("edit")[-1][1][0].value == 6.0
    assert not at.date_input, "what was changed by closes"
    at = open_menu(at, "change-deadline_weeks")
    next(c for c in at.checkbox if "no-date" in str(c.key)).check()
    click(at, "save-deadline_weeks")
    assert advisor.called("edit")[-1][1][0].value is None


def test_the_hours_are_changed_at_the_head_of_the_plan_and_the_rest_is_a_click_away(page: Page, advisor: FakeAdvisor) -> None:
    at = open_menu(with_plan(page), "change-plan")
    field = next(n for n in at.number_input if "head" in str(n.key))
    assert field.label == "Hours a week"
    field.set_value(3.0)
    at = click(at, "save-head")
    fact = advisor.called("edit")[-1][1][0]
    assert (fact.name, fact.value, fact.provenance) == ("hours_per_week", 3.0, Provenance.EDITED)
    assert "to-facts-" not in " ".join(keys(at)), "a menu closes when something in it was clicked"
    at = click(open_menu(at, "change-plan"), "to-facts-")
    assert at.session_state["panel-tab"] == "Understood"
    assert at.session_state["change-plan"] is False, "what popped up is in the way of what it leads to"


# --- all that is said by words can be clicked

BY_CLICK: dict[Intent, str | None] = {
    Intent.ANSWER: "test_quick_answers_stand_under_the_open_question", Intent.WHAT_NEXT: "next-", Intent.WHY_ITEM: "about-",
    Intent.DO_I_NEED: "need-", Intent.MARK_DONE: "done-", Intent.CHANGE_TIME: "save-hours_per_week", Intent.CHANGE_GOAL: "other-",
    Intent.SWAP_TOOL: "preferences-avoid-", Intent.TOO_HARD: "hard-", Intent.TOO_EASY: "easy-", Intent.STUCK: "stuck-",
    Intent.COMPARE: "without-", Intent.RESOURCES: "links", Intent.EXPLAIN: "what-", Intent.EXPORT: "download-", Intent.AGREE: "agree-",
    Intent.UNDO: "undo-", Intent.STATUS: "status-", Intent.ABOUT: None, Intent.SMALLTALK: None, Intent.OFF_TOPIC: None,
}  # fmt: skip
"""What carries out by click what each intent carries out by words: the beginning of a button's key. About the advisor, small
talk and what is not our business is talk alone."""


def test_every_intent_has_its_click() -> None:
    assert set(BY_CLICK) == set(Intent)


def test_the_clicks_of_all_intents_are_on_the_page(page: Page, advisor: FakeAdvisor) -> None:
    advisor.undoable = True
    at = at_tab(page, "Projects")
    for menu in ("take-away", "change-plan", "not-right"):
        at = open_menu(at, menu)
    found = keys(at) + [str(d.key) for d in at.get("download_button")]
    at.session_state["panel-tab"] = "To learn"
    at = open_menu(at.run(), "about-python")
    at = open_menu(at, "left-out")
    found += keys(at)
    assert "https://example.org/handbook" in texts(at), "sources to read more"
    at.session_state["panel-tab"] = "Understood"
    at = open_menu(at.run(), "change-hours_per_week")
    found += keys(at)
    for intent, start in BY_CLICK.items():
        if start and not start.startswith("test_") and start not in ("links", "about-"):
            assert any(k.startswith(start) for k in found), f"{intent.value}: no {start}"


@pytest.mark.parametrize(
    ("menu", "start", "said"),
    [("not-right", "hard-", plan_head.TOO_HARD), ("not-right", "easy-", plan_head.TOO_EASY), ("", "stuck-", plan_head.STUCK),
     ("change-plan", "other-", plan_head.OTHER_PROBLEM), ("change-plan", "status-", plan_head.STATUS),
     ("change-plan", "behind-", plan_head.BEHIND), ("change-plan", "could-go-", plan_head.COULD_GO)],
)  # fmt: skip
def test_what_needs_talk_is_said_by_a_click(page: Page, advisor: FakeAdvisor, menu: str, start: str, said: str) -> None:
    at = with_plan(page)
    at = click(open_menu(at, menu) if menu else at, start)
    assert not menu or at.session_state[menu] is False
    assert advisor.called("reply")[-1][1] == said


def test_a_tool_is_swapped_known_or_left_out_where_it_stands(page: Page, advisor: FakeAdvisor) -> None:
    at = open_menu(at_tab(page, "To learn"), "about-python")
    for start, expected in (("preferences-avoid", ("preferences", "python", "avoid")), ("known_skills-working", ("known_skills", "python", "working"))):
        click(at, start)
        fact = advisor.called("edit")[-1][1][0]
        assert (fact.name, fact.key, fact.value) == expected
        at = open_menu(at_tab(page, "To learn"), "about-python")
    click(at, "leave-python")
    assert advisor.called("rescope")[-1] == ("rescope", "need/write-programs", "drop")


def test_what_was_cut_comes_back_by_a_click(page: Page, advisor: FakeAdvisor) -> None:
    cut = small_plan().cut[0].model_copy(update={"kind": "project", "id": "ship"})
    advisor.plan = small_plan(version=1, agreed=False, cut=(cut,))
    click(at_tab(page, "To learn"), "back-project-ship")
    assert advisor.called("rescope")[-1] == ("rescope", "project/ship", "keep")


def test_a_step_can_be_reopened_skipped_stuck_and_cut_smaller(page: Page, advisor: FakeAdvisor) -> None:
    at = open_menu(with_plan(page), "more-look/rule")
    click(at, "todo-look/rule")
    assert advisor.called("mark")[-1] == ("mark", "look/rule", Status.TODO)
    open_step = small_plan().projects[0].milestones[1].model_copy(update={"status": Status.TODO, "hours": 2.0})
    project = small_plan().projects[0].model_copy(update={"milestones": (open_step,)})
    advisor.plan = small_plan(version=1, agreed=False, projects=(project,))
    for start, call in (("skipped-look/count", ("mark", "look/count", Status.SKIPPED)), ("stuck-look/count", ("mark", "look/count", Status.STUCK))):
        click(open_menu(with_plan(page), "more-look/count"), start)
        assert advisor.called("mark")[-1] == call
    click(open_menu(with_plan(page), "more-look/count"), "split-look/count")
    fact = advisor.called("edit")[-1][1][0]
    assert (fact.name, fact.key, fact.value) == ("scope", "step/look/count", "split")
