"""The figures of embeddings show each point, keep groups apart, and stay fluid with many points."""

from __future__ import annotations

import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.plots import embeddings
from mlcourse.plots.gallery.embeddings import EXAMPLES


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


@pytest.mark.parametrize("dimensions", [2, 3])
def test_groups_differ_in_symbol_and_hold_their_points(dimensions):
    points = np.random.default_rng(0).normal(size=(24, dimensions))
    labels = np.arange(24) % 12
    draw = embeddings.embedding_2d if dimensions == 2 else embeddings.embedding_3d
    fig = draw(points, labels)

    assert [np.allclose(t.x, points[labels == i, 0]) for i, t in enumerate(fig.data)] == [True] * 12
    assert len({(t.marker.symbol, t.marker.color) for t in fig.data}) == 12
    assert len({t.marker.symbol for t in fig.data}) >= 6


def test_names_are_written_while_there_is_room_and_told_always():
    few = embeddings.embedding_2d(np.eye(2), names=["a", "b"], hover=["first", "second"])
    many = embeddings.embedding_2d(np.random.default_rng(0).normal(size=(61, 2)), names=[str(i) for i in range(61)])

    assert list(few.data[0].text) == ["a", "b"]
    assert list(few.data[0].hovertext) == ["a<br>first", "b<br>second"]
    assert many.data[0].text is None
    assert many.data[0].hovertext[60] == "60"


def test_the_share_of_neighbours_of_the_same_group_is_right():
    sklearn = pytest.importorskip("sklearn.neighbors")
    rng = np.random.default_rng(0)
    points, labels = rng.normal(size=(200, 2)), rng.integers(0, 3, 200)
    nearest = sklearn.NearestNeighbors(n_neighbors=2).fit(points).kneighbors(return_distance=False)[:, 0]
    share = (labels[nearest] == labels).mean()

    assert f"For {100 * share:.3g} % of them" in embeddings.embedding_2d(points, labels).alt


def test_points_that_coincide_are_not_their_own_neighbours():
    assert "For 100 % of them" in embeddings.embedding_2d([[0, 0], [0, 0], [5, 5], [5, 5]], list("aabb")).alt


@pytest.mark.parametrize(
    ("count", "kind"), [(1, "scatter"), (2000, "scatter"), (2001, "scattergl"), (10000, "scattergl")]
)
def test_many_points_are_drawn_by_webgl(count, kind):
    points = np.random.default_rng(0).normal(size=(count, 2))
    before = points.copy()
    fig = embeddings.embedding_2d(points, np.arange(count) % 2)

    assert {t.type for t in fig.data} == {kind}
    assert (points == before).all()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: embeddings.embedding_2d(np.zeros((3, 3))), "must have 2 columns, not 3"),
        (lambda: embeddings.embedding_3d(np.zeros((3, 2))), "must have 3 columns, not 2"),
        (lambda: embeddings.embedding_2d([[0, np.nan]]), "missing"),
        (lambda: embeddings.embedding_2d(np.zeros((3, 2)), [0, 1]), "as many"),
        (lambda: embeddings.embedding_2d(np.zeros((3, 2)), names=["a"]), "as many"),
        (lambda: embeddings.embedding_2d(np.zeros((13, 2)), range(13)), "13 groups"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
