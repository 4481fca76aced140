"""Small words that count when one sentence is held against another, and those that do not."""

from collections.abc import Mapping

POINTERS = frozenset("it its they them their this these those that such he she both neither which".split())
"""Words that stand for something said before."""
LEANING = POINTERS | frozenset(
    "and but or so then also therefore thus hence however otherwise instead because still only nor else similarly again".split()
)
"""Words with which a sentence begins that goes on from the one before it."""

LOOSE = frozenset(
    "a an the you your yours that of also too then just simply really very quite well and-so be been being".split()
)
"""Words that may come and go without a change of meaning."""
NEGATORS = frozenset("not no never without none nobody nothing neither nor cannot hardly barely seldom rarely n't".split())
BINDING = NEGATORS | frozenset(
    "if unless when whenever only except but although though however provided until till while whereas where than before after "
    "otherwise instead either both between yet once as still".split()
)
"""Words by which a part of a sentence restricts the rest, which therefore must not stand without it."""
CONDITIONAL = frozenset("if unless when whenever where once until while although though provided".split())
"""Words that make all that follows in the sentence hold under a condition."""
GOING_ON = frozenset("and so because which who whose whatever whichever whoever since".split())
"""Words with which a part begins that may be left off a sentence's end."""

SYNONYMS: Mapping[str, str] = {
    word: group.split()[0]
    for group in (
        "somebody someone", "everybody everyone", "nobody no-one", "anybody anyone", "use using utilise utilize employ",
        "begin start", "big large", "usually typically generally normally commonly", "often frequently",
        "about roughly approximately around", "seldom rarely", "help helps assist", "need needs require requires",
        "fast quick", "quickly rapidly", "choose pick select", "show shows display", "allow let permit",
        "picture image photo", "because since", "maybe perhaps possibly", "enough sufficient", "example instance",
        "get obtain", "build make create", "keep retain", "people persons", "cannot can't", "is are was were 's 're",
        "has have had", "does do did",
    )
    for word in group.split()
}  # fmt: skip
"""A word to the one that stands for all that mean the same where things are explained."""

CONTRACTED: Mapping[str, tuple[str, ...]] = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "it's": ("it", "is"), "that's": ("that", "is"),
    "what's": ("what", "is"), "there's": ("there", "is"), "they're": ("they", "are"), "you're": ("you", "are"), "don't": ("do", "not"),
    "doesn't": ("does", "not"), "didn't": ("did", "not"), "isn't": ("is", "not"), "aren't": ("are", "not"), "wasn't": ("was", "not"),
    "weren't": ("were", "not"), "shouldn't": ("should", "not"), "couldn't": ("could", "not"), "wouldn't": ("would", "not"),
    "hasn't": ("has", "not"), "haven't": ("have", "not"), "needn't": ("need", "not"), "mustn't": ("must", "not"),
}  # fmt: skip

DENYING: Mapping[str, frozenset[str]] = {
    tongue: frozenset(words.split())
    for tongue, words in {
        "de": "nicht nichts kein keine keinen keiner keinem keines nie niemals niemand ohne weder noch selten kaum",
        "es": "no ni nunca jamás nadie nada ningún ninguno ninguna sin tampoco raramente apenas rara",
        "fr": "ne n pas jamais rien personne aucun aucune sans ni non rarement guère",
        "it": "non né mai nessuno nessun nessuna niente nulla senza raramente",
        "pt": "não nem nunca jamais ninguém nada nenhum nenhuma sem raramente",
        "nl": "niet niets geen nooit niemand zonder noch zelden nauwelijks",
    }.items()
}
"""Words that deny, by language."""
