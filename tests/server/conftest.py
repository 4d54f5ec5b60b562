"""What the tests of the server share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from mlcourse.kernel import warm
from mlcourse.server import ahead


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {"ServerApp": {"jpserver_extensions": {"mlcourse.server": True}}}


@pytest.fixture(autouse=True)
def _no_warm_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each server the warm process for kernels, which would import for seconds; `tests/kernel` has it."""
    monkeypatch.setattr(warm, "start", lambda: None)


@pytest.fixture(autouse=True)
def hints(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hints that grading may come; they make nothing ready here."""
    heard: list[str] = []
    monkeypatch.setattr(ahead.Ahead, "expect", lambda self: heard.append("grading"))
    return heard


@pytest.fixture
def asked_rights(jp_serverapp: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Nobody may do anything any more; what was asked for is here, as (action, resource)."""
    asked: list[tuple[str, str]] = []

    def is_authorized(handler: Any, user: Any, action: str, resource: str) -> bool:
        asked.append((action, resource))
        return False

    monkeypatch.setattr(jp_serverapp.authorizer, "is_authorized", is_authorized)
    return asked


Forge = Callable[..., Awaitable[Any]]


@pytest.fixture
def forge(http_server_client: Any, jp_base_url: str, jp_serverapp: Any) -> Forge:
    """Ask as a browser that is signed in by its cookie, led here by another site: it has no XSRF token to send."""

    async def ask(path: str, origin: dict[str, str], **request: Any) -> Any:
        token = jp_serverapp.identity_provider.token
        login = await http_server_client.fetch(f"{jp_base_url}api/status?token={token}")
        cookies = "; ".join(cookie.split(";")[0] for cookie in login.headers.get_list("Set-Cookie"))
        assert cookies
        headers = {"Cookie": cookies, **origin}
        return await http_server_client.fetch(f"{jp_base_url}mlcourse/{path}", headers=headers, **request)

    return ask


@pytest.fixture(
    params=[({"Origin": "http://elsewhere.example"}, 404), ({}, 403)], ids=["another site", "no XSRF token"]
)
def forged(request: pytest.FixtureRequest) -> tuple[dict[str, str], int]:
    """Headers of a forged request, and the status that refuses it."""
    found: tuple[dict[str, str], int] = request.param
    return found
