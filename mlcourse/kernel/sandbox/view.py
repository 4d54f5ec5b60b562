"""A view of the file system with only what a run needs in it, made of mounts in a namespace of its own.

It is what Bubblewrap does; we do it ourselves because a warm process cannot be started by another program.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable

from mlcourse.kernel.sandbox import system
from mlcourse.kernel.sandbox.paths import DEVICES, Outline

HOME, WORK = "/home/learner", "/home/learner/work"
PRIVATE = {"home": HOME, "tmp": "/tmp", "shm": "/dev/shm", "var": "/var/tmp"}
_OLD, _STORE, _EMPTY = "/.old", "/.store", "/.empty"
_NO_SET_ID = system.MS_NOSUID | system.MS_NODEV
_BIND = system.MS_BIND | system.MS_REC


def build(outline: Outline, work: str, disk: int, owner: tuple[int, int], *, network: bool = False) -> str:
    """Make the view and enter it; this process must be alone in its mount namespace.

    Parameters
    ----------
    outline : Outline
        What to show and to hide.
    work : str
        The folder whose files are copied to ``WORK``.
    disk : int
        How many bytes all writable folders may hold together.
    owner : tuple of (int, int)
        The user and group that the writable folders belong to.
    network : bool
        Whether the system's own list of hosts is shown.

    Returns
    -------
    str
        What kind of ``/proc`` it has, for people.

    Raises
    ------
    OSError
        If the system refuses a step; nothing has changed then.
    """
    system.mount("", "/", flags=system.MS_REC | system.MS_PRIVATE)
    stage = "/tmp"
    system.mount("tmpfs", stage, "tmpfs", _NO_SET_ID, "size=1m,mode=755")
    try:
        os.mkdir(stage + _OLD)
        system.pivot_root(stage, stage + _OLD)
    except OSError:
        system.unmount(stage)
        raise
    try:
        os.chdir("/")
        processes = _furnish(outline, work, disk, owner, network)
    except OSError:
        os.chdir(_OLD)
        system.pivot_root(".", "." + stage)
        system.unmount(stage)
        raise
    system.unmount(_OLD)
    os.rmdir(_OLD)
    os.chdir(WORK)
    system.mount("", "/", flags=system.MS_BIND | system.MS_REMOUNT | system.MS_RDONLY | _NO_SET_ID)
    return processes


def _furnish(outline: Outline, work: str, disk: int, owner: tuple[int, int], network: bool) -> str:
    _touch(_EMPTY)
    _private(disk, owner)
    covers = [path for path, show in outline.steps if not (_show(path) if show else _hide(path))]
    _links(outline.links)
    _devices()
    _settings(owner, network)
    processes = _processes()
    _copy(_OLD + work, WORK, owner)
    for path in covers:
        system.mount("", path, flags=system.MS_BIND | system.MS_REMOUNT | system.MS_RDONLY | _NO_SET_ID)
    return processes


def _private(disk: int, owner: tuple[int, int]) -> None:
    """Mount the writable folders: all of one file system, so that they share one limit."""
    os.mkdir(_STORE)
    system.mount("tmpfs", _STORE, "tmpfs", _NO_SET_ID, f"size={disk},nr_inodes=100000,mode=755")
    for name, target in PRIVATE.items():
        source = f"{_STORE}/{name}"
        os.mkdir(source, 0o700)
        os.chown(source, *owner)
        os.makedirs(target, exist_ok=True)
        system.mount(source, target, flags=system.MS_BIND)
    system.unmount(_STORE)
    os.rmdir(_STORE)
    os.mkdir(WORK, 0o700)
    os.chown(WORK, *owner)


def _show(path: str) -> bool:
    source = _OLD + path
    if os.path.isdir(source):
        os.makedirs(path, exist_ok=True)
    else:
        _touch(path)
    system.mount(source, path, flags=_BIND)
    system.lock_mount(path)
    return True


def _hide(path: str) -> bool:
    """Cover something; whether it needs no more work (a folder is made read-only when all that it shows is in it)."""
    if os.path.isdir(path):
        system.mount("tmpfs", path, "tmpfs", _NO_SET_ID, "size=64k,mode=755")
        return False
    system.mount(_EMPTY, path, flags=system.MS_BIND)
    system.lock_mount(path)
    return True


def _links(links: Iterable[tuple[str, str]]) -> None:
    for path, real in links:
        if not os.path.lexists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.symlink(real, path)


def _devices() -> None:
    for path in DEVICES:
        if os.path.exists(_OLD + path):
            _touch(path)
            system.mount(_OLD + path, path, flags=system.MS_BIND)
    os.symlink("/proc/self/fd", "/dev/fd")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.symlink(f"/proc/self/fd/{number}", f"/dev/{name}")


def _settings(owner: tuple[int, int], network: bool) -> None:
    """Write the few settings that libraries look up, without the names of the system's users."""
    user, group = owner
    texts = {
        "passwd": f"root:x:0:0::/:/bin/false\nlearner:x:{user}:{group}::{HOME}:/bin/sh\n",
        "group": f"root:x:0:\nlearner:x:{group}:\n",
        "hosts": "127.0.0.1 localhost\n::1 localhost\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }
    os.makedirs("/etc", exist_ok=True)
    for name, text in texts.items():
        if not os.path.lexists(f"/etc/{name}"):
            with open(f"/etc/{name}", "w", encoding="utf-8") as file:
                file.write(text)


def _processes() -> str:
    """Mount ``/proc``: one of this process namespace, or the system's where that is refused, as in containers."""
    os.makedirs("/proc", exist_ok=True)
    try:
        system.mount("proc", "/proc", "proc", _NO_SET_ID | system.MS_NOEXEC)
    except OSError:
        system.mount(_OLD + "/proc", "/proc", flags=_BIND)
        return "the system's /proc"
    return "own /proc"


def _copy(source: str, target: str, owner: tuple[int, int]) -> None:
    """Copy regular files and folders; links and everything else stay behind."""
    with os.scandir(source) as entries:
        for entry in entries:
            place = f"{target}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                os.mkdir(place, 0o700)
                _copy(entry.path, place, owner)
            elif entry.is_file(follow_symlinks=False):
                shutil.copyfile(entry.path, place, follow_symlinks=False)
            else:
                continue
            os.chown(place, *owner)


def _touch(path: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o444))
