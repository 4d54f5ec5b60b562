"""The schema of an original: that of its simulated stand-in, so that the same lesson runs with either."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from mlcourse.datasets.card import Column


def columns_of(module: str, **meanings: str) -> tuple[Column, ...]:
    """Return the columns of a stand-in, with meanings and units.

    Parameters
    ----------
    module : str
        The module in `mlcourse.datasets.simulated`.
    **meanings : str
        Other meanings, by name, where what the stand-in says does not hold for the original.

    Examples
    --------
    >>> columns_of("penguins")[1].unit
    'mm'
    """
    # One row is made quickly.
    columns: tuple[Column, ...] = import_module(f"mlcourse.datasets.simulated.{module}").make(1, 0).card.columns
    return tuple(replace(column, meaning=meanings.get(column.name, column.meaning)) for column in columns)
