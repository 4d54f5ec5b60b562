"""The explorer of convolution, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.widgets.convolution import IMAGES, KERNELS, convolution


def put(explorer, **values):
    for name, one in values.items():
        explorer.controls[name].value = one


@pytest.mark.parametrize("kernel", list(KERNELS))
def test_the_output_is_that_of_pytorch(kernel):
    explorer = convolution("letter T", kernel)
    for padding, stride, dilation in itertools.product((0, 1, 3), (1, 2, 3), (1, 2, 3)):
        put(explorer, padding=padding, stride=stride, dilation=dilation, added=1.5)
        weights = torch.tensor(KERNELS[kernel], dtype=torch.float64)
        weights[1, 1] += 1.5
        expected = torch.nn.functional.conv2d(
            torch.tensor(IMAGES["letter T"])[None, None],
            weights[None, None],
            padding=padding,
            stride=stride,
            dilation=dilation,
        )[0, 0].numpy()
        padded, _, shown, _, output, _ = explorer.figure.data
        np.testing.assert_allclose(np.array(output.z), expected)
        np.testing.assert_allclose(np.array(shown.z), weights)
        assert np.array(padded.z).shape == (9 + 2 * padding, 9 + 2 * padding)


def test_the_products_add_up_to_the_marked_entry():
    explorer = convolution()
    put(explorer, padding=2, stride=2, dilation=2, row=3, column=1)
    padded, under, kernel, products, output, here = explorer.figure.data
    patch = np.array(padded.z)[np.array(under.y), np.array(under.x)].reshape(3, 3)
    np.testing.assert_allclose(patch * np.array(kernel.z), np.array(products.z))
    assert (here.y[0], here.x[0]) == (3, 1)
    assert np.array(products.z).sum() == np.array(output.z)[3, 1]


def test_a_place_beyond_the_output_is_its_last_one():
    explorer = convolution()
    put(explorer, row=12, column=12, stride=3)
    assert "row 2, column 2" in explorer.figure.layout.title.text


def test_the_question_can_be_answered():
    explorer = convolution()
    assert "✓" not in explorer.readout.html
    answers = []
    put(explorer, dilation=2)
    for padding, stride in itertools.product(range(4), (1, 2, 3)):
        put(explorer, padding=padding, stride=stride)
        if "✓" in explorer.readout.html:
            answers.append((padding, stride))
    assert answers == [(2, 1)]
    assert "5 rows" not in convolution().readout.html


def test_all_ends_of_the_controls_can_be_shown():
    explorer = convolution()
    for image in IMAGES:
        put(explorer, image=image)
        for ends in itertools.product((-4, 4), (0, 3), (1, 3), (1, 3), (0, 12)):
            put(explorer, **dict(zip(("added", "padding", "stride", "dilation", "row"), ends, strict=True)))
            assert np.isfinite(np.array(explorer.figure.data[4].z)).all()
    assert all(one.shape == (9, 9) for one in IMAGES.values())


@pytest.mark.parametrize(("arguments", "message"), [(("cat",), "no image 'cat'"), (("square", "box"), "no kernel")])
def test_what_is_not_there_is_said(arguments, message):
    with pytest.raises(CourseError, match=message):
        convolution(*arguments)


def test_numbers_are_written_with_a_minus_and_padding_is_told_where_there_is_any():
    explorer = convolution("vertical edge")
    told = explorer.figure.layout.meta["alt"]
    assert "−2 0 2" in told
    assert "zeros" not in told
    _, _, kernel, products, output, _ = explorer.figure.data
    for cells in (kernel, products, output):
        assert "-" not in "".join(text for row in cells.text for text in row)
    put(explorer, padding=1)
    assert "with 1 row and 1 column of zeros on each side" in explorer.figure.layout.meta["alt"]
