"""The whole course, read: what is planned and what is written become one catalogue."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import mlcourse.authoring
from mlcourse import content
from mlcourse.authoring.course import read_course
from mlcourse.errors import SourceError
from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.roadmap.coverage import coverage

# How many rows each author wrote, by the number that their ids begin with.
ROWS = {"000": 140, "001": 159, "002": 253, "003": 449, "004": 62}


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return read_course(content.root()).catalogue()


@pytest.fixture
def sample_catalogue(sample: Path) -> Catalogue:
    return read_course(sample).catalogue()


@pytest.mark.parametrize("path", sorted((Path(mlcourse.authoring.__file__).parent / "schemas").glob("*.json")), ids=str)
def test_the_schemas_are_schemas(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text()))


def test_a_catalogue_survives_json(course: Catalogue) -> None:
    assert Catalogue.from_json(json.loads(json.dumps(course.to_json()))) == course


def test_every_row_of_the_five_roadmaps_leads_somewhere(course: Catalogue) -> None:
    topics = {topic.id for lesson in course.lessons() for topic in lesson.topics}
    planned = {lesson.id for lesson in course.lessons() if not lesson.written}
    planned |= {one.id for module in course.modules for one in module.projects if not one.written}
    rows: Counter[str] = Counter()
    for roadmap in course.roadmaps:
        for node in roadmap.walk():
            rows.update(node.rows)
            assert node.topics or node.projects or node.planned, node.title
            assert topics.issuperset(node.topics)
            assert planned.issuperset(node.planned)
    assert rows == Counter(f"{author}-{n:03d}" for author, count in ROWS.items() for n in range(1, count + 1))
    assert rows.total() == 1063
    assert course.roadmaps[0].id == "fifteen-modules"


def test_rows_stand_in_their_authors_order(course: Catalogue) -> None:
    for roadmap in course.roadmaps:
        rows = [row for node in roadmap.walk() for row in node.rows]
        assert rows == sorted(rows), roadmap.id


def test_the_fifteen_modules_head_the_default_roadmap(course: Catalogue) -> None:
    heads = [node.module for node in course.roadmaps[0].nodes]
    assert heads == [module.id for module in course.modules]
    assert len(heads) == 15


def test_every_module_has_its_six_parts(course: Catalogue) -> None:
    for module in course.modules:
        assert 3 <= len(module.objectives) <= 5, module.id
        assert module.projects, module.id
        assert any(lesson.is_case_study for lesson in module.lessons), module.id
        taught = {part for lesson in module.lessons for part in lesson.parts} - {"case-study"}
        if module.id != "09-case-studies":
            assert taught == {"theory", "mathematics", "implementation"}, module.id
            assert module.problem_sets, module.id


def test_every_lesson_is_practised_by_a_problem_set(course: Catalogue) -> None:
    sets = {one.id: one for module in course.modules for one in module.problem_sets}
    for lesson in course.lessons():
        if not lesson.is_case_study:
            assert lesson.id in sets[lesson.practice].lessons


def test_prerequisites_are_direct_ones(course: Catalogue) -> None:
    requires = {lesson.id: set(lesson.requires) for lesson in course.lessons()}

    def needed(name: str) -> set[str]:
        return requires[name].union(*(needed(other) for other in requires[name]))

    for name, direct in requires.items():
        for other in direct:
            assert other not in set().union(*(needed(third) for third in direct - {other})), (name, other)


def test_references_are_kept(course: Catalogue) -> None:
    references = [reference for roadmap in course.roadmaps for node in roadmap.walk() for reference in node.references]
    assert len(references) >= 110
    assert all(reference.url.startswith("https://") for reference in references)


def test_plan_and_files_become_one(sample_catalogue: Catalogue) -> None:
    (module,) = sample_catalogue.modules
    assert [(lesson.id, lesson.written, lesson.practice) for lesson in module.lessons] == [
        ("adding", True, "sums"),
        ("multiplying", True, "sums"),
        ("dividing", False, "quotients"),
        ("case-shopping", False, ""),
    ]
    assert [one.written for one in module.assignments] == [True, False, False]
    assert sample_catalogue.aliases == {"adding#totals": "adding#running-totals", "plus": "adding"}


def test_a_renamed_topic_keeps_its_place_in_the_roadmaps(sample_catalogue: Catalogue) -> None:
    adding_up = sample_catalogue.roadmaps[0].nodes[0].children[0]
    assert adding_up.topics == ("adding#sums", "adding#running-totals")


def test_coverage_counts_rows_and_gaps(sample_catalogue: Catalogue) -> None:
    basics, short = coverage(sample_catalogue).roadmaps
    assert (basics.rows, basics.taught, basics.practised, basics.planned) == (6, 3, 2, 3)
    assert basics.gaps == (("dividing", 2), ("household", 1))
    assert (short.rows, short.taught, short.planned) == (1, 0, 1)
    (module,) = coverage(sample_catalogue).modules
    assert (module.lessons, module.taught, module.planned) == (4, 2, 2)
    assert (module.topics, module.practised, module.exercises) == (3, 2, 2)


def test_coverage_counts_a_row_once(course: Catalogue) -> None:
    for roadmap in coverage(course).roadmaps:
        assert roadmap.taught + roadmap.planned == roadmap.rows
        assert roadmap.practised <= roadmap.taught
        assert sum(count for _, count in roadmap.gaps) >= roadmap.planned


def test_a_check_says_whether_it_looks_at_the_form_alone(sample: Path) -> None:
    path = sample / "assignments/01-basics/sums/lists.py"
    path.write_text(path.read_text().replace('check.exercise("mean")', 'check.exercise("mean", form_only=True)'))
    assert {each.id: each.form_only for each in read_course(sample).catalogue().exercises()}["sums#mean"]
    path.write_text(path.read_text().replace("form_only=True", "form_only=False"))
    with pytest.raises(SourceError, match="the check does not name its exercise"):
        read_course(sample)


def test_notebooks_of_a_set_stand_in_the_order_of_their_lessons(sample: Path) -> None:
    folder = sample / "assignments/01-basics/sums"
    text = (folder / "lists.py").read_text()
    names = re.sub(r'((?:exercise|hint|check|reject|accept|manual)(?:=|\()")(\w+)"', r'\1\2-of-products"', text)
    (folder / "a.py").write_text(re.sub(r'topics="[^"]*"', 'topics="multiplying#products"', names))
    (sums,) = (one for one in read_course(sample).catalogue().modules[0].problem_sets if one.written)
    assert [Path(notebook.path).name for notebook in sums.notebooks] == ["lists.ipynb", "a.ipynb"]
