"""Values of NumPy, PyTorch and pandas: told apart without importing these, read without trusting the values."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from mlcourse.check.errors import describe

if TYPE_CHECKING:
    import numpy as np


class UnusableError(Exception):
    """A value cannot be taken for numbers; the message follows on "is"."""


def is_numpy(value: Any, kind: str) -> bool:
    """Tell whether a value is of NumPy's class of that name."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, getattr(numpy, kind))


def is_tensor(value: Any) -> bool:
    """Tell whether a value is a tensor of PyTorch's own."""
    # Nobody can hold a tensor before torch is loaded; while it is loading, it has no `Tensor` yet.
    kind = getattr(sys.modules.get("torch"), "Tensor", None)
    return kind is not None and isinstance(value, kind) and comes_from(value, "torch", "torchvision")


def comes_from(value: Any, *packages: str) -> bool:
    """Is the value's class a library's own? A learner's subclass could answer as it likes."""
    return type(value).__module__.partition(".")[0] in packages


def is_array(value: Any) -> bool:
    """Tell whether a value is an array of NumPy or a tensor."""
    return is_numpy(value, "ndarray") or is_tensor(value)


def is_pandas(value: Any) -> bool:
    """Tell whether a value is a series, frame or index of pandas' own."""
    name = type(value).__name__
    return comes_from(value, "pandas") and name.endswith(("Series", "DataFrame", "Index"))


def read_truth(value: Any) -> bool | None:
    """Read a truth value of Python, NumPy or PyTorch; None for anything else."""
    if isinstance(value, bool):
        return value
    if is_numpy(value, "bool_"):
        return bool(value)
    if is_array(value) and value.ndim == 0 and str(value.dtype).endswith("bool"):
        return bool(plain_array(value))
    return None


def plain_array(value: Any) -> np.ndarray:
    """Read an array, a tensor or a pandas object as a plain array, or say why it cannot be read."""
    import numpy as np

    if isinstance(value, np.ma.MaskedArray):
        raise UnusableError("a masked array, where a plain array is wanted")
    if isinstance(value, np.ndarray):
        return np.asarray(value)
    try:
        return _tensor(value) if is_tensor(value) else np.asarray(value.to_numpy())
    except RecursionError:  # the tensor is deep within a list that contains itself
        raise
    except Exception as error:  # PyTorch and pandas refuse in many ways
        kind = type(value).__name__
        raise UnusableError(f"a {kind} that cannot be read as an array ({describe(error)})") from None


def _tensor(value: Any) -> np.ndarray:
    import torch

    with torch.no_grad():
        plain = torch.Tensor.detach(value).cpu().resolve_conj().resolve_neg()
        # NumPy has no bfloat16.
        array: np.ndarray = (plain.float() if plain.dtype == torch.bfloat16 else plain).numpy()
    return array
