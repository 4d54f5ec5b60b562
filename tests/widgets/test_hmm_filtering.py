"""The explorer of filtering in a hidden Markov model, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.widgets.hmm_filtering import CELLS, DOORS, SHOWN, STEPS, hmm_filtering, infer, transition, view, walk


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


def test_the_beliefs_are_those_of_counting_all_paths():
    stay, accuracy = 0.3, 0.8
    readings = np.array([True, False, False, True])
    moves = transition(stay)
    joint = np.zeros((CELLS,) * 4)
    for path in itertools.product(range(CELLS), repeat=4):
        chance = 1 / CELLS
        for step, cell in enumerate(path):
            chance *= moves[path[step - 1], cell] if step else 1
            chance *= accuracy if (cell in DOORS) == readings[step] else 1 - accuracy
        joint[path] = chance
    beliefs = infer(readings, stay, accuracy)
    for step in range(4):
        marginal = joint.sum(axis=tuple(axis for axis in range(4) if axis != step))
        np.testing.assert_allclose(beliefs.smoothed[step], marginal / marginal.sum())
    np.testing.assert_allclose(beliefs.filtered[-1], beliefs.smoothed[-1])
    assert beliefs.log_likelihood == pytest.approx(np.log(joint.sum()))
    # What is filtered at an earlier step is what is smoothed when nothing came later.
    for step in range(1, 4):
        np.testing.assert_allclose(beliefs.filtered[step], infer(readings[: step + 1], stay, accuracy).smoothed[-1])
        np.testing.assert_allclose(beliefs.predicted[step], beliefs.filtered[step - 1] @ moves)


def test_the_picture_shows_the_beliefs_at_the_step():
    explorer = hmm_filtering()
    set_values(explorer, stay=40, accuracy=75, step=7)
    cells, readings = walk(0.4, 0.75)
    beliefs = infer(readings, 0.4, 0.75)
    predicted, filtered, smoothed, star, heat, path = explorer.figure.data
    np.testing.assert_allclose(predicted.y, 100 * beliefs.predicted[6])
    np.testing.assert_allclose(filtered.y, 100 * beliefs.filtered[6])
    np.testing.assert_allclose(smoothed.y, 100 * beliefs.smoothed[6])
    assert star.x[0] == filtered.x[cells[6]]
    np.testing.assert_allclose(heat.z, 100 * beliefs.filtered.T)
    np.testing.assert_array_equal(path.y, cells + 1)
    set_values(explorer, shown="smoothed")
    np.testing.assert_allclose(explorer.figure.data[4].z, 100 * beliefs.smoothed.T)


def test_the_question_is_answered_at_one_step_only():
    explorer = hmm_filtering()
    assert "✓" not in explorer.readout.html
    beliefs = infer(walk(0.2, 0.9)[1], 0.2, 0.9)
    moved = 0.5 * np.abs(beliefs.filtered - beliefs.smoothed).sum(axis=1)
    found = []
    for step in range(1, STEPS + 1):
        set_values(explorer, step=step)
        assert f"the later readings moved {100 * moved[step - 1]:.1f} %" in explorer.readout.html
        if "✓" in explorer.readout.html:
            found.append(step)
    assert found == [int(moved.argmax()) + 1]
    assert 1 < found[0] < STEPS
    assert moved[-1] == 0
    set_values(explorer, step=found[0], stay=25)
    assert "✓" not in explorer.readout.html


def test_a_sensor_that_guesses_changes_nothing():
    explorer = hmm_filtering()
    set_values(explorer, accuracy=50, step=5)
    predicted, filtered, *_ = explorer.figure.data
    np.testing.assert_allclose(predicted.y, filtered.y)
    assert "says nothing" in explorer.readout.html


def test_a_sensor_that_is_always_wrong_tells_as_much_as_one_that_is_always_right():
    cells, readings = walk(0.2, 0.9)
    right, wrong = infer(readings, 0.2, 0.9), infer(~readings, 0.2, 0.1)
    np.testing.assert_allclose(right.filtered, wrong.filtered)
    assert len(cells) == STEPS


@pytest.mark.parametrize("shown", SHOWN)
def test_the_ends_of_all_controls_can_be_drawn(shown):
    sliders = [one for name, one in hmm_filtering().controls.items() if name != "shown"]
    for ends in itertools.product(*((one.min, one.max) for one in sliders)):
        made = view(*ends, shown)
        assert [trace.type for trace in made.figure.data] == ["bar"] * 3 + ["scatter", "heatmap", "scatter"]
        for bars in made.figure.data[:3]:
            assert sum(bars.y) == pytest.approx(100)
        assert "nan" not in made.report + made.figure.alt


def test_a_belief_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no belief 'guessed'"):
        hmm_filtering("guessed")
