"""What the tests of the workspace share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from mlcourse.roadmap.catalogue import Catalogue, Exercise, Lesson, Module, Notebook, ProblemSet, Question, Topic

LESSON, PROBLEMS = "course/01-basics/01-adding.ipynb", "assignments/01-basics/sums/sums.ipynb"

# The same cases in every run, and no folder left in the checkout.
settings.register_profile("workspace", derandomize=True, database=None, deadline=None)
settings.load_profile("workspace")


class Tree:
    """A folder as a mapping from the paths of its files to their contents, without `.mlcourse`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self) -> dict[str, bytes]:
        files = (path for path in self.root.rglob("*") if path.is_file() and not path.is_symlink())
        found = {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}
        return {path: content for path, content in found.items() if not path.startswith(".mlcourse/")}

    def write(self, path: str, content: bytes) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(content)

    def litter(self) -> list[Path]:
        """Temporary files that were left behind among the learner's."""
        return [path for path in self.root.rglob("*.tmp") if path.parent.name != ".mlcourse"]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "my course")


@pytest.fixture
def catalogue() -> Catalogue:
    """A course of one lesson with a quiz and one problem set of two exercises."""
    topics = (Topic("adding#sums", "Sums", "sums"), Topic("adding#totals", "Totals", "totals"))
    questions = (Question("adding/empty", "adding#sums"), Question("adding/order", "adding#totals"))
    lesson = Lesson("adding", "Adding", "", 30, ("theory",), (), "sums", LESSON, topics, questions)
    exercises = tuple(
        Exercise(f"sums#{name}", name, 1, 5, 2, ("adding#sums",), f"{name}-task", f"{name}-check")
        for name in ("total", "mean")
    )
    sums = ProblemSet("sums", "Sums", "", 15, ("adding",), (Notebook("Sums", PROBLEMS, exercises),))
    module = Module("01-basics", "Basics", "beginner", (), (lesson,), (sums,), ())
    return Catalogue("A course", (module,), aliases={"plus": "adding"})
