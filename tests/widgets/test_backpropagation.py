"""The explorer of backpropagation, used through its controls."""

from __future__ import annotations

import itertools
import math

import pytest
import torch

from mlcourse.widgets.backpropagation import STEPS, backpropagation, passes


def put(explorer, **values):
    for name, one in values.items():
        explorer.controls[name].value = one


@pytest.mark.parametrize("inputs", [(1, 1, 0, 1), (-2.5, 1.5, 4, 0.3), (8, -2, -4, 0)])
def test_all_derivatives_are_those_of_pytorch(inputs):
    w, x, b, t = (torch.tensor(float(one), dtype=torch.float64, requires_grad=True) for one in inputs)
    u = w * x
    z = u + b
    a = torch.sigmoid(z)
    e = a - t
    loss = e**2
    nodes = {"w": w, "x": x, "u": u, "b": b, "z": z, "a": a, "t": t, "e": e, "L": loss}
    for node in nodes.values():
        node.retain_grad()
    loss.backward()
    done = passes(*inputs)
    assert done.values == pytest.approx({name: node.item() for name, node in nodes.items()}, abs=1e-14)
    assert done.gradients == pytest.approx({name: node.grad.item() for name, node in nodes.items()}, abs=1e-14)


def test_steps_go_forward_and_then_back():
    explorer = backpropagation()
    computed, derived, local = [], [], []
    for step in range(STEPS + 1):
        put(explorer, step=step)
        values, derivatives, slopes = explorer.figure.data[3:]
        # A node that is computed says "u = w x = 1", an input "w = 1".
        computed.append(sum(text.count("=") == 2 for text in values.text))
        derived.append(len(derivatives.text))
        local.append(len(slopes.text))
    assert computed == [0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5]
    assert derived == [0, 0, 0, 0, 0, 0, 1, 2, 4, 5, 7, 9]
    assert local == [0, 0, 0, 0, 0, 0, 0, 1, 3, 4, 6, 8]
    a = 1 / (1 + math.exp(-1))
    assert f"∂L/∂w = {2 * (a - 1) * a * (1 - a):.3g}".replace("-", "−") in explorer.figure.data[4].text


def test_the_question_can_be_answered():
    explorer = backpropagation()
    put(explorer, step=STEPS)
    assert "✓" not in explorer.readout.html
    put(explorer, w=6, t=0)
    assert "does not learn" in explorer.readout.html
    put(explorer, step=10)
    assert "does not learn" not in explorer.readout.html
    put(explorer, step=STEPS, x=0, b=4)
    assert done_is_wrong(explorer)
    assert "✓" not in explorer.readout.html


def done_is_wrong(explorer):
    values = explorer.values
    done = passes(values["w"], values["x"], values["b"], values["t"])
    return done.values["L"] > 0.5 and done.gradients["w"] == 0


def test_all_ends_of_the_controls_can_be_shown():
    explorer = backpropagation()
    for ends in itertools.product((-8, 8), (-2, 2), (-4, 4), (0, 1), (0, 6, STEPS)):
        put(explorer, **dict(zip("wxbt", ends[:4], strict=True)), step=ends[4])
        assert "nan" not in explorer.figure.layout.meta["alt"]
        assert len(explorer.figure.data) == 6


def test_arrows_go_with_the_values_and_against_them_with_the_derivatives():
    explorer = backpropagation()
    explorer.controls["step"].value = 3
    forward = explorer.figure.data[1]
    assert "arrow" in forward.marker.symbol
    assert forward.x[0] < forward.x[1]
    explorer.controls["step"].value = 8
    assert explorer.figure.data[1].x[0] > explorer.figure.data[1].x[1]
