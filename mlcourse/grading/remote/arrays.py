"""NumPy's arrays, scalars and random generators on the wire."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mlcourse.grading.remote.channel import Violation

if TYPE_CHECKING:
    import numpy as np

    from mlcourse.grading.remote.trees import Reads, Tree, Writes

_DTYPE = re.compile(
    r"[<>|](b1|[iu][1248]|f(2|4|8|16)|c(8|16|32)|[SU][0-9]{1,4}|[mM]8(\[[0-9]{0,4}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)"
)
_MOST_AXES = 32


def write(value: Any, writer: Writes) -> Tree | None:
    """Return the tree that stands for a value of NumPy's, None for any other."""
    np = sys.modules.get("numpy")
    if np is None or not hasattr(np, "random"):
        return None
    if isinstance(value, np.ndarray):
        return _write_array(value, writer)
    if isinstance(value, np.generic):
        if _DTYPE.fullmatch(value.dtype.str):
            return ["scalar", value.dtype.str, writer.buffer(value.tobytes())]
        return None
    if isinstance(value, np.dtype):
        return ["dtype", value.str] if _DTYPE.fullmatch(value.str) or value.str == "|O" else None
    if type(value) is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
        writer.generators.append(value)
        return ["pcg64", *writer.all(generator_state(value))]
    return None


def _write_array(value: np.ndarray, writer: Writes) -> Tree:
    import numpy as np

    if isinstance(value, np.ma.MaskedArray):
        data, mask = np.ma.getdata(value), np.ma.getmaskarray(value)
        return ["masked", _write_array(np.asarray(data), writer), _write_array(mask, writer)]
    plain = np.asarray(value)
    shape = [int(length) for length in np.shape(plain)]
    if plain.dtype == object:
        return ["objects", shape, writer.all(plain.ravel().tolist())]
    if plain.dtype.names is not None:
        names = list(plain.dtype.names)
        return ["fields", names, [_write_array(plain[name], writer) for name in names]]
    if not _DTYPE.fullmatch(plain.dtype.str):  # NumPy's text of any length
        return ["objects", shape, writer.all(plain.ravel().tolist())]
    return ["array", plain.dtype.str, shape, writer.buffer(plain.tobytes())]


def read_dtype(text: Any) -> np.dtype[Any]:
    """Read a data type by a strict pattern."""
    import numpy as np

    if type(text) is not str or not _DTYPE.fullmatch(text):
        raise Violation("a data type that is none")
    return np.dtype(text)


def read_shape(lengths: Any) -> tuple[int, ...]:
    """Read a shape; none that holds more than memory could."""
    if type(lengths) is not list or len(lengths) > _MOST_AXES:
        raise Violation("a shape that is none")
    if any(type(length) is not int or length < 0 for length in lengths):
        raise Violation("a shape that is none")
    if math.prod(length or 1 for length in lengths) >= 1 << 48:
        raise Violation("a shape beyond all memory")
    return tuple(lengths)


def read_array(reader: Reads, dtype: Any, lengths: Any, number: Any) -> np.ndarray:
    """Read an array whose shape and type match its buffer."""
    import numpy as np

    kind, shape, data = read_dtype(dtype), read_shape(lengths), reader.buffer(number)
    if math.prod(shape) * kind.itemsize != len(data):
        raise Violation("an array whose shape does not match its data")
    if kind.kind == "b":  # any byte but 0 and 1 would be a truth value that equals neither
        truths: np.ndarray = np.frombuffer(data, np.uint8) != 0
        return truths.reshape(shape)
    if kind.kind == "U":
        _demand_characters(data, kind)
    if not len(data):
        return np.empty(shape, kind)
    return np.frombuffer(data, kind).reshape(shape).copy()


def _demand_characters(data: memoryview, kind: np.dtype[Any]) -> None:
    import numpy as np

    if (np.frombuffer(data, np.dtype("u4").newbyteorder(kind.byteorder)) > 0x10FFFF).any():
        raise Violation("text that is none")


def _read_scalar(reader: Reads, dtype: Any, number: Any) -> Any:
    return read_array(reader, dtype, [], number)[()]


def _read_objects(reader: Reads, lengths: Any, trees: Any) -> np.ndarray:
    import numpy as np

    shape, items = read_shape(lengths), reader.all(trees)
    if math.prod(shape) != len(items):
        raise Violation("an array whose shape does not match its data")
    found = np.empty(len(items), dtype=object)
    for place, item in enumerate(items):
        found[place] = item
    return found.reshape(shape)


def _read_masked(reader: Reads, data: Any, mask: Any) -> np.ndarray:
    import numpy as np

    values, hidden = reader.read(data), reader.read(mask)
    if type(values) is not np.ndarray or type(hidden) is not np.ndarray or hidden.dtype != bool:
        raise Violation("a masked array that is none")
    if values.shape != hidden.shape:
        raise Violation("a mask of another shape")
    return np.ma.MaskedArray(values, hidden)


def _read_fields(reader: Reads, names: Any, trees: Any) -> np.ndarray:
    import numpy as np

    columns = reader.all(trees)
    if not names or len(names) != len(columns) or not all(type(name) is str for name in names):
        raise Violation("a structured array that is none")
    if any(type(column) is not np.ndarray or column.dtype == object for column in columns):
        raise Violation("a structured array that is none")
    if len({column.shape for column in columns}) != 1:
        raise Violation("columns of different shapes")
    found = np.empty(columns[0].shape, [(name, column.dtype) for name, column in zip(names, columns, strict=True)])
    for name, column in zip(names, columns, strict=True):
        found[name] = column
    return found


def _read_named_dtype(reader: Reads, text: Any) -> np.dtype[Any]:
    import numpy as np

    return np.dtype(object) if text == "|O" else read_dtype(text)


# Random generators

_MODULUS = 1 << 128


def generator_state(generator: np.random.Generator) -> tuple[int, int, int, int]:
    """Return the state of a PCG64 generator: position, increment, and half a number kept for later."""
    state: Any = generator.bit_generator.state
    return state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]


def make_generator(position: int, increment: int, has_half: int, half: int) -> np.random.Generator:
    """Make a PCG64 generator in a state."""
    import numpy as np

    bits = np.random.PCG64(0)
    state: Any = {"state": position % _MODULUS, "inc": increment % _MODULUS | 1}
    bits.state = {
        "bit_generator": "PCG64",
        "state": state,
        "has_uint32": int(bool(has_half)),
        "uinteger": half % (1 << 32),
    }
    return np.random.Generator(bits)


def _read_generator(reader: Reads, *trees: Any) -> np.random.Generator:
    numbers = reader.all([*trees])
    if len(numbers) != 4 or any(type(number) is not int for number in numbers):
        raise Violation("a random generator that is none")
    made = make_generator(*numbers)
    reader.generators.append(made)
    return made


READERS: dict[str, Callable[..., Any]] = {
    "array": read_array,
    "scalar": _read_scalar,
    "objects": _read_objects,
    "masked": _read_masked,
    "fields": _read_fields,
    "dtype": _read_named_dtype,
    "pcg64": _read_generator,
}
