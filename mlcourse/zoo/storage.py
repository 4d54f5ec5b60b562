"""Weights in files: arrays by name, as half-precision numbers, in a format that cannot execute anything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mlcourse.errors import CourseError

if TYPE_CHECKING:
    import torch

FOLDER = Path(__file__).parent / "weights"
LARGEST = 5_000_000  # bytes of one file


def save(name: str, state: Mapping[str, torch.Tensor]) -> Path:
    """Write a model's weights.

    Parameters
    ----------
    name : str
        The model's name in the catalogue.
    state : mapping of str to torch.Tensor
        Its ``state_dict()``. Floating-point numbers are rounded to half precision.

    Raises
    ------
    CourseError
        If the file would be larger than 5 MB; nothing is written then.
    """
    import io

    arrays = {key: _small(value.detach().cpu().numpy()) for key, value in state.items()}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    if buffer.tell() > LARGEST:
        raise CourseError(f"The weights of {name!r} take {buffer.tell() / 1e6:.1f} MB; at most {LARGEST / 1e6:g} fit.")
    path = FOLDER / f"{name}.npz"
    path.write_bytes(buffer.getvalue())
    return path


def read(name: str) -> dict[str, torch.Tensor]:
    """Read a model's weights, as single-precision numbers."""
    import torch

    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as arrays:
        return {key: torch.from_numpy(_full(arrays[key])) for key in arrays.files}


def _small(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return array.astype(np.float16) if array.dtype.kind == "f" else array


def _full(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return array.astype(np.float32) if array.dtype.kind == "f" else array
