"""Reads `corpus/` into a `Catalog`, and remembers in which file and line each entry stands.

Every mistake is collected, so that a curator sees all of them at once, each with file, line and remedy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import BaseModel, ValidationError

from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component, Need
from advisor.domain.entries.patterns import Block, Boundary, Pattern
from advisor.domain.entries.projects import Dataset, ProjectSpec
from advisor.domain.entries.questions import Background, Question
from advisor.domain.entries.sources import Guide, Source
from advisor.domain.yaml_data import SAFE
from advisor.errors import CatalogError

_SCALARS = yaml.SafeLoader("")

KINDS: Mapping[str, type[BaseModel]] = {
    "sources": Source,
    "needs": Need,
    "components": Component,
    "blocks": Block,
    "patterns": Pattern,
    "boundaries": Boundary,
    "datasets": Dataset,
    "projects": ProjectSpec,
    "guides": Guide,
    "questions": Question,
    "backgrounds": Background,
}


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing wrong in the corpus: where it stands, what it is, and what to do."""

    file: str
    line: int
    entry: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.entry + ': ' if self.entry else ''}{self.text}"


@dataclass
class Loaded:
    """A catalogue with the places its entries came from and the mistakes met on the way."""

    catalog: Catalog
    places: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def place(self, kind: str, entry_id: str) -> tuple[str, int]:
        """File and line of an entry."""
        return self.places.get((kind, entry_id), (f"corpus/{kind}", 1))


def read_corpus(root: Path) -> Loaded:
    """Reads everything below `root`; mistakes are collected, never raised."""
    tables: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    places: dict[tuple[str, str], tuple[str, int]] = {}
    mistakes: list[Mistake] = []
    if not root.is_dir():
        mistakes.append(Mistake(str(root), 1, "", "there is no such directory; set ADVISOR_CORPUS_DIR to the corpus"))
    for kind, model in KINDS.items():
        for path in sorted((root / kind).rglob("*.md" if kind == "guides" else "*.yaml")):
            name = path.relative_to(root.parent).as_posix()
            for raw, lines, line in _entries(path, name, kind, mistakes):
                label = str(raw.get("id", "")) if isinstance(raw, dict) else ""
                try:
                    entry = cast(Any, model.model_validate(raw))
                except ValidationError as error:
                    mistakes.extend(_from_validation(error, name, label, lines, line))
                    continue
                if entry.id in tables[kind]:
                    other = places[kind, entry.id]
                    mistakes.append(
                        Mistake(name, line, label, f"this id stands already at {other[0]}:{other[1]}; choose another")
                    )
                    continue
                tables[kind][entry.id] = entry
                places[kind, entry.id] = (name, line)
    return Loaded(Catalog(**tables), places, sorted(mistakes))


def load_catalog(root: Path) -> Catalog:
    """The catalogue below `root`.

    Raises CatalogError, naming the first mistakes with file and line, if anything in it cannot be read.
    """
    loaded = read_corpus(root)
    if loaded.mistakes:
        shown = "\n".join(str(m) for m in loaded.mistakes[:10])
        more = len(loaded.mistakes) - 10
        raise CatalogError(
            "The knowledge base has mistakes, so it was not loaded.",
            remedy="Mend the lines below, then run: advisor catalog check",
            detail=shown + (f"\n… and {more} more" if more > 0 else ""),
        )
    return loaded.catalog


type_of_lines = dict[tuple[Any, ...], int]


def _entries(
    path: Path, name: str, kind: str, mistakes: list[Mistake]
) -> Iterator[tuple[Any, type_of_lines, int]]:
    """The raw entries of one file, each with the lines of its fields and its own first line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        mistakes.append(Mistake(name, 1, "", f"cannot be read as UTF-8 text ({error}); save it as UTF-8"))
        return
    body: str | None = None
    if kind == "guides":
        parts = text.split("---\n", 2)
        if len(parts) != 3 or parts[0].strip():
            mistakes.append(Mistake(name, 1, "", "has no front matter; begin with '---', fields, '---'"))
            return
        text, body = parts[1], parts[2]
    try:
        node = yaml.compose(text, Loader=SAFE)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        mistakes.append(Mistake(name, mark.line + 1 if mark else 1, "", f"is not valid YAML ({problem}); mend that line"))
        return
    if node is None:
        return
    offset = 1 if body is not None else 0
    lines: type_of_lines = {}
    data = _construct(node, (), lines, offset)
    if body is not None and isinstance(data, dict):
        data["body"] = body
    if isinstance(data, list):
        own: dict[Any, type_of_lines] = {}
        for key, value in lines.items():
            if key:
                own.setdefault(key[0], {})[key[1:]] = value
        for number, raw in enumerate(data):
            yield raw, own[number], lines[(number,)]
    else:
        yield data, lines, 1


def _construct(node: yaml.Node, path: tuple[Any, ...], lines: type_of_lines, offset: int) -> Any:
    """Plain data from a YAML node, noting the line of every value."""
    lines[path] = node.start_mark.line + 1 + offset
    if isinstance(node, yaml.MappingNode):
        made: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            made[key] = _construct(value_node, (*path, key), lines, offset)
            lines[(*path, key)] = key_node.start_mark.line + 1 + offset
        return made
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, (*path, i), lines, offset) for i, item in enumerate(node.value)]
    return _SCALARS.construct_object(node, deep=True)


def _from_validation(
    error: ValidationError, name: str, label: str, lines: type_of_lines, line: int
) -> Iterator[Mistake]:
    for one in error.errors():
        place = tuple(one["loc"])
        at = line
        for length in range(len(place), 0, -1):
            if place[:length] in lines:
                at = lines[place[:length]]
                break
        where = ".".join(str(p) for p in place) or "entry"
        yield Mistake(name, at, label, f"{where}: {one['msg']}")
