"""One run of a notebook: its two processes, its deadline, and what was found, kept as it comes."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from mlcourse.grading import memory
from mlcourse.grading.model import Flag, Limits
from mlcourse.grading.processes import Maker, Process
from mlcourse.grading.referee.job import Job, Verdict
from mlcourse.grading.stopping import LOOK, check

THREADS = 1  # for each run; many run at once
_LARGEST_FINDING = 64 << 20
_LOG = "referee.log"
_TOGETHER = 2  # times the memory of one process, for all of a run's processes
_MEMORY_EVERY = 0.5  # seconds


@dataclass
class Run:
    """What is known of a run: by index of the job's cell, what ran over there and how each check ended."""

    answers: dict[int, dict[str, Any]] = field(default_factory=dict)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    layers: dict[str, str] = field(default_factory=dict)


def run(
    job: Job,
    maker: Maker,
    *,
    files: Mapping[str, bytes],
    extras: Mapping[str, bytes],
    limits: Limits,
    policy: Mapping[str, Any] | None,
    progress: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> Run:
    """Run a notebook's cells and checks.

    Parameters
    ----------
    job : Job
        The code cells.
    maker : Maker
        Makes the processes.
    files, extras : mapping of str to bytes
        What lies in the working folder, by relative path: the learner's process sees both, the referee `extras` alone.
    limits : Limits
        What the run may use.
    policy : mapping or None
        Fields of the sandbox's policy but for ``work`` and ``limits``; None runs without a sandbox.
    progress : callable, optional
        Called with the name of each check when its first verdict comes.
    stop : threading.Event, optional
        Ends the run when it is set.

    Returns
    -------
    Run
        Everything that was found until the end, the time limit or a crash.

    Raises
    ------
    Stopped
        If `stop` was set before the end; the processes have ended then.
    """
    with tempfile.TemporaryDirectory(prefix="mlcourse-") as scratch, contextlib.ExitStack() as stack:
        Path(scratch).chmod(0o711)  # for the sandbox's own user, where it cannot have the folder mounted
        stack.callback(_make_removable, Path(scratch))
        session = stack.enter_context(_Session(job, maker, Path(scratch), limits, policy, progress, stop))
        _write(Path(scratch, "learner"), {**files, **extras})
        _write(Path(scratch, "referee"), extras)
        session.follow()
        return session.run


class _Session(contextlib.AbstractContextManager["_Session"]):
    def __init__(
        self,
        job: Job,
        maker: Maker,
        scratch: Path,
        limits: Limits,
        policy: Mapping[str, Any] | None,
        progress: Callable[[str], None] | None,
        stop: threading.Event | None,
    ) -> None:
        self.run = Run()
        self._job, self._maker, self._scratch = job, maker, scratch
        self._limits, self._policy = limits, policy
        self._progress, self._stop = progress, stop
        self._deadline = time.monotonic() + limits.total_seconds
        self._referee: Process | None = None
        self._learner: Process | None = None
        self._next_look = time.monotonic() + _MEMORY_EVERY
        self._ready: socket.socket | None = None  # the line to a learner's process that nobody has asked for yet

    def __exit__(self, *_: object) -> None:
        if self._ready:
            self._ready.close()
        for process in (self._referee, self._learner):
            _end(process, gently="processes" not in self.run.layers)

    def follow(self) -> None:
        """Start the referee and take in what it finds, until it is done or has to be stopped."""
        with _line() as (line, there):
            with (self._scratch / _LOG).open("wb") as log:
                self._referee = self._fork("mlcourse.grading.referee.main:run", "referee", there, log.fileno())
            self._ready = self._start_learner()  # while the referee gets ready
            there.close()
            connection = Connection(line.dup().detach())
            with contextlib.closing(connection), contextlib.suppress(EOFError, OSError):
                connection.send_bytes(json.dumps(asdict(self._job)).encode())
                while self._hears(connection):
                    finding = json.loads(connection.recv_bytes(_LARGEST_FINDING))
                    if "done" in finding:
                        return
                    self._take(finding, line)
                text = f"the run was stopped after {self._limits.total_seconds:g} s; what was checked until then counts"
                return self.run.flags.append(Flag("time", text))
        text = f"the grader itself broke off{self._last_words()}; what was checked until then counts"
        self.run.flags.append(Flag("grader", text))

    def _hears(self, connection: Connection) -> bool:
        """Wait for the next finding, unless somebody asks to stop; False when the time is up."""
        check(self._stop)
        while (left := self._deadline - time.monotonic()) > LOOK:
            if connection.poll(LOOK):
                return True
            check(self._stop)
            self._watch_memory()
        return connection.poll(max(0.0, left))

    def _watch_memory(self) -> None:
        """End the learner's process if those that it started take too much together; each has a limit of its own."""
        now, most = time.monotonic(), _TOGETHER * self._limits.memory
        if self._learner is None or now < self._next_look:
            return
        self._next_look = now + _MEMORY_EVERY
        if memory.of_tree(self._learner.pid) > most:
            text = f"its processes took more than {most / 2**30:.3g} GiB of memory together and were ended"
            self.run.flags.append(Flag("memory", text))
            _kill(self._learner, gently="processes" not in self.run.layers)

    def _last_words(self) -> str:
        lines = (self._scratch / _LOG).read_text(errors="replace").split("\n")
        said = [line for line in lines if line.strip()]
        return f" ({said[-1][:300]})" if said else ""

    def _take(self, finding: dict[str, Any], line: socket.socket) -> None:
        if "wants" in finding:
            self._new_learner(line)
        elif "cell" in finding:
            self.run.answers[finding["cell"]] = finding
        elif "check" in finding:
            is_first = finding["check"] not in self.run.verdicts
            self.run.verdicts[finding["check"]] = Verdict(**finding["verdict"])
            if is_first and self._progress:
                self._progress(self._job.cells[finding["check"]].name)
        elif "flag" in finding:
            self.run.flags.append(Flag(*finding["flag"]))
        elif "layers" in finding:
            self.run.layers = finding["layers"]

    def _new_learner(self, line: socket.socket) -> None:
        """Hand the referee the line to a new learner's process, in the place of the former one."""
        end, self._ready = self._ready or self._start_learner(), None
        with end:
            socket.send_fds(line, [b"L"], [end.fileno()])

    def _start_learner(self) -> socket.socket:
        _end(self._learner, gently="processes" not in self.run.layers)
        end, its = socket.socketpair()
        with its:
            self._learner = self._fork("mlcourse.grading.student.main:run", "learner", its)
        return end

    def _fork(self, target: str, folder: str, end: socket.socket, log: int | None = None) -> Process:
        limits = self._limits
        policy = self._policy and {
            **self._policy,
            "work": str(self._scratch / folder),
            "limits": {
                "memory": limits.memory,
                "processes": limits.processes,
                "file_size": limits.file_size,
                "disk": limits.disk,
                "open_files": limits.open_files,
                "cpu_seconds": int(limits.total_seconds) + 60,
            },
        }
        arguments = {"policy": policy, "threads": THREADS}
        return self._maker.fork(target, arguments, fds=[end.fileno()], log=log)


@contextlib.contextmanager
def _line() -> Iterator[tuple[socket.socket, socket.socket]]:
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def _end(process: Process | None, *, gently: bool = False) -> None:
    """End a process; gently where it has to see to the end of those that it started itself."""
    if process is not None:
        _kill(process, gently=gently)
        process.wait(10)
        process.close()


def _kill(process: Process, *, gently: bool) -> None:
    if gently:
        process.signal(signal.SIGTERM)
        process.wait(1)
    process.kill()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(mode=0o755)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _make_removable(folder: Path) -> None:
    """Give back the right to empty folders that the learner's code has locked."""
    for path in (folder, *folder.rglob("*")):
        with contextlib.suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
