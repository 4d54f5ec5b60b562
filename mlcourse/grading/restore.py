"""Bringing back the cells that a submission has lost."""

from __future__ import annotations

from typing import Any

from nbformat import from_dict
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor


class RestoreCells(NbGraderPreprocessor):
    """Put every locked or graded cell that was deleted back behind the cell that it followed.

    nbgrader's own ``OverwriteCells.add_missing_cells`` stops with an error where a locked cell stands before a lost
    one, as every hint does here; what the cells hold is still written by ``OverwriteCells``, which runs next.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Restore the cells of one submitted notebook."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            unlocked = {cell.name for cell in notebook.solution_cells}
            position = 0
            for source in notebook.source_cells:
                found = _position(nb, source.name)
                if found is None and (source.locked or source.name in points):
                    nb.cells.insert(position, _cell(source, points.get(source.name), source.name in unlocked))
                    found = position
                    self.log.warning("The cell %s was deleted; it is restored", source.name)
                position = position if found is None else found + 1
        return nb, resources


def _position(nb: Any, name: str) -> int | None:
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]
    return ids.index(name) if name in ids else None


def _cell(source: Any, points: float | None, solution: bool) -> Any:
    nbgrader = {
        "cell_type": source.cell_type,
        "checksum": source.checksum,
        "grade": points is not None,
        "grade_id": source.name,
        "locked": source.locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        nbgrader["points"] = points
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if source.cell_type == "code" else {}
    metadata = {"deletable": False, "editable": solution, "nbgrader": nbgrader}
    cell = {"cell_type": source.cell_type, "id": source.name, "metadata": metadata, "source": source.source}
    return from_dict({**cell, **code})
