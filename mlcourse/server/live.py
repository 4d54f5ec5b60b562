"""Telling all windows that something was recorded, and taking note of notebooks when they are saved."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlcourse.server.course import Course

if TYPE_CHECKING:
    from jupyter_events import EventLogger
    from jupyter_server.serverapp import ServerApp

SCHEMA = "urn:mlcourse:events/progress/v1"
_SCHEMA_FILE = Path(__file__).with_name("progress.yaml")


def start(app: ServerApp, course: Course) -> None:
    """Register the event that tells of progress, and look into each notebook that the server saves."""
    app.event_logger.register_event_schema(_SCHEMA_FILE)
    manager = app.contents_manager
    # A contents manager of another make, one that keeps notebooks in a database, may have no such hook.
    if hasattr(manager, "register_post_save_hook"):
        manager.register_post_save_hook(_hook(app, course))


def tell(events: EventLogger, added: int) -> None:
    """Tell all windows that events were added, if any were."""
    if added:
        events.emit(schema_id=SCHEMA, data={"added": added})


def _hook(app: ServerApp, course: Course) -> Any:
    async def take_note(path: str) -> None:
        tell(app.event_logger, await asyncio.to_thread(course.saved, path))

    def after_saving(*, model: dict[str, Any], **_: Any) -> None:
        # The learner waits for the file to be saved, not for us; and a save may happen in any thread.
        if model.get("type") == "notebook":
            app.io_loop.add_callback(take_note, model["path"])

    return after_saving
