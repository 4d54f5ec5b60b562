"""Examples of the figures in :mod:`mlcourse.plots.thresholds`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.theme import Figure
from mlcourse.plots.thresholds import calibration, threshold_sweep


def _sweep() -> Figure:
    rng = np.random.default_rng(0)
    fraud = rng.random(400) < 0.2
    scores = 1 / (1 + np.exp(1 - rng.normal(1.9 * fraud)))
    y = np.where(fraud, "fraud", "genuine")
    return threshold_sweep(y, scores, positive="fraud", costs=(1, 8), title="Missing costs more than a false alarm")


def _calibration() -> Figure:
    rng = np.random.default_rng(0)
    truth = rng.beta(1.3, 1.3, 3000)
    weather = np.where(rng.random(3000) < truth, "rain", "dry")
    odds = truth / (1 - truth)
    forecasts = {"honest": truth, "too sure": odds**2.2 / (1 + odds**2.2)}
    return calibration(weather, forecasts, positive="rain", title="Which forecast says what it knows?")


def _quantiles() -> Figure:
    rng = np.random.default_rng(1)
    p = rng.beta(0.8, 4, 800)
    weather = np.where(rng.random(800) < p, "rain", "dry")
    title = "Bins with equally many days"
    return calibration(weather, p, positive="rain", strategy="quantile", bins=8, title=title)


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "threshold_sweep": _sweep,
    "calibration": _calibration,
    "calibration in quantiles": _quantiles,
}
