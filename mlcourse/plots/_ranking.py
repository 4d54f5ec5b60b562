"""How examples are ranked by a classifier's scores, and what each threshold on the scores yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots._arrays import Floats, numbers, plain, same_length
from mlcourse.plots._samples import classes, label_name


@dataclass(frozen=True)
class Ranking:
    """What is found when every example with at least a threshold's score is called positive.

    Attributes
    ----------
    thresholds : ndarray of shape (m,)
        Every distinct score, falling.
    true_positives, false_positives : ndarray of shape (m,)
        How many positive and negative examples reach each threshold.
    positives, negatives : int
        How many there are.
    """

    thresholds: Floats
    true_positives: Floats
    false_positives: Floats
    positives: int
    negatives: int

    @property
    def recall(self) -> Floats:
        """The share of the positive examples that is found: the true positive rate."""
        return self.true_positives / self.positives

    @property
    def fall_out(self) -> Floats:
        """The share of the negative examples that is called positive: the false positive rate."""
        return self.false_positives / self.negatives

    @property
    def precision(self) -> Floats:
        """The share of what is called positive that is positive."""
        return self.true_positives / (self.true_positives + self.false_positives)

    @property
    def f1(self) -> Floats:
        """The harmonic mean of precision and recall."""
        return 2 * self.true_positives / (self.true_positives + self.false_positives + self.positives)

    @property
    def prevalence(self) -> float:
        """The share of the positive examples among all."""
        return self.positives / (self.positives + self.negatives)

    @property
    def area_under_roc(self) -> float:
        """The chance that a positive example has a higher score than a negative one."""
        return float(np.trapezoid(np.r_[0, self.recall], np.r_[0, self.fall_out]))

    @property
    def average_precision(self) -> float:
        """The mean of the precisions, weighted by the gain in recall."""
        return float(np.diff(self.recall, prepend=0) @ self.precision)

    def at(self, threshold: float) -> int:
        """Find the last place whose threshold is not below the given one; −1 if no score reaches it."""
        return int(np.searchsorted(-self.thresholds, -threshold, side="right")) - 1


def binary(y: Any, positive: Any = None) -> tuple[NDArray[np.bool_], str]:
    """Tell which examples are positive, and what the positive class is called.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of two classes.
    positive : label, optional
        The positive class; without it, the second of the sorted labels (1 of 0 and 1, True, …).

    Returns
    -------
    ndarray of bool of shape (n,), str

    Raises
    ------
    CourseError
        If there are not two classes, or `positive` is none of them.

    Examples
    --------
    >>> binary(["ham", "spam", "ham"])[0].tolist()
    [False, True, False]
    """
    known = classes(y)
    if len(known.labels) != 2:
        raise CourseError(
            f"y must hold two classes, positive and negative, not {len(known.labels)}: compare one class with the "
            f"rest, as in y == label."
        )
    if positive is None:
        return known.codes == 1, known.names[1]
    if not (known.labels == positive).any():
        raise CourseError(f"positive is {positive!r}, which is not in y: choose {' or '.join(known.names)}.")
    return np.asarray(plain(y) == positive), label_name(positive)


def score_sets(scores: Any, count: int, name: str = "scores") -> dict[str, Floats]:
    """Read the scores of one model or of several named ones; of two columns, the second is taken."""
    given = scores if isinstance(scores, Mapping) else {name: scores}
    if not given:
        raise CourseError("There is nothing to draw: give the scores of at least one model.")
    found = {}
    for key, value in given.items():
        array = plain(value)
        array = array[:, 1] if array.ndim == 2 and array.shape[1] == 2 else array
        found[str(key)] = numbers(array, str(key), "n")
        same_length(count, "y", **{str(key): found[str(key)]})
    return found


def rank(positive: NDArray[np.bool_], scores: ArrayLike) -> Ranking:
    """Count, for every threshold on the scores, what is found.

    Parameters
    ----------
    positive : ndarray of bool of shape (n,)
        Which examples are positive; both kinds must occur.
    scores : array_like of shape (n,)
        Their scores, higher for positive.

    Returns
    -------
    Ranking

    Examples
    --------
    >>> rank(np.array([True, False, True]), [0.9, 0.5, 0.5]).recall.tolist()
    [0.5, 1.0]
    """
    values = np.asarray(scores, dtype=float)
    order = np.argsort(-values, kind="stable")
    falling, truth = values[order], positive[order]
    ends = np.flatnonzero(np.r_[np.diff(falling) != 0, True])
    found = np.cumsum(truth)[ends].astype(float)
    called = ends + 1.0
    total = int(positive.sum())
    return Ranking(falling[ends], found, called - found, total, len(positive) - total)
