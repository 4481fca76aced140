"""A language model by itself, asked to do the advisor's whole job: what the advisor is compared with.

It gets the conversation so far and a JSON schema with the vocabularies that it is judged by, which the server forces
its answer into if it can. Its answer is put into the form of the advisor's own replies, so that the same code judges
both.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.dialogue.reading.mentions import Names
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Intent
from advisor.domain.vocabulary import Condition, Hardware, Level, Modality, Task, Verdict

Complete = Callable[[list[tuple[str, str]], Mapping[str, Any]], str]
"""Messages as (role, text) and a JSON schema in, the answer's text out; '' if there was none."""

LONGEST_HISTORY = 6
"""Messages that go along with a new one; a small model's context holds no more."""
_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)

INSTRUCTIONS = """You advise people who want to solve a problem, mostly with machine learning. Read what the person says and answer with one JSON object:
verdict: plan if machine learning helps, no-ml if a simple rule, query or spreadsheet is enough, unclear if there is no problem yet, off-topic if it is none of our business, none if the message is only a reply to something earlier.
modality, task: what kind of data and what kind of ML it is.
facts: what the person has said about themselves so far: hours_per_week, deadline_weeks (weeks from 22 November 2026), hardware, background (their job), known_skills with a level, conditions with true or false, preferences for or against a tool. Leave out what was not said.
intents: what the last message wants; answer if it tells of a problem or replies to you, agree if it accepts what you propose, status if it asks how far along the plan is, about if it asks about you.
stack: the smallest list of tools, concepts and metrics that they need, in the order of learning; status known or learn; hours to learn.
reply: what you say to the person, at most 80 words."""


def schema() -> dict[str, Any]:
    """The form of an answer."""
    text = {"type": "string"}
    number = {"type": ["number", "null"]}

    def one_of(values: Iterable[str], *, many: int = 0) -> dict[str, Any]:
        one: dict[str, Any] = {"type": "string", "enum": list(values)}
        return {"type": "array", "items": one, "maxItems": many} if many else one

    def listed(item: dict[str, Any], most: int) -> dict[str, Any]:
        return {"type": "array", "maxItems": most, "items": _object(item)}

    return _object({
        "verdict": one_of([*Verdict, "none"]),
        "modality": one_of(Modality, many=3),
        "task": one_of(Task, many=3),
        "facts": _object({
            "hours_per_week": number,
            "deadline_weeks": number,
            "hardware": one_of([*Hardware, ""]),
            "background": text,
            "known_skills": listed({"name": text, "level": one_of(Level)}, 8),
            "conditions": listed({"name": one_of(Condition), "holds": {"type": "boolean"}}, 6),
            "preferences": listed({"name": text, "wish": one_of(["avoid", "prefer"])}, 4),
        }),
        "intents": one_of(Intent, many=2),
        "stack": listed({"name": text, "status": one_of(["known", "learn"]), "hours": {"type": "number"}}, 14),
        "reply": text,
    })  # fmt: skip


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False}


@dataclass
class Made:
    """What the model made that it should not have."""

    answers: int = 0
    broken: int = 0
    """Answers that were no JSON object of that form."""
    plans: int = 0
    invalid: int = 0
    """Plans with something before what it rests on, or without anything in them."""
    links: int = 0
    unknown: int = 0
    """Names in plans that the catalogue does not know."""
    names: int = 0


@dataclass
class BareModel:
    """Holds conversations as a runner of the scorecard does, with a model alone."""

    complete: Complete
    catalog: Catalog
    names: Names
    cases: Callable[[str], list[Mapping[str, Any]]]
    made: Made = field(default_factory=Made)
    _talks: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def new(self) -> str:
        """A fresh conversation."""
        name = str(len(self._talks))
        self._talks[name] = []
        return name

    def components(self, name: str) -> set[str]:
        """The components that a name means."""
        if name in self.catalog.components:
            return {name}
        found = self.names.table.get(tuple(name.lower().replace("-", " ").split()))
        return {found} if found else {m.component for m in self.names.find(name)}

    def say(self, conversation: str, text: str) -> dict[str, Any]:
        """The reply to one message, in the form of the advisor's."""
        talk = self._talks[conversation]
        talk.append(("human", text))
        answer = self.complete([("system", INSTRUCTIONS), *talk[-LONGEST_HISTORY:]], schema())
        talk.append(("ai", answer[:2000]))
        self.made.answers += 1
        try:
            given = json.loads(answer)
            return self._reply(given)
        except (ValueError, TypeError, KeyError, AttributeError):
            self.made.broken += 1
            return {"reply": "", "intents": [], "verdict": None, "frame": None, "facts": [], "question": None, "plan": None}

    def _reply(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self.made.links += len(_LINK.findall(given["reply"]))
        return {
            "reply": given["reply"],
            "intents": given["intents"],
            "verdict": None if given["verdict"] == "none" else given["verdict"],
            "frame": {"modality": given["modality"], "task": given["task"], "pattern": None},
            "facts": list(self._read(given["facts"])),
            "question": None,
            "plan": self._plan(given),
        }

    def _read(self, facts: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
        for name in ("hours_per_week", "deadline_weeks"):
            if facts[name]:
                yield _said(name, float(facts[name]))
        for name in ("hardware", "background"):
            if facts[name]:
                yield _said(name, facts[name])
        keyed = {
            "known_skills": [(i, s["level"]) for s in facts["known_skills"] for i in self.components(s["name"])],
            "conditions": [(c["name"], c["holds"]) for c in facts["conditions"]],
            "preferences": [(i, p["wish"]) for p in facts["preferences"] for i in self.components(p["name"])],
        }
        for name, pairs in keyed.items():
            if pairs:
                yield _said(name, [key for key, _ in pairs]) | {"items": [{"key": k, "value": v} for k, v in pairs]}

    def _plan(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        if given["verdict"] not in ("plan", "none") or not given["stack"]:
            return None
        stack = []
        for entry in given["stack"]:
            self.made.links += len(_LINK.findall(entry["name"]))
            found = self.components(entry["name"])
            self.made.names += 1
            self.made.unknown += not found
            stack += [{"component": i, "status": entry["status"]} for i in found]
        self.made.plans += 1
        self.made.invalid += not stack or self._out_of_order(stack)
        return {"stack": stack, "frame": {"pattern": None}}

    def _out_of_order(self, stack: list[dict[str, str]]) -> bool:
        """Whether something to be learnt comes before all of what it rests on, or that is missing altogether."""
        had: set[str] = set()
        for choice in stack:
            if choice["status"] == "learn" and any(
                not had & set(r.any_of) for r in self.catalog.components[choice["component"]].requires
            ):
                return True
            had.add(choice["component"])
        return False


def _said(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "value": value, "provenance": "said", "quote": str(value)}
