"""Makes a passage fit to be shown or put before a model, whatever has got into it.

The corpus is curated, but people may use one of their own, and what a model reads must not steer it: what is no prose goes
(mark-up, role labels, special tokens), and with it every sentence that gives orders or has an address which is none of the
passage's sources.
"""

import re
from collections.abc import Collection

from advisor.dialogue.reading.pasted import prose
from advisor.domain.orders import steers

_ADDRESS = re.compile(r"\b(?:[a-z][a-z+.-]*:/{2}|www\.|data:\w+/|javascript:\w|mailto:\w)\S+", re.IGNORECASE)
_SENTENCE = re.compile(r".+?(?:[.!?][\"'”’)*_]*(?=\s)|\Z)\s*", re.DOTALL)


def presentable(text: str, addresses: Collection[str] = ()) -> str:
    """The prose of a passage; `addresses` are those of its sources. A passage with nothing amiss stays as it is."""
    clean = prose(text)
    if not _ADDRESS.search(clean) and not steers(clean):
        return clean
    return "\n\n".join(_without(paragraph, addresses) for paragraph in clean.split("\n\n")).strip()


def _without(paragraph: str, addresses: Collection[str]) -> str:
    kept = [s for s in _SENTENCE.findall(paragraph) if not steers(s) and all(_known(a, addresses) for a in _ADDRESS.findall(s))]
    return "".join(kept).rstrip()


def _known(address: str, addresses: Collection[str]) -> bool:
    return address.rstrip(".,;:)]>\"'*_`") in addresses
