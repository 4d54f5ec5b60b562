"""Examples of the figures in :mod:`mlcourse.plots.clustering`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse.plots.clustering import clusters, dendrogram, elbow, silhouettes
from mlcourse.plots.theme import Figure

_CENTRES = np.array([[-2.0, 0.0], [1.5, 1.8], [1.2, -1.9]])


def _blobs(n: int = 210) -> tuple[NDArray[Any], NDArray[Any]]:
    rng = np.random.default_rng(0)
    labels = np.arange(n) % 3
    return _CENTRES[labels] + rng.normal(0, 0.8, (n, 2)), labels


def _clusters() -> Figure:
    X, labels = _blobs()
    far = np.linalg.norm(X - _CENTRES[labels], axis=1) > 2
    return clusters(X, np.where(far, -1, labels), _CENTRES, title="Three clusters and some noise")


def _silhouettes() -> Figure:
    X, labels = _blobs()
    return silhouettes(X, labels, title="Most examples fit their cluster")


def _dendrogram() -> Figure:
    from scipy.cluster.hierarchy import linkage

    X, _ = _blobs(24)
    names = [f"no. {i}" for i in range(24)]
    return dendrogram(linkage(X, "ward"), names, cut=5, title="Three clusters below the cut")


def _elbow() -> Figure:
    return elbow(np.arange(1, 11), [1480, 720, 270, 232, 205, 180, 162, 148, 134, 122], title="Three seem enough")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "clusters": _clusters,
    "silhouettes": _silhouettes,
    "dendrogram": _dendrogram,
    "elbow": _elbow,
}
