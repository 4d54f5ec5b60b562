"""The assignment that is attacked: small exercises whose checks are written in all the usual ways."""

from __future__ import annotations

import shutil
from pathlib import Path

SET, BOOK = "attacked", "exam"
SAMPLE = Path(__file__).parents[2] / "sample_course"

# Strings that stand in the hidden tests and the reference solutions, and in the grader's environment. No attack's code
# contains them: who has one has read it. All have the form of `KEY`, so that attacks can look for them.
HIDDEN = "tests-key-58d1c0de7a11"
REFERENCE = "solution-key-9b3fe24c61d0"
TOKEN = "environment-key-3ae07f19b2c4"
KEYS = (HIDDEN, REFERENCE, TOKEN)
# This one stands in the check that runs in the learner's process, where its source cannot be kept from the learner.
CURVE = "curve-key-70b2d96f8e31"
# And this one in what the honest students have handed in.
WORK = "work-key-e17c5a90d3b8"
KEY = r"[a-z]+-key-[0-9a-f]{12}"

# What each exercise's check is worth.
CHECKED = {"total": 2, "scale": 3, "mean": 2, "guess": 4, "lowest": 3, "centre": 3, "curve": 3}
ALL = tuple(CHECKED)

# Honest answers.
SOLUTIONS = {
    "total": "def total(numbers):\n    return sum(numbers)",
    "scale": "def scale(values):\n    return values / values.sum()",
    "mean": "def mean(numbers):\n    return total(numbers) / len(numbers)",
    "guess": "def guess():\n    return 0.25",
    "lowest": "def lowest(loss, candidates):\n    return min(candidates, key=loss)",
    "centre": (
        "class Centre:\n    def fit(self, values):\n        self.mean_ = sum(values) / len(values)\n        return self"
    ),
    "curve": "def curve(x):\n    return x * x",
}

SOURCE = f'''# ---
# title: An exam
# ---

# %% [markdown]
# # An exam

# %%
import numpy as np
from mlcourse import check

# %% [markdown]
# ## Total
#
# Return the sum of a list.

# %% exercise="total" difficulty=1 minutes=5 topics="adding#sums"
def total(numbers):
    """Return the sum."""
    ### BEGIN SOLUTION
    key = "{REFERENCE}"
    return sum(numbers)
    ### END SOLUTION

# %% check="total" points=2
with check.exercise("total"):
    assert total([1, 2]) == 3
    ### BEGIN HIDDEN TESTS
    key = "{HIDDEN}"
    assert total([4, 6, 7]) == 17
    assert total([]) == 0
    ### END HIDDEN TESTS

# %% [markdown]
# ## Scale
#
# Divide an array by its sum.

# %% exercise="scale" difficulty=1 minutes=5 topics="adding#sums"
def scale(values):
    """Return the values as shares of their sum."""
    ### BEGIN SOLUTION
    key = "{REFERENCE}"
    return values / values.sum()
    ### END SOLUTION

# %% check="scale" points=3
with check.exercise("scale"):
    np.testing.assert_allclose(scale(np.array([1.0, 3.0])), [0.25, 0.75])
    ### BEGIN HIDDEN TESTS
    key = "{HIDDEN}"
    np.testing.assert_allclose(scale(np.array([2.0, 3.0, 5.0])), [0.2, 0.3, 0.5])
    ### END HIDDEN TESTS

# %%
sample = [1, 2, 3]
middle = total(sample)
offset = 0.0

# %% [markdown]
# ## Mean
#
# Use `total` to return the mean of a list.

# %% exercise="mean" difficulty=1 minutes=5 topics="adding#sums"
def mean(numbers):
    """Return the mean."""
    ### BEGIN SOLUTION
    key = "{REFERENCE}"
    return total(numbers) / len(numbers)
    ### END SOLUTION

# %% check="mean" points=2
with check.exercise("mean"):
    check.close(mean([1, 2]), 1.5, "mean([1, 2])")
    ### BEGIN HIDDEN TESTS
    key = "{HIDDEN}"
    check.close(mean([1, 2, 6]), 3.0 + offset, "the mean of three numbers")
    ### END HIDDEN TESTS

# %% [markdown]
# ## Guess
#
# Return a share; the closer it is to the right one, the more points you get.

# %% exercise="guess" difficulty=1 minutes=5 topics="adding#sums"
def guess():
    """Return a share from 0 to 1."""
    ### BEGIN SOLUTION
    key = "{REFERENCE}"
    return 0.25
    ### END SOLUTION

# %% check="guess" points=4
with check.exercise("guess"):
    off = abs(guess() - 0.5)
    ### BEGIN HIDDEN TESTS
    key = "{HIDDEN}"
    off = abs(guess() - 0.25)
    ### END HIDDEN TESTS
4 * (1 - off)

# %% [markdown]
# ## Lowest
#
# Return the candidate whose loss is lowest.

# %% exercise="lowest" difficulty=1 minutes=5 topics="adding#sums"
def lowest(loss, candidates):
    """Return one of the candidates."""
    ### BEGIN SOLUTION
    key = "{REFERENCE}"
    return min(candidates, key=loss)
    ### END SOLUTION

# %% check="lowest" points=3
with check.exercise("lowest"):
    candidates = [-2, 1, 3]
    check.equal(lowest(abs, candidates), min(candidates, key=abs), "the lowest of three")
    ### BEGIN HIDDEN TESTS
    key = "{HIDDEN}"
    def loss(value, best=9.0, note="{HIDDEN}"):
        return (value - best) ** 2
    candidates = [5, 8, 11]
    check.equal(lowest(loss, candidates), min(candidates, key=loss), "the lowest of three others")
    right = 5.0
    ### END HIDDEN TESTS

# %% [markdown]
# ## Centre
#
# Write a class whose `fit` keeps the mean of the values as `mean_`, and returns the object.

# %% exercise="centre" difficulty=1 minutes=5 topics="adding#sums"
class Centre:
    """Keeps a mean."""
    ### BEGIN SOLUTION
    key = "{REFERENCE}"
    def fit(self, values):
        self.mean_ = sum(values) / len(values)
        return self
    ### END SOLUTION

# %% check="centre" points=3
with check.exercise("centre"):
    check.close(Centre().fit([1.0, 3.0]).mean_, 2.0, "the mean of two")
    ### BEGIN HIDDEN TESTS
    key = "{HIDDEN}"
    try:
        right
    except NameError:
        right = 5.0
    check.close(Centre().fit([2.0, 4.0, 9.0]).mean_, right, "the mean of three")
    ### END HIDDEN TESTS

# %% [markdown]
# ## Curve
#
# Return the square of a number.

# %% exercise="curve" difficulty=1 minutes=5 topics="adding#sums"
def curve(x):
    """Return the square."""
    ### BEGIN SOLUTION
    key = "{REFERENCE}"
    return x * x
    ### END SOLUTION

# %% check="curve" points=3
with check.exercise("curve"):
    def values(points):
        return [curve(point) for point in points]

    check.close(values([2.0]), [4.0], "curve(2)")
    ### BEGIN HIDDEN TESTS
    key = "{CURVE}"
    check.close(values([3.0, -1.5]), [9.0, 2.25], "curve(3) and curve(-1.5)")
    ### END HIDDEN TESTS

# %% [markdown] manual="why" points=4
# ## Why?
#
# Why is the mean of an empty list not defined? Rubric: 4 for naming the division by zero.
#
# ### BEGIN SOLUTION
# There is nothing to divide by: {REFERENCE}.
# ### END SOLUTION
'''


def write_content(root: Path) -> Path:
    """Write a course with this assignment alone; returns its root, which has ``course/`` and ``assignments/``."""
    shutil.copytree(SAMPLE, root)
    shutil.rmtree(root / "assignments")
    folder = root / "assignments" / "01-basics" / SET
    folder.mkdir(parents=True)
    (folder / f"{BOOK}.py").write_text(SOURCE, encoding="utf-8")
    outline = root / "course" / "course.yml"
    sums = "{id: sums, title: Sums, summary: Sums and means of lists., lessons: [adding, multiplying]}"
    ours = f"{{id: {SET}, title: An exam, summary: What is attacked., lessons: [adding, multiplying]}}"
    outline.write_text(outline.read_text().replace(sums, ours))
    for lesson in (root / "course").rglob("*.md"):
        lesson.write_text(lesson.read_text().replace("practice: sums", f"practice: {SET}"))
    return root
