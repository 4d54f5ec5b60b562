"""How digits are written: the ways of writing each, as strokes of a pen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

_Array = np.ndarray[Any, Any]

POINTS = 80

# A way of writing a digit, as points (x to the right, y downwards, in hundredths of the height) that the pen goes
# through smoothly. A semicolon is a corner, where the last point is met again; at a bar the pen is lifted.
_WAYS: tuple[tuple[str, ...], ...] = (
    (  # 0: closed; with a loop where it began; begun at the right; with a slash
        "58,2 30,6 8,38 10,72 38,99 72,88 90,52 80,14 52,0",
        "58,2 30,6 8,38 10,72 38,99 72,88 90,52 80,14 52,0 40,12 50,22",
        "80,10 50,0 15,25 8,65 40,100 80,80 92,40 70,5",
        "58,2 30,6 8,38 10,72 38,99 72,88 90,52 80,14 52,0 | 85,5 15,95",
    ),
    (  # 1: a line; with a flag; with a flag and a foot
        "50,0 50,50 50,100",
        "28,26 42,14 54,0; 54,0 53,50 52,100",
        "28,22 50,0; 50,0 50,100 | 22,100 78,100",
    ),
    (  # 2: with an angular foot; with a loop; with a round, wavy foot
        "10,25 25,5 55,0 82,20 75,48 40,78 6,99; 6,99 50,97 95,98",
        "14,22 35,2 70,6 80,32 55,65 22,92 6,90 12,76 32,82 60,97 96,90",
        "12,16 40,0 78,12 74,42 38,74 10,94; 10,94 35,86 65,98 98,92",
    ),
    (  # 3: two bows; with a flat top; with a loop in the middle
        "14,14 42,0 76,12 70,36 36,47; 36,47 74,52 88,74 62,98 30,99 8,86",
        "12,2 80,0; 80,0 42,38; 42,38 80,46 88,74 60,98 28,99 8,88",
        "16,10 50,0 80,16 66,38 42,48 36,41 48,40 80,56 84,82 55,100 10,90",
    ),
    (  # 4: open; closed; open and round; in one stroke
        "22,0 10,52; 10,52 50,53 95,50 | 72,8 66,100",
        "62,0 30,36 4,66; 4,66 98,64 | 62,0 62,100",
        "16,2 10,35 25,50 55,48 78,36 | 80,0 74,50 70,100",
        "20,5 12,40 24,54 55,42 80,2; 80,2 70,50 66,100",
    ),
    (  # 5: with the hat last; in one stroke; round like an S
        "24,2 20,40; 20,40 55,34 86,55 80,85 48,100 10,90 | 24,2 88,0",
        "90,2 28,4; 28,4 20,44; 20,44 58,38 84,60 72,90 40,100 8,92",
        "88,4 50,2 24,16 30,42 66,54 78,76 54,98 10,94",
    ),
    (  # 6: bent; with a straight back; with a large loop
        "74,2 40,22 16,60 24,92 56,99 82,80 72,56 42,56 20,78",
        "50,0 28,40 16,74 30,98 60,98 78,80 64,62 38,64 20,80",
        "80,10 55,0 20,30 10,68 32,98 74,94 90,68 66,46 30,54 14,74",
    ),
    (  # 7: plain; with a bar; with a flag; bent
        "8,4 50,4 88,0; 88,0 60,45 38,100",
        "10,5 90,2; 90,2 60,50 40,100 | 30,52 86,48",
        "10,20 12,5; 12,5 88,3; 88,3 56,50 44,100",
        "10,12 40,2 80,6 82,24 60,55 46,100",
    ),
    (  # 8: in one stroke, begun at the top or at the right; two rings
        "62,2 30,6 22,28 50,48 80,72 68,97 34,98 20,74 48,50 76,26 66,4",
        "82,16 52,0 24,16 40,42 72,66 74,92 44,100 20,82 36,58 66,38 86,12",
        "50,46 24,34 26,8 56,0 76,18 66,42 48,47 | 50,46 22,62 20,88 50,100 82,86 78,60 50,47",
    ),
    (  # 9: with a straight stem; with a bent tail; in one round stroke
        "80,14 48,0 18,18 22,44 54,48 80,14; 80,14 76,55 72,100",
        "78,16 46,0 16,22 28,48 60,42 78,16; 78,16 82,60 62,95 20,96",
        "72,30 44,50 18,30 36,2 70,6 78,36 66,70 46,100",
    ),
)

HABITS: tuple[tuple[float, ...], ...] = (
    (0.45, 0.25, 0.26, 0.04),
    (0.72, 0.2, 0.08),
    (0.42, 0.38, 0.2),
    (0.7, 0.12, 0.18),
    (0.42, 0.18, 0.25, 0.15),
    (0.5, 0.25, 0.25),
    (0.5, 0.3, 0.2),
    (0.46, 0.22, 0.14, 0.18),
    (0.5, 0.35, 0.15),
    (0.55, 0.15, 0.3),
)
"""How many hands have each way of writing a digit, as shares."""


@dataclass(frozen=True)
class PenStrokes:
    """Every way of writing every digit, as points at equal distances along the pen's path.

    Attributes
    ----------
    points : numpy.ndarray
        float64 of shape (10, ways, POINTS, 2): x and y, about from 0 to 1.
    along : numpy.ndarray
        float64 of shape (10, ways, POINTS): the share of the path that is drawn, from 0 to 1.
    stroke : numpy.ndarray
        int64 of shape (10, ways, POINTS): how often the pen was lifted before.
    length : numpy.ndarray
        float64 of shape (10, ways): the whole path's length.
    """

    points: _Array
    along: _Array
    stroke: _Array
    length: _Array


@cache
def pen_strokes() -> PenStrokes:
    """Compute the pen's paths, once."""
    ways = max(len(of_digit) for of_digit in _WAYS)
    points = np.zeros((10, ways, POINTS, 2))
    stroke = np.zeros((10, ways, POINTS), dtype=np.int64)
    for digit, of_digit in enumerate(_WAYS):
        for way, written in enumerate(of_digit):
            points[digit, way], stroke[digit, way] = _resample(written)
    along = np.broadcast_to(np.linspace(0, 1, POINTS), stroke.shape)
    length = np.hypot(*np.moveaxis(np.diff(points, axis=2), -1, 0)).sum(axis=-1)
    for array in (points, along, stroke, length):
        array.flags.writeable = False
    return PenStrokes(points, along, stroke, length)


def _resample(way: str) -> tuple[_Array, _Array]:
    """Share the points among the strokes by their lengths."""
    paths = [np.concatenate([_spline(piece) for piece in stroke.split(";")]) for stroke in way.split("|")]
    walked = [np.append(0, np.hypot(*np.diff(path, axis=0).T).cumsum()) for path in paths]
    lengths = np.array([distance[-1] for distance in walked])
    counts = np.maximum(2, np.floor(POINTS * lengths / lengths.sum())).astype(int)
    counts[0] += POINTS - counts.sum()
    sampled = [
        np.stack([np.interp(np.linspace(0, distance[-1], count), distance, path[:, axis]) for axis in (0, 1)], axis=1)
        for path, distance, count in zip(paths, walked, counts, strict=True)
    ]
    return np.concatenate(sampled), np.repeat(np.arange(len(counts)), counts)


def _spline(piece: str, steps: int = 24) -> _Array:
    """Go smoothly through the points (a Catmull-Rom spline)."""
    points = [[int(number) / 100 for number in point.split(",")] for point in piece.split()]
    p = np.array([points[0], *points, points[-1]])
    t = np.linspace(0, 1, steps)[None, :, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None] for i in range(4))
    curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return np.asarray(curve / 2).reshape(-1, 2)
