"""Figures on regressions: residuals, predictions, coefficients and polynomials show the right numbers."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from mlcourse.errors import CourseError
from mlcourse.plots.regression import coefficients, polynomial_fit, prediction_against_truth, residuals

RNG = np.random.default_rng(0)
FITTED = RNG.uniform(1, 10, 300)
TRUTH = FITTED + RNG.normal(0, 0.5, 300)


def named(fig, name):
    return next(t for t in fig.data if t.name == name)


def test_residuals_are_truth_minus_prediction():
    fig = residuals(TRUTH, FITTED)

    dots = named(fig, "examples")
    assert np.asarray(dots.x) == pytest.approx(FITTED)
    assert np.asarray(dots.y) == pytest.approx(TRUTH - FITTED)
    assert sum(named(fig, "residuals").x) == 300
    worst = np.abs(TRUTH - FITTED).argmax()
    assert f"for a prediction of {FITTED[worst]:.3g}." in fig.alt


@pytest.mark.parametrize(
    ("noise", "words"),
    [
        (RNG.normal(0, 0.1, 300) * FITTED, "spread grows"),
        (RNG.normal(0, 1, 300) / FITTED, "spread shrinks"),
        (RNG.normal(0, 1, 300), "hardly changes"),
    ],
)
def test_the_spread_is_told(noise, words):
    alt = residuals(FITTED + noise, FITTED).alt

    assert words in alt
    assert "misses a pattern" not in alt


def test_a_missed_bend_is_told():
    assert "misses a pattern" in residuals(TRUTH + 0.1 * (FITTED - 5) ** 2, FITTED).alt


def test_the_mean_residuals_are_those_of_ten_equal_parts():
    order = np.argsort(FITTED)
    want = (TRUTH - FITTED)[order].reshape(10, 30).mean(axis=1)

    assert np.asarray(named(residuals(TRUTH, FITTED), "mean residual").y) == pytest.approx(want)


def test_perfect_residuals_and_three_values_are_drawn():
    fig = residuals([1, 2, 3], [1, 2, 3])

    assert "mean 0, standard deviation 0" in fig.alt
    assert "normal distribution" not in [t.name for t in fig.data]


def test_predictions_are_rated_as_scikit_learn_does():
    fig = prediction_against_truth(TRUTH, {"good": FITTED, "flat": np.full(300, 4.0)}, unit="€")

    quality = f"R² {metrics.r2_score(TRUTH, FITTED):.3g}, RMSE {metrics.root_mean_squared_error(TRUTH, FITTED):.3g}"
    assert f"good: {quality}" in [t.name for t in fig.data]
    assert f"good: {quality}." in fig.alt
    assert "too low" in fig.alt.split("flat:")[1]
    assert fig.layout.yaxis.scaleanchor == "x"
    assert fig.layout.xaxis.range == fig.layout.yaxis.range
    assert fig.layout.xaxis.title.text == "true value in €"


def test_predictions_with_one_column_are_understood():
    assert prediction_against_truth(TRUTH, FITTED[:, None]).alt == prediction_against_truth(TRUTH, FITTED).alt


def test_many_predictions_use_webgl():
    many = np.tile(TRUTH, 10), np.tile(FITTED, 10)

    assert {t.type for t in prediction_against_truth(*many).data} == {"scattergl"}  # the diagonal lies on the points
    for name in ("examples", "mean residual"):
        assert named(residuals(*many), name).type == "scattergl"


def test_coefficients_are_sorted_by_size_with_the_largest_on_top():
    fig = coefficients(["a", "b", "c"], [1, -5, 0])

    assert list(fig.layout.yaxis.ticktext) == ["c", "a", "b"]
    assert list(fig.data[0].x) == [0, 1, -5]
    assert "The largest: b −5, a 1, c 0; 1 is exactly 0." in fig.alt


@pytest.mark.parametrize("errors", [[0.5, 1, 2], [[0.5, 1.5], [-6, -4], [-2, 2]]])
def test_half_widths_and_ends_mean_the_same(errors):
    fig = coefficients(["a", "b", "c"], [1, -5, 0], errors)

    assert np.asarray(fig.data[0].customdata) == pytest.approx(np.array([[-2, 2], [0.5, 1.5], [-6, -4]]))
    assert np.asarray(fig.data[0].error_x.array) == pytest.approx([2, 0.5, 1])
    assert "The interval of c holds zero." in fig.alt


def test_several_models_stand_side_by_side_in_the_order_of_the_first():
    fig = coefficients(["a", "b"], {"ridge": [1, 2], "lasso": [3, 0]})

    assert list(fig.data[1].text) == ["a", "b"]
    assert list(fig.data[1].x) == [3, 0]
    assert list(fig.data[0].y) != list(fig.data[1].y)
    assert "Largest for lasso: a 3, b 0; 1 is exactly 0." in fig.alt


def test_polynomials_come_as_functions_or_coefficients():
    x = np.linspace(0, 1, 9)
    y = 1 + 2 * x**3
    cubic = np.polynomial.Polynomial.fit(x, y, 3)
    fig = polynomial_fit(x, y, {3: cubic, np.int64(1): [1, 2], "mean": lambda x: np.full_like(x, y.mean())})

    data, third, first, flat = fig.data
    assert list(data.y) == pytest.approx(list(y))
    assert np.asarray(third.y) == pytest.approx(1 + 2 * np.asarray(third.x) ** 3)
    assert np.asarray(first.y) == pytest.approx(1 + 2 * np.asarray(first.x))
    assert set(np.asarray(flat.y)) == {y.mean()}
    assert "degree 3 " in fig.alt
    assert "mean 0." in fig.alt


def test_wild_curves_do_not_squeeze_the_data():
    fig = polynomial_fit([0, 1, 2], [0, 2, 1], {9: lambda x: 1e6 * x})

    assert fig.layout.yaxis.range == (-1, 3)


def test_input_is_not_changed():
    x, y = np.array([1.0, 2, 3]), np.array([3.0, 1, 2])
    residuals(x, y)
    polynomial_fit(x, y, {1: [0, 1]})
    coefficients(["a", "b", "c"], x, y)

    assert (x.tolist(), y.tolist()) == ([1, 2, 3], [3, 1, 2])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: residuals([1, 2], [1, 2]), "at least 3"),
        (lambda: residuals([1, 2, 3], [1, 2]), "as many"),
        (lambda: residuals([1, 2, np.nan], [1, 2, 3]), "missing"),
        (lambda: residuals([1, 2, 3], [1, 2, 3], bins=0), "bins"),
        (lambda: prediction_against_truth([1, 2], {}), "at least one model"),
        (lambda: coefficients(["a"], [1, 2]), "1 name"),
        (lambda: coefficients(["a", "b"], {"m": [1, 2], "n": [1]}), "n has 1"),
        (lambda: coefficients(["a"], [1], [-1]), "negative"),
        (lambda: coefficients(["a"], [1], [[2, 3]]), "an end below"),
        (lambda: coefficients(["a"], {"m": [1], "n": [2]}, [1]), "one model only"),
        (lambda: coefficients(list("ab") * 40, np.ones(80)), "60"),
        (lambda: polynomial_fit([1, 1], [1, 2], {}), "two different"),
        (lambda: polynomial_fit([1, 2], [1, 2], {1: lambda x: 3}), "one finite number for each x"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
