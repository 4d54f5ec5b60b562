"""nbgrader's ``generate_feedback``, made to teach and not to leak."""

from __future__ import annotations

import dataclasses
from typing import Any

from nbformat import from_dict
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests
from traitlets import List

from mlcourse.grading.feedback import telling
from mlcourse.grading.feedback.sanitising import sanitise


class Teach(ClearHiddenTests):  # type: ignore[misc]
    """Say of each check what went wrong, in place of its hidden tests and of all that running them has shown.

    Comes after nbgrader's ``GetGrades``, which brings the points and the comments that a person has given.
    """

    # nbconvert's exporters set it for every preprocessor, and those of nbgrader warn of what they do not know.
    display_data_priority = List().tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Rewrite a graded notebook; it is made safe to show first, whoever has graded it."""
        safe, _ = sanitise(nb)
        shown, resources = super().preprocess(from_dict(safe), resources)
        return shown, resources

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Rewrite one cell; only check cells hold hidden tests."""
        if cell.cell_type != "code" or not utils.is_grade(cell) or utils.is_solution(cell):
            return cell, resources
        hides = self.begin_test_delimeter in cell.source
        feedback = telling.read_feedback(cell)
        if hides:
            feedback = dataclasses.replace(feedback, message=telling.without_wanted(feedback.message))
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        # What a test prints, or the learner's own function when a test calls it, shows what it was called with.
        data = {"text/html": telling.as_html(feedback), "text/plain": telling.as_text(feedback)}
        cell.outputs = [from_dict({"output_type": "display_data", "metadata": {}, "data": data})]
        return cell, resources
