"""Memory in large pages, of which a fork copies fewer entries."""

from __future__ import annotations

import ctypes
import sys

_MADV_COLLAPSE = 25
_LARGE = 2 << 20


def gather() -> None:
    """Have the system lay this process's memory out in large pages, which takes about a second.

    A fork of it, with its end, then takes half the time. That is worth it for a process that forks often. A system that
    cannot (Linux before 6.1, or another) leaves things as they are.
    """
    if sys.platform != "linux":
        return
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    with open("/proc/self/maps", encoding="ascii", errors="replace") as maps:
        areas = [line.split()[:5] for line in maps]
    for area, rights, _, _, inode in areas:
        if rights == "rw-p" and inode == "0":  # its own, and no file's
            start, end = (int(address, 16) for address in area.split("-"))
            start, end = -(-start // _LARGE) * _LARGE, end // _LARGE * _LARGE
            if end > start:
                madvise(start, end - start, _MADV_COLLAPSE)
