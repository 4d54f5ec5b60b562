"""Explore how a line is fitted: set its two numbers by hand, and see the loss of every other choice."""

from __future__ import annotations

from functools import cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.plots import theme
from mlcourse.plots.words import number
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, switch

Array = NDArray[np.float64]

LEVELS = (30.0, 80.0)
SLOPES = (-10.0, 40.0)
GOAL = 5.5  # years
_GRID = 41

QUESTION = (
    f"Set the level and the slope so that the line misses by less than {GOAL:g} years on average. Then show the loss "
    "of all lines: why does it not lead to the lowest place to turn one knob until nothing gets better, and stop?"
)


@cache
def countries() -> tuple[Array, Array]:
    """Load incomes and life expectancies of 1977.

    Returns
    -------
    income : numpy.ndarray of shape (142,), float64
        The logarithm of the income per head in dollars, to base 10.
    life : numpy.ndarray of shape (142,), float64
        The life expectancy at birth, in years.

    Examples
    --------
    >>> [len(each) for each in countries()]
    [142, 142]
    """
    from mlcourse import datasets

    gapminder = datasets.load("gapminder")
    chosen = np.asarray(gapminder.data["year"]) == 1977
    return np.log10(np.asarray(gapminder.data["gdpPercap"])[chosen]), np.asarray(gapminder.target, float)[chosen]


@cache
def surface() -> tuple[Array, Array, Array]:
    """Compute the mean squared error of all lines.

    Returns
    -------
    levels, slopes : numpy.ndarray of shape (41,), float64
        In years, and in years for ten times the income.
    loss : numpy.ndarray of shape (41, 41), float64
        In squared years, one row for each slope.

    Examples
    --------
    >>> levels, slopes, loss = surface()
    >>> best = np.unravel_index(loss.argmin(), loss.shape)
    >>> float(levels[best[1]]), float(slopes[best[0]])
    (48.75, 17.5)
    """
    x, y = countries()
    levels, slopes = np.linspace(*LEVELS, _GRID), np.linspace(*SLOPES, _GRID)
    lines = levels[None, :, None] + slopes[:, None, None] * (x - 3)
    return levels, slopes, ((lines - y) ** 2).mean(axis=2)


def view(level: float, slope: float, others: bool) -> View:
    """Draw the countries, a line with its errors, and the loss of all lines.

    Parameters
    ----------
    level : float
        The prediction for an income of 1,000 dollars, in years.
    slope : float
        The years that ten times the income adds.
    others : bool
        Whether the loss of all lines is shown.

    Returns
    -------
    View

    Examples
    --------
    >>> view(60, 0, False).figure.layout.title.text
    'Level 60, slope 0: the line misses by 9.69 years on average'
    """
    x, y = countries()
    errors = level + slope * (x - 3) - y
    miss, loss = float(np.abs(errors).mean()), float((errors**2).mean())
    ends = np.array([x.min(), x.max()])
    levels, slopes, losses = surface() if others else (np.empty(0),) * 3
    gaps = np.full(3 * len(x), np.nan)
    gaps[0::3], gaps[1::3] = y, y + errors
    traces = [
        theme.line(np.repeat(x, 3), gaps, "error", series=1, line={"color": theme.VERMILLION, "width": 1}),
        go.Scatter(x=x, y=y, mode="markers", name="country", marker={"color": theme.BLUE, "size": 6}),
        theme.line(ends, level + slope * (ends - 3), "your line", series=2, line={"color": theme.GREEN, "width": 3}),
        go.Contour(
            x=levels,
            y=slopes,
            z=np.log10(losses),
            xaxis="x2",
            yaxis="y2",
            ncontours=16,
            colorscale="Cividis",
            opacity=0.75,
            showscale=False,
            line={"width": 1},
            hoverinfo="skip",
            name="loss of all lines",
        ),
        go.Scatter(
            x=[level] if others else [],
            y=[slope] if others else [],
            xaxis="x2",
            yaxis="y2",
            mode="markers",
            name="your line among all",
            marker={"symbol": "star", "size": 16, "color": "white", "line": {"color": "black", "width": 1.5}},
            cliponaxis=False,
            showlegend=others,
        ),
    ]
    told = f"the line misses by {number(miss)} years on average"
    beside = " Beside it, the loss of all lines: level lines of a long, tilted valley." if others else ""
    hidden = {"visible": others}
    figure = theme.figure(
        *traces,
        alt=f"Life expectancy against income in 1977, 142 countries, with a line of level {number(level)} and slope "
        f"{number(slope)}: {told}.{beside}",
        title=f"Level {number(level)}, slope {number(slope)}: {told}",
        xaxis={"title": "income, as a power of ten", "domain": [0, 0.56 if others else 1]},
        yaxis={"title": "years of life", "range": [25, 85]},
        xaxis2={"title": "level", "domain": [0.68, 1], "anchor": "y2", "range": LEVELS, "showgrid": False, **hidden},
        yaxis2={"title": "slope", "anchor": "x2", "range": SLOPES, "showgrid": False, "zeroline": False, **hidden},
        height=440,
        margin_b=90,
        legend=theme.LEGEND_BELOW,
    )
    return View(figure, _report(level, slope, miss, loss, others))


def _report(level: float, slope: float, miss: float, loss: float, others: bool) -> str:
    x, y = countries()
    said = (
        f"<p>For an income of 1,000 dollars the line says {number(level)} years, for 10,000 dollars "
        f"{number(level + slope)}. It misses by {number(miss)} years on average; the mean squared error is "
        f"{number(loss)}. Always saying the mean, {number(float(y.mean()))} years, misses by "
        f"{number(float(np.abs(y - y.mean()).mean()))}.</p>"
    )
    if miss < GOAL:
        said += f"<p>✓ <strong>Less than {GOAL:g} years.</strong> You have fitted a model by hand.</p>"
    if others:
        far = x - 3
        best_level = float((y - slope * far).mean())
        best_slope = float((far * (y - level)).sum() / (far**2).sum())
        said += (
            f"<p>For this slope the level with the least loss is {number(best_level)}; for this level the slope with "
            f"the least loss is {number(best_slope)}. The valley is tilted: a steeper line wants a lower level, so "
            "where one knob alone gains nothing more, both together still do.</p>"
        )
    return said


def line_fit() -> Explorer:
    """Explore how a line is fitted to data: by hand first, and then on the surface of its loss.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Examples
    --------
    >>> explorer = line_fit()
    >>> explorer.controls["level"].value, explorer.controls["slope"].value = 50, 17
    >>> "by hand" in explorer.readout.html
    True
    """
    controls = {
        "level": Slider(label="level", value=60.0, min=LEVELS[0], max=LEVELS[1], step=1.0, unit=" years"),
        "slope": Slider(label="slope", value=0.0, min=SLOPES[0], max=SLOPES[1], step=1.0, unit=" years"),
        "others": switch("show the loss of all lines"),
    }
    return Explorer(QUESTION, controls, view)
