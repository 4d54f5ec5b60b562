"""Random test inputs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SEED_VARIABLE = "MLCOURSE_SEED"


def rng(stream: int = 0) -> np.random.Generator:
    """Make a random generator for fresh test inputs.

    Parameters
    ----------
    stream : int, optional
        Another number gives independent values.

    Returns
    -------
    numpy.random.Generator
        Seeded by `stream` and the environment variable ``MLCOURSE_SEED`` (a whole number, 0 if not set).

    Raises
    ------
    ValueError
        If the variable is set to something else.

    Examples
    --------
    >>> bool(rng().random() == rng().random())
    True
    """
    import numpy as np

    text = os.environ.get(SEED_VARIABLE, "0")
    if not text.strip().isdecimal():
        raise ValueError(f"the environment variable {SEED_VARIABLE} must be a whole number from 0, and is {text!r}")
    return np.random.default_rng([int(text), stream])
