# ---
# title: Evidence
# ---

# %% [markdown]
# # Evidence: what a claim is worth
#
# "Significant!", says a report, and gives a p-value. In these exercises you build the tools with which one
# finds out what such a claim is worth: you compute how often an interval keeps its promise, test by shuffling
# with any statistic, correct p-values for the number of looks, compare counts with a model, and let beliefs
# learn, predict and compete. In the last exercise you judge differences between real patients, where "there is
# a difference", "it matters" and "we cannot tell" turn out to be three different answers.
#
# Samples come as lists or as NumPy arrays. None of your functions may change what it is given. The last
# exercise uses your functions from earlier ones.

# %%
import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from mlcourse import check, datasets

# %% [markdown]
# Of $n$ scans a program reads $k$ wrongly. Here are two 95 % confidence intervals for its error rate $\theta$.
# The *normal* interval takes $\hat\theta=k/n$ and goes 1.96 estimated standard errors to either side. *Wilson's*
# keeps all $\theta$ that lie within 1.96 of their **own** standard errors of $k/n$, that is,
# $(k/n-\theta)^2\le1.96^2\,\theta(1-\theta)/n$. The ends are the two solutions of a quadratic equation.

# %%
Z = 1.96


def normal_interval(k: int, n: int) -> tuple[float, float]:
    reach = Z * math.sqrt(k / n * (1 - k / n) / n)
    return k / n - reach, k / n + reach


def wilson_interval(k: int, n: int) -> tuple[float, float]:
    centre, reach = k + Z**2 / 2, Z * math.sqrt(k * (n - k) / n + Z**2 / 4)
    return (centre - reach) / (n + Z**2), (centre + reach) / (n + Z**2)


# %% [markdown]
# ## Does an interval keep its promise?
#
# How often does such an interval contain the true $\theta$? The lesson found out by drawing. Here nothing need be
# drawn: $k$ has only $n+1$ possible values, and for a given $\theta$ the binomial distribution says how likely
# each of them is.
#
# Write `coverage(interval, n, thetas)`. For each $\theta$ in the array `thetas`, add up the probabilities
# $P(K=k)$ of all $k$ from 0 to $n$ whose interval contains $\theta$. Return an array as long as `thetas`.
#
# - `interval(k, n)` returns the pair of ends. The ends belong to the interval.
# - Example: `coverage(normal_interval, 2, [0.5])` is `[0.5]`. For $k=0$ and $k=2$ the normal interval has
#   length 0 and misses 0.5; only $k=1$ is left, with probability 0.5. Wilson's intervals contain 0.5 for every
#   $k$, so `coverage(wilson_interval, 2, [0.5])` is `[1.0]`.
# - $\theta$ may be 0 or 1.
# - When it works, compare both intervals for $n=20$ and $\theta=0.05$. How far from its promise of 95 % is each?
# - $n$ may be in the thousands, where $\binom nk$ does not fit into a float. `stats.binom.pmf(k, n, theta)`
#   takes arrays, and copes with that.


# %% exercise="coverage" difficulty=3 minutes=15 topics="statistics#confidence-intervals, statistics#inferential-statistics, statistics#basic-concepts, distributions#binomial-distribution"
def coverage(
    interval: Callable[[int, int], tuple[float, float]], n: int, thetas: Sequence[float] | np.ndarray
) -> np.ndarray:
    """Return the exact probability that an interval for a share contains the truth.

    Parameters
    ----------
    interval : function of k and n
        Returns the lower and the upper end.
    n : int
        The number of trials, at least 1.
    thetas : true shares, from 0 to 1

    Returns
    -------
    numpy.ndarray
        For each true share, the probability that the interval contains it.
    """
    ### BEGIN SOLUTION
    thetas = np.asarray(thetas, dtype=float)[:, None]
    ends = np.array([interval(k, n) for k in range(n + 1)], dtype=float)
    inside = (ends[:, 0] <= thetas) & (thetas <= ends[:, 1])
    return (stats.binom.pmf(np.arange(n + 1), n, thetas) * inside).sum(axis=1)
    ### END SOLUTION


# %% [markdown] hint="coverage"
# Take one $\theta$ first. Start a total at 0, go through $k=0,\dots,n$, and add $P(K=k)$ whenever $\theta$
# lies between the two ends.

# %% [markdown] hint="coverage"
# The intervals do not depend on $\theta$: make all $n+1$ of them once. With `thetas[:, None]` NumPy compares
# each $\theta$ with all intervals at once.

# %% check="coverage" points=3
with check.exercise("coverage"):
    check.close(
        coverage(normal_interval, 2, [0.5]),
        [0.5],
        "coverage(normal_interval, 2, [0.5])",
        "Add up the probabilities of the k whose interval contains theta; the k are not equally likely.",
    )
    check.close(
        coverage(wilson_interval, 2, [0.5, 0.3]),
        [1.0, 0.91],
        "coverage(wilson_interval, 2, [0.5, 0.3])",
        "The intervals depend on k, and the probabilities on theta.",
    )
    check.close(
        coverage(normal_interval, 20, [0.05, 0.1]),
        [0.6389401, 0.8760373],
        "coverage(normal_interval, 20, [0.05, 0.1])",
        "It is exact: nothing is drawn, and nothing approximated.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    thetas = np.concatenate([[0, 1], rng.uniform(0.1, 0.9, size=4)])
    want = [
        sum(math.comb(7, k) * t**k * (1 - t) ** (7 - k) for k in range(8) if k / 10 <= t <= (k + 3) / 10)
        for t in thetas
    ]
    check.close(
        coverage(lambda k, n: (k / 10, (k + 3) / 10), 7, thetas),
        want,
        "the coverage of the interval from k/10 to (k + 3)/10 for n = 7 and six values of theta, first 0 and 1,",
        "The ends belong to the interval.",
    )
    check.close(
        coverage(wilson_interval, 2000, [0.5]),
        [stats.binom.cdf(1043, 2000, 0.5) - stats.binom.cdf(956, 2000, 0.5)],
        "coverage(wilson_interval, 2000, [0.5])",
        "For a large n, neither n over k nor the powers fit into a float.",
    )
    ### END HIDDEN TESTS


# %% reject="coverage" because="counts all k alike"
def coverage(interval, n, thetas):
    ends = np.array([interval(k, n) for k in range(n + 1)])
    return np.array([((ends[:, 0] <= t) & (t <= ends[:, 1])).mean() for t in thetas])


# %% reject="coverage" because="draws instead of computing"
def coverage(interval, n, thetas):
    rng = np.random.default_rng(0)
    ends = np.array([interval(k, n) for k in range(n + 1)])
    shares = []
    for t in thetas:
        k = rng.binomial(n, t, size=2000)
        shares.append(((ends[k, 0] <= t) & (t <= ends[k, 1])).mean())
    return np.array(shares)


# %% reject="coverage" because="asks whether the interval of the expected count contains theta"
def coverage(interval, n, thetas):
    ends = [interval(round(n * t), n) for t in thetas]
    return np.array([float(low <= t <= high) for t, (low, high) in zip(thetas, ends, strict=True)])


# %% reject="coverage" because="uses the same theta for all probabilities"
def coverage(interval, n, thetas):
    p = stats.binom.pmf(np.arange(n + 1), n, thetas[0])
    ends = np.array([interval(k, n) for k in range(n + 1)])
    return np.array([p[(ends[:, 0] <= t) & (t <= ends[:, 1])].sum() for t in thetas])


# %% reject="coverage" because="leaves out the case that all trials succeed"
def coverage(interval, n, thetas):
    thetas = np.asarray(thetas, dtype=float)[:, None]
    ends = np.array([interval(k, n) for k in range(n)])
    inside = (ends[:, 0] <= thetas) & (thetas <= ends[:, 1])
    return (stats.binom.pmf(np.arange(n), n, thetas) * inside).sum(axis=1)


# %% reject="coverage" because="leaves the ends out"
def coverage(interval, n, thetas):
    thetas = np.asarray(thetas, dtype=float)[:, None]
    ends = np.array([interval(k, n) for k in range(n + 1)])
    inside = (ends[:, 0] < thetas) & (thetas < ends[:, 1])
    return (stats.binom.pmf(np.arange(n + 1), n, thetas) * inside).sum(axis=1)


# %% reject="coverage" because="multiplies numbers that do not fit into a float"
def coverage(interval, n, thetas):
    ends = [interval(k, n) for k in range(n + 1)]
    return np.array(
        [
            sum(
                math.comb(n, k) * t**k * (1 - t) ** (n - k)
                for k, (low, high) in enumerate(ends)
                if low <= t <= high
            )
            for t in thetas
        ]
    )


# %% accept="coverage" because="loops over theta and k"
def coverage(interval, n, thetas):
    result = []
    for theta in thetas:
        total = 0.0
        for k in range(n + 1):
            low, high = interval(k, n)
            if low <= theta <= high:
                total += stats.binom.pmf(k, n, theta)
        result.append(total)
    return result


# %% accept="coverage" because="builds the probabilities from those of one trial less"
def coverage(interval, n, thetas):
    thetas = np.array(thetas, dtype=float)
    p = np.zeros((n + 1, len(thetas)))
    p[0] = 1.0
    for _ in range(n):
        p[1:] = p[1:] * (1 - thetas) + p[:-1] * thetas
        p[0] = p[0] * (1 - thetas)
    ends = [interval(k, n) for k in range(n + 1)]
    missed = sum(np.where((thetas < low) | (thetas > high), p[k], 0.0) for k, (low, high) in enumerate(ends))
    return 1 - missed


# %% [markdown]
# ## A permutation test for any statistic
#
# If a label does not matter, every way to hand out the labels was as likely as the real one. In small groups
# you can list all ways, and the p-value is exact; in large ones you shuffle. And nothing ties the idea to
# means: any statistic of two groups will do.
#
# Write `permutation_test(a, b, statistic, limit, rng)`. Let $n_a$ and $n_b$ be the sizes of the groups, and
# $t_0$ = `statistic(a, b)`, a number that is near 0 if the groups are alike, such as a difference of medians.
#
# - **At most `limit` ways**, $\binom{n_a+n_b}{n_a}\le$ `limit`: go through *all* choices of $n_a$ of the
#   $n_a+n_b$ places in the pooled data. Return the share of choices with $|t|\ge|t_0|$. The real choice is one
#   of them.
# - **More ways**: shuffle the pooled data `limit` times with `rng.permutation`, and let the first $n_a$ values
#   be the first group. Return $(c+1)/(\texttt{limit}+1)$, where $c$ counts the shuffles with $|t|\ge|t_0|$.
# - Rounding may make equal statistics differ in the last digit. So count $|t|\ge(1-10^{-9})\,|t_0|$.
# - Example: for `[6, 8, 10]` and `[1, 2, 4]`, the difference of the means and `limit=100` there are 20 ways.
#   Only the real one and its mirror image reach $|t_0|$, so the p-value is $2/20=0.1$, for every `rng`.
# - `statistic` gets two arrays, of $n_a$ and $n_b$ values. Equal values at different places count as different
#   choices.


# %% exercise="permutation-test" difficulty=3 minutes=20 topics="statistics#hypothesis-testing, statistics#p-values"
def permutation_test(
    a: ArrayLike,
    b: ArrayLike,
    statistic: Callable[[np.ndarray, np.ndarray], float],
    limit: int,
    rng: np.random.Generator,
) -> float:
    """Return the two-sided p-value of a permutation test.

    Parameters
    ----------
    a, b : two samples, each with at least one value
    statistic : function of two arrays
        Near 0 if the groups are alike.
    limit : int
        The largest number of choices to list, and the number of shuffles if there are more.
    rng : numpy.random.Generator
        Used only if there are more than `limit` choices.

    Returns
    -------
    float
        Above 0 and at most 1.
    """
    ### BEGIN SOLUTION
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    pooled, size = np.concatenate([a, b]), len(a)
    threshold = (1 - 1e-9) * abs(statistic(a, b))
    if math.comb(len(pooled), size) <= limit:
        far = []
        for places in itertools.combinations(range(len(pooled)), size):
            chosen = np.zeros(len(pooled), dtype=bool)
            chosen[list(places)] = True
            far.append(abs(statistic(pooled[chosen], pooled[~chosen])) >= threshold)
        return sum(far) / len(far)
    count = 0
    for _ in range(limit):
        shuffled = rng.permutation(pooled)
        count += bool(abs(statistic(shuffled[:size], shuffled[size:])) >= threshold)
    return (count + 1) / (limit + 1)
    ### END SOLUTION


# %% [markdown] hint="permutation-test"
# `math.comb(n_a + n_b, n_a)` says how many choices there are. Write the two cases as two blocks after an `if`.

# %% [markdown] hint="permutation-test"
# `itertools.combinations(range(n), n_a)` goes through all choices of places. A mask of truth values makes both
# groups: `chosen = np.zeros(n, dtype=bool)`, `chosen[list(places)] = True`, and then `pooled[chosen]` and
# `pooled[~chosen]`.

# %% [markdown] hint="permutation-test"
# In the other block: `shuffled = rng.permutation(pooled)`, and the groups are `shuffled[:n_a]` and
# `shuffled[n_a:]`.

# %% check="permutation-test" points=4
with check.exercise("permutation-test"):

    def mean_gap(a, b):
        return float(np.mean(a) - np.mean(b))

    def median_gap(a, b):
        return float(np.median(a) - np.median(b))

    check.close(
        permutation_test([6, 8, 10], [1, 2, 4], mean_gap, 100, np.random.default_rng(0)),
        0.1,
        "the p-value for [6, 8, 10] and [1, 2, 4] with the difference of the means",
        "Go through all 20 choices; gaps in either direction count, and the real choice counts too.",
    )
    check.close(
        permutation_test([1, 2], [3, 4, 5, 9], median_gap, 100, np.random.default_rng(0)),
        4 / 15,
        "the p-value for [1, 2] and [3, 4, 5, 9] with the difference of the medians",
        "Use the statistic that is given, and keep the sizes of the groups.",
    )
    check.close(
        permutation_test(np.arange(20) + 50, np.arange(20), mean_gap, 200, np.random.default_rng(0)),
        1 / 201,
        "the p-value for two groups of 20 that do not overlap, with 200 shuffles",
        "The real labelling is one of the possible ones: it counts above and below.",
    )
    ### BEGIN HIDDEN TESTS
    check.close(
        permutation_test([0.1, 0.2, 0.3, 0.3], [0.1, 0.1, 0.3], mean_gap, 100, np.random.default_rng(0)),
        26 / 35,
        "the p-value for [0.1, 0.2, 0.3, 0.3] and [0.1, 0.1, 0.3] with the difference of the means",
        "Equal values at different places are different choices, and equal gaps may differ in their last digit.",
    )
    check.close(
        permutation_test([1, 5, 6], [2, 3, 4], mean_gap, 20, np.random.default_rng(0)),
        0.7,
        "the p-value for [1, 5, 6] and [2, 3, 4] with limit=20",
        "Exactly as many choices as the limit can still be listed.",
    )
    seen = permutation_test(
        [3.1, 4.5, 5.9, 4.4, 6.6, 5.2, 3.8], [2.5, 5.1, 3.6, 4.3, 6.0, 3.4, 4.2], mean_gap, 1000, check.rng()
    )
    check.that(
        0.26 <= seen <= 0.43,
        f"the p-value of two groups of seven with 1000 shuffles is {seen}, which is too far from the share of all "
        "3432 choices. Do gaps in either direction count, and is everything shuffled?",
    )
    ### END HIDDEN TESTS


# %% reject="permutation-test" because="counts one direction only"
def permutation_test(a, b, statistic, limit, rng):
    pooled, size = np.concatenate([a, b]), len(a)
    threshold = (1 - 1e-9) * statistic(np.asarray(a), np.asarray(b))
    if math.comb(len(pooled), size) <= limit:
        far = []
        for places in itertools.combinations(range(len(pooled)), size):
            rest = [i for i in range(len(pooled)) if i not in places]
            far.append(statistic(pooled[list(places)], pooled[rest]) >= threshold)
        return sum(far) / len(far)
    shuffles = [rng.permutation(pooled) for _ in range(limit)]
    return (sum(statistic(s[:size], s[size:]) >= threshold for s in shuffles) + 1) / (limit + 1)


# %% reject="permutation-test" because="does not count the real choice"
def permutation_test(a, b, statistic, limit, rng):
    pooled, size = np.concatenate([a, b]), len(a)
    threshold = (1 + 1e-9) * abs(statistic(np.asarray(a), np.asarray(b)))
    if math.comb(len(pooled), size) <= limit:
        far = []
        for places in itertools.combinations(range(len(pooled)), size):
            rest = [i for i in range(len(pooled)) if i not in places]
            far.append(abs(statistic(pooled[list(places)], pooled[rest])) > threshold)
        return sum(far) / len(far)
    shuffles = [rng.permutation(pooled) for _ in range(limit)]
    return (sum(abs(statistic(s[:size], s[size:])) >= threshold for s in shuffles) + 1) / (limit + 1)


# %% reject="permutation-test" because="always takes the difference of the means"
def permutation_test(a, b, statistic, limit, rng):
    pooled, size = np.concatenate([a, b]), len(a)

    def gap(first, second):
        return abs(first.mean() - second.mean())

    threshold = (1 - 1e-9) * gap(pooled[:size], pooled[size:])
    if math.comb(len(pooled), size) <= limit:
        far = []
        for places in itertools.combinations(range(len(pooled)), size):
            rest = [i for i in range(len(pooled)) if i not in places]
            far.append(gap(pooled[list(places)], pooled[rest]) >= threshold)
        return sum(far) / len(far)
    shuffles = [rng.permutation(pooled) for _ in range(limit)]
    return (sum(gap(s[:size], s[size:]) >= threshold for s in shuffles) + 1) / (limit + 1)


# %% reject="permutation-test" because="returns 0 where no shuffle reaches the real gap"
def permutation_test(a, b, statistic, limit, rng):
    pooled, size = np.concatenate([a, b]), len(a)
    threshold = (1 - 1e-9) * abs(statistic(np.asarray(a), np.asarray(b)))
    if math.comb(len(pooled), size) <= limit:
        far = []
        for places in itertools.combinations(range(len(pooled)), size):
            rest = [i for i in range(len(pooled)) if i not in places]
            far.append(abs(statistic(pooled[list(places)], pooled[rest])) >= threshold)
        return sum(far) / len(far)
    shuffles = [rng.permutation(pooled) for _ in range(limit)]
    return sum(abs(statistic(s[:size], s[size:])) >= threshold for s in shuffles) / limit


# %% reject="permutation-test" because="takes equal gaps for different ones after rounding"
def permutation_test(a, b, statistic, limit, rng):
    pooled, size = np.concatenate([a, b]), len(a)
    threshold = abs(statistic(np.asarray(a), np.asarray(b)))
    if math.comb(len(pooled), size) <= limit:
        far = []
        for places in itertools.combinations(range(len(pooled)), size):
            rest = [i for i in range(len(pooled)) if i not in places]
            far.append(abs(statistic(pooled[list(places)], pooled[rest])) >= threshold)
        return sum(far) / len(far)
    shuffles = [rng.permutation(pooled) for _ in range(limit)]
    return (sum(abs(statistic(s[:size], s[size:])) >= threshold for s in shuffles) + 1) / (limit + 1)


# %% reject="permutation-test" because="takes equal values for one and the same choice"
def permutation_test(a, b, statistic, limit, rng):
    pooled, size = np.concatenate([a, b]), len(a)
    threshold = (1 - 1e-9) * abs(statistic(np.asarray(a), np.asarray(b)))
    if math.comb(len(pooled), size) <= limit:
        far = {}
        for places in itertools.combinations(range(len(pooled)), size):
            rest = [i for i in range(len(pooled)) if i not in places]
            chosen = pooled[list(places)]
            far[tuple(sorted(chosen))] = abs(statistic(chosen, pooled[rest])) >= threshold
        return sum(far.values()) / len(far)
    shuffles = [rng.permutation(pooled) for _ in range(limit)]
    return (sum(abs(statistic(s[:size], s[size:])) >= threshold for s in shuffles) + 1) / (limit + 1)


# %% reject="permutation-test" because="shuffles where exactly as many choices as the limit could be listed"
def permutation_test(a, b, statistic, limit, rng):
    pooled, size = np.concatenate([a, b]), len(a)
    threshold = (1 - 1e-9) * abs(statistic(np.asarray(a), np.asarray(b)))
    if math.comb(len(pooled), size) < limit:
        far = []
        for places in itertools.combinations(range(len(pooled)), size):
            rest = [i for i in range(len(pooled)) if i not in places]
            far.append(abs(statistic(pooled[list(places)], pooled[rest])) >= threshold)
        return sum(far) / len(far)
    shuffles = [rng.permutation(pooled) for _ in range(limit)]
    return (sum(abs(statistic(s[:size], s[size:])) >= threshold for s in shuffles) + 1) / (limit + 1)


# %% reject="permutation-test" because="counts one direction only when it shuffles"
def permutation_test(a, b, statistic, limit, rng):
    pooled, size = np.concatenate([a, b]), len(a)
    threshold = (1 - 1e-9) * abs(statistic(np.asarray(a), np.asarray(b)))
    if math.comb(len(pooled), size) <= limit:
        far = []
        for places in itertools.combinations(range(len(pooled)), size):
            rest = [i for i in range(len(pooled)) if i not in places]
            far.append(abs(statistic(pooled[list(places)], pooled[rest])) >= threshold)
        return sum(far) / len(far)
    shuffles = [rng.permutation(pooled) for _ in range(limit)]
    return (sum(statistic(s[:size], s[size:]) >= threshold for s in shuffles) + 1) / (limit + 1)


# %% accept="permutation-test" because="lists the places of the first group and deletes them"
def permutation_test(a, b, statistic, limit, rng):
    pooled = np.array([*a, *b], dtype=float)
    real = abs(statistic(pooled[: len(a)], pooled[len(a) :]))
    ways = math.comb(len(pooled), len(a))

    def groups():
        if ways <= limit:
            for places in itertools.combinations(range(len(pooled)), len(a)):
                yield pooled[list(places)], np.delete(pooled, places)
        else:
            for _ in range(limit):
                mixed = rng.permutation(pooled)
                yield mixed[: len(a)], mixed[len(a) :]

    gaps = np.array([abs(statistic(*pair)) for pair in groups()])
    count = np.count_nonzero(gaps >= real - 1e-9 * real)
    return count / ways if ways <= limit else (count + 1) / (limit + 1)


# %% accept="permutation-test" because="shuffles places instead of values"
def permutation_test(a, b, statistic, limit, rng):
    pooled = np.concatenate([np.array(a, dtype=float), np.array(b, dtype=float)])
    n, total = len(a), len(pooled)
    exact = math.comb(total, n) <= limit
    if exact:
        orders = [
            list(p) + [i for i in range(total) if i not in p] for p in itertools.combinations(range(total), n)
        ]
    else:
        orders = [np.arange(total), *(rng.permutation(total) for _ in range(limit))]
    values = [abs(statistic(pooled[order[:n]], pooled[order[n:]])) for order in orders]
    least = abs(statistic(pooled[:n], pooled[n:])) * (1 - 1e-9)
    return sum(value >= least for value in values) / len(values)


# %% [markdown]
# ## Many looks: Holm's correction
#
# Bonferroni multiplies every p-value by their number $m$ (which is the same as dividing $\alpha$ by $m$). Holm
# found in 1979 that less is enough: only the smallest has to bear the factor $m$. Sort the p-values,
# $p_{(1)}\le\dots\le p_{(m)}$. The smallest gets the factor $m$, the next $m-1$, and so on down to 1 for the
# largest. But no adjusted value may be smaller than one before it, and none larger than 1:
#
# $$\tilde p_{(j)}=\min\Big(1,\ \max_{i\le j}\,(m-i+1)\,p_{(i)}\Big) .$$
#
# Whoever rejects all $H_0$ with $\tilde p\le\alpha$ raises any false alarm at all with a probability of at most
# $\alpha$, as with Bonferroni, and finds more.
#
# Write `holm(p)`: the adjusted p-values, as an array **in the order of the input**.
#
# - Example: `holm([0.04, 0.01, 0.03])` is `[0.06, 0.03, 0.06]`. Sorted, the products are
#   $3\cdot0.01=0.03$, $2\cdot0.03=0.06$ and $1\cdot0.04=0.04$, and the last is raised to 0.06.
# - Without any p-value, return an empty array.


# %% exercise="holm" difficulty=2 minutes=12 topics="statistics#p-values, statistics#hypothesis-testing"
def holm(p: ArrayLike) -> np.ndarray:
    """Adjust p-values for their number by Holm's method.

    Parameters
    ----------
    p : m p-values, in any order

    Returns
    -------
    numpy.ndarray
        Of shape (m,): the adjusted p-values, in the order of `p`.
    """
    ### BEGIN SOLUTION
    p = np.asarray(p, dtype=float)
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    adjusted[order] = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    return np.minimum(adjusted, 1)
    ### END SOLUTION


# %% [markdown] hint="holm"
# `order = np.argsort(p)` has the places of the p-values in ascending order, and `np.arange(m, 0, -1)` the
# factors from $m$ down to 1.

# %% [markdown] hint="holm"
# `np.maximum.accumulate` is the running maximum. To bring the result back into the old order, make an array
# and fill it with `adjusted[order] = ...`.

# %% check="holm" points=2
with check.exercise("holm"):
    check.close(
        holm([0.04, 0.01, 0.03]),
        [0.06, 0.03, 0.06],
        "holm([0.04, 0.01, 0.03])",
        "The smallest gets the factor m, the largest 1; then the running maximum; then the old order.",
    )
    check.close(holm([0.02]), [0.02], "holm([0.02])", "A single p-value stays as it is.")
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    p = rng.permutation(np.array([0.001, 0.011, 0.011, 0.014, 0.02, 0.2, 0.7]))
    want = [max(float(q) * int((p >= q).sum()) for q in p[p <= own]) for own in p]
    check.close(
        holm(p),
        np.minimum(want, 1),
        f"holm({p.tolist()})",
        "The factor is the number of p-values that are not smaller. Equal p-values end up equal.",
    )
    check.close(holm([0.9, 0.7, 0.8]), [1, 1, 1], "holm([0.9, 0.7, 0.8])", "No p-value is above 1.")
    check.shape(holm([]), (0,), "holm([])", "Nothing to adjust gives nothing.")
    check.unchanged(holm, np.array([0.3, 0.1]), what="holm(p)", hint="Sort a copy.")
    ### END HIDDEN TESTS


# %% reject="holm" because="is Bonferroni's"
def holm(p):
    return np.minimum(np.asarray(p, dtype=float) * len(p), 1)


# %% reject="holm" because="leaves out the running maximum"
def holm(p):
    p = np.asarray(p, dtype=float)
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    adjusted[order] = p[order] * np.arange(len(p), 0, -1)
    return np.minimum(adjusted, 1)


# %% reject="holm" because="returns the sorted values"
def holm(p):
    p = np.sort(np.asarray(p, dtype=float))
    return np.minimum(np.maximum.accumulate(p * np.arange(len(p), 0, -1)), 1)


# %% reject="holm" because="gives the largest factor to the largest p-value"
def holm(p):
    p = np.asarray(p, dtype=float)
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    adjusted[order] = np.maximum.accumulate(p[order] * np.arange(1, len(p) + 1))
    return np.minimum(adjusted, 1)


# %% reject="holm" because="knows three p-values at most"
def holm(p):
    p = np.asarray(p, dtype=float)
    order = np.argsort(p)
    factors = np.maximum(np.minimum(len(p), 3) - np.arange(len(p)), 1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.maximum.accumulate(p[order] * factors)
    return np.minimum(adjusted, 1)


# %% reject="holm" because="goes beyond 1"
def holm(p):
    p = np.asarray(p, dtype=float)
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    adjusted[order] = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    return np.where(len(p) > 3, np.minimum(adjusted, 1), adjusted)


# %% reject="holm" because="asks for the first of no p-values"
def holm(p):
    p = np.asarray(p, dtype=float)
    order = np.argsort(p)
    adjusted, largest = np.empty(len(p)), p[order][0] * len(p)
    for rank, place in enumerate(order):
        largest = max(largest, p[place] * (len(p) - rank))
        adjusted[place] = min(1, largest)
    return adjusted


# %% reject="holm" because="writes into the input"
def holm(p):
    p = np.asarray(p, dtype=float)
    order = np.argsort(p)
    p[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1)
    return p


# %% accept="holm" because="walks through the sorted places"
def holm(p):
    result, largest = [0.0] * len(p), 0.0
    for rank, place in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        largest = max(largest, (len(p) - rank) * p[place])
        result[place] = min(1.0, largest)
    return np.array(result)


# %% accept="holm" because="compares all p-values in pairs"
def holm(p):
    p = np.array(p, dtype=float)
    not_smaller = (p[None, :] >= p[:, None]).sum(axis=1)
    products = np.where(p[None, :] <= p[:, None], (p * not_smaller)[None, :], 0.0)
    return np.minimum(products.max(axis=1, initial=0.0), 1.0)


# %% [markdown]
# ## Are these counts Poisson?
#
# In 200 reports on Prussian army corps, one for each corps and year, L. von Bortkiewicz counted in 1898 the
# soldiers killed by a kick of a horse. There were none in 109 reports, one in 65, two in 22, three in 3, and
# four in 1. Do rare accidents follow the Poisson distribution?
#
# Write `poisson_chi_square(observed, least)`, where `observed[k]` is the number of windows (here: reports) with
# $k$ events, for $k=0,\dots,K$. There are $n=\sum_k O_k$ windows, at least one. Return the pair
# $(\chi^2,\text{degrees of freedom})$:
#
# 1. Estimate $\lambda$ by the mean number of events in a window.
# 2. Expect $E_k=n\,P(X=k)$ windows with $k$ events. The last class stands for "$K$ or more", so that the
#    expected counts sum to $n$: $E_K=n\,P(X\ge K)$.
# 3. The test needs expected counts that are not too small. So *pool* classes: go from $k=0$ upwards and join
#    classes until the expected counts of the group add up to at least `least`; then begin the next group. What
#    is left over at the end, without reaching `least`, joins the last finished group.
# 4. Compare the groups: $\chi^2=\sum\frac{(O-E)^2}{E}$, with one degree of freedom less than usual because
#    $\lambda$ was estimated from the same counts: number of groups $-\,2$.
#
# - Example: for `[109, 65, 22, 3, 1]` and `least=5`, $\lambda=0.61$ and the expected counts are about 108.7,
#   66.3, 20.2, 4.1 and 0.7. The last two make 4.8 only, so they join the third. The result is about
#   $(0.063, 1)$.
# - With fewer than three groups no degree of freedom is left: raise a `ValueError`.
# - `stats.poisson.pmf(k, lam)` is $P(X=k)$, and `stats.poisson.sf(k, lam)` is $P(X>k)$, without $k$.


# %% exercise="poisson-chi-square" difficulty=4 minutes=20 topics="statistics#chi-square-tests, distributions#poisson-distribution, distributions#families-of-distributions, statistics#mean"
def poisson_chi_square(observed: ArrayLike, least: float = 5.0) -> tuple[float, int]:
    """Compare counts with the Poisson distribution of the same mean.

    Parameters
    ----------
    observed : the number of windows with 0, 1, 2, ... events
    least : float
        The smallest expected count of a group of classes.

    Returns
    -------
    statistic : float
        The chi-square statistic of the pooled counts.
    degrees : int
        The number of groups minus 2.

    Raises
    ------
    ValueError
        If there are fewer than three groups.
    """
    ### BEGIN SOLUTION
    counts = np.asarray(observed, dtype=float)
    k, n = np.arange(len(counts)), counts.sum()
    lam = (k * counts).sum() / n
    expected = n * stats.poisson.pmf(k, lam)
    expected[-1] = n * stats.poisson.sf(len(counts) - 2, lam)
    groups, seen, wanted = [], 0.0, 0.0
    for o, e in zip(counts, expected, strict=True):
        seen, wanted = seen + o, wanted + e
        if wanted >= least:
            groups.append([seen, wanted])
            seen, wanted = 0.0, 0.0
    if len(groups) < 3:
        raise ValueError(f"{len(groups)} groups are too few")
    groups[-1][0] += seen
    groups[-1][1] += wanted
    return sum((o - e) ** 2 / e for o, e in groups), len(groups) - 2
    ### END SOLUTION


# %% [markdown] hint="poisson-chi-square"
# Do it in the four steps of the task, and print the expected counts of the example before you pool them. The
# mean is the sum of all events, $\sum_k k\,O_k$, divided by the number of windows.

# %% [markdown] hint="poisson-chi-square"
# $P(X\ge K)=P(X>K-1)$ is `stats.poisson.sf(K - 1, lam)`, where `K = len(observed) - 1`.

# %% [markdown] hint="poisson-chi-square"
# To pool, keep two running totals, one of the observed and one of the expected counts. When the expected one
# reaches `least`, append both to a list and set them to 0. After the loop add what is left to the last entry
# of the list.

# %% check="poisson-chi-square" points=4
with check.exercise("poisson-chi-square"):
    kicks = [109, 65, 22, 3, 1]
    check.close(
        poisson_chi_square(kicks),
        [0.06278383, 1],
        "poisson_chi_square([109, 65, 22, 3, 1])",
        "The last class is 'that many or more'. What is left over joins the last group. lambda was estimated too.",
    )
    check.close(
        poisson_chi_square(kicks, 2),
        [0.32352358, 2],
        "poisson_chi_square([109, 65, 22, 3, 1], 2)",
        "With least=2 only the last class is too small by itself.",
    )
    check.raises(
        ValueError,
        poisson_chi_square,
        [30, 2],
        what="poisson_chi_square([30, 2])",
        hint="With fewer than three groups, nothing is left to compare.",
    )
    ### BEGIN HIDDEN TESTS
    check.close(
        poisson_chi_square([1, 2, 3, 9, 12, 15, 14, 20, 8, 9, 4, 2, 1]),
        [4.6841831, 7],
        "poisson_chi_square([1, 2, 3, 9, 12, 15, 14, 20, 8, 9, 4, 2, 1])",
        "Small classes at the beginning are pooled as well.",
    )
    check.close(
        poisson_chi_square([50, 62, 41, 19, 0, 0]),
        [7.7401159, 3],
        "poisson_chi_square([50, 62, 41, 19, 0, 0])",
        "What counts for pooling is the expected count, not the observed one.",
    )
    check.raises(
        ValueError,
        poisson_chi_square,
        [1, 1],
        what="poisson_chi_square([1, 1])",
        hint="No group is finished here. Count the groups before you put what is left over into the last one.",
    )
    check.unchanged(
        poisson_chi_square,
        np.array([109.0, 65, 22, 3, 1]),
        what="poisson_chi_square(observed)",
        hint="Pool a copy of the counts.",
    )
    ### END HIDDEN TESTS


# %% reject="poisson-chi-square" because="looks for the last group where there is none"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    lam = (k * counts).sum() / counts.sum()
    expected = counts.sum() * stats.poisson.pmf(k, lam)
    expected[-1] = counts.sum() * stats.poisson.sf(len(counts) - 2, lam)
    groups, seen, wanted = [], 0.0, 0.0
    for o, e in zip(counts, expected, strict=True):
        seen, wanted = seen + o, wanted + e
        if wanted >= least:
            groups.append([seen, wanted])
            seen, wanted = 0.0, 0.0
    groups[-1] = [groups[-1][0] + seen, groups[-1][1] + wanted]
    if len(groups) < 3:
        raise ValueError
    return sum((o - e) ** 2 / e for o, e in groups), len(groups) - 2


# %% reject="poisson-chi-square" because="forgets the tail of the last class"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    expected = counts.sum() * stats.poisson.pmf(k, (k * counts).sum() / counts.sum())
    groups, seen, wanted = [], 0.0, 0.0
    for o, e in zip(counts, expected, strict=True):
        seen, wanted = seen + o, wanted + e
        if wanted >= least:
            groups.append([seen, wanted])
            seen, wanted = 0.0, 0.0
    if len(groups) < 3:
        raise ValueError
    groups[-1] = [groups[-1][0] + seen, groups[-1][1] + wanted]
    return sum((o - e) ** 2 / e for o, e in groups), len(groups) - 2


# %% reject="poisson-chi-square" because="does not count the estimated parameter"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    lam = (k * counts).sum() / counts.sum()
    expected = counts.sum() * stats.poisson.pmf(k, lam)
    expected[-1] = counts.sum() * stats.poisson.sf(len(counts) - 2, lam)
    groups, seen, wanted = [], 0.0, 0.0
    for o, e in zip(counts, expected, strict=True):
        seen, wanted = seen + o, wanted + e
        if wanted >= least:
            groups.append([seen, wanted])
            seen, wanted = 0.0, 0.0
    if len(groups) < 3:
        raise ValueError
    groups[-1] = [groups[-1][0] + seen, groups[-1][1] + wanted]
    return sum((o - e) ** 2 / e for o, e in groups), len(groups) - 1


# %% reject="poisson-chi-square" because="throws small classes away"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    lam = (k * counts).sum() / counts.sum()
    expected = counts.sum() * stats.poisson.pmf(k, lam)
    expected[-1] = counts.sum() * stats.poisson.sf(len(counts) - 2, lam)
    large = expected >= least
    if large.sum() < 3:
        raise ValueError
    return ((counts - expected) ** 2 / expected)[large].sum(), large.sum() - 2


# %% reject="poisson-chi-square" because="lets what is left over be a group of its own"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    lam = (k * counts).sum() / counts.sum()
    expected = counts.sum() * stats.poisson.pmf(k, lam)
    expected[-1] = counts.sum() * stats.poisson.sf(len(counts) - 2, lam)
    groups, seen, wanted = [], 0.0, 0.0
    for o, e in zip(counts, expected, strict=True):
        seen, wanted = seen + o, wanted + e
        if wanted >= least:
            groups.append([seen, wanted])
            seen, wanted = 0.0, 0.0
    if wanted > 0:
        groups.append([seen, wanted])
    if len(groups) < 3:
        raise ValueError
    return sum((o - e) ** 2 / e for o, e in groups), len(groups) - 2


# %% reject="poisson-chi-square" because="divides by the observed counts"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    lam = (k * counts).sum() / counts.sum()
    expected = counts.sum() * stats.poisson.pmf(k, lam)
    expected[-1] = counts.sum() * stats.poisson.sf(len(counts) - 2, lam)
    groups, seen, wanted = [], 0.0, 0.0
    for o, e in zip(counts, expected, strict=True):
        seen, wanted = seen + o, wanted + e
        if wanted >= least:
            groups.append([seen, wanted])
            seen, wanted = 0.0, 0.0
    if len(groups) < 3:
        raise ValueError
    groups[-1] = [groups[-1][0] + seen, groups[-1][1] + wanted]
    return sum((o - e) ** 2 / o for o, e in groups), len(groups) - 2


# %% reject="poisson-chi-square" because="returns a result without any degree of freedom"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    lam = (k * counts).sum() / counts.sum()
    expected = counts.sum() * stats.poisson.pmf(k, lam)
    expected[-1] = counts.sum() * stats.poisson.sf(len(counts) - 2, lam)
    groups, seen, wanted = [], 0.0, 0.0
    for o, e in zip(counts, expected, strict=True):
        seen, wanted = seen + o, wanted + e
        if wanted >= least:
            groups.append([seen, wanted])
            seen, wanted = 0.0, 0.0
    groups[-1] = [groups[-1][0] + seen, groups[-1][1] + wanted]
    return sum((o - e) ** 2 / e for o, e in groups), len(groups) - 2


# %% reject="poisson-chi-square" because="pools small classes at the end only"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    lam = (k * counts).sum() / counts.sum()
    expected = counts.sum() * stats.poisson.pmf(k, lam)
    expected[-1] = counts.sum() * stats.poisson.sf(len(counts) - 2, lam)
    groups = [[o, e] for o, e in zip(counts, expected, strict=True)]
    while len(groups) > 1 and groups[-1][1] < least:
        o, e = groups.pop()
        groups[-1] = [groups[-1][0] + o, groups[-1][1] + e]
    if len(groups) < 3:
        raise ValueError
    return sum((o - e) ** 2 / e for o, e in groups), len(groups) - 2


# %% reject="poisson-chi-square" because="pools where few were observed"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    lam = (k * counts).sum() / counts.sum()
    expected = counts.sum() * stats.poisson.pmf(k, lam)
    expected[-1] = counts.sum() * stats.poisson.sf(len(counts) - 2, lam)
    groups, seen, wanted = [], 0.0, 0.0
    for o, e in zip(counts, expected, strict=True):
        seen, wanted = seen + o, wanted + e
        if seen >= least:
            groups.append([seen, wanted])
            seen, wanted = 0.0, 0.0
    if len(groups) < 3:
        raise ValueError
    groups[-1] = [groups[-1][0] + seen, groups[-1][1] + wanted]
    return sum((o - e) ** 2 / e for o, e in groups), len(groups) - 2


# %% reject="poisson-chi-square" because="pools the counts in place"
def poisson_chi_square(observed, least=5.0):
    counts = np.asarray(observed, dtype=float)
    k = np.arange(len(counts))
    lam = (k * counts).sum() / counts.sum()
    expected = counts.sum() * stats.poisson.pmf(k, lam)
    expected[-1] = counts.sum() * stats.poisson.sf(len(counts) - 2, lam)
    full = []
    for i in k:
        if expected[i] >= least:
            full.append(i)
        else:
            to = i + 1 if i + 1 < len(k) else full[-1] if full else i
            for table in (counts, expected):
                table[to] += table[i]
                table[i] = 0
    if len(full) < 3:
        raise ValueError
    return ((counts - expected)[full] ** 2 / expected[full]).sum(), len(full) - 2


# %% accept="poisson-chi-square" because="numbers the groups and adds up with bincount"
def poisson_chi_square(observed, least=5.0):
    n = sum(observed)
    lam = sum(k * o for k, o in enumerate(observed)) / n
    p = [math.exp(-lam) * lam**k / math.factorial(k) for k in range(len(observed) - 1)]
    e = [n * value for value in [*p, 1 - sum(p)]]
    groups, current, so_far = [], 0, 0.0
    for value in e:
        groups.append(current)
        so_far += value
        if so_far >= least:
            current, so_far = current + 1, 0.0
    if current < 3:
        raise ValueError("too few groups")
    groups = np.minimum(groups, current - 1)
    wanted, seen = np.bincount(groups, weights=e), np.bincount(groups, weights=observed)
    return np.sum((seen - wanted) ** 2 / wanted), current - 2


# %% accept="poisson-chi-square" because="takes classes from a queue"
def poisson_chi_square(observed, least=5.0):
    o = np.array(observed, dtype=float)
    n, last = o.sum(), len(o) - 1
    lam = np.average(np.arange(last + 1), weights=o)
    e = n * np.append(stats.poisson.pmf(np.arange(last), lam), 1 - stats.poisson.cdf(last - 1, lam))
    starts, begin = [], 0
    for end in range(1, last + 2):
        if e[begin:end].sum() >= least:
            starts.append(begin)
            begin = end
    if len(starts) <= 2:
        raise ValueError("too few groups")
    seen, wanted = np.add.reduceat(o, starts), np.add.reduceat(e, starts)
    return [float(((seen - wanted) ** 2 / wanted).sum()), len(starts) - 2]


# %% [markdown]
# ## A belief that learns, predicts and competes
#
# What we know of a share $\theta$, such as the error rate of a program, is a beta distribution. Complete the
# class `Belief`, which has its two parameters as the attributes `a` and `b`:
#
# - `update(results)` takes a sequence of truth values (`True` counts for `a`) and returns a **new** `Belief`,
#   the posterior. The old one stays as it is: it may be the prior of many.
# - `predict(m)` returns an array of $m+1$ numbers: the probability of $k=0,\dots,m$ times `True` in the next
#   $m$ trials. It averages the binomial distribution over $\theta$, a mixture of infinitely many:
#
#   $$P(k)=\binom mk\int_0^1\theta^{k}(1-\theta)^{m-k}\,p(\theta)\,d\theta=\binom mk\,\frac{B(a+k,\;b+m-k)}{B(a,b)},
#   \qquad B(x,y)=\frac{\Gamma(x)\,\Gamma(y)}{\Gamma(x+y)} .$$
#
#   $\Gamma$ continues the factorial, $\Gamma(j+1)=j!$, and overflows as soon. `math.lgamma(x)` is
#   $\ln\Gamma(x)$. So add logarithms, with $\binom mk=\frac{\Gamma(m+1)}{\Gamma(k+1)\,\Gamma(m-k+1)}$ too.
# - `exceeds(other)` returns the probability that this share is larger than the share of `other`, if both
#   beliefs are independent, for $a,b\ge1$:
#
#   $$P(\theta>\theta')=\int_0^1p(\theta)\,F'(\theta)\,d\theta ,$$
#
#   where $F'(\theta)=P(\theta'\le\theta)$ is the distribution function of the other belief. Be right within
#   0.001. A sum over thin slices will do, but after thousands of results the density is a narrow peak.
#   `stats.beta` has `pdf`, `cdf` and `ppf`.
#
# Examples: `Belief().update([True, False, False])` has $a=2$, $b=3$. `Belief().predict(2)` is
# `[1/3, 1/3, 1/3]`: who knows nothing holds every count for equally likely. `Belief(2, 1).exceeds(Belief())`
# is 2/3, the mean of the first, since $F'(\theta)=\theta$.


# %% exercise="belief" difficulty=4 minutes=25 topics="statistics#prior-and-posterior-probabilities, statistics#bayesian-inference, distributions#mixtures-of-distributions, distributions#binomial-distribution, probability#chain-rule-of-probability"
class Belief:
    """What is known of a share: a beta distribution with the parameters a and b, both positive."""

    def __init__(self, a: float = 1.0, b: float = 1.0) -> None:
        self.a = a
        self.b = b

    def update(self, results: Sequence[bool] | np.ndarray) -> "Belief":
        """Return the belief after some results."""
        ### BEGIN SOLUTION
        said = np.asarray(results, dtype=bool)
        return Belief(self.a + int(said.sum()), self.b + int((~said).sum()))
        ### END SOLUTION

    def predict(self, m: int) -> np.ndarray:
        """Return the probabilities of 0, 1, ..., m times True in the next m trials."""
        ### BEGIN SOLUTION

        def log_beta(x: float, y: float) -> float:
            return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

        logs = [
            math.lgamma(m + 1)
            - math.lgamma(k + 1)
            - math.lgamma(m - k + 1)
            + log_beta(self.a + k, self.b + m - k)
            - log_beta(self.a, self.b)
            for k in range(m + 1)
        ]
        return np.exp(logs)
        ### END SOLUTION

    def exceeds(self, other: "Belief") -> float:
        """Return the probability that this share is larger than another."""
        ### BEGIN SOLUTION
        # Slices of equal probability follow the peak wherever it is.
        middles = stats.beta.ppf((np.arange(10_000) + 0.5) / 10_000, self.a, self.b)
        return float(stats.beta.cdf(middles, other.a, other.b).mean())
        ### END SOLUTION


# %% [markdown] hint="belief"
# For `update`, count the `True` and the `False`, and build a new `Belief` with the sums.

# %% [markdown] hint="belief"
# For `predict`, write a small function for $\ln B(x,y)$ with `math.lgamma`, make a list of the logarithms for
# $k=0,\dots,m$, and take `np.exp` of it.

# %% [markdown] hint="belief"
# For `exceeds`, cut this belief into slices of equal *probability*: the quantiles
# `stats.beta.ppf((np.arange(n) + 0.5) / n, self.a, self.b)` lie in their middles. The integral is then the mean
# of the other's `cdf` at these points.

# %% check="belief" points=5
with check.exercise("belief"):
    learnt = Belief().update([True, False, False])
    check.close(
        [learnt.a, learnt.b],
        [2, 3],
        "[a, b] of Belief().update([True, False, False])",
        "Each True adds 1 to a, each False 1 to b.",
    )
    check.close(
        Belief().predict(2),
        [1 / 3, 1 / 3, 1 / 3],
        "Belief().predict(2)",
        "Average over theta; do not put its mean into the binomial distribution.",
    )
    check.close(
        Belief(2, 3).predict(3),
        [2 / 7, 12 / 35, 9 / 35, 4 / 35],
        "Belief(2, 3).predict(3)",
        "The first number is for no True at all.",
    )
    check.close(
        Belief(2, 1).exceeds(Belief()),
        2 / 3,
        "Belief(2, 1).exceeds(Belief())",
        "It is a probability, from the whole of both distributions, and right within 0.001.",
        atol=1e-3,
    )
    ### BEGIN HIDDEN TESTS
    prior = Belief(2, 2)
    prior.update([True, True, False])
    check.close(
        [prior.a, prior.b],
        [2, 2],
        "[a, b] of Belief(2, 2) after an update, whose result was not kept",
        "An update makes a new belief and leaves the old one alone.",
    )
    rng = check.rng()
    said = rng.random(12) < 0.4
    twice = Belief(3, 1).update(said[:5]).update(said[5:])
    check.close(
        [twice.a, twice.b],
        [3 + said.sum(), 1 + (~said).sum()],
        "[a, b] of Belief(3, 1) after 5 results and then 7 more",
        "Yesterday's posterior is today's prior.",
    )
    check.close(
        np.asarray(Belief().predict(3000))[[0, 1500, 3000]],
        np.full(3, 1 / 3001),
        "Belief().predict(3000) for k = 0, 1500 and 3000",
        "Factorials and the gamma function overflow: add logarithms.",
    )
    check.close(
        Belief(0.5, 0.5).predict(2),
        [0.375, 0.25, 0.375],
        "Belief(0.5, 0.5).predict(2)",
        "a and b need not be whole numbers.",
    )
    check.close(
        Belief(40_001, 60_001).exceeds(Belief(39_801, 60_201)),
        0.81944,
        "Belief(40001, 60001).exceeds(Belief(39801, 60201))",
        "After many results the density is a narrow peak: slices of equal width are too wide for it.",
        atol=1e-3,
        rtol=0,
    )
    ### END HIDDEN TESTS


# %% reject="belief" because="counts True for b"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        return Belief(self.a + sum(not r for r in results), self.b + sum(bool(r) for r in results))

    def predict(self, m):
        return stats.betabinom.pmf(np.arange(m + 1), m, self.a, self.b)

    def exceeds(self, other):
        q = stats.beta.ppf((np.arange(10_000) + 0.5) / 10_000, self.a, self.b)
        return stats.beta.cdf(q, other.a, other.b).mean()


# %% reject="belief" because="puts the mean into the binomial distribution"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        return Belief(self.a + sum(bool(r) for r in results), self.b + sum(not r for r in results))

    def predict(self, m):
        return stats.binom.pmf(np.arange(m + 1), m, self.a / (self.a + self.b))

    def exceeds(self, other):
        q = stats.beta.ppf((np.arange(10_000) + 0.5) / 10_000, self.a, self.b)
        return stats.beta.cdf(q, other.a, other.b).mean()


# %% reject="belief" because="predicts in the wrong order"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        return Belief(self.a + sum(bool(r) for r in results), self.b + sum(not r for r in results))

    def predict(self, m):
        return stats.betabinom.pmf(np.arange(m + 1), m, self.b, self.a)

    def exceeds(self, other):
        q = stats.beta.ppf((np.arange(10_000) + 0.5) / 10_000, self.a, self.b)
        return stats.beta.cdf(q, other.a, other.b).mean()


# %% reject="belief" because="compares the means only"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        return Belief(self.a + sum(bool(r) for r in results), self.b + sum(not r for r in results))

    def predict(self, m):
        return stats.betabinom.pmf(np.arange(m + 1), m, self.a, self.b)

    def exceeds(self, other):
        return float(self.a / (self.a + self.b) > other.a / (other.a + other.b))


# %% reject="belief" because="takes both beliefs for bell curves"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        return Belief(self.a + sum(bool(r) for r in results), self.b + sum(not r for r in results))

    def predict(self, m):
        return stats.betabinom.pmf(np.arange(m + 1), m, self.a, self.b)

    def exceeds(self, other):
        mine, theirs = stats.beta(self.a, self.b), stats.beta(other.a, other.b)
        return stats.norm.cdf((mine.mean() - theirs.mean()) / math.sqrt(mine.var() + theirs.var()))


# %% reject="belief" because="changes itself"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        self.a += sum(bool(r) for r in results)
        self.b += sum(not r for r in results)
        return self

    def predict(self, m):
        return stats.betabinom.pmf(np.arange(m + 1), m, self.a, self.b)

    def exceeds(self, other):
        q = stats.beta.ppf((np.arange(10_000) + 0.5) / 10_000, self.a, self.b)
        return stats.beta.cdf(q, other.a, other.b).mean()


# %% reject="belief" because="always begins with the uniform prior"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        return Belief(1 + sum(bool(r) for r in results), 1 + sum(not r for r in results))

    def predict(self, m):
        return stats.betabinom.pmf(np.arange(m + 1), m, self.a, self.b)

    def exceeds(self, other):
        q = stats.beta.ppf((np.arange(10_000) + 0.5) / 10_000, self.a, self.b)
        return stats.beta.cdf(q, other.a, other.b).mean()


# %% reject="belief" because="multiplies gamma functions, which overflow"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        return Belief(self.a + sum(bool(r) for r in results), self.b + sum(not r for r in results))

    def predict(self, m):
        def beta(x, y):
            return math.gamma(x) * math.gamma(y) / math.gamma(x + y)

        a, b = self.a, self.b
        return np.array([math.comb(m, k) * beta(a + k, b + m - k) / beta(a, b) for k in range(m + 1)])

    def exceeds(self, other):
        q = stats.beta.ppf((np.arange(10_000) + 0.5) / 10_000, self.a, self.b)
        return stats.beta.cdf(q, other.a, other.b).mean()


# %% reject="belief" because="rounds the parameters"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        return Belief(self.a + sum(bool(r) for r in results), self.b + sum(not r for r in results))

    def predict(self, m):
        return stats.betabinom.pmf(np.arange(m + 1), m, math.ceil(self.a), math.ceil(self.b))

    def exceeds(self, other):
        q = stats.beta.ppf((np.arange(10_000) + 0.5) / 10_000, self.a, self.b)
        return stats.beta.cdf(q, other.a, other.b).mean()


# %% reject="belief" because="has slices of equal width that are too wide"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        return Belief(self.a + sum(bool(r) for r in results), self.b + sum(not r for r in results))

    def predict(self, m):
        return stats.betabinom.pmf(np.arange(m + 1), m, self.a, self.b)

    def exceeds(self, other):
        theta = (np.arange(200) + 0.5) / 200
        return (stats.beta.pdf(theta, self.a, self.b) * stats.beta.cdf(theta, other.a, other.b)).mean()


# %% accept="belief" because="predicts by the chain rule, and has very many slices"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        a, b = self.a, self.b
        for result in results:
            a, b = (a + 1, b) if result else (a, b + 1)
        return Belief(a, b)

    def predict(self, m):
        i = np.arange(m)
        hits = np.append(0.0, np.cumsum(np.log((self.a + i) / (i + 1))))
        misses = np.append(0.0, np.cumsum(np.log((self.b + i) / (i + 1))))
        return np.exp(hits + misses[::-1] - np.sum(np.log((self.a + self.b + i) / (i + 1))))

    def exceeds(self, other):
        theta = (np.arange(200_000) + 0.5) / 200_000
        return float((stats.beta.pdf(theta, self.a, self.b) * stats.beta.cdf(theta, other.a, other.b)).mean())


# %% accept="belief" because="uses SciPy, and integrates around the peak only"
class Belief:
    def __init__(self, a=1.0, b=1.0):
        self.a, self.b = a, b

    def update(self, results):
        hits = np.count_nonzero(results)
        return Belief(self.a + hits, self.b + len(results) - hits)

    def predict(self, m):
        return stats.betabinom(m, self.a, self.b).pmf(range(m + 1))

    def exceeds(self, other):
        mine = stats.beta(self.a, self.b)
        edges = np.linspace(mine.ppf(1e-9), mine.ppf(1 - 1e-9), 5001)
        shares = np.diff(mine.cdf(edges))
        return (shares * stats.beta.cdf((edges[1:] + edges[:-1]) / 2, other.a, other.b)).sum()


# %% [markdown]
# ## Different, relevant, or unknown?
#
# The diabetes data (`datasets.load("diabetes")`; its `.card` tells their story) have 442 patients of two sexes,
# coded 1 and 2. Do the two groups differ, and does the difference matter? A p-value answers neither whether it
# matters nor, if it is large, whether there is none. So experts have to say *beforehand* which difference would
# matter: the **margin** of each column, in its unit.
#
# Write `compare(first, second, margins, rng)`. `first` and `second` are arrays of shapes $(n_1,c)$ and
# $(n_2,c)$ with the same $c$ columns, and `margins` has $c$ positive numbers. A value may be missing (`nan`):
# then leave it out of its column, and only there. Return a dictionary:
#
# | key | value |
# |---|---|
# | `"difference"` | array of $c$ numbers: mean of the first minus mean of the second |
# | `"low"`, `"high"` | arrays: the ends of Welch's 95 % confidence interval of the difference |
# | `"p"` | array: the p-values of `permutation_test` with the difference of the means, `limit=999` and `rng`, one column after the other, adjusted by `holm` |
# | `"verdict"` | list of $c$ texts, see below |
#
# - Welch's interval is the difference $\pm\,q\cdot\sqrt{v_1+v_2}$ with $v=s^2/n$ for each group ($s^2$ divided
#   by $n-1$), where $q$ is the 0.975-quantile of the t distribution, `stats.t.ppf(0.975, nu)`, with
#   $\nu=\frac{(v_1+v_2)^2}{v_1^2/(n_1-1)+v_2^2/(n_2-1)}$. Here $n_1$ and $n_2$ count the known values of the
#   column. In each column, each group has at least two different values.
# - The verdict is `"relevant"` if the whole interval lies beyond the margin on one side (all of it above
#   $+$margin, or all of it below $-$margin), `"negligible"` if all of it lies between $-$margin and $+$margin,
#   and `"undecided"` otherwise. The p-value has no say in it.
#
# - Example: differences of 3, 0 and $-1.2$, each known to within $\pm0.4$, with margins of 1 are `"relevant"`,
#   `"negligible"` and `"undecided"`: the last interval goes from $-1.6$ to $-0.8$.
#
# The check prints your table for age (with a margin of 5 years), body mass index (2 kg/m²), blood pressure
# (3 mm Hg), blood sugar (8) and the progress of the disease (20). Read it with care: it holds a difference that
# is significant and negligible, and one that is significant and undecided.


# %% exercise="compare" difficulty=4 minutes=25 topics="statistics#t-tests, statistics#p-values, statistics#confidence-intervals, statistics#hypothesis-testing, statistics#variance, statistics#standard-deviation, statistics#descriptive-statistics"
def compare(first: np.ndarray, second: np.ndarray, margins: ArrayLike, rng: np.random.Generator) -> dict:
    """Judge the differences between two groups, column by column.

    Parameters
    ----------
    first, second : arrays of shapes (n1, c) and (n2, c)
        Values may be missing (nan).
    margins : c positive numbers
        The smallest differences that matter.
    rng : numpy.random.Generator
        For the permutation tests.

    Returns
    -------
    dict
        The arrays "difference", "low", "high" and "p", and the list "verdict".
    """
    ### BEGIN SOLUTION
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins, strict=True):
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        v, w = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        nu = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
        difference, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(v + w)
        low, high = difference - reach, difference + reach
        p = permutation_test(a, b, lambda one, other: one.mean() - other.mean(), 999, rng)
        if low > margin or high < -margin:
            verdict = "relevant"
        else:
            verdict = "negligible" if -margin < low and high < margin else "undecided"
        rows.append((difference, low, high, p, verdict))
    differences, lows, highs, ps, verdicts = zip(*rows, strict=True)
    return {
        "difference": np.array(differences),
        "low": np.array(lows),
        "high": np.array(highs),
        "p": holm(ps),
        "verdict": list(verdicts),
    }
    ### END SOLUTION


# %% [markdown] hint="compare"
# Go through the columns one by one and collect the results in lists; `holm` comes after the loop, since it
# needs all p-values. `a = first[:, j]` is a column, and `a[~np.isnan(a)]` has its known values.

# %% [markdown] hint="compare"
# The lesson's function `welch` computes $t$ and $\nu$; here you need its $v_a$, $v_b$ and $\nu$. Remember
# `ddof=1`.

# %% [markdown] hint="compare"
# Four comparisons make the verdict: `low > margin or high < -margin` is relevant,
# `low > -margin and high < margin` is negligible, and everything else is undecided.

# %% check="compare" points=5
with check.exercise("compare"):
    diabetes = datasets.load("diabetes")
    names = ["age", "bmi", "bp", "s6"]
    values = np.column_stack([diabetes.data[names].to_numpy(), np.asarray(diabetes.target)]).astype(float)
    sex = diabetes.data["sex"].to_numpy()
    one, two = values[sex == 1], values[sex == 2]
    result = compare(one, two, [5, 2, 3, 8, 20], np.random.default_rng(0))
    check.equal(sorted(result), ["difference", "high", "low", "p", "verdict"], "the sorted list of the keys")
    for j, name in enumerate([*names, "progression"]):
        numbers = [float(np.asarray(result[key])[j]) for key in ("difference", "low", "high", "p")]
        text = "difference {:6.2f}, interval {:6.2f} to {:6.2f}, p {:.3f}".format(*numbers)
        print(f"{name:11} {text}: {list(result['verdict'])[j]}")
    check.close(
        result["difference"],
        [-4.55905, -0.7797, -6.672825, -4.789742, -6.64539],
        "the difference for the five columns of the patients",
        "It is the mean of the first group minus the mean of the second.",
        rtol=1e-4,
    )
    check.close(
        np.column_stack([result["low"], result["high"]]),
        [[-6.97, -2.14], [-1.60, 0.04], [-9.17, -4.17], [-6.90, -2.68], [-21.12, 7.83]],
        "the intervals (low and high) for the five columns of the patients",
        "Does each variance belong to its own group, divided by n - 1, and is the quantile that of the t distribution?",
        atol=0.006,
        rtol=0,
    )
    check.equal(
        list(result["verdict"]),
        ["undecided", "negligible", "relevant", "negligible", "undecided"],
        "the verdicts for the five columns of the patients",
        "The whole interval counts, not the difference alone, and the p-value not at all.",
    )
    check.close(
        np.asarray(result["p"])[[2, 3]],
        [0.005, 0.005],
        "p for the blood pressure and the blood sugar",
        "With 999 shuffles the smallest p-value is 0.001, and holm multiplies it by 5.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    a, b = rng.normal(0, 1, size=(9, 2)), rng.normal([3, 0], [0.2, 9], size=(40, 2))
    want = [stats.ttest_ind(a[:, j], b[:, j], equal_var=False).confidence_interval() for j in range(2)]
    result = compare(a, b, [1, 1], np.random.default_rng(1))
    check.close(
        [result["low"], result["high"]],
        [[w.low for w in want], [w.high for w in want]],
        "[low, high] for 9 and 40 values whose spreads differ",
        "Each group has its own variance, and the degrees of freedom are Welch's.",
    )
    a, b = np.array([[1.0, 5], [2, np.nan], [4, 6], [5, 9]]), np.array([[np.nan, 1.0], [7, 2], [9, 6]])
    check.close(
        compare(a, b, [1, 1], np.random.default_rng(1))["difference"],
        [-5, 11 / 3],
        "the difference for columns with missing values",
        "A missing value is left out of its own column only.",
    )
    base = np.array([-0.2, -0.1, 0.1, 0.2])
    a = np.column_stack([base + 3, base, base, base - 1.2])
    b = np.column_stack([base, base + 3, base, base])
    check.equal(
        list(compare(a, b, [1, 1, 1, 1], np.random.default_rng(1))["verdict"]),
        ["relevant", "relevant", "negligible", "undecided"],
        "the verdicts for four columns with the differences 3, -3, 0 and -1.2, all of them known to within "
        "0.4 or less, and margins of 1",
        "A difference may matter in either direction.",
    )
    result = compare(a[:, :3], b[:, :3], [1, 1, 1], np.random.default_rng(1))
    check.close(
        result["p"],
        [6 / 70, 6 / 70, 1],
        "p for four and four values in three columns, of which two do not overlap",
        "There are 70 choices, fewer than 999, so the test lists them. Then comes holm, for all columns together.",
    )
    check.unchanged(
        lambda x, y: compare(x, y, [1.0], np.random.default_rng(1)) and None,
        np.array([[1.0], [np.nan], [3]]),
        np.array([[2.0], [4], [np.nan]]),
        what="compare(first, second, ...)",
        hint="Do not fill or remove values in place.",
    )
    ### END HIDDEN TESTS


# %% reject="compare" because="takes the second minus the first"
def compare(first, second, margins, rng):
    rows = []
    for b, a, margin in zip(np.transpose(first), np.transpose(second), margins):
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        v, w = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        nu = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
        d, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(v + w)
        low, high = d - reach, d + reach
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        far, near = low > margin or high < -margin, -margin < low and high < margin
        rows.append((d, low, high, p, "relevant" if far else "negligible" if near else "undecided"))
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": holm(p), "verdict": list(verdict)}


# %% reject="compare" because="takes standard deviations for standard errors"
def compare(first, second, margins, rng):
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins):
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        d, reach = a.mean() - b.mean(), 1.96 * np.sqrt(a.var(ddof=1) + b.var(ddof=1))
        low, high = d - reach, d + reach
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        far, near = low > margin or high < -margin, -margin < low and high < margin
        rows.append((d, low, high, p, "relevant" if far else "negligible" if near else "undecided"))
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": holm(p), "verdict": list(verdict)}


# %% reject="compare" because="calls every significant difference relevant"
def compare(first, second, margins, rng):
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins):
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        v, w = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        nu = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
        d, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(v + w)
        low, high = d - reach, d + reach
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        rows.append((d, low, high, p, "relevant" if p <= 0.05 else "negligible"))
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": holm(p), "verdict": list(verdict)}


# %% reject="compare" because="judges by the difference alone"
def compare(first, second, margins, rng):
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins):
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        v, w = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        nu = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
        d, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(v + w)
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        rows.append((d, d - reach, d + reach, p, "relevant" if abs(d) > margin else "negligible"))
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": holm(p), "verdict": list(verdict)}


# %% reject="compare" because="does not adjust the p-values"
def compare(first, second, margins, rng):
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins):
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        v, w = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        nu = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
        d, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(v + w)
        low, high = d - reach, d + reach
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        far, near = low > margin or high < -margin, -margin < low and high < margin
        rows.append((d, low, high, p, "relevant" if far else "negligible" if near else "undecided"))
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": np.array(p), "verdict": list(verdict)}


# %% reject="compare" because="assumes equal variances"
def compare(first, second, margins, rng):
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins):
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        nu = len(a) + len(b) - 2
        pooled = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / nu
        d, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(pooled / len(a) + pooled / len(b))
        if len(a) > 40:
            reach = stats.t.ppf(0.975, nu) * np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        low, high = d - reach, d + reach
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        far, near = low > margin or high < -margin, -margin < low and high < margin
        rows.append((d, low, high, p, "relevant" if far else "negligible" if near else "undecided"))
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": holm(p), "verdict": list(verdict)}


# %% reject="compare" because="leaves out every row with a missing value"
def compare(first, second, margins, rng):
    first, second = (x[~np.isnan(x).any(axis=1)] for x in (np.asarray(first), np.asarray(second)))
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins):
        v, w = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        nu = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
        d, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(v + w)
        low, high = d - reach, d + reach
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        far, near = low > margin or high < -margin, -margin < low and high < margin
        rows.append((d, low, high, p, "relevant" if far else "negligible" if near else "undecided"))
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": holm(p), "verdict": list(verdict)}


# %% reject="compare" because="finds relevant only what is smaller in the first group"
def compare(first, second, margins, rng):
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins):
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        v, w = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        nu = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
        d, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(v + w)
        low, high = d - reach, d + reach
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        near = -margin < low and high < margin
        rows.append(
            (d, low, high, p, "relevant" if high < -margin else "negligible" if near else "undecided")
        )
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": holm(p), "verdict": list(verdict)}


# %% reject="compare" because="multiplies the p-values by five, whatever their number"
def compare(first, second, margins, rng):
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins):
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        v, w = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        nu = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
        d, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(v + w)
        low, high = d - reach, d + reach
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        far, near = low > margin or high < -margin, -margin < low and high < margin
        rows.append(
            (d, low, high, min(1, 5 * p), "relevant" if far else "negligible" if near else "undecided")
        )
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": np.array(p), "verdict": list(verdict)}


# %% reject="compare" because="fills missing values in place"
def compare(first, second, margins, rng):
    rows = []
    for a, b, margin in zip(np.transpose(first), np.transpose(second), margins):
        known, known_b = ~np.isnan(a), ~np.isnan(b)
        a[~known], b[~known_b] = 0, 0
        a, b = a[known], b[known_b]
        v, w = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        nu = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
        d, reach = a.mean() - b.mean(), stats.t.ppf(0.975, nu) * np.sqrt(v + w)
        low, high = d - reach, d + reach
        p = permutation_test(a, b, lambda x, y: x.mean() - y.mean(), 999, rng)
        far, near = low > margin or high < -margin, -margin < low and high < margin
        rows.append((d, low, high, p, "relevant" if far else "negligible" if near else "undecided"))
    d, low, high, p, verdict = zip(*rows)
    return {"difference": np.array(d), "low": low, "high": high, "p": holm(p), "verdict": list(verdict)}


# %% accept="compare" because="lets SciPy compute the intervals, all columns at once"
def compare(first, second, margins, rng):
    found = stats.ttest_ind(first, second, equal_var=False, nan_policy="omit")
    margins = np.array(margins, dtype=float)
    difference = np.nanmean(first, axis=0) - np.nanmean(second, axis=0)
    lows, highs, ps = [], [], []
    for j in range(len(margins)):
        a, b = np.array(first)[:, j], np.array(second)[:, j]
        a, b = a[np.isfinite(a)], b[np.isfinite(b)]
        ends = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
        lows.append(ends.low)
        highs.append(ends.high)
        ps.append(permutation_test(a, b, lambda x, y: np.mean(x) - np.mean(y), 999, rng))
    assert len(np.ravel(found.pvalue)) == len(margins)
    low, high = np.array(lows), np.array(highs)
    verdict = np.where((low > -margins) & (high < margins), "negligible", "undecided")
    verdict = np.where((low > margins) | (high < -margins), "relevant  ", verdict)
    return {
        "verdict": [str(text).strip() for text in verdict],
        "p": holm(ps),
        "difference": difference,
        "low": low,
        "high": high,
    }


# %% accept="compare" because="finds the interval's distance from zero and from the margin"
def compare(first, second, margins, rng):
    result = {"difference": [], "low": [], "high": [], "p": [], "verdict": []}
    for j, margin in enumerate(margins):
        groups = [[float(row[j]) for row in group if not math.isnan(row[j])] for group in (first, second)]
        means = [sum(group) / len(group) for group in groups]
        v = [sum((x - m) ** 2 for x in g) / (len(g) - 1) / len(g) for g, m in zip(groups, means, strict=True)]
        nu = sum(v) ** 2 / sum(x**2 / (len(g) - 1) for x, g in zip(v, groups, strict=True))
        gap, reach = means[0] - means[1], stats.t.isf(0.025, nu) * math.sqrt(sum(v))
        result["difference"].append(gap)
        result["low"].append(gap - reach)
        result["high"].append(gap + reach)
        result["p"].append(permutation_test(*groups, lambda x, y: float(x.mean() - y.mean()), 999, rng))
        sure = "relevant" if abs(gap) - reach > margin else "undecided"
        result["verdict"].append("negligible" if abs(gap) + reach < margin else sure)
    return {**result, "p": holm(result["p"])}


# %% [markdown] manual="verdicts" points=4
# ## Your letter to the clinic
#
# The clinic has read your table and concludes: "Sex 2 has the higher blood pressure, so the disease acts
# differently on the two sexes. Blood sugar is highly significant and must be treated separately. The progress
# of the disease does not differ." Answer in at most 200 words: what of this do the data support? Look at the age
# as well: fit nothing, but in a cell of your own compare blood pressure once more, only for patients of similar
# age (for example from 40 to 60). Say how you would settle what is undecided. `print(diabetes.card)` tells what
# is known of the data.
#
# | criterion | 0 points | half a point | 1 point |
# |---|---|---|---|
# | Verdicts | repeats the p-values | gives intervals and margins for some columns | uses interval and margin for blood pressure, blood sugar and progress, each in its unit, where one is stated |
# | No difference? | takes "not significant" for "no difference" | says that it is unclear | says which differences the interval still allows, and what it would take to decide |
# | Causes | takes the difference for an effect of sex or disease | names age as another explanation | compares within an age group, with the numbers, and says what that does and does not rule out |
# | Limits | none | a general doubt | limits of these data: the unknown code of sex, unknown measure of progress, who was chosen, that all have the disease |
#
# ### BEGIN SOLUTION
# Blood pressure: sex 2 is higher by 4.2 to 9.2 mm Hg (95 %), all of it beyond the margin of 3. But sex 2 is also
# older, by 2.1 to 7.0 years, and pressure rises with age. From 40 to 60 years (127 and 112 patients) the
# difference is 4.9, with an interval from 1.5 to 8.3, and from 45 to 55 it is 2.5, from $-1.9$ to 6.8: undecided.
# Age explains a part, perhaps much; but smaller groups alone widen the interval too. And all patients have the
# disease: nothing here says that *it* acts differently.
#
# Blood sugar: the difference is real ($p=0.005$, corrected), but at most 6.9, below the margin of 8 that was set
# before. Significant is not relevant.
#
# Progress: "does not differ" is not shown. Sex 1 minus sex 2 lies between $-21$ and 8, and the margin is 20. Half
# the interval takes four times the patients.
#
# Limits: the card does not say which sex is 1, what measures progress, the unit of blood sugar, or how the
# patients were chosen. A physician should set the margins, before looking.
# ### END SOLUTION
