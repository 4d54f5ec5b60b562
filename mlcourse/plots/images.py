"""Figures about images and what networks make of them: grids, filters, feature maps, saliency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import counted, number, numbers, percent, plain, same_length
from mlcourse.plots._mosaic import GREYS, INKS, MOST, draw, mosaic, pictures

_MOST_KERNELS = 16


def image_grid(
    images: ArrayLike,
    labels: ArrayLike | None = None,
    predictions: ArrayLike | None = None,
    probabilities: ArrayLike | None = None,
    *,
    class_names: Sequence[str] | None = None,
    columns: int | None = None,
    ink: bool = False,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw images in rows, with their labels, and what a classifier says of them.

    A wrong prediction is marked by a cross, by a dashed frame, and by the true label beneath it.

    Parameters
    ----------
    images : array_like of shape (k, h, w), (k, 1, h, w), (k, 3, h, w) or (k, h, w, 3)
        At most 144 images: bytes from 0 to 255, floats from 0 to 1, or floats of another range, which is stretched
        (one stretch for all of them).
    labels, predictions : array_like of shape (k,), optional
        The true and the predicted class of each image.
    probabilities : array_like of shape (k,) or (k, classes), optional
        How sure the classifier is of its prediction; or of each class, and then `predictions` may be left out.
    class_names : sequence of str, optional
        The names of the classes 0, 1, 2, …
    columns : int, optional
        Images in a row.
    ink : bool
        Whether grey values are the amount of ink, so that 0 is white, as in scans of writing.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If shapes do not fit, there are too many images, or a class has no name.

    Examples
    --------
    >>> image_grid(np.zeros((2, 8, 8)), labels=[3, 5], predictions=[3, 8]).alt
    '2 images of 8 by 8 pixels with their predictions: 1 of 2 is right (50 %). Wrong: image 2 is 5 and was taken for 8.'
    """
    shown = pictures(images)
    count, height, width = shown.shape[:3]
    chances = None if probabilities is None else _chances(probabilities, count)
    if chances is not None and chances.ndim == 2:
        if predictions is None:
            predictions = chances.argmax(axis=1)
        rows = chances.shape[1]
        taken = plain(predictions)
        same_length(count, "images", predictions=taken)
        # Probabilities are looked up by the number of the class; for other names the greatest is the prediction's.
        known = np.issubdtype(taken.dtype, np.integer) and taken.min() >= 0 and taken.max() < rows
        chances = chances[np.arange(count), taken] if known else chances.max(axis=1)
    true = None if labels is None else _classes(labels, "labels", count, class_names)
    said = None if predictions is None else _classes(predictions, "predictions", count, class_names)
    wrong = [i for i in range(count) if true is not None and said is not None and true[i] != said[i]]
    captions = [_caption(i, true, said, chances) for i in range(count)]
    if shown.ndim == 3:
        layout = mosaic(shown, columns=columns, caption_lines=max(c.count("<br>") + bool(c) for c in captions))
        cells: dict[str, Any] = {"colorscale": INKS if ink else GREYS, "zmin": 0, "zmax": 1, "showscale": False}
    else:
        layout = mosaic(opaque(shown), columns=columns, caption_lines=max(c.count("<br>") + bool(c) for c in captions))
        cells = {}
    return draw(
        layout,
        captions,
        [_hover(i, true, said, chances) for i in range(count)],
        alt=alt or _told(f"{counted(count, 'image')} of {height} by {width} pixels", true, said, wrong),
        title=title,
        framed=wrong,
        **cells,
    )


def filters(
    weights: ArrayLike, *, columns: int | None = None, title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw the kernels of a convolution layer: what each of its filters looks for.

    One input channel gives one tile for each filter on a scale from negative to positive, white at zero; three input
    channels are shown as colours; more give one row for each filter and one tile for each input channel.

    Parameters
    ----------
    weights : array_like of shape (filters, channels, h, w)
        As in PyTorch's ``Conv2d.weight``; with more than three channels, the first 16 of each are shown.
    columns : int, optional
        Filters in a row, for one or three channels.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `weights` has not four axes of finite numbers, or there are more than 144 filters.

    Examples
    --------
    >>> filters([[[[0, 1], [0, 1]]], [[[0, 0], [0, 0]]]]).alt
    'The kernels of 2 filters of 2 by 2 weights for 1 input channel, from 0 to 1. The strongest is filter 0. 1 is zero.'
    """
    kernels = numbers(weights, "weights", "filters", "channels", "height", "width")
    count, channels, height, width = kernels.shape
    strength = np.sqrt((kernels**2).sum(axis=(1, 2, 3)))
    dead = int((strength == 0).sum())
    told = (
        f"The kernels of {counted(count, 'filter')} of {height} by {width} weights for "
        f"{counted(channels, 'input channel')}, from {number(kernels.min())} to {number(kernels.max())}. "
        f"The strongest is filter {int(strength.argmax())}."
        + (f" {dead} {'is' if dead == 1 else 'are'} zero." if dead else "")
    )
    hovers = [f"filter {i}<br>norm {number(strength[i])}" for i in range(count)]
    if channels == 3:
        span = float(np.abs(kernels).max()) or 1.0
        colours = opaque(np.moveaxis(kernels / (2 * span) + 0.5, 1, 3))
        layout = mosaic(colours, columns=columns, caption_lines=1, largest=72)
        return draw(layout, [str(i) for i in range(count)], hovers, alt=alt or told, title=title)
    captions = [str(i) for i in range(count)]
    tiles = kernels[:, 0]
    if channels != 1:
        shown = kernels[:_MOST_KERNELS, :_MOST_KERNELS]
        columns = shown.shape[1]
        captions = [f"{f}, {c}" if columns <= 8 else "" for f in range(len(shown)) for c in range(columns)]
        hovers = [
            f"filter {f}, channel {c}<br>norm {number(float(np.linalg.norm(shown[f, c])))}"
            for f in range(len(shown))
            for c in range(columns)
        ]
        tiles = shown.reshape(-1, height, width)
        if len(tiles) > MOST:
            tiles, captions, hovers = tiles[: MOST // columns * columns], captions[:MOST], hovers[:MOST]
            captions, hovers = captions[: len(tiles)], hovers[: len(tiles)]
        told += f" Shown are {len(tiles) // columns} filters (rows) with {columns} of their channels (columns)."
    layout = mosaic(tiles, columns=columns, caption_lines=int(any(captions)), largest=72)
    span = float(np.abs(tiles).max()) or 1.0
    return draw(
        layout,
        captions,
        hovers,
        alt=alt or told,
        title=title,
        colorscale="RdBu",
        zmin=-span,
        zmax=span,
        colorbar=_bar("weight"),
        hoverinfo="z",
    )


def feature_maps(
    activations: ArrayLike, *, columns: int | None = None, title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw what the channels of a layer answer to one image, all on the same scale.

    Parameters
    ----------
    activations : array_like of shape (channels, h, w)
        The layer's output for one image, at most 144 channels.
    columns : int, optional
        Channels in a row.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `activations` has not three axes of finite numbers, or more than 144 channels.

    Examples
    --------
    >>> feature_maps([[[0, 0]], [[1, 3]]]).alt
    'Feature maps of 2 channels, 1 by 2, from 0 to 3. Channel 1 answers most (mean 2); 1 of 2 is silent everywhere.'
    """
    maps = numbers(activations, "activations", "channels", "height", "width")
    count, height, width = maps.shape
    means = maps.mean(axis=(1, 2))
    strongest = int(means.argmax())
    silent = int((maps == 0).all(axis=(1, 2)).sum())
    told = (
        f"Feature maps of {counted(count, 'channel')}, {height} by {width}, from {number(maps.min())} to "
        f"{number(maps.max())}. Channel {strongest} answers most (mean {number(means[strongest])}); "
        f"{silent} of {count} {'is' if silent == 1 else 'are'} silent everywhere."
    )
    layout = mosaic(maps.astype(np.float32), columns=columns, caption_lines=1, largest=96)
    return draw(
        layout,
        [str(i) for i in range(count)],
        [f"channel {i}<br>mean {number(means[i])}<br>largest {number(maps[i].max())}" for i in range(count)],
        alt=alt or told,
        title=title,
        colorscale="Cividis",
        zmin=min(0.0, float(maps.min())),
        zmax=float(maps.max()) or 1.0,
        colorbar=_bar("activation"),
    )


def saliency(
    image: ArrayLike,
    relevance: ArrayLike,
    *,
    ink: bool = False,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw an image, and beside it which of its parts matter to a prediction.

    The image's grey is on the left; on the right the relevance lies over it, with a line around the part that
    has more than half of the greatest relevance.

    Parameters
    ----------
    image : array_like of shape (h, w), (1, h, w), (3, h, w) or (h, w, 3)
        The image.
    relevance : array_like of shape (rows, columns)
        How much each part matters, such as gradients' sizes or Grad-CAM; of the image's size or coarser. Its sign
        is ignored.
    ink : bool
        Whether grey values are the amount of ink, so that 0 is white.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If a shape is another, a value is missing, or the relevance is zero everywhere.

    References
    ----------
    Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks", 2014.

    Examples
    --------
    >>> saliency(np.eye(4), [[0, 1], [0, 0]]).alt
    'An image and the relevance of its parts: greatest at the upper right; 25 % of the area has more than half of it.'
    """
    matters = np.abs(numbers(relevance, "relevance", "rows", "columns"))
    if not matters.any():
        raise CourseError("The relevance is zero everywhere: there is nothing to show.")
    matters = matters / matters.max()
    grey = _grey(pictures(plain(image)[None], "image")[0])
    height, width = grey.shape
    row, column = np.unravel_index(int(matters.argmax()), matters.shape)
    where = _part((row + 0.5) / matters.shape[0], (column + 0.5) / matters.shape[1])
    told = (
        f"An image and the relevance of its parts: greatest at the {where}; "
        f"{percent(float((matters > 0.5).mean()))} of the area has more than half of it."
    )
    fine = _stretched(matters, height, width).astype(np.float32)
    base = {"z": grey.astype(np.float32), "zmin": 0, "zmax": 1, "showscale": False, "hoverinfo": "skip"}
    paper = INKS if ink else GREYS
    veil = [(0.0, "rgba(213, 94, 0, 0)"), (0.5, "rgba(213, 94, 0, 0.45)"), (1.0, "rgba(230, 159, 0, 0.9)")]
    traces = [
        go.Heatmap(**base, colorscale=paper),
        go.Heatmap(**base, colorscale=paper, xaxis="x2", yaxis="y2"),
        go.Heatmap(
            z=fine,
            colorscale=veil,
            zmin=0,
            zmax=1,
            showscale=False,
            hovertemplate="relevance %{z:.2f}<extra></extra>",
            xaxis="x2",
            yaxis="y2",
        ),
    ]
    # The bar's own colours: those of the veil on white, since a page behind a veil may be dark.
    solid = [(0.0, "#ffffff"), (0.5, "rgb(236, 183, 140)"), (1.0, "rgb(232, 169, 26)")]
    scale = {"color": [0], "colorscale": solid, "cmin": 0, "cmax": 1, "showscale": True, "colorbar": _bar("relevance")}
    traces.append(go.Scatter(x=[None], y=[None], mode="markers", marker=scale, hoverinfo="skip"))
    if min(grey.shape) > 1:
        traces.append(
            go.Contour(
                z=fine,
                contours={"start": 0.5, "end": 0.5, "size": 1, "coloring": "none"},
                line={"color": theme.SKY, "width": 2.5},
                showscale=False,
                hoverinfo="skip",
                xaxis="x2",
                yaxis="y2",
            )
        )
    fig = theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=310 + (40 if title else 0),
        margin={"t": 90 if title else 40, "b": 16},
        showlegend=False,
        xaxis={"domain": [0, 0.48]},
        xaxis2={"domain": [0.52, 1], "anchor": "y2"},
        yaxis2={"anchor": "x2"},
        annotations=[
            {"text": text, "xref": f"{axis} domain", "yref": f"{axis.replace('x', 'y')} domain", "x": 0.5, "y": 1}
            | {"yanchor": "bottom", "showarrow": False}
            for axis, text in (("x", "image"), ("x2", "what matters (line: half of the most)"))
        ],
    )
    edge = {
        "ticks": "",
        "showline": True,
        "mirror": True,
        "linecolor": theme.GRID,
        "showgrid": False,
        "zeroline": False,
    }
    fig.update_xaxes(showticklabels=False, **edge)
    fig.update_yaxes(showticklabels=False, **edge)
    return theme.equal_axes(fig, x=(-0.5, width - 0.5), y=(height - 0.5, -0.5))


def opaque(colours: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Turn colours from 0 to 1 into bytes with full opacity, shape (k, h, w, 4)."""
    alpha = np.ones((*colours.shape[:-1], 1))
    return np.round(255 * np.concatenate([colours, alpha], axis=-1)).astype(np.uint8)


def _stretched(coarse: NDArray[np.float64], height: int, width: int) -> NDArray[np.float64]:
    """Bring a coarse map to an image's size, linearly between the middles of its cells."""
    for axis, size in enumerate((height, width)):
        cells = coarse.shape[axis]
        if cells == size:
            continue
        at = np.clip((np.arange(size) + 0.5) * cells / size - 0.5, 0, cells - 1)
        before = np.minimum(at.astype(int), cells - 1)
        after = np.minimum(before + 1, cells - 1)
        share = np.expand_dims(at - before, 1 - axis)
        coarse = (1 - share) * coarse.take(before, axis) + share * coarse.take(after, axis)
    return coarse


def _grey(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    # ITU-R BT.601, the weights of red, green and blue in brightness.
    return picture @ np.array([0.299, 0.587, 0.114]) if picture.ndim == 3 else picture


def _chances(probabilities: ArrayLike, count: int) -> NDArray[np.float64]:
    given = plain(probabilities)
    chances = (
        numbers(given, "probabilities", "k", "classes") if given.ndim == 2 else numbers(given, "probabilities", "k")
    )
    same_length(count, "images", probabilities=chances)
    if chances.min() < 0 or chances.max() > 1 + 1e-6:
        raise CourseError("probabilities must lie between 0 and 1: apply softmax to the logits first.")
    return chances


def _classes(values: ArrayLike, what: str, count: int, class_names: Sequence[str] | None) -> list[str]:
    given = plain(values)
    if given.ndim != 1:
        raise CourseError(f"{what} must have the shape (k,), not {given.shape}.")
    same_length(count, "images", **{what: given})
    if class_names is None:
        return [str(entry) for entry in given.tolist()]
    try:
        indices = [int(entry) for entry in given.tolist()]
    except (TypeError, ValueError):
        raise CourseError(f"With class_names, {what} must be the numbers of the classes.") from None
    if min(indices) < 0 or max(indices) >= len(class_names):
        raise CourseError(f"{what} go from {min(indices)} to {max(indices)}, and there are {len(class_names)} names.")
    return [str(class_names[i]) for i in indices]


def _caption(i: int, true: list[str] | None, said: list[str] | None, chances: NDArray[np.float64] | None) -> str:
    sure = "" if chances is None else f" {chances[i]:.2f}"
    if said is None:
        return "" if true is None else true[i]
    if true is None:
        return f"{said[i]}{sure}"
    return f"✓ {said[i]}{sure}" if true[i] == said[i] else f"<b>✗ {said[i]}{sure}</b><br>is {true[i]}"


def _hover(i: int, true: list[str] | None, said: list[str] | None, chances: NDArray[np.float64] | None) -> str:
    parts = [f"image {i + 1}"]
    if true is not None:
        parts.append(f"true: {true[i]}")
    if said is not None:
        parts.append(f"predicted: {said[i]}")
    if chances is not None:
        parts.append(f"probability {chances[i]:.3f}")
    return "<br>".join(parts)


def _told(what: str, true: list[str] | None, said: list[str] | None, wrong: list[int]) -> str:
    if true is not None and said is not None:
        right = len(true) - len(wrong)
        mistakes = "; ".join(f"image {i + 1} is {true[i]} and was taken for {said[i]}" for i in wrong[:5])
        more = f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        return (
            f"{what} with their predictions: {right} of {len(true)} {'is' if right == 1 else 'are'} right "
            f"({percent(right / len(true))})." + (f" Wrong: {mistakes}{more}." if wrong else "")
        )
    classes = true if true is not None else said
    if classes is None:
        return f"{what}."
    kind = "labels" if true is not None else "predictions"
    counts = ", ".join(f"{name} ({times})" for name, times in Counter(classes).most_common(5))
    more = f" and {len(set(classes)) - 5} other classes" if len(set(classes)) > 5 else ""
    return f"{what} with their {kind}: {counts}{more}."


def _part(down: float, across: float) -> str:
    """Name the part of a picture, from the shares of its height and width."""
    rows, columns = ("upper", "middle", "lower"), ("left", "middle", "right")
    row, column = rows[min(2, int(3 * down))], columns[min(2, int(3 * across))]
    if row == column:
        return "centre"
    return f"{row} {column}" if row != "middle" else f"{column} edge"


def _bar(title: str) -> dict[str, Any]:
    return {"title": {"text": title, "side": "right"}, "thickness": 14, "outlinewidth": 0}
