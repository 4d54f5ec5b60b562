"""The Jupyter server extension: what the sidebar asks for, under ``/mlcourse/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "mlcourse.server"}]


def _load_jupyter_server_extension(app: ServerApp) -> None:
    from jupyter_server.utils import url_path_join

    from mlcourse.server.handlers import HANDLERS

    base = app.web_app.settings["base_url"]
    app.web_app.add_handlers(".*$", [(url_path_join(base, path), handler) for path, handler in HANDLERS])
