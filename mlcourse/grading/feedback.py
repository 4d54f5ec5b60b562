"""Feedback that tells what went wrong and keeps the hidden tests hidden."""

from __future__ import annotations

from typing import Any

from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests


class HideTests(ClearHiddenTests):  # type: ignore[misc]
    """Remove hidden tests from feedback: their source, and the lines of it that a traceback quotes."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Clean one cell of a graded notebook; only check cells hold hidden tests."""
        if cell.cell_type != "code" or not utils.is_grade(cell):
            return cell, resources
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        for output in cell.outputs:
            if output.output_type == "error":
                output.traceback = [f"{output.ename}: {output.evalue}" if output.evalue else output.ename]
        return cell, resources
