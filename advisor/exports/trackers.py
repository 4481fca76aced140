"""A plan as tables (CSV, RFC 4180) that spreadsheets and trackers take in: one row a step.

What the columns are called, and why so, is told in docs/taking-it-away.md. No cell begins, and nothing within one goes
on after a separator, as a formula would: spreadsheets would work it out.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from advisor.domain.plan import Plan, PlanMilestone, PlanProject
from advisor.domain.progress import CLOSED, Status
from advisor.exports.escaping import line
from advisor.exports.plain import block, one_line
from advisor.exports.schedule import Days, days
from advisor.exports.words import bare, hours, sentence

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"

_FORMULA = re.compile(r"(?:^|(?<=[;\"\n]))( *)(?=[=+\-@＝＋－＠])")
_MENTION = re.compile(r"@(?=[\w-])")
_WIKI = re.compile(r"[\[{]|!(?=\S)")
_LONGEST_TITLE = 250
_STANDING = {Status.TODO: "To do", Status.STUCK: "Stuck", Status.DONE: "Done", Status.SKIPPED: "Skipped"}
_KINDS = {"learn": "Learn", "build": "Build"}


class Row(NamedTuple):
    """One step with what a table tells of it."""

    plan: Plan
    number: int
    project: PlanProject
    step: PlanMilestone
    when: Days


Column = tuple[str, Callable[[Row], str]]
"""A column's name and what stands in it."""


def table(plan: Plan) -> bytes:
    """For spreadsheets. The byte order mark tells Excel that the text is UTF-8."""
    return b"\xef\xbb\xbf" + _csv(plan, (
        ("Step", _title), ("Status", _standing), ("Project", _project), ("Kind", _kind), ("Start", _first), ("End", _last),
        ("Hours", _hours), ("Done when", _done_when), ("Step ID", lambda row: row.step.id),
    ))  # fmt: skip


def github(plan: Plan) -> bytes:
    """Columns as github-csv-tools and like tools read them; GitHub has no import of its own."""
    return _csv(plan, (
        ("title", _title), ("body", _github_body), ("labels", lambda row: f"{row.step.kind},project {row.number}"),
        ("state", lambda row: "closed" if row.step.status in CLOSED else "open"),
    ))  # fmt: skip


def jira(plan: Plan) -> bytes:
    """Columns named as Jira's fields, so that its importer finds them by itself."""
    return _csv(plan, (
        ("Summary", _title), ("Issue Type", lambda _row: "Task"),
        ("Status", lambda row: "Done" if row.step.status in CLOSED else "To Do"), ("Description", _jira_description),
        ("Labels", lambda row: row.step.kind), ("Labels", lambda row: f"project-{row.number}"), ("Due date", _last),
    ))  # fmt: skip


def trello(plan: Plan) -> bytes:
    """Columns named as in Trello's own export."""
    return _csv(plan, (
        ("Card Name", _title), ("Card Description", lambda row: "\n".join(map(line, _told(row)))), ("Labels", _kind),
        ("Due Date", _last), ("List Name", _standing),
    ))  # fmt: skip


def notion(plan: Plan) -> bytes:
    """The name of a row first, then what becomes a property each; states named as Notion names them."""
    states = _STANDING | {Status.TODO: "Not started", Status.STUCK: "In progress"}
    return _csv(plan, (
        ("Name", _title), ("Status", lambda row: states[row.step.status]), ("Project", _project), ("Kind", _kind),
        ("Start", _first), ("End", _last), ("Hours", _hours), ("Done when", _done_when),
    ))  # fmt: skip


def _csv(plan: Plan, columns: Sequence[Column]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(name for name, _ in columns)
    for row in _rows(plan):
        writer.writerow(harmless(value(row)) for _, value in columns)
    return made.getvalue().encode()


def _rows(plan: Plan) -> Iterator[Row]:
    when = days(plan)
    for number, project in enumerate(plan.projects, start=1):
        for step in project.milestones:
            yield Row(plan, number, project, step, when[step.id])


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula, whatever it takes for the separator of cells.

    After OWASP's advice on CSV injection: an apostrophe goes before what could begin one.
    """
    return _FORMULA.sub(r"\1'", block(text))


def _title(row: Row) -> str:
    name = one_line(bare(row.step.text)) or "A step"
    return name if len(name) <= _LONGEST_TITLE else name[: _LONGEST_TITLE - 1] + "…"


def _standing(row: Row) -> str:
    return _STANDING[row.step.status]


def _project(row: Row) -> str:
    return f"{row.number}. {one_line(row.project.title)}"


def _kind(row: Row) -> str:
    return _KINDS[row.step.kind]


def _first(row: Row) -> str:
    return row.when.first.isoformat()


def _last(row: Row) -> str:
    return row.when.last.isoformat()


def _hours(row: Row) -> str:
    return f"{row.step.hours:g}"


def _done_when(row: Row) -> str:
    return block(sentence(row.step.done_when))


def _told(row: Row) -> Iterator[str]:
    if row.step.done_when.strip():
        yield f"Done when: {one_line(sentence(row.step.done_when))}"
    yield f"Project {row.number}: {one_line(row.project.title)}"
    if row.step.hours > 0:
        yield f"Takes about {hours(row.step.hours)}."
    if row.step.status in (Status.STUCK, Status.SKIPPED):
        yield f"{_STANDING[row.step.status]}."


def _github_body(row: Row) -> str:
    """In Markdown where nothing acts, mentions included: they would send somebody a message."""
    paragraphs = (*_told(row), f"Planned for {_first(row)} to {_last(row)}.")
    return "\n\n".join(_MENTION.sub("@<!-- -->", line(paragraph)) for paragraph in paragraphs)


def _jira_description(row: Row) -> str:
    """In Jira's notation, where brackets, braces and exclamation marks would make links, macros and pictures."""
    return "\n".join(_WIKI.sub(r"\\\g<0>", paragraph) for paragraph in _told(row))
