"""Attacks on ``nbgrader zip_collect``: what students upload to a learning platform, and instructors unpack."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.grading.attacks.corpus.deceive import ESCAPE
from tests.grading.attacks.course import BOOK, HIDDEN, SET
from tests.grading.attacks.model import ACCIDENT, DECEIVE, HARM, OUTLIVE, READ

ADA, BEN, ZOE, MALLORY = "s000-ada", "s250-ben", "s999-zoe", "s100-mallory"
HONEST = (ADA, BEN, ZOE)
# The platform names each file: the exercise, the student, the day, and what the student has called it.
NAMES = r".*_(?P<student_id>[^_/]+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>\w+)"
NAMES_WITHOUT_TIMES = r".*_(?P<student_id>[^_/]+)_attempt_(?P<file_id>\w+)"
MEGABYTE = 1 << 20


def uploaded(student: str, name: str = f"{BOOK}.ipynb", day: str = "2026-11-02") -> str:
    """The name that the platform gives a file."""
    return f"exam_{student}_attempt_{day}_{name}"


def work_of(student: str) -> bytes:
    return f'{{"cells": [], "metadata": {{"of": "{student}"}}, "nbformat": 4, "nbformat_minor": 5}}'.encode()


@dataclass
class Download:
    """What the instructor downloads: a folder, and the platform's one archive of everybody's uploads."""

    course: Path
    uploads: dict[str, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.course / "downloaded" / SET / "archive"

    def upload(self, name: str, data: bytes, day: str = "2026-11-01") -> None:
        """Have the attacker upload a file of that name."""
        self.uploads[uploaded(MALLORY, name, day)] = data

    def save(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "platform.zip").write_bytes(zipped(self.uploads))


def zipped(files: Mapping[str, bytes], modes: Mapping[str, int] | None = None) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (modes or {}).get(name, 0) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return data.getvalue()


def tarred(*members: tarfile.TarInfo, content: bytes = b"") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for member in members:
            member.size = len(content) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(content))
    return data.getvalue()


@dataclass(frozen=True)
class Collected:
    """What is found after collecting."""

    status: int
    console: str
    course: Path
    works: Mapping[str, bytes]

    @property
    def honest(self) -> bool:
        """Whether the honest have their own work, and all of them."""
        return all(self.works.get(student) == work_of(student) for student in HONEST)

    @property
    def files(self) -> list[Path]:
        folders = (self.course / "downloaded" / SET / "extracted", self.course / "submitted")
        return [path for folder in folders for path in folder.rglob("*")]

    @property
    def text(self) -> str:
        files = [path for path in self.files if path.is_file() and path.stat().st_size < MEGABYTE]
        return "".join(path.read_text(errors="replace") for path in files)


@dataclass(frozen=True)
class ZipAttack:
    """An attack; ``in_depth`` says why it is none on stock nbgrader."""

    name: str
    group: str
    tries: str
    fill: Callable[[Download], None]
    succeeded: Callable[[Collected], bool]
    in_depth: str = ""
    expression: str = NAMES


ZIP_ATTACKS: list[ZipAttack] = []


def harmed(found: Collected) -> bool:
    return found.status != 0 or not found.honest


def attack(
    group: str,
    tries: str,
    succeeded: Callable[[Collected], bool] = harmed,
    *,
    in_depth: str = "",
    expression: str = NAMES,
) -> Callable[[Callable[[Download], None]], Callable[[Download], None]]:
    def add(fill: Callable[[Download], None]) -> Callable[[Download], None]:
        name = fill.__name__.replace("_", "-")
        ZIP_ATTACKS.append(ZipAttack(name, group, tries, fill, succeeded, in_depth, expression))
        return fill

    return add


# Others' work


@attack(HARM, "uploads an archive that is none, which stops the collecting of everybody's work")
def no_archive(download: Download) -> None:
    download.upload("work.zip", b"this is no archive")


@attack(HARM, "uploads an archive that is cut off")
def cut_archive(download: Download) -> None:
    download.upload("work.tar.gz", tarred(tarfile.TarInfo("notes.txt"), content=os.urandom(4096))[:-2000])


@attack(HARM, "uploads an archive that asks for a password")
def encrypted_archive(download: Download) -> None:
    data = bytearray(zipped({f"{BOOK}.ipynb": b"x" * 100}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    download.upload("work.zip", bytes(data))


@attack(HARM, "packs a path that leads out of the archive")
def path_upwards(download: Download) -> None:
    download.upload("work.zip", zipped({f"../../../../submitted/{ADA}/{SET}/{BOOK}.ipynb": b"{}"}))


@attack(HARM, "packs an absolute path")
def absolute_path(download: Download) -> None:
    place = download.course / "submitted" / ADA / SET / f"{BOOK}.ipynb"
    download.upload("work.tar.gz", tarred(tarfile.TarInfo(str(place)), content=b"{}"))


@attack(HARM, "packs a file that is named as the platform names another student's, of a later day")
def anothers_name_in_an_archive(download: Download) -> None:
    download.upload("work.zip", zipped({uploaded(ADA, day="2099-01-01"): b"{}"}))


@attack(HARM, "gives the own file a name that goes on like another student's")
def anothers_name_in_a_file_name(download: Download) -> None:
    download.upload(f"of_{ADA}_attempt_2099-01-01_{BOOK}.ipynb", b"{}")


@attack(HARM, "packs a file of a day that is none")
def day_that_is_none(download: Download) -> None:
    download.upload("work.zip", zipped({uploaded(MALLORY, day="9999-99-99"): b"{}"}))


@attack(HARM, "packs a file whose name says a number of days that no calendar has")
def day_without_end(download: Download) -> None:
    download.upload("work.zip", zipped({uploaded(MALLORY, day="9" * 60): b"{}"}))


@attack(HARM, "packs the same file twice, between which nothing decides", expression=NAMES_WITHOUT_TIMES)
def twice_without_times(download: Download) -> None:
    name = f"exam_{MALLORY}_attempt_{BOOK}.ipynb"
    download.upload("work.zip", zipped({f"a/{name}": b"{}", f"b/{name}": b"{}"}))


def wrote_elsewhere(found: Collected) -> bool:
    return (found.course / SET).exists() or harmed(found)


@attack(HARM, "packs the work of a student whose name leads out of the folder", wrote_elsewhere)
def student_upwards(download: Download) -> None:
    download.upload("work.zip", zipped({uploaded(".."): b"{}"}))


@attack(ACCIDENT, "packed with a Mac, which adds a hidden copy of each name", expression=NAMES_WITHOUT_TIMES)
def packed_with_a_mac(download: Download) -> None:
    name = f"exam_{MALLORY}_attempt_{BOOK}.ipynb"
    download.upload("work.zip", zipped({name: b"{}", f"__MACOSX/._{name}": b"\x00\x05\x16\x07"}))


# What only the instructor may read


@attack(
    READ, "uploads a link to the solutions, which the instructor unpacks by hand", lambda found: HIDDEN in found.text
)
def unpacked_link(download: Download) -> None:
    folder = download.folder / "by-hand"
    folder.mkdir(parents=True)
    (folder / uploaded(MALLORY)).symlink_to(download.course / "source" / SET / f"{BOOK}.ipynb")


@attack(
    READ,
    "packs links to the solutions",
    lambda found: HIDDEN in found.text or harmed(found),
    in_depth="stock nbgrader follows links of an archive within the archive only",
)
def packed_links(download: Download) -> None:
    target = str(download.course / "source" / SET / f"{BOOK}.ipynb")
    links = [tarfile.TarInfo(f"{kind}.ipynb") for kind in ("symbolic", "hard")]
    for link, kind in zip(links, (tarfile.SYMTYPE, tarfile.LNKTYPE), strict=True):
        link.type, link.linkname = kind, target
    download.upload("work.tar.gz", tarred(*links))
    name = uploaded(MALLORY)
    download.upload("more.zip", zipped({name: target.encode()}, {name: stat.S_IFLNK | 0o777}))


# The instructor's machine


def is_large(found: Collected) -> bool:
    sizes = [path.lstat().st_size for path in found.files if path.suffix not in (".zip", ".gz")]
    return sum(sizes) > 200 * MEGABYTE or harmed(found)


@attack(OUTLIVE, "packs a file of 256 MB into 1 MB", is_large)
def bomb(download: Download) -> None:
    download.upload("work.zip", zipped({"zeros.csv": bytes(256 * MEGABYTE)}))


@attack(OUTLIVE, "packs many archives, each of which holds little less than it may", is_large)
def many_bombs(download: Download) -> None:
    inner = zipped({"zeros.csv": bytes(70 * MEGABYTE)})
    download.upload("work.zip", zipped({f"{number}.zip": inner for number in range(4)}))


@attack(OUTLIVE, "packs 20,000 files", lambda found: len(found.files) > 10_000 or harmed(found))
def many_files(download: Download) -> None:
    download.upload("work.zip", zipped({f"many/{number}": b"" for number in range(20_000)}))


def is_deep(found: Collected) -> bool:
    return any(len(path.relative_to(found.course).parts) > 12 for path in found.files) or harmed(found)


@attack(OUTLIVE, "packs archives in archives, 30 deep", is_deep)
def archives_in_archives(download: Download) -> None:
    data = zipped({"notes.txt": b"x"})
    for _ in range(30):
        data = zipped({"a.zip": data})
    download.upload("work.zip", data)


@attack(OUTLIVE, "claims a header of 4 GB", in_depth="stock nbgrader reads it, and would fill this machine's memory")
def claimed_header(download: Download) -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 4 << 30
    download.upload("work.tar.gz", header.tobuf(tarfile.USTAR_FORMAT) + bytes(1 << 20))


def has_rights(found: Collected) -> bool:
    odd = stat.S_ISUID | stat.S_ISGID | stat.S_IWOTH
    return any(path.lstat().st_mode & odd for path in found.files if path.is_file()) or harmed(found)


@attack(HARM, "packs a program that runs with the rights of whoever has unpacked it", has_rights)
def program_with_rights(download: Download) -> None:
    download.upload("work.zip", zipped({"run": b"#!/bin/sh\n"}, {"run": stat.S_IFREG | 0o6777}))


@attack(DECEIVE, "packs names that steer the instructor's terminal", lambda found: ESCAPE[:4] in found.console)
def terminal_names(download: Download) -> None:
    download.upload("work.zip", zipped({f"x{ESCAPE}.ipynb": b"{}"}))
