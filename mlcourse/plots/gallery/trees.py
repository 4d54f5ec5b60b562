"""Examples of the figures in :mod:`mlcourse.plots.trees`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.gallery import SPECIES, iris
from mlcourse.plots.theme import Figure
from mlcourse.plots.trees import importance_bars, tree


def _tree() -> Figure:
    from sklearn.tree import DecisionTreeClassifier

    X, y = iris()
    model = DecisionTreeClassifier(max_depth=3, random_state=0).fit(X[:, 2:], y)
    return tree(model, ["petal length", "petal width"], SPECIES, title="Which iris is it?")


def _regression_tree() -> Figure:
    from sklearn.tree import DecisionTreeRegressor

    rng = np.random.default_rng(0)
    X = rng.uniform([30, 0], [140, 30], (200, 2))
    rent = 200 + 9 * X[:, 0] * np.exp(-X[:, 1] / 25) + rng.normal(0, 40, 200)
    model = DecisionTreeRegressor(max_depth=5, random_state=0).fit(X, rent)
    return tree(model, ["area in m²", "distance in km"], max_depth=2, title="Rents in € a month by area and place")


def _importance() -> Figure:
    rng = np.random.default_rng(0)
    names = ["petal length", "petal width", "sepal length", "sepal width", "noise"]
    values = np.array([0.52, 0.31, 0.06, 0.02, 0.0]) + rng.normal(0, 0.02, 5)
    return importance_bars(names, values, np.full(5, 0.03), title="Two of five features matter")


def _many() -> Figure:
    words = "free money offer click credit remove order business internet mail people report meeting project lab"
    share = np.random.default_rng(1).gamma(0.8, size=15)
    share = np.sort(share)[::-1] / share.sum()
    return importance_bars(words.split(), share, top=10, title="Ten words that give spam away")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "tree": _tree,
    "tree of a regression": _regression_tree,
    "importance_bars": _importance,
    "importance_bars without errors": _many,
}
