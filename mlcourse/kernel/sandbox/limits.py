"""What one run may use, as the kernel's limits on processes."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass

_RESERVED = 4 << 30  # addresses that are only set aside: stacks and heaps of threads


@dataclass(frozen=True)
class Limits:
    """What one run may use.

    Parameters
    ----------
    memory : int
        Bytes for each process, beyond what it held when it entered the sandbox.
    processes : int
        Processes and threads, beside a thread per core for each numerical library.
    file_size, disk : int
        Bytes in one file, and in all writable folders together.
    open_files : int
        Open files of each process.
    cpu_seconds : int
        Seconds of computing for each process.
    """

    memory: int = 2 << 30
    processes: int = 64
    file_size: int = 256 << 20
    disk: int = 512 << 20
    open_files: int = 512
    cpu_seconds: int = 1800


def apply(limits: Limits, *, alone: bool) -> str:
    """Limit this process and those that it starts, for good.

    Parameters
    ----------
    limits : Limits
        The limits.
    alone : bool
        Whether this user's processes are counted for this run alone.

    Returns
    -------
    str
        What holds, for people; empty where there are no such limits.
    """
    if os.name != "posix":
        return ""
    import resource

    reserved, data = _held()
    threads = limits.processes + 4 * (os.cpu_count() or 1)
    counts = {
        "CORE": 0,
        "DATA": data + limits.memory,
        "AS": reserved + limits.memory + _RESERVED,
        "NPROC": threads if alone else threads + _tasks(os.getuid()),
        "FSIZE": limits.file_size,
        "NOFILE": limits.open_files,
        "CPU": limits.cpu_seconds,
        "MEMLOCK": 8 << 20,
        "MSGQUEUE": 1 << 20,
    }
    for name, count in counts.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is not None:
            with suppress(ValueError, OSError):
                hard = resource.getrlimit(number)[1]
                count = count if hard == resource.RLIM_INFINITY else min(count, hard)
                resource.setrlimit(number, (count, count))
    processes = f"{limits.processes} processes" if os.getuid() else "any number of processes, for root"
    return f"{limits.memory >> 20} MB, {processes}"


def end_first() -> None:
    """Let this process end, and not the grader, when the system's memory runs out; before any change of user."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")


def _held() -> tuple[int, int]:
    """Return how many bytes this process has reserved and how many of them are data."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = [int(number) for number in file.read().split()]
    except OSError:
        return 8 << 30, 4 << 30
    size = os.sysconf("SC_PAGE_SIZE")
    return pages[0] * size, pages[5] * size


def _tasks(user: int) -> int:
    """Count a user's processes and threads."""
    count = 0
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        with suppress(OSError):
            if name.isdigit() and os.stat(f"/proc/{name}").st_uid == user:
                count += len(os.listdir(f"/proc/{name}/task"))
    return count
