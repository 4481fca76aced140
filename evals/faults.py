"""What a person sees when a language model fails, fault by fault:

    python -m evals.faults

A scripted server on loopback plays each fault while a whole turn of the advisor runs against it, and goes well before
and after. With the limits given below in place of the usual 20 (first word), 10 (silence in the middle) and 60 seconds
(the whole). The table is Markdown.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from advisor.bootstrap import export, knowledge
from advisor.domain.conversation import Done, Reply, said_in
from advisor.knowledge import Knowledge
from advisor.models import make_model
from advisor.models.coverage import bold_parts
from advisor.models.sentences import split
from advisor.one_turn import WORDED
from advisor.service import Advisor
from advisor.settings import Settings
from advisor.storage import Store
from tests.support.model_server import ModelServer, Script, model_server

ME = "fault"
FILLER = "Good to know."
FIRST = "We get spam through our contact form and want to filter it. I know Python. 5 hours a week."
LONG = (
    "hi there, so it is like this: at our little choir we have hundreds of recordings of rehearsals that pile up, and "
    "nobody knows any more what is on them, so people keep asking me where the good take of some song is, and I have to "
    "listen for hours. I have about 4 hours a week for it and once took a course in Python, long ago."
)


@dataclass(frozen=True)
class Limits:
    """Seconds for the first word, between pieces, and for a whole call."""

    first: float = 2.0
    stall: float = 1.0
    whole: float = 6.0


def reworded(messages: Sequence[Mapping[str, str]]) -> str:
    """The notes of a prompt as a rewording of them that passes the guard; a prompt for reading gets an empty reading."""
    found = re.search(r"<notes>\n(.*)\n</notes>\s*\Z", messages[-1]["content"], re.DOTALL)
    return f"{FILLER} {found.group(1)}" if found else '{"pattern": "", "facts": []}'


def _date(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@dataclass(frozen=True)
class Fault:
    """What goes wrong in one turn."""

    name: str
    scripts: Callable[[], Sequence[Script]] = list
    """The answers until it goes well again."""
    message: str = FIRST
    down: bool = False
    """Whether the server is away during the turn."""
    always: bool = True
    """Whether the last answer is given to every further request of the turn."""


WELL = Script(reworded)
FAULTS = (
    Fault("slow first byte", lambda: [Script(reworded, fault="slow")]),
    Fault("stall in the middle", lambda: [Script(reworded, fault="stall")]),
    Fault("401, wrong key", lambda: [Script(status=401, message="bad key sk-secret")]),
    Fault("429, Retry-After: 1", lambda: [Script(status=429, headers={"Retry-After": "1"})], always=False),
    Fault("429, Retry-After: a date in 2 s", lambda: [Script(status=429, headers={"Retry-After": _date(2)})], always=False),
    Fault("429, Retry-After: 300", lambda: [Script(status=429, headers={"Retry-After": "300"})]),
    Fault("500 once", lambda: [Script(status=500)], always=False),
    Fault("503 all the time", lambda: [Script(status=503)]),
    Fault("malformed stream", lambda: [Script(reworded, fault="malformed")]),
    Fault("malformed JSON in reading, twice", lambda: [Script("It is about audio, I think.")] * 2, message=LONG, always=False),
    Fault("truncated JSON in reading", lambda: [Script('{"facts": [', finish="length")], message=LONG, always=False),
    Fault("truncated answer", lambda: [Script(reworded, fault="truncated")]),
    Fault("empty answer", lambda: [Script(fault="empty")]),
    Fault("endless answer", lambda: [Script("You get spam in your form. ", fault="endless")]),
    Fault("endless thinking", lambda: [Script("Hmm, let me see. ", fault="thinking")]),
    Fault("answer in Chinese", lambda: [Script("好的，您想过滤联系表单中的垃圾邮件。请告诉我您有多少数据。")]),
    Fault("connection reset", lambda: [Script(reworded, fault="reset")]),
    Fault("connection dropped at once", lambda: [Script(fault="drop")]),
    Fault("server away, back for the next turn", down=True),
)


@dataclass
class Seen:
    """What came of a turn."""

    reply: Reply
    text: str
    notices: tuple[str, ...]
    seconds: float
    calls: int


@dataclass
class Outcome:
    """A fault's turn, the one right after it, and one after the model had its rest; and the same turn by the rules."""

    fault: Fault
    seen: Seen
    next: Seen
    later: Seen
    ruled: Reply
    problems: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """Who said the reply."""
        if self.seen.reply.reply == self.ruled.reply:
            return "the rules' reply"
        if any(n.endswith(WORDED) for n in self.seen.notices):
            return "the model's beginning, the rest by the rules"
        return "the model's reply"


def turn(advisor: Advisor, conversation: str, text: str, server: ModelServer | None) -> Seen:
    """One turn, timed."""
    before = len(server.requests) if server else 0
    began = time.perf_counter()
    events = list(advisor.reply(conversation, ME, text))
    seconds = time.perf_counter() - began
    done = events[-1]
    assert isinstance(done, Done)
    said = said_in(events)
    return Seen(done.reply, said, done.reply.notices, seconds, len(server.requests) - before if server else 0)


@contextmanager
def advisor_by(known: Knowledge, model: Any = None) -> Iterator[Advisor]:
    """An advisor with an empty database."""
    with tempfile.TemporaryDirectory() as directory:
        store = Store(Path(directory) / "f.sqlite3")
        yield Advisor(known, store, export, model=model, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))


def by_rules(known: Knowledge, message: str) -> Reply:
    """What the rules reply to a first message."""
    with advisor_by(known) as advisor:
        return turn(advisor, advisor.new(ME).id, message, None).reply


def play(fault: Fault, known: Knowledge, limits: Limits) -> Outcome:
    """A turn with the fault, and two more without it, the last after the model's rest."""
    now = [0.0]
    ruled = by_rules(known, fault.message)
    with ExitStack() as stack:
        server = stack.enter_context(running := model_server())
        model = make_model(
            f"{server.url}#scripted", "sk-secret", seconds=limits.whole, first_word_seconds=limits.first,
            stall_seconds=limits.stall, tools=known.names.of_tools, clock=lambda: now[0],
        )  # fmt: skip
        advisor = stack.enter_context(advisor_by(known, model))
        server.otherwise = WELL
        patient = make_model(server.url)
        assert patient is not None
        patient.read("hello", None, {})  # what clients import at the first call of a process is no part of a fault
        conversation = advisor.new(ME).id
        scripts = list(fault.scripts())
        server.plays(*scripts)
        server.otherwise = scripts[-1] if fault.always and scripts else WELL
        if fault.down:
            running.__exit__(None, None, None)
        seen = turn(advisor, conversation, fault.message, server)
        if fault.down:
            server = stack.enter_context(model_server(int(re.findall(r":(\d+)", server.url)[0])))
        server.answers.clear()
        server.otherwise = WELL
        following = turn(advisor, conversation, "I don't know", server)
        now[0] += 601
        later = turn(advisor, conversation, "I don't know", server)
        stored = advisor.open(conversation, ME)
    outcome = Outcome(fault, seen, following, later, ruled)
    outcome.problems += judged(outcome, limits)
    if stored.unanswered or len(stored.messages) != 6:
        outcome.problems.append("a message was lost")
    return outcome


def judged(outcome: Outcome, limits: Limits) -> list[str]:
    """What is not as it must be: a complete reply in time, one notice at most, nothing twice, a fast next turn, recovery."""
    seen, ruled = outcome.seen, outcome.ruled
    sentences = [" ".join(p.text.split()) for p in split(seen.text) if p.text != FILLER]
    wanted = bold_parts(ruled.reply)
    checks = {
        "the stream and the stored reply differ": seen.text != seen.reply.reply,
        "incomplete": not set(wanted) <= set(bold_parts(seen.text)),
        "said twice": len(set(sentences)) < len(sentences),
        "too late": seen.seconds > 2 * limits.whole + 1,
        "more than one notice": len(seen.notices) > 1,
        "no notice": outcome.shown != "the model's reply" and not seen.notices,
        "a slow next turn": outcome.next.seconds > 1.5,
        "said again in the next turn": bool(outcome.next.notices),
        "not recovered": outcome.later.reply.origin == "rules",
        "another plan or frame": seen.reply.frame != ruled.frame,
        "the key is shown": "sk-secret" in seen.text + "".join(seen.notices),
    }
    return [what for what, wrong in checks.items() if wrong]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=Settings().data_dir)
    parser.add_argument("--only", default="", help="part of the faults' names")
    asked = parser.parse_args()
    known = knowledge(Settings(data_dir=asked.data_dir, model="none"))
    _ = known.searcher
    limits = Limits()
    print(f"Limits: first word {limits.first:g} s, silence {limits.stall:g} s, whole call {limits.whole:g} s.\n")
    print("| fault | reply | notice | seconds | requests | next turn | after the rest | amiss |")
    print("| --- | --- | --- | --: | --: | --- | --- | --- |")
    failed = 0
    for fault in FAULTS:
        if asked.only not in fault.name:
            continue
        o = play(fault, known, limits)
        failed += bool(o.problems)
        after = f"{o.next.seconds:.1f} s, {'rules' if o.next.reply.origin == 'rules' else 'model'}"
        recovered = "model" if o.later.reply.origin != "rules" else "rules"
        notice = "; ".join(o.seen.notices) or "none"
        print(
            f"| {fault.name} | {o.shown} | {notice} | {o.seen.seconds:.1f} | {o.seen.calls} | {after} | {recovered} | "
            f"{', '.join(o.problems) or 'nothing'} |",
            flush=True,
        )
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
