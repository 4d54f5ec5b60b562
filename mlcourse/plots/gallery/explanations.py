"""Examples of the figures that explain predictions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots import explanations
from mlcourse.plots.theme import Figure

_FEATURES = ("rooms", "age of house", "distance", "crime rate", "garden")


def _contributions() -> Figure:
    return explanations.contributions(
        _FEATURES,
        [62, -18, 35, -27, 4],
        290,
        346,
        inputs=[6.8, 54, 2.1, "high", "yes"],
        name="price in 1000 €",
        title="Why this house is dear",
    )


def _summary() -> Figure:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 5))
    X[:, 4] = X[:, 4] > 0
    effects = X * [30, -8, -14, -20, 6] + rng.normal(0, 3, X.shape) + 5 * X**2 * [0, 1, 0, 0, 0]
    return explanations.summary_contributions(
        effects, X, _FEATURES, name="contribution in 1000 €", title="More rooms raise the price, crime lowers it"
    )


def _partial_dependence() -> Figure:
    rng = np.random.default_rng(1)
    rooms = np.linspace(3, 9, 25)
    slopes = rng.normal(1, 0.5, 80)[:, None]
    single = 200 + 60 * slopes / (1 + np.exp(-2 * (rooms - 6))) + rng.normal(0, 15, 80)[:, None]
    return explanations.partial_dependence(
        rooms, None, single, feature="rooms", name="price in 1000 €", title="The sixth room counts most"
    )


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "contributions": _contributions,
    "summary_contributions": _summary,
    "partial_dependence": _partial_dependence,
}
