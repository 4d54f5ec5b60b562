"""Courses that the tests of roadmaps and reports are about."""

from __future__ import annotations

import random
from collections.abc import Iterable

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
from mlcourse.roadmap.progress import Progress, State
from mlcourse.roadmap.roadmaps import Node, Reference, Roadmap

ALL_PARTS = ("theory", "mathematics", "implementation")


def lesson(name: str, *requires: str, topics: str = "", questions: str = "", **more: object) -> Lesson:
    """A lesson, written if it has topics; ``questions="1:adding"`` is an id with the heading that it asks of."""
    return Lesson(
        name,
        str(more.get("title", name.replace("-", " ").capitalize())),
        f"Summary of {name}.",
        int(str(more.get("minutes", 60))),
        tuple(more.get("parts", ALL_PARTS)),  # type: ignore[arg-type]
        requires,
        str(more.get("practice", "")),
        f"course/{name}.ipynb" if topics else "",
        tuple(Topic(f"{name}#{slug}", slug.capitalize(), f"cell-{slug}") for slug in topics.split()),
        tuple(
            Question(f"{name}/{number}", f"{name}#{slug}")
            for number, _, slug in (question.partition(":") for question in questions.split())
        ),
    )


def exercise(name: str, *topics: str, minutes: int = 10, points: float = 2) -> Exercise:
    title = name.partition("#")[2].capitalize()
    return Exercise(name, title, 2, minutes, points, topics, f"task-{title}", f"check-{title}")


def problem_set(name: str, lessons: Iterable[str] = (), *notebooks: Iterable[Exercise]) -> ProblemSet:
    made = [
        Notebook(f"{name} {number}", f"assignments/{name}/{number}.ipynb", tuple(exercises))
        for number, exercises in enumerate(notebooks, 1)
    ]
    return ProblemSet(name, name.capitalize(), f"Summary of {name}.", 90, tuple(lessons), tuple(made))


def module(name: str, *lessons: Lesson, sets: Iterable[ProblemSet] = (), projects: Iterable[ProblemSet] = ()) -> Module:
    return Module(name, name[3:].capitalize(), "beginner", ("Add.",), lessons, tuple(sets), tuple(projects))


def roadmap(*nodes: Node) -> Roadmap:
    return Roadmap("map", "Map", "A map.", "all", nodes)


def small() -> Catalogue:
    """Two modules: sums (two topics, a quiz, two exercises), products (needs sums), and what is planned."""
    arithmetic = problem_set(
        "arithmetic",
        ["sums", "products"],
        [exercise("arithmetic#add", "sums#adding"), exercise("arithmetic#carry", "sums#carrying")],
        [exercise("arithmetic#times", "products#times", "sums#adding", points=5)],
    )
    return Catalogue(
        "A small course",
        (
            module(
                "01-numbers",
                lesson("sums", topics="adding carrying", questions="a:adding b:carrying", practice="arithmetic"),
                lesson("products", "sums", topics="times", practice="arithmetic", minutes=40, parts=("mathematics",)),
                lesson("case-shop", "products", parts=("case-study",)),
                sets=[arithmetic],
                projects=[problem_set("ledger", ["sums"], [exercise("ledger#book", "sums#carrying", points=10)])],
            ),
            module("02-functions", lesson("series", "products"), projects=[problem_set("plotter")]),
        ),
        (
            roadmap(
                Node(
                    "Module 1: Numbers",
                    ("000-001",),
                    ("sums#adding",),
                    module="01-numbers",
                    children=(Node("Carrying", ("000-002",), ("sums#carrying",)),),
                ),
                Node("Both", ("000-003", "000-004"), ("sums#adding", "products#times")),
                Node("Bookkeeping", ("000-005",), projects=("ledger",)),
                Node(
                    "Series",
                    ("000-006",),
                    planned=("series", "plotter"),
                    references=(Reference("A book", "https://example.org/book"),),
                ),
            ),
        ),
    )


def large(lessons: int = 150, exercises: int = 1000, nodes: int = 449, seed: int = 1) -> Catalogue:
    """A course of the size that ours is to have, wholly written, with its largest roadmap."""
    chance = random.Random(seed)
    names = [f"lesson-{number:03}" for number in range(lessons)]
    slugs = " ".join(f"topic-{number}" for number in range(8))
    made = [
        lesson(
            name,
            *sorted(set(chance.choices(names[max(0, at - 25) : at], k=chance.randint(1, 3)))) if at else (),
            topics=slugs,
            questions=" ".join(f"{number}:topic-{number}" for number in range(6)),
            practice=f"set-{at // 3:02}",
        )
        for at, name in enumerate(names)
    ]
    topics = [topic.id for each in made for topic in each.topics]
    per_set = exercises // 50
    sets = [
        problem_set(
            f"set-{number:02}",
            [each.id for each in made[3 * number : 3 * number + 3]],
            *(
                [
                    exercise(f"set-{number:02}#e{at}", *chance.sample(topics[24 * number : 24 * number + 24], k=2))
                    for at in range(first, per_set, 2)
                ]
                for first in (0, 1)
            ),
        )
        for number in range(lessons // 3)
    ]
    modules = [
        module(f"{number + 1:02}-module", *made[number * 10 : number * 10 + 10], sets=sets[number * 4 : number * 4 + 4])
        for number in range(lessons // 10)
    ]
    leaves = [
        Node(f"Row {number}", (f"000-{number:03}",), tuple(chance.sample(topics, k=chance.choice((1, 1, 2, 3)))))
        for number in range(nodes - len(modules))
    ]
    share = -(-len(leaves) // len(modules))
    tops = [
        Node(
            f"Module {number}",
            (f"001-{number:03}",),
            (each.lessons[0].topics[0].id,),
            module=each.id,
            children=tuple(leaves[number * share : number * share + share]),
        )
        for number, each in enumerate(modules)
    ]
    return Catalogue("A large course", tuple(modules), (roadmap(*tops),))


def halfway(catalogue: Catalogue, seed: int = 1) -> Progress:
    """Some of everything."""
    chance = random.Random(seed)
    states: list[State] = ["opened", "in progress", "practised", "mastered"]
    topics = {each.id: chance.choice(states) for lesson in catalogue.lessons() for each in lesson.topics}
    exercises = {each.id: chance.choice(states) for each in catalogue.exercises()}
    points = {each.id: each.points for each in catalogue.exercises() if exercises[each.id] in states[2:]}
    return Progress(topics, exercises, {}, points)
