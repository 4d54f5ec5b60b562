"""Giving up what a process may do: another user, no capabilities, and no way to get them back."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

from mlcourse.kernel.sandbox import system

NOBODY = 65534
_OWN_USERS = 0x70000000  # far beyond what systems give to people and services
_HIGHEST_CAPABILITY = 63
_SECURE_BITS = 0x2F  # root is nobody special, for good
_VERSION_3 = 0x20080522


def spare_user() -> int:
    """Return a user that nobody else is: each run of root's has one of its own, so that none reaches another's.

    Where the system knows only few users, as in some containers, it is nobody, or 0 if there is none but root.
    """
    known = _known_users()
    for one in (_OWN_USERS + os.getpid(), NOBODY):
        if any(one in users for users in known):
            return one
    return 0


def _known_users() -> list[range]:
    try:
        with open("/proc/self/uid_map", encoding="ascii") as file:
            lines = [[int(number) for number in line.split()] for line in file]
    except OSError:
        return []
    return [range(first, first + count) for first, _, count in lines]


def become(user: int) -> None:
    """Become another user, without any groups; needs root."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def give(folder: str, user: int) -> None:
    """Give a folder and all that is in it to a user; links are given, not followed."""
    os.chown(folder, user, user, follow_symlinks=False)
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(os.path.join(place, name), user, user, follow_symlinks=False)


def reachable(paths: tuple[str, ...]) -> bool:
    """Whether any user could come to the folders and pass through them; what does not exist does not matter."""
    return all(_open_to_all(path) for path in paths if os.path.exists(path))


def _open_to_all(path: str) -> bool:
    parts = os.path.realpath(path).split("/")
    return all(os.stat("/".join(parts[:count]) or "/").st_mode & 0o1 for count in range(1, len(parts) + 1))


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("process", ctypes.c_int)]


def forgo_capabilities() -> None:
    """Keep programs from bringing capabilities; needs some of them, so it comes before the change of user."""
    for number in range(_HIGHEST_CAPABILITY + 1):
        with suppress(OSError):
            system.prctl(system.PR_CAPBSET_DROP, number)
    with suppress(OSError):
        system.prctl(system.PR_SET_SECUREBITS, _SECURE_BITS)
    clear_all = 4
    with suppress(OSError):
        system.prctl(system.PR_CAP_AMBIENT, clear_all)


def drop_capabilities() -> str:
    """Give up every capability."""
    header, none = _Header(_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    system.syscall("capset", ctypes.byref(header), ctypes.byref(none))
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
    return "none, no new ones"
