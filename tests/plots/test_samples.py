"""What the statistical figures share: reading samples, classes and tables, and the styles of series."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.plots import _samples as shared


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ([2, 0, 2], ("0", "2")),
        ([2.0, 0.0, 2.0], ("0", "2")),
        (["spam", "ham", "spam"], ("ham", "spam")),
        ([True, False, True], ("False", "True")),
        (pd.Series(["spam", "ham", "spam"], dtype="category"), ("ham", "spam")),
        (torch.tensor([2, 0, 2]), ("0", "2")),
    ],
)
def test_classes_of_every_kind_are_read(labels, names):
    known = shared.classes(labels)

    assert known.names == names
    assert known.codes.tolist() == [1, 0, 1]
    assert known.counts.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([], "shape"),
        ([[1, 2]], "shape"),
        ([1.0, np.nan], "missing label"),
        (np.array(["a", None], dtype=object), "missing label"),
        (np.array(["a", 1], dtype=object), "different kinds"),
    ],
)
def test_bad_classes_are_refused(labels, message):
    with pytest.raises(CourseError, match=message):
        shared.classes(labels)


def test_class_names_must_be_as_many_as_classes():
    assert shared.classes([0, 1], ["ham", "spam"]).names == ("ham", "spam")
    with pytest.raises(CourseError, match="3 names, but there are 2 classes"):
        shared.classes([0, 1], ["a", "b", "c"])


def test_a_frame_brings_the_names_of_its_columns():
    frame = pd.DataFrame({"age": [1, 2], "height": [3, 4]})

    assert shared.table(frame, None)[1] == ("age", "height")
    assert shared.table(frame, ["a", "b"])[1] == ("a", "b")
    assert list(shared.samples(frame, "x")) == ["age", "height"]


def test_36_series_look_different():
    looks = {(s.color, s.symbol) for s in map(shared.style, range(12))}
    lines = {(s.color, s.dash) for s in map(shared.style, range(36))}

    assert len(looks) == 12
    assert len(lines) == 36


@pytest.mark.parametrize(("count", "kind"), [(2000, "scatter"), (2001, "scattergl")])
def test_many_points_are_drawn_with_webgl(count, kind):
    x = np.arange(count)

    assert shared.points(x, x, "p").type == kind
    assert shared.curve(x, x, "c").type == kind
