"""Which language a text is in, by its small words: enough to tell whether it can be read or compared as English."""

import re
from collections.abc import Callable, Mapping, Sequence

_SMALL: Mapping[str, frozenset[str]] = {
    tongue: frozenset(words.split())
    for tongue, words in {
        "en": "the to of and you your it for that with what do have are this is can will how if from be not on a an in as or by at i my "
        "before after when than which only all one every more",
        "de": "der die das und ist nicht ein eine einen einem einer zu den dem des mit für auf ich du wie was wird werden kann man sich "
        "es von im oder bei nach auch sind als wenn aus muss soll brauche brauchst welche zum zur dass wir sie haben noch nur mehr",
        "es": "el la los las de que y es en un una para con por no se del al como qué cómo más pero si su lo me mi puedo necesito hay son "
        "tus tu sus este esta o sin cuando antes muy está",
        "fr": "le la les des de du et est une un pour pas ne que qui dans sur avec il elle je vous tu ce cette comment quoi ou si plus "
        "sont par au aux faut peut on mon ma mes être",
        "it": "il lo gli le di che e è un una per con non si del della come cosa più ma se mi mio devo posso sono nel nella i o da al",
        "pt": "o os as de que e é um uma para com por não se do da dos das como mais mas ou meu minha preciso posso são no na em ao",
        "nl": "de het een en is niet van voor met op ik je jij wat hoe wordt kan dat die zijn er aan om te bij ook als of maar dan",
    }.items()
}
LEAST = 2
"""Small words of a language from which a text counts as in it."""


def tongue(text: str) -> str:
    """The language of `text` as a two-letter code; 'en' if nothing speaks for another, '?' if it is not in Latin letters."""
    words = _words(text)
    if words and sum(not re.match(r"[a-zà-ÿœßı]", w) for w in words) > len(words) / 2:
        return "?"
    scores = _scores(words)
    best = max(scores, key=lambda name: (scores[name], name == "en"))
    return best if scores[best] > max(1, 1.5 * scores["en"]) else "en"


def spoken(text: str, before: Callable[[], str]) -> str:
    """As `tongue`; a text too short to tell is in the language of what its writer wrote `before`."""
    found, words = tongue(text), _words(text)
    if found != "en" or len(words) < LEAST or max(_scores(words).values()) >= LEAST:
        return found
    return tongue(before())


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _scores(words: Sequence[str]) -> dict[str, int]:
    return {name: sum(w in small for w in words) for name, small in _SMALL.items()}
