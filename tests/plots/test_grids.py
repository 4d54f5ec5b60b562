"""Grid worlds show each cell's value and action where they belong."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.plots.gallery.grids import EXAMPLES
from mlcourse.plots.grids import grid_world


def bare(text):
    """Take away the colour of a cell's text."""
    return re.sub(r"<[^>]+>", "", text)


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def arrows(fig) -> list[list[str]]:
    return [["".join(c for c in text if c in "↑→↓←•") for text in row] for row in fig.data[0].text]


@pytest.mark.parametrize(
    "policy",
    [
        [["up", "right"], ["", "left"]],
        [["↑", "→"], ["", "←"]],
        [[0, 1], [-1, 3]],
        np.array([[0.0, 1.0], [-1.0, 3.0]]),
        [["UP", "Right"], ["", "LEFT"]],
    ],
)
def test_a_policy_may_be_words_arrows_or_numbers(policy):
    assert arrows(grid_world(policy=policy)) == [["↑", "→"], ["", "←"]]


def test_the_numbers_of_actions_are_in_the_order_that_is_told():
    frozen_lake = grid_world(policy=[[0, 1, 2, 3]], actions=("left", "down", "right", "up"))

    assert arrows(frozen_lake) == [["←", "↓", "→", "↑"]]


def test_values_stand_in_their_cells_and_the_first_row_is_on_top():
    fig = grid_world([[0.5, 1], [-0.25, 0]])

    assert [[bare(text) for text in row] for row in fig.data[0].text] == [["0.5", "1"], ["−0.25", "0"]]
    assert fig.layout.yaxis.range[0] > fig.layout.yaxis.range[1]
    assert "greatest in row 0, column 1 (1) and least in row 1, column 0 (−0.25)" in fig.alt


def test_walls_are_hatched_and_have_no_value():
    fig = grid_world([[9, 1], [0, 0]], walls=[(0, 0)])

    wall = fig.data[1]
    assert wall.marker.pattern.shape == "x"
    assert (wall.x[0], wall.base[0] + wall.y[0] / 2) == pytest.approx((0, 0))
    assert np.isnan(np.array(fig.data[0].z)[0, 0])
    assert fig.data[0].text[0][0] == ""
    assert "greatest in row 0, column 1 (1)" in fig.alt


def test_start_end_and_rewards_are_written():
    fig = grid_world(np.zeros((2, 2)), rewards=[[0, 5], [0, -1]], start=(1, 0), terminal=[(0, 1)])

    marks = {(note.text, round(note.y)) for note in fig.layout.annotations}
    assert {text for text, _ in marks} == {"<b>start</b>", "<b>end</b>", "<b>+5</b>", "<b>−1</b>"}
    assert len(fig.layout.shapes) == 2  # a double frame
    assert "Rewards: +5 in row 0, column 1; −1 in row 1, column 1." in fig.alt


def test_a_path_runs_through_its_cells():
    path = grid_world(np.zeros((2, 3)), path=[(0, 0), (0, 1), (1, 1)]).data[1]

    assert (list(path.x), list(path.y)) == ([0, 1, 1], [0, 0, 1])


def test_input_is_not_changed_and_a_large_grid_is_fine():
    values = np.zeros((30, 30))
    grid_world(values, walls=[(0, 0)])

    assert not values.any()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: grid_world(), "nothing to draw"),
        (lambda: grid_world([1, 2]), "rows, columns"),
        (lambda: grid_world([[1, 2]], rewards=[[1], [2]]), "shapes differ"),
        (lambda: grid_world(np.zeros((31, 2))), "at most 30"),
        (lambda: grid_world([[1]], walls=[(0, 1)]), r"walls: the cell \(0, 1\)"),
        (lambda: grid_world([[1]], start=(-1, 0)), "start: the cell"),
        (lambda: grid_world(policy=[["north"]]), "holds 'north'"),
        (lambda: grid_world(policy=[[4]]), "0 to 3"),
        (lambda: grid_world(policy=[[0.5]]), "0 to 3"),
        (lambda: grid_world(policy=[[0]], actions=("fly",)), "'fly'"),
        (lambda: grid_world(policy=["up"]), "rows, columns"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()


def test_the_description_tells_the_path_and_counts_equal_rewards():
    cliff = np.zeros((2, 8))
    cliff[1, 1:7] = -100
    alt = grid_world(rewards=cliff, path=[(1, 0), (0, 0), (0, 1)]).alt

    assert "Rewards: −100 in 6 cells." in alt
    assert "The path goes in 2 steps from row 1, column 0 to row 0, column 1." in alt
