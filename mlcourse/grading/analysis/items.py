"""Item analysis of one assignment: what its records say of each exercise, topic and student."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean, median
from typing import Any

import numpy as np

from mlcourse.grading.analysis import messages, statistics
from mlcourse.grading.analysis.messages import Failure
from mlcourse.grading.model import Result, Score

ENOUGH = 5  # who tried, for "nobody" and "everybody" to say something of the exercise
ENOUGH_TO_COMPARE = 10  # students, for a negative discrimination to say something
ENOUGH_TO_TELL = 30  # students, for it to be more than chance
_CHECK = "-check"
_UNTRIED = ("not attempted", "not run")
_WRONG = ("failed", "raised", "partial")
_FULL = 1e-9  # points that rounding may lose

Given = Mapping[tuple[str, str, str], float]
"""Points that a person gave, by student, notebook and cell."""


@dataclass(frozen=True)
class Exercise:
    """How one exercise did.

    Attributes
    ----------
    name, notebook : str
        Its name, and the notebook that it is in.
    points : float
        What it brings.
    topics : tuple of (str, str)
        What it practises: titles and links.
    solved, partial, failed, untried, broken, waiting : int
        How many students earned all points; some; none; have not tried; met a check that could not be made; and how
        many answers a person has still to grade. They add up to all students.
    mean : float or None
        The mean share of its points, from 0 to 1, over all whose score is known; in classical test theory its
        difficulty.
    discrimination : float or None
        The item-rest correlation.
    upper_lower : float or None
        The upper-lower index.
    seconds, slowest : float
        The median and the longest time that its check took.
    failures : tuple of Failure
        The commonest messages.
    notices : tuple of str
        What stands out, and what to do about it.
    """

    name: str
    notebook: str
    points: float
    topics: tuple[tuple[str, str], ...] = ()
    solved: int = 0
    partial: int = 0
    failed: int = 0
    untried: int = 0
    broken: int = 0
    waiting: int = 0
    mean: float | None = None
    discrimination: float | None = None
    upper_lower: float | None = None
    seconds: float = 0.0
    slowest: float = 0.0
    failures: tuple[Failure, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def students(self) -> int:
        """All who handed in the assignment."""
        return self.tried + self.untried

    @property
    def tried(self) -> int:
        """How many attempted it."""
        return self.solved + self.partial + self.failed + self.broken + self.waiting

    @property
    def share_solved(self) -> float | None:
        """The part of those who tried and are graded that earned all points."""
        graded = self.solved + self.partial + self.failed
        return self.solved / graded if graded else None


@dataclass(frozen=True)
class Topic:
    """How the exercises of one topic did together; ``mean`` is the mean share of their points, None if unknown."""

    title: str
    exercises: tuple[str, ...]
    solved: int
    tried: int
    mean: float | None


@dataclass(frozen=True)
class Student:
    """How one student did; ``waiting`` answers have no score yet, and ``why`` says what could not be graded."""

    name: str
    score: float
    points: float
    solved: int
    tried: int
    waiting: int = 0
    flags: int = 0
    why: str = ""

    @property
    def share(self) -> float:
        """The part of all points."""
        return self.score / self.points if self.points else 0.0


@dataclass(frozen=True)
class Analysis:
    """All that is known of one graded assignment; ``alpha`` is Cronbach's, None where it cannot be told."""

    assignment: str
    exercises: tuple[Exercise, ...] = ()
    topics: tuple[Topic, ...] = ()
    students: tuple[Student, ...] = ()
    alpha: float | None = None

    @property
    def points(self) -> float:
        """What could be earned."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def mean(self) -> float | None:
        """The mean score of all students; None without any."""
        return fmean(student.score for student in self.students) if self.students else None

    @property
    def median(self) -> float | None:
        """The median score; None without any student."""
        return median(student.score for student in self.students) if self.students else None


@dataclass(frozen=True)
class _Item:
    """One exercise's results, by student in the order of the class; None where a student has none."""

    name: str
    notebook: str
    points: float
    topics: tuple[tuple[str, str], ...]
    results: list[Score | None] = field(default_factory=list)
    scores: list[float | None] = field(default_factory=list)

    def share(self, at: int) -> float | None:
        score = self.scores[at]
        return None if score is None or not self.points else score / self.points


def analyse(assignment: str, results: Iterable[Result], given: Given | None = None) -> Analysis:
    """Analyse the results of a class.

    Parameters
    ----------
    assignment : str
        Its id.
    results : iterable of Result
        One for each student who handed in.
    given : mapping of (str, str, str) to float, optional
        Points that a person gave, by student, notebook and cell; they count instead of the grader's.

    Returns
    -------
    Analysis
        Exercises and topics in the order of the assignment, students by name.

    Examples
    --------
    >>> analyse("sums", []).students
    ()
    """
    class_ = sorted(results, key=lambda result: result.student)
    items = _items(class_, given or {})
    if not items:
        return Analysis(assignment, students=tuple(_student(result, (), at) for at, result in enumerate(class_)))
    exercises = tuple(_exercise(item, items) for item in items)
    students = tuple(_student(result, items, at) for at, result in enumerate(class_))
    known = [item for item in items if None not in item.scores]
    scores = np.array([item.scores for item in known], dtype=float).T if known else np.zeros((len(class_), 0))
    return Analysis(assignment, exercises, _topics(items, exercises), students, statistics.cronbach_alpha(scores))


def _items(class_: Sequence[Result], given: Given) -> list[_Item]:
    """Gather the exercises in the order in which they stand; the first results that have one tell its points."""
    items: dict[tuple[str, str], _Item] = {}
    for result in class_:
        for notebook in result.notebooks:
            for score in notebook.scores:
                item = _Item(score.name.removesuffix(_CHECK), notebook.name, score.points, score.topics)
                items.setdefault((notebook.name, score.name), item)
    for result in class_:
        found = {(notebook.name, score.name): score for notebook in result.notebooks for score in notebook.scores}
        for key, item in items.items():
            own = found.get(key)
            item.results.append(own)
            automatic = own.score if own else 0.0
            item.scores.append(given.get((result.student, *key), automatic))
    return [item for item in items.values() if item.points > 0]


def _exercise(item: _Item, items: Sequence[_Item]) -> Exercise:
    pairs = zip(item.results, item.scores, strict=True)
    counts = Counter(_fate(result, score, item.points) for result, score in pairs)
    shares = [share for at in range(len(item.scores)) if (share := item.share(at)) is not None]
    discrimination, upper_lower = _discrimination(item, items)
    times = [result.seconds for result in item.results if result and result.outcome not in _UNTRIED and result.seconds]
    exercise = Exercise(
        item.name,
        item.notebook,
        item.points,
        item.topics,
        solved=counts["solved"],
        partial=counts["partial"],
        failed=counts["failed"],
        untried=counts["untried"],
        broken=counts["broken"],
        waiting=counts["waiting"],
        mean=fmean(shares) if shares else None,
        discrimination=discrimination,
        upper_lower=upper_lower,
        seconds=median(times) if times else 0.0,
        slowest=max(times, default=0.0),
        failures=messages.common(one.message for one in item.results if one and one.outcome in _WRONG and one.message),
    )
    return replace(exercise, notices=tuple(_notices(exercise)))


def _fate(result: Score | None, score: float | None, points: float) -> str:
    if score is None:
        return "waiting" if result is None or result.outcome != "error" else "broken"
    if score >= points - _FULL:
        return "solved"
    if score > 0:
        return "partial"
    if result is None or result.outcome in _UNTRIED:
        return "untried"
    return "broken" if result.outcome == "error" else "failed"


def _discrimination(item: _Item, items: Sequence[_Item]) -> tuple[float | None, float | None]:
    """Compare an exercise with all others whose scores are known of everybody, over the students with a score in it."""
    others = [other for other in items if other is not item and None not in other.scores]
    at = [place for place, score in enumerate(item.scores) if score is not None]
    own = np.array([item.scores[place] for place in at], dtype=float)
    rest = (
        np.array([[other.scores[place] for place in at] for other in others], dtype=float).reshape(-1, len(at)).sum(0)
    )
    if not others:
        return None, None
    correlation = statistics.item_rest_correlation(own, rest)
    return correlation, statistics.upper_lower_index(own / item.points, own + rest)


def _notices(exercise: Exercise) -> Iterable[str]:
    graded = exercise.solved + exercise.partial + exercise.failed
    if graded >= ENOUGH and exercise.solved == 0:
        yield (
            f"Nobody of {graded} who tried has solved it. See whether its text says all that its tests want, and "
            "whether what it builds on was taught; its commonest failures below tell where they stop."
        )
    if graded >= ENOUGH and exercise.solved == graded:
        yield (f"All {graded} who tried have solved it. It tells nobody apart: keep it as a warm-up, or ask for more.")
    if 0 < exercise.solved < graded and _is_turned_round(exercise):
        chance = "" if exercise.students >= ENOUGH_TO_TELL else f" (with {exercise.students} students it may be chance)"
        yield (
            f"Students who do well elsewhere do worse here{chance}. Look for a wrong or ambiguous test, or for a text "
            "that leads those astray who think further; solve it in another right way and see whether that passes."
        )
    if exercise.students >= ENOUGH and exercise.untried > exercise.students / 2:
        yield (
            f"{exercise.untried} of {exercise.students} have not tried it. See whether it stands too far back, takes "
            "too long, or looks harder than it is."
        )
    if exercise.broken:
        yield (
            f"It could not be checked for {exercise.broken} of {exercise.students}. The flags of these submissions say "
            "why; a test that is faulty can be mended and the class graded again."
        )


def _is_turned_round(exercise: Exercise) -> bool:
    """Tell whether weaker students did better; of few students, both indices must say so."""
    if exercise.discrimination is None or exercise.students < ENOUGH_TO_COMPARE:
        return False
    sure = exercise.students >= ENOUGH_TO_TELL or (exercise.upper_lower or 0.0) <= 0
    return exercise.discrimination < 0 and sure


def _topics(items: Sequence[_Item], exercises: Sequence[Exercise]) -> tuple[Topic, ...]:
    by_title: dict[str, list[int]] = {}
    for at, exercise in enumerate(exercises):
        for title, _ in exercise.topics:
            by_title.setdefault(title, []).append(at)
    return tuple(_topic(title, [(items[at], exercises[at]) for at in places]) for title, places in by_title.items())


def _topic(title: str, own: Sequence[tuple[_Item, Exercise]]) -> Topic:
    earned = [(score, item.points) for item, _ in own for score in item.scores if score is not None]
    of = sum(points for _, points in earned)
    return Topic(
        title,
        tuple(exercise.name for _, exercise in own),
        sum(exercise.solved for _, exercise in own),
        sum(exercise.tried for _, exercise in own),
        sum(score for score, _ in earned) / of if of else None,
    )


def _student(result: Result, items: Sequence[_Item], at: int) -> Student:
    fates = [_fate(item.results[at], item.scores[at], item.points) for item in items]
    return Student(
        result.student,
        sum(item.scores[at] or 0.0 for item in items),
        sum(item.points for item in items),
        fates.count("solved"),
        len(fates) - fates.count("untried"),
        fates.count("waiting"),
        sum(len(notebook.flags) for notebook in result.notebooks),
        "; ".join(notebook.failure for notebook in result.notebooks if notebook.failure),
    )


def plain(value: Any) -> str:
    """Write a number for people: at most two decimals, a dash for what is not known.

    Examples
    --------
    >>> plain(2.0), plain(0.333), plain(None)
    ('2', '0.33', '–')
    """
    if value is None:
        return "–"
    text = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return "0" if text == "-0" else text
