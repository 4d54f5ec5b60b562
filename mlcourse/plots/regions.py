"""What a model predicts everywhere in the plane of two features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, counted, number, numbers, percent, plain, same_length
from mlcourse.plots._samples import Classes, classes, figure, listed, points, style, table
from mlcourse.plots.surfaces import MOST_CELLS, levels

_CELLS = 120
_FEWER_CELLS = 80
_MOST_RINGS = 150


def decision_regions(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    feature_names: Sequence[str] | None = None,
    class_names: Sequence[str] | None = None,
    resolution: int | None = None,
    name: str = "value",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Colour the plane of two features by what a model predicts there, and draw the data on it.

    For a classifier each class has its region, with a line where the regions meet; where the model gives
    probabilities, the colour is the stronger the surer the model is. Examples that lie in the region of
    another class are ringed, if they are not very many. For a regressor the predicted values are drawn as filled contours.

    Parameters
    ----------
    model : fitted estimator or callable
        Anything with ``predict`` (and perhaps ``predict_proba``), or a function of an array of shape (m, 2)
        that returns labels or values of shape (m,), probabilities of shape (m, k) in the order of the sorted
        labels, or for two classes the probability of the second, of shape (m,).
    X : array_like or data frame of shape (n, 2)
        The examples. A frame is passed to the model as a frame.
    y : array_like of shape (n,)
        Labels, or the true values for a regressor. Numbers that are not all whole are true values.
    feature_names, class_names : sequence of str, optional
        The names of the two features, and of the classes in the order of the sorted labels.
    resolution : int, optional
        How many cells the picture has along each axis, 10 to 200; without it 120, or 80 for more than four classes.
    name : str
        What a regressor predicts, with the unit; it names the scale of colours.
    title, alt : str, optional
        The heading and the description; without the latter, one tells how many examples lie where they belong.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are not two features, the lengths differ, or the model returns something else.

    Examples
    --------
    >>> fig = decision_regions(lambda X: X[:, 0] > 1, [[0, 0], [1, 1], [2, 0], [3, 1]], [False, True, True, True])
    >>> fig.alt
    'Decision regions over x1 and x2 for the classes False and True: 3 of 4 examples (75 %) lie in the region of their own class. Most often missed: True, 1 of 3 examples.'
    """  # noqa: E501
    data, names = table(X, feature_names, least=1)
    if data.shape[1] != 2:
        raise CourseError(f"X has {counted(data.shape[1], 'column')}; a plane has two: choose two features.")
    same_length(len(data), "X", y=plain(y))
    known = None if _is_regression(model, y) else classes(y, class_names)
    if resolution is None:
        resolution = _CELLS if known is None or len(known.labels) <= 4 else _FEWER_CELLS
    if not 10 <= resolution <= MOST_CELLS:
        raise CourseError(f"resolution must be from 10 to {MOST_CELLS}, not {resolution}.")
    xs, ys = (_axis(column, resolution) for column in data.T)
    grid = np.column_stack([a.ravel() for a in np.meshgrid(xs, ys)])
    at_grid, at_data = _predicted(model, X, grid), _predicted(model, X, data)
    axes = {"xaxis_title": names[0], "yaxis_title": names[1], "height": 480}
    if known is None:
        truth = numbers(y, "y", "n")
        fitted = _values(at_data, len(data))
        surface = _values(at_grid, len(grid)).reshape(len(ys), len(xs))
        told = _describe_values(xs, ys, surface, names, truth, fitted)
        traces = _value_traces(xs, ys, surface, data, truth, fitted, names, name)
        return figure(*traces, alt=alt or told, title=title, **axes)
    sure, at_data = _shares(at_grid, known), _shares(at_data, known).argmax(axis=1)
    regions = sure.reshape(len(ys), len(xs), -1)
    fig = figure(
        *_regions(xs, ys, regions, known, names, shaded=bool((sure % 1 != 0).any())),
        *_examples(data, known, at_data, names),
        alt=alt or _describe_regions(known, at_data, names),
        title=title,
        annotations=_region_names(xs, ys, regions, known, data),
        **axes,
    )
    fig.update_xaxes(range=[xs[0], xs[-1]], showgrid=False, zeroline=False)
    fig.update_yaxes(range=[ys[0], ys[-1]], showgrid=False, zeroline=False)
    return fig


def _axis(column: Floats, resolution: int) -> Floats:
    """Lay out one axis with room around the data."""
    low, high = float(column.min()), float(column.max())
    room = 0.08 * (high - low) or 1.0
    return np.linspace(low - room, high + room, resolution)


def _predicted(model: Any, X: Any, at: Floats) -> NDArray[Any]:
    """Ask a model for probabilities if it has them, or else for labels or values."""
    asked = next((f for f in ("predict_proba", "predict") if hasattr(model, f)), None)
    answer = getattr(model, asked) if asked else model
    if not callable(answer):
        raise CourseError("model must be a function, or have a method predict: fit an estimator and pass it.")
    given = type(X)(at, columns=X.columns) if hasattr(X, "columns") else at
    try:
        result = plain(answer(given))
    except AttributeError:  # predict_proba that depends on a setting, as with SVC(probability=False)
        if asked != "predict_proba":
            raise
        result = plain(model.predict(given))
    if len(np.shape(result)) not in (1, 2) or len(result) != len(at):
        raise CourseError(
            f"The model was asked about {len(at)} points and returned an array of shape {np.shape(result)}: "
            f"it must return one answer for each point."
        )
    return result[:, 0] if result.ndim == 2 and result.shape[1] == 1 else result


def _is_regression(model: Any, y: Any) -> bool:
    kind = getattr(model, "_estimator_type", None)
    if kind is None and hasattr(model, "__sklearn_tags__"):
        kind = getattr(model.__sklearn_tags__(), "estimator_type", None)
    array = plain(y)
    return kind == "regressor" or (kind is None and array.dtype.kind == "f" and bool((array % 1 != 0).any()))


def _values(answers: NDArray[Any], count: int) -> Floats:
    values = numbers(answers, "What the model returns", "points")
    same_length(count, "the points", answers=values)
    return values


def _shares(answers: NDArray[Any], known: Classes) -> Floats:
    """Turn what a model returns into a share for each class: shape (m, k)."""
    k = len(known.labels)
    if answers.ndim == 2:
        if answers.shape[1] != k:
            raise CourseError(
                f"The model gives probabilities for {answers.shape[1]} classes, but y has {k}: "
                f"pass examples of every class."
            )
        return np.asarray(answers, dtype=float)
    is_known = np.isin(answers, known.labels)
    if k == 2 and answers.dtype.kind == "f" and not is_known.all():
        if answers.min() < 0 or answers.max() > 1:
            raise CourseError("The model returns numbers that are neither labels in y nor probabilities from 0 to 1.")
        return np.column_stack([1 - answers, answers])
    if not is_known.all():
        unknown = answers[~is_known][0]
        raise CourseError(f"The model returns {unknown!r}, which is not a label in y: pass examples of every class.")
    return np.asarray(answers[:, None] == known.labels, dtype=float)


def _regions(
    xs: Floats, ys: Floats, sure: Floats, known: Classes, names: Sequence[str], *, shaded: bool
) -> list[go.Heatmap | go.Contour]:
    """Draw each class's cells in its colour, and the lines where the regions meet."""
    winner = sure.argmax(axis=2)
    traces: list[Any] = []
    for i, name in enumerate(known.names):
        red, green, blue = (int(style(i).color[j : j + 2], 16) for j in (1, 3, 5))
        faint = 0.1 if shaded else 0.3
        told = f"<br>predicted: {name}" + (" (%{z:.0%} sure)" if shaded else "")
        traces.append(
            go.Heatmap(
                x=xs,
                y=ys,
                z=np.where(winner == i, sure[:, :, i], np.nan).astype(np.float32),
                zmin=1 / len(known.labels),
                zmax=1,
                colorscale=[[0, f"rgba({red},{green},{blue},{faint})"], [1, f"rgba({red},{green},{blue},0.5)"]],
                showscale=False,
                hoverongaps=False,
                name=f"region of {name}",
                hovertemplate=f"{names[0]} %{{x:.3g}}, {names[1]} %{{y:.3g}}{told}<extra></extra>",
            )
        )
    for i in range(len(known.names) - 1):  # the last class borders only on others
        margin = sure[:, :, i] - np.delete(sure, i, axis=2).max(axis=2)
        if margin.min() < 0 < margin.max():
            traces.append(
                go.Contour(
                    x=xs,
                    y=ys,
                    z=margin.astype(np.float32),
                    contours={"start": 0, "end": 0, "size": 1, "coloring": "none"},
                    line={"color": theme.INK, "width": 2},
                    showscale=False,
                    showlegend=False,
                    hoverinfo="skip",
                    name="border",
                )
            )
    return traces


def _region_names(xs: Floats, ys: Floats, sure: Floats, known: Classes, data: Floats) -> list[dict[str, Any]]:
    """Write each class's name into its region, where it is farthest from the borders and from the examples."""
    from scipy.ndimage import distance_transform_edt

    winner = sure.argmax(axis=2)
    free = np.ones(winner.shape, dtype=bool)
    free[tuple(np.searchsorted(a, column) for a, column in ((ys, data[:, 1]), (xs, data[:, 0])))] = False
    # A name is wider than high, so distances across count for less: in halves of a name on a usual figure.
    room = (330 / 12 / len(ys), 580 / 48 / len(xs))
    notes = []
    for i, name in enumerate(known.names):
        if (winner == i).any():
            depth = distance_transform_edt(np.pad((winner == i) & free, 1), sampling=room)[1:-1, 1:-1]
            row, column = np.unravel_index(int(depth.argmax()), depth.shape)
            place = {"x": xs[column], "y": ys[row], "showarrow": False}
            text = {"text": f"<b>{name}</b>", "font": {"size": 14, "color": "#ffffff"}}
            notes.append({**place, **text, "bgcolor": "#595959", "borderpad": 3})
    return notes


def _examples(data: Floats, known: Classes, predicted: NDArray[Any], names: Sequence[str]) -> list[Any]:
    many = len(data) > 2000
    hover = f"{names[0]} %{{x:.4g}}, {names[1]} %{{y:.4g}}<br>truth: "
    traces = []
    for i, name in enumerate(known.names):
        here = data[known.codes == i]
        edge = {"line": {"width": 0 if many else 1, "color": "#ffffff"}}
        if style(i).symbol.endswith("-open"):
            edge = {"line": {"width": 2, "color": style(i).color}}
        traces.append(
            points(
                here[:, 0],
                here[:, 1],
                name,
                series=i,
                many=many,
                marker=edge,
                hovertemplate=f"{hover}{name}<extra></extra>",
            )
        )
    wrong = data[predicted != known.codes]
    if 0 < len(wrong) <= _MOST_RINGS:
        ring = {
            "symbol": "circle-open",
            "size": 9 if many else 15,
            "color": theme.INK,
            "opacity": 1,
            "line": {"width": 2},
        }
        traces.append(points(wrong[:, 0], wrong[:, 1], "in another region", many=many, marker=ring, hoverinfo="skip"))
    return traces


def _describe_regions(known: Classes, predicted: NDArray[Any], names: Sequence[str]) -> str:
    right = predicted == known.codes
    told = (
        f"Decision regions over {names[0]} and {names[1]} for the classes {listed(known.names)}: "
        f"{right.sum():,} of {counted(len(right), 'example')} ({percent(right.mean())}) lie in the region of their "
        f"own class."
    )
    if right.all():
        return told
    missed = np.bincount(known.codes[~right], minlength=len(known.names))
    worst = int((missed / known.counts).argmax())
    total = counted(int(known.counts[worst]), "example")
    return f"{told} Most often missed: {known.names[worst]}, {missed[worst]} of {total}."


def _value_traces(
    xs: Floats,
    ys: Floats,
    surface: Floats,
    data: Floats,
    truth: Floats,
    fitted: Floats,
    names: Sequence[str],
    name: str,
) -> list[Any]:
    low, high = min(surface.min(), truth.min()), max(surface.max(), truth.max())
    place = f"{names[0]} %{{x:.4g}}, {names[1]} %{{y:.4g}}<br>"
    hills = go.Contour(
        x=xs,
        y=ys,
        z=surface.astype(np.float32),
        zmin=low,
        zmax=high,
        contours=levels(surface, 15),
        line={"width": 0.5, "color": "rgba(255, 255, 255, 0.5)"},
        colorscale="Cividis",
        colorbar={"title": {"text": name, "side": "right"}, "thickness": 14},
        hovertemplate=f"{place}predicted %{{z:.4g}}<extra></extra>",
    )
    marker = {
        "color": truth,
        "colorscale": "Cividis",
        "cmin": low,
        "cmax": high,
        "opacity": 1,
        "line": {"width": 1.2, "color": "#ffffff"},
    }
    hover = f"{place}true %{{customdata[0]:.4g}}, predicted %{{customdata[1]:.4g}}<extra></extra>"
    shown: dict[str, Any] = {
        "customdata": np.column_stack([truth, fitted]),
        "hovertemplate": hover,
        "showlegend": False,
    }
    return [hills, points(data[:, 0], data[:, 1], "examples, coloured by their true value", marker=marker, **shown)]


def _describe_values(
    xs: Floats, ys: Floats, surface: Floats, names: Sequence[str], truth: Floats, fitted: Floats
) -> str:
    ends = []
    for at in (surface.argmin(), surface.argmax()):
        row, column = np.unravel_index(int(at), surface.shape)
        ends.append(f"{number(surface[row, column])} at ({number(xs[column])}, {number(ys[row])})")
    return (
        f"Predicted values over {names[0]} and {names[1]}: from {ends[0]} to {ends[1]}. "
        f"For {counted(len(truth), 'example')} the mean absolute error is {number(np.abs(truth - fitted).mean())}."
    )
