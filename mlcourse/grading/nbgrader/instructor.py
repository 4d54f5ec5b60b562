"""The instructor's course directory: everything that nbgrader's own commands expect."""

from __future__ import annotations

from pathlib import Path

from mlcourse import scripts
from mlcourse.authoring.build import Progress, fingerprint, instructor_files
from mlcourse.errors import CourseError
from mlcourse.workspace import Report, update

CONFIG = '''"""nbgrader's configuration for this course; run nbgrader, or `jupyter lab`, in this folder."""

from mlcourse.grading.nbgrader.config import configure

c = get_config()  # noqa: F821
configure(c)

# Settings of your own go below and win, for example:
# c.CourseDirectory.course_id = "ml-2027"
# c.CourseDirectory.db_url = "postgresql+psycopg://…"
#
# What the run of one notebook may use; the values here are those that count if nothing is set:
# c.GradingLimits.cell_seconds = 120     # for one cell, or one check
# c.GradingLimits.total_seconds = 900    # for the whole notebook; what was checked until then counts
# c.GradingLimits.memory = "2 GB"        # on top of what the imported libraries take
# c.GradingLimits.processes = 64         # processes and threads at a time
# c.GradingLimits.file_size = "256 MB"   # the largest file that it may write
# c.GradingLimits.disk = "512 MB"        # all that it may write
# c.GradingLimits.open_files = 512
# c.GradingLimits.output = "1 MB"        # kept of each cell's output
'''
NEW_EDITION = "new-edition"


def make_course_directory(directory: Path, root: Path, *, progress: Progress | None = None) -> Report:
    """Make or update an nbgrader course directory.

    What the instructor changed is kept; the new edition of it is laid into ``new-edition/``, where nbgrader does not
    look.

    Parameters
    ----------
    directory : Path
        The folder; it holds ``source/``, ``nbgrader_config.py`` and ``gradebook.db`` afterwards.
    root : Path
        The folder that holds ``course/`` and ``assignments/``.
    progress : callable, optional
        Called with the number of notebooks done and their total.

    Returns
    -------
    Report
        What was added, replaced and kept.

    Raises
    ------
    CourseError
        If a source is malformed or the folder cannot be written.
    """
    sets = instructor_files(root, progress=progress)
    files = {f"source/{name}/{file}": content for name, books in sets.items() for file, content in books.items()}
    files["nbgrader_config.py"] = CONFIG.encode()
    report = update(directory, files, fingerprint=fingerprint(root), beside=_beside)
    _make_gradebook(directory, sorted(sets))
    return report


def _beside(path: str) -> str:
    return f"{NEW_EDITION}/{path}"


def _make_gradebook(directory: Path, assignments: list[str]) -> None:
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError

    path = directory / "gradebook.db"
    scripts.put_on_path()
    try:
        with Gradebook(f"sqlite:///{path}") as gradebook:
            for name in assignments:
                gradebook.update_or_create_assignment(name)
    except SQLAlchemyError as error:
        raise CourseError(
            f"{path} is no gradebook that nbgrader can open ({error.__class__.__name__}). "
            "Move it away, or mend it with `nbgrader db upgrade`, and run this again."
        ) from error
