"""The attacks against the course's own grader: none gains, reads, harms, outlives or deceives anything.

All attackers are in one class, with honest students before, between and behind them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.grading.attacks.classroom import HONEST, Classroom, make_template, wanted
from tests.grading.attacks.corpus.deceive import ESCAPE, scripted
from tests.grading.attacks.corpus.everything import ATTACKS
from tests.grading.attacks.course import KEYS, SET
from tests.grading.attacks.model import ACCIDENT, GROUPS, Attack, Evidence, gained, lost

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the attacks use what Linux has")
CELL_SECONDS = 2
GRADE = ("-c", "from mlcourse.cli import main; main()", "grade", SET)
# Whose feedback is looked at: that of the honest, of those who read, and of those who deceive.
WITH_FEEDBACK = "s[0259]*"


@dataclass(frozen=True)
class Class:
    """What became of the class."""

    statuses: tuple[int | None, ...]
    evidence: dict[str, Evidence]
    entries: dict[str, dict[str, Any]]
    scores: dict[str, float | None]
    touched: tuple[str, ...]
    left: int
    console: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """A class of attackers, graded by `mlcourse grade`."""
    template = make_template(tmp_path_factory.mktemp("ours"), stock=False)
    with (template / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Execute.timeout = {CELL_SECONDS}\n")
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


def found_in(
    room: Classroom, attacks: tuple[Attack, ...], statuses: tuple[int | None, ...], left: int | None = None
) -> Class:
    """Look at all that a run has left."""
    return Class(
        statuses,
        {attack.name: room.evidence(attack) for attack in attacks},
        {},
        {student: room.score(student) for student in room.honest},
        room.touched(),
        len(room.leftovers()) if left is None else left,
        room.console,
        {student: room.returned(student) for student in room.honest},
    )


def fill(room: Classroom, attacks: tuple[Attack, ...]) -> None:
    """Have all attackers hand in, numbered by their groups."""
    numbers = {group: 100 * place for place, group in enumerate(GROUPS, 1)}
    for attack in attacks:
        room.add(attack, numbers[attack.group])
        numbers[attack.group] += 1


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


def _case(attack: Attack) -> Any:
    marks = pytest.mark.xfail(reason=attack.remains, strict=True) if attack.remains else ()
    return pytest.param(attack, id=attack.name, marks=marks)


@pytest.mark.parametrize("attack", [_case(attack) for attack in ATTACKS])
def test_it_achieves_nothing(attack: Attack, graded: Class) -> None:
    achieves_nothing(attack, graded)


def achieves_nothing(attack: Attack, graded: Class) -> None:
    found = graded.evidence[attack.name]
    assert not gained(found), f"{found.score} points where {found.earned} are earned"
    assert not found.loot, f"it carried off {found.loot}"
    assert not [key for key in KEYS if key in found.outputs + found.clear], "it is shown what is hidden"
    assert not found.escaped, found.escaped
    assert not found.sent, f"it reached {found.sent}"
    assert found.size < 20 << 20, f"{found.size >> 20} MB are kept of it"
    assert not scripted(found)
    if attack.group == ACCIDENT or attack.earns:
        assert not lost(found), f"{found.score} points where {found.earned} are earned"
    assert not attack.succeeded(found)


# Those that aim at nbgrader's own steps, of each group; the grading behind them is the same.
THROUGH_NBGRADER = (
    "skip-execution-tag",
    "patched-check",
    "nan-credit",
    "notebook-is-link-to-source",
    "data-link",
    "link-in-feedback",
    "feedback-shows-tests",
    "kills-parent",
    "deletes-gradebook",
    "empty-metadata",
    "future-schema",
    "pipe-notebook",
    "not-json",
    "odd-files",
    "odd-outputs",
    "double-fork",
    "script",
    "written-answer",
    "terminal-ids",
    "terminal-files",
    "copied-test",
    "wrong-before",
)


@pytest.fixture(scope="module")
def autograded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """A class with some of the attackers, graded by `nbgrader autograde` as the course configures it."""
    template = make_template(tmp_path_factory.mktemp("nbgrader"), stock=False)
    with (template / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Execute.timeout = {CELL_SECONDS}\n")
    attacks = tuple(attack for attack in ATTACKS if attack.name in THROUGH_NBGRADER)
    with Classroom(tmp_path_factory.mktemp("class"), template) as room:
        fill(room, attacks)
        status = room.run("-m", "nbgrader", "autograde", SET, seconds=300)
        feedback = room.run("-m", "nbgrader", "generate_feedback", SET, seconds=300)
        yield found_in(room, attacks, (status, feedback))


@pytest.mark.parametrize("name", THROUGH_NBGRADER)
def test_it_achieves_nothing_through_nbgrader_either(name: str, autograded: Class) -> None:
    achieves_nothing(next(attack for attack in ATTACKS if attack.name == name), autograded)


def test_nbgrader_grades_the_honest_exactly_and_ends(autograded: Class) -> None:
    assert all(status in (0, 1) for status in autograded.statuses), autograded.console
    assert autograded.scores == {student: wanted(student) for student in HONEST}
    assert autograded.touched == ()
    assert autograded.left == 0
    assert ESCAPE[:4] not in autograded.console


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
)


@pytest.mark.parametrize("name", REPAIRED)
def test_what_was_repaired_is_flagged(name: str, graded: Class) -> None:
    assert graded.entries[name]["flags"] > 0
