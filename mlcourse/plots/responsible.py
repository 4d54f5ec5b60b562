"""Figures for responsible use: fairness between groups, the price of privacy, data that drift."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import LEGEND_BELOW, Floats, counted, number, numbers, percent, plain, same_length

_PATTERNS = ("", "/", "x", "-", "+", ".")
_RATES = ("selection rate", "true positive rate", "false positive rate")


def fairness_bars(
    y: ArrayLike,
    prediction: ArrayLike,
    group: ArrayLike,
    *,
    level: float = 0.95,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how a classifier treats groups: who is selected, who rightly, who wrongly, with intervals.

    Parameters
    ----------
    y : array_like of shape (n,)
        The true class of each example, 0 or 1.
    prediction : array_like of shape (n,)
        The predicted class of each example, 0 or 1.
    group : array_like of shape (n,)
        The group of each example, 2 to 6 groups.
    level : float
        How often an interval of this kind holds the true rate.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure`` with, for each group, the selection rate P(prediction = 1), the true
        positive rate P(prediction = 1 | y = 1), and the false positive rate P(prediction = 1 | y = 0).

    Raises
    ------
    CourseError
        If lengths differ, a class is not 0 or 1, or there are not 2 to 6 groups.

    References
    ----------
    The rates are those of Hardt, Price and Srebro, "Equality of Opportunity in Supervised Learning", 2016; the
    intervals are Wilson's, 1927.

    Examples
    --------
    >>> fairness_bars([1, 0, 1, 0], [1, 0, 0, 0], ["a", "a", "b", "b"]).alt
    'Rates of 2 groups: a (2 people), b (2). The true positive rate differs most: 100 % for a, 0 % for b.'
    """
    true, said = _binary(y, "y"), _binary(prediction, "prediction")
    who = plain(group)
    same_length(len(true), "y", prediction=said, group=who)
    found, of = np.unique(who, return_inverse=True)
    groups = [str(name) for name in found.tolist()]
    if not 2 <= len(groups) <= 6:
        raise CourseError(f"There {'is' if len(groups) == 1 else 'are'} {counted(len(groups), 'group')}: give 2 to 6.")
    if not 0 < level < 1:
        raise CourseError(f"level must lie between 0 and 1, such as 0.95, not {level}.")
    asked = (np.ones(len(true), dtype=bool), true, ~true)
    traces: list[Any] = []
    few = len(groups) <= 3  # there is room for a decimal
    width = 0.76 / len(groups)
    shares = np.full((len(groups), 3), np.nan)
    for g, name in enumerate(groups):
        bounds = []
        for r, among in enumerate(asked):
            total, chosen = int((among & (of == g)).sum()), int((among & said & (of == g)).sum())
            shares[g, r] = chosen / total if total else np.nan
            bounds.append((*wilson(chosen, total, level), chosen, total))
        low, high, chosen_, total_ = np.array(bounds, dtype=float).T
        style = theme.SERIES[g]
        traces.append(
            go.Bar(
                x=np.arange(3) + (g - (len(groups) - 1) / 2) * width,
                y=shares[g],
                width=0.92 * width,
                name=name,
                marker={
                    "color": style.color,
                    "pattern": {
                        "shape": _PATTERNS[g],
                        "fgcolor": "#ffffff",
                        "fillmode": "overlay",
                        "size": 9,
                        "solidity": 0.25,
                    },
                },
                error_y={
                    "array": high - shares[g],
                    "arrayminus": shares[g] - low,
                    "color": theme.INK,
                    "thickness": 2,
                    "width": 6,
                },
                customdata=np.stack([chosen_, total_, 100 * low, 100 * high], axis=1),
                hovertemplate=f"{name}<br>%{{y:.1%}} (%{{customdata[0]:d}} of %{{customdata[1]:d}})"
                f"<br>{percent(level)} interval %{{customdata[2]:.1f}} % to %{{customdata[3]:.1f}} %<extra></extra>",
            )
        )
        traces.append(
            go.Scatter(
                x=np.arange(3) + (g - (len(groups) - 1) / 2) * width,
                y=np.nan_to_num(high),
                mode="text",
                text=[
                    "nobody" if np.isnan(share) else percent(share if few else round(share, 2)) for share in shares[g]
                ],
                textposition="top center",
                textfont={"size": 13 if few else 10, "color": theme.INK},
                showlegend=False,
                hoverinfo="skip",
            )
        )
    sizes = np.bincount(of).tolist()
    first = f"{groups[0]} ({sizes[0]:,} {'person' if sizes[0] == 1 else 'people'})"
    listed = ", ".join([first, *(f"{name} ({size:,})" for name, size in zip(groups[1:], sizes[1:], strict=True))])
    told = f"Rates of {counted(len(groups), 'group')}: {listed}."
    gaps = np.nanmax(shares, axis=0) - np.nanmin(shares, axis=0) if np.isfinite(shares).any(axis=0).all() else None
    if gaps is not None and gaps.max() > 0:
        r = int(gaps.argmax())
        top, bottom = int(np.nanargmax(shares[:, r])), int(np.nanargmin(shares[:, r]))
        told += (
            f" The {_RATES[r]} differs most: {percent(shares[top, r])} for {groups[top]}, "
            f"{percent(shares[bottom, r])} for {groups[bottom]}."
        )
    elif gaps is not None:
        told += " All rates are the same."
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=420,
        barmode="overlay",
        margin_b=80,
        legend=LEGEND_BELOW,
        showlegend=True,
        yaxis={"title": "rate", "tickformat": ".0%", "range": [0, 1.1]},
        xaxis={"tickvals": [0, 1, 2], "ticktext": list(_RATES), "range": [-0.5, 2.5], "showgrid": False},
    )


def privacy_budget(
    epsilons: ArrayLike,
    accuracies: ArrayLike,
    *,
    baseline: float | None = None,
    name: str = "accuracy",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw what differential privacy costs: the accuracy for each privacy budget ε, on a logarithmic axis.

    Parameters
    ----------
    epsilons : array_like of shape (n,)
        The budgets, positive: smaller ones keep more private.
    accuracies : array_like of shape (n,) or (n, runs)
        The accuracy at each budget; of several runs the mean is drawn, and a band of one standard deviation.
    baseline : float, optional
        The accuracy without privacy, drawn as a horizontal line.
    name : str
        What is measured.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If lengths differ, or a budget is not positive.

    References
    ----------
    Dwork and Roth, "The Algorithmic Foundations of Differential Privacy", 2014.

    Examples
    --------
    >>> privacy_budget([0.1, 1, 10], [0.6, 0.8, 0.9], baseline=0.92).alt
    'Accuracy for 3 privacy budgets: 0.6 at ε = 0.1, 0.9 at ε = 10. Without privacy it is 0.92.'
    """
    budgets = numbers(epsilons, "epsilons", "n")
    given = plain(accuracies)
    runs = numbers(given if given.ndim == 2 else given[..., None], "accuracies", "n", "runs")
    same_length(len(budgets), "epsilons", accuracies=runs)
    if budgets.min() <= 0:
        raise CourseError("epsilons must be positive: a budget of 0 lets nothing be learned.")
    order = np.argsort(budgets)
    x, runs = budgets[order], runs[order]
    means = runs.mean(axis=1)
    traces: list[Any] = []
    if runs.shape[1] > 1:
        spread = runs.std(axis=1, ddof=1)
        edges = np.concatenate([means + spread, (means - spread)[::-1]])
        traces.append(
            go.Scatter(
                x=np.concatenate([x, x[::-1]]),
                y=edges,
                mode="lines",
                line={"width": 0},
                fill="toself",
                fillcolor=theme.SERIES[0].fill,
                name="± 1 standard deviation",
                hoverinfo="skip",
            )
        )
    traces.append(
        theme.line(
            x,
            means,
            name,
            mode="lines+markers",
            marker={"size": 9, "color": theme.BLUE},
            hovertemplate=f"ε = %{{x:.3g}}<br>{name} %{{y:.3f}}<extra></extra>",
        )
    )
    if baseline is not None:
        ends = [x[0] / 1.3, x[-1] * 1.3]
        traces.append(theme.line(ends, [baseline, baseline], "without privacy", series=1, hoverinfo="y+name"))
    told = (
        f"{name[:1].upper()}{name[1:]} for {counted(len(x), 'privacy budget')}: {number(means[0])} at "
        f"ε = {number(x[0])}" + (f", {number(means[-1])} at ε = {number(x[-1])}" if len(x) > 1 else "") + "."
    )
    if baseline is not None:
        told += f" Without privacy it is {number(baseline)}."
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=400,
        margin_b=100,
        legend=LEGEND_BELOW,
        showlegend=len(traces) > 1,
        xaxis={"title": "privacy budget ε (smaller: more private)", "type": "log", "dtick": 1},
        yaxis_title=name,
    )


def drift(
    reference: ArrayLike,
    current: ArrayLike,
    *,
    bins: int = 10,
    name: str = "value",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw two samples of one feature, and how far apart they are: the population stability index (PSI).

    Parameters
    ----------
    reference, current : array_like of shape (n,) and (m,)
        The feature in the data that the model has learned from, and now.
    bins : int
        Into how many bins, with equal shares of the reference, the PSI divides the values.
    name : str
        What the feature is, with the unit.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If a sample has fewer than 10 values, one is missing, or `bins` is below 2.

    References
    ----------
    The index is the sum over bins of (q - p) ln(q / p). By custom, below 0.1 nothing has changed, and from 0.25 on
    much has: Siddiqi, "Credit Risk Scorecards", 2006.

    Examples
    --------
    >>> drift(np.arange(100), np.arange(100)).alt
    'The value then and now: mean 49.5 and 49.5. The population stability index is 0: no drift.'
    """
    before, now = numbers(reference, "reference", "n"), numbers(current, "current", "m")
    if min(len(before), len(now)) < 10:
        raise CourseError("drift compares distributions: give at least 10 values of each.")
    if bins < 2:
        raise CourseError(f"bins must be at least 2, not {bins}.")
    index = stability_index(before, now, bins)
    verdict = "no drift" if index < 0.1 else "some drift" if index < 0.25 else "strong drift"
    low, high = min(before.min(), now.min()), max(before.max(), now.max())
    edges = np.linspace(low, high if high > low else low + 1, 31)
    middles = (edges[:-1] + edges[1:]) / 2
    traces = []
    for i, (sample, label) in enumerate(((before, "reference"), (now, "current"))):
        shares = np.histogram(sample, edges)[0] / len(sample)
        style = theme.SERIES[i]
        traces.append(
            go.Scatter(
                x=middles,
                y=shares,
                name=f"{label} (n = {len(sample):,})",
                mode="lines",
                line={"color": style.color, "dash": style.dash, "width": 2.5, "shape": "hvh"},
                fill="tozeroy",
                fillcolor=style.fill,
                hovertemplate=f"{name} about %{{x:.4g}}<br>{label} %{{y:.1%}}<extra></extra>",
            )
        )
    told = (
        f"The {name} then and now: mean {number(before.mean())} and {number(now.mean())}. "
        f"The population stability index is {number(round(index, 3))}: {verdict}."
    )
    note = {"text": f"PSI = {number(round(index, 3))}: {verdict}", "xref": "paper", "yref": "paper", "x": 1, "y": 1}
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=400,
        margin_b=100,
        legend=LEGEND_BELOW,
        annotations=[note | {"xanchor": "right", "yanchor": "bottom", "showarrow": False}],
        xaxis_title=name,
        yaxis={"title": "share of values", "tickformat": ".0%", "rangemode": "tozero"},
    )


def wilson(chosen: int, total: int, level: float) -> tuple[float, float]:
    """Compute Wilson's interval of a rate.

    Parameters
    ----------
    chosen, total : int
        How many out of how many.
    level : float
        How often such an interval holds the true rate.

    Returns
    -------
    low, high : float
        NaN for none out of none.

    Examples
    --------
    >>> [round(edge, 3) for edge in wilson(8, 10, 0.95)]
    [0.49, 0.943]
    """
    from scipy.stats import norm

    if total == 0:
        return np.nan, np.nan
    z = float(norm.ppf(0.5 + level / 2))
    share = chosen / total
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    reach = z / (1 + z**2 / total) * float(np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2)))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def stability_index(reference: Floats, current: Floats, bins: int) -> float:
    """Compute the population stability index of two samples.

    Parameters
    ----------
    reference, current : ndarray of shape (n,) and (m,)
        The samples.
    bins : int
        How many bins, with equal shares of the reference. Half a value is added to each bin, so that none is empty.

    Returns
    -------
    float

    Examples
    --------
    >>> stability_index(np.arange(100.0), np.arange(100.0), 10)
    0.0
    """
    edges = np.unique(np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1]))
    shares = []
    for sample in (reference, current):
        counts = np.bincount(np.searchsorted(edges, sample, side="right"), minlength=len(edges) + 1) + 0.5
        shares.append(counts / counts.sum())
    p, q = shares
    return float(((q - p) * np.log(q / p)).sum())


def _binary(values: ArrayLike, what: str) -> NDArray[np.bool_]:
    given = plain(values)
    if given.ndim != 1 or not given.size:
        raise CourseError(f"{what} must have the shape (n,), not {given.shape}.")
    if not np.isin(given, (0, 1)).all():
        raise CourseError(f"{what} must be 0 or 1 for each example: compare with the positive class first.")
    return given.astype(bool)
