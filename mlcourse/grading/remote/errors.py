"""Exceptions on the wire: data that becomes an exception of a class known here, or made like the learner's."""

from __future__ import annotations

import sys
from typing import Any

from mlcourse.check.frames import learner_frames
from mlcourse.grading.remote.reader import Reader
from mlcourse.grading.remote.trees import Tree
from mlcourse.grading.remote.writer import UnsendableError, Writer

_LONGEST = 5_000
_MOST_FRAMES = 50
_CONTROL = (KeyboardInterrupt, GeneratorExit)
_ATTRIBUTES = ("name", "value", "errno", "strerror", "filename")


def write_error(error: BaseException, writer: Writer, *, frames: bool = True) -> Tree:
    """Write an exception: its classes by name, what it says, and the lines of the learner's code that it came through.

    Without `frames` no lines are written: those of a check are not for learners to read.
    """
    classes = [[_text_of(kind.__module__), _text_of(kind.__qualname__)] for kind in type(error).__mro__[:-1]]
    own: dict[str, Any] = {}
    for name in (*_ATTRIBUTES, *getattr(error, "__dict__", {})):
        if type(name) is str and not name.startswith("_") and name != "learner_frames":
            own[name] = getattr(error, name, None)
    lines = learner_frames(error.__traceback__) if frames else []
    return [
        "error",
        classes[:30],
        _attempt(writer, error.args, [_shown(error)]),
        _shown(error),
        [[name, tree] for name, value in own.items() if (tree := _attempt(writer, value, None)) is not None],
        [[line.line, line.function, line.source[:200]] for line in lines[-_MOST_FRAMES:]],
    ]


def _text_of(value: Any) -> str:
    return value[:200] if type(value) is str else ""


def _shown(error: BaseException) -> str:
    try:
        return str(error)[:_LONGEST]
    except BaseException:  # a learner's own class may do anything
        return "(its message cannot be shown)"


def _attempt(writer: Writer, value: Any, instead: Any) -> Tree:
    try:
        return writer.plain(value)
    except UnsendableError:
        return writer.write(instead)


class Errors:
    """Makes exceptions of what was sent; learner-made classes are made once, so that ``except`` knows them again."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, ...], type[BaseException]] = {}

    def kind_of(self, classes: list[list[str]]) -> type[BaseException]:
        """Find a class among those already imported, or make one that derives from the nearest that is known."""
        kind = _known(*classes[0])
        if kind is not None:
            return kind
        key = tuple(name for pair in classes for name in pair)
        if key not in self._made:
            base = self.kind_of(classes[1:]) if len(classes) > 1 else Exception
            name = classes[0][1].rpartition(".")[2] or "Exception"
            self._made[key] = type(name, (base,), {"__module__": "__main__", "__qualname__": classes[0][1]})
        return self._made[key]

    def read(self, reader: Reader, classes: Any, args: Any, shown: Any, own: Any, frames: Any) -> BaseException:
        """Make the exception."""
        names = [[_text_of(module), _text_of(name)] for module, name in classes][:30]
        values = reader.read(args)
        values = values if type(values) is tuple else ()
        error = _make(self.kind_of(names), values, reader.text(shown))
        for name, tree in own:
            if type(name) is str and name.isidentifier() and not name.startswith("_"):
                _set(error, name, reader.read(tree))
        error.learner_frames = tuple(  # type: ignore[attr-defined]
            (reader.whole(line), reader.text(function), reader.text(source)) for line, function, source in frames
        )
        return error


def _known(module: str, name: str) -> type[BaseException] | None:
    """Look an exception class up among the modules already imported; the course's own are not for learners to raise."""
    if module.partition(".")[0] in ("mlcourse", "nbgrader", "__main__") or module not in sys.modules:
        return None
    found = vars(sys.modules[module]).get(name)
    if not isinstance(found, type) or not issubclass(found, BaseException) or issubclass(found, _CONTROL):
        return None
    if not issubclass(found, Exception | SystemExit):
        return None
    return found


def _make(kind: type[BaseException], args: tuple[Any, ...], shown: str) -> BaseException:
    try:
        error = kind.__new__(kind, *args)
        error.args = args
        if str(error) == shown:
            return error
    except Exception:  # a class that wants other arguments
        pass
    try:
        error = kind.__new__(kind, shown)
        error.args = (shown,)
    except Exception:
        error = Exception(shown)
    return error


def _set(error: BaseException, name: str, value: Any) -> None:
    try:
        setattr(error, name, value)
    except Exception:  # what a class does not let be set is not needed
        return
