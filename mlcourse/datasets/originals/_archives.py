"""Members of archives, each read by its name; nothing is unpacked to the disk."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from mlcourse.errors import CourseError


def zip_member(path: Path, name: str) -> bytes:
    """Read one file of a zip archive.

    Parameters
    ----------
    path : Path
        The archive.
    name : str
        The file's full name within it.

    Raises
    ------
    CourseError
        If the archive has no such file.
    """
    with zipfile.ZipFile(path) as archive:
        if name not in archive.namelist():
            raise CourseError(f"The archive {path} has no file {name!r}.")
        return archive.read(name)


def tar_members(path: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """Read some files of a compressed tar archive, in the order in which they stand there.

    Parameters
    ----------
    path : Path
        The archive.
    wanted : callable
        Says of a file's full name whether it is wanted. Links, devices and folders are passed over.
    """
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            if member.isreg() and wanted(member.name):
                content = archive.extractfile(member)
                assert content is not None  # as it is a regular file
                yield member.name, content.read()


def tar_member(path: Path, name: str) -> bytes:
    """Read one file of a compressed tar archive.

    Raises
    ------
    CourseError
        If the archive has no such file.
    """
    for _, content in tar_members(path, lambda candidate: candidate == name):
        return content
    raise CourseError(f"The archive {path} has no file {name!r}.")
