"""Examples of the figures in :mod:`mlcourse.plots.distributions`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse.plots.distributions import compare_groups, densities, ecdf, histogram, qq_plot
from mlcourse.plots.gallery import MEASURES, SPECIES, iris
from mlcourse.plots.theme import Figure


def _normal(mean: float, deviation: float) -> Callable[[NDArray[Any]], NDArray[Any]]:
    """Make a normal density."""
    scale = deviation * np.sqrt(2 * np.pi)
    return lambda x: np.exp(-0.5 * ((x - mean) / deviation) ** 2) / scale


def _exponential(mean: float) -> Callable[[NDArray[Any]], NDArray[Any]]:
    """Make an exponential density."""
    return lambda x: np.where(x >= 0, np.exp(-np.maximum(x, 0) / mean) / mean, 0)


def _waits() -> NDArray[Any]:
    return np.random.default_rng(0).exponential(4, 500)


def _tips() -> dict[str, NDArray[Any]]:
    rng = np.random.default_rng(0)
    means = {"Thu": 2.7, "Fri": 2.6, "Sat": 3.0, "Sun": 3.3}
    return {day: rng.gamma(5, mean / 5, 80) for day, mean in means.items()}


def _histogram() -> Figure:
    x = _waits()
    curves = {"exponential": _exponential(x.mean()), "normal": _normal(x.mean(), x.std())}
    return histogram(x, curves, name="waiting time in minutes", title="Which model fits the waiting times?")


def _counts() -> Figure:
    return histogram(_waits(), name="waiting time in minutes", title="Waiting times")


def _densities() -> Figure:
    X, y = iris()
    lengths = {species: X[y == i, 2] for i, species in enumerate(SPECIES)}
    return densities(lengths, name=MEASURES[2], title="Petals tell the species apart")


def _ecdf() -> Figure:
    tips = _tips()
    return ecdf({"Thu": tips["Thu"], "Sun": tips["Sun"]}, name="tip in $", title="On Sundays tips are higher")


def _boxes() -> Figure:
    return compare_groups(_tips(), name="tip in $", title="Tips are higher at the weekend")


def _violins() -> Figure:
    return compare_groups(_tips(), kind="violin", name="tip in $", title="Tips are higher at the weekend")


def _quantiles() -> Figure:
    return qq_plot(np.random.default_rng(1).standard_t(3, 200), title="The tails are too heavy")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "histogram": _histogram,
    "histogram of counts": _counts,
    "densities": _densities,
    "ecdf": _ecdf,
    "compare_groups": _boxes,
    "compare_groups as violins": _violins,
    "qq_plot": _quantiles,
}
