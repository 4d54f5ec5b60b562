"""Making a submission whole again: the course's own cells as they were given out, with the learner's work in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mlcourse.grading.model import Flag, NotebookSource, SourceCell

CHECK, SETUP, ANSWER, OWN, TEXT, MANUAL = "check", "setup", "answer", "own", "text", "manual"
HIDDEN_REGIONS = (("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"), ("BEGIN MARK SCHEME", "END MARK SCHEME"))
_IN_ID = re.compile(r"[^a-zA-Z0-9_-]+")
_LONGEST_ID = 64
_LONGEST_SHOWN = 60
_MOST_OF_A_KIND = 5
_SETTINGS = ("grade", "solution", "locked", "task", "points")
_SCHEMAS = (1, 2, 3)  # of nbgrader's metadata; what a version lacks is not compared


def rebuild(source: NotebookSource, submitted: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Flag, ...]]:
    """Put a submission's answers and own cells into the notebook that was given out.

    Every cell of the course is the source's, in the source's order, whatever the submission did to it. An answer is
    the submission's text; of several copies the first that was worked on, and the others stay behind it as the
    learner's own cells. Own cells stay behind the cell of the course that they followed. A lost answer is given back
    as it was given out, before own cells, so that a solution in one of these still counts.

    Parameters
    ----------
    source : NotebookSource
        The instructor's notebook.
    submitted : mapping
        What :func:`mlcourse.grading.notebooks.submission.parse` made of the submission. It is left as it is.

    Returns
    -------
    dict
        A notebook of nbformat 4.5 without outputs. Each cell has a valid id that is its own, and says in
        ``metadata.mlcourse.role`` what it is: ``check``, ``setup``, ``answer``, ``manual``, ``text`` or ``own``.
    tuple of Flag
        What was repaired.

    Examples
    --------
    >>> stub = SourceCell("f", "code", "def f(): ...", locked=False, solution=True)
    >>> test = SourceCell("f-check", "code", "assert f() == 1", locked=True, solution=False, points=2.0)
    >>> answer = {"cell_type": "code", "source": "def f(): return 1", "metadata": {"nbgrader": {"grade_id": "f"}}}
    >>> notebook, flags = rebuild(NotebookSource("one", (stub, test)), {"cells": [answer]})
    >>> [cell["source"] for cell in notebook["cells"]]
    ['def f(): return 1', 'assert f() == 1']
    >>> flags
    (Flag(kind='lost', text='this cell was missing; it is back', cell='f-check'),)
    """
    course = _Course(source)
    cells = [_Found(cell, *course.name_of(cell)) for cell in submitted["cells"]]
    chosen = _choose(course, cells)
    own = _own(course, cells, chosen)
    ids = _Ids(source)
    rebuilt = []
    for item in _in_order(source, chosen, own):
        if isinstance(item, SourceCell):
            rebuilt.append(_course_cell(item, chosen.get(item.name), ids.of_course[item.name]))
        else:
            rebuilt.append(_own_cell(item, ids.next()))
    notebook = {"cells": rebuilt, "metadata": dict(source.metadata), "nbformat": 4, "nbformat_minor": 5}
    flags = [*_of_reading(submitted), *_flags(course, cells, chosen)]
    return notebook, tuple(_summed_up(flags))


def released(text: str) -> str:
    r"""Return a cell's text as learners get it: without hidden tests and marking schemes.

    Examples
    --------
    >>> released("a = 1\n### BEGIN HIDDEN TESTS\nassert a\n### END HIDDEN TESTS")
    'a = 1'
    """
    lines = text.split("\n")
    for begin, end in HIDDEN_REGIONS:
        kept, hidden = [], False
        for line in lines:
            if begin in line:
                hidden = True
            elif end in line:
                hidden = False
            elif not hidden:
                kept.append(line)
        lines = kept
    return "\n".join(lines)


def role(cell: SourceCell) -> str:
    """Tell what a cell of the course is for whoever runs it."""
    if cell.is_check:
        return CHECK
    if cell.cell_type == "code":
        return ANSWER if cell.solution else SETUP
    return MANUAL if cell.points is not None else TEXT


@dataclass(frozen=True)
class _Found:
    """A submitted cell, and the name of the course's cell that it is or copies; empty for the learner's own.

    It is `sure` where the cell itself says so, and not where it only reads the same.
    """

    cell: Mapping[str, Any]
    name: str
    sure: bool

    @property
    def text(self) -> str:
        return str(self.cell["source"])

    @property
    def metadata(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.cell["metadata"]
        return found

    @property
    def nbgrader(self) -> Mapping[str, Any]:
        found = self.metadata.get("nbgrader")
        return found if isinstance(found, Mapping) else {}


class _Course:
    """The course's cells by name, and how to know them again."""

    def __init__(self, source: NotebookSource) -> None:
        self.cells = {cell.name: cell for cell in source.cells}
        self.order = {cell.name: number for number, cell in enumerate(source.cells)}
        self._given = {cell.name: {_bare(cell.source), _bare(released(cell.source))} for cell in source.cells}
        # Of several cells with the same text, the first.
        locked = [cell.name for cell in reversed(source.cells) if not cell.solution]
        self._texts = {text: name for name in locked for text in self._given[name] if text}

    def name_of(self, cell: Mapping[str, Any]) -> tuple[str, bool]:
        """Name the cell of the course that a submitted cell is, and tell whether that is sure.

        Its id tells where it is the name that the course gave it: people never see ids, and a copy gets a new one.
        Then the text of a cell that is not to be changed, then what its metadata claim.
        """
        metadata = cell["metadata"].get("nbgrader")
        claimed = _text(metadata.get("grade_id")) if isinstance(metadata, Mapping) else ""
        cell_id = _text(cell.get("id"))
        if cell_id in self.cells:
            return cell_id, True
        by_text = self._texts.get(_bare(cell["source"]), "")
        if by_text and not self.is_unchanged(claimed, cell["source"]):
            return by_text, False
        return (claimed, True) if claimed in self.cells else ("", False)

    def is_unchanged(self, name: str, text: str) -> bool:
        """Tell whether a text is that of the named cell as it was given out."""
        return name in self._given and _bare(text) in self._given[name]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _bare(text: str) -> str:
    """Leave out what editors change by themselves: the ends of lines and of the text."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _choose(course: _Course, cells: Sequence[_Found]) -> dict[str, _Found]:
    """Choose for each cell of the course the submitted one that it is.

    Of the copies of an answer that is the first that was worked on; of a locked cell the first that is as it was.
    """
    best: dict[str, _Found] = {}
    for found in cells:
        former = best.get(found.name)
        if found.name and (former is None or _rank(course, found) > _rank(course, former)):
            best[found.name] = found
    return best


def _rank(course: _Course, found: _Found) -> tuple[bool, bool]:
    unchanged = course.is_unchanged(found.name, found.text)
    return found.sure, unchanged != course.cells[found.name].solution


def _own(course: _Course, cells: Sequence[_Found], chosen: Mapping[str, _Found]) -> dict[str, list[_Found]]:
    """Collect the learner's own cells by the name of the course's cell that they follow, empty for the start.

    Copies of a cell are among them, unless they hold nothing of the learner's: checks, texts and blank answers as the
    course gave them. A copy of a set-up cell may be there to run it again.
    """
    own: dict[str, list[_Found]] = {}
    after = ""
    for found in cells:
        if found.name and chosen[found.name] is found:
            after = found.name
        elif not course.is_unchanged(found.name, found.text) or role(course.cells[found.name]) == SETUP:
            own.setdefault(after, []).append(found)
    return own


def _in_order(
    source: NotebookSource, chosen: Mapping[str, _Found], own: Mapping[str, list[_Found]]
) -> Iterator[SourceCell | _Found]:
    """Go through the cells of the rebuilt notebook.

    What was lost comes back before own cells that stand in its place, as these may hold what the learner wrote in its
    stead; a check comes back behind them.
    """
    waiting = list(own.get("", []))
    for cell in source.cells:
        if cell.name in chosen or cell.is_check:
            yield from waiting
            waiting = list(own.get(cell.name, []))
        yield cell
    yield from waiting


def _course_cell(cell: SourceCell, found: _Found | None, cell_id: str) -> dict[str, Any]:
    nbgrader: dict[str, Any] = {
        "cell_type": cell.cell_type,
        "grade": cell.points is not None and not cell.task,
        "grade_id": cell.name,
        "locked": cell.locked,
        "schema_version": 3,
        "solution": cell.solution,
        "task": cell.task,
    }
    if cell.checksum:
        nbgrader["checksum"] = cell.checksum
    if cell.points is not None:
        nbgrader["points"] = cell.points
    mlcourse: dict[str, Any] = {"role": role(cell)}
    if cell.topics:
        mlcourse["topics"] = [list(topic) for topic in cell.topics]
    metadata: dict[str, Any] = {"deletable": False, "nbgrader": nbgrader, "mlcourse": mlcourse}
    if not cell.solution:
        metadata["editable"] = False
    text = found.text if found is not None and cell.solution else cell.source
    return _cell(cell.cell_type, cell_id, text, metadata, _attachments(found) if cell.solution else {})


def _own_cell(found: _Found, cell_id: str) -> dict[str, Any]:
    metadata = {"mlcourse": {"role": OWN}}
    return _cell(found.cell["cell_type"], cell_id, found.text, metadata, _attachments(found))


def _attachments(found: _Found | None) -> Mapping[str, Any]:
    attachments: Mapping[str, Any] = found.cell.get("attachments", {}) if found is not None else {}
    return attachments


def _cell(
    kind: str, cell_id: str, text: str, metadata: dict[str, Any], attachments: Mapping[str, Any]
) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": cell_id, "metadata": metadata, "source": text}
    if kind == "code":
        return {**cell, "execution_count": None, "outputs": []}
    return {**cell, "attachments": dict(attachments)} if attachments else cell


class _Ids:
    """Ids that nbformat takes: the course's cells are called by their names, own ones are numbered."""

    def __init__(self, source: NotebookSource) -> None:
        self.of_course: dict[str, str] = {}
        self._taken: set[str] = set()
        self._count = 0
        for cell in source.cells:
            self.of_course[cell.name] = self._free(_IN_ID.sub("-", cell.name)[:_LONGEST_ID] or "cell")

    def next(self) -> str:
        self._count += 1
        return self._free(f"own-{self._count}")

    def _free(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            end = f"-{number}"
            name = wanted[: _LONGEST_ID - len(end)] + end
        self._taken.add(name)
        return name


# What the instructor is told


def _of_reading(submitted: Mapping[str, Any]) -> Iterator[Flag]:
    if number := submitted.get("unreadable"):
        cells = "1 cell was" if number == 1 else f"{number} cells were"
        yield Flag("cells", f"{cells} no cells of a notebook; what could not be read is left out")


def _flags(course: _Course, cells: Sequence[_Found], chosen: Mapping[str, _Found]) -> Iterator[Flag]:
    copies = Counter(found.name for found in cells if found.sure or chosen.get(found.name) is found)
    for name, cell in course.cells.items():
        if name not in chosen:
            yield Flag("lost", "this cell was missing; it is back", name)
            continue
        if copies[name] > 1:
            yield Flag("copied", _of_copies(cell, copies[name]), name)
        yield from _of_cell(course, cell, chosen[name])
    order = [course.order[found.name] for found in cells if found.name and chosen[found.name] is found]
    if any(first > second for first, second in pairwise(order)):
        yield Flag("moved", "cells were moved; they are in their old order again")
    for found in cells:
        claimed = found.nbgrader.get("grade_id")
        if found.nbgrader and not found.name:
            shown = repr(claimed)[:_LONGEST_SHOWN]
            yield Flag("foreign", f"a cell called {shown} is none of this notebook's; it counts as the learner's own")


def _summed_up(flags: Sequence[Flag]) -> Iterator[Flag]:
    """Say once what holds for many cells, so that the one that matters is not overlooked."""
    number = Counter(flag.kind for flag in flags)
    told: set[str] = set()
    for flag in flags:
        if number[flag.kind] <= _MOST_OF_A_KIND:
            yield flag
        elif flag.kind not in told:
            told.add(flag.kind)
            where = f", such as {flag.cell}" if flag.cell else ""
            yield Flag(flag.kind, f"in {number[flag.kind]} cells{where}: {flag.text}")


def _of_copies(cell: SourceCell, number: int) -> str:
    if cell.solution:
        return f"there are {number} copies of this answer; the first that was worked on counts, others stay behind it"
    return f"there are {number} copies of this cell; it is there as it was given out"


def _of_cell(course: _Course, cell: SourceCell, found: _Found) -> Iterator[Flag]:
    if found.cell["cell_type"] != cell.cell_type:
        yield Flag("type", f"this was made a {found.cell['cell_type']} cell; it is {cell.cell_type} again", cell.name)
    if not cell.solution and not course.is_unchanged(cell.name, found.text):
        yield Flag("changed", "this cell was changed, which it must not be; it is as it was given out", cell.name)
    if changed := _changed_settings(cell, found.nbgrader):
        yield Flag("metadata", f"nbgrader's settings of this cell were changed ({changed}); they are back", cell.name)
    if tags := found.metadata.get("tags"):
        yield Flag("tags", f"this cell was tagged {repr(tags)[:_LONGEST_SHOWN]}; the tags are gone", cell.name)
    if not cell.solution and _attachments(found):
        yield Flag("attachments", "files were attached to this cell; they are gone", cell.name)


def _changed_settings(cell: SourceCell, claimed: Mapping[str, Any]) -> str:
    """Name the settings that differ from the course's."""
    if not claimed:
        return "all of them are missing"
    right = {
        "grade": cell.points is not None and not cell.task,
        "solution": cell.solution,
        "locked": cell.locked,
        "task": cell.task,
        "points": cell.points,
    }
    wrong = [key for key in _SETTINGS if key in claimed and not _same(claimed[key], right[key])]
    if not _same(claimed.get("grade_id"), cell.name):
        wrong.insert(0, "grade_id")
    version = claimed.get("schema_version")
    if "schema_version" in claimed and (isinstance(version, bool) or version not in _SCHEMAS):
        wrong.append("schema_version")
    return ", ".join(wrong)


def _same(claimed: Any, right: Any) -> bool:
    plain = claimed is None or isinstance(claimed, bool | int | float | str)
    return plain and bool(claimed == right) and isinstance(claimed, bool) == isinstance(right, bool)
