"""How long `mlcourse build` takes for a full course: 100 lessons and 40 problem sets, against its limit.

Run it with ``python benchmarks/build.py``; it prints seconds and their ratio to the limit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mlcourse import content

LESSONS, PROBLEM_SETS, LIMIT = 100, 40, 15.0
MODULES = 10


def full_course(root: Path) -> None:
    """Copy the first lesson and problem set until the course is as large as it will be."""
    source = content.root()
    lesson = source / "course/01-foundations/08-vectors-and-matrices.md"
    problems = source / "assignments/01-foundations/linear-algebra/vectors-and-matrices.py"
    outline = ["title: A full course", "modules:"]
    for module in range(1, MODULES + 1):
        name = f"{module:02}-module"
        outline.append(f"  - {{id: {name}, title: Module {module}, level: beginner}}")
        (root / "course" / name).mkdir(parents=True)
        for number in range(1, LESSONS // MODULES + 1):
            copy = f"vectors-{module}-{number}"
            text = lesson.read_text().replace("vectors-and-matrices", copy).replace("linear-algebra", f"set-{module}-1")
            path = root / "course" / name / f"{number:02}-{copy}.md"
            path.write_text(text)
            shutil.copy(lesson.with_name("08-vectors-and-matrices.quiz.yml"), path.with_suffix(".quiz.yml"))
        for number in range(1, PROBLEM_SETS // MODULES + 1):
            folder = root / "assignments" / name / f"set-{module}-{number}"
            folder.mkdir(parents=True)
            text = problems.read_text().replace("vectors-and-matrices#", f"vectors-{module}-1#")
            (folder / "vectors.py").write_text(text)
    (root / "course" / "course.yml").write_text("\n".join(outline) + "\n")


def main() -> None:
    """Build the full course and print the time."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "content")
        root.mkdir()
        full_course(root)
        environment = {**os.environ, "MLCOURSE_CONTENT": str(root)}
        command = [sys.executable, "-m", "mlcourse.cli", "build", str(Path(folder, "out"))]
        for run in ("first", "second"):
            start = time.perf_counter()
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
            seconds = time.perf_counter() - start
            print(f"{run} build: {seconds:.1f} s, {seconds / LIMIT:.2f} of the limit of {LIMIT:.0f} s")


if __name__ == "__main__":
    main()
