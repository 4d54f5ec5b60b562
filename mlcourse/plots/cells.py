"""Texts in coloured cells, in whichever of black and white stands out from the cell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import plotly.colors
from numpy.typing import NDArray

from mlcourse.plots._arrays import Floats

_NARROW = 240  # pixels for the cells of a figure in a narrow window
_SIZE = 14  # pixels
_LETTER = 0.58  # the width of a letter, as a share of its size
DARK, LIGHT = "#111111", "#ffffff"


def readable(texts: Sequence[Sequence[str]], z: Floats, low: float, high: float, scale: str) -> list[list[str]]:
    """Colour the text of each cell of a heat map so that it can be read.

    Plotly chooses between white and a grey that is too pale for the middle of a scale.

    Parameters
    ----------
    texts : sequence of sequence of str
        The text of each cell; empty ones stay empty.
    z : ndarray of shape (rows, columns)
        The cells' values; NaN where there is none.
    low, high : float
        The values at the ends of the colour scale.
    scale : str
        The name of Plotly's colour scale.

    Returns
    -------
    list of list of str
        The texts with their colours, for ``texttemplate="%{text}"``.

    Examples
    --------
    >>> readable([["0", "1"]], np.array([[0.0, 1.0]]), 0, 1, "Cividis")
    [['<span style="color: #ffffff">0</span>', '<span style="color: #111111">1</span>']]
    """
    share = np.nan_to_num((np.asarray(z, dtype=float) - low) / ((high - low) or 1.0), nan=0.5)
    at, luminance = _luminance(scale)
    bright = np.interp(np.clip(share, 0, 1), at, luminance)
    # The two contrasts, (L + 0.05) / (0.0056 + 0.05) with #111111 and 1.05 / (L + 0.05) with white, meet here.
    dark = (bright + 0.05) ** 2 > 1.05 * (0.0056 + 0.05)
    return [
        [_inked(text, DARK if on else LIGHT) for text, on in zip(*row, strict=True)]
        for row in zip(texts, dark.tolist(), strict=True)
    ]


def labels(
    texts: Sequence[Sequence[str]], z: Floats, low: float, high: float, scale: str, *, widest: float = 240
) -> dict[str, Any]:
    """Write texts into cells: readable ones where they fit a narrow figure, else Plotly's own, which shrink to fit.

    Parameters
    ----------
    texts, z, low, high, scale
        As for :func:`readable`.
    widest : float
        The width of a cell in pixels, if it cannot be wider.

    Returns
    -------
    dict
        Properties of the heat map.

    Examples
    --------
    >>> labels([["7", "8"]], np.array([[0.0, 1.0]]), 0, 1, "Cividis")["textfont"]
    {'size': 14}
    >>> labels([["7"] * 40], np.zeros((1, 40)), 0, 1, "Cividis")["text"][0][:2]
    ['7', '7']
    """
    longest = max((len(text) for row in texts for text in row), default=0)
    # Plotly would count the characters of the colours, too, and write far too small.
    if min(widest, _NARROW / max(1, len(texts[0]))) < _LETTER * _SIZE * longest:
        return {"text": [list(row) for row in texts]}
    return {"text": readable(texts, z, low, high, scale), "textfont": {"size": _SIZE}}


def _inked(text: str, colour: str) -> str:
    return f'<span style="color: {colour}">{text}</span>' if text else ""


@cache
def _luminance(scale: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Compute the relative luminance (WCAG 2.2) along a colour scale, as Plotly mixes it."""
    stops = plotly.colors.get_colorscale(scale)
    at = np.linspace(0, 1, 101)
    places = [float(place) for place, _ in stops]
    colours = np.array([_channels(colour) for _, colour in stops])
    mixed = np.column_stack([np.interp(at, places, channel) for channel in colours.T])
    linear = np.where(mixed <= 0.04045, mixed / 12.92, ((mixed + 0.055) / 1.055) ** 2.4)
    return at, linear @ np.array([0.2126, 0.7152, 0.0722])


def _channels(colour: str) -> list[float]:
    if colour.startswith("#"):
        return [channel / 255 for channel in plotly.colors.hex_to_rgb(colour)]
    return [float(channel) / 255 for channel in plotly.colors.unlabel_rgb(colour)]
