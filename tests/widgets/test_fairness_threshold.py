"""The explorer of thresholds for two groups, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import integrate
from sklearn.metrics import precision_score, recall_score

from mlcourse.errors import CourseError
from mlcourse.widgets.fairness_threshold import LEAST, MOST, fairness_threshold, holding, rates, view


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


@pytest.mark.parametrize(("threshold", "base", "separation"), [(50, 0.6, 20), (40, 0.3, 10), (58, 0.3, 30)])
def test_the_rates_are_those_of_a_large_sample(threshold, base, separation):
    dice = np.random.default_rng(0)
    qualified = dice.random(200_000) < base
    scores = 50 + separation * (qualified - 0.5) + 10 * dice.normal(size=len(qualified))
    chosen = scores >= threshold
    computed = rates(threshold, base, separation)
    assert computed.selected == pytest.approx(chosen.mean(), abs=0.01)
    assert computed.tpr == pytest.approx(recall_score(qualified, chosen), abs=0.01)
    assert computed.fpr == pytest.approx(recall_score(~qualified, chosen), abs=0.01)
    assert computed.precision == pytest.approx(precision_score(qualified, chosen), abs=0.01)


def test_the_picture_follows_the_controls():
    explorer = fairness_threshold()
    set_values(explorer, threshold_a=45, threshold_b=62, rate_b=20, separation=30)
    *curves, line_a, line_b, bars_a, bars_b = explorer.figure.data
    np.testing.assert_allclose(bars_a.y, 100 * np.array(rates(45, 0.6, 30)))
    np.testing.assert_allclose(bars_b.y, 100 * np.array(rates(62, 0.2, 30)))
    assert (line_a.x[0], line_b.x[0]) == (45, 62)
    # The areas under the curves are the shares of the qualified and the others.
    areas = [integrate.trapezoid(curve.y, curve.x) for curve in curves]
    np.testing.assert_allclose(areas, [60, 40, 20, 80], atol=0.2)
    assert "threshold 62" in explorer.figure.layout.meta["alt"]


def test_one_threshold_gives_equal_odds_and_unequal_precision():
    explorer = fairness_threshold()
    assert "there holds: equal opportunity, equalised odds." in explorer.readout.html
    assert "✓" not in explorer.readout.html


def test_the_question_can_be_answered_by_moving_the_thresholds():
    explorer = fairness_threshold()
    found = []
    for threshold in range(LEAST, MOST + 1):
        set_values(explorer, threshold_b=threshold)
        if "✓" in explorer.readout.html:
            found.append(threshold)
    assert found
    for threshold in found:
        assert rates(threshold, 0.3, 20).precision == pytest.approx(rates(50, 0.6, 20).precision, abs=0.01)
    set_values(explorer, threshold_a=MOST, threshold_b=MOST, separation=40)
    assert "✓" not in explorer.readout.html


def test_precision_and_both_error_rates_cannot_be_equal_together():
    for separation, a, b in itertools.product((10, 20, 30), range(30, 71, 2), range(30, 71, 2)):
        one, other = rates(a, 0.6, separation), rates(b, 0.3, separation)
        if min(one.selected, other.selected) >= 0.1 and min(one.fpr, other.fpr) >= 0.02:
            holds = holding(one, other)
            assert not (holds["predictive parity"] and holds["equalised odds"])


def test_they_can_where_nobody_is_selected_wrongly():
    explorer = fairness_threshold()
    set_values(explorer, threshold_a=65, threshold_b=65, separation=40)
    assert "Hardly anybody who is not qualified is selected" in explorer.readout.html
    assert "✓" not in explorer.readout.html


def test_with_equal_base_rates_all_can_hold():
    explorer = fairness_threshold(60)
    assert "does not hold: none" in explorer.readout.html
    assert "all criteria can hold together" in explorer.readout.html


def test_the_ends_of_all_controls_can_be_drawn():
    sliders = fairness_threshold().controls.values()
    for ends in itertools.product(*((one.min, one.max) for one in sliders)):
        shown = view(*ends)
        assert [trace.type for trace in shown.figure.data] == ["scatter"] * 6 + ["bar"] * 2
        assert "nan" not in shown.report + shown.figure.alt


@pytest.mark.parametrize("rate", [0, 100])
def test_a_share_outside_is_said(rate):
    with pytest.raises(CourseError, match="percentage from 5 to 95"):
        fairness_threshold(rate)
