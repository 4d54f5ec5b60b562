"""Examples of the figures about embeddings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots import embeddings
from mlcourse.plots.theme import Figure

_CENTRES = {"animals": (0, 4), "vehicles": (5, 0), "food": (-4, -2)}
_NAMED = {
    "animals": ("cat", "dog", "horse", "mouse", "bird", "fish"),
    "vehicles": ("car", "bus", "train", "bicycle", "ship", "plane"),
    "food": ("bread", "rice", "apple", "cheese", "soup", "tea"),
}


def _embedding_2d() -> Figure:
    rng = np.random.default_rng(2)
    points = np.concatenate([rng.normal(_CENTRES[kind], 1.4, (6, 2)) for kind in _CENTRES])
    names = [word for kind in _CENTRES for word in _NAMED[kind]]
    return embeddings.embedding_2d(
        points, np.repeat(list(_CENTRES), 6), names, title="Words that mean alike lie together"
    )


def _embedding_3d() -> Figure:
    rng = np.random.default_rng(3)
    points = np.concatenate([rng.normal((*_CENTRES[kind], i), 1, (60, 3)) for i, kind in enumerate(_CENTRES)])
    return embeddings.embedding_3d(points, np.repeat(list(_CENTRES), 60), title="Three groups in space")


EXAMPLES: dict[str, Callable[[], Figure]] = {"embedding_2d": _embedding_2d, "embedding_3d": _embedding_3d}
