"""The names under which data sets are known, and how each is loaded."""

from __future__ import annotations

from difflib import get_close_matches

from mlcourse.datasets import bundled
from mlcourse.datasets.dataset import Dataset
from mlcourse.errors import CourseError

_LOADERS = {**bundled.LOADERS}


def available() -> tuple[str, ...]:
    """Name the data sets that :func:`load` knows.

    Returns
    -------
    tuple of str
        In alphabetical order.

    Examples
    --------
    >>> available()
    ('breast-cancer', 'digits', 'iris', 'wine')
    """
    return tuple(sorted(_LOADERS))


def load(name: str) -> Dataset:
    """Load a data set by its name; nothing is downloaded.

    Parameters
    ----------
    name : str
        One of :func:`available`. Capitals do not matter, and ``_`` and spaces count as ``-``.

    Returns
    -------
    Dataset
        Data, target and card.

    Raises
    ------
    CourseError
        If there is no such data set; the message names those that are spelt alike.

    Examples
    --------
    >>> load("wine").data.shape
    (178, 13)
    """
    if not isinstance(name, str):
        raise CourseError(f"A data set is loaded by its name, a text, not by {name!r}. There are: {_names()}.")
    key = "-".join(name.lower().replace("_", " ").replace("-", " ").split())
    if key not in _LOADERS:
        alike = get_close_matches(key, _LOADERS, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(repr(match) for match in alike)}?" if alike else f"There are: {_names()}."
        raise CourseError(f"There is no data set {name!r}. {hint}")
    return _LOADERS[key]()


def _names() -> str:
    return ", ".join(available())
