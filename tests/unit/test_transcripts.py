"""The kept conversations still read as they were kept."""

from pathlib import Path
from typing import Any

import pytest

from evals.transcripts import TRANSCRIPTS, Day, Said, parse, replay

KEPT = sorted(TRANSCRIPTS.glob("*.md"))


def test_the_five_conversations_are_kept() -> None:
    assert len(KEPT) >= 5


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_kept_conversation_reads_as_it_was_kept(path: Path, knowledge: Any) -> None:
    kept = path.read_text(encoding="utf-8")
    assert replay(kept, knowledge) == kept, "read the difference; if it is meant: python -m evals.transcripts --write"


def test_a_script_is_days_and_messages_of_one_or_more_lines() -> None:
    head, script = parse("# T\n\nA word.\n\n*2 March 2026*\n\n> **You:** one\n> two\n\n**Advisor:** no\n\n> **You:** three\n")
    assert head == "# T\n\nA word."
    assert [s.on.date().isoformat() for s in script if isinstance(s, Day)] == ["2026-03-02"]
    assert [s.text for s in script if isinstance(s, Said)] == ["one\ntwo", "three"]
