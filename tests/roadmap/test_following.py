from __future__ import annotations

import dataclasses

import pytest

from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.roadmap.following import next_place
from mlcourse.roadmap.progress import Place, Progress
from mlcourse.roadmap.roadmaps import Node, Roadmap
from tests.roadmap.courses import exercise, large, lesson, module, problem_set, roadmap, small

PRODUCTS_FIRST = roadmap(Node("Products", topics=("products#times",)), Node("Sums", topics=("sums#adding",)))
ALL = roadmap(Node("Numbers", module="01-numbers"))
SUMS_MASTERED = {"sums#adding": "mastered", "sums#carrying": "mastered"}
SUMS_READ = {"sums#adding": "in progress", "sums#carrying": "in progress"}
QUIZ_RIGHT = {"sums/a": True, "sums/b": True}


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return small()


def after(course: Catalogue, road: Roadmap = ALL, **progress: object) -> Place | None:
    return next_place(course, road, Progress(**progress))  # type: ignore[arg-type]


def test_one_starts_with_the_first_topic(course: Catalogue) -> None:
    assert after(course) == Place("sums", "sums#adding")


def test_a_lesson_waits_for_what_it_requires_even_if_the_roadmap_names_it_first(course: Catalogue) -> None:
    assert after(course, PRODUCTS_FIRST) == Place("sums", "sums#adding")
    practised = {"sums#adding": "practised", "sums#carrying": "practised"}
    assert after(course, PRODUCTS_FIRST, topics=practised) == Place("products", "products#times")


def test_what_a_roadmap_leaves_out_comes_first_if_all_of_it_waits_for_that(course: Catalogue) -> None:
    only = roadmap(Node("Products", topics=("products#times",)))
    assert after(course, only, topics={"sums#adding": "mastered"}) == Place("sums", "sums#carrying")


def test_an_exercise_leads_out_of_the_roadmap_if_it_is_all_that_is_left(course: Catalogue) -> None:
    passed = {"arithmetic#add": "practised"}
    only = roadmap(Node("Adding", topics=("sums#adding",)))
    topics = {"sums#adding": "practised", "sums#carrying": "practised"}
    place = after(course, only, topics=topics, questions=QUIZ_RIGHT, exercises=passed)
    assert place == Place("products", "products#times")


def test_an_exercise_that_was_tried_comes_before_the_next_topic(course: Catalogue) -> None:
    topics = {"sums#adding": "in progress"}
    last = Place("sums", "sums#adding")
    tried = {"arithmetic#add": "in progress"}
    assert after(course, topics=topics, exercises=tried, last=last) == Place(exercise="arithmetic#add")


def test_a_sheet_that_only_grading_can_judge_holds_nobody_up_until_it_is_graded() -> None:
    sheet = dataclasses.replace(exercise("quiz#sheet", "sums#adding"), form_only=True)
    one = lesson("sums", topics="adding carrying", practice="quiz")
    course = Catalogue("A course", (module("01-numbers", one, sets=[problem_set("quiz", ["sums"], [sheet])]),))
    topics = {"sums#adding": "in progress"}
    known = {"topics": topics, "exercises": {sheet.id: "in progress"}, "last": Place(exercise=sheet.id)}
    assert after(course, **known) == Place("sums", "sums#carrying")
    assert after(course, **known, points={sheet.id: 1.0}) == Place(exercise=sheet.id)
    assert after(course, topics=dict.fromkeys(SUMS_READ, "in progress")) == Place(exercise=sheet.id)


def test_of_several_exercises_that_were_tried_the_last_one_comes_first(course: Catalogue) -> None:
    tried = {"arithmetic#add": "in progress", "ledger#book": "in progress"}
    here = Place(exercise="ledger#book")
    assert after(course, topics=SUMS_READ, exercises=tried, last=here) == Place(exercise="ledger#book")


def test_the_lesson_where_one_left_off_goes_on_before_an_earlier_one(course: Catalogue) -> None:
    topics = {"sums#carrying": "in progress", "products#times": "opened"}
    left_off = after(course, PRODUCTS_FIRST, topics=topics, last=Place("sums", "sums#carrying"))
    assert left_off == Place("sums", "sums#adding")


def test_then_the_quiz_then_its_exercises(course: Catalogue) -> None:
    last = Place("sums", "sums#carrying")
    assert after(course, topics=SUMS_READ, last=last) == Place("sums")
    half = {"sums/a": True, "sums/b": False}
    assert after(course, topics=SUMS_READ, questions=half, last=last) == Place("sums")
    assert after(course, topics=SUMS_READ, questions=QUIZ_RIGHT, last=last) == Place(exercise="arithmetic#add")


def test_an_exercise_waits_until_all_its_topics_are_read(course: Catalogue) -> None:
    passed = {"arithmetic#add": "practised", "arithmetic#carry": "practised", "ledger#book": "practised"}
    state = {"topics": SUMS_READ, "questions": QUIZ_RIGHT, "exercises": passed}
    assert after(course, **state) == Place("products", "products#times")
    both = {**SUMS_READ, "products#times": "in progress"}
    assert after(course, **{**state, "topics": both}) == Place(exercise="arithmetic#times")


def test_to_look_into_a_lesson_is_not_to_begin_it(course: Catalogue) -> None:
    peeked = {"topics": {"products#times": "opened"}, "last": Place("products", "products#times")}
    assert after(course, **peeked) == Place("sums", "sums#adding")


def test_after_a_finished_lesson_the_roadmap_goes_on(course: Catalogue) -> None:
    done = dict.fromkeys(["arithmetic#add", "arithmetic#carry", "ledger#book"], "practised")
    place = after(
        course, topics=SUMS_MASTERED, questions=QUIZ_RIGHT, exercises=done, last=Place("sums", "sums#carrying")
    )
    assert place == Place("products", "products#times")


def test_a_topic_that_is_read_is_continued_with_what_it_still_needs(course: Catalogue) -> None:
    assert after(course, topics=SUMS_READ) == Place("sums")
    assert after(course, topics=SUMS_READ, questions=QUIZ_RIGHT) == Place(exercise="arithmetic#add")


def test_a_topic_without_evidence_is_done_once_it_is_practised() -> None:
    alone = Catalogue("", (module("01-numbers", lesson("counting", topics="one two")),))
    assert after(alone, topics={"counting#one": "practised"}) == Place("counting", "counting#two")
    assert after(alone, topics={"counting#one": "practised", "counting#two": "practised"}) is None


def test_what_is_planned_is_never_next_and_stands_for_what_it_requires() -> None:
    first, last = lesson("first", topics="a"), lesson("last", "between", topics="z")
    course = Catalogue("", (module("01-numbers", last, lesson("between", "first"), first),))
    assert after(course) == Place("first", "first#a")
    assert after(course, topics={"first#a": "practised"}) == Place("last", "last#z")
    assert after(course, roadmap(Node("Soon", planned=("between",)))) is None


def test_when_all_is_mastered_nothing_is_next(course: Catalogue) -> None:
    topics = {each.id: "mastered" for lesson in course.lessons() for each in lesson.topics}
    exercises = {each.id: "practised" for each in course.exercises()}
    done = {"topics": topics, "exercises": exercises, "questions": QUIZ_RIGHT}
    assert after(course, **done) is None
    assert after(course, **done, last=Place(exercise="arithmetic#add")) is None


def test_following_the_advice_leads_through_the_whole_course() -> None:
    """Whoever does what is next, each time, ends with every topic mastered and every exercise passed."""
    course = large(lessons=30, exercises=500, nodes=40)
    topics: dict[str, str] = {}
    exercises: dict[str, str] = {}
    questions: dict[str, bool] = {}
    last = None
    for _ in range(1000):
        place = after(course, course.roadmaps[0], topics=topics, exercises=exercises, questions=questions, last=last)
        if place is None:
            break
        assert place != last
        if place.exercise:
            exercises[place.exercise] = "practised"
        elif place.topic:
            topics[place.topic] = "in progress"
        else:
            asked = next(each for each in course.lessons() if each.id == place.lesson).questions
            questions |= dict.fromkeys((question.id for question in asked), True)
        _master(course, topics, exercises, questions)
        last = place
    assert set(topics.values()) == {"mastered"}
    assert len(topics) == 240
    assert len(exercises) == sum(1 for _ in course.exercises())


def _master(course: Catalogue, topics: dict[str, str], exercises: dict[str, str], questions: dict[str, bool]) -> None:
    needs: dict[str, list[bool]] = {}
    for each in course.exercises():
        for topic in each.topics:
            needs.setdefault(topic, []).append(each.id in exercises)
    for taught in course.lessons():
        for question in taught.questions:
            needs.setdefault(question.topic, []).append(questions.get(question.id, False))
    for taught in course.lessons():
        everything = [questions.get(question.id, False) for question in taught.questions]
        for topic in taught.topics:
            if topics.get(topic.id) and all(needs.get(topic.id, everything)):
                topics[topic.id] = "mastered"


def test_a_tried_exercise_of_another_lesson_does_not_interrupt() -> None:
    sets = [problem_set("drill", ["b"], [exercise("drill#b", "b#b")])]
    course = Catalogue("", (module("01-numbers", lesson("a", topics="a aa"), lesson("b", topics="b"), sets=sets),))
    place = after(course, topics={"a#a": "in progress"}, exercises={"drill#b": "in progress"}, last=Place("a", "a#a"))
    assert place == Place("a", "a#aa")
