"""Curves of scores: means and bands over folds, the best value, the best epoch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn import model_selection
from sklearn.datasets import make_classification
from sklearn.tree import DecisionTreeClassifier

from mlcourse.errors import CourseError
from mlcourse.plots.curves import learning_curve, training_history, validation_curve

X, Y = make_classification(120, random_state=0)


def named(fig, name):
    return next(t for t in fig.data if t.name == name)


def test_the_arrays_of_scikit_learn_are_drawn_as_they_come():
    sizes, train, validation = model_selection.learning_curve(DecisionTreeClassifier(random_state=0), X, Y, cv=3)
    fig = learning_curve(sizes, train, validation, score="accuracy")

    assert np.asarray(named(fig, "validation").y) == pytest.approx(validation.mean(axis=1))
    band = next(t for t in fig.data if t.name.startswith("validation ±"))
    half = len(sizes)
    assert np.asarray(band.y[:half]) == pytest.approx(validation.mean(axis=1) + validation.std(axis=1))
    assert np.asarray(band.y[half:][::-1]) == pytest.approx(validation.mean(axis=1) - validation.std(axis=1))
    assert fig.layout.yaxis.title.text == "accuracy"


def test_without_folds_there_is_no_band():
    fig = learning_curve([1, 2], [1, 1], [0.5, 0.6])

    assert [t.name for t in fig.data] == ["training", "validation"]
    assert "The gap goes from 0.5 to 0.4." in fig.alt


def test_lines_differ_in_more_than_colour():
    first, second = learning_curve([1, 2], [1, 1], [0.5, 0.6]).data

    assert first.line.dash != second.line.dash
    assert first.marker.symbol != second.marker.symbol


@pytest.mark.parametrize(
    ("score", "lower", "best"),
    [
        ("accuracy", None, 2),
        ("mean squared error", None, 0.1),
        ("neg_mean_squared_error", None, 2),
        ("score", True, 0.1),
    ],
)
def test_the_best_value_is_the_highest_score_or_the_lowest_loss(score, lower, best):
    fig = validation_curve([0.1, 2, 30], [1, 1, 1], [0.5, 0.9, 0.7], name="C", score=score, lower_is_better=lower)

    assert f"at C = {best}" in fig.alt
    assert fig.layout.shapes[0].x0 == best
    assert fig.layout.annotations[0].text == f"best: {best}"


def test_on_a_logarithmic_axis_the_note_stands_at_the_logarithm():
    fig = validation_curve([0.01, 1, 100], [1, 1, 1], [0.5, 0.6, 0.9], log=True)

    assert fig.layout.xaxis.type == "log"
    assert fig.layout.annotations[0].x == pytest.approx(2)
    assert fig.layout.shapes[0].x0 == 100


@pytest.mark.parametrize("validation", ["val_loss", "validation loss", "loss/valid", "Validation-loss", "test_loss"])
def test_training_and_validation_of_one_quantity_share_a_panel(validation):
    fig = training_history({"train_loss": [3, 2, 1], validation: [3, 1, 2]})

    assert [(t.name, t.xaxis) for t in fig.data] == [("training", "x"), ("validation", "x")]
    assert [n.text for n in fig.layout.annotations] == ["loss", "best: 2"]


def test_the_best_epoch_is_marked_in_every_panel():
    fig = training_history(
        {"loss": [3, 2, 1], "val_loss": [3, 1, 2], "accuracy": [0.1, 0.2, 0.3], "val_accuracy": [0.1, 0.2, 0.25]}
    )

    assert [s.x0 for s in fig.layout.shapes] == [2, 2]
    assert {t.xaxis for t in fig.data} == {"x", "x2"}
    assert "Best epoch by val_loss: 2, with 1." in fig.alt
    by_accuracy = training_history({"loss": [3, 1, 2], "val_accuracy": [0.1, 0.2, 0.25]}, best="val_accuracy")
    assert "Best epoch by val_accuracy: 3" in by_accuracy.alt


def test_gaps_and_divergence_are_told_and_survive():
    fig = training_history({"loss": [2, 1, np.nan], "val_loss": [None, 1.5, None]})

    assert "not a number after epoch 2" in fig.alt
    assert "Best epoch by val_loss: 2" in fig.alt


def test_losses_that_are_still_tensors_are_read():
    loss = torch.tensor(2.0, requires_grad=True) * 1

    assert "training from 2 to 1" in training_history({"loss": [loss, np.float32(1)]}).alt


def test_long_histories_use_webgl_and_one_epoch_is_enough():
    assert training_history({"loss": np.linspace(2, 1, 3000)}).data[0].type == "scattergl"
    assert "1 epoch." in training_history({"loss": [1.0]}).alt


def test_input_is_not_changed():
    history = {"loss": [2.0, None]}
    sizes = np.array([1.0, 2.0])
    training_history(history)
    learning_curve(sizes, sizes, sizes)

    assert history == {"loss": [2.0, None]}
    assert sizes.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: learning_curve([2, 1], [1, 1], [1, 1]), "ascending"),
        (lambda: learning_curve([1], [1], [1]), "ascending"),
        (lambda: learning_curve([1, 2], [1, 1, 1], [1, 1]), "train has 3"),
        (lambda: learning_curve([1, 2], [1, np.nan], [1, 1]), "missing"),
        (lambda: validation_curve([0, 1], [1, 1], [1, 1], log=True), "positive"),
        (lambda: training_history({}), "empty"),
        (lambda: training_history({"loss": [np.nan]}), "not all of them missing"),
        (lambda: training_history({"loss": ["a"]}), "one number for each epoch"),
        (lambda: training_history({"loss": [1, 2], "val_loss": [1]}), "as many"),
        (lambda: training_history({"loss": [1, 2]}, best="accuracy"), "not in the history"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
