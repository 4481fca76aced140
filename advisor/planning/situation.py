"""Everything that a plan depends on, and what follows from it directly."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from advisor.domain.brief import Brief
from advisor.domain.catalog import Catalog
from advisor.domain.entries.patterns import Pattern
from advisor.domain.frame import Frame
from advisor.domain.plan import Choice, PlanProject
from advisor.domain.progress import Progress
from advisor.domain.vocabulary import Condition, Hardware, Priority
from advisor.planning.demands import Demand, conditions_of, demands_of
from advisor.planning.knowledge import Knowing, knowledge
from advisor.planning.solver import Selection, make_task, refused, solve, unwanted
from advisor.planning.stack import make_choices

ASSUMED_HOURS = 5.0
"""Hours a week that a plan rests on until the person says how many they have."""

CONDITION_WORDS = {
    Condition.IMBALANCED: "the answer you look for is the rarer one",
    Condition.FEW_LABELS: "only few examples have a known answer",
    Condition.NO_LABELS: "no examples have a known answer yet",
    Condition.STREAMING: "events are handled as they arrive",
    Condition.REAL_TIME: "the answer is needed at once",
    Condition.BATCH: "a list once a day or week is enough",
    Condition.ON_DEVICE: "it runs on a phone or small device",
    Condition.OFFLINE: "nothing is sent over the internet",
    Condition.EXPLAINABLE: "it must be able to say why",
    Condition.NO_GPU: "there is no graphics card",
    Condition.LARGE_SCALE: "there is more data than fits in memory",
    Condition.MULTILINGUAL: "there are several languages",
    Condition.SAFETY_CRITICAL: "mistakes can hurt people",
    Condition.SMALL_DATA: "there is little data",
}
"""Each condition as a clause, for sentences about it."""
CONDITION_WORDS_DENIED = {
    Condition.IMBALANCED: "neither answer is much rarer than the other",
    Condition.FEW_LABELS: "many examples have a known answer",
    Condition.NO_LABELS: "some examples have a known answer",
    Condition.STREAMING: "events need not be handled one by one as they arrive",
    Condition.REAL_TIME: "the answer can wait",
    Condition.BATCH: "a list now and then is not enough",
    Condition.ON_DEVICE: "it need not run on a phone or small device",
    Condition.OFFLINE: "data may be sent over the internet",
    Condition.EXPLAINABLE: "it need not say why",
    Condition.NO_GPU: "there is a graphics card",
    Condition.LARGE_SCALE: "the data fits on one computer",
    Condition.MULTILINGUAL: "there is only one language",
    Condition.SAFETY_CRITICAL: "mistakes hurt nobody",
    Condition.SMALL_DATA: "there is enough data",
}
"""The same where a condition was ruled out."""


@dataclass(frozen=True)
class Situation:
    """Everything that a plan depends on."""

    catalog: Catalog
    brief: Brief
    frame: Frame
    progress: Progress
    today: date

    @cached_property
    def projects_made(self) -> dict[Hashable, PlanProject]:
        """Projects as they were made for this situation, so that trials of the same do not make them anew."""
        return {}

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that hold."""
        return conditions_of(self.frame, self.brief)

    @cached_property
    def known(self) -> dict[str, Knowing]:
        """What the person knows."""
        return dict(knowledge(self.catalog, self.brief, self.progress))

    @cached_property
    def pattern(self) -> Pattern | None:
        """The pattern, if one fits."""
        return self.catalog.patterns.get(self.frame.pattern) if self.frame.pattern else None

    @cached_property
    def all_demands(self) -> tuple[Demand, ...]:
        """All needs, those included that can wait until a first version works."""
        return demands_of(self.catalog, self.frame, self.conditions)

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """The needs of a first version: what must and what should be met, as the person's wishes change it."""
        return tuple(d for d in self.all_demands if d.need in self.kept_needs or self._is_due(d))

    def _is_due(self, demand: Demand) -> bool:
        if demand.priority is Priority.SHOULD:
            return self.brief.scope.get(f"need/{demand.need}") != "drop"
        return demand.priority is Priority.MUST

    @cached_property
    def kept_projects(self) -> frozenset[str]:
        """Projects that the person wants kept, whatever the time allows."""
        return self._scoped("project", "keep")

    @cached_property
    def kept_needs(self) -> frozenset[str]:
        """Needs that the person wants met, whatever the time allows; those that a kept project is there for included."""
        specs = [self.catalog.projects[p] for p in self.kept_projects if p in self.catalog.projects]
        taught = [self.catalog.components[c] for s in specs for c in s.introduces if c in self.catalog.components]
        demanded = {d.need for d in self.all_demands if d.priority is not Priority.COULD}
        return self._scoped("need", "keep") | (demanded & {n for c in taught for n in c.meets})

    @cached_property
    def dropped_projects(self) -> frozenset[str]:
        """Projects that the person wants to go without."""
        return self._scoped("project", "drop") - self.kept_projects

    @cached_property
    def split_steps(self) -> frozenset[str]:
        """Ids of steps that the person wants in smaller parts."""
        return self._scoped("step", "split")

    def _scoped(self, kind: str, wish: str) -> frozenset[str]:
        return frozenset(key.split("/", 1)[1] for key, value in self.brief.scope.items() if value == wish and key.startswith(f"{kind}/"))

    @cached_property
    def avoided(self) -> frozenset[str]:
        """Components to avoid."""
        hardware = self.brief.hardware or Hardware.CPU
        return unwanted(self.catalog, self.brief.preferences, self.conditions, hardware)

    @cached_property
    def refused(self) -> frozenset[str]:
        """Components among those to avoid that are ruled out by a wish or a condition."""
        return refused(self.catalog, self.brief.preferences, self.conditions)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Components that the person asked for."""
        return tuple(sorted(c for c, wish in self.brief.preferences.items() if wish == "prefer"))

    @property
    def hours_per_week(self) -> float:
        """Hours a week, assumed if not known."""
        return self.brief.hours_per_week or ASSUMED_HOURS

    @property
    def weeks(self) -> float | None:
        """Weeks to the deadline, if there is one."""
        return self.brief.weeks_left(self.today)

    @property
    def available(self) -> float | None:
        """Hours to the deadline, if there is one."""
        return None if self.weeks is None else round(self.weeks * self.hours_per_week, 2)

    def stack(self, demands: tuple[Demand, ...]) -> tuple[Selection, tuple[Choice, ...]]:
        """The smallest stack for these demands, with its receipts; worked out once."""
        if demands not in self._stacks:
            selection = self.select(demands)
            choices = make_choices(self.catalog, selection.levels, demands, self.known, self.wanted)
            self._stacks[demands] = (selection, choices)
        return self._stacks[demands]

    @cached_property
    def _stacks(self) -> dict[tuple[Demand, ...], tuple[Selection, tuple[Choice, ...]]]:
        return {}

    def select(self, demands: Iterable[Demand]) -> Selection:
        """The smallest stack for these demands."""
        return solve(self.catalog, make_task(self.catalog, demands, self.known, self.avoided, self.wanted, self.refused))


def with_brief(situation: Situation, brief: Brief) -> Situation:
    """The same situation with another brief."""
    return replace(situation, brief=brief)
