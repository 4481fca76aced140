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
NAMES: Mapping[str, str] = {
    "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
}  # fmt: skip
TRANSLATED: Mapping[str, str] = {
    "en": "In brackets: translated by the language model. Only numbers, names and negations were compared with the source.",
    "de": "In Klammern: vom Sprachmodell übersetzt. Nur Zahlen, Namen und Verneinungen sind mit der Quelle verglichen.",
    "es": "Entre paréntesis: traducido por el modelo de lenguaje. Solo se han comparado con la fuente los números, los nombres y las negaciones.",
    "fr": "Entre parenthèses : traduit par le modèle de langue. Seuls les nombres, les noms et les négations ont été comparés à la source.",
    "it": "Tra parentesi: tradotto dal modello linguistico. Solo numeri, nomi e negazioni sono stati confrontati con la fonte.",
    "pt": "Entre parênteses: traduzido pelo modelo de linguagem. Só os números, os nomes e as negações foram comparados com a fonte.",
    "nl": "Tussen haakjes: vertaald door het taalmodel. Alleen getallen, namen en ontkenningen zijn met de bron vergeleken.",
}
"""What stands under an answer with translated sentences, by the question's language."""
ENGLISH: Mapping[str, str] = {
    "en": "My sources are in English.",
    "de": "Meine Quellen sind auf Englisch.",
    "es": "Mis fuentes están en inglés.",
    "fr": "Mes sources sont en anglais.",
    "it": "Le mie fonti sono in inglese.",
    "pt": "As minhas fontes estão em inglês.",
    "nl": "Mijn bronnen zijn in het Engels.",
}
"""The same where no sentence was translated."""


def tongue(text: str) -> str:
    """The language of `text` as a two-letter code; 'en' if nothing speaks for another, '?' if it is not in Latin letters."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if words and sum(not re.match(r"[a-zà-ÿœßı]", w) for w in words) > len(words) / 2:
        return "?"
    scores = {name: sum(w in small for w in words) for name, small in _SMALL.items()}
    best = max(scores, key=lambda name: (scores[name], name == "en"))
    return best if scores[best] > max(1, 1.5 * scores["en"]) else "en"
