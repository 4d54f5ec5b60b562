"""The names that check cells see: the course's own, made here, and the learner's, borrowed from over there."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from mlcourse.grading.alarm import stopped_after
from mlcourse.grading.cells import bound_names, read_names, run_cell, statements
from mlcourse.grading.referee.checks import CheckTooLong
from mlcourse.grading.referee.job import ANSWER, SETUP, Cell, Job
from mlcourse.grading.remote import Learner


class Namespace:
    """The names of one walk through a notebook.

    What a set-up or check cell defines is made here by running it, so that no learner can bend ``np`` or ``check``;
    where that fails, the name stays unbound. What an answer defines is the learner's: plain data by value, or a
    stand-in. The later of the two wins, as in a notebook.
    """

    def __init__(self, seconds: float) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self._borrowed: set[str] = set()
        self._ours: set[str] = set()
        self._seconds = seconds

    def borrow(self, source: str, learner: Learner) -> str:
        """Bind what a cell reads and the course does not define; what the learner has not defined stays unbound.

        Returns
        -------
        str
            Why a value cannot be had, as a sentence; an empty string if all can.
        """
        for name in self._borrowed:
            self.names.pop(name, None)
        wanted = read_names(source) - self.names.keys() - self._ours
        self._borrowed = learner.defined(wanted) if wanted else set()
        problem = ""
        for name in sorted(self._borrowed):
            try:
                self.names[name] = learner.value(name)
            except Exception as error:  # a value that cannot travel
                problem = f"The value of `{name}` cannot be checked: {error}."
        return problem

    def leave_to_learner(self, cell: Cell) -> None:
        """Forget the course's own values of the names that an answer defines."""
        for name in bound_names(cell.stub) | bound_names(cell.reference):
            self.names.pop(name, None)
            self._ours.discard(name)

    def keep_from_learner(self, cell: Cell) -> None:
        """Take the names that a set-up or check cell binds for the course's own, bound or not."""
        names = bound_names(cell.source)
        for name in names & self._borrowed:
            self.names.pop(name, None)
        self._borrowed -= names
        self._ours |= names

    def set_up(self, cell: Cell) -> str:
        """Run a set-up cell here, and all of it: a statement that fails costs its own names alone.

        What it reads of the learner's is borrowed before it runs over there, since it may change that.

        Returns
        -------
        str
            What went wrong, or an empty string.
        """
        bound = bound_names(cell.source)
        former = {name: self.names[name] for name in bound & self._borrowed if name in self.names}
        errors = [_run_quietly(cell, self.names, self._seconds, one) for one in statements(cell.source)]
        for name, value in former.items():
            if self.names.get(name) is value:  # its statement has failed: it is nobody's
                self.names.pop(name)
        self._borrowed -= bound
        self._ours |= bound
        return "; ".join(filter(None, errors))


def reference_names(job: Job) -> dict[str, Any]:
    """Run the set-up cells and the reference solutions, as far as they are known and run; returns their names."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in job.cells:
        if cell.role == SETUP:
            _run_quietly(cell, names, job.cell_seconds)
        elif cell.role == ANSWER and cell.reference:
            _run_quietly(cell, names, job.cell_seconds, cell.reference)
    return names


def _run_quietly(cell: Cell, names: dict[str, Any], seconds: float, source: str = "") -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            with stopped_after(seconds, CheckTooLong):
                run_cell(source or cell.source, f"<{cell.name}>", names)
        except BaseException as error:  # it may build on the learner's names, and meet anything
            return f"{type(error).__name__}: {error}".strip(": ")
    return ""
