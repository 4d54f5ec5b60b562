"""The explorer of gradient descent, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.widgets._surfaces import SURFACES
from mlcourse.widgets.descent import STEPS, descent, view

torch = pytest.importorskip("torch")


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


@pytest.mark.parametrize("surface", SURFACES)
def test_the_path_is_that_of_pytorchs_sgd(surface):
    explorer = descent(surface)
    set_values(explorer, x=1.5, y=-0.5, rate=0.02, momentum=0.5, step=STEPS)
    place = torch.tensor([1.5, -0.5], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([place], lr=0.02, momentum=0.5)
    expected = [place.detach().numpy().copy()]
    for _ in range(STEPS):
        optimiser.zero_grad()
        SURFACES[surface].loss(*place).backward()
        optimiser.step()
        expected.append(place.detach().numpy().copy())
    _, path, ends, _ = explorer.figure.data
    np.testing.assert_allclose(np.column_stack([path.x, path.y]), expected, atol=1e-9)
    np.testing.assert_allclose([ends.x[1], ends.y[1]], expected[-1], atol=1e-9)


@pytest.mark.parametrize("surface", SURFACES)
def test_curvature_and_minimum_are_those_of_the_surface(surface):
    chosen = SURFACES[surface]
    at = np.linspace(-2, 2, 401)
    losses = chosen.loss(at[None, :], at[:, None])
    assert chosen.minimum <= losses.min() < chosen.minimum + 1e-3
    row, column = np.unravel_index(losses.argmin(), losses.shape)
    place = torch.tensor([at[column], at[row]], dtype=torch.float64)
    hessian = torch.autograd.functional.hessian(lambda both: chosen.loss(*both), place)
    assert chosen.curvature == pytest.approx(float(torch.linalg.eigvalsh(hessian)[-1]), rel=0.02)


def test_the_step_slider_walks_along_one_path():
    explorer = descent()
    set_values(explorer, step=0)
    _, path, _, curve = explorer.figure.data
    assert (list(path.x), list(path.y)) == ([-2.5], [1.0])
    set_values(explorer, step=3)
    _, path, _, curve = explorer.figure.data
    np.testing.assert_allclose(path.x, -2.5 * 0.95 ** np.arange(4))
    np.testing.assert_allclose(path.y, 0.5 ** np.arange(4))
    np.testing.assert_allclose(curve.y, 0.5 * np.square(path.x) + 5 * np.square(path.y))
    assert explorer.figure.layout.title.text.startswith("Step 3: loss")


def test_the_question_is_answered_at_the_limit_only():
    explorer = descent()
    assert "This is the limit" not in explorer.readout.html
    assert "2/L" not in explorer.readout.html
    found = []
    for rate in np.round(np.arange(0.01, 0.6, 0.01), 2):
        set_values(explorer, rate=float(rate))
        if "This is the limit" in explorer.readout.html:
            found.append(rate)
    assert found == [0.2]
    set_values(explorer, rate=0.2)
    np.testing.assert_allclose(np.abs(explorer.figure.data[1].y), 1)
    set_values(explorer, momentum=0.5)
    assert "This is the limit" not in explorer.readout.html
    assert "2 (1 + β) / L = 0.3" in explorer.readout.html


def test_both_sides_of_the_limit_are_told():
    explorer = descent("round bowl")
    set_values(explorer, rate=0.45)
    assert "arrives at the minimum" in explorer.readout.html
    set_values(explorer, rate=0.6)
    assert "goes away from the minimum" in explorer.readout.html


def test_a_poorer_minimum_and_noise_are_told():
    explorer = descent("two minima")
    set_values(explorer, x=2.0, rate=0.05)
    assert "there is a lower minimum elsewhere" in explorer.readout.html
    set_values(explorer, x=-2.0)
    assert "arrives at the minimum" in explorer.readout.html
    set_values(explorer, noisy=True)
    assert "wanders about" in explorer.readout.html


def test_the_ends_of_all_controls():
    for surface, rate, momentum, noisy, x, step in itertools.product(
        SURFACES, (0.01, 0.6), (0.0, 0.9), (False, True), (-2.5, 2.5), (0, STEPS)
    ):
        shown = view(surface=surface, x=x, y=x, rate=rate, momentum=momentum, noisy=noisy, step=step)
        assert [one.type for one in shown.figure.data] == ["contour", "scatter", "scatter", "scatter"]
        assert all(np.isfinite(one.x).all() and np.isfinite(one.y).all() for one in shown.figure.data)
        assert "nan" not in shown.report


def test_a_surface_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no surface 'hill'"):
        descent("hill")


def test_numbers_are_told_with_a_minus():
    told = descent().figure.layout.meta["alt"]
    assert "from (−2.5, 1) to (" in told
    assert "-" not in told
