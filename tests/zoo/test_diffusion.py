"""The diffusion model: its noise, its network, and the digits that it draws."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from mlcourse import zoo
from mlcourse.errors import CourseError
from mlcourse.zoo.models.diffusion import NOISE_STEPS, DigitsDiffusion, build, cosine_schedule, sinusoids
from mlcourse.zoo.training.cnn import images
from mlcourse.zoo.training.diffusion import readable, train


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Many small convolutions are slower with threads that wait for each other on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def model() -> DigitsDiffusion:
    loaded = zoo.load("digits-diffusion")
    assert isinstance(loaded, DigitsDiffusion)
    return loaded


def test_its_digits_can_be_read_as_well_as_the_card_says(model: DigitsDiffusion) -> None:
    (said,) = zoo.card("digits-diffusion").scores.values()
    assert said >= 0.8
    assert readable(model) == pytest.approx(said, abs=0.03)


def test_the_same_seed_draws_the_same_and_another_seed_another_digit(model: DigitsDiffusion) -> None:
    first, again, other = (model.sample([3, 7], 10, seed) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert (first - other).abs().max() > 0.5
    assert first.shape == (2, 1, 28, 28)
    assert 0 <= first.min() < 0.05
    assert 0.9 < first.max() <= 1


def test_labels_decide_what_is_drawn_from_the_same_noise(model: DigitsDiffusion) -> None:
    one, zero = (model.sample(torch.tensor([label]), 25, seed=4) for label in (1, 0))
    assert (one - zero).abs().max() > 0.5
    assert one.mean() < zero.mean()


def test_it_sees_the_image_behind_the_noise(model: DigitsDiffusion) -> None:
    x, y = images(64, 78)
    x = 2 * x - 1
    noise = torch.randn(x.shape, generator=torch.Generator().manual_seed(0))
    errors = []
    for step in (10, 60, 120):
        steps = torch.full_like(y, step)
        noisy = model.add_noise(x, steps, noise)
        with torch.no_grad():
            found = model(noisy, steps, y)
        errors.append(float(torch.nn.functional.mse_loss(found, x)))
        assert errors[-1] < 0.7 * torch.nn.functional.mse_loss(noisy, x)
    assert errors == sorted(errors)


@pytest.mark.parametrize(("labels", "steps", "said"), [([3, 10], 5, "from 0 to 9"), ([3], 0, "from 1 to 200")])
def test_what_cannot_be_drawn_is_said(model: DigitsDiffusion, labels: list[int], steps: int, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        model.sample(labels, steps)


def test_the_noise_grows_and_keeps_the_variance() -> None:
    kept = cosine_schedule(NOISE_STEPS)
    assert (kept.diff() <= 0).all()
    assert kept[0] > 0.99
    assert kept[-1] < 0.001
    model, generator = build(), torch.Generator().manual_seed(0)
    x, noise = (torch.randn(50, 1, 28, 28, generator=generator) for _ in range(2))
    for step in (0, 100, 199):
        noisy = model.add_noise(x, torch.full((50,), step), noise)
        assert float(noisy.var()) == pytest.approx(1, abs=0.03)


def test_steps_are_told_apart() -> None:
    waves = sinusoids(torch.arange(NOISE_STEPS), 64)
    assert waves.shape == (NOISE_STEPS, 64)
    assert torch.cdist(waves, waves).fill_diagonal_(9.0).min() > 0.1


def test_training_begins_where_it_began_before() -> None:
    first, again = train(2, size=200), train(2, size=200)
    for name, value in first.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name
