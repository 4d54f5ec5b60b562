"""The figures of diffusion models show their steps in order and the noise of the formula."""

from __future__ import annotations

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.plots import diffusion
from mlcourse.plots.gallery.diffusion import EXAMPLES


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def test_a_strip_shows_its_images_in_order_and_names_the_greatest_change():
    strip = np.zeros((4, 6, 6))
    strip[2:] = 1
    fig = diffusion.denoising_steps(strip)

    canvas = np.array(fig.data[0].z, dtype=float)
    row = canvas[-1][np.isfinite(canvas[-1])]
    assert row.tolist() == [0] * 12 + [1] * 12
    assert fig.alt == "4 steps from 0 to 3. The image changes most from 1 to 2."


def test_images_of_models_lie_between_minus_one_and_one_and_noise_is_cut_off():
    last = np.array([[-1.0, 0.0, 1.0]])
    fig = diffusion.denoising_steps(np.stack([last * 3, last]))

    canvas = np.array(fig.data[0].z, dtype=float)
    assert canvas[-1][np.isfinite(canvas[-1])].tolist() == [0, 0.5, 1, 0, 0.5, 1]


def test_coloured_steps_are_fine():
    assert diffusion.denoising_steps(np.zeros((3, 3, 8, 8))).data[0].type == "image"


def test_signal_and_noise_are_those_of_the_formula():
    betas = np.linspace(1e-4, 0.02, 1000)
    fig = diffusion.noise_schedule(betas)

    kept = np.cumprod(1 - betas)
    image, noise, ratio = fig.data
    assert np.allclose(np.array(image.y) ** 2 + np.array(noise.y) ** 2, 1)
    assert np.allclose(image.y, np.sqrt(kept))
    assert np.allclose(ratio.y, kept / (1 - kept))
    turn = int(np.argmax(kept < 0.5)) + 1
    assert f"noise outweighs the image from step {turn} on" in fig.alt
    assert fig.layout.yaxis2.type == "log"


def test_schedules_are_told_apart_by_dash():
    fig = diffusion.noise_schedule({"a": [0.1, 0.2], "b": [0.2, 0.3], "c": [0.3, 0.4]})

    left = [t for t in fig.data if t.xaxis != "x2"]
    assert len({t.line.dash for t in left}) == 6
    assert fig.alt.startswith("3 noise schedules")


def test_input_is_not_changed():
    betas, strip = np.array([0.1, 0.2]), np.full((2, 3, 3), 2.0)
    diffusion.noise_schedule(betas)
    diffusion.denoising_steps(strip)

    assert betas.tolist() == [0.1, 0.2]
    assert (strip == 2).all()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: diffusion.denoising_steps(np.zeros((1, 4, 4))), "at least 2"),
        (lambda: diffusion.denoising_steps(np.zeros((4, 4))), "must have the shape"),
        (lambda: diffusion.denoising_steps(np.zeros((3, 4, 4)), ["a"]), "as many"),
        (lambda: diffusion.denoising_steps(np.zeros((145, 2, 2))), "at most 144"),
        (lambda: diffusion.noise_schedule([0.1, 1.0]), "between 0 and 1"),
        (lambda: diffusion.noise_schedule([0, 0.1]), "the first above 0"),
        (lambda: diffusion.noise_schedule({}), "0 schedules"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
