"""The figures that explain predictions add up, order features rightly, and tell directions in words."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import make_regression
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.inspection import partial_dependence as sklearn_dependence

from mlcourse.errors import CourseError
from mlcourse.plots import explanations
from mlcourse.plots.gallery.explanations import EXAMPLES


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def test_steps_lead_from_the_average_to_the_prediction_the_largest_first():
    fig = explanations.contributions(["a", "b", "c"], [1, -5, 2], 10, 8, inputs=[3.5, "x", True])

    bars = fig.data[0]
    assert list(bars.x) == [-5, 2, 1]
    assert list(bars.base) == [10, 5, 7]
    assert list(fig.layout.yaxis.ticktext) == ["b = x", "c = True", "a = 3.5"]
    assert [note.text for note in fig.layout.annotations] == ["average: 10", "<b>prediction: 8</b>"]


def test_steps_down_are_hatched():
    assert list(explanations.contributions(["a", "b"], [1, -2], 0).data[0].marker.pattern.shape) == ["/", ""]


def test_many_features_become_one_step():
    fig = explanations.contributions([str(i) for i in range(30)], np.arange(30), 5, most=3)

    assert list(fig.data[0].x) == [29, 28, 27, sum(range(27))]
    assert fig.layout.yaxis.ticktext[-1] == "27 other features"


def test_features_are_ordered_by_their_mean_size_and_show_their_direction():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 3))
    added = X * [1, -3, 0] + [[0, 0, 0.1]]
    fig = explanations.summary_contributions(added, X, ["up", "down", "none"])

    assert list(fig.layout.yaxis.ticktext) == ["down ↓", "up ↑", "none"]
    assert np.allclose(fig.data[0].x[:200], added[:, 1])
    assert np.allclose(np.round(fig.data[0].y), np.repeat([0, 1, 2], 200))
    assert "Higher values of up raise the prediction. Higher values of down lower the prediction." in fig.alt


@pytest.mark.parametrize(
    ("count", "kind"), [(2, "scatter"), (1000, "scatter"), (1001, "scattergl"), (5000, "scattergl")]
)
def test_many_contributions_are_drawn_by_webgl(count, kind):
    X = np.random.default_rng(0).normal(size=(count, 2))
    (swarm,) = explanations.summary_contributions(X, X, ["a", "b"]).data
    assert swarm.type == kind
    assert len(swarm.x) == 2 * count


def test_of_very_many_contributions_ten_thousand_are_drawn():
    X = np.random.default_rng(0).normal(size=(30_000, 4))
    (swarm,) = explanations.summary_contributions(X, X, list("abcd")).data

    assert len(swarm.x) == 10_000
    assert swarm.x[2499] == pytest.approx(X[-1][np.abs(X).mean(axis=0).argmax()])


def test_a_swarm_keeps_its_points_apart_and_in_its_row():
    same = explanations.summary_contributions(np.ones((40, 1)), np.ones((40, 1)), ["a"]).data[0]

    assert len(set(same.y)) == 40
    assert np.abs(same.y).max() < 0.45


def test_missing_inputs_are_fine():
    X = np.array([[1, np.nan], [2, 3], [3, 4]])
    assert "rooms" in explanations.summary_contributions(np.ones((3, 2)), X, ["rooms", "age"]).alt


def test_partial_dependence_is_the_mean_of_the_individual_curves_as_in_sklearn():
    X, y = make_regression(80, 3, random_state=0)
    found = sklearn_dependence(
        GradientBoostingRegressor(n_estimators=5).fit(X, y), X, [0], kind="both", grid_resolution=15
    )
    fig = explanations.partial_dependence(found["grid_values"][0], None, found["individual"][0])

    assert np.allclose(fig.data[1].y, found["average"][0])
    assert fig.data[0].name == "single examples (80)"


def test_of_many_examples_a_hundred_are_drawn_all_by_webgl():
    fig = explanations.partial_dependence(np.arange(50), None, np.random.default_rng(0).normal(size=(9000, 50)))

    assert {t.type for t in fig.data} == {"scattergl"}
    assert len(fig.data[0].x) == 100 * 51


def test_input_is_not_changed():
    X = np.random.default_rng(0).normal(size=(10, 2))
    before = X.copy()
    explanations.summary_contributions(X, X, ["a", "b"])
    explanations.partial_dependence([0, 1], None, X)

    assert np.array_equal(X, before)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: explanations.contributions(["a"], [1, 2], 0), "as many"),
        (lambda: explanations.contributions(["a"], [1], 0, 5), "must add up"),
        (lambda: explanations.contributions(["a"], [np.nan], 0), "missing"),
        (lambda: explanations.contributions(["a"], [1], 0, most=0), "at least 1"),
        (lambda: explanations.contributions(["a"], [1], 0, inputs=[]), "as many"),
        (lambda: explanations.summary_contributions([[1, 2]], [[1, 2]], ["a", "b"]), "at least 2"),
        (lambda: explanations.summary_contributions([[1], [2]], [[1, 2], [3, 4]], ["a"]), "the same"),
        (lambda: explanations.partial_dependence([0, 1]), "or both"),
        (lambda: explanations.partial_dependence([1, 0], [1, 2]), "rise"),
        (lambda: explanations.partial_dependence([0, 1], [1, 2, 3]), "as many"),
        (lambda: explanations.partial_dependence([0, 1], None, [[1, 2, 3]]), "3 columns"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
