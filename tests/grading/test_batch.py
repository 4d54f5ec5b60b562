"""Grading a class: everybody gets what they deserve, whoever else is in it and however often the run is stopped."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from mlcourse.errors import CourseError
from mlcourse.grading.batch import course_folder, journal
from mlcourse.grading.batch.course_folder import CourseFolder, open_course
from mlcourse.grading.batch.engines import Grade, Threads
from mlcourse.grading.batch.entries import FAILED, GRADED, KEPT, Entry, summarise
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.model import PREFERRED, Flag, Result, Task
from tests.grading import synthetic
from tests.grading.synthetic import NOTEBOOK, SET, Submission, by_rule, class_of, hand_in, released

HERE = Path(__file__).parent


def run(course: CourseFolder, grade: Grade | None = by_rule, **options: Any) -> dict[str, Entry]:
    engine = Threads(2, grade)
    entries = list(Batch(course, engine, sandbox=PREFERRED, **options).run())
    engine.close()
    assert len({entry.student for entry in entries}) == len(entries), "nobody is told of twice"
    return {entry.student: entry for entry in entries}


def hand_in_all(course: CourseFolder, submissions: Iterable[Submission]) -> list[Submission]:
    found = list(submissions)
    for one in found:
        hand_in(course, one.student, one.data)
    return found


def stored(course: CourseFolder) -> dict[str, dict[str, float | None]]:
    """Read the automatic scores of the checks from the gradebook, by student."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        return {
            one.student.id: {
                grade.name: grade.auto_score
                for notebook in one.notebooks
                for grade in notebook.grades
                if grade.name.endswith("-check")
            }
            for one in gradebook.assignment_submissions(SET)
        }


def states(entries: dict[str, Entry]) -> dict[str, str]:
    return {student: entry.state for student, entry in entries.items()}


@pytest.fixture
def three(course: CourseFolder) -> dict[str, Submission]:
    """Three students have handed in sound work."""
    found = hand_in_all(course, class_of(3, released(course), damaged=0.0))
    return {one.student: one for one in found}


def test_everybody_gets_what_they_deserve_and_the_unreadable_are_told_so(course: CourseFolder) -> None:
    submissions = hand_in_all(course, class_of(56, released(course), damaged=0.5))
    assert {one.damage for one in submissions} == {"", *synthetic.DAMAGE, *synthetic.UNREADABLE}
    entries, scores = run(course), stored(course)
    for one in submissions:
        entry = entries[one.student]
        assert scores[one.student] == one.deserves, one.damage
        assert entry.score == sum(one.deserves.values()), one.damage
        assert entry.state == (GRADED if one.readable else FAILED), one.damage
        assert bool(entry.why) == (not one.readable), one.damage
    assert any(entry.flags for entry in entries.values())


def test_a_second_run_keeps_what_has_not_changed(course: CourseFolder, three: dict[str, Submission]) -> None:
    first = run(course)
    asked: list[str] = []

    def grade(task: Task) -> Result:
        asked.append(task.student)
        return by_rule(task)

    again = run(course, grade)
    assert set(states(again).values()) == {KEPT}
    assert not asked
    assert {name: entry.score for name, entry in again.items()} == {name: entry.score for name, entry in first.items()}
    run(course, grade, regrade=True)
    assert sorted(asked) == sorted(three)


def change_submission(course: CourseFolder, student: str) -> None:
    hand_in(
        course, student, synthetic.as_bytes(synthetic.solved(released(course), {"total": "def total(n):\n    pass"}))
    )


def change_file(course: CourseFolder, student: str) -> None:
    (course.submitted(SET, student) / "data.csv").write_text("1,2")


def lose_record(course: CourseFolder, student: str) -> None:
    course.record(SET, student).unlink()


def break_record(course: CourseFolder, student: str) -> None:
    path = course.record(SET, student)
    path.write_bytes(path.read_bytes()[:-20])


def lose_folder(course: CourseFolder, student: str) -> None:
    shutil.rmtree(course.autograded(SET, student))


@pytest.mark.parametrize("change", [change_submission, change_file, lose_record, break_record, lose_folder])
def test_whoever_has_changed_is_graded_again(
    course: CourseFolder, three: dict[str, Submission], change: Callable[[CourseFolder, str], None]
) -> None:
    run(course)
    changed, *others = sorted(three)
    change(course, changed)
    assert states(run(course)) == {changed: GRADED, **dict.fromkeys(others, KEPT)}
    assert set(states(run(course)).values()) == {KEPT}


def test_changed_tests_are_applied_to_all(course: CourseFolder, three: dict[str, Submission]) -> None:
    run(course)
    (course.source(SET) / "data.csv").write_text("1,2")
    assert set(states(run(course)).values()) == {GRADED}
    assert (course.autograded(SET, min(three)) / "data.csv").read_text() == "1,2"


def test_one_that_the_grader_fails_on_fails_alone_and_is_tried_again(
    course: CourseFolder, three: dict[str, Submission]
) -> None:
    unlucky, *others = sorted(three)

    def grade(task: Task) -> Result:
        if task.student == unlucky:
            raise ZeroDivisionError("a mistake of ours\nwith a second line")
        return by_rule(task)

    entries = run(course, grade)
    assert states(entries) == {unlucky: FAILED, **dict.fromkeys(others, GRADED)}
    assert "the grader itself failed on it (ZeroDivisionError: a mistake of ours)" in entries[unlucky].why
    told = (course.autograded(SET, unlucky) / f"{NOTEBOOK}.ipynb").read_text()
    assert "could not be graded yet" in told
    assert "ZeroDivisionError" not in told
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert gradebook.find_submission(SET, unlucky).needs_manual_grade, "a person must look at it"
    record = journal.read(course.record(SET, unlucky))
    assert record
    assert record.failure == entries[unlucky].why
    assert states(run(course)) == {unlucky: GRADED, **dict.fromkeys(others, KEPT)}
    assert stored(course)[unlucky] == three[unlucky].deserves


@pytest.mark.parametrize("times", [1, 2])
def test_a_run_that_the_grader_broke_off_is_begun_again_once(
    course: CourseFolder, three: dict[str, Submission], times: int
) -> None:
    unlucky, *others = sorted(three)
    broken = [Flag("grader", "the grader itself broke off (no memory)")] * times

    def grade(task: Task) -> Result:
        result = by_rule(task)
        if task.student != unlucky or not broken:
            return result
        none = tuple(dataclasses.replace(score, score=0.0) for score in result.notebooks[0].scores)
        cut = dataclasses.replace(result.notebooks[0], scores=none, flags=(broken.pop(),))
        return dataclasses.replace(result, notebooks=(cut,))

    entries = run(course, grade)
    assert states(entries) == {unlucky: GRADED if times == 1 else FAILED, **dict.fromkeys(others, GRADED)}
    assert ("broke off" in entries[unlucky].why) == (times == 2)
    run(course, grade)
    assert stored(course) == {name: one.deserves for name, one in three.items()}, "the next run tries again"


def test_what_cannot_be_read_is_told_to_both_sides(course: CourseFolder) -> None:
    hand_in(course, "ada", b"{this is no notebook")
    (entry,) = run(course).values()
    assert (entry.state, entry.score, entry.max_score) == (FAILED, 0.0, 9.0)
    assert entry.why.startswith("it is not JSON")
    notebook = json.loads((course.autograded(SET, "ada") / f"{NOTEBOOK}.ipynb").read_text())
    assert "could not be read" in "".join(notebook["cells"][0]["source"])
    assert "BEGIN HIDDEN" in json.dumps(notebook), "as for all others, feedback takes these out"
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert not gradebook.find_submission(SET, "ada").needs_manual_grade


def test_a_link_in_the_place_of_a_submission_is_not_followed(
    course: CourseFolder, three: dict[str, Submission], tmp_path: Path
) -> None:
    other, thief = sorted(three)[:2]
    folder = course.submitted(SET, thief)
    shutil.rmtree(folder)
    folder.symlink_to(course.submitted(SET, other), target_is_directory=True)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (course.submitted(SET, other) / "notes.txt").symlink_to(secret)
    entries = run(course)
    assert (entries[thief].state, entries[thief].score) == (FAILED, 0.0)
    assert entries[thief].flags
    assert entries[other].flags
    assert not (course.autograded(SET, other) / "notes.txt").exists()


def test_files_that_stand_in_the_way_of_the_courses_own_give_way(course: CourseFolder) -> None:
    (course.source(SET) / "data").mkdir()
    (course.source(SET) / "data/numbers.csv").write_text("the course's")
    folder = hand_in(course, "ada", synthetic.as_bytes(released(course)))
    (folder / "data").write_text("a file, not a folder")
    (folder / "numpy.py").write_text("raise SystemExit")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__/mine.txt").write_text("ignored")
    hand_in(course, "bo", synthetic.as_bytes(released(course)))
    (course.submitted(SET, "bo") / "data").mkdir()
    (course.submitted(SET, "bo") / "data/numbers.csv").write_text("mine")
    (course.submitted(SET, "bo") / "data/own.csv").write_text("own")
    entries = run(course)
    assert {entry.state for entry in entries.values()} == {GRADED}
    assert entries["ada"].flags
    for student, names in (
        ("ada", ["data/numbers.csv", f"{NOTEBOOK}.ipynb", "timestamp.txt"]),
        ("bo", ["data/numbers.csv", "data/own.csv", f"{NOTEBOOK}.ipynb", "timestamp.txt"]),
    ):
        place = course.autograded(SET, student)
        found = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
        assert found == names
        assert (place / "data/numbers.csv").read_text() == "the course's"


def test_a_time_that_is_none_is_flagged(course: CourseFolder) -> None:
    hand_in(course, "ada", synthetic.as_bytes(released(course)), timestamp="the day after tomorrow")
    assert run(course)["ada"].flags == 1
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert gradebook.find_submission(SET, "ada").timestamp is None


def test_only_the_students_that_are_named(course: CourseFolder, three: dict[str, Submission]) -> None:
    first, second, _ = sorted(three)
    assert set(run(course, students=[first])) == {first}
    assert set(run(course, students=["*-000[01]"], assignments=[SET])) == {first, second}
    with pytest.raises(CourseError, match="no submissions of sums by nobody"):
        run(course, students=["nobody"], assignments=[SET])
    with pytest.raises(CourseError, match="no submissions of another"):
        run(course, assignments=["another"])


def test_an_assignment_that_was_not_generated_says_what_to_do(course: CourseFolder) -> None:
    hand_in(course, "ada", synthetic.as_bytes(released(course)))
    folder = course.root / "submitted" / "ada"
    (folder / SET).rename(folder / "other")
    with pytest.raises(CourseError, match="nbgrader generate_assignment other"):
        run(course)


def test_there_is_one_writer(course: CourseFolder, three: dict[str, Submission]) -> None:
    entries = Batch(course, Threads(1, by_rule), sandbox=PREFERRED).run()
    next(entries)
    with pytest.raises(CourseError, match="Another `mlcourse grade` is at work"):
        run(course)
    entries.close()
    assert len(run(course)) == 3


def test_a_locked_gradebook_stops_the_run_and_nothing_is_lost(
    course: CourseFolder, three: dict[str, Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course_folder, "SQLITE_PATIENCE", 0.1)
    batch = Batch(course, Threads(1, by_rule), sandbox=PREFERRED).run()
    first = next(batch)
    other = sqlite3.connect(course.root / "gradebook.db")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CourseError, match=r"gradebook cannot be written .*locked"):
        list(batch)
    other.rollback()
    other.close()
    assert states(run(course)) == {first.student: KEPT, **{name: GRADED for name in three if name != first.student}}
    assert stored(course) == {name: one.deserves for name, one in three.items()}


def test_student_code_is_not_run_without_a_sandbox(
    course: CourseFolder, three: dict[str, Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlcourse.kernel.sandbox.refusal", lambda: "This kernel has no Landlock.")
    with pytest.raises(CourseError, match=r"not run without a sandbox\. This kernel has no Landlock"):
        Batch(course, Threads(1))
    with pytest.raises(CourseError, match="write required or preferred"):
        Batch(course, Threads(1), sandbox="perhaps")


def test_the_real_grader_gives_what_is_deserved(course: CourseFolder) -> None:
    submissions = hand_in_all(course, class_of(9, released(course), damaged=0.7, seed=3))
    entries = run(course, None)
    scores = stored(course)
    assert {one.student: scores[one.student] for one in submissions} == {
        one.student: one.deserves for one in submissions
    }
    assert {entry.state for entry in entries.values()} >= {GRADED, FAILED}


def test_entries_are_counted() -> None:
    entries = [
        Entry("b", "ada", GRADED, 4.0, 9.0, seconds=1.0),
        Entry("b", "bo", KEPT, 2.0, 9.0, flags=2, seconds=3.0),
        Entry("b", "cy", FAILED, why="the gradebook refuses it"),
        Entry("a", "ada", FAILED, 0.0, 9.0),
    ]
    first, second = summarise(entries)
    assert dataclasses.astuple(second) == ("b", 1, 1, 1, 1, 3.0, 9.0, "bo", 3.0)
    assert dataclasses.astuple(first) == ("a", 0, 0, 1, 0, 0.0, 9.0, None, None)
    assert summarise([]) == []


# A process of its own, which can be stopped


def start(course: CourseFolder, grade: str, jobs: int = 2) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "grading_run.py"), str(course.root), str(jobs), grade]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=HERE.parents[1]
    )


def records(course: CourseFolder) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in (course.root / "grading" / SET).glob("*.json")}


def wait_for(course: CourseFolder, process: subprocess.Popen[str], count: int) -> None:
    while len(records(course)) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_ctrl_c_keeps_what_is_done(course: CourseFolder) -> None:
    submissions = hand_in_all(course, class_of(40, released(course), damaged=0.0))
    process = start(course, "slowly")
    wait_for(course, process, 3)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "What is graded is stored" in errors
    assert "Traceback" not in errors
    (told,) = json.loads(out)["assignments"]
    done = records(course)
    assert 3 <= len(done) < len(submissions)
    # The signal may come when a result is stored and not yet told.
    assert told["graded"] in (len(done) - 1, len(done))
    entries = run(course)
    assert {name for name, entry in entries.items() if entry.state == KEPT} == set(done)
    assert stored(course) == {one.student: one.deserves for one in submissions}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to kill")
def test_a_thousand_submissions_and_two_kills(course: CourseFolder) -> None:
    """Every honest score is right, none is lost, and none is graded twice."""
    submissions = hand_in_all(course, class_of(1000, released(course)))
    kept: dict[str, bytes] = {}
    for count in (300, 600):
        process = start(course, "real")
        wait_for(course, process, count)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        kept |= records(course)
        assert count <= len(kept) < 1000
    process = start(course, "real")
    out, errors = process.communicate()
    assert process.returncode == 1, errors  # some cannot be read
    (told,) = json.loads(out)["assignments"]
    assert told["kept"] >= 600
    assert told["graded"] + told["kept"] + told["failed"] == 1000
    after = records(course)
    assert {name: after[name] for name in kept} == kept, "nothing is graded twice"
    found = {one["student"]: one for one in told["submissions"]}
    assert len(found) == 1000
    wrong = [one for one in submissions if found[one.student]["score"] != sum(one.deserves.values())]
    assert not wrong, [(one.damage, one.deserves, after[one.student].decode()) for one in wrong]
    assert {name for name, one in found.items() if one["why"]} == {
        one.student for one in submissions if not one.readable
    }
    assert stored(course) == {one.student: one.deserves for one in submissions}
    assert {path.name for path in (course.root / "autograded").iterdir()} == set(found)
    assert not list((course.root / "autograded").rglob(".mlcourse-*")), "nothing is left over"


def test_a_folder_that_is_no_course_directory_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="mlcourse instructor DIR"):
        open_course(tmp_path)


def test_a_faulty_configuration_is_told(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.root = 1 / 0\n")
    with pytest.raises(CourseError, match=r"nbgrader_config.py cannot be loaded \(ZeroDivisionError"):
        open_course(tmp_path)


def test_nbgraders_own_settings_are_honoured(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.CourseDirectory.course_id = 'ml'\n"
        "c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/of {student_id}'\n"
        "c.CourseDirectory.submitted_directory = 'in'\n"
        "c.CourseDirectory.student_id_exclude = 'eve,mal'\n"
        "c.CourseDirectory.db_url = 'sqlite:///elsewhere.db'\n"
        "c.Execute.timeout = 5\n"
    )
    for student in ("ada", "bo [1]", "eve"):
        (tmp_path / "in" / "set (1)" / f"of {student}").mkdir(parents=True)
    course = open_course(tmp_path)
    assert course.assignments() == ["set (1)"]
    assert course.students("set (1)") == ["ada", "bo [1]"]
    assert course.students("set (1)", ("bo [1]",)) == ["bo [1]"]
    assert course.submitted("set (1)", "ada") == tmp_path / "in/set (1)/of ada"
    assert course.autograded("set (1)", "ada") == tmp_path / "autograded/set (1)/of ada"
    assert (course.course_id, course.db_url) == ("ml", "sqlite:///elsewhere.db?timeout=60")
