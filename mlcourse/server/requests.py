"""Checking what a request says, before anything is done with it."""

from __future__ import annotations

import json
from typing import Any

from mlcourse.roadmap.catalogue import Catalogue

MOST_EVENTS = 100


class BadRequestError(ValueError):
    """The request is not one that the sidebar would send; the message says why."""


def read_events(body: bytes, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Read and check the body of a request to keep events.

    Parameters
    ----------
    body : bytes
        JSON: ``{"events": [{"kind": "checked", "exercise": …, "passed": …}, {"kind": "opened", "lesson": …}]}``.
    catalogue : Catalogue
        The course that the ids must be of.

    Returns
    -------
    list of dict
        The events, with nothing in them that was not asked for.

    Raises
    ------
    BadRequestError
        If the body is malformed or an id unknown.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequestError("The body is not JSON.") from error
    rows = data.get("events") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not rows:
        raise BadRequestError('The body must be {"events": […]} with at least one event.')
    if len(rows) > MOST_EVENTS:
        raise BadRequestError(f"At most {MOST_EVENTS} events fit in one request.")
    return [_event(row, catalogue) for row in rows]


def _event(row: Any, catalogue: Catalogue) -> dict[str, Any]:
    kind = row.get("kind") if isinstance(row, dict) else None
    if kind == "checked":
        exercise = _known(row, "exercise", {exercise.id for exercise in catalogue.exercises()})
        if not isinstance(row.get("passed"), bool):
            raise BadRequestError("`passed` must be true or false.")
        return {"kind": kind, "exercise": exercise, "passed": row["passed"]}
    if kind == "opened":
        topics = {lesson.id: {topic.id for topic in lesson.topics} for lesson in catalogue.lessons()}
        event = {"kind": kind, "lesson": _known(row, "lesson", set(topics))}
        if row.get("topic") is not None:
            event["topic"] = _known(row, "topic", topics[event["lesson"]])
        return event
    raise BadRequestError("The kind of an event must be `checked` or `opened`.")


def _known(row: dict[str, Any], key: str, names: set[str]) -> str:
    name = row.get(key)
    if not isinstance(name, str) or name not in names:
        raise BadRequestError(f"There is no {key} {str(name)[:80]!r}.")
    return name
