"""Whether what a model wrote can be the translation of a text: no proof, but nothing that speaks against it.

Compared are length, language, numbers, denials, and names of tools; the source always stays in sight.
"""

import re
from collections.abc import Collection

from advisor.domain.tongue import tongue
from advisor.errors import ModelError
from advisor.models.alignment import tokens
from advisor.models.claim_words import DENYING, NEGATORS
from advisor.models.guard import TOKEN, WELL_KNOWN, Guard, ViolationError
from advisor.models.tongue import NAMES

SHORTEST, LONGEST = 0.4, 2.2
"""Times the words of a text that its translation may have."""
WORDS_MORE = 4
"""Words that a translation may have on top: of a few words, a share says little."""
TELLS = 6
"""Words from which a text's language can be told."""
_LINK = re.compile(r"[a-z][a-z0-9+.-]*://|\bwww\.|\]\s*\(|<\s*[a-z!/?]", re.IGNORECASE)


def says_the_same(words: str, language: str, source: str, tools: Collection[str]) -> bool:
    """Whether `words` can be the translation of the English `source` into `language`."""
    length = len(words.split()) / max(1, len(source.split()))
    if not (SHORTEST <= length <= LONGEST and tongue(words) == language and _figures(words) == _figures(source)):
        return False
    if not _denied_alike(words, language, source):
        return False
    try:
        Guard(source, "", tools).check(words)
    except ViolationError:
        return False
    return True


def in_english(words: str, source: str, tools: Collection[str]) -> str:
    """`words`, if they can be the translation of the `source`, in whatever language, into English. Raises ModelError."""
    wrong = _wrong_in_english(words, source, tools)
    if wrong:
        raise ModelError(
            "The language model could not translate that.", remedy="English is read best.", detail=f"translation: {wrong}"
        )  # fmt: skip
    return words


def _wrong_in_english(words: str, source: str, tools: Collection[str]) -> str:
    long = len(source.split()) if " " in source.strip() else len(source)  # some languages have no blanks
    if not words.strip() or len(words.split()) > LONGEST * long + WORDS_MORE:
        return "length"
    if tongue(words) != "en" and len(words.split()) >= TELLS:
        return "not English"
    language = tongue(source)
    if not set(_figures(words)) <= set(_figures(source)) | set(_spelt(source, language)) or not set(_figures(source)) <= set(_figures(words)):
        return "numbers"
    if not _denial_kept(words, source, language):
        return "denial"
    if _LINK.search(words) and not _LINK.search(source):
        return "link"
    given = {t.lower() for t in TOKEN.findall(source)}
    brought = {t.lower() for t in TOKEN.findall(words)} & (WELL_KNOWN | {t.lower() for t in tools if " " not in t}) - given
    named = {t for t in brought if t in WELL_KNOWN or t not in _WORDS_TOO}
    return f"brings in {sorted(named)[0]}" if named else ""


_WORDS_TOO = frozenset("word words excel sheet sheets access git go r c dash ray spark flask feast rust swift ruby scratch".split())
"""Names of tools that are words too, which a translation may well hold."""


_ONE_AND_TWO = {
    "1": frozenset("ein eine einen einem einer eins un una uno une um uma een één".split()),
    "2": frozenset("zwei dos deux due dois duas twee".split()),
}
"""Number words that the library leaves as they are."""


def _figures(text: str) -> list[str]:
    """The numbers in digits, each without what divides its digits, which differs between languages."""
    return sorted(re.sub(r"\D", "", found) for found in re.findall(r"\d+(?:[.,\u00a0\u202f]\d+)*", text))


def _spelt(text: str, language: str) -> list[str]:
    """The numbers that stand in words in a text of one of the known languages."""
    from text_to_num import alpha2digit

    if language not in NAMES:
        return []
    small = [figure for figure, words in _ONE_AND_TWO.items() if words & {t.lower() for t in TOKEN.findall(text)}]
    try:
        return [*small, *_figures(str(alpha2digit(text, language)))]
    except Exception:  # the library knows fewer languages than we do
        return small


_LITTLE = frozenset("little few barely hardly seldom rarely poco poca pocos pocas wenig wenige peu pouco pouca weinig".split())
"""Words that are nearly a denial, in all the languages: 'muy poco' may well become 'not much'."""


def _denial_kept(english: str, source: str, language: str) -> bool:
    """Whether no denial was lost in English, and none came in that nothing in the source accounts for."""
    denying = DENYING.get(language)
    if denying is None:
        return True
    found, said = set(re.findall(r"[^\W\d_]+", source.lower())), set(tokens(english))
    if denying & found:
        return bool((NEGATORS | _LITTLE) & said)
    return not NEGATORS & said or bool(_LITTLE & found)


def _denied_alike(words: str, language: str, source: str) -> bool:
    """Whether both deny something or neither does; true of a language whose words are not known."""
    denying = DENYING.get(language)
    found = set(re.findall(r"[^\W\d_]+", words.lower()))
    return denying is None or bool(denying & found) == bool(NEGATORS & set(tokens(source)))
