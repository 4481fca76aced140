"""How much of a sentence can be said while the model is still writing it, without ever having to take it back.

The guard judges whole sentences. A word goes out early only if no ending of the sentence can make it wrong: words that
carry no claim, and words that the template or the person used. At anything else (a number, a name, an unknown word, a
mark, the possible beginning of a name of several words) the rest waits until the sentence is complete.
"""

import re
from collections.abc import Collection
from functools import cached_property

from advisor.models.guard import STOP, numbers, stems
from advisor.models.language import COMMON, language

UNKNOWN = 2
"""Unknown words that may go out, and only in front of one that is known."""
ANNOUNCING = frozenset(
    "sure certainly of okay ok here reply answer rewritten alright hmm wait first let".split()
)
"""First words of announcements and of thoughts that do not say they are some: then nothing goes out early."""
_META_BEGINS = frozenset("as an the language system original these my per one".split())
"""Words that may begin what the guard refuses as a whole ('the user', 'as an AI', 'per cent', 'one hundred')."""
_PLAIN_WORD = re.compile(r"[(“\"]?[^\W\d_]+(?:['’-][^\W\d_]+)*[,;:”\")]?")
_QUESTION = frozenset(
    "what which who whom whose when where why how do does did is are was were am have has had can could shall should "
    "will would may might must don't doesn't isn't aren't haven't and or but".split()
)


class Early:
    """Judges the beginnings of one reply's first sentence."""

    def __init__(self, template: str, person: str, bold: Collection[str], tools: Collection[str], questions: int) -> None:
        self._given_text = f"{template}\n{person}"
        self._person = person
        self._questions = questions
        given = set(re.findall(r"[\w+#.-]+", self._given_text.lower()))
        phrases = [*(p.lower().split() for p in bold), *(t.lower().split() for t in tools)]
        self._stops_at = frozenset(p[0] for p in phrases if p and (len(p) > 1 or p[0] not in given or p in phrases[: len(bold)]))

    @cached_property
    def _known(self) -> frozenset[str]:
        return stems(self._given_text)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", self._given_text))

    @cached_property
    def _empty(self) -> frozenset[str]:
        return STOP | COMMON.get(language(self._person), frozenset())

    def sayable(self, sentence: str) -> str:
        """The longest beginning of an unfinished sentence that can be said."""
        words = sentence.split(" ")[:-1]  # the last one may go on
        if not words or "\n" in sentence:
            return ""
        first = words[0].lower().strip(",;:(“\"")
        if first in ANNOUNCING or (not self._questions and first in _QUESTION):
            return ""
        good = unknown = 0
        for number, word in enumerate(words):
            kind = self._kind(word, number == 0)
            if kind == "stop":
                break
            unknown += kind == "unknown"
            if unknown > UNKNOWN:
                break
            if kind == "known":
                unknown = 0
            if not unknown:
                good = number + 1
        while good and words[good - 1].lower().strip("(“\"") in _META_BEGINS:
            good -= 1
        return " ".join(words[:good])

    def _kind(self, word: str, first: bool) -> str:
        bare = word.strip("(“\",;:”)").replace("’", "'")
        low = bare.lower()
        if not _PLAIN_WORD.fullmatch(word) or low in self._stops_at or numbers(bare):
            return "stop"
        if not first and bare != low and bare not in self._words and low not in ("i", "i'm", "i'll", "i'd", "i've"):
            return "stop"
        if low in self._empty or low.split("'")[0] in self._empty or len(bare) == 1:
            return "empty"
        return "known" if stems(bare) <= self._known else "unknown"
