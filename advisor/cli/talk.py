"""Talking: chat, plan and search."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from advisor.cli.options import main, options, settings
from advisor.cli.replies import reply_json

OWNER = "cli"
"""Who owns conversations held on the command line."""
MOST_HITS = 50


@main.command()
@options
@click.option("--jsonl", is_flag=True, help='Reads {"message": …} or {"command": "new"} a line, answers each message with a line.')
def chat(data_dir: Path | None, corpus_dir: Path | None, model: str | None, jsonl: bool) -> None:
    """Talk with the advisor."""
    from advisor.bootstrap import build

    advisor = build(settings(data_dir, corpus_dir, model))
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
                click.echo(f" …\n\n{event.text}" if event.instead_of else event.text, nl=False)  # a terminal takes no words back
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


@main.command()
@options
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON instead of Markdown.")
def plan(data_dir: Path | None, corpus_dir: Path | None, model: str | None, text: str, as_json: bool) -> None:
    """Draft a plan from one TEXT, without questions."""
    from advisor.bootstrap import build

    advisor = build(settings(data_dir, corpus_dir, model))
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
@options
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="An array of passages with id, title, text, score, sources.")
@click.option("-k", "count", default=5, show_default=True, type=click.IntRange(1, MOST_HITS), help="How many passages.")
def search(
    data_dir: Path | None, corpus_dir: Path | None, model: str | None, query: str, as_json: bool, count: int
) -> None:
    """Find passages of the knowledge base."""
    from advisor.bootstrap import knowledge

    hits = knowledge(settings(data_dir, corpus_dir, model)).searcher.search(query, count)
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
