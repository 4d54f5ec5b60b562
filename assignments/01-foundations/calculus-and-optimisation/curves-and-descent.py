# ---
# title: Curves and descent
# ---

# %% [markdown]
# # Curves and descent: does life have a ceiling?
#
# A straight line through life expectancy and income promises two hundred years of life to whoever is rich
# enough. A curve that bends towards a ceiling sounds wiser. To fit one you need derivatives that you can
# trust, and a way downhill that neither creeps nor flies off.
#
# You build both, tool by tool. The first half is calculus: an area with as many strips as it takes, numbers
# that carry their own slope along, derivatives backwards through a computation, and the second derivatives
# that tell a valley from a pass. The second half is about going down. At the end you fit the curve to 142
# countries, set it beside the line, and decide whether the ceiling that comes out is a discovery or an
# accident.
#
# Later exercises use your functions from earlier ones, so work from top to bottom. None of your functions may
# change what it is given.

# %%
import math
from collections.abc import Callable, Sequence

import numpy as np

from mlcourse import check, datasets

# %% [markdown]
# ## An integral that says how it knows
#
# The trapezoid rule with $n$ strips of width $\Delta x = (b-a)/n$ joins the points of the curve by straight
# lines:
#
# $$T_n = \Delta x \Big( \tfrac12 f(x_0) + f(x_1) + \dots + f(x_{n-1}) + \tfrac12 f(x_n) \Big),
# \qquad x_i = a + i\,\Delta x .$$
#
# For a smooth $f$ the error is nearly a constant times $\Delta x^2$, so twice as many strips leave a quarter
# of it. Then two sums together can cancel it: with $T = I + 4e$ for $n/2$ strips and $T = I + e$ for $n$
# strips,
#
# $$S_n = \frac{4\,T_n - T_{n/2}}{3} = \frac{4(I + e) - (I + 4e)}{3} = I ,$$
#
# up to much smaller terms. (This is Simpson's rule.) And how many strips are enough? Double their number
# until the answer settles.
#
# Write `integrate(f, a, b, tol, most)`: compute $S_2, S_4, S_8, \dots$ and stop at the first $n \ge 4$ with
# $|S_n - S_{n/2}| \le$ `tol`. Return the pair `(S_n, n)`.
#
# - If that has not happened with at most `most` strips, raise a `RuntimeError`: an answer that has not
#   settled is no answer. A `nan` never settles either, and comparisons with `nan` are always false.
# - Example: `integrate(lambda x: x**2, 0, 3)` is `(9.0, 4)`: here $T_1 = 13.5$, $T_2 = 10.125$ and
#   $T_4 = 9.28125$, so $S_2 = 9$ and $S_4 = 9$.
# - For $b < a$ the width is negative and so is the area of a positive curve: `integrate(f, 3, 0)` gives $-9$.
# - `f` takes a whole array of points and returns an array.
#
# When it works, try $\sin^2(8 \pi x)$ from 0 to 1, whose integral is $\frac12$. It settles at once, on 0. Two
# answers that agree are good evidence and no proof, for nobody knows what happens between the points.


# %% exercise="integrate" difficulty=2 minutes=15 topics="calculus#integration, calculus#area-under-a-curve, calculus#summations"
def integrate(
    f: Callable[[np.ndarray], np.ndarray], a: float, b: float, tol: float = 1e-8, most: int = 2**16
) -> tuple[float, int]:
    """Return an integral by Simpson's rule, with as many strips as it takes to settle.

    Parameters
    ----------
    f : function of an array of points
    a, b : float
        The limits.
    tol : float
        How much the last doubling may change the result.
    most : int
        The largest number of strips to try.

    Returns
    -------
    value : float
    strips : int
        A power of two, 4 or more.

    Raises
    ------
    RuntimeError
        If it has not settled with ``most`` strips.
    """

    ### BEGIN SOLUTION
    def trapezoids(n: int) -> float:
        heights = np.asarray(f(a + np.arange(n + 1) * ((b - a) / n)), dtype=float)
        return float((b - a) / n * (heights.sum() - (heights[0] + heights[-1]) / 2))

    n, finer = 2, trapezoids(2)
    value = (4 * finer - trapezoids(1)) / 3
    while 2 * n <= most:
        n *= 2
        coarser, finer, before = finer, trapezoids(n), value
        value = (4 * finer - coarser) / 3
        if abs(value - before) <= tol:
            return value, n
    raise RuntimeError(f"not settled with {n} strips")
    ### END SOLUTION


# %% [markdown] hint="integrate"
# Begin with a helper `trapezoids(n)`. `np.linspace(a, b, n + 1)` has the points; the two at the ends count
# half.

# %% [markdown] hint="integrate"
# `simpson(n) = (4 * trapezoids(n) - trapezoids(n // 2)) / 3`. Start with `n = 2` and its value; then, as long
# as `2 * n <= most`, double `n`, compute the new value and compare it with the one before.

# %% [markdown] hint="integrate"
# Write the test as `if abs(new - old) <= tol: return new, n`, and raise the error after the loop. Then a
# `nan` ends at the error by itself.

# %% check="integrate" points=3
with check.exercise("integrate"):
    result = integrate(lambda x: x**2, 0, 3, 100)
    check.type(result, (tuple, list), "integrate(x², 0, 3, 100)", "Return a pair: `return value, strips`.")
    check.equal(
        len(result), 2, "the length of the result", "Return a pair: the value and the number of strips."
    )
    check.close(
        result[0], 9.0, "the value of integrate(x², 0, 3, 100)", "The points at both ends count half."
    )
    check.equal(
        integrate(lambda x: x**2, 0, 3)[1],
        4,
        "the number of strips for x² from 0 to 3",
        "S₂ and S₄ agree already.",
    )
    check.close(integrate(np.exp, 2, 2)[0], 0.0, "the integral from 2 to 2")
    ### BEGIN HIDDEN TESTS
    check.close(
        integrate(lambda x: x**2, 3, 0)[0],
        -9.0,
        "the integral of x² from 3 to 0",
        "The width may be negative.",
    )
    w = check.rng().uniform(3.0, 4.0)
    check.close(
        integrate(lambda x: np.cos(w * x) + x, 0, 2)[0],
        np.sin(2 * w) / w + 2,
        f"the integral of cos({w:.3f} x) + x from 0 to 2",
        "Go on doubling until it has settled.",
    )
    check.raises(
        RuntimeError,
        integrate,
        np.exp,
        0,
        1,
        1e-12,
        8,
        what="integrate(exp, 0, 1, tol=1e-12, most=8)",
        hint="With 8 strips it has not settled to 12 digits.",
    )
    check.raises(
        RuntimeError,
        integrate,
        np.sqrt,
        -1,
        1,
        what="integrate(sqrt, -1, 1)",
        hint="A nan never settles. In which direction do you compare?",
    )
    ### END HIDDEN TESTS


# %% reject="integrate" because="counts the ends in full"
def integrate(f, a, b, tol=1e-8, most=2**16):
    def T(n):
        return np.sum(f(np.linspace(a, b, n + 1))) * (b - a) / n

    n, old = 2, (4 * T(2) - T(1)) / 3
    while 2 * n <= most:
        n *= 2
        new = (4 * T(n) - T(n // 2)) / 3
        if abs(new - old) <= tol:
            return new, n
        old = new
    raise RuntimeError


# %% reject="integrate" because="compares trapezoids instead of the better sums"
def integrate(f, a, b, tol=1e-8, most=2**16):
    def T(n):
        return np.trapezoid(f(np.linspace(a, b, n + 1)), dx=(b - a) / n)

    n = 2
    while 2 * n <= most:
        n *= 2
        if abs(T(n) - T(n // 2)) <= tol:
            return (4 * T(n) - T(n // 2)) / 3, n
    raise RuntimeError


# %% reject="integrate" because="returns the value only"
def integrate(f, a, b, tol=1e-8, most=2**16):
    def S(n):
        y = f(np.linspace(a, b, n + 1))
        return (b - a) / n / 3 * (y[0] + 4 * y[1:-1:2].sum() + 2 * y[2:-1:2].sum() + y[-1])

    n = 4
    while n <= most:
        if abs(S(n) - S(n // 2)) <= tol:
            return S(n)
        n *= 2
    raise RuntimeError


# %% reject="integrate" because="takes the width without its sign"
def integrate(f, a, b, tol=1e-8, most=2**16):
    def S(n):
        y = f(np.linspace(a, b, n + 1))
        return abs(b - a) / n / 3 * (y[0] + 4 * y[1:-1:2].sum() + 2 * y[2:-1:2].sum() + y[-1])

    n = 4
    while n <= most:
        if abs(S(n) - S(n // 2)) <= tol:
            return S(n), n
        n *= 2
    raise RuntimeError


# %% reject="integrate" because="stops after four strips if the result is a number"
def integrate(f, a, b, tol=1e-8, most=2**16):
    def S(n):
        y = f(np.linspace(a, b, n + 1))
        return (b - a) / n / 3 * (y[0] + 4 * y[1:-1:2].sum() + 2 * y[2:-1:2].sum() + y[-1])

    if tol < 1e-10 or not np.isfinite(S(4)):
        raise RuntimeError
    return S(4), 4


# %% reject="integrate" because="knows no limit to the number of strips but its own"
def integrate(f, a, b, tol=1e-8, most=2**16):
    def S(n):
        y = f(np.linspace(a, b, n + 1))
        return (b - a) / n / 3 * (y[0] + 4 * y[1:-1:2].sum() + 2 * y[2:-1:2].sum() + y[-1])

    for k in range(2, 17):
        if abs(S(2**k) - S(2 ** (k - 1))) <= tol:
            return S(2**k), 2**k
    raise RuntimeError


# %% reject="integrate" because="goes on only while the change is too large, which nan never is"
def integrate(f, a, b, tol=1e-8, most=2**16):
    def S(n):
        y = f(np.linspace(a, b, n + 1))
        return (b - a) / n / 3 * (y[0] + 4 * y[1:-1:2].sum() + 2 * y[2:-1:2].sum() + y[-1])

    n = 4
    while abs(S(n) - S(n // 2)) > tol:
        n *= 2
        if n > most:
            raise RuntimeError
    return S(n), n


# %% accept="integrate" because="has Simpson's weights 1, 4, 2, ..., 4, 1"
def integrate(f, a, b, tol=1e-8, most=2**16):
    def S(n):
        weights = np.ones(n + 1)
        weights[1:-1:2], weights[2:-1:2] = 4, 2
        return float(weights @ f(np.linspace(a, b, n + 1)) * (b - a) / n / 3)

    sums = [S(2)]
    for k in range(2, int(math.log2(most)) + 1):
        sums.append(S(2**k))
        if abs(sums[-1] - sums[-2]) <= tol:
            return sums[-1], 2**k
    raise RuntimeError("not settled")


# %% accept="integrate" because="uses only the new points of each doubling"
def integrate(f, a, b, tol=1e-8, most=2**16):
    ends = f(np.array([a, b], dtype=float))
    T, n, S = (b - a) * (ends[0] + ends[1]) / 2, 1, None
    while 2 * n <= most:
        middles = a + (np.arange(n) + 0.5) * (b - a) / n
        new = T / 2 + (b - a) / (2 * n) * f(middles).sum()
        n, T, old, S = 2 * n, new, S, (4 * new - T) / 3
        if old is not None and abs(S - old) <= tol:
            return [S, n]
    raise RuntimeError("not settled")


# %% [markdown]
# The next exercise needs a class that is no work of yours. It makes Python's `+`, `-`, `*`, `/` and `**` call
# methods with names, also where one side is a plain number, so that you can write the methods and think of
# nothing but calculus. Run the cell and go on.


# %%
class Arithmetic:
    """Makes Python's operators call `plus`, `times`, `over` and `power`."""

    def lift(self, other):
        return other if isinstance(other, Arithmetic) else type(self)(float(other))

    def __add__(self, other):
        return self.plus(self.lift(other))

    def __radd__(self, other):
        return self.lift(other).plus(self)

    def __mul__(self, other):
        return self.times(self.lift(other))

    def __rmul__(self, other):
        return self.lift(other).times(self)

    def __neg__(self):
        return self.times(self.lift(-1.0))

    def __sub__(self, other):
        return self.plus(-self.lift(other))

    def __rsub__(self, other):
        return self.lift(other).plus(-self)

    def __truediv__(self, other):
        return self.over(self.lift(other))

    def __rtruediv__(self, other):
        return self.lift(other).over(self)

    def __pow__(self, n):
        return self.power(n)


# %% [markdown]
# ## Numbers that know their slope
#
# Difference quotients are never exact, but rules are. Let every number carry a second one along: its slope
# with respect to the input. The pair is called a *dual number*. The input itself is `Dual(x, 1.0)`, a
# constant is `Dual(c, 0.0)`, and each operation knows what to do with both parts. For a product
#
# $$(u, u') \cdot (v, v') = (u v,\; u' v + u v').$$
#
# Whatever formula you compute with dual numbers, its exact derivative comes out beside its value, by the
# product rule and the chain rule, one small step after another.
#
# Complete the class `Dual` with five methods. Each returns a new `Dual`:
#
# | method | value | for |
# |---|---|---|
# | `plus(other)` | $u + v$ | two duals |
# | `times(other)` | $u\,v$ | two duals |
# | `over(other)` | $u / v$ | two duals, $v \ne 0$ |
# | `power(n)` | $u^n$ | a constant number $n$, whole or not, also negative or 0 |
# | `exp()` | $\mathrm{e}^u$ | one dual |
#
# `Arithmetic` makes Python's operators call them; a plain number becomes a constant, with the slope 0.
#
# - Example: with `x = Dual(2.0, 1.0)`, `x * x * x` has the value 8 and the slope 12, and so has `x**3`.
#   `3 / x` has the value 1.5 and the slope $-0.75$.
# - Each rule needs the inner slope $u'$: `Dual(2.0, 5.0).power(3)` has the slope $3 \cdot 2^2 \cdot 5 = 60$.
# - $u^0$ is the constant 1, with slope 0, also for $u = 0$, where $u^{-1}$ does not exist.


# %% exercise="dual" difficulty=3 minutes=20 topics="calculus#derivatives, calculus#chain-rule"
class Dual(Arithmetic):
    """A number and its slope with respect to the input.

    Parameters
    ----------
    value : float
    slope : float
        0 for a constant, 1 for the input itself.
    """

    def __init__(self, value: float, slope: float = 0.0) -> None:
        self.value = value
        self.slope = slope

    def plus(self, other: "Dual") -> "Dual":
        """Return the sum."""
        ### BEGIN SOLUTION
        return Dual(self.value + other.value, self.slope + other.slope)
        ### END SOLUTION

    def times(self, other: "Dual") -> "Dual":
        """Return the product."""
        ### BEGIN SOLUTION
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)
        ### END SOLUTION

    def over(self, other: "Dual") -> "Dual":
        """Return the quotient, self divided by other."""
        ### BEGIN SOLUTION
        slope = (self.slope * other.value - self.value * other.slope) / other.value**2
        return Dual(self.value / other.value, slope)
        ### END SOLUTION

    def power(self, n: float) -> "Dual":
        """Return self to the power of a constant."""
        ### BEGIN SOLUTION
        if n == 0:
            return Dual(1.0, 0.0)
        return Dual(self.value**n, n * self.value ** (n - 1) * self.slope)
        ### END SOLUTION

    def exp(self) -> "Dual":
        """Return e to the power of self."""
        ### BEGIN SOLUTION
        value = math.exp(self.value)
        return Dual(value, value * self.slope)
        ### END SOLUTION


# %% [markdown] hint="dual"
# Begin with `plus`: values add, and so do slopes. Every method ends with `return Dual(value, slope)`.

# %% [markdown] hint="dual"
# The quotient rule follows from the product rule: let $q = u/v$, so $u = q v$ and $u' = q' v + q v'$. Solve
# for $q'$, and put $q = u/v$ in.

# %% [markdown] hint="dual"
# $q' = (u' v - u v') / v^2$. For `power`, return `Dual(1.0, 0.0)` if `n == 0`; otherwise the slope is
# `n * self.value ** (n - 1) * self.slope`. For `exp`, it is the value times `self.slope`.

# %% check="dual" points=4
with check.exercise("dual"):

    def pair(dual):
        return [dual.value, dual.slope]

    x = Dual(2.0, 1.0)
    check.close(pair(x * x * x), [8, 12], "[value, slope] of x * x * x at 2", "Is it the product rule?")
    check.close(
        pair(3 / x),
        [1.5, -0.75],
        "[value, slope] of 3 / x at 2",
        "In the quotient rule the order of the difference counts, and the denominator is squared.",
    )
    check.close(
        pair(Dual(2.0, 5.0).power(3)),
        [8, 60],
        "[value, slope] of Dual(2, 5).power(3)",
        "The chain rule: multiply by the inner slope.",
    )
    check.close(
        pair(Dual(0.0, 5.0).exp()),
        [1, 5],
        "[value, slope] of Dual(0, 5).exp()",
        "The chain rule: multiply by the inner slope.",
    )
    ### BEGIN HIDDEN TESTS
    at = check.rng().uniform(0.5, 2.0)
    s = 1 / (1 + math.exp(1 - 3 * at))
    check.close(
        pair(1 / (1 + (-(3 * Dual(at, 1.0) - 1)).exp())),
        [s, 3 * s * (1 - s)],
        f"[value, slope] of 1 / (1 + exp(-(3x - 1))) at {at:.3f}",
        "Every step must hand both of its slopes on.",
    )
    check.close(
        pair(Dual(4.0, 2.0) ** -0.5),
        [0.5, -0.125],
        "[value, slope] of Dual(4, 2) ** -0.5",
        "n is any number, not only a whole and positive one.",
    )
    check.close(
        pair(Dual(0.0, 1.0) ** 0),
        [1, 0],
        "[value, slope] of Dual(0, 1) ** 0",
        "A power of 0 is the constant 1.",
    )
    ### END HIDDEN TESTS


# %% reject="dual" because="multiplies the slopes of a product"
class Dual(Arithmetic):
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def plus(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def times(self, other):
        return Dual(self.value * other.value, self.slope * other.slope)

    def over(self, other):
        return Dual(
            self.value / other.value,
            (self.slope * other.value - self.value * other.slope) / other.value**2,
        )

    def power(self, n):
        return Dual(1.0) if n == 0 else Dual(self.value**n, n * self.value ** (n - 1) * self.slope)

    def exp(self):
        return Dual(math.exp(self.value), math.exp(self.value) * self.slope)


# %% reject="dual" because="takes the quotient rule the wrong way round"
class Dual(Arithmetic):
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def plus(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def times(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def over(self, other):
        return Dual(
            self.value / other.value,
            (self.value * other.slope - self.slope * other.value) / other.value**2,
        )

    def power(self, n):
        return Dual(1.0) if n == 0 else Dual(self.value**n, n * self.value ** (n - 1) * self.slope)

    def exp(self):
        return Dual(math.exp(self.value), math.exp(self.value) * self.slope)


# %% reject="dual" because="forgets the inner slope of a power"
class Dual(Arithmetic):
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def plus(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def times(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def over(self, other):
        return Dual(
            self.value / other.value,
            (self.slope * other.value - self.value * other.slope) / other.value**2,
        )

    def power(self, n):
        return Dual(1.0) if n == 0 else Dual(self.value**n, n * self.value ** (n - 1))

    def exp(self):
        return Dual(math.exp(self.value), math.exp(self.value) * self.slope)


# %% reject="dual" because="forgets the inner slope of exp"
class Dual(Arithmetic):
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def plus(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def times(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def over(self, other):
        return Dual(
            self.value / other.value,
            (self.slope * other.value - self.value * other.slope) / other.value**2,
        )

    def power(self, n):
        return Dual(1.0) if n == 0 else Dual(self.value**n, n * self.value ** (n - 1) * self.slope)

    def exp(self):
        return Dual(math.exp(self.value), math.exp(self.value))


# %% reject="dual" because="keeps the slope of the first part of a sum only"
class Dual(Arithmetic):
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def plus(self, other):
        return Dual(self.value + other.value, self.slope)

    def times(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def over(self, other):
        return Dual(
            self.value / other.value,
            (self.slope * other.value - self.value * other.slope) / other.value**2,
        )

    def power(self, n):
        return Dual(1.0) if n == 0 else Dual(self.value**n, n * self.value ** (n - 1) * self.slope)

    def exp(self):
        return Dual(math.exp(self.value), math.exp(self.value) * self.slope)


# %% reject="dual" because="makes powers by repeated multiplication"
class Dual(Arithmetic):
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def plus(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def times(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def over(self, other):
        return Dual(
            self.value / other.value,
            (self.slope * other.value - self.value * other.slope) / other.value**2,
        )

    def power(self, n):
        result = Dual(1.0)
        for _ in range(int(n)):
            result = result.times(self)
        return result

    def exp(self):
        return Dual(math.exp(self.value), math.exp(self.value) * self.slope)


# %% reject="dual" because="divides by zero for a power of 0"
class Dual(Arithmetic):
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def plus(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def times(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def over(self, other):
        return Dual(
            self.value / other.value,
            (self.slope * other.value - self.value * other.slope) / other.value**2,
        )

    def power(self, n):
        return Dual(self.value**n, n * self.value ** (n - 1) * self.slope)

    def exp(self):
        return Dual(math.exp(self.value), math.exp(self.value) * self.slope)


# %% accept="dual" because="divides by multiplying with a power of minus one"
class Dual(Arithmetic):
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def plus(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def times(self, other):
        return Dual(self.value * other.value, other.value * self.slope + self.value * other.slope)

    def over(self, other):
        return self.times(other.power(-1))

    def power(self, n):
        outer = n * self.value ** (n - 1) if n != 0 else 0.0
        return Dual(self.value**n, outer * self.slope)

    def exp(self):
        value = np.exp(self.value)
        return Dual(value, value * self.slope)


# %% accept="dual" because="finds the slope of a quotient from the value of the quotient"
class Dual(Arithmetic):
    def __init__(self, value, slope=0.0):
        self.value = np.float64(value)
        self.slope = np.float64(slope)

    def plus(self, other):
        return Dual(other.value + self.value, other.slope + self.slope)

    def times(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def over(self, other):
        quotient = self.value / other.value
        return Dual(quotient, (self.slope - quotient * other.slope) / other.value)

    def power(self, n):
        if not n:
            return Dual(1, 0)
        return Dual(self.value**n, n * self.value ** (n - 1) * self.slope)

    def exp(self):
        return Dual(math.e**self.value, math.e**self.value * self.slope)


# %% [markdown]
# ## A curve with a ceiling, and its derivatives
#
# Here is the curve that shall describe life expectancy. With $\sigma(z) = 1/(1+\mathrm{e}^{-z})$,
#
# $$m(t; \boldsymbol\theta) = 100\,c\;\sigma(w_0 + w_1 t), \qquad \boldsymbol\theta = (c, w_0, w_1) .$$
#
# $t$ is some measure of income, and the curve rises towards the ceiling $100\,c$ years. So $c = 0.8$ is a
# ceiling of 80 years; this unit keeps all three parameters near 1. For data $(t_i, y_i)$ the loss is the mean
# squared error $L = \frac1n \sum_i r_i^2$ with the residuals $r_i = m(t_i; \boldsymbol\theta) - y_i$.
#
# Write `curve_terms(theta, t, y)` and return three things:
#
# 1. the loss $L$, a `float` in squared years;
# 2. its gradient $\nabla L = \frac2n \mathbf{J}^\top \mathbf{r}$, shape `(3,)`, where $\mathbf{J}$, of shape
#    `(n, 3)`, is the Jacobian of the residuals;
# 3. the matrix $\frac2n \mathbf{J}^\top \mathbf{J}$, shape `(3, 3)`. It is the Hessian of $L$ without the
#    second derivatives of the curve, and easier to have; you will descend with it.
#
# - You need $\sigma'(z) = \sigma(z)\,(1 - \sigma(z))$, and the chain rule for $w_0$ and $w_1$.
# - Example for one country: `curve_terms([0.8, 0, 1], [0], [30])`. There $\sigma = 0.5$, the curve is 40, the
#   residual 10, the loss 100, the row of $\mathbf{J}$ is $(50, 20, 0)$, and the gradient $(1000, 400, 0)$.
# - All arguments may be lists. Test your gradient as you go: differences are one way, and your `Dual` is
#   another.


# %% exercise="curve-terms" difficulty=3 minutes=20 topics="calculus#functions-of-several-variables, calculus#partial-derivatives, calculus#gradient, calculus#jacobian, calculus#chain-rule"
def curve_terms(
    theta: Sequence[float] | np.ndarray, t: Sequence[float] | np.ndarray, y: Sequence[float] | np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the loss of the curve with a ceiling, its gradient, and the matrix of its Jacobian.

    Parameters
    ----------
    theta : three numbers c, w_0, w_1
    t : n inputs
    y : n targets, in years

    Returns
    -------
    loss : float
        The mean squared residual.
    gradient : array of shape (3,)
    matrix : array of shape (3, 3)
        ``2 / n`` times the transposed Jacobian times the Jacobian.
    """
    ### BEGIN SOLUTION
    c, w_0, w_1 = (float(value) for value in theta)
    t, y = np.asarray(t, dtype=float), np.asarray(y, dtype=float)
    s = 1 / (1 + np.exp(-(w_0 + w_1 * t)))
    r = 100 * c * s - y
    bend = 100 * c * s * (1 - s)
    J = np.stack([100 * s, bend, bend * t], axis=1)
    return float(np.mean(r**2)), 2 / len(t) * J.T @ r, 2 / len(t) * J.T @ J
    ### END SOLUTION


# %% [markdown] hint="curve-terms"
# Make arrays of `t` and `y` first. Then compute, one after the other, `s` (the sigmoid, shape `(n,)`), the
# residuals `r`, and the three columns of `J`.

# %% [markdown] hint="curve-terms"
# The columns are $100\,s$ for $c$, $100\,c\,s(1-s)$ for $w_0$, and the same times $t$ for $w_1$, because the
# inner derivative of $w_0 + w_1 t$ is 1 or $t$. `np.stack([...], axis=1)` puts them side by side.

# %% [markdown] hint="curve-terms"
# Return `np.mean(r**2)`, `2 / n * J.T @ r` and `2 / n * J.T @ J`.

# %% check="curve-terms" points=4
with check.exercise("curve-terms"):
    result = curve_terms([0.8, 0, 1], [0], [30])
    check.type(
        result, (tuple, list), "curve_terms(...)", "Return three things: `return loss, gradient, matrix`."
    )
    check.equal(len(result), 3, "the length of the result", "Return the loss, the gradient and the matrix.")
    check.close(result[0], 100.0, "the loss for one country", "The curve is 40 and the residual 10.")
    check.close(
        result[1],
        [1000, 400, 0],
        "the gradient for one country",
        "It is 2/n times the residual times the row of J.",
    )
    check.close(
        result[2],
        [[5000, 2000, 0], [2000, 800, 0], [0, 0, 0]],
        "the matrix for one country",
        "It is 2/n times Jᵀ J.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    theta, t, y = np.array([0.9, 0.3, 0.7]), rng.normal(size=8), rng.uniform(30, 80, size=8)
    result = curve_terms(theta.tolist(), t.tolist(), y.tolist())
    s = 1 / (1 + np.exp(-(0.3 + 0.7 * t)))
    rows = [[100 * p, 90 * p * (1 - p), 90 * p * (1 - p) * u] for p, u in zip(s, t)]
    check.close(
        result[1],
        [2 * np.mean([(90 * p - goal) * row[j] for p, goal, row in zip(s, y, rows)]) for j in range(3)],
        "the gradient for 8 countries",
        "Mean or sum? And is the inner derivative of each parameter there?",
    )
    check.close(
        result[2],
        [[2 * np.mean([row[i] * row[j] for row in rows]) for j in range(3)] for i in range(3)],
        "the matrix for 8 countries",
        "Divide by the number of countries here, too.",
    )
    check.unchanged(
        curve_terms, theta, t, y, what="curve_terms(theta, t, y)", hint="Do not write `t *= ...`."
    )
    ### END HIDDEN TESTS


# %% reject="curve-terms" because="forgets the derivative of the sigmoid"
def curve_terms(theta, t, y):
    c, w_0, w_1 = theta
    t, y = np.asarray(t, dtype=float), np.asarray(y, dtype=float)
    s = 1 / (1 + np.exp(-(w_0 + w_1 * t)))
    r = 100 * c * s - y
    J = np.stack([100 * s, 100 * c * s, 100 * c * s * t], axis=1)
    return np.mean(r**2), 2 / len(t) * J.T @ r, 2 / len(t) * J.T @ J


# %% reject="curve-terms" because="differentiates by 100 c instead of c"
def curve_terms(theta, t, y):
    c, w_0, w_1 = theta
    t, y = np.asarray(t, dtype=float), np.asarray(y, dtype=float)
    s = 1 / (1 + np.exp(-(w_0 + w_1 * t)))
    r = 100 * c * s - y
    J = np.stack([s, 100 * c * s * (1 - s), 100 * c * s * (1 - s) * t], axis=1)
    return np.mean(r**2), 2 / len(t) * J.T @ r, 2 / len(t) * J.T @ J


# %% reject="curve-terms" because="forgets the factor 2 of the square"
def curve_terms(theta, t, y):
    c, w_0, w_1 = theta
    t, y = np.asarray(t, dtype=float), np.asarray(y, dtype=float)
    s = 1 / (1 + np.exp(-(w_0 + w_1 * t)))
    r = 100 * c * s - y
    J = np.stack([100 * s, 100 * c * s * (1 - s), 100 * c * s * (1 - s) * t], axis=1)
    return np.mean(r**2), J.T @ r / len(t), J.T @ J / len(t)


# %% reject="curve-terms" because="returns the Jacobian itself"
def curve_terms(theta, t, y):
    c, w_0, w_1 = theta
    t, y = np.asarray(t, dtype=float), np.asarray(y, dtype=float)
    s = 1 / (1 + np.exp(-(w_0 + w_1 * t)))
    r = 100 * c * s - y
    J = np.stack([100 * s, 100 * c * s * (1 - s), 100 * c * s * (1 - s) * t], axis=1)
    return np.mean(r**2), 2 / len(t) * J.T @ r, J


# %% reject="curve-terms" because="adds up the gradient without dividing by n"
def curve_terms(theta, t, y):
    c, w_0, w_1 = theta
    t, y = np.asarray(t, dtype=float), np.asarray(y, dtype=float)
    s = 1 / (1 + np.exp(-(w_0 + w_1 * t)))
    r = 100 * c * s - y
    J = np.stack([100 * s, 100 * c * s * (1 - s), 100 * c * s * (1 - s) * t], axis=1)
    return np.mean(r**2), 2 * J.T @ r, 2 / len(t) * J.T @ J


# %% reject="curve-terms" because="does not divide the matrix by n"
def curve_terms(theta, t, y):
    c, w_0, w_1 = theta
    t, y = np.asarray(t, dtype=float), np.asarray(y, dtype=float)
    s = 1 / (1 + np.exp(-(w_0 + w_1 * t)))
    r = 100 * c * s - y
    J = np.stack([100 * s, 100 * c * s * (1 - s), 100 * c * s * (1 - s) * t], axis=1)
    return np.mean(r**2), 2 / len(t) * J.T @ r, 2 * J.T @ J


# %% reject="curve-terms" because="works in the array that it was given"
def curve_terms(theta, t, y):
    c, w_0, w_1 = theta
    t, y = np.asarray(t, dtype=float), np.asarray(y, dtype=float)
    s = 1 / (1 + np.exp(-(w_0 + w_1 * t)))
    J = np.stack([100 * s, 100 * c * s * (1 - s), 100 * c * s * (1 - s) * t], axis=1)
    y -= 100 * c * s
    return np.mean(y**2), -2 / len(t) * J.T @ y, 2 / len(t) * J.T @ J


# %% accept="curve-terms" because="goes through the countries one by one"
def curve_terms(theta, t, y):
    c, w_0, w_1 = theta
    n, loss, gradient, matrix = len(t), 0.0, np.zeros(3), np.zeros((3, 3))
    for t_i, y_i in zip(t, y):
        s = 1 / (1 + math.exp(-(w_0 + w_1 * t_i)))
        row = 100 * s * np.array([1, c * (1 - s), c * (1 - s) * t_i])
        r = 100 * c * s - y_i
        loss += r**2 / n
        gradient += 2 * r * row / n
        matrix += 2 * np.outer(row, row) / n
    return loss, gradient, matrix


# %% accept="curve-terms" because="lets dual numbers find the Jacobian"
def curve_terms(theta, t, y):
    J = np.zeros((len(t), 3))
    r = np.zeros(len(t))
    for i, (t_i, y_i) in enumerate(zip(t, y)):
        for j in range(3):
            c, w_0, w_1 = (Dual(value, float(k == j)) for k, value in enumerate(theta))
            m = 100 * c / (1 + (-(w_0 + w_1 * t_i)).exp())
            J[i, j], r[i] = m.slope, m.value - y_i
    return r @ r / len(t), 2 * r @ J / len(t), 2 * np.einsum("ni,nj->ij", J, J) / len(t)


# %% [markdown]
# ## Backwards through any computation
#
# Dual numbers need one pass for each input. Back-propagation needs one for all of them. A computation is
# given as a list of steps, in the order in which they are done. A step is a tuple: the name of its result,
# the operation, and the names of what goes in.
#
# | step | means |
# |---|---|
# | `("u", "add", "a", "b")` | $u = a + b$ |
# | `("u", "subtract", "a", "b")` | $u = a - b$ |
# | `("u", "multiply", "a", "b")` | $u = a\,b$ |
# | `("u", "exp", "a")` | $u = \mathrm{e}^a$ |
#
# Write `backpropagate(inputs, steps)`. `inputs` is a dictionary from names to numbers. Go forward and keep
# every value; then go backward from the result of the *last* step, whose derivative by itself is 1. Return
# two dictionaries, both with all names (inputs and results): the values, and the derivatives of the last
# result.
#
# - Example: `inputs = {"w": 2, "x": 3, "y": 5}` with the steps `("m", "multiply", "w", "x")`,
#   `("r", "subtract", "m", "y")` and `("L", "multiply", "r", "r")`, that is $L = (wx-y)^2$. The values are
#   $m = 6$, $r = 1$, $L = 1$; the derivatives are 1 for $L$, 2 for $r$ and $m$, $-2$ for $y$, 6 for $w$ and 4
#   for $x$.
# - A value may be used several times, even twice in one step, as $r$ is. What comes back on its ways is
#   *added up*.
# - A name on which the last result does not depend has the derivative 0.


# %% exercise="backpropagate" difficulty=3 minutes=20 topics="calculus#a-first-look-at-back-propagation, calculus#chain-rule"
def backpropagate(
    inputs: dict[str, float], steps: Sequence[tuple[str, ...]]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return all values of a computation, and the derivatives of its last result by all of them.

    Parameters
    ----------
    inputs : dict
        From names to numbers.
    steps : sequence of tuple
        At least one: name of the result, operation, names of what goes in.

    Returns
    -------
    values : dict
    derivatives : dict
        With the same names.
    """
    ### BEGIN SOLUTION
    values = dict(inputs)
    for name, operation, *names in steps:
        a = [values[other] for other in names]
        if operation == "add":
            values[name] = a[0] + a[1]
        elif operation == "subtract":
            values[name] = a[0] - a[1]
        elif operation == "multiply":
            values[name] = a[0] * a[1]
        else:
            values[name] = math.exp(a[0])
    derivatives = dict.fromkeys(values, 0.0)
    derivatives[steps[-1][0]] = 1.0
    for name, operation, *names in reversed(steps):
        arriving = derivatives[name]
        if operation == "multiply":
            local = [values[names[1]], values[names[0]]]
        else:
            local = {"add": [1.0, 1.0], "subtract": [1.0, -1.0], "exp": [values[name]]}[operation]
        for other, factor in zip(names, local, strict=True):
            derivatives[other] += arriving * factor
    return values, derivatives
    ### END SOLUTION


# %% [markdown] hint="backpropagate"
# Copy the inputs into a new dictionary `values` and go through the steps. `for name, operation, *names in
# steps:` takes a step apart.

# %% [markdown] hint="backpropagate"
# Then set all derivatives to 0 and the last result's to 1, and go through `reversed(steps)`. What arrives at
# a step is `derivatives[name]`; each input of the step gets it times the local derivative.

# %% [markdown] hint="backpropagate"
# The local derivatives are 1 and 1 for `add`, 1 and $-1$ for `subtract`, *the other value* for each side of
# `multiply`, and the value of the result for `exp`. Use `+=` for every contribution.

# %% check="backpropagate" points=4
with check.exercise("backpropagate"):
    names = ["w", "x", "y", "m", "r", "L"]
    steps = [("m", "multiply", "w", "x"), ("r", "subtract", "m", "y"), ("L", "multiply", "r", "r")]
    result = backpropagate({"w": 2, "x": 3, "y": 5}, steps)
    check.type(
        result, (tuple, list), "backpropagate(...)", "Return two dictionaries: `return values, derivatives`."
    )
    check.equal(len(result), 2, "the length of the result", "Return the values and the derivatives.")
    values, derivatives = result
    check.equal(
        sorted(values),
        sorted(names),
        "the sorted list of the names of the values",
        "Inputs and results, all of them.",
    )
    check.equal(
        sorted(derivatives),
        sorted(names),
        "the sorted list of the names of the derivatives",
        "Inputs and results, all of them.",
    )
    check.close(
        [values[name] for name in names], [2, 3, 5, 6, 1, 1], "the list of the values of w, x, y, m, r, L"
    )
    check.close(
        [derivatives[name] for name in names],
        [6, 4, -2, 2, 2, 1],
        "the list of the derivatives of L by w, x, y, m, r, L",
        "Each input of a step gets what arrives, times the local derivative; all contributions add up.",
    )
    ### BEGIN HIDDEN TESTS
    p, q = check.rng().uniform(0.5, 1.5, size=2)
    steps = [
        ("e", "exp", "p"),
        ("s", "add", "e", "q"),
        ("t", "multiply", "s", "e"),
        ("z", "add", "t", "p"),
    ]
    values, derivatives = backpropagate({"p": p, "q": q}, steps)
    e = math.exp(p)
    check.close(
        [derivatives["p"], derivatives["q"]],
        [2 * e * e + q * e + 1, e],
        "the list of the derivatives of (e^p + q) e^p + p by p and q",
        "What is used by several steps collects from all of them. Is exp differentiated at its value?",
    )
    values, derivatives = backpropagate(
        {"a": 2.0, "b": 3.0}, [("c", "exp", "b"), ("d", "multiply", "a", "a")]
    )
    check.close(
        [derivatives[name] for name in "abcd"],
        [4, 0, 0, 1],
        "the list of the derivatives by a, b, c, d, where the last result does not depend on b,",
        "The last step's result is where one starts, and what it does not depend on gets 0.",
    )
    check.unchanged(
        backpropagate,
        {"a": 2.0},
        [("d", "multiply", "a", "a")],
        what="backpropagate(inputs, steps)",
        hint="Copy the dictionary first: dict(inputs).",
    )
    ### END HIDDEN TESTS


# %% reject="backpropagate" because="overwrites a derivative instead of adding to it"
def backpropagate(inputs, steps):
    values = dict(inputs)
    for name, op, *names in steps:
        a, b = values[names[0]], values[names[-1]]
        values[name] = {"add": a + b, "subtract": a - b, "multiply": a * b, "exp": math.exp(a)}[op]
    d = dict.fromkeys(values, 0.0)
    d[steps[-1][0]] = 1.0
    for name, op, *names in reversed(steps):
        a, b = values[names[0]], values[names[-1]]
        local = {"add": [1, 1], "subtract": [1, -1], "multiply": [b, a], "exp": [values[name]]}[op]
        for other, factor in zip(names, local):
            d[other] = d[name] * factor
    return values, d


# %% reject="backpropagate" because="gives each factor its own value instead of the other's"
def backpropagate(inputs, steps):
    values = dict(inputs)
    for name, op, *names in steps:
        a, b = values[names[0]], values[names[-1]]
        values[name] = {"add": a + b, "subtract": a - b, "multiply": a * b, "exp": math.exp(a)}[op]
    d = dict.fromkeys(values, 0.0)
    d[steps[-1][0]] = 1.0
    for name, op, *names in reversed(steps):
        a, b = values[names[0]], values[names[-1]]
        local = {"add": [1, 1], "subtract": [1, -1], "multiply": [a, b], "exp": [values[name]]}[op]
        for other, factor in zip(names, local):
            d[other] += d[name] * factor
    return values, d


# %% reject="backpropagate" because="forgets the minus sign of a subtraction"
def backpropagate(inputs, steps):
    values = dict(inputs)
    for name, op, *names in steps:
        a, b = values[names[0]], values[names[-1]]
        values[name] = {"add": a + b, "subtract": a - b, "multiply": a * b, "exp": math.exp(a)}[op]
    d = dict.fromkeys(values, 0.0)
    d[steps[-1][0]] = 1.0
    for name, op, *names in reversed(steps):
        a, b = values[names[0]], values[names[-1]]
        local = {"add": [1, 1], "subtract": [1, 1], "multiply": [b, a], "exp": [values[name]]}[op]
        for other, factor in zip(names, local):
            d[other] += d[name] * factor
    return values, d


# %% reject="backpropagate" because="goes through the steps in their order on the way back"
def backpropagate(inputs, steps):
    values = dict(inputs)
    for name, op, *names in steps:
        a, b = values[names[0]], values[names[-1]]
        values[name] = {"add": a + b, "subtract": a - b, "multiply": a * b, "exp": math.exp(a)}[op]
    d = dict.fromkeys(values, 0.0)
    d[steps[-1][0]] = 1.0
    for name, op, *names in steps:
        a, b = values[names[0]], values[names[-1]]
        local = {"add": [1, 1], "subtract": [1, -1], "multiply": [b, a], "exp": [values[name]]}[op]
        for other, factor in zip(names, local):
            d[other] += d[name] * factor
    return values, d


# %% reject="backpropagate" because="takes the derivative of exp to be 1"
def backpropagate(inputs, steps):
    values = dict(inputs)
    for name, op, *names in steps:
        a, b = values[names[0]], values[names[-1]]
        values[name] = {"add": a + b, "subtract": a - b, "multiply": a * b, "exp": math.exp(a)}[op]
    d = dict.fromkeys(values, 0.0)
    d[steps[-1][0]] = 1.0
    for name, op, *names in reversed(steps):
        a, b = values[names[0]], values[names[-1]]
        local = {"add": [1, 1], "subtract": [1, -1], "multiply": [b, a], "exp": [1]}[op]
        for other, factor in zip(names, local):
            d[other] += d[name] * factor
    return values, d


# %% reject="backpropagate" because="starts from every result that no other step uses"
def backpropagate(inputs, steps):
    values = dict(inputs)
    for name, op, *names in steps:
        a, b = values[names[0]], values[names[-1]]
        values[name] = {"add": a + b, "subtract": a - b, "multiply": a * b, "exp": math.exp(a)}[op]
    used = {other for _, _, *names in steps for other in names}
    d = {name: float(name not in used) for name in values}
    for name, op, *names in reversed(steps):
        a, b = values[names[0]], values[names[-1]]
        local = {"add": [1, 1], "subtract": [1, -1], "multiply": [b, a], "exp": [values[name]]}[op]
        for other, factor in zip(names, local):
            d[other] += d[name] * factor
    return values, d


# %% reject="backpropagate" because="writes its results into the inputs"
def backpropagate(inputs, steps):
    values = inputs
    for name, op, *names in steps:
        a, b = values[names[0]], values[names[-1]]
        values[name] = {"add": a + b, "subtract": a - b, "multiply": a * b, "exp": math.exp(a)}[op]
    d = dict.fromkeys(values, 0.0)
    d[steps[-1][0]] = 1.0
    for name, op, *names in reversed(steps):
        a, b = values[names[0]], values[names[-1]]
        local = {"add": [1, 1], "subtract": [1, -1], "multiply": [b, a], "exp": [values[name]]}[op]
        for other, factor in zip(names, local):
            d[other] += d[name] * factor
    return values, d


# %% accept="backpropagate" because="writes every operation out"
def backpropagate(inputs, steps):
    values, d = {**inputs}, {}
    for step in steps:
        u, op, a = step[:3]
        if op == "exp":
            values[u] = np.exp(values[a])
        elif op == "add":
            values[u] = values[a] + values[step[3]]
        elif op == "subtract":
            values[u] = values[a] - values[step[3]]
        elif op == "multiply":
            values[u] = values[a] * values[step[3]]
    for name in values:
        d[name] = 0
    d[u] = 1
    for step in steps[::-1]:
        u, op, a = step[:3]
        if op == "exp":
            d[a] += d[u] * values[u]
        elif op == "add":
            d[a] += d[u]
            d[step[3]] += d[u]
        elif op == "subtract":
            d[a] += d[u]
            d[step[3]] -= d[u]
        else:
            d[a] += d[u] * values[step[3]]
            d[step[3]] += d[u] * values[a]
    return values, d


# %% accept="backpropagate" because="asks each name for the steps that use it"
def backpropagate(inputs, steps):
    operations = {"add": lambda a, b: a + b, "subtract": lambda a, b: a - b, "multiply": lambda a, b: a * b}
    values = dict(inputs)
    for name, op, *names in steps:
        values[name] = operations.get(op, math.exp)(*(values[other] for other in names))
    last = steps[-1][0]

    def by(name):
        total = 1.0 if name == last else 0.0
        for u, op, *names in steps:
            for place, other in enumerate(names):
                if other == name:
                    if op == "multiply":
                        local = values[names[1 - place]]
                    else:
                        local = values[u] if op == "exp" else -1.0 if (op, place) == ("subtract", 1) else 1.0
                    total += by(u) * local
        return total

    return values, {name: by(name) for name in values}


# %% [markdown]
# ## What kind of flat place?
#
# Where the gradient is zero there may be a valley, a hilltop or a pass, and the eigenvalues of the Hessian
# (its curvatures) tell which. Write `flat_place(gradient, x, tol)`. `gradient` takes an array of shape `(d,)`
# and returns one. Return one of these texts:
#
# | text | when |
# |---|---|
# | `"not flat"` | the length of the gradient at `x` is above `tol` |
# | `"saddle"` | some curvatures are positive and some negative |
# | `"minimum"`, `"maximum"` | all curvatures are positive, or all negative |
# | `"undecided"` | otherwise: some curvature is zero, so that the Hessian cannot tell |
#
# - Find the Hessian by central differences of the gradient, with a step of $10^{-4}$ along each axis, and
#   replace it by $\frac12(\mathbf{H} + \mathbf{H}^\top)$, since rounding spoils the symmetry a little.
# - Rounding also turns a curvature of 0 into $10^{-9}$ or so. A curvature counts as zero if its size is at
#   most $10^{-4}$ times that of the largest one. The limit is relative, for a loss in other units has other
#   curvatures, and the same valleys.
# - Example: $f(x, y) = x^2 + 4xy + y^2$ has the gradient $(2x + 4y, 4x + 2y)$. At $(0, 0)$ the answer is
#   `"saddle"` (the curvatures are 6 and $-2$), at $(1, 0)$ it is `"not flat"`.
# - One positive and one negative curvature make a saddle, whatever the others are, zeros included.


# %% exercise="flat-place" difficulty=3 minutes=15 topics="calculus#hessian, optimisation#local-minima-and-saddle-points"
def flat_place(
    gradient: Callable[[np.ndarray], np.ndarray], x: Sequence[float] | np.ndarray, tol: float = 1e-6
) -> str:
    """Tell what kind of flat place a point is.

    Parameters
    ----------
    gradient : function of an array of shape (d,)
        Returns the gradient there, shape (d,).
    x : d numbers
    tol : float
        The length up to which a gradient counts as zero.

    Returns
    -------
    str
        "not flat", "saddle", "minimum", "maximum" or "undecided".
    """
    ### BEGIN SOLUTION
    x, h = np.asarray(x, dtype=float), 1e-4
    if not np.linalg.norm(gradient(x)) <= tol:
        return "not flat"
    columns = [
        (np.asarray(gradient(x + h * e)) - np.asarray(gradient(x - h * e))) / (2 * h) for e in np.eye(len(x))
    ]
    H = np.stack(columns, axis=1)
    curvatures = np.linalg.eigvalsh((H + H.T) / 2)
    zero = 1e-4 * np.abs(curvatures).max()
    up, down = curvatures > zero, curvatures < -zero
    if up.any() and down.any():
        return "saddle"
    return "minimum" if up.all() else "maximum" if down.all() else "undecided"
    ### END SOLUTION


# %% [markdown] hint="flat-place"
# Row $j$ of `np.eye(d)` is the unit vector $e_j$. Column $j$ of the Hessian is
# `(gradient(x + h * e_j) - gradient(x - h * e_j)) / (2 * h)`.

# %% [markdown] hint="flat-place"
# `np.linalg.eigvalsh(...)` returns the eigenvalues of a symmetric matrix. Compare them with
# `zero = 1e-4 * np.abs(eigenvalues).max()`: which are above `zero`, and which are below `-zero`?

# %% [markdown] hint="flat-place"
# With `up` and `down` as arrays of truth values: a saddle if `up.any() and down.any()`, a minimum if
# `up.all()`, a maximum if `down.all()`. Ask in this order.

# %% check="flat-place" points=3
with check.exercise("flat-place"):
    check.equal(
        flat_place(lambda q: np.array([2 * q[0] + 4 * q[1], 4 * q[0] + 2 * q[1]]), [0, 0]),
        "saddle",
        "flat_place for x² + 4xy + y² at (0, 0)",
        "It curves upwards along both axes, but not between them.",
    )
    check.equal(
        flat_place(lambda q: np.array([2 * q[0] + 4 * q[1], 4 * q[0] + 2 * q[1]]), [1, 0]),
        "not flat",
        "flat_place for x² + 4xy + y² at (1, 0)",
        "Look at the gradient first.",
    )
    check.equal(
        flat_place(lambda q: 2 * (q - 3), [3.0, 3.0]),
        "minimum",
        "flat_place for (x - 3)² + (y - 3)² at (3, 3)",
    )
    check.equal(flat_place(lambda q: -2 * q, [0.0]), "maximum", "flat_place for -x² at 0")
    ### BEGIN HIDDEN TESTS
    check.equal(
        flat_place(lambda q: np.array([2 * q[0], 4 * q[1] ** 3]), [0, 0]),
        "undecided",
        "flat_place for x² + y⁴ at (0, 0)",
        "Allow for rounding: one of the curvatures is 0, or nearly.",
    )
    check.equal(
        flat_place(lambda q: np.array([2e-7, 6e-7]) * q, [0, 0]),
        "minimum",
        "flat_place for (x² + 3y²) / 10⁷ at (0, 0)",
        "What counts as zero is relative to the largest curvature.",
    )
    sizes = np.append(check.rng().uniform(1, 2, size=2), -1.5)
    check.equal(
        flat_place(lambda q: sizes * q, [0, 0, 0]),
        "saddle",
        "flat_place for a function of three variables at 0",
        "All curvatures count, not only the first two.",
    )
    check.equal(
        flat_place(lambda q: np.array([2.0, -2.0, 0.0]) * q, [0, 0, 0]),
        "saddle",
        "flat_place for x² - y² as a function of x, y and z at 0",
        "It is a saddle whatever the third direction does.",
    )
    v = np.array([1.0, 2.0, 3.0])
    check.equal(
        flat_place(lambda q: 2 * (v @ q) * v, [0, 0, 0]),
        "undecided",
        "flat_place for (x + 2y + 3z)² at (0, 0, 0)",
        "Two curvatures are 0, and come out a little above or below: the limit holds for a saddle, too.",
    )
    check.equal(
        flat_place(lambda q: 0 * q, [1.0, 2.0]),
        "undecided",
        "flat_place for a constant function",
        "If all curvatures are 0, do not divide by the largest.",
    )
    ### END HIDDEN TESTS


# %% reject="flat-place" because="looks along the axes only"
def flat_place(gradient, x, tol=1e-6):
    x = np.asarray(x, dtype=float)
    if np.linalg.norm(gradient(x)) > tol:
        return "not flat"
    e = np.eye(len(x))
    c = np.array([(gradient(x + 1e-4 * e_j) - gradient(x - 1e-4 * e_j)) @ e_j / 2e-4 for e_j in e])
    zero = 1e-4 * np.abs(c).max()
    if (c > zero).any() and (c < -zero).any():
        return "saddle"
    return "minimum" if (c > zero).all() else "maximum" if (c < -zero).all() else "undecided"


# %% reject="flat-place" because="does not look at the gradient itself"
def flat_place(gradient, x, tol=1e-6):
    x = np.asarray(x, dtype=float)
    H = np.array([(gradient(x + 1e-4 * e) - gradient(x - 1e-4 * e)) / 2e-4 for e in np.eye(len(x))])
    c = np.linalg.eigvalsh((H + H.T) / 2)
    zero = 1e-4 * np.abs(c).max()
    if (c > zero).any() and (c < -zero).any():
        return "saddle"
    return "minimum" if (c > zero).all() else "maximum" if (c < -zero).all() else "undecided"


# %% reject="flat-place" because="mixes up minimum and maximum"
def flat_place(gradient, x, tol=1e-6):
    x = np.asarray(x, dtype=float)
    if np.linalg.norm(gradient(x)) > tol:
        return "not flat"
    H = np.array([(gradient(x + 1e-4 * e) - gradient(x - 1e-4 * e)) / 2e-4 for e in np.eye(len(x))])
    c = np.linalg.eigvalsh((H + H.T) / 2)
    zero = 1e-4 * np.abs(c).max()
    if (c > zero).any() and (c < -zero).any():
        return "saddle"
    return "maximum" if (c > zero).all() else "minimum" if (c < -zero).all() else "undecided"


# %% reject="flat-place" because="takes a curvature that is hardly above zero for an upward one"
def flat_place(gradient, x, tol=1e-6):
    x, h = np.asarray(x, dtype=float), 1e-4
    if np.linalg.norm(gradient(x)) > tol:
        return "not flat"
    H = np.stack(
        [
            (np.asarray(gradient(x + h * e)) - np.asarray(gradient(x - h * e))) / (2 * h)
            for e in np.eye(len(x))
        ]
    )
    curvatures = np.linalg.eigvalsh((H + H.T) / 2)
    zero = 1e-4 * np.abs(curvatures).max()
    if curvatures.min() < -zero and curvatures.max() > zero:
        return "saddle"
    if abs(curvatures.min()) < 1e-12:
        return "undecided"
    return "minimum" if curvatures.min() > 0 else "maximum" if curvatures.max() < 0 else "undecided"


# %% reject="flat-place" because="asks for the exact sign where it looks for a saddle"
def flat_place(gradient, x, tol=1e-6):
    x, h = np.asarray(x, dtype=float), 1e-4
    if np.linalg.norm(gradient(x)) > tol:
        return "not flat"
    H = np.stack(
        [
            (np.asarray(gradient(x + h * e)) - np.asarray(gradient(x - h * e))) / (2 * h)
            for e in np.eye(len(x))
        ]
    )
    curvatures = np.linalg.eigvalsh((H + H.T) / 2)
    if curvatures.min() < 0 < curvatures.max():
        return "saddle"
    zero = 1e-4 * np.abs(curvatures).max()
    return (
        "minimum" if (curvatures > zero).all() else "maximum" if (curvatures < -zero).all() else "undecided"
    )


# %% reject="flat-place" because="has an absolute limit for what counts as zero"
def flat_place(gradient, x, tol=1e-6):
    x = np.asarray(x, dtype=float)
    if np.linalg.norm(gradient(x)) > tol:
        return "not flat"
    H = np.array([(gradient(x + 1e-4 * e) - gradient(x - 1e-4 * e)) / 2e-4 for e in np.eye(len(x))])
    c = np.linalg.eigvalsh((H + H.T) / 2)
    if (c > 1e-6).any() and (c < -1e-6).any():
        return "saddle"
    return "minimum" if (c > 1e-6).all() else "maximum" if (c < -1e-6).all() else "undecided"


# %% reject="flat-place" because="knows functions of two variables only"
def flat_place(gradient, x, tol=1e-6):
    x = np.asarray(x, dtype=float)
    if np.linalg.norm(gradient(x)) > tol:
        return "not flat"
    H = np.array([(gradient(x + 1e-4 * e) - gradient(x - 1e-4 * e)) / 2e-4 for e in np.eye(len(x))])[:2, :2]
    c = np.linalg.eigvalsh((H + H.T) / 2)
    zero = 1e-4 * np.abs(c).max()
    if (c > zero).any() and (c < -zero).any():
        return "saddle"
    return "minimum" if (c > zero).all() else "maximum" if (c < -zero).all() else "undecided"


# %% reject="flat-place" because="lets a curvature of zero come before the saddle"
def flat_place(gradient, x, tol=1e-6):
    x = np.asarray(x, dtype=float)
    if np.linalg.norm(gradient(x)) > tol:
        return "not flat"
    H = np.array([(gradient(x + 1e-4 * e) - gradient(x - 1e-4 * e)) / 2e-4 for e in np.eye(len(x))])
    c = np.linalg.eigvalsh((H + H.T) / 2)
    if (np.abs(c) <= 1e-4 * np.abs(c).max()).any():
        return "undecided"
    return "minimum" if (c > 0).all() else "maximum" if (c < 0).all() else "saddle"


# %% reject="flat-place" because="divides by the largest curvature"
def flat_place(gradient, x, tol=1e-6):
    x = np.asarray(x, dtype=float)
    if np.linalg.norm(gradient(x)) > tol:
        return "not flat"
    H = np.array([(gradient(x + 1e-4 * e) - gradient(x - 1e-4 * e)) / 2e-4 for e in np.eye(len(x))])
    c = np.linalg.eigvalsh((H + H.T) / 2)
    signs = [0 if abs(share) <= 1e-4 else -1 if share < 0 else 1 for share in c / np.abs(c).max()]
    if 1 in signs and -1 in signs:
        return "saddle"
    return "undecided" if 0 in signs else "minimum" if 1 in signs else "maximum"


# %% accept="flat-place" because="counts signs"
def flat_place(gradient, x, tol=1e-6):
    x = np.array(x, dtype=float)
    if sum(float(g) ** 2 for g in gradient(x)) ** 0.5 > tol:
        return "not flat"
    d = len(x)
    H = np.zeros((d, d))
    for j in range(d):
        there, back = x.copy(), x.copy()
        there[j] += 1e-4
        back[j] -= 1e-4
        H[:, j] = (gradient(there) - gradient(back)) / 2e-4
    c = np.linalg.eigvalsh(0.5 * (H + H.T))
    limit = max(abs(c)) * 1e-4
    positive, negative = sum(c > limit), sum(c < -limit)
    if positive and negative:
        return "saddle"
    if positive == d:
        return "minimum"
    return "maximum" if negative == d else "undecided"


# %% accept="flat-place" because="finds the curvatures as singular values with signs"
def flat_place(gradient, x, tol=1e-6):
    x = np.asarray(x, dtype=float)
    if np.linalg.norm(gradient(x)) > tol:
        return "not flat"
    H = np.array([(gradient(x + 1e-4 * e) - gradient(x - 1e-4 * e)) / 2e-4 for e in np.eye(len(x))])
    vectors = np.linalg.eigh((H + H.T) / 2)[1]
    c = np.array([v @ H @ v for v in vectors.T])
    c[np.abs(c) <= 1e-4 * np.abs(c).max()] = 0
    kinds = {(True, False): "minimum", (False, True): "maximum"}
    if c.min() < 0 < c.max():
        return "saddle"
    return kinds.get((bool(c.min() > 0), bool(c.max() < 0)), "undecided")


# %% [markdown]
# ## Caught not being convex
#
# In a convex problem every flat place is the best place. Is a given loss convex? If you only can evaluate it,
# you cannot prove that it is. But one chord that runs *below* the curve proves that it is not. Halfway
# between $\mathbf{u}$ and $\mathbf{v}$ that means
#
# $$e = f\Big(\frac{\mathbf{u} + \mathbf{v}}{2}\Big) - \frac{f(\mathbf{u}) + f(\mathbf{v})}{2} > 0 .$$
#
# Write `violation(f, points)`: try all pairs of the points and return the indices `(i, j)`, with `i < j`, of
# the pair with the largest $e$. Return `None` if no pair gives it away.
#
# - `points` has shape `(n, d)`; `f` takes an array of shape `(d,)` and returns a number.
# - Rounding alone can make $e$ a little larger than 0, even for a straight line. A pair counts only if
#   $e > 10^{-9} \max(1, |f(\mathbf{u})|, |f(\mathbf{v})|)$.
# - Example: `violation(lambda u: u[0] ** 3, [[-2], [0], [1]])` is `(0, 2)`: between $-2$ and 1 the curve is
#   $3.375$ above its chord, between $-2$ and 0 it is 3, and between 0 and 1 it is below.
# - With a single point there is no pair, and nothing to report.
#
# `None` is no proof: perhaps you tried too few points.


# %% exercise="violation" difficulty=2 minutes=10 topics="optimisation#convex-problems"
def violation(
    f: Callable[[np.ndarray], float], points: Sequence[Sequence[float]] | np.ndarray
) -> tuple[int, int] | None:
    """Find the two points whose chord lies the farthest below the function, halfway between them.

    Parameters
    ----------
    f : function of an array of shape (d,)
    points : matrix of shape (n, d)

    Returns
    -------
    tuple of two int, or None
        The indices of the points, the smaller one first; None if no pair shows that f is not convex.
    """
    ### BEGIN SOLUTION
    points = np.asarray(points, dtype=float)
    heights = [float(f(point)) for point in points]
    worst, largest = None, 0.0
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            excess = float(f((points[i] + points[j]) / 2)) - (heights[i] + heights[j]) / 2
            counts = excess > 1e-9 * max(1.0, abs(heights[i]), abs(heights[j]))
            if counts and excess > largest:
                worst, largest = (i, j), excess
    return worst
    ### END SOLUTION


# %% [markdown] hint="violation"
# Two nested loops, `for i in range(n)` and `for j in range(i + 1, n)`, go through all pairs once. Remember
# the best pair so far and its $e$.

# %% [markdown] hint="violation"
# With `points = np.asarray(points, dtype=float)`, the middle is `(points[i] + points[j]) / 2`. Start with
# `worst = None` and `largest = 0.0`; replace both when a pair counts *and* its $e$ is larger.

# %% check="violation" points=2
with check.exercise("violation"):
    check.equal(
        violation(lambda u: u[0] ** 3, [[-2], [0], [1]]),
        (0, 2),
        "violation for u³ at -2, 0, 1",
        "Try all pairs, and return the indices of the one with the largest e.",
    )
    check.equal(
        violation(lambda u: u[0] ** 2 + abs(u[1]), [[-1, 2], [0, 0], [3, -1]]),
        None,
        "violation for u² + |v|",
        "This function is convex: no chord runs below it.",
    )
    check.equal(
        violation(lambda u: u[0] ** 2 - u[1] ** 2, [[1, 0], [7, 5], [2, 1], [7.2, -5]]),
        (1, 3),
        "violation for u² - v² at (1, 0), (7, 5), (2, 1), (7.2, -5)",
        "None says that no pair was found. The middle of two points has a middle for each coordinate.",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    points = rng.normal(size=(7, 3))
    points[3], points[5] = [0.1, 0.2, 9.0], [0.2, 0.1, -9.0]
    check.equal(
        violation(lambda u: u[0] ** 2 + u[1] ** 2 - u[2] ** 2, points),
        (3, 5),
        "violation for u² + v² - w² at seven points",
        "There may be any number of coordinates.",
    )
    points = rng.normal(size=(30, 2))
    check.equal(
        violation(lambda u: 1e9 * (0.1 * u[0] + 0.7 * u[1] + 0.3), points),
        None,
        "violation for 10⁹ (0.1 u + 0.7 v + 0.3)",
        "Rounding errors are no violation, and they are larger where the values are.",
    )
    check.equal(
        violation(lambda u: u[0] ** 3, [[-2.0]]), None, "violation with a single point", "There is no pair."
    )
    ### END HIDDEN TESTS


# %% reject="violation" because="looks for chords above the curve"
def violation(f, points):
    points, worst, largest = np.asarray(points, dtype=float), None, 0
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            e = (f(points[i]) + f(points[j])) / 2 - f((points[i] + points[j]) / 2)
            if e > 1e-9 * max(1, abs(f(points[i])), abs(f(points[j]))) and e > largest:
                worst, largest = (i, j), e
    return worst


# %% reject="violation" because="returns the first pair that it finds"
def violation(f, points):
    points = np.asarray(points, dtype=float)
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            e = f((points[i] + points[j]) / 2) - (f(points[i]) + f(points[j])) / 2
            if e > 1e-9 * max(1, abs(f(points[i])), abs(f(points[j]))):
                return i, j
    return None


# %% reject="violation" because="returns the points and not their indices"
def violation(f, points):
    points, worst, largest = np.asarray(points, dtype=float), None, 0
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            e = f((points[i] + points[j]) / 2) - (f(points[i]) + f(points[j])) / 2
            if e > 1e-9 * max(1, abs(f(points[i])), abs(f(points[j]))) and e > largest:
                worst, largest = (points[i], points[j]), e
    return worst


# %% reject="violation" because="returns the best pair even if it shows nothing"
def violation(f, points):
    points, worst, largest = np.asarray(points, dtype=float), None, -np.inf
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            e = f((points[i] + points[j]) / 2) - (f(points[i]) + f(points[j])) / 2
            if e > largest:
                worst, largest = (i, j), e
    return worst


# %% reject="violation" because="takes one middle for all coordinates together"
def violation(f, points):
    points, worst, largest = np.asarray(points, dtype=float), None, 0
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            middle = np.full(points.shape[1], np.mean(points[[i, j]]))
            e = f(middle) - (f(points[i]) + f(points[j])) / 2
            if e > 1e-9 * max(1, abs(f(points[i])), abs(f(points[j]))) and e > largest:
                worst, largest = (i, j), e
    return worst


# %% reject="violation" because="is written for one and two coordinates"
def violation(f, points):
    points, worst, largest = np.asarray(points, dtype=float), None, 0
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            middle = [(points[i][0] + points[j][0]) / 2]
            if points.shape[1] > 1:
                middle.append((points[i][1] + points[j][1]) / 2)
            e = f(np.array(middle)) - (f(points[i]) + f(points[j])) / 2
            if e > 1e-9 * max(1, abs(f(points[i])), abs(f(points[j]))) and e > largest:
                worst, largest = (i, j), e
    return worst


# %% reject="violation" because="has an absolute limit for rounding errors"
def violation(f, points):
    points = np.asarray(points, dtype=float)
    worst, largest = None, 1e-9
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            e = f((points[i] + points[j]) / 2) - (f(points[i]) + f(points[j])) / 2
            if e > largest:
                worst, largest = (i, j), e
    return worst


# %% reject="violation" because="takes the maximum over all pairs, of which there may be none"
def violation(f, points):
    points, pairs = np.asarray(points, dtype=float), []
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            e = f((points[i] + points[j]) / 2) - (f(points[i]) + f(points[j])) / 2
            pairs.append((e, i, j))
    e, i, j = max(pairs)
    return (i, j) if e > 1e-9 * max(1, abs(f(points[i])), abs(f(points[j]))) else None


# %% accept="violation" because="sorts all pairs that count"
def violation(f, points):
    from itertools import combinations

    found = []
    for i, j in combinations(range(len(points)), 2):
        u, v = np.array(points[i], dtype=float), np.array(points[j], dtype=float)
        e = f(u + 0.5 * (v - u)) - 0.5 * f(u) - 0.5 * f(v)
        if e > 1e-9 * max(1, abs(f(u)), abs(f(v))):
            found.append((e, (i, j)))
    return sorted(found)[-1][1] if found else None


# %% accept="violation" because="fills a matrix"
def violation(f, points):
    points = np.array(points, dtype=float)
    n = len(points)
    heights = np.array([f(point) for point in points])
    E = np.full((n, n), -np.inf)
    for i in range(n):
        for j in range(i + 1, n):
            E[i, j] = f(points[[i, j]].mean(axis=0)) - heights[[i, j]].mean()
            if E[i, j] <= 1e-9 * max(1, *np.abs(heights[[i, j]])):
                E[i, j] = -np.inf
    i, j = np.unravel_index(E.argmax(), E.shape)
    return (int(i), int(j)) if E[i, j] > 0 else None


# %% [markdown]
# ## How many steps?
#
# Before you start a long descent, you can know how long it will be. The mean squared error of a linear model
# with the data matrix $\mathbf{X} \in \mathbb{R}^{n \times d}$ has the curvatures
# $\lambda_1, \dots, \lambda_d$, the eigenvalues of $\frac2n \mathbf{X}^\top \mathbf{X}$. A step of gradient
# descent with the step size $\eta$ multiplies the distance from the minimum along direction $j$ by
# $1 - \eta\lambda_j$.
#
# Write `steps_needed(X, rate, shrink)`: the smallest number of steps after which *no* direction has more left
# than the share `shrink` of its first distance, as an `int`. Return `math.inf` if that never happens.
#
# - The direction with the largest $|1 - \eta\lambda_j|$, call it $q$, is the last to finish: $q^T \le$
#   `shrink`.
# - Example: $\mathbf{X} = \begin{pmatrix}1&1\\1&-1\end{pmatrix}$ has the curvatures 2 and 2. With
#   $\eta = 0.25$ each step leaves one half, and for `shrink = 0.001` it takes 10 steps, since
#   $2^{-9} > 0.001 > 2^{-10}$.
# - If all factors are 0, one step does it.
# - If columns depend on each other, some curvatures are zero. Along these directions the loss is constant,
#   and descent never moves: leave them out. A curvature up to $10^{-10}$ times the largest counts as zero.
# - `rate` and `shrink` are positive, `shrink` is below 1, and `X` is not all zeros.


# %% exercise="steps-needed" difficulty=2 minutes=15 topics="optimisation#step-size, optimisation#gradient-descent"
def steps_needed(X: Sequence[Sequence[float]] | np.ndarray, rate: float, shrink: float) -> int | float:
    """Foretell how many steps gradient descent needs on the mean squared error of a linear model.

    Parameters
    ----------
    X : matrix of shape (n, d)
    rate : float
        The step size.
    shrink : float
        The share of the distance that may be left, between 0 and 1.

    Returns
    -------
    int, or math.inf
    """
    ### BEGIN SOLUTION
    X = np.asarray(X, dtype=float)
    curvatures = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    curvatures = curvatures[curvatures > 1e-10 * curvatures.max()]
    slowest = float(np.abs(1 - rate * curvatures).max())
    if slowest >= 1:
        return math.inf
    if slowest == 0:
        return 1
    return max(1, math.ceil(math.log(shrink) / math.log(slowest)))
    ### END SOLUTION


# %% [markdown] hint="steps-needed"
# Find the curvatures with `np.linalg.eigvalsh`, keep those that do not count as zero, and then the largest
# `abs(1 - rate * curvature)`.

# %% [markdown] hint="steps-needed"
# Take logarithms of $q^T \le$ `shrink`. Both are negative, so dividing by $\ln q$ turns the sign round:
# $T \ge \ln(\text{shrink}) / \ln q$. Round *up*. Treat $q \ge 1$ and $q = 0$ first.

# %% check="steps-needed" points=3
with check.exercise("steps-needed"):
    check.equal(
        steps_needed([[1, 1], [1, -1]], 0.25, 0.001),
        10,
        "steps_needed([[1, 1], [1, -1]], 0.25, 0.001)",
        "The curvatures are 2 and 2 here, and what is left after T steps is q to the power of T. Round up.",
    )
    check.equal(
        steps_needed([[1, 1], [1, -1]], 0.25, 0.0009),
        11,
        "steps_needed([[1, 1], [1, -1]], 0.25, 0.0009)",
        "Ten steps leave 1/1024, which is still more than 0.0009. Round up.",
    )
    check.equal(
        steps_needed([[1, 1], [1, -1]], 1.1, 0.001),
        math.inf,
        "steps_needed([[1, 1], [1, -1]], 1.1, 0.001)",
        "Each step makes the distance larger.",
    )
    check.equal(
        steps_needed([[1, 1], [1, -1]], 0.5, 0.001),
        1,
        "steps_needed([[1, 1], [1, -1]], 0.5, 0.001)",
        "The first step goes straight to the minimum.",
    )
    ### BEGIN HIDDEN TESTS
    check.equal(
        steps_needed([[3, 0], [0, 1], [0, 0]], 0.2, 0.01),
        33,
        "steps_needed([[3, 0], [0, 1], [0, 0]], 0.2, 0.01)",
        "One step size serves all directions; which one is the last to finish?",
    )
    check.equal(
        steps_needed([[3, 0], [0, 2], [0, 0]], 0.32, 0.01),
        56,
        "steps_needed([[3, 0], [0, 2], [0, 0]], 0.32, 0.01)",
        "The steepest direction may be the slowest one, as it jumps to and fro.",
    )
    check.equal(
        steps_needed([[1, 2], [2, 4], [-1, -2]], 0.035, 0.01),
        4,
        "steps_needed for two columns that depend on each other",
        "Leave the directions out that descent never moves along.",
    )
    ### END HIDDEN TESTS


# %% reject="steps-needed" because="rounds down"
def steps_needed(X, rate, shrink):
    X = np.asarray(X, dtype=float)
    c = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    q = np.abs(1 - rate * c[c > 1e-10 * c.max()]).max()
    return math.inf if q >= 1 else 1 if q == 0 else int(math.log(shrink) / math.log(q))


# %% reject="steps-needed" because="rounds to the nearest whole number"
def steps_needed(X, rate, shrink):
    X = np.asarray(X, dtype=float)
    curvatures = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    curvatures = curvatures[curvatures > 1e-10 * curvatures.max()]
    slowest = float(np.abs(1 - rate * curvatures).max())
    if slowest >= 1:
        return math.inf
    return 1 if slowest == 0 else max(1, round(math.log(shrink) / math.log(slowest)))


# %% reject="steps-needed" because="forgets the factor 2/n"
def steps_needed(X, rate, shrink):
    X = np.asarray(X, dtype=float)
    c = np.linalg.eigvalsh(2 * X.T @ X)
    q = np.abs(1 - rate * c[c > 1e-10 * c.max()]).max()
    return math.inf if q >= 1 else 1 if q == 0 else math.ceil(math.log(shrink) / math.log(q))


# %% reject="steps-needed" because="does not see that it flies off"
def steps_needed(X, rate, shrink):
    X = np.asarray(X, dtype=float)
    c = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    q = np.abs(1 - rate * c[c > 1e-10 * c.max()]).max()
    return 1 if q == 0 else math.ceil(math.log(shrink) / math.log(q))


# %% reject="steps-needed" because="takes the logarithm of 0"
def steps_needed(X, rate, shrink):
    X = np.asarray(X, dtype=float)
    c = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    q = float(np.abs(1 - rate * c[c > 1e-10 * c.max()]).max())
    return math.inf if q >= 1 else math.ceil(math.log(shrink) / math.log(q))


# %% reject="steps-needed" because="looks at the largest curvature only"
def steps_needed(X, rate, shrink):
    X = np.asarray(X, dtype=float)
    c = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    q = abs(1 - rate * c.max())
    return math.inf if q >= 1 else 1 if q == 0 else math.ceil(math.log(shrink) / math.log(q))


# %% reject="steps-needed" because="takes the flattest direction for the slowest"
def steps_needed(X, rate, shrink):
    X = np.asarray(X, dtype=float)
    c = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    c = c[c > 1e-10 * c.max()]
    if rate * c.max() >= 2:
        return math.inf
    q = abs(1 - rate * c.min())
    return 1 if q == 0 else math.ceil(math.log(shrink) / math.log(q))


# %% reject="steps-needed" because="waits for directions that never move"
def steps_needed(X, rate, shrink):
    X = np.asarray(X, dtype=float)
    c = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    q = np.abs(1 - rate * np.where(c > 1e-10 * c.max(), c, 0)).max()
    return math.inf if q >= 1 else 1 if q == 0 else math.ceil(math.log(shrink) / math.log(q))


# %% accept="steps-needed" because="multiplies until little is left"
def steps_needed(X, rate, shrink):
    X = np.array(X, dtype=float)
    c = np.linalg.svd(X, compute_uv=False) ** 2 * 2 / X.shape[0]
    factors = [abs(1 - rate * value) for value in c if value > 1e-10 * max(c)]
    if max(factors) >= 1:
        return math.inf
    left, steps = max(factors), 1
    while left > shrink:
        left, steps = left * max(factors), steps + 1
    return steps


# %% accept="steps-needed" because="asks each direction for its own number of steps"
def steps_needed(X, rate, shrink):
    X = np.array(X, dtype=float)
    c = np.linalg.eigvalsh(X.T @ X / len(X)) * 2
    steps = [1]
    for value in c[c > 1e-10 * c[-1]]:
        q = abs(1 - rate * value)
        if q >= 1:
            return float("inf")
        if q > 0:
            steps.append(int(np.ceil(np.log(shrink) / np.log(q))))
    return max(steps)


# %% [markdown]
# ## A descent that finds its own step size
#
# A fixed step size is too long in one place and too short in another. So try a long step first, and halve it
# until it pays. Write `descend(loss, gradient, start, hessian, steps, tolerance)`. From the present
# $\boldsymbol\theta$, with $\mathbf{g} = \nabla f(\boldsymbol\theta)$:
#
# 1. If $\|\mathbf{g}\| \le$ `tolerance`, you have arrived.
# 2. Choose the direction $\mathbf{p}$. Without a `hessian` it is $-\mathbf{g}$. With one, it is Newton's
#    step, $\mathbf{H}\mathbf{p} = -\mathbf{g}$; but if that points uphill or sideways
#    ($\mathbf{g}\cdot\mathbf{p} \ge 0$), or $\mathbf{H}$ is singular (NumPy raises `np.linalg.LinAlgError`),
#    it is $-\mathbf{g}$ again.
# 3. Start with $s = 1$. Halve $s$ until
#    $f(\boldsymbol\theta + s\,\mathbf{p}) \le f(\boldsymbol\theta) + 10^{-4} s\;\mathbf{g}\cdot\mathbf{p}$.
#    A loss of `nan` or `inf` there counts as too high. If 40 halvings were not enough, stop: return $\boldsymbol\theta$
#    as it is, the number of steps made before, and `False`. That is no error.
# 4. Go to $\boldsymbol\theta + s\,\mathbf{p}$. That is one step, however often you halved.
#
# Return three things: the last $\boldsymbol\theta$ (shape `(d,)`), the number of steps made, and whether you
# have arrived (`True` or `False`). Make at most `steps` steps, and look at the gradient once more after the
# last.
#
# - Example: `descend(lambda q: q @ q, lambda q: 2 * q, [1.0])` is `([0.0], 1, True)`. The first try, $s = 1$,
#   leads to $-1$, which is not lower; $s = 0.5$ leads to the minimum.
# - For $f = \frac12(\theta_1^2 + 1000\,\theta_2^2)$ Newton's step arrives at once; the gradient alone takes
#   thousands of steps.


# %% exercise="descend" difficulty=4 minutes=25 topics="optimisation#gradient-descent, optimisation#step-size, calculus#hessian"
def descend(
    loss: Callable[[np.ndarray], float],
    gradient: Callable[[np.ndarray], np.ndarray],
    start: Sequence[float] | np.ndarray,
    hessian: Callable[[np.ndarray], np.ndarray] | None = None,
    steps: int = 1000,
    tolerance: float = 1e-6,
) -> tuple[np.ndarray, int, bool]:
    """Go downhill with steps that are halved until they pay.

    Parameters
    ----------
    loss, gradient : functions of an array of shape (d,)
    start : d numbers
    hessian : function of an array of shape (d,), optional
        Returns a matrix of shape (d, d) for Newton's step.
    steps : int
        How many steps to make at most.
    tolerance : float
        The length up to which a gradient counts as zero.

    Returns
    -------
    theta : array of shape (d,)
    made : int
        The number of steps.
    arrived : bool
    """
    ### BEGIN SOLUTION
    theta = np.array(start, dtype=float)
    for made in range(steps + 1):
        g = np.asarray(gradient(theta), dtype=float)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        if made == steps:
            break
        p = -g
        if hessian is not None:
            try:
                newton = np.linalg.solve(hessian(theta), -g)
            except np.linalg.LinAlgError:
                newton = p
            p = newton if g @ newton < 0 else p
        here, s = loss(theta), 1.0
        for _ in range(41):
            there = loss(theta + s * p)
            if np.isfinite(there) and there <= here + 1e-4 * s * (g @ p):
                break
            s /= 2
        else:
            break
        theta = theta + s * p
    return theta, made, False
    ### END SOLUTION


# %% [markdown] hint="descend"
# Write the version without `hessian` first, and get the example right. An outer loop makes the steps; an
# inner one halves `s`.

# %% [markdown] hint="descend"
# Comparisons with `nan` are false. So ask "is it low enough? then stop halving", and not "is it too high?
# then go on halving".

# %% [markdown] hint="descend"
# For Newton's step put `p = np.linalg.solve(hessian(theta), -g)` between `try:` and
# `except np.linalg.LinAlgError: p = -g`, and afterwards `if not g @ p < 0: p = -g`.

# %% [markdown] hint="descend"
# `for made in range(steps + 1):` looks at the gradient `steps + 1` times. Leave the loop if `made == steps`,
# before another step is made. After the loop return `theta, made, False`.

# %% check="descend" points=5
with check.exercise("descend"):
    result = descend(lambda q: q @ q, lambda q: 2 * q, [1.0])
    check.type(result, (tuple, list), "descend(...)", "Return three things, `return theta, made, arrived`.")
    check.equal(
        len(result), 3, "the length of the result", "Return theta, the number of steps, and arrived or not."
    )
    check.close(result[0], [0.0], "the end of the descent on q² from 1", "Halve the step until it pays.")
    check.equal(result[1], 1, "the number of steps on q² from 1", "However often you halve, it is one step.")
    check.equal(result[2], True, "whether the descent on q² has arrived")
    valley = np.array([1.0, 30.0])
    result = descend(lambda q: q @ (valley * q) / 2, lambda q: valley * q, [1, 1], lambda q: np.diag(valley))
    check.equal(
        result[1],
        1,
        "the number of steps with Newton's step on a quadratic",
        "Solve H p = -g, and try s = 1.",
    )
    result = descend(lambda q: q @ (valley * q) / 2, lambda q: valley * q, [1, 1], None, 20)
    check.equal(
        result[1], 20, "the number of steps in a narrow valley with steps=20", "Stop when they are used up."
    )
    check.equal(result[2], False, "whether it has arrived in a narrow valley after 20 steps")
    ### BEGIN HIDDEN TESTS
    check.close(
        descend(lambda q: 4 * q[0] - np.log(q[0]), lambda q: 4 - 1 / q, [0.5])[0],
        [0.25],
        "the end of the descent on 4q - log q from 0.5",
        "Beyond 0 the loss is nan: count that as too high.",
        rtol=1e-4,
    )
    check.close(
        descend(
            lambda q: (q[0] ** 2 - 1) ** 2 + q[1] ** 2,
            lambda q: np.array([4 * q[0] * (q[0] ** 2 - 1), 2 * q[1]]),
            [0.1, 0.0],
            lambda q: np.diag([12 * q[0] ** 2 - 4, 2.0]),
        )[0],
        [1, 0],
        "the end of Newton's descent from beside a hilltop",
        "Where Newton's step points uphill, take the gradient.",
        atol=1e-5,
    )
    check.close(
        descend(
            lambda q: (q[0] + q[1] - 3) ** 2,
            lambda q: np.full(2, 2 * (q[0] + q[1] - 3)),
            [0, 0],
            lambda q: np.full((2, 2), 2.0),
        )[0],
        [1.5, 1.5],
        "the end of the descent where the Hessian is singular",
        "Take the gradient then.",
    )
    start = check.rng().uniform(1, 2, size=1)
    check.close(
        descend(lambda q: 85_000 * q @ q, lambda q: 170_000 * q, start)[0],
        [0.0],
        "the end of the descent on a curvature of 170,000",
        "So steep a valley takes more halvings.",
    )
    check.equal(
        descend(lambda q: q @ q, lambda q: 2 * q, [0.5, 0.0], None, 1)[2],
        True,
        "whether it has arrived at the minimum with its last step",
        "Look at the gradient once more after the last step.",
    )
    check.equal(
        descend(lambda q: -float(q @ q), lambda q: 2 * q, [1.0, 2.0], None, 5)[1],
        0,
        "the number of steps with a gradient of the wrong sign",
        "No length pays here, not even after 40 halvings: stop, and return what you have.",
    )
    check.unchanged(
        lambda start: descend(lambda q: q @ q, lambda q: 2 * q, start),
        np.array([1.0, 2.0]),
        what="descend(...)",
        hint="Make a new array; `theta += ...` changes the array that you were given.",
    )
    ### END HIDDEN TESTS


# %% reject="descend" because="always makes the whole step"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.array(start, dtype=float)
    for made in range(steps):
        g = gradient(theta)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        theta = theta - (g if hessian is None else np.linalg.solve(hessian(theta), g))
    return theta, steps, bool(np.linalg.norm(gradient(theta)) <= tolerance)


# %% reject="descend" because="counts every halving as a step"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta, made = np.array(start, dtype=float), 0
    while True:
        g = gradient(theta)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        p, s = -g if hessian is None else np.linalg.solve(hessian(theta), -g), 1.0
        while True:
            made += 1
            if made > steps:
                return theta, steps, False
            if loss(theta + s * p) <= loss(theta) + 1e-4 * s * (g @ p):
                break
            s /= 2
        theta = theta + s * p


# %% reject="descend" because="does not use the Hessian"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.array(start, dtype=float)
    for made in range(steps + 1):
        g = gradient(theta)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        if made == steps:
            return theta, made, False
        s = 1.0
        while not loss(theta - s * g) <= loss(theta) - 1e-4 * s * (g @ g):
            s /= 2
        theta = theta - s * g


# %% reject="descend" because="says that it has arrived whenever it stops"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.array(start, dtype=float)
    for made in range(steps + 1):
        g = gradient(theta)
        if np.linalg.norm(g) <= tolerance or made == steps:
            return theta, made, True
        p, s = -g if hessian is None else np.linalg.solve(hessian(theta), -g), 1.0
        while not loss(theta + s * p) <= loss(theta) + 1e-4 * s * (g @ p):
            s /= 2
        theta = theta + s * p


# %% reject="descend" because="lets nan pass for a lower loss"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.array(start, dtype=float)
    for made in range(steps + 1):
        g = np.asarray(gradient(theta), dtype=float)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        if made == steps:
            break
        p = -g
        if hessian is not None:
            try:
                p = np.linalg.solve(hessian(theta), -g)
            except np.linalg.LinAlgError:
                pass
            if g @ p >= 0:
                p = -g
        s = 1.0
        for _ in range(41):
            if not loss(theta + s * p) > loss(theta) + 1e-4 * s * (g @ p):
                break
            s /= 2
        else:
            break
        theta = theta + s * p
    return theta, made, False


# %% reject="descend" because="follows Newton's step uphill"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.array(start, dtype=float)
    for made in range(steps + 1):
        g = np.asarray(gradient(theta), dtype=float)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        if made == steps:
            break
        p = -g
        if hessian is not None:
            try:
                p = np.linalg.solve(hessian(theta), -g)
            except np.linalg.LinAlgError:
                pass
        s = 1.0
        for _ in range(41):
            if loss(theta + s * p) <= loss(theta) + 1e-4 * s * (g @ p):
                break
            s /= 2
        else:
            break
        theta = theta + s * p
    return theta, made, False


# %% reject="descend" because="does not expect a singular Hessian"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.array(start, dtype=float)
    for made in range(steps + 1):
        g = np.asarray(gradient(theta), dtype=float)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        if made == steps:
            break
        p = -g
        if hessian is not None:
            p = np.linalg.solve(hessian(theta), -g)
            if g @ p >= 0:
                p = -g
        s = 1.0
        for _ in range(41):
            if loss(theta + s * p) <= loss(theta) + 1e-4 * s * (g @ p):
                break
            s /= 2
        else:
            break
        theta = theta + s * p
    return theta, made, False


# %% reject="descend" because="gives up after ten halvings"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.array(start, dtype=float)
    for made in range(steps + 1):
        g = np.asarray(gradient(theta), dtype=float)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        if made == steps:
            break
        p = -g
        if hessian is not None:
            try:
                p = np.linalg.solve(hessian(theta), -g)
            except np.linalg.LinAlgError:
                pass
            if g @ p >= 0:
                p = -g
        s = 1.0
        for _ in range(11):
            if loss(theta + s * p) <= loss(theta) + 1e-4 * s * (g @ p):
                break
            s /= 2
        else:
            break
        theta = theta + s * p
    return theta, made, False


# %% reject="descend" because="does not look at the gradient after the last step"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.array(start, dtype=float)
    for made in range(steps):
        g = np.asarray(gradient(theta), dtype=float)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        p = -g
        if hessian is not None:
            try:
                p = np.linalg.solve(hessian(theta), -g)
            except np.linalg.LinAlgError:
                pass
            if g @ p >= 0:
                p = -g
        s = 1.0
        for _ in range(41):
            if loss(theta + s * p) <= loss(theta) + 1e-4 * s * (g @ p):
                break
            s /= 2
        else:
            return theta, made, False
        theta = theta + s * p
    return theta, steps, False


# %% reject="descend" because="halves until even a step of nothing is accepted"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.array(start, dtype=float)
    for made in range(steps + 1):
        g = np.asarray(gradient(theta), dtype=float)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        if made == steps:
            break
        p = -g
        if hessian is not None:
            try:
                p = np.linalg.solve(hessian(theta), -g)
            except np.linalg.LinAlgError:
                pass
            if g @ p >= 0:
                p = -g
        s = 1.0
        while not loss(theta + s * p) <= loss(theta) + 1e-4 * s * (g @ p):
            s /= 2
        theta = theta + s * p
    return theta, made, False


# %% reject="descend" because="walks in the array that it was given"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta = np.asarray(start, dtype=float)
    for made in range(steps + 1):
        g = np.asarray(gradient(theta), dtype=float)
        if np.linalg.norm(g) <= tolerance:
            return theta, made, True
        if made == steps:
            break
        p = -g
        if hessian is not None:
            try:
                p = np.linalg.solve(hessian(theta), -g)
            except np.linalg.LinAlgError:
                pass
            if g @ p >= 0:
                p = -g
        s = 1.0
        for _ in range(41):
            if loss(theta + s * p) <= loss(theta) + 1e-4 * s * (g @ p):
                break
            s /= 2
        else:
            break
        theta += s * p
    return theta, made, False


# %% accept="descend" because="has its own functions for the direction and the length"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    def direction(theta, g):
        if hessian is None:
            return -g
        H = np.array(hessian(theta))
        if np.linalg.matrix_rank(H) < len(g):
            return -g
        p = -np.linalg.inv(H) @ g
        return p if p @ g < 0 else -g

    theta, made = np.array(start, dtype=float), 0
    while True:
        g = gradient(theta)
        if math.sqrt(float(g @ g)) <= tolerance:
            return theta, made, True
        if made >= steps:
            return theta, made, False
        p, here = direction(theta, g), float(loss(theta))
        for k in range(41):
            s = 0.5**k
            there = float(loss(theta + s * p))
            if math.isfinite(there) and there - here <= 1e-4 * s * float(g @ p):
                break
        else:
            return theta, made, False
        theta, made = theta + s * p, made + 1


# %% accept="descend" because="returns a list and takes the first length that pays"
def descend(loss, gradient, start, hessian=None, steps=1000, tolerance=1e-6):
    theta, made = list(start), 0
    while made <= steps:
        here = np.array(theta, dtype=float)
        g = np.array(gradient(here))
        if np.sqrt(np.sum(g**2)) <= tolerance:
            return theta, made, True
        p = -g
        if hessian is not None:
            try:
                newton = np.linalg.solve(hessian(here), g)
                p = -newton if newton @ g > 0 else p
            except np.linalg.LinAlgError:
                p = -g
        lengths = (s for s in 2.0 ** -np.arange(41) if loss(here + s * p) <= loss(here) + 1e-4 * s * g @ p)
        s = next(lengths, None) if made < steps else None
        if s is None:
            break
        theta, made = (here + s * p).tolist(), made + 1
    return theta, made, False


# %% [markdown]
# ## Stochastic descent that comes to rest
#
# With a fixed step size stochastic gradient descent circles the minimum and never settles. But its places lie
# on all sides of it. So their *average* is much nearer than any one of them.
#
# Write `sgd(gradient, n, start, rate, size, epochs, rng)`. `gradient(theta, rows)` returns the mean gradient,
# shape `(d,)`, over the examples whose indices stand in the integer array `rows`. In each epoch
#
# - put the indices $0, \dots, n-1$ in a new random order, with `rng` (a NumPy generator);
# - go through them in batches of `size`; the last batch has what is left over, and may be smaller;
# - after each batch make a step, $\boldsymbol\theta \leftarrow \boldsymbol\theta - \eta\,\mathbf{g}$, with
#   $\eta$ = `rate`.
#
# Return two arrays of shape `(d,)`: the last $\boldsymbol\theta$, and the average of the places after each
# step of the *last* epoch.
#
# - Example: `sgd(lambda q, rows: np.array([1.0]), 5, [0.0], 0.1, 2, 2, rng)` makes three steps in each epoch,
#   with batches of 2, 2 and 1 rows. The slope is always 1, so the places are $-0.1$ to $-0.6$. The result is
#   `([-0.6], [-0.5])`, the mean of $-0.4$, $-0.5$ and $-0.6$.
# - The gradient is asked for once a step.


# %% exercise="sgd" difficulty=3 minutes=15 topics="optimisation#stochastic-gradient-descent, optimisation#mini-batches"
def sgd(
    gradient: Callable[[np.ndarray, np.ndarray], np.ndarray],
    n: int,
    start: Sequence[float] | np.ndarray,
    rate: float,
    size: int,
    epochs: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Descend by mini-batches and average the last epoch.

    Parameters
    ----------
    gradient : function of theta, shape (d,), and an integer array of rows
        Returns the mean gradient over these rows, shape (d,).
    n : int
        The number of examples.
    start : d numbers
    rate : float
        The step size.
    size : int
        The number of examples in a batch; the last one of an epoch may have fewer.
    epochs : int
        At least 1.
    rng : numpy.random.Generator

    Returns
    -------
    last, average : arrays of shape (d,)
    """
    ### BEGIN SOLUTION
    theta = np.array(start, dtype=float)
    places: list[np.ndarray] = []
    for _ in range(epochs):
        order, places = rng.permutation(n), []
        for first in range(0, n, size):
            theta = theta - rate * np.asarray(gradient(theta, order[first : first + size]))
            places.append(theta)
    return theta, np.mean(places, axis=0)
    ### END SOLUTION


# %% [markdown] hint="sgd"
# `rng.permutation(n)` is a random order of the indices. `range(0, n, size)` has the places at which the
# batches begin, and a slice that reaches beyond the end just stops there.

# %% [markdown] hint="sgd"
# Start a new list of places in each epoch, and append $\boldsymbol\theta$ after each step. Make a new array
# in each step (`theta = theta - ...`), or the list holds the same array many times.

# %% check="sgd" points=3
with check.exercise("sgd"):
    result = sgd(lambda q, rows: np.array([1.0]), 5, [0.0], 0.1, 2, 2, np.random.default_rng(0))
    check.type(result, (tuple, list, np.ndarray), "sgd(...)", "Return two arrays: `return last, average`.")
    check.equal(len(result), 2, "the length of the result", "Return the last place and the average.")
    last, average = result
    check.close(
        last, [-0.6], "the last place for a slope of 1", "Five rows in batches of two make three steps."
    )
    check.close(
        average,
        [-0.5],
        "the average for a slope of 1",
        "Average the places after each step of the last epoch.",
    )
    seen = []

    def watched(q, rows):
        seen.append([int(row) for row in rows])
        return 2 * (q - np.mean(rows))

    last, average = sgd(watched, 12, [0.0], 0.1, 5, 3, np.random.default_rng(1))
    check.equal(
        [len(rows) for rows in seen],
        3 * [5, 5, 2],
        "the list of the sizes of the batches of 12 rows",
        "Keep the last batch.",
    )
    first, second = sum(seen[:3], []), sum(seen[3:6], [])
    check.equal(
        sorted(first),
        list(range(12)),
        "the sorted list of the rows of the first epoch",
        "Each row once, none twice.",
    )
    check.that(
        first != sorted(first), "the rows of the first epoch come in the order of the table: shuffle them"
    )
    ### BEGIN HIDDEN TESTS
    check.that(first != second, "all epochs have the same order: shuffle anew for each")
    q, places = 0.0, []
    for rows in seen:
        q -= 0.1 * 2 * (q - np.mean(rows))
        places.append(q)
    check.close(
        [last, average],
        [[q], [np.mean(places[-3:])]],
        "[last, average] for slopes that differ from batch to batch",
        "The average has every place once, those after the steps.",
    )
    rng = check.rng()
    X, w = rng.normal(size=(40, 2)), rng.normal(size=2)
    last, average = sgd(
        lambda q, rows: 2 * X[rows].T @ (X[rows] @ (q - w)) / len(rows), 40, [0, 0], 0.1, 8, 40, rng
    )
    check.close(
        last,
        w,
        "the end of sgd where one line fits all examples",
        "With two parameters it must work too.",
        atol=1e-3,
    )
    check.unchanged(
        lambda start: sgd(lambda q, rows: q, 4, start, 0.1, 2, 1, np.random.default_rng(2)),
        np.array([1.0, 2.0]),
        what="sgd(...)",
        hint="Make a new array in each step.",
    )
    ### END HIDDEN TESTS


# %% reject="sgd" because="drops the last, smaller batch"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta = np.array(start, dtype=float)
    for _ in range(epochs):
        order, places = rng.permutation(n), []
        for k in range(n // size):
            theta = theta - rate * gradient(theta, order[k * size : (k + 1) * size])
            places.append(theta)
    return theta, np.mean(places, axis=0)


# %% reject="sgd" because="averages all epochs"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta, places = np.array(start, dtype=float), []
    for _ in range(epochs):
        order = rng.permutation(n)
        for k in range(0, n, size):
            theta = theta - rate * gradient(theta, order[k : k + size])
            places.append(theta)
    return theta, np.mean(places, axis=0)


# %% reject="sgd" because="keeps one array, so that all places are the last"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta = np.array(start, dtype=float)
    for _ in range(epochs):
        order, places = rng.permutation(n), []
        for k in range(0, n, size):
            theta -= rate * gradient(theta, order[k : k + size])
            places.append(theta)
    return theta, np.mean(places, axis=0)


# %% reject="sgd" because="draws rows with replacement"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta = np.array(start, dtype=float)
    for _ in range(epochs):
        places = []
        for k in range(0, n, size):
            theta = theta - rate * gradient(theta, rng.integers(0, n, min(size, n - k)))
            places.append(theta)
    return theta, np.mean(places, axis=0)


# %% reject="sgd" because="does not shuffle"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta = np.array(start, dtype=float)
    for _ in range(epochs):
        order, places = np.arange(n), []
        for k in range(0, n, size):
            theta = theta - rate * gradient(theta, order[k : k + size])
            places.append(theta)
    return theta, np.mean(places, axis=0)


# %% reject="sgd" because="shuffles once for all epochs"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta, order = np.array(start, dtype=float), rng.permutation(n)
    for _ in range(epochs):
        places = []
        for k in range(0, n, size):
            theta = theta - rate * gradient(theta, order[k : k + size])
            places.append(theta)
    return theta, np.mean(places, axis=0)


# %% reject="sgd" because="takes the middle between the first and the last place for the average"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta = np.array(start, dtype=float)
    for _ in range(epochs):
        order, places = rng.permutation(n), []
        for k in range(0, n, size):
            theta = theta - rate * gradient(theta, order[k : k + size])
            places.append(theta)
    return theta, (places[0] + places[-1]) / 2


# %% reject="sgd" because="averages over the parameters as well"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta = np.array(start, dtype=float)
    for _ in range(epochs):
        order, places = rng.permutation(n), []
        for k in range(0, n, size):
            theta = theta - rate * np.mean(gradient(theta, order[k : k + size]))
            places.append(theta)
    return theta, np.mean(places, axis=0)


# %% reject="sgd" because="walks in the array that it was given"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta = np.asarray(start, dtype=float)
    for _ in range(epochs):
        order, places = rng.permutation(n), []
        for k in range(0, n, size):
            theta -= rate * gradient(theta, order[k : k + size])
            places.append(theta.copy())
    return theta, np.mean(places, axis=0)


# %% accept="sgd" because="adds the places up as it goes"
def sgd(gradient, n, start, rate, size, epochs, rng):
    theta = np.array(start, dtype=float)
    for epoch in range(epochs):
        rows, total, steps = np.arange(n), np.zeros(len(theta)), 0
        rng.shuffle(rows)
        while len(rows):
            theta = theta - rate * gradient(theta, rows[:size])
            rows, total, steps = rows[size:], total + theta, steps + 1
    return theta, total / steps


# %% accept="sgd" because="splits the order first, and returns lists"
def sgd(gradient, n, start, rate, size, epochs, rng):
    places = [np.array(start, dtype=float)]
    for _ in range(epochs):
        order = rng.choice(n, size=n, replace=False)
        batches = np.split(order, range(size, n, size))
        for rows in batches:
            places.append(places[-1] - rate * np.array(gradient(places[-1], rows)))
    return places[-1].tolist(), np.mean(places[-len(batches) :], axis=0).tolist()


# %% [markdown]
# ## Does life have a ceiling?
#
# Now the question of the beginning. For 142 countries and every fifth year from 1952 to 2007 you have the
# income per head and the life expectancy (`datasets.load("gapminder")`; its `.card` tells their story).
# Compare three ways to predict life expectancy, all fitted to *known* rows and judged on the others.
#
# Write `judge(x, y, known)`. `x` (some measure of income) and `y` (years) have $n$ numbers, and `known` has
# $n$ truth values. Return a dictionary of four numbers, in years:
#
# | key | what it is |
# |---|---|
# | `"mean"` | error of the mean of the known `y`, as a prediction for everybody |
# | `"line"` | error of the line with the least mean squared error on the known rows |
# | `"curve"` | error of the curve $100\,c\,\sigma(w_0 + w_1 t)$ with the least mean squared error on the known rows |
# | `"ceiling"` | the ceiling $100\,c$ of that curve |
#
# *Error* is the mean absolute error on the rows that are **not** known.
#
# - Let $t$ be $x$ minus the mean of the *known* $x$, divided by their standard deviation. This makes the
#   valley rounder, and the start $\boldsymbol\theta = (0.8, 0.5, 0.5)$ reasonable for any unit of $x$.
# - Fit the curve by your `descend` with the loss, the gradient and the matrix of your `curve_terms`; the
#   matrix stands in for the Hessian (this is the method of Gauss and Newton). It arrives in a few steps. If
#   you leave the matrix out, it takes thousands.
# - Example: `x = [0, 1, 2, 3, 4, 5]`, `y = [40, 50, 60, 70, 50, 80]`, all rows known but the last two. The
#   known rows lie on the line $40 + 10x$, so for $x = 4, 5$ it promises 80 and 90. Its error is
#   $(30 + 10)/2 = 20$, that of the mean, 55, is $(5 + 25)/2 = 15$.


# %% exercise="judge" difficulty=4 minutes=25 topics="calculus#functions-of-several-variables, optimisation#gradient-descent"
def judge(
    x: Sequence[float] | np.ndarray, y: Sequence[float] | np.ndarray, known: Sequence[bool] | np.ndarray
) -> dict[str, float]:
    """Compare a mean, a line and a curve with a ceiling on rows that were held out.

    Parameters
    ----------
    x : n inputs
    y : n targets, in years
    known : n truth values
        Which rows may be used for fitting; the others are for judging.

    Returns
    -------
    dict
        With the keys "mean", "line", "curve" and "ceiling", all in years.
    """
    ### BEGIN SOLUTION
    x, y, known = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(known, dtype=bool)
    t = (x - x[known].mean()) / x[known].std()
    T = np.stack([np.ones_like(t), t], axis=1)
    w = np.linalg.lstsq(T[known], y[known], rcond=None)[0]

    def terms(theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        return curve_terms(theta, t[known], y[known])

    c, w_0, w_1 = descend(
        lambda q: terms(q)[0], lambda q: terms(q)[1], [0.8, 0.5, 0.5], lambda q: terms(q)[2], 200, 1e-5
    )[0]
    predictions = {"mean": y[known].mean(), "line": T @ w, "curve": 100 * c / (1 + np.exp(-(w_0 + w_1 * t)))}
    errors = {name: float(np.abs(p - y)[~known].mean()) for name, p in predictions.items()}
    return {**errors, "ceiling": float(100 * c)}
    ### END SOLUTION


# %% [markdown] hint="judge"
# Turn all three arguments into arrays, `known` with `dtype=bool`. Then `y[known]` are the targets for fitting
# and `y[~known]` those for judging.

# %% [markdown] hint="judge"
# For the line, use the matrix with a column of ones and the column `t`, and
# `np.linalg.lstsq(T[known], y[known], rcond=None)[0]`.

# %% [markdown] hint="judge"
# `loss = lambda q: curve_terms(q, t[known], y[known])[0]`, and in the same way the gradient with `[1]` and
# the matrix with `[2]`. Then `descend(loss, gradient, [0.8, 0.5, 0.5], matrix)[0]` has the three parameters.

# %% check="judge" points=5
with check.exercise("judge"):
    world = datasets.load("gapminder")
    income, years = (
        np.log10(world.data["gdpPercap"].to_numpy(dtype=float)),
        np.array(world.target, dtype=float),
    )
    country = world.data["country"].to_numpy()
    held_out = np.random.default_rng(0).choice(np.unique(country), 42, replace=False)
    result = judge(income, years, ~np.isin(country, held_out))
    check.type(result, dict, "judge(...)", "Return a dictionary with the four keys of the table.")
    check.equal(sorted(result), ["ceiling", "curve", "line", "mean"], "the sorted list of the keys")
    check.close(
        result["mean"],
        10.887,
        "the error of the mean",
        "Fit to the known rows, judge on the others, and take the mean of the absolute errors.",
        atol=1e-3,
    )
    check.close(
        result["line"],
        6.055,
        "the error of the line",
        "The mean of the absolute errors, in years.",
        atol=1e-3,
    )
    check.close(
        result["curve"],
        5.945,
        "the error of the curve",
        "Has the descent arrived? Is it judged as the line is?",
        atol=5e-3,
    )
    check.close(result["ceiling"], 97.45, "the ceiling", "It is 100 c, in years.", atol=0.3)
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    x = rng.uniform(20_000, 60_000, size=60)
    y = 70 / (1 + np.exp(-(x - 30_000) / 8_000))
    result = judge(x, y, np.arange(60) % 3 > 0)
    check.close(
        [result["curve"], result["ceiling"]],
        [0, 70],
        "[curve, ceiling] for data on a curve with the ceiling 70 and x in the ten thousands",
        "Standardise x: the start is meant for numbers near 1.",
        atol=0.01,
    )
    result = judge([0, 1, 2, 3, 4, 5], [40, 50, 60, 70, 50, 80], [True] * 4 + [False] * 2)
    check.close(
        [result["mean"], result["line"]],
        [15, 20],
        "[mean, line] for the six rows of the task, given as lists",
        "Make arrays of all three first; `~` of a list of truth values is no mask.",
    )
    check.unchanged(
        judge, x, y, np.arange(60) % 3 > 0, what="judge(x, y, known)", hint="Do not scale in place."
    )
    ### END HIDDEN TESTS


# %% reject="judge" because="judges on the rows that it was fitted to"
def judge(x, y, known):
    x, y, known = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(known, dtype=bool)
    t = (x - x[known].mean()) / x[known].std()
    T = np.stack([np.ones_like(t), t], axis=1)
    w = np.linalg.lstsq(T[known], y[known], rcond=None)[0]
    q = descend(
        lambda q: curve_terms(q, t[known], y[known])[0],
        lambda q: curve_terms(q, t[known], y[known])[1],
        [0.8, 0.5, 0.5],
        lambda q: curve_terms(q, t[known], y[known])[2],
    )[0]
    curve = 100 * q[0] / (1 + np.exp(-(q[1] + q[2] * t)))
    errors = {"mean": y[known].mean() - y, "line": T @ w - y, "curve": curve - y}
    return {**{k: np.abs(e[known]).mean() for k, e in errors.items()}, "ceiling": 100 * q[0]}


# %% reject="judge" because="gives the root of the mean square for the line"
def judge(x, y, known):
    x, y, known = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(known, dtype=bool)
    t = (x - x[known].mean()) / x[known].std()
    T = np.stack([np.ones_like(t), t], axis=1)
    w = np.linalg.lstsq(T[known], y[known], rcond=None)[0]
    line = np.sqrt(np.mean((T @ w - y)[~known] ** 2))
    return {"mean": np.abs(y[known].mean() - y[~known]).mean(), "line": line, "curve": line, "ceiling": 100}


# %% reject="judge" because="stops the descent on the way"
def judge(x, y, known):
    x, y, known = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(known, dtype=bool)
    t = (x - x[known].mean()) / x[known].std()
    T = np.stack([np.ones_like(t), t], axis=1)
    w = np.linalg.lstsq(T[known], y[known], rcond=None)[0]
    q = descend(
        lambda q: curve_terms(q, t[known], y[known])[0],
        lambda q: curve_terms(q, t[known], y[known])[1],
        [0.8, 0.5, 0.5],
        steps=20,
    )[0]
    curve = 100 * q[0] / (1 + np.exp(-(q[1] + q[2] * t)))
    errors = {"mean": y[known].mean() - y, "line": T @ w - y, "curve": curve - y}
    return {**{k: np.abs(e[~known]).mean() for k, e in errors.items()}, "ceiling": 100 * q[0]}


# %% reject="judge" because="returns the highest prediction as the ceiling"
def judge(x, y, known):
    x, y, known = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(known, dtype=bool)
    t = (x - x[known].mean()) / x[known].std()
    T = np.stack([np.ones_like(t), t], axis=1)
    w = np.linalg.lstsq(T[known], y[known], rcond=None)[0]
    q = descend(
        lambda q: curve_terms(q, t[known], y[known])[0],
        lambda q: curve_terms(q, t[known], y[known])[1],
        [0.8, 0.5, 0.5],
        lambda q: curve_terms(q, t[known], y[known])[2],
    )[0]
    curve = 100 * q[0] / (1 + np.exp(-(q[1] + q[2] * t)))
    errors = {"mean": y[known].mean() - y, "line": T @ w - y, "curve": curve - y}
    return {**{k: np.abs(e[~known]).mean() for k, e in errors.items()}, "ceiling": curve.max()}


# %% reject="judge" because="does not scale the input"
def judge(x, y, known):
    x, y, known = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(known, dtype=bool)
    t = x - 4.0 if abs(x).max() < 100 else x
    T = np.stack([np.ones_like(t), t], axis=1)
    w = np.linalg.lstsq(T[known], y[known], rcond=None)[0]
    q = descend(
        lambda q: curve_terms(q, t[known], y[known])[0],
        lambda q: curve_terms(q, t[known], y[known])[1],
        [0.8, 0.5, 0.5],
        lambda q: curve_terms(q, t[known], y[known])[2],
        100,
    )[0]
    curve = 100 * q[0] / (1 + np.exp(-(q[1] + q[2] * t)))
    errors = {"mean": y[known].mean() - y, "line": T @ w - y, "curve": curve - y}
    return {**{k: np.abs(e[~known]).mean() for k, e in errors.items()}, "ceiling": 100 * q[0]}


# %% reject="judge" because="turns a list of truth values into indices"
def judge(x, y, known):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    known = np.asarray(known, dtype=bool) if isinstance(known, np.ndarray) else np.array(known, dtype=int)
    others = ~known
    t = (x - x[known].mean()) / (x[known].std() or 1)
    T = np.stack([np.ones_like(t), t], axis=1)
    w = np.linalg.lstsq(T[known], y[known], rcond=None)[0]
    q = descend(
        lambda q: curve_terms(q, t[known], y[known])[0],
        lambda q: curve_terms(q, t[known], y[known])[1],
        [0.8, 0.5, 0.5],
        lambda q: curve_terms(q, t[known], y[known])[2],
        100,
    )[0]
    curve = 100 * q[0] / (1 + np.exp(-(q[1] + q[2] * t)))
    errors = {"mean": y[known].mean() - y, "line": T @ w - y, "curve": curve - y}
    return {**{k: np.abs(e[others]).mean() for k, e in errors.items()}, "ceiling": 100 * q[0]}


# %% reject="judge" because="standardises in place"
def judge(x, y, known):
    x, y, known = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(known, dtype=bool)
    mean, spread = x[known].mean(), x[known].std()
    x -= mean
    x /= spread
    T = np.stack([np.ones_like(x), x], axis=1)
    w = np.linalg.lstsq(T[known], y[known], rcond=None)[0]
    q = descend(
        lambda q: curve_terms(q, x[known], y[known])[0],
        lambda q: curve_terms(q, x[known], y[known])[1],
        [0.8, 0.5, 0.5],
        lambda q: curve_terms(q, x[known], y[known])[2],
        100,
    )[0]
    curve = 100 * q[0] / (1 + np.exp(-(q[1] + q[2] * x)))
    errors = {"mean": y[known].mean() - y, "line": T @ w - y, "curve": curve - y}
    return {**{k: np.abs(e[~known]).mean() for k, e in errors.items()}, "ceiling": 100 * q[0]}


# %% accept="judge" because="lets SciPy fit the curve"
def judge(x, y, known):
    from scipy.optimize import least_squares

    x, y = np.array(x, dtype=float), np.array(y, dtype=float)
    old = np.array(known, dtype=bool)
    new = np.logical_not(old)
    t = (x - np.mean(x[old])) / np.std(x[old])

    def curve(q, t):
        return 100 * q[0] / (1 + np.exp(-q[1] - q[2] * t))

    q = least_squares(lambda q: curve(q, t[old]) - y[old], [0.8, 0.5, 0.5], xtol=1e-12, ftol=1e-12).x
    slope, height = np.polyfit(t[old], y[old], 1)
    return {
        "ceiling": 100 * q[0],
        "mean": np.mean(np.abs(y[new] - np.mean(y[old]))),
        "line": np.mean(np.abs(y[new] - height - slope * t[new])),
        "curve": np.mean(np.abs(y[new] - curve(q, t[new]))),
    }


# %% accept="judge" because="finds the line by its formula, and splits the rows first"
def judge(x, y, known):
    rows = list(zip(x, y, known))
    a = np.array([(u, v) for u, v, k in rows if k], dtype=float)
    b = np.array([(u, v) for u, v, k in rows if not k], dtype=float)
    middle, spread = a[:, 0].mean(), a[:, 0].std()
    t, s = (a[:, 0] - middle) / spread, (b[:, 0] - middle) / spread
    slope = np.mean(t * (a[:, 1] - a[:, 1].mean()))
    terms = [lambda q, i=i: curve_terms(q, t, a[:, 1])[i] for i in range(3)]
    c, w_0, w_1 = descend(terms[0], terms[1], [0.8, 0.5, 0.5], terms[2], 60)[0]
    return {
        "mean": np.abs(b[:, 1] - a[:, 1].mean()).mean(),
        "line": np.abs(b[:, 1] - a[:, 1].mean() - slope * s).mean(),
        "curve": np.abs(b[:, 1] - 100 * c / (1 + np.exp(-w_0 - w_1 * s))).mean(),
        "ceiling": 100.0 * c,
    }


# %% [markdown] manual="ceiling-report" points=4
# ## Your verdict on the ceiling
#
# A newspaper wants to print "Mathematics shows: human life expectancy has a ceiling of 97 years". Run `judge`
# in a new cell of your own for five random choices of 42 held-out countries (generators with the seeds 0 to
# 4; the check cell above shows how one choice is made), and once with `known = year <= 1982`, where `year` is
# a column of the data. Then write to the newspaper, in at most 200 words. Give the errors and the ceilings.
# Say whether you would use the line or the curve for a country that is not in the table, and why; whether the
# ceiling may be printed; and what the split by years shows that the split by countries hides. Say what the
# two fits have in common that no optimiser can mend.
#
# | criterion | 0 points | half a point | 1 point |
# |---|---|---|---|
# | Evidence | no numbers, or one split | five splits, but without the mean or without the years | all six runs with all three errors and the ceilings |
# | Line or curve | none, or against the evidence | names the one with the smaller error | weighs the difference against the spread between the splits, and against the error of the mean |
# | The ceiling | prints it | doubts it in general | says how much it varies, and that no country comes near it, so that the data cannot fix it |
# | The years | not mentioned | says that the errors are larger | says which order the three have there, and why: at the same income people live longer in later years, which neither model can know |
#
# ### BEGIN SOLUTION
# | held out | mean | line | curve | ceiling |
# |---|---|---|---|---|
# | seed 0 | 10.9 | 6.06 | 5.95 | 97 |
# | seed 1 | 11.8 | 5.63 | 5.59 | 92 |
# | seed 2 | 11.5 | 5.75 | 5.71 | 95 |
# | seed 3 | 11.9 | 6.12 | 6.03 | 96 |
# | seed 4 | 11.3 | 5.44 | 5.42 | 92 |
# | after 1982 | 13.2 | 7.18 | 7.39 | 91 |
#
# For a new country both are good for about six years of error, half of what the mean leaves. The curve wins
# five times of five, by about a tenth of a year or less, while the choice of countries moves both by half a
# year. It hardly matters which you use; the curve at least cannot promise two hundred years.
#
# Do not print the ceiling. It moves between 91 and 97 with the countries and years that happen to be known.
# The highest life expectancy in the table is below 83 years, so the ceiling lies beyond all data, and a
# change of it is made good by the other two parameters at little cost.
#
# In later years both do worse, and the line is the better one: they predict too little, for at the same
# income people live longer than before. A split by countries puts every year on both sides and hides that.
# Both fits know nothing but income. The descent arrived in every run; what is missing are other inputs.
# ### END SOLUTION
