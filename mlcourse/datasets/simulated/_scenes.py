"""Where things stand: skies, seas, roads, meadows, woods, rooms, and what lies about in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets.simulated._drawing import Array, Canvas, Dice, Frame, clouds

_Colour = tuple[float, float, float]


@dataclass(frozen=True)
class _Scene:
    """A place: colours above and below the horizon, from far to near, and how rough both are."""

    top: tuple[_Colour, _Colour]
    bottom: tuple[_Colour, _Colour]
    horizon: tuple[float, float]
    rough: tuple[float, float]
    spread: float = 0.08


SCENES: dict[str, _Scene] = {
    "sky": _Scene(
        ((0.3, 0.5, 0.82), (0.66, 0.8, 0.95)), ((0.6, 0.75, 0.92), (0.75, 0.85, 0.95)), (1.1, 2.0), (0.13, 0.1)
    ),
    "grey sky": _Scene(
        ((0.62, 0.67, 0.72), (0.82, 0.84, 0.86)), ((0.7, 0.7, 0.7), (0.8, 0.8, 0.8)), (1.1, 2.0), (0.1, 0.1)
    ),
    "airfield": _Scene(
        ((0.5, 0.65, 0.85), (0.8, 0.85, 0.9)), ((0.45, 0.5, 0.4), (0.55, 0.55, 0.53)), (0.0, 0.5), (0.08, 0.1)
    ),
    "sea": _Scene(
        ((0.5, 0.67, 0.86), (0.8, 0.87, 0.92)), ((0.3, 0.46, 0.58), (0.14, 0.3, 0.42)), (-0.2, 0.45), (0.1, 0.13)
    ),
    "harbour": _Scene(
        ((0.6, 0.66, 0.7), (0.52, 0.5, 0.46)), ((0.36, 0.42, 0.45), (0.2, 0.27, 0.3)), (0.0, 0.5), (0.2, 0.12)
    ),
    "street": _Scene(
        ((0.62, 0.68, 0.75), (0.5, 0.47, 0.43)), ((0.5, 0.5, 0.49), (0.36, 0.36, 0.37)), (-0.1, 0.5), (0.24, 0.08)
    ),
    "park": _Scene(
        ((0.45, 0.58, 0.5), (0.25, 0.36, 0.18)), ((0.42, 0.42, 0.4), (0.4, 0.44, 0.3)), (-0.1, 0.45), (0.26, 0.12)
    ),
    "meadow": _Scene(
        ((0.55, 0.7, 0.85), (0.4, 0.5, 0.35)), ((0.42, 0.55, 0.24), (0.3, 0.44, 0.14)), (-0.5, 0.3), (0.16, 0.18)
    ),
    "dry meadow": _Scene(
        ((0.6, 0.66, 0.7), (0.5, 0.46, 0.32)), ((0.66, 0.57, 0.36), (0.54, 0.45, 0.27)), (-0.6, 0.3), (0.16, 0.18)
    ),
    "wood": _Scene(
        ((0.2, 0.26, 0.13), (0.3, 0.33, 0.17)), ((0.33, 0.35, 0.16), (0.3, 0.25, 0.14)), (-0.2, 0.6), (0.36, 0.28)
    ),
    "snow": _Scene(
        ((0.65, 0.7, 0.76), (0.55, 0.56, 0.58)), ((0.9, 0.92, 0.95), (0.82, 0.85, 0.9)), (-0.4, 0.3), (0.18, 0.08)
    ),
    "room": _Scene(
        ((0.7, 0.64, 0.55), (0.6, 0.52, 0.43)), ((0.5, 0.36, 0.24), (0.42, 0.3, 0.2)), (-0.1, 0.7), (0.1, 0.13), 0.16
    ),
    "sofa": _Scene(
        ((0.5, 0.38, 0.36), (0.44, 0.34, 0.34)),
        ((0.55, 0.45, 0.42), (0.45, 0.36, 0.34)),
        (-0.5, 0.6),
        (0.12, 0.14),
        0.2,
    ),
    "leaves": _Scene(
        ((0.24, 0.36, 0.12), (0.4, 0.5, 0.2)), ((0.32, 0.3, 0.14), (0.4, 0.32, 0.2)), (-0.5, 1.5), (0.34, 0.3)
    ),
    "soil": _Scene(
        ((0.42, 0.33, 0.23), (0.5, 0.4, 0.3)), ((0.46, 0.37, 0.26), (0.35, 0.27, 0.19)), (-0.8, 0.6), (0.26, 0.3), 0.1
    ),
    "white": _Scene(
        ((0.88, 0.88, 0.88), (0.91, 0.91, 0.91)), ((0.87, 0.87, 0.87), (0.91, 0.91, 0.91)), (0.0, 0.5), (0.0, 0.0), 0.02
    ),
    "plain": _Scene(
        ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)), ((0.48, 0.47, 0.45), (0.45, 0.44, 0.42)), (-0.2, 0.8), (0.1, 0.1), 0.26
    ),
}

_NAMES = tuple(SCENES)


def set_scene(canvas: Canvas, frame: Frame, dice: Dice, shares: dict[str, float]) -> Array:
    """Paint a place into every picture.

    Parameters
    ----------
    canvas : Canvas
        What is painted.
    frame : Frame
        Over the whole pictures.
    dice : Dice
        Picks the places.
    shares : dict of str to float
        How often each place is picked.

    Returns
    -------
    numpy.ndarray
        Where the horizon lies, of shape (pictures, 1, 1), in the frame's units.
    """
    rng, pictures, side = dice.rng, dice.pictures, canvas.planes.shape[-1]
    weights = np.sqrt(list(shares.values()))
    places = [SCENES[name] for name in shares]
    place = rng.choice(len(places), size=pictures, p=weights / weights.sum())
    spread = np.array([p.spread for p in places])[place]
    # One tint per picture and a smaller one per colour, so that no two meadows are alike.
    tint = rng.normal(size=(1, pictures, 1)) * (1.3 * spread[None, :, None]) + rng.normal(size=(4, pictures, 3)) * (
        0.35 * spread[None, :, None]
    )
    colours = np.array([[*p.top, *p.bottom] for p in places])[place].transpose(1, 0, 2) + tint
    far_sky, near_sky, far_ground, near_ground = (
        np.clip(colour, 0.02, 1).T[:, :, None, None].astype(np.float32) for colour in colours
    )
    limits = np.array([p.horizon for p in places], dtype=np.float32)[place]
    horizon = dice.between(limits[:, :1, None], limits[:, 1:, None])
    rough = np.array([p.rough for p in places], dtype=np.float32)[place]
    field = clouds(rng, pictures, side, (3, 6, 14))
    fine = clouds(rng, pictures, side, (8, 24), stretch=2)
    tilt = horizon + dice.normal(0, 0.04) * frame.x
    ground = np.clip((frame.y - tilt) * (side / 2) + 0.5, 0, 1)
    height = np.clip((frame.y + 1) / (horizon + 1.05), 0, 1)
    depth = np.clip((frame.y - horizon) / (1.05 - horizon + 1e-3), 0, 1)
    sky_light = 1 + field * (rough[:, :1, None] * 1.6)
    ground_light = 1 + (0.6 * field + 0.8 * fine) * (rough[:, 1:, None] * 1.5)
    for channel, plane in enumerate(canvas.planes):
        sky = far_sky[channel] + (near_sky[channel] - far_sky[channel]) * height
        floor = far_ground[channel] + (near_ground[channel] - far_ground[channel]) * depth
        plane[:] = sky * sky_light
        plane += ground * (floor * ground_light - plane)
    return horizon


def clutter(canvas: Canvas, frame: Frame, dice: Dice, horizon: Array) -> None:
    """Put things behind: trees, houses, furniture, whatever they are, in the place's own colours and in others."""
    for _ in range(2):
        colour = dice.colour([(0.25, 0.32, 0.18), (0.5, 0.45, 0.4), (0.7, 0.7, 0.72), (0.3, 0.28, 0.27)], 0.12)
        x, tall = dice.between(-1.1, 1.1), dice.between(0.1, 0.6)
        canvas.bar(
            frame, x, horizon - tall * 0.6, dice.between(0.05, 0.4), tall, colour, corner=0.03, when=dice.chance(0.22)
        )
        colour = dice.colour([(0.2, 0.32, 0.14), (0.35, 0.4, 0.2), (0.55, 0.5, 0.42), (0.75, 0.6, 0.4)], 0.12)
        canvas.ball(
            frame,
            dice.between(-1.1, 1.1),
            horizon + dice.between(-0.4, 0.5),
            dice.between(0.1, 0.5),
            dice.between(0.08, 0.4),
            colour,
            when=dice.chance(0.25),
        )


def in_front(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Hide a part of some pictures behind a branch, a pole or a clump of grass."""
    colour = dice.colour([(0.2, 0.26, 0.1), (0.3, 0.22, 0.14), (0.5, 0.5, 0.5), (0.35, 0.45, 0.18)], 0.08)
    x, lean = dice.between(-1, 1), dice.normal(0, 0.3)
    thin = dice.between(0.03, 0.09)
    canvas.limb(frame, (x, -1.2), (x + lean, 1.2), (thin, thin), colour, when=dice.chance(0.08))
    y = dice.between(-0.7, 0.9)
    canvas.limb(frame, (-1.2, y), (1.2, y + lean), (thin, thin * 0.7), colour, when=dice.chance(0.06))
    canvas.ball(
        frame, dice.between(-1, 1), 1.0, dice.between(0.2, 0.6), dice.between(0.15, 0.5), colour, when=dice.chance(0.12)
    )
