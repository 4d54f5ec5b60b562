"""The referee's end of the wire: the learner's names, as plain data or as stand-ins that ask over there."""

from __future__ import annotations

import json
import sys
import types
import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from mlcourse.check.calls import WRITTEN_BACK
from mlcourse.grading.remote import exported, modules, randomness, standins, writeback
from mlcourse.grading.remote.channel import REQUEST, Channel, ChannelError, Closed, Late, Violation, new_number
from mlcourse.grading.remote.errors import Errors, write_error
from mlcourse.grading.remote.graph import Graph
from mlcourse.grading.remote.peer import MINE, YOURS, Peer, deadline_in, grad_mode, refuse_transforms
from mlcourse.grading.remote.reader import Reader
from mlcourse.grading.remote.trees import Tree
from mlcourse.grading.remote.writer import UnsendableError, Writer

_GRACE = 2.0  # seconds between stopping a call from within and giving up on the process


class Learner(Peer):
    """The learner's process, as the referee sees it.

    Parameters
    ----------
    channel : Channel
        The line to a `Student`.
    call_seconds : float
        How long one call of a learner's function may take.

    Raises
    ------
    ChannelError
        By any method, where the process has ended, is late or breaks the protocol; ``broken`` is true from then on.
        A call that could be stopped from within is `Late` too, and leaves the process usable.
    """

    def __init__(self, channel: Channel, *, call_seconds: float = 30.0) -> None:
        super().__init__(channel, Graph(self._product, 0, shares_leaves=False))
        self._call_seconds = call_seconds
        self._told: dict[int, dict[str, Any]] = {}
        self._released: list[int] = []
        self._modes: dict[int, bool] = {}
        self._random = randomness.states()
        self._outstanding: list[tuple[bytes, float | None]] = []
        self._stand_ins: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()
        self._errors = Errors()
        self._raised: list[BaseException] = []

    @property
    def broken(self) -> bool:
        """Whether nothing more can be asked."""
        return self.channel.broken

    def execute(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """Run a cell over there: hand a request, plain data for JSON, to the student's ``execute``."""
        plain = json.loads(json.dumps(request))
        reader = self._exchange(lambda writer: {"do": "execute", "v": plain}, seconds)
        answer = reader.fields.get("v")
        if type(answer) is not dict:
            raise self._break(Violation("an answer that is none"))
        return answer

    def defined(self, names: Iterable[str]) -> set[str]:
        """Tell which of the names exist over there."""
        wanted = list(names)
        found = self._ask("defined", wanted)
        if type(found) is not list:
            raise self._break(Violation("an answer that is none"))
        return {name for name in wanted if name in found}

    def value(self, name: str) -> Any:
        """Return the value of a name: plain data, or a stand-in.

        Raises
        ------
        NameError
            If it is not defined.
        """
        return self._ask("value", name)

    def provide(self, name: str, function: Callable[..., Any]) -> None:
        """Bind a name over there to a function that runs here."""
        self._ask("provide", name, function)

    # Asking

    def _ask(self, verb: str, *args: Any) -> Any:
        """Ask for something to be done with the learner's objects; raises what was raised over there."""
        refuse_transforms()
        now = randomness.states()
        seeded = randomness.changed(self._random, now)
        back = WRITTEN_BACK.get() and verb in ("call", "method")
        options = {"seconds": self._call_seconds, "random": seeded, "back": back}
        generators: list[Any] = []

        def compose(writer: Writer) -> dict[str, Tree]:
            fields = {"do": verb, "o": writer.write(options), "v": writer.write(args)}
            generators[:] = writer.generators
            return fields

        try:
            reader = self._exchange(compose, self._call_seconds + _GRACE)
        except UnsendableError as error:
            raise TypeError(f"an argument cannot be handed to the learner's code: {error}") from None
        self._random = now
        return self._result(reader, generators, args if back else None)

    def _result(self, reader: Reader, generators: list[Any], args: Any) -> Any:
        error, value = None, None
        with self._guarded():
            fields = reader.fields
            self._print(reader)
            late = fields.get("late") is True
            if "e" in fields:
                error = self._error(reader)
            elif not late:
                value = reader.read(fields["v"])
            self._take_modules(reader)
            self._take_draws(reader, generators)
            if args is not None and "back" in fields:
                writeback.write_back(args, reader.read(fields["back"]))
        if late:
            raise Late(f"no answer within {self._call_seconds:g} s")
        if error is not None:
            raise error
        return value

    def _take_draws(self, reader: Reader, generators: list[Any]) -> None:
        """Move on the generators from which the learner's code has drawn."""
        if names := reader.fields.get("drew"):
            randomness.move_on(names)
            self._random = randomness.states()
        for place, tree in reader.fields.get("generators", ()):
            told = reader.read(tree)
            if type(told) is not tuple or len(told) != 4 or any(type(number) is not int for number in told):
                raise Violation("a random generator that is none")
            randomness.advance(generators[place], told)

    def _product(self, number: int, gradient: Any) -> Any:
        return self._ask("product", number, gradient)

    def _error(self, reader: Reader) -> BaseException:
        """Make the exception, or find the one of the check's own that came back through the learner's code."""
        error = reader.read(reader.fields["e"])
        if not isinstance(error, BaseException):
            raise Violation("an exception that is none")
        own = reader.fields.get("own")
        if type(own) is int and 0 <= own < len(self._raised):
            frames = error.learner_frames  # type: ignore[attr-defined]
            error = self._raised[own]
            error.learner_frames = frames  # type: ignore[attr-defined]
        return error

    def _print(self, reader: Reader) -> None:
        if "out" in reader.fields:
            sys.stdout.write(reader.text(reader.fields["out"]))

    def _exchange(self, compose: Callable[[Writer], dict[str, Tree]], seconds: float | None) -> Reader:
        if self.broken:
            raise Closed("the other side has gone")
        number, deadline = new_number(), deadline_in(seconds)
        self.channel.demand_silence()
        self._outstanding.append((number, deadline))
        try:
            with self._guarded(UnsendableError):
                self.send(REQUEST, number, compose, deadline)
                return self.wait(number, deadline, any_request=False)
        finally:
            self._outstanding.pop()

    def _guarded(self, *harmless: type[BaseException]) -> _Guard:
        return _Guard(self, harmless)

    def _break(self, error: ChannelError) -> ChannelError:
        self.channel.close()
        return error

    # What comes and goes

    def refer(self, value: Any, writer: Writer) -> Tree:
        """Stand for a stand-in by the learner's number, and for anything of the check's by one of ours."""
        if type(value) is standins._Bound:
            value = value.fetch()
        kind = type(value)
        if isinstance(value, standins.StandInType) or issubclass(kind, standins.StandIn):
            if value._learner is not self:
                raise UnsendableError("it belongs to a process that is no more")
            return [YOURS, value._number]
        return exported.refer(self.exports, value, writer)

    def resolve(self, tree: list[Tree], reader: Reader) -> Any:
        """Make a stand-in for an object of the learner's, or find one of ours."""
        tag, *rest = tree
        if tag == MINE:
            return self._stand_in(reader, *rest)
        if tag == YOURS:
            return self.exports.find(*rest)
        if tag == "error":
            return self._errors.read(reader, *rest)
        raise Violation("a value of an unknown kind")

    def _stand_in(self, reader: Reader, number: Any, tree: Tree) -> Any:
        if type(number) is not int:
            raise Violation("a handle that is none")
        found = self._stand_ins.get(number)
        if found is None:
            if tree is not None:
                self._told[number] = reader.read(tree)
            what = self._told[number]
            if "error" in what:
                return self._errors.kind_of(what["error"])
            found = self._stand_ins[number] = standins.make(self, number, what)
            weakref.finalize(found, self._released.append, number).atexit = False
        return found

    def add_state(self, fields: dict[str, Tree], writer: Writer) -> None:
        """Tell which handles are of no use any more, and which modules were put into another mode."""
        released = {number for number in self._take_released() if number not in self._stand_ins}
        for number in released:
            self._told.pop(number, None)
            self._modes.pop(number, None)
        if released:
            fields["drop"] = sorted(released)
        if self.graph.released:
            fields["edges"], self.graph.released[:] = [*self.graph.released], []
        modes = {number: self._stand_ins[number].training for number in self._modes if number in self._stand_ins}
        if changed := [[number, mode] for number, mode in modes.items() if mode != self._modes[number]]:
            fields["modes"] = changed
            self._modes |= modes
        torch = sys.modules.get("torch")
        if torch is not None and hasattr(torch, "is_grad_enabled") and not torch.is_grad_enabled():
            fields["no grad"] = True

    def _take_released(self) -> list[int]:
        taken, self._released[:] = [*self._released], []
        return taken

    def _take_modules(self, reader: Reader) -> None:
        for number, parameters, buffers, children, training in reader.fields.get("modules", ()):
            module = self._stand_ins.get(number)
            if module is not None:
                modules.fill(module, reader, [parameters, buffers, children], training)
                self._modes[number] = training is True

    # What the learner's process may ask for

    def perform(self, reader: Reader) -> Callable[[Writer], dict[str, Tree]]:
        """Call one of the check's functions for the learner's code."""
        verb, args = reader.guarded(self._request)
        try:
            with grad_mode(reader.fields):
                if verb == "product":
                    value: Any = self.graph.product(*args) if len(args) == 2 else self._refuse()
                else:
                    value = exported.perform(self.exports, verb, args)
        except Exception as error:
            return self._failure(error)
        # Where a function hands back what it was given, the learner's code gets its own object again.
        given = args[2] if verb == "method" else ()
        if place := next((place for place, one in enumerate(given, 1) if one is value), 0):
            return lambda writer: {"same": place - 1}
        return lambda writer: {"v": writer.write(value)}

    def _refuse(self) -> NoReturn:
        raise Violation("a request that is none")

    def _request(self, reader: Reader) -> tuple[str, tuple[Any, ...]]:
        self._print(reader)
        verb, args = reader.fields.get("do"), reader.read(reader.fields.get("v"))
        self._take_modules(reader)
        if type(args) is not tuple or type(verb) is not str:
            raise Violation("a request that is none")
        return verb, args

    def _failure(self, error: BaseException) -> Callable[[Writer], dict[str, Tree]]:
        self._raised.append(error)
        number = len(self._raised) - 1
        return lambda writer: {"e": write_error(error, writer, frames=False), "own": number}


class _Guard:
    """Closes the channel where anything goes wrong in between, for nobody knows what the other side waits for then."""

    def __init__(self, learner: Learner, harmless: tuple[type[BaseException], ...]) -> None:
        self._learner, self._harmless = learner, harmless

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: types.TracebackType | None) -> None:
        if error is None or isinstance(error, self._harmless):
            return
        self._learner.channel.close()
        if isinstance(error, Exception):
            raise Violation(f"an answer that cannot be read ({type(error).__name__})") from None
