"""Examples of the figures of activations, weights and learning rates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots import activations
from mlcourse.plots.theme import Figure


def _functions() -> Figure:
    x = np.linspace(-4, 4, 201)
    sigmoid = 1 / (1 + np.exp(-x))
    return activations.functions(
        x,
        {"sigmoid": sigmoid, "tanh": np.tanh(x), "ReLU": np.maximum(0, x)},
        {"sigmoid": sigmoid * (1 - sigmoid), "tanh": 1 - np.tanh(x) ** 2, "ReLU": (x > 0).astype(float)},
        title="Where a function is flat, no gradient passes",
    )


def _network_activations() -> Figure:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(400, 64))
    layers = {}
    for i in range(1, 7):
        values = np.tanh(values @ rng.normal(0, 0.7 / 8, (64, 64)))
        layers[f"layer {i}"] = values
    return activations.network_activations(layers, title="With small weights the signal dies out")


def _weights_histogram() -> Figure:
    rng = np.random.default_rng(1)
    return activations.weights_histogram(
        {"before training": rng.uniform(-0.1, 0.1, 5000), "after training": rng.laplace(0, 0.06, 5000)},
        title="Training makes a few weights large",
    )


def _learning_rate() -> Figure:
    step = np.arange(1000)
    warm = np.minimum(1, (step + 1) / 100)
    cosine = 3e-4 * warm * (1 + np.cos(np.pi * np.maximum(0, step - 100) / 900)) / 2
    drops = 3e-4 * 0.3 ** (step // 300)
    return activations.learning_rate({"warm-up and cosine": cosine, "steps": drops}, title="Two schedules")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "functions": _functions,
    "network_activations": _network_activations,
    "weights_histogram": _weights_histogram,
    "learning_rate": _learning_rate,
}
