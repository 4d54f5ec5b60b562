"""How long a class takes to be graded: ``mlcourse grade`` against stock ``nbgrader autograde``, on the same work.

Run it with ``python benchmarks/grading.py`` on two cores; ``--quick`` leaves out the class of 240 notebooks, of which
nbgrader alone needs some minutes. It prints seconds and ratios against the limits, and whether honest scores are equal.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from mlcourse.grading.batch.course_folder import open_course
from mlcourse.grading.batch.engines import Threads
from mlcourse.grading.batch.journal import records
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.model import PREFERRED, REQUIRED
from mlcourse.grading.nbgrader.instructor import make_course_directory
from mlcourse.kernel.sandbox import refusal

SAMPLE = Path(__file__).parents[1] / "tests" / "sample_course"
SET, NOTEBOOKS, JOBS, FEW, MANY = "sums", 3, 2, 8, 80
FASTER = {"cold, 24": 5.0, "warm, 24": 8.0, "cold, 240": 10.0}
BEYOND, MEMORY = 0.150, 3e9
STOCK = "c = get_config()\nc.CourseDirectory.course_id = 'stock'\n"

HEAD = "# ---\n# title: {title}\n# ---\n\n# %% [markdown]\n# # {title}\n\n# %%\n{imports}\nfrom mlcourse import check\n"
EXERCISE = '''
# %% [markdown]
# ## {name}
#
# Write it.

# %% exercise="{name}" difficulty=1 minutes=5 topics="adding#sums"
def {name}({parameters}):
    """Return it."""
    ### BEGIN SOLUTION
    {answer}
    ### END SOLUTION

# %% check="{name}" points={points}
with check.exercise("{name}"):
    {visible}
    ### BEGIN HIDDEN TESTS
    {hidden}
    ### END HIDDEN TESTS
'''
BOOKS: dict[str, tuple[str, tuple[tuple[str, str, str, str, str], ...]]] = {
    "arrays": (
        "import numpy as np",
        (
            ("norm", "v", "return float(np.sqrt((v**2).sum()))",
             'check.close(norm(np.array([3.0, 4.0])), 5.0, "norm([3, 4])", "The root of the sum of squares.")',
             'check.close(norm(np.arange(9.0)), 14.282857, "norm of 0 to 8", "All entries count.", rtol=1e-5)'),
            ("centred", "A", "return A - A.mean(axis=0)",
             'check.close(centred(np.array([[1.0], [3.0]])), [[-1.0], [1.0]], "centred", "Take the mean away.")',
             'check.close(centred(np.eye(3)).sum(axis=0), np.zeros(3), "its sums", "By column.", atol=1e-9)'),
        ),
    ),
    "learning": (
        "import numpy as np\nfrom sklearn.linear_model import LogisticRegression, Ridge",
        (
            ("slope", "x, y", "return float(Ridge(alpha=1e-9).fit(x.reshape(-1, 1), y).coef_[0])",
             'check.close(slope(np.arange(5.0), 2 * np.arange(5.0)), 2.0, "slope", "Fit a line.", rtol=1e-4)',
             'check.close(slope(np.arange(5.0), 1 - np.arange(5.0)), -1.0, "slope", "Fit a line.", rtol=1e-4)'),
            ("accuracy", "X, y", "return float(LogisticRegression().fit(X, y).score(X, y))",
             'check.close(accuracy(np.array([[0.0], [1.0]]), np.array([0, 1])), 1.0, "accuracy", "Fit and score.")',
             'check.close(accuracy(np.ones((4, 1)), np.array([0, 0, 0, 1])), 0.75, "accuracy", "Score it.")'),
        ),
    ),
    "networks": (
        "import torch\nfrom torch import nn",
        (
            ("softmax", "x", "return torch.exp(x - x.max()) / torch.exp(x - x.max()).sum()",
             'check.close(softmax(torch.zeros(2)), [0.5, 0.5], "softmax of zeros", "They are equal.")',
             'check.close(softmax(torch.tensor([1000.0, 0.0])), [1.0, 0.0], "softmax", "Do not overflow.")'),
            ("parameters", "width", "return sum(p.numel() for p in nn.Linear(width, width).parameters())",
             'check.equal(parameters(2), 6, "parameters(2)", "Weights and biases.")',
             'check.equal(parameters(5), 30, "parameters(5)", "Weights and biases.")'),
        ),
    ),
}  # fmt: skip


def make_sources(root: Path) -> None:
    """Write a course whose one problem set has a notebook of each kind."""
    shutil.copytree(SAMPLE, root)
    folder = root / "assignments/01-basics" / SET
    shutil.rmtree(folder)
    folder.mkdir()
    for name, (imports, exercises) in BOOKS.items():
        keys = ("name", "parameters", "answer", "visible", "hidden")
        cells = (EXERCISE.format(**dict(zip(keys, one, strict=True)), points=2) for one in exercises)
        (folder / f"{name}.py").write_text(HEAD.format(title=name.title(), imports=imports) + "".join(cells))


def make_course(folder: Path, root: Path, stock: bool) -> Path:
    """Make a course directory and generate its assignment: ours, or one with nbgrader's default configuration."""
    make_course_directory(folder, root)
    if stock:
        (folder / "nbgrader_config.py").write_text(STOCK)
        for path in (folder / "source" / SET).glob("*.ipynb"):
            notebook = json.loads(path.read_text())
            notebook["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
            path.write_text(json.dumps(notebook))
    call("nbgrader", "generate_assignment", SET, "--force", folder=folder)
    return folder


def hand_in(course: Path, students: int) -> None:
    """Hand in honest work: every third student has all right, one answer wrong, or one exercise not done."""
    for number in range(students):
        for name, (_, exercises) in BOOKS.items():
            notebook = json.loads((course / "release" / SET / f"{name}.ipynb").read_text())
            for place, (exercise, parameters, answer, *_) in enumerate(exercises):
                wrong, blank = place == number % 3 == 1, place == 0 and number % 3 == 2
                text = f"def {exercise}({parameters}):\n    {'return 0' if wrong else answer}"
                for cell in notebook["cells"]:
                    if cell["metadata"].get("nbgrader", {}).get("grade_id") == exercise and not blank:
                        cell["source"] = text
            path = course / "submitted" / f"student-{number:03}" / SET / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(notebook))


def call(module: str, *arguments: str, folder: Path) -> None:
    """Run a command to its end."""
    run = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(f"{module} {' '.join(arguments)} failed:\n{run.stdout}{run.stderr}")


def seconds(work: Callable[[], Any]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def memory(work: Callable[[], Any]) -> float:
    """Return the most memory, in bytes, that this process's children had together during a call.

    Pages that processes share are counted once.
    """
    most, over = 0.0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not over.wait(0.2):
            total = 0.0
            for process in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    total += process.memory_full_info().pss
            most = max(most, total)

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(watch)
        try:
            work()
        finally:
            over.set()
        watching.result()
    return most


def scores(course: Path) -> dict[tuple[str, str], float]:
    """Read the automatic scores from a gradebook, by student and cell."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            (submission.student.id, f"{notebook.name}/{grade.name}"): grade.auto_score
            for submission in gradebook.assignment_submissions(SET)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def forget(course: Path) -> None:
    """Make a course directory one that has not been graded."""
    for name in ("autograded", "grading", "submitted"):
        shutil.rmtree(course / name, ignore_errors=True)
    shutil.copy(course / "fresh.db", course / "gradebook.db")


def beyond(course: Path, took: float, notebooks: int) -> float:
    """Return the wall time of each notebook beyond its own cells, which run `JOBS` at a time."""
    own = sum(one.own_seconds for record in records(course, SET) for one in record.result.notebooks)
    return (took - own / JOBS) / notebooks


def compare(stock: Path, ours: Path, students: int, sandbox: str) -> None:
    """Grade one class in all ways, and print."""
    count = students * NOTEBOOKS
    for course in (stock, ours):
        forget(course)
        hand_in(course, students)
    theirs = seconds(lambda: call("nbgrader", "autograde", SET, folder=stock))
    print(f"{count} notebooks, nbgrader autograde: {theirs:.1f} s")
    grade = ("grade", SET, "--jobs", str(JOBS), "--sandbox", sandbox, "--json")
    took = 0.0

    def cold() -> None:
        nonlocal took
        took = seconds(lambda: call("mlcourse.cli", *grade, folder=ours))

    most = memory(cold)
    tell("cold", count, took, theirs, beyond(ours, took, count))
    print(f"  memory of the whole run: {most / 1e9:.2f} GB, {most / MEMORY:.2f} of the limit of {MEMORY / 1e9:g} GB")
    same = scores(stock) == scores(ours)
    print(f"  scores equal to nbgrader's: {'yes' if same else 'NO'}")
    if students == FEW:
        engine = Threads(JOBS)
        folder = open_course(ours)
        list(Batch(folder, engine, students=["student-000"], regrade=True, sandbox=sandbox).run())
        took = seconds(lambda: list(Batch(folder, engine, regrade=True, sandbox=sandbox).run()))
        engine.close()
        tell("warm", count, took, theirs, beyond(ours, took, count))


def tell(kind: str, count: int, took: float, theirs: float, rest: float) -> None:
    """Print one way of grading."""
    limit = FASTER[f"{kind}, {count}"]
    print(f"{count} notebooks, mlcourse grade --jobs {JOBS}, {kind} template: {took:.1f} s")
    print(f"  {theirs / took:.1f} times faster than nbgrader; it must be at least {limit:g}")
    print(
        f"  beyond its own cells a notebook takes {1000 * rest:.0f} ms, {rest / BEYOND:.2f} of the limit of "
        f"{1000 * BEYOND:.0f} ms"
    )


def main() -> None:
    """Measure and print."""
    sandbox = PREFERRED if refusal() else REQUIRED
    with tempfile.TemporaryDirectory(prefix="mlcourse-benchmark-") as scratch:
        place = Path(scratch)
        make_sources(place / "sources")
        stock, ours = (make_course(place / name, place / "sources", name == "stock") for name in ("stock", "ours"))
        for course in (stock, ours):
            shutil.copy(course / "gradebook.db", course / "fresh.db")
        for students in (FEW,) if "--quick" in sys.argv else (FEW, MANY):
            compare(stock, ours, students, sandbox)


if __name__ == "__main__":
    main()
