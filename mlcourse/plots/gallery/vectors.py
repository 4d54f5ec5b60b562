"""Examples of the figures in :mod:`mlcourse.plots.vectors` and :mod:`mlcourse.plots.linear_map`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.linear_map import linear_map
from mlcourse.plots.theme import Figure
from mlcourse.plots.vectors import arrows, image_row, mapped_letters, matrix_heatmap, norm_balls, projection, spans


def _digits() -> Figure:
    from mlcourse import datasets

    images = datasets.load("digits").data
    return image_row(images[:5], [f"a {digit}" for digit in range(5)], title="Handwritten digits")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "arrows": lambda: arrows(
        {"a": [2, 1], "b": [1, 3], "b − a": [-1, 2]}, tails={"b − a": [2, 1]}, title="b − a leads from a to b"
    ),
    "image_row": _digits,
    "linear_map": lambda: linear_map(np.array([[2, 1], [0.5, 1]])),
    "mapped_letters": lambda: mapped_letters(
        {"quarter turn": [[0, -1], [1, 0]], "shear": [[1, 1], [0, 1]]}, title="A matrix moves every point"
    ),
    "matrix_heatmap": lambda: matrix_heatmap(np.outer([1, 2, 3], [1, -1, 2]), title="A matrix of rank one"),
    "norm_balls": lambda: norm_balls([1, 2, np.inf], title="All vectors of length 1, in three norms"),
    "projection": lambda: projection([2, 1], [1, 3]),
    "spans": lambda: spans(
        {"independent": ([2, 1], [-1, 2]), "dependent": ([2, 1], [4, 2])}, title="What two vectors reach"
    ),
}
