"""`mlcourse grade` and `nbgrader autograde` on one course: neither disturbs the other, whoever comes first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from mlcourse.errors import CourseError
from mlcourse.grading.batch import journal, lock
from mlcourse.grading.batch.course_folder import CourseFolder, open_course
from mlcourse.grading.batch.engines import Threads
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.model import PREFERRED, Result, Task
from mlcourse.grading.nbgrader import exporter
from tests.grading.synthetic import RIGHT, SET, as_bytes, by_rule, hand_in, released, solved
from tests.grading.test_batch import stored
from tests.grading.test_exporter import with_outputs

pytestmark = pytest.mark.filterwarnings("ignore:Object of type")
DESERVED = {
    "ada": {"total-check": 2.0, "mean-check": 3.0},
    "bo": {"total-check": 2.0, "mean-check": 0.0},
    "cy": {"total-check": 0.0, "mean-check": 0.0},
}


@pytest.fixture
def three(course: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    """A course in which three have handed in, and whose `nbgrader autograde` grades by rule."""
    for student, points in DESERVED.items():
        answers = {name: answers[0] for name, answers in RIGHT.items() if points[f"{name}-check"]}
        hand_in(course, student, as_bytes(solved(released(course), answers)))
    monkeypatch.setattr(exporter, "grade", with_outputs)
    return course


def autograde(course: CourseFolder, **settings: Any) -> None:
    course.directory.assignment_id = SET
    Autograde(coursedir=course.directory, parent=course.converter.parent, **settings).start()


def batch(course: CourseFolder, **options: Any) -> Batch:
    return Batch(course, Threads(1, by_rule), sandbox=PREFERRED, assignments=[SET], **options)


def records(course: CourseFolder) -> set[str]:
    return {record.result.student for record in journal.records(course.root, SET)}


def test_nbgrader_does_not_begin_while_a_class_is_graded(three: CourseFolder, caplog: pytest.LogCaptureFixture) -> None:
    run = batch(three).run()
    next(run)
    before = stored(three)
    with pytest.raises(NbGraderException, match=r"`mlcourse grade` is at work in .*: wait for it, or end it"):
        autograde(open_course(three.root), force=True)
    assert stored(three) == before
    list(run)
    assert stored(three) == DESERVED
    autograde(open_course(three.root), force=True)
    assert stored(three) == DESERVED
    assert records(three) == set(DESERVED)


def test_the_formgraders_button_says_why(three: CourseFolder) -> None:
    run = batch(three).run()
    next(run)
    course = open_course(three.root)
    answer = NbGraderAPI(course.directory, config=course.config).autograde(SET, "cy", force=True)
    assert not answer["success"]
    assert "`mlcourse grade` is at work" in answer["log"] + answer.get("error", "")
    list(run)
    assert stored(three) == DESERVED


def test_a_class_is_not_graded_while_nbgrader_is_at_work(three: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[str] = []

    def grade(task: Task) -> Result:
        with pytest.raises(CourseError, match=r"Another `mlcourse grade` is at work .* or `nbgrader autograde` is"):
            list(batch(open_course(three.root), regrade=True).run())
        refused.append(task.student)
        return with_outputs(task)

    monkeypatch.setattr(exporter, "grade", grade)
    autograde(three)
    assert refused == list(DESERVED)
    assert stored(three) == DESERVED
    assert {entry.state for entry in batch(open_course(three.root)).run()} == {"kept"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no shared locks of this kind")
def test_several_of_nbgraders_may_work_at_a_time(course: CourseFolder) -> None:
    with lock.beside_its_kind(course), lock.beside_its_kind(course), pytest.raises(CourseError), lock.alone(course):
        pass
    with lock.alone(course), pytest.raises(CourseError), lock.beside_its_kind(course):
        pass
    with lock.alone(course):
        pass


def test_one_that_fails_frees_the_course(three: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(task: Task) -> Result:
        raise OSError("the disk is full")

    monkeypatch.setattr(exporter, "grade", fail)
    with pytest.raises(NbGraderException):
        autograde(three)
    assert {entry.state for entry in batch(open_course(three.root)).run()} == {"graded"}
    assert stored(three) == DESERVED


def test_whoever_is_last_the_result_is_the_same(three: CourseFolder) -> None:
    autograde(three)
    first = stored(three)
    list(batch(open_course(three.root), regrade=True).run())
    assert stored(three) == first == DESERVED
    autograde(open_course(three.root), force=True)
    assert stored(three) == DESERVED
    assert {entry.state for entry in batch(open_course(three.root)).run()} == {"kept"}


def test_a_limit_that_makes_no_sense_stops_nbgrader_too(three: CourseFolder) -> None:
    with Path(three.root, "nbgrader_config.py").open("a") as config:
        config.write("c.GradingLimits.total_seconds = -1\n")
    with pytest.raises(NbGraderException, match=r"c\.GradingLimits\.total_seconds is -1: write a number of seconds"):
        autograde(open_course(three.root))
    assert stored(three) == {}


def test_nbgrader_has_the_limits_of_the_course(three: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(three.root, "nbgrader_config.py").open("a") as config:
        config.write("c.GradingLimits.total_seconds = 77\nc.GradingLimits.memory = '3 GB'\n")
    seen = []

    def grade(task: Task) -> Result:
        seen.append((task.limits.total_seconds, task.limits.memory))
        return with_outputs(task)

    monkeypatch.setattr(exporter, "grade", grade)
    autograde(open_course(three.root))
    assert seen == [(77.0, 3 << 30)] * 3
