"""The explorer of thresholds, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import precision_score, recall_score, roc_auc_score

from mlcourse.errors import CourseError
from mlcourse.widgets.threshold import HIGHEST, LOWEST, cheapest, counts, threshold, view


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


def test_all_panels_show_the_same_threshold():
    explorer = threshold()
    set_values(explorer, threshold=1.3, separation=1.5, prevalence=30)
    negatives, positives, mark, matrix, _, roc, _, pr = explorer.figure.data
    assert tuple(mark.x) == (1.3, 1.3)
    np.testing.assert_allclose(negatives.y, 0.7 * stats.norm(0, 1).pdf(negatives.x))
    np.testing.assert_allclose(positives.y, 0.3 * stats.norm(1.5, 1).pdf(positives.x))
    found, alarms = stats.norm(1.5, 1).sf(1.3), stats.norm(0, 1).sf(1.3)
    np.testing.assert_allclose(matrix.z, [[300 * found, 300 * (1 - found)], [700 * alarms, 700 * (1 - alarms)]])
    assert (roc.x[0], roc.y[0]) == pytest.approx((alarms, found))
    assert (pr.x[0], pr.y[0]) == pytest.approx((found, 300 * found / (300 * found + 700 * alarms)))


def test_numbers_agree_with_scikit_learn_on_a_large_sample():
    explorer = threshold()
    set_values(explorer, threshold=1.0, separation=1.5, prevalence=20)
    random = np.random.default_rng(0)
    y = random.uniform(size=200_000) < 0.2
    score = random.normal(size=len(y)) + 1.5 * y
    now = counts(1.0, 1.5, 0.2)
    assert now.recall == pytest.approx(recall_score(y, score > 1), abs=0.01)
    assert now.precision == pytest.approx(precision_score(y, score > 1), abs=0.01)
    told = float(explorer.readout.html.split("ROC curve ")[1].split(".")[1][:3]) / 1000
    assert told == pytest.approx(roc_auc_score(y, score), abs=0.01)


def test_the_roc_curve_does_not_depend_on_the_prevalence_and_precision_does():
    explorer = threshold()
    before = [(np.array(one.x), np.array(one.y)) for one in explorer.figure.data]
    set_values(explorer, prevalence=60)
    after = [(np.array(one.x), np.array(one.y)) for one in explorer.figure.data]
    np.testing.assert_allclose(before[4], after[4])
    assert np.abs(before[6][1] - after[6][1]).max() > 0.2


def test_the_question_is_answered_at_one_threshold_only():
    explorer = threshold()
    assert "✓" not in explorer.readout.html
    assert cheapest(2.0, 0.1, 10.0) == pytest.approx(1 + np.log(9 / 10) / 2, abs=0.06)
    positions = np.round(np.arange(LOWEST, HIGHEST, 0.1), 6)
    solved = [one for one in positions if "✓" in view(one, 2, 10, 10).report]
    assert solved == [0.9]
    set_values(explorer, threshold=0.9)
    assert "✓" in explorer.readout.html
    set_values(explorer, prevalence=2)
    assert "✓" not in explorer.readout.html
    assert cheapest(2.0, 0.02, 10.0) > 0.9


def test_the_cost_is_added_up():
    explorer = threshold()
    set_values(explorer, threshold=1.0, ratio=7)
    alarms, misses = 900 * stats.norm.sf(1), 100 * stats.norm.cdf(-1)
    assert f"= <strong>{alarms + 7 * misses:.1f}</strong>" in explorer.readout.html
    assert "no alarm at all it would be 700." in explorer.readout.html


def test_the_ends_of_all_controls():
    for ends in itertools.product((LOWEST, HIGHEST), (0.5, 4.0), (1, 99), (1, 50)):
        shown = view(*ends)
        assert "nan" not in shown.report
        kinds = ["scatter"] * 3 + ["heatmap"] + ["scatter"] * 4
        assert [one.type for one in shown.figure.data] == kinds
    # With hardly any knowledge, rare positives and cheap misses, it is best to raise no alarm.
    assert "beyond the end of the slider" in view(HIGHEST, 0.5, 1, 1).report


def test_a_prevalence_that_cannot_be_is_said():
    with pytest.raises(CourseError, match="from 1 to 99"):
        threshold(0)
