"""Many pictures drawn at once: shapes with smooth edges, lit from one side, on batches of canvases.

Everything that may differ from picture to picture is an array of shape (pictures, 1, 1), a colour one of shape
(3, pictures, 1, 1); so one call draws, say, the left eye of every picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Number = float | Array
Corners = list[tuple[Number, Number]]


class Dice:
    """Draws random numbers for a batch of pictures.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the numbers come from.
    pictures : int
        How many pictures the batch has.
    """

    def __init__(self, rng: np.random.Generator, pictures: int) -> None:
        self.rng = rng
        self.pictures = pictures

    def between(self, low: Number, high: Number) -> Array:
        """Draw one number per picture, each as likely as any other; float32 of shape (pictures, 1, 1)."""
        share = self.rng.random((self.pictures, 1, 1), dtype=np.float32)
        return np.asarray(low + (high - low) * share, dtype=np.float32)

    def normal(self, mean: float, deviation: float) -> Array:
        """Draw one number per picture from a normal distribution; float32 of shape (pictures, 1, 1)."""
        return np.float32(mean) + np.float32(deviation) * self.rng.standard_normal(
            (self.pictures, 1, 1), dtype=np.float32
        )

    def chance(self, share: Number) -> Array:
        """Draw 1 with this probability and 0 otherwise; float32 of shape (pictures, 1, 1)."""
        return (self.rng.random((self.pictures, 1, 1)) < share).astype(np.float32)

    def colour(self, palette: Sequence[tuple[float, float, float]], spread: float = 0.05) -> Array:
        """Pick one colour of the palette per picture and vary it; float32 of shape (3, pictures, 1, 1)."""
        picked = np.asarray(palette, dtype=np.float32)[self.rng.integers(0, len(palette), self.pictures)]
        varied = picked + self.rng.normal(0, spread, (self.pictures, 1)) + self.rng.normal(0, spread / 2, picked.shape)
        return np.clip(varied, 0.01, 1).T[:, :, None, None].astype(np.float32)


@dataclass(frozen=True)
class Frame:
    """The coordinates in which a thing is drawn: x to the right and y downwards, one system for each picture.

    Attributes
    ----------
    x, y : numpy.ndarray
        Where the centres of the pixels lie; float32 of shape (pictures, height, width).
    unit : numpy.ndarray
        How many pixels a length of 1 has, of shape (pictures, 1, 1).
    rows, columns : slice
        The window of the canvas that the pixels are in.
    """

    x: Array
    y: Array
    unit: Array
    rows: slice = field(default_factory=lambda: slice(None))
    columns: slice = field(default_factory=lambda: slice(None))

    @classmethod
    def over(cls, pictures: int, side: int) -> Frame:
        """Lie over whole pictures: from -1 to 1 in both directions."""
        line = ((np.arange(side) + 0.5) / side * 2 - 1).astype(np.float32)
        shape = (pictures, side, side)
        unit = np.full((pictures, 1, 1), side / 2, dtype=np.float32)
        return cls(np.broadcast_to(line, shape), np.broadcast_to(line[:, None], shape), unit)

    def at(
        self, x: Number = 0.0, y: Number = 0.0, *, size: Number = 1.0, turn: Number = 0.0, wide: Number = 1.0
    ) -> Frame:
        """Take a new origin, a new unit, turned clockwise by `turn` radians; `wide` < 0 mirrors it."""
        cosine, sine = np.float32(1) * np.cos(turn) / size, np.float32(1) * np.sin(turn) / size
        right, down = self.x - x, self.y - y
        across = (right * cosine + down * sine) / wide
        return replace(self, x=across, y=down * cosine - right * sine, unit=self.unit * size)

    def window(self, rows: slice, columns: slice) -> Frame:
        """Look only at some rows and columns of whole pictures: what is drawn there is drawn faster."""
        return replace(self, x=self.x[:, rows, columns], y=self.y[:, rows, columns], rows=rows, columns=columns)


class Canvas:
    """A batch of pictures that are being painted.

    Parameters
    ----------
    pictures, side : int
        How many pictures, and the height and width of each in pixels.
    light : tuple of numpy.ndarray
        How much brighter a round thing is at its right, and at its bottom; each of shape (pictures, 1, 1).

    Attributes
    ----------
    planes : numpy.ndarray
        Red, green and blue from 0 to 1, of shape (3, pictures, side, side).
    grain : float or numpy.ndarray
        How much brighter what is drawn next is at each pixel; a float or of shape (pictures, side, side).
    """

    def __init__(self, pictures: int, side: int, light: tuple[Number, Number] = (0.0, -0.3)) -> None:
        self.planes: Array = np.zeros((3, pictures, side, side), dtype=np.float32)
        self.light = light
        self.grain: Number = 0.0

    def paint(self, frame: Frame, cover: Array, colour: Array, shade: Array | None = None) -> None:
        """Paint a colour where `cover` is 1, mix it in where it is between 0 and 1.

        Parameters
        ----------
        frame : Frame
            Tells the window.
        cover : numpy.ndarray
            From 0 to 1, of shape (pictures, height, width).
        colour : numpy.ndarray
            Of shape (3, pictures, 1, 1) or (3, 1, 1, 1).
        shade : numpy.ndarray, optional
            What the colour is multiplied with, of a shape that fits `cover`.
        """
        for plane, part in zip(self.planes, colour, strict=True):
            seen = plane[:, frame.rows, frame.columns]
            seen += cover * ((part if shade is None else part * shade) - seen)

    def ball(
        self, frame: Frame, x: Number, y: Number, rx: Number, ry: Number, colour: Array, *, when: Number = 1.0
    ) -> None:
        """Paint an ellipse that is lit like a ball."""
        u, v = (frame.x - x) / rx, (frame.y - y) / ry
        edge = (1 - np.sqrt(u * u + v * v)) * (np.minimum(rx, ry) * frame.unit) + np.float32(0.5)
        self.paint(frame, np.clip(edge, 0, 1) * np.float32(when), colour, 1 + self._lit(u, v))

    def limb(
        self,
        frame: Frame,
        start: tuple[Number, Number],
        end: tuple[Number, Number],
        radii: tuple[Number, Number],
        colour: Array,
        *,
        when: Number = 1.0,
    ) -> None:
        """Paint a rounded rod that may get thinner."""
        along_x, along_y = end[0] - start[0], end[1] - start[1]
        right, down = frame.x - start[0], frame.y - start[1]
        square = along_x * along_x + along_y * along_y + np.float32(1e-6)
        share = np.clip((right * along_x + down * along_y) / square, 0, 1)
        radius = radii[0] + (radii[1] - radii[0]) * share
        u, v = right - share * along_x, down - share * along_y
        edge = (radius - np.sqrt(u * u + v * v)) * frame.unit + np.float32(0.5)
        self.paint(frame, np.clip(edge, 0, 1) * np.float32(when), colour, 1 + self._lit(u / radius, v / radius))

    def plate(
        self,
        frame: Frame,
        corners: Sequence[tuple[Number, Number]],
        colour: Array,
        *,
        when: Number = 1.0,
        round_by: float = 0.0,
        shade: Array | None = None,
    ) -> None:
        """Paint a flat convex polygon, whose corners are given clockwise as one sees them (y points downwards)."""
        depth: Array | None = None
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
            across, down = bx - ax, by - ay
            length = np.sqrt(across * across + down * down) + np.float32(1e-6)
            inside = (frame.y - ay) * (across / length) - (frame.x - ax) * (down / length)
            depth = inside if depth is None else np.minimum(depth, inside)
        assert depth is not None
        edge = (depth + np.float32(round_by)) * frame.unit + np.float32(0.5)
        self.paint(frame, np.clip(edge, 0, 1) * np.float32(when), colour, shade)

    def bar(
        self,
        frame: Frame,
        x: Number,
        y: Number,
        rx: Number,
        ry: Number,
        colour: Array,
        *,
        corner: Number = 0.0,
        when: Number = 1.0,
    ) -> None:
        """Paint a rectangle with rounded corners, half as wide as `rx` and half as high as `ry`, lit from above."""
        u, v = np.abs(frame.x - x) - (rx - corner), np.abs(frame.y - y) - (ry - corner)
        out = np.sqrt(np.maximum(u, 0) ** 2 + np.maximum(v, 0) ** 2) + np.minimum(np.maximum(u, v), 0)
        edge = (corner - out) * frame.unit + np.float32(0.5)
        shade = 1 + self._lit((frame.x - x) / rx, (frame.y - y) / ry)
        self.paint(frame, np.clip(edge, 0, 1) * np.float32(when), colour, shade)

    def dim(self, frame: Frame, x: Number, y: Number, rx: Number, ry: Number, strength: Number) -> None:
        """Lay a soft shadow on what is there."""
        u, v = (frame.x - x) / rx, (frame.y - y) / ry
        shadow = 1 - strength * np.clip(1.3 - np.sqrt(u * u + v * v), 0, 1)
        self.planes[:, :, frame.rows, frame.columns] *= shadow.astype(np.float32)

    def _lit(self, u: Array, v: Array) -> Array:
        return np.asarray(np.clip(self.light[0] * u + self.light[1] * v, -0.55, 0.45) + self.grain)


def clouds(
    rng: np.random.Generator, pictures: int, side: int, cells: Sequence[int], *, stretch: int = 1, fall: float = 0.6
) -> Array:
    """Make smooth noise out of grids of random numbers, the finer the weaker.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the numbers come from.
    pictures, side : int
        How many fields, and their height and width.
    cells : sequence of int
        How many cells each grid has across.
    stretch : int
        How many times fewer cells there are across than down: waves on water are long.
    fall : float
        How much weaker each next grid is.

    Returns
    -------
    numpy.ndarray
        float32 of shape (pictures, side, side), about from -1 to 1, with a mean near 0.
    """
    sum_of_all = np.zeros((pictures, side, side), dtype=np.float32)
    weight, total = 1.0, 0.0
    for count in cells:
        down, across = _smooth(count, side), _smooth(max(1, count // stretch), side)
        grid = rng.random((pictures, down.shape[1], across.shape[1]), dtype=np.float32) * 2 - 1
        sum_of_all += np.float32(weight) * (down @ grid @ across.T)
        total += weight
        weight *= fall
    return sum_of_all / np.float32(total)


def _smooth(cells: int, side: int) -> Array:
    """Weigh the corners of cells for each pixel: float32 of shape (side, cells + 1)."""
    where = (np.arange(side) + 0.5) / side * cells
    cell = np.minimum(where.astype(int), cells - 1)
    share = where - cell
    share = share * share * (3 - 2 * share)
    weights = np.zeros((side, cells + 1), dtype=np.float32)
    weights[np.arange(side), cell] = 1 - share
    weights[np.arange(side), cell + 1] = share
    return weights


def photograph(
    planes: Array, rng: np.random.Generator, *, blur: Array, noise: Array, exposure: Array, contrast: Array, cast: Array
) -> Array:
    """Take a photograph with a simple camera: blurred, exposed, tinted, noisy, in 256 levels.

    Parameters
    ----------
    planes : numpy.ndarray
        Red, green and blue from 0 to 1, of shape (3, pictures, side, side); it is used up.
    rng : numpy.random.Generator
        Of the noise.
    blur, noise, exposure, contrast : numpy.ndarray
        Of shape (pictures, 1, 1).
    cast : numpy.ndarray
        What each colour is multiplied with, of shape (3, pictures, 1, 1).

    Returns
    -------
    numpy.ndarray
        uint8 of shape (pictures, side, side, 3).
    """
    pad = np.pad(planes, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge")
    across = pad[..., :-2] + 2 * pad[..., 1:-1] + pad[..., 2:]
    soft = (across[:, :, :-2] + 2 * across[:, :, 1:-1] + across[:, :, 2:]) / np.float32(16)
    planes += blur * (soft - planes)
    planes *= exposure * cast
    planes -= np.float32(0.5)
    planes *= contrast
    planes += np.float32(0.5)
    planes += noise * rng.standard_normal(planes.shape, dtype=np.float32)
    return np.asarray(np.rint(np.clip(planes, 0, 1) * 255), dtype=np.uint8).transpose(1, 2, 3, 0)


def tone(colour: Array, factor: Number) -> Array:
    """Make a colour darker (a factor below 1) or lighter."""
    return np.asarray(np.clip(colour * factor, 0, 1), dtype=np.float32)


def in_batches(pictures: Array, most: int, draw: Callable[[Array], None]) -> None:
    """Draw the pictures with these numbers a batch at a time, so that a batch stays in the processor's cache."""
    for start in range(0, len(pictures), most):
        draw(pictures[start : start + most])
