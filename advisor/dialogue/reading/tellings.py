"""Finds where people say of themselves, or of their firm, what they are, do, study and where they work.

A small grammar over the words of one statement: who speaks ('I', 'we', nobody as in 'Nurse, 12 years'), a word that tells
(a trade, a verb of work, a place, a title), and how far the phrase reaches. The rules stand beside each other by what is
told: `being`, `doing`, `studying`, `belonging`, `leaving`.
"""

from collections.abc import Iterator

from advisor.dialogue.reading import being, belonging, doing, leaving, studying
from advisor.dialogue.reading.statements import Statement
from advisor.dialogue.reading.told import Telling


def tellings(statement: Statement) -> Iterator[Telling]:
    """What a statement tells of the person, by all rules; phrases may overlap."""
    for rule in _RULES:
        yield from rule(statement)


_RULES = (*being.RULES, *doing.RULES, *studying.RULES, *belonging.RULES, *leaving.RULES)
