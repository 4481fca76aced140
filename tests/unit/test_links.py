"""Dead and moved addresses are told from those that only refuse programs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from advisor.links import Link, Standing, check_links

SITE = {
    "https://a.example/fine": httpx.Response(200),
    "https://a.example/gone": httpx.Response(404),
    "https://a.example/old": httpx.Response(301, headers={"Location": "https://a.example/fine"}),
    "https://a.example/login": httpx.Response(302, headers={"Location": "https://a.example/fine"}),
    "https://b.example/robots": httpx.Response(403),
    "https://b.example/busy": httpx.Response(503),
}


def answer(request: httpx.Request) -> httpx.Response:
    url = str(request.url)
    if url == "https://c.example/no-head":
        return httpx.Response(405 if request.method == "HEAD" else 200)
    if url not in SITE:
        raise httpx.ConnectError("no such host")
    held = SITE[url]
    return httpx.Response(held.status_code, headers=held.headers)


@pytest.mark.parametrize(
    ("url", "standing"),
    [
        ("https://a.example/fine", Standing.OK),
        ("https://a.example/gone", Standing.GONE),
        ("https://a.example/old", Standing.MOVED),
        ("https://a.example/login", Standing.OK),
        ("https://b.example/robots", Standing.UNSURE),
        ("https://b.example/busy", Standing.UNSURE),
        ("https://c.example/no-head", Standing.OK),
        ("https://nowhere.example/", Standing.UNSURE),
    ],
)
def test_each_address_is_told_how_it_stands(url: str, standing: Standing) -> None:
    [link] = check_links([url], transport=httpx.MockTransport(answer))
    assert (link.url, link.standing) == (url, standing)


def test_all_are_asked_once_and_come_back_in_order() -> None:
    asked: list[str] = []

    def noting(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return answer(request)

    seen: list[Link] = []
    urls = [*(u for u in SITE if "fine" in u or "login" in u), "https://a.example/fine"]
    found = check_links(urls, on_link=seen.append, transport=httpx.MockTransport(noting))
    assert [link.url for link in found] == urls[:2]
    assert sorted(seen) == sorted(found)
    assert check_links([], transport=httpx.MockTransport(noting)) == []


def test_it_can_be_asked_from_within_a_running_loop() -> None:
    async def asking() -> list[Link]:
        return check_links(["https://a.example/fine"], transport=httpx.MockTransport(answer))

    with ThreadPoolExecutor(1) as apart:  # the thread of the tests may have a loop of its own
        [link] = apart.submit(asyncio.run, asking()).result()
    assert link.standing is Standing.OK


def test_a_moved_address_names_the_new_one() -> None:
    [link] = check_links(["https://a.example/old"], transport=httpx.MockTransport(answer))
    assert link.told == "https://a.example/fine"
