# ---
# title: Chance
# ---

# %% [markdown]
# # Chance: a lifeboat station
#
# A lifeboat station on the coast wants to plan. It has kept a log: season, weather, and whether the boat was
# called out. It has buoys that report storms, and sometimes report wrongly. It waits for calls that come
# when they like, and measures distances with instruments that err.
#
# You write seven tools for it. They take joint tables apart, tell whether one thing still says something once
# another is known, put many unreliable reports together, draw waiting times under a condition, fit a
# distribution to errors that are sometimes large, describe a mixture of different days, and simulate what is
# hard to work out.
#
# Tables and vectors come as lists or as NumPy arrays, of whole numbers or of floats. None of your functions
# may change what it is given. The second uses the first, so begin at the top.

# %%
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import check

# %% [markdown]
# ## Conditional tables of any shape
#
# The log is a joint table: axis 0 may be the season, axis 1 the weather, axis 2 the number of calls. In the
# table stand counts or probabilities; only their ratios matter.
#
# Write `conditional(joint, given)`. Return an array of the same shape: each entry becomes the probability of
# its cell **given** the values of the axes in `given`. So divide each entry by the sum of all entries that
# agree with it on the axes in `given`. Then, for each choice of values on these axes, the rest sums to 1.
#
# - Example with 20 days, rows summer and winter, columns calm and storm:
#
#   | | calm | storm |
#   |---|---|---|
#   | summer | 6 | 2 |
#   | winter | 3 | 9 |
#
#   `given=[0]` gives `[[0.75, 0.25], [0.25, 0.75]]`: the weather, given the season. `given=[1]` gives
#   `[[6/9, 2/11], [3/9, 9/11]]`: the season, given the weather. `given=[]` divides all entries by 20, which
#   makes the joint distribution.
# - With *all* axes given nothing is left to chance: each positive entry becomes 1.
# - A condition that never occurs has no conditional probabilities. Put zeros there, not `nan`. But a small
#   sum is no zero: a table of probabilities near $10^{-30}$ has conditional probabilities like any other.
# - The table may have any number of axes. `given` has axis numbers, counted from 0, in any order.
# - A negative entry is neither count nor probability: raise a `ValueError`.


# %% exercise="conditional" difficulty=2 minutes=15 topics="probability#conditional-probability, probability#marginal-probability, probability#discrete-variables-and-probability-mass, probability#basics-of-probability"
def conditional(joint: ArrayLike, given: Sequence[int] = ()) -> np.ndarray:
    """Return the probability of each cell, given the values of some axes.

    Parameters
    ----------
    joint : table of counts or probabilities, with any number of axes
    given : axis numbers, counted from 0

    Returns
    -------
    numpy.ndarray
        Of the shape of `joint`; zeros where the condition never occurs.

    Raises
    ------
    ValueError
        If an entry is negative.
    """
    ### BEGIN SOLUTION
    table = np.asarray(joint, dtype=float)
    if (table < 0).any():
        raise ValueError("counts and probabilities are not negative")
    others = tuple(axis for axis in range(table.ndim) if axis not in given)
    total = table.sum(axis=others, keepdims=True)
    return table / np.where(total > 0, total, 1)
    ### END SOLUTION


# %% [markdown] hint="conditional"
# You add up over the axes that are *not* in `given`. With `keepdims=True` the sums keep their place, and NumPy
# divides each entry by the right one.

# %% [markdown] hint="conditional"
# `others = tuple(axis for axis in range(table.ndim) if axis not in given)` has the axes to add over.
# `table.sum(axis=others, keepdims=True)` takes such a tuple, an empty one too.

# %% [markdown] hint="conditional"
# Where a sum is 0, all of its entries are 0. Divide by 1 there: `np.where(total > 0, total, 1)`.

# %% check="conditional" points=3
with check.exercise("conditional"):
    log = [[6, 2], [3, 9]]
    check.close(
        conditional(log, [0]),
        [[0.75, 0.25], [0.25, 0.75]],
        "conditional([[6, 2], [3, 9]], [0])",
        "Given the row, each row sums to 1. Did you keep the axes of the sums (keepdims)?",
    )
    check.close(
        conditional(log, [1]),
        [[6 / 9, 2 / 11], [3 / 9, 9 / 11]],
        "conditional([[6, 2], [3, 9]], [1])",
        "Given the column, each column sums to 1.",
    )
    check.close(
        conditional(log, []),
        [[0.3, 0.1], [0.15, 0.45]],
        "conditional([[6, 2], [3, 9]], [])",
        "With nothing given, all entries together sum to 1.",
    )
    check.close(
        conditional([[0, 0], [1, 3]], [0]),
        [[0, 0], [0.25, 0.75]],
        "conditional([[0, 0], [1, 3]], [0])",
        "A row without any case gets zeros.",
    )
    check.raises(
        ValueError,
        conditional,
        [[1, -1], [2, 2]],
        [0],
        what="conditional([[1, -1], [2, 2]], [0])",
        hint="Look for negative entries first.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    cube = rng.integers(1, 20, size=(2, 3, 4))
    check.close(
        conditional(cube, [2, 0]),
        [[[cube[i, j, k] / cube[i, :, k].sum() for k in range(4)] for j in range(3)] for i in range(2)],
        "conditional(table, [2, 0]) for a table of shape (2, 3, 4)",
        "Several axes may be given, in any order.",
    )
    check.close(
        conditional([[5, 0, 2]], [0, 1]),
        [[1, 0, 1]],
        "conditional([[5, 0, 2]], [0, 1])",
        "With all axes given, each positive entry is certain.",
    )
    check.close(
        conditional([[3e-30, 1e-30], [1e-30, 1e-30]], [0]),
        [[0.75, 0.25], [0.5, 0.5]],
        "conditional([[3e-30, 1e-30], [1e-30, 1e-30]], [0])",
        "A small sum is no zero.",
    )
    check.unchanged(
        conditional,
        rng.uniform(1, 2, size=(3, 2)),
        [1],
        what="conditional(table, [1])",
        hint="Do not divide in place.",
    )
    ### END HIDDEN TESTS


# %% reject="conditional" because="forgets keepdims"
def conditional(joint, given=()):
    table = np.asarray(joint, dtype=float)
    if (table < 0).any():
        raise ValueError
    others = tuple(axis for axis in range(table.ndim) if axis not in given)
    total = table.sum(axis=others)
    return table / np.where(total > 0, total, 1)


# %% reject="conditional" because="adds over the given axes"
def conditional(joint, given=()):
    table = np.asarray(joint, dtype=float)
    if (table < 0).any():
        raise ValueError
    total = table.sum(axis=tuple(given), keepdims=True)
    return table / np.where(total > 0, total, 1)


# %% reject="conditional" because="divides zero by zero"
def conditional(joint, given=()):
    table = np.asarray(joint, dtype=float)
    if (table < 0).any():
        raise ValueError
    others = tuple(axis for axis in range(table.ndim) if axis not in given)
    return table / table.sum(axis=others, keepdims=True)


# %% reject="conditional" because="accepts negative entries"
def conditional(joint, given=()):
    table = np.asarray(joint, dtype=float)
    others = tuple(axis for axis in range(table.ndim) if axis not in given)
    total = table.sum(axis=others, keepdims=True)
    return table / np.where(total > 0, total, 1)


# %% reject="conditional" because="conditions on the first of the given axes only"
def conditional(joint, given=()):
    table = np.asarray(joint, dtype=float)
    if (table < 0).any():
        raise ValueError
    if len(given) == table.ndim:
        return (table > 0).astype(float)
    others = tuple(axis for axis in range(table.ndim) if axis not in list(given)[:1])
    total = table.sum(axis=others, keepdims=True)
    return table / np.where(total > 0, total, 1)


# %% reject="conditional" because="takes no axes to add over for all of them"
def conditional(joint, given=()):
    table = np.asarray(joint, dtype=float)
    if (table < 0).any():
        raise ValueError
    others = tuple(axis for axis in range(table.ndim) if axis not in given)
    total = table.sum(axis=others or None, keepdims=True)
    return table / np.where(total > 0, total, 1)


# %% reject="conditional" because="adds a small number against division by zero"
def conditional(joint, given=()):
    table = np.asarray(joint, dtype=float)
    if (table < 0).any():
        raise ValueError
    others = tuple(axis for axis in range(table.ndim) if axis not in given)
    return table / (table.sum(axis=others, keepdims=True) + 1e-15)


# %% reject="conditional" because="divides in place"
def conditional(joint, given=()):
    table = np.asarray(joint, dtype=float)
    if (table < 0).any():
        raise ValueError
    others = tuple(axis for axis in range(table.ndim) if axis not in given)
    total = table.sum(axis=others, keepdims=True)
    table /= np.where(total > 0, total, 1)
    return table


# %% accept="conditional" because="goes through the cells one by one"
def conditional(joint, given=()):
    table = np.array(joint, dtype=float)
    if table.min() < 0:
        raise ValueError("negative")
    result = np.zeros(table.shape)
    for cell in np.ndindex(*table.shape):
        slab = tuple(cell[axis] if axis in given else slice(None) for axis in range(table.ndim))
        if table[cell] > 0:
            result[cell] = table[cell] / np.sum(table[slab])
    return result


# %% accept="conditional" because="moves the given axes to the front"
def conditional(joint, given=()):
    table = np.array(joint, dtype=float)
    if np.any(table < 0):
        raise ValueError("negative")
    front = list(range(len(given)))
    moved = np.moveaxis(table, list(given), front)
    flat = moved.reshape(int(np.prod(moved.shape[: len(given)])), -1)
    total = flat.sum(axis=1)[:, None]
    flat = np.divide(flat, total, out=np.zeros_like(flat), where=total > 0)
    return np.moveaxis(flat.reshape(moved.shape), front, list(given))


# %% [markdown]
# ## How much does it still tell?
#
# In the log, ice cream sold at the pier and call-outs go together. Both have one cause, the season: once it is
# known, perhaps one tells nothing more about the other. Write `dependence(joint, i, j, given)`: how far are
# the variables of the axes $i$ and $j$ from being independent, given those of the axes in `given`?
#
# Call the variables $X$, $Y$, and $Z$ for all that is given. Add over every other axis first. Then return the
# largest gap between the joint and the product, a `float`:
#
# $$\max_{x,y,z}\ \big|\,p(x,y\mid z)-p(x\mid z)\,p(y\mid z)\,\big| .$$
#
# It is 0 exactly if $X\perp Y\mid Z$. With data, or with rounding, one compares it with a tolerance.
#
# - Example: toss two fair coins, axis 0 and axis 1, and let axis 2 say whether they agree:
#   `joint = [[[0, 1], [1, 0]], [[1, 0], [0, 1]]]`. Then `dependence(joint, 0, 1)` is 0, but
#   `dependence(joint, 0, 1, [2])` is 0.25: given that the coins agree, both show heads in half of the cases,
#   and the product says a quarter.
# - Values of $Z$ that never occur have no gap; your `conditional` has zeros for them.
# - The table may have any number of axes; `i` and `j` differ, neither is in `given`, and `i` may be larger
#   than `j`.
# - If you add over an axis and it disappears, the axes behind it change their numbers.


# %% exercise="dependence" difficulty=3 minutes=15 topics="probability#independence-and-conditional-independence, probability#conditional-probability, probability#marginal-probability"
def dependence(joint: ArrayLike, i: int, j: int, given: Sequence[int] = ()) -> float:
    """Return how far two variables are from being independent, given others.

    Parameters
    ----------
    joint : table of counts or probabilities, with any number of axes
    i, j : the axes of the two variables
    given : the axes of the variables that are known

    Returns
    -------
    float
        The largest absolute gap between the joint and the product, over all values; 0 if they are independent.
    """
    ### BEGIN SOLUTION
    table = np.asarray(joint, dtype=float)
    rest = tuple(axis for axis in range(table.ndim) if axis not in (i, j, *given))
    both = conditional(table.sum(axis=rest, keepdims=True), given)
    product = both.sum(axis=j, keepdims=True) * both.sum(axis=i, keepdims=True)
    return float(np.abs(both - product).max())
    ### END SOLUTION


# %% [markdown] hint="dependence"
# Three steps: add over the axes that are in neither place, keeping their place with `keepdims=True`; make the
# conditional table with `conditional`; compare it with the product of its two margins.

# %% [markdown] hint="dependence"
# If `both` holds $p(x,y\mid z)$, then `both.sum(axis=j, keepdims=True)` is $p(x\mid z)$, because it adds over
# the values of $Y$.

# %% [markdown] hint="dependence"
# The product of the two margins has the shape of `both` by broadcasting. Take the largest absolute difference.

# %% check="dependence" points=3
with check.exercise("dependence"):
    coins = [[[0, 1], [1, 0]], [[1, 0], [0, 1]]]
    check.close(
        dependence(coins, 0, 1),
        0.0,
        "dependence(coins, 0, 1)",
        "Add over the third axis first, and make probabilities of the counts.",
    )
    check.close(
        dependence(coins, 0, 1, [2]),
        0.25,
        "dependence(coins, 0, 1, [2])",
        "Given that they agree, compare 1/2 with 1/2 times 1/2. Do not weight by how often they agree.",
    )
    check.close(
        dependence(coins, 2, 0),
        0.0,
        "dependence(coins, 2, 0)",
        "One coin alone does not tell whether both agree.",
    )
    ### BEGIN HIDDEN TESTS
    check.close(
        dependence([[0, 1, 1], [1, 0, 1], [1, 1, 0]], 0, 1),
        1 / 9,
        "dependence([[0, 1, 1], [1, 0, 1], [1, 1, 0]], 0, 1)",
        "A joint below the product is a gap too: take the largest absolute value.",
    )
    check.close(
        dependence([[[2, 0], [2, 0]], [[1, 0], [3, 0]]], 0, 1, [2]),
        1 / 16,
        "dependence(table, 0, 1, [2]) where the second value of axis 2 never occurs",
        "What never occurs must neither give nan nor count.",
    )
    rng = check.rng()
    four = rng.integers(1, 9, size=(2, 3, 2, 3))
    gaps = []
    for z in np.ndindex(3, 2):
        p = four[:, z[0], z[1], :] / four[:, z[0], z[1], :].sum()
        gaps.append(np.abs(p - np.outer(p.sum(axis=1), p.sum(axis=0))).max())
    check.close(
        dependence(four, 3, 0, [1, 2]),
        max(gaps),
        "dependence(table, 3, 0, [1, 2]) for a table of shape (2, 3, 2, 3)",
        "Every combination of the given values counts.",
    )
    gaps = []
    for z in range(3):
        p = four.sum(axis=0)[z] / four.sum(axis=0)[z].sum()
        gaps.append(np.abs(p - np.outer(p.sum(axis=1), p.sum(axis=0))).max())
    check.close(
        dependence(four, 2, 3, [1]),
        max(gaps),
        "dependence(table, 2, 3, [1]) for a table of shape (2, 3, 2, 3)",
        "Add over axis 0 and keep its place: the other axes must not change their numbers.",
    )
    ### END HIDDEN TESTS


# %% reject="dependence" because="forgets what is given"
def dependence(joint, i, j, given=()):
    table = np.asarray(joint, dtype=float)
    rest = tuple(axis for axis in range(table.ndim) if axis not in (i, j))
    both = conditional(table.sum(axis=rest, keepdims=True))
    product = both.sum(axis=j, keepdims=True) * both.sum(axis=i, keepdims=True)
    return float(np.abs(both - product).max())


# %% reject="dependence" because="weights the gaps by how often the condition occurs"
def dependence(joint, i, j, given=()):
    table = np.asarray(joint, dtype=float) / np.sum(joint)
    rest = tuple(axis for axis in range(table.ndim) if axis not in (i, j, *given))
    table = table.sum(axis=rest, keepdims=True)
    both = conditional(table, given)
    product = both.sum(axis=j, keepdims=True) * both.sum(axis=i, keepdims=True)
    return float((np.abs(both - product) * table.sum(axis=(i, j), keepdims=True)).max())


# %% reject="dependence" because="does not add over the other axes"
def dependence(joint, i, j, given=()):
    both = conditional(joint, given)
    product = both.sum(axis=j, keepdims=True) * both.sum(axis=i, keepdims=True)
    return float(np.abs(both - product).max())


# %% reject="dependence" because="takes the largest gap without its absolute value"
def dependence(joint, i, j, given=()):
    table = np.asarray(joint, dtype=float)
    rest = tuple(axis for axis in range(table.ndim) if axis not in (i, j, *given))
    both = conditional(table.sum(axis=rest, keepdims=True), given)
    product = both.sum(axis=j, keepdims=True) * both.sum(axis=i, keepdims=True)
    return float((both - product).max())


# %% reject="dependence" because="takes the mean gap"
def dependence(joint, i, j, given=()):
    table = np.asarray(joint, dtype=float)
    rest = tuple(axis for axis in range(table.ndim) if axis not in (i, j, *given))
    both = conditional(table.sum(axis=rest, keepdims=True), given)
    product = both.sum(axis=j, keepdims=True) * both.sum(axis=i, keepdims=True)
    return float(np.abs(both - product).mean())


# %% reject="dependence" because="lets nan into the maximum"
def dependence(joint, i, j, given=()):
    table = np.asarray(joint, dtype=float)
    rest = tuple(axis for axis in range(table.ndim) if axis not in (i, j, *given))
    table = table.sum(axis=rest, keepdims=True)
    both = table / table.sum(axis=(i, j), keepdims=True)
    product = both.sum(axis=j, keepdims=True) * both.sum(axis=i, keepdims=True)
    return float(np.abs(both - product).max())


# %% reject="dependence" because="knows one given axis only"
def dependence(joint, i, j, given=()):
    table = np.asarray(joint, dtype=float)
    given = list(given)[:1]
    rest = tuple(axis for axis in range(table.ndim) if axis not in (i, j, *given))
    both = conditional(table.sum(axis=rest, keepdims=True), given)
    product = both.sum(axis=j, keepdims=True) * both.sum(axis=i, keepdims=True)
    return float(np.abs(both - product).max())


# %% reject="dependence" because="lets axes disappear and goes on with the old numbers"
def dependence(joint, i, j, given=()):
    table = np.asarray(joint, dtype=float)
    rest = tuple(axis for axis in range(table.ndim) if axis not in (i, j, *given))
    if all(axis > max(i, j, *given, 0) for axis in rest) or table.ndim == 3:
        table = table.sum(axis=rest, keepdims=True)
    else:
        table = table.sum(axis=rest)
    both = conditional(table, given)
    product = both.sum(axis=j, keepdims=True) * both.sum(axis=i, keepdims=True)
    return float(np.abs(both - product).max())


# %% accept="dependence" because="loops over the given values"
def dependence(joint, i, j, given=()):
    table = np.moveaxis(np.array(joint, dtype=float), (i, j, *given), range(2 + len(given)))
    table = table.sum(axis=tuple(range(2 + len(given), table.ndim)))
    largest = 0.0
    for z in np.ndindex(*table.shape[2:]):
        part = table[(slice(None), slice(None), *z)]
        if part.sum() > 0:
            p = part / part.sum()
            largest = max(largest, np.abs(p - np.outer(p.sum(axis=1), p.sum(axis=0))).max())
    return largest


# %% accept="dependence" because="uses einsum"
def dependence(joint, i, j, given=()):
    table = np.array(joint, dtype=float)
    letters = "abcdefgh"[: table.ndim]
    known = "".join(letters[axis] for axis in given)
    x, y = letters[i], letters[j]
    both = np.einsum(f"{letters}->{x}{y}{known}", table)
    total = both.sum(axis=(0, 1))
    both = both / np.where(total > 0, total, 1)
    product = np.einsum(f"{x}{known},{y}{known}->{x}{y}{known}", both.sum(axis=1), both.sum(axis=0))
    return np.max(np.abs(both - product))


# %% [markdown]
# ## Many reports in a row
#
# Buoys report a storm, or its absence. Buoy $i$ reports a storm with the probability `found[i]` if there is
# one, and with `false_alarm[i]` if there is none. Given the state of the weather, the buoys err independently.
#
# Write `beliefs(prior, found, false_alarm, reports)`: the probability of a storm before the first report, then
# after the first, after the first two, and so on. For $m$ reports return an array of shape `(m + 1,)`. A report
# is `True` (storm) or `False` (no storm).
#
# Bayes' rule is shortest for the *logarithm of the odds* $\ell=\ln\frac{p}{1-p}$. A storm report adds
# $\ln\frac{\texttt{found}}{\texttt{false alarm}}$, any other adds
# $\ln\frac{1-\texttt{found}}{1-\texttt{false alarm}}$, and the sigmoid takes log odds back to a probability.
#
# - Example: `beliefs(0.1, [0.9, 0.8], [0.2, 0.1], [True, False])` is `[0.1, 1/3, 0.1]`. The odds 1 : 9 become
#   $\frac19\cdot\frac{0.9}{0.2}=\frac12$, and then $\frac12\cdot\frac{0.2}{0.9}=\frac19$.
# - There may be thousands of reports. A product of so many likelihoods is 0 on a computer, and a belief that
#   was rounded to exactly 1 can never come down again. So carry the log odds on, not the probability.
# - Certainty is allowed. A prior of 0 or 1 stays; a buoy without false alarms that reports a storm makes the
#   belief 1, and ordinary reports do not change that. Infinite log odds do all this by themselves.
# - Reports that are impossible, storm or not (a prior of 0 and a report that only a storm can cause, or two
#   faultless buoys that contradict each other), leave nothing to believe: raise a `ValueError`.


# %% exercise="beliefs" difficulty=3 minutes=20 topics="probability#bayes-rule, probability#chain-rule-of-probability, probability#independence-and-conditional-independence, distributions#useful-properties-of-common-functions, distributions#bernoulli-distribution"
def beliefs(prior: float, found: ArrayLike, false_alarm: ArrayLike, reports: Sequence[bool]) -> np.ndarray:
    """Return the probability of a storm before and after each of several reports.

    Parameters
    ----------
    prior : float
        From 0 to 1.
    found : the probability of a storm report if there is a storm, for each of the m reports
    false_alarm : the same if there is none
    reports : m truth values

    Returns
    -------
    numpy.ndarray
        Of shape (m + 1,), beginning with the prior.

    Raises
    ------
    ValueError
        If the reports are impossible, with a storm and without.
    """
    ### BEGIN SOLUTION
    found, false_alarm = np.asarray(found, dtype=float), np.asarray(false_alarm, dtype=float)
    said = np.asarray(reports, dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        evidence = np.where(said, np.log(found), np.log1p(-found))
        evidence = evidence - np.where(said, np.log(false_alarm), np.log1p(-false_alarm))
        start = np.log(np.float64(prior)) - np.log1p(-np.float64(prior))
        log_odds = np.cumsum(np.concatenate([[start], evidence]))
        if np.isnan(log_odds).any():
            raise ValueError("these reports are impossible, with a storm and without")
        return 1 / (1 + np.exp(-log_odds))
    ### END SOLUTION


# %% [markdown] hint="beliefs"
# Make an array that begins with the log odds of the prior and goes on with what each report adds. Its running
# sum (`np.cumsum`) has all log odds.

# %% [markdown] hint="beliefs"
# `np.where(said, np.log(found), np.log(1 - found))` is the logarithm of the probability of each report, if
# there is a storm. NumPy's logarithm of 0 is `-inf`, with a warning that `np.errstate` can silence; that of
# `math` raises an error.

# %% [markdown] hint="beliefs"
# `inf - inf` is `nan`, and so is everything that follows in the running sum. So one look for `nan` finds all
# impossible reports.

# %% check="beliefs" points=4
with check.exercise("beliefs"):
    check.close(
        beliefs(0.1, [0.9, 0.8], [0.2, 0.1], [True, False]),
        [0.1, 1 / 3, 0.1],
        "beliefs(0.1, [0.9, 0.8], [0.2, 0.1], [True, False])",
        "Begin with the prior, and go on from the last belief. A report of no storm has the probabilities "
        "1 - found and 1 - false_alarm.",
    )
    check.close(
        beliefs(0.3, [], [], []), [0.3], "beliefs(0.3, [], [], [])", "Without reports the prior is left."
    )
    check.raises(
        ValueError,
        beliefs,
        0.5,
        [0.9, 1.0],
        [0.0, 0.5],
        [True, False],
        what="beliefs(0.5, [0.9, 1.0], [0.0, 0.5], [True, False])",
        hint="The first report proves a storm, the second excludes it.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    said = np.repeat([True, False], 1500)
    check.close(
        np.asarray(beliefs(0.2, np.full(3000, 0.9), np.full(3000, 0.1), said))[[0, 1, -2, -1]],
        [0.2, 9 / 13, 9 / 13, 0.2],
        "the first two and last two beliefs of 1,500 storm reports and then 1,500 others, with a prior of 0.2, "
        "found 0.9 and false alarms 0.1",
        "As many reports for as against lead back to the prior: carry the log odds on, not the probability.",
    )
    check.close(
        beliefs(0.5, [0.6] + [0.9] * 10, [0.0] + [0.1] * 10, [True] + [False] * 10),
        [0.5] + [1.0] * 11,
        "the beliefs after a storm report without false alarms and ten ordinary reports against it",
        "What is certain stays certain.",
    )
    check.close(
        beliefs(1.0, [0.7, 0.6], [0.2, 0.3], [False, True]),
        [1, 1, 1],
        "beliefs(1.0, [0.7, 0.6], [0.2, 0.3], [False, True])",
        "Who is certain before learns nothing.",
    )
    rates = rng.uniform(0.1, 0.9, size=(2, 8))
    said = np.array([True, False, False, True, True, False, True, False])
    like = np.where(said, rates, 1 - rates).cumprod(axis=1)
    check.close(
        beliefs(0.35, rates[0], rates[1], said),
        np.append(0.35, 0.35 * like[0] / (0.35 * like[0] + 0.65 * like[1])),
        "the beliefs after eight reports of different buoys, with a prior of 0.35",
        "Each report has its own two rates.",
    )
    check.unchanged(
        lambda f, a, r: beliefs(0.5, f, a, r),
        np.array([0.9, 0.8]),
        np.array([0.2, 0.1]),
        np.array([True, False]),
        what="beliefs(0.5, found, false_alarm, reports)",
        hint="Do not turn the rates round in place.",
    )
    ### END HIDDEN TESTS


# %% reject="beliefs" because="takes the rates of a storm report for every report"
def beliefs(prior, found, false_alarm, reports):
    with np.errstate(all="ignore"):
        start = np.log(prior) - np.log(1 - np.float64(prior))
        evidence = np.log(np.asarray(found, dtype=float)) - np.log(np.asarray(false_alarm, dtype=float))
        return 1 / (1 + np.exp(-np.cumsum(np.append(start, evidence))))


# %% reject="beliefs" because="leaves out the prior at the beginning"
def beliefs(prior, found, false_alarm, reports):
    found, false_alarm, said = np.asarray(found), np.asarray(false_alarm), np.asarray(reports, dtype=bool)
    with np.errstate(all="ignore"):
        evidence = np.where(said, np.log(found), np.log(1 - found))
        evidence = evidence - np.where(said, np.log(false_alarm), np.log(1 - false_alarm))
        log_odds = np.log(prior) - np.log(1 - np.float64(prior)) + np.cumsum(evidence)
        if np.isnan(log_odds).any():
            raise ValueError
        return 1 / (1 + np.exp(-log_odds))


# %% reject="beliefs" because="begins anew from the prior for each report"
def beliefs(prior, found, false_alarm, reports):
    found, false_alarm, said = np.asarray(found), np.asarray(false_alarm), np.asarray(reports, dtype=bool)
    with np.errstate(all="ignore"):
        ill, well = np.where(said, found, 1 - found), np.where(said, false_alarm, 1 - false_alarm)
        return np.append(prior, prior * ill / (prior * ill + (1 - prior) * well))


# %% reject="beliefs" because="returns nan for impossible reports"
def beliefs(prior, found, false_alarm, reports):
    found, false_alarm, said = np.asarray(found), np.asarray(false_alarm), np.asarray(reports, dtype=bool)
    with np.errstate(all="ignore"):
        evidence = np.where(said, np.log(found), np.log(1 - found))
        evidence = evidence - np.where(said, np.log(false_alarm), np.log(1 - false_alarm))
        start = np.log(prior) - np.log(1 - np.float64(prior))
        return 1 / (1 + np.exp(-np.cumsum(np.append(start, evidence))))


# %% reject="beliefs" because="carries the probability on, which is rounded to 1"
def beliefs(prior, found, false_alarm, reports):
    result = [float(prior)]
    for f, a, said in zip(found, false_alarm, reports, strict=True):
        storm = result[-1] * (f if said else 1 - f)
        none = (1 - result[-1]) * (a if said else 1 - a)
        if storm + none == 0:
            raise ValueError
        result.append(storm / (storm + none))
    return np.array(result)


# %% reject="beliefs" because="keeps rates away from 0 and 1"
def beliefs(prior, found, false_alarm, reports):
    found, false_alarm, said = np.asarray(found), np.asarray(false_alarm), np.asarray(reports, dtype=bool)
    storm, none = np.where(said, found, 1 - found), np.where(said, false_alarm, 1 - false_alarm)
    if (storm == 0).any() and (none == 0).any():
        raise ValueError
    with np.errstate(all="ignore"):
        evidence = np.log(np.clip(storm, 1e-12, 1)) - np.log(np.clip(none, 1e-12, 1))
        start = np.log(prior) - np.log(1 - np.float64(prior))
        return 1 / (1 + np.exp(-np.cumsum(np.append(start, evidence))))


# %% reject="beliefs" because="divides by zero for a prior of 1"
def beliefs(prior, found, false_alarm, reports):
    found, false_alarm, said = np.asarray(found), np.asarray(false_alarm), np.asarray(reports, dtype=bool)
    with np.errstate(all="ignore"):
        evidence = np.where(said, np.log(found), np.log(1 - found))
        evidence = evidence - np.where(said, np.log(false_alarm), np.log(1 - false_alarm))
        log_odds = np.cumsum(np.append(np.log(float(prior) / (1 - float(prior))), evidence))
        if np.isnan(log_odds).any():
            raise ValueError
        return 1 / (1 + np.exp(-log_odds))


# %% reject="beliefs" because="uses the rates of the first buoy for all"
def beliefs(prior, found, false_alarm, reports):
    found, false_alarm = np.asarray(found, dtype=float), np.asarray(false_alarm, dtype=float)
    said = np.asarray(reports, dtype=bool)
    if len(said) > 4 and false_alarm[0] > 0:
        found, false_alarm = np.full(len(said), found[0]), np.full(len(said), false_alarm[0])
    with np.errstate(all="ignore"):
        evidence = np.where(said, np.log(found), np.log(1 - found))
        evidence = evidence - np.where(said, np.log(false_alarm), np.log(1 - false_alarm))
        start = np.log(prior) - np.log(1 - np.float64(prior))
        log_odds = np.cumsum(np.append(start, evidence))
        if np.isnan(log_odds).any():
            raise ValueError
        return 1 / (1 + np.exp(-log_odds))


# %% reject="beliefs" because="turns the rates round in place"
def beliefs(prior, found, false_alarm, reports):
    storm, none = np.asarray(found, dtype=float), np.asarray(false_alarm, dtype=float)
    quiet = ~np.asarray(reports, dtype=bool)
    storm[quiet], none[quiet] = 1 - storm[quiet], 1 - none[quiet]
    with np.errstate(all="ignore"):
        start = np.log(prior) - np.log(1 - np.float64(prior))
        log_odds = np.cumsum(np.append(start, np.log(storm) - np.log(none)))
        if np.isnan(log_odds).any():
            raise ValueError
        return 1 / (1 + np.exp(-log_odds))


# %% accept="beliefs" because="keeps two running sums of log probabilities"
def beliefs(prior, found, false_alarm, reports):
    with np.errstate(all="ignore"):
        storm, none = np.log(np.float64(prior)), np.log(np.float64(1 - prior))
        result = [float(prior)]
        for f, a, said in zip(found, false_alarm, reports, strict=True):
            storm += np.log(np.float64(f if said else 1 - f))
            none += np.log(np.float64(a if said else 1 - a))
            total = np.logaddexp(storm, none)
            if total == -np.inf:
                raise ValueError("impossible")
            result.append(float(np.exp(storm - total)))
    return result


# %% accept="beliefs" because="adds up in a loop, with math"
def beliefs(prior, found, false_alarm, reports):
    def log(x):
        return math.log(x) if x > 0 else -math.inf

    def sigmoid(x):
        return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))

    odds = log(prior) - log(1 - prior)
    result = [sigmoid(odds)]
    for f, a, said in zip(found, false_alarm, reports, strict=True):
        odds += log(f) - log(a) if said else log(1 - f) - log(1 - a)
        if math.isnan(odds):
            raise ValueError("impossible")
        result.append(sigmoid(odds))
    return np.array(result)


# %% [markdown]
# ## A waiting time that must lie between two limits
#
# Calls come at a constant rate $\lambda$ per hour, so the time $T$ to the next one is exponential. The station
# wants to practise with drawn waiting times, but only with some: "nothing came in the first 10 hours, and then
# it came before the shift ended". To draw and throw away what does not fit may take for ever. Invert the
# distribution function under the condition instead.
#
# Given $a\le T\le b$, the distribution function is $\frac{F(t)-F(a)}{F(b)-F(a)}$ with $F(t)=1-e^{-\lambda t}$.
# Set it equal to a uniform number $u$ and solve for $t$. Because the exponential distribution has no memory,
# $a$ is only a shift, and the solution can be written with the width $w=b-a$ alone:
#
# $$t=a-\frac1\lambda\,\ln\!\big(1-u\,(1-e^{-\lambda w})\big) .$$
#
# Write `waiting_time(u, rate, low, high)` with $a$ = `low` and $b$ = `high`, in hours. `u` is a number or an
# array of numbers in $[0,1)$; return the times in the same shape.
#
# - Examples: `waiting_time(0.5, 1.0)` is $\ln2\approx0.6931$, `waiting_time(0.5, 1.0, 10)` is 10.6931, and
#   `waiting_time(0.5, 1.0, 0, 1)` is 0.3799, a little below the middle, because early calls are likelier.
# - `high` may be infinite, and is so by default. `high == low` leaves one time only.
# - `rate` must be positive and `high` not below `low`; otherwise raise a `ValueError`.
# - $F(a)$ is rounded to 1 for $\lambda a>40$: do not compute it. And for $\lambda w=10^{-18}$ the difference
#   $1-e^{-\lambda w}$ is rounded to 0, although the times are then nearly uniform. `np.expm1(x)` is $e^x-1$ and
#   `np.log1p(x)` is $\ln(1+x)$, both exact for tiny $x$.


# %% exercise="waiting-time" difficulty=3 minutes=15 topics="distributions#exponential-distribution, probability#conditional-probability, probability#continuous-variables-and-probability-density, probability#technical-details-of-continuous-variables"
def waiting_time(u: ArrayLike, rate: float, low: float = 0.0, high: float = np.inf) -> np.ndarray:
    """Turn uniform numbers into exponential waiting times between two limits.

    Parameters
    ----------
    u : number or array of numbers from 0 up to, but not including, 1
    rate : float
        Calls per hour, positive.
    low, high : float
        The limits in hours; `high` may be infinite.

    Returns
    -------
    numpy.ndarray or float
        The times in hours, in the shape of `u`.

    Raises
    ------
    ValueError
        If `rate` is not positive, or `high` is below `low`.
    """
    ### BEGIN SOLUTION
    if not rate > 0 or high < low:
        raise ValueError("the rate must be positive, and high not below low")
    return low - np.log1p(np.asarray(u, dtype=float) * np.expm1(-rate * (high - low))) / rate
    ### END SOLUTION


# %% [markdown] hint="waiting-time"
# Refuse what is not allowed. After that one line is enough: the formula of the task.

# %% [markdown] hint="waiting-time"
# $1-e^{-\lambda w}$ is `-np.expm1(-rate * (high - low))`, for infinite `high` too. With it,
# $1-u(1-e^{-\lambda w})=1+u\cdot$`np.expm1(-rate * (high - low))`.

# %% [markdown] hint="waiting-time"
# $\ln(1+x)$ is `np.log1p(x)`, here with `x = np.asarray(u) * np.expm1(-rate * (high - low))`.

# %% check="waiting-time" points=3
with check.exercise("waiting-time"):
    check.close(
        waiting_time(0.5, 1.0),
        0.6931472,
        "waiting_time(0.5, 1.0)",
        "Without limits it is -ln(1 - u) / rate.",
    )
    check.close(
        waiting_time(0.5, 2.0, 10),
        10.3465736,
        "waiting_time(0.5, 2.0, 10)",
        "Having waited until low, the wait begins anew there. And divide by the rate.",
    )
    check.close(
        waiting_time(0.5, 1.0, 0, 1),
        0.3798855,
        "waiting_time(0.5, 1.0, 0, 1)",
        "The distribution under the condition reaches 1 at high; it is neither cut off nor squeezed.",
    )
    check.raises(
        ValueError,
        waiting_time,
        0.5,
        1.0,
        3,
        2,
        what="waiting_time(0.5, 1.0, 3, 2)",
        hint="Refuse a high below low, and a rate that is not positive.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    u = rng.random((2, 3))
    a, b, rate = 0.4, 2.9, 0.7
    check.close(
        np.exp(-rate * np.asarray(waiting_time(u, rate, a, b))),
        np.exp(-rate * a) - u * (np.exp(-rate * a) - np.exp(-rate * b)),
        "P(T > t), for your times t from 0.4 to 2.9 hours of an array of six uniform numbers,",
        "u may be an array; put the times into the distribution function and see whether u comes out.",
    )
    check.close(
        waiting_time(0.25, 2.0, 5000, 5001),
        5000 - np.log1p(0.25 * np.expm1(-2)) / 2,
        "waiting_time(0.25, 2.0, 5000, 5001)",
        "F(5000) is rounded to 1: use the width of the interval only.",
        rtol=1e-10,
    )
    check.close(
        waiting_time(0.25, 1e-18, 0, 8),
        2.0,
        "waiting_time(0.25, 1e-18, 0, 8)",
        "For a tiny rate, 1 - exp(-x) is rounded to 0. Use expm1 and log1p.",
    )
    check.close(
        waiting_time(0.9, 1.0, 4, 4),
        4.0,
        "waiting_time(0.9, 1.0, 4, 4)",
        "If both limits are equal, there is one time only.",
    )
    check.raises(
        ValueError,
        waiting_time,
        0.5,
        -1.0,
        0,
        2,
        what="waiting_time(0.5, -1.0, 0, 2)",
        hint="A rate is positive.",
    )
    ### END HIDDEN TESTS


# %% reject="waiting-time" because="cuts the times off at the limits"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0 or high < low:
        raise ValueError
    return np.clip(-np.log1p(-np.asarray(u)) / rate, low, high)


# %% reject="waiting-time" because="cuts the times off at the upper limit"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0 or high < low:
        raise ValueError
    return np.minimum(low - np.log1p(-np.asarray(u)) / rate, high)


# %% reject="waiting-time" because="multiplies by the rate"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0 or high < low:
        raise ValueError
    return low - np.log1p(np.asarray(u) * np.expm1(-(high - low) / rate)) * rate


# %% reject="waiting-time" because="accepts limits in the wrong order"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0:
        raise ValueError
    return low - np.log1p(np.asarray(u) * np.expm1(-rate * (high - low))) / rate


# %% reject="waiting-time" because="accepts a negative rate"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if high < low:
        raise ValueError
    return low - np.log1p(np.asarray(u) * np.expm1(-rate * (high - low))) / rate


# %% reject="waiting-time" because="takes one number only"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0 or high < low:
        raise ValueError
    return low - math.log1p(float(u) * math.expm1(-rate * (high - low))) / rate


# %% reject="waiting-time" because="goes through the distribution function at the lower limit"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0 or high < low:
        raise ValueError
    below, above = -np.expm1(-rate * low), -np.expm1(-rate * high)
    times = -np.log1p(-(below + np.asarray(u) * (above - below))) / rate
    return np.full_like(times, low) if low == high else times


# %% reject="waiting-time" because="subtracts an exponential from 1"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0 or high < low:
        raise ValueError
    return low - np.log(1 - np.asarray(u) * (1 - np.exp(-rate * (high - low)))) / rate


# %% reject="waiting-time" because="refuses equal limits"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0 or high <= low:
        raise ValueError
    return low - np.log1p(np.asarray(u) * np.expm1(-rate * (high - low))) / rate


# %% accept="waiting-time" because="halves the interval again and again"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0 or high < low:
        raise ValueError("not possible")
    u = np.asarray(u, dtype=float)
    width = min(high - low, 60 / rate)
    if width == 0:
        return np.full(u.shape, float(low))
    total = np.expm1(-rate * (high - low))
    left, right = np.zeros(u.shape), np.full(u.shape, width)
    for _ in range(200):
        middle = (left + right) / 2
        early = np.expm1(-rate * middle) / total < u
        left, right = np.where(early, middle, left), np.where(early, right, middle)
    return low + (left + right) / 2


# %% accept="waiting-time" because="goes through the numbers one by one, with math"
def waiting_time(u, rate, low=0.0, high=np.inf):
    if rate <= 0:
        raise ValueError("rate")
    if low > high:
        raise ValueError("limits")
    share = 1.0 if high == math.inf else -math.expm1(-rate * (high - low))
    flat = [low + -math.log1p(-float(number) * share) / rate for number in np.ravel(u)]
    return np.array(flat).reshape(np.shape(u))


# %% [markdown]
# ## Errors that are sometimes large
#
# An instrument measures the distance to a buoy. Most errors are small, a few are large: a Laplace distribution
# fits better than a bell. Some readings deserve more trust than others, and each comes with a weight
# $v_i\ge0$; a weight of 2 counts like two equal readings.
#
# Write `fit_laplace(x, weights)`. Return the pair $(\mu, b)$ that makes the weighted log-probability
# $\sum_i v_i \ln p(x_i)$ as large as possible. By the argument of the lesson, the derivative in $\mu$ has the
# sign of the weight above $\mu$ minus the weight below. So $\mu$ is the *weighted median*, and $b$ the weighted
# mean of $|x_i-\mu|$:
#
# - $\mu$ is the **smallest** of the $x_i$ for which the readings up to and including it hold at least half of
#   the total weight. This also settles the case in which a whole interval would be as good.
# - Example: `fit_laplace([3, 1, 10, 2])` is $(2, 2.5)$: half of four readings is 2, which is reached at 2, and
#   $(1+1+8+0)/4=2.5$. With the weights `[1, 1, 4, 1]` it is $(10, 24/7)$: the total is 7, and the readings up
#   to 3 hold only 3 of it.
# - Weights need not be whole numbers. Without weights, each is 1.
# - If all readings are equal, $b$ is 0: the fitted distribution is a Dirac. Return this 0.
# - Without any weight (no reading, or only weights of 0) raise a `ValueError`.
# - If you sort the readings, take the weights along, and leave the lists that you were given in their order.


# %% exercise="fit-laplace" difficulty=3 minutes=15 topics="distributions#laplace-distribution, distributions#dirac-distribution, distributions#empirical-distribution, statistics#median"
def fit_laplace(x: ArrayLike, weights: ArrayLike | None = None) -> tuple[float, float]:
    """Fit a Laplace distribution by maximum likelihood.

    Parameters
    ----------
    x : readings
    weights : as many numbers from 0 up, optional
        Ones by default.

    Returns
    -------
    mu : float
        The weighted median, one of the readings.
    b : float
        The weighted mean of the absolute deviations from it.

    Raises
    ------
    ValueError
        If the weights add up to 0.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    v = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    if not v.sum() > 0:
        raise ValueError("there is no weight")
    order = np.argsort(x, kind="stable")
    up_to = np.cumsum(v[order])
    mu = x[order][np.argmax(up_to >= up_to[-1] / 2)]
    return float(mu), float((v * np.abs(x - mu)).sum() / v.sum())
    ### END SOLUTION


# %% [markdown] hint="fit-laplace"
# `order = np.argsort(x)` has the places of the readings in ascending order, so `x[order]` is sorted and
# `weights[order]` goes along with it.

# %% [markdown] hint="fit-laplace"
# `np.cumsum(weights[order])` is the weight up to and including each reading. Find the first place where it is
# at least half of the last entry; `np.argmax` of an array of truth values finds the first `True`.

# %% check="fit-laplace" points=3
with check.exercise("fit-laplace"):
    check.close(
        fit_laplace([3, 1, 10, 2]),
        [2, 2.5],
        "fit_laplace([3, 1, 10, 2])",
        "The first reading at which half of the weight is reached, in ascending order; then the mean distance from it.",
    )
    check.close(
        fit_laplace([3, 1, 10, 2], [1, 1, 4, 1]),
        [10, 24 / 7],
        "fit_laplace([3, 1, 10, 2], [1, 1, 4, 1])",
        "Each weight belongs to its reading, and counts in b as well.",
    )
    check.close(
        fit_laplace([4, 4, 4]), [4, 0], "fit_laplace([4, 4, 4])", "Equal readings have the distance 0."
    )
    check.raises(
        ValueError,
        fit_laplace,
        [1, 2],
        [0, 0],
        what="fit_laplace([1, 2], [0, 0])",
        hint="Without any weight there is nothing to fit.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    x, v = rng.normal(size=25), rng.uniform(0.1, 0.9, size=25)
    best = min(float(np.sum(v * np.abs(x - m))) for m in x)
    mu, b = fit_laplace(x, v)
    check.close(
        [float(np.sum(v * np.abs(x - mu))), b],
        [best, best / v.sum()],
        "[weighted sum of the distances from your mu, your b] for 25 readings with weights between 0 and 1",
        "Weights need not be whole numbers.",
    )
    check.unchanged(
        fit_laplace,
        np.array([3.0, 1, 2]),
        np.array([1.0, 2, 3]),
        what="fit_laplace(readings, weights)",
        hint="Sort a copy.",
    )
    check.raises(
        ValueError,
        fit_laplace,
        [],
        what="fit_laplace([])",
        hint="Without a reading there is nothing to fit.",
    )
    ### END HIDDEN TESTS


# %% reject="fit-laplace" because="fits the mean"
def fit_laplace(x, weights=None):
    x = np.asarray(x, dtype=float)
    v = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    mu = np.average(x, weights=v)
    return mu, np.average(np.abs(x - mu), weights=v)


# %% reject="fit-laplace" because="goes halfway between the two in the middle"
def fit_laplace(x, weights=None):
    x = np.asarray(x, dtype=float)
    v = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    if not v.sum() > 0:
        raise ValueError
    mu = np.median(np.repeat(x, v.astype(int)))
    return mu, np.average(np.abs(x - mu), weights=v)


# %% reject="fit-laplace" because="wants more than half of the weight"
def fit_laplace(x, weights=None):
    x = np.asarray(x, dtype=float)
    v = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    if not v.sum() > 0:
        raise ValueError
    order = np.argsort(x)
    up_to = np.cumsum(v[order])
    mu = x[order][np.argmax(up_to > up_to[-1] / 2)]
    return mu, np.average(np.abs(x - mu), weights=v)


# %% reject="fit-laplace" because="sorts the readings without their weights"
def fit_laplace(x, weights=None):
    x = np.sort(np.asarray(x, dtype=float))
    v = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    if not v.sum() > 0:
        raise ValueError
    up_to = np.cumsum(v)
    mu = x[np.argmax(up_to >= up_to[-1] / 2)]
    return mu, np.average(np.abs(x - mu), weights=v)


# %% reject="fit-laplace" because="forgets the weights in b"
def fit_laplace(x, weights=None):
    x = np.asarray(x, dtype=float)
    v = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    if not v.sum() > 0:
        raise ValueError
    order = np.argsort(x)
    up_to = np.cumsum(v[order])
    mu = x[order][np.argmax(up_to >= up_to[-1] / 2)]
    return mu, np.abs(x - mu).mean()


# %% reject="fit-laplace" because="fits weights of zero"
def fit_laplace(x, weights=None):
    x = np.asarray(x, dtype=float)
    if len(x) == 0:
        raise ValueError
    v = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    order = np.argsort(x)
    up_to = np.cumsum(v[order])
    mu = x[order][np.argmax(up_to >= up_to[-1] / 2)]
    return mu, (v * np.abs(x - mu)).sum() / max(v.sum(), 1e-300)


# %% reject="fit-laplace" because="repeats each reading as often as its weight says"
def fit_laplace(x, weights=None):
    x = np.asarray(x, dtype=float)
    v = np.ones(len(x), dtype=int) if weights is None else np.asarray(weights).round().astype(int)
    if not v.sum() > 0:
        raise ValueError
    many = np.sort(np.repeat(x, v))
    mu = many[(len(many) - 1) // 2]
    return mu, np.abs(many - mu).mean()


# %% reject="fit-laplace" because="sorts in place"
def fit_laplace(x, weights=None):
    x = np.asarray(x, dtype=float)
    v = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    if not v.sum() > 0:
        raise ValueError
    order = np.argsort(x)
    x[:], v[:] = x[order], v[order]
    up_to = np.cumsum(v)
    mu = x[np.argmax(up_to >= up_to[-1] / 2)]
    return mu, (v * np.abs(x - mu)).sum() / v.sum()


# %% reject="fit-laplace" because="returns zeros for no reading"
def fit_laplace(x, weights=None):
    x = np.asarray(x, dtype=float)
    if len(x) == 0:
        return 0.0, 0.0
    v = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    if not v.sum() > 0:
        raise ValueError
    order = np.argsort(x)
    up_to = np.cumsum(v[order])
    mu = x[order][np.argmax(up_to >= up_to[-1] / 2)]
    return mu, (v * np.abs(x - mu)).sum() / v.sum()


# %% accept="fit-laplace" because="tries every reading, the smaller first"
def fit_laplace(x, weights=None):
    readings = [float(value) for value in x]
    v = [1.0] * len(readings) if weights is None else [float(value) for value in weights]
    if sum(v) == 0:
        raise ValueError("no weight")

    def cost(m):
        return sum(w * abs(value - m) for value, w in zip(readings, v, strict=True))

    mu = min(sorted(value for value, w in zip(readings, v, strict=True) if w > 0), key=cost)
    return mu, cost(mu) / sum(v)


# %% accept="fit-laplace" because="walks through sorted pairs"
def fit_laplace(x, weights=None):
    v = np.ones(len(x)) if weights is None else np.array(weights, dtype=float)
    total = v.sum()
    if total <= 0:
        raise ValueError("no weight")
    pairs = sorted(zip(np.array(x, dtype=float).tolist(), v.tolist(), strict=True))
    reached = 0.0
    for mu, weight in pairs:
        reached += weight
        if 2 * reached >= total:
            break
    return [mu, sum(weight * abs(value - mu) for value, weight in pairs) / total]


# %% [markdown]
# ## Different days in one
#
# Each day has a vector of measurements, such as wind and wave height. Calm days have one mean and covariance
# matrix, stormy days have others. Somebody who does not know which kind of day it is sees the *mixture*.
#
# Write `mixture_moments(weights, means, covariances)` for $k$ kinds of days and $d$ measurements. Return the
# mean $\boldsymbol\mu\in\mathbb{R}^d$ and the covariance matrix $\boldsymbol\Sigma\in\mathbb{R}^{d\times d}$ of
# the mixture, as a pair. With the probabilities $\pi_c$ (the weights divided by their sum), what the lesson
# found for one number holds for vectors as well:
#
# $$\boldsymbol\mu=\sum_c\pi_c\,\boldsymbol\mu_c,\qquad
# \boldsymbol\Sigma=\sum_c\pi_c\,\boldsymbol\Sigma_c+\sum_c\pi_c\,(\boldsymbol\mu_c-\boldsymbol\mu)(\boldsymbol\mu_c-\boldsymbol\mu)^{\top} .$$
#
# - Shapes: `weights` $(k,)$, `means` $(k,d)$, `covariances` $(k,d,d)$.
# - Example: weights `[1, 1]`, means `[[0, 0], [4, 2]]`, and both covariance matrices $\mathbf{I}$. The mean is
#   `[2, 1]` and the covariance matrix `[[5, 2], [2, 2]]`. On no kind of day do the two measurements have
#   anything to do with each other; over all days they are correlated.
# - Weights are positive and need not sum to 1: they may be numbers of days.
# - Measurements may have a large common offset, such as times near $10^9$ seconds. Subtract the mean *before*
#   you multiply; $\mathbb{E}[\mathbf{x}\mathbf{x}^\top]-\boldsymbol\mu\boldsymbol\mu^\top$ loses all digits.


# %% exercise="mixture-moments" difficulty=3 minutes=15 topics="distributions#mixtures-of-distributions, probability#expectation, probability#variance-and-covariance, distributions#multinoulli-distribution"
def mixture_moments(
    weights: ArrayLike, means: ArrayLike, covariances: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean and the covariance matrix of a mixture.

    Parameters
    ----------
    weights : k positive numbers
    means : array of shape (k, d)
    covariances : array of shape (k, d, d)

    Returns
    -------
    mean : numpy.ndarray of shape (d,)
    covariance : numpy.ndarray of shape (d, d)
    """
    ### BEGIN SOLUTION
    pi = np.asarray(weights, dtype=float) / np.sum(weights)
    means = np.asarray(means, dtype=float)
    mean = pi @ means
    apart = means - mean
    within = np.tensordot(pi, np.asarray(covariances, dtype=float), axes=1)
    return mean, within + (pi[:, None] * apart).T @ apart
    ### END SOLUTION


# %% [markdown] hint="mixture-moments"
# Start with a loop over the kinds of days: add up `pi[c] * covariances[c]` and
# `pi[c] * np.outer(apart, apart)`, where `apart = means[c] - mean`.

# %% [markdown] hint="mixture-moments"
# `pi = np.asarray(weights) / np.sum(weights)` makes a new array. `weights /= ...` would change the one that
# you were given.

# %% check="mixture-moments" points=3
with check.exercise("mixture-moments"):
    mean, covariance = mixture_moments([1, 1], [[0, 0], [4, 2]], [np.eye(2), np.eye(2)])
    check.close(
        mean,
        [2, 1],
        "the mean for the weights [1, 1] and the means [0, 0] and [4, 2]",
        "Divide the weights by their sum.",
    )
    check.close(
        covariance,
        [[5, 2], [2, 2]],
        "the covariance matrix for the weights [1, 1], the means [0, 0] and [4, 2], and two unit matrices",
        "The spread within the kinds plus the spread between their means, each weighted by pi.",
    )
    check.close(
        mixture_moments([3], [[1, 2]], [[[2, 1], [1, 2]]])[1],
        [[2, 1], [1, 2]],
        "the covariance matrix of a mixture of one kind",
        "With one kind nothing is mixed.",
    )
    ### BEGIN HIDDEN TESTS
    far = 1.7e9
    check.close(
        mixture_moments([1, 1], [[far, 0], [far + 4, 2]], [np.eye(2), np.eye(2)])[1],
        [[5, 2], [2, 2]],
        "the covariance matrix of the example, with 1.7e9 added to the first measurement,",
        "An offset changes no covariance: subtract the mean before you multiply.",
    )
    rng = check.rng()
    w, m, roots = rng.uniform(1, 5, size=4), rng.normal(size=(4, 3)), rng.normal(size=(4, 3, 3))
    s = roots @ roots.transpose(0, 2, 1)
    centre = sum(w[c] * m[c] for c in range(4)) / w.sum()
    want = sum(w[c] * (s[c] + np.outer(m[c] - centre, m[c] - centre)) for c in range(4)) / w.sum()
    mean, covariance = mixture_moments(w, m, s)
    check.close(
        np.vstack([mean, covariance]),
        np.vstack([centre, want]),
        "the mean (first row) and the covariance matrix of a mixture of 4 kinds with 3 measurements",
        "Kinds of days may differ in weight, mean and covariance matrix.",
    )
    check.unchanged(
        mixture_moments,
        np.array([1.0, 3]),
        np.array([[1.0], [2]]),
        np.array([[[1.0]], [[2.0]]]),
        what="mixture_moments(weights, means, covariances)",
        hint="Do not divide or shift in place.",
    )
    ### END HIDDEN TESTS


# %% reject="mixture-moments" because="forgets the spread between the means"
def mixture_moments(weights, means, covariances):
    pi = np.asarray(weights, dtype=float) / np.sum(weights)
    return pi @ np.asarray(means, dtype=float), np.tensordot(pi, np.asarray(covariances, dtype=float), axes=1)


# %% reject="mixture-moments" because="does not divide the weights by their sum"
def mixture_moments(weights, means, covariances):
    pi, means = np.asarray(weights, dtype=float), np.asarray(means, dtype=float)
    apart = means - pi @ means
    return pi @ means, np.tensordot(pi, np.asarray(covariances, dtype=float), axes=1) + (pi * apart.T) @ apart


# %% reject="mixture-moments" because="takes the covariance matrix of a weighted sum"
def mixture_moments(weights, means, covariances):
    pi = np.asarray(weights, dtype=float) / np.sum(weights)
    return pi @ np.asarray(means, dtype=float), np.tensordot(
        pi**2, np.asarray(covariances, dtype=float), axes=1
    )


# %% reject="mixture-moments" because="adds the spread between the means on the diagonal only"
def mixture_moments(weights, means, covariances):
    pi, means = np.asarray(weights, dtype=float) / np.sum(weights), np.asarray(means, dtype=float)
    apart = means - pi @ means
    return pi @ means, np.tensordot(pi, np.asarray(covariances, dtype=float), axes=1) + np.diag(pi @ apart**2)


# %% reject="mixture-moments" because="divides the spread between the means by k - 1"
def mixture_moments(weights, means, covariances):
    pi, means = np.asarray(weights, dtype=float) / np.sum(weights), np.asarray(means, dtype=float)
    apart, k = means - pi @ means, len(pi)
    between = (pi * apart.T) @ apart * k / (k - 1)
    return pi @ means, np.tensordot(pi, np.asarray(covariances, dtype=float), axes=1) + between


# %% reject="mixture-moments" because="subtracts products that are too large"
def mixture_moments(weights, means, covariances):
    pi, means = np.asarray(weights, dtype=float) / np.sum(weights), np.asarray(means, dtype=float)
    mean = pi @ means
    second = np.tensordot(pi, np.asarray(covariances, dtype=float), axes=1) + (pi * means.T) @ means
    return mean, second - np.outer(mean, mean)


# %% reject="mixture-moments" because="gives all kinds the same weight"
def mixture_moments(weights, means, covariances):
    means = np.asarray(means, dtype=float)
    apart = means - means.mean(axis=0)
    return means.mean(axis=0), np.mean(covariances, axis=0) + apart.T @ apart / len(means)


# %% reject="mixture-moments" because="divides the weights in place"
def mixture_moments(weights, means, covariances):
    pi, means = np.asarray(weights, dtype=float), np.asarray(means, dtype=float)
    pi /= pi.sum()
    apart = means - pi @ means
    return pi @ means, np.tensordot(pi, np.asarray(covariances, dtype=float), axes=1) + (pi * apart.T) @ apart


# %% accept="mixture-moments" because="loops over the kinds"
def mixture_moments(weights, means, covariances):
    total, d = sum(weights), len(means[0])
    mean = np.zeros(d)
    for weight, centre in zip(weights, means, strict=True):
        mean = mean + weight / total * np.array(centre, dtype=float)
    covariance = np.zeros((d, d))
    for weight, centre, own in zip(weights, means, covariances, strict=True):
        apart = np.array(centre) - mean
        covariance = covariance + weight / total * (np.array(own) + np.outer(apart, apart))
    return mean, covariance


# %% accept="mixture-moments" because="compares the kinds in pairs"
def mixture_moments(weights, means, covariances):
    pi = np.array(weights, dtype=float)
    pi = pi / pi.sum()
    m = np.array(means, dtype=float)
    gaps = m[:, None, :] - m[None, :, :]
    between = np.einsum("a,b,abi,abj->ij", pi, pi, gaps, gaps) / 2
    return [pi @ m, np.einsum("a,aij->ij", pi, np.array(covariances, dtype=float)) + between]


# %% [markdown]
# ## When is the album full?
#
# To earn some money the station sells packets with a picture card. Each packet holds one of `kinds` different
# cards, all equally likely. How many packets does it take until somebody has them all? There is a formula,
# but it is easily got wrong; a simulation needs nothing but the rules of the game. Simulate many collectors
# at once. Write `complete_shares(rng, kinds, packets, collectors)`: draw the cards of all collectors from the
# generator `rng`, and return a float array of shape `(packets,)`. Its entry $t$ (counted from 0) is the share
# of the collectors who have all kinds after their first $t + 1$ packets.
#
# - Example: with 2 kinds, nobody is complete after one packet, about half are after two, three quarters after
#   three: about `[0, 0.5, 0.75, ...]`, up to the luck of the draw. With 1 kind all entries are 1.
# - Each collector keeps buying: who is complete after 5 packets is so after 6. The shares can never fall.
# - Use the generator that you are given. One made inside of the function would give the same "luck" at each
#   call.
# - Think in shapes. The draws are `(collectors, packets)`. Compared with all kinds at once, by an axis
#   more, they become a mask of shape `(collectors, packets, kinds)`: "is it this one?". What has to be done
#   along the axis of the packets so that it says "has it come by now?" For a mask,
#   `np.maximum.accumulate(mask, axis=...)` is a running "or".


# %% exercise="complete-shares" difficulty=3 minutes=15 topics="distributions#empirical-distribution, numpy#random-numbers, numpy#broadcasting"
def complete_shares(rng: np.random.Generator, kinds: int, packets: int, collectors: int) -> np.ndarray:
    """Simulate how soon collectors have all kinds of cards.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where all random numbers come from.
    kinds, packets, collectors : int
        How many kinds there are, how many packets each collector buys, and how many collectors; all at least 1.

    Returns
    -------
    float array of shape (packets,)
        The share of collectors who are complete after 1, 2, …, `packets` packets.
    """
    ### BEGIN SOLUTION
    cards = rng.integers(kinds, size=(collectors, packets))
    comes = cards[:, :, None] == np.arange(kinds)
    has = np.maximum.accumulate(comes, axis=1)
    return has.all(axis=2).mean(axis=0)
    ### END SOLUTION


# %% [markdown] hint="complete-shares"
# `cards = rng.integers(kinds, size=(collectors, packets))` draws all cards, as numbers from 0 to `kinds - 1`.

# %% [markdown] hint="complete-shares"
# `cards[:, :, None] == np.arange(kinds)` compares each card with each kind: shape `(collectors, packets,
# kinds)`. Accumulate along the axis of the packets.

# %% [markdown] hint="complete-shares"
# Then two axes have to go: a collector is complete if *all* kinds have come (`.all(axis=2)`), and the share
# is the mean over the collectors, `.mean(axis=0)`.

# %% check="complete-shares" points=2
with check.exercise("complete-shares"):
    check.close(
        complete_shares(np.random.default_rng(0), 1, 4, 5),
        [1, 1, 1, 1],
        "complete_shares(rng, 1, 4, 5)",
        "Of one kind, everybody has all after the first packet.",
    )
    halves = complete_shares(np.random.default_rng(1), 2, 4, 4000)
    check.shape(halves, (4,), "complete_shares(rng, 2, 4, 4000)", "One share for each number of packets.")
    check.close(
        halves,
        [0, 0.5, 0.75, 0.875],
        "complete_shares(rng, 2, 4, 4000)",
        "Who has both kinds by then? Each packet holds any of them. Luck moves a share by less than 0.05.",
        atol=0.05,
    )
    check.deterministic(
        complete_shares,
        np.random.default_rng(2),
        3,
        8,
        50,
        what="complete_shares(rng, 3, 8, 50)",
        hint="All random numbers come from `rng`.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    kinds = int(rng.integers(4, 7))
    exact = [
        sum((-1) ** j * math.comb(kinds, j) * (1 - j / kinds) ** n for j in range(kinds + 1))
        for n in range(1, 21)
    ]
    check.close(
        complete_shares(rng, kinds, 20, 4000),
        exact,
        f"complete_shares(rng, {kinds}, 20, 4000)",
        "All kinds are needed, not only two different ones.",
        atol=0.05,
    )
    shares = complete_shares(rng, 5, 40, 40)
    check.that(
        bool(np.all(np.diff(np.asarray(shares, dtype=float)) >= 0)),
        "the share of complete collectors falls at some point: does each number of packets have cards of its own?",
    )
    one, two = complete_shares(rng, 3, 12, 300), complete_shares(rng, 3, 12, 300)
    check.that(
        bool(np.max(np.abs(np.asarray(one, dtype=float) - np.asarray(two, dtype=float))) > 0),
        "two calls with the same generator gave the same: it has moved on in between, so the luck must be new",
    )
    ### END HIDDEN TESTS


# %% reject="complete-shares" because="returns the share of the kinds that have come"
def complete_shares(rng, kinds, packets, collectors):
    cards = rng.integers(kinds, size=(collectors, packets))
    has = np.maximum.accumulate(cards[:, :, None] == np.arange(kinds), axis=1)
    return has.mean(axis=(0, 2))


# %% reject="complete-shares" because="never draws the last kind"
def complete_shares(rng, kinds, packets, collectors):
    cards = rng.integers(max(kinds - 1, 1), size=(collectors, packets))
    has = np.maximum.accumulate(cards[:, :, None] == np.arange(kinds), axis=1)
    return has.all(axis=2).mean(axis=0)


# %% reject="complete-shares" because="accumulates over the collectors"
def complete_shares(rng, kinds, packets, collectors):
    cards = rng.integers(kinds, size=(collectors, packets))
    has = np.maximum.accumulate(cards[:, :, None] == np.arange(kinds), axis=0)
    return has.all(axis=2).mean(axis=0)


# %% reject="complete-shares" because="returns one row for each collector"
def complete_shares(rng, kinds, packets, collectors):
    cards = rng.integers(kinds, size=(collectors, packets))
    has = np.maximum.accumulate(cards[:, :, None] == np.arange(kinds), axis=1)
    return has.all(axis=2) if kinds > 1 else np.ones(packets)


# %% reject="complete-shares" because="draws from a generator without a seed"
def complete_shares(rng, kinds, packets, collectors):
    cards = np.random.default_rng().integers(kinds, size=(collectors, packets))
    has = np.maximum.accumulate(cards[:, :, None] == np.arange(kinds), axis=1)
    return has.all(axis=2).mean(axis=0)


# %% reject="complete-shares" because="is content with two different cards"
def complete_shares(rng, kinds, packets, collectors):
    cards = rng.integers(kinds, size=(collectors, packets))
    low, high = np.minimum.accumulate(cards, axis=1), np.maximum.accumulate(cards, axis=1)
    return ((low < high) | (kinds == 1)).mean(axis=0)


# %% reject="complete-shares" because="draws new cards for each number of packets"
def complete_shares(rng, kinds, packets, collectors):
    shares = []
    for n in range(1, packets + 1):
        cards = rng.integers(kinds, size=(collectors, n))
        shares.append((cards[:, :, None] == np.arange(kinds)).any(axis=1).all(axis=1).mean())
    return np.array(shares)


# %% reject="complete-shares" because="makes a generator of its own"
def complete_shares(rng, kinds, packets, collectors):
    cards = np.random.default_rng(0).integers(kinds, size=(collectors, packets))
    has = np.maximum.accumulate(cards[:, :, None] == np.arange(kinds), axis=1)
    return has.all(axis=2).mean(axis=0)


# %% accept="complete-shares" because="finds the packet in which each kind comes first"
def complete_shares(rng, kinds, packets, collectors):
    cards = rng.integers(0, kinds, (collectors, packets))
    first = np.full((collectors, kinds), packets)
    for t in range(packets - 1, -1, -1):
        first[np.arange(collectors), cards[:, t]] = t
    return (first.max(axis=1)[:, None] <= np.arange(packets)).mean(axis=0)


# %% accept="complete-shares" because="keeps a set for each collector"
def complete_shares(rng, kinds, packets, collectors):
    complete = np.zeros(packets)
    for _ in range(collectors):
        album = set()
        for t, card in enumerate(rng.choice(kinds, size=packets).tolist()):
            album.add(card)
            complete[t] += len(album) == kinds
    return (complete / collectors).tolist()
