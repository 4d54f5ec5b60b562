from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from mlcourse.authoring.course import read_course
from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.roadmap.progress import Progress
from mlcourse.roadmap.roadmaps import Node, Reference
from mlcourse.roadmap.rows import Row, roll_up, to_json, tree
from tests.roadmap.courses import halfway, large, roadmap, small


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return small()


@pytest.fixture(scope="module")
def rows(course: Catalogue) -> tuple[Row, ...]:
    return tree(course, course.roadmaps[0])


def everything(rows: tuple[Row, ...]) -> list[Row]:
    return [row for top in rows for row in top.walk()]


def outline(row: Row) -> list[Any]:
    return [row.title, *map(outline, row.children)] if row.children else [row.title]


def find(rows: tuple[Row, ...], key: str) -> Row:
    return next(row for row in everything(rows) if row.key == key)


def numbers(course: Catalogue, rows: tuple[Row, ...], progress: Progress) -> dict[str, list[float]]:
    return {row.key: each for row, each in zip(everything(rows), roll_up(rows, course, progress), strict=True)}


def test_a_module_has_its_six_parts_and_then_the_roadmaps_own_nodes(rows: tuple[Row, ...]) -> None:
    module = rows[0]
    assert (module.kind, module.key, module.level) == ("module", "01-numbers", "beginner")
    assert [(child.kind, child.part or child.title) for child in module.children] == [
        ("part", "theory"),
        ("part", "mathematics"),
        ("part", "implementation"),
        ("part", "project"),
        ("part", "assignments-and-quizzes"),
        ("part", "case-study"),
        ("node", "Carrying"),
    ]
    assert [outline(part) for part in module.children[:6]] == [
        ["Theory", ["Sums", ["Adding"], ["Carrying"]]],
        ["Mathematics", ["Sums"], ["Products", ["Times"]]],
        ["Implementation", ["Sums"]],
        ["Project", ["Ledger", ["Book"]]],
        [
            "Assignments and quizzes",
            ["Arithmetic", ["arithmetic 1", ["Add"], ["Carry"]], ["arithmetic 2", ["Times"]]],
            ["Sums"],
        ],
        ["Case study", ["Case shop"]],
    ]


def test_a_node_of_several_topics_shows_them_before_their_exercises(rows: tuple[Row, ...]) -> None:
    both = rows[1]
    assert [(child.kind, child.title) for child in both.children] == [
        ("topic", "Adding"),
        ("topic", "Times"),
        ("exercise", "Add"),
        ("exercise", "Times"),
    ]
    assert both.topics == ("sums#adding", "products#times")
    assert both.exercises == ("arithmetic#add", "arithmetic#times")


def test_a_node_of_one_topic_opens_it_and_does_not_repeat_it(rows: tuple[Row, ...]) -> None:
    carrying = find(rows, "000-002")
    assert carrying.target is not None
    assert (carrying.target.path, carrying.target.cell) == ("course/sums.ipynb", "cell-carrying")
    assert [child.kind for child in carrying.children] == ["exercise", "exercise"]


def test_a_node_of_one_project_opens_it_and_shows_its_exercises(rows: tuple[Row, ...]) -> None:
    bookkeeping = find(rows, "000-005")
    assert bookkeeping.target is not None
    assert bookkeeping.target.path == "assignments/ledger/1.ipynb"
    assert outline(bookkeeping) == ["Bookkeeping", ["Book"]]


def test_a_planned_node_says_what_will_be_there_and_leads_nowhere(rows: tuple[Row, ...]) -> None:
    series = find(rows, "000-006")
    assert series.planned == "Series, Plotter"
    assert series.target is None
    assert [(child.kind, child.url) for child in series.children] == [("reference", "https://example.org/book")]


def test_planned_lessons_and_projects_stand_in_their_parts(rows: tuple[Row, ...], course: Catalogue) -> None:
    second = tree(course, roadmap(Node("Module 2", module="02-functions")))[0]
    planned = [row for row in second.walk() if row.planned]
    assert {(row.kind, row.title, row.target) for row in planned} == {
        ("lesson", "Series", None),
        ("project", "Plotter", None),
    }


def test_a_quiz_is_opened_at_its_heading(rows: tuple[Row, ...]) -> None:
    quiz = find(rows, "01-numbers/assignments-and-quizzes/sums")
    assert quiz.target is not None
    assert (quiz.kind, quiz.target.path, quiz.target.cell) == ("quiz", "course/sums.ipynb", "check-yourself")


def test_a_search_finds_a_node_by_its_topics_and_by_what_its_lessons_teach(rows: tuple[Row, ...]) -> None:
    assert find(rows, "000-002").words == "Carrying Sums Summary of sums."
    assert find(rows, "000-006").words == "Series Summary of series. Plotter Summary of plotter."
    assert find(rows, "01-numbers/theory/sums").words == "Adding Carrying"


def test_keys_are_unique_even_where_titles_and_ids_repeat(course: Catalogue) -> None:
    book = Reference("A book", "https://example.org/book")
    node = Node("Twice", topics=("sums#adding",), references=(book, book), children=(Node("Twice"), Node("Twice")))
    keys = [row.key for row in everything(tree(course, roadmap(node, node, *course.roadmaps[0].nodes)))]
    assert len(keys) == len(set(keys))


def test_keys_of_a_large_tree_are_unique_and_stay_when_a_node_is_added() -> None:
    course = large()
    before = [row.key for row in everything(tree(course, course.roadmaps[0]))]
    assert len(before) == len(set(before))
    longer = dataclasses.replace(course.roadmaps[0], nodes=(Node("New", ("009-001",)), *course.roadmaps[0].nodes))
    assert set(before) < {row.key for row in everything(tree(course, longer))}


def test_every_roadmap_of_our_own_course_has_a_tree_with_unique_keys() -> None:
    ours = read_course(Path(__file__).parents[2]).catalogue()
    for each in ours.roadmaps:
        rows = everything(tree(ours, each))
        assert len({row.key for row in rows}) == len(rows) >= sum(1 for _ in each.walk())
        assert all(row.target or row.planned for row in rows if row.kind == "node")


def test_json_has_what_the_sidebar_reads_and_nothing_empty(rows: tuple[Row, ...]) -> None:
    data = json.loads(json.dumps(to_json(find(rows, "000-002"), lambda path: path == "course/sums.ipynb")))
    assert {key: value for key, value in data.items() if key != "children"} == {
        "key": "000-002",
        "kind": "node",
        "title": "Carrying",
        "words": "Carrying Sums Summary of sums.",
        "target": {
            "path": "course/sums.ipynb",
            "cell": "cell-carrying",
            "lesson": "sums",
            "topic": "sums#carrying",
            "exercise": "",
            "available": True,
        },
    }
    assert data["children"][0] == {
        "key": "000-002/arithmetic#carry",
        "kind": "exercise",
        "title": "Carry",
        "minutes": 10,
        "difficulty": 2,
        "points": 2,
        "target": {
            "path": "assignments/arithmetic/1.ipynb",
            "cell": "task-Carry",
            "lesson": "",
            "topic": "",
            "exercise": "arithmetic#carry",
            "available": False,
        },
        "children": [],
    }


def test_progress_rolls_up_from_distinct_topics_and_exercises(course: Catalogue, rows: tuple[Row, ...]) -> None:
    progress = Progress(
        topics={"sums#adding": "mastered", "sums#carrying": "practised"},
        exercises={"arithmetic#add": "practised", "ledger#book": "in progress"},
        points={"arithmetic#add": 2},
    )
    found = numbers(course, rows, progress)
    assert found["01-numbers"] == [2, 1, 3, 2, 19]  # in progress: one topic is new
    assert found["01-numbers/theory"] == [3, 1, 2, 0, 0]
    assert found["01-numbers/theory/sums/sums#adding"] == [4, 1, 1, 0, 0]
    assert found["01-numbers/assignments-and-quizzes"] == [2, 0, 0, 2, 9]
    assert found["01-numbers/project/ledger"] == [2, 0, 0, 0, 10]
    assert found["000-003"] == [2, 1, 2, 2, 7]
    assert found["000-003/arithmetic#add"] == [3, 0, 0, 2, 2]


def test_what_one_cannot_work_on_has_no_state(course: Catalogue, rows: tuple[Row, ...]) -> None:
    found = numbers(course, rows, Progress())
    assert found["000-006"] == [-1, 0, 0, 0, 0]
    assert found["000-006/https://example.org/book"] == [-1, 0, 0, 0, 0]
    assert found["01-numbers/case-study/case-shop"] == [-1, 0, 0, 0, 0]
    assert found["01-numbers"][0] == 0


@pytest.mark.parametrize(
    ("answers", "state"),
    [({}, 0), ({"sums/a": False}, 2), ({"sums/a": True}, 3), ({"sums/a": True, "sums/b": True}, 4)],
)
def test_a_quiz_is_mastered_when_every_answer_is_right(
    course: Catalogue, rows: tuple[Row, ...], answers: dict[str, bool], state: int
) -> None:
    found = numbers(course, rows, Progress(questions=answers))
    assert found["01-numbers/assignments-and-quizzes/sums"] == [state, 0, 0, 0, 0]


def test_a_large_course_is_laid_out_and_rolled_up_whole() -> None:
    course = large()
    rows = tree(course, course.roadmaps[0])
    assert sum(len(node.rows) for node in course.roadmaps[0].walk()) == 449
    everything = [row for top in rows for row in top.walk()]
    assert len({row.key for row in everything}) == len(everything)
    assert len(roll_up(rows, course, halfway(course))) == len(everything)
