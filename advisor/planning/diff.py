"""What changed between two versions of a plan, in words."""

from dataclasses import dataclass

from advisor.domain.plan import Plan


@dataclass(frozen=True)
class PlanDiff:
    """Names by what became of them; `hours` is the change of the hours still to go."""

    kept: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    dropped: tuple[str, ...]
    credited: tuple[str, ...]
    projects_added: tuple[str, ...]
    projects_dropped: tuple[str, ...]
    projects_kept: tuple[str, ...]
    hours: float
    weeks: float

    @property
    def empty(self) -> bool:
        """Whether nothing changed that a person would notice."""
        parts = (self.added, self.changed, self.dropped, self.credited, self.projects_added, self.projects_dropped)
        return not any(parts) and abs(self.hours) < 0.05 and abs(self.weeks) < 0.05


def diff(old: Plan, new: Plan) -> PlanDiff:
    """What the new version keeps, adds, changes and drops."""
    before = {c.component: c for c in old.stack}
    after = {c.component: c for c in new.stack}
    both = [c for c in after if c in before]
    changed: list[str] = []
    credited: list[str] = []
    kept: list[str] = []
    for c in both:
        was, now = before[c], after[c]
        if was.status != "known" and now.status == "known":
            credited.append(now.name)
        elif (was.status, was.level) != (now.status, now.level) or abs(was.hours - now.hours) >= 0.05:
            changed.append(f"{now.name}: {round(was.hours, 1):g} → {round(now.hours, 1):g} h")
        else:
            kept.append(now.name)
    was_projects = {p.id: p.title for p in old.projects}
    now_projects = {p.id: p.title for p in new.projects}
    return PlanDiff(
        kept=tuple(kept),
        added=tuple(c.name for i, c in after.items() if i not in before and c.status != "known"),
        changed=tuple(changed),
        dropped=tuple(c.name for i, c in before.items() if i not in after and c.status != "known"),
        credited=tuple(credited),
        projects_added=tuple(t for i, t in now_projects.items() if i not in was_projects),
        projects_dropped=tuple(t for i, t in was_projects.items() if i not in now_projects),
        projects_kept=tuple(t for i, t in now_projects.items() if i in was_projects),
        hours=round(new.hours.total - old.hours.total, 1),
        weeks=round(new.weeks - old.weeks, 1),
    )
