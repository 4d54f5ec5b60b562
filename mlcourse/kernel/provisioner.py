"""How Jupyter starts the course kernel: as a fork of the warm process where there is one, else as any kernel."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from mlcourse.kernel import warm
from mlcourse.kernel.imports import suits

_LAUNCH = ["-m", "ipykernel_launcher"]
_TARGET = "mlcourse.kernel.launch:kernel"
_UNDERSTOOD = {"cwd", "env", "kernel_id", "independent"}  # of what Popen would be given


class WarmProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Starts a kernel by forking this process's warm template, and plainly where none is ready.

    A kernel that it has started is like any other: a process of its own, in a session of its own, that ends with the
    server, not with the template.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; `cmd` is what would be run if it were started plainly."""
        child = await self._fork(cmd, kwargs)
        if child is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = _Process(child)
        self.pid = self.pgid = child.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def _fork(self, cmd: list[str], kwargs: dict[str, Any]) -> warm.Child | None:
        template = warm.shared()
        if template is None or not _can_fork(cmd, kwargs):
            return None
        try:
            return await asyncio.to_thread(_forked, template, cmd, kwargs)
        except (warm.TemplateError, OSError) as error:
            self.log.warning("The course kernel is started plainly: %s", error)
            return None


def _can_fork(cmd: list[str], kwargs: dict[str, Any]) -> bool:
    """Tell whether a fork is the same as what is asked for: this Python, IPython's kernel, nothing unusual."""
    return (
        cmd[:1] == [sys.executable]
        and cmd[1:3] == _LAUNCH
        and kwargs.keys() <= _UNDERSTOOD
        and not kwargs.get("independent")
        and suits(kwargs.get("env") or os.environ)
    )


def _forked(template: warm.Template, cmd: list[str], kwargs: dict[str, Any]) -> warm.Child:
    server = os.pidfd_open(os.getpid())
    try:
        return template.fork(
            _TARGET,
            {"argv": cmd[3:]},
            fds=[server],
            environment={**(kwargs.get("env") or os.environ), "JPY_PARENT_PID": str(os.getpid())},
            folder=str(kwargs.get("cwd") or Path.cwd()),
            log=_standard_error(),
            lasting=True,
        )
    finally:
        os.close(server)


def _standard_error() -> int | None:
    """Return where the server's errors go, and those of a kernel until it can send them to the notebook."""
    with contextlib.suppress(OSError):
        os.fstat(2)
        return 2
    return None


class _Process:
    """A forked kernel with as much of ``subprocess.Popen``'s manners as `LocalProvisioner` relies on."""

    stdin = stdout = stderr = None

    def __init__(self, child: warm.Child) -> None:
        self._child = child
        self.pid = child.pid
        self.poll = child.poll
        self.send_signal = child.signal
        self.kill = child.kill

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end, and let go of the process."""
        status = self._child.wait(timeout)
        if status is not None:
            self._child.close()
        return status

    def terminate(self) -> None:
        """Ask it to end."""
        from signal import SIGTERM

        self._child.signal(SIGTERM)
