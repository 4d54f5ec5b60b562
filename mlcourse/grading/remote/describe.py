"""What the referee is told about an object of the learner's: all of it the learner's claims."""

from __future__ import annotations

import functools
import inspect
import sys
import types
from typing import Any

_LONGEST = 500
_MOST_NAMES = 2_000
LIBRARIES = {"numpy", "pandas", "plotly", "scipy", "sklearn", "torch", "torchvision", *sys.stdlib_module_names}

# Special methods that the referee's stand-ins hand on where the learner's class has them.
SPECIAL = frozenset(
    [
        "__call__",
        "__len__",
        "__iter__",
        "__next__",
        "__getitem__",
        "__setitem__",
        "__delitem__",
        "__contains__",
        "__enter__",
        "__exit__",
        "__bool__",
        "__hash__",
        "__eq__",
        "__ne__",
        "__lt__",
        "__le__",
        "__gt__",
        "__ge__",
        "__abs__",
        "__neg__",
        "__pos__",
        "__invert__",
        "__float__",
        "__int__",
        "__index__",
        "__complex__",
        "__round__",
        "__reversed__",
        "__add__",
        "__radd__",
        "__sub__",
        "__rsub__",
        "__mul__",
        "__rmul__",
        "__matmul__",
        "__rmatmul__",
        "__truediv__",
        "__rtruediv__",
        "__floordiv__",
        "__rfloordiv__",
        "__mod__",
        "__rmod__",
        "__pow__",
        "__rpow__",
        "__and__",
        "__rand__",
        "__or__",
        "__ror__",
        "__xor__",
        "__rxor__",
        "__iadd__",
        "__isub__",
        "__imul__",
        "__itruediv__",
    ]
)


def describe(value: Any) -> dict[str, Any]:
    """Describe an object: as a class, a function, an iterator, or an instance of a class."""
    if isinstance(value, type):
        return _class(value)
    if isinstance(value, _FUNCTIONS):
        return {"kind": "function", **_names(value), "signature": signature(value)}
    if isinstance(value, types.GeneratorType):
        return {"kind": "generator", **_names(value)}
    return {"kind": "instance", "class": type(value)}


_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    functools.partial,
    type(functools.lru_cache(lambda: None)),
)


def is_library(kind: type) -> bool:
    """Tell whether a class comes from a library, and can be found there by its name."""
    module = getattr(kind, "__module__", "")
    if not isinstance(module, str) or module.partition(".")[0] not in LIBRARIES:
        return False
    found: Any = sys.modules.get(module)
    for name in kind.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is kind


def _names(value: Any) -> dict[str, Any]:
    name, doc = getattr(value, "__name__", None), getattr(value, "__doc__", None)
    return {
        "name": name[:_LONGEST] if isinstance(name, str) else type(value).__name__,
        "doc": doc[: 20 * _LONGEST] if isinstance(doc, str) else None,
    }


def _class(kind: type) -> dict[str, Any]:
    library = is_library(kind)
    found: dict[str, Any] = {
        "kind": "class",
        **_names(kind),
        "path": [kind.__module__ if isinstance(kind.__module__, str) else "", kind.__qualname__],
        "bases": [base for base in kind.__bases__ if base is not object and not library and not is_library(base)],
        "known": [[base.__module__, base.__qualname__] for base in kind.__mro__ if is_library(base)][:-1],
        "methods": _own(kind, library),
        "special": _special(kind, library),
        "signature": signature(kind),
        "library": library,
    }
    if issubclass(kind, BaseException):
        found["error"] = [[str(base.__module__), base.__qualname__] for base in kind.__mro__[:-1]][:30]
    if "__dataclass_fields__" in vars(kind):
        found["fields"] = [str(name) for name in vars(kind)["__dataclass_fields__"]][:100]
    return found


def _own(kind: type, library: bool) -> dict[str, bool]:
    """Return the names that a class gives its instances, and whether each is a plain method."""
    names = [name for base in kind.__mro__[:-1] for name in vars(base)] if library else list(vars(kind))
    own = [name for name in names if isinstance(name, str) and not (name.startswith("__") and name.endswith("__"))]
    if library:
        own = [name for name in own if not name.startswith("_")]
    kinds = {name: inspect.getattr_static(kind, name, None) for name in own[:_MOST_NAMES]}
    return {name: isinstance(value, types.FunctionType) for name, value in kinds.items()}


def _special(kind: type, library: bool) -> list[str]:
    where = kind.__mro__[:-1] if library else (kind, *[base for base in kind.__mro__[1:-1] if is_library(base)])
    names = {name for base in where for name, value in vars(base).items() if value is not None}
    return sorted(names & SPECIAL)


def signature(value: Any) -> list[list[Any]] | None:
    """Describe the parameters of a function: name, kind, whether there is a default value, and this value."""
    try:
        parameters = inspect.signature(value).parameters.values()
    except Exception:  # many built-in ones have none, and a learner's object may do anything
        return None
    return [
        [one.name, int(one.kind), one.default is not one.empty, None if one.default is one.empty else one.default]
        for one in parameters
    ][:_MOST_NAMES]
