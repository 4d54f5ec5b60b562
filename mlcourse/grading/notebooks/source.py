"""What submissions are graded by: the instructor's notebooks, as nbgrader's gradebook or the course itself has them."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlcourse.errors import CourseError
from mlcourse.grading.model import NotebookSource, SourceCell
from mlcourse.grading.notebooks.submission import Malformed, parse

if TYPE_CHECKING:
    from mlcourse.authoring.course import CourseSource
    from mlcourse.authoring.problems import ProblemSource

_LANGUAGE = {"name": "python"}


def read_sources(db_url: str, assignment: str, folder: Path, *, course_id: str = "") -> tuple[NotebookSource, ...]:
    """Read the notebooks of an assignment.

    nbgrader's gradebook tells the cells and their points, as it does for ``nbgrader autograde``. The instructor's
    notebooks add what it does not know: the order, the reference solutions, the topics of a check, and why a check
    must run in the learner's process. A notebook that is no longer there adds nothing.

    Parameters
    ----------
    db_url : str
        The gradebook's address (``CourseDirectory.db_url``).
    assignment : str
        The assignment's id.
    folder : Path
        The folder of the instructor's notebooks (``source/<assignment>``).
    course_id : str
        ``CourseDirectory.course_id``.

    Returns
    -------
    tuple of NotebookSource
        By name.

    Raises
    ------
    CourseError
        If nbgrader has not generated the assignment yet, or an instructor's notebook cannot be read.
    """
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(db_url, course_id) as gradebook:
        try:
            notebooks = gradebook.find_assignment(assignment).notebooks
        except MissingEntry:
            notebooks = []
        if not notebooks:
            raise CourseError(
                f"The gradebook knows no notebook of {assignment!r}: run `nbgrader generate_assignment {assignment}`."
            )
        return tuple(_read_source(notebook, _instructors(folder / f"{notebook.name}.ipynb")) for notebook in notebooks)


def _instructors(path: Path) -> dict[str, Any]:
    try:
        return parse(path.read_bytes())
    except FileNotFoundError:
        return {"cells": [], "metadata": {}}
    except (OSError, Malformed) as error:
        reason = error.instructor if isinstance(error, Malformed) else error.strerror
        raise CourseError(f"{path} cannot be read ({reason}): mend it and run the command again.") from error


def _read_source(notebook: Any, instructors: Mapping[str, Any]) -> NotebookSource:
    """Join a notebook of the gradebook with the instructor's own."""
    points = {cell.name: float(cell.max_score) for cell in (*notebook.grade_cells, *notebook.task_cells)}
    tasks = {cell.name for cell in notebook.task_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    known = {name: cell for cell in instructors["cells"] if (name := _grade_id(cell))}
    cells = []
    for cell in _ordered(notebook.source_cells, known):
        own = known.get(cell.name, {"source": "", "metadata": {}})
        is_solution = cell.name in solutions
        cells.append(
            SourceCell(
                name=cell.name,
                cell_type=cell.cell_type,
                source=cell.source,
                locked=bool(cell.locked),
                solution=is_solution,
                points=points.get(cell.name),
                task=cell.name in tasks,
                checksum=cell.checksum or "",
                reference=_reference(own["source"], cell.source) if is_solution else "",
                topics=_topics(own),
            )
        )
    return NotebookSource(notebook.name, tuple(cells), _metadata(notebook.kernelspec, instructors["metadata"]))


def _ordered(cells: list[Any], known: Mapping[str, Any]) -> list[Any]:
    """Put the gradebook's cells into the order of the instructor's notebook; databases promise none.

    A cell that the notebook does not have, such as one of nbgrader's common header, stays behind its neighbour.
    """
    places = {name: place for place, name in enumerate(known)}
    keys, last = {}, -1
    for cell in cells:
        last = places.get(cell.name, last)
        keys[cell.name] = last
    return sorted(cells, key=lambda cell: keys[cell.name])


def _grade_id(cell: Mapping[str, Any]) -> str:
    nbgrader = cell["metadata"].get("nbgrader")
    name = nbgrader.get("grade_id") if isinstance(nbgrader, Mapping) else None
    return name if isinstance(name, str) else ""


def _reference(text: str, stub: str) -> str:
    return "" if text == stub else text


def _topics(cell: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    topics = _of_course(cell).get("topics")
    pairs = topics if isinstance(topics, list) else []
    return tuple((str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list) and len(pair) == 2)


def _of_course(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    found = cell["metadata"].get("mlcourse")
    return found if isinstance(found, Mapping) else {}


def _metadata(kernelspec: str | None, own: Mapping[str, Any]) -> dict[str, Any]:
    spec: Any = None
    with contextlib.suppress(TypeError, ValueError):
        spec = json.loads(kernelspec or "")
    found = {"kernelspec": spec or own.get("kernelspec"), "language_info": own.get("language_info") or _LANGUAGE}
    return {key: value for key, value in found.items() if value}


def from_course(course: CourseSource, root: Path, problem_set: str) -> tuple[NotebookSource, ...]:
    """Make the sources of a problem set from the course itself, without a gradebook.

    Parameters
    ----------
    course : CourseSource
        The course, as ``read_course`` reads it.
    root : Path
        The folder that holds ``course/`` and ``assignments/``.
    problem_set : str
        The id of the problem set.

    Returns
    -------
    tuple of NotebookSource
        One for each of its notebooks; none where there is no such problem set.
    """
    from mlcourse.authoring.course import notebook_path

    topics, titles = course.topics(), course.topic_titles()
    return tuple(
        from_problems(problems, notebook_path(root, problems.path), topics, titles)
        for problems in course.problems
        if problems.problem_set == problem_set
    )


def from_problems(
    problems: ProblemSource, path: str, topics: Mapping[str, str], titles: Mapping[str, str]
) -> NotebookSource:
    """Make the source of one notebook, the same as nbgrader would have it in its gradebook.

    Parameters
    ----------
    problems : ProblemSource
        The notebook as its author wrote it.
    path : str
        Where the learner's notebook lies, relative to the workspace.
    topics, titles : mapping
        From topic id to the address of its cell, relative to the workspace, and to its title.
    """
    from nbgrader.utils import compute_checksum

    from mlcourse.authoring.notebooks import METADATA, instructor_notebook, learner_notebook

    instructors = instructor_notebook(problems, path, topics, titles)
    cells = []
    for own, given in zip(instructors.cells, learner_notebook(instructors).cells, strict=True):
        nbgrader = own.metadata.nbgrader
        # As in the gradebook: hidden tests stay, solutions do not.
        saved = given if nbgrader.solution else own
        cells.append(
            SourceCell(
                name=nbgrader.grade_id,
                cell_type=own.cell_type,
                source=saved.source,
                locked=nbgrader.locked,
                solution=nbgrader.solution,
                points=float(nbgrader.points) if nbgrader.grade else None,
                checksum=compute_checksum(saved),
                reference=_reference(own.source, saved.source) if nbgrader.solution else "",
                topics=_topics(own),
            )
        )
    return NotebookSource(problems.name, tuple(cells), copy.deepcopy(METADATA))
