"""Thin handlers: they check who asks, and leave the rest to the course, in a thread of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from mlcourse.errors import CourseError
from mlcourse.server import live
from mlcourse.server.course import Course
from mlcourse.server.grading import Grading
from mlcourse.server.requests import LARGEST_IMPORT, RequestError, checked_size, read_problem_set
from mlcourse.workspace.events import NotSavedError

SETTING = "mlcourse_course"  # where the web application keeps the course
GRADING = "mlcourse_grading"  # and what grades the learner's own work
Result = TypeVar("Result")


class _Handler(APIHandler):
    auth_resource = "contents"

    @property
    def course(self) -> Course:
        course: Course = self.settings[SETTING]
        return course

    async def attempt(self, work: Callable[[], Result]) -> Result:
        """Do the work in a thread; what hinders it becomes the answer."""
        try:
            return await asyncio.to_thread(work)
        except RequestError as error:
            status, message = error.status, str(error)
        except NotSavedError as error:
            status, message = 507, str(error)
        except CourseError as error:
            status, message = 500, str(error)
        self.set_status(status)
        self.answer({"message": message})
        raise web.Finish

    async def recorded(self, work: Callable[[], tuple[int, Result]]) -> Result:
        """Do work that may record something; then all windows are told."""
        added, result = await self.attempt(work)
        live.tell(self.event_logger, added)
        return result

    def answer(self, data: dict[str, Any]) -> None:
        self.finish(json.dumps(data))


class RoadmapHandler(_Handler):
    """``GET /mlcourse/roadmap?id=``: a roadmap's tree, with how far one is."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the roadmap as the sidebar shows it."""
        name = self.get_query_argument("id", "")
        self.answer(await self.recorded(lambda: self.course.roadmap(name)))


class ProgressHandler(_Handler):
    """``GET /mlcourse/progress?roadmap=``: how far one is."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the state of each row of the roadmap."""
        name = self.get_query_argument("roadmap", "")
        self.answer(await self.recorded(lambda: self.course.progress(name)))


class EventsHandler(_Handler):
    """``POST /mlcourse/events?roadmap=``: what the learner did; answers with how far one is then."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Keep the events of the request."""
        name, body = self.get_query_argument("roadmap", ""), self.request.body
        self.answer(await self.recorded(lambda: self.course.add(body, name)))


class MapHandler(_Handler):
    """``GET /mlcourse/map``: the lessons and their prerequisites, drawn."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the map."""
        self.answer(await self.attempt(self.course.map))


class PathHandler(_Handler):
    """``GET /mlcourse/path?goal=``: what to study to reach a lesson."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the lessons, in order."""
        goal = self.get_query_argument("goal")
        self.answer(await self.attempt(lambda: self.course.path(goal)))


class ReportHandler(_Handler):
    """``GET /mlcourse/report``: the progress page as a fragment."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the fragment."""
        self.answer(await self.attempt(self.course.report))


class PageHandler(_Handler):
    """``GET /mlcourse/report.html``: the progress page, to print or to send."""

    @property
    def content_security_policy(self) -> str:
        """Let the page bring its style and pictures, and nothing else."""
        return f"{super().content_security_policy}; style-src 'unsafe-inline'; img-src data:"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the page."""
        page = await self.attempt(self.course.page)
        self.finish(page, set_content_type="text/html; charset=utf-8")


class ExportHandler(_Handler):
    """``GET /mlcourse/export``: the events as JSON lines."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with a file."""
        data = await self.attempt(self.course.export)
        self.set_header("Content-Disposition", f'attachment; filename="mlcourse-progress-{date.today()}.jsonl"')
        self.finish(data, set_content_type="application/x-ndjson; charset=utf-8")


class ImportHandler(_Handler):
    """``POST /mlcourse/import``: JSON lines to add."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Add the events that are not there yet."""
        body = self.request.body
        self.answer(await self.recorded(lambda: self.course.bring(checked_size(body, LARGEST_IMPORT))))


class GradeHandler(_Handler):
    """``/mlcourse/grade``: grading the learner's own work.

    ``POST`` with ``{"problem_set": …}`` begins, which takes the right to start kernels, as it runs the learner's code;
    ``GET ?problem_set=`` tells how it goes and how it ended; ``DELETE ?problem_set=`` stops it.
    """

    @property
    def grading(self) -> Grading:
        """What grades the learner's own work."""
        grading: Grading = self.settings[GRADING]
        return grading

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with what is known of a problem set."""
        name = self.get_query_argument("problem_set")
        state = await self.attempt(lambda: self.grading.state(name))
        self.course.expect()  # who looks at a problem set's grades may want them anew
        self.answer(state)

    @web.authenticated
    @authorized(resource="kernels")
    async def post(self) -> None:
        """Begin to grade; events tell how it goes."""
        body = self.request.body
        state = await self.attempt(lambda: self.grading.start(read_problem_set(body)))
        self.set_status(202)
        self.answer(state)

    @web.authenticated
    @authorized(resource="kernels")
    async def delete(self) -> None:
        """Stop it; nothing of it is kept, and the last result stays."""
        name = self.get_query_argument("problem_set")
        self.answer(await self.attempt(lambda: self.grading.stop(name)))


class SolutionHandler(_Handler):
    """``GET /mlcourse/solution?exercise=``: the reference solution; with ``spoil=1`` also of what is not solved."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the learner's answer and the reference solution."""
        exercise, spoil = self.get_query_argument("exercise"), self.get_query_argument("spoil", "") == "1"
        self.answer(await self.attempt(lambda: self.course.solution(exercise, spoil)))


HANDLERS = [
    ("roadmap", RoadmapHandler),
    ("progress", ProgressHandler),
    ("events", EventsHandler),
    ("map", MapHandler),
    ("path", PathHandler),
    ("report", ReportHandler),
    (r"report\.html", PageHandler),
    ("export", ExportHandler),
    ("import", ImportHandler),
    ("grade", GradeHandler),
    ("solution", SolutionHandler),
]
