"""What holds for every plan, whoever asks: proven over random briefs."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.frame import Frame
from advisor.domain.progress import Progress
from advisor.domain.vocabulary import Condition, Hardware, Level
from advisor.planning.checks import violations
from advisor.planning.demands import demands_of
from advisor.planning.planner import Situation, make_plan
from advisor.planning.solver import is_held_up, make_task, solve

TODAY = date(2026, 3, 2)
SOME = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
"""`python -m evals.plans` judges 10,000 plans by the same checks; here is what would show at once."""


def frame_of(catalog: Catalog, pattern_id: str) -> Frame:
    spec = catalog.patterns[pattern_id].frame
    return Frame(modality=spec.modality, task=spec.task, domain=spec.domain, conditions=spec.conditions, pattern=pattern_id, confidence=1)


@st.composite
def situations(draw: st.DrawFn, catalog: Catalog) -> Situation:
    """A person and a problem, at random."""
    facts: list[Fact] = []
    skills = draw(st.dictionaries(st.sampled_from(sorted(catalog.components)), st.sampled_from(list(Level)), max_size=12))
    facts += [Fact(name="known_skills", key=c, value=level) for c, level in skills.items()]
    conditions = draw(st.dictionaries(st.sampled_from(list(Condition)), st.booleans(), max_size=5))
    facts += [Fact(name="conditions", key=c.value, value=holds) for c, holds in conditions.items()]
    wishes = draw(st.dictionaries(st.sampled_from(sorted(catalog.components)), st.just("avoid"), max_size=2))
    facts += [Fact(name="preferences", key=c, value=wish) for c, wish in wishes.items()]
    if draw(st.booleans()):
        facts.append(Fact(name="background", value=draw(st.sampled_from(sorted(catalog.backgrounds)))))
    if draw(st.booleans()):
        facts.append(Fact(name="hours_per_week", value=draw(st.floats(0.5, 40))))
    if draw(st.booleans()):
        facts.append(Fact(name="deadline_weeks", value=draw(st.floats(0.5, 80)), on=TODAY))
    facts.append(Fact(name="hardware", value=draw(st.sampled_from(list(Hardware)))))
    pattern = draw(st.sampled_from(sorted(catalog.patterns)))
    return Situation(catalog, Brief(facts=tuple(facts)), frame_of(catalog, pattern), Progress(), TODAY)


def test_every_plan_meets_its_needs_with_nothing_to_spare_in_feasible_order(catalog: Catalog) -> None:
    @SOME
    @given(situations(catalog))
    def holds(situation: Situation) -> None:
        plan = make_plan(situation)
        assert violations(situation, plan) == []

    holds()


def test_no_cheaper_stack_is_found_by_swapping_or_dropping_one_component(catalog: Catalog) -> None:
    @settings(max_examples=40, deadline=None)
    @given(situations(catalog))
    def holds(situation: Situation) -> None:
        task = make_task(catalog, situation.demands, situation.known, situation.avoided)
        best = solve(catalog, task)
        for need, level in task.demands:
            for other in catalog.meeting.get(need, ()):
                if other.id in best.levels or other.id in task.unwanted:
                    continue
                forced = solve(catalog, make_task(catalog, situation.demands, situation.known, situation.avoided, [other.id]))
                if (set(forced.levels) - set(best.levels)) & task.unwanted:
                    continue  # fewer hours, by way of what the person wants to do without
                assert forced.cost >= best.cost - 1e-6, (need, level, other.id)

    holds()


def test_the_violation_check_itself_can_fail(catalog: Catalog) -> None:
    situation = Situation(catalog, Brief(), frame_of(catalog, "spam-filtering"), Progress(), TODAY)
    plan = make_plan(situation)
    without_python = plan.model_copy(update={"stack": tuple(c for c in plan.stack if c.component != "python")})
    assert any("python" in v for v in violations(situation, without_python))
    reversed_order = plan.model_copy(update={"projects": tuple(reversed(plan.projects))})
    assert violations(situation, reversed_order)
    extra = plan.stack[0].model_copy(update={"component": "kubernetes", "status": "learn"})
    assert any("could be left out" in v for v in violations(situation, plan.model_copy(update={"stack": (*plan.stack, extra)})))


def test_a_known_component_is_never_to_be_learnt(catalog: Catalog) -> None:
    @settings(max_examples=60, deadline=None)
    @given(situations(catalog))
    def holds(situation: Situation) -> None:
        plan = make_plan(situation)
        said = {f.key: Level(f.value) for f in situation.brief.named("known_skills")}
        for choice in plan.stack:
            level = said.get(choice.component, Level.NONE)
            if level is not Level.NONE and level.reaches(choice.level):
                assert choice.status == "known"
                assert choice.hours == 0

    holds()


def test_what_is_held_up_does_not_depend_on_the_solver(catalog: Catalog) -> None:
    frame = frame_of(catalog, "churn")
    demands = demands_of(catalog, frame, frame.conditions)
    task = make_task(catalog, demands, {})
    assert is_held_up(catalog, {}, task)
    assert is_held_up(catalog, solve(catalog, task).levels, task) == []


def test_said_facts_survive_weaker_ones(catalog: Catalog) -> None:
    said = Fact(name="known_skills", key="python", value=Level.NONE, provenance=Provenance.SAID)
    guessed = Fact(name="known_skills", key="python", value=Level.SOLID, provenance=Provenance.INFERRED)
    assert Brief(facts=(said,)).with_facts([guessed]).skills["python"] is Level.NONE
