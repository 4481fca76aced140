"""Connections to addresses that visitors type: never to where a cloud keeps its secrets for the machine itself.

The address is looked up, judged and connected to in one go, so a name cannot stand for another machine a moment later.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpx

from advisor.errors import ModelError

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SECRETS = frozenset(
    ipaddress.ip_address(a) for a in ("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")
)
"""Where clouds tell a machine its credentials; most of them are link-local anyway."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class ForbiddenError(ModelError):
    """An address that is not asked for visitors."""

    def __init__(self) -> None:
        super().__init__("The advisor does not connect to that address.", remedy="Use another server.")


def forbidden(address: str) -> bool:
    """Whether that IP address is link-local, no single machine's, or one of the known places of secrets."""
    found: _Address = ipaddress.ip_address(address.partition("%")[0])
    return any(
        one.is_link_local or one.is_multicast or one.is_unspecified or one in SECRETS for one in (found, *_inside(found))
    )


def _inside(address: _Address) -> Iterable[_Address]:
    """The IPv4 addresses that an IPv6 one may lead to."""
    if isinstance(address, ipaddress.IPv6Address):
        yield from filter(None, (address.ipv4_mapped, address.sixtofour))
        if address in _NAT64:
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def refuse(host: str) -> None:
    """Raises ForbiddenError if `host` is such an IP address; a name is judged when it is connected to."""
    try:
        bad = forbidden(host)
    except ValueError:
        return
    if bad:
        raise ForbiddenError


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own, which looks every host up itself and connects to nothing else than what it has judged."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request. Raises ForbiddenError."""
        host, port = request.url.host, request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            rows = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as wrong:
            raise httpx.ConnectError(str(wrong), request=request) from wrong
        *others, last = judged(rows)
        for address in others:  # a server may listen at one alone, as many do at 127.0.0.1 and not at ::1
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await super().handle_async_request(_pinned(request, host, address))
        return await super().handle_async_request(_pinned(request, host, last))


def judged(rows: Iterable[Any]) -> list[str]:
    """The IP addresses that a look-up found, in its order. Raises ForbiddenError if any of them is forbidden."""
    found = [str(row[4][0]) for row in rows]
    if not found or any(forbidden(address) for address in found):
        raise ForbiddenError
    return found


def _pinned(request: httpx.Request, host: str, address: str) -> httpx.Request:
    """The same request to that IP address; certificate and Host header go by the name."""
    return httpx.Request(
        request.method, request.url.copy_with(host=address), headers=request.headers, stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )  # fmt: skip
