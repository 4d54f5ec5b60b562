"""Figures on clusters agree with scikit-learn and SciPy, and tell sizes, bends and bad clusters."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.cluster import hierarchy
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_samples, silhouette_score

from mlcourse.errors import CourseError
from mlcourse.plots.clustering import clusters, dendrogram, elbow, silhouettes

RNG = np.random.default_rng(0)
LABELS = np.repeat([0, 1, 2], [10, 20, 30])
X = np.array([[0, 0], [6, 0], [0, 6]])[LABELS] + RNG.normal(size=(60, 2))


def test_each_cluster_and_the_noise_have_their_points():
    labels = LABELS.copy()
    labels[:3] = -1
    fig = clusters(X, labels, KMeans(3, random_state=0, n_init=1).fit(X).cluster_centers_)

    noise, first, *_ = fig.data
    assert noise.name == "noise"
    assert np.column_stack([noise.x, noise.y]) == pytest.approx(X[:3])
    assert np.column_stack([first.x, first.y]) == pytest.approx(X[3:10])
    assert [t.text[0] for t in fig.data if t.mode == "markers+text"] == ["<b>0</b>", "<b>1</b>", "<b>2</b>"]
    assert "The largest is cluster 2 with 30 examples, the smallest cluster 0 with 7. 3 examples are noise." in fig.alt


def test_only_noise_and_one_point_are_drawn():
    assert "0 clusters of 1 example" in clusters([[1, 2]], [-1]).alt


def test_many_points_use_webgl():
    fig = clusters(np.tile(X, (50, 1)), np.tile(LABELS, 50))

    assert {t.type for t in fig.data} == {"scattergl"}


def test_silhouettes_are_those_of_scikit_learn():
    fig = silhouettes(X, LABELS)

    values = silhouette_samples(X, LABELS)
    for i, knife in enumerate(fig.data[:3]):
        assert sorted(set(np.round(knife.x, 9)) - {0}) == pytest.approx(sorted(set(np.round(values[i == LABELS], 9))))
    assert f"the mean is {silhouette_score(X, LABELS):.3g}." in fig.alt
    means = [values[i == LABELS].mean() for i in range(3)]
    assert f"worst cluster {int(np.argmin(means))}" in fig.alt


def test_misplaced_examples_are_counted_and_noise_is_left_out():
    labels = LABELS.copy()
    labels[0] = 2
    assert "1 example is nearer to another cluster" in silhouettes(X, labels).alt
    labels[0] = -1
    assert "59 examples in 3 clusters" in silhouettes(X, labels).alt


def test_many_silhouettes_are_thinned():
    fig = silhouettes(np.tile(X, (30, 1)), np.tile(LABELS, 30))

    assert max(len(t.x) for t in fig.data) < 1000


@pytest.mark.parametrize("method", ["ward", "single", "average"])
@pytest.mark.parametrize("n", [2, 3, 25])
def test_the_brackets_are_those_of_scipy(method, n):
    merges = hierarchy.linkage(X[::2][:n], method)
    theirs = hierarchy.dendrogram(merges, no_plot=True, count_sort=False)
    fig = dendrogram(merges)

    mine = np.asarray(fig.data[0].y).reshape(-1, 5)[:, :4]
    want = np.array(theirs["dcoord"])
    ours, others = (np.array(sorted(np.sort(brackets, axis=1).round(9).tolist())) for brackets in (mine, want))
    assert ours == pytest.approx(others)
    assert sorted(fig.layout.xaxis.ticktext) == sorted(theirs["ivl"])


def test_no_brackets_cross():
    fig = dendrogram(hierarchy.linkage(X, "average"))

    brackets = np.asarray(fig.data[0].x).reshape(-1, 5)[:, [0, 2]]
    heights = np.asarray(fig.data[0].y).reshape(-1, 5)
    feet = np.r_[heights[:, 0], heights[:, 3]] == 0
    assert sorted(brackets.T.ravel()[feet]) == list(range(60))  # every example is the foot of one bracket
    assert (brackets[:, 1] > brackets[:, 0]).all()


@pytest.mark.parametrize("cut", [1.0, 5.0, 1e9])
def test_the_cut_makes_the_clusters_of_scipy(cut):
    merges = hierarchy.linkage(X, "ward")
    sizes = np.bincount(hierarchy.fcluster(merges, cut, "distance"))[1:]

    words = f"there {'is' if len(sizes) == 1 else 'are'} {len(sizes)} cluster"
    assert words in dendrogram(merges, cut=cut).alt
    assert f"{max(sizes)}" in dendrogram(merges, cut=cut).alt.split("Cut at")[1]


def test_clusters_below_the_cut_have_styles_of_their_own():
    fig = dendrogram(hierarchy.linkage(X, "ward"), cut=15)

    below = [t for t in fig.data if (t.name or "").startswith("cluster")]
    assert len({t.line.dash for t in below}) == len(below) == 3


def test_a_long_chain_of_merges_is_drawn():
    merges = hierarchy.linkage(np.cumsum(np.arange(3000.0))[:, None], "single")  # each merge adds one example
    fig = dendrogram(merges, cut=100)

    assert "scattergl" in {t.type for t in fig.data}
    assert fig.layout.xaxis.showticklabels is False


def test_the_bend_is_found_or_there_is_none():
    assert "The bend is at 3 clusters" in elbow([1, 2, 3, 4, 5], [100, 50, 20, 17, 15]).alt
    straight = elbow([1, 2, 3, 4], [4, 3, 2, 1])
    assert "no clear bend" in straight.alt
    assert not straight.layout.shapes
    assert "no clear bend" in elbow([1, 2, 3], [5, 5, 5]).alt


def test_input_is_not_changed():
    data, labels, merges = X.copy(), LABELS.copy(), hierarchy.linkage(X, "ward")
    before = merges.copy()
    clusters(data, labels)
    silhouettes(data, labels)
    dendrogram(merges, cut=3)

    assert (data == X).all()
    assert (labels == LABELS).all()
    assert (merges == before).all()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: clusters(np.ones((3, 5)), [0, 1, 1]), "project them"),
        (lambda: clusters(X, [0, 1]), "labels has 2"),
        (lambda: clusters(X, LABELS, [[0, 0]]), "3 clusters"),
        (lambda: silhouettes(X, np.zeros(60)), "1 class"),
        (lambda: silhouettes(X, np.arange(60)), "cluster of its own"),
        (lambda: silhouettes(np.zeros((20_001, 1)), np.arange(20_001) % 2), "take a sample"),
        (lambda: dendrogram([[0, 1, 1, 2], [0, 9, 2, 3]]), "as it is"),
        (lambda: dendrogram([[0, 1]]), "as it is"),
        (lambda: dendrogram([[0, 1, 1, 2]], labels=["a"]), "labels has 1 name"),
        (lambda: dendrogram([[0, 1, 1, 2]], cut=-1), "positive distance"),
        (lambda: elbow([1, 2], [2, 1]), "at least three"),
        (lambda: elbow([3, 2, 1], [3, 2, 1]), "ascending"),
        (lambda: elbow([1, 2, 3], [3, 2]), "as many"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
