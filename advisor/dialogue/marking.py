"""Which milestones a message means when it says that something is done."""

import re

from rapidfuzz import fuzz

from advisor.dialogue.reading.text import digits, words
from advisor.domain.plan import Plan, PlanProject
from advisor.domain.progress import Status
from advisor.planning.next_step import next_step

ENOUGH = 72.0
"""Score from which a message is taken to name a milestone or project."""

_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
    "last": -1,
}
_FILLER = frozenset(
    [
        "i",
        "have",
        "finished",
        "finish",
        "done",
        "with",
        "the",
        "a",
        "an",
        "is",
        "are",
        "it",
        "that",
        "and",
        "my",
        "step",
        "steps",
        "project",
        "projects",
        "milestone",
        "milestones",
        "just",
        "also",
        "both",
        "all",
        "completed",
        "complete",
        "did",
        "mark",
        "as",
        "today",
        "yesterday",
        "now",
        "finally",
        "this",
        "these",
        "ve",
        "been",
        "was",
        "of",
        "to",
        "in",
        "for",
        "on",
        "i've",
        "i'm",
        "im",
    ]
)
_NUMBER = r"(?P<low>\d+)(?:\s*(?:-|–|to|and|,|&)\s*(?P<high>\d+))?"


def milestones_meant(plan: Plan, text: str) -> list[str]:
    """Ids of the open milestones meant, in the plan's order.

    'step 2', 'steps 1 to 3', 'the first two steps', 'project 1', words from a step's or project's text; nothing
    particular means the next step. Empty if something was named that is not there.
    """
    low = digits(text.lower())
    project, named_project = _project(plan, low)
    if named_project and project is None:
        return []
    within = project or _current(plan)
    steps = _steps(low, within)
    if steps is not None and within is not None:
        return [within.milestones[n - 1].id for n in steps if 0 < n <= len(within.milestones)]
    if project is not None:
        return [m.id for m in project.milestones if m.status not in (Status.DONE, Status.SKIPPED)]
    by_words = _by_words(plan, low)
    if by_words:
        return by_words
    if set(words(low)) - _FILLER and len(set(words(low)) - _FILLER) > 6:
        return []
    found = next_step(plan)
    return [found.milestone.id] if found else []


def _current(plan: Plan) -> PlanProject | None:
    found = next_step(plan)
    return found.project if found else None


def _project(plan: Plan, low: str) -> tuple[PlanProject | None, bool]:
    found = re.search(r"project\s*(?:nr\.?|no\.?|number|#)?\s*(\d+)", low)
    number = int(found[1]) if found else None
    if number is None:
        found = re.search(rf"({'|'.join(_ORDINALS)})\s+project", low)
        number = _ORDINALS[found[1]] if found else None
    if (
        number is None
        and re.search(r"\b(?:this|the|whole|entire) project\b", low)
        and not re.search(r"\bsteps?\b", low)
    ):
        return _current(plan), True
    if number is None:
        return None, False
    index = number - 1 if number > 0 else len(plan.projects) - 1
    return (plan.projects[index] if 0 <= index < len(plan.projects) else None), True


def _steps(low: str, project: PlanProject | None) -> list[int] | None:
    if project is None:
        return None
    found = re.search(rf"(?:steps?|milestones?|tasks?)\s*(?:nr\.?|no\.?|number|#)?\s*{_NUMBER}", low)
    if found:
        first = int(found["low"])
        last = int(found["high"]) if found["high"] else first
        return list(range(min(first, last), max(first, last) + 1))
    found = re.search(r"first\s+(\d+)\s+(?:steps?|milestones?|tasks?)", low)
    if found:
        return list(range(1, int(found[1]) + 1))
    found = re.search(rf"({'|'.join(_ORDINALS)})\s+(?:step|milestone|task)", low)
    if found:
        number = _ORDINALS[found[1]]
        return [number if number > 0 else len(project.milestones)]
    if re.search(r"\ball (?:the )?steps\b|\ball of (?:it|them)\b", low):
        return list(range(1, len(project.milestones) + 1))
    if re.search(r"\bboth\b", low):
        still = [n for n, m in enumerate(project.milestones, start=1) if m.status not in (Status.DONE, Status.SKIPPED)]
        return still[:2]
    return None


def _by_words(plan: Plan, low: str) -> list[str]:
    """Milestones and projects whose words the message repeats; each part of 'X and Y' by itself."""
    found: list[str] = []
    texts = {m.id: m.text.lower() for p in plan.projects for m in p.milestones}
    for part in re.split(r"\band\b|,|;", low):
        telling = " ".join(w for w in words(part) if w not in _FILLER)
        if len(telling) < 4:
            continue
        scored = [
            (fuzz.token_set_ratio(telling, " ".join(w for w in words(m.text) if w not in _FILLER)), m.id)
            for p in plan.projects for m in p.milestones if m.status not in (Status.DONE, Status.SKIPPED)
        ]  # fmt: skip
        titles = [
            (fuzz.token_set_ratio(telling, " ".join(w for w in words(p.title) if w not in _FILLER)), p)
            for p in plan.projects if not p.finished
        ]  # fmt: skip
        best_title = max(titles, key=lambda t: t[0], default=(0.0, None))
        scored = [(score, i) for score, i in scored if len(set(telling.split()) & set(words(texts[i]))) >= 2]
        best = max(scored, default=(0.0, ""))
        if best_title[1] is not None and best_title[0] >= 85 and best_title[0] >= best[0]:
            found.extend(m.id for m in best_title[1].milestones if m.status not in (Status.DONE, Status.SKIPPED))
        elif best[0] >= ENOUGH:
            found.append(best[1])
    return list(dict.fromkeys(found))
