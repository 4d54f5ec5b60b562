"""What runs in a child of the warm template that is to be a learner's kernel."""

from __future__ import annotations

import atexit
import importlib.util
import os
import select
import sys
import threading
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from ipykernel.kernelapp import IPKernelApp

_USUAL = frozenset(sys.modules)  # what a kernel that is started plainly has loaded, more or less


class _Guard(threading.Thread):
    """Ends this process when the one that owns it has gone, as ipykernel does when its parent has."""

    def __init__(self, owner: int) -> None:
        super().__init__(name="owner", daemon=True)
        self._owner = owner

    def run(self) -> None:
        gone = select.poll()
        gone.register(self._owner, select.POLLIN)
        gone.poll()
        os._exit(1)


def kernel(arguments: Mapping[str, Any], fds: Sequence[int]) -> int:
    """Run a kernel until it is shut down.

    Parameters
    ----------
    arguments : mapping
        ``argv``: the command line after ``python -m ipykernel_launcher``.
    fds : sequence of int
        One: a file descriptor of the server's process, which tells when it has gone.
    """
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv[:] = [str(launcher and launcher.origin), *arguments["argv"]]
    app = IPKernelApp.instance(parent_handle=1)  # "never goes away": its parent is the template, whose end is no matter
    app.initialize(sys.argv[1:])
    app.poller = _Guard(fds[0])
    _tell_libraries(app)
    _let_debugger_show_libraries(app)
    app.start()
    # As the interpreter does at its end, which a forked process does not come to.
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    return 0


def _tell_libraries(app: IPKernelApp) -> None:
    """Let libraries know that they are in a notebook, which they look for when they are imported: in the template."""
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
    if widgets := sys.modules.get("ipywidgets"):
        widgets.load_ipython_extension(app.shell)
    if renderers := sys.modules.get("plotly.io._renderers"):
        renderers.renderers.default = _afresh(renderers).renderers.default


def _afresh(module: ModuleType) -> Any:
    """Return a copy of a module as it would be if it were imported now."""
    spec = module.__spec__
    assert spec is not None
    assert spec.loader is not None
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def _let_debugger_show_libraries(app: IPKernelApp) -> None:
    """Let the debugger hide the kernel's own modules alone, not all that were loaded before the kernel started."""
    if debugger := getattr(app.kernel, "debugger", None):
        usual = [getattr(sys.modules.get(name), "__file__", None) for name in _USUAL]
        debugger.kernel_modules = [path for path in usual if path]
