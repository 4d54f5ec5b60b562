"""Small worked examples of every figure: for each module, `EXAMPLES` makes them by name."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SPECIES = ("setosa", "versicolor", "virginica")
MEASURES = ("sepal length in cm", "sepal width in cm", "petal length in cm", "petal width in cm")


def iris() -> tuple[NDArray[Any], NDArray[Any]]:
    """Give Fisher's irises: the four :data:`MEASURES` of 150 flowers, and the number of each one's species."""
    from mlcourse import datasets

    flowers = datasets.load("iris")
    return np.asarray(flowers.data, dtype=float), np.asarray(flowers.target)
