"""Thin handlers: they check who asks and what, and leave the rest to ``roadmap`` and ``workspace``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from mlcourse.errors import CourseError
from mlcourse.roadmap.progress import exercise_states
from mlcourse.server.requests import BadRequestError, read_events
from mlcourse.server.view import roadmap_view
from mlcourse.workspace import catalogue, events

LARGEST_BODY = 64 * 1024  # bytes


class _Handler(APIHandler):
    auth_resource = "contents"

    @property
    def workspace(self) -> Path:
        return Path(self.contents_manager.root_dir).absolute()

    def answer(self, data: dict[str, Any], status: int = 200) -> None:
        self.set_status(status)
        self.finish(json.dumps(data))


class RoadmapHandler(_Handler):
    """``GET /mlcourse/roadmap``: the course, and the state of each exercise."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Answer with the course as the sidebar shows it."""
        self.answer(roadmap_view(catalogue.read(self.workspace), self.workspace, events.read(self.workspace)))


class EventsHandler(_Handler):
    """``POST /mlcourse/events``: what the learner did; answers with the states of the exercises named."""

    @web.authenticated
    @authorized
    def post(self) -> None:
        """Keep the events of the request."""
        known = catalogue.read(self.workspace)
        if known is None:
            return self.answer({"message": "This folder is no course workspace."}, 404)
        if len(self.request.body) > LARGEST_BODY:
            return self.answer({"message": f"The request is larger than {LARGEST_BODY} bytes."}, 413)
        try:
            added = read_events(self.request.body, known)
        except BadRequestError as error:
            return self.answer({"message": str(error)}, 400)
        try:
            events.append(self.workspace, added)
        except CourseError as error:
            return self.answer({"message": str(error)}, 507)
        named = {event["exercise"] for event in added if "exercise" in event}
        states = exercise_states(events.read(self.workspace))
        return self.answer({"exercises": {name: states[name] for name in sorted(named)}})


HANDLERS = [("mlcourse/roadmap", RoadmapHandler), ("mlcourse/events", EventsHandler)]
