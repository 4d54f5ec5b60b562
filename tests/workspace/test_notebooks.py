"""Work that was done in notebooks elsewhere is found in them, once."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.widgets import quiz
from mlcourse.workspace import catalogue as catalogue_file
from mlcourse.workspace import events, notebooks
from mlcourse.workspace.learner import Learner

LESSON, PROBLEMS = "course/01-basics/01-adding.ipynb", "assignments/01-basics/sums/sums.ipynb"
RIGHT = [{"output_type": "stream", "name": "stdout", "text": "total: right\n"}]


def error(kind: str) -> list[dict[str, Any]]:
    return [{"output_type": "error", "ename": kind, "evalue": "", "traceback": []}]


def check(name: str, outputs: list[dict[str, Any]], count: int | None = 3) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": f"{name}-check",
        "metadata": {"nbgrader": {"grade_id": f"{name}-check", "grade": True}},
        "source": "",
        "execution_count": count,
        "outputs": outputs,
    }


def answers(**right: Any) -> dict[str, Any]:
    record = {"lesson": "adding", "answers": right}
    data = {"text/plain": ["A quiz"], notebooks.ANSWERS: record}
    outputs = [{"output_type": "display_data", "metadata": {}, "data": data}]
    return {"cell_type": "code", "id": "quiz", "metadata": {}, "source": "", "execution_count": 1, "outputs": outputs}


@pytest.fixture
def workspace(tmp_path: Path, catalogue: Catalogue) -> Path:
    (tmp_path / ".mlcourse").mkdir()
    catalogue_file.write(tmp_path, catalogue, "1")
    return tmp_path


def save(workspace: Path, path: str, *cells: Any) -> Path:
    file = workspace / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return file


def look(learner: Learner) -> int:
    course = learner.catalogue()
    assert course is not None
    return learner.look(course)


def found(workspace: Path) -> list[tuple[Any, ...]]:
    keys = ("exercise", "passed", "question", "right")
    return [tuple(event[key] for key in keys if key in event) for event in events.read(workspace)]


@pytest.mark.parametrize(
    ("cell", "event"),
    [
        (check("total", RIGHT), [("sums#total", True)]),
        (check("total", []), [("sums#total", True)]),
        (check("total", error("CheckFailed")), [("sums#total", False)]),
        (check("total", RIGHT + error("AnswerRaised")), [("sums#total", False)]),
        (check("total", error("NameError")), [("sums#total", False)]),
        (check("total", error("NotAttempted")), []),
        (check("total", RIGHT, count=None), []),
        (check("other", RIGHT), []),
        ({**check("total", RIGHT), "cell_type": "markdown"}, []),
    ],
)
def test_what_a_check_cell_tells(workspace: Path, cell: dict[str, Any], event: list[Any]) -> None:
    save(workspace, PROBLEMS, cell)
    assert look(Learner(workspace)) == len(event)
    assert found(workspace) == event


def test_reading_again_adds_nothing(workspace: Path) -> None:
    save(workspace, PROBLEMS, check("total", RIGHT), check("mean", error("CheckFailed")))
    file = save(workspace, LESSON, answers(empty=True, order=False))
    learner = Learner(workspace)
    assert look(learner) == 4
    assert look(learner) == 0
    assert look(Learner(workspace)) == 0
    os.utime(file, (1, 1))
    (workspace / notebooks.FILE).unlink()
    assert look(Learner(workspace)) == 0
    assert len(found(workspace)) == 4


def test_only_what_is_new_is_added(workspace: Path) -> None:
    learner = Learner(workspace)
    save(workspace, PROBLEMS, check("total", error("CheckFailed")), check("mean", RIGHT))
    look(learner)
    save(workspace, PROBLEMS, check("total", RIGHT), check("mean", error("CheckFailed")))
    assert look(learner) == 1
    assert found(workspace)[-1] == ("sums#total", True)


def test_an_answer_that_changed_is_added_and_counts_last(workspace: Path) -> None:
    learner = Learner(workspace)
    save(workspace, LESSON, answers(empty=False))
    look(learner)
    learner.add([{"kind": "answered", "question": "adding/order", "right": True}])
    file = save(workspace, LESSON, answers(empty=True, order=False))
    os.utime(file, (time.time() - 3600, time.time() - 3600))
    assert look(learner) == 2
    course = learner.catalogue()
    assert course is not None
    assert learner.progress(course).questions == {"adding/empty": True, "adding/order": False}


def test_an_answer_given_elsewhere_is_not_taken_back_by_an_old_one(workspace: Path) -> None:
    learner = Learner(workspace)
    save(workspace, LESSON, answers(empty=False))
    look(learner)
    learner.add([{"kind": "answered", "question": "adding/empty", "right": True}])
    save(workspace, LESSON, answers(empty=False), {"cell_type": "markdown", "source": "a note"})
    assert look(learner) == 0
    assert look(Learner(workspace)) == 0


def test_the_event_has_the_time_at_which_the_work_was_saved(workspace: Path) -> None:
    file = save(workspace, PROBLEMS, check("total", RIGHT))
    os.utime(file, (1_790_000_000, 1_790_000_000))
    look(Learner(workspace))
    (event,) = events.read(workspace)
    assert event["time"] == datetime.fromtimestamp(1_790_000_000, UTC).isoformat(timespec="milliseconds")


def test_a_file_from_the_future_is_from_now(workspace: Path) -> None:
    file = save(workspace, PROBLEMS, check("total", RIGHT))
    os.utime(file, (time.time() + 1e6, time.time() + 1e6))
    look(Learner(workspace))
    (event,) = events.read(workspace)
    assert datetime.fromisoformat(event["time"]) <= datetime.now(UTC)


def test_only_notebooks_that_changed_are_opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(workspace, PROBLEMS, check("total", RIGHT))
    save(workspace, LESSON, answers(empty=True))
    look(Learner(workspace))
    read: list[Path] = []
    original = notebooks._read
    monkeypatch.setattr(notebooks, "_read", lambda path, *rest: read.append(path) or original(path, *rest))
    learner = Learner(workspace)
    look(learner)
    assert read == []
    save(workspace, LESSON, answers(empty=True, order=True))
    look(learner)
    assert read == [workspace / LESSON]


def test_former_names_in_an_old_notebook_are_understood(workspace: Path) -> None:
    cell = answers(empty=True)
    cell["outputs"][0]["data"][notebooks.ANSWERS]["lesson"] = "plus"
    save(workspace, LESSON, cell)
    look(Learner(workspace))
    assert found(workspace) == [("adding/empty", True)]


MALFORMED: list[Any] = [
    b"",
    b"{",
    b"[" * 100_000,
    b"\xff\xfe\x00",
    b"null",
    b"[]",
    b"{}",
    b'{"cells": 3}',
    b'{"cells": [3, null, {"cell_type": "code"}]}',
    json.dumps({"cells": [{**check("total", []), "outputs": 3, "execution_count": "x"}]}).encode(),
    json.dumps({"cells": [{**check("total", []), "metadata": {"nbgrader": []}}]}).encode(),
    json.dumps({"cells": [{**answers(), "outputs": [3, {"data": 3}, {"data": {notebooks.ANSWERS: "x"}}]}]}).encode(),
    json.dumps({"cells": [answers(empty="yes", order=None, other=True)]}).encode(),
]


@pytest.mark.parametrize("content", MALFORMED, ids=lambda content: repr(content[:30]))
@pytest.mark.parametrize("path", [LESSON, PROBLEMS])
def test_malformed_notebooks_tell_nothing_and_break_nothing(workspace: Path, path: str, content: bytes) -> None:
    save(workspace, path).write_bytes(content + notebooks.ANSWERS.encode() * (path == LESSON and not content))
    other = PROBLEMS if path == LESSON else LESSON
    save(workspace, other, check("mean", RIGHT), answers(empty=True))
    assert look(Learner(workspace)) == (1 if other == LESSON else 2)


def test_a_huge_notebook_is_passed_over(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "LARGEST", 1000)
    save(workspace, PROBLEMS, check("total", RIGHT), {"cell_type": "markdown", "source": "x" * 1000})
    assert look(Learner(workspace)) == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in the file system")
def test_a_pipe_in_place_of_a_notebook_does_not_hang(workspace: Path) -> None:
    (workspace / PROBLEMS).parent.mkdir(parents=True)
    os.mkfifo(workspace / PROBLEMS)
    assert look(Learner(workspace)) == 0


@pytest.mark.parametrize("content", [b"", b"[]", b'{"notebooks": {"a": 3}}', b'{"notebooks": 3}', b"\xff"])
def test_a_damaged_memory_is_forgotten(workspace: Path, content: bytes) -> None:
    (workspace / notebooks.FILE).write_bytes(content)
    save(workspace, PROBLEMS, check("total", RIGHT))
    assert look(Learner(workspace)) == 1
    assert look(Learner(workspace)) == 0


def test_two_servers_record_the_same_work_once(workspace: Path) -> None:
    one, two = Learner(workspace), Learner(workspace)
    save(workspace, PROBLEMS, check("total", RIGHT))
    save(workspace, LESSON, answers(empty=True))
    assert look(one) + look(two) == 2
    assert len(found(workspace)) == 2


def test_a_doctored_catalogue_leads_to_no_file_outside(workspace: Path, catalogue: Catalogue) -> None:
    data = catalogue.to_json()
    data["modules"][0]["problem_sets"][0]["notebooks"][0]["path"] = "../outside.ipynb"
    outside = workspace.parent / "outside.ipynb"
    outside.write_bytes(save(workspace, "any.ipynb", check("total", RIGHT)).read_bytes())
    (workspace / catalogue_file.FILE).write_text(json.dumps({"fingerprint": "2", "catalogue": data}))
    assert look(Learner(workspace)) == 0


def test_the_quiz_writes_what_is_read_here() -> None:
    assert quiz.ANSWERS == notebooks.ANSWERS
