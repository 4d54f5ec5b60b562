"""Computation graphs run from left to right; network diagrams show the weights that were given."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.plots import networks
from mlcourse.plots.gallery.networks import EXAMPLES

EDGES = [("w", "wx"), ("x", "wx"), ("wx", "z"), ("b", "z")]
NAMES = {"w": "w", "x": "x", "b": "b", "wx": "×", "z": "+"}


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def places(fig) -> dict[str, tuple[float, float]]:
    return {
        text: (x, y)
        for trace in fig.data
        if trace.name in ("input", "operation")
        for text, x, y in zip(trace.text, trace.x, trace.y, strict=True)
    }


def test_every_operation_stands_right_of_what_it_needs():
    at = places(networks.computation_graph(NAMES, EDGES))

    assert all(at[NAMES[a]][0] < at[NAMES[b]][0] for a, b in EDGES)
    assert at["b"][0] == at["×"][0]  # just left of its first use
    assert len(set(at.values())) == 5


def test_inputs_and_operations_differ_in_shape():
    fig = networks.computation_graph(NAMES, EDGES)

    shapes = {t.name: t.marker.symbol for t in fig.data if t.name in ("input", "operation")}
    assert shapes == {"input": "square", "operation": "circle"}


def test_values_stand_above_and_derivatives_below():
    w, x, b = (torch.tensor(v, requires_grad=True) for v in (2.0, 3.0, -1.0))
    (w * x + b).backward()
    values = {"w": w, "x": x, "b": b, "wx": w * x, "z": w * x + b}
    gradients = {"w": w.grad, "x": x.grad, "b": b.grad, "wx": 1.0, "z": 1.0}
    fig = networks.computation_graph(NAMES, EDGES, values, gradients)

    above, below = (next(t for t in fig.data if t.textposition == f"{side} center") for side in ("top", "bottom"))
    assert list(above.text) == ["2", "3", "−1", "6", "5"]
    assert list(below.text) == ["∂ 3", "∂ 2", "∂ 1", "∂ 1", "∂ 1"]
    assert "Backward: w 3, x 2, b 1" in fig.alt


def test_one_node_is_enough_and_names_may_be_the_nodes():
    assert "1 node in 1 step" in networks.computation_graph(["x"], []).alt


def test_every_pair_of_units_is_joined():
    fig = networks.network_diagram([3, 4, 2])

    (wires,) = [t for t in fig.data if t.mode == "lines"]
    assert len([x for x in wires.x if np.isnan(x)]) == 3 * 4 + 4 * 2
    assert "20 weights and 6 biases make 26 parameters" in fig.alt


def test_the_count_of_parameters_is_that_of_torch():
    sizes = [784, 128, 10]
    model = torch.nn.Sequential(*(torch.nn.Linear(a, b) for a, b in pairwise(sizes)))
    count = sum(p.numel() for p in model.parameters())

    assert f"make {count:,} parameters" in networks.network_diagram(sizes, [m.weight for m in model]).alt


def test_the_sign_of_a_weight_is_its_dash_and_its_size_the_width():
    fig = networks.network_diagram([2, 1], [[[1.0, -0.1]]])

    wires = {t.name: t.line for t in fig.data if t.mode == "lines"}
    assert (wires["positive weight"].dash, wires["negative weight"].dash) == ("solid", "dash")
    assert wires["positive weight"].width > wires["negative weight"].width


def test_of_many_units_nine_are_drawn_and_dots_between_them():
    fig = networks.network_diagram([11, 10])

    assert [len(t.x) for t in fig.data if t.mode == "markers"] == [9, 10]
    assert sum(t.mode == "text" and list(t.text) == ["<b>⋮</b>"] for t in fig.data) == 1


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: networks.computation_graph([], []), "no node"),
        (lambda: networks.computation_graph(["a"], [("a", "b")]), "An edge names 'b'"),
        (lambda: networks.computation_graph(["a"], [], {"c": 1}), "values names 'c'"),
        (lambda: networks.computation_graph(["a", "b"], [("a", "b"), ("b", "a")]), "circle"),
        (lambda: networks.network_diagram([3]), "at least two layers"),
        (lambda: networks.network_diagram([3, 0]), "at least one unit"),
        (lambda: networks.network_diagram([1] * 13), "at most 12"),
        (lambda: networks.network_diagram([2, 3], [np.zeros((2, 3))]), r"must be \(3, 2\)"),
        (lambda: networks.network_diagram([2, 3], []), "as many"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
