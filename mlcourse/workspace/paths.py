"""Names of files: which an edition may use, which lie beside a learner's file, which to restore."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from mlcourse.errors import CourseError
from mlcourse.folders import STATE_FOLDER

_MOST_NAMES = 100
_LONGEST_NAME = 255  # bytes; the limit of ext4, APFS and NTFS alike for names like ours
_FORBIDDEN = frozenset('\\:*?"<>|')  # a backslash or a colon is a way out on Windows, the others fail there
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(1, 10))]
)


def fold(path: str) -> str:
    """Give one spelling to all names that some file system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def fault(path: str) -> str | None:
    """Say what makes a path unfit for an edition on some system, or return None for a good one.

    Examples
    --------
    >>> fault("course/01-foundations/08-vectors-and-matrices.ipynb")
    >>> fault("../notes.ipynb")
    "it has the part '..'"
    """
    if not path or path.startswith("/"):
        return "it is empty or begins with '/'"
    parts = path.split("/")
    for part in parts:
        if part in ("", ".", ".."):
            return f"it has the part {part!r}"
        if bad := _FORBIDDEN & set(part):
            return f"it has the character {min(bad)!r}, which not every system allows"
        if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in part):
            return "it has an invisible character"
        if part[-1] in ". ":
            return "a part of it ends with a dot or a space, which Windows drops"
        if part.split(".")[0].rstrip().casefold() in _DEVICES:
            return f"{part!r} is the name of a device on Windows"
    if fold(parts[0]) == STATE_FOLDER:
        return f"it lies in {STATE_FOLDER}, which belongs to the workspace itself"
    return None


def checked(edition: Mapping[str, bytes]) -> dict[str, bytes]:
    """Check the paths of an edition.

    Parameters
    ----------
    edition : mapping of str to bytes
        Relative paths with ``/``, and the files' contents.

    Returns
    -------
    dict of str to bytes
        The same, sorted, with every path in Unicode form NFC.

    Raises
    ------
    CourseError
        If a path could lead out of a workspace or fails on some system, or if two paths collide.

    Examples
    --------
    >>> checked({"course/a.ipynb": b"{}"})
    {'course/a.ipynb': b'{}'}
    """
    taken: dict[str, str] = {}
    result = {}
    for path in sorted(edition):
        if reason := fault(path):
            raise CourseError(f"The course cannot have a file {path!r}: {reason}. Rename it in the course.")
        other = taken.setdefault(fold(path), path)
        if other != path:
            raise CourseError(
                f"The course has both {other!r} and {path!r}; some systems take them for one. Rename one."
            )
        result[unicodedata.normalize("NFC", path)] = edition[path]
    for path in result:
        for parent in PurePosixPath(path).parents:
            if fold(str(parent)) in taken:
                raise CourseError(f"The course has {str(parent)!r} both as a file and as a folder. Rename one.")
    return dict(sorted(result.items()))


def chosen(restore: Collection[str], paths: Collection[str]) -> frozenset[str]:
    """Find the files of the course that a learner asks to have back.

    Parameters
    ----------
    restore : collection of str
        Paths, folders or patterns with ``*``, ``?`` and ``[...]``, where ``*`` also crosses ``/``;
        ``"."`` means all.
    paths : collection of str
        The course's files.

    Returns
    -------
    frozenset of str
        Those of `paths` that are meant.

    Raises
    ------
    CourseError
        If one of `restore` matches nothing.

    Examples
    --------
    >>> sorted(chosen(["course/01-a/"], ["course/01-a/x.ipynb", "course/02-b/y.ipynb"]))
    ['course/01-a/x.ipynb']
    """
    found: set[str] = set()
    for request in restore:
        matches = {path for path in paths if _matches(_tidied(request), path)}
        if not matches:
            near = get_close_matches(_tidied(request), paths, n=3)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise CourseError(f"The course has no file, folder or pattern {request!r} to restore.{hint}")
        found |= matches
    return frozenset(found)


def _tidied(request: str) -> str:
    plain = unicodedata.normalize("NFC", request).replace("\\", "/")
    return plain.rstrip("/").removeprefix("./")


def _matches(request: str, path: str) -> bool:
    return request in (".", path) or path.startswith(request + "/") or fnmatchcase(path, request)


def new_edition_name(path: str) -> str:
    """Name the file that holds the new edition beside a learner's file.

    Examples
    --------
    >>> new_edition_name("course/a.ipynb")
    'course/a (new edition).ipynb'
    """
    return _marked(path, " (new edition)")


def numbered(path: str) -> Iterator[str]:
    """Name further files, for when one is taken.

    Examples
    --------
    >>> list(numbered("course/a (new edition).ipynb"))[:2]
    ['course/a (new edition).ipynb', 'course/a (new edition) (2).ipynb']
    """
    yield path
    for number in range(2, _MOST_NAMES + 1):
        yield _marked(path, f" ({number})")


def _marked(path: str, mark: str) -> str:
    pure = PurePosixPath(path)
    room = _LONGEST_NAME - len((mark + pure.suffix).encode())
    stem = pure.stem.encode()[:room].decode(errors="ignore")
    return str(pure.with_name(stem + mark + pure.suffix))


def folders(paths: Iterable[str]) -> list[str]:
    """Name all folders on the way to some files, the outer ones first; the workspace itself is ``""``.

    Examples
    --------
    >>> folders(["course/01-a/x.ipynb", "README.md"])
    ['', 'course', 'course/01-a']
    """
    found = {"" if str(parent) == "." else str(parent) for path in paths for parent in PurePosixPath(path).parents}
    return sorted(found)
