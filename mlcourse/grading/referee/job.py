"""What the referee is given and what it reports, as frozen data that travels as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ANSWER, CHECK, OWN, SETUP = "answer", "check", "own", "setup"
ROLES = (ANSWER, CHECK, OWN, SETUP)


@dataclass(frozen=True)
class Cell:
    """A code cell to run.

    ``stub`` is what the learner was given where this is an answer, ``reference`` the instructor's solution of it.
    """

    role: str
    name: str
    source: str
    points: float = 0.0
    stub: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Job:
    """One notebook's code cells in order; times in seconds, ``output`` in characters for each cell."""

    cells: tuple[Cell, ...]
    cell_seconds: float
    output: int

    @staticmethod
    def read(data: Mapping[str, Any]) -> Job:
        """Read what ``dataclasses.asdict`` made of a job."""
        cells = tuple(Cell(**cell) for cell in data["cells"])
        return Job(cells, data["cell_seconds"], data["output"])


@dataclass(frozen=True)
class Verdict:
    """How a check cell ended; ``score`` is in points, ``fault`` tells the instructor of a mistake of the test's own."""

    outcome: str
    score: float
    message: str = ""
    note: str = ""
    fault: str = ""
    suspicion: str = ""
    text: str = ""
    seconds: float = 0.0
