"""The warm process itself: it imports, waits, and forks a child for each order.

It has one thread and stays that way, since a fork copies only the thread that forks: a lock that another one held
would never be released in the child. Every child is kept as a zombie until the owner has let go of it, so that its
number belongs to nobody else as long as somebody may send it a signal.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import errno
import gc
import importlib
import json
import multiprocessing.process
import os
import random
import select
import signal
import socket
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

_REPLY = struct.Struct("<i")
_MOST_FDS = 250  # the system's limit for one message is 253
_PATIENCE = 10.0  # seconds for the owner to say what it wants
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class _Order:
    target: str
    arguments: dict[str, Any]
    environment: dict[str, str] | None
    folder: str
    lasting: bool
    log: int | None
    fds: tuple[int, ...]


@dataclass
class _Forked:
    """A child, until it has ended and the owner has let go of it."""

    pid: int
    pidfd: int
    line: socket.socket
    lasting: bool
    ended: bool = False
    released: bool = False


def main() -> None:
    """Import, and serve until the owner has gone."""
    gc.disable()
    control, owner = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    control.set_inheritable(False)
    os.set_inheritable(owner, False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings = json.loads(sys.argv[3])
    reason = _warm_up(settings["modules"], settings["prepare"])
    # What is there now stays: left alone by the collector, its memory stays shared with all children.
    gc.collect()
    gc.freeze()
    try:
        control.send(json.dumps(reason).encode())
    except OSError:
        os._exit(0)
    order = None if reason else _Server(control, owner).serve()
    os._exit(bool(reason) if order is None else _run(order))


# jsonschema takes it, where it is installed, to check addresses, of which notebooks have none; compiling its grammar
# takes as long as importing PyTorch.
_LEFT_OUT = "rfc3987_syntax"


def _warm_up(modules: Sequence[str], prepare: str) -> str:
    """Import everything and return why no child can be forked; empty when all is well."""
    sys.modules.setdefault(_LEFT_OUT, None)  # type: ignore[arg-type]
    for name in modules:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:  # not every part of the course is installed everywhere
            continue
        except Exception:  # whoever imports it in a child sees the error
            traceback.print_exc(limit=0)
    _show_something()
    try:
        if prepare:
            _function(prepare)()
    except Exception as error:
        traceback.print_exc()
        return f"{prepare} failed: {type(error).__name__}: {error}"
    finally:
        if sys.modules[_LEFT_OUT] is None:
            del sys.modules[_LEFT_OUT]
    torch = sys.modules.get("torch")
    if torch and torch.cuda.is_initialized():
        return "a library used the GPU when it was imported"
    others = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    return f"a library started a thread when it was imported: {', '.join(others)}" if others else ""


def _show_something() -> None:
    """Show a table and a figure: what libraries load at their first use takes seconds, too."""
    with contextlib.suppress(Exception):
        if pandas := sys.modules.get("pandas"):
            pandas.DataFrame({"x": [1]})._repr_html_()
        if express := sys.modules.get("plotly.express"):
            express.scatter(x=[1], y=[1])._repr_mimebundle_()
            getattr(importlib.import_module("plotly.graph_objects"), "FigureWidget", None)


def _function(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


class _Server:
    """Forks on order, and tells the owner how each child ended."""

    def __init__(self, control: socket.socket, owner: int) -> None:
        self._control, self._owner = control, owner
        self._children: dict[int, _Forked] = {}  # by each of the two file descriptors that tell of it
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._poll.register(owner, select.POLLIN)

    def serve(self) -> _Order | None:
        """Serve; come back with the order in each child, and with None when the owner has gone."""
        while True:
            for fd, _ in self._poll.poll():
                if fd == self._control.fileno():
                    if order := self._accept():
                        return order
                elif fd in self._children:
                    self._notice(self._children[fd], fd)
                if fd == self._owner or self._control.fileno() < 0:
                    self._end()
                    return None

    def _accept(self) -> _Order | None:
        """Take an order and fork; return it in the child."""
        try:
            message, fds, _, _ = socket.recv_fds(self._control, 16, _MOST_FDS, socket.MSG_CMSG_CLOEXEC)
        except OSError:
            message, fds = b"", []
        if not message:
            self._control.close()
            return None
        line = socket.socket(fileno=fds[0])
        try:
            order = _read(line, fds[1:])
            if _hung_up(line):
                raise BrokenPipeError
            pid = os.fork()
            if not pid:
                return order
            self._keep(_Forked(pid, os.pidfd_open(pid), line, order.lasting))
        except (OSError, ValueError) as error:  # the system refuses, or the owner broke off in the middle
            _tell(line, -(getattr(error, "errno", None) or errno.EINVAL))
            line.close()
        for fd in fds[1:]:
            os.close(fd)
        return None

    def _keep(self, child: _Forked) -> None:
        self._children[child.pidfd] = self._children[child.line.fileno()] = child
        self._poll.register(child.pidfd, select.POLLIN)
        self._poll.register(child.line, 0)  # it tells when the owner has closed its end
        with contextlib.suppress(OSError):
            socket.send_fds(child.line, [_REPLY.pack(child.pid)], [child.pidfd])

    def _notice(self, child: _Forked, fd: int) -> None:
        """Take note that a child has ended, or that the owner has let go of it."""
        if fd == child.pidfd:
            found = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
            if found is None:
                return
            child.ended = True
            _tell(child.line, found.si_status if found.si_code == os.CLD_EXITED else -found.si_status)
        else:
            child.released = True
        self._poll.unregister(fd)
        del self._children[fd]
        if child.ended and child.released:
            os.waitpid(child.pid, 0)
            os.close(child.pidfd)
            child.line.close()

    def _end(self) -> None:
        for child in self._children.values():
            if not child.lasting:
                for kill in (os.kill, os.killpg):
                    with contextlib.suppress(OSError):
                        kill(child.pid, signal.SIGKILL)


def _read(line: socket.socket, fds: Sequence[int]) -> _Order:
    line.settimeout(_PATIENCE)
    data = b"".join(iter(lambda: line.recv(1 << 16), b""))
    line.settimeout(None)
    order = json.loads(data)
    logged = bool(order.pop("log"))
    return _Order(**order, log=fds[0] if logged else None, fds=tuple(fds[logged:]))


def _hung_up(line: socket.socket) -> bool:
    waiting = select.poll()
    waiting.register(line, 0)
    return bool(waiting.poll(0))


def _tell(line: socket.socket, number: int) -> None:
    with contextlib.suppress(OSError):
        line.send(_REPLY.pack(number))


def _run(order: _Order) -> int:
    """Be the child: become a process like any other, run the function and return its status."""
    try:
        _become(order)
        return int(_function(order.target)(order.arguments, list(order.fds)) or 0)
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else bool(end.code)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()


def _become(order: _Order) -> None:
    os.setsid()
    if not order.lasting:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != _PID:
            os._exit(1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _arrange_files(order)
    if order.environment is not None:
        os.environ.clear()
        os.environ.update(order.environment)
    os.chdir(order.folder)
    vars(multiprocessing.process)["ORIGINAL_DIR"] = order.folder  # where its own children look for modules
    sys.argv[:] = [""]
    sys.modules["__main__"] = ModuleType("__main__")
    if sys.version_info < (3, 14):
        asyncio.set_event_loop_policy(None)
    _reseed()
    gc.enable()


def _arrange_files(order: _Order) -> None:
    """Set the standard streams, and close everything else that was not given."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    for number in (1, 2):
        os.dup2(null if order.log is None else order.log, number)
    keep = {0, 1, 2, *order.fds}
    for fd in map(int, os.listdir("/proc/self/fd")):
        if fd not in keep:
            with contextlib.suppress(OSError):  # the one of the listing itself
                os.close(fd)


def _reseed() -> None:
    """Make every child's chance its own; otherwise all would draw the template's numbers."""
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if torch := sys.modules.get("torch"):
        torch.default_generator.seed()


_PID = os.getpid()
