"""What figures are given is read whatever its type, and refused with a reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import axes_of, line, number, numbers, panels, plain


@pytest.mark.parametrize(
    "given",
    [
        [1, 2.5],
        (1, 2.5),
        np.array([1, 2.5], np.float32),
        torch.tensor([1, 2.5], requires_grad=True),
        torch.tensor([1, 2.5], dtype=torch.bfloat16),
        pd.Series([1, 2.5]),
        pd.Series([1, 2.5], dtype="Float64"),
        pd.Index([1, 2.5]),
    ],
)
def test_arrays_of_every_kind_are_read_and_copied(given):
    read = numbers(given, "values", "n")

    assert read.tolist() == [1, 2.5]
    assert not np.shares_memory(read, plain(given))


def test_missing_values_of_pandas_become_nan():
    read = numbers(pd.Series([1, None], dtype="Int64"), "values", "n", finite=False)

    assert np.isnan(read[1])
    assert np.isnan(numbers(pd.DataFrame({"a": [1, None]}, dtype="Float64"), "X", "n", "p", finite=False)[1, 0])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["a"], "real numbers"),
        ([1, [2]], "real numbers"),
        ([[1]], r"must have the shape \(n,\), not \(1, 1\)"),
        ([], "empty"),
        ([1, np.nan], "missing or infinite"),
        ([1, np.inf], "missing or infinite"),
        (3, "shape"),
    ],
)
def test_what_is_no_row_of_numbers_is_refused(given, message):
    with pytest.raises(CourseError, match=message):
        numbers(given, "values", "n")


@pytest.mark.parametrize("given", [[np.inf, 1], [np.nan, np.nan]])
def test_gaps_may_be_allowed_but_not_only_gaps_nor_infinity(given):
    with pytest.raises(CourseError, match="single gaps"):
        numbers(given, "values", "n", finite=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "−1.5"), (999.6, "1,000"), (1000, "1,000"), (1234567.8, "1,234,568"),
        (2e12, "2e+12"), (1e-12, "1e−12"), (2 / 3, "0.667"), (float("nan"), "missing"),
    ],
)  # fmt: skip
def test_numbers_are_written_for_people(value, text):
    assert number(value) == text


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_panels_lie_in_the_figure_and_do_not_overlap(columns):
    layout = panels([str(i) for i in range(5)], columns=columns)
    boxes = [
        (*layout[f"xaxis{n}"]["domain"], *layout[f"yaxis{n}"]["domain"]) for n in ("", *(str(i) for i in range(2, 6)))
    ]

    assert all(0 <= edge <= 1 for box in boxes for edge in box)
    for i, (left, right, low, high) in enumerate(boxes):
        for l2, r2, b2, t2 in boxes[i + 1 :]:
            assert right <= l2 or r2 <= left or high <= b2 or t2 <= low
    assert theme.figure(alt="Five panels.", **layout).layout.xaxis5.anchor == axes_of(4)["yaxis"]


def test_the_style_of_a_long_line_is_that_of_a_short_one():
    short, long = (line(np.arange(n), np.arange(n), "a", series=1) for n in (2000, 2001))

    assert (short.type, long.type) == ("scatter", "scattergl")
    assert (short.line.dash, short.line.color) == (long.line.dash, long.line.color)
