"""Spans that somebody gives or thinks enough: 'three months is what my boss allows', 'they think ten weeks is enough'."""

import re
from functools import cache

from advisor.dialogue.reading.lexicon import alternation, phrases, word_set, words_of

_MOST_BETWEEN = 7
"""Words between 'is what' and the word of giving: 'is what the head of our department told me'."""
_WORDS = re.compile(r"[\w'’&]+")
_SENTENCE = re.compile(r"[.!?]+\s*")
_MARK = re.compile(r"\s*(?:[.!?]+|[,:–—-])\s*")
"""What may stand between a span and a 'that' that means it."""


def is_granted(before: str, after: str, rest: str) -> bool:
    """Whether what stands around a span says that it was given, or judges it: `before` and `after` in its sentence, `rest` beyond."""
    words = _words(after)
    if words[:1] and words[0] in word_set("judged_enough") and _words(before)[-1:] and _words(before)[-1] in word_set("copulas"):
        return True
    if _granted(words):
        return True
    mark = _MARK.match(after + rest)
    pointed = _words(_SENTENCE.split((after + rest)[mark.end() :], maxsplit=1)[0]) if mark else []
    return pointed[:1] in (["that"], ["that's"], ["thats"]) and _granted(_copula(pointed))


def feasible_within(before: str, after: str) -> bool:
    """Whether it is asked or told if the thing can be had in a span: 'Is it doable in', 'could we manage it within'."""
    return bool(phrases("thing_done").search(before) and phrases("feasible").search(f"{before} | {after}"))


def _granted(words: list[str]) -> bool:
    """'is what she allows', 'we have for this', 'should be enough'."""
    if _had_for_it().match(" ".join(words)):
        return True
    if " ".join(words[:2]) in word_set("will_do"):
        return True
    words = [word for word in words if word not in word_set("hedging")]
    if not words or words[0] not in word_set("copulas"):
        return False
    said = words[1 : _MOST_BETWEEN + 2]
    if said[:1] and said[0] in word_set("judged_enough"):
        return said[1:2] != ["of"] and said[1:2] != ["for"]
    if " ".join(said[:2]) in word_set("judged_enough"):
        return True
    return said[:1] != [] and said[0] in word_set("that_which") and not {"a", "an"} & set(said[:3]) and not word_set("granting").isdisjoint(said)


@cache
def _had_for_it() -> re.Pattern[str]:
    return re.compile(rf"{alternation(words_of('who_has_it'))}(?=$|\s+{alternation(words_of('for_what'))})")


def _copula(words: list[str]) -> list[str]:
    """'that is what' and 'that's what' alike, without the 'that'."""
    return ["is", *words[1:]] if words[0] != "that" else words[1:]


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORDS.findall(re.split(r"[,;:()]", text)[0].lower())]
