"""Imports what the first request to a server would import: the client loads hundreds of modules then, for seconds."""

import asyncio
import json
import logging
import threading
from collections.abc import Mapping
from typing import Any

log = logging.getLogger(__name__)

_SHAPE: Mapping[str, Any] = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
_lock = threading.Lock()
_warm = threading.Event()


def warm() -> None:
    """Makes one shaped request that never leaves this process. Harmless to repeat; never fails."""
    with _lock:
        if _warm.is_set():
            return
        try:
            asyncio.run(_ask())
        except Exception:
            log.exception("warming the client for language models failed; the first request will be slow")
        _warm.set()


async def _ask() -> None:
    import httpx
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    chunk = {
        "id": "x", "object": "chat.completion.chunk", "created": 1, "model": "x",
        "choices": [{"index": 0, "delta": {"role": "assistant", "content": "{}"}, "finish_reason": "stop"}],
    }  # fmt: skip
    answer = f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n"

    def answered(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=answer)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answered)) as client:
        chat = ChatOpenAI(
            model="x", base_url="http://warming.invalid/v1", api_key=SecretStr("none"), max_retries=0,
            http_async_client=client, callbacks=[],
        )  # fmt: skip
        shaped = {"type": "json_schema", "json_schema": {"name": "nothing", "schema": dict(_SHAPE)}}
        async for _ in chat.astream("{}", response_format=shaped):
            pass
