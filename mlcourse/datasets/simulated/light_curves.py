"""Light curves: how bright stars were, night after night; the stars are invented.

The process: a telescope on the ground looks at each star in clear nights of half a year, at irregular times, so that
there are gaps by day, in bad weather and near full moon. A star has a mean brightness, from which the error of its
measurements follows: faint stars are measured badly. A constant star shows nothing but noise; a pulsating one a
saw-tooth with a quick rise; an eclipsing binary two dips of different depth; a rotating one, with spots, a gentle wave
whose strength changes; a transit of a planet a shallow flat dip that is short against the period. On top come a slow
drift of the instrument, a few cosmic rays and measurements lost in clouds. Brightness is in magnitudes: larger is
fainter.
"""

from __future__ import annotations

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, Array, described, pick

_CLASSES = ("constant", "pulsating", "eclipsing binary", "rotating", "transit")
_SHARES = (0.42, 0.18, 0.18, 0.14, 0.08)
_OBSERVATIONS = 160
_NIGHTS = 180


def make(size: int, seed: int) -> Dataset:
    """Simulate light curves of stars, each observed at times of its own.

    Parameters
    ----------
    size : int
        The number of stars.
    seed : int
        Another seed gives other stars.

    Returns
    -------
    Dataset
        A table of shape (size, 160) of magnitudes, in the order of time, NaN where clouds spoilt one; and the class of
        each star. ``extras["time"]`` (days) and ``extras["error"]`` (magnitudes) have the same shape;
        ``extras["period"]`` (days, of shape (size,), NaN for constant stars) is for evaluation only.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 160)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 111])
    kind = pick(rng, _SHARES, size)
    time = _times(rng, size)
    period = _periods(rng, kind)
    brightness = np.clip(11 + 5.2 * rng.beta(2.2, 1.3, size), 11, 16)
    expected = 0.004 + 0.0022 * 10 ** (0.4 * 0.8 * (brightness[:, None] - 12.5))
    error = expected * np.exp(rng.normal(0, 0.12, (size, _OBSERVATIONS)))
    phase = (time / np.where(kind == 0, 1.0, period)[:, None] + rng.random((size, 1))) % 1.0
    magnitude = brightness[:, None] + _variation(rng, kind, phase, time)
    drift = rng.normal(0, 0.0025, (size, 1)) * np.sin(2 * np.pi * (time / 150 + rng.random((size, 1))))
    # The errors that are told are a little too small, as errors are.
    magnitude = magnitude + drift + 1.15 * error * rng.normal(size=time.shape)
    ray = rng.random(time.shape) < 0.003
    magnitude = np.where(ray, magnitude - rng.exponential(0.35, time.shape), magnitude)
    # Clouds spoil whole stretches, and faint stars sooner.
    clouds = 0.9 * np.sin(2 * np.pi * (time / 11 + rng.random((size, 1)))) + rng.normal(0, 1, time.shape)
    lost = clouds > 1.84 - 0.12 * (brightness[:, None] - 13.5)
    lost[:, 0] = False
    names = [f"mag_{number:03d}" for number in range(_OBSERVATIONS)]
    frame = pd.DataFrame(np.where(lost, np.nan, np.round(magnitude, 4)), columns=names)
    return Dataset(
        name="light-curves",
        data=frame,
        target=kind.astype(np.int64),
        feature_names=tuple(names),
        target_names=_CLASSES,
        card=_card(size, names),
        extras={
            "time": np.round(time, 5),
            "error": np.round(error, 4),
            "period": np.where(kind == 0, np.nan, period),
        },
    )


def _times(rng: np.random.Generator, stars: int) -> Array:
    """Return the days of each star's observations, in order: at night, more rarely near full moon."""
    nights = np.arange(_NIGHTS)
    weight = 1.0 + 0.8 * np.sin(2 * np.pi * nights / 29.53)
    weight *= 1.0 + 0.6 * np.sin(2 * np.pi * nights / 11.0 + 1.0)
    night = pick(rng, weight, stars * _OBSERVATIONS).reshape(stars, _OBSERVATIONS)
    # A star is high enough for seven hours in the middle of the night.
    hours = np.clip(rng.normal(0, 2.0, night.shape), -3.5, 3.5)
    return np.sort(night + 0.5 + hours / 24, axis=1)


def _periods(rng: np.random.Generator, kind: Array) -> Array:
    low = np.array([1.0, 0.3, 0.5, 1.5, 1.2])[kind]
    high = np.array([1.0, 12.0, 8.0, 25.0, 7.0])[kind]
    period = np.exp(rng.uniform(np.log(low), np.log(high)))
    # Most pulsating stars are of the fast kind.
    fast = (kind == 1) & (rng.random(len(kind)) < 0.65)
    return np.where(fast, rng.uniform(0.35, 0.75, len(kind)), period)


def _variation(rng: np.random.Generator, kind: Array, phase: Array, time: Array) -> Array:
    """Return what is added to the mean magnitude, of shape (stars, observations)."""
    stars = len(kind)
    own = rng.random((6, stars, 1))
    amplitude = 0.08 * (0.9 / 0.08) ** own[0]
    rise = 0.12 + 0.18 * own[1]
    climb = np.where(phase < rise, 1 - phase / rise, (phase - rise) / (1 - rise))
    pulsating = amplitude * (climb - 0.5) * np.where(own[2] < 0.5, 1.0, 1.0 - 0.25 * np.sin(2 * np.pi * phase))

    width = 0.025 + 0.07 * own[3]
    deep = 0.04 * (0.9 / 0.04) ** own[0]
    second = deep * (0.1 + 0.9 * own[1])
    away = np.minimum(phase, 1 - phase) / width
    opposite = np.abs(phase - 0.5) / width
    eclipsing = deep * np.exp(-(away**2) * 1.4) + second * np.exp(-(opposite**2) * 1.4)
    eclipsing = eclipsing - 0.12 * deep * np.cos(4 * np.pi * phase)

    wave = 0.012 * (0.12 / 0.012) ** own[0]
    strength = 1 + 0.45 * np.sin(2 * np.pi * (time / (60 + 120 * own[1]) + own[2]))
    rotating = wave * strength * (np.sin(2 * np.pi * phase) + 0.4 * own[3] * np.sin(4 * np.pi * phase + 6 * own[4]))

    short = 0.02 + 0.035 * own[1]
    dip = 0.012 * (0.05 / 0.012) ** own[0]
    ramp = np.clip((short - np.minimum(phase, 1 - phase)) / (0.25 * short), 0, 1)
    flat = np.zeros_like(phase)
    choices = [flat, pulsating, eclipsing, rotating, dip * ramp]
    return np.choose(kind[:, None], choices)


def _card(size: int, names: list[str]) -> Card:
    return Card(
        title="Light curves of stars (simulated)",
        summary="One row is one star: 160 measurements of its brightness. The task is to tell five kinds of stars.",
        source=(
            "Made by a random process; the stars are invented. It imitates a survey from the ground: clear nights of "
            "half a year, noise that grows for faint stars, drift, cosmic rays and clouds, and the shapes of "
            'pulsating, eclipsing and rotating stars and of transits. extras["time"] (days) and extras["error"] '
            '(magnitudes) belong to the columns one by one; extras["period"] (days, NaN for constant stars) is for '
            "evaluation only."
        ),
        licence=LICENCE,
        rows=size,
        columns=described(
            *((name, f"brightness at observation {number}", "magnitudes") for number, name in enumerate(names))
        ),
        target="0 constant (42 %), 1 pulsating (18 %), 2 eclipsing binary (18 %), 3 rotating (14 %), 4 transit (8 %)",
        problems=(
            "Magnitudes run backwards: the larger, the fainter. A dip in light is a peak in the numbers.",
            (
                "Each star has its own times, at night only and with gaps: a column means nothing by itself, and a "
                "Fourier transform for even steps does not apply. Fold by the period, or compute features."
            ),
            (
                "Because there are only nights, periods near one day and its fractions are mistaken for each other "
                "(aliases)."
            ),
            "One measurement in sixteen is missing, in cloudy stretches, and more for faint stars.",
            "Three measurements in a thousand are hit by a cosmic ray and much too bright: means and variances suffer.",
            (
                "Faint stars are noisy: without the error, noise looks like variation. The true noise is 15 % larger "
                "than the error told."
            ),
            (
                "A shallow transit of a faint star cannot be told from a constant star: part of the labels cannot be "
                "learnt."
            ),
            "The classes are of unequal size, and the rarest is the one that people look for.",
        ),
        harm="Nobody directly: there are no people in it.",
        kind="simulated",
    )
