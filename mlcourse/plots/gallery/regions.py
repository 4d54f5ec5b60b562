"""Examples of the figures in :mod:`mlcourse.plots.regions`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse.plots.regions import decision_regions
from mlcourse.plots.theme import Figure

_CENTRES = np.array([[-1.0, -0.6], [1.2, -0.4], [0.1, 1.3]])


def _flowers() -> tuple[NDArray[Any], NDArray[Any]]:
    rng = np.random.default_rng(0)
    y = rng.integers(3, size=150)
    return _CENTRES[y] + rng.normal(0, 0.55, (150, 2)), y


def _nearness(X: NDArray[Any]) -> NDArray[Any]:
    """Give a probability for each class, by the distance to its centre."""
    weights = np.exp(-((X[:, None] - _CENTRES) ** 2).sum(axis=2) / 0.6)
    shares: NDArray[Any] = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _classes() -> Figure:
    X, y = _flowers()
    petal, kinds = ["petal length", "petal width"], ["setosa", "versicolor", "virginica"]
    return decision_regions(_nearness, X, y, feature_names=petal, class_names=kinds, title="Three kinds of iris")


def _nearest_neighbour() -> Figure:
    X, y = _flowers()
    known, asked = slice(0, 75), slice(75, None)

    def nearest(at: NDArray[Any]) -> NDArray[Any]:
        return np.asarray((y[known] == 2)[((at[:, None] - X[known]) ** 2).sum(axis=2).argmin(axis=1)])

    return decision_regions(nearest, X[asked], y[asked] == 2, title="One nearest neighbour has ragged borders")


def _values() -> Figure:
    rng = np.random.default_rng(1)
    X = rng.uniform([40, 0], [140, 30], (80, 2))

    def rent(at: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(200 + 9 * at[:, 0] * np.exp(-at[:, 1] / 25))

    y = rent(X) + rng.normal(0, 60, 80)
    names = ["area in m²", "distance to the centre in km"]
    return decision_regions(rent, X, y, feature_names=names, title="Predicted rent in € a month")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "decision_regions": _classes,
    "decision_regions of labels": _nearest_neighbour,
    "decision_regions of a regression": _values,
}
