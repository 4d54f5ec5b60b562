"""Examples of the figures in :mod:`mlcourse.plots.tables`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.gallery import MEASURES, SPECIES, iris
from mlcourse.plots.tables import correlation_heatmap, missing_values, pairs, scatter_matrix
from mlcourse.plots.theme import Figure

_NAMES = [measure.removesuffix(" in cm") for measure in MEASURES]


def _scatter_matrix() -> Figure:
    return scatter_matrix(iris()[0], _NAMES, title="Petal length and width rise together (in cm)")


def _pairs() -> Figure:
    return pairs(*iris(), _NAMES, class_names=SPECIES, title="Petals separate the species (in cm)")


def _correlations() -> Figure:
    return correlation_heatmap(iris()[0], _NAMES, title="All but the sepals' width go together")


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
