"""Examples of the figures about the parts of a time series."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots import seasonality
from mlcourse.plots.theme import Figure


def _decomposition() -> Figure:
    rng = np.random.default_rng(2)
    t = np.arange(96)
    trend, season, rest = 50 + 0.3 * t, 8 * np.sin(2 * np.pi * t / 12), rng.normal(0, 1.5, 96)
    months = (np.datetime64("2016-01") + t).astype("datetime64[D]")
    return seasonality.decomposition(
        trend + season + rest, trend, season, rest, time=months, title="A series is a trend, a season and a rest"
    )


def _autocorrelation() -> Figure:
    t = np.arange(240)
    values = np.sin(2 * np.pi * t / 12) + np.random.default_rng(3).normal(0, 0.7, 240)
    return seasonality.autocorrelation(values, 36, title="The series repeats itself every 12 steps")


EXAMPLES: dict[str, Callable[[], Figure]] = {"decomposition": _decomposition, "autocorrelation": _autocorrelation}
