"""Penguins like those of the Palmer archipelago, none of them real.

The process: a species is drawn, then the island among those where it breeds, the year and the sex. The four
measurements are drawn from a normal distribution of the species and sex, correlated within it, because a large bird is
large in all ways. A few birds escaped before they were measured, and for some no blood was taken, so that their sex is
not known. The rows are ordered by species and year, as in the original.
"""

from __future__ import annotations

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, blanked, described, pick

_SPECIES = ("Adelie", "Gentoo", "Chinstrap")
_SHARES = (152, 124, 68)
_ISLANDS = ("Biscoe", "Dream", "Torgersen")
_ISLAND_SHARES = np.array([[44, 56, 52], [124, 0, 0], [0, 68, 0]])

# By species and sex (female, male): bill length, bill depth, flipper length (mm), body mass (g).
_MEANS = np.array(
    [
        [[37.26, 17.62, 187.8, 3369.0], [40.39, 19.07, 192.4, 4043.0]],
        [[45.56, 14.24, 212.7, 4680.0], [49.47, 15.72, 221.5, 5485.0]],
        [[46.57, 17.59, 191.7, 3527.0], [51.09, 19.25, 199.9, 3939.0]],
    ]
)
_SPREADS = np.array(
    [
        [[2.03, 0.94, 5.6, 269.0], [2.28, 1.02, 6.6, 347.0]],
        [[2.05, 0.54, 3.9, 282.0], [2.72, 0.74, 5.7, 313.0]],
        [[2.40, 0.78, 5.8, 285.0], [1.80, 0.76, 6.0, 362.0]],
    ]
)
_CORRELATIONS = np.array([[1, 0.28, 0.30, 0.35], [0.28, 1, 0.32, 0.38], [0.30, 0.32, 1, 0.42], [0.35, 0.38, 0.42, 1]])


def make(size: int, seed: int) -> Dataset:
    """Simulate penguins with the schema of the Palmer penguins.

    Parameters
    ----------
    size : int
        The number of birds.
    seed : int
        Another seed gives other birds.

    Returns
    -------
    Dataset
        A table of shape (size, 7), and the species.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 7)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 102])
    species = pick(rng, _SHARES, size)
    year = 2007 + pick(rng, (110, 114, 120), size)
    order = np.lexsort((year, species))
    species, year = species[order], year[order]
    island = pick(rng, _ISLAND_SHARES[species])
    sex = rng.integers(0, 2, size)
    standard = rng.standard_normal((size, 4)) @ np.linalg.cholesky(_CORRELATIONS).T
    measured = _MEANS[species, sex] + _SPREADS[species, sex] * standard
    lost = rng.random(size) < 0.006
    unsexed = lost | (rng.random(size) < 0.026)
    frame = pd.DataFrame(
        {
            "island": np.array(_ISLANDS, dtype=object)[island],
            "bill_length_mm": blanked(np.round(measured[:, 0], 1), lost),
            "bill_depth_mm": blanked(np.round(measured[:, 1], 1), lost),
            "flipper_length_mm": blanked(np.round(measured[:, 2]), lost),
            "body_mass_g": blanked(np.round(measured[:, 3] / 25) * 25, lost),
            "sex": blanked(np.array(["female", "male"], dtype=object)[sex], unsexed),
            "year": year,
        }
    )
    return Dataset(
        name="penguins",
        data=frame,
        target=species.astype(np.int64),
        feature_names=tuple(frame.columns),
        target_names=_SPECIES,
        card=_card(size),
    )


def _card(size: int) -> Card:
    return Card(
        title="Penguins like those of the Palmer archipelago (simulated)",
        summary="One row is one bird. The task is to tell three species of penguins by four measurements.",
        source=(
            "Made by a random process in the form of the Palmer penguins (A. M. Horst, A. P. Hill and K. B. Gorman, "
            "2020). Each species and sex has a normal distribution of the four measurements, correlated within it, "
            "with the published means and standard deviations; islands and years come in the published shares."
        ),
        licence=LICENCE,
        rows=size,
        columns=described(
            ("island", "island where the bird breeds: Biscoe, Dream or Torgersen", "no unit"),
            ("bill_length_mm", "length of the bill", "mm"),
            ("bill_depth_mm", "depth of the bill", "mm"),
            ("flipper_length_mm", "length of a flipper", "mm"),
            ("body_mass_g", "body mass, read to 25 g", "g"),
            ("sex", "female or male, from a blood sample", "no unit"),
            ("year", "year of the study: 2007, 2008 or 2009", "years"),
        ),
        target="species: 0 Adelie (44 %), 1 Gentoo (36 %), 2 Chinstrap (20 %)",
        problems=(
            (
                "A few birds have no measurements at all, and the sex of about 3 % is missing: they have to be found "
                "first."
            ),
            (
                "Gentoo live on Biscoe only and Chinstrap on Dream only: island tells half of the answer, and a model "
                "that uses it fails on another island."
            ),
            (
                "Over all birds, a longer bill goes with a shallower one; within each species it is the other way "
                "round (Simpson's paradox)."
            ),
            "The rows are ordered by species: a split without shuffling leaves species out of one part.",
            "Body mass is in thousands, bill depth below 22: methods that use distances need standardised columns.",
            "Almost any method gets more than 95 % right, so the set does not show which method is better.",
        ),
        harm="Nobody directly: there are no people in it, and the birds are invented.",
        kind="simulated",
    )
