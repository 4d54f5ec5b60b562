"""Explore how NumPy's broadcasting stretches two arrays to one shape."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.cells import readable
from mlcourse.widgets.explorer import Explorer, View, choice

Shape = tuple[int, ...]

SHAPES = (
    "()",
    "(3,)",
    "(4,)",
    "(1, 4)",
    "(3, 1)",
    "(4, 1)",
    "(3, 4)",
    "(2, 1, 1)",
    "(2, 1, 4)",
    "(2, 3, 1)",
    "(2, 3, 4)",
)
"""The shapes to choose from, written as NumPy writes them."""

GOAL: Shape = (2, 3, 4)
_FEWEST = 10  # 2 · 3 numbers in one array and 4 in the other; 2 · 4 + 3 and 3 · 4 + 2 are more

QUESTION = (
    "Make A + B have the shape (2, 3, 4), that is 24 numbers, out of two arrays that store as few numbers as possible. "
    "How many do the two store together?"
)
_DOMAINS = ((0.0, 0.28), (0.36, 0.64), (0.72, 1.0))


def view(a: str, b: str) -> View:
    """Draw two arrays as broadcasting stretches them, and their sum.

    Parameters
    ----------
    a, b : str
        The shapes of A and B, such as ``"(3, 1)"``; at most three axes.

    Returns
    -------
    View

    References
    ----------
    Harris et al., "Array programming with NumPy", Nature 585, 2020.

    Examples
    --------
    >>> print(view("(3, 1)", "(4,)").figure.alt)
    A of shape (3, 1) and B of shape (4,) are stretched to (3, 4) and added. Numbers in brackets are not stored again.
    """
    shapes = _shape(a), _shape(b)
    A = np.arange(np.prod(shapes[0], dtype=int)).reshape(shapes[0])
    B = 10 * np.arange(1, 1 + np.prod(shapes[1], dtype=int)).reshape(shapes[1])
    try:
        wide: Shape | None = np.broadcast_shapes(*shapes)
    except ValueError:
        wide = None
    total = A + B if wide is not None else np.zeros(0)
    tables = [
        _Table(one if wide is None else np.broadcast_to(one, wide), _stored(one.shape, wide or one.shape))
        for one in (A, B)
    ]
    tables.append(_Table(total, np.ones(total.shape, dtype=bool)))
    if wide is None:
        captions = [f"A: {a}", f"B: {b}", "A + B: not possible"]
        alt = f"A of shape {a} and B of shape {b}, which do not fit together; there is no sum."
    else:
        captions = [f"A: {a} → {wide}", f"B: {b} → {wide}", f"A + B: {wide}"]
        alt = (
            f"A of shape {a} and B of shape {b} are stretched to {wide} and added. "
            "Numbers in brackets are not stored again."
        )
    figure = theme.figure(
        *(table.trace(panel) for panel, table in enumerate(tables)),
        alt=alt,
        title=f"A + B has the shape {wide}" if wide is not None else "The shapes do not fit",
        annotations=[
            {
                "text": caption,
                "x": sum(domain) / 2,
                "xanchor": "center",
                "y": 1.0,
                "xref": "paper",
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
            }
            for caption, domain in zip(captions, _DOMAINS, strict=True)
        ],
        height=420,
        margin={"l": 50, "r": 20, "t": 84, "b": 40},
        **_axes(tables),
    )
    return View(figure, _report(A, B, wide))


class _Table:
    """An array of at most three axes as a table: its layers one below the other, with a gap between them."""

    def __init__(self, values: NDArray[Any], stored: NDArray[np.bool_]) -> None:
        layers = values.reshape(-1, *values.shape[-2:]) if values.ndim > 1 else values.reshape(1, 1, -1)
        marks = stored.reshape(layers.shape)
        self.columns = layers.shape[2]
        self.z: list[list[float | None]] = []
        self.text: list[list[str]] = []
        self.rows: list[str] = []
        for layer, (numbers, known) in enumerate(zip(layers, marks, strict=True)):
            if layer:
                self._row([None] * self.columns, [""] * self.columns, "")
            for row, (cells, kept) in enumerate(zip(numbers, known, strict=True)):
                texts = [f"{cell}" if keep else f"({cell})" for cell, keep in zip(cells, kept, strict=True)]
                index = [layer, row][3 - values.ndim :] if values.ndim > 1 else []
                self._row([float(cell) for cell in cells], texts, ", ".join(map(str, index)))

    def _row(self, cells: list[float | None], texts: list[str], label: str) -> None:
        self.z.append(cells)
        self.text.append(texts)
        self.rows.append(label)

    def trace(self, panel: int) -> go.Heatmap:
        suffix = "" if panel == 0 else str(panel + 1)
        shown = np.array(self.z, dtype=float)
        ends = (float(np.nanmin(shown)), float(np.nanmax(shown))) if self.columns else (0.0, 1.0)
        return go.Heatmap(
            z=self.z,
            text=readable(self.text, shown, *ends, "Cividis"),
            texttemplate="%{text}",
            textfont={"size": 15},
            hovertext=self.text,
            hovertemplate="%{hovertext}<extra></extra>",
            colorscale="Cividis",
            zmin=ends[0],
            zmax=ends[1],
            showscale=False,
            xgap=3,
            ygap=3,
            xaxis=f"x{suffix}",
            yaxis=f"y{suffix}",
        )


def _axes(tables: list[_Table]) -> dict[str, Any]:
    # One scale for all panels, so that what is stretched is seen to be larger.
    rows, columns = (max(sizes) for sizes in zip(*((len(one.rows), one.columns) for one in tables), strict=True))
    rows = max(rows, 3)
    layout: dict[str, Any] = {}
    for panel, (table, domain) in enumerate(zip(tables, _DOMAINS, strict=True)):
        suffix = "" if panel == 0 else str(panel + 1)
        drawn = bool(table.columns)
        layout[f"xaxis{suffix}"] = {
            "domain": domain,
            "anchor": f"y{suffix}",
            "range": [-0.5, columns - 0.5],
            "tickvals": list(range(table.columns)) if drawn else [],
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
        }
        layout[f"yaxis{suffix}"] = {
            "anchor": f"x{suffix}",
            "domain": [1 - len(table.rows) / rows, 1],
            "range": [len(table.rows) - 0.5, -0.5],
            "tickvals": list(range(len(table.rows))) if drawn else [],
            "ticktext": table.rows if drawn else [],
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
        }
    return layout


def _shape(text: str) -> Shape:
    return tuple(ast.literal_eval(text))


def _stored(shape: Shape, wide: Shape) -> NDArray[np.bool_]:
    """Tell which cells of the stretched array are its own; the others are the same memory seen again."""
    own = (1,) * (len(wide) - len(shape)) + shape
    kept = np.ones(wide, dtype=bool)
    for axis, (length, stretched) in enumerate(zip(own, wide, strict=True)):
        if length != stretched:
            kept[(slice(None),) * axis + (slice(1, None),)] = False
    return kept


def _report(A: NDArray[Any], B: NDArray[Any], wide: Shape | None) -> str:
    if wide is None:
        return (
            f"<p>{_misfit(A.shape, B.shape)} NumPy says: <code>ValueError: operands could not be broadcast together "
            f"with shapes {_plain(A.shape)} {_plain(B.shape)}</code>.</p>"
        )
    told = "".join(_told(name, one, wide) for name, one in (("A", A), ("B", B)))
    stored = A.size + B.size
    sum_size = int(np.prod(wide, dtype=int))
    counted = (
        f"The two store {stored} number{'s' if stored > 1 else ''}, the sum {sum_size}. "
        "Cells in brackets are the same memory seen once more."
    )
    if wide != GOAL:
        return f"<p>{told}{counted}</p>"
    if stored > _FEWEST:
        return f"<p>{told}{counted} The shape is right, and it can be made from fewer.</p>"
    return (
        f"<p>{told}{counted}</p><p>✓ <strong>You found it: {stored} numbers.</strong> Each axis longer than 1 is "
        "stored in one of the two only. Of all ways to deal out the axes, 2 · 3 + 4 is the smallest sum.</p>"
    )


def _told(name: str, one: NDArray[Any], wide: Shape) -> str:
    strides = np.broadcast_to(one.astype(np.float64), wide).strides
    own = (1,) * (len(wide) - one.ndim) + one.shape
    added = len(wide) - one.ndim
    stretched = [str(axis) for axis, (length, new) in enumerate(zip(own, wide, strict=True)) if length != new]
    said = [f"gets {added} new axis in front" if added == 1 else f"gets {added} new axes in front"] if added else []
    if stretched:
        said.append(f"is stretched along axis {' and '.join(stretched)}")
    if not said:
        return f"{name} stays as it is. "
    return f"{name} {' and '.join(said)}; its strides are {strides} bytes, 0 where nothing is copied. "


def _misfit(first: Shape, second: Shape) -> str:
    pairs = zip(reversed(first), reversed(second), strict=False)
    back, (one, other) = next((at, pair) for at, pair in enumerate(pairs, 1) if len({1, *pair}) == 3)
    place = "The last axis" if back == 1 else f"Axis {-back}, counted from the end,"
    return f"{place} has length {one} in A and {other} in B. Lengths must be equal, or one of them must be 1."


def _plain(shape: Shape) -> str:
    return str(shape).replace(" ", "")  # as NumPy writes shapes in this error


def broadcasting(a: str = "(3,)", b: str = "(4,)") -> Explorer:
    """Explore which shapes fit together, how axes are stretched, and which cells share memory.

    Parameters
    ----------
    a, b : str
        The shapes to begin with; one of those in :data:`SHAPES`.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If a shape is not among those to choose from.

    Examples
    --------
    >>> explorer = broadcasting()
    >>> explorer.controls["a"].value = "(3, 1)"
    >>> explorer.figure.layout.title.text
    'A + B has the shape (3, 4)'
    """
    for shape in (a, b):
        if shape not in SHAPES:
            raise CourseError(f"There is no shape {shape!r} here. There are: {'; '.join(SHAPES)}.")
    controls = {"a": choice("shape of A", SHAPES, a), "b": choice("shape of B", SHAPES, b)}
    return Explorer(QUESTION, controls, view)
