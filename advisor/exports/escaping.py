"""Other people's words inside Markdown: shown as they are, doing nothing.

Whatever reads the document (a plain CommonMark reader, GitHub, a chat page) finds in an escaped text no emphasis, code,
link, image, table cell, formula, list or HTML. Addresses in it become code, for some readers make links even of
escaped ones.
"""

import re
from urllib.parse import quote, urlsplit

_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that turn the direction of what follows."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LINES = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,30}://|(?<![a-z0-9])(?:www\.|mailto:|xmpp:))[^\s`|]+"
    r"|[^\s`|@<>()]{1,64}@[^\s`|@]{1,250}\.[^\s`|@]+",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$#]|&(?=[#A-Za-z])|(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2})|/(?=/)")
_AT_START = re.compile(r"[+=:-]|\d{1,9}(?=[.)](?:\s|$))")


def line(text: str) -> str:
    """The text on one line, wherever in a line or table cell it is put."""
    return at_start(inline(text).strip())


def inline(text: str) -> str:
    """The text on one line, after other words; a space at either end stays."""
    words = " ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", text)).split())
    if not words:
        return " " if text else ""
    plain = f"{' ' * text[:1].isspace()}{words}{' ' * text[-1:].isspace()}"
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(plain):
        parts += [_escaped(plain[end : found.start()]), f"`{found.group()}`"]
        end = found.end()
    return "".join([*parts, _escaped(plain[end:])])


def block_quote(text: str) -> str:
    """The text as a quotation that keeps its lines."""
    lines = [line(part) for part in _LINES.split(text.strip())]
    quoted: list[str] = []
    for number, part in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        quoted.append(f"> {part}\\" if part and following else f"> {part}".rstrip())
    return "\n".join(quoted)


def link(title: str, url: str | None) -> str:
    """The title as a link; without one where the address is not of the web."""
    target = web_address(url)
    return f"[{line(title) or 'link'}]({target})" if target else line(title)


def web_address(url: str | None) -> str | None:
    """The address as Markdown can hold it, if it is an http or https one."""
    plain = (url or "").strip()
    try:
        parts = urlsplit(plain)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and "\\" not in plain
    except ValueError:
        return None
    return quote(plain, safe="%/:?#@!&=+,~-._") if usable else None


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found.group()}", text)


def at_start(text: str) -> str:
    """The escaped text, changed so that nothing at its beginning makes a heading, list, rule or table."""
    found = _AT_START.match(text)
    if not found:
        return text
    return f"{found.group()}\\{text[found.end() :]}" if found.group()[0].isdigit() else f"\\{text}"
