"""A gradebook in PostgreSQL: Debian's own server, run as an ordinary user in a temporary folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from mlcourse.errors import CourseError
from mlcourse.grading.batch.course_folder import CourseFolder, open_course
from mlcourse.grading.batch.engines import Threads
from mlcourse.grading.batch.entries import FAILED, GRADED, KEPT
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.model import PREFERRED
from tests.grading import synthetic
from tests.grading.postgres import new_database, running_server
from tests.grading.synthetic import NOTEBOOK, SET, by_rule, class_of, hand_in, released
from tests.grading.test_batch import hand_in_all, stored

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the server is Debian's")


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """Run a server for all tests."""
    with running_server() as folder:
        yield folder


@pytest.fixture
def in_postgres(server: Path, tmp_path: Path, request: pytest.FixtureRequest) -> CourseFolder:
    """A course directory whose gradebook is a new database of the server."""
    url = new_database(server, f"gradebook_{abs(hash(request.node.name))}")
    folder = tmp_path / "course"
    folder.mkdir()
    return synthetic.make_course(folder, f"c.CourseDirectory.db_url = {url!r}\n")


def test_scores_are_stored_and_kept(in_postgres: CourseFolder) -> None:
    course = in_postgres
    assert course.db_url.startswith("postgresql+psycopg://")
    submissions = hand_in_all(course, class_of(20, released(course), damaged=0.5))
    first = {one.student: one for one in Batch(course, Threads(2, by_rule), sandbox=PREFERRED).run()}
    assert {name: one.state for name, one in first.items()} == {
        one.student: GRADED if one.readable else FAILED for one in submissions
    }
    assert stored(course) == {one.student: one.deserves for one in submissions}
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grade = gradebook.find_grade("mean-check", NOTEBOOK, SET, submissions[0].student)
        grade.manual_score = 1.0
        gradebook.db.commit()
    again = {one.state for one in Batch(open_course(course.root), Threads(2, by_rule), sandbox=PREFERRED).run()}
    assert again == {KEPT}
    list(Batch(course, Threads(2, by_rule), sandbox=PREFERRED, regrade=True).run())
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grade = gradebook.find_grade("mean-check", NOTEBOOK, SET, submissions[0].student)
        assert (grade.score, grade.needs_manual_grade) == (1.0, True)
    assert not list(course.root.glob("*.db")) or not stored_in_sqlite(course)


def stored_in_sqlite(course: CourseFolder) -> dict[str, dict[str, float | None]]:
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", course.course_id) as gradebook:
        return {one.student.id: {} for one in gradebook.assignment_submissions(SET)}


def test_a_late_one_is_punished_by_nbgraders_own_rule(in_postgres: CourseFolder) -> None:
    from datetime import datetime

    course = in_postgres
    course.config.LateSubmissionPlugin.penalty_method = "zero"
    right = synthetic.solved(released(course), {name: answers[0] for name, answers in synthetic.RIGHT.items()})
    for student, time in (("ada", "2027-02-03 10:00:00 UTC"), ("bo", "2027-02-03 12:00:00 UTC")):
        hand_in(course, student, synthetic.as_bytes(right), timestamp=time)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment(SET, duedate=datetime(2027, 2, 3, 11))
    list(Batch(course, Threads(2, by_rule), sandbox=PREFERRED).run())
    with Gradebook(course.db_url, course.course_id) as gradebook:
        penalties = {one.student.id: one.late_submission_penalty for one in gradebook.assignment_submissions(SET)}
    assert penalties == {"ada": 0.0, "bo": 5.0}


def test_a_server_that_does_not_answer_is_told(tmp_path: Path, course: CourseFolder) -> None:
    hand_in(course, "ada", synthetic.as_bytes(released(course)))
    course.directory.db_url = f"postgresql+psycopg://grader@/gradebook?host={tmp_path}"
    with pytest.raises(CourseError, match="gradebook cannot be opened"):
        list(Batch(course, Threads(1, by_rule), sandbox=PREFERRED).run())
