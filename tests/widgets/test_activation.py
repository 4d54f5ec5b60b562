"""The explorer of activation functions, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.widgets.activation import ACTIVATIONS, MOST_LAYERS, activation, sizes

_TORCH = {
    "ReLU": torch.nn.ReLU(),
    "leaky ReLU": torch.nn.LeakyReLU(0.01),
    "ELU": torch.nn.ELU(),
    "GELU": torch.nn.GELU(),
    "SiLU": torch.nn.SiLU(),
    "tanh": torch.nn.Tanh(),
    "sigmoid": torch.nn.Sigmoid(),
}


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_values_and_derivatives_are_those_of_pytorch(name):
    explorer = activation()
    explorer.controls["function"].value = name
    value, slope, here, slope_here, *_ = explorer.figure.data
    z = torch.tensor(np.array(value.x), requires_grad=True)
    out = _TORCH[name](z)
    out.sum().backward()
    np.testing.assert_allclose(value.y, out.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(slope.y, z.grad.numpy(), atol=1e-12)
    explorer.controls["z"].value = -1.0
    _, _, here, slope_here, *_ = explorer.figure.data
    assert here.y[0] == pytest.approx(np.interp(-1.0, value.x, value.y))
    assert slope_here.y[0] == pytest.approx(np.interp(-1.0, slope.x, slope.y))


def test_the_gradient_is_that_of_pytorch():
    from mlcourse.widgets.activation import _draws

    signal, gradient = sizes("GELU", 1.3, 6)
    inputs, weights, top = (torch.tensor(one) for one in _draws())
    hidden = inputs.requires_grad_()
    for layer in range(6):
        hidden = torch.nn.functional.gelu(hidden @ (1.3 * weights[layer]))
    hidden.backward(top)
    assert signal[-1] == pytest.approx(float((hidden.detach() ** 2).mean() ** 0.5))
    assert gradient[0] == pytest.approx(float((inputs.grad**2).mean() ** 0.5))


def test_the_question_can_be_answered_with_relu():
    explorer = activation()
    assert "√2" not in explorer.readout.html
    explorer.controls["layers"].value = 30
    assert "vanishes" in explorer.readout.html
    answers = []
    for gain in np.arange(0.2, 3.01, 0.1):
        explorer.controls["gain"].value = gain
        if "√2" in explorer.readout.html:
            answers.append(round(float(gain), 1))
    assert answers == [1.4]


def test_no_gain_keeps_the_gradient_of_the_sigmoid():
    explorer = activation("sigmoid")
    explorer.controls["layers"].value = 30
    for gain in (0.2, 1, 2, 3):
        explorer.controls["gain"].value = gain
        assert "gradient vanishes" in explorer.readout.html
    assert "at most ¼" in explorer.readout.html


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_all_ends_of_the_controls_can_be_shown(name):
    explorer = activation(name)
    for z, layers, gain in itertools.product((-5, 5), (1, MOST_LAYERS), (0.2, 3.0)):
        for key, one in {"z": z, "layers": layers, "gain": gain}.items():
            explorer.controls[key].value = one
        assert len(explorer.figure.data[4].x) == layers + 1
        assert np.isfinite(np.array(explorer.figure.data[5].y)).all()


def test_a_function_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no activation 'softmax'"):
        activation("softmax")
