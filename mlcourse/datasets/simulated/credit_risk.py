"""Applications for credit like those of the German credit data, none of them real.

The process: an applicant has an age and a hidden wealth, which grows with age. From these follow job, employment,
savings, account, property and housing; purpose, duration and amount of the credit follow each other. Whether the
credit goes bad depends on the account, the duration, the history, the savings, the purpose, the property, on youth,
and on chance. The rows are not all applications: only those that the bank granted, with the bad ones made more
frequent, as in the original.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, Array, chance, described, pick

_STATUS = ("<0", "0<=X<200", ">=200", "no checking")
_HISTORY = (
    "no credits/all paid",
    "all paid",
    "existing paid",
    "delayed previously",
    "critical/other existing credit",
)
_PURPOSE = {
    "new car": 234,
    "used car": 103,
    "furniture/equipment": 181,
    "radio/tv": 280,
    "domestic appliance": 12,
    "repairs": 22,
    "education": 50,
    "retraining": 9,
    "business": 97,
    "other": 12,
}
_SAVINGS = ("<100", "100<=X<500", "500<=X<1000", ">=1000", "no known savings")
_EMPLOYMENT = ("unemployed", "<1", "1<=X<4", "4<=X<7", ">=7")
_STATUS_AND_SEX = ("male div/sep", "female div/dep/mar", "male single", "male mar/wid")
_OTHERS = ("none", "co applicant", "guarantor")
_PROPERTY = ("real estate", "life insurance", "car", "no known property")
_PLANS = ("none", "bank", "stores")
_HOUSING = ("own", "rent", "for free")
_JOB = ("unskilled resident", "skilled", "high qualif/self emp/mgmt", "unemp/unskilled non res")


def make(size: int, seed: int) -> Dataset:
    """Simulate credits with the schema of the German credit data, in the words that OpenML uses.

    Parameters
    ----------
    size : int
        The number of credits.
    seed : int
        Another seed gives other people.

    Returns
    -------
    Dataset
        A table of shape (size, 20) with categories, and whether the credit went bad.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 20)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 104])
    frame = pd.DataFrame(_applicants(rng, size))
    bad = _outcome(rng, frame)
    for name, categories in _CATEGORIES.items():
        frame[name] = pd.Categorical.from_codes(np.asarray(frame[name]), pd.Index(categories))
    return Dataset(
        name="credit-risk",
        data=frame,
        target=bad.astype(np.int64),
        feature_names=tuple(frame.columns),
        target_names=("good", "bad"),
        card=_card(size),
    )


_CATEGORIES: dict[str, tuple[str, ...]] = {
    "checking_status": _STATUS,
    "credit_history": _HISTORY,
    "purpose": tuple(_PURPOSE),
    "savings_status": _SAVINGS,
    "employment": _EMPLOYMENT,
    "personal_status": _STATUS_AND_SEX,
    "other_parties": _OTHERS,
    "property_magnitude": _PROPERTY,
    "other_payment_plans": _PLANS,
    "housing": _HOUSING,
    "job": _JOB,
    "own_telephone": ("none", "yes"),
    "foreign_worker": ("yes", "no"),
}


def _applicants(rng: np.random.Generator, size: int) -> dict[str, Array]:
    """Draw everything known at the application; categories are numbers here."""
    age = np.clip(np.floor(19.5 + rng.gamma(2.0, 8.0, size)), 19, 75)
    wealth = rng.normal(0, 1, size) + 0.02 * (age - 35)
    female = rng.random(size) < chance(-0.4 - 0.035 * (age - 35))
    status = pick(
        rng, np.exp(np.column_stack([0.1 - 0.35 * wealth, 0.0 * wealth, -1.45 + 0 * wealth, 0.35 + 0.45 * wealth]))
    )
    savings = pick(
        rng,
        np.exp(
            np.column_stack(
                [1.2 - 0.45 * wealth, -0.55 * np.ones(size), -1.0 + 0.3 * wealth, -1.35 + 0.5 * wealth, 0.35 * wealth]
            )
        ),
    )
    seniority = (age - 19) / 9 + 0.5 * wealth
    employment = pick(
        rng,
        np.exp(
            np.column_stack(
                [
                    -1.7 - 0.05 * seniority,
                    0.3 - 0.5 * seniority,
                    0.8 - 0.25 * seniority,
                    -0.3 + 0 * age,
                    -1.1 + 0.45 * seniority,
                ]
            )
        ),
    )
    job = pick(
        rng, np.exp(np.column_stack([-1.1 - 0.2 * wealth, 0.05 * wealth, -1.5 + 0.5 * wealth, -3.2 - 0.2 * wealth]))
    )
    single = pick(rng, [0.072, 0.795, 0.133], size)
    personal = np.where(female, 1, np.array([0, 2, 3])[single])
    prop = pick(
        rng, np.exp(np.column_stack([0.2 * wealth, -0.2 + 0 * wealth, 0.15 + 0 * wealth, -0.7 + 0.025 * (age - 35)]))
    )
    housing = np.where(
        prop == 3,
        pick(rng, [0.25, 0.1, 0.65], size),
        (rng.random(size) < chance(-1.25 - 0.06 * (age - 35))).astype(int),
    )

    purpose = pick(
        rng,
        np.array(list(_PURPOSE.values()))
        * np.exp(np.outer(wealth, [0.0, 0.45, -0.1, 0.0, 0.0, 0.0, -0.1, 0.0, 0.1, 0.4])),
    )
    longer = np.array([0.0, 0.25, -0.02, -0.08, -0.2, -0.1, 0.0, -0.3, 0.25, 0.45])[purpose]
    months = np.exp(2.87 + longer + 0.12 * (prop == 3) + rng.normal(0, 0.52, size))
    usual = np.array([6, 9, 10, 12, 15, 18, 21, 24, 27, 30, 36, 42, 48, 60, 72])
    near = usual[np.abs(months[:, None] - usual).argmin(axis=1)]
    duration = np.where(rng.random(size) < 0.93, near, np.clip(np.round(months), 4, 72)).astype(int)
    dearer = np.array([0.0, 0.42, -0.05, -0.18, -0.5, -0.2, -0.05, -0.6, 0.1, 0.5])[purpose]
    amount = (
        7.75 + 0.75 * np.log(duration / 18) + dearer + 0.12 * wealth + 0.22 * (job == 2) + rng.normal(0, 0.56, size)
    )
    amount = np.clip(np.round(np.exp(amount)), 250, 18424).astype(int)
    share = np.log(amount / duration / 150)
    rate = 1 + pick(
        rng, np.exp(np.column_stack([-0.7 + 0.9 * share, -0.1 + 0.5 * share, -0.4 + 0 * share, 0.75 - 0.9 * share]))
    )
    credits = 1 + pick(
        rng, np.exp(np.column_stack([0.6 - 0.01 * (age - 35), 0.0 * age, -2.5 + 0 * age, -4.0 + 0 * age]))
    )
    history = pick(
        rng,
        np.column_stack(
            [
                np.full(size, 0.04),
                np.full(size, 0.05),
                np.where(credits == 1, 0.72, 0.20),
                np.full(size, 0.09),
                np.where(credits == 1, 0.12, 0.60) * np.exp(0.015 * (age - 35)),
            ]
        ),
    )
    residence = pick(
        rng, np.exp(np.column_stack([-0.9 + 0 * age, 0.0 * age, -0.65 + 0 * age, 0.25 + 0.03 * (age - 35)]))
    )
    return {
        "checking_status": status,
        "duration": duration,
        "credit_history": history,
        "purpose": purpose,
        "credit_amount": amount,
        "savings_status": savings,
        "employment": employment,
        "installment_commitment": rate,
        "personal_status": personal,
        "other_parties": pick(rng, [0.907, 0.041, 0.052], size),
        "residence_since": 1 + residence,
        "property_magnitude": prop,
        "age": age.astype(int),
        "other_payment_plans": pick(rng, [0.814, 0.139, 0.047], size),
        "housing": housing,
        "existing_credits": credits,
        "job": job,
        "num_dependents": 1 + (rng.random(size) < np.where(female, 0.05, 0.2)).astype(int),
        "own_telephone": (rng.random(size) < chance(-0.5 + 0.9 * (job == 2) + 0.25 * wealth)).astype(int),
        "foreign_worker": (rng.random(size) > 0.963).astype(int),
    }


def _outcome(rng: np.random.Generator, frame: Any) -> Array:
    known = {name: np.asarray(frame[name]) for name in frame.columns}
    log_odds = (
        -1.10
        + np.array([0.92, 0.45, -0.25, -1.0])[known["checking_status"]]
        + np.array([1.10, 0.95, 0.10, 0.12, -0.60])[known["credit_history"]]
        + np.array([0.40, -0.90, 0.05, -0.35, 0.1, 0.3, 0.7, -0.9, 0.1, 0.2])[known["purpose"]]
        + np.array([0.35, 0.20, -0.30, -0.75, -0.45])[known["savings_status"]]
        + np.array([0.25, 0.35, 0.05, -0.45, -0.12])[known["employment"]]
        + np.array([0.20, 0.22, -0.20, -0.1])[known["personal_status"]]
        + np.array([0.0, 0.40, -0.85])[known["other_parties"]]
        + np.array([-0.30, 0.02, 0.05, 0.38])[known["property_magnitude"]]
        + np.array([-0.10, 0.42, 0.40])[known["other_payment_plans"]]
        + np.array([-0.10, 0.35, 0.05])[known["housing"]]
        + 0.034 * (known["duration"] - 20.9)
        + 0.26 * (known["installment_commitment"] - 3)
        + 0.00011 * (known["credit_amount"] - 3270)
        - 0.010 * (known["age"] - 35)
        + 0.35 * (known["age"] < 26)
        - 0.15 * known["own_telephone"]
        - 1.1 * known["foreign_worker"]
    )
    return np.asarray(rng.random(len(log_odds)) < chance(log_odds))


def _card(size: int) -> Card:
    return Card(
        title="Credit risk like in the German credit data (simulated)",
        summary="One row is one credit that a bank granted. The task is to tell which went bad.",
        source=(
            "Made by a random process in the form of H. Hofmann's Statlog (German credit data, 1994), with the names "
            "and words of OpenML's 'credit-g'. A hidden wealth and the age decide about job, savings, account and "
            "property; the chance of a bad credit follows from account, duration, history, savings, purpose, property "
            "and youth. Shares follow the published ones."
        ),
        licence=LICENCE,
        rows=size,
        columns=described(
            ("checking_status", "balance of the checking account; 'no checking': none at this bank", "Deutsche Mark"),
            ("duration", "duration of the credit", "months"),
            ("credit_history", "what became of earlier credits", "no unit"),
            ("purpose", "what the credit is for", "no unit"),
            ("credit_amount", "amount of the credit", "Deutsche Mark"),
            ("savings_status", "savings", "Deutsche Mark"),
            ("employment", "time in the present employment", "years"),
            ("installment_commitment", "rate against disposable income, in four steps", "no unit"),
            ("personal_status", "sex and marital status in one", "no unit"),
            ("other_parties", "a second applicant or a guarantor", "no unit"),
            ("residence_since", "time at the present address, in four steps", "no unit"),
            ("property_magnitude", "the most valuable property", "no unit"),
            ("age", "age", "years"),
            ("other_payment_plans", "instalments owed elsewhere: none, bank or stores", "no unit"),
            ("housing", "own, rent or for free", "no unit"),
            ("existing_credits", "credits at this bank", "credits"),
            ("job", "kind of job", "no unit"),
            ("num_dependents", "people to support: 1 or 2 (2 means more)", "people"),
            ("own_telephone", "telephone in the applicant's own name", "no unit"),
            ("foreign_worker", "foreign worker", "no unit"),
        ),
        target="0 good, 1 bad; 30 % are bad",
        problems=(
            (
                "Nothing is missing, or so it looks: 'no checking', 'no known savings' and 'no known property' say "
                "that the bank does not know, and who has no account here is the better risk."
            ),
            (
                "Bad credits are made more frequent: in a real bank far fewer than 30 % go bad, so the probabilities "
                "are too high."
            ),
            "Only granted credits are here: nobody knows how those who were refused would have paid.",
            (
                "The errors do not cost the same: the authors of the original count a bad credit that was granted five "
                "times as much as a good one that was refused. Accuracy ignores this."
            ),
            (
                "personal_status mixes sex with marital status, so that they cannot be separated: single women do not "
                "occur."
            ),
            "A history called 'critical' goes with good credits: the words do not mean what they seem to.",
            "A thousand rows with 54 categories: differences of two points between models are chance.",
        ),
        harm=(
            "Applicants: sex, age and origin are in the columns, and others stand for them. A model that uses them "
            "refuses credit for what somebody is; in many countries that is against the law."
        ),
        kind="simulated",
    )
