"""Simulated photographs with the format of CIFAR-10: ten classes of things in small colour pictures.

The process, from the thing to the picture:

1. Every class is equally frequent, and each has two views, such as a whole cat and a cat's face
   (:mod:`mlcourse.datasets.simulated._things`). A thing's build, pose, colours, size, place, angle and the direction in
   which it looks are drawn at random; things that look alike share their builds and colours (cats and dogs, deer and
   horses, cars and lorries).
2. It stands in a place that suits its class more often than others: aeroplanes in skies, ships at sea, deer in woods
   (:mod:`mlcourse.datasets.simulated._scenes`). So the background alone says something about the class.
3. Other things stand behind, and sometimes something is in front.
4. A camera takes the picture: light, exposure, contrast, colour cast, blur and noise differ.
5. Three pictures in a hundred are near-duplicates of another one, moved, mirrored or brighter.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._drawing import Array, Canvas, Dice, Frame, in_batches, photograph
from mlcourse.datasets.simulated._scenes import clutter, in_front, set_scene
from mlcourse.datasets.simulated._things import VIEWS, View

SIDE = 32
CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_OWN = 11
_BATCH = 64
_NEAR_DUPLICATES = 0.03

_PLACES: dict[str, dict[str, float]] = {
    "airplane": {"sky": 5, "grey sky": 3, "airfield": 3, "white": 0.6, "sea": 0.5, "plain": 0.5},
    "automobile": {"street": 4, "park": 2.5, "white": 1.2, "plain": 1, "meadow": 0.6, "snow": 0.5, "airfield": 0.5},
    "bird": {"sky": 1.4, "leaves": 2, "meadow": 1.6, "wood": 1, "soil": 1, "sea": 0.8, "plain": 1, "snow": 0.4},
    "cat": {"room": 2.5, "sofa": 3, "plain": 1.5, "soil": 0.8, "leaves": 0.6, "meadow": 0.6, "white": 0.6},
    "deer": {"meadow": 2, "wood": 3, "dry meadow": 2.2, "leaves": 0.7, "snow": 0.8, "park": 0.6},
    "dog": {"room": 2, "sofa": 2, "plain": 1.4, "meadow": 1.5, "soil": 0.8, "park": 0.8, "white": 0.6, "snow": 0.6},
    "frog": {"leaves": 3, "soil": 3, "plain": 1.2, "wood": 0.8, "white": 0.6, "room": 0.6},
    "horse": {"meadow": 3, "dry meadow": 2, "park": 1, "soil": 0.8, "wood": 0.6, "street": 0.5, "snow": 0.4},
    "ship": {"sea": 5, "harbour": 3, "grey sky": 0.4, "white": 0.4, "plain": 0.3},
    "truck": {"street": 4, "park": 2, "white": 0.9, "plain": 1, "dry meadow": 0.8, "soil": 0.6, "snow": 0.5},
}


def make(size: int, seed: int) -> Dataset:
    """Make small colour pictures of ten classes of things.

    Parameters
    ----------
    size : int
        How many pictures, from 1.
    seed : int
        Another seed gives other pictures.

    Returns
    -------
    Dataset
        ``data`` is uint8 of shape (size, 32, 32, 3), red, green and blue; ``target`` is int64 of shape (size,).

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 32, 32, 3)
    """
    rng = np.random.default_rng([seed, _OWN])
    target = rng.permutation(np.arange(size) % len(CLASSES))
    pictures = np.empty((size, SIDE, SIDE, 3), dtype=np.uint8)
    for label, name in enumerate(CLASSES):
        of_class = np.flatnonzero(target == label)
        views = VIEWS[name]
        seen = rng.choice(len(views), size=len(of_class), p=[view.share for view in views])
        for number, view in enumerate(views):
            in_batches(of_class[seen == number], _BATCH, partial(_shoot, pictures, rng, _PLACES[name], view))
    _repeat(rng, pictures, target)
    colours = ("red", "green", "blue")
    return Dataset(
        name="cifar-10",
        data=pictures,
        target=target.astype(np.int64),
        feature_names=tuple(
            f"pixel_{row}_{column}_{c}" for row in range(SIDE) for column in range(SIDE) for c in colours
        ),
        target_names=CLASSES,
        card=_card(size),
    )


def _shoot(pictures: Array, rng: np.random.Generator, places: dict[str, float], view: View, which: Array) -> None:
    """Take the pictures with these numbers."""
    dice = Dice(rng, len(which))
    canvas = Canvas(len(which), SIDE, light=(dice.normal(0, 0.18), dice.normal(-0.28, 0.14)))
    frame = Frame.over(len(which), SIDE)
    horizon = set_scene(canvas, frame, dice, places)
    clutter(canvas, frame, dice, horizon)
    mirrored = 1 - 2 * dice.chance(0.5)
    thing = frame.at(
        dice.normal(0, 0.2),
        dice.between(*view.height),
        size=1.12 * dice.between(*view.size) * (1 - 0.35 * dice.chance(0.12)),
        turn=dice.normal(0, view.turn),
        wide=dice.between(*view.wide) * mirrored,
    )
    view.draw(canvas, thing, dice)
    canvas.grain = 0.0
    in_front(canvas, frame, dice)
    pictures[which] = photograph(
        canvas.planes,
        rng,
        blur=dice.between(0.1, 0.9),
        noise=dice.between(0.005, 0.03),
        exposure=np.clip(np.exp(dice.normal(-0.02, 0.24)), 0.55, 1.35),
        contrast=dice.between(0.72, 1.25),
        cast=np.exp(rng.normal(0, 0.06, (3, len(which), 1, 1))).astype(np.float32),
    )


def _repeat(rng: np.random.Generator, pictures: Array, target: Array) -> None:
    """Replace some pictures by others of their class, a little changed."""
    for copy in np.flatnonzero(rng.random(len(target)) < _NEAR_DUPLICATES):
        others = np.flatnonzero(target == target[copy])
        shown = pictures[rng.choice(others)].astype(np.float32)
        shown = np.roll(shown, rng.integers(-1, 2, size=2), axis=(0, 1)) * rng.uniform(0.88, 1.12)
        pictures[copy] = np.clip(shown if rng.random() < 0.7 else shown[:, ::-1], 0, 255)


def _card(size: int) -> Card:
    return Card(
        title="Small colour pictures in the format of CIFAR-10 (simulated)",
        summary="One picture of 32 x 32 pixels shows one thing of ten classes. The task is to say which.",
        source=(
            "Made by this course; no picture is a photograph. Each class has two views, drawn from simple bodies with "
            "a random build, pose, colour, size, place and direction, before a background that suits the class more "
            "often than others, with things behind and sometimes in front, and taken by a camera with random light, "
            "contrast, colour cast, blur and noise. The format and the classes are those of CIFAR-10 (A. Krizhevsky, "
            "Learning multiple layers of features from tiny images, 2009)."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=size,
        columns=(
            Column(
                "pixel_0_0_red ... pixel_31_31_blue",
                "how bright the picture is in red, green and blue, by row and column from the top left",
                "levels, 0 to 255",
            ),
        ),
        target="class: " + ", ".join(f"{label} {name}" for label, name in enumerate(CLASSES)) + "; equally many each",
        problems=(
            "The background tells a part of the class (blue for airplane and ship, green and brown for deer and "
            "frog): a model can be right for a wrong reason, and fails for a ship on land.",
            "About 3 pictures in 100 are near-duplicates of another one, so a random split puts copies of training "
            "pictures into the test set. CIFAR-10 itself has this problem.",
            "Some classes look alike (cat and dog, automobile and truck, deer and horse), and one mean accuracy hides "
            "how much worse those are told apart.",
            "The pictures are drawn: what a model learns here does not carry over to photographs.",
        ),
        harm=(
            "Nobody directly: there are no people in it. A model that looks at backgrounds is dangerous where it "
            "drives a car, and labels such as these say nothing of what a picture was taken for."
        ),
        kind="simulated",
    )
