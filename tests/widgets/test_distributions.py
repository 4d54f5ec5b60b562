"""The explorer of distributions, used through its controls."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from mlcourse import widgets
from mlcourse.errors import CourseError


@pytest.mark.parametrize(
    ("family", "shown"),
    [
        ("normal", {"family", "mu", "sigma"}),
        ("Laplace", {"family", "mu", "sigma"}),
        ("uniform", {"family", "mu", "sigma"}),
        ("exponential", {"family", "rate"}),
        ("Poisson", {"family", "rate"}),
        ("binomial", {"family", "n", "p"}),
    ],
)
def test_only_the_parameters_of_the_family_are_shown(family, shown):
    explorer = widgets.distributions()
    explorer.controls["family"].value = family
    assert {name for name, one in explorer.controls.items() if one.layout.display != "none"} == shown
    assert explorer.figure.layout.title.text.lower().startswith(family.lower())


def test_the_picture_follows_the_sliders():
    explorer = widgets.distributions("binomial")
    explorer.controls["n"].value = 3
    explorer.controls["p"].value = 0.2
    bars, curve, bell = explorer.figure.data
    np.testing.assert_allclose(bars.y[:4], stats.binom(3, 0.2).pmf(range(4)))
    assert len(curve.x) == 0
    assert bell.x[np.argmax(bell.y)] == pytest.approx(0.6)
    explorer.controls["family"].value = "exponential"
    explorer.controls["rate"].value = 0.5
    bars, curve, _ = explorer.figure.data
    assert len(bars.x) == 0
    np.testing.assert_allclose(curve.y, stats.expon(scale=2).pdf(curve.x))
    assert "mean 2 and standard deviation 2" in explorer.figure.layout.meta["alt"]


def test_the_question_can_be_answered():
    explorer = widgets.distributions("binomial")
    explorer.controls["n"].value = 40
    explorer.controls["p"].value = 0.5
    assert "hardly be told apart" in explorer.readout.html
    explorer.controls["p"].value = 0.02
    assert "the shapes differ" in explorer.readout.html


def test_all_of_the_normal_family_have_the_same_mean_and_spread():
    explorer = widgets.distributions()
    explorer.controls["sigma"].value = 2
    for family in ("normal", "Laplace", "uniform"):
        explorer.controls["family"].value = family
        assert "mean 0 and standard deviation 2" in explorer.figure.layout.title.text


def test_a_family_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no family 'Cauchy'"):
        widgets.distributions("Cauchy")
