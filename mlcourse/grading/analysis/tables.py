"""An item analysis as CSV files, for a spreadsheet or another program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from mlcourse.grading.analysis.items import Analysis, Exercise

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tables(analysis: Analysis) -> dict[str, bytes]:
    """Write the tables of an analysis.

    Parameters
    ----------
    analysis : Analysis
        What to write.

    Returns
    -------
    dict of str to bytes
        By name of file: ``exercises.csv``, ``failures.csv``, ``topics.csv``, ``students.csv``, in UTF-8. What is not
        known is empty. Text that a spreadsheet would take for a formula begins with an apostrophe.

    Examples
    --------
    >>> sorted(tables(Analysis("sums")))
    ['exercises.csv', 'failures.csv', 'students.csv', 'topics.csv']
    """
    return {
        "exercises.csv": _table(_EXERCISE, map(_exercise, analysis.exercises)),
        "failures.csv": _table(
            ("notebook", "exercise", "count", "message", "example"),
            (
                (one.notebook, one.name, failure.count, failure.message, failure.example)
                for one in analysis.exercises
                for failure in one.failures
            ),
        ),
        "topics.csv": _table(
            ("topic", "exercises", "solved", "tried", "mean_share"),
            ((one.title, " ".join(one.exercises), one.solved, one.tried, one.mean) for one in analysis.topics),
        ),
        "students.csv": _table(
            ("student", "score", "points", "share", "solved", "tried", "waiting", "flags", "failure"),
            (
                (one.name, one.score, one.points, one.share, one.solved, one.tried, one.waiting, one.flags, one.why)
                for one in analysis.students
            ),
        ),
    }


_EXERCISE = (
    *("notebook", "exercise", "points", "students", "tried", "solved", "partial", "failed", "untried", "broken"),
    *("waiting", "share_solved", "mean_share", "item_rest_correlation", "upper_lower_index", "check_seconds"),
    *("slowest_check_seconds", "notices"),
)


def _exercise(one: Exercise) -> tuple[Any, ...]:
    return (
        *(one.notebook, one.name, one.points, one.students, one.tried, one.solved, one.partial, one.failed),
        *(one.untried, one.broken, one.waiting, one.share_solved, one.mean, one.discrimination, one.upper_lower),
        *(one.seconds, one.slowest, " ".join(one.notices)),
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode(errors="replace")


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
