"""The loss over two parameters, as contours and as a landscape, with the ways of optimisers over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, counted, number, numbers, plain
from mlcourse.plots._samples import figure, points, style

MOST_CELLS = 200
"""The most cells that a picture of a plane has along an axis."""
_LEVELS = 24


def loss_surface(
    function: Callable[..., Any],
    x: ArrayLike,
    y: ArrayLike,
    *,
    paths: Mapping[str, ArrayLike] | None = None,
    names: tuple[str, str] = ("x", "y"),
    log: bool = False,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a function of two parameters as contours, and the ways of optimisers over it.

    Each path starts at a ring and ends at a star. A path that leaves the numbers (it diverges) is drawn as
    far as it is finite.

    Parameters
    ----------
    function : callable
        ``function(x, y)``, the loss at one point; functions that take arrays are called once for all points.
    x, y : array_like of shape (2,) or (m,)
        What the axes show: the first and last value, or all of 3 to 200 ascending values.
    paths : mapping of str to array_like of shape (steps, 2), optional
        Where each optimiser was, the start first.
    names : pair of str
        What the two parameters are called.
    log : bool
        Whether the colours follow the logarithm of the loss, which shows flat valleys; the loss must then be
        positive.
    title, alt : str, optional
        The heading and the description; without the latter, one tells where the loss is lowest and where each
        path ends.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If an axis is not ascending, the loss is not a finite number everywhere, or a path has no two columns.

    Examples
    --------
    >>> fig = loss_surface(lambda x, y: x**2 + y**2, (-2, 2), (-2, 2), paths={"descent": [[2, 1], [1, 0.5]]})
    >>> fig.alt.split(". ")[1]
    'The path descent goes in 1 step from (2, 1), loss 5, to (1, 0.5), loss 1.25.'
    """
    surface = _surface(function, x, y, 100, log)
    walks = _walks(function, paths)
    labels = {"text": "log₁₀ loss" if log else "loss", "side": "right"}
    cells = go.Contour(
        x=surface.x,
        y=surface.y,
        z=surface.drawn.astype(np.float32),
        customdata=surface.z.astype(np.float32),
        colorscale="Cividis",
        contours=levels(surface.drawn),
        line={"width": 0.5, "color": "rgba(255, 255, 255, 0.45)"},
        colorbar={"title": labels, "thickness": 14},
        hovertemplate=f"{names[0]} = %{{x:.4g}}<br>{names[1]} = %{{y:.4g}}<br>loss %{{customdata:.4g}}<extra></extra>",
    )
    fig = figure(
        cells,
        *(trace for i, walk in enumerate(walks) for trace in _walk_traces(walk, i, names)),
        *(_ENDS if walks else ()),
        alt=alt or _describe_surface(surface, walks, names),
        title=title,
        height=480,
        xaxis_title=names[0],
        yaxis_title=names[1],
    )
    fig.update_xaxes(range=[surface.x[0], surface.x[-1]], showgrid=False, zeroline=False)
    fig.update_yaxes(range=[surface.y[0], surface.y[-1]], showgrid=False, zeroline=False)
    return fig


def loss_surface_3d(
    function: Callable[..., Any],
    x: ArrayLike,
    y: ArrayLike,
    *,
    paths: Mapping[str, ArrayLike] | None = None,
    names: tuple[str, str] = ("x", "y"),
    log: bool = False,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a function of two parameters as a landscape that can be turned, and the ways of optimisers over it.

    Parameters
    ----------
    function, x, y, paths, names, log
        As for :func:`loss_surface`; the height is the loss, or its logarithm to base 10.
    title, alt : str, optional
        The heading and the description, as there.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        As for :func:`loss_surface`.

    Examples
    --------
    >>> fig = loss_surface_3d(lambda x, y: x**2 - y**2, (-1, 1), (-1, 1))
    >>> [trace.type for trace in fig.data]
    ['surface']
    """
    surface = _surface(function, x, y, 60, log)
    walks = _walks(function, paths)
    height = "log₁₀ loss" if log else "loss"
    bottom, top = _reach(surface, walks, log)
    land = go.Surface(
        x=surface.x,
        y=surface.y,
        z=surface.drawn.astype(np.float32),
        colorscale="Cividis",
        opacity=0.9,
        colorbar={"title": {"text": height, "side": "right"}, "thickness": 14, "len": 0.7},
        contours={"z": {"show": True, "color": "rgba(255, 255, 255, 0.4)", "width": 1, **levels(surface.drawn, 14)}},
        hovertemplate=f"{names[0]} = %{{x:.4g}}<br>{names[1]} = %{{y:.4g}}<br>{height} %{{z:.4g}}<extra></extra>",
    )
    axis = {"nticks": 6, "color": theme.INK, "gridcolor": theme.INK, "backgroundcolor": "rgba(0, 0, 0, 0)"}
    return figure(
        land,
        *(_walk_3d(walk, i, log) for i, walk in enumerate(walks)),
        alt=alt or _describe_surface(surface, walks, names),
        title=title,
        height=560,
        margin={"l": 0, "r": 0, "b": 20},
        scene={
            "xaxis": {**axis, "title": {"text": names[0]}, "range": [surface.x[0], surface.x[-1]]},
            "yaxis": {**axis, "title": {"text": names[1]}, "range": [surface.y[0], surface.y[-1]]},
            # Some room below keeps the lowest height clear of the first value on the x axis.
            "zaxis": {
                **axis,
                "title": {"text": height},
                "range": [bottom - 0.1 * ((top - bottom) or 1.0), top + 0.02 * ((top - bottom) or 1.0)],
            },
            "camera": {"eye": {"x": 1.3, "y": -1.5, "z": 1.25}, "center": {"x": 0, "y": 0, "z": -0.22}},
        },
    )


@dataclass(frozen=True)
class _Surface:
    x: Floats
    y: Floats
    z: Floats
    drawn: Floats  # z, or its logarithm


@dataclass(frozen=True)
class _Walk:
    name: str
    places: Floats  # only the finite ones
    losses: Floats
    steps: int
    diverges: bool


def levels(z: Floats, count: int = _LEVELS) -> dict[str, float]:
    """Lay contour lines at round numbers over the range of a surface.

    Parameters
    ----------
    z : ndarray
        The heights.
    count : int
        About how many steps.

    Returns
    -------
    dict
        Properties of Plotly's contours.

    Examples
    --------
    >>> levels(np.array([0.1, 8.0]), 4)
    {'start': 0.0, 'end': 8.0, 'size': 2.0}
    """
    low, high = float(z.min()), float(z.max())
    rough = (high - low) / count or 1.0
    power = 10.0 ** np.floor(np.log10(rough))
    step = float(min((m * power for m in (1, 2, 2.5, 5, 10)), key=lambda s: abs(s - rough)))
    return {"start": float(np.floor(low / step) * step), "end": high, "size": step}


def _ticks(values: ArrayLike, name: str, cells: int) -> Floats:
    ticks = numbers(values, name, "values")
    if not 2 <= len(ticks) <= MOST_CELLS or not (np.diff(ticks) > 0).all():
        raise CourseError(
            f"{name} must be a pair (first, last) with first < last, or at most {MOST_CELLS} ascending values."
        )
    return np.linspace(ticks[0], ticks[1], cells) if len(ticks) == 2 else ticks


def _surface(function: Callable[..., Any], x: ArrayLike, y: ArrayLike, cells: int, log: bool) -> _Surface:
    xs, ys = _ticks(x, "x", cells), _ticks(y, "y", cells)
    z = _losses(function, *np.meshgrid(xs, ys))
    if not np.isfinite(z).all():
        raise CourseError("The loss is not a finite number everywhere: choose x and y where it is.")
    if log and z.min() <= 0:
        raise CourseError(f"The loss goes down to {number(z.min())}; a logarithm needs positive values: use log=False.")
    return _Surface(xs, ys, z, np.log10(z) if log else z)


def _losses(function: Callable[..., Any], x: Floats, y: Floats) -> Floats:
    """Compute a function at many points, at once if it takes arrays and else one by one."""
    try:
        at_once = plain(function(x, y))
        if at_once.shape == x.shape:
            return at_once.astype(float)
    except Exception:
        pass  # the function takes numbers only; a mistake of its own shows below
    one_by_one = [float(function(float(a), float(b))) for a, b in zip(x.ravel(), y.ravel(), strict=True)]
    return np.array(one_by_one).reshape(x.shape)


def _walks(function: Callable[..., Any], paths: Mapping[str, ArrayLike] | None) -> list[_Walk]:
    walks = []
    for name, path in (paths or {}).items():
        places = np.asarray(plain(path), dtype=float)
        if places.ndim != 2 or places.shape[1] != 2 or not len(places):
            raise CourseError(f"The path {name} must have the shape (steps, 2), not {places.shape}.")
        lost = ~np.isfinite(places).all(axis=1)
        end = int(lost.argmax()) if lost.any() else len(places)
        if not end:
            raise CourseError(f"The path {name} must start at finite numbers.")
        finite = places[:end].copy()
        with np.errstate(over="ignore", invalid="ignore"):
            losses = _losses(function, finite[:, 0], finite[:, 1])
        walks.append(_Walk(name, finite, losses, len(places) - 1, bool(lost.any())))
    return walks


# Entries of the legend that explain the two markers.
_ENDS = tuple(
    go.Scatter(x=[None], y=[None], name=name, mode="markers", marker={"symbol": symbol, "size": 12, "color": theme.INK})
    for name, symbol in (("start", "circle-open"), ("end", "star"))
)


def _walk_traces(walk: _Walk, i: int, names: Sequence[str]) -> list[Any]:
    """Draw a path with a light edge, so that it stands out from every colour of the surface."""
    x, y = walk.places.T
    symbols = ["circle-open", *["circle"] * (len(x) - 2), "star"][-len(x) :]
    sizes = np.full(len(x), 4 if len(x) > 60 else 6)
    sizes[0], sizes[-1] = 12, 17
    marker = {"color": style(i).color, "symbol": symbols, "size": sizes, "opacity": 1}
    marker["line"] = {"color": ["#ffffff"] * len(x), "width": [3, *[0.6] * (len(x) - 1)]}
    hover = f"{walk.name}, step %{{customdata[0]}}<br>{names[0]} = %{{x:.4g}}, {names[1]} = %{{y:.4g}}"
    about: dict[str, Any] = {"customdata": np.column_stack([np.arange(len(x)), walk.losses]), "legendgroup": walk.name}
    edge = theme.line(x, y, walk.name, line={"color": "#ffffff", "width": 5}, hoverinfo="skip", showlegend=False)
    edge.update(legendgroup=walk.name)
    shaft = points(x, y, walk.name, series=i, marker=marker, mode="lines+markers", **about)
    shaft.update(line={"color": style(i).color, "dash": style(i).dash, "width": 2.5})
    shaft.update(hovertemplate=f"{hover}<br>loss %{{customdata[1]:.4g}}<extra></extra>")
    return [edge, shaft]


def _heights(losses: Floats, log: bool) -> Floats:
    return np.log10(np.maximum(losses, 1e-300)) if log else losses


def _reach(surface: _Surface, walks: Sequence[_Walk], log: bool) -> tuple[float, float]:
    """Find the lowest and the greatest height of the surface, and of the paths where they lie over it."""
    heights = [surface.drawn.ravel()]
    for walk in walks:
        x, y = walk.places.T
        over = (surface.x[0] <= x) & (x <= surface.x[-1]) & (surface.y[0] <= y) & (y <= surface.y[-1])
        heights.append(_heights(walk.losses[over], log))
    known = np.concatenate(heights)
    known = known[np.isfinite(known)]
    return float(known.min()), float(known.max())


_SYMBOLS_3D = ("circle", "square", "diamond", "x", "cross", "circle-open")


def _walk_3d(walk: _Walk, i: int, log: bool) -> go.Scatter3d:
    (x, y), z = walk.places.T, walk.losses
    return go.Scatter3d(
        x=x,
        y=y,
        z=_heights(z, log),
        name=walk.name,
        mode="lines+markers",
        line={"color": style(i).color, "dash": style(i).dash, "width": 6},
        marker={
            "color": style(i).color,
            "size": [8, *[4] * (len(x) - 2), 10][-len(x) :],
            "symbol": _SYMBOLS_3D[i % len(_SYMBOLS_3D)],
            "line": {"width": 0},
        },
        customdata=np.column_stack([np.arange(len(x)), z]),
        hovertemplate=f"{walk.name}, step %{{customdata[0]}}<br>loss %{{customdata[1]:.4g}}<extra></extra>",
    )


def _describe_surface(surface: _Surface, walks: Sequence[_Walk], names: Sequence[str]) -> str:
    def at(place: ArrayLike) -> str:
        return f"({', '.join(number(v) for v in np.asarray(place).tolist())})"

    row, column = np.unravel_index(int(surface.z.argmin()), surface.z.shape)
    told = [
        f"The loss over {names[0]} and {names[1]} is lowest, {number(surface.z.min())}, "
        f"near {at((surface.x[column], surface.y[row]))} and reaches {number(surface.z.max())}."
    ]
    told += [
        f"The path {walk.name} goes in {counted(len(walk.places) - 1, 'step')} from {at(walk.places[0])}, "
        f"loss {number(walk.losses[0])}, to {at(walk.places[-1])}, loss {number(walk.losses[-1])}"
        + (", and then diverges." if walk.diverges else ".")
        for walk in walks
    ]
    if len(walks) > 1:
        finished = [walk for walk in walks if not walk.diverges] or walks
        told.append(f"At the end {min(finished, key=lambda w: float(w.losses[-1])).name} has the lowest loss.")
    return " ".join(told)
