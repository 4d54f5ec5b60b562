"""The figures of time series show gaps as gaps, judge forecasts rightly, and tell the course in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mlcourse.errors import CourseError
from mlcourse.plots import forecasting
from mlcourse.plots._time import read_time
from mlcourse.plots.gallery.forecasting import EXAMPLES

DAYS = pd.date_range("2024-01-01", periods=6)


def candles(days: pd.DatetimeIndex | pd.PeriodIndex = DAYS) -> pd.DataFrame:
    close = np.linspace(10, 12, len(days))
    return pd.DataFrame({"Open": close - 0.5, "High": close + 1, "Low": close - 1, "Close": close}, index=days)


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


@pytest.mark.parametrize(
    "days",
    [
        DAYS,
        DAYS.tz_localize("Europe/Berlin"),
        pd.period_range("2024-01-01", periods=6, freq="D"),
        DAYS.to_numpy(),
        [str(day) for day in DAYS],
        [day.date() for day in DAYS],
        pd.Series(DAYS),
    ],
)
def test_dates_of_every_kind_are_read(days):
    assert read_time(days).tell(5) == "2024-01-06"


def test_times_of_day_are_told_where_there_are_some():
    assert read_time(["2024-01-01 00:00", "2024-01-01 06:30"]).tell(1) == "2024-01-01 06:30"


def test_a_missing_value_breaks_the_line_and_is_shaded():
    fig = forecasting.series(DAYS, [1, 2, None, 4, 5, 3])

    assert np.isnan(np.array(fig.data[0].y, dtype=float)[2])
    (shade,) = fig.layout.shapes
    assert (shade.x0[:10], shade.x1[:10]) == ("2024-01-02", "2024-01-04")
    assert fig.alt.endswith("There is 1 gap.")
    assert "rises from 1 to 3; highest 5 at 2024-01-05, lowest 1 at 2024-01-01" in fig.alt


def test_missing_rows_are_a_gap_too():
    fig = forecasting.series([0, 1, 2, 7, 8], [1, 2, 3, 4, 5])

    y = np.array(fig.data[0].y, dtype=float)
    assert np.flatnonzero(np.isnan(y)).tolist() == [3]
    assert len(fig.layout.shapes) == 1


def test_a_whole_series_has_no_gap():
    assert not forecasting.series(DAYS, range(6)).layout.shapes


def test_several_series_are_told_apart_without_colour():
    fig = forecasting.series(DAYS, {"north": range(6), "south": range(6, 0, -1)})

    assert len({t.line.dash for t in fig.data}) == 2
    assert "North: rises" in fig.alt
    assert "South: falls" in fig.alt


@pytest.mark.parametrize(("count", "kind"), [(2000, "scatter"), (2001, "scattergl"), (10000, "scattergl")])
def test_long_series_are_drawn_by_webgl(count, kind):
    assert forecasting.series(np.arange(count), np.zeros(count)).data[0].type == kind
    flags = np.arange(count) == 5
    assert {t.type for t in forecasting.anomalies(np.arange(count), np.zeros(count), flags).data} == {kind}


def test_a_forecast_belongs_to_the_last_times_and_is_judged_where_the_future_is_known():
    fig = forecasting.forecast(
        DAYS, [1, 2, 3, 4, 9], [4.5, 5, 6], {0.5: ([4, 4, 5], [5, 6, 7]), 0.9: ([0, 0, 0], [9, 9, 9])}, name="load"
    )

    ahead = next(t for t in fig.data if t.name == "forecast")
    assert np.array(ahead.x, dtype="datetime64[D]").astype(str).tolist() == ["2024-01-04", "2024-01-05", "2024-01-06"]
    assert "mean absolute error is 2.25" in fig.alt  # |4.5 − 4| and |5 − 9|
    assert "The 50 % interval holds 1 of 2" in fig.alt
    assert "The 90 % interval holds 2 of 2" in fig.alt


def test_the_bands_of_a_forecast_lie_between_their_bounds_and_differ_by_dash():
    fig = forecasting.forecast([0, 1, 2], [1], [2, 3], {0.8: ([1, 2], [3, 4]), 0.5: ([1.5, 2.5], [2.5, 3.5])})

    wide, narrow = (t for t in fig.data if t.fill == "tonexty")
    assert (list(wide.y), list(narrow.y)) == ([3, 4], [2.5, 3.5])
    assert wide.line.dash != narrow.line.dash
    assert "It goes from 2 to 3." in fig.alt


def test_prices_rise_hollow_and_fall_filled():
    fig = forecasting.prices(candles())
    candle, *entries = fig.data

    assert candle.increasing.fillcolor == "rgba(0, 0, 0, 0)"
    assert candle.decreasing.fillcolor == candle.decreasing.line.color
    assert np.allclose(candle.high, candles()["High"])
    assert fig.layout.showlegend
    assert [(entry.name.split(":")[0], entry.marker.symbol, entry.marker.color) for entry in entries] == [
        ("rises", "square-open", candle.increasing.line.color),
        ("falls", "square", candle.decreasing.line.color),
    ]


def test_very_many_prices_become_a_line():
    days = pd.period_range("1990-01-01", periods=2500, freq="D")
    assert forecasting.prices(candles(days)).data[0].type == "scattergl"


def test_anomalies_are_marked_and_counted():
    fig = forecasting.anomalies([0, 1, 2, 3, 4], [0, 9, 0, -3, 0], [0, 1, 0, 1, 0])

    marks = fig.data[1]
    assert (list(marks.x), list(marks.y)) == ([1, 3], [9, -3])
    assert "2 of 5 values are flagged as anomalies (40 %). The one farthest from the middle is 9 at 1." in fig.alt


def test_no_anomaly_is_fine():
    assert "0 of 2 values are flagged" in forecasting.anomalies([0, 1], [0, 0], [False, False]).alt


def test_input_is_not_changed():
    frame, values = candles(), np.array([1, np.nan, 3, 4, 5, 6])
    before = frame.copy()
    forecasting.prices(frame)
    forecasting.series(frame.index, values)

    pd.testing.assert_frame_equal(frame, before)
    assert np.isnan(values[1])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: forecasting.series([0, 2, 1], [1, 2, 3]), "must rise"),
        (lambda: forecasting.series([0, 0], [1, 2]), "duplicates"),
        (lambda: forecasting.series([0, np.nan], [1, 2]), "missing values"),
        (lambda: forecasting.series(["a", "b"], [1, 2]), "dates or numbers"),
        (lambda: forecasting.series([0, 1], [1, 2, 3]), "as many"),
        (lambda: forecasting.series([0, 1], [np.nan, np.nan]), "none at all"),
        (lambda: forecasting.series([0, 1], {}), "no series"),
        (lambda: forecasting.series([[0, 1]], [1, 2]), "shape"),
        (lambda: forecasting.forecast([0], [1], [1, 2]), "give all times"),
        (lambda: forecasting.forecast([0, 1], [1], [1], {80: ([0], [1])}), "between 0 and 1"),
        (lambda: forecasting.forecast([0, 1], [1], [1], {0.8: ([2], [1])}), "above its upper"),
        (lambda: forecasting.forecast([0, 1], [1], [1], {0.8: ([0, 0], [1, 1])}), "as many"),
        (lambda: forecasting.prices(candles().drop(columns="Low")), "no column low"),
        (lambda: forecasting.prices(candles().assign(High=0)), "below its low"),
        (lambda: forecasting.anomalies([0, 1], [1, 2], [0.3, 0.7]), "threshold"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()


def test_years_are_written_as_years_and_axes_say_what_they_are():
    figure = forecasting.series([1952, 1957, 1962], [1.0, 2.0, 4.0], name="income", x_name="year")
    assert figure.alt.startswith("Income from 1952 to 1962")
    assert figure.layout.xaxis.title.text == "year"
    assert forecasting.series([0, 1], [1.0, 2.0]).layout.xaxis.title.text == "time"
    assert forecasting.series(["2024-01-01", "2024-01-02"], [1.0, 2.0]).layout.xaxis.title.text is None
