"""Examples of the figures in :mod:`mlcourse.plots.tables`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse.plots.tables import correlation_heatmap, missing_values, pairs, scatter_matrix
from mlcourse.plots.theme import Figure

_FLOWER = ["sepal length", "sepal width", "petal length", "petal width"]
_KINDS = ["setosa", "versicolor", "virginica"]


def _flowers() -> tuple[NDArray[Any], NDArray[Any]]:
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], 50)
    means = np.array([[5.0, 3.4, 1.5, 0.25], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]])
    return means[y] + rng.normal(0, 0.3, (150, 1)) + rng.normal(0, [0.25, 0.3, 0.25, 0.15], (150, 4)), y


def _scatter_matrix() -> Figure:
    return scatter_matrix(_flowers()[0], _FLOWER, title="All pairs of measurements")


def _pairs() -> Figure:
    return pairs(*_flowers(), _FLOWER, class_names=_KINDS, title="Petals separate the kinds")


def _correlations() -> Figure:
    return correlation_heatmap(_flowers()[0], _FLOWER, title="What goes together")


def _missing() -> Figure:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 6))
    X[rng.random((300, 6)) < [0.0, 0.03, 0.08, 0, 0, 0.15]] = np.nan
    X[rng.random(300) < 0.12, 3:5] = np.nan
    names = ["age", "ward", "pulse", "systolic", "diastolic", "weight"]
    return missing_values(X, names, title="Blood pressure is missing as a pair")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "scatter_matrix": _scatter_matrix,
    "pairs": _pairs,
    "correlation_heatmap": _correlations,
    "missing_values": _missing,
}
