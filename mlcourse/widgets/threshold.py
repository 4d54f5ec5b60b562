"""Explore what a threshold on a classifier's score does to its mistakes, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import erfc, sqrt

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.cells import readable
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View

Array = NDArray[np.float64]

CASES = 1000
LOWEST, HIGHEST, STEP = -3.0, 6.0, 0.1
"""The ends of the threshold's slider and how far a key moves it."""

QUESTION = (
    "One case in ten is positive, and to miss one costs ten times as much as a false alarm. Which threshold is the "
    "cheapest? Then move the prevalence alone: which of the two curves stays where it is, and which way does the "
    "cheapest threshold go?"
)


@dataclass(frozen=True)
class Counts:
    """The expected confusion matrix of 1000 cases.

    Parameters
    ----------
    tp, fn, fp, tn : float
        True positives, false negatives, false positives and true negatives.
    """

    tp: float
    fn: float
    fp: float
    tn: float

    @property
    def recall(self) -> float:
        """The share of positives that are found, also called true positive rate."""
        return self.tp / (self.tp + self.fn)

    @property
    def false_positive_rate(self) -> float:
        """The share of negatives that raise a false alarm."""
        return self.fp / (self.fp + self.tn)

    @property
    def precision(self) -> float:
        """The share of alarms that are right."""
        return self.tp / (self.tp + self.fp)

    def cost(self, ratio: float) -> float:
        """Add up what the mistakes cost.

        Parameters
        ----------
        ratio : float
            What a miss costs; a false alarm costs 1.

        Returns
        -------
        float
        """
        return self.fp + ratio * self.fn


def counts(threshold: float, separation: float, prevalence: float) -> Counts:
    """Count what a threshold decides, as expected of 1000 cases.

    Negatives have a normal score with mean 0, positives with mean d, both with standard deviation 1. Alarm is raised
    where the score is above the threshold.

    Parameters
    ----------
    threshold : float
    separation : float
        d.
    prevalence : float
        The share of positives, between 0 and 1.

    Returns
    -------
    Counts

    References
    ----------
    Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27, 2006.

    Examples
    --------
    >>> counts(0.0, 2.0, 0.1).tn
    450.0
    """
    positives, negatives = CASES * prevalence, CASES * (1 - prevalence)
    tp, fp = positives * _above(threshold - separation), negatives * _above(threshold)
    return Counts(tp, positives - tp, fp, negatives - fp)


def _above(score: float) -> float:
    """Give the chance that a standard normal number is larger."""
    return 0.5 * erfc(score / sqrt(2))


@lru_cache(maxsize=256)
def cheapest(separation: float, prevalence: float, ratio: float) -> float:
    """Find the threshold of the slider that costs least.

    Parameters
    ----------
    separation, prevalence
        As for :func:`counts`.
    ratio : float
        What a miss costs; a false alarm costs 1.

    Returns
    -------
    float

    Examples
    --------
    >>> cheapest(2.0, 0.5, 1.0)
    1.0
    """
    thresholds = np.round(np.arange(LOWEST, HIGHEST + STEP / 2, STEP), 6)
    costs = [counts(float(one), separation, prevalence).cost(ratio) for one in thresholds]
    return float(thresholds[int(np.argmin(costs))])


@lru_cache(maxsize=64)
def _curves(separation: float, prevalence: float) -> tuple[Array, Array, Array]:
    """Give false positive rate, recall and precision along all thresholds."""
    each = [counts(float(one), separation, prevalence) for one in np.linspace(LOWEST, HIGHEST, 91)]
    return (
        np.array([one.false_positive_rate for one in each]),
        np.array([one.recall for one in each]),
        np.array([one.precision for one in each]),
    )


def view(threshold: float, separation: float, prevalence: float, ratio: float) -> View:
    """Draw the scores of two classes with a threshold, and what it decides.

    Parameters
    ----------
    threshold : float
        Alarm is raised above it.
    separation : float
        The distance d of the two mean scores, in standard deviations.
    prevalence : float
        The share of positives in percent.
    ratio : float
        What a miss costs; a false alarm costs 1.

    Returns
    -------
    View

    Examples
    --------
    >>> view(1.0, 2.0, 50, 1).figure.layout.title.text
    'Threshold 1: recall 0.84, precision 0.84'
    """
    threshold, separation, share = round(threshold, 6), round(separation, 6), round(prevalence / 100, 6)
    now = counts(threshold, separation, share)
    score = np.linspace(-3.5, 7.5, 177)
    densities = [
        weight * np.exp(-((score - mean) ** 2) / 2) / sqrt(2 * np.pi)
        for weight, mean in ((1 - share, 0.0), (share, separation))
    ]
    tallest = max(one.max() for one in densities)
    false_alarms, recall, precision = _curves(separation, share)
    auc = _above(-separation / sqrt(2))
    cells = np.array([[now.tp, now.fn], [now.fp, now.tn]])
    told = [
        [f"{now.tp:.0f}<br>true<br>positives", f"{now.fn:.0f}<br>false<br>negatives"],
        [f"{now.fp:.0f}<br>false<br>positives", f"{now.tn:.0f}<br>true<br>negatives"],
    ]
    here = f"recall {now.recall:.2f}, precision {now.precision:.2f}"
    figure = theme.figure(
        _density(score, densities[0], "negatives", 0),
        _density(score, densities[1], "positives", 1),
        go.Scatter(
            x=[threshold, threshold],
            y=[0, 1.08 * tallest],
            mode="lines",
            name="threshold",
            line={"color": theme.INK, "width": 3},
        ),
        go.Heatmap(
            x=["alarm", "no alarm"],
            y=["positive", "negative"],
            z=cells,
            zmin=0,
            zmax=CASES,
            text=readable(told, cells, 0, CASES, "Cividis"),
            texttemplate="%{text}",
            textfont={"size": 13},
            hovertext=told,
            hovertemplate="%{hovertext}<extra></extra>",
            colorscale="Cividis",
            showscale=False,
            xgap=3,
            ygap=3,
            xaxis="x2",
            yaxis="y2",
        ),
        theme.line(false_alarms, recall, "ROC curve", series=2, xaxis="x3", yaxis="y3"),
        _point(now.false_positive_rate, now.recall, "3"),
        theme.line(recall, precision, "precision and recall", series=3, xaxis="x4", yaxis="y4"),
        _point(now.recall, now.precision, "4"),
        alt=(
            f"The scores of negatives and positives, whose means are {separation:g} standard deviations apart, with a "
            f"threshold at {threshold:g}; of {CASES} cases {now.tp:.0f} are true positives, {now.fn:.0f} false "
            f"negatives, {now.fp:.0f} false positives and {now.tn:.0f} true negatives. Below the ROC curve, with the "
            f"point ({now.false_positive_rate:.2f}, {now.recall:.2f}), and precision against recall, with the point "
            f"({now.recall:.2f}, {now.precision:.2f})."
        ),
        title=f"Threshold {threshold:g}: {here}",
        xaxis={"title": "score", "domain": [0, 0.5], "range": [-3.5, 7.5]},
        yaxis={"title": "density × share", "domain": [0.6, 1], "range": [0, 1.1 * tallest]},
        xaxis2={"domain": [0.64, 1], "anchor": "y2", "showgrid": False, "ticks": ""},
        yaxis2={"domain": [0.6, 1], "anchor": "x2", "autorange": "reversed", "showgrid": False, "ticks": ""},
        xaxis3={"title": "false positive rate", "domain": [0, 0.42], "anchor": "y3", "range": [-0.02, 1.04]},
        yaxis3={"title": "recall", "domain": [0, 0.42], "anchor": "x3", "range": [-0.02, 1.06]},
        xaxis4={"title": "recall", "domain": [0.58, 1], "anchor": "y4", "range": [-0.02, 1.04]},
        yaxis4={"title": "precision", "domain": [0, 0.42], "anchor": "x4", "range": [-0.02, 1.06]},
        legend={"orientation": "h", "y": -0.14},
        height=620,
    )
    report = (
        f"<p>Of {CASES} cases {now.tp + now.fp:.0f} raise an alarm. Recall {now.recall:.3f}, false positive rate "
        f"{now.false_positive_rate:.3f}, precision {now.precision:.3f}, accuracy {(now.tp + now.tn) / CASES:.3f}; area "
        f"under the ROC curve {auc:.3f}. Cost: {now.fp:.1f} false alarms + {ratio:g} × {now.fn:.1f} misses = "
        f"<strong>{now.cost(ratio):.1f}</strong>; with no alarm at all it would be {CASES * share * ratio:.0f}.</p>"
    )
    return View(figure, report + _answer(threshold, separation, share, ratio))


def _density(score: Array, density: Array, name: str, series: int) -> go.Scatter:
    return theme.line(score, density, name, series=series, fill="tozeroy", fillcolor=theme.SERIES[series].fill)


def _point(x: float, y: float, axis: str) -> go.Scatter:
    return go.Scatter(
        x=[x],
        y=[y],
        mode="markers",
        name="this threshold",
        showlegend=axis == "3",
        cliponaxis=False,
        marker={"symbol": "star", "size": 16, "color": theme.VERMILLION, "line": {"color": "white", "width": 1}},
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
    )


def _answer(threshold: float, separation: float, prevalence: float, ratio: float) -> str:
    if threshold != cheapest(separation, prevalence, ratio):
        return ""
    odds = (1 - prevalence) / (ratio * prevalence)
    exact = separation / 2 + np.log(odds) / separation
    if not LOWEST <= exact <= HIGHEST:
        return "<p>The cheapest threshold lies beyond the end of the slider: treat all cases alike.</p>"
    return (
        "<p>✓ <strong>No other position of the threshold costs less.</strong> With prevalence π and c = "
        f"{ratio:g} as the cost of a miss, the cheapest lies where the positives' own density is (1 − π) / (c π) = "
        f"{odds:.3g} times the negatives': there, one alarm more costs as much as it saves. Move the prevalence: the "
        "ROC curve stays, for it looks at each class alone; precision changes, and the rarer positives are, the higher "
        "the cheapest threshold.</p>"
    )


def threshold(prevalence: float = 10) -> Explorer:
    """Explore a classifier's threshold: confusion matrix, ROC curve, precision and recall, and the cost of mistakes.

    Parameters
    ----------
    prevalence : float
        The share of positives to begin with, in percent, from 1 to 99.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If the prevalence is not from 1 to 99.

    Examples
    --------
    >>> explorer = threshold()
    >>> explorer.controls["threshold"].value = 2
    >>> explorer.figure.layout.title.text
    'Threshold 2: recall 0.50, precision 0.71'
    """
    if not 1 <= prevalence <= 99:
        raise CourseError(f"The prevalence is a percentage from 1 to 99, not {prevalence!r}.")
    controls = {
        "threshold": Slider(label="threshold", value=0.0, min=LOWEST, max=HIGHEST, step=STEP),
        "separation": Slider(label="separation d", value=2.0, min=0.5, max=4.0, step=0.25),
        "prevalence": Slider(label="prevalence", value=float(prevalence), min=1.0, max=99.0, step=1.0, unit=" %"),
        "ratio": Slider(label="cost of a miss (false alarm: 1)", value=10.0, min=1.0, max=50.0, step=1.0),
    }
    return Explorer(QUESTION, controls, view)
