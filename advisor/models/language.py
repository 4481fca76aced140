"""Which language a text is in, as far as a few words and the script tell: enough to notice an answer in the wrong one."""

import re
import unicodedata
from collections.abc import Mapping

COMMON: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and you your for that with what have are this can will how from not is it of to my we our in on if do be",
        "de": "der die das und ist nicht ich du sie wir mit für ein eine dein deine zu auf von den dem wie was hast kannst",
        "es": "el la los las de que y en un una es por para con no tu tus se lo mi como qué tienes puedes del más",
        "fr": "le la les des et est une un pour dans vous tu que qui avec ne pas votre ton tes sur mes ce du je nous",
        "it": "il lo la gli le di che è un una per con non tuo tua i del della sono hai puoi come cosa più mi",
        "pt": "o a os as de que e um uma para com não seu sua você do da em se tem mais como por meu",
        "nl": "de het een en is niet je jij wij met voor van dat die op zijn heb kan wat hoe te in mijn",
    }.items()
}
"""A language's commonest words."""
SURE = 3
"""Words of one language, more than of any other, from which a text counts as in it."""
_WORD = re.compile(r"[^\W\d_]+")


def language(text: str) -> str:
    """'en', 'de', …; empty where a text is too short or too mixed to tell."""
    words = [w.lower() for w in _WORD.findall(text)]
    counts = sorted(((sum(w in common for w in words), name) for name, common in COMMON.items()), reverse=True)
    (most, name), (second, _) = counts[:2]
    return name if most >= SURE and most > second + 1 else ""


def scripts(text: str) -> frozenset[str]:
    """The scripts of a text's letters: 'LATIN', 'CJK', 'CYRILLIC', …"""
    return frozenset(_script(c) for c in set(text) if c.isalpha()) - {""}


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return name.split(" ", 1)[0].split("-", 1)[0] if name else ""


def wrong_language(sentence: str, person: str, template: str) -> bool:
    """Whether a sentence is in a language that neither the person nor the template writes, as far as can be told."""
    strange = scripts(sentence) - scripts(person) - scripts(template)
    if strange - {"FEMININE", "MASCULINE", "MICRO"}:
        letters = [c for c in sentence if c.isalpha()]
        if sum(_script(c) in strange for c in letters) > 0.2 * len(letters):
            return True
    said = language(sentence)
    return bool(said) and said != "en" and language(person) == "en"
