"""A class of attackers graded on a Dask cluster, into a gradebook in PostgreSQL: a real scheduler, workers, server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from tests.grading.attacks.classroom import HONEST, Classroom, make_template, wanted
from tests.grading.attacks.corpus.cluster import CLUSTER
from tests.grading.attacks.corpus.deceive import ESCAPE
from tests.grading.attacks.corpus.everything import ATTACKS
from tests.grading.attacks.course import KEYS, SET, TOKEN, WORK
from tests.grading.attacks.judging import Class, achieves_nothing, fill, found_in, limit_cells
from tests.grading.attacks.model import GROUPS, Attack
from tests.grading.postgres import new_database, running_server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the attacks use what Linux has")
GRADE = ("-c", "from mlcourse.cli import main; main()", "grade", SET)
# The strongest of each group.
CHOSEN = (
    "skip-execution-tag",
    "patched-check",
    "hostile-exceptions",
    "nan-credit",
    "shipped-numpy",
    "notebook-is-link-to-source",
    "runs-other-students-answers",
    "writes-its-points",
    "forged-verdicts",
    "own-memory",
    "parents-memory",
    "proc",
    "environment",
    "parents-environment",
    "data-link",
    "course-directory",
    "tcp",
    "unix-socket",
    "kills-parent",
    "kills-all",
    "deletes-submitted",
    "start-up-file",
    "writes-everywhere",
    "not-json",
    "odd-outputs",
    "odd-text",
    "broken-timestamp",
    "double-fork",
    "fork-in-test",
    "endless-loop",
    "memory",
    "one-long-line",
    "hostile-replies",
    "script",
    "terminal-errors",
    "huge-messages",
    "copied-test",
    "wrong-before",
    "exits-at-the-end",
)
ATTACKERS = (*(attack for attack in ATTACKS if attack.name in CHOSEN), *CLUSTER)
BROKEN_ID = b"s777-\xff\xfe"  # a name that is no text at all


@pytest.fixture(scope="module")
def workers() -> Iterator[Path]:
    """A folder that the workers have for themselves; whoever shares the machine can look into it."""
    with tempfile.TemporaryDirectory(prefix="atk-workers-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, workers: Path) -> Iterator[Class]:
    """The class, graded by two workers."""
    template = make_template(tmp_path_factory.mktemp("cluster"), stock=False)
    limit_cells(template)
    environment = {"COURSE_TOKEN": TOKEN, "TMPDIR": str(workers)}
    with (
        running_server() as server,
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            local_directory=str(workers),
            env=environment,
        ) as cluster,
    ):
        url = new_database(server, "attacked")
        with (template / "nbgrader_config.py").open("a") as config:
            config.write(f"c.CourseDirectory.db_url = {url!r}\n")
        words = [sys.executable, "-m", "nbgrader", "generate_assignment", SET, "--force"]
        subprocess.run(words, cwd=template, check=True, capture_output=True, timeout=120)
        with Classroom(tmp_path_factory.mktemp("class"), template, db_url=url) as room:
            place = {"SCHEDULER": cluster.scheduler_address, "DATABASE": str(server), "NAME": "attacked"}
            fill(room, ATTACKERS, WORKERS=str(workers), **place)
            (room.course / "submitted" / os.fsdecode(BROKEN_ID) / SET).mkdir(parents=True)
            status = room.run(*GRADE, "--scheduler", cluster.scheduler_address, "--json", seconds=400)
            assert room.printed, room.console
            entries = json.loads(room.printed)["assignments"][0]["submissions"]
            left = len(room.leftovers())
            room.run(*GRADE, "--scheduler", cluster.scheduler_address, seconds=120)  # the table; nothing is left
            feedback = room.run("-m", "nbgrader", "generate_feedback", SET, "--student=s[05]*", seconds=300)
            found = found_in(room, ATTACKERS, (status, feedback), left)
            found.entries.update({entry["student"].partition("-")[2]: entry for entry in entries})
            yield found


def test_the_attacks_are_of_all_groups() -> None:
    assert {attack.name for attack in ATTACKERS} >= set(CHOSEN)
    assert {attack.group for attack in ATTACKERS} == set(GROUPS)


@pytest.mark.parametrize("attack", ATTACKERS, ids=lambda attack: attack.name)
def test_it_achieves_nothing_on_a_cluster_either(attack: Attack, graded: Class) -> None:
    achieves_nothing(attack, graded)


def test_the_honest_have_their_exact_scores(graded: Class) -> None:
    assert graded.scores == {student: wanted(student) for student in HONEST}
    assert graded.touched == ()
    assert graded.left == 0


def test_the_batch_ends_with_a_word_on_everybody(graded: Class) -> None:
    assert graded.statuses in ((0, 0), (1, 0)), graded.console
    names = {*graded.evidence, *(student.partition("-")[2] for student in HONEST)}
    assert names <= graded.entries.keys()
    for entry in graded.entries.values():
        assert entry["state"] == "graded" or (entry["state"] == "failed" and entry["why"]), entry
    assert "Traceback" not in graded.console
    assert ESCAPE[:4] not in graded.console


def test_a_name_that_is_no_text_fails_alone(graded: Class) -> None:
    entry: dict[str, Any] = graded.entries[BROKEN_ID.decode(errors="replace").partition("-")[2]]
    assert entry["state"] == "failed"
    assert entry["why"]


def test_the_workers_folders_keep_nothing(graded: Class, workers: Path) -> None:
    files = [path for path in workers.rglob("*") if path.is_file()]
    text = "".join(path.read_text(errors="replace") for path in files)
    assert not [key for key in (*KEYS, WORK) if key in text]
    assert not list(workers.rglob("mlcourse-*"))
    assert not [path for path in files if path.suffix in (".ipynb", ".csv")]
