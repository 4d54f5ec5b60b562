"""Asking the server's routes as the sidebar does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError


async def get(jp_fetch: Any, *path: str, **query: str) -> Any:
    return json.loads((await jp_fetch("mlcourse", *path, params=query)).body)


async def refused(request: Any) -> tuple[int, str]:
    """Return the status of a request that must be refused, and what the user is told."""
    with pytest.raises(HTTPClientError) as caught:
        await request
    assert caught.value.response is not None
    return caught.value.code, json.loads(caught.value.response.body)["message"]
