"""Grading one submission: the one function behind ``mlcourse grade``, ``nbgrader autograde`` and "Grade my work"."""

from __future__ import annotations

import contextlib
import copy
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from mlcourse import content
from mlcourse.errors import CourseError
from mlcourse.grading import processes, session
from mlcourse.grading.feedback.sanitising import sanitise
from mlcourse.grading.model import (
    REQUIRED,
    Flag,
    Limits,
    NotebookResult,
    NotebookSource,
    Result,
    Score,
    SourceCell,
    Task,
)
from mlcourse.grading.notebooks.rebuild import rebuild
from mlcourse.grading.notebooks.submission import Malformed, parse
from mlcourse.grading.referee.job import ANSWER, ROLES, Cell, Job, Verdict

_MISSING = "This notebook was not in the submission."


def grade(task: Task, progress: Callable[[str], None] | None = None, stop: threading.Event | None = None) -> Result:
    """Grade one submission.

    Parameters
    ----------
    task : Task
        The submission and the sources that it is graded by.
    progress : callable, optional
        Called with the name of each check cell when its first verdict comes.
    stop : threading.Event, optional
        Ends the run when it is set.

    Returns
    -------
    Result
        One graded notebook for each source; one that is missing or cannot be read says so and scores 0.

    Raises
    ------
    CourseError
        If a sandbox is required and this system has none.
    Stopped
        If `stop` was set before the end; nothing of the run goes on then.
    """
    layers: dict[str, str] = {}
    results = []
    for source in task.sources:
        if source.name not in task.notebooks:
            results.append(_failed(source, f"{source.name}.ipynb was not submitted", _MISSING))
            continue
        try:
            submitted = parse(task.notebooks[source.name])
        except Malformed as error:
            results.append(_failed(source, error.instructor, error.student))
            continue
        rebuilt, flags = rebuild(source, submitted)
        result, held = run_notebook(
            source,
            rebuilt,
            flags,
            files=task.files,
            extras=task.extras,
            limits=task.limits,
            sandbox=task.sandbox,
            progress=progress,
            stop=stop,
        )
        layers.update(held)
        results.append(result)
    return Result(task.assignment, task.student, tuple(results), layers)


def run_notebook(
    source: NotebookSource,
    rebuilt: Mapping[str, Any],
    flags: Iterable[Flag] = (),
    *,
    files: Mapping[str, bytes],
    extras: Mapping[str, bytes],
    limits: Limits,
    sandbox: str = REQUIRED,
    progress: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> tuple[NotebookResult, dict[str, str]]:
    """Run and score one rebuilt notebook.

    Parameters
    ----------
    source : NotebookSource
        The instructor's notebook.
    rebuilt : mapping
        What `rebuild` made of the submission.
    flags : iterable of Flag
        What was repaired.
    files, extras, limits, sandbox
        As in `Task`.
    progress, stop
        As in `grade`.

    Returns
    -------
    NotebookResult
        Its ``notebook`` has the outputs, made safe to show, and each check cell's outcome in its metadata.
    dict of str to str
        The layers of the sandbox that held.
    """
    start = time.perf_counter()
    notebook = copy.deepcopy(dict(rebuilt))
    job, places = _job(source, notebook, limits)
    with processes.maker() as maker:
        policy = _policy(sandbox)
        processes.wait(maker, stop)
        run = session.run(
            job, maker, files=files, extras=extras, limits=limits, policy=policy, progress=progress, stop=stop
        )
    for index, place in enumerate(places):
        _fill(notebook["cells"][place], job.cells[index], run, index)
    by_name = {cell.name: run.verdicts.get(index) for index, cell in enumerate(job.cells)}
    texts = {_name(cell): cell["source"] for cell in notebook["cells"]}
    scores = tuple(
        _score(cell, by_name.get(cell.name), texts.get(cell.name, ""))
        for cell in source.cells
        if cell.points is not None
    )
    safe, removed = sanitise(notebook)
    own = sum(answer.get("seconds", 0.0) for answer in run.answers.values())
    own += sum(verdict.seconds for verdict in run.verdicts.values())
    return NotebookResult(
        source.name,
        scores,
        (*flags, *run.flags, *removed),
        safe,
        seconds=time.perf_counter() - start,
        own_seconds=own,
    ), run.layers


def _job(source: NotebookSource, notebook: Mapping[str, Any], limits: Limits) -> tuple[Job, list[int]]:
    """Make the job of a rebuilt notebook, and tell where in the notebook each of its cells stands."""
    known = {cell.name: cell for cell in source.cells}
    cells, places = [], []
    for place, cell in enumerate(notebook["cells"]):
        role = cell["metadata"].get("mlcourse", {}).get("role")
        if cell["cell_type"] != "code" or role not in ROLES:
            continue
        name = _name(cell)
        places.append(place)
        cells.append(_cell(role, name, cell["source"], known.get(name)))
    return Job(tuple(cells), limits.cell_seconds, limits.output), places


def _cell(role: str, name: str, text: str, source: SourceCell | None) -> Cell:
    if source is None:
        return Cell(role, name, text)
    stub, reference = (source.source, source.reference) if role == ANSWER else ("", "")
    return Cell(role, name, text, source.points or 0.0, stub, reference)


def _name(cell: Mapping[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _policy(sandbox: str) -> dict[str, Any] | None:
    """Return what the sandbox shall be like, beyond its folder and limits; None where there is none to be had."""
    from mlcourse.kernel import sandbox as box

    reason = box.refusal()
    if reason and sandbox == REQUIRED:
        raise CourseError(f"Student code is not run without a sandbox. {reason}")
    if not box.available():
        return None
    return {"hidden": _hidden()}


def _hidden() -> list[str]:
    """Name the folders with the course's own solutions and tests, in every copy that is installed."""
    roots = [Path(entry, "mlcourse", "_content") for entry in sys.path]
    with contextlib.suppress(CourseError):
        roots.append(content.root())
    return [str(root / name) for root in roots for name in ("assignments", "course") if (root / name).is_dir()]


def _fill(cell: dict[str, Any], job: Cell, run: session.Run, index: int) -> None:
    """Write into a cell of the notebook what came of it."""
    if job.role == "check":
        verdict = run.verdicts.get(index, _NOT_RUN)
        cell["outputs"] = _outputs(verdict, job.points)
        cell["metadata"]["mlcourse"]["outcome"] = _told(verdict, job.points)
    elif "died" in run.answers.get(index, {}):
        text = f"This cell {run.answers[index]['died']}."
        cell["outputs"] = [_error("Stopped", text)]
    elif index in run.answers:
        count = run.answers[index]["count"]
        cell["outputs"] = [_numbered(output, count) for output in run.answers[index]["outputs"]]
        cell["execution_count"] = count


def _numbered(output: dict[str, Any], count: int | None) -> dict[str, Any]:
    return {**output, "execution_count": count} if output["output_type"] == "execute_result" else output


_NOT_RUN = Verdict("not run", 0.0, "This was not checked: the run ended before.")


def _told(verdict: Verdict, points: float) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome,
        "message": verdict.message,
        "note": verdict.note,
        "score": verdict.score,
        "points": points,
    }


def _outputs(verdict: Verdict, points: float) -> list[dict[str, Any]]:
    """Write a verdict as outputs, of which nbgrader makes the same score."""
    text = [{"output_type": "stream", "name": "stdout", "text": verdict.text}] if verdict.text else []
    note = [{"output_type": "stream", "name": "stdout", "text": f"{verdict.note}\n"}] if verdict.note else []
    if verdict.outcome == "passed":
        return [*text, *note]
    if verdict.outcome == "partial":
        number = {"text/plain": repr(verdict.score)}
        result = {"output_type": "execute_result", "execution_count": None, "data": number, "metadata": {}}
        return [*text, *note, result]
    return [*text, _error(verdict.outcome, verdict.message)]


def _error(name: str, message: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": message.splitlines()}


def _score(cell: SourceCell, verdict: Verdict | None, text: str) -> Score:
    points = cell.points or 0.0
    if cell.is_manual:
        if cell.solution and text == cell.source:
            return Score(cell.name, points, 0.0, "not attempted", "No response.", topics=cell.topics)
        return Score(cell.name, points, None, "manual", topics=cell.topics)
    found = verdict or _NOT_RUN
    return Score(cell.name, points, found.score, found.outcome, found.message, found.note, found.seconds, cell.topics)


def _failed(source: NotebookSource, failure: str, told: str) -> NotebookResult:
    scores = tuple(
        Score(cell.name, cell.points or 0.0, 0.0, "not run", told, topics=cell.topics)
        for cell in source.cells
        if cell.points is not None
    )
    return NotebookResult(source.name, scores, failure=failure, told=told)
