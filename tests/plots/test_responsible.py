"""The figures for responsible use compute the rates and indices of their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix
from statsmodels.stats.proportion import proportion_confint

from mlcourse.errors import CourseError
from mlcourse.plots import responsible
from mlcourse.plots.gallery.responsible import EXAMPLES

RNG = np.random.default_rng(0)
GROUP = RNG.choice(["a", "b"], 300)
Y = RNG.random(300) < 0.4
PREDICTION = RNG.random(300) < np.where(GROUP == "a", 0.7, 0.3)


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def bars(fig):
    return {trace.name: trace for trace in fig.data if trace.type == "bar"}


def test_rates_are_those_of_the_confusion_matrix():
    drawn = bars(responsible.fairness_bars(Y, PREDICTION, GROUP))

    for name, bar in drawn.items():
        tn, fp, fn, tp = confusion_matrix(Y[name == GROUP], PREDICTION[name == GROUP]).ravel()
        assert list(bar.y) == pytest.approx([(tp + fp) / (tp + fp + tn + fn), tp / (tp + fn), fp / (fp + tn)])
    assert list(drawn) == ["a", "b"]
    assert len({bar.marker.pattern.shape for bar in drawn.values()}) == 2


def test_intervals_are_wilsons():
    bar = bars(responsible.fairness_bars(Y, PREDICTION, GROUP, level=0.9))["a"]

    chosen, total = int(PREDICTION[GROUP == "a"].sum()), int((GROUP == "a").sum())
    low, high = proportion_confint(chosen, total, alpha=0.1, method="wilson")
    assert bar.y[0] - bar.error_y.arrayminus[0] == pytest.approx(low)
    assert bar.y[0] + bar.error_y.array[0] == pytest.approx(high)


def test_the_largest_gap_is_named():
    alt = responsible.fairness_bars([1, 1, 0, 0] * 2, [1, 1, 1, 0, 1, 0, 1, 0], ["x"] * 4 + ["y"] * 4).alt

    assert (
        alt == "Rates of 2 groups: x (4 people), y (4). The true positive rate differs most: 100 % for x, 50 % for y."
    )


def test_a_group_without_positives_has_no_true_positive_rate():
    fig = responsible.fairness_bars([1, 0, 0, 0], [1, 0, 0, 1], ["a", "a", "b", "b"])

    texts = [t.text for t in fig.data if t.type == "scatter"]
    assert texts[1][1] == "nobody"


def test_runs_at_a_budget_become_a_mean_and_a_band_in_the_order_of_the_budgets():
    fig = responsible.privacy_budget([10, 0.1], [[0.9, 0.8], [0.5, 0.7]], baseline=0.95)

    band, curve, line = fig.data
    assert (list(curve.x), list(curve.y)) == ([0.1, 10], pytest.approx([0.6, 0.85]))
    assert list(band.y)[:2] == pytest.approx([0.6 + np.std([0.5, 0.7], ddof=1), 0.85 + np.std([0.9, 0.8], ddof=1)])
    assert set(line.y) == {0.95}
    assert fig.layout.xaxis.type == "log"


@pytest.mark.parametrize(("shift", "verdict"), [(0, "no drift"), (0.45, "some drift"), (1.5, "strong drift")])
def test_drift_is_judged_by_the_stability_index(shift, verdict):
    fig = responsible.drift(RNG.normal(size=5000), RNG.normal(shift, 1, size=5000))

    assert verdict in fig.alt
    assert verdict in fig.layout.annotations[0].text


def test_the_stability_index_is_that_of_its_definition():
    before, now = RNG.normal(size=4000), RNG.normal(0.5, 1.2, size=3000)
    edges = np.quantile(before, np.linspace(0, 1, 11))
    edges[[0, -1]] = -np.inf, np.inf
    p, q = (np.histogram(sample, edges)[0] / len(sample) for sample in (before, now))

    assert responsible.stability_index(before, now, 10) == pytest.approx(((q - p) * np.log(q / p)).sum(), rel=0.01)


def test_values_that_repeat_and_values_never_seen_before_do_not_break_the_index():
    index = responsible.stability_index(np.zeros(100), np.full(100, 5.0), 10)
    assert np.isfinite(index)
    assert "strong drift" in responsible.drift(np.arange(100) % 2, np.full(50, 7)).alt


def test_the_shares_of_both_samples_sum_to_one():
    for trace in responsible.drift(RNG.normal(size=50), RNG.normal(size=80)).data:
        assert sum(trace.y) == pytest.approx(1)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: responsible.fairness_bars([0, 2], [0, 1], ["a", "b"]), "y must be 0 or 1"),
        (lambda: responsible.fairness_bars([0, 1], [0.2, 0.7], ["a", "b"]), "prediction must be 0 or 1"),
        (lambda: responsible.fairness_bars([0, 1], [0, 1], ["a", "a"]), "give 2 to 6"),
        (lambda: responsible.fairness_bars([0, 1], [0, 1], ["a"]), "as many"),
        (lambda: responsible.fairness_bars([0, 1], [0, 1], ["a", "b"], level=95), "between 0 and 1"),
        (lambda: responsible.privacy_budget([0, 1], [0.5, 0.6]), "positive"),
        (lambda: responsible.privacy_budget([1, 2], [0.5]), "as many"),
        (lambda: responsible.drift(range(9), range(20)), "at least 10"),
        (lambda: responsible.drift(range(20), range(20), bins=1), "bins"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
