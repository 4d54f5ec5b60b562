"""What follows from a classifier's scores: the choice of a threshold, and whether probabilities can be trusted."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, axes_of, number, panels
from mlcourse.plots._ranking import Ranking, binary, rank, score_sets
from mlcourse.plots._samples import bar_look, beside, curve, figure, guide, style, upright

_MOST_THRESHOLDS = 500


def threshold_sweep(
    y: ArrayLike,
    scores: ArrayLike,
    *,
    positive: Any = None,
    costs: tuple[float, float] = (1.0, 1.0),
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw precision, recall, F1 and the mean cost over the threshold on the score.

    The thresholds with the best F1 and with the lowest cost are marked.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of two classes.
    scores : array_like of shape (n,) or (n, 2)
        The scores, higher for positive; of two columns the second is taken.
    positive : label, optional
        The positive class; without it, the second of the sorted labels.
    costs : pair of float
        What a false positive and a false negative cost; with (1, 1) the cost is the error rate.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the best thresholds.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are not two classes, the lengths differ, a score is missing, or a cost is negative.

    Examples
    --------
    >>> threshold_sweep([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], costs=(1, 5)).alt
    'Precision, recall and F1 of class 1 over the threshold. F1 is best, 0.8, at 0.35. With 1 for a false positive and 5 for a false negative, the mean cost is lowest, 0.25, at 0.35.'
    """  # noqa: E501
    truth, name = binary(y, positive)
    ((_, values),) = score_sets(scores, len(truth)).items()
    wrong_call, miss = costs
    if not (wrong_call >= 0 and miss >= 0 and wrong_call + miss > 0):
        raise CourseError("costs must be two numbers of at least 0, not both 0: of a false positive and a miss.")
    full = rank(truth, values)
    ranking = _thinned(full)
    cost = _cost(ranking, wrong_call, miss)
    whole_cost = _cost(full, wrong_call, miss)
    best, cheap = int(full.f1.argmax()), int(whole_cost.argmin())
    at = ranking.thresholds
    hover = "threshold %{x:.4g}<br>%{fullData.name} %{y:.3f}<extra></extra>"
    below: dict[str, Any] = axes_of(1)
    measures = {"precision": ranking.precision, "recall": ranking.recall, "F1": ranking.f1}
    traces = [curve(at, v, key, series=i, hovertemplate=hover) for i, (key, v) in enumerate(measures.items())]
    traces.append(curve(at, cost, "mean cost", series=3, hovertemplate=hover, **below))
    priced = f"{number(wrong_call)} for a false positive and {number(miss)} for a false negative"
    told = (
        f"Precision, recall and F1 of class {name} over the threshold. F1 is best, {number(full.f1[best])}, at "
        f"{number(full.thresholds[best])}. With {priced}, the mean cost is lowest, {number(whole_cost[cheap])}, at "
        f"{number(full.thresholds[cheap])}."
    )
    layout = panels(["", f"cost: {priced}"], heights=[3, 2], gap=(0, 0.14))
    layout["xaxis"] |= {"matches": "x2", "showticklabels": False}
    fig = figure(*traces, alt=alt or told, title=title, height=560, margin_b=90, **layout)
    middle = (at[0] + at[-1]) / 2
    _marked(fig, float(full.thresholds[best]), float(full.f1[best]), "best F1", 2, 0, full.thresholds[best] > middle)
    _marked(
        fig,
        float(full.thresholds[cheap]),
        float(whole_cost[cheap]),
        "lowest cost",
        3,
        1,
        full.thresholds[cheap] > middle,
    )
    fig.update_layout(xaxis2_title="threshold", yaxis_title="share", yaxis2_title="mean cost")
    fig.update_layout(yaxis_range=[-0.02, 1.05], yaxis2_rangemode="tozero")
    return fig


def calibration(
    y: ArrayLike,
    probabilities: Any,
    *,
    positive: Any = None,
    bins: int = 10,
    strategy: Literal["uniform", "quantile"] = "uniform",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how often the positive class occurs where a model gives it some probability, and how often it does.

    A model is well calibrated where the curve lies on the diagonal: of the examples with a probability of about
    0.7, 70 % are positive. Bars below count the examples in each bin.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of two classes.
    probabilities : array_like of shape (n,) or (n, 2), or mapping of str to array_like
        The probabilities of the positive class, from one model or from several by name.
    positive : label, optional
        The positive class; without it, the second of the sorted labels.
    bins : int
        How many bins, 2 to 100.
    strategy : {"uniform", "quantile"}
        Bins of equal width, or with equally many examples.
    title, alt : str, optional
        The heading and the description; without the latter, one tells each model's expected calibration error,
        Brier score, and whether it is too sure.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are not two classes, the lengths differ, or a probability lies outside 0 to 1.

    References
    ----------
    C. Guo et al., "On calibration of modern neural networks", ICML 2017 (the expected calibration error).

    Examples
    --------
    >>> fig = calibration([0, 0, 1, 1], [0.1, 0.3, 0.7, 0.9], bins=2)
    >>> fig.alt
    'Calibration for class 1 in 2 bins. The expected calibration error is 0.2 and the Brier score 0.05; the largest gap: of the examples with a mean probability of 0.2, 0 % are positive.'
    """  # noqa: E501
    truth, name = binary(y, positive)
    models = score_sets(probabilities, len(truth), "probabilities")
    if not 2 <= bins <= 100:
        raise CourseError(f"bins must be from 2 to 100, not {bins}.")
    if strategy not in ("uniform", "quantile"):
        raise CourseError(f'strategy must be "uniform" or "quantile", not {strategy!r}.')
    traces: list[Any] = [guide([0, 1], [0, 1], "perfectly calibrated")]
    told = [f"Calibration for class {name} in {bins} bins."]
    for i, (key, values) in enumerate(models.items()):
        if values.min() < 0 or values.max() > 1:
            raise CourseError(f"{key} holds numbers outside 0 to 1: calibration needs probabilities, not raw scores.")
        edges = _edges(values, bins, strategy)
        mean, rate, counts = _binned(truth, values, edges)
        brier = float(((values - truth) ** 2).mean())
        told.append(_describe_model(key if len(models) > 1 else "", mean, rate, counts, brier))
        hover = "mean probability %{x:.3f}<br>share of positives %{y:.3f}<br>%{customdata:,} examples"
        marks: dict[str, Any] = {"mode": "lines+markers", "customdata": counts[counts > 0]}
        traces.append(curve(mean, rate, key, series=i, hovertemplate=f"{hover}<extra>{key}</extra>", **marks))
        traces.append(_bars(edges, counts, key, i))
    layout = panels(["", "how many examples get which probability"], heights=[3, 1], gap=(0, 0.16))
    layout["xaxis"] |= {"matches": "x2", "showticklabels": False}
    fig = figure(*traces, alt=alt or " ".join(told), title=title, height=560, margin_b=90, barmode="overlay", **layout)
    fig.update_layout(xaxis2_title="predicted probability", yaxis_title="share of positives", yaxis2_title="examples")
    fig.update_layout(xaxis2_range=[-0.02, 1.02], yaxis_range=[-0.02, 1.05])
    return fig


def _thinned(ranking: Ranking) -> Ranking:
    """Keep at most 500 thresholds, evenly by rank: more cannot be seen."""
    m = len(ranking.thresholds)
    if m <= _MOST_THRESHOLDS:
        return ranking
    keep = np.unique(np.linspace(0, m - 1, _MOST_THRESHOLDS).astype(int))
    counts = ranking.true_positives[keep], ranking.false_positives[keep]
    return Ranking(ranking.thresholds[keep], *counts, ranking.positives, ranking.negatives)


def _cost(ranking: Ranking, wrong_call: float, miss: float) -> Floats:
    total = ranking.positives + ranking.negatives
    return (wrong_call * ranking.false_positives + miss * (ranking.positives - ranking.true_positives)) / total


def _marked(fig: theme.Figure, x: float, y: float, name: str, series: int, panel: int, left: bool) -> None:
    axes = axes_of(panel)
    look = style(series)
    fig.add_trace(
        go.Scatter(
            x=[x],
            y=[y],
            name=name,
            mode="markers",
            marker={"symbol": "star", "size": 15, "color": look.color, "line": {"color": theme.INK, "width": 1}},
            hovertemplate=f"{name}: %{{y:.3f}} at threshold %{{x:.4g}}<extra></extra>",
            showlegend=False,
            **axes,
        )
    )
    fig.add_shape(**upright(x, axes["xaxis"], axes["yaxis"]))
    note = beside(axes["yaxis"], left=left, top=panel == 1)
    note["yshift"] = 0 if panel == 1 else 10  # clear of the axis
    fig.add_annotation(x=x, text=f"{name}: {number(y)} at {number(x)}", xref=axes["xaxis"], **note)


def _edges(values: Floats, bins: int, strategy: str) -> Floats:
    if strategy == "uniform":
        return np.linspace(0, 1, bins + 1)
    edges = np.unique(np.quantile(values, np.linspace(0, 1, bins + 1)))
    return edges if len(edges) > 1 else np.array([0.0, 1.0])


def _binned(truth: NDArray[np.bool_], values: Floats, edges: Floats) -> tuple[Floats, Floats, Floats]:
    """Compute the mean probability and the share of positives of each bin that holds examples, and all counts."""
    which = np.searchsorted(edges[1:-1], values)
    counts = np.bincount(which, minlength=len(edges) - 1).astype(float)
    some = counts > 0
    mean = np.bincount(which, weights=values, minlength=len(counts))[some] / counts[some]
    rate = np.bincount(which, weights=truth, minlength=len(counts))[some] / counts[some]
    return mean, rate, counts


def _describe_model(name: str, mean: Floats, rate: Floats, counts: Floats, brier: float) -> str:
    gaps = rate - mean
    filled = counts[counts > 0]
    error = float((np.abs(gaps) * filled).sum() / filled.sum())
    worst = int(np.abs(gaps).argmax())
    whose = f"{name}: the" if name else "The"
    return (
        f"{whose} expected calibration error is {number(error)} and the Brier score {number(brier)}; the largest gap: "
        f"of the examples with a mean probability of {number(mean[worst])}, {round(100 * float(rate[worst]))} % are "
        f"positive."
    )


def _bars(edges: Floats, counts: Floats, name: str, series: int) -> go.Bar:
    return go.Bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts,
        width=np.diff(edges),
        name=name,
        customdata=np.column_stack([edges[:-1], edges[1:]]),
        marker=bar_look(series),
        showlegend=False,
        hovertemplate=f"{name}: %{{y:,}} examples from %{{customdata[0]:.2f}} to %{{customdata[1]:.2f}}<extra></extra>",
        **axes_of(1),
    )
