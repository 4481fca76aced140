"""Reads what the person can compute on: nothing but a phone, a computer, one with a graphics card, or rented machines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from advisor.dialogue.reading.statements import Spelling, Statement, statements
from advisor.domain.brief import Fact
from advisor.domain.vocabulary import Hardware

LONGEST_NAME = 4
"""Words of the longest name of a machine."""
NEAR = 6
"""Words before a machine in which 'no' or 'without' is said of it."""
FRAGMENT = 8
"""Words of a clause without a verb that tells by itself: 'an old laptop, no graphics card'."""
SHORT = 4
"""Words below which a clause may name a phone and nothing else."""
_CARD = re.compile(r"^(?:\d?x?(?:rtx|gtx)\S*|[2-5]0[5-9]0(?:ti)?|10[5-8]0(?:ti)?|(?:\d?x)?(?:a100s?|h100s?|v100s?|a6000s?|a5000|a4000|l40s?|k80|p100|t4s?|h200))$")
"""Names of graphics cards: 'RTX3060', '4090', 'A100'."""
_KINDS = ("graphics", "cloud", "computer", "cluster", "device")
_CUTS = frozenset({"but", "so", "because", "although", "though", "while", "whereas", "however"})
_AFTER_AND = frozenset("i we my our i've we've i'm no use have got the she he his her only just".split())
"""Words before which 'and' begins another thought."""
_HAVING = frozenset({"have", "has", "got", "own", "i've", "we've", "use", "using", "there's"})
_ABOUT = frozenset({"of", "for", "from", "between", "about", "on", "in", "by", "into"})
_TO_BE = frozenset({"is", "are", "was", "has", "comes", "stands", "runs"})
_THAT_ONE = frozenset({"that", "that's", "one's", "one", "it's", "it", "this"})
_AT_HAND = frozenset({"home", "here", "house", "own", "me", "mine", "all"})
_VERBS = frozenset("is are was were do does did has have had can must should would could will want needs need run runs works work look see sees find finds says tell tells put".split())


@dataclass(frozen=True)
class _Mention:
    """A machine named in a statement, and the clause around it."""

    kind: str
    statement: Statement
    first: int
    end: int
    clause: tuple[int, int]
    number: int
    """Which statement of the message it stands in."""

    @property
    def before(self) -> Sequence[str]:
        """The words of the clause before it."""
        return self.statement.words[self.clause[0] : self.first]

    @property
    def behind(self) -> Sequence[str]:
        """The words of the clause behind it."""
        return self.statement.words[self.end : self.clause[1]]

    @property
    def around(self) -> frozenset[str]:
        """All other words of its clause."""
        return frozenset((*self.before, *self.behind))


def hardware_facts(text: str, turn: int) -> list[Fact]:
    """What can be computed on: only what the person says they have or may use, after what they take back."""
    said = statements(text, _lists().spelling)
    mentions = [it for number, statement in enumerate(said) for it in _mentions(statement, number)]
    kept = [it for it in mentions if not _taken_back(it, said) and not _not_yet(it) and not _of_others(it)]
    told = {hardware: it for it in reversed(kept) for hardware in _tells(it)}
    found = _settled(told)
    if found is None:
        return []
    tokens = told[found].statement.tokens
    first, end = _quoted(told[found])
    return [Fact(name="hardware", value=found, quote=text[tokens[first].start : tokens[end - 1].end], turn=turn)]


def _settled(told: Mapping[Hardware, _Mention]) -> Hardware | None:
    """What counts of all that is told: rented machines before a card of one's own, and a computer before none."""
    now = [hardware for hardware, it in told.items() if {"now", "today", "currently"} & it.around and hardware is not Hardware.NONE]
    if len(now) == 1:
        return now[0]
    if Hardware.NONE in told and Hardware.CPU in told and _lists().words["own"].isdisjoint(told[Hardware.CPU].around):
        return Hardware.NONE
    return next((h for h in (Hardware.CLOUD, Hardware.GPU, Hardware.CPU, Hardware.NONE) if h in told), None)


def _mentions(statement: Statement, number: int) -> Iterator[_Mention]:
    words = statement.words
    cuts = [0, *(i for i in range(1, len(words)) if statement.tokens[i].mark[:1] in (",", ":", "-", "–", "—", "/", "+") or _cuts(words, i)), len(words)]
    at = 0
    while at < len(words):
        kind, length = _kind_at(words, at)
        if kind:
            clause = next((start, end) for start, end in pairwise(cuts) if start <= at < end)
            if not (words[at + length : at + length + 1] and statement.joined(at + length) and words[at + length] in _lists().words["compound"]):
                yield _Mention(kind, statement, at, at + length, clause, number)
        at += max(length, 1)


def _cuts(words: Sequence[str], at: int) -> bool:
    if words[at] == "and":
        return words[at + 1 : at + 2] != () and words[at + 1] in _AFTER_AND
    return words[at] in _CUTS and words[at - 1] != "nothing"


def _kind_at(words: Sequence[str], at: int) -> tuple[str, int]:
    for length in range(LONGEST_NAME, 0, -1):
        name = " ".join(words[at : at + length]).replace("-", " ")
        for kind in _KINDS:
            if at + length <= len(words) and name in _lists().words[kind]:
                return kind, length
    return ("graphics", 1) if _CARD.match(words[at]) and (at == 0 or not words[at - 1].isdigit() or words[at].isalnum()) else ("", 0)


def _tells(it: _Mention) -> Iterator[Hardware]:
    """What a mention tells by itself: nothing where the person neither has the machine nor says they lack it."""
    words = _lists().words
    denied = _denied(it)
    sole = bool(it.around & words["sole"]) or ("all" in it.around and bool({"my", "i", "i've"} & it.around)) or "else" in it.statement.words or ("no" in it.statement.words and "other" in it.statement.words)
    if denied:
        if it.kind == "graphics":
            yield Hardware.CPU
        elif it.kind == "computer" and _lacks_computer(it):
            yield Hardware.NONE
    elif it.kind == "device":
        if sole and _had(it) and (it.around & words["own"] or len(it.around) < SHORT):
            yield Hardware.NONE
    elif _had(it) and not it.statement.asks:
        yield _KIND_TELLS[it.kind] if it.kind != "cluster" else _of_cluster(it)


_KIND_TELLS = {"graphics": Hardware.GPU, "computer": Hardware.CPU, "cloud": Hardware.CLOUD}


def _of_cluster(it: _Mention) -> Hardware:
    """A cluster is what its nodes are."""
    words = it.statement.words
    if "cpu" in words or "cpus" in words:
        return Hardware.CPU
    graphics = [i for i in range(len(words)) if _kind_at(words, i)[0] == "graphics"]
    if not graphics:
        return Hardware.CLOUD
    return Hardware.CPU if {"no", "without"} & set(words[max(0, graphics[0] - 3) : graphics[0]]) else Hardware.GPU


def _denied(it: _Mention) -> bool:
    nearest = it.before[-NEAR:]
    return bool(set(nearest) & _lists().words["denying"]) and not ("not" in nearest and "only" in nearest)


def _lacks_computer(it: _Mention) -> bool:
    """'I have no computer', 'no computer at home', but not 'no computer in the greenhouse'."""
    own = it.around & (_lists().words["own"] | _AT_HAND)
    return it.statement.words[it.end : it.end + 1] not in (("in",), ("on",)) and bool(own or not it.behind)


def _had(it: _Mention) -> bool:
    """Whether the person has or may use it: they say so, or name it without any verb, or tell what it is like."""
    words = _lists().words
    wished = set(it.before) & words["wish"]
    behind = it.statement.words[it.end : it.end + 1]
    if behind and behind[0] in words["wish"] | {"can", "sees", "finds"} and it.statement.joined(it.end):
        return False
    if any(word in ("has", "have", "had") and it.before[i + 1 : i + 2] == ("to",) for i, word in enumerate(it.before)):
        return False
    owned = it.around & words["own"] or (it.clause[0] > 0 and set(it.statement.words[max(0, it.clause[0] - 6) : it.clause[0]]) & _HAVING)
    if owned:
        return not wished or bool(wished <= {"used", "like", "run", "running", "must", "could"} and it.around & (_HAVING | {"my"}))
    described = it.statement.words[it.end : it.end + 3]
    if it.kind == "computer" and it.before[-1:] in (("the",), ()) and set(described) & _TO_BE:
        return True
    if it.kind == "computer" and it.before[-1:] in (("a",), ("an",)) and it.clause[0] != 0 and not it.around & words["sole"]:
        return False
    return not wished and not set(it.before) & _VERBS - {"is"} and it.clause[1] - it.clause[0] <= FRAGMENT + (it.kind != "computer") * 4 and not _spoken_about(it)


def _spoken_about(it: _Mention) -> bool:
    """Whether the clause is about such machines, not the person's: 'prices of laptops'."""
    return bool(set(it.before[-3:]) & _ABOUT) and it.kind not in ("cloud", "graphics")


def _not_yet(it: _Mention) -> bool:
    """Whether it is still to come, or was once."""
    words = _lists().words
    return bool(it.around & words["future"] or set(it.before) & words["past"] or ("used" in it.before and "to" in it.before))


def _of_others(it: _Mention) -> bool:
    """Whether somebody else has it, who has not handed it over."""
    words, others = it.statement.words, _lists().words["others"]
    last = next((i for i in range(it.first - 1, -1, -1) if words[i] in others), None)
    if it.behind[:1] and it.behind[0] in ("is", "was", "belongs") and "my" in it.behind[:4] and set(it.behind[:5]) & others:
        return True
    if last is None or (set(words[: it.first]) & _lists().words["handed_over"] and {"me", "us"} & set(words[: it.first])):
        return False
    between = words[last + 1 : it.first]
    if set(between) & {"i", "we", "i've", "mine", "me", "us", "we've", "our"}:
        return False
    return not ("mine" in words or ("me" in words and "too" in words)) and "my" not in between


def _taken_back(it: _Mention, said: Sequence[Statement]) -> bool:
    """Whether it is said to be gone or another's: 'MacBook? Sold.', 'no, that one's my brother's'."""
    words = _lists().words
    if set(it.behind) & words["gone"]:
        return True
    follow = said[it.number + 1].words if it.number + 1 < len(said) else ()
    if follow and it.number + 1 < len(said) and len(follow) <= 3 and set(follow) & words["gone"]:
        return True
    rest = it.statement.words[it.end :] + follow[:8]
    for at in range(len(rest) - 1):
        if rest[at] in _THAT_ONE and set(rest[at + 1 : at + 5]) & words["others"] and "my" in rest[at + 1 : at + 4]:
            return True
    return False


def _quoted(it: _Mention) -> tuple[int, int]:
    """The machine with what describes it, and with 'no' where it is denied."""
    first = it.first
    while first > it.clause[0] and it.first - first < NEAR and it.statement.words[first - 1] not in ("i", "we", "and", "the") and it.statement.joined(first):
        first -= 1
    return first, it.end


@dataclass(frozen=True)
class _Lists:
    words: Mapping[str, frozenset[str]]
    spelling: Spelling


@cache
def _lists() -> _Lists:
    raw: Mapping[str, Any] = yaml.safe_load(files("advisor.dialogue").joinpath("hardware.yaml").read_text(encoding="utf-8"))
    words = {name: frozenset(str(word) for word in found) for name, found in raw.items() if isinstance(found, list)}
    machines: Iterable[str] = (word for kind in _KINDS for name in words[kind] for word in name.split() if word.isalpha() and len(word) > 3)
    return _Lists(words, Spelling.of(frozenset(machines), (), raw["spelt"], words["as_written"]))
