"""How much memory a process and all that it started use together."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

_UNIT = 1024


def of_tree(pid: int) -> int:
    """Count the memory that a process and its descendants have written to.

    Pages that several of them share after a fork count once, and so does the share of a page that belongs to others.

    Parameters
    ----------
    pid : int
        The process.

    Returns
    -------
    int
        Bytes; 0 where the system does not tell.
    """
    return sum(map(_own, _tree(pid)))


def _tree(pid: int) -> Iterator[int]:
    import psutil

    yield pid
    with contextlib.suppress(psutil.Error):
        yield from (child.pid for child in psutil.Process(pid).children(recursive=True))


def _own(pid: int) -> int:
    """Count what a process has written to: exactly where the system tells, else with all that it shares."""
    with contextlib.suppress(OSError):
        return _field(f"/proc/{pid}/smaps_rollup", "Pss_Anon:")
    with contextlib.suppress(OSError):
        return _field(f"/proc/{pid}/status", "RssAnon:")
    return 0


def _field(path: str, name: str) -> int:
    with open(path, encoding="ascii", errors="replace") as file:
        return next((int(line.split()[1]) * _UNIT for line in file if line.startswith(name)), 0)
