"""Gradients across the wire: each side keeps its part of the graph and asks the other for vector-Jacobian products.

A tensor that requires a gradient goes over as a copy that is a leaf there (an *input*). What is computed from it comes
back as an *edge*: its data, and the inputs and shared tensors that it depends on, so that the receiver's graph joins
it to its own. Parameters are *shared*: both sides have one, and each message brings the other side's up to date.
A product for which a graph is wanted comes back as edges too, so that it can be differentiated again.
"""

from __future__ import annotations

import functools
import sys
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlcourse.grading.remote import tensors
from mlcourse.grading.remote.channel import Violation

if TYPE_CHECKING:
    import torch

    from mlcourse.grading.remote.reader import Reader
    from mlcourse.grading.remote.trees import Tree
    from mlcourse.grading.remote.writer import Writer

_MOST_COMPARED = 100_000  # entries; of larger tensors only the version is looked at


@dataclass(eq=False)
class Shared:
    """A tensor that both sides have, and how it was when the sides last agreed."""

    key: int
    tensor: torch.Tensor
    state: tuple[Any, ...] = ()
    grad_state: tuple[Any, ...] = ()
    requires_grad: bool = False

    def look(self) -> None:
        """Take note that both sides agree."""
        self.state, self.grad_state = _state(self.tensor), _state(self.tensor.grad)
        self.requires_grad = self.tensor.requires_grad


def _state(tensor: torch.Tensor | None) -> tuple[Any, ...]:
    if tensor is None:
        return ()
    copy = tensor.detach().clone() if tensor.numel() <= _MOST_COMPARED else None
    return tensor._version, tensor.data_ptr(), tensor.dtype, copy


def _is_as(tensor: torch.Tensor | None, state: tuple[Any, ...]) -> bool:
    if tensor is None or not state:
        return tensor is None and not state
    import torch

    version, address, dtype, copy = state
    if copy is None:
        return (tensor._version, tensor.data_ptr(), tensor.dtype) == (version, address, dtype)
    return bool(tensor.dtype == dtype and tensor.shape == copy.shape and torch.equal(_bits(tensor), _bits(copy)))


def _bits(tensor: torch.Tensor) -> torch.Tensor:
    """View a tensor as bytes, so that NaN equals NaN."""
    import torch

    return tensor.detach().contiguous().reshape(-1).view(torch.uint8)


@dataclass(eq=False)
class _Edge:
    tensor: torch.Tensor
    leaves: list[torch.Tensor]
    private: list[torch.Tensor]


@dataclass(eq=False)
class Graph:
    """One side's part.

    Parameters
    ----------
    ask : callable
        Asks the other side for a vector-Jacobian product, by the number of an edge and the gradient of its tensor.
    first : int
        0 or 1, the other on the other side: keys count in steps of two.
    shares_leaves : bool
        Whether every leaf is shared, not only parameters.
    """

    ask: Callable[[int, Any], Any]
    first: int
    shares_leaves: bool
    shared: dict[int, Shared] = field(default_factory=dict)
    released: list[int] = field(default_factory=list)
    _keys: dict[int, int] = field(default_factory=dict)  # of shared tensors, by address
    _inputs: Any = field(default_factory=weakref.WeakValueDictionary)
    _edges: dict[int, _Edge] = field(default_factory=dict)
    _next: int = 0

    def _new_key(self) -> int:
        self._next += 2
        return self._next + self.first

    # Writing

    def write(self, value: Any, writer: Writer) -> Tree | None:
        """Write a tensor that requires a gradient, or is shared; None for anything else."""
        torch = sys.modules.get("torch")
        if torch is None or not hasattr(torch, "nn") or not isinstance(value, torch.Tensor):
            return None
        if id(value) in self._keys or isinstance(value, torch.nn.Parameter) or hasattr(value, "_wire_shared"):
            return self.write_shared(value, writer)
        if not value.requires_grad:
            plain = value.as_subclass(torch.Tensor) if type(value).__module__.startswith("torch") else None
            return None if plain is None else tensors.write_data(plain, writer)
        if self.shares_leaves and value.is_leaf and not hasattr(value, "_wire"):
            return self.write_shared(value, writer)
        return self._write_edge(value, writer) if writer.answering else self._write_input(value, writer)

    def write_shared(self, value: torch.Tensor, writer: Writer) -> Tree:
        """Write a tensor that both sides have from now on."""
        import torch

        key = self._keys.get(id(value))
        if key is not None:
            return ["shared", key, None]
        one = Shared(self._new_key(), value)
        value._wire_shared = True  # type: ignore[attr-defined]
        self.shared[one.key], self._keys[id(value)] = one, one.key
        writer.undo.append(lambda: self._forget(one))
        one.look()
        grad = None if value.grad is None else tensors.write_data(value.grad, writer)
        told = [tensors.write_data(value, writer), isinstance(value, torch.nn.Parameter), value.requires_grad, grad]
        return ["shared", one.key, told]

    def _forget(self, one: Shared) -> None:
        self.shared.pop(one.key, None)
        self._keys.pop(id(one.tensor), None)

    def _write_input(self, value: torch.Tensor, writer: Writer) -> Tree:
        key = self._new_key()
        self._inputs[key] = value
        return ["input", key, value.is_leaf, tensors.write_data(value, writer)]

    def _write_edge(self, value: torch.Tensor, writer: Writer) -> Tree:
        known: dict[int, torch.Tensor] = {}
        private = []
        for leaf in _leaves(value):
            key = getattr(leaf, "_wire", None) or self._keys.get(id(leaf))
            if key is None:
                private.append(leaf)
            else:
                known[key] = leaf
        number = self._new_key()
        self._edges[number] = _Edge(value, [*known.values()], private)
        return ["edge", number, [*known], tensors.write_data(value, writer)]

    def product(self, number: Any, gradient: Any) -> list[Any]:
        """Return the vector-Jacobian products of an edge, one for each tensor that it depends on.

        Where gradients are recorded, they can be differentiated again.
        """
        import torch

        if type(number) is not int or number not in self._edges:
            raise Violation("a gradient of nothing")
        edge = self._edges[number]
        leaves = [*edge.leaves, *edge.private]
        if not leaves:
            return []
        again = torch.is_grad_enabled()
        with torch.enable_grad():
            found = torch.autograd.grad(
                edge.tensor, leaves, gradient, retain_graph=True, create_graph=again, allow_unused=True
            )
        plain = [None if grad is None else grad.detach() for grad in found]
        for leaf, grad in zip(edge.private, plain[len(edge.leaves) :], strict=True):
            if grad is not None:  # the learner's own tensors take it as they do in one process
                leaf.grad = grad if leaf.grad is None else leaf.grad + grad
        return [*(found if again else plain)][: len(edge.leaves)]

    def release(self, numbers: list[int]) -> None:
        """Forget edges that the other side cannot ask for any more."""
        for number in numbers:
            self._edges.pop(number, None)

    # Reading

    def read_shared(self, reader: Reader, key: Any, told: Any) -> torch.Tensor:
        """Find or make a shared tensor."""
        import torch

        if key in self.shared:
            return self.shared[key].tensor
        data, is_parameter, requires_grad, grad = told
        made: Any = _tensor(reader, data)
        requires = requires_grad is True and (made.is_floating_point() or made.is_complex())
        made = torch.nn.Parameter(made, requires) if is_parameter is True else made.requires_grad_(requires)
        if grad is not None:
            made.grad = _like(made, _tensor(reader, grad))
        if type(key) is not int or key % 2 == self.first:
            raise Violation("a tensor under a number that is not its owner's")
        one = Shared(key, made)
        made._wire_shared = True
        self.shared[key], self._keys[id(made)] = one, key
        one.look()
        return one.tensor

    def read_input(self, reader: Reader, key: Any, is_leaf: Any, data: Any) -> torch.Tensor:
        """Make a leaf of this side's graph."""
        import torch

        made: Any = _tensor(reader, data).requires_grad_()
        made._wire = key
        if is_leaf is True:
            return made  # type: ignore[no-any-return]
        with torch.enable_grad():
            return made.view_as(made)  # type: ignore[no-any-return]

    def read_edge(self, reader: Reader, number: Any, keys: Any, data: Any) -> torch.Tensor:
        """Join what the other side computed to this side's graph."""
        known = {key: self._local(key) for key in keys}
        kept = {key: tensor for key, tensor in known.items() if tensor is not None and tensor.requires_grad}
        if type(number) is not int:
            raise Violation("an edge that is none")
        return _join(self, number, list(known), kept, _tensor(reader, data))

    def _local(self, key: Any) -> torch.Tensor | None:
        return self.shared[key].tensor if key in self.shared else self._inputs.get(key)

    def remember(self, inputs: Mapping[int, torch.Tensor]) -> None:
        """Know inputs again by their keys, should all that is left of them be what a graph has saved."""
        for key, tensor in inputs.items():
            self._inputs.setdefault(key, tensor)

    # Keeping shared tensors the same

    def changes(self, writer: Writer) -> tuple[list[Tree], list[Shared]]:
        """Write the shared tensors that changed since both sides agreed."""
        trees, changed = [], []
        for one in self.shared.values():
            same, same_grad = _is_as(one.tensor, one.state), _is_as(one.tensor.grad, one.grad_state)
            if same and same_grad and one.requires_grad == one.tensor.requires_grad:
                continue
            grad = one.tensor.grad
            data = None if same else tensors.write_data(one.tensor, writer)
            told = False if same_grad else None if grad is None else tensors.write_data(grad, writer)
            trees.append([one.key, data, told, one.tensor.requires_grad])
            changed.append(one)
        return trees, changed

    def update(self, reader: Reader, trees: Any) -> None:
        """Take over what changed on the other side."""
        import torch

        for key, data, grad, requires_grad in trees:
            one = self.shared[key]
            with torch.no_grad():
                if data is not None:
                    new = _like(one.tensor, _tensor(reader, data))
                    if new.dtype == one.tensor.dtype:
                        one.tensor.copy_(new)
                    else:
                        one.tensor.data = new
                if grad is not False:
                    one.tensor.grad = None if grad is None else _like(one.tensor, _tensor(reader, grad))
                if one.tensor.is_leaf and one.tensor.requires_grad != (requires_grad is True):
                    one.tensor.requires_grad_(requires_grad is True)
            one.look()


def _tensor(reader: Reader, tree: Any) -> torch.Tensor:
    import torch

    value = reader.read(tree)
    if type(value) is not torch.Tensor:
        raise Violation("a tensor that is none")
    return value


def _like(old: torch.Tensor, new: torch.Tensor) -> torch.Tensor:
    if new.shape != old.shape:
        raise Violation("a tensor of another shape")
    return new


def _leaves(value: torch.Tensor) -> Iterator[torch.Tensor]:
    """Go through the leaves that a tensor depends on."""
    if value.grad_fn is None:
        yield value
        return
    waiting: list[Any] = [value.grad_fn]
    seen: set[Any] = set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        leaf = getattr(node, "variable", None)
        if leaf is not None:
            yield leaf
        waiting += [following for following, _ in node.next_functions if following is not None]


@dataclass(eq=False)
class _Link:
    """What joins an edge to this side's graph; it dies with the graph."""

    graph: Graph
    number: int
    data: Any
    keys: list[int]
    fits: dict[int, tuple[Any, Any]]


def _join(
    graph: Graph, number: int, keys: list[int], kept: dict[int, torch.Tensor], data: torch.Tensor
) -> torch.Tensor:
    """Make a tensor whose gradient the other side computes."""
    import torch

    link = _Link(graph, number, data, keys, {key: (one.shape, one.dtype) for key, one in kept.items()})
    weakref.finalize(link, graph.released.append, number).atexit = False
    with torch.enable_grad():
        # The anchor lets even a tensor that depends on nothing here ask the other side, whose own tensors want theirs.
        anchor = torch.zeros((), requires_grad=True)
        joined: torch.Tensor = _function().apply(link, anchor, *kept.values())
    return joined


@functools.cache
def _function() -> Any:
    """Make the function whose backward pass runs on the other side, once torch is there."""
    import torch

    class Remote(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, link: _Link, anchor: torch.Tensor, *tensors: torch.Tensor) -> torch.Tensor:
            ctx.link = link
            ctx.save_for_backward(*tensors)
            return link.data  # type: ignore[no-any-return]

        @staticmethod
        def backward(ctx: Any, gradient: torch.Tensor) -> Any:
            link = ctx.link
            # The answer depends on the inputs again where gradients are recorded, as they are for a second derivative.
            inputs = dict(zip(link.fits, ctx.saved_tensors, strict=True)) if torch.is_grad_enabled() else {}
            link.graph.remember(inputs)
            answer = link.graph.ask(link.number, gradient)
            if type(answer) is not list or len(answer) != len(link.keys):
                raise Violation("gradients that do not match what they are for")
            found = dict(zip(link.keys, answer, strict=True))
            return None, None, *[_fit(fit, found[key]) for key, fit in link.fits.items()]

    return Remote


def _fit(expected: tuple[Any, Any], found: Any) -> Any:
    import torch

    if found is None:
        return None
    if type(found) is not torch.Tensor or found.shape != expected[0]:
        raise Violation("a gradient of another shape")
    return found.to(expected[1])
