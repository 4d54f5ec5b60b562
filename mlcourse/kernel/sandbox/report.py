"""The sandbox in words: what holds on this computer, what does not, and how to get it."""

from __future__ import annotations

import os
import sys

from mlcourse.kernel.sandbox import landlock
from mlcourse.kernel.sandbox.probe import available

_SWITCHES = (  # what turns user namespaces off, the value that does so, and the command that turns them on
    ("/proc/sys/kernel/unprivileged_userns_clone", "0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
    ("/proc/sys/user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=15000"),
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
    ),
)
_CONTAINERS = ("/.dockerenv", "/run/.containerenv")
_ELSEWHERE = (
    "Only Linux can shut student code away from the files of this computer. Grade on Linux (a virtual machine, a "
    "container, or WSL 2 on Windows), or with --sandbox=preferred if you trust every submission"
)


def refusal() -> str:
    """Say why student code must not run on this computer, and what to do; empty where its files can be guarded."""
    if "file system" in available():
        return ""
    if sys.platform != "linux":
        return _ELSEWHERE
    return (
        "This system gives no way to shut student code away from the files of this computer: "
        f"{_missing_landlock()}, and namespaces are not allowed. {_remedy()}"
    )


def describe() -> tuple[bool, str, str]:
    """Describe the sandbox for ``mlcourse doctor``.

    Returns
    -------
    tuple of (bool, str, str)
        Whether nothing needs mending, what holds, and what mends the rest.
    """
    if sys.platform != "linux":
        return True, "limits only: grading what others wrote needs Linux", ""
    found = available()
    if "file system" not in found:
        return False, "none for files", refusal()
    words = "; ".join(f"{name}: {found[name]}" for name in ("file system", "network", "processes") if name in found)
    missing = [name for name in ("network", "processes") if name not in found]
    return True, words + "".join(f"; {name}: not guarded" for name in missing), ""


def _missing_landlock() -> str:
    if landlock.version():
        return "the kernel has Landlock, but refuses its rules"
    return f"the kernel (Linux {os.uname().release}) has no Landlock or it is switched off"


def _remedy() -> str:
    commands = [command for path, off, command in _SWITCHES if _read(path) == off]
    if commands:
        return f"Allow namespaces with `{' && '.join(commands)}`, or use Linux 5.13 or later with Landlock"
    if any(map(os.path.exists, _CONTAINERS)):
        return (
            "This is a container: run it on a host with Linux 5.13 or later and Landlock, or allow it namespaces "
            "(Docker: --security-opt seccomp=unconfined --security-opt apparmor=unconfined)"
        )
    return "Use Linux 5.13 or later, and start it with Landlock (the boot option `lsm=landlock,...`)"


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""
