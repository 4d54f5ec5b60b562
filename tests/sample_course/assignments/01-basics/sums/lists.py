# ---
# title: Sums of lists
# ---

# %% [markdown]
# # Sums of lists

# %%
from mlcourse import check

# %% [markdown]
# ## Total
#
# Return the sum of a list; `total([1, 2])` is 3. An empty list has the sum 0.

# %% exercise="total" difficulty=1 minutes=5 topics="adding#sums, adding#totals"
def total(numbers: list[float]) -> float:
    """Return the sum."""
    ### BEGIN SOLUTION
    return sum(numbers)
    ### END SOLUTION

# %% [markdown] hint="total"
# Go through the list once.

# %% [markdown] hint="total"
# Python has `sum`; see [sums](adding#sums).

# %% check="total" points=2
with check.exercise("total"):
    check.equal(total([1, 2]), 3, "total([1, 2])", "Add all entries.")
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    numbers = [int(number) for number in rng.integers(1, 9, size=5)]
    check.equal(total(numbers), sum(numbers), "total of five random numbers", "Do not answer by heart.")
    check.equal(total([]), 0, "total([])", "The empty sum is 0.")
    ### END HIDDEN TESTS

# %% reject="total" because="multiplies"
def total(numbers):
    product = 1
    for number in numbers:
        product *= number
    return product

# %% reject="total" because="knows the visible answer"
def total(numbers):
    return 3 if numbers else 0

# %% reject="total" because="fails on an empty list"
def total(numbers):
    return sum(numbers) if numbers else None

# %% accept="total" because="a loop"
def total(numbers):
    result = 0
    for number in numbers:
        result += number
    return result

# %% accept="total" because="recursion"
def total(numbers):
    return numbers[0] + total(numbers[1:]) if numbers else 0

# %% [markdown]
# ## Mean
#
# Use `total` to return the mean of a list that is not empty: `mean([1, 2])` is 1.5.

# %% exercise="mean" difficulty=2 minutes=5 topics="adding#sums"
def mean(numbers: list[float]) -> float:
    """Return the mean."""
    ### BEGIN SOLUTION
    return total(numbers) / len(numbers)
    ### END SOLUTION

# %% [markdown] hint="mean"
# Divide by how many there are.

# %% check="mean" points=3
with check.exercise("mean"):
    check.close(mean([1, 2]), 1.5, "mean([1, 2])", "Divide the total by the number of entries.")
    ### BEGIN HIDDEN TESTS
    check.close(mean([1, 2, 6]), 3.0, "mean([1, 2, 6])", "Three numbers: divide by three.")
    ### END HIDDEN TESTS

# %% reject="mean" because="divides by two"
def mean(numbers):
    return total(numbers) / 2

# %% reject="mean" because="forgets to divide"
def mean(numbers):
    return total(numbers)

# %% reject="mean" because="whole numbers only"
def mean(numbers):
    return total(numbers) // len(numbers)

# %% accept="mean" because="the statistics module"
from statistics import fmean

def mean(numbers):
    return fmean(numbers)

# %% accept="mean" because="one step at a time"
def mean(numbers):
    result = 0.0
    for count, number in enumerate(numbers, 1):
        result += (number - result) / count
    return result

# %% [markdown] manual="why" points=4
# ## Why?
#
# Why is the mean of an empty list not defined? Rubric: 4 for naming the division by zero.
#
# ### BEGIN SOLUTION
# There is nothing to divide by.
# ### END SOLUTION
