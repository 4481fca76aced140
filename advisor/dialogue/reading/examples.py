"""The example messages by which texts are read: what people want, how they speak of tools, what they tell of themselves."""

from functools import cache
from importlib.resources import files
from typing import Any

from advisor.domain.passage import Messages
from advisor.domain.yaml_data import parsed

NAME = "Excel"
"""Stands in for the tool that a clause names, so that clauses are compared by what they say of it."""


@cache
def example_messages() -> Messages:
    """All example messages, for the index."""
    stances = {label: [text.replace("{X}", NAME) for text in texts] for label, texts in _read("stances").items()}
    return {
        "intent": _read("intents"), "stance": stances, "condition": _read("conditions"),
        "person": {"person": _read("person")}, "composition": _read("compositions"), "about": _read("about"), "retold": _read("retold"),
    }  # fmt: skip


def _read(name: str) -> Any:
    return parsed(files("advisor.dialogue").joinpath(f"examples/{name}.yaml").read_text(encoding="utf-8"))
