"""The ten things of CIFAR-10, and the views in which each is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mlcourse.datasets.simulated import _animals as animals
from mlcourse.datasets.simulated import _vehicles as vehicles
from mlcourse.datasets.simulated._drawing import Canvas, Dice, Frame


@dataclass(frozen=True)
class View:
    """One way in which a thing is seen.

    Attributes
    ----------
    draw : callable
        Draws it: takes the canvas, the thing's frame and the dice.
    share : float
        How often it is seen so, among the views of its class.
    size : tuple of float
        How large it is: half its length, where a picture's half side is 1.
    height : tuple of float
        Where its middle is, from -1 at the top to 1 at the bottom.
    turn : float
        The standard deviation of the angle at which it is seen, in radians.
    wide : tuple of float
        How much of its length is seen: less than 1, when it is seen from an angle.
    """

    draw: Callable[[Canvas, Frame, Dice], None]
    share: float
    size: tuple[float, float]
    height: tuple[float, float]
    turn: float = 0.05
    wide: tuple[float, float] = (0.7, 1.05)


VIEWS: dict[str, tuple[View, ...]] = {
    "airplane": (
        View(vehicles.plane_side, 0.55, (0.55, 1.0), (-0.35, 0.3), 0.18, (0.6, 1.05)),
        View(vehicles.plane_above, 0.45, (0.5, 0.95), (-0.25, 0.25), 0.9, (0.55, 1.0)),
    ),
    "automobile": (
        View(vehicles.car_side, 0.6, (0.65, 1.05), (-0.1, 0.35), 0.05, (0.65, 1.05)),
        View(vehicles.car_front, 0.4, (0.6, 1.1), (-0.15, 0.3), 0.06, (0.8, 1.15)),
    ),
    "bird": (
        View(animals.bird, 0.7, (0.6, 1.15), (-0.2, 0.25), 0.2, (0.6, 1.05)),
        View(animals.bird_flying, 0.3, (0.5, 1.0), (-0.4, 0.2), 0.4, (0.6, 1.1)),
    ),
    "cat": (
        View(animals.cat, 0.5, (0.7, 1.15), (-0.1, 0.35), 0.1),
        View(animals.cat_face, 0.5, (0.6, 1.1), (-0.2, 0.3), 0.18),
    ),
    "deer": (
        View(animals.deer, 0.72, (0.6, 1.05), (-0.1, 0.35)),
        View(animals.deer_head, 0.28, (0.7, 1.1), (-0.1, 0.3), 0.1),
    ),
    "dog": (
        View(animals.dog, 0.5, (0.7, 1.15), (-0.1, 0.35), 0.1),
        View(animals.dog_face, 0.5, (0.6, 1.1), (-0.2, 0.3), 0.18),
    ),
    "frog": (
        View(animals.frog_side, 0.6, (0.6, 1.15), (-0.1, 0.3), 0.15),
        View(animals.frog_above, 0.4, (0.6, 1.05), (-0.2, 0.2), 0.9, (0.7, 1.0)),
    ),
    "horse": (
        View(animals.horse, 0.75, (0.65, 1.1), (-0.1, 0.3)),
        View(animals.horse_head, 0.25, (0.7, 1.1), (-0.1, 0.3), 0.12),
    ),
    "ship": (
        View(vehicles.ship, 0.7, (0.6, 1.1), (-0.05, 0.4), 0.04, (0.5, 1.05)),
        View(vehicles.sailing_boat, 0.3, (0.6, 1.1), (-0.05, 0.35), 0.08, (0.6, 1.0)),
    ),
    "truck": (
        View(vehicles.truck_side, 0.65, (0.7, 1.1), (-0.15, 0.25), 0.04, (0.6, 1.05)),
        View(vehicles.truck_front, 0.35, (0.65, 1.1), (-0.15, 0.2), 0.05, (0.8, 1.15)),
    ),
}
