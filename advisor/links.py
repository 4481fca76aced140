"""Looks whether the addresses of sources still answer; for those who have a network."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

AT_ONCE = 8
"""Addresses asked at the same time; never two of the same host."""
AGENT = "problem-first-advisor link check"
_PERMANENT = (301, 308)
_GONE = (404, 410)


class Standing(StrEnum):
    """How an address stands."""

    OK = "ok"
    MOVED = "moved"
    """Answers elsewhere for good: write the new address."""
    GONE = "gone"
    """The server says that there is nothing: find the page's new place, or take the source out."""
    UNSURE = "unsure"
    """It did not answer, or not to a program: look with a browser before changing anything."""


class Link(NamedTuple):
    """One address and what became of it."""

    url: str
    standing: Standing
    told: str


def check_links(
    urls: Iterable[str], *, seconds: float = 20.0, on_link: Callable[[Link], None] = lambda _link: None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> list[Link]:  # fmt: skip
    """Asks each address once, politely; in the order given. `seconds`: how long one may take."""
    asking = _check_all(list(dict.fromkeys(urls)), seconds, on_link, transport)
    with ThreadPoolExecutor(1) as apart:  # the caller's thread may have an event loop of its own
        return apart.submit(asyncio.run, asking).result()


async def _check_all(
    urls: list[str], seconds: float, on_link: Callable[[Link], None], transport: httpx.AsyncBaseTransport | None
) -> list[Link]:
    hosts: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
    room = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(
        timeout=seconds, follow_redirects=True, headers={"User-Agent": AGENT}, transport=transport
    ) as client:

        async def one(url: str) -> Link:
            async with hosts[urlsplit(url).netloc], room:
                link = await _check(client, url)
            on_link(link)
            return link

        return await asyncio.gather(*(one(url) for url in urls))


async def _check(client: httpx.AsyncClient, url: str) -> Link:
    try:
        answer = await client.head(url)
        if answer.status_code >= 400:  # many servers refuse HEAD; the first bytes of a GET settle it
            async with client.stream("GET", url) as answer:
                pass
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        return Link(url, Standing.UNSURE, f"no answer ({type(error).__name__})")
    code = answer.status_code
    if code in _GONE:
        return Link(url, Standing.GONE, f"status {code}")
    if code >= 400:
        return Link(url, Standing.UNSURE, f"status {code}")
    if answer.history and all(step.status_code in _PERMANENT for step in answer.history):
        return Link(url, Standing.MOVED, str(answer.url))
    return Link(url, Standing.OK, f"status {code}")
