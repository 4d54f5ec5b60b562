"""Making the grader ready ahead of the click."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import pytest

from mlcourse.grading import processes
from mlcourse.kernel import sandbox, warm
from mlcourse.kernel.warm import TemplateError
from mlcourse.server import ahead
from mlcourse.server.ahead import AGAIN, PATIENCE, SETTLING, Ahead, Ways, is_possible

expect = Ahead.expect  # which `hints` replaces


@dataclass
class Machine:
    """A machine whose clock goes when somebody waits, and which is idle and able to fork when it is told to be."""

    idle_after: float = 0.0
    possible: bool = True
    now: float = 0.0
    log: list[str] = field(default_factory=list)
    warm: bool = False
    failure: Exception | None = None

    def ways(self) -> Ways:
        return Ways(lambda: self.possible, self.is_idle, self.sleep, lambda: self.now)

    def is_idle(self) -> bool:
        self.sleep(1)
        return self.now >= self.idle_after

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def warm_up(self) -> None:
        self.log.append(f"warm at {self.now:g}")
        if self.failure:
            raise self.failure
        self.warm = True


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(processes, "warm_up", machine.warm_up)
    monkeypatch.setattr(processes, "is_warm", lambda: machine.warm)
    return machine


def hint(one: Ahead) -> None:
    expect(one)
    for thread in threading.enumerate():
        if thread.name == "mlcourse-ahead":
            thread.join()


def test_a_hint_makes_the_grader_ready_once_what_was_opened_is_there(machine: Machine) -> None:
    hint(Ahead(machine.ways()))
    assert machine.log == [f"warm at {SETTLING + 1:g}"]


def test_it_waits_for_an_idle_moment_and_gives_up_where_there_is_none(machine: Machine) -> None:
    machine.idle_after = 30
    hint(Ahead(machine.ways()))
    assert machine.log == ["warm at 30"]
    machine.warm, machine.idle_after = False, machine.now + 10 * PATIENCE
    hint(Ahead(machine.ways()))
    assert len(machine.log) == 1


def test_later_hints_keep_it_and_many_at_once_are_one(machine: Machine) -> None:
    one = Ahead(machine.ways())
    for _ in range(5):
        hint(one)
    assert len(machine.log) == 1
    machine.now += AGAIN
    machine.idle_after = machine.now + 10 * PATIENCE  # what is there costs nothing, so nothing is waited for
    hint(one)
    assert len(machine.log) == 2


def test_where_no_process_can_be_forked_nothing_is_started(machine: Machine) -> None:
    machine.possible = False
    one = Ahead(machine.ways())
    hint(one)
    machine.now, machine.possible = 10 * AGAIN, True
    hint(one)
    assert machine.log == []


def test_what_does_not_work_is_not_tried_again(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    machine.failure = TemplateError("a library started a thread")
    one = Ahead(machine.ways())
    hint(one)
    machine.now += 10 * AGAIN
    hint(one)
    assert len(machine.log) == 1
    assert "a library started a thread" in caplog.text


def test_it_takes_a_fork_and_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "why_not", lambda: "")
    monkeypatch.setattr(sandbox, "available", lambda: {"landlock": "7"})
    assert is_possible()
    monkeypatch.setattr(sandbox, "available", dict)
    assert not is_possible()
    monkeypatch.setattr(sandbox, "available", lambda: {"landlock": "7"})
    monkeypatch.setattr(warm, "why_not", lambda: "This system cannot fork.")
    assert not is_possible()


@pytest.mark.parametrize(
    ("busy", "free", "idle"),
    [(0.0, 8 << 30, True), (60.0, 8 << 30, True), (99.0, 8 << 30, False), (0.0, 1 << 30, False)],
)
def test_a_machine_is_idle_when_a_processor_rests_and_memory_is_free(
    monkeypatch: pytest.MonkeyPatch, busy: float, free: int, idle: bool
) -> None:
    import psutil

    class Memory:
        available = free

    monkeypatch.setattr(psutil, "cpu_count", lambda: 4)
    monkeypatch.setattr(psutil, "cpu_percent", lambda interval: busy)
    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    assert ahead.is_idle() is idle


def test_the_real_one_is_warm_afterwards_and_ends_unused(monkeypatch: pytest.MonkeyPatch) -> None:
    if warm.why_not():
        assert not processes.is_warm()
        return
    processes.warm_up()
    assert processes.is_warm()
    monkeypatch.setattr(processes, "WARM_FOR", 0.01)
    processes.warm_up()
    while processes.is_warm():
        time.sleep(0.01)
