"""From sources to notebooks: ordinary ones, with nbgrader's own cell metadata."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mlcourse.authoring.lessons import LessonSource
from mlcourse.authoring.problems import SOLUTION, ExerciseSource, ManualSource, ProblemSource
from mlcourse.authoring.problems import Cell as ProblemCell
from mlcourse.authoring.sources import replace_topic_links

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config

STUB = "raise NotImplementedError"
ANSWER_STUB = "*Write your answer here.*"
METADATA = {
    "kernelspec": {"display_name": "ML Course", "language": "python", "name": "mlcourse"},
    "language_info": {"name": "python"},
}


def lesson_notebook(lesson: LessonSource, path: str, topics: Mapping[str, str]) -> NotebookNode:
    """Make the notebook of a lesson.

    Parameters
    ----------
    lesson : LessonSource
        The lesson.
    path : str
        Where the notebook will lie, relative to the workspace.
    topics : mapping
        From topic id to the address of its cell, relative to the workspace.

    Returns
    -------
    NotebookNode
        With stable cell ids: each heading's cell is called by the heading's slug.
    """
    near = functools.partial(_address, topics, path)
    cells = []
    for cell in lesson.cells:
        text = cell.source if cell.kind == "code" else replace_topic_links(cell.source, near, lesson.id)
        cells.append(_cell(cell.kind, cell.id, text, {"tags": list(cell.tags)} if cell.tags else {}))
    return _notebook(cells)


def instructor_notebook(
    problems: ProblemSource, path: str, topics: Mapping[str, str], titles: Mapping[str, str]
) -> NotebookNode:
    """Make the instructor's edition of a problem set's notebook: nbgrader's source, with solutions and hidden tests.

    Parameters
    ----------
    problems : ProblemSource
        The notebook's source.
    path : str
        Where the learner's edition will lie, relative to the workspace.
    topics : mapping
        From topic id to the address of its cell, relative to the workspace.
    titles : mapping
        From topic id to the topic's title.

    Returns
    -------
    NotebookNode
        Every cell but the solutions is locked, so that grading restores it.
    """
    near = functools.partial(_address, topics, path)
    exercises = {exercise.name: exercise for exercise in problems.exercises}
    manuals = {manual.name: manual for manual in problems.manuals}
    hints: dict[str, int] = {}
    cells = []
    for cell, name in zip(problems.cells, plain_names(problems), strict=True):
        text = cell.source if cell.kind == "code" else replace_topic_links(cell.source, near)
        if cell.role == "task":
            text = f"{text}\n\n{_facts(exercises[cell.name], near, titles)}"
            cells.append(_locked(f"{cell.name}-task", cell.kind, text))
        elif cell.role == "exercise":
            cells.append(_graded(cell.name, cell.kind, text, solution=True))
        elif cell.role == "check":
            cells.append(_check(exercises[cell.name], cell.kind, text, near, titles))
        elif cell.role == "hint":
            hints[cell.name] = hints.get(cell.name, 0) + 1
            total = len(exercises[cell.name].hints)
            cells.append(_hint(cell, text, hints[cell.name], total))
        elif cell.role == "manual":
            cells.extend(_manual(manuals[cell.name], text))
        else:
            cells.append(_locked(name, cell.kind, text))
    return _notebook(cells)


def plain_names(problems: ProblemSource) -> list[str]:
    """Name every cell by what comes before it, so that a new one elsewhere changes no other cell's id.

    Returns
    -------
    list of str
        One for each cell: those of shared text and code are called so in the notebook.
    """
    names, before, count = [], "start", 0
    for cell in problems.cells:
        if cell.name and cell.name != before:
            before, count = cell.name, 0
        count += not cell.name
        names.append(f"{before}_{count}")
    return names


def learner_notebook(notebook: NotebookNode) -> NotebookNode:
    """Make the learner's edition from the instructor's, with nbgrader's own preprocessors.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's edition; it is left as it is.

    Returns
    -------
    NotebookNode
        Without solutions and hidden tests; the same as ``nbgrader generate_assignment`` makes.
    """
    from copy import deepcopy

    notebook = deepcopy(notebook)
    resources: dict[str, Any] = {}
    for preprocessor in _release():
        notebook, resources = preprocessor.preprocess(notebook, resources)
    return notebook


def stub_configuration(config: Config) -> Config:
    """Set what nbgrader puts in place of solutions; returns the same configuration."""
    config.ClearSolutions.code_stub = {"python": STUB}
    config.ClearSolutions.text_stub = ANSWER_STUB
    return config


@functools.cache
def _release() -> list[Any]:
    from nbgrader import preprocessors
    from traitlets.config import Config

    config = stub_configuration(Config())
    steps = (
        preprocessors.LockCells,
        preprocessors.ClearSolutions,
        preprocessors.ClearOutput,
        preprocessors.ClearHiddenTests,
        preprocessors.ClearMarkScheme,
        preprocessors.ComputeChecksums,
    )
    return [step(config=config) for step in steps]


def _address(topics: Mapping[str, str], path: str, topic: str) -> str:
    """Return the address of a topic's cell, relative to the notebook at the given path."""
    notebook, _, cell = topics[topic].partition("#")
    return f"{os.path.relpath(notebook, os.path.dirname(path)).replace(os.sep, '/')}#{cell}"


def _notebook(cells: list[NotebookNode]) -> NotebookNode:
    from nbformat import from_dict

    return from_dict({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


def _cell(kind: str, cell_id: str, source: str, metadata: dict[str, Any]) -> NotebookNode:
    # nbformat's own constructors validate each cell; the whole notebook is validated once, when it is written.
    from nbformat import from_dict

    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return from_dict({"cell_type": kind, "id": cell_id, "metadata": metadata, "source": source, **code})


def _graded(
    name: str,
    kind: str,
    source: str,
    *,
    solution: bool = False,
    points: int | None = None,
    locked: bool | None = None,
) -> NotebookNode:
    """Make a cell that nbgrader knows; without solution and points it is one that grading restores."""
    nbgrader: dict[str, Any] = {
        "grade": points is not None,
        "grade_id": name,
        "locked": not solution if locked is None else locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        nbgrader["points"] = points
    return _cell(kind, name, source, {"nbgrader": nbgrader})


def _check(
    exercise: ExerciseSource, kind: str, source: str, where: Callable[[str], str], titles: Mapping[str, str]
) -> NotebookNode:
    """Make a check cell, which tells graders and feedback in its metadata what they cannot know from its text."""
    cell = _graded(f"{exercise.name}-check", kind, source, points=exercise.points)
    cell.metadata["mlcourse"] = {"topics": [[titles[topic], where(topic)] for topic in exercise.topics]}
    return cell


def _locked(name: str, kind: str, source: str) -> NotebookNode:
    return _graded(name, kind, source)


def _facts(exercise: ExerciseSource, where: Callable[[str], str], titles: Mapping[str, str]) -> str:
    links = ", ".join(f"[{titles[topic]}]({where(topic)})" for topic in exercise.topics)
    points = f"{exercise.points} point{'s' if exercise.points > 1 else ''}"
    return (
        f"*Difficulty {exercise.difficulty} of 5 · about {exercise.minutes} minutes · {points} · read again: {links}*"
    )


def _hint(cell: ProblemCell, text: str, number: int, total: int) -> NotebookNode:
    label = f"Hint {number} of {total}" if total > 1 else "Hint"
    return _locked(
        f"{cell.name}-hint-{number}",
        cell.kind,
        f"<details>\n<summary>{label}</summary>\n\n{text}\n\n</details>",
    )


def _manual(manual: ManualSource, text: str) -> list[NotebookNode]:
    begin, end = (re.escape(marker) for marker in SOLUTION)
    answer = re.search(rf"{begin}\n(.*?)\n?{end}", text, re.DOTALL)
    prompt = re.sub(rf"\n*{begin}\n.*?{end}\n*", "\n\n", text, flags=re.DOTALL).strip()
    return [
        _locked(f"{manual.name}-prompt", "markdown", prompt),
        _graded(
            manual.name,
            "markdown",
            answer[1].strip() if answer else ANSWER_STUB,
            solution=True,
            points=manual.points,
            locked=False,
        ),
    ]


def blank_answer(exercise: ExerciseSource) -> str:
    """Return the exercise's cell as the learner gets it."""
    cell = _graded(exercise.name, "code", exercise.reference.source, solution=True)
    return str(learner_notebook(_notebook([cell])).cells[0].source)
