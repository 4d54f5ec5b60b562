"""Many small pictures as one: a single trace draws hundreds of tiles, where one for each would be slow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, plain

MOST = 144
"""More tiles than this would each be too small to be seen."""
_WIDTH = 640  # pixels that a figure can count on
_LINE = 19  # pixels of a line of caption

GREYS = ((0.0, "#000000"), (1.0, "#ffffff"))
INKS = ((0.0, "#ffffff"), (1.0, "#111111"))


@dataclass(frozen=True)
class Mosaic:
    """Pictures laid out in rows, and where each of them lies.

    Attributes
    ----------
    canvas : ndarray of shape (height, width) or (height, width, 4)
        The picture of them all: numbers, NaN between the tiles; or bytes with red, green, blue and opacity.
    corners : ndarray of shape (k, 2)
        The column and the row of each tile's first pixel.
    tile : tuple of two int
        Height and width of a tile in pixels of the canvas.
    scale : float
        Pixels on the screen for each pixel of the canvas.
    """

    canvas: NDArray[Any]
    corners: NDArray[np.int64]
    tile: tuple[int, int]
    scale: float

    @property
    def height(self) -> int:
        """The height on the screen in pixels."""
        return round(float(self.canvas.shape[0] * self.scale))

    def frame(self, index: int) -> dict[str, float]:
        """Give the corners of a tile as properties of a shape."""
        x, y = self.corners[index].tolist()
        height, width = self.tile
        return {"x0": x - 0.5, "x1": x + width - 0.5, "y0": y - 0.5, "y1": y + height - 0.5}


def pictures(images: ArrayLike, what: str = "images") -> Floats:
    """Read grey or coloured pictures and bring them to the range from 0 to 1.

    Parameters
    ----------
    images : array_like of shape (k, h, w), (k, 1, h, w), (k, 3, h, w) or (k, h, w, 3)
        Bytes from 0 to 255, floats from 0 to 1, or floats of any other range, which is stretched.
    what : str
        Their name in messages.

    Returns
    -------
    ndarray of shape (k, h, w) or (k, h, w, 3)

    Raises
    ------
    CourseError
        If the shape is another, or a value is missing.

    Examples
    --------
    >>> pictures(np.zeros((5, 1, 8, 8))).shape
    (5, 8, 8)
    """
    given = plain(images)
    try:
        array = given.astype(np.float64)
    except (TypeError, ValueError):
        raise CourseError(f"{what} must be numbers, all pictures of the same size.") from None
    if array.ndim == 4 and array.shape[1] in (1, 3) and array.shape[3] not in (1, 3):
        array = np.moveaxis(array, 1, 3)
    if array.ndim == 4 and array.shape[3] == 1:
        array = array[..., 0]
    if array.ndim not in (3, 4) or (array.ndim == 4 and array.shape[3] != 3):
        raise CourseError(
            f"{what} must have the shape (k, height, width) if grey, or (k, 3, height, width) if coloured, "
            f"not {given.shape}."
        )
    if not array.size:
        raise CourseError(f"{what} is empty: there is nothing to draw.")
    if not np.isfinite(array).all():
        raise CourseError(f"{what} holds missing or infinite values: remove or fill them first.")
    low, high = float(array.min()), float(array.max())
    if given.dtype == np.uint8:
        return array / 255
    if low >= 0 and high <= 1:
        return array
    return (array - low) / ((high - low) or 1.0)


def mosaic(
    tiles: NDArray[Any], *, columns: int | None = None, caption_lines: int = 0, largest: int = 120, gap: float = 0.08
) -> Mosaic:
    """Lay pictures out in rows, with room for a caption above each.

    Parameters
    ----------
    tiles : ndarray of shape (k, h, w) or (k, h, w, 4)
        The pictures.
    columns : int, optional
        Pictures in a row; without it, as many as make a pleasant figure.
    caption_lines : int
        Lines of text above each picture.
    largest : int
        The greatest side of a tile on the screen in pixels.
    gap : float
        The space between tiles, as a share of their width.

    Returns
    -------
    Mosaic

    Raises
    ------
    CourseError
        If there are more than 144 pictures, or `columns` is not a positive whole number.

    Examples
    --------
    >>> mosaic(np.ones((3, 4, 4)), columns=3).canvas.shape
    (4, 14)
    """
    count, height, width = tiles.shape[:3]
    if count > MOST:
        raise CourseError(f"{count} pictures are too many for one figure: choose at most {MOST}, such as the first.")
    if columns is None:
        columns = min(count, max(math.ceil(math.sqrt(1.6 * count)), min(count, _WIDTH // (largest + 8))))
    if not isinstance(columns, int | np.integer) or columns < 1:
        raise CourseError(f"columns must be a positive whole number, not {columns!r}.")
    columns = int(min(columns, count))
    rows = math.ceil(count / columns)
    space = max(1, round(gap * width))
    scale = min(largest / max(height, width), _WIDTH / (columns * (width + space)))
    room = math.ceil(_LINE * caption_lines / scale)
    step = np.array([width + space, height + room + (space if room == 0 else math.ceil(4 / scale))])
    shape = (rows * int(step[1]) - (int(step[1]) - height - room), columns * int(step[0]) - space, *tiles.shape[3:])
    canvas = np.zeros(shape, np.uint8) if tiles.ndim == 4 else np.full(shape, np.nan, np.float32)
    places = np.array([divmod(i, columns)[::-1] for i in range(count)])
    corners = places * step + np.array([0, room])
    for (x, y), tile in zip(corners.tolist(), tiles, strict=True):
        canvas[y : y + height, x : x + width] = tile
    return Mosaic(canvas, corners, (height, width), scale)


def _edges(layout: Mosaic) -> go.Scatter:
    """Draw a thin line around each tile: white ones would have no edge on a white page, black ones on a dark one."""
    boxes = [layout.frame(i) for i in range(len(layout.corners))]
    xs = [x for box in boxes for x in (box["x0"], box["x1"], box["x1"], box["x0"], box["x0"], None)]
    ys = [y for box in boxes for y in (box["y0"], box["y0"], box["y1"], box["y1"], box["y0"], None)]
    return go.Scatter(x=xs, y=ys, mode="lines", line={"color": theme.GRID, "width": 1}, hoverinfo="skip")


def draw(
    layout: Mosaic,
    captions: Sequence[str],
    hovers: Sequence[str],
    *,
    alt: str,
    title: str | None,
    framed: Sequence[int] = (),
    **cells: Any,
) -> theme.Figure:
    """Draw a mosaic with a caption above each tile.

    Parameters
    ----------
    layout : Mosaic
        The pictures.
    captions, hovers : sequence of str
        What stands above each picture, and what is told of it under the mouse.
    alt, title
        See :func:`mlcourse.plots.theme.figure`.
    framed : sequence of int
        The pictures that get a frame.
    **cells
        Properties of the heat map, such as its colour scale; nothing for coloured pictures.

    Returns
    -------
    Figure

    Examples
    --------
    >>> draw(mosaic(np.ones((1, 2, 2))), ["a"], ["a"], alt="One tile.", title=None).alt
    'One tile.'
    """
    if layout.canvas.ndim == 3:
        picture: Any = go.Image(z=layout.canvas, colormodel="rgba256", hoverinfo="skip")
    else:
        picture = go.Heatmap(**{"z": layout.canvas, "hoverongaps": False, "hoverinfo": "skip", **cells})
    traces = [picture]
    height, width = layout.tile
    if any(captions):
        traces.append(
            go.Scatter(
                x=layout.corners[:, 0] + (width - 1) / 2,
                y=layout.corners[:, 1] - 0.5 - 2 / layout.scale,
                mode="text",
                text=list(captions),
                textposition="top center",
                textfont={"size": 12, "color": theme.INK},
                cliponaxis=False,
                hoverinfo="skip",
            )
        )
    traces.append(_edges(layout))
    # Invisible marks in the middle of the tiles: what is told under the mouse.
    traces.append(
        go.Scatter(
            x=layout.corners[:, 0] + (width - 1) / 2,
            y=layout.corners[:, 1] + (height - 1) / 2,
            mode="markers",
            marker={"size": 0.8 * min(height, width) * layout.scale, "opacity": 0, "symbol": "square"},
            text=list(hovers),
            hovertemplate="%{text}<extra></extra>",
        )
    )
    frames = [
        {"type": "rect", "line": {"color": theme.VERMILLION, "width": 3, "dash": "dash"}, **layout.frame(i)}
        for i in framed
    ]
    top = 56 if title else 16
    fig = theme.figure(
        *traces,
        alt=alt,
        title=title,
        height=layout.height + top + 24,
        margin={"l": 16, "r": 16, "t": top, "b": 24},
        showlegend=False,
        shapes=frames,
        xaxis={"visible": False, "range": [-1.5, layout.canvas.shape[1] + 0.5], "constrain": "domain"},
        yaxis={
            "visible": False,
            "range": [layout.canvas.shape[0] + 0.5, -1.5],
            "scaleanchor": "x",
            "constrain": "domain",
            "constraintoward": "top",
        },
    )
    return fig
