"""Stopping a real run: in the midst of a learner's endless loop, and with whoever started it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from mlcourse.authoring.build import learner_edition
from mlcourse.grading import grade, mine, processes
from mlcourse.grading.model import PREFERRED, Task
from mlcourse.grading.stopping import Stopped
from mlcourse.kernel import warm
from mlcourse.workspace import catalogue, events, update
from tests.grading import small

ROOT = Path(__file__).parents[1] / "sample_course"
BOOK = "assignments/01-basics/sums/lists.ipynb"
RIGHT = "def total(numbers):\n    return sum(numbers)"
LOOPS = {
    "python": "def mean(numbers):\n    while True:\n        pass",
    "without the interpreter": "def mean(numbers):\n    import itertools\n    return sum(1 for _ in itertools.count())",
    "that ignores signals": (
        "import signal\n\nfor number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):\n"
        "    signal.signal(number, signal.SIG_IGN)\n\n"
        "def mean(numbers):\n    while True:\n        pass"
    ),
    "in processes of its own": (
        "import subprocess\nimport sys\n\ndef mean(numbers):\n"
        "    subprocess.run([sys.executable, '-c', 'while True: pass'], start_new_session=True)"
    ),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared") / "workspace"
    edition = learner_edition(ROOT)
    update(folder, edition.files, fingerprint=edition.fingerprint)
    catalogue.write(folder, edition.catalogue, edition.fingerprint)
    return folder


@pytest.fixture
def workspace(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace where the first exercise is solved, and what remains of former results is gone."""
    monkeypatch.setenv("MLCOURSE_CONTENT", str(ROOT))
    (prepared / ".mlcourse/events.jsonl").unlink(missing_ok=True)
    (prepared / mine.FOLDER / "sums.json").unlink(missing_ok=True)
    write(prepared, total=RIGHT, mean="raise NotImplementedError")
    return prepared


@pytest.fixture(params=["warm", "plain"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How processes are made."""
    if request.param == "plain":
        monkeypatch.setenv(warm.SWITCH, "0")
    return str(request.param)


def write(workspace: Path, **answers: str) -> None:
    path = workspace / BOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def below(process: psutil.Process) -> set[psutil.Process]:
    return set(process.children(recursive=True))


def gone(those: set[psutil.Process]) -> bool:
    """Wait until processes have ended; a warm template keeps their numbers for a moment longer."""
    latest = time.monotonic() + 30
    while any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in those):
        if time.monotonic() > latest:
            return False
        time.sleep(0.05)
    return True


def stop_in_the_loop(workspace: Path) -> set[psutil.Process]:
    """Grade until the first exercise is done and the second one hangs, and stop; returns the run's processes.

    The warm process is there already.
    """
    stop, hangs, started = threading.Event(), threading.Event(), below(psutil.Process())
    raised: list[BaseException] = []

    def run() -> None:
        try:
            mine.grade_mine(workspace, "sums", lambda done, of: hangs.set() if done else None, stop)
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    while not hangs.wait(0.1):
        assert thread.is_alive(), raised
    time.sleep(0.5)  # it has begun with the loop
    found = below(psutil.Process()) - started
    stop.set()
    thread.join(60)  # a cell may take twice as long
    assert not thread.is_alive()
    assert [type(error) for error in raised] == [Stopped]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("loop", LOOPS)
def test_a_run_is_stopped_in_the_midst_of_an_endless_loop(workspace: Path, way: str, loop: str) -> None:
    former = mine.grade_mine(workspace, "sums")
    kept = events.read(workspace)
    write(workspace, mean=LOOPS[loop])
    found = stop_in_the_loop(workspace)
    assert found
    assert gone(found)
    assert (mine.kept(workspace, "sums"), events.read(workspace)) == (former, kept)
    # The lock is free, and the next run is like any other.
    write(workspace, mean="def mean(numbers):\n    return total(numbers) / len(numbers)")
    assert mine.grade_mine(workspace, "sums", stop=threading.Event()).points == 5.0


def test_a_run_is_stopped_while_the_warm_process_still_imports() -> None:
    processes.close()
    one = small.double_and_quadruple()
    task = Task("sums", "ada", (one,), {small.NAME: json.dumps(small.submission(one)).encode()}, sandbox=PREFERRED)
    stop = threading.Event()
    timer = threading.Timer(0.3, stop.set)
    timer.start()
    told: list[str] = []
    with pytest.raises(Stopped):
        grade.grade(task, told.append, stop)
    assert told == []
    assert grade.grade(task, told.append, threading.Event()).notebooks[0].scores[0].outcome == "passed"


def test_each_check_is_told_once_when_its_first_verdict_comes() -> None:
    one = small.double_and_quadruple()
    told: list[str] = []
    # The second one is right but for the first, so it is judged twice.
    data = json.dumps(small.submission(one, {"double": "def double(x):\n    return 3 * x"})).encode()
    task = Task("sums", "ada", (one,), {small.NAME: data}, sandbox=PREFERRED)
    scores = small.by_name(grade.grade(task, told.append).notebooks[0])
    assert "reference solution stood in" in scores["quadruple"].note
    assert told == ["double-check", "quadruple-check", "add-check"]


GRADE = """
import sys
from pathlib import Path
from mlcourse.grading import mine
mine.grade_mine(Path(sys.argv[1]), "sums", lambda done, of: print(done, flush=True))
"""


@pytest.mark.slow
@pytest.mark.parametrize("loop", ["python", "that ignores signals", "in processes of its own"])
def test_no_process_of_a_run_outlives_who_started_it(workspace: Path, way: str, loop: str) -> None:
    write(workspace, mean=LOOPS[loop])
    with subprocess.Popen([sys.executable, "-c", GRADE, workspace], stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        while started.stdout.readline().strip() != "1":
            assert started.poll() is None
        time.sleep(0.5)
        found = below(psutil.Process(started.pid))
        started.kill()
    assert found
    assert gone(found)


@pytest.mark.slow
def test_ctrl_c_stops_the_command_in_order(workspace: Path, tmp_path: Path) -> None:
    write(workspace, mean=LOOPS["python"])
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "mlcourse.cli", "grade", "--mine", "sums", "--course", str(workspace)]
    environment = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as started:
        folders: list[Path] = []
        while not folders:
            assert started.poll() is None
            folders = list(scratch.glob("mlcourse-*/learner"))
            time.sleep(0.05)
        found = below(psutil.Process(started.pid))
        started.send_signal(signal.SIGINT)
        _, told = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "Stopped. Nothing of this run is kept" in told
    assert "Traceback" not in told
    assert gone(found)
    assert list(scratch.glob("mlcourse-*")) == []
    assert mine.kept(workspace, "sums") is None
