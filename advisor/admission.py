"""What comes in by a file is data from a stranger: this takes out whatever could act or mislead here.

Nothing is believed for standing in a file. Parts that this installation's catalogue does not know are taken out, with
a remark for the person; addresses and sources stay only where the catalogue has the same ones; words that would make
a link, picture or markup become plain. Of a file that was exported here, nothing changes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from math import isfinite
from typing import Any

from pydantic import BaseModel

from advisor.dialogue.reading.text import LONGEST, clean
from advisor.domain.brief import Brief, Fact
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Dialogue, OpenQuestion, Option, Snapshot
from advisor.domain.frame import Frame
from advisor.domain.plan import Choice, Citation, Plan, PlanMilestone, PlanProject
from advisor.domain.progress import Mark, Progress
from advisor.domain.vocabulary import Condition, Hardware, Level
from advisor.errors import BadInput
from advisor.exports.conversation import KeptConversation

MOST_FACTS = 2_000
MOST_STEPS = 5_000
MOST_HOURS = 100_000.0
LONGEST_KEY = 200
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 1, 1)

_ACTING = re.compile(r"(?i)(\]\s*(?=[(\[:])|!(?=\[)|<(?=[a-z/!?])|(?<=[a-z0-9]):(?=//)|\bwww(?=\.)|\b(?:mailto|xmpp|javascript|data)(?=:\S)|`{3,})")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Admission:
    """Lets one file in. `unknown`: names of what was taken out."""

    catalog: Catalog
    unknown: list[str] = field(default_factory=list)

    def conversation(self, kept: KeptConversation) -> KeptConversation:
        """The conversation, fit to be kept here. Raises BadInput where a part has no sense at all."""
        for value in _values(kept.model_dump(exclude={"brief"})):
            _check_range(value)
        if len(kept.progress.marks) > MOST_STEPS:
            raise _senseless("it has more marks than any plan has steps")
        plans = tuple(self.plan(plan) for plan in kept.plans)
        highest = max((plan.version for plan in plans), default=0)
        dialogue = self.dialogue(kept.dialogue)
        return kept.model_copy(update={
            "title": clean(_without_steering(kept.title))[:80], "brief": self.brief(kept.brief), "plans": plans,
            "dialogue": dialogue.model_copy(update={"last_version": max(dialogue.last_version, highest)}),
            "progress": self.progress(kept.progress),
        })  # fmt: skip

    # --- what was told

    def brief(self, brief: Brief) -> Brief:
        """The facts that have sense here."""
        if len(brief.facts) > MOST_FACTS:
            raise _senseless("it has more facts than anybody tells")
        facts = (self._fact(fact) for fact in brief.facts)
        return Brief(facts=tuple(fact for fact in facts if fact))

    def _fact(self, fact: Fact) -> Fact | None:
        if not self._sensible(fact):
            self.unknown.append(f"{fact.name.replace('_', ' ')} {fact.key}".strip())
            return None
        value = clean(fact.value) if isinstance(fact.value, str) else fact.value
        quote, days = clean(fact.quote), fact.on
        if days and not FIRST_DAY <= days <= LAST_DAY:
            raise _senseless(f"{days} is no day to learn something on")
        if (value, quote) == (fact.value, fact.quote):
            return fact
        return fact.model_copy(update={"value": value, "quote": quote})

    def _sensible(self, fact: Fact) -> bool:
        value, key, catalog = fact.value, fact.key, self.catalog
        match fact.name:
            case "problem" | "goal" | "data":
                return isinstance(value, str) and len(value) <= LONGEST and not key
            case "background":
                return isinstance(value, str) and value in catalog.backgrounds and not key
            case "hours_per_week":
                return _number(value) and 0 < value <= 168 and not key
            case "deadline_weeks":
                return (value is None or (_number(value) and 0 <= value <= 5200)) and not key
            case "pause_weeks":
                return _number(value) and 0 <= value <= 5200 and not key
            case "hardware":
                return value in list(Hardware) and not key
            case "known_skills":
                return key in catalog.components and value in list(Level)
            case "preferences":
                return key in catalog.components and value in ("avoid", "prefer")
            case "conditions":
                return key in list(Condition) and isinstance(value, bool)
            case "scope":
                return self._part(key) and value in ("keep", "drop", "split")
        return False

    def _part(self, key: str) -> bool:
        kind, _, name = key.partition("/")
        known: Mapping[str, object] = {"need": self.catalog.needs, "project": self.catalog.projects}.get(kind, {})
        return name in known or (kind == "step" and 0 < len(name) <= LONGEST_KEY)

    # --- where the talk stands

    def dialogue(self, dialogue: Dialogue) -> Dialogue:
        """The state of the talk, with its words made plain."""
        if len(dialogue.undo) > 100 or len(dialogue.asked) > 1000 or len(dialogue.options) + len(dialogue.waiting) > 100:
            raise _senseless("it has more open ends than any talk")
        return dialogue.model_copy(update={
            "frame": self._frame(dialogue.frame), "question": self._question(dialogue.question),
            "asked": tuple(i[:LONGEST_KEY] for i in dialogue.asked), "topic": self._topic(dialogue.topic),
            "options": tuple(map(self._option, dialogue.options)), "waiting": tuple(map(self._option, dialogue.waiting)),
            "undo": tuple(map(self._snapshot, dialogue.undo)),
        })  # fmt: skip

    def _frame(self, frame: Frame | None) -> Frame | None:
        if frame is None:
            return None
        patterns = self.catalog.patterns
        pattern = frame.pattern if frame.pattern in patterns else None
        if pattern != frame.pattern:
            self.unknown.append(f"the problem “{self._calm(frame.pattern or '')[:60]}”")
        others = tuple(other for other in frame.runners_up if other.pattern in patterns)
        return frame.model_copy(update={"pattern": pattern, "runners_up": others, "domain": self._calm(frame.domain)[:200]})

    def _question(self, question: OpenQuestion | None) -> OpenQuestion | None:
        return None if question is None else self._calmed(question, keep=("id", "fact"))

    def _option(self, option: Option) -> Option:
        frame = self._frame(option.frame)
        return option.model_copy(update={"label": self._calm(option.label), "text": clean(option.text), "frame": frame})

    def _snapshot(self, shot: Snapshot) -> Snapshot:
        marks = {i: self._mark(mark) if mark else None for i, mark in shot.marks.items() if self._milestone_id(i)}
        return shot.model_copy(update={
            "what": self._calm(shot.what), "brief": self.brief(shot.brief), "frame": self._frame(shot.frame), "marks": marks,
        })  # fmt: skip

    def _topic(self, topic: str) -> str:
        return topic if topic in self.catalog.components else ""

    # --- the plan

    def plan(self, plan: Plan) -> Plan:
        """One version of the plan, without what the catalogue does not know."""
        if sum(len(project.milestones) for project in plan.projects) > MOST_STEPS:
            raise _senseless("a plan in it has more steps than anybody takes")
        ids = [m.id for p in plan.projects for m in p.milestones]
        if len(ids) != len(set(ids)) or any(not 0 < len(i) <= LONGEST_KEY for i in ids):
            raise _senseless("steps of a plan in it have the same id, or none")
        known: Plan = self._calmed(plan, keep=("id", "problem", "schema_"))
        stack = tuple(self._choice(choice) for choice in known.stack if self._known(choice.component, choice.name))
        about = known.about
        return known.model_copy(update={
            "frame": self._frame(plan.frame), "stack": stack, "origin": "rules" if plan.origin == "rules" else "a file that was imported",
            "problem": clean(plan.problem), "projects": tuple(map(self._project, known.projects)),
            "left_out": tuple(o for o in known.left_out if self._known(o.component, o.name)),
            "about": about.model_copy(update={
                "metrics": tuple(m for m in about.metrics if self._known(m.component, m.name)),
            }),
        })  # fmt: skip

    def _known(self, component: str, name: str) -> bool:
        if component in self.catalog.components:
            return True
        self.unknown.append(self._calm(name)[:60])
        return False

    def _choice(self, choice: Choice) -> Choice:
        components, needs = self.catalog.components, self.catalog.needs
        return choice.model_copy(update={
            "needs": tuple(n for n in choice.needs if n in needs),
            "required_by": tuple(c for c in choice.required_by if c in components),
        })  # fmt: skip

    def _project(self, project: PlanProject) -> PlanProject:
        components = self.catalog.components
        data = project.dataset
        if data.url and data.url not in self._addresses:
            data = data.model_copy(update={"url": None})
        return project.model_copy(update={
            "uses": tuple(c for c in project.uses if c in components), "dataset": data,
            "introduces": tuple(c for c in project.introduces if c in components),
            "milestones": tuple(map(self._milestone, project.milestones)),
            "obstacles": tuple(
                o if o.guide is None or o.guide in self.catalog.guides else o.model_copy(update={"guide": None})
                for o in project.obstacles
            ),
        })  # fmt: skip

    def _milestone(self, step: PlanMilestone) -> PlanMilestone:
        known = step.component is None or step.component in self.catalog.components
        return step if known else step.model_copy(update={"component": None})

    # --- what was done

    def progress(self, progress: Progress) -> Progress:
        """The marks, those of components that nobody knows here left out."""
        return Progress(marks={i: self._mark(mark) for i, mark in progress.marks.items() if self._milestone_id(i)})

    def _mark(self, mark: Mark) -> Mark:
        if mark.at.tzinfo is None:
            raise _senseless("the time of a mark in it has no time zone")
        if mark.hours < 0:
            raise _senseless("the hours of a mark in it are below nought")
        return mark.model_copy(update={"text": self._calm(mark.text)})

    def _milestone_id(self, milestone: str) -> bool:
        if not 0 < len(milestone) <= LONGEST_KEY:
            raise _senseless("a mark in it is for no step")
        kind, *rest = milestone.split("/")
        if kind != "learn" or (rest and rest[0] in self.catalog.components):
            return True
        self.unknown.append(f"the step {self._calm(milestone)[:60]}")
        return False

    # --- words

    def _calmed(self, part: Any, keep: Iterable[str] = ()) -> Any:
        """The value with all words in it made plain, and with those sources only that the catalogue has too."""
        if isinstance(part, str):
            return part if type(part) is not str else self._calm(part)
        if isinstance(part, tuple):
            return tuple(calm for p in part if (calm := self._cited(p) if isinstance(p, Citation) else self._calmed(p)) is not None)
        if not isinstance(part, BaseModel):
            return part
        kept = {"id", "component", "url", "guide", *keep}
        changes = {name: self._calmed(getattr(part, name)) for name in type(part).model_fields if name not in kept}
        return part.model_copy(update=changes)

    def _cited(self, citation: Citation) -> Citation | None:
        source = self.catalog.sources.get(citation.id)
        if source is None or source.url != citation.url:
            return None
        return Citation(id=source.id, title=source.title, url=source.url)

    def _calm(self, text: str) -> str:
        """The text without anything that a page or document would make more of than words."""
        plain = _without_steering(text)
        if not _ACTING.search(plain) or plain in self._own_words:
            return plain
        return _ACTING.sub(lambda found: f"{found.group().strip()} ", plain)

    @cached_property
    def _own_words(self) -> frozenset[str]:
        """All texts of the catalogue: what stands there may stand in a plan as it is."""
        tables = (getattr(self.catalog, name) for name in self.catalog.__dataclass_fields__)
        return frozenset(text for table in tables for entry in table.values() for text in _values(entry.model_dump()) if isinstance(text, str))

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return frozenset(source.url for source in self.catalog.sources.values())


def _values(part: object) -> Iterable[object]:
    if isinstance(part, Mapping):
        for value in part.values():
            yield from _values(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _values(value)
    else:
        yield part


def _check_range(value: object) -> None:
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(day, date) and not FIRST_DAY <= day <= LAST_DAY:
        raise _senseless(f"{day} is no day for a plan")
    if _number(value) and abs(value) > MOST_HOURS:  # type: ignore[arg-type]
        raise _senseless("a number in it is too large")


def _number(value: object) -> bool:
    """Whether it is one that can be reckoned with. Whole ones are, but `isfinite` cannot be asked of very long ones."""
    return (isinstance(value, float) and isfinite(value)) or (isinstance(value, int) and not isinstance(value, bool))


def _without_steering(text: str) -> str:
    return _UNSEEN.sub("", text)


def _senseless(why: str) -> BadInput:
    return BadInput(f"This file cannot be taken in: {why}.", remedy="Choose a file that was exported here.")
