"""The system calls that Python has no name for, as functions that raise ``OSError``; Linux on x86-64 and AArch64."""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import sys
from typing import Any

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 0x1, 0x2, 0x4, 0x8, 0x20
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000
MNT_DETACH = 2

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000

PR_SET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_DUMPABLE = 1, 3, 4
PR_CAPBSET_DROP, PR_SET_SECUREBITS, PR_CAP_AMBIENT = 24, 28, 47
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS = 36, 38, 39

# The calls whose numbers are the same everywhere, since they were added after the architectures' lists were joined.
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF, MOUNT_SETATTR = 444, 445, 446, 442
_NUMBERS = {  # of the calls that differ: x86-64, AArch64
    "pivot_root": (155, 41),
    "capset": (126, 91),
    "seccomp": (317, 277),
}
_MACHINES = ("x86_64", "aarch64")


def machine() -> int | None:
    """Return the place of this architecture in tables of numbers, or None where we do not know its calls."""
    name = platform.machine()
    known = sys.platform == "linux" and sys.maxsize > 2**32 and name in _MACHINES
    return _MACHINES.index(name) if known else None


@functools.cache
def libc() -> Any:
    """Return the C library, with errno kept."""
    found = ctypes.CDLL(None, use_errno=True)
    found.syscall.restype = ctypes.c_long
    found.mount.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p)
    found.prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    return found


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def syscall(number: int | str, *arguments: Any) -> int:
    """Make a system call, by its number or by the name of one in our table."""
    if isinstance(number, str):
        place = machine()
        if place is None:
            raise OSError(38, "unknown on this architecture", number)
        number = _NUMBERS[number][place]
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return _checked(libc().syscall(ctypes.c_long(number), *wide), f"system call {number}")


def unshare(flags: int) -> None:
    """Leave the namespaces named by the flags for new ones."""
    _checked(libc().unshare(flags), "unshare")


def prctl(option: int, value: int = 0, second: int = 0) -> int:
    """Change something about this process."""
    return _checked(libc().prctl(option, value, second, 0, 0), f"prctl {option}")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount a file system, or change a mount."""
    texts = [os.fsencode(text) if text else None for text in (source, target, kind, options)]
    _checked(libc().mount(texts[0], texts[1], texts[2], flags, texts[3]), target)


def unmount(target: str) -> None:
    """Take a mount and all below it out of this mount namespace."""
    _checked(libc().umount2(os.fsencode(target), MNT_DETACH), target)


def pivot_root(new: str, old: str) -> None:
    """Make a mount the root, and put the former root below it."""
    syscall("pivot_root", os.fsencode(new), os.fsencode(old))


class _MountAttributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "user_namespace")]


def lock_mount(target: str, *, devices: bool = False, programs: bool = True) -> None:
    """Make a mount and those below it read-only, without set-user-id programs and, unless asked for, devices."""
    flags = MS_RDONLY | MS_NOSUID | (0 if devices else MS_NODEV) | (0 if programs else MS_NOEXEC)
    attributes = _MountAttributes(set=flags)  # the values of MOUNT_ATTR_* are those of MS_* for these four
    recursive = 0x8000
    try:
        size = ctypes.sizeof(attributes)
        syscall(MOUNT_SETATTR, -100, os.fsencode(target), recursive, ctypes.byref(attributes), size)
    except OSError:  # before Linux 5.12
        kept = os.statvfs(target).f_flag & 0x400F  # a namespace may not take away what its owner's mounts had
        mount("", target, flags=MS_BIND | MS_REMOUNT | (kept & 0xF) | flags)


def close_all_but(keep: tuple[int, ...]) -> None:
    """Close every file descriptor but the standard ones and those to keep."""
    lowest = 3
    for number in sorted({one for one in keep if one >= lowest}):
        os.closerange(lowest, number)
        lowest = number + 1
    os.closerange(lowest, 1 << 20)
