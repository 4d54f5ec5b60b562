from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from mlcourse.grading.nbgrader.collect import Collect
from mlcourse.grading.nbgrader.config import configure

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")


@pytest.fixture
def collect(tmp_path: Path) -> Collect:
    return Collect(coursedir=CourseDirectory(root=str(tmp_path)), authenticator=Authenticator())


@pytest.fixture
def inbound(tmp_path: Path) -> Path:
    """A submission in the exchange, beside a file that only the instructor may read."""
    (tmp_path / "solutions.txt").write_text("secret")
    folder = tmp_path / "inbound"
    (folder / "data").mkdir(parents=True)
    (folder / "data/a.csv").write_text("1")
    (folder / "one.ipynb").write_text("{}")
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def test_nbgrader_uses_it() -> None:
    config = Config()
    configure(config)
    assert ExchangeFactory(config=config).collect is Collect


def test_a_submission_is_copied_without_what_it_links_to(
    collect: Collect, inbound: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (inbound / "stolen.txt").symlink_to(tmp_path / "solutions.txt")
    (inbound / "data/up").symlink_to(tmp_path)
    (inbound / "endless").symlink_to("/dev/zero")
    os.mkfifo(inbound / "pipe")
    collect.do_copy(str(inbound), str(tmp_path / "ada"))
    assert names(tmp_path / "ada") == {"one.ipynb", "data/a.csv"}
    assert caplog.text.count("is a link or no ordinary file") == 4


def test_a_folder_that_is_a_link_is_not_collected(
    collect: Collect, inbound: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bo").symlink_to(inbound)
    collect.do_copy(str(tmp_path / "bo"), str(tmp_path / "copy"))
    assert not (tmp_path / "copy").exists()
    assert "is not collected: it is no ordinary folder" in caplog.text


def test_a_huge_one_does_not_stop_the_others(
    collect: Collect, inbound: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (inbound / "huge.bin").open("wb") as file:
        file.truncate(1 << 40)  # sparse
    collect.do_copy(str(inbound), str(tmp_path / "ada"))
    assert not (tmp_path / "ada").exists()
    assert "is not collected: it is larger than" in caplog.text
