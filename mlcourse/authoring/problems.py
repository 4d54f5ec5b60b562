"""Reading a problem set's notebook: a Python file in cells, whose headers say what each cell is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlcourse.authoring.sources import Link, front_matter, headings, read_text, topic_links
from mlcourse.errors import SourceError

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ROLES = ("exercise", "check", "hint", "reject", "accept", "manual")
KEYS = {
    "exercise": {"difficulty", "minutes", "topics"},
    "check": {"points"},
    "hint": set(),
    "reject": {"because"},
    "accept": {"because"},
    "manual": {"points"},
}
MARKDOWN_ROLES = ("hint", "manual")
SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
_HEADER = re.compile(r"^# %%")


@dataclass(frozen=True)
class Cell:
    """A cell that stays in the notebook: ``role`` is task, text, code, exercise, hint, check or manual.

    ``name`` is the exercise or written answer that it belongs to; ``line`` is that of its first line of text,
    counted from 1.
    """

    role: str
    name: str
    kind: str
    source: str
    line: int


@dataclass(frozen=True)
class Variant:
    """An answer other than the reference, which the check must reject or accept."""

    because: str
    source: str
    line: int


@dataclass(frozen=True)
class ExerciseSource:
    """One exercise: the reference, its check and the answers that prove the check."""

    name: str
    title: str
    difficulty: int
    minutes: int
    points: int
    topics: tuple[str, ...]
    reference: Cell
    check: Cell
    hints: tuple[Cell, ...]
    rejects: tuple[Variant, ...]
    accepts: tuple[Variant, ...]
    form_only: bool = False  # what the learner's check sees of the answer


@dataclass(frozen=True)
class ManualSource:
    """A written answer, graded by a person."""

    name: str
    points: int
    cell: Cell


@dataclass(frozen=True)
class ProblemSource:
    """One notebook of a problem set, as its author wrote it."""

    path: Path
    name: str
    problem_set: str
    title: str
    cells: tuple[Cell, ...]
    exercises: tuple[ExerciseSource, ...]
    manuals: tuple[ManualSource, ...]

    def links(self) -> Iterator[Link]:
        """Find the links to topics, those of the headers among them, with the lines of the source."""
        for cell in self.cells:
            if cell.kind == "markdown":
                for link in topic_links(cell.source):
                    yield Link(link.target, link.line + cell.line)
        for exercise in self.exercises:
            for topic in exercise.topics:
                yield Link(topic, exercise.reference.line - 1)


@dataclass(frozen=True)
class _Raw:
    role: str
    name: str
    kind: str
    source: str
    line: int
    values: dict[str, Any]


def read_problems(path: Path) -> ProblemSource:
    """Read one notebook of a problem set.

    Parameters
    ----------
    path : Path
        A file ``<problem set>/<notebook>.py``.

    Raises
    ------
    SourceError
        If anything in it is malformed.
    """
    for name, what in ((path.stem, "file"), (path.parent.name, "folder")):
        if not NAME.fullmatch(name):
            raise SourceError(path, 1, f"the {what} name {name!r} is no id", "use small letters, digits and hyphens")
    text = read_text(path)
    front = front_matter(path, text, comment="# ")
    front.allow_only("title")
    raw = _raw_cells(path, text)
    cells = tuple(_mark_tasks(raw))
    exercises = tuple(_exercises(path, raw, cells))
    manuals = tuple(
        ManualSource(cell.name, _integer(path, raw_cell, "points"), cell)
        for cell, raw_cell in zip(cells, _kept(raw), strict=True)
        if cell.role == "manual"
    )
    if not exercises and not manuals:
        raise SourceError(path, 1, "there is no exercise", 'begin one with `# %% exercise="name" …`')
    title = front.get("title", str, "Vectors and matrices")
    return ProblemSource(path, path.stem, path.parent.name, title, cells, exercises, manuals)


def _raw_cells(path: Path, text: str) -> list[_Raw]:
    import jupytext  # slow to import, and needed only here

    try:
        ast.parse(text)
    except SyntaxError as error:
        raise SourceError(path, error.lineno or 1, f"this is not Python ({error.msg})", "mend the syntax") from error
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, 1) if _HEADER.match(line)]
    sources = [cell for cell in jupytext.reads(text, fmt="py:percent").cells if cell.cell_type != "raw"]
    if len(sources) != len(starts):
        where = starts[0] if starts else 1
        raise SourceError(path, where, "the cells cannot be told apart", "begin each with `# %%`, text with `# `")
    return [_raw(path, cell, line) for cell, line in zip(sources, starts, strict=True)]


def _raw(path: Path, cell: Any, line: int) -> _Raw:
    values = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
    if "incorrectly_encoded_metadata" in values or "title" in values:
        wrong = values.get("incorrectly_encoded_metadata") or values.get("title")
        raise SourceError(path, line, f"the cell header {wrong!r} is not read", 'write `# %% key="value" …`')
    roles = [key for key in values if key in ROLES]
    if not roles:
        if values:
            remedy = f"there are {', '.join(ROLES)}"
            raise SourceError(path, line, f"unknown cell header `{next(iter(values))}`", remedy)
        return _Raw("text" if cell.cell_type == "markdown" else "code", "", cell.cell_type, cell.source, line, {})
    role, name = roles[0], values[roles[0]]
    if len(roles) > 1:
        raise SourceError(path, line, f"a cell is both `{roles[0]}` and `{roles[1]}`", "make two cells of it")
    if not isinstance(name, str) or not NAME.fullmatch(name) or len(name) > 40:
        remedy = "use small letters, digits and hyphens, 40 at most"
        raise SourceError(path, line, f"the name {name!r} is no id", remedy)
    unknown = set(values) - KEYS[role] - {role}
    missing = KEYS[role] - set(values)
    if unknown:
        remedy = f"`{role}` takes {', '.join(sorted(KEYS[role])) or 'nothing more'}"
        raise SourceError(path, line, f"`{role}` has an unknown key `{sorted(unknown)[0]}`", remedy)
    if missing:
        key = sorted(missing)[0]
        raise SourceError(path, line, f'`{role}="{name}"` has no `{key}`', f"add `{key}=…` to the cell header")
    wanted = "markdown" if role in MARKDOWN_ROLES else "code"
    if cell.cell_type != wanted:
        header = f'# %% {"[markdown] " if wanted == "markdown" else ""}{role}="{name}"'
        raise SourceError(path, line, f"a `{role}` cell must be {wanted}", f"write `{header}`")
    _check_markers(path, role, cell.source, line)
    return _Raw(role, name, cell.cell_type, cell.source, line, values)


def _check_markers(path: Path, role: str, source: str, line: int) -> None:
    allowed = {"exercise": SOLUTION, "manual": SOLUTION, "check": HIDDEN}.get(role, ())
    for markers, what in ((SOLUTION, "solution"), (HIDDEN, "hidden tests")):
        found = [
            (number, text.strip()) for number, text in enumerate(source.splitlines(), 1) if text.strip() in markers
        ]
        if found and markers != allowed:
            where = "an exercise" if markers is SOLUTION else "a check"
            raise SourceError(path, line + found[0][0], f"{what} outside {where}", f"move them into {where} cell")
        if [text for _, text in found] != list(markers) * (len(found) // 2):
            number = line + found[-1][0]
            raise SourceError(path, number, f"the {what} markers do not pair", f"write `{markers[0]}` … `{markers[1]}`")
        if not found and markers == allowed and role != "manual":
            remedy = f"put them between `{markers[0]}` and `{markers[1]}`"
            raise SourceError(path, line, f"this {role} has no {what}", remedy)


def _kept(raw: list[_Raw]) -> list[_Raw]:
    return [cell for cell in raw if cell.role not in ("reject", "accept")]


def _mark_tasks(raw: list[_Raw]) -> Iterator[Cell]:
    """Give the text before each exercise the role of its task."""
    kept = _kept(raw)
    for cell, after in zip(kept, [*kept[1:], None], strict=True):
        is_task = cell.role == "text" and after is not None and after.role == "exercise"
        role, name = ("task", after.name) if is_task and after else (cell.role, cell.name)
        yield Cell(role, name, cell.kind, cell.source, cell.line + 1)


def _exercises(path: Path, raw: list[_Raw], cells: tuple[Cell, ...]) -> Iterator[ExerciseSource]:
    names: set[str] = set()
    for cell in raw:
        if cell.role in ("exercise", "manual"):
            if cell.name in names:
                raise SourceError(path, cell.line, f"the id {cell.name!r} is taken", "give each exercise its own name")
            names.add(cell.name)
        elif cell.name and cell.name not in names:
            message = f'`{cell.role}="{cell.name}"` has no exercise before it'
            raise SourceError(path, cell.line, message, f'begin with `# %% exercise="{cell.name}" …`')
    for cell in raw:
        if cell.role == "exercise":
            yield _exercise(path, cell, [other for other in raw if other.name == cell.name], cells)


def _exercise(path: Path, raw: _Raw, own: list[_Raw], cells: tuple[Cell, ...]) -> ExerciseSource:
    of = {(cell.role, cell.line): cell for cell in cells}
    tasks = [cell for cell in cells if cell.role == "task" and cell.name == raw.name]
    titles = headings(tasks[0].source) if tasks else []
    if not titles or titles[0].level != 2:
        remedy = "put a Markdown cell that begins with `## Title` right before it"
        raise SourceError(path, raw.line, f"the exercise {raw.name!r} has no task", remedy)
    checks = [cell for cell in own if cell.role == "check"]
    if len(checks) != 1:
        where = checks[1].line if checks else raw.line
        remedy = f'give it one cell `# %% check="{raw.name}" points=…`'
        raise SourceError(path, where, f"the exercise {raw.name!r} has {len(checks)} checks", remedy)
    form_only = _form_only(checks[0].source, raw.name)
    if form_only is None:
        remedy = f'begin it with `with check.exercise("{raw.name}"):`'
        raise SourceError(path, checks[0].line, "the check does not name its exercise", remedy)
    difficulty = _integer(path, raw, "difficulty")
    if not 1 <= difficulty <= 5:
        raise SourceError(path, raw.line, f"the difficulty is {difficulty}", "use 1 to 5")
    topics = tuple(topic.strip() for topic in str(raw.values["topics"]).split(",") if topic.strip())
    if not topics:
        raise SourceError(path, raw.line, "the exercise has no topic", 'name one, like `topics="norms#p-norms"`')
    return ExerciseSource(
        raw.name,
        titles[0].title,
        difficulty,
        _integer(path, raw, "minutes"),
        _integer(path, checks[0], "points"),
        topics,
        of["exercise", raw.line + 1],
        of["check", checks[0].line + 1],
        tuple(of["hint", cell.line + 1] for cell in own if cell.role == "hint"),
        tuple(_variants(own, "reject")),
        tuple(_variants(own, "accept")),
        form_only,
    )


def _form_only(source: str, name: str) -> bool | None:
    """Tell whether a check looks at the form alone; None if its tests are not inside ``with check.exercise(name)``."""
    calls = {f"check.exercise({name!r})": False, f"check.exercise({name!r}, form_only=True)": True}
    opened = (ast.unparse(node.items[0].context_expr) for node in ast.parse(source).body if isinstance(node, ast.With))
    return next((calls[call] for call in opened if call in calls), None)


def _variants(own: list[_Raw], role: str) -> Iterator[Variant]:
    for cell in own:
        if cell.role == role:
            yield Variant(str(cell.values["because"]), cell.source, cell.line + 1)


def _integer(path: Path, cell: _Raw, key: str) -> int:
    value = cell.values[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise SourceError(path, cell.line, f"`{key}` is {value!r}", f"write a whole number, like `{key}=3`")
    return value
