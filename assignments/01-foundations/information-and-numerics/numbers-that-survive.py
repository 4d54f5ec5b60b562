# ---
# title: Numbers that survive
# ---

# %% [markdown]
# # Numbers that survive: formulas for a computer
#
# Two formulas may be the same on paper, and one of them gives `nan` on a computer. Training then stops, or,
# worse, goes on with numbers that are quietly wrong. In these exercises you write six tools that are used
# every day, each in a form that survives large numbers, tiny ones and unlucky units: a mean and a variance of
# readings that come in one by one, the eigenvalues of a small matrix, a sum of exponentials that is too long
# for the memory, the loss of a classifier with its gradient, a line through data in units that nobody would
# choose, and equations that are nearly hopeless.
#
# None of your functions may change what it is given. Warnings of NumPy cost no points, but ask yourself where
# they come from.

# %%
import math
from collections.abc import Iterable, Sequence

import numpy as np

from mlcourse import check, datasets

# %% [markdown]
# ## A variance that can wait
#
# Readings come in one by one, for years, and cannot all be kept. The formula *mean square minus squared mean*
# would need two sums only. But for readings near $10^9$ it subtracts two numbers near $10^{18}$, whose last
# digits were rounded away, and what is left is mostly rounding error.
#
# Keep the number of readings $n$, their mean $\bar x$ and the sum $S = \sum_i (x_i - \bar x)^2$ instead. A
# new reading $x$ changes the mean to $\bar x' = \bar x + (x - \bar x)/(n + 1)$, and adds
# $(x - \bar x)(x - \bar x')$ to $S$, with the mean from before in one factor and the new one in the other.
#
# Two stations can put their results together: with $d = \bar x_b - \bar x_a$ and $n = n_a + n_b$
#
# $$\bar x = \bar x_a + \frac{n_b}{n} d, \qquad S = S_a + S_b + \frac{n_a n_b}{n} d^2 .$$
#
# Complete the class `Moments`. `add(value)` takes a reading in; `merge(other)` returns a *new* `Moments` for
# both together and changes neither of them; `variance()` returns $S / n$ (divided by $n$, not $n - 1$).
#
# - Example: after `add` of 1, 2, 3 and 4, `count` is 4, `mean` is 2.5 and `variance()` is 1.25. Merging one
#   that has 1 and 2 with one that has 3 and 4 gives the same.
# - Without a reading, `count` is 0, `mean` is 0, and `variance()` raises a `ValueError`.
# - Either side of a merge may be empty, or both.


# %% exercise="moments" difficulty=2 minutes=15 topics="numerical-computation#rounding-errors-and-cancellation, numerical-computation#floating-point-numbers, calculus#summations"
class Moments:
    """The number, mean and variance of readings that come in one by one."""

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0
        self.squares = 0.0  # the sum of the squared deviations from the mean

    def add(self, value: float) -> None:
        """Take a reading in."""
        ### BEGIN SOLUTION
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before * (value - self.mean)
        ### END SOLUTION

    def merge(self, other: "Moments") -> "Moments":
        """Return the moments of the readings of both."""
        ### BEGIN SOLUTION
        both = Moments()
        both.count = self.count + other.count
        if both.count:
            d = other.mean - self.mean
            both.mean = self.mean + other.count / both.count * d
            both.squares = self.squares + other.squares + self.count * other.count / both.count * d**2
        return both
        ### END SOLUTION

    def variance(self) -> float:
        """Return the mean squared deviation from the mean."""
        ### BEGIN SOLUTION
        if self.count == 0:
            raise ValueError("there is no reading yet")
        return self.squares / self.count
        ### END SOLUTION


# %% [markdown] hint="moments"
# In `add`, keep the difference from the old mean in a variable before you change the mean. Then three lines
# are left: the count, the mean, the sum of squares.

# %% [markdown] hint="moments"
# `merge` begins with `both = Moments()` and sets its three attributes. Return it as it is if both counts are
# 0, for then $n$ is 0 and nothing can be divided by it.

# %% check="moments" points=3
with check.exercise("moments"):

    def filled(values):
        moments = Moments()
        for value in values:
            moments.add(float(value))
        return moments

    def triple(moments):
        return [moments.count, moments.mean, moments.variance()]

    four = filled([1, 2, 3, 4])
    check.equal(four.count, 4, "the count of 1, 2, 3, 4")
    check.close(
        [four.mean, four.variance()],
        [2.5, 1.25],
        "[mean, variance] of 1, 2, 3, 4",
        "Which mean stands in which factor? And divide by n.",
    )
    check.close(
        filled(1.7e9 + np.arange(60)).variance(),
        (60**2 - 1) / 12,
        "the variance of 60 seconds near 1,700,000,000",
        "Do not subtract large squares.",
    )
    check.close(
        triple(filled([1, 2]).merge(filled([3, 4]))),
        [4, 2.5, 1.25],
        "[count, mean, variance] of 1, 2 merged with 3, 4",
        "The distance between the two means counts too.",
    )
    ### BEGIN HIDDEN TESTS
    x = check.rng().normal(size=17)
    check.close(
        triple(filled(x[:5]).merge(filled(x[5:]))),
        [17, sum(x) / 17, sum((x - sum(x) / 17) ** 2) / 17],
        "[count, mean, variance] of 5 readings merged with 12",
        "The larger part has more weight.",
    )
    check.close(
        filled(1.7e9 + np.arange(20)).merge(filled(1.7e9 + np.arange(20, 60))).variance(),
        (60**2 - 1) / 12,
        "the variance of 20 seconds near 1,700,000,000 merged with the next 40",
        "Do not subtract large squares in merge either.",
    )
    check.close(
        triple(Moments().merge(Moments()).merge(filled([1, 3]))),
        [2, 2, 1],
        "[count, mean, variance] of two empty ones merged with 1, 3",
        "Nothing can be divided by a count of 0.",
    )
    part = filled([1, 3])
    part.merge(Moments()).add(5.0)
    Moments().merge(part).add(5.0)
    check.close(
        [part.count, part.mean],
        [2, 2],
        "[count, mean] of 1, 3 after it was merged with an empty one, and a reading was added to the result,",
        "A merge makes a new one and leaves both parts alone, also where one of them is empty.",
    )
    check.raises(
        ValueError,
        lambda: Moments().variance(),
        what="the variance without a reading",
        hint="Raise it where the count is 0.",
    )
    ### END HIDDEN TESTS


# %% reject="moments" because="returns one side itself where the other is empty"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before * (value - self.mean)

    def merge(self, other):
        if not self.count or not other.count:
            return self if self.count else other
        both, d = Moments(), other.mean - self.mean
        both.count = self.count + other.count
        both.mean = self.mean + other.count / both.count * d
        both.squares = self.squares + other.squares + self.count * other.count / both.count * d**2
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError
        return self.squares / self.count


# %% reject="moments" because="squares the difference from the old mean"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before**2

    def merge(self, other):
        both = Moments()
        both.count = self.count + other.count
        if both.count:
            d = other.mean - self.mean
            both.mean = self.mean + other.count / both.count * d
            both.squares = self.squares + other.squares + self.count * other.count / both.count * d**2
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError
        return self.squares / self.count


# %% reject="moments" because="divides by n - 1"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before * (value - self.mean)

    def merge(self, other):
        both = Moments()
        both.count = self.count + other.count
        if both.count:
            d = other.mean - self.mean
            both.mean = self.mean + other.count / both.count * d
            both.squares = self.squares + other.squares + self.count * other.count / both.count * d**2
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError
        return self.squares / max(1, self.count - 1)


# %% reject="moments" because="subtracts the squared mean from the mean square"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.sum_of_squares = getattr(self, "sum_of_squares", 0.0) + value**2
        self.count += 1
        self.mean += before / self.count
        self.squares = self.sum_of_squares - self.count * self.mean**2

    def merge(self, other):
        both = Moments()
        both.count = self.count + other.count
        if both.count:
            d = other.mean - self.mean
            both.mean = self.mean + other.count / both.count * d
            both.squares = self.squares + other.squares + self.count * other.count / both.count * d**2
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError
        return self.squares / self.count


# %% reject="moments" because="forgets the distance between the means"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before * (value - self.mean)

    def merge(self, other):
        both = Moments()
        both.count = self.count + other.count
        if both.count:
            d = other.mean - self.mean
            both.mean = self.mean + other.count / both.count * d
            both.squares = self.squares + other.squares
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError
        return self.squares / self.count


# %% reject="moments" because="takes the middle of both means"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before * (value - self.mean)

    def merge(self, other):
        both = Moments()
        both.count = self.count + other.count
        if both.count:
            d = other.mean - self.mean
            share = 0.5 if self.count and other.count else other.count / both.count
            both.mean = self.mean + share * d
            both.squares = self.squares + other.squares + self.count * other.count / both.count * d**2
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError
        return self.squares / self.count


# %% reject="moments" because="merges by way of mean squares"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before * (value - self.mean)

    def merge(self, other):
        both = Moments()
        both.count = self.count + other.count
        if both.count:
            d = other.mean - self.mean
            both.mean = self.mean + other.count / both.count * d
            both.squares = (
                sum(part.squares + part.count * part.mean**2 for part in (self, other))
                - both.count * both.mean**2
            )
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError
        return self.squares / self.count


# %% reject="moments" because="divides by a count of zero"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before * (value - self.mean)

    def merge(self, other):
        both = Moments()
        both.count = self.count + other.count
        d = other.mean - self.mean
        both.mean = self.mean + other.count / both.count * d
        both.squares = self.squares + other.squares + self.count * other.count / both.count * d**2
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError
        return self.squares / self.count


# %% reject="moments" because="merges the other into itself"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before * (value - self.mean)

    def merge(self, other):
        own, both = self.count, self
        both.count = own + other.count
        if both.count:
            d = other.mean - self.mean
            both.squares += other.squares + own * other.count / both.count * d**2
            both.mean += other.count / both.count * d
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError
        return self.squares / self.count


# %% reject="moments" because="gives an empty one the variance 0"
class Moments:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, value):
        before = value - self.mean
        self.count += 1
        self.mean += before / self.count
        self.squares += before * (value - self.mean)

    def merge(self, other):
        both = Moments()
        both.count = self.count + other.count
        if both.count:
            d = other.mean - self.mean
            both.mean = self.mean + other.count / both.count * d
            both.squares = self.squares + other.squares + self.count * other.count / both.count * d**2
        return both

    def variance(self):
        if self.count == 0:
            return 0.0
        return self.squares / self.count


# %% accept="moments" because="counts a reading as a merge with a single one"
class Moments:
    def __init__(self, count=0, mean=0.0, squares=0.0):
        self.count, self.mean, self.squares = count, mean, squares

    def add(self, value):
        both = self.merge(Moments(1, value, 0.0))
        self.count, self.mean, self.squares = both.count, both.mean, both.squares

    def merge(self, other):
        if not self.count:
            return Moments(other.count, other.mean, other.squares)
        n, d = self.count + other.count, other.mean - self.mean
        share = other.count / n
        return Moments(n, self.mean + share * d, self.squares + other.squares + self.count * share * d * d)

    def variance(self):
        if self.count < 1:
            raise ValueError("no reading")
        return self.squares / self.count


# %% accept="moments" because="keeps the sums of the differences from the first reading"
class Moments:
    def __init__(self):
        self.count, self.first, self.one, self.two = 0, 0.0, 0.0, 0.0

    @property
    def mean(self):
        return self.first + self.one / self.count if self.count else 0.0

    def add(self, value):
        if self.count == 0:
            self.first = value
        self.count += 1
        self.one += value - self.first
        self.two += (value - self.first) ** 2

    def merge(self, other):
        both = Moments()
        both.count, both.first = self.count + other.count, self.first if self.count else other.first
        for part in (self, other):
            if part.count:
                d = part.first - both.first
                both.one += part.one + part.count * d
                both.two += part.two + 2 * d * part.one + part.count * d**2
        return both

    def variance(self):
        if self.count == 0:
            raise ValueError("empty")
        return self.two / self.count - (self.one / self.count) ** 2


# %% [markdown]
# ## Two eigenvalues, without losing digits
#
# For $A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}$ the equation
# $\lambda^2 - (\operatorname{tr} A) \lambda + \det A = 0$ has the solutions
#
# $$\lambda = m \pm \sqrt{m^2 - \det A}, \qquad m = \tfrac12 \operatorname{tr} A .$$
#
# Here $\operatorname{tr} A = a + d$ is the trace and $\det A = a d - b c$ the determinant. That is right on
# paper, and loses digits in a computer, in two places. You repair both.
#
# - **Under the root.** For `[[1, 1e-9], [1e-9, 1]]`, $m^2 = 1$ and $\det A = 1 - 10^{-18}$, which is rounded
#   to 1, so that the eigenvalues $1 \pm 10^{-9}$ come out equal. Multiply out and check on paper that
#   $m^2 - \det A = \big(\tfrac{a - d}{2}\big)^2 + b c$, and compute the right-hand side.
# - **After the root.** For `[[1e15, 1], [1, 0.3]]` the smaller eigenvalue is very nearly 0.3, but
#   $m - \sqrt{\dots}$ is the difference of two nearly equal numbers of size $5 \cdot 10^{14}$, where floats
#   lie 0.0625 apart. Compute only the eigenvalue of larger *size* with the formula: $m + \sqrt{\dots}$ if
#   $m \ge 0$, $m - \sqrt{\dots}$ if not. The other one follows from $\lambda_1 \lambda_2 = \det A$.
#
# Write `eigenvalues(A)` for a 2 by 2 matrix and return both, repeated ones twice, as a tuple:
#
# - two floats, the larger *number* first, if they are real: `eigenvalues([[4, 1], [2, 3]])` is `(5.0, 2.0)`,
#   `eigenvalues([[-4, 1], [2, -3]])` is `(-2.0, -5.0)`;
# - two complex numbers, the one with the positive imaginary part first, if they are not:
#   `eigenvalues([[1, -2], [2, 1]])` is `(1+2j, 1-2j)`. For these the first repair is enough.
#
# Do not divide by 0 where both eigenvalues are 0.


# %% exercise="eigenvalues" difficulty=3 minutes=15 topics="numerical-computation#rounding-errors-and-cancellation, matrix-decompositions#eigenvalues-and-eigenvectors, matrix-decompositions#the-trace"
def eigenvalues(
    A: Sequence[Sequence[float]] | np.ndarray,
) -> tuple[float, float] | tuple[complex, complex]:
    """Return both eigenvalues of a 2 by 2 matrix, precisely.

    Parameters
    ----------
    A : matrix of shape (2, 2)

    Returns
    -------
    tuple of two floats, or of two complex numbers
        The larger one first, or the one with the positive imaginary part.
    """
    ### BEGIN SOLUTION
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    m, under = (a + d) / 2, ((a - d) / 2) ** 2 + b * c
    if under < 0:
        root = math.sqrt(-under)
        return complex(m, root), complex(m, -root)
    first = m + math.copysign(math.sqrt(under), m)
    second = (a * d - b * c) / first if first else 0.0
    return max(first, second), min(first, second)
    ### END SOLUTION


# %% [markdown] hint="eigenvalues"
# `(a, b), (c, d) = A` names the four numbers. Compute `m = (a + d) / 2` and
# `under = ((a - d) / 2) ** 2 + b * c`, and look at the sign of `under` first.

# %% [markdown] hint="eigenvalues"
# If `under` is negative, the imaginary part is `math.sqrt(-under)`, and `complex(m, root)` makes the number.

# %% [markdown] hint="eigenvalues"
# Else `first = m + math.sqrt(under) if m >= 0 else m - math.sqrt(under)`. If `first` is 0, both are 0;
# otherwise the second is `(a * d - b * c) / first`. Return the larger of the two, then the smaller.

# %% check="eigenvalues" points=3
with check.exercise("eigenvalues"):
    result = eigenvalues([[4, 1], [2, 3]])
    check.close(
        result,
        [5, 2],
        "eigenvalues([[4, 1], [2, 3]])",
        "Their sum is the trace, their product the determinant.",
    )
    check.type(result[0], (int, float), "the first of eigenvalues([[4, 1], [2, 3]])", "Real ones are floats.")
    check.close(
        eigenvalues([[-4, 1], [2, -3]]),
        [-2, -5],
        "eigenvalues([[-4, 1], [2, -3]])",
        "The larger number comes first, which need not be the one of larger size.",
    )
    check.close(
        eigenvalues([[1, -2], [2, 1]]),
        [1 + 2j, 1 - 2j],
        "eigenvalues([[1, -2], [2, 1]])",
        "Under the root there is -4 here: the eigenvalues are complex, with real part m.",
    )
    check.close(eigenvalues([[3, 1], [0, 3]]), [3, 3], "eigenvalues([[3, 1], [0, 3]])", "Return it twice.")
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    (a, b, d) = rng.normal(size=3)
    want = np.linalg.eigvalsh([[a, b], [b, d]])[::-1]
    check.close(
        eigenvalues([[a, b], [b, d]]),
        want,
        "the pair of eigenvalues of a random symmetric matrix",
        "Do not round.",
    )
    found = eigenvalues([[1, 1e-9], [1e-9, 1]])
    check.close(
        [(found[0] - 1) * 1e9, (found[1] - 1) * 1e9],
        [1, -1],
        "1e9 times (eigenvalue minus 1), for both of [[1, 1e-9], [1e-9, 1]],",
        "Under the root, compute ((a - d) / 2) ** 2 + b * c.",
    )
    check.close(
        eigenvalues([[1e15, 1], [1, 0.3]])[1],
        0.3,
        "the smaller of eigenvalues([[1e15, 1], [1, 0.3]])",
        "Get the one of smaller size from the determinant.",
    )
    check.close(eigenvalues([[0, 1], [0, 0]]), [0, 0], "eigenvalues([[0, 1], [0, 0]])", "Do not divide by 0.")
    ### END HIDDEN TESTS


# %% reject="eigenvalues" because="adds the determinant under the root"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    m = (a + d) / 2
    root = math.sqrt(abs(m * m + (a * d - b * c)))
    return m + root, m - root


# %% reject="eigenvalues" because="forgets to halve"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    trace, det = a + d, a * d - b * c
    root = math.sqrt(abs(trace**2 - 4 * det))
    return trace + root, trace - root


# %% reject="eigenvalues" because="knows no complex eigenvalues"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    root = math.sqrt(((a - d) / 2) ** 2 + b * c)
    return (a + d) / 2 + root, (a + d) / 2 - root


# %% reject="eigenvalues" because="takes the absolute value under the root"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    root = math.sqrt(abs(((a - d) / 2) ** 2 + b * c))
    return (a + d) / 2 + root, (a + d) / 2 - root


# %% reject="eigenvalues" because="always returns complex numbers"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    root = complex(((a - d) / 2) ** 2 + b * c) ** 0.5
    return (a + d) / 2 + root, (a + d) / 2 - root


# %% reject="eigenvalues" because="puts the one of larger size first"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    m, under = (a + d) / 2, ((a - d) / 2) ** 2 + b * c
    if under < 0:
        return complex(m, math.sqrt(-under)), complex(m, -math.sqrt(-under))
    first = m + math.copysign(math.sqrt(under), m)
    return first, ((a * d - b * c) / first if first else 0.0)


# %% reject="eigenvalues" because="rounds the result"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    m, under = (a + d) / 2, ((a - d) / 2) ** 2 + b * c
    if under < 0:
        return complex(m, math.sqrt(-under)), complex(m, -math.sqrt(-under))
    first = m + math.copysign(math.sqrt(under), m)
    second = (a * d - b * c) / first if first else 0.0
    both = [round(x, 4) if abs(x - 1) > 1e-6 else x for x in (first, second)]
    return max(both), min(both)


# %% reject="eigenvalues" because="subtracts the determinant from the squared mean"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    m, det = (a + d) / 2, a * d - b * c
    under = m * m - det
    if under < 0:
        return complex(m, math.sqrt(-under)), complex(m, -math.sqrt(-under))
    first = m + math.copysign(math.sqrt(under), m)
    second = det / first if first else 0.0
    return max(first, second), min(first, second)


# %% reject="eigenvalues" because="loses the digits of the smaller eigenvalue in a difference"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    m, under = (a + d) / 2, ((a - d) / 2) ** 2 + b * c
    if under < 0:
        return complex(m, math.sqrt(-under)), complex(m, -math.sqrt(-under))
    return m + math.sqrt(under), m - math.sqrt(under)


# %% reject="eigenvalues" because="divides by a first eigenvalue of 0"
def eigenvalues(A):
    (a, b), (c, d) = np.asarray(A, dtype=float).tolist()
    m, under = (a + d) / 2, ((a - d) / 2) ** 2 + b * c
    if under < 0:
        return complex(m, math.sqrt(-under)), complex(m, -math.sqrt(-under))
    first = m + math.copysign(math.sqrt(under), m)
    second = (a * d - b * c) / first
    return max(first, second), min(first, second)


# %% accept="eigenvalues" because="uses NumPy throughout"
def eigenvalues(A):
    A = np.array(A, dtype=float)
    m, half = np.trace(A) / 2, (A[0, 0] - A[1, 1]) / 2
    under = half**2 + A[0, 1] * A[1, 0]
    if under < 0:
        return m + 1j * np.sqrt(-under), m - 1j * np.sqrt(-under)
    first = m - np.sqrt(under) if m < 0 else m + np.sqrt(under)
    if first == 0:
        return 0.0, 0.0
    return tuple(sorted([first, (A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]) / first], reverse=True))


# %% accept="eigenvalues" because="computes with fifty decimal digits"
def eigenvalues(A):
    from decimal import Decimal, localcontext

    with localcontext() as context:
        context.prec = 50
        a, b, c, d = (Decimal(float(entry)) for row in A for entry in row)
        m = (a + d) / 2
        under = m * m - (a * d - b * c)
        root = abs(under).sqrt()
        if under < 0:
            return complex(float(m), float(root)), complex(float(m), -float(root))
        return float(m + root), float(m - root)


# %% [markdown]
# ## Log-sum-exp of a stream
#
# To turn scores into probabilities one needs $\ln \sum_j \mathrm{e}^{x_j}$. With scores near 1000 the
# exponentials overflow, so one takes the largest score $m$ out: $m + \ln \sum_j \mathrm{e}^{x_j - m}$. But
# what if there are too many scores to have them at once, and they come in chunks, once and never again? Then
# the largest is known only at the end. Attention over long texts is computed in this way.
#
# Go with two numbers: $m$, the largest score *so far*, and $s = \sum_j \mathrm{e}^{x_j - m}$ over the scores
# so far. When a chunk brings a new largest score $m'$, all terms of $s$ were measured from the wrong level.
# One factor mends all of them: $s \leftarrow s\,\mathrm{e}^{m - m'}$.
#
# Write `log_sum_exp(chunks)`. `chunks` is anything that a `for` loop can go through *once*; each chunk is an
# array or a list of scores. Return a `float`.
#
# - Example: the chunks `[ln 2, ln 3]` and `[ln 5]` give $\ln 10 \approx 2.302585$.
# - A chunk may be empty. If there is no score at all the sum is 0 and its logarithm `-math.inf`.
# - A score may be $-\infty$ (something impossible, which adds 0), and whole chunks may be. Beware:
#   $-\infty - (-\infty)$ is `nan`.
# - If a score is $+\infty$, so is the result.


# %% exercise="log-sum-exp" difficulty=3 minutes=15 topics="numerical-computation#log-sum-exp, numerical-computation#overflow-and-underflow"
def log_sum_exp(chunks: Iterable[Sequence[float] | np.ndarray]) -> float:
    """Return the logarithm of the sum of the exponentials of all scores, in one pass.

    Parameters
    ----------
    chunks : iterable of lists or arrays of scores
        Can be gone through only once.

    Returns
    -------
    float
        Minus infinity if there is no score.
    """
    ### BEGIN SOLUTION
    m, s = -math.inf, 0.0
    for chunk in chunks:
        x = np.asarray(chunk, dtype=float)
        new = max(m, float(x.max(initial=-math.inf)))
        if new == math.inf:
            return math.inf
        if new == -math.inf:
            continue
        s = s * math.exp(m - new) + float(np.exp(x - new).sum())
        m = new
    return m + math.log(s) if s > 0 else -math.inf
    ### END SOLUTION


# %% [markdown] hint="log-sum-exp"
# Start with `m = -math.inf` and `s = 0.0`. For each chunk: find the new largest score, mend `s`, then add the
# chunk's own terms.

# %% [markdown] hint="log-sum-exp"
# `x.max(initial=-math.inf)` works for an empty chunk, too. `math.exp(m - new)` is 0 for `m = -math.inf`, as
# it should be, as long as `new` is a number.

# %% [markdown] hint="log-sum-exp"
# If `new` is still $-\infty$, the chunk adds nothing: `continue`. If it is $+\infty$, return it. Otherwise
# `s = s * math.exp(m - new) + np.exp(x - new).sum()`.

# %% check="log-sum-exp" points=3
with check.exercise("log-sum-exp"):
    check.close(
        log_sum_exp([np.log([2.0, 3.0]), np.log([5.0])]),
        math.log(10),
        "log_sum_exp of the chunks [ln 2, ln 3] and [ln 5]",
        "When a new largest score comes, mend the sum so far.",
    )
    check.close(
        log_sum_exp(chunk for chunk in [[1000.0, 1001.0], [999.0]]),
        1001 + math.log(1 + math.exp(-1) + math.exp(-2)),
        "log_sum_exp of [1000, 1001] and [999], which come once,",
        "Take the largest score out. You can go through the chunks only once.",
    )
    check.close(
        log_sum_exp([[0.0], [], [0.0]]),
        math.log(2),
        "log_sum_exp of [0], [] and [0]",
        "A chunk may be empty.",
    )
    ### BEGIN HIDDEN TESTS
    x = check.rng().normal(size=12)
    check.close(
        log_sum_exp([x[:4] - 2000, x[4:8], x[8:] + 1500]),
        1500 + math.log(sum(math.exp(v) for v in x[8:])),
        "log_sum_exp of chunks near -2000, 0 and 1500",
        "The first chunk does not know the largest score.",
    )
    check.close(
        log_sum_exp([[-math.inf, -math.inf], [1.0, -math.inf]]),
        1.0,
        "log_sum_exp of [-inf, -inf] and [1, -inf]",
        "As long as the largest score is -inf, there is nothing to add.",
    )
    check.close(
        log_sum_exp([[1.0, math.inf], [2.0]]),
        math.inf,
        "log_sum_exp of [1, inf] and [2]",
        "inf - inf is nan.",
    )
    check.close(
        log_sum_exp([]),
        -math.inf,
        "log_sum_exp without a chunk",
        "The sum is 0, and math.log(0) raises an error.",
    )
    ### END HIDDEN TESTS


# %% reject="log-sum-exp" because="adds the exponentials as they are"
def log_sum_exp(chunks):
    return np.log(sum(np.exp(np.asarray(chunk, dtype=float)).sum() for chunk in chunks))


# %% reject="log-sum-exp" because="does not mend the sum when a larger score comes"
def log_sum_exp(chunks):
    m, s = -math.inf, 0.0
    for chunk in chunks:
        m = max(m, *chunk) if len(chunk) else m
        s += np.exp(np.asarray(chunk) - m).sum()
    return m + np.log(s)


# %% reject="log-sum-exp" because="goes through the chunks twice"
def log_sum_exp(chunks):
    m = max((max(chunk) for chunk in chunks if len(chunk)), default=-math.inf)
    s = sum(np.exp(np.asarray(chunk, dtype=float) - m).sum() for chunk in chunks)
    return float(m + np.log(s))


# %% reject="log-sum-exp" because="asks an empty chunk for its largest score"
def log_sum_exp(chunks):
    m, s = -math.inf, 0.0
    for chunk in chunks:
        new = max(m, max(chunk))
        s = s * math.exp(m - new) + np.exp(np.asarray(chunk) - new).sum()
        m = new
    return m + math.log(s)


# %% reject="log-sum-exp" because="measures everything from the first chunk's largest score"
def log_sum_exp(chunks):
    m, s = None, 0.0
    for chunk in chunks:
        x = np.asarray(chunk, dtype=float)
        if len(x) == 0:
            continue
        if m is None or m == -math.inf:
            m = x.max()
        if m == math.inf:
            return m
        s += np.exp(x - m).sum() if m > -math.inf else 0.0
    return -math.inf if m is None else m + np.log(s)


# %% reject="log-sum-exp" because="subtracts minus infinity from itself"
def log_sum_exp(chunks):
    m, s = -math.inf, 0.0
    for chunk in chunks:
        x = np.asarray(chunk, dtype=float)
        new = max(m, x.max(initial=-math.inf))
        if new == math.inf:
            return math.inf
        if len(x):
            s = s * np.exp(m - new) + np.exp(x - new).sum()
        m = new
    return m + math.log(s) if s != 0 else -math.inf


# %% reject="log-sum-exp" because="subtracts infinity from itself"
def log_sum_exp(chunks):
    m, s = -math.inf, 0.0
    for chunk in chunks:
        x = np.asarray(chunk, dtype=float)
        new = max(m, x.max(initial=-math.inf))
        if new > -math.inf:
            s = s * math.exp(m - new) + np.exp(x - new).sum()
        m = new
    return m + np.log(s) if s != 0 else -math.inf


# %% reject="log-sum-exp" because="takes the logarithm of an empty sum"
def log_sum_exp(chunks):
    m, s = -math.inf, 0.0
    for chunk in chunks:
        x = np.asarray(chunk, dtype=float)
        new = max(m, x.max(initial=-math.inf))
        if new == math.inf:
            return math.inf
        if new > -math.inf:
            s = s * math.exp(m - new) + np.exp(x - new).sum()
        m = new
    return m + math.log(s)


# %% accept="log-sum-exp" because="joins two logarithms at a time"
def log_sum_exp(chunks):
    total = -np.inf
    for chunk in chunks:
        for x in chunk:
            total = np.logaddexp(total, x)
    return total


# %% accept="log-sum-exp" because="finds each chunk's own result and joins it with the one before"
def log_sum_exp(chunks):
    total = -math.inf
    for chunk in chunks:
        values = [float(x) for x in chunk if x > -math.inf]
        if total > -math.inf:
            values.append(total)
        if values:
            m = max(values)
            if m == math.inf:
                return m
            total = m + math.log(math.fsum(math.exp(x - m) for x in values))
    return total


# %% [markdown]
# ## The loss of a classifier, and its gradient
#
# A classifier gives each of $k$ classes a score. The *softmax* turns the scores $\mathbf{x}$ of an example
# into probabilities, $p_j = \mathrm{e}^{x_j} / \sum_l \mathrm{e}^{x_l}$. The loss of the example is
# $-\ln p_c$ for its true class $c$: 0 for a sure and right answer, large for a sure and wrong one. By the
# rules of logarithms
#
# $$-\ln p_c = \ln \sum_j \mathrm{e}^{x_j} - x_c,
# \qquad \frac{\partial(-\ln p_c)}{\partial x_j} = p_j - [\,j = c\,],$$
#
# where $[\,j = c\,]$ is 1 for the true class and 0 for the others. (Derive the second from the first; it
# takes two lines.) Write `cross_entropy(scores, labels)`. `scores` has shape `(n, k)`, `labels` has the $n$
# true classes as whole numbers from 0. Return two things: the mean loss of the $n$ examples, a `float`, and
# the gradient of this mean by all scores, shape `(n, k)`.
#
# - Example: for `scores = [[0, 0], [ln 3, 0]]` and `labels = [0, 1]` the probabilities are
#   $(\frac12, \frac12)$ and $(\frac34, \frac14)$, so the loss is $\frac12(\ln 2 + \ln 4) \approx 1.0397$. The
#   gradient is $\frac12$ times $(-\frac12, \frac12)$ and $(\frac34, -\frac34)$.
# - Scores may be in the thousands, of either sign, and very different from row to row. Never take the
#   logarithm of a probability that may have become 0: for the scores $(0, 2000)$ and the true class 0 the
#   loss is 2000. A small number added inside the logarithm hides the truth.
# - A score may be $-\infty$, for a class that is ruled out (not the true one). Its probability is 0, and its
#   entry of the gradient too. Beware: $0 \cdot (-\infty)$ is `nan`.


# %% exercise="cross-entropy" difficulty=3 minutes=20 topics="numerical-computation#log-sum-exp, numerical-computation#overflow-and-underflow, calculus#gradient"
def cross_entropy(
    scores: Sequence[Sequence[float]] | np.ndarray, labels: Sequence[int] | np.ndarray
) -> tuple[float, np.ndarray]:
    """Return the mean cross-entropy of scores and its gradient.

    Parameters
    ----------
    scores : matrix of shape (n, k)
        Finite, or minus infinity for classes that are ruled out.
    labels : n whole numbers from 0 to k - 1
        The true classes.

    Returns
    -------
    loss : float
    gradient : array of shape (n, k)
        The derivatives of the loss by the scores.
    """
    ### BEGIN SOLUTION
    scores, labels = np.asarray(scores, dtype=float), np.asarray(labels, dtype=int)
    n, rows = len(scores), np.arange(len(scores))
    shifted = scores - scores.max(axis=1, keepdims=True)
    sums = np.exp(shifted).sum(axis=1)
    gradient = np.exp(shifted) / sums[:, None]
    gradient[rows, labels] -= 1
    return float(np.mean(np.log(sums) - shifted[rows, labels])), gradient / n
    ### END SOLUTION


# %% [markdown] hint="cross-entropy"
# Subtract from every row its own largest score, in a new array. This changes no probability, and all
# exponentials are now at most 1.

# %% [markdown] hint="cross-entropy"
# The loss of a row is the logarithm of its sum of exponentials, minus the (shifted) score of the true class.
# `shifted[np.arange(n), labels]` picks these scores, one from each row, without multiplying anything.

# %% [markdown] hint="cross-entropy"
# The gradient is the table of probabilities, minus 1 at `[np.arange(n), labels]`, and all of it divided by
# `n`, since the loss is a mean.

# %% check="cross-entropy" points=4
with check.exercise("cross-entropy"):
    result = cross_entropy([[0, 0], [math.log(3), 0]], [0, 1])
    check.type(result, (tuple, list), "cross_entropy(...)", "Return two things: `return loss, gradient`.")
    check.equal(len(result), 2, "the length of the result", "Return the loss and its gradient.")
    check.close(
        result[0], math.log(8) / 2, "the loss of the example", "The mean of minus the logarithms of p_c."
    )
    check.close(
        result[1],
        [[-0.25, 0.25], [0.375, -0.375]],
        "the gradient of the example",
        "Probabilities, minus 1 for the true class, and the loss is a mean.",
    )
    result = cross_entropy([[2000, 0, 2000]], [0])
    check.close(
        result[0], math.log(2), "the loss of the scores (2000, 0, 2000)", "Subtract the largest score first."
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    scores, labels = rng.normal(size=(6, 4)), rng.integers(0, 4, size=6)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    want = p / 6
    for row, label in enumerate(labels):
        want[row, label] -= 1 / 6
    check.close(
        cross_entropy(scores.tolist(), labels.tolist())[1],
        want,
        "the gradient for 6 examples and 4 classes",
        "Each row sums up to 1 for itself.",
    )
    check.close(
        cross_entropy([[0, 2000], [0, 1990]], [0, 0])[0],
        1995.0,
        "the loss of the scores (0, 2000) and (0, 1990) with the true class 0",
        "Do not take the logarithm of a probability, nor add a small number to it.",
    )
    check.close(
        cross_entropy([[3000, 3000], [-3000, -3000]], [0, 1])[0],
        math.log(2),
        "the loss of two rows near 3000 and near -3000",
        "Each row has a largest score of its own.",
    )
    result = cross_entropy([[0, -math.inf, 0]], [0])
    check.close(
        [result[0], *np.ravel(result[1])],
        [math.log(2), -0.5, 0, 0.5],
        "the loss of the scores (0, -inf, 0) with the true class 0, followed by its gradient,",
        "Pick the true class's score; do not multiply by zeros and ones.",
    )
    check.unchanged(
        cross_entropy,
        scores,
        labels,
        what="cross_entropy(scores, labels)",
        hint="Do not write `scores -= ...`.",
    )
    ### END HIDDEN TESTS


# %% reject="cross-entropy" because="takes the exponentials as they are"
def cross_entropy(scores, labels):
    e = np.exp(np.asarray(scores, dtype=float))
    p, rows = e / e.sum(axis=1, keepdims=True), np.arange(len(e))
    loss = -np.log(p[rows, labels]).mean()
    p[rows, labels] -= 1
    return loss, p / len(e)


# %% reject="cross-entropy" because="adds the losses up"
def cross_entropy(scores, labels):
    scores = np.asarray(scores, dtype=float)
    shifted, rows = scores - scores.max(axis=1, keepdims=True), np.arange(len(scores))
    sums = np.exp(shifted).sum(axis=1)
    p = np.exp(shifted) / sums[:, None]
    p[rows, labels] -= 1
    return (np.log(sums) - shifted[rows, labels]).sum(), p


# %% reject="cross-entropy" because="does not divide the gradient by n"
def cross_entropy(scores, labels):
    scores = np.asarray(scores, dtype=float)
    shifted, rows = scores - scores.max(axis=1, keepdims=True), np.arange(len(scores))
    sums = np.exp(shifted).sum(axis=1)
    p = np.exp(shifted) / sums[:, None]
    p[rows, labels] -= 1
    return (np.log(sums) - shifted[rows, labels]).mean(), p


# %% reject="cross-entropy" because="returns the probabilities as the gradient"
def cross_entropy(scores, labels):
    scores = np.asarray(scores, dtype=float)
    shifted, rows = scores - scores.max(axis=1, keepdims=True), np.arange(len(scores))
    sums = np.exp(shifted).sum(axis=1)
    return (np.log(sums) - shifted[rows, labels]).mean(), np.exp(shifted) / sums[:, None] / len(scores)


# %% reject="cross-entropy" because="subtracts 1 only in the columns of the first two classes"
def cross_entropy(scores, labels):
    scores, labels = np.asarray(scores, dtype=float), np.asarray(labels)
    shifted, rows = scores - scores.max(axis=1, keepdims=True), np.arange(len(scores))
    sums = np.exp(shifted).sum(axis=1)
    p = np.exp(shifted) / sums[:, None]
    p[:, 0] -= labels == 0
    p[:, 1] -= labels != 0
    return (np.log(sums) - shifted[rows, labels]).mean(), p / len(scores)


# %% reject="cross-entropy" because="adds a small number inside the logarithm"
def cross_entropy(scores, labels):
    scores = np.asarray(scores, dtype=float)
    shifted, rows = scores - scores.max(axis=1, keepdims=True), np.arange(len(scores))
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, labels] + 1e-12).mean()
    p[rows, labels] -= 1
    return loss, p / len(scores)


# %% reject="cross-entropy" because="subtracts the largest score of all rows"
def cross_entropy(scores, labels):
    scores = np.asarray(scores, dtype=float)
    shifted, rows = scores - scores.max(), np.arange(len(scores))
    sums = np.exp(shifted).sum(axis=1)
    p = np.exp(shifted) / sums[:, None]
    p[rows, labels] -= 1
    return (np.log(sums) - shifted[rows, labels]).mean(), p / len(scores)


# %% reject="cross-entropy" because="multiplies by a table of zeros and ones"
def cross_entropy(scores, labels):
    scores = np.asarray(scores, dtype=float)
    truth = np.eye(scores.shape[1])[np.asarray(labels)]
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(truth * logs).sum(axis=1).mean(), (np.exp(logs) - truth) / len(scores)


# %% reject="cross-entropy" because="shifts the scores in place"
def cross_entropy(scores, labels):
    scores = np.asarray(scores, dtype=float)
    scores -= scores.max(axis=1, keepdims=True)
    rows, sums = np.arange(len(scores)), np.exp(scores).sum(axis=1)
    p = np.exp(scores) / sums[:, None]
    p[rows, labels] -= 1
    return (np.log(sums) - scores[rows, labels]).mean(), p / len(scores)


# %% accept="cross-entropy" because="goes through the rows"
def cross_entropy(scores, labels):
    loss, gradient, n = 0.0, [], len(scores)
    for row, label in zip(scores, labels):
        m = max(row)
        total = math.fsum(math.exp(x - m) for x in row)
        loss += (m - row[label]) / n + math.log(total) / n
        gradient.append([(math.exp(x - m) / total - (j == label)) / n for j, x in enumerate(row)])
    return loss, gradient


# %% accept="cross-entropy" because="lets SciPy add up"
def cross_entropy(scores, labels):
    from scipy.special import log_softmax, softmax

    scores, labels = np.array(scores, dtype=float), np.array(labels)
    truth = labels[:, None] == np.arange(scores.shape[1])
    return -log_softmax(scores, axis=1)[truth].mean(), (softmax(scores, axis=1) - truth) / len(scores)


# %% [markdown]
# ## A line that does not mind the units
#
# Life expectancy as a line in the year, the number of inhabitants and the income: the columns are near
# $2 \cdot 10^3$, $10^7$ and $10^4$. On paper the units do not matter. For the computer they do: with the
# condition number $\kappa$ of a matrix, about $\log_{10} \kappa$ of the 16 digits are lost when one solves
# for the weights, and beyond 16 a library drops directions without a word. What was measured is not to blame,
# only its units; so change them, solve, and change back.
#
# Write `robust_fit(X, y)`. For data $\mathbf{X}$ of shape `(n, d)` find the weights of
# $w_0 + w_1 x_1 + \dots + w_d x_d$ with the least mean squared error. Return three things:
#
# 1. the weights $(w_0, w_1, \dots, w_d)$ **for the columns as they were given**, shape `(d + 1,)`;
# 2. the digits lost in the units as given: $\log_{10} \kappa$ of the matrix of a column of ones and the
#    columns of `X`;
# 3. the same for a column of ones and the columns of `X` after standardising (minus the mean, divided by
#    `np.std`).
#
# - Solve in standardised columns $z_j = (x_j - \mu_j)/\sigma_j$. Then replace $z_j$ in
#   $b_0 + b_1 z_1 + \dots + b_d z_d$ and collect: $w_j = b_j/\sigma_j$, and $w_0$ is what does not depend on $x$.
# - Example: `X = [[1000], [1001], [1002]]` and `y = [3, 5, 7]` have $\mu = 1001$, $\sigma = 0.8165$,
#   $b = (5, 1.633)$, so $w = (5 - 1.633 \cdot 1001/0.8165,\ 2) = (-1997, 2)$. The digits lost are 6.1 in the
#   units as given, and 0 after standardising.
# - `np.linalg.cond` gives $\kappa$, and `np.linalg.lstsq` solves. Do not form $\mathbf{Z}^\top\mathbf{Z}$:
#   that squares $\kappa$.
# - A constant column cannot be told from the ones: raise a `ValueError`. Compare its entries; rounding may
#   make the standard deviation of equal numbers a little larger than 0.


# %% exercise="robust-fit" difficulty=3 minutes=20 topics="numerical-computation#poor-conditioning, optimisation#step-size"
def robust_fit(
    X: Sequence[Sequence[float]] | np.ndarray, y: Sequence[float] | np.ndarray
) -> tuple[np.ndarray, float, float]:
    """Fit a linear model by way of standardised columns.

    Parameters
    ----------
    X : matrix of shape (n, d)
    y : n targets

    Returns
    -------
    weights : array of shape (d + 1,)
        The intercept first; for the columns as given.
    lost, lost_scaled : float
        The digits lost with the columns as given, and standardised.

    Raises
    ------
    ValueError
        If a column is constant.
    """
    ### BEGIN SOLUTION
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if (X == X[0]).all(axis=0).any():
        raise ValueError("a column is constant")
    mean, spread = X.mean(axis=0), X.std(axis=0)
    raw, scaled = (np.column_stack([np.ones(len(y)), table]) for table in (X, (X - mean) / spread))
    b = np.linalg.lstsq(scaled, y, rcond=None)[0]
    weights = np.append(b[0] - (b[1:] * mean / spread).sum(), b[1:] / spread)
    lost, lost_scaled = (float(np.log10(np.linalg.cond(table))) for table in (raw, scaled))
    return weights, lost, lost_scaled
    ### END SOLUTION


# %% [markdown] hint="robust-fit"
# `np.column_stack([np.ones(n), table])` puts a column of ones before a table. You need it twice: for `X`, and
# for the standardised columns.

# %% [markdown] hint="robust-fit"
# In the sum $b_0 + \sum_j b_j (x_j - \mu_j)/\sigma_j$ the part without $x$ is
# $b_0 - \sum_j b_j \mu_j/\sigma_j$; that is $w_0$.

# %% [markdown] hint="robust-fit"
# `(X == X[0]).all(axis=0)` tells for each column whether it is constant. The `std` of 0.1, 0.1, 0.1 is not
# exactly 0.

# %% check="robust-fit" points=4
with check.exercise("robust-fit"):
    result = robust_fit([[1000], [1001], [1002]], [3, 5, 7])
    check.type(
        result, (tuple, list), "robust_fit(...)", "Return three things: `return weights, lost, lost_scaled`."
    )
    check.equal(len(result), 3, "the length of the result", "Return the weights and two numbers of digits.")
    check.close(
        result[0],
        [-1997, 2],
        "the array of weights for the three rows of the task",
        "Change back to the units of X, the intercept too.",
    )
    check.close(
        [result[1], result[2]],
        [6.0885, 0],
        "the list of digits lost for the three rows of the task, as given and standardised,",
        "The logarithm to base 10 of the condition number, with the column of ones.",
        atol=1e-3,
    )
    world = datasets.load("gapminder")
    table = world.data[["year", "pop", "gdpPercap"]].to_numpy(dtype=float)
    result = robust_fit(table, world.target)
    check.close(
        [result[1], result[2]],
        [10.114, 0.108],
        "the list of digits lost for gapminder, as given and standardised,",
        atol=1e-2,
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    z = rng.uniform(-1, 1, size=(30, 2))
    extreme = z * [1e-9, 1e9] + [0, 3e9]
    check.close(
        robust_fit(extreme.tolist(), (4 + 2 * z[:, 0] - 3 * z[:, 1]).tolist())[0][1:],
        [2e9, -3e-9],
        "the array of slopes for columns near 1e-9 and 1e9",
        "Solve with the standardised columns: in these units lstsq takes a direction for zero.",
        atol=0,
    )
    near = np.column_stack([z[:, 0], z[:, 0] + 1e-7 * z[:, 1]])
    check.close(
        robust_fit(near, near @ [1.0, 2.0])[0],
        [0, 1, 2],
        "the array of weights for two columns that are nearly equal",
        "Squaring κ, as the normal equations do, loses twice as many digits.",
        atol=1e-4,
    )
    check.raises(
        ValueError,
        robust_fit,
        [[0.1, 1], [0.1, 2], [0.1, 4]],
        [1, 2, 3],
        what="robust_fit with a column of 0.1",
        hint="Compare the entries: the std of 0.1, 0.1, 0.1 need not be exactly 0.",
    )
    check.unchanged(robust_fit, z, z[:, 0], what="robust_fit(X, y)", hint="Do not scale in place.")
    ### END HIDDEN TESTS


# %% reject="robust-fit" because="returns the weights of the standardised columns"
def robust_fit(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if (X == X[0]).all(axis=0).any():
        raise ValueError
    mean, spread = X.mean(axis=0), X.std(axis=0)
    raw, scaled = (np.column_stack([np.ones(len(y)), table]) for table in (X, (X - mean) / spread))
    b = np.linalg.lstsq(scaled, y, rcond=None)[0]
    w = b
    return w, np.log10(np.linalg.cond(raw)), np.log10(np.linalg.cond(scaled))


# %% reject="robust-fit" because="forgets to change the intercept"
def robust_fit(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if (X == X[0]).all(axis=0).any():
        raise ValueError
    mean, spread = X.mean(axis=0), X.std(axis=0)
    raw, scaled = (np.column_stack([np.ones(len(y)), table]) for table in (X, (X - mean) / spread))
    b = np.linalg.lstsq(scaled, y, rcond=None)[0]
    w = np.append(b[0], b[1:] / spread)
    return w, np.log10(np.linalg.cond(raw)), np.log10(np.linalg.cond(scaled))


# %% reject="robust-fit" because="takes natural logarithms"
def robust_fit(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if (X == X[0]).all(axis=0).any():
        raise ValueError
    mean, spread = X.mean(axis=0), X.std(axis=0)
    raw, scaled = (np.column_stack([np.ones(len(y)), table]) for table in (X, (X - mean) / spread))
    b = np.linalg.lstsq(scaled, y, rcond=None)[0]
    w = np.append(b[0] - (b[1:] * mean / spread).sum(), b[1:] / spread)
    return w, np.log(np.linalg.cond(raw)), np.log(np.linalg.cond(scaled))


# %% reject="robust-fit" because="leaves the column of ones out of the condition"
def robust_fit(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if (X == X[0]).all(axis=0).any():
        raise ValueError
    mean, spread = X.mean(axis=0), X.std(axis=0)
    raw, scaled = (np.column_stack([np.ones(len(y)), table]) for table in (X, (X - mean) / spread))
    b = np.linalg.lstsq(scaled, y, rcond=None)[0]
    w = np.append(b[0] - (b[1:] * mean / spread).sum(), b[1:] / spread)
    return w, np.log10(np.linalg.cond(X)), np.log10(np.linalg.cond(scaled[:, 1:]))


# %% reject="robust-fit" because="solves with the columns as they are"
def robust_fit(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if (X == X[0]).all(axis=0).any():
        raise ValueError
    mean, spread = X.mean(axis=0), X.std(axis=0)
    raw, scaled = (np.column_stack([np.ones(len(y)), table]) for table in (X, (X - mean) / spread))
    w = np.linalg.lstsq(raw, y, rcond=None)[0]
    return w, np.log10(np.linalg.cond(raw)), np.log10(np.linalg.cond(scaled))


# %% reject="robust-fit" because="solves the normal equations"
def robust_fit(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if (X == X[0]).all(axis=0).any():
        raise ValueError
    mean, spread = X.mean(axis=0), X.std(axis=0)
    raw, scaled = (np.column_stack([np.ones(len(y)), table]) for table in (X, (X - mean) / spread))
    b = np.linalg.solve(scaled.T @ scaled, scaled.T @ y)
    w = np.append(b[0] - (b[1:] * mean / spread).sum(), b[1:] / spread)
    return w, np.log10(np.linalg.cond(raw)), np.log10(np.linalg.cond(scaled))


# %% reject="robust-fit" because="asks whether the standard deviation is exactly 0"
def robust_fit(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if (X.std(axis=0) == 0).any():
        raise ValueError
    mean, spread = X.mean(axis=0), X.std(axis=0)
    raw, scaled = (np.column_stack([np.ones(len(y)), table]) for table in (X, (X - mean) / spread))
    b = np.linalg.lstsq(scaled, y, rcond=None)[0]
    w = np.append(b[0] - (b[1:] * mean / spread).sum(), b[1:] / spread)
    return w, np.log10(np.linalg.cond(raw)), np.log10(np.linalg.cond(scaled))


# %% reject="robust-fit" because="standardises in place"
def robust_fit(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if (X == X[0]).all(axis=0).any():
        raise ValueError
    mean, spread = X.mean(axis=0), X.std(axis=0)
    original = X.copy()
    X -= mean
    X /= spread
    raw, scaled = (np.column_stack([np.ones(len(y)), table]) for table in (original, X))
    b = np.linalg.lstsq(scaled, y, rcond=None)[0]
    w = np.append(b[0] - (b[1:] * mean / spread).sum(), b[1:] / spread)
    return w, np.log10(np.linalg.cond(raw)), np.log10(np.linalg.cond(scaled))


# %% accept="robust-fit" because="finds the intercept from the means"
def robust_fit(X, y):
    X, y = np.array(X, dtype=float), np.array(y, dtype=float)
    if any(len(set(column)) == 1 for column in X.T.tolist()):
        raise ValueError("constant")
    mean, spread = X.mean(axis=0), X.std(axis=0)
    Z = (X - mean) / spread
    slopes = np.linalg.pinv(Z) @ (y - y.mean()) / spread
    ones = np.ones((len(X), 1))
    lost = [math.log10(np.linalg.cond(np.hstack([ones, table]))) for table in (X, Z)]
    return [y.mean() - slopes @ mean, *slopes], lost[0], lost[1]


# %% accept="robust-fit" because="uses QR and singular values"
def robust_fit(X, y):
    X = np.array(X, dtype=float)
    if np.any(X.max(axis=0) == X.min(axis=0)):
        raise ValueError("constant")
    mean, spread = np.mean(X, axis=0), np.std(X, axis=0)
    tables = [np.insert(table, 0, 1.0, axis=1) for table in (X, (X - mean) / spread)]
    Q, R = np.linalg.qr(tables[1])
    b = np.linalg.solve(R, Q.T @ np.array(y, dtype=float))
    sizes = [np.linalg.svd(table, compute_uv=False) for table in tables]
    weights = np.concatenate([[b[0] - b[1:] @ (mean / spread)], b[1:] / spread])
    return (weights, *(np.log10(s[0] / s[-1]) for s in sizes))


# %% [markdown]
# ## A soft cutoff
#
# Some equations are badly conditioned in any units. Their matrix has singular values so small that dividing by
# them turns the last digits of $y$ into the first of $x$. The pseudo-inverse with a cutoff trusts a singular
# value fully or not at all. There is a gentler way. Ask for a small error, but charge for a long solution:
# for a number $\alpha \ge 0$, find the $x$ with the smallest
#
# $$\lVert A x - y \rVert^2 + \alpha \lVert x \rVert^2 .$$
#
# With the SVD $A = \sum_i \sigma_i u_i v_i^\top$ this falls apart into one small problem for each layer, a
# matrix $\sigma_i u_i v_i^\top$ of rank 1. If $c_i$ is the coordinate of $x$ along
# $v_i$, then $(\sigma_i c_i - u_i \cdot y)^2 + \alpha c_i^2$ has to be smallest, and setting its derivative
# to 0 gives
#
# $$c_i = \frac{\sigma_i}{\sigma_i^2 + \alpha} \; u_i \cdot y, \qquad x = \sum_i c_i v_i .$$
#
# Where $\sigma_i^2$ is far above $\alpha$ the factor is nearly $1 / \sigma_i$, and where it is far below
# nearly 0: a cutoff without an edge.
#
# Write `soft_solve(A, y, alpha)`. `A` has shape `(m, n)`, tall or wide; `y` has shape `(m,)`, or `(m, p)` for
# several right-hand sides. Return an array of shape `(n,)`, or `(n, p)`.
#
# - Example: for `A = [[1, 0], [0, 0.1]]` and `y = [1, 1]`, `alpha=0` gives `[1, 10]` and `alpha=0.01` gives
#   `[0.990..., 5]`: the strong direction keeps 99 % of its entry, the weak one half.
# - For $\alpha = 0$ return what the pseudo-inverse gives. Singular values up to `1e-12` times the largest are
#   no singular values but rounding errors: leave their layers out, whatever $\alpha$ is. A zero matrix has
#   nothing to say: return zeros.
# - Go by the SVD. The textbook formula $(A^\top A + \alpha I)^{-1} A^\top y$ squares the singular values on
#   the way and loses the small ones.
# - For a negative $\alpha$ raise a `ValueError`.


# %% exercise="soft-solve" difficulty=3 minutes=18 topics="numerical-computation#poor-conditioning, matrix-decompositions#the-moore-penrose-pseudo-inverse, matrix-decompositions#singular-value-decomposition"
def soft_solve(
    A: Sequence[Sequence[float]] | np.ndarray, y: Sequence[float] | np.ndarray, alpha: float = 0.0
) -> np.ndarray:
    """Solve equations approximately, at a price for long solutions.

    Parameters
    ----------
    A : matrix of shape (m, n)
    y : right-hand side of shape (m,), or p of them as columns, of shape (m, p)
    alpha : float
        The price of the squared length of x, in the unit of squared singular values.

    Returns
    -------
    array of shape (n,) or (n, p)

    Raises
    ------
    ValueError
        If alpha is negative.
    """
    ### BEGIN SOLUTION
    if alpha < 0:
        raise ValueError(f"alpha must not be negative, and is {alpha}")
    U, sigma, Vt = np.linalg.svd(np.asarray(A, dtype=float), full_matrices=False)
    r = int((sigma > 1e-12 * sigma[0]).sum())
    factors = 1 / (sigma[:r] + alpha / sigma[:r])  # does not square what may be tiny
    return (Vt[:r].T * factors) @ (U[:, :r].T @ np.asarray(y, dtype=float))
    ### END SOLUTION


# %% [markdown] hint="soft-solve"
# The `pseudo_inverse` of the lesson on matrix decompositions is nearly there. Keep the first `r` layers, with
# `r = (sigma > 1e-12 * sigma[0]).sum()`, and ask what stands in the place of `1 / sigma`.

# %% [markdown] hint="soft-solve"
# `U[:, :r].T @ y` has $u_i \cdot y$ in row $i$, for one right-hand side or many. The factors belong to these
# rows; equally well, they can be put on the columns of $V$: `Vt[:r].T * factors`.

# %% [markdown] hint="soft-solve"
# `(Vt[:r].T * factors) @ (U[:, :r].T @ y)` with `factors = sigma[:r] / (sigma[:r] ** 2 + alpha)`. For `r = 0`
# this is zeros by itself.

# %% check="soft-solve" points=3
with check.exercise("soft-solve"):
    A, y = [[1, 0], [0, 0.1]], [1, 1]
    check.close(
        soft_solve(A, y, 0), [1, 10], "soft_solve([[1, 0], [0, 0.1]], [1, 1], 0)", "It is the solution."
    )
    check.close(
        soft_solve(A, y, 0.01),
        [1 / 1.01, 5],
        "soft_solve([[1, 0], [0, 0.1]], [1, 1], 0.01)",
        "The factor is sigma / (sigma ** 2 + alpha).",
    )
    check.close(
        soft_solve([[1, 1]], [10], 1),
        [10 / 3, 10 / 3],
        "soft_solve([[1, 1]], [10], 1)",
        "There are as many entries as A has columns.",
    )
    check.close(
        soft_solve([[1], [1], [1]], [5.0, 5.3, 5.6]), [5.3], "soft_solve for three weighings of one parcel"
    )
    check.raises(ValueError, soft_solve, A, y, -0.01, what="soft_solve(A, y, -0.01)", hint="Refuse it.")
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    B, C = rng.normal(size=(6, 2)), rng.normal(size=(2, 4))
    y = rng.normal(size=6)
    check.close(
        soft_solve(B @ C, y),
        np.linalg.pinv(C) @ np.linalg.pinv(B) @ y,
        "soft_solve(A, y) for a matrix of shape (6, 4) and rank 2",
        "Leave out singular values that are rounding errors.",
    )
    A, Y = rng.normal(size=(3, 5)), rng.normal(size=(3, 4))
    check.close(
        soft_solve(A, Y, 0.3),
        A.T @ np.linalg.inv(A @ A.T + 0.3 * np.eye(3)) @ Y,
        "soft_solve(A, Y, 0.3) for shapes (3, 5) and (3, 4)",
        "Every column of Y is a right-hand side of its own.",
    )
    check.close(
        soft_solve([[1, 1], [1, 1 + 1e-7]], [0, 1e-7], 2.5e-15),
        [-0.499999975, 0.500000000],
        "soft_solve([[1, 1], [1, 1 + 1e-7]], [0, 1e-7], 2.5e-15)",
        "Do not form A.T @ A: it loses the small singular value.",
    )
    check.close(
        soft_solve([[2e-30, 1e-30], [1e-30, 3e-30]], [1e-30, 0]),
        [0.6, -0.2],
        "soft_solve([[2e-30, 1e-30], [1e-30, 3e-30]], [1e-30, 0])",
        "Whether a singular value is small depends on the largest.",
    )
    check.close(
        soft_solve([[0, 0, 0], [0, 0, 0]], [1, 2]),
        [0, 0, 0],
        "soft_solve for a zero matrix of shape (2, 3)",
        "No layer is left then, and nothing to divide by.",
    )
    ### END HIDDEN TESTS


# %% reject="soft-solve" because="takes no notice of alpha"
def soft_solve(A, y, alpha=0.0):
    if alpha < 0:
        raise ValueError
    return np.linalg.pinv(np.asarray(A, dtype=float), rcond=1e-12) @ np.asarray(y, dtype=float)


# %% reject="soft-solve" because="adds alpha to sigma instead of its square"
def soft_solve(A, y, alpha=0.0):
    U, sigma, Vt = np.linalg.svd(np.asarray(A, dtype=float), full_matrices=False)
    return Vt.T / (sigma + alpha) @ (U.T @ np.asarray(y, dtype=float))


# %% reject="soft-solve" because="forgets sigma above the line"
def soft_solve(A, y, alpha=0.0):
    U, sigma, Vt = np.linalg.svd(np.asarray(A, dtype=float), full_matrices=False)
    return Vt.T / (sigma**2 + alpha) @ (U.T @ np.asarray(y, dtype=float))


# %% reject="soft-solve" because="uses U and V of full size, which do not fit together"
def soft_solve(A, y, alpha=0.0):
    U, sigma, Vt = np.linalg.svd(np.asarray(A, dtype=float))
    return (Vt.T * (sigma / (sigma**2 + alpha))) @ (U.T @ np.asarray(y, dtype=float))


# %% reject="soft-solve" because="accepts a negative alpha"
def soft_solve(A, y, alpha=0.0):
    U, sigma, Vt = np.linalg.svd(np.asarray(A, dtype=float), full_matrices=False)
    r = (sigma > 1e-12 * sigma[0]).sum()
    return (Vt[:r].T * (sigma[:r] / (sigma[:r] ** 2 + alpha))) @ (U[:, :r].T @ np.asarray(y, dtype=float))


# %% reject="soft-solve" because="trusts singular values that are rounding errors"
def soft_solve(A, y, alpha=0.0):
    if alpha < 0:
        raise ValueError
    U, sigma, Vt = np.linalg.svd(np.asarray(A, dtype=float), full_matrices=False)
    keep = sigma > 0
    factors = np.zeros_like(sigma)
    factors[keep] = sigma[keep] / (sigma[keep] ** 2 + alpha)
    return (Vt.T * factors) @ (U.T @ np.asarray(y, dtype=float))


# %% reject="soft-solve" because="puts the factors on the columns of several right-hand sides"
def soft_solve(A, y, alpha=0.0):
    if alpha < 0:
        raise ValueError
    U, sigma, Vt = np.linalg.svd(np.asarray(A, dtype=float), full_matrices=False)
    r = (sigma > 1e-12 * sigma[0]).sum()
    factors = sigma[:r] / (sigma[:r] ** 2 + alpha)
    return Vt[:r].T @ (factors * (U[:, :r].T @ np.asarray(y, dtype=float)))


# %% reject="soft-solve" because="uses the textbook formula, which squares the singular values"
def soft_solve(A, y, alpha=0.0):
    if alpha < 0:
        raise ValueError
    A, y = np.asarray(A, dtype=float), np.asarray(y, dtype=float)
    if alpha == 0:
        return np.linalg.pinv(A, rcond=1e-12) @ y
    return np.linalg.inv(A.T @ A + alpha * np.eye(A.shape[1])) @ A.T @ y


# %% reject="soft-solve" because="compares singular values with 1e-12, whatever the largest is"
def soft_solve(A, y, alpha=0.0):
    if alpha < 0:
        raise ValueError
    U, sigma, Vt = np.linalg.svd(np.asarray(A, dtype=float), full_matrices=False)
    r = (sigma > 1e-12).sum()
    return (Vt[:r].T * (sigma[:r] / (sigma[:r] ** 2 + alpha))) @ (U[:, :r].T @ np.asarray(y, dtype=float))


# %% reject="soft-solve" because="divides by the singular value 0 of a zero matrix"
def soft_solve(A, y, alpha=0.0):
    if alpha < 0:
        raise ValueError
    U, sigma, Vt = np.linalg.svd(np.asarray(A, dtype=float), full_matrices=False)
    r = (sigma >= 1e-12 * sigma[0]).sum()
    return (Vt[:r].T * (sigma[:r] / (sigma[:r] ** 2 + alpha))) @ (U[:, :r].T @ np.asarray(y, dtype=float))


# %% accept="soft-solve" because="adds rows that ask for zeros, and solves by least squares"
def soft_solve(A, y, alpha=0.0):
    if not alpha >= 0:
        raise ValueError("alpha")
    A, y = np.array(A, dtype=float), np.array(y, dtype=float)
    n = A.shape[1]
    more = np.zeros((n, *y.shape[1:]))
    stacked = np.vstack([A, math.sqrt(alpha) * np.eye(n)])
    return np.linalg.lstsq(stacked, np.concatenate([y, more]), rcond=1e-12)[0]


# %% accept="soft-solve" because="goes through the layers one by one"
def soft_solve(A, y, alpha=0.0):
    if alpha < 0:
        raise ValueError("alpha")
    A, y = np.array(A, dtype=float), np.array(y, dtype=float)
    U, sigma, Vt = np.linalg.svd(A)
    x = np.zeros((A.shape[1], *y.shape[1:]))
    for i, s in enumerate(sigma):
        if s > 1e-12 * sigma.max():
            x = x + np.multiply.outer(Vt[i], U[:, i] @ y) * (s / (s * s + alpha))
    return x.tolist()
