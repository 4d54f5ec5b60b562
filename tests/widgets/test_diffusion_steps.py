"""The explorer of diffusion in one dimension, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from mlcourse.errors import CourseError
from mlcourse.widgets.diffusion_steps import (
    CENTRES,
    DIRECTIONS,
    SCHEDULES,
    WEIGHTS,
    WIDTH,
    density,
    diffusion_steps,
    distance,
    schedule,
    score,
    view,
    walk,
)


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


@pytest.mark.parametrize("kept", [1.0, 0.6, 0.05, 0.0])
def test_the_score_is_the_derivative_of_the_log_density(kept):
    torch = pytest.importorskip("torch")
    x = torch.linspace(-2.5, 2.5, 31, dtype=torch.float64, requires_grad=True)
    sd = float(np.sqrt(kept * WIDTH**2 + 1 - kept))
    mixture = torch.distributions.MixtureSameFamily(
        torch.distributions.Categorical(torch.tensor(WEIGHTS)),
        torch.distributions.Normal(torch.tensor(np.sqrt(kept) * CENTRES), sd),
    )
    logs = mixture.log_prob(x)
    np.testing.assert_allclose(density(x.detach().numpy(), kept), logs.exp().detach().numpy(), rtol=1e-9)
    logs.sum().backward()
    np.testing.assert_allclose(score(x.detach().numpy(), kept), x.grad.numpy(), atol=1e-8)


@pytest.mark.parametrize(("kind", "steps"), list(itertools.product(SCHEDULES, [2, 10, 60])))
def test_the_schedule_ends_in_noise(kind, steps):
    betas, kept = schedule(kind, steps)
    assert len(betas) == steps
    assert ((betas > 0) & (betas < 1)).all()
    assert kept[0] == 1
    assert kept[-1] < 0.002
    np.testing.assert_allclose(kept[1:] / kept[:-1], 1 - betas)


def test_after_any_step_forward_the_noisy_data_are_as_in_closed_form():
    kept = schedule("cosine", 20).kept
    places = walk("forward", "cosine", 20)
    mean, second = WEIGHTS @ CENTRES, WEIGHTS @ CENTRES**2 + WIDTH**2
    for t in (0, 7, 13, 20):
        assert places[t].mean() == pytest.approx(np.sqrt(kept[t]) * mean, abs=0.08)
        variance = kept[t] * (second - mean**2) + 1 - kept[t]
        assert places[t].var() == pytest.approx(variance, rel=0.08)
        assert distance(places[t], kept[t]) < 0.08


def test_the_distance_is_that_of_wasserstein():
    samples = walk("reverse", "cosine", 4)[0]
    dice = np.random.default_rng(0)
    drawn = CENTRES[dice.choice(3, 100_000, p=WEIGHTS)] + WIDTH * dice.normal(size=100_000)
    assert distance(samples, 1.0) == pytest.approx(stats.wasserstein_distance(samples, drawn), abs=0.03)


def test_the_picture_follows_the_controls():
    explorer = diffusion_steps()
    set_values(explorer, steps=20, step=50)
    paths, ends, bars, curve = explorer.figure.data
    places = walk("forward", "cosine", 20)
    np.testing.assert_allclose(ends.y, places[10, : len(ends.y)])
    assert set(ends.x) == {10}
    np.testing.assert_allclose(np.asarray(paths.y)[:11], places[:11, 0])
    assert sum(bars.x) * 0.2 == pytest.approx(np.mean(np.abs(places[10]) < 4))
    np.testing.assert_allclose(curve.x, density(np.asarray(curve.y), schedule("cosine", 20).kept[10]))
    set_values(explorer, direction="reverse", step=100)
    np.testing.assert_allclose(explorer.figure.data[1].y, walk("reverse", "cosine", 20)[0, : len(ends.y)])
    assert "t = 0 of 20" in explorer.figure.layout.title.text


def test_the_question_is_answered_by_one_count_of_steps_only():
    explorer = diffusion_steps()
    assert "✓" not in explorer.readout.html
    set_values(explorer, direction="reverse", step=100)
    found = []
    for steps in range(2, 61, 2):
        set_values(explorer, steps=steps)
        if "✓" in explorer.readout.html:
            found.append(steps)
    far = [distance(walk("reverse", "cosine", steps)[0], 1.0) for steps in range(2, 61, 2)]
    assert found == [2 + 2 * int(np.argmax(np.array(far) < 0.12))]
    assert "Do fewer steps do as well" in explorer.readout.html
    set_values(explorer, steps=found[0] - 2)
    assert "not yet as close" in explorer.readout.html
    set_values(explorer, steps=found[0], step=50)
    assert "✓" not in explorer.readout.html


def test_many_small_steps_bring_the_data_back():
    samples = walk("reverse", "cosine", 60)[0]
    near = np.abs(samples[:, None] - CENTRES).argmin(axis=1)
    np.testing.assert_allclose(np.bincount(near) / len(samples), WEIGHTS, atol=0.03)
    for peak, centre in enumerate(CENTRES):
        assert samples[near == peak].mean() == pytest.approx(centre, abs=0.05)
        assert samples[near == peak].std() == pytest.approx(WIDTH, abs=0.06)


@pytest.mark.parametrize(("direction", "kind"), list(itertools.product(DIRECTIONS, SCHEDULES)))
def test_the_ends_of_all_controls_can_be_drawn(direction, kind):
    for steps, step in itertools.product((2, 60), (0, 100)):
        shown = view(direction, kind, steps, step)
        assert [trace.type for trace in shown.figure.data] == ["scatter", "scatter", "bar", "scatter"]
        assert "nan" not in shown.report + shown.figure.alt


def test_a_direction_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no direction 'sideways'"):
        diffusion_steps("sideways")
