"""The explorer of differential privacy, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from mlcourse.errors import CourseError
from mlcourse.widgets.privacy_budget import (
    BUDGETS,
    COUNTS,
    DELTA,
    DRAWS,
    MECHANISMS,
    QUERIES,
    deviation,
    noise,
    privacy_budget,
    rho,
    spent,
    view,
)


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


@pytest.mark.parametrize("epsilon", [0.1, 1.0, 5.0])
def test_laplace_noise_keeps_the_promise(epsilon):
    # A neighbouring data set moves one count by 1: the densities differ by a factor of at most e^ε.
    scale = deviation("Laplace", epsilon, 1) / np.sqrt(2)
    x = np.linspace(-30, 30, 2001)
    ratio = stats.laplace(0, scale).logpdf(x) - stats.laplace(1, scale).logpdf(x)
    assert ratio.max() == pytest.approx(epsilon)


@pytest.mark.parametrize(("epsilon", "queries"), list(itertools.product([0.1, 1.0, 5.0], [1, 7, 40])))
def test_gaussian_noise_keeps_the_promise(epsilon, queries):
    # The exact δ of a Gaussian mechanism whose distance in all queries together is √k / σ (Balle and Wang, 2018).
    distance = np.sqrt(queries) / deviation("Gaussian", epsilon, queries)
    upper = stats.norm.cdf(distance / 2 - epsilon / distance)
    exact = upper - np.exp(epsilon) * stats.norm.cdf(-distance / 2 - epsilon / distance)
    assert exact <= DELTA


@pytest.mark.parametrize("epsilon", [0.1, 1.0, 5.0])
def test_rho_uses_up_the_budget(epsilon):
    assert rho(epsilon) + 2 * np.sqrt(rho(epsilon) * np.log(1 / DELTA)) == pytest.approx(epsilon)
    assert spent("Gaussian", epsilon, 1) == pytest.approx(epsilon)
    assert spent("Laplace", epsilon, 3) == pytest.approx(3 * epsilon)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_the_noise_has_standard_deviation_1(mechanism):
    drawn = np.stack([noise(mechanism, draw) for draw in range(1, DRAWS + 1)])
    assert drawn.std() == pytest.approx(1, rel=0.03)
    assert drawn.mean() == pytest.approx(0, abs=0.04)
    assert stats.kurtosis(drawn.ravel()) == pytest.approx(3 if mechanism == "Laplace" else 0, abs=0.6)


def test_the_picture_follows_the_controls():
    explorer = privacy_budget("Gaussian")
    set_values(explorer, epsilon=2, queries=9, draw=3)
    truth, last, mean, laplace, gaussian, mark = explorer.figure.data
    answers = np.array(COUNTS) + deviation("Gaussian", 2.0, 9) * noise("Gaussian", 3)[:9]
    np.testing.assert_array_equal(truth.y, COUNTS)
    np.testing.assert_allclose(last.y, answers[-1])
    np.testing.assert_allclose(mean.y, answers.mean(axis=0))
    np.testing.assert_allclose(laplace.y, np.sqrt(2) * np.arange(1, QUERIES + 1) / 2)
    assert (mark.x[0], mark.y[0]) == (9, pytest.approx(gaussian.y[8]))
    set_values(explorer, budget="each query")
    _, last, _, laplace, _, _ = explorer.figure.data
    np.testing.assert_allclose(laplace.y, 2 * np.arange(1, QUERIES + 1))
    np.testing.assert_allclose(last.y - np.array(COUNTS), (answers[-1] - np.array(COUNTS)) / 3)


def test_the_question_is_answered_by_one_count_of_queries_only():
    explorer = privacy_budget()
    assert "✓" not in explorer.readout.html
    set_values(explorer, epsilon=1)
    found = []
    for queries in range(1, QUERIES + 1):
        set_values(explorer, queries=queries)
        if "✓" in explorer.readout.html:
            found.append(queries)
    assert found == [15]
    assert deviation("Laplace", 1.0, 14) < deviation("Gaussian", 1.0, 14)
    assert deviation("Laplace", 1.0, 15) > deviation("Gaussian", 1.0, 15)
    set_values(explorer, queries=15, budget="each query")
    assert "✓" not in explorer.readout.html
    assert "together ε = 15.00" in explorer.readout.html


@pytest.mark.parametrize(("mechanism", "budget"), list(itertools.product(MECHANISMS, BUDGETS)))
def test_the_ends_of_all_controls_can_be_drawn(mechanism, budget):
    for epsilon, queries, draw in itertools.product((0.1, 5), (1, QUERIES), (1, DRAWS)):
        shown = view(mechanism, budget, epsilon, queries, draw)
        assert [trace.type for trace in shown.figure.data] == ["bar"] * 3 + ["scatter"] * 3
        assert "nan" not in shown.report + shown.figure.alt


def test_a_mechanism_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no mechanism 'rounding'"):
        privacy_budget("rounding")
