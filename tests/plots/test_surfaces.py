"""Loss surfaces hold the function's values, and paths start and end where the optimiser did."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.plots.surfaces import levels, loss_surface, loss_surface_3d

PATHS = {"slow": [[2, 1], [1, 0.5]], "fast": [[2, 1], [0.5, 0.1], [0, 0.1]]}


def bowl(x, y):
    return x**2 + 3 * y**2 + 1


@pytest.mark.parametrize("draw", [loss_surface, loss_surface_3d])
def test_the_surface_holds_the_function(draw):
    surface = draw(bowl, (-2, 2), (-1, 1)).data[0]
    x, y = np.meshgrid(surface.x, surface.y)

    assert np.asarray(surface.z) == pytest.approx(bowl(x, y), rel=1e-6)
    assert (x.min(), x.max(), y.min(), y.max()) == (-2, 2, -1, 1)


def test_given_values_of_the_axes_are_kept():
    surface = loss_surface(bowl, [0, 1, 3], [0, 5, 7, 9]).data[0]

    assert list(surface.x) == [0, 1, 3]
    assert np.shape(surface.z) == (4, 3)


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y: math.hypot(x, y),  # takes numbers only
        lambda x, y: torch.hypot(torch.tensor(x), torch.tensor(y)),
        lambda x, y: float(np.hypot(x, y)),
    ],
)
def test_functions_of_numbers_and_tensors_are_understood(function):
    surface = loss_surface(function, [0, 3, 5], [0, 4, 12]).data[0]

    assert np.asarray(surface.z)[1, 1] == pytest.approx(5)


def test_the_logarithm_shows_small_losses_and_hovering_the_loss_itself():
    surface = loss_surface(bowl, (-2, 2), (-1, 1), log=True).data[0]

    assert np.asarray(surface.z) == pytest.approx(np.log10(surface.customdata), abs=1e-6)


def test_paths_start_with_a_ring_end_with_a_star_and_tell_the_loss():
    fig = loss_surface(bowl, (-3, 3), (-2, 2), paths=PATHS)

    lines = [t for t in fig.data if t.name == "fast" and t.mode == "lines+markers"]
    (fast,) = lines
    assert fast.marker.symbol == ("circle-open", "circle", "star")
    assert np.asarray(fast.customdata)[:, 1] == pytest.approx([8, 1.28, 1.03])
    assert "The path slow goes in 1 step from (2, 1), loss 8, to (1, 0.5), loss 2.75." in fig.alt
    assert fig.alt.endswith("At the end fast has the lowest loss.")


def test_a_path_of_one_point_and_one_that_diverges_are_drawn():
    fig = loss_surface(bowl, (-1, 1), (-1, 1), paths={"start": [[0, 0]], "wild": [[1, 1], [9, 9], [np.nan, np.inf]]})

    wild = next(t for t in fig.data if t.name == "wild")
    assert list(wild.x) == [1, 9]
    assert "and then diverges" in fig.alt
    assert "At the end start has" in fig.alt


def test_in_space_the_path_lies_on_the_surface():
    fig = loss_surface_3d(bowl, (-3, 3), (-2, 2), paths=PATHS)

    assert [t.type for t in fig.data] == ["surface", "scatter3d", "scatter3d"]
    assert np.asarray(fig.data[2].z) == pytest.approx([8, 1.28, 1.03])


def test_the_lowest_place_is_told_and_words_can_be_given():
    fig = loss_surface(bowl, (-2, 2), (-1, 1), names=("w", "b"))

    assert "The loss over w and b is lowest" in fig.alt
    assert (fig.layout.xaxis.title.text, fig.layout.yaxis.title.text) == ("w", "b")
    assert loss_surface(bowl, (-2, 2), (-1, 1), alt="A bowl.", title="Bowl").alt == "A bowl."


def test_levels_are_round_and_cover_the_surface():
    for low, high in [(0.013, 97), (-4, -3.9), (5, 5), (1e-9, 1e6)]:
        found = levels(np.array([low, high]))
        assert found["start"] <= low
        assert found["end"] >= high
        assert found["size"] > 0


def test_paths_are_not_changed():
    path = np.array([[2.0, 1.0], [np.inf, 0.5]])
    loss_surface(bowl, (-2, 2), (-1, 1), paths={"p": path})

    assert path.tolist() == [[2.0, 1.0], [np.inf, 0.5]]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: loss_surface(bowl, (2, -2), (0, 1)), "first < last"),
        (lambda: loss_surface(bowl, [1], (0, 1)), "first < last"),
        (lambda: loss_surface(bowl, np.arange(300), (0, 1)), "at most 200"),
        (lambda: loss_surface(lambda x, y: x * np.nan, (0, 1), (0, 1)), "not a finite number"),
        (lambda: loss_surface(lambda x, y: x - 5, (0, 1), (0, 1), log=True), "log=False"),
        (lambda: loss_surface(bowl, (0, 1), (0, 1), paths={"p": [1, 2]}), "shape"),
        (lambda: loss_surface(bowl, (0, 1), (0, 1), paths={"p": [[np.nan, 1]]}), "start at finite"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()


def test_a_mistake_in_the_function_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        loss_surface(lambda x, y: 1 / 0, (0, 1), (0, 1))
