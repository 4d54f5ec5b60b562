"""Examples of the figures in :mod:`mlcourse.plots.thresholds`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.theme import Figure
from mlcourse.plots.thresholds import calibration, threshold_sweep


def _sweep() -> Figure:
    rng = np.random.default_rng(0)
    y = rng.random(400) < 0.2
    scores = 1 / (1 + np.exp(1 - rng.normal(1.9 * y)))
    return threshold_sweep(y, scores, costs=(1, 8), title="Missing costs more than a false alarm")


def _calibration() -> Figure:
    rng = np.random.default_rng(0)
    truth = rng.beta(1.3, 1.3, 3000)
    y = rng.random(3000) < truth
    odds = truth / (1 - truth)
    return calibration(y, {"honest": truth, "too sure": odds**2.2 / (1 + odds**2.2)}, title="Who says what it knows?")


def _quantiles() -> Figure:
    rng = np.random.default_rng(1)
    p = rng.beta(0.8, 4, 800)
    return calibration(rng.random(800) < p, p, strategy="quantile", bins=8, title="Bins with equally many examples")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "threshold_sweep": _sweep,
    "calibration": _calibration,
    "calibration in quantiles": _quantiles,
}
