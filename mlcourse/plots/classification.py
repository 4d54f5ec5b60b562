"""How well a classifier does: the confusion matrix, and curves over all thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, counted, number, numbers, percent, plain, same_length
from mlcourse.plots._ranking import Ranking, binary, rank, score_sets
from mlcourse.plots._samples import classes, curve, figure, guide, named
from mlcourse.plots.cells import labels

_MOST_CLASSES = 40
_MOST_TEXTS = 14


def confusion_matrix(
    y_true: ArrayLike,
    y_pred: ArrayLike | None = None,
    *,
    class_names: Sequence[str] | None = None,
    normalise: Literal["true", "predicted", "all"] | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how often each class is taken for each, true classes down, predicted classes across.

    Parameters
    ----------
    y_true : array_like of shape (n,) or (k, k)
        The true labels; or, alone, a matrix of counts with a row for each true class.
    y_pred : array_like of shape (n,), optional
        The predicted labels.
    class_names : sequence of k str, optional
        The names of the classes, in the order of the sorted labels.
    normalise : {"true", "predicted", "all"}, optional
        Colour and label the cells by shares of each row (recall on the diagonal), of each column (precision on
        the diagonal) or of everything; without it, by counts.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the accuracy, the class that is found
        worst, and the commonest mix-up.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the lengths differ, the matrix is not square or has negative entries, there are more than 40 classes,
        or `normalise` is unknown.

    Examples
    --------
    >>> confusion_matrix([[8, 2], [1, 9]], class_names=["ham", "spam"]).alt
    'Confusion matrix of 2 classes: 17 of 20 examples are right (85 %). Found worst: ham, 80 % of 10 examples. Commonest mix-up: ham taken for spam, 2 times.'
    """  # noqa: E501
    counts, names = _counts(y_true, y_pred, class_names)
    if normalise not in (None, "true", "predicted", "all"):
        raise CourseError(f'normalise must be "true", "predicted", "all" or None, not {normalise!r}.')
    sums = {"true": counts.sum(axis=1, keepdims=True), "predicted": counts.sum(axis=0, keepdims=True)}
    total = sums.get(str(normalise), counts.sum())
    shares = np.divide(counts, total, out=np.zeros_like(counts), where=np.asarray(total) > 0)
    k = len(names)
    texts = [
        [_share(s) if normalise else number(c) for c, s in zip(*row, strict=True)]
        for row in zip(counts, shares, strict=True)
    ]
    shown = shares if normalise else counts
    top = 1.0 if normalise in ("true", "predicted") else float(shown.max())
    of = {"true": "of the true class", "predicted": "of what is predicted so", "all": "of all", None: "of all"}[
        normalise
    ]
    cells = go.Heatmap(
        z=shown,
        x=names,
        y=names,
        zmin=0,
        zmax=top,
        **labels(texts, shown, 0, top, "Cividis"),
        texttemplate="%{text}" if k <= _MOST_TEXTS else "",
        customdata=np.dstack([counts, shares]),
        hovertemplate="true: %{y}<br>predicted: %{x}<br>%{customdata[0]:,} times, %{customdata[1]:.1%} "
        f"{of}<extra></extra>",
        colorscale="Cividis",
        colorbar={"title": {"text": f"share {of}" if normalise else "examples", "side": "right"}, "thickness": 14},
        xgap=1,
        ygap=1,
    )
    if normalise:
        cells.update(colorbar_tickformat=".0%")
    fig = figure(
        cells,
        alt=alt or _describe_confusion(counts, names),
        title=title,
        height=max(360, min(150 + 46 * k, 760)),
        xaxis_title="predicted class",
        yaxis_title="true class",
    )
    fig.update_xaxes(type="category", showgrid=False, zeroline=False)
    fig.update_yaxes(type="category", showgrid=False, zeroline=False, autorange="reversed")
    return fig


def _share(share: float) -> str:
    """Write a share as per cent, with as many places in each cell."""
    return "0 %" if share == 0 else f"{100 * share:.1f} %"


def roc(
    y: ArrayLike,
    scores: Any,
    *,
    positive: Any = None,
    threshold: float | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the ROC curve: what share of the positives is found against what share of the negatives is hit too.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of two classes.
    scores : array_like of shape (n,) or (n, 2), or mapping of str to array_like
        The scores of a model, higher for positive, or those of several models by name. Of two columns, as from
        ``predict_proba``, the second is taken.
    positive : label, optional
        The positive class; without it, the second of the sorted labels.
    threshold : float, optional
        A threshold to mark on each curve: an example is called positive if its score is at least so high.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the areas under the curves.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are not two classes, the lengths differ, or a score is missing.

    References
    ----------
    T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27, 2006.

    Examples
    --------
    >>> roc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).alt
    'ROC curve for class 1, 2 of 4 examples. Area under the curve: 0.75 (0.5 is chance, 1 is perfect).'
    """
    truth, name = binary(y, positive)
    ranked = {key: rank(truth, values) for key, values in score_sets(scores, len(truth)).items()}
    areas = {key: ranking.area_under_roc for key, ranking in ranked.items()}
    traces: list[Any] = [guide([0, 1], [0, 1], "chance")]
    for i, (key, ranking) in enumerate(ranked.items()):
        keep = _corners(ranking)
        x, y_, at = (np.r_[first, v[keep]] for first, v in zip((0, 0, np.inf), _roc_points(ranking), strict=True))
        hover = "threshold %{customdata:.4g}<br>false positive rate %{x:.3f}<br>true positive rate %{y:.3f}"
        label = f"{key}: AUC {areas[key]:.3f}" if len(ranked) > 1 else f"AUC {areas[key]:.3f}"
        traces.append(curve(x, y_, label, series=i, customdata=at, hovertemplate=f"{hover}<extra>{key}</extra>"))
        if threshold is not None:
            place = _at(ranking, threshold, ranking.fall_out, ranking.recall, (0.0, 0.0))
            traces.append(_mark(place, threshold, i, ("FPR", "TPR"), labelled=len(ranked) == 1))
    fig = figure(
        *traces,
        alt=alt
        or _describe_curves("ROC curve", "Area under the curve", name, truth, areas, "0.5 is chance, 1 is perfect"),
        title=title,
        xaxis_title="false positive rate",
        yaxis_title="true positive rate (recall)",
        height=480,
        margin_b=90,
    )
    return _unit_square(fig)


def precision_recall(
    y: ArrayLike,
    scores: Any,
    *,
    positive: Any = None,
    threshold: float | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw precision against recall over all thresholds, with the prevalence as what guessing reaches.

    Parameters
    ----------
    y, scores, positive, threshold
        As for :func:`roc`.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the average precision and the prevalence.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        As for :func:`roc`.

    References
    ----------
    J. Davis and M. Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006.

    Examples
    --------
    >>> precision_recall([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).alt
    'Precision-recall curve for class 1, 2 of 4 examples. Average precision: 0.833 (guessing reaches 0.5, the prevalence).'
    """  # noqa: E501
    truth, name = binary(y, positive)
    ranked = {key: rank(truth, values) for key, values in score_sets(scores, len(truth)).items()}
    areas = {key: ranking.average_precision for key, ranking in ranked.items()}
    prevalence = float(truth.mean())
    traces: list[Any] = [guide([0, 1], [prevalence, prevalence], f"prevalence {percent(prevalence)}")]
    for i, (key, ranking) in enumerate(ranked.items()):
        recall, precision, at = ranking.recall, ranking.precision, ranking.thresholds
        hover = "threshold %{customdata:.4g}<br>recall %{x:.3f}<br>precision %{y:.3f}"
        label = f"{key}: AP {areas[key]:.3f}" if len(ranked) > 1 else f"average precision {areas[key]:.3f}"
        steps = {"line": {"shape": "vh"}, "customdata": np.r_[np.inf, at]}
        first = np.r_[0, recall], np.r_[precision[0], precision]
        traces.append(curve(*first, label, series=i, hovertemplate=f"{hover}<extra>{key}</extra>", **steps))
        if threshold is not None:
            place = _at(ranking, threshold, ranking.recall, ranking.precision, (0.0, 1.0))
            traces.append(_mark(place, threshold, i, ("recall", "precision"), labelled=len(ranked) == 1))
    chance = f"guessing reaches {number(prevalence)}, the prevalence"
    fig = figure(
        *traces,
        alt=alt or _describe_curves("Precision-recall curve", "Average precision", name, truth, areas, chance),
        title=title,
        xaxis_title="recall",
        yaxis_title="precision",
        height=480,
        margin_b=90,
    )
    return _unit_square(fig)


def _counts(
    y_true: ArrayLike, y_pred: ArrayLike | None, class_names: Sequence[str] | None
) -> tuple[Floats, tuple[str, ...]]:
    """Read or count the confusion matrix."""
    if y_pred is None:
        counts = numbers(y_true, "y_true without y_pred (the confusion matrix)", "true", "predicted")
        k = len(counts)
        if counts.shape[1] != k or counts.min() < 0 or not counts.sum():
            raise CourseError("A confusion matrix is square, has no negative entry, and counts at least one example.")
        names = named(range(k) if class_names is None else class_names, k, "class_names", "classes")
    else:
        truth, guess = plain(y_true), plain(y_pred)
        if truth.ndim != 1 or guess.ndim != 1:
            raise CourseError(
                f"y_true and y_pred must hold one label for each example; their shapes are {truth.shape} and "
                f"{guess.shape}. Labels come from probabilities by argmax(axis=1)."
            )
        same_length(len(truth), "y_true", y_pred=guess)
        if truth.dtype.kind in "US" and guess.dtype.kind not in "USO":
            raise CourseError("y_true holds words and y_pred numbers: give both the same kind of labels.")
        both = classes(np.concatenate([truth, guess]), class_names, name="y_true and y_pred together")
        k, n = len(both.labels), len(truth)
        counts = np.bincount(both.codes[:n] * k + both.codes[n:], minlength=k * k).reshape(k, k).astype(float)
        names = both.names
    if k > _MOST_CLASSES:
        raise CourseError(f"There are {k} classes; the figure is readable for {_MOST_CLASSES}: choose or merge some.")
    return counts, names


def _describe_confusion(counts: Floats, names: Sequence[str]) -> str:
    right, total, rows = float(np.trace(counts)), float(counts.sum()), counts.sum(axis=1)
    told = (
        f"Confusion matrix of {counted(len(names), 'class', 'classes')}: {number(right)} of {number(total)} examples "
        f"are right ({percent(right / total)})."
    )
    off = counts - np.diag(np.diag(counts))
    if not off.any():
        return told
    recall = np.divide(np.diag(counts), rows, out=np.full(len(rows), np.inf), where=rows > 0)
    worst = int(recall.argmin())
    true, taken = divmod(int(off.argmax()), len(names))
    return (
        f"{told} Found worst: {names[worst]}, {percent(recall[worst])} of {number(rows[worst])} examples. "
        f"Commonest mix-up: {names[true]} taken for {names[taken]}, {number(off.max())} times."
    )


def _roc_points(ranking: Ranking) -> tuple[Floats, Floats, Floats]:
    return ranking.fall_out, ranking.recall, ranking.thresholds


def _corners(ranking: Ranking) -> Any:
    """Leave out the thresholds in the middle of a straight piece of the ROC curve."""
    if len(ranking.thresholds) < 3:
        return np.arange(len(ranking.thresholds))
    turns = np.diff(ranking.false_positives, 2).astype(bool) | np.diff(ranking.true_positives, 2).astype(bool)
    return np.flatnonzero(np.r_[True, turns, True])


def _at(ranking: Ranking, threshold: float, x: Floats, y: Floats, none: tuple[float, float]) -> tuple[float, float]:
    i = ranking.at(threshold)
    return none if i < 0 else (float(x[i]), float(y[i]))


def _mark(place: tuple[float, float], threshold: float, series: int, names: tuple[str, str], *, labelled: bool) -> Any:
    """Mark what a threshold yields on a curve."""
    x, y = place
    text = f"threshold {number(threshold)}<br>{names[0]} {x:.2f}, {names[1]} {y:.2f}"
    style = theme.SERIES[series % len(theme.SERIES)]
    return go.Scatter(
        x=[x],
        y=[y],
        name=f"threshold {number(threshold)}",
        mode="markers+text" if labelled else "markers",
        text=[text],
        textposition=f"{'bottom' if y > 0.2 else 'top'} {'right' if x < 0.5 else 'left'}",
        textfont={"color": theme.INK},
        marker={"color": style.color, "symbol": style.symbol, "size": 14, "line": {"width": 2, "color": theme.INK}},
        showlegend=False,
        hovertemplate=f"{text}<extra></extra>",
    )


def _unit_square(fig: theme.Figure) -> theme.Figure:
    fig.update_xaxes(range=[-0.02, 1.02], dtick=0.2, zeroline=False)
    fig.update_yaxes(range=[-0.02, 1.05], dtick=0.2, zeroline=False)
    return fig


def _describe_curves(kind: str, measure: str, name: str, truth: Any, areas: dict[str, float], meaning: str) -> str:
    told = f"{kind} for class {name}, {int(truth.sum()):,} of {counted(len(truth), 'example')}."
    if len(areas) == 1:
        return f"{told} {measure}: {number(next(iter(areas.values())))} ({meaning})."
    order = sorted(areas, key=areas.__getitem__, reverse=True)
    return f"{told} {measure} ({meaning}), best first: {', '.join(f'{key} {number(areas[key])}' for key in order)}."
