"""The learner's copy of the course: created, updated, and never overwritten where the learner worked."""

from __future__ import annotations

from mlcourse.folders import STATE_FOLDER
from mlcourse.workspace.report import Report
from mlcourse.workspace.state import Entry, State, find_workspace, is_workspace, no_workspace, read_state
from mlcourse.workspace.update import update

__all__ = [
    "STATE_FOLDER",
    "Entry",
    "Report",
    "State",
    "find_workspace",
    "is_workspace",
    "no_workspace",
    "read_state",
    "update",
]
