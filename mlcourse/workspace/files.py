"""Looking at files, and writing them so that at every moment each is whole: the old one or the new one."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mlcourse.errors import CourseError

_TEMPORARY = re.compile(r"\.mlcourse-[0-9a-f]{16}\.tmp")
_WINDOWS_IN_USE = (32, 33)
_WINDOWS_TOO_LONG = 206
_NO_PERMISSION = "permission is missing. Give yourself the right to read and write it, or choose another folder"
_REMEDIES = {
    errno.ENOSPC: "the disk is full. Free some space and run the command again",
    errno.EDQUOT: "your share of the disk is used up. Free some space and run the command again",
    errno.EROFS: "the disk is read-only. Choose a folder that you can write to",
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.ENAMETOOLONG: "the path is too long for this system. Choose a folder with a shorter path",
    errno.ENOENT: "the folder is not there. Make it and run the command again",
    errno.ENOTDIR: "a file is where a folder should be. Rename the file, or choose another folder",
    errno.EEXIST: "a file or a link is where a folder should be. Rename it, or choose another folder",
    errno.EISDIR: "a folder is where a file should be. Rename the folder, or choose another one",
    errno.ELOOP: "a link is in its place or leads in a circle. Remove the link, or choose another folder",
    errno.EMFILE: "too many files are open. Close some programs and run the command again",
    errno.EIO: "the disk reports an error. Save your files to another disk and have this one checked",
}


@dataclass(frozen=True)
class Seen:
    """What stands at a path: nothing, a file with its digest, or something that no file can replace.

    A link has the digest ``""``: it is the learner's, whatever it points at.
    """

    kind: Literal["absent", "file", "blocked"]
    digest: str = ""
    why: str = ""


ABSENT = Seen("absent")


def digest(data: bytes) -> str:
    """SHA-256 of some bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an error of the operating system about `path` into a :class:`CourseError` that says what to do."""
    try:
        yield
    except OSError as error:
        raise CourseError(f"{path}: {_remedy(path, error)}. Your files are as they were.") from error


def _remedy(path: Path, error: OSError) -> str:
    windows = getattr(error, "winerror", None)
    if windows in _WINDOWS_IN_USE:
        return "another program has it open. Close it there and run the command again"
    if windows == _WINDOWS_TOO_LONG or (windows is not None and len(str(path)) >= 260):
        return _REMEDIES[errno.ENAMETOOLONG]
    return _REMEDIES.get(error.errno or 0, f"{error.strerror or error}. Mend that and run the command again")


def look(root: Path, path: str) -> Seen:
    """See what stands at `path` in a workspace, without following a link.

    Parameters
    ----------
    root : Path
        The workspace.
    path : str
        Relative, with ``/``.

    Returns
    -------
    Seen
        ``blocked`` with a sentence in ``why`` if a link or a file stands where a folder should be,
        or if something other than a file stands at `path` itself.

    Raises
    ------
    CourseError
        If it cannot be read.
    """
    place = root / path
    with explained(place):
        for folder in reversed(place.relative_to(root).parents[:-1]):
            status = _status(root / folder)
            if status is None:
                return ABSENT
            if not is_real_folder(status):
                what = "a file" if stat.S_ISREG(status.st_mode) else "a link"
                return _blocked(f"{folder.as_posix()} is {what}, not a folder")
        status = _status(place)
        if status is None:
            return ABSENT
        if stat.S_ISLNK(status.st_mode):
            return Seen("file")
        if stat.S_ISREG(status.st_mode):
            return Seen("file", digest(place.read_bytes()))
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "a device, pipe or socket"
        return _blocked(f"{what} is in its place")


def _blocked(what: str) -> Seen:
    return Seen("blocked", why=f"{what}. Rename or move it, then update again.")


def _status(path: Path) -> os.stat_result | None:
    with suppress(FileNotFoundError):
        return os.lstat(path)
    return None


def is_real_folder(status: os.stat_result) -> bool:
    """Whether it is a folder and no link to one, neither a symbolic one nor a junction of Windows."""
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    is_junction = junction is not None and getattr(status, "st_reparse_tag", 0) == junction
    return stat.S_ISDIR(status.st_mode) and not is_junction


def make_folder(folder: Path) -> bool:
    """Make one folder; say whether it is new.

    Raises
    ------
    CourseError
        If it cannot be made, or if something else, such as a link, is in its place.
    """
    with explained(folder):
        try:
            folder.mkdir()
        except FileExistsError:
            if not is_real_folder(os.lstat(folder)):
                raise
            return False
        return True


def stage(target: Path, data: bytes) -> Path:
    """Write `data` to a temporary file beside `target`, safely on the disk, ready to be renamed to it.

    Returns
    -------
    Path
        The temporary file. It has the permissions of `target` if that is an ordinary file.

    Raises
    ------
    CourseError
        If it cannot be written; then nothing is left of it.
    """
    temporary = target.parent / f".mlcourse-{secrets.token_hex(8)}.tmp"
    with explained(target):
        try:
            _write(temporary, data)
            _copy_permissions(target, temporary)
        except BaseException:
            discard(temporary)
            raise
    return temporary


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_permissions(source: Path, target: Path) -> None:
    status = _status(source)
    if status is not None and stat.S_ISREG(status.st_mode):
        # Some file systems (FAT, network shares) have no permissions to set.
        with suppress(OSError):
            target.chmod(stat.S_IMODE(status.st_mode))


def discard(path: Path) -> None:
    """Delete a temporary file, if it is there and can be deleted; the next run tries again."""
    with suppress(OSError):
        path.unlink()


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename a staged file to its target, in one step; :class:`CourseError` if that fails."""
    with explained(target):
        temporary.replace(target)


def write(target: Path, data: bytes) -> None:
    """Write a whole file in one step: after a crash there is the old one or the new one.

    Raises
    ------
    CourseError
        If it cannot be written; then the old file is as it was.
    """
    temporary = stage(target, data)
    try:
        put_in_place(temporary, target)
    finally:
        discard(temporary)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder safely to the disk, where the system can."""
    # Windows cannot open folders, and some network file systems refuse: the files are whole all the same.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folders: Iterable[Path], age: float = 0.0) -> None:
    """Delete the temporary files that a killed run left in these folders, but not in links to any.

    Parameters
    ----------
    folders : iterable of Path
        Those that do not exist are passed over.
    age : float
        Only files that were last changed so many seconds ago, or longer.

    Raises
    ------
    CourseError
        If a folder cannot be read.
    """
    latest = time.time() - age
    for folder in folders:
        with explained(folder):
            status = _status(folder)
            if status is None or not is_real_folder(status):
                continue
            with os.scandir(folder) as entries:
                left = [entry.path for entry in entries if _is_left_over(entry, latest)]
        for path in left:
            discard(Path(path))


def _is_left_over(entry: os.DirEntry[str], latest: float) -> bool:
    if not _TEMPORARY.fullmatch(entry.name):
        return False
    try:
        return entry.stat(follow_symlinks=False).st_mtime <= latest
    except FileNotFoundError:  # its owner has just put it in place
        return False
