"""The languages that models translate from and into, and what stands beside what they translated."""

from collections.abc import Mapping

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
LABELS: Mapping[str, str] = {
    "de": "Vom Sprachmodell übersetzt:", "es": "Traducido por el modelo de lenguaje:", "fr": "Traduit par le modèle de langue :",
    "it": "Tradotto dal modello linguistico:", "pt": "Traduzido pelo modelo de linguagem:", "nl": "Vertaald door het taalmodel:",
}  # fmt: skip
"""What stands before a reply's translation."""
