"""The explorer of a grid world, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.widgets.grid_world import EPISODES, METHODS, SWEEPS, episodes, grid_world, sweeps, transitions, view


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


def test_the_values_are_those_of_russell_and_norvig():
    # "Artificial Intelligence: A Modern Approach", figure of the utilities for a cost of 0.04, slip 0.2, no discount.
    known = [[0.812, 0.868, 0.918, 1.0], [0.762, np.nan, 0.660, -1.0], [0.705, 0.655, 0.611, 0.388]]
    shown = view("value iteration", 1.0, 20, 0.04, SWEEPS, 0).figure
    np.testing.assert_allclose(shown.data[0].z, known, atol=6e-4)
    arrows = [[next((sign for sign in text if sign in "↑→↓←"), "") for text in row] for row in shown.data[0].text]
    assert arrows[0][:3] == ["→", "→", "→"]
    assert [arrows[1][0], arrows[1][2]] == ["↑", "↑"]
    assert arrows[2] == ["↑", "←", "←", "←"]


@pytest.mark.parametrize("slip", [0.0, 0.2, 0.6])
def test_the_chances_of_each_move_sum_to_one(slip):
    chances = transitions(slip)
    np.testing.assert_allclose(chances.sum(axis=2), 1)
    assert chances.min() >= 0


def test_converged_values_solve_the_bellman_equation():
    q = sweeps(0.9, 0.2, 0.1)[-1]
    worth = q.max(axis=1)
    expected = (-0.1 + 0.9 * transitions(0.2) @ worth).max(axis=1)
    inside = [0, 1, 2, 4, 5, 7, 8, 9, 10]
    np.testing.assert_allclose(worth[inside], expected[inside], atol=1e-6)


def test_the_slider_walks_through_the_sweeps():
    explorer = grid_world()
    set_values(explorer, discount=0.9, slip=0, cost=0.1, sweep=0)
    assert np.count_nonzero(np.nan_to_num(explorer.figure.data[0].z)) == 2
    set_values(explorer, sweep=1)
    np.testing.assert_allclose(explorer.figure.data[0].z[0][:3], [-0.1, -0.1, 0.8], atol=1e-6)
    set_values(explorer, sweep=2)
    np.testing.assert_allclose(explorer.figure.data[0].z[0][:3], [-0.19, 0.62, 0.8], atol=1e-6)
    assert "have not converged" in explorer.readout.html
    set_values(explorer, sweep=SWEEPS)
    assert "have converged" in explorer.readout.html


def test_the_question_is_answered_at_the_lowest_such_cost_only():
    explorer = grid_world()
    assert "✓" not in explorer.readout.html
    set_values(explorer, sweep=SWEEPS)
    found = []
    for cost in np.round(np.arange(0, 2.01, 0.05), 2):
        set_values(explorer, cost=float(cost))
        if "✓" in explorer.readout.html:
            found.append(cost)
    assert found == [1.65]  # the book: below −1.6284
    assert "Is there a lower cost" in explorer.readout.html
    set_values(explorer, cost=1.65, sweep=1)
    assert "✓" not in explorer.readout.html
    set_values(explorer, sweep=SWEEPS, slip=0)
    assert "✓" not in explorer.readout.html


def test_nearly_free_steps_make_it_push_against_the_wall():
    explorer = grid_world()
    set_values(explorer, cost=0, sweep=SWEEPS)
    assert "pushes against the wall" in explorer.readout.html


def test_q_learning_comes_near_the_true_values():
    learnt, true = episodes(0.9, 0.0, 0.05)[-1].max(axis=1), sweeps(0.9, 0.0, 0.05)[-1].max(axis=1)
    assert learnt[7] == pytest.approx(true[7], abs=0.05)
    explorer = grid_world("Q-learning")
    set_values(explorer, episode=0)
    assert "0 of the 9 arrows" in explorer.readout.html
    set_values(explorer, episode=EPISODES, discount=0.9, slip=0)
    assert explorer.figure.data[0].z[2][0] == pytest.approx(true[7], abs=0.05)
    assert "episode 400" in explorer.figure.layout.title.text


@pytest.mark.parametrize("method", METHODS)
def test_only_the_slider_of_the_method_is_shown(method):
    explorer = grid_world(method)
    hidden = {name for name, one in explorer.controls.items() if one.layout.display == "none"}
    assert hidden == ({"episode"} if method == "value iteration" else {"sweep"})


@pytest.mark.parametrize("method", METHODS)
def test_the_ends_of_all_controls_can_be_drawn(method):
    sliders = [one for name, one in grid_world().controls.items() if name != "method"]
    kinds = set()
    for ends in itertools.product(*((one.min, one.max) for one in sliders)):
        shown = view(method, *ends)
        kinds.add(tuple(trace.type for trace in shown.figure.data))
        assert np.isfinite(np.delete(np.ravel(shown.figure.data[0].z), 5)).all()
        assert "nan" not in shown.report
    assert len(kinds) == 1


def test_a_method_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no method 'SARSA'"):
        grid_world("SARSA")
