"""The versions of the plan: when and why each was made, two of them side by side, and the way back."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from advisor.dialogue.change_words import compared
from advisor.dialogue.wording import short
from advisor.domain.conversation import Version
from advisor.domain.plan import Choice, Plan
from advisor.planning.diff import PlanDiff, diff
from advisor.web import clicks
from advisor.web.dates import short_day
from advisor.web.numbers import hours, num
from advisor.web.session import attempt
from advisor.web.text import count, safe

if TYPE_CHECKING:
    from advisor.service import Advisor

NOTHING = "—"


def versions(advisor: "Advisor", conversation: str, owner: str, current: int, last: int) -> None:
    """The list, and a comparison of any two."""
    found = attempt(lambda: advisor.versions(conversation, owner)) or ()
    st.markdown(listed(found, current))
    if len(found) < 2:
        st.caption("When something changes, a new version comes here, and you can compare the two and go back.")
        return
    numbers = [v.number for v in found]
    with st.container(key="compare", horizontal=True, gap="small"):
        old = st.selectbox("Compare version", numbers, len(numbers) - 2, key=f"old-{last}")
        new = st.selectbox("with version", numbers, len(numbers) - 1, key=f"new-{last}")
    by_number = {v.number: v for v in found}
    before, after = by_number[old or numbers[-2]], by_number[new or numbers[-1]]
    if before.number == after.number:
        st.markdown("That is the same version twice.")
    else:
        _side_by_side(before, after)
    for version in (before, after):
        if version.number != current and version.frame is not None:
            st.button(
                f"Go back to version {version.number}", key=f"restore-{version.number}-{last}", icon=":material/undo:",
                on_click=clicks.restore, args=(version.number,),
            )  # fmt: skip
    st.caption("Going back makes a new version from what was known then. What you have done stays done.")


def listed(found: Sequence[Version], current: int) -> str:
    """All versions, the newest first: a list, because a table of four columns breaks up on a phone."""
    return "\n".join(
        f"- **Version {v.number}**{' :gray-badge[this one]' if v.number == current else ''}{' :green-badge[agreed]' if v.plan.agreed else ''} "
        f":small[:gray[{short_day(v.made.date())} · {hours(v.plan.hours.total)} to go then]]  \n  {_reason(v)}"
        for v in reversed(found)
    )


def _reason(version: Version) -> str:
    return f"“{safe(short(version.reason, 120))}”" if version.reason else "no reason is noted"


def _side_by_side(before: Version, after: Version) -> None:
    change = diff(before.plan, after.plan)
    st.markdown(side_by_side(before.plan, after.plan, change))
    with st.expander("The same as a list", key="diff-words", type="compact"):
        st.markdown(compared(change, before.number, after.number))


def side_by_side(old: Plan, new: Plan, change: PlanDiff) -> str:
    """What differs between two versions as a table; what is kept is counted."""
    rows = [*_frame_rows(old, new), *_stack_rows(old, new, change), *_project_rows(old, new, change)]
    kept = [count(len(change.kept), "thing") + " to know"] if change.kept else []
    kept += [count(len(change.projects_kept), "project")] if change.projects_kept else []
    foot = f"\n\nKept: {' and '.join(kept)}." if kept else ""
    head = [f"| What | Version {old.version} | Version {new.version} |", "| --- | --- | --- |"]
    if not rows:
        return f"Nothing differs in what to learn, projects and hours.{foot}"
    return "\n".join([*head, *(_row(*row) for row in rows)]) + foot


def _row(what: str, before: str, after: str, why: str) -> str:
    return f"| {what}{f' :small[:gray[{why}]]' if why else ''} | {before} | {after} |"


Row = tuple[str, str, str, str]
"""What it is, then and now, and why it changed."""


def _frame_rows(old: Plan, new: Plan) -> Iterator[Row]:
    if old.about.restate != new.about.restate:
        yield "Problem", safe(short(old.about.restate, 60)), safe(short(new.about.restate, 60)), ""
    for label, a, b in (
        ("Hours a week", num(old.hours_per_week), num(new.hours_per_week)),
        ("Weeks there are", _weeks(old), _weeks(new)),
        ("Hours to go", num(old.hours.total), num(new.hours.total)),
        ("Weeks to go", num(old.weeks), num(new.weeks)),
    ):  # fmt: skip
        if a != b:
            yield label, a, b, ""


def _weeks(plan: Plan) -> str:
    return "no date" if plan.weeks_available is None else num(plan.weeks_available)


def _stack_rows(old: Plan, new: Plan, change: PlanDiff) -> Iterator[Row]:
    before, after = {c.name: c for c in old.stack}, {c.name: c for c in new.stack}
    changed = [name for name in after if name in before and _effort(before[name]) != _effort(after[name])]
    for name in change.added:
        yield f"**{safe(name)}**", NOTHING, _effort(after[name]), "comes in"
    for name in changed:
        why = "you know it now" if name in change.credited else "done" if name in change.done else ""
        yield safe(name), _effort(before[name]), _effort(after[name]), why
    for name, why in change.dropped.items():
        yield f"~~{safe(name)}~~", _effort(before[name]), NOTHING, f"drops out: {safe(why)}"


def _project_rows(old: Plan, new: Plan, change: PlanDiff) -> Iterator[Row]:
    before, after = ({p.title: p for p in plan.projects} for plan in (old, new))
    for title in change.projects_added:
        yield f"**Project: {safe(title)}**", NOTHING, hours(after[title].hours), "comes in"
    for title in change.projects_kept:
        if title in before and title in after and abs(before[title].hours - after[title].hours) >= 0.05:
            yield f"Project: {safe(title)}", hours(before[title].hours), hours(after[title].hours), ""
    for title, why in change.projects_dropped.items():
        yield f"~~Project: {safe(title)}~~", hours(before[title].hours), NOTHING, f"no longer in it: {safe(why)}"


def _effort(choice: Choice) -> str:
    return "known" if choice.status == "known" else hours(choice.hours)
