"""Warm processes: one that has imported everything, and its forks, which are ready in hundredths of a second.

Importing PyTorch and its like takes seconds; a fork of a process that has done it takes 15 ms. So a `Template` is a
process that imports, touches no thread pool and no GPU, and then forks a child for each request. This is the side
of the process that asks; `mlcourse.kernel.template` is the process itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import select
import signal as signals
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mlcourse.kernel.imports import MODULES, environment_at_import, packages

SWITCH = "MLCOURSE_WARM"
_LEAST_MEMORY = 4 << 30
_IMPORTING = 120.0  # seconds until a template that is still importing is given up
_PATIENCE = 10.0  # seconds for it to answer, which takes hundredths
# As with `python -P`, no module in the current folder shadows another; but IPython takes that flag to mean that no
# kernel shall import from the folder of its notebook either.
_PROGRAM = "import sys; sys.path[:] = filter(None, sys.path); from mlcourse.kernel.template import main; main()"
# PyTorch asks the driver's management library whether there is a GPU, and leaves the GPU to the children.
_NO_GPU_YET = {"PYTORCH_NVML_BASED_CUDA_CHECK": "1"}
_REPLY = struct.Struct("<i")
_UNKNOWN = 1  # the status of a child whose template has gone, so that nobody knows it


class TemplateError(Exception):
    """A template cannot fork; the message says why."""


class Child:
    """A process that a template forked: the leader of a session and process group of its own.

    Parameters
    ----------
    pid : int
        Its process id. It stays its own until `close`, even after its end, so that no signal hits another process.
    pidfd : int
        Its file descriptor, which becomes readable when it ends.
    line : socket
        Where the template tells how it ended.
    """

    def __init__(self, pid: int, pidfd: int, line: socket.socket) -> None:
        self.pid = pid
        self._pidfd = pidfd
        self._line = line
        self._status: int | None = None
        self._finalizer = weakref.finalize(self, _close, pidfd, line)

    def __repr__(self) -> str:
        return f"<Child {self.pid}>"

    def fileno(self) -> int:
        """Return the file descriptor that becomes readable when the process has ended."""
        return self._pidfd

    def poll(self) -> int | None:
        """Return the exit status, negative for a signal; None while the process runs."""
        return self.wait(0)

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait for the end of the process.

        Parameters
        ----------
        seconds : float, optional
            How long to wait; without it, as long as it takes.

        Returns
        -------
        int or None
            The exit status; the negative number of the signal that ended it; None when it still runs.
            It is 1 where the template ended before, so that nobody knows.
        """
        if self._status is None and _readable(self._pidfd, seconds):
            self._status = self._told()
        return self._status

    def _told(self) -> int:
        with contextlib.suppress(OSError):
            data = self._line.recv(_REPLY.size)
            if len(data) == _REPLY.size:
                return int(_REPLY.unpack(data)[0])
        return _UNKNOWN

    def signal(self, number: int) -> None:
        """Send a signal to the process and those that it started in its process group."""
        try:
            os.killpg(self.pid, number)
        except OSError:  # so young that it has no group yet
            with contextlib.suppress(ProcessLookupError):
                signals.pidfd_send_signal(self._pidfd, number)

    def kill(self) -> None:
        """End the process and its process group at once."""
        with contextlib.suppress(ProcessLookupError):
            signals.pidfd_send_signal(self._pidfd, signals.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signals.SIGKILL)

    def close(self) -> None:
        """Let go of the process, which goes on if it still runs; nothing else may be asked of it then."""
        self._finalizer()


class Template:
    """One warm process, which ends with the process that made it, however that ends.

    It starts at once and imports in the background; `fork` waits until it is ready. Any thread may use it.

    Parameters
    ----------
    modules : sequence of str
        What it imports; missing ones are skipped.
    prepare : str
        ``"package.module:function"``, called once after the imports. It must start no thread.
    environment : mapping of str to str, optional
        Variables beside those that it takes over from this process: only what libraries read when they are imported
        and a few such as ``PATH``; no token or password ever gets into its memory.

    Raises
    ------
    TemplateError
        If the process cannot be started.

    Examples
    --------
    >>> template = Template(modules=["json"])  # doctest: +SKIP
    >>> child = template.fork("mlcourse.kernel.launch:kernel", {"arguments": []})  # doctest: +SKIP
    """

    def __init__(
        self, *, modules: Sequence[str] = MODULES, prepare: str = "", environment: Mapping[str, str] | None = None
    ) -> None:
        settings = json.dumps({"modules": list(modules), "prepare": prepare})
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the template
        try:
            self._control, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with its, _own_pidfd() as owner:
                fds = its.fileno(), owner
                self._process = subprocess.Popen(
                    [sys.executable, "-c", _PROGRAM, *map(str, fds), settings],
                    stdin=subprocess.DEVNULL,
                    stdout=self._log,
                    stderr=self._log,
                    cwd="/",
                    env={**environment_at_import(os.environ), **_NO_GPU_YET, **(environment or {})},
                    pass_fds=fds,
                    start_new_session=True,
                )
        except (OSError, AttributeError) as error:
            self._log.close()
            raise TemplateError(f"a process could not be started: {error}") from error
        self.pid = self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs, ready or not."""
        return self._process.poll() is None

    @property
    def ready(self) -> bool:
        """Whether it can fork now."""
        try:
            self.wait(0)
        except (TemplateError, TimeoutError):
            return False
        return self.alive

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it can fork.

        Raises
        ------
        TemplateError
            With the reason, if it never will.
        TimeoutError
            If it takes longer than the seconds given.
        """
        # The message stays where it is, so that any thread can look at it at any time.
        try:
            if not _readable(self._control.fileno(), seconds):
                raise TimeoutError(f"the warm process was not ready after {seconds:g} s")
            reason = self._control.recv(1 << 16, socket.MSG_PEEK)
        except (OSError, ValueError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise TemplateError("the warm process was closed") from error
        if not reason:
            raise TemplateError(f"the warm process ended while it imported. {self._last_words()}".strip())
        if problem := json.loads(reason):
            raise TemplateError(problem)

    def _last_words(self) -> str:
        with contextlib.suppress(OSError, ValueError):
            data = os.pread(self._log.fileno(), 1 << 20, 0)
            return next((line for line in reversed(data.decode(errors="replace").splitlines()) if line.strip()), "")
        return ""

    def fork(
        self,
        target: str,
        arguments: Mapping[str, Any],
        *,
        fds: Sequence[int] = (),
        environment: Mapping[str, str] | None = None,
        folder: str = "/",
        log: int | None = None,
        lasting: bool = False,
    ) -> Child:
        """Fork a child that runs a function.

        The child leads a session of its own, has no open file but those given, and fresh random states. It exits with
        what the function returns, or with 1 and a traceback on its standard error.

        Parameters
        ----------
        target : str
            ``"package.module:function"``, called as ``function(arguments, fds)``.
        arguments : mapping
            Plain data, as JSON takes it.
        fds : sequence of int
            Open files to pass on; the child gets their numbers there, in this order.
        environment : mapping of str to str, optional
            The child's whole environment; without it, the template's.
        folder : str
            Its working directory.
        log : int, optional
            Where its standard output and error go; without it, nowhere.
        lasting : bool
            Whether it goes on when the template ends.

        Returns
        -------
        Child
            The process, which may still be getting ready.

        Raises
        ------
        TemplateError
            If the template is broken or gone, or the system refuses another process.
        """
        try:
            self.wait(_IMPORTING)
        except TimeoutError as error:
            raise TemplateError(str(error)) from error
        order = json.dumps(
            {
                "target": target,
                "arguments": arguments,
                "environment": None if environment is None else dict(environment),
                "folder": folder,
                "log": log is not None,
                "lasting": lasting,
            }
        )
        handles = [*([] if log is None else [log]), *fds]
        line, its = socket.socketpair()
        try:
            with its:
                socket.send_fds(self._control, [b"fork"], [its.fileno(), *handles])
            return _child(line, order.encode())
        except OSError as error:
            line.close()
            if isinstance(error, _RefusedError):
                raise TemplateError(f"the system refuses another process: {error.strerror}") from error
            raise TemplateError(f"the warm process has gone. {self._last_words()}".strip()) from error

    def close(self) -> None:
        """End the template and those of its children that are not lasting."""
        if not self.ready:  # it would not look up from its imports
            self._process.kill()
        self._control.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


class _RefusedError(OSError):
    """The template could not fork."""


def _child(line: socket.socket, order: bytes) -> Child:
    """Tell the template what to do, and take over the child that it forks."""
    line.settimeout(_PATIENCE)
    line.sendall(order)
    line.shutdown(socket.SHUT_WR)
    reply, pidfds, _, _ = socket.recv_fds(line, _REPLY.size, 1, socket.MSG_CMSG_CLOEXEC)
    if not reply:
        raise ConnectionError
    (number,) = _REPLY.unpack(reply)
    if number < 0:
        raise _RefusedError(-number, os.strerror(-number))
    return Child(number, pidfds[0], line)


class _Shared:
    """The template of this process for learners' kernels, made again when it has died or packages changed."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self.broken = ""
        self._start()

    def _start(self) -> None:
        self._packages = packages()
        try:
            self._template: Template | None = Template()
            self.broken = ""
        except TemplateError as error:
            self._template, self.broken = None, str(error)

    def get(self) -> Template | None:
        with self._lock:
            if self._owner != os.getpid():  # a fork of the server has no part in its template
                return None
            if packages() != self._packages:
                self._restart()
            template = self._template
            if template is None:
                return None
            if template.ready:
                return template
            if not template.alive:
                self._replace(template)
            return None

    def _replace(self, dead: Template) -> None:
        try:
            dead.wait(0)
        except (TemplateError, TimeoutError) as error:
            # One that never got ready would not the next time either, until packages change.
            dead.close()
            self._template, self.broken = None, str(error)
        else:
            self._restart()

    def _restart(self) -> None:
        if self._template is not None:
            self._template.close()
        self._start()

    def close(self) -> None:
        with self._lock:
            if self._template is not None and self._owner == os.getpid():
                self._template.close()
            self._template = None


_shared: _Shared | None = None


def start() -> None:
    """Start this process's template for learners' kernels; it imports in the background, nothing waits for it."""
    global _shared
    if _shared is None and not why_not():
        _shared = _Shared()


def stop() -> None:
    """End this process's template; running kernels go on."""
    global _shared
    former, _shared = _shared, None
    if former is not None:
        former.close()


def shared() -> Template | None:
    """Return this process's template for learners' kernels, if it was started and is ready.

    One that died is started again, and so is one whose packages have changed since; until that is ready, there is none.
    """
    return _shared.get() if _shared is not None else None


def why_not() -> str:
    """Return why kernels cannot be forked here, as a sentence; empty where they can."""
    if os.environ.get(SWITCH, "") == "0":
        return f"{SWITCH}=0 switches warm kernels off."
    if not hasattr(os, "fork"):
        return f"{platform.system()} cannot fork processes."
    if sys.platform == "darwin":
        return "On macOS a process cannot be forked once PyTorch with Metal is loaded."
    if not _has_pidfd():
        return "This system has no file descriptors for processes; Linux 5.3 or later has."
    memory = _memory()
    if memory < _LEAST_MEMORY:
        return f"A warm process wants a machine with at least 4 GiB of memory; this one has {memory / 2**30:.1f} GiB."
    if _shared is not None and _shared.broken:
        return f"The warm process does not work: {_shared.broken}"
    return ""


def _has_pidfd() -> bool:
    try:
        with _own_pidfd():
            return True
    except (OSError, AttributeError):
        return False


@contextlib.contextmanager
def _own_pidfd() -> Iterator[int]:
    fd = os.pidfd_open(os.getpid())
    try:
        yield fd
    finally:
        os.close(fd)


def _memory() -> float:
    """Return the bytes of memory of the machine or of the container that we are in."""
    limits = [float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))]
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):  # "max" means none
            limits.append(float(Path(path).read_text()))
    return min(limits)


def _readable(fd: int, seconds: float | None) -> bool:
    waiting = select.poll()
    waiting.register(fd, select.POLLIN)
    return bool(waiting.poll(None if seconds is None else max(0, seconds) * 1000))


def _close(pidfd: int, line: socket.socket) -> None:
    os.close(pidfd)
    line.close()
