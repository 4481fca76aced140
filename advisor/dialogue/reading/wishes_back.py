"""Wishes for or against a tool that a later message takes back: 'X is fine after all', 'it needn't be X'."""

from collections.abc import Mapping, Sequence
from functools import cache

from advisor.dialogue.reading.clauses import PRONOUNS, Clause, read_sentences
from advisor.dialogue.reading.cues import read_words
from advisor.dialogue.reading.mentions import Names
from advisor.dialogue.reading.retelling import means, names_wrong
from advisor.dialogue.reading.retold import OPEN
from advisor.domain.brief import Brief, Fact

_LISTS: Mapping[str, str] = {"avoid": "welcome_again", "prefer": "dispensable"}
"""The list of what takes back each kind of wish."""


def taken_back(names: Names, text: str, facts: Sequence[Fact], brief: Brief, turn: int) -> list[Fact]:
    """The facts, those wishes left open that the message takes back; of such a tool it tells no skill by that."""
    held = {component: wish for component, wish in brief.preferences.items() if wish in _LISTS}
    open_ = dict(_withdrawn(names, text, held)) if held else {}
    turned = {f.key for f in facts if f.name == "preferences" and f.value not in (OPEN, held.get(f.key))}
    found = {component: quote for component, quote in open_.items() if component not in turned}
    kept = [f for f in facts if f.key not in found or f.name not in ("preferences", "known_skills")]
    return [*kept, *(Fact(name="preferences", key=component, value=OPEN, quote=quote, turn=turn) for component, quote in found.items())]


def _withdrawn(names: Names, text: str, held: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each component whose wish is taken back, with the clause that does."""
    found: list[tuple[str, str]] = []
    about: tuple[str, ...] = ()
    for sentence in read_sentences(names, text):
        found += _mistaken(sentence.clauses, held)
        for clause in sentence.clauses:
            named = tuple(m.component for m in clause.names)
            if not named and not PRONOUNS & set(clause.tokens):
                continue
            about = named or about
            found += [(component, clause.text) for component in about if component in held and _takes_back(clause, held[component])]
    return found


def _mistaken(clauses: Sequence[Clause], held: Mapping[str, str]) -> list[tuple[str, str]]:
    """The wishes told of the wrong name: 'Keras I meant, not PyTorch'."""
    if not any(c.names and means(c.tokens) for c in clauses):
        return []
    return [(m.component, c.text) for c in clauses if c.names and names_wrong(c.tokens) for m in c.names if m.component in held]


def _takes_back(clause: Clause, wish: str) -> bool:
    if clause.asks:
        return False
    tokens = clause.tokens
    return any(tokens[i : i + len(phrase)] == phrase for phrase in _phrases(_LISTS[wish]) for i in range(len(tokens)))


@cache
def _phrases(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in read_words("retelling")[name])
