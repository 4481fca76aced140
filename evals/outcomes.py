"""Outcomes of long runs, kept as they come: a run that ends early goes on later where it was."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class Outcomes:
    """What was found so far, a line of JSON each.

    Holds what earlier runs wrote to the file; a last line that was cut off is passed over. Each addition is on disk when
    `add` returns.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, dict[str, Any]] = {}
        path.parent.mkdir(exist_ok=True, parents=True)
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            try:
                kept = json.loads(line)
                self._found[kept["key"]] = kept["outcome"]
            except (ValueError, KeyError, TypeError):
                continue

    def get(self, key: str) -> dict[str, Any] | None:
        """What was found for it, if anything."""
        return self._found.get(key)

    def add(self, key: str, outcome: dict[str, Any]) -> None:
        """Keeps one."""
        self._found[key] = outcome
        line = json.dumps({"key": key, "outcome": outcome}, ensure_ascii=False)
        # The newline comes first: what an interrupted run left half-written stays a line of its own.
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")


def digest(*parts: Any) -> str:
    """A short name for what cannot be told apart by anything in it."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def state_of(places: Iterable[str]) -> str:
    """A short name for what is in these files and folders of the project: another after any change."""
    sums = hashlib.sha256()
    for place in sorted(places):
        found = ROOT / place
        for path in sorted(p for p in found.rglob("*") if p.is_file()) if found.is_dir() else [found]:
            if "__pycache__" not in path.parts:
                sums.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return sums.hexdigest()[:16]
