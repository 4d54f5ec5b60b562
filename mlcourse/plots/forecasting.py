"""Figures about time series: the series itself, forecasts, decomposition, autocorrelation, prices, anomalies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import (
    LEGEND_BELOW,
    WEBGL_FROM,
    Floats,
    capital,
    counted,
    line,
    number,
    numbers,
    percent,
    plain,
    same_length,
)
from mlcourse.plots._time import Time, find_gaps, plain_time, read_time, read_values, shade, with_breaks

if TYPE_CHECKING:
    import pandas as pd

_HEIGHT = 400


def series(
    time: ArrayLike,
    values: ArrayLike | Mapping[str, ArrayLike],
    *,
    name: str = "value",
    x_name: str | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw one or several series over time; gaps are left open and shaded.

    Parameters
    ----------
    time : array_like of shape (n,)
        Dates or numbers, rising.
    values : array_like of shape (n,), or mapping of str to such
        The series, or several by name; NaN where a value is missing.
    name : str
        What the values are, with the unit.
    x_name : str, optional
        What the points in time are; "time" where they are numbers, if left out, and nothing where they are dates.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``. A gap is a run of missing values, or a step in time that is more than
        one and a half times as long as usual.

    Raises
    ------
    CourseError
        If `time` does not rise, or lengths differ.

    Examples
    --------
    >>> series([0, 1, 2, 3], [5, 7, np.nan, 4], name="load in MW").alt
    'Load in MW from 0 to 3: falls from 5 to 4; highest 7 at 1, lowest 4 at 3. There is 1 gap.'
    """
    when = read_time(time)
    single = not isinstance(values, Mapping)
    given: Mapping[str, ArrayLike] = values if isinstance(values, Mapping) else {name: values}
    if not given:
        raise CourseError("There is no series to draw.")
    count = len(when.values)
    read = {str(key): read_values(array, key, count) for key, array in given.items()}
    traces, gaps = [], []
    for i, (key, array) in enumerate(read.items()):
        x, y = with_breaks(when, array)
        mode = "lines+markers" if count <= 60 else "lines"
        style = theme.SERIES[i % len(theme.SERIES)]
        line_style = {"color": style.color, "dash": style.dash, "width": 2.5 if count <= 500 else 1.5}
        traces.append(
            line(
                x,
                y,
                key,
                series=i,
                mode=mode,
                line=line_style,
                marker={"symbol": style.symbol, "size": 6, "color": style.color},
                hovertemplate=f"%{{x}}<br>{key}: %{{y:.4g}}<extra></extra>",
            )
        )
        gaps += find_gaps(when, array)
    parts = [_course(when, array) for array in read.values()]
    span = f"from {when.tell(0)} to {when.tell(-1)}"
    told = (
        f"{capital(name)} {span}: {parts[0]}."
        if single
        else f"{counted(len(read), 'series', 'series')} {span}. "
        + " ".join(f"{capital(key)}: {part}." for key, part in zip(read, parts, strict=True))
    )
    if gaps:
        told += f" There {'is' if len(gaps) == 1 else 'are'} {counted(len(gaps), 'gap')}."
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=_HEIGHT,
        shapes=[shade(when, *gap) for gap in dict.fromkeys(gaps)][:200],
        showlegend=not single,
        legend=LEGEND_BELOW,
        margin_b=60 if single else 90,
        xaxis_title=x_name or (None if when.dated else "time"),
        yaxis_title=name,
    )


def forecast(
    time: ArrayLike,
    actual: ArrayLike,
    forecast: ArrayLike,
    intervals: Mapping[float, tuple[ArrayLike, ArrayLike]] | None = None,
    *,
    name: str = "value",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a forecast beside what happened, with its prediction intervals as bands.

    Parameters
    ----------
    time : array_like of shape (n,)
        Dates or numbers, rising: the past and the time of the forecast.
    actual : array_like of shape (m,), m <= n
        What happened at the first m of these times; NaN where it is not known.
    forecast : array_like of shape (h,), h <= n
        The forecast for the last h of these times.
    intervals : mapping of float to pair of array_like of shape (h,), optional
        The lower and upper bounds of the interval that holds the future with this probability, such as
        ``{0.8: (low, high)}``.
    name : str
        What the values are, with the unit.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If lengths do not fit, a lower bound is above its upper one, or a probability is not between 0 and 1.

    Examples
    --------
    >>> fig = forecast([0, 1, 2, 3], [5, 6, 7, 9], [7, 8], {0.8: ([6, 7], [8, 8.5])})
    >>> fig.alt
    'A forecast of value from 2 to 3. Its mean absolute error is 0.5. The 80 % interval holds 1 of 2 actual values.'
    """
    when = read_time(time)
    count = len(when.values)
    past = numbers(actual, "actual", "m", finite=False)
    ahead = numbers(forecast, "forecast", "h", finite=False)
    steps = len(ahead)
    if len(past) > count or steps > count:
        raise CourseError(
            f"There are {count} times, {len(past)} actual values and {steps} forecast ones: give all times."
        )
    future = when.values[count - steps :]
    known = np.full(count, np.nan)
    known[: len(past)] = past
    happened = known[count - steps :]
    bands: list[Any] = []
    facts = []
    for i, (level, bounds) in enumerate(sorted((intervals or {}).items(), reverse=True)):
        if not 0 < level < 1:
            raise CourseError(f"An interval's probability must lie between 0 and 1, such as 0.8, not {level}.")
        low, high = (numbers(bound, f"the bounds of {level}", "h", finite=False) for bound in bounds)
        same_length(steps, "forecast", low=low, high=high)
        if (low > high).any():
            raise CourseError(f"A lower bound of the interval for {level} is above its upper one: give (low, high).")
        label = f"{percent(level)} interval"
        bands += _band(future, low, high, label, i, len(intervals or {}))
        judged = np.isfinite(happened) & np.isfinite(low) & np.isfinite(high)
        if judged.any():
            held = int(((low <= happened) & (happened <= high))[judged].sum())
            facts.append(f" The {label} holds {held} of {int(judged.sum())} actual values.")
    x, y = with_breaks(when, known)
    marked = steps <= 60
    traces = [
        *bands,
        line(x, y, "actual", hovertemplate="%{x}<br>actual %{y:.4g}<extra></extra>"),
        line(
            future,
            ahead,
            "forecast",
            series=1,
            mode="lines+markers" if marked else "lines",
            marker={"symbol": theme.SERIES[1].symbol, "size": 6, "color": theme.VERMILLION},
            hovertemplate="%{x}<br>forecast %{y:.4g}<extra></extra>",
        ),
    ]
    errors = np.abs(ahead - happened)
    told = f"A forecast of {name} from {when.tell(count - steps)} to {when.tell(-1)}."
    if np.isfinite(errors).any():
        told += f" Its mean absolute error is {number(float(np.nanmean(errors)))}."
    else:
        seen = ahead[np.isfinite(ahead)]
        told += f" It goes from {number(seen[0])} to {number(seen[-1])}."
    start = {"type": "line", "x0": plain_time(future[0]), "x1": plain_time(future[0]), "y0": 0, "y1": 1}
    return theme.figure(
        *traces,
        alt=alt or told + "".join(facts),
        title=title,
        height=_HEIGHT + 30,
        margin_b=90,
        legend=LEGEND_BELOW,
        shapes=[start | {"yref": "paper", "line": {"color": theme.INK, "width": 1, "dash": "dot"}}],
        xaxis_title=None if when.dated else "time",
        yaxis_title=name,
    )


def prices(
    frame: pd.DataFrame, *, name: str = "price", title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw prices as candlesticks: hollow where the price rose over the period, filled where it fell.

    Parameters
    ----------
    frame : DataFrame
        With the columns open, high, low and close, in any case; its index is the time, rising. Beyond 2,000 rows
        the closing prices are drawn as a line.
    name : str
        What the prices are, with the currency.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If a column is missing, a price is, or a high lies below a low.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2024-01-02", "2024-01-03"])
    >>> frame = pd.DataFrame({"open": [10, 12], "high": [13, 12], "low": [9, 10], "close": [12, 11]}, days)
    >>> prices(frame, name="€").alt
    '€ from 2024-01-02 to 2024-01-03: rises by 10 % from 10 to 11; highest 13 at 2024-01-02, lowest 9 at 2024-01-02.'
    """
    columns = {str(column).lower(): column for column in getattr(frame, "columns", ())}
    wanted = ("open", "high", "low", "close")
    if missing := [column for column in wanted if column not in columns]:
        raise CourseError(f"The frame has no column {', '.join(missing)}: it needs open, high, low and close.")
    opened, high, low, closed = (numbers(frame[columns[column]], column, "n") for column in wanted)
    if (high < low).any():
        raise CourseError("A high price lies below its low price: check the columns.")
    when = read_time(frame.index)
    change = closed[-1] / opened[0] - 1 if opened[0] else 0.0
    moved = "rises" if change > 0 else "falls" if change < 0 else "ends where it began"
    told = (
        f"{capital(name)} from {when.tell(0)} to {when.tell(-1)}: {moved}"
        + (f" by {percent(abs(change))} from {number(opened[0])} to {number(closed[-1])}" if change else "")
        + f"; highest {number(high.max())} at {when.tell(int(high.argmax()))}, "
        f"lowest {number(low.min())} at {when.tell(int(low.argmin()))}."
    )
    if len(closed) > WEBGL_FROM:
        traces: list[Any] = [line(when.values, closed, "close", line={"color": theme.BLUE, "width": 1.5})]
    else:
        traces = [
            go.Candlestick(
                x=when.values,
                open=opened,
                high=high,
                low=low,
                close=closed,
                increasing={"line": {"color": theme.BLUE, "width": 1.5}, "fillcolor": "rgba(0, 0, 0, 0)"},
                decreasing={"line": {"color": theme.VERMILLION, "width": 1.5}, "fillcolor": theme.VERMILLION},
                showlegend=False,
            ),
            _entry("rises: closes above its opening", "square-open", theme.BLUE),
            _entry("falls", "square", theme.VERMILLION),
        ]
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=_HEIGHT + 30,
        showlegend=len(traces) > 1,
        margin_b=90,
        legend=LEGEND_BELOW,
        xaxis={"rangeslider": {"visible": False}, "title": None if when.dated else "time"},
        yaxis_title=name,
    )


def anomalies(
    time: ArrayLike,
    values: ArrayLike,
    flags: ArrayLike,
    *,
    name: str = "value",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a series and mark the values that were flagged as anomalies.

    Parameters
    ----------
    time : array_like of shape (n,)
        Dates or numbers, rising.
    values : array_like of shape (n,)
        The series; NaN where a value is missing.
    flags : array_like of bool, shape (n,)
        Which values are anomalies.
    name : str
        What the values are, with the unit.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If lengths differ, `time` does not rise, or `flags` are not true or false.

    Examples
    --------
    >>> anomalies([0, 1, 2, 3], [5, 5, 9, 5], [False, False, True, False]).alt
    '1 of 4 values is flagged as an anomaly (25 %). The one farthest from the middle is 9 at 2.'
    """
    when = read_time(time)
    array = read_values(values, "values", len(when.values))
    given = plain(flags)
    if given.shape != array.shape or not np.isin(given, (0, 1)).all():
        raise CourseError("flags must say true or false for each value: compare scores with a threshold first.")
    flagged = given.astype(bool)
    x, y = with_breaks(when, array)
    marks = (go.Scattergl if len(y) > WEBGL_FROM else go.Scatter)(
        x=when.values[flagged],
        y=array[flagged],
        name="anomaly",
        mode="markers",
        marker={"color": theme.VERMILLION, "symbol": "x", "size": 10},
        hovertemplate=f"%{{x}}<br>{name} %{{y:.4g}}, anomaly<extra></extra>",
    )
    count = int(flagged.sum())
    told = (
        f"{count:,} of {len(array):,} values {'is' if count == 1 else 'are'} flagged as "
        f"{'an anomaly' if count == 1 else 'anomalies'} ({percent(count / len(array))})."
    )
    if np.isfinite(array[flagged]).any():
        away = np.where(flagged, np.abs(array - np.nanmedian(array)), np.nan)
        far = int(np.nanargmax(away))
        told += f" The one farthest from the middle is {number(array[far])} at {when.tell(far)}."
    return theme.figure(
        line(x, y, name, line={"color": theme.BLUE, "width": 1.5}, hovertemplate=f"%{{x}}<br>{name} %{{y:.4g}}"),
        marks,
        alt=alt or told,
        title=title,
        height=_HEIGHT + 30,
        margin_b=90,
        legend=LEGEND_BELOW,
        xaxis_title=None if when.dated else "time",
        yaxis_title=name,
    )


def _entry(name: str, symbol: str, colour: str) -> go.Scatter:
    """Make an entry of the legend."""
    marker = {"symbol": symbol, "color": colour, "size": 11, "line": {"width": 2, "color": colour}}
    return go.Scatter(x=[None], y=[None], name=name, mode="markers", marker=marker)


def _band(x: NDArray[Any], low: Floats, high: Floats, label: str, i: int, count: int) -> list[go.Scatter]:
    """Draw an area between two lines; the narrower intervals lie over the wider ones, and are denser."""
    edge = {"color": theme.VERMILLION, "width": 1, "dash": ("dot", "dashdot", "longdash")[i % 3]}
    opacity = 0.14 + 0.16 * i / max(1, count)
    common = {"mode": "lines", "line": edge, "legendgroup": label}
    told = f"%{{x}}<br>{label}: %{{customdata[0]:.4g}} to %{{customdata[1]:.4g}}<extra></extra>"
    bounds = np.column_stack([low, high])
    return [
        go.Scatter(x=x, y=low, name=label, showlegend=False, hoverinfo="skip", **common),
        go.Scatter(
            x=x,
            y=high,
            name=label,
            fill="tonexty",
            fillcolor=f"rgba(213, 94, 0, {opacity:.2f})",
            customdata=bounds,
            hovertemplate=told,
            **common,
        ),
    ]


def _course(when: Time, values: Floats) -> str:
    present = values[np.isfinite(values)]
    first, last = float(present[0]), float(present[-1])
    top, bottom = int(np.nanargmax(values)), int(np.nanargmin(values))
    moved = "rises" if last > first else "falls" if last < first else "ends where it began, at"
    ways = f"{moved} from {number(first)} to {number(last)}" if last != first else f"{moved} {number(first)}"
    return (
        f"{ways}; highest {number(values[top])} at {when.tell(top)}, lowest {number(values[bottom])} at "
        f"{when.tell(bottom)}"
    )
