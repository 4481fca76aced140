"""Conversations out of the advisor and back into it: as files, all of somebody's at once."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any

from advisor import exports
from advisor.admission import Admission
from advisor.dialogue.ports import Conversations
from advisor.dialogue.wording import short
from advisor.domain.brief import Brief, Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.conversation import Conversation, Dialogue, Message, Reply, State
from advisor.domain.plan import PLAN_SCHEMA, Plan
from advisor.domain.progress import CLOSED, Mark, Progress, Status
from advisor.domain.vocabulary import Verdict
from advisor.exports import conversation as kept_form
from advisor.exports.conversation import KeptConversation
from advisor.exports.escaping import block_quote, line
from advisor.exports.json_ import opened
from advisor.planning.planner import with_progress

MEDIA_TYPE = "application/json"
MOST_NAMED = 5
"""So many of the parts that were taken out are named."""

_README = """All that the Problem-First Advisor keeps of you: {count}, exported on {day} (UTC).

Each folder is one conversation:
  conversation.json  what was understood, the plan in all its versions, and what is done. The advisor takes this file
                     in again, also on another computer: advisor import conversation.json
  messages.md        the messages, to read
  messages.json      the messages with all that is kept of each
  plan.md            the current plan, to read and print; missing where there is none

Nothing else is kept of you. Questions on which the knowledge base had nothing are only counted, by the advisor's own
words for their subject, and not by person.
"""


def named(plan: Plan, conversation_id: str) -> Plan:
    """The plan with its id, which tells it from others without telling the conversation's own, which is a secret."""
    if plan.id:
        return plan
    return plan.model_copy(update={"id": sha256(f"plan {conversation_id}".encode()).hexdigest()[:32]})


def take_out(store: Conversations, conversation_id: str, owner: str) -> tuple[str, str, bytes]:
    """A conversation as a file: name, media type, content."""
    kept = _kept(store, store.get(conversation_id, owner))
    plan = kept.plan
    name = exports.filename(plan, "json").removeprefix("plan-") if plan else "conversation.json"
    return f"advisor-{name}", MEDIA_TYPE, kept_form.render(kept)


def _kept(store: Conversations, conversation: Conversation) -> KeptConversation:
    state = store.state(conversation.id, conversation.owner)
    current = state.plan.version if state.plan else None
    plans = (  # what was ticked in another branch counts in the one that is shown
        with_progress(plan, state.progress) if plan.version == current else plan
        for plan in store.versions(conversation.id, conversation.owner)
    )
    return KeptConversation(
        title=conversation.title, brief=state.brief, dialogue=state.dialogue, progress=state.progress,
        current=current, plans=tuple(named(plan, conversation.id) for plan in plans),
    )  # fmt: skip


# --- in


def take_in(store: Conversations, catalog: Catalog, owner: str, content: bytes) -> Conversation:
    """A new conversation of this owner from a file. Raises BadInput for what is none, or has no sense here."""
    found = opened(content, "conversation", kept_form.LARGEST)
    kept = _of_plan(exports.parse_plan(content)) if found.get("schema") == PLAN_SCHEMA else kept_form.parse(content)
    admission = Admission(catalog)
    kept = _told_apart(store, owner, admission.conversation(kept))
    state = State(brief=kept.brief, dialogue=kept.dialogue, progress=kept.progress, plan=_current(kept))
    text = _welcome(state, list(dict.fromkeys(admission.unknown)))
    reply = Reply(
        reply=text, verdict=state.dialogue.verdict, frame=state.dialogue.frame, facts=state.brief.facts,
        question=state.dialogue.question, plan=state.plan,
    )  # fmt: skip
    return store.restore(owner, kept.title or short(kept.brief.problem, 60), reply, state, kept.plans)


def _of_plan(plan: Plan) -> KeptConversation:
    """The conversation that a plan alone tells of: what it says about the person, and the marks on its steps."""
    assumed = {(a.fact, a.key) for a in plan.assumptions}
    on = plan.started
    facts = [Fact(name="problem", value=plan.problem, quote=plan.problem, turn=1, on=on)] if plan.problem.strip() else []

    def told(name: Any, value: object, key: str = "") -> None:
        if (name, key) not in assumed:
            facts.append(Fact(name=name, key=key, value=value, provenance=Provenance.EDITED, on=on))

    told("hours_per_week", plan.hours_per_week)
    if plan.weeks_available is not None:
        told("deadline_weeks", (plan.due - on).days / 7 if plan.due else plan.weeks_available)
    for choice in plan.stack:
        if choice.status == "known" and ("background", "") not in assumed:
            told("known_skills", choice.level.value, choice.component)
    for condition in plan.frame.conditions:
        told("conditions", True, condition.value)
    for cut in plan.cut:
        if cut.wished:
            told("scope", "drop", f"{cut.kind}/{cut.id}")
    marks = {
        m.id: Mark(status=m.status, at=datetime.combine(m.done_on or on, time(12), UTC), text=m.text, hours=m.hours)
        for p in plan.projects for m in p.milestones if m.status is not Status.TODO
    }  # fmt: skip
    return KeptConversation(
        brief=Brief(facts=tuple(facts)), progress=Progress(marks=marks), plans=(plan,), current=plan.version,
        dialogue=Dialogue(verdict=Verdict.PLAN, frame=plan.frame, turn=1, began=on, last_version=plan.version),
    )  # fmt: skip


def _current(kept: KeptConversation) -> Plan | None:
    """The current version as the marks have it, whatever a file says of its steps."""
    plan = kept.plan
    return plan and with_progress(plan, kept.progress)


def _told_apart(store: Conversations, owner: str, kept: KeptConversation) -> KeptConversation:
    """With plans of no id, to be given a new one, where another conversation of the owner has that plan already:
    a copy goes its own way, and its calendar must not change the first one's."""
    ids = {plan.id for plan in kept.plans}
    if ids <= {""} or (len(ids) == 1 and not ids & set(_plan_ids(store, owner))):
        return kept
    return kept.model_copy(update={"plans": tuple(plan.model_copy(update={"id": ""}) for plan in kept.plans)})


def _plan_ids(store: Conversations, owner: str) -> Iterator[str]:
    for conversation in store.conversations(owner, include_archived=True):
        plan = store.state(conversation.id, owner).plan
        if plan:
            yield named(plan, conversation.id).id


def _welcome(state: State, unknown: list[str]) -> str:
    said = ["This conversation was taken in from a file."]
    plan = state.plan
    if plan:
        steps = [m for p in plan.projects for m in p.milestones]
        done = sum(m.status in CLOSED for m in steps)
        said.append(f"It holds version {plan.version} of a plan: {done} of {len(steps)} steps are done or skipped.")
        said.append("Say “what next” to go on, or tell me what has changed.")
    elif state.dialogue.question is None:
        said.append("It holds no plan yet. Go on where you were.")
    parts = [" ".join(said)]
    if unknown:
        names = ", ".join(line(name) for name in unknown[:MOST_NAMED])
        more = f" and {len(unknown) - MOST_NAMED} more" if len(unknown) > MOST_NAMED else ""
        parts.append(f"My knowledge base does not know these parts of it, so I left them out: {names}{more}.")
    if state.dialogue.question:
        parts.append(state.dialogue.question.text)
    return "\n\n".join(parts)


# --- all of somebody's


def everything(store: Conversations, owner: str) -> bytes:
    """All that is kept of an owner, as a zip file with a README.txt that says what is in it."""
    held = store.conversations(owner, include_archived=True)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        now = datetime.now(UTC)
        count = f"{len(held)} conversation{'' if len(held) == 1 else 's'}"
        _put(archive, "README.txt", _README.format(count=count, day=f"{now:%Y-%m-%d}").encode(), now)
        for number, conversation in enumerate(held, start=1):
            folder = f"{number:03}-{conversation.created_at:%Y-%m-%d}"
            for name, content in _files(store, conversation):
                _put(archive, f"{folder}/{name}", content, conversation.updated_at)
    return made.getvalue()


def _files(store: Conversations, conversation: Conversation) -> Iterator[tuple[str, bytes]]:
    kept = _kept(store, conversation)
    messages = store.messages(conversation.id, conversation.owner, all_branches=True)
    yield "conversation.json", kept_form.render(kept)
    yield "messages.md", _readable(conversation, messages).encode("utf-8", "replace")
    yield "messages.json", _dumped(messages)
    if kept.plan:
        yield "plan.md", exports.render(kept.plan, "markdown")


def _readable(conversation: Conversation, messages: Sequence[Message]) -> str:
    heading = line(conversation.title) or "A conversation"
    parts = [f"# {heading}", f"Begun on {conversation.created_at:%Y-%m-%d}, {'archived' if conversation.archived else 'open'}. Times are in UTC."]
    for message in messages:
        who = "You" if message.role == "person" else "Advisor"
        parts.append(f"## {message.number}. {who}, {message.created_at:%Y-%m-%d %H:%M}")
        parts.append(block_quote(message.text) if message.role == "person" else message.text)
    return "\n\n".join(parts) + "\n"


def _dumped(messages: Sequence[Message]) -> bytes:
    made = [message.model_dump(mode="json", exclude={"conversation"}) for message in messages]
    return json.dumps(made, indent=1, ensure_ascii=False).encode("utf-8", "replace")


def _put(archive: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    entry = zipfile.ZipInfo(name, date_time=(max(1980, at.year), at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    archive.writestr(entry, content)
