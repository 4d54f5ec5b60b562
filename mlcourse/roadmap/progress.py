"""How far a learner has come, derived from the events of their work.

The rule
--------
An **exercise** is *new*; *opened* once one went to it; *in progress* once its check has run, or it was graded, without
success; *practised* once its check has passed, and it stays so; *mastered* once it passed again on a later day, or was
graded with all its points. Where a check looks at the form of an answer alone, as in a graded quiz, to pass it leaves
the exercise *in progress*: what it is worth is said by the grade.

A **topic** has evidence: the exercises that name it, and the questions of the quiz that ask about it. A topic with
neither borrows all questions of its lesson's quiz. It is *new*; *opened* once one went to it (who opens a lesson is at
its first topic); *in progress* once it was read, or an exercise of the evidence tried, or a question of it answered;
*practised* once at least half of the evidence is there, which is exercises passed and questions whose last answer is
right (a topic without any evidence to be had is practised once it is read); *mastered* once all of it is there.

**Lessons, roadmap nodes and modules** roll up from their topics: all mastered is *mastered*; all at least practised is
*practised*; any beyond opened is *in progress*; any opened is *opened*; else *new*.

The **points** of an exercise are earned when its check passes; a grade that comes later stands in their place.

**Active time** is the gaps between one's events, each of up to 15 minutes; a longer one counts as nothing. A gap is
booked to the lesson or problem set, and to the day, of the event before it. Grades and goals are no activity.

Events count in the order of their time; days are those of the learner's own clock. Former ids mean the present ones.
Events of unknown kinds, with unknown ids or without a readable time are left out.
"""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from mlcourse.roadmap.catalogue import Catalogue, Lesson
from mlcourse.roadmap.names import Names

State = Literal["new", "opened", "in progress", "practised", "mastered"]
STATES: tuple[State, ...] = ("new", "opened", "in progress", "practised", "mastered")
NEW, OPENED, IN_PROGRESS, PRACTISED, MASTERED = range(len(STATES))
LONGEST_GAP = 15 * 60.0  # seconds
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Not every system knows the local date outside of these.
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
_LATEST = datetime(2900, 1, 1, tzinfo=UTC).timestamp()

Event = Mapping[str, Any]
Where = tuple[str, str, str, str]  # the lesson or problem set that time is booked to, and the fields of a place


@dataclass(frozen=True)
class Place:
    """Somewhere in the course: a topic with its lesson, or a lesson alone, which is its quiz, or an exercise."""

    lesson: str = ""
    topic: str = ""
    exercise: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a learner has come.

    Attributes
    ----------
    topics, exercises : mapping of str to State
        Those that are not new.
    questions : mapping of str to bool
        Whether the last answer to a question was right.
    points : mapping of str to float
        Points earned, by exercise.
    seconds : mapping of str to float
        Active time, by lesson or problem set.
    days : mapping of str to float
        Active seconds, by date (``2026-11-21``).
    last : Place or None
        Where the learner left off.
    pinned : str
        The lesson that they set out for, or empty.
    """

    topics: Mapping[str, State] = field(default_factory=dict)
    exercises: Mapping[str, State] = field(default_factory=dict)
    questions: Mapping[str, bool] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    days: Mapping[str, float] = field(default_factory=dict)
    last: Place | None = None
    pinned: str = ""


def derive(catalogue: Catalogue, events: Iterable[Event]) -> Progress:
    """Derive how far a learner has come, by the rule above.

    Parameters
    ----------
    catalogue : Catalogue
        The course.
    events : iterable of mapping
        What the learner did, in any order.

    Examples
    --------
    >>> derive(Catalogue("Machine learning", ()), [{"kind": "read", "topic": "unknown#topic"}])
    Progress(topics={}, exercises={}, questions={}, points={}, seconds={}, days={}, last=None, pinned='')
    """
    record = _Record(catalogue)
    record.take(*_in_order(events))
    return record.progress()


def roll_state(states: Iterable[State]) -> State:
    """Return the state of a whole from those of its parts.

    Examples
    --------
    >>> roll_state(["mastered", "practised"]), roll_state(["mastered", "new"]), roll_state([])
    ('practised', 'in progress', 'new')
    """
    codes = {STATES.index(state) for state in set(states)} or {NEW}
    if min(codes) >= PRACTISED:
        return STATES[min(codes)]
    return STATES[min(max(codes), IN_PROGRESS)]


def moment(text: Any) -> float | None:
    """Read a time in ISO form as seconds since 1970; None where it is none, or one of another age.

    Examples
    --------
    >>> moment("2026-11-21T09:00:00.500+00:00"), moment("yesterday")
    (1795251600.5, None)
    """
    try:
        read = datetime.fromisoformat(text)
        when = (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
    return when if _EARLIEST <= when < _LATEST else None


def _in_order(events: Iterable[Event]) -> tuple[list[float], list[Event]]:
    """Sort events by time, and those of one time in an order that does not depend on where they stood."""
    kept = list(events)
    times = _all_moments(kept)
    if times is None:
        rows = [(when, event) for event in kept if (when := moment(event.get("time"))) is not None]
        times, kept = [when for when, _ in rows], [event for _, event in rows]
    if all(map(operator.lt, times, times[1:])):
        return times, kept
    order = sorted(range(len(times)), key=times.__getitem__)
    times, kept = [times[place] for place in order], [kept[place] for place in order]
    for start, end in _runs(times):
        kept[start:end] = sorted(kept[start:end], key=_tie)
    return times, kept


def _all_moments(events: list[Event]) -> list[float] | None:
    """Read the times of events at once, which is faster; None if any of them is not readable."""
    try:
        times = [(datetime.fromisoformat(event["time"]) - _EPOCH).total_seconds() for event in events]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return times if not times or (min(times) >= _EARLIEST and max(times) < _LATEST) else None


def _runs(times: list[float]) -> Iterator[tuple[int, int]]:
    """Find where several stand that are the same."""
    start = end = -1
    for place, same in enumerate(map(operator.eq, times, times[1:])):
        if same:
            if place != end - 1:
                if end > start:
                    yield start, end
                start = place
            end = place + 2
    if end > start:
        yield start, end


def _tie(event: Event) -> tuple[str, str]:
    return str(event.get("id", "")), json.dumps(dict(event), sort_keys=True, default=str)


class _Record:
    """What was done, taken down event by event in the order of time."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._lessons = tuple(catalogue.lessons())
        self._exercises = tuple(catalogue.exercises())
        self._names = Names(catalogue)
        self._first_topics = {lesson.id: lesson.topics[0].id for lesson in self._lessons if lesson.topics}
        self._worth = {exercise.id: exercise.points for exercise in self._exercises}
        self._judged = {exercise.id: not exercise.form_only for exercise in self._exercises}
        self._places = dict(self._all_places())
        self._day = _Day()
        self._kinds = {
            "opened": self._opened,
            "read": self._read,
            "checked": self._checked,
            "answered": self._answered,
            "graded": self._graded,
            "pinned": self._pinned,
            "unpinned": self._unpinned,
        }
        self._topics: dict[str, int] = {}
        self._codes: dict[str, int] = {}
        self._first_pass: dict[str, str] = {}
        self._questions: dict[str, bool] = {}
        self._points: dict[str, float] = {}
        self._seconds: dict[str, float] = {}
        self._days: dict[str, float] = {}
        self._last: Place | None = None
        self._pin = ""

    def take(self, times: Iterable[float], events: Iterable[Event]) -> None:
        """Take down events that are in order."""
        kinds, place, before = self._kinds, None, -math.inf
        for when, event in zip(times, events, strict=True):
            try:
                now = kinds[event["kind"]](when, event)
            except (KeyError, TypeError):  # something is missing in the event, or is not what it should be
                continue
            if now is not None:
                gap = when - before
                if gap <= LONGEST_GAP and place is not None:
                    self._book(place[0], before, gap)
                place, before = now, when
        self._last = Place(*place[1:]) if place else None

    def _book(self, where: str, when: float, gap: float) -> None:
        day = self._day.of(when)
        self._seconds[where] = self._seconds.get(where, 0.0) + gap
        self._days[day] = self._days.get(day, 0.0) + gap

    def _opened(self, when: float, event: Event) -> Where | None:
        if "exercise" in event:
            exercise = self._names.exercises[event["exercise"]]
            if exercise:
                self._codes.setdefault(exercise, OPENED)
            return self._places.get(exercise)
        topic = self._names.topics[event.get("topic", "")]
        if not topic:
            topic = self._first_topics[self._names.lessons[event["lesson"]]]
        self._topics.setdefault(topic, OPENED)
        return self._places[topic]

    def _read(self, when: float, event: Event) -> Where | None:
        topic = self._names.topics[event["topic"]]
        if topic:
            self._topics[topic] = IN_PROGRESS
        return self._places.get(topic)

    def _checked(self, when: float, event: Event) -> Where | None:
        exercise, passed = self._names.exercises[event["exercise"]], event["passed"]
        if not exercise or not isinstance(passed, bool):
            return None
        code = self._codes.get(exercise, NEW)
        if passed and self._judged[exercise]:
            day = self._day.of(when)
            first = self._first_pass.setdefault(exercise, day)
            if code < PRACTISED:
                self._codes[exercise] = PRACTISED
                self._points[exercise] = self._worth[exercise]
            elif day > first:
                self._codes[exercise] = MASTERED
        elif code < IN_PROGRESS:
            self._codes[exercise] = IN_PROGRESS
        return self._places[exercise]

    def _answered(self, when: float, event: Event) -> Where | None:
        question, right = self._names.questions[event["question"]], event["right"]
        if not question or not isinstance(right, bool):
            return None
        self._questions[question] = right
        return self._places[question]

    def _graded(self, when: float, event: Event) -> None:
        exercise = self._names.exercises[event["exercise"]]
        points, of = _number(event, "points"), _number(event, "of")
        if exercise and points is not None and of:
            code = MASTERED if points >= of else IN_PROGRESS
            self._codes[exercise] = max(code, self._codes.get(exercise, NEW))
            self._points[exercise] = points

    def _pinned(self, when: float, event: Event) -> None:
        self._pin = self._names.lessons[event["lesson"]] or self._pin

    def _unpinned(self, when: float, event: Event) -> None:
        self._pin = ""

    def _all_places(self) -> Iterator[tuple[str, Where]]:
        for lesson in self._lessons:
            yield from ((topic.id, (lesson.id, lesson.id, topic.id, "")) for topic in lesson.topics)
            yield from ((question.id, (lesson.id, lesson.id, "", "")) for question in lesson.questions)
        for exercise in self._exercises:
            yield exercise.id, (exercise.id.partition("#")[0], "", "", exercise.id)

    def progress(self) -> Progress:
        """Say how far one has come by what was taken down."""
        return Progress(
            topics=dict(self._topic_states()),
            exercises={name: STATES[code] for name, code in self._codes.items()},
            questions=self._questions,
            points=self._points,
            seconds={name: round(seconds, 3) for name, seconds in self._seconds.items() if seconds},
            days={day: round(seconds, 3) for day, seconds in self._days.items() if seconds},
            last=self._last,
            pinned=self._pin,
        )

    def _topic_states(self) -> Iterable[tuple[str, State]]:
        exercises: dict[str, set[str]] = {}
        for exercise in self._exercises:
            for topic in exercise.topics:
                exercises.setdefault(self._names.topics[topic], set()).add(exercise.id)
        for lesson in self._lessons:
            questions = self._questions_by_topic(lesson)
            for each in lesson.topics:
                asked, practice = questions.get(each.id, set()), exercises.get(each.id, set())
                if not asked and not practice:
                    asked = {question.id for question in lesson.questions}
                code = self._topic_code(self._topics.get(each.id, NEW), asked, practice)
                if code != NEW:
                    yield each.id, STATES[code]

    def _questions_by_topic(self, lesson: Lesson) -> dict[str, set[str]]:
        questions: dict[str, set[str]] = {}
        for question in lesson.questions:
            questions.setdefault(self._names.topics[question.topic], set()).add(question.id)
        return questions

    def _topic_code(self, code: int, asked: set[str], practice: set[str]) -> int:
        there = sum(self._questions.get(question, False) for question in asked)
        there += sum(self._codes.get(exercise, NEW) >= PRACTISED for exercise in practice)
        needed = len(asked) + len(practice)
        if not needed:
            return PRACTISED if code == IN_PROGRESS else code
        if there == needed:
            return MASTERED
        if 2 * there >= needed:
            return PRACTISED
        tried = any(self._codes.get(exercise, NEW) >= IN_PROGRESS for exercise in practice)
        return IN_PROGRESS if tried or any(question in self._questions for question in asked) else code


class _Day:
    """Finds the local date of a time; fast for times that come in order."""

    def __init__(self) -> None:
        self._name = ""
        self._start = self._end = math.inf

    def of(self, when: float) -> str:
        """Return the date in ISO form."""
        if not self._start <= when < self._end:
            day = datetime.fromtimestamp(when).date()
            self._name = day.isoformat()
            self._start, self._end = _midnight(day), _midnight(day + timedelta(days=1))
        return self._name


def _midnight(day: date) -> float:
    return datetime.combine(day, time.min).timestamp()


def _number(event: Event, key: str) -> float | None:
    value = event.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        return None
    return value
