"""Plain data to a tree for JSON with buffers beside it: a format that cannot execute anything.

None, truth values, floats, small integers and short texts stand for themselves; anything else is a list that begins
with a tag. What is no plain data is left to ``refer``, which makes a reference of it.
"""

from __future__ import annotations

import datetime
import enum
import json
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mlcourse.grading.remote import arrays, frames, kinds, records, tensors
from mlcourse.grading.remote.limits import DEPTH, INTEGER_BITS, NODES, PACKED, SHORT_TEXT
from mlcourse.grading.remote.trees import Tree

_SMALL = 1 << 53
_SHORTEST_PACKED = 32


class UnsendableError(Exception):
    """A value that cannot travel; the message says why."""


class Writer:
    """Writes the values of one message.

    Parameters
    ----------
    refer : callable
        Takes a value that is no plain data and this writer, and returns the tree that stands for it.
    answering : bool
        Whether the message is an answer.
    """

    def __init__(self, refer: Callable[[Any, Writer], Tree], *, answering: bool = False) -> None:
        self.answering = answering
        self.buffers: list[bytes] = []
        self.undo: list[Callable[[], None]] = []  # takes back what was noted, should the message not be sent
        self.generators: list[Any] = []  # random generators, in order
        self._refer = refer
        self._depth = 0
        self._nodes = self._packed = 0

    def write(self, value: Any) -> Tree:
        """Return the tree that stands for a value."""
        kind = type(value)
        if kind is float or value is None or kind is bool:
            return value
        if kind is int and -_SMALL <= value <= _SMALL:
            return value
        if kind is str and len(value) <= SHORT_TEXT:
            return value
        self._nodes += 1
        if self._depth > DEPTH:
            raise UnsendableError(f"it contains itself, or is nested more than {DEPTH} deep")
        if self._nodes > NODES:
            raise UnsendableError(f"it has more than {NODES:,} parts")
        self._depth += 1
        try:
            plain = _PLAIN.get(kind)
            return plain(self, value) if plain else self._other(value)
        finally:
            self._depth -= 1

    def all(self, values: Iterable[Any]) -> list[Tree]:
        """Write several values."""
        trees = [self.write(value) for value in values]
        self._nodes += len(trees)
        return trees

    def buffer(self, data: bytes) -> int:
        """Put bytes beside the text; returns their number."""
        self.buffers.append(data)
        return len(self.buffers) - 1

    def plain(self, value: Any) -> Tree:
        """Write a value that must be plain data through and through."""
        refer, self._refer = self._refer, _refuse
        try:
            return self.write(value)
        finally:
            self._refer = refer

    def _other(self, value: Any) -> Tree:
        for write in (arrays.write, tensors.write, records.write, frames.write):
            tree = write(value, self)
            if tree is not None:
                return tree
        tree = kinds.write(value)
        if tree is not None:
            return tree
        base = _base_of(type(value))
        if base is not None:
            return _PLAIN_BASES[base](self, value)
        return self._refer(value, self)

    def message(self, fields: dict[str, Tree]) -> bytes:
        """Return the text of a message; its buffers are in ``buffers``."""
        fields["b"] = [len(data) for data in self.buffers]
        return json.dumps(fields, separators=(",", ":")).encode()

    def list(self, tag: str, value: Any) -> Tree:
        """Write items in order; many numbers of one kind travel as one buffer."""
        items = list(value)
        if len(items) >= _SHORTEST_PACKED and len(kinds := set(map(type, items))) == 1:
            code = {float: "d", int: "q"}.get(kinds.pop())
            if code == "d" or (code and min(items) >= -_SMALL and max(items) <= _SMALL):
                self._packed += len(items)
                if self._packed > PACKED:
                    raise UnsendableError(f"it has more than {PACKED:,} numbers in lists")
                return ["packed", tag, code, self.buffer(array(code, items).tobytes())]
        return [tag, self.all(items)]


def _refuse(value: Any, writer: Writer) -> Tree:
    raise UnsendableError(f"it has a {type(value).__name__}")


def _base_of(kind: type) -> type | None:
    """Find the built-in type that a class only renames: one with methods of its own is not plain data."""
    if issubclass(kind, enum.Enum):
        return None
    for base in _PLAIN_BASES:
        if issubclass(kind, base):
            made = kind.__mro__[: kind.__mro__.index(base)]
            own = {name for cls in made for name in vars(cls) if not name.startswith("__")}
            return None if own - _NO_METHODS or issubclass(kind, tuple) else base
    return None


_NO_METHODS = {"_abc_impl"}


def _integer(writer: Writer, value: int) -> Tree:
    if value.bit_length() > INTEGER_BITS:
        raise UnsendableError(f"it has an integer of {value.bit_length():,} bits")
    return ["i", hex(value)]


def _dict(tag: str) -> Callable[[Writer, Any], Tree]:
    def write(writer: Writer, value: Any) -> Tree:
        return [tag, writer.all(dict.keys(value)), writer.all(dict.values(value))]

    return write


def _text(writer: Writer, value: str) -> Tree:
    if len(value) <= SHORT_TEXT:
        return str.__str__(value)
    return ["u", writer.buffer(str.encode(value, "utf-8", "surrogatepass"))]


def _default_dict(writer: Writer, value: Any) -> Tree:
    factory = value.default_factory
    name = factory.__name__ if factory in (int, float, list, dict, set, str, bool, tuple) else ""
    return ["default", name, writer.all(value.keys()), writer.all(value.values())]


def _zone(value: datetime.datetime | datetime.time) -> float | None:
    offset = value.utcoffset()
    return None if offset is None else offset.total_seconds()


_PLAIN: dict[type, Callable[[Writer, Any], Tree]] = {
    int: _integer,
    str: _text,
    list: lambda writer, value: writer.list("l", value),
    tuple: lambda writer, value: writer.list("t", value),
    dict: _dict("d"),
    set: lambda writer, value: writer.list("s", value),
    frozenset: lambda writer, value: writer.list("f", value),
    deque: lambda writer, value: ["deque", writer.all(value), value.maxlen],
    Counter: _dict("counter"),
    OrderedDict: _dict("ordered"),
    defaultdict: _default_dict,
    type({}.keys()): lambda writer, value: writer.list("l", value),
    type({}.values()): lambda writer, value: writer.list("l", value),
    type({}.items()): lambda writer, value: writer.list("l", value),
    complex: lambda writer, value: ["c", value.real, value.imag],
    bytes: lambda writer, value: ["bytes", writer.buffer(value)],
    bytearray: lambda writer, value: ["bytearray", writer.buffer(bytes(value))],
    range: lambda writer, value: ["range", *writer.all((value.start, value.stop, value.step))],
    slice: lambda writer, value: ["slice", *writer.all((value.start, value.stop, value.step))],
    type(...): lambda writer, value: ["..."],
    type(NotImplemented): lambda writer, value: ["NotImplemented"],
    Fraction: lambda writer, value: ["fraction", *writer.all((value.numerator, value.denominator))],
    Decimal: lambda writer, value: ["decimal", str(value)],
    datetime.date: lambda writer, value: ["date", value.toordinal()],
    datetime.time: lambda writer, value: ["time", value.replace(tzinfo=None).isoformat(), _zone(value)],
    datetime.datetime: lambda writer, value: ["datetime", value.replace(tzinfo=None).isoformat(), _zone(value)],
    datetime.timedelta: lambda writer, value: ["timedelta", value.days, value.seconds, value.microseconds],
}

# A subclass without methods of its own travels as what it derives from. The base's own methods read it.
_PLAIN_BASES: dict[type, Callable[[Writer, Any], Tree]] = {
    int: lambda writer, value: writer.write(int.__int__(value)),
    float: lambda writer, value: float.__float__(value),
    str: _text,
    list: lambda writer, value: writer.list("l", list.__iter__(value)),
    dict: _dict("d"),
    set: lambda writer, value: writer.list("s", set.__iter__(value)),
    tuple: lambda writer, value: writer.list("t", tuple.__iter__(value)),
}
