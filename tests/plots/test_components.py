"""Biplots agree with scikit-learn's PCA; enough components are counted rightly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from mlcourse.errors import CourseError
from mlcourse.plots.components import biplot, explained_variance

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 4)) @ RNG.normal(size=(4, 4)) * [1, 10, 0.1, 3]


def tips(fig):
    return np.array([(note.x, note.y) for note in fig.layout.annotations if note.showarrow])


def names(fig):
    return [note.text.removeprefix("<b>").removesuffix("</b>") for note in fig.layout.annotations if not note.showarrow]


@pytest.mark.parametrize("scale", [True, False])
@pytest.mark.parametrize("components", [(1, 2), (3, 1)])
def test_scores_and_loadings_are_those_of_pca_up_to_sign(scale, components):
    fig = biplot(X, list("abcd"), scale=scale, components=components)

    pca = PCA().fit(StandardScaler().fit_transform(X) if scale else X)
    want = pca.transform(StandardScaler().fit_transform(X) if scale else X)
    pick = [c - 1 for c in components]
    dots = np.column_stack([fig.data[0].x, fig.data[0].y])
    assert np.abs(dots) == pytest.approx(np.abs(want[:, pick]))
    order = np.argsort(-np.linalg.norm(pca.components_[pick], axis=0))  # the longest arrow first
    ratio = tips(fig) / pca.components_[pick].T[order]
    ratio = np.abs(ratio)
    assert ratio == pytest.approx(np.full((4, 2), ratio[0, 0]))
    for k, axis in enumerate((fig.layout.xaxis, fig.layout.yaxis)):
        assert f"{100 * pca.explained_variance_ratio_[pick[k]]:.1f}".rstrip("0").rstrip(".") in axis.title.text


def test_points_in_the_direction_of_an_arrow_have_large_values():
    fig = biplot(X, list("abcd"))
    dots = np.column_stack([fig.data[0].x, fig.data[0].y])

    for name, tip in zip(names(fig), tips(fig), strict=True):
        assert np.corrcoef(dots @ tip, X[:, "abcd".index(name)])[0, 1] > 0.5


def test_classes_have_symbols_and_names_do_not_touch():
    fig = biplot(np.column_stack([X[:, 0]] * 3) + RNG.normal(0, 1e-3, (60, 3)), y=np.arange(60) % 2)

    assert [t.name for t in fig.data[:2]] == ["0", "1"]
    assert fig.data[0].marker.symbol != fig.data[1].marker.symbol
    heights = np.sort([note.y for note in fig.layout.annotations if note.text])
    assert np.diff(heights).min() > 0.04 * np.ptp(fig.data[0].x)


def test_a_frame_names_its_features_and_the_weightiest_is_told():
    frame = pd.DataFrame({"noise": RNG.normal(0, 0.1, 50), "size": RNG.normal(0, 9, 50)})

    assert "On component 1 size weighs most (1)" in biplot(frame, scale=False).alt


def test_large_and_small_tables():
    assert biplot(RNG.normal(size=(3000, 3))).data[0].type == "scattergl"
    assert "3 examples and 2 features" in biplot([[1, 2], [2, 1], [0, 0]]).alt


@pytest.mark.parametrize(
    ("ratios", "threshold", "words"),
    [
        ([0.95, 0.05], 0.9, "1 component reaches 90 %"),
        ([0.5, 0.3, 0.1, 0.1], 0.9, "3 components reach 90 % (together 90 %)"),
        ([0.5, 0.3], 0.9, "all together reach 80 %, less than 90 %"),
        ([1.0], 1.0, "1 component reaches 100 %"),
    ],
)
def test_enough_components_are_counted(ratios, threshold, words):
    fig = explained_variance(ratios, threshold=threshold)

    assert words in fig.alt
    assert np.asarray(fig.data[1].y) == pytest.approx(np.cumsum(ratios))


def test_ratios_of_pca_are_taken_as_they_are_and_not_changed():
    ratios = PCA().fit(X).explained_variance_ratio_
    before = ratios.copy()
    explained_variance(ratios)
    table = X.copy()
    biplot(table)

    assert (ratios == before).all()
    assert (table == X).all()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: biplot(np.ones((5, 2))), "same value everywhere"),
        (lambda: biplot(np.ones((5, 2)), scale=False), "no variance"),
        (lambda: biplot(X[:, :1]), "at least two features"),
        (lambda: biplot(X[:2]), "at least 3"),
        (lambda: biplot(X, components=(1, 1)), "two different"),
        (lambda: biplot(X, components=(1, 9)), "from 1 to 4"),
        (lambda: biplot(X, ["a"]), "feature_names has 1 name"),
        (lambda: biplot(X, y=[1]), "y has 1"),
        (lambda: explained_variance([0.9, 0.3]), "together at most 1"),
        (lambda: explained_variance([0.9], threshold=0), "threshold"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
