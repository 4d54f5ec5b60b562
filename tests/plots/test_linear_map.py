"""The figure of a linear map, and what it says about the matrix."""

import math

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.plots.linear_map import effect, image, linear_map


def half(fig, axis):
    """The traces of one half, by name."""
    return {trace.name: trace for trace in fig.data if trace.xaxis == axis}


@pytest.mark.parametrize(
    ("matrix", "determinant", "rank", "words"),
    [
        ([[1, 0], [0, 1]], 1, 2, "orientation is kept"),
        ([[2, 0], [0, 3]], 6, 2, "orientation is kept"),
        ([[0, 1], [1, 0]], -1, 2, "turned over"),
        ([[1, 2], [2, 4]], 0, 1, "flattened onto a line"),
        ([[0.1, 0.3], [0.2, 0.6]], 0, 1, "flattened onto a line"),  # 0.1 * 0.6 - 0.3 * 0.2 is not 0 in binary
        ([[0, 0], [0, 0]], 0, 0, "collapses into the origin"),
    ],
)
def test_effect(matrix, determinant, rank, words):
    what = effect(matrix)
    assert what.determinant == determinant
    assert what.rank == rank
    assert words in what.orientation


def test_areas_in_words():
    assert effect([[0, -1], [1, 0]]).area == "areas stay as they are"
    assert effect([[2, 0], [0, -3]]).area == "every area is multiplied by 6"
    assert effect([[1, 1], [1, 1]]).area == "every area becomes 0"


def test_columns_are_the_images_of_the_unit_vectors():
    assert effect([[1, 2], [3, 4]]).columns == ((1, 3), (2, 4))


def test_everything_after_is_a_times_everything_before():
    A = np.array([[2.0, 1.0], [0.5, -1.0]])
    fig = linear_map(A, vectors={"v": [1, -1]})
    before, after = half(fig, "x"), half(fig, "x2")
    assert list(before) == list(after) == ["grid", "unit circle", "unit square", "e₁", "e₂", "v"]
    for name, trace in before.items():
        want = A @ np.array([trace.x, trace.y], dtype=float)
        np.testing.assert_allclose([after[name].x, after[name].y], want, atol=1e-12, err_msg=name)


def test_the_parallelogram_has_the_area_of_the_determinant():
    A = [[2, 1], [0.5, 1]]
    x, y = (np.array(c[:4], dtype=float) for c in image(A, {})["unit square"].values())
    shoelace = (x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    assert shoelace == pytest.approx(effect(A).determinant)


def test_the_picture_says_what_it_shows():
    fig = linear_map([[0, 1], [1, 0]])
    assert fig.layout.title.text.startswith("det A = −1")
    assert fig.layout.annotations[1].text == "after: it has signed area −1"
    assert "rows (0, 1) and (1, 0)" in fig.alt
    assert "turned over" in fig.alt


def test_title_alt_and_limit_can_be_given():
    fig = linear_map([[1, 0], [0, 1]], title="Nothing", alt="Nothing moves.", limit=7)
    assert (fig.layout.title.text, fig.alt) == ("Nothing", "Nothing moves.")
    assert fig.layout.xaxis2.range == fig.layout.yaxis.range == (-7, 7)


@pytest.mark.parametrize("vectors", [None, {"v": (9, 0)}])
def test_the_limit_shows_everything(vectors):
    fig = linear_map([[1, 2], [0, 3]], vectors=vectors)
    reach = max(np.abs([*trace.x, *trace.y]).max() for trace in fig.data if trace.name not in ("grid", "unit circle"))
    assert fig.layout.xaxis.range[1] > reach


def test_input_is_not_changed():
    A, v = np.array([[1, 2], [3, 4]]), np.array([1, 1])
    linear_map(A, vectors={"v": v})
    assert A.tolist() == [[1, 2], [3, 4]]
    assert v.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1, 2, 3], [4, 5, 6]], "2 x 2"),
        ([1, 2], "2 x 2"),
        ([[1, 2], [3]], "2 x 2"),
        ([["a", "b"], ["c", "d"]], "not all real numbers"),
        ([[1, math.nan], [0, 1]], "infinite or missing"),
    ],
)
def test_a_bad_matrix_is_refused(matrix, words):
    with pytest.raises(CourseError, match=words):
        linear_map(matrix)


def test_a_bad_vector_or_limit_is_refused():
    with pytest.raises(CourseError, match="vector v must have two entries"):
        linear_map([[1, 0], [0, 1]], vectors={"v": [1, 2, 3]})
    with pytest.raises(CourseError, match="positive"):
        linear_map([[1, 0], [0, 1]], limit=0)


def test_rounding_is_not_shown():
    quarter_turn = [[math.cos(math.pi / 2), -1], [1, math.cos(math.pi / 2)]]
    assert "rows (0, −1) and (1, 0)" in effect(quarter_turn).describe()
