"""Examples of the figures in :mod:`mlcourse.plots.curves`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots.curves import learning_curve, training_history, validation_curve
from mlcourse.plots.theme import Figure


def _learning() -> Figure:
    rng = np.random.default_rng(0)
    sizes = np.array([20, 50, 100, 200, 400, 800])
    train = 0.93 + 0.6 / sizes[:, None] + rng.normal(0, 0.004, (6, 5))
    validation = 0.92 - 3.5 / sizes[:, None] + rng.normal(0, 0.6 / sizes[:, None] + 0.006, (6, 5))
    return learning_curve(sizes, train, validation, score="accuracy", title="Beyond 200 examples little is gained")


def _validation() -> Figure:
    rng = np.random.default_rng(0)
    values = np.logspace(-4, 3, 15)
    strength = np.log10(values)[:, None]
    validation = 0.9 - 0.012 * (strength - 0.2) ** 2 + rng.normal(0, 0.012, (15, 5))
    train = 0.86 + 0.09 / (1 + np.exp(-strength)) + rng.normal(0, 0.004, (15, 5))
    scores = values, train, validation
    return validation_curve(*scores, name="C", score="accuracy", log=True, title="Too weak, right, too strong")


def _history() -> Figure:
    rng = np.random.default_rng(0)
    epoch = np.arange(30)
    fall = np.exp(-epoch / 7)
    history = {
        "loss": 0.1 + 2 * fall,
        "val_loss": 0.35 + 1.8 * fall + 0.0006 * epoch**2 + rng.normal(0, 0.02, 30),
        "accuracy": 0.98 - 0.85 * fall,
        "val_accuracy": 0.88 - 0.75 * fall - 0.0001 * epoch**2 + rng.normal(0, 0.008, 30),
    }
    return training_history(history, title="Overfitting from the middle on")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "learning_curve": _learning,
    "validation_curve": _validation,
    "training_history": _history,
}
