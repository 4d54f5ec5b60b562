"""The explorer of decision boundaries, used through its controls."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from mlcourse.errors import CourseError
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.decision_boundary import DATA, MODELS, NEW, decision_boundary, sample, view


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


@pytest.mark.parametrize(("model", "control"), [(name, one.control) for name, one in MODELS.items()])
def test_only_the_models_own_setting_is_shown(model, control):
    explorer = decision_boundary(model)
    shown = {name for name, one in explorer.controls.items() if one.layout.display != "none"}
    assert shown == {"model", "data", "noise", control}


@pytest.mark.parametrize(
    ("model", "setting", "same"),
    [
        ("k nearest neighbours", {"k": 7}, KNeighborsClassifier(7)),
        ("decision tree", {"depth": 4}, DecisionTreeClassifier(max_depth=4, random_state=0)),
        ("SVM with RBF kernel", {"log_gamma": 1}, SVC(gamma=10)),
    ],
)
def test_regions_points_and_accuracy_are_scikit_learns(model, setting, same):
    explorer = decision_boundary()
    set_values(explorer, data="circles", noise=0.2, model=model, **setting)
    X, y = sample("circles", 0.2, False)
    same.fit(X, y)
    regions, boundary, first, second, wrong = explorer.figure.data
    grid = np.column_stack([one.ravel() for one in np.meshgrid(regions.x, regions.y)])
    np.testing.assert_array_equal(np.asarray(regions.z).ravel() > 0.5, same.predict(grid) == 1)
    np.testing.assert_array_equal(boundary.z, regions.z)
    np.testing.assert_allclose(np.column_stack([first.x, first.y]), X[y == 0])
    np.testing.assert_allclose(np.column_stack([second.x, second.y]), X[y == 1])
    assert len(wrong.x) == (same.predict(X) != y).sum()
    new = 100 * same.score(*sample("circles", 0.2, True))
    assert f"{NEW} new points from the same source: {new:.1f} %" in explorer.readout.html


def test_a_linear_boundary_is_a_line():
    explorer = decision_boundary("logistic regression")
    shares = np.asarray(explorer.figure.data[0].z)
    scores = np.log(shares / (1 - shares))
    # The score is linear, so its second differences vanish.
    np.testing.assert_allclose(np.diff(scores, 2, axis=0), 0, atol=1e-8)
    np.testing.assert_allclose(np.diff(scores, 2, axis=1), 0, atol=1e-8)


def test_one_neighbour_overfits_noise():
    explorer = decision_boundary()
    set_values(explorer, noise=0.6, k=1)
    assert "training points: 100.0 %" in explorer.readout.html
    assert "overfitting" in explorer.readout.html
    assert len(explorer.figure.data[4].x) == 0
    set_values(explorer, k=25)
    assert "overfitting" not in explorer.readout.html


def test_the_question_is_answered_by_the_least_number_of_units():
    explorer = decision_boundary("small neural network", "XOR")
    set_values(explorer, noise=0.1)
    solved = []
    for hidden in range(1, 9):
        set_values(explorer, hidden=hidden)
        if "✓" in explorer.readout.html:
            solved.append(hidden)
    assert solved == [3]
    for log_c in range(-4, 5):
        set_values(explorer, model="logistic regression", log_c=log_c)
        new = float(explorer.readout.html.split("source: ")[1].split(" %")[0])
        assert new < 65
        assert "✓" not in explorer.readout.html


def test_where_a_lesson_asks_something_else_that_is_asked_and_nothing_is_judged():
    explorer = decision_boundary("small neural network", "XOR", question="Which k is best?")
    assert explorer.children[0].value.endswith("Which k is best?</p>")
    set_values(explorer, noise=0.1, hidden=3)
    assert "✓" not in explorer.readout.html


def test_the_question_is_open_at_first():
    assert "✓" not in decision_boundary().readout.html


@pytest.mark.parametrize("model", MODELS)
def test_the_ends_of_all_controls(model):
    controls = decision_boundary(model).controls
    values = {name: one.value for name, one in controls.items()}
    own = controls[MODELS[model].control]
    assert isinstance(own, Slider)
    for data in DATA:
        for noise in (0.1, 0.6):
            for end in (own.min, own.max):
                shown = view(**{**values, "data": data, "noise": noise, MODELS[model].control: end})
                shares = np.asarray(shown.figure.data[0].z)
                assert [one.type for one in shown.figure.data] == ["heatmap", "contour"] + 3 * ["scatter"]
                assert shares.min() >= 0
                assert shares.max() <= 1


def test_what_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no model 'forest'"):
        decision_boundary("forest")
    with pytest.raises(CourseError, match="There is no data set 'iris'"):
        decision_boundary(data="iris")
