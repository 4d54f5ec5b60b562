"""Nodes and the arrows between them; shared by the figures of graphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats

SHAPES = ("circle", "square", "diamond", "hexagon", "pentagon", "triangle-up")
"""Shapes of nodes with room for a text, in the order of use."""

_FILLS = (theme.BLUE, "#B34E00", "#00785A", "#8F5076", "#6A5A00", "#3A6EA5")
"""Colours of nodes: the series' ones, dark enough for white text (contrast of 4.5 and more)."""

Path = Floats
"""Points of a line, shape (k, 2)."""


def straight(start: Floats, end: Floats) -> Path:
    """Join two points by a straight line.

    Parameters
    ----------
    start, end : ndarray of shape (2,)

    Returns
    -------
    ndarray of shape (2, 2)

    Examples
    --------
    >>> straight(np.zeros(2), np.ones(2)).tolist()
    [[0.0, 0.0], [1.0, 1.0]]
    """
    return np.stack([start, end])


def curved(start: Floats, end: Floats, *, bend: float = 0.2) -> Path:
    """Join two points by an arc that swings out to the left, seen from the start.

    Parameters
    ----------
    start, end : ndarray of shape (2,)
    bend : float
        How far it swings out, as a share of the distance.

    Returns
    -------
    ndarray of shape (25, 2)

    Examples
    --------
    >>> curved(np.zeros(2), np.array([1.0, 0.0]))[12].round(2).tolist()
    [0.5, 0.1]
    """
    along = end - start
    middle = (start + end) / 2 + bend * np.array([-along[1], along[0]])
    t = np.linspace(0, 1, 25)[:, None]
    path: Path = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
    return path


def loop(place: Floats, away: Floats, *, size: float) -> Path:
    """Lead a line from a point back to itself, on the side that looks away from another point.

    Parameters
    ----------
    place, away : ndarray of shape (2,)
        The point, and the direction in which the loop lies; for no direction, upwards.
    size : float
        The loop's diameter.

    Returns
    -------
    ndarray of shape (33, 2)

    Examples
    --------
    >>> loop(np.zeros(2), np.array([0.0, 1.0]), size=2.0)[16].round(6).tolist()
    [0.0, 2.0]
    """
    length = float(np.linalg.norm(away))
    up = away / length if length > 0 else np.array([0.0, 1.0])
    side = np.array([up[1], -up[0]])
    angles = np.linspace(-np.pi, np.pi, 33)[:, None]
    path: Path = place + size / 2 * ((1 + np.cos(angles)) * up + np.sin(angles) * side)
    return path


def trimmed(path: Path, radius: float) -> Path:
    """Take away what lies within circles around a line's ends.

    Parameters
    ----------
    path : ndarray of shape (k, 2)
        The line.
    radius : float
        The radius of both circles.

    Returns
    -------
    ndarray of shape (m, 2)
        At least two points.

    Examples
    --------
    >>> trimmed(straight(np.zeros(2), np.array([4.0, 0.0])), 1.0)[[0, -1]].tolist()
    [[1.0, 0.0], [3.0, 0.0]]
    """
    steps = np.linspace(0, len(path) - 1, 65)
    fine = np.stack([np.interp(steps, np.arange(len(path)), path[:, i]) for i in (0, 1)], axis=1)
    clear = np.linalg.norm(fine - path[0], axis=1), np.linalg.norm(fine - path[-1], axis=1)
    outside = np.flatnonzero((clear[0] >= radius) & (clear[1] >= radius))
    kept: Path = fine[outside] if len(outside) > 1 else fine[[31, 32]]
    return kept


def lines(
    paths: Sequence[Path], *, directed: bool, node_size: float = 0, webgl: bool = False, **properties: Any
) -> Any:
    """Draw many lines as one trace, each with an arrow head at its end if directed.

    Parameters
    ----------
    paths : sequence of ndarray of shape (k, 2)
        The lines.
    directed : bool
        Whether there are heads; WebGL knows none.
    webgl : bool
        Whether WebGL draws the lines; it lies over everything else, so either all of a figure's traces use it or none.
    node_size : float
        The diameter in pixels of the nodes at the ends: the heads stop before them.
    **properties
        Further properties of the trace, such as ``line``.

    Returns
    -------
    plotly.graph_objects.Scatter or plotly.graph_objects.Scattergl

    Examples
    --------
    >>> lines([straight(np.zeros(2), np.ones(2))], directed=True).marker.symbol
    ('circle', 'arrow', 'circle')
    """
    gap = np.full((1, 2), np.nan)
    points = np.concatenate([part for path in paths for part in (path, gap)]) if paths else gap
    drawn: dict[str, Any] = {
        "x": points[:, 0],
        "y": points[:, 1],
        "mode": "lines",
        "line": {"color": theme.INK, "width": 1.5},
        "hoverinfo": "skip",
        "showlegend": False,
        **properties,
    }
    if webgl:
        return go.Scattergl(**drawn)
    if directed:
        symbols, sizes, gaps = [], [], []
        for path in paths:
            before = len(path) - 1
            symbols += ["circle"] * before + ["arrow", "circle"]
            sizes += [0] * before + [11, 0]
            gaps += [0.0] * before + [node_size / 2 + 1, 0.0]
        drawn["mode"] = "lines+markers"
        drawn["marker"] = {
            "symbol": symbols,
            "size": sizes,
            "standoff": gaps,
            "angleref": "previous",
            "color": drawn["line"]["color"],
            "line": {"width": 0},
            "opacity": 1,
        }
    return go.Scatter(**drawn)


def nodes(
    places: Floats,
    texts: Sequence[str],
    hovers: Sequence[str],
    *,
    group: int = 0,
    size: float | Sequence[float] = 30,
    inside: bool = True,
    above: Sequence[bool] = (),
    webgl: bool = False,
    **properties: Any,
) -> Any:
    """Draw nodes of one kind, with their names in them, beneath them or above them.

    Parameters
    ----------
    places : ndarray of shape (n, 2)
        Where they are.
    texts, hovers : sequence of n str
        What is written at each, and told under the mouse.
    group : int
        Which shape and colour, counted from 0.
    size : float or sequence of n float
        Diameter in pixels.
    inside : bool
        Whether the texts stand in the nodes.
    above : sequence of n bool, optional
        Which texts stand above their nodes, if not in them; the others stand beneath.
    webgl : bool
        Whether WebGL draws the nodes.
    **properties
        Further properties of the trace, such as ``name``.

    Returns
    -------
    plotly.graph_objects.Scatter or plotly.graph_objects.Scattergl

    Examples
    --------
    >>> nodes(np.zeros((1, 2)), ["a"], ["a"], group=1).marker.symbol
    'square'
    """
    drawn: dict[str, Any] = {
        "x": places[:, 0],
        "y": places[:, 1],
        "mode": "markers+text" if any(texts) else "markers",
        "marker": {
            "symbol": SHAPES[group % len(SHAPES)],
            "color": _FILLS[group % len(_FILLS)],
            "size": size,
            "opacity": 1,
            "line": {"color": theme.INK, "width": 1},
        },
        "hovertext": list(hovers),
        "hovertemplate": "%{hovertext}<extra></extra>",
        **properties,
    }
    if any(texts):
        drawn["text"] = list(texts)
        beside = ["top center" if high else "bottom center" for high in above] or "bottom center"
        drawn["textposition"] = "middle center" if inside else beside
        drawn["textfont"] = {"color": "#ffffff" if inside else theme.INK, "size": 13}
    return go.Scattergl(**drawn) if webgl else go.Scatter(**drawn, cliponaxis=False)


def labels(places: Floats, texts: Sequence[str], **properties: Any) -> go.Scatter:
    """Write texts at points.

    Parameters
    ----------
    places : ndarray of shape (n, 2)
    texts : sequence of n str
    **properties
        Further properties of the trace.

    Returns
    -------
    plotly.graph_objects.Scatter

    Examples
    --------
    >>> labels(np.zeros((1, 2)), ["0.5"]).text
    ('0.5',)
    """
    drawn: dict[str, Any] = {
        "mode": "text",
        "text": list(texts),
        "textfont": {"size": 13, "color": theme.INK},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    return go.Scatter(x=places[:, 0], y=places[:, 1], **{**drawn, **properties})


def bare_axes(points: Floats, *, room: float = 0.12, equal: bool = True) -> Mapping[str, Any]:
    """Hide the axes, and show all points with room around them.

    Parameters
    ----------
    points : ndarray of shape (n, 2)
        What must be in view.
    room : float
        The room on each side, as a share of the larger extent.
    equal : bool
        Whether both axes have the same scale.

    Returns
    -------
    dict
        Properties of the layout.

    Examples
    --------
    >>> bare_axes(np.array([[0.0, 0.0], [2.0, 1.0]]), room=0.5)["xaxis"]["range"]
    [-1.0, 3.0]
    """
    low, high = points.min(axis=0), points.max(axis=0)
    spread = np.full(2, float((high - low).max())) if equal else high - low
    spread = np.where(spread > 0, spread, 1.0) * room
    axes = [
        {"visible": False, "range": [float(low[i] - spread[i]), float(high[i] + spread[i])], "constrain": "domain"}
        for i in (0, 1)
    ]
    return {"xaxis": axes[0], "yaxis": axes[1] | ({"scaleanchor": "x"} if equal else {})}
