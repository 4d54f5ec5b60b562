"""Grading one's own work: what is told, kept, recorded and given away."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mlcourse.authoring.build import Edition, learner_edition
from mlcourse.errors import CourseError
from mlcourse.grading import mine
from mlcourse.grading.model import PREFERRED, Flag, NotebookResult, Result, Score, Task
from mlcourse.grading.stopping import Stopped, check
from mlcourse.workspace import catalogue, events, update
from mlcourse.workspace.learner import Learner

ROOT = Path(__file__).parents[1] / "sample_course"
BOOK = "assignments/01-basics/sums/lists.ipynb"
TOTAL, MEAN, WHY = "sums#total", "sums#mean", "sums#why"
RIGHT = "def total(numbers):\n    return sum(numbers)"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return learner_edition(ROOT)


@pytest.fixture
def workspace(tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLCOURSE_CONTENT", str(ROOT))
    folder = tmp_path / "workspace"
    update(folder, edition.files, fingerprint=edition.fingerprint)
    catalogue.write(folder, edition.catalogue, edition.fingerprint)
    return folder


def write(workspace: Path, answers: Mapping[str, str]) -> None:
    """Save answers in the learner's notebook, by the name of the exercise."""
    path = workspace / BOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")


class Rule:
    """A grader that gives what it is told to give."""

    def __init__(self) -> None:
        self.scores: dict[str, tuple[str, float | None]] = {}
        self.tasks: list[Task] = []
        self.flags: tuple[Flag, ...] = ()
        self.told: tuple[str, ...] = ()

    def __call__(self, task: Task, progress: Callable[[str], None], stop: threading.Event | None) -> Result:
        self.tasks.append(task)
        for name in self.told:
            progress(name)
        check(stop)
        notebooks = []
        for source in task.sources:
            scores = []
            for cell in source.cells:
                if cell.points is not None:
                    outcome, score = self.scores.get(cell.name, ("not attempted", 0.0))
                    scores.append(Score(cell.name, cell.points, score, outcome, f"{cell.name}: {outcome}"))
            notebooks.append(NotebookResult(source.name, tuple(scores), self.flags))
        return Result(task.assignment, task.student, tuple(notebooks), {"network": "none"})


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Rule:
    rule = Rule()
    monkeypatch.setattr("mlcourse.grading.grade.grade", rule)
    return rule


def graded_events(workspace: Path) -> list[tuple[str, float, float]]:
    found = [event for event in events.read(workspace) if event["kind"] == "graded"]
    return [(event["exercise"], event["points"], event["of"]) for event in found]


def states(workspace: Path) -> dict[str, str]:
    learner = Learner(workspace)
    course = learner.catalogue()
    assert course is not None
    return dict(learner.progress(course).exercises)


def test_a_result_says_what_each_exercise_earned_and_where_it_is(workspace: Path, rule: Rule) -> None:
    rule.scores = {"total-check": ("passed", 2.0), "mean-check": ("partial", 1.5), "why": ("manual", None)}
    rule.flags = (Flag("copied", "A test cell was copied."),)
    result = mine.grade_mine(workspace, "sums")
    assert [(each.exercise, each.title, each.outcome, each.score, each.points) for each in result.exercises] == [
        (TOTAL, "Total", "passed", 2.0, 2.0),
        (MEAN, "Mean", "partial", 1.5, 3.0),
        (WHY, "Why?", "manual", None, 4.0),
    ]
    assert [each.cell for each in result.exercises] == ["total-task", "mean-task", "why-prompt"]
    ids = {cell["id"] for cell in json.loads((workspace / BOOK).read_text(encoding="utf-8"))["cells"]}
    assert {each.cell for each in result.exercises} <= ids
    # A former name of a topic leads to the present one.
    assert result.exercises[0].topics == ("adding#sums", "adding#running-totals")
    assert (result.points, result.of) == (3.5, 5.0)
    assert result.flags == ("A test cell was copied.",)
    assert mine.kept(workspace, "sums") == result


def test_what_is_earned_is_in_the_roadmap_and_nothing_is_said_of_what_was_not_tried(
    workspace: Path, rule: Rule
) -> None:
    rule.scores = {"total-check": ("passed", 2.0)}
    mine.grade_mine(workspace, "sums")
    assert graded_events(workspace) == [(TOTAL, 2.0, 2.0)]
    assert states(workspace) == {TOTAL: "mastered"}


@pytest.mark.parametrize("outcome", ["not run", "error", "not attempted"])
def test_what_was_not_judged_is_not_recorded(workspace: Path, rule: Rule, outcome: str) -> None:
    rule.scores = {"total-check": (outcome, 0.0)}
    mine.grade_mine(workspace, "sums")
    assert graded_events(workspace) == []
    assert states(workspace) == {}


def test_the_same_result_is_recorded_once_and_a_better_one_again(workspace: Path, rule: Rule) -> None:
    rule.scores = {"total-check": ("failed", 0.0), "mean-check": ("partial", 1.0)}
    mine.grade_mine(workspace, "sums")
    mine.grade_mine(workspace, "sums")
    assert graded_events(workspace) == [(TOTAL, 0.0, 2.0), (MEAN, 1.0, 3.0)]
    rule.scores |= {"mean-check": ("passed", 3.0)}
    mine.grade_mine(workspace, "sums")
    assert graded_events(workspace)[2:] == [(MEAN, 3.0, 3.0)]
    assert states(workspace) == {TOTAL: "in progress", MEAN: "mastered"}


def test_hidden_tests_take_the_points_that_a_saved_check_gave(workspace: Path, rule: Rule) -> None:
    path = workspace / BOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] == "total-check":
            cell["execution_count"] = 1  # run, and without an error
    path.write_text(json.dumps(notebook), encoding="utf-8")
    rule.scores = {"total-check": ("failed", 0.0)}
    mine.grade_mine(workspace, "sums")
    learner = Learner(workspace)
    course = learner.catalogue()
    assert course is not None
    learner.look(course)
    assert learner.progress(course).points == {TOTAL: 0.0}
    assert learner.progress(course).exercises == {TOTAL: "practised"}


def test_the_grader_gets_the_saved_notebook_and_what_lies_beside_it_and_no_more(workspace: Path, rule: Rule) -> None:
    (workspace / BOOK).with_name("data.csv").write_text("1,2")
    (workspace / "diary.txt").write_text("private")
    mine.grade_mine(workspace, "sums")
    (task,) = rule.tasks
    assert (task.assignment, task.sandbox) == ("sums", PREFERRED)
    assert dict(task.notebooks) == {"lists": (workspace / BOOK).read_bytes()}
    assert dict(task.files) == {"data.csv": b"1,2"}
    checks = {cell.name: cell.source for cell in task.sources[0].cells if cell.is_check}
    assert "five random numbers" in checks["total-check"]


@pytest.mark.parametrize(
    ("checks", "counts"),
    [
        (("total-check", "mean-check"), [0, 1, 2]),
        (("mean-check", "mean-check", "total-check", "mean-check"), [0, 1, 2]),
        (("why", "nothing-check", "total-check"), [0, 1, 2]),  # what was not judged is done when the notebook is
        ((), [0, 2]),
    ],
)
def test_progress_is_told_for_each_exercise_once(
    workspace: Path, rule: Rule, checks: tuple[str, ...], counts: list[int]
) -> None:
    told: list[tuple[int, int]] = []
    rule.told = checks
    mine.grade_mine(workspace, "sums", lambda done, of: told.append((done, of)))
    assert told == [(count, 2) for count in counts]


def test_what_is_stopped_keeps_nothing_and_can_be_started_again(workspace: Path, rule: Rule) -> None:
    rule.scores = {"total-check": ("passed", 2.0)}
    former = mine.grade_mine(workspace, "sums")
    kept = events.read(workspace)
    stop = threading.Event()
    rule.scores, rule.told = {"mean-check": ("passed", 3.0)}, ("mean-check",)
    with pytest.raises(Stopped):
        mine.grade_mine(workspace, "sums", lambda done, of: stop.set() if done else None, stop)
    assert (mine.kept(workspace, "sums"), events.read(workspace)) == (former, kept)
    mine.grade_mine(workspace, "sums", stop=threading.Event())
    assert states(workspace)[MEAN] == "mastered"


def test_a_stop_in_the_last_moment_still_keeps_nothing(workspace: Path, rule: Rule) -> None:
    stop = threading.Event()
    rule.scores = {"total-check": ("passed", 2.0)}
    with pytest.raises(Stopped):
        mine.grade_mine(workspace, "sums", lambda done, of: stop.set() if done == of else None, stop)
    assert (mine.kept(workspace, "sums"), graded_events(workspace)) == (None, [])


def test_without_a_name_the_set_that_was_worked_on_last_is_graded(workspace: Path, rule: Rule) -> None:
    events.append(workspace, [{"kind": "opened", "exercise": MEAN}])
    assert mine.grade_mine(workspace).problem_set == "sums"


def test_what_cannot_be_graded_says_why(workspace: Path, rule: Rule, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no problem set 'products' to grade; there are: sums"):
        mine.grade_mine(workspace, "products")
    with pytest.raises(CourseError, match=r"no problem set '\.\./\.\./x'"):
        mine.grade_mine(workspace, "../../x")
    with pytest.raises(CourseError, match="mlcourse init"):
        mine.grade_mine(tmp_path, "sums")
    (workspace / BOOK).unlink()
    with pytest.raises(CourseError, match=f"mlcourse update --restore {BOOK}"):
        mine.grade_mine(workspace, "sums")
    assert rule.tasks == []


def test_a_link_in_place_of_the_notebook_leads_nowhere(workspace: Path, rule: Rule, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.ipynb"
    (workspace / BOOK).rename(elsewhere)
    (workspace / BOOK).symlink_to(elsewhere)
    mine.grade_mine(workspace, "sums")
    assert not rule.tasks[0].notebooks


def test_a_second_run_is_told_that_one_is_under_way(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[str] = []

    def grade(task: Task, *_: Any) -> Result:
        with pytest.raises(mine.BusyError) as caught:
            mine.grade_mine(workspace, "sums")
        refused.append(str(caught.value))
        return Result(task.assignment, task.student, ())

    monkeypatch.setattr("mlcourse.grading.grade.grade", grade)
    mine.grade_mine(workspace, "sums")
    assert refused == ["Your work is being graded already: wait until that is done."]
    mine.grade_mine(workspace, "sums")  # the lock is free again
    assert len(refused) == 2


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"format": 1}', b'{"format": 2}', b"[" * 100_000])
def test_a_damaged_result_is_none(workspace: Path, data: bytes) -> None:
    path = workspace / mine.FOLDER / "sums.json"
    path.parent.mkdir()
    path.write_bytes(data)
    assert mine.kept(workspace, "sums") is None


def test_the_reference_solution_is_given_away_only_on_request(workspace: Path, rule: Rule) -> None:
    write(workspace, {"total": RIGHT})
    rule.scores = {"total-check": ("partial", 1.0)}
    mine.grade_mine(workspace, "sums")
    with pytest.raises(mine.SpoilerError, match="“Total” is not solved yet"):
        mine.compare(workspace, TOTAL)
    found = mine.compare(workspace, TOTAL, spoil=True)
    assert (found.title, found.kind, found.own) == ("Total", "code", RIGHT)
    assert "return sum(numbers)" in found.reference
    assert "###" not in found.reference
    assert "NotImplementedError" not in found.reference


def test_after_a_full_pass_the_reference_solution_can_be_read(workspace: Path, rule: Rule) -> None:
    rule.scores = {"total-check": ("passed", 2.0), "why": ("manual", None)}
    mine.grade_mine(workspace, "sums")
    assert "return sum(numbers)" in mine.compare(workspace, TOTAL).reference
    assert mine.compare(workspace, WHY).reference == "There is nothing to divide by."
    with pytest.raises(mine.SpoilerError):
        mine.compare(workspace, MEAN)
    # What was mastered once is solved, whatever became of it later.
    rule.scores = {}
    mine.grade_mine(workspace, "sums")
    assert mine.compare(workspace, TOTAL).reference


@pytest.mark.parametrize("damage", [lambda path: path.write_text("{"), lambda path: path.unlink()])
def test_the_reference_can_be_read_where_the_notebook_cannot(workspace: Path, damage: Callable[[Path], Any]) -> None:
    damage(workspace / BOOK)
    found = mine.compare(workspace, TOTAL, spoil=True)
    assert (found.own, "sum(numbers)" in found.reference) == ("", True)


@pytest.mark.parametrize("name", ["sums#nothing", "sums", "products#total", "", "#", "sums#../x"])
def test_there_is_no_solution_of_what_is_not_there(workspace: Path, name: str) -> None:
    with pytest.raises(CourseError):
        mine.compare(workspace, name, spoil=True)


def test_a_real_run_judges_by_the_hidden_tests(workspace: Path) -> None:
    answers = {
        "total": "def total(numbers):\n    return 3 if numbers else 0",
        "mean": "from statistics import fmean\n\ndef mean(numbers):\n    return fmean(numbers)",
        "why": "One would divide by zero.",
    }
    write(workspace, answers)
    result = mine.grade_mine(workspace, "sums")
    assert [(each.outcome, each.score) for each in result.exercises] == [
        ("failed", 0.0),
        ("passed", 3.0),
        ("manual", None),
    ]
    assert "Do not answer by heart." in result.exercises[0].message
    assert states(workspace) == {TOTAL: "in progress", MEAN: "mastered"}


def test_a_notebook_that_cannot_be_read_is_told_in_a_sentence(workspace: Path) -> None:
    (workspace / BOOK).write_text('{"cells": [')
    result = mine.grade_mine(workspace, "sums")
    (trouble,) = result.troubles
    assert trouble.startswith(f"{BOOK}: Your notebook's file is damaged")
    assert graded_events(workspace) == []


def test_everything_that_is_written_goes_into_the_folder_of_the_workspace(workspace: Path, rule: Rule) -> None:
    before = {path for path in workspace.rglob("*") if ".mlcourse" not in path.parts}
    shutil.rmtree(workspace / mine.FOLDER, ignore_errors=True)
    mine.grade_mine(workspace, "sums")
    after = {path for path in workspace.rglob("*") if ".mlcourse" not in path.parts}
    assert after == before
