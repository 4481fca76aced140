"""The form of what a model reads: its JSON schema, and reading it out of an answer that need not be clean."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from advisor.domain.reading import ModelReading
from advisor.models.clean import clean

FACTS = ("known_skills", "hours_per_week", "deadline_weeks", "hardware", "background", "goal", "data", "conditions")
MOST_FACTS = 12
_FENCE = re.compile(r"```(?:json)?\s*(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


class MalformedError(Exception):
    """An answer that is not in the asked form."""


def schema(patterns: Collection[str]) -> dict[str, Any]:
    """The JSON schema of an answer, with the vocabularies closed."""
    text = {"type": "string"}
    fact = {
        "name": {"type": "string", "enum": list(FACTS)},
        "key": text,
        "value": text,
        "quote": text,
    }
    return _object({
        "pattern": {"type": "string", "enum": ["", *patterns]},
        "facts": {"type": "array", "maxItems": MOST_FACTS, "items": _object(fact)},
    })  # fmt: skip


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    named = dict(properties)
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def parse(answer: str, patterns: Collection[str]) -> ModelReading:
    """The reading in an answer, whatever stands around it, without a pattern that was not offered.

    Raises MalformedError.
    """
    found = _object_in(clean(answer))
    facts = found.get("facts")
    kept = [_fact(f) for f in facts if isinstance(f, Mapping)][:MOST_FACTS] if isinstance(facts, list) else []
    pattern = found.get("pattern")
    try:
        return ModelReading.model_validate({"facts": kept, "pattern": pattern if pattern in patterns else ""})
    except ValidationError as wrong:
        raise MalformedError(str(wrong.error_count())) from wrong


def _fact(given: Mapping[Any, Any]) -> dict[str, str]:
    return {k: _text(given.get(k)) for k in ("name", "key", "value", "quote")}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _object_in(text: str) -> dict[str, Any]:
    """The first JSON object; of one that breaks off, what is complete of it."""
    fence = _FENCE.search(text)
    body = fence.group(1) if fence else text
    start = body.find("{")
    if start < 0:
        raise MalformedError("no JSON object")
    body = _TRAILING_COMMA.sub(r"\1", body[start:])
    try:
        found, _ = json.JSONDecoder().raw_decode(body)
    except ValueError:
        try:
            found = from_json(body, allow_partial=True)
        except ValueError as wrong:
            raise MalformedError("broken JSON") from wrong
    if not isinstance(found, dict) or not {"facts", "pattern"} & set(found):
        raise MalformedError("another object")
    return found
