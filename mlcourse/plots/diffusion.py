"""Figures of diffusion models: the steps from noise to image, and the schedule of the noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import (
    LEGEND_BELOW,
    axes_of,
    counted,
    line,
    number,
    numbers,
    panels,
    plain,
    same_length,
)
from mlcourse.plots._mosaic import GREYS, INKS, draw, mosaic, pictures
from mlcourse.plots.images import opaque


def denoising_steps(
    images: ArrayLike,
    labels: Sequence[str] | None = None,
    *,
    ink: bool = False,
    columns: int | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the steps of a diffusion model as a film strip, from the first image to the last.

    Parameters
    ----------
    images : array_like of shape (steps, h, w), (steps, 1, h, w), (steps, 3, h, w) or (steps, h, w, 3)
        The image at each step, at least 2. Values outside 0 to 1 are stretched, all images alike; but where the last
        image lies between −1 and 1, this range is kept and what lies beyond is cut off.
    labels : sequence of str, optional
        What stands above each image; without it, the number of the step.
    ink : bool
        Whether grey values are the amount of ink, so that the lowest is white.
    columns : int, optional
        Images in a row; without it, up to 10.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the shape is another, there are fewer than 2 or more than 144 images, or labels are not as many.

    Examples
    --------
    >>> denoising_steps([[[0, 1]], [[0, 0]], [[0, 0]]], ["t = 2", "t = 1", "t = 0"]).alt
    '3 steps from t = 2 to t = 0. The image changes most from t = 2 to t = 1.'
    """
    given = plain(images)
    if given.ndim and len(given) < 2:
        raise CourseError("A film strip needs at least 2 images.")
    last = given[-1] if given.ndim else given
    # Models of images work between −1 and 1, and noise reaches beyond.
    if np.issubdtype(given.dtype, np.floating) and last.size and -1.2 <= last.min() < 0 and last.max() <= 1.2:
        given = np.clip(given, -1, 1) / 2 + 0.5
    shown = pictures(given)
    names = [str(label) for label in (labels if labels is not None else range(len(shown)))]
    same_length(len(shown), "images", labels=names)
    changes = np.sqrt(((shown[1:] - shown[:-1]) ** 2).reshape(len(shown) - 1, -1).mean(axis=1))
    most = int(changes.argmax())
    told = f"{counted(len(shown), 'step')} from {names[0]} to {names[-1]}. " + (
        f"The image changes most from {names[most]} to {names[most + 1]}."
        if changes.any()
        else "The image stays as it is."
    )
    grey = shown.ndim == 3
    columns = min(len(shown), 10) if columns is None else columns
    layout = mosaic(shown if grey else opaque(shown), columns=columns, caption_lines=1, largest=100)
    cells: dict[str, Any] = (
        {"colorscale": INKS if ink else GREYS, "zmin": 0, "zmax": 1, "showscale": False} if grey else {}
    )
    hovers = [
        f"{name}<br>standard deviation {number(float(image.std()))}" for name, image in zip(names, shown, strict=True)
    ]
    return draw(layout, names, hovers, alt=alt or told, title=title, **cells)


def noise_schedule(
    betas: ArrayLike | Mapping[str, ArrayLike], *, title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw how a diffusion model trades signal for noise, and the ratio of both, at each step.

    Parameters
    ----------
    betas : array_like of shape (steps,), or mapping of str to such
        The variance of the noise that each step adds, between 0 and 1; of one schedule or up to 3.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``: on the left √ᾱ, what is left of the image, and √(1 − ᾱ), the noise; on the
        right the signal-to-noise ratio ᾱ / (1 − ᾱ).

    Raises
    ------
    CourseError
        If a β is not between 0 and 1, or there are no or more than 3 schedules.

    References
    ----------
    Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", 2020; Nichol and Dhariwal, 2021.

    Examples
    --------
    >>> noise_schedule([0.2, 0.3, 0.5]).alt
    'A noise schedule of 3 steps: noise outweighs the image from step 3 on; at the end 0.529 of the image is left.'
    """
    given: Mapping[str, ArrayLike] = betas if isinstance(betas, Mapping) else {"": betas}
    if not 1 <= len(given) <= 3:
        raise CourseError(f"There are {len(given)} schedules: draw 1 to 3 of them.")
    layout = panels(["image and noise", "signal-to-noise ratio"], columns=2, gap=(0.13, 0))
    traces, parts = [], []
    for i, (name, values) in enumerate(given.items()):
        added = numbers(values, name or "betas", "steps")
        if added.min() < 0 or added.max() >= 1 or added[0] == 0:
            raise CourseError("Each β must lie between 0 and 1, and the first above 0.")
        kept = np.cumprod(1 - added)
        step = np.arange(1, len(kept) + 1)
        label = f"{name}: " if name else ""
        pair = ((np.sqrt(kept), "image √ᾱ", 2 * i), (np.sqrt(1 - kept), "noise √(1 − ᾱ)", 2 * i + 1))
        for y, what, series in pair:
            hover = f"step %{{x}}<br>{label}{what} %{{y:.3f}}<extra></extra>"
            traces.append(line(step, y, label + what, series=series, hovertemplate=hover))
        ratio = kept / (1 - kept)
        hover = f"step %{{x}}<br>{label}ratio %{{y:.3g}}<extra></extra>"
        traces.append(
            line(step, ratio, label + "ratio", series=2 * i, showlegend=False, hovertemplate=hover, **axes_of(1))
        )
        below = np.flatnonzero(kept < 0.5)
        turn = f"noise outweighs the image from step {int(step[below[0]]):,} on" if len(below) else "the image prevails"
        parts.append(f"{label}{turn}; at the end {number(float(np.sqrt(kept[-1])))} of the image is left")
    length = max(len(plain(values)) for values in given.values())
    told = (
        f"A noise schedule of {length:,} steps: {parts[0]}."
        if len(parts) == 1
        else f"{len(parts)} noise schedules of up to {length:,} steps. {'. '.join(parts)}."
    )
    layout["xaxis"] |= {"title": "step"}
    layout["xaxis2"] |= {"title": "step"}
    layout["yaxis"] |= {"range": [0, 1.04]}
    layout["yaxis2"] |= {"type": "log", "exponentformat": "power"}
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=400,
        margin={"t": 90 if title else 50, "b": 100},
        legend=LEGEND_BELOW,
        **layout,
    )
