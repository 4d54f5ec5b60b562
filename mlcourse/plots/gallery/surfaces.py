"""Examples of the figures in :mod:`mlcourse.plots.surfaces`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse.plots.surfaces import loss_surface, loss_surface_3d
from mlcourse.plots.theme import Figure


def _rosenbrock(x: Any, y: Any) -> Any:
    return (1 - x) ** 2 + 20 * (y - x**2) ** 2 + 0.01


def _bowl(x: Any, y: Any) -> Any:
    return x**2 + 8 * y**2


def _descend(rate: float, momentum: float, steps: int = 30) -> NDArray[Any]:
    """Walk down the bowl by gradient descent."""
    place, speed, path = np.array([-3.5, 1.2]), np.zeros(2), []
    for _ in range(steps):
        path.append(place)
        speed = momentum * speed - rate * np.array([2 * place[0], 16 * place[1]])
        place = place + speed
    return np.array(path)


def _contours() -> Figure:
    paths = {"gradient descent": _descend(0.115, 0), "with momentum": _descend(0.06, 0.4)}
    names = ("weight 1", "weight 2")
    return loss_surface(_bowl, (-4, 4), (-1.6, 1.6), paths=paths, names=names, title="Momentum calms the zigzag")


def _logarithm() -> Figure:
    return loss_surface(_rosenbrock, (-1.6, 1.6), (-0.6, 2), log=True, title="A banana-shaped valley")


def _landscape() -> Figure:
    paths = {"gradient descent": _descend(0.115, 0), "with momentum": _descend(0.06, 0.4)}
    names = ("weight 1", "weight 2")
    return loss_surface_3d(_bowl, (-4, 4), (-1.6, 1.6), paths=paths, names=names, title="The loss as a landscape")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "loss_surface": _contours,
    "loss_surface on a logarithmic scale": _logarithm,
    "loss_surface_3d": _landscape,
}
