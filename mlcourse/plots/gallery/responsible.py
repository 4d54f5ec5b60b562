"""Examples of the figures for responsible use."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots import responsible
from mlcourse.plots.theme import Figure


def _fairness_bars() -> Figure:
    rng = np.random.default_rng(0)
    group = rng.choice(["north", "south"], 600, p=[0.7, 0.3])
    y = rng.random(600) < 0.5
    score = 0.3 + 0.4 * y + 0.12 * (group == "north") + rng.normal(0, 0.2, 600)
    return responsible.fairness_bars(y, score > 0.55, group, title="Southern applicants are turned down more often")


def _privacy_budget() -> Figure:
    rng = np.random.default_rng(1)
    budgets = np.array([0.1, 0.3, 1, 3, 10, 30])
    runs = (
        0.93 - 0.35 * np.exp(-0.9 * np.sqrt(budgets))[:, None] + rng.normal(0, 0.02, (6, 8)) / budgets[:, None] ** 0.3
    )
    return responsible.privacy_budget(budgets, runs, baseline=0.94, title="Privacy costs accuracy")


def _drift() -> Figure:
    rng = np.random.default_rng(2)
    return responsible.drift(
        rng.normal(42, 9, 2000), rng.normal(47, 11, 800), name="age in years", title="Customers have grown older"
    )


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "fairness_bars": _fairness_bars,
    "privacy_budget": _privacy_budget,
    "drift": _drift,
}
