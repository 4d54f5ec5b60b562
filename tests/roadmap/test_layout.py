from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse.authoring.course import read_course
from mlcourse.roadmap.catalogue import Module
from mlcourse.roadmap.layout import layout
from mlcourse.roadmap.maps import Map
from tests.roadmap.courses import large, lesson, module

Modules = tuple[Module, ...]


@st.composite
def courses(draw: st.DrawFn) -> Modules:
    """Up to four modules of up to eight lessons, where a lesson may require any that comes before it in some order."""
    sizes = draw(st.lists(st.integers(0, 8), min_size=1, max_size=4))
    names = [f"lesson-{at}" for at in range(sum(sizes))]
    order = draw(st.permutations(names))
    requires = {
        name: draw(st.lists(st.sampled_from(order[:at]), max_size=3, unique=True)) if at else []
        for at, name in enumerate(order)
    }
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    return tuple(
        module(f"{at:02}-module", *(lesson(name, *requires[name]) for name in names[start : start + size]))
        for at, (start, size) in enumerate(zip(starts, sizes, strict=True))
    )


def check(modules: Modules, drawn: Map) -> None:
    every_lesson_stands_once_in_its_lane(modules, drawn)
    nothing_overlaps(drawn)
    lines_lead_from_left_to_right_around_the_boxes(modules, drawn)
    all_is_inside(drawn)


def every_lesson_stands_once_in_its_lane(modules: Modules, drawn: Map) -> None:
    lessons = [each.id for module in modules for each in module.lessons]
    assert [spot.lesson for spot in drawn.spots] == lessons
    assert [lane.module for lane in drawn.lanes] == [module.id for module in modules]
    lanes = {each.id: lane for module, lane in zip(modules, drawn.lanes, strict=True) for each in module.lessons}
    for spot in drawn.spots:
        lane = lanes[spot.lesson]
        assert lane.y < spot.y
        assert spot.y + drawn.box[1] < lane.y + lane.height


def nothing_overlaps(drawn: Map) -> None:
    width, height = drawn.box
    for a, b in combinations(drawn.spots, 2):
        assert abs(a.x - b.x) >= width + 8 or abs(a.y - b.y) >= height + 8
    for upper, lower in pairwise(drawn.lanes):
        assert upper.y + upper.height <= lower.y


def lines_lead_from_left_to_right_around_the_boxes(modules: Modules, drawn: Map) -> None:
    width, height = drawn.box
    spots = {spot.lesson: spot for spot in drawn.spots}
    requires = {each.id: set(each.requires) for module in modules for each in module.lessons}
    for edge in drawn.edges:
        origin, end = spots[edge.origin], spots[edge.end]
        assert edge.origin in requires[edge.end]
        assert edge.points[0] == (origin.x + width, origin.y + height / 2)
        assert edge.points[-1] == (end.x, end.y + height / 2)
        assert origin.x + width < end.x
        for (x0, y0), (x1, y1) in pairwise(edge.points):
            assert x0 <= x1
            for spot in drawn.spots:
                beside = x1 <= spot.x or x0 >= spot.x + width
                assert beside or max(y0, y1) <= spot.y or min(y0, y1) >= spot.y + height


def all_is_inside(drawn: Map) -> None:
    width, height = drawn.box
    points = [point for edge in drawn.edges for point in edge.points]
    points += [(spot.x, spot.y) for spot in drawn.spots]
    points += [(spot.x + width, spot.y + height) for spot in drawn.spots]
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in points)
    assert all(lane.y >= 0 and lane.y + lane.height <= drawn.height for lane in drawn.lanes)


@settings(deadline=None, max_examples=60)
@given(courses())
def test_any_course_is_drawn_soundly(modules: Modules) -> None:
    check(modules, layout(modules))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_large_course_is_drawn_soundly(seed: int) -> None:
    modules = large(seed=seed).modules
    check(modules, layout(modules))


def test_our_own_course_is_drawn_soundly() -> None:
    modules = read_course(Path(__file__).parents[2]).catalogue().modules
    check(modules, layout(modules))


def test_the_same_course_is_drawn_the_same() -> None:
    assert layout(large().modules) == layout(large().modules)


def test_what_follows_from_other_prerequisites_is_not_drawn() -> None:
    chain = module("01-numbers", lesson("a"), lesson("b", "a"), lesson("c", "a", "b"))
    assert [(edge.origin, edge.end) for edge in layout([chain]).edges] == [("a", "b"), ("b", "c")]


def test_a_chain_is_a_straight_row() -> None:
    drawn = layout([module("01-numbers", lesson("a"), lesson("b", "a"), lesson("c", "b"), lesson("d"))])
    assert len({spot.y for spot in drawn.spots if spot.lesson in "abc"}) == 1
    assert all(len(edge.points) == 2 for edge in drawn.edges)


def test_a_lane_is_not_high_while_there_is_room_beside() -> None:
    steps = [lesson("a"), *(lesson(b, a) for a, b in pairwise("abcdef"))]
    alone = [lesson(f"alone-{number}") for number in range(6)]
    assert len({spot.y for spot in layout([module("01-numbers", *steps, *alone)]).spots}) == 2


def test_lines_that_have_nothing_in_common_keep_apart() -> None:
    """On no stretch do two lines lie upon each other unless they begin or end in the same lesson."""
    drawn = layout(large().modules)
    stretches: dict[tuple[str, float], list[tuple[float, float, str, str]]] = {}
    for edge in drawn.edges:
        for (x0, y0), (x1, y1) in pairwise(edge.points):
            if x0 == x1 and abs(y1 - y0) > 4:
                stretches.setdefault(("x", x0), []).append((*sorted((y0, y1)), edge.origin, edge.end))
            elif y0 == y1 and x1 - x0 > 4:
                stretches.setdefault(("y", y0), []).append((x0, x1, edge.origin, edge.end))
    pairs = [pair for lines in stretches.values() for pair in combinations(lines, 2)]
    upon = [(a, b) for a, b in pairs if a[2] != b[2] and a[3] != b[3] and min(a[1], b[1]) - max(a[0], b[0]) > 4]
    assert len(pairs) > 1000
    assert upon == []


def test_a_course_without_lessons_has_an_empty_map() -> None:
    assert layout([]).lanes == ()
    assert layout([module("01-numbers")]).spots == ()
