"""Credit cards like those of Taiwan in 2005, none of them real.

The process: a client has an age, a sex, an education, a hidden reliability and a hidden habit of using the card: not
at all, paying all of it each month, or carrying a debt. The limit grows with reliability, education and age. Month
after month, from April to September, the bill moves on, a payment is made, and a client who carries a debt may fall
behind; who is behind tends to stay so. Default in October depends on how far behind the client is, for how long, on
reliability, on how much of the limit is used, on how little was paid, and a little on sex and limit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, Array, chance, described, pick

_MONTHS = ("September", "August", "July", "June", "May", "April")
_UNUSED, _TRANSACTOR, _REVOLVER = range(3)


def make(size: int, seed: int) -> Dataset:
    """Simulate clients with the schema of the UCI data on defaults in Taiwan.

    Parameters
    ----------
    size : int
        The number of clients.
    seed : int
        Another seed gives other clients.

    Returns
    -------
    Dataset
        A table of shape (size, 24) of integers, and who defaulted.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 24)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 105])
    reliability = rng.normal(0, 1, size)
    client = _client(rng, reliability)
    pay, bill, paid = _months(rng, reliability, client)
    bad = _outcome(rng, reliability, client, pay, bill, paid)
    columns: dict[str, Array] = {"ID": np.arange(1, size + 1), **client}
    # The columns run backwards in time; there is no PAY_1 in the original.
    columns |= {f"PAY_{month if month else 0}": pay[:, month and month - 1] for month in (0, 2, 3, 4, 5, 6)}
    columns |= {f"BILL_AMT{month + 1}": bill[:, month] for month in range(6)}
    columns |= {f"PAY_AMT{month + 1}": paid[:, month] for month in range(6)}
    frame = pd.DataFrame({name: values.astype(np.int64) for name, values in columns.items()})
    bad = _repeat_some(rng, frame, bad)
    return Dataset(
        name="credit-default",
        data=frame,
        target=bad.astype(np.int64),
        feature_names=tuple(frame.columns),
        target_names=("no default", "default"),
        card=_card(size),
    )


def _client(rng: np.random.Generator, reliability: Array) -> dict[str, Array]:
    size = len(reliability)
    age = np.clip(np.floor(21 + rng.gamma(2.35, 6.2, size)), 21, 79)
    sex = 1 + (rng.random(size) < 0.62 - 0.004 * (age - 35)).astype(int)
    older = (age - 35) / 10
    education = np.array([1, 2, 3, 4, 5, 6, 0])[
        pick(
            rng,
            np.column_stack(
                [
                    0.36 * np.exp(-0.15 * older + 0.15 * reliability),
                    0.47 * np.exp(-0.05 * older),
                    0.15 * np.exp(0.55 * older - 0.1 * reliability),
                    np.full(size, 0.004),
                    np.full(size, 0.009),
                    np.full(size, 0.0017),
                    np.full(size, 0.0005),
                ]
            ),
        )
    ]
    single = rng.random(size) < chance(0.35 - 1.35 * older)
    marriage = np.where(single, 2, 1)
    other = rng.random(size)
    marriage = np.where(other < 0.011, 3, np.where(other < 0.0128, 0, marriage))
    schooled = np.where(education == 1, 0.35, np.where(education == 3, -0.25, 0.0))
    limit = 11.75 + 0.42 * reliability + schooled + 0.11 * np.minimum(older, 1.2) - 0.35 * (age < 25)
    limit = np.exp(limit + rng.normal(0, 0.58, size))
    limit = np.clip(np.round(limit / 10_000) * 10_000, 10_000, 1_000_000)
    # Round limits are much more common than others.
    favourite = np.array([20_000, 50_000, 80_000, 100_000, 150_000, 200_000, 300_000, 360_000, 500_000])
    nearest = favourite[np.abs(np.log(limit[:, None] / favourite)).argmin(axis=1)]
    near = np.abs(np.log(limit / nearest)) < 0.2
    limit = np.where(near & (rng.random(size) < 0.6), nearest, limit)
    return {"LIMIT_BAL": limit, "SEX": sex, "EDUCATION": education, "MARRIAGE": marriage, "AGE": age}


def _months(rng: np.random.Generator, reliability: Array, client: dict[str, Array]) -> tuple[Array, Array, Array]:
    """Go through the six months; arrays of shape (clients, 6), the latest month first."""
    size = len(reliability)
    limit = client["LIMIT_BAL"]
    rich = np.log(limit / 140_000)
    habit = pick(
        rng,
        np.exp(
            np.column_stack(
                [-1.45 + 0.25 * rich, -0.95 + 0.45 * rich + 0.15 * reliability, 0.35 - 0.25 * rich - 0.1 * reliability]
            )
        ),
    )
    used = np.where(habit == _REVOLVER, rng.beta(1.5, 1.1, size), rng.beta(0.7, 7.0, size))
    bill_now = limit * used
    late = np.where(
        (habit == _REVOLVER) & (rng.random(size) < chance(-2.35 - 0.75 * reliability)),
        2 + pick(rng, [0.9, 0.1], size),
        0,
    )
    pay, bill, paid = (np.zeros((size, 6)) for _ in range(3))
    for month in range(5, -1, -1):
        if month < 5:
            revolving = habit == _REVOLVER
            stuck = rng.random(size) < chance(0.62 - 0.45 * reliability)
            slip = rng.random(size) < chance(-3.45 - 0.85 * reliability + 0.5 * used) * revolving
            slip |= (rng.random(size) < chance(-4.4 - 0.6 * reliability)) & ~revolving
            # Who does not pay anything is a month further behind.
            deeper = late + (rng.random(size) < np.where(late > 2, 0.22, 0.06))
            late = np.where(late > 0, np.where(stuck, deeper, 0), np.where(slip, 2, 0))
            late = np.minimum(late, 8)
            drift = np.exp(rng.normal(0.012, 0.09, size))
            fresh = limit * rng.beta(0.7, 7.0, size)
            bill_now = np.where(revolving, np.minimum(bill_now * drift, 1.06 * limit), 0.55 * bill_now + 0.45 * fresh)
            repaid = revolving & (rng.random(size) < 0.035)
            bill_now = np.where(repaid, bill_now * 0.1, bill_now)
        bill[:, month] = np.where((habit == _UNUSED) & (rng.random(size) < 0.45), 0, bill_now)
        pay[:, month] = np.where(late > 0, late, np.array([-2, -1, 0])[habit])
        share = np.where(
            habit == _REVOLVER,
            np.where(rng.random(size) < 0.1, rng.beta(1, 2, size), rng.normal(0.042, 0.008, size)),
            np.exp(rng.normal(0.0, 0.05, size)),
        )
        amount = np.abs(bill_now * share) * np.exp(rng.normal(0, 0.15, size))
        nothing = (rng.random(size) < np.where(late > 0, 0.55, 0.06)) | ((habit == _UNUSED) & (bill[:, month] == 0))
        paid[:, month] = np.where(nothing, 0, np.where(amount > 1000, np.round(amount, -2 + (month % 3)), amount))
    # Some were told only in the last month that they are one month late, and a client can be in credit.
    warned = (pay[:, 0] <= 0) & (rng.random(size) < chance(-1.85 - 0.7 * reliability))
    pay[:, 0] = np.where(warned, 1, pay[:, 0])
    credit = (rng.random(size) < 0.02) & (habit != _REVOLVER)
    bill[:, 0] = np.where(credit, -np.abs(rng.exponential(1500, size)), bill[:, 0])
    return pay, np.round(bill), np.round(paid)


def _outcome(
    rng: np.random.Generator, reliability: Array, client: dict[str, Array], pay: Array, bill: Array, paid: Array
) -> Array:
    steps = np.array([-1.95, -1.32, -2.12, -1.12, -0.10, -0.05, -0.05, -0.1, -0.1, -0.1, -0.1])
    limit = client["LIMIT_BAL"]
    log_odds = (
        steps[pay[:, 0].astype(int) + 2]
        + 0.13 * np.minimum((pay[:, 1:] >= 2).sum(axis=1), 4)
        + 0.28 * (pay[:, 1] >= 2)
        - 0.45 * reliability
        - 0.16 * np.log(limit / 140_000)
        + 0.30 * np.clip(bill[:, 0] / limit, 0, 1)
        - 0.22 * (np.log1p(paid[:, :3].mean(axis=1)) - 7) / 2
        + 0.13 * (client["SEX"] == 1)
        + 0.13 * (client["MARRIAGE"] == 1)
        - 0.11
        - 1.2 * np.isin(client["EDUCATION"], (0, 4, 5, 6))
    )
    return np.asarray(rng.random(len(limit)) < chance(log_odds))


def _repeat_some(rng: np.random.Generator, frame: Any, bad: Array) -> Array:
    """Write a few clients over others, so that they occur twice under two numbers."""
    size = len(frame)
    again = np.flatnonzero(rng.random(size) < 0.0012)
    others = rng.integers(0, size, len(again))
    columns = list(frame.columns[1:])
    frame.loc[again, columns] = frame.loc[others, columns].to_numpy()
    copy = bad.copy()
    copy[again] = bad[others]
    return copy


def _card(size: int) -> Card:
    money = "New Taiwan dollars"
    return Card(
        title="Credit-card defaults like in Taiwan, 2005 (simulated)",
        summary="One row is one client. The task is to tell who will not pay in October what is due.",
        source=(
            "Made by a random process in the form of I-C. Yeh's 'Default of credit card clients' (2009; UCI, "
            "https://doi.org/10.24432/C55S3H). Clients have a hidden reliability and a habit of using the card; month "
            "by month bills, payments and delays follow. Default depends on how late and how long, reliability, use "
            "of the limit and payments. Shares follow the published ones."
        ),
        licence=LICENCE,
        rows=size,
        columns=described(
            ("ID", "number of the client", "no unit"),
            ("LIMIT_BAL", "limit of the card", money),
            ("SEX", "1 male, 2 female", "no unit"),
            (
                "EDUCATION",
                "1 graduate school, 2 university, 3 high school, 4 others; 0, 5 and 6 are not documented",
                "no unit",
            ),
            ("MARRIAGE", "1 married, 2 single, 3 others; 0 is not documented", "no unit"),
            ("AGE", "age", "years"),
            *(
                (
                    f"PAY_{number}",
                    f"state in {month}: -2 not used, -1 paid in full, 0 revolving, 1 to 8 months late",
                    "months",
                )
                for number, month in zip((0, 2, 3, 4, 5, 6), _MONTHS, strict=True)
            ),
            *((f"BILL_AMT{i + 1}", f"bill in {month}; below 0: in credit", money) for i, month in enumerate(_MONTHS)),
            *((f"PAY_AMT{i + 1}", f"paid in {month}", money) for i, month in enumerate(_MONTHS)),
        ),
        target="default in October: 0 no, 1 yes; 22 % default",
        problems=(
            "22 % default: a model that says 'no' to everybody is right for 78 %.",
            (
                "PAY_0 to PAY_6 mix labels with amounts: -2, -1 and 0 are kinds of use and only from 1 on months of "
                "delay. PAY_1 does not exist, and 1 occurs in PAY_0 alone."
            ),
            "EDUCATION 0, 5, 6 and MARRIAGE 0 are in the data and not in the documentation.",
            "The columns run backwards in time: the first of each six is the latest month.",
            "The six bills are nearly the same number six times: coefficients of a linear model share one effect.",
            "Amounts are skewed over four powers of ten: methods that use distances need them transformed.",
            "A few clients occur twice under two IDs, so that a random split may have them on both sides.",
            "One bank, half a year: nothing follows for other years.",
        ),
        harm=(
            "Clients: who is predicted to default loses the card. Sex, age and marriage are in the columns, and using "
            "them for credit is against the law in many countries."
        ),
        kind="simulated",
    )
