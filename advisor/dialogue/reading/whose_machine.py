"""Whose machine it is: somebody else's, what the problem is about, sold or still to come, or lent to the person."""

from collections.abc import Sequence

from advisor.dialogue.reading.machines import Mention, lists
from advisor.dialogue.reading.statements import Statement

_THAT_ONE = frozenset({"that", "that's", "one's", "one", "it's", "it", "this"})


_FIRST_PERSON = frozenset({"i", "we", "i'm", "i'll", "i'd", "me", "us", "my", "our", "i've", "we've", "we're", "mine", "ours"})
_ADMITTED = frozenset({"members", "students", "staff", "residents", "employees", "everyone", "anyone", "anybody", "tenants", "users", "you", "one"})
_ADMITTED_TO = frozenset({"book", "use", "borrow", "reserve", "share", "rent"})
"""What those may do with a machine who have a right to it, the person among them: 'that members may book'."""
_LENT_WITHIN = 5
"""Words between 'I' and 'use' or 'borrow'."""
_LENT_NEAR = 10
"""Words from the machine to those that lend it."""
_MOST_COUNTED = 10
"""Machines beyond which they are what the problem is about: '300 laptops'."""
_FIRST_YEAR = 1990
_LONGEST_SUBJECT = 5
_WORK = frozenset({"happen", "run", "do", "be", "use", "train"})
"""What will be done in a notebook or cloud tells where; what will be bought is not there yet."""
_MEMORY = frozenset({"gb", "gig", "gigs", "gb's", "tb"})


def is_subject(it: Mention) -> bool:
    """Whether the problem is about it, or it belongs to a thing the problem is about: 'we repair laptops', 'every bus has a computer'."""
    return _dealt_in(it) or _counted(it) or _of_a_thing(it) or bool(it.before[-1:] and it.before[-1] in lists().words["of_works"])


def _dealt_in(it: Mention) -> bool:
    words = it.statement.words
    dealing = lists().words["dealing"]
    own = {"i", "we", "who", "shop", "company", "firm"}
    return it.kind != "cloud" and any(
        words[at] in own and not dealing.isdisjoint((words[at + 1], " ".join(words[at + 1 : at + 3]), " ".join(words[at + 1 : at + 4]))) for at in range(it.first - 1)
    )


def _counted(it: Mention) -> bool:
    """'300 company laptops'; the memory of a card is no count of it."""
    return any(word.isdigit() and int(word) > _MOST_COUNTED and int(word) < _FIRST_YEAR and not _MEMORY & set(it.before[-2:]) for word in it.before[-2:])


def _of_a_thing(it: Mention) -> bool:
    """'Every bus has a computer', 'each kiosk has a mini PC': neither the person nor a place that lets them use it."""
    at = next((i for i in range(len(it.before) - 1, -1, -1) if it.before[i] in ("has", "is", "contains", "carries")), None)
    subject = it.before[:at] if at else ()
    if at is None or not subject or subject[0] not in ("the", "each", "every", "our", "this", "its") or len(subject) > _LONGEST_SUBJECT:
        return False
    if it.before[at] == "is" and it.kind not in ("brand", "loose") and "old" not in it.before:
        return False
    return (lists().words["institutions"] | _FIRST_PERSON - {"our"}).isdisjoint(subject) and not lent(it)


def lent(it: Mention) -> bool:
    """Whether another's machine is the person's to use: 'I may borrow her PC', 'they let us onto it'."""
    words = it.statement.words
    for at in range(max(0, it.first - _LENT_NEAR), min(len(words), it.end + _LENT_NEAR)):
        word = words[at]
        near = words[at + 1 : at + 1 + _LENT_WITHIN]
        if word == "me" and {"let", "lets"} & set(words[max(0, at - 1) : at]) and near[:1] == ("have",):
            return True
        if word in ("me", "us") and "available" in words[max(0, at - 3) : at]:
            return True
        if word in _ADMITTED and near[:1] and near[0] in ("may", "can", "could") and near[1:2] and near[1] in _ADMITTED_TO:
            return True
        if word in _FIRST_PERSON - {"my", "our", "mine", "ours"} and lists().words["lending"] & set(near) and lists().words["refused"].isdisjoint((*words[max(0, at - 2) : at], *near[:3])):
            return True
    return False


def not_yet(it: Mention) -> bool:
    """Whether it is still to come, or was once."""
    words = lists().words
    future = it.around & words["future"] - ({"will"} if it.kind == "cloud" and _WORK & set(it.before) else set())
    return bool(future or set(it.before) & words["past"] or ("used" in it.before and "to" in it.before))


def of_others(it: Mention) -> bool:
    """Whether somebody else has it, who has not handed it over."""
    words, others = it.statement.words, lists().words["others"]
    last = next((i for i in range(it.first - 1, -1, -1) if words[i] in others), None)
    if it.behind[:1] and it.behind[0] in ("is", "was", "belongs") and "my" in it.behind[:4] and set(it.behind[:5]) & others:
        return True
    if last is None or lent(it) or (set(words[: it.first]) & lists().words["handed_over"] and {"me", "us"} & set(words[: it.first])):
        return False
    between = words[last + 1 : it.first]
    if set(between) & {"i", "we", "i've", "mine", "me", "us", "we've", "our"}:
        return False
    return not ("mine" in words or ("me" in words and "too" in words)) and "my" not in between


def taken_back(it: Mention, said: Sequence[Statement]) -> bool:
    """Whether it is said to be gone or another's: 'MacBook? Sold.', 'no, that one's my brother's'."""
    words = lists().words
    if set(it.behind) & words["gone"] or _for_others(it) or _forbidden(it) or _not_mine(it):
        return True
    follow = said[it.number + 1].words if it.number + 1 < len(said) else ()
    if follow and it.number + 1 < len(said) and len(follow) <= 3 and set(follow) & words["gone"]:
        return True
    rest = it.statement.words[it.end :] + follow[:8]
    for at in range(len(rest) - 1):
        if rest[at] in _THAT_ONE and set(rest[at + 1 : at + 6]) & words["others"] and "my" in rest[at + 1 : at + 5]:
            return True
    return False


def _not_mine(it: Mention) -> bool:
    """'The GPU isn't mine', 'that PC is not for me to use'."""
    rest = it.behind[:5]
    at = next((i for i, word in enumerate(rest) if word in ("mine", "ours") or (word == "me" and i and rest[i - 1] == "for")), None)
    return at is not None and not lists().words["denying"].isdisjoint(rest[:at])


def _for_others(it: Mention) -> bool:
    """'The server is for the accountants'."""
    at = next((i for i, word in enumerate(it.behind[:3]) if word == "for"), None)
    return at is not None and it.behind[:1] in (("is",), ("are",)) and {"me", "us", "my", "our", "everyone", "all", "this", "it"}.isdisjoint(it.behind[at : at + 3])


def _forbidden(it: Mention) -> bool:
    """'Macs are not permitted', 'which I may not use'."""
    rest = it.behind[:6]
    return any(rest[i] == "not" and {"allowed", "touch", "use", "permitted"} & set(rest[i + 1 : i + 3]) for i in range(len(rest)))
