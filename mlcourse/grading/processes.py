"""Making the processes of a run: forked from a warm template, or started plainly where there can be none."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from mlcourse.grading.stopping import LOOK, check

_MODULES = ("mlcourse.grading.remote", "mlcourse.grading.referee.referee", "mlcourse.grading.student.shell")
WARM_FOR = 600.0  # seconds that an unused template is kept
_IMPORTING = 120.0  # seconds until a template that still imports is left to say so itself
_PR_SET_PDEATHSIG = 1
_SINGLE_THREADED = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Process(Protocol):
    """A process of a run."""

    @property
    def pid(self) -> int:
        """Its number, as this process sees it."""

    def signal(self, number: int) -> None:
        """Send it a signal."""

    def kill(self) -> None:
        """End it at once."""

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait for its end and return its status."""

    def close(self) -> None:
        """Let go of it."""


class Maker(Protocol):
    """Makes processes that run a function of the course."""

    def fork(
        self, target: str, arguments: Mapping[str, Any], *, fds: Sequence[int] = (), log: int | None = None
    ) -> Process:
        """Run ``package.module:function`` as ``function(arguments, fds)`` in a process of its own."""


class Plain:
    """Starts every process from nothing, which takes seconds: for systems where no warm process can be forked."""

    def fork(
        self, target: str, arguments: Mapping[str, Any], *, fds: Sequence[int] = (), log: int | None = None
    ) -> Process:
        """Start an interpreter of its own for the function."""
        words = [sys.executable, "-P", "-m", "mlcourse.grading.processes", str(os.getpid()), target]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            [*words, json.dumps(arguments), *map(str, fds)],
            pass_fds=fds,
            stdin=quiet,
            stdout=quiet,
            stderr=quiet if log is None else log,
            start_new_session=True,
            env={**os.environ, **_SINGLE_THREADED},
        )
        return _Started(process)


class _Started:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def wait(self, seconds: float | None = None) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def close(self) -> None:
        self._process.wait()


class _Warm:
    """The warm template of this process: made at the first use, let go of when nobody has used it for a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._template: Any = None
        self._users = 0
        self._end: threading.Timer | None = None

    @contextlib.contextmanager
    def use(self) -> Iterator[Maker]:
        with self._lock:
            self._users += 1
            if self._end:
                self._end.cancel()
            maker = self._maker()
        try:
            yield maker
        finally:
            with self._lock:
                self._users -= 1
                if not self._users and self._template is not None:
                    self._end = threading.Timer(WARM_FOR, self.close)
                    self._end.daemon = True
                    self._end.start()

    def _maker(self) -> Maker:
        from mlcourse.kernel import imports, warm

        if warm.why_not():
            return Plain()
        if self._template is None or not self._template.alive:
            self._template = warm.Template(
                modules=(*imports.MODULES, *_MODULES), prepare=f"{__name__}:prepare", environment=_SINGLE_THREADED
            )
        maker: Maker = self._template
        return maker

    def is_warm(self) -> bool:
        template = self._template
        return template is not None and template.alive

    def close(self) -> None:
        with self._lock:
            if self._template is not None and not self._users:
                self._template.close()
                self._template = None


_warm = _Warm()
maker = _warm.use
close = _warm.close
is_warm = _warm.is_warm


def wait(maker: Maker, stop: threading.Event | None = None) -> None:
    """Wait until processes can be made, which takes seconds while a template imports.

    Raises
    ------
    Stopped
        If `stop` is set meanwhile.
    TemplateError
        If the template is broken.
    """
    from mlcourse.kernel.warm import Template

    if isinstance(maker, Template):
        latest = time.monotonic() + _IMPORTING
        while time.monotonic() < latest:
            check(stop)
            with contextlib.suppress(TimeoutError):
                return maker.wait(LOOK)


def warm_up(stop: threading.Event | None = None) -> None:
    """Make the warm template ready for a run that will come, or keep the one that is there for another while.

    Raises
    ------
    Stopped
        If `stop` is set meanwhile.
    TemplateError
        If the template is broken.
    """
    with maker() as found:
        wait(found, stop)


def prepare() -> None:
    """Do in the warm template what every run would have to do again."""
    from mlcourse.grading.student import shell
    from mlcourse.kernel import large_pages, sandbox

    sandbox.prepare()
    shell.make()
    large_pages.gather()


def enter_sandbox(policy: Mapping[str, Any] | None, keep: Sequence[int]) -> dict[str, str]:
    """Shut this process into the sandbox; no policy means none. Returns the layers that hold, by name."""
    if policy is None:
        return {}
    from mlcourse.kernel.sandbox import Limits, Policy, enter

    return enter(Policy(**{**policy, "limits": Limits(**policy["limits"])}), keep)


def _end_with(maker: int) -> None:
    """End this process, and what it starts, when the one that made it has ended, however that came."""
    if sys.platform == "linux":
        # A thread would keep the sandbox from making its namespaces.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != maker:
            os._exit(1)
        return

    def watch() -> None:
        while os.getppid() == maker:
            time.sleep(1)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, name="mlcourse-end", daemon=True).start()


def _main(maker: str, target: str, arguments: str, *fds: str) -> int:
    _end_with(int(maker))
    module, _, function = target.partition(":")
    status: int = getattr(importlib.import_module(module), function)(json.loads(arguments), [int(fd) for fd in fds])
    return status


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
