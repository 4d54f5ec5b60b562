"""What the warm template runs in the child that is to be the learner's process."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping, Sequence
from typing import Any


def run(arguments: Mapping[str, Any], fds: Sequence[int]) -> int:
    """Enter the sandbox and answer the referee until it hangs up.

    Parameters
    ----------
    arguments : mapping
        ``policy`` (fields of the sandbox's policy), or none for no sandbox at all; ``threads`` for numerical libraries.
    fds : sequence of int
        One: this end of the channel to the referee.
    """
    from mlcourse.grading.processes import enter_sandbox

    layers = enter_sandbox(arguments["policy"], fds)

    from mlcourse.grading.remote import Channel, Student
    from mlcourse.grading.student import shell as shells

    sys.path.append(os.getcwd())  # last, so that a file beside the notebook stands in for no library
    os.environ["NBGRADER_EXECUTION"] = "autograde"  # as nbgrader tells notebooks
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(arguments["threads"])
    shell = shells.shell()
    sys.modules["__main__"] = shell.user_module

    def execute(request: dict[str, Any]) -> dict[str, Any]:
        if request["kind"] == "cell":
            return shell.run(request["source"], request["seconds"], request["output"])
        return {"layers": layers}

    Student(Channel(socket.socket(fileno=fds[0])), shell.user_ns, execute).serve()
    return 0
