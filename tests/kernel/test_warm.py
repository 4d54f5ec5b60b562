"""The warm process: what its children are like, how they end, and what happens when something breaks."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mlcourse.kernel import imports, warm
from mlcourse.kernel.warm import Child, Template, TemplateError

TARGETS = """
import json, os, random, signal, subprocess, sys, threading, time

def answer(arguments, fds):
    return arguments["status"]

def fail(arguments, fds):
    raise ValueError("as it should")

def leave(arguments, fds):
    sys.exit("a last word")

def is_open(fd):
    try:
        return bool(os.fstat(fd))
    except OSError:
        return False

def describe(arguments, fds):
    numpy = sys.modules["numpy"]
    found = {
        "pid": os.getpid(), "session": os.getsid(0), "group": os.getpgid(0), "folder": os.getcwd(),
        "environment": dict(os.environ), "open": [fd for fd in range(64) if is_open(fd)],
        "input": sys.stdin.read(), "arguments": sys.argv, "main": sorted(vars(sys.modules["__main__"])),
        "chance": [random.random(), float(numpy.random.rand())], "threads": threading.active_count(), "fds": fds,
        "path": sys.path, "interrupt": signal.getsignal(signal.SIGINT) is signal.default_int_handler,
    }
    os.write(fds[0], json.dumps(found).encode())
    return 0

def sleep(arguments, fds):
    if fds:
        os.write(fds[0], b".")
    time.sleep(60)

def family(arguments, fds):
    process = subprocess.Popen(["sleep", "60"])
    os.write(fds[0], str(process.pid).encode())
    time.sleep(60)

def whisper(arguments, fds):
    print("out"); print("err", file=sys.stderr)

def prepare():
    global prepared
    prepared = True

def broken():
    raise RuntimeError("no such luck")

def threaded():
    threading.Thread(target=time.sleep, args=[60], name="lingerer", daemon=True).start()

def was_prepared(arguments, fds):
    return 7 if prepared else 8
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("targets")
    (folder / "targets.py").write_text(TARGETS)
    (folder / "deadly.py").write_text("import os, sys; print('a tear', file=sys.stderr, flush=True); os._exit(3)")
    return folder


@pytest.fixture(scope="module")
def make(path: Path) -> Iterator[Callable[..., Template]]:
    """Makes templates that import little."""
    with contextlib.ExitStack() as stack:

        def template(**settings: Any) -> Template:
            settings = {"modules": ["numpy"], "environment": {"PYTHONPATH": str(path)}, **settings}
            made = Template(**settings)
            stack.callback(made.close)
            return made

        yield template


@pytest.fixture(scope="module")
def template(make: Callable[..., Template]) -> Template:
    os.environ["SECRET_OF_THE_OWNER"] = "do-not-tell"
    try:
        return make()
    finally:
        del os.environ["SECRET_OF_THE_OWNER"]


@contextlib.contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


def described(template: Template, **settings: Any) -> dict[str, Any]:
    with pipe() as (reading, writing):
        child = template.fork("targets:describe", {}, fds=[writing], **settings)
        assert child.wait(20) == 0
        child.close()
        found: dict[str, Any] = json.loads(os.read(reading, 1 << 16))
        assert found["pid"] == child.pid
        return found


def running(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def comes_true(condition: Callable[[], bool]) -> bool:
    for _ in range(1000):
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_the_status_of_a_child(template: Template) -> None:
    child = template.fork("targets:answer", {"status": 42})
    assert child.wait(20) == 42
    assert child.poll() == 42, "asked again, it is the same"
    child.close()


@pytest.mark.parametrize(
    ("target", "said"), [("targets:fail", "ValueError: as it should"), ("targets:leave", "a last word")]
)
def test_a_child_that_fails_says_why(template: Template, target: str, said: str) -> None:
    with tempfile.TemporaryFile() as log:
        child = template.fork(target, {}, log=log.fileno())
        assert child.wait(20) == 1
        child.close()
        log.seek(0)
        assert said in log.read().decode()


def test_a_target_that_does_not_exist(template: Template) -> None:
    child = template.fork("targets:nowhere", {})
    assert child.wait(20) == 1
    assert template.alive, "its template goes on"
    child.close()


def test_a_child_is_a_process_like_any_other(template: Template, tmp_path: Path) -> None:
    found = described(template, environment={"ONLY": "this"}, folder=str(tmp_path))
    assert found["session"] == found["group"] == found["pid"]
    assert found["folder"] == str(tmp_path)
    assert found["environment"] == {"ONLY": "this"}
    assert found["open"] == [0, 1, 2, *found["fds"]]
    assert found["input"] == ""
    assert found["arguments"] == [""]
    assert not [name for name in found["main"] if not name.startswith("__")], "nothing of the template shows"
    assert (found["threads"], found["interrupt"]) == (1, True)
    assert not {"", str(tmp_path)} & set(found["path"]), "no module beside the notebook shadows another"


def test_each_child_has_chances_of_its_own(template: Template) -> None:
    first, second = described(template)["chance"], described(template)["chance"]
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_a_template_knows_no_secrets_of_its_owner(template: Template) -> None:
    template.wait(60)
    assert b"PATH=" in (environment := Path(f"/proc/{template.pid}/environ").read_bytes())
    assert b"do-not-tell" not in environment
    assert "SECRET_OF_THE_OWNER" not in described(template)["environment"]


def test_output_goes_to_the_log(template: Template) -> None:
    with tempfile.TemporaryFile() as log:
        child = template.fork("targets:whisper", {}, log=log.fileno())
        assert child.wait(20) == 0
        child.close()
        log.seek(0)
        assert sorted(log.read().split()) == [b"err", b"out"]


def started(template: Template, target: str = "targets:sleep", **settings: Any) -> tuple[Child, bytes]:
    """A child that has told that it runs."""
    with pipe() as (reading, writing):
        child = template.fork(target, {}, fds=[writing], **settings)
        return child, os.read(reading, 100)


def test_a_signal(template: Template) -> None:
    child, _ = started(template)
    assert child.wait(0) is None
    child.signal(signal.SIGTERM)
    assert child.wait(20) == -signal.SIGTERM
    child.close()


def test_an_interrupt_is_a_keyboard_interrupt(template: Template) -> None:
    with tempfile.TemporaryFile() as log:
        child, _ = started(template, log=log.fileno())
        child.signal(signal.SIGINT)
        assert child.wait(20) == 1
        log.seek(0)
        assert b"KeyboardInterrupt" in log.read()
    child.close()


def test_killing_ends_what_the_child_started(template: Template) -> None:
    child, grandchild = started(template, "targets:family")
    assert running(int(grandchild))
    child.kill()
    assert child.wait(20) == -signal.SIGKILL
    assert comes_true(lambda: not running(int(grandchild)))
    child.close()


def test_the_end_of_a_child_can_be_polled(template: Template) -> None:
    child, _ = started(template)
    assert not select.select([child], [], [], 0)[0]
    child.kill()
    assert select.select([child], [], [], 20)[0]
    child.close()


def test_a_number_is_not_used_again_before_it_is_let_go_of(template: Template) -> None:
    child = template.fork("targets:answer", {"status": 0})
    child.wait(20)
    os.kill(child.pid, 0)  # still there, so that a signal can hit no other process
    child.kill()
    child.close()
    assert comes_true(lambda: not Path(f"/proc/{child.pid}").exists()), "no zombie stays"


def test_a_child_that_was_let_go_of_runs_on(template: Template) -> None:
    child, _ = started(template)
    child.close()
    assert described(template), "the template has taken note"
    assert running(child.pid)
    os.kill(child.pid, signal.SIGKILL)
    assert comes_true(lambda: not Path(f"/proc/{child.pid}").exists())


def test_many_threads_fork_at_once(template: Template) -> None:
    def work(number: int) -> int | None:
        child = template.fork("targets:answer", {"status": number, "padding": "x" * 500_000})
        try:
            return child.wait(30)
        finally:
            child.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(40))) == list(range(40))


def test_preparation(make: Callable[..., Template]) -> None:
    template = make(prepare="targets:prepare", modules=["no_such_module_at_all"])
    child = template.fork("targets:was_prepared", {})
    assert child.wait(20) == 7, "a module that is missing is no matter"
    child.close()


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"prepare": "targets:broken"}, "RuntimeError: no such luck"),
        ({"prepare": "targets:threaded"}, "lingerer"),
        ({"modules": ["deadly"]}, "a tear"),
    ],
)
def test_a_template_that_cannot_work_says_why(
    make: Callable[..., Template], settings: dict[str, Any], reason: str
) -> None:
    template = make(**{"modules": [], **settings})
    with pytest.raises(TemplateError, match=reason):
        template.wait(60)
    with pytest.raises(TemplateError, match=reason):
        template.fork("targets:answer", {})
    assert not template.ready


def test_waiting_for_less_than_it_takes(make: Callable[..., Template]) -> None:
    with pytest.raises(TimeoutError):
        make(modules=["torch"]).wait(0)


def test_closing_ends_the_children_but_the_lasting(make: Callable[..., Template]) -> None:
    template = make(modules=[])
    (bound, _), (lasting, _) = started(template), started(template, lasting=True)
    try:
        template.close()
        assert bound.wait(20) is not None
        assert not template.alive
        assert lasting.wait(0) is None
        assert running(lasting.pid)
        with pytest.raises(TemplateError):
            template.fork("targets:answer", {})
    finally:
        lasting.kill()
    assert lasting.wait(20) is not None


def test_a_killed_template(make: Callable[..., Template]) -> None:
    template = make(modules=[])
    (bound, _), (lasting, _) = started(template), started(template, lasting=True)
    os.kill(template.pid, signal.SIGKILL)
    assert comes_true(lambda: not template.alive)
    assert bound.wait(20) is not None
    with pytest.raises(TemplateError, match="gone"):
        template.fork("targets:answer", {})
    assert lasting.wait(0) is None
    lasting.kill()
    assert lasting.wait(20) == 1, "nobody is left who knows how it ended"


def test_everything_ends_with_the_owner(path: Path) -> None:
    program = """
import sys, os, time
from mlcourse.kernel.warm import Template
template = Template(modules=[], environment={"PYTHONPATH": sys.argv[1]})
reading, writing = os.pipe()
child = template.fork("targets:family", {}, fds=[writing])
print(template.pid, child.pid, os.read(reading, 10).decode(), flush=True)
time.sleep(60)
"""
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pids = [int(word) for word in owner.stdout.readline().split()]
        assert len(pids) == 3
        assert all(map(running, pids))
        owner.kill()
        assert comes_true(lambda: not any(map(running, pids)))


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """No template shared yet; those that get shared import nothing."""
    monkeypatch.delenv(warm.SWITCH, raising=False)
    monkeypatch.setattr(warm, "Template", partial(Template, modules=[]))
    monkeypatch.setattr(warm, "packages", lambda: ())
    warm.stop()
    yield monkeypatch
    warm.stop()


def shared() -> Template:
    assert comes_true(lambda: warm.shared() is not None)
    template = warm.shared()
    assert template is not None
    return template


def test_nothing_is_shared_unless_it_was_started(fresh: pytest.MonkeyPatch) -> None:
    assert warm.shared() is None
    warm.start()
    template = shared()
    warm.start()
    assert warm.shared() is template, "started again, it is the same"


def test_a_shared_template_that_dies_comes_back(fresh: pytest.MonkeyPatch) -> None:
    warm.start()
    first = shared()
    os.kill(first.pid, signal.SIGKILL)
    assert comes_true(lambda: not first.alive)
    assert warm.shared() is None, "until the new one is ready, there is none"
    assert shared().pid != first.pid
    assert not warm.why_not()


def test_changed_packages_make_a_new_template(fresh: pytest.MonkeyPatch) -> None:
    warm.start()
    first = shared()
    fresh.setattr(warm, "packages", lambda: (1,))
    assert shared().pid != first.pid
    assert not first.alive


def test_installing_a_package_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(imports.sysconfig, "get_path", lambda name: str(tmp_path))
    os.utime(tmp_path, (1, 1))
    before = imports.packages()
    (tmp_path / "some_package-1.0.dist-info").mkdir()
    assert imports.packages() != before


def test_a_broken_template_is_not_tried_again_before_something_changes(fresh: pytest.MonkeyPatch) -> None:
    fresh.setattr(warm, "Template", partial(Template, modules=[], prepare="os:no_such_function"))
    warm.start()
    assert comes_true(lambda: warm.shared() is None and bool(warm.why_not()))
    assert "no_such_function" in warm.why_not()
    fresh.setattr(warm, "Template", partial(Template, modules=[]))
    assert warm.shared() is None
    fresh.setattr(warm, "packages", lambda: ("something was installed",))
    shared()
    assert not warm.why_not()


def test_a_fork_of_the_owner_has_no_part_in_its_template(fresh: pytest.MonkeyPatch) -> None:
    warm.start()
    shared()
    owner = os.getpid()
    fresh.setattr(os, "getpid", lambda: owner + 1)
    assert warm.shared() is None


@pytest.mark.parametrize(
    ("where", "name", "value", "reason"),
    [
        (warm.sys, "platform", "darwin", "macOS"),
        (platform, "system", lambda: "Windows", "Windows"),
        (warm, "_memory", lambda: 2**31, "2.0 GiB"),
        (warm, "_has_pidfd", lambda: False, "Linux 5.3"),
    ],
)
def test_why_there_is_none(fresh: pytest.MonkeyPatch, where: Any, name: str, value: Any, reason: str) -> None:
    if reason == "Windows":
        fresh.delattr(os, "fork")
    fresh.setattr(where, name, value)
    assert reason in warm.why_not()
    warm.start()
    assert warm.shared() is None


def test_switched_off(fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv(warm.SWITCH, "0")
    warm.start()
    assert "MLCOURSE_WARM=0" in warm.why_not()
    assert warm.shared() is None
