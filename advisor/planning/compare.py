"""Why not X? The solver's own comparison."""

from dataclasses import dataclass

from advisor.domain.brief import Fact
from advisor.planning.interview import outline
from advisor.planning.planner import Situation, with_brief


@dataclass(frozen=True)
class Comparison:
    """The stack with and without a component, in hours of learning, and what comes and goes with it."""

    component: str
    in_stack: bool
    hours_as_is: float
    hours_otherwise: float
    comes: tuple[str, ...]
    goes: tuple[str, ...]

    @property
    def difference(self) -> float:
        """Hours that the other way would cost more (or, negative, less)."""
        return round(self.hours_otherwise - self.hours_as_is, 1)


def compare(situation: Situation, component: str) -> Comparison:
    """What the plan would be with `component` forced in, or, if it is in, without it."""
    now = outline(situation)
    wish = "avoid" if component in now.levels else "prefer"
    fact = Fact(name="preferences", key=component, value=wish)
    other = outline(with_brief(situation, situation.brief.with_facts([fact])))
    return Comparison(
        component=component,
        in_stack=component in now.levels,
        hours_as_is=round(now.learn, 1),
        hours_otherwise=round(other.learn, 1),
        comes=tuple(c for c in other.levels if c not in now.levels),
        goes=tuple(c for c in now.levels if c not in other.levels),
    )


