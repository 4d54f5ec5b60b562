"""Decision regions show what a model predicts, and tell who lies in the wrong region."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from mlcourse.errors import CourseError
from mlcourse.plots.regions import decision_regions

RNG = np.random.default_rng(0)
Y = np.arange(90) % 3
X = np.array([[0, 0], [3, 0], [0, 3]])[Y] + RNG.normal(0, 0.8, (90, 2))


def regions(fig):
    """The heat maps, one for each class, as an array of shape (k, rows, columns)."""
    return np.array([t.z for t in fig.data if t.type == "heatmap"])


def test_every_cell_belongs_to_the_class_that_the_model_predicts():
    model = LogisticRegression().fit(X, Y)
    fig = decision_regions(model, X, Y, resolution=30)

    first = fig.data[0]
    grid = np.column_stack([a.ravel() for a in np.meshgrid(first.x, first.y)])
    cells = regions(fig)
    assert cells.shape == (3, 30, 30)
    assert (np.isfinite(cells).sum(axis=0) == 1).all()
    assert (np.isfinite(cells).argmax(axis=0).ravel() == model.predict(grid)).all()
    assert np.nanmax(cells, axis=0).ravel() == pytest.approx(model.predict_proba(grid).max(axis=1), abs=1e-6)


def test_the_wrong_ones_are_ringed_and_counted():
    model = LogisticRegression().fit(X, Y)
    wrong = model.predict(X) != Y
    fig = decision_regions(model, X, Y, class_names=["a", "b", "c"], feature_names=["u", "v"])

    (rings,) = [t for t in fig.data if t.name == "in another region"]
    assert np.column_stack([rings.x, rings.y]) == pytest.approx(X[wrong])
    assert f"{(~wrong).sum()} of 90 examples" in fig.alt
    assert "over u and v for the classes a, b and c" in fig.alt
    assert fig.layout.xaxis.title.text == "u"


def test_a_perfect_model_has_no_rings():
    fig = decision_regions(DecisionTreeClassifier().fit(X, Y), X, Y)

    assert "in another region" not in [t.name for t in fig.data]
    assert "90 of 90 examples (100 %)" in fig.alt
    assert "Most often missed" not in fig.alt


def test_regions_are_named_and_points_have_symbols():
    fig = decision_regions(DecisionTreeClassifier().fit(X, Y), X, Y, class_names=["a", "b", "c"])

    assert [note.text for note in fig.layout.annotations] == ["<b>a</b>", "<b>b</b>", "<b>c</b>"]
    assert len({t.marker.symbol for t in fig.data if t.type == "scatter"}) == 3


@pytest.mark.parametrize(
    "model",
    [
        SVC().fit(X, Y == 1),
        lambda points: points[:, 0] > 1.5,
        lambda points: 1 / (1 + np.exp(1.5 - points[:, 0])),
        lambda points: torch.sigmoid(torch.tensor(points[:, :1] - 1.5, requires_grad=True)),
        lambda points: np.column_stack([points[:, 0] < 1.5, points[:, 0] >= 1.5]).astype(float),
    ],
    ids=["no probabilities", "labels", "probability of the second", "tensor with gradient", "a column for each class"],
)
def test_every_kind_of_model_is_understood(model):
    cells = regions(decision_regions(model, X, Y == 1, resolution=20))

    assert cells.shape == (2, 20, 20)
    assert np.isfinite(cells[0, :, 0]).all()  # the left edge is not class 1
    assert np.isfinite(cells[1, 3, -1])


def test_a_model_that_saw_a_frame_is_asked_with_a_frame(recwarn):
    frame = pd.DataFrame(X, columns=["u", "v"])
    fig = decision_regions(LogisticRegression().fit(frame, Y), frame, Y, resolution=20)

    assert not [w for w in recwarn if "feature names" in str(w.message)]
    assert fig.layout.yaxis.title.text == "v"


def test_a_regressor_gets_contours_of_its_predictions():
    y = 2 * X[:, 0] - X[:, 1] + 5
    model = LinearRegression().fit(X, y)
    fig = decision_regions(model, X, y, resolution=25)

    surface, dots = fig.data
    assert surface.type == "contour"
    u, v = np.meshgrid(surface.x, surface.y)
    assert np.asarray(surface.z) == pytest.approx(2 * u - v + 5, abs=1e-4)
    assert np.asarray(dots.marker.color) == pytest.approx(y)
    assert "mean absolute error is 0." in fig.alt or "e−" in fig.alt


def test_many_points_are_drawn_with_webgl_and_the_input_is_untouched():
    many, labels = np.tile(X, (120, 1)), np.tile(Y, 120)
    before = many.copy()
    fig = decision_regions(lambda p: np.zeros(len(p), dtype=int), many, labels)

    assert {t.type for t in fig.data} == {"heatmap", "scattergl"}
    assert (many == before).all()


def test_one_example_is_enough():
    fig = decision_regions(lambda p: np.zeros(len(p)), [[1, 2]], [0])

    assert "1 of 1 example (100 %)" in fig.alt


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: decision_regions(lambda p: p[:, 0], np.ones((3, 3)), [0, 1, 1]), "choose two features"),
        (lambda: decision_regions(lambda p: p[:, 0], X, Y[:5]), "y has 5"),
        (lambda: decision_regions("model", X, Y), "method predict"),
        (lambda: decision_regions(lambda p: 1, X, Y), "one answer for each point"),
        (lambda: decision_regions(lambda p: np.full(len(p), 7), X, Y), "not a label in y"),
        (lambda: decision_regions(lambda p: np.full((len(p), 2), 0.5), X, Y), "2 classes, but y has 3"),
        (lambda: decision_regions(lambda p: p[:, 0] * 9, X, Y > 1), "neither labels in y nor probabilities"),
        (lambda: decision_regions(lambda p: p[:, 0], X, Y, resolution=500), "resolution"),
        (lambda: decision_regions(lambda p: p[:, 0], [[np.nan, 1]], [0]), "missing or infinite"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
