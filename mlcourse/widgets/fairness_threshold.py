"""Explore thresholds for two groups: which criteria of fairness hold, and which cannot hold together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View

RATE_A, ASKED_RATE = 60, 30
"""How many in 100 are qualified: in group A, and in group B in the question."""
MIDDLE, SPREAD = 50.0, 10.0
LEAST, MOST = 20, 80
"""The ends of the thresholds."""
TOLERANCE = 0.01
"""A difference of rates that counts as none."""
_SOME = 0.1  # a share of selected people below which equal precision means little

QUESTION = (
    "Of group A 60 % are qualified, of group B 30 %. Set the two thresholds so that precision is the same in both "
    "groups, to 1 percentage point, with at least 10 % of each selected. Which rates are then unequal, and "
    "for whom is that unfair?"
)


class Rates(NamedTuple):
    """What a threshold does to a group; each from 0 to 1."""

    selected: float
    """P(selected)."""
    tpr: float
    """P(selected | qualified), the true positive rate."""
    fpr: float
    """P(selected | not qualified), the false positive rate."""
    precision: float
    """P(qualified | selected)."""


CRITERIA = {
    "demographic parity": ("selected",),
    "equal opportunity": ("tpr",),
    "equalised odds": ("tpr", "fpr"),
    "predictive parity": ("precision",),
}
"""Which rates each criterion wants to be equal in both groups."""


def rates(threshold: float, base: float, separation: float) -> Rates:
    """Compute the rates of a group in which scores are normally distributed, given whether one is qualified.

    Parameters
    ----------
    threshold : float
        Who has at least this score is selected.
    base : float
        The share of the group that is qualified.
    separation : float
        How much higher the mean score of the qualified is; the standard deviation is 10.

    Returns
    -------
    Rates

    Examples
    --------
    >>> [round(rate, 2) for rate in rates(50, 0.5, 20)]
    [0.5, 0.84, 0.16, 0.84]
    """
    from scipy.special import ndtr

    tpr = float(ndtr((MIDDLE + separation / 2 - threshold) / SPREAD))
    fpr = float(ndtr((MIDDLE - separation / 2 - threshold) / SPREAD))
    selected = base * tpr + (1 - base) * fpr
    return Rates(selected, tpr, fpr, base * tpr / selected)


def holding(a: Rates, b: Rates) -> dict[str, bool]:
    """Tell which criteria hold, up to one percentage point.

    Parameters
    ----------
    a, b : Rates
        Of the two groups.

    Returns
    -------
    dict of str to bool

    Examples
    --------
    >>> holding(rates(50, 0.6, 20), rates(50, 0.3, 20))["equalised odds"]
    True
    """
    return {
        name: all(abs(getattr(a, rate) - getattr(b, rate)) <= TOLERANCE for rate in wanted)
        for name, wanted in CRITERIA.items()
    }


def view(threshold_a: float, threshold_b: float, rate_b: float, separation: float) -> View:
    """Draw the scores of both groups with their thresholds, and the rates that follow.

    Parameters
    ----------
    threshold_a, threshold_b : float
        Who has at least this score is selected.
    rate_b : float
        How many of group B are qualified, in percent.
    separation : float
        How much higher the mean score of the qualified is, in both groups.

    Returns
    -------
    View

    Examples
    --------
    >>> view(50, 50, 30, 20).figure.layout.title.text
    'Selected: 57 % of group A, 36 % of group B'
    """
    thresholds = {"A": threshold_a, "B": threshold_b}
    bases = {"A": RATE_A / 100, "B": rate_b / 100}
    found = {group: rates(thresholds[group], bases[group], separation) for group in thresholds}
    x = np.linspace(0, 100, 161)
    curves: list[go.Scatter] = []
    top = 0.0
    for number, group in enumerate(thresholds):
        axis = "y" if number == 0 else "y2"
        for series, (name, share, shift) in enumerate(
            (("qualified", bases[group], separation / 2), ("not qualified", 1 - bases[group], -separation / 2))
        ):
            heights = 100 * share * np.exp(-(((x - MIDDLE - shift) / SPREAD) ** 2) / 2) / (SPREAD * np.sqrt(2 * np.pi))
            top = max(top, float(heights.max()))
            curves.append(
                theme.line(
                    x,
                    heights,
                    name,
                    series=series,
                    fill="tozeroy",
                    fillcolor=theme.SERIES[series].fill,
                    yaxis=axis,
                    legendgroup=name,
                    showlegend=number == 0,
                    hovertemplate=f"group {group}, {name}<br>score %{{x:.0f}}: %{{y:.2f}} %<extra></extra>",
                )
            )
    limits = [
        go.Scatter(
            x=[threshold, threshold],
            y=[0, 1.1 * top],
            mode="lines+text",
            text=["", f" {threshold:g}: selected →"],
            textposition="middle right" if threshold < 60 else "middle left",
            textfont={"color": theme.INK},
            line={"color": theme.INK, "width": 3},
            name="threshold",
            showlegend=group == "A",
            yaxis="y" if group == "A" else "y2",
            hoverinfo="skip",
        )
        for group, threshold in thresholds.items()
    ]
    labels = ["selected", "TPR", "FPR", "precision"]
    bars = [
        go.Bar(
            x=labels,
            y=[100 * rate for rate in found[group]],
            name=f"group {group}",
            text=[f"{100 * rate:.0f}" for rate in found[group]],
            textposition="outside",
            cliponaxis=False,
            marker={"color": colour, "pattern": {"shape": shape}, "line": {"color": theme.INK, "width": 0.5}},
            xaxis="x2",
            yaxis="y3",
            hovertemplate=f"group {group}: %{{x}} %{{y:.1f}} %<extra></extra>",
        )
        for group, colour, shape in (("A", theme.GREEN, ""), ("B", theme.PURPLE, "/"))
    ]
    told = "; ".join(
        f"group {group}, threshold {thresholds[group]:g}: {100 * one.selected:.0f} % selected, true positive rate "
        f"{100 * one.tpr:.0f} %, false positive rate {100 * one.fpr:.0f} %, precision {100 * one.precision:.0f} %"
        for group, one in found.items()
    )
    figure = theme.figure(
        *curves,
        *limits,
        *bars,
        alt=(
            f"Distributions of scores of the qualified and the others in two groups, of which {RATE_A} % and "
            f"{rate_b:.0f} % are qualified, and bars of the rates. {told[0].upper()}{told[1:]}."
        ),
        title=(f"Selected: {100 * found['A'].selected:.0f} % of group A, {100 * found['B'].selected:.0f} % of group B"),
        barmode="group",
        bargap=0.2,
        xaxis={"title": "score", "domain": [0, 0.54], "range": [0, 100], "anchor": "y2"},
        yaxis={"title": "A: % per point", "domain": [0.56, 1], "range": [0, 1.25 * top]},
        yaxis2={"title": "B: % per point", "domain": [0, 0.44], "range": [0, 1.25 * top]},
        xaxis2={"domain": [0.64, 1], "anchor": "y3"},
        yaxis3={"title": "rate (%)", "anchor": "x2", "range": [0, 112], "tickvals": [0, 25, 50, 75, 100]},
        legend={"orientation": "h", "y": -0.22},
        height=460,
    )
    return View(figure, _report(found["A"], found["B"], round(rate_b), separation))


def _report(a: Rates, b: Rates, rate_b: int, separation: float) -> str:
    holds = holding(a, b)
    met = [name for name, yes in holds.items() if yes]
    broken = [name for name, yes in holds.items() if not yes]
    told = (
        f"<p>Difference A − B in percentage points: selected {_points(a.selected - b.selected)}, true positive rate "
        f"{_points(a.tpr - b.tpr)}, false positive rate {_points(a.fpr - b.fpr)}, precision "
        f"{_points(a.precision - b.precision)}.</p><p>To 1 point there holds: {', '.join(met) or 'none'}. There does "
        f"not hold: {', '.join(broken) or 'none'}.</p>"
    )
    if rate_b == RATE_A:
        return told + "<p>With the same share of qualified people in both groups, all criteria can hold together.</p>"
    if not holds["predictive parity"] or separation == 0:
        return told
    if min(a.selected, b.selected) < _SOME:
        return told + "<p>Precision is the same, but hardly anybody is selected in one of the groups.</p>"
    if holds["equalised odds"]:
        return told + (
            "<p>Hardly anybody who is not qualified is selected. Only then can precision and both error rates be the "
            "same in groups with different shares of qualified people.</p>"
        )
    if rate_b != ASKED_RATE:
        return told
    return told + (
        f"<p>✓ <strong>The same precision, and unequal chances:</strong> of the qualified, {100 * a.tpr:.0f} % of "
        f"group A are selected and {100 * b.tpr:.0f} % of group B; of the others, {100 * a.fpr:.0f} % and "
        f"{100 * b.fpr:.0f} %. Precision is p · TPR / (p · TPR + (1 − p) · FPR). If the share p of qualified people "
        f"differs, and some are selected who are not qualified, the same precision and the same two error rates cannot "
        f"hold together. Which criterion matters is a question about the people concerned, not about the model.</p>"
    )


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f}".replace("-", "−")


def fairness_threshold(rate_b: float = 30) -> Explorer:
    """Explore how thresholds for two groups set selection rates, error rates and precision.

    Parameters
    ----------
    rate_b : float
        How many of group B are qualified at first, in percent, from 5 to 95; in group A it is 60 %.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If `rate_b` lies outside.

    References
    ----------
    Hardt, Price and Srebro, "Equality of opportunity in supervised learning", NeurIPS 2016. Chouldechova, "Fair
    prediction with disparate impact", Big Data 5, 2017. Kleinberg, Mullainathan and Raghavan, "Inherent trade-offs in
    the fair determination of risk scores", ITCS 2017.

    Examples
    --------
    >>> explorer = fairness_threshold(60)
    >>> "all criteria can hold together" in explorer.readout.html
    True
    """
    if not 5 <= rate_b <= 95:
        raise CourseError(f"rate_b is a percentage from 5 to 95, not {rate_b}.")
    controls = {
        "threshold_a": Slider(label="threshold of A", value=50.0, min=float(LEAST), max=float(MOST), step=1.0),
        "threshold_b": Slider(label="threshold of B", value=50.0, min=float(LEAST), max=float(MOST), step=1.0),
        "rate_b": Slider(label="qualified in B", value=float(rate_b), min=5.0, max=95.0, step=5.0, unit=" %"),
        "separation": Slider(label="what scores tell apart", value=20.0, min=0.0, max=40.0, step=2.0, unit=" points"),
    }
    return Explorer(QUESTION, controls, view)
