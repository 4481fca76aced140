"""`python -m advisor.cli`."""

from advisor.cli import run

run()
