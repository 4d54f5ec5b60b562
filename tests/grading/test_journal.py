"""The records of graded submissions."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from mlcourse.errors import CourseError
from mlcourse.grading.batch import journal
from mlcourse.grading.model import Flag, NotebookResult, NotebookSource, Result, Score, SourceCell, Task

SCORES = (
    Score("f-check", 2.0, 1.5, "partial", "Nearly.", topics=(("Sums", "../a.ipynb#sums"),)),
    Score("why", 4.0, None, "manual"),
)
RESULT = Result(
    "sums",
    "ada",
    (NotebookResult("lists", SCORES, (Flag("lost", "it is back", "f-check"),), {"cells": [1]}, seconds=0.5),),
    {"file system": "Landlock"},
)
RECORD = journal.Record("a" * 64, "b" * 64, "2027-02-03T12:00:00+00:00", 0.5, RESULT)


def test_a_record_is_read_as_it_was_written_but_for_the_notebooks(tmp_path: Path) -> None:
    path = tmp_path / "grading/sums/ada.json"
    journal.write(path, RECORD)
    bare = dataclasses.replace(RESULT.notebooks[0], notebook={})
    assert journal.read(path) == dataclasses.replace(RECORD, result=dataclasses.replace(RESULT, notebooks=(bare,)))
    assert (RECORD.score, RECORD.max_score, RECORD.flags, RECORD.why) == (1.5, 6.0, 1, "")
    assert [one.result.student for one in journal.records(tmp_path, "sums")] == ["ada"]
    assert journal.graded_assignments(tmp_path) == ["sums"]
    journal.forget(path)
    journal.forget(path)
    assert journal.read(path) is None
    assert journal.graded_assignments(tmp_path) == []


@pytest.mark.parametrize("change", ["", "[]", "{}", "null", "cut", '"version": 1', '"score"', '"result"'])
def test_what_is_no_record_counts_as_none(tmp_path: Path, change: str) -> None:
    path = tmp_path / "grading/sums/ada.json"
    journal.write(path, RECORD)
    text = path.read_text()
    if change.startswith('"'):
        assert change in text
        path.write_text(text.replace(change, '"another": 7' if ":" in change else '"another"'))
    else:
        path.write_text(text[:-9] if change == "cut" else change)
    assert journal.read(path) is None
    assert list(journal.records(tmp_path, "sums")) == []


def test_a_record_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "grading").write_text("mine")
    with pytest.raises(CourseError, match="Rename the file"):
        journal.write(tmp_path / "grading/sums/ada.json", RECORD)


def test_why_is_for_the_whole_submission_or_its_notebooks() -> None:
    failed = [dataclasses.replace(RESULT.notebooks[0], failure=why) for why in ("it is empty", "", "it is no JSON")]
    record = dataclasses.replace(RECORD, result=dataclasses.replace(RESULT, notebooks=tuple(failed)))
    assert record.why == "it is empty; it is no JSON"
    assert dataclasses.replace(record, failure="the worker died").why == "the worker died"


def test_digests_tell_what_differs() -> None:
    source = NotebookSource("lists", (SourceCell("f", "code", "pass", locked=False, solution=True),))
    task = Task("sums", "ada", (source,), {"lists": b"{}"}, {"a.csv": b"1"})
    same = Task("sums", "bo", (), {"lists": b"{}"}, {"a.csv": b"1"})
    assert journal.digest_of_submission(task) == journal.digest_of_submission(same)
    others = [
        dataclasses.replace(task, notebooks={"lists": b"{} "}),
        dataclasses.replace(task, notebooks={"list": b"{}"}),
        dataclasses.replace(task, notebooks={}),
        dataclasses.replace(task, files={"a.csv": b"2"}),
        dataclasses.replace(task, files={"lists": b"{}"}, notebooks={"a.csv": b"1"}),
    ]
    digests = {journal.digest_of_submission(one) for one in (task, *others)}
    digests.add(journal.digest_of_submission(task, ["numpy.py was left out"]))
    assert len(digests) == 7
    changed = dataclasses.replace(source, cells=(dataclasses.replace(source.cells[0], source="other"),))
    sources = [([source], {}), ([source], {"a": b"1"}), ([source], {"a": b"2"}), ([changed], {}), ([], {})]
    assert len({journal.digest_of_sources(*one) for one in sources}) == 5
