"""The steps of ``nbgrader autograde``: rebuilding a submission, then running and scoring it apart from its tests."""

from __future__ import annotations

from typing import Any

from nbformat import from_dict
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from mlcourse.grading.batch import intake
from mlcourse.grading.model import NotebookResult
from mlcourse.grading.nbgrader.exporter import Submission
from mlcourse.grading.notebooks.rebuild import rebuild
from mlcourse.grading.notebooks.submission import Malformed, parse


class _Step(NbGraderPreprocessor):
    """A step that fills the notebook from the submission at hand; see :class:`SubmissionExporter`."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Replace the notebook; nothing of the one that was handed over is used."""
        submission: Submission = self.parent.submission
        return from_dict(self.fill(submission, resources["nbgrader"]["notebook"])), resources

    def fill(self, submission: Submission, name: str) -> dict[str, Any]:
        """Return the notebook of that name as nbformat's plain data."""
        raise NotImplementedError


class Rebuild(_Step):
    """Put the learner's answers and own cells into the notebook that was given out."""

    def fill(self, submission: Submission, name: str) -> dict[str, Any]:
        """Return the rebuilt notebook; as it was given out where what was submitted cannot be read."""
        try:
            submitted = parse(submission.task.notebooks.get(name, b""))
        except Malformed:
            submitted = {"cells": []}
        return rebuild(submission.source(name), submitted)[0]


class Run(_Step):
    """Run the notebook with its checks in a process of their own, and write outputs that nbgrader scores the same."""

    def fill(self, submission: Submission, name: str) -> dict[str, Any]:
        """Return the executed notebook; flags are in its metadata, and in the log."""
        result = submission.grade(name)
        for flag in result.flags:
            where = f"{name}, cell {flag.cell}" if flag.cell else name
            self.log.warning("%s: %s: %s", submission.task.student, where, flag.text)
        if result.failure:
            self.log.error("%s: %s scores nothing: %s", submission.task.student, name, result.failure)
        notebook = dict(result.notebook or intake.telling(submission.source(name), result))
        _compare(result, notebook)
        return notebook


def _compare(result: NotebookResult, notebook: dict[str, Any]) -> None:
    """Make sure that nbgrader, which takes scores from outputs, finds those that were given."""
    given = {score.name: score.score for score in result.scores}
    for cell in from_dict(notebook).cells:
        if utils.is_grade(cell):
            name = cell.metadata.nbgrader.grade_id
            score, _ = utils.determine_grade(cell)
            if score != given[name]:
                raise RuntimeError(f"{name} earned {given[name]}, but nbgrader would give {score}: report this")
