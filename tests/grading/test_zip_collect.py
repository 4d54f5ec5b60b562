"""Collecting what a learning platform has gathered: everybody's own work, in all the forms that it comes in."""

from __future__ import annotations

import contextlib
import io
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps import ZipCollectApp
from traitlets.config import Config

from mlcourse.grading.nbgrader.archives import SafeExtractor
from mlcourse.grading.nbgrader.claims import SafeCollector, claim
from mlcourse.grading.nbgrader.config import configure
from tests.grading.attacks.corpus.archives import NAMES, NAMES_WITHOUT_TIMES, tarred, uploaded, work_of, zipped
from tests.grading.synthetic import copy_course

SET, NOTEBOOK = "sums", "lists"
FILE = f"{NOTEBOOK}.ipynb"


@pytest.fixture
def course(generated: Path, tmp_path: Path) -> Path:
    root = copy_course(generated, tmp_path / "course").root
    archive(root).mkdir(parents=True)
    return root


def archive(course: Path) -> Path:
    return course / "downloaded" / SET / "archive"


def lay(course: Path, name: str, data: bytes) -> None:
    path = archive(course) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def collect(course: Path, expression: str = NAMES, **settings: Any) -> dict[str, str]:
    """Collect; returns what each student's notebook says, by student."""
    app = ZipCollectApp()
    words = [SET, f"--FileNameCollectorPlugin.named_regexp={expression}"]
    words += [f"--SafeExtractor.{name}={value}" for name, value in settings.items()]
    with contextlib.chdir(course):
        app.initialize(words)
        app.start()
    return {path.parts[-3]: path.read_text() for path in (course / "submitted").glob(f"*/{SET}/{FILE}")}


def of(*students: str) -> dict[str, str]:
    return {student: work_of(student).decode() for student in students}


def test_nbgrader_uses_it() -> None:
    config = Config()
    configure(config)
    app = ZipCollectApp(config=config)
    assert (app.extractor_plugin, app.collector_plugin) == (SafeExtractor, SafeCollector)


def test_single_files(course: Path) -> None:
    for student in ("ada", "bo"):
        lay(course, uploaded(student, FILE), work_of(student))
    assert collect(course) == of("ada", "bo")
    assert (course / "submitted" / "ada" / SET / "timestamp.txt").read_text() == "2026-11-02 00:00:00"


def test_one_archive_of_all(course: Path) -> None:
    lay(course, "platform.zip", zipped({uploaded(student, FILE): work_of(student) for student in ("ada", "bo")}))
    assert collect(course) == of("ada", "bo")


def test_an_archive_of_each(course: Path) -> None:
    names = r".*/(?P<student_id>\w+)/(?P<file_id>\w+)\.ipynb"
    lay(course, "ada.zip", zipped({FILE: work_of("ada"), "notes/": b"", "notes/a.txt": b"x"}))
    lay(course, "bo.tar.gz", tarred(tarfile.TarInfo(f"./{FILE}"), content=work_of("bo")))
    assert collect(course, names) == of("ada", "bo")


def test_archives_in_the_archive_of_all(course: Path) -> None:
    names = r".*/(?P<student_id>\w+)/(?P<file_id>\w+)\.ipynb"
    inner = {f"{student}.zip": zipped({FILE: work_of(student)}) for student in ("ada", "bo")}
    lay(course, "platform.zip", zipped(inner))
    assert collect(course, names) == of("ada", "bo")


def test_folders_of_each(course: Path) -> None:
    for student in ("ada", "bo"):
        lay(course, f"{student}/{FILE}", work_of(student))
    assert collect(course, r".*/(?P<student_id>\w+)/(?P<file_id>\w+)\.ipynb") == of("ada", "bo")


def test_ones_own_name_in_ones_own_archive_is_believed(course: Path) -> None:
    lay(course, uploaded("bo", FILE), work_of("bo"))
    lay(course, uploaded("ada", "work.zip"), zipped({uploaded("ada", FILE): work_of("ada")}))
    assert collect(course) == of("ada", "bo")


def test_anothers_name_behind_ones_own_is_not_even_in_an_archive_of_that_name(course: Path) -> None:
    lay(course, uploaded("bo", FILE), work_of("bo"))
    name = uploaded("eve", "for_ada_attempt_2026-11-03_work.zip")
    lay(course, name, zipped({uploaded("ada", FILE, "2099-01-01"): b"{}"}))
    assert collect(course) == of("bo")


def test_the_later_attempt_counts(course: Path) -> None:
    for day, text in (("2026-11-04", b"later"), ("2026-11-02", b"{}")):
        lay(course, uploaded("ada", FILE, day), text)
    assert collect(course) == {"ada": "later"}
    assert (course / "submitted" / "ada" / SET / "timestamp.txt").read_text() == "2026-11-04 00:00:00"


def test_without_times_the_first_counts_and_the_others_go_on(course: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for student in ("ada", "bo"):
        name = f"exam_{student}_attempt_{FILE}"
        lay(course, f"{student}.zip", zipped({f"a/{name}": work_of(student), f"b/{name}": b"{}"}))
    assert collect(course, NAMES_WITHOUT_TIMES) == of("ada", "bo")
    assert "ada has handed in lists.ipynb twice" in capfd.readouterr().err


def test_a_time_that_is_none_is_left_out(course: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(course, uploaded("ada", FILE, "9999-99-99"), work_of("ada"))
    assert collect(course) == of("ada")
    assert not (course / "submitted" / "ada" / SET / "timestamp.txt").exists()
    assert "its name tells no time" in capfd.readouterr().err


def test_a_time_that_is_handed_in_does_not_win_over_the_platforms(course: Path) -> None:
    lay(course, uploaded("ada", FILE), work_of("ada"))
    lay(course, uploaded("ada", "timestamp.txt"), b"2020-01-01")
    collect(course, NAMES.replace(r"\w+)", "[a-z]+)"), **{})
    assert (course / "submitted" / "ada" / SET / "timestamp.txt").read_text() == "2026-11-02 00:00:00"


def test_what_programs_add_is_no_second_notebook(course: Path) -> None:
    name = f"exam_ada_attempt_{FILE}"
    extra = {f"__MACOSX/._{name}": b"x", f".ipynb_checkpoints/{name}": b"x", f"a/.git/{name}": b"x"}
    lay(course, "ada.zip", zipped({name: work_of("ada"), **extra}))
    assert collect(course, NAMES_WITHOUT_TIMES) == of("ada")


def test_an_expression_that_is_wrong_is_told_by_nbgrader(course: Path) -> None:
    lay(course, uploaded("ada", FILE), work_of("ada"))
    with pytest.raises(SystemExit):
        collect(course, r".*_(?P<student_id>[a-z]+)_attempt_.*")


def test_limits_are_the_instructors(course: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(course, "a.zip", zipped({uploaded("ada", FILE): work_of("ada"), "b.zip": zipped({"data.csv": bytes(5000)})}))
    lay(course, "c.zip", zipped({str(number): b"" for number in range(9)}))
    assert collect(course, max_inner_size=4000, max_files=5) == of("ada")
    told = capfd.readouterr().err
    assert re.search(r"b\.zip is not collected: it holds too much \(SafeExtractor\.max_size", told)
    assert re.search(r"c\.zip is not collected: it holds too many files", told)
    extracted = course / "downloaded" / SET / "extracted"
    assert not (extracted / "c").exists()
    assert not list(extracted.rglob("data.csv"))


def test_what_is_inside_counts_for_what_is_around(course: Path) -> None:
    inner = zipped({"data.csv": bytes(3000)})
    lay(course, "a.zip", zipped({f"{number}.zip": inner for number in range(9)}))
    collect(course, max_size=10_000, max_inner_size=4000)
    assert len(list((course / "downloaded").rglob("data.csv"))) == 2


def test_two_archives_of_one_name_are_not_mixed(course: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(course, "a.tar.gz", tarred(tarfile.TarInfo(uploaded("ada", FILE)), content=work_of("ada")))
    lay(course, "a.zip", zipped({uploaded("ada", FILE, "2099-01-01"): b"{}", uploaded("bo", FILE): b"{}"}))
    assert collect(course) == of("ada")
    assert "a.zip is not collected: there is something with the name of its folder already" in capfd.readouterr().err


def test_a_member_that_is_there_twice_is_taken_once(course: Path, capfd: pytest.CaptureFixture[str]) -> None:
    members = [tarfile.TarInfo(uploaded("ada", FILE)) for _ in range(2)]
    lay(course, "a.tar.gz", tarred(*members, content=work_of("ada")))
    assert collect(course) == of("ada")
    assert "is in it twice" in capfd.readouterr().err


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_left_out(course: Path, kind: bytes) -> None:
    odd = tarfile.TarInfo("odd")
    odd.type, odd.linkname = kind, "/etc/passwd"
    lay(course, "a.tar.gz", tarred(odd, tarfile.TarInfo(uploaded("ada", FILE)), content=work_of("ada")))
    assert collect(course) == of("ada")
    assert not list((course / "downloaded").rglob("odd"))


@pytest.mark.parametrize("name", ["../up", "/abs", "a/../../up", "C:/x", "a\\b", "a\nb", "x" * 300, "\udcff", "a//b"])
def test_odd_names_are_left_out(course: Path, name: str) -> None:
    file = tarfile.TarInfo(name)
    lay(course, "a.tar.gz", tarred(file, tarfile.TarInfo(uploaded("ada", FILE)), content=work_of("ada")))
    assert collect(course) == of("ada")
    found = [path.name for path in (course / "downloaded").rglob("*") if path.is_file()]
    assert sorted(found) == ["a.tar.gz", uploaded("ada", FILE)]
    assert not (course / "up").exists()


def test_any_compression_is_read(course: Path) -> None:
    for number, mode in enumerate(("w:", "w:gz", "w:bz2", "w:xz")):
        data = io.BytesIO()
        with tarfile.open(fileobj=data, mode=mode) as packed:  # type: ignore[call-overload]
            member = tarfile.TarInfo(uploaded(f"s{number}", FILE))
            member.size = len(work_of(f"s{number}"))
            packed.addfile(member, io.BytesIO(work_of(f"s{number}")))
        lay(course, f"{number}.tar.gz", data.getvalue())
    assert collect(course) == of("s0", "s1", "s2", "s3")


def test_a_name_without_a_student_claims_nothing() -> None:
    assert claim("/x/notes.txt", "/x", NAMES) is None
    assert claim("/x/a", "/x", r".*(?P<student_id>q)?") is None
