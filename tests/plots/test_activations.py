"""The figures of a network's inside show the right distributions and say whether the signal dies."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.plots import activations
from mlcourse.plots.gallery.activations import EXAMPLES

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def test_functions_and_derivatives_stand_side_by_side_in_the_same_style():
    x = torch.linspace(-3, 3, 61, requires_grad=True)
    y = torch.tanh(x)
    slope = torch.autograd.grad(y.sum(), x)[0]
    fig = activations.functions(x, {"tanh": y, "ReLU": torch.relu(x)}, {"tanh": slope})

    tanh, relu, derivative = fig.data
    assert [t.xaxis for t in fig.data] == ["x", "x", "x2"]
    assert (derivative.line.dash, derivative.showlegend) == (tanh.line.dash, False)
    assert relu.line.dash != tanh.line.dash
    assert np.allclose(derivative.y, 1 - np.tanh(np.linspace(-3, 3, 61)) ** 2, atol=1e-6)
    assert "tanh goes from −0.995 to 0.995; its slope lies between 0.00987 and 1" in fig.alt


def test_a_function_alone_has_one_panel_and_may_have_gaps():
    fig = activations.functions([0, 1, 2], {"log": [np.nan, 0, 0.69]}, name="loss")

    assert {t.xaxis for t in fig.data} == {None}
    assert fig.layout.yaxis.title.text == "loss"


@pytest.mark.parametrize(
    ("scales", "words"),
    [((1, 0.5, 0.1), "shrinks"), ((1, 3, 9), "grows"), ((1, 1, 1), "stays about the same")],
)
def test_layers_say_what_becomes_of_the_signal(scales, words):
    layers = {f"layer {i}": torch.tensor(RNG.normal(0, s, (50, 20))) for i, s in enumerate(scales)}

    assert words in activations.network_activations(layers).alt


def test_each_layer_has_its_own_height_and_tells_its_spread_and_zeros():
    values = np.maximum(0, RNG.normal(size=10_000))
    fig = activations.network_activations({"input": RNG.normal(size=500), "ReLU": values})

    assert [round(max(t.y)) for t in fig.data] == [1, 0]
    assert fig.layout.annotations[1].text == f"sd {values.std():.3g}, {100 * (values == 0).mean():.3g} % zero"
    assert "Most zeros are in ReLU" in fig.alt


def test_a_layer_that_is_all_zero_is_drawn():
    assert "100 %" in activations.network_activations({"dead": np.zeros(10)}).alt


def test_histograms_of_weights_are_densities_in_the_same_bins():
    weights = {"a": RNG.normal(size=3000), "b": RNG.normal(0, 2, (40, 50))}
    fig = activations.weights_histogram(weights)

    first, second = fig.data
    assert np.allclose(first.x, second.x)
    for trace in fig.data:
        assert np.sum(trace.y) * (trace.x[1] - trace.x[0]) == pytest.approx(1)
    assert first.line.dash != second.line.dash


def test_a_schedule_from_torch_is_drawn_step_by_step():
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.1)
    rates = []
    for _ in range(30):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    fig = activations.learning_rate(rates, step="epoch", log=True)

    assert list(fig.data[0].y) == rates
    assert fig.alt == "The learning rate over 30 epochs: starts at 0.1, is highest at epoch 0 (0.1), ends at 0.001."


def test_long_schedules_are_drawn_by_webgl():
    assert activations.learning_rate(np.ones(10_000)).data[0].type == "scattergl"


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: activations.functions([0, 1], {}), "0 functions"),
        (lambda: activations.functions([1, 0], {"f": [0, 1]}), "rise"),
        (lambda: activations.functions([0, 1], {"f": [0, 1, 2]}), "as many"),
        (lambda: activations.functions([0, 1], {"f": [0, 1]}, {"g": [0, 1]}), "no function named g"),
        (lambda: activations.network_activations({}), "0 layers"),
        (lambda: activations.network_activations({str(i): [1, 2] for i in range(21)}), "21 layers"),
        (lambda: activations.network_activations({"a": [np.nan, 1]}), "missing"),
        (lambda: activations.weights_histogram({str(i): [1, 2] for i in range(7)}), "7 distributions"),
        (lambda: activations.learning_rate([0.1, -0.1]), "negative"),
        (lambda: activations.learning_rate([0.1, 0], log=True), "log=False"),
        (lambda: activations.learning_rate({}), "0 schedules"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()


def test_functions_name_their_axes():
    figure = activations.functions([0, 1], {"a": [1, 2]}, {"a": [1, 1]}, name="factor", x_name="step size η")
    assert figure.layout.xaxis.title.text == figure.layout.xaxis2.title.text == "step size η"
    assert figure.alt.startswith("Factor for step size η from 0 to 1")
