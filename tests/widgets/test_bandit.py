"""The explorer of the multi-armed bandit, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.widgets.bandit import ARMS, HORIZON, NAMES, RATES, bandit, means, play, regret, view


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


def test_the_picture_shows_regret_and_pulls_as_they_were_played():
    explorer = bandit("UCB1")
    set_values(explorer, gap=0.4, pulls=80)
    *lines, bars = explorer.figure.data
    assert [line.name for line in lines] == list(NAMES)
    arms = play("UCB1", 0.4)[0, :, :80]
    np.testing.assert_allclose(bars.y, [100 * np.mean(arms == arm) for arm in range(ARMS)])
    # The regret is the lead of the best arm times the number of pulls of the others.
    assert lines[1].y[-1] == pytest.approx(0.4 * (arms != 2).sum(axis=1).mean())
    assert lines[1].x[-1] == 80
    assert lines[1].y[0] == 0


def test_all_random_pulls_lose_what_theory_says():
    # With ε the share of other arms is at least ¾ ε.
    gap, rate = 0.6, RATES[-1]
    others = (play("ε-greedy", gap)[-1] != 2).mean()
    assert others >= 0.75 * rate - 0.02
    late = regret("ε-greedy", gap)[-1]
    assert (late[-1] - late[200]) / (HORIZON - 200) == pytest.approx(0.75 * rate * gap, rel=0.1)


def test_ucb1_is_the_algorithm_of_the_paper():
    pulls = play("UCB1", 0.3)[0, 0]
    assert sorted(pulls[:ARMS]) == list(range(ARMS))
    # Every arm is tried again and again, as the bonus grows.
    assert np.bincount(pulls, minlength=ARMS).min() >= 5


def test_ε_0_commits_in_some_runs_to_a_worse_arm_for_good():
    last = play("ε-greedy", 0.2)[0][:, -50:]
    assert (np.ptp(last, axis=1) == 0).mean() > 0.5
    assert (last[:, -1] != 2).any()


def test_thompson_sampling_loses_less_and_less():
    curve = regret("Thompson sampling", 0.4)[0]
    assert curve[-1] - curve[-100] < 0.3 * (curve[100] - curve[0])


def test_the_question_is_answered_at_one_ε_only():
    explorer = bandit()
    assert "✓" not in explorer.readout.html
    set_values(explorer, pulls=HORIZON)
    found = []
    for rate in RATES:
        set_values(explorer, rate=rate)
        if "✓" in explorer.readout.html:
            found.append(rate)
    final = regret("ε-greedy", 0.2)[:, -1]
    assert found == [RATES[int(final.argmin())]]
    assert 0 < found[0] < RATES[-1]
    set_values(explorer, rate=found[0], gap=0.4)
    assert "✓" not in explorer.readout.html
    set_values(explorer, gap=0.2, algorithm="UCB1")
    assert "✓" not in explorer.readout.html


def test_ε_is_shown_for_ε_greedy_only():
    explorer = bandit()
    assert explorer.controls["rate"].layout.display is None
    set_values(explorer, algorithm="Thompson sampling")
    assert explorer.controls["rate"].layout.display == "none"
    assert "Thompson sampling has lost" in explorer.figure.layout.title.text


def test_one_arm_leads():
    np.testing.assert_allclose(means(0.6), [0.1, 0.1, 0.7, 0.1])


@pytest.mark.parametrize("algorithm", NAMES)
def test_the_ends_of_all_controls_can_be_drawn(algorithm):
    sliders = [one for name, one in bandit().controls.items() if name != "algorithm"]
    for ends in itertools.product(*((one.min, one.max) for one in sliders)):
        shown = view(algorithm, *ends)
        assert [trace.type for trace in shown.figure.data] == ["scatter"] * 3 + ["bar"]
        assert "nan" not in shown.report + shown.figure.alt


def test_an_algorithm_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no algorithm 'EXP3'"):
        bandit("EXP3")
