"""How a clause speaks of a name that was told before: as the wrong one, as the right one, as dismissed or as reported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from advisor.dialogue.reading.clauses import Clause
from advisor.dialogue.reading.cues import X, read_words
from advisor.dialogue.reading.mentions import Mention
from advisor.domain.brief import Fact
from advisor.domain.vocabulary import Level

_OPENERS = frozenset("sorry no oh ah argh oops well actually wait hmm hm ok okay and but so please correction".split())
"""Words that may stand before any of these."""
_TELLING = frozenset("said told wrote typed mentioned put claimed answered".split())
_DENYING = frozenset({"not", "wasnt", "isnt"})
_BESIDE_DENIED = frozenset("its it that this was is i in on mean dont didnt know of course at all sorry".split())
_BESIDE_SAID = frozenset("i you had have ive id it as earlier before first just of course by accident mistake".split())
_BESIDE_RIGHT = frozenset("i its it is was this that should be have been meant mean to say wanted write really in fact of course rather correct right but".split())
_OVER = frozenset({("not",), ("and", "not"), ("instead", "of"), ("rather", "than"), ("in", "place", "of")})
_DISMISSING = frozenset("forget ignore scratch scrap disregard strike cancel".split())
_OF_WHAT_WAS_SAID = _TELLING | frozenset("what i you that this the my about on with of part bit thing remark line answer all earlier before had have ive".split())
_MOST_AFFIRMING = 9
"""Words of a clause that says no more than that it is so."""
_REPORTED = (("i", "said"), ("i", "told", "you"), ("i", "told"), ("i", "wrote"), ("i", "claimed"), ("i", "mentioned"), ("i", "put"), ("i", "have", "said"), ("ive", "said"), ("i", "typed"), ("i", "meant"))


def names_wrong(tokens: Sequence[str]) -> bool:
    """Whether nothing is said but that it was the wrong name: 'not X', 'that wasn't X', 'I don't mean X'."""
    rest = _besides(tokens)
    denies = bool(_DENYING & set(rest)) or any(word in ("dont", "didnt") and "mean" in rest for word in rest)
    return denies and rest <= _DENYING | _BESIDE_DENIED


def names_said(tokens: Sequence[str]) -> bool:
    """Whether nothing is said but that the name was told: 'I wrote X', which is wrong where another was meant."""
    rest = _besides(tokens)
    return bool(_TELLING & rest) and rest <= _TELLING | _BESIDE_SAID


def names_right(tokens: Sequence[str]) -> bool:
    """Whether nothing is said but that this is the name: 'X', 'I meant X', 'it should be X'."""
    return _besides(tokens) <= _BESIDE_RIGHT


def means(tokens: Sequence[str]) -> bool:
    """Whether the name is said to be what was meant."""
    return names_right(tokens) and bool({"meant", "mean", "should"} & set(tokens))


def swaps(tokens: Sequence[str]) -> bool:
    """Whether the first of two names is said to be meant, and the second not: 'it should have said X instead of X'."""
    at = [i for i, token in enumerate(tokens) if token == X]
    if len(at) != 2 or tuple(tokens[at[0] + 1 : at[1]]) not in _OVER:
        return False
    rest = frozenset((*tokens[: at[0]], *tokens[at[1] + 1 :])) - _OPENERS
    return bool({"meant", "mean", "should"} & rest) and rest <= _BESIDE_RIGHT | {"said", "read", "written"}


def dismisses(tokens: Sequence[str]) -> bool:
    """Whether what was said of the name is withdrawn: 'forget what I said about X', 'that about X wasn't right'."""
    lead = _lead(tokens)
    if not lead or not set(lead) <= _DISMISSING | _OF_WHAT_WAS_SAID or not {"about", "on", *_TELLING} & set(lead):
        return False
    return lead[0] in _DISMISSING or (lead[0] in ("that", "what", "my", "the", "this") and "about" in lead)


def misjudges(tokens: Sequence[str]) -> bool:
    """Whether the level told of the name is said to be too high or too low: 'calling me fluent in X was generous'."""
    return X in tokens and any(tuple(tokens[i : i + len(phrase)]) == phrase for phrase in _misjudging() for i in range(len(tokens)))


def withdraws(tokens: Sequence[str]) -> bool:
    """Whether what was told of the name is said not to be so: 'the X was read wrong', 'take X away'."""
    return _stands(_phrases("withdrawing"), tokens)


def affirms(tokens: Sequence[str]) -> bool:
    """Whether the name is said to be as it was told: 'leave X as it is', 'the X stands'."""
    return _stands(_phrases("affirming"), tokens) and len(tokens) <= _MOST_AFFIRMING


def _stands(phrases: Sequence[tuple[str, ...]], tokens: Sequence[str]) -> bool:
    return X in tokens and any(tuple(tokens[i : i + len(phrase)]) == phrase for phrase in phrases for i in range(len(tokens)))


@cache
def _phrases(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in read_words("retelling")[name])


@cache
def _misjudging() -> tuple[tuple[str, ...], ...]:
    """Word sequences that judge what was told of a skill, and tell nothing of it."""
    return tuple(tuple(phrase.split()) for phrase in read_words("retelling")["misjudging"])


def reports(tokens: Sequence[str]) -> bool:
    """Whether it repeats what was told, so that what follows may put it right: 'I said I never used X', 'forget X'."""
    lead = _lead(tokens)
    return any(lead[: len(begun)] == begun for begun in _REPORTED) or (len(lead) == 1 and lead[0] in _DISMISSING)


def wrong_and_right(clauses: Sequence[Clause]) -> tuple[list[Clause], list[Clause]]:
    """The clauses that say no more than that a name was the wrong one, and those that it is the right one."""
    if swapped := next((c for c in clauses if len(c.names) == 2 and swaps(c.tokens)), None):
        return [replace(swapped, names=swapped.names[1:])], [replace(swapped, names=swapped.names[:1])]
    meant = any(c.names and means(c.tokens) for c in clauses)
    wrong = [c for c in clauses if c.names and (names_wrong(c.tokens) or dismisses(c.tokens) or (meant and names_said(c.tokens)))]
    return wrong, [c for c in clauses if c.names and c not in wrong and names_right(c.tokens)]


def in_place_of(meant: Sequence[Mention], facts: Mapping[tuple[str, str], Fact], known: Mapping[str, Level], turn: int) -> Iterator[Fact]:
    """What was 'meant' has the level of the name that it was meant in the place of: one that this message denies, or the only
    one known that it may be mistaken for; and that name is not known."""
    denied = [c for name, c in facts if name == "known_skills" and facts[name, c].value == Level.NONE and known.get(c, Level.NONE) is not Level.NONE]
    able = [c for c, level in known.items() if level is not Level.NONE]
    wrong = denied[:1] or (able if len(able) == 1 else [])
    for mention in meant:
        told = facts.get(("known_skills", mention.component))
        if wrong and mention.component not in known and (told is None or told.value == Level.NONE):
            yield Fact(name="known_skills", key=mention.component, value=known[wrong[0]], quote=mention.text, turn=turn)
            yield Fact(name="known_skills", key=wrong[0], value=Level.NONE, quote=mention.text, turn=turn)


def _besides(tokens: Sequence[str]) -> frozenset[str]:
    return frozenset(tokens) - {X} - _OPENERS


def _lead(tokens: Sequence[str]) -> tuple[str, ...]:
    """The words before the name, from the first that is no opening."""
    before = tuple(tokens[: tokens.index(X)]) if X in tokens else ()
    first = next((i for i, word in enumerate(before) if word not in _OPENERS), len(before))
    return before[first:]
