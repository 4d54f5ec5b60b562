"""Looking at a whole class after it was graded, and what must hold for every attack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.grading.attacks.classroom import Classroom
from tests.grading.attacks.corpus.deceive import scripted
from tests.grading.attacks.course import KEYS
from tests.grading.attacks.model import ACCIDENT, GROUPS, Attack, Evidence, gained, lost

CELL_SECONDS = 2


def limit_cells(template: Path) -> None:
    """Give each cell of a course little time, so that endless ones cost little."""
    with (template / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Execute.timeout = {CELL_SECONDS}\n")


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


def fill(room: Classroom, attacks: tuple[Attack, ...], **more: str) -> None:
    """Have all attackers hand in, numbered by their groups; they know `more` of the place."""
    numbers = {group: 100 * place for place, group in enumerate(GROUPS, 1)}
    for attack in attacks:
        room.add(attack, numbers[attack.group], **more)
        numbers[attack.group] += 1


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
