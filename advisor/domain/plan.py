"""A plan: one version of the answer. Its JSON form is published as a JSON Schema and round-trips."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from advisor.domain.frame import Frame
from advisor.domain.progress import Status
from advisor.domain.vocabulary import Layer, Level

PLAN_SCHEMA = "plan/1"


class PlanPart(BaseModel):
    """What all parts of a plan share."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Citation(PlanPart):
    """A link to what a statement rests on: the id of a source or passage, its title and address."""

    id: str
    title: str
    url: str


class Choice(PlanPart):
    """One component of the stack, with its receipt."""

    component: str
    name: str
    layer: Layer
    status: Literal["known", "learn", "aware"]
    level: Level
    hours: float = Field(ge=0, description="Hours still to be learnt by this person; 0 if known.")
    why: str
    needs: tuple[str, ...] = Field(default=(), description="Ids of the needs that it meets in this plan.")
    required_by: tuple[str, ...] = Field(default=(), description="Ids of chosen components that rest on it.")
    citations: tuple[Citation, ...] = ()
    own_tool: str = Field(default="", description="What the person uses in its place, by their own choice; hours and steps stay those of the component.")

    @property
    def own_words(self) -> str:
        """What is to be said of the person's own tool; empty without one."""
        return f"done with {self.own_tool}, your own choice, not checked; hours are those of {self.name}" if self.own_tool else ""


class Omission(PlanPart):
    """Something left out, why, and what would bring it in."""

    component: str
    name: str
    why: str
    when: str


class PlanMilestone(PlanPart):
    """One step of a project."""

    id: str
    text: str
    hours: float = Field(ge=0)
    done_when: str
    status: Status = Status.TODO
    done_on: date | None = Field(default=None, description="The day (UTC) on which it was marked done, if it is.")
    kind: Literal["learn", "build"] = "build"
    component: str | None = Field(default=None, description="What it teaches, for a learning step.")


class PlanDataset(PlanPart):
    """What a project is practised on, and what comes after."""

    name: str | None = None
    url: str | None = None
    size: str | None = None
    licence: str | None = None
    getting: str | None = None
    caution: str | None = None
    then: str | None = None


class PlanObstacle(PlanPart):
    """What will likely bite, and what it teaches."""

    symptom: str
    teaches: str
    guide: str | None = None


class PlanProject(PlanPart):
    """A small build in the plan."""

    id: str
    title: str
    kind: Literal["foundation", "look", "build", "ship", "own"]
    goal: str
    dataset: PlanDataset
    baseline: str
    target: str
    uses: tuple[str, ...]
    introduces: tuple[str, ...]
    milestones: tuple[PlanMilestone, ...]
    obstacles: tuple[PlanObstacle, ...]
    artefact: str
    hours: float = Field(ge=0, description="Hours of all milestones, learning included.")
    weeks: float = Field(ge=0, description="Hours divided by the hours a week.")
    start_week: int = Field(default=1, ge=1, description="The plan's week in which its open work begins.")
    end_week: int = Field(default=1, ge=1)

    @property
    def finished(self) -> bool:
        """Whether every milestone is done or skipped."""
        return all(m.status in (Status.DONE, Status.SKIPPED) for m in self.milestones)


class PlanHours(PlanPart):
    """Hours still to go; `available` is None without a deadline."""

    learn: float
    build: float
    total: float
    available: float | None = None
    done: float = 0.0


class Cut(PlanPart):
    """Something that was cut to fit the time."""

    what: str
    saves: float = Field(description="Hours saved.")
    costs: str = Field(description="What one goes without.")
    back: str = Field(description="How to get it back.")
    kind: Literal["need", "project"] = "need"
    id: str = Field(default="", description="The id of the need or project.")
    wished: bool = Field(default=False, description="Whether the person asked for it, rather than the time.")


class Assumption(PlanPart):
    """Something the plan rests on that the person did not say."""

    fact: str
    key: str = ""
    text: str


class ExistingSolution(PlanPart):
    """What exists already, and where it falls short."""

    name: str
    what: str
    limits: str
    citations: tuple[Citation, ...] = ()


class PlanMetric(PlanPart):
    """A metric and the reason for it."""

    component: str
    name: str
    why: str


class PlanProblem(PlanPart):
    """What the plan says about the problem itself."""

    restate: str
    in_ml_words: str
    exists: tuple[ExistingSolution, ...] = ()
    need_ml: str = ""
    rule: str = ""
    baseline: str = ""
    metrics: tuple[PlanMetric, ...] = ()
    pitfalls: tuple[str, ...] = ()
    first_version: str = ""
    case_studies: tuple[ExistingSolution, ...] = ()
    citations: tuple[Citation, ...] = ()


class Plan(PlanPart):
    """One version of the plan. `version` counts from 1 within a conversation."""

    schema_: Literal["plan/1"] = Field(default="plan/1", alias="schema")
    id: str = Field(
        default="", max_length=64, pattern="^[A-Za-z0-9_-]*$",
        description="The same for all versions of a plan and for no other plan; empty until it is exported.",
    )
    version: int = Field(default=1, ge=1)
    problem: str
    about: PlanProblem
    frame: Frame
    stack: tuple[Choice, ...]
    left_out: tuple[Omission, ...]
    projects: tuple[PlanProject, ...]
    hours: PlanHours
    hours_per_week: float = Field(gt=0)
    weeks: float = Field(ge=0, description="Weeks of open work at the hours a week.")
    weeks_available: float | None = None
    due: date | None = Field(default=None, description="The day by which it must be done, if there is one.")
    started: date = Field(description="The first day of week 1.")
    cut: tuple[Cut, ...] = ()
    over: float = Field(default=0.0, ge=0, description="Hours by which even the smallest plan exceeds the time.")
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[str, ...] = Field(default=(), description="What the person should know, e.g. a wish not met.")
    agreed: bool = False
    agreed_at: datetime | None = None
    origin: str = Field(default="rules", description="Who made the plan: always the rules.")

    def choice(self, component: str) -> Choice | None:
        """The choice of a component, if it is in the stack."""
        return next((c for c in self.stack if c.component == component), None)

    def milestone(self, milestone_id: str) -> PlanMilestone | None:
        """The milestone with that id, if the plan has it."""
        return next((m for p in self.projects for m in p.milestones if m.id == milestone_id), None)
