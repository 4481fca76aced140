"""What changed between two versions of a plan, with reasons; what was done is named by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.domain.plan import Choice, Plan
from advisor.domain.progress import Status


@dataclass(frozen=True)
class PlanDiff:
    """Names by what became of them; `hours` is the change of the hours still to go."""

    kept: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    dropped: Mapping[str, str]
    """Names of components with the reason why they go."""
    credited: tuple[str, ...]
    projects_added: tuple[str, ...]
    projects_dropped: Mapping[str, str]
    """Titles of projects nothing of which was done, with the reason why they go."""
    projects_kept: tuple[str, ...]
    done: tuple[str, ...]
    """Titles of finished projects and names of learnt components: kept, whether or not the new version still needs them."""
    steps_changed: bool
    hours: float
    weeks: float

    @property
    def empty(self) -> bool:
        """Whether nothing changed that a person would notice."""
        parts = (self.added, self.changed, self.dropped, self.credited, self.projects_added, self.projects_dropped)
        return not any(parts) and not self.steps_changed and abs(self.hours) < 0.05 and abs(self.weeks) < 0.05


def diff(old: Plan, new: Plan) -> PlanDiff:
    """What the new version keeps, adds, changes and drops, and why."""
    before = {c.component: c for c in old.stack}
    after = {c.component: c for c in new.stack}
    learnt = learnt_in(old)
    changed: list[str] = []
    credited: list[str] = []
    kept: list[str] = []
    for c in (c for c in after if c in before):
        was, now = before[c], after[c]
        if was.own_tool != now.own_tool:
            changed.append(f"{now.name}: {f'done with {now.own_tool}, your own choice' if now.own_tool else f'itself again instead of {was.own_tool}'}")
        elif was.status != "known" and now.status == "known":
            if c not in learnt:
                credited.append(now.name)
        elif was.status == now.status == "known":
            kept.append(now.name)
        elif (was.status, was.level) != (now.status, now.level) or abs(was.hours - now.hours) >= 0.05:
            changed.append(f"{now.name}: {round(was.hours, 1):g} → {round(now.hours, 1):g} h")
        else:
            kept.append(now.name)
    gone = [c for i, c in before.items() if i not in after and c.status != "known" and i not in learnt]
    was_projects = {p.id: p for p in old.projects}
    now_projects = {p.id: p for p in new.projects}
    return PlanDiff(
        kept=tuple(kept),
        added=tuple(c.name for i, c in after.items() if i not in before and c.status != "known"),
        changed=tuple(changed),
        dropped={c.name: _reason(c, old, new) for c in gone},
        credited=tuple(credited),
        projects_added=tuple(p.title for i, p in now_projects.items() if i not in was_projects and not _prepares(i)),
        projects_dropped={p.title: _project_reason(i, old, new) for i, p in was_projects.items() if i not in now_projects and not _prepares(i)},
        projects_kept=tuple(p.title for i, p in now_projects.items() if i in was_projects),
        done=(*(f"“{p.title}”" for p in old.projects if p.finished and _was_done(p.milestones)), *(before[c].name for c in learnt if c in before)),
        steps_changed=_steps(old) != _steps(new),
        hours=round(new.hours.total - old.hours.total, 1),
        weeks=round(new.weeks - old.weeks, 1),
    )  # fmt: skip


def learnt_in(plan: Plan) -> tuple[str, ...]:
    """The components all of whose practice steps in the plan are done."""
    steps: dict[str, list[bool]] = {}
    for milestone in (m for p in plan.projects for m in p.milestones):
        if milestone.component:
            steps.setdefault(milestone.component, []).append(milestone.status is Status.DONE)
    return tuple(c for c, marks in steps.items() if all(marks))


def _was_done(milestones: object) -> bool:
    return any(m.status is Status.DONE for m in milestones)  # type: ignore[attr-defined]


def _steps(plan: Plan) -> list[str]:
    return [m.id for p in plan.projects for m in p.milestones]


def _reason(gone: Choice, old: Plan, new: Plan) -> str:
    """Why a component is no longer in the plan."""
    if old.frame.pattern != new.frame.pattern or old.frame.task != new.frame.task:
        return "the new problem does not need it"
    cut = {c.id: c for c in new.cut if c.kind == "need"}
    if any(n in cut for n in gone.needs):
        return "you asked to do without it" if any(cut[n].wished for n in gone.needs if n in cut) else "cut to fit your time"
    had = {c.component for c in old.stack}
    instead = [c.name for c in new.stack if c.component not in had and set(c.needs) & set(gone.needs)]
    if instead:
        return f"{' and '.join(instead[:2])} does its job"
    return "what rested on it is gone" if gone.required_by else "nothing needs it any more"


def _prepares(project: str) -> bool:
    """Whether it is a warm-up: these are put together anew whenever anything changes, which is no news by itself."""
    return project.startswith("warm-up-")


def _project_reason(project: str, old: Plan, new: Plan) -> str:
    cut = {c.id: c for c in new.cut if c.kind == "project"}
    if project in cut:
        return "you asked to do without it" if cut[project].wished else "cut to fit your time"
    if old.frame.pattern != new.frame.pattern:
        return "it belongs to the old problem"
    return "what it was there for is gone, or fits elsewhere"
