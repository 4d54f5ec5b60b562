"""A course directory with honest students and attackers: handing in, grading, and what is found afterwards."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import resource
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
import psutil

from mlcourse.grading.nbgrader.instructor import make_course_directory
from tests.grading.attacks.course import ALL, BOOK, CHECKED, KEYS, SET, TOKEN, WORK, write_content
from tests.grading.attacks.listeners import Listeners
from tests.grading.attacks.model import Attack, Evidence, Submission

# Honest students and what they answered; attackers are numbered by their group, so that they stand between these.
HONEST: dict[str, tuple[str, ...]] = {
    "s000-ada": ALL,
    "s250-ben": ("total", "mean", "lowest"),
    "s510-cleo": ALL,
    "s999-zoe": ALL,
}
BEFORE, AFTER = "s000-ada", "s999-zoe"
ELSEWHERE = ("/tmp", "/var/tmp", "/dev/shm", "/etc", "/root", "/home", "/run", "/usr/lib", sys.prefix, sys.base_prefix)


def make_template(folder: Path, *, stock: bool) -> Path:
    """Make a course directory with the assignment released; `stock` is one with nbgrader's own configuration."""
    content, course = write_content(folder / "content"), folder / "class"
    make_course_directory(course, content)
    if stock:
        (course / "nbgrader_config.py").write_text("c = get_config()\n")
        source = course / "source" / SET / f"{BOOK}.ipynb"
        notebook = nbformat.read(source, 4)
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, source)
    words = [sys.executable, "-m", "nbgrader", "generate_assignment", SET]
    run = subprocess.run(words, cwd=course, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    return course


class Classroom(contextlib.AbstractContextManager["Classroom"]):
    """One class, in a folder of its own.

    Parameters
    ----------
    folder : Path
        An empty folder.
    template : Path
        What `make_template` made.
    honest : sequence of str
        Which of the honest students hand in.
    db_url : str
        The gradebook's address, where it is not in the course directory.
    """

    def __init__(
        self, folder: Path, template: Path, honest: Sequence[str] = tuple(HONEST), *, db_url: str = ""
    ) -> None:
        self.folder, self.course, self.home, self.drop = folder, folder / "class", folder / "home", folder / "drop"
        shutil.copytree(template, self.course)
        self.db_url = db_url or f"sqlite:///{self.course / 'gradebook.db'}"
        for path in (self.home, self.drop):
            path.mkdir(parents=True)
        folder.chmod(0o755)
        self.drop.chmod(0o777)
        self.mark = f"atk{secrets.token_hex(3)}"  # with a number, at most the 15 letters of a process's name
        self._sockets = tempfile.TemporaryDirectory(prefix="atk")  # a socket's path must be short
        Path(self._sockets.name).chmod(0o755)
        self.listeners = Listeners(Path(self._sockets.name), self.mark)
        self.released = nbformat.read(self.course / "release" / SET / f"{BOOK}.ipynb", 4)
        self.students: dict[str, str] = {}  # by attack
        self.honest = tuple(honest)
        self.finished, self.console, self.printed = True, "", ""
        self._before_run: dict[str, str] = {}
        self._scores: dict[str, float] | None = None
        self._touched: tuple[str, ...] | None = None
        self._processes: list[psutil.Process] | None = None
        for student in honest:
            work = self._submission(student, student)
            work.solve(*HONEST[student])
            work.file("notes.txt", WORK)
            work.save()

    def __exit__(self, *_: object) -> None:
        self.kill_leftovers()
        self.listeners.__exit__()
        self._sockets.cleanup()
        for path in self._left_elsewhere():
            path.unlink(missing_ok=True)

    # Before

    def add(self, attack: Attack, number: int, **more: str) -> None:
        """Have an attacker hand in, who knows `more` of the place."""
        student = f"s{number:03}-{attack.name}"
        work = self._submission(student, attack.name)
        work.place = {**work.place, **more}
        attack.fill(work)
        work.save()
        self.students[attack.name] = student

    def _submission(self, student: str, attack: str) -> Submission:
        folder = self.course / "submitted" / student / SET
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text("2026-11-02 10:00:00 UTC")
        place = {
            "COURSE": self.course,
            "HOME": self.home,
            "DROP": self.drop,
            "TCP": self.listeners.tcp,
            "UDP": self.listeners.udp,
            "UNIX": self.listeners.unix,
            "ABSTRACT": self.listeners.abstract,
            "BEFORE": BEFORE,
            "AFTER": AFTER,
            "STUDENT": student,
            "ATTACK": attack,
            "MARK": self._mark(student),
            "SET": SET,
            "BOOK": BOOK,
        }
        notebook = json.loads(json.dumps(self.released))
        return Submission(folder, notebook, {name: str(value) for name, value in place.items()})

    # The batch

    def run(self, *words: str, seconds: float, stuck: Path | None = None) -> int | None:
        """Run Python with these arguments in the course directory.

        It has a session of its own, a home of its own, a secret in its environment, and limits that its children
        inherit.

        Returns
        -------
        int or None
            Its status; None where it did not end in time, or within 8 s after the file `stuck` was there.
        """
        self._scores = self._touched = self._processes = None
        if not self._before_run:
            self._before_run = dict(self._digests())
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON", "XDG_"))
        }
        place = {"HOME": str(self.home), "COURSE_TOKEN": TOKEN, "COLUMNS": "200"}
        log, printed = self.folder / "console", self.folder / "printed"
        with log.open("wb") as err, printed.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, *words],
                cwd=self.course,
                env={**kept, **place},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
            status = _wait(process, seconds, stuck)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        self.printed = printed.read_bytes().decode(errors="replace")
        self.console += log.read_bytes().decode(errors="replace") + self.printed
        self.finished &= status is not None and status >= 0
        return status

    # After

    def evidence(self, attack: Attack) -> Evidence:
        """Look at what an attack has achieved."""
        student = self.students[attack.name]
        outputs, page, clear = self._outputs(student), self._page(student), self.returned(student)
        heard = self.listeners.heard.get(attack.name, set())
        dropped = [path for path in (*self.drop.iterdir(), *self._left_elsewhere()) if attack.name in path.name]
        carried = outputs + clear + " ".join(path.read_text(errors="replace") for path in dropped)
        return Evidence(
            score=self.score(student),
            earned=attack.earned,
            scores={name: self.score(name) for name in self.honest},
            wanted={name: wanted(name) for name in self.honest},
            finished=self.finished,
            console=self.console,
            loot=" ".join(key for key in (*KEYS, WORK) if key[::-1] in carried),
            clear=clear,
            outputs=outputs,
            page=page,
            escaped=tuple(str(path) for path in dropped),
            sent=tuple(sorted(heard)),
            touched=self.touched(),
            left=len(self.leftovers(self._mark(student))),
            size=self._size(student),
        )

    def score(self, student: str) -> float | None:
        """What the gradebook says, or None where it has no score."""
        if self._scores is None:
            self._scores = dict(self._read_scores())
        return self._scores.get(student)

    def _read_scores(self) -> Iterator[tuple[str, float]]:
        from nbgrader.api import Gradebook

        path = self.db_url.removeprefix("sqlite:///")
        if path != self.db_url and not Path(path).exists():
            return
        with contextlib.suppress(Exception), Gradebook(self.db_url) as book:  # an attack may have broken it
            for submission in book.assignment_submissions(SET):
                grades = [
                    grade for notebook in submission.notebooks for grade in notebook.grades if grade.name != "why"
                ]
                if any(grade.auto_score is not None for grade in grades):
                    yield submission.student_id, float(sum(map(_points, grades)))

    def touched(self) -> tuple[str, ...]:
        """Name what is not as it was before the batch, and what was written to after it was finished."""
        if self._touched is None:
            self._touched = tuple(self._find_touched())
        return self._touched

    def _find_touched(self) -> Iterator[str]:
        now = dict(self._digests())
        yield from sorted(path for path in {*now, *self._before_run} if now.get(path) != self._before_run.get(path))
        for student in self.honest:
            path = self.course / "autograded" / student / SET / f"{BOOK}.ipynb"
            if path.exists() and path.stat().st_mode & 0o222:
                yield str(path.relative_to(self.course))
        yield from (str(path) for path in (self.home / ".ipython").rglob("startup/*.py"))

    def _digests(self) -> Iterator[tuple[str, str]]:
        yield "nbgrader_config.py", _digest(self.course / "nbgrader_config.py")
        for student in self.honest:
            path = self.course / "submitted" / student / SET / f"{BOOK}.ipynb"
            yield str(path.relative_to(self.course)), _digest(path)
        for path in sorted((self.course / "source").rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self.course)), _digest(path)

    def _mark(self, student: str) -> str:
        return f"{self.mark}{student[1:4]}"

    def leftovers(self, mark: str = "") -> list[psutil.Process]:
        """Find the processes that an attack has left; without its mark, those that any has left."""
        if self._processes is None:
            self._processes = [process for process in psutil.process_iter() if _marked(process, self.mark)]
        return [process for process in self._processes if _marked(process, mark or self.mark)]

    def kill_leftovers(self) -> None:
        for process in self.leftovers():
            with contextlib.suppress(psutil.Error):
                process.kill()

    def _outputs(self, student: str) -> str:
        try:
            text = (self.course / "autograded" / student / SET / f"{BOOK}.ipynb").read_text()
            cells = json.loads(text)["cells"]
        except (OSError, ValueError):
            return ""
        return json.dumps([cell.get("outputs", []) for cell in cells])

    def _page(self, student: str) -> str:
        path = self.course / "feedback" / student / SET / f"{BOOK}.html"
        return path.read_text(errors="replace") if path.exists() else ""

    def returned(self, student: str) -> str:
        """All text of what lies in the feedback."""
        folder = self.course / "feedback" / student
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return "\n".join(f"{path.name}\n{path.read_text(errors='replace')}" for path in files)

    def _size(self, student: str) -> int:
        folders = [self.course / kind / student for kind in ("autograded", "feedback")]
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        files += (self.course / "grading").rglob(f"{student}*")
        return sum(path.stat().st_size for path in files)

    def _left_elsewhere(self) -> list[Path]:
        found: list[Path] = []
        for folder in ELSEWHERE:
            with contextlib.suppress(OSError):
                found += [path for path in Path(folder).iterdir() if path.name.startswith(self.mark)]
        return found


def wanted(student: str) -> float:
    """What an honest student's answers are worth; a blank guess is worth nothing."""
    return float(sum(CHECKED[name] for name in HONEST[student]))


def _marked(process: psutil.Process, mark: str) -> bool:
    with contextlib.suppress(psutil.Error):
        alive = process.status() != psutil.STATUS_ZOMBIE
        return alive and (process.name().startswith(mark) or mark in " ".join(process.cmdline()))
    return False


def _points(grade: Any) -> float:
    """What a grade counts: the points that a person gave, if any did, else those of the test."""
    points = grade.auto_score if grade.manual_score is None else grade.manual_score
    return float(points or 0.0) + float(grade.extra_credit or 0.0)


def _wait(process: subprocess.Popen[bytes], seconds: float, stuck: Path | None) -> int | None:
    latest = time.monotonic() + seconds
    while time.monotonic() < latest:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(0.5 if stuck else seconds)
        if stuck and stuck.exists():
            stuck, latest = None, time.monotonic() + 8
            seconds = 8
    return None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
