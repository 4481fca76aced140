"""What the plan says about the problem itself."""

from collections.abc import Sequence

import streamlit as st

from advisor.domain.plan import ExistingSolution, Plan
from advisor.web.text import links, prose, safe, safe_block, sentence


def problem(plan: Plan) -> None:
    """The problem in the person's words and in ML words, what exists, whether ML is needed, how to measure it."""
    about = plan.about
    if plan.problem.strip():
        with st.container(key="own-words", gap=None):
            st.caption("In your words")
            st.markdown(safe_block(plan.problem))
    if about.in_ml_words:
        st.markdown(f"**In ML words.** {sentence(prose(about.in_ml_words))}")
    _solutions("What exists already, and where it falls short", about.exists)
    if about.need_ml:
        sources = f" {links(about.citations)}" if about.citations else ""
        st.markdown(f"**Do you need ML?** {prose(about.need_ml)}{sources}")
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
    if about.pitfalls:
        st.markdown("**Pitfalls**\n\n" + "\n".join(f"- {prose(p)}" for p in about.pitfalls))
    _solutions("Who has done it", about.case_studies)


def _solutions(title: str, entries: Sequence[ExistingSolution]) -> None:
    if entries:
        st.markdown(f"**{title}**\n\n" + "\n".join(_solution(e) for e in entries))


def _solution(entry: ExistingSolution) -> str:
    limits = f" *Falls short:* {prose(entry.limits)}" if entry.limits else ""
    return f"- **{safe(entry.name)}**: {prose(entry.what)}{limits} {links(entry.citations)}"
