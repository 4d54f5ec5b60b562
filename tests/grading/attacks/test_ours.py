"""The attacks against the course's own grader: none gains, reads, harms, outlives or deceives anything.

All attackers are in one class, with honest students before, between and behind them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from tests.grading.attacks.classroom import HONEST, Classroom, make_template, wanted
from tests.grading.attacks.corpus.deceive import ESCAPE
from tests.grading.attacks.corpus.everything import ATTACKS
from tests.grading.attacks.course import KEYS, SET
from tests.grading.attacks.judging import Class, achieves_nothing, fill, found_in, limit_cells
from tests.grading.attacks.model import Attack

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the attacks use what Linux has")
GRADE = ("-c", "from mlcourse.cli import main; main()", "grade", SET)
# Whose feedback is looked at: that of the honest, of those who read, and of those who deceive.
WITH_FEEDBACK = "s[0259]*"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """A class of attackers, graded by `mlcourse grade`."""
    template = make_template(tmp_path_factory.mktemp("ours"), stock=False)
    limit_cells(template)
    with Classroom(tmp_path_factory.mktemp("class"), template) as room:
        fill(room, ATTACKS)
        status = room.run(*GRADE, "--jobs", "2", "--json", seconds=400)
        entries = json.loads(room.printed)["assignments"][0]["submissions"]
        left = len(room.leftovers())
        room.run(*GRADE, seconds=120)  # the table that an instructor sees; nothing is left to grade
        feedback = room.run("-m", "nbgrader", "generate_feedback", SET, f"--student={WITH_FEEDBACK}", seconds=300)
        found = found_in(room, ATTACKS, (status, feedback), left)
        found.entries.update({entry["student"].partition("-")[2]: entry for entry in entries})
        yield found


def test_the_batch_ends_with_a_word_on_everybody(graded: Class) -> None:
    assert graded.statuses in ((0, 0), (1, 0)), graded.console
    assert graded.entries.keys() == {*graded.evidence, *(student.partition("-")[2] for student in HONEST)}
    for entry in graded.entries.values():
        assert entry["state"] == "graded" or (entry["state"] == "failed" and entry["why"]), entry
    assert "Traceback" not in graded.console


def test_honest_students_have_their_exact_scores(graded: Class) -> None:
    assert graded.scores == {student: wanted(student) for student in HONEST}


def test_nobody_elses_files_were_touched(graded: Class) -> None:
    assert graded.touched == ()


def test_no_process_is_left(graded: Class) -> None:
    assert graded.left == 0


def test_nothing_steers_the_instructors_terminal(graded: Class) -> None:
    assert ESCAPE[:4] not in graded.console
    assert len(graded.console) < 1 << 20


def test_honest_feedback_holds_no_key(graded: Class) -> None:
    for student, page in graded.pages.items():
        assert page, student
        assert not [key for key in KEYS if key in page], student


@pytest.mark.parametrize("attack", [pytest.param(attack, id=attack.name) for attack in ATTACKS])
def test_it_achieves_nothing(attack: Attack, graded: Class) -> None:
    achieves_nothing(attack, graded)


REPAIRED = (
    "copied-test",
    "copied-everything",
    "copied-answer",
    "lost-tests",
    "changed-test",
    "weakened-tests",
    "deleted-tests",
    "retagged-tests",
    "renumbered-tests",
    "tests-as-markdown",
    "shipped-numpy",
    "shipped-kernel-launcher",
    "data-link",
    "many-deaths",
    "odd-cells",
    "broken-timestamp",
    "future-timestamp",
    "timestamp-before-all-time",
    "huge-timestamp",
    "folder-timestamp",
    "pipe-timestamp",
    "endless-timestamp",
)


@pytest.mark.parametrize("name", REPAIRED)
def test_what_was_repaired_is_flagged(name: str, graded: Class) -> None:
    assert graded.entries[name]["flags"] > 0
