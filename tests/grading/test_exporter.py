"""nbgrader's own converter with our steps in it, graded by a rule: what it reads, copies, stores and tells."""

from __future__ import annotations

import dataclasses
import logging
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from mlcourse.grading.batch import journal
from mlcourse.grading.batch.course_folder import CourseFolder, open_course
from mlcourse.grading.model import REQUIRED, Result, Task
from mlcourse.grading.nbgrader import exporter
from tests.grading.synthetic import NOTEBOOK, RIGHT, SET, as_bytes, by_rule, hand_in, released, solved

# SQLAlchemy warns of how nbgrader adds a submission, which has no consequence.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type")
ANSWERS = {name: answers[0] for name, answers in RIGHT.items()}
ERROR = {"output_type": "error", "ename": "failed", "evalue": "Look again.", "traceback": ["Look again."]}


def with_outputs(task: Task) -> Result:
    """Grade by rule, with the outputs that nbgrader looks at."""
    result = by_rule(task)
    for notebook in result.notebooks:
        scores = {score.name: score.score for score in notebook.scores}
        for cell in notebook.notebook.get("cells", ()):
            if cell["metadata"]["mlcourse"]["role"] == "check":
                cell["outputs"] = [] if scores[cell["metadata"]["nbgrader"]["grade_id"]] else [ERROR]
    return result


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """The tasks that were graded."""
    found: list[Task] = []

    def grade(task: Task) -> Result:
        found.append(task)
        if task.student == "unlucky":
            raise OSError("the disk is full")
        result = with_outputs(task)
        if task.student == "odd":  # the score and the outputs tell different stories
            (one,) = result.notebooks
            scores = tuple(dataclasses.replace(score, score=0.0) for score in one.scores)
            return dataclasses.replace(result, notebooks=(dataclasses.replace(one, scores=scores),))
        return result

    monkeypatch.setattr(exporter, "grade", grade)
    return found


def autograde(course: CourseFolder, **settings: Any) -> Autograde:
    converter = Autograde(coursedir=course.directory, parent=course.converter.parent, **settings)
    course.directory.assignment_id = SET
    converter.start()
    return converter


def ada(course: CourseFolder, student: str = "ada", **answers: str) -> Path:
    return hand_in(course, student, as_bytes(solved(released(course), {**ANSWERS, **answers})))


def score(course: CourseFolder, student: str) -> float:
    with Gradebook(course.db_url, course.course_id) as gradebook:
        return float(gradebook.find_submission(SET, student).score)


def test_scores_notebook_and_record_are_stored(course: CourseFolder, tasks: list[Task]) -> None:
    ada(course)
    ada(course, "bo", mean="def mean(numbers):\n    return 0")
    autograde(course)
    assert (score(course, "ada"), score(course, "bo")) == (5.0, 2.0)
    notebook = nbformat.read(course.autograded(SET, "ada") / f"{NOTEBOOK}.ipynb", 4)
    assert ANSWERS["mean"] in [cell.source for cell in notebook.cells]
    assert [record.score for record in journal.records(course.root, SET)] == [5.0, 2.0]
    assert {task.sandbox for task in tasks} == {REQUIRED}


def test_each_fails_alone(course: CourseFolder, tasks: list[Task], caplog: pytest.LogCaptureFixture) -> None:
    for student in ("ada", "odd", "unlucky", "zoe"):
        ada(course, student)
    with pytest.raises(NbGraderException):  # its way to tell of the two at the end
        autograde(course)
    assert (score(course, "ada"), score(course, "zoe")) == (5.0, 5.0)
    assert {record.result.student for record in journal.records(course.root, SET)} == {"ada", "zoe"}
    assert not course.autograded(SET, "odd").exists()
    assert "the disk is full" in caplog.text
    assert "earned 0.0, but nbgrader would give 2.0" in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="links are made as on POSIX")
def test_nothing_comes_through_a_link(
    course: CourseFolder, tasks: list[Task], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "secret.txt").write_text("the solutions")
    folder = ada(course)
    (folder / "stolen.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "own.txt").write_text("mine")
    (course.submitted(SET, "bo")).mkdir(parents=True)
    (course.submitted(SET, "bo") / f"{NOTEBOOK}.ipynb").symlink_to(folder / f"{NOTEBOOK}.ipynb")
    course.submitted(SET, "cy").parent.mkdir()
    course.submitted(SET, "cy").symlink_to(folder)
    autograde(course)
    kept = {path.name for path in course.autograded(SET, "ada").iterdir()}
    assert kept == {"own.txt", "timestamp.txt", f"{NOTEBOOK}.ipynb"}
    assert [score(course, student) for student in ("ada", "bo", "cy")] == [5.0, 0.0, 0.0]
    assert "is no ordinary file and was not read" in caplog.text
    assert "the submission's folder is a link" in caplog.text


def test_an_assignment_that_was_not_generated_is_told_and_nothing_is_copied(
    course: CourseFolder, tasks: list[Task]
) -> None:
    (ada(course) / "own.txt").write_text("mine")
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.remove_assignment(SET)
    with pytest.raises(NbGraderException):
        autograde(course)
    assert not course.autograded(SET, "ada").exists()
    assert tasks == []


def test_hooks_and_settings_of_the_instructor_hold(course: CourseFolder, tasks: list[Task]) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.SubmissionExporter.sandbox = 'preferred'\nc.Execute.timeout = 7\n")
    course = open_course(course.root)
    called: list[tuple[str, str]] = []
    ignored = list(course.directory.ignore)
    ada(course)
    autograde(
        course,
        pre_convert_hook=lambda **names: called.append(("before", names["assignment"])),
        post_convert_hook=lambda **names: called.append(("after", names["assignment"])),
    )
    assert called == [("before", SET), ("after", SET)]
    assert (tasks[0].sandbox, tasks[0].limits.cell_seconds) == ("preferred", 7.0)
    assert course.directory.ignore == ignored


def test_a_record_goes_before_anything_changes(
    course: CourseFolder, tasks: list[Task], caplog: pytest.LogCaptureFixture
) -> None:
    """A submission whose grading broke off is graded again by the next run."""
    hand_in(course, "unlucky", as_bytes(released(course)))
    path = course.record(SET, "unlucky")
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    caplog.set_level(logging.CRITICAL)
    with pytest.raises(NbGraderException):
        autograde(course)
    assert not path.exists()


def test_half_surrogates_in_outputs_are_written(course: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def grade(task: Task) -> Result:
        result = with_outputs(task)
        first = next(cell for cell in result.notebooks[0].notebook["cells"] if cell["cell_type"] == "code")
        first["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "\ud800"}]
        return result

    monkeypatch.setattr(exporter, "grade", grade)
    ada(course)
    autograde(course)
    assert "\\ud800" in (course.autograded(SET, "ada") / f"{NOTEBOOK}.ipynb").read_text()


def test_the_formgraders_button_does_the_same(course: CourseFolder, tasks: list[Task]) -> None:
    ada(course)
    ada(course, "bo")
    answer = NbGraderAPI(course.directory, config=course.config).autograde(SET, "ada")
    assert answer["success"], answer
    assert [task.student for task in tasks] == ["ada"]
    assert score(course, "ada") == 5.0
    assert course.directory.student_id == "*"
