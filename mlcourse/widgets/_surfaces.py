"""The surfaces that gradient descent and the other optimisers walk on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_GRID = 51


@dataclass(frozen=True)
class Surface:
    """A function of two variables with its derivatives, its least value and what of it is drawn."""

    loss: Callable[[Any, Any], Any]
    gradient: Callable[[float, float], tuple[float, float]]
    curvature: float  # the largest eigenvalue of the Hessian, everywhere if quadratic, else at the minimum
    minimum: float
    quadratic: bool
    told: str


SURFACES: dict[str, Surface] = {
    "round bowl": Surface(
        lambda x, y: 2 * (x**2 + y**2), lambda x, y: (4 * x, 4 * y), 4.0, 0.0, True, "f = 2 x² + 2 y²"
    ),
    "narrow valley": Surface(
        lambda x, y: 0.5 * (x**2 + 10 * y**2), lambda x, y: (x, 10 * y), 10.0, 0.0, True, "f = ½ x² + 5 y²"
    ),
    "curved valley": Surface(
        lambda x, y: (1 - x) ** 2 + 5 * (y - x**2) ** 2,
        lambda x, y: (-2 * (1 - x) - 20 * x * (y - x**2), 10 * (y - x**2)),
        float(np.linalg.eigvalsh([[42.0, -20.0], [-20.0, 10.0]])[-1]),
        0.0,
        False,
        "f = (1 − x)² + 5 (y − x²)², after Rosenbrock",
    ),
    "two minima": Surface(
        lambda x, y: (x**2 - 1) ** 2 + 0.4 * x + y**2,
        lambda x, y: (4 * x * (x**2 - 1) + 0.4, 2 * y),
        float(12 * np.roots([4, 0, -4, 0.4]).real.min() ** 2 - 4),
        float(np.polyval([1, 0, -2, 0.4, 1], np.roots([4, 0, -4, 0.4]).real.min())),
        False,
        "f = (x² − 1)² + 0.4 x + y²",
    ),
}
"""What one can walk on, by name."""


@lru_cache(maxsize=8)
def contours(surface: str) -> tuple[Array, Array]:
    """Compute a surface for drawing: the logarithm of the loss above its least value, so that valleys are seen.

    Parameters
    ----------
    surface : str
        A name of :data:`SURFACES`.

    Returns
    -------
    at : numpy.ndarray of shape (51,), float64
        The coordinates of the grid, on both axes.
    heights : numpy.ndarray of shape (51, 51), float64
        One row for each y.

    Examples
    --------
    >>> at, heights = contours("round bowl")
    >>> float(at[25]), float(heights[25, 25].round(3))
    (0.0, -1.301)
    """
    at = np.linspace(-3.0, 3.0, _GRID)
    chosen = SURFACES[surface]
    return at, np.log10(chosen.loss(at[None, :], at[:, None]) - chosen.minimum + 0.05)
