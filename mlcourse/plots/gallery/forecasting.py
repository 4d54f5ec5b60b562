"""Examples of the figures about time series."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots import forecasting
from mlcourse.plots.theme import Figure

_DAYS = np.arange("2024-01-01", "2024-07-01", dtype="datetime64[D]")


def _series() -> Figure:
    rng = np.random.default_rng(0)
    t = np.arange(len(_DAYS))
    north, south = (20 + s * np.sin(2 * np.pi * t / 180) + rng.normal(0, 1.2, len(t)).cumsum() * 0.2 for s in (6, 3))
    north[60:75] = np.nan
    return forecasting.series(
        _DAYS, {"north": north, "south": south}, name="load in GW", title="Two weeks of the north are missing"
    )


def _forecast() -> Figure:
    rng = np.random.default_rng(1)
    t = np.arange(72)
    months = (np.datetime64("2018-01") + t).astype("datetime64[D]")
    actual = 100 + 0.8 * t + 15 * np.sin(2 * np.pi * t / 12) + rng.normal(0, 4, 72)
    ahead = 100 + 0.8 * t[-18:] + 14 * np.sin(2 * np.pi * t[-18:] / 12)
    spread = 4 * np.sqrt(1 + np.arange(18) / 6)
    intervals = {level: (ahead - z * spread, ahead + z * spread) for level, z in ((0.5, 0.674), (0.9, 1.645))}
    return forecasting.forecast(
        months, actual, ahead, intervals, name="passengers (thousands)", title="Eighteen months ahead"
    )


def _prices() -> Figure:
    import pandas as pd

    rng = np.random.default_rng(4)
    close = 100 * np.exp(rng.normal(0.001, 0.015, 60).cumsum())
    opened = np.concatenate([[100], close[:-1]])
    edge = np.abs(rng.normal(0, 0.8, (2, 60)))
    frame = pd.DataFrame(
        {
            "open": opened,
            "high": np.maximum(opened, close) + edge[0],
            "low": np.minimum(opened, close) - edge[1],
            "close": close,
        },
        index=pd.bdate_range("2024-01-01", periods=60),
    )
    return forecasting.prices(frame, name="price in €", title="Sixty trading days")


def _anomalies() -> Figure:
    rng = np.random.default_rng(5)
    minutes = np.datetime64("2024-03-04T06:00") + np.arange(400)
    usual = 62 + 4 * np.sin(np.arange(400) / 20)
    values = usual + rng.normal(0, 0.6, 400)
    values[[90, 231, 310]] += [7, -9, 6]
    return forecasting.anomalies(
        minutes,
        values,
        np.abs(values - usual) > 3,
        name="bearing temperature in °C",
        title="Three readings stand out",
    )


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "series": _series,
    "forecast": _forecast,
    "prices": _prices,
    "anomalies": _anomalies,
}
