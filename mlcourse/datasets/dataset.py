"""What :func:`mlcourse.datasets.load` returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlcourse.datasets.card import Card

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A data set with its target and its card.

    Parameters
    ----------
    name : str
        The name under which it was loaded.
    data : pandas.DataFrame or numpy.ndarray
        A table of shape (rows, columns), or images of shape (images, height, width).
        It is a fresh copy: changing it changes nothing for others.
    target : numpy.ndarray
        Integers of shape (rows,): ``target_names[target[i]]`` is the class of row i.
    feature_names : tuple of str
        The columns' names; for images, the pixels' names row by row, as in ``data.reshape(len(data), -1)``.
    target_names : tuple of str
        The classes' names.
    card : Card
        Source, licence, units, known problems, and who could be harmed.

    Examples
    --------
    >>> from mlcourse import datasets
    >>> iris = datasets.load("iris")
    >>> iris
    <Dataset iris: table 150 x 4, 3 classes; its card: .card>
    >>> iris.target_names[iris.target[0]]
    'setosa'
    """

    name: str
    data: pd.DataFrame | np.ndarray[Any, Any]
    target: np.ndarray[Any, Any]
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    card: Card

    def __repr__(self) -> str:
        kind = "table" if self.data.ndim == 2 else "images"
        shape = " x ".join(str(size) for size in self.data.shape)
        return f"<Dataset {self.name}: {kind} {shape}, {len(self.target_names)} classes; its card: .card>"
