"""The referee's functions and objects in the learner's process: all they can do is ask the referee."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

from mlcourse.grading.remote.reader import Reader
from mlcourse.grading.remote.trees import Tree

Ask = Callable[..., Any]


class Theirs:
    """Something of the check's; the referee keeps it."""

    _ask: Ask
    _number: int


def number_of(value: Theirs) -> int:
    """Return the number under which the referee keeps something."""
    return value._number


def stand_in(ask: Ask, number: int, what: dict[str, Any]) -> Any:
    """Make what stands for something of the referee's."""
    names: dict[str, Any] = {name: _forward(name) for name in what["special"]}
    names |= {name: _Member(name) for name in what["names"]}
    if what["module"] is not None:
        return _module(ask, number, what, names)
    kind = type(what["name"], (Theirs,), names)
    made: Any = object.__new__(kind)
    made._ask, made._number = ask, number
    for name in ("name", "doc"):
        setattr(made, f"__{name}__", what[name])
    if what["signature"] is not None:
        made.__signature__ = make_signature(what["signature"])
    return made


def _module(ask: Ask, number: int, what: dict[str, Any], names: dict[str, Any]) -> Any:
    """Make what stands for a module of the check's: its parameters are here too, its `forward` runs there."""
    import torch

    def forward(self: Any, *args: Any, **kwargs: Any) -> Any:
        return self._ask("method", self, "__call__", args, kwargs)

    own = {name: value for name, value in names.items() if not name.startswith("__") and name not in _MODULE_NAMES}
    made: Any = type(what["name"], (Theirs, torch.nn.Module), {**own, "forward": forward})()
    parts = ("_parameters", "_buffers", "_modules", "training")
    for part, value in zip(parts, what["module"], strict=True):
        own.pop(part, None)
        made.__dict__[part] = value
    object.__setattr__(made, "_ask", ask)
    object.__setattr__(made, "_number", number)
    return made


_MODULE_NAMES = frozenset({"forward", "training"})


def _forward(name: str) -> Callable[..., Any]:
    def special(self: Theirs, *args: Any, **kwargs: Any) -> Any:
        return self._ask("method", self, name, args, kwargs)

    special.__name__ = name
    return special


class _Member:
    """A public name of the referee's object."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Theirs | None, owner: type) -> Any:
        if instance is None:
            raise AttributeError(self._name)
        return instance._ask("get", instance, self._name)


_KINDS = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
    inspect.Parameter.KEYWORD_ONLY,
    inspect.Parameter.VAR_KEYWORD,
)


def make_signature(parameters: list[list[Any]]) -> inspect.Signature:
    """Make a signature of what was told about its parameters."""
    empty = inspect.Parameter.empty
    return inspect.Signature(
        [
            inspect.Parameter(name, _KINDS[kind], default=default if has_default else empty)
            for name, kind, has_default, default in parameters
        ]
    )


def find(path: str, name: str) -> Any:
    """Find what a library offers under a name; the referee asks for nothing else."""
    found: Any = importlib.import_module(path)
    for part in name.split(".") if name else []:
        found = getattr(found, part)
    return found


def _known(reader: Reader, path: Tree, name: Tree) -> Any:
    return find(path, name)


def _object(reader: Reader, *trees: Tree) -> Any:
    """Build a library's object again; the referee alone can ask for that."""
    function, args, state, items, pairs = reader.all([*trees])
    made = function(*args)
    if state is not None:
        _set_state(made, state)
    for item in items or ():
        made.append(item)
    for key, value in pairs or ():
        made[key] = value
    return made


def _set_state(made: Any, state: Any) -> None:
    if hasattr(made, "__setstate__"):
        made.__setstate__(state)
        return
    slots: Any = {}
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    made.__dict__.update(state or {})
    for name, value in (slots or {}).items():
        setattr(made, name, value)


def _torch_generator(reader: Reader, tree: Tree) -> Any:
    import torch

    made = torch.Generator()
    made.set_state(reader.read(tree))
    return made


def refresh(made: Any, news: dict[str, Any]) -> None:
    """Bring what is kept of the check's up to date."""
    if "training" in news:
        made.training = news["training"]
    for group, told in zip(getattr(made, "param_groups", ()), news.get("groups", ()), strict=False):
        group.update(told)


READERS: dict[str, Callable[..., Any]] = {"known": _known, "object": _object, "torch rng": _torch_generator}
