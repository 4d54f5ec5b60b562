"""The explorer in which a line is fitted by hand, used through its controls."""

from __future__ import annotations

import numpy as np
import pytest

from mlcourse import widgets
from mlcourse.widgets.line_fit import countries, surface


def test_the_line_and_its_errors_follow_the_sliders():
    explorer = widgets.line_fit()
    explorer.controls["level"].value = 50
    explorer.controls["slope"].value = 10
    x, y = countries()
    errors, points, line = explorer.figure.data[:3]
    np.testing.assert_allclose(points.y, y)
    np.testing.assert_allclose(line.y, 50 + 10 * (np.array(line.x) - 3))
    np.testing.assert_allclose(np.array(errors.y)[1::3] - np.array(errors.y)[0::3], 50 + 10 * (x - 3) - y)
    assert explorer.figure.layout.title.text.startswith("Level 50, slope 10: the line misses by")


def test_the_question_can_be_answered_by_hand():
    explorer = widgets.line_fit()
    assert "✓" not in explorer.readout.html
    explorer.controls["level"].value = 50
    explorer.controls["slope"].value = 19
    assert "✓ <strong>Less than 5.5 years.</strong>" in explorer.readout.html


def test_the_surface_is_shown_on_request_and_says_what_one_knob_alone_can_do():
    explorer = widgets.line_fit()
    assert not explorer.figure.layout.xaxis2.visible
    assert explorer.figure.layout.xaxis.domain == (0, 1)
    explorer.controls["level"].value = 60
    explorer.controls["others"].value = True
    contour, star = explorer.figure.data[3:]
    assert explorer.figure.layout.xaxis2.visible
    assert np.array(contour.z).shape == (41, 41)
    assert (list(star.x), list(star.y)) == ([60], [0])
    # Slope 0 wants the mean as its level; level 60 wants a slope that is not the best of all.
    assert "the level with the least loss is 59.6" in explorer.readout.html
    x, y = countries()
    wanted = np.linalg.lstsq((x - 3)[:, None], y - 60)[0][0]
    assert f"the slope with the least loss is {wanted:.3g}".replace("-", "−") in explorer.readout.html


def test_the_least_loss_is_that_of_least_squares():
    x, y = countries()
    levels, slopes, loss = surface()
    row, column = np.unravel_index(loss.argmin(), loss.shape)
    best = np.linalg.lstsq(np.stack([np.ones_like(x), x - 3], axis=1), y)[0]
    assert [levels[column], slopes[row]] == pytest.approx(best, abs=1.25)
