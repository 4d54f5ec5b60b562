"""Texts in coloured cells can be read."""

from __future__ import annotations

import re

import numpy as np
import plotly.colors
import pytest

from mlcourse.plots.cells import labels, readable


def luminance(red, green, blue):
    channels = np.array([red, green, blue]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("scale", ["Cividis", "RdBu"])
def test_the_text_of_every_cell_stands_out_from_it(scale):
    z = np.linspace(-3, 5, 81)[None]
    (texts,) = readable([["7"] * 81], z, -3, 5, scale)

    for place, text in zip(np.linspace(0, 1, 81), texts, strict=True):
        (cell,) = plotly.colors.sample_colorscale(scale, [place])
        ink = re.search(r"color: (#\w{6})", text)[1]
        dark, bright = sorted((luminance(*plotly.colors.unlabel_rgb(cell)), luminance(*plotly.colors.hex_to_rgb(ink))))
        assert (bright + 0.05) / (dark + 0.05) > 4.3


def test_empty_texts_stay_empty_and_missing_values_are_allowed():
    assert readable([["", "?"]], np.array([[1.0, np.nan]]), 0, 1, "Cividis")[0][0] == ""


def test_cells_that_are_all_the_same_have_texts_that_can_be_read():
    assert "#ffffff" in readable([["2"]], np.array([[2.0]]), 2, 2, "Cividis")[0][0]


def test_texts_that_may_not_fit_are_left_to_plotly_which_shrinks_them():
    z = np.linspace(0, 1, 10)[None]

    few = labels([["10 %"] * 3], z[:, :3], 0, 1, "Cividis")
    many = labels([["10.5 %"] * 10], z, 0, 1, "Cividis")
    low = labels([["0.3333"] * 2], z[:, :2], 0, 1, "Cividis", widest=38)

    assert "span" in few["text"][0][0]
    assert few["textfont"] == {"size": 14}
    assert many == {"text": [["10.5 %"] * 10]}
    assert low == {"text": [["0.3333"] * 2]}
