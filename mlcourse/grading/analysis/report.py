"""Reads what is known of a graded assignment, and writes its item analysis."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from mlcourse.errors import CourseError
from mlcourse.workspace import files


def write_report(course_folder: Path, assignment: str, out: Path, csv: Path | None = None) -> None:
    """Write the item analysis of an assignment.

    Parameters
    ----------
    course_folder : Path
        The nbgrader course directory, with the records that ``mlcourse grade`` has written.
    assignment : str
        Its id.
    out : Path
        The page to write.
    csv : Path, optional
        A folder for the same as tables; it is made if it is not there.

    Raises
    ------
    CourseError
        If the gradebook cannot be read, or something cannot be written.
    """
    from mlcourse.grading.analysis.items import analyse
    from mlcourse.grading.analysis.pages import page
    from mlcourse.grading.analysis.tables import tables
    from mlcourse.grading.batch.course_folder import open_course
    from mlcourse.grading.batch.journal import records

    course = open_course(course_folder)
    given = given_by_people(course.db_url, assignment)
    analysis = analyse(assignment, (record.result for record in records(course.root, assignment)), given)
    _write(out, page(analysis, date.today()).encode(errors="replace"))
    if csv is not None:
        for name, data in tables(analysis).items():
            _write(csv / name, data)


def _write(path: Path, data: bytes) -> None:
    with files.explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, data)


def given_by_people(db_url: str, assignment: str) -> dict[tuple[str, str, str], float]:
    """Read the points that people gave in the formgrader.

    Parameters
    ----------
    db_url : str
        The gradebook's address.
    assignment : str
        The assignment's id.

    Returns
    -------
    dict of (str, str, str) to float
        By student, notebook and cell: the score of each grade with manual points or extra credit.

    Raises
    ------
    CourseError
        If the gradebook cannot be read.
    """
    from nbgrader import api
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with api.Gradebook(db_url) as gradebook:
            return {tuple(keys): score for *keys, score in _grades(api, gradebook.db, assignment)}
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise CourseError(f"The gradebook cannot be read ({reason}): see `db_url` in nbgrader_config.py.") from error


def _grades(api: Any, session: Any, assignment: str) -> list[Any]:
    touched = api.Grade.manual_score.isnot(None) | (api.Grade.extra_credit > 0)
    query = (
        session.query(api.SubmittedAssignment.student_id, api.Notebook.name, api.BaseCell.name, api.Grade.score)
        .select_from(api.Grade)
        .join(api.SubmittedNotebook, api.Grade.notebook_id == api.SubmittedNotebook.id)
        .join(api.Notebook, api.SubmittedNotebook.notebook_id == api.Notebook.id)
        .join(api.SubmittedAssignment, api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id)
        .join(api.Assignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
        .join(api.BaseCell, api.Grade.cell_id == api.BaseCell.id)
        .filter(api.Assignment.name == assignment, touched)
    )
    found: list[Any] = query.all()
    return found
