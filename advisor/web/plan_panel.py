"""The plan: where it stands, the next step, projects to tick off, the stack with its receipts, the problem."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from advisor.dialogue.wording import hours, num, short, weeks
from advisor.domain.plan import Choice, ExistingSolution, Plan, PlanMilestone, PlanProject
from advisor.domain.progress import Status
from advisor.domain.vocabulary import LAYER_TITLES, Layer
from advisor.planning.next_step import next_step
from advisor.web.chat import NEXT, agree
from advisor.web.session import act, attempt, message_id, send, visit
from advisor.web.text import count, link, links, prose, safe, sentence

if TYPE_CHECKING:
    from advisor.service import Advisor

AGREEING = (
    "Agreeing keeps this version. If life changes it later, you get a new one, "
    "see what changed, and lose nothing you did."
)
FORMATS = {"markdown": "Markdown", "json": "JSON"}
LEVEL_GOALS = {"aware": "know what it is for", "working": "to a working level", "solid": "to a solid level"}


# --- the head


def head(plan: Plan, anchor: str, last: int, can_undo: bool) -> None:
    """What the plan is for, where it stands, and what can be done with it."""
    title = prose(plan.about.restate) if plan.about.restate else safe(short(plan.problem))
    st.subheader(sentence(title).rstrip("."), anchor=anchor)
    state = ":green-badge[agreed]" if plan.agreed else ":orange-badge[draft]"
    st.markdown(f"{state} :gray-badge[version {plan.version}]")
    st.markdown(_size(plan))
    steps = [m for p in plan.projects for m in p.milestones]
    done = sum(m.status is Status.DONE for m in steps)
    if done:
        st.progress(
            done / len(steps), text=f"{done} of {count(len(steps), 'step')} done, {hours(plan.hours.done)} of work"
        )
    if plan.over > 0:
        st.warning(
            f"This needs {num(plan.over)} hours more than you have, even with everything cut that can be. "
            "Give it more hours a week, a later date, or a smaller problem.",
            icon=":material/hourglass_bottom:",
        )
    with st.container(key="plan-actions", horizontal=True, gap="xsmall"):
        if not plan.agreed:
            st.button("Agree", key=f"agree-{last}", type="primary", on_click=agree)
        id = message_id(last, NEXT)
        st.button(NEXT, key=f"next-{id}", on_click=send, args=(NEXT, id))
        if can_undo:
            st.button("Undo", key=f"undo-{last}", type="tertiary", icon=":material/undo:", on_click=_undo)
    if not plan.agreed:
        st.caption(AGREEING)


def _size(plan: Plan) -> str:
    end = max((p.end_week for p in plan.projects), default=1)
    limit = f" of {num(plan.weeks_available)}" if plan.weeks_available is not None else ""
    return (
        f"**{hours(plan.hours.total)} to go**, {hours(plan.hours.build)} of them building. "
        f"At {num(plan.hours_per_week)} hours a week it ends in **week {end}**{limit}."
    )


def _undo() -> None:
    act(lambda advisor, conversation, owner: advisor.undo(conversation, owner))


# --- the next step


def next_card(plan: Plan, last: int) -> None:
    """The one thing to do now."""
    found = next_step(plan)
    if found is None:
        return
    milestone = found.milestone
    with st.container(key="next-step", border=True, gap="xsmall"):
        st.caption(
            f"Next · project {found.project_number}, step {found.number} of {found.of} · about {hours(found.sitting)}"
        )
        st.markdown(prose(milestone.text))
        st.caption(f"Done when: {prose(milestone.done_when)}")
        with st.container(horizontal=True, gap="xsmall"):
            st.button("Done", key=f"done-{last}-{milestone.id}", on_click=_mark, args=(milestone.id, Status.DONE))
            if milestone.status is not Status.STUCK:
                st.button(
                    "I am stuck",
                    key=f"stuck-{last}",
                    type="tertiary",
                    on_click=_mark,
                    args=(milestone.id, Status.STUCK),
                )
            st.button("Skip", key=f"skip-{last}", type="tertiary", on_click=_mark, args=(milestone.id, Status.SKIPPED))


def _mark(milestone: str, status: Status) -> None:
    act(lambda advisor, conversation, owner: advisor.mark(conversation, owner, milestone, status))


# --- projects


def projects(plan: Plan) -> None:
    """Every project with its steps."""
    found = next_step(plan)
    for number, project in enumerate(plan.projects, start=1):
        done = sum(m.status is Status.DONE for m in project.milestones)
        progress = f" · {done} of {len(project.milestones)} done" if done else ""
        label = f"**{number}. {safe(project.title)}**  \n:gray[{weeks(project)} · {hours(project.hours)}{progress}]"
        with st.expander(
            label, expanded=found is not None and found.project.id == project.id, key=f"project-{project.id}"
        ):
            _project(project)


def _project(project: PlanProject) -> None:
    st.markdown(prose(project.goal))
    data = project.dataset
    if data.name:
        about = ", ".join(x for x in (data.size, data.licence) if x)
        name = link(data.name, data.url) if data.url else safe(data.name)
        st.markdown(f"**Data.** {name}{f' ({prose(about)})' if about else ''}. {prose(data.getting or '')}")
        if data.caution:
            st.caption(prose(data.caution))
    if data.then:
        st.markdown(f"**{'Then' if data.name else 'Data.'}** {prose(data.then)}")
    st.markdown(f"**Baseline.** {prose(project.baseline)}")
    st.markdown(f"**Target.** {prose(project.target)}")
    with st.container(key=f"steps-{project.id}", gap=None):
        for milestone in project.milestones:
            _step(milestone)
    st.markdown(f"**You can show** {_lower(prose(project.artefact))}")
    if project.obstacles:
        st.markdown(
            "**Likely to bite**\n\n"
            + "\n".join(f"- *{prose(o.symptom)}*: {prose(o.teaches)}" for o in project.obstacles)
        )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _step(milestone: PlanMilestone) -> None:
    """A step with its box; ticking it is all that is needed."""
    key = f"tick-{milestone.id}-{milestone.status.value}"
    note = {Status.STUCK: " :orange-badge[stuck]", Status.SKIPPED: " :gray-badge[skipped]"}.get(milestone.status, "")
    kind = "learn · " if milestone.kind == "learn" else ""
    with st.container(key=f"step-{milestone.id}", gap=None):
        st.checkbox(
            f"{prose(milestone.text)}{note}",
            milestone.status is Status.DONE,
            key=key,
            on_change=_ticked,
            args=(milestone.id, key),
        )
        st.caption(f"{kind}{hours(milestone.hours)} · Done when: {prose(milestone.done_when)}")


def _ticked(milestone: str, key: str) -> None:
    _mark(milestone, Status.DONE if st.session_state[key] else Status.TODO)


# --- the stack


def stack(plan: Plan) -> None:
    """What to learn, layer by layer, each with why and sources; then what is left out, cut and known."""
    order = list(Layer)
    chosen = sorted((c for c in plan.stack if c.status != "known"), key=lambda c: order.index(c.layer))
    if not chosen:
        st.markdown("Nothing new to learn: you can start building.")
    for layer, choices in groupby(chosen, key=lambda c: c.layer):
        st.markdown(f"##### {LAYER_TITLES[layer]}", anchors=False)
        _choices(list(choices))
    known = [c for c in plan.stack if c.status == "known"]
    if known:
        st.markdown("##### You know it already", anchors=False)
        st.markdown(", ".join(safe(c.name) for c in known))
    _left_out(plan)


def _choices(choices: Sequence[Choice]) -> None:
    with st.container(key=f"layer-{choices[0].layer.value}", gap=None):
        for choice in choices:
            with st.container(key=f"choice-{choice.component}", gap=None):
                level = LEVEL_GOALS[choice.level.value] if choice.status == "learn" else LEVEL_GOALS["aware"]
                st.markdown(f"**{safe(choice.name)}** :small[:gray[{level} · {hours(choice.hours)}]]")
                sources = f" {links(choice.citations)}" if choice.citations else ""
                st.caption(f"{prose(choice.why)}{sources}")


def _left_out(plan: Plan) -> None:
    if plan.cut:
        st.markdown("##### Cut to fit your time", anchors=False)
        st.markdown(
            "\n".join(
                f"- **{safe(c.what)}**, saves {hours(c.saves)}. {prose(c.costs)} {prose(c.back)}" for c in plan.cut
            )
        )
    if plan.notes:
        st.info("  \n".join(prose(n) for n in plan.notes), icon=":material/info:")
    if plan.left_out:
        with st.expander(
            f"Left out: {count(len(plan.left_out), 'thing')} that a generic roadmap would add", key="left-out"
        ):
            st.markdown(
                "\n".join(
                    f"- **{safe(o.name)}**: {prose(o.why)} *Comes in when {prose(_when(o.when))}.*"
                    for o in plan.left_out
                )
            )


def _when(text: str) -> str:
    plain = text.strip().rstrip(".")
    for lead in ("comes in when ", "when "):
        if plain.lower().startswith(lead):
            return plain[len(lead) :]
    return _lower(plain)


# --- the problem


def problem(plan: Plan) -> None:
    """What the plan says about the problem itself."""
    about = plan.about
    if about.in_ml_words:
        st.markdown(f"**In ML words.** {sentence(prose(about.in_ml_words))}")
    if about.need_ml:
        st.markdown(f"**Is ML needed?** {prose(about.need_ml)}")
    if about.rule:
        st.markdown(f"**Try first.** {prose(about.rule)}")
    if about.baseline:
        st.markdown(f"**Baseline.** {prose(about.baseline)}")
    if about.metrics:
        st.markdown(
            "**How to measure it**\n\n" + "\n".join(f"- **{safe(m.name)}**: {prose(m.why)}" for m in about.metrics)
        )
    if about.first_version:
        st.markdown(f"**First version.** {prose(about.first_version)}")
    _solutions("What exists already", about.exists)
    if about.pitfalls:
        st.markdown("**Pitfalls**\n\n" + "\n".join(f"- {prose(p)}" for p in about.pitfalls))
    _solutions("Who has done it", about.case_studies)
    if about.citations:
        st.caption("Sources: " + links(about.citations))


def _solutions(title: str, entries: Sequence[ExistingSolution]) -> None:
    if entries:
        st.markdown(f"**{title}**\n\n" + "\n".join(_solution(e) for e in entries))


def _solution(entry: ExistingSolution) -> str:
    limits = f" *Falls short:* {prose(entry.limits)}" if entry.limits else ""
    return f"- **{safe(entry.name)}**: {prose(entry.what)}{limits} {links(entry.citations)}"


# --- taking it along


def downloads(advisor: "Advisor", conversation: str, owner: str, last: int) -> None:
    """The plan as files, made once for each change."""
    files = visit().files
    with st.container(key="downloads", horizontal=True, gap="xsmall"):
        for format, label in FORMATS.items():
            at = (conversation, format, last)
            if at not in files:
                made = attempt(lambda format=format: advisor.export(conversation, owner, format))  # type: ignore[misc]
                if made is None:
                    continue
                for old in [k for k in files if k[1] == format]:
                    del files[old]
                files[at] = made
            name, media, content = files[at]
            st.download_button(
                label, content, name, media, key=f"download-{format}-{last}", icon=":material/download:",
                type="tertiary", on_click="ignore",
            )  # fmt: skip
