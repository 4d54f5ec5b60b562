"""Some of the attacks through `nbgrader autograde`, as the course configures it: so does the formgrader's button."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.grading.attacks.classroom import HONEST, Classroom, make_template, wanted
from tests.grading.attacks.corpus.deceive import ESCAPE
from tests.grading.attacks.corpus.everything import ATTACKS
from tests.grading.attacks.course import SET
from tests.grading.attacks.judging import Class, achieves_nothing, fill, found_in, limit_cells

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the attacks use what Linux has")

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
    "broken-timestamp",
    "future-timestamp",
    "folder-timestamp",
    "pipe-timestamp",
    "endless-timestamp",
    "odd-outputs",
    "double-fork",
    "script",
    "written-answer",
    "headings-as-names",
    "terminal-ids",
    "terminal-files",
    "copied-test",
    "wrong-before",
)


@pytest.fixture(scope="module")
def autograded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """A class with some of the attackers, graded by `nbgrader autograde` as the course configures it."""
    template = make_template(tmp_path_factory.mktemp("nbgrader"), stock=False)
    limit_cells(template)
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
    assert autograded.statuses in ((0, 0), (1, 0)), autograded.console
    assert autograded.scores == {student: wanted(student) for student in HONEST}
    assert autograded.touched == ()
    assert autograded.left == 0
    assert ESCAPE[:4] not in autograded.console
