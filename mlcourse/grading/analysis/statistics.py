"""The statistics of classical test theory, of scores as an array of students by exercises."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

FEWEST = 3  # students, for a correlation to be one
GROUP = 0.27  # of the class in the upper and in the lower group


def item_rest_correlation(item: Scores, rest: Scores) -> float | None:
    """Correlate the scores of one exercise with those of all others together.

    It is near 1 where who did well elsewhere did well here too, near 0 where the exercise tells nothing of that, and
    negative where the weaker students did better. The exercise itself is left out of the sum, for it would correlate
    with itself (Henrysson, "Correction of item-total correlations in item analysis", Psychometrika 28, 1963).

    Parameters
    ----------
    item, rest : array of shape (students,)
        Each student's score in the exercise, and the sum of the scores in the others.

    Returns
    -------
    float or None
        Pearson's correlation; None where all have the same score or there are fewer than three students.

    Examples
    --------
    >>> item_rest_correlation(np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 5.0]))
    1.0
    >>> item_rest_correlation(np.array([1.0, 1.0, 1.0]), np.array([1.0, 3.0, 5.0])) is None
    True
    """
    if len(item) < FEWEST or np.ptp(item) == 0 or np.ptp(rest) == 0:
        return None
    return round(float(np.corrcoef(item, rest)[0, 1]), 12)


def upper_lower_index(shares: Scores, totals: Scores) -> float | None:
    """Compare the best 27 % of a class with the weakest 27 % in one exercise.

    Kelley showed that groups of this size tell most ("The selection of upper and lower groups for the validation of
    test items", Journal of Educational Psychology 30, 1939). After Ebel and Frisbie ("Essentials of Educational
    Measurement", 5th edition, 1991) 0.4 and more is very good, 0.2 to 0.4 is fair, less is poor. Students with equal
    totals at the edge of a group belong to it in equal parts.

    Parameters
    ----------
    shares : array of shape (students,)
        The part of the exercise's points that each earned, from 0 to 1.
    totals : array of shape (students,)
        What each earned in all.

    Returns
    -------
    float or None
        The mean share of the upper group less that of the lower one; None where all totals are equal.

    Examples
    --------
    >>> upper_lower_index(np.array([0.0, 0.0, 1.0, 1.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    1.0
    """
    if len(totals) < FEWEST or np.ptp(totals) == 0:
        return None
    size = max(1, round(GROUP * len(totals)))
    upper, lower = _weights(totals, size), _weights(-totals, size)
    return float((upper - lower) @ shares / size)


def _weights(totals: Scores, size: int) -> Scores:
    """Give each of the `size` highest a weight of 1, and those that are equal at the edge what is left, evenly."""
    edge = np.sort(totals)[-size]
    above, at = totals > edge, totals == edge
    weights: Scores = above + at * ((size - above.sum()) / at.sum())
    return weights


def cronbach_alpha(scores: Scores) -> float | None:
    """Estimate how reliable the sum of all scores is.

    Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16, 1951. It grows with the number
    of exercises, and is low too where they ask for different things.

    Parameters
    ----------
    scores : array of shape (students, exercises)
        The scores.

    Returns
    -------
    float or None
        At most 1; None for fewer than two exercises or three students, or where all have the same total.

    Examples
    --------
    >>> cronbach_alpha(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]))
    1.0
    """
    students, exercises = scores.shape
    total = scores.sum(axis=1)
    if students < FEWEST or exercises < 2 or np.ptp(total) == 0:
        return None
    return float(exercises / (exercises - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total.var(ddof=1)))
