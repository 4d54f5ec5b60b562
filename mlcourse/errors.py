"""Errors that a person is meant to read: they say what is wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path


class CourseError(Exception):
    """A mistake or a condition that the user can mend; shown as a sentence, never as a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Let IPython show the sentence alone."""
        return [str(self)]


class SourceError(CourseError):
    """A fault in a source of the course.

    Parameters
    ----------
    path : Path
        The faulty file.
    line : int
        The line of the fault, counted from 1.
    message : str
        What is wrong.
    remedy : str
        What to do about it.

    Examples
    --------
    >>> print(SourceError(Path("a.md"), 3, "there is no title", "add `title:` to the front matter"))
    a.md:3: there is no title: add `title:` to the front matter
    """

    def __init__(self, path: Path, line: int, message: str, remedy: str) -> None:
        super().__init__(path, line, message, remedy)
        self.path = path
        self.line = line
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}: {self.remedy}"
