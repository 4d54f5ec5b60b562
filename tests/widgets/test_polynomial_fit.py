"""The explorer of polynomial fits, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.preprocessing import PolynomialFeatures

from mlcourse.errors import CourseError
from mlcourse.widgets.polynomial_fit import HIGHEST_DEGREE, PENALTIES, errors, polynomial_fit, solver, truth, view


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


def traces(explorer):
    return {one.name: one for one in explorer.figure.data}


def test_the_fit_without_a_penalty_is_numpys():
    explorer = polynomial_fit(5)
    set_values(explorer, points=20, noise=0.4)
    drawn = traces(explorer)
    points = drawn["training points"]
    assert len(points.x) == 20
    expected = np.polynomial.Polynomial.fit(points.x, points.y, 5)
    np.testing.assert_allclose(drawn["fit"].y, expected(np.asarray(drawn["fit"].x)), atol=1e-8)
    train = np.mean((expected(np.asarray(points.x)) - points.y) ** 2)
    assert f"training points: {train:.3g};" in explorer.readout.html


def test_the_fit_with_a_penalty_is_ridge_regression():
    explorer = polynomial_fit(9)
    set_values(explorer, penalty="0.3")
    drawn = traces(explorer)
    points, fit = drawn["training points"], drawn["fit"]
    model = Ridge(alpha=0.3).fit(np.polynomial.legendre.legvander(points.x, 9)[:, 1:], points.y)
    expected = model.predict(np.polynomial.legendre.legvander(fit.x, 9)[:, 1:])
    np.testing.assert_allclose(fit.y, expected, atol=1e-8)


def test_bias_and_variance_are_those_of_many_samples():
    explorer = polynomial_fit(3)
    set_values(explorer, noise=0.5, penalty="0.1")
    drawn = traces(explorer)
    inputs, grid = np.asarray(drawn["training points"].x), np.asarray(drawn["fit"].x)
    samples = truth(inputs) + 0.5 * np.random.default_rng(0).normal(size=(4000, len(inputs)))
    fits = samples @ solver(3, len(inputs), 0.1).T @ np.polynomial.legendre.legvander(grid, 3).T
    bias2 = np.mean((fits.mean(axis=0) - truth(grid)) ** 2)
    assert drawn["bias²"].y[3] == pytest.approx(bias2, rel=0.05)
    assert drawn["variance"].y[3] == pytest.approx(fits.var(axis=0).mean(), rel=0.05)
    assert drawn["present degree"].y == pytest.approx((drawn["bias²"].y[3], drawn["variance"].y[3]))


def test_the_truth_is_found_without_noise():
    explorer = polynomial_fit(12)
    set_values(explorer, noise=0.0, points=60)
    drawn = traces(explorer)
    np.testing.assert_allclose(drawn["fit"].y, truth(np.asarray(drawn["fit"].x)), atol=1e-3)
    assert errors(12, 0.0, 60, 0.0).variance == 0


def test_a_line_is_a_line():
    explorer = polynomial_fit(1)
    drawn = traces(explorer)
    points = drawn["training points"]
    features = PolynomialFeatures(1).fit_transform(np.asarray(points.x)[:, None])
    expected = np.linalg.lstsq(features, np.asarray(points.y), rcond=None)[0]
    slope = (drawn["fit"].y[-1] - drawn["fit"].y[0]) / 2
    assert slope == pytest.approx(expected[1])


def test_the_question_is_answered_by_one_penalty():
    explorer = polynomial_fit()
    assert "✓" not in explorer.readout.html
    solved = []
    for penalty in PENALTIES:
        set_values(explorer, penalty=penalty)
        if "✓" in explorer.readout.html:
            solved.append(penalty)
    totals = {name: errors(12, 0.3, 16, value).total for name, value in PENALTIES.items()}
    assert solved == [min(totals, key=totals.get)]
    assert solved[0] not in (next(iter(PENALTIES)), list(PENALTIES)[-1])
    set_values(explorer, penalty=solved[0], degree=3)
    assert "✓" not in explorer.readout.html


def test_the_ends_of_all_controls():
    for degree, noise, points, penalty in itertools.product(
        (0, HIGHEST_DEGREE), (0.0, 1.0), (6, 60), ("none", "0.0001", "100")
    ):
        shown = view(degree, noise, points, penalty)
        assert "nan" not in shown.report
        assert len(shown.figure.data) == 7
        assert all(np.isfinite(np.asarray(one.y, dtype=float)).all() for one in shown.figure.data[1:])


@pytest.mark.parametrize("degree", [-1, 13, 2.5, "3"])
def test_a_degree_that_is_not_there_is_said(degree):
    with pytest.raises(CourseError, match="The degree is a whole number from 0 to 12"):
        polynomial_fit(degree)
