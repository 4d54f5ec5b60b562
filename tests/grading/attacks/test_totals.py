"""Limits that an instructor has set hold for a whole run: who goes beyond keeps what was earned, and nobody waits."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from tests.grading.attacks.classroom import HONEST, Classroom, make_template, wanted
from tests.grading.attacks.corpus.totals import TOTALS
from tests.grading.attacks.course import SET
from tests.grading.attacks.judging import Class, achieves_nothing, fill, found_in, limit_cells
from tests.grading.attacks.model import Attack

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the attacks use what Linux has")
GRADE = ("-c", "from mlcourse.cli import main; main()", "grade", SET)
TOTAL_SECONDS = 15
LIMITS = f"""
c.GradingLimits.total_seconds = {TOTAL_SECONDS}
c.GradingLimits.memory = "512 MB"
c.GradingLimits.file_size = "8 MB"
c.GradingLimits.output = "64 kB"
c.GradingLimits.open_files = 200
"""
BEYOND_TIME = tuple(one.name for one in TOTALS if one.name.startswith("slow"))


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """A class of attackers in a course with narrow limits."""
    template = make_template(tmp_path_factory.mktemp("limits"), stock=False)
    limit_cells(template)
    with (template / "nbgrader_config.py").open("a") as config:
        config.write(LIMITS)
    with Classroom(tmp_path_factory.mktemp("class"), template) as room:
        fill(room, TOTALS)
        status = room.run(*GRADE, "--jobs", "2", "--json", seconds=400)
        entries = json.loads(room.printed)["assignments"][0]["submissions"]
        found = found_in(room, TOTALS, (status,))
        found.entries.update({entry["student"].partition("-")[2]: entry for entry in entries})
        yield found


@pytest.mark.parametrize("attack", TOTALS, ids=lambda attack: attack.name)
def test_it_achieves_nothing(attack: Attack, graded: Class) -> None:
    achieves_nothing(attack, graded)
    assert graded.evidence[attack.name].score == attack.earned, "what was earned before counts, and nothing after"
    assert "beyond" not in graded.evidence[attack.name].outputs


@pytest.mark.parametrize("name", BEYOND_TIME)
def test_that_the_time_was_up_is_flagged(name: str, graded: Class) -> None:
    assert graded.entries[name]["flags"] > 0


def test_the_honest_have_their_exact_scores(graded: Class) -> None:
    assert graded.statuses in ((0,), (1,)), graded.console
    assert graded.scores == {student: wanted(student) for student in HONEST}
    assert graded.touched == ()
    assert graded.left == 0
