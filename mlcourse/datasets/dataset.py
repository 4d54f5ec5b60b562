"""What :func:`mlcourse.datasets.load` returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mlcourse.datasets.card import Card
from mlcourse.errors import CourseError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from mlcourse.datasets.loaders import Loaders

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A data set with its target and its card.

    Parameters
    ----------
    name : str
        The name under which it was loaded.
    data : pandas.DataFrame or numpy.ndarray
        A table of shape (rows, columns); images of shape (images, height, width) or (images, height, width, 3); sounds
        of shape (sounds, samples); texts as an array of str of shape (texts,). It is a fresh copy: changing it changes
        nothing for others.
    target : numpy.ndarray or None
        Integers of shape (rows,), where ``target_names[target[i]]`` is the class of row i; floating-point numbers of
        shape (rows,), where a quantity is to be predicted; None, where nothing is.
    feature_names : tuple of str
        The columns' names; for images, the pixels' names row by row, as in ``data.reshape(len(data), -1)``; empty for
        texts and sounds.
    target_names : tuple of str
        The classes' names; the quantity's name alone, where a quantity is to be predicted; empty without a target.
    card : Card
        Source, licence, units, known problems, and who could be harmed.
    extras : mapping of str to object
        What else belongs to it, such as ``"edges"`` (integers of shape (edges, 2)) of a graph or ``"rate"`` (samples
        per second) of sounds; the card tells.

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
    target: np.ndarray[Any, Any] | None
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    card: Card
    extras: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)

    @property
    def task(self) -> str:
        """What is to be predicted: ``"classification"``, ``"regression"`` or ``"none"``."""
        if self.target is None:
            return "none"
        return "regression" if self.target.dtype.kind == "f" else "classification"

    @property
    def kind(self) -> str:
        """What the data are: ``"table"``, ``"images"``, ``"sounds"`` or ``"texts"``."""
        if hasattr(self.data, "columns"):
            return "table"
        if self.data.dtype.kind in "UOT":
            return "texts"
        return "images" if self.data.ndim > 2 else "sounds"

    def as_torch(self, *, batch_size: int = 64, test: float = 0.2, validation: float = 0.0, seed: int = 0) -> Loaders:
        """Split the data and serve them as batches of tensors.

        Parameters
        ----------
        batch_size : int
            How many rows a batch has; the last one may have fewer.
        test, validation : float
            The shares of rows that are held out, at random and with each class in proportion.
        seed : int
            Of the split and of the order in which training batches come.

        Returns
        -------
        Loaders
            ``train``, ``validation`` (None if its share is 0) and ``test``: a ``DataLoader`` each, of batches (x, y).
            Tables become float32 of shape (rows, columns): numbers standardised, categories one-hot, missing values
            filled in and told by a column of their own, all of it learnt from the training rows. Images become float32
            from 0 to 1 of shape (images, channels, height, width), sounds float32 of shape (sounds, samples). y is
            int64 for classes, float32 for quantities.

        Raises
        ------
        CourseError
            If PyTorch is not installed, the shares leave no rows, or the data have no target or are texts.

        Examples
        --------
        >>> from mlcourse import datasets
        >>> loaders = datasets.load("iris").as_torch(batch_size=32)
        >>> x, y = next(iter(loaders.train))
        >>> x.shape, y.dtype
        (torch.Size([32, 4]), torch.int64)
        """
        from mlcourse.datasets.loaders import split_into_loaders

        if self.target is None:
            raise CourseError(f"{self.name!r} has no target, so there is nothing to learn to predict: use `.data`.")
        if self.kind == "texts":
            raise CourseError(f"{self.name!r} holds texts: turn them into numbers first, for example by a vocabulary.")
        parts = {"test": test, "validation": validation}
        return split_into_loaders(self.data, self.target, self.kind, batch_size=batch_size, seed=seed, **parts)

    def __repr__(self) -> str:
        shape = " x ".join(str(size) for size in self.data.shape)
        told = {
            "classification": f", {len(self.target_names)} classes",
            "regression": f", predicts {', '.join(self.target_names)}",
            "none": "",
        }
        return f"<Dataset {self.name}: {self.kind} {shape}{told[self.task]}; its card: .card>"
