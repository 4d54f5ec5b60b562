"""The whole thread with the real nbgrader: generate, submit, autograde, give feedback."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from mlcourse import content
from mlcourse.authoring.build import learner_edition
from mlcourse.authoring.course import read_course
from mlcourse.authoring.problems import ProblemSource
from mlcourse.errors import CourseError
from mlcourse.grading.batch.course_folder import open_course
from mlcourse.grading.batch.engines import Threads
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.model import Result, Task
from mlcourse.grading.nbgrader.instructor import make_course_directory

SET, NOTEBOOK = "linear-algebra", "vectors-and-matrices"
Edit = Callable[[nbformat.NotebookNode], None]


@pytest.fixture(scope="module")
def source() -> ProblemSource:
    course = read_course(content.root())
    return next(problems for problems in course.problems if (problems.problem_set, problems.name) == (SET, NOTEBOOK))


def nbgrader(folder: Path, *arguments: str, fails: bool = False) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert (run.returncode != 0) == fails, run.stdout + run.stderr
    return run.stdout + run.stderr


def solve(notebook: nbformat.NotebookNode, source: ProblemSource, only: set[str] | None = None) -> None:
    """Write the reference answers into a learner's notebook."""
    answers = {exercise.name: exercise.reference.source for exercise in source.exercises}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers and (only is None or name in only):
            cell.source = answers[name]


def damage(notebook: nbformat.NotebookNode, source: ProblemSource) -> None:
    """Solve all; lose the imports and the first check cell, weaken the last, name a kernel that does not exist."""
    solve(notebook, source)
    first, last = source.exercises[0].name, source.exercises[-1].name
    lost = {"start_2", f"{first}-hint-2", f"{first}-check"}
    assert lost <= {cell.id for cell in notebook.cells}
    notebook.cells = [cell for cell in notebook.cells if cell.id not in lost]
    for cell in notebook.cells:
        if cell.id == f"{last}-check":
            cell.source = "pass"
        if cell.id == last:
            cell.source = source_of_reject(source, last)
    notebook.metadata["kernelspec"] = {"name": "no-such-kernel", "display_name": "?", "language": "python"}


def source_of_reject(source: ProblemSource, name: str) -> str:
    return next(exercise for exercise in source.exercises if exercise.name == name).rejects[0].source


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, source: ProblemSource) -> Path:
    """A course directory in which six learners' submissions have been graded."""
    folder = tmp_path_factory.mktemp("course")
    make_course_directory(folder, content.root())
    nbgrader(folder, "generate_assignment", SET)
    half = {exercise.name for exercise in source.exercises[: len(source.exercises) // 2]}
    edits: dict[str, Edit] = {
        "ada": lambda notebook: solve(notebook, source),
        "bo": lambda notebook: None,
        "cy": lambda notebook: solve(notebook, source, half),
        "di": lambda notebook: damage(notebook, source),
    }
    for student, edit in edits.items():
        submission = folder / "submitted" / student / SET
        shutil.copytree(folder / "release" / SET, submission)
        path = submission / f"{NOTEBOOK}.ipynb"
        notebook = nbformat.read(path, 4)
        edit(notebook)
        nbformat.write(notebook, path)
    broken = folder / "submitted" / "ed" / SET
    shutil.copytree(folder / "release" / SET, broken)
    (broken / f"{NOTEBOOK}.ipynb").write_text("{this is no notebook")
    cheat(folder / "submitted" / "eve" / SET, folder, source)
    (folder / "source" / SET / "wines.csv").write_text("the course's")
    (folder / "autograde.log").write_text(nbgrader(folder, "autograde", SET))
    nbgrader(folder, "generate_feedback", SET)
    return folder


def cheat(submission: Path, folder: Path, source: ProblemSource) -> None:
    """Solve all; copy a check cell, tag them, and lay beside the notebook what could bend the run or read the rest."""
    shutil.copytree(folder / "release" / SET, submission)
    path = submission / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, 4)
    solve(notebook, source)
    last = source.exercises[-1].name
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
    (answer,) = (cell for cell in notebook.cells if cell.id == last)
    (check,) = (cell for cell in notebook.cells if cell.id == f"{last}-check")
    answer.source = source_of_reject(source, last)
    notebook.cells.append(nbformat.from_dict({**check, "id": "another"}))
    notebook.metadata["mlcourse"] = {"score": 99, "flags": []}
    nbformat.write(notebook, path)
    (submission / "numpy.py").write_text("raise SystemExit")
    (submission / "wines.csv").write_text("mine")
    (submission / "notes").mkdir()
    (submission / "notes" / "idea.txt").write_text("mine")
    if sys.platform != "win32":
        (submission / "stolen.txt").symlink_to(folder / "source" / SET / f"{NOTEBOOK}.ipynb")
        (submission / "endless.bin").symlink_to("/dev/zero")
        (submission / "up").symlink_to(folder)


def scores(folder: Path, student: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        grades = gradebook.find_submission_notebook(NOTEBOOK, SET, student).grades
        return {grade.name: grade.auto_score for grade in grades if grade.name.endswith("-check")}


def test_the_release_is_the_edition_that_learners_have(graded: Path) -> None:
    released = nbformat.read(graded / "release" / SET / f"{NOTEBOOK}.ipynb", 4)
    edition = learner_edition(content.root()).files
    (path,) = (path for path in edition if path.endswith(f"{SET}/{NOTEBOOK}.ipynb"))
    ours = nbformat.reads(edition[path].decode(), 4)
    assert [(cell.id, cell.source, cell.metadata) for cell in released.cells] == [
        (cell.id, cell.source, cell.metadata) for cell in ours.cells
    ]
    text = json.dumps(released)
    assert "HIDDEN TESTS" not in text
    assert "BEGIN SOLUTION" not in text


def test_a_right_answer_gets_all_points(graded: Path, source: ProblemSource) -> None:
    wanted = {f"{exercise.name}-check": float(exercise.points) for exercise in source.exercises}
    assert scores(graded, "ada") == wanted


def test_a_blank_submission_gets_none(graded: Path, source: ProblemSource) -> None:
    assert scores(graded, "bo") == {f"{exercise.name}-check": 0.0 for exercise in source.exercises}


def test_a_half_solved_one_gets_its_half(graded: Path, source: ProblemSource) -> None:
    half = len(source.exercises) // 2
    wanted = [float(exercise.points) * (number < half) for number, exercise in enumerate(source.exercises)]
    assert scores(graded, "cy") == dict(
        zip((f"{exercise.name}-check" for exercise in source.exercises), wanted, strict=True)
    )


def test_a_damaged_one_gets_what_it_earned(graded: Path, source: ProblemSource) -> None:
    """A lost check comes back, a weakened one is restored, another kernel is not used."""
    wanted = {f"{exercise.name}-check": float(exercise.points) for exercise in source.exercises}
    wanted[f"{source.exercises[-1].name}-check"] = 0.0
    assert scores(graded, "di") == wanted


def test_what_is_no_notebook_scores_nothing_and_harms_nobody_else(graded: Path, source: ProblemSource) -> None:
    assert scores(graded, "ed") == {f"{exercise.name}-check": 0.0 for exercise in source.exercises}
    notebook = nbformat.read(graded / "autograded/ed" / SET / f"{NOTEBOOK}.ipynb", 4)
    assert "damaged and could not be read" in notebook.cells[0].source
    assert "damaged and could not be read" in (graded / "feedback/ed" / SET / f"{NOTEBOOK}.html").read_text()
    assert f"ed: {NOTEBOOK} scores nothing: it is not JSON" in (graded / "autograde.log").read_text()


def test_a_cheat_gets_what_the_answers_are_worth(graded: Path, source: ProblemSource) -> None:
    wanted = {f"{exercise.name}-check": float(exercise.points) for exercise in source.exercises}
    wanted[f"{source.exercises[-1].name}-check"] = 0.0
    assert scores(graded, "eve") == wanted


def test_only_the_learners_own_harmless_files_are_kept(graded: Path) -> None:
    folder = graded / "autograded/eve" / SET
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    notebooks = {path.name for path in (graded / "release" / SET).glob("*.ipynb")}
    assert kept == {*notebooks, "notes/idea.txt", "wines.csv"}
    assert (folder / "wines.csv").read_text() == "the course's"


def test_the_instructor_sees_what_was_repaired(graded: Path, source: ProblemSource) -> None:
    def flags(student: str) -> set[tuple[str, str]]:
        # What lies beside the notebooks is told with the first of them.
        paths = (graded / "autograded" / student / SET).glob("*.ipynb")
        found = (nbformat.read(path, 4).metadata.get("mlcourse", {}).get("flags", []) for path in paths)
        return {(flag["kind"], flag["cell"]) for flag in itertools.chain.from_iterable(found)}

    assert flags("ada") == set()
    assert {("lost", "start_2"), ("changed", f"{source.exercises[-1].name}-check")} <= flags("di")
    assert {"tags", "copied", "file"} <= {kind for kind, _ in flags("eve")}
    log = (graded / "autograde.log").read_text()
    assert "'numpy.py' was left out: it would be imported in place of the module numpy" in log
    if sys.platform != "win32":
        assert "'stolen.txt' is no ordinary file and was not read" in log


def test_mlcourse_grade_knows_that_all_is_graded(graded: Path, source: ProblemSource) -> None:
    def refuse(task: Task) -> Result:
        raise AssertionError(f"{task.student} is graded twice")

    engine = Threads(1, refuse)
    entries = {entry.student: entry for entry in Batch(open_course(graded), engine).run()}
    engine.close()
    assert {student: entry.state for student, entry in entries.items()} == dict.fromkeys(
        ("ada", "bo", "cy", "di", "ed", "eve"), "kept"
    )
    points = sum(exercise.points for exercise in source.exercises)
    assert (entries["ada"].score, entries["bo"].score, entries["ed"].score) == (points, 0, 0)
    assert "it is not JSON" in entries["ed"].why


def test_feedback_teaches_and_keeps_hidden_tests_hidden(graded: Path, source: ProblemSource) -> None:
    hidden = {
        line.strip()
        for exercise in source.exercises
        for line in exercise.check.source.partition("### BEGIN HIDDEN TESTS")[2].splitlines()
        if len(line.strip()) > 20
    }
    visible = {
        line.strip()
        for exercise in source.exercises
        for line in exercise.check.source.partition("### BEGIN HIDDEN TESTS")[0].splitlines()
    }
    assert hidden - visible
    for student in ("ada", "bo", "cy", "di"):
        page = (graded / "feedback" / student / SET / f"{NOTEBOOK}.html").read_text()
        text = plain_text(page)
        assert "HIDDEN TESTS" not in text
        for line in hidden - visible:
            assert line not in text, f"{student}'s feedback shows a hidden test"
    first, last = source.exercises[0].name, source.exercises[-1].name
    assert f"{first}: not attempted" in plain_text((graded / "feedback/bo" / SET / f"{NOTEBOOK}.html").read_text())
    assert f"{last}: " in plain_text((graded / "feedback/di" / SET / f"{NOTEBOOK}.html").read_text())


def plain_text(page: str) -> str:
    import html
    import re

    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_the_formgrader_lists_the_assignment(graded: Path, tmp_path: Path) -> None:
    """The page that instructors use is served in the course directory as it is."""
    import os
    import socket
    import time
    import urllib.request

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    scratch = {name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")}
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.token=secret",
         "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"],
        cwd=graded, env={**os.environ, **scratch}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}/formgrader/api/assignments?token=secret"
        for _ in range(300):
            try:
                with urllib.request.urlopen(address, timeout=10) as answer:
                    listed = json.load(answer)
                break
            except OSError:
                assert server.poll() is None, "JupyterLab stopped"
                time.sleep(0.2)
        (row,) = (row for row in listed if row["name"] == SET)
        course = read_course(content.root())
        problems = [one for one in course.problems if one.problem_set == SET]
        points = sum(each.points for one in problems for each in (*one.exercises, *one.manuals))
        assert (row["num_submissions"], row["max_score"]) == (6, points)
    finally:
        server.terminate()
        server.wait(30)


def test_an_instructors_changes_survive_an_update(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "course"
    make_course_directory(folder, sample)
    path, config = folder / "source/sums/lists.ipynb", folder / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.CourseDirectory.course_id = 'mine'\n")
    path.write_text(path.read_text().replace("Sums of lists", "Sums of my lists"))
    mine = path.read_bytes()

    problems = sample / "assignments/01-basics/sums/lists.py"
    problems.write_text(problems.read_text().replace("Go through the list once.", "Walk through the list once."))
    report = make_course_directory(folder, sample)
    assert report.kept == (("source/sums/lists.ipynb", "new-edition/source/sums/lists.ipynb"),)
    assert path.read_bytes() == mine
    assert "Walk through" in (folder / "new-edition/source/sums/lists.ipynb").read_text()
    assert config.read_text().endswith("'mine'\n")
    assert [entry.name for entry in path.parent.iterdir()] == [path.name], "nbgrader would take a second notebook"


def test_what_is_no_gradebook_is_told(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_text("my notes")
    with pytest.raises(CourseError, match=r"gradebook\.db is no gradebook"):
        make_course_directory(tmp_path, sample)
    assert (tmp_path / "gradebook.db").read_text() == "my notes"
