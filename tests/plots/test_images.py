"""The figures about images show the right pixels, mark what is wrong, and tell it in words."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.plots import images, theme
from mlcourse.plots._mosaic import mosaic, pictures
from mlcourse.plots.gallery.images import EXAMPLES


def texts(fig: theme.Figure) -> list[str]:
    return [text for trace in fig.data if trace.type == "scatter" and trace.mode == "text" for text in trace.text]


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def test_a_mosaic_holds_every_picture_where_it_says_and_nothing_between():
    tiles = np.arange(1, 3 * 2 * 4 + 1, dtype=float).reshape(3, 2, 4)
    laid = mosaic(tiles, columns=2, caption_lines=1)

    for (x, y), tile in zip(laid.corners.tolist(), tiles, strict=True):
        assert laid.canvas[y : y + 2, x : x + 4].tolist() == tile.tolist()
    assert np.isfinite(laid.canvas).sum() == tiles.size


@pytest.mark.parametrize(
    ("given", "shape", "largest"),
    [
        (np.full((2, 4, 5), 255, np.uint8), (2, 4, 5), 1),
        (np.full((2, 1, 4, 5), 0.5), (2, 4, 5), 0.5),
        (np.zeros((2, 3, 4, 5)), (2, 4, 5, 3), 0),
        (np.zeros((2, 4, 5, 3)), (2, 4, 5, 3), 0),
        (torch.linspace(-2, 6, 40).reshape(2, 4, 5), (2, 4, 5), 1),
        (torch.ones(2, 4, 5, requires_grad=True, dtype=torch.bfloat16), (2, 4, 5), 1),
    ],
)
def test_pictures_of_any_usual_form_are_brought_to_one(given, shape, largest):
    read = pictures(given)

    assert read.shape == shape
    assert read.max() == largest


def test_wrong_predictions_are_marked_by_text_and_frame():
    fig = images.image_grid(
        np.zeros((3, 8, 8)), [0, 1, 2], [0, 2, 2], [0.9, 0.6, 0.8], class_names=["cat", "dog", "cow"]
    )

    assert texts(fig) == ["✓ cat 0.90", "<b>✗ cow 0.60</b><br>is dog", "✓ cow 0.80"]
    (frame,) = fig.layout.shapes
    assert frame.line.dash == "dash"
    assert "2 of 3 are right (66.7 %). Wrong: image 2 is dog and was taken for cow." in fig.alt


def test_probabilities_of_all_classes_give_the_prediction():
    fig = images.image_grid(np.zeros((2, 8, 8)), probabilities=[[0.1, 0.9], [0.7, 0.3]])

    assert texts(fig) == ["1 0.90", "0 0.70"]


def test_the_probability_shown_is_that_of_the_class_that_was_said():
    fig = images.image_grid(np.zeros((1, 8, 8)), predictions=[0], probabilities=[[0.1, 0.9]])

    assert texts(fig) == ["0 0.10"]


def test_grey_levels_are_kept_and_can_be_turned_into_ink():
    shades = np.linspace(0, 1, 64).reshape(1, 8, 8)
    light, ink = images.image_grid(shades), images.image_grid(shades, ink=True)

    assert np.allclose(np.array(light.data[0].z, dtype=float), shades[0])
    assert light.data[0].colorscale[0][1] == ink.data[0].colorscale[1][1].replace("#111111", "#000000")


def test_colours_are_drawn_as_bytes_with_a_clear_gap_between():
    red = np.zeros((2, 3, 4, 4))
    red[:, 0] = 1
    fig = images.image_grid(red, columns=2)

    canvas = np.array(fig.data[0].z)
    assert canvas[0, 0].tolist() == [255, 0, 0, 255]
    assert canvas[0, 4].tolist() == [0, 0, 0, 0]


def test_filters_share_a_scale_that_is_white_at_zero():
    kernels = torch.nn.Conv2d(1, 4, 3).weight
    fig = images.filters(kernels)

    cells = fig.data[0]
    assert cells.zmin == -cells.zmax
    assert cells.zmax == pytest.approx(float(kernels.detach().abs().max()))
    strongest = int(kernels.detach().flatten(1).norm(dim=1).argmax())
    assert f"The strongest is filter {strongest}." in fig.alt


def test_many_channels_are_shown_filter_by_filter():
    fig = images.filters(np.random.default_rng(0).normal(size=(64, 32, 3, 3)))

    assert "Shown are 9 filters (rows) with 16 of their channels (columns)." in fig.alt


def test_three_channels_are_shown_as_colours():
    assert images.filters(np.ones((2, 3, 5, 5))).data[0].type == "image"


def test_feature_maps_name_the_strongest_and_count_the_silent():
    maps = np.zeros((4, 6, 6))
    maps[2] = 3
    maps[1, 0, 0] = 1

    assert "Channel 2 answers most (mean 3); 2 of 4 are silent everywhere." in images.feature_maps(maps).alt


def test_saliency_is_stretched_to_the_image_and_says_where_it_is():
    relevance = np.zeros((4, 4))
    relevance[3, 0] = -2  # the sign does not matter
    fig = images.saliency(np.zeros((3, 16, 16)), relevance)

    fine = np.array(fig.data[2].z)
    assert fine.shape == (16, 16)
    assert fine[15, 0] == 1
    assert fine[0, 15] == 0
    assert "greatest at the lower left" in fig.alt


def test_input_is_not_changed():
    given = np.random.default_rng(0).normal(size=(2, 4, 4))
    before = given.copy()
    images.image_grid(given)
    images.feature_maps(given)
    images.saliency(given[0], given[1])

    assert (given == before).all()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: images.image_grid(np.zeros((8, 8))), "must have the shape"),
        (lambda: images.image_grid(np.zeros((0, 8, 8))), "empty"),
        (lambda: images.image_grid(np.full((1, 8, 8), np.nan)), "missing"),
        (lambda: images.image_grid(np.zeros((145, 2, 2))), "at most 144"),
        (lambda: images.image_grid(np.zeros((2, 4, 4)), [1]), "as many"),
        (lambda: images.image_grid(np.zeros((2, 4, 4)), [0, 5], class_names=["a"]), "there are 1 names"),
        (lambda: images.image_grid(np.zeros((1, 4, 4)), probabilities=[[3.0, -1.0]]), "softmax"),
        (lambda: images.image_grid(np.zeros((2, 4, 4)), columns=0), "columns"),
        (lambda: images.filters(np.zeros((3, 3))), "filters, channels"),
        (lambda: images.feature_maps(np.zeros((3, 3))), "channels, height"),
        (lambda: images.saliency(np.zeros((4, 4)), np.zeros((4, 4))), "zero everywhere"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
