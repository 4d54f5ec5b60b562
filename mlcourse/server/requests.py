"""Checking what a request says, before anything is done with it."""

from __future__ import annotations

import json
from typing import Any

from mlcourse.roadmap.names import Known, Names

MOST_EVENTS = 100
LARGEST_BODY = 64 * 1024  # bytes
LARGEST_IMPORT = 32 * 1024 * 1024  # bytes


class RequestError(ValueError):
    """The request cannot be answered; the message says why, for the learner to read."""

    status = 400


class BadRequestError(RequestError):
    """The request is not one that the roadmap would send."""


class NotFoundError(RequestError):
    """What the request asks for is not there."""

    status = 404


class TooLargeError(RequestError):
    """The body of the request is too large."""

    status = 413


class BusyError(RequestError):
    """What the request asks for is being done already."""

    status = 409


class SpoilerError(RequestError):
    """What the request asks for would give too much away, unless it says that this is wanted."""

    status = 403


def checked_size(body: bytes, largest: int) -> bytes:
    """Return the body of a request.

    Raises
    ------
    TooLargeError
        If it has more than `largest` bytes.
    """
    if len(body) > largest:
        raise TooLargeError(f"The request is larger than {largest} bytes.")
    return body


def read_events(body: bytes, names: Names) -> list[dict[str, Any]]:
    """Read and check the body of a request to keep events.

    Parameters
    ----------
    body : bytes
        JSON: ``{"events": [{"kind": "checked", "exercise": …, "passed": …}, {"kind": "opened", "lesson": …}]}``.
    names : Names
        The ids of the course that those of the events must be among.

    Returns
    -------
    list of dict
        The events, with nothing in them that was not asked for.

    Raises
    ------
    RequestError
        If the body is too large or malformed, an id unknown, or an event not for the learner to tell.
    """
    data = _json(body)
    rows = data.get("events") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not rows:
        raise BadRequestError('The body must be {"events": […]} with at least one event.')
    if len(rows) > MOST_EVENTS:
        raise BadRequestError(f"At most {MOST_EVENTS} events fit in one request.")
    return [_event(row, names) for row in rows]


def read_problem_set(body: bytes) -> str:
    """Read the body of a request to grade: ``{"problem_set": …}``.

    Raises
    ------
    RequestError
        If the body is too large or malformed.
    """
    data = _json(body)
    name = data.get("problem_set") if isinstance(data, dict) else None
    if not isinstance(name, str) or not name:
        raise BadRequestError('The body must be {"problem_set": …} with the id of a problem set.')
    return name


def _json(body: bytes) -> Any:
    try:
        return json.loads(checked_size(body, LARGEST_BODY))
    except TooLargeError:
        raise
    except (ValueError, RecursionError) as error:
        raise BadRequestError("The body is not JSON.") from error


def _event(row: Any, names: Names) -> dict[str, Any]:
    kind = row.get("kind") if isinstance(row, dict) else None
    match kind:
        case "checked":
            return {"kind": kind, "exercise": _known(row, "exercise", names.exercises), "passed": _flag(row, "passed")}
        case "answered":
            return {"kind": kind, "question": _known(row, "question", names.questions), "right": _flag(row, "right")}
        case "read":
            return {"kind": kind, "topic": _known(row, "topic", names.topics)}
        case "opened":
            return {"kind": kind, **_opened(row, names)}
        case "pinned":
            return {"kind": kind, "lesson": _known(row, "lesson", names.lessons)}
        case "unpinned":
            return {"kind": kind}
        case "graded":
            raise BadRequestError("Grades are recorded by the grader only.")
    raise BadRequestError("The kind of an event must be checked, answered, read, opened, pinned or unpinned.")


def _opened(row: dict[str, Any], names: Names) -> dict[str, str]:
    if row.get("exercise") is not None:
        return {"exercise": _known(row, "exercise", names.exercises)}
    lesson = _known(row, "lesson", names.lessons)
    if row.get("topic") is None:
        return {"lesson": lesson}
    topic = _known(row, "topic", names.topics)
    if not topic.startswith(f"{lesson}#"):
        raise BadRequestError(f"There is no topic {topic!r} in the lesson {lesson!r}.")
    return {"lesson": lesson, "topic": topic}


def _flag(row: dict[str, Any], key: str) -> bool:
    value = row.get(key)
    if not isinstance(value, bool):
        raise BadRequestError(f"`{key}` must be true or false.")
    return value


def _known(row: dict[str, Any], key: str, known: Known) -> str:
    name = row.get(key)
    present = known[name] if isinstance(name, str) else ""
    if not present:
        raise BadRequestError(f"There is no {key} {str(name)[:80]!r}.")
    return present
