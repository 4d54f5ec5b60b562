"""Proving exercises the way they are graded: the answer in a process of its own, the check outside of it."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mlcourse.authoring.notebooks import blank_answer
from mlcourse.authoring.problems import ExerciseSource, ProblemSource
from mlcourse.check import SEED_VARIABLE
from mlcourse.grading.processes import Plain
from mlcourse.grading.referee.checks import judge
from mlcourse.grading.referee.job import ANSWER, CHECK, SETUP, Cell, Verdict
from mlcourse.grading.referee.namespace import Namespace
from mlcourse.grading.remote import Channel, ChannelError, Learner
from mlcourse.verify.exercises import SECONDS_PER_ANSWER, SEEDS
from mlcourse.verify.proofs import ExerciseProof, Finding

_OUTPUT = 1 << 20
_WRONG = ("failed", "raised")


@dataclass(frozen=True)
class _Attempt:
    """An answer and the outcomes that it may have."""

    what: str
    source: str
    line: int
    wanted: tuple[str, ...]


def prove_outside(problems: ProblemSource, proofs: Iterable[ExerciseProof]) -> list[ExerciseProof]:
    """Grade the reference, the blank version and every reject and accept of each exercise as a grader does.

    Parameters
    ----------
    problems : ProblemSource
        The notebook's source.
    proofs : iterable of ExerciseProof
        What was proven of its exercises within one process.

    Returns
    -------
    list of ExerciseProof
        The same, with how many answers were graded as they should be, and what was graded otherwise.
    """
    waiting = {proof.name: proof for proof in proofs}
    proven = []
    exercises = {exercise.name: exercise for exercise in problems.exercises}
    with _learner() as learner:
        names = Namespace(SECONDS_PER_ANSWER)
        for cell in problems.cells:
            if learner.broken:
                break
            if cell.role == "code":
                names.borrow(cell.source, learner)
                _run(learner, cell.source)
                names.set_up(Cell(SETUP, cell.name, cell.source))
            elif cell.role == "exercise" and cell.name in waiting:
                proven.append(_prove(problems.path, exercises[cell.name], waiting.pop(cell.name), learner, names))
    return [*proven, *waiting.values()]


def _prove(
    path: Path, exercise: ExerciseSource, proof: ExerciseProof, learner: Learner, names: Namespace
) -> ExerciseProof:
    findings = []
    attempts = list(_attempts(exercise))
    names.leave_to_learner(Cell(ANSWER, exercise.name, "", reference=exercise.reference.source))
    for attempt in attempts:
        problem = _problem(attempt, exercise, learner, names)
        if problem:
            findings.append(Finding(str(path), attempt.line, f"{exercise.name}: {problem}"))
    graded = len(attempts) - len(findings), len(attempts)
    return replace(proof, graded=graded, findings=(*proof.findings, *findings))


def _problem(attempt: _Attempt, exercise: ExerciseSource, learner: Learner, names: Namespace) -> str:
    """Grade an answer with each seed; returns what is graded otherwise than it should be, or an empty string."""
    check = Cell(CHECK, exercise.name, exercise.check.source, exercise.points)
    for seed in SEEDS:
        os.environ[SEED_VARIABLE] = str(seed)
        try:
            verdict = _attempt(attempt, check, learner, names)
        except ChannelError as error:
            return f"{attempt.what} brings the grader's line down: {error}"
        if verdict.outcome not in attempt.wanted:
            said = f"{verdict.outcome} ({verdict.fault or verdict.message})"
            return f"as it is graded, {attempt.what} is {said} with seed {seed}"
    return ""


def _attempts(exercise: ExerciseSource) -> Iterator[_Attempt]:
    """Go through the answers; the reference is the last, for the next exercises build on it."""
    line = exercise.reference.line
    for reject in exercise.rejects:
        yield _Attempt(f"the reject “{reject.because}”", reject.source, reject.line, _WRONG)
    for accept in exercise.accepts:
        yield _Attempt(f"the accept “{accept.because}”", accept.source, accept.line, ("passed",))
    yield _Attempt("the blank version", blank_answer(exercise), line, ("not attempted",))
    yield _Attempt("the reference", exercise.reference.source, line, ("passed",))


def _attempt(attempt: _Attempt, check: Cell, learner: Learner, names: Namespace) -> Verdict:
    _run(learner, attempt.source)
    names.borrow(check.source, learner)
    return judge(check, names.names, SECONDS_PER_ANSWER)


def _run(learner: Learner, source: str) -> None:
    request = {"kind": "cell", "source": source, "seconds": SECONDS_PER_ANSWER, "output": _OUTPUT}
    learner.execute(request, SECONDS_PER_ANSWER + 5)


@contextlib.contextmanager
def _learner() -> Iterator[Learner]:
    """Start the process that answers run in, without a sandbox: these answers are the author's own."""
    here, there = socket.socketpair()
    with here, there:
        arguments = {"policy": None, "threads": 1}
        process = Plain().fork("mlcourse.grading.student.main:run", arguments, fds=[there.fileno()])
        there.close()
        try:
            yield Learner(Channel(here), call_seconds=SECONDS_PER_ANSWER)
        finally:
            process.kill()
            process.wait(10)
