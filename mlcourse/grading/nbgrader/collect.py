"""Collecting submissions from nbgrader's exchange without believing or following what learners have laid there."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect

from mlcourse.grading.batch import timestamps
from mlcourse.grading.batch.gradebook import TIMESTAMP, read_timestamp
from mlcourse.grading.nbgrader.names import is_sound_id, told
from mlcourse.workspace.files import is_real_folder

_MOST_ENTRIES = 10_000
_DEEPEST = 50  # folders


class Collect(ExchangeCollect):
    """nbgrader's own collecting, which copies with the instructor's rights whatever a link leads to.

    Everybody may lay a folder with any name into the exchange. Three things follow. Links, pipes and devices are left
    behind. A folder that cannot be collected does not keep the others out. And one that is named for a student, but
    belongs to somebody else, does not take the place of the student's own.
    """

    def init_src(self) -> None:
        """Choose what is collected of each student."""
        super().init_src()
        self.src_records: list[dict[str, Any]] = [record for record in self.src_records if not record["refused"]]

    def copy_files(self) -> None:
        """Copy what was chosen."""
        with timestamps.read_safely(self.coursedir):
            super().copy_files()

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy one submission."""
        try:
            _, changed = self._looked_over(src)
            with tempfile.TemporaryDirectory(prefix="mlcourse-") as scratch:
                plain = Path(scratch, "submission")
                shutil.copytree(src, plain, ignore=self._left_behind, symlinks=True, copy_function=_copy)
                note = self._dated(os.path.basename(src), plain, changed)
                super().do_copy(str(plain), dest, log)
            if note is not None:
                record = self._path_to_record(src)
                names = self.coursedir.assignment_id, record["username"]
                timestamps.write_note(Path(self.coursedir.root), *names, note)
        except (OSError, RuntimeError, shutil.Error) as error:
            self.log.error("%s is not collected: %s", told(src), told(error))

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """Read who has handed in and when from a folder's name; nbgrader would stop at a name that tells no time."""
        name = os.path.basename(path)
        student, refused = name.rsplit("+", 3)[0], ""
        try:
            record: dict[str, Any] = super()._path_to_record(path)
            student = record["username"]
            read_timestamp(name.rsplit("+", 3)[2].encode())  # one with no year or day would be taken for today
            self._looked_over(path)
            refused = "" if is_sound_id(student) and name.isprintable() else "its name names no student"
        except OSError as error:
            refused = str(error)
        except Exception:  # the parser has many ways to fail
            refused = "its name tells no time"
        if refused:
            self.log.error("%s is not collected: %s", told(path), told(refused))
            # It must not be taken for one that was in time.
            record = {"username": student, "filename": name, "timestamp": datetime.max}
        return {**record, "refused": bool(refused)}

    def _sort_by_timestamp(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Sort the folders that are named for a student, by what is to be collected first."""
        owners = {record["filename"]: self._owner(record["filename"]) for record in records if not record["refused"]}
        owned = [record for record in records if owners.get(record["filename"]) == record["username"]]
        for record in records if owned and self.check_owner else ():
            owner = owners.get(record["filename"], record["username"])
            if owner != record["username"]:
                path = os.path.join(self.inbound_path, record["filename"])
                self.log.warning("%s belongs to %s and is passed over", told(path), told(owner or "nobody known"))

        def rank(record: dict[str, Any]) -> tuple[bool, bool, datetime]:
            own = not self.check_owner or record in owned
            return not record["refused"], own, record["timestamp"]

        return sorted(records, key=rank, reverse=True)

    def _owner(self, filename: str) -> str:
        """Name the owner of a folder in the exchange; empty where that is not known."""
        if sys.platform == "win32":
            return ""
        import pwd

        with suppress(KeyError, OSError):
            return pwd.getpwuid(os.lstat(os.path.join(self.inbound_path, filename)).st_uid).pw_name
        return ""

    def _looked_over(self, src: str) -> tuple[int, datetime]:
        """Return the size of a folder and when something in it was last changed; OSError if it is not to be copied."""
        if not is_real_folder(os.lstat(src)):
            raise OSError("it is no ordinary folder")
        size, latest = 0, os.lstat(src).st_ctime
        for count, status in enumerate(_statuses(src), 1):
            size += status.st_size if stat.S_ISREG(status.st_mode) else 0
            latest = max(latest, status.st_ctime)
            if count > _MOST_ENTRIES:
                raise OSError(f"it has more than {_MOST_ENTRIES} files")
        if size > 1000 * self.coursedir.max_dir_size:
            raise OSError(f"it is larger than {self.coursedir.max_dir_size} kB (CourseDirectory.max_dir_size)")
        return size, datetime.fromtimestamp(latest, UTC).replace(tzinfo=None)

    def _dated(self, name: str, plain: Path, changed: datetime) -> timestamps.Note | None:
        """Write the time by which nbgrader has collected into the copy, and note what speaks against it."""
        parts = name.rsplit("+", 3)
        if len(parts) < 3:
            return None
        record = super()._path_to_record(name)
        doubts = timestamps.disagreements(record["timestamp"], timestamps.read_file(plain), changed)
        owner = self._owner(name) if self.check_owner else ""
        if owner and owner != record["username"]:
            doubts = (*doubts, f"its folder in the exchange belongs to {told(owner)}")
        for doubt in doubts:
            self.log.warning("%s: %s", told(name), doubt)
        place = plain / TIMESTAMP
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        place.write_text(parts[2])
        return timestamps.Note(parts[2], doubts)

    def _left_behind(self, folder: str, names: list[str]) -> list[str]:
        odd = [name for name in names if not _is_plain(os.path.join(folder, name))]
        for name in odd:
            place = told(os.path.join(folder, name))
            self.log.warning("%s is a link or no ordinary file; it is not collected", place)
        return odd


def _statuses(folder: str, depth: int = 0) -> Iterator[os.stat_result]:
    """Go through all that is in a folder, without following links."""
    if depth > _DEEPEST:
        raise OSError(f"its folders are nested more than {_DEEPEST} deep")
    with os.scandir(folder) as entries:
        for entry in entries:
            status = entry.stat(follow_symlinks=False)
            yield status
            if is_real_folder(status):
                yield from _statuses(entry.path, depth + 1)


def _copy(src: str, dest: str) -> None:
    """Copy a file, unless a link or pipe has come into its place since it was looked at."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(src, flags), "rb") as file, open(dest, "xb") as copy:
        shutil.copyfileobj(file, copy)


def _is_plain(path: str) -> bool:
    status = os.lstat(path)
    return stat.S_ISREG(status.st_mode) or is_real_folder(status)
