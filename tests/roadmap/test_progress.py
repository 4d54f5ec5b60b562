"""The rule by which progress is derived from events: as a table, and what must always hold."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse.roadmap.catalogue import (
    Catalogue,
    Exercise,
    Lesson,
    Module,
    Notebook,
    ProblemSet,
    Question,
    Topic,
)
from mlcourse.roadmap.progress import STATES, Place, Progress, derive, roll_state

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
DAY = 24 * 60.0  # minutes


def lesson(name: str, topics: tuple[str, ...], questions: dict[str, str]) -> Lesson:
    return Lesson(
        name,
        name,
        "",
        30,
        ("theory",),
        (),
        "sums",
        f"course/{name}.ipynb",
        tuple(Topic(f"{name}#{topic}", topic, topic) for topic in topics),
        tuple(Question(f"{name}/{question}", f"{name}#{topic}") for question, topic in questions.items()),
    )


def exercise(name: str, *topics: str, points: float = 2) -> Exercise:
    return Exercise(f"sums#{name}", name, 1, 5, points, topics, f"{name}-task", f"{name}-check")


ADDING = lesson("adding", ("sums", "totals", "words"), {"q1": "sums", "q2": "sums"})
DIVIDING = lesson("dividing", ("thirds", "halves"), {"q1": "halves"})
READING = lesson("reading", ("letters",), {})
EXERCISES = (
    exercise("total", "adding#sums", "adding#totals"),
    exercise("mean", "adding#sums"),
    exercise("mode", "adding#totals", points=3),
)
CATALOGUE = Catalogue(
    "A course",
    (
        Module(
            "01-basics",
            "Basics",
            "beginner",
            (),
            (ADDING, DIVIDING, READING),
            (ProblemSet("sums", "Sums", "", 15, ("adding",), (Notebook("Sums", "sums.ipynb", EXERCISES),)),),
            (),
        ),
    ),
    aliases={
        "plus": "adding",
        "older": "old",
        "old": "sums",
        "adding#all": "adding#totals",
        "sums#average": "sums#mean",
        "left": "right",
        "right": "left",
    },
)


def at(minutes: float, kind: str, **fields: Any) -> dict[str, Any]:
    when = START + timedelta(minutes=minutes)
    return {"time": when.isoformat(timespec="milliseconds"), "id": f"{minutes}-{kind}", "kind": kind, **fields}


def checked(name: str, passed: bool, minutes: float = 0) -> dict[str, Any]:
    return at(minutes, "checked", exercise=f"sums#{name}", passed=passed)


def answered(question: str, right: bool, minutes: float = 0) -> dict[str, Any]:
    return at(minutes, "answered", question=question, right=right)


def graded(name: str, points: float, minutes: float = 0, of: float = 2) -> dict[str, Any]:
    return at(minutes, "graded", exercise=f"sums#{name}", points=points, of=of)


def progress(*events: dict[str, Any]) -> Progress:
    return derive(CATALOGUE, events)


@pytest.fixture(params=["UTC", "Asia/Tokyo", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if not hasattr(time, "tzset"):
        pytest.skip("Windows has no way to set the time zone of a process")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], "new"),
        ([at(0, "opened", exercise="sums#total")], "opened"),
        ([checked("total", False)], "in progress"),
        ([checked("total", False), at(1, "opened", exercise="sums#total")], "in progress"),
        ([checked("total", True)], "practised"),
        ([checked("total", True), checked("total", False, DAY)], "practised"),
        ([checked("total", True), checked("total", True, 5)], "practised"),
        ([checked("total", True), checked("total", True, 2 * DAY)], "mastered"),
        ([checked("total", True, 2 * DAY), checked("total", True)], "mastered"),
        ([graded("total", 2)], "mastered"),
        ([graded("total", 1)], "in progress"),
        ([checked("total", True), graded("total", 1, 5)], "practised"),
        ([graded("total", 2), checked("total", False, DAY)], "mastered"),
        ([at(0, "checked", exercise="sums#average", passed=True)], "new"),
    ],
)
def test_the_state_of_an_exercise(events: list[dict[str, Any]], state: str) -> None:
    assert progress(*events).exercises.get("sums#total", "new") == state


@pytest.mark.parametrize(
    ("events", "state", "points"),
    [
        ([checked("sheet", True)], "in progress", {}),
        ([checked("sheet", True), checked("sheet", True, 2 * DAY)], "in progress", {}),
        ([checked("sheet", True), graded("sheet", 1, 5)], "in progress", {"sums#sheet": 1}),
        ([checked("sheet", True), graded("sheet", 2, 5)], "mastered", {"sums#sheet": 2}),
        ([graded("sheet", 2), checked("sheet", True, 5)], "mastered", {"sums#sheet": 2}),
    ],
)
def test_a_check_of_the_form_alone_leaves_the_judgement_to_the_grade(
    events: list[dict[str, Any]], state: str, points: dict[str, float]
) -> None:
    sheet = dataclasses.replace(exercise("sheet", "adding#sums"), form_only=True)
    quiz = ProblemSet("sums", "Sums", "", 5, ("adding",), (Notebook("Sums", "sums.ipynb", (sheet,)),))
    found = derive(Catalogue("A course", (Module("01-basics", "", "", (), (ADDING,), (quiz,), ()),)), events)
    assert (found.exercises["sums#sheet"], found.points) == (state, points)


READ = at(0, "read", topic="adding#sums")
ALL_OF_SUMS = [checked("total", True), checked("mean", True), answered("adding/q1", True), answered("adding/q2", True)]


@pytest.mark.parametrize(
    ("topic", "events", "state"),
    [
        ("adding#sums", [], "new"),
        ("adding#sums", [at(0, "opened", lesson="adding", topic="adding#sums")], "opened"),
        ("adding#sums", [at(0, "opened", lesson="adding")], "opened"),
        ("adding#totals", [at(0, "opened", lesson="adding")], "new"),
        ("adding#totals", [at(0, "opened", lesson="adding", topic="adding#totals")], "opened"),
        ("adding#sums", [READ], "in progress"),
        ("adding#sums", [READ, at(1, "opened", lesson="adding", topic="adding#sums")], "in progress"),
        ("adding#sums", [checked("mean", False)], "in progress"),
        ("adding#sums", [at(0, "opened", exercise="sums#mean")], "new"),
        ("adding#sums", [answered("adding/q1", False)], "in progress"),
        ("adding#sums", [checked("mean", True)], "in progress"),
        ("adding#sums", [checked("mean", True), answered("adding/q1", True)], "practised"),
        ("adding#sums", [*ALL_OF_SUMS, answered("adding/q2", False, 1)], "practised"),
        ("adding#sums", ALL_OF_SUMS, "mastered"),
        # An exercise counts for every topic that it names.
        ("adding#totals", [checked("total", True)], "practised"),
        ("adding#totals", [checked("total", True), checked("mode", True)], "mastered"),
        ("adding#totals", [graded("total", 2), checked("mode", True)], "mastered"),
        ("adding#totals", [graded("total", 1)], "in progress"),
        # Without evidence of its own, a topic borrows the lesson's whole quiz.
        ("adding#words", [answered("adding/q1", True)], "practised"),
        ("adding#words", [answered("adding/q1", True), answered("adding/q2", True)], "mastered"),
        ("adding#words", [at(0, "read", topic="adding#words")], "in progress"),
        ("dividing#thirds", [answered("dividing/q1", True)], "mastered"),
        ("dividing#halves", [answered("dividing/q1", True)], "mastered"),
        # Where there is no evidence to be had, reading is all that one can do.
        ("reading#letters", [at(0, "opened", lesson="reading")], "opened"),
        ("reading#letters", [at(0, "read", topic="reading#letters")], "practised"),
    ],
)
def test_the_state_of_a_topic(topic: str, events: list[dict[str, Any]], state: str) -> None:
    assert progress(*events).topics.get(topic, "new") == state


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ((), "new"),
        (("new", "new"), "new"),
        (("new", "opened"), "opened"),
        (("mastered", "new"), "in progress"),
        (("practised", "opened"), "in progress"),
        (("in progress",), "in progress"),
        (("mastered", "practised"), "practised"),
        (("mastered", "mastered"), "mastered"),
    ],
)
def test_a_whole_rolls_up_from_its_parts(states: tuple[Any, ...], whole: str) -> None:
    assert roll_state(states) == whole


@pytest.mark.parametrize(
    ("events", "points"),
    [
        ([checked("mode", False)], {}),
        ([checked("mode", True)], {"sums#mode": 3}),
        ([checked("mode", True), graded("mode", 1.5, 5, of=3)], {"sums#mode": 1.5}),
        ([graded("mode", 1.5, 0, of=3), checked("mode", True, 5)], {"sums#mode": 3}),
        ([checked("mode", True), graded("mode", 1.5, 5, of=3), checked("mode", True, DAY)], {"sums#mode": 1.5}),
        ([graded("mode", 1, 0, of=3), graded("mode", 2, 5, of=3)], {"sums#mode": 2}),
    ],
)
def test_the_points_of_an_exercise(events: list[dict[str, Any]], points: dict[str, float]) -> None:
    assert progress(*events).points == points


def test_the_last_answer_to_a_question_counts() -> None:
    assert progress(answered("adding/q1", True), answered("adding/q1", False, 1)).questions == {"adding/q1": False}


def test_active_time_is_the_short_gaps_booked_to_the_place_before() -> None:
    found = progress(
        at(0, "opened", lesson="adding"),
        at(15, "checked", exercise="sums#mean", passed=False),
        at(20, "pinned", lesson="dividing"),
        at(20.5, "graded", exercise="sums#mean", points=1, of=2),
        at(25, "answered", question="dividing/q1", right=True),
        at(41, "read", topic="adding#sums"),
    )
    assert found.seconds == {"adding": 900, "sums": 600}
    assert found.days == {"2026-11-21": 1500}


def test_days_are_those_of_the_learners_clock(zone: str) -> None:
    hours = {"UTC": 0, "Asia/Tokyo": 9, "America/New_York": -5}[zone]
    before_midnight = (23 - hours - 9) * 60 + 50.0
    first, second = checked("total", True, before_midnight), checked("total", True, before_midnight + 12)
    found = progress(first, second)
    assert found.exercises == {"sums#total": "mastered"}
    (day,) = found.days
    assert day == (START + timedelta(minutes=before_midnight, hours=hours)).date().isoformat()


@pytest.mark.parametrize(
    ("event", "place"),
    [
        (at(1, "opened", lesson="adding", topic="adding#totals"), Place("adding", "adding#totals")),
        (at(1, "opened", lesson="adding"), Place("adding", "adding#sums")),
        (at(1, "read", topic="adding#words"), Place("adding", "adding#words")),
        (at(1, "opened", exercise="sums#mean"), Place(exercise="sums#mean")),
        (at(1, "checked", exercise="sums#mean", passed=True), Place(exercise="sums#mean")),
        (at(1, "answered", question="dividing/q1", right=True), Place("dividing")),
        (at(1, "graded", exercise="sums#mean", points=1, of=2), Place("reading", "reading#letters")),
        (at(1, "unpinned"), Place("reading", "reading#letters")),
    ],
)
def test_one_left_off_at_the_last_place(event: dict[str, Any], place: Place) -> None:
    assert progress(event, at(0, "read", topic="reading#letters")).last == place


def test_the_last_goal_is_pinned() -> None:
    pins = [at(0, "pinned", lesson="adding"), at(1, "pinned", lesson="dividing")]
    assert progress(*pins).pinned == "dividing"
    assert progress(*pins, at(2, "pinned", lesson="unknown")).pinned == "dividing"
    assert progress(*pins, at(2, "unpinned")).pinned == ""


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (at(0, "read", topic="plus#sums"), {"topics": {"adding#sums": "in progress"}}),
        (at(0, "read", topic="plus#all"), {"topics": {"adding#totals": "in progress"}}),
        (at(0, "checked", exercise="sums#average", passed=True), {"exercises": {"sums#mean": "practised"}}),
        (at(0, "checked", exercise="older#average", passed=True), {"exercises": {"sums#mean": "practised"}}),
        (at(0, "answered", question="plus/q1", right=True), {"questions": {"adding/q1": True}}),
        (at(0, "pinned", lesson="plus"), {"pinned": "adding"}),
        (at(0, "pinned", lesson="left"), {"pinned": ""}),
        (at(0, "read", topic="right#sums"), {"topics": {}}),
    ],
)
def test_former_ids_mean_the_present_ones(event: dict[str, Any], found: dict[str, Any]) -> None:
    derived = progress(event)
    assert {name: getattr(derived, name) for name in found} == found


def test_a_topic_that_an_exercise_names_by_its_former_id_counts() -> None:
    renamed = exercise("total", "adding#all")
    catalogue = Catalogue(
        "A course",
        (
            Module(
                "01-basics",
                "Basics",
                "beginner",
                (),
                (ADDING,),
                (ProblemSet("sums", "Sums", "", 15, (), (Notebook("Sums", "sums.ipynb", (renamed,)),)),),
                (),
            ),
        ),
        aliases={"adding#all": "adding#totals"},
    )
    assert derive(catalogue, [checked("total", True)]).topics["adding#totals"] == "mastered"


STRANGE: list[Any] = [
    {"kind": "dreamt", "topic": "adding#sums"},
    {"kind": "read"},
    {"kind": "read", "topic": "adding#nothing"},
    {"kind": "read", "topic": ["adding#sums"]},
    {"kind": "read", "topic": None},
    {"kind": "read", "topic": 7},
    {"kind": "opened"},
    {"kind": "opened", "lesson": "nothing"},
    {"kind": "opened", "exercise": {}},
    {"kind": "checked", "exercise": "sums#mean"},
    {"kind": "checked", "exercise": "sums#mean", "passed": "yes"},
    {"kind": "checked", "exercise": "sums#mean", "passed": 1},
    {"kind": "answered", "question": "adding/q1", "right": None},
    {"kind": "graded", "exercise": "sums#mean", "points": float("nan"), "of": 2},
    {"kind": "graded", "exercise": "sums#mean", "points": True, "of": 2},
    {"kind": "graded", "exercise": "sums#mean", "points": 0, "of": 0},
    {"kind": "graded", "exercise": "sums#mean", "points": -1, "of": 2},
    {"kind": ["read"], "topic": "adding#sums"},
    {},
]


@pytest.mark.parametrize("event", STRANGE, ids=str)
def test_what_cannot_be_understood_changes_nothing(event: dict[str, Any]) -> None:
    assert progress({"time": START.isoformat(), **event}) == Progress()


@pytest.mark.parametrize("when", [None, 3, "", "yesterday", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00"])
def test_an_event_without_a_readable_time_changes_nothing(when: Any) -> None:
    assert progress({**READ, "time": when}) == Progress()


IDS = {
    "exercise": st.sampled_from([f"sums#{name}" for name in ("total", "mean", "mode", "average", "nothing")]),
    "topic": st.sampled_from(["adding#sums", "adding#totals", "adding#all", "plus#words", "reading#letters", "x#y"]),
    "lesson": st.sampled_from(["adding", "plus", "dividing", "reading", "unknown"]),
    "question": st.sampled_from(["adding/q1", "plus/q2", "dividing/q1", "adding/q9"]),
    "passed": st.booleans(),
    "right": st.booleans(),
    "points": st.sampled_from([0, 1, 2, 3]),
    "of": st.sampled_from([2, 3]),
}
FORMS = [
    ("opened", "lesson", "topic"),
    ("opened", "lesson"),
    ("opened", "exercise"),
    ("read", "topic"),
    ("checked", "exercise", "passed"),
    ("answered", "question", "right"),
    ("graded", "exercise", "points", "of"),
    ("pinned", "lesson"),
    ("unpinned",),
    ("dreamt", "topic"),
]
MINUTES = st.sampled_from([0.0, 1.0, 10.0, 14.0, 16.0, 600.0, 900.0, DAY, DAY + 1, 3 * DAY])
EVENT = st.one_of(
    *(
        st.builds(at, MINUTES, st.just(kind), **{name: IDS[name] for name in names}).map(
            lambda event: {name: value for name, value in event.items() if name != "id"}
        )
        for kind, *names in FORMS
    )
)
EVENTS = st.lists(EVENT, max_size=25)
quick = settings(derandomize=True, database=None, deadline=None, max_examples=150)


@quick
@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_stand_does_not_matter(events: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert progress(*shuffled) == progress(*events)


@quick
@given(EVENTS, EVENTS)
def test_more_events_never_lower_an_exercise(events: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    before, after = progress(*events).exercises, progress(*events, *more).exercises
    assert all(STATES.index(after[name]) >= STATES.index(state) for name, state in before.items())


@quick
@given(EVENTS, st.lists(st.sampled_from(STRANGE), max_size=5), MINUTES)
def test_strange_events_among_others_change_nothing(
    events: list[dict[str, Any]], strange: list[dict[str, Any]], minutes: float
) -> None:
    when = (START + timedelta(minutes=minutes)).isoformat()
    assert progress(*events, *({"time": when, **event} for event in strange)) == progress(*events)


@quick
@given(EVENTS)
def test_twice_the_same_events_are_no_more(events: list[dict[str, Any]]) -> None:
    assert progress(*events, *events) == progress(*events)


@quick
@given(EVENTS)
def test_active_time_is_booked_once_to_a_place_and_once_to_a_day(events: list[dict[str, Any]]) -> None:
    found = progress(*events)
    assert sum(found.seconds.values()) == pytest.approx(sum(found.days.values()))
    assert set(found.seconds) <= {"adding", "dividing", "reading", "sums"}
