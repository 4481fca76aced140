"""Messages in another language than English, which is the only one that the rules read.

With a language model they are read in its translation. Whatever comes of that counts as inferred, rests on the person's
own sentence, and has only numbers that stand there too. Without one, little is taken from them.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from advisor.dialogue.reading.reader import Reading
from advisor.dialogue.reading.text import sentences
from advisor.dialogue.wording import short
from advisor.domain.brief import Fact, Provenance
from advisor.domain.conversation import Intent
from advisor.domain.vocabulary import Verdict

GUESSED = 0.3
"""The confidence that a problem guessed from words of another language can have at most."""
_BY_NAME = ("hours_per_week", "known_skills", "preferences", "hardware")
"""Facts that numbers and names tell in any language."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")

ENGLISH_ONLY: Mapping[str, str] = {
    "de": "Ich lese nur Englisch sicher. Schreib bitte auf Englisch (ein paar einfache Worte genügen), oder wähle oben ein Sprachmodell: "
    "dann verstehe ich auch Deutsch.",
    "es": "Solo leo bien el inglés. Escribe en inglés, por favor (bastan unas palabras sencillas), o elige arriba un modelo de lenguaje: "
    "entonces entiendo también el español.",
    "fr": "Je ne lis bien que l'anglais. Écris en anglais, s'il te plaît (quelques mots simples suffisent), ou choisis en haut un modèle "
    "de langue : je comprends alors aussi le français.",
    "it": "Leggo bene solo l'inglese. Scrivi in inglese, per favore (bastano poche parole semplici), oppure scegli in alto un modello "
    "linguistico: allora capisco anche l'italiano.",
    "pt": "Só leio bem o inglês. Escreve em inglês, por favor (bastam umas palavras simples), ou escolhe em cima um modelo de linguagem: "
    "então também entendo português.",
    "nl": "Ik lees alleen Engels goed. Schrijf alsjeblieft in het Engels (een paar eenvoudige woorden zijn genoeg), of kies bovenaan een "
    "taalmodel: dan begrijp ik ook Nederlands.",
    "?": "I read English only. A few simple words are enough; or choose a language model at the top, and I read your language through it.",
}
"""What somebody is told whose language cannot be read, in that language."""


def plain_in_any(reading: Reading) -> bool:
    """Whether the rules have read what is said in the same words in any language: a button's, above all."""
    return bool(reading.chosen or reading.draft_now or reading.dont_know or reading.why_ask)


def as_told(reading: Reading, translation: str, original: str) -> Reading:
    """The `reading` of a translation, with facts that rest on the person's own words."""
    facts = tuple(_on_own_words(f, translation, original) for f in reading.facts if _borne_out(f, original))
    return replace(reading, facts=facts)


def by_guess(reading: Reading, fresh: bool) -> Reading:
    """What may be taken from a message that could not be translated: numbers and names, and a problem as a guess only."""
    facts = [f for f in reading.facts if f.name in _BY_NAME or (fresh and f.name == "problem")]
    framing = reading.framing
    if not fresh:
        intents = tuple(i for i in reading.intents if i is not Intent.CHANGE_GOAL) or (Intent.ANSWER,)
        return replace(reading, facts=tuple(facts), framing=None, intents=intents)
    if framing and framing.verdict is Verdict.PLAN and framing.frame:
        frame = framing.frame.model_copy(update={"confidence": min(framing.frame.confidence, GUESSED)})
        framing = replace(framing, frame=frame)
    return replace(reading, facts=tuple(facts), framing=framing, several=())


def _on_own_words(fact: Fact, translation: str, original: str) -> Fact:
    update: dict[str, object] = {"quote": _own_words(fact.quote, translation, original)}
    if fact.name != "problem":
        update["provenance"] = Provenance.INFERRED
    return fact.model_copy(update=update)


def _own_words(quote: str, translation: str, original: str) -> str:
    """The sentence of the original that the quote's sentence translates, if they go side by side; else its beginning."""
    theirs, own = list(sentences(translation)), list(sentences(original))
    if len(theirs) == len(own):
        for one, other in zip(theirs, own, strict=True):
            if quote and quote in one:
                return other.strip()
    return short(original, 300)


def _borne_out(fact: Fact, original: str) -> bool:
    """Whether the digits of a fact's quote stand in the original: a number that is not in the text was never said."""
    given = {re.sub(r"\D", "", n) for n in _FIGURE.findall(original)}
    return {re.sub(r"\D", "", n) for n in _FIGURE.findall(fact.quote)} <= given or fact.name == "problem"
