"""Examples of the figures in :mod:`mlcourse.plots.components`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.components import biplot, explained_variance
from mlcourse.plots.gallery import MEASURES, SPECIES, iris
from mlcourse.plots.theme import Figure


def _biplot() -> Figure:
    X, y = iris()
    names = [measure.removesuffix(" in cm") for measure in MEASURES]
    return biplot(X, names, y, class_names=SPECIES, title="Petals and sepal length go together")


def _variance() -> Figure:
    ratios = 0.135 * 0.86 ** np.arange(24)
    return explained_variance(ratios, threshold=0.9, title="Eighteen of 24 components say most of it")


EXAMPLES: dict[str, Callable[[], Figure]] = {"biplot": _biplot, "explained_variance": _variance}
