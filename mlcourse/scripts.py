"""The commands of this Python's environment, found also where nobody has activated it."""

from __future__ import annotations

import os
import sysconfig


def put_on_path() -> None:
    """Let this process and its children find the environment's commands; nbgrader calls ``alembic`` by name."""
    folder = sysconfig.get_path("scripts")
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    if folders[0] != folder:
        os.environ["PATH"] = os.pathsep.join([folder, *folders])
