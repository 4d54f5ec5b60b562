"""Explore how a kernel moves over an image, and what padding, stride and dilation do to the output."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.words import counted, number
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]

SIDE = 9
"""Rows and columns of each image."""

_MOST_PADDING = 3
_MOST_OUTPUT = SIDE + 2 * _MOST_PADDING - 2

QUESTION = (
    "Set the dilation to 2. Which padding and which stride make the output as large as the image, 9 × 9? Say it before "
    "you move: how many rows does the spread kernel cover?"
)


def _picture(rows: str) -> Array:
    made = np.array([[9.0 if mark == "#" else 1.0 for mark in row] for row in rows.split()])
    made.setflags(write=False)
    return made


IMAGES: dict[str, Array] = {
    "square": _picture("......... ......... ..#####.. ..#####.. ..#####.. ..#####.. ..#####.. ......... ........."),
    "vertical edge": _picture(" ".join(["....#####"] * SIDE)),
    "diagonal": _picture(
        " ".join("." * row + "##" + "." * (SIDE - 2 - row) for row in range(SIDE - 2)) + " .......## ........#"
    ),
    "letter T": _picture("......... .#######. .#######. ....#.... ....#.... ....#.... ....#.... ....#.... ........."),
    "single point": _picture(
        "......... ......... ......... ......... ....#.... ......... ......... ......... ........."
    ),
}
"""Images of 9 by 9 pixels, by name: 1 is dark and 9 is bright."""

KERNELS: dict[str, tuple[tuple[float, ...], ...]] = {
    "vertical edges (Sobel)": ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    "horizontal edges (Sobel)": ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    "all edges (Laplace)": ((0, 1, 0), (1, -4, 1), (0, 1, 0)),
    "sharpen": ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
    "blur (binomial)": tuple(tuple(a * b / 16 for b in (1, 2, 1)) for a in (1, 2, 1)),
    "identity": ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
}
"""Kernels of 3 by 3 weights, by name."""


def output_size(side: int, kernel: int, padding: int, stride: int, dilation: int) -> int:
    """Count the places of a kernel along an axis.

    Parameters
    ----------
    side, kernel : int
        Lengths of the image and of the kernel along the axis.
    padding, stride, dilation : int
        Zeros added on each side; how far the kernel moves; the distance between the pixels under its entries.

    Returns
    -------
    int
        ⌊(side + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1.

    References
    ----------
    Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.

    Examples
    --------
    >>> output_size(9, 3, padding=1, stride=2, dilation=1)
    5
    """
    return (side + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


@dataclass(frozen=True)
class Convolved:
    """An image, the kernel that moved over it, and what came out.

    Parameters
    ----------
    padded : numpy.ndarray of shape (9 + 2 padding, 9 + 2 padding)
        The image with zeros around it.
    kernel : numpy.ndarray of shape (3, 3)
        The weights.
    output : numpy.ndarray of shape (m, m)
        At each place the sum of the products of the weights and the pixels below them.
    """

    padded: Array
    kernel: Array
    output: Array


@lru_cache(maxsize=128)
def convolve(image: str, kernel: str, added: float, padding: int, stride: int, dilation: int) -> Convolved:
    """Move a kernel over an image, as a convolutional layer does: without turning the kernel around.

    Parameters
    ----------
    image, kernel : str
        Names of :data:`IMAGES` and :data:`KERNELS`.
    added : float
        What is added to the centre of the kernel.
    padding, stride, dilation : int
        As for :func:`output_size`.

    Returns
    -------
    Convolved

    Examples
    --------
    >>> convolve("single point", "identity", 0.0, 0, 1, 1).output[3, 3]
    np.float64(9.0)
    """
    weights = np.array(KERNELS[kernel], dtype=float)
    weights[1, 1] += added
    padded = np.pad(IMAGES[image], padding)
    side = output_size(SIDE, 3, padding, stride, dilation)
    output = np.zeros((side, side))
    reach = stride * (side - 1) + 1
    for row in range(3):
        for column in range(3):
            top, left = row * dilation, column * dilation
            output += weights[row, column] * padded[top : top + reach : stride, left : left + reach : stride]
    return Convolved(padded, weights, output)


def view(
    image: str, kernel: str, added: float, padding: float, stride: float, dilation: float, row: float, column: float
) -> View:
    """Draw the image with the kernel's place on it, the products there, and the output.

    Parameters
    ----------
    image, kernel : str
        Names of :data:`IMAGES` and :data:`KERNELS`.
    added : float
        What is added to the centre of the kernel.
    padding, stride, dilation : float
        As for :func:`output_size`; whole numbers.
    row, column : float
        The entry of the output that is worked out, counted from 0; the last one where there are fewer.

    Returns
    -------
    View

    Examples
    --------
    >>> view("square", "identity", 1.0, 0, 1, 1, 3, 3).figure.layout.title.text
    'Output at row 3, column 3: the nine products add up to 18'
    """
    steps, spread, zeros = round(stride), round(dilation), round(padding)
    done = convolve(image, kernel, added, zeros, steps, spread)
    side = len(done.output)
    at = min(round(row), side - 1), min(round(column), side - 1)
    rows, columns = (np.arange(3) * spread + steps * one for one in at)
    patch = done.padded[np.ix_(rows, columns)]
    products = patch * done.kernel + 0.0  # no negative zeros
    value = float(done.output[at])
    lowest, highest = number(done.output.min()), number(done.output.max())
    around = f" with {counted(zeros, 'row')} and {counted(zeros, 'column')} of zeros on each side" if zeros else ""
    bound = float(np.abs(done.output).max()) or 1.0
    heaviest = float(np.abs(products).max()) or 1.0
    marks = go.Scatter(
        x=np.tile(columns, 3),
        y=np.repeat(rows, 3),
        mode="markers",
        marker={"symbol": "square-open", "size": 17, "color": theme.VERMILLION, "line": {"width": 2.5}},
        hoverinfo="skip",
        name="pixels under the kernel",
    )
    here = go.Scatter(
        x=[at[1]],
        y=[at[0]],
        mode="markers",
        marker={"symbol": "square-open", "size": 25, "color": "#111111", "line": {"width": 3.5}},
        hoverinfo="skip",
        xaxis="x4",
        yaxis="y4",
        name="this entry",
    )
    figure = theme.figure(
        _cells(done.padded, "pixel", "", colorscale="Cividis", zmin=0, zmax=9),
        marks,
        _cells(done.kernel, "weight", "2", colorscale=_SIGNED, zmin=-5, zmax=5, written=True),
        _cells(products, "product", "3", colorscale=_SIGNED, zmin=-heaviest, zmax=heaviest, written=True),
        _cells(
            done.output,
            "output",
            "4",
            colorscale=_SIGNED,
            zmin=-bound,
            zmax=bound,
            written=True,
        ),
        here,
        alt=(
            f"The image {image}{around}, {len(done.padded)} by {len(done.padded)}; the kernel {kernel}, "
            f"{_listed(done.kernel)}; the pixels under it, {_listed(patch)}; "
            f"their products, {_listed(products)}; and the output, {side} by {side}, from {lowest} to {highest}, "
            f"with {number(value)} at row {at[0]}, column {at[1]}."
        ),
        title=f"Output at row {at[0]}, column {at[1]}: the nine products add up to {number(value)}",
        annotations=[
            _caption(0.2, 1.0, f"image with padding: {len(done.padded)} × {len(done.padded)}"),
            _caption(0.515, 1.0, "kernel"),
            _caption(0.515, 0.44, "pixel × weight"),
            _caption(0.82, 1.0, f"output: {side} × {side}"),
        ],
        showlegend=False,
        height=460,
        margin={"t": 84, "b": 20, "l": 16, "r": 16},
        **_axis("", (0, 0.4), (0, 1), len(done.padded)),
        **_axis("2", (0.43, 0.6), (0.56, 1), 3),
        **_axis("3", (0.43, 0.6), (0, 0.44), 3),
        **_axis("4", (0.64, 1), (0, 1), side),
    )
    return View(figure, _report(done, at, patch, value, zeros, steps, spread))


_SIGNED = [[0.0, theme.BLUE], [0.5, "#ececec"], [1.0, theme.VERMILLION]]


def _cells(values: Array, name: str, axes: str, *, written: bool = False, **properties: Any) -> go.Heatmap:
    if written:
        properties |= {"text": [[number(one) for one in row] for row in values.tolist()], "texttemplate": "%{text}"}
    return go.Heatmap(
        z=values,
        xaxis=f"x{axes}",
        yaxis=f"y{axes}",
        xgap=1,
        ygap=1,
        showscale=False,
        name=name,
        hovertemplate=f"row %{{y}}, column %{{x}}<br>{name} %{{z:.3g}}<extra></extra>",
        **properties,
    )


def _axis(axes: str, across: tuple[float, float], up: tuple[float, float], side: int) -> dict[str, Any]:
    ends = (-0.6, side - 0.4)
    hidden = {"visible": False, "constrain": "domain"}
    return {
        f"xaxis{axes}": {**hidden, "domain": across, "anchor": f"y{axes}", "range": ends},
        f"yaxis{axes}": {
            **hidden,
            "domain": up,
            "anchor": f"x{axes}",
            "range": ends[::-1],
            "scaleanchor": f"x{axes}",
            "constraintoward": "top",
        },
    }


def _caption(x: float, y: float, text: str) -> dict[str, Any]:
    place = {"x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "bottom"}
    return {**place, "text": text, "showarrow": False, "font": {"size": 13, "color": theme.INK}}


def _listed(values: Array) -> str:
    return "; ".join(" ".join(map(number, row)) for row in values.tolist())


def _report(
    done: Convolved, at: tuple[int, int], patch: Array, value: float, padding: int, stride: int, dilation: int
) -> str:
    side = len(done.output)
    parts = [
        f"{number(weight)} · {number(pixel)}"
        for weight, pixel in zip(done.kernel.ravel(), patch.ravel(), strict=True)
        if weight
    ]
    told = (
        f"<p>Row {at[0]}, column {at[1]} of the output: {' + '.join(parts) or 'all weights are 0,'} = {number(value)}. "
        f"The output has {side} × {side} entries, from {number(done.output.min())} to {number(done.output.max())}.</p>"
    )
    if dilation != 2:
        return told
    if side != SIDE:
        return told + f"<p>With dilation 2 the output is {side} × {side}, not {SIDE} × {SIDE} yet.</p>"
    return told + (
        f"<p>✓ <strong>Padding {padding} and stride {stride} keep the size.</strong> The spread kernel covers "
        "2 · (3 − 1) + 1 = 5 rows, so the image loses 4 rows, and the padding gives them back, two on each side: "
        "(9 + 2 · 2 − 5) / 1 + 1 = 9.</p>"
    )


def convolution(image: str = "square", kernel: str = "vertical edges (Sobel)") -> Explorer:
    """Explore convolution: image, kernel, padding, stride and dilation, one entry of the output at a time.

    Parameters
    ----------
    image : str
        Which to begin with: ``"square"``, ``"vertical edge"``, ``"diagonal"``, ``"letter T"`` or ``"single point"``.
    kernel : str
        Which to begin with, a name of :data:`KERNELS`.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such image or kernel.

    Examples
    --------
    >>> explorer = convolution("vertical edge")
    >>> explorer.controls["stride"].value = 2
    >>> "4 × 4 entries" in explorer.readout.html
    True
    """
    if image not in IMAGES:
        raise CourseError(f"There is no image {image!r} here. There are: {', '.join(IMAGES)}.")
    if kernel not in KERNELS:
        raise CourseError(f"There is no kernel {kernel!r} here. There are: {', '.join(KERNELS)}.")
    last = float(_MOST_OUTPUT - 1)
    controls = {
        "image": choice("image", list(IMAGES), image),
        "kernel": choice("kernel", list(KERNELS), kernel),
        "added": Slider(label="add to the centre of the kernel", value=0.0, min=-4.0, max=4.0, step=0.5),
        "padding": Slider(label="padding", value=0.0, min=0.0, max=float(_MOST_PADDING), step=1.0),
        "stride": Slider(label="stride", value=1.0, min=1.0, max=3.0, step=1.0),
        "dilation": Slider(label="dilation", value=1.0, min=1.0, max=3.0, step=1.0),
        "row": Slider(label="row of the output", value=2.0, min=0.0, max=last, step=1.0),
        "column": Slider(label="column of the output", value=1.0, min=0.0, max=last, step=1.0),
    }
    return Explorer(QUESTION, controls, view)
