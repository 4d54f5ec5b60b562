"""The learner's end of the wire: it runs what the referee asks for and keeps the learner's objects."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import operator
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from mlcourse.grading.alarm import stopped_after
from mlcourse.grading.remote import arrays, describe, modules, ours, randomness
from mlcourse.grading.remote.channel import ANSWER, REQUEST, Channel, Closed
from mlcourse.grading.remote.errors import Errors, write_error
from mlcourse.grading.remote.graph import Graph
from mlcourse.grading.remote.peer import MINE, YOURS, Peer, grad_mode, refuse_transforms
from mlcourse.grading.remote.reader import Reader
from mlcourse.grading.remote.trees import Tree
from mlcourse.grading.remote.writer import UnsendableError, Writer

_MOST_PRINTED = 1 << 20
_MISSING = object()


class CallTooLong(BaseException):
    """A call took longer than it may; no ``except Exception`` of the learner's catches it."""


class Student(Peer):
    """Answers the referee from within the learner's process.

    Parameters
    ----------
    channel : Channel
        The line to the referee.
    namespace : dict
        The learner's names.
    execute : callable
        Runs a cell: takes the referee's request and returns the answer, both plain data for JSON.
    """

    def __init__(
        self, channel: Channel, namespace: dict[str, Any], execute: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> None:
        super().__init__(channel, Graph(self._product, 1, shares_leaves=True))
        self._modules = modules.Structures(self.graph)
        self._namespace, self._execute = namespace, execute
        self._number = b""
        self._theirs: dict[int, Any] = {}
        self._kept: dict[int, int] = {}  # numbers of the referee's objects that were built here, by address
        self._printed = io.StringIO()
        self._errors = Errors()
        self._random: dict[str, Any] | None = None  # the random states, where nothing can have changed them since
        self._verbs: dict[str, Callable[..., Any]] = {
            "defined": self._defined,
            "value": self._value,
            "provide": self._provide,
            "call": lambda function, args, kwargs: function(*args, **kwargs),
            "method": _method,
            "get": getattr,
            "set": setattr,
            "delete": delattr,
            "product": self.graph.product,
            "fitted": _is_fitted,
            "copy": lambda value, deep: copy.deepcopy(value) if deep else copy.copy(value),
        }

    def serve(self) -> None:
        """Answer until the referee hangs up; call it on the main thread."""
        while True:
            try:
                frame = self.channel.receive()
                self.answer(frame, None)
            except Closed:
                return

    # What comes and goes

    def refer(self, value: Any, writer: Writer) -> Tree:
        """Stand for an object of the learner's by a handle, and for one of the referee's by its own number."""
        if isinstance(value, ours.Theirs):
            return [YOURS, ours.number_of(value)]
        if id(value) in self._kept:
            return [YOURS, self._kept[id(value)]]
        number, new = self.exports.add(value)
        if not new:
            return [MINE, number, None]
        writer.undo.append(lambda: self.exports.drop(number))
        if modules.is_module(value):
            self._modules.add(number, value)
        return [MINE, number, writer.write(describe.describe(value))]

    def resolve(self, tree: list[Tree], reader: Reader) -> Any:
        """Find an object of the learner's, or make a stand-in for one of the referee's."""
        tag, *rest = tree
        if tag == YOURS:
            return self.exports.find(rest[0])
        if tag == MINE:
            number, what = rest
            if number not in self._theirs:
                self._theirs[number] = ours.stand_in(self._call_back, number, reader.read(what))
            return self._theirs[number]
        if tag == "kept":
            return self._keep(reader, *rest)
        if tag == "error":
            return self._errors.read(reader, *rest)
        return ours.READERS[tag](reader, *rest)

    def _keep(self, reader: Reader, number: int, tree: Tree, news: Tree) -> Any:
        """Build an object of the check's once, and bring it up to date."""
        if number not in self._theirs:
            self._theirs[number] = reader.read(tree)
            self._kept[id(self._theirs[number])] = number
        elif news is not None:
            ours.refresh(self._theirs[number], reader.read(news))
        return self._theirs[number]

    def add_state(self, fields: dict[str, Tree], writer: Writer) -> None:
        """Tell of the modules that have changed."""
        if found := self._modules.write(writer):
            fields["modules"] = found
        torch = sys.modules.get("torch")
        if torch is not None and hasattr(torch, "is_grad_enabled") and not torch.is_grad_enabled():
            fields["no grad"] = True

    def take_state(self, reader: Reader) -> None:
        """Forget what the referee forgot, and put modules into the mode that the check wants."""
        super().take_state(reader)
        self.graph.release(reader.fields.get("edges", []))
        for number in reader.fields.get("drop", ()):
            self.exports.drop(number)
            self._modules.drop(number)
        for number, mode in reader.fields.get("modes", ()):
            module = self._modules.find(number)
            if module is not None:
                module.training = mode

    def _product(self, number: int, gradient: Any) -> Any:
        return self._call_back("product", number, gradient)

    # What the referee may ask for

    def perform(self, reader: Reader) -> Callable[[Writer], dict[str, Tree]]:
        """Do what the referee asks for."""
        fields = reader.fields
        if fields["do"] == "execute":
            self._random = None
            answer = self._execute(fields["v"])
            return lambda writer: {"v": json.loads(json.dumps(answer))}
        options = reader.read(fields["o"])
        args = reader.read(fields["v"])
        if options["random"]:
            randomness.restore(options["random"])
            self._random = None
        before = self._random or randomness.states()
        drawn = _Drawn(reader.generators)
        with self._call(options), grad_mode(fields):
            try:
                value = self._verbs[fields["do"]](*args)
            except Closed:
                raise
            except CallTooLong:
                self._random = None
                return lambda writer: {"late": True, **self._output(writer)}
            except BaseException as error:
                self._random = None
                return self._failure(error)
        self._random = randomness.states()
        drew = [*randomness.changed(before, self._random)]
        return self._success(value, args if options["back"] else _MISSING, drew, drawn)

    def _success(self, value: Any, args: Any, drew: list[str], drawn: _Drawn) -> Callable[[Writer], dict[str, Tree]]:
        def compose(writer: Writer) -> dict[str, Tree]:
            fields = {"v": writer.write(value), **self._output(writer), **drawn.write(writer)}
            if drew:
                fields["drew"] = drew
            if args is not _MISSING:
                fields["back"] = writer.write(args)
            return fields

        return compose

    def _failure(self, error: BaseException) -> Callable[[Writer], dict[str, Tree]]:
        own = getattr(error, "_their_number", None)

        def compose(writer: Writer) -> dict[str, Tree]:
            return {"e": write_error(error, writer), "own": own, **self._output(writer)}

        return compose

    def answer(self, frame: Any, deadline: float | None) -> None:
        """Answer; a result that cannot travel becomes an error."""
        former, self._number = self._number, frame.number
        try:
            super().answer(frame, deadline)
        except CallTooLong:
            self.send(ANSWER, frame.number, lambda writer: {"late": True}, deadline)
        except Exception as error:  # a learner's own class may do anything while it is read
            text = f"the result cannot be read: {error}" if isinstance(error, UnsendableError) else "it cannot be read"
            self.send(ANSWER, frame.number, self._failure(ValueError(text)), deadline)
        finally:
            self._number = former

    def _output(self, writer: Writer) -> dict[str, Tree]:
        text = self._printed.getvalue()
        self._printed.seek(0)
        self._printed.truncate()
        return {"out": writer.write(text[:_MOST_PRINTED])} if text else {}

    # The verbs

    def _defined(self, names: list[str]) -> list[str]:
        return [name for name in names if name in self._namespace]

    def _value(self, name: str) -> Any:
        if name not in self._namespace:
            raise NameError(f"name {name!r} is not defined", name=name)
        return self._namespace[name]

    def _provide(self, name: str, value: Any) -> None:
        self._namespace[name] = value

    # Calling the referee's functions

    def _call_back(self, verb: str, *args: Any) -> Any:
        """Ask the referee to do something with an object of its own, and wait."""

        def compose(writer: Writer) -> dict[str, Tree]:
            return {"do": verb, "v": writer.write(args), **self._output(writer)}

        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("a function of the check can be called on the main thread only")
        refuse_transforms()
        number = self._number
        with _timer_paused():
            self.send(REQUEST, number, compose, None)
            reader = self.wait(number, None, any_request=True)
        if "e" in reader.fields:
            error = reader.read(reader.fields["e"])
            error._their_number = reader.fields["own"]
            raise error
        if "same" in reader.fields:
            return args[2][reader.fields["same"]]
        return reader.read(reader.fields["v"])

    @contextlib.contextmanager
    def _call(self, options: dict[str, Any]) -> Iterator[None]:
        """Make the surroundings of a call: what is printed is kept, Ctrl-C interrupts, time is limited."""
        with (
            contextlib.redirect_stdout(self._printed),
            contextlib.redirect_stderr(self._printed),
            warnings.catch_warnings(),
            _signals(options.get("seconds") if self._depth == 1 else None),
        ):
            warnings.simplefilter("ignore")
            yield


class _Drawn:
    """Notes which of the check's random generators were drawn from."""

    def __init__(self, generators: list[Any]) -> None:
        self._generators = generators
        self._before = [arrays.generator_state(one) for one in generators]

    def write(self, writer: Writer) -> dict[str, Tree]:
        """Write the states that have changed."""
        now = [arrays.generator_state(one) for one in self._generators]
        changed = [
            [place, writer.write(state)]
            for place, (state, before) in enumerate(zip(now, self._before, strict=True))
            if state != before
        ]
        return {"generators": changed} if changed else {}


def _method(value: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a method; special ones as the interpreter does, by the function that stands for the operator."""
    function = _OPERATORS.get(name)
    return function(value, *args) if function else getattr(value, name)(*args, **kwargs)


def _is_fitted(estimator: Any) -> bool:
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    try:
        check_is_fitted(estimator)
    except NotFittedError:
        return False
    return True


def _contains(value: Any, item: Any) -> bool:
    return item in value


_OPERATORS: dict[str, Callable[..., Any]] = {
    "__len__": len,
    "__iter__": iter,
    "__next__": next,
    "__getitem__": operator.getitem,
    "__setitem__": operator.setitem,
    "__delitem__": operator.delitem,
    "__contains__": _contains,
    "__bool__": bool,
    "__repr__": repr,
    "__str__": str,
    "__hash__": hash,
    "__abs__": abs,
    "__float__": float,
    "__int__": int,
}


@contextlib.contextmanager
def _signals(seconds: float | None) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with stopped_after(seconds, CallTooLong):
            yield
    finally:
        signal.signal(signal.SIGINT, former)


@contextlib.contextmanager
def _timer_paused() -> Iterator[None]:
    """Let no alarm cut a message in two."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_REAL, left)
