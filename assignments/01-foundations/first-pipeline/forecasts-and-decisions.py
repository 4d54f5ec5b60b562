# ---
# title: Forecasts and decisions
# ---

# %% [markdown]
# # Forecasts and decisions: from a number to what is done
#
# A model gives a number, but somebody has to act on it: send a patient to another examination, plan the seats of next
# month, or say how far the model can be trusted in a country that it does not know. In this notebook you turn
# probabilities into calls and forecasts into aircraft, by what errors cost; you rehearse forecasts as they will be
# used; and in the end you build a model for real data and *promise* its error. The check holds rows that you have not
# seen, and sees whether the promise is kept.
#
# The exercises do not depend on the first notebook. None of your functions may change what it is given.

# %%
import math
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold, KFold, cross_val_predict, cross_val_score
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, PolynomialFeatures, StandardScaler

from mlcourse import check, datasets

# %% [markdown]
# ## The cheapest threshold
#
# A model gives the probability that a mass is malignant. From which probability on should "malignant" be called? That
# depends on what errors cost: `missed` for a malignant mass that was not called, `alarm` for a benign one that was.
#
# Write `cheapest_threshold(probabilities, malignant, missed, alarm)` for validation data. Return a tuple of the
# threshold $t$ and the mean cost *per case*, if all cases with a probability of at least $t$ are called malignant.
#
# - Only the probabilities that occur are worth trying, and `math.inf`, which calls nobody. Of several cheapest
#   thresholds take the largest: the fewest people are alarmed.
# - Example: the probabilities `[0.1, 0.4, 0.6, 0.9]` with the truth `[0, 1, 0, 1]`, a miss costs 10 and an alarm 1.
#   From 0.4 on, there is one false alarm and no miss: the cost is 1 in 4 cases, and the result `(0.4, 0.25)`. If an
#   alarm costs 10 and a miss 1, the result is `(0.9, 0.25)`.
# - Cases with equal probabilities cannot be told apart: they are all called, or none.
# - No cases at all: raise a `ValueError`.


# %% exercise="cheapest-threshold" difficulty=2 minutes=15 topics="how-machines-learn#evaluation-metrics, how-machines-learn#choosing-a-model"
def cheapest_threshold(
    probabilities: Sequence[float] | np.ndarray,
    malignant: Sequence[int] | np.ndarray,
    missed: float,
    alarm: float,
) -> tuple[float, float]:
    """Return the threshold with the smallest mean cost, and this cost.

    Parameters
    ----------
    probabilities : n numbers from 0 to 1
        What the model says.
    malignant : n truth values
        True or 1 for a malignant mass.
    missed, alarm : float
        The costs of a malignant mass that is not called, and of a benign one that is.

    Returns
    -------
    threshold : float
        One of the probabilities, or ``math.inf``; the largest of the cheapest.
    cost : float
        Per case.

    Raises
    ------
    ValueError
        If there are no cases.
    """
    ### BEGIN SOLUTION
    said, ill = np.asarray(probabilities, dtype=float), np.asarray(malignant, dtype=bool)
    if len(said) == 0:
        raise ValueError("there are no cases")
    best = (math.inf, float(missed * ill.sum()))
    for threshold in np.unique(said)[::-1]:
        called = said >= threshold
        cost = missed * (ill & ~called).sum() + alarm * (~ill & called).sum()
        if cost < best[1]:
            best = (float(threshold), float(cost))
    return best[0], best[1] / len(said)
    ### END SOLUTION


# %% [markdown] hint="cheapest-threshold"
# Write the cost of one threshold first: compare, count the two kinds of errors, multiply by their costs. Then try all
# thresholds.

# %% [markdown] hint="cheapest-threshold"
# Begin with `math.inf`: every malignant mass is missed. Then go from the largest probability down, and take a new
# threshold only if it is *cheaper* than the best so far: so the largest wins a tie.

# %% [markdown] hint="cheapest-threshold"
# `for t in np.unique(p)[::-1]:` with `called = p >= t`; the misses are `(ill & ~called).sum()`, with `ill` as an array
# of truth values.

# %% check="cheapest-threshold" points=3
with check.exercise("cheapest-threshold"):
    p, ill = [0.1, 0.4, 0.6, 0.9], [0, 1, 0, 1]
    check.close(
        cheapest_threshold(p, ill, 10, 1),
        (0.4, 0.25),
        "cheapest_threshold for the example, with costs 10 and 1,",
        "Cases with a probability of at least the threshold are called; the cost is per case.",
    )
    check.close(
        cheapest_threshold(p, ill, 1, 10),
        (0.9, 0.25),
        "cheapest_threshold for the example, with costs 1 and 10,",
        "The two kinds of errors have costs of their own, in this order: missed, alarm.",
    )
    check.close(
        cheapest_threshold([0.3, 0.8], [0, 0], 10, 1),
        (math.inf, 0.0),
        "cheapest_threshold where nobody is ill",
        "math.inf, which calls nobody, is a threshold too.",
    )
    check.raises(ValueError, cheapest_threshold, [], [], 10, 1, what="cheapest_threshold without cases")
    ### BEGIN HIDDEN TESTS
    check.close(
        cheapest_threshold([0.2, 0.7, 0.7, 0.7], [0, 1, 0, 0], 3, 2),
        (math.inf, 0.75),
        "cheapest_threshold for [0.2, 0.7, 0.7, 0.7], the second is ill, costs 3 and 2,",
        "Cases with the same probability are called together.",
    )
    check.close(
        cheapest_threshold([0.2, 0.5, 0.6], [1, 0, 1], 2, 2),
        (0.6, 2 / 3),
        "cheapest_threshold for [0.2, 0.5, 0.6], the first and the last are ill, costs 2 and 2,",
        "Of equally cheap thresholds take the largest.",
    )
    rng = check.rng()
    risk = rng.uniform(0, 0.2, size=60)
    sick = rng.uniform(size=60) < 0.4
    costs = {}
    for t in [*risk.tolist(), math.inf]:
        costs[t] = 25 * (sick & (risk < t)).sum() + 4 * (~sick & (risk >= t)).sum()
    cheapest = min(costs.values())
    check.close(
        cheapest_threshold(risk, sick, 25, 4),
        (max(t for t in costs if costs[t] == cheapest), cheapest / 60),
        "cheapest_threshold for 60 cases with probabilities below 0.2",
        "Try the probabilities that occur, not a grid.",
    )
    ### END HIDDEN TESTS


# %% reject="cheapest-threshold" because="returns the total cost"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    p, ill = np.asarray(probabilities), np.asarray(malignant, dtype=bool)
    costs = {
        t: missed * (ill & (p < t)).sum() + alarm * (~ill & (p >= t)).sum()
        for t in [math.inf, *sorted(p)[::-1]]
    }
    best = min(costs, key=costs.get)
    return best, costs[best]


# %% reject="cheapest-threshold" because="calls only beyond the threshold"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    p, ill = np.asarray(probabilities), np.asarray(malignant, dtype=bool)
    costs = {
        t: missed * (ill & (p <= t)).sum() + alarm * (~ill & (p > t)).sum()
        for t in [math.inf, *sorted(p)[::-1]]
    }
    best = min(costs, key=costs.get)
    return best, costs[best] / len(p)


# %% reject="cheapest-threshold" because="minimises the number of mistakes"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    p, ill = np.asarray(probabilities), np.asarray(malignant, dtype=bool)
    costs = {t: ((p >= t) != ill).sum() for t in [math.inf, *sorted(p)[::-1]]}
    best = min(costs, key=costs.get)
    return best, (missed * (ill & (p < best)).sum() + alarm * (~ill & (p >= best)).sum()) / len(p)


# %% reject="cheapest-threshold" because="always calls somebody"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    p, ill = np.asarray(probabilities), np.asarray(malignant, dtype=bool)
    costs = {t: missed * (ill & (p < t)).sum() + alarm * (~ill & (p >= t)).sum() for t in sorted(p)[::-1]}
    best = min(costs, key=costs.get)
    return best, costs[best] / len(p)


# %% reject="cheapest-threshold" because="returns something for no cases"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    p, ill = np.asarray(probabilities), np.asarray(malignant, dtype=bool)
    costs = {
        t: missed * (ill & (p < t)).sum() + alarm * (~ill & (p >= t)).sum()
        for t in [math.inf, *sorted(p)[::-1]]
    }
    best = min(costs, key=costs.get)
    return best, costs[best] / max(len(p), 1)


# %% reject="cheapest-threshold" because="moves cases one by one, and parts equal ones"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    if len(probabilities) == 0:
        raise ValueError
    pairs = sorted(zip(probabilities, malignant), key=lambda pair: (-pair[0], -int(pair[1])))
    cost = missed * sum(map(bool, malignant))
    best = (math.inf, cost)
    for p, ill in pairs:
        cost += -missed if ill else alarm
        if cost < best[1]:
            best = (p, cost)
    return best[0], best[1] / len(pairs)


# %% reject="cheapest-threshold" because="takes the smallest of the cheapest"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    p, ill = np.asarray(probabilities), np.asarray(malignant, dtype=bool)
    if len(p) == 0:
        raise ValueError
    costs = {
        t: missed * (ill & (p < t)).sum() + alarm * (~ill & (p >= t)).sum() for t in [*sorted(p), math.inf]
    }
    best = min(costs, key=costs.get)
    return best, costs[best] / len(p)


# %% reject="cheapest-threshold" because="tries a grid of thresholds"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    p, ill = np.asarray(probabilities), np.asarray(malignant, dtype=bool)
    if len(p) == 0:
        raise ValueError
    grid = [math.inf, *(k / 10 for k in range(10, -1, -1))]
    costs = {t: missed * (ill & (p < t)).sum() + alarm * (~ill & (p >= t)).sum() for t in grid}
    best = min(costs, key=costs.get)
    return best, costs[best] / len(p)


# %% accept="cheapest-threshold" because="sorts once and accumulates"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    p, ill = np.array(probabilities, dtype=float), np.array(malignant, dtype=float)
    if p.size == 0:
        raise ValueError("no cases")
    order = np.argsort(-p)
    p, ill = p[order], ill[order]
    costs = missed * ill.sum() + np.concatenate([[0.0], np.cumsum(np.where(ill > 0, -missed, alarm))])
    last = np.concatenate([[True], np.append(p[1:] != p[:-1], True)])
    place = np.where(last, costs, np.inf).argmin()
    return (math.inf if place == 0 else p[place - 1]), costs[place] / p.size


# %% accept="cheapest-threshold" because="finds the minimum of pairs"
def cheapest_threshold(probabilities, malignant, missed, alarm):
    cases = list(zip(map(float, probabilities), map(bool, malignant)))
    if not cases:
        raise ValueError("no cases")

    def cost(t):
        return sum((missed if ill else 0) if p < t else (0 if ill else alarm) for p, ill in cases)

    total, minus = min((cost(t), -t) for t in {math.inf, *(p for p, _ in cases)})
    return -minus, total / len(cases)


# %% [markdown]
# ## Rehearse a forecast made months ahead
#
# Crews are planned three months ahead. Then the months in between are not known yet, and a test that fits on all
# months before the one in question looks into the future. Write `rehearse(series, rule, first, ahead)` for values
# $y_0,\dots,y_{n-1}$, one a month.
#
# For each month $t$ from `first` to $n-1$, call `rule(past, ahead)` with the values that are known `ahead` months
# before, which are $y_0,\dots,y_{t-a}$ for $a$ = `ahead`; it answers with its forecast $\hat y_t$. Compare with the
# *seasonal naive* forecast, the latest known value of the same month of a year:
#
# $$y_{t-12j}\quad\text{with the smallest whole } j\ge1 \text{ for which } 12j\ge a .$$
#
# Return a dictionary:
#
# | key | value |
# |---|---|
# | `"forecasts"` | array of the $n-f$ forecasts, for $f$ = `first` |
# | `"error"` | their mean absolute error |
# | `"naive"` | the mean absolute error of the seasonal naive forecasts for the same months |
# | `"ratio"` | error divided by naive: below 1 the rule earns its place |
#
# - Example: `series` is 0, 1, …, 19, `first` 15, `ahead` 3, and the rule is "as the last known value", `past[-1]`. For
#   $t=15$ it is given the values 0 to 12, and says 12. The forecasts are 12, 13, 14, 15, 16, with the error 3; the
#   seasonal naive ones are 3, …, 7, with the error 12. The ratio is 0.25.
# - A true value may be missing (`nan`), and so may the value of the year before. Months where the truth or the
#   *seasonal naive* forecast is missing have a forecast, but count in neither error, so that both speak of the same
#   months. At least one month counts, and `naive` is above 0.
# - Raise a `ValueError` if `ahead` is below 1, or if there is no seasonal naive forecast for the first month, because
#   `first` is below $12j$.


# %% exercise="rehearse" difficulty=3 minutes=25 topics="case-airline-seats#a-test-that-resembles-the-use, case-airline-seats#baselines-first, case-airline-seats#the-mistake, how-machines-learn#the-life-cycle"
def rehearse(
    series: Sequence[float] | np.ndarray, rule: Callable[[np.ndarray, int], float], first: int, ahead: int
) -> dict[str, object]:
    """Rehearse a forecasting rule as it will be used, beside the seasonal naive forecast.

    Parameters
    ----------
    series : n numbers, one a month
    rule : function of the known values (an array) and `ahead`
        Returns the forecast for the month `ahead` months after the last known one.
    first : int
        The first month to rehearse, counted from 0.
    ahead : int
        How many months ahead the forecast is made.

    Returns
    -------
    dict
        "forecasts" (array), "error", "naive" and "ratio".

    Raises
    ------
    ValueError
        If `ahead` is below 1, or too little is known at the first month.
    """
    ### BEGIN SOLUTION
    values = np.array(series, dtype=float)
    back = 12 * math.ceil(ahead / 12)
    if ahead < 1 or first < back:
        raise ValueError("ahead is below 1, or too little is known at the first month")
    months = np.arange(first, len(values))
    forecasts = np.array([float(rule(values[: t - ahead + 1].copy(), ahead)) for t in months])
    error, naive = np.abs(values[months] - forecasts), np.abs(values[months] - values[months - back])
    counts = np.isfinite(naive)
    error_mean, naive_mean = float(error[counts].mean()), float(naive[counts].mean())
    return {
        "forecasts": forecasts,
        "error": error_mean,
        "naive": naive_mean,
        "ratio": error_mean / naive_mean,
    }
    ### END SOLUTION


# %% [markdown] hint="rehearse"
# Write down for one month which values are known. The last one is $y_{t-a}$, so the slice ends at `t - ahead + 1`: a
# slice does not contain its end.

# %% [markdown] hint="rehearse"
# For the seasonal naive forecast go back by `12 * math.ceil(ahead / 12)` months: 12 for up to 12 months ahead, 24 for
# 13.

# %% [markdown] hint="rehearse"
# The difference of truth and seasonal naive forecast is `nan` exactly where one of the two is missing. So
# `counts = np.isfinite(naive)` is the mask for both errors. `values[: t - ahead + 1]` is what the rule gets.

# %% check="rehearse" points=3
with check.exercise("rehearse"):
    result = rehearse(np.arange(20.0), lambda past, ahead: past[-1], 15, 3)
    check.type(result, dict, "rehearse(...)", "Return a dictionary.")
    check.equal(sorted(result), ["error", "forecasts", "naive", "ratio"], "the sorted list of the keys")
    check.close(
        np.asarray(result["forecasts"]),
        [12, 13, 14, 15, 16],
        "the forecasts of the example",
        "Three months ahead of month 15 the last known value is that of month 12.",
    )
    check.close(result["error"], 3.0, "the error of the example", "Take the mean of absolute errors.")
    check.close(result["naive"], 12.0, "naive in the example", "It says the value of twelve months before.")
    check.close(result["ratio"], 0.25, "the ratio of the example", "Divide error by naive.")
    check.raises(
        ValueError, rehearse, np.arange(20.0), lambda past, ahead: 0.0, 11, 1, what="rehearse with first = 11"
    )
    check.raises(
        ValueError, rehearse, np.arange(20.0), lambda past, ahead: 0.0, 15, 0, what="rehearse with ahead = 0"
    )
    ### BEGIN HIDDEN TESTS
    passengers = datasets.load("air-passengers").data["passengers"].to_numpy(dtype=float)
    check.close(
        rehearse(passengers, lambda past, ahead: past[-1], 60, 14)["naive"],
        np.abs(passengers[60:] - passengers[36:-24]).mean(),
        "naive for the passengers of the airline, 14 months ahead,",
        "The value of twelve months before is not known yet; take the latest one that is.",
    )
    check.raises(
        ValueError,
        rehearse,
        passengers,
        lambda past, ahead: past[-1],
        20,
        14,
        what="rehearse with first = 20, ahead = 14",
        hint="The seasonal naive forecast needs the value of 24 months before.",
    )
    gaps = np.arange(30.0) ** 2
    gaps[[14, 20]] = np.nan
    result = rehearse(gaps, lambda past, ahead: 5.0 * ahead, 24, 2)
    months = np.array([24, 25, 27, 28, 29])
    check.close(
        [result["error"], result["naive"]],
        [np.mean(months**2 - 10.0), np.mean(months**2 - (months - 12.0) ** 2)],
        "[error, naive] of a series where the value of the year before is missing in month 26",
        "Months without a seasonal naive forecast count in neither error.",
    )
    gaps = np.arange(30.0)
    gaps[28] = np.nan
    check.close(
        rehearse(gaps, lambda past, ahead: float(len(past)), 25, 12)["error"],
        11.0,
        "the error of a series whose value of month 28 is missing",
        "A month without a true value does not count.",
    )
    rng = check.rng()
    fresh = rng.normal(size=40).cumsum()
    check.close(
        np.asarray(rehearse(fresh.tolist(), lambda past, ahead: past.sum() + ahead, 12, 5)["forecasts"]),
        [fresh[: t - 4].sum() + 5 for t in range(12, 40)],
        "the forecasts of a list of numbers by a rule that adds up its past",
        "The rule gets an array with all values from month 0 on, and ahead.",
    )
    ### END HIDDEN TESTS


# %% reject="rehearse" because="hands over all months before the one in question"
def rehearse(series, rule, first, ahead):
    y = np.array(series, dtype=float)
    said = np.array([rule(y[:t].copy(), ahead) for t in range(first, len(y))])
    error, naive = np.abs(y[first:] - said), np.abs(y[first:] - y[first - 12 : len(y) - 12])
    return {
        "forecasts": said,
        "error": error.mean(),
        "naive": naive.mean(),
        "ratio": error.mean() / naive.mean(),
    }


# %% reject="rehearse" because="forgets that a slice does not contain its end"
def rehearse(series, rule, first, ahead):
    y = np.array(series, dtype=float)
    said = np.array([rule(y[: t - ahead].copy(), ahead) for t in range(first, len(y))])
    error, naive = np.abs(y[first:] - said), np.abs(y[first:] - y[first - 12 : len(y) - 12])
    return {
        "forecasts": said,
        "error": error.mean(),
        "naive": naive.mean(),
        "ratio": error.mean() / naive.mean(),
    }


# %% reject="rehearse" because="accepts a first month without a year before"
def rehearse(series, rule, first, ahead):
    y = np.array(series, dtype=float)
    said = np.array([rule(y[: t - ahead + 1].copy(), ahead) for t in range(first, len(y))])
    error, naive = np.abs(y[first:] - said), np.abs(y[first:] - np.roll(y, 12)[first:])
    return {
        "forecasts": said,
        "error": error.mean(),
        "naive": naive.mean(),
        "ratio": error.mean() / naive.mean(),
    }


# %% reject="rehearse" because="takes the value of twelve months before in any case"
def rehearse(series, rule, first, ahead):
    if ahead < 1 or first < 12 * math.ceil(ahead / 12):
        raise ValueError
    y = np.array(series, dtype=float)
    said = np.array([rule(y[: t - ahead + 1].copy(), ahead) for t in range(first, len(y))])
    error, naive = np.abs(y[first:] - said), np.abs(y[first:] - y[first - 12 : len(y) - 12])
    error, naive = error[np.isfinite(naive)].mean(), naive[np.isfinite(naive)].mean()
    return {"forecasts": said, "error": error, "naive": naive, "ratio": error / naive}


# %% reject="rehearse" because="asks for 12 months before the first one, however far it looks ahead"
def rehearse(series, rule, first, ahead):
    if ahead < 1 or first < max(12, ahead):
        raise ValueError
    y, back = np.array(series, dtype=float), 12 * math.ceil(ahead / 12)
    said = np.array([rule(y[: t - ahead + 1].copy(), ahead) for t in range(first, len(y))])
    error, naive = np.abs(y[first:] - said), np.abs(y - np.roll(y, back))[first:]
    error, naive = error[np.isfinite(naive)].mean(), naive[np.isfinite(naive)].mean()
    return {"forecasts": said, "error": error, "naive": naive, "ratio": error / naive}


# %% reject="rehearse" because="takes the mean of what there is, of other months for each"
def rehearse(series, rule, first, ahead):
    y, back = np.array(series, dtype=float), 12 * math.ceil(ahead / 12)
    if ahead < 1 or first < back:
        raise ValueError
    said = np.array([rule(y[: t - ahead + 1].copy(), ahead) for t in range(first, len(y))])
    error = np.nanmean(np.abs(y[first:] - said))
    naive = np.nanmean(np.abs(y[first:] - y[first - back : len(y) - back]))
    return {"forecasts": said, "error": error, "naive": naive, "ratio": error / naive}


# %% reject="rehearse" because="lets a missing true value into the error"
def rehearse(series, rule, first, ahead):
    y, back = np.array(series, dtype=float), 12 * math.ceil(ahead / 12)
    if ahead < 1 or first < back:
        raise ValueError
    said = np.array([rule(y[: t - ahead + 1].copy(), ahead) for t in range(first, len(y))])
    before = y[first - back : len(y) - back]
    kept = np.isfinite(before)
    error, naive = np.abs(y[first:] - said)[kept].mean(), np.abs(y[first:] - before)[kept].mean()
    return {"forecasts": said, "error": error, "naive": naive, "ratio": error / naive}


# %% reject="rehearse" because="hands over a window of thirty months"
def rehearse(series, rule, first, ahead):
    y, back = np.array(series, dtype=float), 12 * math.ceil(ahead / 12)
    if ahead < 1 or first < back:
        raise ValueError
    said = np.array([rule(y[: t - ahead + 1][-30:], ahead) for t in range(first, len(y))])
    error, naive = np.abs(y[first:] - said), np.abs(y[first:] - y[first - back : len(y) - back])
    error, naive = error[np.isfinite(naive)].mean(), naive[np.isfinite(naive)].mean()
    return {"forecasts": said, "error": error, "naive": naive, "ratio": error / naive}


# %% accept="rehearse" because="goes month by month with lists"
def rehearse(series, rule, first, ahead):
    y = [float(value) for value in series]
    if ahead < 1:
        raise ValueError("ahead is too small")
    back = 12
    while back < ahead:
        back += 12
    if first < back:
        raise ValueError("first is too small")
    said, pairs = [], []
    for t in range(first, len(y)):
        said.append(rule(np.array(y[: t + 1 - ahead]), ahead))
        if not math.isnan(y[t]) and not math.isnan(y[t - back]):
            pairs.append((abs(y[t] - said[-1]), abs(y[t] - y[t - back])))
    error, naive = sum(e for e, _ in pairs) / len(pairs), sum(n for _, n in pairs) / len(pairs)
    return {"ratio": error / naive, "naive": naive, "error": error, "forecasts": said}


# %% accept="rehearse" because="shifts a series of pandas"
def rehearse(series, rule, first, ahead):
    y = pd.Series(np.asarray(series, dtype=float))
    back = (ahead + 11) // 12 * 12
    if not 1 <= ahead <= back <= first:
        raise ValueError("too early")
    said = pd.Series({t: rule(y.loc[: t - ahead].to_numpy(copy=True), ahead) for t in y.index[first:]})
    table = pd.DataFrame({"error": (y - said).abs(), "naive": (y - y.shift(back)).abs()})[first:].dropna()
    means = table.mean().to_dict()
    return means | {"forecasts": said.to_numpy(), "ratio": means["error"] / means["naive"]}


# %% [markdown]
# ## How many aircraft?
#
# Seats are not bought one by one: an aircraft has `size` seats. From a rehearsal we know by which factors the demand
# differed from the forecast, and each of these ratios is taken to be as likely as any other: the demand is
# $D_i=f\,r_i$ for the forecast $f$. For $q$ seats, the loss is the *pinball loss*
#
# $$\text{cost}(q)=\frac1n\sum_{i=1}^{n}\big(c_e\max(q-D_i,0)+c_r\max(D_i-q,0)\big)$$
#
# with the costs $c_e$ of an empty seat and $c_r$ of a refused passenger. Write `best_aircraft(forecast, ratios, size,
# empty, refused)`, which returns a tuple: the number $k\ge0$ of aircraft for which $\text{cost}(k\cdot\text{size})$ is
# smallest, as a whole number, and this cost.
#
# - Example: forecast 100, ratios `[0.9, 1.0, 1.1, 1.2]`, 25 seats, costs 20 and 60. Four aircraft cost
#   $(20\cdot10+0+60\cdot10+60\cdot20)/4=500$, five cost $20\,(35+25+15+5)/4=400$, and six cost 900. The result is
#   `(5, 400.0)`.
# - Of several numbers with the same cost take the smallest. With free refusals the answer is 0.
# - If seats could be bought one by one, the cost would be smallest at a quantile of the demands: for the costs 20 and
#   60 it is the quantile for $60/(20+60)=0.75$. Neither the multiple of `size` nearest to it nor the next larger one
#   need be the best; the cost decides.
# - Think of $f=250{,}000$ and $\text{size}=1$: you cannot try all numbers from 0 on. The cost falls, and then rises; its
#   slope changes only where $q$ is one of the $D_i$. So the best $k$ is next to one of $D_i/\text{size}$.


# %% exercise="best-aircraft" difficulty=3 minutes=20 topics="case-airline-seats#from-a-forecast-to-seats, how-machines-learn#loss-functions, case-airline-seats#the-decision"
def best_aircraft(
    forecast: float, ratios: Sequence[float] | np.ndarray, size: int, empty: float, refused: float
) -> tuple[int, float]:
    """Return the cheapest number of aircraft, and its cost.

    Parameters
    ----------
    forecast : float
        The passengers that are expected.
    ratios : n numbers
        Truth divided by forecast, in the months that were rehearsed.
    size : int
        Seats of an aircraft.
    empty, refused : float
        The costs of an empty seat and of a refused passenger, at least 0.

    Returns
    -------
    number : int
        The smallest of the cheapest.
    cost : float
        The mean cost of that number.
    """
    ### BEGIN SOLUTION
    demand = forecast * np.asarray(ratios, dtype=float)
    numbers = np.unique(np.concatenate([[0.0], np.floor(demand / size), np.ceil(demand / size)]))
    gaps = size * numbers[:, None] - demand
    costs = (empty * gaps.clip(min=0) + refused * (-gaps).clip(min=0)).mean(axis=1)
    return int(numbers[costs.argmin()]), float(costs.min())
    ### END SOLUTION


# %% [markdown] hint="best-aircraft"
# Write `cost(k)` first, as the formula says, and check it with the example. Which numbers of aircraft are worth trying?

# %% [markdown] hint="best-aircraft"
# Between two neighbouring $D_i$ the cost is a straight line, which is lowest at one of its ends. So for each demand the
# two whole numbers around `demand / size` are candidates, and 0.

# %% [markdown] hint="best-aircraft"
# `candidates = sorted({0, *np.floor(demand / size), *np.ceil(demand / size)})`; `min(candidates, key=cost)` takes the
# first, and so the smallest, of equals.

# %% check="best-aircraft" points=3
with check.exercise("best-aircraft"):
    number, cost = best_aircraft(100, [0.9, 1.0, 1.1, 1.2], 25, 20, 60)
    check.equal(number, 5, "the number of aircraft in the example", "Compute the cost of each candidate.")
    check.close(cost, 400.0, "the cost in the example", "Take the mean over the demands.")
    number, cost = best_aircraft(100, [0.5, 1.0, 1.1, 1.5], 100, 20, 60)
    check.equal(
        number,
        1,
        "the number of aircraft for the demands 50, 100, 110, 150 and 100 seats",
        "The next multiple beyond the quantile may be dearer than the one before.",
    )
    check.close(cost, 1150.0, "the cost for the demands 50, 100, 110, 150 and 100 seats")
    check.equal(
        best_aircraft(100, [1.0, 2.0], 250, 20, 0)[0], 0, "the number of aircraft where refusals are free"
    )
    ### BEGIN HIDDEN TESTS
    check.equal(
        best_aircraft(100, [1.0, 1.5], 25, 3, 3)[0],
        4,
        "the number of aircraft for the demands 100 and 150, 25 seats and equal costs",
        "4, 5 and 6 aircraft cost the same: take the smallest number.",
    )
    rng = check.rng()
    ratios = rng.uniform(0.7, 1.4, size=11)
    demand = np.sort(250_000 * ratios)
    want = min(
        (np.mean(np.maximum(k - demand, 4 * (demand - k))), k) for d in demand for k in (d // 1, d // 1 + 1)
    )
    check.close(
        best_aircraft(250_000, ratios, 1, 1, 4),
        (want[1], want[0]),
        "(number, cost) for a forecast of 250,000 and one seat each",
        "Try only the numbers next to a demand.",
        rtol=1e-9,
    )
    check.unchanged(best_aircraft, 100, np.array([0.9, 1.2, 1.0]), 25, 20, 60, what="best_aircraft(...)")
    ### END HIDDEN TESTS


# %% reject="best-aircraft" because="plans for the mean demand"
def best_aircraft(forecast, ratios, size, empty, refused):
    demand = forecast * np.asarray(ratios)
    k = math.floor(demand.mean() / size)
    return (k, float((empty * (k * size - demand).clip(0) + refused * (demand - k * size).clip(0)).mean()))


# %% reject="best-aircraft" because="adds the costs up"
def best_aircraft(forecast, ratios, size, empty, refused):
    demand = forecast * np.asarray(ratios)
    costs = [
        (empty * (k * size - demand).clip(0) + refused * (demand - k * size).clip(0)).sum() for k in range(99)
    ]
    return int(np.argmin(costs)), float(min(costs))


# %% reject="best-aircraft" because="takes the multiple beyond the quantile"
def best_aircraft(forecast, ratios, size, empty, refused):
    demand = forecast * np.asarray(ratios)
    k = math.ceil(np.quantile(demand, refused / (refused + empty)) / size)
    return (k, float((empty * (k * size - demand).clip(0) + refused * (demand - k * size).clip(0)).mean()))


# %% reject="best-aircraft" because="has at least one aircraft"
def best_aircraft(forecast, ratios, size, empty, refused):
    demand = forecast * np.asarray(ratios)
    costs = [
        (empty * (k * size - demand).clip(0) + refused * (demand - k * size).clip(0)).mean()
        for k in range(1, 99)
    ]
    return int(np.argmin(costs)) + 1, float(min(costs))


# %% reject="best-aircraft" because="takes the largest of the cheapest"
def best_aircraft(forecast, ratios, size, empty, refused):
    demand = forecast * np.asarray(ratios)
    numbers = sorted(
        {0, *np.floor(demand / size).astype(int), *np.ceil(demand / size).astype(int)}, reverse=True
    )
    costs = [
        (empty * (k * size - demand).clip(0) + refused * (demand - k * size).clip(0)).mean() for k in numbers
    ]
    return int(numbers[int(np.argmin(costs))]), float(min(costs))


# %% reject="best-aircraft" because="tries the first thousand numbers"
def best_aircraft(forecast, ratios, size, empty, refused):
    demand = forecast * np.asarray(ratios)
    costs = [
        (empty * (k * size - demand).clip(0) + refused * (demand - k * size).clip(0)).mean()
        for k in range(1000)
    ]
    return int(np.argmin(costs)), float(min(costs))


# %% reject="best-aircraft" because="scales the ratios in place"
def best_aircraft(forecast, ratios, size, empty, refused):
    demand = ratios if isinstance(ratios, np.ndarray) else np.array(ratios, dtype=float)
    demand *= forecast
    numbers = sorted({0, *np.floor(demand / size).astype(int), *np.ceil(demand / size).astype(int)})
    costs = [
        (empty * (k * size - demand).clip(0) + refused * (demand - k * size).clip(0)).mean() for k in numbers
    ]
    return int(numbers[int(np.argmin(costs))]), float(min(costs))


# %% accept="best-aircraft" because="searches by halving, since the cost falls and then rises"
def best_aircraft(forecast, ratios, size, empty, refused):
    demand = [forecast * float(r) for r in ratios]

    def cost(k):
        q = k * size
        return sum(empty * (q - d) if q > d else refused * (d - q) for d in demand) / len(demand)

    low, high = 0, math.ceil(max(demand) / size)
    while low < high:
        middle = (low + high) // 2
        if cost(middle) <= cost(middle + 1):
            high = middle
        else:
            low = middle + 1
    return low, cost(low)


# %% accept="best-aircraft" because="goes from the empirical quantile to its two neighbours"
def best_aircraft(forecast, ratios, size, empty, refused):
    demand = np.sort(forecast * np.asarray(ratios, dtype=float))
    if refused == 0:
        return 0, 0.0
    place = max(math.ceil(len(demand) * refused / (refused + empty) - 1e-12) - 1, 0)
    k = math.floor(demand[place] / size)
    options = [
        (float(np.mean(np.where(demand > n * size, refused, -empty) * (demand - n * size))), n)
        for n in (k, k + 1)
    ]
    cost, number = min(options)
    return number, cost


# %% [markdown]
# ## Promise an error, and keep it
#
# How long do people live in a country that keeps no records of it? The data `gapminder` are real: a row for each
# country and each fifth year from 1952 to 2007. Your model learns from the countries that have records and answers for
# *other countries*, in the same years.
#
# Write `build(train)`. It takes a data frame with the columns `country`, `continent`, `year`, `pop`, `gdpPercap` (in
# dollars per head and year) and `life`, the target in years, and returns a tuple:
#
# 1. a fitted estimator, whose `predict(new)` takes a data frame with the same columns except `life` and returns an
#    array with a prediction for each row;
# 2. the mean absolute error, in years, that you *promise* for countries that are not in `train`.
#
# The check takes countries out of the table, builds on the rest, and asks three things.
#
# - *Is it good?* On the countries that were kept aside the error must be at least 10 % below that of the baseline, the
#   mean of the training rows of the same continent and year, which misses by some 5.6 years. Look at the data before
#   you choose: how are incomes spread, and what does the lesson on pipelines do with numbers and labels?
# - *Is it robust?* New rows have gaps in `gdpPercap` and `pop`, an unknown continent, and any row labels; a row alone
#   gets the same answer as among others.
# - *Is the promise honest?* Over several splits together the error on new countries must be between 0.6 and 1.4 times
#   what was promised. It will be tested with other tables too, among them one in which life expectancy has nothing to
#   do with the other columns, except that it hardly changes within a country. What is the error for a country there
#   whose other years are known? And for one that is new?
# - The check calls `build` several times: one call should take no more than a fifth of a second or so. Set the seed
#   of everything that draws by chance.


# %% exercise="promise" difficulty=4 minutes=35 topics="first-ml-pipeline#prediction, first-ml-pipeline#cross-validation, first-ml-pipeline#pipelines, first-ml-pipeline#leakage, how-machines-learn#choosing-a-model"
def build(train: pd.DataFrame) -> tuple[BaseEstimator, float]:
    """Fit a model for life expectancy, and promise its error on countries that are not in the table.

    Parameters
    ----------
    train : data frame
        With the columns country, continent, year, pop, gdpPercap and life.

    Returns
    -------
    model : estimator
        Fitted; it predicts from a data frame with these columns except life.
    promise : float
        The mean absolute error to expect on new countries, in years.
    """
    ### BEGIN SOLUTION
    fill, hot = SimpleImputer(strategy="median"), OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    logs = make_pipeline(fill, FunctionTransformer(np.log10), StandardScaler())
    prepare = ColumnTransformer(
        [
            ("logs", logs, ["gdpPercap", "pop"]),
            ("year", StandardScaler(), ["year"]),
            ("continent", hot, ["continent"]),
        ]
    )
    model = make_pipeline(prepare, PolynomialFeatures(2), Ridge(10.0))
    X, y = train.drop(columns="life"), train["life"]
    said = cross_val_predict(model, X, y, cv=GroupKFold(4), groups=train["country"])
    return model.fit(X, y), float(np.abs(y - said).mean())
    ### END SOLUTION


# %% [markdown] hint="promise"
# Begin with the form: a pipeline with a `ColumnTransformer` and `Ridge`, fitted to `train.drop(columns="life")`. Do not
# give it the column `country`: a new country has none of the old names. Incomes are spread over powers of ten, so take
# their logarithm, after gaps have been filled.

# %% [markdown] hint="promise"
# The rows of a country resemble one another. If you shuffle rows for the cross-validation, the model meets each country
# on both sides, and the promise is too rosy. `GroupKFold` keeps the countries whole: `cross_val_score(model, X, y,
# cv=GroupKFold(5), groups=train["country"], scoring="neg_mean_absolute_error")`.

# %% [markdown] hint="promise"
# A straight line in the logarithm of the income, the year and the continent nearly does it. `PolynomialFeatures(2)`
# between the preparation and `Ridge(10)` lets the effect of income differ from continent to continent. The promise is
# minus the mean of the grouped scores.

# %% check="promise" points=5
gapminder = datasets.load("gapminder")
world = gapminder.data[["country", "continent", "year", "pop", "gdpPercap"]].assign(
    life=np.asarray(gapminder.target)
)


def apart(table, seed, count=40):
    names = np.unique(np.asarray(table["country"], dtype=str))
    aside = np.random.default_rng(seed).permutation(names)[:count]
    new = table["country"].isin(aside.tolist())
    return table[~new], table[new]


def baseline_error(train, new):
    means = train.groupby(["continent", "year"])["life"].mean().rename("guess")
    guess = new.join(means, on=["continent", "year"])["guess"].fillna(train["life"].mean())
    return float(np.abs(guess - new["life"]).mean())


with check.exercise("promise"):
    errors, promises, baselines = [], [], []
    for seed in (0, 1, 2):
        train, new = apart(world, seed)
        result = check.unchanged(
            build, train, what="build(train)", hint="Make a new table for columns that you add or take away."
        )
        check.that(
            isinstance(result, tuple) and len(result) == 2,
            "build does not return a tuple of model and promise",
        )
        model, promise = result
        check.type(promise, float, "the promise", "A single number, in years.")
        said = np.asarray(model.predict(new.drop(columns="life")))
        check.shape(said, (len(new),), f"the predictions for {len(new)} rows")
        errors.append(float(np.abs(said - new["life"].to_numpy()).mean()))
        promises.append(float(promise))
        baselines.append(baseline_error(train, new))
    error, baseline = np.mean(errors), np.mean(baselines)
    check.that(
        bool(error <= 0.9 * baseline),
        f"on countries that were kept aside it misses by {error:.2f} years, and the baseline by {baseline:.2f}. "
        "It should be at least 10 % better",
    )
    promised = np.mean(promises)
    check.that(
        bool(promised > 0),
        f"you promised an error of {promised:.2f} years. nan comes from a cross-validation in which a fold failed "
        '(error_score="raise" tells why), and a number below 0 from scores that are minus the errors',
    )
    check.that(
        bool(0.6 * promised <= error <= 1.4 * promised),
        f"you promised an error of {promised:.2f} years, and on new countries it is {error:.2f}",
    )
    holes = new.drop(columns="life").head(24).copy()
    holes.loc[holes.index[:8], "gdpPercap"] = np.nan
    holes.loc[holes.index[4:12], "pop"] = np.nan
    holes.loc[holes.index[10:16], "continent"] = "Atlantis"
    said = np.asarray(model.predict(holes), dtype=float)
    check.that(
        bool(np.all(np.isfinite(said))),
        f"{np.sum(~np.isfinite(said))} of 24 predictions are no numbers where rows have gaps or an unknown continent",
    )
    ### BEGIN HIDDEN TESTS
    alone = [float(np.asarray(model.predict(holes[i : i + 1]))[0]) for i in range(0, 24, 3)]
    check.close(
        alone,
        said[::3],
        "the predictions for single rows, asked one by one,",
        "Learn in fit only, never from new rows.",
    )
    again = np.asarray(model.predict(holes.set_axis(range(100, 124)).iloc[::-1]), dtype=float)[::-1]
    check.close(
        again, said, "the predictions for rows in another order, with other labels", "Answer in their order."
    )
    rng = np.random.default_rng([5, 1])
    places = np.repeat([f"place {i:03}" for i in range(100)], 12)
    nothing = pd.DataFrame(
        {"country": places, "continent": np.repeat(rng.choice(list("PQRSTUVWXYZ"), size=100), 12)}
    )
    nothing["year"] = np.tile(np.arange(1952, 2008, 5), 100)
    nothing["pop"] = np.repeat(10 ** rng.uniform(5, 8, size=100), 12) * np.tile(1.01 ** np.arange(12), 100)
    nothing["gdpPercap"] = np.repeat(10 ** rng.uniform(2.5, 4.5, size=100), 12) * 1.01 ** rng.normal(
        size=1200
    )
    nothing["life"] = np.repeat(rng.normal(60, 8, size=100), 12) + rng.normal(0, 0.2, size=1200)
    told, kept = [], []
    for seed in (0, 1):
        train, new = apart(nothing, seed, count=40)
        model, promise = build(train)
        told.append(float(promise))
        kept.append(
            float(np.abs(np.asarray(model.predict(new.drop(columns="life"))) - new["life"].to_numpy()).mean())
        )
    check.that(
        bool(0.6 * np.mean(told) <= np.mean(kept) <= 1.4 * np.mean(told)),
        f"where life expectancy has nothing to do with the other columns, you promised an error of {np.mean(told):.2f} "
        f"years, and on new countries it is {np.mean(kept):.2f}. Which rows did your test share countries with?",
    )
    ### END HIDDEN TESTS


# %% reject="promise" because="predicts by continent and year, as the baseline does"
def build(train):
    hot = OneHotEncoder(handle_unknown="ignore")
    model = make_pipeline(ColumnTransformer([("hot", hot, ["continent", "year"])]), Ridge())
    X, y = train.drop(columns="life"), train["life"]
    scores = cross_val_score(
        model, X, y, cv=GroupKFold(5), groups=train["country"], scoring="neg_mean_absolute_error"
    )
    return model.fit(X, y), float(-scores.mean())


# %% reject="promise" because="promises R squared"
def build(train):
    fill, hot = SimpleImputer(strategy="median"), OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    logs = make_pipeline(fill, FunctionTransformer(np.log10), StandardScaler())
    prepare = ColumnTransformer(
        [("l", logs, ["gdpPercap"]), ("y", StandardScaler(), ["year"]), ("c", hot, ["continent"])]
    )
    model = make_pipeline(prepare, PolynomialFeatures(2), Ridge(10.0))
    X, y = train.drop(columns="life"), train["life"]
    scores = cross_val_score(model, X, y, cv=GroupKFold(5), groups=train["country"])
    return model.fit(X, y), float(scores.mean())


# %% reject="promise" because="promises the error on the training rows of a model that knows them by heart"
def build(train):
    fill, hot = SimpleImputer(strategy="median"), OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    logs = make_pipeline(fill, FunctionTransformer(np.log10), StandardScaler())
    prepare = ColumnTransformer([("l", logs, ["gdpPercap", "year"]), ("c", hot, ["continent"])])
    model = make_pipeline(prepare, RandomForestRegressor(10, random_state=0))
    X, y = train.drop(columns="life"), train["life"]
    model.fit(X, y)
    return model, float(np.abs(y - model.predict(X)).mean())


# %% reject="promise" because="does not know what to do with an unknown continent"
def build(train):
    fill, hot = SimpleImputer(strategy="median"), OneHotEncoder(sparse_output=False)
    logs = make_pipeline(fill, FunctionTransformer(np.log10), StandardScaler())
    prepare = ColumnTransformer(
        [("l", logs, ["gdpPercap"]), ("y", StandardScaler(), ["year"]), ("c", hot, ["continent"])]
    )
    model = make_pipeline(prepare, PolynomialFeatures(2), Ridge(10.0))
    X, y = train.drop(columns="life"), train["life"]
    scores = cross_val_score(
        model, X, y, cv=GroupKFold(5), groups=train["country"], scoring="neg_mean_absolute_error"
    )
    return model.fit(X, y), float(-scores.mean())


# %% reject="promise" because="fills gaps from the new rows"
def build(train):
    class Filling(RegressorMixin, BaseEstimator):
        def table(self, X):
            return X.assign(gdpPercap=np.log10(X["gdpPercap"].fillna(X["gdpPercap"].median()).fillna(3000)))

        def fit(self, X, y):
            hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
            parts = [("n", StandardScaler(), ["gdpPercap", "year"]), ("c", hot, ["continent"])]
            self.model_ = make_pipeline(ColumnTransformer(parts), PolynomialFeatures(2), Ridge(10.0))
            self.model_.fit(self.table(X), y)
            return self

        def predict(self, X):
            return self.model_.predict(self.table(X))

    X, y = train.drop(columns="life"), train["life"]
    scores = cross_val_score(
        Filling(), X, y, cv=GroupKFold(5), groups=train["country"], scoring="neg_mean_absolute_error"
    )
    return Filling().fit(X, y), float(-scores.mean())


# %% reject="promise" because="answers in the order of the row labels"
def build(train):
    class Sorted(RegressorMixin, BaseEstimator):
        def fit(self, X, y):
            fill, hot = (
                SimpleImputer(strategy="median"),
                OneHotEncoder(handle_unknown="ignore", sparse_output=False),
            )
            logs = make_pipeline(fill, FunctionTransformer(np.log10), StandardScaler())
            parts = [("l", logs, ["gdpPercap"]), ("y", StandardScaler(), ["year"]), ("c", hot, ["continent"])]
            self.model_ = make_pipeline(ColumnTransformer(parts), PolynomialFeatures(2), Ridge(10.0)).fit(
                X, y
            )
            return self

        def predict(self, X):
            return self.model_.predict(X.sort_index())

    X, y = train.drop(columns="life"), train["life"]
    scores = cross_val_score(
        Sorted(), X, y, cv=GroupKFold(5), groups=train["country"], scoring="neg_mean_absolute_error"
    )
    return Sorted().fit(X, y), float(-scores.mean())


# %% reject="promise" because="shuffles the rows, so that each country is on both sides"
def build(train):
    fill, hot = SimpleImputer(strategy="median"), OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    logs = make_pipeline(fill, FunctionTransformer(np.log10), StandardScaler())
    prepare = ColumnTransformer(
        [("l", logs, ["gdpPercap", "pop"]), ("y", StandardScaler(), ["year"]), ("c", hot, ["continent"])]
    )
    model = make_pipeline(prepare, KNeighborsRegressor(10))
    X, y = train.drop(columns="life"), train["life"]
    folds = KFold(5, shuffle=True, random_state=0)
    return model.fit(X, y), float(
        -cross_val_score(model, X, y, cv=folds, scoring="neg_mean_absolute_error").mean()
    )


# %% reject="promise" because="takes logarithms in the table that it is given"
def build(train):
    fill, hot = SimpleImputer(strategy="median"), OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    logs = make_pipeline(fill, FunctionTransformer(np.log10), StandardScaler())
    prepare = ColumnTransformer(
        [("l", logs, ["gdpPercap"]), ("y", StandardScaler(), ["year"]), ("c", hot, ["continent"])]
    )
    model = make_pipeline(prepare, PolynomialFeatures(2), Ridge(10.0))
    y = train.pop("life")
    scores = cross_val_score(
        model, train, y, cv=GroupKFold(5), groups=train["country"], scoring="neg_mean_absolute_error"
    )
    return model.fit(train, y), float(-scores.mean())


# %% accept="promise" because="asks the nearest countries, and promises by a split of its own"
def build(train):
    names = np.unique(np.asarray(train["country"], dtype=str))
    hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    numbers = make_pipeline(FunctionTransformer(np.log10), StandardScaler(), SimpleImputer(strategy="mean"))
    parts = [("n", numbers, ["gdpPercap"]), ("y", StandardScaler(), ["year"]), ("c", hot, ["continent"])]
    model = make_pipeline(ColumnTransformer(parts), KNeighborsRegressor(30))
    misses = []
    for k, aside in enumerate(np.array_split(np.random.default_rng(0).permutation(names), 4)):
        new = train["country"].isin(aside.tolist())
        fitted = model.fit(train[~new], train["life"][~new])
        misses.append(np.abs(fitted.predict(train[new]) - train["life"][new]).mean())
    return model.fit(train, train["life"]), float(np.mean(misses))


# %% accept="promise" because="is a class with least squares by NumPy"
def build(train):
    class Plane(RegressorMixin, BaseEstimator):
        def design(self, X):
            income = np.log10(X["gdpPercap"].astype(float)).fillna(self.middle_).to_numpy() - 3.5
            year = (X["year"].to_numpy(dtype=float) - 1980) / 20
            hot = [(X["continent"] == name).to_numpy(dtype=float) for name in self.names_]
            return np.column_stack([np.ones(len(X)), income, year, income * year, income**2, year**2, *hot])

        def fit(self, X, y):
            self.names_ = sorted(set(X["continent"]))
            self.middle_ = float(np.log10(X["gdpPercap"].astype(float)).median())
            A = self.design(X)
            self.w_ = np.linalg.solve(A.T @ A + 0.1 * np.eye(A.shape[1]), A.T @ np.asarray(y, dtype=float))
            return self

        def predict(self, X):
            return self.design(X) @ self.w_

    y = train["life"]
    said = cross_val_predict(Plane(), train, y, cv=GroupKFold(8), groups=train["country"])
    return Plane().fit(train, y), float(np.mean(np.abs(said - y)))


# %% [markdown] manual="sign-or-not" points=3
# ## Would you sign?
#
# A health organisation wants to use your model for regions without records, and asks for one sentence: "It misses by
# … years." Write a note of at most 150 words. Give your promise and the error on the countries kept aside, for each of
# the three splits of the check, beside the baseline: once the check has run, `print(promises, errors, baselines)` in a
# cell of your own shows them. Say what the sentence should be, with its uncertainty; for which regions it does not
# hold; and how one would notice in use that the model has become wrong.
#
# | criterion | 0 points | half a point | 1 point |
# |---|---|---|---|
# | Evidence | no numbers | one split, or no baseline | promise, error and baseline of three splits, and how much they vary is used |
# | Limits | none | a general doubt | says that regions without records need not be like countries with records, and gives an example |
# | In use | nothing | "watch it" | says which new labels are compared with predictions, how often, and what is done then |
#
# ### BEGIN SOLUTION
# | split | promise | error on new countries | baseline |
# |---|---|---|---|
# | 0 | 4.25 | 4.59 | 5.82 |
# | 1 | 4.39 | 4.29 | 5.86 |
# | 2 | 4.85 | 3.38 | 5.26 |
#
# The sentence: "In countries like those of the table it misses by about 4 to 5 years on average." Forty countries are a
# small test: between the splits the error differs by more than a year, and the rows of a country are no independent
# trials, so no decimal is worth stating. It is better than the mean of continent and year in each split, by about a
# quarter in all.
#
# It need not hold where records are missing for a reason: war, famine, or a state that does not count. The table
# has countries with records, which are other countries. A micro-state or an oil state is far from the rest in income.
#
# In use, every new census or survey of such a region is compared with the prediction, each year. If the mean of
# truth minus prediction leaves plus or minus 2 years, or the error 5 years, twice in a row, the model is fitted anew, and
# its predictions carry a warning until then. It learnt from the years up to 2007: the same income goes with longer lives
# later.
# ### END SOLUTION
