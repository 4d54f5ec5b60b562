"""Examples of the figures in :mod:`mlcourse.plots.regions`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse.plots.gallery import MEASURES, SPECIES, iris
from mlcourse.plots.regions import decision_regions
from mlcourse.plots.theme import Figure


def _classes() -> Figure:
    from sklearn.linear_model import LogisticRegression

    X, y = iris()
    petals = X[:, 2:]
    model = LogisticRegression(C=10, max_iter=500).fit(petals, y)
    title = "Two of three species of iris touch"
    return decision_regions(model, petals, y, feature_names=MEASURES[2:], class_names=SPECIES, title=title)


def _nearest_neighbour() -> Figure:
    X, numbers = iris()
    sepals, y = X[50:, :2], np.array(SPECIES)[numbers[50:]]
    known, asked = slice(0, None, 2), slice(1, None, 2)

    def nearest(at: NDArray[Any]) -> NDArray[Any]:
        apart = sum((at[:, i, None] - sepals[known, i]) ** 2 for i in (0, 1))
        return np.asarray(y[known][np.argmin(apart, axis=1)])

    title = "One nearest neighbour has ragged borders"
    return decision_regions(nearest, sepals[asked], y[asked], feature_names=MEASURES[:2], title=title)


def _values() -> Figure:
    rng = np.random.default_rng(1)
    X = rng.uniform([40, 0], [140, 30], (80, 2))

    def rent(at: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(200 + 9 * at[:, 0] * np.exp(-at[:, 1] / 25))

    y = rent(X) + rng.normal(0, 60, 80)
    names = ["area in m²", "distance to the centre in km"]
    title = "Large flats near the centre cost most"
    return decision_regions(rent, X, y, feature_names=names, name="rent in € a month", title=title)


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "decision_regions": _classes,
    "decision_regions of labels": _nearest_neighbour,
    "decision_regions of a regression": _values,
}
