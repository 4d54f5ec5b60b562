"""An nbgrader course directory as nbgrader itself understands it: its configuration, folders, assignments, students."""

from __future__ import annotations

import contextlib
import fnmatch
import glob
import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlcourse import scripts
from mlcourse.errors import CourseError

CONFIG = "nbgrader_config.py"
RECORDS = "grading"
SQLITE_PATIENCE = 60  # seconds to wait for another program, such as the formgrader, to let go of the gradebook


@dataclass(frozen=True)
class CourseFolder:
    """A course directory.

    Parameters
    ----------
    directory : nbgrader.coursedir.CourseDirectory
        Where things lie.
    converter : nbgrader.converters.Autograde
        What the instructor has set for grading; it is asked and never run.
    """

    directory: Any
    converter: Any

    @property
    def root(self) -> Path:
        """The folder itself."""
        return Path(self.directory.root)

    @property
    def db_url(self) -> str:
        """The address of the gradebook; a writer waits for SQLite's lock rather than fail."""
        url = str(self.directory.db_url)
        patient = not url.startswith("sqlite:") or "?" in url or url == "sqlite://"
        return url if patient else f"{url}?timeout={SQLITE_PATIENCE}"

    @property
    def course_id(self) -> str:
        """The course's id in the gradebook."""
        return str(self.directory.course_id)

    @property
    def config(self) -> Any:
        """All settings, as traitlets has them."""
        return self.converter.config

    @property
    def ignored(self) -> tuple[str, ...]:
        """Patterns of names that nbgrader never copies."""
        return tuple(self.directory.ignore)

    def source(self, assignment: str) -> Path:
        """Return the folder of the instructor's edition."""
        return self._folder(self.directory.source_directory, ".", assignment)

    def submitted(self, assignment: str, student: str) -> Path:
        """Return the folder of one submission."""
        return self._folder(self.directory.submitted_directory, student, assignment)

    def autograded(self, assignment: str, student: str) -> Path:
        """Return the folder of one graded submission."""
        return self._folder(self.directory.autograded_directory, student, assignment)

    def record(self, assignment: str, student: str) -> Path:
        """Return the file that keeps how a submission was graded."""
        return self.root / RECORDS / assignment / f"{student}.json"

    def assignments(self) -> list[str]:
        """Name the assignments that somebody has handed in."""
        return sorted({found["assignment"] for found in self._submissions("*", "(?P<assignment>[^/]+)")})

    def students(self, assignment: str, wanted: tuple[str, ...] = ()) -> list[str]:
        """Name the students who have handed in an assignment.

        Parameters
        ----------
        assignment : str
            Its id.
        wanted : tuple of str
            Their ids, or patterns of ids as in the shell; empty for all.
        """
        found = {one["student"] for one in self._submissions(glob.escape(assignment), re.escape(assignment))}
        left_out = set(filter(None, str(self.directory.student_id_exclude).split(",")))
        chosen = sorted(found - left_out)
        if not wanted:
            return chosen
        return [name for name in chosen if any(fnmatch.fnmatchcase(name, one) or name == one for one in wanted)]

    def _folder(self, step: str, student: str, assignment: str) -> Path:
        return Path(os.path.normpath(self.directory.format_path(step, student, assignment)))

    def _submissions(self, pattern: str, expression: str) -> list[re.Match[str]]:
        step = self.directory.submitted_directory
        shape = str(self.directory.directory_structure)
        places = shape.format(nbgrader_step=glob.escape(step), student_id="*", assignment_id=pattern)
        parts = {"nbgrader_step": re.escape(step), "student_id": "(?P<student>[^/]+)", "assignment_id": expression}
        known = re.compile(Path(shape).as_posix().format(**parts))
        found = glob.glob(places, root_dir=self.root)
        folders = [Path(place).as_posix() for place in found if (self.root / place).is_dir()]
        return [match for match in map(known.fullmatch, folders) if match]


def require_course(folder: Path) -> None:
    """Raise :class:`CourseError` if a folder is no course directory."""
    if not (folder / CONFIG).is_file():
        raise CourseError(
            f"{folder} is no nbgrader course directory, for it has no {CONFIG}: run this where it is, name it with "
            "--course, or make one with `mlcourse instructor DIR`. Your own work is graded with --mine."
        )


def open_course(folder: Path) -> CourseFolder:
    """Open a course directory, with its configuration loaded the way nbgrader loads it.

    Parameters
    ----------
    folder : Path
        The folder with ``nbgrader_config.py``.

    Raises
    ------
    CourseError
        If it is no course directory, or its configuration is faulty.
    """
    require_course(folder)
    from nbgrader.apps.autogradeapp import AutogradeApp
    from nbgrader.converters import Autograde

    scripts.put_on_path()
    app = AutogradeApp(log_level=logging.WARNING)
    app.raise_config_file_errors = True
    try:
        # nbgrader looks for its configuration, and for the instructor's own plug-ins, where it is run.
        with contextlib.chdir(folder):
            app.initialize([], root=os.getcwd())
    except SystemExit as end:  # traitlets has told what is wrong
        raise CourseError(
            f"{folder / CONFIG} has a setting that nbgrader refuses: mend it and run this again."
        ) from end
    except Exception as error:
        raise CourseError(
            f"{folder / CONFIG} cannot be loaded ({error.__class__.__name__}: {error}). Mend it and run this again."
        ) from error
    app.log_level = logging.ERROR  # what it warns of while grading is in the records
    return CourseFolder(app.coursedir, Autograde(coursedir=app.coursedir, parent=app))
