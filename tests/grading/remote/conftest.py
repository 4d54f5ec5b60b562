"""A learner's process to ask, as the referee does."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mlcourse.grading.remote import Channel, Learner

NewLearner = Callable[..., Learner]


@pytest.fixture(scope="session")
def students() -> Iterator[socket.socket]:
    """A process that forks student processes: no thread of this one's is in the way."""
    mine, its = socket.socketpair()
    server = Path(__file__).with_name("student_server.py")
    with mine, subprocess.Popen([sys.executable, server, str(its.fileno())], pass_fds=[its.fileno()]) as process:
        its.close()
        yield mine
        mine.close()
        process.wait()


@pytest.fixture
def new_line(students: socket.socket) -> Iterator[Callable[[], socket.socket]]:
    """Makes a student process and returns the line to it."""
    lines: list[socket.socket] = []

    def make() -> socket.socket:
        mine, its = socket.socketpair()
        socket.send_fds(students, [b"."], [its.fileno()])
        its.close()
        lines.append(mine)
        return mine

    yield make
    for line in lines:
        line.close()


@pytest.fixture
def learner_of(new_line: Callable[[], socket.socket]) -> NewLearner:
    """Makes a learner whose process has run a cell."""

    def make(source: str, seconds: float = 20.0) -> Learner:
        learner = Learner(Channel(new_line()), call_seconds=seconds)
        answer = learner.execute({"source": source}, 60)
        assert not answer, answer
        return learner

    return make
