"""Reading times and series, and the gaps in them; shared by the figures about time series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots._arrays import Floats, number, numbers, plain, same_length

_GAP = 1.5  # a step longer than this many usual steps is a gap


@dataclass(frozen=True)
class Time:
    """Points in time, rising: dates or plain numbers.

    Attributes
    ----------
    values : ndarray of shape (n,)
        datetime64 or float64.
    """

    values: NDArray[Any]

    @property
    def dated(self) -> bool:
        """Whether these are dates."""
        return bool(np.issubdtype(self.values.dtype, np.datetime64))

    @property
    def steps(self) -> Floats:
        """The steps between the points, in seconds if these are dates; shape (n - 1,)."""
        apart = np.diff(self.values)
        return apart / np.timedelta64(1, "s") if self.dated else apart

    def tell(self, i: int) -> str:
        """Write one point in time, a date without a time of day that is always midnight."""
        if not self.dated:
            value = float(self.values[i])
            return f"{value:.0f}" if value.is_integer() and 1000 <= value < 10_000 else number(value)  # a year: 1952
        whole = str(self.values[i].astype("datetime64[s]"))
        midnight = (self.values == self.values.astype("datetime64[D]")).all()
        return whole[:10] if midnight else whole.replace("T", " ").removesuffix(":00")


def read_time(time: Any) -> Time:
    """Read points in time.

    Parameters
    ----------
    time : array_like of shape (n,)
        Dates (NumPy's, pandas', Python's, or texts such as "2024-01-31") or numbers, rising. Time zones are dropped.

    Returns
    -------
    Time

    Raises
    ------
    CourseError
        If there is none, one is missing, or they do not rise.

    Examples
    --------
    >>> read_time(["2024-01-01", "2024-01-02"]).steps.tolist()
    [86400.0]
    """
    given = time
    if str(getattr(time, "dtype", "")).startswith("period"):
        given = (time.dt if hasattr(time, "dt") else time).to_timestamp()
    array = plain(given)
    if array.ndim != 1 or not array.size:
        raise CourseError(f"time must have the shape (n,), not {array.shape}.")
    if not np.issubdtype(array.dtype, np.number) and not np.issubdtype(array.dtype, np.datetime64):
        import pandas as pd

        try:
            array = np.asarray(pd.DatetimeIndex(pd.to_datetime(given, format="ISO8601")).tz_localize(None))
        except (TypeError, ValueError):
            raise CourseError("time must hold dates or numbers: convert it with pd.to_datetime first.") from None
    dated = np.issubdtype(array.dtype, np.datetime64)
    array = array.astype("datetime64[ms]" if dated else np.float64)
    if (np.isnat(array) if dated else ~np.isfinite(array)).any():
        raise CourseError("time holds missing values: remove these rows first.")
    if (array[1:] <= array[:-1]).any():
        raise CourseError("time must rise from each value to the next: sort by time, and remove duplicates.")
    return Time(array)


def read_values(values: ArrayLike, name: str, count: int) -> Floats:
    """Read a series that belongs to points in time; NaN marks what is missing.

    Parameters
    ----------
    values : array_like of shape (n,)
        The series.
    name : str
        What it is called in messages.
    count : int
        How many points in time there are.

    Returns
    -------
    ndarray of shape (n,)

    Raises
    ------
    CourseError
        If these are not numbers, are all missing, or not as many.

    Examples
    --------
    >>> read_values([1, None], "load", 2).tolist()
    [1.0, nan]
    """
    array = numbers(values, name, "n", finite=False)
    same_length(count, "time", **{name: array})
    return array


def find_gaps(when: Time, values: Floats) -> list[tuple[int, int]]:
    """Find the gaps inside a series.

    Parameters
    ----------
    when : Time
        The points in time.
    values : ndarray of shape (n,)
        NaN where a value is missing.

    Returns
    -------
    list of pair of int
        For each gap, the positions of the last value before it and of the first one after it.

    Examples
    --------
    >>> find_gaps(read_time([0, 1, 2, 9]), np.array([1.0, np.nan, 1.0, 1.0]))
    [(0, 2), (2, 3)]
    """
    present = np.flatnonzero(np.isfinite(values))
    if len(present) < 2:
        return []
    steps = when.steps
    seconds = np.concatenate([[0.0], np.cumsum(steps)])
    late = np.diff(seconds[present]) > _GAP * float(np.median(steps))
    return [(int(present[i]), int(present[i + 1])) for i in np.flatnonzero((np.diff(present) > 1) | late)]


def with_breaks(when: Time, values: Floats) -> tuple[NDArray[Any], Floats]:
    """Put a missing value into each gap where time itself jumps, so that no line crosses it.

    Parameters
    ----------
    when : Time
        The points in time.
    values : ndarray of shape (n,)
        NaN where a value is missing.

    Returns
    -------
    x, y : ndarray of shape (m,), m >= n
        What to draw.

    Examples
    --------
    >>> with_breaks(read_time([0, 1, 2, 9]), np.array([1.0, 1.0, 1.0, 1.0]))[1].tolist()
    [1.0, 1.0, 1.0, nan, 1.0]
    """
    at = [after for before, after in find_gaps(when, values) if after == before + 1]
    if not at:
        return when.values, values
    middles = [when.values[a - 1] + (when.values[a] - when.values[a - 1]) / 2 for a in at]
    return np.insert(when.values, at, middles), np.insert(values, at, np.nan)


def shade(when: Time, before: int, after: int) -> dict[str, Any]:
    """Describe the shading of a gap.

    Parameters
    ----------
    when : Time
        The points in time.
    before, after : int
        The positions of the last value before the gap and of the first one after it.

    Returns
    -------
    dict
        A shape of Plotly's layout.

    Examples
    --------
    >>> shade(read_time([0, 1, 9]), 1, 2)["x1"]
    9.0
    """
    ends = {"x0": plain_time(when.values[before]), "x1": plain_time(when.values[after])}
    look = {"fillcolor": "rgba(128, 128, 128, 0.18)", "line": {"width": 0}, "layer": "below"}
    return {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, **ends, **look}


def plain_time(value: Any) -> float | str:
    """Turn a point in time into what Plotly's layout takes.

    Parameters
    ----------
    value : datetime64 or float

    Returns
    -------
    str or float

    Examples
    --------
    >>> plain_time(np.datetime64("2024-01-01")), plain_time(3)
    ('2024-01-01', 3.0)
    """
    return str(value) if isinstance(value, np.datetime64) else float(value)
