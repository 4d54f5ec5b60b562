"""Decompositions and autocorrelations are those that statsmodels finds."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.tsa.seasonal import STL, seasonal_decompose
from statsmodels.tsa.stattools import acf, pacf

from mlcourse.errors import CourseError
from mlcourse.plots.gallery.seasonality import EXAMPLES
from mlcourse.plots.seasonality import autocorrelation, decomposition

RNG = np.random.default_rng(0)
T = np.arange(120)
SERIES = 50 + 0.2 * T + 6 * np.sin(2 * np.pi * T / 12) + RNG.normal(0, 1, 120)


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


@pytest.mark.parametrize("partial", [False, True])
def test_autocorrelations_agree_with_statsmodels(partial):
    fig = autocorrelation(SERIES, 30, partial=partial)

    want = pacf(SERIES, nlags=30, method="ldb") if partial else acf(SERIES, nlags=30)
    assert np.allclose(fig.data[1].y, want)


def test_lags_outside_the_band_have_filled_heads_and_are_counted():
    fig = autocorrelation(SERIES, 24)

    edge = 1.959964 / np.sqrt(120)
    shape = fig.layout.shapes[0]
    assert (-shape.y0, shape.y1) == pytest.approx((edge, edge))
    heads = fig.data[1]
    assert [s == "circle" for s in heads.marker.symbol] == [abs(y) > edge for y in heads.y]
    assert f"{sum(abs(y) > edge for y in heads.y[1:])} of them leave the band" in fig.alt


def test_noise_with_one_repeated_lag_names_that_lag():
    noise = RNG.normal(size=400)
    assert "at lag 7" in autocorrelation(noise + np.roll(noise, 7), 20).alt


def test_stl_parts_add_up_and_have_the_strengths_of_the_definition():
    parts = STL(SERIES, period=12).fit()
    fig = decomposition(SERIES, parts.trend, parts.seasonal, parts.resid)

    strength = 1 - np.var(parts.resid) / np.var(parts.seasonal + parts.resid)
    assert "parts that add up" in fig.alt
    assert f"(strength {strength:.2g})" in fig.alt
    assert [t.name for t in fig.data] == ["observed", "trend", "season", "rest"]


def test_a_trend_without_ends_and_parts_that_multiply_are_fine():
    parts = seasonal_decompose(SERIES, period=12, model="multiplicative")
    fig = decomposition(SERIES, parts.trend, parts.seasonal, parts.resid)

    assert "parts that multiply" in fig.alt
    assert "strength" in fig.alt


def test_parts_that_do_neither_are_drawn_without_claims():
    fig = decomposition(SERIES, SERIES, SERIES, SERIES)

    assert "taken apart into parts. The trend" in fig.alt
    assert "strength" not in fig.alt


def test_the_panels_share_their_time_and_long_series_use_webgl():
    days = np.datetime64("2000-01-01") + np.arange(3000)
    fig = decomposition(*[np.zeros(3000)] * 4, time=days)

    assert {t.type for t in fig.data} == {"scattergl"}
    assert [axis.matches for axis in fig.select_xaxes()] == ["x4", "x4", "x4", None]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: autocorrelation([1, 2, 3]), "at least 4"),
        (lambda: autocorrelation([1, 1, 1, 1]), "not all the same"),
        (lambda: autocorrelation([1, np.nan, 1, 2]), "missing"),
        (lambda: autocorrelation([1, 2, 1, 2], 4), "between 1 and 3"),
        (lambda: autocorrelation([1, 2, 1, 2], level=95), "between 0 and 1"),
        (lambda: decomposition([1, 2], [1], [1, 2], [1, 2]), "as many"),
        (lambda: decomposition([1, 2], [1, 2], [1, 2], [1, 2], time=[1, 0]), "must rise"),
        (lambda: decomposition([1, 2], [1, 2], [1, 2], [1, 2], time=[1, 2, 3]), "as many"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
