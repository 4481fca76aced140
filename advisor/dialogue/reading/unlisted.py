"""Notices that a person speaks of a tool that the knowledge base does not list, without a list of such tools.

Such a name stands where a tool is asked for or told of ("should I use …", "why not …", "I use … at work"), and nothing
explains it: it is no component, no word that the knowledge base or people's messages use, and not what a place, a language,
a day, a month or a person is called.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale

from advisor.dialogue.reading.examples import example_messages
from advisor.dialogue.reading.mentions import Names, everyday_words
from advisor.dialogue.reading.text import words

MOST_WORDS = 14
"""Words of a message up to which a name in small letters counts; a longer one tells a story in which much is unknown."""

_NAME = r"(?P<name>[A-Za-z][\w+#]*(?:[.-][A-Za-z0-9][\w+#]*)*(?-i:\s+(?:[A-Z][\w.+#-]*|\d+(?:\.\d+)*))?)"
_PROPER = _NAME.replace("[A-Za-z]", "(?-i:[A-Z]|[a-z]+[A-Z0-9])", 1)
"""The same written large, for frames in which a verb or any noun may stand."""
_USE = r"(?:use|used|using|try|trying|take|go with|switch to|switching to|work with|working with|do (?:it|this|that|everything) (?:in|with))"
_FRAMES = tuple(
    re.compile(frame, re.IGNORECASE)
    for frame in (
        rf"\b(?:should|shall|could|can|may|must|might|would|do) (?:i|we) (?:rather |better |not |also |just |maybe |have to )*{_USE} (?:the tool |my own )?{_NAME}",
        rf"\b(?:can't|couldn't|shouldn't|why don't|why can't|why shouldn't|why do) (?:i|we) (?:not |rather |just |simply )*{_USE} {_NAME}",
        rf"\bwhy not {_USE} {_NAME}",
        rf"\bwhy not (?:just |simply |rather )?{_PROPER}",
        rf"\b(?:what|how) about (?:{_USE} )?{_PROPER}",
        rf"\b{_USE} {_NAME} (?:instead of|rather than|in place of)\b",
        rf"\b{_PROPER} (?:instead of|rather than|in place of)\b",
        rf"\binstead of [\w.+#-]+(?: [\w.+#-]+)?,? (?:{_USE} )?{_NAME}",
        rf"\b(?:i|we)(?:'d|'ll)? (?:rather |already |mostly |mainly |currently |normally |usually |always |only |'d like to |would like to |want to |'d rather |would rather |prefer to )*{_USE} {_NAME}",
        rf"\b(?:my|our) (?:company|team|firm|boss|lab|university|employer|school) (?:already |mostly |only )?(?:uses|has|pays for|works with) {_NAME}",
        rf"\bis {_NAME} (?:any good|good|better|enough|an option|a good|worth)\b",
    )
)  # fmt: skip
_NO_NAME = frozenset(
    "instead it that this them these those something anything another other others what which both all none some my our your the a an "
    "one i we you they there here also too just rather and or in on with for to of not no more less only everything nothing".split()
)
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly")
_GENERAL = frozenset(
    "tool tools library libraries package software program app apps website site service paper pen pencil hand hands phone tablet laptop "
    "computer excel-like friend colleague consultant student intern expert company rule rules video videos course courses book books "
    "youtube google internet".split()
)
"""Things that people use and that are no tools of the trade."""
_PEOPLE = frozenset(
    "adam alex alice amy ana anna anne ali andrea andrew ben carlos carol charlie chris claire clara dan daniel dave david diana emily "
    "emma eric eva fatima felix frank george hannah helen ian ines jack jacob james jan jane jean jennifer jim joe john jonas jose juan "
    "julia karen kate kevin laura lena leo linda lisa lucas lucy luis luke maria marie mark martin mary max michael mike mohamed mohammed "
    "nick nina olga oliver omar paul pedro peter priya rachel robert sam sandra sara sarah simon sofia sophie steve susan thomas tim tom "
    "tony victoria wei yusuf".split()
)
"""First names that many bear: no other list here tells them from a product's name."""
_TOOL_WORDS = frozenset("tool library software package program app platform".split())
"""What one may call a tool when naming it; then it is one, whatever else bears the name."""


@dataclass(frozen=True)
class Unlisted:
    """A tool that the knowledge base does not list, as the person wrote it, and the component whose place it is to take."""

    name: str
    instead_of: str | None = None


def unlisted_tool(names: Names, text: str) -> Unlisted | None:
    """The first such tool that a message speaks of."""
    for name in _candidates(text):
        if _unknown(names, name, words(text)):
            return Unlisted(name, _replaced(names, text))
    return None


def _candidates(text: str) -> Iterator[str]:
    for frame in _FRAMES:
        for found in frame.finditer(text):
            name = found["name"].rstrip(".-")
            second = name.split()
            # 'Weka At work': only a capital or a number goes on with a name, and a small word does not begin one.
            yield name if len(second) == 1 or second[0][:1].isupper() else second[0]


def _unknown(names: Names, name: str, text: Sequence[str]) -> bool:
    """Whether nothing explains a name that stands in a text of these words."""
    if names.find(name) or names.find_in(words(name)):
        return False
    told = name.lower().split()
    if told[0] in _NO_NAME or len(told[0]) < 3:
        return False
    if any(_form_known(names, word) for word in told[:1] if word.isalpha()):
        return False
    if told[0] in _called_otherwise() and _TOOL_WORDS.isdisjoint(text):
        return False
    return len(text) <= MOST_WORDS or not name.islower()


def _form_known(names: Names, word: str) -> bool:
    """Whether a word is an ordinary one, in this form or another."""
    forms = {word, f"{word}s", f"{word}e", *(word.removesuffix(e) for e in _ENDINGS), *(f"{word.removesuffix(e)}e" for e in ("ing", "ed"))}
    told = [form for form in forms if len(form) > 2]
    return any(form in _small_words() or form in _GENERAL or (form in names.real_words and form not in everyday_words()) for form in told)


@lru_cache(maxsize=1)
def _called_otherwise() -> frozenset[str]:
    """First words, in small letters, of what places, languages, days, months and people are called."""
    english = Locale("en")
    cities = (zone.rpartition("/")[2].replace("_", " ") for zone in available_timezones() if "/" in zone)
    continents = (zone.partition("/")[0] for zone in available_timezones() if "/" in zone)
    times = (str(name) for of in (english.days, english.months) for name in of["format"]["wide"].values())
    lists = (english.territories.values(), english.languages.values(), cities, continents, times)
    return _PEOPLE | {name.split()[0].lower() for listed in lists for name in listed if name}


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    """Words that people's messages write in small letters: a name that they write large is none of them."""
    messages = (text for kind in ("intent", "condition", "stance") for texts in example_messages()[kind].values() for text in texts)
    return frozenset(word for text in messages for word in re.findall(r"\b[a-z]+\b", text))


def _replaced(names: Names, text: str) -> str | None:
    """The component that a message wants something else in the place of."""
    found = re.search(r"\b(?:instead of|rather than|in place of|replace|replacing)\b(?P<rest>.*)", text, re.IGNORECASE | re.DOTALL)
    mentions = names.find(found["rest"]) if found else []
    return mentions[0].component if mentions else None
