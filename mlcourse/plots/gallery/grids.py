"""Examples of the figures of grid worlds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots import grids
from mlcourse.plots.theme import Figure


def _grid_world() -> Figure:
    values = [[0.81, 0.87, 0.92, 1.0], [0.76, 0, 0.66, -1.0], [0.71, 0.66, 0.61, 0.39]]
    policy = [["right", "right", "right", ""], ["up", "", "up", ""], ["up", "left", "left", "left"]]
    rewards = np.zeros((3, 4))
    rewards[0, 3], rewards[1, 3] = 1, -1
    return grids.grid_world(
        values,
        policy=policy,
        rewards=rewards,
        walls=[(1, 1)],
        start=(2, 0),
        terminal=[(0, 3), (1, 3)],
        title="The best way keeps clear of the trap",
    )


def _grid_world_path() -> Figure:
    cliff = np.zeros((4, 8))
    cliff[3, 1:7] = -100
    path = [(3, 0), (2, 0), *((2, c) for c in range(1, 8)), (3, 7)]
    return grids.grid_world(
        rewards=cliff, start=(3, 0), terminal=[(3, 7)], path=path, title="The shortest way runs along the cliff"
    )


EXAMPLES: dict[str, Callable[[], Figure]] = {"grid_world": _grid_world, "grid_world_path": _grid_world_path}
