"""The explorer of broadcasting, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.widgets.broadcasting import SHAPES, broadcasting, view


def numbers(trace):
    """The numbers of a table without the gaps between its layers."""
    return [cell for row in trace.z for cell in row if cell is not None]


def array(shape, values):
    return np.fromiter(values, dtype=float).reshape(eval(shape))


def set_shapes(explorer, a, b):
    explorer.controls["a"].value = a
    explorer.controls["b"].value = b


@pytest.mark.parametrize(("a", "b"), [("(3, 1)", "(4,)"), ("(2, 3, 1)", "(1, 4)"), ("(4, 1)", "(3, 4)")])
def test_the_picture_follows_the_controls(a, b):
    explorer = broadcasting()
    set_shapes(explorer, a, b)
    compare(explorer.figure, explorer.readout.html, a, b)


def test_the_sum_is_numpys_for_all_pairs_of_shapes():
    for a, b in itertools.product(SHAPES, SHAPES):
        shown = view(a, b)
        compare(shown.figure, shown.report, a, b)


def fit(first, second):
    """Tell by the rule of broadcasting whether two arrays fit."""
    return all(1 in pair or pair[0] == pair[1] for pair in zip(first.shape[::-1], second.shape[::-1], strict=False))


def compare(figure, report, a, b):
    count_a, count_b = (int(np.prod(eval(shape))) for shape in (a, b))
    first, second = array(a, range(count_a)), array(b, range(10, 10 * count_b + 1, 10))
    first_drawn, second_drawn, total = figure.data
    if not fit(first, second):
        with pytest.raises(ValueError, match="could not be broadcast") as error:
            first + second
        assert str(error.value).strip() in report
        assert numbers(total) == []
        assert numbers(first_drawn) == first.ravel().tolist()
        assert "do not fit" in figure.layout.meta["alt"]
        return
    expected = first + second
    assert numbers(total) == expected.ravel().tolist()
    assert numbers(first_drawn) == np.broadcast_to(first, expected.shape).ravel().tolist()
    assert numbers(second_drawn) == np.broadcast_to(second, expected.shape).ravel().tolist()
    assert str(expected.shape) in figure.layout.title.text
    for drawn, size in ((first_drawn, count_a), (second_drawn, count_b)):
        own = [cell for row in drawn.hovertext for cell in row if cell and not cell.startswith("(")]
        assert len(own) == size, "a stored number stands once without brackets"


def test_strides_say_that_nothing_is_copied():
    explorer = broadcasting("(3, 1)", "(4,)")
    assert "A is stretched along axis 1; its strides are (8, 0) bytes" in explorer.readout.html
    assert "B gets 1 new axis in front and is stretched along axis 0; its strides are (0, 8)" in explorer.readout.html


def test_the_axis_that_does_not_fit_is_named():
    explorer = broadcasting("(3,)", "(4,)")
    assert "The last axis has length 3 in A and 4 in B" in explorer.readout.html
    explorer.controls["a"].value = "(4, 1)"
    explorer.controls["b"].value = "(3, 4)"
    assert "Axis -2, counted from the end, has length 4 in A and 3 in B" in explorer.readout.html


def test_the_question_is_answered_by_the_fewest_numbers_only():
    explorer = broadcasting()
    assert "You found it" not in explorer.readout.html
    solved = [pair for pair in itertools.product(SHAPES, SHAPES) if "You found it" in view(*pair).report]
    assert sorted(solved) == sorted(
        pair for row in ("(4,)", "(1, 4)") for pair in [("(2, 3, 1)", row), (row, "(2, 3, 1)")]
    )
    set_shapes(explorer, "(2, 3, 1)", "(4,)")
    assert "You found it: 10 numbers" in explorer.readout.html
    set_shapes(explorer, "(2, 1, 4)", "(3, 1)")
    assert "can be made from fewer" in explorer.readout.html


def test_a_shape_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no shape"):
        broadcasting("(5, 5)")


def test_the_numbers_of_the_columns_stand_under_each_array():
    layout = view("(3, 1)", "(4,)").figure.layout
    assert [axis.domain[0] for axis in (layout.yaxis, layout.yaxis2, layout.yaxis3)] == [0, 0, 0]
    layout = view("(3,)", "(4, 1)").figure.layout
    assert tuple(layout.yaxis.domain) == (0, 1)
    layout = view("(3,)", "(4,)").figure.layout
    assert layout.yaxis.domain[0] == pytest.approx(2 / 3)
    assert tuple(layout.yaxis.range) == (0.5, -0.5)
