"""Examples of the figures in :mod:`mlcourse.plots.regression`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.regression import coefficients, polynomial_fit, prediction_against_truth, residuals
from mlcourse.plots.theme import Figure


def _residuals() -> Figure:
    rng = np.random.default_rng(0)
    fitted = rng.uniform(300, 1600, 250)
    rent = fitted + rng.normal(0, 0.12 * fitted)
    return residuals(rent, fitted, unit="€ a month", title="The spread grows with the rent")


def _against_truth() -> Figure:
    rng = np.random.default_rng(0)
    quarter = rng.integers(6, size=180)
    truth = np.array([520, 640, 760, 900, 1080, 1400])[quarter] * rng.normal(1, 0.18, 180)
    means = np.bincount(quarter, truth) / np.bincount(quarter)
    guesses = {"forest": truth + rng.normal(0, 60, 180), "mean of the quarter": means[quarter]}
    return prediction_against_truth(truth, guesses, unit="€ a month", title="Rents, true and predicted")


def _coefficients() -> Figure:
    names = ["area", "balcony", "year built", "floor", "distance to the centre", "garden"]
    values, errors = [310, 42, 18, -9, -120, 25], [25, 30, 14, 12, 22, 31]
    return coefficients(names, values, errors, title="What moves the rent")


def _compared() -> Figure:
    names = ["area", "balcony", "year built", "floor", "distance to the centre", "garden"]
    models = {
        "least squares": [310, 42, 18, -9, -120, 25],
        "ridge": [250, 38, 17, -8, -101, 24],
        "lasso": [290, 12, 0, 0, -97, 0],
    }
    return coefficients(names, models, title="Lasso sets coefficients to zero")


def _polynomials() -> Figure:
    rng = np.random.default_rng(3)
    x = np.sort(rng.uniform(0, 1, 14))
    y = np.sin(2 * np.pi * x) + rng.normal(0, 0.25, 14)
    fits = {degree: np.polynomial.Polynomial.fit(x, y, degree) for degree in (1, 3, 11)}
    return polynomial_fit(x, y, fits, title="Too stiff, right, too wild")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "residuals": _residuals,
    "prediction_against_truth": _against_truth,
    "coefficients": _coefficients,
    "coefficients of several models": _compared,
    "polynomial_fit": _polynomials,
}
