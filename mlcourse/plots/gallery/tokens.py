"""Examples of the figures about attention and next tokens."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots import tokens
from mlcourse.plots.theme import Figure

_WORDS = ("the", "cat", "sat", "on", "the", "mat")


def _attention() -> Figure:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 1, (4, 6, 6))
    steps = np.arange(6)[:, None] - np.arange(6)
    logits[0] += 4 * (steps == 1)
    logits[1] += 4 * (steps == 0)
    logits[2, :, 1] += 3
    logits[:, steps < 0] = -np.inf
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    weights /= weights.sum(axis=2, keepdims=True)
    heads = ["previous word", "the word itself", "the subject", "mixed"]
    return tokens.attention(weights, _WORDS, heads=heads, title="Four heads look at different words")


def _cross_attention() -> Figure:
    weights = [
        [0.92, 0.04, 0.02, 0.02],
        [0.05, 0.1, 0.8, 0.05],
        [0.03, 0.85, 0.1, 0.02],
        [0.02, 0.03, 0.05, 0.9],
    ]
    return tokens.attention(
        weights, ["the", "black", "cat", "sleeps"], ["le", "chat", "noir", "dort"], title="A translator's attention"
    )


def _heatmap() -> Figure:
    words = ["king", "queen", "apple", "pear", "run"]
    alike = [
        [1.00, 0.75, 0.21, 0.12, 0.18],
        [0.75, 1.00, 0.19, 0.15, -0.04],
        [0.21, 0.19, 1.00, 0.62, 0.16],
        [0.12, 0.15, 0.62, 1.00, -0.07],
        [0.18, -0.04, 0.16, -0.07, 1.00],
    ]
    return tokens.heatmap(alike, words, words, name="cosine similarity", centre=0, title="Words that are used alike")


def _token_probabilities() -> Figure:
    words = [" mat", " sofa", " floor", " table", " bed", " roof", "\n", " dog"]
    chances = [0.46, 0.17, 0.12, 0.08, 0.06, 0.03, 0.02, 0.01]
    return tokens.token_probabilities(words, chances, chosen=" floor", title="The cat sat on the …")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "attention": _attention,
    "attention_across": _cross_attention,
    "heatmap": _heatmap,
    "token_probabilities": _token_probabilities,
}
