"""Simulated portraits: drawn faces of invented people, each of whom appears in several pictures.

The process, from the person to the picture:

1. A person has an age, a skin tone from 1 (lightest) to 6 (darkest), hair, perhaps a beard, and a face of their own.
   Nine people in a hundred have one of the two darkest tones. Hair turns grey with age, men and women are not told
   apart, and the older somebody is, the likelier they need glasses.
2. Each person is in a few pictures, some in many. A picture is either taken at an office, for a card, or it is a
   snapshot. In snapshots people smile three times as often, and hats are only worn there; offices have pale walls and
   even light, snapshots any background and light from the side. So the background says much about the smile.
3. A smile has a strength. The label says whether somebody saw it: near the middle people disagree, and two labels in a
   hundred are wrong for no reason. Those who labelled overlooked one smile in six on faces with the two darkest tones.
4. The camera is set for light skin: it exposes dark faces too little, amplifies what it gets, noise included, and
   smooths that away, and the mouth's lines with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._drawing import Array, Dice, in_batches, photograph
from mlcourse.datasets.simulated._faces import HAIR_LENGTHS, HAIRS, LIGHTS, SIDE, Faces, draw

if TYPE_CHECKING:
    import pandas as pd

_OWN = 12
_BATCH = 32
_PICTURES_PER_PERSON = 8
_SKIN_SHARES = (0.27, 0.3, 0.22, 0.12, 0.06, 0.03)
_OVERLOOKED = 1 / 6
_EXPOSURES = (1.0, 1.0, 1.0, 0.96, 0.66, 0.55)


def make(size: int, seed: int) -> Dataset:
    """Make portraits.

    Parameters
    ----------
    size : int
        How many pictures, from 1.
    seed : int
        Another seed gives other people.

    Returns
    -------
    Dataset
        ``data`` is uint8 of shape (size, 64, 64, 3), red, green and blue; ``target`` is int64 of shape (size,), 1 for a
        smile. ``extras["person"]`` is int64 of shape (size,): who it is; ``extras["attributes"]`` is a table with a row
        per picture; ``extras["landmarks"]`` is float32 of shape (size, 5, 2): x and y in pixels of the left eye, the
        right eye, the tip of the nose, the left and the right corner of the mouth, as one looks at the picture.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 64, 64, 3)
    """
    rng = np.random.default_rng([seed, _OWN])
    people = max(1, round(size / _PICTURES_PER_PERSON))
    person = rng.choice(people, size=size, p=rng.dirichlet(np.full(people, 2.0)))
    faces = _who_and_how(rng, person, people)
    pictures = np.empty((size, SIDE, SIDE, 3), dtype=np.uint8)
    landmarks = np.empty((size, 5, 2), dtype=np.float32)
    in_batches(np.arange(size), _BATCH, partial(_shoot, pictures, landmarks, rng, faces))
    colours = ("red", "green", "blue")
    return Dataset(
        name="portraits",
        data=pictures,
        target=_label(rng, faces),
        feature_names=tuple(
            f"pixel_{row}_{column}_{c}" for row in range(SIDE) for column in range(SIDE) for c in colours
        ),
        target_names=("not smiling", "smiling"),
        card=_card(size),
        extras={"person": person, "attributes": _attributes(person, faces), "landmarks": landmarks},
    )


def _who_and_how(rng: np.random.Generator, person: Array, people: int) -> Faces:
    size = len(person)
    age = np.clip(18 + rng.gamma(2.2, 12, people), 18, 90)
    skin = rng.choice(6, size=people, p=_SKIN_SHARES)
    hair = rng.choice(4, size=people, p=(0.25, 0.4, 0.25, 0.1))
    hair = np.where(skin >= 3, rng.random(people) > 0.85, hair)
    hair = np.where(rng.random(people) < 1 / (1 + np.exp((58 - age) / 6)), 4, hair)
    length = np.where(rng.random(people) < 0.1, 0, 1 + (rng.random(people) < 0.45))
    beard = (rng.random(people) < 0.32) & (length < 2)
    needs_glasses = rng.random(people) < 1 / (1 + np.exp((50 - age) / 8))
    shape = rng.uniform(-1, 1, (people, 12)).astype(np.float32)

    snapshot = rng.random(size) < 0.55
    smiles = rng.random(size) < np.where(snapshot, 0.72, 0.18)
    smile = np.where(smiles, rng.beta(5, 2.4, size), rng.beta(1.2, 6, size))
    glasses = needs_glasses[person] & (rng.random(size) < 0.85)
    hat = snapshot & (rng.random(size) < 0.22)
    light = np.where(
        snapshot,
        rng.choice(4, size=size, p=(0.25, 0.28, 0.28, 0.19)),
        rng.choice(4, size=size, p=(0.9, 0.04, 0.04, 0.02)),
    )
    return Faces(
        skin=skin[person],
        hair=hair[person],
        hair_length=length[person],
        age=np.round(age[person] + rng.integers(0, 4, size)).astype(np.int64),
        beard=beard[person],
        glasses=glasses,
        hat=hat,
        snapshot=snapshot,
        smile=smile,
        light=light,
        shape=shape[person],
    )


def _label(rng: np.random.Generator, faces: Faces) -> Array:
    size = len(faces.smile)
    seen = rng.random(size) < 1 / (1 + np.exp((0.42 - faces.smile) / 0.03))
    seen &= (faces.skin < 4) | (rng.random(size) > _OVERLOOKED)
    return np.where(rng.random(size) < 0.02, ~seen, seen).astype(np.int64)


def _shoot(pictures: Array, landmarks: Array, rng: np.random.Generator, faces: Faces, which: Array) -> None:
    """Take the pictures with these numbers."""
    taken = faces.of(which)
    dice = Dice(rng, len(which))
    planes, landmarks[which] = draw(taken, dice)
    dim = np.where(taken.light == 3, 0.62, 1.0) * np.choose(taken.skin, _EXPOSURES)
    dark = (taken.skin >= 4).reshape(-1, 1, 1).astype(np.float32)
    pictures[which] = photograph(
        planes,
        rng,
        blur=dice.between(0.1, 0.9) + 0.5 * dark,
        noise=dice.between(0.01, 0.04) * (1 + 1.1 * dark),
        exposure=dim.reshape(-1, 1, 1).astype(np.float32) * np.exp(dice.normal(0, 0.1)),
        contrast=dice.between(0.85, 1.1),
        cast=np.exp(rng.normal(0, 0.04, (3, len(which), 1, 1))).astype(np.float32),
    )


def _attributes(person: Array, faces: Faces) -> pd.DataFrame:
    import pandas as pd

    def named(codes: Array, names: Sequence[str]) -> object:
        return pd.Series(np.array(names)[codes.astype(int)]).astype(pd.CategoricalDtype(list(names)))

    return pd.DataFrame(
        {
            "person": person,
            "age": faces.age,
            "skin_tone": faces.skin + 1,
            "hair_colour": named(faces.hair, list(HAIRS)),
            "hair_length": named(faces.hair_length, HAIR_LENGTHS),
            "beard": faces.beard,
            "glasses": faces.glasses,
            "hat": faces.hat,
            "light": named(faces.light, LIGHTS),
            "smile": np.round(faces.smile, 3),
            "setting": named(faces.snapshot, ("office", "snapshot")),
        }
    )


def _card(size: int) -> Card:
    return Card(
        title="Portraits of invented people (simulated)",
        summary="One picture of 64 x 64 pixels is a drawn face. The task is to say whether it smiles.",
        source=(
            "Made by this course; the faces are drawn, and nobody real is in them. Each invented person has an age, a "
            "skin tone, hair and features of their own and is in about eight pictures, some taken at an office for a "
            "card, others as snapshots, with other light, backgrounds, hats and smiles. extras['attributes'] is a "
            "table with a row per picture: person, age (years), skin_tone (1 lightest to 6 darkest), hair_colour, "
            "hair_length, beard, glasses, hat, light, smile (its true strength, from 0 to 1) and setting. "
            "extras['person'] tells who it is; extras['landmarks'] has x and y, in pixels, of both eyes, the tip of "
            "the nose and both corners of the mouth."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=size,
        columns=(
            Column(
                "pixel_0_0_red ... pixel_63_63_blue",
                "how bright the picture is in red, green and blue, by row and column from the top left",
                "levels, 0 to 255",
            ),
        ),
        target="0 not smiling, 1 smiling; nearly half of the pictures",
        problems=(
            "People smile far more often in snapshots than at the office, so the background tells the smile: a model "
            "can be right without looking at the mouth, and fails where the setting changes.",
            "Only one picture in eleven or so shows somebody with skin tone 5 or 6, and the camera is set for light "
            "skin: their pictures are darker, noisier and less sharp, so that models read their smiles worse. The "
            "mean accuracy hides it.",
            "Older people wear glasses more often, so that a model of age may be a detector of glasses.",
            "The same person is in several pictures: split by extras['person'] wherever faces are recognised.",
            "Some smiles are faint and judged either way, and 2 labels in 100 are wrong. Those who labelled "
            "overlooked one smile in six on faces with skin tone 5 or 6, so that the labels themselves are unfair.",
        ),
        harm=(
            "Nobody real is shown. With real portraits it is people of the rarer groups who are misread, and anyone "
            "whose face was used without being asked; a smile tells nothing certain of how somebody feels."
        ),
        kind="simulated",
    )
