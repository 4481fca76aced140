"""Which language a text is in, by its small words: enough to tell whether it can be held against an English passage."""

import re
from collections.abc import Mapping

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
UNCHECKED: Mapping[str, str] = {
    "en": "Not checked sentence by sentence against the sources, which are in English.",
    "de": "Nicht Satz für Satz an den Quellen geprüft, weil diese auf Englisch sind.",
    "es": "No comprobado frase por frase con las fuentes, porque están en inglés.",
    "fr": "Non vérifié phrase par phrase dans les sources, car elles sont en anglais.",
    "it": "Non verificato frase per frase con le fonti, perché sono in inglese.",
    "pt": "Não verificado frase a frase com as fontes, porque estão em inglês.",
    "nl": "Niet zin voor zin aan de bronnen getoetst, omdat die in het Engels zijn.",
}
"""What stands under an answer that could not be checked, by its language."""


def tongue(text: str) -> str:
    """The language of `text` as a two-letter code; 'en' if nothing speaks for another, '?' if it is not in Latin letters."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if words and sum(not re.match(r"[a-zà-ÿœßı]", w) for w in words) > len(words) / 2:
        return "?"
    scores = {name: sum(w in small for w in words) for name, small in _SMALL.items()}
    best = max(scores, key=lambda name: (scores[name], name == "en"))
    return best if scores[best] > max(1, 1.5 * scores["en"]) else "en"
