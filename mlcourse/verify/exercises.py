"""Proving exercises: the check accepts what is right, and rejects what is wrong, for the right reason."""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import os
import random
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

from mlcourse.authoring.notebooks import blank_answer
from mlcourse.authoring.problems import HIDDEN, ExerciseSource, ProblemSource
from mlcourse.grading.alarm import stopped_after
from mlcourse.verify.proofs import ExerciseProof, Finding
from mlcourse.verify.trust import weaknesses

SEEDS = (0, 1)
SECONDS_PER_ANSWER = 60
MINIMUM_REJECTS = 3
MINIMUM_ACCEPTS = 2


@dataclass(frozen=True)
class Outcome:
    """How an answer fared: ``passed``, ``not attempted``, ``failed``, ``raised``, or ``error`` (the check's own).

    ``lines`` are those of the source that its traceback goes through.
    """

    kind: str
    message: str = ""
    lines: frozenset[int] = frozenset()

    def __str__(self) -> str:
        return f"{self.kind} ({self.message})" if self.message else self.kind


@dataclass
class _Exercise:
    """The proof of one exercise as it grows."""

    path: Path
    source: ExerciseSource
    namespace: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    def note(self, line: int, message: str) -> None:
        self.findings.append(Finding(str(self.path), line, f"{self.source.name}: {message}"))

    def attempt(self, answer: str, line: int, check: str = "", seed: int = SEEDS[0]) -> Outcome:
        """Run an answer and its check, or a weaker one, in a copy of the names that came before."""
        answer_code = _compiled(self.path, answer, line)
        check_code = _compiled(self.path, check or self.source.check.source, self.source.check.line)
        return _attempt(self.path, dict(self.namespace), answer_code, check_code, seed)


def prove_exercises(
    problems: ProblemSource,
    prove: Callable[[Path, ExerciseSource, dict[str, Any]], ExerciseProof] | None = None,
) -> tuple[list[ExerciseProof], list[Finding]]:
    """Prove every exercise of a notebook in this process.

    Parameters
    ----------
    problems : ProblemSource
        The notebook's source.
    prove : callable, optional
        Proves one exercise, given the names that the cells before it define; :func:`prove_exercise` by default.

    Returns
    -------
    list of ExerciseProof
        One for each exercise, up to the first cell that fails outside an exercise.
    list of Finding
        Faults outside the exercises.
    """
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exercises = {exercise.name: exercise for exercise in problems.exercises}
    proofs: list[ExerciseProof] = []
    for cell in problems.cells:
        if cell.role == "exercise":
            proofs.append((prove or prove_exercise)(problems.path, exercises[cell.name], namespace))
        if cell.role in ("code", "exercise"):
            _seed(SEEDS[0])
            error = _run(_compiled(problems.path, cell.source, cell.line), namespace)
            if error is not None:
                return proofs, [Finding(str(problems.path), _line(error, problems.path, cell.line), _describe(error))]
    return proofs, []


def prove_exercise(path: Path, exercise: ExerciseSource, namespace: dict[str, Any]) -> ExerciseProof:
    """Prove one exercise.

    Parameters
    ----------
    path : Path
        The source, for findings.
    exercise : ExerciseSource
        The exercise.
    namespace : dict
        The names that the cells before it define; it is left as it is.
    """
    proof = _Exercise(path, exercise, namespace)
    source = exercise.check.source
    for line, weakness in weaknesses(source, exercise.reference.source):
        proof.note(exercise.check.line + line - 1, weakness)
    return ExerciseProof(
        exercise.name,
        _prove_reference(proof),
        _prove_blank(proof),
        _prove_rejects(proof),
        _prove_accepts(proof),
        _prove_hidden(proof),
        tuple(proof.findings),
    )


def _prove_reference(proof: _Exercise) -> tuple[int, int]:
    passed = 0
    for seed in SEEDS:
        outcome = proof.attempt(proof.source.reference.source, proof.source.reference.line, seed=seed)
        passed += outcome.kind == "passed"
        if outcome.kind != "passed":
            proof.note(proof.source.reference.line, f"the reference does not pass with seed {seed}: {outcome}")
    return passed, len(SEEDS)


def _prove_blank(proof: _Exercise) -> bool:
    outcome = proof.attempt(blank_answer(proof.source), proof.source.reference.line)
    if outcome.kind != "not attempted":
        proof.note(proof.source.check.line, f"the blank version is not reported as not attempted: {outcome}")
    return outcome.kind == "not attempted"


def _prove_rejects(proof: _Exercise) -> tuple[int, int]:
    rejects, told = proof.source.rejects, dict[str, str]()
    failed = 0
    if len(rejects) < MINIMUM_REJECTS:
        proof.note(proof.source.reference.line, f"{len(rejects)} rejects; at least {MINIMUM_REJECTS} are needed")
    for reject in rejects:
        for seed in SEEDS:
            outcome = proof.attempt(reject.source, reject.line, seed=seed)
            if outcome.kind not in ("failed", "raised"):
                proof.note(reject.line, f"the reject “{reject.because}” is not rejected with seed {seed}: {outcome}")
                break
            if not outcome.message.strip():
                proof.note(reject.line, f"the reject “{reject.because}” fails without a message")
                break
            if seed == SEEDS[0] and outcome.message in told:
                twin = told[outcome.message]
                proof.note(reject.line, f"the reject “{reject.because}” gets the same message as “{twin}”")
                break
            told.setdefault(outcome.message, reject.because)
        else:
            failed += 1
    return failed, len(rejects)


def _prove_accepts(proof: _Exercise) -> tuple[int, int]:
    accepts, passed = proof.source.accepts, 0
    if len(accepts) < MINIMUM_ACCEPTS:
        proof.note(proof.source.reference.line, f"{len(accepts)} accepts; at least {MINIMUM_ACCEPTS} are needed")
    for accept in accepts:
        for seed in SEEDS:
            outcome = proof.attempt(accept.source, accept.line, seed=seed)
            if outcome.kind != "passed":
                proof.note(accept.line, f"the accept “{accept.because}” does not pass with seed {seed}: {outcome}")
                break
        else:
            passed += 1
    return passed, len(accepts)


def _prove_hidden(proof: _Exercise) -> tuple[int, int]:
    """Each hidden test must be the only one that catches some reject, so that none can be lost unnoticed."""
    check = proof.source.check
    tests = hidden_tests(check.source)
    if not tests:
        proof.note(check.line, "there is no test between the hidden markers")
    needed = 0
    failures = {reject: proof.attempt(reject.source, reject.line) for reject in proof.source.rejects}
    for statement in tests:
        rest = _without(check.source, statement)
        first_line = check.line + statement.lineno - 1
        own_lines = set(range(first_line, check.line + (statement.end_lineno or statement.lineno)))
        # Only a reject that fails at this test can pass without it: those are tried first.
        likely = sorted(failures, key=lambda reject: not failures[reject].lines & own_lines)
        if any(proof.attempt(reject.source, reject.line, rest).kind == "passed" for reject in likely):
            needed += 1
        else:
            proof.note(first_line, "no reject needs this hidden test: add one that only it catches, or remove it")
    return needed, len(tests)


def hidden_tests(source: str) -> list[ast.stmt]:
    """Find the statements between a check cell's hidden markers that test something.

    Examples
    --------
    >>> source = '''with check.exercise("f"):
    ...     check.equal(f(1), 1, "f(1)")
    ...     ### BEGIN HIDDEN TESTS
    ...     x = 2
    ...     check.equal(f(x), 2, "f(x)")
    ...     ### END HIDDEN TESTS'''
    >>> [ast.unparse(statement) for statement in hidden_tests(source)]
    ["check.equal(f(x), 2, 'f(x)')"]
    """
    hidden: set[int] = set()
    inside = False
    for number, line in enumerate(source.splitlines(), 1):
        inside = line.strip() == HIDDEN[0] or (inside and line.strip() != HIDDEN[1])
        hidden |= {number} if inside else set()
    body = [
        inner
        for statement in ast.parse(source).body
        for inner in (statement.body if isinstance(statement, ast.With) else [statement])
    ]
    return [statement for statement in body if statement.lineno in hidden and _tests(statement)]


def _tests(statement: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "check"
            and node.attr != "rng"  # which makes what tests use
        )
        for node in ast.walk(statement)
    )


def _without(source: str, statement: ast.stmt) -> str:
    lines = source.splitlines()
    for number in range(statement.lineno - 1, statement.end_lineno or statement.lineno):
        lines[number] = " " * statement.col_offset + "pass"
    return "\n".join(lines)


@functools.lru_cache(maxsize=4096)
def _compiled(path: Path, source: str, line: int) -> CodeType:
    """Compile a cell; the lines are those of its file."""
    tree = ast.parse(source)
    ast.increment_lineno(tree, line - 1)
    return compile(tree, str(path), "exec")


def _attempt(path: Path, namespace: dict[str, Any], answer: CodeType, check: CodeType, seed: int) -> Outcome:
    from mlcourse.check import AnswerRaised, CheckFailed, NotAttempted

    _seed(seed)
    error = _run(answer, namespace)
    if error is not None:
        return Outcome("error", f"the answer's cell fails: {_describe(error)}")
    error = _run(check, namespace)
    if error is None:
        return Outcome("passed")
    kinds = {NotAttempted: "not attempted", CheckFailed: "failed", AnswerRaised: "raised"}
    kind = next((kind for type_, kind in kinds.items() if isinstance(error, type_)), "error")
    message = str(error) if kind != "error" else f"the check itself fails: {_describe(error)}"
    return Outcome(kind, message, frozenset(_lines(error, path)))


def _run(code: CodeType, namespace: dict[str, Any]) -> Exception | None:
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            stopped_after(SECONDS_PER_ANSWER, lambda: TimeoutError(f"took more than {SECONDS_PER_ANSWER} s")),
        ):
            exec(code, namespace)  # the course's own code, run to prove it
    except Exception as error:
        return error
    return None


def _seed(seed: int) -> None:
    os.environ["MLCOURSE_SEED"] = str(seed)
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(seed)


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _line(error: Exception, path: Path, default: int) -> int:
    return next(iter(_lines(error, path)), default)


def _lines(error: BaseException | None, path: Path) -> Iterator[int]:
    """Go through the lines of the source in the tracebacks of an error and of those behind it, inmost first."""
    while error is not None:
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
            if frame.f_code.co_filename == str(path):
                yield line
        error = error.__context__
