"""Where the course's own sources lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

import os
from pathlib import Path

from mlcourse.errors import CourseError

ENVIRONMENT_VARIABLE = "MLCOURSE_CONTENT"


def root() -> Path:
    """Find the folder that holds ``course/`` and ``assignments/``.

    The environment variable ``MLCOURSE_CONTENT`` names another folder, for a course of one's own.

    Returns
    -------
    Path
        An existing folder.

    Raises
    ------
    CourseError
        If no such folder is there.

    Examples
    --------
    >>> (root() / "course").is_dir()
    True
    """
    package = Path(__file__).resolve().parent
    override = os.environ.get(ENVIRONMENT_VARIABLE)
    candidates = [Path(override).resolve()] if override else [package / "_content", package.parent]
    for candidate in candidates:
        if (candidate / "course").is_dir():
            return candidate
    looked = " and ".join(str(candidate) for candidate in candidates)
    raise CourseError(
        f"The course's lessons were not found (looked in {looked}). "
        f"Install mlcourse again, or point {ENVIRONMENT_VARIABLE} at a folder with course/ and assignments/."
    )
