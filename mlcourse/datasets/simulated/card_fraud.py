"""Card payments over two days, like those of European card holders in 2013, none of them real.

The process: payments come over two days, few of them at night. Each has 28 hidden features with heavy tails and
falling spread, like principal components, and an amount. Between one and two in a thousand are frauds; a stolen card
is used once or a few times within minutes, with similar features and the same kind of amount, and relatively more
often at night. Most of the stolen cards show far from the rest in some features (V14, V17, V12, V10, V4, V11 most), a
sixth shows weakly, the others hardly. Genuine payments in a new shop or from abroad are unusual too, each kind in half
of these features. On the second day the frauds change: they show less in V17 and more in V4. A few payments are
recorded twice. At the end the features are centred and made uncorrelated, as principal components are.
"""

from __future__ import annotations

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, Array, described, pick

_RATE = 0.001727
_DAY = 86_400

_SPREADS = np.array(
    [
        [1.96, 1.65, 1.52, 1.42, 1.38, 1.33, 1.24, 1.19, 1.1, 1.09, 1.02, 1.0, 0.995, 0.96],
        [0.915, 0.876, 0.849, 0.838, 0.814, 0.771, 0.735, 0.726, 0.624, 0.606, 0.521, 0.482, 0.404, 0.33],
    ]
).ravel()
# How far the mean of the frauds lies from that of the others.
_SHIFTS = np.array(
    [
        [-4.8, 3.6, -7.0, 4.5, -3.2, -1.4, -5.6, 0.6, -2.6, -5.7, 3.8, -6.3, -0.1, -7.0],
        [-0.1, -4.1, -6.7, -2.2, 0.7, 0.4, 0.7, 0.0, 0.0, -0.1, 0.0, 0.05, 0.17, 0.08],
    ]
).ravel()
# The features in which genuine payments of two kinds are unusual too; a fraud is so in both.
_NEW_SHOP = np.array([2, 4, 11, 14]) - 1
_ABROAD = np.array([1, 3, 5, 7, 10, 12, 16, 17]) - 1


def make(size: int, seed: int) -> Dataset:
    """Simulate card payments with the schema of the ULB data on card fraud.

    Parameters
    ----------
    size : int
        The number of payments.
    seed : int
        Another seed gives other payments.

    Returns
    -------
    Dataset
        A table of shape (size, 30) of floating-point numbers, and which payments are frauds.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 30)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 107])
    fraud = rng.random(size) < _RATE
    time = _times(rng, size)
    # Heavy tails that the features of one payment share.
    tail = np.sqrt(4.0 / rng.chisquare(6, (size, 1))) * 0.87
    features = rng.standard_normal((size, 28)) * tail * _SPREADS
    _unusual(rng, features)
    amount = _amounts(rng, size, features)
    _frauds(rng, np.flatnonzero(fraud), time, features, amount)
    _twice(rng, time, features, amount, fraud)
    features = _uncorrelated(features)
    order = np.argsort(time, kind="stable")
    frame = pd.DataFrame(features[order], columns=[f"V{number}" for number in range(1, 29)])
    frame.insert(0, "Time", time[order])
    frame["Amount"] = amount[order]
    return Dataset(
        name="card-fraud",
        data=frame,
        target=fraud[order].astype(np.int64),
        feature_names=tuple(frame.columns),
        target_names=("genuine", "fraud"),
        card=_card(size),
    )


def _times(rng: np.random.Generator, size: int) -> Array:
    by_hour = np.array([16, 9, 7, 7, 5, 6, 8, 15, 21, 32, 34, 34, 32, 32, 34, 34, 34, 33, 35, 33, 34, 36, 31, 22.0])
    hour = pick(rng, by_hour, size)
    return np.asarray(np.floor(rng.integers(0, 2, size) * _DAY + (hour + rng.random(size)) * 3600))


def _amounts(rng: np.random.Generator, size: int, features: Array) -> Array:
    # Amount is no principal component: it goes with some of them.
    signal = 0.30 * features[:, 6] / 1.24 - 0.38 * features[:, 1] / 1.65 - 0.25 * features[:, 4] / 1.38
    amount = np.exp(3.35 + signal + 1.50 * rng.standard_normal(size))
    usual = np.array([1.0, 1.98, 0.89, 9.99, 15.0, 10.0, 12.99, 1.29, 0.0])
    common = rng.random(size) < 0.13
    return np.minimum(np.round(np.where(common, usual[rng.integers(0, 9, size)], amount), 2), 25_691.16)


def _unusual(rng: np.random.Generator, features: Array) -> None:
    """Make some genuine payments look like a fraud in one half of the features, in place."""
    kind = pick(rng, [0.99, 0.005, 0.005], len(features))
    for number, alike in ((1, _NEW_SHOP), (2, _ABROAD)):
        rows = np.flatnonzero(kind == number)
        strength = rng.gamma(5.0, 0.28, (len(rows), 1))
        features[np.ix_(rows, alike)] += strength * _SHIFTS[alike]


def _frauds(rng: np.random.Generator, rows: Array, time: Array, features: Array, amount: Array) -> None:
    """Turn these rows into the payments of stolen cards, in place."""
    if not len(rows):
        return
    # Payments of one card: most cards are used once, some several times.
    card = np.cumsum(rng.random(len(rows)) < 0.62)
    cards = card[-1] + 1
    night = rng.random(cards) < 0.3
    start = rng.integers(0, 2, cards) * _DAY + np.where(
        night, rng.uniform(1, 5, cards) * 3600, rng.uniform(0, 24, cards) * 3600
    )
    time[rows] = np.minimum(np.floor(start[card] + rng.exponential(240, len(rows))), 2 * _DAY - 1)
    strength = np.choose(
        pick(rng, [0.72, 0.16, 0.12], cards),
        [rng.gamma(5.0, 0.31, cards), rng.gamma(5.0, 0.1, cards), np.zeros(cards)],
    )
    late = time[rows] >= _DAY
    shift = np.tile(_SHIFTS, (len(rows), 1))
    shift[late, 16] *= 0.5
    shift[late, 3] *= 1.3
    own = rng.standard_normal((cards, 28)) * (0.45 * np.abs(_SHIFTS) * strength[:, None] + 0.8 * _SPREADS)
    features[rows] = shift * strength[card, None] + own[card] + 0.35 * features[rows]
    small = rng.random(cards) < 0.45
    usual = np.where(small, rng.choice([1.0, 0.0, 0.76, 1.79, 7.61], cards), np.exp(rng.normal(4.6, 1.1, cards)))
    same = rng.random(len(rows)) < 0.6
    amount[rows] = np.round(np.minimum(usual[card] * np.where(same, 1.0, rng.uniform(0.5, 1.5, len(rows))), 2125.87), 2)


def _twice(rng: np.random.Generator, time: Array, features: Array, amount: Array, fraud: Array) -> None:
    """Record a few genuine payments twice, in place."""
    copies = np.flatnonzero((rng.random(len(time)) < 0.004) & ~fraud)
    originals = rng.permutation(copies)
    half = len(copies) // 2
    for values in (time, features, amount):
        values[originals[:half]] = values[originals[half : 2 * half]]


def _uncorrelated(features: Array) -> Array:
    """Centre the features and take out their correlations, changing each as little as possible."""
    if len(features) < 1000:
        return features
    centred = (features - features.mean(axis=0)) / _SPREADS
    values, vectors = np.linalg.eigh(np.cov(centred, rowvar=False))
    return np.asarray(centred @ (vectors / np.sqrt(values)) @ vectors.T * _SPREADS)


def _card(size: int) -> Card:
    return Card(
        title="Card payments with fraud (simulated)",
        summary="One row is one payment by card. The task is to find the frauds: about 17 in 10,000.",
        source=(
            "Made by a random process in the form of the data of the Machine Learning Group of the Université Libre "
            "de Bruxelles (A. Dal Pozzolo and others, 2015). Features with heavy tails and the published spreads "
            "stand for the principal components; frauds are shifted in them as published, most of them far, some "
            "hardly; a stolen card is used several times within minutes."
        ),
        licence=LICENCE,
        rows=size,
        columns=described(
            ("Time", "time since the first midnight", "seconds"),
            *((f"V{number}", f"principal component {number} of hidden features", "no unit") for number in range(1, 29)),
            ("Amount", "amount of the payment", "euros"),
        ),
        target="0 genuine, 1 fraud; about 0.17 % are frauds",
        problems=(
            "Who calls everything genuine is right for 99.83 %: accuracy says nothing; use precision and recall.",
            "There are so few frauds that a score on a small test part changes by several points by chance.",
            (
                "A stolen card is used several times within minutes, and some payments are recorded twice: a random "
                "split has near-copies on both sides. Split by Time."
            ),
            "The frauds of the second day look different from those of the first: a model of yesterday ages.",
            "Some frauds look like any other payment: no model finds them all without many false alarms.",
            "V1 to V28 have no meaning that one could check or explain to a customer.",
            "Amount and Time are not scaled like the others; Amount is skewed, and some amounts are 0.",
        ),
        harm=(
            "Card holders: a false alarm leaves somebody at the till without money, a miss costs theirs. Features "
            "nobody can name cannot be contested."
        ),
        kind="simulated",
    )
