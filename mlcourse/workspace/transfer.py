"""Taking one's progress from one workspace to another, as a file of events."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mlcourse.roadmap.progress import moment
from mlcourse.workspace.events import Event, Store, line, parse

LONGEST = 300  # characters of an id
_A_DAY = 86400.0  # seconds by which the clock of another machine may be ahead


@dataclass(frozen=True)
class Imported:
    """How many events were added, were there already, and were left out as malformed or unknown."""

    added: int
    known: int
    left_out: int


def export(store: Store) -> bytes:
    """Return all events of a workspace as JSON lines.

    Parameters
    ----------
    store : Store
        The workspace's events.

    Raises
    ------
    CourseError
        If they cannot be read.
    """
    return "".join(map(line, store.read())).encode()


def bring(store: Store, data: bytes) -> Imported:
    """Add the events of an export that are not there yet; what is there stays as it is.

    Parameters
    ----------
    store : Store
        The events of the workspace to add to.
    data : bytes
        What :func:`export` returned, of this or another workspace.

    Returns
    -------
    Imported

    Raises
    ------
    CourseError
        If the events cannot be written; then none of them is.
    """
    lines = sum(1 for row in data.split(b"\n") if row.strip())
    sound = [event for row in parse(data) if (event := _checked(row)) is not None]
    events = {event["id"]: event for event in sound}

    def unknown() -> Iterator[Event]:
        there = {event["id"] for event in store.read()}
        return (event for name, event in events.items() if name not in there)

    added = len(store.add(unknown))
    return Imported(added, len(sound) - added, lines - len(sound))


def _checked(event: Event) -> Event | None:
    """Return an event with nothing in it but what belongs there; None if that is not as it should be."""
    when = moment(event.get("time"))
    if when is None or when > time.time() + _A_DAY or not _is_name(event["id"]):
        return None
    for wanted in _FORMS.get(event["kind"], ()):
        fields = {name: event[name] for name in wanted if name in event}
        if len(fields) == len(wanted) and all(_is_sound(name, value) for name, value in fields.items()):
            return {"time": event["time"], "id": event["id"], "kind": event["kind"], **fields}
    return None


# The fields of each kind of event; the first form that fits counts.
_FORMS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "opened": (("lesson", "topic"), ("lesson",), ("exercise",)),
    "read": (("topic",),),
    "checked": (("exercise", "passed"),),
    "answered": (("question", "right"),),
    "graded": (("exercise", "points", "of"),),
    "pinned": (("lesson",),),
    "unpinned": ((),),
}


def _is_sound(name: str, value: Any) -> bool:
    if name in ("passed", "right"):
        return isinstance(value, bool)
    if name in ("points", "of"):
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return _is_name(value)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST
