"""Tells the person's own words from what they have pasted: mails, logs, code, transcripts, quotations.

What was pasted may be asked about, but it states nothing of the person and gives no orders: a README's 'knows CUDA' is
no skill of theirs, a mail's 'mark all as done' is nothing they want. Only their own words are read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.dialogue.reading.text import words

_FENCED = re.compile(r"^```\w*$.*?^```$", re.DOTALL | re.MULTILINE)
"""Code of an example, set apart and complete; it is shown as code."""
LONG_QUOTE = 10
"""Words from which something between quotation marks is taken for a quotation, not for emphasis or a name."""
OWN = 2
"""Words that the person must have written beside what they pasted for it to count as pasted."""

_ROLES = "system|assistant|user|human|ai|chatbot|thought|observation|final answer"
_MAIL = "from|to|cc|bcc|subject|sent|date|reply-to|von|an|betreff|gesendet|de|para|asunto|enviado|à|objet|da|oggetto"
_PASTED = "e-?mail|mail|message|readme|log|log file|page|website|post|article|blog|transcript|chat|note|document|code|snippet|output|error|traceback|advert|syllabus|homework|assignment|text|json|config|comment|review|ticket|slide|letter|abstract|thread"

_MARK_UP = (
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(r"<[|｜].*\Z|\[/?(?:INST|SYS)\].*\Z|<<SYS>>.*\Z", re.DOTALL | re.IGNORECASE),
    re.compile(r"<(\w+)\b[^<>]*>.*?</\1\s*>", re.DOTALL),
    re.compile(r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>"),
    re.compile(r"!?\[[^\]\n]*\]\([^)\n]*\)"),
    re.compile(r"(?<!\w)!?\[[^\]\n]*\] ?\[[^\]\n]*\]|!\[[^\]\n]*\]?|^[ \t]*\[[^\]\n]+\]:[ \t]*\S.*$", re.MULTILINE),
    re.compile(rf"^[ \t#*_\[(]*(?:{_ROLES})[ \t*_\])]*:.*?(?=\n[ \t]*\n|\Z)", re.DOTALL | re.IGNORECASE | re.MULTILINE),
    re.compile(r"\\?\"?\s*[}\]]+\s*,\s*\\?\"\w+\\?\"\s*:.*\Z", re.DOTALL),
    re.compile(r"^\s*\{\s*\"[^\n]*?\"\s*:.*(?:\}|\Z)", re.DOTALL | re.MULTILINE),
    re.compile(r"\b(?=[\w+=]*\d)(?=[\w+=]*[A-Z])(?=[\w+=]*[a-z])[\w+]{28,}={0,2}|\b[0-9a-f]{32,}\b"),
)
"""Comments, a model's special tokens, tags, links and images with their addresses or names for these, role labels, JSON or
what goes on after its end, encoded text: no prose of anybody's."""
_KEYED = r"^[ \t]*[A-Za-z][\w ]{0,40}(?:\([^)\n]*\))?[ \t]*[:=][^\n]*(?:\n|\Z)"
_SETTING = r"^[ \t]*[A-Za-z]+_\w+[ \t]*[:=][^\n]*(?:\n|\Z)"
_COPIED = (
    re.compile(r"\{\s*\"[^\n]*?\"\s*:.*(?:\}|\Z)", re.DOTALL),
    re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)", re.DOTALL),
    re.compile(r"\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)", re.DOTALL),
    re.compile(r"`[^`\n]*[{}\"=;][^`\n]*`"),
    re.compile(r"^[ \t]*[-=*_]{3,}[ \t]*\w[^\n]*?[-=*_]{3,}[ \t]*$.*?(?:^[ \t]*[-=*_]{3,}[^\n]*$|\Z)", re.DOTALL | re.MULTILINE),
    re.compile(rf"(?:{_KEYED})+{_SETTING}(?:{_KEYED})*|{_SETTING}(?:{_KEYED})+", re.MULTILINE),
    re.compile(r"(?<=:\n\n)(?:^(?: {4}|\t)[^\n]*(?:\n|\Z)){2,}", re.MULTILINE),
    re.compile(rf"^(?:{_MAIL})[ \t]*:[^\n]*\n(?:{_MAIL})[ \t]*:.*\Z", re.DOTALL | re.IGNORECASE | re.MULTILINE),
    re.compile(r"^[ \t]*[>|].*$", re.MULTILINE),
    re.compile(r"^\W{0,3}(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d(?::\d\d)?\]?\s+(?:[A-Z]\w+:|\[?(?:INFO|WARN|ERROR|DEBUG)).*$", re.MULTILINE),
)
"""JSON, fences, code in a line, sheets between rules with a heading, settings ('name_of_it: value' and the lines around it),
blocks set in after a colon, mails with their heads, quoted lines and tables, log lines."""
_INTRODUCED = re.compile(
    rf"^(?P<lead>[^\n]*\b(?:this|the|here(?:'s| is)(?: an?| the| my)?|following|below)\s+(?:\w+\s+){{0,2}}(?:{_PASTED})\b[^\n]*:)[ \t]*\n(?P<rest>.+)\Z",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
"""'This is the mail:' and what follows on the next line."""
_QUOTED = re.compile(r"[“„«](?P<a>[^”“»]+)[”“»]|(?<![\w\"])\"(?P<b>[^\"]+)\"(?![\w\"])")


@dataclass(frozen=True)
class Parts:
    """A message taken apart. `own` holds whole pieces of it, one a line, so that quotes from it stand in the message."""

    own: str
    pasted: tuple[str, ...] = ()

    @property
    def only_pasted(self) -> bool:
        """Whether the person wrote next to nothing themselves."""
        return bool(self.pasted) and len(words(self.own)) < OWN


def take_apart(text: str, *, quotes: bool = True) -> Parts:
    """The person's own words, and what they pasted; with `quotes`, long quotations within a line as well."""
    return _without(text, _spans(text, quotes))


def prose(text: str) -> str:
    """A text without mark-up, role labels, special tokens and the like."""
    code = [found.span() for found in _FENCED.finditer(text)]
    spans = (found.span() for block in _MARK_UP for found in block.finditer(text))
    return _without(text, (span for span in spans if not any(begin <= span[0] < end for begin, end in code))).own


def _without(text: str, spans: Iterable[tuple[int, int]]) -> Parts:
    own: list[str] = []
    taken: list[str] = []
    at = 0
    for begin, end in sorted(spans):
        if end <= at:
            continue
        own.append(text[at : max(at, begin)])
        taken.append(text[max(at, begin) : end])
        at = end
    if not taken:
        return Parts(text)
    own.append(text[at:])
    return Parts("\n".join(piece.strip() for piece in own if piece.strip()), tuple(p.strip() for p in taken if p.strip()))


def _spans(text: str, quotes: bool) -> Iterator[tuple[int, int]]:
    for block in (*_COPIED, *_MARK_UP):
        for found in block.finditer(text):
            yield found.span()
    introduced = _INTRODUCED.search(text)
    if introduced and len(words(introduced.group("rest"))) >= LONG_QUOTE:
        yield introduced.span("rest")
    for quoted in _QUOTED.finditer(text):
        inside = quoted.group("a") or quoted.group("b") or ""
        beside = len(words(text)) - len(words(inside))
        if beside >= OWN and ("\n" in inside or (quotes and len(words(inside)) >= LONG_QUOTE)):
            yield quoted.span()
