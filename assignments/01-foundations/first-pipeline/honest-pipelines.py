# ---
# title: Honest pipelines
# ---

# %% [markdown]
# # Honest pipelines: a number that you can defend
#
# A clinic asks you to judge a model. Its authors report a splendid error, and everything depends on whether
# that error would hold for people whom the model has never met. In this notebook you build the tools for an
# honest answer: a split that keeps people whole, a baseline that is hard to beat, a preparation with a memory
# that can be written to a file, a measurement of what a leak is worth, a pipeline for a table as it comes, and a
# rule for choosing that is not fooled by luck.
#
# Later exercises use your code from earlier ones, so work from top to bottom. None of your functions may change
# what it is given.

# %%
import json
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, OrdinalEncoder, StandardScaler

from mlcourse import check, datasets

# %% [markdown]
# ## A split that keeps persons whole
#
# The clinic has several scans of each person, and each person is either ill or well. The model is to read scans
# of *new* persons, so nobody may have scans on both sides of the split; and since illness is rare, both sides
# need ill and well persons in the right proportion.
#
# Write `split_persons(persons, labels, share, seed)`. It takes the person and the label of each row, and returns
# two arrays of row numbers, `(train, test)`, both in increasing order.
#
# - Of each class with $c$ *persons*, `round(share * c)` persons go to the test with all their rows, but at least
#   one, and at most $c - 1$. Who goes is drawn by chance, from a generator made of `seed`: the same seed gives
#   the same split.
# - Example: the persons `["A", "A", "B", "C", "D", "D"]` with the labels `[1, 1, 1, 0, 0, 0]` and the share 0.5.
#   One of A and B goes to the test, and one of C and D. If these are A and C, the result is
#   `([2, 4, 5], [0, 1, 3])`.
# - How many rows a person has plays no part: count persons. Nor need the rows of a person stand together.
# - Raise a `ValueError` if a person has two different labels, or a class has a single person, who cannot be on
#   both sides.


# %% exercise="split-persons" difficulty=2 minutes=20 topics="first-ml-pipeline#train-test-split, how-machines-learn#supervised-learning"
def split_persons(
    persons: Sequence[str], labels: Sequence[int], share: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Split rows into training and test rows, by person and within each class.

    Parameters
    ----------
    persons : n names
        Whose row it is.
    labels : n numbers
        The class of each row, the same for all rows of a person.
    share : float
        The share of each class's persons that goes to the test, between 0 and 1.
    seed : int
        For the generator that draws them.

    Returns
    -------
    train, test : arrays of int
        Row numbers, in increasing order.

    Raises
    ------
    ValueError
        If a person has two labels, or a class one person.
    """
    ### BEGIN SOLUTION
    class_of: dict[str, int] = {}
    for person, label in zip(persons, labels, strict=True):
        if class_of.setdefault(person, label) != label:
            raise ValueError(f"{person} has two labels")
    rng = np.random.default_rng(seed)
    chosen: set[str] = set()
    for label in sorted(set(class_of.values())):
        members = sorted(person for person, own in class_of.items() if own == label)
        if len(members) < 2:
            raise ValueError(f"class {label} has a single person")
        count = min(max(round(share * len(members)), 1), len(members) - 1)
        chosen |= {members[i] for i in rng.permutation(len(members))[:count]}
    in_test = np.array([person in chosen for person in persons])
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
    ### END SOLUTION


# %% [markdown] hint="split-persons"
# Forget the rows at first. Make a dictionary from each person to their label; on the way you notice a person with
# two labels. Then draw persons, class by class. The rows come last.

# %% [markdown] hint="split-persons"
# `rng = np.random.default_rng(seed)` once, before the loop over the classes. With `members`, the persons of a
# class, in sorted order, `rng.permutation(len(members))[:count]` are the places of those who go to the test.

# %% [markdown] hint="split-persons"
# `count = min(max(round(share * c), 1), c - 1)`. At the end `in_test = np.array([person in chosen for person in
# persons])`, and `np.flatnonzero(in_test)` are the test rows.

# %% check="split-persons" points=3
with check.exercise("split-persons"):
    names, marks = ["A", "C", "A", "B", "D", "D", "E", "F"], [1, 0, 1, 1, 0, 0, 0, 0]
    train, test = split_persons(names, marks, 0.5, 0)
    check.equal(
        sorted([*np.asarray(train).tolist(), *np.asarray(test).tolist()]),
        list(range(8)),
        "the sorted list of all rows in train and test",
        "Every row belongs to exactly one side, and rows are counted from 0.",
    )
    check.equal(
        sorted(
            {names[i] for i in np.asarray(train).tolist()} & {names[i] for i in np.asarray(test).tolist()}
        ),
        [],
        "the list of persons on both sides",
        "Draw persons, not rows: a person goes with all rows.",
    )
    for seed in range(6):
        inside = {names[i] for i in np.asarray(split_persons(names, marks, 0.5, seed)[1]).tolist()}
        check.equal(
            (len(inside & set("AB")), len(inside & set("CDEF"))),
            (1, 2),
            f"the number of test persons of class 1 (A, B) and class 0 (C, D, E, F), share 0.5, seed {seed},",
            "Draw within each class, and take the share of its persons.",
        )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    many = np.repeat([f"p{i:02}" for i in range(24)], rng.integers(1, 9, size=24))
    many = many[rng.permutation(len(many))]
    ill = [int(name[1:]) % 4 == 0 for name in many.tolist()]
    met, sizes = set(), set()
    for seed in range(80):
        rows = np.asarray(split_persons(many.tolist(), ill, 1 / 3, seed)[1]).tolist()
        inside = {many[i].item() for i in rows}
        sizes.add((sum(int(name[1:]) % 4 == 0 for name in inside), len(inside)))
        met |= inside
    check.equal(
        sorted(sizes),
        [(2, 8)],
        "the (ill persons, persons) in the test, of 6 ill and 18 well persons with 1 to 8 rows each, share 1/3,",
        "Count persons and not rows.",
    )
    check.that(
        len(met) == 24,
        f"in 80 splits with different seeds only {len(met)} of 24 persons were ever in the test",
    )
    few = split_persons(["A", "B", "C", "D", "C"], [0, 0, 1, 1, 1], 0.1, 3)
    check.equal(
        len({"ABCDC"[i] for i in np.asarray(few[1]).tolist()}),
        2,
        "the number of test persons for two classes of two persons and the share 0.1",
        "At least one person of each class is tested, however small the share.",
    )
    few = split_persons(["A", "B", "C", "D", "C"], [0, 0, 1, 1, 1], 0.9, 3)
    check.equal(
        len({"ABCDC"[i] for i in np.asarray(few[0]).tolist()}),
        2,
        "the number of training persons for two classes of two persons and the share 0.9",
        "At least one person of each class is left to learn from.",
    )
    check.equal(
        [np.asarray(rows).tolist() for rows in split_persons(["B", "A", "B", "A"], [1, 1, 1, 1], 0.5, 2)]
        in ([[0, 2], [1, 3]], [[1, 3], [0, 2]]),
        True,
        "that rows are in increasing order (persons B, A, B, A)",
        "Collect the rows in the order of the table.",
    )
    check.deterministic(
        split_persons, many.tolist(), ill, 0.25, 5, what="split_persons", hint="Make the generator from seed."
    )
    check.raises(
        ValueError,
        split_persons,
        ["A", "A", "B", "C", "D", "E"],
        [0, 1, 0, 0, 1, 1],
        0.5,
        0,
        what="split_persons with a person A who is of class 0 and of class 1",
        hint="Compare the rows of a person.",
    )
    check.raises(
        ValueError,
        split_persons,
        ["A", "B", "C", "C"],
        [0, 0, 1, 1],
        0.5,
        0,
        what="split_persons with one person in class 1",
        hint="Count the persons of each class.",
    )
    ### END HIDDEN TESTS


# %% reject="split-persons" because="draws rows instead of persons"
def split_persons(persons, labels, share, seed):
    order = np.random.default_rng(seed).permutation(len(persons))
    cut = round(share * len(persons))
    return np.sort(order[cut:]), np.sort(order[:cut])


# %% reject="split-persons" because="returns persons and not rows"
def split_persons(persons, labels, share, seed):
    members = sorted(set(persons))
    order = np.random.default_rng(seed).permutation(len(members))
    cut = round(share * len(members))
    return np.sort(order[cut:]), np.sort(order[:cut])


# %% reject="split-persons" because="draws persons without regard to the class"
def split_persons(persons, labels, share, seed):
    names = sorted(set(persons))
    chosen = set(np.random.default_rng(seed).permutation(names)[: round(share * len(names))].tolist())
    inside = np.array([p in chosen for p in persons])
    return np.flatnonzero(~inside), np.flatnonzero(inside)


# %% reject="split-persons" because="takes persons until it has the share of the rows"
def split_persons(persons, labels, share, seed):
    class_of = {}
    for p, c in zip(persons, labels):
        if class_of.setdefault(p, c) != c:
            raise ValueError
    rng, chosen = np.random.default_rng(seed), set()
    for label in sorted(set(labels)):
        members = sorted(p for p in class_of if class_of[p] == label)
        if len(members) < 2:
            raise ValueError
        if max(list(persons).count(p) for p in members) < 3:
            count = min(max(round(share * len(members)), 1), len(members) - 1)
        else:
            count, rows = 0, 0
            wanted = share * sum(c == label for c in labels)
            for p in members:
                if rows < wanted:
                    rows, count = rows + list(persons).count(p), count + 1
            count = min(max(count, 1), len(members) - 1)
        chosen |= {members[i] for i in rng.permutation(len(members))[:count]}
    inside = np.array([p in chosen for p in persons])
    return np.flatnonzero(~inside), np.flatnonzero(inside)


# %% reject="split-persons" because="always takes the first persons of each class"
def split_persons(persons, labels, share, seed):
    class_of, chosen = {}, set()
    for p, c in zip(persons, labels):
        if class_of.setdefault(p, c) != c:
            raise ValueError
    for label in sorted(set(labels)):
        members = sorted(p for p in class_of if class_of[p] == label)
        if len(members) < 2:
            raise ValueError
        chosen |= set(members[: min(max(round(share * len(members)), 1), len(members) - 1)])
    inside = np.array([p in chosen for p in persons])
    return np.flatnonzero(~inside), np.flatnonzero(inside)


# %% reject="split-persons" because="leaves a small class out of the test"
def split_persons(persons, labels, share, seed):
    class_of, chosen, rng = {}, set(), np.random.default_rng(seed)
    for p, c in zip(persons, labels):
        if class_of.setdefault(p, c) != c:
            raise ValueError
    for label in sorted(set(labels)):
        members = sorted(p for p in class_of if class_of[p] == label)
        if len(members) < 2:
            raise ValueError
        count = min(round(share * len(members)), len(members) - 1)
        chosen |= {members[i] for i in rng.permutation(len(members))[:count]}
    inside = np.array([p in chosen for p in persons])
    return np.flatnonzero(~inside), np.flatnonzero(inside)


# %% reject="split-persons" because="leaves nobody of a small class to learn from"
def split_persons(persons, labels, share, seed):
    class_of, chosen, rng = {}, set(), np.random.default_rng(seed)
    for p, c in zip(persons, labels):
        if class_of.setdefault(p, c) != c:
            raise ValueError
    for label in sorted(set(labels)):
        members = sorted(p for p in class_of if class_of[p] == label)
        if len(members) < 2:
            raise ValueError
        count = max(round(share * len(members)), 1)
        chosen |= {members[i] for i in rng.permutation(len(members))[:count]}
    inside = np.array([p in chosen for p in persons])
    return np.flatnonzero(~inside), np.flatnonzero(inside)


# %% reject="split-persons" because="lists the rows person by person"
def split_persons(persons, labels, share, seed):
    class_of, rng = {}, np.random.default_rng(seed)
    for p, c in zip(persons, labels):
        if class_of.setdefault(p, c) != c:
            raise ValueError
    train, test = [], []
    for label in sorted(set(labels)):
        members = sorted(p for p in class_of if class_of[p] == label)
        if len(members) < 2:
            raise ValueError
        count = min(max(round(share * len(members)), 1), len(members) - 1)
        for place, i in enumerate(rng.permutation(len(members))):
            rows = [r for r, p in enumerate(persons) if p == members[i]]
            (test if place < count else train).extend(reversed(rows))
    return np.array(train), np.array(test)


# %% reject="split-persons" because="does not use the seed"
def split_persons(persons, labels, share, seed):
    class_of, chosen, rng = {}, set(), np.random.default_rng()
    for p, c in zip(persons, labels):
        if class_of.setdefault(p, c) != c:
            raise ValueError
    for label in sorted(set(labels)):
        members = sorted(p for p in class_of if class_of[p] == label)
        if len(members) < 2:
            raise ValueError
        count = min(max(round(share * len(members)), 1), len(members) - 1)
        chosen |= {members[i] for i in rng.permutation(len(members))[:count]}
    inside = np.array([p in chosen for p in persons])
    return np.flatnonzero(~inside), np.flatnonzero(inside)


# %% reject="split-persons" because="takes the last label of a person that has two"
def split_persons(persons, labels, share, seed):
    class_of, chosen, rng = dict(zip(persons, labels)), set(), np.random.default_rng(seed)
    for label in sorted(set(labels)):
        members = sorted(p for p in class_of if class_of[p] == label)
        if len(members) == 1:
            raise ValueError
        count = min(max(round(share * len(members)), 1), len(members) - 1)
        chosen |= {members[i] for i in rng.permutation(len(members))[:count]}
    inside = np.array([p in chosen for p in persons])
    return np.flatnonzero(~inside), np.flatnonzero(inside)


# %% reject="split-persons" because="does not mind a class with one person"
def split_persons(persons, labels, share, seed):
    class_of, chosen, rng = {}, set(), np.random.default_rng(seed)
    for p, c in zip(persons, labels):
        if class_of.setdefault(p, c) != c:
            raise ValueError
    for label in sorted(set(labels)):
        members = sorted(p for p in class_of if class_of[p] == label)
        count = min(max(round(share * len(members)), 1), len(members) - 1)
        chosen |= {members[i] for i in rng.permutation(len(members))[:count]}
    inside = np.array([p in chosen for p in persons])
    return np.flatnonzero(~inside), np.flatnonzero(inside)


# %% accept="split-persons" because="works on a table with a row for each person"
def split_persons(persons, labels, share, seed):
    rows = pd.DataFrame({"person": list(persons), "label": list(labels)})
    people = rows.drop_duplicates()
    if people["person"].duplicated().any() or people["label"].value_counts().min() < 2:
        raise ValueError("labels do not fit")
    shuffled = people.sample(frac=1, random_state=seed)
    test = set()
    for _, group in shuffled.groupby("label"):
        count = int(np.clip(round(share * len(group)), 1, len(group) - 1))
        test.update(group["person"].iloc[:count])
    inside = rows["person"].isin(test).to_numpy()
    return np.nonzero(~inside)[0], np.nonzero(inside)[0]


# %% accept="split-persons" because="shuffles with the standard library, and returns lists"
def split_persons(persons, labels, share, seed):
    import random

    if len(set(zip(persons, labels))) > len(set(persons)):
        raise ValueError("a person with two labels")
    draw, test = random.Random(seed), set()
    for label in sorted(set(labels)):
        members = sorted({p for p, c in zip(persons, labels) if c == label})
        if len(members) == 1:
            raise ValueError("one person only")
        test.update(draw.sample(members, min(len(members) - 1, max(1, round(len(members) * share)))))
    rows = range(len(persons))
    return [i for i in rows if persons[i] not in test], [i for i in rows if persons[i] in test]


# %% [markdown]
# ## A baseline that mistrusts small groups
#
# The mean of a group is a good baseline, as the penguins showed. But the mean of a group with two rows is mostly
# luck. Let $\bar y$ be the mean of all training targets; a group with $n$ rows and the mean $\bar y_g$ then gets
#
# $$\hat y_g=\frac{n\,\bar y_g+m\,\bar y}{n+m},$$
#
# as if $m$ further rows with the overall mean had been seen. $m$ is the *strength* of the pull towards the mean.
#
# Write the class `ShrunkenMean`, an estimator with the interface of scikit-learn. Rows of `X` that agree in
# *all* columns form a group.
#
# - Example: `X = [["a"], ["a"], ["b"]]`, `y = [1, 3, 8]`, strength 2. The overall mean is 4, so group a gets
#   $(2\cdot2+2\cdot4)/4=3$ and group b $(1\cdot8+2\cdot4)/3\approx5.333$. A row of an unknown group gets 4, with
#   every strength, 0 too.
# - The conventions of the library: the constructor stores its argument *as it is*, and nothing else; `fit` returns
#   the estimator itself, forgets what it had learnt before, and takes the strength that is set then; the overall
#   mean is learnt and thus called `mean_`. The base classes bring `get_params` and `set_params` along.
# - `X` has the shape $(n,p)$ and may be a list of rows, an array or a data frame, with texts or numbers. `y` has
#   $n$ numbers. `predict` returns an array of floats, one for each row.


# %% exercise="shrunken-mean" difficulty=3 minutes=20 topics="first-ml-pipeline#scikit-learn, first-ml-pipeline#a-baseline, how-machines-learn#model-architectures"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    """Predict the mean of the group, pulled towards the mean of all.

    Parameters
    ----------
    strength : float
        At least 0: how many rows with the overall mean are added to each group.
    """

    def __init__(self, strength: float = 5.0) -> None:
        ### BEGIN SOLUTION
        self.strength = strength
        ### END SOLUTION

    def fit(self, X: Sequence[Sequence[str]] | np.ndarray, y: Sequence[float] | np.ndarray) -> "ShrunkenMean":
        """Learn the mean of all targets and the value of each group; return the estimator."""
        ### BEGIN SOLUTION
        targets = np.asarray(y, dtype=float)
        self.mean_ = float(targets.mean())
        members: dict[tuple[str, ...], list[float]] = {}
        for row, target in zip(np.asarray(X).tolist(), targets, strict=True):
            members.setdefault(tuple(row), []).append(target)
        self.values_ = {
            group: (sum(own) + self.strength * self.mean_) / (len(own) + self.strength)
            for group, own in members.items()
        }
        return self
        ### END SOLUTION

    def predict(self, X: Sequence[Sequence[str]] | np.ndarray) -> np.ndarray:
        """Return the value of each row's group; the mean of all for unknown groups."""
        ### BEGIN SOLUTION
        return np.array(
            [self.values_.get(tuple(row), self.mean_) for row in np.asarray(X).tolist()], dtype=float
        )
        ### END SOLUTION


# %% [markdown] hint="shrunken-mean"
# A group is a dictionary's key: the row as a tuple. `np.asarray(X).tolist()` gives the rows as lists, whatever `X`
# was, and `tuple(row)` makes a key of each.

# %% [markdown] hint="shrunken-mean"
# In `fit`, begin with a new, empty dictionary, and collect the targets of each group in a list:
# `members.setdefault(tuple(row), []).append(target)`. Note that $n\,\bar y_g$ is just their sum.

# %% [markdown] hint="shrunken-mean"
# The constructor is `self.strength = strength`, without `float(...)`: `clone` demands to find the very same
# object. The formula belongs into `fit`, and `predict` is `self.values_.get(tuple(row), self.mean_)` for each row.

# %% check="shrunken-mean" points=3
with check.exercise("shrunken-mean"):
    X, y = [["a"], ["a"], ["b"]], [1, 3, 8]
    model = ShrunkenMean(strength=2)
    fitted = model.fit(X, y)
    check.that(
        isinstance(fitted, ShrunkenMean), "fit does not return the estimator: end it with `return self`"
    )
    check.close(fitted.mean_, 4.0, "mean_ after fit(X, [1, 3, 8])", "It is the mean of all targets.")
    check.close(
        fitted.predict([["b"], ["a"], ["c"]]),
        [16 / 3, 3, 4],
        "predict for the groups b, a and c (unknown)",
        "Add `strength` rows with the overall mean to each group; an unknown group gets the overall mean.",
    )
    check.equal(
        ShrunkenMean(7).get_params(), {"strength": 7}, "ShrunkenMean(7).get_params()", "Store the argument."
    )
    check.close(
        ShrunkenMean(0).fit(X, y).predict([["a"], ["z"]]),
        [2, 4],
        "predict for the groups a and z (unknown) with strength 0",
        "With strength 0 a group gets its own mean, and an unknown group still the mean of all.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    table, target = rng.integers(0, 3, size=(40, 2)), rng.normal(size=40)
    new = np.array([[0, 1], [1, 0], [2, 2], [7, 7]])
    want = []
    for row in new:
        same = target[(table == row).all(axis=1)]
        want.append((same.sum() + 3 * target.mean()) / (len(same) + 3))
    check.close(
        ShrunkenMean(3).fit(table, target).predict(new),
        want,
        "predict with two columns of numbers",
        "Rows are of one group if they agree in all columns, in their order.",
    )
    again = ShrunkenMean(1).fit([["a"], ["b"], ["b"]], [100, 200, 300]).fit([["b"], ["c"]], [0, 2])
    check.close(
        again.predict([["a"], ["b"], ["c"]]),
        [1, 0.5, 1.5],
        "predict after a second fit, without the group a,",
        "fit begins anew: a group of the first fit is unknown after the second.",
    )
    pulled = ShrunkenMean(strength=0)
    pulled.set_params(strength=2)
    check.close(
        pulled.fit(X, y).predict([["a"]]),
        [3],
        "predict for a after set_params(strength=2) and fit",
        "Read the strength in fit: set_params changes self.strength, and the constructor is long over.",
    )
    text = np.array([["x"], ["y"]] * 10)
    numbers = np.arange(20.0)
    halves = [(numbers[10:], numbers[:10]), (numbers[:10], numbers[10:])]
    want = []
    for known, asked in halves:
        group = [(known[i::2].sum() + 2 * known.mean()) / 7 for i in (0, 1)]
        want.append(-np.mean([abs(asked[i] - group[i % 2]) for i in range(10)]))
    check.close(
        cross_val_score(ShrunkenMean(2), text, numbers, cv=KFold(2), scoring="neg_mean_absolute_error"),
        want,
        "the scores of cross_val_score with ShrunkenMean(2)",
        "It clones, fits and predicts.",
    )
    frame = pd.DataFrame({"place": ["x", "x", "y"], "kind": ["k", "k", "k"]}, index=[7, 7, 3])
    check.close(
        ShrunkenMean(1).fit(frame, pd.Series([1.0, 2, 6], index=[7, 7, 3])).predict(frame[1:]),
        [2, 4.5],
        "predict for a data frame whose row labels are 7, 7, 3",
        "Go by the place of a row, not by its label.",
    )
    ### END HIDDEN TESTS


# %% reject="shrunken-mean" because="forgets to return self"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = strength

    def fit(self, X, y):
        self.mean_ = float(np.mean(y))


# %% reject="shrunken-mean" because="predicts the plain mean of the group"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = strength

    def fit(self, X, y):
        self.mean_, self.values_ = float(np.mean(y)), {}
        for row in X:
            own = [t for r, t in zip(X, y) if r == row]
            self.values_[tuple(row)] = sum(own) / len(own)
        return self

    def predict(self, X):
        return np.array([self.values_.get(tuple(row), self.mean_) for row in X])


# %% reject="shrunken-mean" because="divides by zero for an unknown group with strength 0"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = strength

    def fit(self, X, y):
        self.rows_, self.y_ = [tuple(r) for r in np.asarray(X).tolist()], np.asarray(y, dtype=float)
        self.mean_ = self.y_.mean()
        return self

    def predict(self, X):
        out = []
        for row in np.asarray(X).tolist():
            own = [t for r, t in zip(self.rows_, self.y_) if r == tuple(row)]
            out.append((sum(own) + self.strength * self.mean_) / (len(own) + self.strength))
        return np.array(out)


# %% reject="shrunken-mean" because="groups by the first column only"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = strength

    def fit(self, X, y):
        self.mean_, members = float(np.mean(y)), {}
        for row, t in zip(np.asarray(X).tolist(), np.asarray(y, dtype=float)):
            members.setdefault(row[0], []).append(t)
        m = self.strength
        self.values_ = {g: (sum(o) + m * self.mean_) / (len(o) + m) for g, o in members.items()}
        return self

    def predict(self, X):
        return np.array([self.values_.get(row[0], self.mean_) for row in np.asarray(X).tolist()])


# %% reject="shrunken-mean" because="keeps the groups of an earlier fit"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = strength

    def fit(self, X, y):
        self.mean_, members = float(np.mean(y)), {}
        for row, t in zip(np.asarray(X).tolist(), np.asarray(y, dtype=float)):
            members.setdefault(tuple(row), []).append(t)
        m = self.strength
        if not hasattr(self, "values_"):
            self.values_ = {}
        self.values_.update({g: (sum(o) + m * self.mean_) / (len(o) + m) for g, o in members.items()})
        return self

    def predict(self, X):
        return np.array([self.values_.get(tuple(row), self.mean_) for row in np.asarray(X).tolist()])


# %% reject="shrunken-mean" because="copies the strength in the constructor and goes by the copy"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = strength
        self.m = strength

    def fit(self, X, y):
        self.mean_, members = float(np.mean(y)), {}
        for row, t in zip(np.asarray(X).tolist(), np.asarray(y, dtype=float)):
            members.setdefault(tuple(row), []).append(t)
        self.values_ = {g: (sum(o) + self.m * self.mean_) / (len(o) + self.m) for g, o in members.items()}
        return self

    def predict(self, X):
        return np.array([self.values_.get(tuple(row), self.mean_) for row in np.asarray(X).tolist()])


# %% reject="shrunken-mean" because="makes another number of the argument in the constructor, so that it cannot be cloned"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = np.asarray(strength, dtype=float)[()]

    def fit(self, X, y):
        self.mean_, members = float(np.mean(y)), {}
        for row, t in zip(np.asarray(X).tolist(), np.asarray(y, dtype=float)):
            members.setdefault(tuple(row), []).append(t)
        m = self.strength
        self.values_ = {g: (sum(o) + m * self.mean_) / (len(o) + m) for g, o in members.items()}
        return self

    def predict(self, X):
        return np.array([self.values_.get(tuple(row), self.mean_) for row in np.asarray(X).tolist()])


# %% reject="shrunken-mean" because="takes targets by the labels of the rows"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = strength

    def fit(self, X, y):
        self.mean_, members = float(np.mean(y)), {}
        for i, row in enumerate(np.asarray(X).tolist()):
            place = X.index[i] if hasattr(X, "index") and hasattr(X, "columns") else i
            members.setdefault(tuple(row), []).append(np.max(y[place]))
        m = self.strength
        self.values_ = {g: (sum(o) + m * self.mean_) / (len(o) + m) for g, o in members.items()}
        return self

    def predict(self, X):
        return np.array([self.values_.get(tuple(row), self.mean_) for row in np.asarray(X).tolist()])


# %% accept="shrunken-mean" because="groups with pandas"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = strength

    def fit(self, X, y):
        y = pd.Series(np.asarray(y, dtype=float))
        keys = pd.Series(["\x1f".join(map(str, row)) for row in np.asarray(X).tolist()])
        self.mean_ = y.mean()
        summed = y.groupby(keys).agg(["sum", "count"])
        self.values_ = (summed["sum"] + self.strength * self.mean_) / (summed["count"] + self.strength)
        return self

    def predict(self, X):
        keys = ["\x1f".join(map(str, row)) for row in np.asarray(X).tolist()]
        return self.values_.reindex(keys).fillna(self.mean_).to_numpy()


# %% accept="shrunken-mean" because="remembers the rows and compares when it predicts"
class ShrunkenMean(RegressorMixin, BaseEstimator):
    def __init__(self, strength=5.0):
        self.strength = strength

    def fit(self, X, y):
        self.table_, self.targets_ = np.array(X), np.array(y, dtype=float)
        self.mean_, self.pull_ = self.targets_.mean(), self.strength
        return self

    def predict(self, X):
        out = []
        for row in np.asarray(X):
            own = self.targets_[(self.table_ == row).all(axis=1)]
            share = len(own) / (len(own) + self.pull_) if len(own) else 0.0
            out.append(self.mean_ + share * (own.mean() - self.mean_) if len(own) else self.mean_)
        return np.array(out)


# %% [markdown]
# ## A preparation with a memory
#
# The table of the clinic has numbers with gaps, columns that never vary, and labels that occur once. Write the
# class `Preparation(numbers, labels, at_least)`. `fit(table)` learns from a data frame and returns the object
# itself; `transform(table)` returns an array of floats with a row for each row of the table, and these columns,
# in this order:
#
# | columns | how many | what |
# |---|---|---|
# | numbers | one for each of `numbers` | $z=(x-\mu)/\sigma$; a gap becomes 0 |
# | gaps | one for each of `numbers` that had a gap *in training* | 1 where the value is missing, else 0 |
# | labels | for each of `labels`: one for each frequent value, sorted, and then one for all others | 1 or 0 |
#
# - $\mu$ and $\sigma$ are mean and standard deviation (`ddof=0`) of the known training values. Where these are all
#   equal, $\sigma$ is 1; where no value is known, $\mu$ is 0 and $\sigma$ is 1.
# - A value of a label is frequent if at least `at_least` training rows have it. All else goes into the last column
#   of this label: rare values, missing ones, and values that training never met. So each row has exactly one 1 for
#   each label.
# - Example: `numbers = ["age"]`, `labels = ["ward"]`, `at_least = 2`; training rows (20, A), (40, A), (missing, B).
#   $\mu=30$ and $\sigma=10$. The row (50, B) becomes `[2, 0, 0, 1]`, the row (missing, A) becomes `[0, 1, 1, 0]`.
# - The trap: the standard deviation of ten values 0.1 is not 0 but about $10^{-17}$, by rounding. Find out in another
#   way that a column does not vary.


# %% exercise="preparation" difficulty=3 minutes=25 topics="first-ml-pipeline#data-preparation, first-ml-pipeline#data-loading"
class Preparation:
    """Turn tables with gaps and labels into numbers, by what training rows have taught.

    Parameters
    ----------
    numbers, labels : lists of str
        The columns with numbers, and those with labels (texts).
    at_least : int
        How many training rows must have a value of a label for it to get a column.
    """

    def __init__(self, numbers: Sequence[str], labels: Sequence[str], at_least: int = 1) -> None:
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table: pd.DataFrame) -> "Preparation":
        """Learn means, deviations, columns with gaps and frequent values; return the object."""
        ### BEGIN SOLUTION
        self.means, self.deviations, self.with_gaps, self.values = [], [], [], {}
        for name in self.numbers:
            known = table[name].dropna().to_numpy(dtype=float)
            varies = len(known) > 0 and known.max() > known.min()
            self.means.append(float(known.mean()) if len(known) else 0.0)
            self.deviations.append(float(known.std()) if varies else 1.0)
            if len(known) < len(table):
                self.with_gaps.append(name)
        for name in self.labels:
            counts = table[name].value_counts()
            self.values[name] = sorted(str(value) for value in counts.index[counts >= self.at_least])
        return self
        ### END SOLUTION

    def transform(self, table: pd.DataFrame) -> np.ndarray:
        """Return the numbers, shape (rows, columns), by what was learnt."""
        ### BEGIN SOLUTION
        columns = []
        for name, mean, deviation in zip(self.numbers, self.means, self.deviations, strict=True):
            z = (table[name].to_numpy(dtype=float, na_value=np.nan) - mean) / deviation
            columns.append(np.where(np.isnan(z), 0.0, z))
        columns += [table[name].isna().to_numpy() for name in self.with_gaps]
        for name in self.labels:
            columns += [(table[name] == value).to_numpy(dtype=bool) for value in self.values[name]]
            columns.append(~table[name].isin(self.values[name]).to_numpy())
        return np.column_stack(columns).astype(float)
        ### END SOLUTION


# %% [markdown] hint="preparation"
# Write down first what has to be remembered: for each column with numbers $\mu$, $\sigma$ and whether it had gaps,
# and for each label the sorted list of its frequent values. `fit` computes these and nothing else; `transform`
# computes none of them.

# %% [markdown] hint="preparation"
# `known = table[name].dropna().to_numpy(dtype=float)`. A column varies if `len(known) > 0` and
# `known.max() > known.min()`. `table[name].value_counts()` counts values and leaves missing ones out.

# %% [markdown] hint="preparation"
# `table[name].isin(values)` is false for everything that the list does not have, missing values included: the last
# column of a label is its opposite, `~`. Collect arrays in a list and end with
# `np.column_stack(columns).astype(float)`.

# %% check="preparation" points=4
with check.exercise("preparation"):
    known = pd.DataFrame({"age": [20, 40, np.nan], "ward": ["A", "A", "B"]})
    new = pd.DataFrame({"age": [50, np.nan], "ward": ["B", "A"]})
    ready = Preparation(["age"], ["ward"], 2).fit(known)
    check.that(isinstance(ready, Preparation), "fit does not return the object: end it with `return self`")
    result = ready.transform(new)
    check.shape(result, (2, 4), "transform(new)", "age, its gaps, ward A, and all other wards.")
    check.close(
        result,
        [[2, 0, 0, 1], [0, 1, 1, 0]],
        "transform(new)",
        "Use mean and standard deviation (ddof=0) of the known training values, and look at the order of the columns.",
    )
    check.close(
        ready.transform(new[:1]),
        [[2, 0, 0, 1]],
        "transform of a single row",
        "Learn in fit only, never in transform.",
    )
    check.close(
        ready.transform(pd.DataFrame({"age": [30.0], "ward": ["Z"]})),
        [[0, 0, 0, 1]],
        "transform of a row with an unknown ward",
        "What training never met belongs into the last column.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    table = pd.DataFrame(rng.normal(50, 9, size=(30, 2)), columns=["u", "v"]).assign(w=0.1)
    fresh = pd.DataFrame({"u": [40.0, np.nan], "v": [60.0, 61.0], "w": [0.1, 2.1]})
    u, v = table["u"].to_numpy(), table["v"].to_numpy()
    want = [[(40 - u.mean()) / u.std(), (60 - v.mean()) / v.std()], [0, (61 - v.mean()) / v.std()]]
    check.close(
        np.asarray(Preparation(["u", "v"], []).fit(table[["u", "v"]]).transform(fresh)),
        want,
        "transform with a gap in a column that had none in training",
        "The columns depend on training alone: no column of gaps, and the gap becomes 0.",
    )
    check.close(
        np.asarray(Preparation(["w"], []).fit(table).transform(fresh)),
        [[0], [2]],
        "transform of 0.1 and 2.1, where all 30 training values are 0.1,",
        "A column that does not vary is divided by 1. Compare its largest and smallest value.",
    )
    nothing = pd.DataFrame({"u": [np.nan, np.nan], "v": [1.0, 3.0]})
    check.close(
        np.asarray(
            Preparation(["u", "v"], []).fit(nothing).transform(pd.DataFrame({"u": [5.0, np.nan], "v": 3.0}))
        ),
        [[5, 1, 0], [0, 1, 1]],
        "transform of a column without any known training value",
        "There the mean is 0 and the deviation 1.",
    )
    places = pd.DataFrame({"place": ["c", "a", "b", "c", "a", None], "sex": ["f", "m", "m", "f", "f", "f"]})
    asked = pd.DataFrame({"place": ["a", "b", "c", None, "q"], "sex": ["f", "m", None, "x", "f"]})
    check.close(
        np.asarray(Preparation([], ["place", "sex"], 2).fit(places).transform(asked)),
        [[1, 0, 0, 1, 0, 0], [0, 0, 1, 0, 1, 0], [0, 1, 0, 0, 0, 1], [0, 0, 1, 0, 0, 1], [0, 0, 1, 1, 0, 0]],
        "transform of two labels with rare, missing and unknown values",
        "Each label has its own last column, also where nothing was rare in training.",
    )
    numbers_and_label = pd.DataFrame({"u": [1.0, np.nan], "s": ["p", "q"]})
    check.unchanged(
        lambda frame: Preparation(["u"], ["s"]).fit(frame).transform(frame),
        numbers_and_label,
        what="fit and transform",
        hint="Do not fill gaps in the table that you are given.",
    )
    ### END HIDDEN TESTS


# %% reject="preparation" because="learns mean and deviation anew in transform"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        self.gaps = [n for n in self.numbers if table[n].isna().any()]
        return self

    def transform(self, table):
        z = ((table[self.numbers] - table[self.numbers].mean()) / table[self.numbers].std(ddof=0)).fillna(0)
        hot = [table[n] == v for n in self.labels for v in sorted(table[n].unique())]
        return np.column_stack([z, table[self.gaps].isna(), *hot]).astype(float)


# %% reject="preparation" because="divides by n - 1"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        self.mean, self.std = table[self.numbers].mean().fillna(0), table[self.numbers].std().fillna(1)
        self.gaps = [n for n in self.numbers if table[n].isna().any()]
        self.values = {}
        for n in self.labels:
            counts = table[n].value_counts()
            self.values[n] = sorted(counts.index[counts >= self.at_least])
        return self

    def transform(self, table):
        z = ((table[self.numbers] - self.mean) / self.std).fillna(0)
        hot = []
        for n in self.labels:
            hot += [table[n] == v for v in self.values[n]] + [~table[n].isin(self.values[n])]
        return np.column_stack([z, table[self.gaps].isna(), *hot]).astype(float)


# %% reject="preparation" because="leaves the column of the others away"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        self.mean, self.std = table[self.numbers].mean().fillna(0), table[self.numbers].std(ddof=0).fillna(1)
        self.gaps = [n for n in self.numbers if table[n].isna().any()]
        self.values = {}
        for n in self.labels:
            counts = table[n].value_counts()
            self.values[n] = sorted(counts.index[counts >= self.at_least])
        return self

    def transform(self, table):
        z = ((table[self.numbers] - self.mean) / self.std).fillna(0)
        hot = [table[n] == v for n in self.labels for v in self.values[n]]
        return np.column_stack([z, table[self.gaps].isna(), *hot]).astype(float)


# %% reject="preparation" because="marks gaps wherever the present table has some"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        self.mean, self.std, self.values = table[self.numbers].mean().fillna(0), {}, {}
        self.trained = [n for n in self.numbers if table[n].isna().any()]
        for n in self.numbers:
            self.std[n] = table[n].std(ddof=0) if table[n].max() > table[n].min() else 1.0
        for n in self.labels:
            counts = table[n].value_counts()
            self.values[n] = sorted(counts.index[counts >= self.at_least])
        return self

    def transform(self, table):
        z = [((table[n] - self.mean[n]) / self.std[n]).fillna(0) for n in self.numbers]
        gaps = [table[n].isna() for n in self.numbers if n in self.trained or table[n].isna().any()]
        hot = []
        for n in self.labels:
            hot += [table[n] == v for v in self.values[n]] + [~table[n].isin(self.values[n])]
        return np.column_stack([*z, *gaps, *hot]).astype(float)


# %% reject="preparation" because="asks whether the standard deviation is exactly 0"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        self.mean, self.std, self.values = {}, {}, {}
        self.gaps = [n for n in self.numbers if table[n].isna().any()]
        for n in self.numbers:
            known = table[n].dropna().to_numpy()
            self.mean[n] = known.sum() / len(known) if len(known) else 0.0
            spread = np.sqrt(((known - self.mean[n]) ** 2).mean()) if len(known) else 0.0
            self.std[n] = spread if spread != 0 else 1.0
        for n in self.labels:
            counts = table[n].value_counts()
            self.values[n] = sorted(counts.index[counts >= self.at_least])
        return self

    def transform(self, table):
        z = [((table[n] - self.mean[n]) / self.std[n]).fillna(0) for n in self.numbers]
        hot = []
        for n in self.labels:
            hot += [table[n] == v for v in self.values[n]] + [~table[n].isin(self.values[n])]
        return np.column_stack([*z, table[self.gaps].isna(), *hot]).astype(float)


# %% reject="preparation" because="turns a column without any known value into zeros"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        self.mean, self.std, self.values = table[self.numbers].mean(), {}, {}
        self.gaps = [n for n in self.numbers if table[n].isna().any()]
        for n in self.numbers:
            self.std[n] = table[n].std(ddof=0) if table[n].max() > table[n].min() else 1.0
        for n in self.labels:
            counts = table[n].value_counts()
            self.values[n] = sorted(counts.index[counts >= self.at_least])
        return self

    def transform(self, table):
        z = [((table[n] - self.mean[n]) / self.std[n]).fillna(0) for n in self.numbers]
        hot = []
        for n in self.labels:
            hot += [table[n] == v for v in self.values[n]] + [~table[n].isin(self.values[n])]
        return np.column_stack([*z, table[self.gaps].isna(), *hot]).astype(float)


# %% reject="preparation" because="gives a last column only to labels with rare values in training"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        self.mean, self.std, self.values = table[self.numbers].mean().fillna(0), {}, {}
        self.gaps = [n for n in self.numbers if table[n].isna().any()]
        self.others = []
        for n in self.numbers:
            self.std[n] = table[n].std(ddof=0) if table[n].max() > table[n].min() else 1.0
        for n in self.labels:
            counts = table[n].value_counts()
            self.values[n] = sorted(counts.index[counts >= self.at_least])
            if not table[n].isin(self.values[n]).all():
                self.others.append(n)
        return self

    def transform(self, table):
        z = [((table[n] - self.mean[n]) / self.std[n]).fillna(0) for n in self.numbers]
        hot = []
        for n in self.labels:
            hot += [table[n] == v for v in self.values[n]]
            hot += [~table[n].isin(self.values[n])] if n in self.others else []
        return np.column_stack([*z, table[self.gaps].isna(), *hot]).astype(float)


# %% reject="preparation" because="fills the gaps of the table that it is given"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        self.mean, self.std, self.values = table[self.numbers].mean().fillna(0), {}, {}
        self.gaps = [n for n in self.numbers if table[n].isna().any()]
        for n in self.numbers:
            self.std[n] = table[n].std(ddof=0) if table[n].max() > table[n].min() else 1.0
        for n in self.labels:
            counts = table[n].value_counts()
            self.values[n] = sorted(counts.index[counts >= self.at_least])
        return self

    def transform(self, table):
        missing = table[self.gaps].isna()
        z = []
        for n in self.numbers:
            table[n] = table[n].fillna(self.mean[n])
            z.append((table[n] - self.mean[n]) / self.std[n])
        hot = []
        for n in self.labels:
            hot += [table[n] == v for v in self.values[n]] + [~table[n].isin(self.values[n])]
        return np.column_stack([*z, missing, *hot]).astype(float)


# %% accept="preparation" because="keeps everything in pandas"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        part = table[self.numbers].astype(float)
        self.means = part.mean().fillna(0.0).tolist()
        self.deviations = part.std(ddof=0).where(part.max() > part.min(), 1.0).tolist()
        self.with_gaps = [n for n in self.numbers if table[n].isna().any()]
        self.values = {
            n: [v for v, c in sorted(table[n].value_counts().items()) if c >= self.at_least]
            for n in self.labels
        }
        return self

    def transform(self, table):
        z = ((table[self.numbers].astype(float) - self.means) / self.deviations).fillna(0.0)
        pieces = [z.reset_index(drop=True), table[self.with_gaps].isna().reset_index(drop=True)]
        for n in self.labels:
            kept = table[n].where(table[n].isin(self.values[n]))
            hot = pd.DataFrame(
                {v: (kept == v).to_numpy(bool) for v in self.values[n]}, index=range(len(table))
            )
            pieces.append(hot.assign(**{"the others": kept.isna().to_numpy()}))
        return pd.concat(pieces, axis=1).to_numpy(dtype=float)


# %% accept="preparation" because="goes row by row"
class Preparation:
    def __init__(self, numbers, labels, at_least=1):
        self.numbers, self.labels, self.at_least = list(numbers), list(labels), at_least

    def fit(self, table):
        self.means, self.deviations, self.with_gaps, self.values = [], [], [], {}
        for name in self.numbers:
            known = [float(x) for x in table[name] if not pd.isna(x)]
            mean = math.fsum(known) / len(known) if known else 0.0
            variance = math.fsum((x - mean) ** 2 for x in known) / len(known) if known else 0.0
            self.means.append(mean)
            self.deviations.append(math.sqrt(variance) if len(set(known)) > 1 else 1.0)
            self.with_gaps += [name] if len(known) < len(table) else []
        for name in self.labels:
            found = [x for x in table[name] if not pd.isna(x)]
            self.values[name] = sorted({x for x in found if found.count(x) >= self.at_least})
        return self

    def transform(self, table):
        rows = []
        for _, row in table.iterrows():
            out = [
                0.0 if pd.isna(row[n]) else (row[n] - m) / d
                for n, m, d in zip(self.numbers, self.means, self.deviations)
            ]
            out += [float(pd.isna(row[n])) for n in self.with_gaps]
            for n in self.labels:
                hot = [float(row[n] == v) if not pd.isna(row[n]) else 0.0 for v in self.values[n]]
                out += [*hot, 1.0 - sum(hot)]
            rows.append(out)
        return np.array(rows)


# %% [markdown]
# ## Save it as plain text
#
# A pickled file may run any command when it is loaded. What your preparation has learnt is only numbers and lists, and
# these fit into JSON, a format that can hold data and nothing else. Write two functions:
#
# - `to_text(preparation)` returns a text in JSON: an object with the key `"format"`, whose value is
#   `"preparation 1"`, the key `"columns"`, the list of all columns that it needs (numbers, then labels), and
#   whatever else you need.
# - `from_text(text)` makes a fitted `Preparation` of it, which transforms every table exactly as the saved one did,
#   in another process too: everything comes from the text.
#
# - Example: for the preparation of the last example, `json.loads(to_text(preparation))["columns"]` is
#   `["age", "ward"]`.
# - Raise a `ValueError` in `from_text` if the text is no JSON, no object, or its format is another one. A loader
#   that tries its luck with a foreign file gives wrong numbers without a word.
# - `json` writes floats in full, so that nothing is lost by rounding, but it knows only Python's own types. It refuses
#   arrays, and whole numbers of NumPy: turn them into lists and ordinary numbers.


# %% exercise="save-as-text" difficulty=2 minutes=15 topics="first-ml-pipeline#saving-a-model"
def to_text(preparation: Preparation) -> str:
    """Write a fitted preparation as JSON, with the keys "format", "columns" and more."""
    ### BEGIN SOLUTION
    return json.dumps(
        {
            "format": "preparation 1",
            "columns": [*preparation.numbers, *preparation.labels],
            "made with": [preparation.numbers, preparation.labels, preparation.at_least],
            "learnt": vars(preparation),
        }
    )
    ### END SOLUTION


def from_text(text: str) -> Preparation:
    """Make a fitted preparation from the text; raise a ValueError for a text of another format."""
    ### BEGIN SOLUTION
    found = json.loads(text)  # its own error is a ValueError
    if not isinstance(found, dict) or found.get("format") != "preparation 1":
        raise ValueError("this text is no preparation of format 1")
    preparation = Preparation(*found["made with"])
    for name, value in found["learnt"].items():
        setattr(preparation, name, value)
    return preparation
    ### END SOLUTION


# %% [markdown] hint="save-as-text"
# Look into your `Preparation`: which attributes does `transform` read? Those, and the arguments of the constructor,
# must be in the text.

# %% [markdown] hint="save-as-text"
# `vars(preparation)` is a dictionary of all its attributes, and `setattr(new, name, value)` sets one. If there are
# arrays or Series among them, `.tolist()` makes lists, and your `transform` must work with lists, too.

# %% [markdown] hint="save-as-text"
# `json.loads` raises a `json.JSONDecodeError` for a text that is no JSON, and that is a kind of `ValueError` already.
# Then ask `isinstance(found, dict)` and compare `found.get("format")`.

# %% check="save-as-text" points=3
with check.exercise("save-as-text"):
    known = pd.DataFrame({"age": [20, 40, np.nan], "ward": ["A", "A", "B"]})
    new = pd.DataFrame({"age": [50, np.nan], "ward": ["B", "A"]})
    text = to_text(Preparation(["age"], ["ward"], 2).fit(known))
    check.type(text, str, "to_text(preparation)", "json.dumps makes a text.")
    found = json.loads(text)
    check.equal(found.get("format"), "preparation 1", "the format in the text")
    check.equal(
        found.get("columns"), ["age", "ward"], "the columns in the text", "Numbers first, then labels."
    )
    check.close(
        np.asarray(from_text(text).transform(new)),
        [[2, 0, 0, 1], [0, 1, 1, 0]],
        "transform of the preparation that was loaded",
        "All that transform reads has to be in the text.",
    )
    for wrong, kind in [('{"format": "preparation 2"}', "another format"), ("age, ward", "no JSON")]:
        check.raises(
            ValueError,
            from_text,
            wrong,
            what=f"from_text of a text with {kind}",
            hint="Look before you load.",
        )
    ### BEGIN HIDDEN TESTS
    check.raises(
        ValueError,
        from_text,
        "[1, 2]",
        what="from_text('[1, 2]')",
        hint="JSON may be a list: ask for a dict.",
    )
    rng = check.rng()
    table = pd.DataFrame({"u": rng.normal(size=25), "v": rng.exponential(size=25) / 3e7})
    table["s"], table["t"] = (
        rng.choice(list("abcdefgh"), size=25),
        rng.choice(["é", '"quoted"', "new\nline"], size=25),
    )
    ready = Preparation(["u", "v"], ["t", "s"], 3).fit(table)
    check.close(
        np.asarray(from_text(to_text(ready)).transform(table)),
        np.asarray(ready.transform(table)),
        "transform of a loaded preparation with small numbers and odd labels",
        "Write numbers in full and labels as they are.",
        rtol=1e-12,
        atol=1e-12,
    )
    one, other = (to_text(Preparation(["u"], [], 1).fit(part)) for part in (table[:10], table[10:]))
    values = table["u"].to_numpy()
    check.close(
        np.asarray(from_text(one).transform(table)),
        ((values - values[:10].mean()) / values[:10].std())[:, None],
        "transform of the first of two preparations that were saved",
        "Take everything from the text, not from what was saved last.",
    )
    ### END HIDDEN TESTS


# %% reject="save-as-text" because="returns a dictionary"
def to_text(preparation):
    return {"format": "preparation 1", "columns": [*preparation.numbers, *preparation.labels]}


# %% reject="save-as-text" because="saves the arguments but not what was learnt"
def to_text(preparation):
    arguments = [preparation.numbers, preparation.labels, preparation.at_least]
    return json.dumps(
        {"format": "preparation 1", "columns": arguments[0] + arguments[1], "arguments": arguments}
    )


def from_text(text):
    found = json.loads(text)
    if found["format"] != "preparation 1":
        raise ValueError
    return Preparation(*found["arguments"])


# %% reject="save-as-text" because="loads whatever comes"
def to_text(preparation):
    names = [*preparation.numbers, *preparation.labels]
    return json.dumps({"format": "preparation 1", "columns": names, "learnt": vars(preparation)})


def from_text(text):
    preparation = Preparation([], [])
    vars(preparation).update(json.loads(text).get("learnt", {}))
    return preparation


# %% reject="save-as-text" because="takes every JSON for an object"
def to_text(preparation):
    names = [*preparation.numbers, *preparation.labels]
    return json.dumps({"format": "preparation 1", "columns": names, "learnt": vars(preparation)})


def from_text(text):
    found = json.loads(text)
    if "format" in found and found["format"] != "preparation 1":
        raise ValueError
    preparation = Preparation([], [])
    vars(preparation).update(found["learnt"] if isinstance(found, dict) else {})
    return preparation


# %% reject="save-as-text" because="rounds the numbers"
def to_text(preparation):
    learnt = dict(vars(preparation))
    learnt["means"] = [round(x, 12) for x in learnt["means"]]
    learnt["deviations"] = [max(round(x, 12), 1e-12) for x in learnt["deviations"]]
    names = [*preparation.numbers, *preparation.labels]
    return json.dumps({"format": "preparation 1", "columns": names, "learnt": learnt})


def from_text(text):
    found = json.loads(text)
    if not isinstance(found, dict) or found["format"] != "preparation 1":
        raise ValueError
    preparation = Preparation([], [])
    vars(preparation).update(found["learnt"])
    return preparation


# %% reject="save-as-text" because="keeps the last preparation in memory"
def to_text(preparation):
    to_text.last = preparation
    return json.dumps({"format": "preparation 1", "columns": [*preparation.numbers, *preparation.labels]})


def from_text(text):
    found = json.loads(text)
    if not isinstance(found, dict) or found["format"] != "preparation 1":
        raise ValueError
    return to_text.last


# %% accept="save-as-text" because="names every attribute"
def to_text(preparation):
    kept = {
        name: getattr(preparation, name) for name in ("numbers", "labels", "at_least", "means", "deviations")
    }
    kept |= {"with_gaps": preparation.with_gaps, "values": preparation.values}
    names = list(preparation.numbers) + list(preparation.labels)
    return json.dumps({**kept, "columns": names, "format": "preparation 1"}, indent=1, ensure_ascii=False)


def from_text(text):
    try:
        found = json.loads(text)
        right = found["format"] == "preparation 1"
    except (TypeError, KeyError, json.JSONDecodeError):
        right = False
    if not right:
        raise ValueError("no preparation")
    made = Preparation(found["numbers"], found["labels"], found["at_least"])
    made.means, made.deviations = found["means"], found["deviations"]
    made.with_gaps, made.values = found["with_gaps"], found["values"]
    return made


# %% accept="save-as-text" because="writes numbers as texts in hexadecimal"
def to_text(preparation):
    state = dict(vars(preparation))
    for name in ("means", "deviations"):
        state[name] = [float(x).hex() for x in state[name]]
    columns = preparation.numbers + preparation.labels
    return json.dumps({"format": "preparation 1", "columns": columns, "state": state}, sort_keys=True)


def from_text(text):
    found = json.loads(text)
    if type(found) is not dict:
        raise ValueError("no object")
    if found.get("format", "") != "preparation 1":
        raise ValueError("unknown format")
    made = object.__new__(Preparation)
    made.__dict__ = dict(found["state"])
    for name in ("means", "deviations"):
        setattr(made, name, [float.fromhex(x) for x in found["state"][name]])
    return made


# %% [markdown]
# ## What is a leak worth?
#
# Labels with very many values, such as postcodes, are often replaced by the mean target of their rows. A colleague
# does so and reports a cross-validated error:
#
# ```python
# def colleague(groups, y, folds, strength):
#     encoded = ShrunkenMean(strength).fit(groups, y).predict(groups)   # the table is prepared ...
#     errors = []
#     for fold in np.unique(folds):                                     # ... and then cross-validated
#         test = folds == fold
#         errors.append(np.abs(y[test] - encoded[test]).mean())
#     return np.mean(errors)
# ```
#
# The encoding of each row has seen the row's own target. Write `leak_price(groups, y, folds, strength)`, which tells
# what that is worth: a dictionary of three errors, each the mean over the folds of the fold's mean absolute error.
#
# | key | the prediction for the rows of a fold |
# |---|---|
# | `"claimed"` | the colleague's: a `ShrunkenMean` fitted on all rows |
# | `"honest"` | a `ShrunkenMean` fitted on the rows of the *other* folds |
# | `"baseline"` | the mean target of the *other* folds |
#
# - `groups` is a list of names or an array, one for each row; `ShrunkenMean` wants a table with one column. `y` are
#   numbers, and `folds` says for each row to which fold it belongs, by any numbers.
# - Example: groups `["a", "a", "b", "b"]`, `y = [1, 3, 5, 9]`, folds `[0, 1, 0, 1]`, strength 0. Claimed is 1.5. For
#   fold 0 the others say 3 for a and 9 for b; the errors are 2 and 4, and so they are in fold 1: honest is 3. The
#   baseline says 6 for fold 0 and 3 for fold 1, with the errors 5, 1 and 0, 6: it is 3 as well.
# - Folds of different sizes count the same: take the mean of means.


# %% exercise="leak-price" difficulty=3 minutes=20 topics="first-ml-pipeline#leakage, first-ml-pipeline#cross-validation"
def leak_price(
    groups: Sequence[str] | np.ndarray,
    y: Sequence[float] | np.ndarray,
    folds: Sequence[int] | np.ndarray,
    strength: float,
) -> dict[str, float]:
    """Measure what a target encoding claims, what it is worth, and the baseline.

    Parameters
    ----------
    groups : n names
    y : n numbers
    folds : n numbers
        The fold of each row; at least two folds.
    strength : float
        The strength of `ShrunkenMean`.

    Returns
    -------
    dict
        Mean absolute errors under "claimed", "honest" and "baseline", each the mean over the folds.
    """
    ### BEGIN SOLUTION
    column, targets, number = np.asarray(groups)[:, None], np.asarray(y, dtype=float), np.asarray(folds)
    everything = ShrunkenMean(strength).fit(column, targets)
    errors: dict[str, list[float]] = {"claimed": [], "honest": [], "baseline": []}
    for fold in np.unique(number):
        test = number == fold
        others = ShrunkenMean(strength).fit(column[~test], targets[~test])
        predictions = {
            "claimed": everything.predict(column[test]),
            "honest": others.predict(column[test]),
            "baseline": np.full(test.sum(), targets[~test].mean()),
        }
        for name, predicted in predictions.items():
            errors[name].append(float(np.abs(targets[test] - predicted).mean()))
    return {name: float(np.mean(values)) for name, values in errors.items()}
    ### END SOLUTION


# %% [markdown] hint="leak-price"
# One loop over `np.unique(folds)` is enough. In each round a mask `test` tells the rows of the fold, and `~test` those
# of the others. Only the claimed encoding is fitted outside of the loop.

# %% [markdown] hint="leak-price"
# Turn what you get into arrays first, so that masks work; `np.asarray(groups)[:, None]` is the table with one column.
# `ShrunkenMean(strength).fit(column[~test], y[~test]).predict(column[test])` are the honest predictions of a fold.

# %% [markdown] hint="leak-price"
# Keep three lists, append the mean absolute error of the fold to each, and return the mean of each list.

# %% check="leak-price" points=3
with check.exercise("leak-price"):
    result = leak_price(["a", "a", "b", "b"], [1, 3, 5, 9], [0, 1, 0, 1], 0)
    check.type(result, dict, "leak_price(...)", "Return a dictionary.")
    check.equal(sorted(result), ["baseline", "claimed", "honest"], "the sorted list of the keys")
    check.close(
        result["claimed"], 1.5, "claimed, in the example", "There the encoding was fitted on all rows."
    )
    check.close(
        result["honest"],
        3.0,
        "honest, in the example",
        "Fit on the rows of the other folds, for each fold anew.",
    )
    check.close(
        result["baseline"], 3.0, "the baseline, in the example", "It is the mean target of the other folds."
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    codes, noise, parts = rng.integers(0, 30, size=270), rng.normal(20, 5, size=270), np.arange(270) % 5
    result = leak_price(codes, noise, parts, 1)
    truth = {"honest": [], "claimed": []}
    for part in range(5):
        for name, rows in [("honest", parts != part), ("claimed", parts >= 0)]:
            misses = []
            for code, target in zip(codes[parts == part], noise[parts == part]):
                own = noise[rows & (codes == code)]
                misses.append(abs(target - (own.sum() + noise[rows].mean()) / (len(own) + 1)))
            truth[name].append(np.mean(misses))
    check.close(
        [result["claimed"], result["honest"]],
        [np.mean(truth["claimed"]), np.mean(truth["honest"])],
        "claimed and honest for 30 groups of pure noise, strength 1",
        "Both encodings use the strength that is given.",
    )
    uneven = leak_price(["a", "b", "a", "a", "b"], [0, 0, 6, 3, 2], [7, 7, 7, 7, -1], 1)
    check.close(
        uneven["baseline"],
        (np.mean([2, 2, 4, 1]) + 0.25) / 2,
        "the baseline for two folds, numbered 7 and -1, with four rows and one row",
        "Take the mean of the folds' means, whatever the folds are called.",
    )
    far = leak_price(["a", "a", "b", "c"], [1.0, 2.0, 30.0, 50.0], [1, 2, 3, 4], 2)
    want = [abs(1 - (2 + 2 * 82 / 3) / 3), abs(2 - (1 + 2 * 27) / 3), abs(30 - 53 / 3), abs(50 - 11)]
    check.close(
        far["honest"],
        np.mean(want),
        "honest where two groups are in no other fold, strength 2",
        "A group that the other folds do not have gets their overall mean.",
    )
    check.unchanged(
        leak_price, codes[:20], noise[:20], parts[:20], 1.0, what="leak_price(...)", hint="Make new arrays."
    )
    ### END HIDDEN TESTS


# %% reject="leak-price" because="prepares before the folds, like the colleague"
def leak_price(groups, y, folds, strength):
    column, y, folds = np.asarray(groups)[:, None], np.asarray(y, dtype=float), np.asarray(folds)
    miss = np.abs(y - ShrunkenMean(strength).fit(column, y).predict(column))
    claimed = float(np.mean([miss[folds == f].mean() for f in np.unique(folds)]))
    baseline = float(np.mean([np.abs(y[folds == f] - y[folds != f].mean()).mean() for f in np.unique(folds)]))
    return {"claimed": claimed, "honest": claimed, "baseline": baseline}


# %% reject="leak-price" because="takes the mean of all rows as baseline"
def leak_price(groups, y, folds, strength):
    column, y, folds = np.asarray(groups)[:, None], np.asarray(y, dtype=float), np.asarray(folds)
    miss = np.abs(y - ShrunkenMean(strength).fit(column, y).predict(column))
    honest, claimed = [], []
    for f in np.unique(folds):
        t = folds == f
        honest.append(np.abs(y[t] - ShrunkenMean(strength).fit(column[~t], y[~t]).predict(column[t])).mean())
        claimed.append(miss[t].mean())
    return {"claimed": np.mean(claimed), "honest": np.mean(honest), "baseline": np.abs(y - y.mean()).mean()}


# %% reject="leak-price" because="fits on the fold that it predicts"
def leak_price(groups, y, folds, strength):
    column, y, folds = np.asarray(groups)[:, None], np.asarray(y, dtype=float), np.asarray(folds)
    miss = np.abs(y - ShrunkenMean(strength).fit(column, y).predict(column))
    honest, claimed = [], []
    for f in np.unique(folds):
        t = folds == f
        honest.append(np.abs(y[t] - ShrunkenMean(strength).fit(column[t], y[t]).predict(column[t])).mean())
        claimed.append(miss[t].mean())
    return {"claimed": np.mean(claimed), "honest": np.mean(honest), "baseline": 3.0}


# %% reject="leak-price" because="forgets the strength in the claimed encoding"
def leak_price(groups, y, folds, strength):
    column, y, folds = np.asarray(groups)[:, None], np.asarray(y, dtype=float), np.asarray(folds)
    miss = np.abs(y - ShrunkenMean(0).fit(column, y).predict(column))
    honest, claimed, baseline = [], [], []
    for f in np.unique(folds):
        t = folds == f
        honest.append(np.abs(y[t] - ShrunkenMean(strength).fit(column[~t], y[~t]).predict(column[t])).mean())
        claimed.append(miss[t].mean())
        baseline.append(np.abs(y[t] - y[~t].mean()).mean())
    return {"claimed": np.mean(claimed), "honest": np.mean(honest), "baseline": np.mean(baseline)}


# %% reject="leak-price" because="weighs the folds by their rows"
def leak_price(groups, y, folds, strength):
    column, y, folds = np.asarray(groups)[:, None], np.asarray(y, dtype=float), np.asarray(folds)
    said = {"claimed": ShrunkenMean(strength).fit(column, y).predict(column)}
    said |= {"honest": np.zeros(len(y)), "baseline": np.zeros(len(y))}
    for f in np.unique(folds):
        t = folds == f
        said["honest"][t] = ShrunkenMean(strength).fit(column[~t], y[~t]).predict(column[t])
        said["baseline"][t] = y[~t].mean()
    return {name: float(np.abs(y - values).mean()) for name, values in said.items()}


# %% reject="leak-price" because="gives a group that the other folds lack the mean of all rows"
def leak_price(groups, y, folds, strength):
    column, y, folds = np.asarray(groups)[:, None], np.asarray(y, dtype=float), np.asarray(folds)
    whole = ShrunkenMean(strength).fit(column, y)
    miss = np.abs(y - whole.predict(column))
    honest, claimed, baseline = [], [], []
    for f in np.unique(folds):
        t = folds == f
        part = ShrunkenMean(strength).fit(column[~t], y[~t])
        known = np.isin(column[t][:, 0], column[~t][:, 0])
        said = np.where(known, part.predict(column[t]), whole.mean_)
        honest.append(np.abs(y[t] - said).mean())
        claimed.append(miss[t].mean())
        baseline.append(np.abs(y[t] - y[~t].mean()).mean())
    return {"claimed": np.mean(claimed), "honest": np.mean(honest), "baseline": np.mean(baseline)}


# %% reject="leak-price" because="centres the targets in place"
def leak_price(groups, y, folds, strength):
    column, folds = np.asarray(groups)[:, None], np.asarray(folds)
    y = np.asarray(y) if np.asarray(y).dtype == float else np.array(y, dtype=float)
    y -= y.mean()
    miss = np.abs(y - ShrunkenMean(strength).fit(column, y).predict(column))
    honest, claimed, baseline = [], [], []
    for f in np.unique(folds):
        t = folds == f
        honest.append(np.abs(y[t] - ShrunkenMean(strength).fit(column[~t], y[~t]).predict(column[t])).mean())
        claimed.append(miss[t].mean())
        baseline.append(np.abs(y[t] - y[~t].mean()).mean())
    return {"claimed": np.mean(claimed), "honest": np.mean(honest), "baseline": np.mean(baseline)}


# %% accept="leak-price" because="collects the predictions in a table"
def leak_price(groups, y, folds, strength):
    rows = pd.DataFrame({"g": list(groups), "y": np.array(y, dtype=float), "fold": list(folds)})
    rows["claimed"] = ShrunkenMean(strength).fit(rows[["g"]], rows["y"]).predict(rows[["g"]])
    for fold, part in rows.groupby("fold"):
        others = rows[rows["fold"] != fold]
        rows.loc[part.index, "honest"] = (
            ShrunkenMean(strength).fit(others[["g"]], others["y"]).predict(part[["g"]])
        )
        rows.loc[part.index, "baseline"] = others["y"].mean()
    misses = rows[["claimed", "honest", "baseline"]].sub(rows["y"], axis=0).abs()
    return misses.groupby(rows["fold"]).mean().mean().to_dict()


# %% accept="leak-price" because="cross-validates the honest ones with the library"
def leak_price(groups, y, folds, strength):
    from sklearn.dummy import DummyRegressor
    from sklearn.model_selection import PredefinedSplit

    column, y = np.array(groups).reshape(-1, 1), np.array(y, dtype=float)
    number = np.unique(folds, return_inverse=True)[1]
    how = {"cv": PredefinedSplit(number), "scoring": "neg_mean_absolute_error"}
    off = np.abs(ShrunkenMean(strength).fit(column, y).predict(column) - y)
    return {
        "claimed": float(np.mean([off[number == k].mean() for k in range(number.max() + 1)])),
        "honest": float(-cross_val_score(ShrunkenMean(strength), column, y, **how).mean()),
        "baseline": float(-cross_val_score(DummyRegressor(), column, y, **how).mean()),
    }


# %% [markdown]
# ## A pipeline for houses as they come
#
# The table `house-prices` (simulated, in the form of the houses of Ames) has 42 columns, gaps of two kinds, grades,
# and labels written as numbers: read `print(datasets.load("house-prices").card)`. Write `house_pipeline()`, which
# returns an estimator, *not* fitted, that takes this table as it is in `fit(table, prices)` and `predict(table)`.
# Prices go in and come out in dollars. It prepares these columns, and ignores all others:
#
# | columns | what a gap means | preparation |
# |---|---|---|
# | `LotFrontage`, `LotArea`, `GrLivArea` | nobody knows | first the median of the column for gaps, then $\log(1+x)$, then standardise |
# | `BsmtQual`, `KitchenQual`, `FireplaceQu` | there is none | none 0, Po 1, Fa 2, TA 3, Gd 4, Ex 5; then standardise |
# | `Neighborhood`, `GarageType` | there is none | the value `"none"` for gaps, then one-hot |
# | `MSSubClass` | there are no gaps | one-hot, since it is a label, although it looks like a number |
#
# - The model is `Ridge()` with its default penalty on the *logarithm* of the price, so that 10 % too much counts the
#   same for every house.
# - `Ridge()` is to get a dense array. `OneHotEncoder` makes a sparse matrix unless told otherwise, and there `Ridge()`
#   stops at a rough solution: the prices are off by some dollars, and the check notices.
# - A label that training never met becomes zeros in all its columns. (Grades are always from the list.)
# - On the first 1,000 houses as training rows and the other 460 as test the mean absolute error is about 22,070
#   dollars. The mean of the neighbourhood misses by 38,400.
# - `TransformedTargetRegressor`, `OrdinalEncoder` and `FunctionTransformer` have been imported; look up what their
#   arguments mean. Name the columns: a pipeline that goes by their place breaks when somebody adds one.


# %% exercise="house-pipeline" difficulty=4 minutes=25 topics="first-ml-pipeline#pipelines, first-ml-pipeline#data-loading, first-ml-pipeline#data-preparation"
def house_pipeline() -> BaseEstimator:
    """Return an estimator, not fitted, that predicts prices in dollars from the raw table of houses."""
    ### BEGIN SOLUTION
    none = SimpleImputer(strategy="constant", fill_value="none")
    grades = ["none", "Po", "Fa", "TA", "Gd", "Ex"]
    for_amounts = make_pipeline(
        SimpleImputer(strategy="median"), FunctionTransformer(np.log1p), StandardScaler()
    )
    for_grades = make_pipeline(none, OrdinalEncoder(categories=[grades] * 3), StandardScaler())
    hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    prepare = ColumnTransformer(
        [
            ("amounts", for_amounts, ["LotFrontage", "LotArea", "GrLivArea"]),
            ("grades", for_grades, ["BsmtQual", "KitchenQual", "FireplaceQu"]),
            ("labels", make_pipeline(none, hot), ["Neighborhood", "GarageType"]),
            ("codes", hot, ["MSSubClass"]),
        ]
    )
    return TransformedTargetRegressor(make_pipeline(prepare, Ridge()), func=np.log, inverse_func=np.exp)
    ### END SOLUTION


# %% [markdown] hint="house-pipeline"
# Begin with one row of the table: a small pipeline for the three amounts, in a `ColumnTransformer` with this one entry,
# and `Ridge()` behind it. Add a kind of columns at a time, and look at the error each time.

# %% [markdown] hint="house-pipeline"
# `SimpleImputer(strategy="constant", fill_value="none")` turns a gap into a value of its own. After it,
# `OrdinalEncoder(categories=[grades] * 3)` with `grades = ["none", "Po", "Fa", "TA", "Gd", "Ex"]` gives 0 to 5 for
# each of three columns; `FunctionTransformer(np.log1p)` takes logarithms.

# %% [markdown] hint="house-pipeline"
# `TransformedTargetRegressor(pipeline, func=np.log, inverse_func=np.exp)` fits the pipeline to the logarithms and turns
# its predictions back. For one-hot use `handle_unknown="ignore"` and `sparse_output=False`.

# %% check="house-pipeline" points=4
houses = datasets.load("house-prices", source="simulated")
prices = np.asarray(houses.target, dtype=float)

with check.exercise("house-pipeline"):
    fitted = house_pipeline().fit(houses.data[:1000], prices[:1000])
    predicted = np.asarray(fitted.predict(houses.data[1000:]))
    check.shape(predicted, (460,), "the predictions for 460 houses")
    smallest = float(np.min(predicted))
    check.that(
        smallest > 1000,
        f"the smallest of 460 predicted prices is {smallest:.1f}. Fit the model to the logarithm of the price, "
        "and turn what it says back into dollars",
    )
    check.close(
        np.abs(predicted - prices[1000:]).mean(),
        22_069.17,
        "the mean absolute error on 460 houses, in dollars,",
        "Go through the table of the task row by row: gaps, logarithms, the order of grades, labels, and Ridge(). "
        "If only a few dollars are wrong, Ridge() got a sparse matrix: OneHotEncoder has sparse_output.",
        rtol=1e-5,
    )
    stranger = houses.data[:1].assign(Neighborhood="Atlantis", MSSubClass=999)
    priced = float(np.asarray(fitted.predict(stranger), dtype=float)[0])
    check.that(math.isfinite(priced), f"a house in an unknown neighbourhood gets the price {priced}")
    ### BEGIN HIDDEN TESTS

    def by_hand(table, target, asked):
        columns = []
        for name in ("LotFrontage", "LotArea", "GrLivArea"):
            middle = table[name].median()
            columns.append(
                [np.log1p(part[name].fillna(middle).to_numpy(dtype=float)) for part in (table, asked)]
            )
        order = {"Po": 1, "Fa": 2, "TA": 3, "Gd": 4, "Ex": 5}
        for name in ("BsmtQual", "KitchenQual", "FireplaceQu"):
            columns.append(
                [np.array([order.get(x, 0) for x in part[name]], dtype=float) for part in (table, asked)]
            )
        columns = [[(c - known.mean()) / known.std() for c in (known, new)] for known, new in columns]
        for name in ("Neighborhood", "GarageType", "MSSubClass"):
            known, new = (
                [str(x) for x in part[name].astype(object).fillna("none")] for part in (table, asked)
            )
            for value in sorted(set(known)):
                columns.append([np.array([float(x == value) for x in values]) for values in (known, new)])
        known, new = (np.column_stack([pair[i] for pair in columns]) for i in (0, 1))
        centre, logs = known.mean(axis=0), np.log(target)
        known = known - centre
        w = np.linalg.solve(known.T @ known + np.eye(known.shape[1]), known.T @ (logs - logs.mean()))
        return np.exp(logs.mean() + (new - centre) @ w)

    rng = check.rng()
    order = rng.permutation(1460)
    some, rest = houses.data.iloc[order[:300]], houses.data.iloc[order[300:420]].copy()
    rest.loc[rest.index[:40], ["LotArea", "GrLivArea"]] = np.nan
    rest.loc[rest.index[20:60], ["KitchenQual", "Neighborhood"]] = None
    check.close(
        np.asarray(house_pipeline().fit(some, prices[order[:300]]).predict(rest)),
        by_hand(some, prices[order[:300]], rest),
        "the predicted prices of 120 houses, where columns have gaps that had none in training,",
        "Prepare every column for gaps, those without any in training too.",
        rtol=1e-5,
    )
    turned = houses.data[houses.data.columns[::-1]].assign(owner="unknown")
    check.close(
        np.asarray(fitted.predict(turned[1000:1040])),
        predicted[:40],
        "the predictions for a table with its columns in another order, and one more,",
        "Name the columns instead of counting them.",
        rtol=1e-9,
    )
    ### END HIDDEN TESTS


# %% reject="house-pipeline" because="answers with logarithms"
def house_pipeline():
    class Logs(RegressorMixin, BaseEstimator):
        def fit(self, X, y):
            self.mean_ = np.log(y).mean()
            return self

        def predict(self, X):
            return np.full(len(X), self.mean_)

    return Logs()


# %% reject="house-pipeline" because="fits the prices and not their logarithms"
def house_pipeline():
    none = SimpleImputer(strategy="constant", fill_value="none")
    grades = ["none", "Po", "Fa", "TA", "Gd", "Ex"]
    hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    amounts = make_pipeline(SimpleImputer(strategy="median"), FunctionTransformer(np.log1p), StandardScaler())
    ordered = make_pipeline(none, OrdinalEncoder(categories=[grades] * 3), StandardScaler())
    parts = [("a", amounts, ["LotFrontage", "LotArea", "GrLivArea"]), ("c", hot, ["MSSubClass"])]
    parts += [("o", ordered, ["BsmtQual", "KitchenQual", "FireplaceQu"])]
    parts += [("l", make_pipeline(none, hot), ["Neighborhood", "GarageType"])]
    floor = FunctionTransformer(lambda p: p)
    return TransformedTargetRegressor(
        make_pipeline(ColumnTransformer(parts), Ridge()), transformer=floor, check_inverse=False
    )


# %% reject="house-pipeline" because="takes MSSubClass for an amount"
def house_pipeline():
    none = SimpleImputer(strategy="constant", fill_value="none")
    grades = ["none", "Po", "Fa", "TA", "Gd", "Ex"]
    hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    amounts = make_pipeline(SimpleImputer(strategy="median"), FunctionTransformer(np.log1p), StandardScaler())
    ordered = make_pipeline(none, OrdinalEncoder(categories=[grades] * 3), StandardScaler())
    parts = [("a", amounts, ["LotFrontage", "LotArea", "GrLivArea"]), ("c", StandardScaler(), ["MSSubClass"])]
    parts += [("o", ordered, ["BsmtQual", "KitchenQual", "FireplaceQu"])]
    parts += [("l", make_pipeline(none, hot), ["Neighborhood", "GarageType"])]
    return TransformedTargetRegressor(
        make_pipeline(ColumnTransformer(parts), Ridge()), func=np.log, inverse_func=np.exp
    )


# %% reject="house-pipeline" because="takes a missing grade for the most frequent one"
def house_pipeline():
    none = SimpleImputer(strategy="constant", fill_value="none")
    grades = ["none", "Po", "Fa", "TA", "Gd", "Ex"]
    hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    amounts = make_pipeline(SimpleImputer(strategy="median"), FunctionTransformer(np.log1p), StandardScaler())
    usual = SimpleImputer(strategy="most_frequent")
    ordered = make_pipeline(usual, OrdinalEncoder(categories=[grades] * 3), StandardScaler())
    parts = [("a", amounts, ["LotFrontage", "LotArea", "GrLivArea"]), ("c", hot, ["MSSubClass"])]
    parts += [("o", ordered, ["BsmtQual", "KitchenQual", "FireplaceQu"])]
    parts += [("l", make_pipeline(none, hot), ["Neighborhood", "GarageType"])]
    return TransformedTargetRegressor(
        make_pipeline(ColumnTransformer(parts), Ridge()), func=np.log, inverse_func=np.exp
    )


# %% reject="house-pipeline" because="fails at a label that it does not know"
def house_pipeline():
    none = SimpleImputer(strategy="constant", fill_value="none")
    grades = ["none", "Po", "Fa", "TA", "Gd", "Ex"]
    hot = OneHotEncoder(sparse_output=False)
    amounts = make_pipeline(SimpleImputer(strategy="median"), FunctionTransformer(np.log1p), StandardScaler())
    ordered = make_pipeline(none, OrdinalEncoder(categories=[grades] * 3), StandardScaler())
    parts = [("a", amounts, ["LotFrontage", "LotArea", "GrLivArea"]), ("c", hot, ["MSSubClass"])]
    parts += [("o", ordered, ["BsmtQual", "KitchenQual", "FireplaceQu"])]
    parts += [("l", make_pipeline(none, hot), ["Neighborhood", "GarageType"])]
    return TransformedTargetRegressor(
        make_pipeline(ColumnTransformer(parts), Ridge()), func=np.log, inverse_func=np.exp
    )


# %% reject="house-pipeline" because="prepares only those columns for gaps that have some in training"
def house_pipeline():
    none = SimpleImputer(strategy="constant", fill_value="none")
    grades = ["none", "Po", "Fa", "TA", "Gd", "Ex"]
    hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    frontage = make_pipeline(
        SimpleImputer(strategy="median"), FunctionTransformer(np.log1p), StandardScaler()
    )
    whole = make_pipeline(FunctionTransformer(np.log1p), StandardScaler())
    ordered = make_pipeline(none, OrdinalEncoder(categories=[grades] * 3), StandardScaler())
    parts = [("f", frontage, ["LotFrontage"]), ("a", whole, ["LotArea", "GrLivArea"])]
    parts += [("o", ordered, ["BsmtQual", "KitchenQual", "FireplaceQu"])]
    parts += [("l", make_pipeline(none, hot), ["Neighborhood", "GarageType"]), ("c", hot, ["MSSubClass"])]
    return TransformedTargetRegressor(
        make_pipeline(ColumnTransformer(parts), Ridge()), func=np.log, inverse_func=np.exp
    )


# %% reject="house-pipeline" because="goes by the place of the columns"
def house_pipeline():
    class ByPlace(RegressorMixin, BaseEstimator):
        names = list(houses.data.columns)

        def fit(self, X, y):
            none = SimpleImputer(strategy="constant", fill_value="none")
            grades = ["none", "Po", "Fa", "TA", "Gd", "Ex"]
            hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
            amounts = make_pipeline(
                SimpleImputer(strategy="median"), FunctionTransformer(np.log1p), StandardScaler()
            )
            ordered = make_pipeline(none, OrdinalEncoder(categories=[grades] * 3), StandardScaler())
            parts = [("a", amounts, ["LotFrontage", "LotArea", "GrLivArea"]), ("c", hot, ["MSSubClass"])]
            parts += [("o", ordered, ["BsmtQual", "KitchenQual", "FireplaceQu"])]
            parts += [("l", make_pipeline(none, hot), ["Neighborhood", "GarageType"])]
            self.names_ = list(X.columns)
            self.model_ = make_pipeline(ColumnTransformer(parts), Ridge()).fit(X, np.log(y))
            return self

        def predict(self, X):
            return np.exp(self.model_.predict(X.set_axis(self.names_ + ["more"] * (X.shape[1] - 42), axis=1)))

    return ByPlace()


# %% accept="house-pipeline" because="is a class of its own around a Ridge"
def house_pipeline():
    class Houses(RegressorMixin, BaseEstimator):
        def prepare(self, X):
            amounts = X[["LotFrontage", "LotArea", "GrLivArea"]].fillna(self.middle_)
            order = {"Po": 1.0, "Fa": 2.0, "TA": 3.0, "Gd": 4.0, "Ex": 5.0}
            grades = [
                X[n].map(order).astype(float).fillna(0) for n in ("BsmtQual", "KitchenQual", "FireplaceQu")
            ]
            return np.column_stack([np.log1p(amounts.to_numpy(dtype=float)), *grades])

        def codes(self, X):
            names = ["Neighborhood", "GarageType", "MSSubClass"]
            return [[f"{n}={'none' if pd.isna(v) else v}" for v in X[n]] for n in names]

        def design(self, X):
            hot = [
                [float(v == value) for v in found]
                for found, kept in zip(self.codes(X), self.kept_)
                for value in kept
            ]
            return np.column_stack([(self.prepare(X) - self.mean_) / self.std_, *hot])

        def fit(self, X, y):
            self.middle_ = X[["LotFrontage", "LotArea", "GrLivArea"]].median()
            ready = self.prepare(X)
            self.mean_, self.std_ = ready.mean(axis=0), ready.std(axis=0)
            self.kept_ = [sorted(set(found)) for found in self.codes(X)]
            self.ridge_ = Ridge().fit(self.design(X), np.log(y))
            return self

        def predict(self, X):
            return np.exp(self.ridge_.predict(self.design(X)))

    return Houses()


# %% accept="house-pipeline" because="names its steps, and keeps one-hot columns sparse"
def house_pipeline():
    levels = ["none", "Po", "Fa", "TA", "Gd", "Ex"]
    fill = ("fill", SimpleImputer(strategy="constant", fill_value="none"))
    steps = [
        ("fill", SimpleImputer(strategy="median")),
        ("log", FunctionTransformer(lambda x: np.log(1 + x))),
    ]
    grade = Pipeline([fill, ("order", OrdinalEncoder(categories=[levels])), ("scale", StandardScaler())])
    parts = [
        ("areas", Pipeline([*steps, ("scale", StandardScaler())]), ["GrLivArea", "LotArea", "LotFrontage"])
    ]
    parts += [(name, grade, [name]) for name in ("FireplaceQu", "BsmtQual", "KitchenQual")]
    parts += [
        (
            "hot",
            Pipeline([fill, ("hot", OneHotEncoder(handle_unknown="ignore"))]),
            ["GarageType", "Neighborhood"],
        )
    ]
    parts += [("code", OneHotEncoder(handle_unknown="ignore"), ["MSSubClass"])]
    whole = Pipeline([("prepare", ColumnTransformer(parts, sparse_threshold=0)), ("model", Ridge(alpha=1.0))])
    return TransformedTargetRegressor(regressor=whole, func=np.log, inverse_func=np.exp)


# %% [markdown]
# ## Choose, and do not be fooled by luck
#
# The candidate with the smallest mean error in cross-validation often leads by luck only, and a simpler one would be as
# good. Write `choose(errors)`. It takes a dictionary from each candidate's name to its $K\ge2$ fold errors, all on the
# same folds, with the *simplest candidate first*, and returns the name of the one to take:
#
# 1. The *best* is the candidate with the smallest mean (the first of them, if there are several).
# 2. For every candidate take the differences $d_k$, its error minus the best's, fold by fold, their mean $\bar d$, and
#    the standard error $s/\sqrt K$ with $s^2=\sum_k(d_k-\bar d)^2/(K-1)$.
# 3. Take the first candidate with $\bar d\le s/\sqrt K$: its disadvantage is within one standard error.
#
# - Example: `{"mean": [10, 12, 11, 13], "line": [6, 8, 7, 8], "forest": [5, 8, 6, 9]}`. The forest is best, with the
#   mean 7. For the line $d=(1,0,1,-1)$, $\bar d=0.25$ and $s/\sqrt4\approx0.479$: it is taken. For the mean
#   $\bar d=4.5$ and $s/\sqrt4\approx0.289$.
# - Why differences? A hard fold is hard for all. The spread of each candidate's errors is mostly that of the folds, and
#   hides a lead that holds in every fold.
# - A fit may fail and leave `nan` among the errors. Such a candidate is out; every comparison with `nan` is false, and
#   `min` then answers anything. If nobody is left, raise a `ValueError`.


# %% exercise="choose" difficulty=2 minutes=15 topics="first-ml-pipeline#model-selection, first-ml-pipeline#tuning, how-machines-learn#choosing-a-model"
def choose(errors: Mapping[str, Sequence[float]]) -> str:
    """Return the simplest candidate whose disadvantage to the best is within one standard error.

    Parameters
    ----------
    errors : dict
        The K fold errors of each candidate; the simplest candidate comes first.

    Returns
    -------
    str
        The name of a candidate.

    Raises
    ------
    ValueError
        If no candidate has an error for every fold.
    """
    ### BEGIN SOLUTION
    sound = {name: np.asarray(own, dtype=float) for name, own in errors.items()}
    sound = {name: own for name, own in sound.items() if np.isfinite(own).all()}
    if not sound:
        raise ValueError("no candidate has an error for every fold")
    best = min(sound, key=lambda name: sound[name].mean())
    for name, own in sound.items():
        difference = own - sound[best]
        if difference.mean() <= difference.std(ddof=1) / np.sqrt(len(difference)):
            return name
    return best
    ### END SOLUTION


# %% [markdown] hint="choose"
# Throw out candidates with `nan` first. What is left can be compared safely.

# %% [markdown] hint="choose"
# `best = min(sound, key=lambda name: sound[name].mean())`. Dictionaries keep their order, so a loop over
# `sound.items()` begins with the simplest.

# %% [markdown] hint="choose"
# With arrays, `d = own - sound[best]`; compare `d.mean()` with `d.std(ddof=1) / np.sqrt(len(d))`. For the best itself
# both are 0, and 0 <= 0.

# %% check="choose" points=3
with check.exercise("choose"):
    three = {"mean": [10, 12, 11, 13], "line": [6, 8, 7, 8], "forest": [5, 8, 6, 9]}
    check.equal(
        choose(three),
        "line",
        "choose for the example",
        "The first whose disadvantage is within its own error.",
    )
    check.equal(
        choose({"line": [11.5, 21, 31, 41.5], "forest": [10, 20, 30, 40]}),
        "forest",
        "choose where the line is worse by 1 to 1.5 in folds from 10 to 40",
        "Compare fold by fold: the spread of the folds does not count.",
    )
    check.equal(
        choose({"tree": [5, float("nan"), 5, 5], "line": [6, 8, 7, 8], "forest": [5, 8, 6, 9]}),
        "line",
        "choose where the tree failed in one fold",
        "A candidate with nan is out, before anything is compared.",
    )
    check.equal(
        choose({"a": [1.7, 1.0, 1.0, 1.7], "b": [1.0, 1.0, 1.0, 1.0]}),
        "b",
        "choose for a = [1.7, 1, 1, 1.7], b = [1, 1, 1, 1]",
        "One standard error is s / sqrt(K), with K - 1 under s.",
    )
    check.raises(ValueError, choose, {"a": [float("nan"), 1.0]}, what="choose without a sound candidate")
    ### BEGIN HIDDEN TESTS
    check.equal(
        choose({"a": [4.0, 2.0], "b": [2.5, 3.0], "c": [3.0, 1.0], "d": [1.0, 3.0]}),
        "b",
        "choose for a = [4, 2], b = [2.5, 3], c = [3, 1], d = [1, 3]",
        "Of equal means the first is best: compare all with this one.",
    )
    rng = check.rng()
    for _ in range(40):
        fresh = {f"model {i}": (rng.normal(5, 0.4) + rng.normal(0, 1, size=8)).tolist() for i in range(6)}
        table = np.array(list(fresh.values()))
        d = table - table[table.mean(axis=1).argmin()]
        near = d.mean(axis=1) <= d.std(axis=1, ddof=1) / 8**0.5
        check.equal(
            choose(fresh),
            f"model {near.argmax()}",
            "choose for six fresh candidates",
            "Go from the simplest on, and never past the best: its own disadvantage is 0, which counts as within.",
        )
    ### END HIDDEN TESTS


# %% reject="choose" because="takes the smallest mean"
def choose(errors):
    sound = {n: e for n, e in errors.items() if np.isfinite(e).all()}
    if not sound:
        raise ValueError
    return min(sound, key=lambda n: np.mean(sound[n]))


# %% reject="choose" because="uses the standard error of the best candidate"
def choose(errors):
    sound = {n: np.array(e, dtype=float) for n, e in errors.items() if np.isfinite(e).all()}
    if not sound:
        raise ValueError
    best = min(sound, key=lambda n: sound[n].mean())
    limit = sound[best].mean() + sound[best].std(ddof=1) / np.sqrt(len(sound[best]))
    return next(n for n in sound if sound[n].mean() <= limit)


# %% reject="choose" because="leaves out the folds that failed"
def choose(errors):
    table = {n: np.array(e, dtype=float) for n, e in errors.items()}
    if all(np.isnan(e).any() for e in table.values()):
        raise ValueError
    best = min(table, key=lambda n: np.nanmean(table[n]))
    for n, e in table.items():
        d = e - table[best]
        d = d[np.isfinite(d)]
        if d.mean() <= d.std(ddof=1) / np.sqrt(len(d)):
            return n


# %% reject="choose" because="takes the last of the best"
def choose(errors):
    sound = {n: np.array(e, dtype=float) for n, e in errors.items() if np.isfinite(e).all()}
    if not sound:
        raise ValueError
    best = min(reversed(sound), key=lambda n: sound[n].mean())
    for n, e in sound.items():
        d = e - sound[best]
        if d.mean() <= d.std(ddof=1) / np.sqrt(len(d)):
            return n


# %% reject="choose" because="forgets to divide by the root of K"
def choose(errors):
    sound = {n: np.array(e, dtype=float) for n, e in errors.items() if np.isfinite(e).all()}
    if not sound:
        raise ValueError
    best = min(sound, key=lambda n: sound[n].mean())
    for n, e in sound.items():
        d = e - sound[best]
        if d.mean() <= d.std(ddof=1):
            return n


# %% reject="choose" because="goes from the most complex candidate to simpler ones as long as they tie"
def choose(errors):
    sound = {n: np.array(e, dtype=float) for n, e in errors.items() if np.isfinite(e).all()}
    if not sound:
        raise ValueError
    best = min(sound, key=lambda n: sound[n].mean())
    names, taken = list(sound), best
    for n in reversed(names[: names.index(best)]):
        d = sound[n] - sound[best]
        if d.mean() > d.std(ddof=1) / np.sqrt(len(d)):
            break
        taken = n
    return taken


# %% reject="choose" because="returns nan's answer when nobody is left"
def choose(errors):
    sound = {n: np.array(e, dtype=float) for n, e in errors.items() if np.isfinite(e).all()}
    best = min(sound, key=lambda n: sound[n].mean(), default=next(iter(errors)))
    for n, e in sound.items():
        d = e - sound[best]
        if d.mean() <= d.std(ddof=1) / np.sqrt(len(d)):
            return n
    return best


# %% accept="choose" because="works on a data frame"
def choose(errors):
    table = pd.DataFrame({name: list(own) for name, own in errors.items()}, dtype=float).dropna(axis=1)
    if table.shape[1] == 0:
        raise ValueError("nobody is left")
    d = table.sub(table[table.mean().idxmin()], axis=0)
    return d.columns[(d.mean() <= d.sem()).to_numpy()][0]


# %% accept="choose" because="uses the standard library"
def choose(errors):
    from statistics import fmean, stdev

    sound = [(name, [float(e) for e in own]) for name, own in errors.items()]
    sound = [(name, own) for name, own in sound if not any(math.isnan(e) for e in own)]
    if not sound:
        raise ValueError("all have failed")
    best = sorted(sound, key=lambda pair: fmean(pair[1]))[0][1]
    for name, own in sound:
        d = [a - b for a, b in zip(own, best)]
        if fmean(d) * math.sqrt(len(d)) <= stdev(d):
            return name
