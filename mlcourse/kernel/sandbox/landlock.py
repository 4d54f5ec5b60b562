"""Landlock: rules on files, TCP, signals and abstract sockets that a process lays upon itself, without privileges."""

from __future__ import annotations

import ctypes
import functools
import os
import stat
from collections.abc import Iterable

from mlcourse.kernel.sandbox import system

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_BIND_TCP, _CONNECT_TCP = 1 << 0, 1 << 1
_SCOPE_ABSTRACT_UNIX, _SCOPE_SIGNAL = 1 << 0, 1 << 1
_FILES_SINCE = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}  # by version
_TCP_SINCE, _SCOPES_SINCE = 4, 6

NAMES = _READ_DIR
READ = _EXECUTE | _READ_FILE | _READ_DIR
DEVICE = _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV
WRITE = (1 << 16) - 1 & ~(_MAKE_CHAR | _MAKE_BLOCK | _IOCTL_DEV)
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV


class _Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scopes")]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


@functools.cache
def version() -> int:
    """Return the version of Landlock that this kernel has, 0 for none."""
    try:
        return system.syscall(system.LANDLOCK_CREATE_RULESET, None, 0, 1)
    except OSError:
        return 0


def guards_tcp() -> bool:
    """Whether TCP can be held back."""
    return version() >= _TCP_SINCE


def scopes_signals() -> bool:
    """Whether signals to processes outside can be held back."""
    return version() >= _SCOPES_SINCE


def restrict(rules: Iterable[tuple[str, int]], *, tcp: bool) -> str:
    """Restrict this process and those that it starts, for good.

    Parameters
    ----------
    rules : iterable of (str, int)
        A path and what is allowed there and below, of ``NAMES``, ``READ``, ``DEVICE`` and ``WRITE``. Paths that are
        not there are left out.
    tcp : bool
        Whether TCP is forbidden.

    Returns
    -------
    str
        What holds, for people.

    Raises
    ------
    OSError
        If this kernel has no Landlock or refuses a rule.
    """
    found = version()
    if not found:
        raise OSError(38, "this kernel has no Landlock")
    files = max(rights for since, rights in _FILES_SINCE.items() if since <= found)
    network = _BIND_TCP | _CONNECT_TCP if tcp and found >= _TCP_SINCE else 0
    scopes = _SCOPE_ABSTRACT_UNIX | _SCOPE_SIGNAL if found >= _SCOPES_SINCE else 0
    ruleset = _create(_Ruleset(files, network, scopes), found)
    try:
        for path, rights in rules:
            _allow(ruleset, path, rights & files)
        system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
        system.syscall(system.LANDLOCK_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
    return f"Landlock {found}"


def _create(ruleset: _Ruleset, found: int) -> int:
    fields = 1 if found < _TCP_SINCE else 2 if found < _SCOPES_SINCE else 3
    return system.syscall(system.LANDLOCK_CREATE_RULESET, ctypes.byref(ruleset), 8 * fields, 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not there, or not for this user
        return
    try:
        if not stat.S_ISDIR(os.fstat(folder).st_mode):
            rights &= _ON_FILES
        rule = _PathBeneath(rights, folder)
        system.syscall(system.LANDLOCK_ADD_RULE, ruleset, 1, ctypes.byref(rule), 0)
    finally:
        os.close(folder)
