"""What stands in a check cell for the learner's own objects.

A stand-in answers with what the learner's object says, and so is never trusted: it equals no plain data, has no order
beside it, and arithmetic with it gives stand-ins only. For ``isinstance`` it counts as an instance of the learner's own
class and of library classes that learners derive from, never of a type of data.
"""

from __future__ import annotations

import dataclasses
import functools
import sys
import types
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NoReturn

from mlcourse.grading.remote import derivable
from mlcourse.grading.remote.describe import SPECIAL
from mlcourse.grading.remote.ours import make_signature

if TYPE_CHECKING:
    from mlcourse.grading.remote.trees import Asks

_OWN = ("_learner", "_number", "_claim")


class StandIn:
    """An object of the learner's."""

    _learner: Asks
    _number: int
    _claim = False  # whether arithmetic with the check's data made it, so that it could answer anything
    __array_ufunc__ = None  # NumPy leaves arithmetic to this class, and refuses all else

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in _SPECIAL_ATTRIBUTES:
            raise AttributeError(name)  # what Python and libraries look for is not the learner's to answer
        return self._learner._ask("get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        # scikit-learn keeps notes of its own on estimators.
        if name in _OWN or (name.startswith("_") and hasattr(type(self), "__sklearn_tags__")):
            object.__setattr__(self, name, value)
        else:
            self._learner._ask("set", self, name, value)

    def __delattr__(self, name: str) -> None:
        if name in self.__dict__:
            object.__delattr__(self, name)
        else:
            self._learner._ask("delete", self, name)

    def __repr__(self) -> str:
        return _text(self._learner._ask("method", self, "__repr__", (), {}))

    def __str__(self) -> str:
        return _text(self._learner._ask("method", self, "__str__", (), {}))

    def __copy__(self) -> Any:
        return self._learner._ask("copy", self, False)

    def __deepcopy__(self, memo: Any) -> Any:
        return self._learner._ask("copy", self, True)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("an object of the learner's cannot be pickled")


_SPECIAL_ATTRIBUTES = ("__wrapped__",)


def _text(value: Any) -> str:
    return value if type(value) is str else "?"


class StandInType(type):
    """The class of stand-ins for classes."""

    _learner: Asks
    _number: int

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make an instance over there."""
        return cls._learner._ask("call", cls, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        if (name.startswith("__") and name.endswith("__")) or name in _OWN:
            raise AttributeError(name)
        return cls._learner._ask("get", cls, name)


class Function(StandIn):
    """A function of the learner's."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it over there."""
        return self._learner._ask("call", self, args, kwargs)

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: Any) -> Any:
        return self

    __class__ = property(lambda self: types.FunctionType)  # type: ignore[assignment]

    @property
    def __code__(self) -> Any:
        """What ``inspect`` asks of a function; there is no code here."""
        names = tuple(getattr(getattr(self, "__signature__", None), "parameters", ()))
        return types.SimpleNamespace(
            co_flags=0, co_name=self.__name__, co_argcount=len(names), co_varnames=names, co_filename="<answer>"
        )


class Generator(StandIn):
    """A generator of the learner's."""

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        return self._learner._ask("method", self, "__next__", (), {})

    __class__ = property(lambda self: types.GeneratorType)  # type: ignore[assignment]


# As messages and ``type(f).__name__`` have them.
Function.__name__ = "function"
Generator.__name__ = "generator"


class Method:
    """A method of a stand-in's, which can be called without being fetched first."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: Any) -> Any:
        if instance is None:
            return owner._learner._ask("get", owner, self._name)
        return _Bound(instance, self._name)


class _Bound:
    """A method of one object; what is no call goes to the method itself, over there."""

    def __init__(self, owner: Any, name: str) -> None:
        self._owner, self.__name__ = owner, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._owner._learner._ask("method", self._owner, self.__name__, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name in ("__signature__", "__doc__"):
            return getattr(self.fetch(), name)
        raise AttributeError(name)

    def __deepcopy__(self, memo: Any) -> Any:
        return self

    def fetch(self) -> Any:
        """Return the stand-in of the method itself."""
        return self._owner._learner._ask("get", self._owner, self.__name__)


class Attribute:
    """Whatever else a learner's class gives its instances: properties, class attributes, static methods."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: Any) -> Any:
        target = owner if instance is None else instance
        return target._learner._ask("get", target, self._name)

    def __set__(self, instance: Any, value: Any) -> None:
        instance._learner._ask("set", instance, self._name, value)


def special(name: str) -> Callable[..., Any]:
    """Make a special method that asks the learner's object."""
    if name in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
        return _comparison(name)
    if name in _ARITHMETIC:
        return _arithmetic(name)

    def asks(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self._claim:
            raise TypeError(f"an object of the answer's is no number, and has no {name}")
        return self._learner._ask("method", self, name, args, kwargs)

    return asks


_ARITHMETIC = frozenset(
    f"__{prefix}{name}__"
    for name in ["add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor"]
    for prefix in ("", "r", "i")
) | {"__neg__", "__pos__", "__invert__", "__abs__"}


def _comparison(name: str) -> Callable[[Any, Any], Any]:
    def compares(self: Any, other: Any) -> Any:
        if self is other and name in ("__eq__", "__ne__"):
            return name == "__eq__"
        if not isinstance(other, StandIn) or self._claim or other._claim:
            return {"__eq__": False, "__ne__": True}.get(name, NotImplemented)
        answer = self._learner._ask("method", self, name, (other,), {})
        return answer if type(answer) is bool or answer is NotImplemented else NotImplemented

    return compares


def _arithmetic(name: str) -> Callable[..., Any]:
    def computes(self: Any, *others: Any) -> Any:
        plain = [other for other in others if not isinstance(other, StandIn)]
        if any(type(other) not in (int, float, complex, Fraction, str) for other in plain):
            return NotImplemented
        answer = self._learner._ask("method", self, name, others, {})
        if not plain and not self._claim and not any(other._claim for other in others):
            return answer
        if not isinstance(answer, StandIn):
            return NotImplemented if answer is NotImplemented else _no_data()
        answer._claim = True
        return answer

    return computes


def _no_data() -> NoReturn:
    raise TypeError("arithmetic with an object of the answer's gave plain data, which nobody can trust")


def make_class(learner: Asks, number: int, what: Mapping[str, Any]) -> type:
    """Make the stand-in of a class that is described as `describe.describe` does."""
    known = derivable.find(what["known"])
    mixin = _mixin(known)
    bases = (*[base for base in what["bases"] if isinstance(base, StandInType)], mixin, *known)
    names: dict[str, Any] = {name: special(name) for name in what["special"] if name in SPECIAL}
    names |= {name: Method(name) if plain else Attribute(name) for name, plain in what["methods"].items()}
    for name in derivable.run_here(known, library=not what["bases"] and bool(what["library"])):
        names.pop(name, None)
    names |= {name: Method(name) for name in derivable.run_there(known)}
    if any(hasattr(kind, "__sklearn_tags__") for kind in known):
        names["__sklearn_is_fitted__"] = _is_fitted
    if mixin is not StandIn:
        for name in ("forward", "__call__"):
            names.pop(name, None)
    for name in names:
        if type(name) is not str or not name.isidentifier() or name in _OWN:
            raise ValueError("a name that is none")
    path, doc = what["path"], what["doc"]
    names |= {"__module__": "__main__", "__doc__": doc, "__qualname__": str(path[1])}
    if "__eq__" in names:
        names.setdefault("__hash__", None)
    if fields := what.get("fields"):
        names["__dataclass_fields__"] = _dataclass_fields(fields)
    made = _derive(str(what["name"]), bases, names)
    type.__setattr__(made, "_learner", learner)
    type.__setattr__(made, "_number", number)
    if what["signature"] is not None:
        type.__setattr__(made, "__signature__", make_signature(what["signature"]))
    return made


def _is_fitted(self: Any) -> bool:
    """Answer scikit-learn, which else looks at attributes that are over there."""
    return self._learner._ask("fitted", self) is True


def _mixin(known: tuple[type, ...]) -> type:
    torch = sys.modules.get("torch")
    if torch is not None and any(issubclass(kind, torch.nn.Module) for kind in known):
        return _module_class()
    return StandIn


def _derive(name: str, bases: tuple[type, ...], names: dict[str, Any]) -> type:
    unique = tuple(dict.fromkeys(bases))
    for choice in (unique, tuple(base for base in unique if not isinstance(base, StandInType)), (StandIn,)):
        try:
            return StandInType(name, choice, names)
        except TypeError:  # bases that cannot be combined
            continue
    raise ValueError("a class that cannot be made")


def _dataclass_fields(names: list[str]) -> dict[str, Any]:
    """Make what ``dataclasses.fields`` looks for."""
    made = dataclasses.make_dataclass("Fields", [(name, Any, None) for name in names])
    return {one.name: one for one in dataclasses.fields(made)}


def make(learner: Asks, number: int, what: Mapping[str, Any]) -> Any:
    """Make the stand-in of an object that is described as `describe.describe` does."""
    kind = what["kind"]
    if kind == "class":
        return make_class(learner, number, what)
    if kind == "instance":
        # An object of a class that is not the learner's own, such as `object()`, is one that nothing is known of.
        kind_of: Any = what["class"] if isinstance(what["class"], StandInType) else StandIn
        made: Any = object.__new__(kind_of)
        if isinstance(made, StandIn) and _mixin((type(made),)) is not StandIn:
            sys.modules["torch"].nn.Module.__init__(made)
    else:
        made = object.__new__({"function": Function, "generator": Generator}[kind])
        for name in ("name", "doc"):
            value = what[name]
            object.__setattr__(made, f"__{name}__", value if type(value) is str else None)
        object.__setattr__(made, "__qualname__", made.__name__)
        if kind == "function" and what["signature"] is not None:
            object.__setattr__(made, "__signature__", make_signature(what["signature"]))
    object.__setattr__(made, "_learner", learner)
    object.__setattr__(made, "_number", number)
    return made


@functools.cache
def _module_class() -> type:
    """Make the base of stand-ins for modules, once torch is there."""
    import torch

    class Module(StandIn):
        """A module of the learner's: PyTorch's own methods work on its structure, only `forward` runs over there."""

        def __getattr__(self, name: str) -> Any:
            for part in ("_parameters", "_buffers", "_modules"):
                if name in self.__dict__.get(part, ()):
                    return self.__dict__[part][name]
            return StandIn.__getattr__(self, name)

        def __setattr__(self, name: str, value: Any) -> None:
            here = name in _OWN or name in self.__dict__
            if here:
                object.__setattr__(self, name, value)
            else:
                StandIn.__setattr__(self, name, value)

        def forward(self, *args: Any, **kwargs: Any) -> Any:
            return self._learner._ask("call", self, args, kwargs)

        __call__ = torch.nn.Module.__call__

    return Module
