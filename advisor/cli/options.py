"""What all commands share: the options, the settings they make, the group they belong to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from advisor.settings import Settings

Command = Callable[..., Any]


def options(command: Command) -> Command:
    """The options that every command takes."""
    command = click.option("--data-dir", type=click.Path(path_type=Path), help="Where everything derived lives.")(command)
    command = click.option("--corpus-dir", type=click.Path(path_type=Path), help="The knowledge base.")(command)
    return click.option("--model", help="The language model; 'none' for rules alone.")(command)


def settings(data_dir: Path | None, corpus_dir: Path | None, model: str | None) -> Settings:
    given = {"data_dir": data_dir, "corpus_dir": corpus_dir, "model": model}
    return Settings(**{k: v for k, v in given.items() if v is not None})


@click.group(help="Problem-First Advisor: from a problem to the least you must learn for it.")
def main() -> None:
    """The group of all commands."""
