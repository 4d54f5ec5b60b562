"""When something was handed in: what is written, what is doubted, and that nothing stops at it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator

from mlcourse.grading.batch import timestamps
from mlcourse.grading.batch.course_folder import CourseFolder
from mlcourse.grading.batch.engines import Threads
from mlcourse.grading.batch.gradebook import read_timestamp
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.batch.timestamps import Note
from mlcourse.grading.model import PREFERRED
from mlcourse.grading.nbgrader.collect import Collect
from tests.grading.synthetic import NOTEBOOK, SET, as_bytes, by_rule, hand_in, released

PAST = "2026-02-03 12:00:00 UTC"
NOON = datetime(2026, 2, 3, 12)


def flags(course: CourseFolder) -> dict[str, list[str]]:
    """Grade all; returns what is flagged of each student's time."""
    from mlcourse.grading.batch import journal

    engine = Threads(1, by_rule)
    list(Batch(course, engine, sandbox=PREFERRED, assignments=[SET]).run())
    engine.close()
    found = {}
    for record in journal.records(course.root, SET):
        one, *_ = record.result.notebooks
        found[record.result.student] = [flag.text for flag in one.flags if flag.kind == timestamps.KIND]
    return found


def stored(course: CourseFolder, student: str) -> datetime | None:
    with Gradebook(course.db_url, course.course_id) as gradebook:
        found: datetime | None = gradebook.find_submission(SET, student).timestamp
        return found


@pytest.mark.parametrize("text", ["1", "12:00", "Tuesday", "2026", "February 2026", "2026-02 10:00:00", "3 Feb"])
def test_a_part_of_a_time_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_timestamp(text.encode())


@pytest.mark.parametrize(
    "text", [PAST, "2026-02-03 12:00:00", "3 Feb 2026 12:00", "20260203T120000", "2026-02-03T12:00Z"]
)
def test_whole_times_are_read(text: str) -> None:
    assert read_timestamp(text.encode()) == NOON


def test_what_is_in_order_is_not_flagged(course: CourseFolder) -> None:
    for student, time in (("ada", PAST), ("bo", "")):
        hand_in(course, student, as_bytes(released(course)), timestamp=time)
    assert flags(course) == {"ada": [], "bo": []}
    assert stored(course, "ada") == NOON


def test_the_future_is_flagged_and_believed(course: CourseFolder) -> None:
    hand_in(course, "ada", as_bytes(released(course)), timestamp="2999-01-01 00:00:00 UTC")
    assert flags(course) == {"ada": ["timestamp.txt says 2999-01-01 00:00:00 UTC, which lies in the future"]}
    assert stored(course, "ada") == datetime(2999, 1, 1)


@pytest.mark.parametrize("data", [b"", b" \n", b"\x00" * 50, b"\xff\xfe", b"9" * 5000, b"0001-01-01 00:00 +99999999"])
def test_what_is_no_time_is_flagged_and_not_handed_on(course: CourseFolder, data: bytes) -> None:
    folder = hand_in(course, "ada", as_bytes(released(course)))
    (folder / "timestamp.txt").write_bytes(data)
    assert flags(course) == {"ada": ["timestamp.txt tells no time; the submission counts as not late"]}
    assert stored(course, "ada") is None
    assert not (course.autograded(SET, "ada") / "timestamp.txt").exists(), "nbgrader's feedback would stop at it"


def test_a_note_of_collecting_makes_flags_until_the_time_is_changed(course: CourseFolder) -> None:
    folder = hand_in(course, "ada", as_bytes(released(course)), timestamp=PAST)
    timestamps.write_note(course.root, SET, "ada", Note(PAST, ("it claims too much",)))
    timestamps.write_note(course.root, SET, "bo", Note(PAST, ("another's",)))
    assert flags(course) == {"ada": ["it claims too much"]}
    (folder / "timestamp.txt").write_text("2026-02-04 12:00:00 UTC")
    assert flags(course) == {"ada": []}


def test_a_note_that_comes_later_is_seen(course: CourseFolder) -> None:
    hand_in(course, "ada", as_bytes(released(course)), timestamp=PAST)
    assert flags(course) == {"ada": []}
    timestamps.write_note(course.root, SET, "ada", Note(PAST, ("it claims too much",)))
    assert flags(course) == {"ada": ["it claims too much"]}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"stamp": 1}', '{"stamp": "x", "doubts": 7}'])
def test_a_broken_note_is_none(course: CourseFolder, text: str) -> None:
    timestamps.write_note(course.root, SET, "ada", Note(PAST))
    (path,) = (course.root / "grading" / ".collected").rglob("*.json")
    path.write_text(text)
    assert timestamps.read_note(course.root, SET, "ada") is None


def test_notes_are_no_records(course: CourseFolder) -> None:
    from mlcourse.grading.batch import journal

    timestamps.write_note(course.root, SET, "ada", Note(PAST))
    assert journal.graded_assignments(course.root) == []
    assert list(journal.records(course.root, SET)) == []


def _pipe(place: Path) -> None:
    os.mkfifo(place)


def _endless(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _folder(place: Path) -> None:
    place.mkdir()


def _itself(place: Path) -> None:
    place.symlink_to(place)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("make", [_pipe, _endless, _folder, _itself])
def test_what_is_no_file_is_not_read(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "timestamp.txt")
    assert timestamps.read_file(tmp_path) is None


def test_files_that_fill_the_room_do_not_hide_the_time(course: CourseFolder) -> None:
    folder = hand_in(course, "ada", as_bytes(released(course)), timestamp=PAST)
    with (folder / "a.bin").open("wb") as file:
        file.truncate(100 << 20)
    assert flags(course) == {"ada": []}
    assert stored(course, "ada") == NOON
    assert (course.autograded(SET, "ada") / "timestamp.txt").read_text() == PAST


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("make", [_pipe, _endless, _folder, _itself])
def test_what_is_no_file_is_flagged(course: CourseFolder, make: Callable[[Path], None]) -> None:
    make(hand_in(course, "ada", as_bytes(released(course)), timestamp="") / "timestamp.txt")
    assert flags(course) == {"ada": ["timestamp.txt tells no time; the submission counts as not late"]}


def test_nbgrader_reads_times_safely_for_a_while(course: CourseFolder, tmp_path: Path) -> None:
    (tmp_path / "timestamp.txt").write_text("tomorrow")
    with timestamps.read_safely(course.directory):
        assert course.directory.get_existing_timestamp(str(tmp_path)) is None
        assert course.directory.get_existing_timestamp(str(tmp_path / "none")) is None
        (tmp_path / "timestamp.txt").write_text(PAST)
        assert course.directory.get_existing_timestamp(str(tmp_path)) == NOON
    assert "get_existing_timestamp" not in vars(course.directory)


# Collecting


@pytest.fixture
def exchange(course: CourseFolder, tmp_path: Path) -> Path:
    """A folder of an exchange for the course."""
    inbound = tmp_path / "exchange" / "ml" / "inbound"
    inbound.mkdir(parents=True)
    return inbound


def collect(course: CourseFolder, exchange: Path, **settings: object) -> None:
    course.directory.assignment_id, course.directory.course_id = SET, "ml"
    root = str(exchange.parents[1])
    Collect(coursedir=course.directory, authenticator=Authenticator(), root=root, **settings).start()
    course.directory.course_id = ""


def lay(course: CourseFolder, exchange: Path, name: str, said: str | None) -> Path:
    folder = exchange / name
    shutil.copytree(course.root / "release" / SET, folder)
    if said is not None:
        (folder / "timestamp.txt").write_text(said)
    return folder


def just_now(**ago: float) -> str:
    return f"{(timestamps.now() - timedelta(**ago)).isoformat(' ')} UTC"


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
def test_collecting_writes_the_time_of_the_folder_and_notes_what_speaks_against_it(
    course: CourseFolder, exchange: Path
) -> None:
    now = just_now(seconds=3)
    lay(course, exchange, f"ada+{SET}+{now}+x", now)
    lay(course, exchange, f"bo+{SET}+{now}+x", PAST)
    lay(course, exchange, f"cy+{SET}+{PAST}+x", PAST)
    lay(course, exchange, f"di+{SET}+{now}", None)
    lay(course, exchange, f"ed+{SET}+tomorrow+x", now)
    collect(course, exchange, check_owner=False)
    for student, when in (("ada", now), ("bo", now), ("cy", PAST), ("di", now)):
        assert (course.submitted(SET, student) / "timestamp.txt").read_text() == when
        assert (course.submitted(SET, student) / f"{NOTEBOOK}.ipynb").is_file()
    found = flags(course)
    assert set(found) == {"ada", "bo", "cy", "di"}
    assert found["ada"] == []
    assert found["bo"][0].startswith(f"its timestamp.txt said {PAST}, and its folder in the exchange ")
    assert found["cy"][0].startswith(f"it claims to be of {PAST}, but was changed in the exchange as late as ")
    assert found["di"][0].startswith("its timestamp.txt told no time; that of its folder in the exchange counts")
    assert stored(course, "cy") == NOON, "who is right is for a person to decide"


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
def test_a_folder_of_ones_own_goes_before_a_later_one_of_somebody_else(
    course: CourseFolder, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = just_now(seconds=3)
    own = lay(course, exchange, f"ada+{SET}+{now}+own", now)
    (own / "mine.txt").write_text("mine")
    lay(course, exchange, f"ada+{SET}+2999-01-01 00:00:00 UTC+eve", now)
    owners = {f"ada+{SET}+{now}+own": "ada"}
    monkeypatch.setattr(Collect, "_owner", lambda self, filename: owners.get(filename, "eve"))
    collect(course, exchange)
    assert (course.submitted(SET, "ada") / "mine.txt").exists()
    assert flags(course) == {"ada": []}


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
def test_one_that_is_only_somebody_elses_is_collected_and_flagged(
    course: CourseFolder, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = just_now(seconds=3)
    lay(course, exchange, f"ada+{SET}+{now}+eve", now)
    monkeypatch.setattr(Collect, "_owner", lambda self, filename: "eve")
    collect(course, exchange)
    assert flags(course) == {"ada": ["its folder in the exchange belongs to eve"]}


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
def test_one_in_time_goes_before_a_later_one_where_the_instructor_wants_it(
    course: CourseFolder, exchange: Path
) -> None:
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment(SET, duedate=datetime(2026, 2, 4))
    late = just_now(seconds=3)
    for name, when in (("early", PAST), ("late", late), ("odd", "tomorrow")):
        (lay(course, exchange, f"ada+{SET}+{when}+{name}", when) / f"{name}.txt").touch()
        if name != "early":
            (lay(course, exchange, f"bo+{SET}+{when}+{name}", when) / f"{name}.txt").touch()
    collect(course, exchange, check_owner=False, before_duedate=True)
    assert (course.submitted(SET, "ada") / "early.txt").exists()
    assert (course.submitted(SET, "bo") / "late.txt").exists()
