"""A plan as a file to take away. A new format is a module beside these and a row in `EXPORTS`."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from advisor.domain.plan import Plan
from advisor.errors import BadInput
from advisor.exports import json_, markdown
from advisor.exports.json_ import parse_plan, plan_json_schema, write_schema

__all__ = ["EXPORTS", "Export", "filename", "find", "parse_plan", "plan_json_schema", "render", "write_schema"]

_LONGEST_NAME = 40


@dataclass(frozen=True)
class Export:
    """One format: `name` in code, `title` on screen, and the function that makes the content."""

    name: str
    title: str
    media_type: str
    extension: str
    function: Callable[[Plan], bytes]


EXPORTS: Mapping[str, Export] = {
    row.name: row
    for row in (
        Export("markdown", "Markdown", "text/markdown; charset=utf-8", "md", markdown.render),
        Export("json", "JSON", "application/json", "json", json_.render),
    )
}


def find(name: str) -> Export:
    """The format called `name`, by its name, title or extension, however written. Raises BadInput if there is none."""
    wanted = name.strip().lower().removeprefix(".")
    for row in EXPORTS.values():
        if wanted in (row.name, row.title.lower(), row.extension):
            return row
    raise BadInput("There is no such export format.", remedy=f"Choose one of: {', '.join(EXPORTS)}.")


def render(plan: Plan, name: str) -> bytes:
    """The plan in the format called `name`."""
    return find(name).function(plan)


def filename(plan: Plan, name: str) -> str:
    """A short name for that file, of small ASCII letters, digits and hyphens: safe on any system."""
    plain = unicodedata.normalize("NFKD", plan.problem[:400]).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > _LONGEST_NAME:
        words = words[:_LONGEST_NAME].rpartition("-")[0] or words[:_LONGEST_NAME]
    parts = ("plan", words, f"v{plan.version}")
    return f"{'-'.join(part for part in parts if part)}.{find(name).extension}"
