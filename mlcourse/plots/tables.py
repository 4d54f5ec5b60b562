"""Whole tables at a glance: pairs of columns, correlations, missing values."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import WEBGL_FROM, Floats, axes_of, counted, number, percent, plain, same_length
from mlcourse.plots._samples import Classes, classes, figure, label_name, listed, named, style, table
from mlcourse.plots.cells import labels

_MOST_COLUMNS = 6
_MOST_CORRELATIONS = 40
_MOST_NUMBERS = 14
_MOST_PATTERNS = 25
_BINS = 18


def scatter_matrix(
    X: Any,
    feature_names: Sequence[str] | None = None,
    *,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw every column against every other, and on the diagonal how each is distributed.

    Parameters
    ----------
    X : array_like or data frame of shape (n, d)
        The table, with 2 to 6 columns.
    feature_names : sequence of d str, optional
        The names of the columns; a frame brings its own.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the strongest and the weakest correlation.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are not 2 to 6 columns, or a value is missing.

    Examples
    --------
    >>> scatter_matrix([[1, 2], [2, 4], [3, 7]], ["area", "rent"]).alt
    'Scatter matrix of area and rent for 3 examples. Their correlation is 0.993.'
    """
    data, names = _columns(X, feature_names)
    told = f"Scatter matrix of {listed(names)} for {counted(len(data), 'example')}. {_strongest(data, names)}"
    return _matrix(data, names, None, alt or told, title)


def pairs(
    X: Any,
    y: ArrayLike,
    feature_names: Sequence[str] | None = None,
    *,
    class_names: Sequence[str] | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw every column against every other with the classes told apart, and each column's distribution by class.

    Parameters
    ----------
    X : array_like or data frame of shape (n, d)
        The table, with 2 to 6 columns.
    y : array_like of shape (n,)
        The class of each row.
    feature_names : sequence of d str, optional
        The names of the columns; a frame brings its own.
    class_names : sequence of str, optional
        The names of the classes, in the order of the sorted labels.
    title, alt : str, optional
        The heading and the description; without the latter, one tells which column separates the classes best.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are not 2 to 6 columns, a value is missing, or the lengths differ.

    Examples
    --------
    >>> pairs([[1, 5], [2, 3], [7, 4], [8, 5]], [0, 0, 1, 1], ["size", "noise"]).alt
    'Pairs of size and noise for 4 examples of the classes 0 and 1. The classes differ most in size: 97.3 % of its variance lies between them, and least in noise (9.1 %).'
    """  # noqa: E501
    data, names = _columns(X, feature_names)
    known = classes(y, class_names)
    same_length(len(data), "X", y=known.codes)
    between = [_between(column, known) for column in data.T]
    best, worst = int(np.argmax(between)), int(np.argmin(between))
    told = (
        f"Pairs of {listed(names)} for {counted(len(data), 'example')} of the "
        f"{'classes' if len(known.names) > 1 else 'class'} {listed(known.names)}."
    )
    if len(known.names) > 1:
        told += (
            f" The classes differ most in {names[best]}: {percent(between[best])} of its variance lies between them, "
            f"and least in {names[worst]} ({percent(between[worst])})."
        )
    return _matrix(data, names, known, alt or told, title)


def correlation_heatmap(
    X: Any,
    feature_names: Sequence[str] | None = None,
    *,
    method: Literal["pearson", "spearman"] = "pearson",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the correlation of every column with every other as coloured cells, red below and blue above zero.

    Parameters
    ----------
    X : array_like or data frame of shape (n, d)
        The table, with 2 to 40 columns; rows with a missing value are left out.
    feature_names : sequence of d str, optional
        The names of the columns; a frame brings its own.
    method : {"pearson", "spearman"}
        How straight, or how steadily rising, the dependence is.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the strongest correlations of both signs.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are not 2 to 40 columns or fewer than three whole rows, a column is constant, or `method` is
        unknown.

    Examples
    --------
    >>> correlation_heatmap([[1, 2, 9], [2, 4, 5], [3, 6, 4]], ["a", "b", "c"]).alt
    'Correlations (Pearson) of 3 columns over 3 rows. Strongest positive: a and b, 1. Strongest negative: a and c, −0.945.'
    """  # noqa: E501
    data, names = table(X, feature_names, finite=False)
    d = data.shape[1]
    if not 2 <= d <= _MOST_CORRELATIONS:
        raise CourseError(f"X has {counted(d, 'column')}; 2 to {_MOST_CORRELATIONS} can be shown: choose some.")
    if method not in ("pearson", "spearman"):
        raise CourseError(f'method must be "pearson" or "spearman", not {method!r}.')
    whole = data[np.isfinite(data).all(axis=1)]
    if len(whole) < 3:
        raise CourseError(f"X has {counted(len(whole), 'row')} without missing values; the figure needs at least 3.")
    if still := [name for name, column in zip(names, whole.T, strict=True) if np.ptp(column) == 0]:
        raise CourseError(f"{listed(still)} has the same value everywhere, so it has no correlation: leave it out.")
    if method == "spearman":
        whole = np.column_stack([_ranks(column) for column in whole.T])
    r = np.clip(np.corrcoef(whole, rowvar=False), -1, 1)
    texts = [[f"{v + 0.0:.2f}".replace("-", "−") for v in row] for row in r]
    cells = go.Heatmap(
        z=r,
        x=names,
        y=names,
        zmin=-1,
        zmax=1,
        colorscale="RdBu",
        **labels(texts, r, -1, 1, "RdBu"),
        texttemplate="%{text}" if d <= _MOST_NUMBERS else "",
        hovertemplate="%{y} and %{x}: %{z:.3f}<extra></extra>",
        colorbar={"title": {"text": "correlation", "side": "right"}, "thickness": 14},
        xgap=1,
        ygap=1,
    )
    told = f"Correlations ({method.capitalize()}) of {counted(d, 'column')} over {counted(len(whole), 'row')}."
    i, j = np.triu_indices(d, 1)
    for sign, word in ((1, "positive"), (-1, "negative")):
        at = int((sign * r[i, j]).argmax())
        if sign * r[i[at], j[at]] > 0:
            told += f" Strongest {word}: {names[i[at]]} and {names[j[at]]}, {number(r[i[at], j[at]])}."
    fig = figure(cells, alt=alt or told, title=title, height=max(380, min(170 + 42 * d, 800)), margin_b=60)
    fig.update_xaxes(type="category", showgrid=False, zeroline=False)
    fig.update_yaxes(type="category", showgrid=False, zeroline=False, autorange="reversed")
    return fig


def missing_values(
    X: Any,
    feature_names: Sequence[str] | None = None,
    *,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw which columns are missing together: each row of the figure is a pattern, the commonest at the top.

    Crosses mark what is missing. At the left stands how many rows of the table have the pattern, and under each
    column what share of it is missing.

    Parameters
    ----------
    X : array_like or data frame of shape (n, d)
        The table, of any type; NaN, None and NaT are missing. At most 60 columns.
    feature_names : sequence of d str, optional
        The names of the columns; a frame brings its own.
    title, alt : str, optional
        The heading and the description; without the latter, one tells how many rows are complete, which column
        misses most, and the commonest pattern.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `X` is no table or has more than 60 columns.

    Examples
    --------
    >>> missing_values([[1, None, 3], [1, 2, 3], [1, None, None]], ["a", "b", "c"]).alt
    'Missing values in 3 rows and 3 columns: 1 row (33.3 %) is complete. Most is missing in b: 66.7 %. The commonest gap: b alone, in 1 row.'
    """  # noqa: E501
    missing, names = _missing(X, feature_names)
    d = missing.shape[1]
    shares = missing.mean(axis=0)
    patterns, counts = np.unique(missing, axis=0, return_counts=True)
    # The commonest first; of equals the one with fewer gaps.
    order = np.lexsort((patterns.sum(axis=1), -counts))
    patterns, counts = patterns[order], counts[order]
    shown, times = patterns[:_MOST_PATTERNS], counts[:_MOST_PATTERNS]
    labels = [counted(int(count), "row") for count in times]
    rows = np.arange(len(shown))
    cells = go.Heatmap(
        z=shown.astype(np.int8),
        x=np.arange(d),
        y=rows,
        zmin=0,
        zmax=1,
        colorscale=[[0, "rgba(128, 128, 128, 0.18)"], [1, theme.VERMILLION]],
        showscale=False,
        text=np.where(shown, "×", ""),
        texttemplate="%{text}",
        textfont={"color": "#111111", "size": 17},
        customdata=[
            [f"{label}: {name} {'missing' if gap else 'there'}" for name, gap in zip(names, row, strict=True)]
            for label, row in zip(labels, shown, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        xgap=2,
        ygap=2,
    )
    fig = figure(
        cells,
        alt=alt or _describe_missing(missing, names, patterns, counts),
        title=title,
        height=max(260, 170 + 28 * len(shown)),
        margin_b=80,
    )
    bars = [f"{name}<br>{percent(float(share))}" for name, share in zip(names, shares, strict=True)]
    fig.update_xaxes(tickvals=np.arange(d), ticktext=bars, showgrid=False, zeroline=False)
    fig.update_yaxes(tickvals=rows, ticktext=labels, showgrid=False, zeroline=False, autorange="reversed")
    if len(patterns) > len(shown):
        fig.update_xaxes(title=f"the {len(shown)} commonest of {len(patterns):,} patterns")
    return fig


def _columns(X: Any, feature_names: Sequence[str] | None) -> tuple[Floats, tuple[str, ...]]:
    data, names = table(X, feature_names)
    if not 2 <= data.shape[1] <= _MOST_COLUMNS:
        raise CourseError(
            f"X has {counted(data.shape[1], 'column')}; 2 to {_MOST_COLUMNS} are readable: choose some, as in "
            f"X[:, :{_MOST_COLUMNS}]."
        )
    return data, names


def _matrix(data: Floats, names: Sequence[str], known: Classes | None, alt: str, title: str | None) -> theme.Figure:
    """Lay out the lower half of the matrix: a panel for each pair, and distributions on the diagonal."""
    n, d = data.shape
    many = n > WEBGL_FROM
    parts = [("examples", np.arange(n))]
    if known is not None:
        parts = [(name, np.flatnonzero(known.codes == i)) for i, name in enumerate(known.names)]
    # Half the memory suffices for what a screen can show.
    shown = data.astype(np.float32) if many else data
    gap, traces = 0.02, []
    width = (1 - gap * (d - 1)) / d
    layout: dict[str, Any] = {}
    for row in range(d):
        for column in range(row + 1):
            panel = row * (row + 1) // 2 + column
            axes = axes_of(panel)
            x, y = (axes[key].replace(key[0], f"{key[0]}axis", 1) for key in ("xaxis", "yaxis"))
            left, bottom = column * (width + gap), 1 - (row + 1) * width - row * gap
            layout[x] = {
                "domain": [left, min(1.0, left + width)],
                "anchor": axes["yaxis"],
                "title": _axis_title(names[column] if row == d - 1 else ""),
                "showticklabels": row == d - 1,
                "nticks": 5,
            }
            layout[y] = {
                "domain": [max(0.0, bottom), min(1.0, bottom + width)],
                "anchor": axes["xaxis"],
                "title": _axis_title(names[row] if column == 0 and row else ""),
                "showticklabels": column == 0 and row > 0,
                "nticks": 5,
            }
            if row < d - 1:
                layout[x]["matches"] = axes_of((d - 1) * d // 2 + column)["xaxis"]
            if 0 < column < row:
                layout[y]["matches"] = axes_of(row * (row + 1) // 2)["yaxis"]
            for i, (part, rows) in enumerate(parts):
                if row == column:
                    traces.append(_distribution(data[rows, row], data[:, row], part, names[row], i, axes))
                    continue
                look = style(i)
                hover = f"{names[column]} %{{x:.4g}}<br>{names[row]} %{{y:.4g}}<extra>{part}</extra>"
                marker = {"color": look.color, "symbol": look.symbol, "size": 3 if many else 5}
                # A dictionary is checked once, a trace twice, and there may be a hundred.
                traces.append(
                    {
                        "type": "scattergl" if many else "scatter",
                        "x": shown[rows, column],
                        "y": shown[rows, row],
                        "name": part,
                        "mode": "markers",
                        "marker": {**marker, "opacity": 0.35 if many else 0.85},
                        "hovertemplate": hover,
                        "legendgroup": part,
                        "showlegend": panel == 1,
                        **axes,
                    }
                )
    return figure(
        *traces,
        alt=alt,
        title=title,
        height=min(820, 200 + 150 * d),
        showlegend=known is not None,
        margin_b=100 if known is not None else 60,
        **layout,
    )


def _axis_title(name: str) -> dict[str, Any]:
    """Break a long name, so that it fits beside its panel."""
    return {"text": "<br>".join(textwrap.wrap(name, 16, max_lines=2, placeholder=" …")), "font": {"size": 13}}


def _distribution(
    values: Floats, every: Floats, part: str, name: str, series: int, axes: dict[str, str]
) -> dict[str, Any]:
    """Draw one class's histogram as an outline, in the bins that all classes share."""
    edges = np.histogram_bin_edges(every, _BINS)
    counts = np.histogram(values, edges)[0]
    look = style(series)
    return {
        "type": "scatter",
        "x": np.repeat(edges, 2),
        "y": np.r_[0, np.repeat(counts, 2), 0],
        "name": part,
        "mode": "lines",
        "line": {"color": look.color, "width": 1.5, "dash": look.dash},
        "fill": "tozeroy",
        "fillcolor": look.fill,
        "legendgroup": part,
        "showlegend": False,
        "hovertemplate": f"{name} %{{x:.4g}}: %{{y}} in this bar<extra>{part}</extra>",
        **axes,
    }


def _strongest(data: Floats, names: Sequence[str]) -> str:
    varied = [i for i in range(data.shape[1]) if np.ptp(data[:, i]) > 0]
    if len(varied) < 2:
        return "Fewer than two columns vary."
    r = np.atleast_2d(np.corrcoef(data[:, varied], rowvar=False))
    i, j = np.triu_indices(len(varied), 1)
    sizes = np.abs(r[i, j])
    if len(sizes) == 1:
        return f"Their correlation is {number(r[0, 1])}."

    def pair(at: int) -> str:
        a, b = i[at], j[at]
        return f"{names[varied[a]]} and {names[varied[b]]} ({number(r[a, b])})"

    return f"The strongest correlation is that of {pair(int(sizes.argmax()))}, the weakest {pair(int(sizes.argmin()))}."


def _between(column: Floats, known: Classes) -> float:
    """Compute the share of a column's variance that lies between the classes: eta squared."""
    total = float(((column - column.mean()) ** 2).sum())
    means = np.bincount(known.codes, weights=column) / known.counts
    return float((known.counts * (means - column.mean()) ** 2).sum()) / total if total > 0 else 0.0


def _ranks(column: Floats) -> Floats:
    """Rank values from 1, equal ones by their mean rank."""
    _, which, counts = np.unique(column, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    found: Floats = (last - (counts - 1) / 2)[which]
    return found


def _missing(X: Any, feature_names: Sequence[str] | None) -> tuple[Any, tuple[str, ...]]:
    if hasattr(X, "isna") and hasattr(X, "columns"):
        missing, columns = np.asarray(X.isna()), [label_name(column) for column in X.columns]
    else:
        array = plain(X)
        if array.dtype.kind == "O":
            missing = np.frompyfunc(lambda v: v is None or v != v, 1, 1)(array).astype(bool)
        else:
            missing = array != array
        columns = [f"x{i}" for i in range(1, (array.shape[1] if array.ndim == 2 else 0) + 1)]
    if missing.ndim != 2 or not missing.size:
        raise CourseError(f"X must be a table with rows and columns; its shape is {missing.shape}.")
    if missing.shape[1] > 60:
        raise CourseError(f"X has {missing.shape[1]} columns; 60 are readable: choose those with missing values.")
    names = columns if feature_names is None else feature_names
    return missing, named(names, missing.shape[1], "feature_names", "columns")


def _describe_missing(missing: Any, names: Sequence[str], patterns: Any, counts: Any) -> str:
    n, d = missing.shape
    whole = int((~missing.any(axis=1)).sum())
    told = (
        f"Missing values in {counted(n, 'row')} and {counted(d, 'column')}: {counted(whole, 'row')} "
        f"({percent(whole / n)}) {'is' if whole == 1 else 'are'} complete."
    )
    gaps = patterns.any(axis=1)
    if not gaps.any():
        return told
    shares = missing.mean(axis=0)
    worst = int(shares.argmax())
    first = int(np.flatnonzero(gaps)[0])
    which = [name for name, gap in zip(names, patterns[first], strict=True) if gap]
    together = f"{which[0]} alone" if len(which) == 1 else f"{listed(which)} together"
    return (
        f"{told} Most is missing in {names[worst]}: {percent(float(shares[worst]))}. The commonest gap: {together}, in "
        f"{counted(int(counts[first]), 'row')}."
    )
