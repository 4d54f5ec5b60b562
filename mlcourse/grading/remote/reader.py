"""The border: what the other side sent becomes plain data, within limits, or the channel is at its end."""

from __future__ import annotations

import datetime
import json
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mlcourse.grading.remote import arrays, frames, kinds, records, tensors
from mlcourse.grading.remote.channel import ChannelError, Frame, Violation
from mlcourse.grading.remote.limits import DEPTH, INTEGER_BITS, NODES, PACKED, TEXT, demand_spread_hashes
from mlcourse.grading.remote.trees import Tree


class Reader:
    """Reads the values of one message.

    Parameters
    ----------
    frame : Frame
        The message as it came.
    resolve : callable
        Takes the tree of a reference and this reader, and returns what it refers to.
    """

    def __init__(self, frame: Frame, resolve: Callable[[list[Tree], Reader], Any]) -> None:
        self.generators: list[Any] = []  # random generators, in order
        self._resolve = resolve
        self._depth = 0
        self._nodes = self._packed = self._text = 0
        self.fields = _parse(frame.text)
        self._buffers = _cut(frame.body, self.fields.pop("b", None))

    def read(self, tree: Tree) -> Any:
        """Return the value that a tree stands for.

        Raises
        ------
        Violation
            If it stands for nothing, or for more than a message may bring.
        """
        if type(tree) is not list:
            if type(tree) is dict:
                raise Violation("a tree that is none")
            return tree
        self._nodes += 1
        if self._depth > DEPTH + 20 or self._nodes > NODES:
            raise Violation("a value with too many parts")
        self._depth += 1
        try:
            read = READERS.get(tree[0])
            return read(self, *tree[1:]) if read else self._resolve(tree, self)
        except (ChannelError, KeyboardInterrupt):
            raise
        except Exception as error:  # whatever was sent, it was nothing that a writer writes
            raise Violation(f"a value that cannot be read ({type(error).__name__})") from None
        finally:
            self._depth -= 1

    def guarded(self, read: Callable[[Reader], Any]) -> Any:
        """Let something be read from this message; whatever fails breaks the protocol."""
        try:
            return read(self)
        except (ChannelError, KeyboardInterrupt):
            raise
        except Exception as error:
            raise Violation(f"a message that cannot be read ({type(error).__name__})") from None

    def all(self, trees: Any) -> list[Any]:
        """Read several values."""
        if type(trees) is not list:
            raise Violation("items that are none")
        self._nodes += len(trees)
        if self._nodes > NODES:
            raise Violation("a value with too many parts")
        return [self.read(tree) for tree in trees]

    def buffer(self, number: Any) -> memoryview:
        """Return the bytes of a number."""
        if type(number) is not int or not 0 <= number < len(self._buffers):
            raise Violation("a buffer that is not there")
        return self._buffers[number]

    def text(self, tree: Tree) -> str:
        """Read what must be a text."""
        value = self.read(tree)
        if type(value) is not str:
            raise Violation("a text that is none")
        return value

    def whole(self, tree: Tree) -> int:
        """Read what must be an integer."""
        value = self.read(tree)
        if type(value) is not int:
            raise Violation("an integer that is none")
        return value

    def count_packed(self, count: int) -> None:
        """Take note of numbers in a packed list."""
        self._packed += count
        if self._packed > PACKED:
            raise Violation("lists of too many numbers")

    def long_text(self, data: memoryview) -> str:
        """Read a text that lies in a buffer."""
        self._text += len(data)
        if self._text > TEXT:
            raise Violation("too much text")
        return str(data, "utf-8", "surrogatepass")


def _parse(text: bytes) -> dict[str, Any]:
    if text.count(b",") + text.count(b"[") + text.count(b"{") > 4 * NODES:
        raise Violation("a message with too many parts")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError, MemoryError):
        raise Violation("a message that cannot be read") from None
    if type(fields) is not dict:
        raise Violation("a message that is none")
    return fields


def _cut(body: bytearray, sizes: Any) -> list[memoryview]:
    if type(sizes) is not list or any(type(size) is not int or size < 0 for size in sizes) or sum(sizes) != len(body):
        raise Violation("buffers that do not match their sizes")
    found, place, whole = [], 0, memoryview(body)
    for size in sizes:
        found.append(whole[place : place + size])
        place += size
    return found


def _packed(reader: Reader, tag: Any, code: Any, number: Any) -> Any:
    if code not in ("d", "q"):
        raise Violation("a packed list of an unknown kind")
    data = reader.buffer(number)
    reader.count_packed(len(data) // 8)
    items = array(code)
    items.frombytes(data)
    return _collect(tag, items.tolist())


def _collect(tag: Any, items: list[Any]) -> Any:
    if tag in ("s", "f"):
        demand_spread_hashes(items)
    made: dict[str, Callable[[list[Any]], Any]] = {"l": list, "t": tuple, "s": set, "f": frozenset}
    return made[tag](items)


def _items(tag: str) -> Callable[[Reader, Any], Any]:
    return lambda reader, trees: _collect(tag, reader.all(trees))


def _pairs(reader: Reader, keys: Any, values: Any) -> dict[Any, Any]:
    found, items = reader.all(keys), reader.all(values)
    demand_spread_hashes(found)
    return dict(zip(found, items, strict=True))


def _integer(reader: Reader, text: Any) -> int:
    if type(text) is not str or len(text) > INTEGER_BITS // 4 + 4:
        raise Violation("an integer that is none")
    return int(text, 16)


def _deque(reader: Reader, trees: Any, most: Any) -> deque[Any]:
    return deque(reader.all(trees), None if most is None else reader.whole(most))


_FACTORIES = {kind.__name__: kind for kind in (int, float, list, dict, set, str, bool, tuple)}


def _default(reader: Reader, name: Any, keys: Any, values: Any) -> Any:
    return defaultdict(_FACTORIES.get(name), _pairs(reader, keys, values))


def _decimal(reader: Reader, text: Any) -> Decimal:
    if type(text) is not str or len(text) > 10_000:
        raise Violation("a decimal that is none")
    return Decimal(text)


def _fraction(reader: Reader, top: Any, bottom: Any) -> Fraction:
    numbers = reader.whole(top), reader.whole(bottom)
    if max(number.bit_length() for number in numbers) > 1 << 14:  # Euclid's algorithm is slow for huge ones
        raise Violation("a fraction of too many digits")
    return Fraction(*numbers)


def _zone(offset: Any) -> datetime.timezone | None:
    if offset is None:
        return None
    return datetime.UTC if offset == 0 else datetime.timezone(datetime.timedelta(seconds=offset))


def _short(text: Any) -> str:
    if type(text) is not str or len(text) > 100:
        raise Violation("a text that is none")
    return text


READERS: dict[Any, Callable[..., Any]] = {
    "i": _integer,
    "u": lambda reader, number: reader.long_text(reader.buffer(number)),
    **{tag: _items(tag) for tag in "ltsf"},
    "packed": _packed,
    "d": _pairs,
    "deque": _deque,
    "counter": lambda reader, keys, values: Counter(_pairs(reader, keys, values)),
    "ordered": lambda reader, keys, values: OrderedDict(_pairs(reader, keys, values)),
    "default": _default,
    "c": lambda reader, real, imaginary: complex(real, imaginary),
    "bytes": lambda reader, number: bytes(reader.buffer(number)),
    "bytearray": lambda reader, number: bytearray(reader.buffer(number)),
    "range": lambda reader, *trees: range(*map(reader.whole, trees)),
    "slice": lambda reader, *trees: slice(*map(reader.read, trees)),
    "...": lambda reader: ...,
    "NotImplemented": lambda reader: NotImplemented,
    "fraction": _fraction,
    "decimal": _decimal,
    "date": lambda reader, day: datetime.date.fromordinal(day),
    "time": lambda reader, text, offset: datetime.time.fromisoformat(_short(text)).replace(tzinfo=_zone(offset)),
    "datetime": lambda reader, text, offset: datetime.datetime.fromisoformat(_short(text)).replace(
        tzinfo=_zone(offset)
    ),
    "timedelta": lambda reader, days, seconds, micro: datetime.timedelta(days, seconds, micro),
    **arrays.READERS,
    **tensors.READERS,
    **frames.READERS,
    **records.READERS,
    **kinds.READERS,
}
