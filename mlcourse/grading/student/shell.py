"""An IPython shell without a kernel around it: it runs a cell and hands back its outputs as nbformat's plain data."""

from __future__ import annotations

import builtins
import codecs
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from mlcourse.grading.alarm import stopped_after

_INLINE = "module://matplotlib_inline.backend_inline"
_ERROR = 10_000  # characters that are kept for the error that ends a cell, however much it has printed
_CUT = "\n[… what follows was cut: the cell printed more than {limit} characters]\n"


class CellTooLong(BaseException):
    """A cell took longer than it may; no ``except Exception`` of the learner's catches it."""


class Outputs:
    """What one cell puts out, in nbformat's terms and within a limit of characters."""

    def __init__(self, limit: int) -> None:
        self.items: list[dict[str, Any]] = []
        self._limit = limit
        self._left = limit
        self._for_error = min(limit, _ERROR)

    def write(self, name: str, text: str) -> None:
        """Add text on a stream; neighbours on the same stream become one output."""
        text = self._within(text)
        last = self.items[-1] if self.items else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["text"] += text
        elif text:
            self.items.append({"output_type": "stream", "name": name, "text": text})

    def add(self, output: dict[str, Any]) -> None:
        """Add any other output, unless it would be too large."""
        size = len(repr(output))
        is_error = output.get("output_type") == "error"
        if is_error and size <= self._for_error:
            self._for_error = 0
            self.items.append(output)
        elif size > self._left:
            self.write("stdout", f"[an output of {size} characters was left out]\n")
        else:
            self._left -= size
            self.items.append(output)

    def _within(self, text: str) -> str:
        if self._left <= 0:
            return ""
        kept, self._left = text[: self._left], self._left - len(text)
        return kept if self._left >= 0 else kept + _CUT.format(limit=self._limit)


class _Stream(io.TextIOBase):
    """What stands in for ``sys.stdout`` or ``sys.stderr`` while cells run."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, shell: Shell, name: str) -> None:
        self._shell, self.name = shell, name

    def write(self, text: str) -> int:
        self._shell.outputs.write(self.name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False


class _Publisher(DisplayPublisher):
    """Where ``display`` goes."""

    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:
        output = {"output_type": "display_data", "data": dict(data), "metadata": dict(metadata or {})}
        self.shell.outputs.add(output)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.items.clear()


class _Hook(DisplayHook):
    """Where the value of a cell's last expression goes."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        output = {
            "output_type": "execute_result",
            "execution_count": self.prompt_count,
            "data": dict(format_dict),
            "metadata": dict(md_dict or {}),
        }
        self.shell.outputs.add(output)

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """IPython's shell with the outputs of its cells kept."""

    outputs: Outputs

    def __init__(self, **settings: Any) -> None:
        self.outputs = Outputs(0)
        super().__init__(display_pub_class=_Publisher, displayhook_class=_Hook, **settings)

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        """Keep no second copy of what is printed, as IPython does for its history: that one has no limit."""
        yield

    def system(self, cmd: str) -> None:
        """Run ``!command``; IPython would do it in a terminal, which a sandbox does not have."""
        process = subprocess.Popen(
            self.var_expand(cmd, depth=1),
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        with process:
            assert isinstance(process.stdout, io.BufferedReader)
            try:
                while data := process.stdout.read1(1 << 16):
                    sys.stdout.write(decoder.decode(data))
            except BaseException:
                process.kill()
                raise
        self.user_ns["_exit_code"] = process.returncode

    def enable_gui(self, gui: Any = None) -> None:
        """Answer ``%matplotlib`` and ``%gui``: no window is opened here."""

    def ask_exit(self) -> None:
        """Answer ``exit`` and ``quit``, which end nothing here."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        lines = "\n".join(stb if isinstance(stb, list) else [str(stb)]).splitlines()
        name = "TimeoutError" if etype is CellTooLong else getattr(etype, "__name__", str(etype))
        self.outputs.add({"output_type": "error", "ename": name, "evalue": _text(evalue), "traceback": lines})

    def run(self, source: str, seconds: float, limit: int) -> dict[str, Any]:
        """Run a cell.

        Parameters
        ----------
        source : str
            Its text.
        seconds : float
            When it is stopped.
        limit : int
            How many characters it may put out.

        Returns
        -------
        dict
            ``outputs`` (a list as in nbformat), ``count`` (the execution count) and ``seconds`` that it took.
        """
        self.outputs = Outputs(limit)
        start = time.perf_counter()
        with _streams(self), stopped_after(seconds, lambda: _too_long(seconds)):
            try:
                self.run_cell(source, store_history=True)
            except CellTooLong as error:  # outside of what IPython watches over
                self._showtraceback(CellTooLong, error, [str(error)])
        return {
            "outputs": self.outputs.items,
            "count": self.execution_count - 1,
            "seconds": time.perf_counter() - start,
        }


def make() -> Shell:
    """Make the process's shell; called in the warm template, since it takes longer than a fork does."""
    import plotly.io
    from ipykernel.zmqshell import KernelMagics
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Plain"
    with tempfile.TemporaryDirectory() as folder:  # IPython makes a profile; nothing is read from the user's own
        shell: Shell = Shell.instance(config=config, ipython_dir=folder)
    shell.register_magics(KernelMagics)  # what notebooks have beyond IPython, such as %autosave
    shell.run_cell("pass", silent=True)
    plotly.io.renderers.default = "plotly_mimetype"  # `show()` would look for a browser
    return shell


def shell() -> Shell:
    """Return the process's shell, ready for the learner's cells."""
    found: Shell = Shell.instance() if Shell.initialized() else make()
    builtins.input = _no_input
    _draw_inline()
    sys.stdin = None  # type: ignore[assignment]
    return found


def _draw_inline() -> None:
    """Let Matplotlib hand its figures out with the cell that drew them, as it does in a kernel."""
    os.environ["MPLBACKEND"] = _INLINE
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = _INLINE


def _no_input(*_: object) -> str:
    __tracebackhide__ = True
    raise EOFError("nobody can answer input() while a notebook is graded")


@contextmanager
def _streams(shell: Shell) -> Iterator[None]:
    former = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream(shell, "stdout"), _Stream(shell, "stderr")
    try:
        yield
    finally:
        sys.stdout, sys.stderr = former


def _too_long(seconds: float) -> CellTooLong:
    return CellTooLong(f"the cell took more than {seconds:g} s and was stopped")


def _text(value: Any) -> str:
    try:
        return str(value)
    except Exception:  # a learner's own exception class may do anything
        return ""
