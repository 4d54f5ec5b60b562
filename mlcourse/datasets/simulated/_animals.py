"""Birds, cats, deer, dogs, frogs and horses, drawn about the origin, from -1 to 1, looking to the right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets.simulated._drawing import Array, Canvas, Corners, Dice, Frame, Number, clouds, tone

_COATS = [
    (0.12, 0.11, 0.11), (0.9, 0.87, 0.82), (0.5, 0.47, 0.44), (0.72, 0.5, 0.28), (0.45, 0.3, 0.18), (0.8, 0.68, 0.5),
    (0.3, 0.25, 0.22),
]  # fmt: skip
_DARK = [(0.05, 0.05, 0.06)]
GLASS = [(0.12, 0.15, 0.2), (0.3, 0.38, 0.45), (0.06, 0.07, 0.09)]
_PLUMAGE = [
    (0.45, 0.36, 0.26), (0.2, 0.2, 0.22), (0.88, 0.87, 0.84), (0.25, 0.38, 0.6), (0.7, 0.3, 0.15), (0.55, 0.55, 0.5),
    (0.75, 0.65, 0.2), (0.35, 0.4, 0.25),
]  # fmt: skip
_PLUMAGE = [
    (0.45, 0.36, 0.26), (0.2, 0.2, 0.22), (0.88, 0.87, 0.84), (0.25, 0.38, 0.6), (0.7, 0.3, 0.15), (0.55, 0.55, 0.5),
    (0.75, 0.65, 0.2), (0.35, 0.4, 0.25),
]  # fmt: skip


def _fur(canvas: Canvas, dice: Dice, strength: Number) -> None:
    """Give what is drawn next a coat of its own: fur, feathers, spots, rust."""
    side = canvas.planes.shape[-1]
    canvas.grain = strength * clouds(dice.rng, dice.pictures, side, (7, 16), fall=0.9)


@dataclass(frozen=True)
class _Build:
    """The build of an animal on four legs; each number is a range."""

    coats: list[tuple[float, float, float]]
    belly: tuple[float, float]
    leg: tuple[float, float]
    leg_thick: tuple[float, float]
    neck: tuple[float, float]
    neck_angle: tuple[float, float]
    head: tuple[float, float]
    snout: tuple[float, float]
    tail: tuple[float, float]
    tail_angle: tuple[float, float]
    tail_thick: tuple[float, float]
    lying: float
    grazing: float


_BUILDS = {
    "cat": _Build(
        _COATS, (0.17, 0.25), (0.26, 0.42), (0.055, 0.08), (0.1, 0.2), (0.3, 1.0), (0.18, 0.24), (0.05, 0.1),
        (0.4, 0.65), (-0.4, 1.4), (0.04, 0.06), 0.35, 0.0,
    ),
    "dog": _Build(
        _COATS, (0.16, 0.26), (0.3, 0.5), (0.055, 0.09), (0.16, 0.32), (0.4, 1.2), (0.15, 0.21), (0.16, 0.28),
        (0.2, 0.45), (-0.6, 1.2), (0.035, 0.08), 0.25, 0.08,
    ),
    "deer": _Build(
        [(0.55, 0.38, 0.22), (0.45, 0.3, 0.18), (0.62, 0.46, 0.3), (0.4, 0.33, 0.26)], (0.15, 0.21), (0.5, 0.66),
        (0.03, 0.05), (0.34, 0.5), (0.7, 1.35), (0.1, 0.13), (0.14, 0.2), (0.06, 0.14), (-1.0, 0.2), (0.03, 0.05),
        0.1, 0.2,
    ),
    "horse": _Build(
        [(0.4, 0.22, 0.12), (0.25, 0.14, 0.09), (0.12, 0.1, 0.1), (0.85, 0.84, 0.82), (0.6, 0.42, 0.25)],
        (0.18, 0.25), (0.5, 0.66), (0.045, 0.065), (0.4, 0.52), (0.5, 1.1), (0.11, 0.14), (0.24, 0.32), (0.35, 0.55),
        (-1.5, -0.8), (0.05, 0.08), 0.03, 0.22,
    ),
}  # fmt: skip


def _on_four_legs(canvas: Canvas, f: Frame, d: Dice, kind: str) -> None:
    build = _BUILDS[kind]
    coat = d.colour(build.coats)
    _fur(canvas, d, d.between(0.1, 0.55))
    patch = np.where(d.chance(0.3) > 0, d.colour([(0.92, 0.9, 0.86), (0.15, 0.13, 0.12)]), coat)
    dark = tone(coat, 0.62)
    belly, leg, thick = d.between(*build.belly), d.between(*build.leg), d.between(*build.leg_thick)
    lying = d.chance(build.lying)
    f = f.at(y=0.1 * lying - leg * 0.35)
    leg = leg * (1 - 0.7 * lying)
    stride = d.normal(0, 0.12)
    foot = belly * 0.6 + leg
    canvas.dim(f, 0.0, foot, 0.8, 0.12, 0.5)
    for x, forth in ((-0.36, -1.0), (0.4, 1.0)):
        canvas.limb(f, (x, 0.0), (x + 0.08 + forth * stride, foot), (thick * 1.3, thick), dark)
    angle, length = d.between(*build.tail_angle), d.between(*build.tail)
    tail_end = (-0.48 - length * np.cos(angle), -0.06 - length * np.sin(angle))
    thin = d.between(*build.tail_thick)
    hair = tone(coat, d.between(0.3, 1.0)) if kind == "horse" else coat
    canvas.limb(f, (-0.46, -0.06), tail_end, (thin, thin * d.between(0.4, 1.2)), hair)
    canvas.ball(f, 0.0, 0.0, 0.54, belly, coat)
    canvas.ball(f, -0.36, -0.01, 0.2, belly * 1.05, coat)
    canvas.ball(f, 0.34, 0.0, 0.2, belly * 1.08, patch)
    for x, forth in ((-0.44, 1.0), (0.36, -1.0)):
        canvas.limb(f, (x, 0.04), (x + 0.02 + forth * stride, foot), (thick * 1.5, thick), coat)
    _head_on_neck(canvas, f, d, kind, coat, patch)


def _head_on_neck(canvas: Canvas, f: Frame, d: Dice, kind: str, coat: Array, patch: Array) -> None:
    build = _BUILDS[kind]
    grazing = d.chance(build.grazing)
    angle = d.between(*build.neck_angle) * (1 - grazing) - 0.6 * grazing
    neck, head, snout = d.between(*build.neck), d.between(*build.head), d.between(*build.snout)
    x, y = 0.44 + neck * np.cos(angle), -0.1 - neck * np.sin(angle)
    canvas.limb(f, (0.38, -0.04), (x, y), (head * 1.25, head * 0.8), patch)
    if kind == "horse":
        canvas.limb(f, (0.3, -0.16), (x - 0.08, y - 0.06), (0.05, 0.05), tone(coat, d.between(0.25, 0.9)))
    h = f.at(x, y, turn=d.normal(0.15, 0.2) + 0.7 * grazing)
    ear = tone(coat, 0.75)
    if kind == "cat":
        for at in (-0.5, 0.35):
            canvas.plate(
                h, [(head * (at - 0.3), -head * 0.6), (head * at, -head * 1.55), (head * (at + 0.45), -head * 0.6)], ear
            )
    elif kind == "deer":
        canvas.limb(h, (-0.04, -head * 0.7), (-0.2, -head * 1.5), (0.05, 0.03), ear)
        canvas.limb(h, (0.0, -head * 0.8), (0.08, -head * 1.7), (0.04, 0.02), ear)
        horn, stag = d.colour([(0.5, 0.4, 0.28), (0.3, 0.24, 0.17)]), d.chance(0.5)
        for lean in (-0.28, 0.14):
            canvas.limb(h, (-0.02, -head), (lean, -head - 0.32), (0.026, 0.022), horn, when=stag)
            for up in (0.14, 0.26):
                middle = (lean * up / 0.32, -head - up)
                canvas.limb(h, middle, (middle[0] + 0.16, middle[1] - 0.12), (0.02, 0.018), horn, when=stag)
    elif kind == "horse":
        canvas.plate(h, [(-0.06, -head * 0.8), (-0.03, -head * 1.7), (0.05, -head * 0.8)], ear)
    canvas.ball(h, 0.0, 0.0, head * 1.05, head, patch)
    canvas.limb(h, (0.0, head * 0.2), (head * 0.6 + snout, head * 0.45), (head * 0.72, head * 0.45), patch)
    if kind == "dog":
        hanging = d.chance(0.6)
        canvas.limb(h, (-0.08, -head * 0.6), (-0.14, head * 0.8), (0.06, 0.07), ear, when=hanging)
        upright: Corners = [(-0.12, -head * 0.7), (-0.08, -head * 1.6), (0.06, -head * 0.8)]
        canvas.plate(h, upright, ear, when=1 - hanging)
    canvas.ball(h, head * 0.8 + snout, head * 0.4, 0.04, 0.035, d.colour(_DARK))
    canvas.ball(h, head * 0.45, -head * 0.2, 0.035, 0.035, d.colour(_DARK))


def cat(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw whole cats."""
    _on_four_legs(canvas, f, d, "cat")


def dog(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw whole dogs."""
    _on_four_legs(canvas, f, d, "dog")


def deer(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw whole deer, half of them with antlers."""
    _on_four_legs(canvas, f, d, "deer")


def horse(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw whole horses."""
    _on_four_legs(canvas, f, d, "horse")


def cat_face(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw cats' faces from the front."""
    coat, pale = d.colour(_COATS), d.colour([(0.92, 0.88, 0.84)])
    _fur(canvas, d, d.between(0.1, 0.6))
    canvas.ball(f, d.normal(0, 0.2), 1.1, 0.8, 0.8, tone(coat, 0.85))
    spread = d.between(0.4, 0.52)
    for side in (-1.0, 1.0):
        at = side * spread
        ear: Corners = [(at - 0.26, -0.3), (at + side * 0.1, -0.98), (at + 0.26, -0.3)]
        inner: Corners = [(at - 0.13, -0.42), (at + side * 0.08, -0.82), (at + 0.13, -0.42)]
        canvas.plate(f, ear, coat, shade=np.asarray(1 + canvas.grain))
        canvas.plate(f, inner, d.colour([(0.8, 0.55, 0.5), (0.5, 0.36, 0.33)]))
    canvas.ball(f, 0.0, 0.0, d.between(0.66, 0.78), 0.6, coat)
    canvas.ball(f, 0.0, 0.32, 0.34, 0.24, np.where(d.chance(0.5) > 0, pale, coat))
    iris = d.colour([(0.7, 0.7, 0.2), (0.4, 0.6, 0.3), (0.4, 0.6, 0.8), (0.75, 0.5, 0.15)])
    for x in (-0.3, 0.3):
        canvas.ball(f, x, -0.08, 0.14, d.between(0.09, 0.14), iris)
        canvas.ball(f, x, -0.08, 0.05, 0.1, d.colour(_DARK))
    canvas.plate(f, [(-0.08, 0.16), (0.08, 0.16), (0.0, 0.25)], d.colour([(0.8, 0.5, 0.5), (0.2, 0.15, 0.15)]))
    canvas.limb(f, (0.0, 0.26), (0.0, 0.38), (0.02, 0.02), d.colour(_DARK))


def dog_face(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw dogs' faces from the front."""
    coat, dark = d.colour(_COATS), d.colour(_DARK)
    _fur(canvas, d, d.between(0.1, 0.6))
    canvas.ball(f, d.normal(0, 0.2), 1.15, 0.75, 0.8, tone(coat, 0.85))
    ear, hanging = tone(coat, d.between(0.45, 0.95)), d.chance(0.65)
    for side in (-1.0, 1.0):
        upright: Corners = [
            (side * 0.42 - 0.2, -0.4),
            (side * 0.5, -0.95),
            (side * 0.42 + 0.2, -0.4),
        ]
        canvas.plate(f, upright, ear, when=1 - hanging, shade=np.asarray(1 + canvas.grain))
    canvas.ball(f, 0.0, -0.05, d.between(0.5, 0.62), 0.6, coat)
    for side in (-1.0, 1.0):
        canvas.limb(f, (side * 0.52, -0.38), (side * 0.66, 0.35), (0.14, 0.2), ear, when=hanging)
    muzzle = np.where(d.chance(0.6) > 0, d.colour([(0.9, 0.84, 0.74), (0.2, 0.16, 0.14)]), coat)
    canvas.ball(f, 0.0, 0.3, d.between(0.26, 0.36), d.between(0.26, 0.4), muzzle)
    for x in (-0.24, 0.24):
        canvas.ball(f, x, -0.14, 0.09, 0.08, dark)
    canvas.ball(f, 0.0, d.between(0.12, 0.24), 0.14, 0.1, dark)
    canvas.ball(f, 0.0, 0.58, 0.1, 0.14, d.colour([(0.85, 0.4, 0.42)]), when=d.chance(0.4))


def horse_head(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw horses' heads from the side."""
    coat = d.colour(_BUILDS["horse"].coats)
    _fur(canvas, d, d.between(0.05, 0.25))
    mane = tone(coat, d.between(0.25, 1.0))
    canvas.limb(f, (-0.7, 1.2), (-0.1, -0.4), (0.62, 0.3), coat)
    canvas.limb(f, (-1.0, 0.9), (-0.28, -0.6), (0.2, 0.14), mane)
    canvas.plate(f, [(-0.2, -0.5), (-0.1, -0.98), (0.08, -0.5)], coat)
    canvas.limb(f, (-0.05, -0.4), (0.66, 0.3), (0.28, 0.16), coat)
    canvas.limb(f, (0.0, -0.5), (0.5, 0.02), (0.06, 0.05), d.colour([(0.9, 0.9, 0.88)]), when=d.chance(0.35))
    canvas.ball(f, 0.72, 0.34, 0.06, 0.05, d.colour(_DARK))
    canvas.ball(f, 0.05, -0.36, 0.07, 0.06, d.colour(_DARK))
    rein = d.colour([(0.2, 0.13, 0.08), (0.7, 0.1, 0.1)])
    canvas.limb(f, (0.42, -0.14), (0.3, 0.24), (0.03, 0.03), rein, when=d.chance(0.45))


def deer_head(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw deer's heads from the front."""
    coat, horn = d.colour(_BUILDS["deer"].coats), d.colour([(0.5, 0.4, 0.28), (0.3, 0.24, 0.17)])
    _fur(canvas, d, d.between(0.05, 0.25))
    stag = d.chance(0.6)
    canvas.limb(f, (d.normal(0, 0.3), 1.2), (0.0, 0.1), (0.45, 0.22), coat)
    for side in (-1.0, 1.0):
        canvas.limb(f, (side * 0.2, -0.12), (side * 0.62, -0.26), (0.13, 0.06), tone(coat, 0.85))
        canvas.limb(f, (side * 0.1, -0.25), (side * 0.42, -0.95), (0.045, 0.03), horn, when=stag)
        canvas.limb(f, (side * 0.22, -0.52), (side * 0.6, -0.7), (0.035, 0.025), horn, when=stag)
        canvas.limb(f, (side * 0.32, -0.74), (side * 0.16, -1.0), (0.035, 0.025), horn, when=stag)
    canvas.ball(f, 0.0, 0.0, 0.28, 0.32, coat)
    canvas.limb(f, (0.0, 0.05), (0.0, 0.48), (0.2, 0.13), coat)
    for x in (-0.2, 0.2):
        canvas.ball(f, x, -0.02, 0.06, 0.07, d.colour(_DARK))
    canvas.ball(f, 0.0, 0.54, 0.1, 0.07, d.colour(_DARK))


def bird(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw birds that sit or stand, some with long legs and necks."""
    plumage, belly = d.colour(_PLUMAGE), d.colour([(0.85, 0.8, 0.72), *_PLUMAGE])
    wing, beak = tone(plumage, d.between(0.5, 0.9)), d.colour([(0.85, 0.6, 0.15), (0.2, 0.18, 0.16), (0.6, 0.5, 0.4)])
    _fur(canvas, d, d.between(0.05, 0.35))
    long_legs = d.chance(0.3)
    leg = d.between(0.12, 0.25) + 0.3 * long_legs
    neck = d.between(0.02, 0.15) + d.between(0.15, 0.5) * long_legs
    f = f.at(y=-leg * 0.4 + neck * 0.3, size=1 - 0.2 * long_legs)
    body = f.at(turn=d.normal(-0.25, 0.25))
    for x in (-0.08, 0.08):
        canvas.limb(f, (x, 0.2), (x + d.normal(0, 0.05), 0.32 + leg), (0.025, 0.02), tone(beak, 0.8))
    canvas.plate(body, [(-0.95, -0.06), (-0.35, -0.16), (-0.35, 0.12), (-0.92, 0.08)], wing)
    canvas.ball(body, 0.0, 0.0, 0.52, d.between(0.24, 0.36), plumage)
    canvas.ball(body, 0.1, 0.12, 0.34, 0.18, belly, when=d.chance(0.7))
    canvas.ball(body, -0.14, -0.03, 0.38, 0.15, wing)
    x, y = 0.42 + neck * 0.4, -0.2 - neck
    canvas.limb(f, (0.32, -0.08), (x, y), (0.15, 0.1), plumage)
    head, bill = d.between(0.14, 0.22), d.between(0.12, 0.34)
    canvas.ball(f, x, y, head, head * 0.95, plumage)
    canvas.plate(f, [(x + head * 0.7, y - 0.06), (x + head * 0.8 + bill, y + 0.02), (x + head * 0.7, y + 0.07)], beak)
    canvas.ball(f, x + head * 0.4, y - 0.04, 0.035, 0.035, d.colour(_DARK))


def bird_flying(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw birds that fly."""
    plumage = d.colour(_PLUMAGE)
    _fur(canvas, d, d.between(0.05, 0.3))
    wing = tone(plumage, d.between(0.5, 0.95))
    up, reach = d.between(-0.5, 0.9), d.between(0.5, 0.9)
    canvas.plate(f, [(-0.75, -0.12), (-0.3, -0.06), (-0.3, 0.06), (-0.78, 0.1)], wing)
    canvas.limb(f, (0.0, 0.0), (-0.2, -up * 0.9), (0.14, 0.05), tone(wing, 0.8))
    canvas.limb(f, (-0.14, 0.0), (-0.42, -up * 0.8), (0.1, 0.04), tone(wing, 0.8))
    canvas.limb(f, (-0.45, 0.0), (0.35, 0.0), (0.07, 0.15), plumage)
    canvas.limb(f, (0.1, 0.0), (0.05, reach), (0.16, 0.1), wing)
    canvas.limb(f, (-0.05, 0.05), (-0.35, reach + 0.1), (0.14, 0.03), wing)
    canvas.ball(f, 0.44, -0.03, 0.13, 0.12, plumage)
    canvas.plate(f, [(0.54, -0.07), (0.74, 0.0), (0.54, 0.04)], d.colour([(0.85, 0.6, 0.15), (0.2, 0.18, 0.16)]))


_SKINS = [
    (0.3, 0.45, 0.15), (0.42, 0.5, 0.2), (0.4, 0.32, 0.18), (0.5, 0.42, 0.28), (0.22, 0.28, 0.14), (0.35, 0.6, 0.15),
    (0.75, 0.25, 0.1), (0.2, 0.3, 0.6),
]  # fmt: skip


def frog_side(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw frogs that sit."""
    skin, pale = d.colour(_SKINS), d.colour([(0.8, 0.78, 0.6), (0.85, 0.85, 0.8)])
    _fur(canvas, d, d.between(0.1, 0.6))
    canvas.dim(f, 0.0, 0.5, 1.0, 0.16, 0.6)
    body = f.at(turn=d.between(-0.6, -0.2))
    canvas.ball(body, -0.05, 0.05, 0.66, d.between(0.3, 0.4), skin)
    canvas.ball(f, 0.3, 0.2, 0.3, 0.2, pale, when=d.chance(0.7))
    canvas.ball(f, 0.42, -0.16, 0.36, 0.22, skin)
    canvas.limb(f, (0.25, 0.12), (0.36, 0.5), (0.1, 0.06), tone(skin, 0.9))
    canvas.limb(f, (-0.5, 0.28), (0.02, 0.12), (0.2, 0.13), tone(skin, 0.88))
    canvas.limb(f, (-0.55, 0.46), (0.12, 0.5), (0.08, 0.06), tone(skin, 0.8))
    canvas.limb(f, (0.46, -0.06), (0.76, -0.08), (0.02, 0.02), tone(skin, 0.4))
    canvas.ball(f, 0.4, -0.34, 0.13, 0.12, skin)
    canvas.ball(f, 0.43, -0.34, 0.08, 0.08, d.colour([(0.85, 0.65, 0.2), (0.7, 0.25, 0.15), (0.3, 0.25, 0.15)]))
    canvas.ball(f, 0.44, -0.34, 0.045, 0.045, d.colour(_DARK))


def frog_above(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw frogs from above."""
    skin = d.colour(_SKINS)
    _fur(canvas, d, d.between(0.15, 0.7))
    knee, out = d.between(0.5, 0.72), d.between(0.1, 0.6)
    canvas.dim(f, 0.0, 0.1, 0.9, 0.7, 0.4)
    for side in (-1.0, 1.0):
        canvas.limb(f, (-0.4, side * 0.22), (-0.05 - out * 0.3, side * knee), (0.17, 0.11), tone(skin, 0.85))
        canvas.limb(
            f, (-0.05 - out * 0.3, side * knee), (-0.6 - out * 0.5, side * (knee - 0.1)), (0.1, 0.06), tone(skin, 0.85)
        )
        canvas.limb(f, (0.2, side * 0.26), (0.42, side * 0.6), (0.1, 0.06), tone(skin, 0.85))
    canvas.ball(f, -0.1, 0.0, 0.56, 0.36, skin)
    canvas.ball(f, 0.36, 0.0, 0.34, 0.31, skin)
    canvas.limb(f, (-0.5, 0.0), (0.4, 0.0), (0.04, 0.03), tone(skin, 1.5), when=d.chance(0.4))
    for y in (-0.22, 0.22):
        canvas.ball(f, 0.42, y, 0.12, 0.11, tone(skin, 1.15))
        canvas.ball(f, 0.44, y * 1.1, 0.06, 0.06, d.colour(_DARK))
