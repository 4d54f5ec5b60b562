"""The explorer of dropout, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.widgets.dropout import MASKS, UNITS, dropout, layer


def put(explorer, **values):
    for name, one in values.items():
        explorer.controls[name].value = one


@pytest.mark.parametrize(("rate", "scaled"), list(itertools.product((0.0, 0.3, 0.75, 0.9), (True, False))))
def test_units_are_off_or_scaled(rate, scaled):
    activations, weights = layer()
    explorer = dropout()
    put(explorer, rate=rate, scaled=scaled, mask=9)
    bars, before, outputs, means, evaluation = explorer.figure.data
    np.testing.assert_array_equal(before.y, activations)
    factor = np.array(bars.y) / activations
    assert set(factor.round(9)) <= {0.0, round(1 / (1 - rate) if scaled else 1.0, 9)}
    assert outputs.y[-1] == pytest.approx(np.array(bars.y) @ weights)
    np.testing.assert_allclose(means.y, [np.mean(outputs.y[:k]) for k in range(1, 10)])
    assert evaluation.y[0] == pytest.approx(activations @ weights)


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.75])
def test_scaling_keeps_the_mean_and_leaves_the_scatter(rate):
    activations, weights = layer()
    explorer = dropout(rate)
    put(explorer, mask=MASKS)
    outputs = np.array(explorer.figure.data[2].y)
    scatter = np.sqrt(rate / (1 - rate) * ((activations * weights) ** 2).sum())
    assert outputs.mean() == pytest.approx(2, abs=4 * scatter / np.sqrt(MASKS))
    assert outputs.std() == pytest.approx(scatter, rel=0.2)
    put(explorer, scaled=False)
    np.testing.assert_allclose(np.array(explorer.figure.data[2].y), outputs * (1 - rate))


def test_evaluation_uses_all_units_and_nothing_else_matters():
    explorer = dropout()
    put(explorer, mode="evaluation")
    np.testing.assert_array_equal(explorer.figure.data[0].y, layer()[0])
    assert {name for name, one in explorer.controls.items() if one.layout.display != "none"} == {"mode"}
    put(explorer, mode="training")
    assert all(one.layout.display != "none" for one in explorer.controls.values())


def test_the_question_can_be_answered():
    explorer = dropout()
    answers = []
    for scaled, step in itertools.product((True, False), range(19)):
        put(explorer, scaled=scaled, rate=0.05 * step)
        if "✓" in explorer.readout.html:
            answers.append((scaled, 0.05 * step))
    assert answers == [(False, pytest.approx(0.75))]


def test_all_ends_of_the_controls_can_be_shown():
    explorer = dropout()
    for mode, rate, mask, scaled in itertools.product(("training", "evaluation"), (0, 0.9), (1, MASKS), (True, False)):
        put(explorer, mode=mode, rate=rate, mask=mask, scaled=scaled)
        assert len(explorer.figure.data[0].y) == UNITS
        assert len(explorer.figure.data[2].y) == mask


@pytest.mark.parametrize("rate", [1, -0.1, "half"])
def test_a_wrong_rate_is_said(rate):
    with pytest.raises(CourseError, match=r"number from 0 to 0\.9"):
        dropout(rate)
