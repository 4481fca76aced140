"""What people ask and the knowledge base cannot answer, in a form that tells nothing of who asked."""

from typing import NamedTuple


class Gap(NamedTuple):
    """What is kept of a question that found nothing; the question itself is not.

    Words are kept only if the knowledge base uses them itself, so that names, numbers and addresses are never among
    them, and each is counted by itself, so that no sentence can be put together again.
    """

    words: tuple[str, ...] = ()
    near: str = ""
    """`kind/entry` of what came nearest; empty if nothing came near at all."""


class GapCounts(NamedTuple):
    """How many questions found nothing, what they came near to, and which words were in them, most frequent first."""

    questions: int = 0
    near: tuple[tuple[str, int], ...] = ()
    words: tuple[tuple[str, int], ...] = ()
