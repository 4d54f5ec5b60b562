"""Types of data on the wire: the few that a value or a signature may name."""

from __future__ import annotations

import builtins
import datetime
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mlcourse.grading.remote.channel import Violation

_DATA = (
    *(bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice, type(None)),
    *(object, type(...), Fraction, Decimal, deque, Counter, OrderedDict, defaultdict),
    *(datetime.date, datetime.time, datetime.datetime, datetime.timedelta),
)
_TABLE: dict[str, Any] = {kind.__name__: kind for kind in _DATA} | {
    name: kind for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Exception)
}
_NAMES = {kind: name for name, kind in _TABLE.items()}
_OF_LIBRARIES = {
    "numpy": [
        "ndarray",
        "float64",
        "float32",
        "float16",
        "int64",
        "int32",
        "int16",
        "int8",
        "uint64",
        "uint32",
        "uint16",
        "uint8",
        "bool_",
        "complex128",
        "complex64",
        "str_",
        "bytes_",
        "datetime64",
        "timedelta64",
        "number",
        "integer",
        "floating",
        "generic",
    ],
    "torch": ["Tensor", "Size"],
    "pandas": [
        "DataFrame",
        "Series",
        "Index",
        "RangeIndex",
        "DatetimeIndex",
        "MultiIndex",
        "Timestamp",
        "Timedelta",
        "Categorical",
    ],
}


def write(value: Any) -> list[Any] | None:
    """Return the tree that stands for a type of data, None for anything else."""
    if not isinstance(value, type):
        return None
    if value in _NAMES:
        return ["type", "", _NAMES[value]]
    for library, names in _OF_LIBRARIES.items():
        module = sys.modules.get(library)
        for name in names if module is not None else ():
            if getattr(module, name, None) is value:
                return ["type", library, name]
    return None


def _read(reader: Any, library: Any, name: Any) -> type:
    if not library:
        return _TABLE[name]  # type: ignore[no-any-return]
    if name not in _OF_LIBRARIES[library]:
        raise Violation("a type that is none")
    found: type = getattr(sys.modules[library], name)
    return found


READERS: dict[str, Callable[..., Any]] = {"type": _read}
