"""A plan as JSON, by the published schema, and back without loss."""

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from advisor.domain.plan import PLAN_SCHEMA, Plan
from advisor.errors import BadInput

LARGEST = 5_000_000
"""Bytes of the largest file that is read."""

Model = TypeVar("Model", bound=BaseModel)
_REMEDY = "Choose a file that was exported here as JSON."


def render(plan: Plan) -> bytes:
    """The plan as readable JSON in UTF-8. Raises BadInput for numbers that JSON has no word for."""
    try:
        text = json.dumps(plan.model_dump(mode="json", by_alias=True), indent=2, ensure_ascii=False, allow_nan=False)
    except ValueError as cause:
        raise BadInput("A number in the plan is not finite.", remedy=_REMEDY, detail=str(cause)) from cause
    return f"{text}\n".encode()


def parse_plan(content: bytes) -> Plan:
    """The plan that `render` wrote. Raises BadInput, saying what is wrong, for anything else."""
    found = opened(content, "plan")
    if found.get("schema") != PLAN_SCHEMA:
        raise unusable("plan", f"its “schema” is not “{PLAN_SCHEMA}”")
    plan = checked(content, Plan, "plan")
    render(plan)
    return plan


def opened(content: bytes, what: str, largest: int = LARGEST) -> dict[str, Any]:
    """The JSON object in a file that should hold a `what`. Raises BadInput if there is none."""
    if len(content) > largest:
        raise unusable(what, f"it has {len(content) / 1e6:.1f} MB, and the most is {largest / 1e6:.0f}")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as cause:
        raise unusable(what, "it is not text in UTF-8") from cause
    except json.JSONDecodeError as cause:
        raise unusable(what, f"it is not JSON (line {cause.lineno}, column {cause.colno})") from cause
    except RecursionError as cause:
        raise unusable(what, "it is nested too deeply") from cause
    except ValueError as cause:
        raise unusable(what, "it holds a number that is too long") from cause
    if not isinstance(found, dict):
        raise unusable(what, f"it holds JSON, but no {what}")
    return found


def checked(content: bytes, model: type[Model], what: str) -> Model:
    """The file's content as that model, nothing converted. Raises BadInput, naming the place that does not fit."""
    try:
        return model.model_validate_json(content.removeprefix(b"\xef\xbb\xbf"), strict=True, by_alias=True, by_name=False)
    except ValidationError as cause:
        first, *others = cause.errors(include_url=False, include_input=False, include_context=False)
        place = _short(".".join(str(part) for part in first["loc"])) or "the file"
        more = f", and {len(others)} more" if others else ""
        raise unusable(what, f"at {place}: {_short(first['msg'])}{more}", detail=str(cause)[:2000]) from cause


def plan_json_schema() -> dict[str, Any]:
    """The JSON Schema that exported plans follow."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Plan.model_json_schema(by_alias=True)}


def write_schema(path: Path) -> None:
    """Writes the schema to `path`, where it is published: docs/plan.schema.json."""
    path.write_text(json.dumps(plan_json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _short(text: str, most: int = 80) -> str:
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain if len(plain) <= most else plain[:most] + "…"


def unusable(what: str, why: str, detail: str = "") -> BadInput:
    """The error for a file that is no `what`."""
    return BadInput(f"This file cannot be read as a {what}: {why}.", remedy=_REMEDY, detail=detail)
