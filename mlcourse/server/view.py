"""What the sidebar is sent: the catalogue, joined with what the workspace holds and what was done."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.roadmap.progress import exercise_states

NO_WORKSPACE = (
    "This folder is not a course workspace. Stop JupyterLab and start it with `mlcourse lab`, "
    "or make a workspace with `mlcourse init FOLDER` and open JupyterLab there."
)


def roadmap_view(catalogue: Catalogue | None, workspace: Path, events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the course as the sidebar shows it.

    Parameters
    ----------
    catalogue : Catalogue or None
        What the workspace's edition holds; None if the folder is no workspace.
    workspace : Path
        The server's root folder.
    events : iterable of mapping
        What the learner did.
    """
    if catalogue is None:
        return {"workspace": False, "message": NO_WORKSPACE, "title": "Machine learning", "modules": []}
    states = exercise_states(events)
    modules = [dataclasses.asdict(module) for module in catalogue.modules]
    for module in modules:
        for lesson in module["lessons"]:
            lesson["available"] = (workspace / lesson["path"]).is_file()
        for problem_set in module["problem_sets"]:
            for notebook in problem_set["notebooks"]:
                notebook["available"] = (workspace / notebook["path"]).is_file()
                for exercise in notebook["exercises"]:
                    exercise["state"] = states.get(exercise["id"], "new")
    return {"workspace": True, "title": catalogue.title, "modules": modules}
