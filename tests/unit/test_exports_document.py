"""What every format is given: the plan in order, its days, its pictures; and that nothing heavy is loaded for it."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from advisor import exports
from advisor.domain.plan import Plan, PlanMilestone
from advisor.exports.characters import clean, cleaned
from advisor.exports.document import Figure, plain
from advisor.exports.drawing import BOLD, Label, Path, Rect, breadth, shortened, wrapped
from advisor.exports.outline import outline
from advisor.exports.timeline import spans
from tests.unit.hostile import HOSTILE
from tests.unit.plan_factory import small_plan

DOCUMENTS = ("markdown", "html", "pdf", "docx")


def plan_of(*hours: float, **changes: object) -> Plan:
    """A plan of projects with one open step each."""
    project = small_plan().projects[0]
    made = tuple(
        project.model_copy(
            update={
                "id": f"p{number}",
                "title": f"Project {number}",
                "introduces": (),
                "milestones": (PlanMilestone(id=f"p{number}/a", text="Do it", hours=each, done_when="It is done"),),
            }
        )
        for number, each in enumerate(hours)
    )
    return small_plan(projects=made, **changes)


def figure(plan: Plan, id: str, today: date | None = None) -> Figure:
    return next(found for found in outline(plan, today).figures() if found.id == id)


def told(found: Figure) -> list[str]:
    return [plain(line) for line in found.lines]


# --- days


def test_projects_follow_one_another_day_by_day() -> None:
    days = [span.days for span in spans(plan_of(4, 2, 6, hours_per_week=4))]
    assert days == [
        (date(2026, 3, 1), date(2026, 3, 7)),
        (date(2026, 3, 8), date(2026, 3, 11)),
        (date(2026, 3, 12), date(2026, 3, 21)),
    ]


def test_what_is_done_or_skipped_takes_no_days() -> None:
    (span,) = spans(small_plan())  # half an hour of it is open
    assert span.days == (date(2026, 3, 1), date(2026, 3, 1))
    done = small_plan().projects[0].model_copy(update={"milestones": small_plan().projects[0].milestones[:1]})
    assert spans(small_plan(projects=(done,)))[0].days is None


@pytest.mark.parametrize(
    "changes", [{"hours_per_week": 1e-300}, {"hours_per_week": 1e-5}, {"started": date(9999, 12, 1)}]
)
def test_what_no_calendar_holds_is_not_drawn(changes: dict[str, object]) -> None:
    plan = plan_of(100, **changes)
    assert spans(plan) == ()
    assert "timeline" not in [found.id for found in outline(plan, date(2026, 3, 2)).figures()]
    assert exports.render(plan, "html", date(2026, 3, 2))


def test_the_timeline_in_words_has_dates_today_and_the_end_of_the_time() -> None:
    plan = plan_of(4, 40, hours_per_week=4, weeks_available=10)
    assert told(figure(plan, "timeline", date(2026, 3, 9))) == [
        "Project 0: 1 to 7 March 2026.",
        "Project 1: 8 March to 16 May 2026.",
        "Today is 9 March 2026, in week 2.",
        "The weeks that you have end on 10 May 2026.",
    ]


def test_today_is_marked_where_it_lies_in_the_picture_and_only_then() -> None:
    plan = plan_of(4, 4, hours_per_week=4)

    def flags(today: date | None) -> list[Label]:
        shapes = figure(plan, "timeline", today).wide.shapes
        return [shape for shape in shapes if isinstance(shape, Label) and shape.text.startswith("today")]

    assert [flag.text for flag in flags(date(2026, 3, 8))] == ["today, 8 Mar"]
    assert flags(date(2026, 3, 8))[0].x == 320  # half of two weeks
    assert flags(None) == flags(date(2026, 2, 1)) == flags(date(2036, 1, 1)) == []


# --- pictures


def test_the_picture_leads_from_the_problem_over_what_it_takes_to_the_projects() -> None:
    found = figure(small_plan(), "picture")
    assert told(found) == ["1. Look first: learn Python (write programs)."]
    words = [shape.text for shape in found.wide.shapes if isinstance(shape, Label)]
    shown = [word for word in words if not word.startswith(("what", "where"))]
    assert shown == ["have spam put aside", "write programs", "Python", "1. Look first"]


def test_a_picture_of_very_many_things_ends_and_says_how_many_are_not_in_it() -> None:
    choice = small_plan().stack[0]
    stack = tuple(choice.model_copy(update={"component": f"c{n}", "name": f"Thing {n}"}) for n in range(90))
    project = small_plan().projects[0].model_copy(update={"introduces": tuple(c.component for c in stack)})
    found = figure(small_plan(stack=stack, projects=(project,)), "picture")
    words = [shape.text for shape in found.wide.shapes if isinstance(shape, Label)]
    assert sum(word.startswith("Thing") for word in words) == 36
    assert "and 54 more" in words
    assert "Thing 89" in found.words


def test_a_long_title_stands_whole_over_its_bar() -> None:
    title = "Ideas you will need next: averages and spread; categories as numbers; learning from labelled examples"
    plan = small_plan(projects=(small_plan().projects[0].model_copy(update={"title": title}),))
    words = [shape.text for shape in figure(plan, "timeline").wide.shapes if isinstance(shape, Label)]
    assert f"1. {title}" in " ".join(words)


def test_a_tall_box_holds_all_of_its_title() -> None:
    choice = small_plan().stack[0]
    stack = tuple(choice.model_copy(update={"component": f"c{n}", "name": f"Thing {n}"}) for n in range(6))
    title = "Ideas you will need next: averages and spread; categories as numbers; learning from labelled examples"
    project = small_plan().projects[0].model_copy(update={"title": title, "introduces": tuple(c.component for c in stack)})
    words = [shape.text for shape in figure(small_plan(stack=stack, projects=(project,)), "picture").wide.shapes if isinstance(shape, Label)]
    assert f"1. {title}" in " ".join(words)


def test_data_that_an_earlier_project_told_of_are_not_told_again() -> None:
    first = small_plan().projects[0]
    second = first.model_copy(update={"id": "second", "title": "Once more", "dataset": first.dataset.model_copy(update={"then": "Your own."})})
    document = exports.render(small_plan(projects=(first, second)), "markdown", None).decode()
    assert document.count("Download the zip") == document.count("Some occur twice") == 1
    assert "as in project 1; what is said of it there holds here too." in document
    assert "Your own." in document


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120) | st.sampled_from(HOSTILE), st.integers(0, 90), st.integers(1, 60))
def test_all_that_is_drawn_lies_in_the_picture(text: str, day: int, weeks: int) -> None:
    plan = small_plan(text, weeks_available=weeks)
    for found in outline(plan, plan.started + timedelta(day)).figures():
        for drawing in (found.wide, found.narrow):
            for shape in drawing.shapes:
                for x, y in corners(shape):
                    assert -1 <= x <= drawing.width + 1
                    assert -1 <= y <= drawing.height + 1


def corners(shape: Rect | Path | Label) -> list[tuple[float, float]]:
    if isinstance(shape, Path):
        return list(shape.points)
    if isinstance(shape, Rect):
        return [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
    width = breadth(shape.text, shape.size * (BOLD if shape.bold else 1))
    x = shape.x - {"start": 0, "middle": width / 2, "end": width}[shape.anchor]
    return [(x, shape.y - shape.size * 0.7), (x + width, shape.y)]


@given(st.text(), st.integers(30, 300), st.integers(1, 4))
@example("0 00000 000 0", 30, 3)
def test_wrapped_lines_fit_their_width_and_number(text: str, width: int, most: int) -> None:
    lines = wrapped(text, width, most=most)
    assert len(lines) <= most
    assert all(breadth(line) <= width for line in lines)
    if "…" not in "".join(lines):
        assert "".join(lines).replace(" ", "") == "".join(text.split())


def test_a_long_name_is_shortened_with_a_sign_that_it_is() -> None:
    assert shortened("A very long name of a project", 100) == "A very long na…"


# --- the same in all formats


def test_every_format_says_all_that_the_plan_says() -> None:
    from tests.unit.reading_back import words_of

    plan = small_plan()
    said = ("have spam put aside", "My inbox is full of spam.", "I want it gone.", "Twenty words", "The list of words",
            "A list with a threshold", "Lost mail costs more", "Doubled messages", "They sort", "Not your words",
            "A mail service", "Python", "All tools are used from it", "Docker", "One computer is enough", "others run it",
            "Look first", "See what spam looks like", "SMS Spam", "5,574 messages", "CC BY 4.0", "Download the zip",
            "Some occur twice", "Your own messages", "A word list", "Beat the word list", "Read a file",
            "It prints the rows", "stuck", "skipped", "All are ham", "Most are", "A page of counts",
            "Project: the service", "No service", "Give it 6.5 hours", "You have a laptop", "Nothing helps with pictures",
            "The handbook", "https://example.org/handbook", "Version 2, agreed on 3 March 2026", "exact rules")  # fmt: skip
    for name in DOCUMENTS:
        words = words_of(exports.render(plan, name, date(2026, 3, 2)), name)
        assert not [text for text in said if text not in words], name


# --- characters


def test_control_characters_and_turns_of_direction_go_and_lines_stay() -> None:
    assert clean("a\x00b\u202ec\r\nd\u2028e\tf\ufffe") == "a bc\nd\ne f"
    assert clean("\ud800x") == "\ufffdx"
    assert clean("שלום 👩‍💻") == "שלום 👩‍💻"


def test_a_clean_plan_stays_as_it_is() -> None:
    assert cleaned(small_plan()) == small_plan()


# --- loaded when needed


def test_neither_typst_nor_word_is_loaded_before_a_file_is_made() -> None:
    code = "import sys, advisor.exports, advisor.bootstrap; sys.exit(bool({'typst', 'docx', 'lxml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
