"""Which steps a message speaks of when it says that something is done, half done or not done."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from advisor.dialogue.likeness import ENOUGH, MARGIN, alike, likest, named
from advisor.dialogue.marking_words import BEYOND, FILLER, HALF, NOT_DONE, ORDINALS, UP_TO
from advisor.dialogue.reading.text import digits, words
from advisor.domain.plan import Plan, PlanMilestone, PlanProject
from advisor.domain.progress import CLOSED, Status
from advisor.planning.next_step import next_step
from advisor.planning.weeks import week_of_steps

_LIST = re.compile(r"(?<=\d)\s*(?:,\s*and|,|and|&|\+|plus)\s*(?=\d+\b(?!\s*(?:hours?|h\b|%|minutes?|rows?)))")
_RANGE = re.compile(r"(?<=\d)\s*(?:-|–|to|through|until|till)\s*(?=\d)")
_CLAUSE = re.compile(r"[,;.!?:\n]+(?:\s+|$)|\s+(?:and|but|while|though|however|except(?: for)?|apart from|besides|plus|&)\s+|\s[-–—]\s")
_SPLIT_BEFORE = re.compile(r"\s+(?=(?:except|apart from|but not|not yet|without)\b)")
_ASIDE = re.compile(r"\b(?:my (?:error|mistake|bad|fault)|(?:\d+|a|one|two) (?:days?|weeks?|months?) (?:late|later|early|earlier|ago)|the other day)\b")
"""Says nothing of steps, whatever its words."""
_THAT_ONE = re.compile(r"^\W*(?:i(?:'ve)?\s+)?(?:did|done|finished|completed|have done|got)\s+(?:with\s+)?(?:that|this|it|the first)(?:\s+(?:one|step))?\W*$")
"""Speaks of the step that was given last."""
_NUMBERS = r"\d+(?:[+~]\d+)*"


@dataclass
class Meant:
    """What a message says of steps, by their ids in the plan's order."""

    done: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    """Said not to be done, though marked as done."""
    asked: list[str] = field(default_factory=list)
    """Any of these may be meant."""
    before: str = ""
    """The step before which everything is done, if it was named and is not counted itself."""
    half: str = ""
    """The title of the project of which about half is done."""
    unread: bool = False
    """Whether it names something that is not in the plan."""

    @property
    def anything(self) -> bool:
        """Whether any step was told."""
        return bool(self.done or self.undone or self.asked)


def steps_meant(plan: Plan, text: str) -> Meant:
    """The steps that a message speaks of.

    'step 2', 'steps 1 to 3', 'the first two projects', 'everything up to X', 'all of week 1', 'X and Y are done, Z isn't',
    'all but X', 'halfway through project 2'; nothing particular means the next step.
    """
    reader = _Reader(plan)
    low = _ASIDE.sub(" ", digits(text.lower().replace("’", "'")))
    low = _RANGE.sub("~", _LIST.sub("+", low))
    parts = [c for whole in _SPLIT_BEFORE.split(low) for c in _CLAUSE.split(whole) if c and c.strip()]
    meant = Meant()
    denied: list[str] = []
    told = 0
    for part, negative in _with_polarity(parts, low):
        if told and meant.done and low[low.find(part) - 2 : low.find(part)].startswith(":"):
            break  # what follows a colon tells more of the same
        found = reader.read(part, meant, negative)
        if found is None:
            continue
        told += 1
        (denied if negative else meant.done).extend(found)
    following = next_step(plan)
    if told and following and any(_THAT_ONE.search(part) for part, negative in _with_polarity(parts, low) if not negative):
        meant.done.append(following.milestone.id)
    status = {m.id: m.status for m in reader.steps}
    excluded = set(denied)
    if excluded and not meant.done and re.search(r"\b(?:everything|(?<!after )all|whole)\b", low):
        meant.done = [m.id for p in plan.projects if excluded & {m.id for m in p.milestones} for m in p.milestones]
    meant.done = [m.id for m in reader.steps if m.id in set(meant.done) - excluded and m.status not in CLOSED]
    meant.undone = [m.id for m in reader.steps if m.id in excluded and status[m.id] is Status.DONE]
    if not told and not meant.asked and not meant.unread:
        found_next = next_step(plan)
        if found_next and not any(negative for _, negative in _with_polarity(parts, low)):
            meant.done = [found_next.milestone.id]
    if meant.done:
        meant.unread = False
    return meant


def _with_polarity(parts: Sequence[str], low: str) -> list[tuple[str, bool]]:
    """Each clause with whether it says that something is not done; what follows 'except' is not done."""
    made: list[tuple[str, bool]] = []
    for part in parts:
        at = low.find(part)
        before = low[max(0, at - 14) : at]
        excepted = any(before.rstrip(" ,").endswith(cue) for cue in BEYOND) or any(part.startswith(f"{cue} ") for cue in BEYOND)
        made.append((part, excepted or _says(part, NOT_DONE)))
    return made


def _says(part: str, cues: Iterable[str]) -> bool:
    joined = f" {' '.join(words(part))} "
    return any(f" {cue} " in joined for cue in cues)


class _Reader:
    """Reads clauses one after another; a project that was named stays the one spoken of."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.steps = [m for p in plan.projects for m in p.milestones]
        self.project: PlanProject | None = None

    def read(self, part: str, meant: Meant, negative: bool) -> list[str] | None:
        """Ids of the steps of one clause; None if it speaks of none."""
        projects = self._projects(part)
        if projects:
            self.project = projects[0]
        elif projects is not None:
            meant.unread = True
            return None
        week = re.search(rf"\bweeks?\s+({_NUMBERS})", part)
        if week:
            wanted = set(_numbers(week[1]))
            return [i for i, w in week_of_steps(self.plan).items() if w in wanted]
        if not negative and _says(part, UP_TO):
            return self._up_to(part, meant)
        numbers = self._step_numbers(part, self.project or self._current())
        if numbers is not None:
            within = self.project or (self._ticked(numbers) if negative and not meant.done else None) or self._current()
            found = [within.milestones[n - 1].id for n in numbers if 0 < n <= len(within.milestones)] if within else []
            if not found:
                meant.unread = True
            return found or None
        if projects and _says(part, HALF):
            meant.half = projects[0].title
            return _first_half(projects[0])
        if projects:
            return [m.id for p in projects for m in p.milestones]
        return self._by_words(part, meant, negative)

    def _current(self) -> PlanProject | None:
        found = next_step(self.plan)
        return found.project if found else None

    def _ticked(self, numbers: Sequence[int]) -> PlanProject | None:
        """The last project in which one of these steps is marked as done."""
        return next((
            p for p in reversed(self.plan.projects)
            if any(0 < n <= len(p.milestones) and p.milestones[n - 1].status is Status.DONE for n in numbers)
        ), None)  # fmt: skip

    def _projects(self, part: str) -> list[PlanProject] | None:
        """The projects that a clause names by number or place; None if it names none, empty if there is none such."""
        every = self.plan.projects
        numbered = re.search(rf"\bprojects?\s*(?:nr\.?|no\.?|number|#)?\s*({_NUMBERS})", part)
        if numbered:
            return [every[n - 1] for n in _numbers(numbered[1]) if 0 < n <= len(every)]
        few = re.search(r"\bfirst\s+(\d+)\s+projects", part)
        if few:
            return list(every[: int(few[1])])
        placed = re.search(rf"\b({'|'.join(ORDINALS)})\s+project\b", part)
        if placed:
            at = ORDINALS[placed[1]]
            return [every[at - 1 if at > 0 else -1]] if at <= len(every) else []
        if re.search(r"\ball (?:the )?projects\b", part):
            return list(every)
        current = self._current()
        if current and re.search(r"\b(?:this|whole|entire|current) project\b|\bthe project\b(?=\s*(?:is|$))", part) and "step" not in part:
            return [current]
        return None

    @staticmethod
    def _step_numbers(part: str, project: PlanProject | None) -> list[int] | None:
        """The numbers of the steps that a clause names within a project; None if it names none so."""
        if project is None:
            return None
        noun = r"(?:steps?|milestones?|tasks?|parts?)"
        found = re.search(rf"\b{noun}\s*(?:nr\.?|no\.?|number|#)?\s*({_NUMBERS})", part) or re.search(
            rf"^\W*(?:(?:i|i've|did|done|finished|completed|have|with|also|only|just|not|yet|but)\s+)*({_NUMBERS})(?:\s+(?:is|are|isn't|aren't|done|not|yet|too|as well|finished|both|all))*\W*$", part
        )  # fmt: skip
        if found:
            return _numbers(found[1])
        few = re.search(rf"\b(first|last)\s+(\d+)(?:\s+{noun}|\W*$)", part)
        if few:
            count, length = int(few[2]), len(project.milestones)
            return list(range(1, count + 1) if few[1] == "first" else range(length - count + 1, length + 1))
        placed = re.search(rf"\b({'|'.join(ORDINALS)})\s+{noun}", part)
        if placed:
            at = ORDINALS[placed[1]]
            return [at if at > 0 else len(project.milestones)]
        if re.search(rf"\b(?:all|every)(?: of)?(?: the| its)? {noun}\b|\ball of (?:it|them)\b", part):
            return list(range(1, len(project.milestones) + 1))
        if re.search(r"\bboth\b", part):
            return [n for n, m in enumerate(project.milestones, start=1) if m.status not in CLOSED][:2]
        return None

    def _up_to(self, part: str, meant: Meant) -> list[str] | None:
        """Everything up to a step: with it where it is given by number or said to be included, else before it."""
        cue = next(c for c in UP_TO if f" {c} " in f" {' '.join(words(part))} ")
        rest = part.split(cue, 1)[-1] if cue in part else part
        including = cue != "before" and ("including" in part or "inclusive" in part)
        order = [m.id for m in self.steps]
        within = self.project or self._current()
        numbers = self._step_numbers(rest, within)
        if numbers and within and 0 < numbers[-1] <= len(within.milestones):
            end = order.index(within.milestones[numbers[-1] - 1].id) + (cue != "before")
        elif self.project and re.search(r"\bproject\b", rest):
            last = self.project.milestones[-1].id if cue != "before" else self.project.milestones[0].id
            end = order.index(last) + (cue != "before")
        else:
            found = self._named(rest.replace("including", " "), meant, self.steps)
            if not found:
                return None
            end = order.index(found[-1]) + 1 if including else order.index(found[0])
            meant.before = "" if including else found[0]
        return order[:end]

    def _by_words(self, part: str, meant: Meant, negative: bool) -> list[str] | None:
        steps = [m for m in self.steps if (m.status is Status.DONE) or m.status not in CLOSED] if negative else [
            m for m in self.steps if m.status not in CLOSED
        ]  # fmt: skip
        return self._named(part, meant, steps, negative)

    def _named(self, part: str, meant: Meant, steps: Sequence[PlanMilestone], negative: bool = False) -> list[str] | None:
        """The steps of `steps` whose words a clause repeats: those of a component, a project, or a single one."""
        said = [w for w in words(part) if w not in FILLER]
        if not said:
            return None
        within = {m.id for m in (self.project.milestones if self.project else ())}
        names = {m.component: m.text.split(":")[0].split(", part")[0] for m in steps if m.component}
        taught = [c for c in named(said, {str(c): f"{name} {c}" for c, name in names.items()}) if _covers(said, names[c])]
        whole = [c for c in taught if len(taught) == 1 or _same(said, names[c])]
        if len(whole) == 1:
            return [m.id for m in steps if m.component == whole[0]]
        titles = likest(said, {p.id: p.title for p in self.plan.projects})
        texts = {m.id: m.text if m.component else f"{m.text} {m.id.split('/')[1]}" for m in steps}
        single = likest(said, texts)
        if titles and titles[0].score >= ENOUGH and (not single or titles[0].score > single[0].score) and (len(titles) == 1 or titles[0].score - titles[1].score >= MARGIN):
            ids = {m.id for p in self.plan.projects if p.id == titles[0].id for m in p.milestones}
            return [m.id for m in steps if m.id in ids]
        # One word of several, however rare, is too little to tell a step by.
        found = [i for i in named(said, texts) if len(said) == 1 or sum(any(alike(w, o) for o in words(texts[i])) for w in said) >= 2]
        inside = [i for i in found if i in within]
        found = inside or found
        if len(found) == 1:
            return found
        if found:
            following = next_step(self.plan)
            if following and following.milestone.id in found:
                return [following.milestone.id]
            meant.asked = list(dict.fromkeys([*meant.asked, *(() if negative else found)]))[:4]
            return found if negative else None
        if negative:
            return None
        if len(said) == 1 and not single:
            meant.unread = True
        elif single and single[0].score >= 0.3:
            meant.asked = list(dict.fromkeys([*meant.asked, *(s.id for s in single if single[0].score - s.score < MARGIN)]))[:3]
        elif len(said) <= 3 or len(said) > 6:
            meant.unread = True
        return None


def _covers(said: Sequence[str], name: str) -> bool:
    """Whether at least half of a name's words were said."""
    own = [w for w in words(name) if w not in FILLER]
    return bool(own) and 2 * sum(any(alike(w, s) for s in said) for w in own) >= len(own)


def _same(said: Sequence[str], name: str) -> bool:
    return set(said) == set(words(name))


def _numbers(text: str) -> list[int]:
    """'1+2+4' and '1~3' as numbers."""
    made: list[int] = []
    for piece in text.split("+"):
        low, _, high = piece.partition("~")
        first, last = int(low), int(high.split("~")[-1]) if high else int(low)
        made.extend(range(min(first, last), min(max(first, last), min(first, last) + 50) + 1))
    return made


def _first_half(project: PlanProject) -> list[str]:
    """The steps that make up the first half of a project's hours, at least one."""
    found: list[str] = []
    gone = 0.0
    for milestone in project.milestones:
        gone += milestone.hours
        if found and gone > project.hours / 2 + 0.01:
            break
        found.append(milestone.id)
    return found
