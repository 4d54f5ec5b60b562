"""Stopping a run before its end: whoever started it sets an event, and whatever waits looks at it often enough."""

from __future__ import annotations

import threading

LOOK = 0.1  # seconds between two looks, for whoever waits for something else meanwhile


class Stopped(Exception):  # noqa: N818 (it is what was asked for, not an error)
    """The run was stopped on request, and nothing of it is kept."""


def check(stop: threading.Event | None) -> None:
    """Go on only if nobody has asked to stop.

    Raises
    ------
    Stopped
        If somebody has.

    Examples
    --------
    >>> stop = threading.Event()
    >>> check(stop)
    >>> stop.set()
    >>> check(stop)
    Traceback (most recent call last):
    ...
    mlcourse.grading.stopping.Stopped: the run was stopped
    """
    if stop is not None and stop.is_set():
        raise Stopped("the run was stopped")
