"""Figures about vectors and matrices: arrows, spans, projections, norms, matrices as pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import axes_of
from mlcourse.plots.cells import labels

Floats = NDArray[np.float64]

# The outline of a letter F: unlike a square, it shows turns, mirror images and the order of two maps.
_LETTER = np.array([[0, 0.3, 0.3, 0.8, 0.8, 0.3, 0.3, 1, 1, 0, 0], [0, 0, 0.6, 0.6, 0.9, 0.9, 1.2, 1.2, 1.5, 1.5, 0]])
_PAPER = ((0.0, "#ffffff"), (1.0, "#111111"))
_PANEL_HEIGHT = 380
_MARGIN = 0.18


def arrows(
    vectors: Mapping[str, ArrayLike],
    *,
    tails: Mapping[str, ArrayLike] | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw vectors of the plane as arrows with their names at the tips.

    Parameters
    ----------
    vectors : mapping of str to array_like of shape (2,)
        The vectors by name.
    tails : mapping of str to array_like of shape (2,), optional
        Where an arrow starts, for those that do not start at the origin.
    title : str, optional
        The heading: what to see.
    alt : str, optional
        The description for those who do not see the figure; without it, one is made from the vectors.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there is no vector, one of them is not a pair of finite numbers, or a tail has no vector.

    Examples
    --------
    >>> arrows({"a": [2, 1], "b - a": [-1, 2]}, tails={"b - a": [2, 1]}).alt
    'Arrows in the plane: a = (2, 1); b - a = (−1, 2), drawn from (2, 1).'
    """
    if not vectors:
        raise CourseError("There is no vector to draw.")
    starts = {name: _vector(tail, f"the tail of {name}") for name, tail in (tails or {}).items()}
    if unknown := sorted(starts.keys() - vectors.keys()):
        raise CourseError(f"There is a tail but no vector named {', '.join(unknown)}.")
    ends = {name: _vector(vector, name) for name, vector in vectors.items()}
    origin = np.zeros(2)
    traces = [
        trace
        for i, name in enumerate(ends)
        for trace in _arrow(ends[name], name, tail=starts.get(name, origin), series=i)
    ]
    told = "; ".join(
        f"{name} = {_pair(end)}" + (f", drawn from {_pair(starts[name])}" if name in starts else "")
        for name, end in ends.items()
    )
    fig = theme.figure(
        *traces,
        alt=alt or f"Arrows in the plane: {told}.",
        title=title,
        height=_PANEL_HEIGHT,
        showlegend=False,
    )
    tips = [end + starts.get(name, origin) for name, end in ends.items()]
    return _frame(fig, np.array([origin, *starts.values(), *tips]))


def projection(a: ArrayLike, b: ArrayLike, *, title: str | None = None, alt: str | None = None) -> theme.Figure:
    """Draw the orthogonal projection of a on the line of b, and what is left of a.

    Parameters
    ----------
    a : array_like of shape (2,)
        The vector that is projected.
    b : array_like of shape (2,)
        The vector that gives the line; not the zero vector.
    title, alt : str, optional
        The heading and the description; without them, they are made from the numbers.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure`` with a, b, the projection p = (a·b / b·b) b and the remainder
        r = a - p.

    Raises
    ------
    CourseError
        If a vector is not a pair of finite numbers, or b is the zero vector.

    Examples
    --------
    >>> projection([2, 1], [1, 3]).layout.title.text
    'p = (0.5, 1.5), and r = a − p is perpendicular to b'
    """
    a, b = _vector(a, "a"), _vector(b, "b")
    if not b.any():
        raise CourseError("b is the zero vector: it has no direction to project on.")
    p = (a @ b) / (b @ b) * b
    r = a - p
    reach = np.stack([-10 * b, 10 * b])
    line = theme.line(reach[:, 0], reach[:, 1], "line of b", line={"color": theme.GRID, "width": 2})
    traces = [
        line,
        *_arrow(b, "b", series=1),
        *_arrow(p, "p", series=2, label=p / 2),
        *_arrow(a, "a"),
        *_arrow(r, "r", tail=p, series=3),
    ]
    if a.any() and np.linalg.norm(r) > 1e-9 * np.linalg.norm(a):
        traces.append(_right_angle(p, b, r))
    fig = theme.figure(
        *traces,
        title=title or f"p = {_pair(p)}, and r = a − p is perpendicular to b",
        alt=alt
        or f"The vector a = {_pair(a)} casts the shadow p = {_pair(p)} on the line through b = {_pair(b)}; "
        f"the remainder r = {_pair(r)} leads from p to a, at a right angle to b.",
        height=_PANEL_HEIGHT,
        showlegend=False,
    )
    return _frame(fig, np.array([np.zeros(2), a, b, p]))


def norm_balls(
    orders: Sequence[float] = (1, 2, np.inf), *, title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw, for several p, all vectors of the plane whose p-norm is 1.

    Parameters
    ----------
    orders : sequence of float
        Each p > 0; ``np.inf`` for the largest entry. Below 1 the curve caves in, and there is no norm.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from `orders`.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there is no order, or one of them is not positive.

    Examples
    --------
    >>> [curve.name for curve in norm_balls([1, np.inf]).data]
    ['p = 1', 'p = ∞']
    """
    if not len(orders) or not all(p > 0 for p in orders):
        raise CourseError(f"The orders of norms must be positive numbers, not {list(orders)}.")
    directions = np.linspace(0, 2 * np.pi, 361)
    circle = np.stack([np.cos(directions), np.sin(directions)])
    circle[np.abs(circle) < 1e-12] = 0  # sin(pi) is not 0 in floating point, and its square root would show
    names = [f"p = {'∞' if np.isinf(p) else _number(p)}" for p in orders]
    curves = [circle / _p_norm(circle, p) for p in orders]
    fig = theme.figure(
        *(theme.line(curves[i][0], curves[i][1], names[i], series=i) for i in range(len(orders))),
        alt=alt
        or "Closed curves around the origin, one for each norm, of all vectors with norm 1: "
        + "; ".join(f"{name} is {_ball(p)}" for name, p in zip(names, orders, strict=True))
        + ".",
        title=title,
        height=_PANEL_HEIGHT + 40,
    )
    return theme.equal_axes(fig, x=(-1.3, 1.3), y=(-1.3, 1.3))


def spans(
    pairs: Mapping[str, tuple[ArrayLike, ArrayLike]], *, title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw side by side what pairs of vectors reach: the net of their whole-number combinations.

    Parameters
    ----------
    pairs : mapping of str to a pair of array_like of shape (2,)
        The heading of each panel and its two vectors u and v.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the vectors.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``. Two independent vectors make a net over the plane, two dependent
        ones lie on one line with all their combinations.

    Raises
    ------
    CourseError
        If there is no pair, or a vector is not a pair of finite numbers.

    Examples
    --------
    >>> spans({"dependent": ([2, 1], [4, 2])}).alt
    'dependent: u = (2, 1) and v = (4, 2) reach a line through the origin.'
    """
    panels = {name: (_vector(u, "u"), _vector(v, "v")) for name, (u, v) in pairs.items()}
    reached = ("only the origin", "a line through the origin", "the whole plane")
    told = " ".join(
        f"{name}: u = {_pair(u)} and v = {_pair(v)} reach {reached[np.linalg.matrix_rank(np.stack([u, v]))]}."
        for name, (u, v) in panels.items()
    )
    drawn = [
        [_net(u, v, series=0), _net(v, u, series=1), *_arrow(u, "u", series=0), *_arrow(v, "v", series=1)]
        for u, v in panels.values()
    ]
    fig = _panels(list(panels), drawn, alt or told, title)
    ends = np.array([vector for pair in panels.values() for vector in pair])
    return _frame(fig, np.concatenate([ends, -ends]), panels=len(panels))


def mapped_letters(maps: Mapping[str, ArrayLike], *, title: str | None = None, alt: str | None = None) -> theme.Figure:
    """Draw side by side what linear maps of the plane make of a letter F.

    Parameters
    ----------
    maps : mapping of str to array_like of shape (2, 2)
        The heading of each panel and its matrix; a matrix's columns are the images of the unit vectors.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the matrices.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there is no map, or one is not a 2 x 2 matrix of finite numbers.

    Examples
    --------
    >>> mapped_letters({"quarter turn": [[0, -1], [1, 0]]}).alt
    'A letter F after each map. quarter turn: e1 goes to (0, 1) and e2 to (−1, 0).'
    """
    matrices = {name: _matrix(A, name, (2, 2)) for name, A in maps.items()}
    told = " ".join(f"{name}: e1 goes to {_pair(A[:, 0])} and e2 to {_pair(A[:, 1])}." for name, A in matrices.items())
    height = round(_PANEL_HEIGHT * min(1.0, 2.4 / max(1, len(matrices))))  # narrow panels are low, too
    letters = [A @ _LETTER for A in matrices.values()]
    drawn = [_mapped(A, letter) for A, letter in zip(matrices.values(), letters, strict=True)]
    fig = _panels(list(matrices), drawn, alt or f"A letter F after each map. {told}", title, height=height)
    return _frame(fig, np.concatenate([drawn.T for drawn in (*letters, *matrices.values())]), panels=len(matrices))


def matrix_heatmap(A: ArrayLike, *, title: str | None = None, alt: str | None = None) -> theme.Figure:
    """Draw a matrix as coloured cells with its numbers in them, row 0 at the top.

    Parameters
    ----------
    A : array_like of shape (m, n)
        The matrix; beyond 20 rows or columns the numbers would not be readable.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the matrix's size and range.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `A` is not a matrix of finite numbers with 1 to 20 rows and columns.

    Examples
    --------
    >>> matrix_heatmap([[1, 2, 3], [4, 5, 6]]).alt
    'A matrix with 2 rows and 3 columns; its entries go from 1 to 6.'
    """
    matrix = _matrix(A, "A", None)
    rows, columns = matrix.shape
    if not 1 <= rows <= 20 or not 1 <= columns <= 20:
        raise CourseError(f"A is {rows} x {columns}: the numbers are readable with 1 to 20 rows and columns.")
    texts = [[_number(entry) for entry in row] for row in matrix]
    cells = go.Heatmap(
        z=matrix,
        **labels(texts, matrix, float(matrix.min()), float(matrix.max()), "Cividis", widest=38),
        texttemplate="%{text}",
        customdata=texts,
        hovertemplate="row %{y}, column %{x}: %{customdata}<extra></extra>",
        colorscale="Cividis",
        showscale=False,
        xgap=1,
        ygap=1,
    )
    fig = theme.figure(
        cells,
        alt=alt
        or f"A matrix with {rows} rows and {columns} columns; its entries go from {_number(matrix.min())} "
        f"to {_number(matrix.max())}.",
        title=title,
        height=130 + 38 * rows,
    )
    fig.update_xaxes(title="column", dtick=1, showgrid=False, zeroline=False)
    fig.update_yaxes(title="row", dtick=1, showgrid=False, zeroline=False, autorange="reversed")
    return theme.equal_axes(fig)


def image_row(
    images: ArrayLike, captions: Sequence[str], *, title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw small grey images in a row, ink dark on white paper, all with the same scale of grey.

    Parameters
    ----------
    images : array_like of shape (k, height, width)
        The images; 0 is white, the largest value of all is black.
    captions : sequence of k str
        What stands above each image.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the captions.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `images` has not three axes, or there is not one caption for each image.

    Examples
    --------
    >>> image_row(np.eye(8)[None], ["a stroke"]).alt
    'Grey images of 8 by 8 pixels, from left to right: a stroke.'
    """
    pictures = np.asarray(images, dtype=float)
    if pictures.ndim != 3 or not pictures.size:
        raise CourseError(f"images must have the shape (k, height, width), not {pictures.shape}.")
    if len(captions) != len(pictures):
        raise CourseError(f"There are {len(pictures)} images and {len(captions)} captions.")
    _, height, width = pictures.shape
    height_of = 76 + round(min(210, 600 / len(pictures) * height / width))  # narrow panels are low
    told = f"Grey images of {height} by {width} pixels, from left to right: {'; '.join(captions)}."
    look = {"zmin": 0, "zmax": pictures.max(), "colorscale": _PAPER, "showscale": False, "hoverinfo": "z"}
    drawn = [[go.Heatmap(z=picture, **look)] for picture in pictures]
    edge = {"showline": True, "mirror": True, "linecolor": theme.GRID, "showgrid": False, "zeroline": False}
    bare = {"showticklabels": False, "ticks": "", **edge}
    framed = {"xaxis": bare, "yaxis": {**bare, "autorange": "reversed"}}
    return theme.equal_axes(_panels(list(captions), drawn, alt or told, title, height=height_of, **framed))


def _vector(value: ArrayLike, name: str) -> Floats:
    vector = _finite(value)
    if vector is None or vector.shape != (2,):
        raise CourseError(f"{name} must be a pair of finite numbers, such as [2, 1].")
    return vector


def _matrix(value: ArrayLike, name: str, shape: tuple[int, int] | None) -> Floats:
    matrix = _finite(value)
    if matrix is None or matrix.ndim != 2 or (shape and matrix.shape != shape):
        wanted = f"{shape[0]} x {shape[1]} matrix" if shape else "matrix (rows of equal length)"
        raise CourseError(f"{name} must be a {wanted} of finite numbers.")
    return matrix


def _finite(value: ArrayLike) -> Floats | None:
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return None
    return array if np.isfinite(array).all() else None


def _p_norm(vectors: Floats, p: float) -> Floats:
    sizes = np.abs(vectors)
    norms: Floats = sizes.max(axis=0) if np.isinf(p) else (sizes**p).sum(axis=0) ** (1 / p)
    return norms


def _ball(p: float) -> str:
    if np.isinf(p):
        return "an upright square through (1, 1)"
    named: dict[float, str] = {1: "a square standing on its corner", 2: "the round circle"}
    caved = "a star with four points that caves in between them"
    between = "a rounded shape between the tilted square and the circle"
    return named.get(p, caved if p < 1 else between if p < 2 else "a circle bulging towards a square")


def _arrow(
    tip: Floats,
    name: str,
    *,
    tail: Floats | None = None,
    series: int = 0,
    label: Floats | None = None,
    away_from: Floats | None = None,
) -> list[go.Scatter]:
    """Draw a vector from its tail, with its name at the tip; halfway if the tail is not the origin.

    With `away_from`, the name stands beside the tip, on the side that is turned away from that point.
    """
    start = np.zeros(2) if tail is None else tail
    shaft = theme.arrow(
        start + tip, name, tail=start, series=series, hovertemplate=f"{name} = {_pair(tip)}<extra></extra>"
    )
    upright = abs(tip[1]) > abs(tip[0]) or (away_from is not None and abs(tip[1]) == abs(tip[0]))
    if away_from is not None:
        label, sides = tip, ("middle left", "middle right") if upright else ("bottom center", "top center")
        side = sides[int(tip[0 if upright else 1] > away_from[0 if upright else 1])]
    elif label is None and not start.any():
        label, sides = tip, ("bottom center", "top center") if upright else ("middle left", "middle right")
        side = sides[int(tip[1 if upright else 0] > 0)]
    else:
        label = start + 0.3 * tip if label is None else label
        side = "middle right" if upright else "top center"
    text = go.Scatter(
        x=[label[0]],
        y=[label[1]],
        name=name,
        mode="text",
        text=[f"<b> {name} </b>" if label is tip and away_from is None else f"<b>  {name}  </b>"],
        textposition=side,
        textfont={"size": 16},
        cliponaxis=False,
        hoverinfo="skip",
    )
    return [shaft, text]


def _right_angle(corner: Floats, along: Floats, up: Floats) -> go.Scatter:
    size = 0.12 * max(float(np.linalg.norm(up)), float(np.linalg.norm(along)))
    first, second = -size * along / np.linalg.norm(along), size * up / np.linalg.norm(up)
    path = np.array([corner + first, corner + first + second, corner + second])
    line = {"color": theme.INK, "width": 1.5}
    return theme.line(path[:, 0], path[:, 1], "right angle", line=line, hoverinfo="skip")


def _net(step: Floats, other: Floats, *, series: int) -> go.Scatter:
    """Draw the lines along one vector through the multiples of another, and dots where the lines meet."""
    xs: list[Any] = []
    ys: list[Any] = []
    for k in range(-8, 9):
        for c in range(-8, 9):
            x, y = k * other + c * step
            xs.append(x)
            ys.append(y)
        xs.append(None)
        ys.append(None)
    style = theme.SERIES[series]
    return theme.line(
        xs,
        ys,
        "net",
        mode="lines+markers",
        line={"color": style.color, "width": 1},
        marker={"color": theme.INK, "size": 4},
        opacity=0.45,
        hoverinfo="skip",
    )


def _mapped(A: Floats, letter: Floats) -> list[go.Scatter]:
    """Draw what a map makes of the letter and of the unit vectors."""
    outline = {"color": theme.GREEN, "width": 2.5}
    traces = [
        theme.line(letter[0], letter[1], "F", line=outline, fill="toself", fillcolor=theme.SERIES[2].fill),
    ]
    for i in range(2):
        traces += _arrow(A[:, i], f"Ae{'₁₂'[i]}", series=i, away_from=letter.mean(axis=1))
    return traces


def _panels(
    captions: Sequence[str],
    drawn: Iterable[Iterable[Any]],
    alt: str,
    title: str | None,
    *,
    height: int = _PANEL_HEIGHT,
    xaxis: Mapping[str, Any] | None = None,
    yaxis: Mapping[str, Any] | None = None,
) -> theme.Figure:
    """Draw the traces of each panel below its caption, side by side; the properties of the axes are those of each."""
    if not captions:
        raise CourseError("There is nothing to draw.")
    gap = 0.16 / len(captions)
    width = (1 - gap * (len(captions) - 1)) / len(captions)
    traces, axes, notes = [], {}, []
    for i, (caption, panel) in enumerate(zip(captions, drawn, strict=True)):
        x, y = axes_of(i).values()
        left = i * (width + gap)
        axes[f"xaxis{x[1:]}"] = {"anchor": y, "domain": [left, min(1.0, left + width)], **(xaxis or {})}
        # At the top, each panel stays under its caption.
        axes[f"yaxis{y[1:]}"] = {"anchor": x, "domain": [0.0, 1.0], "constraintoward": "top", **(yaxis or {})}
        notes.append(_caption(caption, left + width / 2))
        for trace in panel:
            trace.xaxis, trace.yaxis = x, y
            traces.append(trace)
    return theme.figure(
        *traces,
        alt=alt,
        title=title,
        height=height + (40 if title else 0),
        showlegend=False,
        margin_t=96 if title else 56,
        annotations=notes,
        **axes,
    )


def _caption(text: str, middle: float) -> dict[str, Any]:
    place = {"x": middle, "xref": "paper", "xanchor": "center", "y": 1.0, "yref": "paper", "yanchor": "bottom"}
    return {**place, "text": text, "showarrow": False, "font": {"size": 14, "color": theme.INK}}


def _frame(fig: theme.Figure, points: Floats, *, panels: int = 1) -> theme.Figure:
    """Show all the points with room around them for the names; of several panels, no higher than they are wide."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = _MARGIN * (float((high - low).max()) or 1.0)
    if panels > 1:
        wide, tall = (high - low + 2 * room).tolist()
        fig.layout.height = min(fig.layout.height, fig.layout.margin.t + 44 + round(700 / panels * tall / wide))
    return theme.equal_axes(fig, x=(low[0] - room, high[0] + room), y=(low[1] - room, high[1] + room))


def _pair(vector: Floats) -> str:
    return f"({_number(vector[0])}, {_number(vector[1])})"


def _number(value: float) -> str:
    return f"{round(float(value), 12) + 0.0:.4g}".replace("-", "−")
