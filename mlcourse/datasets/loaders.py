"""Data sets as batches of tensors: split, prepared by what the training rows tell, and served."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from mlcourse.errors import CourseError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor
    from torch.utils.data import DataLoader

    Batches: TypeAlias = DataLoader[tuple[Tensor, ...]]

_MOST_CATEGORIES = 20  # of one column; rarer ones share a column of the table
_PER_PIXEL = 255.0  # the largest value of an image of bytes


@dataclass(frozen=True, eq=False)
class Loaders:
    """A data set as batches of tensors (x, y).

    Attributes
    ----------
    train, test : torch.utils.data.DataLoader
        Training batches come in a new order in each epoch, test batches always in the same.
    validation : torch.utils.data.DataLoader or None
        None if no rows were asked for.
    feature_names : tuple of str
        What the columns of x are, for tables; empty for images and sounds.
    """

    train: Batches
    validation: Batches | None
    test: Batches
    feature_names: tuple[str, ...] = ()


def split_into_loaders(
    data: Any, target: NDArray[Any], kind: str, *, batch_size: int, test: float, validation: float, seed: int
) -> Loaders:
    """Do what :meth:`mlcourse.datasets.Dataset.as_torch` promises, with a table, images or sounds."""
    try:
        import torch
    except ImportError as error:
        raise CourseError("PyTorch is not installed. Install it with `pip install torch`.") from error
    if isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size < 1:
        raise CourseError(f"`batch_size` is {batch_size!r}; it must be a whole number from 1.")
    parts = _split(target, test, validation, seed)
    prepared, names = _prepared(data, kind, parts)
    number_type = torch.float32 if target.dtype.kind == "f" else torch.int64
    served = []
    for number, (rows, x) in enumerate(zip(parts, prepared, strict=True)):
        y = torch.as_tensor(target[rows]).to(number_type)
        pairs = torch.utils.data.TensorDataset(torch.from_numpy(x), y)
        order = torch.Generator().manual_seed(seed) if number == 0 else None
        served.append(torch.utils.data.DataLoader(pairs, batch_size, shuffle=number == 0, generator=order))
    train, held, last = served
    return Loaders(train, held if len(parts[1]) else None, last, names)


def _split(target: NDArray[Any], test: float, validation: float, seed: int) -> list[NDArray[np.intp]]:
    """Choose the rows of the three parts; each class has the same share in each, as far as rows can be shared out."""
    rows = len(target)
    for name, share in (("test", test), ("validation", validation)):
        if not 0 <= share < 1:
            raise CourseError(f"`{name}` is {share!r}; it must be a share of the rows, from 0 to less than 1.")
    rng = np.random.default_rng(seed)
    order = rng.permutation(rows)
    if target.dtype.kind != "f":
        order = order[np.argsort(_spread(target[order]), kind="stable")]
    counts = [round(test * rows), round(validation * rows)]
    if sum(counts) >= rows:
        raise CourseError(f"With test={test} and validation={validation} no row is left to train on.")
    last, held, train = np.split(order, np.cumsum(counts))
    return [train, held, last]


def _spread(classes: NDArray[Any]) -> NDArray[np.float64]:
    """Place each row within its class, from 0 to 1: any stretch of rows sorted by it has the classes in proportion."""
    places = np.empty(len(classes))
    for one in np.unique(classes):
        own = np.flatnonzero(classes == one)
        places[own] = (np.arange(len(own)) + 0.5) / len(own)
    return places


def _prepared(data: Any, kind: str, parts: list[NDArray[np.intp]]) -> tuple[list[NDArray[np.float32]], tuple[str, ...]]:
    if kind == "table":
        return _encoded(data, parts)
    values: NDArray[Any] = np.asarray(data)
    scale = _PER_PIXEL if values.dtype == np.uint8 else max(float(values.max()), 1.0) if kind == "images" else 1
    found = (values / scale).astype(np.float32)
    if kind == "images":
        found = found[:, None] if found.ndim == 3 else np.ascontiguousarray(np.moveaxis(found, -1, 1))
    return [found[rows] for rows in parts], ()


def _encoded(frame: Any, parts: list[NDArray[np.intp]]) -> tuple[list[NDArray[np.float32]], tuple[str, ...]]:
    """Turn a table into numbers by what its training rows tell."""
    from pandas.api import types
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    frame = frame.copy()
    for name in frame.columns:
        if types.is_datetime64_any_dtype(frame[name]):
            frame[name] = frame[name].astype("int64") / 1e9
        elif types.is_bool_dtype(frame[name]) or not types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].astype(object).where(frame[name].notna(), "missing").astype(str)
    numbers = [name for name in frame.columns if types.is_numeric_dtype(frame[name])]
    others = [name for name in frame.columns if name not in numbers]
    encoder = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=_MOST_CATEGORIES), others),
        sparse_threshold=0,
        verbose_feature_names_out=False,
    )
    encoder.fit(frame.iloc[parts[0]])
    empty = np.empty((0, len(encoder.get_feature_names_out())), np.float32)
    found = [encoder.transform(frame.iloc[rows]).astype(np.float32) if len(rows) else empty for rows in parts]
    return found, tuple(map(str, encoder.get_feature_names_out()))
