"""Exercises are proven the way they are graded, too."""

from __future__ import annotations

import textwrap
from pathlib import Path

from mlcourse.authoring.problems import read_problems
from mlcourse.verify import ExerciseProof
from mlcourse.verify.exercises import prove_exercises
from mlcourse.verify.outside import prove_outside


def proofs(path: Path) -> list[ExerciseProof]:
    problems = read_problems(path)
    found, faults = prove_exercises(problems)
    assert not faults
    return prove_outside(problems, found)


def write(folder: Path, check: str, header: str = "") -> Path:
    """Write a problem set with one exercise and the given lines of a check."""
    path = folder / "sums" / "lists.py"
    path.parent.mkdir()
    lines = textwrap.indent(check, "    ")
    path.write_text(f"""# ---
# title: Doubles
# ---

# %%
import inspect

from mlcourse import check

# %% [markdown]
# ## Double
#
# Return twice the number.

# %% exercise="double" difficulty=1 minutes=5 topics="adding#sums"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% check="double" points=2{header}
with check.exercise("double"):
    check.equal(double(1), 2, "double(1)")
    ### BEGIN HIDDEN TESTS
{lines}
    ### END HIDDEN TESTS

# %% reject="double" because="adds one"
def double(x):
    return x + 1

# %% reject="double" because="gives the number back"
def double(x):
    return x

# %% reject="double" because="is negative"
def double(x):
    return -2 * x

# %% accept="double" because="adds"
def double(x):
    return x + x

# %% accept="double" because="takes a sum"
def double(x):
    return sum((x, x))
""")
    return path


def test_a_sound_exercise_is_graded_as_it_is_proven() -> None:
    for proof in proofs(Path(__file__).parents[1] / "sample_course/assignments/01-basics/sums/lists.py"):
        assert proof.graded == (len(("blank", "reference")) + proof.rejects[1] + proof.accepts[1],) * 2
        assert not [finding for finding in proof.findings if "graded" in finding.message]


def test_a_check_that_looks_into_the_answers_process_is_found(tmp_path: Path) -> None:
    path = write(
        tmp_path, 'check.that(len(inspect.getsource(double)) < 1e9, "too long")\ncheck.equal(double(3), 6, "six")'
    )
    (proof,) = proofs(path)
    assert proof.graded[0] < proof.graded[1]
    assert any("as it is graded, the reference is" in finding.message for finding in proof.findings)
