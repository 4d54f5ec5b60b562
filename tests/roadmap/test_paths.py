from __future__ import annotations

import dataclasses

import pytest

from mlcourse.roadmap.catalogue import Catalogue, Goal
from mlcourse.roadmap.paths import path_to, personal
from mlcourse.roadmap.progress import Progress
from mlcourse.roadmap.rows import tree
from tests.roadmap.courses import exercise, halfway, large, lesson, module, problem_set, small


@pytest.fixture(scope="module")
def course() -> Catalogue:
    """A diamond (top, left and right, bottom) over a chain (base, ground); aside leads nowhere near."""
    sets = [
        problem_set(
            "drill",
            ["left", "right"],
            [
                exercise("drill#l", "left#a", minutes=10),
                exercise("drill#r", "right#a", minutes=20),
                exercise("drill#both", "left#a", "right#a", minutes=40),
                exercise("drill#bottom", "bottom#a", minutes=80),
            ],
        )
    ]
    return Catalogue(
        "",
        (
            module("01-first", lesson("base", "ground", topics="a b"), lesson("ground", topics="a"), lesson("aside")),
            module(
                "02-second",
                lesson("top", "left", "right"),
                lesson("left", "bottom", topics="a b", practice="drill"),
                lesson("right", "bottom", topics="a b", practice="drill"),
                lesson("bottom", "base", topics="a"),
                sets=sets,
            ),
        ),
    )


def test_a_path_holds_what_the_goal_builds_on_each_after_its_requirements(course: Catalogue) -> None:
    path = path_to(course, "top", Progress())
    assert path.lessons == ("ground", "base", "bottom", "left", "right", "top")
    assert (path.title, path.mastered) == ("Top", ())


def test_a_goal_of_the_course_goes_by_the_name_that_learners_know(course: Catalogue) -> None:
    known = dataclasses.replace(course, goals=(Goal("The summit", "top"),))
    assert path_to(known, "top", Progress()).title == "The summit"
    assert personal(known, "top", Progress()).name == "My path to The summit"


def test_what_leads_only_to_mastered_lessons_is_left_out(course: Catalogue) -> None:
    path = path_to(course, "top", Progress(topics={"bottom#a": "mastered", "ground#a": "mastered"}))
    assert path.lessons == ("left", "right", "top")
    assert path.mastered == ("ground", "bottom")


def test_a_lesson_on_two_ways_stays_while_one_of_them_is_open(course: Catalogue) -> None:
    left = {"left#a": "mastered", "left#b": "mastered"}
    assert path_to(course, "top", Progress(topics=left)).lessons == ("ground", "base", "bottom", "right", "top")  # type: ignore[arg-type]


def test_a_goal_that_is_mastered_needs_nothing(course: Catalogue) -> None:
    path = path_to(course, "ground", Progress(topics={"ground#a": "mastered"}))
    assert (path.lessons, path.mastered, path.minutes) == ((), ("ground",), 0)


def test_minutes_are_the_share_of_topics_not_mastered_and_the_exercises_not_passed(course: Catalogue) -> None:
    done = {"bottom#a": "mastered", "left#a": "mastered"}
    progress = Progress(topics=done, exercises={"drill#l": "practised", "drill#r": "in progress"})  # type: ignore[arg-type]
    assert path_to(course, "left", progress).minutes == 30 + 40  # half of an hour, and the exercise of both
    assert path_to(course, "top", progress).minutes == 30 + 60 + 60 + 20 + 40  # what both practise counts once


def test_an_unknown_goal_is_a_clear_error(course: Catalogue) -> None:
    with pytest.raises(KeyError, match="There is no lesson 'bottoms' in this course"):
        path_to(course, "bottoms", Progress())
    with pytest.raises(KeyError, match="There is no lesson 'bottoms' in this course"):
        personal(course, "bottoms", Progress())


def test_paths_of_a_large_course_respect_every_prerequisite() -> None:
    course = large()
    requires = {each.id: each.requires for each in course.lessons()}
    progress = Progress(
        topics={topic.id: "mastered" for each in list(course.lessons())[:40:2] for topic in each.topics}
    )
    for goal in list(requires)[::10]:
        path = path_to(course, goal, progress)
        met = set(path.mastered)
        for name in path.lessons:
            assert met.issuperset(requires[name])
            met.add(name)
        assert not set(path.lessons) & set(path.mastered)


def test_the_personal_roadmap_goes_by_modules_and_keeps_what_is_mastered(course: Catalogue) -> None:
    roadmap = personal(course, "top", Progress())
    assert (roadmap.id, roadmap.name) == ("my-path", "My path to Top")
    assert roadmap.intent == "What leads to Top, in an order to study it: 6 of 6 lessons are left, about 7 hours."
    assert [(node.title, [child.title for child in node.children]) for node in roadmap.nodes] == [
        ("First", ["Ground", "Base"]),
        ("Second", ["Bottom", "Left", "Right", "Top"]),
    ]
    mastered = personal(course, "top", Progress(topics={"ground#a": "mastered", "bottom#a": "mastered"}))
    assert mastered.nodes == roadmap.nodes
    assert "3 of 6 lessons are left" in mastered.intent


def test_the_personal_roadmap_shows_topics_and_exercises_and_says_what_is_planned(course: Catalogue) -> None:
    rows = tree(course, personal(course, "top", Progress()))
    left, top = rows[1].children[1], rows[1].children[3]
    assert [(child.kind, child.title) for child in left.children] == [
        ("topic", "A"),
        ("topic", "B"),
        ("exercise", "L"),
        ("exercise", "Both"),
    ]
    assert (top.planned, top.target) == ("Top", None)


def test_a_personal_roadmap_to_every_goal_has_a_tree() -> None:
    for course in (small(), large(lessons=30, exercises=50, nodes=20)):
        for each in course.lessons():
            assert tree(course, personal(course, each.id, halfway(course)))
