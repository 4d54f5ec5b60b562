"""The outer process of a run: it waits for the inner one, hands interrupts on, and leaves nothing behind."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import NoReturn

from mlcourse.kernel.sandbox import system

_HEARD = {signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP} if hasattr(signal, "SIGCHLD") else set()


def split() -> int:
    """Fork, and return in the inner process alone; the outer one keeps watch and ends with the inner one's status.

    Returns
    -------
    int
        A file descriptor for :func:`tie`.
    """
    former = signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
    inner, outer = os.pipe()
    with suppress(OSError):
        system.prctl(system.PR_SET_CHILD_SUBREAPER, 1)
    child = os.fork()
    if child == 0:
        os.close(outer)
        signal.pthread_sigmask(signal.SIG_SETMASK, former)
        return inner
    with suppress(BaseException):
        system.close_all_but((outer,))
        system.prctl(system.PR_SET_DUMPABLE, 0)
        _end_with(_watch(child))
    os._exit(1)


def tie(inner: int) -> None:
    """End this process when the outer one ends, however that comes; call it after the last change of user."""
    system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)
    gone, _, _ = select.select([inner], [], [], 0)  # it may have ended before we asked
    if gone:
        os._exit(1)
    os.close(inner)


def _watch(child: int) -> int:
    """Wait for the inner process and end what it leaves; returns its status."""
    while True:
        heard = signal.sigwait(_HEARD)
        if heard == signal.SIGINT:
            os.kill(child, signal.SIGINT)
        elif heard != signal.SIGCHLD:
            os.kill(child, signal.SIGKILL)
        for process, status in _ended():
            if process == child:
                _end_rest()
                return status


def _ended() -> Iterator[tuple[int, int]]:
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found


def _end_rest() -> None:
    """End what the inner process left behind; where it had a process namespace, the kernel has done so already."""
    while processes := descendants(os.getpid()):
        for process in processes:
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
        if not list(_ended()):
            time.sleep(0.001)


def descendants(process: int) -> list[int]:
    """List the processes that a process has started, and those that these have started."""
    found: list[int] = []
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{thread}/children", encoding="ascii") as file:
                found += map(int, file.read().split())
    return found + [below for child in found for below in descendants(child)]


def _end_with(status: int) -> NoReturn:
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        os._exit(code)
    with suppress(OSError, ValueError):
        signal.signal(-code, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.kill(os.getpid(), -code)
    os._exit(128 - code)
