"""Taking away and bringing back: export, import, all data."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from advisor.cli.options import main, options, settings
from advisor.cli.talk import OWNER

CONVERSATION = "conversation"
"""The format that is the whole conversation, not the plan alone."""
STANDARD = "-"


@main.command(epilog="FORMAT is one of: markdown, json, icalendar, csv, csv-github, csv-jira, csv-trello, csv-notion and the others "
              "that docs/taking-it-away.md tells of; or conversation, which `advisor import` takes in.")  # fmt: skip
@options
@click.argument("format", default="markdown")
@click.option("--conversation", help="The conversation's id; the latest one with a plan that was held on the command line otherwise.")
@click.option("--out", "--output", "out", default=STANDARD, help="The file or folder to write to; - is standard output, as without it.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def export(
    data_dir: Path | None, corpus_dir: Path | None, model: str | None, format: str, conversation: str | None, out: str, force: bool
) -> None:
    """Write the plan of a conversation as FORMAT."""
    from advisor.bootstrap import build

    advisor = build(settings(data_dir, corpus_dir, model))
    held, owner = (_latest(advisor), OWNER) if conversation is None else _found(advisor, conversation)
    if format.strip().lower() == CONVERSATION:
        name, media, content = advisor.take_out(held, owner)
    else:
        name, media, content = advisor.export(held, owner, format)
    _write(name, media, content, out, force)


@main.command("import")
@options
@click.argument("file")
def import_(data_dir: Path | None, corpus_dir: Path | None, model: str | None, file: str) -> None:
    """Begin a conversation with what stands in FILE: a conversation or a plan exported as JSON. - is standard input."""
    from advisor.bootstrap import build

    content = _read(file)
    advisor = build(settings(data_dir, corpus_dir, model))
    made = advisor.import_(OWNER, content)
    for message in advisor.open(made.id, OWNER).messages:
        click.echo(message.text, err=True)
    click.echo(made.id)


@main.group()
def data() -> None:
    """All that is kept of you."""


_EVERYONE = click.option(
    "--everyone", is_flag=True, help="Not only what was held on the command line: also all that was held in browsers, by anybody."
)


@data.command("export")
@options
@_EVERYONE
@click.option("--out", required=True, help="The zip file or the folder to write to; - is standard output.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def data_export(
    data_dir: Path | None, corpus_dir: Path | None, model: str | None, everyone: bool, out: str, force: bool
) -> None:
    """Write all conversations as one zip file; with --everyone one file for each person, into a folder."""
    from advisor.bootstrap import build
    from advisor.errors import BadInput

    advisor = build(settings(data_dir, corpus_dir, model))
    if not everyone:
        _write("advisor-data.zip", "application/zip", advisor.everything(OWNER), out, force)
        return
    if out == STANDARD or not Path(out).is_dir():
        raise BadInput("With --everyone there is more than one file.", remedy="Name a folder that is there: --out FOLDER")
    for number, owner in enumerate(advisor.owners(), start=1):  # an owner's id is a key; it must not become a name
        name = "advisor-data-command-line.zip" if owner == OWNER else f"advisor-data-{number:03}.zip"
        _write(name, "application/zip", advisor.everything(owner), out, force)


@data.command("delete")
@options
@_EVERYONE
@click.option("--yes", is_flag=True, help="Without asking first.")
def data_delete(data_dir: Path | None, corpus_dir: Path | None, model: str | None, everyone: bool, yes: bool) -> None:
    """Delete all conversations for good."""
    from advisor.bootstrap import build

    advisor = build(settings(data_dir, corpus_dir, model))
    owners = list(advisor.owners()) if everyone else [OWNER]
    whose = "of everybody who uses this installation" if everyone else "that were held on the command line"
    if not yes:
        click.confirm(f"Delete all conversations {whose}, for good?", abort=True)
    count = sum(advisor.forget(owner) for owner in owners)
    click.echo(f"{count} conversation{'' if count == 1 else 's'} deleted.")


def _latest(advisor: Any) -> str:
    from advisor.errors import NotFound

    for held in advisor.conversations(OWNER):
        if advisor.open(held.id, OWNER).state.plan is not None:
            return str(held.id)
    raise NotFound("No conversation with a plan was held on the command line.", remedy="Begin one with: advisor chat")


def _found(advisor: Any, conversation: str) -> tuple[str, str]:
    """The conversation and its owner: whoever can read the database may also name one that was held in a browser."""
    from advisor.errors import NotFound

    for owner in (OWNER, *advisor.owners()):
        try:
            advisor.open(conversation, owner)
        except NotFound:
            continue
        return conversation, owner
    raise NotFound("There is no such conversation.", remedy="Its id stands in the page's address, and at the end of a chat.")


def _read(file: str) -> bytes:
    from advisor.errors import BadInput
    from advisor.exports.conversation import LARGEST

    if file == STANDARD:
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as cause:
        raise BadInput(f"The file {file} cannot be read: {(cause.strerror or 'unknown error').lower()}.", remedy="Check its name.") from cause


def _write(name: str, media: str, content: bytes, out: str, force: bool) -> None:
    """To standard output, or whole into a file: one that is there is not touched unless by `force`."""
    from advisor.errors import BadInput

    if out == STANDARD:
        if sys.stdout.isatty() and not (media.startswith("text/") or media.partition(";")[0] == "application/json"):
            raise BadInput("This format is no text to show.", remedy=f"Name a file: --out {name}")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    path = path / name if path.is_dir() else path
    if path.exists() and not force:
        raise BadInput(f"The file {path} is there already.", remedy="Choose another name, or say --force to write over it.")
    try:
        descriptor, half = tempfile.mkstemp(dir=path.parent, prefix=".advisor-")
        try:
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(content)
            os.replace(half, path)
        except BaseException:
            Path(half).unlink(missing_ok=True)
            raise
    except OSError as cause:
        raise BadInput(
            f"The file {path} cannot be written: {(cause.strerror or 'unknown error').lower()}.", remedy="Choose another place."
        ) from cause
    click.echo(f"Written to {path}", err=True)
