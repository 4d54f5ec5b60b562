"""Drawn faces: what stays with a person, what changes from picture to picture, and how both look."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from mlcourse.datasets.simulated._drawing import Array, Canvas, Dice, Frame, clouds

SIDE = 64
# From the lightest to the darkest.
SKINS = (
    (0.95, 0.8, 0.72), (0.9, 0.73, 0.61), (0.8, 0.61, 0.47), (0.66, 0.47, 0.33), (0.45, 0.3, 0.2), (0.29, 0.19, 0.13)
)  # fmt: skip
HAIRS = {
    "black": (0.08, 0.07, 0.07),
    "brown": (0.3, 0.19, 0.11),
    "blond": (0.8, 0.65, 0.38),
    "red": (0.6, 0.26, 0.12),
    "grey": (0.68, 0.68, 0.69),
}
HAIR_LENGTHS = ("bald", "short", "long")
LIGHTS = ("front", "left", "right", "dim")
_INK = np.array([0.06, 0.05, 0.05], dtype=np.float32)[:, None, None, None]
_WHITE = np.array([0.95, 0.94, 0.92], dtype=np.float32)[:, None, None, None]


@dataclass(frozen=True)
class Faces:
    """One entry per picture: what its person looks like, and how the picture was taken.

    Attributes
    ----------
    skin : numpy.ndarray
        The skin's tone: the place in ``SKINS``.
    hair, hair_length : numpy.ndarray
        The places in ``HAIRS`` and ``HAIR_LENGTHS``.
    age : numpy.ndarray
        In years.
    beard, glasses, hat, snapshot : numpy.ndarray
        bool.
    smile : numpy.ndarray
        From 0 (none) to 1 (broad).
    light : numpy.ndarray
        The place in ``LIGHTS``.
    shape : numpy.ndarray
        float32 of shape (pictures, 12): what else is the person's own, each from -1 to 1.
    """

    skin: Array
    hair: Array
    hair_length: Array
    age: Array
    beard: Array
    glasses: Array
    hat: Array
    snapshot: Array
    smile: Array
    light: Array
    shape: Array

    def of(self, which: Array) -> Faces:
        """Take the pictures with these numbers."""
        return Faces(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


@dataclass(frozen=True)
class _Head:
    """Where the head is, and what the person's shape means in lengths; each of shape (pictures, 1, 1)."""

    x: Array
    y: Array
    size: Array
    turn: Array
    yaw: Array
    eye: Array
    eye_y: Array
    nose: Array
    mouth: Array
    mouth_y: Array
    bend: Array

    def place(self, x: Array, y: Array) -> Array:
        """Say in which pixel a point of the head lies: x and y, of shape (pictures, 2)."""
        right = self.x + self.size * (np.cos(self.turn) * x - np.sin(self.turn) * y)
        down = self.y + self.size * (np.sin(self.turn) * x + np.cos(self.turn) * y)
        return (np.concatenate([right, down], axis=-1)[:, 0] + 1) * (SIDE / 2) - 0.5


def _column(values: Array) -> Array:
    return np.asarray(values, dtype=np.float32).reshape(-1, 1, 1)


def _pick(palette: object, which: Array) -> Array:
    return np.asarray(palette, dtype=np.float32)[which].T[:, :, None, None]


def draw(faces: Faces, dice: Dice) -> tuple[Array, Array]:
    """Draw the faces.

    Parameters
    ----------
    faces : Faces
        Whom to draw, and how.
    dice : Dice
        For as many pictures.

    Returns
    -------
    tuple of numpy.ndarray
        Red, green and blue from 0 to 1, of shape (3, pictures, 64, 64); and where the left eye, the right eye, the tip
        of the nose and the left and right corner of the mouth are (left as one looks at the picture), x and y in
        pixels, of shape (pictures, 5, 2).
    """
    from_left = _column(np.choose(faces.light, [0.0, -0.42, 0.42, 0.1]))
    canvas = Canvas(dice.pictures, SIDE, light=(from_left + dice.normal(0, 0.06), dice.normal(-0.16, 0.05)))
    whole = Frame.over(dice.pictures, SIDE)
    _background(canvas, whole, faces, dice)
    shape = [_column(column) for column in faces.shape.T]
    smile = _column(faces.smile)
    head = _Head(
        x=dice.normal(0, 0.04),
        y=dice.normal(0.04, 0.04),
        size=dice.between(1.02, 1.22),
        turn=dice.normal(0, 0.06),
        yaw=dice.normal(0, 0.045),
        eye=0.2 + 0.03 * shape[0],
        eye_y=-0.08 + 0.03 * shape[1],
        nose=0.17 + 0.035 * shape[2],
        mouth=0.17 + 0.03 * shape[3] + 0.08 * smile,
        mouth_y=0.35 + 0.03 * shape[4],
        bend=3.2 * smile - 0.3 + 0.2 * shape[5],
    )
    frame = whole.at(head.x, head.y, size=head.size, turn=head.turn)
    skin = _pick(SKINS, faces.skin) * (1 + 0.05 * shape[6])
    hair = _pick(list(HAIRS.values()), faces.hair) * (1 + 0.15 * shape[7])
    _bust(canvas, frame, faces, dice, skin, hair)
    _skull(canvas, frame, faces, shape, skin, hair)
    features = frame.at(head.yaw)
    eyes, mouth = features.window(slice(12, 46), slice(8, 56)), features.window(slice(34, 64), slice(12, 52))
    _age(canvas, features.window(slice(12, 58), slice(12, 52)), faces, head, skin)
    _mouth(canvas, mouth, faces, head, shape, skin, hair)
    _eyes_and_nose(canvas, eyes, faces, head, shape, dice, skin, hair)
    _on_the_head(canvas, frame, eyes, faces, head, shape, dice, hair)
    corner = head.mouth_y - head.bend * head.mouth**2
    points = [
        (head.yaw - head.eye, head.eye_y),
        (head.yaw + head.eye, head.eye_y),
        (1.5 * head.yaw, head.eye_y + 0.1 + head.nose),
        (head.yaw - head.mouth, corner),
        (head.yaw + head.mouth, corner),
    ]
    return canvas.planes, np.stack([head.place(x, y) for x, y in points], axis=1)


def _background(canvas: Canvas, whole: Frame, faces: Faces, dice: Dice) -> None:
    """Paint a pale wall in offices; anything, and rougher, where snapshots are taken."""
    snapshot = _column(faces.snapshot)
    wall = dice.colour([(0.78, 0.8, 0.82), (0.7, 0.74, 0.8), (0.85, 0.83, 0.78)], 0.04)
    place = dice.colour(
        [(0.35, 0.5, 0.3), (0.5, 0.65, 0.85), (0.6, 0.45, 0.35), (0.3, 0.3, 0.35), (0.8, 0.6, 0.4)], 0.1
    )
    field = clouds(dice.rng, dice.pictures, SIDE, (3, 7, 15)) * (0.05 + 0.4 * snapshot)
    canvas.planes[:] = (wall + snapshot * (place - wall)) * (1 + field - 0.1 * whole.y)


def _bust(canvas: Canvas, frame: Frame, faces: Faces, dice: Dice, skin: Array, hair: Array) -> None:
    """Paint long hair behind, then shoulders, clothes and the neck."""
    long = _column(faces.hair_length == 2)
    canvas.ball(frame, 0.0, -0.06, 0.62, 0.68, hair * 0.8, when=long)
    low = frame.window(slice(20, None), slice(None))
    canvas.bar(low, 0.0, 0.35, 0.58, 0.45, hair * 0.75, corner=0.15, when=long)
    cloth = dice.colour(
        [
            (0.15, 0.18, 0.3),
            (0.85, 0.85, 0.85),
            (0.55, 0.15, 0.18),
            (0.2, 0.4, 0.35),
            (0.4, 0.4, 0.42),
            (0.8, 0.65, 0.3),
        ],
        0.08,
    )
    low = frame.window(slice(34, None), slice(None))
    canvas.ball(low, 0.0, 1.2, 0.9, 0.5, cloth)
    canvas.limb(low, (0.0, 0.4), (0.0, 0.8), (0.22, 0.24), skin * 0.82)


def _skull(canvas: Canvas, frame: Frame, faces: Faces, shape: list[Array], skin: Array, hair: Array) -> None:
    for side in (-1.0, 1.0):
        canvas.ball(frame.window(slice(16, 48), slice(None)), side * 0.47, 0.0, 0.08, 0.13, skin * 0.9)
    wide, jaw = 0.47 + 0.03 * shape[8], 0.33 + 0.05 * shape[9]
    face = frame.window(slice(6, None), slice(8, 56))
    canvas.limb(face, (0.0, 0.1), (0.0, 0.36), (wide * 0.93, jaw), skin)
    canvas.ball(face, 0.0, -0.08, wide, 0.52, skin)
    # Hair lies on the skull above a hairline, which rises towards a parting and with the years.
    grown = _column(faces.hair_length > 0)
    top = frame.window(slice(0, 46), slice(None))
    x, y = top.x, top.y
    round_head = (1 - np.sqrt((x / (wide + 0.06)) ** 2 + ((y + 0.12) / 0.56) ** 2)) * 0.5
    receding = 0.12 * np.clip((_column(faces.age) - 35) / 50, 0, 1)
    line = -0.36 - receding + 0.35 * shape[10] * x + (0.9 + 0.5 * shape[11]) * x * x - y
    cover = np.clip(np.minimum(round_head, line) * top.unit + 0.5, 0, 1) * grown
    canvas.paint(top, cover.astype(np.float32), hair, (1 - 0.25 * (y + 0.6)).astype(np.float32))


def _age(canvas: Canvas, f: Frame, faces: Faces, head: _Head, skin: Array) -> None:
    """Draw lines on the forehead, beside the eyes and beside the mouth; a smile deepens the last."""
    years = np.clip((_column(faces.age) - 30) / 50, 0, 1)
    line = skin * 0.72
    thin = 0.013
    for y in (-0.3, -0.24):
        canvas.limb(f, (-0.2, y), (0.2, y), (thin, thin), line, when=0.85 * years)
    fold = np.clip(0.75 * years + 0.35 * _column(faces.smile), 0, 0.9)
    for side in (-1.0, 1.0):
        canvas.limb(f, (side * 0.1, 0.12), (side * 0.21, head.mouth_y - 0.02), (thin, thin), line, when=fold)
        canvas.limb(
            f, (side * (head.eye - 0.06), head.eye_y + 0.1), (side * (head.eye + 0.05), head.eye_y + 0.1), (thin, thin),
            line, when=0.8 * years,
        )  # fmt: skip


def _mouth(canvas: Canvas, f: Frame, faces: Faces, head: _Head, shape: list[Array], skin: Array, hair: Array) -> None:
    beard = _column(faces.beard)
    canvas.ball(f, 0.0, 0.42, 0.32, 0.24, hair, when=beard * 0.85)
    canvas.ball(f, 0.0, 0.34, 0.24, 0.08, skin, when=beard * 0.6)
    canvas.bar(f, 0.0, head.mouth_y - 0.09, 0.17, 0.035, hair, corner=0.03, when=beard * 0.85)
    # The lips are straight in coordinates that bend upwards to both sides.
    bent = replace(f, y=f.y - head.mouth_y + head.bend * f.x * f.x)
    smile = _column(faces.smile)
    lips = skin * np.array([0.86, 0.6, 0.6], dtype=np.float32)[:, None, None, None]
    full = 0.036 + 0.01 * shape[3] + 0.03 * smile
    canvas.ball(bent, 0.0, 0.0, head.mouth, full, lips)
    opened = np.clip((smile - 0.42) * 6, 0, 1)
    canvas.ball(bent, 0.0, 0.0, head.mouth * 0.86, full * 0.66, np.minimum(_WHITE, skin + 0.3), when=opened)
    canvas.bar(bent, 0.0, 0.0, head.mouth * 0.92, 0.01, skin * 0.35, when=1 - opened)
    blush = np.array([1.1, 0.95, 0.93], dtype=np.float32)[:, None, None, None]
    for side in (-1.0, 1.0):
        canvas.ball(f, side * 0.27, 0.16, 0.1, 0.07, skin * blush, when=0.5 * smile)


def _eyes_and_nose(
    canvas: Canvas, f: Frame, faces: Faces, head: _Head, shape: list[Array], dice: Dice, skin: Array, hair: Array
) -> None:
    iris = _pick([(0.25, 0.15, 0.08), (0.3, 0.42, 0.55), (0.35, 0.4, 0.22)], (faces.shape[:, 6] * 7).astype(int) % 3)
    iris = np.where(_column(faces.skin >= 3)[None] > 0, iris * 0.3, iris)
    narrow = 1 - 0.4 * _column(faces.smile)
    gaze, lifted = dice.normal(0, 0.015), dice.normal(0, 0.012)
    brow = np.minimum(hair, skin * 0.75)
    for side in (-1.0, 1.0):
        x = side * head.eye
        tall = (0.05 + 0.012 * shape[9]) * narrow
        canvas.ball(f, x, head.eye_y - 0.01, 0.11, tall + 0.03, skin * 0.8)
        canvas.ball(f, x, head.eye_y, 0.09, tall, _WHITE)
        canvas.ball(f, x + gaze, head.eye_y, 0.042, np.minimum(tall, 0.045), iris)
        canvas.ball(f, x + gaze, head.eye_y, 0.02, 0.02, _INK)
        y = head.eye_y - 0.13 - lifted
        thick = 0.018 + 0.009 * (1 + shape[11])
        canvas.limb(f, (x - side * 0.1, y + 0.03 * shape[10]), (x + side * 0.1, y), (thick, thick * 0.6), brow)
    nose = f.at(0.5 * head.yaw)
    tip = head.eye_y + 0.1 + head.nose
    canvas.limb(nose, (0.0, head.eye_y), (0.0, tip), (0.025, 0.055 + 0.012 * shape[5]), skin * 1.06)
    for side in (-1.0, 1.0):
        canvas.ball(nose, side * (0.05 + 0.01 * shape[5]), tip + 0.035, 0.028, 0.016, skin * 0.5)


def _on_the_head(
    canvas: Canvas,
    frame: Frame,
    f: Frame,
    faces: Faces,
    head: _Head,
    shape: list[Array],
    dice: Dice,
    hair: Array,
) -> None:
    """Put on glasses, and hats."""
    worn = _column(faces.glasses)
    wire = dice.colour([(0.06, 0.06, 0.07), (0.3, 0.18, 0.1), (0.6, 0.6, 0.62)], 0.03)
    for side in (-1.0, 1.0):
        u, v = f.x - side * (head.eye + 0.005), f.y - head.eye_y - 0.01
        away = np.abs(np.sqrt(u * u + v * v * (1.35 + 0.3 * shape[7])) - 0.135)
        cover = np.clip((0.018 - away) * f.unit + 0.5, 0, 1) * worn
        canvas.paint(f, cover.astype(np.float32), wire)
        canvas.limb(
            f, (side * (head.eye + 0.13), head.eye_y), (side * 0.5, head.eye_y - 0.03), (0.013, 0.013), wire, when=worn
        )
    canvas.limb(f, (-0.07, head.eye_y), (0.07, head.eye_y), (0.013, 0.013), wire, when=worn)
    hat, top = _column(faces.hat), frame.window(slice(0, 36), slice(None))
    felt = dice.colour(
        [(0.7, 0.15, 0.15), (0.15, 0.2, 0.4), (0.25, 0.25, 0.25), (0.85, 0.75, 0.5), (0.2, 0.45, 0.3)], 0.06
    )
    brim = dice.chance(0.5) * hat
    canvas.ball(top, 0.0, -0.5, 0.52, 0.36, felt, when=hat)
    canvas.bar(top, 0.0, -0.4, 0.54, 0.08, felt * 0.8, corner=0.06, when=hat)
    canvas.bar(top, 0.0, -0.36, 0.8, 0.045, felt * 0.7, corner=0.05, when=brim)
