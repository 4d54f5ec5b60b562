"""Aeroplanes, cars, ships and lorries, drawn about the origin, from -1 to 1, looking to the right."""

from __future__ import annotations

from mlcourse.datasets.simulated._drawing import Canvas, Corners, Dice, Frame, Number, tone

_PAINTS = [
    (0.75, 0.08, 0.08), (0.1, 0.2, 0.55), (0.92, 0.92, 0.92), (0.08, 0.08, 0.1), (0.62, 0.64, 0.67), (0.85, 0.7, 0.1),
    (0.1, 0.38, 0.2), (0.45, 0.1, 0.14), (0.4, 0.55, 0.7), (0.35, 0.35, 0.37),
]  # fmt: skip
_DARK = [(0.05, 0.05, 0.06)]
GLASS = [(0.12, 0.15, 0.2), (0.3, 0.38, 0.45), (0.06, 0.07, 0.09)]
_PLUMAGE = [
    (0.45, 0.36, 0.26), (0.2, 0.2, 0.22), (0.88, 0.87, 0.84), (0.25, 0.38, 0.6), (0.7, 0.3, 0.15), (0.55, 0.55, 0.5),
    (0.75, 0.65, 0.2), (0.35, 0.4, 0.25),
]  # fmt: skip
_GLASS = [(0.12, 0.15, 0.2), (0.3, 0.38, 0.45), (0.06, 0.07, 0.09)]
_PLUMAGE = [
    (0.45, 0.36, 0.26), (0.2, 0.2, 0.22), (0.88, 0.87, 0.84), (0.25, 0.38, 0.6), (0.7, 0.3, 0.15), (0.55, 0.55, 0.5),
    (0.75, 0.65, 0.2), (0.35, 0.4, 0.25),
]  # fmt: skip


def plane_side(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw aeroplanes from the side."""
    paint = d.colour([(0.93, 0.93, 0.94), (0.8, 0.82, 0.84), (0.55, 0.58, 0.6), (0.3, 0.36, 0.3), (0.85, 0.75, 0.3)])
    trim = d.colour(_PAINTS)
    thick = d.between(0.08, 0.15)
    canvas.plate(f, [(-0.98, -0.46), (-0.78, -0.46), (-0.52, -0.04), (-0.86, -0.04)], trim)
    canvas.plate(f, [(-0.2, -0.05), (0.12, -0.05), (-0.25, -0.24), (-0.36, -0.24)][::-1], tone(paint, 0.8))
    canvas.limb(f, (-0.86, -0.02), (0.0, 0.0), (thick * 0.35, thick), paint)
    canvas.limb(f, (0.0, 0.0), (0.85, 0.02), (thick, thick * 0.75), paint)
    canvas.bar(f, 0.0, -0.02, 0.75, 0.02, d.colour(_GLASS), when=d.chance(0.6))
    canvas.bar(f, 0.82, -0.04, 0.07, 0.03, d.colour(_GLASS), corner=0.02)
    low = d.between(0.12, 0.34)
    canvas.plate(f, [(-0.12, 0.02), (0.25, 0.02), (-0.2, low), (-0.42, low)], tone(paint, 0.7))
    canvas.plate(f, [(-0.9, -0.04), (-0.7, -0.04), (-0.88, 0.1), (-1.0, 0.1)], tone(paint, 0.75))
    canvas.limb(f, (0.0, low * 0.6), (0.2, low * 0.6), (0.06, 0.06), tone(trim, 0.8), when=d.chance(0.5))
    wheels, gear = d.chance(0.45), d.colour(_DARK)
    for x in (-0.05, 0.6):
        canvas.limb(f, (x, 0.1), (x, 0.27), (0.025, 0.05), gear, when=wheels)


def plane_above(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw aeroplanes from above or below."""
    paint = d.colour([(0.9, 0.9, 0.92), (0.7, 0.73, 0.76), (0.35, 0.38, 0.42), (0.14, 0.15, 0.18), (0.5, 0.5, 0.42)])
    sweep, span, thick = d.between(0.05, 0.55), d.between(0.55, 1.0), d.between(0.07, 0.13)
    root = d.between(0.18, 0.42)
    for side in (-1.0, 1.0):
        tip = side * span
        wing: Corners = [
            (-0.05, 0.0), (0.05 - sweep - 0.02, tip), (0.2 - sweep, tip), (root, 0.0)
        ]  # fmt: skip
        tail: Corners = [(-0.9, 0.0), (-1.0, side * 0.34), (-0.88, side * 0.34), (-0.62, 0.0)]
        turned = slice(None) if side < 0 else slice(None, None, -1)
        shade = 0.95 if side < 0 else 0.75
        canvas.plate(f, wing[turned], tone(paint, shade))
        canvas.plate(f, tail[turned], tone(paint, shade))
        canvas.limb(
            f, (-0.02 - sweep * 0.4, tip * 0.4), (0.22 - sweep * 0.4, tip * 0.4), (0.05, 0.06), tone(paint, 0.6),
            when=d.chance(0.6),
        )  # fmt: skip
    canvas.limb(f, (-0.92, 0.0), (0.2, 0.0), (thick * 0.4, thick), paint)
    canvas.limb(f, (0.2, 0.0), (0.9, 0.0), (thick, thick * 0.5), paint)
    canvas.bar(f, 0.72, 0.0, 0.06, 0.04, d.colour(_GLASS), corner=0.02)


def _wheel(canvas: Canvas, f: Frame, d: Dice, x: Number, y: Number, radius: Number, *, when: Number = 1.0) -> None:
    canvas.ball(f, x, y, radius, radius, d.colour(_DARK, 0.02), when=when)
    canvas.ball(f, x, y, radius * 0.5, radius * 0.5, d.colour([(0.6, 0.6, 0.62), (0.25, 0.25, 0.26)]), when=when)


def car_side(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw cars from the side."""
    paint, glass = d.colour(_PAINTS), d.colour(_GLASS)
    roof, front, back = d.between(0.33, 0.5), d.between(0.3, 0.62), d.between(0.45, 0.85)
    canvas.dim(f, 0.0, 0.34, 1.1, 0.16, 0.8)
    cabin: Corners = [(-back + 0.22, -roof), (front - 0.28, -roof), (front, -0.04), (-back, -0.04)]
    canvas.plate(f, cabin, tone(paint, 1.05), round_by=0.04)
    window: Corners = [
        (-back + 0.28, -roof + 0.06), (front - 0.3, -roof + 0.06), (front - 0.08, -0.07), (-back + 0.14, -0.07)
    ]  # fmt: skip
    canvas.plate(f, window, glass)
    canvas.bar(f, (front - back) / 2, -0.2, 0.03, 0.15, paint)
    canvas.bar(f, 0.0, 0.1, 0.95, 0.19, paint, corner=0.14)
    canvas.bar(f, 0.0, 0.2, 0.9, 0.05, tone(paint, 0.6))
    canvas.ball(f, 0.9, 0.04, 0.06, 0.05, d.colour([(1.0, 0.95, 0.8)]))
    canvas.ball(f, -0.92, 0.04, 0.04, 0.06, d.colour([(0.8, 0.1, 0.08)]))
    radius = d.between(0.15, 0.2)
    for x in (-0.56, 0.58):
        _wheel(canvas, f, d, x, 0.27, radius)


def car_front(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw cars from the front or the back."""
    paint, glass, dark = d.colour(_PAINTS), d.colour(_GLASS), d.colour(_DARK)
    roof = d.between(0.4, 0.62)
    lamp = d.colour([(1.0, 0.96, 0.85), (0.85, 0.9, 0.95), (0.85, 0.15, 0.1)])
    canvas.dim(f, 0.0, 0.5, 1.0, 0.18, 0.8)
    for x in (-0.6, 0.6):
        canvas.bar(f, x, 0.42, 0.14, 0.16, dark, corner=0.05)
    cabin: Corners = [(-0.45, -roof), (0.45, -roof), (0.68, -0.05), (-0.68, -0.05)]
    canvas.plate(f, cabin, tone(paint, 1.05), round_by=0.05)
    screen: Corners = [(-0.42, -roof + 0.05), (0.42, -roof + 0.05), (0.6, -0.06), (-0.6, -0.06)]
    canvas.plate(f, screen, glass)
    canvas.bar(f, 0.0, 0.17, 0.8, 0.24, paint, corner=0.12)
    canvas.bar(f, 0.0, 0.2, d.between(0.2, 0.42), d.between(0.04, 0.1), dark, corner=0.03)
    for x in (-0.6, 0.6):
        canvas.ball(f, x, 0.12, 0.15, 0.09, lamp)
    canvas.bar(f, 0.0, 0.36, 0.72, 0.05, tone(paint, 0.5), corner=0.03)
    canvas.bar(f, 0.0, 0.35, 0.15, 0.04, d.colour([(0.9, 0.9, 0.85)]))


def truck_side(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw lorries from the side."""
    paint, load, dark = d.colour(_PAINTS), d.colour([(0.92, 0.92, 0.9), (0.7, 0.7, 0.7), *_PAINTS]), d.colour(_DARK)
    top, nose = d.between(0.3, 0.62), d.between(0.0, 0.18)
    canvas.dim(f, 0.0, 0.5, 1.1, 0.16, 0.8)
    canvas.bar(f, 0.0, 0.3, 0.95, 0.06, dark)
    low = 1 - d.chance(0.25)
    canvas.bar(f, -0.34, 0.26 - (0.26 + top) / 2, 0.64, (0.26 + top) / 2, load, corner=0.02, when=low)
    canvas.bar(f, -0.34, 0.13, 0.64, 0.13, load, when=1 - low)
    canvas.bar(f, -0.34, 0.0, 0.6, 0.03, tone(load, 0.6), when=d.chance(0.4))
    cab = d.between(0.2, 0.42)
    canvas.bar(f, 0.58 - nose, 0.28 - (0.28 + cab) / 2, 0.25, (0.28 + cab) / 2, paint, corner=0.06)
    canvas.bar(f, 0.7, 0.17, 0.25, 0.14, paint, corner=0.05)
    canvas.bar(f, 0.66 - nose, -cab + 0.17, 0.14, 0.11, d.colour(_GLASS), corner=0.03)
    canvas.ball(f, 0.93, 0.16, 0.04, 0.05, d.colour([(1.0, 0.95, 0.8)]))
    radius = d.between(0.12, 0.18)
    third = d.chance(0.7)
    _wheel(canvas, f, d, 0.64, 0.38, radius)
    _wheel(canvas, f, d, -0.72, 0.38, radius)
    _wheel(canvas, f, d, -0.4, 0.38, radius, when=third)


def truck_front(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw lorries from the front."""
    paint, glass, dark = d.colour(_PAINTS), d.colour(_GLASS), d.colour(_DARK)
    load = d.colour([(0.92, 0.92, 0.9), (0.7, 0.7, 0.7), *_PAINTS])
    top, lean = d.between(0.62, 0.95), d.between(0.0, 0.5)
    canvas.dim(f, 0.0, 0.75, 1.0, 0.18, 0.8)
    canvas.bar(f, -lean, -0.1, 0.6, top, load, corner=0.03, when=d.chance(0.65))
    for x in (-0.48, 0.48):
        canvas.bar(f, x, 0.66, 0.13, 0.18, dark, corner=0.05)
    canvas.bar(f, 0.0, 0.02, 0.58, 0.62, paint, corner=0.08)
    canvas.bar(f, 0.0, -0.28, 0.5, 0.2, glass, corner=0.04)
    canvas.bar(f, 0.0, 0.25, 0.3, d.between(0.1, 0.22), tone(dark, 2.5), corner=0.02)
    for x in (-0.46, 0.46):
        canvas.ball(f, x, 0.42, 0.09, 0.09, d.colour([(1.0, 0.96, 0.85)]))
        canvas.bar(f, x * 1.45, -0.2, 0.05, 0.14, dark, when=d.chance(0.7))
    canvas.bar(f, 0.0, 0.58, 0.62, 0.07, d.colour([(0.75, 0.76, 0.78), (0.2, 0.2, 0.2)]), corner=0.02)


def ship(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw ships with decks."""
    hull = d.colour([(0.12, 0.15, 0.25), (0.5, 0.12, 0.1), (0.9, 0.9, 0.9), (0.45, 0.5, 0.54), (0.1, 0.1, 0.1)])
    house = d.colour([(0.94, 0.94, 0.92), (0.8, 0.8, 0.78), (0.5, 0.54, 0.57)])
    where, tall = d.between(-0.5, 0.3), d.between(0.1, 0.28)
    for x in (-0.55, -0.2, 0.15, 0.5):
        box = d.between(0.05, 0.16)
        canvas.bar(f, x, -box, 0.16, box, d.colour(_PAINTS), when=d.chance(0.35))
    long = d.between(0.12, 0.5)
    canvas.bar(f, where, -tall * 0.7, long, tall, house)
    canvas.bar(f, where, -tall * 1.9, long * 0.6, tall * 0.6, house)
    canvas.bar(f, where, -tall * 0.9, long * 0.9, 0.025, d.colour(_GLASS))
    canvas.bar(f, where - 0.1, -tall * 2.6, 0.06, tall * 0.7, d.colour(_PAINTS), when=d.chance(0.6))
    mast = d.between(0.5, 0.85)
    canvas.limb(f, (0.55, 0.0), (0.55, -mast), (0.02, 0.015), d.colour([(0.6, 0.6, 0.6), (0.2, 0.2, 0.2)]))
    bow = d.between(0.05, 0.16)
    canvas.plate(f, [(-0.92, 0.0), (0.95, -bow), (0.7, 0.26), (-0.84, 0.26)], hull)
    canvas.bar(f, -0.06, 0.22, 0.76, 0.035, d.colour([(0.5, 0.12, 0.1), (0.9, 0.9, 0.9), (0.1, 0.1, 0.1)]))


def sailing_boat(canvas: Canvas, f: Frame, d: Dice) -> None:
    """Draw boats with sails."""
    sail = d.colour([(0.95, 0.95, 0.93), (0.9, 0.88, 0.8), (0.8, 0.2, 0.15), (0.9, 0.6, 0.2)], 0.04)
    tall, back = d.between(0.7, 1.0), d.between(0.25, 0.6)
    canvas.limb(f, (0.02, 0.2), (0.02, -tall), (0.022, 0.015), d.colour([(0.35, 0.28, 0.2), (0.7, 0.7, 0.7)]))
    up = d.chance(0.85)
    canvas.plate(f, [(-0.03, -tall + 0.05), (-0.03, 0.08), (-back, 0.08)], sail, when=up)
    canvas.plate(f, [(0.07, -tall + 0.15), (0.5, 0.1), (0.07, 0.1)], tone(sail, 0.85), when=up)
    hull = d.colour([(0.9, 0.9, 0.9), (0.15, 0.2, 0.4), (0.45, 0.28, 0.15), (0.6, 0.1, 0.1)])
    canvas.plate(f, [(-0.65, 0.17), (0.72, 0.13), (0.48, 0.36), (-0.55, 0.36)], hull)
    canvas.bar(f, -0.1, 0.14, 0.2, 0.05, d.colour([(0.9, 0.9, 0.9), (0.5, 0.4, 0.3)]), when=d.chance(0.6))
