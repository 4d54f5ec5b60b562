"""Confusion matrices and curves agree with scikit-learn, and tell the worst class and the areas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics

from mlcourse.errors import CourseError
from mlcourse.plots._ranking import rank
from mlcourse.plots.classification import confusion_matrix, precision_recall, roc

RNG = np.random.default_rng(0)
TRUTH = RNG.random(300) < 0.3
SCORES = np.round(RNG.normal(TRUTH * 1.2), 1)  # rounded, so that there are ties


def curve(fig, i=0):
    return [t for t in fig.data if t.mode == "lines" and t.hoverinfo != "skip"][i]


def test_counts_and_shares_are_those_of_scikit_learn():
    y, guess = RNG.integers(4, size=200), RNG.integers(4, size=200)
    for normalise, theirs in [(None, None), ("true", "true"), ("predicted", "pred"), ("all", "all")]:
        (cells,) = confusion_matrix(y, guess, normalise=normalise).data
        assert np.asarray(cells.z) == pytest.approx(metrics.confusion_matrix(y, guess, normalize=theirs))


def test_labels_that_are_only_predicted_have_a_column():
    (cells,) = confusion_matrix(["a", "b"], ["a", "c"]).data

    assert list(cells.x) == ["a", "b", "c"]
    assert np.asarray(cells.z).tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]


def test_labels_of_a_series_and_truth_values_are_understood():
    words = pd.Series(["ham", "spam", "ham"])
    assert "2 of 3 examples are right" in confusion_matrix(words, ["ham", "spam", "spam"]).alt
    assert "1 of 2 examples are right" in confusion_matrix([True, False], [1, 1]).alt


def test_the_worst_class_and_the_commonest_mix_up_are_told():
    alt = confusion_matrix([[50, 0, 0], [1, 40, 9], [0, 3, 47]], class_names=["a", "b", "c"]).alt

    assert "137 of 150 examples are right (91.3 %)" in alt
    assert "Found worst: b, 80 % of 50 examples" in alt
    assert "b taken for c, 9 times" in alt


def test_a_class_without_examples_is_not_the_worst():
    assert "Found worst: b" in confusion_matrix([[0, 0], [1, 3]], class_names=["a", "b"]).alt
    assert "Found worst" not in confusion_matrix([[2, 0], [0, 3]]).alt


def test_many_classes_have_no_numbers_in_their_cells():
    assert confusion_matrix(np.eye(10)).data[0].texttemplate
    assert not confusion_matrix(np.eye(30)).data[0].texttemplate


def test_roc_is_that_of_scikit_learn():
    fig = roc(TRUTH, SCORES)
    theirs = metrics.roc_curve(TRUTH, SCORES)

    for mine, other in zip((curve(fig).x, curve(fig).y, curve(fig).customdata), theirs, strict=True):
        assert np.asarray(mine) == pytest.approx(other)
    area = metrics.roc_auc_score(TRUTH, SCORES)
    assert curve(fig).name == f"AUC {area:.3f}"
    assert f"{area:.3g}" in fig.alt


def test_precision_and_recall_are_those_of_scikit_learn():
    fig = precision_recall(TRUTH, SCORES)
    precision, recall, thresholds = metrics.precision_recall_curve(TRUTH, SCORES)

    assert np.asarray(curve(fig).x[1:]) == pytest.approx(recall[:-1][::-1])
    assert np.asarray(curve(fig).y[1:]) == pytest.approx(precision[:-1][::-1])
    assert np.asarray(curve(fig).customdata[1:]) == pytest.approx(thresholds[::-1])
    assert f"Average precision: {metrics.average_precision_score(TRUTH, SCORES):.3g}" in fig.alt
    assert list(fig.data[0].y) == pytest.approx([TRUTH.mean()] * 2)


def test_several_models_are_compared_best_first():
    for draw in (roc, precision_recall):
        fig = draw(TRUTH, {"bad": -SCORES, "good": SCORES})
        assert fig.alt.index("good") < fig.alt.index("bad")
        assert curve(fig, 0).line.dash != curve(fig, 1).line.dash


def test_the_marked_threshold_is_the_point_that_it_yields():
    called = SCORES >= 0.5
    mark = next(t for t in roc(TRUTH, SCORES, threshold=0.5).data if t.name == "threshold 0.5")
    assert (mark.x[0], mark.y[0]) == pytest.approx((called[~TRUTH].mean(), called[TRUTH].mean()))
    mark = next(t for t in precision_recall(TRUTH, SCORES, threshold=0.5).data if t.name == "threshold 0.5")
    assert (mark.x[0], mark.y[0]) == pytest.approx((called[TRUTH].mean(), TRUTH[called].mean()))
    nothing = next(t for t in roc(TRUTH, SCORES, threshold=99).data if t.name == "threshold 99")
    assert (nothing.x[0], nothing.y[0]) == (0, 0)


@pytest.mark.parametrize(("threshold", "found"), [(0.8, 1), (0.5, 3), (0.2, 3), (0.9, 1), (0.95, 0)])
def test_a_threshold_is_reached_by_scores_that_are_as_high(threshold, found):
    ranking = rank(np.array([True, True, True, False]), [0.9, 0.5, 0.5, 0.1])
    at = ranking.at(threshold)

    assert (0 if at < 0 else ranking.true_positives[at]) == found


def test_the_positive_class_can_be_chosen_and_two_columns_are_understood():
    words = np.where(TRUTH, "bad", "good")
    assert roc(words, SCORES, positive="bad").alt.split(". Area")[1] == roc(TRUTH, SCORES).alt.split(". Area")[1]
    shares = 1 / (1 + np.exp(-SCORES))
    assert roc(TRUTH, np.column_stack([1 - shares, shares])).alt == roc(TRUTH, SCORES).alt


def test_two_examples_are_enough_and_ten_thousand_use_webgl():
    assert "Area under the curve: 1 " in roc([0, 1], [0.1, 0.9]).alt
    truth = RNG.random(10_000) < 0.5
    scores = RNG.normal(truth)
    assert curve(roc(truth, scores)).type == curve(precision_recall(truth, scores)).type == "scattergl"


def test_input_is_not_changed():
    y, scores, counts = np.array([0, 1]), np.array([0.2, 0.1]), np.array([[1, 2], [3, 4]])
    roc(y, scores)
    confusion_matrix(counts, normalise="all")

    assert (y.tolist(), scores.tolist(), counts.tolist()) == ([0, 1], [0.2, 0.1], [[1, 2], [3, 4]])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: confusion_matrix([0, 1], [0]), "as many"),
        (lambda: confusion_matrix([[1, 2]]), "square"),
        (lambda: confusion_matrix([[1, -2], [0, 1]]), "negative"),
        (lambda: confusion_matrix([[0, 0], [0, 0]]), "at least one"),
        (lambda: confusion_matrix([0, 1], [[0.1, 0.9], [0.8, 0.2]]), "argmax"),
        (lambda: confusion_matrix(["a", "b"], [0, 1]), "words"),
        (lambda: confusion_matrix(np.eye(41)), "40"),
        (lambda: confusion_matrix([0, 1], [0, 1], normalise="rows"), "normalise"),
        (lambda: confusion_matrix([0, 1], [0, 1], class_names=["a"]), "class_names has 1 name"),
        (lambda: roc([0, 0], [1, 2]), "two classes"),
        (lambda: roc([0, 1, 2], [1, 2, 3]), "y == label"),
        (lambda: roc([0, 1], [1, 2], positive="spam"), "not in y"),
        (lambda: roc([0, 1], [1]), "scores has 1"),
        (lambda: roc([0, 1], [1, np.nan]), "missing"),
        (lambda: roc([0, 1], {}), "nothing to draw"),
        (lambda: precision_recall([0, 1], np.ones((2, 3))), "shape"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
