"""Figures about what a time series is made of: decomposition and autocorrelation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import (
    LEGEND_BELOW,
    WEBGL_FROM,
    Floats,
    axes_of,
    line,
    number,
    numbers,
    panels,
    percent,
    same_length,
)
from mlcourse.plots._time import read_time, read_values, with_breaks


def decomposition(
    observed: ArrayLike,
    trend: ArrayLike,
    seasonal: ArrayLike,
    rest: ArrayLike,
    *,
    time: ArrayLike | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a series and the parts it was taken apart into, one above the other.

    Parameters
    ----------
    observed, trend, seasonal, rest : array_like of shape (n,)
        The series, its trend, its repeating part and what is left; NaN where a part has no value. They may add up
        to the series, or multiply to it.
    time : array_like of shape (n,), optional
        Dates or numbers, rising; without it, 0, 1, 2, …
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If lengths differ, or `time` does not rise.

    References
    ----------
    The strength of a trend or season is 1 - Var(rest) / Var(part + rest), at least 0: Wang, Smith and Hyndman,
    "Characteristic-Based Clustering for Time Series Data", 2006.

    Examples
    --------
    >>> fig = decomposition([1, 4, 3, 6], [2, 3, 4, 5], [-1, 1, -1, 1], [0, 0, 0, 0])
    >>> fig.alt.split("parts ")[1]
    'that add up. The trend rises from 2 to 5 (strength 1); the season swings by 2 (strength 1); the rest by 0.'
    """
    whole = numbers(observed, "observed", "n", finite=False)
    count = len(whole)
    when = read_time(np.arange(count) if time is None else time)
    same_length(count, "observed", time=when.values)
    parts = {
        "observed": whole,
        "trend": read_values(trend, "trend", count),
        "season": read_values(seasonal, "seasonal", count),
        "rest": read_values(rest, "rest", count),
    }
    layout = panels(["", "", "", ""], gap=(0, 0.045), heights=[1.3, 1, 1, 1])
    del layout["annotations"]
    traces = []
    for i, (name, part) in enumerate(parts.items()):
        style = theme.SERIES[i]
        properties: dict[str, Any] = {
            "line": {"color": style.color, "dash": "solid", "width": 2 if count <= 500 else 1.2},
            "hovertemplate": f"%{{x}}<br>{name} %{{y:.4g}}<extra></extra>",
            **axes_of(i),
        }
        if name == "rest" and count <= WEBGL_FROM:
            properties |= {"mode": "markers", "marker": {"color": style.color, "size": 4}}
        x, y = with_breaks(when, part)
        traces.append(line(x, y, name, series=i, **properties))
        n = "" if i == 0 else str(i + 1)
        layout[f"yaxis{n}"] |= {"title": {"text": name}, "nticks": 5}
        layout[f"xaxis{n}"] |= {"matches": "x4", "showticklabels": False} if i < 3 else {}
    layout["xaxis4"] |= {} if when.dated else {"title": "time"}
    return theme.figure(
        *traces, alt=alt or _told(parts), title=title, height=560, showlegend=False, margin_l=70, **layout
    )


def autocorrelation(
    values: ArrayLike,
    lags: int | None = None,
    *,
    partial: bool = False,
    level: float = 0.95,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how a series resembles itself some steps earlier, with the band in which noise would stay.

    Parameters
    ----------
    values : array_like of shape (n,)
        The series, in equal steps and without gaps.
    lags : int, optional
        The longest lag; without it, 40 or half the series.
    partial : bool
        Whether the partial autocorrelation is drawn: what a lag adds beyond the shorter ones.
    level : float
        The share of lags that stay inside the band if the series is white noise.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``; lags that leave the band have filled heads.

    Raises
    ------
    CourseError
        If there are fewer than 4 values, all are the same, one is missing, or there are too many lags.

    References
    ----------
    Box, Jenkins, Reinsel and Ljung, "Time Series Analysis", 2015, chapter 2; the partial autocorrelation is found by
    the recursion of Durbin and Levinson.

    Examples
    --------
    >>> autocorrelation([1, -1, 1, -1, 1, -1, 1, -1], 3).alt
    'Autocorrelation for the lags 1 to 3; 2 of them leave the band of ±0.693 (95 %). The largest is −0.875 at lag 1.'
    """
    array = numbers(values, "values", "n")
    count = len(array)
    if count < 4 or np.ptp(array) == 0:
        raise CourseError("An autocorrelation needs at least 4 values that are not all the same.")
    longest = min(40, count // 2) if lags is None else lags
    if not 1 <= longest < count:
        raise CourseError(f"lags must lie between 1 and {count - 1} for {count} values, not {longest}.")
    if not 0 < level < 1:
        raise CourseError(f"level must lie between 0 and 1, such as 0.95, not {level}.")
    from scipy.stats import norm

    full = _autocorrelations(array, longest)
    found = _partial(full) if partial else full
    edge = float(norm.ppf(0.5 + level / 2) / np.sqrt(count))
    sizes = np.abs(found[1:])
    leaving = int((sizes > edge).sum())
    top = int(sizes.argmax()) + 1
    kind = "Partial autocorrelation" if partial else "Autocorrelation"
    told = (
        f"{kind} for the lags 1 to {longest}; {leaving} of them {'leaves' if leaving == 1 else 'leave'} the band of "
        f"±{number(edge)} ({percent(level)}). The largest is {number(found[top])} at lag {top}."
    )
    at = np.arange(longest + 1)
    stems = go.Scatter(
        x=np.repeat(at, 3),
        y=np.stack([np.zeros_like(found), found, np.full_like(found, np.nan)], axis=1).ravel(),
        mode="lines",
        line={"color": theme.BLUE, "width": 2},
        showlegend=False,
        hoverinfo="skip",
    )
    outside = (np.abs(found) > edge) | (at == 0)
    heads = go.Scatter(
        x=at,
        y=found,
        mode="markers",
        marker={
            "color": theme.BLUE,
            "size": 8,
            "symbol": ["circle" if out else "circle-open" for out in outside],
            "line": {"width": 2, "color": theme.BLUE},
        },
        showlegend=False,
        hovertemplate="lag %{x}<br>%{y:.3f}<extra></extra>",
    )
    inside = f"{percent(level)} of the lags, if it were noise"
    band = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": -edge, "y1": edge, "line": {"width": 0}}
    band |= {"showlegend": True, "name": inside}
    return theme.figure(
        stems,
        heads,
        alt=alt or told,
        title=title,
        height=370,
        shapes=[band | {"fillcolor": theme.SERIES[1].fill, "layer": "below"}],
        showlegend=True,
        legend=LEGEND_BELOW,
        margin_b=90,
        xaxis={"title": "lag (steps)", "range": [-0.6, longest + 0.6]},
        yaxis={"title": kind.lower(), "range": [min(-0.3, 1.15 * float(found.min())), 1.1]},
    )


def _told(parts: Mapping[str, Floats]) -> str:
    observed, trend, season, rest = parts.values()
    complete = np.isfinite(observed + trend + season + rest)
    whole, *three = (part[complete] for part in parts.values())
    near = 1e-3 * float(np.ptp(whole)) + 1e-12 if whole.size else 0.0
    adds = bool(whole.size) and np.allclose(sum(three), whole, atol=near, rtol=0)
    multiplies = bool(whole.size) and not adds and np.allclose(np.prod(three, axis=0), whole, atol=near, rtol=0)
    strengths = ["", ""]
    if adds or (multiplies and min(part.min() for part in three) > 0):
        t, s, r = three if adds else [np.log(part) for part in three]
        strengths = [f" (strength {number(round(_strength(part, r), 2))})" for part in (t, s)]
    shown = trend[np.isfinite(trend)]
    moved = "rises" if shown[-1] > shown[0] else "falls" if shown[-1] < shown[0] else "goes"
    how = " that add up" if adds else " that multiply" if multiplies else ""
    swings = [number(float(np.nanmax(part) - np.nanmin(part))) for part in (season, rest)]
    return (
        f"A series of {len(observed):,} values, taken apart into parts{how}. The trend {moved} from "
        f"{number(shown[0])} to {number(shown[-1])}{strengths[0]}; the season swings by {swings[0]}{strengths[1]}; "
        f"the rest by {swings[1]}."
    )


def _strength(part: Floats, rest: Floats) -> float:
    both = float(np.var(part + rest))
    return max(0.0, 1 - float(np.var(rest)) / both) if both else 0.0


def _autocorrelations(values: Floats, longest: int) -> Floats:
    """Compute the autocorrelations for the lags 0 to `longest`, through the Fourier transform."""
    centred = values - values.mean()
    size = 2 ** int(np.ceil(np.log2(2 * len(values))))
    power = np.abs(np.fft.rfft(centred, size)) ** 2
    products = np.fft.irfft(power, size)[: longest + 1]
    correlations: Floats = np.asarray(products / products[0], dtype=np.float64)
    return correlations


def _partial(correlations: Floats) -> Floats:
    """Turn autocorrelations into partial ones, by the recursion of Durbin and Levinson."""
    partial = np.ones_like(correlations)
    weights = np.empty(0)
    for k in range(1, len(correlations)):
        error = 1 - weights @ correlations[1:k]
        partial[k] = (correlations[k] - weights @ correlations[k - 1 : 0 : -1]) / error if error > 1e-12 else 0.0
        weights = np.append(weights - partial[k] * weights[::-1], partial[k])
    return partial
