"""What both ends of the wire do alike: ask, answer, and keep what the other end has a handle for."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from mlcourse.grading.remote.channel import ANSWER, Channel, Frame, Violation
from mlcourse.grading.remote.graph import Graph
from mlcourse.grading.remote.reader import Reader
from mlcourse.grading.remote.trees import Tree
from mlcourse.grading.remote.writer import UnsendableError, Writer

MINE, YOURS = "mine", "yours"
_DEEPEST = 40


class Exports:
    """The objects that the other end has handles for, each under one number for good."""

    def __init__(self, most: int = 1_000_000) -> None:
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}  # by address, which is the object's own as long as it is kept here
        self._next = 1
        self._most = most

    def add(self, value: Any) -> tuple[int, bool]:
        """Return the number of an object and whether it is new."""
        number = self._numbers.get(id(value))
        if number is not None:
            return number, False
        if len(self._objects) >= self._most:
            raise UnsendableError("there are too many objects")
        number, self._next = self._next, self._next + 1
        self._objects[number], self._numbers[id(value)] = value, number
        return number, True

    def has(self, value: Any) -> bool:
        """Tell whether the other end has a handle for an object."""
        return id(value) in self._numbers

    def find(self, number: Any) -> Any:
        """Return the object of a number."""
        if type(number) is not int or number not in self._objects:
            raise Violation("a handle that is none")
        return self._objects[number]

    def drop(self, number: int) -> None:
        """Forget an object for which the other end has no handle any more."""
        value = self._objects.pop(number, None)
        self._numbers.pop(id(value), None)


class Peer:
    """One end of the wire.

    Subclasses say how objects that are no plain data travel (`refer`, `resolve`) and what the other end may ask for
    (`perform`).
    """

    def __init__(self, channel: Channel, graph: Graph) -> None:
        self.channel, self.graph = channel, graph
        self._graph_readers: dict[Any, Callable[..., Any]] = {
            "shared": graph.read_shared,
            "input": graph.read_input,
            "edge": graph.read_edge,
        }
        self.exports = Exports()
        self._depth = 0

    def refer(self, value: Any, writer: Writer) -> Tree:
        """Make a reference to a value that is no plain data."""
        raise NotImplementedError

    def resolve(self, tree: list[Tree], reader: Reader) -> Any:
        """Find or make what a reference stands for."""
        raise NotImplementedError

    def perform(self, reader: Reader) -> Callable[[Writer], dict[str, Tree]]:
        """Do what was asked; returns the function that writes the answer."""
        raise NotImplementedError

    def send(
        self, kind: bytes, number: bytes, compose: Callable[[Writer], dict[str, Tree]], deadline: float | None
    ) -> None:
        """Compose and send a message; nothing is sent where that fails."""
        writer = Writer(self._refer, answering=kind == ANSWER)
        try:
            changes, changed = self.graph.changes(writer)
            fields = compose(writer)
            self.add_state(fields, writer)
            if changes:
                fields["changes"] = changes
            text = writer.message(fields)
            if len(text) > self.channel.most_text or sum(map(len, writer.buffers)) > self.channel.most_bytes:
                raise UnsendableError(f"it takes more than {self.channel.most_bytes >> 20} MB")
        except BaseException:
            for undo in writer.undo:
                undo()
            raise
        for one in changed:
            one.look()
        self.channel.send(kind, number, text, writer.buffers, deadline)

    def add_state(self, fields: dict[str, Tree], writer: Writer) -> None:
        """Add what else the other end must know to a message that is all but done."""

    def take_state(self, reader: Reader) -> None:
        """Take over what the other end says has changed, before anything else is read."""
        if "changes" in reader.fields:
            self.graph.update(reader, reader.fields["changes"])

    def _refer(self, value: Any, writer: Writer) -> Tree:
        tree = self.graph.write(value, writer)
        return self.refer(value, writer) if tree is None else tree

    def _resolve(self, tree: list[Tree], reader: Reader) -> Any:
        read = self._graph_readers.get(tree[0])
        return read(reader, *tree[1:]) if read else self.resolve(tree, reader)

    def read(self, frame: Frame) -> Reader:
        """Begin to read a message."""
        reader = Reader(frame, self._resolve)
        reader.guarded(self.take_state)
        return reader

    def wait(self, number: bytes, deadline: float | None, *, any_request: bool) -> Reader:
        """Wait for the answer to a request; meanwhile do what the other end asks for."""
        while True:
            frame = self.channel.receive(deadline)
            if frame.kind == ANSWER:
                if frame.number != number:
                    raise Violation("an answer that nobody asked for")
                return self.read(frame)
            if not any_request and frame.number != number:
                raise Violation("a request out of turn")
            self.answer(frame, deadline)

    def answer(self, frame: Frame, deadline: float | None) -> None:
        """Do what was asked and send the answer."""
        if self._depth > _DEEPEST:
            raise Violation("calls that go to and fro without an end")
        self._depth += 1
        try:
            compose = self.perform(self.read(frame))
            self.send(ANSWER, frame.number, compose, deadline)
        finally:
            self._depth -= 1


def refuse_transforms() -> None:
    """Refuse to call the other end from within a transform of functions, whose tensors have no data of their own.

    Raises
    ------
    TypeError
        Within ``torch.func.grad``, ``torch.vmap`` and the like.
    """
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "_C") and torch._C._functorch.peek_interpreter_stack() is not None:
        raise TypeError("torch.func and torch.vmap cannot follow a call between test and answer; use torch.autograd")


def deadline_in(seconds: float | None) -> float | None:
    """Return the time, of ``time.monotonic``, that lies so many seconds ahead."""
    return None if seconds is None else time.monotonic() + seconds


@contextlib.contextmanager
def grad_mode(fields: dict[str, Any]) -> Iterator[None]:
    """Record gradients only if the other end does."""
    if fields.get("no grad") is not True or "torch" not in sys.modules:
        yield
        return
    import torch

    with torch.no_grad():
        yield
