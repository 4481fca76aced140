"""Whole conversations, kept to be read, and replayed by the tests:

    python -m evals.transcripts            replays them all and says which now read otherwise
    python -m evals.transcripts --write    writes them anew; read the change before committing it

Each file in tests/cases/transcripts holds what a person writes, in quotes (`> **You:** …`), the days on which they write
it (`*2 March 2026*`), and what the advisor answers by rules alone. Dates, people's messages and the title are written by
hand; the answers never are.
"""

import argparse
import difflib
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from advisor.bootstrap import export, knowledge
from advisor.domain.conversation import Done
from advisor.domain.plan import Citation
from advisor.knowledge import Knowledge
from advisor.service import Advisor
from advisor.settings import Settings
from advisor.storage import Store

TRANSCRIPTS = Path(__file__).parent.parent / "tests" / "cases" / "transcripts"
OWNER = "transcript"
MOST_SOURCES = 4
"""Sources written out under one answer; a plan cites some twenty."""
YOU, ADVISOR = "> **You:** ", "**Advisor:** "
_DAY = re.compile(r"^\*(\d{1,2} [A-Z][a-z]+ \d{4})\*$")


@dataclass(frozen=True)
class Day:
    """A new day in the conversation."""

    on: datetime


@dataclass(frozen=True)
class Said:
    """A message of the person's, possibly of several lines."""

    text: str


def parse(text: str) -> tuple[str, list[Day | Said]]:
    """The heading, with all that comes before the first day or message, and then the days and the person's messages."""
    head: list[str] = []
    script: list[Day | Said] = []
    message: list[str] = []
    for line in [*text.splitlines(), ""]:
        if message and not line.startswith(">"):
            script.append(Said("\n".join(message)))
            message = []
        if line.startswith(YOU):
            message = [line.removeprefix(YOU)]
        elif message:
            message.append(line.removeprefix(">").removeprefix(" "))
        elif day := _DAY.match(line):
            script.append(Day(datetime.strptime(day[1], "%d %B %Y").replace(hour=12, tzinfo=UTC)))
        elif not script:
            head.append(line)
    return "\n".join(head).rstrip("\n"), script


def replay(text: str, held: Knowledge) -> str:
    """The transcript with the answers that the advisor gives now."""
    head, script = parse(text)
    return "\n\n".join([head, *_lines(script, held)]) + "\n"


def _lines(script: list[Day | Said], held: Knowledge) -> Iterator[str]:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def clock() -> datetime:
        return now

    with tempfile.TemporaryDirectory() as directory:
        advisor = Advisor(held, Store(Path(directory) / "transcript.sqlite3"), export, clock=clock)
        conversation = advisor.new(OWNER).id
        for part in script:
            if isinstance(part, Day):
                now = part.on
                yield f"*{now.day} {now:%B %Y}*"
                continue
            yield "\n".join(f"{YOU if i == 0 else '> '}{line}".rstrip() for i, line in enumerate(part.text.split("\n")))
            events = list(advisor.reply(conversation, OWNER, part.text))
            reply = next(event for event in events if isinstance(event, Done)).reply
            yield ADVISOR + reply.reply
            if reply.question and reply.question.answers:
                yield " ".join(f"`{answer}`" for answer in reply.question.answers)
            if reply.citations:
                more = len(reply.citations) - MOST_SOURCES
                shown = "; ".join(_source(one) for one in reply.citations[:MOST_SOURCES])
                yield f"*Sources: {shown}{f'; and {more} more' if more > 0 else ''}*"


def _source(citation: Citation) -> str:
    return f"[{citation.title}]({citation.url})" if citation.url else citation.title


def main() -> int:
    """Replays all; 1 if any now reads otherwise and was not written anew."""
    parser = argparse.ArgumentParser(description="Replays the kept conversations.")
    parser.add_argument("--write", action="store_true", help="write the answers anew")
    arguments = parser.parse_args()
    held = knowledge(Settings(model="none"))
    changed = 0
    for path in sorted(TRANSCRIPTS.glob("*.md")):
        kept = path.read_text(encoding="utf-8")
        now = replay(kept, held)
        if now == kept:
            print(f"{path.name}: as kept")
            continue
        changed += 1
        if arguments.write:
            path.write_text(now, encoding="utf-8")
            print(f"{path.name}: written anew")
        else:
            print("\n".join(difflib.unified_diff(kept.splitlines(), now.splitlines(), path.name, "now", lineterm="", n=1)))
    return int(bool(changed) and not arguments.write)


if __name__ == "__main__":
    sys.exit(main())
