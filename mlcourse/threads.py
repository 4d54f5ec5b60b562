"""How many threads the linear algebra of figures and explorers takes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any


def one_thread() -> AbstractContextManager[Any]:
    """Keep the linear algebra of NumPy, SciPy and scikit-learn to one thread, within a ``with`` block.

    On matrices as small as those of figures and explorers, several threads mostly wait for each other, and spin
    meanwhile: where other programs use the cores too, that takes up to a hundred times as long as the computing.

    Returns
    -------
    context manager
        After the block, there are as many threads as before.

    Examples
    --------
    >>> import numpy as np
    >>> with one_thread():
    ...     print(np.linalg.det(np.eye(3)))
    1.0
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

    limited: AbstractContextManager[Any] = threadpool_limits(limits=1)
    return limited
