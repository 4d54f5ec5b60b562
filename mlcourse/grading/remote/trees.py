"""What those that put one kind of value on the wire may ask of a message that is being written or read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

Tree = Any
"""A value as JSON has it: what a message is made of."""


class Writes(Protocol):
    """A message that is being written."""

    generators: list[Any]

    def write(self, value: Any) -> Tree:
        """Write a value."""

    def all(self, values: Iterable[Any]) -> list[Tree]:
        """Write each of several values."""

    def buffer(self, data: bytes) -> int:
        """Put bytes beside the text; returns their number."""


class Reads(Protocol):
    """A message that is being read."""

    generators: list[Any]

    def read(self, tree: Tree) -> Any:
        """Read a value."""

    def all(self, trees: Any) -> list[Any]:
        """Read each of several values."""

    def buffer(self, number: Any) -> memoryview:
        """Find the bytes of a number."""

    def whole(self, tree: Tree) -> int:
        """Read a whole number."""


class Asks(Protocol):
    """The line to the learner's process, as stand-ins use it."""

    def _ask(self, verb: str, *args: Any) -> Any:
        """Ask for something to be done with the learner's objects."""
