"""Characters that no document should hold, taken out of a plan once, before any writer sees it."""

import re
from collections.abc import Mapping
from typing import Any

from advisor.domain.plan import Plan

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that turn the direction of what follows; letters turn it by themselves where they should."""
_NOWHERE = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
"""Code points that are no characters, and that XML has no room for."""
_HALVES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with its lines and words, without what would act on a printer, terminal or XML reader."""
    lines = _LINE_ENDS.sub("\n", text)
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", _NOWHERE.sub("", _TURNING.sub("", _CONTROL.sub(" ", lines))))


def cleaned(plan: Plan) -> Plan:
    """The plan with every text in it clean."""
    return Plan.model_validate(_cleaned(plan.model_dump(by_alias=True)))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_cleaned(part) for part in value)
    return value
