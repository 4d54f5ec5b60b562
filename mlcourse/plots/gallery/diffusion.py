"""Examples of the figures of diffusion models."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlcourse.plots import diffusion
from mlcourse.plots.theme import Figure


def _denoising_steps() -> Figure:
    rng = np.random.default_rng(0)
    rows, columns = np.mgrid[-10:10, -10:10] + 0.5
    ring = 2 * np.exp(-((np.hypot(rows, columns) - 6) ** 2) / 3) - 1
    noise = rng.normal(size=ring.shape)
    kept = np.linspace(0, 1, 8) ** 1.5
    strip = [np.sqrt(k) * ring + np.sqrt(1 - k) * noise for k in kept]
    labels = [f"t = {t}" for t in range(70, -1, -10)]
    return diffusion.denoising_steps(np.array(strip), labels, ink=True, title="A ring appears out of noise")


def _noise_schedule() -> Figure:
    t = np.arange(501) / 500
    bar = np.cos((t + 0.008) / 1.008 * np.pi / 2) ** 2
    cosine = np.clip(1 - bar[1:] / bar[:-1], 0, 0.999)
    return diffusion.noise_schedule(
        {"linear": np.linspace(2e-4, 0.04, 500), "cosine": cosine}, title="The cosine schedule keeps the image longer"
    )


EXAMPLES: dict[str, Callable[[], Figure]] = {"denoising_steps": _denoising_steps, "noise_schedule": _noise_schedule}
