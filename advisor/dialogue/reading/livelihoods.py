"""The words by which people say what they are, do, study and where they work, from `livelihoods.yaml`."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from advisor.dialogue.reading.statements import Spelling, forms
from advisor.domain.yaml_data import parsed

LONGEST_NAME = 3
"""Words of the longest name of a trade, field, workplace or verb."""
_OF_TRADES = re.compile(r"(?:ologist|icist|ographer|ician|iatrist|onomist|smith|wright|monger|keeper|maker|master|worker)s?$")
"""Ends of words that are trades wherever they stand."""
_LIKE_TRADES = re.compile(r"(?:[^l]ist|eer|er|or|ant|ian|man|woman|tress)$")
"""Ends of words that are mostly trades after 'I'm a'."""


@dataclass(frozen=True)
class Livelihoods:
    """The lists as look-up tables; names are written with blanks for hyphens."""

    trades: frozenset[str]
    heads: frozenset[str]
    not_alone: frozenset[str]
    no_trade: frozenset[str]
    fields: frozenset[str]
    workplaces: frozenset[str]
    groups: frozenset[str]
    verbs: Mapping[str, str]
    """What is done for a living, in all its forms, and the plain form of each."""
    done_to: Mapping[str, frozenset[str]]
    """What some of these must be done to."""
    lists: Mapping[str, frozenset[str]]
    spelling: Spelling

    def trade(self, words: Sequence[str], at: int) -> int:
        """How many words from `at` on are the name of a trade; 0 if none."""
        length = _longest(self.trades, words, at)
        if length or at >= len(words):
            return length
        word = words[at].rpartition("-")[2]
        return int(word in self.trades or (bool(_OF_TRADES.search(word)) and word not in self.no_trade))

    def like_trade(self, word: str) -> bool:
        """Whether a word after 'I'm a' ends like a trade and is none of those that only look like one."""
        return len(word) > 4 and bool(_LIKE_TRADES.search(word)) and word not in self.no_trade and word not in self.lists["computing"]

    def field(self, words: Sequence[str], at: int) -> int:
        """How many words from `at` on are the name of what one works in or studies."""
        return _longest(self.fields, words, at)

    def workplace(self, words: Sequence[str], at: int) -> int:
        """How many words from `at` on are the name of a place of work; 'clinic's' is one too."""
        return _longest(self.workplaces, words, at)

    def verb(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """The plain form of what is done for a living at `at`, and its number of words; '' and 0 if nothing is."""
        length = _longest(self.verbs, words, at)
        return (self.verbs[_name(words[at : at + length])], length) if length else ("", 0)


@cache
def livelihoods() -> Livelihoods:
    """The lists, read once."""
    raw: Mapping[str, Any] = parsed(files("advisor.dialogue").joinpath("livelihoods.yaml").read_text(encoding="utf-8"))
    lists = {name: _names(found) for name, found in raw.items() if isinstance(found, list)}
    some = {verb: _with_groups(things, lists) for verb, things in raw["doing_some"].items()}
    lists["workplaces"] |= lists["groups"]
    verbs = {form: verb for verb in (*raw["doing"], *some) for form in forms(verb)} | _IRREGULAR
    named = {name: _with_plurals(lists[name]) for name in ("trades", "workplaces", "groups", "not_alone", "heads")}
    nouns = _single((*named.values(), lists["fields"], lists["titles"], lists["papers"]))
    return Livelihoods(
        **named, no_trade=lists["no_trade"], fields=lists["fields"], verbs=verbs, done_to=some, lists=lists,
        spelling=Spelling.of(nouns, _single([verbs]), raw["spelt"], lists["as_written"]),
    )  # fmt: skip


_IRREGULAR = {"taught": "teach", "teaching": "teach", "sold": "sell", "drove": "drive", "ran": "run", "grew": "grow", "kept": "keep", "did": "do", "made": "make", "wrote": "write",
    "got": "have"}


def _single(lists: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(word for names in lists for name in names for word in name.split() if word.isalpha())


def _names(found: Iterable[object]) -> frozenset[str]:
    return frozenset(str(name).replace("-", " ") if " " in str(name) else str(name) for name in found) | {str(name).replace("-", " ") for name in found}


def _with_plurals(names: Iterable[str]) -> frozenset[str]:
    plurals = (name[:-1] + "ies" if re.search(r"[^aeiou]y$", name) else name + ("es" if re.search(r"(?:s|x|ch|sh)$", name) else "s") for name in names)
    wives = (re.sub("wife$", "wives", name) for name in names)
    men = (re.sub("man$", "men", name) for name in names)
    return frozenset((*names, *plurals, *men, *wives))


def _with_groups(things: Iterable[str], lists: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The things, with the words of a list for its name after a plus sign."""
    made: set[str] = set()
    for thing in things:
        made |= _with_plurals(lists[thing[1:]]) if thing.startswith("+") else {thing}
    return frozenset(made)


def _longest(names: Collection[str], words: Sequence[str], at: int) -> int:
    return next((n for n in range(LONGEST_NAME, 0, -1) if at + n <= len(words) and _name(words[at : at + n]) in names), 0)


def _name(words: Sequence[str]) -> str:
    last = words[-1].removesuffix("'s")
    return " ".join((*words[:-1], last)).replace("-", " ") if len(words) > 1 else last.replace("-", " ")
