"""Checks that cannot be made from outside: they run in the learner's process, after what it may have bent is put back.

This is the weaker way: whoever owns the interpreter could still win. It is for the few exercises that say why they need
it, and it is made as hard as can be: hooks removed, libraries' functions restored, the course's checks imported afresh,
and checks that must fail are run before and after.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import sys
from types import ModuleType
from typing import Any

from mlcourse.grading.student.shell import Outputs, Shell, _stopped_after

_GUARDED = frozenset(("math", "cmath", "random", "numpy", "torch", "pandas", "sklearn", "contextlib"))
_CANARIES = (
    "assert 1 == 2",
    "from mlcourse import check\nwith check.exercise('canary'):\n    check.equal(1, 2, 'one')",
    "from mlcourse import check\nwith check.exercise('canary'):\n    check.close(1.0, 1.5, 'one')",
    "from mlcourse import check\nwith check.exercise('canary'):\n    check.that(False, 'no')",
    "import numpy\nnumpy.testing.assert_allclose(1.0, 2.0)",
)


class Pristine:
    """How the interpreter was before the learner's first cell."""

    def __init__(self) -> None:
        self._modules = {
            name: (module, dict(vars(module)))
            for name, module in list(sys.modules.items())
            if name.partition(".")[0] in _GUARDED and isinstance(module, ModuleType)
        }
        self._builtins = dict(vars(builtins))
        self._hooks = sys.excepthook, sys.displayhook, sys.gettrace(), sys.getprofile()

    def restore(self, shell: Shell) -> None:
        """Put back what learners' code may have changed, and forget the course's checks so that they load afresh."""
        sys.settrace(None)
        sys.setprofile(None)
        _put_back(builtins, self._builtins)
        for name, (module, values) in self._modules.items():
            sys.modules[name] = module
            _put_back(module, values)
        sys.excepthook, sys.displayhook = self._hooks[:2]
        shell.ast_transformers.clear()
        shell.input_transformers_post.clear()
        for callbacks in shell.events.callbacks.values():
            callbacks.clear()
        for name in [name for name in sys.modules if name.split(".")[:2] == ["mlcourse", "check"]]:
            del sys.modules[name]
        sys.modules["mlcourse"].__dict__.pop("check", None)


def run(source: str, shell: Shell, pristine: Pristine, seconds: float) -> dict[str, Any]:
    """Run a check cell among the learner's names.

    Returns
    -------
    dict
        ``error`` (the kind and message of the exception, or None), ``value`` (a number that the cell ended with, or
        None), ``text`` (what was printed) and ``sound`` (whether every check that must fail did).
    """
    pristine.restore(shell)
    outputs, printed = Outputs(1 << 16), io.StringIO()
    shell.outputs = outputs
    namespace = shell.user_ns
    namespace.pop("check", None)
    from mlcourse import check

    namespace["check"] = check
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        sound = all(_fails(canary, seconds) for canary in _CANARIES)
        error, value = _attempt(source, namespace, seconds)
        sound = sound and all(_fails(canary, seconds) for canary in _CANARIES)
    return {"error": error, "value": value, "text": printed.getvalue()[-5000:], "sound": sound}


def _attempt(source: str, namespace: dict[str, Any], seconds: float) -> tuple[list[str] | None, float | None]:
    from mlcourse.grading.cells import run_cell

    try:
        with _stopped_after(seconds):
            value = run_cell(source, "<check>", namespace)
    except BaseException as error:
        return [type(error).__name__, str(error)[:5000]], None
    return None, float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _fails(canary: str, seconds: float) -> bool:
    error, _ = _attempt(canary, {"__name__": "__main__"}, seconds)
    return error is not None and error[0] in ("AssertionError", "CheckFailed")


def _put_back(module: ModuleType, values: dict[str, Any]) -> None:
    names = vars(module)
    for name in [name for name in names if name not in values]:
        if not isinstance(names[name], ModuleType):  # submodules that were imported since
            del names[name]
    names.update(values)
