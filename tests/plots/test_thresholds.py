"""Sweeps over thresholds find the best one; calibration agrees with scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics
from sklearn.calibration import calibration_curve

from mlcourse.errors import CourseError
from mlcourse.plots.thresholds import calibration, threshold_sweep

RNG = np.random.default_rng(0)
PROBABILITIES = RNG.beta(1, 2, 400)
TRUTH = RNG.random(400) < PROBABILITIES


def named(fig, name):
    return next(t for t in fig.data if t.name == name)


def test_precision_recall_f1_and_cost_are_right_at_every_threshold():
    fig = threshold_sweep(TRUTH, PROBABILITIES, costs=(1, 4))

    for i in (0, 57, 200, 399):
        threshold = named(fig, "F1").x[i]
        called = threshold <= PROBABILITIES
        assert named(fig, "precision").y[i] == pytest.approx(metrics.precision_score(TRUTH, called))
        assert named(fig, "recall").y[i] == pytest.approx(metrics.recall_score(TRUTH, called))
        assert named(fig, "F1").y[i] == pytest.approx(metrics.f1_score(TRUTH, called))
        cost = ((called & ~TRUTH).sum() + 4 * (~called & TRUTH).sum()) / 400
        assert named(fig, "mean cost").y[i] == pytest.approx(cost)


def test_the_best_thresholds_are_marked():
    fig = threshold_sweep(TRUTH, PROBABILITIES, costs=(1, 4))

    assert named(fig, "best F1").y[0] == max(named(fig, "F1").y)
    assert named(fig, "lowest cost").y[0] == min(named(fig, "mean cost").y)
    assert "With 1 for a false positive and 4 for a false negative" in fig.alt


def test_a_dear_miss_lowers_the_threshold():
    cheap, dear = (named(threshold_sweep(TRUTH, PROBABILITIES, costs=(1, c)), "lowest cost").x[0] for c in (1, 10))

    assert dear < cheap


def test_long_sweeps_are_thinned_but_the_best_is_exact():
    p = RNG.random(10_000)
    truth = RNG.random(10_000) < p
    fig = threshold_sweep(truth, p)

    assert len(named(fig, "F1").x) <= 500
    best = max(metrics.f1_score(truth, p >= t) for t in np.sort(p)[::100])
    assert named(fig, "best F1").y[0] >= best


@pytest.mark.parametrize("strategy", ["uniform", "quantile"])
def test_calibration_is_that_of_scikit_learn(strategy):
    fig = calibration(TRUTH, PROBABILITIES, bins=8, strategy=strategy)
    rate, mean = calibration_curve(TRUTH, PROBABILITIES, n_bins=8, strategy=strategy)

    assert np.asarray(named(fig, "probabilities").x) == pytest.approx(mean)
    assert np.asarray(named(fig, "probabilities").y) == pytest.approx(rate)
    bars = next(t for t in fig.data if t.type == "bar")
    assert sum(bars.y) == 400
    assert f"Brier score {metrics.brier_score_loss(TRUTH, PROBABILITIES):.3g}" in fig.alt


def test_the_ends_0_and_1_and_equal_probabilities_are_counted():
    assert next(t for t in calibration([0, 1], [0, 1]).data if t.type == "bar").y.tolist() == [1, *[0] * 8, 1]
    assert "largest gap" in calibration([0, 1, 1], [0.5, 0.5, 0.5], strategy="quantile").alt


def test_several_models_differ_in_dash_symbol_and_hatching():
    fig = calibration(TRUTH, {"plain": PROBABILITIES, "sure": PROBABILITIES**2})

    first, second = (named(fig, name) for name in ("plain", "sure"))
    bars = [t for t in fig.data if t.type == "bar"]
    assert first.line.dash != second.line.dash
    assert first.marker.symbol != second.marker.symbol
    assert bars[0].marker.pattern.shape != bars[1].marker.pattern.shape
    assert "sure: the expected calibration error" in fig.alt


def test_input_is_not_changed():
    y, p = np.array([0, 1, 1]), np.array([0.9, 0.2, 0.4])
    threshold_sweep(y, p)
    calibration(y, p)

    assert (y.tolist(), p.tolist()) == ([0, 1, 1], [0.9, 0.2, 0.4])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: threshold_sweep([0, 1], [0.1, 0.2], costs=(-1, 1)), "costs"),
        (lambda: threshold_sweep([0, 1], [0.1, 0.2], costs=(0, 0)), "costs"),
        (lambda: threshold_sweep([1, 1], [0.1, 0.2]), "two classes"),
        (lambda: calibration([0, 1], [0.1, 1.2]), "outside 0 to 1"),
        (lambda: calibration([0, 1], [0.1, 0.2], bins=1), "bins"),
        (lambda: calibration([0, 1], [0.1, 0.2], strategy="equal"), "strategy"),
        (lambda: calibration([0, 1], [0.1]), "probabilities has 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
