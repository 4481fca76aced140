"""Takes away what models write around an answer: thoughts, tool mark-up, special tokens, announcements, wrappings."""

import re
import unicodedata

_HIDDEN = (
    "think|thinking|thoughts?|reasoning|analysis|reflection|scratchpad|tool_calls?|tool_use|tool_response|function_calls?"
)
_BLOCK = re.compile(rf"<\s*({_HIDDEN})\b[^>]*>.*?(?:<\s*/\s*\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_STRAY_END = re.compile(rf"\A.*<\s*/\s*(?:{_HIDDEN})\s*>", re.IGNORECASE | re.DOTALL)
_SPECIAL = re.compile(
    r"<[|｜][^<>\n]{0,60}[|｜]>|\[/?(?:INST|TOOL_CALLS?|TOOL_RESULTS?)\]|</?(?:s|reply|notes|message|answer|output|response|text|function=[^<>]*)>",
    re.IGNORECASE,
)  # fmt: skip
_OPEN_TAG = re.compile(r"(?:<|\[/?[A-Z])[^<>\]]{0,60}\Z")
_ANNOUNCED = re.compile(
    r"\A\s*(?:sure|certainly|of course|okay|ok|here(?:'s| is| you go))\b[^\n]{0,80}:\s*\n+"
    r"|\A\s*(?:reply|answer|rewritten(?: reply| text)?)\s*:\s+",
    re.IGNORECASE,
)  # fmt: skip
_UNSEEN = ("Cf", "Cc", "Co", "Cs")


def clean(raw: str, *, final: bool = True) -> str:
    """What of a model's output is meant for the reader.

    Everything up to a closing thought tag is thought, even where its beginning is missing; an unclosed thought runs to
    the end. With `final` false, a tag that may still be completed is held back, so that output can be cleaned as it
    grows.
    """
    text = _BLOCK.sub("", raw)
    text = _STRAY_END.sub("", text)
    text = _SPECIAL.sub("", text)
    if not final:
        text = _OPEN_TAG.sub("", text)
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
    text = _ANNOUNCED.sub("", text).strip()
    if text[:1] in ('"', "“", "«"):
        text = text[1:]
        if final:
            text = text.rstrip('"”»')
    return text.strip()
