"""Whole conversations in a model's words, held against the templates that they reword."""

import re
import time
from collections import Counter
from dataclasses import dataclass, field

from advisor.domain.conversation import Decided, Done, State
from advisor.planning.checks import violations
from advisor.planning.planner import Situation
from evals.run import NOW, OWNER, Case, Runner

_LINK = re.compile(r"(?:https?://|www\.)[^\s)\]>\"]+|!\[|<\s*(?:img|script|iframe|a)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass
class Worded:
    """What was seen of reworded replies."""

    replies: int = 0
    by_model: int = 0
    notices: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    talks: list[str] = field(default_factory=list)


def worded(runner: Runner, case: Case) -> Worded:
    """A whole conversation with the model's words, each reply held against its template and each plan checked."""
    seen = Worded()
    conversation = runner.new()
    lines = [f"### {case['id']}"]
    for turn in case["turns"]:
        lines += _worded_turn(runner, conversation, turn["say"], seen)
    seen.talks.append("\n\n".join(lines))
    return seen


def _worded_turn(runner: Runner, conversation: str, text: str, seen: Worded) -> list[str]:
    began = time.monotonic()
    template, final, state = "", None, State()
    for event in runner.advisor.reply(conversation, OWNER, text):
        if isinstance(event, Decided):
            template = event.reply.reply
        elif isinstance(event, Done):
            final, state = event.reply, event.state
    assert final is not None
    seen.seconds.append(time.monotonic() - began)
    seen.replies += 1
    seen.by_model += final.origin != "rules"
    seen.notices.update(final.notices)
    given = f"{template} {text} {' '.join(c.url for c in final.citations)}"
    seen.links += [x for x in _LINK.findall(final.reply) if x.lower() not in given.lower()]
    seen.numbers += [n for n in _NUMBER.findall(final.reply) if n not in _NUMBER.findall(given)]
    allowed = {m.component for m in runner.names.find(given)}
    seen.components += [m.component for m in runner.names.find(final.reply) if m.component not in allowed]
    if final.plan_changed and state.plan and state.dialogue.frame:
        situation = Situation(runner.catalog, state.brief, state.dialogue.frame, state.progress, NOW.date())
        seen.invalid += violations(situation, state.plan)
    quoted = "\n> ".join(text.strip().splitlines())
    return [f"> {quoted}", f"*Template:* {template}" if final.origin != "rules" else "", f"*{final.origin}:* {final.reply}"]
