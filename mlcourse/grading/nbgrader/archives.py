"""``nbgrader zip_collect`` made safe: what students have zipped is unpacked within limits, into its own folder."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import shutil
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from nbgrader.plugins import ExtractorPlugin
from traitlets import Integer

from mlcourse.grading.nbgrader.names import told
from mlcourse.grading.notebooks.submission import SIZES

# What programs make by themselves; nbgrader would take a copy in one of these folders for a second notebook.
_LEFT_OUT = frozenset({"__MACOSX", "__pycache__", ".ipynb_checkpoints", ".DS_Store", ".git"})
_DEEPEST = 3  # archives in archives: one download, a student's in it, and one that they were given
_CHUNK = 1 << 20
_LARGEST_READ = 16 << 20
_COMPRESSED: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}


class Refused(Exception):  # noqa: N818 (it is told, not shown as an error)
    """An archive that is not unpacked, or not to its end; the text says why."""


@dataclass
class Budget:
    """What may still be unpacked; all of it counts for the archive around as well."""

    size: int
    files: int
    around: Budget | None = None

    def spend(self, size: int = 0, files: int = 0) -> None:
        """Take something off; :class:`Refused` if there is not so much left."""
        self.size -= size
        self.files -= files
        if self.size < 0:
            raise Refused("it holds too much (SafeExtractor.max_size, max_inner_size)")
        if self.files < 0:
            raise Refused("it holds too many files (SafeExtractor.max_files, max_inner_files)")
        if self.around is not None:
            self.around.spend(size, files)


@dataclass(frozen=True)
class Member:
    """One member of an archive; ``kind`` is ``file``, ``folder`` or ``other`` (a link, a device)."""

    name: str
    kind: str
    source: Any


class SafeExtractor(ExtractorPlugin):  # type: ignore[misc]
    """nbgrader's extractor, which unpacks what students have packed with the instructor's rights.

    nbgrader stops at the first archive that is damaged or holds a path that leads out of it, so that nobody's work is
    collected; it unpacks without limits, gives files the rights that an archive asks for, and copies what links lead
    to. Here each archive fails alone.
    """

    max_size = Integer(4 << 30, help="Bytes that one downloaded archive may hold, with all archives in it.").tag(
        config=True
    )
    max_files = Integer(50_000, help="Files that one downloaded archive may hold, with all archives in it.").tag(
        config=True
    )
    max_inner_size = Integer(SIZES.total, help="Bytes that an archive in an archive may hold.").tag(config=True)
    max_inner_files = Integer(SIZES.files, help="Files that an archive in an archive may hold.").tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack all archives of a folder into another one, and copy all other files there.

        Parameters
        ----------
        archive_path, extracted_path : str
            What the instructor has downloaded, and where it goes.
        """
        found = 0
        for place, folders, names in os.walk(archive_path):
            folders.sort()
            into = Path(extracted_path, os.path.relpath(place, archive_path))
            into.mkdir(parents=True, exist_ok=True)
            for name in sorted(names):
                found += 1
                with self._alone(Path(place, name)):
                    self._take(Path(place, name), into)
        if not found:
            self.log.warning("No files found in directory: %s", archive_path)

    def _take(self, path: Path, into: Path) -> None:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Refused("it is a link or no ordinary file")
        if not path.name.isprintable():
            raise Refused("its name has characters that not every system can write")
        if path.suffix in self.zip_ext:
            self.log.info("Extracting from: %s", path)
            self._unpack(path, _own_folder(path, into), Budget(self.max_size, self.max_files), 1)
            return
        self.log.info("Copying from: %s", path)
        with path.open("rb") as file, (into / path.name).open("xb") as copy:
            shutil.copyfileobj(file, copy)

    def _unpack(self, path: Path, into: Path, budget: Budget, depth: int) -> None:
        """Unpack an archive into a new folder, and the archives in it; nothing is left of one that is refused."""
        if os.path.lexists(into):
            raise Refused(f"there is something with the name of its folder already, {told(into.name)}")
        into.mkdir()
        try:
            with path.open("rb") as file:
                for member in _members(file):
                    self._write(member, path, into, budget)
        except BaseException:
            shutil.rmtree(into, ignore_errors=True)
            raise
        for inner in sorted(found for found in into.rglob("*") if found.suffix in self.zip_ext and found.is_file()):
            with self._alone(inner):
                if depth == _DEEPEST:
                    raise Refused(f"it is more than {_DEEPEST} archives deep")
                within = Budget(self.max_inner_size, self.max_inner_files, budget)
                self._unpack(inner, _own_folder(inner, inner.parent), within, depth + 1)

    def _write(self, member: Member, path: Path, into: Path, budget: Budget) -> None:
        budget.spend(files=1)
        parts = [part for part in member.name.rstrip("/").split("/") if part != "."]
        if any(part in _LEFT_OUT or part.startswith("._") for part in parts):
            return
        if reason := _odd(member, parts):
            self.log.warning("%s: %s is left out: %s", told(path), told(member.name[:200]), reason)
            return
        target = into.joinpath(*parts)
        if member.kind == "folder":
            target.mkdir(parents=True, exist_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            copy = target.open("xb")
        except FileExistsError:
            self.log.warning("%s: %s is in it twice; the first is taken", told(path), told(member.name))
            return
        with copy, member.source() as file:
            while data := file.read(_CHUNK):
                budget.spend(len(data))
                copy.write(data)

    @contextlib.contextmanager
    def _alone(self, path: Path) -> Iterator[None]:
        """Tell of whatever goes wrong with one archive, and go on."""
        try:
            yield
        except Refused as reason:
            self.log.error("%s is not collected: %s", told(path), reason)
        except Exception as error:  # zipfile, tarfile and the decompressors have many ways to fail
            why = told(f"{error.__class__.__name__}: {error}"[:200])
            self.log.error("%s is not collected: it cannot be read (%s)", told(path), why)


def _own_folder(path: Path, into: Path) -> Path:
    """Name the folder of an archive as nbgrader does: without its suffix, and without both of ``.tar.gz``."""
    name = path.stem
    return into / (name.removesuffix(".tar") or name)


def _odd(member: Member, parts: list[str]) -> str:
    if member.kind == "other":
        return "it is a link or no ordinary file"
    if not parts or any(part in ("", "..") for part in parts) or "\\" in member.name or ":" in parts[0]:
        return "its path leads out of the archive"
    if not member.name.isprintable():
        return "its name has characters that not every system can write"
    if len("/".join(parts)) > SIZES.path or max(len(part.encode()) for part in parts) > 255:
        return "its name is too long"
    return ""


def _members(file: IO[bytes]) -> Iterator[Member]:
    """Go through what an archive holds, whatever it is called; :class:`Refused` if it is none."""
    if zipfile.is_zipfile(file):
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                yield Member(info.filename, _kind_of_zipped(info), lambda info=info: archive.open(info))
        return
    with _decompressed(file) as plain:
        try:
            archived = tarfile.open(fileobj=_Careful(plain), mode="r:")  # noqa: SIM115 (closed below)
        except tarfile.TarError as error:
            raise Refused("it is no archive that can be read") from error
        with archived:
            for entry in archived:
                kind = "file" if entry.isreg() else "folder" if entry.isdir() else "other"
                yield Member(entry.name, kind, lambda entry=entry: archived.extractfile(entry))


class _Careful(io.RawIOBase):
    """A file of which nobody reads much at a time: the headers of a tar file may claim to be gigabytes long."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        if size is None or not 0 <= size <= _LARGEST_READ:
            raise Refused("its headers are too large")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def _decompressed(file: IO[bytes]) -> contextlib.AbstractContextManager[IO[bytes]]:
    """Open a file that may be compressed, whatever it is called."""
    file.seek(0)
    start = file.read(6)
    file.seek(0)
    for magic, opener in _COMPRESSED.items():
        if start.startswith(magic):
            opened: IO[bytes] = opener(file)
            return opened
    return contextlib.nullcontext(file)


def _kind_of_zipped(info: zipfile.ZipInfo) -> str:
    if info.is_dir():
        return "folder"
    kind = stat.S_IFMT(info.external_attr >> 16)
    return "file" if kind in (0, stat.S_IFREG) else "other"
