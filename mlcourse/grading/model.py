"""What grading takes and gives, as frozen data that travels as JSON: a task for one submission, and its result."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OUTCOMES = ("passed", "partial", "failed", "raised", "not attempted", "not run", "error", "manual")
REQUIRED, PREFERRED = "required", "preferred"


@dataclass(frozen=True)
class SourceCell:
    """A cell of the instructor's notebook that nbgrader knows, as the gradebook has it.

    ``points`` is None for a cell that earns none. ``reference`` is the instructor's solution of a solution cell, empty
    where it is not known. ``topics`` are addresses of lessons to read again, as (title, link).
    """

    name: str
    cell_type: str
    source: str
    locked: bool
    solution: bool
    points: float | None = None
    task: bool = False
    checksum: str = ""
    reference: str = ""
    topics: tuple[tuple[str, str], ...] = ()

    @property
    def is_check(self) -> bool:
        """Whether it is a check cell: code that earns points and is not the learner's."""
        return self.points is not None and not self.solution and self.cell_type == "code"

    @property
    def is_manual(self) -> bool:
        """Whether a person grades it."""
        return self.points is not None and not self.is_check


@dataclass(frozen=True)
class NotebookSource:
    """One notebook of an assignment: its cells in order, and the metadata of the notebook."""

    name: str
    cells: tuple[SourceCell, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """What one run may use.

    Memory, disk and file sizes are in bytes; times in seconds. ``memory`` is for each process, on top of what the warm
    template holds; all processes of a run together may take twice as much. ``output`` is per cell.
    """

    cell_seconds: float = 120.0
    total_seconds: float = 900.0
    memory: int = 2 << 30
    processes: int = 64
    file_size: int = 256 << 20
    disk: int = 512 << 20
    open_files: int = 512
    output: int = 1 << 20


@dataclass(frozen=True)
class Task:
    """All that grading one submission needs.

    Parameters
    ----------
    assignment, student : str
        Their ids in the gradebook.
    sources : tuple of NotebookSource
        The notebooks of the assignment.
    notebooks : mapping of str to bytes
        The submitted notebooks as they were read, by name without suffix; a missing one is absent.
    files : mapping of str to bytes
        The submission's other files, by relative path with ``/``.
    extras : mapping of str to bytes
        The instructor's files that lie beside the notebooks; they win over `files`.
    limits : Limits
        What the run may use.
    sandbox : str
        ``required`` refuses to run where no file-system layer is to be had; ``preferred`` takes what there is.
    """

    assignment: str
    student: str
    sources: tuple[NotebookSource, ...]
    notebooks: Mapping[str, bytes]
    files: Mapping[str, bytes] = field(default_factory=dict)
    extras: Mapping[str, bytes] = field(default_factory=dict)
    limits: Limits = Limits()
    sandbox: str = REQUIRED


@dataclass(frozen=True)
class Flag:
    """Something that was repaired or looks suspicious, for the instructor; ``cell`` is empty for the whole notebook."""

    kind: str
    text: str
    cell: str = ""


@dataclass(frozen=True)
class Score:
    """What one graded cell earned.

    ``score`` is None where a person has to grade. ``outcome`` is one of ``OUTCOMES``; ``message`` is what the learner
    is told; ``note`` says what was done in the learner's favour.
    """

    name: str
    points: float
    score: float | None
    outcome: str
    message: str = ""
    note: str = ""
    seconds: float = 0.0
    topics: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NotebookResult:
    """One graded notebook.

    ``notebook`` is the executed notebook as nbformat's plain data. ``failure`` is for the instructor and ``told`` for
    the student where the notebook could not be read or run at all; both are empty otherwise. ``own_seconds`` is what
    its cells took, ``seconds`` all of it.
    """

    name: str
    scores: tuple[Score, ...]
    flags: tuple[Flag, ...] = ()
    notebook: Mapping[str, Any] = field(default_factory=dict)
    failure: str = ""
    told: str = ""
    seconds: float = 0.0
    own_seconds: float = 0.0


@dataclass(frozen=True)
class Result:
    """One graded submission; ``layers`` names the layers of the sandbox that held."""

    assignment: str
    student: str
    notebooks: tuple[NotebookResult, ...]
    layers: Mapping[str, str] = field(default_factory=dict)


def to_json(value: Task | Result | NotebookSource) -> dict[str, Any]:
    """Return plain data, of which ``json.dumps`` makes text."""
    return dataclasses.asdict(value, dict_factory=_plain)


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: _texts(value) if key in _BYTES else value for key, value in pairs}


_BYTES = ("notebooks", "files", "extras")


def _texts(value: Any) -> Any:
    """Write bytes as base64; a result's notebooks are no mapping and stay as they are."""
    if not isinstance(value, Mapping):
        return value
    return {name: base64.b64encode(data).decode() for name, data in value.items()}


def task_from_json(data: Mapping[str, Any]) -> Task:
    """Read what :func:`to_json` made of a task."""
    raw = {key: {name: base64.b64decode(text) for name, text in data[key].items()} for key in _BYTES}
    sources = tuple(source_from_json(one) for one in data["sources"])
    return Task(**{**data, **raw, "sources": sources, "limits": Limits(**data["limits"])})


def source_from_json(data: Mapping[str, Any]) -> NotebookSource:
    """Read what :func:`to_json` made of a source."""
    cells = tuple(SourceCell(**{**cell, "topics": _pairs(cell["topics"])}) for cell in data["cells"])
    return NotebookSource(**{**data, "cells": cells})


def result_from_json(data: Mapping[str, Any]) -> Result:
    """Read what :func:`to_json` made of a result."""
    return Result(**{**data, "notebooks": tuple(_notebook(one) for one in data["notebooks"])})


def _notebook(data: Mapping[str, Any]) -> NotebookResult:
    scores = tuple(Score(**{**one, "topics": _pairs(one["topics"])}) for one in data["scores"])
    return NotebookResult(**{**data, "scores": scores, "flags": tuple(Flag(**one) for one in data["flags"])})


def _pairs(values: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(title), str(link)) for title, link in values)
