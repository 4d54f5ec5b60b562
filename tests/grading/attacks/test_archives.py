"""What students upload to a learning platform must not harm anybody when the instructor collects it."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.apps import ZipCollectApp

from tests.grading.attacks.classroom import make_template
from tests.grading.attacks.corpus.archives import (
    HONEST,
    ZIP_ATTACKS,
    Collected,
    Download,
    ZipAttack,
    uploaded,
    work_of,
)
from tests.grading.attacks.course import BOOK, HIDDEN, SET

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the attacks use what Linux has")
STOCK = [attack for attack in ZIP_ATTACKS if not attack.in_depth]


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    return {stock: make_template(tmp_path_factory.mktemp("zips"), stock=stock) for stock in (True, False)}


def laid_out(attack: ZipAttack, template: Path, course: Path) -> Path:
    """Have the honest and one attacker upload, and the instructor download it."""
    shutil.copytree(template, course)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.FileNameCollectorPlugin.named_regexp = {attack.expression!r}\n")
    names = [uploaded(student) for student in HONEST]
    if "timestamp" not in attack.expression:
        names = [f"exam_{student}_attempt_{BOOK}.ipynb" for student in HONEST]
    download = Download(course, {name: work_of(student) for name, student in zip(names, HONEST, strict=True)})
    attack.fill(download)
    download.save()
    return course


def found_in(course: Path, status: int, console: str) -> Collected:
    works = {path.parts[-3]: path.read_bytes() for path in (course / "submitted").glob(f"*/{SET}/{BOOK}.ipynb")}
    return Collected(status, console, course, works)


def collect_here(course: Path) -> int:
    """Run ``nbgrader zip_collect`` in this process, which saves its start."""
    app = ZipCollectApp()
    with contextlib.chdir(course):
        try:
            app.initialize([SET])
            app.start()
        except SystemExit as end:
            return int(end.code or 0)
    return 0


@pytest.mark.slow
@pytest.mark.parametrize("attack", STOCK, ids=lambda attack: attack.name)
def test_stock_nbgrader_falls_for_it(attack: ZipAttack, templates: dict[bool, Path], tmp_path: Path) -> None:
    course = laid_out(attack, templates[True], tmp_path / "class")
    words = [sys.executable, "-m", "nbgrader", "zip_collect", SET]
    run = subprocess.run(words, cwd=course, capture_output=True, timeout=200)
    found = found_in(course, run.returncode, (run.stdout + run.stderr).decode(errors="replace"))
    assert attack.succeeded(found), f"stock nbgrader withstands it: {attack.tries}\n{found.console}"


@pytest.mark.parametrize("attack", ZIP_ATTACKS, ids=lambda attack: attack.name)
def test_it_achieves_nothing(
    attack: ZipAttack, templates: dict[bool, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    course = laid_out(attack, templates[False], tmp_path / "class")
    status = collect_here(course)
    found = found_in(course, status, "".join(capfd.readouterr()))
    assert found.status == 0, found.console
    assert found.honest, found.console
    assert not attack.succeeded(found), found.console
    assert HIDDEN not in found.text
    assert "Traceback" not in found.console
    assert not {path.parts[-1] for path in (found.course / "submitted").iterdir()} - {*HONEST, "s100-mallory"}
