"""The same work on a Dask cluster: a real scheduler and two real worker processes on this machine."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import dask
import pytest
from distributed import LocalCluster

from mlcourse.errors import CourseError
from mlcourse.grading.batch.course_folder import CourseFolder
from mlcourse.grading.batch.engines import Cluster, grade_text
from mlcourse.grading.batch.entries import FAILED, GRADED, KEPT
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.model import PREFERRED, Result, Task, result_from_json, to_json
from tests.grading import synthetic
from tests.grading.synthetic import SET, by_rule, class_of, hand_in, released
from tests.grading.test_batch import hand_in_all, stored

# The workers can import the course, but not its tests.
for module in (synthetic, sys.modules[__name__]):
    cloudpickle.register_pickle_by_value(module)
UNLUCKY = "student-0001"


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    # One death of a worker is enough to give up what killed it.
    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.comm.timeouts.connect": "30s"}
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as found,
    ):
        yield found.scheduler_address


def run(course: CourseFolder, address: str, grade: Any = None, **options: Any) -> dict[str, Any]:
    engine = Cluster(address, grade)
    assert engine.slots >= 1
    entries = {one.student: one for one in Batch(course, engine, sandbox=PREFERRED, **options).run()}
    engine.close()
    return entries


@pytest.mark.slow
def test_workers_grade_as_this_process_does(cluster: str, course: CourseFolder) -> None:
    submissions = hand_in_all(course, class_of(6, released(course), damaged=0.5))
    entries = run(course, cluster)
    assert stored(course) == {one.student: one.deserves for one in submissions}
    assert {name: entry.state == GRADED for name, entry in entries.items()} == {
        one.student: one.readable for one in submissions
    }
    assert {entry.state for entry in run(course, cluster).values()} == {KEPT}


def lethal(task: Task) -> Result:
    if task.student == UNLUCKY:
        os._exit(9)
    return by_rule(task)


def test_the_death_of_a_worker_costs_one_submission(
    cluster: str, course: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlcourse.grading.batch.run._AHEAD", 0)  # what waits at a worker that dies would be blamed too
    submissions = hand_in_all(course, class_of(6, released(course), damaged=0.0))
    entries = run(course, cluster, lethal)
    assert {name for name, entry in entries.items() if entry.state == FAILED} == {UNLUCKY}
    assert "the grader itself failed on it (KilledWorker" in entries[UNLUCKY].why
    again = run(course, cluster, by_rule)
    assert {name for name, entry in again.items() if entry.state == GRADED} == {UNLUCKY}
    assert stored(course) == {one.student: one.deserves for one in submissions}


def whereabouts(task: Task) -> Result:
    files = [str(getattr(module, "__file__", "")) for module in sys.modules.values()]
    seen = {"task": json.dumps(to_json(task)), "process": os.getpid(), "files": files, "path": sys.path}
    raise CourseError(json.dumps(seen))


def test_a_worker_gets_what_one_submission_needs_and_no_more(cluster: str, course: CourseFolder) -> None:
    for student, text in (("ada", "the work of ada"), ("bo", "the work of bo")):
        hand_in(course, student, synthetic.as_bytes(synthetic.solved(released(course), {"total": text})))
    entries = run(course, cluster, whereabouts)
    for student, other in (("ada", "bo"), ("bo", "ada")):
        seen = json.loads(entries[student].why)
        assert seen["process"] != os.getpid()
        assert str(course.root) not in seen["task"]
        assert course.db_url not in seen["task"]
        assert not [name for name in (*seen["files"], *seen["path"]) if name.startswith(str(course.root))]
        notebooks = json.loads(seen["task"])["notebooks"]
        assert list(notebooks) == ["lists"]
        assert f"the work of {other}" not in seen["task"]


def test_results_travel_as_json(course: CourseFolder, tmp_path: Path) -> None:
    task = Task(SET, "ada", (), {"lists": b"\xff\x00"}, {"a/\udcff.csv": b"1"})
    answer = grade_text(json.dumps(to_json(task)), lambda task: Result(task.assignment, *sorted(task.files), ()))
    assert result_from_json(json.loads(answer)) == Result(SET, "a/\udcff.csv", ())


def test_no_cluster_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlcourse.grading.batch.engines.CONNECTING", 0.2)
    with pytest.raises(CourseError, match=r"There is no Dask cluster with workers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CourseError, match=r"pip install 'mlcourse\[cluster\]'"):
        Cluster("tcp://127.0.0.1:9")
