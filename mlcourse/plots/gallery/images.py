"""Examples of the figures about images."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mlcourse.plots import images
from mlcourse.plots.theme import Figure

_KINDS = ("ring", "cross", "bar")


def _drawings(count: int, seed: int = 0) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Draw rings, crosses and bars of 16 by 16 pixels, each a little different."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[-8:8, -8:8] + 0.5
    kinds = rng.integers(0, 3, count)
    drawn = []
    for kind in kinds:
        y, x = rows - rng.normal(0, 0.8), columns - rng.normal(0, 0.8)
        distance = (np.abs(np.hypot(x, y) - 5), np.minimum(np.abs(x), np.abs(y)), np.abs(x - 0.3 * y))[kind]
        drawn.append(np.clip(np.exp(-(distance**2) / 1.5) + rng.normal(0, 0.05, x.shape), 0, 1))
    return np.array(drawn), kinds


def _image_grid() -> Figure:
    pictures, labels = _drawings(12)
    chances = np.random.default_rng(1).dirichlet([0.6, 0.6, 0.6], 12) + 1.5 * np.eye(3)[labels]
    chances /= chances.sum(axis=1, keepdims=True)
    chances[4] = np.roll(chances[4], 1)
    chances[9] = np.roll(chances[9], 1)
    return images.image_grid(
        pictures, labels, probabilities=chances, class_names=_KINDS, ink=True, title="Two of twelve are mistaken"
    )


def _filters() -> Figure:
    rows, columns = np.mgrid[-2:3, -2:3]
    turns = np.linspace(0, np.pi, 8, endpoint=False)
    wave = [np.sin(1.2 * (rows * np.cos(t) + columns * np.sin(t))) for t in turns]
    kernels = np.array(wave) * np.exp(-(rows**2 + columns**2) / 6)
    return images.filters(kernels[:, None], title="Filters for edges in eight directions")


def _feature_maps() -> Figure:
    picture = _drawings(1)[0][0]
    maps = [np.abs(np.gradient(picture, axis=axis)) for axis in (0, 1)]
    maps += [np.maximum(0, np.gradient(picture, axis=axis)) for axis in (0, 1)]
    return images.feature_maps([picture, *maps, np.zeros_like(picture)], title="Six channels answer to one drawing")


def _saliency() -> Figure:
    picture = _drawings(3, seed=5)[0][1]
    # As coarse as the last layer of a network that looks at the ink in the middle of the bar.
    relevance = picture.reshape(4, 4, 4, 4).mean(axis=(1, 3)) * np.array([[0.3], [1.0], [0.8], [0.3]])
    return images.saliency(picture, relevance, ink=True, title="Where the class is seen")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "image_grid": _image_grid,
    "filters": _filters,
    "feature_maps": _feature_maps,
    "saliency": _saliency,
}
