"""Examples of the figures in :mod:`mlcourse.plots.classification`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse.plots.classification import confusion_matrix, precision_recall, roc
from mlcourse.plots.theme import Figure


def _scored(n: int = 400) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Make rare frauds with the scores of a good and of a middling model."""
    rng = np.random.default_rng(0)
    fraud = rng.random(n) < 0.2
    good, middling = rng.normal(1.9 * fraud), rng.normal(0.8 * fraud)
    y = np.where(fraud, "fraud", "genuine")
    return y, 1 / (1 + np.exp(1 - good)), 1 / (1 + np.exp(1 - middling))


def _counts() -> Figure:
    counts = [[50, 0, 0], [0, 46, 4], [0, 7, 43]]
    return confusion_matrix(counts, class_names=["setosa", "versicolor", "virginica"], title="Two species get mixed up")


def _shares() -> Figure:
    rng = np.random.default_rng(0)
    y = rng.integers(10, size=1500)
    guess = np.where(rng.random(1500) < 0.88, y, rng.integers(10, size=1500))
    guess[(y == 4) & (rng.random(1500) < 0.15)] = 9
    return confusion_matrix(y, guess, normalise="true", title="Fours are taken for nines")


def _roc() -> Figure:
    y, good, middling = _scored()
    models = {"forest": good, "logistic regression": middling}
    return roc(y, models, positive="fraud", title="The forest ranks better")


def _roc_marked() -> Figure:
    y, good, _ = _scored()
    return roc(y, good, positive="fraud", threshold=0.5, title="One threshold is one point of the curve")


def _precision_recall() -> Figure:
    y, good, middling = _scored()
    models = {"forest": good, "logistic regression": middling}
    return precision_recall(y, models, positive="fraud", title="The forest keeps more precision")


def _precision_recall_marked() -> Figure:
    y, good, _ = _scored()
    return precision_recall(y, good, positive="fraud", threshold=0.5, title="Precision costs recall")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "confusion_matrix": _counts,
    "confusion_matrix of shares": _shares,
    "roc": _roc,
    "roc with a threshold": _roc_marked,
    "precision_recall": _precision_recall,
    "precision_recall with a threshold": _precision_recall_marked,
}
