"""The figures on vectors show the right geometry, describe themselves, and refuse what they cannot draw."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.plots import theme, vectors

QUARTER_TURN = [[0, -1], [1, 0]]
EVERY_FIGURE: dict[str, Callable[..., theme.Figure]] = {
    "arrows": lambda **k: vectors.arrows({"a": [2, 1]}, **k),
    "projection": lambda **k: vectors.projection([2, 1], [1, 3], **k),
    "norm_balls": lambda **k: vectors.norm_balls(**k),
    "spans": lambda **k: vectors.spans({"pair": ([2, 1], [1, 3])}, **k),
    "mapped_letters": lambda **k: vectors.mapped_letters({"turn": QUARTER_TURN}, **k),
    "matrix_heatmap": lambda **k: vectors.matrix_heatmap([[1, 2], [3, 4]], **k),
    "image_row": lambda **k: vectors.image_row(np.eye(8)[None], ["stroke"], **k),
}


def bare(text):
    """Take away the colour of a cell's text."""
    return re.sub(r"<[^>]+>", "", text)


def trace(fig: theme.Figure, name: str, mode: str) -> Any:
    """Find the only trace of a name and a mode."""
    (found,) = [t for t in fig.data if t.name == name and t.mode == mode]
    return found


def path(fig: theme.Figure, name: str) -> list[tuple[float, float]]:
    """Return the tail and the tip of the arrow of a name."""
    arrow = trace(fig, name, "lines+markers")
    return list(zip(arrow.x, arrow.y, strict=True))


@pytest.mark.parametrize("make", EVERY_FIGURE.values(), ids=EVERY_FIGURE.keys())
def test_every_figure_has_a_title_and_a_description_of_its_own_or_the_one_given(make):
    made, given = make(), make(title="See this", alt="Told so.")

    assert len(made.alt) > 20
    assert (given.alt, given.layout.title.text) == ("Told so.", "See this")


@pytest.mark.parametrize("make", EVERY_FIGURE.values(), ids=EVERY_FIGURE.keys())
def test_every_figure_has_true_angles(make):
    fig = make()

    pairs = list(zip(fig.select_xaxes(), fig.select_yaxes(), strict=True))
    assert pairs
    for x, y in pairs:
        assert (y.scaleanchor, y.scaleratio) == (y.anchor or "x", 1)
        assert x.constrain == y.constrain == "domain"


def test_arrows_start_at_their_tails_and_all_of_them_are_in_view():
    fig = vectors.arrows({"a": [2, 1], "d": [-1, 2]}, tails={"d": [2, 1]})

    assert path(fig, "a") == [(0, 0), (2, 1)]
    assert path(fig, "d") == [(2, 1), (1, 3)]
    assert fig.layout.xaxis.range[0] < 0 < 2 < fig.layout.xaxis.range[1]
    assert fig.layout.yaxis.range[0] < 0 < 3 < fig.layout.yaxis.range[1]


def test_names_of_arrows_that_meet_at_the_tip_stand_apart():
    fig = vectors.arrows({"b": [1, 3], "d": [-1, 2]}, tails={"d": [2, 1]})

    b, d = trace(fig, "b", "text"), trace(fig, "d", "text")
    assert np.hypot(b.x[0] - d.x[0], b.y[0] - d.y[0]) > 1


def test_arrows_can_be_told_apart_without_colour():
    fig = vectors.arrows({name: [i, 1] for i, name in enumerate("abcd")})

    dashes = [t.line.dash for t in fig.data if t.mode == "lines+markers"]
    assert len(set(dashes)) == 4


def test_the_zero_vector_is_a_dot_in_view():
    fig = vectors.arrows({"o": [0, 0]})

    assert trace(fig, "o", "lines+markers").marker.symbol[-1] == "circle"
    assert fig.layout.xaxis.range[0] < 0 < fig.layout.xaxis.range[1]


@pytest.mark.parametrize(("a", "b"), [([2, 1], [1, 3]), ([-3, 4], [5, 0]), ([1, 2], [-2, 1]), ([0, 0], [1, 1])])
def test_the_remainder_of_a_projection_is_perpendicular_and_leads_to_a(a, b):
    fig = vectors.projection(a, b)

    p = np.array(path(fig, "p")[1])
    tail, tip = (np.array(point) for point in path(fig, "r"))
    assert np.allclose(tail, p)
    assert np.allclose(tip, a)
    assert np.dot(tip - tail, b) == pytest.approx(0)
    assert p[0] * b[1] == pytest.approx(p[1] * b[0])


def test_the_right_angle_is_marked_only_where_there_is_one():
    with_remainder, without = vectors.projection([2, 1], [1, 3]), vectors.projection([2, 6], [1, 3])

    assert "right angle" in [t.name for t in with_remainder.data]
    assert "right angle" not in [t.name for t in without.data]


@pytest.mark.parametrize("p", [0.5, 1, 1.5, 2, 3])
def test_every_point_of_a_norm_ball_has_norm_one(p):
    (curve,) = vectors.norm_balls([p]).data

    sizes = (np.abs(curve.x) ** p + np.abs(curve.y) ** p) ** (1 / p)
    assert np.allclose(sizes, 1)
    assert (curve.x[0], curve.y[0]) == pytest.approx((curve.x[-1], curve.y[-1]))


def test_the_ball_of_the_largest_entry_is_a_square():
    (curve,) = vectors.norm_balls([np.inf]).data

    assert np.allclose(np.maximum(np.abs(curve.x), np.abs(curve.y)), 1)


@pytest.mark.parametrize(
    ("u", "v", "reached"),
    [
        ([2, 1], [1, 3], "the whole plane"),
        ([2, 1], [-4, -2], "a line through the origin"),
        ([0, 0], [0, 0], "only the origin"),
    ],
)
def test_a_span_says_what_is_reached(u, v, reached):
    assert reached in vectors.spans({"pair": (u, v)}).alt


def test_the_net_of_a_span_holds_whole_number_combinations_only():
    u, v = np.array([2, 1]), np.array([1, 3])
    net = next(t for t in vectors.spans({"pair": (u, v)}).data if t.name == "net")

    points = np.array([(x, y) for x, y in zip(net.x, net.y, strict=True) if x is not None], dtype=float)
    weights = np.linalg.solve(np.column_stack([u, v]), points.T)
    assert np.allclose(weights, weights.round())
    assert len(np.unique(weights.round(), axis=1).T) == len(points)


def test_a_letter_is_mapped_by_the_matrix_whose_columns_are_the_arrows():
    A = np.array([[2.0, -1.0], [0.5, 3.0]])
    before, after = (vectors.mapped_letters({"map": matrix}) for matrix in (np.eye(2), A))

    letters = [np.array([t.x, t.y]) for fig in (before, after) for t in fig.data if t.name == "F"]
    assert np.allclose(A @ letters[0], letters[1])
    assert path(after, "Ae₁")[1] == (2.0, 0.5)
    assert path(after, "Ae₂")[1] == (-1.0, 3.0)


def test_each_panel_has_its_caption_and_axes_of_its_own():
    fig = vectors.mapped_letters({"before": np.eye(2), "turn": QUARTER_TURN})

    assert [a.text for a in fig.layout.annotations] == ["before", "turn"]
    assert {t.xaxis for t in fig.data} == {"x", "x2"}


def test_a_matrix_is_shown_with_its_first_row_on_top_and_its_numbers_in_the_cells():
    fig = vectors.matrix_heatmap([[1, 2, 3], [4, -5, 1 / 3]])

    (cells,) = fig.data
    assert [[bare(text) for text in row] for row in cells.text] == [["1", "2", "3"], ["4", "−5", "0.3333"]]
    assert fig.layout.yaxis.autorange == "reversed"
    assert "2 rows and 3 columns" in fig.alt


def test_images_in_a_row_share_one_scale_of_grey():
    fig = vectors.image_row(np.stack([np.full((2, 3), 4.0), np.full((2, 3), 16.0)]), ["faint", "full"])

    assert [(t.zmin, t.zmax) for t in fig.data] == [(0, 16), (0, 16)]
    assert "2 by 3 pixels, from left to right: faint; full" in fig.alt


def test_what_is_given_is_not_changed():
    A, a = np.array([[0.0, -1.0], [1.0, 0.0]]), np.array([2.0, 1.0])
    vectors.mapped_letters({"turn": A})
    vectors.matrix_heatmap(A)
    vectors.projection(a, a)

    assert A.tolist() == QUARTER_TURN
    assert a.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: vectors.arrows({}), "no vector"),
        (lambda: vectors.arrows({"a": [1, 2, 3]}), "a must be a pair"),
        (lambda: vectors.arrows({"a": ["x", "y"]}), "a must be a pair"),
        (lambda: vectors.arrows({"a": [np.nan, 1]}), "a must be a pair"),
        (lambda: vectors.arrows({"a": [1, 2]}, tails={"b": [0, 1]}), "no vector named b"),
        (lambda: vectors.projection([1, 2], [0, 0]), "no direction"),
        (lambda: vectors.norm_balls([]), "positive"),
        (lambda: vectors.norm_balls([2, 0]), "positive"),
        (lambda: vectors.norm_balls([np.nan]), "positive"),
        (lambda: vectors.spans({}), "nothing to draw"),
        (lambda: vectors.spans({"pair": ([1, 2], [1])}), "v must be a pair"),
        (lambda: vectors.mapped_letters({"m": np.eye(3)}), "m must be a 2 x 2 matrix"),
        (lambda: vectors.matrix_heatmap([1, 2]), "rows of equal length"),
        (lambda: vectors.matrix_heatmap([[1, 2], [3]]), "rows of equal length"),
        (lambda: vectors.matrix_heatmap(np.zeros((3, 21))), "3 x 21"),
        (lambda: vectors.image_row(np.zeros((8, 8)), ["one"]), "height, width"),
        (lambda: vectors.image_row(np.zeros((2, 8, 8)), ["one"]), "2 images and 1 captions"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
