"""What the warm template runs in the child that is to be the referee."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any

from mlcourse.grading.processes import enter_sandbox
from mlcourse.grading.referee.job import Job


def run(arguments: Mapping[str, Any], fds: Sequence[int]) -> int:
    """Referee one notebook.

    Parameters
    ----------
    arguments : mapping
        ``policy`` (fields of the sandbox's policy; the referee needs it only as a second line of defence) and
        ``threads`` for numerical libraries.
    fds : sequence of int
        One: this end of the line to the session, over which the job comes and the findings go.
    """
    enter_sandbox(arguments["policy"], fds)
    sys.path.append(os.getcwd())  # the instructor's own modules

    from mlcourse.grading.referee.referee import Referee
    from mlcourse.grading.remote import Channel, Learner

    if torch := sys.modules.get("torch"):
        torch.set_num_threads(arguments["threads"])
    line = socket.socket(fileno=fds[0])
    session = Connection(line.dup().detach())
    job = Job.read(json.loads(session.recv_bytes()))

    def report(finding: dict[str, Any]) -> None:
        session.send_bytes(json.dumps(finding).encode())

    def new_learner() -> Learner:
        report({"wants": "learner"})
        _, (fd,), _, _ = socket.recv_fds(line, 1, 1)
        learner = Learner(Channel(socket.socket(fileno=fd)), call_seconds=job.cell_seconds)
        report({"layers": learner.execute({"kind": "hello"}, job.cell_seconds).get("layers", {})})
        return learner

    Referee(job, new_learner, report).run()
    report({"done": True})
    return 0
