"""What a progress report says, in numbers and words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mlcourse.roadmap.catalogue import Catalogue, Module, ProblemSet
from mlcourse.roadmap.index import Index, passed
from mlcourse.roadmap.progress import Progress, State

WEEKS = 26  # as many as stand side by side and can be told apart
LISTED = 5  # topics in each of the two lists
STEPS = (5, 10, 15, 30, 60, 120, 180, 300, 600, 1200, 2400)  # minutes between the lines of the chart of weeks


@dataclass(frozen=True)
class Totals:
    """The whole course in a few numbers; ``seconds`` is active time."""

    mastered: int
    practised: int
    topics: int
    passed: int
    exercises: int
    points: float
    of: float
    seconds: float


@dataclass(frozen=True)
class ModuleBar:
    """How many of a module's topics are how far; ``remaining`` counts those that are not even read."""

    title: str
    mastered: int
    practised: int
    started: int
    remaining: int
    seconds: float

    @property
    def total(self) -> int:
        """All its topics."""
        return self.mastered + self.practised + self.started + self.remaining

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The parts of the bar, from left to right: what they mean, and how many topics they stand for."""
        return (
            ("mastered", self.mastered),
            ("practised", self.practised),
            ("in progress", self.started),
            ("remaining", self.remaining),
        )

    @property
    def words(self) -> str:
        """The bar in words.

        Examples
        --------
        >>> ModuleBar("Basics", 3, 0, 1, 4, 0).words
        '3 mastered, 1 in progress, 4 remaining'
        """
        return ", ".join(f"{count} {what}" for what, count in self.parts if count)


@dataclass(frozen=True)
class Week:
    """Active time in the week that begins on a Monday."""

    monday: date
    seconds: float


@dataclass(frozen=True)
class SetScore:
    """What a problem set or project has brought."""

    title: str
    passed: int
    exercises: int
    points: float
    of: float


@dataclass(frozen=True)
class TopicScore:
    """A topic with evidence: ``there`` of ``needed`` exercises and questions, and in words what is missing and why."""

    title: str
    lesson: str
    state: State
    there: int
    needed: int
    missing: str


@dataclass(frozen=True)
class Summary:
    """All that the report says.

    Attributes
    ----------
    totals : Totals
        The whole course.
    modules : tuple of ModuleBar
        Those with a lesson that is written.
    planned : tuple of (str, int)
        The titles of the modules with lessons that are not written, and how many these are.
    weeks : tuple of Week
        From the first week with active time, or the first that fits, to the present one; empty if there is none.
    sets : tuple of SetScore
        The problem sets and projects that are begun.
    waiting : int
        How many are written and not begun.
    strengths, gaps : tuple of TopicScore
        The best and the weakest of the topics that there is evidence of.
    """

    totals: Totals
    modules: tuple[ModuleBar, ...]
    planned: tuple[tuple[str, int], ...]
    weeks: tuple[Week, ...]
    sets: tuple[SetScore, ...]
    waiting: int
    strengths: tuple[TopicScore, ...]
    gaps: tuple[TopicScore, ...]


def summarise(catalogue: Catalogue, progress: Progress, day: date) -> Summary:
    """Gather what a report says.

    Parameters
    ----------
    catalogue : Catalogue
        The course.
    progress : Progress
        How far the learner has come.
    day : date
        Today.

    Returns
    -------
    Summary
    """
    index = Index.of(catalogue)
    sets = [each for each in catalogue.problem_sets() if each.written]
    begun = [each for each in sets if _begun(each, progress)]
    strengths, gaps = _best_and_weakest(_topics(index, progress))
    return Summary(
        _totals(index, progress),
        tuple(bar for each in catalogue.modules if (bar := _bar(each, progress)).total),
        tuple((each.title, count) for each in catalogue.modules if (count := _unwritten(each))),
        _weeks(progress, day),
        tuple(_score(each, progress) for each in begun),
        len(sets) - len(begun),
        strengths,
        gaps,
    )


def _totals(index: Index, progress: Progress) -> Totals:
    states = Counter(progress.topics.get(topic, "new") for topic in index.topics)
    return Totals(
        states["mastered"],
        states["practised"],
        len(index.topics),
        sum(passed(exercise, progress) for exercise in index.exercises),
        len(index.exercises),
        sum(progress.points.get(exercise, 0) for exercise in index.exercises),
        sum(exercise.points for exercise in index.exercises.values()),
        sum(progress.seconds.values()),
    )


def _unwritten(module: Module) -> int:
    return sum(not lesson.written for lesson in module.lessons)


def _bar(module: Module, progress: Progress) -> ModuleBar:
    states = Counter(progress.topics.get(topic.id, "new") for lesson in module.lessons for topic in lesson.topics)
    ids = [*(lesson.id for lesson in module.lessons), *(each.id for each in module.assignments)]
    return ModuleBar(
        module.title,
        states["mastered"],
        states["practised"],
        states["in progress"],
        states["opened"] + states["new"],
        sum(progress.seconds.get(each, 0) for each in ids),
    )


def _weeks(progress: Progress, day: date) -> tuple[Week, ...]:
    seconds: defaultdict[date, float] = defaultdict(float)
    for text, active in progress.days.items():
        seconds[_monday(date.fromisoformat(text))] += active
    if not seconds:
        return ()
    last = max(_monday(day), *seconds)
    first = max(min(seconds), last - timedelta(weeks=WEEKS - 1))
    mondays = (first + timedelta(days=days) for days in range(0, (last - first).days + 1, 7))
    return tuple(Week(monday, seconds[monday]) for monday in mondays)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _begun(problem_set: ProblemSet, progress: Progress) -> bool:
    exercises = [exercise.id for notebook in problem_set.notebooks for exercise in notebook.exercises]
    tried = any(progress.exercises.get(each, "new") not in ("new", "opened") for each in exercises)
    return tried or any(progress.points.get(each) for each in exercises)


def _score(problem_set: ProblemSet, progress: Progress) -> SetScore:
    exercises = [exercise for notebook in problem_set.notebooks for exercise in notebook.exercises]
    return SetScore(
        problem_set.title,
        sum(passed(each.id, progress) for each in exercises),
        len(exercises),
        sum(progress.points.get(each.id, 0) for each in exercises),
        sum(each.points for each in exercises),
    )


def _topics(index: Index, progress: Progress) -> Iterable[TopicScore]:
    """Go through the topics that one has tried something of."""
    for name, topic in index.topics.items():
        exercises, questions = index.practice.get(name, ()), index.questions.get(name, ())
        solved = [each for each in exercises if passed(each.id, progress)]
        failed = [each for each in exercises if progress.exercises.get(each.id) == "in progress"]
        answers = [progress.questions.get(each) for each in questions]
        if solved or failed or any(answer is not None for answer in answers):
            untried = [each for each in exercises if each not in solved and each not in failed]
            missing = [
                _named("tried and not passed yet", [each.title for each in failed]),
                _counted("answered wrongly", answers.count(False)),
                _named("not tried yet", [each.title for each in untried]),
                _counted("not answered yet", answers.count(None)),
            ]
            yield TopicScore(
                topic.title,
                index.lesson_of(name).title,
                progress.topics.get(name, "new"),
                len(solved) + answers.count(True),
                len(exercises) + len(questions),
                "; ".join(filter(None, missing)),
            )


def _named(why: str, titles: list[str]) -> str:
    """Name some exercises and say why they are missing.

    Examples
    --------
    >>> _named("not tried yet", ["Softmax"]), _named("not tried yet", ["A", "B", "C", "D"])
    ('exercise not tried yet: Softmax', 'exercises not tried yet: A, B and 2 more')
    """
    if not titles:
        return ""
    shown = ", ".join(titles) if len(titles) <= 3 else f"{titles[0]}, {titles[1]} and {len(titles) - 2} more"
    return f"exercise{'s' if len(titles) > 1 else ''} {why}: {shown}"


def _counted(why: str, count: int) -> str:
    return f"{count} quiz question{'s' if count > 1 else ''} {why}" if count else ""


def _best_and_weakest(topics: Iterable[TopicScore]) -> tuple[tuple[TopicScore, ...], tuple[TopicScore, ...]]:
    """Choose the strengths, which are at least practised, and the gaps, where something is missing; none is both."""
    best = sorted(topics, key=lambda topic: (-topic.there / topic.needed, -topic.needed))
    weakest = sorted(best, key=lambda topic: (topic.there / topic.needed, -topic.needed))
    strengths = [topic for topic in best if topic.state in ("mastered", "practised")][:LISTED]
    gaps = [topic for topic in weakest if topic.state != "mastered" and topic not in strengths][:LISTED]
    return tuple(strengths), tuple(gaps)
