"""Links in what students lay into nbgrader's exchange must not bring the instructor's files into their submissions."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.grading.attacks.classroom import make_template
from tests.grading.attacks.course import BOOK, HIDDEN, REFERENCE, SET

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the attacks use what Linux has")
WHEN = "2026-11-02 10:00:00.000000 UTC"


def collected(course: Path) -> Path:
    """Collect what mallory has laid into the exchange: a link to the instructor's notebook, and one as a data file."""
    exchange, name = course.parent / "exchange", "mlcourse"
    inbound = exchange / name / "inbound"
    inbound.mkdir(parents=True)
    inbound.chmod(0o733)
    (exchange / name / "outbound").mkdir()
    exchange.chmod(0o777)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\nc.CourseDirectory.course_id = {name!r}\n")
    work = inbound / f"mallory+{SET}+{WHEN}+abc"
    work.mkdir()
    (work / "timestamp.txt").write_text(WHEN)
    source = course / "source" / SET / f"{BOOK}.ipynb"
    (work / f"{BOOK}.ipynb").symlink_to(source)
    (work / "notes.txt").symlink_to(source)
    words = [sys.executable, "-m", "nbgrader", "collect", SET]
    run = subprocess.run(words, cwd=course, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    return course / "submitted" / "mallory" / SET


def text_of(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


@pytest.mark.slow
def test_stock_nbgrader_copies_what_links_lead_to(tmp_path: Path) -> None:
    text = text_of(collected(make_template(tmp_path, stock=True)))
    assert HIDDEN in text
    assert REFERENCE in text


def test_our_configuration_does_not(tmp_path: Path) -> None:
    folder = collected(make_template(tmp_path, stock=False))
    assert HIDDEN not in text_of(folder)
    shutil.rmtree(folder)
