"""What a 2 x 2 matrix does to the plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.words import number

# Grid lines at these whole numbers; they reach further than any plane that is shown, so that no end is seen.
_REACH = 12
_SQUARE = np.array([[0, 1, 1, 0, 0], [0, 0, 1, 1, 0]], dtype=float)
_ANGLES = np.linspace(0, 2 * np.pi, 97)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])


@dataclass(frozen=True)
class Effect:
    """What a 2 x 2 matrix does to the plane, in numbers and in words.

    Attributes
    ----------
    matrix : tuple of two rows
        The matrix A.
    determinant : float
        The signed area of the unit square's image; exactly 0 if the rank is below 2.
    rank : int
        The dimension of what the plane becomes: 2, 1 (a line) or 0 (a point).
    """

    matrix: tuple[tuple[float, float], tuple[float, float]]
    determinant: float
    rank: int

    @property
    def columns(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where the unit vectors e1 and e2 go."""
        (a, b), (c, d) = self.matrix
        return (a, c), (b, d)

    @property
    def area(self) -> str:
        """What happens to areas, in words."""
        if self.rank < 2:
            return "every area becomes 0"
        factor = number(abs(self.determinant))
        return "areas stay as they are" if factor == "1" else f"every area is multiplied by {factor}"

    @property
    def orientation(self) -> str:
        """What happens to the orientation of the plane, in words."""
        if self.rank == 0:
            return "the whole plane collapses into the origin"
        if self.rank == 1:
            return "the plane is flattened onto a line, and nothing can undo that"
        return "the orientation is kept" if self.determinant > 0 else "the plane is turned over, as in a mirror"

    def describe(self) -> str:
        """Tell in one sentence what the picture of the map shows."""
        (a, b), (c, d) = self.matrix
        first, second = (f"({number(x)}, {number(y)})" for x, y in self.columns)
        return (
            f"The matrix with rows ({number(a)}, {number(b)}) and ({number(c)}, {number(d)}) "
            f"sends e1 to {first} and e2 to {second}. "
            f"Its determinant is {number(self.determinant)}: {self.area}, and {self.orientation}."
        )


def effect(A: ArrayLike) -> Effect:
    """Work out what a 2 x 2 matrix does to the plane.

    Parameters
    ----------
    A : array_like of shape (2, 2)
        The matrix; its columns are the images of the unit vectors.

    Returns
    -------
    Effect

    Raises
    ------
    CourseError
        If `A` is not a 2 x 2 matrix of finite real numbers.

    Examples
    --------
    >>> effect([[0, -1], [1, 0]]).determinant
    1.0
    >>> effect([[1, 2], [2, 4]]).orientation
    'the plane is flattened onto a line, and nothing can undo that'
    """
    matrix = _numbers(A, (2, 2), "A must be a 2 x 2 matrix, such as [[2, 1], [0, 1]]")
    # The cosine of 90 degrees comes out as 6e-17: what is no more than rounding beside the other entries is 0.
    matrix[np.abs(matrix) < 4 * np.finfo(float).eps * np.abs(matrix).max()] = 0
    rank = int(np.linalg.matrix_rank(matrix))
    (a, b), (c, d) = matrix.tolist()
    return Effect(((a, b), (c, d)), a * d - b * c if rank == 2 else 0.0, rank)


def linear_map(
    A: ArrayLike,
    *,
    vectors: Mapping[str, ArrayLike] | None = None,
    limit: float | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the plane before and after the linear map x -> A x.

    The left half shows the grid, the unit vectors, the unit square and the unit circle; the right half shows
    what the matrix makes of them: lines stay lines, the unit vectors become the columns of `A`, the square a
    parallelogram whose signed area is the determinant, and the circle an ellipse.

    Parameters
    ----------
    A : array_like of shape (2, 2)
        The matrix.
    vectors : mapping of str to array_like of shape (2,), optional
        Further vectors by name, drawn before and after.
    limit : float, optional
        Both halves show -limit to limit on both axes; without it, as much as the arrows and shapes need.
    title : str, optional
        The heading; without it, the determinant and what it means.
    alt : str, optional
        The description for those who do not see the figure; without it, one is made from the matrix.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `A` is not a 2 x 2 matrix, a vector has not two entries, or `limit` is not positive.

    Examples
    --------
    >>> fig = linear_map([[2, 1], [0, 1]], vectors={"v": [1, -1]})
    >>> fig.layout.title.text
    'det A = 2: every area is multiplied by 2, the orientation is kept'
    """
    what = effect(A)
    extra = _vectors(vectors)
    if limit is None:
        limit = _limit(np.array(what.matrix), extra)
    elif not limit > 0:
        raise CourseError(f"limit must be positive, not {limit}.")
    before = _traces(image(np.eye(2), extra), axes=("x", "y"))
    after = _traces(image(what.matrix, extra), axes=("x2", "y2"), mapped=True)
    fig = theme.figure(
        *before,
        *after,
        alt=alt or alternative(what),
        title=title or heading(what),
        height=460,
        xaxis={"domain": [0, 0.47]},
        xaxis2={"domain": [0.53, 1], "anchor": "y2"},
        yaxis2={"anchor": "x2"},
        annotations=[_caption("x", "before: the square has area 1"), _caption("x2", after_caption(what))],
    )
    theme.equal_axes(fig, x=(-limit, limit), y=(-limit, limit))
    if limit <= 6:  # as many ticks as grid lines, as long as their labels do not touch
        fig.update_xaxes(dtick=1)
        fig.update_yaxes(dtick=1)
    return fig


def alternative(what: Effect) -> str:
    """Write what the figure shows for those who do not see it.

    Parameters
    ----------
    what : Effect

    Returns
    -------
    str

    Examples
    --------
    >>> alternative(effect([[1, 0], [0, 1]])).startswith("The plane before and after a linear map.")
    True
    """
    return f"The plane before and after a linear map. {what.describe()}"


def heading(what: Effect) -> str:
    """Write the figure's heading.

    Parameters
    ----------
    what : Effect

    Returns
    -------
    str

    Examples
    --------
    >>> heading(effect([[0, 1], [1, 0]]))
    'det A = −1: areas stay as they are, the plane is turned over, as in a mirror'
    """
    return f"det A = {number(what.determinant)}: {what.area}, {what.orientation}"


def after_caption(what: Effect) -> str:
    """Write the line above the right half of the figure.

    Parameters
    ----------
    what : Effect

    Returns
    -------
    str

    Examples
    --------
    >>> after_caption(effect([[0, 1], [1, 0]]))
    'after: it has signed area −1'
    """
    return f"after: it has signed area {number(what.determinant)}"


def image(A: ArrayLike, vectors: Mapping[str, Sequence[float]]) -> dict[str, dict[str, Any]]:
    """Say where a matrix puts everything that the figure shows.

    Parameters
    ----------
    A : array_like of shape (2, 2)
        The matrix.
    vectors : mapping of str to pair of float
        Further vectors by name.

    Returns
    -------
    dict of str to dict
        For each trace of one half of the figure, in drawing order, the properties that depend on `A`.

    Examples
    --------
    >>> image([[2, 0], [0, 3]], {})["e₂"]["y"]
    (0.0, 3.0)
    """
    matrix = np.asarray(A, dtype=float)
    arrows = {"e₁": (1.0, 0.0), "e₂": (0.0, 1.0), **vectors}
    return {
        "grid": _points(matrix @ _GRID),
        "unit circle": _points(matrix @ _CIRCLE),
        "unit square": _points(matrix @ _SQUARE),
        **{name: _tip(matrix @ np.asarray(vector, dtype=float)) for name, vector in arrows.items()},
    }


def _grid() -> NDArray[np.float64]:
    """Lay out the grid as one line of shape (2, n), broken by NaN after each grid line."""
    ticks = np.arange(-_REACH, _REACH + 1, dtype=float)
    along, across = (
        np.broadcast_to([-_REACH, _REACH, np.nan], (ticks.size, 3)),
        np.repeat(ticks[:, None], 3, 1),
    )
    upright = np.stack([across.ravel(), along.ravel()])
    return np.concatenate([upright, upright[::-1]], axis=1)


_GRID = _grid()


def _points(points: NDArray[np.float64]) -> dict[str, Any]:
    return {"x": points[0], "y": points[1]}


def _tip(tip: NDArray[np.float64]) -> dict[str, Any]:
    x, y = tip.tolist()
    # The label stands beyond the tip, on the side to which the arrow points.
    side = "middle right" if abs(x) > abs(y) and x > 0 else "middle left" if abs(x) > abs(y) else None
    position = side or ("top center" if y >= 0 else "bottom center")
    symbol = theme.arrow_head((0, 0), (x, y))
    return {"x": (0.0, x), "y": (0.0, y), "textposition": position, "marker": {"symbol": ["circle", symbol]}}


def _traces(drawn: Mapping[str, dict[str, Any]], axes: tuple[str, str], mapped: bool = False) -> list[Any]:
    """Turn one half of the figure into traces; `mapped` marks the half after the map."""
    traces = []
    for name, moving in drawn.items():
        fixed = _ARROW | {"text": ["", f"A {name}" if mapped else name]} if "marker" in moving else _FIXED[name]
        series = list(drawn).index(name) - len(_FIXED)
        trace = theme.arrow((0, 0), name, series=series) if "marker" in moving else theme.line([], [], name)
        trace.update(fixed)
        trace.update(moving)
        trace.update(xaxis=axes[0], yaxis=axes[1], legendgroup=name)
        if mapped:
            trace.update(showlegend=False)
        traces.append(trace)
    return traces


_ARROW = {"mode": "lines+markers+text", "textfont": {"size": 15}, "showlegend": False}  # its label names it
_FIXED: dict[str, dict[str, Any]] = {
    "grid": {
        "line": {"color": "rgba(86, 180, 233, 0.55)", "width": 1, "dash": "solid"},
        "hoverinfo": "skip",
        "showlegend": False,
    },
    "unit circle": {"line": {"color": theme.SERIES[3].color, "width": 2, "dash": "dot"}, "hoverinfo": "skip"},
    "unit square": {
        "line": {"color": theme.INK, "width": 1.5, "dash": "solid"},
        "fill": "toself",
        "fillcolor": "rgba(128, 128, 128, 0.25)",
        "hoverinfo": "skip",
    },
}


def _caption(axis: str, text: str) -> dict[str, Any]:
    place = {"xref": f"{axis} domain", "yref": f"{axis.replace('x', 'y')} domain", "x": 0.5, "y": 1.01}
    return {**place, "text": text, "showarrow": False, "yanchor": "bottom"}


def _vectors(vectors: Mapping[str, ArrayLike] | None) -> dict[str, Sequence[float]]:
    return {
        name: _numbers(vector, (2,), f"The vector {name} must have two entries, such as [1, 2]").tolist()
        for name, vector in (vectors or {}).items()
    }


def _limit(matrix: NDArray[np.float64], vectors: Mapping[str, Sequence[float]]) -> float:
    """Find the smallest whole limit that shows every arrow and shape before and after, at least 2."""
    points = np.concatenate([_SQUARE, _CIRCLE, *(np.array(v, dtype=float)[:, None] for v in vectors.values())], axis=1)
    reach = max(np.abs(points).max(), np.abs(matrix @ points).max())
    return max(2.0, float(np.ceil(1.15 * reach)))


def _numbers(value: ArrayLike, shape: tuple[int, ...], message: str) -> NDArray[np.float64]:
    """Read finite real numbers of one shape, or say what is wrong with them."""
    try:
        array = np.array(value, dtype=float)
    except (TypeError, ValueError):
        raise CourseError(f"{message}; these are not all real numbers: {value!r}.") from None
    if array.shape != shape:
        raise CourseError(f"{message}; its shape is {array.shape}, not {shape}.")
    if not np.isfinite(array).all():
        raise CourseError(f"{message}; it holds an infinite or missing number.")
    return array
