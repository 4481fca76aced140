"""From a stack to a sequence of small projects.

Every component to be learnt is introduced before or where it is first used, with what it requires; no project introduces
more than five. Where a pattern's project would need more, a foundation project or a warm-up comes before it. If the first
project would be too long for two weeks at the person's pace, a first look at the problem by hand comes before it.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import floor

from advisor.domain.catalog import Catalog
from advisor.domain.entries.patterns import Pattern
from advisor.domain.entries.projects import COMPOSED_PROJECTS, ProjectSpec
from advisor.domain.plan import (
    Choice,
    PlanDataset,
    PlanMilestone,
    PlanObstacle,
    PlanProject,
)
from advisor.domain.progress import Progress, Status
from advisor.domain.vocabulary import Condition, Layer, Level
from advisor.planning.practice import in_parts, practice_steps
from advisor.planning.stack import in_order
from advisor.planning.warm_ups import warm_up_words

MOST_NEW = 5
"""Components that one project introduces at the most."""
FIRST_WEEKS = 2.0
"""Weeks within which the first project ends."""
FOUNDATION_NEW = 3
"""Components that a foundation project must introduce to be worth the hours that it costs."""
WARM_UP_HOURS = 24.0
"""Hours of learning in one warm-up at the most, unless a single component needs more."""


@dataclass
class Draft:
    """A project while the sequence is being put together."""

    id: str
    spec: ProjectSpec | None
    new: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sequencer:
    """Puts the projects of one plan together."""

    catalog: Catalog
    pattern: Pattern | None
    choices: Sequence[Choice]
    conditions: tuple[Condition, ...]
    hours_per_week: float
    progress: Progress
    drop: frozenset[str] = frozenset()
    split: frozenset[str] = frozenset()
    """Ids of steps that the person wants in smaller parts."""
    made: dict[Hashable, PlanProject] = field(default_factory=dict)
    """Projects made before, for trials that differ only in choices and in what is dropped; most of theirs are the same."""

    @cached_property
    def _chosen(self) -> Mapping[str, Choice]:
        """The choices by component, in their order."""
        return {c.component: c for c in self.choices}

    def run(self) -> tuple[PlanProject, ...]:
        """The projects in order, without weeks."""
        learn = [c for c in in_order(self.catalog, self._chosen) if self._choice(c).status != "known"]
        drafts = self._assign(learn)
        made = [self._made_once(d) for d in drafts]
        if made and self._too_long(made[0]):
            made.insert(0, self._first_look())
        return tuple(made)

    def specs(self) -> list[ProjectSpec]:
        """The pattern's projects that suit the conditions and were not dropped; what was begun is kept."""
        listed = self.pattern.projects if self.pattern else COMPOSED_PROJECTS
        found = [self.catalog.projects[i] for i in listed if i in self.catalog.projects]
        return [p for p in found if p.fits(self.conditions) and p.id not in self.drop and self._is_at_home(p)]

    def _is_at_home(self, spec: ProjectSpec) -> bool:
        """Whether the stack holds anything of what the project is there for; first and last projects always belong."""
        return spec.kind in ("look", "own") or not spec.introduces or any(self._stand_in(c) for c in spec.introduces)

    def _stand_in(self, component: str) -> str | None:
        """The stack's component that does the job of `component`: itself, or one that meets the same need."""
        if component in self._chosen:
            return component
        meets = set(self.catalog.components[component].meets) if component in self.catalog.components else set()
        return next((c for c in self._chosen if not meets.isdisjoint(self.catalog.components[c].meets)), None)

    def _assign(self, learn: list[str]) -> list[Draft]:
        left = set(learn)
        drafts: list[Draft] = []
        for spec in self.specs():
            touched = [s for i in (*spec.introduces, *spec.uses) if (s := self._stand_in(i))]
            draft = Draft(spec.id, spec, uses=list(dict.fromkeys(touched)))
            draft.new = self._closure(touched, left, learn)
            left -= set(draft.new)
            drafts.append(draft)
        self._place_rest([c for c in learn if c in left], drafts)
        if not drafts:
            return self._warm_ups(learn)
        for draft in drafts:
            draft.new.sort(key=learn.index)
        for later, earlier in zip(reversed(drafts), list(reversed(drafts))[1:], strict=False):
            while len(later.new) > MOST_NEW:
                moved = self._first_to_move(later)
                later.new.remove(moved)
                earlier.new.append(moved)
            earlier.new.sort(key=learn.index)
        first = drafts[0]
        early: list[str] = []
        while len(first.new) > MOST_NEW:
            moved = self._first_to_move(first, keep=first.spec.introduces if first.spec else ())
            first.new.remove(moved)
            early.append(moved)
        return [*self._warm_ups(sorted(early, key=learn.index)), *drafts]

    def _first_to_move(self, draft: Draft, keep: Sequence[str] = ()) -> str:
        """What may be learnt one project earlier: nothing else new in the project comes before it.

        What the project is not there to introduce goes first, then what is only to be known of, then what is short.
        """
        new = set(draft.new)
        free = [
            c for c in draft.new
            if self.catalog.rests_on[c].isdisjoint(new)
        ]  # fmt: skip
        return min(free, key=lambda c: (c in keep, self._choice(c).status == "learn", self._choice(c).hours))

    def _closure(self, touched: Iterable[str], left: set[str], learn: list[str]) -> list[str]:
        """What of `touched` is still to be introduced, with all it requires that is."""
        todo, found = list(touched), set()
        seen: set[str] = set()
        while todo:
            component = todo.pop()
            if component in seen:
                continue
            seen.add(component)
            if component in left:
                found.add(component)
            if component in left or component not in learn:
                todo.extend(self.catalog.rests_on[component] & left)
        return [c for c in learn if c in found]

    def _place_rest(self, rest: list[str], drafts: list[Draft]) -> None:
        """Places what no project names: where what it requires is known by then and there is most room."""
        if not drafts:
            return
        for component in rest:
            requires = self.catalog.rests_on[component]
            earliest = max((i for i, d in enumerate(drafts) if not requires.isdisjoint(d.new)), default=0)
            users = [
                i for i, d in enumerate(drafts)
                if any(component in self.catalog.rests_on[c] for c in d.new)
            ]  # fmt: skip
            latest = min(users, default=len(drafts) - 1)
            wish = 1 if self.catalog.components[component].layer != "deployment" else len(drafts) - 1
            span = range(earliest, max(earliest, latest) + 1)
            best = min(span, key=lambda i: (len(drafts[i].new) >= MOST_NEW, abs(i - wish)))
            drafts[best].new.append(component)

    def _warm_ups(self, early: list[str]) -> list[Draft]:
        """Projects that introduce `early`, in order: a foundation project where one fits wholly, else warm-ups."""
        made: list[Draft] = []
        left = list(early)
        stack = set(self._chosen)
        while left:
            spec = self._foundation(left, stack, {d.id for d in made})
            if spec:
                new = [c for c in left if c in spec.introduces]
                made.append(Draft(spec.id, spec, new, [s for i in spec.uses if (s := self._stand_in(i))]))
            else:
                new, hours = [], 0.0
                for component in left[:MOST_NEW]:
                    hours += self._choice(component).hours
                    if new and hours > WARM_UP_HOURS:
                        break
                    new.append(component)
                made.append(Draft(f"warm-up-{new[0]}", None, new, []))
            left = [c for c in left if c not in new]
        return made

    def _foundation(self, left: list[str], stack: set[str], used: set[str]) -> ProjectSpec | None:
        """A foundation project all of whose parts are to be learnt now and which needs nothing else that is not there.

        It costs hours of its own, so it has to carry at least `FOUNDATION_NEW` components.
        """
        for spec in self.catalog.foundations:
            if spec.id in used or spec.id in self.drop or not {*spec.introduces, *spec.uses} <= stack:
                continue
            new = [c for c in left if c in spec.introduces]
            before = set(left) - set(new)
            ready = before.isdisjoint(spec.uses) and all(before.isdisjoint(self.catalog.rests_on[c]) for c in new)
            if ready and len(new) >= FOUNDATION_NEW and len(new) == len(spec.introduces):
                return spec
        return None

    def _choice(self, component: str) -> Choice:
        return self._chosen[component]

    def _learning(self, component: str) -> list[PlanMilestone]:
        """The practice steps that are left for this person."""
        spec = self.catalog.components[component]
        return [m for step in practice_steps(spec, self._choice(component)) for m in self._cut_up(step, spec.layer)]

    def _cut_up(self, step: PlanMilestone, layer: Layer | None = None) -> list[PlanMilestone]:
        return [self._marked(part) for part in in_parts(step, layer, self.progress, self.split)]

    def _marked(self, milestone: PlanMilestone) -> PlanMilestone:
        status = self.progress.status(milestone.id)
        if milestone.status is status:
            return milestone
        return milestone.model_copy(update={"status": status, "done_on": self.progress.done_on(milestone.id)})

    def _made_once(self, draft: Draft) -> PlanProject:
        """The project of a draft; two drafts alike in these, in one situation, come to the same."""
        taught = tuple((c, self._choice(c).level, self._choice(c).hours) for c in draft.new)
        key = (draft.id, taught, tuple(draft.uses))
        if key not in self.made:
            self.made[key] = self._make(draft)
        return self.made[key]

    def _make(self, draft: Draft) -> PlanProject:
        steps = [m for c in draft.new for m in self._learning(c)]
        if draft.spec is None:
            title, goal = warm_up_words([self.catalog.components[c] for c in draft.new])
            return self._project(
                id=draft.id, title=title, kind="foundation", goal=goal, dataset=PlanDataset(then="The next project's data, or a small file of your own."),
                baseline="None yet: this prepares the ground.", target="Every step's test is passed.",
                uses=(), introduces=tuple(draft.new), milestones=steps,
                obstacles=(PlanObstacle(
                    symptom="A step takes twice as long as stated.",
                    teaches="The hours are estimates. Say so here, and the rest is planned at your pace.",
                    guide="how-hours-are-estimated",
                ),),
                artefact="Your notes and the small files you made.",
            )  # fmt: skip
        spec = draft.spec
        for m in spec.milestones:
            steps += self._cut_up(PlanMilestone(id=f"{spec.id}/{m.id}", text=m.text, hours=m.hours, done_when=m.done_when))
        return self._project(
            id=spec.id, title=spec.title, kind=spec.kind, goal=spec.goal, dataset=self._dataset(spec),
            baseline=spec.baseline, target=spec.target, introduces=tuple(draft.new),
            uses=tuple(c for c in draft.uses if c not in draft.new), milestones=steps,
            obstacles=tuple(PlanObstacle(**o.model_dump()) for o in spec.obstacles), artefact=spec.artefact,
        )  # fmt: skip

    def _project(self, milestones: list[PlanMilestone], **fields: object) -> PlanProject:
        hours = round(sum(m.hours for m in milestones), 2)
        weeks = round(hours / self.hours_per_week, 2)
        return PlanProject(milestones=tuple(milestones), hours=hours, weeks=weeks, **fields)

    def _dataset(self, spec: ProjectSpec) -> PlanDataset:
        data = self.catalog.datasets.get(spec.dataset.practise_on or "")
        if data is None:
            return PlanDataset(then=spec.dataset.then)
        return PlanDataset(
            name=data.name, url=self.catalog.sources[data.source].url, size=data.size, licence=data.licence,
            getting=data.getting, caution=data.caution, then=spec.dataset.then,
        )  # fmt: skip

    def _too_long(self, first: PlanProject) -> bool:
        return first.hours > FIRST_WEEKS * self.hours_per_week

    def _first_look(self) -> PlanProject:
        """A first project by hand, for this week: the rule that any model has to beat, tried on real cases.

        Its steps are shortened to what two weeks allow, rounded down so that together they stay within that.
        """
        room = FIRST_WEEKS * self.hours_per_week
        rule = self.pattern.need_ml.rule if self.pattern else "the simplest rule that an experienced colleague would use"
        steps = (
            ("say-it", "Write one sentence: what is predicted, for whom, when, and what they will do with it.", 0.5,
             "Somebody who does the work reads it and says: yes, that would help."),
            ("collect", "Collect 30 to 50 real or realistic cases with what turned out to be true, in a table or list.", 2.0,
             "Each case has one row, and the outcome of each is known."),
            ("rule", f"Try the rule by hand on them: {rule}", 1.5,
             "You have counted how often it was right, and where it failed."),
            ("note", "Note in five lines: what the rule reaches, where it fails, what a model would have to do better.", 0.5,
             "The number that a model must beat is written down."),
        )  # fmt: skip
        # Its steps belong to this problem: another problem is looked at anew.
        own_id = f"first-look-{self.pattern.id}" if self.pattern else "first-look"
        total = sum(hours for _, _, hours, _ in steps)
        scale = min(1.0, room / total)
        milestones = [
            part for slug, text, hours, done in steps
            for part in self._cut_up(PlanMilestone(
                id=f"{own_id}/{slug}", text=text, hours=floor(100 * hours * scale) / 100, done_when=done,
            ))
        ]  # fmt: skip
        return self._project(
            id=own_id, title="Look before you learn", kind="look",
            goal="Know your problem and the number to beat, before the first line of code.",
            dataset=PlanDataset(then="A few dozen of your own cases, or invented ones that a colleague finds realistic."),
            baseline=self.pattern.baseline if self.pattern else "The rule itself.",
            target="You can tell a colleague how often the rule is right, and where it fails.",
            introduces=(), uses=(), milestones=milestones,
            obstacles=(PlanObstacle(
                symptom="Two people judge the same case differently.",
                teaches="The problem is not defined sharply enough yet; sharpen the sentence, then judge again.",
                guide="say-what-is-predicted",
            ),),
            artefact="A page with the sentence, the table and the count.",
        )  # fmt: skip


def finished_before(projects: Sequence[PlanProject], progress: Progress, now: Sequence[PlanProject]) -> tuple[PlanProject, ...]:
    """Projects of the version before that were finished or begun by building and are not in the new one."""
    ids = {p.id for p in now}
    steps = {m.id for p in now for m in p.milestones}
    kept: list[PlanProject] = []
    for project in projects:
        done = [m for m in project.milestones if progress.is_done(m.id) and m.id not in steps]
        if done:
            marked = tuple(m.model_copy(update={"status": Status.DONE, "done_on": progress.done_on(m.id)}) for m in done)
            kept.append(project.model_copy(update={
                "id": project.id if project.id not in ids else f"{project.id}-done", "milestones": marked, "hours": round(sum(m.hours for m in marked), 2), "introduces": (),
                "uses": tuple(dict.fromkeys((*project.introduces, *project.uses))),
            }))  # fmt: skip
    return tuple(kept)


def order_violations(projects: Sequence[PlanProject], choices: Sequence[Choice], catalog: Catalog) -> list[str]:
    """What is wrong with a sequence; independent of the sequencer. Empty if nothing."""
    wrong: list[str] = []
    known = {c.component for c in choices if c.status == "known"}
    learn: Mapping[str, Choice] = {c.component: c for c in choices if c.status != "known"}
    met = set(known)
    for project in projects:
        if project.finished:
            met |= set(project.introduces)
            continue
        if len(project.introduces) > MOST_NEW:
            wrong.append(f"{project.id} introduces {len(project.introduces)} components")
        now = met | set(project.introduces)
        wrong.extend(f"{project.id} uses {c} before it is introduced" for c in project.uses if c in learn and c not in now)
        for c in project.introduces:
            level = learn[c].level if c in learn else Level.NONE
            for r in catalog.components[c].requires if level.reaches(Level.WORKING) else ():
                if not now & set(r.any_of):
                    wrong.append(f"{project.id} introduces {c} before {' or '.join(r.any_of)}")
        met = now
    wrong.extend(f"{c} is never introduced" for c in learn if c not in met)
    return wrong
