"""The structure of ``torch.nn`` modules, so that PyTorch's own methods work on stand-ins."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlcourse.grading.remote.channel import Violation

if TYPE_CHECKING:
    from mlcourse.grading.remote.graph import Graph
    from mlcourse.grading.remote.reader import Reader
    from mlcourse.grading.remote.trees import Tree
    from mlcourse.grading.remote.writer import Writer


def is_module(value: Any) -> bool:
    """Tell whether something is a module of PyTorch's kind."""
    kind = getattr(sys.modules.get("torch.nn"), "Module", None)
    return kind is not None and isinstance(value, kind) and "_parameters" in getattr(value, "__dict__", ())


@dataclass
class Structures:
    """The learner's modules that the referee has stand-ins for, and what it was last told of each."""

    graph: Graph
    _modules: dict[int, tuple[Any, Any]] = field(default_factory=dict)

    def add(self, number: int, module: Any) -> None:
        """Tell of a module from the next message on."""
        self._modules[number] = module, None

    def drop(self, number: int) -> None:
        """Tell of it no more."""
        self._modules.pop(number, None)

    def find(self, number: int) -> Any:
        """Return the module of a number, None if it is not known."""
        return self._modules.get(number, (None, None))[0]

    def write(self, writer: Writer) -> list[Tree]:
        """Write what has changed; writing a module may bring up its children."""
        found: list[Tree] = []
        while changed := [number for number, (module, told) in self._modules.items() if _shape(module) != told]:
            for number in changed:
                module = self._modules[number][0]
                self._note(number, module, _shape(module), writer)
                found.append([number, *self._parts(module, writer), module.training])
        return found

    def _note(self, number: int, module: Any, shape: Any, writer: Writer) -> None:
        before = self._modules[number]

        def undo() -> None:
            if number in self._modules:
                self._modules[number] = before

        self._modules[number] = module, shape
        writer.undo.insert(0, undo)

    def _parts(self, module: Any, writer: Writer) -> list[Tree]:
        tensors = [module._parameters, module._buffers]
        trees: list[Tree] = [
            [[name, None if one is None else self.graph.write_shared(one, writer)] for name, one in part.items()]
            for part in tensors
        ]
        return [*trees, [[name, writer.write(child)] for name, child in module._modules.items()]]


def _shape(module: Any) -> tuple[Any, ...]:
    parts = (module._parameters, module._buffers, module._modules)
    return (*[[(name, id(one)) for name, one in part.items()] for part in parts], module.training)


def fill(module: Any, reader: Reader, parts: list[Tree], training: Any) -> None:
    """Give a stand-in the structure that was told."""
    parameters, buffers, children = (_named(reader, part) for part in parts)
    torch: Any = sys.modules["torch"]
    if not all(one is None or isinstance(one, torch.nn.Parameter) for one in parameters.values()):
        raise Violation("a parameter that is none")
    if not all(one is None or isinstance(one, torch.Tensor) for one in buffers.values()):
        raise Violation("a buffer that is none")
    if not all(one is None or isinstance(one, torch.nn.Module) for one in children.values()):
        raise Violation("a module that is none")
    state = module.__dict__
    state["_parameters"], state["_buffers"], state["_modules"] = parameters, buffers, children
    state["training"] = training is True


def _named(reader: Reader, pairs: Any) -> dict[str, Any]:
    return {reader.text(name): reader.read(tree) for name, tree in pairs}
