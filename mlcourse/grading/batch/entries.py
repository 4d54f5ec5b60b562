"""What a run of the grader tells: how each submission fared, and the counts of it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from mlcourse.grading.batch.journal import Record

GRADED, KEPT, FAILED = "graded", "kept", "failed"


@dataclass(frozen=True)
class Entry:
    """How one submission fared in a run.

    ``state`` is ``graded``, ``kept`` if an earlier run has graded it, or ``failed``; ``why`` is for the instructor.
    """

    assignment: str
    student: str
    state: str
    score: float = 0.0
    max_score: float = 0.0
    flags: int = 0
    seconds: float = 0.0
    why: str = ""


@dataclass(frozen=True)
class Summary:
    """A run's entries for one assignment, counted; means and the slowest are None where nothing was graded."""

    assignment: str
    graded: int
    kept: int
    failed: int
    flagged: int
    mean: float | None
    max_score: float | None
    slowest: str | None
    slowest_seconds: float | None


def entry(record: Record, state: str) -> Entry:
    """Tell of a submission what its record says."""
    names = record.result.assignment, record.result.student
    return Entry(*names, state, record.score, record.max_score, record.flags, record.seconds, record.why)


def summarise(entries: Iterable[Entry]) -> list[Summary]:
    """Count the entries of a run, by assignment.

    Examples
    --------
    >>> [row] = summarise([Entry("one", "ada", GRADED, 3.0, 4.0), Entry("one", "bo", FAILED, 0.0, 4.0, flags=1)])
    >>> row.graded, row.failed, row.flagged, row.mean
    (1, 1, 1, 1.5)
    """
    by_assignment: dict[str, list[Entry]] = {}
    for entry in entries:
        by_assignment.setdefault(entry.assignment, []).append(entry)
    return [_summary(name, found) for name, found in sorted(by_assignment.items())]


def _summary(assignment: str, entries: list[Entry]) -> Summary:
    states = [entry.state for entry in entries]
    scored = [entry for entry in entries if entry.max_score]
    slowest = max((entry for entry in entries if entry.seconds), key=lambda entry: entry.seconds, default=None)
    return Summary(
        assignment,
        states.count(GRADED),
        states.count(KEPT),
        states.count(FAILED),
        sum(1 for entry in entries if entry.flags),
        statistics.fmean(entry.score for entry in scored) if scored else None,
        max((entry.max_score for entry in scored), default=None),
        slowest.student if slowest else None,
        slowest.seconds if slowest else None,
    )
