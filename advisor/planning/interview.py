"""The next question: the one whose answers lead to the most different plans.

For each question that may still be asked, the stack is solved for each of its answers. Its value is the expected
difference, in hours, between the plans of two independent answers, weighted by how common the answers are. When no
question is worth `WORTH` hours, nothing more is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.entries.projects import COMPOSED_PROJECTS
from advisor.domain.entries.questions import Effect, Question, QuickAnswer
from advisor.domain.vocabulary import Level
from advisor.planning.knowledge import hours_to
from advisor.planning.planner import Situation, with_brief

WORTH = 2.0
"""Hours: questions that are expected to change the plan by less are not asked."""

OF_TIME = frozenset({"hours_per_week", "deadline_weeks", "goal", "data"})
"""Facts that change no stack, but how long it takes and whether it fits."""


@dataclass(frozen=True)
class Outline:
    """What matters of a plan for comparing it with another."""

    levels: Mapping[str, Level]
    hours: Mapping[str, float]
    build: Mapping[str, float]
    over: float
    weeks: float

    @property
    def learn(self) -> float:
        """Hours of learning."""
        return sum(self.hours.values())

    @property
    def total(self) -> float:
        """Hours of learning and building."""
        return self.learn + sum(self.build.values())


@dataclass(frozen=True)
class Candidate:
    """A question with its value and the plans that its answers lead to."""

    question: Question
    value: float
    outlines: tuple[tuple[QuickAnswer, Outline], ...]


def outline(situation: Situation) -> Outline:
    """The stack's hours, the projects that fit, the shortfall and the weeks, without putting projects in order."""
    levels = situation.select(situation.demands).levels
    hours = {c: round(hours_to(situation.catalog, c, level, situation.known), 2) for c, level in levels.items()}
    listed = situation.pattern.projects if situation.pattern else COMPOSED_PROJECTS
    specs = [situation.catalog.projects[i] for i in listed if i in situation.catalog.projects]
    build = {p.id: p.hours for p in specs if p.fits(situation.conditions)}
    return _in_time(Outline(levels, hours, build, 0.0, 0.0), situation)


def _in_time(outline: Outline, situation: Situation) -> Outline:
    """The outline with the shortfall and the weeks of the situation."""
    over = 0.0 if situation.available is None else max(0.0, outline.total - situation.available)
    return replace(outline, over=over, weeks=outline.total / situation.hours_per_week)


def distance(one: Outline, other: Outline) -> float:
    """Hours that differ between two plans in learning and building; schedule counts less, because it changes no content:
    a quarter of what has to be cut, and a quarter of an hour for each week of length."""
    components = {*one.hours, *other.hours}
    learn = sum(abs(one.hours.get(c, 0.0) - other.hours.get(c, 0.0)) for c in components)
    build = sum(abs(one.build.get(p, 0.0) - other.build.get(p, 0.0)) for p in {*one.build, *other.build})
    return learn + build + 0.25 * abs(one.over - other.over) + 0.25 * min(abs(one.weeks - other.weeks), 52)


def candidates(situation: Situation, asked: Iterable[str]) -> list[Candidate]:
    """The questions that may still be asked, most valuable first."""
    gone = set(asked)
    now = outline(situation)
    found = [
        _weigh(situation, q, now) for q in situation.catalog.questions.values()
        if q.fact != "problem" and q.id not in gone and _applies(situation, q) and not _settled(situation.brief, q)
    ]  # fmt: skip
    return sorted(found, key=lambda c: (-c.value, c.question.id))


def next_question(situation: Situation, asked: Iterable[str]) -> Candidate | None:
    """The most valuable question, or None if no answer would change the plan enough."""
    ranked = candidates(situation, asked)
    return ranked[0] if ranked and ranked[0].value >= WORTH else None


def weigh(situation: Situation, question: Question) -> Candidate:
    """The value of one question and the plans that its answers lead to."""
    return _weigh(situation, question, outline(situation))


def _weigh(situation: Situation, question: Question, now: Outline) -> Candidate:
    """As `weigh`; `now`: what the plan would be without an answer."""

    def after(answer: QuickAnswer) -> Outline:
        facts = facts_of(answer.effect, on=situation.today)
        changed = with_brief(situation, situation.brief.with_facts(facts))
        return _in_time(now, changed) if {f.name for f in facts} <= OF_TIME else outline(changed)

    outlines = tuple((answer, after(answer)) for answer in question.answers)
    weight = sum(a.likely for a, _ in outlines)
    value = sum(
        a.likely * b.likely / weight**2 * distance(one, other) for a, one in outlines for b, other in outlines
    )
    return Candidate(question, round(value, 3), outlines)


def _applies(situation: Situation, question: Question) -> bool:
    modality = not question.modality or bool(set(question.modality) & set(situation.frame.modality))
    task = not question.task or bool(set(question.task) & set(situation.frame.task))
    return modality and task


def _settled(brief: Brief, question: Question) -> bool:
    """Whether the person has said already what the question would settle."""
    if question.fact == "conditions" or question.settles:
        return bool(question.settles) and any(c in brief.conditions for c in question.settles)
    if question.fact == "known_skills":
        return brief.knows("known_skills") or brief.knows("background")
    return brief.knows(question.fact)


def facts_of(
    effect: Effect, quote: str = "", turn: int = 0, on: date | None = None, provenance: Provenance = Provenance.SAID
) -> list[Fact]:
    """The facts that an answer makes known."""

    def fact(name: str, value: object, key: str = "") -> Fact:
        return Fact(name=name, value=value, key=key, quote=quote, turn=turn, on=on, provenance=provenance)

    single = ("hours_per_week", "deadline_weeks", "hardware", "goal", "background", "data")
    made = [fact(name, value) for name in single if (value := getattr(effect, name)) is not None]
    made += [fact("conditions", holds, condition.value) for condition, holds in effect.conditions.items()]
    made += [fact("known_skills", level, component) for component, level in effect.skills.items()]
    return made
