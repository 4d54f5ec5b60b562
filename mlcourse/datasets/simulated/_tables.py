"""What the simulated tables and series share: choice by weights, missing values, the words of their cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlcourse.datasets.card import Column

Array = np.ndarray[Any, Any]

LICENCE = "CC0 1.0 (made by this course)"


def pick(rng: np.random.Generator, weights: Sequence[float] | Array, rows: int | None = None) -> Array:
    """Draw one option for each row.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the randomness comes from.
    weights : array_like of shape (options,) or (rows, options)
        How likely each option is, for all rows or for each; they need not add up to 1.
    rows : int, optional
        How many rows, where all have the same weights.

    Returns
    -------
    numpy.ndarray of int, shape (rows,)
        The options' numbers.

    Examples
    --------
    >>> pick(np.random.default_rng(0), [0, 1, 0], 3)
    array([1, 1, 1])
    """
    cumulative = np.cumsum(np.asarray(weights, dtype=float), axis=-1)
    if cumulative.ndim == 1:
        drawn = np.searchsorted(cumulative, rng.random(rows) * cumulative[-1], side="right")
    else:
        points = rng.random(len(cumulative)) * cumulative[:, -1]
        drawn = (cumulative <= points[:, None]).sum(axis=1)
    return np.asarray(np.minimum(drawn, cumulative.shape[-1] - 1))


def choose(rng: np.random.Generator, options: dict[str, float], rows: int) -> Array:
    """Draw one of some texts for each row, by their weights.

    Examples
    --------
    >>> choose(np.random.default_rng(0), {"no": 0.0, "yes": 1.0}, 2).tolist()
    ['yes', 'yes']
    """
    return np.array(list(options), dtype=object)[pick(rng, list(options.values()), rows)]


def chance(log_odds: Array) -> Array:
    """Turn log-odds into probabilities.

    Examples
    --------
    >>> chance(np.array([0.0]))
    array([0.5])
    """
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def blanked(values: Array, missing: Array) -> Array:
    """Return a copy in which some values are missing: texts as objects, numbers as floating-point numbers.

    Examples
    --------
    >>> blanked(np.array([1, 2]), np.array([True, False]))
    array([nan,  2.])
    """
    copy = values.astype(float if values.dtype.kind in "biuf" else object)
    copy[missing] = np.nan
    return copy


def described(*columns: tuple[str, str, str]) -> tuple[Column, ...]:
    """Make a card's columns from names, meanings and units.

    Examples
    --------
    >>> described(("age", "age in years", "years"))[0].unit
    'years'
    """
    return tuple(Column(*column) for column in columns)
