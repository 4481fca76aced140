"""Cuts the catalogue into what search can find: passages for people, keys by which they are found, and examples.

Pure: takes a `Catalog`, returns values. A passage carries one idea with its sources. It is found through its keys:
its own text in pieces that an embedding model can take whole, and what people call it or ask about it. So a long
section is found by its last paragraph too, a component by its other names, and a problem by the ways in which people put
it, without any of these showing on screen.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from advisor.domain.catalog import Catalog
from advisor.domain.entries.components import Component
from advisor.domain.entries.patterns import Pattern
from advisor.domain.entries.projects import Dataset, ProjectSpec
from advisor.domain.entries.sources import Guide
from advisor.domain.passage import Cited, Example, ExampleKind, Messages, Passage

KEY_WORDS = 150
"""Words in a key at most, roughly: small embedding models read about 256 tokens and drop the rest."""

_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)")
_HEADING = re.compile(r"^(#{1,2})\s+(.+?)\s*#*\s*$")


class Key(NamedTuple):
    """A text by which a passage is found."""

    id: str
    """`<passage id>~<number>`, unique."""
    passage: str
    text: str


@dataclass(frozen=True)
class Contents:
    """Everything that an index holds: worked out from the catalogue alone, the same each time."""

    passages: Mapping[str, Passage]
    keys: Mapping[str, Key]
    examples: Mapping[str, Example]

    @cached_property
    def documents(self) -> Mapping[str, str]:
        """All that a passage is found by, as one text, by the passage's id: for a search by words."""
        found: dict[str, list[str]] = {name: [] for name in self.passages}
        for key in self.keys.values():
            found[key.passage].append(key.text)
        return {name: "\n".join(texts) for name, texts in found.items()}

    @cached_property
    def digest(self) -> str:
        """A hash of all that is embedded; equal if and only if an index built from it would be equal."""
        total = hashlib.sha256()
        for name, text in [(k.id, k.text) for k in self.keys.values()] + [
            (i, e.text) for i, e in self.examples.items()
        ]:
            total.update(f"{name}\0{text}\0".encode())
        return total.hexdigest()


def contents(catalog: Catalog, messages: Messages) -> Contents:
    """What an index of `catalog` holds, with `messages` as further examples."""
    cut = passages(catalog)
    return Contents(
        passages={p.id: p for p in cut},
        keys={k.id: k for k in keys(cut, catalog)},
        examples={_example_id(e): e for e in examples(catalog, messages)},
    )


def passages(catalog: Catalog) -> list[Passage]:
    """The catalogue in passages, each id once, in the catalogue's order."""
    return [
        *(p for guide in catalog.guides.values() for p in _of_guide(guide, catalog)),
        *(_of_component(c, catalog) for c in catalog.components.values()),
        *(p for pattern in catalog.patterns.values() for p in _of_pattern(pattern, catalog)),
        *(_of_project(p, catalog) for p in catalog.projects.values()),
        *(_of_dataset(d, catalog) for d in catalog.datasets.values()),
    ]


def examples(catalog: Catalog, messages: Messages) -> list[Example]:
    """Messages that stand for a pattern, a boundary or anything else that is read in a text; no text twice for an entry."""
    found: dict[tuple[str, str, str], Example] = {}
    groups: list[tuple[ExampleKind, str, Sequence[str]]] = [
        *(("pattern", p.id, p.asks) for p in catalog.patterns.values()),
        *(("boundary", b.id, b.asks) for b in catalog.boundaries.values()),
        *((kind, name, texts) for kind, entries in messages.items() for name, texts in entries.items()),
    ]  # fmt: skip
    for kind, entry, texts in groups:
        for text in texts:
            found.setdefault((kind, entry, text), Example(kind, entry, text))
    return list(found.values())


def keys(cut: Iterable[Passage], catalog: Catalog) -> list[Key]:
    """The keys of all passages in `cut`; each passage has at least one."""
    found: list[Key] = []
    asked: set[str] = set()
    for passage in cut:
        texts = [f"{passage.title}\n{piece}" for piece in _pieces(passage.text)]
        if passage.kind == "guide" and passage.entry not in asked:
            asked.add(passage.entry)
            texts.append(catalog.guides[passage.entry].answers)
        if passage.kind == "component" and (names := catalog.components[passage.entry].aliases):
            texts.append(f"{passage.title} ({', '.join(names)})")
        if passage.kind == "pattern" and passage.id == f"pattern/{passage.entry}":
            texts.extend(catalog.patterns[passage.entry].asks)
        found.extend(Key(f"{passage.id}~{number}", passage.id, text) for number, text in enumerate(texts, 1))
    return found


def _of_guide(guide: Guide, catalog: Catalog) -> Iterator[Passage]:
    """The introduction, if there is one, and each section."""
    taken: set[str] = set()
    for heading, text in _sections(guide.body):
        if heading is None:
            title, part = guide.title, ""
        else:
            slug = wanted = _slug(heading)
            number = 1
            while slug in taken:
                number += 1
                slug = f"{wanted}-{number}"
            taken.add(slug)
            title, part = f"{guide.title}: {heading}", f"#{slug}"
        yield Passage(
            id=f"guide/{guide.id}{part}",
            title=title,
            text=text,
            kind="guide",
            entry=guide.id,
            patterns=guide.patterns,
            components=guide.components,
            sources=_cited(catalog, guide.sources),
        )


def _of_component(component: Component, catalog: Catalog) -> Passage:
    lines = [component.summary]
    if component.when:
        lines.append(f"Comes in when {_sentence(component.when)}")
    if component.left_out:
        lines.append(f"Often left out: {_sentence(component.left_out)}")
    return Passage(
        id=f"component/{component.id}",
        title=component.name,
        text="\n\n".join(lines),
        kind="component",
        entry=component.id,
        components=(component.id,),
        sources=_cited(catalog, component.sources),
    )


def _of_pattern(pattern: Pattern, catalog: Catalog) -> Iterator[Passage]:
    """What the pattern is, and each part of its advice."""

    def part(name: str, title: str, text: str, sources: Iterable[str], components: Iterable[str] = ()) -> Passage:
        return Passage(
            id=f"pattern/{pattern.id}{name}",
            title=f"{pattern.title}{title}",
            text=text,
            kind="pattern",
            entry=pattern.id,
            patterns=(pattern.id,),
            components=tuple(dict.fromkeys(components)),
            sources=_cited(catalog, sources),
        )

    need = pattern.need_ml
    metrics = [(m, catalog.components.get(m.component)) for m in pattern.metrics]
    guides = [g for p in pattern.pitfalls if p.guide and (g := catalog.guides.get(p.guide))]
    yield part("", "", f"{pattern.summary}\n\nIn ML words: {_sentence(pattern.in_ml_words)}", ())
    yield part(
        "#exists",
        ": what exists already",
        "\n".join(f"- **{e.name}**: {_sentence(e.what)} Limits: {_sentence(e.limits)}" for e in pattern.exists),
        (s for e in pattern.exists for s in e.sources),
    )
    yield part(
        "#need-ml",
        ": do you need machine learning?",
        f"{need.text}\n\nTry first: {_sentence(need.rule)}",
        need.sources,
    )
    yield part(
        "#metrics",
        ": which metrics fit",
        "\n".join(f"- **{c.name if c else m.component}**: {_sentence(m.why)}" for m, c in metrics),
        (s for _, c in metrics if c for s in c.sources),
        (m.component for m in pattern.metrics),
    )
    yield part(
        "#pitfalls",
        ": common mistakes",
        "\n".join(f"- {_sentence(p.text)}" for p in pattern.pitfalls),
        (s for g in guides for s in g.sources),
    )
    yield part(
        "#first-version",
        ": the first version",
        f"{pattern.first_version}\n\nBaseline to beat: {_sentence(pattern.baseline)}",
        (),
    )
    yield part(
        "#case-studies",
        ": how others have done it",
        "\n".join(f"- **{c.who}**: {_sentence(c.what)}" for c in pattern.case_studies),
        (c.source for c in pattern.case_studies),
    )
    if pattern.left_out:
        named = [(x, catalog.components.get(x.component)) for x in pattern.left_out]
        yield part(
            "#left-out",
            ": what you can leave out",
            "\n".join(
                f"- **{c.name if c else x.component}**: {_sentence(x.why)} Comes in when {_sentence(x.when)}"
                for x, c in named
            ),
            (s for _, c in named if c for s in c.sources),
            (x.component for x in pattern.left_out),
        )


def _of_project(project: ProjectSpec, catalog: Catalog) -> Passage:
    data = catalog.datasets.get(project.dataset.practise_on or "")
    lines = [
        f"**Goal:** {_sentence(project.goal)}",
        f"**Baseline:** {_sentence(project.baseline)}",
        f"**Target:** {_sentence(project.target)}",
        *([f"**Practise on:** {data.name}"] if data else []),
        "**Likely to bite:**\n"
        + "\n".join(f"- {_sentence(o.symptom)} {_sentence(o.teaches)}" for o in project.obstacles),
    ]
    return Passage(
        id=f"project/{project.id}",
        title=project.title,
        text="\n\n".join(lines),
        kind="project",
        entry=project.id,
        patterns=tuple(p.id for p in catalog.patterns.values() if project.id in p.projects),
        components=tuple(dict.fromkeys(project.introduces + project.uses)),
        sources=_cited(catalog, [data.source] if data else []),
    )


def _of_dataset(dataset: Dataset, catalog: Catalog) -> Passage:
    projects = {p.id for p in catalog.projects.values() if p.dataset.practise_on == dataset.id}
    lines = [
        dataset.what,
        f"**Size:** {_sentence(dataset.size)}",
        f"**Licence:** {_sentence(dataset.licence)}",
        f"**Getting it:** {_sentence(dataset.getting)}",
        *([f"**Caution:** {_sentence(dataset.caution)}"] if dataset.caution else []),
    ]
    return Passage(
        id=f"dataset/{dataset.id}",
        title=dataset.name,
        text="\n\n".join(lines),
        kind="dataset",
        entry=dataset.id,
        patterns=tuple(p.id for p in catalog.patterns.values() if projects & set(p.projects)),
        sources=_cited(catalog, [dataset.source]),
    )


def _sections(body: str) -> Iterator[tuple[str | None, str]]:
    """(heading, text) of each '## ' section that has text; None for what stands before the first.

    A line that looks like a heading inside a code fence is code, and a '# ' line at the top repeats the title.
    """
    heading: str | None = None
    lines: list[str] = []
    fence = ""
    for line in body.splitlines():
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence):
                fence = ""
        found = None if fence else _HEADING.match(line)
        if found and found[1] == "##":
            if text := "\n".join(lines).strip():
                yield heading, text
            heading, lines = found[2], []
        elif not (found and heading is None and not "".join(lines).strip()):
            lines.append(line)
    if text := "\n".join(lines).strip():
        yield heading, text


def _pieces(text: str) -> list[str]:
    """`text` in pieces of at most about KEY_WORDS words, cut between lines where possible."""
    pieces: list[str] = []
    held: list[str] = []
    count = 0
    for line in text.splitlines():
        words = line.split()
        for start in range(0, len(words), KEY_WORDS):
            few = words[start : start + KEY_WORDS]
            if held and count + len(few) > KEY_WORDS:
                pieces.append("\n".join(held))
                held, count = [], 0
            held.append(" ".join(few))
            count += len(few)
    if held or not pieces:
        pieces.append("\n".join(held))
    return pieces


def _cited(catalog: Catalog, ids: Iterable[str]) -> tuple[Cited, ...]:
    """The sources that exist among `ids`, each once."""
    return tuple(Cited(title=title, url=url) for title, url in catalog.urls(dict.fromkeys(ids)))


def _sentence(text: str) -> str:
    """`text` with a full stop, unless it ends in a mark already, perhaps inside quotes or brackets."""
    return text if text.rstrip("\"'”’)*").endswith((".", "!", "?", ":", "…")) else f"{text}."


def _slug(heading: str) -> str:
    """A heading as part of an id."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].rstrip("-") or "section"


def _example_id(example: Example) -> str:
    """Stable while the text stays the same."""
    digest = hashlib.sha256(example.text.encode()).hexdigest()[:16]
    return f"{example.kind}/{example.entry}#{digest}"
