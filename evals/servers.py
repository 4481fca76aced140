"""An OpenAI-compatible server asked without anything of the advisor in between."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

SECONDS = 240.0
MOST_TOKENS = 1_500
"""Of an answer; the whole form, filled in with fourteen components, takes about 700."""
ROLES = {"human": "user", "ai": "assistant", "system": "system"}
_ELSEWHERE = (401, 403, 404, 429, 502, 503, 504)
"""Statuses that say nothing of the model: no access, too much asked for, not there just now."""


class GoneError(Exception):
    """The server is not to be had; what was under way says nothing of the model."""


@dataclass(frozen=True)
class Address:
    """Where a server is, as the advisor's setting gives it: with '#name' behind it if it serves several models."""

    base: str
    name: str
    key: str | None

    @classmethod
    def of(cls, setting: str, key: str | None) -> "Address":
        """Read as the advisor reads it: an address without a path means '/v1'."""
        url, _, name = setting.partition("#")
        url = url.rstrip("/")
        return cls(url if httpx.URL(url).path.strip("/") else f"{url}/v1", name, key)

    def client(self) -> httpx.Client:
        """Requests to it."""
        return httpx.Client(
            base_url=self.base, timeout=SECONDS, headers={"Authorization": f"Bearer {self.key or 'none'}"}, trust_env=False
        )

    def model(self) -> str:
        """What the server says that it serves first, unless a name was given. Raises GoneError if it is not there."""
        try:
            with self.client() as client:
                response = client.get("/models", timeout=10)
            if response.status_code in _ELSEWHERE and response.status_code != 404:
                raise GoneError(f"The server answers with HTTP {response.status_code}.")
            return self.name or str(response.json()["data"][0]["id"])
        except httpx.HTTPError as failure:
            raise GoneError(f"The server at {self.base} is not there ({type(failure).__name__}).") from None
        except (ValueError, LookupError, TypeError):
            return self.name or "default"


class Completions:
    """Whole answers of a given form, at temperature 0; counts what they took and how they failed."""

    def __init__(self, address: Address) -> None:
        self._client = address.client()
        self._name = address.name
        self.seconds: list[float] = []
        self.failures: Counter[str] = Counter()

    def __call__(self, messages: Sequence[tuple[str, str]], schema: Mapping[str, Any]) -> str:
        """The answer's text; empty if there was none in time. Raises GoneError if the server is not there."""
        began = time.monotonic()
        try:
            response = self._client.post("/chat/completions", json=self._request(messages, schema))
            if response.status_code in _ELSEWHERE:
                raise GoneError(f"The server answers with HTTP {response.status_code}.")
            response.raise_for_status()
            choice = response.json()["choices"][0]
        except httpx.TimeoutException:
            self.failures["too late"] += 1
            return ""
        except httpx.HTTPStatusError as failure:
            self.failures[f"HTTP {failure.response.status_code}"] += 1
            return ""
        except httpx.TransportError as failure:
            raise GoneError(f"The server is not there ({type(failure).__name__}).") from None
        except (ValueError, LookupError, TypeError):
            self.failures["unreadable"] += 1
            return ""
        finally:
            self.seconds.append(time.monotonic() - began)
        self.failures.update(["longer than allowed"] if choice.get("finish_reason") == "length" else [])
        return str(choice["message"]["content"] or "")

    def _request(self, messages: Sequence[tuple[str, str]], schema: Mapping[str, Any]) -> dict[str, Any]:
        shape = {"name": "advice", "schema": dict(schema), "strict": True}
        return {
            "model": self._name or "default", "temperature": 0, "max_tokens": MOST_TOKENS, "messages": listed(messages),
            "response_format": {"type": "json_schema", "json_schema": shape},
        }  # fmt: skip


def listed(messages: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Messages in the form of the wire."""
    return [{"role": ROLES[role], "content": text} for role, text in messages]


def streamed(client: httpx.Client, name: str, messages: Sequence[tuple[str, str]], **options: Any) -> Iterator[str]:
    """An answer's text as it comes; the connection is closed when the caller wants no more."""
    body = {"model": name or "default", "messages": listed(messages), "stream": True, **options}
    with client.stream("POST", "/chat/completions", json=body) as response:
        response.raise_for_status()
        for line in response.iter_lines():
            if line.startswith("data:") and (data := line[5:].strip()) != "[DONE]":
                for choice in json.loads(data).get("choices", ()):
                    yield choice.get("delta", {}).get("content") or ""
