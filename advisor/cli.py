"""The command line: the same advisor as in the browser.

    advisor chat [--jsonl]          talk; with --jsonl a machine-readable line for each message
    advisor plan TEXT               a draft from one text, without questions
    advisor search QUERY            passages of the knowledge base
    advisor export [FORMAT]         the plan of a conversation as a file
    advisor catalog check|export    the knowledge base
    advisor catalog links|schema    its addresses over the network; JSON Schema for editors
    advisor corpus gaps             what people asked and found nothing on
    advisor index build             the search index
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from advisor.errors import AdvisorError
from advisor.settings import Settings

OWNER = "cli"
"""Who owns conversations held on the command line."""
MOST_HITS = 50

Command = Callable[..., Any]


def _options(command: Command) -> Command:
    """The options that every command takes."""
    command = click.option("--data-dir", type=click.Path(path_type=Path), help="Where everything derived lives.")(command)
    command = click.option("--corpus-dir", type=click.Path(path_type=Path), help="The knowledge base.")(command)
    return click.option("--model", help="The language model; 'none' for rules alone.")(command)


def _settings(data_dir: Path | None, corpus_dir: Path | None, model: str | None) -> Settings:
    given = {"data_dir": data_dir, "corpus_dir": corpus_dir, "model": model}
    return Settings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]


@click.group(help="Problem-First Advisor: from a problem to the least you must learn for it.")
def main() -> None:
    """The group of all commands."""


@main.command()
@_options
@click.option("--jsonl", is_flag=True, help='Reads {"message": …} or {"command": "new"} a line, answers each message with a line.')
def chat(data_dir: Path | None, corpus_dir: Path | None, model: str | None, jsonl: bool) -> None:
    """Talk with the advisor."""
    from advisor.bootstrap import build

    advisor = build(_settings(data_dir, corpus_dir, model))
    if jsonl:
        _chat_jsonl(advisor, sys.stdin, sys.stdout)
        return
    conversation = advisor.new(OWNER)
    if not advisor.ready:
        click.echo("One moment, loading the knowledge base …", err=True)
        advisor.warm()
    click.echo("What problem would you like to solve? (An empty line ends the talk.)\n")
    while text := click.prompt("You", default="", show_default=False).strip():
        for event in advisor.reply(conversation.id, OWNER, text):
            if event.kind == "text":
                click.echo(event.text, nl=False)
            elif event.kind == "notice":
                click.echo(f"\n[{event.text}]", err=True)
            elif event.kind == "done":
                _print_citations(event.reply.citations)
    click.echo(f"Kept as conversation {conversation.id}. To take the plan away: advisor export --conversation {conversation.id}")


def _print_citations(citations: Any) -> None:
    click.echo("")
    for number, citation in enumerate(citations[:6], start=1):
        click.echo(f"  [{number}] {citation.title}  {citation.url}")
    click.echo("")


def _chat_jsonl(advisor: Any, lines: TextIO, out: TextIO) -> None:
    conversation = advisor.new(OWNER)
    for line in _nonblank(lines):
        try:
            asked = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            asked = None
        if isinstance(asked, dict) and asked.get("command") == "new":
            conversation = advisor.new(OWNER)
            continue
        if isinstance(asked, dict) and "command" in asked:
            click.echo(f"Unknown command {asked['command']!r}; the only one is 'new'.", err=True)
            continue
        message = asked.get("message") if isinstance(asked, dict) else None
        if not isinstance(message, str):
            answer = {"error": 'Not understood. Send {"message": "text"} or {"command": "new"}, one JSON object a line.'}
        else:
            answer = _turn(advisor, conversation.id, message)
        out.write(json.dumps(answer, ensure_ascii=True) + "\n")
        out.flush()


def _nonblank(lines: TextIO) -> Iterator[str]:
    return (line for line in lines if line.strip())


def _turn(advisor: Any, conversation_id: str, message: str) -> dict[str, Any]:
    reply = None
    for event in advisor.reply(conversation_id, OWNER, message):
        if event.kind in ("decided", "done"):
            reply = event.reply
    assert reply is not None
    return reply_json(reply)


def reply_json(reply: Any) -> dict[str, Any]:
    """A reply in the published form of `advisor chat --jsonl`."""
    frame = reply.frame
    return {
        "reply": reply.reply,
        "intents": [i.value for i in reply.intents],
        "verdict": reply.verdict.value if reply.verdict else None,
        "frame": None if frame is None else {
            "modality": [m.value for m in frame.modality],
            "task": [t.value for t in frame.task],
            "domain": frame.domain,
            "conditions": [c.value for c in frame.conditions],
            "pattern": frame.pattern,
            "confidence": frame.confidence,
            "runners_up": [r.model_dump(mode="json") for r in frame.runners_up],
        },
        "facts": facts_json(reply.facts),
        "question": None if reply.question is None else {
            "fact": reply.question.fact, "text": reply.question.text, "why": reply.question.why,
            "answers": list(reply.question.answers),
        },
        "plan": None if reply.plan is None else reply.plan.model_dump(mode="json", by_alias=True),
        "plan_changed": reply.plan_changed,
        "citations": [c.model_dump(mode="json") for c in reply.citations],
        "origin": reply.origin,
        "notices": list(reply.notices),
        "elapsed_ms": reply.elapsed_ms,
    }  # fmt: skip


def facts_json(facts: Any) -> list[dict[str, Any]]:
    """The facts, one a name: those of which there are several (skills, conditions, preferences) under `items` as well.

    The value of `known_skills` is the list of components that are known at all, that of `conditions` the list of those
    that hold, that of `preferences` an object of component → 'avoid' or 'prefer'.
    """
    from advisor.domain.brief import KEYED

    made: list[dict[str, Any]] = []
    for name in dict.fromkeys(f.name for f in facts):
        same = [f for f in facts if f.name == name]
        last = max(same, key=lambda f: f.turn)
        row: dict[str, Any] = {
            "name": name, "value": last.value, "provenance": last.provenance.value, "quote": last.quote, "turn": last.turn,
        }  # fmt: skip
        if name in KEYED:
            row["items"] = [
                {"key": f.key, "value": f.value, "provenance": f.provenance.value, "quote": f.quote, "turn": f.turn} for f in same
            ]
            row["quote"] = " … ".join(dict.fromkeys(f.quote for f in same if f.quote))
            if name == "known_skills":
                row["value"] = [f.key for f in same if f.value != "none"]
            elif name == "conditions":
                row["value"] = [f.key for f in same if f.value]
            else:
                row["value"] = {f.key: f.value for f in same}
        made.append(row)
    return made


@main.command()
@_options
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON instead of Markdown.")
def plan(data_dir: Path | None, corpus_dir: Path | None, model: str | None, text: str, as_json: bool) -> None:
    """Draft a plan from one TEXT, without questions."""
    from advisor.bootstrap import build

    advisor = build(_settings(data_dir, corpus_dir, model))
    conversation = advisor.new(OWNER)
    answer = _turn(advisor, conversation.id, text)
    if answer["plan"] is None and answer["verdict"] == "plan":
        if answer["question"] and answer["question"]["fact"] == "problem":
            _turn(advisor, conversation.id, answer["question"]["answers"][0])
        answer = _turn(advisor, conversation.id, "just draft it")
    if answer["plan"] is None:
        click.echo(answer["reply"])
        raise SystemExit(3)
    _, _, content = advisor.export(conversation.id, OWNER, "json" if as_json else "markdown")
    click.echo(content.decode("utf-8"))


@main.command()
@_options
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="An array of passages with id, title, text, score, sources.")
@click.option("-k", "count", default=5, show_default=True, type=click.IntRange(1, MOST_HITS), help="How many passages.")
def search(
    data_dir: Path | None, corpus_dir: Path | None, model: str | None, query: str, as_json: bool, count: int
) -> None:
    """Find passages of the knowledge base."""
    from advisor.bootstrap import knowledge

    hits = knowledge(_settings(data_dir, corpus_dir, model)).searcher.search(query, count)
    if as_json:
        click.echo(json.dumps([
            {"id": h.passage.id, "title": h.passage.title, "text": h.passage.text, "score": round(float(h.score), 4),
             "sources": [s.model_dump() for s in h.passage.sources]}
            for h in hits
        ], ensure_ascii=False, indent=2))  # fmt: skip
        return
    if not hits:
        click.echo("The knowledge base has nothing on that.")
    for hit in hits:
        click.echo(f"{hit.score:.2f}  {hit.passage.title}  ({hit.passage.id})\n      {' '.join(hit.passage.text.split())[:200]} …\n")


@main.command()
@_options
@click.argument("format", default="markdown")
@click.option("--conversation", help="The conversation's id; the latest one held on the command line otherwise.")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write; standard output otherwise.")
def export(
    data_dir: Path | None, corpus_dir: Path | None, model: str | None, format: str, conversation: str | None, output: Path | None
) -> None:
    """Write the plan of a conversation as FORMAT: markdown or json."""
    from advisor.bootstrap import build
    from advisor.errors import NotFound

    advisor = build(_settings(data_dir, corpus_dir, model))
    if conversation is None:
        held = advisor.conversations(OWNER)
        found = next((c for c in held if advisor.open(c.id, OWNER).state.plan is not None), None)
        if found is None:
            raise NotFound("No conversation with a plan was held on the command line.", remedy="Begin one with: advisor chat")
        conversation = found.id
    _, _, content = advisor.export(conversation, OWNER, format)
    if output:
        output.write_bytes(content)
        click.echo(f"Written to {output}")
    else:
        click.echo(content.decode("utf-8"))


@main.group()
def catalog() -> None:
    """The knowledge base."""


@catalog.command("check")
@_options
def catalog_check(data_dir: Path | None, corpus_dir: Path | None, model: str | None) -> None:
    """Check every entry; each mistake with file, line and remedy."""
    from advisor.catalog_files import Mistake, read_corpus
    from advisor.domain.catalog_checks import check_catalog
    from advisor.domain.writing_checks import check_writing
    from advisor.planning.checks import check_plans

    loaded = read_corpus(_settings(data_dir, corpus_dir, model).corpus_dir)
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
@_options
@click.option("--json", "as_json", is_flag=True, default=True, help="The only form there is; may be left out.")
def catalog_export(data_dir: Path | None, corpus_dir: Path | None, model: str | None, as_json: bool) -> None:  # noqa: ARG001
    """Print the whole knowledge base as one JSON object."""
    from advisor.catalog_files import load_catalog

    loaded = load_catalog(_settings(data_dir, corpus_dir, model).corpus_dir)
    made: dict[str, list[Any]] = {}
    for kind in ("patterns", "needs", "components", "datasets", "projects", "guides", "blocks", "questions", "backgrounds", "boundaries", "sources"):
        made[kind] = [entry.model_dump(mode="json") for entry in getattr(loaded, kind).values()]
    for row in made["components"]:
        row["prerequisites"] = sorted({i for r in row["requires"] for i in r["any_of"]})
    click.echo(json.dumps(made, ensure_ascii=False))


@catalog.command("links")
@_options
@click.option("--json", "as_json", is_flag=True, help="An array of objects with source, url, standing, told.")
@click.option("--seconds", default=20.0, show_default=True, type=click.FloatRange(1, 300), help="How long one address may take.")
def catalog_links(data_dir: Path | None, corpus_dir: Path | None, model: str | None, as_json: bool, seconds: float) -> None:
    """Ask every source's address over the network; those that are gone end with exit code 1."""
    from advisor.catalog_files import read_corpus
    from advisor.links import Standing, check_links

    loaded = read_corpus(_settings(data_dir, corpus_dir, model).corpus_dir)
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
@_options
def catalog_schema(data_dir: Path | None, corpus_dir: Path | None, model: str | None) -> None:
    """Write the JSON Schema of each kind of entry to corpus/schema, for editors."""
    from advisor.catalog_schema import write_schemas

    written = write_schemas(_settings(data_dir, corpus_dir, model).corpus_dir / "schema")
    click.echo(f"{len(written)} schemas written to {written[0].parent}")


@main.group()
def corpus() -> None:
    """What the knowledge base lacks."""


@corpus.command("gaps")
@_options
@click.option("--json", "as_json", is_flag=True, help="One object with questions, near and words.")
@click.option("-n", "count", default=20, show_default=True, type=click.IntRange(1, 500), help="How many lines of each.")
def corpus_gaps(data_dir: Path | None, corpus_dir: Path | None, model: str | None, as_json: bool, count: int) -> None:
    """Show what people asked and found nothing on, in counts; what they wrote is not kept."""
    from advisor.storage import Store

    found = Store(_settings(data_dir, corpus_dir, model).database).gaps()
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
@_options
def index_build(data_dir: Path | None, corpus_dir: Path | None, model: str | None) -> None:
    """Build the search index, or what changed of it."""
    from advisor.bootstrap import build_index
    from advisor.catalog_files import load_catalog

    settings = _settings(data_dir, corpus_dir, model)
    loaded = load_catalog(settings.corpus_dir)
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

    report = build_index(settings, loaded, note)
    if on_terminal:
        click.echo("", err=True)
    click.echo(f"Index ready: {report.added} texts embedded, {report.kept} kept, {report.removed} removed, {report.seconds:.1f} s")


def run() -> None:
    """The entry point: errors become one plain sentence on standard error."""
    try:
        main(standalone_mode=False)
    except AdvisorError as error:
        click.echo(error.sentence, err=True)
        if error.detail:
            click.echo(error.detail, err=True)
        raise SystemExit(1) from None
    except click.exceptions.Abort:
        raise SystemExit(130) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        raise SystemExit(0) from None


if __name__ == "__main__":
    run()
