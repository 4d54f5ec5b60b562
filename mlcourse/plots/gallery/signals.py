"""Examples of the figures about signals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mlcourse.plots import signals
from mlcourse.plots.theme import Figure

_RATE = 8000


def _chirp() -> NDArray[np.float64]:
    """Make two seconds of a rising tone, a steady one, and a click."""
    t = np.arange(2 * _RATE) / _RATE
    rising = np.sin(2 * np.pi * (200 * t + 700 * t**2)) * np.exp(-((t - 1) ** 2) / 0.5)
    sound = rising + 0.3 * np.sin(2 * np.pi * 3000 * t) + np.random.default_rng(0).normal(0, 0.01, len(t))
    sound[12000:12040] += 1.5
    return sound


def _waveform() -> Figure:
    return signals.waveform(_chirp(), _RATE, title="A tone that swells and fades, and a click")


def _spectrogram() -> Figure:
    return signals.spectrogram(_chirp(), _RATE, title="One tone rises, one stays, and the click holds all of them")


def _mel() -> Figure:
    return signals.spectrogram(_chirp(), _RATE, mel=True, bands=48, title="The same sound in mel bands")


def _spectrum() -> Figure:
    t = np.arange(_RATE) / _RATE
    tone = sum(np.sin(2 * np.pi * 220 * k * t) / k for k in range(1, 5))
    return signals.spectrum(tone, _RATE, peaks=4, title="A note and its overtones")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "waveform": _waveform,
    "spectrogram": _spectrogram,
    "spectrogram_mel": _mel,
    "spectrum": _spectrum,
}
