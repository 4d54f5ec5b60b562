"""The check's own functions and objects, as learners' code may use them: called, and read by their public names."""

from __future__ import annotations

import functools
import inspect
import sys
import types
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlcourse.grading.remote import describe, modules
from mlcourse.grading.remote.channel import Violation
from mlcourse.grading.remote.peer import MINE
from mlcourse.grading.remote.trees import Tree
from mlcourse.grading.remote.writer import UnsendableError, Writer

if TYPE_CHECKING:
    from mlcourse.grading.remote.peer import Exports

_CALLABLE = (
    types.FunctionType,
    types.MethodType,
    types.BuiltinMethodType,
    types.MethodWrapperType,
    types.MethodDescriptorType,
    functools.partial,
)


def refer(exports: Exports, value: Any, writer: Writer) -> Tree:
    """Make a reference to something of the check's.

    What a library offers goes over by its name, a library's object by its state, to be built again over there (only
    the learner's side does that), and the check's own things by a number, under which they stay here.
    """
    if isinstance(value, types.TracebackType):  # what ``__exit__`` is given: it leads to the check's own lines
        return None
    path = library_path(value)
    if path is not None:
        return ["known", *path]
    if not _is_own(value):
        return _write_kept(exports, value, writer) if _is_kept(value) else _write_object(value, writer)
    number, new = exports.add(value)
    if not new:
        return [MINE, number, None]
    writer.undo.append(lambda: exports.drop(number))
    special, names = public(value)
    told = {
        "name": str(getattr(value, "__name__", type(value).__name__)),
        "doc": None,
        "special": special,
        "names": names,
        "signature": _signature(value) if callable(value) else None,
        "module": _structure(value) if modules.is_module(value) else None,
    }
    return [MINE, number, writer.write(told)]


def _signature(value: Any) -> list[list[Any]] | None:
    """Describe parameters without their default values, which may say what a hidden test expects."""
    parameters = describe.signature(value)
    return parameters and [[name, kind, has_default, None] for name, kind, has_default, _ in parameters]


def _structure(module: Any) -> list[Any]:
    for buffer in module.buffers(recurse=False):
        buffer._wire_shared = True
    return [module._parameters, module._buffers, module._modules, module.training]


def _is_kept(value: Any) -> bool:
    """Tell whether a library's object is one that calls change: it is built once, and its parameters are shared."""
    optim = sys.modules.get("torch.optim")
    if optim is None or not hasattr(optim, "lr_scheduler"):
        return modules.is_module(value)
    return modules.is_module(value) or isinstance(value, (optim.Optimizer, optim.lr_scheduler.LRScheduler))


def _write_kept(exports: Exports, value: Any, writer: Writer) -> Tree:
    number, new = exports.add(value)
    if new:
        writer.undo.append(lambda: exports.drop(number))
        if modules.is_module(value):
            _structure(value)
        return ["kept", number, _write_object(value, writer), None]
    if modules.is_module(value):
        return ["kept", number, None, writer.write({"training": value.training})]
    groups = [{name: one for name, one in group.items() if name != "params"} for group in _groups(value)]
    return ["kept", number, None, writer.write({"groups": groups})]


def _groups(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = getattr(value, "param_groups", [])
    return found


def _write_object(value: Any, writer: Writer) -> Tree:
    """Write how a library's object can be made again, as ``copyreg`` has it."""
    if type(value).__module__.partition(".")[0] == "torch" and type(value).__name__ == "Generator":
        return ["torch rng", writer.write(value.get_state())]
    try:
        made = value.__reduce_ex__(2)
    except Exception:
        made = None
    if not isinstance(made, tuple):
        raise UnsendableError(f"a {type(value).__name__} cannot travel")
    function, args, state, items, pairs = (*made, None, None, None)[:5]
    parts = [function, args, state, None if items is None else list(items), None if pairs is None else list(pairs)]
    return ["object", *writer.all(parts)]


def library_path(value: Any) -> tuple[str, str] | None:
    """Find where a library offers a function, class or module; None for anything else."""
    if isinstance(value, types.ModuleType):
        return (value.__name__, "") if sys.modules.get(value.__name__) is value and _in_library(value) else None
    if not isinstance(value, type) and not callable(value):
        return None
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", getattr(value, "__name__", None))
    if type(name) is not str:
        return None
    owner = getattr(value, "__self__", None)
    if type(module) is not str and isinstance(owner, types.ModuleType):
        module = owner.__name__
    if type(module) is not str and type(value).__module__ == "numpy":  # a ufunc
        module = "numpy"
    if type(module) is not str or module.partition(".")[0] not in describe.LIBRARIES:
        return None
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return (module, name) if found is value else None


def _in_library(module: types.ModuleType) -> bool:
    return module.__name__.partition(".")[0] in describe.LIBRARIES


def _is_own(value: Any) -> bool:
    """Tell whether something is the check's own: a function, a class, an object of its class, or an iterator."""
    kind = value if isinstance(value, type) else type(value)
    made_here = str(kind.__module__).partition(".")[0] not in describe.LIBRARIES
    return made_here or (kind is not value and isinstance(value, (*_CALLABLE, Iterator)))


def public(value: Any) -> tuple[list[str], list[str]]:
    """Return the special methods and the public names that learners' code may use."""
    if isinstance(value, (type, *_CALLABLE)):
        return ["__call__"], []
    if isinstance(value, Iterator):
        return ["__iter__", "__next__"], []
    made = [base for base in type(value).__mro__ if not describe.is_library(base)]
    inside = [base for base in type(value).__mro__ if describe.is_library(base) and base is not object]
    special = {name for base in (*made, *inside) for name in vars(base)} & describe.SPECIAL
    names = {name for base in made for name in vars(base)} | set(getattr(value, "__dict__", ()))
    return sorted(special), sorted(name for name in names if not name.startswith("_"))


def perform(exports: Exports, verb: str, args: tuple[Any, ...]) -> Any:
    """Do what learners' code asks of an exported object; nothing else can be asked."""
    if not args or not exports.has(args[0]):
        raise Violation("a request for an object that was never handed out")
    target, rest = args[0], args[1:]
    special, names = public(target)
    if verb == "get" and len(rest) == 1 and rest[0] in names:
        return getattr(target, rest[0])
    if verb == "method" and len(rest) == 3 and rest[0] in special:
        name, positional, keywords = rest
        if type(positional) is tuple and type(keywords) is dict:
            return special_method(target, name)(*positional, **keywords)
    raise Violation("a request for what was never handed out")


def special_method(target: Any, name: str) -> Any:
    """Return a special method as the interpreter finds it."""
    if name == "__call__":
        return target
    method = inspect.getattr_static(type(target), name, None)
    return method.__get__(target, type(target)) if method is not None else getattr(target, name)
