"""Small assignments for the tests of grading: sources by hand, and submissions that answer them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mlcourse.grading.grade import grade
from mlcourse.grading.model import Limits, NotebookResult, NotebookSource, Score, SourceCell, Task

SETUP = "import math\n\nimport numpy as np\n\nfrom mlcourse import check"
STUB = "raise NotImplementedError"
NAME = "work"
QUICK = Limits(cell_seconds=4.0, total_seconds=60.0)


def check_cell(name: str, body: str, points: float = 2.0) -> SourceCell:
    text = f'with check.exercise("{name}"):\n' + "\n".join(f"    {line}" for line in body.splitlines())
    return SourceCell(f"{name}-check", "code", text, True, False, points)


def bare_check(name: str, text: str, points: float = 2.0) -> SourceCell:
    return SourceCell(f"{name}-check", "code", text, True, False, points)


def exercise(name: str, reference: str) -> SourceCell:
    head = reference.splitlines()[0]
    stub = f"{head}\n    {STUB}" if head.endswith(":") else STUB
    return SourceCell(name, "code", stub, False, True, reference=reference)


def setup(text: str = SETUP, name: str = "start") -> SourceCell:
    return SourceCell(name, "code", text, True, False)


def source(*cells: SourceCell) -> NotebookSource:
    return NotebookSource(NAME, (setup(), *cells))


def double_and_quadruple() -> NotebookSource:
    """Two exercises, of which the second may use the first, and a third that stands alone."""
    return source(
        exercise("double", "def double(x):\n    return 2 * x"),
        check_cell("double", "check.close(double(3.0), 6.0, 'double(3.0)')\ncheck.close(double(-1), -2, 'double(-1)')"),
        exercise("quadruple", "def quadruple(x):\n    return double(double(x))"),
        check_cell("quadruple", "check.close(quadruple(3.0), 12.0, 'quadruple(3.0)')"),
        exercise("add", "def add(x, y):\n    return x + y"),
        check_cell("add", "check.close(add(1, 2), 3, 'add(1, 2)')"),
    )


def submission(
    one: NotebookSource, answers: Mapping[str, str] | None = None, own: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Answer a notebook: the references, but for `answers`; `own` cells stand behind the cell that they name."""
    answers = answers or {}
    cells = []
    for cell in one.cells:
        text = cell.source
        if cell.solution:
            text = answers.get(cell.name, cell.reference or cell.source)
        meta = {
            "grade": cell.points is not None,
            "grade_id": cell.name,
            "locked": cell.locked,
            "schema_version": 3,
            "solution": cell.solution,
            "task": cell.task,
        }
        if cell.points is not None:
            meta["points"] = cell.points
        cells.append(_cell(cell.name, cell.cell_type, text, {"nbgrader": meta}))
        cells += [_cell(f"own-{len(cells)}", "code", text, {}) for after, text in own if after == cell.name]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _cell(cell_id: str, kind: str, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": cell_id, "metadata": metadata, "source": text, **code}


def mark(
    one: NotebookSource,
    answers: Mapping[str, str] | None = None,
    own: Sequence[tuple[str, str]] = (),
    **settings: Any,
) -> NotebookResult:
    """Grade a submission and return its only notebook."""
    data = json.dumps(submission(one, answers, own)).encode()
    task = Task("sums", "ada", (one,), {NAME: data}, **{"limits": QUICK, **settings})
    return grade(task).notebooks[0]


def by_name(result: NotebookResult) -> dict[str, Score]:
    return {score.name.removesuffix("-check"): score for score in result.scores}


def points(result: NotebookResult) -> dict[str, float | None]:
    return {name: score.score for name, score in by_name(result).items()}
