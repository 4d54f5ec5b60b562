"""PyTorch's tensors on the wire, without the graph that they may belong to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mlcourse.grading.remote import arrays
from mlcourse.grading.remote.channel import Violation

if TYPE_CHECKING:
    import torch

    from mlcourse.grading.remote.trees import Reads, Tree, Writes

_DTYPES = {
    "float64": "<f8",
    "float32": "<f4",
    "float16": "<f2",
    "bfloat16": "<i2",
    "complex128": "<c16",
    "complex64": "<c8",
    "int64": "<i8",
    "int32": "<i4",
    "int16": "<i2",
    "int8": "|i1",
    "uint8": "|u1",
    "uint16": "<u2",
    "uint32": "<u4",
    "uint64": "<u8",
    "bool": "|b1",
}


def write(value: Any, writer: Writes) -> Tree | None:
    """Return the tree that stands for a value of PyTorch's, None for any other."""
    torch = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "Tensor"):
        return None
    if type(value) is torch.Tensor and not value.requires_grad and not hasattr(value, "_wire_shared"):
        return write_data(value, writer)
    if type(value) is torch.Size:
        return ["size", [int(length) for length in value]]
    if type(value) is torch.dtype:
        name = str(value).partition(".")[2]
        return ["torch.dtype", name] if name in _DTYPES else None
    if type(value) is torch.device:
        return ["device", "cpu"]
    return None


def write_data(value: torch.Tensor, writer: Writes) -> Tree | None:
    """Write a tensor's data; None if its type or layout cannot travel."""
    import torch

    name = str(value.dtype).partition(".")[2]
    if name not in _DTYPES:
        return None
    with torch.no_grad():
        plain = torch.Tensor.detach(value).cpu()
        if plain.layout == torch.sparse_coo:
            plain = plain.coalesce()
            parts = [write_data(plain.indices(), writer), write_data(plain.values(), writer)]
            return ["sparse", list(plain.shape), *parts]
        if plain.layout != torch.strided:
            return None
        plain = plain.resolve_conj().resolve_neg().contiguous()
        if name == "bfloat16":
            plain = plain.view(torch.int16)
        return ["tensor", name, list(plain.shape), writer.buffer(plain.numpy().tobytes())]


def read_data(reader: Reads, name: Any, lengths: Any, number: Any) -> torch.Tensor:
    """Read a tensor without a gradient."""
    import torch

    array = arrays.read_array(reader, _DTYPES[name], lengths, number)
    if not array.flags.writeable:
        array = array.copy()
    plain = torch.from_numpy(array)
    return plain.view(torch.bfloat16) if name == "bfloat16" else plain


def _read_sparse(reader: Reads, lengths: Any, indices: Any, values: Any) -> torch.Tensor:
    import torch

    shape, places, numbers = arrays.read_shape(lengths), reader.read(indices), reader.read(values)
    if type(places) is not torch.Tensor or type(numbers) is not torch.Tensor:
        raise Violation("a sparse tensor that is none")
    return torch.sparse_coo_tensor(places, numbers, shape, check_invariants=True).coalesce()


def _read_size(reader: Reads, lengths: Any) -> torch.Size:
    import torch

    return torch.Size(arrays.read_shape(lengths))


def _read_dtype(reader: Reads, name: Any) -> torch.dtype:
    import torch

    if name not in _DTYPES:
        raise Violation("a data type that is none")
    found: torch.dtype = getattr(torch, name)
    return found


def _read_device(reader: Reads, name: Any) -> torch.device:
    import torch

    return torch.device("cpu")


READERS: dict[str, Callable[..., Any]] = {
    "tensor": read_data,
    "sparse": _read_sparse,
    "size": _read_size,
    "torch.dtype": _read_dtype,
    "device": _read_device,
}
