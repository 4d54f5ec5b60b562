"""Folders that several rooms look for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

STATE_FOLDER = ".mlcourse"
"""What a learner's workspace keeps beside the course: its state, events, grades and answers."""


def nearest(start: str | Path, fits: Callable[[Path], bool]) -> Path | None:
    """Find the first folder that fits: one itself, or those above it.

    Parameters
    ----------
    start : str or Path
        Where to begin. This folder keeps its name: messages with "." in them are shorter than absolute paths.
    fits : callable
        Says of a folder whether it is meant.

    Returns
    -------
    Path or None
        None where no folder fits, or the current one was deleted.

    Examples
    --------
    >>> nearest("no/such/folder", lambda folder: folder.name == "such").name
    'such'
    """
    start = Path(start)
    try:
        above = start.absolute().parents
        return next((folder for folder in (start, *above) if fits(folder)), None)
    except OSError:
        return None
