"""A conversation as JSON: all that the advisor knows and planned in it, so that it can go on in another installation.

The messages are not in it: they are only to be read, while this is to be worked with.
"""

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from advisor.domain.brief import Brief
from advisor.domain.conversation import Dialogue
from advisor.domain.plan import Plan
from advisor.domain.progress import Progress
from advisor.errors import BadInput
from advisor.exports.json_ import checked, opened, unusable

CONVERSATION_SCHEMA = "advisor-conversation/1"
LARGEST = 30_000_000
"""Bytes of the largest file that is read, and the most that is written: older versions of the plan are left out then."""


class KeptConversation(BaseModel):
    """What the file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["advisor-conversation/1"] = Field(default="advisor-conversation/1", alias="schema")
    title: str = Field(default="", max_length=200)
    brief: Brief = Brief()
    dialogue: Dialogue = Dialogue()
    progress: Progress = Progress()
    current: int | None = Field(default=None, description="The version of the plan that is the current one.")
    plans: tuple[Plan, ...] = Field(default=(), max_length=2000, description="All versions of the plan, oldest first.")

    @property
    def plan(self) -> Plan | None:
        """The current version of the plan."""
        return next((plan for plan in self.plans if plan.version == self.current), None)


def render(kept: KeptConversation) -> bytes:
    """The conversation as readable JSON in UTF-8, without the oldest versions of the plan where they make it too large."""
    content = _dumped(kept)
    while len(content) > LARGEST and len(kept.plans) > 1:
        newest = kept.plans[len(kept.plans) // 2 :]
        current = kept.plan
        plans = newest if current is None or current in newest else (current, *newest)
        kept = kept.model_copy(update={"plans": plans})
        content = _dumped(kept)
    return content


def parse(content: bytes) -> KeptConversation:
    """The conversation that `render` wrote. Raises BadInput, saying what is wrong, for anything else."""
    found = opened(content, "conversation", LARGEST)
    if found.get("schema") != CONVERSATION_SCHEMA:
        raise unusable("conversation", f"its “schema” is not “{CONVERSATION_SCHEMA}”")
    kept = checked(content, KeptConversation, "conversation")
    versions = [plan.version for plan in kept.plans]
    if versions != sorted(set(versions)):
        raise unusable("conversation", "its versions of the plan are not in order")
    if kept.current is not None and kept.plan is None:
        raise unusable("conversation", f"it has no version {kept.current} of a plan")
    _dumped(kept)
    return kept


def _dumped(kept: KeptConversation) -> bytes:
    made = kept.model_dump(mode="json", by_alias=True)
    made["progress"]["marks"] = dict(sorted(made["progress"]["marks"].items()))
    try:
        text = json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False)
    except ValueError as cause:
        raise BadInput("A number in the conversation is not finite.", detail=str(cause)) from cause
    return f"{text}\n".encode("utf-8", "replace")
