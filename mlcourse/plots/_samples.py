"""What the statistical figures share: reading samples, classes and tables, and styles beyond six series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import LEGEND_BELOW, WEBGL_FROM, Floats, counted, numbers, plain

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Classes:
    """The classes of some examples.

    Attributes
    ----------
    labels : ndarray of shape (k,)
        The distinct labels, sorted.
    codes : ndarray of shape (n,)
        For each example, the position of its label.
    names : tuple of k str
        What the classes are called in the figure.
    """

    labels: NDArray[Any]
    codes: Ints
    names: tuple[str, ...]

    @property
    def counts(self) -> Ints:
        """How many examples each class has."""
        return np.bincount(self.codes, minlength=len(self.labels))


def classes(y: Any, names: Sequence[Any] | None = None, *, name: str = "y", least: int = 1) -> Classes:
    """Read the class of each example.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels: numbers, strings or booleans.
    names : sequence of str, optional
        What the classes are called, in the order of the sorted labels.
    name : str
        What `y` is called in a message.
    least : int
        How many different classes there must be.

    Returns
    -------
    Classes

    Raises
    ------
    CourseError
        If `y` is empty, has a missing label, has too few classes, or `names` does not fit.

    Examples
    --------
    >>> classes(["b", "a", "b"]).codes.tolist()
    [1, 0, 1]
    """
    array = plain(y)
    if array.ndim != 1 or not array.size:
        raise CourseError(f"{name} must be a list with one label for each example; its shape is {array.shape}.")
    missing = array != array if array.dtype.kind in "fO" else np.zeros(len(array), dtype=bool)
    if missing.any() or (array.dtype == object and any(label is None for label in array)):
        raise CourseError(f"{name} holds a missing label: take such examples out first.")
    try:
        labels, codes = np.unique(array, return_inverse=True)
    except TypeError:
        raise CourseError(f"{name} mixes labels of different kinds, such as numbers and words: use one kind.") from None
    if len(labels) < least:
        raise CourseError(f"{name} holds {counted(len(labels), 'class', 'classes')}; the figure needs {least}.")
    called = tuple(label_name(label) for label in labels)
    if names is not None:
        called = named(names, len(labels), "class_names", f"classes in {name}")
    return Classes(labels, codes.astype(np.int64), called)


def label_name(label: Any) -> str:
    """Write a label, whole numbers without a decimal point."""
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)


def named(names: Sequence[Any], count: int, argument: str, things: str) -> tuple[str, ...]:
    """Read one name for each thing."""
    if len(names) != count:
        raise CourseError(f"{argument} has {counted(len(names), 'name')}, but there are {count} {things}.")
    return tuple(str(name) for name in names)


def table(
    X: Any, names: Sequence[Any] | None, *, finite: bool = True, least: int = 2
) -> tuple[Floats, tuple[str, ...]]:
    """Read a table of numbers and the names of its columns; a data frame brings its own names.

    Parameters
    ----------
    X : array_like or data frame of shape (n, d)
        One row for each example, one column for each feature.
    names : sequence of str or None
        The names of the features; None for those of the frame, or x1, x2 and so on.
    finite : bool
        Whether missing values are refused.
    least : int
        How many rows there must be.

    Returns
    -------
    ndarray of shape (n, d), tuple of d str

    Raises
    ------
    CourseError
        If `X` is not such a table or `names` does not fit.

    Examples
    --------
    >>> table([[1, 2], [3, 4]], None)[1]
    ('x1', 'x2')
    """
    found = numbers(X, "X", "examples", "features", finite=finite)
    if len(found) < least:
        raise CourseError(f"X has {counted(len(found), 'row')}; the figure needs at least {least}.")
    if names is None:
        columns = getattr(X, "columns", None)
        names = [f"x{i}" for i in range(1, found.shape[1] + 1)] if columns is None else list(columns)
    return found, named(names, found.shape[1], "feature_names", "columns")


def samples(values: Any, name: str, *, least: int = 2) -> dict[str, Floats]:
    """Read one sample or several named ones.

    Parameters
    ----------
    values : array_like of shape (n,) or mapping of str to array_like
        The sample or the samples; a data frame gives one sample for each column.
    name : str
        The name of a single sample.
    least : int
        How many values each must have.

    Returns
    -------
    dict of str to ndarray

    Raises
    ------
    CourseError
        If there is no sample, or one is too short or not of finite numbers.

    Examples
    --------
    >>> list(samples([1, 2, 3], "x"))
    ['x']
    """
    if hasattr(values, "columns") and hasattr(values, "to_numpy"):
        values = {column: values[column] for column in values.columns}
    given = values if isinstance(values, Mapping) else {name: values}
    if not given:
        raise CourseError("There is nothing to draw: give at least one sample.")
    found = {str(key): numbers(sample, str(key), "n") for key, sample in given.items()}
    for key, sample in found.items():
        if len(sample) < least:
            raise CourseError(f"{key} has {counted(len(sample), 'value')}; the figure needs at least {least}.")
    return found


def style(i: int) -> theme.Style:
    """Give the style of series `i`; beyond the sixth, colours return with other dashes and open symbols."""
    again, first = divmod(i, len(theme.SERIES))
    base, other = theme.SERIES[first], theme.SERIES[(first + again) % len(theme.SERIES)]
    return theme.Style(base.color, other.dash, f"{other.symbol}-open" if again % 2 else other.symbol)


def points(x: ArrayLike, y: ArrayLike, name: str, *, series: int = 0, many: bool | None = None, **more: Any) -> Any:
    """Draw points in the style of a series, with WebGL where there are many.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        The points.
    name : str
        Their entry in the legend.
    series : int
        Which style.
    many : bool, optional
        Whether to use WebGL; without it, if there are more than 2,000 points.
    **more
        Further properties of the trace.

    Returns
    -------
    plotly.graph_objects.Scatter or plotly.graph_objects.Scattergl

    Examples
    --------
    >>> points([0, 1], [2, 3], "data").mode
    'markers'
    """
    look, size = style(series), np.shape(x)[0]
    if many is None:
        many = size > WEBGL_FROM
    marker = {
        "color": look.color,
        "symbol": look.symbol,
        "size": 5 if many else 7 if size > 200 else 8,
        "opacity": 0.6 if many else 0.85,
    }
    marker.update(more.pop("marker", {}))
    return _kind(many)(x=x, y=y, name=name, marker=marker, **{"mode": "markers", **more})


def curve(x: ArrayLike, y: ArrayLike, name: str, *, series: int = 0, many: bool | None = None, **more: Any) -> Any:
    """Draw a line in the style of a series, as many as there are, with WebGL where it has many points.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        The points that the line joins.
    name : str
        Its entry in the legend.
    series : int
        Which style; with ``mode="lines+markers"`` its symbol is used too.
    many : bool, optional
        Whether to use WebGL, as a line must that lies on points drawn so: WebGL covers everything else.
    **more
        Further properties of the trace; those in ``line`` are added to the style's.

    Returns
    -------
    plotly.graph_objects.Scatter or plotly.graph_objects.Scattergl

    Examples
    --------
    >>> curve([0, 1], [2, 3], "ridge", series=1, line={"width": 1}).line.dash
    'dash'
    """
    look = style(series)
    drawn: dict[str, Any] = {
        "mode": "lines",
        "line": {"color": look.color, "dash": look.dash, "width": 2.5} | more.pop("line", {}),
    }
    if "markers" in more.get("mode", ""):
        drawn["marker"] = {"color": look.color, "symbol": look.symbol, "size": 8} | more.pop("marker", {})
    if many is None:
        many = np.shape(x)[0] > WEBGL_FROM
    return _kind(many)(x=x, y=y, name=name, **{**drawn, **more})


def guide(x: ArrayLike, y: ArrayLike, name: str, *, many: bool = False, **more: Any) -> Any:
    """Draw a thin grey line to compare with: a diagonal, a zero line, a limit.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        The points that the line joins.
    name : str
        Its entry in the legend.
    many : bool
        Whether to use WebGL, as a line must that lies on points drawn so: WebGL covers everything else.
    **more
        Further properties of the trace; those in ``line`` are added to the style's.

    Returns
    -------
    plotly.graph_objects.Scatter or plotly.graph_objects.Scattergl

    Examples
    --------
    >>> guide([0, 1], [0, 1], "chance").line.color == theme.INK
    True
    """
    drawn = {"color": theme.INK, "dash": "dash", "width": 1.5} | more.pop("line", {})
    return _kind(many)(x=x, y=y, name=name, **{"mode": "lines", "line": drawn, "hoverinfo": "skip", **more})


def band(x: Floats, low: Floats, high: Floats, name: str, *, series: int = 0, **more: Any) -> go.Scatter:
    """Draw the area between two curves in the see-through colour of a series.

    Parameters
    ----------
    x, low, high : ndarray of shape (n,)
        The area reaches from `low` to `high` at each `x`.
    name : str
        What it is.
    series : int
        Which style.
    **more
        Further properties of the trace.

    Returns
    -------
    plotly.graph_objects.Scatter

    Examples
    --------
    >>> band(np.array([0, 1]), np.array([0, 0]), np.array([1, 2]), "spread").fill
    'toself'
    """
    drawn = {"fill": "toself", "fillcolor": style(series).fill, "mode": "lines", "line": {"width": 0}}
    outline = {"x": np.concatenate([x, x[::-1]]), "y": np.concatenate([high, low[::-1]])}
    return go.Scatter(**outline, name=name, **{**drawn, "hoverinfo": "skip", "showlegend": False, **more})


def upright(x: float, xref: str, yref: str) -> dict[str, Any]:
    """Make a dotted line through the height of a panel, for ``fig.add_shape``.

    Parameters
    ----------
    x : float
        Where it stands.
    xref, yref : str
        The panel's axes.

    Returns
    -------
    dict

    Examples
    --------
    >>> upright(2, "x", "y")["yref"]
    'y domain'
    """
    line = {"color": theme.INK, "dash": "dot", "width": 1.5}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "xref": xref, "yref": f"{yref} domain", "line": line}


def beside(yref: str, *, left: bool, top: bool = True) -> dict[str, Any]:
    """Place a note beside such a line, for ``fig.add_annotation``.

    Parameters
    ----------
    yref : str
        The panel's y axis.
    left : bool
        Whether the note stands on the left of the line.
    top : bool
        Whether it stands at the top of the panel or at the bottom.

    Returns
    -------
    dict

    Examples
    --------
    >>> beside("y", left=True)["xanchor"]
    'right'
    """
    side = {"xanchor": "right", "xshift": -4} if left else {"xanchor": "left", "xshift": 4}
    end = {"y": 1, "yanchor": "top"} if top else {"y": 0, "yanchor": "bottom"}
    return {"yref": f"{yref} domain", "showarrow": False, **end, **side}


def bar_look(i: int, *, solid: bool = False) -> dict[str, Any]:
    """Give the marker of bars in the style of series `i`, told apart by their hatching.

    Parameters
    ----------
    i : int
        Which style.
    solid : bool
        Whether the bars are filled wholly; otherwise one sees through them.

    Returns
    -------
    dict
        Properties of the marker.

    Examples
    --------
    >>> bar_look(1)["pattern"]["shape"]
    '/'
    """
    look = style(i)
    shape = ("", "/", ".", "x", "\\", "+")[i % 6]
    pattern = {"shape": shape, "fgcolor": "#ffffff" if solid else look.color, "size": 7, "solidity": 0.25}
    fill = look.color if solid else look.fill
    return {"color": fill, "line": {"color": look.color, "width": 1.5}, "pattern": pattern}


def figure(*traces: Any, alt: str, title: str | None, **layout: Any) -> theme.Figure:
    """Make a figure whose legend lies below the axis titles, in however many rows it needs.

    Parameters
    ----------
    *traces : plotly traces
        What to draw.
    alt : str
        The description.
    title : str or None
        The heading.
    **layout
        Further properties of the layout.

    Returns
    -------
    Figure

    Examples
    --------
    >>> figure(alt="An empty plane.", title=None).layout.legend.yref
    'container'
    """
    return theme.figure(*traces, alt=alt, title=title, **{"legend": LEGEND_BELOW, "height": 440, **layout})


def listed(parts: Sequence[str]) -> str:
    """Join words as people do.

    Parameters
    ----------
    parts : sequence of str
        At least one.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def mixed(color: str, share: float, other: str = "#ffffff") -> str:
    """Mix a share of one colour with the rest of another.

    Parameters
    ----------
    color, other : str
        Colours as ``#rrggbb``.
    share : float
        From 0 (only `other`) to 1 (only `color`).

    Returns
    -------
    str

    Examples
    --------
    >>> mixed("#000000", 0.5)
    '#808080'
    """
    pairs = [(int(color[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _kind(many: bool) -> Any:
    return go.Scattergl if many else go.Scatter
