"""Customers of an invented shop, in hidden segments.

The process: a customer belongs to one of six segments or, one in twelve, to none. A segment has its ages, incomes,
scores of spending, and its habits of buying: how often, how much, online or not, with discounts, and how much is sent
back. Orders come as a Poisson process from the day when the customer registered, so that the number of orders, the
last one and the sum spent fit each other. One customer in seventy buys for a firm: few, huge orders. Income is what
people say, and the rich often do not.
"""

from __future__ import annotations

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, blanked, chance, described, pick

_SEGMENTS = ("careful", "ordinary", "big spenders", "young and spending", "reserved rich", "bargain hunters", "none")
_SHARES = (0.13, 0.35, 0.14, 0.11, 0.13, 0.06, 0.08)

# By segment: age and its spread, income (k$) and its spread, score and its spread, orders in a year, value of an order
# in dollars, share of orders online, share with a discount, share sent back.
_TYPICAL = np.array(
    [
        [45, 12.0, 26, 6.5, 21, 8.5, 2.2, 32, 0.30, 0.25, 0.03],
        [43, 15.0, 55, 7.5, 50, 6.5, 5.0, 48, 0.45, 0.20, 0.05],
        [33, 4.0, 87, 13.0, 82, 7.5, 11.0, 120, 0.60, 0.10, 0.08],
        [25, 4.0, 26, 6.0, 79, 8.5, 14.0, 33, 0.85, 0.30, 0.16],
        [42, 9.0, 89, 13.5, 17, 8.0, 1.8, 110, 0.40, 0.08, 0.03],
        [38, 9.0, 44, 9.0, 62, 8.0, 10.0, 24, 0.75, 0.80, 0.28],
        [40, 14.0, 60, 24.0, 50, 24.0, 5.0, 55, 0.50, 0.30, 0.08],
    ]
)
_WINDOW = 730.0


def make(size: int, seed: int) -> Dataset:
    """Simulate a shop's customers, without a target.

    Parameters
    ----------
    size : int
        The number of customers.
    seed : int
        Another seed gives other customers of the same shop.

    Returns
    -------
    Dataset
        A table of shape (size, 13). ``extras["segment"]`` has the hidden segment of each customer (int of shape
        (size,)), for evaluation only, and ``extras["segment_names"]`` the segments' names.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 13)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 106])
    segment = pick(rng, _SHARES, size)
    own = _TYPICAL[segment].T
    age = np.clip(np.round(own[0] + own[1] * rng.normal(size=size)), 18, 84).astype(int)
    income = np.clip(own[2] + own[3] * rng.normal(size=size), 12, 160)
    score = np.clip(np.round(own[4] + own[5] * rng.normal(size=size)), 1, 99).astype(int)
    tenure = np.ceil(np.minimum(rng.exponential(900, size) + 20, 3650))
    window = np.minimum(tenure, _WINDOW)
    firm = rng.random(size) < 0.015

    eager = np.exp(0.35 * rng.normal(size=size) + 0.012 * (score - own[4])) * np.where(firm, 0.5, 1.0)
    rate = own[6] * eager / 365
    left = rng.random(size) < 0.18
    active = np.where(left, window * rng.random(size), window)
    # A customer is registered at the first order, so that there is always one.
    orders = 1 + rng.poisson(rate * active)
    # The last of many arrivals that are spread evenly over the active time.
    last = active * rng.random(size) ** (1 / orders)
    recency = np.floor(np.where(orders == 1, window * rng.random(size), window - last)).astype(int)
    value = own[7] * np.exp(0.3 * rng.normal(size=size) + 0.35 * rng.normal(size=size) / np.sqrt(orders))
    value = value * np.where(firm, rng.uniform(15, 40, size), 1.0)
    online = rng.binomial(orders, np.clip(own[8] + 0.1 * rng.normal(size=size) - 0.004 * (age - own[0]), 0.01, 0.99))
    discounted = rng.binomial(orders, np.clip(own[9] + 0.07 * rng.normal(size=size), 0.01, 0.99))
    returned = rng.binomial(orders, np.clip(own[10] * np.exp(0.4 * rng.normal(size=size)), 0.0, 0.9))
    silent = rng.random(size) < chance(-3.4 + 0.03 * (income - 50))
    # One form in seventy still stores the year 1900 where no birthday was given.
    no_birthday = rng.random(size) < 0.014
    frame = pd.DataFrame(
        {
            "customer_id": np.arange(10_001, 10_001 + size),
            "gender": np.where(rng.random(size) < 0.56, "Female", "Male").astype(object),
            "age": np.where(no_birthday, 124, age),
            "annual_income": blanked(np.round(income), silent),
            "spending_score": score,
            "tenure_days": tenure.astype(int),
            "recency_days": recency,
            "orders": orders.astype(int),
            "total_spent": np.round(orders * value, 2),
            "average_order": np.round(value, 2),
            "online_share": np.round(online / orders, 2),
            "discount_share": np.round(discounted / orders, 2),
            "return_share": np.round(returned / orders, 2),
        }
    )
    return Dataset(
        name="customer-segments",
        data=frame,
        target=None,
        feature_names=tuple(frame.columns),
        target_names=(),
        card=_card(size),
        extras={"segment": segment.astype(np.int64), "segment_names": _SEGMENTS},
    )


def _card(size: int) -> Card:
    return Card(
        title="Customers of a shop (simulated)",
        summary="One row is one customer. The task is to find groups of customers; nobody has said which there are.",
        source=(
            "Made by a random process; shop and customers are invented. Ages, incomes and scores of spending form the "
            "clouds of the well-known 'mall customers'; to these come the columns of a real shop: how recently, how "
            "often and how much somebody bought in the last two years. Each customer has a hidden segment, which "
            'decides what is usual; extras["segment"] tells it (numbers into extras["segment_names"]), for evaluation '
            "only."
        ),
        licence=LICENCE,
        rows=size,
        columns=described(
            ("customer_id", "number of the customer", "no unit"),
            ("gender", "Female or Male, as given", "no unit"),
            ("age", "age; 124 where no birthday was given", "years"),
            ("annual_income", "income, as given", "thousands of dollars"),
            ("spending_score", "the shop's own score of spending, from 1 to 99", "no unit"),
            ("tenure_days", "time since the customer registered", "days"),
            ("recency_days", "time since the last order", "days"),
            ("orders", "orders in the last two years", "orders"),
            ("total_spent", "money spent in the last two years", "dollars"),
            ("average_order", "total_spent divided by orders", "dollars"),
            ("online_share", "share of the orders that came online", "no unit"),
            ("discount_share", "share of the orders with a discount", "no unit"),
            ("return_share", "share of the orders that were sent back", "no unit"),
        ),
        target="none",
        problems=(
            "There is no right answer in the columns: different scalings and methods give different groups.",
            (
                "total_spent goes up to a hundred times its median: about one customer in seventy buys for a firm. "
                "Without a logarithm these rule every distance, and k-means gives them a cluster of their own."
            ),
            "annual_income is missing mostly for the rich, who do not tell it.",
            "age is 124 for a few: no birthday was given, and the form stored the year 1900.",
            "total_spent is orders times average_order: the same fact counts twice or three times in a distance.",
            "New customers have had less time to order: orders and recency mean something only beside tenure_days.",
            "The segments differ in size and spread, they overlap, and one customer in twelve belongs to none.",
            "customer_id means nothing, and it spoils distances.",
        ),
        harm=(
            "Customers: groups decide about prices, credit and advertising. Who is sorted by age, sex or income may be "
            "treated worse, and does not know why."
        ),
        kind="simulated",
    )
