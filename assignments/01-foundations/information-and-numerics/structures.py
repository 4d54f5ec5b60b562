# ---
# title: Structures
# ---

# %% [markdown]
# # Structures: count, reason and search without trying everything
#
# How many of $10^{18}$ minutes have something to do? Is a rule true in all cases? Which records are the same
# person? Where will a group of people break? In principle, each of these questions can be answered by listing
# everything. The programs that you write here answer them without the list, or say why there is no other way.
# The last one is tried on the karate club of the lesson, and then you judge what its answer is worth.
#
# None of your functions may change what it is given.

# %%
import math
from collections import Counter, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

import numpy as np

from mlcourse import check, datasets

# %% [markdown]
# ## Count a union of many sets
#
# A server runs several jobs, one every 4 minutes, say, and one every 6. In how many of the minutes
# $1, 2, \dots, n$ does it run at least one? Job $i$ with the period $d_i$ runs in the minutes of the set
# $A_i$, the multiples of $d_i$ up to $n$, so the question is how many elements the union of the sets has. For
# more than two sets, inclusion and exclusion goes on: subtract what pairs have in common, add again what
# three have in common, and so on:
#
# $$\Big|\bigcup_i A_i\Big| = \sum_{S \ne \emptyset} (-1)^{|S|+1}\,\Big|\bigcap_{i \in S} A_i\Big| ,$$
#
# where $S$ goes through all subsets of the jobs but the empty one. Write `busy_minutes(n, periods)` and
# return a whole number.
#
# - Example: `busy_minutes(30, [4, 6])`: there are 7 multiples of 4 and 5 of 6. Both jobs run in the minutes
#   12 and 24, so the answer is $7 + 5 - 2 = 10$. (The multiples of both are those of 12, not of 24.)
# - `n` may be $10^{18}$: nothing can be listed up to $n$, and a float has 16 digits only. Stay with whole
#   numbers.
# - There are at most 15 jobs, so the $2^{15}$ subsets can be gone through.
# - Two jobs may have the same period. Without a job, or with `n = 0`, the answer is 0.
# - Periods are whole numbers from 1; raise a `ValueError` for anything below.


# %% exercise="union-count" difficulty=2 minutes=15 topics="discrete-mathematics#sets, discrete-mathematics#counting, discrete-mathematics#complexity"
def busy_minutes(n: int, periods: Sequence[int]) -> int:
    """Count the numbers from 1 to n that are a multiple of at least one period.

    Parameters
    ----------
    n : int
        From 0 to 10**18 and beyond.
    periods : at most 15 whole numbers from 1

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a period is below 1.
    """
    ### BEGIN SOLUTION
    if any(period < 1 for period in periods):
        raise ValueError("a period is at least 1")
    total = 0
    for size in range(1, len(periods) + 1):
        for chosen in combinations(periods, size):
            common = n // math.lcm(*chosen)
            total += common if size % 2 else -common
    return total
    ### END SOLUTION


# %% [markdown] hint="union-count"
# How many multiples of $m$ are there from 1 to $n$? And of which number are the common multiples of 4 and 6
# the multiples?

# %% [markdown] hint="union-count"
# `itertools.combinations(periods, size)` gives the subsets of one size. The multiples that all of them have
# in common are those of `math.lcm(*chosen)`, and there are `n // math.lcm(*chosen)` of them.

# %% [markdown] hint="union-count"
# Add for the sizes 1, 3, 5, …, subtract for 2, 4, 6, …

# %% check="union-count" points=2
with check.exercise("union-count"):
    check.equal(
        busy_minutes(30, [4, 6]),
        10,
        "busy_minutes(30, [4, 6])",
        "What both have in common was counted twice; it is the multiples of 12.",
    )
    check.equal(busy_minutes(10, [3]), 3, "busy_minutes(10, [3])", "Every third minute: 3, 6 and 9.")
    check.equal(busy_minutes(100, [7, 7]), 14, "busy_minutes(100, [7, 7])", "The same set twice is one set.")
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    n = int(rng.integers(500, 900))
    check.equal(
        busy_minutes(n, [6, 10, 15, 4]),
        sum(any(minute % d == 0 for d in (6, 10, 15, 4)) for minute in range(1, n + 1)),
        f"busy_minutes({n}, [6, 10, 15, 4])",
        "Minutes that three jobs share are added again.",
    )
    check.equal(
        busy_minutes(10**18 + 5, [2, 3]),
        666_666_666_666_666_670,
        "busy_minutes(10**18 + 5, [2, 3])",
        "Use `//`; a float has only 16 digits.",
    )
    check.equal(busy_minutes(9, []), 0, "busy_minutes(9, [])", "A union of no sets is empty.")
    check.raises(ValueError, busy_minutes, 9, [3, 0], what="busy_minutes(9, [3, 0])", hint="Look at each period.")
    ### END HIDDEN TESTS


# %% reject="union-count" because="adds the sizes up"
def busy_minutes(n, periods):
    if any(period < 1 for period in periods):
        raise ValueError
    return sum(n // period for period in periods)


# %% reject="union-count" because="takes the product for the smallest common multiple"
def busy_minutes(n, periods):
    if any(period < 1 for period in periods):
        raise ValueError
    total = 0
    for size in range(1, len(periods) + 1):
        for chosen in combinations(periods, size):
            total += (-1) ** (size + 1) * (n // math.prod(chosen))
    return total


# %% reject="union-count" because="leaves the last minute out"
def busy_minutes(n, periods):
    if any(period < 1 for period in periods):
        raise ValueError
    total = 0
    for size in range(1, len(periods) + 1):
        for chosen in combinations(periods, size):
            total += (-1) ** (size + 1) * ((n - 1) // math.lcm(*chosen))
    return total


# %% reject="union-count" because="counts the minutes with exactly one job"
def busy_minutes(n, periods):
    if any(period < 1 for period in periods):
        raise ValueError
    total = sum(n // period for period in periods)
    for one, other in combinations(periods, 2):
        total -= 2 * (n // math.lcm(one, other))
    return total


# %% reject="union-count" because="stops at pairs"
def busy_minutes(n, periods):
    if any(period < 1 for period in periods):
        raise ValueError
    total = sum(n // period for period in periods)
    for one, other in combinations(periods, 2):
        total -= n // math.lcm(one, other)
    return total


# %% reject="union-count" because="divides with floats"
def busy_minutes(n, periods):
    if any(period < 1 for period in periods):
        raise ValueError
    total = 0
    for size in range(1, len(periods) + 1):
        for chosen in combinations(periods, size):
            total += (-1) ** (size + 1) * int(n / math.lcm(*chosen))
    return total


# %% reject="union-count" because="takes a subset without a job for a set with all minutes"
def busy_minutes(n, periods):
    if any(period < 1 for period in periods):
        raise ValueError
    total = 0
    for size in range(len(periods) + 1):
        for chosen in combinations(periods, size):
            total += (-1) ** (size + 1) * (n // math.lcm(*chosen))
    return total + n if periods else n


# %% reject="union-count" because="leaves periods of 0 out"
def busy_minutes(n, periods):
    periods = [period for period in periods if period > 0]
    total = 0
    for size in range(1, len(periods) + 1):
        for chosen in combinations(periods, size):
            total += (-1) ** (size + 1) * (n // math.lcm(*chosen))
    return total


# %% accept="union-count" because="takes in one job after the other, and counts what is new"
def busy_minutes(n, periods):
    if min(periods, default=1) < 1:
        raise ValueError("no such period")

    def new(multiple, others):
        if not others or multiple > n:
            return n // multiple
        return new(multiple, others[1:]) - new(math.lcm(multiple, others[0]), others[1:])

    periods = list(periods)
    return sum(new(period, periods[:i]) for i, period in enumerate(periods))


# %% accept="union-count" because="keeps signed counts of the common multiples"
def busy_minutes(n, periods):
    signed = Counter()
    for period in periods:
        if period < 1:
            raise ValueError(f"{period} is below 1")
        step = Counter({period: 1})
        for multiple, sign in signed.items():
            step[multiple * period // math.gcd(multiple, period)] -= sign
        for multiple, sign in step.items():
            signed[multiple] += sign
    return sum(sign * (n // multiple) for multiple, sign in signed.items())


# %% [markdown]
# ## Find the case that breaks a rule
#
# Rules for data are logic: "if an order is paid and not cancelled, then it is shipped or waiting". Two
# versions of a rule may look alike and differ in one case. Write `counterexample(rule)`, which finds a case
# in which a rule is false, or says that there is none, so that the rule is always true.
#
# A rule is a text, the name of a proposition that can be true or false, or a tuple that begins with an
# operator:
#
# | rule | is true if |
# |---|---|
# | `("not", a)` | `a` is false |
# | `("and", a, b, …)` | all of its parts are true |
# | `("or", a, b, …)` | at least one of its parts is true |
# | `("implies", a, b)` | the promise "if `a`, then `b`" is not broken |
#
# The parts are rules themselves. "And" and "or" may have any number of parts. Return `None` if the rule is
# true in all cases, else a dictionary from each name in it to `True` or `False`, for a case where it is
# false. If there are several, any of them will do.
#
# - Example: `("implies", "p", ("or", "p", "q"))` is always true: `None`. Does a promise imply its converse?
#   `("implies", ("implies", "p", "q"), ("implies", "q", "p"))` is false for `{"p": False, "q": True}`.
# - "Or" includes the case that both are true. "And" without a part is true, for no part breaks it; "or"
#   without a part is false.
# - A rule without a name in it has one case, the empty dictionary.
# - $m$ names have $2^m$ cases. You may go through all of them, as no way is known that is fast for every
#   rule; there are at most 12 names here.


# %% exercise="counterexample" difficulty=3 minutes=20 topics="discrete-mathematics#logic, discrete-mathematics#complexity"
def counterexample(rule: str | tuple[object, ...]) -> dict[str, bool] | None:
    """Find a case in which a rule is false.

    Parameters
    ----------
    rule : str or tuple
        A name, or an operator ("not", "and", "or", "implies") with the rules that it joins.

    Returns
    -------
    dict or None
        The value of each name in the rule; None if the rule is always true.
    """
    ### BEGIN SOLUTION

    def names(rule: object) -> set[str]:
        return {rule} if isinstance(rule, str) else set().union(*map(names, rule[1:]))

    def holds(rule: object, case: Mapping[str, bool]) -> bool:
        if isinstance(rule, str):
            return case[rule]
        parts = [holds(part, case) for part in rule[1:]]
        if rule[0] == "and":
            return all(parts)
        if rule[0] == "or":
            return any(parts)
        return not parts[0] or (rule[0] == "implies" and parts[1])

    ordered = sorted(names(rule))
    for values in product((True, False), repeat=len(ordered)):
        case = dict(zip(ordered, values, strict=True))
        if not holds(rule, case):
            return case
    return None
    ### END SOLUTION


# %% [markdown] hint="counterexample"
# Write two small helpers that call themselves. One collects the names of a rule: a text is a name, and a
# tuple has the names of its parts. The other says whether a rule holds in a case.

# %% [markdown] hint="counterexample"
# In the second helper, find out first whether the parts hold:
# `parts = [holds(part, case) for part in rule[1:]]`. Then each operator is one line, with `not`, `all`, `any`;
# and `a ⇒ b` is `not a or b`.

# %% [markdown] hint="counterexample"
# `itertools.product((True, False), repeat=len(names))` lists the cases; `dict(zip(names, values))` makes a
# dictionary of each. Return the first in which the rule does not hold.

# %% check="counterexample" points=3
with check.exercise("counterexample"):

    def names_in(rule):
        return {rule} if isinstance(rule, str) else {name for part in rule[1:] for name in names_in(part)}

    def true_in(rule, case):
        if isinstance(rule, str):
            return case[rule]
        parts = [true_in(part, case) for part in rule[1:]]
        return {
            "not": lambda: not parts[0],
            "and": lambda: False not in parts,
            "or": lambda: True in parts,
            "implies": lambda: parts[0] <= parts[1],
        }[rule[0]]()

    def broken(rule, what, hint=""):
        case = counterexample(rule)
        check.that(case is not None, f"counterexample gives None for {what}, which is not always true. {hint}")
        check.type(case, dict, f"the counterexample for {what}", "Return a dictionary.")
        check.equal(sorted(case), sorted(names_in(rule)), f"the names in the case for {what}")
        for name in case:
            check.type(case[name], bool, f"the value of {name} in the case for {what}")
        check.that(
            not true_in(rule, {name: bool(case[name]) for name in case}),
            f"for {what}, the case {case} is no counterexample: the rule is true there. {hint}",
        )

    check.equal(
        counterexample(("implies", "p", ("or", "p", "q"))),
        None,
        "counterexample of p ⇒ (p or q)",
        "A promise is broken only if its first part is true and its second is false.",
    )
    broken(("implies", ("implies", "p", "q"), ("implies", "q", "p")), "(p ⇒ q) ⇒ (q ⇒ p)")
    broken(
        ("implies", ("and", "paid", ("not", "cancelled")), "shipped"),
        "(paid and not cancelled) ⇒ shipped",
        "Only one of its eight cases breaks it.",
    )
    check.equal(
        counterexample(("implies", ("not", ("and", "p", "q")), ("or", ("not", "p"), ("not", "q")))),
        None,
        "counterexample of one of De Morgan's laws",
    )
    ### BEGIN HIDDEN TESTS
    broken(("or", ("not", "a"), "b", "c", ("not", "d")), "an 'or' of four parts", "All parts count.")
    check.equal(
        counterexample(("implies", ("and", "a", "b", "c"), "c")),
        None,
        "counterexample of (a and b and c) ⇒ c",
        "An 'and' may have more than two parts.",
    )
    check.equal(
        counterexample(("and", ("and",), ("not", ("or",)))),
        None,
        "counterexample of 'and' without parts, and not 'or' without parts",
        "Nothing breaks an empty 'and', and nothing makes an empty 'or' true.",
    )
    check.equal(
        counterexample(("or",)),
        {},
        "counterexample of 'or' without parts",
        "The rule has no names, so there is one case, an empty one; and in it the rule is false.",
    )
    rng = check.rng()
    letters = [f"x{i}" for i in range(10)]
    secret = dict(zip(letters, (rng.random(10) < 0.5).tolist()))
    secret["x0"], secret["x1"] = True, False
    lock = "x0"
    for name, value in secret.items():
        lock = ("and", name if value else ("not", name), lock)
    broken(("not", lock), "a rule of ten names that is false in one case only", "Go through all cases.")
    ### END HIDDEN TESTS


# %% reject="counterexample" because="turns the implication round"
def counterexample(rule):
    def names(r):
        return {r} if isinstance(r, str) else set().union(*map(names, r[1:]))

    def holds(r, case):
        if isinstance(r, str):
            return case[r]
        parts = [holds(part, case) for part in r[1:]]
        if r[0] == "implies":
            return parts[0] or not parts[1]
        return {"not": lambda: not parts[0], "and": lambda: all(parts), "or": lambda: any(parts)}[r[0]]()

    cases = (dict(zip(sorted(names(rule)), v)) for v in product((True, False), repeat=len(names(rule))))
    return next((case for case in cases if not holds(rule, case)), None)


# %% reject="counterexample" because="takes the implication for 'and'"
def counterexample(rule):
    def names(r):
        return {r} if isinstance(r, str) else set().union(*map(names, r[1:]))

    def holds(r, case):
        if isinstance(r, str):
            return case[r]
        parts = [holds(part, case) for part in r[1:]]
        if r[0] == "not":
            return not parts[0]
        return any(parts) if r[0] == "or" else all(parts)

    cases = (dict(zip(sorted(names(rule)), v)) for v in product((False, True), repeat=len(names(rule))))
    return next((case for case in cases if not holds(rule, case)), None)


# %% reject="counterexample" because="tries only the case where all is true and the one where all is false"
def counterexample(rule):
    def names(r):
        return {r} if isinstance(r, str) else set().union(*map(names, r[1:]))

    def holds(r, case):
        if isinstance(r, str):
            return case[r]
        parts = [holds(part, case) for part in r[1:]]
        if r[0] == "implies":
            return not parts[0] or parts[1]
        return {"not": lambda: not parts[0], "and": lambda: all(parts), "or": lambda: any(parts)}[r[0]]()

    cases = (dict.fromkeys(names(rule), value) for value in (True, False))
    return next((case for case in cases if not holds(rule, case)), None)


# %% reject="counterexample" because="finds a case in which the rule is true"
def counterexample(rule):
    def names(r):
        return {r} if isinstance(r, str) else set().union(*map(names, r[1:]))

    def holds(r, case):
        if isinstance(r, str):
            return case[r]
        parts = [holds(part, case) for part in r[1:]]
        if r[0] == "implies":
            return not parts[0] or parts[1]
        return {"not": lambda: not parts[0], "and": lambda: all(parts), "or": lambda: any(parts)}[r[0]]()

    cases = [dict(zip(sorted(names(rule)), v)) for v in product((True, False), repeat=len(names(rule)))]
    return None if all(holds(rule, case) for case in cases) else next(c for c in cases if holds(rule, c))


# %% reject="counterexample" because="takes 'or' for 'either, but not both'"
def counterexample(rule):
    def names(r):
        return {r} if isinstance(r, str) else set().union(*map(names, r[1:]))

    def holds(r, case):
        if isinstance(r, str):
            return case[r]
        parts = [holds(part, case) for part in r[1:]]
        if r[0] == "implies":
            return not parts[0] or parts[1]
        if r[0] == "or":
            return sum(parts) == 1
        return {"not": lambda: not parts[0], "and": lambda: all(parts), "or": lambda: any(parts)}[r[0]]()

    cases = (dict(zip(sorted(names(rule)), v)) for v in product((True, False), repeat=len(names(rule))))
    return next((case for case in cases if not holds(rule, case)), None)


# %% reject="counterexample" because="reads two parts of an 'or'"
def counterexample(rule):
    def names(r):
        return {r} if isinstance(r, str) else set().union(*map(names, r[1:]))

    def holds(r, case):
        if isinstance(r, str):
            return case[r]
        parts = [holds(part, case) for part in r[1:]]
        if r[0] == "implies":
            return not parts[0] or parts[1]
        return {"not": lambda: not parts[0], "and": lambda: all(parts), "or": lambda: any(parts[:2])}[r[0]]()

    cases = (dict(zip(sorted(names(rule)), v)) for v in product((True, False), repeat=len(names(rule))))
    return next((case for case in cases if not holds(rule, case)), None)


# %% reject="counterexample" because="reads two parts of an 'and'"
def counterexample(rule):
    def names(r):
        return {r} if isinstance(r, str) else set().union(*map(names, r[1:]))

    def holds(r, case):
        if isinstance(r, str):
            return case[r]
        parts = [holds(part, case) for part in r[1:]]
        if r[0] == "implies":
            return not parts[0] or parts[1]
        return {"not": lambda: not parts[0], "and": lambda: all(parts[:2]), "or": lambda: any(parts)}[r[0]]()

    cases = (dict(zip(sorted(names(rule)), v)) for v in product((True, False), repeat=len(names(rule))))
    return next((case for case in cases if not holds(rule, case)), None)


# %% reject="counterexample" because="takes an empty 'and' for false"
def counterexample(rule):
    def names(r):
        return {r} if isinstance(r, str) else set().union(*map(names, r[1:]))

    def holds(r, case):
        if isinstance(r, str):
            return case[r]
        parts = [holds(part, case) for part in r[1:]]
        if r[0] == "implies":
            return not parts[0] or parts[1]
        if r[0] == "and":
            return bool(parts) and all(parts)
        return not parts[0] if r[0] == "not" else any(parts)

    cases = (dict(zip(sorted(names(rule)), v)) for v in product((True, False), repeat=len(names(rule))))
    return next((case for case in cases if not holds(rule, case)), None)


# %% reject="counterexample" because="has no case for a rule without names"
def counterexample(rule):
    def names(rule):
        return {rule} if isinstance(rule, str) else set().union(*map(names, rule[1:]))

    def holds(rule, case):
        if isinstance(rule, str):
            return case[rule]
        parts = [holds(part, case) for part in rule[1:]]
        if rule[0] == "and":
            return all(parts)
        if rule[0] == "or":
            return any(parts)
        return not parts[0] or (rule[0] == "implies" and parts[1])

    ordered = sorted(names(rule))
    if not ordered:
        return None
    for values in product((True, False), repeat=len(ordered)):
        case = dict(zip(ordered, values, strict=True))
        if not holds(rule, case):
            return case
    return None


# %% reject="counterexample" because="tries a hundred cases at most"
def counterexample(rule):
    def names(r):
        return {r} if isinstance(r, str) else set().union(*map(names, r[1:]))

    def holds(r, case):
        if isinstance(r, str):
            return case[r]
        parts = [holds(part, case) for part in r[1:]]
        if r[0] == "implies":
            return not parts[0] or parts[1]
        return {"not": lambda: not parts[0], "and": lambda: all(parts), "or": lambda: any(parts)}[r[0]]()

    cases = [dict(zip(sorted(names(rule)), v)) for v in product((True, False), repeat=len(names(rule)))]
    return next((case for case in cases[:100] if not holds(rule, case)), None)


# %% accept="counterexample" because="settles one name after the other"
def counterexample(rule):
    if rule is True or rule is False:
        return None if rule else {}

    def first_name(r):
        if isinstance(r, (str, bool)):
            return r if isinstance(r, str) else None
        return next((name for name in map(first_name, r[1:]) if name is not None), None)

    def settle(r, name, value):
        if isinstance(r, (str, bool)):
            return value if r == name else r
        return (r[0], *(settle(part, name, value) for part in r[1:]))

    def value_of(r):
        if isinstance(r, bool):
            return r
        parts = [value_of(part) for part in r[1:]]
        if r[0] == "not":
            return not parts[0]
        if r[0] == "implies":
            return parts[1] if parts[0] else True
        return all(parts) if r[0] == "and" else any(parts)

    name = first_name(rule)
    if name is None:
        return None if value_of(rule) else {}
    for value in (False, True):
        case = counterexample(settle(rule, name, value))
        if case is not None:
            return {name: value, **case}
    return None


# %% accept="counterexample" because="computes the column of the truth table for each part with NumPy"
def counterexample(rule):
    found = []

    def collect(r):
        if isinstance(r, str):
            found.append(r)
        else:
            for part in r[1:]:
                collect(part)

    collect(rule)
    names = list(dict.fromkeys(found))
    rows = np.arange(2 ** len(names))

    def column(r):
        if isinstance(r, str):
            return (rows >> names.index(r)) % 2 == 1
        operator, *parts = r[0], *map(column, r[1:])
        if operator == "not":
            return ~parts[0]
        if operator == "implies":
            return ~parts[0] | parts[1]
        start = np.full(len(rows), operator == "and")
        for part in parts:
            start = start & part if operator == "and" else start | part
        return start

    wrong = np.flatnonzero(~column(rule))
    if len(wrong) == 0:
        return None
    return {name: bool(wrong[-1] >> i & 1) for i, name in enumerate(names)}


# %% [markdown]
# ## Who is the same person?
#
# A shop has records of customers and a list of pairs that are certainly the same person: equal addresses
# here, equal telephone numbers there. If records 1 and 2 are the same, and 2 and 3, then so are 1 and 3,
# although nobody said so. The pairs are only a part of an equivalence relation. Complete it: find the classes
# of the smallest relation that has all these pairs and is reflexive, symmetric and transitive.
#
# Write `classes(elements, pairs)`. Return a list of lists, the classes. The elements of a class stand in the
# order in which they stand in `elements`, and the classes in the order of their first elements.
#
# - Example: `classes(["a", "b", "c", "d", "e"], [("d", "b"), ("a", "e"), ("a", "d")])` is
#   `[["a", "b", "d", "e"], ["c"]]`. The last pair joins two classes that had both begun.
# - An element in no pair is a class of its own. A pair may name one element twice, and pairs may be repeated.
# - If a pair names something that is not in `elements`, raise a `ValueError`.
# - With 5,000 records, the completed relation may have 25 million pairs: do not build it. A good way: let
#   each element point to another one of its class, or to itself if it speaks for the class. To find who
#   speaks for $x$, follow the pointers. To join two classes, let the one who speaks for the first point to
#   the one who speaks for the second.
# - Chains may be 5,000 long. A function that calls itself for each step fails after about 1,000; use a loop.


# %% exercise="classes" difficulty=3 minutes=20 topics="discrete-mathematics#relations, discrete-mathematics#sets, discrete-mathematics#complexity"
def classes(elements: Iterable[Hashable], pairs: Iterable[tuple[Hashable, Hashable]]) -> list[list[Hashable]]:
    """Return the classes of the smallest equivalence relation with these pairs.

    Parameters
    ----------
    elements : different things, which can be keys of a dictionary
    pairs : pairs of elements

    Returns
    -------
    list of lists
        Each element in exactly one, all in the order of `elements`.

    Raises
    ------
    ValueError
        If a pair names something else.
    """
    ### BEGIN SOLUTION
    pointer = {element: element for element in elements}

    def speaker(x: Hashable) -> Hashable:
        while pointer[x] != x:
            pointer[x] = pointer[pointer[x]]  # the next one need not go so far
            x = pointer[x]
        return x

    for a, b in pairs:
        if a not in pointer or b not in pointer:
            raise ValueError(f"the pair {a!r}, {b!r} names something unknown")
        pointer[speaker(a)] = speaker(b)
    found: dict[Hashable, list[Hashable]] = {}
    for element in pointer:
        found.setdefault(speaker(element), []).append(element)
    return list(found.values())
    ### END SOLUTION


# %% [markdown] hint="classes"
# A dictionary `pointer = {element: element for element in elements}` lets everybody speak for themselves.

# %% [markdown] hint="classes"
# To find who speaks for `x`: `while pointer[x] != x: x = pointer[x]`. With `pointer[x] = pointer[pointer[x]]`
# inside the loop the ways become shorter each time, and long chains cost little.

# %% [markdown] hint="classes"
# At the end go through `elements` in order and put each into the list of the one who speaks for it:
# `found.setdefault(speaker, []).append(element)`. A dictionary keeps the order in which its keys came.

# %% check="classes" points=3
with check.exercise("classes"):
    check.equal(
        classes(["a", "b", "c", "d", "e"], [("d", "b"), ("a", "e"), ("a", "d")]),
        [["a", "b", "d", "e"], ["c"]],
        "the classes of a, b, c, d, e with the pairs d–b, a–e, a–d",
        "Return a list of lists. A pair can join two classes. Keep the order of the elements.",
    )
    check.equal(
        classes([1, 2, 3, 4], [(1, 2), (3, 2)]),
        [[1, 2, 3], [4]],
        "the classes of 1, 2, 3, 4 with the pairs 1–2, 3–2",
        "1 and 3 belong together, by way of 2; 4 is on its own.",
    )
    check.equal(
        classes([1, 2, 3], [(3, 2), (2, 2), (3, 2)]),
        [[1], [2, 3]],
        "the classes of 1, 2, 3 with the pairs 3–2, 2–2, 3–2",
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    order = rng.permutation(60).tolist()
    links = [(a, a + 4) for a in range(56)]
    links = [links[i] for i in rng.permutation(56)]
    links = [pair if rng.random() < 0.5 else pair[::-1] for pair in links]
    want = [[x for x in order if x % 4 == rest] for rest in dict.fromkeys(x % 4 for x in order)]
    check.equal(
        classes(order, links),
        want,
        "the classes of 60 numbers in some order, with pairs that differ by 4",
        "Does a join lose what one of the two was joined with before? Let the one who speaks for the first point to "
        "the one who speaks for the second. And the elements stand in the order of `elements`.",
    )
    check.equal(
        [len(group) for group in classes(range(5_000), [(i, i + 1) for i in range(4_999)])],
        [5_000],
        "the sizes of the classes of a chain of 5,000",
        "Use a loop.",
    )
    check.raises(
        ValueError,
        classes,
        [1, 2],
        [(1, 2), (2, 7)],
        what="classes([1, 2], [(1, 2), (2, 7)])",
        hint="7 is no element.",
    )
    check.equal(classes([], []), [], "the classes of nothing")
    ### END HIDDEN TESTS


# %% reject="classes" because="adds a pair to the first class that has one of the two"
def classes(elements, pairs):
    elements = list(elements)
    groups = []
    for a, b in pairs:
        if a not in elements or b not in elements:
            raise ValueError
        for group in groups:
            if a in group or b in group:
                group |= {a, b}
                break
        else:
            groups.append({a, b})
    found = []
    for x in elements:
        group = next((g for g in groups if x in g), {x})
        if group not in found:
            found.append(group)
    return [[x for x in elements if x in group] for group in found]


# %% reject="classes" because="moves one element of a pair to the other, and loses whom it spoke for"
def classes(elements, pairs):
    pointer = {element: element for element in elements}

    def speaker(x):
        while pointer[x] != x:
            x = pointer[x]
        return x

    for a, b in pairs:
        if a not in pointer or b not in pointer:
            raise ValueError
        if speaker(a) != speaker(b):
            pointer[a] = b
    found = {}
    for element in pointer:
        found.setdefault(speaker(element), []).append(element)
    return list(found.values())


# %% reject="classes" because="joins only what stands in one pair"
def classes(elements, pairs):
    elements, pairs = list(elements), list(pairs)
    if any(x not in elements for pair in pairs for x in pair):
        raise ValueError
    found, seen = [], set()
    for x in elements:
        if x not in seen:
            group = [y for y in elements if y == x or (x, y) in pairs or (y, x) in pairs]
            seen.update(group)
            found.append(group)
    return found


# %% reject="classes" because="follows pairs in one direction only"
def classes(elements, pairs):
    follow = {x: [] for x in elements}
    for a, b in pairs:
        if a not in follow or b not in follow:
            raise ValueError
        follow[a].append(b)
    found, seen = [], set()
    for x in follow:
        if x not in seen:
            group, stack = set(), [x]
            while stack:
                y = stack.pop()
                if y not in group and y not in seen:
                    group.add(y)
                    stack += follow[y]
            seen |= group
            found.append([y for y in follow if y in group])
    return found


# %% reject="classes" because="forgets the elements that are in no pair"
def classes(elements, pairs):
    pointer = {x: x for x in elements}
    mentioned = set()
    for pair in pairs:
        ends = []
        for x in pair:
            if x not in pointer:
                raise ValueError
            mentioned.add(x)
            while pointer[x] != x:
                pointer[x] = pointer[pointer[x]]
                x = pointer[x]
            ends.append(x)
        pointer[ends[0]] = ends[1]
    found = {}
    for x in pointer:
        y = x
        while pointer[y] != y:
            y = pointer[y]
        if x in mentioned:
            found.setdefault(y, []).append(x)
    return list(found.values())


# %% reject="classes" because="sorts the elements"
def classes(elements, pairs):
    pointer = {x: x for x in sorted(elements)}
    for pair in pairs:
        ends = []
        for x in pair:
            if x not in pointer:
                raise ValueError
            while pointer[x] != x:
                pointer[x] = pointer[pointer[x]]
                x = pointer[x]
            ends.append(x)
        pointer[ends[0]] = ends[1]
    found = {}
    for x in pointer:
        y = x
        while pointer[y] != y:
            pointer[y] = pointer[pointer[y]]
            y = pointer[y]
        found.setdefault(y, []).append(x)
    return list(found.values())


# %% reject="classes" because="calls itself for each step of a chain"
def classes(elements, pairs):
    pointer = {x: x for x in elements}

    def speaker(x):
        return x if pointer[x] == x else speaker(pointer[x])

    for a, b in pairs:
        if a not in pointer or b not in pointer:
            raise ValueError
        pointer[speaker(a)] = speaker(b)
    found = {}
    for x in pointer:
        found.setdefault(speaker(x), []).append(x)
    return list(found.values())


# %% reject="classes" because="takes in whatever a pair names"
def classes(elements, pairs):
    pointer = {x: x for x in elements}
    for pair in pairs:
        ends = []
        for x in pair:
            pointer.setdefault(x, x)
            while pointer[x] != x:
                pointer[x] = pointer[pointer[x]]
                x = pointer[x]
            ends.append(x)
        pointer[ends[0]] = ends[1]
    found = {}
    for x in pointer:
        y = x
        while pointer[y] != y:
            pointer[y] = pointer[pointer[y]]
            y = pointer[y]
        found.setdefault(y, []).append(x)
    return list(found.values())


# %% reject="classes" because="begins with the first element, which need not be there"
def classes(elements, pairs):
    elements = list(elements)
    place = {x: i for i, x in enumerate(elements)}
    neighbours = [[] for _ in elements]
    for a, b in pairs:
        if a not in place or b not in place:
            raise ValueError
        neighbours[place[a]].append(place[b])
        neighbours[place[b]].append(place[a])
    label = [None] * len(elements)
    start, number = 0, 0
    while True:
        stack = [start]
        while stack:
            i = stack.pop()
            if label[i] is None:
                label[i] = number
                stack += neighbours[i]
        number += 1
        if None not in label:
            break
        start = label.index(None)
    return [[x for x, k in zip(elements, label) if k == n] for n in range(number)]


# %% accept="classes" because="searches breadth-first from each element that is not in a class"
def classes(elements, pairs):
    elements = list(elements)
    neighbours = {x: set() for x in elements}
    for a, b in pairs:
        if a not in neighbours or b not in neighbours:
            raise ValueError("unknown")
        neighbours[a].add(b)
        neighbours[b].add(a)
    number, label = 0, {}
    for start in elements:
        if start in label:
            continue
        label[start], queue = number, deque([start])
        while queue:
            for x in neighbours[queue.popleft()]:
                if x not in label:
                    label[x] = number
                    queue.append(x)
        number += 1
    groups = [[] for _ in range(number)]
    for x in elements:
        groups[label[x]].append(x)
    return groups


# %% accept="classes" because="keeps the lists of the classes, and adds the shorter one to the longer one"
def classes(elements, pairs):
    place = {x: i for i, x in enumerate(elements)}
    group = {x: [x] for x in place}
    for a, b in pairs:
        try:
            one, other = group[a], group[b]
        except KeyError:
            raise ValueError("no element") from None
        if one is not other:
            small, large = sorted((one, other), key=len)
            large += small
            for x in small:
                group[x] = large
    different = {id(members): members for members in group.values()}
    return sorted((sorted(m, key=place.get) for m in different.values()), key=lambda m: place[m[0]])


# %% [markdown]
# ## Where will the club break?
#
# Two camps of a club are held together by few friendships, and every message from one camp to the other goes
# over them. So look for the friendship over which most messages go, end it, and look again, until the two
# leaders cannot reach each other any more.
#
# For every pair of members who can reach each other, one message is divided equally among **all** shortest
# paths between the two. The *load* of a friendship is what goes over it, summed over all pairs. With the
# distances $d(s, v)$ and the numbers of shortest paths $\sigma(s, v)$ nothing has to be listed: the pair
# $s, t$ puts
#
# $$\frac{\sigma(s,u)\,\sigma(v,t)}{\sigma(s,t)}\quad\text{on the friendship } uv,\text{ if } d(s,u) + 1 + d(v,t) = d(s,t),$$
#
# and nothing otherwise (try $u$ and $v$ in both orders). Breadth-first search gives $d$, and $\sigma$ on the
# way: $\sigma(s, s) = 1$, and each $w$ gets the sum of $\sigma(s, v)$ over its neighbours $v$ with
# $d(s, v) = d(s, w) - 1$.
#
# Write `break_up(friendships, first, second)`. As long as `first` and `second` can reach each other, end the
# friendship with the greatest load, and compute **all loads anew**. Return two things:
#
# 1. the list of the friendships that were ended, in this order, each as a pair with the smaller name first;
# 2. the groups of members who can still reach each other, as `classes` gives them for the sorted members
#    (call it if you have written it, or use what your searches find).
#
# - Example: the friendships $1–2$, $1–3$, $2–3$, $3–4$, $4–5$, $4–6$, $5–6$ are two triangles with a bridge.
#   Nine pairs have one end in each triangle, so $3–4$ has the load 9. Over $1–3$ go the messages from 1 to 3,
#   4, 5 and 6: load 4. So `break_up(friendships, 1, 6)` gives `[(3, 4)]` and `[[1, 2, 3], [4, 5, 6]]`.
# - If loads are equal, end the friendship that comes first in the order of the pairs (smaller name first).
#   Loads count as equal if they differ by less than $10^{-9}$; or compute them exactly, with `Fraction`.
# - Other members may fall off on the way; who is left alone is a group of one. Only the two leaders decide
#   when it is over.
# - If the two cannot reach each other from the beginning, nothing is ended.
# - Members are numbers or texts, friendships are pairs in either order, and each is named once. The two leaders
#   are different, and each of them has at least one friendship.


# %% exercise="break-up" difficulty=4 minutes=25 topics="discrete-mathematics#graphs, discrete-mathematics#relations, discrete-mathematics#counting"
def break_up(
    friendships: Sequence[tuple[Hashable, Hashable]], first: Hashable, second: Hashable
) -> tuple[list[tuple[Hashable, Hashable]], list[list[Hashable]]]:
    """End the friendships with the greatest load until two members are apart.

    Parameters
    ----------
    friendships : pairs of members
        In either order.
    first, second : two members

    Returns
    -------
    ended : list of pairs
        In the order in which they were ended, the smaller name first.
    groups : list of lists
        The members who can still reach each other.
    """
    ### BEGIN SOLUTION
    left = sorted((min(pair), max(pair)) for pair in friendships)
    members = sorted({member for pair in left for member in pair})

    def search(start: Hashable, friends: Mapping[Hashable, list[Hashable]]) -> dict[Hashable, tuple[int, int]]:
        found, queue = {start: (0, 1)}, deque([start])
        while queue:
            v = queue.popleft()
            distance, ways = found[v]
            for w in friends[v]:
                if w not in found:
                    found[w] = (distance + 1, 0)
                    queue.append(w)
                if found[w][0] == distance + 1:
                    found[w] = (distance + 1, found[w][1] + ways)
        return found

    ended = []
    while True:
        friends: dict[Hashable, list[Hashable]] = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        paths = {member: search(member, friends) for member in members}
        if second not in paths[first]:
            return ended, classes(members, left)
        loads = dict.fromkeys(left, 0.0)
        for s, t in combinations(members, 2):
            if t not in paths[s]:
                continue
            distance, ways = paths[s][t]
            for pair in left:
                for u, v in (pair, pair[::-1]):
                    if u in paths[s] and paths[s][u][0] + 1 + paths[t][v][0] == distance:
                        loads[pair] += paths[s][u][1] * paths[t][v][1] / ways
        most = max(loads.values())
        ended.append(next(pair for pair in left if loads[pair] > most - 1e-9))
        left.remove(ended[-1])
    ### END SOLUTION


# %% [markdown] hint="break-up"
# Begin with a list of the friendships that are left, each as `(min(pair), max(pair))`, sorted. Then write a
# helper: breadth-first search from one member, which returns the distance *and* the number of shortest paths
# for each member that it reaches.

# %% [markdown] hint="break-up"
# In the search, when `v` comes out of the queue: a neighbour `w` that is new gets the distance of `v` plus 1,
# zero paths, and goes into the queue. Then each neighbour at this distance, new or not, gets the paths of `v`
# added to its own.

# %% [markdown] hint="break-up"
# In every round search from all members first. If `second` is not among what was found from `first`, return.
# Otherwise go through `combinations(members, 2)` and all friendships in both directions, and add up the loads
# by the formula. Take the first friendship of the sorted list whose load is above the greatest minus
# $10^{-9}$.

# %% check="break-up" points=5
with check.exercise("break-up"):
    triangles = [(1, 2), (1, 3), (2, 3), (3, 4), (4, 5), (4, 6), (5, 6)]
    result = break_up(triangles, 1, 6)
    check.type(result, (tuple, list), "the result", "Return two things.")
    check.equal(len(result), 2, "the length of the result", "Return what was ended, and the groups.")
    check.equal(result[0], [(3, 4)], "what is ended between two triangles")
    check.equal(result[1], [[1, 2, 3], [4, 5, 6]], "the groups of two triangles")
    check.equal(
        break_up([(1, 2), (1, 3), (2, 4), (3, 4)], 1, 4)[0],
        [(1, 2), (3, 4)],
        "what is ended in a square",
        "Try each friendship in both directions. All four have the same load, so the first pair goes first; then "
        "there is a chain of three friendships.",
    )
    club = datasets.load("karate-club")
    friendships = [(int(a), int(b)) for a, b in club.extras["edges"]]
    result = break_up(friendships, 0, 33)
    check.equal(
        result[0][:3],
        [(0, 31), (0, 2), (0, 8)],
        "the first three friendships that are ended in the club",
        "Divide each message among all shortest paths, and compute all loads anew after each end.",
    )
    check.equal(
        [len(result[0]), *map(len, result[1])],
        [11, 15, 19],
        "how many friendships are ended, and the sizes of the groups",
        "Compute all loads anew after each end. If your groups come from `classes`, look there too.",
    )
    ### BEGIN HIDDEN TESTS
    named = [("kim", "ada"), ("kim", "bo"), ("bo", "ada"), ("mia", "kim"), ("zoe", "mia"), ("zoe", "lu"), ("lu", "mia")]
    check.equal(
        break_up(named, "zoe", "ada")[0],
        [("kim", "mia")],
        "what is ended between two triangles of names",
        "The smaller name stands first, in whichever order the pair was given.",
    )
    check.equal(
        break_up([(1, 2), (2, 3), (1, 3), (3, 4)], 1, 2),
        [[(3, 4), (1, 2), (1, 3)], [[1], [2, 3], [4]]],
        "break_up of a triangle 1, 2, 3 and a friend 4 of member 3, for the members 1 and 2",
        "Go on until these two are apart, whoever else has fallen off. Who is left alone is a group of one.",
    )
    ring = [(1, 3), (1, 4), (1, 6), (1, 7), (2, 6), (2, 7), (3, 4), (4, 5), (5, 6), (6, 7)]
    check.equal(
        break_up(ring, 1, 7),
        [[(1, 6), (1, 7), (4, 5)], [[1, 3, 4], [2, 5, 6, 7]]],
        "break_up of a graph with seven members and ten friendships",
        "Each path gets the same share: count the paths, not the neighbours on the way.",
    )
    check.equal(
        break_up([(1, 2), (3, 4)], 1, 4),
        [[], [[1, 2], [3, 4]]],
        "break_up of two pairs of friends that were never in touch",
        "Ask whether they can reach each other before you end anything.",
    )
    chain = [(i + 1, i) for i in check.rng().permutation(5).tolist()]
    check.unchanged(break_up, chain, 0, 5, what="break_up(friendships, 0, 5)", hint="Make a list of your own.")
    ### END HIDDEN TESTS


# %% reject="break-up" because="ends the friendship with the smallest load"
def break_up(friendships, first, second):
    left = sorted((min(pair), max(pair)) for pair in friendships)
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        return any(first in group and second in group for group in classes(members, left))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, 0.0)
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                    if distance[w] == distance[v] + 1:
                        ways[w] += ways[v]
            hand = dict.fromkeys(queue, 1.0)
            for w in reversed(queue):
                for v in friends[w]:
                    if distance[v] == distance[w] - 1:
                        share = hand[w] * ways[v] / ways[w]
                        hand[v] += share
                        loads[min(v, w), max(v, w)] += share
        return loads

    while together():
        loads = compute()
        pair = min(pair for pair in left if loads[pair] < min(loads.values()) + 1e-9)
        ended.append(pair)
        left.remove(pair)
    return ended, classes(members, left)


# %% reject="break-up" because="keeps the loads of the beginning"
def break_up(friendships, first, second):
    left = sorted((min(pair), max(pair)) for pair in friendships)
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        return any(first in group and second in group for group in classes(members, left))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, 0.0)
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                    if distance[w] == distance[v] + 1:
                        ways[w] += ways[v]
            hand = dict.fromkeys(queue, 1.0)
            for w in reversed(queue):
                for v in friends[w]:
                    if distance[v] == distance[w] - 1:
                        share = hand[w] * ways[v] / ways[w]
                        hand[v] += share
                        loads[min(v, w), max(v, w)] += share
        return loads

    loads = compute()
    while together():
        most = max(loads.values())
        pair = min(pair for pair in left if loads[pair] > most - 1e-9)
        ended.append(pair)
        left.remove(pair)
        del loads[pair]
    return ended, classes(members, left)


# %% reject="break-up" because="sends every message over one shortest path only"
def break_up(friendships, first, second):
    left = sorted((min(pair), max(pair)) for pair in friendships)
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        return any(first in group and second in group for group in classes(members, left))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, 0.0)
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                        ways[w] = v
            hand = dict.fromkeys(queue, 1.0)
            for w in reversed(queue):
                for v in friends[w]:
                    if w != s and ways[w] == v:
                        share = hand[w]
                        hand[v] += share
                        loads[min(v, w), max(v, w)] += share
        return loads

    while together():
        loads = compute()
        most = max(loads.values())
        pair = min(pair for pair in left if loads[pair] > most - 1e-9)
        ended.append(pair)
        left.remove(pair)
    return ended, classes(members, left)


# %% reject="break-up" because="divides a message equally among the neighbours on the way, not among the paths"
def break_up(friendships, first, second):
    left = sorted((min(pair), max(pair)) for pair in friendships)
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        return any(first in group and second in group for group in classes(members, left))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, 0.0)
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                    if distance[w] == distance[v] + 1:
                        ways[w] += 1
            hand = dict.fromkeys(queue, 1.0)
            for w in reversed(queue):
                for v in friends[w]:
                    if distance[v] == distance[w] - 1:
                        share = hand[w] / max(1, ways[w] - (w == s))
                        hand[v] += share
                        loads[min(v, w), max(v, w)] += share
        return loads

    while together():
        loads = compute()
        most = max(loads.values())
        pair = min(pair for pair in left if loads[pair] > most - 1e-9)
        ended.append(pair)
        left.remove(pair)
    return ended, classes(members, left)


# %% reject="break-up" because="ends the last of several with the same load"
def break_up(friendships, first, second):
    left = sorted((min(pair), max(pair)) for pair in friendships)
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        return any(first in group and second in group for group in classes(members, left))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, 0.0)
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                    if distance[w] == distance[v] + 1:
                        ways[w] += ways[v]
            hand = dict.fromkeys(queue, 1.0)
            for w in reversed(queue):
                for v in friends[w]:
                    if distance[v] == distance[w] - 1:
                        share = hand[w] * ways[v] / ways[w]
                        hand[v] += share
                        loads[min(v, w), max(v, w)] += share
        return loads

    while together():
        loads = compute()
        most = max(loads.values())
        pair = max(pair for pair in left if loads[pair] > most - 1e-9)
        ended.append(pair)
        left.remove(pair)
    return ended, classes(members, left)


# %% reject="break-up" because="leaves the pairs as they are given"
def break_up(friendships, first, second):
    left = sorted(map(tuple, friendships))
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        return any(first in group and second in group for group in classes(members, left))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, 0.0)
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                    if distance[w] == distance[v] + 1:
                        ways[w] += ways[v]
            hand = dict.fromkeys(queue, 1.0)
            for w in reversed(queue):
                for v in friends[w]:
                    if distance[v] == distance[w] - 1:
                        share = hand[w] * ways[v] / ways[w]
                        hand[v] += share
                        loads[(v, w) if (v, w) in loads else (w, v)] += share
        return loads

    while together():
        loads = compute()
        most = max(loads.values())
        pair = min(pair for pair in left if loads[pair] > most - 1e-9)
        ended.append(pair)
        left.remove(pair)
    return ended, classes(members, left)


# %% reject="break-up" because="stops as soon as anybody falls off"
def break_up(friendships, first, second):
    left = sorted((min(pair), max(pair)) for pair in friendships)
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        groups = classes(members, left)
        return len(groups) == 1 or (len(ended) == 0 and any(first in g and second in g for g in groups))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, 0.0)
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                    if distance[w] == distance[v] + 1:
                        ways[w] += ways[v]
            hand = dict.fromkeys(queue, 1.0)
            for w in reversed(queue):
                for v in friends[w]:
                    if distance[v] == distance[w] - 1:
                        share = hand[w] * ways[v] / ways[w]
                        hand[v] += share
                        loads[min(v, w), max(v, w)] += share
        return loads

    while together():
        loads = compute()
        most = max(loads.values())
        pair = min(pair for pair in left if loads[pair] > most - 1e-9)
        ended.append(pair)
        left.remove(pair)
    return ended, classes(members, left)


# %% reject="break-up" because="ends a friendship before it asks"
def break_up(friendships, first, second):
    left = sorted((min(pair), max(pair)) for pair in friendships)
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        return any(first in group and second in group for group in classes(members, left))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, 0.0)
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                    if distance[w] == distance[v] + 1:
                        ways[w] += ways[v]
            hand = dict.fromkeys(queue, 1.0)
            for w in reversed(queue):
                for v in friends[w]:
                    if distance[v] == distance[w] - 1:
                        share = hand[w] * ways[v] / ways[w]
                        hand[v] += share
                        loads[min(v, w), max(v, w)] += share
        return loads

    while not ended or together():
        loads = compute()
        most = max(loads.values())
        pair = min(pair for pair in left if loads[pair] > most - 1e-9)
        ended.append(pair)
        left.remove(pair)
    return ended, classes(members, left)


# %% reject="break-up" because="removes from the list that it was given"
def break_up(friendships, first, second):
    left = friendships
    left.sort()
    left[:] = [(min(pair), max(pair)) for pair in left]
    left.sort()
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        return any(first in group and second in group for group in classes(members, left))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, 0.0)
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                    if distance[w] == distance[v] + 1:
                        ways[w] += ways[v]
            hand = dict.fromkeys(queue, 1.0)
            for w in reversed(queue):
                for v in friends[w]:
                    if distance[v] == distance[w] - 1:
                        share = hand[w] * ways[v] / ways[w]
                        hand[v] += share
                        loads[min(v, w), max(v, w)] += share
        return loads

    while together():
        loads = compute()
        most = max(loads.values())
        pair = min(pair for pair in left if loads[pair] > most - 1e-9)
        ended.append(pair)
        left.remove(pair)
    return ended, classes(members, left)


# %% accept="break-up" because="hands shares on from the farthest to the nearest, with fractions"
def break_up(friendships, first, second):
    left = sorted((min(pair), max(pair)) for pair in friendships)
    members = sorted({member for pair in left for member in pair})
    ended = []

    def together():
        return any(first in group and second in group for group in classes(members, left))

    def compute():
        friends = {member: [] for member in members}
        for a, b in left:
            friends[a].append(b)
            friends[b].append(a)
        loads = dict.fromkeys(left, Fraction(0))
        for s in members:
            distance, ways, queue = {s: 0}, Counter({s: 1}), [s]
            for v in queue:
                for w in friends[v]:
                    if w not in distance:
                        distance[w] = distance[v] + 1
                        queue.append(w)
                    if distance[w] == distance[v] + 1:
                        ways[w] += ways[v]
            hand = dict.fromkeys(queue, Fraction(1))
            for w in reversed(queue):
                for v in friends[w]:
                    if distance[v] == distance[w] - 1:
                        share = hand[w] * ways[v] / ways[w]
                        hand[v] += share
                        loads[min(v, w), max(v, w)] += share
        return loads

    while together():
        loads = compute()
        most = max(loads.values())
        pair = min(pair for pair in left if loads[pair] == most)
        ended.append(pair)
        left.remove(pair)
    return ended, classes(members, left)


# %% accept="break-up" because="lets NetworkX compute the loads"
def break_up(friendships, first, second):
    import networkx as nx

    graph = nx.Graph(list(friendships))
    ended = []
    while nx.has_path(graph, first, second):
        loads = nx.edge_betweenness_centrality(graph, normalized=False)
        loads = {tuple(sorted(pair)): round(load, 8) for pair, load in loads.items()}
        pair = sorted(loads, key=lambda p: (-loads[p], p))[0]
        ended.append(list(pair))
        graph.remove_edge(*pair)
    return ended, sorted(sorted(group) for group in nx.connected_components(graph))


# %% [markdown] manual="club-report" points=4
# ## What is the answer worth?
#
# The data set says where each member went: `club.target[v]` is 0 for the instructor's group (member 0) and 1
# for the administrator's (member 33). In a new cell, compare the groups of `break_up` with it, for the 32
# others. Compare two more rules: everybody goes with the instructor; and everybody goes with the leader to
# whom the path is shorter, and where both are as far, with the one with whom they have more friends in
# common. Count also how many friendships join different groups in the real split, and in yours.
#
# Write at most 200 words: which rule would you have trusted before the club broke, and why? Who is predicted
# wrongly, and what does that say? How do the numbers of steps of `break_up` and of the rule with the shorter
# path grow with the members $n$ and the friendships $m$, and would either do for a school of 1,000 pupils with
# 20,000 friendships? Say what these 32 cases cannot show, and one use of such a program that you would refuse.
#
# | criterion | 0 points | half a point | 1 point |
# |---|---|---|---|
# | Evidence | no numbers | right and wrong for one rule | right and wrong for all three rules, who is wrong, and the friendships that are cut |
# | Judgement | none, or against the numbers | prefers the rule that is right most often | weighs a difference of one or two cases in 32, and the simplicity of the rules |
# | Growth | none, or wrong | says which rule is slower | gives both as a power of $n$ and $m$, with a number of steps for the school |
# | Limits | none | "more data is needed" | one club, rules chosen with the answer in view, or members who decide against their friendships; and a use that harms, with who is harmed |
#
# ### BEGIN SOLUTION
# | rule | right | wrong |
# |---|---|---|
# | everybody to the instructor | 16 | 16 |
# | shorter path, then common friends | 31 | 1 (member 8) |
# | break-up | 30 | 2 (members 2 and 8) |
#
# 11 friendships join different groups in the real split, and 10 in mine (it ended 11, but one of them lies
# inside a group); they have only 4 in common. I would have trusted the shorter path: it explains itself in a
# sentence. That it is right once more in 32 cases proves nothing; both are far better than the baseline.
# Member 8 joined the instructor although his friendships point the other way, so no rule that sees only
# friendships can get him right.
#
# Two searches and the sets of friends cost $O(n + m)$ steps, for the school some 100,000. The break-up
# compares each pair with each friendship, $n^2 m / 2 = 10^{10}$ steps in a round, and there are many rounds:
# hopeless as written. (Handing shares on from the farthest member to the nearest takes $O(nm)$ a round,
# $2 \cdot 10^7$.)
#
# It is one club, and the rules were chosen by people who knew the end. I would refuse to sort the staff of a
# firm into "loyal" and "about to leave" by whom they write to: like member 8, some would be punished for what
# their friends do.
# ### END SOLUTION
