"""Trees are drawn node by node as scikit-learn grew them; importances are sorted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from mlcourse.errors import CourseError
from mlcourse.plots.trees import importance_bars, tree

IRIS = load_iris()
NAMES = ["sl", "sw", "pl", "pw"]


def fitted(depth=None):
    return DecisionTreeClassifier(max_depth=depth, random_state=0).fit(IRIS.data, IRIS.target)


def test_every_node_has_a_box_with_its_question_or_answer():
    model = fitted(2)
    boxes = tree(model, NAMES, IRIS.target_names).layout.annotations

    assert len(boxes) == model.tree_.node_count
    texts = " ".join(box.text for box in boxes)
    for name in IRIS.target_names:
        assert f"<b>{name}</b>" in texts
    root = next(box for box in boxes if box.x == 0)
    feature, threshold = NAMES[model.tree_.feature[0]], model.tree_.threshold[0]
    assert root.text.startswith(f"<b>{feature} ≤ {threshold:.3g}?</b><br>150, 33 % ")
    assert "setosa: 33.3 %" in root.hovertext


def test_parents_stand_left_of_their_children_and_yes_is_above():
    fig = tree(fitted(3), NAMES)
    edges, answers = fig.data

    x, y = (np.array(v, dtype=float).reshape(-1, 4) for v in (edges.x, edges.y))
    assert (x[:, 2] == x[:, 0] + 1).all()
    up = y[:, 2] < y[:, 0]
    assert [("yes" if u else "no") for u in up] == list(answers.text)
    places = [(box.x, box.y) for box in fig.layout.annotations]
    assert len(set(places)) == len(places)


def test_deep_trees_are_cut_and_say_so():
    fig = tree(fitted(), NAMES, max_depth=1)

    assert len(fig.layout.annotations) == 3
    assert any("…" in box.text for box in fig.layout.annotations)
    assert f"depth {fitted().get_depth()} with {fitted().get_n_leaves()} leaves" in fig.alt


def test_the_first_questions_are_told():
    alt = tree(fitted(2), NAMES, IRIS.target_names).alt

    assert "If yes, it answers setosa; if no, it asks: p" in alt


def test_names_come_from_the_frame_and_the_labels():
    frame = pd.DataFrame({"size": [1, 2, 3, 4]})
    model = DecisionTreeClassifier().fit(frame, ["low", "low", "high", "high"])

    assert "size ≤ 2.5? If yes, it answers low; if no, it answers high." in tree(model).alt


def test_regression_trees_forests_and_stumps():
    grown = DecisionTreeRegressor(max_depth=1).fit([[0], [1], [2], [3]], [1.0, 1.0, 5.0, 5.0])
    assert "If yes, it answers 1; if no, it answers 5." in tree(grown).alt
    forest = RandomForestClassifier(3, random_state=0).fit(IRIS.data, IRIS.target)
    assert tree(forest.estimators_[0], class_names=IRIS.target_names).layout.annotations
    alone = tree(DecisionTreeClassifier().fit([[0], [1]], ["a", "a"]))
    assert "Without a question, it answers a." in alone.alt
    assert len(alone.layout.annotations) == 1


def test_importances_are_sorted_and_only_the_largest_shown():
    fig = importance_bars(["a", "b", "c"], [0.1, 0.6, 0.3], top=2)

    assert list(fig.data[0].y) == ["c", "b"]
    assert list(fig.data[0].x) == [0.3, 0.6]
    assert "the 2 largest shown: b 0.6 and c 0.3" in fig.alt


def test_repeated_importances_are_averaged():
    found = permutation_importance(fitted(3), IRIS.data, IRIS.target, n_repeats=4, random_state=0)
    fig = importance_bars(NAMES, found.importances)

    assert np.asarray(fig.data[0].x) == pytest.approx(np.sort(found.importances_mean))
    order = np.argsort(-found.importances_mean, kind="stable")[::-1]
    assert np.asarray(fig.data[0].error_x.array) == pytest.approx(found.importances_std[order])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: tree(LogisticRegression()), "decision tree of scikit-learn after fit"),
        (lambda: tree(DecisionTreeClassifier()), "after fit"),
        (lambda: tree(DecisionTreeRegressor().fit([[0], [1]], [[1, 2], [3, 4]])), "several outputs"),
        (lambda: tree(fitted(1), ["a"]), "feature_names has 1 name"),
        (lambda: tree(fitted(1), NAMES, ["a"]), "class_names has 1 name"),
        (lambda: tree(fitted(1), NAMES, max_depth=0), "max_depth"),
        (lambda: importance_bars(["a"], [1, 2]), "names has 1 name"),
        (lambda: importance_bars(["a"], [1], [-1]), "negative"),
        (lambda: importance_bars(["a"], [1], top=0), "at least 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()


def test_a_tree_that_is_cut_says_so():
    model = DecisionTreeRegressor().fit([[i] for i in range(16)], range(16))

    assert "Only the first level of questions is drawn." in tree(model, max_depth=1).alt
    assert "Only" not in tree(model, max_depth=6).alt
