"""Running a check cell in the referee, and what its end means."""

from __future__ import annotations

import contextlib
import io
import math
import time
from dataclasses import replace
from typing import Any

from mlcourse.check import AnswerRaised, CheckFailed, NotAttempted
from mlcourse.grading.alarm import stopped_after
from mlcourse.grading.cells import run_cell
from mlcourse.grading.referee.job import Cell, Verdict
from mlcourse.grading.referee.outputs import writable
from mlcourse.grading.remote import ChannelError, Closed, Late

_LONGEST_TEXT = 10_000


class CheckTooLong(BaseException):
    """A check cell took longer than a cell may."""


def judge(cell: Cell, namespace: dict[str, Any], seconds: float) -> Verdict:
    """Run a check cell among the referee's names.

    Parameters
    ----------
    cell : Cell
        A check cell; its last expression, if it is a number, is partial credit.
    namespace : dict
        The names that it can use: the course's own, and stand-ins for the learner's.
    seconds : float
        When it is stopped.
    """
    printed = io.StringIO()
    start = time.perf_counter()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            with stopped_after(seconds, CheckTooLong):
                value = run_cell(cell.source, f"<{cell.name}>", namespace)
        except BaseException as error:
            verdict = _of_error(error, cell, seconds)
        else:
            verdict = _of_value(value, cell)
    return _with(verdict, printed.getvalue()[:_LONGEST_TEXT], time.perf_counter() - start)


def _with(verdict: Verdict, text: str, seconds: float) -> Verdict:
    message, fault, suspicion = map(writable, (verdict.message, verdict.fault, verdict.suspicion))
    return replace(verdict, message=message, fault=fault, suspicion=suspicion, text=writable(text), seconds=seconds)


def _of_value(value: Any, cell: Cell) -> Verdict:
    """Turn the value that a check cell ended with into points: a number is partial credit, None and True are all."""
    if value is None or value is True:
        return Verdict("passed", cell.points)
    number = _number(value)
    if number is None or not 0 <= number <= cell.points:
        shown = f"{number:g}" if number is not None else f"a {type(value).__name__}"
        fault = f"the test ended with {shown}, which is no partial credit from 0 to {cell.points:g}; it counts as 0"
        return Verdict("error", 0.0, "This test is faulty; your instructor has been told.", fault=fault)
    return Verdict("passed" if number == cell.points else "partial", number)


def _number(value: Any) -> float | None:
    try:
        number = float(value) if isinstance(value, int | float) or hasattr(value, "dtype") else math.nan
    except Exception:  # arrays of several entries, among others
        return None
    return None if math.isnan(number) else number


_OUTCOMES: dict[type[BaseException], str] = {
    NotAttempted: "not attempted",
    CheckFailed: "failed",
    AnswerRaised: "raised",
    AssertionError: "failed",
}


def _of_error(error: BaseException, cell: Cell, seconds: float) -> Verdict:
    for kind, outcome in _OUTCOMES.items():
        if isinstance(error, kind):
            return Verdict(outcome, 0.0, str(error).strip() or "One of its tests failed.")
    if isinstance(error, Late | CheckTooLong):
        return Verdict("raised", 0.0, f"Your code was stopped: it did not return within {seconds:g} s.")
    if isinstance(error, Closed):
        return Verdict("raised", 0.0, "Your code ended the Python process that it ran in.")
    if isinstance(error, ChannelError):
        suspicion = f"the learner's process broke the protocol while this was checked: {error}"
        return Verdict("raised", 0.0, "Your code could not be checked.", suspicion=suspicion)
    if isinstance(error, NotImplementedError):
        return Verdict("not attempted", 0.0, "Not attempted yet.")
    return Verdict("failed", 0.0, f"{type(error).__name__}: {error}".strip(": "))
