"""The Jupyter server extension: what the roadmap asks for, under ``/mlcourse/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "mlcourse.server"}]


def _load_jupyter_server_extension(app: ServerApp) -> None:
    from jupyter_server.utils import url_path_join

    from mlcourse.kernel import warm
    from mlcourse.locale import translate_settings
    from mlcourse.server import grading, live
    from mlcourse.server.ahead import Ahead
    from mlcourse.server.course import Course
    from mlcourse.server.handlers import GRADING, HANDLERS, SETTING

    course = Course(app.contents_manager.root_dir, Ahead().expect)
    settings = app.web_app.settings
    settings[SETTING] = course
    settings[GRADING] = grading.start(app, course)
    routes = [(url_path_join(settings["base_url"], "mlcourse", path), handler) for path, handler in HANDLERS]
    app.web_app.add_handlers(".*$", routes)
    live.start(app, course)
    translate_settings()
    app.io_loop.add_callback(warm.start)
