"""Judging a notebook: the learner's cells run over there, the checks here, and nothing that was earned is lost."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

from mlcourse.grading.cells import bound_names, function_names, read_names
from mlcourse.grading.referee.checks import judge
from mlcourse.grading.referee.job import ANSWER, CHECK, SETUP, Cell, Job, Verdict
from mlcourse.grading.referee.namespace import Namespace, reference_names
from mlcourse.grading.referee.walk import GaveUpError, Walk, reason
from mlcourse.grading.remote import ChannelError, Learner

_STANDING = ("passed", "partial")
Report = Callable[[dict[str, Any]], None]


class Referee:
    """Runs one notebook.

    Parameters
    ----------
    job : Job
        The notebook's code cells.
    new_learner : callable
        Ends the learner's process if there is one, starts another and returns the way to it.
    report : callable
        Takes what is known as soon as it is known: ``{"cell": index, "outputs": …}`` for a cell that ran over there,
        ``{"check": index, "verdict": …}`` for a check (the last one counts), ``{"flag": [kind, text, cell]}`` for the
        instructor.
    """

    def __init__(self, job: Job, new_learner: Callable[[], Learner], report: Report) -> None:
        self._job, self._new_learner, self._report = job, new_learner, report
        self._verdicts: dict[int, Verdict] = {}
        self._troubles: dict[int, str] = {}  # by index of a cell, what became of it instead of a result

    def run(self) -> None:
        """Judge every check, then give those that built on another wrong answer a second chance."""
        try:
            walk = Walk(self._job, self._new_learner)
            self._first_pass(walk)
            if waiting := self._builds_on_failures():
                self._second_pass(waiting, walk.culprits)
        except GaveUpError as error:
            self._flag("process", f"{error}; what was checked until then counts")

    def _first_pass(self, walk: Walk) -> None:
        names = Namespace(self._job.cell_seconds)
        for index, cell in enumerate(self._job.cells):
            if cell.role == CHECK:
                self._tell(index, self._explained(index, self._check(index, walk, names)))
                continue
            answer = self._execute(index, walk, names)
            self._report({"cell": index, **answer})
            self._troubles[index] = _trouble(answer)
            if "died" in answer:
                self._flag("process", f"this cell {answer['died']}; the rest was graded without it", cell.name)

    def _execute(self, index: int, walk: Walk, names: Namespace) -> dict[str, Any]:
        """Run a cell over there, and follow in the referee's names what it does to the learner's."""
        cell = self._job.cells[index]
        if cell.role == SETUP:
            with contextlib.suppress(ChannelError):
                names.borrow(cell.source, walk.learner)
            if walk.learner.broken:
                walk.bring_back(index)
        answer = walk.execute(index)
        if cell.role == ANSWER:
            names.leave_to_learner(cell)
        elif cell.role == SETUP:
            names.set_up(cell)
            if walk.learner.broken:
                walk.bring_back(index + 1)
        return answer

    def _check(self, index: int, walk: Walk, names: Namespace) -> Verdict:
        cell = self._job.cells[index]
        names.keep_from_learner(cell)
        try:
            problem = names.borrow(cell.source, walk.learner)
            verdict = judge(cell, names.names, self._job.cell_seconds)
            if problem and verdict.outcome == "not attempted":
                verdict = replace(verdict, outcome="failed", message=problem)
        except ChannelError as error:
            verdict = Verdict("raised", 0.0, f"Your code {reason(error, self._job.cell_seconds)}.")
        if walk.learner.broken:
            if verdict.outcome in _STANDING:  # a test that took the end of the process for an answer
                verdict = Verdict("raised", 0.0, "Your code ended the Python process that it ran in.")
            walk.bring_back(index)
        return verdict

    def _explained(self, check: int, verdict: Verdict) -> Verdict:
        """Say what became of the answer's own cell, where the check says only that there is no answer."""
        answers = dict(self._exercises())[check]
        troubles = [self._troubles[index] for index in answers if self._troubles[index]]
        if verdict.outcome != "not attempted" or not troubles:
            return verdict
        return replace(verdict, outcome="raised", message=f"The cell with your answer {troubles[-1]}.")

    def _tell(self, index: int, verdict: Verdict) -> None:
        self._verdicts[index] = verdict
        cell = self._job.cells[index]
        self._report({"check": index, "verdict": asdict(verdict)})
        if verdict.fault:
            self._flag("test", verdict.fault, cell.name)
        if verdict.suspicion:
            self._flag("suspicious", verdict.suspicion, cell.name)

    def _flag(self, kind: str, text: str, cell: str = "") -> None:
        self._report({"flag": [kind, text, cell]})

    # The second chance: with the reference in the place of what failed before

    def _exercises(self) -> Iterator[tuple[int, list[int]]]:
        """Go through the checks, each with the answers that stand before it and behind the check before."""
        answers: list[int] = []
        for index, cell in enumerate(self._job.cells):
            if cell.role == ANSWER:
                answers.append(index)
            elif cell.role == CHECK:
                yield index, answers
                answers = []

    def _failed(self, check: int) -> bool:
        return self._verdicts[check].outcome not in _STANDING

    def _builds_on_failures(self) -> set[int]:
        """Find the failed checks that use functions of earlier failed exercises, themselves or in their answers."""
        waiting: set[int] = set()
        wrong: set[str] = set()  # names that stand or fall with a failed exercise
        answers: list[Cell] = []
        for index, cell in enumerate(self._job.cells):
            if cell.role == ANSWER:
                answers.append(cell)
            elif cell.role == CHECK:
                own = {name for answer in answers for name in bound_names(answer.stub) | bound_names(answer.reference)}
                read = (read_names(cell.source) - own).union(*(read_names(answer.source) for answer in answers))
                if self._failed(index):
                    if read & wrong and not all(map(_is_blank, answers)):
                        waiting.add(index)
                    wrong |= {name for answer in answers for name in function_names(answer.reference)}
                elif read & wrong:
                    wrong |= {name for answer in answers for name in bound_names(answer.source)}
                answers = []
            elif read_names(cell.source) & wrong:
                wrong |= bound_names(cell.source)
        return waiting

    def _second_pass(self, waiting: set[int], culprits: set[int]) -> None:
        references = reference_names(self._job)
        answers_of = dict(self._exercises())
        walk, names = Walk(self._job, self._new_learner, culprits), Namespace(self._job.cell_seconds)
        replaced: list[str] = []
        for index, cell in enumerate(self._job.cells):
            if cell.role != CHECK:
                if index in walk.culprits:  # it runs here alone
                    names.borrow(cell.source, walk.learner)
                    if cell.role == SETUP:
                        names.set_up(cell)
                    elif cell.role == ANSWER:
                        names.leave_to_learner(cell)
                    if walk.learner.broken:
                        return
                elif "died" in self._execute(index, walk, names):
                    return
                continue
            if index in waiting and replaced:
                verdict = self._check_again(index, walk, names, replaced)
                if verdict is None:
                    return
            if self._failed(index):
                replaced += self._replace(answers_of[index], references, walk.learner)
            if index >= max(waiting):
                return

    def _check_again(self, index: int, walk: Walk, names: Namespace, replaced: list[str]) -> Verdict | None:
        """Judge a check once more; None where the learner's process broke, which ends the second chance."""
        names.keep_from_learner(self._job.cells[index])
        names.borrow(self._job.cells[index].source, walk.learner)
        verdict = judge(self._job.cells[index], names.names, self._job.cell_seconds)
        if walk.learner.broken:
            return None
        if verdict.score > self._verdicts[index].score:
            functions = " and ".join(f"`{name}`" for name in replaced)
            note = f"Right, given a right {functions}: the reference solution stood in for yours."
            self._tell(index, replace(verdict, note=note))
        return verdict

    def _replace(self, answers: list[int], references: dict[str, Any], learner: Learner) -> list[str]:
        """Bind the functions of a failed exercise, over there, to the reference solutions that stay here."""
        names = [name for index in answers for name in sorted(function_names(self._job.cells[index].reference))]
        known = [name for name in names if callable(references.get(name))]
        for name in known:
            learner.provide(name, references[name])
        return known


def _trouble(answer: dict[str, Any]) -> str:
    """Say what went wrong with a cell, as a clause; empty if nothing did, or if it is still to be written."""
    if "died" in answer:
        return str(answer["died"])
    errors = [output for output in answer.get("outputs", ()) if output["output_type"] == "error"]
    if not errors or errors[0]["ename"] == "NotImplementedError":
        return ""
    return f"raised {errors[0]['ename']}: {errors[0]['evalue']}".rstrip(": ")


def _is_blank(cell: Cell) -> bool:
    return cell.source.split() == cell.stub.split()
