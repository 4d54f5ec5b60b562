"""The command line, as a person or a program uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlcourse import __version__
from mlcourse.workspace import catalogue


def mlcourse(*arguments: str | Path, cwd: Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mlcourse.cli", *map(str, arguments)]
    run = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert run.returncode == status, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run


def test_importing_mlcourse_loads_nothing_heavy() -> None:
    code = (
        "import sys, mlcourse\n"
        "heavy = {'numpy', 'pandas', 'torch', 'plotly', 'sklearn', 'jupytext', 'nbgrader', 'ipywidgets', 'typer'}\n"
        "print(*heavy & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == ""


def test_version(tmp_path: Path) -> None:
    assert mlcourse("--version", cwd=tmp_path).stdout.strip() == __version__


def test_init_and_update(sample_content: Path, tmp_path: Path) -> None:
    report = json.loads(mlcourse("init", "work", "--json", cwd=tmp_path).stdout)
    assert len(report["added"]) == 3
    notebook = tmp_path / "work/course/01-basics/01-adding.ipynb"
    assert notebook.is_file()
    assert "work is up to date" in mlcourse("update", "work", cwd=tmp_path).stdout

    lesson = sample_content / "course/01-basics/01-adding.md"
    lesson.write_text(lesson.read_text().replace("How do we add?", "How can we add?"))
    report = json.loads(mlcourse("update", "--json", cwd=tmp_path / "work").stdout)
    assert report["replaced"] == ["course/01-basics/01-adding.ipynb"]

    notebook.unlink()
    mlcourse("update", "work", cwd=tmp_path)
    assert not notebook.exists(), "a deleted file stays deleted"
    mlcourse("update", "work", "--restore", "course/01-basics/01-adding.ipynb", cwd=tmp_path)
    assert "How can we add?" in notebook.read_text()


@pytest.mark.parametrize("damage", ["", "{}", '{"fingerprint": "older", "catalogue": {}}', "deleted"])
def test_an_update_that_was_killed_before_its_catalogue_is_completed(
    sample_content: Path, tmp_path: Path, damage: str
) -> None:
    mlcourse("init", "work", cwd=tmp_path)
    path = tmp_path / "work" / catalogue.FILE
    whole = path.read_bytes()
    path.unlink()
    if damage != "deleted":
        path.write_text(damage)
    mlcourse("update", "work", cwd=tmp_path)
    assert path.read_bytes() == whole


def test_a_file_that_cannot_be_brought_is_told_and_fails(sample_content: Path, tmp_path: Path) -> None:
    mine = tmp_path / "work/course/01-basics/01-adding.ipynb/notes.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    run = mlcourse("init", "work", cwd=tmp_path, status=1)
    assert "01-adding.ipynb: not brought: a folder is in its place" in run.stdout
    assert "up to date" not in run.stdout
    assert mine.read_text() == "mine"


def test_update_outside_a_workspace_says_what_to_do(tmp_path: Path) -> None:
    run = mlcourse("update", cwd=tmp_path, status=1)
    assert "mlcourse init" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_malformed_source_is_told_with_its_line(sample_content: Path, tmp_path: Path) -> None:
    lesson = sample_content / "course/01-basics/01-adding.md"
    lesson.write_text(lesson.read_text().replace("minutes: 10", "minutes: ten"))
    run = mlcourse("init", "work", cwd=tmp_path, status=1)
    assert "01-adding.md:4: `minutes` is 'ten': write it like `minutes: 60`" in run.stderr
    assert not (tmp_path / "work").exists()


def test_build(sample_content: Path, tmp_path: Path) -> None:
    first = json.loads(mlcourse("build", "out", "--json", cwd=tmp_path).stdout)
    assert first == {"folder": "out", "notebooks": 6}
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    mlcourse("build", "out", cwd=tmp_path)
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    run = mlcourse("build", "mine", cwd=tmp_path, status=1)
    assert "not made by `mlcourse build`" in run.stderr
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "mine"


def test_verify_tells_faults_by_its_exit_status(sample_content: Path, tmp_path: Path) -> None:
    path = sample_content / "assignments/01-basics/sums/lists.py"
    assert json.loads(mlcourse("verify", path, "--json", cwd=tmp_path).stdout)["passed"]
    path.write_text(path.read_text().replace("    return product\n", "    return sum(numbers)\n"))
    run = mlcourse("verify", path, cwd=tmp_path, status=1)
    assert "lists.py:40: total: the reject “multiplies” is not rejected" in run.stdout.replace("\n", "")
    run = mlcourse("verify", "nowhere", cwd=tmp_path, status=1)
    assert "nowhere does not exist" in run.stderr


def test_doctor(tmp_path: Path) -> None:
    report = json.loads(mlcourse("doctor", "--json", cwd=tmp_path).stdout)
    assert report["healthy"]
    assert {"Python", "torch", "course kernel", "sidebar", "device"} <= {row["name"] for row in report["findings"]}


def test_only_lab_passes_options_on(tmp_path: Path) -> None:
    assert "only `mlcourse lab`" in mlcourse("doctor", "--", "--port", "1", cwd=tmp_path, status=1).stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no exec")
def test_lab_starts_jupyterlab_in_the_workspace(sample_content: Path, tmp_path: Path) -> None:
    run = mlcourse("lab", "work", "--", "--version", cwd=tmp_path)
    assert "3 files added" in run.stdout
    assert run.stdout.strip().splitlines()[-1][0].isdigit()


def test_the_roadmaps_coverage_is_counted(sample_content: Path, tmp_path: Path) -> None:
    counts = json.loads(mlcourse("roadmap", "--json", cwd=tmp_path).stdout)
    assert [(one["id"], one["rows"], one["taught"], one["planned"]) for one in counts["roadmaps"]] == [
        ("basics", 6, 3, 3),
        ("short", 1, 0, 1),
    ]
    shown = mlcourse("roadmap", cwd=tmp_path).stdout
    assert "The basics" in shown
    assert "01 Basics" in shown


def test_progress_is_taken_from_one_workspace_to_another(sample_content: Path, tmp_path: Path) -> None:
    from mlcourse.workspace import events

    for name in ("old", "new"):
        mlcourse("init", name, cwd=tmp_path)
    events.append(tmp_path / "old", [{"kind": "checked", "exercise": "sums#total", "passed": True}])
    assert "1 event is in" in mlcourse("progress", "export", "mine.jsonl", "old", cwd=tmp_path).stdout
    for added, known in ((1, 0), (0, 1)):
        counts = json.loads(mlcourse("progress", "import", "mine.jsonl", "new", "--json", cwd=tmp_path).stdout)
        assert counts == {"added": added, "known": known, "left_out": 0}
    assert "1 of 2 exercises passed" in mlcourse("progress", "show", "new", cwd=tmp_path).stdout
    mlcourse("progress", "page", "mine.html", "new", cwd=tmp_path)
    assert "Progress report" in (tmp_path / "mine.html").read_text()


def test_progress_says_what_is_wrong(sample_content: Path, tmp_path: Path) -> None:
    assert "mlcourse init" in mlcourse("progress", "show", cwd=tmp_path, status=1).stderr
    mlcourse("init", "work", cwd=tmp_path)
    assert "cannot be read" in mlcourse("progress", "import", "nothing.jsonl", "work", cwd=tmp_path, status=1).stderr
    run = mlcourse("progress", "export", "no/folder/mine.jsonl", "work", cwd=tmp_path, status=1)
    assert "the folder is not there" in run.stderr


def test_a_class_is_graded_and_told_of(tmp_path: Path) -> None:
    from tests.grading import synthetic

    course = synthetic.make_course(tmp_path / "course")
    submissions = list(synthetic.class_of(3, synthetic.released(course), damaged=0.34, seed=1))
    for one in submissions:
        synthetic.hand_in(course, one.student, one.data)
    synthetic.hand_in(course, "\x1b[31mmallory", b"no notebook")
    sandbox = ("--sandbox", "preferred")
    run = mlcourse("grade", "sums", "--jobs", "2", *sandbox, "--json", cwd=course.root, status=1)
    (found,) = json.loads(run.stdout)["assignments"]
    assert found["assignment"] == "sums"
    assert found["graded"] + found["failed"] == 4
    scores = {one["student"]: one["score"] for one in found["submissions"]}
    assert {one.student: scores[one.student] for one in submissions} == {
        one.student: sum(one.deserves.values()) for one in submissions
    }
    shown = mlcourse("grade", "--course", course.root, *sandbox, cwd=tmp_path).stdout
    assert "mallory, sums: it is not JSON" in shown
    assert "\x1b" not in shown, "what others named does not command the terminal"
    one = submissions[0].student
    again = mlcourse("grade", "--student", one, "--course", course.root, "--json", *sandbox, cwd=tmp_path)
    assert [row["state"] for row in json.loads(again.stdout)["assignments"][0]["submissions"]] == ["kept"]


def test_grade_says_what_is_wrong(tmp_path: Path) -> None:
    assert "has no nbgrader_config.py" in mlcourse("grade", cwd=tmp_path, status=1).stderr
    assert "has no nbgrader_config.py" in mlcourse("report", cwd=tmp_path, status=1).stderr
    assert "goes with --mine" in mlcourse("grade", "--solution", "a", cwd=tmp_path, status=1).stderr
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    assert "There are no submissions" in mlcourse("grade", cwd=tmp_path, status=1).stderr
    assert "run `mlcourse grade` first" in mlcourse("report", cwd=tmp_path, status=1).stderr


def test_ones_own_work_is_graded_and_compared(sample_content: Path, tmp_path: Path) -> None:
    mlcourse("init", "work", cwd=tmp_path)
    path = tmp_path / "work/assignments/01-basics/sums/lists.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["id"] == "total":
            cell["source"] = "def total(numbers):\n    return sum(numbers)"
    path.write_text(json.dumps(notebook))
    mine = json.loads(mlcourse("grade", "--mine", "sums", "--json", cwd=tmp_path / "work").stdout)
    assert {one["exercise"]: one["score"] for one in mine["exercises"]} == {
        "sums#total": 2.0,
        "sums#mean": 0.0,
        "sums#why": 0.0,
    }
    shown = mlcourse("grade", "--mine", "sums", "--course", "work", cwd=tmp_path).stdout
    assert "2 of 5 points in Sums" in shown
    assert "Read again: " in shown
    # Anywhere in the workspace, the workspace is found.
    inside = mlcourse("grade", "--mine", "sums", cwd=tmp_path / "work/assignments/01-basics").stdout
    assert "2 of 5 points in Sums" in inside
    own = mlcourse("grade", "--mine", "sums", "--solution", "total", cwd=tmp_path / "work").stdout
    assert "The reference solution" in own
    assert "return sum(numbers)" in own
    refused = mlcourse("grade", "--mine", "--solution", "sums#mean", cwd=tmp_path / "work", status=1)
    assert "not solved yet" in refused.stderr
    given = mlcourse("grade", "--mine", "--solution", "sums#mean", "--spoil", cwd=tmp_path / "work").stdout
    assert "return total(numbers) / len(numbers)" in given
