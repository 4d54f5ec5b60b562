"""Compute the maps that the explorer of t-SNE shows, and write them beside this file: run ``python make_tsne.py``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PERPLEXITIES = (2, 5, 10, 20, 30, 50, 80)
SEEDS = (0, 1, 2)
POINTS = 120


def clouds() -> dict[str, NDArray[np.float64]]:
    """Draw the data sets.

    Returns
    -------
    dict of str to numpy.ndarray of shape (120, dimensions)
    """
    rng = np.random.default_rng(8)
    third = POINTS // 3
    centres = np.repeat([[0.0, 0.0], [5.0, 0.0], [25.0, 0.0]], third, axis=0)
    middle = np.repeat([[0.0, 0.0], [20.0, 0.0]], POINTS // 2, axis=0)
    spread = np.repeat([[0.4], [4.0]], POINTS // 2, axis=0)
    turn = np.linspace(0, 1, POINTS, endpoint=False)
    curve = np.column_stack([10 * turn, 2 * np.sin(2 * np.pi * turn)])
    return {
        "two clusters near, one far": centres + rng.normal(size=(POINTS, 2)),
        "a dense and a wide cluster": middle + spread * rng.normal(size=(POINTS, 2)),
        "noise without groups": rng.normal(size=(POINTS, 20)),
        "points along a curve": curve + 0.1 * rng.normal(size=(POINTS, 2)),
    }


def main() -> None:
    """Run scikit-learn's t-SNE for each data set, perplexity and seed; a few minutes."""
    from sklearn.manifold import TSNE

    held: dict[str, NDArray[np.float16]] = {}
    for name, data in clouds().items():
        held[f"{name}|data"] = data.astype(np.float16)
        maps = [
            [
                TSNE(perplexity=perplexity, init="random", random_state=seed, method="exact").fit_transform(data)
                for seed in SEEDS
            ]
            for perplexity in PERPLEXITIES
        ]
        held[f"{name}|maps"] = np.array(maps).astype(np.float16)
    np.savez_compressed(Path(__file__).parent / "tsne.npz", **held)  # type: ignore[arg-type]  # its stub takes names for allow_pickle


if __name__ == "__main__":
    main()
