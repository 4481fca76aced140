"""Reads what the person can compute on: nothing but a phone, a computer, one with a graphics card, or rented machines."""

from collections.abc import Iterator, Mapping, Sequence

from advisor.dialogue.reading.machines import Mention, kind_at, lists, machines_in
from advisor.dialogue.reading.statements import statements
from advisor.dialogue.reading.whose_machine import is_subject, lent, not_yet, of_others, taken_back
from advisor.domain.brief import Fact
from advisor.domain.vocabulary import Hardware

NEAR = 6
"""Words before a machine in which 'no' or 'without' is said of it."""
FRAGMENT = 8
"""Words of a clause without a verb that tells by itself: 'an old laptop, no graphics card'."""
DESCRIBED = 8
"""Words around a brand within which something may tell that it is a computer."""
_LED_BY = 5
"""Words before a machine in which 'on' or 'in' leads to it."""
SHORT = 4
"""Words below which a clause may name a phone and nothing else."""
_WORKING = frozenset({"happen", "happens", "do", "work", "working", "run", "train", "compute", "develop", "code", "learn", "done", "running", "use"})
_WISHING = frozenset({"must", "should", "has", "needs", "need", "shall", "could", "can"})
"""'It must run on a normal computer' wishes for one."""
_WORKERS = frozenset({"i", "i'll", "i'd", "i'm", "we", "we'll", "we'd", "everything", "all", "it", "development", "training", "work"})
_HAVING = frozenset({"have", "has", "got", "own", "i've", "we've", "use", "using", "there's"})
_ABOUT = frozenset({"of", "for", "from", "between", "about", "on", "in", "by", "into"})
_TO_BE = frozenset({"is", "are", "was", "has", "comes", "stands", "runs"})
_AT_HAND = frozenset({"home", "here", "house", "own", "me", "mine", "all"})
_ALL_OF = frozenset("day night week year evening weekend the of my our their kinds sorts".split())
"""Behind 'all' these make it speak of something else than what there is."""
_NOT_THERE = (("is", "not", "there"), ("isn't", "there"), ("not", "there"), ("there", "is", "not"), ("i", "don't", "have"), ("i", "have", "not"), ("none",), ("no",))
"""Right behind a machine: 'computer is not there'."""
_VERBS = frozenset("is are was were do does did has have had can must should would could will want needs need run runs works work look see sees find finds says tell tells put".split())


def hardware_facts(text: str, turn: int) -> list[Fact]:
    """What can be computed on: only what the person says they have or may use, after what they take back."""
    said = statements(text, lists().spelling)
    mentions = [it for number, statement in enumerate(said) for it in machines_in(statement, number)]
    kept = [it for it in mentions if not taken_back(it, said) and not not_yet(it) and not of_others(it) and not is_subject(it)]
    told = {hardware: it for it in _surest_last(kept) for hardware in _tells(it)}
    found = _settled(told)
    if found is None:
        return []
    tokens = told[found].statement.tokens
    first, end = _quoted(told[found])
    return [Fact(name="hardware", value=found, quote=text[tokens[first].start : tokens[end - 1].end], turn=turn)]


def _surest_last(kept: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions from the last to the first, bare brands and boxes before the machines named as such."""
    for vague in (True, False):
        yield from (it for it in reversed(kept) if (it.kind in ("brand", "loose")) is vague)


def _settled(told: Mapping[Hardware, Mention]) -> Hardware | None:
    """What counts of all that is told: rented machines before a card of one's own, and a computer before none."""
    now = [hardware for hardware, it in told.items() if {"now", "today", "currently"} & it.around and hardware is not Hardware.NONE]
    if len(now) == 1:
        return now[0]
    if Hardware.NONE in told and Hardware.CPU in told and lists().words["own"].isdisjoint(told[Hardware.CPU].around):
        return Hardware.NONE
    return next((h for h in (Hardware.CLOUD, Hardware.GPU, Hardware.CPU, Hardware.NONE) if h in told), None)


def _tells(it: Mention) -> Iterator[Hardware]:
    """What a mention tells by itself: nothing where the person neither has the machine nor says they lack it."""
    words = lists().words
    denied = _denied(it)
    sole = bool(it.around & words["sole"]) or (_says_all(it) and bool({"my", "i", "i've"} & it.around)) or "else" in it.statement.words or ("no" in it.statement.words and "other" in it.statement.words)
    if denied:
        if it.kind in ("graphics", "integrated"):
            yield Hardware.CPU
        elif it.kind == "computer" and _lacks_computer(it):
            yield Hardware.NONE
    elif it.kind == "device":
        if sole and _had(it) and (it.around & words["own"] or len(it.around) < SHORT):
            yield Hardware.NONE
    elif _had(it) and not it.statement.asks and _is_computer(it):
        yield _KIND_TELLS[it.kind] if it.kind != "cluster" else _of_cluster(it)


_KIND_TELLS = {"graphics": Hardware.GPU, "computer": Hardware.CPU, "brand": Hardware.CPU, "loose": Hardware.CPU, "integrated": Hardware.CPU, "cloud": Hardware.CLOUD}


def _of_cluster(it: Mention) -> Hardware:
    """A cluster is what its nodes are."""
    words = it.statement.words
    if "cpu" in words or "cpus" in words:
        return Hardware.CPU
    graphics = [i for i in range(len(words)) if kind_at(words, i)[0] == "graphics"]
    if not graphics:
        return Hardware.CLOUD
    return Hardware.CPU if {"no", "without"} & set(words[max(0, graphics[0] - 3) : graphics[0]]) else Hardware.GPU


def _is_computer(it: Mention) -> bool:
    """Whether a brand or a 'box' is told to be a computer: by its parts, a brand by its age too."""
    if it.kind not in ("brand", "loose"):
        return True
    telling = lists().words["parts"] | (lists().words["described"] if it.kind == "brand" else frozenset())
    return not telling.isdisjoint(it.statement.words[max(0, it.first - DESCRIBED) : it.end + DESCRIBED])


def _worked_on(it: Mention) -> bool:
    """Whether the work is done there: 'I will train in Colab', 'the work is done on a rented box'."""
    led = set(it.before[-_LED_BY:]) & {"on", "in", "with", "via", "through", "onto"}
    doing = set(it.before) & _WORKING and set(it.before) & _WORKERS
    return bool(led and doing) and lists().words["stored"].isdisjoint(it.before) and _WISHING.isdisjoint(it.before) and lists().words["denying"].isdisjoint(it.before)


def _denied(it: Mention) -> bool:
    nearest = it.before[-NEAR:]
    if any(it.behind[: len(gone)] == gone for gone in _NOT_THERE):
        return True
    return bool(set(nearest) & lists().words["denying"]) and not ("not" in nearest and "only" in nearest)


def _lacks_computer(it: Mention) -> bool:
    """'I have no computer', 'no computer at home', but not 'no computer in the greenhouse'."""
    own = it.around & (lists().words["own"] | _AT_HAND)
    elsewhere = it.statement.words[it.end : it.end + 1] in (("in",), ("on",)) and _AT_HAND.isdisjoint(it.behind[:3])
    return not elsewhere and bool(own or not it.behind or any(it.behind == gone for gone in _NOT_THERE))


def _says_all(it: Mention) -> bool:
    """'All I have', not 'all day' or 'all the others'."""
    words = it.statement.words
    return any(words[i] == "all" and not _ALL_OF & set(words[i + 1 : i + 2]) for i in range(it.clause[0], it.clause[1]))


def _had(it: Mention) -> bool:
    """Whether the person has or may use it: they say so, or name it without any verb, or tell what it is like."""
    words = lists().words
    if _worked_on(it) or lent(it):
        return True
    if it.kind == "cloud" and not lists().words["stored"].isdisjoint(it.before) and not {"i", "me", "we"} & it.around:
        return False
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


def _spoken_about(it: Mention) -> bool:
    """Whether the clause is about such machines, not the person's: 'prices of laptops'."""
    return bool(set(it.before[-3:]) & _ABOUT) and it.kind not in ("cloud", "graphics")


def _quoted(it: Mention) -> tuple[int, int]:
    """The machine with what describes it, and with 'no' where it is denied."""
    first = it.first
    while first > it.clause[0] and it.first - first < NEAR and it.statement.words[first - 1] not in ("i", "we", "and", "the") and it.statement.joined(first):
        first -= 1
    return first, it.end
