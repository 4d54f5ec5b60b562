"""Examples of the figures in :mod:`mlcourse.plots.trees`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.theme import Figure
from mlcourse.plots.trees import importance_bars, tree


def _tree() -> Figure:
    from sklearn.tree import DecisionTreeClassifier

    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], 50)
    length = np.array([1.5, 4.3, 5.6])[y] + rng.normal(0, 0.45, 150)
    width = np.array([0.25, 1.3, 2.0])[y] + rng.normal(0, 0.25, 150)
    model = DecisionTreeClassifier(max_depth=3, random_state=0).fit(np.column_stack([length, width]), y)
    kinds = ["setosa", "versicolor", "virginica"]
    return tree(model, ["petal length", "petal width"], kinds, title="Which iris is it?")


def _regression_tree() -> Figure:
    from sklearn.tree import DecisionTreeRegressor

    rng = np.random.default_rng(0)
    X = rng.uniform([30, 0], [140, 30], (200, 2))
    rent = 200 + 9 * X[:, 0] * np.exp(-X[:, 1] / 25) + rng.normal(0, 40, 200)
    model = DecisionTreeRegressor(max_depth=5, random_state=0).fit(X, rent)
    return tree(model, ["area", "distance"], max_depth=2, title="Rents, the first two levels")


def _importance() -> Figure:
    rng = np.random.default_rng(0)
    names = ["petal length", "petal width", "sepal length", "sepal width", "noise"]
    return importance_bars(names, np.array([0.52, 0.31, 0.06, 0.02, 0.0]) + rng.normal(0, 0.02, 5), np.full(5, 0.03))


def _many() -> Figure:
    share = 0.7 ** np.arange(20)
    return importance_bars(
        [f"pixel {i}" for i in range(20)], share / share.sum(), top=10, title="The ten largest of 20"
    )


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "tree": _tree,
    "tree of a regression": _regression_tree,
    "importance_bars": _importance,
    "importance_bars without errors": _many,
}
