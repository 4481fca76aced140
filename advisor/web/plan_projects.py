"""The projects as cards: the current one open, the others drawn when they are opened."""

import streamlit as st

from advisor.dialogue.wording import weeks
from advisor.domain.plan import Plan, PlanMilestone, PlanProject
from advisor.domain.progress import CLOSED, Status
from advisor.planning.next_step import next_step
from advisor.web import clicks
from advisor.web.numbers import hours
from advisor.web.text import link, prose, safe

SPLIT_FROM = 0.75
"""Hours from which a step can be cut smaller, as in the dialogue."""


def projects(plan: Plan, last: int) -> None:
    """Every project with its steps."""
    found = next_step(plan)
    for number, project in enumerate(plan.projects, start=1):
        current = found is not None and found.project.id == project.id
        # A key of its own for the current one: a project opens when its turn comes, whatever was folded before.
        key = f"project-{project.id}-{plan.frame.pattern}{'-now' if current else ''}"
        with st.expander(_label(project, number), expanded=current, key=key, on_change="rerun") as card:
            if card.open:
                _project(project, last)


def _label(project: PlanProject, number: int) -> str:
    done = sum(m.status is Status.DONE for m in project.milestones)
    when = "finished" if project.finished else weeks(project)
    progress = f" · {done} of {len(project.milestones)} done" if done and not project.finished else ""
    return f"**{number}. {safe(project.title)}**  \n:gray[{when} · {hours(project.hours)}{progress}]"


def _project(project: PlanProject, last: int) -> None:
    st.markdown(prose(project.goal))
    with st.container(key=f"steps-{project.id}", gap=None):
        for number, milestone in enumerate(project.milestones, start=1):
            _step(milestone, number, last)
    told = _data(project)
    if project.dataset.caution and project.dataset.name:
        st.markdown(told.pop(0))
        st.caption(prose(project.dataset.caution))
    told += [
        f"**Baseline.** {prose(project.baseline)}",
        f"**Target.** {prose(project.target)}",
        f"**You can show** {_lower(prose(project.artefact))}",
    ]
    if project.obstacles:
        bites = (f"- *{prose(o.symptom)}*: {prose(o.teaches)}" for o in project.obstacles)
        told.append("**Likely to go wrong**\n\n" + "\n".join(bites))
    # One element for all: the browser needs about as long for each, however long it is.
    st.markdown("\n\n".join(told))
    if not project.finished and project.kind != "own" and not project.id.startswith("warm-up-"):
        st.button(
            "Leave out this project", key=f"drop-{project.id}-{last}", type="tertiary", icon=":material/remove:",
            on_click=clicks.rescope, args=(f"project/{project.id}", "drop"),
        )  # fmt: skip


def _data(project: PlanProject) -> list[str]:
    """What to work on, in paragraphs; that which names a data set first."""
    data, told = project.dataset, list[str]()
    if data.name:
        about = ", ".join(x for x in (data.size, data.licence) if x)
        name = link(data.name, data.url) if data.url else safe(data.name)
        told.append(f"**Data.** {name}{f' ({prose(about)})' if about else ''}. {prose(data.getting or '')}")
    if data.then:
        told.append(f"**{'Then' if data.name else 'Data.'}** {prose(data.then)}")
    return told


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _step(milestone: PlanMilestone, number: int, last: int) -> None:
    """A step with its box; ticking it is all that is needed. What else can be done with it is in a menu."""
    key = f"tick-{milestone.id}-{milestone.status.value}"
    note = {Status.STUCK: " :orange-badge[stuck]", Status.SKIPPED: " :gray-badge[skipped]"}.get(milestone.status, "")
    kind = "learn · " if milestone.kind == "learn" else ""
    with st.container(key=f"step-{milestone.id}", horizontal=True, vertical_alignment="top", gap="xsmall", wrap=False):
        with st.container(gap=None):
            st.checkbox(
                f"{prose(milestone.text)}{note}", milestone.status is Status.DONE, key=key, on_change=_ticked,
                args=(milestone.id, key),
            )  # fmt: skip
            st.caption(f"{kind}{hours(milestone.hours)} · Done when: {prose(milestone.done_when)}")
        if milestone.status is not Status.DONE:
            with clicks.menu(f":small[More about step {number}]", f"more-{milestone.id}", ":material/more_horiz:") as opened:
                if opened:
                    _more(milestone, last)


def _more(milestone: PlanMilestone, last: int) -> None:
    """What can be done with a step besides ticking it."""
    id, status = milestone.id, milestone.status
    if status in CLOSED or status is Status.STUCK:
        _marker("Back to open", id, Status.TODO, last)
    if status is not Status.SKIPPED:
        _marker("Skip it", id, Status.SKIPPED, last)
    if status is Status.TODO:
        _marker("I am stuck here", id, Status.STUCK, last)
    if milestone.hours >= SPLIT_FROM and status not in CLOSED:
        st.button(
            "In smaller steps", key=f"split-{id}-{last}", type="tertiary", on_click=clicks.set_fact,
            args=("scope", f"step/{id}", "split"),
        )  # fmt: skip


def _marker(label: str, milestone: str, status: Status, last: int) -> None:
    st.button(label, key=f"{status.value}-{milestone}-{last}", type="tertiary", on_click=clicks.mark, args=(milestone, status))


def _ticked(milestone: str, key: str) -> None:
    clicks.mark(milestone, Status.DONE if st.session_state[key] else Status.TODO)
