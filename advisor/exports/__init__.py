"""A plan as a file to take away. A new format is a module beside these and a row in `EXPORTS`."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from advisor.domain.plan import Plan
from advisor.errors import BadInput
from advisor.exports import calendar, docx_, html_, json_, markdown, pdf, trackers
from advisor.exports.json_ import parse_plan, plan_json_schema, write_schema

__all__ = ["EXPORTS", "Export", "filename", "find", "parse_plan", "plan_json_schema", "render", "write_schema"]

_LONGEST_NAME = 40
_WHOLE = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "'": "", "’": ""})
"""Letters that do not come apart into one of ASCII and an accent, and signs that part no words."""
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Export:
    """One format: `name` in code, `title` on screen, and the function that makes the content.

    The function gets the day that a timeline marks as today, or None for none.
    """

    name: str
    title: str
    media_type: str
    extension: str
    function: Callable[[Plan, date | None], bytes]


def _timeless(function: Callable[[Plan], bytes]) -> Callable[[Plan, date | None], bytes]:
    """For a format that says the same on any day."""
    return lambda plan, _today: function(plan)


EXPORTS: Mapping[str, Export] = {
    row.name: row
    for row in (
        Export("markdown", "Markdown", "text/markdown; charset=utf-8", "md", markdown.render),
        Export("html", "HTML", "text/html; charset=utf-8", "html", html_.render),
        Export("pdf", "PDF", "application/pdf", "pdf", pdf.render),
        Export("docx", "Word", _WORD, "docx", docx_.render),
        Export("json", "JSON", "application/json", "json", _timeless(json_.render)),
        Export("icalendar", "Calendar", "text/calendar; charset=utf-8", "ics", _timeless(calendar.render)),
        Export("csv", "Table", trackers.MEDIA_TYPE, "csv", _timeless(trackers.table)),
        Export("csv-github", "GitHub issues", trackers.MEDIA_TYPE, "github.csv", _timeless(trackers.github)),
        Export("csv-jira", "Jira", trackers.MEDIA_TYPE, "jira.csv", _timeless(trackers.jira)),
        Export("csv-trello", "Trello", trackers.MEDIA_TYPE, "trello.csv", _timeless(trackers.trello)),
        Export("csv-notion", "Notion", trackers.MEDIA_TYPE, "notion.csv", _timeless(trackers.notion)),
    )
}


def find(name: str) -> Export:
    """The format called `name`, by its name, title or extension, however written. Raises BadInput if there is none."""
    wanted = name.strip().lower().removeprefix(".")
    for row in EXPORTS.values():
        if wanted in (row.name, row.title.lower(), row.extension):
            return row
    raise BadInput("There is no such export format.", remedy=f"Choose one of: {', '.join(EXPORTS)}.")


def render(plan: Plan, name: str, today: date | None = None) -> bytes:
    """The plan in the format called `name`; where it has a timeline, `today` is marked there."""
    return find(name).function(plan, today)


def filename(plan: Plan, name: str) -> str:
    """A short name for that file, of small ASCII letters, digits and hyphens: safe on any system."""
    plain = unicodedata.normalize("NFKD", plan.problem[:400].lower().translate(_WHOLE)).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > _LONGEST_NAME:
        words = words[:_LONGEST_NAME].rpartition("-")[0] or words[:_LONGEST_NAME]
    parts = ("plan", words, f"v{plan.version}")
    return f"{'-'.join(part for part in parts if part)}.{find(name).extension}"
