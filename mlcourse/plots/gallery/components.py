"""Examples of the figures in :mod:`mlcourse.plots.components`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.components import biplot, explained_variance
from mlcourse.plots.theme import Figure


def _biplot() -> Figure:
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], 50)
    size = np.array([-1.4, 0.3, 1.1])[y] + rng.normal(0, 0.3, 150)
    width = np.array([0.8, -0.6, 0.0])[y] + rng.normal(0, 0.7, 150)
    noise = rng.normal(0, 0.2, (150, 4))
    X = np.column_stack([0.9 * size, width, size, size]) + noise
    names = ["sepal length", "sepal width", "petal length", "petal width"]
    kinds = ["setosa", "versicolor", "virginica"]
    return biplot(X, names, y, class_names=kinds, title="Petals and sepal length go together")


def _variance() -> Figure:
    ratios = 0.135 * 0.86 ** np.arange(24)
    return explained_variance(ratios, threshold=0.9, title="Eighteen of 24 components say most of it")


EXAMPLES: dict[str, Callable[[], Figure]] = {"biplot": _biplot, "explained_variance": _variance}
