"""Whose work a file is that ``nbgrader zip_collect`` has unpacked: a name that a student chose decides nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.plugins import FileNameCollectorPlugin
from nbgrader.utils import parse_utc

from mlcourse.grading.batch.gradebook import TIMESTAMP
from mlcourse.grading.nbgrader.names import is_sound_id, told

STUDENT, FILE, TIME = "student_id", "file_id", "timestamp"


@dataclass(frozen=True)
class Claim:
    """What a file's path says.

    ``student`` is whose it is, and ``depth`` how many folders down that stands. ``is_claimed_before`` says that another
    student is named in the same name, further to the front: learning platforms put the student before the name that
    the student has chosen. ``outer`` is whom the folders above name, by depth; None for one that names nobody, or two.
    """

    student: str
    depth: int = 0
    is_claimed_before: bool = False
    outer: tuple[str | None, ...] = ()


def claim(path: str, root: str, expression: str) -> Claim | None:
    r"""Read from a path whose file it is.

    Parameters
    ----------
    path, root : str
        The file, and the folder that everything was unpacked into.
    expression : str
        The instructor's, with a group ``student_id``.

    Returns
    -------
    Claim or None
        None if the expression does not match.

    Examples
    --------
    >>> names = r".*_(?P<student_id>\w+)_try_(?P<file_id>\w+)"
    >>> claim("/x/ps_ada_try_exam.ipynb", "/x", names)
    Claim(student='ada', depth=0, is_claimed_before=False, outer=())
    >>> claim("/x/ps_bo_try_for_ada_try_exam.ipynb", "/x", names)
    Claim(student='ada', depth=0, is_claimed_before=True, outer=())
    >>> claim("/x/ps_bo_try_work/ps_ada_try_exam.ipynb", "/x", names)
    Claim(student='ada', depth=1, is_claimed_before=False, outer=('bo',))
    """
    found = re.match(expression, path)
    if not found or not found.groupdict().get(STUDENT):
        return None
    start = found.start(STUDENT)
    begins = path.rfind("/", 0, start) + 1
    before = re.match(expression, path[:start])
    other = before.groupdict().get(STUDENT) if before else None
    is_claimed_before = bool(before and other and before.start(STUDENT) >= begins and other != found[STUDENT])
    above = path[len(root) + 1 : begins].split("/")[:-1]
    outer = (claim("/".join([root, *above[:count]]), root, expression) for count in range(1, len(above) + 1))
    names = tuple(one.student if one and not one.is_claimed_before else None for one in outer)
    return Claim(found[STUDENT], len(above), is_claimed_before, names)


def doubtful(claims: Mapping[str, Claim]) -> dict[str, str]:
    """Say which files are not to be believed, and why.

    What a learning platform has named lies as high up as any; what lies deeper has come out of a student's own archive.

    Parameters
    ----------
    claims : mapping of str to Claim
        By path.

    Examples
    --------
    >>> ada, other = Claim("ada"), Claim("ada", is_claimed_before=True)
    >>> below, own = Claim("ada", 1, outer=("bo",)), Claim("ada", 1, outer=("ada",))
    >>> sorted(doubtful({"a": ada, "b/c": below, "d": other, "e/f": own}))
    ['b/c', 'd']
    """
    top = min((one.depth for one in claims.values()), default=0)
    reasons = {}
    for path, one in claims.items():
        if one.is_claimed_before:
            reasons[path] = f"its name names two students, the second is {told(one.student)}"
        elif one.depth > top and one.outer[top] != one.student:
            reasons[path] = f"it names {told(one.student)} further down than other files name their students"
    return reasons


class SafeCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """nbgrader's collector, which takes a file for the work of whomever its path names.

    A student chooses the names in an archive, and the end of the name of a file. nbgrader would put such a file in the
    place of another student's, or stop, so that nobody's work is collected. Here a file that is not to be believed is
    left out, and told of.
    """

    _doubtful: Mapping[str, str] | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._taken: dict[tuple[str, str], str] = {}
        self._latest: dict[str, datetime | None] = {}

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return what a file's path says of it, None if it is not to be collected.

        Parameters
        ----------
        submitted_file : str
            Its absolute path.
        """
        found: dict[str, str] | None = super().collect(submitted_file)
        if not found or not {STUDENT, FILE} <= found.keys():
            return found  # nbgrader tells what is wrong with the expression
        info = {key: value for key, value in found.items() if value is not None or key in (STUDENT, FILE)}
        reason = self._doubts().get(submitted_file) or _unsound(info) or self._settle(submitted_file, info)
        if reason:
            self.log.error(
                "%s is not collected: %s. If it is a student's work, move it to its place in submitted/ yourself.",
                told(submitted_file),
                reason,
            )
            return None
        return info

    def _doubts(self) -> Mapping[str, str]:
        if self._doubtful is None:
            root = self._root()
            found = {path: claim(path, root, self.named_regexp) for path in _files(root, self.valid_ext)}
            self._doubtful = doubtful({path: one for path, one in found.items() if one})
        return self._doubtful

    def _root(self) -> str:
        app = self.parent
        place = {"downloaded": app.downloaded_directory, "assignment_id": app.coursedir.assignment_id}
        path = Path(app.coursedir.root, app.collect_directory_structure)
        return str(path).format(**place, collect_step=app.extracted_directory)

    def _settle(self, path: str, info: dict[str, str]) -> str:
        """Take out a time that is none, and refuse what nbgrader could not choose from and would stop at."""
        time = _time(info)
        if TIME in info and time is None:
            self.log.warning("%s: its name tells no time", told(path))
            del info[TIME]
        student = info[STUDENT]
        name = os.path.splitext(info[FILE])[0] + os.path.splitext(path)[1]
        if name == TIMESTAMP and time is not None:
            return "the time is that of the file's name"
        known = self._latest.get(student)
        if (student, name) in self._taken and (time is None or known is None):
            return f"{told(student)} has handed in {told(name)} twice, and the first of them is taken"
        self._taken[student, name] = path
        self._latest[student] = max(filter(None, (time, known)), default=None)
        return ""


def _files(root: str, extensions: Iterable[str]) -> list[str]:
    kinds = tuple(extensions)
    return [
        os.path.join(place, name)
        for place, _, names in os.walk(root)
        for name in names
        if os.path.splitext(name)[1] in kinds
    ]


def _unsound(info: Mapping[str, str | None]) -> str:
    student, name = info[STUDENT], info[FILE]
    if not student or not is_sound_id(student):
        return "its name names no student"
    parts = (name or "").split("/")
    if not all(part.isprintable() and part not in ("", ".", "..") for part in parts):
        return "its name names no file"
    if any(part.endswith(".ipynb") for part in parts[:-1]):
        return "a folder of its path has a notebook's name"
    return ""


def _time(info: Mapping[str, str]) -> datetime | None:
    try:
        found: datetime | None = parse_utc(info[TIME]) if info.get(TIME) else None
    except Exception:  # the parser has many ways to fail
        return None
    return found
