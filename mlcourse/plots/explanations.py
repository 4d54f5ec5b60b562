"""Figures that explain predictions: contributions of features, and what a feature does to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import (
    LEGEND_BELOW,
    WEBGL_FROM,
    Floats,
    counted,
    number,
    numbers,
    same_length,
)

_MOST_LINES = 100
_MOST_POINTS = 10_000
# Points need colours that stand out from light and from dark pages at both ends, which Cividis has not.
_LOW_TO_HIGH = ((0.0, theme.BLUE), (0.5, "#8c8c8c"), (1.0, theme.VERMILLION))


def contributions(
    names: Sequence[str],
    values: ArrayLike,
    base: float,
    prediction: float | None = None,
    *,
    inputs: Sequence[Any] | None = None,
    most: int = 10,
    name: str = "prediction",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how features lead from the average prediction to one prediction, step by step.

    Parameters
    ----------
    names : sequence of str
        The features.
    values : array_like of shape (features,)
        What each adds to the prediction, such as Shapley values.
    base : float
        The average prediction, from which the steps start.
    prediction : float, optional
        The prediction; without it, `base` and all values together.
    inputs : sequence, optional
        The value of each feature in this example, told beside its name.
    most : int
        How many features are drawn, those with the largest steps first; the others are one step.
    name : str
        What is predicted, with the unit.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``: steps up are plain, steps down hatched.

    Raises
    ------
    CourseError
        If lengths differ, or the steps do not lead from `base` to `prediction`.

    References
    ----------
    Lundberg and Lee, "A Unified Approach to Interpreting Model Predictions", 2017.

    Examples
    --------
    >>> contributions(["age", "income"], [0.2, -0.1], 0.5).alt
    'From the average of 0.5 to the prediction of 0.6: age +0.2, income −0.1.'
    """
    steps = numbers(values, "values", "features")
    same_length(len(steps), "values", names=names)
    if inputs is not None:
        same_length(len(steps), "values", inputs=inputs)
    if most < 1:
        raise CourseError(f"most must be at least 1, not {most}.")
    total = float(base) + float(steps.sum())
    size = max(float(np.abs(steps).sum()), abs(total), 1e-12)
    if prediction is not None and abs(total - prediction) > 1e-2 * size:
        raise CourseError(
            f"The steps lead from {number(base)} to {number(total)}, not to the prediction of {number(prediction)}: "
            "base and all values must add up to it."
        )
    order = np.argsort(-np.abs(steps), kind="stable")
    labels = [str(names[i]) + (f" = {_input(inputs[i])}" if inputs is not None else "") for i in order[:most]]
    sizes = steps[order[:most]].tolist()
    if len(steps) > most:
        labels.append(counted(len(steps) - most, "other feature"))
        sizes.append(float(steps[order[most:]].sum()))
    starts = float(base) + np.concatenate([[0.0], np.cumsum(sizes)[:-1]])
    told_steps = [_signed(step) for step in sizes]
    bars = go.Bar(
        x=sizes,
        y=list(range(len(sizes))),
        base=starts,
        orientation="h",
        marker={
            "color": [theme.BLUE if step >= 0 else theme.VERMILLION for step in sizes],
            "pattern": {
                "shape": ["" if step >= 0 else "/" for step in sizes],
                "fgcolor": "#ffffff",
                "fillmode": "overlay",
                "size": 7,
            },
        },
        customdata=[[label, start + step] for label, start, step in zip(labels, starts, sizes, strict=True)],
        hovertemplate="%{customdata[0]}<br>%{x:+.4g}, to %{customdata[1]:.4g}<extra></extra>",
    )
    ends = np.maximum(starts, starts + np.array(sizes))
    texts = go.Scatter(
        x=ends,
        y=list(range(len(sizes))),
        mode="text",
        text=[f" {text}" for text in told_steps],
        textposition="middle right",
        textfont={"color": theme.INK, "size": 13},
        cliponaxis=False,
        hoverinfo="skip",
    )
    reach = np.concatenate([starts, starts + np.array(sizes)])
    room = 0.12 * (float(np.ptp(reach)) or 1.0)
    connectors = [
        {"type": "line", "x0": end, "x1": end, "y0": i - 0.36, "y1": i + 1.36}
        | {"line": {"color": theme.INK, "width": 1, "dash": "dot"}}
        for i, end in enumerate((starts + np.array(sizes))[:-1].tolist())
    ]
    ends_told = [
        _end(float(base), -0.75, f"average: {number(base)}"),
        _end(total, len(sizes) - 0.2, f"<b>{name}: {number(total)}</b>"),
    ]
    link, between = (" ", ", ") if inputs is None else (": ", "; ")
    told = f"From the average of {number(base)} to the {name} of {number(total)}: " + between.join(
        f"{label}{link}{text}" for label, text in zip(labels, told_steps, strict=True)
    )
    return theme.figure(
        bars,
        texts,
        alt=alt or f"{told}.",
        title=title,
        height=170 + 34 * len(sizes),
        showlegend=False,
        bargap=0.28,
        shapes=connectors,
        annotations=ends_told,
        margin_b=60,
        xaxis={"title": name, "range": [float(reach.min()) - room, float(reach.max()) + room], "zeroline": False},
        yaxis={
            "tickvals": list(range(len(labels))),
            "ticktext": labels,
            "range": [len(labels) + 0.2, -1.1],
            "showgrid": False,
            "zeroline": False,
        },
    )


def summary_contributions(
    matrix: ArrayLike,
    X: ArrayLike,
    names: Sequence[str],
    *,
    most: int = 10,
    name: str = "contribution",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the contributions of each feature to many predictions as a swarm of points, by the feature's value.

    Parameters
    ----------
    matrix : array_like of shape (n, features)
        What each feature adds to each prediction, such as Shapley values.
    X : array_like of shape (n, features)
        The value of each feature, told by the colour from the feature's lowest to its highest; NaN where missing.
    names : sequence of str
        The features.
    most : int
        How many features are drawn, those with the largest contributions on average.
    name : str
        What a contribution is, with the unit.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``. An arrow behind a feature's name says whether higher values raise (↑) or
        lower (↓) predictions, where their rank correlation is beyond 0.3. Of more than 10,000 points, those of some
        examples, spread evenly, are drawn.

    Raises
    ------
    CourseError
        If shapes differ, or there are fewer than 2 examples.

    References
    ----------
    Lundberg et al., "From local explanations to global understanding with explainable AI for trees", 2020.

    Examples
    --------
    >>> fig = summary_contributions([[1, 0], [-1, 0.1]], [[5, 1], [3, 2]], ["age", "size"])
    >>> fig.alt.split("On average ")[1]
    'the largest are those of age (1), size (0.05). Higher values of age, size raise the prediction.'
    """
    added = numbers(matrix, "matrix", "n", "features")
    given = numbers(X, "X", "n", "features", finite=False)
    if added.shape != given.shape:
        raise CourseError(f"matrix has the shape {added.shape} and X {given.shape}: they must be the same.")
    same_length(added.shape[1], "matrix (columns)", names=names)
    if len(added) < 2:
        raise CourseError("A summary needs the contributions to at least 2 predictions: draw one by contributions.")
    means = np.abs(added).mean(axis=0)
    order = np.argsort(-means, kind="stable")[: max(1, most)]
    trends = [_trend(given[:, i], added[:, i]) for i in order]
    xs, ys, colours, told = [], [], [], []
    drawn = np.unique(np.linspace(0, len(added) - 1, min(len(added), _MOST_POINTS // len(order))).astype(int))
    for row, i in enumerate(order):
        values = given[drawn, i]
        low, high = float(np.nanmin(given[:, i])), float(np.nanmax(given[:, i]))
        xs.append(added[drawn, i])
        ys.append(row + _swarm(added[drawn, i]))
        colours.append((values - low) / ((high - low) or 1.0))
        told.append(values)
    x, y, colour = (np.concatenate(part).astype(np.float32) for part in (xs, ys, colours))
    swarm = (go.Scattergl if len(x) > WEBGL_FROM else go.Scatter)(
        x=x,
        y=y,
        mode="markers",
        marker={
            "color": colour,
            "colorscale": _LOW_TO_HIGH,
            "cmin": 0,
            "cmax": 1,
            "size": 6 if len(added) <= 500 else 4,
            "colorbar": {
                "title": {"text": "value of the feature", "side": "right"},
                "tickvals": [0, 1],
                "ticktext": ["low", "high"],
                "thickness": 14,
                "outlinewidth": 0,
            },
        },
        customdata=np.concatenate(told).astype(np.float32),
        hovertemplate=f"value %{{customdata:.4g}}<br>{name} %{{x:+.4g}}<extra></extra>",
    )
    shown = [str(names[i]) for i in order]
    listed = ", ".join(f"{text} ({number(means[i])})" for text, i in zip(shown[:3], order, strict=False))
    description = (
        f"Contributions of {counted(added.shape[1], 'feature')} to {counted(len(added), 'prediction')}. On average the "
        f"largest are those of {listed}."
    )
    for sign, verb in ((1, "raise"), (-1, "lower")):
        moving = [text for text, trend in zip(shown, trends, strict=True) if trend == sign]
        if moving:
            description += f" Higher values of {', '.join(moving[:5])} {verb} the prediction."
    arrows = {1: " ↑", -1: " ↓", 0: ""}
    return theme.figure(
        swarm,
        alt=alt or description,
        title=title,
        height=130 + 46 * len(order),
        showlegend=False,
        margin_b=60,
        xaxis_title=name,
        yaxis={
            "tickvals": list(range(len(order))),
            "ticktext": [text + arrows[trend] for text, trend in zip(shown, trends, strict=True)],
            "range": [len(order) - 0.45, -0.55],
            "zeroline": False,
        },
    )


def partial_dependence(
    grid: ArrayLike,
    mean: ArrayLike | None = None,
    individual: ArrayLike | None = None,
    *,
    feature: str = "feature",
    name: str = "prediction",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how the prediction changes with one feature: on average, and for single examples.

    Parameters
    ----------
    grid : array_like of shape (g,)
        The values that the feature was set to, rising.
    mean : array_like of shape (g,), optional
        The average prediction at each value (partial dependence); without it, the mean of `individual`.
    individual : array_like of shape (n, g), optional
        The prediction for each example at each value (individual conditional expectation); at most 100 of them,
        spread evenly, are drawn.
    feature, name : str
        What the feature and the prediction are, with their units.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If neither `mean` nor `individual` is given, lengths differ, or `grid` does not rise.

    References
    ----------
    Friedman, "Greedy function approximation", 2001; Goldstein et al., "Peeking Inside the Black Box", 2015.

    Examples
    --------
    >>> partial_dependence([0, 1, 2], [5, 7, 6], feature="age").alt
    'The average prediction for age from 0 to 2: from 5 to 6, lowest 5 at 0, highest 7 at 1.'
    """
    x = numbers(grid, "grid", "g")
    if (np.diff(x) <= 0).any() or len(x) < 2:
        raise CourseError("grid must hold at least two values that rise.")
    single = None if individual is None else numbers(individual, "individual", "n", "g")
    if single is not None and single.shape[1] != len(x):
        raise CourseError(f"individual has {single.shape[1]} columns and grid {len(x)} values: they must be as many.")
    if mean is None and single is None:
        raise CourseError("Give the mean predictions, or the individual ones, or both.")
    average = numbers(mean, "mean", "g") if mean is not None else single.mean(axis=0) if single is not None else x
    same_length(len(x), "grid", mean=average)
    traces = []
    kind = go.Scatter
    if single is not None:
        chosen = single[np.unique(np.linspace(0, len(single) - 1, min(_MOST_LINES, len(single))).astype(int))]
        gap = np.full((len(chosen), 1), np.nan)
        # Lines of both kinds in one figure would lie in the wrong order.
        kind = go.Scattergl if chosen.size + len(chosen) > WEBGL_FROM else go.Scatter
        traces.append(
            kind(
                x=np.tile(np.append(x, np.nan), len(chosen)),
                y=np.concatenate([chosen, gap], axis=1).ravel(),
                name=f"single examples ({len(chosen)})",
                mode="lines",
                line={"color": "rgba(128, 128, 128, 0.45)", "width": 1},
                hoverinfo="skip",
            )
        )
    traces.append(
        kind(
            x=x,
            y=average,
            name="average",
            mode="lines",
            line={"color": theme.BLUE, "width": 4},
            hovertemplate=f"{feature} %{{x:.4g}}<br>average {name} %{{y:.4g}}<extra></extra>",
        )
    )
    top, bottom = int(average.argmax()), int(average.argmin())
    told = (
        f"The average {name} for {feature} from {number(x[0])} to {number(x[-1])}: from {number(average[0])} to "
        f"{number(average[-1])}, lowest {number(average[bottom])} at {number(x[bottom])}, highest "
        f"{number(average[top])} at {number(x[top])}."
    )
    if single is not None:
        falling = float((single[:, -1] < single[:, 0]).mean())
        told += f" It ends lower than it starts for {number(round(100 * falling))} % of {len(single):,} examples."
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=400,
        showlegend=single is not None,
        legend=LEGEND_BELOW,
        margin_b=100 if single is not None else 60,
        xaxis_title=feature,
        yaxis_title=name,
    )


def _input(value: Any) -> str:
    numeric = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return number(float(value)) if numeric else str(value)


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def _end(x: float, y: float, text: str) -> dict[str, Any]:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": 13, "color": theme.INK}}


def _trend(values: Floats, added: Floats) -> int:
    """Say whether contributions rise (1) or fall (-1) with the values, or neither (0): by ranks."""
    known = np.isfinite(values)
    if known.sum() < 2 or np.ptp(values[known]) == 0 or np.ptp(added[known]) == 0:
        return 0
    from scipy.stats import rankdata

    correlation = float(np.corrcoef(rankdata(values[known]), rankdata(added[known]))[0, 1])
    return 0 if abs(correlation) < 0.3 else 1 if correlation > 0 else -1


def _swarm(values: Floats) -> Floats:
    """Shift points up and down, alternately, so that those of a similar value stand above each other."""
    low, high = float(values.min()), float(values.max())
    cells = np.minimum((60 * (values - low) / ((high - low) or 1.0)).astype(int), 59)
    order = np.argsort(cells, kind="stable")
    starts = np.searchsorted(cells[order], np.arange(60))
    rank = np.empty(len(values))
    rank[order] = np.arange(len(values)) - starts[cells[order]]
    crowd = np.bincount(cells, minlength=60)
    side = np.where(rank % 2 == 0, 1, -1) * np.ceil(rank / 2)
    shift: Floats = 0.38 * side / max(6.0, float(crowd.max()) / 2)
    return shift
