"""Language models: which there are, whether one works, and fetching a small one."""

import json
import sys
from pathlib import Path

import click

from advisor.cli.options import main, options, settings


@main.group()
def model() -> None:
    """Language models: list, test, download."""


@model.command("list")
@options
@click.option("--json", "as_json", is_flag=True, help="One object with set, providers, running and download.")
def model_list(data_dir: Path | None, corpus_dir: Path | None, model: str | None, as_json: bool) -> None:
    """Show what can speak: providers, servers that run on this machine, the model that can be fetched."""
    from advisor.models.connecting import missing
    from advisor.models.detect import detect
    from advisor.models.download import RECOMMENDED, place
    from advisor.models.providers import TABLE, find

    chosen = settings(data_dir, corpus_dir, model)
    running = detect()
    there = place(RECOMMENDED, chosen.models_dir).is_file()
    speaks = find(chosen.model)[0].title
    if as_json:
        click.echo(json.dumps({
            "set": speaks,
            "providers": [{"name": r.name, "title": r.title, "example": r.example, "install": missing(r)} for r in TABLE],
            "running": [
                {"name": s.name, "needs_key": s.needs_key, "models": [{"name": o.name, "setting": o.setting} for o in s.offers]}
                for s in running
            ],
            "download": {"title": RECOMMENDED.title, "bytes": RECOMMENDED.size, "licence": RECOMMENDED.licence, "there": there},
        }, ensure_ascii=False))  # fmt: skip
        return
    click.echo(f"Set now: {speaks}\n\nWhat ADVISOR_MODEL may be:")
    for row in TABLE:
        hint = missing(row)
        click.echo(f"  {row.example:32} {row.title}" + (f"\n  {'':32} needs: {hint}" if hint else ""))
    click.echo("\nRunning on this machine:" if running else "\nNo server for language models runs on this machine.")
    for server in running:
        click.echo(f"  {server.sentence}")
        for offer in server.offers:
            click.echo(f"    {offer.setting}")
    standing = "is here: ADVISOR_MODEL=gguf:recommended" if there else "can be fetched with: advisor model download"
    click.echo(f"\n{RECOMMENDED.title} ({RECOMMENDED.told})\n  {standing}")


@model.command("test")
@options
@click.option("--json", "as_json", is_flag=True, help="One object with name, usable, first_word, words_a_second, findings.")
@click.option("--seconds", default=45.0, show_default=True, type=click.FloatRange(1, 600), help="How long it may take.")
def model_test(data_dir: Path | None, corpus_dir: Path | None, model: str | None, as_json: bool, seconds: float) -> None:
    """Try the language model out that is set, or that --model names. Ends with code 1 if it cannot be used."""
    from advisor.models.trial import try_out

    chosen = settings(data_dir, corpus_dir, model)
    key = chosen.model_key.get_secret_value() if chosen.model_key else None
    if not as_json and chosen.model.startswith("gguf:"):
        click.echo("Loading the file; this may take a minute …", err=True)
    trial = try_out(chosen.model, key, seconds=seconds, models_dir=chosen.models_dir)
    if as_json:
        click.echo(json.dumps({
            "name": trial.name, "usable": trial.usable, "first_word": trial.first_word, "words_a_second": trial.words_a_second,
            "findings": [vars(f) for f in trial.findings],
        }, ensure_ascii=False))  # fmt: skip
    else:
        for finding in trial.findings:
            click.echo(f"{'yes' if finding.works else 'no ':3}  {finding.sentence}\n     {finding.meaning}")
    if not all(f.works for f in trial.findings if f.aspect != "json"):
        raise SystemExit(1)


@model.command("download")
@options
@click.option("--yes", is_flag=True, help="Without asking first.")
@click.option("--endpoint", help="Another hub than huggingface.co, e.g. a mirror.")
def model_download(data_dir: Path | None, corpus_dir: Path | None, model: str | None, yes: bool, endpoint: str | None) -> None:
    """Fetch one small language model that runs without a server. Ctrl-C stops; the next time goes on from there."""
    from advisor.models.connecting import missing
    from advisor.models.download import RECOMMENDED, download, kept_bytes
    from advisor.models.providers import GGUF

    directory = settings(data_dir, corpus_dir, model).models_dir
    kept = kept_bytes(RECOMMENDED, directory)
    click.echo(f"{RECOMMENDED.title}: {RECOMMENDED.told}" + (f"; {kept / 1e9:.1f} GB are here already" if kept else ""))
    if not yes and not click.confirm("Fetch it?", default=True):
        return
    path = download(RECOMMENDED, directory, progress=_shown if sys.stderr.isatty() else _quiet, endpoint=endpoint)
    click.echo(f"{path} is there and its checksum is right. To use it: ADVISOR_MODEL=gguf:recommended")
    if hint := missing(GGUF):
        click.echo(f"To run it, first: {hint}")


def _quiet(_done: int, _of: int) -> None:
    """Nobody watches."""


def _shown(done: int, of: int) -> None:
    """How far it is, on one line that is written over; told at each whole percent."""
    if done == of or done * 100 // of != max(0, done - 65536) * 100 // of:
        click.echo(f"\r{done / 1e9:.2f} of {of / 1e9:.2f} GB ({done * 100 // of} %)", nl=done == of, err=True)
