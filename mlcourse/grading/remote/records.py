"""Learners' named tuples, enumerations and Plotly figures: data, rebuilt as classes of the same kind."""

from __future__ import annotations

import enum
import functools
import keyword
import sys
from collections import namedtuple
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mlcourse.grading.remote.channel import Violation

if TYPE_CHECKING:
    from mlcourse.grading.remote.trees import Reads, Tree, Writes

_MOST_FIELDS = 100
_MOST_MEMBERS = 1_000
_ENUMS: dict[str, type[enum.Enum]] = {
    kind.__name__: kind for kind in (enum.Enum, enum.IntEnum, enum.StrEnum, enum.Flag, enum.IntFlag)
}


# Classes that went over from here: what comes back is an instance of them again.
_ORIGINALS: dict[tuple[str, ...], Any] = {}


def write(value: Any, writer: Writes) -> Tree | None:
    """Return the tree that stands for such a value or class, None for any other."""
    if isinstance(value, tuple):
        fields = getattr(type(value), "_fields", None)
        if isinstance(fields, tuple) and not _methods(type(value)):
            _ORIGINALS[type(value).__name__, *fields] = type(value)
            return ["named tuple", type(value).__name__, list(fields), writer.all(tuple.__iter__(value))]
        return None
    if isinstance(value, enum.Enum) and (told := _enum(type(value), writer)):
        return ["member", told, value.name if value.name is not None else writer.write(value.value)]
    if isinstance(value, type) and issubclass(value, enum.Enum) and value.__name__ not in _ENUMS:
        return _enum(value, writer)
    base = getattr(sys.modules.get("plotly.basedatatypes"), "BaseFigure", None)
    if base is not None and isinstance(value, base):
        parts = [[trace.to_plotly_json() for trace in value.data], value.layout.to_plotly_json()]
        return ["figure", *writer.all([*parts, [frame.to_plotly_json() for frame in value.frames]])]
    return None


def _methods(kind: type) -> bool:
    """Tell whether the learner gave a named tuple methods of its own."""
    return any(
        callable(one)
        for base in kind.__mro__
        if "_fields" not in vars(base) and base not in (tuple, object)
        for name, one in vars(base).items()
        if not name.startswith("_")
    ) or any(
        type(one).__name__ in ("function", "property") for name, one in vars(kind).items() if not name.startswith("_")
    )


def _enum(kind: type[enum.Enum], writer: Writes) -> Tree | None:
    base = next((name for name, one in reversed(_ENUMS.items()) if issubclass(kind, one)), "")
    own = [name for name, one in vars(kind).items() if not name.startswith("_") and callable(one)]
    members = {name: member.value for name, member in kind.__members__.items()}
    if not members or len(members) > _MOST_MEMBERS or any(name not in members for name in own):
        return None
    _ORIGINALS[base, kind.__name__, *members] = kind
    return ["enum", base, kind.__name__, [[name, writer.write(value)] for name, value in members.items()]]


@functools.lru_cache(1_000)
def _named_tuple(name: str, fields: tuple[str, ...]) -> Callable[..., Any]:
    return namedtuple(name, fields)


@functools.lru_cache(1_000)
def _make_enum(base: str, name: str, members: tuple[tuple[str, Any], ...], kinds: tuple[str, ...]) -> Any:
    make: Any = _ENUMS[base]
    return make(name, list(members))


def _read_tuple(reader: Reads, name: Any, fields: Any, trees: Any) -> Any:
    items = reader.all(trees)
    if len(fields) > _MOST_FIELDS or len(items) != len(fields):
        raise Violation("a named tuple that is none")
    if not all(_is_name(text) for text in (name, *fields)):
        raise Violation("a name that is none")
    made: Any = _ORIGINALS.get((name, *fields)) or _named_tuple(name, tuple(fields))
    return made(*items)


def _is_name(text: Any) -> bool:
    return type(text) is str and len(text) < 200 and text.isidentifier() and not keyword.iskeyword(text)


def _read_enum(reader: Reads, base: Any, name: Any, pairs: Any) -> Any:
    if len(pairs) > _MOST_MEMBERS or not all(_is_name(text) and not text.startswith("_") for text, _ in pairs):
        raise Violation("an enumeration that is none")
    if original := _ORIGINALS.get((base, name, *[text for text, _ in pairs])):
        return original
    members = tuple((text, reader.read(tree)) for text, tree in pairs)
    if not _is_name(name):
        raise Violation("a name that is none")
    return _make_enum(base, name, members, tuple(type(value).__name__ for _, value in members))


def _read_member(reader: Reads, kind: Any, which: Any) -> Any:
    made = reader.read(kind)
    if not isinstance(made, enum.EnumMeta):
        raise Violation("an enumeration that is none")
    return made[which] if type(which) is str else made(reader.read(which))


def _read_figure(reader: Reads, *trees: Tree) -> Any:
    import plotly.graph_objects as graphs

    return graphs.Figure(*reader.all([*trees]))


READERS: dict[str, Callable[..., Any]] = {
    "named tuple": _read_tuple,
    "enum": _read_enum,
    "member": _read_member,
    "figure": _read_figure,
}
