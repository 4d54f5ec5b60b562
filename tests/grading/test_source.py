from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from mlcourse.authoring.course import read_course
from mlcourse.errors import CourseError
from mlcourse.grading.model import NotebookSource, source_from_json, to_json
from mlcourse.grading.nbgrader.instructor import make_course_directory
from mlcourse.grading.notebooks.source import from_course, read_sources

ROOT = Path(__file__).parents[1] / "sample_course"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory in which nbgrader has generated the sample's problem set"""
    root, folder = tmp_path_factory.mktemp("root") / "sample", tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT, root)
    make_course_directory(folder, root)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "sums"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    shutil.move(root, folder / "root")
    return folder


def read(folder: Path) -> NotebookSource:
    (source,) = read_sources(f"sqlite:///{folder / 'gradebook.db'}", "sums", folder / "source" / "sums")
    return source


@pytest.fixture
def course(generated: Path, tmp_path: Path) -> Path:
    """One of these that a test may change."""
    return Path(shutil.copytree(generated, tmp_path / "course"))


def test_the_gradebook_and_the_course_itself_tell_the_same(generated: Path) -> None:
    root = generated / "root"
    (source,) = from_course(read_course(root), root, "sums")
    assert read(generated) == source
    assert from_course(read_course(root), root, "no-such-set") == ()


def test_each_cell_has_what_grading_needs(generated: Path) -> None:
    source = read(generated)
    cells = {cell.name: cell for cell in source.cells}
    assert list(cells) == [
        "start_1", "start_2", "total-task", "total", "total-hint-1", "total-hint-2", "total-check",
        "mean-task", "mean", "mean-hint-1", "mean-check", "why-prompt", "why",
    ]  # fmt: skip
    answer, check, manual = cells["total"], cells["mean-check"], cells["why"]
    assert "raise NotImplementedError" in answer.source
    assert "return sum(numbers)" in answer.reference
    assert (answer.solution, answer.locked, answer.points) == (True, False, None)
    assert "### BEGIN HIDDEN TESTS" in check.source
    assert (check.points, check.is_check, check.reference) == (3.0, True, "")
    assert check.topics == (("Sums", "../../../course/01-basics/01-adding.ipynb#cell-id=sums"),)
    assert (manual.points, manual.is_manual, manual.reference) == (4.0, True, "There is nothing to divide by.")
    assert source.metadata["kernelspec"]["name"] == "mlcourse"
    assert source_from_json(json.loads(json.dumps(to_json(source)))) == source


def test_what_learners_get_tells_topics_and_hides_solutions(generated: Path) -> None:
    released = (generated / "release/sums/lists.ipynb").read_text()
    cells = {cell["id"]: cell for cell in json.loads(released)["cells"]}
    assert cells["mean-check"]["metadata"]["mlcourse"] == {
        "topics": [["Sums", "../../../course/01-basics/01-adding.ipynb#cell-id=sums"]],
    }
    assert "mlcourse" not in cells["mean"]["metadata"]
    assert "return sum(numbers)" not in released


def test_the_order_is_the_notebooks_whatever_the_database_gives(course: Path) -> None:
    before = read(course)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        notebook = gradebook.find_notebook("lists", "sums")
        values = [
            {key: getattr(cell, key) for key in ("name", "cell_type", "source", "locked", "checksum")}
            for cell in notebook.source_cells
        ]
        for value in values:
            gradebook.db.delete(gradebook.find_source_cell(value["name"], "lists", "sums"))
        gradebook.db.commit()
        for value in reversed(values):
            gradebook.add_source_cell(value.pop("name"), "lists", "sums", **value)
    assert read(course) == before


def test_without_the_instructors_notebook_the_gradebook_is_enough(course: Path) -> None:
    before = read(course)
    (course / "source/sums/lists.ipynb").unlink()
    cells = tuple(dataclasses.replace(cell, reference="", topics=()) for cell in before.cells)
    assert read(course) == dataclasses.replace(before, cells=cells)


def test_a_later_change_of_the_instructors_notebook_waits_for_nbgrader(course: Path) -> None:
    """Points and texts are the gradebook's until the assignment is generated again."""
    before = read(course)
    path = course / "source/sums/lists.ipynb"
    path.write_text(path.read_text().replace('"points": 3', '"points": 30').replace("Add all entries.", "Add."))
    assert read(course) == before


def test_what_cannot_be_read_is_told(course: Path) -> None:
    url = f"sqlite:///{course / 'gradebook.db'}"
    with pytest.raises(CourseError, match="run `nbgrader generate_assignment none`"):
        read_sources(url, "none", course / "source/none")
    (course / "source/sums/lists.ipynb").write_text("{")
    with pytest.raises(CourseError, match=r"lists\.ipynb cannot be read \(it is not JSON"):
        read(course)
