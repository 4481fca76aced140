"""Looking after the knowledge base: catalog, corpus and index."""

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from advisor.cli.options import main, options, settings


@main.group()
def catalog() -> None:
    """The knowledge base."""


@catalog.command("check")
@options
def catalog_check(data_dir: Path | None, corpus_dir: Path | None, model: str | None) -> None:
    """Check every entry; each mistake with file, line and remedy."""
    from advisor.catalog_files import Mistake, read_corpus
    from advisor.domain.catalog_checks import check_catalog
    from advisor.domain.writing_checks import check_writing
    from advisor.planning.checks import check_plans

    loaded = read_corpus(settings(data_dir, corpus_dir, model).corpus_dir)
    mistakes = list(loaded.mistakes)
    problems = [*check_catalog(loaded.catalog), *check_writing(loaded.catalog)]
    if not mistakes and not problems:
        problems = check_plans(loaded.catalog, processes=os.cpu_count() or 1)
    for problem in problems:
        file, line = loaded.place(problem.kind, problem.entry)
        mistakes.append(Mistake(file, line, problem.entry, problem.text))
    for mistake in sorted(mistakes):
        click.echo(str(mistake))
    counts = ", ".join(f"{len(getattr(loaded.catalog, k))} {k}" for k in loaded.catalog.__dataclass_fields__)
    click.echo(f"{counts}: {len(mistakes)} mistake{'' if len(mistakes) == 1 else 's'}")
    if mistakes:
        raise SystemExit(1)


@catalog.command("export")
@options
@click.option("--json", "as_json", is_flag=True, default=True, help="The only form there is; may be left out.")
def catalog_export(data_dir: Path | None, corpus_dir: Path | None, model: str | None, as_json: bool) -> None:  # noqa: ARG001
    """Print the whole knowledge base as one JSON object."""
    from advisor.catalog_files import load_catalog

    loaded = load_catalog(settings(data_dir, corpus_dir, model).corpus_dir)
    made: dict[str, list[Any]] = {}
    for kind in ("patterns", "needs", "components", "datasets", "projects", "guides", "blocks", "questions", "backgrounds", "boundaries", "sources"):
        made[kind] = [entry.model_dump(mode="json") for entry in getattr(loaded, kind).values()]
    for row in made["components"]:
        row["prerequisites"] = sorted({i for r in row["requires"] for i in r["any_of"]})
    click.echo(json.dumps(made, ensure_ascii=False))


@catalog.command("links")
@options
@click.option("--json", "as_json", is_flag=True, help="An array of objects with source, url, standing, told.")
@click.option("--seconds", default=20.0, show_default=True, type=click.FloatRange(1, 300), help="How long one address may take.")
def catalog_links(data_dir: Path | None, corpus_dir: Path | None, model: str | None, as_json: bool, seconds: float) -> None:
    """Ask every source's address over the network; those that are gone end with exit code 1."""
    from advisor.catalog_files import read_corpus
    from advisor.links import Standing, check_links

    loaded = read_corpus(settings(data_dir, corpus_dir, model).corpus_dir)
    sources = list(loaded.catalog.sources.values())
    done = 0

    def note(_link: object) -> None:
        nonlocal done
        done += 1
        if sys.stderr.isatty():
            click.echo(f"\r{done} of {len(sources)}", nl=False, err=True)

    by_url = {link.url: link for link in check_links((s.url for s in sources), seconds=seconds, on_link=note)}
    if sys.stderr.isatty():
        click.echo("", err=True)
    if as_json:
        click.echo(json.dumps([
            {"source": s.id, "url": s.url, "standing": by_url[s.url].standing, "told": by_url[s.url].told} for s in sources
        ], ensure_ascii=False))  # fmt: skip
    else:
        for s in sources:
            link = by_url[s.url]
            if link.standing is not Standing.OK:
                file, line = loaded.place("sources", s.id)
                click.echo(f"{file}:{line}: {s.id}: {link.standing}: {s.url} ({link.told})")
        counts = Counter(link.standing for link in by_url.values())
        click.echo(", ".join(f"{counts[standing]} {standing}" for standing in Standing))
    if any(link.standing is Standing.GONE for link in by_url.values()):
        raise SystemExit(1)


@catalog.command("schema")
@options
def catalog_schema(data_dir: Path | None, corpus_dir: Path | None, model: str | None) -> None:
    """Write the JSON Schema of each kind of entry to corpus/schema, for editors."""
    from advisor.catalog_schema import write_schemas

    written = write_schemas(settings(data_dir, corpus_dir, model).corpus_dir / "schema")
    click.echo(f"{len(written)} schemas written to {written[0].parent}")


@main.group()
def corpus() -> None:
    """What the knowledge base lacks."""


@corpus.command("gaps")
@options
@click.option("--json", "as_json", is_flag=True, help="One object with questions, near and words.")
@click.option("-n", "count", default=20, show_default=True, type=click.IntRange(1, 500), help="How many lines of each.")
def corpus_gaps(data_dir: Path | None, corpus_dir: Path | None, model: str | None, as_json: bool, count: int) -> None:
    """Show what people asked and found nothing on, in counts; what they wrote is not kept."""
    from advisor.storage import Store

    found = Store(settings(data_dir, corpus_dir, model).database).gaps()
    if as_json:
        click.echo(json.dumps({
            "questions": found.questions, "near": dict(found.near[:count]), "words": dict(found.words[:count]),
        }, ensure_ascii=False))  # fmt: skip
        return
    if not found.questions:
        click.echo("No question has found nothing so far.")
        return
    click.echo(f"{found.questions} question{'' if found.questions == 1 else 's'} found nothing.")
    for title, rows in (("They came nearest to", found.near), ("Words of ours in them", found.words)):
        if rows:
            click.echo(f"\n{title}:")
            for key, times in rows[:count]:
                click.echo(f"{times:6}  {key}")


@main.group("index")
def index_group() -> None:
    """The search index."""


@index_group.command("build")
@options
def index_build(data_dir: Path | None, corpus_dir: Path | None, model: str | None) -> None:
    """Build the search index, or what changed of it."""
    from advisor.bootstrap import build_index
    from advisor.catalog_files import load_catalog

    chosen = settings(data_dir, corpus_dir, model)
    loaded = load_catalog(chosen.corpus_dir)
    on_terminal = sys.stderr.isatty()
    last = -1

    def note(what: str, share: float) -> None:
        nonlocal last
        tenth = int(share * 10)
        if on_terminal:
            click.echo(f"\r{what:<60}", nl=False, err=True)
        elif tenth != last:
            click.echo(what, err=True)
        last = tenth

    report = build_index(chosen, loaded, note)
    if on_terminal:
        click.echo("", err=True)
    click.echo(f"Index ready: {report.added} texts embedded, {report.kept} kept, {report.removed} removed, {report.seconds:.1f} s")


@index_group.command("ready")
@options
def index_ready(data_dir: Path | None, corpus_dir: Path | None, model: str | None) -> None:
    """Write what the first start would have to work out to corpus/ready (for maintainers, before a release)."""
    from advisor.bootstrap import build_index, embedder, index_of
    from advisor.catalog_files import load_catalog
    from advisor.dialogue.reading.examples import example_messages

    chosen = settings(data_dir, corpus_dir, model)
    loaded = load_catalog(chosen.corpus_dir)
    build_index(chosen, loaded, lambda *_: None)
    directory = chosen.corpus_dir / "ready"
    index_of(chosen).write_ready(loaded, example_messages(), embedder(chosen), directory)
    size = sum(path.stat().st_size for path in directory.iterdir())
    click.echo(f"{directory}: {size / 1e6:.1f} MB")
