"""How well a regression fits: residuals, predictions against the truth, coefficients, polynomials."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import WEBGL_FROM, Floats, axes_of, counted, number, numbers, plain, same_length
from mlcourse.plots._samples import bar_look, curve, figure, guide, listed, named, points

_MOST_BARS = 60


def residuals(
    y: ArrayLike,
    prediction: ArrayLike,
    *,
    bins: int | None = None,
    unit: str = "",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the residuals, truth minus prediction, over the predictions, and their distribution beside it.

    The line through the points is the mean residual in tenths of the predictions: where it bends, the model
    misses a pattern. The curve on the histogram is a normal distribution with the same mean and deviation.

    Parameters
    ----------
    y, prediction : array_like of shape (n,)
        The true and the predicted values, at least 3.
    bins : int, optional
        How many bars the histogram has.
    unit : str
        The unit of the values, such as "€".
    title, alt : str, optional
        The heading and the description; without the latter, one tells the mean and the deviation, how the
        spread changes, and the largest residual.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the lengths differ, there are too few values, or one is missing.

    Examples
    --------
    >>> residuals([1, 2, 3, 4], [1.5, 2, 2.5, 4]).alt
    'Residuals of 4 examples: mean 0, standard deviation 0.354. The largest is −0.5, for a prediction of 1.5.'
    """
    truth, fitted = _truth_and_prediction(y, prediction, 3)
    rest = truth - fitted
    middle, trend = _binned_means(fitted, rest)
    counts, edges = np.histogram(rest, bins=_bins(rest, bins))
    grid = np.linspace(edges[0], edges[-1], 200)
    spread = float(rest.std())
    width = edges[1] - edges[0]
    in_unit = f" in {unit}" if unit else ""
    many = len(rest) > WEBGL_FROM
    right: dict[str, Any] = axes_of(1)
    traces: list[Any] = [
        points(
            fitted,
            rest,
            "examples",
            customdata=truth,
            hovertemplate="predicted %{x:.4g}<br>true %{customdata:.4g}<br>residual %{y:.4g}<extra></extra>",
        ),
        curve(middle, trend, "mean residual", series=1, line={"dash": "solid"}, hoverinfo="skip", many=many),
        go.Bar(
            y=(edges[:-1] + edges[1:]) / 2,
            x=counts,
            width=np.diff(edges),
            orientation="h",
            name="residuals",
            marker=bar_look(0),
            showlegend=False,
            hovertemplate="about %{y:.4g}: %{x:,} examples<extra></extra>",
            **right,
        ),
    ]
    if spread > 0:
        bell = np.exp(-0.5 * ((grid - rest.mean()) / spread) ** 2) / (spread * np.sqrt(2 * np.pi))
        bell *= len(rest) * width
        traces.append(curve(bell, grid, "normal distribution", series=2, hoverinfo="skip", **right))
    layout: dict[str, Any] = {
        "xaxis": {"domain": [0, 0.66], "title": {"text": f"predicted{in_unit}"}},
        "yaxis": {"title": {"text": f"residual{in_unit}"}},
        "xaxis2": {"domain": [0.7, 1], "anchor": "y2", "title": {"text": "examples"}},
        "yaxis2": {"anchor": "x2", "matches": "y", "showticklabels": False},
    }
    told = _describe_residuals(fitted, rest)
    fig = figure(*traces, alt=alt or told, title=title, margin_b=90, bargap=0, **layout)
    fig.add_hline(y=0, line={"color": theme.INK, "width": 1.5, "dash": "dash"})
    return fig


def prediction_against_truth(
    y: ArrayLike,
    prediction: Any,
    *,
    unit: str = "",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw predictions over the true values, with the diagonal on which a perfect model would lie.

    Parameters
    ----------
    y : array_like of shape (n,)
        The true values, at least 2.
    prediction : array_like of shape (n,) or mapping of str to array_like
        The predictions of one model, or of several by name.
    unit : str
        The unit of the values.
    title, alt : str, optional
        The heading and the description; without the latter, one tells R², the root mean squared error (RMSE)
        and whether predictions tend to be too high.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the lengths differ, there are too few values, or one is missing.

    Examples
    --------
    >>> prediction_against_truth([1, 2, 3, 4], [1.5, 2, 2.5, 4]).alt
    'Predictions against the truth for 4 examples: R² 0.9, RMSE 0.354. On average the predictions are right.'
    """
    models = prediction if isinstance(prediction, Mapping) else {"predictions": prediction}
    if not models:
        raise CourseError("There is nothing to draw: give the predictions of at least one model.")
    read = {str(name): _truth_and_prediction(y, values, 2, str(name)) for name, values in models.items()}
    truth = next(iter(read.values()))[0]
    every = np.concatenate([truth, *(fitted for _, fitted in read.values())])
    low, high = float(every.min()), float(every.max())
    room = 0.04 * (high - low) or 1.0
    ends = [low - room, high + room]
    traces: list[Any] = []
    told = []
    for i, (name, (_, fitted)) in enumerate(read.items()):
        quality, words = _quality(truth, fitted)
        told.append(f"{name}: {words}" if len(read) > 1 else words)
        hover = "true %{x:.4g}<br>predicted %{y:.4g}<br>residual %{customdata:.4g}"
        label = f"{name}: {quality}" if len(read) > 1 else quality
        rest: dict[str, Any] = {"customdata": truth - fitted, "hovertemplate": f"{hover}<extra>{name}</extra>"}
        traces.append(points(truth, fitted, label, series=i, **rest))
    in_unit = f" in {unit}" if unit else ""
    fig = figure(
        *traces,
        guide(ends, ends, "perfect prediction", many=len(truth) > WEBGL_FROM),
        alt=alt or f"Predictions against the truth for {counted(len(truth), 'example')}: {' '.join(told)}",
        title=title,
        height=500,
        xaxis_title=f"true value{in_unit}",
        yaxis_title=f"predicted value{in_unit}",
        margin_b=90,
    )
    return theme.equal_axes(fig, x=ends, y=ends)


def coefficients(
    names: Sequence[str],
    values: Any,
    errors: ArrayLike | None = None,
    *,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a linear model's coefficients as dots with error bars, the largest in size at the top.

    Parameters
    ----------
    names : sequence of k str
        The names of the features; at most 60.
    values : array_like of shape (k,) or mapping of str to array_like
        The coefficients of one model, or of several by name; the first model decides the order.
    errors : array_like of shape (k,) or (k, 2), optional
        For one model: the half width of each interval, or its lower and upper end.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the largest coefficients, how many are
        zero, and how many intervals hold zero.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the lengths differ, a number is missing, an error is negative, or errors go with several models.

    Examples
    --------
    >>> coefficients(["area", "age"], [2.0, -0.5], [0.3, 0.6]).alt
    'Coefficients of 2 features. The largest: area 2, age −0.5. The interval of age holds zero.'
    """
    models = values if isinstance(values, Mapping) else {"coefficient": values}
    if not models:
        raise CourseError("There is nothing to draw: give the coefficients of at least one model.")
    read = {str(key): numbers(given, str(key), "features") for key, given in models.items()}
    first = next(iter(read.values()))
    called = named(names, len(first), "names", "coefficients")
    same_length(len(called), "names", **read)
    if len(called) > _MOST_BARS:
        raise CourseError(f"There are {len(called)} coefficients; {_MOST_BARS} are readable: choose the largest.")
    ends = None if errors is None else _interval(first, errors, len(read))
    order = np.argsort(np.abs(first), kind="stable")
    traces: list[Any] = []
    for i, (key, found) in enumerate(read.items()):
        hover = "%{text}: %{x:.4g}"
        more: dict[str, Any] = {}
        if ends is not None:
            low, high = ends[order].T
            bars = {"type": "data", "symmetric": False, "array": high - found[order], "arrayminus": found[order] - low}
            more = {"error_x": {**bars, "thickness": 2, "width": 5}, "customdata": ends[order]}
            hover += "<br>from %{customdata[0]:.4g} to %{customdata[1]:.4g}"
        more["text"] = np.asarray(called)[order]
        more["hovertemplate"] = f"{hover}<extra>{key if len(read) > 1 else ''}</extra>"
        places = np.arange(len(called)) + 0.7 * ((len(read) - 1) / 2 - i) / len(read)  # side by side in a row
        traces.append(points(found[order], places, key, series=i, marker={"size": 10, "opacity": 1}, **more))
    fig = figure(
        *traces,
        alt=alt or _describe_coefficients(called, read, ends),
        title=title,
        height=max(300, 150 + (22 + 8 * len(read)) * len(called)),
        xaxis_title="coefficient",
        showlegend=len(read) > 1,
        margin_b=90 if len(read) > 1 else 60,
    )
    fig.add_vline(x=0, line={"color": theme.INK, "width": 1.5})
    fig.update_yaxes(zeroline=False, tickvals=np.arange(len(called)), ticktext=np.asarray(called)[order])
    return fig


def polynomial_fit(
    x: ArrayLike,
    y: ArrayLike,
    fits: Mapping[Any, Any],
    *,
    names: tuple[str, str] = ("x", "y"),
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw data of one feature and the curves fitted to them.

    The vertical axis shows the data and half their range above and below; wild curves leave the picture.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        The data.
    fits : mapping of degree to callable or array_like of shape (degree + 1,)
        The fitted curves: functions of an array, or coefficients with the constant first, as
        ``numpy.polynomial.Polynomial.coef`` has them. A key that is a whole number becomes "degree 3"; any other
        is the curve's name.
    names : pair of str
        What x and y are, with units.
    title, alt : str, optional
        The heading and the description; without the latter, one tells each curve's root mean squared error on
        the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the lengths differ, there are too few data, or a curve does not give one number for each x.

    Examples
    --------
    >>> polynomial_fit([0, 1, 2], [0, 1, 4], {1: [0, 2], 2: [0, 0, 1]}).alt
    '3 data and 2 fitted curves. Root mean squared error on these data: degree 1 0.577, degree 2 0.'
    """
    xs, ys = numbers(x, "x", "n"), numbers(y, "y", "n")
    same_length(len(xs), "x", y=ys)
    if len(xs) < 2 or xs.min() == xs.max():
        raise CourseError("x must hold at least two different values.")
    room = 0.05 * float(np.ptp(xs))
    grid = np.linspace(xs.min() - room, xs.max() + room, 400)
    traces, errors = [], {}
    for i, (degree, fit) in enumerate(fits.items()):
        name = f"degree {degree}" if isinstance(degree, int | np.integer) else str(degree)
        line, at_data = (_evaluated(fit, values, name) for values in (grid, xs))
        errors[name] = float(np.sqrt(((at_data - ys) ** 2).mean()))
        hover = f"{names[0]} = %{{x:.4g}}<br>{name}: %{{y:.4g}}<extra></extra>"
        traces.append(curve(grid, line, f"{name}: RMSE {number(errors[name])}", series=i, hovertemplate=hover))
    grey = {"color": theme.INK, "symbol": "circle", "opacity": 0.8}
    hover = f"{names[0]} = %{{x:.4g}}<br>{names[1]} = %{{y:.4g}}<extra>data</extra>"
    told = f"{len(xs):,} data and {counted(len(errors), 'fitted curve')}."
    if errors:
        each = ", ".join(f"{name} {number(error)}" for name, error in errors.items())
        told += f" Root mean squared error on these data: {each}."
    fig = figure(
        points(xs, ys, "data", marker=grey, hovertemplate=hover),
        *traces,
        alt=alt or told,
        title=title,
        xaxis_title=names[0],
        yaxis_title=names[1],
        margin_b=90,
    )
    reach = 0.5 * float(np.ptp(ys)) or 1.0
    fig.update_yaxes(range=[float(ys.min()) - reach, float(ys.max()) + reach])
    return fig


def _truth_and_prediction(
    y: ArrayLike, prediction: ArrayLike, least: int, name: str = "prediction"
) -> tuple[Floats, Floats]:
    truth, fitted = (
        numbers(a[:, 0] if a.ndim == 2 and a.shape[1] == 1 else a, called, "n")
        for a, called in ((plain(y), "y"), (plain(prediction), name))
    )
    same_length(len(truth), "y", **{name: fitted})
    if len(truth) < least:
        raise CourseError(f"y has {counted(len(truth), 'value')}; the figure needs at least {least}.")
    return truth, fitted


def _bins(values: Floats, bins: int | None) -> Any:
    if bins is not None and not 1 <= bins <= 200:
        raise CourseError(f"bins must be from 1 to 200, not {bins}.")
    edges = np.histogram_bin_edges(values, bins or "auto")
    return edges if len(edges) <= 81 else 80


def _parts(x: Floats) -> list[Any]:
    return np.array_split(np.argsort(x, kind="stable"), max(2, min(10, len(x) // 8)))


def _binned_means(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Average y over (up to) ten parts of equal size, in the order of x."""
    parts = _parts(x)
    return np.array([x[part].mean() for part in parts]), np.array([y[part].mean() for part in parts])


def _describe_residuals(fitted: Floats, rest: Floats) -> str:
    worst = int(np.abs(rest).argmax())
    told = (
        f"Residuals of {counted(len(rest), 'example')}: mean {number(rest.mean())}, standard deviation "
        f"{number(rest.std())}."
    )
    if len(rest) >= 20:
        change = _rank_correlation(fitted, np.abs(rest - rest.mean()))
        grows = "grows" if change > 0.2 else "shrinks" if change < -0.2 else "hardly changes"
        told += f" Their spread {grows} with the prediction."
        if _misses_a_pattern(fitted, rest):
            told += " The mean residual changes with the prediction, so the model misses a pattern."
    return f"{told} The largest is {number(rest[worst])}, for a prediction of {number(fitted[worst])}."


def _rank_correlation(a: Floats, b: Floats) -> float:
    first, second = (np.unique(v, return_inverse=True)[1].astype(float) for v in (a, b))
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _misses_a_pattern(fitted: Floats, rest: Floats) -> bool:
    """Tell whether the mean residuals differ more than chance makes them: an F ratio above 4."""
    parts = _parts(fitted)
    inside = sum(float(((rest[part] - rest[part].mean()) ** 2).sum()) for part in parts)
    between = float(((rest - rest.mean()) ** 2).sum()) - inside
    return between / (len(parts) - 1) > 4 * inside / (len(rest) - len(parts))


def _quality(truth: Floats, fitted: Floats) -> tuple[str, str]:
    rest = truth - fitted
    rmse, spread = float(np.sqrt((rest**2).mean())), float(((truth - truth.mean()) ** 2).sum())
    shown = f"R² {number(1 - float((rest**2).sum()) / spread)}, " if spread > 0 else ""
    bias = -float(rest.mean())
    if abs(bias) < 0.02 * rmse or rmse == 0:
        lean = "On average the predictions are right."
    else:
        lean = f"On average the predictions are {number(abs(bias))} too {'high' if bias > 0 else 'low'}."
    return f"{shown}RMSE {number(rmse)}", f"{shown}RMSE {number(rmse)}. {lean}"


def _interval(values: Floats, errors: ArrayLike, models: int) -> Floats:
    if models > 1:
        raise CourseError("errors can be drawn for one model only: leave them out, or draw one model.")
    given = plain(errors)
    if given.ndim == 2:
        ends = numbers(errors, "errors", "features", "ends")
        same_length(len(values), "values", errors=ends)
        if ends.shape[1] != 2 or (ends[:, 0] > values).any() or (ends[:, 1] < values).any():
            raise CourseError("errors must be half widths, or for each coefficient an end below and one above it.")
        return ends
    half = numbers(errors, "errors", "features")
    same_length(len(values), "values", errors=half)
    if half.min() < 0:
        raise CourseError("errors holds a negative half width.")
    return np.column_stack([values - half, values + half])


def _describe_coefficients(names: Sequence[str], read: Mapping[str, Floats], ends: Floats | None) -> str:
    told = [f"Coefficients of {counted(len(names), 'feature')}."]
    for key, found in read.items():
        order = np.argsort(-np.abs(found), kind="stable")[:3]
        largest = ", ".join(f"{names[i]} {number(found[i])}" for i in order)
        zeros = int((found == 0).sum())
        exactly = f"; {zeros} {'is' if zeros == 1 else 'are'} exactly 0" if zeros else ""
        told.append(f"{'The largest' if len(read) == 1 else f'Largest for {key}'}: {largest}{exactly}.")
    if ends is not None:
        holds = [name for name, (low, high) in zip(names, ends, strict=True) if low <= 0 <= high]
        which = f"interval of {holds[0]} holds" if len(holds) == 1 else f"intervals of {listed(holds or ['none'])} hold"
        told.append(f"The {which} zero." if holds else "No interval holds zero.")
    return " ".join(told)


def _evaluated(fit: Any, x: Floats, name: str) -> Floats:
    call: Callable[[Floats], Any] = fit if callable(fit) else np.polynomial.Polynomial(numbers(fit, name, "powers"))
    values = np.asarray(plain(call(x)), dtype=float)
    if values.shape != x.shape or not np.isfinite(values).all():
        raise CourseError(f"The fit {name!r} must give one finite number for each x; its shape is {values.shape}.")
    return values
