"""What the figures' modules share: reading arrays, writing numbers for people, laying out panels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.theme import LEGEND_BELOW
from mlcourse.plots.words import capital, counted, number, percent

__all__ = [
    "LEGEND_BELOW",
    "WEBGL_FROM",
    "Floats",
    "axes_of",
    "capital",
    "counted",
    "line",
    "number",
    "numbers",
    "panels",
    "percent",
    "plain",
    "same_length",
]

Floats = NDArray[np.float64]

WEBGL_FROM = 2000
"""Traces with more points than this are drawn by WebGL: SVG would make the page slow."""


def plain(value: Any) -> NDArray[Any]:
    """Make a NumPy array of anything array-like, tensors with a gradient or on a GPU among them.

    Parameters
    ----------
    value : array_like, tensor, series or frame
        Missing values of nullable pandas types become NaN.

    Returns
    -------
    ndarray
        It may share memory with `value`: do not change it.

    Examples
    --------
    >>> plain([1, 2]).tolist()
    [1, 2]
    """
    if hasattr(value, "detach"):
        value = value.detach().cpu()
        return np.asarray(value.float() if str(value.dtype) == "torch.bfloat16" else value)
    if hasattr(value, "isna") and hasattr(value, "to_numpy") and np.asarray(value.isna()).any():
        return np.asarray(value.to_numpy(dtype=float, na_value=np.nan))
    return np.asarray(value)


def numbers(value: ArrayLike, what: str, *axes: str, finite: bool = True) -> Floats:
    """Read an array of real numbers, or say what is wrong with it.

    Parameters
    ----------
    value : array_like
        What was given.
    what : str
        Its name in messages.
    *axes : str
        What each axis is, for messages; as many as the array must have axes.
    finite : bool
        Whether missing and infinite values are refused; otherwise only infinite ones are.

    Returns
    -------
    ndarray of float64
        A copy.

    Raises
    ------
    CourseError
        If these are not numbers, are empty, have other axes, or are not finite.

    Examples
    --------
    >>> numbers([1, 2], "values", "n").tolist()
    [1.0, 2.0]
    """
    try:
        array = plain(value).astype(np.float64)
    except (TypeError, ValueError):
        raise CourseError(f"{what} must hold real numbers only, in rows of equal length.") from None
    if array.ndim != len(axes):
        wanted = f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"
        raise CourseError(f"{what} must have the shape {wanted}, not {array.shape}.")
    if not array.size:
        raise CourseError(f"{what} is empty: there is nothing to draw.")
    if finite and not np.isfinite(array).all():
        raise CourseError(f"{what} holds missing or infinite values: remove or fill them first.")
    if np.isinf(array).any() or np.isnan(array).all():
        raise CourseError(f"{what} holds infinite values, or none at all: only single gaps (NaN) can be drawn.")
    return array


def same_length(expected: int, other: str, **arrays: Any) -> None:
    """Refuse arrays whose length is not the expected one.

    Parameters
    ----------
    expected : int
        The length.
    other : str
        What has this length, for the message.
    **arrays : sized
        What must have it, by name.

    Raises
    ------
    CourseError
        If a length differs.

    Examples
    --------
    >>> same_length(2, "x", y=[1, 2])
    """
    for name, array in arrays.items():
        if len(array) != expected:
            raise CourseError(f"{name} has {len(array)} entries and {other} has {expected}: they must be as many.")


def line(x: Any, y: Any, name: str, *, series: int = 0, **properties: Any) -> go.Scatter | go.Scattergl:
    """Draw a line in the style of a series; beyond 2,000 points by WebGL.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        The points that the line joins.
    name : str
        Its entry in the legend.
    series : int
        Which style of :data:`mlcourse.plots.theme.SERIES`, counted from 0.
    **properties
        Further properties of ``plotly.graph_objects.Scatter``.

    Returns
    -------
    plotly.graph_objects.Scatter or plotly.graph_objects.Scattergl

    Examples
    --------
    >>> line(list(range(3000)), list(range(3000)), "long").type
    'scattergl'
    """
    style = theme.SERIES[series % len(theme.SERIES)]
    kind = go.Scattergl if len(y) > WEBGL_FROM else go.Scatter
    drawn = {"mode": "lines", "line": {"color": style.color, "dash": style.dash, "width": 2.5}}
    return kind(x=x, y=y, name=name, **{**drawn, **properties})


def panels(
    captions: Sequence[str],
    *,
    columns: int = 1,
    gap: tuple[float, float] = (0.08, 0.1),
    heights: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Lay out panels in rows, each with axes of its own and a caption above it.

    Plotly's ``make_subplots`` does the same, but takes several milliseconds for each panel.

    Parameters
    ----------
    captions : sequence of str
        What stands above each panel.
    columns : int
        Panels in a row.
    gap : pair of float
        The space between columns and between rows, as a share of the figure.
    heights : sequence of float, optional
        The relative height of each row.

    Returns
    -------
    dict
        Properties of the layout.

    Examples
    --------
    >>> sorted(panels(["before", "after"], columns=2))
    ['annotations', 'xaxis', 'xaxis2', 'yaxis', 'yaxis2']
    """
    rows = math.ceil(len(captions) / columns)
    width = (1 - gap[0] * (columns - 1)) / columns
    shares = np.asarray(heights if heights is not None else np.ones(rows), dtype=float)
    shares = shares / shares.sum() * (1 - gap[1] * (rows - 1))
    layout: dict[str, Any] = {"annotations": []}
    for i, caption in enumerate(captions):
        row, column = divmod(i, columns)
        n = "" if i == 0 else str(i + 1)
        left, top = column * (width + gap[0]), 1 - float(shares[:row].sum()) - row * gap[1]
        layout[f"xaxis{n}"] = {"domain": [left, min(1, left + width)], "anchor": f"y{n}"}
        layout[f"yaxis{n}"] = {"domain": [max(0, top - float(shares[row])), min(1, top)], "anchor": f"x{n}"}
        layout["annotations"].append(
            {
                "text": caption,
                "xref": f"x{n} domain",
                "yref": f"y{n} domain",
                "x": 0.5,
                "y": 1,
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 14, "color": theme.INK},
            }
        )
    return layout


def axes_of(panel: int) -> dict[str, str]:
    """Name the axes of a panel, for a trace.

    Parameters
    ----------
    panel : int
        Which panel of :func:`panels`, counted from 0.

    Returns
    -------
    dict

    Examples
    --------
    >>> axes_of(1)
    {'xaxis': 'x2', 'yaxis': 'y2'}
    """
    n = "" if panel == 0 else str(panel + 1)
    return {"xaxis": f"x{n}", "yaxis": f"y{n}"}
