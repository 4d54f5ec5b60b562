"""Grading one's own work: a problem set of a learner's workspace, hidden tests included.

The result is kept in the workspace, beside the events, and what it says of each exercise is recorded as an event, so
that the roadmap shows it at once. The reference solution of an exercise can be read beside one's own answer.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import threading
import time
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mlcourse import content
from mlcourse.errors import CourseError
from mlcourse.folders import STATE_FOLDER
from mlcourse.grading.model import PREFERRED, Limits, NotebookResult, NotebookSource, Task
from mlcourse.grading.stopping import check
from mlcourse.roadmap.catalogue import Catalogue, ProblemSet
from mlcourse.roadmap.names import Names
from mlcourse.roadmap.progress import Progress
from mlcourse.workspace import catalogue, files, no_workspace
from mlcourse.workspace.events import Event, Store
from mlcourse.workspace.learner import Learner

if TYPE_CHECKING:
    from mlcourse.authoring.problems import ProblemSource

FOLDER = Path(STATE_FOLDER, "graded")
LOCK = Path(STATE_FOLDER, "grading.lock")
FORMAT = 1
# What says nothing of the learner: there was no answer, or it was not judged.
_NO_VERDICT = ("not attempted", "not run", "error", "manual")
_MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)

Report = Callable[[int, int], None]


class BusyError(CourseError):
    """Work of this workspace is being graded already."""


class SpoilerError(CourseError):
    """The reference solution would give away an exercise that is not solved yet."""


class UnknownExerciseError(CourseError):
    """There is no such exercise."""


@dataclass(frozen=True)
class Graded:
    """How one exercise or written answer of a problem set ended.

    Attributes
    ----------
    exercise : str
        Its id, such as ``linear-algebra#dot``.
    title, path : str
        What it is called, and its notebook in the workspace.
    cell : str
        The id of the cell where it begins.
    outcome, message, note : str
        As in :class:`mlcourse.grading.model.Score`.
    points : float
        What it is worth.
    score : float or None
        What was earned; None where a person would have to grade.
    topics : tuple of str
        The ids of the topics to read again.
    written : bool
        Whether it is a written answer, which a person would grade and which counts for nothing here.
    """

    exercise: str
    title: str
    path: str
    cell: str
    outcome: str
    points: float
    score: float | None
    message: str = ""
    note: str = ""
    topics: tuple[str, ...] = ()
    written: bool = False

    @property
    def solved(self) -> bool:
        """Whether there is nothing left that the reference solution could give away."""
        return self.outcome == "manual" or (self.score is not None and self.score >= self.points)


@dataclass(frozen=True)
class Mine:
    """One's own problem set, graded.

    Attributes
    ----------
    problem_set, title : str
        Which one.
    time : str
        When it was graded: UTC, in ISO form.
    exercises : tuple of Graded
        In the order of the notebooks.
    troubles : tuple of str
        What kept a notebook from being graded.
    flags : tuple of str
        What was put right before the notebooks were run.
    layers : mapping of str to str
        What the code was shut in by.
    seconds : float
        How long it took.
    """

    problem_set: str
    title: str
    time: str
    exercises: tuple[Graded, ...]
    troubles: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    layers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def points(self) -> float:
        """The points that the exercises earned."""
        return sum(each.score or 0.0 for each in self.exercises if not each.written)

    @property
    def of(self) -> float:
        """The points that the exercises are worth."""
        return sum(each.points for each in self.exercises if not each.written)

    def to_json(self) -> dict[str, Any]:
        """Return plain data that :meth:`from_json` reads."""
        return {"format": FORMAT, **dataclasses.asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Mine:
        """Read what :meth:`to_json` wrote.

        Raises
        ------
        ValueError
            If the data is of another format or incomplete.
        """
        if data.get("format") != FORMAT:
            raise ValueError(f"the result has format {data.get('format')!r}, not {FORMAT}")
        values = {key: value for key, value in data.items() if key != "format"}
        try:
            exercises = tuple(Graded(**{**each, "topics": tuple(each["topics"])}) for each in data["exercises"])
            texts = {name: tuple(map(str, data[name])) for name in ("troubles", "flags")}
            return cls(**{**values, "exercises": exercises, **texts})
        except (KeyError, TypeError) as error:
            raise ValueError(f"the result is incomplete: {error}") from error


@dataclass(frozen=True)
class Comparison:
    """An answer beside the reference solution; ``kind`` is ``code`` or ``markdown``."""

    exercise: str
    title: str
    kind: str
    own: str
    reference: str


def grade_mine(
    workspace: Path, problem_set: str = "", progress: Report | None = None, stop: threading.Event | None = None
) -> Mine:
    """Grade a problem set of a workspace, and keep the result there.

    Parameters
    ----------
    workspace : Path
        The learner's folder.
    problem_set : str
        Its id; when left out, the one that was worked on last.
    progress : callable, optional
        Called with the number of exercises done and of all: at the beginning, and whenever another one is done.
    stop : threading.Event, optional
        Ends the run when it is set.

    Returns
    -------
    Mine
        What the saved notebooks earned.

    Raises
    ------
    BusyError
        If work of this workspace is being graded already.
    Stopped
        If `stop` was set before the end: nothing is kept, and the former result stays.
    CourseError
        If the folder is no workspace, there is no such problem set, or its notebooks are not there.

    Examples
    --------
    >>> grade_mine(Path("work"), "linear-algebra").points  # doctest: +SKIP
    31.0
    """
    mine = mark(workspace, problem_set, progress, stop)
    keep(workspace, mine)
    return mine


def mark(
    workspace: Path, problem_set: str = "", progress: Report | None = None, stop: threading.Event | None = None
) -> Mine:
    """Grade a problem set as :func:`grade_mine` does, without keeping the result."""
    course = _course(workspace)
    chosen = find(course, problem_set or _last(workspace, course))
    with _alone(workspace):
        return _mark(workspace, course, chosen, progress or (lambda done, of: None), stop)


def find(course: Catalogue, name: str) -> ProblemSet:
    """Find a problem set or project that is written, by its present or a former id.

    Raises
    ------
    CourseError
        If there is none.
    """
    sets = {one.id: one for one in course.problem_sets() if one.written}
    for candidate in (name, course.aliases.get(name, "")):
        if candidate in sets:
            return sets[candidate]
    known = ", ".join(sets) or "none yet"
    if not name:
        raise CourseError(f"Name the problem set to grade; there are: {known}.")
    raise CourseError(f"There is no problem set {name[:80]!r} to grade; there are: {known}.")


def keep(workspace: Path, mine: Mine) -> int:
    """Keep a result, and record what it says of each exercise.

    An exercise without an answer says nothing, and what is recorded already is not recorded again.

    Returns
    -------
    int
        How many events were added.

    Raises
    ------
    CourseError
        If the workspace cannot be written.
    """
    course, store, learner = _course(workspace), Store(workspace), Learner(workspace)
    # What a saved notebook shows was there before this grade, and must not be found after it.
    learner.look(course)
    added = store.add(lambda: list(_missing(mine, Names(course), learner.progress(course))))
    path = _file(workspace, mine.problem_set)
    files.make_folder(path.parent)
    files.write(path, json.dumps(mine.to_json(), ensure_ascii=False).encode())
    return len(added)


def kept(workspace: Path, problem_set: str) -> Mine | None:
    """Read the last result of a problem set; None where there is none, or an unreadable one."""
    try:
        return Mine.from_json(json.loads(_file(workspace, problem_set).read_bytes()))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def compare(workspace: Path, exercise: str, *, spoil: bool = False) -> Comparison:
    """Find the reference solution of an exercise, and the learner's own answer as it is saved.

    Parameters
    ----------
    workspace : Path
        The learner's folder.
    exercise : str
        The id of an exercise or written answer, such as ``linear-algebra#dot``.
    spoil : bool
        Whether to give away an exercise that is not solved.

    Raises
    ------
    SpoilerError
        If the exercise is not solved, and `spoil` is not set.
    UnknownExerciseError
        If there is no such exercise.
    CourseError
        If there is no such problem set.
    """
    course = _course(workspace)
    exercise = Names(course).exercises[exercise] or exercise
    name, _, cell = exercise.partition("#")
    chosen = find(course, name)
    for problems in _problems(chosen):
        titles = _titles(problems)
        if cell in titles:
            if not spoil and not _is_solved(workspace, course, exercise):
                raise SpoilerError(
                    f"“{titles[cell]}” is not solved yet: the reference solution would give it away. "
                    "Grade your work first, or ask for the solution all the same."
                )
            return _compared(workspace, problems, _source(course, problems), exercise)
    raise UnknownExerciseError(f"There is no exercise {exercise[:80]!r}.")


def _mark(
    workspace: Path, course: Catalogue, chosen: ProblemSet, progress: Report, stop: threading.Event | None
) -> Mine:
    from mlcourse.grading.grade import grade

    start = time.perf_counter()
    steps = _Steps(sum(len(notebook.exercises) for notebook in chosen.notebooks), progress)
    submitted, own_files, told = _submitted(workspace, chosen)
    graded: list[Graded] = []
    troubles: list[str] = []
    flags = [*told]
    layers: dict[str, str] = {}
    for problems in _problems(chosen):
        check(stop)
        source = _source(course, problems)
        notebooks = {name: data for name, data in submitted.items() if name == source.name}
        task = Task(chosen.id, "me", (source,), notebooks, own_files, {}, Limits(), PREFERRED)
        result = grade(task, functools.partial(steps.take, problems), stop)
        layers |= result.layers
        for notebook in result.notebooks:
            path = _path(problems)
            graded += _graded(problems, path, notebook, Names(course))
            troubles += _trouble(workspace, path, notebook, source.name in submitted)
            flags += [flag.text for flag in notebook.flags]
        steps.take(problems, *(exercise.name for exercise in problems.exercises))
    check(stop)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    seconds = time.perf_counter() - start
    texts = tuple(dict.fromkeys(flags))
    return Mine(chosen.id, chosen.title, now, tuple(graded), tuple(troubles), texts, layers, seconds)


class _Steps:
    """Counts the exercises that are done, each once, and tells whenever there are more."""

    def __init__(self, total: int, progress: Report) -> None:
        self._total, self._progress = total, progress
        self._done: set[str] = set()
        progress(0, total)

    def take(self, problems: ProblemSource, *names: str) -> None:
        """Take note of exercises of a notebook, or of the check cells that have judged them."""
        known = {exercise.name for exercise in problems.exercises}
        done = {_exercise_of(name, known) for name in names} & known
        before = len(self._done)
        self._done |= {f"{problems.path}#{name}" for name in done}
        if len(self._done) > before:
            self._progress(len(self._done), max(self._total, len(self._done)))


def _graded(problems: ProblemSource, path: str, result: NotebookResult, names: Names) -> Iterator[Graded]:
    titles = _titles(problems)
    topics = {exercise.name: exercise.topics for exercise in problems.exercises}
    for score in result.scores:
        name = _exercise_of(score.name, titles)
        known = dict.fromkeys(filter(None, (names.topics[topic] for topic in topics.get(name, ()))))
        yield Graded(
            f"{problems.problem_set}#{name}",
            titles.get(name, name),
            path,
            f"{name}-task" if name in topics else f"{name}-prompt",
            score.outcome,
            score.points,
            score.score,
            score.message,
            score.note,
            tuple(known),
            name not in topics,
        )


def _exercise_of(cell: str, known: Container[str]) -> str:
    """Name the exercise that a check cell is of, or the written answer that a cell is."""
    return cell if cell in known else cell.removesuffix("-check")


def _titles(problems: ProblemSource) -> dict[str, str]:
    """Name the exercises and written answers of a notebook, in words."""
    from mlcourse.authoring.sources import headings

    titles = {exercise.name: exercise.title for exercise in problems.exercises}
    for manual in problems.manuals:
        found = headings(manual.cell.source)
        titles[manual.name] = found[0].title if found else manual.name
    return titles


def _trouble(workspace: Path, path: str, result: NotebookResult, was_read: bool) -> list[str]:
    if not result.failure:
        return []
    if was_read:
        return [f"{path}: {result.told or result.failure}"]
    if (workspace / path).exists():
        return [f"{path} is a link or no ordinary file: put the notebook itself in its place."]
    return [f"{path} is not there: `mlcourse update --restore {path}` brings it back."]


def _missing(mine: Mine, names: Names, progress: Progress) -> Iterator[Event]:
    """Make the events that are not known yet: what is earned in full is mastered, everything else was tried."""
    for each in mine.exercises:
        exercise = names.exercises[each.exercise]
        if not exercise or each.score is None or each.outcome in _NO_VERDICT or each.points <= 0:
            continue
        state = progress.exercises.get(exercise, "new")
        there = state == "mastered" if each.score >= each.points else state not in ("new", "opened")
        if not there or progress.points.get(exercise) != each.score:
            yield {"kind": "graded", "exercise": exercise, "points": each.score, "of": each.points}


def _is_solved(workspace: Path, course: Catalogue, exercise: str) -> bool:
    result = kept(workspace, exercise.partition("#")[0])
    if any(each.exercise == exercise and each.solved for each in (result.exercises if result else ())):
        return True
    return Learner(workspace).progress(course).exercises.get(exercise) == "mastered"


def _compared(workspace: Path, problems: ProblemSource, source: NotebookSource, exercise: str) -> Comparison:
    from mlcourse.grading.notebooks.rebuild import rebuild
    from mlcourse.grading.notebooks.submission import Malformed, parse

    name = exercise.partition("#")[2]
    cell = next(cell for cell in source.cells if cell.name == name)
    own = ""
    try:
        rebuilt, _ = rebuild(source, parse((workspace / _path(problems)).read_bytes()))
        own = next((_text(each) for each in rebuilt["cells"] if _grade_id(each) == name), "")
    except (OSError, Malformed):  # the reference can be read all the same
        pass
    return Comparison(exercise, _titles(problems)[name], cell.cell_type, own, _MARKER.sub("", cell.reference).strip())


def _text(cell: Mapping[str, Any]) -> str:
    return str(cell["source"])


def _grade_id(cell: Mapping[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _problems(chosen: ProblemSet) -> Iterator[ProblemSource]:
    """Read the sources of a problem set's notebooks."""
    root = content.root()
    for notebook in chosen.notebooks:
        path = (root / notebook.path).with_suffix(".py")
        if not path.is_file():
            raise CourseError(
                f"The installed course has no {notebook.path}: run `mlcourse update`, then grade your work again."
            )
        yield _read_problems(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=8)
def _read_problems(path: Path, stamp: int) -> ProblemSource:
    """Read a source; one that has not changed since is known, which saves a server a second each time."""
    from mlcourse.authoring.problems import read_problems

    return read_problems(path)


def _path(problems: ProblemSource) -> str:
    from mlcourse.authoring.course import notebook_path

    return notebook_path(content.root(), problems.path)


def _source(course: Catalogue, problems: ProblemSource) -> NotebookSource:
    from mlcourse.grading.notebooks.source import from_problems

    topics = {topic.id: f"{lesson.path}#cell-id={topic.cell}" for lesson in course.lessons() for topic in lesson.topics}
    titles = {topic.id: topic.title for lesson in course.lessons() for topic in lesson.topics}
    names = Names(course)
    # The installed course may be newer than the one in the workspace, and name topics that this one has not.
    mentioned = {link.target for link in problems.links()}
    present = {name: names.topics[name] for name in mentioned}
    where = {name: topics.get(topic, f"{_path(problems)}#") for name, topic in present.items()}
    called = {name: titles.get(topic, name) for name, topic in present.items()}
    return from_problems(problems, _path(problems), where, called)


def _submitted(workspace: Path, chosen: ProblemSet) -> tuple[Mapping[str, bytes], Mapping[str, bytes], list[str]]:
    """Read the learner's saved notebooks and the files beside them."""
    from mlcourse.grading.notebooks.submission import Malformed, read_submission

    if not _paths(workspace, chosen):
        first = chosen.notebooks[0].path
        raise CourseError(f"{first} is not in this workspace: `mlcourse update --restore {first}` brings it back.")
    folder = PurePosixPath(chosen.notebooks[0].path).parent
    names = [PurePosixPath(notebook.path).stem for notebook in chosen.notebooks]
    try:
        notebooks, beside, flags = read_submission(workspace / folder, names)
    except Malformed as error:
        raise CourseError(error.student) from error
    return notebooks, beside, [flag.text for flag in flags]


def _paths(workspace: Path, chosen: ProblemSet) -> set[str]:
    return {notebook.path for notebook in chosen.notebooks if (workspace / notebook.path).is_file()}


def _course(workspace: Path) -> Catalogue:
    course = catalogue.read(workspace)
    if course is None:
        raise no_workspace(workspace)
    return course


def _last(workspace: Path, course: Catalogue) -> str:
    """Name the problem set that was worked on last; empty if there was none."""
    learner = Learner(workspace)
    learner.look(course)
    last = learner.progress(course).last
    if last and last.exercise:
        return last.exercise.partition("#")[0]
    written = [one.id for one in course.problem_sets() if one.written]
    return written[0] if len(written) == 1 else ""


def _file(workspace: Path, problem_set: str) -> Path:
    return workspace / FOLDER / f"{problem_set}.json"


@contextmanager
def _alone(workspace: Path) -> Iterator[None]:
    """Let one run at a time grade a workspace; the system frees the lock of a process that is killed."""
    from filelock import FileLock, Timeout

    lock = FileLock(workspace / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError("Your work is being graded already: wait until that is done.") from None
    except (OSError, NotImplementedError):  # no locks here, as on some network disks
        yield
        return
    try:
        yield
    finally:
        lock.release()
