"""Examples of the figures of computations and networks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from mlcourse.plots import networks
from mlcourse.plots.theme import Figure


def _computation_graph() -> Figure:
    names = {"w": "w", "x": "x", "b": "b", "y": "y", "wx": "×", "z": "+", "r": "−", "L": "( )²"}
    edges = [("w", "wx"), ("x", "wx"), ("wx", "z"), ("b", "z"), ("z", "r"), ("y", "r"), ("r", "L")]
    values = {"w": 2, "x": 3, "b": -1, "y": 4, "wx": 6, "z": 5, "r": 1, "L": 1}
    gradients = {"L": 1, "r": 2, "z": 2, "y": -2, "wx": 2, "b": 2, "w": 6, "x": 4}
    return networks.computation_graph(names, edges, values, gradients, title="The loss (wx + b − y)² and its gradient")


def _network_diagram() -> Figure:
    rng = np.random.default_rng(0)
    sizes = [3, 5, 4, 2]
    weights = [rng.normal(0, 1, (b, a)) for a, b in pairwise(sizes)]
    return networks.network_diagram(sizes, weights, title="A small network and its weights")


def _large_network() -> Figure:
    return networks.network_diagram([784, 128, 10], title="A network for handwritten digits")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "computation_graph": _computation_graph,
    "network_diagram": _network_diagram,
    "network_diagram_large": _large_network,
}
