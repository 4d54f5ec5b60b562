"""What a verification found, as frozen data that travels between processes as JSON."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """A fault: the file, its line (from 1) and what is wrong."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class ExerciseProof:
    """What passed for one exercise; pairs are (how many did as they should, how many there are).

    ``graded`` counts the answers that were judged rightly the way the grader does it: the check outside of the
    answer's process.
    """

    name: str
    reference: tuple[int, int]
    blank: bool
    rejects: tuple[int, int]
    accepts: tuple[int, int]
    hidden: tuple[int, int]
    findings: tuple[Finding, ...]
    graded: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class LessonProof:
    """How a lesson ran."""

    path: str
    cells: int
    words: int
    seconds: float
    findings: tuple[Finding, ...]

    def all_findings(self) -> tuple[Finding, ...]:
        """Return every fault found."""
        return self.findings


@dataclass(frozen=True)
class NotebookProof:
    """How a problem set's notebook ran, and the proof of each of its exercises."""

    path: str
    seconds: float
    exercises: tuple[ExerciseProof, ...]
    findings: tuple[Finding, ...]

    def all_findings(self) -> tuple[Finding, ...]:
        """Return every fault found, those of the exercises among them."""
        return (*self.findings, *(finding for exercise in self.exercises for finding in exercise.findings))


Proof = LessonProof | NotebookProof


def to_json(proof: Proof) -> dict[str, Any]:
    """Return plain data that :func:`from_json` reads."""
    return {"kind": type(proof).__name__, **dataclasses.asdict(proof)}


def from_json(data: dict[str, Any]) -> Proof:
    """Read what :func:`to_json` wrote."""
    fields = {key: value for key, value in data.items() if key != "kind"}
    fields["findings"] = _findings(data)
    if data["kind"] == "LessonProof":
        return LessonProof(**fields)
    fields["exercises"] = tuple(_exercise(exercise) for exercise in data["exercises"])
    return NotebookProof(**fields)


def _findings(data: dict[str, Any]) -> tuple[Finding, ...]:
    return tuple(Finding(**finding) for finding in data["findings"])


def _exercise(data: dict[str, Any]) -> ExerciseProof:
    pairs = {key: tuple(data[key]) for key in ("reference", "rejects", "accepts", "hidden", "graded")}
    return ExerciseProof(**{**data, **pairs, "findings": _findings(data)})
