"""Simulated handwritten digits with the format of MNIST: drawn as strokes of a pen, by many hands.

The process, from the hand to the picture:

1. Each writer has habits: for each digit one of the ways of writing it (:mod:`mlcourse.datasets.simulated._strokes`),
   a slant, a width, a pen, and a personal bend of every stroke. Some write carefully, some hastily.
2. Each digit is the writer's own, bent anew: along the stroke (a hand that slips) and across the plane (an elastic
   deformation), with more of it in a hasty hand; strokes that lift the pen land beside their place.
3. The stroke is scaled into a box of 20 x 20 pixels with its proportions kept, centred by its mass in 28 x 28 pixels,
   and inked by its distance from each pixel, so that the edges are grey and the rest is black or white.
4. Two labels in a thousand are wrong, mostly for a digit that looks alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._strokes import HABITS, POINTS, pen_strokes

_Array = np.ndarray[Any, Any]

SIDE = 28
_BOX = 20
_OWN = 10
_DIGITS_PER_WRITER = 60
# How often each digit stands in MNIST's training part.
_SHARES = np.array([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]) / 60_000
# What each digit is most often taken for.
_ALIKE = np.array([6, 7, 7, 5, 9, 3, 0, 1, 3, 4])
_WRONG_LABELS = 0.002
_BATCH = 1000
_REACH = 4  # pixels around a point of the stroke that its ink can reach


def make(size: int, seed: int) -> Dataset:
    """Make handwritten digits.

    Parameters
    ----------
    size : int
        How many images, from 1.
    seed : int
        Another seed gives other writers and other digits.

    Returns
    -------
    Dataset
        ``data`` is uint8 of shape (size, 28, 28), 0 for paper and 255 for ink; ``target`` is int64 of shape (size,).
        ``extras["writer"]`` is int64 of shape (size,): whose hand it is; ``extras["hasty"]`` is bool of shape (size,):
        whether the writer is one of those who write hastily.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 28, 28)
    """
    rng = np.random.default_rng([seed, _OWN])
    digits = rng.choice(10, size=size, p=_SHARES)
    writers = max(1, round(size / _DIGITS_PER_WRITER))
    writer = rng.choice(writers, size=size, p=rng.dirichlet(np.full(writers, 8.0)))
    hasty = rng.random(writers) < 0.35
    points, radii = _write(rng, digits, writer, hasty)
    return Dataset(
        name="mnist",
        data=np.concatenate([_ink(*_fit(*batch)) for batch in _batches(points, radii)]),
        target=_label(rng, digits),
        feature_names=tuple(f"pixel_{row}_{column}" for row in range(SIDE) for column in range(SIDE)),
        target_names=tuple("0123456789"),
        card=_card(size),
        extras={"writer": writer, "hasty": hasty[writer]},
    )


def _batches(points: _Array, radii: _Array) -> Iterator[tuple[_Array, _Array]]:
    """Go through the digits a batch at a time, so that many of them do not need much memory."""
    for start in range(0, len(points), _BATCH):
        yield points[start : start + _BATCH], radii[start : start + _BATCH]


def _write(rng: np.random.Generator, digits: _Array, writer: _Array, hasty: _Array) -> tuple[_Array, _Array]:
    """Move the pen: points of shape (digits, POINTS, 2) in units of a digit's height, and the pen's radii in pixels."""
    writers, size = len(hasty), len(digits)
    strokes = pen_strokes()
    # A writer keeps to one way of writing a digit, and leaves it once in a while.
    habit = np.stack([rng.choice(len(shares), size=writers, p=shares) for shares in HABITS], axis=1)
    way = habit[writer, digits]
    other = np.array([len(shares) for shares in HABITS])[digits]
    way = np.where(rng.random(size) < 0.06, rng.integers(0, other), way)
    points = strokes.points[digits, way].astype(np.float32)
    along, stroke = strokes.along[digits, way], strokes.stroke[digits, way]

    haste = np.where(hasty, 1.4, 0.84)[writer] * np.where(rng.random(size) < 0.02, 1.5, 1.0)
    # The personal bend belongs to the writer and the digit, the slip to this one image.
    bend = (_within(rng, writers, 10, 5, 2) * 0.05)[writer, digits]
    slip = _within(rng, size, 5, 2) * (0.033 * haste)[:, None, None]
    waves = np.cos(np.pi * np.arange(1, 6)[:, None, None] * along[None]).astype(np.float32)
    fading = (1 / np.sqrt(np.arange(1, 6)))[None, :, None]
    # A short stroke has less room to go astray: ones are nearly straight.
    room = np.clip(strokes.length[digits, way] / 2.4, 0.2, 1)[:, None, None]
    points += np.einsum("mnk,nmd->nkd", waves, ((bend + slip) * fading * room).astype(np.float32), optimize=True)
    points += _elastic(rng, points, haste)
    lift = _within(rng, size, 3, 2) * (0.035 * haste)[:, None, None]
    lift[:, 0] = 0
    points += lift[np.arange(size)[:, None], stroke].astype(np.float32)

    slant = (rng.normal(0.12, 0.20, writers)[writer] + rng.normal(size=size) * 0.07 * haste)[:, None]
    turn = (rng.normal(0, 0.06, writers)[writer] + rng.normal(size=size) * 0.04 * haste)[:, None]
    width = np.exp(rng.normal(-0.12, 0.16, writers)[writer] + rng.normal(size=size) * 0.08 * haste)[:, None]
    x, y = (points[..., 0] - 0.5) * width, points[..., 1] - 0.5
    x = x - slant * y
    points = np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], axis=-1)

    pen = np.exp(rng.normal(0.2, 0.22, writers))[writer] * np.exp(rng.normal(0, 0.08, size))
    pressure = np.cos(np.pi * (along * rng.integers(1, 4, size)[:, None] + rng.random(size)[:, None]))
    radii = np.clip(pen, 0.55, 2.2)[:, None] * (1 + 0.12 * pressure)
    return points.astype(np.float32), radii.astype(np.float32)


def _within(rng: np.random.Generator, *shape: int) -> _Array:
    """Draw from a normal distribution without its far tails: beyond them nobody could read the digit."""
    return np.clip(rng.normal(size=shape), -1.8, 1.8)


def _elastic(rng: np.random.Generator, points: _Array, haste: _Array) -> _Array:
    """Bend the plane smoothly: displacements of shape (digits, POINTS, 2)."""
    size = len(points)
    moved = np.zeros_like(points)
    for strength in (0.054, 0.04):
        frequency = rng.normal(size=(size, 2, 1)) * 2.2
        phase = rng.random((size, 1)) * 2 * np.pi
        direction = _within(rng, size, 1, 2) * (strength * haste)[:, None, None]
        wave = np.sin((points @ frequency.astype(np.float32))[..., 0] + phase)
        moved += (wave[..., None] * direction).astype(np.float32)
    return moved


def _fit(points: _Array, radii: _Array) -> tuple[_Array, _Array]:
    """Scale each digit into its box, proportions kept, and centre it by its mass; in pixels."""
    low, high = points.min(axis=1), points.max(axis=1)
    room = _BOX - 2 * radii.max(axis=1) - 0.5
    points = points * (room / (high - low).max(axis=1))[:, None, None]
    centre = np.average(points, axis=1, weights=np.broadcast_to(radii[..., None], points.shape))
    return points - centre[:, None] + (SIDE - 1) / 2, radii


def _ink(points: _Array, radii: _Array) -> _Array:
    """Ink every pixel by its distance from the stroke: uint8 of shape (digits, 28, 28)."""
    size, wide = len(points), SIDE + 2 * _REACH
    depth = np.full((size, wide * wide), -9.0, dtype=np.float32)
    steps = np.arange(1 - _REACH, _REACH + 1)
    offsets = (steps[:, None] * wide + steps).ravel()
    rows = np.arange(size)[:, None]
    corner = np.clip(np.floor(points).astype(np.int64), 0, SIDE - 1)
    away = points - corner
    for point in range(POINTS):
        # Each image has one point at a time, so no pixel is written twice in one step.
        squares = (steps - away[:, point, :, None]).astype(np.float32) ** 2
        distance = np.sqrt(squares[:, 1, :, None] + squares[:, 0, None, :]).reshape(size, -1)
        at = ((corner[:, point, 1] + _REACH) * wide + corner[:, point, 0] + _REACH)[:, None] + offsets
        depth[rows, at] = np.maximum(depth[rows, at], radii[:, point, None] - distance)
    inner = depth.reshape(size, wide, wide)[:, _REACH:-_REACH, _REACH:-_REACH]
    return np.asarray(np.rint(255 * np.clip(inner / 1.5 + 0.5, 0, 1)), dtype=np.uint8)


def _label(rng: np.random.Generator, digits: _Array) -> _Array:
    wrong = rng.random(len(digits)) < _WRONG_LABELS
    anything = (digits + rng.integers(1, 10, len(digits))) % 10
    mistaken = np.where(rng.random(len(digits)) < 0.7, _ALIKE[digits], anything)
    return np.where(wrong, mistaken, digits).astype(np.int64)


def _card(size: int) -> Card:
    return Card(
        title="Handwritten digits in the format of MNIST (simulated)",
        summary="One image of 28 x 28 pixels is one handwritten digit. The task is to read it.",
        source=(
            "Made by this course; no image is a real person's writing. Each invented writer has a way of writing each "
            "digit (a one with or without a flag, a four open or closed, a seven with or without a bar), a slant, a "
            "width and a pen, and about a third of the writers are hasty. A digit is the writer's stroke, bent at "
            "random, scaled into 20 x 20 pixels, centred by its mass and inked. The format is that of MNIST (Y. LeCun, "
            "C. Cortes and C. Burges, from forms of NIST, 1998), as are the shares of the digits. "
            "extras['writer'] tells whose hand it is, extras['hasty'] whether that writer is hasty."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=size,
        columns=(
            Column(
                "pixel_0_0 ... pixel_27_27",
                "darkness of the ink, by row and column from the top left; 0 is paper",
                "grey levels, 0 to 255",
            ),
        ),
        target="the digit: 0 to 9; ones are the most frequent (11 %), fives the least (9 %)",
        problems=(
            "A writer has about 60 digits: a random split has the same hands in both parts, so that the test error is "
            "too kind for a new hand. Split by extras['writer'].",
            "About 2 labels in 1,000 are wrong, so that no honest model is right always.",
            "Hasty writers are read worse than careful ones: one mean accuracy hides that.",
            "Four fifths of all pixels are 0, and the pixels at the edges are 0 in every image: their standard "
            "deviation is 0, so standardising by hand divides by zero.",
            "Each digit is scaled and centred before: a photograph, or a digit moved by a few pixels, looks different.",
        ),
        harm=(
            "Nobody directly: the writers are invented. Of real hands, those that write in ways which are missing here "
            "would be read worse; where a misread digit costs money or a mark, a person has to check."
        ),
        kind="simulated",
    )
