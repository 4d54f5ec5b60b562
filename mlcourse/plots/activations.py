"""Figures of what goes on in a network: activation functions, activations, weights, learning rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import (
    LEGEND_BELOW,
    Floats,
    axes_of,
    capital,
    counted,
    line,
    number,
    numbers,
    panels,
    percent,
    plain,
    same_length,
)

_MOST_CURVES = 6
_MOST_LAYERS = 20
_BINS = 60


def functions(
    x: ArrayLike,
    curves: Mapping[str, ArrayLike],
    derivatives: Mapping[str, ArrayLike] | None = None,
    *,
    name: str = "activation",
    x_name: str = "x",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw functions of one number, such as activations or losses, and beside them their derivatives.

    Parameters
    ----------
    x : array_like of shape (n,)
        The arguments, rising.
    curves : mapping of str to array_like of shape (n,)
        The values of each function, at most 6.
    derivatives : mapping of str to array_like of shape (n,), optional
        The derivatives of some of them, under the same names.
    name, x_name : str
        What the values and the arguments are, with their units.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If lengths differ, a derivative has no function, or there are no or too many functions.

    Examples
    --------
    >>> functions([-1, 0, 1], {"ReLU": [0, 0, 1]}, {"ReLU": [0, 0, 1]}).alt
    'Activation for x from −1 to 1. ReLU goes from 0 to 1; its slope lies between 0 and 1.'
    """
    at = numbers(x, "x", "n")
    if len(at) < 2 or (np.diff(at) <= 0).any():
        raise CourseError("x must hold at least two numbers that rise.")
    if not 1 <= len(curves) <= _MOST_CURVES:
        raise CourseError(f"There are {len(curves)} functions: draw 1 to {_MOST_CURVES} of them.")
    if unknown := [key for key in (derivatives or {}) if key not in curves]:
        raise CourseError(f"There is a derivative but no function named {unknown[0]}.")
    read = {key: numbers(values, key, "n", finite=False) for key, values in curves.items()}
    slopes = {
        key: numbers(values, f"the derivative of {key}", "n", finite=False)
        for key, values in (derivatives or {}).items()
    }
    for key, values in [*read.items(), *slopes.items()]:
        same_length(len(at), "x", **{key: values})
    traces = []
    for panel, drawn in enumerate((read, slopes)):
        for key, values in drawn.items():
            series = list(read).index(key)
            what = "" if panel == 0 else ", derivative"
            traces.append(
                line(
                    at,
                    values,
                    key,
                    series=series,
                    legendgroup=key,
                    showlegend=panel == 0,
                    hovertemplate=f"{x_name} = %{{x:.3g}}<br>{key}{what} %{{y:.4g}}<extra></extra>",
                    **(axes_of(panel) if slopes else {}),
                )
            )
    parts = []
    for key, values in read.items():
        part = f"{key} goes from {number(float(np.nanmin(values)))} to {number(float(np.nanmax(values)))}"
        if key in slopes:
            low, high = float(np.nanmin(slopes[key])), float(np.nanmax(slopes[key]))
            part += f"; its slope lies between {number(low)} and {number(high)}"
        parts.append(part)
    told = f"{capital(name)} for {x_name} from {number(at[0])} to {number(at[-1])}. {'. '.join(parts)}."
    layout = panels([name, "derivative"], columns=2, gap=(0.1, 0)) if slopes else {"yaxis": {"title": name}}
    layout["xaxis"] = layout.get("xaxis", {}) | {"title": x_name}
    if slopes:
        layout["xaxis2"] |= {"title": x_name}
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=400,
        margin={"t": 90 if title and slopes else 56 if title or slopes else 30, "b": 100},
        legend=LEGEND_BELOW,
        showlegend=True,
        **layout,
    )


def network_activations(
    layers: Mapping[str, ArrayLike], *, name: str = "activation", title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw how the activations of each layer are distributed, one layer below the other.

    Parameters
    ----------
    layers : mapping of str to array_like of any shape
        The activations of each layer for a batch, the first layer first; at most 20 layers. Gradients may be
        drawn in the same way.
    name : str
        What the values are.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``. Beside each distribution stands its standard deviation. Where a tenth or
        more of the values are exactly zero, their share is told instead of drawn: it would dwarf the others. Each
        has the same height; the axis shows what lies between the quantiles 0.5 % and 99.5 % of all layers.

    Raises
    ------
    CourseError
        If there are no or too many layers, or a value is missing or infinite.

    References
    ----------
    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.

    Examples
    --------
    >>> network_activations({"1": [-1, 1], "2": [-0.1, 0.1]}).alt
    'Distributions of the activation in 2 layers. The standard deviation shrinks from 1 in 1 to 0.1 in 2.'
    """
    values = _layers(layers)
    low = min(float(np.quantile(v, 0.005)) for v in values.values())
    high = max(float(np.quantile(v, 0.995)) for v in values.values())
    if high <= low:
        low, high = low - 0.5, high + 0.5
    edges = np.linspace(low, high, _BINS + 1)
    x = np.repeat(edges, 2)
    traces: list[Any] = []
    notes = []
    for i, (key, array) in enumerate(values.items()):
        zeros = float((array == 0).mean())
        counts = np.histogram(array[array != 0] if zeros >= 0.1 else array, edges)[0].astype(float)
        shape = 0.85 * counts / (counts.max() or 1.0)
        y = np.concatenate([[0], np.repeat(shape, 2), [0]])
        traces.append(
            go.Scatter(
                x=np.concatenate([x, x[:1]]),
                y=np.concatenate([y, y[:1]]) - i,
                mode="lines",
                line={"color": theme.BLUE, "width": 1.5},
                fill="toself",
                fillcolor="rgba(0, 114, 178, 0.35)",
                name=key,
                text=f"{key}<br>mean {number(array.mean())}<br>standard deviation {number(array.std())}"
                f"<br>from {number(array.min())} to {number(array.max())}",
                hoveron="fills",
                hoverinfo="text",
            )
        )
        text = f"sd {number(array.std())}" + (f", {percent(zeros)} zero" if zeros >= 0.1 else "")
        notes.append(
            {"x": 1, "xref": "paper", "y": -i + 0.45, "text": text, "xanchor": "left", "xshift": 6, "showarrow": False}
            | {"font": {"size": 12, "color": theme.INK}}
        )
    return theme.figure(
        *traces,
        alt=alt or _layers_told(values, name),
        title=title,
        height=130 + int(np.clip(560 / len(values), 34, 70)) * len(values),
        showlegend=False,
        annotations=notes,
        margin={"r": 150, "b": 60},
        xaxis={"title": name, "range": [low, high]},
        yaxis={
            "tickvals": [-i for i in range(len(values))],
            "ticktext": list(values),
            "range": [-len(values) + 0.85, 1.05],
            "zeroline": False,
        },
    )


def weights_histogram(
    weights: Mapping[str, ArrayLike], *, name: str = "weight", title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw the distributions of some layers' weights, or of one layer's at several times, over each other.

    Parameters
    ----------
    weights : mapping of str to array_like of any shape
        The weights by name, at most 6 sets.
    name : str
        What the values are.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure`` with the density of each set, in the same 60 bins.

    Raises
    ------
    CourseError
        If there are no or too many sets, or a value is missing or infinite.

    Examples
    --------
    >>> weights_histogram({"before": [-2, 2], "after": [-1, 1]}).alt
    'Distributions of the weight: before has the mean 0 and the standard deviation 2, after 0 and 1.'
    """
    if len(weights) > _MOST_CURVES:
        raise CourseError(f"{len(weights)} distributions cannot be told apart: draw at most {_MOST_CURVES}.")
    values = _layers(weights)
    low = min(float(v.min()) for v in values.values())
    high = max(float(v.max()) for v in values.values())
    edges = np.linspace(low, high, _BINS + 1) if high > low else np.linspace(low - 0.5, low + 0.5, _BINS + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    traces = []
    for i, (key, array) in enumerate(values.items()):
        style = theme.SERIES[i]
        traces.append(
            theme.line(
                middles,
                np.histogram(array, edges, density=True)[0],
                f"{key} (n = {array.size:,})",
                series=i,
                line={"color": style.color, "dash": style.dash, "width": 2.5, "shape": "hvh"},
                fill="tozeroy",
                fillcolor=style.fill,
                hovertemplate=f"{name} about %{{x:.3g}}<br>{key}: density %{{y:.3g}}<extra></extra>",
            )
        )
    (first, array), *others = values.items()
    told = (
        f"Distributions of the {name}: {first} has the mean {number(_tidy(array))} and the standard deviation "
        f"{number(array.std())}"
    )
    told += "".join(f", {key} {number(_tidy(a))} and {number(a.std())}" for key, a in others) + "."
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=400,
        margin_b=100,
        legend=LEGEND_BELOW,
        showlegend=True,
        xaxis_title=name,
        yaxis={"title": "density", "rangemode": "tozero"},
    )


def learning_rate(
    schedules: ArrayLike | Mapping[str, ArrayLike],
    *,
    step: str = "step",
    log: bool = False,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the learning rate at each step of training, for one schedule or several.

    Parameters
    ----------
    schedules : array_like of shape (steps,), or mapping of str to such
        The learning rate at the steps 0, 1, 2, …
    step : str
        What a step is, such as "epoch".
    log : bool
        Whether the axis of the rates is logarithmic.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are no or more than 6 schedules, a rate is negative or missing, or is 0 on a logarithmic axis.

    Examples
    --------
    >>> learning_rate([0.01, 0.1, 0.05, 0.0]).alt
    'The learning rate over 4 steps: starts at 0.01, is highest at step 1 (0.1), ends at 0.'
    """
    single = not isinstance(schedules, Mapping)
    given: Mapping[str, ArrayLike] = schedules if isinstance(schedules, Mapping) else {"learning rate": schedules}
    if not 1 <= len(given) <= _MOST_CURVES:
        raise CourseError(f"There are {len(given)} schedules: draw 1 to {_MOST_CURVES} of them.")
    rates = {str(key): numbers(values, str(key), "steps") for key, values in given.items()}
    for key, values in rates.items():
        if values.min() < 0:
            raise CourseError(f"{key} holds a negative learning rate.")
        if log and values.min() == 0:
            raise CourseError(f"{key} holds a learning rate of 0, which a logarithmic axis cannot show: use log=False.")
    traces = [
        line(
            np.arange(len(values)),
            values,
            key,
            series=i,
            hovertemplate=f"{step} %{{x}}<br>{key} %{{y:.3g}}<extra></extra>",
        )
        for i, (key, values) in enumerate(rates.items())
    ]
    parts = []
    for key, values in rates.items():
        top = int(values.argmax())
        course = (
            f"starts at {number(values[0])}, is highest at {step} {top:,} ({number(values[top])}), ends at "
            f"{number(values[-1])}"
        )
        parts.append(f"over {counted(len(values), step)}: {course}" if single else f"{key} {course}")
    told = f"The learning rate {parts[0]}." if single else f"Learning rates by {step}: {'; '.join(parts)}."
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=380,
        margin_b=60 if single else 100,
        legend=LEGEND_BELOW,
        showlegend=not single,
        xaxis_title=step,
        yaxis={"title": "learning rate", "type": "log" if log else "linear", "exponentformat": "power"}
        | ({} if log else {"rangemode": "tozero"}),
    )


def _layers(layers: Mapping[str, ArrayLike]) -> dict[str, Floats]:
    """Read the values of each layer as a flat array."""
    if not 1 <= len(layers) <= _MOST_LAYERS:
        raise CourseError(f"There are {len(layers)} layers: draw 1 to {_MOST_LAYERS} of them.")
    return {str(key): numbers(plain(values).ravel(), str(key), "n") for key, values in layers.items()}


def _layers_told(values: Mapping[str, Floats], name: str) -> str:
    names, spreads = list(values), [float(array.std()) for array in values.values()]
    told = f"Distributions of the {name} in {counted(len(names), 'layer')}."
    if len(names) == 1:
        told += f" The standard deviation is {number(spreads[0])}."
    else:
        change = spreads[-1] / spreads[0] if spreads[0] else np.inf
        verb = "grows" if change > 1.25 else "shrinks" if change < 0.8 else "stays about the same,"
        ends = f"from {number(spreads[0])} in {names[0]} to {number(spreads[-1])} in {names[-1]}"
        told += f" The standard deviation {verb} {ends}."
    zeros = {key: float((array == 0).mean()) for key, array in values.items()}
    most = max(zeros, key=lambda key: zeros[key])
    if zeros[most] >= 0.1:
        told += f" Most zeros are in {most} ({percent(zeros[most])})."
    return told


def _tidy(values: Floats) -> float:
    """Return the mean; 0 where it is nothing but rounding."""
    mean = float(values.mean())
    return 0.0 if abs(mean) < 1e-9 * float(values.std()) else mean
