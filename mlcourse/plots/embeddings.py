"""Figures about embeddings: points in the plane or in space, with groups and names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import LEGEND_BELOW, WEBGL_FROM, counted, numbers, percent, plain, same_length

_MOST_GROUPS = 12


def embedding_2d(
    points: ArrayLike,
    labels: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    *,
    hover: Sequence[str] | None = None,
    axes: tuple[str, str] = ("component 1", "component 2"),
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw points of a plane, such as embeddings after PCA, t-SNE or UMAP, coloured by group.

    Parameters
    ----------
    points : array_like of shape (n, 2)
        The points; beyond 2,000 they are drawn by WebGL.
    labels : array_like of shape (n,), optional
        The group of each point, at most 12 groups; groups also differ in their symbols.
    names : sequence of n str, optional
        A name for each point, written beside it where there are at most 60, and told under the mouse.
    hover : sequence of n str, optional
        What else is told of each point under the mouse.
    axes : pair of str
        What the axes are.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If shapes do not fit, a coordinate is missing, or there are too many groups.

    Examples
    --------
    >>> embedding_2d([[0, 0], [0, 1], [9, 9], [9, 8]], ["a", "a", "b", "b"]).alt
    '4 points in the plane, in 2 groups: a (2), b (2). For 100 % of them the nearest other point is of the same group.'
    """
    return _embedding(points, labels, names, hover, axes, title, alt)


def embedding_3d(
    points: ArrayLike,
    labels: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    *,
    hover: Sequence[str] | None = None,
    axes: tuple[str, str, str] = ("component 1", "component 2", "component 3"),
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw points of space, such as embeddings after PCA, coloured by group; drag to turn them.

    Parameters
    ----------
    points : array_like of shape (n, 3)
        The points.
    labels : array_like of shape (n,), optional
        The group of each point, at most 12 groups; groups also differ in their symbols.
    names : sequence of n str, optional
        A name for each point, written beside it where there are at most 60, and told under the mouse.
    hover : sequence of n str, optional
        What else is told of each point under the mouse.
    axes : triple of str
        What the axes are.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If shapes do not fit, a coordinate is missing, or there are too many groups.

    Examples
    --------
    >>> embedding_3d([[0, 0, 0], [1, 1, 1]]).alt
    '2 points in space.'
    """
    return _embedding(points, labels, names, hover, axes, title, alt)


def _embedding(
    points: ArrayLike,
    labels: ArrayLike | None,
    names: Sequence[str] | None,
    hover: Sequence[str] | None,
    axes: Sequence[str],
    title: str | None,
    alt: str | None,
) -> theme.Figure:
    places = numbers(points, "points", "n", "axes")
    count, dimensions = places.shape
    if dimensions != len(axes):
        raise CourseError(f"points must have {len(axes)} columns, not {dimensions}: project them first, say by PCA.")
    for what, texts in (("names", names), ("hover", hover)):
        if texts is not None:
            same_length(count, "points", **{what: texts})
    groups: list[Any] = [None]
    of = np.zeros(count, dtype=int)
    if labels is not None:
        given = plain(labels)
        same_length(count, "points", labels=given)
        found, of = np.unique(given, return_inverse=True)
        groups = found.tolist()
        if len(groups) > _MOST_GROUPS:
            raise CourseError(f"{len(groups)} groups cannot be told apart: choose at most {_MOST_GROUPS} of them.")
    traces = [
        _cloud(places, np.flatnonzero(of == i), group, i, names, hover, count, axes) for i, group in enumerate(groups)
    ]
    where = "in the plane" if dimensions == 2 else "in space"
    told = f"{counted(count, 'point')} {where}."
    if labels is not None:
        sizes = np.bincount(of, minlength=len(groups))
        listed = ", ".join(f"{group} ({size:,})" for group, size in zip(groups, sizes.tolist(), strict=True))
        told = f"{counted(count, 'point')} {where}, in {counted(len(groups), 'group')}: {listed}."
        if count > 1:
            told += f" For {percent(_agreement(places, of))} of them the nearest other point is of the same group."
    common: dict[str, Any] = {"alt": alt or told, "title": title, "showlegend": labels is not None}
    if dimensions == 2:
        return theme.figure(
            *traces,
            **common,
            height=480,
            margin_b=90,
            legend=LEGEND_BELOW,
            xaxis={"title": axes[0], "zeroline": False},
            # Distances are what is seen: both axes have one scale.
            yaxis={"title": axes[1], "zeroline": False, "scaleanchor": "x"},
        )
    axis = {
        "gridcolor": theme.INK,
        "zerolinecolor": theme.INK,
        "showbackground": False,
        "color": theme.INK,
        "nticks": 5,
    }
    scene: dict[str, Any] = {f"{letter}axis": axis | {"title": name} for letter, name in zip("xyz", axes, strict=True)}
    scene["camera"] = {"eye": {"x": 1.35, "y": 1.35, "z": 0.8}, "center": {"x": 0, "y": 0, "z": -0.15}}
    return theme.figure(
        *traces,
        **common,
        height=560,
        legend=LEGEND_BELOW | {"itemsizing": "constant"},
        scene=scene,
        margin={"l": 0, "r": 0, "b": 50},
    )


# Plotly's three-dimensional scatter knows only these symbols.
_SOLID_SYMBOLS = ("circle", "square", "diamond", "x", "cross", "circle-open")


def _cloud(
    places: NDArray[np.float64],
    chosen: NDArray[np.int64],
    group: Any,
    i: int,
    names: Sequence[str] | None,
    hover: Sequence[str] | None,
    count: int,
    axes: Sequence[str],
) -> go.Scatter | go.Scattergl | go.Scatter3d:
    style = theme.SERIES[i % len(theme.SERIES)]
    solid = places.shape[1] == 3
    lines = [
        [str(part) for part in (names and names[j], group, hover and hover[j]) if part is not None]
        for j in chosen.tolist()
    ]
    # The seventh group has the first one's colour again, so its symbol must be another.
    symbol = _SOLID_SYMBOLS[(i + i // 6) % 6] if solid else style.symbol if i < 6 else f"{style.symbol}-open"
    written = names is not None and count <= 60
    drawn: dict[str, Any] = {
        "x": places[chosen, 0],
        "y": places[chosen, 1],
        "name": str(group) if group is not None else "points",
        "mode": "markers+text" if written else "markers",
        "marker": {
            "color": style.color,
            "symbol": symbol,
            "size": (4 if solid else 8) if count <= 500 else 3 if solid else 5,
        },
        "hovertext": ["<br>".join(parts) for parts in lines],
        "hovertemplate": "%{hovertext}<br>(%{x:.3g}, %{y:.3g}" + (", %{z:.3g}" if solid else "") + ")<extra></extra>",
    }
    if written and names is not None:
        drawn |= {
            "text": [str(names[j]) for j in chosen.tolist()],
            "textposition": "top center" if solid else [_side(places, j) for j in chosen.tolist()],
            "textfont": {"size": 12, "color": theme.INK},
        }
    if solid:
        return go.Scatter3d(**drawn, z=places[chosen, 2])
    if written:
        drawn["cliponaxis"] = False
    return (go.Scattergl if count > WEBGL_FROM else go.Scatter)(**drawn)


def _side(places: NDArray[np.float64], j: int) -> str:
    """Choose where a point's name stands: on the side that is turned away from the nearest other point."""
    if len(places) == 1:
        return "top center"
    spread = np.ptp(places, axis=0)
    away = (places - places[j]) / np.where(spread > 0, spread, 1)
    distances = np.hypot(*away.T)
    distances[j] = np.inf
    across, up = away[int(distances.argmin())].tolist()
    if abs(across) > abs(up):
        return "middle left" if across > 0 else "middle right"
    return "bottom center" if up > 0 else "top center"


def _agreement(places: NDArray[np.float64], of: NDArray[np.int64]) -> float:
    """Return the share of points whose nearest other point is of the same group; of a sample, if there are many."""
    from scipy.spatial import cKDTree

    asked = np.linspace(0, len(places) - 1, min(len(places), 2000)).astype(int)
    _, nearest = cKDTree(places).query(places[asked], k=2)
    # Where points coincide, either of the two found may be the point itself.
    other = np.where(nearest[:, 0] == asked, nearest[:, 1], nearest[:, 0])
    return float((of[other] == of[asked]).mean())
