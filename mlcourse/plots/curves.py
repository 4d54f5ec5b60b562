"""How scores and losses change: with the amount of data, with a hyperparameter, and from epoch to epoch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, axes_of, counted, number, numbers, panels, plain, same_length
from mlcourse.plots._samples import band, beside, curve, figure, upright

_TRAIN = ("train", "training")
_VALIDATION = ("val", "valid", "validation", "test")
# Quantities whose name holds one of these are better when they are small.
_COSTS = ("loss", "error", "cost", "perplexity", "mse", "mae", "rmse", "deviance", "entropy", "brier", "misclass")


def learning_curve(
    sizes: ArrayLike,
    train: ArrayLike,
    validation: ArrayLike,
    *,
    score: str = "score",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how scores change with the number of training examples, with bands over the folds.

    The arrays are those that ``sklearn.model_selection.learning_curve`` returns.

    Parameters
    ----------
    sizes : array_like of shape (m,)
        The numbers of training examples, ascending.
    train, validation : array_like of shape (m,) or (m, folds)
        The scores on the training and on the validation data. With folds, the line is the mean and the band
        reaches one standard deviation up and down.
    score : str
        What the scores are, such as "accuracy" or "loss".
    title, alt : str, optional
        The heading and the description; without the latter, one tells the scores at both ends and the gap.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the shapes do not fit, or `sizes` is not ascending.

    Examples
    --------
    >>> fig = learning_curve([10, 100], [1.0, 0.95], [0.7, 0.9], score="accuracy")
    >>> fig.alt
    'From 10 to 100 training examples the accuracy on the validation data goes from 0.7 to 0.9, and on the training data from 1 to 0.95. The gap goes from 0.3 to 0.05.'
    """  # noqa: E501
    ticks = _ascending(sizes, "sizes")
    pair = _pair(ticks, train, validation, "sizes")
    means = {name: scores.mean(axis=1) for name, scores in pair.items()}
    (train_first, *_, train_last), (first, *_, last) = (m.tolist() for m in means.values())
    told = (
        f"From {number(ticks[0])} to {number(ticks[-1])} training examples the {score} on the validation data goes "
        f"from {number(first)} to {number(last)}, and on the training data from {number(train_first)} to "
        f"{number(train_last)}. The gap goes from {number(abs(train_first - first))} to "
        f"{number(abs(train_last - last))}."
    )
    return figure(
        *_scores(ticks, pair, score, "%{x:,} examples"),
        alt=alt or told,
        title=title,
        xaxis_title="training examples",
        yaxis_title=score,
        margin_b=90,
    )


def validation_curve(
    values: ArrayLike,
    train: ArrayLike,
    validation: ArrayLike,
    *,
    name: str = "hyperparameter",
    log: bool = False,
    score: str = "score",
    lower_is_better: bool | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how scores change with a hyperparameter, with bands over the folds and the best value marked.

    The arrays are those that ``sklearn.model_selection.validation_curve`` returns.

    Parameters
    ----------
    values : array_like of shape (m,)
        The values of the hyperparameter, ascending.
    train, validation : array_like of shape (m,) or (m, folds)
        The scores on the training and on the validation data.
    name : str
        What the hyperparameter is called.
    log : bool
        Whether its axis is logarithmic.
    score : str
        What the scores are.
    lower_is_better : bool, optional
        Whether small scores are good; without it, the name of the score tells ("loss", "error", "MSE" …).
    title, alt : str, optional
        The heading and the description; without the latter, one tells the best value.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the shapes do not fit, `values` is not ascending, or a value of a logarithmic axis is not positive.

    Examples
    --------
    >>> fig = validation_curve([1, 2, 3], [0.7, 0.9, 1], [0.6, 0.8, 0.7], name="depth", score="accuracy")
    >>> fig.alt
    'The accuracy on the validation data is best, 0.8, at depth = 2; there it is 0.9 on the training data. At the ends of the range (1 and 3) it is 0.6 and 0.7 on the validation data.'
    """  # noqa: E501
    ticks = _ascending(values, "values")
    if log and ticks[0] <= 0:
        raise CourseError(f"values holds {number(ticks[0])}; a logarithmic axis needs positive values: use log=False.")
    pair = _pair(ticks, train, validation, "values")
    lower = _is_cost(score) if lower_is_better is None else lower_is_better
    trained, validated = (scores.mean(axis=1) for scores in pair.values())
    best = int(validated.argmin() if lower else validated.argmax())
    told = (
        f"The {score} on the validation data is best, {number(validated[best])}, at {name} = {number(ticks[best])}; "
        f"there it is {number(trained[best])} on the training data. At the ends of the range ({number(ticks[0])} and "
        f"{number(ticks[-1])}) it is {number(validated[0])} and {number(validated[-1])} on the validation data."
    )
    fig = figure(
        *_scores(ticks, pair, score, f"{name} = %{{x:.4g}}"),
        alt=alt or told,
        title=title,
        xaxis_title=name,
        yaxis_title=score,
        margin_b=90,
    )
    fig.add_shape(**upright(float(ticks[best]), "x", "y"))
    fig.add_annotation(
        x=float(np.log10(ticks[best])) if log else float(ticks[best]),
        text=f"best: {number(ticks[best])}",
        **beside("y", left=best >= len(ticks) / 2),
    )
    if log:
        fig.update_xaxes(type="log", dtick=1, exponentformat="power", minor_showgrid=False)
    return fig


def training_history(
    history: Mapping[str, ArrayLike],
    *,
    best: str | None = None,
    lower_is_better: bool | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw what a training loop has noted after each epoch, training and validation side by side.

    Names that differ only in a word for the data ("loss" or "train_loss", and "val_loss" or "validation loss")
    share a panel. The epoch that was best on the validation data is marked in every panel.

    Parameters
    ----------
    history : mapping of str to array_like of shape (epochs,)
        The values after each epoch, counted from 1; NaN or None where there is none (not yet validated, or
        diverged).
    best : str, optional
        The name that decides which epoch is best; without it, the first validation quantity, or else the
        first of all.
    lower_is_better : bool, optional
        Whether it is better when small; without it, its name tells ("loss", "error", "perplexity" …).
    title, alt : str, optional
        The heading and the description; without the latter, one tells the start, end and best of each quantity.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there is nothing to draw, a list has no number, the lengths differ, or `best` is not in it.

    Examples
    --------
    >>> fig = training_history({"loss": [2.0, 1.0, 0.5], "val_loss": [2.1, 1.2, 1.4]})
    >>> fig.alt
    'Training over 3 epochs. Best epoch by val_loss: 2, with 1.2. loss: training from 2 to 0.5, validation from 2.1 to 1.4.'
    """  # noqa: E501
    if not history:
        raise CourseError("There is nothing to draw: history is empty.")
    kept = {str(name): _epochs(values, str(name)) for name, values in history.items()}
    epochs = len(next(iter(kept.values())))
    same_length(epochs, f"history[{next(iter(kept))!r}]", **kept)
    sides = {name: _side(name) for name in kept}
    decides = best or next((name for name, (side, _) in sides.items() if side == "validation"), next(iter(kept)))
    if decides not in kept:
        raise CourseError(f"best is {decides!r}, which is not in the history: choose one of {', '.join(kept)}.")
    lower = _is_cost(decides) if lower_is_better is None else lower_is_better
    at = int(np.nanargmin(kept[decides]) if lower else np.nanargmax(kept[decides]))
    quantities = list(dict.fromkeys(quantity for _, quantity in sides.values()))
    columns = min(len(quantities), 2)
    rows = -(-len(quantities) // columns)
    x = np.arange(1, epochs + 1)
    traces, shown = [], set()
    for name, values in kept.items():
        side, quantity = sides[name]
        panel: dict[str, Any] = axes_of(quantities.index(quantity))
        traces.append(
            curve(
                x,
                values,
                side,
                series=int(side == "validation"),
                mode="lines+markers" if epochs <= 40 else "lines",
                marker={"size": 6},
                connectgaps=True,
                legendgroup=side,
                showlegend=side not in shown,
                hovertemplate=f"epoch %{{x}}<br>{name} %{{y:.4g}}<extra></extra>",
                **panel,
            )
        )
        shown.add(side)
    fig = figure(
        *traces,
        alt=alt or _describe_history(kept, sides, quantities, decides, at),
        title=title,
        height=max(360, 280 * rows + 60),
        margin_b=90,
        margin_t=90 if title else 50,
        **panels(quantities, columns=columns, gap=(0.1, 0.16)),
    )
    for i in range(len(quantities)):
        axes = axes_of(i)
        fig.add_shape(**upright(at + 1, axes["xaxis"], axes["yaxis"]))
        fig.add_annotation(
            x=at + 1, text=f"best: {at + 1}", xref=axes["xaxis"], **beside(axes["yaxis"], left=2 * at > epochs)
        )
    for i in range(len(quantities)):  # below the lowest panel of each column only
        if i + columns >= len(quantities):
            fig.layout[axes_of(i)["xaxis"].replace("x", "xaxis")].title = {"text": "epoch"}
    if epochs <= 10:
        fig.update_xaxes(dtick=1)
    return fig


def _ascending(values: ArrayLike, name: str) -> Floats:
    ticks = numbers(values, name, "m")
    if len(ticks) < 2 or not (np.diff(ticks) > 0).all():
        raise CourseError(f"{name} must hold at least two values in ascending order.")
    return ticks


def _pair(ticks: Floats, train: ArrayLike, validation: ArrayLike, name: str) -> dict[str, Floats]:
    """Read the scores as tables of shape (m, folds)."""
    pair = {}
    for side, given in (("train", train), ("validation", validation)):
        flat = plain(given).ndim == 1
        scores = numbers(given, side, "m") if flat else numbers(given, side, "m", "folds")
        same_length(len(ticks), name, **{side: scores})
        pair["training" if side == "train" else side] = scores[:, None] if flat else scores
    return pair


def _scores(x: Floats, pair: Mapping[str, Floats], score: str, place: str) -> list[Any]:
    bands, lines = [], []
    for i, (name, scores) in enumerate(pair.items()):
        mean, spread = scores.mean(axis=1), scores.std(axis=1)
        folds = scores.shape[1]
        if folds > 1:
            bands.append(band(x, mean - spread, mean + spread, f"{name} ± 1 standard deviation", series=i))
        told = f" ± %{{customdata:.4g}} over {counted(folds, 'fold')}" if folds > 1 else ""
        hover = f"{place}<br>{name} {score} %{{y:.4g}}{told}<extra></extra>"
        lines.append(curve(x, mean, name, series=i, mode="lines+markers", customdata=spread, hovertemplate=hover))
    return [*bands, *lines]


def _epochs(values: ArrayLike, name: str) -> Floats:
    if isinstance(values, list | tuple):  # of losses as the loop has them, perhaps still with their gradients
        values = [value.item() if hasattr(value, "item") else value for value in values]
    try:
        array = plain(values).astype(float)
    except (TypeError, ValueError):
        raise CourseError(f"history[{name!r}] must be a list with one number for each epoch.") from None
    if array.ndim != 1 or not np.isfinite(array).any():
        raise CourseError(f"history[{name!r}] must be a list with one number for each epoch, not all of them missing.")
    return np.where(np.isfinite(array), array, np.nan)


def _side(name: str) -> tuple[str, str]:
    """Split a name such as "val_loss" into whose it is and what it is."""
    words = name.replace("_", " ").replace("-", " ").replace("/", " ").split()
    rest = [word for word in words if word.lower() not in (*_TRAIN, *_VALIDATION)]
    is_validation = any(word.lower() in _VALIDATION for word in words)
    return "validation" if is_validation else "training", " ".join(rest) or name


def _is_cost(name: str) -> bool:
    return any(cost in name.lower() for cost in _COSTS) and not name.lower().startswith("neg")


def _describe_history(
    kept: Mapping[str, Floats], sides: Mapping[str, tuple[str, str]], quantities: list[str], decides: str, at: int
) -> str:
    epochs = len(kept[decides])
    told = [
        f"Training over {counted(epochs, 'epoch')}.",
        f"Best epoch by {decides}: {at + 1}, with {number(kept[decides][at])}.",
    ]
    for quantity in quantities:
        parts = []
        for name, values in kept.items():
            if sides[name][1] == quantity:
                known = values[np.isfinite(values)]
                lost = f", not a number after epoch {int(np.flatnonzero(np.isfinite(values))[-1]) + 1}"
                end = lost if np.isnan(values[-1]) else ""
                parts.append(f"{sides[name][0]} from {number(known[0])} to {number(known[-1])}{end}")
        told.append(f"{quantity}: {', '.join(parts)}.")
    return " ".join(told)
