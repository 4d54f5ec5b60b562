"""What `mlcourse grade` stores is what `nbgrader autograde` would have stored, row by row and file by file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, inspect, text

from mlcourse.errors import CourseError
from mlcourse.grading.batch.course_folder import CourseFolder, open_course
from mlcourse.grading.batch.engines import Threads
from mlcourse.grading.batch.gradebook import read_timestamp
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.model import PREFERRED
from tests.grading import synthetic
from tests.grading.synthetic import NOTEBOOK, RIGHT, SET, by_rule, hand_in, released, solved

DUE = datetime(2027, 2, 3, 11, 0, 0)
PENALTIES = """
from nbgrader.plugins import BasePlugin


class Hourly(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {"cy": None, "di": 100, "ed": -1}.get(student_id, total_seconds_late / 3600)


c.AssignLatePenalties.plugin_class = Hourly
c.Autograde.exclude_overwriting = {"sums": ["theirs.csv"]}
c.CourseDirectory.groupshared = True
"""


def submit(course: CourseFolder) -> None:
    """Hand in what nbgrader itself can grade: right and wrong, late, with files, with damage, without a notebook."""
    blank = released(course)
    right = solved(blank, {name: answers[0] for name, answers in RIGHT.items()} | {"why": "There is nothing."})
    half = solved(blank, {"total": RIGHT["total"][1], "mean": synthetic.WRONG["mean"][0]})
    damaged = solved(blank, {"mean": RIGHT["mean"][0]})
    for harm in ("lost check", "copied check", "another kernel", "lost set-up"):
        synthetic.DAMAGE[harm](damaged)
    for student, notebook, timestamp in (
        ("ada", right, "2027-02-03 10:00:00 UTC"),
        ("bo", half, "2027-02-03 13:30:00 CET"),
        ("cy", right, "2027-02-03 13:00:00 UTC"),
        ("di", damaged, "2027-02-04 13:00:00 UTC"),
        ("ed", right, "2027-02-03 14:00:00.5 UTC"),
        ("flo", blank, ""),
    ):
        hand_in(course, student, synthetic.as_bytes(notebook), timestamp=timestamp)
    folder = course.submitted(SET, "ada")
    (folder / "data").mkdir()
    (folder / "data/own.csv").write_text("1,2")
    (folder / "data/course.csv").write_text("mine")
    (folder / "theirs.csv").write_text("mine")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints/lists-checkpoint.ipynb").write_text("{}")
    source = course.source(SET)
    (source / "data").mkdir()
    (source / "data/course.csv").write_text("the course's")
    (source / "theirs.csv").write_text("the course's")
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment(SET, duedate=DUE)


def give_points(course: CourseFolder) -> None:
    """Grade by hand, as the formgrader does."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for student, cell, points in (("ada", "why", 3.0), ("bo", "mean-check", 1.0)):
            grade = gradebook.find_grade(cell, NOTEBOOK, SET, student)
            grade.manual_score, grade.needs_manual_grade = points, False
        grade.extra_credit = 0.5
        gradebook.find_comment("why", NOTEBOOK, SET, "ada").manual_comment = "Well said."
        gradebook.db.commit()


def nbgrader(course: CourseFolder, *options: str) -> None:
    command = [sys.executable, "-m", "nbgrader", "autograde", SET, *options]
    run = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout + run.stderr


def ours(course: CourseFolder, grade: Any = None, **options: Any) -> None:
    # One at a time and so in nbgrader's order: folders made later inherit the group of the shared one.
    engine = Threads(1, grade)
    assert all(entry.state != "failed" for entry in Batch(course, engine, sandbox=PREFERRED, **options).run())
    engine.close()


def rows(course: CourseFolder) -> dict[str, list[tuple[Any, ...]]]:
    """Read all tables, with names in place of the random ids."""
    engine = create_engine(course.db_url)
    names: dict[str, str] = {}
    found = {}
    with engine.connect() as connection:
        tables = {
            name: [dict(row._mapping) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
            for name in inspect(engine).get_table_names()
            # nbgrader's preprocessors open the gradebook without its course, which leaves an empty course behind.
            if name not in ("course", "alembic_version")
        }
    engine.dispose()
    for table in ("assignment", "notebook", "base_cell", "source_cell", "submitted_assignment", "submitted_notebook"):
        for row in tables[table]:
            parts = [row.get(key) for key in ("name", "assignment_id", "notebook_id", "student_id")]
            names[row["id"]] = f"{table} " + " of ".join(names.get(part, part) for part in parts if part)
    for table, contents in tables.items():
        kept = [
            {
                key: names.get(value, value) if isinstance(value, str) else value
                for key, value in row.items()
                if not (table in ("grade", "comment") and key == "id")
            }
            for row in contents
        ]
        found[table] = sorted((tuple(sorted(row.items(), key=str)) for row in kept), key=str)
    return found


def contents(course: CourseFolder) -> dict[str, tuple[int, Any]]:
    """Read all graded files and folders, with their permissions."""
    found: dict[str, tuple[int, Any]] = {}
    for path in sorted((course.root / "autograded").rglob("*")):
        name = path.relative_to(course.root).as_posix()
        data: Any = None if path.is_dir() else path.read_bytes()
        if path.suffix == ".ipynb":
            data = json.loads(data)
        found[name] = (path.stat().st_mode & 0o7777, data)
    return found


@pytest.fixture
def pair(generated: Path, tmp_path: Path) -> tuple[CourseFolder, CourseFolder]:
    """Two copies of a course directory with the same submissions: one for nbgrader, one for us."""
    found = []
    for name in ("theirs", "ours"):
        course = synthetic.copy_course(generated, tmp_path / name)
        with (course.root / "nbgrader_config.py").open("a") as config:
            config.write(PENALTIES)
        found.append(open_course(course.root))
        submit(found[-1])
    return found[0], found[1]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_rows_and_files_are_nbgraders(pair: tuple[CourseFolder, CourseFolder]) -> None:
    theirs, mine = pair
    nbgrader(theirs)
    ours(mine)
    assert rows(mine) == rows(theirs)
    assert contents(mine) == contents(theirs)
    assert contents(mine)["autograded/ada/sums/theirs.csv"][1] == b"mine"
    # Points that a person gave are kept by both, and asked about again.
    for course in pair:
        give_points(course)
    nbgrader(theirs, "--force")
    ours(mine, regrade=True)
    assert rows(mine) == rows(theirs)
    with Gradebook(mine.db_url, mine.course_id) as gradebook:
        grade = gradebook.find_grade("mean-check", NOTEBOOK, SET, "bo")
        assert (grade.auto_score, grade.manual_score, grade.score, grade.needs_manual_grade) == (0.0, 1.0, 1.5, True)


def test_scores_comments_and_penalties_are_stored(pair: tuple[CourseFolder, CourseFolder]) -> None:
    _, course = pair
    ours(course, by_rule)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        scores = {
            one.student.id: (one.score, one.late_submission_penalty, one.needs_manual_grade)
            for one in gradebook.assignment_submissions(SET)
        }
        comments = {
            student: gradebook.find_comment("why", NOTEBOOK, SET, student).auto_comment for student in ("ada", "bo")
        }
        times = {one.student.id: one.timestamp for one in gradebook.assignment_submissions(SET)}
    assert scores == {
        "ada": (5.0, 0.0, True),
        "bo": (2.0, 1.5, False),
        "cy": (5.0, 0.0, True),
        "di": (3.0, 3.0, False),
        "ed": (5.0, 0.0, True),
        "flo": (0.0, 0.0, False),
    }
    assert comments == {"ada": None, "bo": "No response."}
    assert (times["bo"], times["flo"]) == (datetime(2027, 2, 3, 12, 30), None)


def test_a_notebook_that_was_not_handed_in_scores_nothing_and_asks_for_nobody(course: CourseFolder) -> None:
    hand_in(course, "ada", None)
    list(Batch(course, Threads(1, by_rule), sandbox=PREFERRED).run())
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grades = gradebook.find_submission_notebook(NOTEBOOK, SET, "ada").grades
        assert {(grade.auto_score, grade.needs_manual_grade) for grade in grades} == {(0.0, False)}


def test_points_of_a_person_survive_grading_again(course: CourseFolder) -> None:
    hand_in(course, "ada", synthetic.as_bytes(released(course)))
    hand_in(course, "bo", synthetic.as_bytes(released(course)))
    ours(course, by_rule)
    give_points(course)
    ours(course, by_rule, regrade=True)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grade = gradebook.find_grade("mean-check", NOTEBOOK, SET, "bo")
        assert (grade.auto_score, grade.manual_score, grade.score, grade.needs_manual_grade) == (0.0, 1.0, 1.5, True)
        assert gradebook.find_comment("why", NOTEBOOK, SET, "ada").comment == "Well said."


def test_a_student_whom_the_gradebook_must_know_fails_alone(course: CourseFolder) -> None:
    course.converter.create_student = False
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.add_student("ada")
    for student in ("ada", "eve"):
        hand_in(course, student, synthetic.as_bytes(released(course)))
    entries = {one.student: one for one in Batch(course, Threads(1, by_rule), sandbox=PREFERRED).run()}
    assert (entries["ada"].state, entries["eve"].state) == ("graded", "failed")
    assert "No such student: eve" in entries["eve"].why
    assert not course.record(SET, "eve").exists()


def test_the_folder_that_was_there_stays_if_the_new_one_cannot_be_written(
    course: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", synthetic.as_bytes(released(course)))
    ours(course, by_rule)
    before = contents(course)
    rename, moves = Path.rename, iter(("the old one away", "the new one", "the old one back"))

    def refuse(self: Path, target: Any) -> Path:
        if next(moves) == "the new one":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    (entry,) = Batch(course, Threads(1, by_rule), sandbox=PREFERRED, regrade=True).run()
    assert entry.state == "failed"
    assert "the disk is full" in entry.why
    assert contents(course) == before
    assert not course.record(SET, "ada").exists(), "it will be graded again"


@pytest.mark.parametrize("data", [b"soon", b"9" * 200, b"\xff\xfe", b"2027-13-45", b"99999999999999999999 1 1"])
def test_what_is_no_time_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_timestamp(data)


def test_no_time_is_no_time() -> None:
    assert read_timestamp(None) is read_timestamp(b" \n") is None


def test_a_gradebook_that_is_none_is_told(course: CourseFolder) -> None:
    hand_in(course, "ada", synthetic.as_bytes(released(course)))
    (course.root / "gradebook.db").write_text("my notes, which are long enough")
    with pytest.raises(CourseError, match="gradebook cannot be opened"):
        list(Batch(course, Threads(1, by_rule), sandbox=PREFERRED).run())
