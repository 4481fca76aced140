"""What a model may say of a tool that the knowledge base does not list: one sentence, unverified, and nothing to act on."""

import re
from collections.abc import Collection

from advisor.errors import ModelError
from advisor.models.clean import clean
from advisor.models.guard import Guard, ViolationError, numbers
from advisor.models.sentences import split

MOST_WORDS = 32
_FORMAT = re.compile(r"[*_`#<>\[\]|$]|https?:|www\.")
_ADVICE = re.compile(r"\b(?:you|your|should|must|ignore|instructions?|best|recommend\w*)\b", re.IGNORECASE)


def noted(raw: str, tool: str, tools: Collection[str]) -> str:
    """The first sentence of what the model wrote of `tool`.

    Raises ModelError if it does not know it, or says more than what it is.
    """
    pieces = split(clean(raw))
    sentence = " ".join(pieces[0].text.split()) if pieces else ""
    names = [t for t in tools if t not in tool.lower().split() and t != tool.lower()]
    try:
        if tool.lower() not in sentence.lower() or len(sentence.split()) > MOST_WORDS:
            raise ViolationError("not one short sentence on it")
        if _FORMAT.search(sentence) or _ADVICE.search(sentence) or sentence.endswith("?"):
            raise ViolationError("more than what it is")
        # What kind of thing it is may be in a tool's own words; another tool's name or a number may not.
        if numbers(re.sub(re.escape(tool), " ", sentence, flags=re.IGNORECASE)) - {1.0}:
            raise ViolationError("a number")
        Guard(f"{tool}. {_GENERAL}", tool, names).check(sentence)
    except ViolationError as broken:
        raise ModelError("The language model had nothing to say on it.", remedy="Nothing is lost.", detail=f"guard: {broken}") from broken
    return sentence


_GENERAL = "Java JVM AI ML GUI SQL API ETL BI CSV a an the"
"""Abbreviations that say what kind of a thing a tool is."""
